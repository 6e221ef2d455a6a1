//! The yearly hazard of resumed war, by who starts it, plan by plan.

use super::super::draw::{Axis, Chart, Drawing, Plot, Series, Shape, Swatch, line, panels};
use super::super::lang::say;
use super::super::table::{Cell, Table};
use super::super::view::View;
use super::plans::{PANELS, expiry_rules, joined, with_room};
use super::survival::foot_label;
use crate::analysis::summary::IfSigned;
use crate::model::Side;

/// Probability that this side goes back to war in each year, given that nobody has before it.
pub(crate) fn hazard(if_signed: &IfSigned, side: Side) -> Vec<Option<f64>> {
    let resumed = match side {
        Side::Challenger => &if_signed.resumed_by_challenger,
        Side::Defender => &if_signed.resumed_by_defender,
    };
    conditional(resumed, &if_signed.survival.survival)
}

/// The growth of a cumulative incidence in each year, relative to the survival at its beginning.
pub(crate) fn conditional(resumed: &[Option<f64>], survival: &[Option<f64>]) -> Vec<Option<f64>> {
    let year = |(pair, survival): (&[Option<f64>], &Option<f64>)| match (pair[0], pair[1], survival) {
        (Some(before), Some(after), Some(alive)) if *alive > 1e-9 => Some(((after - before) / alive).clamp(0.0, 1.0)),
        _ => None,
    };
    resumed.windows(2).zip(survival).map(year).collect()
}

/// Both sides' hazards in each year of a plan.
type Hazards = [Vec<Option<f64>>; 2];

fn plans<'a>(view: &View<'a>) -> Vec<(&'a str, Hazards)> {
    let hazards = view.plans().map(|(id, plan)| (id, Side::BOTH.map(|side| hazard(&plan.if_signed, side))));
    hazards.filter(|(_, sides)| sides.iter().flatten().any(Option::is_some)).collect()
}

pub(super) fn chart(view: &View) -> Option<Chart> {
    let (lang, all) = (view.lang(), plans(view));
    if all.is_empty() {
        return None;
    }
    let data = table(view, &all);
    let (plans, left_out) = with_room(view, all, PANELS, |plan| plan.0);
    let mut drawing = Drawing::new(view.style, lang.t("chart.hazard.title"), lang.t("chart.hazard.subtitle"));
    drawing.legend(&swatches(view));
    let titles: Vec<String> = plans.iter().map(|(id, _)| view.plan_name(id).to_owned()).collect();
    let most = plans.iter().flat_map(|(_, sides)| sides.iter().flatten().flatten().copied()).fold(0.0, f64::max);
    let x = Axis::years(lang, view.horizon() as f64, 5, "");
    let y = Axis::shares(lang, most, 4, "");
    for ((id, sides), plot) in plans.iter().zip(panels(&mut drawing, &titles, (14.5, 8.0), &x, &y)) {
        drawing.pen.open(&[("class", "panel"), ("data-key", id)]);
        expiry_rules(&drawing, view, &plot, id, y.max, view.theme().muted.mix(view.theme().background, 0.6));
        panel(&drawing, view, &plot, sides);
        drawing.pen.close();
    }
    foot_label(&mut drawing, lang.t("axis.years"));
    let note = joined(&[lang.t("chart.hazard.note"), &left_out, &view.run_note()]);
    let told: Vec<String> = plans.iter().filter_map(|(id, sides)| told(view, id, sides)).collect();
    let alt = say!(lang, "chart.hazard.alt", list = told.join(lang.t("format.semicolon")));
    Some(drawing.finish("hazard", &note, &alt, data))
}

fn dash(side: Side) -> usize {
    usize::from(side == Side::Defender)
}

fn swatches(view: &View) -> [Swatch; 3] {
    let swatch = |side: Side| Swatch {
        color: view.side_color(side),
        shape: Shape::Line(dash(side)),
        label: say!(view.lang(), "legend.started_by", side = view.side(side)),
    };
    let label = view.lang().t("legend.expiry").to_owned();
    let expiry = Swatch { color: view.theme().muted, shape: Shape::Rule, label };
    [swatch(Side::Challenger), swatch(Side::Defender), expiry]
}

/// Each year's hazard holds until the next; the last one to the end of the axis.
fn panel(drawing: &Drawing, view: &View, plot: &Plot, sides: &Hazards) {
    for (side, hazard) in Side::BOTH.into_iter().zip(sides) {
        let xs = (0..=hazard.len()).map(|year| year as f64).collect();
        let held = hazard.iter().chain(hazard.last()).copied().collect();
        let series = Series::new(side.key(), "", view.side_color(side), xs, held);
        drawing.pen.open(&[("class", "line"), ("data-key", &series.key)]);
        line(drawing, plot, &Series { steps: true, dash: dash(side), ..series });
        drawing.pen.close();
    }
}

/// The year of the largest hazard of both sides together, and that hazard.
pub(crate) fn peak(sides: &[Vec<Option<f64>>; 2]) -> Option<(usize, f64)> {
    let both = sides[0].iter().zip(&sides[1]).map(|(a, d)| Some((*a)? + (*d)?));
    let known = both.enumerate().filter_map(|(year, hazard)| hazard.map(|hazard| (year, hazard)));
    known.fold(
        None,
        |best: Option<(usize, f64)>, it| if best.is_none_or(|b| it.1 > b.1 * (1.0 + 1e-6)) { Some(it) } else { best },
    )
}

fn told(view: &View, id: &str, sides: &Hazards) -> Option<String> {
    let (year, hazard) = peak(sides)?;
    let name = view.plan(id).map_or(id, |plan| &plan.name);
    Some(say!(view.lang(), "chart.hazard.plan", plan = name, year = year, share = view.lang().percent(hazard, 1)))
}

fn table(view: &View, plans: &[(&str, Hazards)]) -> Table {
    let mut data = Table::new(&["plan", "name", "year", "hazard_challenger", "hazard_defender"]);
    for (id, [a, d]) in plans {
        let name = view.plan(id).map_or(*id, |plan| &plan.name);
        for (year, (&a, &d)) in a.iter().zip(d).enumerate() {
            data.push(vec![(*id).into(), name.into(), (year as u32).into(), Cell::Share(a), Cell::Share(d)]);
        }
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_hazard_is_found_again() {
        let survival: Vec<_> = (0..6).map(|year| Some(0.9_f64.powi(year))).collect();
        let resumed: Vec<_> = survival.iter().map(|alive: &Option<f64>| alive.map(|alive| 1.0 - alive)).collect();
        let hazard = conditional(&resumed, &survival);
        assert_eq!(hazard.len(), 5);
        assert!(hazard.iter().all(|hazard| (hazard.unwrap() - 0.1).abs() < 1e-12));
        assert_eq!(conditional(&[Some(1.0), Some(1.0)], &[Some(0.0), Some(0.0)]), [None]);
    }
}
