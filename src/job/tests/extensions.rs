//! Runs that are made longer.

use super::*;

fn extending(order: RunOrder) -> RunOrder {
    RunOrder { extend: true, ..order }
}

/// 400 trials become 700 and then 5,000, once interrupted on the way: only what is missing is played, and the bytes are those
/// of all trials at once. With nothing there, and with the same number again, it is a run like any other.
#[test]
fn a_run_grows_to_the_bytes_of_the_longer_one() {
    let desk = Desk::new();
    let order = |trials, out: &str| {
        let wishes = Wishes { charts: false, table: TrialTable::Both, ..Wishes::default() };
        extending(RunOrder { wishes, ..desk.order(trials, out) })
    };
    desk.run(&order(5_000, "whole")).unwrap();
    for (trials, played) in [(400, 400), (700, 300), (700, 0)] {
        assert!(desk.run(&order(trials, "grown")).unwrap().complete);
        assert_eq!(desk.played.load(Ordering::Relaxed), played, "{trials}");
    }
    assert!(!desk.stopping_after(1_500).run(&order(5_000, "grown")).unwrap().complete);
    assert!(desk.stopping_after(u64::MAX).run(&order(5_000, "grown")).unwrap().complete);
    desk.assert_same("whole", "grown");
    // Asked for the table of rows only, it keeps the other in step.
    let csv = |order: RunOrder| RunOrder { wishes: Wishes { charts: false, ..Wishes::default() }, ..order };
    desk.run(&csv(order(6_000, "grown"))).unwrap();
    desk.run(&order(6_000, "longest")).unwrap();
    desk.assert_same("longest", "grown");
    assert!(desk.is_tidy("grown"));
    let told = refusal(desk.run(&order(700, "grown")));
    assert!(told.contains("another run (trials 6000, not 700)"), "{told}");
}

/// Both theories of a run grow; a merged run grows as one that was played in one piece; and so do draws with several trials
/// each, with the tables for SAVI.
#[test]
fn runs_of_every_kind_grow() {
    let desk = Desk::new();
    let record = "hazard={ shape = 0.5, scale = 20, challenger_share = 0.6, effects = { guarantee = -1 } }";
    let kinds: [&dyn Fn(RunOrder) -> RunOrder; 2] = [
        &|order| {
            let set = vec![record.to_owned(), theory_setting(TheoryKind::Strategic)];
            let second_theory = Some(TheoryKind::Hazard);
            RunOrder { settings: Settings { set, second_theory, ..order.settings.clone() }, ..order }
        },
        &|order| {
            let settings = Settings { replications: Some(4), ..order.settings.clone() };
            RunOrder { settings, wishes: Wishes { savi: true, ..order.wishes }, ..order }
        },
    ];
    for (index, kind) in kinds.iter().enumerate() {
        let order = |trials, out: &str| extending(kind(desk.order(trials, &format!("{index}/{out}"))));
        desk.run(&order(2_000, "whole")).unwrap();
        desk.run(&order(1_280, "grown")).unwrap();
        desk.run(&order(2_000, "grown")).unwrap();
        desk.assert_same(&format!("{index}/whole"), &format!("{index}/grown"));
    }
    let parts = [1, 2].map(|index| {
        let part = RunOrder { part: Some(Shard { index, of: 2 }), ..desk.order(3_000, &format!("part{index}")) };
        desk.run(&part).unwrap().folder
    });
    let order = MergeOrder {
        parts: parts.to_vec(),
        folder: desk.path("merged"),
        allow_missing: false,
        wishes: desk.order(1, "").wishes,
    };
    desk.host(|host| merge(&order, host)).unwrap();
    desk.run(&extending(desk.order(4_000, "merged"))).unwrap();
    desk.run(&desk.order(4_000, "plain")).unwrap();
    desk.assert_same("plain", "merged");
}

/// Killed after the state was saved and before the manifest was, the folder holds the shorter run in its last step: it grows
/// all the same, also where that happened to the second of two theories.
#[test]
fn a_run_grows_from_between_two_steps() {
    let desk = Desk::new();
    let record = "hazard={ shape = 0.5, scale = 20, challenger_share = 0.6, effects = { guarantee = -1 } }";
    let two = |trials, out: &str| {
        let order = desk.order(trials, out);
        let set = vec![record.to_owned(), theory_setting(TheoryKind::Strategic)];
        let settings = Settings { set, second_theory: Some(TheoryKind::Hazard), ..order.settings.clone() };
        RunOrder { settings, ..order }
    };
    desk.run(&two(700, "whole")).unwrap();
    for (place, within) in ["", "/hazard"].into_iter().enumerate() {
        let out = format!("grown-{place}");
        desk.run(&two(400, &out)).unwrap();
        let mut folder = crate::store::Folder::take(&desk.path(&format!("{out}{within}")), false).unwrap();
        let manifest: RunManifest = crate::store::read_json(&folder.file("manifest.json")).unwrap();
        let state = crate::job::extend::ended(&mut folder, &manifest).unwrap();
        folder.declare(&manifest).unwrap();
        folder.save_state(&state).unwrap();
        drop(folder);
        desk.run(&extending(two(700, &out))).unwrap();
        desk.assert_same("whole", &out);
        assert!(desk.is_tidy(&out));
    }
}

/// What was drawn of the shorter run is not left beside the figures of the longer one.
#[test]
fn nothing_drawn_of_the_shorter_run_stays() {
    let desk = Desk::new();
    let with_charts = |order: RunOrder| RunOrder { wishes: Wishes::default(), ..order };
    desk.run(&with_charts(desk.order(400, "grown"))).unwrap();
    desk.run(&extending(desk.order(700, "grown"))).unwrap();
    desk.run(&desk.order(700, "plain")).unwrap();
    desk.assert_same("plain", "grown");
    desk.run(&with_charts(desk.order(700, "grown"))).unwrap();
    assert!(desk.read("grown/report.md").contains("700 trials"));
}

/// Whatever cannot grow is refused by its reason, and the folder stays as it is.
#[test]
fn what_cannot_grow_is_left_alone() {
    let desk = Desk::new();
    let refused = |order: RunOrder, says: &str| {
        let before = desk.files("run");
        let told = refusal(desk.run(&extending(order)));
        assert!(told.contains(says), "{told}");
        assert!(desk.files("run") == before && desk.is_tidy("run"), "{says}");
    };
    desk.run(&desk.order(400, "run")).unwrap();
    let longer = desk.order(600, "run");
    refused(with_set(&longer, "front.stalemate=0.5"), "holds results of another run");
    let seed = Settings { seed: Some(9), ..longer.settings.clone() };
    refused(RunOrder { settings: seed, ..longer.clone() }, "seed 1, not 9");
    let none = Wishes { table: TrialTable::None, ..longer.wishes };
    refused(RunOrder { wishes: none, ..longer.clone() }, "a trial table: leave out --trials-format none");
    refused(RunOrder { wishes: Wishes { savi: true, ..longer.wishes }, ..longer.clone() }, "leave out --savi");
    refused(RunOrder { precision: Some(0.1), ..longer.clone() }, "with --precision a run ends by itself");
    refused(RunOrder { part: Some(Shard { index: 1, of: 1 }), ..longer.clone() }, "not with a part");
    let latin = Settings { sampling: Some(crate::sampling::Sampling::LatinHypercube), ..longer.settings.clone() };
    refused(RunOrder { settings: latin, ..longer.clone() }, "goes with plain Monte Carlo");
    fs::remove_file(desk.path("run/counts.json.gz")).unwrap();
    refused(longer.clone(), "without counts.json.gz");

    let parquet = Wishes { table: TrialTable::Parquet, force: true, ..longer.wishes };
    desk.run(&RunOrder { wishes: parquet, ..desk.order(400, "run") }).unwrap();
    let parquet = Wishes { force: false, ..parquet };
    refused(RunOrder { wishes: parquet, ..longer.clone() }, "as Parquet only");
    let text = desk.read("tiny.toml");
    desk.write(
        "tiny.toml",
        &format!("{text}\n[[forecast]]\nof = \"settled@12\"\nprobability = 0.3\nnote = \"made up\"\n"),
    );
    refused(longer.clone(), "which all trials weigh together");

    desk.write("tiny.toml", &text);
    desk.run(&forced(&desk.order(300, "run"))).unwrap();
    refused(longer, "holds 300 trials, too few for the influence of single inputs");
}

/// Of three parts of a run the second is missing: its trials are in no figure, every place that tells figures says so, what
/// would take it for the whole refuses it, and the whole replaces it only when forced. The same of a sweep.
#[test]
fn a_whole_without_some_of_its_parts_says_so() {
    let desk = Desk::new();
    let part = |index| {
        let order = RunOrder { part: Some(Shard { index, of: 3 }), ..desk.order(5_000, &format!("part{index}")) };
        desk.run(&order).unwrap().folder
    };
    let parts = vec![part(3), part(1)];
    let order = MergeOrder { parts, folder: desk.path("partial"), allow_missing: false, wishes: Wishes::default() };
    let told = refusal(desk.host(|host| merge(&order, host)));
    assert!(told.contains("missing of 3 parts: 2"), "{told}");
    let order = MergeOrder { allow_missing: true, ..order };
    desk.host(|host| merge(&order, host)).unwrap();
    // By hand: of 5 blocks of 1,024 trials the second part has the second and the third.
    let summary: serde_json::Value = serde_json::from_str(&desk.read("partial/summary.json")).unwrap();
    assert_eq!(summary["trials"], 5_000 - 2_048);
    assert_eq!(summary["partial"], serde_json::json!({ "of": 3, "parts": [2], "whole": 5_000 }));
    let rows: Vec<String> = desk.read("partial/trials.csv").lines().skip(1).map(str::to_owned).collect();
    desk.run(&desk.order(5_000, "whole")).unwrap();
    let whole: Vec<String> = desk.read("whole/trials.csv").lines().skip(1).map(str::to_owned).collect();
    assert!(rows == [&whole[..1_024], &whole[3_072..]].concat());
    let says = "Partial: without part 2 of 3; these figures are of 2,952 of 5,000 trials.";
    for name in ["report.html", "report.md"] {
        assert!(desk.read(&format!("partial/{name}")).contains(says), "{name}");
    }
    assert!(desk.read("partial/charts/outcomes.svg").contains("Partial: without part 2 of 3"));
    let refused = [
        desk.host(|host| verify(&desk.path("partial"), false, host)).err(),
        desk.host(|host| {
            let runs = vec![desk.path("whole"), desk.path("partial")];
            compare(&CompareOrder { runs, ..CompareOrder::default() }, host)
        })
        .err(),
    ];
    for error in refused {
        let told = error.expect("an error").to_string();
        assert!(told.contains("holds a run of which parts are missing"), "{told}");
    }
    let told = refusal(desk.run(&desk.order(5_000, "partial")));
    assert!(told.contains("joined from other parts"), "{told}");
    let before = desk.files("partial");
    desk.host(|host| merge(&order, host)).unwrap();
    assert!(desk.files("partial") == before);
    desk.host(|host| report(&desk.path("partial"), &|look| look, host)).unwrap();
    assert!(desk.files("partial") == before, "it says so still");
    let all = [1, 2, 3].map(part).to_vec();
    let wishes = Wishes { force: true, charts: false, ..Wishes::default() };
    desk.host(|host| merge(&MergeOrder { parts: all, wishes, ..order.clone() }, host)).unwrap();
    desk.assert_same("whole", "partial");

    let latin = |index| {
        let mut order = RunOrder { part: Some(Shard { index, of: 2 }), ..desk.order(5_000, &format!("latin{index}")) };
        order.settings.sampling = Some(crate::sampling::Sampling::LatinHypercube);
        desk.run(&order).unwrap().folder
    };
    let order = MergeOrder { parts: vec![latin(2)], folder: desk.path("latin"), ..order };
    let told = refusal(desk.host(|host| merge(&order, host)));
    assert!(told.contains("--allow-missing: goes with plain Monte Carlo"), "{told}");

    let points = SweepOrder { part: Some(Shard { index: 2, of: 2 }), ..desk.sweep_order("points2") };
    let parts = vec![desk.sweep(&points).unwrap().folder];
    let order = MergeOrder { parts, folder: desk.path("swept"), ..order };
    desk.host(|host| merge(&order, host)).unwrap();
    desk.sweep(&desk.sweep_order("all")).unwrap();
    let (swept, all) = (desk.read("swept/points.csv"), desk.read("all/points.csv"));
    assert_eq!(swept.lines().count(), all.lines().count());
    let (empty, same): (Vec<_>, Vec<_>) =
        swept.lines().zip(all.lines()).skip(1).partition(|(row, _)| row.ends_with(",,"));
    assert!(!empty.is_empty() && !same.is_empty() && same.iter().all(|(a, b)| a == b), "{swept}");
    assert!(desk.read("swept/report.html").contains("Partial: without part 1 of 2"));
}

/// The table of plans comes in one go, interrupted, longer and as Parquet with the same rows; a part has none.
#[test]
fn the_table_of_plans_comes_with_the_trials() {
    let desk = Desk::new();
    let with =
        |table, order: RunOrder| RunOrder { wishes: Wishes { plan_table: true, table, ..order.wishes }, ..order };
    let csv = |trials, out: &str| with(TrialTable::Csv, desk.order(trials, out));
    desk.run(&csv(3_000, "whole")).unwrap();
    assert_eq!(desk.read("whole/plans.csv").lines().count(), 1 + 2 * 3_000);
    assert!(!desk.stopping_after(1_500).run(&csv(3_000, "stopped")).unwrap().complete);
    desk.stopping_after(u64::MAX);
    let told = refusal(desk.run(&desk.order(3_000, "stopped")));
    assert!(told.contains("begun with --plan-table: add it"), "{told}");
    desk.run(&csv(3_000, "stopped")).unwrap();
    desk.assert_same("whole", "stopped");
    desk.run(&csv(1_000, "grown")).unwrap();
    desk.run(&extending(csv(3_000, "grown"))).unwrap();
    desk.assert_same("whole", "grown");
    desk.run(&with(TrialTable::Parquet, desk.order(3_000, "parquet"))).unwrap();
    assert!(!desk.path("parquet/plans.csv").exists());
    let mut rows = 0;
    crate::store::read_parquet(&desk.path("parquet/plans.parquet"), &mut |_| rows += 1).unwrap();
    assert_eq!(rows, 1 + 2 * 3_000);
    for folder in ["whole", "parquet"] {
        let verified = desk.host(|host| verify(&desk.path(folder), false, host)).unwrap().unwrap();
        assert_eq!(verified.differing(), 0, "{folder}: {:?}", verified.files);
    }
    // Asked for in Parquet later, both are turned.
    desk.run(&with(TrialTable::Parquet, desk.order(3_000, "whole"))).unwrap();
    assert!(desk.path("whole/plans.csv").exists() && desk.path("whole/plans.parquet").exists());
    assert_eq!(desk.host(|host| verify(&desk.path("whole"), false, host)).unwrap().unwrap().differing(), 0);
    let part = RunOrder { part: Some(Shard { index: 1, of: 2 }), ..csv(3_000, "part") };
    assert!(refusal(desk.run(&part)).contains("--plan-table: goes with a whole run"));
}
