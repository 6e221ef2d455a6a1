//! The lognormal distribution.

use super::error::{DistributionError, increasing, positive};
use super::normal::DENSITY_AT_0;
use crate::num;

/// The largest ratio of the higher percentile to the lower. It keeps every quantile finite and above 0.
const LARGEST_RATIO: f64 = 1e18;

/// A number whose logarithm is normally distributed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct LogNormal {
    median: f64,
    /// Standard deviation of the logarithm.
    sigma: f64,
}

impl LogNormal {
    pub(super) const SUPPORT: (f64, f64) = (0.0, f64::INFINITY);

    /// By two percentiles of these names whose logarithms lie `z` standard deviations below and above the mean.
    pub(super) fn between(names: [&'static str; 2], [low, high]: [f64; 2], z: f64) -> Result<Self, DistributionError> {
        positive(names[0], low)?;
        increasing(names[0], low, names[1], high)?;
        if high / low > LARGEST_RATIO {
            return Err(DistributionError::RatioTooLarge { names, low, high, limit: LARGEST_RATIO });
        }
        // ln_1p of the relative gap keeps its digits where the percentiles lie close together
        Ok(Self { median: low.sqrt() * high.sqrt(), sigma: num::ln_1p((high - low) / low) / (2.0 * z) })
    }

    pub(super) fn mean(&self) -> f64 {
        self.median * num::exp(0.5 * self.sigma * self.sigma)
    }

    fn z(&self, x: f64) -> f64 {
        num::ln(x.max(0.0) / self.median) / self.sigma
    }

    pub(super) fn cdf(&self, x: f64) -> f64 {
        num::normal_cdf(self.z(x))
    }

    pub(super) fn survival(&self, x: f64) -> f64 {
        num::normal_cdf(-self.z(x))
    }

    pub(super) fn density(&self, x: f64) -> f64 {
        if x > 0.0 {
            let z = self.z(x);
            DENSITY_AT_0 * num::exp(-0.5 * z * z) / (self.sigma * x)
        } else {
            0.0
        }
    }

    pub(super) fn quantile(&self, p: f64) -> f64 {
        self.median * num::exp(self.sigma * num::normal_quantile(p))
    }

    pub(super) fn quantile_upper(&self, q: f64) -> f64 {
        self.median * num::exp(-self.sigma * num::normal_quantile(q))
    }
}
