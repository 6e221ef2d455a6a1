//! What a scenario or a sweep means: everything that decides its results, and nothing that is only for readers.
//!
//! A comment, a name or the order of keys in a file changes nothing in what is computed, so that results stay results of
//! the file.

use std::fmt::Write as _;

use crate::scenario::Scenario;
use crate::sweep::Sweep;

/// What decides the results of a scenario's trials, as a text that two scenarios share if and only if they have the same
/// trials. It holds every number in all its digits, but no name: those are for readers. It is not kept anywhere.
pub(super) fn of_scenario(scenario: &Scenario) -> String {
    let mut structure = scenario.structure().clone();
    structure.issues.iter_mut().for_each(|issue| issue.name.clear());
    structure.guarantors.iter_mut().for_each(|guarantor| guarantor.name.clear());
    structure.parties.iter_mut().for_each(|party| party.name.clear());
    structure.plans.iter_mut().for_each(|plan| plan.name.clear());
    let (run, central) = (scenario.run(), scenario.central());
    let (inputs, correlations) = (scenario.inputs(), scenario.correlations());
    let (derived, mut shared) = (scenario.derived(), scenario.shared().to_vec());
    for it in &mut shared {
        it.name.clear();
    }
    format!("{run:?}\n{structure:?}\n{central:?}\n{inputs:?}\n{correlations:?}\n{derived:?}\n{shared:?}")
}

/// What decides the points, measures and charts of a sweep over its base, in the same way.
pub(super) fn of_sweep(sweep: &Sweep) -> String {
    let mut text = format!("{:?} {:?}\n", sweep.combination, sweep.points);
    for axis in &sweep.axes {
        let _ = writeln!(text, "{} {:?} {:?} {:?}", axis.path, axis.unit, axis.base, axis.values);
    }
    for measure in &sweep.measures {
        let _ = writeln!(text, "{} {:?} {:?}", measure.id, measure.unit, measure.of);
    }
    for chart in &sweep.charts {
        let (across, each) = ((chart.x, chart.y, chart.series), (&chart.by, &chart.measures));
        let _ = writeln!(text, "{:?} {across:?} {each:?}", chart.kind);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::parse;

    const TINY: &str = include_str!("../../scenarios/tiny.toml");

    fn meaning(text: &str, set: &[&str]) -> String {
        let set: Vec<String> = set.iter().map(|&set| set.to_owned()).collect();
        of_scenario(&parse("tiny.toml", text, &set, None).unwrap_or_else(|faults| panic!("{faults}")).scenario)
    }

    #[test]
    fn words_mean_nothing() {
        let plain = meaning(TINY, &[]);
        assert_eq!(plain, meaning(&format!("# a remark\n{TINY}"), &[]));
        let renamed = TINY.replace("\"North\"", "\"Norrland\"").replace("\"Tiny\"", "\"Very tiny\"");
        assert_ne!(renamed, TINY);
        assert_eq!(plain, meaning(&renamed, &[]));
        assert_eq!(plain, meaning(TINY, &["challenger.name={ en = \"North\", fr = \"Le Nord\" }"]));
        assert_eq!(meaning(TINY, &["front.stalemate=0.5"]), meaning(TINY, &["front.stalemate=0.500"]));
    }

    /// Plans and guarantors are known by their identifiers.
    #[test]
    fn names_mean_nothing_and_identifiers_do() {
        let issue = "[[issue]]\nid = \"corridor\"\nname = \"Corridor\"\nstatus_quo = 0\n\
            [challenger.demands.corridor]\nideal = 1\nsalience = 0.1\n\
            [defender.demands.corridor]\nideal = 0\nsalience = 0.1\n";
        let party = "[[party]]\nid = \"council\"\nname = \"Council\"\ndiscount_factor = 0.9\n\
            demands = { corridor = { ideal = 1, salience = 1 } }\n";
        let text = format!("{TINY}\n{issue}{party}").replace("terms = {", "terms = { corridor = 0.5,");
        let plain = meaning(&text, &[]);
        for name in ["North", "South", "Ally", "Truce on the line of contact", "Corridor", "Council", "Tiny"] {
            let (from, to) = (format!("name = \"{name}\""), "name = \"Another\"");
            assert_eq!(text.matches(&from).count(), 1, "{name}");
            assert_eq!(plain, meaning(&text.replace(&from, to), &[]), "{name}");
        }
        for (id, other) in [("ally", "friend"), ("truce", "pause"), ("council", "senate")] {
            let (from, to) = (format!("id = \"{id}\""), format!("id = \"{other}\""));
            assert_eq!(text.matches(&from).count(), 1, "{id}");
            assert_ne!(plain, meaning(&text.replace(&from, &to), &[]), "{id}");
        }
    }

    #[test]
    fn correlations_mean_something() {
        let with = |between: &str, rank: &str| {
            meaning(&format!("{TINY}\n[[correlation]]\nbetween = [{between}]\nrank = {rank}\n"), &[])
        };
        let (costs, growth) =
            ("\"challenger.war_cost\", \"defender.war_cost\"", "\"challenger.war_cost\", \"challenger.growth\"");
        let plain = with(costs, "0.3");
        assert_eq!(plain, with(costs, "0.30"));
        for other in [meaning(TINY, &[]), with(costs, "0.4"), with(costs, "-0.3"), with(growth, "0.3")] {
            assert_ne!(plain, other);
        }
    }

    #[test]
    fn every_number_means_something() {
        let plain = meaning(TINY, &[]);
        for set in [
            "run.seed=2",
            "run.trials=7",
            "run.years=3",
            "run.replications=2",
            "run.sampling=latin_hypercube",
            "front.stalemate=0.123",
            "challenger.war_cost=0.4",
            "challenger.war_cost={ uniform = [0.2, 0.4] }",
            "defender.margin=0.000000001",
            "plan.guarantee-10.from_month=3",
            "plan.guarantee-10.terms.guarantee_years=11",
        ] {
            let run = if set.starts_with("run.replications") { vec![set, "run.trials=64"] } else { vec![set] };
            assert_ne!(plain, meaning(TINY, &run), "{set}");
        }
        assert_ne!(
            meaning(TINY, &["challenger.war_cost={ uniform = [0.2, 0.4] }"]),
            meaning(TINY, &["challenger.war_cost={ triangular = [0.2, 0.3, 0.4] }"])
        );
    }

    const SWEEP: &str = "schema = 1\n[sweep]\nname = \"S\"\nbase = \"tiny.toml\"\n[[axis]]\npath = \"front.stalemate\"\n\
        name = \"N\"\nvalues = [0.3, 0.5]\n[[measure]]\nid = \"held\"\nname = \"M\"\nof = \"classes.peace_held\"\n\
        [[chart]]\nkind = \"lines\"\ntitle = \"T\"\nx = \"front.stalemate\"\nmeasure = \"held\"\n";

    fn of(text: &str) -> String {
        of_sweep(&Sweep::parse("s.toml", text).unwrap_or_else(|faults| panic!("{faults}")))
    }

    #[test]
    fn a_sweep_means_its_points_measures_and_charts() {
        for name in ["\"S\"", "\"N\"", "\"M\"", "\"T\""] {
            assert_eq!(of(SWEEP), of(&SWEEP.replace(name, "\"other\"")), "{name}");
        }
        assert_eq!(of(SWEEP), of(&format!("# a remark\n{SWEEP}")));
        for (from, to) in [
            ("0.5]", "0.6]"),
            ("0.5]", "0.5, 0.7]"),
            ("front.stalemate", "front.decisiveness"),
            ("classes.peace_held", "settlement.share"),
            ("\"held\"", "\"kept\""),
            ("\"lines\"", "\"bars\""),
            ("base = ", "design = \"zip\"\nbase = "),
            ("name = \"N\"", "name = \"N\"\nunit = \"share\""),
            ("name = \"M\"", "name = \"M\"\nunit = \"share\""),
        ] {
            assert_ne!(of(SWEEP), of(&SWEEP.replace(from, to)), "{from} {to}");
        }
        let axis = |path: &str| format!("[[axis]]\npath = \"{path}\"\nvalues = [0.1, 0.2]\n");
        let axes = axis("challenger.war_cost") + &axis("defender.war_cost");
        let ordered = |by: &str| of(&format!("{SWEEP}by = [{by}]\n{axes}"));
        let (one, two) = ("\"challenger.war_cost\"", "\"defender.war_cost\"");
        assert_ne!(ordered(&format!("{one}, {two}")), ordered(&format!("{two}, {one}")));
    }
}
