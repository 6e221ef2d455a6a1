//! Who would honour the guarantee, and with how much force: one panel a plan, ages across.

use super::super::lang::say;
use super::super::table::{Cell, Table};
use super::super::theme::Color;
use super::super::view::View;
use super::Chart;
use super::canvas::{Anchor, TextStyle};
use super::drawing::Drawing;
use super::fonts;
use super::panels::heading;
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

pub(super) fn chart(view: &View) -> Option<Chart> {
    let lang = view.lang();
    let plans: Vec<(&str, &GuaranteeOutlook)> = view
        .input
        .evaluation
        .plans
        .iter()
        .filter_map(|plan| Some((plan.id.as_str(), plan.guarantee.as_ref()?)))
        .filter(|(_, outlook)| !outlook.guarantors.is_empty() && !outlook.years.is_empty())
        .collect();
    if plans.is_empty() {
        return None;
    }
    let mut drawing = Drawing::new(view.style, lang.t("chart.guarantors.title"), lang.t("chart.guarantors.subtitle"));
    let em = drawing.em;
    let inner = drawing.width - 2.0 * drawing.margin();
    let gutter = 2.0 * em;
    let columns = if inner >= 54.0 * em { 2 } else { 1 };
    let width = (inner - gutter * (columns as f64 - 1.0)) / columns as f64;
    for row in plans.chunks(columns) {
        let top = drawing.y;
        let mut bottom = top;
        for (column, (id, outlook)) in row.iter().enumerate() {
            let left = drawing.margin() + column as f64 * (width + gutter);
            bottom = bottom.max(panel(&mut drawing, view, view.plan_name(id), outlook, (left, top, width)));
        }
        drawing.y = bottom + 1.2 * em;
    }
    let told: Vec<String> = plans.iter().map(|(id, outlook)| told(view, id, outlook)).collect();
    let alt = say!(lang, "chart.guarantors.alt", list = told.join("; "));
    Some(drawing.finish("guarantors", lang.t("chart.guarantors.note"), &alt, table(view, &plans)))
}

/// Draws one plan's panel and returns where it ends.
fn panel(drawing: &mut Drawing, view: &View, name: &str, outlook: &GuaranteeOutlook, at: (f64, f64, f64)) -> f64 {
    let (em, theme, lang) = (drawing.em, view.theme(), view.lang());
    let (left, top, width) = at;
    let title = fonts::wrap(name, 0.94 * em, true, width, 2);
    heading(drawing, left, top, &title);
    let cell = (0.13 * width).clamp(3.4 * em, 5.0 * em);
    let first = left + width - cell * outlook.years.len() as f64;
    let mut y = top + 1.2 * 0.94 * em * title.len() as f64 + 0.4 * em;
    for (index, year) in outlook.years.iter().enumerate() {
        let middle = first + (index as f64 + 0.5) * cell;
        drawing.small(middle, y + 0.95 * em, &lang.number(f64::from(*year), 0), theme.muted, Anchor::Middle);
    }
    let age = fonts::wrap(lang.t("guarantors.age"), 0.88 * em, false, first - left - 0.5 * em, 1).concat();
    drawing.small(first - 0.5 * em, y + 0.95 * em, &age, theme.muted, Anchor::End);
    y += 1.4 * em;
    for line in lines(view, outlook) {
        let label = drawing.wrap(&line.name, first - left - 0.6 * em, 1).concat();
        drawing.text(first - 0.5 * em, y + 1.1 * em, &label, theme.ink, Anchor::End);
        for (index, &value) in line.values.iter().enumerate() {
            let text = if line.force { lang.number(value, 0) } else { lang.percent(value, 0) };
            let share = if line.force { None } else { Some(value) };
            square(drawing, (first + index as f64 * cell, y, cell), share, &text);
        }
        y += 1.55 * em;
    }
    y
}

/// A cell: the darker, the more probable.
fn square(drawing: &mut Drawing, (x, y, width): (f64, f64, f64), share: Option<f64>, text: &str) {
    let (em, theme) = (drawing.em, &drawing.style.theme);
    let fill: Color = share.map_or(theme.background, |it| theme.background.mix(theme.palette[0], 0.08 + 0.85 * it));
    drawing.canvas.rect(x + 0.5, y + 0.5, width - 1.0, 1.55 * em - 1.0, fill, 1.0);
    let style = TextStyle { size: 0.88 * em, color: fill.text_on(), bold: false, anchor: Anchor::Middle, halo: None };
    drawing.canvas.text(x + width / 2.0, y + 1.08 * em, text, style);
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
