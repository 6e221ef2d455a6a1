//! Where an outcome comes: the ranges of inputs that a box keeps, and what boxes trade off.

use super::super::draw::{Anchor, Axis, Chart, Drawing, Rect, Shape, Swatch, rows};
use super::super::style::Style;
use super::super::table::{Cell, Table};
use super::labels::{Labels, told};

/// An input that a box restricts.
#[derive(Clone, Debug, PartialEq)]
pub struct BoxRow {
    /// Name for readers.
    pub name: String,
    /// What is kept, in the input's own unit: `above 0.24`.
    pub kept: String,
    /// Share of all trials with lower values than those kept.
    pub from: f64,
    /// Share of all trials up to the highest value kept.
    pub to: f64,
}

/// The inputs that a box restricts.
#[derive(Clone, Debug, PartialEq)]
pub struct BoxRows {
    /// Words; the measure is what the axis shows.
    pub labels: Labels,
    /// The inputs, the most telling first.
    pub rows: Vec<BoxRow>,
}

/// A bar for the whole range of each input, in shares of the trials, and in it the part that the box keeps.
pub fn box_rows(data: &BoxRows, style: &Style) -> Chart {
    let (labels, lang) = (&data.labels, &style.lang);
    let mut drawing = Drawing::new(style, &labels.title, &labels.subtitle);
    let (inside, outside) = (style.theme.palette[0], style.theme.grid);
    let swatch = |color, key: &str| Swatch { color, shape: Shape::Box, label: lang.t(key).to_owned() };
    drawing.legend(&[swatch(inside, "discover.inside"), swatch(outside, "discover.range")]);
    let em = drawing.em;
    let axis = Axis::shares(lang, 1.0, if drawing.is_narrow() { 4 } else { 5 }, &labels.measure);
    let names: Vec<String> = data.rows.iter().map(|row| row.name.clone()).collect();
    let right = data.rows.iter().map(|row| drawing.width_of(&row.kept)).fold(0.0, f64::max) + 0.9 * em;
    let layout = rows(&mut drawing, &names, 1.1 * em, right, &axis);
    for (index, row) in data.rows.iter().enumerate() {
        layout.bar(index, (0.0, 1.0), 0.3 * em, outside);
        drawing.pen.open_tip(&lang.said_of(&row.name, &row.kept));
        layout.bar(index, (row.from, row.to), 0.55 * em, inside);
        drawing.pen.close();
        let y = layout.middles[index] + 0.36 * em;
        drawing.text(layout.rect.right + right, y, &row.kept, style.theme.ink, Anchor::End);
    }
    let mut table = Table::new(&["name", "kept", "from_share", "to_share"]);
    for row in &data.rows {
        table.push(vec![row.name.as_str().into(), row.kept.as_str().into(), share(row.from), share(row.to)]);
    }
    let list: Vec<String> = data.rows.iter().map(|row| format!("{} {}", row.name, row.kept)).collect();
    let all = [("title", labels.title.as_str()), ("list", &list.join(lang.t("format.semicolon")))];
    drawing.finish(&labels.name, &labels.note, &lang.fill("discover.box_alt", &all), table)
}

fn share(x: f64) -> Cell {
    Cell::Share(Some(x))
}

/// A trajectory of boxes by their coverage and density.
#[derive(Clone, Debug, PartialEq)]
pub struct TradeOff {
    /// Words; the measure is what the vertical axis shows.
    pub labels: Labels,
    /// What the horizontal axis shows.
    pub coverage: String,
    /// Coverage, density and number of restricted inputs of each box, from all trials on.
    pub boxes: Vec<(f64, f64, usize)>,
    /// The box that was chosen.
    pub chosen: usize,
    /// Coverage and density of the box as it is told.
    pub ready: (f64, f64),
    /// Density of all trials.
    pub base: f64,
}

/// A line of dots from all trials to the densest box, with a rule at the density of all trials and a ring around the box
/// that is told.
pub fn trade_off(data: &TradeOff, style: &Style) -> Chart {
    let (labels, lang, theme) = (&data.labels, &style.lang, &style.theme);
    let mut drawing = Drawing::new(style, &labels.title, &labels.subtitle);
    let swatch = |color, shape, key: &str| Swatch { color, shape, label: lang.t(key).to_owned() };
    drawing.legend(&[
        swatch(theme.palette[0], Shape::Dot, "discover.a_box"),
        swatch(theme.palette[1], Shape::Ring, "discover.told_box"),
        swatch(theme.ink, Shape::Line(0), "discover.base"),
    ]);
    let (em, ticks) = (drawing.em, if drawing.is_narrow() { 4 } else { 6 });
    let x = Axis::shares(lang, 1.0, ticks, &data.coverage);
    let top = data.boxes.iter().map(|it| it.1).chain([data.ready.1]).fold(0.0, f64::max);
    let y = Axis::shares(lang, top, ticks, &labels.measure);
    let left = drawing.margin() + drawing.axis_width(&y);
    let above = drawing.y + 1.6 * em;
    let below = above + if drawing.is_narrow() { 26.0 } else { 22.0 } * em;
    let rect = Rect { left, top: above, right: drawing.width - drawing.margin(), bottom: below };
    let plot = drawing.plot(rect, &x, &y);
    plot.line((0.0, data.base), (x.max, data.base), theme.ink, 1.0);
    let points: Vec<(f64, f64)> = data.boxes.iter().map(|it| (it.0, it.1)).collect();
    plot.path(&points, theme.palette[0], 1.0);
    for (index, &(coverage, density, restricted)) in data.boxes.iter().enumerate() {
        let (coverage_text, density_text) = (lang.percent(coverage, 1), lang.percent(density, 1));
        let tip = [
            ("k", lang.count(index as u64)),
            ("coverage", coverage_text),
            ("density", density_text),
            ("n", lang.count(restricted as u64)),
        ];
        let tip: Vec<(&str, &str)> = tip.iter().map(|(key, text)| (*key, text.as_str())).collect();
        drawing.pen.open_tip(&lang.fill("discover.tip", &tip));
        plot.dot((coverage, density), 0.24 * em, theme.palette[0]);
        drawing.pen.close();
    }
    drawing.pen.open_tip(lang.t("discover.told_box"));
    plot.ring(data.ready, 0.5 * em, theme.palette[1], 0.16 * em);
    drawing.pen.close();
    drawing.y = rect.bottom + drawing.axis_height(&x);
    let mut table = Table::new(&["box", "restricted", "coverage", "density"]);
    for (index, &(coverage, density, restricted)) in data.boxes.iter().enumerate() {
        table.push(vec![(index as u32).into(), (restricted as u32).into(), share(coverage), share(density)]);
    }
    let told_of =
        |(index, it): (usize, &(f64, f64, usize))| (format!("{index}, {}", lang.percent(it.0, 1)), Some(it.1));
    let few: Vec<(String, Option<f64>)> = data
        .boxes
        .iter()
        .enumerate()
        .filter(|(index, _)| index % 5 == 0 || *index == data.chosen)
        .map(told_of)
        .collect();
    drawing.finish(&labels.name, &labels.note, &told(labels, lang, &few), table)
}
