//! `manifest.json` of a run: enough to run a scenario again, and nothing that two equal runs do not share.

use serde::{Deserialize, Serialize};

use crate::analysis::summary::MissingParts;
use crate::model::TheoryKind;
use crate::model::forecast::Multipliers;
use crate::sampling::Sampling;
use crate::scenario::{Faults, Loaded, MAX_TRIALS};
use crate::words::words;

use crate::store::{PART, SUMMARY};
use crate::words::Words;

use super::recorded::{Recorded, fault_of_missing, impossible};
use super::{Head, JobError, Kind, Look, Shard, charts, meaning, theory_setting};

/// Everything that decides the results of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunManifest {
    /// Version of the program.
    pub version: String,
    /// The scenario and what is set over it.
    #[serde(flatten)]
    pub head: Head,
    /// Trials in a block: results are committed block by block.
    pub block_size: u64,
    /// Trials at each draw of the inputs.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub replications: u64,
    /// Whether each plan was also played by itself.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub alone: bool,
    /// `--precision`: the run ends at the first block after which every class is known to within this half-width.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<f64>,
    /// `--shard`: only this part of the blocks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<Shard>,
    /// `--theory`: the second theory, whose run stands in a folder of its name beside the results of the first.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::job::theories::word")]
    pub second_theory: Option<TheoryKind>,
    /// `--forecasts-from`: what multiplies the weights of trials for what others foretell, taken from another run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forecasts_from: Option<Multipliers>,
    /// `merge --allow-missing`: what is missing of the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<MissingParts>,
    /// How charts and reports look; results do not depend on it.
    #[serde(default)]
    pub look: Look,
}

fn one() -> u64 {
    1
}

#[allow(clippy::trivially_copy_pass_by_ref)] // as serde calls it
fn is_one(number: &u64) -> bool {
    *number == 1
}

fn yes() -> bool {
    true
}

#[allow(clippy::trivially_copy_pass_by_ref)] // as serde calls it
fn is_yes(flag: &bool) -> bool {
    *flag
}

impl RunManifest {
    /// The run of the second theory, and the folder within that of this run where it stands.
    #[must_use]
    pub fn second(&self) -> Option<(RunManifest, &'static str)> {
        let theory = self.second_theory?;
        let mut second = Self { second_theory: None, ..self.clone() };
        second.head.overrides.push(theory_setting(theory));
        Some((second, theory.name()))
    }

    /// The trials of the run, or of its part: the first and the one after the last.
    #[must_use]
    pub fn trials_of_part(&self) -> (u64, u64) {
        let Some(part) = self.part else { return (0, self.head.trials) };
        let (first, end) = part.pieces(self.head.trials.div_ceil(self.block_size));
        let trial = |block: u64| self.head.trials.min(block * self.block_size);
        (trial(first), trial(end))
    }

    /// The scenario, as it was run.
    ///
    /// # Errors
    /// All faults of the scenario: it was written for another version.
    pub fn scenario(&self) -> Result<Loaded, Faults> {
        let mut further = self.head.settings();
        further.push(format!("run.replications={}", self.replications));
        further.push(format!("run.alone={}", self.alone));
        self.head.scenario_with(&further)
    }
}

impl Recorded for RunManifest {
    const KIND: Kind = Kind::Run;

    fn result(&self) -> &'static str {
        if self.part.is_some() { PART } else { SUMMARY }
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
        if self.head.sampling == Sampling::MonteCarlo {
            return Ok(self.head.trials);
        }
        let reason = words!(
            "goes with plain Monte Carlo: the points of a Latin hypercube or of Sobol's sequence are balanced as a whole, and \
             a part of them is not"
        );
        Err(JobError::refused("--allow-missing", reason))
    }

    fn without(self, missing: Option<MissingParts>) -> Self {
        Self { missing, ..self }
    }

    fn file(&self) -> String {
        self.head.scenario_file.clone()
    }

    fn texts(&self) -> Vec<(&str, &str)> {
        vec![(&self.head.scenario_text, &self.head.scenario_sha256)]
    }

    fn fault(&self) -> Option<Words> {
        let precise = self.precision.is_none_or(|it| it > 0.0 && it < 0.5);
        let (trials, blocks) = (self.head.trials, 1..=MAX_TRIALS);
        match () {
            () if !blocks.contains(&self.block_size) => Some(impossible("block_size", self.block_size)),
            () if self.replications == 0 => Some(impossible("replications", self.replications)),
            () if !precise => Some(impossible("precision", self.precision.unwrap_or_default())),
            () => self.head.fault().or_else(|| {
                let blocks = trials.div_ceil(self.block_size);
                let part = self.part.and_then(|part| part.fault(blocks));
                part.or_else(|| fault_of_missing(self.missing.as_ref(), blocks, trials)).or_else(|| self.look.fault())
            }),
        }
    }

    fn means(&self, other: &Self) -> bool {
        let meaning = |manifest: &Self| Some(meaning::of_scenario(&manifest.scenario().ok()?.scenario));
        meaning(self).is_some_and(|it| Some(it) == meaning(other))
    }

    fn draws(&self, chart: &str) -> bool {
        charts::of_run(chart)
    }
}
