//! Mixtures: disagreeing experts.

use super::Distribution;
use super::error::{DistributionError, check_weights};
use crate::words::words;

/// Steps of Newton's method before bisection takes over.
const MOST_STEPS: usize = 30;

/// A weighted mixture of distributions.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mixture {
    /// (probability, distribution); probabilities above 0 that sum to 1.
    parts: Vec<(f64, Distribution)>,
}

impl Mixture {
    pub(super) fn new(parts: Vec<(f64, Distribution)>) -> Result<Self, DistributionError> {
        if parts.is_empty() {
            return Err(DistributionError::TooFew { name: "mixture", needed: words!("one part") });
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

    /// The values that have a probability of their own, ascending, and that probability.
    pub(super) fn atoms(&self) -> Vec<(f64, f64)> {
        let of = |(weight, of): &(f64, Distribution)| {
            let weight = *weight;
            of.atoms().into_iter().map(move |(value, mass)| (value, weight * mass))
        };
        let mut atoms: Vec<(f64, f64)> = self.parts.iter().flat_map(of).collect();
        atoms.sort_by(|a, b| a.0.total_cmp(&b.0));
        atoms.dedup_by(|next, kept| {
            next.0 == kept.0 && {
                kept.1 += next.1;
                true
            }
        });
        atoms
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

    /// The least number whose cumulative probability reaches u. It lies between the least and the greatest of the
    /// parts' own quantiles.
    pub(super) fn quantile(&self, u: f64) -> f64 {
        let quantiles = self.parts.iter().map(|(weight, of)| (*weight, of.quantile(u)));
        let (low, high, mean) = quantiles.fold((f64::INFINITY, f64::NEG_INFINITY, 0.0), |(low, high, mean), (w, x)| {
            (low.min(x), high.max(x), mean + w * x)
        });
        if low == high { low } else { self.newton(u, low, high, mean) }
    }

    /// Newton's method from `start`; bisection where it leaves the bracket, is slow, or there is no density.
    fn newton(&self, u: f64, mut low: f64, mut high: f64, start: f64) -> f64 {
        let mut x = start;
        for _ in 0..MOST_STEPS {
            let Some(density) = self.density(x) else { break };
            let excess = self.cdf(x) - u;
            if excess >= 0.0 {
                high = x;
            } else {
                low = x;
            }
            let next = x - excess / density;
            if (next - x).abs() <= 2.0 * f64::EPSILON * x.abs() {
                return next.clamp(low, high);
            }
            x = if next > low && next < high { next } else { low + 0.5 * (high - low) };
        }
        self.bisection(u, low, high)
    }

    /// Bisection over the floating-point numbers from `low` to `high`.
    fn bisection(&self, u: f64, low: f64, high: f64) -> f64 {
        let (mut below, mut reached) = (ordinal(low) - 1, ordinal(high));
        while reached - below > 1 {
            let middle = below + (reached - below) / 2;
            if self.cdf(from_ordinal(middle)) >= u {
                reached = middle;
            } else {
                below = middle;
            }
        }
        // 0 rather than -0
        from_ordinal(reached) + 0.0
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
