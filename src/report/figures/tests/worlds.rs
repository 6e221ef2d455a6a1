//! Fifty worlds a plan, each of them a dot in its own part of the axis.

use super::picture::{Picture, all, circle, color};
use crate::report::Style;
use crate::report::figures::{Chart, charts};
use crate::report::fixture::{self, Fixture};
use crate::report::known;
use crate::report::lang::Lang;

fn drawn(fixture: &Fixture) -> Option<Chart> {
    charts(&fixture.input(), &Style::default()).into_iter().find(|chart| chart.name == "worlds")
}

/// The known worlds lie at 0, 0.02, …, 0.98: of each tenth of the axis three in the lower and two in the upper half, and
/// twenty-five at 0.5 or above.
#[test]
fn each_world_is_a_dot_in_its_part_of_the_axis() {
    let chart = drawn(&known::alone()).unwrap();
    let picture = Picture::of(&chart);
    let x = picture.x_scales()[0];
    let mut above = 0.0;
    for plan in ["Armed truce", "Neutral zone", "Joint patrols"] {
        let (mut total, mut top, mut foot) = (0, f64::INFINITY, 0.0_f64);
        for part in 0..20 {
            let (low, high) = (5 * part, 5 * part + 5);
            let count = if part % 2 == 0 { 3 } else { 2 };
            let mark = picture.mark(&format!("{plan}: {count} of 50 worlds at {low} to {high}%"));
            let dots: Vec<_> = all(mark, "circle").collect();
            assert_eq!(dots.len(), count, "{plan} from {low}");
            for dot in &dots {
                let (px, py) = circle(dot);
                assert!(x.px(f64::from(low) / 100.0) < px && px < x.px(f64::from(high) / 100.0), "{plan}, {low}: {px}");
                (top, foot) = (top.min(py), foot.max(py));
                let likely = picture.legend_color("more likely to last than not");
                assert_eq!(color(dot) == likely, part >= 10, "{plan} from {low}");
            }
            total += dots.len();
        }
        assert_eq!(total, 50);
        assert!(top > above, "{plan} stands out of order");
        above = foot;
    }
    let counts = all(picture.root(), "text").filter(|it| it.text() == Some("25 of 50")).count();
    assert_eq!(counts, 3);
}

/// How rarely both sides would sign at all stands beside what then lasts.
#[test]
fn each_plan_says_in_how_many_worlds_both_sides_sign() {
    let fixture = known::alone();
    for style in super::styles().into_iter().filter(|style| style.lang.code() == "en") {
        let all_charts = charts(&fixture.input(), &style);
        let chart = all_charts.iter().find(|chart| chart.name == "worlds").unwrap();
        assert!(chart.title.starts_with("Where both would sign it, would it last 15 years"), "{}", chart.title);
        let words: Vec<String> =
            all(Picture::of(chart).root(), "text").filter_map(|it| it.text()).map(str::to_owned).collect();
        let words = words.join(" ");
        for plan in fixture.summary.plans.values() {
            let share = Lang::english().about(plan.acceptable.both.share.unwrap());
            assert!(words.contains(&format!("both sign in {share}")), "{share} in {words}");
        }
    }
}

#[test]
fn dots_never_lie_over_each_other() {
    let mut same = fixture::paris();
    for plan in same.summary.plans.values_mut() {
        plan.if_acceptable.worlds = vec![1.0; 50];
    }
    for (case, fixture) in [("all the same", same), ("paris", fixture::paris()), ("one plan", fixture::smallest())] {
        for code in Lang::CODES {
            for style in super::styles().into_iter().filter(|style| style.lang.code() == code) {
                let charts = charts(&fixture.input(), &style);
                let chart = charts.iter().find(|chart| chart.name == "worlds").unwrap();
                let picture = Picture::of(chart);
                let marks = picture.groups("mark");
                let dots: Vec<_> = marks.iter().flat_map(|mark| all(*mark, "circle")).collect();
                assert_eq!(dots.len() % 50, 0, "{case}");
                let radius = super::picture::attribute(&dots[0], "r");
                let places: Vec<_> = dots.iter().map(circle).collect();
                for (index, a) in places.iter().enumerate() {
                    for b in &places[index + 1..] {
                        let apart = (a.0 - b.0).hypot(a.1 - b.1);
                        assert!(apart > 2.0 * radius, "{case}, {:?}: {a:?} and {b:?}", style.size);
                    }
                }
            }
        }
    }
}

/// Draws that are worth fewer than fifty trials together show nothing, and it is said; where there is no world at all,
/// or only one, there is no chart.
#[test]
fn plans_of_too_few_worlds_are_named_instead() {
    let mut fixture = known::alone();
    fixture.summary.plans["zone"].if_acceptable.weight = 49.9;
    let chart = drawn(&fixture).unwrap();
    assert!(chart.note.contains("fewer than 50 trials at the start: Neutral zone."), "{}", chart.note);
    assert_eq!(Picture::of(&chart).groups("mark").len(), 40);
    for plan in fixture.summary.plans.values_mut() {
        (plan.if_acceptable.weight, plan.if_acceptable.worlds) = (0.0, vec![]);
    }
    assert_eq!(drawn(&fixture), None);
    let mut certain = known::alone();
    certain.scenario.inputs.clear();
    assert_eq!(drawn(&certain), None);
}

/// The mean of the known worlds is 0.49: nothing is drawn there, nor anywhere across the dots.
#[test]
fn no_mean_stands_over_the_dots() {
    let chart = drawn(&known::alone()).unwrap();
    let picture = Picture::of(&chart);
    assert!(
        picture.groups("mark").iter().all(|mark| all(*mark, "line").chain(all(*mark, "polyline")).next().is_none())
    );
    assert!(!chart.svg.contains("stroke-dasharray"));
}
