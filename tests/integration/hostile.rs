//! What is read may be anything: results that somebody changed, names that steer a terminal, files that never end. Each ends
//! in a message, soon, and nothing of it reaches a terminal or a page as a command.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command as Process;
use std::time::Duration;

use assert_cmd::Command;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::cli::{Desk, forget_digests};

/// Longer than any refusal takes on a busy machine, and far shorter than the work that is refused.
const SOON: Duration = Duration::from_secs(60);

/// Calls the program, which must end soon: its status and what it says.
fn soon(desk: &Desk, arguments: &str) -> (Option<i32>, String) {
    let call = Command::new(env!("CARGO_BIN_EXE_armistice"))
        .current_dir(desk.path("."))
        .args(arguments.split_whitespace())
        .timeout(SOON)
        .output()
        .unwrap();
    let [stdout, stderr] = [call.stdout, call.stderr].map(|text| String::from_utf8(text).unwrap());
    (call.status.code(), stdout + &stderr)
}

/// Calls the program, which must refuse with a message; what it says.
#[track_caller]
fn refused(desk: &Desk, arguments: &str) -> String {
    let (status, stderr) = soon(desk, arguments);
    assert!(matches!(status, Some(1 | 2)), "{arguments}: {status:?} {stderr}");
    assert!(stderr.contains("error: ") && !stderr.contains("panicked"), "{arguments}: {stderr}");
    stderr
}

/// Changes a JSON file in a folder by one value, whose place is told by a JSON pointer, and takes the digests away, as
/// versions leave it that kept none.
fn change(desk: &Desk, file: &str, pointer: &str, value: &Value) {
    alter(desk, file, pointer, value);
    forget_digests(desk.path(file).parent().unwrap());
}

/// The same where the digests stay.
fn alter(desk: &Desk, file: &str, pointer: &str, value: &Value) {
    let path = desk.path(file);
    let mut json: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    match json.pointer_mut(pointer) {
        Some(place) => *place = value.clone(),
        None => {
            json.as_object_mut().unwrap().insert(pointer[1..].to_owned(), value.clone());
        }
    }
    fs::write(&path, serde_json::to_vec_pretty(&json).unwrap()).unwrap();
}

fn copy(desk: &Desk, from: &str, to: &str) {
    let _ = fs::remove_dir_all(desk.path(to));
    for (name, bytes) in desk.files(from) {
        let path = desk.path(to).join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// Everything in a folder by its path: bytes of files, and where links lead, which are not followed.
#[cfg(unix)]
fn all_of(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let (path, kind) = (entry.path(), entry.file_type().unwrap());
        if kind.is_dir() {
            all.extend(all_of(&path));
        } else if kind.is_symlink() {
            all.insert(path.clone(), fs::read_link(&path).unwrap().into_os_string().into_encoded_bytes());
        } else {
            all.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    all
}

const RUN: &str = "run tiny.toml --trials 300 --no-charts --quiet";

/// Manifests with numbers that no run has, before every command that reads one.
#[test]
fn impossible_manifests_are_refused() {
    let desk = Desk::new();
    desk.expect(0, &format!("{RUN} --out good"));
    desk.expect(0, &format!("{RUN} --shard 1/1 --out part"));
    let part = |index: u64, of: u64| json!({ "index": index, "of": of });
    for (pointer, value) in [
        ("/block_size", json!(0)),
        ("/block_size", json!(u64::MAX)),
        ("/part", part(0, 0)),
        ("/part", part(1, 0)),
        ("/part", part(5, 3)),
        ("/part", part(u64::MAX, u64::MAX)),
        ("/trials", json!(0)),
        ("/trials", json!(1_u64 << 50)),
        ("/trials", json!(-1)),
        ("/years", json!(1_000_000_000)),
        ("/replications", json!(0)),
        ("/replications", json!(u64::MAX)),
        ("/precision", json!(-1.0)),
        ("/precision", json!(1e300)),
        ("/look/dpi", json!(0)),
        ("/look/dpi", json!(65_535)),
        ("/look/lang", json!("\u{1b}[2J")),
        ("/scenario_text", json!("")),
        ("/overrides", json!(["run.trials"])),
    ] {
        copy(&desk, "good", "bad");
        change(&desk, "bad/manifest.json", pointer, &value);
        for command in [
            "report bad --quiet",
            "verify bad --quiet",
            "compare bad good --quiet --no-charts",
            "choose bad good --quiet",
            "discover bad --outcome class=peace_held --quiet",
            &format!("{RUN} --out bad"),
        ] {
            let told = refused(&desk, command);
            assert!(!told.contains('\u{1b}'), "{told}");
        }
        copy(&desk, "part", "bad");
        change(&desk, "bad/manifest.json", pointer, &value);
        refused(&desk, "merge bad --out merged --quiet --no-charts");
        assert!(!desk.path("merged").exists());
    }
}

/// A manifest of a sweep that promises other points than its file has.
#[test]
fn impossible_sweeps_are_refused() {
    let desk = Desk::new();
    let text = "schema = 1\n[sweep]\nbase = \"tiny.toml\"\ntrials = 50\n\
        [[axis]]\npath = \"front.stalemate\"\nvalues = [0.3, 0.5, 0.7]\n\
        [[measure]]\nid = \"signed\"\nof = \"settlement.share\"\n";
    fs::write(desk.path("sweep.toml"), text).unwrap();
    desk.expect(0, "sweep sweep.toml --no-charts --quiet --out good");
    for (pointer, value) in [
        ("/points", json!(0)),
        ("/points", json!(4)),
        ("/points", json!(1_000_000_000_000_000_u64)),
        ("/part", json!({ "index": 1, "of": 0 })),
        ("/trials", json!(1_u64 << 60)),
        ("/years", json!(0)),
        ("/years", json!(1000)),
        ("/look/chart_size", json!("zzz")),
        ("/missing", json!({ "of": 0, "parts": [1], "whole": 3 })),
        ("/missing", json!({ "of": 3, "parts": [2, 2], "whole": 3 })),
        ("/missing", json!({ "of": u64::MAX, "parts": [1], "whole": 3 })),
        ("/missing", json!({ "of": 3, "parts": [2], "whole": u64::MAX })),
    ] {
        copy(&desk, "good", "bad");
        change(&desk, "bad/manifest.json", pointer, &value);
        for command in
            ["report bad --quiet", "verify bad --quiet", "choose bad --quiet", "sweep sweep.toml --quiet --out bad"]
        {
            refused(&desk, command);
        }
    }
    for (file, pointer, value) in [
        ("sweep.json", "/done", json!(1_000_000_000)),
        ("sweep.json", "/failed_trials", json!(u64::MAX)),
        ("sweep.json", "/ahead", json!([{ "index": 1, "measures": [], "failed_trials": 0 }])),
        ("sweep.json", "/few", json!({ "signed": [1_000_000_000_000_000_u64] })),
        ("sweep.json", "/few", json!({ "unknown": [1] })),
        ("sweep.json", "/few", json!({ "signed": [1, 1] })),
    ] {
        copy(&desk, "good", "bad");
        change(&desk, &format!("bad/{file}"), pointer, &value);
        let told = refused(&desk, "report bad --quiet");
        assert!(told.contains("sweep.json: is of no such sweep"), "{told}");
    }
    copy(&desk, "good", "bad");
    let table = fs::read_to_string(desk.path("bad/points.csv")).unwrap();
    forget_digests(&desk.path("bad"));
    let rows: Vec<&str> = table.lines().collect();
    fs::write(desk.path("bad/points.csv"), rows[..3].join("\n")).unwrap();
    assert!(refused(&desk, "report bad --quiet").contains("points.csv: has 2 rows for 3 points"));
    fs::write(desk.path("bad/points.csv"), [rows[0], rows[2], rows[1], rows[3], ""].join("\n")).unwrap();
    let told = refused(&desk, "report bad --quiet");
    assert!(told.contains("points.csv: row 1 is not of point 0 of the sweep"), "{told}");
    // States of a sweep that no sweep can be in, with digests made anew.
    copy(&desk, "good", "bad");
    fs::remove_file(desk.path("bad/sweep.json")).unwrap();
    let ahead = |index: u64, measure: Value, failed: u64| json!({ "index": index, "measures": [measure], "failed_trials": failed });
    let state = |key: &str, value: Value| {
        let mut state = json!({ "done": 0, "table_bytes": 0, "failed_trials": 0 });
        state[key] = value;
        state
    };
    let share = || json!([0.5, null, null]);
    for state in [
        state("ahead", json!([ahead(1, json!([7.0, -1e308, 1e308]), 0)])),
        state("ahead", json!([ahead(1, json!([0.5, 0.6, 0.4]), 0)])),
        state("ahead", json!([ahead(1, share(), 51)])),
        state("ahead", json!([ahead(1, share(), u64::MAX), ahead(2, share(), u64::MAX)])),
        state("ahead", json!([ahead(1, share(), 0), ahead(1, share(), 0)])),
        state("few", json!({ "signed": [0] })),
        state("few", json!({ "unknown": [] })),
        state("failed_trials", json!(1)),
        state("begun", json!([{ "index": 1, "played": [], "parts": [] }, { "index": 1, "played": [], "parts": [] }])),
    ] {
        write_state(&desk, "bad", &state, "{}");
        let told = refused(&desk, "sweep sweep.toml --no-charts --quiet --out bad");
        assert!(told.contains("bad/.state.json: is of no such run"), "{state}: {told}");
    }
    write_state(&desk, "bad", &state("ahead", json!([])), "{}");
    desk.expect(0, "sweep sweep.toml --no-charts --quiet --out bad");
    copy(&desk, "good", "bad");
    fs::write(desk.path("bad/points.csv"), table.replacen("0.", "inf,", 1)).unwrap();
    refused(&desk, "report bad --quiet");
}

/// Figures that are of no such run, in a folder without digests.
#[test]
fn impossible_figures_are_refused() {
    let desk = Desk::new();
    desk.expect(0, &format!("{RUN} --out good"));
    for (pointer, value) in [
        ("/trials", json!(1_u64 << 50)),
        ("/failed_trials", json!(301)),
        ("/classes/peace_held/share", json!(9.0)),
        ("/values/challenger/histogram/counts", json!(vec![1; 1_000_000])),
        ("/months_of_war/cut_off", json!([1])),
        ("/settlement/months", json!([])),
        ("/peace/years", json!([0, 1])),
        ("/peace/survival", json!([0.5])),
        ("/plans", json!({})),
    ] {
        copy(&desk, "good", "bad");
        change(&desk, "bad/summary.json", pointer, &value);
        for command in [
            "report bad --quiet",
            "compare bad good --quiet --no-charts",
            "choose bad good --quiet",
            &format!("{RUN} --out bad"),
        ] {
            let told = refused(&desk, command);
            assert!(told.contains("summary.json: is of no such run"), "{command}: {told}");
        }
    }
}

/// Tables of trials with values that no trial has, in a folder without digests.
#[test]
fn impossible_trials_are_refused() {
    let desk = Desk::new();
    desk.expect(0, &format!("{RUN} --out good"));
    let table = fs::read_to_string(desk.path("good/trials.csv")).unwrap();
    let header: Vec<&str> = table.lines().next().unwrap().split(',').collect();
    for (column, value) in [
        ("value_challenger", "9"),
        ("value_challenger", "inf"),
        ("value_defender", "1e300"),
        ("value_defender", "NaN"),
        ("failure_age", "zz"),
        ("failure_age", "-1"),
    ] {
        let place = header.iter().position(|name| *name == column).unwrap();
        copy(&desk, "good", "bad");
        forget_digests(&desk.path("bad"));
        let changed = table.lines().enumerate().map(|(row, line)| {
            let mut fields: Vec<&str> = line.split(',').collect();
            if row == 7 {
                fields[place] = value;
            }
            fields.join(",") + "\n"
        });
        fs::write(desk.path("bad/trials.csv"), changed.collect::<String>()).unwrap();
        let told = refused(&desk, "compare bad good --quiet --no-charts");
        assert!(told.contains("bad/trials.csv: "), "{column} {value}: {told}");
    }
    // Half a table does not become another format of a whole one.
    copy(&desk, "good", "bad");
    fs::write(desk.path("bad/trials.csv"), &table[..table.len() / 2]).unwrap();
    let told = refused(&desk, &format!("{RUN} --trials-format parquet --out bad"));
    assert!(told.contains("bad/trials.csv: is not what was written there"), "{told}");
    assert!(!desk.path("bad/trials.parquet").exists());
}

/// A state as the program writes it, with what it is said to hold.
fn write_state(desk: &Desk, folder: &str, state: &Value, tables: &str) {
    // As versions write it that kept no digest of the manifest.
    forget_digests(&desk.path(folder));
    let text = format!("{state}\n{tables}\n");
    let sha256: String = Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    fs::write(desk.path(&format!("{folder}/.state.json")), format!("{text}{sha256}\n")).unwrap();
}

/// States whose digests are right and that no run can be in, as somebody makes them who knows how.
#[test]
fn impossible_states_are_refused() {
    let desk = Desk::new();
    let run = "run tiny.toml --trials 4096 --no-charts --quiet --trials-format none";
    desk.expect(0, &format!("{run} --shard 1/2 --out half"));
    let part: Value = serde_json::from_str(&fs::read_to_string(desk.path("half/part.json")).unwrap()).unwrap();
    let tally = part["counted"].clone();
    let trials = tally["groups"][0]["trials"].as_u64().unwrap();
    // As it should be, it is gone on with, to the bytes of a run in one piece.
    desk.expect(0, &format!("{run} --out whole"));
    let begin = |state: &Value| {
        copy(&desk, "whole", "begun");
        fs::remove_file(desk.path("begun/summary.json")).unwrap();
        write_state(&desk, "begun", state, "{}");
    };
    let state = json!({ "done": trials, "table_bytes": 0, "tally": tally });
    begin(&state);
    desk.expect(0, &format!("{run} --out begun"));
    assert!(desk.files("begun") == desk.files("whole"));
    let months = &tally["months"]["counts"];
    let groups = json!([tally["groups"][0], tally["groups"][0], tally["groups"][0]]);
    for (pointer, value) in [
        ("/done", json!(0)),
        ("/done", json!(1_000_000_000)),
        ("/done", json!(u64::MAX)),
        ("/tally/groups", json!([])),
        ("/tally/groups", groups),
        ("/tally/plans", json!([])),
        ("/tally/groups/0/plans/0/survival", json!([])),
        ("/tally/groups/0/trials", json!(u64::MAX)),
        ("/tally/months", json!({ "first": i64::MIN, "counts": months })),
        ("/tally/months", json!({ "first": 1_i64 << 40, "counts": months })),
        ("/tally/months", json!({ "first": 0, "counts": [u64::MAX, u64::MAX] })),
    ] {
        let mut changed = state.clone();
        *changed.pointer_mut(pointer).unwrap() = value.clone();
        begin(&changed);
        let told = refused(&desk, &format!("{run} --out begun"));
        assert!(told.contains("begun/.state.json: is "), "{pointer} {value}: {told}");
    }
}

/// The digest of a folder's manifest, as it stands beside those of the figures.
fn manifest_digest(desk: &Desk, folder: &str) -> String {
    let sums = fs::read_to_string(desk.path(&format!("{folder}/SHA256SUMS"))).unwrap();
    sums.lines().find_map(|line| line.strip_prefix("# manifest.json without look: ")).unwrap().to_owned()
}

/// A state that is held to a manifest.
fn write_state_of(desk: &Desk, folder: &str, state: &Value, manifest: &str) {
    let text = format!("{state}\n{{}}\n[\"{manifest}\"]\n");
    let sha256: String = Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect();
    fs::write(desk.path(&format!("{folder}/.state.json")), format!("{text}{sha256}\n")).unwrap();
}

const CHANGED: &str = "bad/manifest.json: is not what was written there";

/// Whatever is changed in a manifest but the look is found by its digest, before anything is told under it; without the digests
/// nothing is told either, until the folder is repaired.
#[test]
fn a_changed_manifest_is_told_by_no_command() {
    let desk = Desk::new();
    for folder in ["good", "other"] {
        desk.expect(0, &format!("{RUN} --out {folder}"));
    }
    let commands = [
        "report bad --quiet",
        "compare bad other --quiet --no-charts",
        "choose bad other --quiet",
        "discover bad --outcome class=peace_held --quiet",
    ];
    for (pointer, value) in [
        ("/seed", json!(4242)),
        ("/overrides", json!(["front.stalemate=0.2"])),
        ("/scenario_file", json!("other.toml")),
        ("/digests", json!(false)),
    ] {
        copy(&desk, "good", "bad");
        alter(&desk, "bad/manifest.json", pointer, &value);
        for command in commands {
            let told = refused(&desk, command);
            assert!(told.contains(CHANGED), "{pointer}, {command}: {told}");
        }
    }
    copy(&desk, "good", "bad");
    alter(&desk, "bad/manifest.json", "/seed", &json!(4242));
    let told = refused(&desk, &format!("{RUN} --seed 4242 --out bad"));
    assert!(told.contains(CHANGED) && told.contains("--force"), "{told}");
    let told = refused(&desk, "run tiny.toml --trials 600 --seed 4242 --extend --no-charts --quiet --out bad");
    assert!(told.contains(CHANGED), "{told}");
    // Figures of a version that kept no digests have another seed too.
    forget_digests(&desk.path("bad"));
    let told = refused(&desk, &format!("{RUN} --seed 4242 --out bad"));
    assert!(told.contains("summary.json: is of no such run as the folder's manifest names, by `seed`"), "{told}");
    desk.expect(0, &format!("{RUN} --seed 4242 --out bad --force"));
    desk.expect(0, "report bad --quiet");
    copy(&desk, "good", "bad");
    alter(&desk, "bad/manifest.json", "/look/lang", &json!("fr"));
    desk.expect(0, "compare bad other --quiet --no-charts");
    // Without digests.
    copy(&desk, "good", "bad");
    fs::remove_file(desk.path("bad/SHA256SUMS")).unwrap();
    for command in commands.into_iter().chain([&*format!("{RUN} --out bad")]) {
        let told = refused(&desk, command);
        assert!(told.contains("bad/SHA256SUMS: is missing") && told.contains("verify bad --repair"), "{told}");
    }
    desk.expect(0, "verify bad --repair --quiet");
    assert!(desk.files("bad") == desk.files("good"));
}

/// Unfinished work is gone on with under its own manifest only, and what was left in the last step is proved.
#[test]
fn a_state_belongs_to_its_manifest() {
    let desk = Desk::new();
    let run = "run tiny.toml --trials 4096 --no-charts --quiet";
    desk.expect(0, &format!("{run} --trials-format none --shard 1/2 --out half"));
    desk.expect(0, &format!("{run} --trials-format none --out whole"));
    let tally = |part: &str| {
        let part: Value = serde_json::from_str(&fs::read_to_string(desk.path(part)).unwrap()).unwrap();
        part["counted"].clone()
    };
    let half = tally("half/part.json");
    let state = json!({ "done": half["groups"][0]["trials"], "table_bytes": 0, "tally": half });
    copy(&desk, "whole", "bad");
    fs::remove_file(desk.path("bad/summary.json")).unwrap();
    write_state_of(&desk, "bad", &state, &manifest_digest(&desk, "whole"));
    alter(&desk, "bad/manifest.json", "/seed", &json!(5));
    let told = refused(&desk, &format!("{run} --trials-format none --seed 5 --out bad"));
    assert!(told.contains(CHANGED), "{told}");
    alter(&desk, "bad/manifest.json", "/seed", &json!(1));
    desk.expect(0, &format!("{run} --trials-format none --out bad"));
    assert!(desk.files("bad") == desk.files("whole"));

    // All is done but for the last step, and the table in CSV is gone.
    desk.expect(0, &format!("{run} --shard 1/1 --out all"));
    desk.expect(0, &format!("{run} --trials-format parquet --out packed"));
    let state = json!({ "done": 4096, "table_bytes": 9, "tally": tally("all/part.json") });
    copy(&desk, "packed", "bad");
    write_state_of(&desk, "bad", &state, &manifest_digest(&desk, "packed"));
    alter(&desk, "bad/summary.json", "/classes/peace_held/share", &json!(0.999));
    let told = refused(&desk, &format!("{run} --trials-format parquet --out bad"));
    assert!(told.contains("bad/summary.json: is not what was written there"), "{told}");
    copy(&desk, "packed", "bad");
    write_state_of(&desk, "bad", &state, &manifest_digest(&desk, "packed"));
    desk.expect(0, &format!("{run} --trials-format parquet --out bad"));
    assert!(desk.files("bad") == desk.files("packed"));
}

/// Figures of a second theory are proved with those of the first, and no other format is made of what is not.
#[test]
fn figures_of_a_second_theory_are_proved() {
    let desk = Desk::new();
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/scenarios/hazard.toml");
    fs::copy(file, desk.path("hazard.toml")).unwrap();
    let run = "run hazard.toml --trials 300 --years 5 --theory strategic,hazard --no-charts --quiet --out bad";
    desk.expect(0, run);
    desk.expect(0, run);
    alter(&desk, "bad/hazard/summary.json", "/classes/peace_held/share", &json!(0.999));
    for command in [run, &format!("{run} --trials-format parquet"), "report bad --quiet"] {
        let told = refused(&desk, command);
        assert!(told.contains("hazard/summary.json: is not what was written there"), "{command}: {told}");
    }
    assert!(!desk.path("bad/trials.parquet").exists() && !desk.path("bad/hazard/trials.parquet").exists());
    desk.expect(0, "verify bad --repair --quiet");
    desk.expect(0, &format!("{run} --trials-format parquet"));
    desk.expect(0, "verify bad --quiet");
}

/// Replaces a text in a file once, which must be there.
#[track_caller]
fn replace(desk: &Desk, file: &str, from: &str, to: &str) {
    let text = fs::read_to_string(desk.path(file)).unwrap();
    assert!(text.contains(from), "{file} has no {from}");
    fs::write(desk.path(file), text.replacen(from, to, 1)).unwrap();
}

/// A part with digests made anew of what it counted and, as versions wrote it that kept none, without that of its manifest.
fn reseal(desk: &Desk, folder: &str) {
    let path = desk.path(&format!("{folder}/part.json"));
    let text = fs::read_to_string(&path).unwrap();
    let counted = text.split_once("\"counted\":").unwrap().1.strip_suffix('}').unwrap();
    let sha256: String = Sha256::digest(counted).iter().map(|byte| format!("{byte:02x}")).collect();
    let table = text.split_once("\"table_sha256\":").unwrap().1.split_once(',').unwrap().0;
    let part = format!("{{\"counted_sha256\":\"{sha256}\",\"table_sha256\":{table},\"counted\":{counted}}}");
    fs::write(path, part).unwrap();
    forget_digests(&desk.path(folder));
}

/// Parts are those that their manifests name, their tables are of their points, and what they counted can be.
#[test]
fn forged_parts_are_not_merged() {
    let desk = Desk::new();
    for index in [1, 2] {
        let run = format!("run tiny.toml --trials 4096 --no-charts --quiet --shard {index}/2 --out r{index}");
        desk.expect(0, &run);
        desk.expect(0, &run);
    }
    copy(&desk, "r1", "bad");
    alter(&desk, "bad/manifest.json", "/part/index", &json!(2));
    let told = refused(&desk, "merge r1 bad --out merged --no-charts --quiet");
    assert!(told.contains("bad/manifest.json: was changed after the part ended"), "{told}");
    let told = refused(&desk, "run tiny.toml --trials 4096 --no-charts --quiet --shard 2/2 --out bad");
    assert!(told.contains("bad/manifest.json: was changed after the part ended"), "{told}");

    let text = "schema = 1\n[sweep]\nbase = \"tiny.toml\"\ntrials = 50\n\
        [[axis]]\npath = \"front.stalemate\"\nvalues = [0.3, 0.5, 0.7]\n\
        [[measure]]\nid = \"signed\"\nof = \"settlement.share\"\n";
    fs::write(desk.path("sweep.toml"), text).unwrap();
    let anew = || {
        for index in 1..=3 {
            let _ = fs::remove_dir_all(desk.path(&format!("s{index}")));
            desk.expect(0, &format!("sweep sweep.toml --no-charts --quiet --shard {index}/3 --out s{index}"));
        }
    };
    let merged = || refused(&desk, "merge s1 s2 s3 --out merged --no-charts --quiet");
    let swap = || {
        alter(&desk, "s1/manifest.json", "/part/index", &json!(2));
        alter(&desk, "s2/manifest.json", "/part/index", &json!(1));
    };
    anew();
    swap();
    assert!(merged().contains("manifest.json: was changed after the part ended"), "{}", merged());
    for folder in ["s1", "s2"] {
        reseal(&desk, folder);
    }
    assert!(merged().contains("is of no such sweep"), "{}", merged());
    anew();
    for index in 1..=3 {
        alter(&desk, &format!("s{index}/manifest.json"), "/scenario_file", &json!("other.toml"));
    }
    assert!(merged().contains("manifest.json: was changed after the part ended"), "{}", merged());
    anew();
    let part = fs::read_to_string(desk.path("s2/part.json")).unwrap();
    let table = part.split_once("\"table_sha256\":").unwrap().1.split_once(',').unwrap().0.to_owned();
    replace(&desk, "s2/part.json", &table, "null");
    assert!(merged().contains("s2/part.json: holds no digest of points.csv"), "{}", merged());
    for (from, to) in [
        ("\"failed_trials\":0", "\"failed_trials\":18446744073709551615"),
        ("\"failed_trials\":0", "\"failed_trials\":0,\"few\":{\"signed\":[1000000000000000]}"),
        ("\"failed_trials\":0", "\"failed_trials\":0,\"few\":{\"unknown\":[1]}"),
    ] {
        anew();
        let part = fs::read_to_string(desk.path("s2/part.json")).unwrap();
        let part = part.split("\"few\"").next().unwrap().trim_end_matches(',').to_owned();
        let part = if part.ends_with("}}") { part } else { part + "}}" };
        fs::write(desk.path("s2/part.json"), part).unwrap();
        replace(&desk, "s2/part.json", from, to);
        reseal(&desk, "s2");
        assert!(merged().contains("s2/part.json: is of no such sweep"), "{to}: {}", merged());
    }
    assert!(!desk.path("merged").exists());
    anew();
    desk.expect(0, "merge s1 s2 --allow-missing --out merged --no-charts --quiet");
    alter(&desk, "merged/manifest.json", "/missing", &Value::Null);
    let told = refused(&desk, "report merged --quiet");
    assert!(told.contains("merged/manifest.json: is not what was written there"), "{told}");
}

/// A sweep over the points of an earlier one takes no changed points.
#[test]
fn points_of_an_earlier_sweep_are_proved() {
    let desk = Desk::new();
    let measure = "[[measure]]\nid = \"signed\"\nof = \"settlement.share\"\n";
    let axis = "[[axis]]\npath = \"front.stalemate\"\nvalues = [0.3, 0.5]\n";
    let sweep = |file: &str, rest: &str| {
        let text = format!("schema = 1\n[sweep]\nbase = \"tiny.toml\"\ntrials = 50\n{rest}{measure}");
        fs::write(desk.path(file), text).unwrap();
    };
    sweep("first.toml", axis);
    sweep("second.toml", "design = \"table\"\nfile = \"first\"\n");
    desk.expect(0, "sweep first.toml --no-charts --quiet --out first");
    desk.expect(0, "sweep second.toml --no-charts --quiet --out second");
    replace(&desk, "first/points.csv", "\n0.3,", "\n0.9,");
    let told = refused(&desk, "sweep second.toml --no-charts --quiet --out third");
    assert!(told.contains("points.csv: is not what was written there"), "{told}");
    assert!(!desk.path("third").exists());
}

/// Names that steer a terminal, turn the direction of writing or never end are refused where they are read; of what is left,
/// nothing is a command in any output.
#[test]
fn texts_are_texts_everywhere() {
    let desk = Desk::new();
    let tiny = fs::read_to_string(desk.path("tiny.toml")).unwrap();
    let endless = "x".repeat(10_000);
    for (name, told) in [
        ("\\u001b]0;owned\\u0007", "U+001B"),
        ("bell \\u0007", "U+0007"),
        ("none \\u0000", "U+0000"),
        ("\\u009b2J", "U+009B"),
        ("gnp.\\u202efdp", "U+202E"),
        ("a\\u2066b", "U+2066"),
        ("two\\nlines", "U+000A"),
        ("two\\u2028lines", "U+2028"),
        ("two\\u2029lines", "U+2029"),
        ("left\\u200e", "U+200E"),
        ("right\\u200f", "U+200F"),
        ("arabic\\u061c", "U+061C"),
        ("no\\u200bspace", "U+200B"),
        ("mark\\ufeff", "U+FEFF"),
        ("tag\\U000E0041", "U+E0041"),
        (endless.as_str(), "has 10000 characters; at most 200 are allowed"),
    ] {
        for written in ["\"Tiny\"", "\"North\"", "\"Ally\"", "\"Truce on the line of contact\""] {
            fs::write(desk.path("hostile.toml"), tiny.replacen(written, &format!("\"{name}\""), 1)).unwrap();
            let said = refused(&desk, "check hostile.toml");
            assert!(said.contains(told), "{name}: {said}");
            assert!(!said.contains(['\u{1b}', '\u{7}', '\0', '\u{9b}', '\u{202e}', '\u{2066}']), "{said:?}");
        }
    }
    let note = tiny.replacen("\"invented\"", &format!("\"{endless}\""), 1);
    fs::write(desk.path("hostile.toml"), note).unwrap();
    assert!(refused(&desk, "check hostile.toml").contains("at most 2000 are allowed"));

    let (script, markdown) = ("<script>alert(1)</script>", "[a](javascript:alert(1)) | *x*");
    let hostile = tiny
        .replacen("\"Tiny\"", &format!("'{script}&amp;'"), 1)
        .replacen("\"North\"", "'=cmd|A1'", 1)
        .replacen("\"South\"", &format!("'{markdown}'"), 1)
        .replacen("\"Ally\"", "'</text><image href=\"x\" onerror=\"alert(1)\"/>'", 1)
        .replacen("\"Truce on the line of contact\"", &format!("\"{}\"", "wide name ".repeat(20).trim()), 1)
        + "# \u{202e}turned\u{200b}\u{200e}\n";
    fs::write(desk.path("hostile.toml"), hostile).unwrap();
    let mut texts = Vec::new();
    for command in
        ["check hostile.toml", "evaluate hostile.toml", "run hostile.toml --trials 300 --out run", "report run"]
    {
        let call = desk.expect(0, command);
        texts.extend([(command.to_owned(), call.stdout), (command.to_owned(), call.stderr)]);
    }
    for (name, bytes) in desk.files("run") {
        let name = name.display().to_string();
        if ["html", "md", "svg", "csv"].iter().any(|ending| name.ends_with(ending)) {
            texts.push((name, String::from_utf8(bytes).unwrap()));
        }
    }
    assert!(texts.len() > 30);
    for (name, text) in &texts {
        let command = text.chars().find(|sign| {
            let turns = matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{200e}');
            turns || (sign.is_control() && !matches!(sign, '\n' | '\t' | '\r'))
        });
        assert_eq!(command, None, "{name}");
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let page = ["html", "md", "svg"].contains(&ending);
        // Between fences Markdown is text as it stands, and so is what is led by a backslash.
        let told: String = if ending == "md" { text.split("```").step_by(2).collect() } else { text.clone() };
        let told = told.replace("\\<", "");
        assert!(!page || !(told.contains(script) || told.contains("<image href=\"x\"")), "{name}");
        assert!(ending != "md" || !told.contains("[a](javascript"), "{name}");
        let formula = |line: &str| line.split(',').any(|field| field.trim_matches('"').starts_with("=cmd"));
        assert!(ending != "csv" || !text.lines().any(formula), "{name}");
    }
}

/// Files that never end, that nobody writes to, or that are no files.
#[cfg(target_os = "linux")]
#[test]
fn only_files_are_read() {
    let desk = Desk::new();
    let pipe = |name: &str| {
        let _ = fs::remove_file(desk.path(name));
        assert!(std::process::Command::new("mkfifo").arg(desk.path(name)).status().unwrap().success());
    };
    pipe("pipe.toml");
    let measure = "[[measure]]\nid = \"signed\"\nof = \"settlement.share\"\n";
    let axis = "[[axis]]\npath = \"front.stalemate\"\nvalues = [0.3, 0.5]\n";
    let sweep = format!("schema = 1\n[sweep]\nbase = \"pipe.toml\"\n{axis}{measure}");
    fs::write(desk.path("sweep.toml"), sweep).unwrap();
    let table = "schema = 1\n[sweep]\nbase = \"tiny.toml\"\ndesign = \"table\"\nfile = \"pipe.toml\"\n";
    fs::write(desk.path("table.toml"), format!("{table}{measure}")).unwrap();
    let large = fs::File::create(desk.path("large.toml")).unwrap();
    large.set_len(1 << 30).unwrap();
    for command in [
        "check pipe.toml",
        "check /dev/zero",
        "check large.toml",
        "run tiny.toml --trials 64 --theme /dev/zero --out none",
        "run tiny.toml --trials 64 --theme pipe.toml --out none",
        "run tiny.toml --trials 64 --theme large.toml --out none",
        "sweep sweep.toml --out none",
        "sweep table.toml --out none",
        "sweep large.toml --out none",
    ] {
        let told = refused(&desk, command);
        assert!(
            told.contains("a pipe or a device") || told.contains("at most 10000000 are allowed"),
            "{command}: {told}"
        );
    }
    desk.expect(0, &format!("{RUN} --out good"));
    for file in ["manifest.json", "summary.json", "trials.csv", "SHA256SUMS"] {
        copy(&desk, "good", "bad");
        pipe(&format!("bad/{file}"));
        for command in ["report bad --quiet", "compare bad good --quiet --no-charts", &format!("{RUN} --out bad")] {
            let told = refused(&desk, command);
            assert!(told.contains("a pipe or a device"), "{file}, {command}: {told}");
        }
    }
}

/// A pipe in the place of whatever `verify` compares, and folders that lead to themselves by links, end soon.
#[cfg(target_os = "linux")]
#[test]
fn verifying_ends() {
    let desk = Desk::new();
    desk.expect(0, "run tiny.toml --trials 300 --quiet --out good");
    for file in ["report.html", "charts/alone.svg", "datapackage.json", "SHA256SUMS", "trials.csv", "mine"] {
        copy(&desk, "good", "bad");
        let _ = fs::remove_file(desk.path("bad").join(file));
        assert!(Process::new("mkfifo").arg(desk.path("bad").join(file)).status().unwrap().success());
        let (status, told) = soon(&desk, "verify bad --quiet");
        if file == "mine" {
            // Nobody reads what is not ours.
            assert_eq!(status, Some(0), "{told}");
            continue;
        }
        let says = format!("DIFFERS  {file}: is no file, but a folder, a pipe or a device");
        assert!(status == Some(1) && told.contains(&says), "{file}: {status:?} {told}");
    }
    copy(&desk, "good", "bad");
    for name in ["a", "b", "charts/a"] {
        std::os::unix::fs::symlink(".", desk.path("bad").join(name)).unwrap();
    }
    let (status, told) = soon(&desk, "verify bad");
    assert!(status == Some(0) && told.matches("not ours").count() == 3, "{status:?} {told}");
}

/// A link in the place of anything that is written, emptied or removed is refused before anything else is touched, with
/// `--force` or without; what it points to stays as it is.
#[cfg(unix)]
#[test]
fn links_are_not_written_through() {
    let desk = Desk::new();
    let two = "--theory strategic,hazard";
    desk.add_to_tiny("tiny2.toml", "[hazard]\nshape = 0.8\nscale = 25\nchallenger_share = 0.7\n");
    fs::rename(desk.path("tiny2.toml"), desk.path("tiny.toml")).unwrap();
    desk.expect(0, &format!("run tiny.toml --trials 300 --quiet {two} --out good"));
    // Somebody else's: a folder of results with charts, and of other things.
    desk.expect(0, "run tiny.toml --trials 300 --seed 2 --quiet --out other");
    for name in ["mine.txt", "charts/mine.txt", "charts/.new-precious", ".new-precious"] {
        fs::write(desk.path("other").join(name), "mine").unwrap();
    }
    let other = all_of(&desk.path("other"));
    let sweep = "schema = 1\n[sweep]\nbase = \"tiny.toml\"\ntrials = 50\n[[axis]]\npath = \"front.stalemate\"\n\
        values = [0.3, 0.5]\n[[measure]]\nid = \"signed\"\nof = \"settlement.share\"\n";
    fs::write(desk.path("sweep.toml"), sweep).unwrap();
    desk.expect(0, "run tiny.toml --trials 300 --quiet --no-charts --shard 1/1 --out part");
    let run = &format!("run tiny.toml --trials 300 --quiet {two} --out run");
    let all = [
        "report run --quiet",
        "verify run --repair --quiet",
        run,
        &format!("{run} --force"),
        &format!("{run} --seed 3 --force"),
        &format!("{run} --trials-format parquet --savi --plan-table --explorer --force"),
        "sweep sweep.toml --quiet --out run --force",
        "merge part --quiet --out run --force",
        "compare good other --quiet --out run --force",
        "trace tiny.toml --trial 3 --quiet --out run --force",
    ];
    let links = [
        ("charts", "other/charts"),
        ("hazard", "other"),
        (".lock", "absent"),
        (".lock", "other/mine.txt"),
        (".lease", "other/mine.txt"),
        (".new-begun", "other/mine.txt"),
        (".new-begun", "absent"),
        (".state.json", "absent"),
        ("manifest.json", "other/manifest.json"),
        ("summary.json", "other/summary.json"),
        ("trials.csv", "other/trials.csv"),
        ("trials.parquet", "absent"),
        ("savi-costs.csv", "other/mine.txt"),
        ("report.html", "other/report.html"),
        ("explorer.html", "absent"),
        ("charts/alone.svg", "other/charts/alone.svg"),
        ("charts/.new-begun", "other/mine.txt"),
        ("hazard/charts", "other/charts"),
        ("hazard/summary.json", "other/summary.json"),
    ];
    for (name, target) in links {
        copy(&desk, "good", "run");
        let link = desk.path("run").join(name);
        let _ = fs::remove_dir_all(&link);
        let _ = fs::remove_file(&link);
        std::os::unix::fs::symlink(desk.path(target), &link).unwrap();
        let before = all_of(&desk.path("run"));
        for command in &all {
            let told = refused(&desk, command);
            let says = format!("{name}: is a link to another place, where nothing is written; remove it");
            assert!(told.contains(&says), "{name}, {command}: {told}");
            assert!(!desk.path("absent").exists(), "{name}, {command}");
            assert!(all_of(&desk.path("other")) == other, "{name}, {command}");
            assert!(all_of(&desk.path("run")) == before, "{name}, {command}");
        }
    }
    // A folder of results may itself be reached by a link.
    std::os::unix::fs::symlink(desk.path("good"), desk.path("way")).unwrap();
    desk.expect(0, "report way --quiet");
}

/// Beyond a limit the limit is what is said, and first; nothing else is found out before.
#[test]
fn limits_are_said_first() {
    let desk = Desk::new();
    let many = |count: usize, entry: &dyn Fn(usize) -> String| (0..count).map(entry).collect::<String>();
    let lists = [
        (
            many(40, &|n| format!("[[guarantor]]\nid = \"g{n}\"\nreliability = 0.5\n")),
            "`guarantor` has 41 entries; at most 40",
        ),
        (many(500, &|n| format!("[[issue]]\nid = \"i{n}\"\n")), "`issue` has 500 entries; at most 60"),
        (many(300, &|n| format!("[[plan]]\nid = \"p{n}\"\n")), "`plan` has 302 entries; at most 200"),
        (many(51, &|n| format!("[[party]]\nid = \"o{n}\"\n")), "`party` has 51 entries; at most 50"),
    ];
    for (more, told) in lists {
        desk.add_to_tiny("many.toml", &more);
        let said = refused(&desk, "check many.toml");
        assert!(said.contains(told) && said.matches("error").count() == 1, "{said}");
    }
    // A mixture of mixtures has as many parts as they have in all.
    let mixture = (0..5).fold("{ uniform = [0.0, 0.4] }".to_owned(), |of, _| {
        let parts = vec![format!("{{ weight = 1, of = {of} }}"); 5];
        format!("{{ mixture = [{}] }}", parts.join(", "))
    });
    let tiny = fs::read_to_string(desk.path("tiny.toml")).unwrap();
    fs::write(desk.path("deep.toml"), tiny.replacen("{ uniform = [0.0, 0.4], note = \"invented\" }", &mixture, 1))
        .unwrap();
    let said = refused(&desk, "check deep.toml");
    assert!(said.contains("has 3125 entries; at most 2000 are allowed"), "{said}");
}

const SECRET: &str = "the key is xyzzy = 1\n";

/// A sweep of a stranger may name any file: nothing of one outside its folder is told, directly or by a link, until its user
/// says so; a scenario there is used.
#[test]
fn a_sweep_quotes_nothing_from_outside_its_folder() {
    let desk = Desk::new();
    fs::write(desk.path("private.txt"), SECRET).unwrap();
    fs::create_dir(desk.path("theirs")).unwrap();
    let axis = "[[axis]]\npath = \"front.stalemate\"\nvalues = [0.5]\n";
    let measure = "[[measure]]\nid = \"held\"\nof = \"classes.peace_held\"\n";
    let sweep = |name: &str, base: &str, axes: &str, rest: &str| {
        let text = format!("schema = 1\n[sweep]\nbase = \"{base}\"\n{rest}{axes}{measure}");
        fs::write(desk.path("theirs").join(name), text).unwrap();
    };
    let private = desk.path("private.txt").display().to_string();
    sweep("up.toml", "../private.txt", axis, "");
    sweep("absolute.toml", &private, axis, "");
    let mut all = vec!["up.toml", "absolute.toml"];
    if cfg!(unix) {
        #[cfg(unix)]
        std::os::unix::fs::symlink(desk.path("private.txt"), desk.path("theirs/link.toml")).unwrap();
        sweep("linked.toml", "link.toml", axis, "");
        all.push("linked.toml");
    }
    for name in all {
        let told = refused(&desk, &format!("sweep theirs/{name} --no-charts --out out"));
        assert!(!told.contains("xyzzy") && told.contains("--allow-outside"), "{told}");
        let told = refused(&desk, &format!("sweep theirs/{name} --no-charts --out out --allow-outside"));
        assert!(told.contains("xyzzy"), "{told}");
    }
    // Beside the sweep file the line at fault is shown, as ever.
    fs::write(desk.path("theirs/own.toml"), SECRET).unwrap();
    sweep("beside.toml", "own.toml", axis, "");
    assert!(refused(&desk, "sweep theirs/beside.toml --out out").contains("xyzzy"));

    // What is no text is not told either.
    fs::write(desk.path("private.bin"), b"xyzzy \xe9").unwrap();
    sweep("binary.toml", "../private.bin", axis, "");
    let told = refused(&desk, "sweep theirs/binary.toml --out out");
    assert!(told.contains("--allow-outside") && !told.contains("E9"), "{told}");

    sweep("table.toml", "../tiny.toml", "", "design = \"table\"\nfile = \"../points.csv\"\n");
    fs::write(desk.path("points.csv"), "front.stalemate\n0.25\n").unwrap();
    let told = refused(&desk, "sweep theirs/table.toml --trials 8 --no-charts --out out");
    assert!(told.contains("--allow-outside") && !told.contains("0.25"), "{told}");
    #[cfg(unix)]
    {
        // Nor by a link in a folder that is theirs.
        fs::create_dir(desk.path("theirs/earlier")).unwrap();
        std::os::unix::fs::symlink(desk.path("points.csv"), desk.path("theirs/earlier/points.csv")).unwrap();
        sweep("earlier.toml", "../tiny.toml", "", "design = \"table\"\nfile = \"earlier\"\n");
        let told = refused(&desk, "sweep theirs/earlier.toml --trials 8 --no-charts --out out");
        assert!(told.contains("--allow-outside") && !told.contains("0.25"), "{told}");
    }
    assert!(!desk.path("out").exists());
    desk.expect(0, "sweep theirs/table.toml --trials 8 --no-charts --quiet --out out --allow-outside");
    // A scenario above the sweep's folder is its base, as in the sweeps that come with the program.
    sweep("fine.toml", "../tiny.toml", axis, "");
    desk.expect(0, "sweep theirs/fine.toml --trials 8 --no-charts --quiet --out fine");
    // Also where only what is set over it makes it valid.
    let broken = fs::read_to_string(desk.path("tiny.toml")).unwrap().replace("stalemate = 0.7", "stalemate = 7");
    fs::write(desk.path("broken.toml"), broken).unwrap();
    let other = "[[axis]]\npath = \"guarantee.erosion\"\nvalues = [0.1]\n";
    sweep("mended.toml", "../broken.toml", other, "");
    desk.expect(0, "sweep theirs/mended.toml --set front.stalemate=0.7 --trials 8 --no-charts --quiet --out mended");
}

/// A table in Parquet whose footer names places before the beginning, or none that the reader of the format can take.
#[test]
fn damaged_parquet_is_refused() {
    let desk = Desk::new();
    desk.expect(0, &format!("{RUN} --out other"));
    desk.expect(0, &format!("{RUN} --trials-format parquet --out good"));
    let whole = fs::read(desk.path("good/trials.parquet")).unwrap();
    let tail = whole.len() - 8;
    let footer = tail - u32::from_le_bytes(whole[tail..tail + 4].try_into().unwrap()) as usize;
    let mut refusals = 0;
    for (round, place) in (footer..tail).step_by(97).enumerate() {
        let mut bytes = whole.clone();
        bytes[place] ^= [0x01, 0xff, 0x80][round % 3];
        copy(&desk, "good", "bad");
        forget_digests(&desk.path("bad"));
        fs::write(desk.path("bad/trials.parquet"), bytes).unwrap();
        let (status, told) = soon(&desk, "discover bad --outcome class=peace_held --quiet");
        // What is told of a changed name in the footer may be right: then it is no damage to the figures.
        assert!(matches!(status, Some(0..=2)), "{place}: {status:?} {told}");
        assert!(status == Some(0) || told.contains("trials.parquet"), "{place}: {told}");
        refusals += u32::from(status != Some(0));
    }
    assert!(refusals > 10, "{refusals}");
}

/// A file that is longer than any of its kind is refused before it is read.
#[test]
fn endless_files_are_refused() {
    let desk = Desk::new();
    desk.expect(0, &format!("{RUN} --out good"));
    for file in ["manifest.json", "summary.json", "SHA256SUMS"] {
        copy(&desk, "good", "bad");
        forget_digests(&desk.path("bad"));
        let path = desk.path("bad").join(file);
        fs::OpenOptions::new().create(true).append(true).open(path).unwrap().set_len(3 << 30).unwrap();
        let told = refused(&desk, "report bad --quiet");
        assert!(told.contains(&format!("{file}: has 3221225472 bytes; at most ")), "{file}: {told}");
    }
}
