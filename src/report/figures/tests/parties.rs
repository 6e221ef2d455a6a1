//! The charts of parties that do not fight: every mark is where the figures say.

use super::picture::{Picture, all, attribute, circle, color, near, one, points, sides};
use super::*;
use crate::analysis::summary::party_key;
use resvg::usvg::roxmltree::Node;

fn seven() -> Fixture {
    fixture::of_file("scenarios/seven-parties.toml", 256)
}

fn named(fixture: &Fixture, name: &str) -> Chart {
    let charts = charts(&fixture.input(), &Style::default());
    charts.into_iter().find(|chart| chart.name == name).unwrap_or_else(|| panic!("no chart {name}"))
}

/// Six parties a chart and the seventh on the next; and where some have a veto, what all whose consent it takes accept.
#[test]
fn acceptance_is_a_dot_a_party() {
    let fixture = seven();
    let parties = &fixture.scenario.structure().parties;
    for (chart, of) in [("acceptability-parties-1", 0..6), ("acceptability-parties-2", 6..7)] {
        let chart = named(&fixture, chart);
        let picture = Picture::of(&chart);
        let x = picture.x_scales()[0];
        let names: Vec<&str> = parties[of.clone()].iter().map(|party| party.name.as_str()).collect();
        assert_eq!(picture.legend_order(), names);
        for (id, plan) in &fixture.summary.plans {
            let name = &fixture.scenario.structure().plans.iter().find(|it| it.id == *id).unwrap().name;
            for party in &parties[of.clone()] {
                let dot = one(picture.mark(&format!("{name}, {}", party.name)), "circle");
                let share = plan.acceptable.parties[&party_key(&party.id)].share.unwrap();
                near(circle(&dot).0, x.px(share), &format!("{} of {id}", party.id));
                assert_eq!(color(&dot), picture.legend_color(&party.name));
            }
        }
        assert_eq!(chart.data.rows.len(), of.len() * fixture.summary.plans.len());
    }
    let chart = named(&fixture, "acceptability");
    let picture = Picture::of(&chart);
    assert_eq!(picture.legend_order(), ["Highland", "Lowland", "both sides", "both sides and all vetoes"]);
    let all = fixture.summary.plans["truce"].acceptable.all.unwrap().share.unwrap();
    let dot = one(picture.mark("Bare truce, both sides and all vetoes"), "circle");
    near(circle(&dot).0, picture.x_scales()[0].px(all), "all vetoes");
    assert!(all < fixture.summary.plans["truce"].acceptable.both.share.unwrap());
}

/// Three parties a chart; bars from zero, part by part, and a cross where a red line is crossed.
#[test]
fn the_parts_of_a_partys_surplus_stand_end_to_end() {
    let fixture = seven();
    let mut crosses = 0;
    for (chart, parties) in (1..).zip(fixture.evaluation.parties.chunks(3)) {
        let chart = named(&fixture, &format!("breakdown-parties-{chart}"));
        let picture = Picture::of(&chart);
        for (party, x) in parties.iter().zip(picture.x_scales()) {
            let panel = picture.group("panel", &party_key(&party.id));
            let marks: Vec<Node> = panel.children().filter(|node| node.attribute("class") == Some("mark")).collect();
            let mut next = marks.into_iter();
            for plan in &party.plans {
                let (mut gains, mut losses) = (0.0, 0.0);
                for part in plan.value.breakdown.iter().filter(|part| part.value.abs() > 1e-12) {
                    let end = if part.value > 0.0 { &mut gains } else { &mut losses };
                    let (from, to) = (*end, *end + part.value);
                    *end = to;
                    let [left, right, _, _] = sides(&one(next.next().unwrap(), "rect"));
                    let width = (x.px(to) - x.px(from)).abs();
                    if width > 1.5 {
                        near(left, x.px(from.min(to)), &part.of);
                        near(right, x.px(from.max(to)), &part.of);
                    }
                }
                let corners = points(&one(next.next().unwrap(), "polygon"));
                near(f64::midpoint(corners[0].0, corners[2].0), x.px(plan.value.surplus.unwrap()), "the sum");
                crosses += usize::from(plan.value.red_line == Some(true));
            }
            assert!(next.next().is_none());
            let barred = all(panel, "text").filter(|it| it.text().unwrap().ends_with(" ✕"));
            crosses -= barred.inspect(|cross| assert!(attribute(cross, "y") > 0.0)).count();
        }
    }
    assert_eq!(crosses, 0, "a cross for every red line that is crossed");
    assert!(fixture.evaluation.parties.iter().flat_map(|it| &it.plans).any(|it| it.value.red_line == Some(true)));
}

/// Every word of these charts has its place on the paper, in every language and size.
#[test]
fn words_have_room() {
    let fixture = seven();
    for style in styles() {
        for chart in charts(&fixture.input(), &style) {
            check_texts("seven parties", &chart);
        }
    }
}

/// Without parties there are no such charts.
#[test]
fn no_parties_no_charts() {
    let fixture = fixture::paris();
    assert!(charts(&fixture.input(), &Style::default()).iter().all(|chart| !chart.name.contains("parties")));
}
