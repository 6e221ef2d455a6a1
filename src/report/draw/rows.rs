//! Labelled rows above a common horizontal axis: bars, dots with intervals.

use super::super::theme::Color;
use super::axis::Axis;
use super::drawing::{Drawing, Rect};
use super::pen::Anchor;
use super::surface::RowPlot;

/// The rows laid out.
pub(crate) struct Rows {
    pub(crate) rect: Rect,
    /// Data across, px of the paper down.
    pub(crate) plot: RowPlot,
    /// The middle of each row, px.
    pub(crate) middles: Vec<f64>,
    /// Half the height of a row's marks, px.
    half: f64,
}

/// Writes the row labels at the left (above each row where the page is narrow) and the axis below.
///
/// `height` is that of a row's marks and `right` what to leave free at the right end, both in px.
pub(crate) fn rows(drawing: &mut Drawing, labels: &[String], height: f64, right: f64, axis: &Axis) -> Rows {
    let (em, above) = (drawing.em, drawing.is_narrow());
    let (wrapped, left) = names(drawing, labels);
    let mut rect = Rect { left, top: drawing.y, right: drawing.width - drawing.margin() - right, bottom: drawing.y };
    let mut middles = Vec::new();
    for lines in &wrapped {
        let text = 1.15 * em * lines.len() as f64;
        let (row, middle) = if above {
            (text + height + 0.9 * em, rect.bottom + text + 0.35 * em + height / 2.0)
        } else {
            let row = text.max(height) + 0.55 * em;
            (row, rect.bottom + row / 2.0)
        };
        middles.push(middle);
        rect.bottom += row;
    }
    drawing.y = rect.bottom + drawing.axis_height(axis);
    let plot = drawing.row_plot(rect, axis, !above);
    let laid = Rows { rect, plot, middles, half: height / 2.0 };
    if above {
        short_grid(drawing, &laid, axis);
    }
    name_rows(drawing, &laid, &wrapped);
    laid
}

/// The names of the rows in lines, and where the plot beside or below them begins, px.
fn names(drawing: &Drawing, labels: &[String]) -> (Vec<Vec<String>>, f64) {
    let (em, above) = (drawing.em, drawing.is_narrow());
    let limit = if above { drawing.inner() } else { 0.36 * drawing.width };
    let wrapped: Vec<Vec<String>> = labels.iter().map(|label| drawing.wrap(label, limit, 5)).collect();
    let widest = wrapped.iter().flatten().map(|line| drawing.width_of(line)).fold(0.0, f64::max);
    (wrapped, drawing.margin() + if above { 0.3 * em } else { widest + 0.8 * em })
}

/// How wide the plot of such rows will be, px.
pub(crate) fn rows_width(drawing: &Drawing, labels: &[String], right: f64) -> f64 {
    drawing.width - drawing.margin() - right - names(drawing, labels).1
}

fn name_rows(drawing: &mut Drawing, laid: &Rows, names: &[Vec<String>]) {
    let (em, ink) = (drawing.em, drawing.style.theme.ink);
    for (lines, middle) in names.iter().zip(&laid.middles) {
        if drawing.is_narrow() {
            let y = middle - laid.half - 0.25 * em - 0.575 * em * lines.len() as f64;
            drawing.block(drawing.margin(), y, lines, ink, Anchor::Start);
        } else {
            drawing.block(laid.rect.left - 0.8 * em, *middle, lines, ink, Anchor::End);
        }
    }
}

/// Lines at the ticks beside the marks only, since labels stand between the rows.
fn short_grid(drawing: &Drawing, laid: &Rows, axis: &Axis) {
    let (half, color) = (laid.half + 0.15 * drawing.em, drawing.style.theme.grid);
    for (value, _) in &axis.ticks {
        for middle in &laid.middles {
            laid.plot.line((*value, middle - half), (*value, middle + half), color, 0.75);
        }
    }
}

impl Rows {
    /// Where a vertical line through all rows runs, px: beside the marks only where labels stand between the rows.
    pub(crate) fn spans(&self, drawing: &Drawing) -> Vec<(f64, f64)> {
        let half = self.half + 0.15 * drawing.em;
        if drawing.is_narrow() {
            self.middles.iter().map(|middle| (middle - half, middle + half)).collect()
        } else {
            vec![(self.rect.top, self.rect.bottom)]
        }
    }

    /// A line at zero.
    pub(crate) fn zero_line(&self, drawing: &Drawing) {
        for (from, to) in self.spans(drawing) {
            self.plot.line((0.0, from), (0.0, to), drawing.style.theme.ink, 1.0);
        }
    }

    /// A bar from one value to another in that row; `half` its height, px.
    pub(crate) fn bar(&self, row: usize, (from, to): (f64, f64), half: f64, color: Color) {
        let middle = self.middles[row];
        self.plot.rect((from.min(to), middle - half), (from.max(to), middle + half), color, 1.0);
    }

    /// The same so far below the middle of the row, px: bars that stand beside each other.
    pub(crate) fn bar_below(&self, row: usize, below: f64, (from, to): (f64, f64), half: f64, color: Color) {
        let middle = self.middles[row] + below;
        self.plot.rect((from.min(to), middle - half), (from.max(to), middle + half), color, 1.0);
    }
}
