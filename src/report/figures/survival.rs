//! Survival of the peace, had each plan been signed: all plans in one plot, and each with its spread across inputs.

use super::super::draw::{Anchor, Axis, Chart, Drawing, Plot, Series, Shape, Swatch, band, line, line_chart, panels};
use super::super::lang::say;
use super::super::table::{Cell, Table};
use super::super::view::View;
use super::plans::{Looks, PANELS, expiry_rules, joined, with_room};
use crate::analysis::summary::{IfSigned, PlanSummary};

/// All plans' mean survival in one plot.
pub(super) fn chart(view: &View) -> Option<Chart> {
    let (lang, looks) = (view.lang(), Looks::new(view));
    let known = view.plans().filter(|(_, plan)| plan.if_signed.survival.survival.iter().any(Option::is_some));
    let series: Vec<Series> = known.map(|(id, plan)| mean(view, &looks, id, plan)).collect();
    if series.is_empty() {
        return None;
    }
    let mut drawing = Drawing::new(view.style, lang.t("chart.survival.title"), lang.t("chart.survival.subtitle"));
    let y = Axis::shares(lang, 1.0, 5, lang.t("axis.survival"));
    let ticks = if drawing.is_narrow() { 6 } else { 10 };
    let x = Axis::years(lang, view.horizon() as f64, ticks, lang.t("axis.years"));
    line_chart(&mut drawing, &x, &y, &series);
    let note = joined(&[lang.t("chart.survival.note"), &looks.note(), &view.plans_note()]);
    let alt = say!(
        lang,
        "chart.survival.alt",
        year = view.headline_year(),
        list = told_means(view).join(lang.t("format.semicolon"))
    );
    Some(drawing.finish("survival", &note, &alt, table(view)))
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

/// A panel a plan: band from the 5th to the 95th percentile across inputs, median, mean, expiry.
pub(super) fn spread_chart(view: &View) -> Option<Chart> {
    let lang = view.lang();
    let plans: Vec<_> =
        view.plans().filter(|(_, plan)| plan.if_signed.across.p50.iter().any(Option::is_some)).collect();
    if plans.is_empty() {
        return None;
    }
    let (plans, left_out) = with_room(view, plans, PANELS, |plan| plan.0);
    let subtitle = lang.t("chart.survival_spread.subtitle");
    let mut drawing = Drawing::new(view.style, lang.t("chart.survival_spread.title"), subtitle);
    drawing.legend(&swatches(view));
    let titles: Vec<String> = plans.iter().map(|(id, _)| view.plan_name(id).to_owned()).collect();
    let x = Axis::years(lang, view.horizon() as f64, 5, lang.t("axis.years"));
    let y = Axis::shares(lang, 1.0, 4, "");
    for ((id, plan), plot) in plans.iter().zip(panels(&mut drawing, &titles, (14.5, 8.5), &x, &y)) {
        drawing.pen.open(&[("class", "panel"), ("data-key", id)]);
        panel(&drawing, view, &plot, id, &plan.if_signed);
        drawing.pen.close();
    }
    foot_label(&mut drawing, lang.t("axis.years"));
    let note = joined(&[lang.t("chart.survival_spread.note"), &left_out, &view.plans_note()]);
    let alt =
        say!(lang, "chart.survival_spread.alt", list = told_spread(view, &plans).join(lang.t("format.semicolon")));
    Some(drawing.finish("survival-spread", &note, &alt, table(view)))
}

fn swatches(view: &View) -> [Swatch; 4] {
    let (main, theme) = (view.theme().palette[0], view.theme());
    let swatch = |color, shape, key: &str| Swatch { color, shape, label: view.lang().t(key).to_owned() };
    [
        swatch(main, Shape::Band, "legend.band"),
        swatch(main, Shape::Line(0), "legend.median"),
        swatch(theme.ink, Shape::Line(1), "legend.mean"),
        swatch(theme.muted, Shape::Rule, "legend.expiry"),
    ]
}

fn panel(drawing: &Drawing, view: &View, plot: &Plot, id: &str, if_signed: &IfSigned) {
    let (main, ink, across) = (view.theme().palette[0], view.theme().ink, &if_signed.across);
    expiry_rules(drawing, view, plot, id, 1.0, view.theme().grid.mix(ink, 0.15));
    let median = Series::new("p50", "", main, view.years(), across.p50.clone());
    let median = Series { band: Some((across.p5.clone(), across.p95.clone())), ..median };
    let mean = Series::new("mean", "", ink, view.years(), if_signed.survival.survival.clone());
    band(drawing, plot, &median, 1);
    for series in [median, Series { dash: 1, ..mean }] {
        drawing.pen.open(&[("class", "line"), ("data-key", &series.key)]);
        line(drawing, plot, &series);
        drawing.pen.close();
    }
}

/// The label of an axis that all panels share.
pub(super) fn foot_label(drawing: &mut Drawing, label: &str) {
    drawing.y += 0.3 * drawing.em;
    let (middle, y, muted) = (drawing.width / 2.0, drawing.y, drawing.style.theme.muted);
    drawing.small(middle, y, label, muted, Anchor::Middle);
    drawing.y += 0.3 * drawing.em;
}

fn told_spread(view: &View, plans: &[(&str, &PlanSummary)]) -> Vec<String> {
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
