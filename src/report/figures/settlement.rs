//! When which plan is signed: cumulative incidence by month.

use super::super::draw::{Axis, Chart, Drawing, Series};
use super::super::lang::say;
use super::super::table::{Cell, Table};
use super::super::view::View;
use super::multiples::{Multiples, multiples};
use super::plans::{Looks, joined, never_signed, raced};

pub(super) fn chart(view: &View) -> Option<Chart> {
    let (settlement, lang) = (&view.summary().settlement, view.lang());
    if settlement.months.is_empty() {
        return None;
    }
    let looks = Looks::new(view);
    let (signed, never): (Vec<_>, Vec<_>) =
        view.plans().partition(|(_, plan)| plan.signed_by_month.iter().any(|&share| share > 0.0));
    let plans: Vec<(&str, Series)> =
        signed.iter().map(|(id, plan)| (*id, line(view, &looks, id, &plan.signed_by_month))).collect();
    let mut drawing = Drawing::new(
        view.style,
        raced(view, ["chart.settlement.title", "chart.settlement.title_of_many"]),
        lang.t("chart.settlement.subtitle"),
    );
    let told_at = months(view).last().copied().unwrap_or(0.0);
    let of = Multiples { name: "settlement", total: total(view), plans, x: months_axis(view), told_at };
    let panels = multiples(&mut drawing, view, &of);
    let never: Vec<&str> = never.iter().map(|(id, _)| *id).collect();
    let printed = lang.t("chart.settlement.printed");
    let note = joined(&[&never_signed(view, &never), &panels, printed, &view.plans_note()]);
    let month = settlement.month.p50.map_or_else(|| lang.t("format.missing").to_owned(), |month| lang.number(month, 0));
    let settled = lang.maybe_percent(settlement.settled.share, 1);
    let alt = say!(lang, "chart.settlement.alt", share = settled, month = month);
    Some(drawing.finish("settlement", &note, &alt, table(view)))
}

fn months(view: &View) -> Vec<f64> {
    view.summary().settlement.months.iter().map(|&month| f64::from(month)).collect()
}

fn known(shares: &[f64]) -> Vec<Option<f64>> {
    shares.iter().map(|&share| Some(share)).collect()
}

fn total(view: &View) -> Series {
    let all = known(&view.summary().settlement.cumulative);
    let line = Series::new("all", view.lang().t("series.any_plan"), view.theme().both, months(view), all);
    Series { heavy: true, steps: true, ..line }
}

fn line<'a>(view: &View<'a>, looks: &Looks<'a>, id: &'a str, shares: &[f64]) -> Series {
    Series { steps: true, ..looks.series(id, months(view), known(shares)) }
}

/// Months from the start, with calendar dates below where the scenario has one.
fn months_axis(view: &View) -> Axis {
    let lang = view.lang();
    let last = months(view).last().copied().unwrap_or(0.0);
    match view.input.scenario.as_of() {
        Some(date) => Axis::months(last, 3, lang.t("axis.months_and_date"), |month| {
            format!("{month}\n{}", lang.month_after(date, month))
        }),
        None => Axis::months(last, 4, lang.t("axis.months"), |month| month.to_string()),
    }
}

fn table(view: &View) -> Table {
    let settlement = &view.summary().settlement;
    let mut data = Table::new(&["plan", "name", "month", "date", "share"]);
    let any = view.lang().t("series.any_plan");
    let plans = view.plans().map(|(id, plan)| (id, view.plan_name(id), &plan.signed_by_month));
    for (id, name, shares) in std::iter::once(("all", any, &settlement.cumulative)).chain(plans) {
        for (&month, &share) in settlement.months.iter().zip(shares) {
            let date = view.input.scenario.as_of().map(|date| date.month_after(month));
            let date = date.map_or_else(|| "".into(), |(year, month)| Cell::Month(year, month));
            data.push(vec![id.into(), name.into(), month.into(), date, Cell::Share(Some(share))]);
        }
    }
    data
}
