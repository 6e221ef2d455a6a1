//! Survival of the peace among the trials that signed, with the numbers still at risk below.

use super::super::draw::{Anchor, Axis, Chart, Drawing, Rect, Series, line_chart, readable};
use super::super::few::FEW;
use super::super::lang::say;
use super::super::table::{Cell, Table};
use super::super::view::View;
use super::plans::{Looks, joined, raced};
use crate::analysis::summary::Survival;

/// A line with what is left of its trials.
struct Cohort<'a> {
    key: &'a str,
    name: &'a str,
    of: &'a Survival,
}

impl Cohort<'_> {
    /// Whether enough trials are left after a year: until then every line is at 1.
    fn is_drawn(&self) -> bool {
        self.of.at_risk.get(1).is_some_and(|&trials| trials >= FEW)
    }

    /// Whether there was a trial at first and too few are left before the end.
    fn runs_out(&self) -> bool {
        self.of.at_risk.first().is_some_and(|&trials| trials > 0) && self.of.at_risk.iter().any(|&trials| trials < FEW)
    }

    /// The values as long as enough trials are left.
    fn known(&self, values: &[Option<f64>]) -> Vec<Option<f64>> {
        let enough = |year: usize| self.of.at_risk.get(year).is_some_and(|&trials| trials >= FEW);
        values.iter().enumerate().map(|(year, value)| value.filter(|_| enough(year))).collect()
    }
}

fn cohorts<'a>(view: &View<'a>) -> Vec<Cohort<'a>> {
    let any = Cohort { key: "all", name: view.lang().t("series.any_plan"), of: &view.summary().peace.survival };
    let plans = view.plans().map(|(id, plan)| Cohort { key: id, name: view.plan_name(id), of: &plan.given_signed });
    std::iter::once(any).chain(plans).collect()
}

pub(super) fn chart(view: &View) -> Option<Chart> {
    let (lang, looks) = (view.lang(), Looks::new(view));
    let drawn: Vec<Cohort> = cohorts(view).into_iter().filter(Cohort::is_drawn).collect();
    if drawn.is_empty() {
        return None;
    }
    let series: Vec<Series> = drawn.iter().map(|cohort| line(view, &looks, cohort)).collect();
    let title = raced(view, ["chart.given_signed.title", "chart.given_signed.title_of_many"]);
    let subtitle = lang.t("chart.given_signed.subtitle");
    let mut drawing = Drawing::new(view.style, title, subtitle);
    let y = Axis::shares(lang, 1.0, 5, lang.t("axis.survival"));
    let x = Axis::years(lang, view.horizon() as f64, if drawing.is_narrow() { 4 } else { 10 }, lang.t("axis.years"));
    let rect = line_chart(&mut drawing, &x, &y, &series);
    let named = drawn.iter().zip(&series).filter(|(_, line)| !line.faint);
    at_risk(&mut drawing, view, rect, &x, named);
    let band = if drawn.iter().any(|cohort| cohort.key == "all") { lang.t("note.band_of_any") } else { "" };
    let few = if cohorts(view).iter().any(Cohort::runs_out) { lang.t("chart.given_signed.ends_early") } else { "" };
    let note = joined(&[band, few, &looks.note(), &view.plans_note()]);
    Some(drawing.finish("given-signed", &note, &alt(view, &drawn[0]), table(view)))
}

fn line<'a>(view: &View<'a>, looks: &Looks<'a>, cohort: &Cohort<'a>) -> Series {
    let values = cohort.known(&cohort.of.survival);
    if cohort.key != "all" {
        return looks.series(cohort.key, view.years(), values);
    }
    let band = Some((cohort.known(&cohort.of.low), cohort.known(&cohort.of.high)));
    Series { heavy: true, band, ..Series::new("all", cohort.name, view.theme().both, view.years(), values) }
}

/// A row of counts for each line, at the ticks of the axis above; its name in the line's colour at the right, or above
/// where the page is narrow.
fn at_risk<'a>(
    drawing: &mut Drawing,
    view: &View,
    rect: Rect,
    x: &Axis,
    cohorts: impl Iterator<Item = (&'a Cohort<'a>, &'a Series)>,
) {
    let (em, muted) = (drawing.em, view.theme().muted);
    drawing.y += 1.8 * em;
    let (margin, y) = (drawing.margin(), drawing.y);
    drawing.small(margin, y, view.lang().t("chart.given_signed.at_risk"), muted, Anchor::Start);
    drawing.pen.open(&[("class", "at-risk")]);
    for (cohort, line) in cohorts {
        drawing.pen.open(&[("class", "row")]);
        row(drawing, view, (rect, x), cohort, line);
        drawing.pen.close();
    }
    drawing.pen.close();
    drawing.y += 0.4 * em;
}

fn row(drawing: &mut Drawing, view: &View, (rect, x): (Rect, &Axis), cohort: &Cohort, of: &Series) {
    let (em, color) = (drawing.em, readable(of.color, drawing));
    let narrow = drawing.is_narrow();
    let left = if narrow { drawing.margin() } else { rect.right + 1.6 * em };
    let name = drawing.wrap(&of.name, drawing.width - drawing.margin() - left, 4);
    let further = 1.15 * em * (name.len().max(1) - 1) as f64;
    drawing.y += 1.3 * em;
    for (index, line) in name.iter().enumerate() {
        drawing.text(left, drawing.y + 1.15 * em * index as f64, line, color, Anchor::Start);
    }
    if narrow {
        drawing.y += further + 1.2 * em;
    }
    for (year, _) in &x.ticks {
        let Some(trials) = cohort.of.at_risk.get(*year as usize) else { continue };
        let (middle, y) = (x.place(*year, rect.left, rect.right), drawing.y);
        drawing.small(middle, y, &view.lang().count(*trials), view.theme().muted, Anchor::Middle);
    }
    if !narrow {
        drawing.y += further;
    }
}

fn alt(view: &View, first: &Cohort) -> String {
    let (lang, year) = (view.lang(), view.headline_year());
    let share = lang.maybe_percent(first.of.survival.get(year).copied().flatten(), 1);
    let left = |year: usize| lang.count(first.of.at_risk.get(year).copied().unwrap_or(0));
    say!(
        lang,
        "chart.given_signed.alt",
        name = first.name,
        share = share,
        year = year,
        first = left(0),
        left = left(year)
    )
}

fn table(view: &View) -> Table {
    let mut data = Table::new(&["plan", "name", "year", "survival", "low", "high", "at_risk"]);
    for cohort in cohorts(view) {
        for (year, &survival) in cohort.of.survival.iter().enumerate() {
            let at = |list: &Vec<Option<f64>>| Cell::Share(list.get(year).copied().flatten());
            let trials = cohort.of.at_risk.get(year).map(|&trials| trials as f64);
            let mut row: Vec<Cell> = vec![cohort.key.into(), cohort.name.into(), (year as u32).into()];
            row.extend([Cell::Share(survival), at(&cohort.of.low), at(&cohort.of.high), Cell::Number(trials)]);
            data.push(row);
        }
    }
    data
}
