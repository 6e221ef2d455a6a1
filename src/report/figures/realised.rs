//! Distributions over trials: each side's realised value, and months of war.

use super::super::draw::{Anchor, Axis, Chart, Drawing, Plot, Rect, Shape, Swatch, heading};
use super::super::lang::say;
use super::super::table::{Cell, Table};
use super::super::theme::Color;
use super::super::view::View;
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
    let alt = say!(lang, "chart.values.alt", list = told.join(lang.t("format.semicolon")));
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

/// A histogram with its marks above; `most` is the top of the shares' axis.
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
    let (left, right) = (margin + drawing.axis_width(&y), drawing.width - margin);
    let plot = drawing.plot(Rect { left, top, right, bottom: top + 10.0 * em }, x, &y);
    bars(drawing, view, &plot, &value.histogram, color);
    marks(drawing, &plot, x, y.max, &value.spread);
    drawing.y = top + 10.0 * em + drawing.axis_height(x) + 0.8 * em;
}

fn bars(drawing: &Drawing, view: &View, plot: &Plot, histogram: &Histogram, color: Color) {
    for (index, (share, count)) in shares(histogram).into_iter().zip(&histogram.counts).enumerate() {
        let (from, to) = (bin(histogram, index), bin(histogram, index + 1));
        drawing.pen.open_tip(&bin_tip(view, (from, to), share, *count));
        // A hair of paper between the bars.
        plot.rect((from, 0.0), (to - 0.03 * histogram.width, share), color, 0.85);
        drawing.pen.close();
    }
}

fn bin_tip(view: &View, (from, to): (f64, f64), share: f64, count: u64) -> String {
    let lang = view.lang();
    let range = say!(lang, "format.range", low = lang.short(from), high = lang.short(to));
    say!(lang, "chart.bin", range = range, share = lang.percent(share, 1), n = lang.count(count))
}

fn bin(histogram: &Histogram, index: usize) -> f64 {
    histogram.from + index as f64 * histogram.width
}

/// Median, mean and the middle nine tenths, above the bars.
fn marks(drawing: &Drawing, plot: &Plot, x: &Axis, top: f64, spread: &Spread) {
    let (em, ink, page) = (drawing.em, drawing.style.theme.ink, &drawing.page);
    let at = |value: f64| plot.place((value.clamp(x.min, x.max), top)).0;
    let edge = plot.place((x.min, top)).1;
    let y = edge - 0.9 * em;
    drawing.pen.open(&[("class", "spread")]);
    if let (Some(p5), Some(p50), Some(p95)) = (spread.p5, spread.p50, spread.p95) {
        page.whisker(y, (at(p5), at(p95)), 0.28 * em, ink);
        page.dot((at(p50), y), 0.36 * em, ink);
    }
    if let Some(mean) = spread.mean {
        drawing.pen.open_dashes(&[3.0, 3.0]);
        page.line((at(mean), y), (at(mean), plot.place((mean, 0.0)).1), ink, 1.25);
        drawing.pen.close();
    }
    drawing.pen.close();
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
