//! The triangular distribution.

use super::error::{DistributionError, finite, increasing};

/// A density that rises in a straight line to the mode and falls in one behind it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Triangular {
    min: f64,
    mode: f64,
    max: f64,
}

/// Refuses ends that are crossed or equal and a mode outside them.
pub(super) fn check_three_points(min: f64, mode: f64, max: f64) -> Result<(), DistributionError> {
    finite("mode", mode)?;
    increasing("min", min, "max", max)?;
    if mode < min || mode > max {
        return Err(DistributionError::ModeOutside { min, mode, max });
    }
    Ok(())
}

impl Triangular {
    pub(super) fn new(min: f64, mode: f64, max: f64) -> Result<Self, DistributionError> {
        check_three_points(min, mode, max)?;
        Ok(Self { min, mode, max })
    }

    pub(super) fn support(&self) -> (f64, f64) {
        (self.min, self.max)
    }

    pub(super) fn mean(&self) -> f64 {
        self.min / 3.0 + self.mode / 3.0 + self.max / 3.0
    }

    /// Probability left of the mode.
    fn left(&self) -> f64 {
        (self.mode - self.min) / (self.max - self.min)
    }

    pub(super) fn cdf(&self, x: f64) -> f64 {
        if x <= self.min {
            0.0
        } else if x < self.mode {
            let t = (x - self.min) / (self.max - self.min);
            t * ((x - self.min) / (self.mode - self.min))
        } else {
            1.0 - self.survival(x)
        }
    }

    pub(super) fn survival(&self, x: f64) -> f64 {
        if x >= self.max {
            0.0
        } else if x >= self.mode {
            let t = (self.max - x) / (self.max - self.min);
            t * ((self.max - x) / (self.max - self.mode))
        } else {
            1.0 - self.cdf(x)
        }
    }

    pub(super) fn density(&self, x: f64) -> f64 {
        let width = self.max - self.min;
        if x < self.min || x > self.max {
            0.0
        } else if x < self.mode {
            2.0 / width * ((x - self.min) / (self.mode - self.min))
        } else if x > self.mode {
            2.0 / width * ((self.max - x) / (self.max - self.mode))
        } else {
            2.0 / width
        }
    }

    pub(super) fn quantile(&self, p: f64) -> f64 {
        if p < self.left() { self.above_min(p) } else { self.below_max(1.0 - p) }
    }

    pub(super) fn quantile_upper(&self, q: f64) -> f64 {
        if q < 1.0 - self.left() { self.below_max(q) } else { self.above_min(1.0 - q) }
    }

    fn above_min(&self, p: f64) -> f64 {
        (self.min + (self.max - self.min) * (p * self.left()).sqrt()).clamp(self.min, self.mode)
    }

    fn below_max(&self, q: f64) -> f64 {
        let right = (self.max - self.mode) / (self.max - self.min);
        (self.max - (self.max - self.min) * (q * right).sqrt()).clamp(self.mode, self.max)
    }
}
