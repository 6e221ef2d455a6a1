//! Value to the challenger against value to the defender: the plans, the war, and what no plan betters for both.

use super::super::draw::{Anchor, Axis, Chart, Drawing, Lettering, Plot, Rect, Shape, Swatch, text_width};
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
    drawing.legend(&swatches(view));
    let rect = plot(&mut drawing, view, &points, war, &front);
    key(&mut drawing, view, &points, rect);
    let note = joined(&[lang.t("chart.plane.note"), &left_out]);
    Some(drawing.finish("plane", &note, &alt(view, &points, war), data))
}

fn swatches(view: &View) -> [Swatch; 4] {
    let palette = &view.theme().palette;
    let swatch = |color, shape, key: &str| Swatch { color, shape, label: view.lang().t(key).to_owned() };
    [
        swatch(palette[0], Shape::Dot, "legend.plan"),
        swatch(palette[1], Shape::Box, "legend.war"),
        swatch(palette[0], Shape::Line(1), "legend.frontier"),
        swatch(palette[2 % palette.len()], Shape::Band, "legend.both_gain"),
    ]
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

fn plot(drawing: &mut Drawing, view: &View, points: &[Point], war: (f64, f64), front: &[(f64, f64)]) -> Rect {
    let (em, theme) = (drawing.em, view.theme());
    let [x, y] = axes(drawing, view, points, war);
    let right = if drawing.is_narrow() { drawing.margin() } else { 0.36 * drawing.width };
    let left = drawing.margin() + drawing.axis_width(&y);
    let top = drawing.y + 1.6 * em;
    let bottom = top + (drawing.width - right - left).clamp(18.0 * em, 30.0 * em);
    let rect = Rect { left, top, right: drawing.width - right, bottom };
    let plot = drawing.plot(rect, &x, &y);
    plot.rect(thresholds(view), (x.max, y.max), theme.palette[2 % theme.palette.len()], 0.12);
    if front.len() > 1 {
        drawing.pen.open_dashes(&[6.0, 3.0]);
        plot.path(front, theme.palette[0], 1.25);
        drawing.pen.close();
    }
    fighting(drawing, view, &plot, war);
    let dots: Vec<_> = points.iter().map(|it| dot(drawing, view, &plot, it)).collect();
    numbers(drawing, rect, &dots, plot.place(war));
    drawing.y = rect.bottom + drawing.axis_height(&x);
    rect
}

/// A square where fighting on leads.
fn fighting(drawing: &Drawing, view: &View, plot: &Plot, war: (f64, f64)) {
    let ((x, y), half) = (plot.place(war), 0.4 * drawing.em);
    drawing.pen.open_tip(&tip(view, view.lang().t("legend.war"), war.0, war.1));
    drawing.page.rect((x - half, y - half), (x + half, y + half), view.theme().palette[1], 1.0);
    drawing.pen.close();
}

/// A dot for a plan, hollow where a red line bars it; returns where it lies, px.
fn dot(drawing: &Drawing, view: &View, plot: &Plot, it: &Point) -> (f64, f64) {
    drawing.pen.open_tip(&tip(view, it.name, it.a, it.d));
    plot.dot((it.a, it.d), 0.42 * drawing.em, view.theme().palette[0]);
    if it.refused {
        plot.dot((it.a, it.d), 0.24 * drawing.em, view.theme().background);
    }
    drawing.pen.close();
    plot.place((it.a, it.d))
}

fn tip(view: &View, name: &str, a: f64, d: f64) -> String {
    let lang = view.lang();
    let side = |side: Side, value: f64| format!("{} {}", view.side(side), lang.number(value, 3));
    format!("{name}{}{}, {}", lang.t("format.colon"), side(Side::Challenger, a), side(Side::Defender, d))
}

/// A number beside each dot, clear of the dots and of one another, with a thin line where it had to move away.
fn numbers(drawing: &Drawing, rect: Rect, dots: &[(f64, f64)], war: (f64, f64)) {
    let (em, theme, size) = (drawing.em, &drawing.style.theme, drawing.small_size());
    let mut taken: Vec<Rect> = dots.iter().chain([&war]).map(|&(x, y)| around(x, y, 0.9 * em, 0.9 * em)).collect();
    for (index, &dot) in dots.iter().enumerate() {
        let text = (index + 1).to_string();
        let extent = (text_width(&text, size, true) + 0.2 * em, size);
        let (place, moved) = free_place(dot, extent, em, rect, &taken);
        if moved {
            drawing.page.line(dot, place, theme.muted, 0.75);
        }
        taken.push(around(place.0, place.1, extent.0, extent.1));
        let halo = Some(theme.background);
        let style = Lettering { size, color: theme.ink, bold: true, anchor: Anchor::Middle, halo };
        drawing.page.text((place.0, place.1 + 0.36 * size), &text, style);
    }
}

/// The nearest free place around a dot, on five rings of twelve places, and whether it lies on an outer one.
fn free_place(dot: (f64, f64), extent: (f64, f64), em: f64, rect: Rect, taken: &[Rect]) -> ((f64, f64), bool) {
    let place = |step: i32| {
        let (ring, angle) = (f64::from(step / 12), f64::from(step % 12) * std::f64::consts::TAU / 12.0 - 0.785);
        let reach = (1.05 + 0.75 * ring) * em;
        ((dot.0 + reach * angle.cos(), dot.1 + reach * angle.sin()), step >= 12)
    };
    let free = |(place, _): &((f64, f64), bool)| {
        let area = around(place.0, place.1, extent.0, extent.1);
        let inside =
            area.left > rect.left && area.right < rect.right && area.top > rect.top && area.bottom < rect.bottom;
        inside && !taken.iter().any(|other| overlap(&area, other))
    };
    (0..60).map(place).find(free).unwrap_or(((dot.0, dot.1 - 1.05 * em), false))
}

fn around(x: f64, y: f64, width: f64, height: f64) -> Rect {
    Rect { left: x - width / 2.0, right: x + width / 2.0, top: y - height / 2.0, bottom: y + height / 2.0 }
}

fn overlap(a: &Rect, b: &Rect) -> bool {
    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

/// What the numbers stand for: beside the plot, or below it where the page is narrow.
fn key(drawing: &mut Drawing, view: &View, points: &[Point], rect: Rect) {
    let (em, ink, below) = (drawing.em, view.theme().ink, drawing.y);
    let narrow = drawing.is_narrow();
    let (left, mut y) = if narrow { (drawing.margin(), below + 0.5 * em) } else { (rect.right + 1.8 * em, rect.top) };
    let limit = drawing.width - drawing.margin() - left - 2.0 * em;
    for (index, it) in points.iter().enumerate() {
        let lines = drawing.wrap(it.name, limit, 2);
        let number = (index + 1).to_string();
        let style = Lettering { size: drawing.small_size(), color: ink, bold: true, anchor: Anchor::End, halo: None };
        drawing.page.text((left + 1.4 * em, y + 0.95 * em), &number, style);
        for (row, line) in lines.iter().enumerate() {
            drawing.text(left + 2.0 * em, y + (0.95 + 1.15 * row as f64) * em, line, ink, Anchor::Start);
        }
        y += (1.15 * lines.len() as f64 + 0.35) * em;
    }
    drawing.y = below.max(y + 0.3 * em);
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
    fn boxes_overlap_where_they_share_an_area() {
        let fixed = around(10.0, 10.0, 4.0, 2.0);
        let meets = |x: f64, y: f64| overlap(&fixed, &around(x, y, 4.0, 2.0));
        assert_eq!([meets(10.0, 10.0), meets(13.9, 10.0), meets(6.1, 11.9)], [true; 3]);
        assert_eq!([meets(14.0, 10.0), meets(10.0, 12.0), meets(5.0, 10.0), meets(13.0, 7.5)], [false; 4]);
    }

    #[test]
    fn the_frontier_leaves_out_what_another_plan_betters() {
        let points = [(0.1, 0.9), (0.5, 0.5), (0.4, 0.4), (0.9, 0.1), (0.5, 0.5), (0.1, 0.8)];
        assert_eq!(frontier(&points), [true, true, false, true, true, false]);
    }
}
