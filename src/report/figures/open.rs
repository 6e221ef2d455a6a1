//! What both sides would sign if they could choose: of each open term how often each choice is what they would, and where the
//! plans without open terms stand.

use super::super::draw::{Anchor, Axis, Chart, Drawing, Rows, Shape, Swatch, rows};
use super::super::lang::say;
use super::super::open::{ChoiceRow, choice_rows, open_plans};
use super::super::table::{Cell, Table};
use super::super::view::View;
use super::plans::joined;
use crate::analysis::open::OpenSummary;
use crate::model::Plan;

/// Choices that a chart has room for.
const ROOM: usize = 40;

/// A chart for each plan with open terms of which both sides would sign anything.
pub(super) fn charts(view: &View) -> Vec<Chart> {
    let names = view.names();
    let plans = open_plans(view.summary(), &names).into_iter();
    let some = plans.filter(|(_, summary)| summary.range.share.is_some_and(|share| share > 0.0));
    some.enumerate().map(|(index, (plan, summary))| chart(view, index + 1, plan, summary)).collect()
}

/// The plans that are marked, each by a letter: `A`, `B`, … and from the 27th on by numbers.
fn letters<'v>(view: &'v View<'_>) -> Vec<(String, &'v str)> {
    let plans = view.input.scenario.structure().plans.iter().filter(|plan| plan.is_offered_as_it_stands());
    let letter = |index: usize| match u8::try_from(index) {
        Ok(index @ 0..26) => char::from(b'A' + index).to_string(),
        _ => (index + 1).to_string(),
    };
    plans.enumerate().map(|(index, plan)| (letter(index), plan.id.as_str())).collect()
}

fn chart(view: &View, number: usize, plan: &Plan, summary: &OpenSummary) -> Chart {
    let (lang, names) = (view.lang(), view.names());
    let all = choice_rows(plan, summary, &names);
    let data = table(view, &all);
    let (rows, left_out) = shown(all);
    let title = say!(lang, "chart.open.title", plan = names.plan(&plan.id));
    let share = lang.maybe_percent(summary.range.share, 1);
    let subtitle = say!(lang, "chart.open.subtitle", share = share);
    let mut drawing = Drawing::new(view.style, &title, &subtitle);
    let [start, signed] = colors(view);
    let swatch = |color, key| Swatch { color, shape: Shape::Box, label: lang.t(key).to_owned() };
    drawing.legend(&[swatch(start, "open.at_start"), swatch(signed, "open.signed")]);
    let letters = letters(view);
    plot(&mut drawing, view, &rows, &letters);
    let marked =
        letters.iter().map(|(letter, id)| say!(lang, "chart.open.plan", letter = letter, plan = names.plan(id)));
    let marked: Vec<String> = marked.collect();
    let key = if marked.is_empty() {
        String::new()
    } else {
        say!(lang, "chart.open.key", list = marked.join(lang.t("format.semicolon")))
    };
    let left_out = if left_out > 0 { say!(lang, "chart.open.left_out", n = left_out) } else { String::new() };
    let told = |row: &ChoiceRow| {
        let share = lang.maybe_percent(row.at_start[0], 1);
        say!(lang, "chart.open.row", issue = row.issue, choice = row.choice, share = share)
    };
    let told: Vec<String> = rows.iter().map(told).collect();
    let alt = say!(lang, "chart.open.alt", list = told.join(lang.t("format.semicolon")));
    let note = joined(&[&key, lang.t("chart.open.note"), &left_out, &view.run_note()]);
    drawing.finish(&format!("open-terms-{number}"), &note, &alt, data)
}

/// Those that are drawn, in their order, and how many are not: the rarest where there are many.
fn shown(rows: Vec<ChoiceRow>) -> (Vec<ChoiceRow>, usize) {
    let of = |row: &ChoiceRow| row.at_start[0].unwrap_or_default().max(row.signed.unwrap_or_default());
    let mut shares: Vec<f64> = rows.iter().map(of).collect();
    shares.sort_by(|a, b| b.total_cmp(a));
    let Some(&least) = shares.get(ROOM) else { return (rows, 0) };
    let all = rows.len();
    let kept: Vec<ChoiceRow> = rows.into_iter().filter(|row| of(row) > least).collect();
    let left_out = all - kept.len();
    (kept, left_out)
}

fn colors(view: &View) -> [super::super::theme::Color; 2] {
    let palette = &view.theme().palette;
    [palette[0], palette[0].mix(view.theme().background, 0.6)]
}

/// Two bars a choice, at the start and as signed; the share at the start stands at the right, and the letters of the plans
/// that say the same.
fn plot(drawing: &mut Drawing, view: &View, choices: &[ChoiceRow], letters: &[(String, &str)]) {
    let (lang, em) = (view.lang(), drawing.em);
    let labels: Vec<String> = choices.iter().map(|row| lang.said_of(&row.issue, &row.choice)).collect();
    let marks = |row: &ChoiceRow| {
        let here = letters.iter().filter(|(_, id)| row.plans.iter().any(|plan| plan == id));
        here.map(|(letter, _)| letter.as_str()).collect::<Vec<_>>().join(" ")
    };
    let texts: Vec<String> = choices.iter().map(|row| lang.maybe_percent(row.at_start[0], 1)).collect();
    let marks: Vec<String> = choices.iter().map(marks).collect();
    let widest = |texts: &[String]| texts.iter().map(|text| drawing.width_of(text)).fold(0.0, f64::max);
    let (shares_wide, marks_wide) = (widest(&texts) + 0.9 * em, widest(&marks));
    let right = shares_wide + if marks_wide > 0.0 { marks_wide + 1.2 * em } else { 0.0 };
    let ticks = if drawing.is_narrow() { 4 } else { 6 };
    let axis = Axis::shares(lang, 1.0, ticks, lang.t("chart.open.axis"));
    let layout = rows(drawing, &labels, 1.2 * em, right, &axis);
    let ink = view.theme().ink;
    for (row, it) in choices.iter().enumerate() {
        bars(drawing, view, &layout, row, it);
        let y = layout.middles[row] + 0.36 * em;
        drawing.text(layout.rect.right + shares_wide, y, &texts[row], ink, Anchor::End);
        drawing.text(layout.rect.right + shares_wide + 1.2 * em, y, &marks[row], ink, Anchor::Start);
    }
}

fn bars(drawing: &Drawing, view: &View, layout: &Rows, row: usize, it: &ChoiceRow) {
    let (em, lang) = (drawing.em, view.lang());
    let [start, signed] = colors(view);
    let name = lang.said_of(&it.issue, &it.choice);
    let plans: Vec<String> = it.plans.iter().map(|id| view.names().plan(id).to_owned()).collect();
    for (share, below, color, key) in
        [(it.at_start[0], -0.3, start, "open.at_start"), (it.signed, 0.3, signed, "open.signed")]
    {
        let Some(share) = share else { continue };
        let told = lang.said_of(lang.t(key), &lang.percent(share, 1));
        let told = if plans.is_empty() { told } else { format!("{told} ({})", lang.list(&plans)) };
        drawing.pen.open_tip(&lang.said_of(&name, &told));
        layout.bar_below(row, below * em, (0.0, share), 0.27 * em, color);
        drawing.pen.close();
    }
    if let [_, Some(low), Some(high)] = it.at_start {
        layout.plot.whisker(layout.middles[row] - 0.3 * em, (low, high), 0.18 * em, view.theme().ink);
    }
}

fn table(view: &View, rows: &[ChoiceRow]) -> Table {
    let mut data = Table::new(&["issue", "choice", "at_start", "at_start_low", "at_start_high", "signed", "plans"]);
    for row in rows {
        let mut cells: Vec<Cell> = vec![row.issue.as_str().into(), row.choice.as_str().into()];
        cells.extend(row.at_start.map(Cell::Share));
        let plans: Vec<String> = row.plans.iter().map(|id| view.names().plan(id).to_owned()).collect();
        cells.extend([Cell::Share(row.signed), plans.join(", ").into()]);
        data.push(cells);
    }
    data
}
