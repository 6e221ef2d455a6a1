//! What breaks the deal: each side's surplus from each plan, in parts that add up to it, at central values.

use super::super::lang::say;
use super::super::table::{Cell, Table};
use super::super::theme::Color;
use super::super::view::View;
use super::Chart;
use super::axis::Axis;
use super::canvas::Anchor;
use super::drawing::{Drawing, Rect, Shape, Swatch};
use super::panels::heading;
use super::rows::rows;
use crate::analysis::evaluation::{Part, PlanEvaluation, PlanValue};
use crate::model::Side;

fn value(plan: &PlanEvaluation, side: Side) -> &PlanValue {
    match side {
        Side::Challenger => &plan.challenger,
        Side::Defender => &plan.defender,
    }
}

/// Where each part's bar runs: gains to the right of 0, losses to the left, in the order given.
pub(crate) fn stack(parts: &[Part]) -> Vec<(f64, f64)> {
    let (mut gains, mut losses) = (0.0, 0.0);
    let bar = |part: &Part| {
        let end = if part.value >= 0.0 { &mut gains } else { &mut losses };
        let from = *end;
        *end += part.value;
        (from, *end)
    };
    parts.iter().map(bar).collect()
}

/// Names of all parts that occur, in the order of first occurrence, the three common ones last.
fn parts(plans: &[&PlanEvaluation]) -> Vec<String> {
    const LAST: [&str; 3] = ["resumed_war", "fighting_on", "margin"];
    let mut names: Vec<String> = Vec::new();
    for part in plans.iter().flat_map(|plan| plan.challenger.breakdown.iter().chain(&plan.defender.breakdown)) {
        if part.value != 0.0 && !names.contains(&part.of) {
            names.push(part.of.clone());
        }
    }
    let (mut issues, common): (Vec<_>, Vec<_>) = names.into_iter().partition(|of| !LAST.contains(&of.as_str()));
    issues.extend(LAST.into_iter().filter(|of| common.iter().any(|it| it == of)).map(str::to_owned));
    issues
}

fn color(view: &View, of: &str, index: usize) -> Color {
    let theme = view.theme();
    match of {
        "resumed_war" => theme.ink,
        "fighting_on" => theme.muted.mix(theme.background, 0.6),
        "margin" => theme.muted.mix(theme.background, 0.2),
        _ => {
            let colors = &theme.palette;
            colors[index % colors.len()].mix(theme.background, if index < colors.len() { 0.0 } else { 0.5 })
        }
    }
}

pub(super) fn chart(view: &View) -> Option<Chart> {
    let lang = view.lang();
    let plans: Vec<&PlanEvaluation> =
        view.input.evaluation.plans.iter().filter(|plan| !plan.challenger.breakdown.is_empty()).collect();
    if plans.is_empty() {
        return None;
    }
    let names = parts(&plans);
    let colors: Vec<(String, Color)> =
        names.iter().enumerate().map(|(index, of)| (of.clone(), color(view, of, index))).collect();
    let subtitle = lang.t("chart.breakdown.subtitle");
    let mut drawing = Drawing::new(view.style, lang.t("chart.breakdown.title"), subtitle);
    let swatch =
        |(of, color): &(String, Color)| Swatch { color: *color, shape: Shape::Box, label: view.names().part(of) };
    drawing.legend(&colors.iter().map(swatch).collect::<Vec<_>>());
    let sides = plans.iter().flat_map(|plan| [&plan.challenger, &plan.defender]);
    let ends: Vec<f64> = sides.flat_map(|side| stack(&side.breakdown)).map(|(_, to)| to).collect();
    let (low, high) = (ends.iter().copied().fold(0.0, f64::min), ends.iter().copied().fold(0.0, f64::max));
    let ticks = if drawing.is_narrow() { 4 } else { 6 };
    for side in Side::BOTH {
        let last = side == Side::Defender;
        let label = if last { lang.t("axis.surplus") } else { "" };
        let axis = Axis::numbers(lang, low, high, ticks, label);
        let name = say!(lang, "chart.breakdown.side", side = view.side(side));
        let (margin, y, em) = (drawing.margin(), drawing.y, drawing.em);
        heading(&mut drawing, margin, y, &[name]);
        drawing.y += 1.6 * em;
        bars(&mut drawing, view, &plans, side, &colors, &axis);
        drawing.y += 0.8 * em;
    }
    let note = lang.t("chart.breakdown.note");
    let told: Vec<String> = plans.iter().filter_map(|plan| told(view, plan)).collect();
    let (a, d) = (view.side(Side::Challenger), view.side(Side::Defender));
    let alt = say!(lang, "chart.breakdown.alt", challenger = a, defender = d, list = told.join("; "));
    Some(drawing.finish("breakdown", note, &alt, table(view, &plans)))
}

fn bars(
    drawing: &mut Drawing,
    view: &View,
    plans: &[&PlanEvaluation],
    side: Side,
    colors: &[(String, Color)],
    axis: &Axis,
) {
    let em = drawing.em;
    let labels: Vec<String> = plans.iter().map(|plan| view.plan_name(&plan.id).to_owned()).collect();
    let layout = rows(drawing, &labels, 1.1 * em, 4.6 * em, axis);
    let rect = layout.rect;
    let x = |value: f64| axis.place(value, rect.left, rect.right);
    for (plan, middle) in plans.iter().zip(&layout.middles) {
        let value = value(plan, side);
        for (part, (from, to)) in value.breakdown.iter().zip(stack(&value.breakdown)) {
            let Some((_, color)) = colors.iter().find(|(of, _)| *of == part.of) else { continue };
            let tip = view.lang().said_of(&view.names().part(&part.of), &view.lang().signed(part.value, 3));
            drawing.canvas.open_tip(&tip);
            drawing.canvas.rect(x(from.min(to)), middle - 0.55 * em, (x(to) - x(from)).abs(), 1.1 * em, *color, 1.0);
            drawing.canvas.close();
        }
        if let Some(surplus) = value.surplus {
            sum(drawing, view, rect, x(surplus), *middle, value, surplus);
        }
    }
    let ink = view.theme().ink;
    if drawing.is_narrow() {
        for middle in &layout.middles {
            drawing.canvas.line((x(0.0), middle - 0.7 * em), (x(0.0), middle + 0.7 * em), ink, 1.0);
        }
    } else {
        drawing.canvas.line((x(0.0), rect.top), (x(0.0), rect.bottom), ink, 1.0);
    }
}

/// A diamond at the sum of the parts, its figure at the right, a cross where a red line bars the plan.
fn sum(drawing: &mut Drawing, view: &View, rect: Rect, x: f64, y: f64, value: &PlanValue, surplus: f64) {
    let em = drawing.em;
    let diamond = |size: f64| [(x - size, y), (x, y - size), (x + size, y), (x, y + size)];
    let text = view.lang().signed(surplus, 3);
    drawing.canvas.open_tip(&say!(view.lang(), "chart.breakdown.sum", value = text));
    drawing.canvas.polygon(&diamond(0.52 * em), view.theme().background, 1.0);
    drawing.canvas.polygon(&diamond(0.38 * em), view.theme().ink, 1.0);
    drawing.canvas.close();
    let mark = if value.red_line == Some(true) { format!("{text} ✕") } else { text };
    drawing.small(rect.right + 4.6 * em, y + 0.32 * em, &mark, view.theme().ink, Anchor::End);
}

fn told(view: &View, plan: &PlanEvaluation) -> Option<String> {
    let (a, d) = (plan.challenger.surplus?, plan.defender.surplus?);
    let (lang, name) = (view.lang(), view.plan(&plan.id).map_or(plan.id.as_str(), |plan| &plan.name));
    Some(say!(lang, "chart.breakdown.plan", plan = name, a = lang.signed(a, 2), d = lang.signed(d, 2)))
}

fn table(view: &View, plans: &[&PlanEvaluation]) -> Table {
    let mut data = Table::new(&["plan", "name", "side", "part", "value"]);
    for plan in plans {
        let name = view.plan(&plan.id).map_or(plan.id.as_str(), |plan| &plan.name);
        for side in Side::BOTH {
            let value = value(plan, side);
            let mut push = |of: &str, number: Option<f64>| {
                // What is left of cancelled rounding is no figure.
                let number = number.map(|x| if x.abs() < 1e-15 { 0.0 } else { x });
                data.push(vec![
                    plan.id.as_str().into(),
                    name.into(),
                    side.key().into(),
                    of.into(),
                    Cell::Number(number),
                ]);
            };
            value.breakdown.iter().for_each(|part| push(&part.of, Some(part.value)));
            push("surplus", value.surplus);
        }
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_run_apart_and_add_up() {
        let part = |value| Part { of: "x".to_owned(), value };
        let parts = [part(0.3), part(-0.1), part(0.2), part(-0.5)];
        let bars = stack(&parts);
        assert_eq!(bars, [(0.0, 0.3), (0.0, -0.1), (0.3, 0.5), (-0.1, -0.6)]);
        let sum: f64 = bars.iter().map(|(from, to)| to - from).sum();
        assert!((sum - -0.1).abs() < 1e-12);
    }
}
