//! The normal distribution.

use super::error::{DistributionError, finite, increasing, positive};
use crate::num;

/// The 95th percentile of the standard normal distribution.
pub(super) const Z95: f64 = 1.644_853_626_951_472_7;
/// The 90th percentile of the standard normal distribution.
pub(super) const Z90: f64 = 1.281_551_565_544_600_4;
/// 1/sqrt(2 pi)
pub(super) const DENSITY_AT_0: f64 = 0.398_942_280_401_432_7;

/// The normal distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Normal {
    mean: f64,
    sd: f64,
}

impl Normal {
    pub(super) const SUPPORT: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);

    pub(super) fn new(mean: f64, sd: f64) -> Result<Self, DistributionError> {
        Ok(Self { mean: finite("mean", mean)?, sd: positive("sd", sd)? })
    }

    /// By two percentiles of these names that lie `z` standard deviations below and above the mean.
    pub(super) fn between(names: [&'static str; 2], [low, high]: [f64; 2], z: f64) -> Result<Self, DistributionError> {
        increasing(names[0], low, names[1], high)?;
        Ok(Self { mean: 0.5 * low + 0.5 * high, sd: (high - low) / (2.0 * z) })
    }

    pub(super) fn mean(&self) -> f64 {
        self.mean
    }

    pub(super) fn cdf(&self, x: f64) -> f64 {
        num::normal_cdf((x - self.mean) / self.sd)
    }

    pub(super) fn survival(&self, x: f64) -> f64 {
        num::normal_cdf(-(x - self.mean) / self.sd)
    }

    pub(super) fn density(&self, x: f64) -> f64 {
        let z = (x - self.mean) / self.sd;
        DENSITY_AT_0 * num::exp(-0.5 * z * z) / self.sd
    }

    pub(super) fn quantile(&self, p: f64) -> f64 {
        self.mean + self.sd * num::normal_quantile(p)
    }

    pub(super) fn quantile_upper(&self, q: f64) -> f64 {
        self.mean - self.sd * num::normal_quantile(q)
    }
}
