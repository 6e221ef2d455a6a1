//! Who would honour the guarantee, and with how much force: one panel a plan, ages across.

use super::super::draw::{Anchor, Chart, Drawing, Lettering, heading, wrap};
use super::super::lang::say;
use super::super::table::{Cell, Table};
use super::super::theme::Color;
use super::super::view::View;
use super::plans::{TABLES, joined, with_room};
use crate::analysis::evaluation::GuaranteeOutlook;

/// A line of a panel.
struct Line {
    key: String,
    name: String,
    values: Vec<f64>,
    /// Thousand troops rather than a probability.
    force: bool,
}

fn lines(view: &View, outlook: &GuaranteeOutlook) -> Vec<Line> {
    let lang = view.lang();
    let line = |key: &str, name: &str, values: &[f64]| Line {
        key: key.to_owned(),
        name: name.to_owned(),
        values: values.to_vec(),
        force: false,
    };
    let mut lines: Vec<Line> =
        outlook.guarantors.iter().map(|it| line(&it.id, view.names().guarantor(&it.id), &it.honours)).collect();
    lines.push(line("nobody", lang.t("guarantors.nobody"), &outlook.nobody));
    lines.push(line("all", lang.t("guarantors.all"), &outlook.all));
    lines.push(Line { force: true, ..line("expected_force", lang.t("guarantors.force"), &outlook.expected_force) });
    lines.push(line("active", lang.t("guarantors.active"), &outlook.active));
    lines
}

fn plans<'a>(view: &View<'a>) -> Vec<(&'a str, &'a GuaranteeOutlook)> {
    let plans = view.input.evaluation.plans.iter();
    let guaranteed = plans.filter_map(|plan| Some((plan.id.as_str(), plan.guarantee.as_ref()?)));
    guaranteed.filter(|(_, outlook)| !outlook.guarantors.is_empty() && !outlook.years.is_empty()).collect()
}

pub(super) fn chart(view: &View) -> Option<Chart> {
    let (lang, all) = (view.lang(), plans(view));
    if all.is_empty() {
        return None;
    }
    let data = table(view, &all);
    let (plans, left_out) = with_room(view, all, TABLES, |plan| plan.0);
    let mut drawing = Drawing::new(view.style, lang.t("chart.guarantors.title"), lang.t("chart.guarantors.subtitle"));
    let (em, gutter) = (drawing.em, 2.0 * drawing.em);
    let columns = if drawing.inner() >= 54.0 * em { 2 } else { 1 };
    let width = (drawing.inner() - gutter * (columns as f64 - 1.0)) / columns as f64;
    for row in plans.chunks(columns) {
        let (top, mut bottom) = (drawing.y, drawing.y);
        for (column, (id, outlook)) in row.iter().enumerate() {
            let left = drawing.margin() + column as f64 * (width + gutter);
            drawing.pen.open(&[("class", "panel"), ("data-key", id)]);
            bottom = bottom.max(panel(&mut drawing, view, view.plan_name(id), outlook, (left, top, width)));
            drawing.pen.close();
        }
        drawing.y = bottom + 1.2 * em;
    }
    let note = joined(&[lang.t("chart.guarantors.note"), &left_out]);
    let told: Vec<String> = plans.iter().map(|(id, outlook)| told(view, id, outlook)).collect();
    let alt = say!(lang, "chart.guarantors.alt", list = told.join(lang.t("format.semicolon")));
    Some(drawing.finish("guarantors", &note, &alt, data))
}

/// Draws one plan's panel and returns where it ends.
fn panel(drawing: &mut Drawing, view: &View, name: &str, outlook: &GuaranteeOutlook, at: (f64, f64, f64)) -> f64 {
    let (em, (left, top, width)) = (drawing.em, at);
    let title = wrap(name, 0.94 * em, true, width, 2);
    heading(drawing, left, top, &title);
    let cell = (0.13 * width).clamp(3.4 * em, 5.0 * em);
    let first = left + width - cell * outlook.years.len() as f64;
    let mut y = top + 1.2 * 0.94 * em * title.len() as f64 + 0.4 * em;
    ages(drawing, view, outlook, (left, first, y, cell));
    y += 1.4 * em;
    for line in lines(view, outlook) {
        let label = drawing.wrap(&line.name, first - left - 0.6 * em, 1).concat();
        drawing.text(first - 0.5 * em, y + 1.1 * em, &label, view.theme().ink, Anchor::End);
        for (index, &value) in line.values.iter().enumerate() {
            square(drawing, view, (first + index as f64 * cell, y, cell), value, line.force);
        }
        y += 1.55 * em;
    }
    y
}

/// The heads of the columns: ages of the settlement.
fn ages(drawing: &mut Drawing, view: &View, outlook: &GuaranteeOutlook, at: (f64, f64, f64, f64)) {
    let (em, muted, lang, (left, first, y, cell)) = (drawing.em, view.theme().muted, view.lang(), at);
    for (index, year) in outlook.years.iter().enumerate() {
        let middle = first + (index as f64 + 0.5) * cell;
        drawing.small(middle, y + 0.95 * em, &lang.number(f64::from(*year), 0), muted, Anchor::Middle);
    }
    let age = wrap(lang.t("guarantors.age"), drawing.small_size(), false, first - left - 0.5 * em, 1).concat();
    drawing.small(first - 0.5 * em, y + 0.95 * em, &age, muted, Anchor::End);
}

/// A cell: the darker, the more probable; white where it holds a force.
fn square(drawing: &Drawing, view: &View, (x, y, width): (f64, f64, f64), value: f64, force: bool) {
    let (em, theme, lang) = (drawing.em, view.theme(), view.lang());
    let text = if force { lang.number(value, 0) } else { lang.percent(value, 0) };
    let shade = theme.background.mix(theme.palette[0], 0.08 + 0.85 * value.clamp(0.0, 1.0));
    let fill: Color = if force { theme.background } else { shade };
    drawing.page.rect((x + 0.5, y + 0.5), (x + width - 0.5, y + 1.55 * em - 0.5), fill, 1.0);
    let (size, color) = (drawing.small_size(), fill.text_on());
    let style = Lettering { size, color, bold: false, anchor: Anchor::Middle, halo: None };
    drawing.page.text((x + width / 2.0, y + 1.08 * em), &text, style);
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
        for line in lines(view, outlook) {
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
