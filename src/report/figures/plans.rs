//! Which plans a chart shows, and how each looks in all of them.

use super::super::draw::{Drawing, Plot, Series, Shape, Swatch};
use super::super::lang::say;
use super::super::theme::{Color, Theme};
use super::super::view::{Expiry, View};

/// Dash patterns that can be told apart.
pub(super) const DASHES: usize = 3;
/// Rows of one chart.
pub(super) const ROWS: usize = 40;
/// Panels of one chart.
pub(super) const PANELS: usize = 24;

/// Lines that a plot carries so that no two look the same.
pub(super) fn most_lines(theme: &Theme) -> usize {
    DASHES * theme.palette.len()
}

/// Colour of lines that are too many to be told apart.
pub(super) fn faint(theme: &Theme) -> Color {
    theme.grid.mix(theme.muted, 0.3)
}

/// The plans signed most often, at most so many, in the order of the scenario.
fn most_signed<'a>(view: &View<'a>, most: usize) -> Vec<&'a str> {
    let signed: Vec<(&str, f64)> = view.plans().map(|(id, plan)| (id, plan.signed.share.unwrap_or(0.0))).collect();
    let mut order: Vec<usize> = (0..signed.len()).collect();
    order.sort_by(|&a, &b| signed[b].1.total_cmp(&signed[a].1));
    order.truncate(most);
    order.sort_unstable();
    order.into_iter().map(|index| signed[index].0).collect()
}

/// Those of a chart's plans that it has room for, and what the note says where some are left out.
pub(super) fn with_room<'a, T>(
    view: &View<'a>,
    plans: Vec<T>,
    most: usize,
    id: impl Fn(&T) -> &'a str,
) -> (Vec<T>, String) {
    if plans.len() <= most {
        return (plans, String::new());
    }
    let (all, chosen) = (plans.len(), most_signed(view, most));
    let kept: Vec<T> = plans.into_iter().filter(|plan| chosen.contains(&id(plan))).collect();
    let count = |n: usize| view.lang().count(n as u64);
    let note = say!(view.lang(), "note.plans_left_out", shown = count(kept.len()), all = count(all));
    (kept, note)
}

/// How the plans look: the same in every chart.
pub(super) struct Looks<'a> {
    view: View<'a>,
    /// The plans in colour; `None`: all of them.
    chosen: Option<Vec<&'a str>>,
}

impl<'a> Looks<'a> {
    pub(super) fn new(view: &View<'a>) -> Self {
        let theme = view.theme();
        let many = view.plans().count() > most_lines(theme);
        Self { view: *view, chosen: many.then(|| most_signed(view, theme.palette.len())) }
    }

    /// Colour and dash pattern of a plan; none where it is one of the many.
    fn of(&self, id: &str) -> Option<(Color, usize)> {
        let palette = &self.view.theme().palette;
        let index = match &self.chosen {
            Some(chosen) => chosen.iter().position(|it| *it == id)?,
            None => self.place(id),
        };
        Some((palette[index % palette.len()], index / palette.len()))
    }

    /// Place of a plan in the scenario, or else among the results.
    fn place(&self, id: &str) -> usize {
        let plans = &self.view.input.scenario.structure().plans;
        let index = plans.iter().position(|plan| plan.id == id);
        index.or_else(|| self.view.summary().plans.get_index_of(id)).unwrap_or(0)
    }

    /// A line for a plan.
    pub(super) fn series(&self, id: &'a str, xs: Vec<f64>, ys: Vec<Option<f64>>) -> Series {
        let known = self.of(id);
        let (color, dash) = known.unwrap_or((faint(self.view.theme()), 0));
        Series { dash, faint: known.is_none(), ..Series::new(id, &self.view.charted(id), color, xs, ys) }
    }

    /// What the note says of the plans in grey.
    pub(super) fn note(&self) -> String {
        let lang = self.view.lang();
        let count = |n: usize| lang.count(n as u64);
        let said = |chosen: &Vec<&str>| {
            say!(lang, "note.plans_in_grey", shown = count(chosen.len()), all = count(self.view.plans().count()))
        };
        self.chosen.as_ref().map_or_else(String::new, said)
    }
}

/// The title of a chart: the second where several plans race.
pub(super) fn raced<'a>(view: &View<'a>, [alone, of_many]: [&'a str; 2]) -> &'a str {
    view.lang().t(if view.summary().plans.len() > 1 { of_many } else { alone })
}

/// The sentences of a note.
pub(super) fn joined(sentences: &[&str]) -> String {
    sentences.iter().filter(|it| !it.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

/// Says which plans have no line, because nobody signs them.
pub(super) fn never_signed(view: &View, never: &[&str]) -> String {
    named_or_counted(view, never, ["note.never_signed", "note.many_never_signed"])
}

/// Says which plans have no panel, because war hardly ever resumes under them.
pub(super) fn hardly_ever_resumed(view: &View, safe: &[&str]) -> String {
    named_or_counted(view, safe, ["note.no_hazard", "note.many_no_hazard"])
}

/// Says which plans have no dots, because both sides would sign them in too few worlds.
pub(super) fn too_few_worlds(view: &View, few: &[&str]) -> String {
    named_or_counted(view, few, ["note.few_worlds", "note.many_few_worlds"])
}

/// One sentence that names the plans, or another that counts them where they are many; nothing of none.
fn named_or_counted(view: &View, ids: &[&str], [named, counted]: [&str; 2]) -> String {
    let names: Vec<String> = ids.iter().map(|&id| view.plan_name(id).to_owned()).collect();
    let (few, lang) = (names.len() <= 12, view.lang());
    match names.len() {
        0 => String::new(),
        _ if few => say!(lang, named, plans = lang.list(&names)),
        many => say!(lang, counted, n = lang.count(many as u64)),
    }
}

/// Colour of the line where the whole guarantee ends, or one guarantor's own term.
fn expiry_color(view: &View, of_one: bool) -> Color {
    if of_one { view.theme().muted.mix(view.theme().background, 0.6) } else { view.theme().muted }
}

/// What the dashed lines of these plans mean: the whole guarantee, one guarantor's own term.
pub(super) fn expiry_swatches<'a>(view: &View<'a>, plans: impl Iterator<Item = &'a str>) -> Vec<Swatch> {
    let ends: Vec<Expiry> = plans.flat_map(|id| view.expiries(id, view.horizon() as f64)).collect();
    let occurs = |of_one: &(bool, &str)| ends.iter().any(|end| end.guarantor.is_some() == of_one.0);
    let swatch = |(of_one, key): (bool, &str)| Swatch {
        color: expiry_color(view, of_one),
        shape: Shape::Rule,
        label: view.lang().t(key).to_owned(),
    };
    [(false, "legend.expiry"), (true, "legend.own_term")].into_iter().filter(occurs).map(swatch).collect()
}

/// Dashed lines where a plan's commitments end.
pub(super) fn expiry_rules(drawing: &Drawing, view: &View, plot: &Plot, id: &str, top: f64) {
    for end in view.expiries(id, view.horizon() as f64) {
        let color = expiry_color(view, end.guarantor.is_some());
        drawing.pen.open_tip(&view.expiry_text(&end));
        drawing.rule(plot, end.years, (0.0, top), color);
        drawing.pen.close();
    }
}
