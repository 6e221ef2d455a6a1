//! Comparisons: paired intervals, and chance told from ignorance.

use armistice::analysis::compare::{Compared, Fate, FateRecorder, Pairing, compare};
use armistice::engine::{Engine, Run};
use armistice::model::Side;
use armistice::scenario::parse;

const TINY: &str = include_str!("../../scenarios/tiny.toml");

fn fates(overrides: &[String], plans: &[&str]) -> Vec<Fate> {
    let plans: Vec<String> = plans.iter().map(ToString::to_string).collect();
    let loaded = parse("tiny.toml", TINY, overrides, Some(&plans)).unwrap();
    let ran = Run::new(&loaded.scenario).observe(FateRecorder::default()).threads(2).run().unwrap();
    ran.chunks.into_iter().flatten().collect()
}

fn settings(seed: u64, trials: u64) -> Vec<String> {
    vec![format!("run.seed={seed}"), format!("run.trials={trials}")]
}

/// Over 150 seeds the paired 95 % interval covers the difference of a long run. At its nominal rate fewer than 123 of
/// 150 have a chance of 2e-8. And pairing is worth having: it is narrower than what independent runs would give.
#[test]
fn paired_intervals_cover_and_are_narrower() {
    let held = |a: &[Fate], b: &[Fate], pairing| {
        let all = compare(a, b, pairing, 20).differences;
        *all.iter().find(|it| it.figure == Compared::Holding(20)).unwrap()
    };
    let both = |seed, trials| {
        let settings = settings(seed, trials);
        (fates(&settings, &["truce"]), fates(&settings, &["guarantee-10"]))
    };
    let (a, b) = both(1_000_000, 40_000);
    let truth = held(&a, &b, Pairing::Trials).difference.unwrap();
    let mut hits = 0;
    let mut widths = [0.0; 2];
    for seed in 0..150 {
        let (a, b) = both(seed, 200);
        let paired = held(&a, &b, Pairing::Trials);
        let apart = held(&a, &b, Pairing::Apart([None, None]));
        hits += usize::from(paired.low.unwrap() <= truth && truth <= paired.high.unwrap());
        widths[0] += paired.high.unwrap() - paired.low.unwrap();
        widths[1] += apart.high.unwrap() - apart.low.unwrap();
    }
    assert!(hits >= 123, "{hits} of 150");
    assert!(widths[0] < widths[1], "{widths:?}");
}

/// One trial a draw is what runs always were; with several, trials of a draw share their inputs and not their luck.
#[test]
fn replications_share_inputs_only() {
    struct Inputs;
    impl armistice::engine::Recorder for Inputs {
        type Chunk = Vec<(Vec<f64>, f64)>;
        fn chunk(&self) -> Self::Chunk {
            Vec::new()
        }
        fn record(&self, chunk: &mut Self::Chunk, row: &armistice::engine::Row<'_>) {
            chunk.push((row.inputs.to_vec(), row.outcome.map_or(f64::NAN, |outcome| outcome.values[Side::Challenger])));
        }
    }
    let rows = |replications: u64, threads| {
        let overrides = ["run.trials=1200".to_owned(), format!("run.replications={replications}")];
        let loaded = parse("tiny.toml", TINY, &overrides, None).unwrap();
        let ran = Run::new(&loaded.scenario).observe(Inputs).threads(threads).run().unwrap();
        let rows: Vec<_> = ran.chunks.into_iter().flatten().collect();
        (rows, armistice::analysis::summarise(&loaded.scenario, &ran.tally))
    };
    let (single, plain) = rows(1, 1);
    assert!(plain.decomposition.is_none());
    for replications in [3, 40] {
        let (several, summary) = rows(replications, 3);
        for (trial, row) in several.iter().enumerate() {
            assert_eq!(row.0, single[trial / replications as usize].0, "{trial}");
        }
        let luck = several[..replications as usize].windows(2).filter(|pair| pair[0].1 != pair[1].1).count();
        assert!(luck > 0);
        assert_eq!(rows(replications, 1).1, summary);
        let parts = summary.decomposition.unwrap();
        assert_eq!((parts.replications, parts.draws), (replications, 1_200 / replications));
    }
}

/// Without uncertain inputs all variance is luck: the share between draws is 0 up to its sampling error. Twenty seeds,
/// of whose 95 % intervals at most 9 miss 0 but for a chance of 1e-8.
#[test]
fn without_ignorance_all_is_chance() {
    let constants = [
        "challenger.forces=120",
        "challenger.growth=0.2",
        "challenger.war_cost=0.8",
        "challenger.optimism=0.2",
        "defender.war_cost=0.7",
        "defender.demands.territory.red_line=0.6",
        "guarantor.ally.reliability=0.6",
        "run.trials=3200",
        "run.replications=4",
    ];
    let misses = (0..20)
        .filter(|seed| {
            let mut overrides: Vec<String> = constants.iter().map(ToString::to_string).collect();
            overrides.push(format!("run.seed={seed}"));
            let loaded = parse("tiny.toml", TINY, &overrides, None).unwrap();
            assert!(loaded.scenario.inputs().is_empty());
            let summary = armistice::run(&loaded.scenario).unwrap();
            let part = summary.decomposition.unwrap().classes["peace_held"];
            part.low.unwrap() > 0.0 || part.high.unwrap() < 0.0
        })
        .count();
    assert!(misses <= 9, "{misses} of 20");
}

#[test]
fn trials_that_do_not_divide_into_draws_are_refused() {
    let overrides = ["run.trials=1000".to_owned(), "run.replications=7".to_owned()];
    let loaded = parse("tiny.toml", TINY, &overrides, None).unwrap();
    let error = Engine::new(&loaded.scenario).unwrap_err().to_string();
    assert_eq!(error, "1000 trials cannot be divided into draws of 7; the nearest number is 1001");
}

/// What two runs cost, from their tables or played again, is compared where both count it alike.
#[test]
fn what_it_costs_is_compared() {
    let desk = crate::cli::Desk::new();
    desk.cost_lives();
    let run = "run costly.toml --trials 600 --no-charts --quiet";
    desk.expect(0, &format!("{run} --out kept"));
    desk.expect(0, &format!("{run} --trials-format none --set challenger.war_cost=0.6 --out played"));
    desk.expect(0, &format!("{run} --set run.costs_years=3 --out shorter"));
    let json = |runs: &str| -> serde_json::Value {
        serde_json::from_str(&desk.expect(0, &format!("compare {runs} --quiet --format json")).stdout).unwrap()
    };
    let summary = |run: &str| -> f64 {
        let text = std::fs::read(desk.path(&format!("{run}/summary.json"))).unwrap();
        serde_json::from_slice::<serde_json::Value>(&text).unwrap()["costs"]["dead"]["all"]["mean"].as_f64().unwrap()
    };
    let found = &json("kept played")["comparisons"][0]["differences"]["costs.dead.all.mean"];
    let [reference, value, difference, low, high] =
        ["reference", "value", "difference", "low", "high"].map(|key| found[key].as_f64().unwrap());
    assert!((reference - summary("kept")).abs() < 1e-9 * reference, "{found}");
    assert!((value - summary("played")).abs() < 1e-9 * value, "{found}");
    assert!(low < difference && difference < high && (value - reference - difference).abs() < 1e-9, "{found}");
    let text = desk.expect(0, "compare kept played --quiet --out compared").stdout;
    assert!(text.contains("Dead: mean over 15 years, thousand people"), "{text}");
    let chart = std::fs::read_to_string(desk.path("compared/charts/costs-1.svg")).unwrap();
    assert!(chart.contains("difference, thousand people"), "{chart}");
    assert!(std::fs::read_to_string(desk.path("compared/report.html")).unwrap().contains("What would it cost people?"));
    let text = desk.expect(0, "compare kept shorter --quiet").stdout;
    assert!(text.contains("over the same years: dead.") && !text.contains("Dead: mean over"), "{text}");
}

/// Folders of runs: from their tables or played again, and with what a reader must know beside the figures.
#[test]
fn runs_are_compared_from_their_folders() {
    let desk = crate::cli::Desk::new();
    let run = "run tiny.toml --trials 600 --no-charts --quiet";
    desk.expect(0, &format!("{run} --out kept"));
    desk.expect(0, &format!("{run} --trials-format none --set challenger.war_cost=0.6 --out played"));
    desk.expect(0, &format!("{run} --years 10 --seed 4 --out shorter"));
    let json = |runs: &str| -> serde_json::Value {
        serde_json::from_str(&desk.expect(0, &format!("compare {runs} --quiet --format json")).stdout).unwrap()
    };
    let (there, back) = (json("kept played"), json("played kept"));
    let difference = |it: &serde_json::Value| {
        it["comparisons"][0]["differences"]["settlement.share"]["difference"].as_f64().unwrap()
    };
    assert!(difference(&there) != 0.0 && difference(&there) == -difference(&back));
    assert_eq!(there["comparisons"][0]["paired"], true);
    let summary = |run: &str| -> f64 {
        let text = std::fs::read(desk.path(&format!("{run}/summary.json"))).unwrap();
        serde_json::from_slice::<serde_json::Value>(&text).unwrap()["settlement"]["share"].as_f64().unwrap()
    };
    assert!((difference(&there) - (summary("played") - summary("kept"))).abs() < 1e-12);
    let text = desk.expect(0, "compare kept shorter --quiet --out compared").stdout;
    assert!(text.contains("not paired") && text.contains("differ (15, 10)"), "{text}");
    assert!(desk.path("compared/charts/shares-1.png").exists());
    let chart = std::fs::read_to_string(desk.path("compared/charts/shares-1.svg")).unwrap();
    assert!(!chart.contains("same luck"));
    // Neither a run that is compared nor a table that was changed is taken lightly.
    let own = desk.expect(2, "compare kept played --out ./played --force");
    assert!(own.stderr.contains("is one of the runs"), "{}", own.stderr);
    let table = desk.path("kept/trials.csv");
    let rows = std::fs::read_to_string(&table).unwrap();
    std::fs::write(&table, rows.replacen(",peace_held,", ",no_settlement,", 1)).unwrap();
    let call = desk.expect(1, "compare kept played");
    assert!(call.stderr.contains("trials.csv: is not what was written there"), "{}", call.stderr);
    // Tables of versions that kept no digests are held against the summary.
    crate::cli::forget_digests(&desk.path("kept"));
    for (changed, says) in [
        (rows.replacen(",peace_held,", ",no_settlement,", 1), "does not agree with summary.json on"),
        (rows.replacen("\n1,ok,", "\n0,ok,", 1), "row 2 is not trial 1"),
        (rows[..rows.len() - 40].to_owned(), "the file was changed"),
    ] {
        assert!(changed != rows);
        std::fs::write(&table, changed).unwrap();
        let call = desk.expect(1, "compare kept played");
        assert!(call.stderr.contains("trials.csv") && call.stderr.contains(says), "{}", call.stderr);
    }
}
