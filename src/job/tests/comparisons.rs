//! What comparisons pair, read and refuse.

use super::*;
use crate::analysis::compare::{Fate, FateRecorder, Pairing, compare as compare_fates};
use crate::engine::Run;
use crate::sampling::Sampling;

fn fates(order: &RunOrder) -> Vec<Fate> {
    let scenario = parse("tiny.toml", TINY, &order.settings.all(), None).unwrap().scenario;
    let ran = Run::new(&scenario).observe(FateRecorder).threads(1).run().unwrap();
    ran.chunks.into_iter().flatten().collect()
}

fn of(runs: &[PathBuf]) -> CompareOrder {
    CompareOrder { runs: runs.to_vec(), ..CompareOrder::default() }
}

/// Runs are paired trial by trial only where these have everything random in common; where they share a design or draws,
/// by these; else they are told apart, each with what its own trials have in common.
#[test]
fn runs_are_paired_by_what_they_share() {
    let desk = Desk::new();
    let order = |change: Settings| RunOrder {
        settings: Settings { trials: change.trials.or(Some(640)), ..change },
        ..desk.order(640, "")
    };
    let plain = Settings::default;
    let stalemate = || Settings { set: vec!["front.stalemate=0.3".into()], ..plain() };
    let latin = || Settings { sampling: Some(Sampling::LatinHypercube), ..plain() };
    let drawn = || Settings { replications: Some(4), ..plain() };
    for (a, b, pairing, years) in [
        (plain(), stalemate(), Pairing::Trials, 15),
        (plain(), Settings { years: Some(10), ..plain() }, Pairing::Trials, 10),
        (Settings { years: Some(10), ..plain() }, plain(), Pairing::Trials, 10),
        (plain(), Settings { seed: Some(2), ..plain() }, Pairing::Apart([None, None]), 15),
        (plain(), Settings { trials: Some(320), ..plain() }, Pairing::Apart([None, None]), 15),
        (plain(), latin(), Pairing::Apart([None, Some(1)]), 15),
        (drawn(), plain(), Pairing::Apart([Some(4), None]), 15),
        (drawn(), Settings { set: stalemate().set, ..drawn() }, Pairing::Randomisations(4), 15),
        (latin(), Settings { set: stalemate().set, ..latin() }, Pairing::Randomisations(1), 15),
    ] {
        let (a, b) = (order(a), order(b));
        let folders = [(&a, "a"), (&b, "b")].map(|(order, name)| {
            let place = Destination::Folder(desk.path(name));
            desk.run(&RunOrder { place, ..forced(order) }).unwrap().folder
        });
        let figures = desk.host(|host| compare(&of(&folders), host)).unwrap();
        let expected = compare_fates(&fates(&a), &fates(&b), pairing, years);
        let found = figures.input.variants[1].comparison.as_ref().unwrap();
        assert_eq!(format!("{found:?}"), format!("{expected:?}"), "{:?} {:?}", a.settings, b.settings);
    }
}

/// The figures that are compared are those of the runs, each of its own side.
#[test]
fn compared_figures_are_those_of_the_runs() {
    let desk = Desk::new();
    let other = with_set(&desk.order(640, "b"), "challenger.war_cost=0.3");
    let runs = [desk.order(640, "a"), other].map(|order| desk.run(&order).unwrap().folder);
    let figures = desk.host(|host| compare(&of(&runs), host)).unwrap();
    let all = comparison_figures(&figures.input);
    let found = &all["comparisons"][0];
    let summary = |run: &str| -> Value { serde_json::from_str(&desk.read(&format!("{run}/summary.json"))).unwrap() };
    for (run, key) in [("a", "reference"), ("b", "value")] {
        let of = summary(run);
        for path in ["values.challenger.mean", "values.defender.mean", "settlement.share"] {
            let own = path.split('.').fold(&of, |node, step| &node[step]).as_f64().unwrap();
            let told = found["differences"][path][key].as_f64().unwrap();
            assert!((own - told).abs() < 1e-12, "{run} {path}: {own} {told}");
        }
    }
    let changes = found["changes"].as_array().unwrap();
    let changed: u64 = changes.iter().map(|change| change["trials"].as_u64().unwrap()).sum();
    assert!(changes.iter().any(|change| change["trials"].as_u64() > Some(1)));
    assert_eq!(found["changed"], changed);
}

/// Only what differs is listed, and all of it.
#[test]
fn what_differs_is_listed() {
    let desk = Desk::new();
    let mut other = desk.order(640, "two/run");
    other.settings.set =
        ["plan.guarantee-10.from_month=3", "plan.truce.terms.defender_forces=90", "front.stalemate=0.3"]
            .map(str::to_owned)
            .to_vec();
    other.settings.seed = Some(7);
    let runs = [desk.order(640, "one/run"), other].map(|order| desk.run(&order).unwrap().folder);
    let figures = desk.host(|host| compare(&of(&runs), host)).unwrap();
    let found = comparison_figures(&figures.input);
    assert_eq!(found["variants"], serde_json::json!(["run", "run (2)"]));
    assert_eq!(
        found["inputs"],
        serde_json::json!({
            "run.seed": { "run": "1", "run (2)": "7" },
            "front.stalemate": { "run": "0.7", "run (2)": "0.3" },
            "plan.truce.terms.defender_forces": { "run": "none", "run (2)": "90" },
            "plan.guarantee-10.from_month": { "run": "0", "run (2)": "3" },
        })
    );
}

/// A run that ended at a precision is compared by the trials that it has.
#[test]
fn trials_are_those_that_were_played() {
    let desk = Desk::new();
    let precise = RunOrder { precision: Some(0.03), ..desk.order(50_000, "precise") };
    let trials = desk.run(&precise).unwrap().figures.unwrap().summary.trials;
    desk.run(&desk.order(trials, "plain")).unwrap();
    let runs = [desk.path("precise"), desk.path("plain")];
    let figures = desk.host(|host| compare(&of(&runs), host)).unwrap();
    let found = comparison_figures(&figures.input);
    assert_eq!(desk.played.load(Ordering::Relaxed), 0);
    assert_eq!(found["comparisons"][0]["trials"], trials);
    assert_eq!(found["comparisons"][0]["paired"], true);
    assert!(found["inputs"].get("run.trials").is_none());
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let desk = Desk::new();
    let run = desk.run(&desk.order(640, "run")).unwrap().folder;
    let part = RunOrder { part: Some(Shard { index: 1, of: 2 }), ..desk.order(4_096, "part") };
    let part = desk.run(&part).unwrap().folder;
    let tiny = desk.path("tiny.toml");
    let told = |order: &CompareOrder| refusal(desk.host(|host| compare(order, host)));
    let plans = |plans: &[&str]| {
        let plans = Some(plans.iter().map(|plan| (*plan).to_owned()).collect());
        CompareOrder { settings: Settings { plans, ..Settings::default() }, ..of(std::slice::from_ref(&tiny)) }
    };
    assert!(told(&of(std::slice::from_ref(&run))).contains("nothing to be compared with"));
    assert!(told(&of(&[run.clone(), part])).contains("is a part of a split run"));
    assert!(told(&plans(&["truce"])).contains("name at least two plans"));
    assert!(told(&plans(&["truce", "guarantee-10", "truce"])).contains("names truce twice"));
    for settings in [
        Settings { trials: Some(64), ..Settings::default() },
        Settings { plans: Some(vec!["truce".into()]), ..Settings::default() },
    ] {
        let order = CompareOrder { settings, ..of(&[run.clone(), run.clone()]) };
        assert!(told(&order).contains("runs are as they are"));
    }
    desk.run(&RunOrder {
        settings: Settings { seed: Some(2), ..desk.order(640, "").settings },
        ..desk.order(640, "two")
    })
    .unwrap();
    let into = |runs: &[PathBuf]| CompareOrder {
        folder: Some(desk.path("compared")),
        wishes: Wishes { charts: false, ..Wishes::default() },
        ..of(runs)
    };
    desk.host(|host| compare(&into(&[run.clone(), desk.path("two")]), host)).unwrap();
    assert!(told(&into(&[desk.path("two"), run])).contains("a comparison of other runs"));
}

/// A table that was changed is told with its row.
#[test]
fn a_changed_table_is_not_compared() {
    let desk = Desk::new();
    let run = desk.run(&desk.order(64, "run")).unwrap().folder;
    let good = desk.read("run/trials.csv");
    let column = good.lines().next().unwrap().split(',').position(|name| name == "value_defender").unwrap();
    let without_value: Vec<String> = good
        .lines()
        .enumerate()
        .map(|(row, line)| {
            let fields = line.split(',').enumerate();
            fields.map(|(at, it)| if (row, at) == (3, column) { "" } else { it }).collect::<Vec<_>>().join(",") + "\n"
        })
        .collect();
    let mut swapped: Vec<&str> = good.lines().collect();
    swapped.swap(4, 5);
    for (text, says) in [
        (without_value.concat(), "row 3 has no values"),
        (swapped.join("\n"), "row 4 is not trial 3"),
        (good.replace("value_defender", "value_south"), "has no column `value_defender`"),
    ] {
        desk.write("run/trials.csv", &text);
        let error = desk.host(|host| compare(&of(&[run.clone(), run.clone()]), host)).unwrap_err();
        assert_eq!(error.blame(), Blame::System);
        assert!(error.to_string().contains(says), "{error}");
    }
    // A table that has not all trials is left aside, and they are played.
    let half: String = good.lines().take(33).map(|line| line.to_owned() + "\n").collect();
    desk.write("run/trials.csv", &half);
    let figures = desk.host(|host| compare(&of(&[run.clone(), run]), host)).unwrap();
    assert_eq!(figures.input.variants[1].comparison.as_ref().unwrap().trials, 64);
}
