//! Figures and their intervals: percentiles against sorting, coverage against the stated 95 %.

use armistice::analysis::interval::wilson;
use armistice::analysis::summarise;
use armistice::analysis::summary::Share;
use armistice::engine::{Counts, PER_UNIT};
use armistice::model::{PerSide, Side};
use armistice::scenario::Scenario;
use proptest::prelude::*;

use crate::story::{border, cases, duel, tally, trials};

proptest! {
    #![proptest_config(cases(200))]

    /// A percentile is the smallest number below or at which that share lies, to half of 1/4096.
    #[test]
    fn percentiles_agree_with_sorting(mut numbers in prop::collection::vec(-2.0_f64..2.0, 1..300), percent in 1_u32..100) {
        let mut counts = Counts::default();
        numbers.iter().for_each(|&x| counts.add(x));
        numbers.sort_by(f64::total_cmp);
        let rank = (numbers.len() * percent as usize).div_ceil(100);
        let got = counts.quantile_bin(f64::from(percent) / 100.0).unwrap() as f64 / PER_UNIT;
        // The share as a binary fraction may fall just above the exact rank: then the next number is right too.
        let near = |index: usize| (got - numbers[index.min(numbers.len() - 1)]).abs() <= 0.5 / PER_UNIT + 1e-12;
        prop_assert!(near(rank - 1) || near(rank), "{got} is not number {rank}");
    }
}

/// The summary's figures against the trials themselves.
#[test]
fn summaries_agree_with_the_rows() {
    let scenario = border().set("run.trials", 2_000).set("run.years", 10).scenario();
    let summary = summarise(&scenario, &tally(&scenario));
    let outcomes: Vec<_> = trials(&scenario).into_iter().map(|trial| trial.outcome.unwrap()).collect();
    let share = |of: &dyn Fn(&armistice::engine::TrialOutcome) -> bool| {
        outcomes.iter().filter(|outcome| of(outcome)).count() as f64 / 2_000.0
    };
    let classes = &summary.classes;
    for (class, figure) in [
        ("challenger_victory", classes.challenger_victory),
        ("defender_victory", classes.defender_victory),
        ("no_settlement", classes.no_settlement),
        ("peace_held", classes.peace_held),
        ("resumed_by_challenger", classes.resumed_by_challenger),
        ("resumed_by_defender", classes.resumed_by_defender),
    ] {
        assert_eq!(figure.share, Some(share(&|outcome| outcome.class.name() == class)), "{class}");
        assert!(figure.low <= figure.share && figure.share <= figure.high, "{class}");
    }
    for year in 0..=10 {
        let holding = share(&|outcome| {
            outcome.signature.is_some() && outcome.breach.is_none_or(|breach| breach.age as usize >= year)
        });
        assert_eq!(summary.signed_and_holding.share[year], Some(holding));
    }
    let mut values: Vec<f64> = outcomes.iter().map(|outcome| outcome.values[Side::Challenger]).collect();
    let mean = values.iter().sum::<f64>() / 2_000.0;
    values.sort_by(f64::total_cmp);
    let spread = &summary.values.challenger.spread;
    assert!((spread.mean.unwrap() - mean).abs() < 1e-11);
    for (got, rank) in [(spread.p5, 100), (spread.p50, 1_000), (spread.p95, 1_900)] {
        assert!((got.unwrap() - values[rank - 1]).abs() <= 0.5 / PER_UNIT + 1e-12, "number {rank}");
    }
    for (id, plan) in &summary.plans {
        let index = scenario.structure().plans.iter().position(|plan| plan.id == *id).unwrap();
        let signed = share(&|outcome| outcome.signature.as_ref().is_some_and(|signature| signature.plan == index));
        assert_eq!(plan.signed.share, Some(signed), "{id}");
        let available: Vec<_> = outcomes.iter().filter_map(|outcome| outcome.assessments[index].as_ref()).collect();
        assert_eq!(plan.available.share, Some(available.len() as f64 / 2_000.0), "{id}");
        let both = available.iter().filter(|plan| plan.acceptable == PerSide::new(true, true)).count() as f64;
        assert_eq!(plan.acceptable.both.share, Some(both / available.len() as f64), "{id}");
        let mean = available.iter().map(|plan| plan.durability.survival[5]).sum::<f64>() / available.len() as f64;
        assert!((plan.if_signed.survival.survival[5].unwrap() - mean).abs() < 1e-11, "{id}");
    }
}

/// One battle between 100 and somebody with 50 to 150: A wins with probability F/(F + 100), on average
/// 1 - ln(250/150) = 0.4892.
fn battle() -> Scenario {
    duel()
        .set("challenger.forces", "{ uniform = [50, 150] }")
        .set("front.positions", 2)
        .set("front.start", 1)
        .set("front.stalemate", 0)
        .set("run.trials", 256)
        .set("run.years", 1)
        .scenario()
}

/// Share of 1,500 small runs whose interval holds the truth, and the intervals' mean width.
fn coverage(sampling: armistice::sampling::Sampling) -> (f64, f64) {
    let scenario = battle().with("run.sampling", sampling.name()).unwrap();
    let truth = 1.0 - f64::ln(250.0 / 150.0);
    let (mut held, mut width) = (0, 0.0);
    for seed in 0..1_500 {
        let scenario = scenario.with("run.seed", seed).unwrap();
        let Share { low, high, .. } = summarise(&scenario, &tally(&scenario)).classes.challenger_victory;
        let (low, high) = (low.unwrap(), high.unwrap());
        held += i32::from(low <= truth && truth <= high);
        width += (high - low) / 1_500.0;
    }
    (f64::from(held) / 1_500.0, width)
}

/// Wilson's interval covers as often as the binomial distribution says that it does, within 6 standard errors: 2e-9.
#[test]
fn wilson_covers_as_it_should() {
    let (n, p) = (256_u64, 1.0 - f64::ln(250.0 / 150.0));
    let mut pmf = (n as f64 * (1.0 - p).ln()).exp();
    let mut expected = 0.0;
    for hits in 0..=n {
        let share = wilson(hits, n);
        if share.low.unwrap() <= p && p <= share.high.unwrap() {
            expected += pmf;
        }
        pmf *= (n - hits) as f64 / (hits + 1) as f64 * p / (1.0 - p);
    }
    assert!((0.93..0.97).contains(&expected), "{expected}");
    let (got, _) = coverage(armistice::sampling::Sampling::MonteCarlo);
    let error = (expected * (1.0 - expected) / 1_500.0).sqrt();
    assert!((got - expected).abs() < 6.0 * error, "{got} against {expected}");
}

/// The t-interval over 16 randomisations covers 95 %, give or take 4 points: 7 standard errors of 1,500 runs (2e-12)
/// and a little for sixteen means of 16 battles that are not quite normal.
#[test]
fn the_t_interval_covers_as_stated() {
    for sampling in [armistice::sampling::Sampling::LatinHypercube, armistice::sampling::Sampling::Sobol] {
        let (got, width) = coverage(sampling);
        assert!((0.91..0.99).contains(&got), "{sampling:?}: {got}");
        assert!((0.08..0.16).contains(&width), "{sampling:?}: {width}");
    }
}
