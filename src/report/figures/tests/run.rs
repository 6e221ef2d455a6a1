//! Charts of a run: every mark lies where its figure says, on the scale of its own axis, in the colour of its name.
//!
//! The figures are those that the made-up results hold; what is compared is the picture.

use resvg::usvg::roxmltree::Node;

use super::picture::{
    NEAR, Picture, Point, Scale, all, attribute, circle, color, mark, near, one, points, sides, whisker,
};
use crate::analysis::summary::{Share, Spread};
use crate::model::Side;
use crate::report::Style;
use crate::report::figures::{Chart, charts};
use crate::report::fixture::{self, Fixture};
use crate::report::lang::Lang;
use crate::report::table::Cell;
use crate::report::theme::Theme;

fn chart(fixture: &Fixture, name: &str) -> Chart {
    let all = charts(&fixture.input(), &Style::default());
    all.into_iter().find(|chart| chart.name == name).unwrap_or_else(|| panic!("no chart {name}"))
}

/// The colours as the SVG writes them.
fn hues() -> [String; 3] {
    let theme = Theme::default();
    [theme.challenger, theme.defender, theme.both].map(|color| color.to_string())
}

/// A bar from 0 and its whisker.
#[track_caller]
fn check_bar(mark: Node, x: Scale, share: &Share) {
    let [left, right, _, _] = sides(&one(mark, "rect"));
    near(left, x.px(0.0), "the beginning of a bar");
    near(right, x.px(share.share.unwrap()), "the end of a bar");
    check_whisker(mark, x, share);
}

#[track_caller]
fn check_whisker(mark: Node, x: Scale, share: &Share) {
    let (low, high) = whisker(mark);
    near(low, x.px(share.low.unwrap()), "the lower end of a whisker");
    near(high, x.px(share.high.unwrap()), "the upper end of a whisker");
}

/// A share with an interval that is not the same to both sides.
fn lopsided(share: f64) -> Share {
    Share { share: Some(share), low: Some(share * 0.8), high: Some(share * 1.05) }
}

/// Shares of the known results at year 15, worked by hand: see there.
#[test]
fn each_plan_by_itself_is_a_bar_parted_by_endings() {
    let chart = chart(&crate::report::known::alone(), "alone");
    let picture = Picture::of(&chart);
    let x = picture.x_scales()[0];
    let endings =
        ["signed, still holding", "signed, broken", "nothing signed, still at war", "Avia wins", "Borea wins"];
    let plans = [
        ("Armed truce", [0.34, 0.12, 0.44, 0.07, 0.03]),
        ("Neutral zone", [0.27, 0.14, 0.48, 0.07, 0.04]),
        ("Joint patrols", [0.20, 0.16, 0.52, 0.07, 0.05]),
    ];
    let mut above = 0.0;
    for (plan, shares) in plans {
        let mut from = 0.0;
        for (ending, share) in endings.iter().zip(shares) {
            let [left, right, top, _] = sides(&one(picture.mark(&format!("{plan}, {ending}")), "rect"));
            near(left, x.px(from), "where a part begins");
            near(right, x.px(from + share), "where a part ends");
            assert!(top > above, "{plan} stands out of order");
            from += share;
        }
        above = sides(&one(picture.mark(&format!("{plan}, {}", endings[0])), "rect"))[3];
    }
    let row = &chart.data.rows[0];
    let held = [Cell::Share(Some(0.34)), Cell::Share(Some(0.328)), Cell::Share(Some(0.349))];
    for (cell, expected) in row[2..5].iter().zip(&held) {
        let (Cell::Share(Some(got)), Cell::Share(Some(expected))) = (cell, expected) else { panic!("{row:?}") };
        assert!((got - expected).abs() < 1e-12, "{row:?}");
    }
}

/// The means of the outer eighths of an input: of 16 bins two at each end.
#[test]
fn what_decides_is_drawn_at_the_two_ends_of_each_input() {
    let chart = chart(&crate::report::known::alone(), "influence");
    let picture = Picture::of(&chart);
    let x = picture.x_scales()[0];
    // From 0.02 to 0.5 in 15 steps of 0.032: 0.036 and 0.484; from 0.12 to 0.27 in steps of 0.01: 0.125 and 0.265.
    for (name, low, high) in [("Avia: cost of fighting", 0.036, 0.484), ("United States: reliability", 0.125, 0.265)] {
        let mark = picture.mark(name);
        let mut dots: Vec<f64> = all(mark, "circle").map(|it| attribute(&it, "cx")).collect();
        dots.sort_by(f64::total_cmp);
        near(dots[0], x.px(low), "the lowest eighth");
        near(dots[dots.len() - 1], x.px(high), "the highest eighth");
    }
    // The third is not told apart from chance.
    assert_eq!(chart.data.rows.len(), 2);
}

/// An ending of its own where the front can freeze, after the war that goes on: as often as its figure says, and nowhere else.
#[test]
fn frozen_fronts_are_drawn_only_where_they_can_be() {
    let fixture = crate::report::known::freezing();
    let shown = chart(&fixture, "outcomes");
    let row = shown.data.rows.iter().find(|row| row[0] == Cell::from("frozen")).unwrap();
    assert_eq!(
        row[1..3],
        [Cell::from("No settlement, the front is frozen"), Cell::Share(fixture.summary.classes.frozen.unwrap().share)]
    );
    let picture = Picture::of(&shown);
    let (x, mark) = (picture.x_scales()[0], picture.mark("No settlement, the front is frozen"));
    let [left, right, _, _] = sides(&one(mark, "rect"));
    near(left, x.px(0.0), "the beginning of a bar");
    near(right, x.px(fixture.summary.classes.frozen.unwrap().share.unwrap()), "the end of a bar");
    let shown = chart(&fixture, "alone");
    let column = shown.data.columns.iter().position(|name| name == "frozen").unwrap();
    assert_eq!(shown.data.columns[column - 1], "unsettled");
    // Of the 44 % that nothing is signed of in the first row a fifth.
    let Cell::Share(Some(share)) = shown.data.rows[0][column] else { panic!("{:?}", shown.data.rows[0]) };
    assert!((share - 0.2 * 0.44).abs() < 1e-12, "{share}");
    assert!(Picture::of(&shown).mark("Armed truce, nothing signed, front frozen").is_element());
    let quiet = crate::report::known::alone();
    assert!(!chart(&quiet, "outcomes").data.rows.iter().any(|row| row[0] == Cell::from("frozen")));
    assert!(!chart(&quiet, "alone").data.columns.iter().any(|name| name == "frozen"));
}

#[test]
fn outcomes_are_bars_from_zero_with_their_intervals_beside_their_names() {
    let mut fixture = fixture::paris();
    let classes = &mut fixture.summary.classes;
    let shares = [0.31, 0.12, 0.04, 0.4, 0.1, 0.03].map(lopsided);
    [classes.peace_held, classes.resumed_by_challenger, classes.resumed_by_defender] =
        [shares[0], shares[1], shares[2]];
    [classes.no_settlement, classes.challenger_victory, classes.defender_victory] = [shares[3], shares[4], shares[5]];
    let chart = chart(&fixture, "outcomes");
    let picture = Picture::of(&chart);
    let x = picture.x_scales()[0];
    let names = [
        "A plan is signed and the peace holds",
        "Signed; Russia goes back to war",
        "Signed; Ukraine goes back to war",
        "No settlement, still fighting",
        "Russia wins the war",
        "Ukraine wins the war",
    ];
    let mut above = 0.0;
    for (name, share) in names.iter().zip(&shares) {
        let mark = picture.mark(name);
        check_bar(mark, x, share);
        let [_, _, top, bottom] = sides(&one(mark, "rect"));
        assert!(top > above, "{name} stands out of order");
        above = bottom;
        let (_, baseline) = picture.text(name);
        assert!(top < baseline && baseline < bottom, "{name} stands at {baseline}, its bar from {top} to {bottom}");
        let figure = format!("{:.1}%", 100.0 * share.share.unwrap());
        let beside = all(picture.root(), "text").find(|it| it.text().unwrap().starts_with(&figure)).unwrap();
        assert!((attribute(&beside, "y") - baseline).abs() < 1.0, "{figure} stands beside another bar");
    }
    let [a, d, _] = hues();
    let fill = |name: &str| color(&one(picture.mark(name), "rect")).to_owned();
    assert_eq!([fill(names[1]), fill(names[2])], [a, d]);
}

/// The points of a line in data; a staircase by the beginnings of its steps.
fn line_in_data(node: Node, x: Scale, y: Scale) -> Vec<Point> {
    points(&one(node, "polyline")).iter().map(|&(px, py)| (x.value(px), y.value(py))).collect()
}

/// The value at each whole step of a staircase: where it arrives from the left it jumps, so the last one counts.
fn steps(line: &[Point]) -> Vec<f64> {
    let mut values: Vec<(f64, f64)> = Vec::new();
    for &(x, y) in line {
        match values.last_mut() {
            Some(last) if (last.0 - x).abs() < 0.2 => last.1 = y,
            _ => values.push((x, y)),
        }
    }
    values.into_iter().map(|point| point.1).collect()
}

#[track_caller]
fn check_values(got: &[f64], expected: &[f64], y: Scale, what: &str) {
    assert_eq!(got.len(), expected.len(), "{what}: as many points as figures");
    for (index, (got, expected)) in got.iter().zip(expected).enumerate() {
        near(y.px(*got), y.px(*expected), &format!("{what}, point {index},"));
    }
}

/// A line, point by point at 0, 1, 2, …
#[track_caller]
fn check_line(node: Node, (x, y): (Scale, Scale), expected: &[f64], what: &str) {
    let line = line_in_data(node, x, y);
    check_values(&line.iter().map(|point| point.1).collect::<Vec<_>>(), expected, y, what);
    for (index, point) in line.iter().enumerate() {
        near(x.px(point.0), x.px(index as f64), &format!("{what}, place {index},"));
    }
}

/// The scales of the plot that holds a line: the total's is the first, the plans' follow.
fn scales_of(picture: &Picture, key: &str) -> (Scale, Scale) {
    let panels = picture.groups("panel");
    let index = panels.iter().position(|it| it.attribute("data-key") == Some(key)).map_or(0, |index| index + 1);
    (picture.x_scales()[index], picture.y_scales()[index])
}

/// Left, right and top of the plot of a panel, as it tells scripts.
fn frame(panel: Node) -> [f64; 3] {
    let plot = panel.descendants().find(|it| it.attribute("class") == Some("plot")).unwrap();
    let numbers: Vec<f64> = plot.attribute("data-frame").unwrap().split(' ').map(|it| it.parse().unwrap()).collect();
    [numbers[0], numbers[1], numbers[2]]
}

/// A panel has its plan's name above it and the share of its own line in print.
#[track_caller]
fn check_panel(picture: &Picture, key: &str, name: &str, share: &str) {
    let panel = picture.group("panel", key);
    let [left, right, top] = frame(panel);
    let above = |it: &Node| {
        let (x, y) = (attribute(it, "x"), attribute(it, "y"));
        let own = it.ancestors().any(|above| above.attribute("class") == Some("panel"));
        !own && it.has_attribute("font-weight") && (left - 60.0..right).contains(&x) && (top - 60.0..top).contains(&y)
    };
    let words: Vec<&str> = all(picture.root(), "text").filter(above).filter_map(|it| it.text()).collect();
    assert_eq!(words.join(" "), name);
    let printed: Vec<&str> = all(panel, "text").filter_map(|it| it.text()).collect();
    assert_eq!(printed, [share], "{name}");
}

/// A name at the end of a line: its elbow begins at the last value, it has the line's colour, and it is the right name.
#[track_caller]
fn check_name(picture: &Picture, key: &str, name: &str, end: f64) {
    let group = picture.group("name", key);
    let text: Vec<&str> = all(group, "text").filter_map(|it| it.text()).collect();
    assert_eq!(text.join(" "), name);
    near(points(&one(group, "polyline"))[0].1, end, &format!("the name {name}"));
    let swatch = color(&all(group, "line").next().unwrap_or_else(|| all(group, "polyline").nth(1).unwrap())).to_owned();
    let series = picture
        .groups("series")
        .into_iter()
        .find(|it| it.attribute("data-key") == Some(key) && it.has_attribute("data-xs"));
    let line = color(&one(series.unwrap(), "polyline")).to_owned();
    assert_eq!(swatch, line, "{name} is named in another colour");
}

fn some(values: &[Option<f64>]) -> Vec<f64> {
    values.iter().map(|value| value.unwrap()).collect()
}

/// The group that holds a line itself, rather than its band or its name.
fn series<'p, 'a>(picture: &'p Picture<'a>, key: &str) -> Node<'p, 'a> {
    let found = picture
        .groups("series")
        .into_iter()
        .find(|it| it.attribute("data-key") == Some(key) && it.has_attribute("data-xs"));
    found.unwrap_or_else(|| panic!("no line {key}"))
}

#[test]
fn settlements_are_stairs_by_month() {
    let fixture = fixture::paris();
    let chart = chart(&fixture, "settlement");
    let picture = Picture::of(&chart);
    let plans = &fixture.summary.plans;
    for (key, expected) in std::iter::once(("all", &fixture.summary.settlement.cumulative))
        .chain(["us-15", "no-presence"].map(|id| (id, &plans[id].signed_by_month)))
    {
        let (x, y) = scales_of(&picture, key);
        let line = line_in_data(series(&picture, key), x, y);
        check_values(&steps(&line), expected, y, key);
        assert_eq!(line.len(), 2 * expected.len() - 1, "{key}: each month's share holds until the next");
        near(x.px(line[line.len() - 1].0), x.px(60.0), "the last month");
    }
    // Of 0.08 that sign it in the end: 0.08 (1 - e^(-60/14)) = 7.89 %.
    check_panel(&picture, "us-15", "United States guarantee for 15 years", "7.9%");
    assert!(picture.groups("series").iter().all(|it| it.attribute("data-key") != Some("nato-like")), "never signed");
}

#[test]
fn survival_is_drawn_year_by_year_and_named_at_its_end() {
    let fixture = fixture::paris();
    let chart = chart(&fixture, "survival");
    let picture = Picture::of(&chart);
    let (x, y) = picture.scales();
    for (id, plan) in &fixture.summary.plans {
        let expected = some(&plan.if_signed.survival.survival);
        assert_eq!(expected.len(), 51);
        check_line(series(&picture, id), (x, y), &expected, id);
        let name = &fixture.scenario.structure().plans.iter().find(|it| it.id == *id).unwrap().name;
        check_name(&picture, id, name, y.px(expected[50]));
    }
    let ring = mark(series(&picture, "coalition-20"), "Coalition guarantee for 20 years");
    let rings: Vec<Point> = all(ring, "circle").map(|node| circle(&node)).collect();
    let value = fixture.summary.plans["coalition-20"].if_signed.survival.survival[15].unwrap();
    near(rings[0].0, x.px(15.0), "where the first commitment ends");
    near(rings[0].1, y.px(value), "the ring on its line");
}

#[test]
fn plans_keep_their_colours_in_every_chart() {
    let fixture = fixture::paris();
    let [survival, holding, settlement] =
        ["survival", "signed-and-holding", "settlement"].map(|name| chart(&fixture, name));
    let palette = Theme::default().palette;
    for (index, id) in ["ceasefire", "us-15", "coalition-15", "coalition-20"].into_iter().enumerate() {
        for chart in [&survival, &holding, &settlement] {
            let picture = Picture::of(chart);
            let line = one(series(&picture, id), "polyline");
            assert_eq!(color(&line), palette[index].to_string(), "{id} in {}", chart.name);
        }
    }
}

/// The lower and the upper edge of a band at 0, 1, 2, …, px.
fn band(node: Node) -> (Vec<f64>, Vec<f64>) {
    let outline = points(&one(node, "polygon"));
    let (upper, lower) = outline.split_at(outline.len() / 2);
    (lower.iter().rev().map(|point| point.1).collect(), upper.iter().map(|point| point.1).collect())
}

#[track_caller]
fn check_band(node: Node, y: Scale, low: &[f64], high: &[f64], what: &str) {
    let (lower, upper) = band(node);
    let values = |edge: &[f64]| edge.iter().map(|py| y.value(*py)).collect::<Vec<_>>();
    check_values(&values(&lower), low, y, &format!("{what}, lower edge"));
    check_values(&values(&upper), high, y, &format!("{what}, upper edge"));
}

#[test]
fn signed_and_holding_has_the_interval_of_any_plan_as_its_band() {
    let fixture = fixture::paris();
    let chart = chart(&fixture, "signed-and-holding");
    let picture = Picture::of(&chart);
    let (x, y) = scales_of(&picture, "all");
    let all_plans = &fixture.summary.signed_and_holding;
    check_line(series(&picture, "all"), (x, y), &some(&all_plans.share), "any plan");
    check_band(picture.group("series", "all"), y, &some(&all_plans.low), &some(&all_plans.high), "any plan");
    let plan = &fixture.summary.plans["no-presence"].signed_and_holding.share;
    check_line(series(&picture, "no-presence"), scales_of(&picture, "no-presence"), &some(plan), "no presence");
    // 0.12 that sign it, each year 2.8 % of the rest lost: 0.12 x 0.972^15 = 7.84 %.
    check_panel(&picture, "no-presence", "Guarantee without foreign presence", "7.8%");
    let (x, y) = scales_of(&picture, "us-15");
    let ring = mark(series(&picture, "us-15"), "United States guarantee for 15 years");
    let (across, up) = circle(&one(ring, "circle"));
    near(across, x.px(15.0), "the ring, across");
    let share = fixture.summary.plans["us-15"].signed_and_holding.share[15].unwrap();
    near(up, y.px(share), "the ring, up");
}

/// The grey lines stand in the file once; the other panels show them again at the same place of their own plot.
#[test]
fn each_panel_has_all_plans_in_grey_below_its_own() {
    let fixture = fixture::paris();
    for name in ["signed-and-holding", "settlement"] {
        let chart = chart(&fixture, name);
        let picture = Picture::of(&chart);
        let panels = picture.groups("panel");
        assert_eq!(panels.len(), 8, "as many plans are signed");
        let id = format!("{name}-others");
        let grey = panels[0].children().find(|it| it.attribute("id") == Some(&id)).unwrap();
        assert_eq!(all(grey, "polyline").count(), 8);
        let own = one(series(&picture, panels[0].attribute("data-key").unwrap()), "polyline");
        assert_eq!(points(&all(grey, "polyline").next().unwrap()), points(&own), "on the same scale");
        let first = frame(panels[0]);
        for panel in &panels[1..] {
            let again = panel.children().find(|it| it.has_tag_name("use")).unwrap();
            assert!(again.attributes().any(|it| it.value() == format!("#{id}")));
            let here = frame(*panel);
            near(attribute(&again, "x"), here[0] - first[0], "the grey lines, across");
            near(attribute(&again, "y"), here[2] - first[2], "the grey lines, down");
        }
    }
}

/// One plan is the total: it has no panel besides, and its name stands above.
#[test]
fn one_plan_has_one_plot() {
    let fixture = fixture::smallest();
    for name in ["signed-and-holding", "settlement"] {
        let chart = chart(&fixture, name);
        let picture = Picture::of(&chart);
        assert_eq!((picture.groups("panel").len(), picture.y_scales().len()), (0, 1), "{name}");
        picture.text("United States guarantee for 15 years");
    }
}

/// Scripts redraw a line from the colour that its group tells; what stands for all plans is half as thick again.
#[test]
fn lines_tell_their_own_colour_and_that_of_all_is_thicker() {
    let fixture = fixture::paris();
    let chart = chart(&fixture, "signed-and-holding");
    let picture = Picture::of(&chart);
    let lines = picture.groups("series").into_iter().filter(|it| it.has_attribute("data-xs"));
    for line in lines {
        assert_eq!(line.attribute("data-color"), Some(color(&one(line, "polyline"))), "{line:?}");
    }
    let width = |key: &str| attribute(&one(series(&picture, key), "polyline"), "stroke-width");
    let ratio = width("all") / width("us-15");
    assert!((ratio - 1.5).abs() < 0.05, "{ratio}");
}

#[test]
fn acceptance_is_a_dot_a_side_in_its_colour() {
    let mut fixture = fixture::paris();
    for plan in fixture.summary.plans.values_mut() {
        let acceptable = &mut plan.acceptable;
        for share in [&mut acceptable.challenger, &mut acceptable.defender, &mut acceptable.both] {
            *share = lopsided(share.share.unwrap());
        }
    }
    let chart = chart(&fixture, "acceptability");
    let picture = Picture::of(&chart);
    let x = picture.x_scales()[0];
    for (id, plan) in &fixture.summary.plans {
        let name = &fixture.scenario.structure().plans.iter().find(|it| it.id == *id).unwrap().name;
        let shares = [plan.acceptable.challenger, plan.acceptable.defender, plan.acceptable.both];
        for ((who, share), hue) in ["Russia", "Ukraine", "both sides"].into_iter().zip(shares).zip(hues()) {
            let mark = picture.mark(&format!("{name}, {who}"));
            let dot = one(mark, "circle");
            near(circle(&dot).0, x.px(share.share.unwrap()), &format!("{who} of {id}"));
            check_whisker(mark, x, &share);
            let stem = points(&all(mark, "polyline").last().unwrap());
            near(stem[0].0, x.px(0.0), "the beginning of the stem");
            assert_eq!([color(&dot).to_owned(), picture.legend_color(who)], [hue.clone(), hue], "{who}");
        }
    }
    assert_eq!(picture.legend_order(), ["Russia", "Ukraine", "both sides"]);
}

#[test]
fn the_parts_of_a_surplus_stand_end_to_end_from_zero() {
    let fixture = fixture::paris();
    let chart = chart(&fixture, "breakdown");
    let picture = Picture::of(&chart);
    let xs = picture.x_scales();
    let names = |of: &str| match of {
        "territory" => "territory",
        "defender_forces" => "cap on the defender's army",
        "foreign_troops" => "foreign troops",
        "guarantee_years" => "guarantee",
        "alignment" => "Foreign-policy alignment",
        "resumed_war" => "risk of resumed war",
        "fighting_on" => "giving up the fight",
        _ => "margin demanded",
    };
    for (side, x) in Side::BOTH.into_iter().zip(xs) {
        let panel = picture.group("panel", side.key());
        let marks: Vec<Node> = panel.children().filter(|node| node.attribute("class") == Some("mark")).collect();
        let mut next = marks.into_iter();
        for plan in &fixture.evaluation.plans {
            let value = if side == Side::Challenger { &plan.challenger } else { &plan.defender };
            let (mut gains, mut losses) = (0.0, 0.0);
            for part in value.breakdown.iter().filter(|part| part.value != 0.0) {
                let end = if part.value > 0.0 { &mut gains } else { &mut losses };
                let (from, to) = (*end, *end + part.value);
                *end = to;
                let bar = one(next.next().unwrap(), "rect");
                let [left, right, _, _] = sides(&bar);
                near(left, x.px(from.min(to)), &format!("{} of {}", part.of, plan.id));
                near(right, x.px(from.max(to)), &format!("{} of {}", part.of, plan.id));
                assert_eq!(color(&bar), picture.legend_color(names(&part.of)), "{}", part.of);
            }
            let corners = points(&one(next.next().unwrap(), "polygon"));
            near(f64::midpoint(corners[0].0, corners[2].0), x.px(value.surplus.unwrap()), "the sum");
        }
        assert!(next.next().is_none());
        // Only the challenger has a red line, and only one plan crosses it.
        let barred: Vec<Node> = all(panel, "text").filter(|it| it.text().unwrap().ends_with(" ✕")).collect();
        assert_eq!(barred.len(), usize::from(side == Side::Challenger));
        for cross in barred {
            let (_, name) = picture.text("Heavy presence, permanent");
            assert!((attribute(&cross, "y") - name).abs() < 8.0, "the cross stands beside another plan");
        }
    }
    let mut hues: Vec<String> = picture.legend_order().iter().map(|label| picture.legend_color(label)).collect();
    assert_eq!(picture.legend_color("risk of resumed war"), Theme::default().ink.to_string());
    hues.sort();
    hues.dedup();
    assert_eq!(hues.len(), 8, "each part has a colour of its own");
}

/// The box of the words of a group: left, right, top, bottom.
fn words_box(group: Node) -> [f64; 4] {
    let of = |it: Node| {
        let (x, y, size) = (attribute(&it, "x"), attribute(&it, "y"), attribute(&it, "font-size"));
        let width = crate::report::draw::text_width(it.text().unwrap(), size, false);
        let left = match it.attribute("text-anchor") {
            Some("end") => x - width,
            Some("middle") => x - width / 2.0,
            _ => x,
        };
        [left, left + width, y - 0.75 * size, y + 0.2 * size]
    };
    all(group, "text").map(of).reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1]), a[2].min(b[2]), a[3].max(b[3])]).unwrap()
}

/// Every name stands whole beside its own point, or a line leads from there to it; no two lie over each other.
#[track_caller]
fn check_callouts(picture: &Picture, fixture: &Fixture, ids: &[&str], dots: &[Point]) {
    let mut boxes: Vec<[f64; 4]> = Vec::new();
    let mut named: Vec<&str> = Vec::new();
    for group in picture.groups("callout") {
        let keys: Vec<&str> = group.attribute("data-key").unwrap().split(' ').collect();
        let texts: Vec<&str> = all(group, "text").filter_map(|it| it.text()).collect();
        let text = texts.join(" ").replace(['•', '\u{2003}'], "");
        let own: Vec<Point> = keys.iter().map(|key| dots[ids.iter().position(|id| id == key).unwrap()]).collect();
        for key in &keys {
            let plan = fixture.scenario.structure().plans.iter().find(|it| it.id == *key).unwrap();
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(words.contains(&plan.name), "{key} is not in `{words}`");
        }
        let area = words_box(group);
        let apart = |dot: &Point| (dot.0 - dot.0.clamp(area[0], area[1])).hypot(dot.1 - dot.1.clamp(area[2], area[3]));
        if let Some(line) = all(group, "polyline").next() {
            let ends = points(&line);
            assert!(own.iter().any(|dot| (dot.0 - ends[0].0).hypot(dot.1 - ends[0].1) < NEAR), "{keys:?}: {ends:?}");
        } else {
            let nearest = own.iter().map(apart).fold(f64::INFINITY, f64::min);
            assert!(nearest < 15.0, "{keys:?} stand far from their points");
        }
        assert!(dots.iter().all(|dot| apart(dot) > 2.0), "{keys:?} cover a point");
        for other in &boxes {
            let meets = area[0] < other[1] && other[0] < area[1] && area[2] < other[3] && other[2] < area[3];
            assert!(!meets, "{keys:?} lie over another name");
        }
        boxes.push(area);
        named.extend(keys);
    }
    named.sort_unstable();
    let mut expected = ids.to_vec();
    expected.sort_unstable();
    assert_eq!(named, expected);
}

/// A name that lies on the frontier has paper between them.
#[track_caller]
fn check_not_struck_through(picture: &Picture, frontier: &[Point]) {
    let pieces = frontier.windows(2).flat_map(|ends| {
        let at = |index: u32| {
            let t = f64::from(index) / 200.0;
            (ends[0].0 + t * (ends[1].0 - ends[0].0), ends[0].1 + t * (ends[1].1 - ends[0].1))
        };
        (0..=200).map(at).collect::<Vec<_>>()
    });
    let pieces: Vec<Point> = pieces.collect();
    for group in picture.groups("callout") {
        let [left, right, top, bottom] = words_box(group);
        let crossed = pieces.iter().any(|(x, y)| (left..right).contains(x) && (top..bottom).contains(y));
        assert!(!crossed || all(group, "rect").next().is_some(), "{group:?} is struck through");
    }
}

/// Of forty plans at one point twelve are listed, and the others are counted.
#[test]
fn names_that_find_no_room_are_counted() {
    let chart = chart(&fixture::many(40), "plane");
    let picture = Picture::of(&chart);
    let groups = picture.groups("callout");
    assert_eq!(groups.len(), 1);
    let texts: Vec<&str> = all(groups[0], "text").filter_map(|it| it.text()).collect();
    assert_eq!((texts.len(), texts[0], texts[12]), (13, "– Plan 0", "28 more"));
    assert!(chart.note.contains("28 points have no name for want of room"), "{}", chart.note);
}

/// Nearly all plans of the made-up results lie apart; two of them on each other share a list.
#[test]
fn plans_of_the_same_worth_share_a_list_of_names() {
    let mut fixture = fixture::paris();
    for (index, plan) in fixture.evaluation.plans.iter_mut().enumerate() {
        let place = 0.1 * index.max(1) as f64;
        (plan.challenger.v, plan.defender.v) = (Some(place), Some(1.0 - place));
    }
    let chart = chart(&fixture, "plane");
    let picture = Picture::of(&chart);
    let texts = all(picture.group("callout", "ceasefire us-15"), "text").filter_map(|it| it.text());
    assert_eq!(texts.collect::<Vec<_>>(), ["– Bare ceasefire", "– United States guarantee for 15 years"]);
    assert_eq!(picture.groups("callout").len(), 9);
}

/// Nine plans beside the corner in which both gain, one far to the right: their names would have room within the corner.
#[test]
fn names_of_plans_outside_the_corner_do_not_stand_in_it() {
    let mut fixture = fixture::paris();
    let of = |value: &crate::analysis::evaluation::PlanValue| value.v.unwrap() - value.surplus.unwrap();
    let least = [&fixture.evaluation.plans[0].challenger, &fixture.evaluation.plans[0].defender].map(of);
    for (index, plan) in fixture.evaluation.plans.iter_mut().enumerate() {
        let (a, d) = if index < 9 { (-0.02, 0.3) } else { (0.6, -0.2) };
        (plan.challenger.v, plan.challenger.surplus) = (Some(least[0] + a), Some(a));
        (plan.defender.v, plan.defender.surplus) = (Some(least[1] + d), Some(d));
    }
    let chart = chart(&fixture, "plane");
    let picture = Picture::of(&chart);
    let (x, y) = picture.scales();
    let list =
        picture.groups("callout").into_iter().find(|it| it.attribute("data-key").unwrap().contains(' ')).unwrap();
    let [_, right, top, _] = words_box(list);
    assert!(right <= x.px(least[0]) || top >= y.px(least[1]), "the list stands in the corner: {right} {top}");
}

#[test]
fn the_plane_shows_each_plan_at_its_values_with_its_name() {
    let mut fixture = fixture::paris();
    for (index, plan) in fixture.evaluation.plans.iter_mut().enumerate() {
        plan.challenger.v = Some(0.1 + 0.05 * index as f64);
        plan.defender.v = Some(0.8 - 0.04 * index as f64 + 0.01 * (index % 3) as f64);
    }
    let chart = chart(&fixture, "plane");
    let picture = Picture::of(&chart);
    let (x, y) = picture.scales();
    let dots: Vec<Point> = fixture
        .evaluation
        .plans
        .iter()
        .map(|plan| {
            let name = &fixture.scenario.structure().plans.iter().find(|it| it.id == plan.id).unwrap().name;
            let (px, py) = circle(&one(picture.mark(&format!("{name}: ")), "circle"));
            near(px, x.px(plan.challenger.v.unwrap()), &format!("{name}, across"));
            near(py, y.px(plan.defender.v.unwrap()), &format!("{name}, up"));
            let drawn = one(picture.mark(&format!("{name}: ")), "circle");
            let hollow = drawn.attribute("fill") == Some("none");
            assert_eq!(hollow, plan.id == "nato-like", "{name}: hollow where a red line bars it");
            // A ring around a dot leaves the dot to be seen.
            let inner = |it: &Node| attribute(it, "r") - attribute(it, "stroke-width") / 2.0;
            assert_eq!(if hollow { inner(&drawn) } else { attribute(&drawn, "r") } > 4.4, hollow, "{drawn:?}");
            (px, py)
        })
        .collect();
    let [left, right, top, bottom] = sides(&one(picture.mark("fighting on"), "rect"));
    near(f64::midpoint(left, right), x.px(fixture.evaluation.challenger.w), "fighting on, across");
    near(f64::midpoint(top, bottom), y.px(fixture.evaluation.defender.w), "fighting on, up");
    let ids: Vec<&str> = fixture.evaluation.plans.iter().map(|plan| plan.id.as_str()).collect();
    check_callouts(&picture, &fixture, &ids, &dots);
    // What one side gains from plan to plan the other loses, so that all of them are on the frontier.
    let dashed = all(picture.root(), "polyline").filter(|it| it.parent().unwrap().has_attribute("stroke-dasharray"));
    let frontier = dashed.map(|it| points(&it)).max_by_key(Vec::len).unwrap();
    assert_eq!(frontier.len(), dots.len());
    for (point, dot) in frontier.iter().zip(&dots) {
        near(point.0, dot.0, "the frontier, across");
        near(point.1, dot.1, "the frontier, up");
    }
    check_not_struck_through(&picture, &frontier);
    // The threshold is what a side values the plan at, less its surplus from it.
    let first = &fixture.evaluation.plans[0];
    let least = [&first.challenger, &first.defender].map(|it| it.v.unwrap() - it.surplus.unwrap());
    let corner = all(picture.root(), "rect").find(|it| it.attribute("opacity") == Some("0.12")).unwrap();
    near(sides(&corner)[0], x.px(least[0]), "where the challenger gains");
    near(sides(&corner)[3], y.px(least[1]), "where the defender gains");
}

/// By hand from the made-up results: at age `a` nobody comes with 0.12 + 0.008 a, the force is 120 (0.9 - 0.008 a), and
/// once the term is over the guarantee is in force with 0.3.
#[test]
fn plans_with_the_same_guarantors_share_a_row_and_renewal_is_said() {
    let fixture = fixture::paris();
    let chart = chart(&fixture, "guarantors");
    let picture = Picture::of(&chart);
    let [a, b, c, d] = ["88%, 108", "84%, 103", "76%, 94", "64%, 79"];
    // Of what holds if renewed three tenths: 0.228 and 0.192, 28.08 and 23.76 thousand.
    let (then, lapsed) = (["23%, 28", "19%, 24"], "30% renewed:");
    let rows = [
        ("us-15", "United States guarantee for 15 years", vec![a, b, then[0], lapsed, c, then[1], lapsed, d]),
        ("coalition-20", "Coalition guarantee for 20 years", vec![a, b, c, then[1], lapsed, d]),
        ("coalition-50", "Coalition guarantee for 50 years", vec![a, b, c, d]),
    ];
    let groups = picture.groups("panel");
    assert_eq!(groups.len(), 3, "nine plans with a guarantee in three rows");
    let shade = |row: usize, cell: usize| dark(color(&all(groups[row], "rect").nth(cell).unwrap()));
    assert!(shade(0, 2) > shade(2, 3), "23% is lighter than 64%, which would be 76% if renewed");
    for (group, (key, first, cells)) in groups.iter().zip(rows) {
        assert_eq!(group.attribute("data-key"), Some(key));
        let texts: Vec<&str> = all(*group, "text").filter_map(|it| it.text()).collect();
        let names = texts.len() - cells.len();
        assert!(texts[..names].join(" ").starts_with(first), "{texts:?}");
        assert_eq!(texts[names..], cells, "{key}");
        let shades: Vec<f64> = all(*group, "rect").map(|it| dark(color(&it))).collect();
        assert!(shades.windows(2).all(|pair| pair[1] > pair[0]), "lighter the less likely anybody comes: {shades:?}");
    }
    let each: Vec<&str> = all(picture.groups("each")[0], "text").filter_map(|it| it.text()).collect();
    assert_eq!(each.join(" "), "United States 55%, France 72% and Coalition of the willing 66%");
}

/// What a colour has of red, green and blue together.
fn dark(hex: &str) -> f64 {
    (1..6).step_by(2).map(|at| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap())).sum()
}

#[test]
fn of_many_plans_with_the_same_guarantors_two_are_named() {
    let chart = chart(&fixture::many(30), "guarantors");
    let picture = Picture::of(&chart);
    assert_eq!(picture.groups("panel").len(), 1);
    let texts: Vec<&str> = all(picture.groups("panel")[0], "text").filter_map(|it| it.text()).collect();
    assert!(texts.join(" ").starts_with("Plan 0, Plan 1 and 28 more"), "{texts:?}");
}

#[test]
fn hazards_are_stairs_by_year_in_the_colour_of_who_starts() {
    let fixture = fixture::paris();
    let chart = chart(&fixture, "hazard");
    let picture = Picture::of(&chart);
    let (xs, ys) = (picture.x_scales(), picture.y_scales());
    for (index, (id, plan)) in fixture.summary.plans.iter().enumerate() {
        let panel = picture.group("panel", id);
        let survival = some(&plan.if_signed.survival.survival);
        for (side, resumed) in
            [("challenger", &plan.if_signed.resumed_by_challenger), ("defender", &plan.if_signed.resumed_by_defender)]
        {
            let resumed = some(resumed);
            let mut expected: Vec<f64> =
                (0..50).map(|year| (resumed[year + 1] - resumed[year]) / survival[year]).collect();
            expected.push(expected[49]);
            let line = panel.descendants().find(|it| it.attribute("data-key") == Some(side)).unwrap();
            check_values(
                &steps(&line_in_data(line, xs[index], ys[index])),
                &expected,
                ys[index],
                &format!("{id}, {side}"),
            );
        }
    }
    let panel = picture.group("panel", "us-15");
    for (side, label) in [("challenger", "started by Russia"), ("defender", "started by Ukraine")] {
        let line = one(panel.descendants().find(|it| it.attribute("data-key") == Some(side)).unwrap(), "polyline");
        assert_eq!(color(&line), picture.legend_color(label));
        assert_eq!(line.parent().unwrap().attribute("stroke-dasharray").unwrap_or(""), picture.legend_dashes(label));
    }
    let [a, d, _] = hues();
    assert_eq!([picture.legend_color("started by Russia"), picture.legend_color("started by Ukraine")], [a, d]);
}

/// The bars of a histogram from 0, bin beside bin, and the marks above them.
#[track_caller]
fn check_histogram(
    marks: &[Node],
    spread: Node,
    (x, y): (Scale, Scale),
    (from, width, axis_end): (f64, f64, f64),
    counts: &[u64],
    of: &Spread,
) {
    let all_counts: u64 = counts.iter().sum();
    assert_eq!(marks.len(), counts.len());
    for (index, (mark, count)) in marks.iter().zip(counts).enumerate() {
        let [left, right, top, _] =
            all(*mark, "rect").map(|it| sides(&it)).min_by(|a, b| a[2].total_cmp(&b[2])).unwrap();
        let bottom = sides(&one(*mark, "rect"))[3];
        let bin = |index: usize| x.px(from + index as f64 * width);
        near(left, bin(index), "the left of a bar");
        assert!(
            (0.0..0.05 * (bin(1) - bin(0)) + NEAR).contains(&(bin(index + 1) - right + 0.05)),
            "the right of bar {index}"
        );
        near(bottom, y.px(0.0), "the foot of a bar");
        near(top, y.px(*count as f64 / all_counts as f64), &format!("the top of bar {index}"));
    }
    let (low, high) = whisker(spread);
    // What lies beyond the axis is drawn at its end.
    near(low, x.px(of.p5.unwrap().max(from)), "the 5th percentile");
    near(high, x.px(of.p95.unwrap().min(axis_end)), "the 95th percentile");
    near(circle(&one(spread, "circle")).0, x.px(of.p50.unwrap()), "the median");
    assert!(all(spread, "polyline").map(|it| points(&it)).all(|line| line[0].0 != line[1].0), "no mean stands over it");
}

#[test]
fn realised_values_and_months_are_histograms_with_their_percentiles() {
    let fixture = fixture::paris();
    let values = chart(&fixture, "values");
    let picture = Picture::of(&values);
    let (xs, ys, marks, spreads) =
        (picture.x_scales(), picture.y_scales(), picture.groups("mark"), picture.groups("spread"));
    let sides = [&fixture.summary.values.challenger, &fixture.summary.values.defender];
    for (index, (value, hue)) in sides.into_iter().zip(hues()).enumerate() {
        let bars = &marks[11 * index..11 * (index + 1)];
        let histogram = &value.histogram;
        let (from, width) = (histogram.from, histogram.width);
        let edges = (from, width, 1.0);
        check_histogram(bars, spreads[index], (xs[index], ys[index]), edges, &histogram.counts, &value.spread);
        assert!(bars.iter().all(|bar| color(&one(*bar, "rect")) == hue));
    }
    let (russia, ukraine) = (picture.text("Russia").1, picture.text("Ukraine").1);
    assert!(russia < ys[0].px(0.0) && ys[0].px(0.0) < ukraine, "the names stand above their own histograms");
    let months = chart(&fixture, "months-of-war");
    let picture = Picture::of(&months);
    let of = &fixture.summary.months_of_war.all;
    let (from, width) = (of.histogram.from, of.histogram.width);
    let marks = picture.groups("mark");
    check_histogram(
        &marks,
        picture.groups("spread")[0],
        picture.scales(),
        // Ticks of 10 months above bins up to 66.
        (from, width, 70.0),
        &of.histogram.counts,
        &of.spread,
    );
}

/// Of 2,690 trials with 60 to 66 months 2,600 are still fought, of 260 before that 40: the outlines are as high.
#[test]
fn wars_that_are_cut_off_are_outlined_and_named() {
    let fixture = fixture::paris();
    let chart = chart(&fixture, "months-of-war");
    let picture = Picture::of(&chart);
    let (_, y) = picture.scales();
    let counts = &fixture.summary.months_of_war.all.histogram.counts;
    let all_counts = counts.iter().sum::<u64>() as f64;
    let marks = picture.groups("mark");
    let cut: Vec<usize> = (0..marks.len()).filter(|&bin| all(marks[bin], "g").count() > 1).collect();
    assert_eq!(cut, [9, 10], "only these two bars are outlined");
    for (bin, still) in [(9, 40.0), (10, 2_600.0)] {
        let group = marks[bin].children().find(|it| it.attribute("class") == Some("cut-off")).unwrap();
        let [_, _, top, bottom] = sides(&one(group, "rect"));
        near(top, y.px(counts[bin] as f64 / all_counts), "the top of an outline");
        near(bottom, y.px((counts[bin] as f64 - still) / all_counts), "its foot");
    }
    let words: Vec<&str> = all(picture.groups("cut-name")[0], "text").filter_map(|it| it.text()).collect();
    let share = Lang::english().about(fixture.summary.classes.no_settlement.share.unwrap());
    assert_eq!(words.join(" "), format!("still fighting at month 60: {share} of trials"));
    assert!(chart.note.contains("at least what is shown"), "{}", chart.note);
    let mut over = fixture;
    over.summary.months_of_war.cut_off.clear();
    let chart = self::chart(&over, "months-of-war");
    assert!(Picture::of(&chart).groups("cut-name").is_empty() && !chart.note.contains("at least"));
}

/// The inputs have no ticks: their scale is that of their own percentiles below, which are known in closed form.
#[test]
fn inputs_show_density_masses_and_percentiles_to_scale() {
    let fixture = fixture::paris();
    let chart = chart(&fixture, "inputs");
    let picture = Picture::of(&chart);
    let interval = |panel: Node| {
        let flat = all(panel, "polyline").map(|it| points(&it)).filter(|it| it.len() == 2 && it[0].1 == it[1].1);
        flat.last().unwrap()
    };
    // Uniform from 0.85 to 0.95: its outer percentiles are 0.855 and 0.945, its middle 0.9, its density flat over the
    // middle 99.8 %.
    let panel = picture.group("panel", "challenger.discount_factor");
    let lines: Vec<Vec<Point>> = all(panel, "polyline").map(|it| points(&it)).collect();
    let percentiles = &lines[lines.len() - 1];
    let per = (percentiles[1].0 - percentiles[0].0) / 0.09;
    near(circle(&one(panel, "circle")).0, percentiles[0].0 + 0.045 * per, "the central value");
    let [_, _, _, foot] = sides(&one(panel, "rect"));
    let lowest = points(&one(panel, "polygon")).iter().map(|it| it.1).fold(0.0, f64::max);
    near(lowest, foot, "the foot of the area below a density");
    let curve = lines.iter().max_by_key(|it| it.len()).unwrap();
    let inner = &curve[2..curve.len() - 2];
    assert!(inner.iter().all(|point| (point.1 - inner[0].1).abs() < NEAR), "a flat density: {inner:?}");
    // 48 means over steps of 0.0998 / 48, the first around 0.8501 and half a step.
    let middles: Vec<f64> = (0..48).map(|k| 0.8501 + 0.0998 / 48.0 * (f64::from(k) + 0.5)).collect();
    let drawn: Vec<f64> = curve.iter().filter(|it| (it.1 - inner[0].1).abs() < NEAR).map(|it| it.0).collect();
    near(drawn[0], percentiles[0].0 + (middles[0] - 0.855) * per, "the first point of the density");
    // 5, 15 and for ever with weights 1, 3 and 1: bars a third as high to both sides of the middle one.
    let panel = picture.group("panel", "guarantor.us.max_years");
    let bars: Vec<[f64; 4]> = all(panel, "rect").map(|it| sides(&it)).filter(|it| it[1] - it[0] < 20.0).collect();
    let heights: Vec<f64> = bars.iter().map(|it| it[3] - it[2]).collect();
    assert_eq!(bars.len(), 3);
    assert!((heights[1] / heights[0] - 3.0).abs() < 0.05 && (heights[2] - heights[0]).abs() < 0.11, "{heights:?}");
    let middle = |it: &[f64; 4]| f64::midpoint(it[0], it[1]);
    assert!(middle(&bars[0]) < middle(&bars[1]) && middle(&bars[1]) < middle(&bars[2]));
    let ends = interval(panel);
    near(ends[0].0, middle(&bars[0]), "the 5th percentile, 5 years");
    near(ends[1].0, middle(&bars[2]), "the 95th percentile, for ever");
    // A PERT of 0.05, 0.2 and 0.5 has its mode, the highest point, at 0.2, and its central value is its median.
    let panel = picture.group("panel", "challenger.war_cost");
    let curve = all(panel, "polyline").map(|it| points(&it)).max_by_key(Vec::len).unwrap();
    let top = curve.iter().min_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
    let share = (top.0 - curve[0].0) / (curve[curve.len() - 1].0 - curve[0].0);
    assert!((0.3..0.4).contains(&share), "the mode lies at {share} of the range");
}

#[test]
fn those_who_signed_are_followed_while_twenty_are_left_and_counted_below() {
    let mut fixture = fixture::paris();
    // Every year one trial in ten is lost of 400, and one in two of 160: from the third year on fewer than 20 are left.
    let survival = |keep: f64| (0..=50).map(|year| keep.powi(year)).collect::<Vec<f64>>();
    let set = |of: &mut crate::analysis::summary::Survival, keep: f64, first: f64| {
        of.survival = survival(keep).into_iter().map(Some).collect();
        of.low = survival(keep).into_iter().map(|x| Some(0.9 * x)).collect();
        of.high = survival(keep).into_iter().map(|x| Some(0.95 * x + 0.05)).collect();
        of.at_risk = survival(keep).into_iter().map(|x| (first * x) as u64).collect();
    };
    set(&mut fixture.summary.peace.survival, 0.95, 4_000.0);
    for (index, plan) in fixture.summary.plans.values_mut().enumerate() {
        // Of 30, 15 are left after a year, so that there is a point and no line.
        set(&mut plan.given_signed, 0.5, [19.0, 160.0, 30.0].get(index).copied().unwrap_or(19.0));
    }
    let chart = chart(&fixture, "given-signed");
    let picture = Picture::of(&chart);
    let (x, y) = picture.scales();
    check_line(series(&picture, "all"), (x, y), &survival(0.95), "any plan");
    let low: Vec<f64> = survival(0.95).iter().map(|x| 0.9 * x).collect();
    let high: Vec<f64> = survival(0.95).iter().map(|x| 0.95 * x + 0.05).collect();
    check_band(picture.group("series", "all"), y, &low, &high, "any plan");
    check_line(series(&picture, "us-15"), (x, y), &[1.0, 0.5, 0.25, 0.125], "160, 80, 40, 20 trials");
    assert_eq!(picture.groups("series").iter().filter(|it| it.has_attribute("data-xs")).count(), 2);
    let (left, height) = points(&one(picture.group("name", "us-15"), "polyline"))[0];
    near(height, y.px(0.125), "the line to the name");
    assert!((x.px(3.0)..x.px(4.0)).contains(&left), "it begins where the curve ends, not at {left}");
    let table = picture.groups("at-risk")[0];
    let groups = table.children().filter(|it| it.has_tag_name("g"));
    let rows: Vec<Vec<Node>> = groups.map(|row| all(row, "text").collect()).collect();
    let expected = [("any plan", 4_000.0, 0.95_f64), ("United States guarantee for 15 years", 160.0, 0.5)];
    for (row, (name, first, keep)) in rows.iter().zip(expected) {
        assert!(row[0].text().unwrap().starts_with(&name[..8]), "{name}: {:?}", row[0].text());
        let counts = row.iter().filter(|it| it.attribute("text-anchor") == Some("middle"));
        for (index, count) in counts.enumerate() {
            let year = 5 * index as i32;
            near(attribute(count, "x"), x.px(f64::from(year)), &format!("the count of year {year}"));
            let text = count.text().unwrap().replace(',', "");
            assert_eq!(text, format!("{}", (first * keep.powi(year)) as u64), "{name}, year {year}");
        }
    }
    assert_eq!(rows.len(), 2);
}

/// The made-up plan "Armed truce" changes the front besides its terms, and no chart that shows it as one plan among several
/// leaves that out.
#[test]
fn charts_of_plans_name_what_the_plans_bring() {
    let brought = "Assumed by plans, not computed: “Armed truce”: front: chance that the front stands still × 0.7.";
    let mut fixture = crate::report::known::alone();
    let all = charts(&fixture.input(), &Style::default());
    let of_plans: Vec<&Chart> = all.iter().filter(|chart| chart.alt.contains("Armed truce")).collect();
    let named: Vec<&str> = of_plans.iter().map(|chart| chart.name.as_str()).collect();
    for name in ["alone", "worlds", "acceptability", "plane", "breakdown", "survival"] {
        assert!(named.contains(&name), "{name} is not among {named:?}");
    }
    for chart in of_plans {
        assert!(chart.note.contains(brought), "{}: {}", chart.name, chart.note);
    }
    // Of more than two plans the names are marked instead.
    fixture.bring("zone", "front.stalemate", "multiply", "0.5");
    fixture.bring("patrols", "front.stalemate", "multiply", "0.6");
    let all = charts(&fixture.input(), &Style::default());
    let of_plans: Vec<&Chart> = all.iter().filter(|chart| chart.alt.contains("Armed truce")).collect();
    assert!(of_plans.len() >= named.len());
    for chart in of_plans.into_iter().filter(|chart| chart.name != "influence") {
        assert!(chart.svg.contains(">Armed truce*<"), "{}", chart.name);
        let told = "* brings assumptions of its own (see the table of plans).";
        assert!(chart.note.contains(told) && !chart.note.contains("0.7"), "{}: {}", chart.name, chart.note);
    }
}

#[test]
fn the_outcomes_say_what_is_on_the_table_and_for_how_long() {
    let many = chart(&fixture::paris(), "outcomes");
    assert_eq!(many.title, "How it ends with all plans on the table");
    assert!(many.subtitle.contains("within 50 years"), "{}", many.subtitle);
    let one = chart(&fixture::smallest(), "outcomes");
    assert_eq!(one.title, "How it ends");
    assert!(one.subtitle.contains("within 1 year "), "{}", one.subtitle);
}

/// Legends and notes tell of what is drawn, and of nothing else.
#[test]
fn what_does_not_occur_is_not_explained() {
    let full = fixture::paris();
    let mut bare = fixture::paris();
    for plan in &mut bare.scenario.structure.plans {
        plan.guarantee_years = 0.0;
    }
    for plan in &mut bare.evaluation.plans {
        (plan.challenger.red_line, plan.defender.red_line) = (Some(false), Some(false));
        for part in plan.challenger.breakdown.iter_mut().chain(&mut plan.defender.breakdown) {
            if part.of == "foreign_troops" {
                part.value = 1e-16;
            }
        }
    }
    for plan in bare.summary.plans.values_mut() {
        plan.if_signed.resumed_by_defender.iter_mut().for_each(|share| *share = Some(0.0));
        if let Some(alone) = &mut plan.alone {
            alone.signed_and_holding.share.iter_mut().for_each(|share| *share = Some(1e-7));
        }
    }
    let legend = |fixture: &Fixture, name: &str| Picture::of(&chart(fixture, name)).legend_order();
    let note = |fixture: &Fixture, name: &str| chart(fixture, name).note;
    for (name, entry) in [
        ("hazard", "the guarantee ends"),
        ("hazard", "started by Ukraine"),
        ("breakdown", "foreign troops"),
        ("plane", "a plan that crosses a red line"),
        ("alone", "signed, still holding"),
    ] {
        let has = |fixture: &Fixture| legend(fixture, name).iter().any(|it| it == entry);
        assert!(has(&full) && !has(&bare), "{entry} in {name}");
    }
    assert!(legend(&full, "hazard").contains(&"one guarantor's own term ends".to_owned()));
    for (name, words) in [("survival", "Rings:"), ("signed-and-holding", "Rings:"), ("breakdown", "✕:")] {
        assert!(note(&full, name).contains(words) && !note(&bare, name).contains(words), "{words} in {name}");
    }
    assert!(note(&bare, "hazard").contains("Lines that stay below 0.05%"));
    assert!(!note(&full, "hazard").contains("Lines that stay"));
    let hazard = chart(&bare, "hazard");
    let picture = Picture::of(&hazard);
    let panel = picture.group("panel", "us-15");
    assert!(panel.descendants().all(|it| it.attribute("data-key") != Some("defender")));
}

/// The diamond stands below the bar, and a part too small to be seen is drawn a px and a half wide.
#[test]
fn the_sum_hides_no_part_and_small_parts_are_seen() {
    let mut fixture = fixture::paris();
    let plan = &mut fixture.evaluation.plans[1];
    plan.challenger.breakdown.iter_mut().find(|part| part.value != 0.0).unwrap().value = 1e-5;
    let chart = chart(&fixture, "breakdown");
    let picture = Picture::of(&chart);
    let panel = picture.group("panel", "challenger");
    let mut foot = 0.0_f64;
    let mut sums = 0;
    let mut thinnest = f64::INFINITY;
    for mark in panel.children().filter(|it| it.attribute("class") == Some("mark")) {
        if let Some(diamond) = all(mark, "polygon").next() {
            let top = points(&diamond).iter().map(|it| it.1).fold(f64::INFINITY, f64::min);
            assert!(top > foot, "the diamond begins at {top}, the bar ends at {foot}");
            sums += 1;
        } else {
            let [left, right, _, bottom] = sides(&one(mark, "rect"));
            (foot, thinnest) = (bottom, thinnest.min(right - left));
        }
    }
    assert_eq!(sums, 10);
    assert!((1.4..1.6).contains(&thinnest), "{thinnest} px");
}

/// Where the guarantee ends in the very year that is told, its ring stands there and no dot over it.
#[test]
fn no_dot_covers_a_ring_and_nothing_is_never_zero() {
    let mut fixture = fixture::paris();
    let shares = &mut fixture.summary.plans["no-presence"].signed_and_holding.share;
    shares[15..].iter_mut().for_each(|share| *share = Some(0.0));
    let chart = chart(&fixture, "signed-and-holding");
    let picture = Picture::of(&chart);
    let dots = |key: &str| {
        let panel = picture.group("panel", key);
        panel.children().filter(|it| it.has_tag_name("circle")).count()
    };
    assert_eq!([dots("us-15"), dots("coalition-20")], [0, 1]);
    check_panel(&picture, "no-presence", "Guarantee without foreign presence", "less than 0.1%");
}

#[test]
fn the_guarantors_say_in_what_unit() {
    let chart = chart(&fixture::paris(), "guarantors");
    let heads =
        chart.svg.matches(">chance, thousand<").count() + chart.svg.matches(">chance, thousand troops<").count();
    assert_eq!(heads, 4, "one for each age");
    assert!(chart.subtitle.contains("share a row") && chart.note.contains("if renewed"));
    let chart = self::chart(&fixture::smallest(), "guarantors");
    assert!(!chart.subtitle.contains("share a row") && !chart.note.contains("if renewed"), "{}", chart.note);
}

/// Everything but the first bin and month 60 is empty: the words stand within the plot, on no bar.
#[test]
fn the_words_on_cut_off_wars_are_clear_of_axis_and_bars() {
    let mut fixture = fixture::paris();
    let months = &mut fixture.summary.months_of_war;
    months.all.histogram.counts = vec![5_000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 400, 3_000, 1, 0];
    months.cut_off = vec![0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 400, 3_000, 0, 0];
    let chart = chart(&fixture, "months-of-war");
    let picture = Picture::of(&chart);
    let (x, y) = picture.scales();
    let [left, right, top, bottom] = words_box(picture.groups("cut-name")[0]);
    assert!(left > x.px(0.0) && top > y.px(0.8) && bottom < y.px(0.0), "{left} to {right}, {top} to {bottom}");
    for mark in picture.groups("mark").into_iter().filter(|it| all(*it, "rect").next().is_some()) {
        let bars: Vec<[f64; 4]> = all(mark, "rect").map(|it| sides(&it)).filter(|it| it[3] - it[2] > 1.0).collect();
        for bar in bars {
            let meets = left < bar[1] && bar[0] < right && top < bar[3] && bar[2] < bottom;
            assert!(!meets, "the words stand on {bar:?}");
        }
    }
    let largest: Vec<&str> = all(picture.groups("largest")[0], "text").filter_map(|it| it.text()).collect();
    assert_eq!(largest, ["60%"]);
    assert_eq!(picture.groups("mark").len(), 12, "the bins behind the last that is seen are left out");
    assert!(chart.note.contains("still longer wars, less than 0.1% of trials"), "{}", chart.note);
}

/// A value that all trials have is one bar on an axis around it, and said.
#[test]
fn one_value_in_all_trials_is_said() {
    let mut fixture = fixture::paris();
    let lone = |value: f64| {
        let spread = Spread { mean: Some(value), p5: Some(value), p50: Some(value), p95: Some(value) };
        let histogram = crate::analysis::summary::Histogram { from: value, width: 1e-5, counts: vec![0, 2_000] };
        crate::analysis::summary::Distributed { spread, histogram }
    };
    (fixture.summary.values.challenger, fixture.summary.values.defender) = (lone(0.25), lone(0.75));
    (fixture.summary.months_of_war.all, fixture.summary.months_of_war.cut_off) = (lone(0.0), vec![]);
    let values = chart(&fixture, "values");
    let picture = Picture::of(&values);
    for (mark, (x, value)) in picture.groups("mark").into_iter().zip(picture.x_scales().into_iter().zip([0.25, 0.75])) {
        let [left, right, _, _] = sides(&one(mark, "rect"));
        assert!(left < x.px(value) && x.px(value) < right && right - left > 8.0, "{left} to {right}");
        assert!((x.px(0.0) - left) < 0.0 && right < x.px(1.0));
    }
    picture.text("0.25 in every trial");
    picture.text("0.75 in every trial");
    assert!(picture.groups("legend").is_empty() && picture.groups("spread").is_empty());
    let months = chart(&fixture, "months-of-war");
    let picture = Picture::of(&months);
    picture.text("0 months in every trial");
    let [left, ..] = sides(&one(picture.groups("mark")[0], "rect"));
    near(left, picture.x_scales()[0].px(0.0), "the only bar");
}

/// The name of a line that ends early stands beside its end, not at the edge of the plot.
#[test]
fn a_line_that_ends_early_is_named_at_its_end() {
    let mut fixture = fixture::paris();
    let of = &mut fixture.summary.plans["us-15"].given_signed;
    of.at_risk.iter_mut().enumerate().for_each(|(year, trials)| *trials = if year <= 4 { 100 } else { 3 });
    let chart = chart(&fixture, "given-signed");
    let picture = Picture::of(&chart);
    let (x, _) = picture.scales();
    let [left, right, _, _] = words_box(picture.group("name", "us-15"));
    assert!(x.px(4.0) < left && left < x.px(4.0) + 60.0, "{left}");
    assert!(right < x.px(50.0));
    assert!(chart.note.contains("fewer than 20"), "{}", chart.note);
}

/// No plot is drawn on for years in which nothing lasts.
#[test]
fn the_plot_of_survival_ends_where_nothing_lasts() {
    let mut fixture = fixture::paris();
    for plan in fixture.summary.plans.values_mut() {
        let survival = (0..=50).map(|year| Some(0.5_f64.powi(year)));
        plan.if_signed.survival.survival = survival.collect();
    }
    let chart = chart(&fixture, "survival");
    // 1/128 is above 0.005, 1/256 below: the last year is 7, the plot ends at 10.
    assert!(chart.note.contains("Beyond year 10 every line is below 0.5%."), "{}", chart.note);
    assert_eq!(points(&one(series(&Picture::of(&chart), "us-15"), "polyline")).len(), 11);
    assert!(!self::chart(&fixture::paris(), "survival").note.contains("Beyond"));
}

/// An input of few values is told by them: of 600, 800 and none with weights 3, 4 and 3 the outer eighths are the outer values.
#[test]
fn an_input_of_few_values_is_told_by_them() {
    let mut fixture = crate::report::known::alone();
    let path = "challenger.war_cost";
    let values = vec![600.0, 800.0, f64::INFINITY];
    let distribution = crate::sampling::Distribution::discrete(values, vec![3.0, 4.0, 3.0]).unwrap();
    fixture.scenario.inputs.iter_mut().find(|input| input.path == path).unwrap().distribution = distribution;
    let chart = chart(&fixture, "influence");
    assert!(chart.alt.contains("Avia: cost of fighting 600: 4%, no red line: 48%"), "{}", chart.alt);
    let picture = Picture::of(&chart);
    let words: Vec<&str> = all(picture.root(), "text").filter_map(|it| it.text()).collect();
    assert!(words.join(" ").contains("; 600: 4%, no red line: 48%"), "{words:?}");
    assert!(chart.subtitle.contains("only a few values"), "{}", chart.subtitle);
}

/// What a chart says below itself stands there to the last word, in every language and size.
#[test]
fn notes_are_never_cut() {
    let mut fixture = fixture::with_plans(20);
    for plan in fixture.summary.plans.values_mut() {
        plan.signed_and_holding.share.iter_mut().skip(1).for_each(|share| *share = Some(0.0));
    }
    for style in super::styles() {
        for chart in charts(&fixture.input(), &style) {
            let picture = Picture::of(&chart);
            let words: Vec<&str> = all(picture.root(), "text").filter_map(|it| it.text()).collect();
            let words = words.join(" ");
            let said = |text: &str| text.split(' ').filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ");
            assert!(words.contains(&said(&chart.note)), "{}: {}", chart.name, chart.note);
        }
    }
}
