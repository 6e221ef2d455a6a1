//! What evidence and forecasts make of the inputs: where in its prior distribution each one's posterior lies.

use super::super::draw::{Axis, Chart, Drawing, Rows, Shape, Swatch, rows};
use super::super::lang::say;
use super::super::posterior::{moved_inputs, moved_words};
use super::super::table::{Cell, Table};
use super::super::theme::Color;
use super::super::view::View;
use super::plans::joined;
use crate::analysis::weights::InputShift;

/// An input that moved.
struct MovedInput<'a> {
    path: &'a str,
    name: String,
    shift: &'a InputShift,
}

impl MovedInput<'_> {
    /// `median 0.75 before, 0.93 after`.
    fn told(&self, view: &View) -> String {
        let lang = view.lang();
        let number = |x: Option<f64>| x.map_or_else(|| lang.t("format.missing").to_owned(), |x| lang.short(x));
        let (before, after) = (number(self.shift.prior.p50), number(self.shift.posterior.p50));
        say!(lang, "chart.posterior.told", before = before, after = after)
    }
}

/// The chart, where weights moved an input by more than chance would have it.
pub(super) fn chart(view: &View) -> Option<Chart> {
    let lang = view.lang();
    let named = |(path, shift)| MovedInput { path, name: view.names().input(path), shift };
    let moved: Vec<MovedInput> = moved_inputs(view.summary()).into_iter().map(named).collect();
    if moved.is_empty() {
        return None;
    }
    let [title, subtitle, axis, note] = moved_words(view.summary(), lang);
    let mut drawing = Drawing::new(view.style, title, subtitle);
    let [band, bar] = colors(view);
    drawing.legend(&[
        Swatch { color: band, shape: Shape::Box, label: lang.t("chart.posterior.before").to_owned() },
        Swatch { color: bar, shape: Shape::Dot, label: lang.t("chart.posterior.after").to_owned() },
    ]);
    plot(&mut drawing, view, &moved, axis);
    let told: Vec<String> = moved.iter().map(|it| format!("{} {}", it.name, it.told(view))).collect();
    let alt = say!(lang, "chart.posterior.alt", list = told.join(lang.t("format.semicolon")));
    let note = joined(&[note, &view.run_note()]);
    Some(drawing.finish("posterior", &note, &alt, table(&moved)))
}

/// The prior, which recedes, and a colour that belongs to neither side.
fn colors(view: &View) -> [Color; 2] {
    let theme = view.theme();
    [theme.muted.mix(theme.background, 0.7), theme.palette.get(2).copied().unwrap_or(theme.ink)]
}

fn plot(drawing: &mut Drawing, view: &View, moved: &[MovedInput], axis: &str) {
    let (lang, em) = (view.lang(), drawing.em);
    let axis = Axis::shares(lang, 1.0, if drawing.is_narrow() { 4 } else { 5 }, axis);
    let labels: Vec<String> =
        moved.iter().map(|it| format!("{}{}{}", it.name, lang.t("format.semicolon"), it.told(view))).collect();
    let layout = rows(drawing, &labels, 1.1 * em, 1.2 * em, &axis);
    for (row, it) in moved.iter().enumerate() {
        mark(drawing, view, &layout, row, it);
    }
}

/// The middle nine tenths of the prior, and over it those of the posterior with its median.
fn mark(drawing: &Drawing, view: &View, layout: &Rows, row: usize, it: &MovedInput) {
    let (em, y) = (drawing.em, layout.middles[row]);
    let [band, bar] = colors(view);
    drawing.pen.open_tip(&format!("{} {}", it.name, it.told(view)));
    layout.bar(row, (0.05, 0.95), 0.5 * em, band);
    let places = &it.shift.places;
    if let (Some(low), Some(middle), Some(high)) = (places.p5, places.p50, places.p95) {
        layout.plot.line((low, y), (high, y), bar, 0.22 * em);
        layout.plot.dot((middle, y), 0.42 * em, bar);
    }
    drawing.pen.close();
}

fn table(moved: &[MovedInput]) -> Table {
    let mut data =
        Table::new(&["input", "name", "prior_p50", "posterior_p50", "place_p5", "place_p50", "place_p95", "moved"]);
    for it in moved {
        let InputShift { prior, posterior, places, moved, .. } = it.shift;
        let mut row: Vec<Cell> = vec![it.path.into(), it.name.as_str().into()];
        row.extend([prior.p50, posterior.p50].map(Cell::Number));
        row.extend([places.p5, places.p50, places.p95].map(Cell::Share));
        row.push(Cell::Share(*moved));
        data.push(row);
    }
    data
}
