//! Every key of a sweep file, written once for the parser and the JSON Schema.

use crate::model::MAX_YEARS;
use crate::scenario::{MAX_TRIALS, Plain, SAMPLINGS, Takes, plain};

use super::{ChartKind, Combination, MAX_POINTS};

pub(super) const TOP: &[Plain] = &[
    plain("schema", Takes::Count(1, 1), true, "", "Version of this file's format."),
    plain("sweep", Takes::Part, true, "", "What is swept, and how."),
    plain("axis", Takes::Part, true, "", "What is varied, and the values that it takes."),
    plain("measure", Takes::Part, true, "", "What is measured at every point."),
    plain("chart", Takes::Part, false, "", "What is drawn; charts that suit the design when left out."),
];

/// What messages say of required keys.
#[cfg(test)]
pub(crate) fn documented() -> impl Iterator<Item = &'static str> {
    let required = [TOP, SWEEP, AXIS, MEASURE, CHART].concat().into_iter().filter(|key| key.required);
    required.map(|key| key.doc.trim_end_matches('.'))
}

pub(super) const SWEEP: &[Plain] = &[
    plain("name", Takes::Text, false, "", "Name for readers; the file's name when left out."),
    plain("summary", Takes::Text, false, "", "What it asks, in a sentence or two."),
    plain("base", Takes::Text, true, "", "The scenario file that is varied, relative to this file."),
    plain("plans", Takes::Part, false, "", "Only these plans are on the table; all when left out."),
    plain(
        "design",
        Takes::Choice(&Combination::KEYS),
        false,
        "\"grid\"",
        "How the values are combined: every combination (the first axis changes slowest); the first of all, the second of all, …; the base and each value alone; points drawn from the axes' distributions; or the rows of a table.",
    ),
    plain(
        "skip",
        Takes::Text,
        false,
        "",
        "Points that are left out: a condition on the axes, such as `plan.ID.terms.guarantee_years = 0 and plan.ID.terms.foreign_troops > 0`.",
    ),
    plain(
        "file",
        Takes::Text,
        false,
        "",
        "The table of the table design, relative to this file: CSV, a column for each path and a row for each point, or the folder of a sweep that was run.",
    ),
    plain("trials", Takes::Count(1, MAX_TRIALS), false, "", "Trials at each point; the scenario's when left out."),
    plain(
        "points",
        Takes::Count(2, MAX_POINTS),
        false,
        "",
        "Number of points; for latin_hypercube and sobol only, for sobol a power of two.",
    ),
    plain(
        "exact",
        Takes::Boolean,
        false,
        "false",
        "Exact figures of the plans at central values, without trials: acceptable, surplus, value, if_signed, available, war_values.",
    ),
    plain("seed", Takes::Count(0, u64::MAX), false, "", "Seed of every random number; the scenario's when left out."),
    plain(
        "sampling",
        Takes::Choice(&SAMPLINGS),
        false,
        "",
        "How the trials of a point are sampled; the scenario's when left out.",
    ),
    plain(
        "years",
        Takes::Count(1, MAX_YEARS as u64),
        false,
        "",
        "Years for which the peace is followed; the scenario's when left out.",
    ),
];

pub(super) const AXIS: &[Plain] = &[
    plain(
        "path",
        Takes::Text,
        true,
        "",
        "Path of a value of the scenario, such as plan.ID.terms.guarantee_years; * stands for every plan, guarantor or issue.",
    ),
    plain(
        "name",
        Takes::Text,
        false,
        "",
        "Name for readers; when left out, the input in words where there are such, else the path.",
    ),
    plain("unit", Takes::Text, false, "", "Unit for readers."),
    plain("values", Takes::Part, false, "", "The values, in their order: numbers, words, true or false."),
    plain("from", Takes::Part, false, "", "The first of equally distant values."),
    plain("to", Takes::Part, false, "", "The last of them."),
    plain("step", Takes::Part, false, "", "The distance between them, an exact decimal."),
    plain("count", Takes::Count(1, MAX_POINTS), false, "", "How many there are, instead of the distance."),
    plain(
        "base",
        Takes::Part,
        false,
        "",
        "The value where another axis is varied (one_at_a_time); the scenario's own when left out.",
    ),
];

pub(super) const MEASURE: &[Plain] = &[
    plain("id", Takes::Id, true, "", "Identifier: the name of its column."),
    plain(
        "of",
        Takes::Text,
        true,
        "",
        "A figure of summary.json by path (@ picks a year), or arithmetic of figures, numbers and the measures above.",
    ),
    plain("name", Takes::Text, false, "", "Name for readers; the id when left out."),
    plain("unit", Takes::Text, false, "", "Unit for readers; \"share\" is shown as a percentage."),
];

pub(super) const CHART: &[Plain] = &[
    plain("kind", Takes::Choice(&ChartKind::KEYS), true, "", "Cells over two axes, lines, bars, or a tornado."),
    plain("title", Takes::Text, false, "", "Title; made from the measure when left out."),
    plain("x", Takes::Text, false, "", "Path of the horizontal axis."),
    plain("y", Takes::Text, false, "", "Path of the vertical axis of a heatmap."),
    plain("series", Takes::Text, false, "", "Path of the axis of which each value is a line."),
    plain("by", Takes::Part, false, "", "Paths of axes: a chart for each of their values."),
    plain("measure", Takes::Part, true, "", "Id of a measure, or a list of them."),
];
