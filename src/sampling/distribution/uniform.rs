//! The uniform distribution.

use super::error::{DistributionError, increasing};

/// Every value between two ends alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Uniform {
    min: f64,
    max: f64,
}

impl Uniform {
    pub(super) fn new(min: f64, max: f64) -> Result<Self, DistributionError> {
        increasing("min", min, "max", max)?;
        Ok(Self { min, max })
    }

    pub(super) fn support(&self) -> (f64, f64) {
        (self.min, self.max)
    }

    pub(super) fn mean(&self) -> f64 {
        0.5 * self.min + 0.5 * self.max
    }

    pub(super) fn cdf(&self, x: f64) -> f64 {
        ((x - self.min) / (self.max - self.min)).clamp(0.0, 1.0)
    }

    pub(super) fn density(&self, x: f64) -> f64 {
        if x >= self.min && x <= self.max { 1.0 / (self.max - self.min) } else { 0.0 }
    }

    pub(super) fn quantile(&self, u: f64) -> f64 {
        (self.min + u * (self.max - self.min)).clamp(self.min, self.max)
    }

    pub(super) fn truncated(&self, min: f64, max: f64) -> Option<Self> {
        let (min, max) = (min.max(self.min), max.min(self.max));
        (min < max).then_some(Self { min, max })
    }
}
