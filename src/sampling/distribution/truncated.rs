//! A continuous distribution cut off at one or both ends and renormalised.

use super::beta::Beta;
use super::lognormal::LogNormal;
use super::metalog::Metalog;
use super::myerson::Myerson;
use super::normal::Normal;
use super::triangular::Triangular;

/// The families whose truncated form is no member of the family.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Smooth {
    Normal(Normal),
    LogNormal(LogNormal),
    Triangular(Triangular),
    Beta(Beta),
    Myerson(Myerson),
    Metalog(Metalog),
}

/// Calls a method of whichever family it is.
macro_rules! each {
    ($it:expr, $family:ident => $call:expr) => {
        match $it {
            Smooth::Normal($family) => $call,
            Smooth::LogNormal($family) => $call,
            Smooth::Triangular($family) => $call,
            Smooth::Beta($family) => $call,
            Smooth::Myerson($family) => $call,
            Smooth::Metalog($family) => $call,
        }
    };
}

impl Smooth {
    pub(super) fn support(&self) -> (f64, f64) {
        match self {
            Smooth::Normal(_) => Normal::SUPPORT,
            Smooth::LogNormal(_) => LogNormal::SUPPORT,
            Smooth::Triangular(triangular) => triangular.support(),
            Smooth::Beta(beta) => beta.support(),
            Smooth::Myerson(myerson) => myerson.support(),
            Smooth::Metalog(_) => Metalog::SUPPORT,
        }
    }

    pub(super) fn mean(&self) -> f64 {
        each!(self, family => family.mean())
    }

    pub(super) fn cdf(&self, x: f64) -> f64 {
        each!(self, family => family.cdf(x))
    }

    /// P(X > x), to full relative accuracy also where it is small.
    pub(super) fn survival(&self, x: f64) -> f64 {
        each!(self, family => family.survival(x))
    }

    pub(super) fn density(&self, x: f64) -> f64 {
        each!(self, family => family.density(x))
    }

    /// x with P(X <= x) = p
    pub(super) fn quantile(&self, p: f64) -> f64 {
        each!(self, family => family.quantile(p))
    }

    /// x with P(X > x) = q, to full relative accuracy also where q is small.
    pub(super) fn quantile_upper(&self, q: f64) -> f64 {
        each!(self, family => family.quantile_upper(q))
    }
}

/// The least share of the probability up to the farther cut that must be left: differences of smaller ones keep too few
/// digits.
const LEAST: f64 = 1e-9;

/// A smooth distribution between two cuts.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Truncated {
    base: Smooth,
    min: f64,
    max: f64,
    /// Whether probabilities are counted from the upper end, where the mass lies and 1 - p would lose its digits.
    from_above: bool,
    /// Probability of the base on the outer side of the cut that is counted from.
    offset: f64,
    /// Probability of the base between the cuts.
    mass: f64,
}

impl Truncated {
    /// `None` when no probability is left, or so little beside what is cut off that its quantiles would be noise.
    pub(super) fn new(base: Smooth, min: f64, max: f64) -> Option<Self> {
        let (low, high) = base.support();
        let (min, max) = (min.max(low), max.min(high));
        if min >= max {
            return None;
        }
        let from_above = base.cdf(min) > 0.5;
        let (offset, end) =
            if from_above { (base.survival(max), base.survival(min)) } else { (base.cdf(min), base.cdf(max)) };
        let mass = end - offset;
        (mass > LEAST * end).then_some(Self { base, min, max, from_above, offset, mass })
    }

    pub(super) fn further(&self, min: f64, max: f64) -> Option<Self> {
        Self::new(self.base.clone(), min.max(self.min), max.min(self.max))
    }

    pub(super) fn mass(&self) -> f64 {
        self.mass
    }

    pub(super) fn support(&self) -> (f64, f64) {
        (self.min, self.max)
    }

    pub(super) fn cdf(&self, x: f64) -> f64 {
        if x <= self.min {
            0.0
        } else if x >= self.max {
            1.0
        } else if self.from_above {
            (1.0 - (self.base.survival(x) - self.offset) / self.mass).clamp(0.0, 1.0)
        } else {
            ((self.base.cdf(x) - self.offset) / self.mass).clamp(0.0, 1.0)
        }
    }

    pub(super) fn density(&self, x: f64) -> f64 {
        if x < self.min || x > self.max { 0.0 } else { self.base.density(x) / self.mass }
    }

    pub(super) fn quantile(&self, u: f64) -> f64 {
        let x = if self.from_above {
            self.base.quantile_upper(self.offset + (1.0 - u) * self.mass)
        } else {
            self.base.quantile(self.offset + u * self.mass)
        };
        x.clamp(self.min, self.max)
    }
}
