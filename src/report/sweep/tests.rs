//! Charts and table of a sweep whose figures are made up.

use super::{SweepInput, charts, for_readers};
use crate::model::Side;
use crate::report::figures::Chart;
use crate::report::lang::Lang;
use crate::report::provenance::Provenance;
use crate::report::style::Style;
use crate::report::sweep_page;
use crate::report::text::{Screen, sweep_text};
use crate::scenario::{Colours, parse};
use crate::sweep::table::PointRow;
use crate::sweep::{Points, Reading, Sweep};

const TINY: &str = include_str!("../../../scenarios/tiny.toml");

const SWEEP: &str = "schema = 1\n[sweep]\nbase = \"tiny.toml\"\nname = \"A made-up sweep\"\n\
    [[axis]]\npath = \"front.stalemate\"\nvalues = [0.2, 0.6]\n\
    [[axis]]\npath = \"plan.guarantee-10.terms.guarantee_years\"\nvalues = [10, 30, \"permanent\"]\n\
    [[measure]]\nid = \"worth\"\nof = \"values.defender.mean\"\n\
    [[chart]]\nkind = \"lines\"\nx = \"plan.guarantee-10.terms.guarantee_years\"\nby = \"front.stalemate\"\nmeasure = \"worth\"\n\
    [[chart]]\nkind = \"heatmap\"\nx = \"plan.guarantee-10.terms.guarantee_years\"\ny = \"front.stalemate\"\nmeasure = \"worth\"\n";

/// At each point the measure is 0.1, 0.2, … in the order of the points.
fn rows() -> Vec<PointRow> {
    let places = [0.2, 0.6].into_iter().flat_map(|stalemate| ["10", "30", "permanent"].map(|years| (stalemate, years)));
    let row = |(index, (stalemate, years)): (usize, (f64, &str))| {
        let mut row = PointRow {
            axes: vec![stalemate.to_string(), years.to_owned()],
            measures: vec![Reading::default()],
            left_out: false,
        };
        let value = 0.1 * (index + 1) as f64;
        (row.measures[0].value, row.measures[0].low, row.measures[0].high) =
            (Some(value), Some(value - 0.02), Some(value + 0.03));
        row
    };
    places.enumerate().map(row).collect()
}

fn with_input<R>(of: impl FnOnce(&SweepInput) -> R) -> R {
    let sweep = Sweep::parse("s.toml", SWEEP).unwrap_or_else(|faults| panic!("{}", faults.render(Colours::Off)));
    let base = parse("tiny.toml", TINY, &[], None).unwrap().scenario;
    let provenance = Provenance {
        version: "0".into(),
        file: "s.toml".into(),
        sha256: String::new(),
        text: SWEEP.into(),
        seed: 7,
        trials: 640,
        missing: None,
        command: "armistice sweep s.toml".into(),
    };
    of(&SweepInput { sweep: &sweep, base: &base, provenance: &provenance, rows: &rows(), failed_trials: 0 })
}

/// One chart of lines for each value of the axis that has charts of its own, then one map of all points.
#[test]
fn every_value_of_an_axis_with_charts_of_its_own_has_one() {
    let drawn = with_input(|input| charts(input, &Style::default()));
    let names: Vec<&str> = drawn.iter().map(|chart| chart.name.as_str()).collect();
    assert_eq!(names, ["lines-worth-0.2", "lines-worth-0.6", "heatmap-worth"]);
    let figures = |chart: usize| drawn[chart].csv().lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
    let told = |chart: usize, value: &str| figures(chart).iter().any(|line| line.split(',').any(|cell| cell == value));
    assert!(told(0, "0.1") && told(0, "0.2") && !told(0, "0.4"), "{:?}", figures(0));
    assert!(told(1, "0.4") && told(1, "0.5") && !told(1, "0.1"), "{:?}", figures(1));
    assert_eq!(figures(2).len(), 6);
}

/// Numbers stand where they are; a word beyond the last of them by 0.15 of their range: 30 + 0.15 * 20 = 33.
#[test]
fn a_word_on_an_axis_stands_beyond_its_numbers() {
    with_input(|input| {
        let (places, names) = charts::positions(&input.sweep.axes[1]);
        assert_eq!(places, [10.0, 30.0, 33.0]);
        assert_eq!(names[2], (33.0, "permanent".to_owned()));
        assert_eq!(charts::positions(&input.sweep.axes[0]), (vec![0.2, 0.6], vec![]));
    });
}

#[test]
fn a_measure_of_one_side_has_its_colour() {
    with_input(|input| {
        let of = |written: &str| {
            let mut measure = input.sweep.measures[0].clone();
            written.clone_into(&mut measure.written);
            charts::side_of(&measure)
        };
        assert_eq!(of("values.defender.mean"), Some(Side::Defender));
        assert_eq!(of("values.challenger.mean"), Some(Side::Challenger));
        assert_eq!(of("values.challenger.mean - values.defender.mean"), None);
        assert_eq!(of("settlement.share"), None);
    });
}

/// The scale of a map is that of all points: from 0.1 to 0.6.
#[test]
fn maps_share_the_range_of_their_measure() {
    with_input(|input| {
        let (low, high) = charts::range_of(&charts::cells(input), 0).unwrap();
        assert!((low - 0.1).abs() < 1e-12 && (high - 0.6).abs() < 1e-12, "{low} {high}");
    });
}

#[test]
fn drawn_values_are_shortened_and_others_left() {
    let lang = Lang::english();
    let shown = ["0.123456789", "0.25", "permanent", "12345678"].map(|value| for_readers(&lang, value));
    assert_eq!(shown, ["0.123", "0.25", "permanent", "12345678"]);
}

#[test]
fn the_table_of_a_sweep_has_a_line_a_point() {
    let lang = Lang::english();
    let text = with_input(|input| sweep_text(input, &Screen::new(&lang, Some(100))));
    assert!(text.starts_with("A made-up sweep"), "{text}");
    let points: Vec<&str> =
        text.lines().filter(|line| line.starts_with("  0.2") || line.starts_with("  0.6")).collect();
    let told = ["0.1 ", "0.2 ", "0.3 ", "0.4 ", "0.5 ", "0.6 "];
    assert_eq!(points.len(), 6, "{text}");
    assert!(points.iter().zip(told).all(|(line, value)| line[20..].contains(value)), "{text}");
    assert!(points[2].contains("permanent"), "{text}");
}

/// One axis of each kind: without words of its own, with a name, of several values, of a plan's term.
const AXES: &str = "schema = 1\n[sweep]\nbase = \"tiny.toml\"\nname = \"Axes\"\ndesign = \"one_at_a_time\"\n\
    [[axis]]\npath = \"challenger.war_cost\"\nvalues = [0.1, 0.2]\n\
    [[axis]]\npath = \"defender.war_cost\"\nname = \"the South's cost\"\nunit = \"a month\"\nvalues = [0.1, 0.2]\n\
    [[axis]]\npath = \"guarantor.*.reliability\"\nvalues = [0.1, 0.2]\n\
    [[axis]]\npath = \"plan.guarantee-10.terms.guarantee_years\"\nvalues = [5, 15]\n\
    [[axis]]\npath = \"front.stalemate\"\nvalues = [0.1, 0.2]\n\
    [[axis]]\npath = \"plan.truce.effects.defender.growth.set\"\nvalues = [1, 2]\n\
    [[measure]]\nid = \"worth\"\nof = \"values.defender.mean\"\n\
    [[chart]]\nkind = \"tornado\"\nmeasure = \"worth\"\n";

/// What is made of [`AXES`]; the front's last point has no figure.
fn with_axes<R>(of: impl FnOnce(&SweepInput) -> R) -> R {
    let sweep = Sweep::parse("s.toml", AXES).unwrap_or_else(|faults| panic!("{}", faults.render(Colours::Off)));
    let points = Points::new(&sweep, 1).unwrap();
    let row = |index: usize| {
        let value = (index != 10).then_some(0.01 * index as f64);
        let point = points.point(index as u64);
        let axes = point.iter().map(|level| level.as_ref().map_or_else(String::new, |level| level.shown.clone()));
        PointRow { axes: axes.collect(), measures: vec![Reading { value, ..Reading::default() }], left_out: false }
    };
    with_input(|input| of(&SweepInput { sweep: &sweep, rows: &(0..13).map(row).collect::<Vec<_>>(), ..*input }))
}

/// Names of axes, as rows of a tornado in the order of the file, and the note on the axis that it cannot show.
#[test]
fn an_axis_without_a_name_is_told_in_words_of_the_readers_language() {
    let told = |code: &str| {
        let style = Style { lang: Lang::by_code(code).unwrap(), ..Style::default() };
        let chart = with_axes(|input| charts(input, &style)).remove(0);
        let csv = chart.csv();
        let mut rows: Vec<Vec<&str>> = csv.lines().skip(1).map(|line| line.split(',').collect()).collect();
        // The measure rises from point to point.
        let first = |row: &[&str]| row[2].parse::<f64>().unwrap();
        rows.sort_by(|a, b| first(a).total_cmp(&first(b)));
        (rows.iter().map(|row| row[0].to_owned()).collect::<Vec<_>>(), chart.note)
    };
    let (english, note) = told("en");
    let unnamed = ["guarantor.*.reliability", "plan.guarantee-10.terms.guarantee_years"];
    let all = |first: &str, last: &str| {
        vec![
            first.to_owned(),
            "the South's cost (a month)".to_owned(),
            unnamed[0].to_owned(),
            unnamed[1].to_owned(),
            last.to_owned(),
        ]
    };
    let last = "Truce on the line of contact: rearmament after the war";
    assert_eq!(english, all("North: cost of fighting", last));
    assert!(note.ends_with("missing: front: chance that the front stands still."), "{note}");
    let (french, note) = told("fr");
    let last = "Truce on the line of contact\u{a0}: réarmement après la guerre";
    assert_eq!(french, all("North\u{a0}: coût des combats", last));
    assert!(note.ends_with("\u{a0}: front\u{a0}: chance que le front reste immobile."), "{note}");
}

#[test]
fn the_table_and_the_page_name_axes_in_words() {
    for (code, words) in [("en", "North: cost of fighting"), ("fr", "North\u{a0}: coût des combats")] {
        let style = Style { lang: Lang::by_code(code).unwrap(), ..Style::default() };
        let text = with_axes(|input| sweep_text(input, &Screen::new(&style.lang, Some(120))));
        assert!(text.contains(&format!("{words} = 0.1")) && !text.contains("challenger.war_cost"), "{text}");
        assert!(
            text.contains("guarantor.*.reliability = 0.1") && text.contains("the South's cost = 0.1 a month"),
            "{text}"
        );
        let page = with_axes(|input| sweep_page(input, &style)).markdown(&style.lang);
        assert!(page.contains(&format!("| {words} |")), "{page}");
    }
}

/// Two axes that would have one name keep their paths.
#[test]
fn axes_of_one_name_keep_their_paths() {
    let text = AXES.replace("guarantor.*.reliability", "plan.truce.effects.defender.growth.add");
    let sweep = Sweep::parse("s.toml", &text).unwrap_or_else(|faults| panic!("{}", faults.render(Colours::Off)));
    let named = with_input(|input| SweepInput { sweep: &sweep, ..*input }.named(&Lang::english()));
    let names: Vec<Option<&str>> = named.axes.iter().map(|axis| axis.name.as_deref()).collect();
    let front = "front: chance that the front stands still";
    assert_eq!(names, [Some("North: cost of fighting"), Some("the South's cost"), None, None, Some(front), None]);
}

/// The sweep with bars beside, of which the point (0.2, 30) rests on too few trials; its figure would be 9.125.
fn with_few<R>(of: impl FnOnce(&SweepInput) -> R) -> R {
    let text = SWEEP.to_owned()
        + "[[chart]]\nkind = \"bars\"\nx = \"plan.guarantee-10.terms.guarantee_years\"\nby = \"front.stalemate\"\nmeasure = \"worth\"\n";
    let sweep = Sweep::parse("s.toml", &text).unwrap_or_else(|faults| panic!("{}", faults.render(Colours::Off)));
    let mut rows = rows();
    rows[1].measures[0] = Reading { value: Some(9.125), low: Some(9.125), high: Some(9.125), few: true };
    with_input(|input| of(&SweepInput { sweep: &sweep, rows: &rows, ..*input }))
}

#[test]
fn no_chart_draws_a_figure_over_too_few_trials() {
    for (code, not_shown, grey) in [
        ("en", "Not shown: what rests on fewer than 20 trials.", "or fewer than 20, that"),
        ("fr", "Non montré\u{a0}: ce qui repose sur moins de 20 essais.", "ou moins de 20, sur quoi"),
    ] {
        let style = Style { lang: Lang::by_code(code).unwrap(), ..Style::default() };
        let drawn = with_few(|input| charts(input, &style));
        let told = |chart: &Chart| (chart.name.clone(), chart.note.contains(not_shown), chart.note.contains(grey));
        let of = |name: &str, few, empty| (name.to_owned(), few, empty);
        let expected = [
            of("lines-worth-0.2", true, false),
            of("lines-worth-0.6", false, false),
            of("heatmap-worth", false, true),
            of("bars-worth-0.2", true, false),
            of("bars-worth-0.6", false, false),
        ];
        assert_eq!(drawn.iter().map(told).collect::<Vec<_>>(), expected);
        for chart in &drawn {
            assert!(!chart.csv().contains("9.125") && !chart.svg.contains("9.12"), "{}", chart.csv());
        }
        assert_eq!(drawn[0].csv().lines().nth(2).unwrap().split(',').skip(1).collect::<Vec<_>>(), ["30", "", "", ""]);
        assert_eq!(drawn[3].csv().lines().nth(2), Some("30,,,"));
        assert!(drawn[3].svg.contains(">–<"));
    }
    // The scale of the map is that of the others.
    with_few(|input| {
        let (low, high) = charts::range_of(&charts::cells(input), 0).unwrap();
        assert!((low - 0.1).abs() < 1e-12 && (high - 0.6).abs() < 1e-12, "{low} {high}");
    });
}

/// An axis of a tornado with an end over too few trials is named in the note.
#[test]
fn a_tornado_leaves_out_an_axis_with_an_end_over_too_few_trials() {
    let with = |few: usize| {
        let drawn = with_axes(|input| {
            let mut rows = input.rows.to_vec();
            rows[few].measures[0].few = true;
            charts(&SweepInput { rows: &rows, ..*input }, &Style::default())
        });
        drawn.first().map(|chart| (chart.csv().contains("North: cost of fighting"), chart.note.clone()))
    };
    let (there, note) = with(2).unwrap();
    assert!(!there && note.contains("missing: North: cost of fighting and front"), "{note}");
    assert!(note.ends_with("Not shown: what rests on fewer than 20 trials."), "{note}");
    // Without the base there is nothing to draw from.
    assert_eq!(with(0), None);
}

#[test]
fn no_table_prints_a_figure_over_too_few_trials() {
    for (code, note) in [
        ("en", "–: rests on fewer than 20 trials, too few for a figure."),
        ("fr", "–\u{a0}: repose sur moins de 20 essais, trop peu pour un chiffre."),
    ] {
        let style = Style { lang: Lang::by_code(code).unwrap(), ..Style::default() };
        let screen = Screen::new(&style.lang, Some(120));
        let text = with_few(|input| sweep_text(input, &screen));
        let points: Vec<&str> =
            text.lines().filter(|line| line.starts_with("  0.2") || line.starts_with("  0.6")).collect();
        assert_eq!(
            points.iter().map(|line| line.trim_end().ends_with(" –")).collect::<Vec<_>>(),
            [false, true, false, false, false, false],
            "{text}"
        );
        assert!(text.contains(note) && !text.contains("9.1") && !text.contains("9,1"), "{text}");
        let page = with_few(|input| sweep_page(input, &style)).markdown(&style.lang);
        assert!(page.contains("| 0.2 | 30 | – | – | – |") && page.contains(note), "{page}");
        assert!(!with_input(|input| sweep_text(input, &screen)).contains('–'));
    }
}
