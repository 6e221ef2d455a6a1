//! A measure over two swept numbers: cells with printed values, and contour lines between them.

use super::super::style::Style;
use super::super::table::{Cell, Table};
use super::super::theme::Color;
use super::Chart;
use super::axis::{decimals_of, nice_step};
use super::canvas::{Anchor, TextStyle};
use super::drawing::{Drawing, Rect};
use super::experiments::Labels;
use super::fonts;

/// A grid of figures.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatmapData {
    /// Words.
    pub labels: Labels,
    /// What the horizontal axis shows, with its unit.
    pub x: String,
    /// Names of the columns, from the left.
    pub columns: Vec<String>,
    /// What the vertical axis shows, with its unit.
    pub y: String,
    /// Names of the rows, from the bottom.
    pub rows: Vec<String>,
    /// The figures, row by row from the bottom; `None` where there is none.
    pub values: Vec<Vec<Option<f64>>>,
}

/// From light to dark without changing hue, so that it also reads in grey: dark is more.
fn shade(style: &Style, share: f64) -> Color {
    style.theme.background.mix(style.theme.palette[0], 0.06 + 0.94 * share.clamp(0.0, 1.0))
}

/// The chart. Contours run where the figures, taken linearly between the middles of the cells, are round; each is named
/// once in small figures where there is room.
pub fn heatmap(data: &HeatmapData, style: &Style) -> Chart {
    let (labels, lang) = (&data.labels, &style.lang);
    let mut drawing = Drawing::new(style, &labels.title, &labels.subtitle);
    let em = drawing.em;
    let known = data.values.iter().flatten().flatten().copied().filter(|x| x.is_finite());
    let (low, high) = known.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(x), h.max(x)));
    let share = |value: f64| if high > low { (value - low) / (high - low) } else { 0.5 };
    scale(&mut drawing, labels, low, high);
    let names = data.rows.iter().map(|name| fonts::width(name, 0.88 * em, false)).fold(0.0, f64::max);
    let left = drawing.margin() + names.min(0.2 * drawing.width) + 0.7 * em;
    let (columns, rows) = (data.columns.len().max(1) as f64, data.rows.len().max(1) as f64);
    let width = drawing.width - drawing.margin() - left;
    let top = drawing.y + 1.5 * em;
    let height = (width / columns * 0.6).clamp(1.9 * em, 3.6 * em);
    let rect = Rect { left, top, right: left + width, bottom: top + rows * height };
    let cell = |row: usize, column: usize| {
        (rect.left + column as f64 * width / columns, rect.bottom - (row + 1) as f64 * height)
    };
    for (row, values) in data.values.iter().enumerate().take(data.rows.len()) {
        for (column, value) in values.iter().enumerate().take(data.columns.len()) {
            let (x, y) = cell(row, column);
            let text = value.map_or_else(|| lang.t("format.missing").to_owned(), |value| labels.value(lang, value));
            drawing.canvas.open_tip(&lang.said_of(&format!("{}; {}", data.columns[column], data.rows[row]), &text));
            let fill = value.map_or(style.theme.grid, |value| shade(style, share(value)));
            // Cells overlap by a little, so that no seam shows between them.
            drawing.canvas.rect(x, y, width / columns + 0.25, height + 0.25, fill, 1.0);
            drawing.canvas.close();
        }
    }
    let printed = |value: f64| if labels.share { lang.percent(value, 0) } else { lang.short(value) };
    let mut taken = Vec::new();
    for (row, values) in data.values.iter().enumerate().take(data.rows.len()) {
        for (column, value) in values.iter().enumerate().take(data.columns.len()) {
            let Some(value) = *value else { continue };
            let half = fonts::width(&printed(value), 0.88 * em, false) / 2.0 + 0.25 * em;
            let (x, y) = cell(row, column);
            let (x, y) = (x + width / columns / 2.0, y + height / 2.0);
            taken.push(Rect { left: x - half, top: y - 0.55 * em, right: x + half, bottom: y + 0.55 * em });
        }
    }
    contours(&mut drawing, data, rect, (low, high), &mut taken);
    for (row, values) in data.values.iter().enumerate().take(data.rows.len()) {
        for (column, value) in values.iter().enumerate().take(data.columns.len()) {
            let Some(value) = *value else { continue };
            let (x, y) = cell(row, column);
            figure(&mut drawing, (x, y, width / columns, height), &printed(value), shade(style, share(value)));
        }
    }
    axes(&mut drawing, data, rect);
    let alt = lang.fill(
        "chart.heatmap_alt",
        &[
            ("title", &labels.title),
            ("x", &data.x),
            ("y", &data.y),
            ("low", &finite(labels, style, low)),
            ("high", &finite(labels, style, high)),
        ],
    );
    drawing.finish(&labels.name, &labels.note, &alt, table(data))
}

fn finite(labels: &Labels, style: &Style, x: f64) -> String {
    if x.is_finite() { labels.value(&style.lang, x) } else { style.lang.t("format.missing").to_owned() }
}

/// The printed value of a cell, left out where it would not fit.
fn figure(drawing: &mut Drawing, (x, y, width, height): (f64, f64, f64, f64), text: &str, behind: Color) {
    let size = 0.88 * drawing.em;
    if fonts::width(text, size, false) + 0.2 * size > width {
        return;
    }
    let style = TextStyle { size, color: behind.text_on(), bold: false, anchor: Anchor::Middle, halo: Some(behind) };
    drawing.canvas.text(x + width / 2.0, y + height / 2.0 + 0.36 * size, text, style);
}

/// The bar of colours with its ends named.
fn scale(drawing: &mut Drawing, labels: &Labels, low: f64, high: f64) {
    let (em, style) = (drawing.em, drawing.style);
    if !(low.is_finite() && high > low) {
        return;
    }
    let (from, to) = (labels.value(&style.lang, low), labels.value(&style.lang, high));
    drawing.y += 1.3 * em;
    let (y, ink) = (drawing.y, style.theme.ink);
    let margin = drawing.margin();
    drawing.small(margin, y, &from, ink, Anchor::Start);
    let left = margin + fonts::width(&from, 0.88 * em, false) + 0.5 * em;
    let width = 10.0 * em;
    for step in 0..40 {
        let share = f64::from(step) / 39.0;
        let x = left + width * f64::from(step) / 40.0;
        drawing.canvas.rect(x, y - 0.85 * em, width / 40.0 + 0.5, 1.05 * em, shade(style, share), 1.0);
    }
    let right = left + width + 0.5 * em;
    drawing.small(right, y, &to, ink, Anchor::Start);
    let after = right + fonts::width(&to, 0.88 * em, false) + em;
    let limit = drawing.width - drawing.margin() - after;
    if labels.title.starts_with(&labels.measure) {
        drawing.y += 0.9 * em;
        return;
    }
    let line = fonts::wrap(&labels.measure, 0.88 * em, false, limit, 1).concat();
    drawing.small(after, y, &line, style.theme.muted, Anchor::Start);
    drawing.y += 0.9 * em;
}

fn axes(drawing: &mut Drawing, data: &HeatmapData, rect: Rect) {
    let (em, muted) = (drawing.em, drawing.style.theme.muted);
    let width = rect.width() / data.columns.len().max(1) as f64;
    let height = rect.height() / data.rows.len().max(1) as f64;
    let size = 0.88 * em;
    for (row, name) in data.rows.iter().enumerate() {
        let text = fonts::wrap(name, size, false, rect.left - drawing.margin() - 0.4 * em, 1).concat();
        let y = rect.bottom - (row as f64 + 0.5) * height + 0.32 * em;
        drawing.small(rect.left - 0.5 * em, y, &text, muted, Anchor::End);
    }
    let mut free = f64::NEG_INFINITY;
    for (column, name) in data.columns.iter().enumerate() {
        let text = fonts::wrap(name, size, false, (width * 1.8).max(4.0 * em), 1).concat();
        let half = fonts::width(&text, size, false) / 2.0;
        let x = (rect.left + (column as f64 + 0.5) * width).clamp(half + 2.0, drawing.width - half - 2.0);
        if x - half >= free {
            drawing.small(x, rect.bottom + 1.3 * em, &text, muted, Anchor::Middle);
            free = x + half + 0.4 * em;
        }
    }
    let limit = drawing.width - 2.0 * drawing.margin();
    let below = fonts::wrap(&data.x, size, false, limit, 1).concat();
    let half = fonts::width(&below, size, false) / 2.0;
    let middle = f64::midpoint(rect.left, rect.right).min(drawing.width - half - 2.0).max(half + 2.0);
    drawing.small(middle, rect.bottom + 2.9 * em, &below, muted, Anchor::Middle);
    let above = fonts::wrap(&data.y, size, false, limit, 1).concat();
    let margin = drawing.margin();
    drawing.small(margin, rect.top - 0.6 * em, &above, muted, Anchor::Start);
    drawing.y = rect.bottom + 3.4 * em;
}

/// Lines of equal value, named once each where there is room between what is `taken`.
fn contours(drawing: &mut Drawing, data: &HeatmapData, rect: Rect, (low, high): (f64, f64), taken: &mut Vec<Rect>) {
    if !(high > low && low.is_finite()) {
        return;
    }
    let step = nice_step((high - low) / 5.0);
    let first = (low / step).floor() + 1.0;
    let ink = drawing.style.theme.ink;
    for index in 0..12 {
        let level = (first + f64::from(index)) * step;
        if level >= high {
            break;
        }
        let mut segments = segments(&data.values, level);
        segments
            .retain(|(from, to)| !beside_word(&data.columns, from.0, to.0) && !beside_word(&data.rows, from.1, to.1));
        let place = |(column, row): (f64, f64)| {
            let x = rect.left + (column + 0.5) / data.columns.len() as f64 * rect.width();
            (x, rect.bottom - (row + 0.5) / data.rows.len() as f64 * rect.height())
        };
        let lang = &drawing.style.lang;
        let text = if data.labels.share {
            lang.percent(level, decimals_of(100.0 * step))
        } else {
            lang.number(level, decimals_of(step))
        };
        drawing.canvas.open_tip(&text);
        for (from, to) in &segments {
            drawing.canvas.line(place(*from), place(*to), ink, 0.6);
        }
        drawing.canvas.close();
        let between = |from: Place, to: Place, t: f64| (from.0 + t * (to.0 - from.0), from.1 + t * (to.1 - from.1));
        let places: Vec<Place> = segments
            .iter()
            .map(|&(from, to)| (place(from), place(to)))
            .flat_map(|(from, to)| [0.1, 0.3, 0.5, 0.7, 0.9].map(|t| between(from, to, t)))
            .collect();
        let behind = shade(drawing.style, (level - low) / (high - low));
        name_contour(drawing, &places, &text, behind, rect, taken);
    }
}

/// Writes the value of a contour on it, where it is farthest from everything else, if there is room at all.
fn name_contour(drawing: &mut Drawing, places: &[Place], text: &str, behind: Color, rect: Rect, taken: &mut Vec<Rect>) {
    let size = 0.72 * drawing.em;
    let half = (fonts::width(text, size, false) / 2.0 + 0.15 * size, 0.5 * size);
    let around = |(x, y): Place| Rect { left: x - half.0, top: y - half.1, right: x + half.0, bottom: y + half.1 };
    // The wider of the two gaps between boxes: below 0 where they overlap.
    let gap = |a: &Rect, b: &Rect| {
        let across = (b.left - a.right).max(a.left - b.right);
        across.max(b.top - a.bottom).max(a.top - b.bottom)
    };
    let inside =
        |it: &Rect| it.left >= rect.left && it.right <= rect.right && it.top >= rect.top && it.bottom <= rect.bottom;
    let room = |place: &Place| {
        let own = around(*place);
        let least = taken.iter().map(|other| gap(&own, other)).fold(f64::INFINITY, f64::min);
        if inside(&own) { least } else { f64::NEG_INFINITY }
    };
    let best = places.iter().map(|place| (room(place), *place)).max_by(|a, b| a.0.total_cmp(&b.0));
    let Some((_, (x, y))) = best.filter(|(room, _)| *room > 0.15 * size) else { return };
    let style = TextStyle { size, color: behind.text_on(), bold: false, anchor: Anchor::Middle, halo: Some(behind) };
    drawing.canvas.text(x, y + 0.36 * size, text, style);
    taken.push(around((x, y)));
}

/// Whether a line between two places of an axis lies where an end is a word, so that nothing is between the ends.
fn beside_word(names: &[String], from: f64, to: f64) -> bool {
    let middle = f64::midpoint(from, to);
    let word = |at: f64| names.get(at as usize).is_some_and(|name| !name.parse().is_ok_and(f64::is_finite));
    word(middle.floor()) || word(middle.ceil())
}

type Place = (f64, f64);

/// Marching squares: where the level crosses the sides of each square of four neighbouring cells' middles.
fn segments(values: &[Vec<Option<f64>>], level: f64) -> Vec<(Place, Place)> {
    let mut found = Vec::new();
    for row in 0..values.len().saturating_sub(1) {
        for column in 0..values[row].len().min(values[row + 1].len()).saturating_sub(1) {
            let corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)];
            let heights: Option<Vec<f64>> = corners.iter().map(|&(c, r)| values[r][c]).collect();
            let Some(heights) = heights else { continue };
            let mut crossings: Vec<Place> = Vec::new();
            for side in 0..4 {
                let next = (side + 1) % 4;
                let (a, b) = (heights[side] - level, heights[next] - level);
                if (a >= 0.0) != (b >= 0.0) {
                    let t = a / (a - b);
                    let (p, q) = (corners[side], corners[next]);
                    let mix = |p: usize, q: usize| p as f64 + (q as f64 - p as f64) * t;
                    crossings.push((mix(p.0, q.0), mix(p.1, q.1)));
                }
            }
            match crossings[..] {
                [a, b] => found.push((a, b)),
                // A saddle: the middle decides which corners belong together.
                [a, b, c, d] => {
                    let middle = heights.iter().sum::<f64>() / 4.0 >= level;
                    let joined = middle == (heights[0] >= level);
                    found.extend(if joined { [(a, b), (c, d)] } else { [(a, d), (b, c)] });
                }
                _ => {}
            }
        }
    }
    found
}

fn table(data: &HeatmapData) -> Table {
    let mut table = Table::new(&["x", "y", "value"]);
    for (row, values) in data.rows.iter().zip(&data.values) {
        for (column, value) in data.columns.iter().zip(values) {
            let cell: Cell = data.labels.cell(*value);
            table.push(vec![column.as_str().into(), row.as_str().into(), cell]);
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contours_lie_where_the_value_is_reached() {
        let grid: Vec<Vec<Option<f64>>> =
            (0..3).map(|row| (0..4).map(|column| Some(f64::from(row + 2 * column))).collect()).collect();
        let segments = segments(&grid, 3.0);
        assert!(!segments.is_empty());
        for (column, row) in segments.into_iter().flat_map(|(a, b)| [a, b]) {
            assert!((row + 2.0 * column - 3.0).abs() < 1e-12);
        }
        let holes = vec![vec![Some(0.0), None], vec![Some(1.0), Some(1.0)]];
        assert!(super::segments(&holes, 0.5).is_empty());
    }
}
