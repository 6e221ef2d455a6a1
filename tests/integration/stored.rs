//! Results folders as version 0.1.0 left them: every later version draws, compares and goes through them.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::cli::{Desk, copy};

const STORED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/stored");

/// A desk with the folders `run`, `other` (the same with a front that stands still less often) and `sweep`.
fn desk() -> Desk {
    let desk = Desk::new();
    for folder in ["run", "other", "sweep"] {
        copy(&Path::new(STORED).join(folder), &desk.path(folder));
    }
    desk
}

/// The files are not touched by what is drawn from them, and the report tells their figures.
#[test]
fn stored_results_are_drawn_by_every_version() {
    let desk = desk();
    let before: Vec<_> = ["run", "sweep"].map(|folder| desk.files(folder)).into();
    desk.expect(0, "report run --quiet");
    desk.expect(0, "report sweep --quiet");
    for (folder, before) in ["run", "sweep"].into_iter().zip(before) {
        let after = desk.files(folder);
        for (name, bytes) in before.iter().filter(|(name, _)| !name.ends_with("manifest.json")) {
            assert!(after[name] == *bytes, "{folder}/{}", name.display());
        }
    }
    let summary: Value =
        serde_json::from_slice(&fs::read(Path::new(STORED).join("run/summary.json")).unwrap()).unwrap();
    let held = summary["classes"]["peace_held"]["share"].as_f64().unwrap();
    let report = fs::read_to_string(desk.path("run/report.md")).unwrap();
    assert!(report.contains("96 trials") && report.contains(&format!("{:.1}%", 100.0 * held)), "{held}");
    let points = fs::read_to_string(desk.path("sweep/report.md")).unwrap();
    assert!(points.contains("13.5%") && points.contains("29.2%"), "{points}");
}

#[test]
fn stored_results_are_compared_and_gone_through_by_every_version() {
    let desk = desk();
    let compared = desk.expect(0, "compare run other").stdout;
    assert!(compared.contains("front.stalemate") || compared.contains("front"), "{compared}");
    assert!(desk.expect(0, "discover run --outcome no_settlement").stdout.contains("96"));
    desk.expect(0, "choose run other --at-least 0.1");
    desk.expect(0, "choose sweep --at-least 0.1");
}
