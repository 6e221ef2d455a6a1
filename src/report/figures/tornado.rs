//! Which inputs move a measure most, one at a time.

use super::super::draw::{Anchor, Axis, Chart, Drawing, Rows, Shape, Swatch, rows, text_width, wrap};
use super::super::style::Style;
use super::super::table::{Cell, Table};
use super::super::theme::Color;
use super::labels::{Labels, extent, told};

/// What the low and the high value of an input make of a measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Swing {
    /// The input.
    pub name: String,
    /// The input's low value as text, and the measure there.
    pub low: SwingEnd,
    /// The input's high value as text, and the measure there.
    pub high: SwingEnd,
}

/// An end of a swing.
#[derive(Clone, Debug, PartialEq)]
pub struct SwingEnd {
    /// The value of the input, as it is written.
    pub at: String,
    /// The measure there.
    pub value: f64,
    /// The ends of its 95 % interval, where there is one.
    pub interval: Option<(f64, f64)>,
}

/// Which inputs move a measure most, one at a time.
#[derive(Clone, Debug, PartialEq)]
pub struct TornadoData {
    /// Words.
    pub labels: Labels,
    /// The measure with every input at its central value.
    pub base: f64,
    /// The inputs; drawn by size.
    pub swings: Vec<Swing>,
}

fn reach(swing: &Swing) -> f64 {
    (swing.high.value - swing.low.value).abs()
}

/// Bars from the measure at the base to the measure at the first and at the last value of each input, one above the other:
/// both are seen where they lie on one side.
pub fn tornado(data: &TornadoData, style: &Style) -> Chart {
    let (labels, lang) = (&data.labels, &style.lang);
    let mut swings: Vec<&Swing> = data.swings.iter().collect();
    swings.sort_by(|a, b| reach(b).total_cmp(&reach(a)));
    let mut drawing = Drawing::new(style, &labels.title, &labels.subtitle);
    let colors = [style.theme.palette[1], style.theme.palette[0]];
    let swatch = |color, shape, key: &str| Swatch { color, shape, label: lang.t(key).to_owned() };
    drawing.legend(&[
        swatch(colors[0], Shape::Box, "legend.first_value"),
        swatch(colors[1], Shape::Box, "legend.last_value"),
        swatch(style.theme.ink, Shape::Rule, "legend.base"),
    ]);
    let (layout, right) = lay_out(&mut drawing, data, &swings);
    for (row, it) in swings.iter().enumerate() {
        for (place, (end, color)) in [-1.0, 1.0].into_iter().zip([&it.low, &it.high].into_iter().zip(colors)) {
            bar(&drawing, labels, &layout, (row, place), (data.base, it, end), color);
            value(&mut drawing, labels, &layout, (row, place), end, right);
        }
    }
    for span in layout.spans(&drawing) {
        drawing.rule(&layout.plot, data.base, span, style.theme.ink);
    }
    let sizes: Vec<_> = swings.iter().map(|it| (it.name.clone(), Some(reach(it)))).collect();
    drawing.finish(&labels.name, &labels.note, &told(labels, lang, &sizes), table(labels, &swings))
}

/// The rows, and the room for the values at their right. Bars do not begin at zero, so neither does the axis.
fn lay_out(drawing: &mut Drawing, data: &TornadoData, swings: &[&Swing]) -> (Rows, f64) {
    let em = drawing.em;
    let reached = |end: &SwingEnd| [Some(end.value), end.interval.map(|it| it.0), end.interval.map(|it| it.1)];
    let all = swings.iter().flat_map(|it| [&it.low, &it.high]).flat_map(reached).flatten();
    let (low, high) = extent(all.chain([data.base]));
    let scale = if data.labels.share { Axis::share_range } else { Axis::numbers };
    let ticks = if drawing.is_narrow() { 4 } else { 6 };
    let axis = scale(&drawing.style.lang, low, high, ticks, &data.labels.measure);
    let names: Vec<String> = swings.iter().map(|it| it.name.clone()).collect();
    let texts = swings.iter().flat_map(|it| [&it.low, &it.high]).map(|end| said(&data.labels, drawing, end));
    let widest = texts.map(|text| text_width(&text, drawing.small_size(), false)).fold(0.0, f64::max);
    let right = (widest + 0.9 * em).min(0.34 * drawing.width);
    (rows(drawing, &names, HEIGHT * em, right, &axis), right)
}

/// Height of both bars of an input, em.
const HEIGHT: f64 = 2.1;

/// `0.3: 12.4%`
fn said(labels: &Labels, drawing: &Drawing, end: &SwingEnd) -> String {
    let lang = &drawing.style.lang;
    lang.said_of(&end.at, &labels.value(lang, end.value))
}

fn bar(
    drawing: &Drawing,
    labels: &Labels,
    layout: &Rows,
    (row, place): (usize, f64),
    (base, swing, end): (f64, &Swing, &SwingEnd),
    color: Color,
) {
    let (lang, em) = (&drawing.style.lang, drawing.em);
    let below = place * HEIGHT * em / 4.0;
    drawing.pen.open_tip(&lang.said_of(&format!("{} = {}", swing.name, end.at), &labels.value(lang, end.value)));
    layout.bar_below(row, below, (base, end.value), 0.21 * HEIGHT * em, color);
    if let Some(ends) = end.interval {
        layout.plot.whisker(layout.middles[row] + below, ends, 0.2 * em, drawing.style.theme.ink);
    }
    drawing.pen.close();
}

/// A value of an input and the measure there, at the right of its bar.
fn value(
    drawing: &mut Drawing,
    labels: &Labels,
    layout: &Rows,
    (row, place): (usize, f64),
    end: &SwingEnd,
    right: f64,
) {
    let (em, size) = (drawing.em, drawing.small_size());
    let text = wrap(&said(labels, drawing, end), size, false, right - 0.4 * em, 1).concat();
    let (x, y) = (layout.rect.right + right, layout.middles[row] + place * HEIGHT * em / 4.0 + 0.36 * size);
    drawing.small(x, y, &text, drawing.style.theme.muted, Anchor::End);
}

fn table(labels: &Labels, swings: &[&Swing]) -> Table {
    let mut table = Table::new(&["name", "first_value", "first_measure", "last_value", "last_measure"]);
    for it in swings {
        let (low, high) = (labels.cell(Some(it.low.value)), labels.cell(Some(it.high.value)));
        table.push(vec![it.name.as_str().into(), Cell::level(&it.low.at), low, Cell::level(&it.high.at), high]);
    }
    table
}
