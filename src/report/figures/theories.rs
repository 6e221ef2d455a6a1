//! Survival of the leading plans' peace under two theories.

use super::super::draw::{Axis, Chart, Drawing, Series, line_chart};
use super::super::lang::say;
use super::super::ranking::leading;
use super::super::table::{Cell, Table};
use super::super::theories::theory;
use super::super::view::View;
use super::plans::{DASHES, Looks};
use crate::analysis::summary::Summary;

/// The leading plans' mean survival under both theories; none where there is one.
pub(super) fn chart(view: &View) -> Option<Chart> {
    let second = view.input.second?;
    let (lang, looks) = (view.lang(), Looks::new(view));
    let words = [view.input.scenario.structure().theory.name(), second.theory].map(|word| theory(lang, word));
    let of = [(words[0], view.summary(), 0), (words[1], second.summary, DASHES - 1)];
    let ids: Vec<&str> = view.plans().map(|(id, _)| id).collect();
    let line = |id, (word, summary, dash): &(&str, &Summary, usize)| {
        let survival = summary.plans.get(id)?.if_signed.survival.survival.clone();
        let (key, name) = (format!("{id}-{word}"), lang.said_of(view.plan_name(id), word));
        Some(Series { key, name, dash: *dash, faint: false, ..looks.series(id, view.years(), survival) })
    };
    let leading = leading(view.input.scenario, view.summary()).into_iter().filter_map(|plan| ids.get(plan).copied());
    let series: Vec<Series> = leading.flat_map(|id| of.iter().filter_map(move |it| line(id, it))).collect();
    if !series.iter().any(|it| it.ys.iter().any(Option::is_some)) {
        return None;
    }
    let mut drawing = Drawing::new(view.style, lang.t("chart.theories.title"), lang.t("chart.survival.subtitle"));
    let y = Axis::shares(lang, 1.0, 5, lang.t("axis.survival"));
    let ticks = if drawing.is_narrow() { 6 } else { 10 };
    let x = Axis::years(lang, view.horizon() as f64, ticks, lang.t("axis.years"));
    line_chart(&mut drawing, &x, &y, &series);
    let told: Vec<String> = series.iter().map(|it| said(view, it)).collect();
    let alt =
        say!(lang, "chart.survival.alt", year = view.headline_year(), list = told.join(lang.t("format.semicolon")));
    let note = say!(lang, "chart.theories.note", one = words[0], other = words[1]);
    Some(drawing.finish("theories", &note, &alt, table(view, second.theory, second.summary)))
}

fn said(view: &View, line: &Series) -> String {
    let share = line.ys.get(view.headline_year()).copied().flatten();
    format!("{} {}", line.name, view.lang().maybe_percent(share, 0))
}

/// All plans, whether they are drawn or not.
fn table(view: &View, theory: &str, second: &Summary) -> Table {
    let mut data = Table::new(&["plan", "name", "theory", "year", "survival", "low", "high"]);
    let first = view.input.scenario.structure().theory.name();
    for (word, summary) in [(first, view.summary()), (theory, second)] {
        for (id, plan) in &summary.plans {
            let of = &plan.if_signed.survival;
            for year in 0..of.survival.len() {
                let at = |list: &Vec<Option<f64>>| Cell::Share(list.get(year).copied().flatten());
                data.push(vec![
                    id.as_str().into(),
                    view.names().plan(id).into(),
                    word.into(),
                    (year as u32).into(),
                    at(&of.survival),
                    at(&of.low),
                    at(&of.high),
                ]);
            }
        }
    }
    data
}
