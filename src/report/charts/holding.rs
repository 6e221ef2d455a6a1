//! The headline: signed and holding, by year and plan.

use super::super::lang::say;
use super::super::table::{Cell, Table};
use super::super::view::View;
use super::Chart;
use super::axis::Axis;
use super::drawing::Drawing;
use super::series::{Series, line_chart};
use crate::analysis::summary::ShareByYear;

pub(super) fn chart(view: &View) -> Option<Chart> {
    let lang = view.lang();
    let all = &view.summary().signed_and_holding;
    let xs = view.years();
    if all.share.is_empty() {
        return None;
    }
    let mut total = Series::new("all", lang.t("series.any_plan"), view.theme().both, xs.clone(), all.share.clone());
    total.heavy = true;
    total.band = Some((all.low.clone(), all.high.clone()));
    let mut series = vec![total];
    let mut never = Vec::new();
    for (id, plan) in view.plans() {
        let shares = &plan.signed_and_holding.share;
        if shares.iter().flatten().any(|&share| share > 0.0) {
            let mut line = view.plan_series(id, xs.clone(), shares.clone());
            let ends = view.expiries(id, view.horizon() as f64);
            line.marks = ends
                .iter()
                .filter(|end| end.guarantor.is_none())
                .map(|end| (end.years, lang.said_of(view.plan_name(id), &view.expiry_text(end))))
                .collect();
            series.push(line);
        } else {
            never.push(view.plan_name(id).to_owned());
        }
    }
    let subtitle = lang.t("chart.holding.subtitle");
    let mut drawing = Drawing::new(view.style, lang.t("chart.holding.title"), subtitle);
    let most = all.high.iter().chain(&all.share).flatten().copied().fold(0.0, f64::max);
    let y = Axis::shares(lang, most, 5, lang.t("axis.share_of_trials"));
    let ticks = if drawing.is_narrow() { 6 } else { 10 };
    let x = Axis::years(lang, view.horizon() as f64, ticks, lang.t("axis.years"));
    line_chart(&mut drawing, &x, &y, &series);
    let mut note = format!("{} {}", lang.t("chart.holding.note"), view.run_note());
    if !never.is_empty() {
        note = format!("{} {note}", say!(lang, "note.never_signed", plans = lang.list(&never)));
    }
    let year = view.headline_year();
    let share = all.share.get(year).copied().flatten();
    let alt = say!(lang, "chart.holding.alt", share = lang.maybe_percent(share, 1), year = year);
    Some(drawing.finish("signed-and-holding", &note, &alt, table(view)))
}

fn table(view: &View) -> Table {
    let mut data = Table::new(&["plan", "name", "year", "share", "low", "high"]);
    let all = ("all", view.lang().t("series.any_plan"), &view.summary().signed_and_holding);
    let plans = view.plans().map(|(id, plan)| (id, view.plan_name(id), &plan.signed_and_holding));
    for (id, name, shares) in std::iter::once(all).chain(plans) {
        append(&mut data, id, name, shares);
    }
    data
}

fn append(data: &mut Table, id: &str, name: &str, shares: &ShareByYear) {
    for (year, &share) in shares.share.iter().enumerate() {
        let at = |list: &Vec<Option<f64>>| Cell::Share(list.get(year).copied().flatten());
        data.push(vec![
            id.into(),
            name.into(),
            (year as u32).into(),
            Cell::Share(share),
            at(&shares.low),
            at(&shares.high),
        ]);
    }
}
