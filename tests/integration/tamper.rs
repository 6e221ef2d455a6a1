//! Every file of a finished run, damaged in every way, under every command that reads the folder: the damage is named, or what
//! is told is what was told before.

use std::fs;

use crate::cli::{Desk, copy};

/// Files that later steps may read.
const FILES: [&str; 7] =
    ["summary.json", "manifest.json", "trials.csv", "counts.json.gz", "summary.csv", "datapackage.json", "SHA256SUMS"];

/// Commands that read the folder `run`, and what they leave behind.
const COMMANDS: [&str; 8] = [
    "report run --quiet",
    "verify run",
    "compare run other",
    "discover run --outcome no_settlement",
    "choose run other --at-least 0.1",
    "run tiny.toml --trials 400 --years 5 --no-charts --quiet --out run",
    "run tiny.toml --trials 480 --years 5 --no-charts --quiet --out run --extend",
    "run tiny.toml --trials 480 --years 5 --no-charts --quiet --out run",
];

/// Ways in which a file can be damaged: a bit of the middle turned, the last half lost, all of it lost, another file in its
/// place.
fn damaged(bytes: &[u8]) -> [Vec<u8>; 4] {
    let mut turned = bytes.to_vec();
    let middle = turned.len() / 2;
    turned[middle] ^= 1;
    [turned, bytes[..middle].to_vec(), Vec::new(), b"{}\n".to_vec()]
}

#[test]
fn damage_is_named_or_changes_nothing() {
    let desk = Desk::new();
    for folder in ["good", "other"] {
        desk.expect(0, &format!("run tiny.toml --trials 400 --years 5 --no-charts --quiet --out {folder}"));
    }
    let (good, run) = (desk.path("good"), desk.path("run"));
    let anew = || {
        let _ = fs::remove_dir_all(&run);
        copy(&good, &run);
    };
    let told = |command: &str| {
        let call = desk.call(command);
        (call.status, call.stdout, call.stderr)
    };
    let (mut named, mut harmless) = (0, 0);
    for command in COMMANDS {
        anew();
        let intact = told(command);
        for file in FILES {
            let bytes = fs::read(good.join(file)).unwrap();
            for (way, damage) in damaged(&bytes).into_iter().enumerate() {
                anew();
                fs::write(run.join(file), &damage).unwrap();
                let (status, stdout, stderr) = told(command);
                assert!(
                    (0..=2).contains(&status) && !stderr.contains("panicked"),
                    "{command}, {file}, {way}: {stderr}"
                );
                // Where the digests are damaged, it is the files that no longer have one that are named; a manifest that is
                // none is another command's or version's.
                let says = format!("{stdout}{stderr}");
                let other = file == "manifest.json" && says.contains("holds results of another run");
                if status != 0 && (says.contains(file) || file == "SHA256SUMS" || other) {
                    named += 1;
                    continue;
                }
                assert!((status, stdout, stderr) == intact, "{command}, {file}, {way}: {says}");
                harmless += 1;
            }
        }
    }
    assert_eq!(named + harmless, COMMANDS.len() * FILES.len() * 4);
    assert!(named > harmless, "{named} named, {harmless} harmless");
}
