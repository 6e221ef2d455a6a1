//! Value to the challenger against value to the defender: the plans, the war, and what no plan betters for both.

use super::super::draw::{Axis, Callout, Chart, Drawing, Plot, Rect, Shape, Swatch, callouts};
use super::super::lang::say;
use super::super::table::{Cell, Table};
use super::super::view::View;
use super::plans::{ROWS, joined, with_room};
use crate::analysis::evaluation::PlanEvaluation;
use crate::model::Side;

/// A plan's exact value to each side at central values.
struct Point<'a> {
    id: &'a str,
    name: &'a str,
    /// The name in the picture.
    charted: String,
    a: f64,
    d: f64,
    refused: bool,
}

fn points<'a>(view: &View<'a>) -> Vec<Point<'a>> {
    let point = |plan: &'a PlanEvaluation| {
        let refused = [&plan.challenger, &plan.defender].iter().any(|side| side.red_line == Some(true));
        Some(Point {
            id: &plan.id,
            name: view.plan_name(&plan.id),
            charted: view.charted(&plan.id),
            a: plan.challenger.v?,
            d: plan.defender.v?,
            refused,
        })
    };
    view.input.evaluation.plans.iter().filter_map(point).collect()
}

/// Which points no other point betters for one side without worsening it for the other.
pub(crate) fn frontier(points: &[(f64, f64)]) -> Vec<bool> {
    let betters = |q: (f64, f64), p: (f64, f64)| q.0 >= p.0 && q.1 >= p.1 && (q.0 > p.0 || q.1 > p.1);
    points.iter().map(|&p| !points.iter().any(|&q| betters(q, p))).collect()
}

/// The least that each side would sign for: W and its margin.
fn thresholds(view: &View) -> (f64, f64) {
    let evaluation = view.input.evaluation;
    let least = |side: Side, w: f64| {
        let known = evaluation.plans.iter().find_map(|plan| {
            let value = plan.value(side);
            Some(value.v? - value.surplus?)
        });
        known.unwrap_or(w)
    };
    (least(Side::Challenger, evaluation.challenger.w), least(Side::Defender, evaluation.defender.w))
}

pub(super) fn chart(view: &View) -> Option<Chart> {
    let (lang, all) = (view.lang(), points(view));
    if all.is_empty() {
        return None;
    }
    let war = (view.input.evaluation.challenger.w, view.input.evaluation.defender.w);
    let efficient = frontier(&all.iter().map(|point| (point.a, point.d)).collect::<Vec<_>>());
    let data = table(view, &all, war, &efficient);
    let front = sorted_front(&all, &efficient);
    let (points, left_out) = with_room(view, all, ROWS, |point| point.id);
    let mut drawing = Drawing::new(view.style, lang.t("chart.plane.title"), lang.t("chart.plane.subtitle"));
    drawing.legend(&swatches(view, &points, &front));
    let unnamed = plot(&mut drawing, view, &points, war, &front) as u64;
    let carried = view.carried_by(points.iter().map(|point| point.id));
    let unnamed = if unnamed > 0 { lang.plural("note.unnamed", unnamed, &[]) } else { String::new() };
    let note = joined(&[lang.t("chart.plane.note"), &unnamed, &left_out, &carried]);
    Some(drawing.finish("plane", &note, &alt(view, &points, war), data))
}

/// What occurs in the picture.
fn swatches(view: &View, points: &[Point], front: &[(f64, f64)]) -> Vec<Swatch> {
    let palette = &view.theme().palette;
    let all = [
        (points.iter().any(|it| !it.refused), palette[0], Shape::Dot, "legend.plan"),
        (points.iter().any(|it| it.refused), palette[0], Shape::Ring, "legend.refused_plan"),
        (true, palette[1], Shape::Box, "legend.war"),
        (front.len() > 1, palette[0], Shape::Line(1), "legend.frontier"),
        (true, palette[2 % palette.len()], Shape::Band, "legend.both_gain"),
    ];
    let swatch =
        |(_, color, shape, key): (bool, _, _, &str)| Swatch { color, shape, label: view.lang().t(key).to_owned() };
    all.into_iter().filter(|it| it.0).map(swatch).collect()
}

/// The efficient points from the left.
fn sorted_front(points: &[Point], efficient: &[bool]) -> Vec<(f64, f64)> {
    let mut front: Vec<(f64, f64)> =
        points.iter().zip(efficient).filter(|(_, on)| **on).map(|(it, _)| (it.a, it.d)).collect();
    front.sort_by(|p, q| p.0.total_cmp(&q.0));
    front
}

fn alt(view: &View, points: &[Point], war: (f64, f64)) -> String {
    let lang = view.lang();
    let told = |name: &str, a: f64, d: f64| {
        say!(lang, "chart.plane.plan", plan = name, a = lang.number(a, 2), d = lang.number(d, 2))
    };
    let list: Vec<String> = points.iter().map(|it| told(it.name, it.a, it.d)).collect();
    let (a, d) = (view.side(Side::Challenger), view.side(Side::Defender));
    let war = told(lang.t("legend.war"), war.0, war.1);
    say!(lang, "chart.plane.alt", challenger = a, defender = d, list = list.join(lang.t("format.semicolon")), war = war)
}

/// From a little below the least to a little above the greatest.
fn span(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(x), h.max(x)));
    let pad = ((high - low) * 0.08).max(0.005);
    (low - pad, high + pad)
}

fn axes(drawing: &Drawing, view: &View, points: &[Point], war: (f64, f64)) -> [Axis; 2] {
    let least = thresholds(view);
    let (a_low, a_high) = span(points.iter().map(|it| it.a).chain([war.0, least.0]));
    let (d_low, d_high) = span(points.iter().map(|it| it.d).chain([war.1, least.1]));
    let ticks = if drawing.is_narrow() { 4 } else { 6 };
    let axis = |side: Side, low: f64, high: f64| {
        let label = say!(view.lang(), "axis.value_to", side = view.side(side));
        Axis::numbers(view.lang(), low, high, ticks, &label)
    };
    [axis(Side::Challenger, a_low, a_high), axis(Side::Defender, d_low, d_high)]
}

/// Draws everything and returns how many points found no room for their name.
fn plot(drawing: &mut Drawing, view: &View, points: &[Point], war: (f64, f64), front: &[(f64, f64)]) -> usize {
    let (em, theme) = (drawing.em, view.theme());
    let [x, y] = axes(drawing, view, points, war);
    let left = drawing.margin() + drawing.axis_width(&y);
    let top = drawing.y + 1.6 * em;
    let bottom = top + if drawing.is_narrow() { 36.0 } else { 32.0 } * em;
    let rect = Rect { left, top, right: drawing.width - drawing.margin(), bottom };
    let plot = drawing.plot(rect, &x, &y);
    plot.rect(thresholds(view), (x.max, y.max), theme.palette[2 % theme.palette.len()], 0.12);
    if front.len() > 1 {
        drawing.pen.open_dashes(&[6.0, 3.0]);
        plot.path(front, theme.palette[0], 1.25);
        drawing.pen.close();
    }
    fighting(drawing, view, &plot, war);
    // Rings last, around what dots lie there: neither hides the other.
    for refused in [false, true] {
        points.iter().filter(|it| it.refused == refused).for_each(|it| dot(drawing, view, &plot, it));
    }
    let called = points.iter().map(|it| Callout { key: it.id, name: &it.charted, at: plot.place((it.a, it.d)) });
    let called: Vec<Callout> = called.collect();
    let frontier: Vec<(f64, f64)> = front.iter().map(|&at| plot.place(at)).collect();
    let unnamed = {
        let (corner, end) = (plot.place(thresholds(view)), plot.place((x.max, y.max)));
        let shade = Rect { left: corner.0, right: end.0, top: end.1, bottom: corner.1 };
        callouts(drawing, rect, &called, &[plot.place(war)], &frontier, shade)
    };
    drawing.y = rect.bottom + drawing.axis_height(&x);
    unnamed
}

/// A square where fighting on leads.
fn fighting(drawing: &Drawing, view: &View, plot: &Plot, war: (f64, f64)) {
    let ((x, y), half) = (plot.place(war), 0.4 * drawing.em);
    drawing.pen.open_tip(&tip(view, view.lang().t("legend.war"), war.0, war.1));
    drawing.page.rect((x - half, y - half), (x + half, y + half), view.theme().palette[1], 1.0);
    drawing.pen.close();
}

/// A dot for a plan, or a larger ring where a red line bars it.
fn dot(drawing: &Drawing, view: &View, plot: &Plot, it: &Point) {
    let (em, color) = (drawing.em, view.theme().palette[0]);
    drawing.pen.open_tip(&tip(view, it.name, it.a, it.d));
    if it.refused {
        plot.ring((it.a, it.d), 0.46 * em, color, 0.14 * em);
    } else {
        plot.dot((it.a, it.d), 0.34 * em, color);
    }
    drawing.pen.close();
}

fn tip(view: &View, name: &str, a: f64, d: f64) -> String {
    let lang = view.lang();
    let side = |side: Side, value: f64| format!("{} {}", view.side(side), lang.number(value, 3));
    format!("{name}{}{}, {}", lang.t("format.colon"), side(Side::Challenger, a), side(Side::Defender, d))
}

fn table(view: &View, points: &[Point], war: (f64, f64), efficient: &[bool]) -> Table {
    let mut data = Table::new(&["plan", "name", "value_challenger", "value_defender", "efficient"]);
    data.push(vec!["war".into(), view.lang().t("legend.war").into(), war.0.into(), war.1.into(), "".into()]);
    for (it, on) in points.iter().zip(efficient) {
        let on = if *on { "yes" } else { "no" };
        data.push(vec![it.id.into(), it.name.into(), Cell::from(it.a), Cell::from(it.d), on.into()]);
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_frontier_leaves_out_what_another_plan_betters() {
        let points = [(0.1, 0.9), (0.5, 0.5), (0.4, 0.4), (0.9, 0.1), (0.5, 0.5), (0.1, 0.8)];
        assert_eq!(frontier(&points), [true, true, false, true, true, false]);
    }
}
