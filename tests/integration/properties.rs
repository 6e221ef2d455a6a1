//! What holds for any valid scenario.

use armistice::analysis::evaluation::{Evaluation, PlanEvaluation, PlanValue};
use armistice::analysis::summarise;
use armistice::model::{Foresight, Shocks};
use proptest::prelude::*;

use crate::any::{Blocks, any_blocks, any_story};
use crate::story::{Spread, assert_near, cases, table, tally};

fn is_probability(p: f64) -> bool {
    (-1e-12..=1.0 + 1e-12).contains(&p)
}

/// Survival falls, failures rise, and the three add up to 1.
fn assert_fate(plan: &PlanEvaluation) {
    let (survival, a, d) = (
        plan.survival.as_ref().expect("available"),
        plan.resumed_by_challenger.as_ref().expect("available"),
        plan.resumed_by_defender.as_ref().expect("available"),
    );
    assert_eq!((survival[0], a[0], d[0]), (1.0, 0.0, 0.0));
    for year in 0..survival.len() {
        assert!([survival[year], a[year], d[year]].into_iter().all(is_probability), "{plan:?}");
        assert_near(survival[year] + a[year] + d[year], 1.0, 1e-12, "survival + failures");
        if year > 0 {
            assert!(
                survival[year] <= survival[year - 1] + 1e-14 && a[year] >= a[year - 1] && d[year] >= d[year - 1],
                "{plan:?}"
            );
        }
    }
}

fn assert_value(value: &PlanValue, shocks: Shocks) {
    let (u, v) = (value.u.expect("available"), value.v.expect("available"));
    assert!(is_probability(u), "u = {u}");
    // 1 at best, but for what paid shocks add: up to 0.2 ln 2 in half of 40 years; at worst a war at once: its flow below -2, the lump costs and sanctions below 1.
    let most = if shocks == Shocks::Paid { 5.0 } else { 1.12 };
    assert!((-3.5..=most).contains(&v), "V = {v}");
    let parts: f64 = value.breakdown.iter().map(|part| part.value).sum();
    assert_near(parts, value.surplus.expect("available"), 1e-9, "the parts of a surplus");
    assert_eq!(value.red_line, Some(!value.crossed.is_empty()));
}

proptest! {
    #![proptest_config(cases(250))]

    #[test]
    fn exact_solutions_make_sense(story in any_story()) {
        let evaluation = story.evaluation();
        let shocks = story.scenario().structure().shocks;
        prop_assert!(is_probability(evaluation.advance_probability));
        prop_assert!(is_probability(evaluation.undiscounted.challenger_wins));
        prop_assert!(evaluation.undiscounted.months >= 1.0 - 1e-12);
        for side in [&evaluation.challenger, &evaluation.defender] {
            prop_assert!(is_probability(side.status_quo) && side.w <= 1.2 && side.w >= -2.0);
        }
        for plan in &evaluation.plans {
            assert_fate(plan);
            assert_value(&plan.challenger, shocks);
            assert_value(&plan.defender, shocks);
            if let Some(outlook) = &plan.guarantee {
                let all = outlook.guarantors.iter().flat_map(|g| &g.honours);
                prop_assert!(all.chain(&outlook.nobody).chain(&outlook.all).chain(&outlook.active).all(|p| is_probability(*p)));
                prop_assert!(outlook.expected_force.iter().all(|force| *force >= 0.0));
            }
        }
        // Where nobody can sign, the moves that are offered do help; where the sides look ahead, as long as they hope for
        // the plan as it was, which a file with the move in it no longer has.
        if let Some(nearest) = &evaluation.nearest {
            prop_assert!(evaluation.plans.iter().all(|plan| !plan.signable));
            if story.scenario().structure().foresight == Foresight::All {
                return Ok(());
            }
            for m in &nearest.moves {
                let to = m.to.map_or("none".to_owned(), |to| to.to_string());
                let to = if m.issue == "guarantee_years" && m.to.is_none() { "permanent".to_owned() } else { to };
                let moved = story.clone().set(&format!("plan.{}.terms.{}", nearest.plan, m.issue), to);
                // `solution` also shows that the file's rules allow the move.
                prop_assert!(moved.solution(&nearest.plan).signable, "{:?}", m);
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(60))]

    /// The same where peaces break as often as a record says.
    #[test]
    fn the_record_makes_sense(story in any_story(), shape in 0.2..3.0, scale in 1.0..200.0, ratio in -3.0..3.0) {
        let record = format!(
            "{{ shape = {shape}, scale = {scale}, challenger_share = 0.7, effects = {{ guarantee = {ratio}, balance = 1 }} }}"
        );
        let story = story.set("hazard", record).set("enforcement.theory", "\"hazard\"");
        for plan in story.evaluation().plans.iter().filter(|plan| plan.available) {
            assert_fate(plan);
            assert_value(&plan.challenger, Shocks::Unpaid);
            assert_value(&plan.defender, Shocks::Unpaid);
        }
    }

    #[test]
    fn trials_make_sense(story in any_story()) {
        let scenario = story.scenario();
        for trial in story.trials() {
            let outcome = match trial.outcome {
                Ok(outcome) => outcome,
                Err(reason) => { prop_assert!(!reason.is_empty()); continue }
            };
            prop_assert!(outcome.values.iter().chain(&outcome.war_values).all(|v| v.is_finite() && *v <= 1.2 && *v >= -4.0), "{:?}", outcome);
            for assessment in outcome.assessments.iter().flatten() {
                let durability = &assessment.durability;
                for year in 0..=15 {
                    assert_near(durability.survival[year] + durability.by_challenger[year] + durability.by_defender[year], 1.0, 1e-12, "durability");
                }
            }
        }
        let summary = serde_json::to_string(&summarise(&scenario, &tally(&scenario))).unwrap();
        prop_assert!(!summary.contains("NaN"));
    }
}

/// The plan of that id in a solution, with names of issues and guarantors in alphabetical order.
fn sorted(evaluation: &Evaluation, id: &str) -> PlanEvaluation {
    let mut plan = evaluation.plans.iter().find(|plan| plan.id == id).expect("the plan").clone();
    for value in [&mut plan.challenger, &mut plan.defender] {
        value.breakdown.sort_by(|a, b| a.of.cmp(&b.of));
        value.crossed.sort();
    }
    plan.guarantee.iter_mut().for_each(|g| g.guarantors.sort_by(|a, b| a.id.cmp(&b.id)));
    plan
}

/// Equal up to rounding: 1e-9.
fn assert_same(a: &serde_json::Value, b: &serde_json::Value, path: &str) {
    use serde_json::Value::{Array, Number, Object};
    match (a, b) {
        (Object(a), Object(b)) => a.iter().for_each(|(key, a)| assert_same(a, &b[key], &format!("{path}.{key}"))),
        (Array(a), Array(b)) => {
            assert_eq!(a.len(), b.len(), "{path}");
            a.iter().zip(b).for_each(|(a, b)| assert_same(a, b, path));
        }
        (Number(a), Number(b)) => assert_near(a.as_f64().unwrap(), b.as_f64().unwrap(), 1e-9, path),
        _ => assert_eq!(a, b, "{path}"),
    }
}

fn assert_same_plans(a: &Evaluation, b: &Evaluation) {
    for plan in &a.plans {
        let [a, b] = [a, b].map(|e| serde_json::to_value(sorted(e, &plan.id)).unwrap());
        assert_same(&a, &b, &plan.id);
    }
}

/// The trial table with its columns in alphabetical order.
fn columns(blocks: &Blocks) -> Vec<(String, Vec<String>)> {
    let scenario = blocks.story().scenario();
    let text = table(&scenario, Spread::whole(&scenario)).0;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut columns: Vec<(String, Vec<String>)> =
        reader.headers().unwrap().iter().map(|name| (name.to_owned(), Vec::new())).collect();
    for record in reader.records() {
        record.unwrap().iter().zip(&mut columns).for_each(|(field, column)| column.1.push(field.to_owned()));
    }
    columns.sort();
    columns
}

/// The same table up to rounding: 1e-9.
fn assert_same_tables(a: &Blocks, b: &Blocks) {
    for ((name, a), (other, b)) in columns(a).into_iter().zip(columns(b)) {
        assert_eq!(name, other);
        for (trial, (a, b)) in a.iter().zip(&b).enumerate() {
            match (a.parse::<f64>(), b.parse::<f64>()) {
                (Ok(x), Ok(y)) if x.is_finite() => assert_near(x, y, 1e-9, &format!("{name} of trial {trial}")),
                _ => assert_eq!(a, b, "{name} of trial {trial}"),
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(60))]

    /// The order of issues, guarantors and plans in the file means nothing (there are no ties).
    #[test]
    fn the_order_of_the_file_means_nothing(blocks in any_blocks()) {
        let mut reversed = blocks.clone();
        reversed.issues.reverse();
        reversed.guarantors.reverse();
        reversed.plans.reverse();
        assert_same_plans(&blocks.story().evaluation(), &reversed.story().evaluation());
        assert_same_tables(&blocks, &reversed);
    }
}
