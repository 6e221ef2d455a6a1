//! A cumulative distribution function in straight pieces through given quantiles.

use super::error::{DistributionError, finite};
use crate::words::words;

/// A piecewise-linear cumulative distribution function. Where two quantiles are equal, their value has a
/// probability of its own.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Quantiles {
    /// (probability, quantile): from 0 to 1, probabilities ascending, quantiles not descending.
    points: Vec<(f64, f64)>,
}

impl Quantiles {
    pub(super) fn new(points: Vec<(f64, f64)>) -> Result<Self, DistributionError> {
        if points.len() < 2 {
            return Err(DistributionError::TooFew { name: "quantiles", needed: words!("the two ends, p0 and p100") });
        }
        for &(p, x) in &points {
            finite("a quantile", x)?;
            if !(0.0..=1.0).contains(&p) {
                return Err(DistributionError::ProbabilityOutside { p });
            }
        }
        for pair in points.windows(2) {
            check_order(pair[0], pair[1])?;
        }
        let (first, last) = (points[0], points[points.len() - 1]);
        if first.0 != 0.0 || last.0 != 1.0 {
            return Err(DistributionError::EndsMissing { first: first.0, last: last.0 });
        }
        if first.1 == last.1 {
            return Err(DistributionError::NoWidth { lower_name: "p0", upper_name: "p100", value: first.1 });
        }
        Ok(Self { points })
    }

    pub(super) fn support(&self) -> (f64, f64) {
        (self.points[0].1, self.points[self.points.len() - 1].1)
    }

    /// Cumulative probability before and behind each value that has one of its own.
    pub(super) fn ties(&self) -> Vec<(f64, f64)> {
        let mut ties: Vec<(f64, f64)> = Vec::new();
        for pair in self.points.windows(2).filter(|pair| pair[0].1 == pair[1].1) {
            match ties.last_mut() {
                Some(last) if last.1 == pair[0].0 => last.1 = pair[1].0,
                _ => ties.push((pair[0].0, pair[1].0)),
            }
        }
        ties
    }

    pub(super) fn mean(&self) -> f64 {
        self.points.windows(2).map(|pair| (pair[1].0 - pair[0].0) * (0.5 * pair[0].1 + 0.5 * pair[1].1)).sum()
    }

    /// P(X <= x)
    pub(super) fn cdf(&self, x: f64) -> f64 {
        let n = self.points.partition_point(|point| point.1 <= x);
        self.between(n, x)
    }

    /// P(X < x)
    fn below(&self, x: f64) -> f64 {
        let n = self.points.partition_point(|point| point.1 < x);
        self.between(n, x)
    }

    /// Probability at `x`, which lies between the points n-1 and n.
    fn between(&self, n: usize, x: f64) -> f64 {
        if n == 0 {
            return 0.0;
        }
        if n == self.points.len() {
            return 1.0;
        }
        let ((p0, x0), (p1, x1)) = (self.points[n - 1], self.points[n]);
        (p0 + (p1 - p0) * ((x - x0) / (x1 - x0))).clamp(p0, p1)
    }

    /// `None` where a value has a probability of its own.
    pub(super) fn density(&self, x: f64) -> Option<f64> {
        if self.points.windows(2).any(|pair| pair[0].1 == pair[1].1) {
            return None;
        }
        let n = self.points.partition_point(|point| point.1 <= x);
        if n == 0 || (n == self.points.len() && x > self.points[n - 1].1) {
            return Some(0.0);
        }
        let n = n.min(self.points.len() - 1);
        let ((p0, x0), (p1, x1)) = (self.points[n - 1], self.points[n]);
        Some((p1 - p0) / (x1 - x0))
    }

    pub(super) fn quantile(&self, u: f64) -> f64 {
        let n = self.points.partition_point(|point| point.0 < u).clamp(1, self.points.len() - 1);
        let ((p0, x0), (p1, x1)) = (self.points[n - 1], self.points[n]);
        (x0 + (x1 - x0) * ((u - p0) / (p1 - p0))).clamp(x0, x1)
    }

    /// What lies in [min, max] and its probability.
    pub(super) fn truncated(&self, min: f64, max: f64) -> Option<(Self, f64)> {
        let (low, high) = self.support();
        let (min, max) = (min.max(low), max.min(high));
        if min > max {
            return None;
        }
        let (p_min, p_max) = (self.below(min), self.cdf(max));
        let mass = p_max - p_min;
        if mass <= 0.0 {
            return None;
        }
        let scaled = |p: f64| (p - p_min) / mass;
        let inner = self.points.iter().filter(|point| point.0 > p_min && point.0 < p_max);
        let mut points = vec![(0.0, min)];
        points.extend(inner.map(|&(p, x)| (scaled(p), x)).filter(|&(p, _)| p > 0.0 && p < 1.0));
        points.push((1.0, max));
        points.dedup_by(|next, previous| next.0 <= previous.0);
        Some((Self { points }, mass))
    }
}

fn check_order(before: (f64, f64), after: (f64, f64)) -> Result<(), DistributionError> {
    if after.0 <= before.0 {
        return Err(DistributionError::ProbabilitiesNotIncreasing { before: before.0, after: after.0 });
    }
    if after.1 < before.1 {
        return Err(DistributionError::QuantilesDecreasing {
            p_before: before.0,
            before: before.1,
            p: after.0,
            x: after.1,
        });
    }
    Ok(())
}
