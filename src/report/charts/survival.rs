//! Survival of the peace, had each plan been signed: all plans in one plot, and each with its spread across inputs.

use super::super::lang::say;
use super::super::table::{Cell, Table};
use super::super::view::{Expiry, View};
use super::Chart;
use super::axis::Axis;
use super::canvas::Anchor;
use super::drawing::{Drawing, Shape, Swatch};
use super::panels::panels;
use super::series::{Series, band, line, line_chart};
use crate::analysis::summary::IfSigned;

/// All plans' mean survival in one plot.
pub(super) fn chart(view: &View) -> Option<Chart> {
    let lang = view.lang();
    let xs = view.years();
    let last = view.horizon() as f64;
    let mut series = Vec::new();
    for (id, plan) in view.plans() {
        let ys = plan.if_signed.survival.survival.clone();
        if ys.iter().any(Option::is_some) {
            let mut line = view.plan_series(id, xs.clone(), ys);
            let text = |end: &Expiry| lang.said_of(view.plan_name(id), &view.expiry_text(end));
            line.marks = view.expiries(id, last).iter().map(|end| (end.years, text(end))).collect();
            series.push(line);
        }
    }
    if series.is_empty() {
        return None;
    }
    let subtitle = lang.t("chart.survival.subtitle");
    let mut drawing = Drawing::new(view.style, lang.t("chart.survival.title"), subtitle);
    let y = Axis::shares(lang, 1.0, 5, lang.t("axis.survival"));
    let x = Axis::years(lang, last, if drawing.is_narrow() { 6 } else { 10 }, lang.t("axis.years"));
    line_chart(&mut drawing, &x, &y, &series);
    let note = format!("{} {}", lang.t("chart.survival.note"), view.run_note());
    let year = view.headline_year();
    let told: Vec<String> = view
        .plans()
        .map(|(id, plan)| {
            let share = plan.if_signed.survival.survival.get(year).copied().flatten();
            format!("{} {}", view.plan_name(id), lang.maybe_percent(share, 0))
        })
        .collect();
    let alt = say!(lang, "chart.survival.alt", year = year, list = told.join("; "));
    Some(drawing.finish("survival", &note, &alt, table(view)))
}

/// A panel a plan: band from the 5th to the 95th percentile across inputs, median, mean, expiry.
pub(super) fn spread_chart(view: &View) -> Option<Chart> {
    let lang = view.lang();
    let plans: Vec<_> =
        view.plans().filter(|(_, plan)| plan.if_signed.across.p50.iter().any(Option::is_some)).collect();
    if plans.is_empty() {
        return None;
    }
    let subtitle = lang.t("chart.survival_spread.subtitle");
    let mut drawing = Drawing::new(view.style, lang.t("chart.survival_spread.title"), subtitle);
    let (xs, last) = (view.years(), view.horizon() as f64);
    let (main, ink) = (view.theme().palette[0], view.theme().ink);
    drawing.legend(&[
        Swatch { color: main, shape: Shape::Band, label: lang.t("legend.band").to_owned() },
        Swatch { color: main, shape: Shape::Line(0), label: lang.t("legend.median").to_owned() },
        Swatch { color: ink, shape: Shape::Line(1), label: lang.t("legend.mean").to_owned() },
        Swatch { color: view.theme().muted, shape: Shape::Rule, label: lang.t("legend.expiry").to_owned() },
    ]);
    let titles: Vec<String> = plans.iter().map(|(id, _)| view.plan_name(id).to_owned()).collect();
    let x = Axis::years(lang, last, 5, lang.t("axis.years"));
    let y = Axis::shares(lang, 1.0, 4, "");
    let layout = panels(&mut drawing, &titles, 14.5, 8.5, &x, &y);
    for ((id, plan), rect) in plans.iter().zip(layout.plots) {
        let across = &plan.if_signed.across;
        for end in view.expiries(id, last) {
            let color = if end.guarantor.is_none() { view.theme().muted } else { view.theme().grid.mix(ink, 0.15) };
            drawing.canvas.open_tip(&view.expiry_text(&end));
            drawing.rule(rect, x.place(end.years, rect.left, rect.right), color);
            drawing.canvas.close();
        }
        let mut median = Series::new(id, "", main, xs.clone(), across.p50.clone());
        median.band = Some((across.p5.clone(), across.p95.clone()));
        band(&mut drawing, rect, &x, &y, &median, 1);
        line(&mut drawing, rect, &x, &y, &median);
        let mut mean = Series::new(id, "", ink, xs.clone(), plan.if_signed.survival.survival.clone());
        mean.dash = 1;
        line(&mut drawing, rect, &x, &y, &mean);
    }
    foot_label(&mut drawing, lang.t("axis.years"));
    let note = format!("{} {}", lang.t("chart.survival_spread.note"), view.run_note());
    let alt = say!(lang, "chart.survival_spread.alt", list = told_spread(view, &plans).join("; "));
    Some(drawing.finish("survival-spread", &note, &alt, table(view)))
}

/// The label of an axis that all panels share.
pub(super) fn foot_label(drawing: &mut Drawing, label: &str) {
    drawing.y += 0.3 * drawing.em;
    let (middle, y, muted) = (drawing.width / 2.0, drawing.y, drawing.style.theme.muted);
    drawing.small(middle, y, label, muted, Anchor::Middle);
    drawing.y += 0.3 * drawing.em;
}

fn told_spread(view: &View, plans: &[(&str, &crate::analysis::summary::PlanSummary)]) -> Vec<String> {
    let (lang, year) = (view.lang(), view.headline_year());
    let told = |id: &str, if_signed: &IfSigned| {
        let at = |list: &[Option<f64>]| list.get(year).copied().flatten();
        let (p5, p50, p95) = (at(&if_signed.across.p5)?, at(&if_signed.across.p50)?, at(&if_signed.across.p95)?);
        let range = lang.percent_range(p5, p95, 0);
        let name = view.plan(id).map_or(id, |plan| plan.name.as_str());
        Some(say!(
            lang,
            "chart.survival_spread.plan",
            plan = name,
            median = lang.percent(p50, 0),
            range = range,
            year = year
        ))
    };
    plans.iter().filter_map(|(id, plan)| told(id, &plan.if_signed)).collect()
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
