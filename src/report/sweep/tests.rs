//! Charts and table of a sweep whose figures are made up.

use super::{SweepInput, charts, for_readers};
use crate::model::Side;
use crate::report::lang::Lang;
use crate::report::provenance::Provenance;
use crate::report::style::Style;
use crate::report::text::{Screen, sweep_text};
use crate::scenario::Colours;
use crate::sweep::table::PointRow;
use crate::sweep::{Reading, Sweep};

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
        let mut row =
            PointRow { axes: vec![stalemate.to_string(), years.to_owned()], measures: vec![Reading::default()] };
        let value = 0.1 * (index + 1) as f64;
        (row.measures[0].value, row.measures[0].low, row.measures[0].high) =
            (Some(value), Some(value - 0.02), Some(value + 0.03));
        row
    };
    places.enumerate().map(row).collect()
}

fn with_input<R>(of: impl FnOnce(&SweepInput) -> R) -> R {
    let sweep = Sweep::parse("s.toml", SWEEP).unwrap_or_else(|faults| panic!("{}", faults.render(Colours::Off)));
    let provenance = Provenance {
        version: "0".into(),
        file: "s.toml".into(),
        sha256: String::new(),
        text: SWEEP.into(),
        seed: 7,
        trials: 640,
        command: "armistice sweep s.toml".into(),
    };
    of(&SweepInput { sweep: &sweep, provenance: &provenance, rows: &rows(), failed_trials: 0 })
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
