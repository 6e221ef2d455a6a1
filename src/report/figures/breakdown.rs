//! What breaks the deal: each side's surplus from each plan, in parts that add up to it, at central values; then that of the
//! parties that do not fight.

use super::super::draw::{Anchor, Axis, Chart, Drawing, Rows, Shape, Swatch, heading, rows};
use super::super::lang::say;
use super::super::table::{Cell, Table};
use super::super::theme::{Color, Theme};
use super::super::view::View;
use super::plans::{ROWS, joined, with_room};
use crate::analysis::evaluation::{Part, PartyEvaluation, PlanEvaluation, PlanValue};
use crate::analysis::summary::party_key;
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

/// Parties of one chart.
const PARTIES: usize = 3;

/// What the plans are worth to one of those who look at them.
struct Panel<'a> {
    /// The name in data.
    key: String,
    name: String,
    /// By plan, in the order in which plans are drawn.
    values: Vec<&'a PlanValue>,
}

/// Names of all parts that occur, in the order of first occurrence, the common ones last.
fn parts(panels: &[Panel<'_>]) -> Vec<String> {
    const LAST: [&str; 4] = ["resumed_war", "ceasefire_months", "fighting_on", "margin"];
    let mut names: Vec<String> = Vec::new();
    let plans = 0..panels.first().map_or(0, |panel| panel.values.len());
    let values = plans.flat_map(|plan| panels.iter().map(move |panel| panel.values[plan]));
    for part in values.flat_map(|value| &value.breakdown) {
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
pub(super) fn free_colors(theme: &Theme) -> Vec<Color> {
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
            let (colors, index) = (free_colors(theme), issues.iter().position(|issue| issue.id == of)?);
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
    fn new(view: &View, panels: &[Panel<'_>]) -> Self {
        let names = parts(panels);
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
    let lang = view.lang();
    let titles = ["chart.breakdown.title", "chart.breakdown.subtitle"].map(|key| lang.t(key));
    drawn(view, "breakdown", titles, Whose::Sides, |plans, _| {
        let told: Vec<String> = plans.iter().filter_map(|plan| told(view, plan)).collect();
        let (a, d) = (view.side(Side::Challenger), view.side(Side::Defender));
        say!(lang, "chart.breakdown.alt", challenger = a, defender = d, list = told.join(lang.t("format.semicolon")))
    })
}

/// The same of the parties that do not fight; nothing where there are none.
pub(super) fn party_charts(view: &View) -> Vec<Chart> {
    let lang = view.lang();
    let titles = ["chart.breakdown.parties_title", "chart.breakdown.parties_subtitle"].map(|key| lang.t(key));
    let drawn = |(number, parties): (usize, &[PartyEvaluation])| {
        let name = format!("breakdown-parties-{number}");
        drawn(view, &name, titles, Whose::Parties(parties), |plans, panels| {
            let surplus = |(plan, value): (&&PlanEvaluation, &&PlanValue)| {
                Some(lang.said_of(view.names().plan(&plan.id), &lang.signed(value.surplus?, 2)))
            };
            let told = |panel: &Panel<'_>| {
                let by_plan: Vec<String> = plans.iter().zip(&panel.values).filter_map(surplus).collect();
                lang.said_of(&panel.name, &by_plan.join(lang.t("format.comma")))
            };
            let list: Vec<String> = panels.iter().map(told).collect();
            say!(lang, "chart.breakdown.parties_alt", list = list.join(lang.t("format.semicolon")))
        })
    };
    (1..).zip(view.input.evaluation.parties.chunks(PARTIES)).filter_map(drawn).collect()
}

/// Whose panels a chart has.
#[derive(Clone, Copy)]
enum Whose<'a> {
    Sides,
    Parties(&'a [PartyEvaluation]),
}

impl<'a> Whose<'a> {
    fn panels(self, view: &View<'_>, plans: &[&'a PlanEvaluation]) -> Vec<Panel<'a>> {
        let of_side = |side: Side| Panel {
            key: side.key().to_owned(),
            name: view.side(side).to_owned(),
            values: plans.iter().map(|plan| plan.value(side)).collect(),
        };
        match self {
            Whose::Sides => Side::BOTH.map(of_side).into_iter().collect(),
            Whose::Parties(parties) => party_panels(view, parties, plans),
        }
    }
}

fn party_panels<'a>(view: &View<'_>, parties: &'a [PartyEvaluation], plans: &[&'a PlanEvaluation]) -> Vec<Panel<'a>> {
    let panel = |party: &'a PartyEvaluation| {
        let value = |plan: &&PlanEvaluation| party.plans.iter().find(|own| own.id == plan.id).map(|own| &own.value);
        Panel {
            key: party_key(&party.id),
            name: view.names().party(&party.id),
            values: plans.iter().filter_map(value).collect(),
        }
    };
    parties.iter().map(panel).collect()
}

fn drawn<'a>(
    view: &View<'a>,
    name: &str,
    [title, subtitle]: [&str; 2],
    whose: Whose<'a>,
    alt: impl Fn(&[&PlanEvaluation], &[Panel<'_>]) -> String,
) -> Option<Chart> {
    let (lang, evaluation) = (view.lang(), view.input.evaluation);
    let all: Vec<&PlanEvaluation> =
        evaluation.plans.iter().filter(|plan| !plan.challenger.breakdown.is_empty()).collect();
    if all.is_empty() {
        return None;
    }
    let data = table(view, &all, &whose.panels(view, &all));
    let (plans, left_out) = with_room(view, all, ROWS, |plan| plan.id.as_str());
    let panels = whose.panels(view, &plans);
    let key = PartColors::new(view, &panels);
    let mut drawing = Drawing::new(view.style, title, subtitle);
    drawing.legend(&key.legend(view));
    for (index, panel) in panels.iter().enumerate() {
        let name = say!(lang, "chart.breakdown.side", side = panel.name);
        let (margin, y, em) = (drawing.margin(), drawing.y, drawing.em);
        heading(&mut drawing, margin, y, &[name]);
        drawing.y += 1.6 * em;
        drawing.pen.open(&[("class", "panel"), ("data-key", panel.key.as_str())]);
        let axis = axis(&drawing, view, &panels, index + 1 == panels.len());
        bars(&mut drawing, view, &plans, panel, &axis, &key);
        drawing.pen.close();
        drawing.y += 0.8 * em;
    }
    let carried = view.carried_by(plans.iter().map(|plan| plan.id.as_str()));
    let barred = panels.iter().flat_map(|panel| &panel.values).any(|it| it.red_line == Some(true));
    let [exact, crossed] = match whose {
        Whose::Sides => ["chart.breakdown.note", "chart.breakdown.barred"],
        Whose::Parties(_) => ["chart.breakdown.parties_note", "chart.breakdown.parties_barred"],
    };
    let barred = if barred { lang.t(crossed) } else { "" };
    let note = joined(&[lang.t(exact), barred, &left_out, &carried]);
    Some(drawing.finish(name, &note, &alt(&plans, &panels), data))
}

/// One axis for all panels; its label stands below the last.
fn axis(drawing: &Drawing, view: &View, panels: &[Panel<'_>], is_last: bool) -> Axis {
    let values = panels.iter().flat_map(|panel| &panel.values);
    let ends: Vec<f64> = values.flat_map(|value| stack(&value.breakdown)).map(|(_, to)| to).collect();
    let (low, high) = (ends.iter().copied().fold(0.0, f64::min), ends.iter().copied().fold(0.0, f64::max));
    let label = if is_last { view.lang().t("axis.surplus") } else { "" };
    Axis::numbers(view.lang(), low, high, if drawing.is_narrow() { 4 } else { 6 }, label)
}

fn bars(
    drawing: &mut Drawing,
    view: &View,
    plans: &[&PlanEvaluation],
    panel: &Panel<'_>,
    axis: &Axis,
    key: &PartColors,
) {
    let em = drawing.em;
    let labels: Vec<String> = plans.iter().map(|plan| view.charted(&plan.id)).collect();
    let layout = rows(drawing, &labels, 1.75 * em, 4.6 * em, axis);
    for (row, value) in panel.values.iter().enumerate() {
        for (part, ends) in value.breakdown.iter().zip(stack(&value.breakdown)) {
            let Some(color) = key.of(&part.of).filter(|_| counts(part)) else { continue };
            let tip = view.lang().said_of(&view.names().part(&part.of), &view.lang().signed(part.value, 3));
            drawing.pen.open_tip(&tip);
            layout.bar_below(row, -0.3 * em, visible(&layout, ends, axis), 0.55 * em, color);
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

fn table(view: &View, plans: &[&PlanEvaluation], panels: &[Panel<'_>]) -> Table {
    let mut data = Table::new(&["plan", "name", "side", "part", "value"]);
    for (index, plan) in plans.iter().enumerate() {
        let name = view.plan(&plan.id).map_or(plan.id.as_str(), |plan| &plan.name);
        for panel in panels {
            let value = panel.values[index];
            let mut push = |of: &str, number: Option<f64>| {
                // What is left of cancelled rounding is no figure.
                let number = number.map(|x| if x.abs() <= ROUNDING { 0.0 } else { x });
                data.push(vec![
                    plan.id.as_str().into(),
                    name.into(),
                    panel.key.as_str().into(),
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
