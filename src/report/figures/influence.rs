//! What decides: the chance of a durable peace at the two ends of each input that matters.

use super::super::draw::{Axis, Chart, Drawing, Rows, Shape, Swatch, rows};
use super::super::lang::{Lang, say};
use super::super::ranking::leader;
use super::super::story::deciding::{deciders, end_values, ends};
use super::super::table::{Cell, Table};
use super::super::theme::Color;
use super::super::view::View;
use super::plans::joined;
use crate::analysis::influence::Influences;

/// An input with its two ends.
struct Decider<'a> {
    input: &'a Influences,
    name: String,
    low: f64,
    high: f64,
    /// What it is at its two ends, where it takes only a few values.
    values: Option<[String; 2]>,
}

impl<'a> Decider<'a> {
    fn new(view: &View, input: &'a Influences) -> Option<Self> {
        let (low, high) = input.effect.as_ref().and_then(ends)?;
        let values = end_values(&view.names(), &input.input);
        Some(Self { input, name: view.names().input(&input.input), low, high, values })
    }

    /// `0% and 31%`, or `600: 0%, none: 31%`.
    fn told(&self, lang: &Lang) -> String {
        let (low, high) = (lang.about(self.low), lang.about(self.high));
        match &self.values {
            None => say!(lang, "chart.influence.told", low = low, high = high),
            Some([first, last]) => [lang.said_of(first, &low), lang.said_of(last, &high)].join(lang.t("format.comma")),
        }
    }

    fn row(&self, lang: &Lang) -> String {
        let row = say!(lang, "chart.influence.row", input = self.name, share = lang.about(self.input.share));
        if self.values.is_some() { format!("{row}; {}", self.told(lang)) } else { row }
    }
}

/// The chart, where a plan is signed and inputs can be told apart from chance.
pub(super) fn chart(view: &View) -> Option<Chart> {
    let (lang, leader) = (view.lang(), leader(view.summary(), view.headline_year())?);
    let deciders = deciders(view.summary(), view.headline_year());
    let deciders: Vec<Decider<'_>> = deciders.into_iter().filter_map(|input| Decider::new(view, input)).collect();
    if deciders.is_empty() {
        return None;
    }
    let span = view.names().years(view.headline_year() as f64);
    let title = say!(lang, "chart.influence.title", plan = view.names().plan(leader.id), span = span);
    let discrete = deciders.iter().filter(|it| it.values.is_some()).count();
    let few = if discrete > 0 { lang.t("chart.influence.few_values") } else { "" };
    let mut drawing = Drawing::new(view.style, &title, &joined(&[lang.t("chart.influence.subtitle"), few]));
    let keys = if discrete < deciders.len() {
        ["chart.influence.low", "chart.influence.high"]
    } else {
        ["chart.influence.first", "chart.influence.last"]
    };
    let swatch = |(color, key)| Swatch { color, shape: Shape::Dot, label: lang.t(key).to_owned() };
    let swatches: Vec<Swatch> = colors(view).into_iter().zip(keys).map(swatch).collect();
    drawing.legend(&swatches);
    plot(&mut drawing, view, &deciders);
    let told = |it: &Decider<'_>| format!("{} {}", it.name, it.told(lang));
    let told: Vec<String> = deciders.iter().map(told).collect();
    let alt = say!(lang, "chart.influence.alt", list = told.join(lang.t("format.semicolon")));
    let note = joined(&[lang.t("chart.influence.note"), &view.run_note()]);
    Some(drawing.finish("influence", &note, &alt, table(&deciders)))
}

/// Two colours that belong to neither side.
fn colors(view: &View) -> [Color; 2] {
    [view.theme().muted, view.theme().palette.get(2).copied().unwrap_or(view.theme().ink)]
}

fn plot(drawing: &mut Drawing, view: &View, deciders: &[Decider<'_>]) {
    let (lang, em) = (view.lang(), drawing.em);
    let most = deciders.iter().map(|it| it.low.max(it.high)).fold(0.0, f64::max);
    let ticks = if drawing.is_narrow() { 4 } else { 6 };
    let axis = Axis::shares(lang, most, ticks, lang.t("chart.influence.axis"));
    let labels: Vec<String> = deciders.iter().map(|it| it.row(lang)).collect();
    let layout = rows(drawing, &labels, 1.0 * em, 1.2 * em, &axis);
    for (row, it) in deciders.iter().enumerate() {
        mark(drawing, view, &layout, row, it);
    }
}

/// A line between two dots.
fn mark(drawing: &Drawing, view: &View, layout: &Rows, row: usize, it: &Decider<'_>) {
    let (em, y) = (drawing.em, layout.middles[row]);
    let [low, high] = colors(view);
    drawing.pen.open_tip(&format!("{} {}", it.name, it.told(view.lang())));
    layout.plot.line((it.low, y), (it.high, y), view.theme().muted.mix(view.theme().background, 0.4), 0.18 * em);
    layout.plot.dot((it.low, y), 0.42 * em, low);
    layout.plot.dot((it.high, y), 0.42 * em, high);
    drawing.pen.close();
}

fn table(deciders: &[Decider<'_>]) -> Table {
    let mut data = Table::new(&["input", "name", "share_of_variance", "p", "at_low", "at_high"]);
    for it in deciders {
        let mut row: Vec<Cell> = vec![it.input.input.as_str().into(), it.name.as_str().into()];
        row.extend([Cell::Share(Some(it.input.share)), Cell::Number(Some(it.input.p))]);
        row.extend([Cell::Share(Some(it.low)), Cell::Share(Some(it.high))]);
        data.push(row);
    }
    data
}
