//! The generalised log-normal distribution through a median and two percentiles that lie symmetrically about it.

use super::error::{DistributionError, finite, increasing};
use super::normal::DENSITY_AT_0;
use crate::num;

/// The largest slope of the logarithm: beyond it the last percentiles that can be drawn overflow.
const STEEPEST: f64 = 16.0;
/// Below it the curve is a straight line to double precision, which is a normal distribution.
const STRAIGHT: f64 = 1e-9;

/// A number that is a shifted log-normal, leaning up or down, or where the percentiles are symmetric a normal one (Myerson
/// 2005, *Probability Models for Economic Decisions*, section 4.5).
///
/// With z of the standard normal and c its percentile at the upper probability, x = median + span (e^(slope z) - 1), where
/// slope = ln((upper - median)/(median - lower))/c and span = (upper - median)/(e^(slope c) - 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Myerson {
    median: f64,
    shape: Lean,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Lean {
    Normal { sd: f64 },
    Leaning { span: f64, slope: f64 },
}

impl Myerson {
    /// Through `lower` at probability `p` below 1/2, `median`, and `upper` at probability 1 - p.
    pub(super) fn new(p: f64, [lower, median, upper]: [f64; 3]) -> Result<Self, DistributionError> {
        finite("a percentile", lower)?;
        increasing("the lower percentile", lower, "the median", median)?;
        increasing("the median", median, "the upper percentile", upper)?;
        let c = -num::normal_quantile(p);
        let (below, above) = (median - lower, upper - median);
        let slope = num::ln(above / below) / c;
        if !(slope.abs() <= STEEPEST) {
            return Err(DistributionError::TooLopsided { lower, median, upper });
        }
        let shape = if slope.abs() < STRAIGHT {
            Lean::Normal { sd: above / c }
        } else {
            Lean::Leaning { span: above / num::exp_m1(slope * c), slope }
        };
        Ok(Self { median, shape })
    }

    pub(super) fn support(&self) -> (f64, f64) {
        match self.shape {
            Lean::Normal { .. } => (f64::NEG_INFINITY, f64::INFINITY),
            Lean::Leaning { span, .. } if span > 0.0 => (self.median - span, f64::INFINITY),
            Lean::Leaning { span, .. } => (f64::NEG_INFINITY, self.median - span),
        }
    }

    pub(super) fn mean(&self) -> f64 {
        match self.shape {
            Lean::Normal { .. } => self.median,
            Lean::Leaning { span, slope } => self.median + span * num::exp_m1(0.5 * slope * slope),
        }
    }

    /// The standard normal number behind x; infinite beyond the end.
    fn z(&self, x: f64) -> f64 {
        match self.shape {
            Lean::Normal { sd } => (x - self.median) / sd,
            Lean::Leaning { span, slope } => {
                let grown = (x - self.median) / span;
                if grown <= -1.0 { f64::NEG_INFINITY * slope.signum() } else { num::ln_1p(grown) / slope }
            }
        }
    }

    fn at(&self, z: f64) -> f64 {
        match self.shape {
            Lean::Normal { sd } => self.median + sd * z,
            Lean::Leaning { span, slope } => self.median + span * num::exp_m1(slope * z),
        }
    }

    pub(super) fn cdf(&self, x: f64) -> f64 {
        num::normal_cdf(self.z(x))
    }

    pub(super) fn survival(&self, x: f64) -> f64 {
        num::normal_cdf(-self.z(x))
    }

    pub(super) fn density(&self, x: f64) -> f64 {
        let z = self.z(x);
        if z.is_infinite() {
            return 0.0;
        }
        let stretch = match self.shape {
            Lean::Normal { sd } => sd,
            Lean::Leaning { span, slope } => span * slope * num::exp(slope * z),
        };
        DENSITY_AT_0 * num::exp(-0.5 * z * z) / stretch
    }

    pub(super) fn quantile(&self, p: f64) -> f64 {
        self.at(num::normal_quantile(p))
    }

    pub(super) fn quantile_upper(&self, q: f64) -> f64 {
        self.at(-num::normal_quantile(q))
    }
}
