//! Small multiples: equal panels in rows and columns.

use super::axis::Axis;
use super::canvas::{Anchor, TextStyle};
use super::drawing::{Drawing, Rect};
use super::fonts;

/// How panels lie.
pub(super) struct Panels {
    /// Plot of each panel, in order.
    pub(super) plots: Vec<Rect>,
}

/// Lays out a panel for each title, writes the titles and draws the axes; labels of the axes stand once.
pub(super) fn panels(drawing: &mut Drawing, titles: &[String], least: f64, height: f64, x: &Axis, y: &Axis) -> Panels {
    let em = drawing.em;
    let inner = drawing.width - 2.0 * drawing.margin();
    let gutter = 1.2 * em;
    let columns = ((inner + gutter) / (least * em + gutter)).floor().max(1.0).min(titles.len().max(1) as f64);
    let width = (inner - (columns - 1.0) * gutter) / columns;
    let columns = columns as usize;
    let wrapped: Vec<Vec<String>> = titles.iter().map(|title| fonts::wrap(title, 0.94 * em, true, width, 3)).collect();
    let (x, y) = (Axis { label: String::new(), ..x.clone() }, Axis { label: String::new(), ..y.clone() });
    let (left, below) = (drawing.axis_width(&y), drawing.axis_height(&x));
    let mut plots = Vec::new();
    for row in wrapped.chunks(columns) {
        let lines = row.iter().map(Vec::len).max().unwrap_or(1) as f64;
        let top = drawing.y + 1.15 * em * lines + 0.75 * em;
        for (column, lines) in row.iter().enumerate() {
            let start = drawing.margin() + column as f64 * (width + gutter);
            let rect = Rect { left: start + left, top, right: start + width - 0.3 * em, bottom: top + height * em };
            heading(drawing, start, drawing.y, lines);
            drawing.axes(rect, &x, &y);
            plots.push(rect);
        }
        drawing.y = top + height * em + below + 0.6 * em;
    }
    Panels { plots }
}

/// The bold title of a panel.
pub(super) fn heading(drawing: &mut Drawing, x: f64, y: f64, lines: &[String]) {
    let size = 0.94 * drawing.em;
    let color = drawing.style.theme.ink;
    for (index, line) in lines.iter().enumerate() {
        let style = TextStyle { size, color, bold: true, anchor: Anchor::Start, halo: None };
        drawing.canvas.text(x, y + (0.95 + 1.2 * index as f64) * size, line, style);
    }
}
