//! The Beta distribution between any two ends; PERT is one of them.

use super::error::{DistributionError, finite};
use super::triangular::check_three_points;
use crate::num;

/// Smallest and largest shape for which the accuracy of the inverse is tested.
const SHAPES: (f64, f64) = (0.01, 1e5);

/// A Beta distribution, stretched from [0, 1] to [min, max].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Beta {
    alpha: f64,
    beta: f64,
    min: f64,
    max: f64,
}

impl Beta {
    pub(super) fn new(alpha: f64, beta: f64) -> Result<Self, DistributionError> {
        Ok(Self { alpha: shape("alpha", alpha)?, beta: shape("beta", beta)?, min: 0.0, max: 1.0 })
    }

    /// The modified PERT distribution with lambda = 4 (Vose 2008): mean (min + 4 mode + max)/6.
    pub(super) fn pert(min: f64, mode: f64, max: f64) -> Result<Self, DistributionError> {
        check_three_points(min, mode, max)?;
        let width = max - min;
        let (left, right) = ((mode - min) / width, (max - mode) / width);
        Ok(Self { alpha: 1.0 + 4.0 * left, beta: 1.0 + 4.0 * right, min, max })
    }

    pub(super) fn support(&self) -> (f64, f64) {
        (self.min, self.max)
    }

    pub(super) fn mean(&self) -> f64 {
        self.min + (self.max - self.min) * (self.alpha / (self.alpha + self.beta))
    }

    pub(super) fn cdf(&self, x: f64) -> f64 {
        if x <= self.min {
            return 0.0;
        }
        if x >= self.max {
            return 1.0;
        }
        num::beta_regularised(self.alpha, self.beta, (x - self.min) / (self.max - self.min))
    }

    pub(super) fn survival(&self, x: f64) -> f64 {
        if x <= self.min {
            return 1.0;
        }
        if x >= self.max {
            return 0.0;
        }
        num::beta_regularised(self.beta, self.alpha, (self.max - x) / (self.max - self.min))
    }

    pub(super) fn density(&self, x: f64) -> f64 {
        if x < self.min || x > self.max {
            return 0.0;
        }
        let width = self.max - self.min;
        num::BetaShape::new(self.alpha, self.beta).density((x - self.min) / width) / width
    }

    pub(super) fn quantile(&self, p: f64) -> f64 {
        let x = num::BetaShape::new(self.alpha, self.beta).quantile(p, false).0;
        (self.min + (self.max - self.min) * x).clamp(self.min, self.max)
    }

    pub(super) fn quantile_upper(&self, q: f64) -> f64 {
        let x = num::BetaShape::new(self.beta, self.alpha).quantile(q, false).0;
        (self.max - (self.max - self.min) * x).clamp(self.min, self.max)
    }
}

fn shape(name: &'static str, value: f64) -> Result<f64, DistributionError> {
    finite(name, value)?;
    let (min, max) = SHAPES;
    if value < min || value > max {
        return Err(DistributionError::ShapeOutside { name, value, min, max });
    }
    Ok(value)
}
