//! In how many draws of the inputs each side, and both, could accept each plan.

use super::super::lang::say;
use super::super::table::{Cell, Table};
use super::super::theme::Color;
use super::super::view::View;
use super::Chart;
use super::axis::Axis;
use super::drawing::{Drawing, Shape, Swatch};
use super::rows::{rows, whisker};
use crate::analysis::summary::{Acceptable, Share};
use crate::model::Side;

fn lanes(view: &View, acceptable: &Acceptable) -> [(String, Share, Color); 3] {
    let side = |side: Side| view.side(side).to_owned();
    [
        (side(Side::Challenger), acceptable.challenger, view.side_color(Side::Challenger)),
        (side(Side::Defender), acceptable.defender, view.side_color(Side::Defender)),
        (view.lang().t("series.both").to_owned(), acceptable.both, view.theme().both),
    ]
}

pub(super) fn chart(view: &View) -> Option<Chart> {
    let lang = view.lang();
    let plans: Vec<_> = view.plans().collect();
    if plans.is_empty() {
        return None;
    }
    let subtitle = lang.t("chart.acceptability.subtitle");
    let mut drawing = Drawing::new(view.style, lang.t("chart.acceptability.title"), subtitle);
    let em = drawing.em;
    let swatches = lanes(view, &Acceptable::default());
    let swatches: Vec<Swatch> =
        swatches.into_iter().map(|(label, _, color)| Swatch { color, shape: Shape::Dot, label }).collect();
    drawing.legend(&swatches);
    let ticks = if drawing.is_narrow() { 4 } else { 5 };
    let axis = Axis::shares(lang, 1.0, ticks, lang.t("axis.share_of_draws"));
    let labels: Vec<String> = plans.iter().map(|(id, _)| view.plan_name(id).to_owned()).collect();
    let layout = rows(&mut drawing, &labels, 2.4 * em, 0.8 * em, &axis);
    for ((label, (_, plan)), middle) in labels.iter().zip(&plans).zip(&layout.middles) {
        for (lane, (who, share, color)) in lanes(view, &plan.acceptable).into_iter().enumerate() {
            let y = middle + (lane as f64 - 1.0) * 0.8 * em;
            let x = |value: f64| axis.place(value, layout.rect.left, layout.rect.right);
            drawing.canvas.open_tip(&lang.said_of(&format!("{label}, {who}"), &view.share_text(&share)));
            if let (Some(low), Some(high)) = (share.low, share.high) {
                whisker(&mut drawing, y, x(low), x(high), color);
            }
            if let Some(value) = share.share {
                drawing.canvas.line(
                    (layout.rect.left, y),
                    (x(value), y),
                    color.mix(view.theme().background, 0.55),
                    1.0,
                );
                drawing.canvas.circle(x(value), y, 0.34 * em, color);
            }
            drawing.canvas.close();
        }
    }
    let note = format!("{} {}", lang.t("chart.acceptability.note"), view.run_note());
    let told: Vec<String> = plans
        .iter()
        .map(|(id, plan)| {
            let [a, d, both] = lanes(view, &plan.acceptable).map(|(_, share, _)| lang.maybe_percent(share.share, 0));
            say!(lang, "chart.acceptability.plan", plan = view.plan_name(id), a = a, d = d, both = both)
        })
        .collect();
    let (a, d) = (view.side(Side::Challenger), view.side(Side::Defender));
    let alt = say!(lang, "chart.acceptability.alt", challenger = a, defender = d, list = told.join("; "));
    Some(drawing.finish("acceptability", &note, &alt, table(view)))
}

fn table(view: &View) -> Table {
    let mut data = Table::new(&["plan", "name", "side", "share", "low", "high"]);
    for (id, plan) in view.plans() {
        let who = ["challenger", "defender", "both"];
        for (who, (_, share, _)) in who.into_iter().zip(lanes(view, &plan.acceptable)) {
            let mut row: Vec<Cell> = vec![id.into(), view.plan_name(id).into(), who.into()];
            row.extend([share.share, share.low, share.high].map(Cell::Share));
            data.push(row);
        }
    }
    data
}
