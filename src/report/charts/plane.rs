//! Value to the challenger against value to the defender: the plans, the war, and what no plan betters for both.

use super::super::lang::say;
use super::super::table::{Cell, Table};
use super::super::view::View;
use super::Chart;
use super::axis::Axis;
use super::canvas::{Anchor, TextStyle};
use super::drawing::{Drawing, Rect, Shape, Swatch};
use super::fonts;
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
    let point = |plan: &'a crate::analysis::evaluation::PlanEvaluation| {
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
    let lang = view.lang();
    let points = points(view);
    if points.is_empty() {
        return None;
    }
    let war = (view.input.evaluation.challenger.w, view.input.evaluation.defender.w);
    let efficient = frontier(&points.iter().map(|point| (point.a, point.d)).collect::<Vec<_>>());
    let subtitle = lang.t("chart.plane.subtitle");
    let mut drawing = Drawing::new(view.style, lang.t("chart.plane.title"), subtitle);
    let theme = view.theme();
    drawing.legend(&[
        Swatch { color: theme.palette[0], shape: Shape::Dot, label: lang.t("legend.plan").to_owned() },
        Swatch { color: theme.palette[1], shape: Shape::Box, label: lang.t("legend.war").to_owned() },
        Swatch { color: theme.palette[0], shape: Shape::Line(1), label: lang.t("legend.frontier").to_owned() },
        Swatch { color: theme.palette[2], shape: Shape::Band, label: lang.t("legend.both_gain").to_owned() },
    ]);
    let least = thresholds(view);
    let rect = plot(&mut drawing, view, &points, war, least, &efficient);
    key(&mut drawing, view, &points, rect);
    let told: Vec<String> = points
        .iter()
        .map(|it| say!(lang, "chart.plane.plan", plan = it.name, a = lang.number(it.a, 2), d = lang.number(it.d, 2)))
        .collect();
    let (a, d) = (view.side(Side::Challenger), view.side(Side::Defender));
    let fighting = say!(
        lang,
        "chart.plane.plan",
        plan = lang.t("legend.war"),
        a = lang.number(war.0, 2),
        d = lang.number(war.1, 2)
    );
    let alt = say!(lang, "chart.plane.alt", challenger = a, defender = d, list = told.join("; "), war = fighting);
    Some(drawing.finish("plane", lang.t("chart.plane.note"), &alt, table(view, &points, war, &efficient)))
}

fn plot(
    drawing: &mut Drawing,
    view: &View,
    points: &[Point],
    war: (f64, f64),
    least: (f64, f64),
    efficient: &[bool],
) -> Rect {
    let (lang, em, theme) = (view.lang(), drawing.em, view.theme());
    let span = |values: Vec<f64>| {
        let (low, high) = values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), &x| (l.min(x), h.max(x)));
        let pad = ((high - low) * 0.08).max(0.005);
        (low - pad, high + pad)
    };
    let (a_low, a_high) = span(points.iter().map(|it| it.a).chain([war.0, least.0]).collect());
    let (d_low, d_high) = span(points.iter().map(|it| it.d).chain([war.1, least.1]).collect());
    let label = |side: Side| say!(lang, "axis.value_to", side = view.side(side));
    let ticks = if drawing.is_narrow() { 4 } else { 6 };
    let x = Axis::numbers(lang, a_low, a_high, ticks, &label(Side::Challenger));
    let y = Axis::numbers(lang, d_low, d_high, ticks, &label(Side::Defender));
    let right = if drawing.is_narrow() { drawing.margin() } else { 0.36 * drawing.width };
    let left = drawing.margin() + drawing.axis_width(&y);
    let top = drawing.y + 1.6 * em;
    let rect = Rect {
        left,
        top,
        right: drawing.width - right,
        bottom: top + (drawing.width - right - left).clamp(18.0 * em, 30.0 * em),
    };
    let at = |a: f64, d: f64| (x.place(a, rect.left, rect.right), y.place(d, rect.bottom, rect.top));
    let corner = at(least.0, least.1);
    drawing.canvas.rect(corner.0, rect.top, rect.right - corner.0, corner.1 - rect.top, theme.palette[2], 0.12);
    drawing.axes(rect, &x, &y);
    let mut front: Vec<&Point> = points.iter().zip(efficient).filter(|(_, on)| **on).map(|(it, _)| it).collect();
    front.sort_by(|p, q| p.a.total_cmp(&q.a));
    let line: Vec<_> = front.iter().map(|it| at(it.a, it.d)).collect();
    if line.len() > 1 {
        drawing.canvas.open(&[("stroke-dasharray", &super::canvas::Canvas::dashes(&[6.0, 3.0]))]);
        drawing.canvas.path(&line, theme.palette[0], 1.25);
        drawing.canvas.close();
    }
    let (wx, wy) = at(war.0, war.1);
    drawing.canvas.open_tip(&tip(view, lang.t("legend.war"), war.0, war.1));
    drawing.canvas.rect(wx - 0.4 * em, wy - 0.4 * em, 0.8 * em, 0.8 * em, theme.palette[1], 1.0);
    drawing.canvas.close();
    let dots: Vec<_> = points.iter().map(|it| at(it.a, it.d)).collect();
    for (it, &(px, py)) in points.iter().zip(&dots) {
        drawing.canvas.open_tip(&tip(view, it.name, it.a, it.d));
        drawing.canvas.circle(px, py, 0.42 * em, theme.palette[0]);
        if it.refused {
            drawing.canvas.circle(px, py, 0.24 * em, theme.background);
        }
        drawing.canvas.close();
    }
    numbers(drawing, rect, &dots, (wx, wy));
    drawing.y = rect.bottom + drawing.axis_height(&x);
    rect
}

fn tip(view: &View, name: &str, a: f64, d: f64) -> String {
    let lang = view.lang();
    let side = |side: Side, value: f64| format!("{} {}", view.side(side), lang.number(value, 3));
    format!("{name}{}{}, {}", lang.t("format.colon"), side(Side::Challenger, a), side(Side::Defender, d))
}

/// A number beside each dot, clear of the dots and of one another, with a thin line where it had to move away.
fn numbers(drawing: &mut Drawing, rect: Rect, dots: &[(f64, f64)], war: (f64, f64)) {
    let (em, ink) = (drawing.em, drawing.style.theme.ink);
    let size = 0.88 * em;
    let mut taken: Vec<Rect> = dots.iter().chain([&war]).map(|&(x, y)| around(x, y, 0.9 * em, 0.9 * em)).collect();
    for (index, &(x, y)) in dots.iter().enumerate() {
        let text = (index + 1).to_string();
        let (width, height) = (fonts::width(&text, size, true) + 0.2 * em, size);
        let places = (0..60).map(|step| {
            let (ring, angle) = (f64::from(step / 12), f64::from(step % 12) * std::f64::consts::TAU / 12.0 - 0.785);
            let reach = (1.05 + 0.75 * ring) * em;
            (x + reach * angle.cos(), y + reach * angle.sin(), ring)
        });
        let free = |place: &(f64, f64, f64)| {
            let area = around(place.0, place.1, width, height);
            let inside =
                area.left > rect.left && area.right < rect.right && area.top > rect.top && area.bottom < rect.bottom;
            inside && !taken.iter().any(|other| overlap(&area, other))
        };
        let (lx, ly, ring) = places.clone().find(free).unwrap_or((x, y - 1.05 * em, 0.0));
        if ring > 0.0 {
            drawing.canvas.line((x, y), (lx, ly), drawing.style.theme.muted, 0.75);
        }
        taken.push(around(lx, ly, width, height));
        let halo = Some(drawing.style.theme.background);
        let style = TextStyle { size, color: ink, bold: true, anchor: Anchor::Middle, halo };
        drawing.canvas.text(lx, ly + 0.36 * size, &text, style);
    }
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
        let style = TextStyle { size: 0.88 * em, color: ink, bold: true, anchor: Anchor::End, halo: None };
        drawing.canvas.text(left + 1.4 * em, y + 0.95 * em, &number, style);
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
    fn the_frontier_leaves_out_what_another_plan_betters() {
        let points = [(0.1, 0.9), (0.5, 0.5), (0.4, 0.4), (0.9, 0.1), (0.5, 0.5), (0.1, 0.8)];
        assert_eq!(frontier(&points), [true, true, false, true, true, false]);
    }
}
