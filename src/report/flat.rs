//! `summary.csv`: every figure of a run on a line of its own, for spreadsheets.

use serde_json::Value;

use super::table::{Cell, Table};
use crate::analysis::figures::{Ends, Leaf, Named, Over, first_step, leaves};
use crate::analysis::summary::Summary;
use crate::analysis::table::{Holds, TableColumn};

/// The figures of a run as CSV with the columns figure, year, plan, value, low, high.
///
/// Figures are named by their path in `summary.json`, without the plan; `low` and `high` are 95 % sampling intervals.
pub fn summary_csv(summary: &Summary) -> String {
    summary_table(summary).csv()
}

/// Its columns.
#[must_use]
pub fn summary_columns() -> Vec<TableColumn> {
    COLUMNS.into_iter().map(|(name, meaning, holds)| TableColumn::new(name, "", meaning, holds)).collect()
}

/// The columns: name, what they hold in words, and as types.
const COLUMNS: [(&str, &str, Holds); 6] = [
    ("figure", "path in summary.json, without the plan", Holds::Words),
    (
        "year",
        "years after the signature, or the place in another list of the figure; empty where it is one number",
        Holds::Counts,
    ),
    ("plan", "id of the plan, where it is a figure of one", Holds::Words),
    ("value", "the figure: a share, or in the unit that its name has in the documentation of results", Holds::Numbers),
    ("low", "lower end of the 95 % sampling interval", Holds::Numbers),
    ("high", "upper end of the 95 % sampling interval", Holds::Numbers),
];

/// The same as a table.
pub fn summary_table(summary: &Summary) -> Table {
    let mut table = Table::new(&COLUMNS.map(|(name, ..)| name));
    let tree = serde_json::to_value(summary).unwrap_or_default();
    let plans: Vec<&str> = summary.plans.keys().map(String::as_str).collect();
    let costs: Vec<&str> = summary.costs.keys().map(String::as_str).collect();
    let parties: Vec<&str> = summary.values.parties.keys().filter_map(|key| key.strip_prefix("party.")).collect();
    // Of open terms themselves nothing is listed: they have a figure for each choice.
    let named = Named { plans: &plans, costs: &costs, parties: &parties, issues: &[] };
    for leaf in leaves(named).iter().filter(|leaf| leaf.figure.is_listed()) {
        lines(&tree, leaf, &mut table);
    }
    table
}

/// The lines of a figure; none where this run has no such figure.
fn lines(tree: &Value, leaf: &Leaf, table: &mut Table) {
    let Some((group, value)) = found(tree, &leaf.path) else { return };
    let ends = ["low", "high"].map(|end| if leaf.figure.ends == Ends::Beside { group.get(end) } else { None });
    if leaf.figure.over == Over::Once {
        table.push(line(leaf, None, [Some(value), ends[0], ends[1]]));
        return;
    }
    for year in 0..value.as_array().map_or(0, Vec::len) {
        table.push(line(leaf, Some(year), [Some(value), ends[0], ends[1]].map(|list| list?.get(year))));
    }
}

/// What a path leads to, and what holds it.
fn found<'t>(tree: &'t Value, path: &str) -> Option<(&'t Value, &'t Value)> {
    let (mut group, mut node, mut path) = (tree, tree, path);
    while !path.is_empty() {
        let (step, rest) = first_step(node, path);
        (group, node, path) = (node, node.get(step)?, rest);
    }
    Some((group, node))
}

fn line(leaf: &Leaf, year: Option<usize>, values: [Option<&Value>; 3]) -> Vec<Cell> {
    let plan = leaf.plan.as_deref().unwrap_or_default();
    let mut row: Vec<Cell> = vec![leaf.name().into(), Cell::Number(year.map(|year| year as f64)), plan.into()];
    row.extend(values.map(|value| Cell::Number(value.and_then(Value::as_f64))));
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn every_figure_has_a_line_and_what_is_unknown_stays_blank() {
        let csv = summary_csv(&fixture::smallest().summary);
        let lines: Vec<&str> = csv.lines().collect();
        assert_eq!(lines[0], "figure,year,plan,value,low,high");
        assert_eq!(lines[1], "trials,,,10000,,");
        assert!(lines.contains(&"values.defender.mean,,,0.66,,"));
        assert!(lines.iter().any(|line| line.starts_with("if_signed.survival,1,us-15,0.97,0.966,0.974")));
        let unsigned = summary_csv(&fixture::nothing_signed().summary);
        assert!(unsigned.lines().any(|line| line == "peace.survival,7,,,,"));
        assert!(!csv.contains("decomposition"));
    }
}
