//! When which plan is signed: cumulative incidence by month.

use super::super::lang::say;
use super::super::table::{Cell, Table};
use super::super::view::View;
use super::Chart;
use super::axis::Axis;
use super::drawing::Drawing;
use super::series::{Series, line_chart};

pub(super) fn chart(view: &View) -> Option<Chart> {
    let settlement = &view.summary().settlement;
    let lang = view.lang();
    if settlement.months.is_empty() {
        return None;
    }
    let xs: Vec<f64> = settlement.months.iter().map(|&month| f64::from(month)).collect();
    let all = settlement.cumulative.iter().map(|&share| Some(share)).collect();
    let mut total = Series::new("all", lang.t("series.any_plan"), view.theme().both, xs.clone(), all);
    total.heavy = true;
    let mut series = vec![total];
    let mut never = Vec::new();
    for (id, plan) in view.plans() {
        if plan.signed_by_month.iter().any(|&share| share > 0.0) {
            let ys = plan.signed_by_month.iter().map(|&share| Some(share)).collect();
            series.push(view.plan_series(id, xs.clone(), ys));
        } else {
            never.push(view.plan_name(id).to_owned());
        }
    }
    for line in &mut series {
        line.steps = true;
    }
    let subtitle = lang.t("chart.settlement.subtitle");
    let mut drawing = Drawing::new(view.style, lang.t("chart.settlement.title"), subtitle);
    let most = settlement.cumulative.iter().copied().fold(0.0, f64::max);
    let y = Axis::shares(lang, most, 5, lang.t("axis.share_of_trials"));
    let last = xs.last().copied().unwrap_or(0.0);
    let ticks = if drawing.is_narrow() { 4 } else { 6 };
    let x = match view.input.scenario.as_of() {
        Some(date) => Axis::months(last, ticks, lang.t("axis.months_and_date"), |month| {
            format!("{month}\n{}", lang.month_after(date, month))
        }),
        None => Axis::months(last, ticks, lang.t("axis.months"), |month| month.to_string()),
    };
    line_chart(&mut drawing, &x, &y, &series);
    let mut note = view.run_note();
    if !never.is_empty() {
        note = format!("{} {note}", say!(lang, "note.never_signed", plans = lang.list(&never)));
    }
    let month = settlement.month.p50.map_or_else(|| lang.t("format.missing").to_owned(), |month| lang.number(month, 0));
    let settled = lang.maybe_percent(settlement.settled.share, 1);
    let alt = say!(lang, "chart.settlement.alt", share = settled, month = month);
    Some(drawing.finish("settlement", &note, &alt, table(view)))
}

fn table(view: &View) -> Table {
    let settlement = &view.summary().settlement;
    let mut data = Table::new(&["plan", "name", "month", "date", "share"]);
    let any = view.lang().t("series.any_plan");
    let plans = view.plans().map(|(id, plan)| (id, view.plan_name(id), &plan.signed_by_month));
    for (id, name, shares) in std::iter::once(("all", any, &settlement.cumulative)).chain(plans) {
        for (&month, &share) in settlement.months.iter().zip(shares) {
            let date = view.input.scenario.as_of().map(|date| iso_month(date, month)).unwrap_or_default();
            data.push(vec![id.into(), name.into(), month.into(), date.into(), Cell::Share(Some(share))]);
        }
    }
    data
}

/// `2026-01`, sorted as text.
fn iso_month(date: crate::scenario::Date, months: u32) -> String {
    let index = i64::from(date.year) * 12 + i64::from(date.month) - 1 + i64::from(months);
    format!("{:04}-{:02}", index.div_euclid(12), index.rem_euclid(12) + 1)
}
