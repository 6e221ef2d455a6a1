//! The headline: signed and holding, by year and plan.

use super::super::draw::{Axis, Chart, Drawing, Series, line_chart};
use super::super::lang::say;
use super::super::table::{Cell, Table};
use super::super::view::View;
use super::plans::{Looks, joined, never_signed};
use crate::analysis::summary::ShareByYear;

pub(super) fn chart(view: &View) -> Option<Chart> {
    let (lang, all) = (view.lang(), &view.summary().signed_and_holding);
    if all.share.is_empty() {
        return None;
    }
    let looks = Looks::new(view);
    let (signed, never): (Vec<_>, Vec<_>) =
        view.plans().partition(|(_, plan)| plan.signed_and_holding.share.iter().flatten().any(|&share| share > 0.0));
    let lines = signed.iter().map(|(id, plan)| line(view, &looks, id, &plan.signed_and_holding));
    let series: Vec<Series> = std::iter::once(total(view)).chain(lines).collect();
    let mut drawing = Drawing::new(view.style, lang.t("chart.holding.title"), lang.t("chart.holding.subtitle"));
    let most = all.high.iter().chain(&all.share).flatten().copied().fold(0.0, f64::max);
    let y = Axis::shares(lang, most, 5, lang.t("axis.share_of_trials"));
    let ticks = if drawing.is_narrow() { 6 } else { 10 };
    let x = Axis::years(lang, view.horizon() as f64, ticks, lang.t("axis.years"));
    line_chart(&mut drawing, &x, &y, &series);
    let never: Vec<&str> = never.iter().map(|(id, _)| *id).collect();
    let (never, grey) = (never_signed(view, &never), looks.note());
    let note = joined(&[&never, &grey, lang.t("chart.holding.note"), &view.plans_note()]);
    let year = view.headline_year();
    let share = all.share.get(year).copied().flatten();
    let alt = say!(lang, "chart.holding.alt", share = lang.maybe_percent(share, 1), year = year);
    Some(drawing.finish("signed-and-holding", &note, &alt, table(view)))
}

/// Any plan, with its sampling interval.
fn total(view: &View) -> Series {
    let all = &view.summary().signed_and_holding;
    let name = view.lang().t("series.any_plan");
    let line = Series::new("all", name, view.theme().both, view.years(), all.share.clone());
    Series { heavy: true, band: Some((all.low.clone(), all.high.clone())), ..line }
}

/// A plan, with a ring where its guarantee ends.
fn line<'a>(view: &View<'a>, looks: &Looks<'a>, id: &'a str, shares: &ShareByYear) -> Series {
    let ends = view.expiries(id, view.horizon() as f64).into_iter().filter(|end| end.guarantor.is_none());
    let text = |text: &str| view.lang().said_of(view.plan_name(id), text);
    let marks = ends.map(|end| (end.years, text(&view.expiry_text(&end)))).collect();
    Series { marks, ..looks.series(id, view.years(), shares.share.clone()) }
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
