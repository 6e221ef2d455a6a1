//! Jobs that end in the midst of something.

use super::*;
use crate::sampling::Sampling;

fn with_table(order: RunOrder, table: TrialTable) -> RunOrder {
    RunOrder { wishes: Wishes { table, ..order.wishes }, ..order }
}

/// Plays a run whose figures cannot be written, since a folder stands in their place; it is gone afterwards.
fn without_room(desk: &Desk, order: &RunOrder, out: &str) {
    let obstacle = desk.path(out).join("summary.json");
    fs::create_dir_all(&obstacle).unwrap();
    assert_eq!(desk.run(&forced(order)).unwrap_err().blame(), Blame::System);
    fs::remove_dir(obstacle).unwrap();
}

/// By hand: 5,000 trials are 5 blocks of at most 1,024, of which the second half holds those from the third on.
#[test]
fn a_part_that_is_stopped_goes_on() {
    let desk = Desk::new();
    let part = |out: &str| RunOrder { part: Some(Shard { index: 2, of: 2 }), ..desk.order(5_000, out) };
    assert!(desk.run(&part("whole")).unwrap().figures.is_none());
    assert_eq!(*desk.started.lock().unwrap(), [(2_952, 0)]);
    assert_eq!(desk.played.load(Ordering::Relaxed), 2_952);
    let first = desk.stopping_after(1_200).run(&part("stopped")).unwrap();
    assert!(!first.complete && first.figures.is_none());
    let folder = desk.path("stopped");
    let [Note::Kept { done, of: 2_952, .. }] = desk.notes()[..] else { panic!("{:?}", desk.notes()) };
    assert!(done > 0 && done % 1_024 == 0, "{done}");
    desk.stopping_after(u64::MAX).run(&part("stopped")).unwrap();
    assert_eq!(*desk.started.lock().unwrap(), [(2_952, done)]);
    let goes_on = Note::GoesOn { folder: folder.clone(), done, of: 2_952, unit: Unit::Trials };
    assert_eq!(desk.notes(), [goes_on, Note::PartDone { folder }]);
    desk.assert_same("whole", "stopped");
}

/// A precision that was reached before the run was ended is not overshot afterwards, and is told.
#[test]
fn a_precision_is_reached_once() {
    let desk = Desk::new();
    let order = |out: &str, precision| RunOrder { precision: Some(precision), ..desk.order(50_000, out) };
    let whole = desk.run(&order("whole", 0.03)).unwrap();
    let trials = whole.figures.unwrap().summary.trials;
    assert!(whole.complete && trials < 50_000, "{trials}");
    assert_eq!(desk.notes()[0], Note::Precise { trials });
    without_room(&desk, &order("late", 0.03), "late");
    desk.run(&order("late", 0.03)).unwrap();
    assert_eq!(desk.played.load(Ordering::Relaxed), 0);
    desk.assert_same("whole", "late");
    let few = RunOrder { precision: Some(0.001), ..desk.order(64, "few") };
    desk.run(&few).unwrap();
    assert!(matches!(desk.notes()[0], Note::NotPrecise { wanted: 0.001, trials: 64, .. }), "{:?}", desk.notes());
}

/// Everything is written and the table in CSV taken away, but the folder does not say yet that all is done.
#[test]
fn a_run_left_in_its_very_last_step_is_done() {
    let desk = Desk::new();
    for table in [TrialTable::Parquet, TrialTable::Csv] {
        let order = with_table(desk.order(640, "run"), table);
        without_room(&desk, &order, "run");
        let state = desk.read("run/.state.json");
        desk.run(&order).unwrap();
        assert_eq!(desk.played.load(Ordering::Relaxed), 0, "all were played before");
        let before = desk.files("run");
        desk.write("run/.state.json", &state);
        desk.run(&order).unwrap();
        assert_eq!(desk.played.load(Ordering::Relaxed), 0);
        assert!(desk.files("run") == before && desk.is_tidy("run"));
        fs::remove_dir_all(desk.path("run")).unwrap();
    }
}

/// A report that is there says that all its charts are; those that cannot be drawn leave none.
#[test]
fn charts_that_cannot_be_drawn_leave_no_report() {
    let desk = Desk::new();
    let order = RunOrder { wishes: Wishes::default(), ..desk.order(64, "run") };
    desk.run(&order).unwrap();
    let before = desk.files("run");
    fs::remove_dir_all(desk.path("run/charts")).unwrap();
    desk.write("run/charts", "in the way");
    let failed = desk.host(|host| report(&desk.path("run"), &|look| look, host)).unwrap_err();
    assert_eq!(failed.blame(), Blame::System);
    assert!(!desk.path("run/report.html").exists());
    fs::remove_file(desk.path("run/charts")).unwrap();
    desk.run(&order).unwrap();
    assert_eq!(desk.notes(), [Note::Present { folder: desk.path("run"), drawn: true }]);
    assert!(desk.files("run") == before);
}

/// Interrupted while they are drawn again, charts, report and the look in the manifest are as they were, and the next call
/// draws them.
#[test]
fn charts_whose_drawing_is_interrupted_stay() {
    let desk = Desk::new();
    let order = RunOrder { wishes: Wishes::default(), ..desk.order(64, "run") };
    desk.run(&order).unwrap();
    let before = desk.files("run");
    let french = |look: Look| Look { lang: "fr".to_owned(), ..look };
    let stopped = desk.host(|host| {
        host.stop.store(true, Ordering::Relaxed);
        report(&desk.path("run"), &french, host)
    });
    let told = stopped.unwrap_err();
    assert_eq!(told.blame(), Blame::Stop);
    assert!(told.to_string().contains("charts and report are as they were"), "{told}");
    assert!(desk.files("run") == before);
    desk.host(|host| report(&desk.path("run"), &french, host)).unwrap();
    assert!(desk.read("run/report.html").contains("lang=\"fr\""));
}

#[test]
fn only_what_has_ended_is_verified_drawn_or_compared() {
    let desk = Desk::new();
    let order = desk.order(5_000, "begun");
    desk.stopping_after(2_000).run(&order).unwrap();
    desk.stopping_after(u64::MAX);
    let folder = desk.path("begun");
    assert!(refusal(desk.host(|host| verify(&folder, false, host))).contains("has not ended"));
    assert!(refusal(desk.host(|host| report(&folder, &|look| look, host))).contains("holds no finished run"));
    let pair = CompareOrder { runs: vec![folder.clone(), folder.clone()], ..CompareOrder::default() };
    assert!(refusal(desk.host(|host| compare(&pair, host))).contains("has not ended"));
    desk.run(&order).unwrap();
    assert!(desk.stopping_after(2_000).host(|host| verify(&folder, false, host)).unwrap().is_none());
    // Hidden files are nobody's business, and results of another version are called so.
    desk.stopping_after(u64::MAX);
    desk.write("begun/.hidden", "mine");
    let manifest = desk.read("begun/manifest.json");
    let own = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    assert!(manifest.contains(&own));
    let verified = desk.host(|host| verify(&folder, false, host)).unwrap().unwrap();
    assert_eq!((verified.files.len(), verified.same()), (7, 7));
    assert_eq!(desk.notes(), []);
    desk.write("begun/manifest.json", &manifest.replace(&own, "\"version\": \"0.0.9\""));
    desk.host(|host| verify(&folder, false, host)).unwrap();
    assert_eq!(desk.notes(), [Note::OtherVersion { folder, version: "0.0.9".into() }]);
}

/// Play begins and ends once each, and what is odd with the units of a scenario is told.
#[test]
fn a_job_tells_what_happens() {
    let desk = Desk::new();
    let (stop, told) = (AtomicBool::new(false), Mutex::new(Vec::new()));
    let events = |event: &Event| {
        let word = match event {
            Event::Started { .. } => "started".to_owned(),
            Event::Ended => "ended".to_owned(),
            Event::Odd(diagnostic) => diagnostic.render(crate::scenario::Colours::Off),
            Event::Played(_) | Event::Said(_) => return,
        };
        told.lock().unwrap().push(word);
    };
    let host = Host { threads: 2, stop: &stop, events: &events };
    run(&with_set(&desk.order(64, "run"), "defender.forces=30000"), &host).unwrap();
    let heard = || std::mem::take(&mut *told.lock().unwrap());
    let is_odd = |word: &String| word.contains("defender.forces") && word.contains("thousand");
    let of_run = heard();
    assert!(is_odd(&of_run[0]), "{of_run:?}");
    assert_eq!(of_run[of_run.len() - 2..], ["started", "ended"]);
    // What is odd is told once, however many plans or points there are.
    let mut pair = CompareOrder { runs: vec![desk.order(64, "run").file], ..CompareOrder::default() };
    pair.settings = with_set(&desk.order(64, "run"), "defender.forces=30000").settings;
    pair.settings.plans = Some(vec!["truce".to_owned(), "guarantee-10".to_owned()]);
    compare(&pair, &host).unwrap();
    assert_eq!(heard().iter().filter(|word| is_odd(word)).count(), 1);
    let mut swept = desk.sweep_order("swept");
    swept.settings.set.push("defender.forces=30000".to_owned());
    sweep(&swept, &host).unwrap();
    assert_eq!(heard().iter().filter(|word| is_odd(word)).count(), 1);
}

/// A sweep over a scenario with a plan whose effect leads out of its range for the costlier draws of an input: failed
/// trials are those of runs at the same values, however the sweep came to its end.
#[test]
fn failed_trials_of_a_sweep_are_counted() {
    let desk = Desk::new();
    let terms = "terms = { territory = \"line_of_contact\" }";
    let costly = format!("{terms}\neffects = {{ \"challenger.war_cost\" = {{ add = 9.2 }} }}");
    assert!(TINY.contains(terms));
    desk.write("tiny.toml", &TINY.replace(terms, &costly));
    let text = SWEEP.replace("challenger.war_cost", "front.stalemate").replace("trials = 400", "trials = 640");
    desk.write("sweep.toml", &text);
    for sampling in [Sampling::MonteCarlo, Sampling::LatinHypercube] {
        let runs = ["0.3", "0.5", "0.7", "0.9"].map(|value| {
            let mut order =
                with_set(&desk.order(640, &format!("{sampling:?}/{value}")), &format!("front.stalemate={value}"));
            order.settings.sampling = Some(sampling);
            desk.run(&order).unwrap().figures.unwrap().summary.failed_trials
        });
        let expected: u64 = runs.iter().sum();
        assert!(runs.iter().all(|failed| *failed > 0));
        let order = |out: &str| {
            let settings = Settings { sampling: Some(sampling), ..Settings::default() };
            SweepOrder { settings, ..desk.sweep_order(&format!("{sampling:?}/{out}")) }
        };
        let failed = |order: &SweepOrder| desk.sweep(order).unwrap().figures.map(|it| it.failed_trials);
        assert_eq!(failed(&order("whole")), Some(expected));
        assert_eq!(failed(&order("whole")), Some(expected), "found again");
        let mut last = None;
        for _ in 0..100 {
            last = desk.stopping_after(1).sweep(&order("stopped")).unwrap().figures.map(|it| it.failed_trials);
            if last.is_some() {
                break;
            }
        }
        assert_eq!(last, Some(expected), "stopped");
        desk.stopping_after(u64::MAX);
        let parts = [1, 2].map(|index| {
            let part = SweepOrder { part: Some(Shard { index, of: 2 }), ..order(&format!("part{index}")) };
            desk.sweep(&part).unwrap().folder
        });
        let folder = desk.path(&format!("{sampling:?}/merged"));
        let merging = MergeOrder { parts: parts.to_vec(), folder, allow_missing: false, wishes: order("").wishes };
        let Merged::Sweep(merged) = desk.host(|host| merge(&merging, host)).unwrap() else { panic!("a sweep") };
        assert_eq!(merged.figures.unwrap().failed_trials, expected, "merged");
    }
}

/// Where some parts kept their trials and others did not, there can be no table of the whole.
#[test]
fn a_table_of_some_parts_is_none_of_the_whole() {
    let desk = Desk::new();
    let part = |index, table| {
        let order = RunOrder { part: Some(Shard { index, of: 2 }), ..desk.order(5_000, &format!("part{index}")) };
        desk.run(&with_table(order, table)).unwrap().folder
    };
    let parts = vec![part(1, TrialTable::Csv), part(2, TrialTable::None)];
    let order = |table| {
        let wishes = Wishes { force: true, charts: false, table, savi: false, plan_table: false };
        MergeOrder { parts: parts.clone(), folder: desk.path("merged"), allow_missing: false, wishes }
    };
    let told = refusal(desk.host(|host| merge(&order(TrialTable::Csv), host)));
    assert!(told.contains("no trial table") && told.contains("part2") && !told.contains("part1"), "{told}");
    // Whatever a killed merge left in the folder goes, and nothing else.
    for name in ["charts/survival.svg", "charts/mine.png", "points.csv", "notes.md"] {
        desk.write(&format!("merged/{name}"), "left");
    }
    desk.host(|host| merge(&order(TrialTable::None), host)).unwrap();
    let names: Vec<String> = desk.files("merged").keys().map(|name| name.display().to_string()).collect();
    assert_eq!(
        names,
        [
            "SHA256SUMS",
            "charts/mine.png",
            "counts.json.gz",
            "datapackage.json",
            "manifest.json",
            "notes.md",
            "summary.csv",
            "summary.json"
        ]
    );
}

/// Parts whose counts are each as they were written, but which are not those of the whole.
#[test]
fn parts_that_lack_trials_make_no_whole() {
    let desk = Desk::new();
    let part = |index| {
        let order = RunOrder { part: Some(Shard { index, of: 2 }), ..desk.order(5_000, &format!("part{index}")) };
        desk.run(&with_table(order, TrialTable::None)).unwrap().folder
    };
    let parts = vec![part(1), part(2)];
    // Of 5 blocks of 1,024 trials the first part has 2, which here stand for both parts.
    fs::copy(desk.path("part1/part.json"), desk.path("part2/part.json")).unwrap();
    let order =
        MergeOrder { parts, folder: desk.path("merged"), allow_missing: false, wishes: desk.order(0, "").wishes };
    let error = desk.host(|host| merge(&order, host)).err().unwrap();
    assert_eq!(error.blame(), Blame::System);
    assert!(error.to_string().contains("part2/manifest.json: was changed after the part ended"), "{error}");
    assert!(!desk.path("merged").exists());
}

/// Stopped before its first block, a finished run that is played again for a table is no longer taken for whole.
#[test]
fn a_run_that_is_played_again_is_not_whole_meanwhile() {
    let desk = Desk::new();
    let with = |table| with_table(desk.order(5_000, "run"), table);
    desk.run(&with(TrialTable::None)).unwrap();
    let error = desk.stopping_after(1).run(&with(TrialTable::Csv)).unwrap_err();
    assert_eq!(error.blame(), Blame::Stop);
    desk.stopping_after(u64::MAX);
    assert!(refusal(desk.host(|host| verify(&desk.path("run"), false, host))).contains("has not ended"));
    desk.run(&with(TrialTable::Csv)).unwrap();
    assert_eq!(desk.played.load(Ordering::Relaxed), 5_000);
    desk.run(&desk.order(5_000, "fresh")).unwrap();
    desk.assert_same("fresh", "run");
}

/// What cannot be read is named and left as it is; forced, it is replaced, and so are old words of unfinished work.
#[test]
fn force_replaces_what_is_damaged_and_what_was_begun_in_other_words() {
    let desk = Desk::new();
    let order = desk.order(5_000, "run");
    desk.stopping_after(2_000).run(&order).unwrap();
    desk.stopping_after(u64::MAX);
    desk.write("run/.state.json", "{}");
    let error = desk.run(&order).err().unwrap();
    assert_eq!(error.blame(), Blame::System);
    assert!(error.to_string().contains(".state.json: is not what was written there"), "{error}");
    assert_eq!(desk.read("run/.state.json"), "{}");
    desk.run(&forced(&order)).unwrap();
    desk.run(&desk.order(5_000, "fresh")).unwrap();
    desk.assert_same("fresh", "run");
    desk.stopping_after(2_000).run(&forced(&order)).unwrap();
    desk.stopping_after(u64::MAX);
    desk.write("tiny.toml", &format!("{TINY}# a remark\n"));
    desk.run(&forced(&order)).unwrap();
    assert!(desk.read("run/manifest.json").contains("# a remark"));
}

/// The text of the folder stays, and the look is the one that is asked for now.
#[test]
fn results_of_other_words_are_drawn_in_the_look_that_is_asked_for() {
    let desk = Desk::new();
    let order = RunOrder { wishes: Wishes::default(), ..desk.order(64, "run") };
    desk.run(&order).unwrap();
    desk.write("tiny.toml", &format!("{TINY}# a remark\n"));
    desk.run(&RunOrder { look: Look { lang: "fr".into(), ..Look::default() }, ..order }).unwrap();
    assert_eq!(desk.played.load(Ordering::Relaxed), 0);
    let manifest = desk.read("run/manifest.json");
    assert!(manifest.contains("\"lang\": \"fr\"") && !manifest.contains("a remark"), "{manifest}");
    assert!(desk.read("run/report.html").contains("lang=\"fr\""));
}

/// A point that has no meaning is found before what is there is given up for the sweep.
#[test]
fn a_forced_sweep_destroys_nothing_that_it_cannot_replace() {
    let desk = Desk::new();
    let order = desk.sweep_order("swept");
    desk.sweep(&order).unwrap();
    let before = desk.files("swept");
    desk.write("sweep.toml", &SWEEP.replace("0.9]", "10.5]"));
    let forced = SweepOrder { wishes: Wishes { force: true, ..order.wishes }, ..order };
    let told = refusal(desk.sweep(&forced));
    assert!(told.contains("challenger.war_cost") && told.contains("10.5"), "{told}");
    assert!(desk.files("swept") == before);
    assert!(refusal(desk.sweep(&desk.sweep_order("new"))).contains("10.5"));
    assert_eq!(desk.played.load(Ordering::Relaxed), 0);
}
