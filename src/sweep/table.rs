//! `points.csv`: one row a point, with the value of each axis and each measure with its interval.

use crate::analysis::table::{Holds, TableColumn};
use crate::scenario::Scenario;
use crate::words::{Words, words};

use super::Sweep;
use super::axis::{Axis, Level, Values};
use super::condition::is_endless;
use super::measure::{Measure, Measured};
use super::points::Point;

/// A row of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct PointRow {
    /// The value of each axis as written; empty: the base's own.
    pub axes: Vec<String>,
    /// The measures.
    pub measures: Vec<Measured>,
    /// Whether the point was not played, as the sweep's `skip` asks.
    pub left_out: bool,
}

/// The columns of a measure: its value, and the lower and upper end of its interval.
pub(super) fn names_of(id: &str) -> [String; 3] {
    ["", "_low", "_high"].map(|end| format!("{id}{end}"))
}

/// The columns: the axes' paths, then for each measure `<id>`, `<id>_low`, `<id>_high`.
#[must_use]
pub fn heads(sweep: &Sweep) -> Vec<String> {
    let axes = sweep.axes.iter().map(|axis| axis.path.clone());
    let measures = sweep.measures.iter();
    let ids = measures.flat_map(|measure| names_of(&measure.id));
    axes.chain(ids).collect()
}

/// The same with their units, what they tell and what they hold: an axis holds words where one of its values is one, other than
/// one for infinity among numbers.
#[must_use]
pub fn columns(sweep: &Sweep, base: &Scenario) -> Vec<TableColumn> {
    let of_axis = |axis: &Axis| {
        let holds = if is_of_numbers(axis) { Holds::Numbers } else { Holds::Words };
        let unit = axis.unit.clone().unwrap_or_else(|| unit_of(base, &axis.path));
        TableColumn::new(&axis.path, &unit, axis.name.as_deref().unwrap_or("axis"), holds)
    };
    let of_measure = |measure: &Measure| {
        let share = if measure.is_share(&sweep.measures) { "share" } else { "" };
        let unit = measure.unit.as_deref().filter(|unit| !unit.is_empty()).unwrap_or(share);
        let what = measure.name.as_deref().unwrap_or(&measure.written);
        let meanings = [
            what.to_owned(),
            format!("{what}: lower end of its 95 % interval"),
            format!("{what}: upper end of its 95 % interval"),
        ];
        let names = names_of(&measure.id).into_iter().zip(meanings);
        names.map(|(name, meaning)| TableColumn::new(&name, unit, &meaning, Holds::Numbers)).collect::<Vec<_>>()
    };
    sweep.axes.iter().map(of_axis).chain(sweep.measures.iter().flat_map(of_measure)).collect()
}

/// The unit of what an axis varies in a scenario, as far as the scenario says one.
fn unit_of(base: &Scenario, path: &str) -> String {
    let steps: Vec<&str> = path.split('.').collect();
    if let ["plan", _, "terms", issue] = steps[..] {
        let issue = base.structure().issues.iter().find(|it| it.id == issue);
        return issue.map_or_else(String::new, |issue| issue.unit.clone());
    }
    base.unit_of(path).unwrap_or_default().to_owned()
}

/// The first line.
#[must_use]
pub fn header(sweep: &Sweep) -> String {
    line(heads(sweep).into_iter())
}

/// What stands for a number without end in a column of numbers, as in every table.
const ENDLESS: &str = "inf";

/// Whether the values of an axis are numbers, or words for infinity among numbers; what is empty leaves the base's own.
fn is_of_numbers(axis: &Axis) -> bool {
    let is_number = |level: &Level| level.number.is_some();
    let fits = |level: &Level| is_number(level) || is_endless(&level.shown) || level.shown.is_empty();
    let drawn = matches!(axis.values, Values::Drawn { .. });
    let mut levels = axis.levels().iter().chain(&axis.base);
    (drawn || axis.levels().iter().any(is_number)) && levels.all(fits)
}

/// A value of an axis as its column has it.
fn in_column(axis: &Axis, level: &Level) -> String {
    let endless = level.number.is_none() && is_of_numbers(axis) && is_endless(&level.shown);
    if endless { ENDLESS.to_owned() } else { level.shown.clone() }
}

/// A value of an axis as readers see it, of what stands in its column.
fn shown(axis: &Axis, field: &str) -> String {
    let word = match &axis.values {
        _ if field != ENDLESS || !is_of_numbers(axis) => None,
        Values::List(levels) => levels.iter().chain(&axis.base).map(|it| &it.shown).find(|it| is_endless(it)),
        Values::Drawn { word, .. } => word.as_ref(),
    };
    word.map_or(field, String::as_str).to_owned()
}

/// A point's row.
#[must_use]
pub fn row(sweep: &Sweep, point: &Point, measures: &[Measured]) -> String {
    let field =
        |(axis, level): (&Axis, &Option<Level>)| level.as_ref().map_or_else(String::new, |it| in_column(axis, it));
    let axes = sweep.axes.iter().zip(point).map(field);
    let figures = measures.iter().flat_map(|it| [it.value, it.low, it.high]);
    line(axes.chain(figures.map(|figure| figure.map_or_else(String::new, |figure| format!("{figure}")))))
}

fn line(fields: impl Iterator<Item = String>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // A vector takes every byte.
    let written = writer.write_record(fields.map(String::into_bytes)).ok().and_then(|()| writer.into_inner().ok());
    String::from_utf8(written.unwrap_or_default()).unwrap_or_default()
}

/// The value of each axis at a point, as [`read`] gives it.
#[must_use]
pub fn axes_of(sweep: &Sweep, point: &Point) -> Vec<String> {
    let value = |(axis, level): (&Axis, &Option<Level>)| {
        level.as_ref().map_or_else(String::new, |it| shown(axis, &in_column(axis, it)))
    };
    sweep.axes.iter().zip(point).map(value).collect()
}

/// The point of a row.
fn point_of(sweep: &Sweep, shown: &[String]) -> Point {
    let level = |(axis, shown): (&Axis, &String)| {
        let listed = axis.levels().iter().find(|level| level.shown == *shown).cloned();
        let drawn = || {
            let number = Level::number(shown);
            if number.number.is_some() { number } else { Level::word(shown) }
        };
        (!shown.is_empty()).then(|| listed.unwrap_or_else(drawn))
    };
    sweep.axes.iter().zip(shown).map(level).collect()
}

/// Reads the table again. It does not say which figures rest on few trials.
///
/// # Errors
/// What is wrong with it.
pub fn read(sweep: &Sweep, text: &str) -> Result<Vec<PointRow>, Words> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for (index, record) in reader.records().enumerate() {
        let record = record.map_err(|error| Words::verbatim(error.to_string()))?;
        if index == 0 {
            let header = line(record.iter().map(str::to_owned));
            if header != self::header(sweep) {
                return Err(words!("its columns are not those of the sweep"));
            }
            continue;
        }
        let mut fields = record.iter();
        let axes: Vec<String> = sweep.axes.iter().zip(&mut fields).map(|(axis, field)| shown(axis, field)).collect();
        let number = |field: &str| match field {
            "" => Ok(None),
            text => match text.parse::<f64>() {
                Ok(number) if number.is_finite() => Ok(Some(number)),
                _ => Err(words!("row {index} holds `{text}`, not a number", index, text)),
            },
        };
        let figures: Vec<Option<f64>> = fields.map(number).collect::<Result<_, _>>()?;
        let measured = |it: &[Option<f64>]| Measured { value: it[0], low: it[1], high: it[2], few: false };
        let measures = figures.chunks_exact(3).map(measured).collect();
        let left_out = sweep.skip.is_some() && sweep.leaves_out(&point_of(sweep, &axes));
        rows.push(PointRow { axes, measures, left_out });
    }
    Ok(rows)
}
