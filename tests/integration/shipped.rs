//! Every scenario that is shipped is read, solved and run; the one by hand agrees with the hand.

use std::path::PathBuf;

use armistice::analysis::evaluate;
use armistice::analysis::evaluation::{Evaluation, PlanEvaluation};
use armistice::engine::Class;
use armistice::model::Side;
use armistice::scenario::{Colours, Scenario, load, template};

use crate::story::{assert_near, story, trials};

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios"))
}

fn read(path: &std::path::Path) -> Scenario {
    load(path, &[], None).unwrap_or_else(|faults| panic!("{}", faults.render(Colours::Off))).scenario
}

#[test]
fn every_scenario_runs() {
    let mut seen = 0;
    for entry in std::fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        seen += 1;
        let scenario = read(&path);
        let evaluation = evaluate(&scenario).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(evaluation.plans.len(), scenario.structure().plans.len());
        for trial in trials(&scenario.with("run.trials", 16).unwrap()) {
            let outcome =
                trial.outcome.unwrap_or_else(|error| panic!("{}, trial {}: {error}", path.display(), trial.trial));
            assert!(outcome.values.iter().all(|value| value.is_finite()));
        }
    }
    assert!(seen >= 4, "{seen} scenarios in {}", folder().display());
}

/// The Paris case with open terms is the case and one plan more: `python3 tests/variants.py` makes it.
#[test]
fn the_open_variant_is_the_case_and_one_plan_more() {
    let [base, open] = ["paris-2026.toml", "paris-2026-open.toml"].map(|name| read(&folder().join(name)));
    let written = |scenario: &Scenario| -> Vec<String> {
        scenario
            .assumptions()
            .iter()
            .map(|it| format!("{} {} {:?} {:?}", it.path, it.written, it.source, it.note))
            .collect()
    };
    assert_eq!(written(&open), written(&base));
    let (mut structure, base_structure) = (open.structure().clone(), base.structure());
    let plan = structure.plans.pop().unwrap();
    assert!(plan.is_open() && plan.combinations() > 1_000, "{plan:?}");
    structure.foresight = base_structure.foresight;
    assert_eq!(format!("{structure:?}"), format!("{base_structure:?}"));
    let correlations = |scenario: &Scenario| format!("{:?}", scenario.correlations());
    assert_eq!(correlations(&open), correlations(&base));
    let run = |scenario: &Scenario| armistice::scenario::RunSettings { trials: 1, ..*scenario.run() };
    assert_eq!(run(&open), run(&base));
}

/// What `armistice new` writes.
#[test]
fn the_template_runs() {
    let story = story(template()).set("run.trials", 64);
    assert!(!story.evaluation().plans.is_empty());
    assert_eq!(story.outcomes().len(), 64);
}

/// The case of its reference class is the case, but for name, summary, trials and forecasts.
#[test]
fn the_reference_class_changes_nothing_else() {
    let text = |name: &str| std::fs::read_to_string(folder().join(name)).unwrap();
    let lines = |text: &str| -> Vec<String> {
        let told = |line: &&str| ["name.", "summary.", "trials = "].iter().any(|key| line.starts_with(key));
        let mut lines: Vec<String> = text.lines().take(12).filter(|line| !told(line)).map(str::to_owned).collect();
        lines.extend(text.lines().skip(12).map(str::to_owned));
        lines
    };
    let (base, class) = (lines(&text("paris-2026.toml")), lines(&text("paris-2026-reference-class.toml")));
    assert_eq!(class[..base.len()], base[..], "make it anew: python3 tests/variants.py");
    let keys = ["of = ", "probability = ", "sd = ", "source = ", "note = "];
    for line in class[base.len()..].iter().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        assert!(line == "[[forecast]]" || keys.iter().any(|key| line.starts_with(key)), "{line}");
    }
    assert_eq!(read(&folder().join("paris-2026-reference-class.toml")).forecasts().len(), 4);
}

fn island() -> Scenario {
    read(&folder().join("island-by-hand.toml"))
}

fn plan<'e>(evaluation: &'e Evaluation, id: &str) -> &'e PlanEvaluation {
    evaluation.plans.iter().find(|plan| plan.id == id).unwrap()
}

/// All figures are from the comments of the file, worked out by hand; six digits are printed there.
#[test]
fn the_island_agrees_with_the_hand() {
    let evaluation = evaluate(&island()).unwrap();
    assert_near(evaluation.advance_probability, 0.5, 1e-15, "p");
    assert_near(evaluation.challenger.w, 0.46, 1e-12, "W_A");
    assert_near(evaluation.defender.w, 0.44, 1e-12, "W_D");
    let digits = 5e-7;
    for (id, v_a, surplus_a, v_d, surplus_d) in [
        ("bare", 0.502_660, 0.042_660, 0.366_687, -0.073_313),
        ("ten-years", 0.501_993, 0.041_993, 0.417_356, -0.022_644),
        ("fifteen-years", 0.501_103, 0.041_103, 0.454_768, 0.014_768),
        ("protected", 0.5, 0.04, 0.5, 0.06),
        ("garrison", 0.5, 0.04, 0.5, 0.06),
    ] {
        let plan = plan(&evaluation, id);
        assert_near(plan.challenger.v.unwrap(), v_a, digits, id);
        assert_near(plan.challenger.surplus.unwrap(), surplus_a, digits, id);
        assert_near(plan.defender.v.unwrap(), v_d, digits, id);
        assert_near(plan.defender.surplus.unwrap(), surplus_d, digits, id);
        assert_eq!(plan.challenger.red_line, Some(id == "garrison"));
        assert_eq!(plan.signable, ["fifteen-years", "protected"].contains(&id));
    }
    assert_eq!(plan(&evaluation, "garrison").challenger.crossed, ["foreign_troops"]);
}

/// A attacks at every move from age 6 on, or from the lapse on: survival 1, then 1/2, 1/4, …
#[test]
fn the_islands_peace_breaks_when_the_hand_says() {
    let evaluation = evaluate(&island()).unwrap();
    for (id, first) in [("bare", 6), ("ten-years", 10), ("fifteen-years", 15), ("protected", 20), ("garrison", 20)] {
        for (year, survival) in plan(&evaluation, id).survival.as_ref().unwrap().iter().enumerate() {
            let attacks = (year as i32 - first).max(0);
            assert_near(*survival, 0.5_f64.powi(attacks), 1e-12, &format!("{id}, year {year}"));
        }
    }
}

/// `protected` is signed in month 0, holds in every trial and is worth 1/2 to each side.
#[test]
fn the_islands_trials_are_certain() {
    let scenario = island().with("run.trials", 64).unwrap();
    for trial in trials(&scenario) {
        let outcome = trial.outcome.unwrap();
        let signature = outcome.signature.unwrap();
        assert_eq!((outcome.class, signature.month), (Class::PeaceHeld, 0));
        assert_eq!(scenario.structure().plans[signature.plan].id, "protected");
        assert_near(outcome.values[Side::Challenger], 0.5, 1e-14, "A");
        assert_near(outcome.values[Side::Defender], 0.5, 1e-14, "D");
    }
}

/// The table of ages in the file's comments, from signatures at later ages: V_A(s) and V_D(s) of an unguarded truce in
/// which A has already grown for s years are those of a guarantee that lapses then, taken apart.
#[test]
fn the_islands_table_of_ages_is_right() {
    let scenario = island();
    let delta: f64 = 0.886_384_871_716_129;
    for (age, v_a, v_d) in
        [(1, 0.503_001, 0.349_599), (5, 0.504_861, 0.256_353), (6, 0.505_484, 0.225_123), (15, 0.506_732, 0.223_875)]
    {
        let path = format!("plan.{}.terms.guarantee_years", scenario.structure().plans[1].id);
        let scenario = scenario.with(&path, age).unwrap();
        let evaluation = evaluate(&scenario).unwrap();
        let plan = &evaluation.plans[1];
        let weight = delta.powi(age);
        // V_i = 1/2 (1 - delta^H) + delta^H V_i(H)
        let later = |v: f64| (v - 0.5 * (1.0 - weight)) / weight;
        assert_near(later(plan.challenger.v.unwrap()), v_a, 6e-7, &format!("V_A({age})"));
        assert_near(later(plan.defender.v.unwrap()), v_d, 6e-7, &format!("V_D({age})"));
    }
}
