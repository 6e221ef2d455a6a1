//! Labelled rows above a common horizontal axis: bars, dots with intervals.

use super::axis::Axis;
use super::canvas::Anchor;
use super::drawing::{Drawing, Rect};

/// The rows laid out: the plot, and the middle of each row.
pub(super) struct Rows {
    pub(super) rect: Rect,
    pub(super) middles: Vec<f64>,
}

/// Writes the row labels at the left (above each row where the page is narrow) and the axis below.
///
/// `height` is that of a row's marks and `right` what to leave free at the right end, both in px.
pub(super) fn rows(drawing: &mut Drawing, labels: &[String], height: f64, right: f64, axis: &Axis) -> Rows {
    let em = drawing.em;
    let above = drawing.is_narrow();
    let limit = if above { drawing.width - 2.0 * drawing.margin() } else { 0.36 * drawing.width };
    let wrapped: Vec<Vec<String>> = labels.iter().map(|label| drawing.wrap(label, limit, 3)).collect();
    let widest = wrapped.iter().flatten().map(|line| drawing.width_of(line)).fold(0.0, f64::max);
    let left = drawing.margin() + if above { 0.3 * em } else { widest + 0.8 * em };
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
    grid(drawing, rect, axis, if above { &middles } else { &[] }, height);
    for (lines, middle) in wrapped.iter().zip(&middles) {
        let ink = drawing.style.theme.ink;
        if above {
            let y = middle - height / 2.0 - 0.25 * em - 0.575 * em * lines.len() as f64;
            drawing.block(drawing.margin(), y, lines, ink, Anchor::Start);
        } else {
            drawing.block(rect.left - 0.8 * em, *middle, lines, ink, Anchor::End);
        }
    }
    Rows { rect, middles }
}

/// Vertical lines at the ticks; only beside the marks where labels stand between the rows.
fn grid(drawing: &mut Drawing, rect: Rect, axis: &Axis, middles: &[f64], height: f64) {
    let color = drawing.style.theme.grid;
    for (value, _) in &axis.ticks {
        let at = axis.place(*value, rect.left, rect.right);
        if middles.is_empty() {
            drawing.canvas.line((at, rect.top), (at, rect.bottom), color, 0.75);
        }
        for middle in middles {
            let half = height / 2.0 + 0.15 * drawing.em;
            drawing.canvas.line((at, middle - half), (at, middle + half), color, 0.75);
        }
    }
    drawing.horizontal_axis(rect, axis);
}

/// A horizontal interval with end strokes.
pub(super) fn whisker(drawing: &mut Drawing, y: f64, from: f64, to: f64, color: super::super::theme::Color) {
    let cap = 0.28 * drawing.em;
    drawing.canvas.line((from, y), (to, y), color, 1.25);
    drawing.canvas.line((from, y - cap), (from, y + cap), color, 1.25);
    drawing.canvas.line((to, y - cap), (to, y + cap), color, 1.25);
}
