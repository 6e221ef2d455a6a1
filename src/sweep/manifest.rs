//! `manifest.json` of a sweep: enough to run it again, and nothing that two equal sweeps do not share.

use serde::{Deserialize, Serialize};

use crate::report::manifest::{Look, Part};
use crate::sampling::Sampling;

use super::run::Begun;

/// Everything that decides the results of a sweep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SweepManifest {
    /// Version of the program.
    pub version: String,
    /// File name of the sweep, without its folder.
    pub sweep_file: String,
    /// SHA-256 of the sweep file, lower-case hexadecimal.
    pub sweep_sha256: String,
    /// The sweep file, whole.
    pub sweep_text: String,
    /// File name of the base scenario, without its folder.
    pub scenario_file: String,
    /// SHA-256 of the base scenario, lower-case hexadecimal.
    pub scenario_sha256: String,
    /// The base scenario, whole.
    pub scenario_text: String,
    /// What is set over the base at every point, as `PATH=VALUE`, in this order: the sweep file's settings, then those
    /// of the command line.
    pub overrides: Vec<String>,
    /// Only these plans are on the table; null: all.
    pub plans: Option<Vec<String>>,
    /// Seed.
    pub seed: u64,
    /// Trials at each point.
    pub trials: u64,
    /// Sampling design of the trials.
    pub sampling: Sampling,
    /// Years for which the peace is followed.
    pub years: usize,
    /// Number of points.
    pub points: u64,
    /// `--shard`: only this part of the points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<Part>,
    /// How charts and reports look; results do not depend on it.
    #[serde(default)]
    pub look: Look,
}

impl SweepManifest {
    /// The points of the sweep, or of its part: the first and the one after the last.
    #[must_use]
    pub fn points_of_part(&self) -> (u64, u64) {
        let Some(part) = self.part else { return (0, self.points) };
        let bound = |index: u64| (u128::from(self.points) * u128::from(index) / u128::from(part.of)) as u64;
        (bound(part.index - 1), bound(part.index))
    }
}

/// How far a sweep has come.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SweepState {
    /// Points committed.
    pub done: u64,
    /// Length of the table of points, bytes.
    pub table_bytes: u64,
    /// Trials that failed at them.
    pub failed_trials: u64,
    /// Points after them of which a part was played.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub begun: Vec<Begun>,
}
