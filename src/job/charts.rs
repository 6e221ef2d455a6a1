//! Names of the charts that jobs draw: so that theirs can be told from those of the reader in the same folder.

use crate::sweep::{Axis, Sweep};

/// The charts of a run, whatever the scenario.
const OF_RUNS: [&str; 23] = [
    "alone",
    "worlds",
    "influence",
    "theories",
    "forecasts",
    "posterior",
    "outcomes",
    "signed-and-holding",
    "given-signed",
    "acceptability",
    "breakdown",
    "plane",
    "settlement",
    "survival",
    "hazard",
    "guarantors",
    "values",
    "months-of-war",
    "inputs",
    "inputs-challenger",
    "inputs-defender",
    "inputs-guarantors",
    "inputs-others",
];

/// Those with a number: of parties that do not fight, as many as there is room for on each (`breakdown-parties-1`, and so on),
/// and of plans with open terms.
const NUMBERED: [&str; 3] = ["acceptability-parties-", "breakdown-parties-", "open-terms-"];

/// Whether a run may draw a chart of that name.
pub(super) fn of_run(chart: &str) -> bool {
    OF_RUNS.contains(&chart) || is_one_of(&NUMBERED, chart)
}

/// The charts of a comparison of all plans, each by itself.
const OF_PLANS: [&str; 2] = ["alone", "alone-differences"];

/// Whether a comparison may draw a chart of that name: those of all plans, or `shares-1`, `values-1`, `costs-1`,
/// and so on.
pub(super) fn of_comparison(chart: &str) -> bool {
    OF_PLANS.contains(&chart) || is_one_of(&["shares-", "values-", "costs-"], chart)
}

/// Whether that is the picture of a trial.
pub(super) fn of_trace(chart: &str) -> bool {
    chart == "trace"
}

/// Whether a discovery may draw a chart of that name: `box-1`, `trade-off-1`, and so on.
pub(super) fn of_discovery(chart: &str) -> bool {
    is_one_of(&["box-", "trade-off-"], chart)
}

/// Whether a choice may draw a chart of that name.
pub(super) fn of_choice(chart: &str) -> bool {
    chart == "regret"
}

/// Whether an answer to one question may draw a chart of that name.
pub(super) fn of_question(chart: &str) -> bool {
    ["sensitivity", "threshold"].contains(&chart)
}

/// Whether a chart has one of these names and a number.
fn is_one_of(numbered: &[&str], chart: &str) -> bool {
    numbered.iter().any(|word| chart.strip_prefix(word).is_some_and(is_number))
}

/// Whether a sweep may draw a chart of that name: its kind, its measure, the value of each axis that has charts of its
/// own, and a number where two would be of one name.
pub(super) fn of_sweep(sweep: &Sweep, chart: &str) -> bool {
    sweep.charts.iter().any(|spec| {
        spec.measures.iter().any(|&measure| {
            let start = format!("{}-{}", spec.kind.key(), sweep.measures[measure].id);
            let axes: Vec<&Axis> = spec.by.iter().map(|&axis| &sweep.axes[axis]).collect();
            chart.strip_prefix(&start).is_some_and(|rest| ends(rest, &axes))
        })
    })
}

/// Whether a name can end so: a value of each axis, then perhaps a number.
fn ends(rest: &str, axes: &[&Axis]) -> bool {
    let Some((axis, others)) = axes.split_first() else {
        return rest.is_empty() || rest.strip_prefix('-').is_some_and(is_number);
    };
    axis.levels().iter().any(|level| {
        let word = format!("-{}", crate::report::sweep::file_word(&level.shown));
        rest.strip_prefix(&word).is_some_and(|rest| ends(rest, others))
    })
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::figures::charts;
    use crate::report::{Style, fixture};

    #[test]
    fn every_chart_of_a_run_is_known() {
        for scenario in ["tiny", "island-by-hand", "paris-2026-open", "paris-2026-reference-class", "seven-parties"] {
            let fixture = fixture::of_file(&format!("scenarios/{scenario}.toml"), 64);
            for chart in charts(&fixture.input(), &Style::default()) {
                assert!(of_run(&chart.name), "{}", chart.name);
            }
        }
        assert!(!of_run("survival-annotated") && !of_run("mine") && !of_run("breakdown-parties-mine"));
    }

    #[test]
    fn charts_of_comparisons_are_numbered() {
        assert!(of_comparison("shares-1") && of_comparison("values-12") && of_comparison("costs-1"));
        assert!(!of_comparison("shares-") && !of_comparison("shares-mine") && !of_comparison("survival"));
    }

    #[test]
    fn charts_of_a_sweep_are_named_after_measures_and_values() {
        let text = "schema = 1\n[sweep]\nbase = \"tiny.toml\"\n[[axis]]\npath = \"a\"\nvalues = [1, 2]\n\
            [[axis]]\npath = \"b\"\nvalues = [\"x y\", \"z\"]\n[[measure]]\nid = \"held\"\nof = \"classes.peace_held\"\n\
            [[chart]]\nkind = \"lines\"\nx = \"a\"\nmeasure = \"held\"\nby = [\"b\"]\n";
        let sweep = Sweep::parse("s.toml", text).unwrap_or_else(|faults| panic!("{faults}"));
        for own in ["lines-held-x_y", "lines-held-z", "lines-held-z-2"] {
            assert!(of_sweep(&sweep, own), "{own}");
        }
        for other in ["lines-held", "bars-held-z", "lines-held-z-final", "lines-kept-z", "lines-held-y", "held"] {
            assert!(!of_sweep(&sweep, other), "{other}");
        }
    }
}
