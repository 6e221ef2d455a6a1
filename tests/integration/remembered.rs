//! What a tally remembers, counted again from the outcomes of all trials.

use armistice::analysis::summarise;
use armistice::engine::{Class, Resumed, TrialOutcome};
use armistice::model::Side;

use crate::story::{assert_near, border, tally};

/// Twelve years of 600 trials with plenty of breaches, and all that is said of them.
fn outcomes_and_summary() -> (Vec<TrialOutcome>, armistice::analysis::summary::Summary) {
    let story = border().set("run.trials", 600).set("run.years", 12).set("front.freeze", 0.03).set("front.thaw", 0.05);
    let scenario = story.scenario();
    let outcomes = story.trials().into_iter().filter_map(|trial| trial.outcome.ok()).collect();
    (outcomes, summarise(&scenario, &tally(&scenario)))
}

/// The number at or below which a share of the numbers lies, each rounded to the nearest 4,096th.
fn percentile(mut numbers: Vec<f64>, share: f64) -> f64 {
    numbers.sort_by(f64::total_cmp);
    let rank = (share * numbers.len() as f64).ceil().max(1.0) as usize;
    (numbers[rank - 1] * 4_096.0).round_ties_even() / 4_096.0
}

#[test]
fn breaches_are_counted_by_their_state_and_end() {
    let (outcomes, summary) = outcomes_and_summary();
    let breaches: Vec<_> = outcomes.iter().filter_map(|outcome| outcome.breach).collect();
    let active = breaches.iter().filter(|breach| breach.active).count();
    assert!(active > 0 && active < breaches.len(), "{active} of {}", breaches.len());
    let share = |count: usize| Some(count as f64 / breaches.len() as f64);
    let of = |result: Resumed| share(breaches.iter().filter(|breach| breach.result == result).count());
    let resumed = &summary.resumed_war;
    assert_eq!(resumed.failed_while_active.share, share(active));
    assert_eq!(resumed.challenger_won.share, of(Resumed::ChallengerWon));
    assert_eq!(resumed.defender_won.share, of(Resumed::DefenderWon));
    assert_eq!(resumed.unresolved.share, of(Resumed::Unresolved));
    assert_eq!(resumed.frozen.unwrap().share, of(Resumed::Frozen));
    assert!(resumed.frozen.unwrap().share > Some(0.0));
    let frozen = outcomes.iter().filter(|outcome| outcome.class == Class::Frozen).count();
    assert!(frozen > 0);
    assert_eq!(summary.classes.frozen.unwrap().share, Some(frozen as f64 / outcomes.len() as f64));
}

#[test]
fn percentiles_across_draws_are_those_of_the_exact_figures() {
    let (outcomes, summary) = outcomes_and_summary();
    for (plan, (id, figures)) in summary.plans.iter().enumerate() {
        let assessed = || outcomes.iter().filter_map(|outcome| outcome.assessments[plan].as_ref());
        for year in [1, 5, 12] {
            let survival: Vec<f64> = assessed().map(|assessment| assessment.durability.survival[year]).collect();
            let across = &figures.if_signed.across;
            for (share, got) in [(0.05, &across.p5), (0.5, &across.p50), (0.95, &across.p95)] {
                assert_eq!(got[year], Some(percentile(survival.clone(), share)), "{id}, year {year}, {share}");
            }
            let mean = survival.iter().sum::<f64>() / survival.len() as f64;
            assert_near(figures.if_signed.survival.survival[year].unwrap(), mean, 1e-11, id);
        }
        let surplus = assessed().map(|assessment| assessment.surplus[Side::Defender]).collect();
        assert_eq!(figures.surplus.defender.p95, Some(percentile(surplus, 0.95)), "{id}");
    }
}

/// Every trial is in the bar between whose edges its value, rounded to a 4,096th, lies.
#[test]
fn histograms_count_what_lies_between_their_edges() {
    let (outcomes, summary) = outcomes_and_summary();
    for (side, distributed) in Side::BOTH.into_iter().zip([&summary.values.challenger, &summary.values.defender]) {
        let histogram = &distributed.histogram;
        assert!(histogram.counts.len() > 10, "{histogram:?}");
        let mut counts = vec![0; histogram.counts.len()];
        for outcome in &outcomes {
            let value = (outcome.values[side] * 4_096.0).round_ties_even() / 4_096.0;
            counts[((value - histogram.from) / histogram.width).floor() as usize] += 1;
        }
        assert_eq!(histogram.counts, counts, "{side:?}");
        let values = outcomes.iter().map(|outcome| outcome.values[side]).collect();
        assert_eq!(distributed.spread.p95, Some(percentile(values, 0.95)));
    }
}
