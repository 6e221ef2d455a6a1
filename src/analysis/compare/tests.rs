//! Comparisons worked out by hand or published.

use super::super::interval::t_quantile;
use super::apart::{known, newcombe};
use super::paired::agresti_min;
use super::spread::variance_of_groups;
use super::*;
use crate::model::{PerSide, Side};

fn fate(class: Class) -> Fate {
    Fate { class: Some(class), failure_age: None, values: PerSide::new(0.25, 0.75), weight: 1.0, costs: Vec::new() }
}

#[test]
fn a_difference_counts_the_trials_that_changed() {
    let (held, war) = (|| fate(Class::PeaceHeld), || fate(Class::NoSettlement));
    let a = [held(), held(), war(), war(), Fate::failed(), held()];
    let b = [held(), war(), held(), war(), held(), held()];
    let result = compare(&a, &b, Pairing::Trials, 20);
    assert_eq!(result.trials, 5);
    let change = |from, to| Change { from, to, trials: 1 };
    assert_eq!(
        result.changes,
        [change(Class::NoSettlement, Class::PeaceHeld), change(Class::PeaceHeld, Class::NoSettlement)]
    );
    let settlement = result.differences.iter().find(|it| it.figure == Compared::Settlement).unwrap();
    assert_eq!((settlement.reference, settlement.other), (Some(0.6), Some(0.6)));
    assert_eq!(settlement.difference, Some(0.0));
}

/// Agresti and Min (2005), Statistics in Medicine 24, their formula by hand for b = 20, c = 6 of n = 100:
/// (20.5 - 6.5)/102 +- 1.959964 sqrt(27 - 14^2/102)/102.
#[test]
fn paired_intervals_are_the_published_ones() {
    let (low, high) = agresti_min(20.0, 6.0, 100.0);
    assert!((low - 0.041_028).abs() < 1e-6 && (high - 0.233_482).abs() < 1e-6, "{low} {high}");
}

/// Newcombe (1998), Statistics in Medicine 17, table II: 56/70 - 48/80 is 0.2, method 10: 0.0524 to 0.3339.
#[test]
fn unpaired_intervals_are_the_published_ones() {
    let group = |hits: usize, n: usize| -> Vec<Fate> {
        (0..n).map(|i| fate(if i < hits { Class::PeaceHeld } else { Class::NoSettlement })).collect()
    };
    let (a, b) = (group(48, 80), group(56, 70));
    let (low, high) = newcombe(Compared::Settlement, [&known(&a), &known(&b)]).unwrap();
    assert!((low - 0.0524).abs() < 5e-5 && (high - 0.3339).abs() < 5e-5, "{low} {high}");
}

/// By hand: sixteen draws of two trials that end alike. Reference: half the draws settle, so that the variance of the
/// mean is 0.25/15 with 15 degrees of freedom; the other run likewise. Welch: 30 degrees, t = 2.042272.
#[test]
fn unpaired_draws_are_what_counts() {
    let run: Vec<Fate> =
        (0..32).map(|i| fate(if i / 2 % 2 == 0 { Class::PeaceHeld } else { Class::NoSettlement })).collect();
    let comparison = compare(&run, &run, Pairing::Apart([Some(2), Some(2)]), 20);
    let settlement = comparison.differences.iter().find(|it| it.figure == Compared::Settlement).unwrap();
    let half = 2.042_272_456 * (2.0 * 0.25 / 15.0_f64).sqrt();
    assert!((settlement.high.unwrap() - half).abs() < 1e-8, "{settlement:?}");
    assert!((settlement.low.unwrap() + half).abs() < 1e-8, "{settlement:?}");
}

/// No pair of sixteen randomisations differs: Agresti and Min's interval for 0 and 0 of as many draws, not certainty.
#[test]
fn agreement_of_randomisations_is_not_certainty() {
    let run: Vec<Fate> = (0..320).map(|_| fate(Class::NoSettlement)).collect();
    let comparison = compare(&run, &run, Pairing::Randomisations(10), 20);
    let settlement = comparison.differences.iter().find(|it| it.figure == Compared::Settlement).unwrap();
    assert_eq!(settlement.low.zip(settlement.high), Some(agresti_min(0.0, 0.0, 32.0)));
}

#[track_caller]
fn near(got: Option<f64>, expected: f64) {
    assert!((got.unwrap() - expected).abs() < 1e-6, "{got:?} is not {expected}");
}

fn valued(a: f64, d: f64) -> Fate {
    Fate { values: PerSide::new(a, d), ..fate(Class::PeaceHeld) }
}

fn of(comparison: &Comparison, figure: Compared) -> Difference {
    *comparison.differences.iter().find(|it| it.figure == figure).unwrap()
}

/// By hand: differences of 0.1, 0.2 and 0.6 have a mean of 0.3 and, over n - 1, a variance of 0.07;
/// 1.959964 sqrt(0.07/3) = 0.299389.
#[test]
fn paired_values_have_the_normal_interval() {
    let a = [valued(0.1, 0.9), valued(0.2, 0.8), valued(0.3, 0.7)];
    let b = [valued(0.2, 0.9), valued(0.4, 0.8), valued(0.9, 0.7)];
    let result = compare(&a, &b, Pairing::Trials, 20);
    let challenger = of(&result, Compared::Value(Side::Challenger));
    near(challenger.difference, 0.3);
    near(challenger.low, 0.000_610_6);
    near(challenger.high, 0.599_389_4);
    near(of(&result, Compared::Value(Side::Defender)).difference, 0.0);
}

/// Welch (1947) by hand: 1, 2, 3, 4 and 2, 4, 6, 8 have means of 2.5 and 5 with variances of 5/12 and 5/3, and
/// (25/12)^2/((5/12)^2/3 + (5/3)^2/3) = 75/17 degrees of freedom.
#[test]
fn values_apart_have_welchs_interval() {
    let run = |values: [f64; 4]| values.map(|value| valued(value, 0.0));
    let (a, b) = (run([1.0, 2.0, 3.0, 4.0]), run([2.0, 4.0, 6.0, 8.0]));
    let value = of(&compare(&a, &b, Pairing::Apart([None, None]), 20), Compared::Value(Side::Challenger));
    near(value.difference, 2.5);
    near(value.high, 2.5 + t_quantile(75.0 / 17.0) * (25.0_f64 / 12.0).sqrt());
}

#[test]
fn changes_are_told_from_the_reference_on_most_frequent_first() {
    let [held, war, won] = [Class::PeaceHeld, Class::NoSettlement, Class::ChallengerVictory];
    let result = compare(&[war, held, held].map(fate), &[won, war, war].map(fate), Pairing::Trials, 20);
    let change = |from, to, trials| Change { from, to, trials };
    assert_eq!(
        result.changes,
        [change(Class::PeaceHeld, Class::NoSettlement, 2), change(Class::NoSettlement, Class::ChallengerVictory, 1)]
    );
}

/// By hand: two trials at each of two draws; means of 1 and 0, variance of their mean 0.5/2.
#[test]
fn trials_of_one_draw_are_one_case() {
    let values = [1.0, 1.0, 0.0, 0.0].into_iter().enumerate();
    assert_eq!(variance_of_groups(2, values), Some((0.25, 1.0)));
    // All 64 trials, 32 draws, gained: Agresti and Min's interval of 32 of 32, by hand 32/34 - 1.959964 sqrt(33 -
    // 32^2/34)/34.
    let (held, war) = ([Class::PeaceHeld; 64].map(fate), [Class::NoSettlement; 64].map(fate));
    let settled = of(&compare(&war, &held, Pairing::Randomisations(2), 20), Compared::Settlement);
    near(settled.difference, 1.0);
    near(settled.low, 0.843_308_0);
}

#[test]
fn a_peace_holds_until_the_year_of_its_failure() {
    let failed = Fate { failure_age: Some(5), ..fate(Class::ResumedByChallenger) };
    assert_eq!([5, 6].map(|year| Compared::Holding(year).of(&failed)), [1.0, 0.0]);
}

#[test]
fn every_trial_has_its_own_fate() {
    use crate::engine::{Engine, Run, Span};
    let text = include_str!("../../../scenarios/tiny.toml");
    let scenario = crate::scenario::parse("tiny.toml", text, &["run.trials=64".to_owned()], None).unwrap().scenario;
    let span = Span { first: 0, end: 64, block_size: 256 };
    let fates =
        Run::new(&scenario).span(span).threads(1).observe(FateRecorder::default()).run().unwrap().chunks.concat();
    assert_eq!(fates.len(), 64);
    let engine = Engine::new(&scenario).unwrap();
    for (trial, fate) in fates.iter().enumerate() {
        engine.worker().play(trial as u64, 1, &mut |_, row| {
            let outcome = row.outcome.unwrap();
            assert_eq!(fate.class, Some(outcome.class), "trial {trial}");
            assert_eq!(fate.failure_age, outcome.breach.map(|breach| breach.age), "trial {trial}");
            assert_eq!(fate.values, outcome.values, "trial {trial}");
        });
    }
}

/// By hand: costs 1, 2, 6 against 2, 4, 6 of two other trials and one more: differences -1, -2, 0, their mean -1 and its
/// standard error sqrt(2/(3 2)).
#[test]
fn costs_are_compared_trial_by_trial() {
    let costing = |cost: f64| Fate { costs: vec![cost], ..fate(Class::PeaceHeld) };
    let a = [costing(2.0), costing(4.0), Fate::failed(), costing(6.0)];
    let b = [costing(1.0), costing(2.0), costing(9.0), costing(6.0)];
    let all = compare(&a, &b, Pairing::Trials, 20).differences;
    let cost = all.iter().find(|it| it.figure == Compared::Cost(0)).unwrap();
    assert_eq!((cost.reference, cost.other, cost.difference), (Some(4.0), Some(3.0), Some(-1.0)));
    assert!((cost.high.unwrap() + 1.0 - 1.959_964 * (1.0_f64 / 3.0).sqrt()).abs() < 1e-6, "{cost:?}");
    assert_eq!(cost.figure.key(&["dead"]), "costs.dead.all.mean");
}
