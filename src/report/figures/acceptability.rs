//! In how many draws of the inputs each side, and both, could accept each plan.

use super::super::draw::{Axis, Chart, Drawing, Rows, Shape, Swatch, rows};
use super::super::lang::say;
use super::super::table::{Cell, Table};
use super::super::theme::Color;
use super::super::view::View;
use super::plans::{ROWS, joined, with_room};
use crate::analysis::summary::{Acceptable, PlanSummary, Share};
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
    let (lang, plans) = (view.lang(), view.plans().collect::<Vec<_>>());
    if plans.is_empty() {
        return None;
    }
    let (plans, left_out) = with_room(view, plans, ROWS, |plan| plan.0);
    let subtitle = lang.t("chart.acceptability.subtitle");
    let mut drawing = Drawing::new(view.style, lang.t("chart.acceptability.title"), subtitle);
    let swatch = |(label, _, color)| Swatch { color, shape: Shape::Dot, label };
    drawing.legend(&lanes(view, &Acceptable::default()).map(swatch));
    plot(&mut drawing, view, &plans);
    let note = joined(&[lang.t("chart.acceptability.note"), &left_out, &view.plans_note()]);
    let (a, d) = (view.side(Side::Challenger), view.side(Side::Defender));
    let told: Vec<String> = plans.iter().map(|(id, plan)| told(view, id, &plan.acceptable)).collect();
    let alt = say!(
        lang,
        "chart.acceptability.alt",
        challenger = a,
        defender = d,
        list = told.join(lang.t("format.semicolon"))
    );
    Some(drawing.finish("acceptability", &note, &alt, table(view)))
}

/// Three dots a plan, one below the other.
fn plot(drawing: &mut Drawing, view: &View, plans: &[(&str, &PlanSummary)]) {
    let (lang, em) = (view.lang(), drawing.em);
    let ticks = if drawing.is_narrow() { 4 } else { 5 };
    let axis = Axis::shares(lang, 1.0, ticks, lang.t("axis.share_of_draws"));
    let labels: Vec<String> = plans.iter().map(|(id, _)| view.charted(id)).collect();
    let layout = rows(drawing, &labels, 2.4 * em, 0.8 * em, &axis);
    for ((label, (_, plan)), middle) in labels.iter().zip(plans).zip(&layout.middles) {
        for (index, (who, share, color)) in lanes(view, &plan.acceptable).into_iter().enumerate() {
            let y = middle + (index as f64 - 1.0) * 0.8 * em;
            drawing.pen.open_tip(&lang.said_of(&format!("{label}, {who}"), &view.share_text(&share)));
            lane(drawing, &layout, y, &share, color);
            drawing.pen.close();
        }
    }
}

/// A dot at the end of a thin line from zero, and its interval.
fn lane(drawing: &Drawing, layout: &Rows, y: f64, share: &Share, color: Color) {
    let em = drawing.em;
    if let (Some(low), Some(high)) = (share.low, share.high) {
        layout.plot.whisker(y, (low, high), 0.28 * em, color);
    }
    if let Some(value) = share.share {
        layout.plot.line((0.0, y), (value, y), color.mix(drawing.style.theme.background, 0.55), 1.0);
        layout.plot.dot((value, y), 0.34 * em, color);
    }
}

fn told(view: &View, id: &str, acceptable: &Acceptable) -> String {
    let lang = view.lang();
    let [a, d, both] = lanes(view, acceptable).map(|(_, share, _)| lang.maybe_percent(share.share, 0));
    say!(lang, "chart.acceptability.plan", plan = view.names().plan(id), a = a, d = d, both = both)
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
