//! Small multiples: equal panels in rows and columns.

use super::axis::Axis;
use super::drawing::{Drawing, Rect};
use super::fonts;
use super::pen::{Anchor, Lettering};
use super::surface::Plot;

/// Lays out a panel for each title, writes the titles and draws the axes; labels of the axes stand once. `least` is the
/// narrowest panel and `height` that of its plot, both in em.
pub(crate) fn panels(
    drawing: &mut Drawing,
    titles: &[String],
    (least, height): (f64, f64),
    x: &Axis,
    y: &Axis,
) -> Vec<Plot> {
    let em = drawing.em;
    let gutter = 1.2 * em;
    let columns = ((drawing.inner() + gutter) / (least * em + gutter)).floor().max(1.0).min(titles.len().max(1) as f64);
    let width = (drawing.inner() - (columns - 1.0) * gutter) / columns;
    let wrapped: Vec<Vec<String>> = titles.iter().map(|title| fonts::wrap(title, 0.94 * em, true, width, 5)).collect();
    let (x, y) = (x.unlabelled(), y.unlabelled());
    let (left, below) = (drawing.axis_width(&y), drawing.axis_height(&x));
    let mut plots = Vec::new();
    for row in wrapped.chunks(columns as usize) {
        let lines = row.iter().map(Vec::len).max().unwrap_or(1) as f64;
        let top = drawing.y + 1.15 * em * lines + 0.75 * em;
        for (column, lines) in row.iter().enumerate() {
            let start = drawing.margin() + column as f64 * (width + gutter);
            let rect = Rect { left: start + left, top, right: start + width - 0.3 * em, bottom: top + height * em };
            heading(drawing, start, drawing.y, lines);
            plots.push(drawing.plot(rect, &x, &y));
        }
        drawing.y = top + height * em + below + 0.6 * em;
    }
    plots
}

/// The bold title of a panel.
pub(crate) fn heading(drawing: &mut Drawing, x: f64, y: f64, lines: &[String]) {
    let size = 0.94 * drawing.em;
    let color = drawing.style.theme.ink;
    for (index, line) in lines.iter().enumerate() {
        let style = Lettering { size, color, bold: true, anchor: Anchor::Start, halo: None };
        drawing.page.text((x, y + (0.95 + 1.2 * index as f64) * size), line, style);
    }
}
