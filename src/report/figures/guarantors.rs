//! Whether anybody would honour the guarantee, and with how much force: a row for plans that do not differ, ages across.

use indexmap::IndexMap;

use super::super::draw::{Anchor, Chart, Drawing, Lettering, heading, wrap};
use super::super::lang::say;
use super::super::table::{Cell, Table};
use super::super::view::View;
use super::plans::{ROWS, joined, with_room};
use crate::analysis::evaluation::GuaranteeOutlook;

/// A line of the table.
struct Line {
    key: String,
    values: Vec<f64>,
    /// Thousand troops rather than a probability.
    force: bool,
}

fn lines(outlook: &GuaranteeOutlook) -> Vec<Line> {
    let line = |key: &str, values: &[f64]| Line { key: key.to_owned(), values: values.to_vec(), force: false };
    let mut lines: Vec<Line> = outlook.guarantors.iter().map(|it| line(&it.id, &it.honours)).collect();
    lines.push(line("nobody", &outlook.nobody));
    lines.push(line("all", &outlook.all));
    lines.push(Line { force: true, ..line("expected_force", &outlook.expected_force) });
    lines.push(line("active", &outlook.active));
    lines
}

fn plans<'a>(view: &View<'a>) -> Vec<(&'a str, &'a GuaranteeOutlook)> {
    let plans = view.input.evaluation.plans.iter();
    let guaranteed = plans.filter_map(|plan| Some((plan.id.as_str(), plan.guarantee.as_ref()?)));
    guaranteed.filter(|(_, outlook)| !outlook.guarantors.is_empty() && !outlook.years.is_empty()).collect()
}

/// What a cell says: whether anybody comes, with how much, and how likely the guarantee is to be in force by then at all.
#[derive(Clone, Debug, PartialEq)]
struct AtAge {
    somebody: String,
    /// Only where it can have lapsed: how likely it is not to have, and what holds then.
    renewed: Option<String>,
    /// Probability that somebody honours it, for the shade.
    shade: f64,
}

/// Plans that read the same at every age.
struct Alike<'a> {
    plans: Vec<&'a str>,
    readings: Vec<AtAge>,
}

fn readings(view: &View, outlook: &GuaranteeOutlook) -> Vec<AtAge> {
    let lang = view.lang();
    let reading = |index: usize| {
        let (somebody, active) = (1.0 - outlook.nobody[index], outlook.active[index]);
        let told = |weight: f64| {
            let (share, force) = (weight * somebody, weight * outlook.expected_force[index]);
            say!(lang, "guarantors.somebody", share = lang.about(share), force = lang.number(force, 0))
        };
        let renewed =
            (active < 1.0).then(|| say!(lang, "guarantors.renewed", active = lang.about(active), share = told(1.0)));
        AtAge { somebody: told(active), renewed, shade: active * somebody }
    };
    (0..outlook.years.len()).map(reading).collect()
}

/// The plans in their order; those that read as an earlier one stand with it.
fn alike<'a>(view: &View, plans: &[(&'a str, &'a GuaranteeOutlook)]) -> Vec<Alike<'a>> {
    let words = |readings: &[AtAge]| -> Vec<(String, Option<String>)> {
        readings.iter().map(|it| (it.somebody.clone(), it.renewed.clone())).collect()
    };
    let mut rows: Vec<Alike> = Vec::new();
    for (id, outlook) in plans {
        let readings = readings(view, outlook);
        match rows.iter_mut().find(|row| words(&row.readings) == words(&readings)) {
            Some(row) => row.plans.push(id),
            None => rows.push(Alike { plans: vec![id], readings }),
        }
    }
    rows
}

/// Where the cells of the figure lie, px.
#[derive(Clone, Copy)]
struct Columns {
    left: f64,
    width: f64,
}

impl Columns {
    fn new(drawing: &Drawing, count: usize) -> Self {
        let names = if drawing.is_narrow() { 0.0 } else { 0.36 * drawing.width };
        let left = drawing.margin() + names;
        Self { left, width: (drawing.width - drawing.margin() - left) / count.max(1) as f64 }
    }
}

pub(super) fn chart(view: &View) -> Option<Chart> {
    let (lang, all) = (view.lang(), plans(view));
    let years = &all.first()?.1.years;
    let data = table(view, &all);
    let (plans, left_out) = with_room(view, all.clone(), ROWS, |plan| plan.0);
    let rows = alike(view, &plans);
    let shared = if rows.len() < plans.len() { lang.t("chart.guarantors.shared") } else { "" };
    let renewed = rows.iter().flat_map(|row| &row.readings).any(|reading| reading.renewed.is_some());
    let renewed = if renewed { lang.t("chart.guarantors.renewed") } else { "" };
    let subtitle = joined(&[lang.t("chart.guarantors.subtitle"), shared]);
    let mut drawing = Drawing::new(view.style, lang.t("chart.guarantors.title"), &subtitle);
    let columns = Columns::new(&drawing, years.len());
    ages(&mut drawing, view, years, columns);
    for row in &rows {
        draw_row(&mut drawing, view, row, columns);
    }
    each_guarantor(&mut drawing, view, &all);
    let carried = view.carried_by(plans.iter().map(|plan| plan.0));
    let note = joined(&[lang.t("chart.guarantors.note"), renewed, &left_out, &carried]);
    let told: Vec<String> = plans.iter().map(|(id, outlook)| told(view, id, outlook)).collect();
    let alt = say!(lang, "chart.guarantors.alt", list = told.join(lang.t("format.semicolon")));
    Some(drawing.finish("guarantors", &note, &alt, data))
}

/// The heads of the columns: ages of the settlement.
fn ages(drawing: &mut Drawing, view: &View, years: &[u32], columns: Columns) {
    let (em, muted) = (drawing.em, view.theme().muted);
    if drawing.is_narrow() {
        let (margin, y) = (drawing.margin(), drawing.y + 0.95 * em);
        drawing.small(margin, y, view.lang().t("guarantors.age"), muted, Anchor::Start);
        drawing.y += 1.3 * em;
    } else {
        let y = drawing.y + 0.95 * em;
        let words =
            drawing.wrap(view.lang().t("guarantors.age"), columns.left - drawing.margin() - 0.8 * em, 1).concat();
        drawing.small(columns.left - 0.8 * em, y, &words, muted, Anchor::End);
    }
    let unit = wrap(view.lang().t("guarantors.unit"), drawing.small_size(), false, columns.width - 0.6 * em, 6);
    for (index, &year) in years.iter().enumerate() {
        let (middle, y) = (columns.left + (index as f64 + 0.5) * columns.width, drawing.y + 0.95 * em);
        drawing.small(middle, y, &view.names().years(f64::from(year)), muted, Anchor::Middle);
        for (row, line) in unit.iter().enumerate() {
            drawing.small(middle, y + 1.15 * em * (row + 1) as f64, line, muted, Anchor::Middle);
        }
    }
    drawing.y += (1.5 + 1.15 * unit.len() as f64) * em;
}

/// The names of plans that read the same: all of a few, two and a count of many.
fn names(view: &View, plans: &[&str]) -> String {
    let lang = view.lang();
    let shown = if plans.len() > 3 { 2 } else { plans.len() };
    let mut names: Vec<String> = plans[..shown].iter().map(|id| view.charted(id)).collect();
    if shown < plans.len() {
        names.push(say!(lang, "note.more", n = lang.count((plans.len() - shown) as u64)));
    }
    lang.list(&names)
}

fn draw_row(drawing: &mut Drawing, view: &View, row: &Alike, columns: Columns) {
    let (em, ink, narrow, name) = (drawing.em, view.theme().ink, drawing.is_narrow(), names(view, &row.plans));
    drawing.pen.open(&[("class", "panel"), ("data-key", row.plans[0])]);
    let limit = if narrow { drawing.inner() } else { columns.left - drawing.margin() - 0.8 * em };
    let name = drawing.wrap(&name, limit, 9);
    let renewed = |reading: &AtAge| -> Vec<String> {
        let text = reading.renewed.as_deref().unwrap_or_default();
        wrap(text, drawing.small_size(), false, columns.width - 0.5 * em, 2)
    };
    let renewed: Vec<Vec<String>> = row.readings.iter().map(renewed).collect();
    let lines = 1 + renewed.iter().map(Vec::len).max().unwrap_or(0);
    let mut height = (0.55 + 1.15 * lines as f64) * em;
    if narrow {
        let middle = drawing.y + 0.575 * em * name.len() as f64 + 0.2 * em;
        let margin = drawing.margin();
        drawing.block(margin, middle, &name, ink, Anchor::Start);
        drawing.y += 1.15 * em * name.len() as f64 + 0.4 * em;
    } else {
        height = height.max((0.3 + 1.15 * name.len() as f64) * em);
        let middle = drawing.y + height / 2.0;
        drawing.block(columns.left - 0.8 * em, middle, &name, ink, Anchor::End);
    }
    for (index, (reading, renewed)) in row.readings.iter().zip(&renewed).enumerate() {
        let corner = (columns.left + index as f64 * columns.width, drawing.y);
        square(drawing, view, corner, (columns.width, height), reading, renewed);
    }
    drawing.pen.close();
    drawing.y += height + if narrow { 0.4 * em } else { 0.15 * em };
}

/// A cell: the darker, the more probable that anybody comes.
fn square(
    drawing: &Drawing,
    view: &View,
    (x, y): (f64, f64),
    (width, height): (f64, f64),
    reading: &AtAge,
    renewed: &[String],
) {
    let (em, theme, size) = (drawing.em, view.theme(), drawing.small_size());
    let fill = theme.background.mix(theme.palette[0], 0.08 + 0.6 * reading.shade.clamp(0.0, 1.0));
    drawing.page.rect((x + 0.5, y + 0.5), (x + width - 0.5, y + height - 0.5), fill, 1.0);
    let lines = std::iter::once(&reading.somebody).chain(renewed);
    let count = 1 + renewed.len();
    let first = y + height / 2.0 - 0.575 * em * (count as f64 - 1.0) + 0.36 * size;
    for (index, line) in lines.enumerate() {
        let style = Lettering { size, color: fill.text_on(), bold: index == 0, anchor: Anchor::Middle, halo: None };
        drawing.page.text((x + width / 2.0, first + 1.15 * em * index as f64), line, style);
    }
}

/// Each guarantor by itself at the first age: hardly any plan changes it, so it stands once.
fn each_guarantor(drawing: &mut Drawing, view: &View, plans: &[(&str, &GuaranteeOutlook)]) {
    let (em, lang) = (drawing.em, view.lang());
    let (margin, y) = (drawing.margin(), drawing.y + 0.6 * em);
    let title = wrap(lang.t("guarantors.each"), 0.94 * em, true, drawing.inner(), 2);
    heading(drawing, margin, y, &title);
    drawing.y = y + 1.2 * 0.94 * em * title.len() as f64;
    drawing.pen.open(&[("class", "each")]);
    let words = lang.list(&of_each(view, plans));
    drawing.paragraph(&words, em, false, view.theme().ink, 12);
    drawing.pen.close();
    drawing.y += 0.4 * em;
}

/// `France 40 to 45%`: from the plan that it would rather leave alone to the one that it would rather keep.
fn of_each(view: &View, plans: &[(&str, &GuaranteeOutlook)]) -> Vec<String> {
    let mut ranges: IndexMap<&str, (f64, f64)> = IndexMap::new();
    for it in plans.iter().flat_map(|(_, outlook)| &outlook.guarantors) {
        let Some(&honours) = it.honours.first() else { continue };
        let range = ranges.entry(&it.id).or_insert((honours, honours));
        *range = (range.0.min(honours), range.1.max(honours));
    }
    let told = |(id, (low, high)): (&str, (f64, f64))| {
        let lang = view.lang();
        let same = lang.percent(low, 0) == lang.percent(high, 0);
        let range = if same { lang.percent(high, 0) } else { lang.percent_range(low, high, 0) };
        format!("{} {range}", view.names().guarantor(id))
    };
    ranges.into_iter().map(told).collect()
}

fn told(view: &View, id: &str, outlook: &GuaranteeOutlook) -> String {
    let lang = view.lang();
    let first = |list: &[f64]| list.first().copied();
    let force = first(&outlook.expected_force).map_or_else(String::new, |force| lang.number(force, 0));
    let name = view.names().find_plan(id).map_or(id, |plan| &plan.name);
    let nobody = lang.maybe_percent(first(&outlook.nobody), 0);
    say!(lang, "chart.guarantors.plan", plan = name, nobody = nobody, force = force)
}

fn table(view: &View, plans: &[(&str, &GuaranteeOutlook)]) -> Table {
    let mut data = Table::new(&["plan", "name", "who", "year", "probability", "force"]);
    for (id, outlook) in plans {
        let name = view.names().find_plan(id).map_or(*id, |plan| &plan.name);
        for line in lines(outlook) {
            for (&year, &value) in outlook.years.iter().zip(&line.values) {
                let (probability, force) = if line.force { (None, Some(value)) } else { (Some(value), None) };
                data.push(vec![
                    (*id).into(),
                    name.into(),
                    line.key.as_str().into(),
                    year.into(),
                    Cell::Share(probability),
                    Cell::Number(force),
                ]);
            }
        }
    }
    data
}
