//! Each plan by itself: how trials end by the headline year if it alone is on the table.

use super::super::draw::{Anchor, Axis, Chart, Drawing, Rows, Shape, Swatch, rows};
use super::super::lang::say;
use super::super::ranking::{AloneEnding, Ranked, ranked};
use super::super::table::{Cell, Table};
use super::super::theme::Color;
use super::super::view::View;
use super::plans::{ROWS, joined, with_room};
use crate::model::Side;

/// An ending that is rarer under every plan is printed as 0.0% and not seen.
const SEEN: f64 = 0.0005;

fn color(view: &View, ending: AloneEnding) -> Color {
    let (paper, muted) = (view.theme().background, view.theme().muted);
    let held = view.theme().palette.get(2).copied().unwrap_or(muted);
    match ending {
        AloneEnding::Holds => held,
        AloneEnding::Broken => held.mix(paper, 0.6),
        AloneEnding::Unsettled => muted.mix(paper, 0.65),
        AloneEnding::Frozen => muted.mix(paper, 0.35),
        AloneEnding::ChallengerWins => view.side_color(Side::Challenger).mix(paper, 0.35),
        AloneEnding::DefenderWins => view.side_color(Side::Defender).mix(paper, 0.35),
    }
}

pub(super) fn chart(view: &View) -> Option<Chart> {
    let (lang, names) = (view.lang(), view.names());
    let plans = ranked(view.summary(), view.headline_year());
    if plans.is_empty() {
        return None;
    }
    let data = table(view, &plans);
    let (plans, left_out) = with_room(view, plans, ROWS, |plan| plan.id);
    let span = names.years(view.headline_year() as f64);
    let months = view.input.scenario.central().negotiation.max_months as u64;
    let months = lang.plural("term.months", months, &[]);
    let (title, subtitle) =
        (say!(lang, "chart.alone.title", span = span), say!(lang, "chart.alone.subtitle", months = months));
    let mut drawing = Drawing::new(view.style, &title, &subtitle);
    let swatch = |ending| Swatch { color: color(view, ending), shape: Shape::Box, label: names.short_ending(ending) };
    let occurs = |ending: &AloneEnding| plans.iter().any(|it| ending.share(it).is_some_and(|share| share >= SEEN));
    let swatches: Vec<Swatch> = AloneEnding::possible(&plans).into_iter().filter(occurs).map(swatch).collect();
    drawing.legend(&swatches);
    plot(&mut drawing, view, &plans);
    let told = |it: &Ranked<'_>| {
        let share = lang.maybe_percent(it.holding.share, 1);
        say!(lang, "chart.alone.plan", plan = names.plan(it.id), share = share)
    };
    let told: Vec<String> = plans.iter().map(told).collect();
    let alt = say!(lang, "chart.alone.alt", list = told.join(lang.t("format.semicolon")));
    let note = joined(&[lang.t("chart.alone.note"), &left_out, &view.plans_note()]);
    Some(drawing.finish("alone", &note, &alt, data))
}

/// A bar a plan, parted by endings from the best; the share that holds stands at the right.
fn plot(drawing: &mut Drawing, view: &View, plans: &[Ranked<'_>]) {
    let (lang, em) = (view.lang(), drawing.em);
    let labels: Vec<String> = plans.iter().map(|it| view.charted(it.id)).collect();
    let texts: Vec<String> = plans.iter().map(|it| lang.maybe_percent(it.holding.share, 1)).collect();
    let right = texts.iter().map(|text| drawing.width_of(text)).fold(0.0, f64::max) + 0.9 * em;
    let ticks = if drawing.is_narrow() { 4 } else { 6 };
    let axis = Axis::shares(lang, 1.0, ticks, lang.t("axis.share_of_trials"));
    let layout = rows(drawing, &labels, 1.2 * em, right, &axis);
    for (row, (it, text)) in plans.iter().zip(&texts).enumerate() {
        bar(drawing, view, &layout, row, it);
        let y = layout.middles[row] + 0.36 * em;
        drawing.text(layout.rect.right + right, y, text, view.theme().ink, Anchor::End);
    }
}

fn bar(drawing: &Drawing, view: &View, layout: &Rows, row: usize, plan: &Ranked<'_>) {
    let em = drawing.em;
    let mut from = 0.0;
    for ending in AloneEnding::possible(std::slice::from_ref(plan)) {
        let Some(share) = ending.share(plan) else { continue };
        let name = format!("{}, {}", view.names().plan(plan.id), view.names().short_ending(ending));
        drawing.pen.open_tip(&view.lang().said_of(&name, &view.lang().percent(share, 1)));
        layout.bar(row, (from, from + share), 0.6 * em, color(view, ending));
        drawing.pen.close();
        from += share;
    }
    if let (Some(low), Some(high)) = (plan.holding.low, plan.holding.high) {
        layout.plot.whisker(layout.middles[row], (low, high), 0.28 * em, view.theme().ink);
    }
}

fn table(view: &View, plans: &[Ranked<'_>]) -> Table {
    let endings = AloneEnding::possible(plans);
    let others = endings[1..].iter().map(|ending| ending.key());
    let columns = ["plan", "name", "holds", "holds_low", "holds_high"].into_iter().chain(others);
    let mut data = Table::new(&columns.collect::<Vec<_>>());
    for it in plans {
        let mut row: Vec<Cell> = vec![it.id.into(), view.names().plan(it.id).into()];
        row.extend([it.holding.share, it.holding.low, it.holding.high].map(Cell::Share));
        row.extend(endings[1..].iter().map(|ending| Cell::Share(ending.share(it))));
        data.push(row);
    }
    data
}
