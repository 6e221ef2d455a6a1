//! The picture of a trial: each mark lies where its month or year and its figure say.

use super::picture::{Picture, Point, Scale, all, circle, color, mark, near, points};
use super::{check_texts, styles};
use crate::analysis::trace::{TracedFate, TracedMonth, trace};
use crate::model::Side;
use crate::report::Style;
use crate::report::draw::Chart;
use crate::report::theme::Theme;
use crate::report::trace::{TraceInput, trace_charts};
use crate::scenario::parse;

fn told(sets: &[&str], wanted: impl Fn(&TraceInput) -> bool) -> TraceInput {
    let sets: Vec<String> = sets.iter().map(ToString::to_string).collect();
    let text = include_str!("../../../../scenarios/tiny.toml");
    let scenario = parse("tiny.toml", text, &sets, None).unwrap().scenario;
    let input = |trial| TraceInput {
        told: trace(&scenario, trial).unwrap(),
        scenario: scenario.clone(),
        chosen: None,
        version: String::new(),
    };
    (0..400).map(input).find(wanted).expect("a trial that goes so")
}

fn drawn(input: &TraceInput, style: &Style) -> Chart {
    trace_charts(input, style).pop().expect("a picture")
}

/// The steps of a line through points.
fn stairs(points: &[Point]) -> Vec<Point> {
    let mut out = vec![points[0]];
    for pair in points.windows(2) {
        out.extend([(pair[1].0, pair[0].1), pair[1]]);
    }
    out
}

fn line_is(picture: &Picture, (panel, key): (&str, &str), (x, y): (Scale, Scale), expected: &[Point]) {
    let panel = picture.group("panel", panel);
    let line = panel
        .descendants()
        .find(|node| node.attribute("class") == Some("line") && node.attribute("data-key") == Some(key));
    let drawn: Vec<Point> = all(line.unwrap(), "polyline").flat_map(|node| points(&node)).collect();
    let expected = stairs(expected);
    assert_eq!(drawn.len(), expected.len(), "{key}: {drawn:?}, not {expected:?}");
    for (&(px, py), &(at, value)) in drawn.iter().zip(&expected) {
        near(px, x.px(at), key);
        near(py, y.px(value), key);
    }
}

fn front(start: usize, months: &[TracedMonth]) -> Vec<Point> {
    let after = months.iter().map(|month| (f64::from(month.month + 1), month.position as f64));
    [(0.0, start as f64)].into_iter().chain(after).collect()
}

/// A war with rounds that came to nothing, a signature, a peace, an attack and another war.
#[test]
fn every_mark_of_a_trial_lies_where_it_happened() {
    let input = told(&["challenger.ratification=0.5", "run.trials=400"], |input| {
        let failed = input.told.rounds.iter().flat_map(|round| &round.plans);
        let failed = failed.filter(|plan| plan.fate == TracedFate::NotRatified).count() > 0;
        failed && input.told.attack.as_ref().is_some_and(|attack| attack.age > 1) && input.told.war.len() > 3
    });
    let told = &input.told;
    let chart = drawn(&input, &Style::default());
    let picture = Picture::of(&chart);
    let (xs, ys) = (picture.x_scales(), picture.y_scales());
    assert_eq!((xs.len(), ys.len()), (3, 3));
    let start = told.start.unwrap();
    line_is(&picture, ("war", "front"), (xs[0], ys[0]), &front(start.position, &told.war));
    for side in Side::BOTH {
        let hazards: Vec<f64> = told.peace.iter().map(|year| year.hazard[side]).collect();
        let held = hazards.iter().chain(hazards.last()).enumerate();
        let expected: Vec<Point> = held.map(|(year, &hazard)| (year as f64, hazard)).collect();
        line_is(&picture, ("peace", side.key()), (xs[1], ys[1]), &expected);
    }
    let war = told.resumed.as_ref().unwrap();
    line_is(&picture, ("resumed", "front"), (xs[2], ys[2]), &front(war.start, &war.months));
    // One mark a round, of the kind that it is.
    let theme = Theme::default();
    for round in &told.rounds {
        let node = mark(picture.group("panel", "war"), &format!("month {}:", round.month));
        let dot = all(node, "circle").next().unwrap();
        near(circle(&dot).0, xs[0].px(f64::from(round.month)), "a round");
        near(circle(&dot).1, ys[0].px(round.position as f64), "a round");
        let fate = |wanted| round.plans.iter().any(|plan| plan.fate == wanted);
        let expected = match () {
            () if fate(TracedFate::Signed) => theme.ink,
            () if fate(TracedFate::NotRatified) => theme.muted,
            () => theme.background,
        };
        assert_eq!(color(&dot), expected.to_string(), "{round:?}");
    }
    let attack = told.attack.as_ref().unwrap();
    let node =
        mark(picture.group("panel", "peace"), if attack.attacker == Side::Challenger { "North" } else { "South" });
    let dot = all(node, "circle").next().unwrap();
    near(circle(&dot).0, xs[1].px(attack.age as f64), "the attack");
    near(circle(&dot).1, ys[1].px(told.peace[attack.age].hazard[attack.attacker]), "the attack");
    assert_eq!(color(&dot), theme.side(attack.attacker).to_string());
    // The figures beside it are those that are drawn.
    let rows = told.war.len() + 1 + told.rounds.len() + told.peace.len() + war.months.len() + 1;
    assert_eq!(chart.data.rows.len(), rows);
}

/// Whatever happened, nothing leaves the paper, and every column has words.
#[test]
fn pictures_of_trials_keep_to_the_rules() {
    let at_once = |input: &TraceInput| input.told.signature.as_ref().is_some_and(|signature| signature.month == 0);
    let unsigned = |input: &TraceInput| input.told.signature.is_none() && !input.told.war.is_empty();
    for input in [told(&["run.trials=400"], at_once), told(&["run.trials=400"], unsigned)] {
        for style in styles() {
            let chart = drawn(&input, &style);
            check_texts("trace", &chart);
            assert!(!chart.data.rows.is_empty() && chart.alt.len() > 20);
            let known = |key: &String| style.lang.t(&format!("column.{key}")) != format!("column.{key}");
            assert!(chart.data.columns.iter().all(known));
        }
    }
}
