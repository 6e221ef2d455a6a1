//! What others foretell: how often each comes true, with all of it taken together.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::engine::count::Count;
use crate::engine::outcome::TrialOutcome;
use crate::model::forecast::{ForecastCell, Multipliers};

/// Trials in which the same becomes of every forecast.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellTally {
    /// What they weigh without forecasts.
    pub without: Count,
    /// What they weigh with them.
    pub with: Count,
}

/// What forecasts do to trials; empty where there is none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ForecastTally {
    /// What multiplies the weights of trials; without multipliers, nothing does.
    pub multipliers: Multipliers,
    /// By what becomes of all forecasts together, see [`crate::model::forecast::cell_of`].
    pub cells: BTreeMap<u64, CellTally>,
}

impl ForecastTally {
    /// Whether nothing is remembered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty() && self.multipliers.lambda.is_empty()
    }

    /// What the trials weigh without forecasts.
    #[must_use]
    pub fn without(&self) -> Vec<ForecastCell> {
        self.cells.iter().map(|(&cell, it)| ForecastCell { cell, weight: it.without.units() }).collect()
    }

    pub(super) fn record(&mut self, outcome: &TrialOutcome) {
        if let Some(foretold) = outcome.foretold {
            let cell = self.cells.entry(foretold.cell).or_default();
            cell.without.add_weight(foretold.without);
            cell.with.add_weight(outcome.weight);
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (&cell, other) in &other.cells {
            let cell = self.cells.entry(cell).or_default();
            cell.without.merge(other.without);
            cell.with.merge(other.with);
        }
    }
}
