//! What can be asked of a job, in plain options.

use std::path::{Path, PathBuf};

use crate::model::TheoryKind;
use crate::sampling::Sampling;
use crate::scenario::{known_as, run_overrides};
use crate::store::{PLANS, SAVI};

use super::{Shard, theory_setting};

/// What changes a scenario for one job.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// Values set over the file, as `PATH=VALUE`, in this order.
    pub set: Vec<String>,
    /// Only these plans are on the table.
    pub plans: Option<Vec<String>>,
    /// Number of trials.
    pub trials: Option<u64>,
    /// Seed of every random number.
    pub seed: Option<u64>,
    /// How the uncertain inputs are sampled.
    pub sampling: Option<Sampling>,
    /// Years for which the peace is followed.
    pub years: Option<u64>,
    /// Trials at each draw of the inputs.
    pub replications: Option<u64>,
    /// Whether each plan is also played by itself.
    pub alone: Option<bool>,
    /// A second theory of what makes a peace hold, beside that of the scenario; the same one is none.
    pub second_theory: Option<TheoryKind>,
}

impl Settings {
    /// Whether nothing is changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all().is_empty() && self.plans.is_none() && self.second_theory.is_none()
    }

    /// The same with the second theory in the place of the first; none where there is no second one.
    #[must_use]
    pub fn of_second_theory(&self) -> Option<Self> {
        let second = self.second_theory?;
        let set = self.set.iter().cloned().chain([theory_setting(second)]).collect();
        Some(Self { set, second_theory: None, ..self.clone() })
    }

    /// All that is set, as `PATH=VALUE`: those that are short for a key of `[run]` come last.
    #[must_use]
    pub fn all(&self) -> Vec<String> {
        let mut all = self.set.clone();
        all.extend(run_overrides(self.trials, self.seed, self.sampling, self.years));
        all.extend(self.replications.map(|replications| format!("run.replications={replications}")));
        all.extend(self.alone.map(|alone| format!("run.alone={alone}")));
        all
    }
}

/// How the trial table is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TrialTable {
    /// trials.csv
    #[default]
    Csv,
    /// trials.parquet
    Parquet,
    /// No trial table
    None,
    /// Both, as a folder has them that was asked for one after the other.
    Both,
}

/// What a job leaves behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // each is asked for by itself
pub struct Wishes {
    /// Replaces other results in the folder.
    pub force: bool,
    /// Draws charts and writes the report.
    pub charts: bool,
    /// How the trials of a run are kept.
    pub table: TrialTable,
    /// Writes the draws of a run as the three tables that SAVI takes.
    pub savi: bool,
    /// Writes what all make of every plan at the start of each draw of a run.
    pub plan_table: bool,
}

impl Wishes {
    /// The tables that grow beside that of the trials.
    pub(super) fn beside(self) -> impl Iterator<Item = &'static str> {
        let savi = SAVI.into_iter().filter(move |_| self.savi);
        savi.chain(self.plan_table.then_some(PLANS))
    }
}

impl Default for Wishes {
    /// Charts, a report and a table in CSV; other results are left alone.
    fn default() -> Self {
        Self { force: false, charts: true, table: TrialTable::Csv, savi: false, plan_table: false }
    }
}

/// Where the results go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// Into this folder.
    Folder(PathBuf),
    /// Into a folder below this one, named after the file and the part.
    Below(PathBuf),
}

impl Default for Destination {
    fn default() -> Self {
        Self::Below("output".into())
    }
}

impl Destination {
    /// The folder for the results of a file, or of a part of them.
    #[must_use]
    pub fn folder(&self, file: &Path, part: Option<Shard>) -> PathBuf {
        let below = match self {
            Self::Folder(folder) => return folder.clone(),
            Self::Below(folder) => folder,
        };
        let mut stem = known_as(file).file_stem().map_or_else(|| "scenario".into(), ToOwned::to_owned);
        if let Some(part) = part {
            stem.push(format!("-part-{}-of-{}", part.index, part.of));
        }
        below.join(stem)
    }
}

/// The name of a file without its folder.
pub(super) fn file_name(path: &Path) -> String {
    known_as(path).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
