//! Every file of finished work, damaged in every way, under every command that reads the folder: the damage is named, or what
//! is told is what was told before.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::cli::{Desk, copy};

/// A folder that is damaged over and over.
struct Subject {
    desk: Desk,
    /// As it was left.
    good: PathBuf,
    /// Where it is damaged.
    run: PathBuf,
}

/// What a call came to: its status, stdout and stderr.
type Told = (i32, String, String);

impl Subject {
    /// The folder that a command leaves in `run`, beside what others leave.
    fn new(prepare: impl Fn(&Desk), command: &str) -> Self {
        let desk = Desk::new();
        prepare(&desk);
        desk.expect(0, command);
        let (good, run) = (desk.path("good"), desk.path("run"));
        fs::rename(&run, &good).unwrap();
        Self { desk, good, run }
    }

    /// The folder as it was left, and nothing of what commands left beside it.
    fn anew(&self) {
        for folder in [&self.run, &self.desk.path("whole")] {
            let _ = fs::remove_dir_all(folder);
        }
        copy(&self.good, &self.run);
    }

    fn told(&self, command: &str) -> Told {
        let call = self.desk.call(command);
        assert!((0..=2).contains(&call.status) && !call.stderr.contains("panicked"), "{command}: {}", call.stderr);
        (call.status, call.stdout, call.stderr)
    }

    /// What a command left for readers.
    fn left(&self) -> Vec<Option<Vec<u8>>> {
        let files = ["run/report.html", "run/report.md", "run/summary.xlsx", "whole/summary.json"];
        files.iter().map(|name| fs::read(self.desk.path(name)).ok()).collect()
    }

    /// Damages each of these files in each way under each of these commands; how often the damage was named, and how often
    /// it changed nothing.
    fn damage(&self, files: &[&str], commands: &[&str]) -> (usize, usize) {
        let (mut named, mut harmless) = (0, 0);
        for command in commands {
            self.anew();
            let intact = self.told(command);
            assert_eq!(intact.0, 0, "{command}: {}", intact.2);
            for file in files {
                let bytes = fs::read(self.good.join(file)).unwrap();
                for (way, damage) in damaged(&bytes).into_iter().enumerate() {
                    self.anew();
                    match &damage {
                        Some(bytes) => fs::write(self.run.join(file), bytes).unwrap(),
                        None => fs::remove_file(self.run.join(file)).unwrap(),
                    }
                    let told = self.told(command);
                    if is_named(file, damage.is_none(), &told) {
                        named += 1;
                    } else {
                        // Trials of a table that is gone are played again, which is told on stderr, and counted by none.
                        let same = match damage.is_none() && is_table(file) {
                            true if command.starts_with("verify") => told.0 == 0,
                            true => (told.0, &told.1) == (intact.0, &intact.1),
                            false => told == intact,
                        };
                        assert!(same, "{command}, {file}, {way}: {}{}", told.1, told.2);
                        harmless += 1;
                    }
                }
            }
        }
        assert_eq!(named + harmless, files.len() * commands.len() * WAYS);
        (named, harmless)
    }
}

const WAYS: usize = 5;

/// Ways in which a file can be damaged: a bit of the middle turned, the last half lost, all of it lost, another file in its
/// place, gone.
fn damaged(bytes: &[u8]) -> [Option<Vec<u8>>; WAYS] {
    let mut turned = bytes.to_vec();
    let middle = turned.len() / 2;
    turned[middle] ^= 1;
    [Some(turned), Some(bytes[..middle].to_vec()), Some(Vec::new()), Some(b"{}\n".to_vec()), None]
}

/// A table that may be deleted: `verify` counts one file less then.
fn is_table(file: &str) -> bool {
    ["trials", "plans", "savi"]
        .iter()
        .any(|table| Path::new(file).file_name().unwrap().to_string_lossy().starts_with(table))
}

/// Whether a refusal names a file that was damaged. Where the digests are, it is files that no longer have theirs; a manifest
/// that is none is another command's or version's, and without it a folder holds no results; a table that is gone is not kept.
fn is_named(file: &str, gone: bool, (status, stdout, stderr): &Told) -> bool {
    let says = |text: &str| stdout.contains(text) || stderr.contains(text);
    let name = file.rsplit('/').next().unwrap_or(file);
    let by_its_kind = match name {
        "SHA256SUMS" => says("is not what was written there"),
        "manifest.json" if gone => says("holds no results"),
        "manifest.json" => says("holds results of another run"),
        "summary.json" | "part.json" if gone => says("has not ended") || says("has not finished"),
        _ => {
            gone && is_table(file) && (says("keeps no table of its trials") || says("begun with --trials-format none"))
        }
    };
    *status != 0 && (says(name) || by_its_kind)
}

const RUN: &str = "run tiny.toml --trials 256 --years 5 --no-charts --quiet";

#[test]
fn damage_to_a_run_is_named_or_changes_nothing() {
    let subject = Subject::new(|desk| drop(desk.expect(0, &format!("{RUN} --out other"))), &format!("{RUN} --out run"));
    let files = [
        "summary.json",
        "manifest.json",
        "trials.csv",
        "counts.json.gz",
        "summary.csv",
        "datapackage.json",
        "SHA256SUMS",
    ];
    let (named, harmless) = subject.damage(
        &files,
        &[
            "report run --quiet",
            "verify run",
            "compare run other",
            "discover run --outcome no_settlement",
            "choose run other --at-least 0.1",
            &format!("{RUN} --out run"),
            "run tiny.toml --trials 300 --years 5 --no-charts --quiet --out run --extend",
        ],
    );
    println!("run: {named} named, {harmless} harmless");
    assert!(named > harmless, "{named} named, {harmless} harmless");
}

#[test]
fn damage_to_tables_is_named_or_changes_nothing() {
    // In one format first, and in the other beside it.
    let run = &format!("{RUN} --plan-table --savi --out run");
    let parquet = &format!("{run} --trials-format parquet");
    let subject = Subject::new(|desk| drop(desk.expect(0, run)), parquet);
    let files = ["trials.csv", "trials.parquet", "plans.csv", "plans.parquet", "savi-parameters.csv", "savi-costs.csv"];
    let commands = ["report run --quiet", "verify run", "discover run --outcome no_settlement", run];
    let (mut named, mut harmless) = subject.damage(&files, &commands);
    let parquet = &format!("{RUN} --trials-format parquet --out run");
    let subject = Subject::new(|_| (), parquet);
    let more = subject.damage(&["trials.parquet", "SHA256SUMS"], &["discover run --outcome no_settlement", parquet]);
    named += more.0;
    harmless += more.1;
    println!("tables: {named} named, {harmless} harmless");
    assert!(named > harmless, "{named} named, {harmless} harmless");
}

#[test]
fn damage_to_a_sweep_is_named_or_changes_nothing() {
    let text = "schema = 1\n[sweep]\nbase = \"tiny.toml\"\ntrials = 50\n[[axis]]\npath = \"front.stalemate\"\n\
        values = [0.3, 0.5]\n[[measure]]\nid = \"truce\"\nof = \"plans.truce.signed.share\"\n[[measure]]\n\
        id = \"held\"\nof = \"classes.peace_held\"\n";
    let sweep = "sweep sweep.toml --years 5 --no-charts --quiet --out run";
    let subject = Subject::new(|desk| fs::write(desk.path("sweep.toml"), text).unwrap(), sweep);
    let files = ["sweep.json", "manifest.json", "points.csv", "datapackage.json", "SHA256SUMS"];
    let (named, harmless) = subject.damage(&files, &["report run --quiet", "verify run", sweep]);
    println!("sweep: {named} named, {harmless} harmless");
    assert!(named > harmless, "{named} named, {harmless} harmless");
}

#[test]
fn damage_to_a_part_is_named_or_changes_nothing() {
    let part = |part: u32, out: &str| {
        format!("run tiny.toml --trials 2100 --years 5 --no-charts --quiet --shard {part}/2 --out {out}")
    };
    let run = &part(1, "run");
    let subject = Subject::new(|desk| drop(desk.expect(0, &part(2, "rest"))), run);
    let merge = "merge run rest --no-charts --quiet --out whole";
    let (named, harmless) = subject.damage(&["part.json", "manifest.json", "trials.csv"], &[merge]);
    println!("part: {named} named, {harmless} harmless");
    assert_eq!(harmless, 0);
}

#[test]
fn damage_to_a_second_theory_is_named_or_changes_nothing() {
    let run = &format!("{RUN} --theory strategic,hazard --out run").replace("tiny.toml", "two.toml");
    let record = "[hazard]\nshape = 0.8\nscale = 25\nchallenger_share = 0.7\n";
    let subject = Subject::new(|desk| desk.add_to_tiny("two.toml", record), run);
    let files = ["hazard/summary.json", "hazard/trials.csv", "hazard/counts.json.gz", "hazard/SHA256SUMS"];
    let commands = ["verify run", "report run --quiet", "compare run run/hazard", run];
    let (named, harmless) = subject.damage(&files, &commands);
    println!("two theories: {named} named, {harmless} harmless");
    assert!(named > harmless, "{named} named, {harmless} harmless");
}

/// A manifest that says another seed, other settings, other years or another version than those of its figures is named by
/// whatever reads it, or nothing of what is told changes.
#[test]
fn a_changed_manifest_is_named_or_changes_nothing() {
    let other = format!("{RUN} --out other");
    let run = &format!("{RUN} --set front.stalemate=0.6 --out run");
    let subject = Subject::new(|desk| drop(desk.expect(0, &other)), run);
    let part = &format!("{RUN} --set front.stalemate=0.6 --shard 1/1 --out run");
    let of_part = Subject::new(|_| (), part);
    let commands = [
        "report run --quiet",
        "compare run other",
        "choose run other --at-least 0.1",
        "discover run --outcome no_settlement",
        run,
    ];
    let merge = ["merge run --no-charts --quiet --out whole"];
    for (subject, commands) in [(&subject, &commands[..]), (&of_part, &merge[..])] {
        let manifest: Value = serde_json::from_slice(&fs::read(subject.good.join("manifest.json")).unwrap()).unwrap();
        let changes = [
            ("seed", json!(7)),
            ("years", json!(4)),
            ("overrides", json!(["front.stalemate=0.9"])),
            ("overrides", json!([])),
            ("version", json!("0.0.1")),
        ];
        for (command, (key, value)) in commands.iter().flat_map(|it| changes.iter().map(move |change| (it, change))) {
            subject.anew();
            let intact = subject.told(command);
            assert_eq!(intact.0, 0, "{command}: {}", intact.2);
            let left = subject.left();
            subject.anew();
            let mut changed = manifest.clone();
            assert!(changed.get(*key).is_some_and(|it| it != value), "{key}");
            changed[*key] = value.clone();
            fs::write(subject.run.join("manifest.json"), serde_json::to_vec_pretty(&changed).unwrap()).unwrap();
            let told = subject.told(command);
            let same = told == intact && subject.left() == left;
            let says = ["manifest.json", "holds results of another run", "is of version 0.0.1"];
            let named = told.0 != 0 && says.iter().any(|says| told.2.contains(says));
            assert!(same || named, "{command}, {key} = {value}: {} {}{}", told.0, told.1, told.2);
        }
    }
}
