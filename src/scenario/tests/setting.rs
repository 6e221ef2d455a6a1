//! Values set over a file by path.

use proptest::prelude::*;

use super::{BORDER, right};
use crate::model::Side;
use crate::scenario::path::steps;
use crate::scenario::{Code, Document, Uncertain, parse};
use crate::testing::cases;

#[test]
fn every_number_can_be_addressed() {
    let scenario = right(BORDER, &[]).scenario;
    for assumption in &scenario.assumptions {
        // Writing a number where it stands changes nothing but what is said about its source.
        let value = match &assumption.value {
            Uncertain::Constant(_) => assumption.written.clone(),
            Uncertain::Distribution(_) | Uncertain::Rest(_) | Uncertain::Derived { .. } => {
                format!("{{ {} }}", assumption.written)
            }
        };
        let again = right(BORDER, &[&format!("{}={value}", assumption.path)]).scenario;
        // NaN, "not given", is unequal to itself.
        assert_eq!(format!("{:?}", again.central), format!("{:?}", scenario.central), "{}", assumption.path);
        let paths = |s: &crate::scenario::Scenario| s.assumptions.iter().map(|a| a.path.clone()).collect::<Vec<_>>();
        assert_eq!(paths(&again), paths(&scenario), "{}", assumption.path);
    }
}

#[test]
fn terms_and_settings_can_be_addressed() {
    let scenario = right(
        BORDER,
        &[
            "plan.line.terms.guarantee_years=12",
            "plan.*.terms.transit = 0.25",
            "plan.line.terms.territory=0.5",
            "plan.pact.terms.territory=line_of_contact",
            "plan.pact.years.league=5",
            "plan.pact.from_month=0",
            "run.trials=77",
            "run.sampling=sobol",
            "scenario.name=\"Two words\"",
            "defender.may_attack=false",
            "guarantor.*.reliability=0.5",
            "challenger.demands.*.salience=1",
            "scenario.as_of=2026-02-28",
            "plan.line.guarantors=[\"power\"]",
        ],
    )
    .scenario;
    let [line, pact] = &scenario.structure.plans[..] else { panic!("two plans") };
    assert_eq!((line.guarantee_years, line.further[0], line.territory), (12.0, 0.25, Some(0.5)));
    assert_eq!((pact.territory, pact.further[0], pact.from_month), (None, 0.25, 0));
    assert_eq!(pact.participants[1].years, 5.0);
    assert_eq!(line.participants[0].guarantor, 0);
    assert_eq!(scenario.run.trials, 77);
    assert_eq!(scenario.name, "Two words");
    assert!(!scenario.structure.may_attack[Side::Defender]);
    assert!(scenario.central.guarantors.iter().all(|guarantor| guarantor.reliability == 0.5));
    assert!(scenario.central.challenger_demands.iter().all(|demand| demand.salience == 1.0));
    assert_eq!(scenario.as_of.map(|date| (date.year, date.month, date.day)), Some((2026, 2, 28)));
}

#[test]
fn absent_keys_are_made() {
    let scenario = right(
        BORDER,
        &[
            "challenger.margin=0.01",
            "plan.line.effects.challenger.attack_cost.add=0.02",
            "plan.line.effects.\"defender.shock\".multiply=2",
            "plan.pact.effects.challenger.attack_cost.multiply=3",
            "plan.pact.effects.challenger.surprise.set=0",
            "enforcement.lookahead=80",
            "plan.line.years.league=3",
        ],
    )
    .scenario;
    assert_eq!(scenario.central.challenger.margin, 0.01);
    assert_eq!(scenario.central.effects, [vec![0.02, 2.0], vec![3.0, 0.0]]);
    assert_eq!(scenario.structure.plans[0].participants[0].years, 3.0);
}

#[test]
fn constants_and_distributions_replace_each_other() {
    let text = BORDER.replace("collapse = 0.003", "collapse = { value = 0.003, source = \"a study\" }");
    let of = |sets: &[&str], path: &str| {
        let found = right(&text, sets).scenario.assumptions;
        let assumption = found.into_iter().find(|assumption| assumption.path == path).unwrap();
        (assumption.written, assumption.source)
    };
    let path = "challenger.collapse";
    assert_eq!(of(&[], path), ("0.003".to_owned(), Some("a study".to_owned())));
    // The source spoke of the old number.
    assert_eq!(of(&["challenger.collapse=0.01"], path), ("0.01".to_owned(), None));
    assert_eq!(of(&["challenger.collapse.value=0.01"], path), ("0.01".to_owned(), None));
    assert_eq!(of(&["challenger.collapse.uniform=[0, 0.1]"], path), ("uniform = [0, 0.1]".to_owned(), None));
    assert_eq!(of(&["challenger.collapse={ beta = [1, 99], max = 0.2 }"], path).0, "beta = [1, 99], max = 0.2");
    assert_eq!(of(&["challenger.war_cost=0.4"], "challenger.war_cost").0, "0.4");
    assert_eq!(of(&["challenger.war_cost.triangular=[0, 1, 2]"], "challenger.war_cost").0, "triangular = [0, 1, 2]");
    assert_eq!(of(&["challenger.shock.note=\"a guess\""], "challenger.shock"), ("0.04".to_owned(), None));
    assert_eq!(of(&["challenger.shock.source=\"a book\""], "challenger.shock").1, Some("a book".to_owned()));
}

/// Tools need not read sentences.
#[test]
fn diagnostics_are_data() {
    let fault = |set: &str| parse("border.toml", BORDER, &[set.to_owned()], None).unwrap_err().diagnostics.remove(0);
    let unknown = fault("challenger.war_costs=0.4");
    assert_eq!(unknown.code, Code::UnknownKey);
    assert_eq!(unknown.key.as_deref(), Some("challenger.war_costs"));
    assert_eq!(unknown.suggestion.as_deref(), Some("war_cost"));
    assert_eq!(unknown.place.unwrap().set.as_deref(), Some("challenger.war_costs"));
    let beyond = fault("front.positions=1");
    assert_eq!((beyond.code, beyond.value.as_deref()), (Code::OutOfRange, Some("1")));
    let allowed = beyond.allowed.unwrap();
    assert_eq!(allowed.range.map(|range| (range.min, range.max)), Some((2.0, 1_000.0)));
    assert!(allowed.whole && allowed.words.is_empty());
    let typed = fault("challenger.forces=\"10k\"");
    assert_eq!((typed.code, typed.suggestion.as_deref()), (Code::NotANumber, Some("10")));
    let word = fault("run.sampling=sobl");
    assert_eq!((word.code, word.suggestion.as_deref()), (Code::UnknownWord, Some("\"sobol\"")));
    assert_eq!(word.allowed.unwrap().words, ["monte_carlo", "latin_hypercube", "sobol"]);
    let plan = fault("plan.lin.from_month=1");
    assert_eq!((plan.code, plan.suggestion.as_deref()), (Code::UnknownName, Some("line")));
    assert_eq!(fault("plan.line.terms.guarantee_years=2.0").code, Code::NotWhole);
}

#[test]
fn later_values_win() {
    let scenario = right(BORDER, &["challenger.shock=0.1", "challenger.shock=0.2"]).scenario;
    assert_eq!(scenario.central.challenger.shock, 0.2);
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn paths_are_split_and_joined(parts in prop::collection::vec("[a-z0-9_-]{1,8}(\\.[a-z]{1,5})?", 1..6)) {
        let path: Vec<String> =
            parts.iter().map(|part| if part.contains('.') { format!("\"{part}\"") } else { part.clone() }).collect();
        prop_assert_eq!(steps(&path.join(".")).unwrap(), parts);
    }

    #[test]
    fn no_argument_panics(argument in "(plan|guarantor|challenger|effects|correlation|run|\\*|\\.|=|\"|[a-z0-9 \\[{]){0,10}") {
        let mut document = Document::parse("border.toml", BORDER).unwrap();
        let _ = document.set(&argument);
        let _ = parse("border.toml", BORDER, &[argument], None).map_err(|faults| faults.to_string());
    }
}
