//! The headline: signed and holding, by year and plan.

use super::super::draw::{Axis, Chart, Drawing, Series};
use super::super::lang::say;
use super::super::table::{Cell, Table};
use super::super::view::View;
use super::multiples::{Multiples, multiples};
use super::plans::{Looks, joined, never_signed, raced};
use crate::analysis::summary::ShareByYear;

pub(super) fn chart(view: &View) -> Option<Chart> {
    let (lang, all) = (view.lang(), &view.summary().signed_and_holding);
    if all.share.is_empty() {
        return None;
    }
    let looks = Looks::new(view);
    let (signed, never): (Vec<_>, Vec<_>) =
        view.plans().partition(|(_, plan)| plan.signed_and_holding.share.iter().flatten().any(|&share| share > 0.0));
    let plans: Vec<(&str, Series)> =
        signed.iter().map(|(id, plan)| (*id, line(view, &looks, id, &plan.signed_and_holding))).collect();
    let mut drawing = Drawing::new(
        view.style,
        raced(view, ["chart.holding.title", "chart.holding.title_of_many"]),
        lang.t("chart.holding.subtitle"),
    );
    let x = Axis::years(lang, view.horizon() as f64, 5, lang.t("axis.years"));
    let told_at = view.headline_year() as f64;
    let of = Multiples { name: "signed-and-holding", total: total(view), plans, x, told_at };
    let panels = multiples(&mut drawing, view, &of);
    let never: Vec<&str> = never.iter().map(|(id, _)| *id).collect();
    let never = never_signed(view, &never);
    let printed = say!(lang, "chart.holding.printed", year = view.headline_year());
    let alone = of.plans.len() < 2;
    let band = lang.t(if alone { "note.band" } else { "note.band_of_any" });
    let ringed = !alone && of.plans.iter().any(|(_, line)| line.is_marked());
    let rings = if ringed { lang.t("chart.holding.rings") } else { "" };
    let note = joined(&[&never, &panels, &printed, band, rings, &view.plans_note()]);
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
