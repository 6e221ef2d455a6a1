//! Which inputs move a measure most, one at a time.

use super::super::draw::{Anchor, Axis, Chart, Drawing, Rows, Shape, Swatch, rows};
use super::super::style::Style;
use super::super::table::Table;
use super::super::theme::Color;
use super::labels::{Labels, extent, told};

/// What the low and the high value of an input make of a measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Swing {
    /// The input.
    pub name: String,
    /// The input's low value as text, and the measure there.
    pub low: (String, f64),
    /// The input's high value as text, and the measure there.
    pub high: (String, f64),
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
    (swing.high.1 - swing.low.1).abs()
}

/// Bars from the measure at the base to the measure at the first and at the last value of each input.
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
        for (end, color) in [&it.low, &it.high].into_iter().zip(colors) {
            bar(&drawing, labels, &layout, row, (data.base, it, end), color);
        }
        values(&mut drawing, &layout, row, it, right);
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
    let (low, high) = extent(swings.iter().flat_map(|it| [it.low.1, it.high.1]).chain([data.base]));
    let scale = if data.labels.share { Axis::share_range } else { Axis::numbers };
    let ticks = if drawing.is_narrow() { 4 } else { 6 };
    let axis = scale(&drawing.style.lang, low, high, ticks, &data.labels.measure);
    let names: Vec<String> = swings.iter().map(|it| it.name.clone()).collect();
    let widest = swings.iter().map(|it| drawing.width_of(&both(it))).fold(0.0, f64::max);
    let right = (widest + 0.9 * em).min(0.24 * drawing.width);
    (rows(drawing, &names, 1.1 * em, right, &axis), right)
}

fn both(swing: &Swing) -> String {
    format!("{} – {}", swing.low.0, swing.high.0)
}

fn bar(
    drawing: &Drawing,
    labels: &Labels,
    layout: &Rows,
    row: usize,
    (base, swing, end): (f64, &Swing, &(String, f64)),
    color: Color,
) {
    let lang = &drawing.style.lang;
    drawing.pen.open_tip(&lang.said_of(&format!("{} = {}", swing.name, end.0), &labels.value(lang, end.1)));
    layout.bar(row, (base, end.1), 0.55 * drawing.em, color);
    drawing.pen.close();
}

/// The two values of an input, at the right.
fn values(drawing: &mut Drawing, layout: &Rows, row: usize, swing: &Swing, right: f64) {
    let em = drawing.em;
    let text = drawing.wrap(&both(swing), right - 0.4 * em, 1).concat();
    let (x, y) = (layout.rect.right + right, layout.middles[row] + 0.36 * em);
    drawing.text(x, y, &text, drawing.style.theme.muted, Anchor::End);
}

fn table(labels: &Labels, swings: &[&Swing]) -> Table {
    let mut table = Table::new(&["name", "first_value", "first_measure", "last_value", "last_measure"]);
    for it in swings {
        let (low, high) = (labels.cell(Some(it.low.1)), labels.cell(Some(it.high.1)));
        table.push(vec![it.name.as_str().into(), it.low.0.as_str().into(), low, it.high.0.as_str().into(), high]);
    }
    table
}
