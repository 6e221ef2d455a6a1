//! A scenario with something else in it is as valid as the one that it came from.

use armistice::engine::{Run, RunError};

use crate::story::{Spread, border, table, trials};

/// What would make a run panic, or one with nothing in it, is refused before there is a scenario.
#[test]
fn nonsense_is_refused() {
    let scenario = border().scenario();
    for (path, value, part) in [
        ("run.replications", "0", "allowed"),
        ("run.trials", "0", "allowed"),
        ("run.years", "0", "allowed"),
        ("enforcement.lookahead", "3", "lookahead"),
        ("front.positions", "1", "positions"),
        ("front.start", "4", "exactly one"),
        ("front.start_share", "1.5", "start_share"),
        ("challenger.forces", "nan", "challenger.forces"),
        ("challenger.collapse", "0.99999", "collapse"),
        ("challenger.nothing", "1", "nothing"),
        ("plan.none.terms.territory", "0.5", "none"),
        ("challenger.war_cost", "{ uniform = [2, 1] }", "war_cost"),
    ] {
        let faults = scenario.with(path, value).expect_err(&format!("{path}={value}")).to_string();
        assert!(faults.contains(part), "{path}={value}: {faults}");
    }
}

/// The same as setting it on the command line, one after another, and the first scenario stays as it was.
#[test]
fn what_is_set_is_what_the_command_line_sets() {
    let story = border().set("run.trials", 64).set("run.years", 12);
    let scenario = story.scenario();
    let changed = scenario.with("challenger.war_cost", 0.7).unwrap().with("run.seed", 5).unwrap();
    let expected = story.clone().set("challenger.war_cost", 0.7).set("run.seed", 5).scenario();
    let whole = |scenario| table(scenario, Spread::whole(scenario));
    assert!(whole(&changed) == whole(&expected));
    let untouched = story.scenario();
    assert!(whole(&scenario) == whole(&untouched));
    assert!(whole(&scenario) != whole(&expected));
}

/// Correlations of inputs with ties are found once for all that is set over a file: they are the ones that each file by itself
/// has, in whatever order they are asked for.
#[test]
fn correlations_are_those_of_the_file_by_itself() {
    let ties = |weights: &str| format!("{{ discrete = {{ values = [0.1, 0.2, 0.4], weights = {weights} }} }}");
    let file = border().set("challenger.war_cost", ties("[1, 2, 1]")).set("defender.war_cost", ties("[1, 1, 1]"));
    let file = file.add("[[correlation]]\nbetween = [\"challenger.war_cost\", \"defender.war_cost\"]\nrank = 0.5\n");
    let normals = |scenario: &armistice::scenario::Scenario| -> Vec<u64> {
        scenario.correlations().iter().map(|it| it.normal.to_bits()).collect()
    };
    let scenario = file.scenario();
    let mut all = Vec::new();
    for weights in ["[1, 2, 1]", "[5, 1, 1]", "[1, 2, 1]", "[1, 1, 1]"] {
        let set = [format!("challenger.war_cost={}", ties(weights))];
        let found = normals(&scenario.with_all(&set).unwrap());
        assert_eq!(found, normals(&file.clone().set("challenger.war_cost", ties(weights)).scenario()), "{weights}");
        all.push(found);
    }
    assert_eq!((all[0].len(), &all[0]), (1, &all[2]));
    assert!(all[0] != all[1] && all[1] != all[3]);
}

/// Settings of a run are checked like those of a file; the rest of a plan's scenario stays on the table.
#[test]
fn a_run_sets_what_it_is_told_to() {
    let scenario = border().only(&["line"]).set("run.years", 12).scenario();
    let ran = Run::new(&scenario).trials(48).seed(9).threads(2).run().unwrap();
    assert_eq!((ran.tally.trials(), ran.scenario.run().seed, ran.scenario.structure().plans.len()), (48, 9, 1));
    assert!(matches!(Run::new(&scenario).trials(0).run(), Err(RunError::Setting(_))));
}

/// A number that follows from another is in every trial what that makes of it: each trial is the one in which both are
/// written out.
#[test]
fn what_follows_from_others_moves_with_them() {
    let plain = border().set("run.trials", 12).set("run.years", 10).scenario();
    let formula = "{ equals = \"0.5 * challenger.forces + (80 - 2 * 20)\" }";
    let derived = plain.with("guarantor.power.forces", formula).unwrap();
    let of = derived.inputs().iter().position(|input| input.path == "challenger.forces").unwrap();
    let written = derived.assumptions().iter().find(|it| it.path == "guarantor.power.forces").unwrap();
    assert_eq!(written.written, "equals = \"0.5 * challenger.forces + (80 - 2 * 20)\"");
    assert_eq!(derived.inputs().len(), plain.inputs().len());
    assert!(
        (derived.central().guarantors[0].forces - (0.5 * derived.central().challenger.forces + 40.0)).abs() < 1e-12
    );
    let played = trials(&derived);
    assert!(played.iter().zip(&trials(&plain)).any(|(one, other)| one.outcome != other.outcome));
    for trial in &played {
        let forces = trial.inputs[of];
        let fixed = plain.with("guarantor.power.forces", 0.5 * forces + 40.0).unwrap();
        assert_eq!(trials(&fixed)[trial.trial as usize].outcome, trial.outcome, "trial {}", trial.trial);
    }
}
