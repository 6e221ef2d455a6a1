//! `manifest.json`: enough to run a scenario again, and nothing that two equal runs do not share.

use serde::{Deserialize, Serialize};

use crate::sampling::Sampling;

/// Everything that decides the results of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the program.
    pub version: String,
    /// File name of the scenario, without its folder.
    pub scenario_file: String,
    /// SHA-256 of the scenario file, lower-case hexadecimal.
    pub scenario_sha256: String,
    /// The scenario file, whole.
    pub scenario_text: String,
    /// `--set` overrides as given, in their order.
    pub overrides: Vec<String>,
    /// `--plans`: only these are on the table; null: all.
    pub plans: Option<Vec<String>>,
    /// Seed.
    pub seed: u64,
    /// Trials.
    pub trials: u64,
    /// Sampling design.
    pub sampling: Sampling,
    /// Years for which the peace is followed.
    pub years: usize,
    /// Trials in a block: results are committed block by block.
    pub block_size: u64,
}
