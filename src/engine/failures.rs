//! What is remembered of failed trials: why they failed, and where in their distributions their inputs lay.

use serde::{Deserialize, Serialize};

use super::count::{Count, merge_counts};
use super::world::WorldError;
use crate::model::settlement::SettlementError;

/// Equally probable parts of an input's distribution in which failed trials are counted.
pub const PARTS: usize = 64;

/// What kind of contradiction made a trial fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FailureKind {
    /// An effect of a plan led out of the range of what it changes.
    Effect,
    /// The two sides' chances to collapse in a month reach 1.
    Collapse,
    /// The war would start at a victory.
    Start,
    /// A side, or a party that does not fight, cares about nothing.
    Salience,
    /// A red line on an issue that does not divide the sides.
    RedLine,
    /// A number outside its range.
    Range,
    /// A value that is no number.
    Value,
    /// Log-odds that are no number.
    LogOdds,
}

/// Why a trial failed, without the numbers of that trial.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FailureReason {
    /// The kind of contradiction.
    pub kind: FailureKind,
    /// Id of the plan in which it arose; `None`: in the world itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// The path, side or issue concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
}

impl From<&WorldError> for FailureReason {
    fn from(error: &WorldError) -> Self {
        let (kind, plan, of) = match error {
            WorldError::Settlement(SettlementError::Effect { plan, path, .. }) => {
                (FailureKind::Effect, Some(plan.clone()), Some(path.clone()))
            }
            WorldError::Settlement(SettlementError::Collapse { plan, .. }) => {
                (FailureKind::Collapse, Some(plan.clone()), None)
            }
            WorldError::Collapse { .. } => (FailureKind::Collapse, None, None),
            WorldError::Start { .. } => (FailureKind::Start, None, None),
            WorldError::Salience { side } => (FailureKind::Salience, None, Some(side.clone())),
            WorldError::RedLine { issue, .. } => (FailureKind::RedLine, None, Some(issue.clone())),
            WorldError::Range { path, .. } => (FailureKind::Range, None, Some(path.clone())),
            WorldError::Value => (FailureKind::Value, None, None),
            WorldError::LogOdds { .. } => (FailureKind::LogOdds, None, None),
        };
        Self { kind, plan, of }
    }
}

/// Failed trials by reason and by the places of their inputs; empty where none failed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failures {
    /// How many failed for each reason, in the order of the reasons.
    reasons: Vec<(FailureReason, Count)>,
    /// By input: how many lay in each of the [`PARTS`] parts, from the lowest up.
    positions: Vec<Vec<Count>>,
}

impl Failures {
    /// Counts a failed trial whose inputs lay at these places of their distributions, in (0, 1).
    pub fn record(&mut self, error: &WorldError, positions: &[f64]) {
        self.reach(positions.len());
        self.count(FailureReason::from(error), 1);
        for (parts, position) in self.positions.iter_mut().zip(positions) {
            let part = (position * PARTS as f64) as usize;
            parts[part.min(PARTS - 1)].add(1);
        }
    }

    fn reach(&mut self, inputs: usize) {
        if self.positions.len() < inputs {
            self.positions.resize(inputs, vec![Count::default(); PARTS]);
        }
    }

    fn count(&mut self, reason: FailureReason, trials: u64) {
        let at = match self.reasons.binary_search_by(|known| known.0.cmp(&reason)) {
            Ok(at) => at,
            Err(at) => {
                self.reasons.insert(at, (reason, Count::default()));
                at
            }
        };
        self.reasons[at].1.add(trials);
    }

    /// Adds other failed trials of the same scenario.
    pub fn merge(&mut self, other: &Self) {
        for (reason, count) in &other.reasons {
            self.count(reason.clone(), count.value());
        }
        self.reach(other.positions.len());
        for (parts, others) in self.positions.iter_mut().zip(&other.positions) {
            merge_counts(parts, others);
        }
    }

    /// Whether none failed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.reasons.is_empty()
    }

    /// Why trials failed, and how many for each reason, the most frequent first.
    #[must_use]
    pub fn reasons(&self) -> Vec<(&FailureReason, u64)> {
        let mut out: Vec<_> = self.reasons.iter().map(|(reason, count)| (reason, count.value())).collect();
        out.sort_by_key(|(_, trials)| std::cmp::Reverse(*trials));
        out
    }

    /// How many failed trials lay in each of the [`PARTS`] equally probable parts of an input's distribution, from the lowest
    /// up.
    #[must_use]
    pub fn parts(&self, input: usize) -> Vec<u64> {
        self.positions.get(input).map_or_else(Vec::new, |parts| parts.iter().map(|count| count.value()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn collapse(sum: f64) -> WorldError {
        WorldError::Collapse { sum }
    }

    #[test]
    fn failures_add_up_in_any_order() {
        let trials =
            [(collapse(1.2), [0.001, 0.5]), (WorldError::Value, [0.999_999, 0.51]), (collapse(1.7), [1.0 / 64.0, 1.0])];
        let of = |indices: &[usize]| {
            let mut failures = Failures::default();
            for &index in indices {
                failures.record(&trials[index].0, &trials[index].1);
            }
            failures
        };
        let whole = of(&[0, 1, 2]);
        let mut merged = of(&[2]);
        merged.merge(&Failures::default());
        merged.merge(&of(&[1, 0]));
        assert_eq!(merged, whole);
        let reasons: Vec<_> = whole.reasons().into_iter().map(|(reason, count)| (reason.kind, count)).collect();
        assert_eq!(reasons, [(FailureKind::Collapse, 2), (FailureKind::Value, 1)]);
        let filled = |input: usize| {
            let parts = whole.parts(input).into_iter().enumerate();
            parts.filter(|part| part.1 > 0).collect::<Vec<_>>()
        };
        assert_eq!((filled(0), filled(1)), (vec![(0, 1), (1, 1), (63, 1)], vec![(32, 2), (63, 1)]));
    }
}
