//! What trials weigh and why: how likely the evidence was, what it and forecasts make of the inputs, and how trials would
//! have ended with nothing known.

use serde::{Deserialize, Serialize};

use crate::engine::count::{Count, Sum, Weight};
use crate::engine::outcome::TrialOutcome;

use super::Group;

/// Equally probable parts of an input's distribution in which its prior and posterior are counted.
pub const POSITIONS: usize = 256;

/// One piece of evidence, over all trials that did not fail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PieceTally {
    /// Sum of its likelihoods, tempered, each trial counting as one.
    pub likelihood: Sum,
    /// What trials would weigh without it, forecasts multiplying as they do.
    pub without: Count,
}

impl PieceTally {
    /// Whether it has the likelihood 0, as far as weights can tell, in every trial.
    pub(in crate::engine) fn is_impossible(&self) -> bool {
        self.likelihood == Sum::default()
    }
}

/// An input before and after evidence and forecasts, over all trials that did not fail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputBins {
    /// Trials in each of [`POSITIONS`] equally probable parts, from the lowest up.
    pub prior: Vec<u64>,
    /// Units of their weights.
    pub posterior: Vec<u64>,
    /// Sum of its finite values.
    pub sum: Sum,
    /// The same, weighted.
    pub weighted_sum: Sum,
}

impl InputBins {
    fn new() -> Self {
        Self { prior: vec![0; POSITIONS], posterior: vec![0; POSITIONS], ..Self::default() }
    }

    fn record(&mut self, value: f64, position: f64, weight: Weight) {
        let part = ((position * POSITIONS as f64) as usize).min(POSITIONS - 1);
        self.prior[part] += 1;
        self.posterior[part] += weight.in_bins();
        if value.is_finite() {
            self.sum.add(value);
            self.weighted_sum.add(weight.times(value));
        }
    }

    fn merge(&mut self, other: &Self) {
        self.prior.iter_mut().zip(&other.prior).for_each(|(count, other)| *count += other);
        self.posterior.iter_mut().zip(&other.posterior).for_each(|(count, other)| *count += other);
        self.sum.merge(&other.sum);
        self.weighted_sum.merge(&other.weighted_sum);
    }
}

/// What evidence and forecasts do to trials; empty where there are none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceTally {
    /// What trials weigh.
    pub weights: Count,
    /// By piece of evidence, in the order of the file.
    pub pieces: Vec<PieceTally>,
    /// By uncertain input, in the order of the file.
    pub inputs: Vec<InputBins>,
    /// How the same trials end with nothing known: each counts as one, and private views are open.
    pub unknowing: Vec<Group>,
}

impl EvidenceTally {
    pub(super) fn new(pieces: usize, inputs: usize, unknowing: Vec<Group>) -> Self {
        Self {
            weights: Count::default(),
            pieces: vec![PieceTally::default(); pieces],
            inputs: vec![InputBins::new(); inputs],
            unknowing,
        }
    }

    /// Whether every trial counts as one.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.unknowing.is_empty()
    }

    /// Whether trials were weighed, and none of them weighs anything.
    #[must_use]
    pub fn excludes_all(&self) -> bool {
        let trials: u64 = self.unknowing.iter().map(|group| group.trials.value()).sum();
        trials > 0 && self.weights == Count::default()
    }

    pub(super) fn record(&mut self, group: usize, outcome: &TrialOutcome, inputs: &[f64], positions: &[f64]) {
        self.weights.add_weight(outcome.weight);
        let factor = outcome.foretold.map_or(1.0, |it| it.factor);
        for (index, (piece, &likelihood)) in self.pieces.iter_mut().zip(&outcome.likelihoods).enumerate() {
            let others = outcome.likelihoods.iter().enumerate().filter(|(other, _)| *other != index);
            piece.likelihood.add(likelihood);
            piece.without.add_weight(Weight::of(others.fold(factor, |all, (_, other)| all * other)));
        }
        for (bins, (&value, &position)) in self.inputs.iter_mut().zip(inputs.iter().zip(positions)) {
            bins.record(value, position, outcome.weight);
        }
        let ended = outcome.unknowing.as_ref().map_or_else(|| outcome.ended(), |it| it.ended());
        self.unknowing[group].record_end(&ended, Weight::ONE);
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.weights.merge(other.weights);
        for (piece, other) in self.pieces.iter_mut().zip(&other.pieces) {
            piece.likelihood.merge(&other.likelihood);
            piece.without.merge(other.without);
        }
        for (bins, other) in self.inputs.iter_mut().zip(&other.inputs) {
            bins.merge(other);
        }
        for (group, other) in self.unknowing.iter_mut().zip(&other.unknowing) {
            group.merge(other);
        }
    }
}
