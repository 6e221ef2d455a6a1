//! Distributions over trials: each side's realised value, and months of war.

use super::super::draw::{Anchor, Axis, Chart, Drawing, Lettering, Plot, Rect, Shape, Swatch, heading};
use super::super::lang::say;
use super::super::table::{Cell, Table};
use super::super::theme::Color;
use super::super::view::View;
use super::plans::joined;
use crate::analysis::summary::{Distributed, Histogram, MonthsOfWar, Spread};
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
    let swatches = spread_swatches(view);
    drawing.legend(&swatches);
    let from = sides.iter().map(|(_, it)| it.histogram.from).fold(f64::INFINITY, f64::min);
    let to = sides.iter().map(|(_, it)| end(&it.histogram)).fold(f64::NEG_INFINITY, f64::max);
    let most = sides.iter().flat_map(|(_, it)| shares(&it.histogram)).fold(0.0, f64::max);
    let mut data = Table::new(&["side", "from", "to", "count", "share"]);
    for (side, value) in sides {
        let label = if side == Side::Defender { lang.t("axis.value") } else { "" };
        let ticks = if drawing.is_narrow() { 5 } else { 9 };
        let x = Axis::numbers(lang, from, to, ticks, label);
        let bars = Bars { name: view.side(side), color: view.side_color(side), value, cut_off: &[] };
        panel(&mut drawing, view, &bars, &x, most);
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
    let mut swatches = spread_swatches(view).to_vec();
    if is_cut(of) {
        swatches.push(Swatch { color, shape: Shape::Box, label: lang.t("legend.over").to_owned() });
        swatches.push(Swatch { color, shape: Shape::Outline, label: lang.t("legend.cut_off").to_owned() });
    }
    drawing.legend(&swatches);
    let ticks = if drawing.is_narrow() { 5 } else { 9 };
    let x = Axis::numbers(lang, histogram.from, end(histogram), ticks, lang.t("axis.months_of_war"));
    let most = shares(histogram).into_iter().fold(0.0, f64::max);
    let bars = Bars { name: "", color, value: &of.all, cut_off: &of.cut_off };
    let plot = panel(&mut drawing, view, &bars, &x, most);
    if is_cut(of) {
        name_the_cut(&drawing, view, &plot, of);
    }
    let mut data = Table::new(&["from", "to", "count", "share"]);
    append(&mut data, None, histogram);
    data.columns.push("cut_off".to_owned());
    for (index, row) in data.rows.iter_mut().enumerate() {
        row.push(Cell::Number(of.cut_off.get(index).map(|&count| count as f64)));
    }
    let note = joined(&[if is_cut(of) { lang.t("chart.months.note") } else { "" }, &view.run_note()]);
    let alt = say!(lang, "chart.months.alt", list = told(view, "", &of.all.spread, 0));
    Some(drawing.finish("months-of-war", &note, &alt, data))
}

fn is_cut(of: &MonthsOfWar) -> bool {
    of.cut_off.iter().any(|&count| count > 0)
}

/// Words beside the bar of the wars that are still fought when the talks end.
fn name_the_cut(drawing: &Drawing, view: &View, plot: &Plot, of: &MonthsOfWar) {
    let (em, lang, histogram) = (drawing.em, view.lang(), &of.all.histogram);
    let share = view.summary().classes.no_settlement.share.filter(|share| *share > 0.0);
    let month = view.input.scenario.central().negotiation.max_months;
    let index = ((month - histogram.from) / histogram.width) as usize;
    let (Some(share), Some(&height)) = (share, shares(histogram).get(index)) else { return };
    let text = say!(lang, "chart.months.cut", month = month as u64, share = lang.about(share));
    let lines = drawing.wrap(&text, 11.0 * em, 3);
    let widest = lines.iter().map(|line| drawing.width_of(line)).fold(0.0, f64::max);
    let (left, right) = (plot.place((bin(histogram, index), height)), plot.place((bin(histogram, index + 1), height)));
    let (x, anchor) = if right.0 + 0.6 * em + widest > drawing.width - drawing.margin() {
        (left.0 - 0.6 * em, Anchor::End)
    } else {
        (right.0 + 0.6 * em, Anchor::Start)
    };
    let halo = Some(view.theme().background);
    let style = Lettering { size: em, color: view.theme().ink, bold: false, anchor, halo };
    drawing.pen.open(&[("class", "cut-name")]);
    for (row, line) in lines.iter().enumerate() {
        drawing.page.text((x, right.1 + (0.9 + 1.15 * row as f64) * em), line, style);
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
}

/// A histogram with its marks above; `most` is the top of the shares' axis.
fn panel(drawing: &mut Drawing, view: &View, of: &Bars, x: &Axis, most: f64) -> Plot {
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
    let plot = drawing.plot(Rect { left, top, right, bottom: top + 10.0 * em }, x, &y);
    bars(drawing, view, &plot, of);
    marks(drawing, &plot, x, y.max, &of.value.spread);
    drawing.y = top + 10.0 * em + drawing.axis_height(x) + 0.8 * em;
    plot
}

fn bars(drawing: &Drawing, view: &View, plot: &Plot, of: &Bars) {
    let histogram = &of.value.histogram;
    for (index, (share, &count)) in shares(histogram).into_iter().zip(&histogram.counts).enumerate() {
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

fn bin_tip(view: &View, (from, to): (f64, f64), share: f64, count: u64) -> String {
    let lang = view.lang();
    let range = say!(lang, "format.range", low = lang.short(from), high = lang.short(to));
    say!(lang, "chart.bin", range = range, share = lang.percent(share, 1), n = lang.count(count))
}

fn bin(histogram: &Histogram, index: usize) -> f64 {
    histogram.from + index as f64 * histogram.width
}

/// Median and the middle nine tenths, above the bars.
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
