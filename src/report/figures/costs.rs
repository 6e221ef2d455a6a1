//! What a trial costs people: the distribution of the total, parted by how the trial ends.

use super::super::draw::{Anchor, Axis, Chart, Drawing, Rect, Shape, Swatch};
use super::super::lang::say;
use super::super::table::{Cell, Table};
use super::super::theme::Color;
use super::super::view::View;
use super::outcomes::classes;
use super::plans::joined;
use super::realised::{beyond, bin, bin_tip, filled, lone, marks, name_the_only, shares, shown, told};
use crate::analysis::costs::CostSummary;

/// A chart for each cost of which there are totals.
pub(super) fn charts(view: &View) -> Vec<Chart> {
    let costs = view.summary().costs.iter();
    costs.filter(|(_, cost)| cost.all.spread.mean.is_some()).map(|(id, cost)| chart(view, id, cost)).collect()
}

/// An ending that occurs, and its trials in each bin.
struct CostEnding<'a> {
    key: &'static str,
    color: Color,
    counts: &'a [u64],
}

fn endings<'a>(view: &View, cost: &'a CostSummary) -> Vec<CostEnding<'a>> {
    let of = |(key, _, color): (&'static str, _, Color)| {
        let counts = &cost.by_class.get(key)?.histogram.counts;
        counts.iter().any(|&count| count > 0).then_some(CostEnding { key, color, counts })
    };
    classes(view).into_iter().filter_map(of).collect()
}

fn chart(view: &View, id: &str, cost: &CostSummary) -> Chart {
    let (lang, names) = (view.lang(), view.names());
    let (name, span) = (names.cost(id), names.years(f64::from(cost.years)));
    let title = say!(lang, "chart.costs.title", name = name);
    let subtitle = say!(lang, "chart.costs.subtitle", span = span, unit = cost.unit);
    let mut drawing = Drawing::new(view.style, &title, &subtitle);
    let endings = endings(view, cost);
    let swatch =
        |ending: &CostEnding| Swatch { color: ending.color, shape: Shape::Box, label: names.class(ending.key) };
    drawing.legend(&endings.iter().map(swatch).collect::<Vec<_>>());
    plot(&mut drawing, view, cost, &endings);
    let histogram = &cost.all.histogram;
    let mut data = Table::new(&["class", "name", "from", "to", "count"]);
    for ending in &endings {
        for (index, &count) in ending.counts.iter().enumerate() {
            let mut row: Vec<Cell> = vec![ending.key.into(), names.class(ending.key).into()];
            row.extend([bin(histogram, index).into(), bin(histogram, index + 1).into(), (count as f64).into()]);
            data.push(row);
        }
    }
    let more = beyond(histogram);
    let more = if more > 0.0 { say!(lang, "chart.costs.beyond", share = lang.about(more)) } else { String::new() };
    let note = joined(&[lang.t("chart.costs.note"), &more, &view.run_note()]);
    let alt = say!(lang, "chart.costs.alt", list = told(view, name, &cost.all.spread, 1));
    drawing.finish(&format!("costs-{id}"), &note, &alt, data)
}

/// Bars of all trials, each parted by endings from the best, with the median and the middle nine tenths above.
fn plot(drawing: &mut Drawing, view: &View, cost: &CostSummary, endings: &[CostEnding<'_>]) {
    let (em, lang, histogram) = (drawing.em, view.lang(), &cost.all.histogram);
    let lone = lone(&cost.all);
    let (from, to) = match lone {
        Some(value) => (0.0, if value > 0.0 { 1.5 * value } else { 1.0 }),
        None => (histogram.from, bin(histogram, filled(histogram))),
    };
    let ticks = if drawing.is_narrow() { 5 } else { 9 };
    let x = Axis::numbers(lang, from, to, ticks, &cost.unit);
    let all = shown(&cost.all, &x);
    let y = Axis::shares(lang, shares(&all.histogram).into_iter().fold(0.0, f64::max), 4, "");
    let (margin, label_at) = (drawing.margin(), drawing.y + em);
    drawing.small(margin, label_at, lang.t("axis.share_of_trials"), view.theme().muted, Anchor::Start);
    let top = drawing.y + 3.0 * em;
    let (left, right) = (margin + drawing.axis_width(&y), drawing.width - margin);
    let rect = Rect { left, top, right, bottom: top + 14.0 * em };
    let plot = drawing.plot(rect, &x, &y);
    let trials = all.histogram.counts.iter().sum::<u64>().max(1) as f64;
    let bins = if lone.is_some() { 1 } else { filled(histogram) };
    for index in 0..bins {
        let span = (bin(&all.histogram, index), bin(&all.histogram, index + 1));
        let mut below = 0.0;
        for ending in endings {
            let counts = if lone.is_some() { ending.counts } else { &ending.counts[index..=index] };
            let count: u64 = counts.iter().sum();
            let share = count as f64 / trials;
            if count == 0 {
                continue;
            }
            let tip = bin_tip(view, span, share, count);
            drawing.pen.open_tip(&lang.said_of(&view.names().class(ending.key), &tip));
            plot.rect((span.0, below), (span.1 - 0.03 * all.histogram.width, below + share), ending.color, 0.85);
            drawing.pen.close();
            below += share;
        }
    }
    match lone {
        Some(value) => {
            let words = say!(lang, "chart.values.lone", value = lang.short(value));
            name_the_only(drawing, &plot, rect, &all.histogram, &words);
        }
        None => marks(drawing, &plot, &x, y.max, &cost.all.spread),
    }
    drawing.y = rect.bottom + drawing.axis_height(&x) + 0.8 * em;
}
