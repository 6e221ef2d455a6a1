//! What the manifests of runs and of sweeps have in common.

use serde::{Deserialize, Serialize};

use crate::analysis::summary::MissingParts;
use crate::sampling::Sampling;
use crate::scenario::{Faults, Loaded, MAX_TRIALS, parse, run_overrides};
use crate::store::digest;
use crate::words::Words;

use super::recorded::impossible;

/// A scenario with what is set over it: what decides the results of every trial.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// File name of the scenario, without its folder.
    pub scenario_file: String,
    /// SHA-256 of the scenario file, lower-case hexadecimal.
    pub scenario_sha256: String,
    /// The scenario file, whole.
    pub scenario_text: String,
    /// What is set over it, as `PATH=VALUE`, in this order: of a run what was given after `--set`; of a sweep the settings
    /// of its file, then those of the command line.
    pub overrides: Vec<String>,
    /// `--plans`: only these are on the table; null: all.
    pub plans: Option<Vec<String>>,
    /// Seed; beyond 2^53 it is text in JSON.
    #[serde(with = "crate::analysis::seed")]
    pub seed: u64,
    /// Trials; of a sweep: at each point.
    pub trials: u64,
    /// Sampling design.
    pub sampling: Sampling,
    /// Years for which the peace is followed.
    pub years: usize,
}

impl Head {
    /// The head of a scenario that was read from a file of that name with these settings over it.
    #[must_use]
    pub fn new(scenario_file: String, loaded: &Loaded, overrides: Vec<String>, plans: Option<Vec<String>>) -> Self {
        let run = loaded.scenario.run();
        Self {
            scenario_file,
            scenario_sha256: digest(loaded.text.as_bytes()),
            scenario_text: loaded.text.clone(),
            overrides,
            plans,
            seed: run.seed,
            trials: run.trials,
            sampling: run.sampling,
            years: run.years,
        }
    }

    /// What in it can be no manifest's.
    pub(super) fn fault(&self) -> Option<Words> {
        (self.trials == 0 || self.trials > MAX_TRIALS).then(|| impossible("trials", self.trials))
    }

    /// The scenario with further settings over it.
    ///
    /// # Errors
    /// All faults of the text and of what is set over it.
    pub fn scenario_with(&self, further: &[String]) -> Result<Loaded, Faults> {
        let all = [self.overrides.as_slice(), further].concat();
        parse(&self.scenario_file, &self.scenario_text, &all, self.plans.as_deref())
    }

    /// What tables say of their source beside their columns.
    pub(super) fn about(
        &self,
        name: &str,
        version: &str,
        missing: Option<&MissingParts>,
    ) -> Vec<(&'static str, String)> {
        let plans = self.plans.as_ref().map_or_else(|| "all".to_owned(), |plans| plans.join(","));
        let told = [
            ("scenario", name.to_owned()),
            ("scenario_sha256", self.scenario_sha256.clone()),
            ("overrides", self.overrides.join("\n")),
            ("plans", plans),
            ("trials", self.trials.to_string()),
            ("sampling", self.sampling.name().to_owned()),
            ("seed", self.seed.to_string()),
            ("armistice", version.to_owned()),
        ];
        let missing = missing.map(|it| {
            let parts: Vec<String> = it.parts.iter().map(u64::to_string).collect();
            ("missing", format!("parts {} of {}", parts.join(", "), it.of))
        });
        told.into_iter().chain(missing).collect()
    }

    /// The seed as it stands in JSON.
    #[must_use]
    pub fn seed_in_json(&self) -> serde_json::Value {
        crate::analysis::seed::in_json(self.seed)
    }

    /// Trials, seed, sampling and years, as what is set over a scenario.
    #[must_use]
    pub fn settings(&self) -> Vec<String> {
        run_overrides(Some(self.trials), Some(self.seed), Some(self.sampling), Some(self.years as u64))
    }
}
