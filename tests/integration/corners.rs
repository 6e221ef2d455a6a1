//! The ends of every key's range, alone and together: a fault, a failed trial, or finite results. Never a panic, never
//! a NaN.

use std::collections::BTreeMap;

use armistice::analysis::summarise;
use armistice::model::{Enforcement, Front, Guarantee, Guarantor, Key, Negotiation, Party, Range};
use proptest::prelude::*;

use crate::story::{Story, border, cases, story, tally};

/// The ends of a range, or the numbers next to them; words for infinity.
fn ends<T>(key: &Key<T>) -> Vec<String> {
    ends_of(key.range, key.infinity)
}

fn ends_of(range: Range, infinity: Option<&str>) -> Vec<String> {
    let Range { min, max, min_open, max_open } = range;
    let inside = |end: f64, open: bool, towards: f64| match (open, end == 0.0) {
        (false, _) => end,
        // The smallest number there is: its inverse is none.
        (true, true) => 5e-324,
        (true, false) if towards > end => end + 1e-12,
        (true, false) => end - 1e-12,
    };
    let mut out = vec![inside(min, min_open, max)];
    out.push(if max.is_infinite() { 1_000.0 } else { inside(max, max_open, min) });
    let mut out: Vec<String> = out.into_iter().map(|end| format!("{end:e}")).collect();
    out.extend(infinity.map(|word| format!("\"{word}\"")));
    out
}

fn settings<T>(section: &str, keys: &[Key<T>]) -> Vec<(String, String)> {
    keys.iter().flat_map(|key| ends(key).into_iter().map(move |end| (format!("{section}.{}", key.name), end))).collect()
}

/// Every key of the check scenario at every end of its range.
fn all_settings() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for side in ["challenger", "defender"] {
        all.extend(settings(side, Party::KEYS));
        let issues = [
            ("territory", "0", "1"),
            ("defender_forces", "0", "1000000"),
            ("foreign_troops", "0", "1000000"),
            ("transit", "0", "1"),
        ];
        for (issue, low, high) in issues {
            for (key, ends) in [
                ("ideal", [low, high]),
                ("red_line", [low, high]),
                ("salience", ["0", "1000000"]),
                ("curvature", ["1e-300", "100"]),
            ] {
                all.extend(ends.map(|end| (format!("{side}.demands.{issue}.{key}"), end.to_owned())));
            }
        }
        for (key, ends) in [("salience", ["0", "1000000"]), ("red_line", ["0", "\"permanent\""])] {
            all.extend(ends.map(|end| (format!("{side}.demands.guarantee_years.{key}"), end.to_owned())));
        }
    }
    all.extend(settings("front", Front::KEYS).into_iter().filter(|setting| setting.0 != "front.start"));
    all.extend(settings("guarantee", Guarantee::KEYS));
    all.extend(settings("guarantor.power", Guarantor::KEYS));
    all.extend(settings("guarantor.league", Guarantor::KEYS));
    all.extend(settings("negotiation", Negotiation::KEYS));
    all.extend(settings("enforcement", Enforcement::KEYS));
    for (term, ends) in [
        ("territory", ["0", "1"]),
        ("defender_forces", ["1e-300", "1000000"]),
        ("foreign_troops", ["0", "1000000"]),
        ("guarantee_years", ["1", "\"permanent\""]),
        ("transit", ["0", "1"]),
    ] {
        all.extend(ends.map(|end| (format!("plan.pact.terms.{term}"), end.to_owned())));
    }
    for (path, value) in [
        ("negotiation.foresight", "\"all\""),
        ("plan.pact.ceasefire_months", "1"),
        ("plan.line.ceasefire_months", "12000"),
    ] {
        all.push((path.to_owned(), value.to_owned()));
    }
    all
}

fn base() -> Story {
    border()
        .set("run.trials", 16)
        .set("run.years", 12)
        .set("enforcement.lookahead", 12)
        .set("challenger.margin", -0.1)
        .set("defender.margin", -0.1)
}

/// What has no number in JSON is written as null; no figure may be lost that way.
fn assert_finite(story: &Story, what: &str) {
    let Ok(scenario) = story.try_scenario() else { return };
    if let Ok(evaluation) = armistice::analysis::evaluate(&scenario) {
        for plan in evaluation.plans.iter().filter(|plan| plan.available) {
            for value in [&plan.challenger, &plan.defender] {
                let numbers = [value.u, value.v, value.surplus].map(|x| x.expect("available"));
                assert!(numbers.iter().all(|x| x.is_finite()), "{what}: {plan:?}");
                assert!(value.breakdown.iter().all(|part| part.value.is_finite()), "{what}: {plan:?}");
            }
            assert!(plan.survival.iter().flatten().all(|p| (-1e-12..=1.0 + 1e-12).contains(p)), "{what}: {plan:?}");
            if let Some(outlook) = &plan.guarantee {
                let honours = outlook.guarantors.iter().flat_map(|g| &g.honours);
                assert!(
                    honours.chain(&outlook.nobody).chain(&outlook.all).all(|p| (0.0..=1.0 + 1e-12).contains(p)),
                    "{what}: {outlook:?}"
                );
                assert!(outlook.expected_force.iter().all(|x| x.is_finite()), "{what}: {outlook:?}");
            }
        }
        let sides = [&evaluation.challenger, &evaluation.defender];
        assert!(sides.iter().all(|side| side.w.is_finite() && side.status_quo.is_finite()), "{what}: {sides:?}");
        assert!(
            evaluation.undiscounted.challenger_wins.is_finite() && !evaluation.undiscounted.months.is_nan(),
            "{what}"
        );
    }
    for trial in story.trials() {
        match &trial.outcome {
            Err(reason) => assert!(!reason.is_empty() && !reason.contains("NaN"), "{what}: {reason}"),
            Ok(outcome) => {
                let fates = outcome.assessments.iter().flatten();
                let mut numbers: Vec<f64> = outcome.values.iter().chain(&outcome.war_values).copied().collect();
                fates.for_each(|plan| {
                    numbers.extend(plan.surplus.iter().chain(&plan.value).chain(&plan.durability.survival));
                });
                numbers.extend(outcome.signature.iter().flat_map(|s| s.survival.iter().chain(&s.surplus)));
                assert!(numbers.iter().all(|x| x.is_finite()), "{what}, trial {}: {outcome:?}", trial.trial);
            }
        }
    }
    let summary = summarise(&scenario, &tally(&scenario));
    assert_eq!(summary.trials, 16, "{what}");
}

#[test]
fn every_end_of_every_range_is_safe() {
    let all = all_settings();
    assert!(all.len() > 150, "{}", all.len());
    let (mut legal, mut unsafe_ends) = (0, Vec::new());
    for (path, end) in &all {
        let story = base().set(path, end);
        legal += i32::from(story.try_scenario().is_ok());
        let what = format!("{path} = {end}");
        if std::panic::catch_unwind(|| assert_finite(&story, &what)).is_err() {
            unsafe_ends.push(what);
        }
    }
    assert!(unsafe_ends.is_empty(), "{unsafe_ends:#?}");
    // Some are refused for good reason: a single salience of 0 is not, a lookahead below the years is.
    assert!(legal as usize > all.len() * 8 / 10, "{legal} of {} settings are legal", all.len());
}

/// Every number of every scenario with exact answers, of each kind in the first two that have it: what politics, parties,
/// costs, the record, kept terms and effects add to the keys above.
#[test]
fn every_end_of_every_number_is_safe() {
    let mut files: Vec<_> =
        std::fs::read_dir("tests/vectors/scenarios").unwrap().map(|it| it.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|it| it == "toml"));
    files.sort();
    let mut met: BTreeMap<String, usize> = BTreeMap::new();
    let mut unsafe_ends = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let base = story(&text).set("run.trials", 16).set("run.years", 5).set("enforcement.lookahead", 12);
        let scenario = base.try_scenario().unwrap();
        for assumption in scenario.assumptions() {
            let parts: Vec<&str> = assumption.path.split('.').collect();
            let times = met.entry(format!("{} {}", parts[0], parts[parts.len() - 1])).or_default();
            *times += 1;
            if *times > 2 {
                continue;
            }
            let permitted = scenario.permitted(&assumption.address);
            for end in ends_of(permitted.range, permitted.word) {
                let what = format!("{}: {} = {end}", file.display(), assumption.path);
                let story = base.clone().set(&assumption.path, &end);
                if std::panic::catch_unwind(|| assert_finite(&story, &what)).is_err() {
                    unsafe_ends.push(what);
                }
            }
        }
    }
    assert!(met.len() > 90, "{} kinds of numbers", met.len());
    assert!(unsafe_ends.is_empty(), "{unsafe_ends:#?}");
}

proptest! {
    #![proptest_config(cases(300))]

    /// Several at once.
    #[test]
    fn ends_together_are_safe(picks in prop::collection::vec(any::<prop::sample::Index>(), 2..8)) {
        let all = all_settings();
        let slow = |path: &str| ["front.positions", "negotiation.max_months", "enforcement.lookahead"].contains(&path);
        let mut story = base();
        let mut what = String::new();
        for (path, end) in picks.iter().map(|pick| pick.get(&all)).filter(|(path, _)| !slow(path)) {
            story = story.set(path, end);
            what += &format!("{path} = {end}, ");
        }
        assert_finite(&story, &what);
    }
}

/// A coalition of many whose promises are next to worthless, so that some of what could happen is as unlikely as numbers can
/// be: what its plans are worth is some number, as the command writes it.
#[test]
fn next_to_impossible_coalitions_are_safe() {
    let text = std::fs::read_to_string("scenarios/paris-2026.toml").unwrap();
    // Correlations are of inputs that are uncertain.
    let text = text.split("[[correlation]]").next().unwrap();
    let ids = ["us", "france", "uk", "germany", "canada", "poland", "rest"];
    for (round, small) in ["5e-324", "1e-310", "1e-100", "1e-50", "1e-16"].into_iter().enumerate() {
        for erosion in ["0", "5e-324", "1"] {
            let of = |(index, id): (usize, &&str)| {
                let reliability = if (index + round) % 3 == 0 { "0.5" } else { small };
                format!("guarantor.{id}.reliability={reliability}")
            };
            let mut settings: Vec<String> = ids.iter().enumerate().map(of).collect();
            settings.extend([format!("guarantee.erosion={erosion}"), "run.years=12".to_owned()]);
            let parsed = armistice::scenario::parse("paris.toml", text, &settings, None);
            let evaluation = armistice::analysis::evaluate(&parsed.unwrap().scenario).unwrap();
            for plan in evaluation.plans.iter().filter(|plan| plan.available) {
                for value in [&plan.challenger, &plan.defender] {
                    let numbers = [value.u, value.v, value.surplus].map(|x| x.expect("available"));
                    assert!(numbers.iter().all(|x| x.is_finite()), "{settings:?}: {plan:?}");
                }
            }
        }
    }
}

/// Odds beyond all measure under beliefs that any battle overturns: the products of small numbers underflow.
#[test]
fn hopeless_odds_are_safe() {
    for bits in 0..128_u32 {
        let pick = |bit: u32, low: &str, high: &str| (if bits >> bit & 1 == 0 { low } else { high }).to_owned();
        let story = base()
            .set("challenger.forces", pick(0, "1e-300", "1e6"))
            .set("front.decisiveness", pick(1, "1e-300", "100"))
            .set("challenger.belief_strength", pick(2, "1e-300", "1e300"))
            .set("defender.belief_strength", pick(3, "1e-300", "1e300"))
            .set("challenger.optimism", pick(4, "-50", "50"))
            .set("defender.optimism", pick(5, "-50", "50"))
            .set("defender.surprise", pick(6, "-50", "50"))
            .set("challenger.margin", 0.2)
            .set("negotiation.interval", 1);
        assert_finite(&story, &format!("combination {bits:b}"));
    }
}
