//! What is remembered of terms that are open: how often each choice is what the sides would sign at the start, and what they
//! signed; and how far plans without open terms lie from it.

use serde::{Deserialize, Serialize};

use crate::engine::count::{Count, Counts, Sum, Weight, merge_counts};
use crate::model::open::choices_of;

/// Choices of a plan's open terms, in one group of trials; empty where none is open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoiceGroup {
    /// By open term and choice, draws in which it is what both sides would sign at the start.
    pub at_start: Vec<Vec<Count>>,
    /// By open term and choice, trials that signed it.
    pub signed: Vec<Vec<Count>>,
}

impl ChoiceGroup {
    /// No trials yet, of terms with so many choices.
    pub(super) fn new(choices: &[usize]) -> Self {
        let counts: Vec<Vec<Count>> = choices.iter().map(|&choices| vec![Count::default(); choices]).collect();
        Self { at_start: counts.clone(), signed: counts }
    }

    /// Whether no term is open.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.signed.is_empty()
    }

    pub(super) fn merge(&mut self, other: &Self) {
        let pairs = self.at_start.iter_mut().zip(&other.at_start).chain(self.signed.iter_mut().zip(&other.signed));
        for (counts, other) in pairs {
            merge_counts(counts, other);
        }
    }
}

/// Counts a combination, by its number.
pub(super) fn count_choices(terms: &mut [Vec<Count>], combination: usize, weight: Weight) {
    let choices = choices_of(combination, terms.iter().map(Vec::len));
    for (counts, choice) in terms.iter_mut().zip(choices) {
        counts[choice].add_weight(weight);
    }
}

/// How far a plan without open terms lies from what both sides would sign of one with open terms, over the draws in which
/// they would sign any of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DistanceTally {
    /// Distances, share of the prize.
    pub counts: Counts,
    /// Their sum.
    pub sum: Sum,
}

impl DistanceTally {
    pub(super) fn record(&mut self, distance: f64, weight: Weight) {
        self.counts.add_of(distance, weight);
        self.sum.add(weight.times(distance));
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.counts.merge(&other.counts);
        self.sum.merge(&other.sum);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of two terms with two and three choices the combination 4 is the second of the one and the second of the other.
    #[test]
    fn a_combination_counts_once_in_each_term() {
        let mut group = ChoiceGroup::new(&[2, 3]);
        count_choices(&mut group.signed, 4, Weight::ONE);
        let counts = |terms: &[Vec<Count>]| -> Vec<Vec<u64>> {
            terms.iter().map(|term| term.iter().map(|count| count.value()).collect()).collect()
        };
        assert_eq!(counts(&group.signed), [vec![0, 1], vec![0, 1, 0]]);
        let mut other = ChoiceGroup::new(&[2, 3]);
        count_choices(&mut other.signed, 2, Weight::ONE);
        group.merge(&other);
        assert_eq!(counts(&group.signed), [vec![1, 1], vec![0, 1, 1]]);
        assert_eq!(counts(&group.at_start), [vec![0, 0], vec![0, 0, 0]]);
    }
}
