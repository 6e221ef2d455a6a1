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
    /// Trials at each draw of the inputs.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub replications: u64,
    /// `--precision`: the run ends at the first block after which every class is known to within this half-width.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<f64>,
    /// `--shard`: only this part of the blocks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<Part>,
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

/// One part of a run that is split into several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Which part, from 1.
    pub index: u64,
    /// Of how many.
    pub of: u64,
}

/// How charts and reports look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// Language.
    pub lang: String,
    /// What charts are drawn for: `column`, `page` or `slide`.
    pub chart_size: String,
    /// Dots an inch of bitmaps.
    pub dpi: u16,
    /// The text of the theme file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
}

impl Default for Look {
    fn default() -> Self {
        Self { lang: "en".into(), chart_size: "page".into(), dpi: 220, theme: None }
    }
}

impl Manifest {
    /// The blocks of the run, or of its part: first trial and the one after the last.
    #[must_use]
    pub fn trials_of_part(&self) -> (u64, u64) {
        let Some(part) = self.part else { return (0, self.trials) };
        let blocks = self.trials.div_ceil(self.block_size);
        let bound = |index: u64| {
            let block = (u128::from(blocks) * u128::from(index) / u128::from(part.of)) as u64;
            self.trials.min(block * self.block_size)
        };
        (bound(part.index - 1), bound(part.index))
    }
}
