//! Shares of trials over time: all plans together apart, and below a panel for each plan over all others in grey.

use super::super::draw::{Anchor, Axis, Drawing, Lettering, Plot, Series, faint_lines, panels, readable, traced};
use super::super::lang::say;
use super::super::view::View;
use super::plans::{faint, with_room};

/// Plans that have a panel of their own.
pub(super) const MULTIPLES: usize = 12;

/// What is drawn.
pub(super) struct Multiples<'a> {
    /// Name of the chart.
    pub(super) name: &'a str,
    /// All plans together.
    pub(super) total: Series,
    /// The plans, by id, in the order of their panels.
    pub(super) plans: Vec<(&'a str, Series)>,
    /// Time.
    pub(super) x: Axis,
    /// Where on it each line has its share printed.
    pub(super) told_at: f64,
}

/// Draws them; returns what the note says of plans without a panel.
pub(super) fn multiples(drawing: &mut Drawing, view: &View, of: &Multiples) -> String {
    let (em, lang) = (drawing.em, view.lang());
    let (margin, y) = (drawing.margin(), drawing.y + em);
    drawing.small(margin, y, lang.t("axis.share_of_trials"), view.theme().muted, Anchor::Start);
    drawing.y += 1.5 * em;
    let wide = drawing.inner() / em;
    let alone = of.plans.len() < 2;
    let name = if alone { of.plans.first().map_or(&of.total.name, |plan| &plan.1.name) } else { &of.total.name };
    let axis = y_axis(view, std::iter::once(&of.total));
    let plots = panels(drawing, std::slice::from_ref(name), (wide, 10.0), &of.x, &axis);
    panel(drawing, view, &plots[0], (&of.x, &axis), (&of.total, of.told_at));
    let note = if alone { String::new() } else { of_plans(drawing, view, of) };
    drawing.y += 0.3 * em;
    let (middle, y) = (drawing.width / 2.0, drawing.y);
    drawing.small(middle, y, &of.x.label, view.theme().muted, Anchor::Middle);
    drawing.y += 0.3 * em;
    note
}

fn y_axis<'s>(view: &View, series: impl Iterator<Item = &'s Series>) -> Axis {
    let upper = |line: &Series| line.band.as_ref().map_or_else(|| line.ys.clone(), |band| band.1.clone());
    let most = series.flat_map(upper).flatten().fold(0.0, f64::max);
    Axis::shares(view.lang(), most, 4, "")
}

/// The panels of the plans signed most often, each over the lines of all plans, which are drawn once.
fn of_plans(drawing: &mut Drawing, view: &View, of: &Multiples) -> String {
    let (lang, all) = (view.lang(), of.plans.len());
    let (shown, left_out) = with_room(view, of.plans.iter().collect(), MULTIPLES, |plan| plan.0);
    let axis = y_axis(view, of.plans.iter().map(|plan| &plan.1));
    let titles: Vec<String> = shown.iter().map(|plan| plan.1.name.clone()).collect();
    let plots = panels(drawing, &titles, (14.5, 8.0), &of.x, &axis);
    let grey = |line: &Series| Series { color: faint(view.theme()), marks: Vec::new(), ..line.clone() };
    let grey: Vec<Series> = of.plans.iter().map(|plan| grey(&plan.1)).collect();
    let id = format!("{}-others", of.name);
    let origin = (of.x.min, axis.min);
    for (index, ((key, line), plot)) in shown.into_iter().zip(&plots).enumerate() {
        drawing.pen.open(&[("class", "panel"), ("data-key", key)]);
        if index == 0 {
            drawing.pen.open(&[("id", &id)]);
            faint_lines(drawing, plot, &grey);
            drawing.pen.close();
        } else {
            let (first, here) = (plots[0].place(origin), plot.place(origin));
            drawing.pen.again(&id, (here.0 - first.0, here.1 - first.1));
        }
        panel(drawing, view, plot, (&of.x, &axis), (line, of.told_at));
        drawing.pen.close();
    }
    let count = |n: usize| lang.count(n as u64);
    if all == 2 {
        return lang.t("note.two_panels").to_owned();
    }
    if left_out.is_empty() {
        return say!(lang, "note.panels", all = count(all));
    }
    say!(lang, "note.some_panels", shown = count(plots.len()), all = count(all))
}

/// A line and its share at one place in print.
fn panel(drawing: &Drawing, view: &View, plot: &Plot, axes: (&Axis, &Axis), (line, at): (&Series, f64)) {
    let own = if line.faint { Series { color: view.theme().ink, faint: false, ..line.clone() } } else { line.clone() };
    traced(drawing, plot, axes, std::slice::from_ref(&own));
    let Some(value) = own.at(at) else { return };
    let (em, place, color) = (drawing.em, plot.place((at, value)), readable(own.color, drawing));
    let lang = view.lang();
    // A line that has come down to nothing is not told apart from one that nearly has.
    let text =
        if value < 0.000_5 { say!(lang, "format.below", n = lang.percent(0.001, 1)) } else { lang.percent(value, 1) };
    let ringed = own.marks.iter().any(|mark| (plot.place((mark.0, value)).0 - place.0).abs() < 0.5 * em);
    if !ringed {
        plot.dot((at, value), 0.22 * em, color);
    }
    let anchor = if at >= axes.0.max { Anchor::End } else { Anchor::Middle };
    let style =
        Lettering { size: drawing.small_size(), color, bold: true, anchor, halo: Some(view.theme().background) };
    drawing.page.text((place.0, place.1 - 0.55 * em), &text, style);
}
