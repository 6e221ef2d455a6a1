//! Distributions over trials: each side's realised value, and months of war.

use super::super::draw::{Anchor, Axis, Chart, Drawing, Lettering, Plot, Rect, Shape, Swatch, heading};
use super::super::lang::say;
use super::super::table::{Cell, Table};
use super::super::theme::Color;
use super::super::view::View;
use super::plans::joined;
use crate::analysis::summary::{Distributed, Histogram, MonthsOfWar, Spread};
use crate::model::Side;

pub(super) fn shares(histogram: &Histogram) -> Vec<f64> {
    let all: u64 = histogram.counts.iter().sum();
    histogram.counts.iter().map(|&count| count as f64 / all.max(1) as f64).collect()
}

fn end(histogram: &Histogram) -> f64 {
    histogram.from + histogram.width * histogram.counts.len() as f64
}

/// The value that all trials have, where they all have the same.
pub(super) fn lone(distributed: &Distributed) -> Option<f64> {
    let (spread, counts) = (&distributed.spread, &distributed.histogram.counts);
    let value = spread.p50?;
    let same = |other: Option<f64>| other.is_some_and(|other| (other - value).abs() <= 1e-9 * value.abs().max(1.0));
    let one_bin = counts.iter().filter(|&&count| count > 0).count() == 1;
    (one_bin && [spread.p5, spread.p95, spread.mean].into_iter().all(same)).then_some(value)
}

/// What is drawn: a value that all trials have as one bar around it, a fiftieth of the axis wide; all else as it is.
pub(super) fn shown(distributed: &Distributed, axis: &Axis) -> Distributed {
    let Some(value) = lone(distributed) else { return distributed.clone() };
    let width = (axis.max - axis.min) / 50.0;
    let counts = vec![distributed.histogram.counts.iter().sum()];
    let from = (value - width / 2.0).clamp(axis.min, axis.max - width);
    let histogram = Histogram { from, width, counts };
    Distributed { histogram, ..distributed.clone() }
}

/// A bin with a smaller share of the trials is not seen.
const SEEN: f64 = 0.002;

/// Bins up to the last that is seen.
pub(super) fn filled(histogram: &Histogram) -> usize {
    let seen = shares(histogram).iter().rposition(|&share| share >= SEEN);
    seen.map_or(histogram.counts.len(), |last| last + 1)
}

/// Share of the trials in bins beyond those.
pub(super) fn beyond(histogram: &Histogram) -> f64 {
    shares(histogram)[filled(histogram)..].iter().fold(0.0, |sum, share| sum + share)
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
    let mut from = sides.iter().map(|(_, it)| it.histogram.from).fold(f64::INFINITY, f64::min);
    let mut to = sides.iter().map(|(_, it)| end(&it.histogram)).fold(f64::NEG_INFINITY, f64::max);
    if sides.iter().all(|(_, value)| lone(value).is_some()) {
        (from, to) = (from.min(0.0), to.max(1.0));
    } else {
        drawing.legend(&spread_swatches(view));
    }
    let most = sides.iter().flat_map(|(_, it)| shares(&it.histogram)).fold(0.0, f64::max);
    let mut data = Table::new(&["side", "from", "to", "count", "share"]);
    for (side, value) in sides {
        let label = if side == Side::Defender { lang.t("axis.value") } else { "" };
        let ticks = if drawing.is_narrow() { 5 } else { 9 };
        let x = Axis::numbers(lang, from, to, ticks, label);
        let lone = lone(value).map(|value| say!(lang, "chart.values.lone", value = lang.short(value)));
        let value = &shown(value, &x);
        let bars = Bars {
            name: view.side(side),
            color: view.side_color(side),
            value,
            cut_off: &[],
            bins: value.histogram.counts.len(),
            lone,
        };
        panel(&mut drawing, view, &bars, &x, most);
    }
    for (side, value) in sides {
        append(&mut data, Some(side.key()), &value.histogram);
    }
    let note = view.run_note();
    let told: Vec<String> = sides.iter().map(|(side, value)| told(view, view.side(*side), &value.spread, 2)).collect();
    let alt = say!(lang, "chart.values.alt", list = told.join(lang.t("format.semicolon")));
    Some(drawing.finish("values", &note, &alt, data))
}

pub(super) fn months_chart(view: &View) -> Option<Chart> {
    let (lang, of) = (view.lang(), &view.summary().months_of_war);
    if is_empty(&of.all) {
        return None;
    }
    let (histogram, color) = (&of.all.histogram, view.theme().palette[0]);
    let mut drawing = Drawing::new(view.style, lang.t("chart.months.title"), lang.t("chart.months.subtitle"));
    let lone = lone(&of.all);
    let swatches = months_swatches(view, of, color);
    if !swatches.is_empty() {
        drawing.legend(&swatches);
    }
    let ticks = if drawing.is_narrow() { 5 } else { 9 };
    let (from, to) = match lone {
        Some(value) => (value.min(0.0), (1.5 * value).max(12.0)),
        None => (histogram.from, bin(histogram, filled(histogram))),
    };
    let x = Axis::numbers(lang, from, to, ticks, lang.t("axis.months_of_war"));
    // Room for the figure above the largest bar.
    let most = 1.15 * shares(histogram).into_iter().fold(0.0, f64::max);
    let words = |value: f64| {
        let months = lang.plural("term.months", value.round().max(0.0) as u64, &[]);
        say!(lang, "chart.values.lone", value = months)
    };
    let value = &shown(&of.all, &x);
    let cut_off = if lone.is_some() { vec![of.cut_off.iter().sum()] } else { of.cut_off.clone() };
    let bars =
        Bars { name: "", color, value, cut_off: &cut_off, bins: filled(&value.histogram), lone: lone.map(words) };
    let (plot, rect) = panel(&mut drawing, view, &bars, &x, most);
    if lone.is_none() {
        name_the_largest(&drawing, view, &plot, rect, histogram);
        if is_cut(of) {
            name_the_cut(&drawing, view, &plot, rect, of);
        }
    }
    let mut data = Table::new(&["from", "to", "count", "share"]);
    append(&mut data, None, histogram);
    data.columns.push("cut_off".to_owned());
    for (index, row) in data.rows.iter_mut().enumerate() {
        row.push(Cell::Number(of.cut_off.get(index).map(|&count| count as f64)));
    }
    let longer = beyond(histogram);
    let longer =
        if longer > 0.0 { say!(lang, "chart.months.beyond", share = lang.about(longer)) } else { String::new() };
    let cut = if is_cut(of) { lang.t("chart.months.note") } else { "" };
    let note = joined(&[cut, &longer, &view.run_note()]);
    let alt = say!(lang, "chart.months.alt", list = told(view, "", &of.all.spread, 0));
    Some(drawing.finish("months-of-war", &note, &alt, data))
}

fn is_cut(of: &MonthsOfWar) -> bool {
    of.cut_off.iter().any(|&count| count > 0)
}

fn months_swatches(view: &View, of: &MonthsOfWar, color: Color) -> Vec<Swatch> {
    let lang = view.lang();
    let mut swatches = if lone(&of.all).is_some() { Vec::new() } else { spread_swatches(view).to_vec() };
    if is_cut(of) {
        if of.all.histogram.counts.iter().zip(&of.cut_off).any(|(all, cut)| all > cut) {
            swatches.push(Swatch { color, shape: Shape::Box, label: lang.t("legend.over").to_owned() });
        }
        swatches.push(Swatch { color, shape: Shape::Outline, label: lang.t("legend.cut_off").to_owned() });
    }
    swatches
}

/// The bin with most trials.
fn largest(histogram: &Histogram) -> usize {
    let most = histogram.counts.iter().copied().max().unwrap_or(0);
    histogram.counts.iter().position(|&count| count == most).unwrap_or(0)
}

/// The share of the largest bar, above it or, where it reaches the top of the plot, beside it.
fn name_the_largest(drawing: &Drawing, view: &View, plot: &Plot, rect: Rect, histogram: &Histogram) {
    let (em, index) = (drawing.em, largest(histogram));
    let share = shares(histogram)[index];
    let text = view.lang().percent(share, 0);
    let (left, right) = (plot.place((bin(histogram, index), share)), plot.place((bin(histogram, index + 1), share)));
    let (half, top) = (drawing.width_of(&text) / 2.0, left.1);
    let (x, y) = if top - 1.2 * em >= rect.top {
        (f64::midpoint(left.0, right.0).max(rect.left + half), top - 0.35 * em)
    } else if right.0 + 0.5 * em + 2.0 * half <= rect.right {
        (right.0 + 0.5 * em + half, top + 0.9 * em)
    } else {
        (left.0 - 0.5 * em - half, top + 0.9 * em)
    };
    let halo = Some(view.theme().background);
    let style = Lettering { size: em, color: view.theme().ink, bold: false, anchor: Anchor::Middle, halo };
    drawing.pen.open(&[("class", "largest")]);
    drawing.page.text((x, y), &text, style);
    drawing.pen.close();
}

/// Words beside the bar of the wars that are still fought when the talks end, clear of all bars and within the plot.
fn name_the_cut(drawing: &Drawing, view: &View, plot: &Plot, rect: Rect, of: &MonthsOfWar) {
    let (em, lang, histogram) = (drawing.em, view.lang(), &of.all.histogram);
    let share = view.summary().classes.no_settlement.share.filter(|share| *share > 0.0);
    let month = view.input.scenario.central().negotiation.max_months;
    let index = ((month - histogram.from) / histogram.width) as usize;
    let shares = shares(histogram);
    let (Some(share), true) = (share, index < filled(histogram)) else { return };
    let text = say!(lang, "chart.months.cut", month = month as u64, share = lang.about(share));
    let lines = drawing.wrap(&text, 11.0 * em, 4);
    let wide = lines.iter().map(|line| drawing.width_of(line)).fold(0.0, f64::max);
    let high = 1.15 * em * lines.len() as f64;
    let named = largest(histogram);
    let bar = |index: usize| {
        let (from, to) =
            (plot.place((bin(histogram, index), shares[index])), plot.place((bin(histogram, index + 1), 0.0)));
        // The figure of the largest bar stands above it.
        Rect { left: from.0, right: to.0, top: from.1 - if index == named { 1.3 * em } else { 0.0 }, bottom: to.1 }
    };
    let (own, own_top) = (bar(index), plot.place((bin(histogram, index), shares[index])).1);
    let foot = |left: f64| {
        let below = (0..filled(histogram)).map(bar).filter(|bar| bar.left < left + wide && bar.right > left);
        let highest = below.map(|bar| bar.top).fold(rect.bottom, f64::min);
        (highest - 0.4 * em).min(own_top + high).max(rect.top + high)
    };
    let beside =
        [own.right + 0.6 * em, own.left - 0.6 * em - wide].map(|left| left.clamp(rect.left, rect.right - wide));
    let left = if foot(beside[0]) >= foot(beside[1]) { beside[0] } else { beside[1] };
    let top = foot(left) - high;
    let halo = Some(view.theme().background);
    let style = Lettering { size: em, color: view.theme().ink, bold: false, anchor: Anchor::Start, halo };
    drawing.pen.open(&[("class", "cut-name")]);
    for (row, line) in lines.iter().enumerate() {
        drawing.page.text((left, top + (0.9 + 1.15 * row as f64) * em), line, style);
    }
    drawing.pen.close();
}

fn spread_swatches(view: &View) -> [Swatch; 2] {
    let swatch = |shape, key: &str| Swatch { color: view.theme().ink, shape, label: view.lang().t(key).to_owned() };
    [swatch(Shape::Dot, "legend.median"), swatch(Shape::Line(0), "legend.percentiles")]
}

/// A histogram and what is drawn with it.
struct Bars<'a> {
    name: &'a str,
    color: Color,
    value: &'a Distributed,
    /// Of the trials in each bin, those that go on beyond what is counted; empty: none.
    cut_off: &'a [u64],
    /// How many of the bins are drawn.
    bins: usize,
    /// What is said beside the only bar, where all trials have the same value.
    lone: Option<String>,
}

/// A histogram with its marks above; `most` is the top of the shares' axis.
fn panel(drawing: &mut Drawing, view: &View, of: &Bars, x: &Axis, most: f64) -> (Plot, Rect) {
    let (em, lang, name) = (drawing.em, view.lang(), of.name);
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
    let rect = Rect { left, top, right, bottom: top + 10.0 * em };
    let plot = drawing.plot(rect, x, &y);
    bars(drawing, view, &plot, of);
    match &of.lone {
        Some(words) => name_the_only(drawing, &plot, rect, &of.value.histogram, words),
        None => marks(drawing, &plot, x, y.max, &of.value.spread),
    }
    drawing.y = rect.bottom + drawing.axis_height(x) + 0.8 * em;
    (plot, rect)
}

/// The value that all trials have, beside its bar.
pub(super) fn name_the_only(drawing: &Drawing, plot: &Plot, rect: Rect, histogram: &Histogram, words: &str) {
    let (em, theme) = (drawing.em, &drawing.style.theme);
    let (left, right) = (plot.place((histogram.from, 0.0)).0, plot.place((end(histogram), 0.0)).0);
    let (x, anchor) = if right + 0.6 * em + drawing.width_of(words) <= rect.right {
        (right + 0.6 * em, Anchor::Start)
    } else {
        (left - 0.6 * em, Anchor::End)
    };
    let style = Lettering { size: em, color: theme.ink, bold: false, anchor, halo: Some(theme.background) };
    drawing.page.text((x, rect.top + 2.0 * em), words, style);
}

fn bars(drawing: &Drawing, view: &View, plot: &Plot, of: &Bars) {
    let histogram = &of.value.histogram;
    let bins = shares(histogram).into_iter().zip(&histogram.counts).take(of.bins);
    for (index, (share, &count)) in bins.enumerate() {
        let (from, to) = (bin(histogram, index), bin(histogram, index + 1));
        // A hair of paper between the bars.
        let end = to - 0.03 * histogram.width;
        let cut = of.cut_off.get(index).map_or(0.0, |&cut| share * cut as f64 / count.max(1) as f64);
        drawing.pen.open_tip(&bin_tip(view, (from, to), share, count));
        plot.rect((from, 0.0), (end, share - cut), of.color, 0.85);
        if cut > 0.0 {
            outlined(drawing, plot.place((from, share)), plot.place((end, share - cut)), of.color);
        }
        drawing.pen.close();
    }
}

/// A bar that goes on beyond what is counted: its outline only.
fn outlined(drawing: &Drawing, from: (f64, f64), to: (f64, f64), color: Color) {
    let (paper, line) = (drawing.style.theme.background, 1.5_f64.min((to.0 - from.0) / 3.0));
    drawing.pen.open(&[("class", "cut-off")]);
    drawing.page.rect(from, to, color, 1.0);
    if to.1 - from.1 > 2.0 * line {
        drawing.page.rect((from.0 + line, from.1 + line), (to.0 - line, to.1 - line), paper.mix(color, 0.12), 1.0);
    }
    drawing.pen.close();
}

pub(super) fn bin_tip(view: &View, (from, to): (f64, f64), share: f64, count: u64) -> String {
    let lang = view.lang();
    let range = say!(lang, "format.range", low = lang.short(from), high = lang.short(to));
    say!(lang, "chart.bin", range = range, share = lang.percent(share, 1), n = lang.count(count))
}

pub(super) fn bin(histogram: &Histogram, index: usize) -> f64 {
    histogram.from + index as f64 * histogram.width
}

/// Median and the middle nine tenths, above the bars.
pub(super) fn marks(drawing: &Drawing, plot: &Plot, x: &Axis, top: f64, spread: &Spread) {
    let (em, ink, page) = (drawing.em, drawing.style.theme.ink, &drawing.page);
    let at = |value: f64| plot.place((value.clamp(x.min, x.max), top)).0;
    let edge = plot.place((x.min, top)).1;
    let y = edge - 0.9 * em;
    drawing.pen.open(&[("class", "spread")]);
    if let (Some(p5), Some(p50), Some(p95)) = (spread.p5, spread.p50, spread.p95) {
        page.whisker(y, (at(p5), at(p95)), 0.28 * em, ink);
        page.dot((at(p50), y), 0.36 * em, ink);
    }
    drawing.pen.close();
}

pub(super) fn told(view: &View, name: &str, spread: &Spread, decimals: usize) -> String {
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
