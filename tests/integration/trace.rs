//! One trial as a story: what it tells is the row of the run, whatever its end, and telling it changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use armistice::analysis::evaluation::TermValue;
use armistice::analysis::table::CsvTable;
use armistice::analysis::trace::{TracedFate, TracedForce, TracedTrial, ending_name, trace};
use armistice::engine::{Class, Run};
use armistice::model::Side;
use armistice::scenario::{Scenario, load};
use serde_json::Value;

use crate::cli::Desk;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn read(file: &str, sets: &[&str]) -> Scenario {
    let sets: Vec<String> = sets.iter().map(ToString::to_string).collect();
    load(&Path::new(ROOT).join(file), &sets, None).unwrap_or_else(|faults| panic!("{faults}")).scenario
}

/// Rows of a table by the names of their columns.
type Rows = Vec<BTreeMap<String, String>>;

fn rows(csv: &str) -> Rows {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let names = reader.headers().unwrap().clone();
    let row =
        |record: csv::StringRecord| names.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect();
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// The trial table of all trials of a scenario.
fn table(scenario: &Scenario) -> Rows {
    let table = CsvTable::new(scenario);
    let ran = Run::new(scenario).observe(&table).threads(2).run().unwrap();
    rows(&(String::from_utf8(table.header()).unwrap() + &ran.chunks.concat()))
}

/// A term as the table writes it.
fn term(value: &TermValue) -> String {
    match value {
        TermValue::Number(number) => number.to_string(),
        // No cap, no term: a number in the table.
        TermValue::Word(word) if ["none", "permanent"].contains(&word.as_str()) => "inf".to_owned(),
        TermValue::Word(word) => word.clone(),
    }
}

/// The fields of a row that a story tells, as the table writes them.
fn fields(story: &TracedTrial) -> BTreeMap<String, String> {
    let mut all: Vec<(String, String)> = vec![("trial".into(), story.trial.to_string())];
    let mut add = |name: &str, value: String| all.push((name.to_owned(), value));
    for input in story.inputs.iter().filter(|input| input.value.is_finite()) {
        add(&input.path, input.value.to_string());
    }
    let sides = Side::BOTH.map(|side| (side, side.key()));
    let signature = story.signature.as_ref();
    add("plan", signature.map(|it| it.plan.clone()).unwrap_or_default());
    add("month", signature.map(|it| it.month.to_string()).unwrap_or_default());
    for (issue, value) in signature.iter().flat_map(|it| &it.terms) {
        add(&format!("terms.{issue}"), term(value));
    }
    for (side, key) in sides {
        add(&format!("surplus_{key}"), signature.map(|it| it.surplus[side].to_string()).unwrap_or_default());
    }
    let attack = story.attack.as_ref();
    add("failure_age", attack.map(|it| it.age.to_string()).unwrap_or_default());
    add("guarantee_active", attack.map(|it| it.active.to_string()).unwrap_or_default());
    let honoured = |forces: usize| forces.to_string();
    let count = attack.map(|it| it.guarantors.values().filter(|it| **it == TracedForce::Honours).count());
    add("guarantors_honoured", count.map(honoured).unwrap_or_default());
    add("force_honoured", attack.map(|it| it.force.to_string()).unwrap_or_default());
    add("resumed_war", story.resumed.as_ref().map(|it| it.result.to_owned()).unwrap_or_default());
    let outcome = story.outcome.as_ref();
    add("status", if outcome.is_some() { "ok" } else { "failed" }.to_owned());
    add("error", story.failed.as_ref().map(ToString::to_string).unwrap_or_default());
    add("class", outcome.map(|it| it.class.to_owned()).unwrap_or_default());
    add("war_months", outcome.map(|it| it.war_months.to_string()).unwrap_or_default());
    for (side, key) in sides {
        add(&format!("value_{key}"), outcome.map(|it| it.values[side].to_string()).unwrap_or_default());
    }
    for (id, cost) in outcome.iter().flat_map(|it| &it.costs) {
        add(&format!("cost.{id}"), cost.to_string());
    }
    if let Some(weight) = outcome.filter(|it| !it.forecasts_left_out).and_then(|it| it.weight) {
        add("weight", weight.to_string());
    }
    all.into_iter().collect()
}

/// What must hold of every story.
fn check(story: &TracedTrial) {
    let months = |months: &[armistice::analysis::trace::TracedMonth]| months.len() as u32;
    if let Some(outcome) = &story.outcome {
        let resumed = story.resumed.as_ref().map_or(0, |war| months(&war.months));
        assert_eq!(months(&story.war) + resumed, outcome.war_months + outcome.frozen_months);
    }
    // What is signed suits all who decide, and nothing else was signed before it.
    for round in &story.rounds {
        let fates = |wanted: TracedFate| round.plans.iter().filter(move |plan| plan.fate == wanted);
        let tabled = fates(TracedFate::Signed).chain(fates(TracedFate::NotRatified)).count();
        assert!(tabled <= 1, "{round:?}");
        for plan in &round.plans {
            let sides = plan.sides.iter().flat_map(|sides| sides.iter());
            let willing = sides.clone().count() == 2 && sides.clone().all(|side| side.answer.accepts());
            let willing = willing && plan.vetoes.values().all(|veto| !veto.refuses);
            match plan.fate {
                TracedFate::Signed | TracedFate::NotRatified => assert!(willing, "{plan:?}"),
                TracedFate::Outdone => assert!(willing && tabled == 1, "{plan:?}"),
                TracedFate::Refused => assert!(!willing, "{plan:?}"),
                TracedFate::Unavailable => assert!(plan.sides.is_none(), "{plan:?}"),
                _ => assert!(plan.sides.is_some(), "{plan:?}"),
            }
            for (side, told) in Side::BOTH.into_iter().zip(sides) {
                let of = told.value - round.fighting_on[side] - round.margins[side] + told.private_view;
                assert!((of - told.surplus).abs() < 1e-12, "{plan:?}");
            }
        }
    }
    let signed = story.rounds.iter().position(|round| round.plans.iter().any(|plan| plan.fate == TracedFate::Signed));
    assert_eq!(signed.map(|at| at + 1), story.signature.as_ref().map(|_| story.rounds.len()));
    assert_eq!(story.peace.last().and_then(|year| year.attacker), story.attack.as_ref().map(|it| it.attacker.key()));
    assert!(story.inputs.iter().all(|input| (0.0..=1.0).contains(&input.quantile)));
}

/// Up to three trials of every ending of each scenario: its row in the trial table is what the story tells.
#[test]
fn every_story_is_the_row_of_the_run() {
    let cold = ["front.freeze=0.1", "front.thaw=0.05", "run.trials=400", "challenger.ratification=0.5"];
    let cases: [(&str, &[&str]); 8] = [
        ("scenarios/tiny.toml", &["run.trials=400"]),
        ("scenarios/tiny.toml", &cold),
        ("scenarios/tiny.toml", &["run.trials=320", "run.sampling=latin_hypercube", "run.replications=4"]),
        ("tests/vectors/scenarios/border.toml", &["run.trials=200", "negotiation.foresight=all"]),
        ("scenarios/seven-parties.toml", &["run.trials=200"]),
        ("scenarios/paris-2026.toml", &["run.trials=64"]),
        ("scenarios/paris-2026-open.toml", &["run.trials=24"]),
        ("scenarios/paris-2026-reference-class.toml", &["run.trials=48"]),
    ];
    let mut endings: BTreeMap<String, u32> = BTreeMap::new();
    let (mut vetoed, mut open, mut reasons) = (false, false, BTreeSet::new());
    for (file, sets) in cases {
        let scenario = read(file, sets);
        let mut told: BTreeMap<String, u32> = BTreeMap::new();
        for (trial, row) in table(&scenario).iter().enumerate() {
            let ending = if row["status"] == "ok" { row["class"].clone() } else { ending_name(None).to_owned() };
            let seen = told.entry(ending.clone()).or_default();
            if *seen == 3 {
                continue;
            }
            *seen += 1;
            *endings.entry(ending).or_default() += 1;
            let story = trace(&scenario, trial as u64).unwrap();
            for (name, value) in fields(&story) {
                assert_eq!(row.get(&name), Some(&value), "{file}, trial {trial}: {name}");
            }
            check(&story);
            let plans = || story.rounds.iter().flat_map(|round| &round.plans);
            vetoed |= plans().any(|plan| plan.vetoes.values().any(|veto| veto.refuses));
            open |= plans().any(|plan| !plan.terms.is_empty());
            let answers = plans().flat_map(|plan| plan.sides.iter().flat_map(|sides| sides.iter()));
            reasons.extend(answers.map(|side| format!("{:?}", side.answer)));
        }
    }
    for class in Class::ALL {
        assert!(endings.contains_key(class.name()), "no story of {}: {endings:?}", class.name());
    }
    assert!(vetoed && open);
    for reason in ["Accepts", "RedLine", "FightingOn", "Hope", "PrivateView"] {
        assert!(reasons.contains(reason), "nobody says {reason}: {reasons:?}");
    }
}

/// Where a draw lies: of a uniform input as far along as its value, of one with few values in the middle of its own.
#[test]
fn a_quantile_is_the_share_of_lower_draws() {
    let sets = [
        "challenger.war_cost={uniform=[0.5,1.5]}",
        "defender.war_cost={discrete={values=[0.2,0.4,0.9],weights=[2,5,3]}}",
        "run.trials=40",
    ];
    let scenario = read("scenarios/tiny.toml", &sets);
    for trial in 0..40 {
        let story = trace(&scenario, trial).unwrap();
        let input = |path: &str| story.inputs.iter().find(|input| input.path == path).unwrap();
        let even = input("challenger.war_cost");
        assert!((even.quantile - (even.value - 0.5)).abs() < 1e-12, "{even:?}");
        let few = input("defender.war_cost");
        let middle = [(0.2, 0.1), (0.4, 0.45), (0.9, 0.85)].into_iter().find(|it| it.0 == few.value).unwrap().1;
        assert!((few.quantile - middle).abs() < 1e-12, "{few:?}");
    }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// The program tells the trial of a run's table, in words, figures and a picture; what is chosen by its end ends so.
#[test]
fn the_program_tells_trials_of_a_run() {
    let desk = Desk::new();
    desk.expect(0, "run tiny.toml --trials 600 --no-charts --quiet --out run");
    let table = rows(&std::fs::read_to_string(desk.path("run/trials.csv")).unwrap());
    let classes: BTreeSet<&String> = table.iter().map(|row| &row["class"]).collect();
    assert!(classes.len() >= 4, "{classes:?}");
    for class in classes {
        let chosen = |more: &str| {
            let call = format!("trace tiny.toml --trials 600 --like {class} --format json --quiet{more}");
            json(&desk.expect(0, &call).stdout)
        };
        let [typical, odd] = ["", " --unusual --threads 1"].map(chosen);
        for story in [&typical, &odd] {
            let row = &table[story["trial"].as_u64().unwrap() as usize];
            assert_eq!((&row["class"], story["outcome"]["class"].as_str()), (class, Some(class.as_str())));
            let count = table.iter().filter(|row| row["class"] == *class).count() as u64;
            assert_eq!(story["chosen"]["trials"].as_u64(), Some(count));
            assert_eq!(story["chosen"]["endings"][class.as_str()].as_u64(), Some(count));
        }
        assert!(typical["chosen"]["distance"].as_f64() < odd["chosen"]["distance"].as_f64());
    }
    let first = desk.expect(0, "trace tiny.toml --trials 600 --quiet --out story").stdout;
    assert!(first.starts_with("Tiny"), "{first}");
    let files: Vec<String> = desk.files("story").keys().map(|path| path.display().to_string()).collect();
    let charts = ["charts/trace.csv", "charts/trace.png", "charts/trace.svg"];
    let others = ["manifest.json", "report.html", "report.md", "summary.xlsx", "trace.json"];
    assert_eq!(files, [&["SHA256SUMS"][..], &charts, &others].concat());
    assert_eq!(json(&std::fs::read_to_string(desk.path("story/trace.json")).unwrap())["trial"], 0);
    assert!(
        desk.expect(2, "trace tiny.toml --trial 7 --quiet --out story")
            .stderr
            .contains("story of a trial of another run")
    );
    desk.expect(0, "trace tiny.toml --trial 7 --quiet --force --out story");
    assert!(desk.expect(2, "verify story").stderr.contains("holds the story of one trial, not a run"));
    let french = desk.expect(0, "trace tiny.toml --trials 600 --quiet --lang fr").stdout;
    assert!(french.contains("Guerre et négociations".to_uppercase().as_str()) && french != first, "{french}");
    desk.expect(0, "new record.toml");
    let two = desk.expect(0, "trace record.toml --trials 60 --quiet --format json --theory strategic,hazard");
    assert!(json(&two.stdout)["theories"]["hazard"]["outcome"].is_object(), "{}", two.stdout);
}

/// Questions that have no answer are told so, with what there is.
#[test]
fn what_there_is_not_is_told() {
    let desk = Desk::new();
    let never = desk.expect(0, "trace tiny.toml --trials 200 --quiet --like frozen --out none").stdout;
    assert!(never.contains("There are no trials that ended so (“No settlement, the front is frozen”)."), "{never}");
    assert!(never.contains("(peace_held): ") && !desk.path("none").exists(), "{never}");
    let figures = json(&desk.expect(0, "trace tiny.toml --trials 200 --quiet --like frozen --format json").stdout);
    assert!(figures["trial"].is_null() && figures["chosen"]["endings"]["peace_held"].as_u64() > Some(0), "{figures}");
    let beyond = desk.expect(2, "trace tiny.toml --trials 200 --trial 200").stderr;
    assert!(beyond.contains("--trial 200: the run has the trials 0 to 199; `--trials` gives it more"), "{beyond}");
    let misspelt = desk.expect(2, "trace tiny.toml --like peace_hold").stderr;
    assert!(
        misspelt.contains("--like peace_hold: is no way in which a trial ends; did you mean `peace_held`?"),
        "{misspelt}"
    );
    let unlike = desk.expect(2, "trace tiny.toml --like sunshine").stderr;
    assert!(unlike.contains("known here: `challenger_victory`") && unlike.contains("`failed`"), "{unlike}");
    desk.expect(2, "trace tiny.toml --trial 3 --like frozen");
}

/// A trial that fails has a story as far as it goes, and its reason.
#[test]
fn a_failed_trial_has_its_reason() {
    let desk = Desk::new();
    let (tiny, terms) = (include_str!("../../scenarios/tiny.toml"), "terms = { territory = \"line_of_contact\" }");
    let effect = format!("{terms}\neffects = {{ \"challenger.war_cost\" = {{ add = 9.2 }} }}");
    std::fs::write(desk.path("costly.toml"), tiny.replace(terms, &effect)).unwrap();
    let story = json(&desk.expect(0, "trace costly.toml --trials 640 --quiet --like failed --format json").stdout);
    let reason = story["failed"].as_str().unwrap().to_owned();
    assert!(story["outcome"].is_null() && !story["inputs"].as_array().unwrap().is_empty(), "{story}");
    let trial = story["trial"].as_u64().unwrap();
    let told = desk.expect(0, &format!("trace costly.toml --trials 640 --quiet --trial {trial} --out story")).stdout;
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words(&told).contains(&words(&format!("The trial failed, and nothing of it counts: {reason}"))), "{told}");
    assert!(desk.path("story/trace.json").exists() && !desk.path("story/charts/trace.svg").exists());
}

/// What the page shows is what is printed, and its commands run. `UPDATE_DOCS=1` writes it.
#[test]
fn the_page_shows_what_is_printed() {
    let (start, path) = ("<!-- printed by: ", Path::new(ROOT).join("docs/trace.md"));
    let page = std::fs::read_to_string(&path).unwrap();
    let desk = Desk::new();
    std::fs::create_dir(desk.path("scenarios")).unwrap();
    std::fs::copy(desk.path("tiny.toml"), desk.path("scenarios/tiny.toml")).unwrap();
    let commands: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("armistice ")).collect();
    assert_eq!(commands.len(), 3);
    for command in commands {
        desk.expect(0, &format!("{command} --quiet"));
    }
    let (before, rest) = page.split_once(start).unwrap();
    let (command, rest) = rest.split_once(" -->\n```text\n").unwrap();
    let (shown, after) = rest.split_once("```").unwrap();
    let printed = desk.expect(0, &format!("{command} --quiet")).stdout;
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, format!("{before}{start}{command} -->\n```text\n{printed}```{after}")).unwrap();
    } else {
        assert_eq!(shown, printed);
    }
}
