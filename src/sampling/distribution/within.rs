//! The chance of something in a month, by its chance within several.

use super::Distribution;
use crate::num;

/// What an uncertain probability within some months is in each of them, where each is like the next: 1 - (1 - p)^(1/months).
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Within {
    /// The probability within those months, inside [0, 1].
    probability: Box<Distribution>,
    months: f64,
}

impl Within {
    pub(super) fn new(probability: Distribution, months: f64) -> Self {
        Self { probability: Box::new(probability), months }
    }

    fn all(&self, monthly: f64) -> f64 {
        -num::exp_m1(num::ln_1p(-monthly.clamp(0.0, 1.0)) * self.months)
    }

    pub(super) fn support(&self) -> (f64, f64) {
        let (low, high) = self.probability.support();
        (monthly(low, self.months), monthly(high, self.months))
    }

    pub(super) fn cdf(&self, x: f64) -> f64 {
        if x < 0.0 { 0.0 } else { self.probability.cdf(self.all(x)) }
    }

    pub(super) fn density(&self, x: f64) -> Option<f64> {
        let inside = (0.0..1.0).contains(&x);
        let density = self.probability.density(self.all(x))?;
        Some(if inside { density * self.months * num::exp(num::ln_1p(-x) * (self.months - 1.0)) } else { 0.0 })
    }

    pub(super) fn central(&self) -> f64 {
        monthly(self.probability.central(), self.months)
    }

    pub(super) fn quantile(&self, u: f64) -> f64 {
        monthly(self.probability.quantile(u), self.months)
    }

    pub(super) fn ties(&self) -> Vec<(f64, f64)> {
        self.probability.ties()
    }

    /// What lies in [min, max] and its probability.
    pub(super) fn truncated(&self, min: f64, max: f64) -> Option<(Self, f64)> {
        if max < 0.0 || min > 1.0 {
            return None;
        }
        let (probability, mass) = self.probability.cut(self.all(min), self.all(max))?;
        Some((Self::new(probability, self.months), mass))
    }
}

/// The probability in each month that makes `probability`, in [0, 1], within so many of them.
pub(super) fn monthly(probability: f64, months: f64) -> f64 {
    -num::exp_m1(num::ln_1p(-probability) / months)
}
