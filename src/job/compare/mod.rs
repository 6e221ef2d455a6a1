//! A comparison: runs, or plans each alone on the table, side by side on the same luck.

mod candidates;
mod differing;
mod fates;
mod figures;
mod input;
mod plans;
mod work;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::model::CostIdentity;
use crate::report::comparison::ComparisonInput;
use crate::store::COMPARISON;
use crate::words::words;

use super::leave::{leave, refuse_own_runs};
use super::recorded::Recorded;
use super::{Host, JobError, Kind, Look, Result, RunManifest, Settings, Wishes, charts};

use candidates::{Candidate, candidates};
use fates::fates_of;
use input::input;

pub use figures::figures;
pub use plans::{AloneFigures, alone_figures, compare_plans};

/// A comparison that is asked for.
#[derive(Clone, Debug, Default)]
pub struct CompareOrder {
    /// Folders of runs, the first of which is the reference; or one scenario file, with plans among the settings.
    pub runs: Vec<PathBuf>,
    /// What is set over the scenario file, and the plans to compare.
    pub settings: Settings,
    /// The folder for table, charts and report; none are written without one.
    pub folder: Option<PathBuf>,
    /// How charts and reports look.
    pub look: Look,
    /// What is left behind.
    pub wishes: Wishes,
}

impl CompareOrder {
    /// Whether all plans of one scenario are compared, each by itself: [`compare_plans`] answers that.
    #[must_use]
    pub fn asks_all_plans(&self) -> bool {
        matches!(self.runs.as_slice(), [file] if !file.is_dir()) && self.settings.plans.is_none()
    }
}

/// The manifest of a comparison: those of its variants.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComparisonManifest {
    /// The variants, the reference first; a single one, with all its plans, where these are compared by themselves.
    pub compared: Vec<RunManifest>,
}

/// A comparison and its figures.
#[derive(Clone, Debug)]
pub struct ComparisonFigures {
    /// What was compared.
    pub manifest: ComparisonManifest,
    /// The comparison, as tables and pages are made from it.
    pub input: ComparisonInput,
}

/// Compares runs or plans.
///
/// # Errors
/// A run is not finished or of something else, the folder holds something else, the system refused, or it was stopped:
/// nothing is kept then.
pub fn compare(order: &CompareOrder, host: &Host) -> Result<ComparisonFigures> {
    refuse_own_runs(order.folder.as_deref(), &order.runs)?;
    let candidates = candidates(order, host)?;
    let costs = shared_costs(&candidates);
    let stopped = || JobError::Stopped(words!("interrupted: nothing is kept"));
    let mut fates = Vec::new();
    for candidate in &candidates {
        fates.push(fates_of(candidate, &costs, host)?.ok_or_else(stopped)?);
    }
    let input = input(&candidates, &fates, &costs, &order.look.language());
    let manifest = ComparisonManifest { compared: candidates.iter().map(|it| it.manifest.clone()).collect() };
    leave(order.folder.as_deref(), (&order.look, order.wishes), &manifest, &input, host)?;
    Ok(ComparisonFigures { manifest, input })
}

/// The costs that every candidate counts in the same unit over the same years, in the order of the first.
fn shared_costs(candidates: &[Candidate]) -> Vec<String> {
    let declared = |candidate: &Candidate, of: &CostIdentity| {
        let same = |cost: &CostIdentity| cost.id == of.id && cost.unit == of.unit;
        candidate.scenario.structure().costs.iter().any(same)
    };
    let (first, others) = candidates.split_first().expect("something is compared");
    let all = first.scenario.structure().costs.iter();
    let years = |candidate: &Candidate| candidate.scenario.run().costs_years;
    let alike = |other: &Candidate, of| years(other) == years(first) && declared(other, of);
    all.filter(|of| others.iter().all(|other| alike(other, of))).map(|of| of.id.clone()).collect()
}

impl Recorded for ComparisonManifest {
    const KIND: Kind = Kind::Comparison;

    fn result(&self) -> &'static str {
        COMPARISON
    }

    fn look(&self) -> Look {
        self.compared.first().map(|run| run.look.clone()).unwrap_or_default()
    }

    fn file(&self) -> String {
        self.compared.first().map(RunManifest::file).unwrap_or_default()
    }

    fn draws(&self, chart: &str) -> bool {
        charts::of_comparison(chart)
    }
}
