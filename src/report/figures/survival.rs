//! Survival of the peace, had each plan been signed: all plans in one plot.

use super::super::draw::{Anchor, Axis, Chart, Drawing, Series, line_chart};
use super::super::lang::say;
use super::super::table::{Cell, Table};
use super::super::view::View;
use super::plans::{Looks, joined};
use crate::analysis::summary::PlanSummary;

/// All plans' mean survival in one plot.
pub(super) fn chart(view: &View) -> Option<Chart> {
    let (lang, looks) = (view.lang(), Looks::new(view));
    let known = view.plans().filter(|(_, plan)| plan.if_signed.survival.survival.iter().any(Option::is_some));
    let mut series: Vec<Series> = known.map(|(id, plan)| mean(view, &looks, id, plan)).collect();
    if series.is_empty() {
        return None;
    }
    let last = last_shown(view, &series);
    for line in &mut series {
        line.end_at(last as f64);
    }
    let mut drawing = Drawing::new(view.style, lang.t("chart.survival.title"), lang.t("chart.survival.subtitle"));
    let y = Axis::shares(lang, 1.0, 5, lang.t("axis.survival"));
    let ticks = if drawing.is_narrow() { 6 } else { 10 };
    let x = Axis::years(lang, last as f64, ticks, lang.t("axis.years"));
    line_chart(&mut drawing, &x, &y, &series);
    let rings = if series.iter().any(Series::is_marked) { lang.t("chart.survival.rings") } else { "" };
    let beyond = if last < view.horizon() { say!(lang, "chart.survival.beyond", year = last) } else { String::new() };
    let note = joined(&[rings, lang.t("chart.survival.note"), &beyond, &looks.note(), &view.plans_note()]);
    let alt = say!(
        lang,
        "chart.survival.alt",
        year = view.headline_year(),
        list = told_means(view).join(lang.t("format.semicolon"))
    );
    Some(drawing.finish("survival", &note, &alt, table(view)))
}

/// A peace that is less likely to last is as good as none.
const LEAST: f64 = 0.005;

/// Where the plot ends: where hardly any peace lasts for so long that half the plot would be empty, there.
fn last_shown(view: &View, series: &[Series]) -> usize {
    let lasts = |line: &Series| line.ys.iter().rposition(|y| y.is_some_and(|y| y >= LEAST)).unwrap_or(0);
    let last = series.iter().map(lasts).max().unwrap_or(0) + 1;
    let last = last.next_multiple_of(5);
    if 2 * last <= view.horizon() { last } else { view.horizon() }
}

/// A plan's mean survival, with a ring where a commitment ends.
fn mean<'a>(view: &View<'a>, looks: &Looks<'a>, id: &'a str, plan: &PlanSummary) -> Series {
    let text = |text: &str| view.lang().said_of(view.plan_name(id), text);
    let ends = view.expiries(id, view.horizon() as f64);
    let marks = ends.iter().map(|end| (end.years, text(&view.expiry_text(end)))).collect();
    Series { marks, ..looks.series(id, view.years(), plan.if_signed.survival.survival.clone()) }
}

fn told_means(view: &View) -> Vec<String> {
    let year = view.headline_year();
    let told = |(id, plan): (&str, &PlanSummary)| {
        let share = plan.if_signed.survival.survival.get(year).copied().flatten();
        format!("{} {}", view.names().plan(id), view.lang().maybe_percent(share, 0))
    };
    view.plans().map(told).collect()
}

/// The label of an axis that all panels share.
pub(super) fn foot_label(drawing: &mut Drawing, label: &str) {
    drawing.y += 0.3 * drawing.em;
    let (middle, y, muted) = (drawing.width / 2.0, drawing.y, drawing.style.theme.muted);
    drawing.small(middle, y, label, muted, Anchor::Middle);
    drawing.y += 0.3 * drawing.em;
}

fn table(view: &View) -> Table {
    let mut data = Table::new(&[
        "plan",
        "name",
        "year",
        "survival",
        "low",
        "high",
        "across_p5",
        "across_p50",
        "across_p95",
        "given_signed",
        "at_risk",
    ]);
    for (id, plan) in view.plans() {
        let (mean, across) = (&plan.if_signed.survival, &plan.if_signed.across);
        for year in 0..mean.survival.len() {
            let at = |list: &Vec<Option<f64>>| Cell::Share(list.get(year).copied().flatten());
            data.push(vec![
                id.into(),
                view.plan_name(id).into(),
                (year as u32).into(),
                at(&mean.survival),
                at(&mean.low),
                at(&mean.high),
                at(&across.p5),
                at(&across.p50),
                at(&across.p95),
                at(&plan.given_signed.survival),
                Cell::Number(plan.given_signed.at_risk.get(year).map(|&trials| trials as f64)),
            ]);
        }
    }
    data
}
