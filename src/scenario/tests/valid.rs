//! Right files and what they mean.

use super::{BORDER, ISLAND, right};
use crate::model::{PerSide, Side};
use crate::sampling::Distribution;
use crate::scenario::{Assumption, Scenario, Uncertain, parse};

fn assumption<'s>(scenario: &'s Scenario, path: &str) -> &'s Assumption {
    scenario.assumptions.iter().find(|assumption| assumption.path == path).unwrap_or_else(|| panic!("no {path}"))
}

#[test]
fn border_is_understood() {
    let scenario = right(BORDER, &[]).scenario;
    assert_eq!(scenario.name, "Border");
    assert_eq!((scenario.run.trials, scenario.run.seed, scenario.run.years), (20_000, 2, 30));
    assert_eq!(scenario.party_names.as_array(), &["East", "West"]);
    assert_eq!(scenario.structure.issues.len(), 5);
    assert_eq!(scenario.central.status_quo[4], Some(0.2));
    assert_eq!(scenario.central.front.start_position(), 6);
    assert_eq!(scenario.central.challenger.belief_strength, 30.0);
    assert_eq!(scenario.central.defender.discount_factor, 0.94);
    assert_eq!(scenario.central.demands(Side::Defender)[0].red_line, Some(0.75));
    assert!(scenario.central.demands(Side::Defender)[2].red_line.is_none());
    assert_eq!(scenario.central.demands(Side::Challenger)[3].ideal, 0.0);
    assert_eq!(scenario.central.demands(Side::Defender)[3].ideal, 1.0);
    assert_eq!(scenario.structure.guarantors[1].backstop, Some(0));
    assert_eq!(scenario.central.guarantors[1].forces, 10.0);
    assert_eq!(scenario.central.guarantors[1].max_years, f64::INFINITY);
    let pact = &scenario.structure.plans[1];
    assert_eq!(pact.territory, Some(0.5));
    assert_eq!(pact.further, [0.5]);
    assert_eq!(pact.from_month, 6);
    let participants: Vec<(usize, f64)> = pact.participants.iter().map(|p| (p.guarantor, p.years)).collect();
    assert_eq!(participants, [(0, f64::INFINITY), (1, 15.0)]);
    assert_eq!(scenario.central.effects, [vec![], vec![0.03, -0.05]]);
    assert_eq!(scenario.structure.plans[0].participants.len(), 1);
}

#[test]
fn island_is_understood() {
    let scenario = right(ISLAND, &[]).scenario;
    assert!(scenario.inputs.is_empty());
    assert!(scenario.structure.may_attack == PerSide::new(true, false));
    let [bare, fifteen, permanent] = &scenario.structure.plans[..] else { panic!("three plans") };
    assert_eq!((bare.territory, bare.participants.len()), (None, 0));
    assert_eq!((fifteen.guarantee_years, fifteen.participants.len()), (15.0, 1));
    assert_eq!((permanent.guarantee_years, permanent.defender_forces), (f64::INFINITY, 300.0));
}

#[test]
fn assumptions_keep_the_order_and_words_of_the_file() {
    let scenario = right(BORDER, &[]).scenario;
    let paths: Vec<&str> = scenario.assumptions.iter().map(|assumption| assumption.path.as_str()).collect();
    assert_eq!(paths[..3], ["challenger.forces", "challenger.growth", "challenger.growth_years"]);
    assert_eq!(paths.last(), Some(&"plan.pact.effects.challenger.surprise.set"));
    assert_eq!(assumption(&scenario, "challenger.forces").written, "triangular = [80, 100, 150]");
    assert_eq!(assumption(&scenario, "challenger.demands.foreign_troops.red_line").unit, "thousand");
    assert_eq!(scenario.inputs.len(), 12);
}

#[test]
fn sources_are_taken_from_the_nearest_block() {
    let text = BORDER.replace("id = \"power\"", "id = \"power\"\nsource = \"a survey\"\nnote = \"2024\"").replace(
        "transit = { ideal = 1, salience = 0.2 }",
        "transit = { ideal = 1, salience = { value = 0.2, note = \"judgement: guess\" }, source = \"a speech\" }",
    );
    let scenario = right(&text, &[]).scenario;
    let of = |path: &str| {
        let found = assumption(&scenario, path);
        (found.source.as_deref(), found.note.as_deref())
    };
    assert_eq!(of("guarantor.power.forces"), (Some("a survey"), Some("2024")));
    assert_eq!(of("challenger.demands.transit.ideal"), (Some("a speech"), None));
    assert_eq!(of("challenger.demands.transit.salience"), (None, Some("judgement: guess")));
    assert_eq!(of("guarantor.league.forces"), (None, None));
    assert_eq!(scenario.remarks[0].path, "guarantor.power");
}

#[test]
fn every_family_is_read() {
    for (text, wanted) in [
        ("uniform = [0.1, 0.3]", Distribution::uniform(0.1, 0.3)),
        (
            "normal = [0.2, 0.1], min = 0, max = 1",
            Distribution::normal(0.2, 0.1).and_then(|d| d.truncated(Some(0.0), Some(1.0))),
        ),
        (
            "normal90 = [0.1, 0.2], min = -0.5, max = 1",
            Distribution::normal90(0.1, 0.2).and_then(|d| d.truncated(Some(-0.5), Some(1.0))),
        ),
        (
            "lognormal90 = [0.1, 0.2], max = 1",
            Distribution::lognormal90(0.1, 0.2).and_then(|d| d.truncated(None, Some(1.0))),
        ),
        ("triangular = [0.1, 0.2, 0.3]", Distribution::triangular(0.1, 0.2, 0.3)),
        ("pert = [0.1, 0.2, 0.3]", Distribution::pert(0.1, 0.2, 0.3)),
        ("beta = [2, 3]", Distribution::beta(2.0, 3.0)),
        (
            "discrete = { values = [0.1, 0.2], weights = [1, 3] }",
            Distribution::discrete(vec![0.1, 0.2], vec![1.0, 3.0]),
        ),
        (
            "quantiles = { p100 = 0.9, p0 = 0.1, \"p2.5\" = 0.2 }",
            Distribution::quantiles(vec![(0.0, 0.1), (0.025, 0.2), (1.0, 0.9)]),
        ),
        (
            "normal80 = [0.1, 0.2], min = -0.5, max = 1",
            Distribution::normal80(0.1, 0.2).and_then(|d| d.truncated(Some(-0.5), Some(1.0))),
        ),
        (
            "lognormal80 = [0.1, 0.2], max = 1",
            Distribution::lognormal80(0.1, 0.2).and_then(|d| d.truncated(None, Some(1.0))),
        ),
        (
            "percentiles = { p90 = 0.9, p10 = 0.1, p50 = 0.2 }, max = 2",
            Distribution::percentiles(&[(0.1, 0.1), (0.5, 0.2), (0.9, 0.9)]).and_then(|d| d.truncated(None, Some(2.0))),
        ),
        ("uniform_int = [1, 3]", Distribution::uniform_int(1.0, 3.0)),
        (
            "mixture = [{ weight = 1, of = { beta = [2, 3] } }, { weight = 2, of = 0.5 }]",
            Distribution::mixture(vec![
                (1.0, Distribution::beta(2.0, 3.0).unwrap()),
                (2.0, Distribution::discrete(vec![0.5], vec![1.0]).unwrap()),
            ]),
        ),
    ] {
        let set = format!("challenger.war_cost={{ {text} }}");
        let scenario = right(ISLAND, &[&set]).scenario;
        let found = assumption(&scenario, "challenger.war_cost");
        let Uncertain::Distribution(distribution) = &found.value else { panic!("{text} is a constant") };
        assert_eq!(*distribution, wanted.unwrap(), "{text}");
        assert_eq!(scenario.central.challenger.war_cost, distribution.central(), "{text}");
        assert!(found.written.starts_with(text.split(' ').next().unwrap()), "{text}");
    }
}

#[test]
fn words_stand_for_infinity_where_they_may() {
    let scenario = right(
        BORDER,
        &[
            "guarantor.power.max_years={ discrete = { values = [10, \"permanent\"], weights = [1, 2] } }",
            "plan.line.terms.guarantee_years=permanent",
            "plan.pact.terms.defender_forces=none",
            "challenger.belief_strength=inf",
            "defender.demands.guarantee_years.red_line=permanent",
            "defender.demands.defender_forces.red_line=none",
        ],
    )
    .scenario;
    assert_eq!(scenario.central.guarantors[0].max_years, f64::INFINITY);
    assert_eq!(scenario.structure.plans[0].guarantee_years, f64::INFINITY);
    assert_eq!(scenario.structure.plans[1].defender_forces, f64::INFINITY);
    assert_eq!(scenario.central.challenger.belief_strength, f64::INFINITY);
    assert_eq!(scenario.central.defender_demands[3].red_line, Some(f64::INFINITY));
    assert_eq!(scenario.central.defender_demands[1].red_line, Some(f64::INFINITY));
}

#[test]
fn plans_off_the_table_leave_everybody_else_alone() {
    let text = format!(
        "{}\n[[correlation]]\nbetween = [\"challenger.optimism\", \"challenger.growth\"]\nrank = 0.3\n",
        BORDER.replace("{ add = 0.03 }", "{ add = { uniform = [0.01, 0.05] } }")
    );
    let all = right(&text, &[]).scenario;
    assert_eq!(
        all.inputs.last().map(|input| input.path.as_str()),
        Some("plan.pact.effects.challenger.attack_cost.add")
    );
    let some = parse("test.toml", &text, &[], Some(&["line".to_owned()])).unwrap().scenario;
    assert_eq!(some.structure.plans.len(), 1);
    assert_eq!(some.inputs.len(), all.inputs.len() - 1);
    assert_eq!(some.correlations, all.correlations);
    let other = parse("test.toml", &text, &[], Some(&["pact".to_owned()])).unwrap().scenario;
    let mut parameters = other.central.clone();
    let input = other.inputs.last().unwrap();
    *input.address.slot(&mut parameters) = 7.0;
    assert_eq!(parameters.effects, [vec![7.0, -0.05]]);
}

#[test]
fn correlations_point_at_inputs() {
    let text = format!(
        "{BORDER}\n[[correlation]]\nbetween = [\"defender.war_cost\", \"challenger.optimism\"]\nrank = {{ value = -0.5, source = \"x\" }}\n"
    );
    let scenario = right(&text, &[]).scenario;
    let [correlation] = &scenario.correlations[..] else { panic!("one") };
    assert_eq!(scenario.inputs[correlation.between.0].path, "defender.war_cost");
    assert_eq!(scenario.inputs[correlation.between.1].path, "challenger.optimism");
    assert_eq!(correlation.rank, -0.5);
    // 2 sin(pi/12), both inputs being continuous
    assert!((correlation.normal + 0.517_638_090_205_041_5).abs() < 1e-15);
    // A sweep that fixes a correlated input does not break the file.
    assert!(right(&text, &["challenger.optimism=0.2"]).scenario.correlations.is_empty());
    assert!(right(&text, &["challenger.optimism.value=0.2"]).scenario.correlations.is_empty());
}

/// Ranks that are offered instead of impossible ones are themselves accepted.
#[test]
fn offered_ranks_are_accepted() {
    let inputs = ["challenger.optimism", "challenger.growth", "challenger.war_cost", "defender.war_cost"];
    let pairs: Vec<(&str, &str)> =
        (0..4).flat_map(|i| (0..i).map(move |j| (i, j))).map(|(i, j)| (inputs[i], inputs[j])).collect();
    let with = |ranks: &[f64]| {
        let blocks = pairs.iter().zip(ranks);
        let block = |((a, b), rank): (&(&str, &str), &f64)| {
            format!("[[correlation]]\nbetween = [\"{a}\", \"{b}\"]\nrank = {rank:?}\n")
        };
        format!("{BORDER}\n{}", blocks.map(block).collect::<String>())
    };
    let discrete = "challenger.growth={ discrete = { values = [0, 0.1, 0.2], weights = [5, 3, 1] } }";
    for ranks in [[-0.5; 6], [0.9, 0.9, -0.8, 0.3, -0.7, 0.2], [0.8, -0.8, 0.8, 0.8, 0.8, -0.2]] {
        for sets in [&[][..], &[discrete]] {
            let ranks = ranks.map(|rank: f64| rank.clamp(-0.75, 0.75));
            let sets_owned: Vec<String> = sets.iter().map(ToString::to_string).collect();
            let text = parse("border.toml", &with(&ranks), &sets_owned, None).expect_err("impossible").to_string();
            let hint = text.lines().find(|line| line.starts_with("hint: the nearest")).expect("an offer").to_owned();
            let offer: Vec<f64> =
                hint.split(" for ").filter_map(|part| part.rsplit(' ').next()?.parse().ok()).collect();
            assert_eq!(offer.len(), 6, "{hint}");
            right(&with(&offer), sets);
        }
    }
}
