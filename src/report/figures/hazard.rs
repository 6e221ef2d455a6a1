//! The yearly hazard of resumed war, by who starts it, plan by plan.

use super::super::draw::{Axis, Chart, Drawing, Plot, Series, Shape, Swatch, line, panels};
use super::super::lang::say;
use super::super::table::{Cell, Table};
use super::super::view::View;
use super::plans::{PANELS, expiry_rules, expiry_swatches, hardly_ever_resumed, joined, with_room};
use super::survival::foot_label;
use crate::analysis::hazard::{Hazard, hazards, peak};
use crate::model::{PerSide, Side};

/// Both sides' hazards in each year of a plan.
type Hazards = PerSide<Hazard>;

fn plans<'a>(view: &View<'a>) -> Vec<(&'a str, Hazards)> {
    let hazards = view.plans().map(|(id, plan)| (id, hazards(&plan.if_signed)));
    hazards.filter(|(_, sides)| sides.iter().flatten().any(Option::is_some)).collect()
}

pub(super) fn chart(view: &View) -> Option<Chart> {
    let (lang, all) = (view.lang(), plans(view));
    if all.is_empty() {
        return None;
    }
    let data = table(view, &all);
    let (seen, safe): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, sides)| sides.iter().any(is_seen));
    let safe: Vec<&str> = safe.iter().map(|(id, _)| *id).collect();
    if seen.is_empty() {
        return None;
    }
    let all = seen;
    let (plans, left_out) = with_room(view, all, PANELS, |plan| plan.0);
    let mut drawing = Drawing::new(view.style, lang.t("chart.hazard.title"), lang.t("chart.hazard.subtitle"));
    drawing.legend(&swatches(view, &plans));
    let titles: Vec<String> = plans.iter().map(|(id, _)| view.charted(id)).collect();
    let most = plans.iter().flat_map(|(_, sides)| sides.iter().flatten().flatten().copied()).fold(0.0, f64::max);
    let x = Axis::years(lang, view.horizon() as f64, 5, "");
    let y = Axis::shares(lang, most, 4, "");
    for ((id, sides), plot) in plans.iter().zip(panels(&mut drawing, &titles, (14.5, 8.0), &x, &y)) {
        drawing.pen.open(&[("class", "panel"), ("data-key", id)]);
        expiry_rules(&drawing, view, &plot, id, y.max);
        panel(&drawing, view, &plot, sides);
        drawing.pen.close();
    }
    foot_label(&mut drawing, lang.t("axis.years"));
    let low = plans.iter().any(|(_, sides)| !sides.iter().all(is_seen));
    let low = if low { lang.t("chart.hazard.low") } else { "" };
    let safe = hardly_ever_resumed(view, &safe);
    let note = joined(&[lang.t("chart.hazard.note"), low, &safe, &left_out, &view.plans_note()]);
    let told: Vec<String> = plans.iter().filter_map(|(id, sides)| told(view, id, sides)).collect();
    let alt = say!(lang, "chart.hazard.alt", list = told.join(lang.t("format.semicolon")));
    Some(drawing.finish("hazard", &note, &alt, data))
}

fn dash(side: Side) -> usize {
    usize::from(side == Side::Defender)
}

/// A hazard that is less in every year is not drawn.
const LEAST: f64 = 0.0005;

fn is_seen(hazard: &Hazard) -> bool {
    hazard.iter().flatten().any(|&share| share >= LEAST)
}

fn swatches<'a>(view: &View<'a>, plans: &[(&'a str, Hazards)]) -> Vec<Swatch> {
    let swatch = |side: Side| Swatch {
        color: view.side_color(side),
        shape: Shape::Line(dash(side)),
        label: say!(view.lang(), "legend.started_by", side = view.side(side)),
    };
    let occurs = |side: &Side| plans.iter().any(|(_, sides)| is_seen(&sides[*side]));
    let sides = Side::BOTH.into_iter().filter(occurs).map(swatch);
    sides.chain(expiry_swatches(view, plans.iter().map(|(id, _)| *id))).collect()
}

/// Each year's hazard holds until the next; the last one to the end of the axis.
fn panel(drawing: &Drawing, view: &View, plot: &Plot, sides: &Hazards) {
    for (side, hazard) in Side::BOTH.into_iter().zip(sides).filter(|(_, hazard)| is_seen(hazard)) {
        let xs = (0..=hazard.len()).map(|year| year as f64).collect();
        let held = hazard.iter().chain(hazard.last()).copied().collect();
        let series = Series::new(side.key(), "", view.side_color(side), xs, held);
        drawing.pen.open(&[("class", "line"), ("data-key", &series.key)]);
        line(drawing, plot, &Series { steps: true, dash: dash(side), ..series });
        drawing.pen.close();
    }
}

fn told(view: &View, id: &str, sides: &Hazards) -> Option<String> {
    let (year, hazard) = peak(sides)?;
    let name = view.plan(id).map_or(id, |plan| &plan.name);
    Some(say!(view.lang(), "chart.hazard.plan", plan = name, year = year, share = view.lang().percent(hazard, 1)))
}

fn table(view: &View, plans: &[(&str, Hazards)]) -> Table {
    let mut data = Table::new(&["plan", "name", "year", "hazard_challenger", "hazard_defender"]);
    for (id, sides) in plans {
        let [a, d] = sides.as_array();
        let name = view.plan(id).map_or(*id, |plan| &plan.name);
        for (year, (&a, &d)) in a.iter().zip(d).enumerate() {
            data.push(vec![(*id).into(), name.into(), (year as u32).into(), Cell::Share(a), Cell::Share(d)]);
        }
    }
    data
}
