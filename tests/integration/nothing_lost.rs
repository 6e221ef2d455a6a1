//! Runs that are killed, split, starved or disturbed end with the same bytes, or say clearly why they cannot.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::cli::{Desk, forget_digests};

const PROGRAM: &str = env!("CARGO_BIN_EXE_armistice");

/// Starts a run that says nothing.
fn start(desk: &Desk, arguments: &str) -> Child {
    desk.command(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// Starts a run and kills it after that time; whether it had ended by itself.
fn kill_after(desk: &Desk, arguments: &str, time: Duration) -> bool {
    let mut child = start(desk, arguments);
    std::thread::sleep(time);
    let ended = child.try_wait().unwrap().is_some();
    let _ = child.kill();
    child.wait().unwrap();
    ended
}

/// Starts a run over and over until it could be killed with some blocks committed and others not.
#[track_caller]
fn kill_midway(desk: &Desk, arguments: &str, folder: &str) {
    let midway = || {
        let state = fs::read_to_string(desk.path(&format!("{folder}/.state.json")));
        state.is_ok_and(|state| !state.starts_with("{\"done\":0,"))
    };
    for _ in 0..100 {
        let mut child = start(desk, arguments);
        while !midway() && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        let _ = child.kill();
        child.wait().unwrap();
        if midway() {
            return;
        }
        fs::remove_dir_all(desk.path(folder)).unwrap();
    }
    panic!("{arguments}: always ended first");
}

#[track_caller]
fn assert_same(desk: &Desk, a: &str, b: &str) {
    let (a, b) = (desk.files(a), desk.files(b));
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
    for (name, bytes) in &a {
        assert!(bytes == &b[name], "{} differs", name.display());
    }
}

/// One digit changed in what is kept of an unfinished run or sweep, and the same command names the file instead of making
/// results of it; forced, it starts anew.
#[test]
fn unfinished_work_that_was_changed_is_not_gone_on_with() {
    let desk = Desk::new();
    let text = "schema = 1\n[sweep]\nbase = \"tiny.toml\"\ndesign = \"grid\"\ntrials = 4000\n\
        [[axis]]\npath = \"challenger.war_cost\"\nfrom = 0.3\nto = 0.9\nstep = 0.02\n\
        [[measure]]\nid = \"signed\"\nof = \"settlement.share\"\n";
    fs::write(desk.path("long.toml"), text).unwrap();
    let commands = [
        ("run tiny.toml --trials 30000 --threads 1 --no-charts --quiet", "trials.csv"),
        ("sweep long.toml --threads 1 --no-charts --quiet", "points.csv"),
    ];
    for (command, table) in commands {
        desk.expect(0, &format!("{command} --out whole"));
        kill_midway(&desk, &format!("{command} --out begun"), "begun");
        for file in [".state.json", table] {
            let path = desk.path(&format!("begun/{file}"));
            let text = fs::read_to_string(&path).unwrap();
            let first = text.find('\n').unwrap() + 1;
            // Of the state what is done; of the table its first row, which is committed.
            let from = if file == table { first } else { 0 };
            let digit = (from..text.len()).find(|at| text.as_bytes()[*at].is_ascii_digit()).unwrap();
            let mut bytes = text.clone().into_bytes();
            bytes[digit] = if bytes[digit] == b'9' { b'8' } else { bytes[digit] + 1 };
            fs::write(&path, bytes).unwrap();
            let told = desk.expect(1, &format!("{command} --out begun")).stderr;
            assert!(told.contains(&format!("{file}: is not what was written there")), "{told}");
            assert!(told.contains("--force starts anew"), "{told}");
            fs::write(&path, text).unwrap();
        }
        fs::remove_file(desk.path(&format!("begun/{table}"))).unwrap();
        assert!(desk.expect(1, &format!("{command} --out begun")).stderr.contains("is missing, with the "));
        desk.expect(0, &format!("{command} --out begun --force"));
        assert_same(&desk, "whole", "begun");
        fs::remove_dir_all(desk.path("begun")).unwrap();
        fs::remove_dir_all(desk.path("whole")).unwrap();
    }
}

/// Removed or carried away while a run writes into it, a folder is missed, and none is made in its place; what was carried
/// away is gone on with where it is.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_goes_away_is_missed() {
    for rename in [false, true] {
        let desk = Desk::new();
        let run = "run tiny.toml --trials 400000 --threads 1 --no-charts --out gone";
        let child = desk.command(run).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        while !desk.path("gone/.state.json").exists() {
            std::thread::sleep(Duration::from_millis(1));
        }
        if rename {
            fs::rename(desk.path("gone"), desk.path("elsewhere")).unwrap();
        } else {
            // Files may come into it meanwhile.
            while desk.path("gone").exists() {
                let _ = fs::remove_dir_all(desk.path("gone"));
            }
        }
        let ended = child.wait_with_output().unwrap();
        let stderr = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert_eq!(ended.status.code(), Some(1), "{stderr}");
        // Or between a look and a write.
        let told = ["gone: was removed or renamed", "trials.csv: was removed", "cannot write"];
        assert!(told.iter().any(|it| stderr.contains(it)), "{stderr}");
        assert!(!desk.path("gone/summary.json").exists());
    }
}

/// A half-written block after the committed ones, as a power cut leaves it, is cut off again.
#[test]
fn a_torn_table_is_mended() {
    let desk = Desk::new();
    let run = "run tiny.toml --trials 6000 --no-charts --quiet";
    desk.expect(0, &format!("{run} --out whole"));
    let torn = format!("{run} --out torn --threads 1");
    kill_midway(&desk, &torn, "torn");
    let table = desk.path("torn/trials.csv");
    let mut bytes = fs::read(&table).unwrap();
    bytes.extend_from_slice(b"4711,ok,,half a li");
    fs::write(&table, bytes).unwrap();
    desk.expect(0, &torn);
    assert_same(&desk, "whole", "torn");
}

#[test]
fn parts_make_the_whole() {
    for format in ["csv", "parquet", "none"] {
        let desk = Desk::new();
        let run = format!("run tiny.toml --trials 5000 --quiet --trials-format {format}");
        desk.expect(0, &format!("{run} --no-charts --out whole"));
        for part in 1..=3 {
            desk.expect(0, &format!("{run} --shard {part}/3 --out part{part}"));
        }
        let merge = format!("merge part3 part1 part2 --no-charts --trials-format {format} --out merged");
        desk.expect(0, &merge);
        assert_same(&desk, "whole", "merged");
        let again = desk.expect(0, &merge);
        assert!(again.stderr.contains("merged: holds exactly these results already"), "{}", again.stderr);
        // A killed whole run is completed by its parts.
        fs::remove_file(desk.path("merged/summary.json")).unwrap();
        desk.expect(0, &merge);
        assert_same(&desk, "whole", "merged");
    }
}

#[test]
fn a_damaged_part_leaves_nothing_behind() {
    let desk = Desk::new();
    for part in 1..=2 {
        desk.expect(0, &format!("run tiny.toml --trials 4000 --quiet --shard {part}/2 --out part{part}"));
    }
    let refused = |file: &str, change: &dyn Fn(&str) -> String, says: &str| {
        let path = desk.path(file);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, change(&text)).unwrap();
        let call = desk.expect(1, "merge part1 part2 --out merged");
        assert!(call.stderr.contains(&format!("{file}: {says}")), "{}", call.stderr);
        assert!(!desk.path("merged").exists());
        fs::write(&path, text).unwrap();
    };
    refused("part2/part.json", &|_| "{}".to_owned(), "is not what a run writes there");
    refused("part2/part.json", &|text| text.replacen("\"trials\":", "\"trials\":1", 1), "was changed");
    refused("part2/trials.csv", &|text| text[..text.len() - 100].to_owned(), "was changed");
    refused("part1/trials.csv", &|text| text.lines().next().unwrap().to_owned(), "was changed");
    let own = desk.expect(2, "merge part1 part2 --out ./part1 --force");
    assert!(own.stderr.contains("is one of the parts"), "{}", own.stderr);
    fs::write(desk.path("part2/.state.json"), "{}").unwrap();
    assert!(desk.expect(2, "merge part1 part2 --out merged").stderr.contains("part2: has not finished"));
    fs::remove_file(desk.path("part2/.state.json")).unwrap();
    // Killed in its midst, a merge is done again from scratch, whatever it is then asked for.
    kill_after(&desk, "merge part1 part2 --quiet --out merged", Duration::from_millis(30));
    desk.expect(0, "merge part1 part2 --trials-format none --no-charts --quiet --force --out merged");
    assert!(!desk.path("merged/trials.csv").exists() && !desk.path("merged/charts").exists());
    fs::remove_dir_all(desk.path("merged")).unwrap();
    desk.expect(0, "merge part1 part2 --no-charts --quiet --out merged");
    desk.expect(0, "run tiny.toml --trials 4000 --no-charts --quiet --out whole");
    assert_same(&desk, "whole", "merged");
}

#[test]
fn wrong_parts_are_named() {
    let desk = Desk::new();
    let run = "run tiny.toml --trials 5000 --quiet";
    desk.expect(0, &format!("{run} --shard 1/3 --out one"));
    desk.expect(0, &format!("{run} --shard 2/3 --out two"));
    desk.expect(0, &format!("{run} --shard 3/3 --seed 9 --out foreign"));
    desk.expect(0, &format!("{run} --no-charts --out whole"));
    let says = |arguments: &str| desk.expect(2, &format!("merge {arguments} --out merged")).stderr;
    assert!(says("one two").contains("missing of 3 parts: 3"));
    assert!(says("one one two").contains("is part 1, and so is one"));
    assert!(says("one two foreign").contains("foreign: is a part of another run than one (seed "));
    assert!(says("one two whole").contains("whole: is a whole run"));
    assert!(!desk.path("merged").exists());
    for wrong in ["0/3", "4/3", "3", "a/b", "1/9"] {
        assert!(desk.expect(2, &format!("{run} --shard {wrong}")).stderr.contains(wrong));
    }
}

#[test]
fn a_precision_is_reached_with_any_number_of_threads() {
    let desk = Desk::new();
    let run = "run tiny.toml --trials 200000 --precision 0.015 --no-charts --quiet --format json";
    let one = desk.expect(0, &format!("{run} --threads 1 --out one")).stdout;
    desk.expect(0, &format!("{run} --threads 3 --out three"));
    assert_same(&desk, "one", "three");
    let summary: serde_json::Value = serde_json::from_str(&one).unwrap();
    let trials = summary["trials"].as_u64().unwrap();
    assert!(trials < 200_000 && trials.is_multiple_of(4_096), "{trials} trials, in whole blocks");
    for class in summary["classes"].as_object().unwrap().values() {
        let half = (class["high"].as_f64().unwrap() - class["low"].as_f64().unwrap()) / 2.0;
        assert!(half <= 0.015, "{half}");
    }
    desk.expect(0, "verify one --quiet");
    let refused = |arguments: &str| desk.expect(2, &format!("run tiny.toml --precision {arguments}")).stderr;
    assert!(refused("0.01 --sampling sobol --trials 4096").contains("plain Monte Carlo"));
    assert!(refused("0.01 --shard 1/2").contains("a part of a split run"));
    assert!(refused("0").contains("between 0 and 0.5"));
}

#[test]
fn verify_finds_a_changed_byte() {
    let desk = Desk::new();
    desk.expect(0, "run tiny.toml --trials 2000 --quiet --no-charts --out run");
    assert!(desk.expect(0, "verify run").stdout.contains("all 7 files are the same"));
    let path = desk.path("run/trials.csv");
    let changed = fs::read_to_string(&path).unwrap().replacen("ok", "OK", 1);
    fs::write(&path, changed).unwrap();
    let call = desk.expect(1, "verify run");
    assert!(call.stdout.contains("DIFFERS  trials.csv: from byte"), "{}", call.stdout);
    desk.expect(2, "verify nowhere");
}

/// What was changed, cut off or removed comes back byte for byte; what is right, and what is somebody else's, is not touched.
#[test]
fn verify_repairs_what_differs() {
    let desk = Desk::new();
    desk.expect(0, "run tiny.toml --trials 600 --quiet --out run");
    fs::write(desk.path("run/notes.md"), "mine").unwrap();
    let before = desk.files("run");
    let summary = fs::read_to_string(desk.path("run/summary.json")).unwrap();
    fs::write(desk.path("run/summary.json"), summary.replacen("0.", "0.9", 1)).unwrap();
    let trials = before[std::path::Path::new("trials.csv")].clone();
    fs::write(desk.path("run/trials.csv"), &trials[..trials.len() / 2]).unwrap();
    fs::remove_file(desk.path("run/charts/survival.svg")).unwrap();
    assert!(desk.expect(1, "report run").stderr.contains("`armistice verify run --repair`"));
    let call = desk.expect(1, "verify run --quiet");
    assert!(call.stdout.contains("3 of "), "{}", call.stdout);
    assert_eq!(fs::read(desk.path("run/trials.csv")).unwrap().len(), trials.len() / 2, "verify alone changes nothing");
    let call = desk.expect(0, "verify run --repair --quiet");
    assert!(call.stdout.contains("repaired summary.json: from byte"), "{}", call.stdout);
    assert!(call.stdout.contains("repaired charts/survival.svg: is missing"), "{}", call.stdout);
    assert!(call.stdout.contains("3 of ") && call.stdout.contains("were written anew"), "{}", call.stdout);
    assert_eq!(desk.files("run"), before);
    // Gone with what it leads to, it comes back too; of a table that was removed on purpose, verify alone says nothing.
    fs::remove_file(desk.path("run/trials.csv")).unwrap();
    fs::remove_file(desk.path("run/report.html")).unwrap();
    assert!(desk.expect(1, "verify run --quiet").stdout.contains("1 of "));
    desk.expect(0, "verify run --repair --quiet");
    assert_eq!(desk.files("run"), before);
    // Figures that are what was written are not replaced by those of a manifest that is not.
    let manifest = fs::read_to_string(desk.path("run/manifest.json")).unwrap();
    fs::write(desk.path("run/manifest.json"), manifest.replacen("\"seed\": 1,", "\"seed\": 2,", 1)).unwrap();
    let told = desk.expect(1, "verify run --repair --quiet").stderr;
    assert!(told.contains("manifest.json: is not the one of the figures"), "{told}");
    fs::write(desk.path("run/manifest.json"), &manifest).unwrap();
    assert_eq!(desk.files("run"), before);
    // A part has no digests by which to tell.
    desk.expect(0, "run tiny.toml --trials 2100 --shard 1/2 --quiet --no-charts --out part");
    assert!(desk.expect(2, "verify part --repair").stderr.contains("is a part"));
    // A sweep too; a folder of another version is left to that version.
    let sweep = "schema = 1\n[sweep]\nbase = \"tiny.toml\"\ntrials = 64\n[[axis]]\npath = \"front.stalemate\"\n\
                 values = [0.5, 0.6]\n[[measure]]\nid = \"held\"\nof = \"classes.peace_held\"\n";
    fs::write(desk.path("s.toml"), sweep).unwrap();
    desk.expect(0, "sweep s.toml --quiet --no-charts --out sweep");
    let before = desk.files("sweep");
    fs::write(desk.path("sweep/points.csv"), "").unwrap();
    desk.expect(0, "verify sweep --repair --quiet");
    assert_eq!(desk.files("sweep"), before);
    let manifest = fs::read_to_string(desk.path("run/manifest.json")).unwrap();
    let own = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    assert!(manifest.contains(&own));
    fs::write(desk.path("run/manifest.json"), manifest.replacen(&own, "\"version\": \"0.0.9\"", 1)).unwrap();
    assert!(desk.expect(2, "verify run --repair").stderr.contains("0.0.9"));
}

#[test]
fn charts_are_drawn_again_from_stored_results() {
    let desk = Desk::new();
    desk.expect(0, "run tiny.toml --trials 1000 --quiet --out run");
    let before = desk.files("run");
    desk.expect(0, "report run --quiet --lang fr");
    let french = desk.files("run");
    assert!(french.iter().any(|(name, bytes)| name.ends_with("report.html") && bytes != &before[name]));
    desk.expect(0, "verify run --quiet");
    desk.expect(0, "report run --quiet");
    assert!(desk.files("run") == french, "the look stays what it was");
    desk.expect(0, "report run --quiet --lang en");
    assert!(desk.files("run") == before, "the first look gives the first bytes");
}

/// Going on with another way of keeping trials would lose what was played or leave half a table: it is refused.
#[test]
fn another_table_is_not_gone_on_with() {
    let desk = Desk::new();
    for (begun, other) in [("csv", "none"), ("none", "csv")] {
        let run = |format: &str, out: &str| {
            format!("run tiny.toml --trials 30000 --threads 1 --no-charts --quiet --trials-format {format} --out {out}")
        };
        kill_midway(&desk, &run(begun, "begun"), "begun");
        // What the killed process had begun to write may go, and its lock.
        let kept = || {
            let mut files = desk.files("begun");
            files.retain(|name, _| ![".lock", ".new-"].iter().any(|it| name.to_string_lossy().starts_with(it)));
            files
        };
        let before = kept();
        let call = desk.expect(2, &run(other, "begun"));
        assert!(call.stderr.contains("trials of this run, begun with"), "{}", call.stderr);
        assert!(kept() == before);
        desk.expect(0, &run(begun, "begun"));
        desk.expect(0, &format!("{} --force", run(other, "begun")));
        desk.expect(0, &run(other, "whole"));
        assert_same(&desk, "whole", "begun");
        fs::remove_dir_all(desk.path("begun")).unwrap();
        fs::remove_dir_all(desk.path("whole")).unwrap();
    }
}

/// Asked for another table, a finished run keeps the one that it has; interrupted meanwhile, nothing is taken for whole.
#[test]
fn a_finished_run_gains_a_table() {
    let desk = Desk::new();
    let run =
        |format: &str| format!("run tiny.toml --trials 12000 --no-charts --quiet --trials-format {format} --out run");
    desk.expect(0, &run("csv"));
    let csv = fs::read(desk.path("run/trials.csv")).unwrap();
    desk.expect(0, &run("parquet"));
    assert!(desk.path("run/trials.parquet").exists());
    assert!(fs::read(desk.path("run/trials.csv")).unwrap() == csv);
    desk.expect(0, "verify run --quiet");
    fs::remove_file(desk.path("run/trials.csv")).unwrap();
    desk.expect(0, "verify run --quiet");
    // Killed while it plays again for the missing table, it is not taken for whole.
    kill_midway(&desk, &format!("{} --threads 1", run("csv")), "run");
    assert!(desk.expect(2, "verify run").stderr.contains("has not ended"));
    desk.expect(0, &run("csv"));
    assert!(fs::read(desk.path("run/trials.csv")).unwrap() == csv);
    desk.expect(0, "verify run --quiet");
}

/// `--force` plays again even what is there already, and destroys nothing before it knows that it can.
#[test]
fn force_plays_again() {
    let desk = Desk::new();
    let run = "run tiny.toml --trials 500 --no-charts --quiet --out run";
    desk.expect(0, run);
    let good = desk.files("run");
    fs::write(desk.path("run/trials.csv"), "spoilt").unwrap();
    let told = desk.expect(1, run).stderr;
    assert!(told.contains("trials.csv: is not what was written there"), "{told}");
    assert!(desk.files("run") != good);
    desk.expect(0, &format!("{run} --force"));
    assert!(desk.files("run") == good);
    let sweep = |stalemate: &str| {
        let text = format!(
            "schema = 1\n[sweep]\nbase = \"tiny.toml\"\ndesign = \"grid\"\ntrials = 50\n\
             [[axis]]\npath = \"front.stalemate\"\nvalues = [0.3, {stalemate}]\n\
             [[measure]]\nid = \"signed\"\nof = \"settlement.share\"\n"
        );
        fs::write(desk.path("sweep.toml"), text).unwrap();
    };
    sweep("0.5");
    desk.expect(0, "sweep sweep.toml --no-charts --quiet --out swept");
    let good = desk.files("swept");
    sweep("1.5");
    desk.expect(2, "sweep sweep.toml --no-charts --quiet --out swept --force");
    assert!(desk.files("swept") == good);
}

/// What others put into a folder is named and does not make a result differ; other kinds of folders are named.
#[test]
fn folders_are_told_apart() {
    let desk = Desk::new();
    desk.expect(0, "run tiny.toml --trials 300 --no-charts --quiet --out run");
    desk.expect(0, "run tiny.toml --trials 300 --no-charts --quiet --seed 5 --out other");
    fs::write(desk.path("run/report.docx"), "mine").unwrap();
    assert!(desk.expect(0, "verify run").stdout.contains("report.docx: no run writes it"));
    desk.expect(0, "compare run other --quiet --no-charts --out compared");
    for command in ["verify compared", "report compared", "compare run compared"] {
        let call = desk.expect(2, command);
        assert!(call.stderr.contains("compared: holds a comparison, not a run"), "{}", call.stderr);
    }
    assert!(desk.expect(2, "run tiny.toml --trials 300 --seed 7 --out run").stderr.contains("seed 1, not 7"));
}

/// A trial whose fate was changed in the table no longer makes up the shares that stand in the summary.
#[test]
fn a_table_that_tells_other_shares_is_not_compared() {
    let desk = Desk::new();
    desk.expect(0, "run tiny.toml --trials 300 --no-charts --quiet --out run");
    desk.expect(0, "compare run run --quiet --no-charts");
    let table = fs::read_to_string(desk.path("run/trials.csv")).unwrap();
    let rows: Vec<Vec<&str>> = table.lines().map(|row| row.split(',').collect()).collect();
    let class = rows[0].iter().position(|name| *name == "class").unwrap();
    let other = rows[2..].iter().find(|row| row[class] != rows[1][class]).unwrap()[class];
    let changed: Vec<String> = rows
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let fields =
                row.iter().enumerate().map(|(index, field)| if (at, index) == (1, class) { other } else { field });
            fields.collect::<Vec<_>>().join(",") + "\n"
        })
        .collect();
    fs::write(desk.path("run/trials.csv"), changed.concat()).unwrap();
    // As versions leave it that kept no digests.
    forget_digests(&desk.path("run"));
    let call = desk.expect(1, "compare run run --quiet --no-charts");
    assert!(call.stderr.contains("trials.csv: does not agree with summary.json on "), "{}", call.stderr);
}

#[test]
fn one_folder_takes_one_process() {
    let desk = Desk::new();
    fs::create_dir(desk.path("busy")).unwrap();
    let lock = fs::File::create(desk.path("busy/.lock")).unwrap();
    lock.lock().unwrap();
    let call = desk.expect(1, "run tiny.toml --trials 100 --out busy --quiet");
    assert!(call.stderr.contains("another process"), "{}", call.stderr);
    lock.unlock().unwrap();
    desk.expect(0, "run tiny.toml --trials 100 --out busy --quiet --no-charts");
}

/// Many processes started into one folder at once: each works in it alone or says that it may not.
#[test]
fn a_folder_is_never_shared() {
    let desk = Desk::new();
    desk.expect(0, "run tiny.toml --trials 300 --out alone --quiet --no-charts");
    for _ in 0..10 {
        std::thread::scope(|scope| {
            for _ in 0..6 {
                scope.spawn(|| {
                    let call = desk.call("run tiny.toml --trials 300 --out crowded --quiet --no-charts");
                    let refused = call.status == 1 && call.stderr.contains("another process");
                    assert!(call.status == 0 || refused, "{}", call.stderr);
                });
            }
        });
        assert_same(&desk, "alone", "crowded");
        fs::remove_dir_all(desk.path("crowded")).unwrap();
    }
}

/// A disk that is full stops the run with what was committed; with room again it ends as if nothing had been.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_damages_nothing() {
    let desk = Desk::new();
    let run = "run tiny.toml --trials 12000 --no-charts --quiet";
    desk.expect(0, &format!("{run} --out whole"));
    // Files of at most 1 MiB: the trial table grows beyond that.
    let script = format!("trap '' XFSZ; ulimit -f 1024; exec {PROGRAM} {run} --out full");
    let output = Command::new("bash").current_dir(desk.path(".")).args(["-c", &script]).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(stderr.contains("cannot write") && stderr.contains("trials.csv"), "{stderr}");
    desk.expect(0, &format!("{run} --out full"));
    assert_same(&desk, "whole", "full");
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let desk = Desk::new();
    let call = desk.expect(1, "run tiny.toml --trials 100 --quiet --out tiny.toml/below");
    assert!(call.stderr.contains("tiny.toml/below") && call.stderr.contains("cannot"), "{}", call.stderr);
    if cfg!(target_os = "linux") {
        let call = desk.expect(1, "run tiny.toml --trials 100 --quiet --out /sys/read-only");
        assert!(call.stderr.contains("/sys/read-only: cannot create the folder"), "{}", call.stderr);
    }
    fs::create_dir(desk.path("mine")).unwrap();
    fs::write(desk.path("mine/notes.txt"), "mine").unwrap();
    let call = desk.expect(2, "run tiny.toml --trials 100 --quiet --out mine");
    assert!(call.stderr.contains("notes.txt"), "{}", call.stderr);
    assert_eq!(desk.files("mine").len(), 1);
}

#[test]
fn parts_of_a_sweep_make_the_whole() {
    let desk = Desk::new();
    let text = "schema = 1\n[sweep]\nname = \"Costs\"\nbase = \"tiny.toml\"\ndesign = \"grid\"\ntrials = 200\n\
        [[axis]]\npath = \"challenger.war_cost\"\nfrom = 0.3\nto = 0.9\nstep = 0.1\n\
        [[measure]]\nid = \"signed\"\nof = \"settlement.share\"\n";
    fs::write(desk.path("costs.toml"), text).unwrap();
    desk.expect(0, "sweep costs.toml --quiet --out whole");
    for part in 1..=3 {
        desk.expect(0, &format!("sweep costs.toml --quiet --shard {part}/3 --out part{part}"));
    }
    desk.expect(0, "merge part2 part3 part1 --quiet --out merged");
    assert_same(&desk, "whole", "merged");
    let again = desk.expect(0, "merge part1 part2 part3 --out merged");
    assert!(again.stderr.contains("merged: holds exactly these results already"), "{}", again.stderr);
    assert_same(&desk, "whole", "merged");
    desk.expect(0, "verify part2 --quiet");
    assert!(desk.expect(2, "merge part2 part1 --out less").stderr.contains("missing of 3 parts: 3"));
    desk.expect(0, "verify whole --quiet");
    desk.expect(0, "report whole --quiet --lang fr");
    desk.expect(0, "verify whole --quiet");
    assert!(desk.expect(2, "sweep costs.toml --shard 1/8").stderr.contains("7 points"));
}

/// Points of many trials do not start anew after Ctrl-C: what was played of them is kept.
#[cfg(unix)]
#[test]
fn a_sweep_goes_on_within_a_point() {
    let desk = Desk::new();
    let text = "schema = 1\n[sweep]\nbase = \"tiny.toml\"\ndesign = \"grid\"\ntrials = 60_000\n\
        [[axis]]\npath = \"challenger.war_cost\"\nvalues = [0.3, 0.6]\n\
        [[measure]]\nid = \"signed\"\nof = \"settlement.share\"\n\
        [[measure]]\nid = \"held\"\nof = \"classes.peace_held / signed\"\n";
    fs::write(desk.path("long.toml"), text).unwrap();
    desk.expect(0, "sweep long.toml --quiet --no-charts --out whole");
    let mut partly = false;
    for _ in 0..20 {
        let mut child = desk
            .heeding("sweep long.toml --threads 1 --no-charts --out stopped")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        while !desk.path("stopped/.state.json").exists() && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(5));
        }
        std::thread::sleep(Duration::from_millis(60));
        Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
        let ended = child.wait_with_output().unwrap();
        match ended.status.code() {
            // Too late: it had ended.
            Some(0) => fs::remove_dir_all(desk.path("stopped")).unwrap(),
            Some(code) => {
                let stderr = String::from_utf8_lossy(&ended.stderr).into_owned();
                assert!(code == 130 && stderr.contains("the same command goes on"), "{code} {stderr}");
                let state = fs::read_to_string(desk.path("stopped/.state.json")).unwrap();
                let state: serde_json::Value = serde_json::from_str(state.lines().next().unwrap()).unwrap();
                partly |= state["begun"].as_array().is_some_and(|begun| !begun.is_empty());
            }
            // Too early: before anybody listened.
            None => {}
        }
        if partly {
            break;
        }
    }
    assert!(partly, "never interrupted within a point");
    desk.expect(0, "sweep long.toml --quiet --no-charts --out stopped");
    assert_same(&desk, "whole", "stopped");
}

/// A file system without locks, as some clusters have: the call for a lock is answered as such systems answer. A lease keeps
/// others out, whoever is kept out learns by whom, nothing of it is left, and the results are the same bytes.
#[cfg(target_os = "linux")]
#[test]
fn where_there_are_no_locks_a_lease_keeps_others_out() {
    let desk = Desk::new();
    let code =
        "#include <errno.h>\nint flock(int file, int how) { (void)file; (void)how; errno = ENOLCK; return -1; }\n";
    fs::write(desk.path("nolock.c"), code).unwrap();
    let cc = ["-shared", "-fPIC", "-o", "nolock.so", "nolock.c"];
    assert!(Command::new("cc").current_dir(desk.path(".")).args(cc).status().unwrap().success());
    let without_locks = |out: &str| {
        let arguments = format!("run tiny.toml --trials 300 --no-charts --quiet --out {out}");
        let output = desk.command(&arguments).env("LD_PRELOAD", desk.path("nolock.so")).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (status, stderr) = without_locks("leased");
    assert!(status == Some(0) && stderr.is_empty(), "{status:?} {stderr}");
    desk.expect(0, "run tiny.toml --trials 300 --no-charts --quiet --out locked");
    assert_same(&desk, "locked", "leased");
    fs::create_dir(desk.path("busy")).unwrap();
    fs::write(desk.path("busy/.lease"), "process 77 on elsewhere\n").unwrap();
    let (status, stderr) = without_locks("busy");
    assert!(
        status == Some(1) && stderr.contains("another process (77, elsewhere) is writing results there"),
        "{stderr}"
    );
    let names: Vec<_> = desk.path("busy").read_dir().unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(names, [".lease"]);
    // Ten minutes later it is nobody's.
    let old = std::time::SystemTime::now() - Duration::from_secs(600);
    fs::File::options().write(true).open(desk.path("busy/.lease")).unwrap().set_modified(old).unwrap();
    assert_eq!(without_locks("busy").0, Some(0));
    assert_same(&desk, "locked", "busy");
}
