//! Finitely many values.

use super::error::{DistributionError, LARGEST, check_weights};
use crate::words::words;

/// Finitely many values with their probabilities.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Discrete {
    /// The values, ascending.
    values: Vec<f64>,
    /// Probability of each value.
    probabilities: Vec<f64>,
    /// Probability of each value and all below it; the last is 1.
    cumulative: Vec<f64>,
    /// Place of each value in the author's list, which decides between equally probable ones.
    places: Vec<usize>,
}

impl Discrete {
    pub(super) fn new(values: &[f64], weights: &[f64]) -> Result<Self, DistributionError> {
        if values.is_empty() {
            return Err(DistributionError::TooFew { name: "values", needed: words!("one value") });
        }
        if values.len() != weights.len() {
            return Err(DistributionError::LengthsDiffer { values: values.len(), weights: weights.len() });
        }
        for &value in values {
            check_value(value)?;
        }
        check_weights(weights.iter().copied())?;
        let mut items: Vec<(f64, f64, usize)> =
            values.iter().zip(weights).enumerate().map(|(place, (&value, &weight))| (value, weight, place)).collect();
        items.sort_by(|a, b| a.0.total_cmp(&b.0));
        if let Some(pair) = items.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            return Err(DistributionError::RepeatedValue { value: pair[1].0 });
        }
        items.retain(|item| item.1 > 0.0);
        Ok(Self::from_sorted(&items))
    }

    /// From distinct ascending values with weights above 0; at least one.
    fn from_sorted(items: &[(f64, f64, usize)]) -> Self {
        let sum: f64 = items.iter().map(|item| item.1).sum();
        let mut running = 0.0;
        let mut cumulative: Vec<f64> = items
            .iter()
            .map(|item| {
                running += item.1;
                (running / sum).min(1.0)
            })
            .collect();
        if let Some(last) = cumulative.last_mut() {
            *last = 1.0;
        }
        Self {
            values: items.iter().map(|item| item.0).collect(),
            probabilities: items.iter().map(|item| item.1 / sum).collect(),
            cumulative,
            places: items.iter().map(|item| item.2).collect(),
        }
    }

    pub(super) fn support(&self) -> (f64, f64) {
        (self.values[0], self.values[self.values.len() - 1])
    }

    pub(super) fn values(&self) -> &[f64] {
        &self.values
    }

    /// Cumulative probability before and behind each value.
    pub(super) fn ties(&self) -> Vec<(f64, f64)> {
        let before = std::iter::once(0.0).chain(self.cumulative.iter().copied());
        before.zip(self.cumulative.iter().copied()).collect()
    }

    pub(super) fn mode(&self) -> f64 {
        let mut best = 0;
        for i in 1..self.values.len() {
            let more = self.probabilities[i] > self.probabilities[best];
            let earlier = self.probabilities[i] == self.probabilities[best] && self.places[i] < self.places[best];
            if more || earlier {
                best = i;
            }
        }
        self.values[best]
    }

    pub(super) fn mean(&self) -> f64 {
        self.values.iter().zip(&self.probabilities).map(|(value, probability)| value * probability).sum()
    }

    pub(super) fn cdf(&self, x: f64) -> f64 {
        let n = self.values.partition_point(|&value| value <= x);
        if n == 0 { 0.0 } else { self.cumulative[n - 1] }
    }

    pub(super) fn quantile(&self, u: f64) -> f64 {
        let n = self.cumulative.partition_point(|&cumulative| cumulative < u);
        self.values[n.min(self.values.len() - 1)]
    }

    /// What lies in [min, max] and its probability.
    pub(super) fn truncated(&self, min: f64, max: f64) -> Option<(Self, f64)> {
        let items: Vec<(f64, f64, usize)> = (0..self.values.len())
            .map(|i| (self.values[i], self.probabilities[i], self.places[i]))
            .filter(|item| item.0 >= min && item.0 <= max)
            .collect();
        let mass = items.iter().map(|item| item.1).sum();
        (!items.is_empty()).then(|| (Self::from_sorted(&items), mass))
    }
}

/// Any value of sane size will do, and plus infinity, which stands for "permanent" or "none".
fn check_value(value: f64) -> Result<(), DistributionError> {
    if value.is_nan() || value == f64::NEG_INFINITY {
        return Err(DistributionError::NotFinite { name: "a value", value });
    }
    if value != f64::INFINITY && value.abs() > LARGEST {
        return Err(DistributionError::TooLarge { name: "a value", value, limit: LARGEST });
    }
    Ok(())
}
