//! Sweep files and their points.

use serde_json::json;

use super::expression::Expression;
use super::figure::Figure;
use super::measure::{Evidence, Measured, measured, values};
use super::run::{Begun, Finished, PointResult, Progressed, Runner, SweepError, Workload, shape, value};
use super::table::{header, read, row};
use super::*;
use crate::analysis::figures::Ends;
use crate::engine::{Engine, Run, Span};
use crate::model::Side;
use crate::scenario::{Colours, Faults, Scenario};
use crate::words::Words;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

const TINY: &str = include_str!("../../scenarios/tiny.toml");

fn file(sweep: &str, rest: &str) -> String {
    let measure =
        if rest.contains("[[measure]]") { "" } else { "[[measure]]\nid = \"held\"\nof = \"classes.peace_held\"\n" };
    format!("schema = 1\n[sweep]\nbase = \"tiny.toml\"\n{sweep}\n{rest}\n{measure}")
}

fn no_table(_: &str) -> Result<String, Words> {
    Err(words!("is not at hand"))
}

fn parsed(sweep: &str, rest: &str) -> Sweep {
    let text = file(sweep, rest);
    Sweep::parse("s.toml", &text).unwrap_or_else(|faults| panic!("{}", faults.render(Colours::Off)))
}

fn faults(sweep: &str, rest: &str) -> String {
    match Sweep::parse("s.toml", &file(sweep, rest)) {
        Ok(_) => panic!("no fault in {rest}"),
        Err(faults) => faults.render(Colours::Off),
    }
}

fn axis(path: &str, values: &str) -> String {
    format!("[[axis]]\npath = \"{path}\"\n{values}\n")
}

fn all_points(sweep: &Sweep) -> Vec<Vec<String>> {
    let points = Points::new(sweep, 1).unwrap();
    let shown = |point: Point| point.iter().map(|it| it.as_ref().map_or("-".into(), |it| it.shown.clone())).collect();
    (0..points.count()).map(|index| shown(points.point(index))).collect()
}

#[test]
fn a_grid_varies_its_first_axis_slowest() {
    let sweep = parsed(
        "",
        &[axis("a.b", "from = 0.1\nto = 0.3\nstep = 0.1"), axis("c.d", "values = [5, \"permanent\"]")].concat(),
    );
    assert_eq!(
        all_points(&sweep),
        [["0.1", "5"], ["0.1", "permanent"], ["0.2", "5"], ["0.2", "permanent"], ["0.3", "5"], ["0.3", "permanent"]]
    );
    let points = Points::new(&sweep, 1).unwrap();
    assert_eq!(points.overrides(&points.point(5)), ["a.b=0.3", "c.d=\"permanent\""]);
}

#[test]
fn zip_and_one_at_a_time() {
    let two = [axis("a", "values = [1, 2]"), axis("b", "values = [true, false]")].concat();
    assert_eq!(all_points(&parsed("design = \"zip\"", &two)), [["1", "true"], ["2", "false"]]);
    let two = [axis("a", "values = [1, 2]\nbase = 7"), axis("b", "values = [0.5]")].concat();
    assert_eq!(
        all_points(&parsed("design = \"one_at_a_time\"", &two)),
        [["7", "-"], ["1", "-"], ["2", "-"], ["7", "0.5"]]
    );
}

/// Every axis of a Latin hypercube has one point in each of as many equally likely strata as there are points.
#[test]
fn drawn_designs_stratify_every_axis() {
    let two = [axis("a", "uniform = [0, 1]"), axis("b", "uniform = [10, 20]")].concat();
    for (design, points) in [("latin_hypercube", 50), ("sobol", 64)] {
        let sweep = parsed(&format!("design = \"{design}\"\npoints = {points}"), &two);
        let all = all_points(&sweep);
        for (column, (from, width)) in [(0.0, 1.0), (10.0, 10.0)].into_iter().enumerate() {
            let mut strata: Vec<usize> = all
                .iter()
                .map(|point| ((point[column].parse::<f64>().unwrap() - from) / width * points as f64) as usize)
                .collect();
            strata.sort_unstable();
            assert_eq!(strata, (0..points).collect::<Vec<_>>(), "{design} {column}");
        }
    }
    let words = axis("a", "discrete = { values = [5, \"permanent\"], weights = [1, 1] }");
    let all = all_points(&parsed("design = \"latin_hypercube\"\npoints = 4", &words));
    assert_eq!(all.iter().filter(|point| point[0] == "permanent").count(), 2);
}

#[test]
fn faults_name_place_and_way_out() {
    let one = axis("front.stalemate", "values = [0.1]");
    for (sweep, rest, expected) in [
        (
            "",
            axis("a", "from = 0\nto = 10\nstep = 3"),
            "s.toml:9:8: this axis: steps of 3 from 0 miss 10: the last is 9",
        ),
        ("", axis("a", "from = 0\nto = 10"), "s.toml:5:1: this axis has only from, to"),
        ("", axis("a", "values = [1, 2, 1]"), "s.toml:7:10: `axis.values` holds 1 twice"),
        ("", axis("run.seed", "values = [1]"), "`run.seed` cannot be varied: all points share their seed"),
        ("", [one.clone(), one.clone()].concat(), "`front.stalemate` is the path of two axes"),
        ("design = \"girds\"", one.clone(), "`sweep.design` is \"girds\"; allowed: \"grid\""),
        ("trails = 5", one.clone(), "s.toml:4:1: `sweep.trails` is not a known key"),
        ("points = 5", one.clone(), "`sweep.points` goes with latin_hypercube and sobol; the design is grid"),
        ("design = \"sobol\"\npoints = 200", axis("a", "uniform = [0, 1]"), "a sobol design takes a power of two"),
        ("design = \"sobol\"\npoints = 8", one.clone(), "an axis of the sobol design takes a distribution"),
        ("", axis("a", "uniform = [0, 1]"), "`axis.uniform`: an axis of the grid design takes values"),
        (
            "design = \"zip\"",
            [axis("a", "values = [1]"), axis("b", "values = [1, 2]")].concat(),
            "the zip design takes as many values of every axis, not 1 of `a`, 2 of `b`",
        ),
        (
            "",
            [axis("a", "from = 1\nto = 10001\nstep = 1"), axis("b", "from = 1\nto = 1001\nstep = 1")].concat(),
            "the axes make 10011001 points; at most 10000000 are allowed",
        ),
        (
            "",
            format!("{one}[[chart]]\nkind = \"lines\"\nx = \"front.stalemat\"\nmeasure = \"held\""),
            "`chart.x` is \"front.stalemat\", which is no axis",
        ),
        (
            "",
            format!("{one}[[chart]]\nkind = \"tornado\"\nmeasure = \"held\""),
            "a tornado needs the one_at_a_time design",
        ),
        (
            "",
            format!("{one}[[measure]]\nid = \"m\"\nof = \"a +\""),
            "ends where a figure, a measure or a number should follow",
        ),
        ("", format!("{one}[[measure]]\nid = \"m\"\nof = \"a@x\""), "`@x` is not a year"),
        ("", format!("{one}[[measure]]\nid = \"m\"\nof = \"(a\""), "a bracket is not closed"),
    ] {
        let said = faults(sweep, &rest);
        assert!(said.contains(expected), "{expected}\n---\n{said}");
    }
    let three = [one.as_str(), "[[axis]]\npath = \"a\"\nvalues = [1, 2]\n"].concat();
    let said = faults("", &format!("{three}[[chart]]\nkind = \"lines\"\nx = \"front.stalemate\"\nmeasure = \"held\""));
    assert!(said.contains("this chart leaves the axis `a` open"), "{said}");
}

#[test]
fn figures_and_arithmetic() {
    let summary = json!({
        "trials": 10,
        "classes": { "peace_held": { "share": 0.25, "low": 0.2, "high": 0.3 } },
        "signed_and_holding": { "years": [0, 1], "share": [0.5, 0.4], "low": [0.45, 0.35], "high": [0.55, null] },
        "plans": { "coalition-30": { "signed": { "share": 0.5, "low": 0.4, "high": 0.6 }, "none": null } },
    });
    let value = |text: &str| Expression::parse(text, &[]).unwrap().value(&summary, &[]);
    assert_eq!(value("classes.peace_held"), Some(0.25));
    assert_eq!(value("signed_and_holding@1"), Some(0.4));
    assert_eq!(value("plans.coalition-30.signed - classes.peace_held"), Some(0.25));
    assert_eq!(value("(trials + 2) * 0.5 - -1"), Some(7.0));
    assert_eq!(value("1 - 2 - 3"), Some(-4.0));
    assert_eq!(value("8 / 2 / 2"), Some(2.0));
    assert_eq!(value("2 + 3 * 4"), Some(14.0));
    // What cannot be divided, or is not known, stays unknown.
    assert_eq!(value("trials / (classes.peace_held - 0.25)"), None);
    assert_eq!(value("plans.coalition-30.none + 1"), None);
    let error = |text: &str| Figure::parse(text).unwrap().check(&summary).unwrap_err().to_string();
    assert_eq!(error("classes.peace_hold"), "there is no figure `peace_hold` in `classes`");
    assert_eq!(
        error("signed_and_holding"),
        "`signed_and_holding` has a value for each year; pick one, such as `signed_and_holding@1`"
    );
    assert_eq!(error("signed_and_holding@2"), "`signed_and_holding@2` is beyond the last, `@1`");
    assert_eq!(error("trials@2"), "`trials` is one number; `@2` picks nothing");
    assert_eq!(error("classes"), "`classes` is a group of figures");
    let mut figure = Figure::parse("signed_and_holding@1").unwrap();
    figure.check(&summary).unwrap();
    assert!(figure.has_interval() && figure.is_share());
    assert_eq!(figure.read(&summary), Reading { value: Some(0.4), low: Some(0.35), high: None, few: false });
}

fn base(overrides: &[String]) -> Result<Scenario, Faults> {
    let mut all = vec!["run.trials=700".to_owned()];
    all.extend(overrides.iter().cloned());
    crate::scenario::parse("tiny.toml", TINY, &all, None).map(|loaded| loaded.scenario)
}

fn swept(threads: usize, points: std::ops::Range<u64>) -> (Sweep, Vec<PointResult>) {
    let rest = [
        axis("plan.guarantee-10.terms.guarantee_years", "values = [5, \"permanent\"]"),
        axis("plan.*.terms.foreign_troops", "values = [0, 2.5]"),
        "[[measure]]\nid = \"held\"\nof = \"classes.peace_held\"\n".to_owned(),
        "[[measure]]\nid = \"years\"\nof = \"plans.guarantee-10.if_signed.survival@15\"\n".to_owned(),
        "[[measure]]\nid = \"ratio\"\nof = \"held / settlement.share\"\n".to_owned(),
        "[[measure]]\nid = \"p50\"\nof = \"plans.guarantee-10.if_signed.across.p50@10\"\n".to_owned(),
    ]
    .concat();
    // The truce has no guarantee to station troops under, so that only the other plan can be given them.
    let rest = rest.replace("plan.*.terms", "plan.guarantee-10.terms");
    let mut sweep = parsed("", &rest);
    sweep.check_measures(&shape(&sweep, &base(&[]).unwrap()).unwrap()).unwrap();
    let mut results = Vec::new();
    {
        let all = Points::new(&sweep, 1).unwrap();
        let runner = Runner::new(&sweep, &all, base);
        let stop = AtomicBool::new(false);
        let spread = Workload { points, threads, stop: &stop };
        runner.validate(&spread).unwrap();
        runner
            .run(&spread, Vec::new(), Vec::new(), &|_| {}, &mut |progressed| {
                if let Progressed::Done(result) = progressed {
                    results.push(result);
                }
                Ok::<_, SweepError>(())
            })
            .unwrap();
    }
    (sweep, results)
}

/// A point is what a run of the same scenario with the same `--set` would be, to the last bit.
#[test]
fn points_are_single_runs() {
    let (sweep, results) = swept(3, 0..4);
    assert_eq!(results.iter().map(|it| it.index).collect::<Vec<_>>(), [0, 1, 2, 3]);
    let points = Points::new(&sweep, 1).unwrap();
    for result in &results {
        let scenario = base(&points.overrides(&result.point)).unwrap();
        let span = Span { first: 0, end: 700, block_size: 256 };
        let ran = Run::new(&scenario).span(span).threads(1).run().unwrap();
        let summary = value(&scenario, &ran.tally);
        let plan = &summary["plans"]["guarantee-10"]["if_signed"];
        let figure = |node: &serde_json::Value| node.as_f64();
        let held = &summary["classes"]["peace_held"];
        assert_eq!(result.measures[0].value, figure(&held["share"]));
        assert_eq!(result.measures[0].low, figure(&held["low"]));
        assert_eq!(result.measures[0].high, figure(&held["high"]));
        assert_eq!(result.measures[1].value, figure(&plan["survival"][15]));
        assert_eq!(result.measures[1].high, figure(&plan["high"][15]));
        let ratio = figure(&held["share"]).unwrap() / figure(&summary["settlement"]["share"]).unwrap();
        assert_eq!(result.measures[2].value, Some(ratio));
        assert!(result.measures[2].low.unwrap() < ratio && ratio < result.measures[2].high.unwrap());
        assert_eq!(result.measures[3].value, figure(&plan["across"]["p50"][10]));
        assert!(result.measures[3].low.is_some());
    }
}

#[test]
fn threads_and_parts_change_nothing() {
    let (_, whole) = swept(1, 0..4);
    for threads in [2, 8] {
        assert_eq!(swept(threads, 0..4).1, whole, "{threads}");
    }
    let parts = [swept(2, 0..1).1, swept(2, 1..4).1].concat();
    assert_eq!(parts, whole);
}

/// Trials of points of 700 that are kept at an interruption.
fn trials_kept(begun: &[Begun], ahead: &[Finished], results: &[PointResult]) -> u64 {
    begun.iter().map(Begun::trials).sum::<u64>() + 700 * (ahead.len() + results.len()) as u64
}

/// Points that are done while the first is not are kept at an interruption, and only the first is played afterwards.
#[test]
fn points_that_wait_for_another_are_kept() {
    let (sweep, whole) = swept(1, 0..4);
    let points = Points::new(&sweep, 1).unwrap();
    let first = points.overrides(&points.point(0));
    let (released, stop) = (AtomicBool::new(false), AtomicBool::new(false));
    // The first point is read only when the others are done.
    let slow = |point: &[String]| {
        while point == first && !released.load(Ordering::Relaxed) {
            std::thread::yield_now();
        }
        base(point)
    };
    let mut ahead: Vec<Finished> = Vec::new();
    let runner = Runner::new(&sweep, &points, slow);
    let spread = Workload { points: 0..4, threads: 2, stop: &stop };
    runner
        .run(&spread, Vec::new(), Vec::new(), &|_| {}, &mut |progressed| {
            if let Progressed::Ahead(finished) = progressed {
                ahead.push(finished);
            }
            if ahead.len() == 3 {
                stop.store(true, Ordering::Relaxed);
                released.store(true, Ordering::Relaxed);
            }
            Ok::<_, SweepError>(())
        })
        .unwrap();
    let mut kept: Vec<u64> = ahead.iter().map(|it| it.index).collect();
    kept.sort_unstable();
    assert_eq!(kept, [1, 2, 3]);
    let kept: Vec<Finished> = serde_json::from_str(&serde_json::to_string(&ahead).unwrap()).unwrap();
    let (go, played) = (AtomicBool::new(false), AtomicU64::new(0));
    let mut results = Vec::new();
    let spread = Workload { points: 0..4, threads: 1, stop: &go };
    let count = |trials: u64| {
        played.fetch_add(trials, Ordering::Relaxed);
    };
    runner
        .run(&spread, Vec::new(), kept, &count, &mut |progressed| {
            if let Progressed::Done(result) = progressed {
                results.push(result);
            }
            Ok::<_, SweepError>(())
        })
        .unwrap();
    assert_eq!(results, whole);
    assert_eq!(played.into_inner(), 700);
}

/// Where a result cannot be committed, the sweep ends with that, and nothing more is committed or begun.
#[test]
fn a_failure_ends_the_sweep() {
    let (sweep, _) = swept(1, 0..1);
    let points = Points::new(&sweep, 1).unwrap();
    let runner = Runner::new(&sweep, &points, base);
    let (stop, played) = (AtomicBool::new(false), AtomicU64::new(0));
    let spread = Workload { points: 0..4, threads: 1, stop: &stop };
    let count = |trials: u64| {
        played.fetch_add(trials, Ordering::Relaxed);
    };
    let mut calls = 0;
    let result = runner.run(&spread, Vec::new(), Vec::new(), &count, &mut |_| {
        calls += 1;
        Err(SweepError::Faults(base(&["front.stalemate=7".to_owned()]).unwrap_err()))
    });
    assert!(matches!(result, Err(SweepError::Faults(_))));
    assert_eq!((calls, played.into_inner()), (1, 700));
}

/// Stopped again and again in the midst of points, and gone on from what was reported, nothing is lost or counted twice.
#[test]
fn interruptions_change_nothing() {
    let (sweep, whole) = swept(1, 0..4);
    for threads in [1, 3] {
        let points = Points::new(&sweep, 1).unwrap();
        let runner = Runner::new(&sweep, &points, base);
        let (mut results, mut begun): (Vec<PointResult>, Vec<Begun>) = (Vec::new(), Vec::new());
        let mut ahead: Vec<Finished> = Vec::new();
        let mut calls = 0;
        while results.len() < 4 {
            calls += 1;
            let stop = AtomicBool::new(false);
            let spread = Workload { points: results.len() as u64..4, threads, stop: &stop };
            let before = trials_kept(&begun, &ahead, &results);
            let (mut known, mut waiting) = (begun.clone(), ahead.clone());
            runner
                .run(&spread, begun, ahead, &|_| stop.store(true, Ordering::Relaxed), &mut |progressed| {
                    known.retain(|it| it.index != progressed.index());
                    waiting.retain(|it| it.index != progressed.index());
                    match progressed {
                        Progressed::Done(result) => results.push(result),
                        Progressed::Ahead(it) => waiting.push(it),
                        Progressed::Begun(it) => known.push(it),
                    }
                    Ok::<_, SweepError>(())
                })
                .unwrap();
            (begun, ahead) = (known, waiting);
            let after = trials_kept(&begun, &ahead, &results);
            assert!(after > before || results.len() == 4, "{before} {after}");
        }
        assert_eq!(results, whole, "{threads}");
        assert!(calls >= 4, "{calls}");
    }
}

#[test]
fn the_table_is_read_as_it_was_written() {
    let (sweep, results) = swept(2, 0..4);
    let mut text = header(&sweep);
    for result in &results {
        text += &row(&sweep, &result.point, &result.measures);
    }
    // Infinity is a number in a column of numbers, and a word for readers; tables of earlier versions have the word.
    assert!(text.contains("\ninf,") && !text.contains("permanent"), "{text}");
    assert_eq!(read(&sweep, &text.replace("\ninf,", "\npermanent,")).unwrap(), read(&sweep, &text).unwrap());
    let rows = read(&sweep, &text).unwrap();
    assert_eq!(rows.len(), 4);
    for (row, result) in rows.iter().zip(&results) {
        assert_eq!(row.measures, result.measures);
        assert_eq!(row.axes[0], result.point[0].as_ref().unwrap().shown);
    }
    assert!(read(&sweep, "other,columns\n").is_err());
}

#[test]
fn a_faulty_point_is_named_before_any_trial() {
    let axes = [axis("front.stalemate", "values = [0.5, 1.5, 2.5]"), axis("run.years", "values = [10, 0]")].concat();
    let sweep = parsed("", &axes);
    let points = Points::new(&sweep, 1).unwrap();
    let runner = Runner::new(&sweep, &points, base);
    let stop = AtomicBool::new(false);
    let error = runner.validate(&Workload { points: 0..6, threads: 2, stop: &stop }).unwrap_err().to_string();
    // Each cause once, with the first point that has it: points 1, 3 and 5; points 2, 3, 4 and 5.
    assert_eq!(error.matches("error: ").count(), 2, "{error}");
    let years = "s.toml:9:8: point 1 (front.stalemate = 0.5, run.years = 0): `run.years` is 0; allowed: a whole number from 1 to 1000; and 2 more points like this";
    assert!(error.contains(years), "{error}");
    let first = "s.toml:6:8: point 2 (front.stalemate = 1.5, run.years = 10): `front.stalemate` is 1.5;";
    assert!(error.contains(first) && error.contains("; and 3 more points like this\n6 |"), "{error}");
}

/// What the points of a sweep say of themselves.
fn points_at_fault(sweep: &str, axes: &str) -> String {
    let sweep = parsed(sweep, axes);
    let points = Points::new(&sweep, 1).unwrap();
    let stop = AtomicBool::new(false);
    let runner = Runner::new(&sweep, &points, base);
    runner.validate(&Workload { points: 0..points.count(), threads: 2, stop: &stop }).unwrap_err().to_string()
}

#[test]
fn a_distribution_over_decimals_on_whole_numbers_is_one_fault_with_a_way_out() {
    let path = "plan.guarantee-10.terms.guarantee_years";
    let told = points_at_fault("design = \"sobol\"\npoints = 64", &axis(path, "uniform = [5, 20]"));
    assert_eq!(told.matches("error: ").count(), 1, "{told}");
    assert!(told.contains("; and 63 more points like this"), "{told}");
    assert!(told.contains("hint: this axis takes whole numbers: use integers = [from, to], or discrete"), "{told}");
}

/// 16 whole numbers over 64 points of a stratified design: each four times. Without weights values are equally likely.
#[test]
fn whole_numbers_are_drawn_equally() {
    let years = axis("a", "integers = [5, 20]");
    let words = axis("b", "discrete = { values = [5, 8, \"permanent\", 1] }");
    for design in ["latin_hypercube", "sobol"] {
        let all = all_points(&parsed(&format!("design = \"{design}\"\npoints = 64"), &[&*years, &*words].concat()));
        for number in 5..=20 {
            assert_eq!(all.iter().filter(|point| point[0] == number.to_string()).count(), 4, "{design} {number}");
        }
        for value in ["5", "8", "permanent", "1"] {
            assert_eq!(all.iter().filter(|point| point[1] == value).count(), 16, "{design} {value}");
        }
    }
    for (values, expected) in [
        ("integers = [20, 5]", "`axis.integers` goes from 20 to 5; it takes from 1 to 10000 numbers"),
        ("integers = [0, 10000]", "it takes from 1 to 10000 numbers"),
        ("integers = [1, 2.5]", "two whole numbers: integers = [from, to]"),
        ("integers = [1, 5]\nuniform = [1, 5]", "`axis.integers` stands alone"),
    ] {
        let said = faults("design = \"sobol\"\npoints = 8", &axis("a", values));
        assert!(said.contains(expected), "{values}\n{said}");
    }
}

#[test]
fn columns_of_one_name_are_refused() {
    let measure = |id: &str| format!("[[measure]]\nid = \"{id}\"\nof = \"classes.peace_held\"\n");
    let both = |a: &str, b: &str, path: &str| format!("{}{}{}", axis(path, "values = [1]"), measure(a), measure(b));
    let told = faults("", &both("h", "h_low", "front.stalemate"));
    let message = "`h_low` and `h` would both have a column `h_low` in points.csv";
    assert!(told.contains("s.toml:12:6: the measures") && told.contains(message), "{told}");
    let told = faults("", &both("h_high", "h", "front.stalemate"));
    assert!(told.contains("the measures `h` and `h_high` would both have a column `h_high`"), "{told}");
    let told = faults("", &both("k", "h", "h_low"));
    assert!(told.contains("the measure `h` and the axis `h_low` would both have a column `h_low`"), "{told}");
    parsed("", &both("h", "low_h", "front.stalemate"));
}

#[test]
fn columns_have_units_and_meanings() {
    let measure = "[[measure]]\nid = \"h\"\nname = \"Peace held\"\nof = \"classes.peace_held\"\n\
        [[measure]]\nid = \"v\"\nof = \"values.defender.mean\"\nunit = \"of the prize\"\n";
    let axes = axis("plan.guarantee-10.terms.guarantee_years", "values = [5, \"permanent\"]")
        + &axis("challenger.war_cost", "values = [0.5]");
    let mut sweep = parsed("", &(axes + measure));
    sweep.check_measures(&shape(&sweep, &base(&[]).unwrap()).unwrap()).unwrap();
    let told = table::columns(&sweep, &base(&[]).unwrap());
    let told: Vec<[&str; 3]> =
        told.iter().map(|it| [it.name.as_str(), it.unit.as_str(), it.meaning.as_str()]).collect();
    assert_eq!(told[0], ["plan.guarantee-10.terms.guarantee_years", "years", "axis"]);
    assert_eq!(told[1], ["challenger.war_cost", "share of the prize's flow", "axis"]);
    assert_eq!(told[2], ["h", "share", "Peace held"]);
    assert_eq!(told[3], ["h_low", "share", "Peace held: lower end of its 95 % interval"]);
    assert_eq!(told[5], ["v", "of the prize", "values.defender.mean"]);
}

#[test]
fn a_figure_is_found_by_its_last_step() {
    let told = |of: &str| {
        let text = format!("{}[[measure]]\nid = \"m\"\nof = \"{of}\"\n", axis("front.stalemate", "values = [0.5]"));
        let mut sweep = parsed("", &text);
        sweep.check_measures(&shape(&sweep, &base(&[]).unwrap()).unwrap()).unwrap_err().to_string()
    };
    assert!(told("peace_held").contains("hint: did you mean `classes.peace_held`?"));
    assert!(told("unresolved").contains("hint: did you mean `resumed_war.unresolved`?"));
    assert!(told("at_risk@2").contains("hint: `at_risk` stands in peace.at_risk, plans."));
}

/// A percentile has the interval of its ranks: of 700 trials in their order, the binomial law of 700 and 0.05 puts
/// ranks 24 and 48 at 2.5 % a tail, that of 0.5 ranks 324 and 377 (binomial sums by a few lines of Python).
#[test]
fn percentiles_have_the_intervals_of_their_ranks() {
    let measures = "[[measure]]\nid = \"low\"\nof = \"values.defender.p5\"\n\
                    [[measure]]\nid = \"mid\"\nof = \"plans.guarantee-10.if_signed.across.p50@10\"\n\
                    [[measure]]\nid = \"asked\"\nof = \"trials\"\n";
    let mut sweep = parsed("", &[axis("front.stalemate", "values = [0.7]"), measures.to_owned()].concat());
    sweep.check_measures(&shape(&sweep, &base(&[]).unwrap()).unwrap()).unwrap();
    let points = Points::new(&sweep, 1).unwrap();
    let stop = AtomicBool::new(false);
    let runner = Runner::new(&sweep, &points, base);
    let mut found = Vec::new();
    let spread = Workload { points: 0..1, threads: 1, stop: &stop };
    let mut commit = |progressed| {
        if let Progressed::Done(result) = progressed {
            found = result.measures;
        }
        Ok::<_, SweepError>(())
    };
    runner.run(&spread, Vec::new(), Vec::new(), &|_| {}, &mut commit).unwrap();
    let scenario = base(&["front.stalemate=0.7".to_owned()]).unwrap();
    let engine = Engine::new(&scenario).unwrap();
    let plan = scenario.structure().plans.iter().position(|plan| plan.id == "guarantee-10").unwrap();
    let (mut values, mut survival) = (Vec::new(), Vec::new());
    for first in 0..700 {
        engine.worker().play(first, 1, &mut |_, row| {
            let outcome = row.outcome.unwrap();
            values.push(outcome.values[Side::Defender]);
            survival.extend(outcome.assessments[plan].as_ref().map(|it| it.durability.survival[10]));
        });
    }
    assert_eq!(survival.len(), 700);
    let ends = |numbers: &mut Vec<f64>, ranks: [usize; 2]| {
        numbers.sort_by(f64::total_cmp);
        ranks.map(|rank| Some((numbers[rank - 1] * 4_096.0).round_ties_even() / 4_096.0))
    };
    assert_eq!([found[0].low, found[0].high], ends(&mut values, [24, 48]));
    assert_eq!([found[1].low, found[1].high], ends(&mut survival, [324, 377]));
    assert_eq!((found[2].value, found[2].low, found[2].high), (Some(700.0), None, None));
}

/// The 95 % jackknife interval of a ratio covers its true value as often as it says, plain and in log-odds. 100
/// independent seeds, 320 trials each: with a coverage of 0.93 (the ratio's bias and skewness cost a little) fewer than
/// 75 hits have a chance below 1e-8. The true value is that of one run of 1,000,000 trials with another seed: 167,493 that
/// held of 353,118 settlements, known to 0.0008 (one standard error), a fiftieth of that of 320 trials.
#[test]
fn jackknife_intervals_cover() {
    let measures = "[[measure]]\nid = \"m\"\nof = \"classes.peace_held / settlement.share\"\n\
                    [[measure]]\nid = \"n\"\nof = \"classes.peace_held / settlement.share\"\nunit = \"share\"\n";
    let mut sweep = parsed("", &[axis("front.stalemate", "values = [0.7]"), measures.to_owned()].concat());
    sweep.check_measures(&shape(&sweep, &base(&[]).unwrap()).unwrap()).unwrap();
    let points = Points::new(&sweep, 1).unwrap();
    let stop = AtomicBool::new(false);
    let estimate = |settings: [String; 2]| {
        let runner = Runner::new(&sweep, &points, |point: &[String]| base(&[point, &settings[..]].concat()));
        let mut found = Vec::new();
        let spread = Workload { points: 0..1, threads: 2, stop: &stop };
        runner
            .run(&spread, Vec::new(), Vec::new(), &|_| {}, &mut |progressed| {
                if let Progressed::Done(result) = progressed {
                    found = result.measures;
                }
                Ok::<_, SweepError>(())
            })
            .unwrap();
        found
    };
    let truth = 167_493.0 / 353_118.0;
    let mut hits = [0; 2];
    for seed in 0..100 {
        let found = estimate([format!("run.seed={seed}"), "run.trials=320".into()]);
        for (hits, it) in hits.iter_mut().zip(&found) {
            *hits += u32::from(it.low.unwrap() <= truth && truth <= it.high.unwrap());
        }
    }
    assert!(hits.iter().all(|hits| *hits >= 75), "{hits:?} of 100");
}

/// 31 signatures of 32 that hold: the interval stays below 1; and where all hold, there is none.
#[test]
fn proportions_stay_between_0_and_1() {
    let measures = "[[measure]]\nid = \"n\"\nof = \"classes.peace_held / settlement.share\"\nunit = \"share\"\n";
    let mut sweep = parsed("", &[axis("front.stalemate", "values = [0.7]"), measures.to_owned()].concat());
    let scenario = base(&[]).unwrap();
    sweep.check_measures(&shape(&sweep, &scenario).unwrap()).unwrap();
    let figures = |held: f64, settled: f64| serde_json::json!({ "classes": { "peace_held": { "share": held } }, "settlement": { "share": settled } });
    let with = |summary: &serde_json::Value, without: &[serde_json::Value]| -> Vec<Measured> {
        let without: Vec<_> = without.iter().map(|rest| values(&sweep.measures, rest)).collect();
        measured(&sweep.measures, &Evidence { summary, without: &without, ranks: &|_, _| None })
    };
    let without: Vec<serde_json::Value> =
        (0..16).map(|batch| figures(29.0 + f64::from(u8::from(batch == 3)), 30.0)).collect();
    let found = with(&figures(31.0, 32.0), &without)[0];
    let (low, high) = (found.low.unwrap(), found.high.unwrap());
    assert!(0.5 < low && low < 31.0 / 32.0 && 31.0 / 32.0 < high && high < 1.0, "{found:?}");
    let same: Vec<serde_json::Value> = (0..16).map(|_| figures(30.0, 30.0)).collect();
    let found = with(&figures(32.0, 32.0), &same)[0];
    assert_eq!((found.value, found.low, found.high), (Some(1.0), None, None));
}

#[test]
fn a_scenario_is_no_sweep_file() {
    let told = Sweep::parse("tiny.toml", TINY).unwrap_err().to_string();
    let text = "error: tiny.toml: this is a scenario, not a sweep file\n\
        hint: run it with `armistice run tiny.toml`, or name it as `base` in a sweep file";
    assert_eq!(told, text);
}

/// The faults of a sweep file over the tiny scenario.
fn faults_with_base(rest: &str) -> String {
    let (sweep, own) = Sweep::read("s.toml", &file("", rest), &no_table).unwrap_or_else(|faults| panic!("{faults}"));
    let read = |overrides: &[String]| crate::scenario::parse("tiny.toml", TINY, overrides, None);
    let base = read(&[]).unwrap().scenario;
    let all = sweep.with_faults_of_axes(own.diagnostics, &base, read);
    Faults { diagnostics: all, more: 0 }.to_string()
}

#[test]
fn a_misspelt_axis_is_told_at_the_axis() {
    let chart = "[[chart]]\nkind = \"lines\"\nx = \"challenger.war_cost\"\nmeasure = \"held\"\n";
    for (path, key, hint) in [
        ("challenger.war_csot", "`challenger.war_csot` is not a known key", "challenger.war_cost"),
        ("chalenger.war_cost", "`chalenger` is not a known key", "challenger.war_cost"),
        ("war_cost", "`war_cost` is not a known key", ""),
    ] {
        let told = faults_with_base(&format!("{}{chart}", axis(path, "values = [0.2, 0.4]")));
        assert_eq!(told.matches("error").count(), if hint.is_empty() { 2 } else { 1 }, "{told}");
        assert!(told.contains(&format!("`axis.path`: {key}")), "{told}");
        assert!(
            told.contains(&format!("did you mean `{}`", if hint.is_empty() { "challenger.war_cost" } else { hint })),
            "{told}"
        );
    }
}

/// What follows from a fault is no second fault: an axis of a chart that is misspelt is not left open too, and an axis
/// that could not be read is not missing.
#[test]
fn a_fault_of_a_chart_is_told_once() {
    let two = format!("{}{}", axis("front.stalemate", "values = [0.5, 0.6]"), axis("front.start", "values = [3, 4]"));
    let chart = |rest: &str| format!("[[chart]]\nkind = \"lines\"\nmeasure = \"held\"\nx = \"front.start\"\n{rest}\n");
    for rest in ["series = \"front.stalemat\"", "by = \"front.stalemat\"", "by = [\"front.stalemat\"]"] {
        let told = faults("", &format!("{two}{}", chart(rest)));
        assert_eq!(told.matches("error").count(), 1, "{told}");
        assert!(told.contains("\"front.stalemat\", which is no axis"), "{told}");
    }
    let told = faults("", &format!("{}{}", axis("front.start", "values = 3"), chart("")));
    assert_eq!(told.matches("error").count(), 1, "{told}");
    assert!(told.contains("`axis.values` is 3"), "{told}");
    // Where nothing is misspelt, an axis that is left open is told.
    let told = faults("", &format!("{two}{}", chart("")));
    assert!(told.contains("leaves the axis `front.stalemate` open"), "{told}");
}

#[test]
fn the_step_that_is_misspelt_is_mended() {
    let told = faults_with_base(&axis("plan.guarante-10.from_month", "values = [0, 4]"));
    assert!(told.contains("there is no plan \"guarante-10\""), "{told}");
    assert!(told.contains("did you mean `plan.guarantee-10.from_month`?"), "{told}");
}

#[test]
fn a_measure_is_made_of_those_above_it() {
    let measures = "[[measure]]\nid = \"a\"\nof = \"b + 1\"\n[[measure]]\nid = \"b\"\nof = \"classes.peace_held\"\n";
    let (mut sweep, _) = Sweep::read(
        "s.toml",
        &file("", &format!("{}{measures}", axis("front.stalemate", "values = [0.5]"))),
        &no_table,
    )
    .unwrap();
    let told = sweep.check_measures(&shape(&sweep, &base(&[]).unwrap()).unwrap()).unwrap_err().to_string();
    assert!(told.contains("`b` is a measure, but none above it"), "{told}");
}

#[test]
fn a_right_axis_has_no_fault_of_its_path() {
    assert_eq!(faults_with_base(&axis("challenger.war_cost", "values = [0.2, 0.4]")), "");
    // A wrong value is the point's fault, told with the point.
    assert_eq!(faults_with_base(&axis("challenger.war_cost", "values = [40, 50]")), "");
}

#[test]
fn values_from_one_step_short_are_refused_and_counted() {
    use super::decimal::{Decimal, stepped};
    let [from, to, step] = ["1", "4", "1"].map(|text| Decimal::parse(text).unwrap());
    assert_eq!(stepped(from, to, step, 4).unwrap().len(), 4);
    assert!(stepped(from, to, step, 3).is_err());
}

#[test]
fn paths_overlap_where_a_star_stands_for_a_name() {
    use super::check::overlap;
    assert!(overlap("plan.*.terms.territory", "plan.a.terms.territory"));
    assert!(overlap("plan.a.terms.territory", "plan.*.terms.territory"));
    assert!(!overlap("plan.a.terms.territory", "plan.b.terms.territory") && !overlap("plan.*", "plan.a.terms"));
}

#[test]
fn an_axis_of_every_plan_has_effect_whatever_is_on_the_table() {
    let sweep = parsed("", &axis("plan.*.terms.guarantee_years", "values = [5]"));
    assert!(sweep.axes_without_effect(&[], Some(&["truce".to_owned()])).is_empty());
    let sweep = parsed("", &axis("plan.other.terms.guarantee_years", "values = [5]"));
    assert_eq!(sweep.axes_without_effect(&[], Some(&["truce".to_owned()])).len(), 1);
}

#[test]
fn an_axis_is_named_with_its_unit() {
    let sweep = parsed("", &axis("front.stalemate", "name = \"Stalemate\"\nunit = \"share\"\nvalues = [0.7]"));
    assert_eq!(sweep.axes[0].label(), "Stalemate (share)");
}

/// Two axes of one Latin hypercube are shuffled apart: that all 50 points agree has a chance of 1/50!.
#[test]
fn drawn_axes_differ() {
    let two = [axis("a", "uniform = [0, 1]"), axis("b", "uniform = [0, 1]")].concat();
    let points = all_points(&parsed("design = \"latin_hypercube\"\npoints = 50", &two));
    assert!(points.iter().any(|point| point[0] != point[1]));
}

/// Sixteen estimates, eight of 1 and eight of 3, around a whole of 2: the jackknife's standard error is
/// sqrt(15/16 x 16) = 3.872983 and t(15) is 2.131450 in the tables.
#[test]
fn arithmetic_has_the_interval_of_the_jackknife() {
    let measures = [
        "[[measure]]\nid = \"once\"\nof = \"classes.peace_held\"\n",
        "[[measure]]\nid = \"twice\"\nof = \"settlement.share * 2\"\n",
        "[[measure]]\nid = \"same\"\nof = \"twice / 1\"\n",
    ];
    let mut sweep = parsed("", &[axis("front.stalemate", "values = [0.7]"), measures.concat()].concat());
    sweep.check_measures(&shape(&sweep, &base(&[]).unwrap()).unwrap()).unwrap();
    let figures = |settled: f64| json!({ "classes": { "peace_held": { "share": 0.5, "low": 0.4, "high": 0.7 } }, "settlement": { "share": settled } });
    let rest = |batch| values(&sweep.measures, &figures(if batch < 8 { 0.5 } else { 1.5 }));
    let without: Vec<_> = (0..16).map(rest).collect();
    let found = measured(&sweep.measures, &Evidence { summary: &figures(1.0), without: &without, ranks: &|_, _| None });
    assert_eq!(found[0], Measured { value: Some(0.5), low: Some(0.4), high: Some(0.7), few: false });
    for it in &found[1..] {
        assert_eq!(it.value, Some(2.0));
        assert!((it.low.unwrap() - (2.0 - 2.131_450 * 3.872_983)).abs() < 1e-4, "{it:?}");
        assert!((it.high.unwrap() - (2.0 + 2.131_450 * 3.872_983)).abs() < 1e-4, "{it:?}");
    }
}

/// A difference of shares may lie anywhere from -1 to 1, so that its interval is even: with estimates of 0.4 and 0.6, eight
/// each, around 0.5, the error is sqrt(15/16 x 16 x 0.01) = 0.387298 and the half width 2.131450 times that, 0.825507.
#[test]
fn a_difference_of_shares_is_no_proportion() {
    let of = "classes.peace_held - settlement.share";
    let measures = format!("[[measure]]\nid = \"n\"\nof = \"{of}\"\n");
    let mut sweep = parsed("", &[axis("front.stalemate", "values = [0.7]"), measures].concat());
    sweep.check_measures(&shape(&sweep, &base(&[]).unwrap()).unwrap()).unwrap();
    let figures =
        |settled: f64| json!({ "classes": { "peace_held": { "share": 0.9 } }, "settlement": { "share": settled } });
    let rest = |batch| values(&sweep.measures, &figures(if batch < 8 { 0.3 } else { 0.5 }));
    let without: Vec<_> = (0..16).map(rest).collect();
    let found = measured(&sweep.measures, &Evidence { summary: &figures(0.4), without: &without, ranks: &|_, _| None });
    assert!((found[0].low.unwrap() - (0.5 - 0.825_507)).abs() < 1e-5, "{:?}", found[0]);
    assert!((found[0].high.unwrap() - (0.5 + 0.825_507)).abs() < 1e-5, "{:?}", found[0]);
}

#[test]
fn a_measure_is_a_share_or_a_difference_if_all_its_parts_say_so() {
    let cases = [
        ("classes.peace_held", true, false),
        ("classes.peace_held + settlement.share", true, false),
        ("classes.peace_held + trials", false, false),
        ("trials + classes.peace_held", false, false),
        ("classes.peace_held - settlement.share", true, true),
        ("classes.peace_held - 0.5", false, false),
        ("classes.peace_held / settlement.share", false, false),
    ];
    for (of, share, difference) in cases {
        let measures = format!("[[measure]]\nid = \"n\"\nof = \"{of}\"\n[[measure]]\nid = \"same\"\nof = \"n\"\n");
        let mut sweep = parsed("", &[axis("front.stalemate", "values = [0.7]"), measures].concat());
        sweep.check_measures(&shape(&sweep, &base(&[]).unwrap()).unwrap()).unwrap();
        for measure in &sweep.measures {
            let got = (measure.is_share(&sweep.measures), measure.is_difference(&sweep.measures));
            assert_eq!(got, (share, difference), "{of}");
        }
    }
}

/// `summary.json` has an interval beside a share; the end of one has none there.
#[test]
fn the_end_of_an_interval_has_one_from_the_batches() {
    let known = shape(&parsed("", &axis("front.stalemate", "values = [0.5]")), &base(&[]).unwrap()).unwrap();
    for (path, ends) in [
        ("classes.peace_held", Ends::Beside),
        ("classes.peace_held.low", Ends::Batches),
        ("signed_and_holding.high@3", Ends::Batches),
    ] {
        let mut figure = Figure::parse(path).unwrap();
        figure.check(&known).unwrap();
        assert_eq!(figure.ends(), Some(ends), "{path}");
    }
}

/// What is left out is one of the 16 randomisations of a design at a time, or one of 16 groups of whole draws where there
/// are replications: the interval of a multiple of a share is that of the jackknife over the counts of these, sqrt(15/16
/// sum of squares) times t(15) = 2.131449546.
#[test]
fn trials_that_belong_together_are_left_out_together() {
    let measures = "[[measure]]\nid = \"m\"\nof = \"settlement.share * 1\"\n";
    let mut sweep = parsed("", &[axis("front.stalemate", "values = [0.7]"), measures.to_owned()].concat());
    for (sampling, replications) in [("latin_hypercube", 1), ("monte_carlo", 4)] {
        let settings =
            [format!("sampling={sampling}"), format!("replications={replications}"), "trials=640".to_owned()]
                .map(|it| format!("run.{it}"));
        let point = |overrides: &[String]| base(&[overrides, &settings[..]].concat());
        let scenario = point(&["front.stalemate=0.7".to_owned()]).unwrap();
        sweep.check_measures(&shape(&sweep, &scenario).unwrap()).unwrap();
        let points = Points::new(&sweep, 1).unwrap();
        let (stop, mut found) = (AtomicBool::new(false), Vec::new());
        let spread = Workload { points: 0..1, threads: 1, stop: &stop };
        let mut commit = |progressed| {
            if let Progressed::Done(result) = progressed {
                found = result.measures;
            }
            Ok::<_, SweepError>(())
        };
        Runner::new(&sweep, &points, point).run(&spread, Vec::new(), Vec::new(), &|_| {}, &mut commit).unwrap();
        let span = Span { first: 0, end: 640, block_size: 256 };
        let groups = Run::new(&scenario).span(span).threads(1).run().unwrap().tally.groups;
        assert_eq!(groups.len(), 16);
        let settled: u64 = groups.iter().map(|group| group.settled().value()).sum();
        let rests: Vec<f64> = groups.iter().map(|group| (settled - group.settled().value()) as f64 / 600.0).collect();
        let mean = rests.iter().sum::<f64>() / 16.0;
        let error = (15.0 / 16.0 * rests.iter().map(|rest| (rest - mean).powi(2)).sum::<f64>()).sqrt();
        let value = settled as f64 / 640.0;
        assert!(error > 0.001 && (found[0].value.unwrap() - value).abs() < 1e-12, "{sampling}: {error} {value}");
        assert!((found[0].high.unwrap() - value - 2.131_449_546 * error).abs() < 1e-9, "{sampling}: {:?}", found[0]);
    }
}

/// The keys of a sweep file that docs/sweeps.md names are those that editors are told of.
#[test]
fn editors_are_told_of_every_key() {
    let all = super::schema::schema();
    let file = &all["$defs"]["sweep_file"]["properties"];
    for (table, keys) in [
        (file, ["schema", "axis", "measure", "chart"].as_slice()),
        (&file["sweep"]["properties"], &["base", "design", "points", "plans"]),
        (&file["axis"]["items"]["properties"], &["path", "values", "from", "to", "step", "base", "uniform"]),
        (&file["measure"]["items"]["properties"], &["id", "of", "name", "unit"]),
        (&file["chart"]["items"]["properties"], &["kind", "x", "by", "measure"]),
    ] {
        for key in keys {
            assert!(!table[*key].is_null(), "no `{key}`");
        }
    }
}

/// On the logit scale, by hand: a share of 0.5 with a standard error of 0.01 and t(15) = 2.131450 has ends at
/// 1/(1 + exp(+-4 x 0.0213145)) = 0.478698 and 0.521302.
#[test]
fn a_proportion_has_its_interval_on_the_logit_scale() {
    let measures = "[[measure]]\nid = \"n\"\nof = \"classes.peace_held / settlement.share\"\nunit = \"share\"\n";
    let mut sweep = parsed("", &[axis("front.stalemate", "values = [0.7]"), measures.to_owned()].concat());
    sweep.check_measures(&shape(&sweep, &base(&[]).unwrap()).unwrap()).unwrap();
    let figures = |held: f64| json!({ "classes": { "peace_held": { "share": held } }, "settlement": { "share": 1.0 } });
    // sqrt(15/16 x 16 d^2) is 0.01.
    let step = 0.01 / 15.0_f64.sqrt();
    let rest = |batch| values(&sweep.measures, &figures(if batch < 8 { 0.5 - step } else { 0.5 + step }));
    let without: Vec<_> = (0..16).map(rest).collect();
    let found = measured(&sweep.measures, &Evidence { summary: &figures(0.5), without: &without, ranks: &|_, _| None });
    assert!((found[0].low.unwrap() - 0.478_698).abs() < 1e-5, "{:?}", found[0]);
    assert!((found[0].high.unwrap() - 0.521_302).abs() < 1e-5, "{:?}", found[0]);
}

#[test]
fn a_table_names_the_ends_of_its_measures() {
    let sweep = parsed("", &axis("front.stalemate", "values = [0.7]"));
    assert_eq!(header(&sweep), "front.stalemate,held,held_low,held_high\n");
    let rows = read(&sweep, &format!("{}0.7,0.5,0.4,0.6\n", header(&sweep))).unwrap();
    assert_eq!(rows[0].measures, [Measured { value: Some(0.5), low: Some(0.4), high: Some(0.6), few: false }]);
    assert!(read(&sweep, "front.stalemate,held,held_high,held_low\n").is_err());
}

/// Of 100 trials 20 failed. Of the other 80, 20 settled and 19 signed the truce, in 19 it is available, 19 would sign it
/// alone, and the peace of 8 + 11 failed; the draws in which both sides accept the truce are worth 19.9.
#[test]
fn a_figure_over_fewer_than_twenty_trials_is_marked() {
    let spread = json!({ "mean": 1.0, "p50": 1.0 });
    let truce = json!({
        "signed": { "share": 0.2375 }, "available": { "share": 0.2375 },
        "acceptable": { "both": { "share": 0.5 } }, "surplus": { "defender": spread }, "value": { "defender": spread },
        "if_signed": { "survival": [1.0, 0.5], "across": { "p5": [1.0, 0.5] } },
        "if_acceptable": { "mean": [1.0, 0.5], "weight": 19.9 },
        "given_signed": { "survival": [1.0, 0.5], "at_risk": [19, 9] },
        "signed_and_holding": { "share": [0.2375, 0.1] },
        "alone": { "signed": { "share": 0.2375 }, "month": spread },
    });
    let summary = json!({
        "trials": 100, "failed_trials": 20,
        "classes": { "peace_held": { "share": 0.1 }, "resumed_by_challenger": { "share": 0.1 },
                     "resumed_by_defender": { "share": 0.1375 } },
        "settlement": { "share": 0.25, "month": spread },
        "peace": { "survival": [1.0, 0.5], "at_risk": [20, 10], "exact": [1.0, 0.5] },
        "plans": { "truce": truce },
        "resumed_war": { "defender_won": { "share": 0.5 } },
        "values": { "defender": spread },
    });
    let cases = [
        ("classes.peace_held", false),
        ("values.defender.p50", false),
        ("plans.truce.signed", false),
        ("plans.truce.signed_and_holding@1", false),
        ("settlement.month.p50", false),
        ("peace.survival@1", false),
        ("peace.exact@1", false),
        ("resumed_war.defender_won", true),
        ("plans.truce.acceptable.both", true),
        ("plans.truce.surplus.defender.mean", true),
        ("plans.truce.value.defender.p50", true),
        ("plans.truce.if_signed@1", true),
        ("plans.truce.if_signed.across.p5@1", true),
        ("plans.truce.if_acceptable.mean@1", true),
        ("plans.truce.given_signed@1", true),
        ("plans.truce.alone.month.mean", true),
        ("plans.truce.alone.signed", false),
        // A number of trials is one, however small.
        ("plans.truce.given_signed.at_risk@1", false),
        ("plans.truce.if_acceptable.weight", false),
        // A quotient is over the trials by whose share or number it divides: 20, 19, 60, 1, 20, 19 and half of 20.
        ("classes.peace_held / settlement.share", false),
        ("classes.peace_held / plans.truce.signed", true),
        ("classes.peace_held / (1 - settlement.share)", false),
        ("classes.peace_held / (settlement.share - plans.truce.signed)", true),
        ("peace.at_risk@1 / peace.at_risk@0", false),
        ("plans.truce.given_signed.at_risk@1 / plans.truce.given_signed.at_risk@0", true),
        ("classes.peace_held / peace.survival@1", true),
        ("classes.peace_held / 0.001", false),
        // What is made of such a figure is marked too, by its place: the measure above.
        ("classes.peace_held - plans.truce.given_signed@1", true),
        ("-(m27 * 2)", true),
        ("classes.peace_held / m2", true),
        ("m0 / m17", true),
    ];
    let measure = |(place, (of, _)): (usize, &(&str, bool))| format!("[[measure]]\nid = \"m{place}\"\nof = \"{of}\"\n");
    let measures: String = cases.iter().enumerate().map(measure).collect();
    let mut sweep = parsed("", &[axis("front.stalemate", "values = [0.7]"), measures].concat());
    sweep.check_measures(&shape(&sweep, &base(&[]).unwrap()).unwrap()).unwrap();
    let found = measured(&sweep.measures, &Evidence { summary: &summary, without: &[], ranks: &|_, _| None });
    for ((of, few), found) in cases.iter().zip(&found) {
        assert_eq!((found.few, found.value.is_some()), (*few, true), "{of}");
        assert_eq!(found.shown().value, found.value.filter(|_| !few), "{of}");
    }
}

/// Points without trials have the figures of the exact solution, whatever the threads.
#[test]
fn exact_points_are_exact_solutions() {
    let measures = "[[measure]]\nid = \"held\"\nof = \"plans.guarantee-10.if_signed@10\"\n\
                    [[measure]]\nid = \"gain\"\nof = \"plans.guarantee-10.surplus.challenger.mean\"\n\
                    [[measure]]\nid = \"both\"\nof = \"plans.truce.acceptable.both\"\n\
                    [[measure]]\nid = \"less\"\nof = \"1 - held\"\n";
    let values = "values = [2, 5, 10]";
    let mut sweep = parsed("exact = true", &(axis("plan.guarantee-10.terms.guarantee_years", values) + measures));
    assert!(!sweep.needs_batches());
    sweep.check_measures(&shape(&sweep, &base(&[]).unwrap()).unwrap()).unwrap();
    let points = Points::new(&sweep, 1).unwrap();
    let runner = Runner::new(&sweep, &points, |set: &[String]| base(set));
    let stop = AtomicBool::new(false);
    let run = |threads| {
        let mut done = Vec::new();
        let spread = Workload { points: 0..3, threads, stop: &stop };
        let result: Result<(), SweepError> = runner.run(&spread, Vec::new(), Vec::new(), &|_| (), &mut |progressed| {
            if let Progressed::Done(result) = progressed {
                done.push(result);
            }
            Ok(())
        });
        result.unwrap();
        done
    };
    let one = run(1);
    assert_eq!(one, run(3));
    for (result, years) in one.iter().zip([2, 5, 10]) {
        let set = format!("plan.guarantee-10.terms.guarantee_years={years}");
        let solved = crate::analysis::evaluate(&base(&[set]).unwrap()).unwrap();
        let plan = &solved.plans[1];
        let survival = plan.survival.as_ref().unwrap()[10];
        assert_eq!(result.measures[0], Measured { value: Some(survival), ..Measured::default() });
        assert_eq!(result.measures[1].value, plan.challenger.surplus);
        assert!(result.measures[2].value.is_some_and(|both| (0.0..=1.0).contains(&both)));
        assert_eq!(result.measures[3].value, Some(1.0 - survival));
    }
}

/// What needs trials is refused, and so are trials.
#[test]
fn exact_figures_take_no_trials() {
    let told = faults("exact = true\ntrials = 100", &axis("front.stalemate", "values = [0.5]"));
    assert!(told.contains("`sweep.trials` does not go with exact figures"), "{told}");
    let mut sweep = parsed("exact = true", &axis("front.stalemate", "values = [0.5]"));
    let shape = shape(&sweep, &base(&[]).unwrap()).unwrap();
    let told = sweep.check_measures(&shape).unwrap_err().to_string();
    assert!(told.contains("there is no figure `classes`") && told.contains("without trials there are only"), "{told}");
}
