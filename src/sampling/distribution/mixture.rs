//! Mixtures: disagreeing experts.

use super::Distribution;
use super::error::{DistributionError, check_weights};

/// A weighted mixture of distributions.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mixture {
    /// (probability, distribution); probabilities above 0 that sum to 1.
    parts: Vec<(f64, Distribution)>,
}

impl Mixture {
    pub(super) fn new(parts: Vec<(f64, Distribution)>) -> Result<Self, DistributionError> {
        if parts.is_empty() {
            return Err(DistributionError::TooFew { name: "mixture", needed: "one part" });
        }
        let sum = check_weights(parts.iter().map(|part| part.0))?;
        let parts = parts.into_iter().filter(|part| part.0 > 0.0).map(|(weight, of)| (weight / sum, of)).collect();
        Ok(Self { parts })
    }

    pub(super) fn support(&self) -> (f64, f64) {
        self.parts
            .iter()
            .map(|part| part.1.support())
            .fold((f64::INFINITY, f64::NEG_INFINITY), |all, one| (all.0.min(one.0), all.1.max(one.1)))
    }

    pub(super) fn mean(&self) -> Option<f64> {
        self.parts.iter().map(|(weight, of)| of.mean().map(|mean| weight * mean)).sum()
    }

    pub(super) fn cdf(&self, x: f64) -> f64 {
        let sum: f64 = self.parts.iter().map(|(weight, of)| weight * of.cdf(x)).sum();
        sum.min(1.0)
    }

    pub(super) fn density(&self, x: f64) -> Option<f64> {
        self.parts.iter().map(|(weight, of)| of.density(x).map(|density| weight * density)).sum()
    }

    /// The least number whose cumulative probability reaches u.
    ///
    /// Bisection over the floating-point numbers between two fixed ends: for a larger u every comparison on the way
    /// goes the same way or further up, so that the result never decreases in u, whatever the rounding errors of the
    /// cumulative distribution function.
    pub(super) fn quantile(&self, u: f64) -> f64 {
        let (mut below, mut above) = (ordinal(-f64::MAX), ordinal(f64::INFINITY));
        while above - below > 1 {
            let middle = below + (above - below) / 2;
            if self.cdf(from_ordinal(middle)) >= u {
                above = middle;
            } else {
                below = middle;
            }
        }
        let (min, max) = self.support();
        from_ordinal(above).clamp(min, max)
    }

    /// What lies in [min, max], part by part.
    pub(super) fn truncated(&self, min: f64, max: f64) -> Option<(Self, f64)> {
        let parts: Vec<(f64, Distribution)> = self
            .parts
            .iter()
            .filter_map(|(weight, of)| of.cut(min, max).map(|(of, mass)| (weight * mass, of)))
            .filter(|part| part.0 > 0.0)
            .collect();
        let mass: f64 = parts.iter().map(|part| part.0).sum();
        let parts: Vec<(f64, Distribution)> = parts.into_iter().map(|(weight, of)| (weight / mass, of)).collect();
        (!parts.is_empty()).then_some((Self { parts }, mass))
    }
}

/// Place of a number among all floating-point numbers.
fn ordinal(x: f64) -> u64 {
    const SIGN: u64 = 1 << 63;
    let bits = x.to_bits();
    if bits & SIGN == 0 { bits | SIGN } else { !bits }
}

/// The number at that place.
fn from_ordinal(place: u64) -> f64 {
    const SIGN: u64 = 1 << 63;
    f64::from_bits(if place & SIGN == 0 { !place } else { place & !SIGN })
}
