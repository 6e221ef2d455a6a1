//! First draws and a small run, byte for byte.
//!
//! A change of anything pinned here is *value-breaking*: published results can no longer be reproduced by the same
//! seed. It belongs in the changelog under that word, with the reason.

use armistice::analysis::summarise;
use armistice::results::json;
use armistice::sampling::{column, purpose};
use sha2::{Digest as _, Sha256};

use crate::story::{Spread, border, table};

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The expected numbers come from a separate implementation of ChaCha8 and SHA-256; see `sampling::stream`.
#[test]
fn first_draws() {
    assert_eq!(column(20_260_106, "challenger.war_cost").at(0), 0.412_472_241_844_931_25);
    assert_eq!(purpose(20_260_106, "war", 1).next(), 0.285_088_791_543_852_36);
}

/// 64 trials of tests/vectors/scenarios/border.toml. Nothing but this program computes these; what they rest on (laws
/// of chance, exact solutions) is tested elsewhere, so that a change here with all else intact is a change of luck or
/// of rounding.
#[test]
fn a_small_run() {
    let scenario = border().set("run.trials", 64).scenario();
    let (rows, tally) = table(&scenario, Spread::whole(&scenario));
    let summary = json(&summarise(&scenario, &tally));
    let lines: Vec<&str> = rows.lines().collect();
    assert_eq!(lines.len(), 65);
    for (trial, expected) in ROWS {
        assert_eq!(lines[trial + 1], expected, "trial {trial}");
    }
    let sums = [sha256(rows.as_bytes()), sha256(&summary)];
    assert_eq!(sums, SUMS, "all of trials.csv, all of summary.json");
}

const ROWS: [(usize, &str); 3] = [
    (0, ""),
    (1, ""),
    (2, ""),
];

const SUMS: [&str; 2] = [
    "",
    "",
];
