//! Rows of figures with their intervals: bars from zero, and paired differences as dots beside a line at zero.

use super::super::draw::{Anchor, Axis, Chart, Drawing, Rows, rows};
use super::super::style::Style;
use super::super::table::{Cell, Table};
use super::super::theme::Color;
use super::labels::{Estimate, Labels, ends, extent, told, told_as};
use crate::model::Side;

/// A bar, a difference or another row with an interval.
#[derive(Clone, Debug, PartialEq)]
pub struct RowData {
    /// Name for readers.
    pub name: String,
    /// The figure.
    pub estimate: Estimate,
}

/// Bars with intervals.
#[derive(Clone, Debug, PartialEq)]
pub struct BarsData {
    /// Words.
    pub labels: Labels,
    /// The side that the measure is about, if it is about one.
    pub side: Option<Side>,
    /// The bars, from the top.
    pub rows: Vec<RowData>,
}

/// Differences between two variants that met the same luck.
#[derive(Clone, Debug, PartialEq)]
pub struct PairedData {
    /// Words.
    pub labels: Labels,
    /// Name of the variant that is subtracted.
    pub from: String,
    /// Name of the other.
    pub to: String,
    /// Whether both met the same luck in every trial.
    pub same_luck: bool,
    /// Differences `to - from`, from the top.
    pub rows: Vec<RowData>,
}

/// Horizontal bars with intervals.
pub fn bars(data: &BarsData, style: &Style) -> Chart {
    let labels = &data.labels;
    let mut drawing = Drawing::new(style, &labels.title, &labels.subtitle);
    let color = data.side.map_or(style.theme.palette[0], |side| style.theme.side(side));
    let axis = |ticks: usize, (low, high): (f64, f64)| labels.axis(&style.lang, low, high, ticks);
    draw_rows(&mut drawing, &data.rows, axis, |x| labels.value(&style.lang, x), (color, false));
    let alt = told(labels, &style.lang, &named(&data.rows));
    drawing.finish(&labels.name, &labels.note, &alt, table(labels, &data.rows))
}

/// Paired differences with intervals: dots beside a line at zero.
pub fn paired(data: &PairedData, style: &Style) -> Chart {
    let (labels, lang) = (&data.labels, &style.lang);
    let mut drawing = Drawing::new(style, &labels.title, &labels.subtitle);
    let key = if data.same_luck { "chart.paired" } else { "chart.unpaired" };
    let says = lang.fill(key, &[("from", &data.from), ("to", &data.to)]);
    let (em, muted) = (drawing.em, style.theme.muted);
    drawing.paragraph(&says, 0.88 * em, false, muted, 3);
    drawing.y += 0.5 * em;
    let axis = |ticks: usize, (low, high): (f64, f64)| labels.axis_of_differences(lang, low, high, ticks);
    let color = style.theme.palette[0];
    draw_rows(&mut drawing, &data.rows, axis, |x| labels.signed(lang, x), (color, true));
    let alt = told_as(labels, lang, &named(&data.rows), |x| labels.signed(lang, x));
    drawing.finish(&labels.name, &labels.note, &alt, table(labels, &data.rows))
}

fn named(rows: &[RowData]) -> Vec<(String, Option<f64>)> {
    rows.iter().map(|row| (row.name.clone(), row.estimate.value)).collect()
}

fn table(labels: &Labels, rows: &[RowData]) -> Table {
    let mut table = Table::new(&["name", "value", "low", "high"]);
    for row in rows {
        let mut cells: Vec<Cell> = vec![row.name.as_str().into()];
        cells.extend([row.estimate.value, row.estimate.low, row.estimate.high].map(|x| labels.cell(x)));
        table.push(cells);
    }
    table
}

/// Bars from zero, or dots, each with its interval and its figure at the right.
fn draw_rows(
    drawing: &mut Drawing,
    data: &[RowData],
    axis: impl Fn(usize, (f64, f64)) -> Axis,
    text: impl Fn(f64) -> String,
    (color, dots): (Color, bool),
) {
    let em = drawing.em;
    let (low, high) = extent(data.iter().flat_map(|row| ends(&row.estimate)).chain([0.0]));
    let axis = axis(if drawing.is_narrow() { 4 } else { 6 }, (low, high));
    let names: Vec<String> = data.iter().map(|row| row.name.clone()).collect();
    let missing = || drawing.style.lang.t("format.missing").to_owned();
    let texts: Vec<String> = data.iter().map(|row| row.estimate.value.map_or_else(missing, &text)).collect();
    let right = texts.iter().map(|text| drawing.width_of(text)).fold(0.0, f64::max) + 0.9 * em;
    let layout = rows(drawing, &names, 1.1 * em, right, &axis);
    for (row, (it, text)) in data.iter().zip(&texts).enumerate() {
        drawing.pen.open_tip(&drawing.style.lang.said_of(&it.name, text));
        mark(drawing, &layout, row, &it.estimate, (color, dots));
        drawing.pen.close();
        let y = layout.middles[row] + 0.36 * em;
        drawing.text(layout.rect.right + right, y, text, drawing.style.theme.ink, Anchor::End);
    }
    if low < 0.0 {
        layout.zero_line(drawing);
    }
}

/// A bar below its interval, or a dot above it.
fn mark(drawing: &Drawing, layout: &Rows, row: usize, estimate: &Estimate, (color, dots): (Color, bool)) {
    let em = drawing.em;
    if let Some(value) = estimate.value.filter(|_| !dots) {
        layout.bar(row, (0.0, value), 0.55 * em, color);
    }
    if let (Some(low), Some(high)) = (estimate.low, estimate.high) {
        layout.plot.whisker(layout.middles[row], (low, high), 0.28 * em, drawing.style.theme.ink);
    }
    if let Some(value) = estimate.value.filter(|_| dots) {
        layout.plot.dot((value, layout.middles[row]), 0.38 * em, color);
    }
}
