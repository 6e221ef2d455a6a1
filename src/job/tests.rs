//! Jobs by what they leave behind.

mod comparisons;
mod endings;
mod extensions;
mod forecasts;
mod identity;
mod theories;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use serde_json::Value;
use tempfile::TempDir;

use crate::scenario::parse;
use crate::words::words;

use super::*;

const TINY: &str = include_str!("../../scenarios/tiny.toml");

const SWEEP: &str = "schema = 1\n[sweep]\nname = \"Costs\"\nbase = \"tiny.toml\"\ntrials = 400\n\
    [[axis]]\npath = \"challenger.war_cost\"\nvalues = [0.3, 0.5, 0.7, 0.9]\n\
    [[measure]]\nid = \"signed\"\nof = \"settlement.share\"\n\
    [[measure]]\nid = \"held\"\nof = \"classes.peace_held / signed\"\n\
    [[chart]]\nkind = \"lines\"\nx = \"challenger.war_cost\"\nmeasure = \"signed\"\n";

/// A folder with files and results, and what jobs told.
struct Desk {
    folder: TempDir,
    stop: AtomicBool,
    /// Trials after which jobs are stopped.
    patience: AtomicU64,
    played: AtomicU64,
    notes: Mutex<Vec<Note>>,
    started: Mutex<Vec<(u64, u64)>>,
}

impl Desk {
    fn new() -> Self {
        let desk = Self {
            folder: TempDir::new().unwrap(),
            stop: AtomicBool::new(false),
            patience: AtomicU64::new(u64::MAX),
            played: AtomicU64::new(0),
            notes: Mutex::default(),
            started: Mutex::default(),
        };
        desk.write("tiny.toml", TINY);
        desk.write("sweep.toml", SWEEP);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Takes the digests of a results folder away, as versions leave it that kept none: then its manifest does not say so
    /// either.
    fn forget_digests(&self, folder: &str) {
        fs::remove_file(self.path(folder).join("SHA256SUMS")).unwrap();
        let manifest = format!("{folder}/manifest.json");
        self.write(&manifest, &self.read(&manifest).replacen(",\n  \"digests\": true", "", 1));
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Does something with a host that notes everything down, and stops it when patience runs out.
    fn host<T>(&self, job: impl FnOnce(&Host) -> T) -> T {
        self.host_of(2, job)
    }

    /// The same with so many threads.
    fn host_of<T>(&self, threads: usize, job: impl FnOnce(&Host) -> T) -> T {
        self.stop.store(false, Ordering::Relaxed);
        self.played.store(0, Ordering::Relaxed);
        self.notes.lock().unwrap().clear();
        self.started.lock().unwrap().clear();
        let events = |event: &Event| match event {
            Event::Started { trials, done, .. } => self.started.lock().unwrap().push((*trials, *done)),
            Event::Played(trials) => {
                let played = self.played.fetch_add(*trials, Ordering::Relaxed) + trials;
                self.stop.store(played >= self.patience.load(Ordering::Relaxed), Ordering::Relaxed);
            }
            Event::Said(note) => self.notes.lock().unwrap().push((*note).clone()),
            Event::Ended | Event::Odd(_) => {}
        };
        job(&Host { threads, stop: &self.stop, events: &events })
    }

    fn stopping_after(&self, trials: u64) -> &Self {
        self.patience.store(trials, Ordering::Relaxed);
        self
    }

    fn run(&self, order: &RunOrder) -> Result<Outcome<RunFigures>> {
        self.host(|host| run(order, host))
    }

    fn sweep(&self, order: &SweepOrder) -> Result<Outcome<SweepFigures>> {
        self.host(|host| sweep(order, host))
    }

    fn order(&self, trials: u64, out: &str) -> RunOrder {
        RunOrder {
            settings: Settings { trials: Some(trials), ..Settings::default() },
            place: Destination::Folder(self.path(out)),
            wishes: Wishes { charts: false, ..Wishes::default() },
            ..RunOrder::new(self.path("tiny.toml"))
        }
    }

    fn sweep_order(&self, out: &str) -> SweepOrder {
        let wishes = Wishes { charts: false, ..Wishes::default() };
        SweepOrder { place: Destination::Folder(self.path(out)), wishes, ..SweepOrder::new(self.path("sweep.toml")) }
    }

    fn notes(&self) -> Vec<Note> {
        self.notes.lock().unwrap().clone()
    }

    fn files(&self, folder: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        let folder = self.path(folder);
        let names = written::files(&folder).unwrap();
        names.into_iter().map(|name| (name.clone(), fs::read(folder.join(name)).unwrap())).collect()
    }

    #[track_caller]
    fn assert_same(&self, a: &str, b: &str) {
        let (a, b) = (self.files(a), self.files(b));
        assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
        let differing: Vec<_> = a.iter().filter(|(name, bytes)| b[*name] != **bytes).map(|(name, _)| name).collect();
        assert!(differing.is_empty(), "{differing:?}");
    }

    /// Whether nothing that is written only while a job is at work is left.
    fn is_tidy(&self, folder: &str) -> bool {
        let names = self.path(folder).read_dir().unwrap().map(|it| it.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.starts_with('.')).count() == 0
    }
}

fn with_set(order: &RunOrder, set: &str) -> RunOrder {
    let settings = Settings { set: vec![set.to_owned()], ..order.settings.clone() };
    RunOrder { settings, ..order.clone() }
}

fn forced(order: &RunOrder) -> RunOrder {
    RunOrder { wishes: Wishes { force: true, ..order.wishes }, ..order.clone() }
}

fn refusal<T>(result: Result<T>) -> String {
    let error = result.err().expect("a refusal");
    assert_eq!(error.blame(), Blame::Request, "{error}");
    error.to_string()
}

#[test]
fn a_run_that_is_stopped_goes_on_to_the_same_bytes() {
    let desk = Desk::new();
    desk.run(&desk.order(5_000, "whole")).unwrap();
    let order = desk.order(5_000, "stopped");
    let first = desk.stopping_after(2_500).run(&order).unwrap();
    let so_far = first.figures.unwrap().summary.trials;
    assert!(!first.complete && (1_024..2_500 + 128).contains(&so_far), "{so_far}");
    assert_eq!(so_far % 1_024, 0, "whole blocks");
    let folder = desk.path("stopped");
    let kept = Note::Kept { folder: folder.clone(), done: so_far, of: 5_000, unit: Unit::Trials, beyond: 0 };
    assert_eq!(desk.notes(), [kept]);
    // The figures so far are those of that many trials.
    let summary: Value = serde_json::from_str(&desk.read("stopped/summary.json")).unwrap();
    assert_eq!(summary["trials"], so_far);
    let last = desk.stopping_after(u64::MAX).run(&order).unwrap();
    assert!(last.complete);
    assert_eq!(*desk.started.lock().unwrap(), [(5_000, so_far)]);
    assert_eq!(desk.played.load(Ordering::Relaxed), 5_000 - so_far);
    let goes_on = Note::GoesOn { folder: folder.clone(), done: so_far, of: 5_000, unit: Unit::Trials };
    assert_eq!(desk.notes(), [goes_on, Note::Done { folder, start_with: "summary.json" }]);
    desk.assert_same("whole", "stopped");
    assert!(desk.is_tidy("stopped"));
}

#[test]
fn a_run_that_is_stopped_at_once_leaves_nothing() {
    let desk = Desk::new();
    let error = desk.stopping_after(1).run(&desk.order(5_000, "none")).unwrap_err();
    assert_eq!(error.blame(), Blame::Stop, "{error}");
    assert!(!desk.path("none").exists());
}

/// DejaVu Sans has no Han letters.
#[test]
fn whoever_draws_is_told_of_letters_that_png_files_lack() {
    let desk = Desk::new();
    desk.write("tiny.toml", &TINY.replace("name = \"South\"", "name = \"国 共\""));
    desk.write("sweep.toml", &SWEEP.replace("name = \"Costs\"", "name = \"共 Costs\""));
    let told = |letters: &str| {
        let notes = desk.notes();
        let lacks = Note::MissingGlyphs { letters: letters.chars().collect() };
        assert_eq!(notes.iter().filter(|note| matches!(note, Note::MissingGlyphs { .. })).count(), 1, "{notes:?}");
        assert!(notes.contains(&lacks), "{notes:?}");
    };
    let order = |out| RunOrder { wishes: Wishes::default(), ..desk.order(100, out) };
    for out in ["one", "two"] {
        desk.run(&order(out)).unwrap();
        told("共国");
    }
    desk.host(|host| report(&desk.path("one"), &|look| look, host)).unwrap();
    told("共国");
    desk.sweep(&SweepOrder { wishes: Wishes::default(), ..desk.sweep_order("swept") }).unwrap();
    told("共");
    let runs = ["one", "two"].map(|run| desk.path(run)).to_vec();
    let compared = CompareOrder { runs, folder: Some(desk.path("compared")), ..CompareOrder::default() };
    desk.host(|host| compare(&compared, host)).unwrap();
    told("共国");
    let text = Note::MissingGlyphs { letters: vec!['国'] }.to_string();
    assert!(text.starts_with("warning: the font of PNG charts lacks the letter `国`: "), "{text}");
    desk.run(&desk.order(100, "without charts")).unwrap();
    assert!(!desk.notes().iter().any(|note| matches!(note, Note::MissingGlyphs { .. })));
}

#[test]
fn what_a_reader_of_a_comparison_must_know_is_said_in_sentences() {
    let desk = Desk::new();
    desk.run(&desk.order(100, "one")).unwrap();
    desk.write("tiny.toml", &TINY.replace("name = \"South\"", "name = \"East\""));
    let shorter = Settings { trials: Some(100), years: Some(10), ..Settings::default() };
    desk.run(&RunOrder { settings: shorter, ..desk.order(100, "two") }).unwrap();
    let runs = ["one", "two"].map(|run| desk.path(run)).to_vec();
    let order = CompareOrder { runs, ..CompareOrder::default() };
    let note = desk.host(|host| compare(&order, host)).unwrap().input.note;
    let sentences: Vec<&str> = note.split(". ").collect();
    assert!(sentences[0].ends_with("; two: 100 trials, seed 1, 10 years"), "{note}");
    assert!(sentences[1].starts_with("The years") && sentences[1].ends_with("in each"), "{note}");
    assert!(sentences[2].starts_with("The runs are of different parties (North – South, North – East)"), "{note}");
    assert_eq!(sentences.len(), 3);
}

#[test]
fn results_that_are_there_are_not_made_again() {
    let desk = Desk::new();
    let order = desk.order(300, "run");
    let first = desk.run(&order).unwrap().figures.unwrap().summary;
    let before = desk.files("run");
    let again = desk.run(&order).unwrap();
    assert_eq!(desk.played.load(Ordering::Relaxed), 0);
    assert_eq!(desk.notes(), [Note::Present { folder: desk.path("run"), drawn: false }]);
    assert_eq!(again.figures.unwrap().summary, first);
    assert!(desk.files("run") == before);
    // Charts that are missing are drawn; in another language they are drawn anew.
    let drawn = RunOrder { wishes: Wishes::default(), ..order };
    desk.run(&drawn).unwrap();
    assert_eq!(desk.notes(), [Note::Present { folder: desk.path("run"), drawn: true }]);
    let english = desk.read("run/report.html");
    desk.run(&drawn).unwrap();
    assert_eq!(desk.notes(), [Note::Present { folder: desk.path("run"), drawn: false }]);
    let look = Look { lang: "fr".into(), ..Look::default() };
    desk.run(&RunOrder { look, ..drawn }).unwrap();
    assert_eq!(desk.played.load(Ordering::Relaxed), 0);
    let french = desk.read("run/report.html");
    assert!(english.contains("lang=\"en\"") && french.contains("lang=\"fr\""));
}

#[test]
fn other_results_are_left_alone_unless_forced() {
    let desk = Desk::new();
    let order = desk.order(300, "run");
    desk.run(&order).unwrap();
    let before = desk.files("run");
    let text = |differs: &str| {
        let folder = desk.path("run");
        let folder = folder.display();
        format!(
            "{folder}: holds results of another run ({differs}); choose another folder with --out, or --force to replace \
             them"
        )
    };
    assert_eq!(refusal(desk.run(&desk.order(400, "run"))), text("trials 300, not 400"));
    let other = with_set(&order, "front.stalemate=0.4");
    assert_eq!(refusal(desk.run(&other)), text("without --set front.stalemate=0.4"));
    desk.write("tiny.toml", &TINY.replace("erosion = 0.03", "erosion = 0.04"));
    assert_ne!(desk.read("tiny.toml"), TINY);
    assert_eq!(refusal(desk.run(&order)), text("of another text of tiny.toml"));
    assert!(desk.files("run") == before && desk.is_tidy("run"));
    desk.run(&forced(&order)).unwrap();
    assert!(desk.files("run") != before);
    desk.run(&desk.order(300, "fresh")).unwrap();
    desk.assert_same("run", "fresh");
}

#[test]
fn force_removes_what_jobs_write_and_nothing_else() {
    let desk = Desk::new();
    let order = RunOrder { wishes: Wishes::default(), ..desk.order(64, "run") };
    desk.run(&order).unwrap();
    let own = desk.files("run").len();
    let theirs = ["notes.md", "charts/mine.png", "charts/survival-final.svg", "charts/edited/survival.svg"];
    for name in theirs {
        desk.write(&format!("run/{name}"), "theirs");
    }
    let found = desk.host(|host| verify(&desk.path("run"), false, host)).unwrap().unwrap();
    let foreign: Vec<&Path> = found.files.iter().filter(|it| it.1 == Match::Foreign).map(|it| it.0.as_path()).collect();
    assert_eq!(found.differing(), 0);
    assert_eq!(found.same(), own);
    assert_eq!(foreign.len(), theirs.len());
    assert!(theirs.iter().all(|name| foreign.contains(&Path::new(name))), "{foreign:?}");
    // A sweep in its place: the run's charts go, theirs stay.
    let sweep = SweepOrder { wishes: Wishes { force: true, ..Wishes::default() }, ..desk.sweep_order("run") };
    desk.sweep(&sweep).unwrap();
    let names: Vec<String> = desk.files("run").keys().map(|name| name.display().to_string()).collect();
    assert!(theirs.iter().all(|name| names.contains(&(*name).to_owned())), "{names:?}");
    assert!(!names.iter().any(|name| name == "charts/survival.svg" || name == "summary.json"), "{names:?}");
    assert!(names.contains(&"charts/lines-signed.svg".to_owned()), "{names:?}");
    // And a run in place of the sweep.
    desk.run(&forced(&order)).unwrap();
    let names: Vec<String> = desk.files("run").keys().map(|name| name.display().to_string()).collect();
    assert_eq!(names.len(), own + theirs.len(), "{names:?}");
    assert!(!names.contains(&"charts/lines-signed.svg".to_owned()), "{names:?}");
}

#[test]
fn a_remark_costs_no_run() {
    let desk = Desk::new();
    let order = desk.order(3_000, "run");
    desk.run(&order).unwrap();
    let before = desk.files("run");
    let words = Note::OtherWords { folder: desk.path("run"), file: "tiny.toml".into() };
    // A remark, a name, another name of the file, a number in other digits.
    let renamed = TINY.replace("name = \"North\"", "name = \"Norrland\"");
    assert_ne!(renamed, TINY);
    desk.write("tiny.toml", &format!("# a remark\n{renamed}"));
    desk.run(&order).unwrap();
    assert_eq!(desk.notes()[0], words);
    assert_eq!(desk.played.load(Ordering::Relaxed), 0);
    assert!(desk.files("run") == before, "the first text stays");
    desk.write("other.toml", TINY);
    desk.run(&RunOrder { file: desk.path("other.toml"), ..order.clone() }).unwrap();
    assert_eq!(desk.notes()[0], words);
    // Forced, the new text is taken.
    desk.run(&forced(&order)).unwrap();
    assert!(desk.read("run/manifest.json").contains("a remark"));
    // An unfinished run is gone on with under its first text.
    let stopped = desk.order(3_000, "stopped");
    desk.write("tiny.toml", TINY);
    desk.stopping_after(1_500).run(&stopped).unwrap();
    desk.write("tiny.toml", &format!("{TINY}# a remark\n"));
    assert!(desk.stopping_after(u64::MAX).run(&stopped).unwrap().complete);
    assert!(desk.played.load(Ordering::Relaxed) < 3_000);
    assert!(desk.files("stopped") == before);
}

#[test]
fn a_remark_costs_no_sweep() {
    let desk = Desk::new();
    let order = desk.sweep_order("swept");
    desk.sweep(&order).unwrap();
    let before = desk.files("swept");
    desk.write("tiny.toml", &format!("# a remark\n{TINY}"));
    desk.write("sweep.toml", &SWEEP.replace("\"Costs\"", "\"What war costs\""));
    desk.sweep(&order).unwrap();
    assert_eq!(desk.notes()[0], Note::OtherWords { folder: desk.path("swept"), file: "sweep.toml".into() });
    assert_eq!(desk.played.load(Ordering::Relaxed), 0);
    assert!(desk.files("swept") == before);
    desk.write("sweep.toml", &SWEEP.replace("0.9]", "0.95]"));
    assert!(refusal(desk.sweep(&order)).contains("of another text of sweep.toml"));
    desk.write("sweep.toml", &SWEEP.replace("\"lines\"", "\"bars\""));
    assert!(refusal(desk.sweep(&order)).contains("of another text of sweep.toml"));
}

#[test]
fn a_sweep_that_is_stopped_goes_on_to_the_same_bytes() {
    let desk = Desk::new();
    desk.sweep(&desk.sweep_order("whole")).unwrap();
    let order = desk.sweep_order("stopped");
    let mut played = 0;
    for _ in 0..100 {
        // Each call is stopped at its first chance, whatever it was doing.
        let outcome = desk.stopping_after(1).sweep(&order);
        played += desk.played.load(Ordering::Relaxed);
        if outcome.unwrap().complete {
            break;
        }
        assert!(matches!(desk.notes().last(), Some(Note::Kept { of: 4, unit: Unit::Points, .. })));
    }
    assert_eq!(played, 4 * 400, "no trial is played twice");
    desk.assert_same("whole", "stopped");
    assert!(desk.is_tidy("stopped"));
}

/// A begun point whose trials are counted in fewer batches than its measures need is of no sweep.
#[test]
fn a_point_is_begun_in_all_its_batches() {
    let desk = Desk::new();
    let order = desk.sweep_order("begun");
    desk.stopping_after(1).sweep(&order).unwrap();
    let text = desk.read("begun/.state.json");
    let [state, tables, manifests, _] = text.lines().collect::<Vec<_>>().try_into().unwrap();
    let mut state: Value = serde_json::from_str(state).unwrap();
    let parts = &mut state["begun"][0]["parts"];
    let mut counted: Vec<crate::engine::Tally> = serde_json::from_value(parts.clone()).unwrap();
    assert_eq!(counted.len(), crate::sweep::BATCHES);
    let last = counted.pop().unwrap();
    counted[0].merge(&last);
    *parts = serde_json::to_value(counted).unwrap();
    let lines = format!("{state}\n{tables}\n{manifests}\n");
    desk.write("begun/.state.json", &format!("{lines}{}\n", crate::store::digest(lines.as_bytes())));
    let told = desk.stopping_after(u64::MAX).sweep(&order).unwrap_err().to_string();
    assert!(told.contains("is of no such run as the folder's manifest names"), "{told}");
}

/// The tables for SAVI are the same bytes in one piece, after an interruption and for any number of threads, and made again by `verify`; a run that has
/// none is played again for them, and one that was begun without them is not gone on with.
#[test]
fn tables_for_savi_come_with_the_trials() {
    let desk = Desk::new();
    let savi = |order: RunOrder| RunOrder { wishes: Wishes { savi: true, ..order.wishes }, ..order };
    desk.run(&savi(desk.order(5_000, "whole"))).unwrap();
    let lines = |file: &str| desk.read(&format!("whole/savi-{file}.csv")).lines().count();
    assert_eq!(["parameters", "effects", "costs"].map(lines), [5_001; 3]);
    assert_eq!(desk.read("whole/savi-effects.csv").lines().next(), Some("truce,guarantee_10"));
    let stopped = savi(desk.order(5_000, "stopped"));
    assert!(!desk.stopping_after(2_000).run(&stopped).unwrap().complete);
    let without = desk.run(&desk.order(5_000, "stopped"));
    assert!(refusal(without).contains("begun with --savi: add it"));
    desk.stopping_after(u64::MAX).run(&stopped).unwrap();
    desk.assert_same("whole", "stopped");
    for threads in [1, 3, 7] {
        let folder = format!("threads{threads}");
        assert!(desk.host_of(threads, |host| run(&savi(desk.order(5_000, &folder)), host)).unwrap().complete);
        desk.assert_same("whole", &folder);
    }
    let verified = desk.host(|host| verify(&desk.path("whole"), false, host)).unwrap().unwrap();
    assert_eq!(verified.differing(), 0);
    desk.run(&desk.order(5_000, "plain")).unwrap();
    desk.run(&savi(desk.order(5_000, "plain"))).unwrap();
    assert_eq!(desk.played.load(Ordering::Relaxed), 5_000);
    desk.assert_same("whole", "plain");
    let part = RunOrder { part: Some(Shard { index: 1, of: 2 }), ..savi(desk.order(5_000, "part")) };
    assert!(refusal(desk.run(&part)).contains("the tables of parts are not joined"));
}

#[test]
fn parts_make_the_whole() {
    let desk = Desk::new();
    for table in [TrialTable::Csv, TrialTable::Parquet, TrialTable::None] {
        let wishes = Wishes { force: true, charts: false, table, savi: false, plan_table: false };
        let whole = RunOrder { wishes, ..desk.order(5_000, "whole") };
        desk.run(&whole).unwrap();
        for index in 1..=3 {
            let place = Destination::Folder(desk.path(&format!("part{index}")));
            let part = RunOrder { part: Some(Shard { index, of: 3 }), place, ..whole.clone() };
            let outcome = desk.run(&part).unwrap();
            assert!(outcome.complete && outcome.figures.is_none());
            desk.run(&RunOrder { wishes: Wishes { force: false, ..wishes }, ..part }).unwrap();
            assert_eq!(desk.notes(), [Note::PartPresent { folder: desk.path(&format!("part{index}")) }]);
        }
        let parts = ["part2", "part3", "part1"].map(|part| desk.path(part)).to_vec();
        let order = MergeOrder { parts, folder: desk.path("merged"), allow_missing: false, wishes };
        let Merged::Run(outcome) = desk.host(|host| merge(&order, host)).unwrap() else { panic!("a run") };
        assert_eq!(outcome.figures.unwrap().summary.trials, 5_000);
        desk.assert_same("whole", "merged");
        let again = MergeOrder { wishes: Wishes { force: false, ..wishes }, ..order };
        desk.host(|host| merge(&again, host)).unwrap();
        assert_eq!(desk.notes(), [Note::Present { folder: desk.path("merged"), drawn: false }]);
    }
}

#[test]
fn parts_of_a_sweep_make_the_whole() {
    let desk = Desk::new();
    desk.sweep(&desk.sweep_order("whole")).unwrap();
    for index in 1..=3 {
        let part = SweepOrder { part: Some(Shard { index, of: 3 }), ..desk.sweep_order(&format!("part{index}")) };
        desk.sweep(&part).unwrap();
    }
    let wishes = desk.sweep_order("").wishes;
    let parts = ["part3", "part1", "part2"].map(|part| desk.path(part)).to_vec();
    let order = MergeOrder { parts, folder: desk.path("merged"), allow_missing: false, wishes };
    let Merged::Sweep(outcome) = desk.host(|host| merge(&order, host)).unwrap() else { panic!("a sweep") };
    assert_eq!(outcome.figures.unwrap().rows.len(), 4);
    desk.assert_same("whole", "merged");
}

#[test]
fn wrong_parts_are_all_named() {
    let desk = Desk::new();
    let part = |index, of, seed, out: &str| {
        let order = desk.order(5_000, out);
        let settings = Settings { seed: Some(seed), ..order.settings.clone() };
        desk.run(&RunOrder { settings, part: Some(Shard { index, of }), ..order }).unwrap();
    };
    part(1, 3, 1, "one");
    part(2, 3, 9, "foreign");
    part(1, 2, 1, "half");
    desk.run(&desk.order(5_000, "whole")).unwrap();
    let refused = |parts: &[&str], folder: &str| {
        let parts = parts.iter().map(|part| desk.path(part)).collect();
        let order = MergeOrder { parts, folder: desk.path(folder), allow_missing: false, wishes: Wishes::default() };
        refusal(desk.host(|host| merge(&order, host)))
    };
    let all = refused(&["one", "foreign", "half", "whole", "one", "nowhere"], "merged");
    let lines: Vec<&str> = all.lines().collect();
    assert_eq!(lines.len(), 5, "{all}");
    for (line, says) in lines.iter().zip([
        "foreign: is a part of another run than",
        "(split in 3 parts, not 2)",
        "whole: is a whole run, not a part of one",
        "one: is part 1, and so is",
        "nowhere: is no results folder",
    ]) {
        assert!(line.contains(says), "{says}: {line}");
    }
    assert!(lines[0].contains("(seed 9, not 1)"), "{}", lines[0]);
    assert_eq!(refused(&["one"], "merged"), "missing of 3 parts: 2, 3");
    // 5,000 trials are 5 blocks of at most 1,024.
    let many = RunOrder { part: Some(Shard { index: 1, of: 6 }), ..desk.order(5_000, "many") };
    assert!(refusal(desk.run(&many)).contains("5 blocks of trials"));
    assert!(refused(&["one"], "one").contains("is one of the parts"));
    assert!(!desk.path("merged").exists());
}

#[test]
fn every_difference_is_found() {
    let desk = Desk::new();
    desk.run(&RunOrder { wishes: Wishes::default(), ..desk.order(64, "run") }).unwrap();
    let found = |name: &str| {
        let all = desk.host(|host| verify(&desk.path("run"), false, host)).unwrap().unwrap();
        let of = all.files.iter().find(|file| file.0 == Path::new(name)).unwrap().1.clone();
        (all.differing(), of)
    };
    assert_eq!(found("summary.json"), (0, Match::Same));
    for name in ["summary.json", "charts/survival.svg", "trials.csv", "report.md"] {
        let good = desk.read(&format!("run/{name}"));
        let at = good.len() / 2;
        let changed = if good.is_char_boundary(at) && good.is_char_boundary(at + 1) { at } else { 0 };
        let letter = if good.as_bytes()[changed] == b'x' { "y" } else { "x" };
        desk.write(&format!("run/{name}"), &format!("{}{letter}{}", &good[..changed], &good[changed + 1..]));
        assert_eq!(found(name), (1, Match::Differs(words!("from byte {at} on", at = changed))), "{name}");
        desk.write(&format!("run/{name}"), &good);
    }
    fs::remove_file(desk.path("run/charts/plane.csv")).unwrap();
    assert_eq!(found("charts/plane.csv"), (1, Match::Differs(words!("is missing"))));
    desk.write("run/points.csv", "a sweep's");
    assert_eq!(found("points.csv"), (2, Match::Differs(words!("the run does not write it"))));
}

#[test]
fn a_folder_is_what_its_manifest_says() {
    let desk = Desk::new();
    desk.run(&desk.order(64, "run")).unwrap();
    desk.run(&RunOrder {
        settings: Settings { seed: Some(2), ..desk.order(64, "").settings },
        ..desk.order(64, "two")
    })
    .unwrap();
    desk.sweep(&desk.sweep_order("swept")).unwrap();
    let order = CompareOrder {
        runs: vec![desk.path("run"), desk.path("two")],
        folder: Some(desk.path("compared")),
        wishes: Wishes { charts: false, ..Wishes::default() },
        ..CompareOrder::default()
    };
    desk.host(|host| compare(&order, host)).unwrap();
    let kind = |name: &str| Kind::of(&desk.path(name));
    assert_eq!(kind("run").unwrap(), Kind::Run);
    assert_eq!(kind("swept").unwrap(), Kind::Sweep);
    assert_eq!(kind("compared").unwrap(), Kind::Comparison);
    assert!(refusal(kind("nowhere")).contains("it has no manifest.json"));
    desk.write("odd/manifest.json", "{ \"title\": \"mine\" }");
    assert!(refusal(kind("odd")).contains("is of something else"));
    let report_of = |name: &str| refusal(desk.host(|host| report(&desk.path(name), &|look| look, host)));
    assert!(report_of("compared").contains("holds a comparison, not a run"));
    let mixed = CompareOrder { runs: vec![desk.path("run"), desk.path("swept")], folder: None, ..order };
    assert!(refusal(desk.host(|host| compare(&mixed, host))).contains("holds a sweep, not a run"));
}

#[test]
fn a_comparison_is_the_same_from_tables_and_from_trials() {
    let desk = Desk::new();
    desk.run(&desk.order(640, "a")).unwrap();
    desk.run(&RunOrder {
        place: Destination::Folder(desk.path("b")),
        ..with_set(&desk.order(640, ""), "front.stalemate=0.2")
    })
    .unwrap();
    let order = |folder: &str| CompareOrder {
        runs: vec![desk.path("a"), desk.path("b")],
        folder: Some(desk.path(folder)),
        ..CompareOrder::default()
    };
    let figures = desk.host(|host| compare(&order("stored"), host)).unwrap();
    assert_eq!(desk.played.load(Ordering::Relaxed), 0);
    let from_json: Value = serde_json::from_str(&desk.read("stored/comparison.json")).unwrap();
    assert_eq!(from_json, comparison_figures(&figures.input));
    assert_eq!(from_json["inputs"]["front.stalemate"]["b"], "0.2");
    // The differences are those of the figures of the runs.
    let summary = |run: &str| -> Value { serde_json::from_str(&desk.read(&format!("{run}/summary.json"))).unwrap() };
    let share = |run: &str| summary(run)["settlement"]["share"].as_f64().unwrap();
    let told = from_json["comparisons"][0]["differences"]["settlement.share"]["difference"].as_f64().unwrap();
    assert!((told - (share("b") - share("a"))).abs() < 1e-12, "{told}");
    for run in ["a", "b"] {
        fs::remove_file(desk.path(&format!("{run}/trials.csv"))).unwrap();
    }
    desk.host(|host| compare(&order("played"), host)).unwrap();
    assert_eq!(desk.played.load(Ordering::Relaxed), 2 * 640);
    desk.assert_same("stored", "played");
    let own = CompareOrder { folder: Some(desk.path("a")), ..order("") };
    assert!(refusal(desk.host(|host| compare(&own, host))).contains("is one of the runs"));
    let before = desk.files("played");
    let error = desk.stopping_after(1).host(|host| compare(&order("played"), host)).unwrap_err();
    assert_eq!(error.blame(), Blame::Stop);
    assert!(desk.files("played") == before);
}

#[test]
fn charts_are_drawn_again_in_another_look() {
    let desk = Desk::new();
    desk.run(&RunOrder { wishes: Wishes::default(), ..desk.order(64, "run") }).unwrap();
    desk.sweep(&SweepOrder { wishes: Wishes::default(), ..desk.sweep_order("swept") }).unwrap();
    for folder in ["run", "swept"] {
        let first = desk.files(folder);
        let again = |lang: &str| {
            let look = |look| Look { lang: lang.to_owned(), ..look };
            desk.host(|host| report(&desk.path(folder), &look, host)).unwrap();
            assert_eq!(desk.played.load(Ordering::Relaxed), 0);
            desk.files(folder)
        };
        let french = again("fr");
        assert!(desk.read(&format!("{folder}/manifest.json")).contains("\"lang\": \"fr\""));
        let changed: Vec<&PathBuf> = first.keys().filter(|name| first[*name] != french[*name]).collect();
        assert!(changed.iter().any(|name| name.ends_with("report.html")), "{changed:?}");
        let data = ["summary.json", "summary.csv", "trials.csv", "points.csv", "sweep.json"];
        assert!(!changed.iter().any(|name| data.iter().any(|it| name == &Path::new(it))), "{changed:?}");
        assert!(again("en") == first, "the first look gives the first bytes");
    }
    let part = RunOrder { part: Some(Shard { index: 1, of: 2 }), ..desk.order(4_000, "part") };
    desk.run(&part).unwrap();
    let told = refusal(desk.host(|host| report(&desk.path("part"), &|look| look, host)));
    assert!(told.contains("holds a part of a run, which has no figures; merge the parts first"), "{told}");
}

/// One figure of a stored file is changed: no command tells it again, each names the file, and `force` writes it anew. The
/// same of a text in the manifest.
#[test]
fn changed_results_are_named_and_not_told() {
    let desk = Desk::new();
    let order = desk.order(64, "run");
    let run = desk.run(&order).unwrap().folder;
    let pair = CompareOrder { runs: vec![run.clone(), run.clone()], ..CompareOrder::default() };
    let refused = |name: &str, says: &str| {
        let told = [
            desk.host(|host| report(&run, &|look| look, host)).err(),
            desk.run(&order).err(),
            desk.host(|host| compare(&pair, host)).err(),
        ];
        let told = told.map(|error| error.expect("an error").to_string());
        assert!(told.iter().all(|told| told.contains(name) && told.contains(says)), "{told:?}");
    };
    for name in ["summary.json", "summary.csv", "trials.csv"] {
        let good = desk.read(&format!("run/{name}"));
        let at = good.rfind(|sign: char| sign.is_ascii_digit()).unwrap();
        let digit = if good.as_bytes()[at] == b'9' { "8" } else { "9" };
        desk.write(&format!("run/{name}"), &format!("{}{digit}{}", &good[..at], &good[at + 1..]));
        refused(name, "is not what was written there");
        let verified = desk.host(|host| verify(&run, false, host)).unwrap().unwrap();
        assert_eq!(verified.differing(), 1, "{name}: {:?}", verified.files);
        desk.run(&RunOrder { wishes: Wishes { force: true, ..order.wishes }, ..order.clone() }).unwrap();
        assert_eq!(desk.read(&format!("run/{name}")), good);
    }
    let manifest = desk.read("run/manifest.json");
    desk.write("run/manifest.json", &manifest.replace("forces = 100", "forces = 900"));
    // By the digest of the text, or by that of the whole manifest.
    refused("manifest.json", "changed");
}

#[test]
fn a_finished_run_gains_a_table() {
    let desk = Desk::new();
    let with = |table, out: &str| {
        let order = desk.order(300, out);
        RunOrder { wishes: Wishes { table, ..order.wishes }, ..order }
    };
    desk.run(&with(TrialTable::Csv, "run")).unwrap();
    let csv = desk.read("run/trials.csv");
    desk.run(&with(TrialTable::Parquet, "run")).unwrap();
    assert_eq!(desk.played.load(Ordering::Relaxed), 0);
    assert_eq!(desk.notes()[0], Note::Converted { folder: desk.path("run") });
    assert_eq!(desk.read("run/trials.csv"), csv);
    let both = desk.host(|host| verify(&desk.path("run"), false, host)).unwrap().unwrap();
    assert_eq!((both.differing(), both.same()), (0, 8), "{:?}", both.files);
    desk.run(&with(TrialTable::Parquet, "parquet")).unwrap();
    let parquet = |run: &str| fs::read(desk.path(&format!("{run}/trials.parquet"))).unwrap();
    assert!(parquet("run") == parquet("parquet") && !desk.path("parquet/trials.csv").exists());
    // Without the table in CSV it is played again.
    desk.run(&with(TrialTable::Csv, "parquet")).unwrap();
    assert_eq!(desk.played.load(Ordering::Relaxed), 300);
    assert_eq!(desk.read("parquet/trials.csv"), csv);
}

#[test]
fn another_table_is_not_gone_on_with() {
    let desk = Desk::new();
    for (begun, other, says) in [
        (TrialTable::Csv, TrialTable::None, "leave out --trials-format none"),
        (TrialTable::None, TrialTable::Csv, "--trials-format none: add it"),
    ] {
        let with = |table| {
            let order = desk.order(4_000, "begun");
            RunOrder { wishes: Wishes { table, ..order.wishes }, ..order }
        };
        desk.stopping_after(2_000).run(&with(begun)).unwrap();
        let before = desk.files("begun");
        desk.stopping_after(u64::MAX);
        assert!(refusal(desk.run(&with(other))).contains(says));
        assert!(desk.files("begun") == before);
        desk.run(&forced(&with(other))).unwrap();
        assert_eq!(desk.played.load(Ordering::Relaxed), 4_000);
        fs::remove_dir_all(desk.path("begun")).unwrap();
    }
}

#[test]
fn a_precision_that_cannot_be_had_is_refused() {
    use crate::sampling::Sampling;
    let desk = Desk::new();
    let order = |precision, sampling, replications, part| {
        let order = desk.order(4_096, "run");
        let settings = Settings { sampling, replications, ..order.settings.clone() };
        RunOrder { settings, precision: Some(precision), part, ..order }
    };
    for (order, says) in [
        (order(0.0, None, None, None), "--precision 0: a half-width lies between 0 and 0.5"),
        (order(0.5, None, None, None), "--precision 0.5: a half-width lies between 0 and 0.5"),
        (order(0.01, Some(Sampling::Sobol), None, None), "only plain Monte Carlo can stop early"),
        (order(0.01, None, Some(4), None), "with --replications"),
        (order(0.01, None, None, Some(Shard { index: 1, of: 2 })), "a part of a split run does not know"),
    ] {
        assert!(refusal(desk.run(&order)).contains(says), "{says}");
    }
    assert!(!desk.path("run").exists());
}

/// The keys of manifests, in the order in which they have always been written.
#[test]
fn manifests_keep_their_keys() {
    let desk = Desk::new();
    let keys = |folder: &str| -> Vec<String> {
        let text = desk.read(&format!("{folder}/manifest.json"));
        let own = text.lines().filter_map(|line| line.strip_prefix("  \"")?.split_once("\":"));
        own.map(|(key, _)| key.to_owned()).collect()
    };
    let head =
        ["scenario_file", "scenario_sha256", "scenario_text", "overrides", "plans", "seed", "trials", "sampling"];
    desk.run(&desk.order(64, "run")).unwrap();
    assert_eq!(keys("run"), [&["version"], &head[..], &["years", "block_size", "look", "digests"]].concat());
    desk.sweep(&desk.sweep_order("swept")).unwrap();
    let of_sweep = ["version", "sweep_file", "sweep_sha256", "sweep_text"];
    assert_eq!(keys("swept"), [&of_sweep[..], &head, &["years", "points", "look", "digests"]].concat());
    let part = RunOrder { part: Some(Shard { index: 1, of: 2 }), ..desk.order(4_096, "part") };
    let settings = Settings { replications: Some(4), ..part.settings.clone() };
    desk.run(&RunOrder { settings, ..part }).unwrap();
    assert_eq!(
        keys("part"),
        [&["version"], &head[..], &["years", "block_size", "replications", "part", "look", "digests"]].concat()
    );
}

#[test]
fn a_manifest_gives_its_scenario_again() {
    let desk = Desk::new();
    let mut order = desk.order(640, "run");
    order.settings = Settings {
        set: vec!["front.stalemate=0.4".into()],
        plans: Some(vec!["truce".into()]),
        seed: Some(u64::MAX),
        years: Some(7),
        replications: Some(10),
        ..order.settings
    };
    let figures = desk.run(&order).unwrap().figures.unwrap();
    let stored: RunManifest = serde_json::from_str(&desk.read("run/manifest.json")).unwrap();
    assert_eq!(stored, figures.manifest);
    assert!(desk.read("run/manifest.json").contains("\"seed\": \"18446744073709551615\""));
    let asked = parse("tiny.toml", TINY, &order.settings.all(), order.settings.plans.as_deref()).unwrap();
    assert_eq!(meaning::of_scenario(&stored.scenario().unwrap().scenario), meaning::of_scenario(&asked.scenario));
}

/// Redrawing finds the base in the manifest; columns of the table keep paths.
#[test]
fn an_axis_without_a_name_is_told_in_words_when_redrawn() {
    let desk = Desk::new();
    let order = SweepOrder { wishes: Wishes::default(), ..desk.sweep_order("swept") };
    let base = desk.sweep(&order).unwrap().figures.unwrap().base;
    assert_eq!(base.party_names()[crate::model::Side::Challenger], "North");
    fs::remove_file(desk.path("tiny.toml")).unwrap();
    let english = desk.read("swept/charts/lines-signed.svg");
    assert!(english.contains("North: cost of fighting") && !english.contains("challenger.war_cost"));
    let french = |look| Look { lang: "fr".into(), ..look };
    desk.host(|host| report(&desk.path("swept"), &french, host)).unwrap();
    let redrawn = desk.read("swept/charts/lines-signed.svg");
    assert!(redrawn.contains("North\u{a0}: coût des combats") && !redrawn.contains("challenger.war_cost"));
    assert!(desk.read("swept/points.csv").starts_with("challenger.war_cost,signed,"));
}

/// Points at which few trials sign are told in `sweep.json`, whole or merged, and marked when the folder is read again; a
/// folder without such a list is read as it stands.
#[test]
fn figures_over_few_trials_stay_in_the_table_and_are_marked() {
    let desk = Desk::new();
    let text = "schema = 1\n[sweep]\nbase = \"tiny.toml\"\ntrials = 64\n\
        [[axis]]\npath = \"challenger.war_cost\"\nvalues = [0.3, 0.9, 1.5, 3]\n\
        [[measure]]\nid = \"signed\"\nof = \"plans.guarantee-10.given_signed.at_risk@0\"\n\
        [[measure]]\nid = \"held\"\nof = \"plans.guarantee-10.given_signed@5\"\n\
        [[chart]]\nkind = \"bars\"\nx = \"challenger.war_cost\"\nmeasure = \"held\"\n";
    desk.write("sweep.toml", text);
    let order = SweepOrder { wishes: Wishes::default(), ..desk.sweep_order("whole") };
    let rows = desk.sweep(&order).unwrap().figures.unwrap().rows;
    let few: Vec<bool> = rows.iter().map(|row| row.measures[1].few).collect();
    let fewer: Vec<bool> = rows.iter().map(|row| row.measures[0].value.unwrap() < 20.0).collect();
    assert_eq!(few, fewer);
    assert_eq!(few, [true, true, false, false]);
    assert!(rows.iter().all(|row| !row.measures[0].few));
    // Some have a figure that is kept, but not shown.
    assert!(rows.iter().any(|row| row.measures[1].few && row.measures[1].value.is_some()), "{rows:?}");
    let state: Value = serde_json::from_str(&desk.read("whole/sweep.json")).unwrap();
    assert_eq!(state["few"], serde_json::json!({ "held": [0, 1] }));
    assert_eq!(desk.sweep(&order).unwrap().figures.unwrap().rows, rows);
    let parts: Vec<PathBuf> = ["1/2", "2/2"]
        .into_iter()
        .zip(["one", "two"])
        .map(|(part, out)| {
            desk.sweep(&SweepOrder { part: Some(part.parse().unwrap()), ..desk.sweep_order(out) }).unwrap();
            desk.path(out)
        })
        .collect();
    let merged = MergeOrder { parts, folder: desk.path("merged"), allow_missing: false, wishes: Wishes::default() };
    desk.host(|host| merge(&merged, host)).unwrap();
    desk.assert_same("whole", "merged");
    let old = desk.read("whole/sweep.json");
    let mut state: Value = serde_json::from_str(&old).unwrap();
    state.as_object_mut().unwrap().remove("few");
    // Versions that did not keep them kept no digests either.
    desk.forget_digests("whole");
    desk.write("whole/sweep.json", &state.to_string());
    let read = desk.sweep(&order).unwrap().figures.unwrap().rows;
    assert!(read.iter().all(|row| !row.measures[1].few));
}
