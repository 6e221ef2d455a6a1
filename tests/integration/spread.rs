//! The same results however a run is spread over threads, blocks, parts and vector lanes.

use armistice::engine::Sum;
use armistice::num::simd::{Instructions, limit};
use armistice::sampling::Sampling;
use armistice::scenario::Scenario;
use proptest::prelude::*;

use crate::story::{Spread, border, cases, duel, record, story, table, tally, trials};

fn small() -> Scenario {
    border().set("run.trials", 320).set("run.years", 12).set("enforcement.lookahead", 20).scenario()
}

/// With wars that freeze and thaw, endurance, terms that stay in force, and a plan that changes how a front freezes.
fn freezing() -> Scenario {
    let story = border().set("run.trials", 256).set("run.years", 12).set("enforcement.lookahead", 20);
    story
        .set("front.freeze", "{ uniform = [0.01, 0.1] }")
        .set("front.thaw", 0.05)
        .set("defender.collapse", 0.01)
        .set("guarantee.endurance", 1.5)
        .set("enforcement.kept.transit", 0.7)
        .set("plan.pact.effects.\"front.freeze\".multiply", 2)
        .scenario()
}

/// With resolve that lasts and paid shocks.
fn lasting() -> Scenario {
    let story = border().set("run.trials", 256).set("run.years", 12).set("enforcement.lookahead", 20);
    story
        .set("challenger.lasting", "{ uniform = [0.1, 0.9] }")
        .set("challenger.turnover", 0.1)
        .set("defender.lasting", 0.5)
        .set("enforcement.shocks", "\"paid\"")
        .scenario()
}

/// With peaces that break as the record says.
fn recorded() -> Scenario {
    let story = border().set("run.trials", 256).set("run.years", 12).set("enforcement.lookahead", 20);
    story
        .set("enforcement.theory", "\"hazard\"")
        .set("hazard.shape", "{ uniform = [0.4, 0.8] }")
        .set("hazard.scale", "{ uniform = [10, 80] }")
        .set("hazard.challenger_share", 0.7)
        .set("hazard.effects.transit", "{ uniform = [-1, 1] }")
        .scenario()
}

#[test]
fn threads_and_blocks_change_nothing() {
    for (scenario, sampling) in [
        (small(), Sampling::MonteCarlo),
        (small(), Sampling::LatinHypercube),
        (freezing(), Sampling::MonteCarlo),
        (freezing(), Sampling::Sobol),
        (lasting(), Sampling::LatinHypercube),
        (recorded(), Sampling::Sobol),
    ] {
        let scenario = scenario.with("run.sampling", sampling.name()).unwrap();
        let whole = table(&scenario, Spread::whole(&scenario));
        for (threads, block_size) in [(1, 100), (2, 320), (3, 33), (8, 1), (8, 1_000)] {
            let spread = Spread { threads, block_size, ..Spread::whole(&scenario) };
            let other = table(&scenario, spread);
            assert!(whole == other, "{sampling:?}, {spread:?}");
        }
    }
}

#[test]
fn parts_join_to_the_whole() {
    let scenario = small();
    let whole = Spread::whole(&scenario);
    let (rows, total) = table(&scenario, whole);
    for cut in [1, 31, 32, 200, 319] {
        let (first, first_tally) = table(&scenario, Spread { end: cut, ..whole });
        let (second, second_tally) = table(&scenario, Spread { first: cut, ..whole });
        let mut merged = first_tally.clone();
        merged.merge(&second_tally);
        assert_eq!(merged, total, "cut at {cut}");
        // A part that goes on from another's tally ends with the whole one.
        let (_, on) =
            record(&scenario, &armistice::engine::NoRecord, Spread { first: cut, ..whole }, Some(first_tally));
        assert_eq!(on, total, "cut at {cut}");
        let (_, second) = second.split_once('\n').expect("a header");
        assert!(first + second == rows, "cut at {cut}");
    }
}

/// Fewer trials are the first of many.
#[test]
fn more_trials_go_on_where_fewer_end() {
    let many = small();
    let few = many.with("run.trials", 77).unwrap();
    assert!(trials(&many)[..77] == trials(&few)[..]);
}

#[test]
fn vector_levels_give_the_same_bits() {
    let scenarios = [
        small(),
        freezing(),
        lasting(),
        recorded(),
        duel().set("run.trials", 64).plan("truce", "territory = 0.4").scenario(),
    ];
    let best = limit(Instructions::Avx512);
    for scenario in scenarios {
        let whole = table(&scenario, Spread::whole(&scenario));
        for level in [Instructions::Baseline, Instructions::Avx2, Instructions::Avx512] {
            limit(level);
            let other = table(&scenario, Spread::whole(&scenario));
            limit(best);
            assert!(whole == other, "{level:?}");
        }
    }
}

/// A trial that cannot be computed is a row with its reason, is counted, and leaves the others alone.
#[test]
fn failed_trials_are_rows() {
    let story = story(include_str!("../../scenarios/tiny.toml")).set("run.trials", 400).add(
        "[[plan]]\nid = \"odd\"\nterms = { territory = 0.5 }\neffects = { \"front.stalemate\" = { add = { discrete = { values = [0.1, 0.5], weights = [3, 1] } } } }\nfrom_month = 12000",
    );
    let scenario = story.scenario();
    let all = trials(&scenario);
    let failed: Vec<_> = all.iter().filter(|trial| trial.outcome.is_err()).collect();
    // A quarter of 400 fails; Binomial(400, 1/4) leaves 48..=152 once in a billion runs.
    assert!((48..=152).contains(&failed.len()), "{}", failed.len());
    for trial in &failed {
        assert_eq!(trial.inputs.last(), Some(&0.5));
        let reason = trial.outcome.as_ref().unwrap_err();
        assert_eq!(reason, "plan `odd`: effect on `front.stalemate` gives 1.2, outside its range");
    }
    let without = trials(&story.only(&["truce", "guarantee-10"]).scenario());
    for (with, without) in all.iter().zip(&without).filter(|pair| pair.0.outcome.is_ok()) {
        let (with, without) = (with.outcome.as_ref().unwrap(), without.outcome.as_ref().unwrap());
        assert_eq!((with.class, &with.signature, with.values), (without.class, &without.signature, without.values));
    }
    let count = tally(&scenario);
    assert_eq!((count.trials(), count.groups[0].failed.value()), (400, failed.len() as u64));
    assert_eq!(count.groups[0].classes.iter().map(|count| count.value()).sum::<u64>(), 400 - failed.len() as u64);
    let (rows, _) = table(&scenario, Spread::whole(&scenario));
    let width = rows.lines().next().unwrap().split(',').count();
    let row = rows.lines().find(|row| row.contains(",failed,")).unwrap();
    assert!(row.ends_with(&",".repeat(15)), "{row}");
    let mut reader = csv::Reader::from_reader(rows.as_bytes());
    assert!(reader.records().all(|record| record.unwrap().len() == width));
}

proptest! {
    #![proptest_config(cases(200))]

    /// Sums are exact and free of order, to half a step of 2^-40 a number.
    #[test]
    fn sums_are_free_of_order(numbers in prop::collection::vec(-100.0_f64..100.0, 0..200), cut in 0_usize..200) {
        let sum = |numbers: &mut dyn Iterator<Item = &f64>| {
            let mut sum = Sum::default();
            numbers.for_each(|&x| sum.add(x));
            sum
        };
        let forwards = sum(&mut numbers.iter());
        prop_assert_eq!(forwards, sum(&mut numbers.iter().rev()));
        let (head, tail) = numbers.split_at(cut.min(numbers.len()));
        let mut merged = sum(&mut tail.iter());
        merged.merge(&sum(&mut head.iter()));
        prop_assert_eq!(forwards, merged);
        let exact: f64 = numbers.iter().sum();
        prop_assert!((forwards.value() - exact).abs() <= numbers.len() as f64 * 0.5 / 2f64.powi(40) + 1e-10);
        prop_assert_eq!(forwards.mean(numbers.len() as u64).is_none(), numbers.is_empty());
    }
}
