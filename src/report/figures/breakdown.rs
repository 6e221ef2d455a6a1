//! What breaks the deal: each side's surplus from each plan, in parts that add up to it, at central values.

use super::super::draw::{Anchor, Axis, Chart, Drawing, Rows, Shape, Swatch, heading, rows};
use super::super::lang::say;
use super::super::table::{Cell, Table};
use super::super::theme::{Color, Theme};
use super::super::view::View;
use super::plans::{ROWS, joined, with_room};
use crate::analysis::evaluation::{Part, PlanEvaluation, PlanValue};
use crate::model::Side;

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

/// What is left of cancelled rounding is no part.
const ROUNDING: f64 = 1e-12;

fn counts(part: &Part) -> bool {
    part.value.abs() > ROUNDING
}

/// Names of all parts that occur, in the order of first occurrence, the common ones last.
fn parts(plans: &[&PlanEvaluation]) -> Vec<String> {
    const LAST: [&str; 4] = ["resumed_war", "ceasefire_months", "fighting_on", "margin"];
    let mut names: Vec<String> = Vec::new();
    for part in plans.iter().flat_map(|plan| plan.challenger.breakdown.iter().chain(&plan.defender.breakdown)) {
        if counts(part) && !names.contains(&part.of) {
            names.push(part.of.clone());
        }
    }
    let (mut issues, common): (Vec<_>, Vec<_>) = names.into_iter().partition(|of| !LAST.contains(&of.as_str()));
    issues.extend(LAST.into_iter().filter(|of| common.iter().any(|it| it == of)).map(str::to_owned));
    issues
}

/// Hues for issues beyond those of the palette: yellow, violet, brown and lime.
const MORE: [Color; 4] =
    [Color::new(240, 228, 66), Color::new(110, 80, 160), Color::new(140, 86, 60), Color::new(170, 205, 90)];

/// Tones of each colour that can be told apart.
const TONES: [f64; 3] = [0.0, 0.5, 0.72];

/// The colours of issues: those of the palette that belong to neither side and are not grey, as what all parts have in
/// common is, and then further hues.
fn issue_colors(theme: &Theme) -> Vec<Color> {
    let is_grey = |color: &Color| color.red == color.green && color.green == color.blue;
    let of_a_side = |color: &Color| *color == theme.challenger || *color == theme.defender;
    let mut free: Vec<Color> = Vec::new();
    for &color in theme.palette.iter().chain(&MORE) {
        if !is_grey(&color) && !of_a_side(&color) && !free.contains(&color) {
            free.push(color);
        }
    }
    free
}

/// The colour of a part: by its place among the scenario's issues, of which the first are the same in every scenario; none
/// once colours begin to look alike.
fn color(view: &View, of: &str) -> Option<Color> {
    let (theme, issues) = (view.theme(), &view.input.scenario.structure().issues);
    match of {
        "resumed_war" => Some(theme.ink),
        "ceasefire_months" => Some(theme.ink.mix(theme.background, 0.35)),
        "fighting_on" => Some(theme.muted.mix(theme.background, 0.6)),
        "margin" => Some(theme.muted.mix(theme.background, 0.2)),
        _ => {
            let (colors, index) = (issue_colors(theme), issues.iter().position(|issue| issue.id == of)?);
            Some(colors[index % colors.len()].mix(theme.background, *TONES.get(index / colors.len())?))
        }
    }
}

/// What is known by which colour: the parts, and whatever else there is.
struct PartColors {
    parts: Vec<(String, Color)>,
    others: Option<Color>,
}

impl PartColors {
    fn new(view: &View, plans: &[&PlanEvaluation]) -> Self {
        let names = parts(plans);
        let known = |of: &String| Some((of.clone(), color(view, of)?));
        let parts: Vec<_> = names.iter().filter_map(known).collect();
        let others = (parts.len() < names.len()).then_some(view.theme().grid);
        Self { parts, others }
    }

    fn of(&self, part: &str) -> Option<Color> {
        self.parts.iter().find(|(of, _)| of == part).map(|(_, color)| *color).or(self.others)
    }

    fn legend(&self, view: &View) -> Vec<Swatch> {
        let swatch = |color, label| Swatch { color, shape: Shape::Box, label };
        let named = self.parts.iter().map(|(of, color)| swatch(*color, view.names().part(of)));
        named.chain(self.others.map(|color| swatch(color, view.lang().t("legend.other_parts").to_owned()))).collect()
    }
}

pub(super) fn chart(view: &View) -> Option<Chart> {
    let (lang, evaluation) = (view.lang(), view.input.evaluation);
    let all: Vec<&PlanEvaluation> =
        evaluation.plans.iter().filter(|plan| !plan.challenger.breakdown.is_empty()).collect();
    if all.is_empty() {
        return None;
    }
    let data = table(view, &all);
    let (plans, left_out) = with_room(view, all, ROWS, |plan| plan.id.as_str());
    let key = PartColors::new(view, &plans);
    let mut drawing = Drawing::new(view.style, lang.t("chart.breakdown.title"), lang.t("chart.breakdown.subtitle"));
    drawing.legend(&key.legend(view));
    for side in Side::BOTH {
        let name = say!(lang, "chart.breakdown.side", side = view.side(side));
        let (margin, y, em) = (drawing.margin(), drawing.y, drawing.em);
        heading(&mut drawing, margin, y, &[name]);
        drawing.y += 1.6 * em;
        drawing.pen.open(&[("class", "panel"), ("data-key", side.key())]);
        bars(&mut drawing, view, &plans, side, &key);
        drawing.pen.close();
        drawing.y += 0.8 * em;
    }
    let carried = view.carried_by(plans.iter().map(|plan| plan.id.as_str()));
    let barred = plans.iter().flat_map(|plan| [&plan.challenger, &plan.defender]).any(|it| it.red_line == Some(true));
    let barred = if barred { lang.t("chart.breakdown.barred") } else { "" };
    let note = joined(&[lang.t("chart.breakdown.note"), barred, &left_out, &carried]);
    let told: Vec<String> = plans.iter().filter_map(|plan| told(view, plan)).collect();
    let (a, d) = (view.side(Side::Challenger), view.side(Side::Defender));
    let alt =
        say!(lang, "chart.breakdown.alt", challenger = a, defender = d, list = told.join(lang.t("format.semicolon")));
    Some(drawing.finish("breakdown", &note, &alt, data))
}

/// One axis for both sides; its label stands below the last.
fn axis(drawing: &Drawing, view: &View, plans: &[&PlanEvaluation], side: Side) -> Axis {
    let sides = plans.iter().flat_map(|plan| [&plan.challenger, &plan.defender]);
    let ends: Vec<f64> = sides.flat_map(|side| stack(&side.breakdown)).map(|(_, to)| to).collect();
    let (low, high) = (ends.iter().copied().fold(0.0, f64::min), ends.iter().copied().fold(0.0, f64::max));
    let label = if side == Side::Defender { view.lang().t("axis.surplus") } else { "" };
    Axis::numbers(view.lang(), low, high, if drawing.is_narrow() { 4 } else { 6 }, label)
}

fn bars(drawing: &mut Drawing, view: &View, plans: &[&PlanEvaluation], side: Side, key: &PartColors) {
    let em = drawing.em;
    let labels: Vec<String> = plans.iter().map(|plan| view.charted(&plan.id)).collect();
    let axis = axis(drawing, view, plans, side);
    let layout = rows(drawing, &labels, 1.75 * em, 4.6 * em, &axis);
    for (row, plan) in plans.iter().enumerate() {
        let value = plan.value(side);
        for (part, ends) in value.breakdown.iter().zip(stack(&value.breakdown)) {
            let Some(color) = key.of(&part.of).filter(|_| counts(part)) else { continue };
            let tip = view.lang().said_of(&view.names().part(&part.of), &view.lang().signed(part.value, 3));
            drawing.pen.open_tip(&tip);
            layout.bar_below(row, -0.3 * em, visible(&layout, ends, &axis), 0.55 * em, color);
            drawing.pen.close();
        }
        if let Some(surplus) = value.surplus {
            sum(drawing, view, &layout, row, value, surplus);
        }
    }
    layout.zero_line(drawing);
}

/// The ends of a part's bar, moved apart to a px and a half where it would not be seen.
fn visible(layout: &Rows, (from, to): (f64, f64), axis: &Axis) -> (f64, f64) {
    let least = 1.5 * (axis.max - axis.min) / layout.rect.width();
    if (to - from).abs() >= least { (from, to) } else { (from, from + least.copysign(to - from)) }
}

/// A diamond below the bar at the sum of the parts, its figure at the right, a cross where a red line bars the plan.
fn sum(drawing: &mut Drawing, view: &View, layout: &Rows, row: usize, value: &PlanValue, surplus: f64) {
    let (em, middle) = (drawing.em, layout.middles[row]);
    let (x, y) = (layout.plot.place((surplus, middle)).0, middle + 0.58 * em);
    let diamond = |size: f64| [(x - size, y), (x, y - size), (x + size, y), (x, y + size)];
    let text = view.lang().signed(surplus, 3);
    drawing.pen.open_tip(&say!(view.lang(), "chart.breakdown.sum", value = text));
    drawing.page.polygon(&diamond(0.3 * em), view.theme().ink, 1.0);
    drawing.pen.close();
    let mark = if value.red_line == Some(true) { format!("{text} ✕") } else { text };
    drawing.small(layout.rect.right + 4.6 * em, middle + 0.32 * em, &mark, view.theme().ink, Anchor::End);
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
            let value = plan.value(side);
            let mut push = |of: &str, number: Option<f64>| {
                // What is left of cancelled rounding is no figure.
                let number = number.map(|x| if x.abs() <= ROUNDING { 0.0 } else { x });
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
    use crate::report::{Style, fixture};

    /// The same part has the same colour in every scenario that is shipped, and never that of a side.
    #[test]
    fn a_part_has_its_colour_whatever_the_scenario() {
        let style = Style::default();
        let colors = |file: &str| {
            let fixture = fixture::of_file(&format!("scenarios/{file}.toml"), 64);
            let view = View { input: &fixture.input(), style: &style };
            ["territory", "defender_forces", "foreign_troops", "guarantee_years", "resumed_war"]
                .map(|of| color(&view, of))
        };
        let tiny = colors("tiny");
        assert_eq!(tiny, colors("paris-2026"));
        assert_eq!(tiny, colors("revanche"));
        for (index, color) in tiny.iter().enumerate() {
            assert!(color.is_some() && !tiny[..index].contains(color), "{tiny:?}");
            assert!(*color != Some(style.theme.challenger) && *color != Some(style.theme.defender), "{tiny:?}");
        }
    }

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
