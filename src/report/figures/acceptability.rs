//! In how many draws of the inputs each side, and both, could accept each plan; then the parties that do not fight.

use super::super::draw::{Axis, Chart, Drawing, Rows, Shape, Swatch, rows};
use super::super::lang::say;
use super::super::table::{Cell, Table};
use super::super::theme::Color;
use super::super::view::View;
use super::breakdown::free_colors;
use super::plans::{ROWS, joined, with_room};
use crate::analysis::summary::{Acceptable, PlanSummary, Share, party_key};
use crate::model::Side;

/// Parties of one chart.
const PARTIES: usize = 6;

/// Somebody who accepts plans or refuses them.
struct Judge {
    /// The name in data.
    key: String,
    label: String,
    color: Color,
}

impl Judge {
    fn share(&self, acceptable: &Acceptable) -> Share {
        match self.key.as_str() {
            "challenger" => acceptable.challenger,
            "defender" => acceptable.defender,
            "both" => acceptable.both,
            "all" => acceptable.all.unwrap_or_default(),
            party => acceptable.parties.get(party).copied().unwrap_or_default(),
        }
    }
}

/// Both sides, both together, and where parties have a veto all whose consent it takes.
fn sides(view: &View) -> Vec<Judge> {
    let side = |side: Side| Judge {
        key: side.key().to_owned(),
        label: view.side(side).to_owned(),
        color: view.side_color(side),
    };
    let together =
        |key: &str, label: &str, color| Judge { key: key.to_owned(), label: view.lang().t(label).to_owned(), color };
    let mut out: Vec<Judge> = Side::BOTH.map(side).into_iter().collect();
    out.push(together("both", "series.both", view.theme().both));
    if view.input.scenario.structure().vetoes().next().is_some() {
        out.push(together("all", "series.all", view.theme().ink));
    }
    out
}

/// The parties that do not fight, as many as a chart has room for at a time.
fn parties(view: &View) -> Vec<Vec<Judge>> {
    let colors = free_colors(view.theme());
    let all: Vec<&str> = view.input.scenario.structure().parties.iter().map(|party| party.id.as_str()).collect();
    let judge = |(index, id): (usize, &&str)| Judge {
        key: party_key(id),
        label: view.names().party(id),
        color: colors[index % colors.len()],
    };
    all.chunks(PARTIES).map(|some| some.iter().enumerate().map(judge).collect()).collect()
}

pub(super) fn chart(view: &View) -> Option<Chart> {
    let (lang, judges) = (view.lang(), sides(view));
    let [title, subtitle] = ["chart.acceptability.title", "chart.acceptability.subtitle"].map(|key| lang.t(key));
    drawn(view, &judges, "acceptability", [title, subtitle], |plans| {
        let (a, d) = (view.side(Side::Challenger), view.side(Side::Defender));
        let told: Vec<String> = plans.iter().map(|(id, plan)| told(view, id, &plan.acceptable, &judges)).collect();
        say!(
            lang,
            "chart.acceptability.alt",
            challenger = a,
            defender = d,
            list = told.join(lang.t("format.semicolon"))
        )
    })
}

/// The same of the parties that do not fight; nothing where there are none.
pub(super) fn party_charts(view: &View) -> Vec<Chart> {
    let lang = view.lang();
    let titles = ["chart.acceptability.parties_title", "chart.acceptability.parties_subtitle"].map(|key| lang.t(key));
    let drawn = |(number, judges): (usize, Vec<Judge>)| {
        drawn(view, &judges, &format!("acceptability-parties-{number}"), titles, |plans| {
            let told = |(id, plan): &(&str, &PlanSummary)| {
                let by_party = judges.iter().map(|judge| {
                    lang.said_of(&judge.label, &lang.maybe_percent(judge.share(&plan.acceptable).share, 0))
                });
                lang.said_of(view.names().plan(id), &by_party.collect::<Vec<_>>().join(lang.t("format.comma")))
            };
            let list: Vec<String> = plans.iter().map(told).collect();
            say!(lang, "chart.acceptability.parties_alt", list = list.join(lang.t("format.semicolon")))
        })
    };
    (1..).zip(parties(view)).filter_map(drawn).collect()
}

fn drawn(
    view: &View,
    judges: &[Judge],
    name: &str,
    [title, subtitle]: [&str; 2],
    alt: impl Fn(&[(&str, &PlanSummary)]) -> String,
) -> Option<Chart> {
    let (lang, plans) = (view.lang(), view.plans().collect::<Vec<_>>());
    if plans.is_empty() {
        return None;
    }
    let (plans, left_out) = with_room(view, plans, ROWS, |plan| plan.0);
    let mut drawing = Drawing::new(view.style, title, subtitle);
    let swatch = |judge: &Judge| Swatch { color: judge.color, shape: Shape::Dot, label: judge.label.clone() };
    drawing.legend(&judges.iter().map(swatch).collect::<Vec<_>>());
    plot(&mut drawing, view, &plans, judges);
    let note = joined(&[lang.t("chart.acceptability.note"), &left_out, &view.plans_note()]);
    Some(drawing.finish(name, &note, &alt(&plans), table(view, judges)))
}

/// A dot for each of them a plan, one below the other.
fn plot(drawing: &mut Drawing, view: &View, plans: &[(&str, &PlanSummary)], judges: &[Judge]) {
    let (lang, em) = (view.lang(), drawing.em);
    let ticks = if drawing.is_narrow() { 4 } else { 5 };
    let axis = Axis::shares(lang, 1.0, ticks, lang.t("axis.share_of_draws"));
    let labels: Vec<String> = plans.iter().map(|(id, _)| view.charted(id)).collect();
    let lanes = judges.len().saturating_sub(3) as f64;
    let layout = rows(drawing, &labels, (2.4 + 0.8 * lanes) * em, 0.8 * em, &axis);
    let first = 0.5 * (judges.len() as f64 - 1.0);
    for ((label, (_, plan)), middle) in labels.iter().zip(plans).zip(&layout.middles) {
        for (index, judge) in judges.iter().enumerate() {
            let (y, share) = (middle + (index as f64 - first) * 0.8 * em, judge.share(&plan.acceptable));
            drawing.pen.open_tip(&lang.said_of(&format!("{label}, {}", judge.label), &view.share_text(&share)));
            lane(drawing, &layout, y, &share, judge.color);
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

/// The figures of both sides and of both together, in a few words.
fn told(view: &View, id: &str, acceptable: &Acceptable, judges: &[Judge]) -> String {
    let lang = view.lang();
    let of = |index: usize| lang.maybe_percent(judges[index].share(acceptable).share, 0);
    say!(lang, "chart.acceptability.plan", plan = view.names().plan(id), a = of(0), d = of(1), both = of(2))
}

fn table(view: &View, judges: &[Judge]) -> Table {
    let mut data = Table::new(&["plan", "name", "side", "share", "low", "high"]);
    for (id, plan) in view.plans() {
        for judge in judges {
            let share = judge.share(&plan.acceptable);
            let mut row: Vec<Cell> = vec![id.into(), view.plan_name(id).into(), judge.key.as_str().into()];
            row.extend([share.share, share.low, share.high].map(Cell::Share));
            data.push(row);
        }
    }
    data
}
