//! How likely each plan's peace is to last in fifty worlds that weigh the same: a dot a world, so that worlds are counted
//! and not read off a shade (quantile dotplots: Fernandes and others 2018). No mean stands over them.

use super::super::draw::{Anchor, Axis, Chart, Drawing, Rows, Shape, Swatch, rows, rows_width, text_width};
use super::super::lang::say;
use super::super::ranking::ranked;
use super::super::table::{Cell, Table};
use super::super::theme::Color;
use super::super::view::View;
use super::plans::{PANELS, joined, too_few_worlds, with_room};
use crate::analysis::alone::WORLDS;
use crate::analysis::summary::PlanSummary;

/// Parts of the axis; the dots of a part stand together.
const PARTS: usize = 20;

/// A plan and the worlds in which both sides would sign it, by how likely its peace is to last there, ascending.
struct PlanDots<'a> {
    id: &'a str,
    worlds: &'a [f64],
    /// Share of all worlds in which both sides would sign it.
    both_sign: Option<f64>,
}

impl<'a> PlanDots<'a> {
    fn new(id: &'a str, plan: &'a PlanSummary) -> Self {
        Self { id, worlds: &plan.if_acceptable.worlds, both_sign: plan.acceptable.both.share }
    }

    /// Worlds in each part of the axis.
    fn parts(&self) -> [usize; PARTS] {
        let mut parts = [0; PARTS];
        for &chance in self.worlds {
            parts[((chance * PARTS as f64) as usize).min(PARTS - 1)] += 1;
        }
        parts
    }

    /// Worlds in which the peace is more likely to last than not.
    fn likely(&self) -> usize {
        self.worlds.iter().filter(|&&chance| chance >= 0.5).count()
    }
}

/// The plans in the order of the answer, or of the file where none was played by itself.
fn in_order<'a>(view: &View<'a>) -> Vec<(&'a str, &'a PlanSummary)> {
    let ranked = ranked(view.summary(), view.headline_year());
    if ranked.is_empty() { view.plans().collect() } else { ranked.iter().map(|it| (it.id, it.plan)).collect() }
}

/// Whether the draws behind a plan's worlds weigh so much that each dot can have one of its own.
fn is_shown(plan: &PlanSummary) -> bool {
    plan.if_acceptable.weight >= WORLDS as f64 && plan.if_acceptable.worlds.len() == WORLDS
}

pub(super) fn chart(view: &View) -> Option<Chart> {
    if view.input.scenario.inputs().is_empty() {
        return None;
    }
    let (shown, few): (Vec<_>, Vec<_>) = in_order(view).into_iter().partition(|(_, plan)| is_shown(plan));
    let all: Vec<PlanDots> = shown.iter().map(|&(id, plan)| PlanDots::new(id, plan)).collect();
    if all.is_empty() {
        return None;
    }
    let (lang, data) = (view.lang(), table(view, &all));
    let (plans, left_out) = with_room(view, all, PANELS, |row| row.id);
    let span = view.names().years(view.headline_year() as f64);
    let (title, subtitle) = (say!(lang, "chart.worlds.title", span = span), lang.t("chart.worlds.subtitle"));
    let mut drawing = Drawing::new(view.style, &title, subtitle);
    let occurs =
        |likely: &bool| plans.iter().any(|row| (if *likely { row.likely() } else { WORLDS - row.likely() }) > 0);
    let swatches: Vec<Swatch> = [true, false].into_iter().filter(occurs).map(|likely| swatch(view, likely)).collect();
    drawing.legend(&swatches);
    plot(&mut drawing, view, &plans, &say!(lang, "axis.worlds", span = span));
    let few: Vec<&str> = few.iter().map(|(id, _)| *id).collect();
    let note = joined(&[lang.t("chart.worlds.note"), &too_few_worlds(view, &few), &left_out, &view.plans_note()]);
    let told: Vec<String> = plans.iter().map(|row| told(view, row)).collect();
    let alt = say!(lang, "chart.worlds.alt", list = told.join(lang.t("format.semicolon")));
    Some(drawing.finish("worlds", &note, &alt, data))
}

fn color(view: &View, likely: bool) -> Color {
    let theme = view.theme();
    let held = theme.palette.get(2).copied().unwrap_or(theme.ink);
    if likely { held } else { theme.muted.mix(theme.background, 0.45) }
}

fn swatch(view: &View, likely: bool) -> Swatch {
    let label = view.lang().t(if likely { "legend.likely" } else { "legend.unlikely" }).to_owned();
    Swatch { color: color(view, likely), shape: Shape::Dot, label }
}

/// How the dots of a part stand: so many side by side, and the distance of their middles, px.
#[derive(Clone, Copy)]
struct DotGrid {
    across: usize,
    pitch: f64,
}

impl DotGrid {
    /// As many dots across as leave each of them large enough to be counted.
    fn new(part: f64, em: f64) -> Self {
        let across = (0.92 * part / (0.33 * em)).floor().clamp(2.0, 6.0);
        Self { across: across as usize, pitch: 0.92 * part / across }
    }
}

fn plot(drawing: &mut Drawing, view: &View, plans: &[PlanDots], label: &str) {
    let (lang, em) = (view.lang(), drawing.em);
    // Where the page is narrow, the dots need what room there is.
    let narrow = drawing.is_narrow();
    let label_of = |row: &PlanDots| {
        let name = view.charted(row.id);
        if narrow { format!("{name}{}{}", lang.t("format.semicolon"), both_sign(view, row)) } else { name }
    };
    let beside = |row: &PlanDots| if narrow { String::new() } else { both_sign(view, row) };
    let labels: Vec<String> = plans.iter().map(label_of).collect();
    let texts: Vec<[String; 2]> = plans.iter().map(|row| [counted(view, row), beside(row)]).collect();
    let small = drawing.small_size();
    let wide = |[count, share]: &[String; 2]| drawing.width_of(count).max(text_width(share, small, false));
    let right = texts.iter().map(wide).fold(0.0, f64::max) + 0.9 * em;
    let axis = Axis::shares(lang, 1.0, if drawing.is_narrow() { 4 } else { 5 }, label);
    let grid = DotGrid::new(rows_width(drawing, &labels, right) / PARTS as f64, em);
    let most = plans.iter().flat_map(PlanDots::parts).max().unwrap_or(1);
    let height = (most.div_ceil(grid.across) as f64 * grid.pitch + 0.2 * em).max(2.2 * em);
    let layout = rows(drawing, &labels, height, right, &axis);
    for (index, (row, [count, share])) in plans.iter().zip(&texts).enumerate() {
        let foot = layout.middles[index] + height / 2.0;
        drawing.page.line((layout.rect.left, foot), (layout.rect.right, foot), view.theme().grid, 1.0);
        dots(drawing, view, (&layout, grid, foot), row);
        let (end, y) = (layout.rect.right + right, layout.middles[index]);
        if share.is_empty() {
            drawing.text(end, y + 0.36 * em, count, view.theme().ink, Anchor::End);
        } else {
            drawing.text(end, y - 0.2 * em, count, view.theme().ink, Anchor::End);
            drawing.small(end, y + 0.95 * em, share, view.theme().muted, Anchor::End);
        }
    }
}

/// The dots of a plan, part by part, filled up from the foot of the row.
fn dots(drawing: &Drawing, view: &View, (layout, grid, foot): (&Rows, DotGrid, f64), row: &PlanDots) {
    let part_width = layout.rect.width() / PARTS as f64;
    for (part, &count) in row.parts().iter().enumerate().filter(|(_, count)| **count > 0) {
        let left = layout.rect.left + (part as f64 + 0.04) * part_width;
        drawing.pen.open_tip(&tip(view, row.id, part, count));
        for dot in 0..count {
            let (across, up) = ((dot % grid.across) as f64 + 0.5, (dot / grid.across) as f64 + 0.5);
            let at = (left + across * grid.pitch, foot - up * grid.pitch);
            drawing.page.dot(at, 0.42 * grid.pitch, color(view, 2 * part >= PARTS));
        }
        drawing.pen.close();
    }
}

fn tip(view: &View, id: &str, part: usize, count: usize) -> String {
    let (lang, edge) = (view.lang(), |part: usize| part as f64 / PARTS as f64);
    let range = lang.percent_range(edge(part), edge(part + 1), 0);
    lang.said_of(view.plan_name(id), &say!(lang, "chart.worlds.part", n = count, all = WORLDS, range = range))
}

/// `31 of 50`.
fn counted(view: &View, row: &PlanDots) -> String {
    say!(view.lang(), "chart.worlds.counted", n = row.likely(), all = WORLDS)
}

/// `both sign in 23%`.
fn both_sign(view: &View, row: &PlanDots) -> String {
    let lang = view.lang();
    let share = row.both_sign.map_or_else(|| lang.t("format.missing").to_owned(), |share| lang.about(share));
    say!(lang, "chart.worlds.both_sign", share = share)
}

fn told(view: &View, row: &PlanDots) -> String {
    let text = format!("{}{}{}", counted(view, row), view.lang().t("format.comma"), both_sign(view, row));
    view.lang().said_of(view.plan_name(row.id), &text)
}

fn table(view: &View, plans: &[PlanDots]) -> Table {
    let mut data = Table::new(&["plan", "name", "world", "chance"]);
    for row in plans {
        for (world, &chance) in row.worlds.iter().enumerate() {
            let name = view.plan_name(row.id);
            data.push(vec![row.id.into(), name.into(), (world as u32 + 1).into(), Cell::Share(Some(chance))]);
        }
    }
    data
}
