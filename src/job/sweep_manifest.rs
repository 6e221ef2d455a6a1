//! `manifest.json` of a sweep: enough to run it again, and nothing that two equal sweeps do not share.

use serde::{Deserialize, Serialize};

use crate::analysis::summary::MissingParts;
use crate::scenario::Faults;
use crate::store::{PART, SWEEP};
use crate::sweep::{MAX_POINTS, Sweep};
use crate::words::Words;

use super::recorded::{Recorded, fault_of_missing, impossible};
use super::{Head, Kind, Look, Shard, charts, meaning};

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
    /// The table of its points, whole, where they come from one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points_text: Option<String>,
    /// The base scenario and what is set over it at every point.
    #[serde(flatten)]
    pub head: Head,
    /// Number of points.
    pub points: u64,
    /// `--shard`: only this part of the points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<Shard>,
    /// `merge --allow-missing`: what is missing of the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<MissingParts>,
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

impl Recorded for SweepManifest {
    const KIND: Kind = Kind::Sweep;

    fn result(&self) -> &'static str {
        if self.part.is_some() { PART } else { SWEEP }
    }

    fn part(&self) -> Option<Shard> {
        self.part
    }

    fn look(&self) -> Look {
        self.look.clone()
    }

    fn in_look(self, look: Look) -> Self {
        Self { look, ..self }
    }

    fn whole(self) -> Self {
        Self { part: None, ..self }
    }

    fn missing(&self) -> Option<&MissingParts> {
        self.missing.as_ref()
    }

    fn of_which_parts_may_be_missing(&self) -> super::Result<u64> {
        Ok(self.points)
    }

    fn without(self, missing: Option<MissingParts>) -> Self {
        Self { missing, ..self }
    }

    fn file(&self) -> String {
        self.sweep_file.clone()
    }

    fn texts(&self) -> Vec<(&str, &str)> {
        vec![(&self.sweep_text, &self.sweep_sha256), (&self.head.scenario_text, &self.head.scenario_sha256)]
    }

    fn fault(&self) -> Option<Words> {
        let points = (self.points == 0 || self.points > MAX_POINTS).then(|| impossible("points", self.points));
        let part = || self.part.and_then(|part| part.fault(self.points));
        let missing = || fault_of_missing(self.missing.as_ref(), self.points, self.points);
        points.or_else(|| self.head.fault()).or_else(part).or_else(missing).or_else(|| self.look.fault())
    }

    fn means(&self, other: &Self) -> bool {
        let meaning = |manifest: &Self| {
            let base = meaning::of_scenario(&manifest.head.scenario_with(&[]).ok()?.scenario);
            Some(base + &meaning::of_sweep(&manifest.sweep()?))
        };
        meaning(self).is_some_and(|it| Some(it) == meaning(other))
    }

    fn draws(&self, chart: &str) -> bool {
        self.sweep().is_some_and(|sweep| charts::of_sweep(&sweep, chart))
    }
}

impl SweepManifest {
    /// The sweep, as far as it can be told without its base; nothing where it was written for another version.
    fn sweep(&self) -> Option<Sweep> {
        self.parsed().ok()
    }

    /// The sweep.
    ///
    /// # Errors
    /// What is wrong with its text, or with its table.
    pub(super) fn parsed(&self) -> std::result::Result<Sweep, Faults> {
        Sweep::parse_with(&self.sweep_file, &self.sweep_text, self.points_text.as_deref())
    }
}
