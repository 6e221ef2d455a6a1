//! What trials cost people: exact sums and histograms of the totals, by how a trial ended and by what was signed.

use serde::{Deserialize, Serialize};

use crate::engine::count::{Counts, Sum, Weight};
use crate::engine::outcome::{Class, TrialOutcome};

/// Totals of a cost in some trials.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CostTotals {
    /// Their sum.
    pub sum: Sum,
    /// How many are how large, by magnitude: see [`Counts::add_magnitude`].
    pub magnitudes: Counts,
}

impl CostTotals {
    fn add(&mut self, total: f64, weight: Weight) {
        self.sum.add(weight.times(total));
        self.magnitudes.add_magnitude(total, weight);
    }

    /// Adds other totals.
    pub fn merge(&mut self, other: &Self) {
        self.sum.merge(&other.sum);
        self.magnitudes.merge(&other.magnitudes);
    }
}

/// Totals of a cost.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CostTally {
    /// By how the trial ended, in the order of [`Class::ALL`].
    pub classes: Vec<CostTotals>,
    /// By the plan that was signed.
    pub plans: Vec<CostTotals>,
}

impl CostTally {
    /// No trials yet, of a run with so many plans.
    pub(super) fn new(plans: usize) -> Self {
        Self { classes: vec![CostTotals::default(); Class::COUNT], plans: vec![CostTotals::default(); plans] }
    }

    /// Adds a trial that cost so much.
    pub(super) fn record(&mut self, outcome: &TrialOutcome, total: f64) {
        self.classes[outcome.class as usize].add(total, outcome.weight);
        if let Some(signature) = &outcome.signature {
            self.plans[signature.plan].add(total, outcome.weight);
        }
    }

    /// Adds another tally of the same cost.
    pub(super) fn merge(&mut self, other: &Self) {
        for (totals, other) in self.classes.iter_mut().zip(&other.classes) {
            totals.merge(other);
        }
        for (totals, other) in self.plans.iter_mut().zip(&other.plans) {
            totals.merge(other);
        }
    }

    /// Totals of all trials.
    #[must_use]
    pub fn all(&self) -> CostTotals {
        let mut all = CostTotals::default();
        for totals in &self.classes {
            all.merge(totals);
        }
        all
    }
}
