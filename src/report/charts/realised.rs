//! Distributions over trials: each side's realised value, and months of war.

use super::super::lang::say;
use super::super::table::{Cell, Table};
use super::super::theme::Color;
use super::super::view::View;
use super::Chart;
use super::axis::Axis;
use super::canvas::Anchor;
use super::drawing::{Drawing, Rect, Shape, Swatch};
use super::panels::heading;
use super::rows::whisker;
use crate::analysis::summary::{Distributed, Histogram, Spread};
use crate::model::Side;

fn shares(histogram: &Histogram) -> Vec<f64> {
    let all: u64 = histogram.counts.iter().sum();
    histogram.counts.iter().map(|&count| count as f64 / all.max(1) as f64).collect()
}

fn end(histogram: &Histogram) -> f64 {
    histogram.from + histogram.width * histogram.counts.len() as f64
}

fn is_empty(distributed: &Distributed) -> bool {
    distributed.histogram.counts.iter().all(|&count| count == 0)
}

pub(super) fn values_chart(view: &View) -> Option<Chart> {
    let lang = view.lang();
    let values = &view.summary().values;
    let sides = [(Side::Challenger, &values.challenger), (Side::Defender, &values.defender)];
    if sides.iter().any(|(_, value)| is_empty(value)) {
        return None;
    }
    let subtitle = lang.t("chart.values.subtitle");
    let mut drawing = Drawing::new(view.style, lang.t("chart.values.title"), subtitle);
    legend(&mut drawing, view);
    let from = sides.iter().map(|(_, it)| it.histogram.from).fold(f64::INFINITY, f64::min);
    let to = sides.iter().map(|(_, it)| end(&it.histogram)).fold(f64::NEG_INFINITY, f64::max);
    let most = sides.iter().flat_map(|(_, it)| shares(&it.histogram)).fold(0.0, f64::max);
    let mut data = Table::new(&["side", "from", "to", "count", "share"]);
    for (side, value) in sides {
        let label = if side == Side::Defender { lang.t("axis.value") } else { "" };
        let ticks = if drawing.is_narrow() { 5 } else { 9 };
        let x = Axis::numbers(lang, from, to, ticks, label);
        panel(&mut drawing, view, view.side(side), view.side_color(side), value, &x, most);
        append(&mut data, Some(side.key()), &value.histogram);
    }
    let note = view.run_note();
    let told: Vec<String> = sides.iter().map(|(side, value)| told(view, view.side(*side), &value.spread, 2)).collect();
    let alt = say!(lang, "chart.values.alt", list = told.join("; "));
    Some(drawing.finish("values", &note, &alt, data))
}

pub(super) fn months_chart(view: &View) -> Option<Chart> {
    let lang = view.lang();
    let months = &view.summary().months_of_war;
    if is_empty(months) {
        return None;
    }
    let subtitle = lang.t("chart.months.subtitle");
    let mut drawing = Drawing::new(view.style, lang.t("chart.months.title"), subtitle);
    legend(&mut drawing, view);
    let ticks = if drawing.is_narrow() { 5 } else { 9 };
    let x = Axis::numbers(lang, months.histogram.from, end(&months.histogram), ticks, lang.t("axis.months_of_war"));
    let most = shares(&months.histogram).into_iter().fold(0.0, f64::max);
    panel(&mut drawing, view, "", view.theme().palette[0], months, &x, most);
    let mut data = Table::new(&["from", "to", "count", "share"]);
    append(&mut data, None, &months.histogram);
    let note = view.run_note();
    let alt = say!(lang, "chart.months.alt", list = told(view, "", &months.spread, 0));
    Some(drawing.finish("months-of-war", &note, &alt, data))
}

fn legend(drawing: &mut Drawing, view: &View) {
    let lang = view.lang();
    let ink = view.theme().ink;
    drawing.legend(&[
        Swatch { color: ink, shape: Shape::Dot, label: lang.t("legend.median").to_owned() },
        Swatch { color: ink, shape: Shape::Line(0), label: lang.t("legend.percentiles").to_owned() },
        Swatch { color: ink, shape: Shape::Rule, label: lang.t("legend.mean").to_owned() },
    ]);
}

fn panel(drawing: &mut Drawing, view: &View, name: &str, color: Color, value: &Distributed, x: &Axis, most: f64) {
    let (em, lang) = (drawing.em, view.lang());
    if !name.is_empty() {
        let (margin, y) = (drawing.margin(), drawing.y);
        heading(drawing, margin, y, &[name.to_owned()]);
        drawing.y += 1.4 * em;
    }
    let y = Axis::shares(lang, most, 4, "");
    let (margin, label_at) = (drawing.margin(), drawing.y + em);
    drawing.small(margin, label_at, lang.t("axis.share_of_trials"), view.theme().muted, Anchor::Start);
    let top = drawing.y + 3.0 * em;
    let rect = Rect {
        left: drawing.margin() + drawing.axis_width(&y),
        top,
        right: drawing.width - drawing.margin(),
        bottom: top + 10.0 * em,
    };
    drawing.axes(rect, x, &y);
    let at = |value: f64| x.place(value, rect.left, rect.right);
    let histogram = &value.histogram;
    for (index, (share, count)) in shares(histogram).into_iter().zip(&histogram.counts).enumerate() {
        let (from, to) = (at(bin(histogram, index)), at(bin(histogram, index + 1)));
        let up = y.place(share, rect.bottom, rect.top);
        let range = say!(
            lang,
            "format.range",
            low = lang.short(bin(histogram, index)),
            high = lang.short(bin(histogram, index + 1))
        );
        let tip = say!(lang, "chart.bin", range = range, share = lang.percent(share, 1), n = lang.count(*count));
        drawing.canvas.open_tip(&tip);
        drawing.canvas.rect(from, up, (to - from - 0.5).max(0.5), rect.bottom - up, color, 0.85);
        drawing.canvas.close();
    }
    marks(drawing, view, rect, &value.spread, &at);
    drawing.y = rect.bottom + drawing.axis_height(x) + 0.8 * em;
}

fn bin(histogram: &Histogram, index: usize) -> f64 {
    histogram.from + index as f64 * histogram.width
}

/// Median, mean and the middle nine tenths, above the bars.
fn marks(drawing: &mut Drawing, view: &View, rect: Rect, spread: &Spread, at: &impl Fn(f64) -> f64) {
    let (em, ink) = (drawing.em, view.theme().ink);
    let y = rect.top - 0.9 * em;
    let at = |value: f64| at(value).clamp(rect.left, rect.right);
    if let (Some(p5), Some(p50), Some(p95)) = (spread.p5, spread.p50, spread.p95) {
        whisker(drawing, y, at(p5), at(p95), ink);
        drawing.canvas.circle(at(p50), y, 0.36 * em, ink);
    }
    if let Some(mean) = spread.mean {
        let lifted = Rect { top: y, ..rect };
        drawing.rule(lifted, at(mean), ink);
    }
}

fn told(view: &View, name: &str, spread: &Spread, decimals: usize) -> String {
    let lang = view.lang();
    let number = |x: Option<f64>| x.map_or_else(|| lang.t("format.missing").to_owned(), |x| lang.number(x, decimals));
    let range = say!(lang, "format.range", low = number(spread.p5), high = number(spread.p95));
    let text = say!(lang, "chart.spread", median = number(spread.p50), range = range, mean = number(spread.mean));
    if name.is_empty() { text } else { lang.said_of(name, &text) }
}

fn append(data: &mut Table, side: Option<&str>, histogram: &Histogram) {
    for (index, (share, &count)) in shares(histogram).into_iter().zip(&histogram.counts).enumerate() {
        let mut row: Vec<Cell> = side.map(Cell::from).into_iter().collect();
        row.extend([bin(histogram, index).into(), bin(histogram, index + 1).into(), (count as f64).into()]);
        row.push(Cell::Share(Some(share)));
        data.push(row);
    }
}
