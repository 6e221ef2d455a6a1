//! What comparisons pair, read and refuse.

use super::*;
use crate::analysis::compare::{Fate, FateRecorder, Pairing, compare as compare_fates};
use crate::engine::Run;
use crate::sampling::Sampling;

fn fates(order: &RunOrder) -> Vec<Fate> {
    let scenario = parse("tiny.toml", TINY, &order.settings.all(), None).unwrap().scenario;
    let ran = Run::new(&scenario).observe(FateRecorder::default()).threads(1).run().unwrap();
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

/// Plans that are compared with one another differ by what they bring, whatever they are called.
#[test]
fn equal_effects_of_plans_are_no_difference() {
    let desk = Desk::new();
    let effects = |add: &str| format!("effects = {{ \"challenger.attack_cost\" = {{ add = {add} }} }}\n");
    let truce = TINY.find("[[plan]]\nid = \"guarantee-10\"").unwrap();
    let (head, tail) = TINY.split_at(truce);
    let order = CompareOrder { runs: vec![desk.path("tiny.toml")], ..CompareOrder::default() };
    let differs = |truce: &str, guarantee: &str| {
        desk.write("tiny.toml", &format!("{head}{}{tail}{}", effects(truce), effects(guarantee)));
        let found = desk.host(|host| compare_plans(&order, host)).unwrap().found;
        let names: Vec<String> = found.differing.iter().map(|it| it.name.clone()).collect();
        assert!(names.iter().all(|name| !name.contains("guarantee-10")), "{names:?}");
        found.differing.iter().any(|it| it.path == "plan.effects.challenger.attack_cost.add")
    };
    assert!(!differs("0.02", "0.02"));
    assert!(differs("0.02", "0.03"));
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

/// A table of a version that kept no digests, and that was changed, is told with its row.
#[test]
fn a_changed_table_is_not_compared() {
    let desk = Desk::new();
    let run = desk.run(&desk.order(64, "run")).unwrap().folder;
    desk.forget_digests("run");
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

fn all_plans(desk: &Desk, out: &str) -> CompareOrder {
    CompareOrder {
        settings: Settings { trials: Some(1_280), ..Settings::default() },
        folder: Some(desk.path(out)),
        ..of(&[desk.path("tiny.toml")])
    }
}

/// All plans by themselves are what a run of the same trials says of each, and what is played of a plan where no other is
/// on the table: it is signed, and the war ends otherwise, in the same trials.
#[test]
fn all_plans_are_compared_from_one_run() {
    let desk = Desk::new();
    let order = all_plans(&desk, "plans");
    assert!(order.asks_all_plans());
    let found = desk.host(|host| compare_plans(&order, host)).unwrap().found;
    assert_eq!(desk.played.load(Ordering::Relaxed), 1_280);
    let summary = desk.run(&desk.order(1_280, "run")).unwrap().figures.unwrap().summary;
    assert_eq!(found.summary, summary);
    let told: Value = serde_json::from_str(&desk.read("plans/comparison.json")).unwrap();
    assert_eq!(told, alone_figures(&found));
    let ids: Vec<String> = found.order().into_iter().map(str::to_owned).collect();
    assert!(ids.len() > 1 && ids.windows(2).all(|two| found.holding(&two[0]).share >= found.holding(&two[1]).share));
    assert_eq!(told["reference"], ids[0].as_str());
    // Played with one plan at a time, as `--plans` does.
    let settings = Settings { plans: Some(ids.clone()), ..order.settings.clone() };
    let played = desk.host(|host| compare(&CompareOrder { settings, folder: None, ..order }, host)).unwrap();
    let played = comparison_figures(&played.input);
    for (index, id) in ids.iter().enumerate().skip(1) {
        let differences = &played["comparisons"][index - 1]["differences"];
        for (figure, alone) in
            [("settlement.share", "/signed/share"), ("classes.no_settlement", "/classes/no_settlement/share")]
        {
            for (key, plan) in [("value", id), ("reference", &ids[0])] {
                let (played, alone) = (differences[figure][key].as_f64(), told["plans"][plan].pointer(alone).unwrap());
                assert!((played.unwrap() - alone.as_f64().unwrap()).abs() < 1e-12, "{id} {figure} {key}");
            }
        }
        let of = &told["comparisons"][index - 1];
        assert_eq!((&of["variant"], &of["trials"]), (&id.as_str().into(), &1_280.into()));
        let of = &of["differences"]["signed_and_holding@15"];
        let [reference, value, difference, low, high] =
            ["reference", "value", "difference", "low", "high"].map(|key| of[key].as_f64().unwrap());
        assert!((value - reference - difference).abs() < 1e-9 && low <= difference && difference <= high, "{of}");
    }
    assert_eq!(told["inputs"]["plan.from_month"], Value::Null);
    assert!(desk.path("plans/charts/alone-differences.png").exists() && desk.path("plans/charts/alone.svg").exists());
    assert_eq!(desk.read("plans/differences.csv").lines().count(), 1 + ids.len() * (ids.len() - 1) / 2);
    let page = desk.read("plans/report.md");
    let best = &found.scenario.structure().plans.iter().find(|plan| plan.id == ids[0]).unwrap().name;
    assert!(page.contains(&format!("“{best}” does best")), "{page}");
}

/// Nothing is kept of a comparison that was stopped; one plan has nothing to be compared with; a scenario that leaves plans
/// by themselves out has them played all the same.
#[test]
fn plans_by_themselves_are_asked_for_whatever_the_file_says() {
    let desk = Desk::new();
    let order = all_plans(&desk, "plans");
    let error = desk.stopping_after(1).host(|host| compare_plans(&order, host)).unwrap_err();
    assert_eq!(error.blame(), Blame::Stop);
    assert!(!desk.path("plans/comparison.json").exists());
    desk.stopping_after(u64::MAX);
    let run = TINY.find("[run]").unwrap() + "[run]\n".len();
    desk.write("tiny.toml", &format!("{}alone = false\n{}", &TINY[..run], &TINY[run..]));
    assert!(desk.host(|host| compare_plans(&order, host)).unwrap().found.summary.alone.is_some());
    let second = TINY.rfind("[[plan]]").unwrap();
    desk.write("tiny.toml", &TINY[..second]);
    assert!(refusal(desk.host(|host| compare_plans(&order, host))).contains("has fewer than two plans"));
}
