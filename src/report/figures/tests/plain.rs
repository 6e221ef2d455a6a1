//! Charts of plain data: lines, bars, paired differences, tornado and heatmap, mark by mark.

use super::picture::{Picture, Point, Scale, all, attribute, circle, color, near, one, points, sides, whisker};
use crate::model::Side;
use crate::report::Style;
use crate::report::figures::{
    BarsData, BoxRow, BoxRows, Estimate, HeatmapData, IndexRow, IndicesData, Labels, LineData, LinesData, PairedData,
    RegretRow, RegretRows, RowData, Swing, SwingEnd, TornadoData, TradeOff, bars, box_rows, heatmap, indices, lines,
    paired, regret_rows, tornado, trade_off,
};
use crate::report::theme::Theme;

fn labels(measure: &str) -> Labels {
    Labels {
        name: "chart".to_owned(),
        title: "Title".to_owned(),
        measure: measure.to_owned(),
        share: true,
        ..Labels::default()
    }
}

fn estimate(value: f64, low: f64, high: f64) -> Estimate {
    Estimate { value: Some(value), low: Some(low), high: Some(high) }
}

fn row(name: &str, value: f64, low: f64, high: f64) -> RowData {
    RowData { name: name.to_owned(), estimate: estimate(value, low, high) }
}

fn hue(index: usize) -> String {
    Theme::default().palette[index].to_string()
}

#[test]
fn swept_lines_run_through_their_points_within_their_bands() {
    let values = [[0.1, 0.25, 0.2, 0.45], [0.5, 0.4, 0.35, 0.1]];
    let line = |index: usize, name: &str, side| LineData {
        name: name.to_owned(),
        side,
        points: [0.0, 5.0, 10.0, 30.0]
            .iter()
            .zip(values[index])
            .map(|(&x, y)| (x, estimate(y, y - 0.04, y + 0.02)))
            .collect(),
    };
    let drawn = vec![line(0, "first", None), line(1, "second", Some(Side::Challenger))];
    let data = LinesData { labels: labels("share signed"), x: "years".to_owned(), x_names: vec![], lines: drawn };
    let chart = lines(&data, &Style::default());
    let picture = Picture::of(&chart);
    let (x, y) = picture.scales();
    for (index, line) in data.lines.iter().enumerate() {
        let key = index.to_string();
        let groups: Vec<_> =
            picture.groups("series").into_iter().filter(|it| it.attribute("data-key") == Some(&key)).collect();
        let curve = points(&one(*groups.iter().find(|it| it.has_attribute("data-xs")).unwrap(), "polyline"));
        let outline = points(&one(groups[0], "polygon"));
        for (at, (place, it)) in line.points.iter().enumerate() {
            near(curve[at].0, x.px(*place), "a point, across");
            near(curve[at].1, y.px(it.value.unwrap()), "a point, up");
            near(outline[at].1, y.px(it.high.unwrap()), "the upper edge");
            near(outline[7 - at].1, y.px(it.low.unwrap()), "the lower edge");
        }
        let name = picture.group("name", &key);
        assert_eq!(one(name, "text").text(), Some(line.name.as_str()));
        near(points(&one(name, "polyline"))[0].1, curve[3].1, "the name at the end");
    }
    let stroke = |key: &str| {
        color(&one(
            picture
                .groups("series")
                .into_iter()
                .find(|it| it.attribute("data-key") == Some(key) && it.has_attribute("data-xs"))
                .unwrap(),
            "polyline",
        ))
        .to_owned()
    };
    // The first two colours of the palette are those of the sides, which a line of its own does not take.
    assert_eq!([stroke("0"), stroke("1")], [hue(2), Theme::default().challenger.to_string()]);
}

#[test]
fn words_stand_at_their_own_places_of_an_axis() {
    let points = [5.0, 15.0, 17.0].map(|x| (x, estimate(x / 100.0, 0.01, 0.3))).to_vec();
    let names = [(5.0, "5"), (15.0, "15"), (17.0, "permanent")].map(|(x, name)| (x, name.to_owned())).to_vec();
    let line = LineData { name: "a".to_owned(), side: None, points };
    let data = LinesData { labels: labels("m"), x: "term".to_owned(), x_names: names, lines: vec![line] };
    let chart = lines(&data, &Style::default());
    let picture = Picture::of(&chart);
    let x = picture.x_scales()[0];
    let axis = picture.groups("axis").into_iter().find(|it| it.attribute("class") == Some("axis x")).unwrap();
    let ticks: Vec<f64> = all(axis, "polyline").map(|it| self::points(&it)[0].0).collect();
    near(ticks[ticks.len() - 1], x.px(17.0), "the tick of the word");
    assert!(all(axis, "text").any(|it| it.text() == Some("permanent")));
    // A line from 5 to 15, then a level step at the word, and nothing between: 2 from its neighbour, 0.6 to each side.
    let curves: Vec<Vec<Point>> =
        all(picture.root(), "polyline").filter(|it| color(it) == hue(0)).map(|it| self::points(&it)).collect();
    let ends: Vec<[f64; 2]> = curves.iter().map(|it| [it[0].0, it[it.len() - 1].0]).collect();
    let is_drawn =
        |from: f64, to: f64| ends.iter().any(|it| (it[0] - x.px(from)).abs() < 0.6 && (it[1] - x.px(to)).abs() < 0.6);
    assert!(is_drawn(5.0, 15.0) && is_drawn(16.4, 17.6), "{ends:?}");
    assert!(!ends.iter().any(|it| it[0] < x.px(15.5) && it[1] > x.px(16.0)), "{ends:?}");
}

#[test]
fn bars_begin_at_zero_also_below_it() {
    let rows = vec![row("up", 0.3, 0.22, 0.34), row("down", -0.12, -0.2, -0.1), row("little", 0.01, 0.005, 0.03)];
    let data = BarsData { labels: labels("gain"), side: Some(Side::Defender), rows };
    let chart = bars(&data, &Style::default());
    let picture = Picture::of(&chart);
    let x = picture.x_scales()[0];
    let mut last = 0.0;
    for (row, text) in data.rows.iter().zip(["30.0%", "−12.0%", "1.0%"]) {
        let (mark, it) = (picture.mark(&format!("{}: ", row.name)), &row.estimate);
        let [left, right, top, bottom] = sides(&one(mark, "rect"));
        near(left, x.px(it.value.unwrap().min(0.0)), "the left of a bar");
        near(right, x.px(it.value.unwrap().max(0.0)), "the right of a bar");
        let (low, high) = whisker(mark);
        near(low, x.px(it.low.unwrap()), "the lower end");
        near(high, x.px(it.high.unwrap()), "the upper end");
        assert_eq!(color(&one(mark, "rect")), Theme::default().defender.to_string());
        for words in [row.name.as_str(), text] {
            let (_, baseline) = picture.text(words);
            assert!(top < baseline && baseline < bottom && top > last, "{words} stands beside another bar");
        }
        last = bottom;
    }
}

/// The colour of one side is the first of the palette, so that both are looked at.
#[test]
fn bars_of_a_side_have_its_colour_and_others_the_first() {
    let theme = Theme::default();
    for (side, expected) in
        [(Some(Side::Challenger), theme.challenger), (Some(Side::Defender), theme.defender), (None, theme.palette[0])]
    {
        let data = BarsData { labels: labels("gain"), side, rows: vec![row("one", 0.3, 0.2, 0.4)] };
        let chart = bars(&data, &Style::default());
        let bar = one(Picture::of(&chart).mark("one: "), "rect").attribute("fill").unwrap().to_owned();
        assert_eq!(bar, expected.to_string(), "{side:?}");
    }
}

#[test]
fn paired_differences_are_dots_with_intervals_beside_zero() {
    let rows = vec![row("one", 0.04, 0.01, 0.06), row("two", -0.02, -0.03, 0.015)];
    let (from, to) = ("before".to_owned(), "after".to_owned());
    let data = PairedData { labels: labels("signed"), from, to, same_luck: true, rows };
    let chart = paired(&data, &Style::default());
    let picture = Picture::of(&chart);
    let x = picture.x_scales()[0];
    for (row, text) in data.rows.iter().zip(["+4.0 pp", "−2.0 pp"]) {
        let (mark, it) = (picture.mark(&format!("{}: ", row.name)), &row.estimate);
        let dot = circle(&one(mark, "circle"));
        near(dot.0, x.px(it.value.unwrap()), "a difference");
        let (low, high) = whisker(mark);
        near(low, x.px(it.low.unwrap()), "the lower end");
        near(high, x.px(it.high.unwrap()), "the upper end");
        assert!((picture.text(text).1 - dot.1).abs() < 8.0, "{text} stands beside another dot");
    }
    let ink = Theme::default().ink.to_string();
    let upright = |line: &Vec<Point>| line.len() == 2 && line[0].0 == line[1].0 && line[1].1 - line[0].1 > 20.0;
    let rules: Vec<Vec<Point>> =
        all(picture.root(), "polyline").filter(|it| color(it) == ink).map(|it| points(&it)).filter(upright).collect();
    near(rules[0][0].0, x.px(0.0), "the line at zero");
}

#[test]
fn a_tornado_swings_from_the_base_largest_first() {
    let end =
        |name: &str, value: f64| SwingEnd { at: name.to_owned(), value, interval: Some((value - 0.01, value + 0.02)) };
    let swing = |name: &str, low: f64, high: f64| Swing {
        name: name.to_owned(),
        low: end(&format!("{name}-first"), low),
        high: end(&format!("{name}-last"), high),
    };
    // The last has both its ends on one side of the base.
    let swings = vec![swing("small", 0.34, 0.31), swing("large", 0.2, 0.5), swing("middle", 0.45, 0.36)];
    let data = TornadoData { labels: labels("lasts"), base: 0.33, swings };
    let chart = tornado(&data, &Style::default());
    let picture = Picture::of(&chart);
    let x = picture.x_scales()[0];
    let mut last = 0.0;
    for swing in [&data.swings[1], &data.swings[2], &data.swings[0]] {
        for (end, label) in [(&swing.low, "the first value of each"), (&swing.high, "the last value of each")] {
            let mark = picture.mark(&format!("{} = {}", swing.name, end.at));
            let bar = one(mark, "rect");
            let [left, right, top, bottom] = sides(&bar);
            near(left, x.px(end.value.min(data.base)), "the left of a swing");
            near(right, x.px(end.value.max(data.base)), "the right of a swing");
            let (low, high) = whisker(mark);
            near(low, x.px(end.interval.unwrap().0), "the lower end");
            near(high, x.px(end.interval.unwrap().1), "the upper end");
            assert_eq!(color(&bar), picture.legend_color(label), "{}", end.at);
            assert!(top > last, "no bar lies on another: {top} {last}");
            let (_, baseline) = picture.text(&format!("{}: {:.1}%", end.at, 100.0 * end.value));
            assert!(top < baseline && baseline < bottom + 4.0, "{} stands beside another bar", end.at);
            last = bottom;
        }
    }
    assert_ne!(picture.legend_color("the first value of each"), picture.legend_color("the last value of each"));
    let rule = picture.root().descendants().rfind(|it| it.attribute("stroke-dasharray") == Some("3 3")).unwrap();
    near(points(&one(rule, "polyline"))[0].0, x.px(0.33), "the base");
}

/// Rows from the bottom, columns from the left.
fn map(values: Vec<Vec<Option<f64>>>, difference: bool) -> HeatmapData {
    let names = |from: usize, count: usize| (1..=count).map(|index| (from + index).to_string()).collect();
    HeatmapData {
        labels: Labels { share: false, ..labels("measure") },
        x: "across".to_owned(),
        columns: names(100, values[0].len()),
        y: "up".to_owned(),
        rows: names(200, values.len()),
        values,
        difference,
        range: None,
        error: None,
    }
}

fn red_green_blue(hex: &str) -> [f64; 3] {
    [1, 3, 5].map(|at| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()))
}

/// How light a colour is, 0 to 765.
fn light(hex: &str) -> f64 {
    red_green_blue(hex).iter().sum()
}

/// Figure and colour of each cell, each checked to lie at its own names.
fn cells(picture: &Picture, data: &HeatmapData) -> Vec<(Option<f64>, String)> {
    let mut cells = Vec::new();
    for (row, values) in data.values.iter().enumerate() {
        for (column, value) in values.iter().enumerate() {
            let (across, up) = (&data.columns[column], &data.rows[row]);
            let cell = one(picture.mark(&format!("{across}; {up}: ")), "rect");
            let [left, right, top, bottom] = sides(&cell);
            let (x, y) = (picture.text(across).0, picture.text(up).1);
            assert!(left < x && x < right, "{across} at {x}, its cell from {left} to {right}");
            assert!(top < y && y < bottom, "{up} at {y}, its cell from {top} to {bottom}");
            cells.push((*value, color(&cell).to_owned()));
        }
    }
    cells
}

#[test]
fn a_heatmap_is_darker_for_more_and_its_scale_says_so() {
    let values = vec![vec![Some(1.0), Some(4.0), Some(2.0)], vec![Some(6.0), Some(3.0), Some(9.0)]];
    let data = map(values, false);
    let chart = heatmap(&data, &Style::default());
    let picture = Picture::of(&chart);
    let mut cells = cells(&picture, &data);
    cells.sort_by(|a, b| a.0.unwrap().total_cmp(&b.0.unwrap()));
    assert!(cells.windows(2).all(|pair| light(&pair[1].1) < light(&pair[0].1) - 20.0), "{cells:?}");
    let scale: Vec<String> = all(picture.groups("scale")[0], "rect").map(|it| color(&it).to_owned()).collect();
    assert_eq!([&scale[0], &scale[scale.len() - 1]], [&cells[0].1, &cells[5].1], "the ends of the scale");
    let ends: Vec<&str> = all(picture.groups("scale")[0], "text").filter_map(|it| it.text()).collect();
    assert_eq!(ends, ["1", "9"]);
    assert!(picture.text("1").0 < picture.text("9").0);
    // The third step of the bar is 2/39 of the way from 1 to 9.
    let expected = Theme::default().background.mix(Theme::default().palette[0], 0.06 + 0.94 * 2.0 / 39.0);
    assert_eq!(scale[2], expected.to_string());
}

#[test]
fn two_hues_meet_at_zero_where_figures_lie_on_both_sides_of_it() {
    let values = vec![vec![Some(-4.0), Some(-1.0), Some(0.0)], vec![Some(0.01), Some(2.0), Some(4.0)]];
    let data = map(values, false);
    let chart = heatmap(&data, &Style::default());
    let picture = Picture::of(&chart);
    for (value, hex) in cells(&picture, &data) {
        let ([red, _, blue], value) = (red_green_blue(&hex), value.unwrap());
        assert!(
            (value < 0.0 && red > blue + 10.0) || (value > 0.0 && blue > red + 10.0) || (value == 0.0 && red == blue),
            "{value} is {hex}"
        );
    }
    let colors: Vec<String> = cells(&picture, &data).into_iter().map(|it| it.1).collect();
    assert_eq!([colors[0].clone(), colors[5].clone()], [hue(1), hue(0)], "equally far, equally strong");
    let zero = all(picture.groups("scale")[0], "polyline").map(|it| points(&it)).next().unwrap()[0].0;
    let bar: Vec<[f64; 4]> = all(picture.groups("scale")[0], "rect").map(|it| sides(&it)).collect();
    near(zero, (bar[0][0] + bar[39][0] + 3.0) / 2.0, "0 in the middle of a scale from -4 to 4");
    assert_eq!(picture.text("0").0, zero);
}

#[test]
fn zero_stands_at_its_place_on_a_scale_that_is_not_even() {
    let chart = heatmap(&map(vec![vec![Some(-1.0), Some(3.0)]], false), &Style::default());
    let picture = Picture::of(&chart);
    let bar: Vec<[f64; 4]> = all(picture.groups("scale")[0], "rect").map(|it| sides(&it)).collect();
    let step = (bar[39][0] - bar[0][0]) / 39.0;
    near(picture.text("0").0, bar[0][0] + 0.25 * 40.0 * step, "0 a quarter of the way from -1 to 3");
}

#[test]
fn a_difference_has_zero_as_its_lightest_even_if_all_lie_above() {
    let data = map(vec![vec![Some(3.0), Some(4.0)], vec![Some(3.5), Some(3.2)]], true);
    let chart = heatmap(&data, &Style::default());
    let cells = cells(&Picture::of(&chart), &data);
    let strength = Theme::default().background.mix(Theme::default().palette[0], 0.08 + 0.92 * 0.75).to_string();
    assert_eq!(cells[0].1, strength, "3 of 4 is three quarters of the way from 0");
}

#[test]
fn maps_that_are_compared_have_one_scale() {
    let one_map = |values| {
        let data = HeatmapData { range: Some((0.0, 10.0)), ..map(values, false) };
        let chart = heatmap(&data, &Style::default());
        cells(&Picture::of(&chart), &data)
    };
    let (a, b) = (one_map(vec![vec![Some(2.0), Some(3.0)]]), one_map(vec![vec![Some(10.0), Some(3.0)]]));
    assert_eq!(a[1].1, b[1].1);
    assert!(light(&b[0].1) < light(&a[1].1) - 100.0);
}

/// Half an interval of 0.02 asks for a scale of ten of them, 0.2: from 0.30 and 0.32 it is 0.21 to 0.41, so that the two lie
/// at 0.45 and 0.55 of it. What would lie above 1 or below 0 is cut off: from 0.98 and 0.99 it is 0.885 to 1, from 0.015
/// and 0.17, with half intervals of 0.048, 0 to 0.3325.
#[test]
fn a_scale_is_no_finer_than_the_error_warrants() {
    let theme = Theme::default();
    let drawn = |values: [f64; 2], error: f64| {
        let mut data = map(vec![values.map(Some).to_vec()], false);
        (data.labels.share, data.error) = (true, Some(error));
        let chart = heatmap(&data, &Style::default());
        cells(&Picture::of(&chart), &data).into_iter().map(|it| it.1).collect::<Vec<_>>()
    };
    let colors = |values: [f64; 2]| drawn(values, 0.02);
    let at = |place: f64| theme.background.mix(theme.palette[0], 0.06 + 0.94 * place).to_string();
    assert_eq!(colors([0.30, 0.32]), [at(0.45), at(0.55)]);
    assert_eq!(colors([0.98, 0.99]), [at(0.095 / 0.115), at(0.105 / 0.115)]);
    assert_eq!(drawn([0.015, 0.17], 0.048), [at(0.015 / 0.3325), at(0.17 / 0.3325)]);
    let wide = colors([0.1, 0.9]);
    assert_eq!(wide, [at(0.0), at(1.0)], "a wide range is left as it is");
}

/// 0.145 and 0.115 lie just below and just at a half as binary numbers; both are rounded up. Lines are explained where
/// there are any, and end before they reach a figure.
#[test]
fn figures_are_rounded_alike_and_lines_keep_clear_of_them() {
    let mut data = map(vec![vec![Some(0.145), Some(0.115)], vec![Some(0.005), Some(0.305)]], false);
    data.labels.share = true;
    let chart = heatmap(&data, &Style::default());
    let picture = Picture::of(&chart);
    let figures = ["15%", "12%", "1%", "31%"].map(|text| picture.text(text));
    assert!(chart.note.contains("Lines join equal values."), "{}", chart.note);
    let lines = all(picture.root(), "polyline").filter(|it| it.attribute("stroke-width") == Some("0.6"));
    let ends: Vec<Point> = lines.flat_map(|it| points(&it)).collect();
    assert!(ends.len() >= 4, "{ends:?}");
    for (x, y) in ends {
        let clear = |figure: &Point| (x - figure.0).abs() > 14.0 || (y - (figure.1 - 4.0)).abs() > 8.0;
        assert!(figures.iter().all(clear), "a line runs into a figure at {x}, {y}");
    }
    let one = heatmap(&map(vec![vec![Some(0.1), Some(0.2)]], false), &Style::default());
    assert!(!one.note.contains("Lines"), "one row has no lines: {}", one.note);
}

#[test]
fn an_empty_cell_is_unlike_any_figure_and_said_to_be_empty() {
    let data = map(vec![vec![Some(1.0), None], vec![Some(2.0), Some(3.0)]], false);
    let chart = heatmap(&data, &Style::default());
    let cells = cells(&Picture::of(&chart), &data);
    let [red, green, blue] = red_green_blue(&cells[1].1);
    assert!(red == green && green == blue && red < 250.0);
    assert!(chart.svg.contains("grey: no value there") && chart.note.contains("Grey cells have no value"));
    let full = heatmap(&map(vec![vec![Some(1.0), Some(2.0)]], false), &Style::default());
    assert!(!full.svg.contains("no value") && !full.note.contains("Grey"));
}

#[test]
fn contours_lie_on_their_level_between_the_cells() {
    // The figure is column + 2 row at the middles: the contour of 2 passes (2, 0) and (0, 1). As shares, in tenths.
    for (share, unit, name) in [(false, 1.0, "2"), (true, 0.1, "20%")] {
        let cell = |row: u32, column: u32| Some(unit * f64::from(column + 2 * row));
        let values = (0..3).map(|row| (0..4).map(|column| cell(row, column)).collect()).collect();
        let mut data = map(values, false);
        data.labels.share = share;
        let chart = heatmap(&data, &Style::default());
        let picture = Picture::of(&chart);
        let middle = |name: &str| sides(&one(picture.mark(name), "rect"));
        let (first, last) = (middle("101; 201"), middle("104; 203"));
        let center = |it: [f64; 4]| (f64::midpoint(it[0], it[1]), f64::midpoint(it[2], it[3]));
        let ((x0, y0), (x1, y1)) = (center(first), center(last));
        let columns = Scale::between((0.0, x0), (3.0, x1));
        let rows = Scale::between((0.0, y0), (2.0, y1));
        let lines: Vec<Vec<Point>> = picture
            .groups("mark")
            .into_iter()
            .filter(|it| one(*it, "title").text() == Some(name))
            .flat_map(|it| all(it, "polyline").map(|line| points(&line)).collect::<Vec<_>>())
            .collect();
        assert!(!lines.is_empty(), "no contour of {name}");
        for (px, py) in lines.concat() {
            let value = columns.value(px) + 2.0 * rows.value(py);
            assert!((value - 2.0).abs() < 0.02, "the contour of {name} passes {}", unit * value);
        }
    }
}

/// Style of each named line, and how many grey ones there are.
fn styles(chart: &crate::report::figures::Chart) -> (Vec<(String, String)>, usize) {
    let picture = Picture::of(chart);
    let named = picture.groups("series").into_iter().filter(|it| it.has_attribute("data-xs")).map(|it| {
        let line = one(it, "polyline");
        (color(&line).to_owned(), line.parent().unwrap().attribute("stroke-dasharray").unwrap_or("").to_owned())
    });
    let grey = crate::report::figures::plans::faint(&Theme::default()).to_string();
    let named = named.collect();
    let faint = all(picture.root(), "polyline").filter(|it| color(it) == grey).count();
    (named, faint)
}

#[test]
fn no_two_lines_look_the_same_however_many_there_are() {
    for count in [1, 7, 14, 21, 22, 26, 120] {
        let line = |index: usize| LineData {
            name: format!("line {index}"),
            side: None,
            points: vec![
                (0.0, Estimate { value: Some(0.2), ..Estimate::default() }),
                (1.0, estimate(index as f64 / 200.0, 0.1, 0.2)),
            ],
        };
        let drawn = (0..count).map(line).collect();
        let data = LinesData { labels: labels("m"), x: "x".to_owned(), x_names: vec![], lines: drawn };
        let chart = lines(&data, &Style::default());
        let (mut named, grey) = styles(&chart);
        assert_eq!(named.len() + grey, count);
        named.sort();
        named.dedup();
        assert_eq!(named.len(), if count > 21 { 7 } else { count }, "{count} lines");
        assert_eq!(chart.note.contains("are named and in colour"), count > 21);
        assert!(attribute(&Picture::of(&chart).root(), "height") < 1_000.0);
    }
}

#[test]
fn a_box_is_marked_within_the_range_of_each_input() {
    let of = |name: &str, kept: &str, from, to| BoxRow { name: name.to_owned(), kept: kept.to_owned(), from, to };
    let rows = vec![of("cost", "above 0.24", 0.35, 1.0), of("patience", "below 0.9", 0.0, 0.6)];
    let data = BoxRows { labels: labels("place"), rows };
    let chart = box_rows(&data, &Style::default());
    let picture = Picture::of(&chart);
    let x = picture.x_scales()[0];
    for row in &data.rows {
        let [left, right, ..] = sides(&one(picture.mark(&format!("{}: ", row.name)), "rect"));
        near(left, x.px(row.from), "where the box begins");
        near(right, x.px(row.to), "where it ends");
        assert!(picture.text(&row.kept).0 > x.px(1.0));
    }
    assert_eq!(chart.data.rows[0][2].raw(), "0.35");
}

#[test]
fn boxes_stand_at_their_coverage_and_density() {
    let data = TradeOff {
        labels: labels("density"),
        coverage: "coverage".to_owned(),
        boxes: vec![(1.0, 0.2, 0), (0.8, 0.4, 1), (0.5, 0.7, 2)],
        chosen: 1,
        ready: (0.82, 0.41),
        base: 0.2,
    };
    let chart = trade_off(&data, &Style::default());
    let picture = Picture::of(&chart);
    let (x, y) = picture.scales();
    for (index, &(coverage, density, _)) in data.boxes.iter().enumerate() {
        let at = circle(&one(picture.mark(&format!("box {index}: ")), "circle"));
        near(at.0, x.px(coverage), "coverage");
        near(at.1, y.px(density), "density");
    }
    let ring = circle(&one(picture.mark("the box that is told"), "circle"));
    near(ring.0, x.px(0.82), "coverage of what is told");
    near(ring.1, y.px(0.41), "its density");
}

#[test]
fn regrets_stand_by_state() {
    let row = |name: &str, by_state: [f64; 2]| RegretRow { name: name.to_owned(), by_state: by_state.to_vec() };
    let rows = vec![row("truce", [0.0, 0.12]), row("zone", [0.3, 0.05])];
    let data = RegretRows { labels: labels("regret"), states: vec!["mild".to_owned(), "hard".to_owned()], rows };
    let chart = regret_rows(&data, &Style::default());
    let picture = Picture::of(&chart);
    let x = picture.x_scales()[0];
    for row in &data.rows {
        for (state, &regret) in data.states.iter().zip(&row.by_state) {
            let at = circle(&one(picture.mark(&format!("{}, {state}: ", row.name)), "circle"));
            near(at.0, x.px(regret), "a regret");
        }
    }
    picture.text("12.0%");
    picture.text("30.0%");
}

/// Each group has its total index above its first-order one, from zero, with whiskers; below zero nothing is drawn.
#[test]
fn indices_stand_in_pairs_of_bars() {
    let rows = vec![
        IndexRow { name: "one".to_owned(), first: estimate(0.3, 0.25, 0.35), total: estimate(0.6, 0.5, 0.7) },
        IndexRow { name: "other".to_owned(), first: estimate(-0.01, -0.03, 0.01), total: estimate(0.2, 0.1, 0.25) },
    ];
    let chart = indices(&IndicesData { labels: labels("share of the variance"), rows }, &Style::default());
    let picture = Picture::of(&chart);
    let x = picture.x_scales()[0];
    for (tip, value, ends) in [
        ("one, Total", 0.6, (0.5, 0.7)),
        ("one, Alone", 0.3, (0.25, 0.35)),
        ("other, Total", 0.2, (0.1, 0.25)),
        ("other, Alone", 0.0, (0.0, 0.01)),
    ] {
        let mark = picture.mark(tip);
        let bar = one(mark, "rect");
        let [left, right, ..] = sides(&bar);
        near(left, x.px(0.0), "where a bar begins");
        near(right, x.px(value), "where a bar ends");
        let (low, high) = whisker(mark);
        near(low, x.px(ends.0), "the lower end");
        near(high, x.px(ends.1), "the upper end");
        let word = tip.split(", ").nth(1).unwrap();
        assert_eq!(color(&bar), picture.legend_color(word), "{tip}");
    }
    assert!(
        chart
            .csv()
            .starts_with("name,total,total_low,total_high,first_order,first_low,first_high\none,0.6,0.5,0.7,0.3,")
    );
}
