//! The tables and the alternative texts of charts: each figure in its own row and column, and no other.

use super::super::Chart;
use super::{
    BarsData, Estimate, HeatmapData, Labels, LineData, LinesData, PairedData, RowData, Swing, SwingEnd, TornadoData,
    bars, charts, heatmap, lines, paired, tornado,
};
use crate::report::Style;
use crate::report::fixture::{self, Fixture};
use crate::report::lang::Lang;
use crate::report::table::Cell;

fn chart(fixture: &Fixture, name: &str) -> Chart {
    let all = charts(&fixture.input(), &Style::default());
    all.into_iter().find(|chart| chart.name == name).unwrap_or_else(|| panic!("no chart {name}"))
}

/// The cells of some columns in the first row that has these words and figures in other columns.
#[track_caller]
fn cells(chart: &Chart, of: &[(&str, &str)], columns: &[&str]) -> Vec<String> {
    let table = &chart.data;
    let place = |name: &str| table.columns.iter().position(|it| it == name).unwrap_or_else(|| panic!("no {name}"));
    let row = table.rows.iter().find(|row| of.iter().all(|(column, is)| row[place(column)].raw() == *is));
    let row = row.unwrap_or_else(|| panic!("no row of {of:?}"));
    columns.iter().map(|name| row[place(name)].raw()).collect()
}

fn raw(values: impl IntoIterator<Item = Option<f64>>) -> Vec<String> {
    values.into_iter().map(|value| Cell::Number(value).raw()).collect()
}

#[test]
fn shares_of_a_run_stand_with_their_own_ends() {
    let fixture = fixture::paris();
    let (summary, ends) = (&fixture.summary, ["share", "low", "high"]);
    let held = summary.classes.peace_held;
    let got = cells(&chart(&fixture, "outcomes"), &[("class", "peace_held")], &ends);
    assert_eq!(got, raw([held.share, held.low, held.high]));
    let plan = &summary.plans["us-15"];
    let accepted = chart(&fixture, "acceptability");
    for (side, of) in [("challenger", plan.acceptable.challenger), ("both", plan.acceptable.both)] {
        let got = cells(&accepted, &[("plan", "us-15"), ("side", side)], &ends);
        assert_eq!(got, raw([of.share, of.low, of.high]), "{side}");
    }
    let (year, by) = (("year", "5"), &plan.signed_and_holding);
    let got = cells(&chart(&fixture, "signed-and-holding"), &[("plan", "us-15"), year], &ends);
    assert_eq!(got, raw([by.share[5], by.low[5], by.high[5]]));
    let of = &plan.given_signed;
    let got =
        cells(&chart(&fixture, "given-signed"), &[("plan", "us-15"), year], &["survival", "low", "high", "at_risk"]);
    assert_eq!(got, raw([of.survival[5], of.low[5], of.high[5], Some(of.at_risk[5] as f64)]));
    let (if_signed, columns) = (&plan.if_signed, ["survival", "low", "across_p5", "across_p50", "across_p95"]);
    let got = cells(&chart(&fixture, "survival"), &[("plan", "us-15"), year], &columns);
    let (mean, across) = (&if_signed.survival, &if_signed.across);
    assert_eq!(got, raw([mean.survival[5], mean.low[5], across.p5[5], across.p50[5], across.p95[5]]));
    let got = cells(&chart(&fixture, "worlds"), &[("plan", "us-15"), ("world", "20")], &["chance"]);
    assert_eq!(got, raw([Some(plan.if_acceptable.worlds[19])]));
}

/// A hazard is what is lost to one side in a year, of what was alive at its beginning.
#[test]
fn the_hazards_of_both_sides_stand_apart() {
    let fixture = fixture::paris();
    let of = &fixture.summary.plans["us-15"].if_signed;
    let alive = of.survival.survival[7].unwrap();
    let hazard = |resumed: &[Option<f64>]| (resumed[8].unwrap() - resumed[7].unwrap()) / alive;
    let drawn = chart(&fixture, "hazard");
    let got = cells(&drawn, &[("plan", "us-15"), ("year", "7")], &["hazard_challenger", "hazard_defender"]);
    let (a, d) = (hazard(&of.resumed_by_challenger), hazard(&of.resumed_by_defender));
    assert!(a != d);
    assert_eq!(got, raw([Some(a), Some(d)]));
    // The largest of both together is told.
    let both = |year: usize| {
        let lost = |resumed: &[Option<f64>]| resumed[year + 1].unwrap() - resumed[year].unwrap();
        (lost(&of.resumed_by_challenger) + lost(&of.resumed_by_defender)) / of.survival.survival[year].unwrap()
    };
    let most = (0..of.resumed_by_defender.len() - 1).map(both).fold(0.0, f64::max);
    assert!(drawn.alt.contains(&Lang::english().percent(most, 1)), "{}", drawn.alt);
}

#[test]
fn probabilities_and_forces_of_guarantors_stand_apart() {
    let fixture = fixture::paris();
    let plan = fixture.evaluation.plans.iter().find(|plan| plan.id == "us-15").unwrap();
    let outlook = plan.guarantee.as_ref().unwrap();
    let drawn = chart(&fixture, "guarantors");
    let year = outlook.years[1].to_string();
    for (who, share, force) in
        [("nobody", Some(outlook.nobody[1]), None), ("expected_force", None, Some(outlook.expected_force[1]))]
    {
        let got = cells(&drawn, &[("plan", "us-15"), ("who", who), ("year", &year)], &["probability", "force"]);
        assert_eq!(got, raw([share, force]), "{who}");
    }
    let nobody = Lang::english().percent(outlook.nobody[0], 0);
    assert!(drawn.alt.contains(&nobody), "{nobody} of {}", drawn.alt);
    assert!(nobody != Lang::english().percent(outlook.all[0], 0));
}

#[test]
fn inputs_have_a_density_or_masses() {
    let fixture = fixture::paris();
    let inputs = fixture.scenario.inputs();
    let all = charts(&fixture.input(), &Style::default());
    for chart in all.iter().filter(|chart| chart.name.starts_with("inputs")) {
        for row in &chart.data.rows {
            let path = row[0].raw();
            let input = inputs.iter().find(|input| input.path == path).unwrap();
            let masses = input.distribution.values().is_some();
            assert_eq!([row[2].raw().is_empty(), row[3].raw().is_empty()], [masses, !masses], "{path}");
        }
    }
}

#[test]
fn alternative_texts_tell_the_figures_of_their_own_year_and_side() {
    let (fixture, lang) = (fixture::paris(), Lang::english());
    let summary = &fixture.summary;
    let held = lang.percent(summary.signed_and_holding.share[15].unwrap(), 1);
    assert!(chart(&fixture, "signed-and-holding").alt.contains(&held));
    let left = lang.count(summary.peace.survival.at_risk[15]);
    assert!(chart(&fixture, "given-signed").alt.contains(&left));
    let plan = &summary.plans["us-15"];
    let told = chart(&fixture, "acceptability").alt;
    let [a, d] = [plan.acceptable.challenger, plan.acceptable.defender].map(|it| lang.percent(it.share.unwrap(), 0));
    let of = told.split(';').find(|part| part.contains(&a) && part.contains(&d)).unwrap();
    assert!(of.find(&a) < of.find(&d) && a != d, "{of}");
    let war = (fixture.evaluation.challenger.w, fixture.evaluation.defender.w);
    let (a, d) = (lang.number(war.0, 2), lang.number(war.1, 2));
    let told = chart(&fixture, "plane").alt;
    let last = told.rsplit(';').next().unwrap();
    assert!(a != d && last.contains(&a) && last.contains(&d), "{last}");
    // The median month of the fixture's settlements is 12.
    assert!(chart(&fixture, "settlement").alt.contains("by month 12."));
    let survival = lang.percent(plan.if_signed.survival.survival[15].unwrap(), 0);
    let of_plan = format!("United States guarantee for 15 years {survival}");
    let told = chart(&fixture, "survival").alt;
    assert!(told.contains(&of_plan), "{of_plan} in {told}");
    let spread = &summary.values.challenger.spread;
    let [median, low, high, mean] =
        [spread.p50, spread.p5, spread.p95, spread.mean].map(|it| lang.number(it.unwrap(), 2));
    let told = chart(&fixture, "values").alt;
    assert!(told.contains(&format!("median {median}")) && told.contains(&format!("mean {mean}")), "{told}");
    assert!(told.find(&low) < told.find(&high) && median != mean, "{told}");
}

fn labels(share: bool) -> Labels {
    Labels { name: "chart".to_owned(), title: "Title".to_owned(), measure: "m".to_owned(), share, ..Labels::default() }
}

fn estimate(value: f64) -> Estimate {
    Estimate { value: Some(value), low: Some(value - 0.1), high: Some(value + 0.2) }
}

/// Dates count on from the scenario's, January 2026; a bin of a histogram runs to where the next one begins.
#[test]
fn months_have_their_dates_and_bins_their_ends() {
    let fixture = fixture::paris();
    let settled = chart(&fixture, "settlement");
    for (month, date) in [("0", "2026-01"), ("11", "2026-12"), ("12", "2027-01"), ("26", "2028-03")] {
        assert_eq!(cells(&settled, &[("plan", "all"), ("month", month)], &["date"]), [date]);
    }
    let values = &chart(&fixture, "values").data;
    let rows: Vec<[f64; 4]> =
        values.rows.iter().map(|row| [1, 2, 3, 4].map(|at| row[at].raw().parse().unwrap())).collect();
    for (index, [from, to, count, share]) in rows.into_iter().enumerate() {
        let bin = index % 11;
        let side = if index < 11 { &fixture.summary.values.challenger } else { &fixture.summary.values.defender };
        assert!((from - (-0.2 + 0.1 * bin as f64)).abs() < 1e-12 && (to - from - 0.1).abs() < 1e-12, "{from} to {to}");
        assert_eq!(count, side.histogram.counts[bin] as f64);
        assert!((share - count / side.histogram.counts.iter().sum::<u64>() as f64).abs() < 1e-12);
    }
}

#[test]
fn plain_figures_stand_with_their_own_ends_and_places() {
    let style = Style::default();
    let row = RowData { name: "one".to_owned(), estimate: estimate(0.5) };
    let data = BarsData { labels: labels(true), side: None, rows: vec![row.clone()] };
    let drawn = bars(&data, &style);
    assert_eq!(cells(&drawn, &[("name", "one")], &["value", "low", "high"]), ["0.5", "0.4", "0.7"]);
    assert!(matches!(drawn.data.rows[0][1], Cell::Share(_)), "a share is shown as one");
    assert!(drawn.alt.contains("one 50.0%"), "{}", drawn.alt);
    for (same_luck, says) in [(true, "after minus before, trial by trial"), (false, "after minus before.")] {
        let (from, to) = ("before".to_owned(), "after".to_owned());
        let data = PairedData { labels: labels(true), from, to, same_luck, rows: vec![row.clone()] };
        assert!(paired(&data, &style).svg.contains(says), "{says}");
    }
    let points = vec![(2.0, estimate(0.5)), (4.0, estimate(0.25))];
    let line = LineData { name: "line".to_owned(), side: None, points };
    let data = LinesData { labels: labels(false), x: "x".to_owned(), x_names: vec![], lines: vec![line] };
    let drawn = lines(&data, &style);
    assert_eq!(cells(&drawn, &[("line", "line"), ("x", "4")], &["m"]), ["0.25"]);
    assert!(drawn.alt.contains("line 0.25"), "{}", drawn.alt);
    let data = HeatmapData {
        labels: labels(false),
        x: "x".to_owned(),
        y: "y".to_owned(),
        columns: vec!["1".to_owned(), "2".to_owned()],
        rows: vec!["7".to_owned()],
        values: vec![vec![Some(0.5), Some(0.75)]],
        ..HeatmapData::default()
    };
    assert_eq!(cells(&heatmap(&data, &style), &[("x", "2"), ("y", "7")], &["m"]), ["0.75"]);
    let (low, high) = (("lo".to_owned(), 0.1), ("hi".to_owned(), 0.9));
    let end = |(at, value): (String, f64)| SwingEnd { at, value, interval: None };
    let data = TornadoData {
        labels: labels(false),
        base: 0.5,
        swings: vec![Swing { name: "s".to_owned(), low: end(low), high: end(high) }],
    };
    let got = cells(
        &tornado(&data, &style),
        &[("first_value", "lo"), ("last_value", "hi")],
        &["first_measure", "last_measure"],
    );
    assert_eq!(got, ["0.1", "0.9"]);
}

/// Of lines that are too many to be told apart, those that end highest are in colour.
#[test]
fn the_highest_of_many_lines_are_in_colour() {
    let line = |index: usize| LineData {
        name: format!("line {index}"),
        side: None,
        points: vec![(0.0, estimate(0.0)), (1.0, estimate(index as f64))],
    };
    let data =
        LinesData { labels: labels(false), x: "x".to_owned(), x_names: vec![], lines: (0..100).map(line).collect() };
    let drawn = lines(&data, &Style::default());
    assert!(drawn.svg.contains("data-name=\"line 99\"") && !drawn.svg.contains("data-name=\"line 0\""));
}

/// Every chart writes the labels of its axes and its note where they are not empty.
#[test]
fn notes_and_labels_of_axes_are_drawn() {
    let fixture = fixture::paris();
    let drawn = chart(&fixture, "signed-and-holding");
    let lang = Lang::english();
    for text in [lang.t("axis.share_of_trials"), lang.t("axis.years")] {
        assert!(drawn.svg.contains(&format!(">{text}</text>")), "{text}");
    }
    let words = drawn.note.split(' ').take(4).collect::<Vec<_>>().join(" ");
    assert!(drawn.svg.contains(&format!(">{words}")), "{words}");
    let left = drawn.svg.split("<text").skip(1).find(|text| text.contains("Signed")).unwrap();
    assert!(left.contains("text-anchor=\"start\""), "{left}");
}
