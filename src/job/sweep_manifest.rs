//! `manifest.json` of a sweep: enough to run it again, and nothing that two equal sweeps do not share.

use serde::{Deserialize, Serialize};

use crate::sweep::run::Begun;

use super::{Head, Look, Shard};

/// Everything that decides the results of a sweep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweepManifest {
    /// Version of the program.
    pub version: String,
    /// File name of the sweep, without its folder.
    pub sweep_file: String,
    /// SHA-256 of the sweep file, lower-case hexadecimal.
    pub sweep_sha256: String,
    /// The sweep file, whole.
    pub sweep_text: String,
    /// The base scenario and what is set over it at every point.
    #[serde(flatten)]
    pub head: Head,
    /// Number of points.
    pub points: u64,
    /// `--shard`: only this part of the points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<Shard>,
    /// How charts and reports look; results do not depend on it.
    #[serde(default)]
    pub look: Look,
}

impl SweepManifest {
    /// The points of the sweep, or of its part: the first and the one after the last.
    #[must_use]
    pub fn points_of_part(&self) -> (u64, u64) {
        self.part.map_or((0, self.points), |part| part.pieces(self.points))
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
