//! Right files that are odd, and what is said about them.

use super::{BORDER, ISLAND, right};
use crate::scenario::{Code, Diagnostic, Loaded};

/// The messages about the right file with one change.
fn messages(old: &str, new: &str) -> Vec<String> {
    assert!(ISLAND.contains(old), "{old}");
    right(&ISLAND.replacen(old, new, 1), &[]).warnings.into_iter().map(|warning| warning.message.to_string()).collect()
}

#[test]
fn a_plain_file_is_not_odd() {
    assert_eq!(right(ISLAND, &[]).warnings, []);
}

/// A margin stands for hope: beside foresight it is warned of, on whichever side; without foresight it is not.
#[test]
fn hope_may_be_counted_twice() {
    let told = |sets: &[&str]| -> Vec<String> {
        right(ISLAND, sets).warnings.into_iter().map(|warning| warning.message.to_string()).collect()
    };
    assert!(told(&["defender.margin=0.02"]).is_empty());
    let both = told(&["negotiation.foresight=all", "defender.margin={ uniform = [0.0, 0.1] }"]);
    assert_eq!(both, ["`defender.margin` is set beside `negotiation.foresight = \"all\"`: hope may be counted twice"]);
    assert!(told(&["negotiation.foresight=all"]).is_empty());
    let party = "[[party]]\nid = \"ally\"\ndiscount_factor = 0.9\nmargin = 0.03\n\
                 demands = { territory = { ideal = 0.4, salience = 1 } }\n";
    let with_party = right(&format!("{ISLAND}\n{party}"), &["negotiation.foresight=all"]).warnings;
    let messages: Vec<String> = with_party.into_iter().map(|warning| warning.message.to_string()).collect();
    assert_eq!(
        messages,
        ["`party.ally.margin` is set beside `negotiation.foresight = \"all\"`: hope may be counted twice"]
    );
}

#[test]
fn oddities_are_named() {
    for (old, new, message) in [
        (
            "discount_factor = 0.9\n",
            "discount_factor = 0.5\n",
            "`challenger.discount_factor` can be as low as 0.5: next year would count for 0.5 of this one",
        ),
        (
            "start = 4",
            "start_share = 0.43",
            "`front.start_share` of 10 steps is 4.30; the front starts at 4, a share of 0.4000",
        ),
        (
            "foreign_troops = 10,",
            "foreign_troops = 30,",
            "`plan.fifteen.terms.foreign_troops` asks for 30, but the participants send at most 20",
        ),
        (
            "defender_forces = 300",
            "defender_forces = 500",
            "`plan.permanent.terms.defender_forces` is 500, beyond both sides' ideals",
        ),
        (
            "territory = { ideal = 0, salience = 0.8 }",
            "territory = { ideal = 0, salience = 0.8, red_line = { uniform = [0.1, 0.3] } }",
            "`plan.permanent.terms.territory` lies beyond the defender's red line in every draw: the plan is never signed",
        ),
        (
            "foreign_troops = { ideal = 0, salience = 0.1 }",
            "foreign_troops = { ideal = 0, salience = 0.1, red_line = 15 }",
            "`plan.permanent.terms.foreign_troops` lies beyond the challenger's red line in every draw: the plan is never signed",
        ),
        (
            "reliability = 0.6",
            "reliability = 1",
            "`guarantor.protector.reliability` is exactly 1: it always honours, whatever else",
        ),
        (
            "reliability = 0.6",
            "reliability = 0.6\nwithout_backstop = 0.5",
            "`guarantor.protector.without_backstop` is given, but \"protector\" has no backstop",
        ),
        ("max_troops = 20", "max_troops = 20\n[[guarantor]]\nid = \"idle\"\nreliability = 0.5\nforces = 5", ""),
        (
            "id = \"bare\"",
            "id = \"bare\"\nfrom_month = 36",
            "plan \"bare\" is never on the table: it comes in month 36, and negotiation ends in month 36",
        ),
        (
            "id = \"bare\"",
            "id = \"bare\"\nfrom_month = 30\nceasefire_months = 7",
            "plan \"bare\" is never on the table: it comes in month 30 and its ceasefire takes 7 months, but negotiation ends in \
             month 36",
        ),
        (
            "id = \"bare\"",
            "id = \"bare\"\nguarantors = [\"protector\"]",
            "plan \"bare\" names guarantors, but has no guarantee",
        ),
        (
            "id = \"fifteen\"",
            "id = \"fifteen\"\nyears = { protector = 20 }",
            "`plan.fifteen.years.protector` is 20, longer than the guarantee's 15 years",
        ),
        (
            "id = \"fifteen\"",
            "id = \"fifteen\"\neffects = { \"challenger.shock\" = { multiply = 1 } }",
            "`plan.fifteen.effects.challenger.shock.multiply` is 1: it changes nothing",
        ),
        (
            "id = \"fifteen\"",
            "id = \"fifteen\"\neffects = { \"front.stalemate\" = { add = { uniform = [0.1, 0.7] } } }",
            "`plan.fifteen.effects.front.stalemate.add` makes `front.stalemate` anything from 0.6 to 1.2; some draws are out of range",
        ),
        (
            "growth = 0.5",
            "growth = { discrete = { values = [0.5], weights = [1] } }",
            "`challenger.growth` is a distribution, but can only be 0.5",
        ),
        ("forces = 500", "may_attack = false\nforces = 500", "neither side may attack: every peace holds"),
        (
            "id = \"fifteen\"",
            "id = \"fifteen\"\neffects = { \"front.stalemate\" = { add = { normal = [0, 0.01] } } }",
            "`plan.fifteen.effects.front.stalemate.add` makes `front.stalemate` anything whatever; some draws are out of range",
        ),
        (
            "id = \"fifteen\"",
            "id = \"fifteen\"\neffects = { \"challenger.war_cost\" = { multiply = { lognormal90 = [0.5, 2] } } }",
            "`plan.fifteen.effects.challenger.war_cost.multiply` makes `challenger.war_cost` anything from 0 up; some draws are out of range",
        ),
        (
            "[front]",
            "[front]\nfreeze = 0.02",
            "by `front.freeze` the front freezes, but it never thaws: a perfect peace that nobody signs",
        ),
        ("[front]", "[front]\nfreeze = 0.02\nthaw = { uniform = [0, 0.1] }", ""),
        (
            "id = \"fifteen\"",
            "id = \"fifteen\"\neffects = { \"front.freeze\" = { set = 0.1 } }",
            "by `plan.fifteen.effects.front.freeze.set` the front freezes, but it never thaws: a perfect peace that nobody signs",
        ),
        (
            "id = \"fifteen\"",
            "id = \"fifteen\"\neffects = { \"front.freeze\" = { set = 0.1 }, \"front.thaw\" = { set = 0.2 } }",
            "",
        ),
        (
            "id = \"fifteen\"",
            "id = \"fifteen\"\neffects = { \"front.thaw\" = { add = 0.2 } }",
            "`plan.fifteen.effects.front.thaw.add` changes nothing: after this plan the front never freezes",
        ),
        (
            "forces = 500",
            "turnover = 0.1\nforces = 500",
            "`challenger.turnover` changes nothing: no part of the shock lasts",
        ),
        ("forces = 500", "turnover = 0.1\nlasting = { uniform = [0, 0.5] }\nforces = 500", ""),
        ("seed = 1", "seed = 1\ncosts_years = 3", "`run.costs_years` changes nothing: no cost is declared"),
        (
            "[front]",
            "[[cost]]\nid = \"dead\"\nunit = \"people\"\nper_position = 0\n[front]",
            "cost \"dead\" is always 0: none of its rates is above 0",
        ),
        (
            "[front]",
            "[[cost]]\nid = \"dead\"\nunit = \"people\"\nper_month_of_war = { uniform = [0, 1] }\n[front]",
            "cost \"dead\" has a price for the first war, but none for a war that resumes: its months cost nothing",
        ),
        (
            "[front]",
            "[[cost]]\nid = \"dead\"\nunit = \"people\"\nper_month_of_war = 2\nper_month_of_resumed_war = 0\n[front]",
            "",
        ),
        ("trials = 20000", "trials = 50", "`run.trials` is 50: shares will be very uncertain"),
    ] {
        let wanted: Vec<String> = (!message.is_empty()).then(|| message.to_owned()).into_iter().collect();
        assert_eq!(messages(old, new), wanted, "{new}");
    }
}

/// The guarantee goes on, but nobody stands behind it; with another guarantor of more years somebody does.
#[test]
fn a_guarantee_that_outlasts_its_guarantors_is_odd() {
    let of_years = |sets: &[&str]| -> Vec<String> {
        let told = right(ISLAND, sets).warnings.into_iter().map(|warning| warning.message.to_string());
        told.filter(|message| message.contains("max_years")).collect()
    };
    let only = "but its only guarantor \"protector\" is committed for at most 12 (max_years)";
    assert_eq!(
        of_years(&["guarantor.protector.max_years=12"]),
        [
            format!("plan \"fifteen\" has a guarantee of 15 years, {only}"),
            format!("plan \"permanent\" has a permanent guarantee, {only}"),
        ]
    );
    assert_eq!(of_years(&["guarantor.protector.max_years=15"]).len(), 1);
    let none: [String; 0] = [];
    assert_eq!(of_years(&[]), none);
}

#[test]
fn a_red_line_that_some_draws_spare_is_not_odd() {
    // 12 thousand against a red line between 2 and 20.
    let warnings = right(BORDER, &[]).warnings;
    assert!(warnings.iter().all(|warning| !warning.message.contains("red line")), "{warnings:?}");
}

#[test]
fn warnings_show_the_line() {
    let warnings = right(BORDER, &["defender.discount_factor=0.3"]).warnings;
    let shown: Vec<String> = warnings.iter().map(|warning| warning.render(crate::scenario::Colours::Off)).collect();
    assert_eq!(
        shown[1],
        "warning: --set: `defender.discount_factor` can be as low as 0.3: next year would count for 0.3 of this one\n\
         --set | defender.discount_factor=0.3\n      |                          ^^^\nhint: it is per year; 0.9 is usual\n"
    );
}

fn of_units(loaded: &Loaded) -> impl Iterator<Item = &Diagnostic> {
    loaded.warnings.iter().filter(|warning| warning.code == Code::UnusualUnit)
}

/// The warnings about units in the right file with these values set over it.
fn unit_messages(sets: &[&str]) -> Vec<String> {
    of_units(&right(ISLAND, sets)).map(|warning| warning.message.to_string()).collect()
}

/// A war that costs a side more than twice the prize, and more than three times what it costs the other.
#[test]
fn uneven_costs_of_war_are_named() {
    let warned = |own: f64, other: f64| {
        unit_messages(&[&format!("challenger.war_cost={own}"), &format!("defender.war_cost={other}")])
    };
    assert_eq!(
        warned(3.0, 0.7),
        ["`challenger.war_cost` is 3: war would cost 3 times what the whole prize is worth meanwhile"]
    );
    for usual in [(3.0, 1.0), (1.9, 0.1), (0.5, 0.1)] {
        assert_eq!(warned(usual.0, usual.1), [""; 0], "{usual:?}");
    }
}

#[test]
fn mistakes_of_units_are_named() {
    for (sets, message) in [
        (["challenger.forces=880000", "run.seed=1"], "`challenger.forces` is 880000: that is 880 million"),
        (
            ["defender.forces=0.4", "guarantor.protector.forces=1"],
            "the challenger's forces are 500 and the defender's 0.4: they differ by more than 20 times",
        ),
        (["challenger.growth=20", "run.seed=1"], "`challenger.growth` is 20: forces would grow by 2000 %"),
        (
            ["defender.war_cost=3", "run.seed=1"],
            "`defender.war_cost` is 3: war would cost 3 times what the whole prize is worth meanwhile",
        ),
        (["defender.collapse=0.3", "run.seed=1"], "`defender.collapse` is 0.3 a month"),
        (
            ["guarantor.protector.forces=19000", "run.seed=1"],
            "`guarantor.protector.forces` is 19000, more than 20 times the 900 of both sides together",
        ),
        (
            ["guarantor.protector.max_troops=20001", "run.seed=1"],
            "`guarantor.protector.max_troops` is 20001: that is 20.001 million",
        ),
        (
            ["plan.permanent.terms.defender_forces=110000", "run.seed=1"],
            "`plan.permanent.terms.defender_forces` is 110000: that is 110 million",
        ),
        (
            ["plan.fifteen.terms.foreign_troops=18100", "run.seed=1"],
            "`plan.fifteen.terms.foreign_troops` is 18100, more than 20 times the 900 of both sides together",
        ),
        (
            ["challenger.demands.defender_forces.ideal=300000", "run.seed=1"],
            "`challenger.demands.defender_forces.ideal` is 300000: that is 300 million",
        ),
        (
            ["challenger.demands.foreign_troops.red_line=40000", "run.seed=1"],
            "`challenger.demands.foreign_troops.red_line` is 40000: that is 40 million",
        ),
        (
            ["guarantee.tripwire_scale=19000", "run.seed=1"],
            "`guarantee.tripwire_scale` is 19000, more than 20 times the 900 of both sides together",
        ),
        (
            ["plan.fifteen.effects.defender.forces.set=400000", "run.seed=1"],
            "`plan.fifteen.effects.defender.forces.set` is 400000: that is 400 million",
        ),
        (
            ["plan.fifteen.terms.guarantee_years=180", "run.seed=1"],
            "`plan.fifteen.terms.guarantee_years` is 180 years; as months it would be 15 years",
        ),
        (
            ["guarantor.protector.max_years=240", "run.seed=1"],
            "`guarantor.protector.max_years` is 240 years; as months it would be 20 years",
        ),
        (["negotiation.cooldown=3650", "run.seed=1"], "`negotiation.cooldown` is 3650 months: that is 304 years"),
        (["challenger.attack_cost=5", "run.seed=1"], "`challenger.attack_cost` is 5: that is 500 % of the whole prize"),
        (
            ["challenger.optimism=10", "run.seed=1"],
            "`challenger.optimism` is 10: so large a shift leaves nothing to chance",
        ),
        (
            ["defender.misperception=-10", "run.seed=1"],
            "`defender.misperception` is -10: so large a shift leaves nothing to chance",
        ),
        (
            ["guarantee.erosion=2", "run.seed=1"],
            "`guarantee.erosion` is 2 a year: commitment would be gone after a few years",
        ),
        (["defender.cheating=20", "run.seed=1"], "`defender.cheating` is 20: the army would exceed its cap by 2000 %"),
    ] {
        assert_eq!(unit_messages(&sets), [message], "{sets:?}");
    }
}

/// Where the unit is wrong, what follows from it is not told too.
#[test]
fn a_cap_in_persons_is_told_once() {
    let told = right(ISLAND, &["plan.permanent.terms.defender_forces=110000"]).warnings;
    let codes: Vec<Code> = told.iter().map(|warning| warning.code).collect();
    assert_eq!(codes, [Code::UnusualUnit], "{told:?}");
}

#[test]
fn large_but_possible_numbers_are_not_mistakes_of_units() {
    let none: [String; 0] = [];
    for sets in [
        ["challenger.forces=8000", "challenger.growth=3"],
        ["challenger.war_cost=2", "defender.collapse=0.1"],
        ["challenger.war_cost=6", "defender.war_cost=4"],
        ["guarantor.protector.forces=18000", "guarantor.protector.max_troops=18000"],
        ["plan.fifteen.terms.guarantee_years=100", "negotiation.max_months=1200"],
        ["challenger.attack_cost=1", "guarantor.protector.punishment=-1"],
        ["plan.permanent.terms.defender_forces=18000", "enforcement.lookahead=300"],
        ["challenger.optimism=-5", "guarantee.erosion=1"],
    ] {
        assert_eq!(unit_messages(&sets), none, "{sets:?}");
    }
}

#[test]
fn shipped_scenarios_have_no_mistakes_of_units() {
    for text in [
        include_str!("../../../scenarios/island-by-hand.toml"),
        include_str!("../../../scenarios/paris-2026.toml"),
        include_str!("../../../scenarios/revanche.toml"),
        include_str!("../../../scenarios/tiny.toml"),
        BORDER,
        super::super::template(),
    ] {
        let loaded = right(text, &[]);
        assert_eq!(of_units(&loaded).count(), 0, "{:?}", loaded.warnings);
    }
}

/// What is said about a wrong text.
fn told(text: &str, sets: &[&str]) -> String {
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    crate::scenario::parse("x.toml", text, &sets, None).unwrap_err().to_string()
}

#[test]
fn values_written_as_elsewhere_get_a_hint() {
    for (old, new, hint) in [
        ("discount_factor = 0.9\n", "discount_factor = 0,93\n", "decimals are written with a point: 0.93"),
        ("reliability = 0.6", "reliability = 60%", "a share is written as a number: write 0.6, not 60%"),
        ("reliability = 0.6", "reliability = \"60 %\"", "a share is written as a number: write 0.6, not 60%"),
        ("name = \"Island\"\n", "as_of = 01.03.2026\n", "dates are written 2026-03-01"),
        ("name = \"Island\"\n", "as_of = \"01.03.2026\"\n", "dates are written 2026-03-01"),
        (
            "war_cost = 0.45",
            "war_cost = { pert = [0,2, 0,4, 0,6] }",
            "decimals are written with a point: [0.2, 0.4, 0.6]",
        ),
    ] {
        assert!(ISLAND.contains(old), "{old}");
        let told = told(&ISLAND.replacen(old, new, 1), &[]);
        assert_eq!(told.matches("error").count(), 1, "{told}");
        assert!(told.ends_with(&format!("hint: {hint}")), "{told}");
    }
    for (set, hint) in [
        ("challenger.war_cost=0,3", "decimals are written with a point: 0.3"),
        ("challenger.war_cost=30%", "a share is written as a number: write 0.3, not 30%"),
        ("war_cost=0.3", "did you mean `challenger.war_cost` or `defender.war_cost`?"),
        ("trials=500", "did you mean `run.trials`?"),
        ("challenger.war_cost=.5", "write 0.5: a decimal point has digits on both sides"),
        ("challenger.war_cost=5.", "write 5: a decimal point has digits on both sides"),
        ("challenger.forces=3\u{a0}000", "thousands are written without spaces: 3000"),
        (
            "challenger.forces=\"10k\"",
            "numbers are written out: 10k is 10000; forces and troops are in thousands: write 10",
        ),
        ("challenger.forces=NaN", "NaN is no number: give one, or leave out a key that has a default"),
        ("challenger.forces=50-100", "a range is a distribution, such as { uniform = [50, 100] }"),
        ("challenger.war_cost=1,5", "decimals are written with a point: 1.5"),
        ("guarantor.protector.reliability=50", "a share is written as a number: write 0.5, not 50"),
        ("challenger.belief_strength=infinity", "write \"inf\""),
        ("run.trials=\"10k\"", "numbers are written out: 10k is 10000"),
        ("run.trials=1.000", "a whole number is written 1000 or 1_000, without a point"),
        ("plan.fifteen.terms.guarantee_years=forever", "write \"permanent\""),
        ("guarantor.protector.max_years=unlimited", "write \"permanent\""),
        ("front.start=0.3", "a share of the contested territory goes by another key: start_share = 0.3"),
        ("run.trials=1e4", "whole numbers are written as digits alone: 10000"),
        ("challenger.may_attack=True", "write true, in small letters and without quotes"),
        ("challenger.may_attack=0", "write false, in small letters and without quotes"),
    ] {
        let told = told(ISLAND, &[set]);
        assert!(told.ends_with(&format!("hint: {hint}")), "{told}");
    }
}

#[test]
fn files_of_another_kind_are_named() {
    let sweep = "schema = 1\n[sweep]\nbase = \"tiny.toml\"\n[[axis]]\npath = \"front.start\"\nvalues = [1]\n";
    let text = "error: x.toml: this is a sweep file, not a scenario\nhint: run it with `armistice sweep x.toml`";
    assert_eq!(told(sweep, &[]), text);
    let table = "error: x.toml: is not TOML: it looks like a table (CSV); scenarios and sweeps are TOML files";
    assert_eq!(told("trial,plan,months\n1,truce,12\n", &[]), table);
}

#[test]
fn spaces_around_the_names_of_plans_do_no_harm() {
    let plans = ["bare".to_owned(), " fifteen ".to_owned()];
    let loaded =
        crate::scenario::parse("x.toml", ISLAND, &[], Some(&plans)).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(loaded.scenario.structure.plans.len(), 2);
}
