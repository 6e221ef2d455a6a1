//! Every chart, for every kind of results, in every language and size.

mod data;
mod forecasts;
mod many;
mod open;
mod parties;
mod picture;
mod plain;
mod run;
mod trace;
mod worlds;

use std::fs;

use super::{
    BarsData, Chart, Estimate, HeatmapData, Labels, LineData, LinesData, PairedData, RowData, Swing, SwingEnd,
    TornadoData, bars, charts, heatmap, lines, paired, png, tornado,
};
use crate::report::Style;
use crate::report::draw::text_width;
use crate::report::fixture::{self, Fixture};
use crate::report::lang::Lang;
use crate::report::table::Cell;
use crate::report::theme::{ChartSize, Theme};

const SIZES: [ChartSize; 3] = [ChartSize::Column, ChartSize::Page, ChartSize::Slide];

fn cases() -> Vec<(&'static str, Fixture)> {
    vec![
        ("paris", fixture::paris()),
        ("smallest", fixture::smallest()),
        ("nothing signed", fixture::nothing_signed()),
        ("nothing available", fixture::nothing_available()),
        ("hostile", fixture::hostile()),
    ]
}

fn styles() -> Vec<Style> {
    let languages = Lang::CODES.into_iter().filter_map(Lang::by_code);
    languages
        .flat_map(|lang| SIZES.map(|size| Style { lang: lang.clone(), theme: Theme::default(), size, bare: false }))
        .collect()
}

/// Name, attributes and text of each text element, by a real XML parser.
fn check_texts(case: &str, chart: &Chart) {
    let document =
        resvg::usvg::roxmltree::Document::parse(&chart.svg).unwrap_or_else(|error| panic!("{case}: {error}"));
    let number =
        |node: &resvg::usvg::roxmltree::Node, name: &str| -> f64 { node.attribute(name).unwrap().parse().unwrap() };
    let root = document.root_element();
    let paper: Vec<f64> = root.attribute("viewBox").unwrap().split(' ').map(|it| it.parse().unwrap()).collect();
    let (width, height) = (paper[2], paper[3]);
    for node in document.descendants().filter(|node| node.has_tag_name("text")) {
        let (text, size) = (node.text().unwrap_or(""), number(&node, "font-size"));
        let length = text_width(text, size, node.attribute("font-weight").is_some());
        let x = number(&node, "x");
        let left = match node.attribute("text-anchor") {
            Some("end") => x - length,
            Some("middle") => x - length / 2.0,
            _ => x,
        };
        let y = number(&node, "y");
        assert!(left >= 0.0 && left + length <= width, "{case}, {}: `{text}` from {left} of {width}", chart.name);
        assert!(y - 0.8 * size >= 0.0 && y + 0.25 * size <= height, "{case}, {}: `{text}` at {y}", chart.name);
    }
    for node in document.descendants().filter(roxml_element) {
        for attribute in node.attributes() {
            assert!(!attribute.value().contains("NaN") && !attribute.value().contains("inf "), "{case}: {attribute:?}");
        }
    }
}

fn roxml_element(node: &resvg::usvg::roxmltree::Node) -> bool {
    node.is_element()
}

#[test]
fn text_never_leaves_the_canvas_nor_breaks_the_markup() {
    for (case, fixture) in cases() {
        for style in styles() {
            for chart in charts(&fixture.input(), &style) {
                check_texts(case, &chart);
            }
        }
    }
}

#[test]
fn every_chart_has_data_and_alternative_text_in_words() {
    for (case, fixture) in cases() {
        for style in styles() {
            for chart in charts(&fixture.input(), &style) {
                assert!(!chart.data.rows.is_empty(), "{case}: {} has no data", chart.name);
                assert!(chart.alt.len() > 20 && chart.caption().len() > 20, "{case}: {}", chart.name);
                assert!(chart.data.rows.iter().all(|row| row.len() == chart.data.columns.len()), "{}", chart.name);
                for column in 0..chart.data.columns.len() {
                    let key = &chart.data.columns[column];
                    let known = style.lang.t(&format!("column.{key}")) != format!("column.{key}");
                    assert!(known, "column `{key}` has no words");
                }
                let csv = chart.csv();
                let mut reader = csv::Reader::from_reader(csv.as_bytes());
                let records: Result<Vec<_>, _> = reader.records().collect();
                assert_eq!(records.unwrap().len(), chart.data.rows.len());
            }
        }
    }
}

#[test]
fn the_set_is_complete_and_in_order() {
    let names = |fixture: &Fixture| -> Vec<String> {
        charts(&fixture.input(), &Style::default()).into_iter().map(|chart| chart.name).collect()
    };
    let all = [
        "alone",
        "worlds",
        "influence",
        "outcomes",
        "signed-and-holding",
        "given-signed",
        "acceptability",
        "breakdown",
        "plane",
        "settlement",
        "survival",
        "hazard",
        "guarantors",
        "values",
        "months-of-war",
        "inputs",
    ];
    assert_eq!(names(&fixture::paris()), all);
    let without_plans =
        ["alone", "outcomes", "signed-and-holding", "acceptability", "settlement", "values", "months-of-war", "inputs"];
    assert_eq!(names(&fixture::nothing_available()), without_plans);
}

#[test]
fn figures_of_the_outcomes() {
    let charts = charts(&fixture::smallest().input(), &Style::default());
    insta::assert_snapshot!(charts.iter().find(|chart| chart.name == "outcomes").unwrap().csv());
}

#[test]
fn the_bars_of_each_surplus_add_up_to_it() {
    let fixture = fixture::paris();
    let charts = charts(&fixture.input(), &Style::default());
    let chart = charts.iter().find(|chart| chart.name == "breakdown").unwrap();
    let mut sums = 0;
    let mut sum = 0.0;
    for row in &chart.data.rows {
        let (Cell::Text(part), Cell::Number(Some(value))) = (&row[3], &row[4]) else { panic!("{row:?}") };
        if part == "surplus" {
            assert!((sum - value).abs() < 1e-12, "{row:?}: {sum}");
            (sum, sums) = (0.0, sums + 1);
        } else {
            sum += value;
        }
    }
    assert_eq!(sums, 20);
}

#[test]
fn a_theme_changes_colours_and_fonts() {
    let theme = Theme::from_toml("font_family = \"Georgia, serif\"\nchallenger = \"#123456\"\nwidth = 500").unwrap();
    let style = Style { theme, ..Style::default() };
    let drawn = charts(&fixture::paris().input(), &style);
    assert!(drawn.iter().all(|chart| chart.svg.contains("font-family=\"Georgia, serif\"")));
    assert!(drawn.iter().all(|chart| chart.svg.contains("<svg") && chart.svg.contains(" width=\"500\"")));
    let of_the_challenger = ["outcomes", "acceptability", "hazard", "values"];
    for chart in drawn.iter().filter(|chart| of_the_challenger.contains(&chart.name.as_str())) {
        assert!(chart.svg.contains("\"#123456\""), "{} keeps the old colour", chart.name);
        assert!(!chart.svg.contains(&Theme::default().challenger.to_string()), "{}", chart.name);
    }
}

#[test]
fn equal_results_give_equal_bytes() {
    let fixture = fixture::paris();
    let draw = || charts(&fixture.input(), &Style::default());
    assert_eq!(draw(), draw());
    let chart = &draw()[0];
    assert_eq!(png(chart, 200.0).unwrap(), png(chart, 200.0).unwrap());
}

#[test]
fn bitmaps_have_the_asked_resolution() {
    let chart = &charts(&fixture::smallest().input(), &Style::default())[0];
    let bytes = png(chart, 192.0).unwrap();
    assert_eq!(&bytes[1..4], b"PNG");
    let width = u32::from_be_bytes(bytes[16..20].try_into().unwrap());
    assert_eq!(width, 1_440);
    // 192 dots an inch are 7559 a metre.
    assert_eq!(&bytes[37..45], [b"pHYs".as_slice(), &7_559_u32.to_be_bytes()].concat());
    assert!(png(chart, 1e9).is_err() && png(chart, f64::NAN).is_err());
}

/// One of each chart of plain data, with gaps, long names and a single point.
fn experiments(style: &Style) -> Vec<Chart> {
    let labels = |name: &str, share: bool| Labels {
        name: name.to_owned(),
        title: format!("Signed and holding at year 20: {}", fixture::HOSTILE),
        subtitle: "By term of the guarantee and troops stationed.".to_owned(),
        note: "2,000 trials a point.".to_owned(),
        measure: "share signed and holding at year 20".to_owned(),
        share,
    };
    let estimate = |value: f64| Estimate { value: Some(value), low: Some(value - 0.03), high: Some(value + 0.04) };
    let terms = ["5", "10", "15", "20", "30", "50", "permanent"].map(str::to_owned).to_vec();
    let mut values: Vec<Vec<Option<f64>>> = (0..9)
        .map(|row| (0..7).map(|column| Some(0.1 + 0.03 * f64::from(row) + 0.05 * f64::from(column))).collect())
        .collect();
    values[2][3] = None;
    let heat = HeatmapData {
        labels: labels("heatmap", true),
        x: "guarantee_years, years".to_owned(),
        columns: terms,
        y: "foreign_troops, thousand".to_owned(),
        rows: (0..9).map(|row| (5 * row).to_string()).collect(),
        values,
        ..HeatmapData::default()
    };
    let points = |from: f64| (0..7).map(|x| (f64::from(x) * 5.0, estimate(from + 0.05 * f64::from(x)))).collect();
    let mut line = LineData {
        name: "Coalition guarantee".to_owned(),
        side: Some(crate::model::Side::Defender),
        points: points(0.1),
    };
    line.points[3].1 = Estimate::default();
    let second = LineData { name: fixture::HOSTILE.repeat(3), side: None, points: points(0.4) };
    let lined = LinesData {
        labels: labels("lines", true),
        x: "troops, thousand".to_owned(),
        x_names: vec![],
        lines: vec![line.clone(), second],
    };
    let lone = LinesData {
        labels: labels("lone", false),
        x: "term".to_owned(),
        x_names: vec![(5.0, "five".to_owned())],
        lines: vec![LineData { name: String::new(), side: None, points: vec![(5.0, estimate(3.0))] }],
    };
    let row = |name: &str, value: f64| RowData { name: name.to_owned(), estimate: estimate(value) };
    let mut rows =
        vec![row("Coalition guarantee for 15 years", 0.02), row(&"very long ".repeat(12), -0.11), row("third", 0.3)];
    rows.push(RowData { name: "unknown".to_owned(), estimate: Estimate::default() });
    let bar = BarsData { side: None, labels: labels("bars", true), rows: rows.clone() };
    let pair = PairedData {
        labels: labels("paired", true),
        from: "15 years".to_owned(),
        to: "30 years".to_owned(),
        same_luck: true,
        rows,
    };
    let swing = |name: &str, low: f64, high: f64| Swing {
        name: name.to_owned(),
        low: SwingEnd { at: "0.05".to_owned(), value: low, interval: None },
        high: SwingEnd { at: "0.5".to_owned(), value: high, interval: None },
    };
    let storm = TornadoData {
        labels: labels("tornado", true),
        base: 0.33,
        swings: vec![
            swing("challenger.war_cost", 0.2, 0.5),
            swing("guarantor.us.reliability", 0.31, 0.36),
            swing("defender.demands.foreign_troops.red_line", 0.6, 0.1),
        ],
    };
    vec![
        heatmap(&heat, style),
        lines(&lined, style),
        lines(&lone, style),
        bars(&bar, style),
        paired(&pair, style),
        tornado(&storm, style),
    ]
}

#[test]
fn charts_of_plain_data_keep_to_the_same_rules() {
    for style in styles() {
        for chart in experiments(&style) {
            check_texts("experiments", &chart);
            assert!(chart.svg.contains("<title") && !chart.data.rows.is_empty());
        }
    }
}

/// Draws everything into the folder that `ARMISTICE_DRAW` names, to be looked at.
#[test]
#[ignore = "draws pictures for people: ARMISTICE_DRAW=folder cargo test --lib draw_for_looking_at -- --ignored"]
fn draw_for_looking_at() {
    let folder = std::env::var("ARMISTICE_DRAW").expect("ARMISTICE_DRAW names a folder");
    let draw = |name: &str, style: &Style, chart: &Chart| {
        let name = format!("{folder}/{name}-{:?}-{}-{}.png", style.size, style.lang.code(), chart.name);
        fs::write(name, png(chart, 110.0).unwrap()).unwrap();
    };
    let mut cases = cases();
    if let Ok(file) = std::env::var("ARMISTICE_SCENARIO") {
        cases.push(("real", fixture::of_file(&file, 2_000)));
    }
    for style in styles() {
        for chart in &experiments(&style) {
            draw("x", &style, chart);
        }
        for (case, fixture) in &cases {
            for chart in &charts(&fixture.input(), &style) {
                draw(&case.replace(' ', "-"), &style, chart);
            }
        }
    }
}

/// Every chart of a slide is 1,200 by 675 px, letters included, however many rows it has; others are as high as they must be.
#[test]
fn slides_are_slide_shaped() {
    let sides = |chart: &Chart| {
        let document = resvg::usvg::roxmltree::Document::parse(&chart.svg).unwrap();
        ["width", "height"].map(|name| document.root_element().attribute(name).unwrap().parse::<f64>().unwrap())
    };
    for fixture in [fixture::paris(), fixture::many(30)] {
        let style = Style { size: ChartSize::Slide, ..Style::default() };
        for chart in charts(&fixture.input(), &style) {
            assert_eq!(sides(&chart), [1_200.0, 675.0], "{}", chart.name);
            check_texts("slide", &chart);
        }
        assert!(charts(&fixture.input(), &Style::default()).iter().any(|chart| sides(chart)[1] > 500.0));
    }
}
