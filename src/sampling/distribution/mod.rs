//! Probability distributions, sampled by inverting the cumulative distribution function at one uniform number.

mod beta;
mod beta_table;
mod discrete;
mod error;
mod lognormal;
mod metalog;
mod mixture;
mod myerson;
mod normal;
mod quantiles;
#[cfg(test)]
mod tests;
mod triangular;
mod truncated;
mod uniform;
mod within;

pub use error::DistributionError;

use beta::Beta;
use discrete::Discrete;
use error::finite;
use lognormal::LogNormal;
use metalog::Metalog;
use mixture::Mixture;
use myerson::Myerson;
use normal::{Normal, Z90, Z95};
use quantiles::Quantiles;
use triangular::Triangular;
use truncated::{Smooth, Truncated};
use uniform::Uniform;
use within::Within;

use super::stream::open_unit;
use crate::words::words;

/// What is believed about an uncertain number: valid by construction, sampled by inversion.
///
/// It can be drawn with any generator of the `rand` crate, one number of 64 bits a draw:
///
/// ```
/// use armistice::sampling::Distribution;
/// use rand::{RngExt, SeedableRng};
///
/// let reliability = Distribution::beta(5.0, 4.0)?;
/// let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(1);
/// let drawn: f64 = rng.sample(&reliability);
/// assert!(drawn > 0.0 && drawn < 1.0);
/// # Ok::<(), armistice::sampling::DistributionError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution {
    family: Family,
}

#[derive(Clone, Debug, PartialEq)]
enum Family {
    Uniform(Uniform),
    Smooth(Smooth),
    Truncated(Truncated),
    Discrete(Discrete),
    Quantiles(Quantiles),
    Mixture(Mixture),
    Within(Within),
}

impl From<Family> for Distribution {
    fn from(family: Family) -> Self {
        Self { family }
    }
}

impl From<Smooth> for Distribution {
    fn from(smooth: Smooth) -> Self {
        Family::Smooth(smooth).into()
    }
}

impl rand::distr::Distribution<f64> for Distribution {
    fn sample<R: rand::Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        self.quantile(open_unit(rng.next_u64()))
    }
}

/// Constructors. Every parameter must be finite and at most 1e100 in magnitude.
impl Distribution {
    /// Every value between `min` and `max` alike.
    ///
    /// # Errors
    ///
    /// When `min` is not less than `max`.
    pub fn uniform(min: f64, max: f64) -> Result<Self, DistributionError> {
        Ok(Family::Uniform(Uniform::new(min, max)?).into())
    }

    /// Normal distribution with that mean and standard deviation.
    ///
    /// # Errors
    ///
    /// When `sd` is not greater than 0.
    pub fn normal(mean: f64, sd: f64) -> Result<Self, DistributionError> {
        Ok(Smooth::Normal(Normal::new(mean, sd)?).into())
    }

    /// Normal distribution with those 5th and 95th percentiles.
    ///
    /// # Errors
    ///
    /// When `p5` is not less than `p95`.
    pub fn normal90(p5: f64, p95: f64) -> Result<Self, DistributionError> {
        Ok(Smooth::Normal(Normal::between(["p5", "p95"], [p5, p95], Z95)?).into())
    }

    /// Normal distribution with those 10th and 90th percentiles.
    ///
    /// # Errors
    ///
    /// When `p10` is not less than `p90`.
    pub fn normal80(p10: f64, p90: f64) -> Result<Self, DistributionError> {
        Ok(Smooth::Normal(Normal::between(["p10", "p90"], [p10, p90], Z90)?).into())
    }

    /// Lognormal distribution with those 5th and 95th percentiles.
    ///
    /// # Errors
    ///
    /// When `p5` is not greater than 0 or not less than `p95`, or the percentiles lie more than a factor 1e18 apart.
    pub fn lognormal90(p5: f64, p95: f64) -> Result<Self, DistributionError> {
        Ok(Smooth::LogNormal(LogNormal::between(["p5", "p95"], [p5, p95], Z95)?).into())
    }

    /// Lognormal distribution with those 10th and 90th percentiles.
    ///
    /// # Errors
    ///
    /// When `p10` is not greater than 0 or not less than `p90`, or the percentiles lie more than a factor 1e18 apart.
    pub fn lognormal80(p10: f64, p90: f64) -> Result<Self, DistributionError> {
        Ok(Smooth::LogNormal(LogNormal::between(["p10", "p90"], [p10, p90], Z90)?).into())
    }

    /// A smooth distribution without ends through three percentiles or more, as (probability, quantile): through the median
    /// and two that lie symmetrically about it a generalised log-normal one (Myerson 2005), through any others a metalog
    /// (Keelin 2016) of as many terms.
    ///
    /// # Errors
    ///
    /// When there are fewer than three or more than ten, probabilities are not strictly between 0 and 1 or not ascending,
    /// quantiles do not ascend, or no such distribution runs through them.
    pub fn percentiles(points: &[(f64, f64)]) -> Result<Self, DistributionError> {
        if points.len() < Self::FEWEST_PERCENTILES {
            return Err(DistributionError::TooFew { name: "percentiles", needed: words!("three of them") });
        }
        if points.len() > Self::MOST_PERCENTILES {
            return Err(DistributionError::TooManyPercentiles { given: points.len(), limit: Self::MOST_PERCENTILES });
        }
        if let Some(&(p, _)) = points.iter().find(|(p, _)| !(*p > 0.0 && *p < 1.0)) {
            return Err(DistributionError::EndGiven { p });
        }
        for pair in points.windows(2) {
            let [(before, x_before), (after, x_after)] = [pair[0], pair[1]];
            if after <= before {
                return Err(DistributionError::ProbabilitiesNotIncreasing { before, after });
            }
            if x_after == x_before {
                return Err(DistributionError::PercentilesEqual { p_before: before, p: after, x: x_after });
            }
            if !(x_after > x_before) {
                return Err(DistributionError::QuantilesDecreasing {
                    p_before: before,
                    before: x_before,
                    p: after,
                    x: x_after,
                });
            }
        }
        if let &[(low, lower), (0.5, median), (high, upper)] = points
            && (low + high - 1.0).abs() < 1e-12
        {
            return Ok(Smooth::Myerson(Myerson::new(low, [lower, median, upper])?).into());
        }
        Ok(Smooth::Metalog(Metalog::new(points)?).into())
    }

    /// The fewest points of [`Self::percentiles`].
    pub const FEWEST_PERCENTILES: usize = 3;

    /// The most points of [`Self::percentiles`]: with more, the terms of a metalog are too much alike for its equations to be
    /// solved well.
    pub const MOST_PERCENTILES: usize = 10;

    /// Every whole number from `min` to `max` alike; the central one is the middle, the lower of two.
    ///
    /// # Errors
    ///
    /// When an end is not whole, `min` is not less than `max`, or there are more than [`Self::MOST_INTEGERS`].
    pub fn uniform_int(min: f64, max: f64) -> Result<Self, DistributionError> {
        error::increasing("min", min, "max", max)?;
        if let Some(value) = [min, max].into_iter().find(|end| end.fract() != 0.0) {
            return Err(DistributionError::NotInteger { value });
        }
        let between = max - min;
        if between >= Self::MOST_INTEGERS as f64 {
            return Err(DistributionError::TooManyIntegers { given: between + 1.0, limit: Self::MOST_INTEGERS });
        }
        let count = between as usize + 1;
        // The first of equals is the central value.
        let middle = (count - 1) / 2;
        let order = std::iter::once(middle).chain((0..count).filter(|&place| place != middle));
        let values: Vec<f64> = order.map(|place| min + place as f64).collect();
        Self::discrete(values, vec![1.0; count])
    }

    /// The most whole numbers of [`Self::uniform_int`].
    pub const MOST_INTEGERS: usize = 2_000;

    /// The probability in each month, where this is the one within so many, each month being like the next:
    /// 1 - (1 - p)^(1/months).
    ///
    /// # Errors
    ///
    /// When the distribution reaches beyond [0, 1], or `months` is not at least 1.
    pub fn within(self, months: f64) -> Result<Self, DistributionError> {
        let (low, high) = self.support();
        if low < 0.0 || high > 1.0 {
            return Err(DistributionError::ChanceOutside { low, high });
        }
        if !(finite("months", months)? >= 1.0) {
            return Err(DistributionError::MonthsBelowOne { months });
        }
        Ok(Family::Within(Within::new(self, months)).into())
    }

    /// Triangular distribution.
    ///
    /// # Errors
    ///
    /// When `min` is not less than `max` or `mode` lies outside them.
    pub fn triangular(min: f64, mode: f64, max: f64) -> Result<Self, DistributionError> {
        Ok(Smooth::Triangular(Triangular::new(min, mode, max)?).into())
    }

    /// PERT distribution: a Beta distribution between `min` and `max` with mean (min + 4 mode + max)/6.
    ///
    /// # Errors
    ///
    /// When `min` is not less than `max` or `mode` lies outside them.
    pub fn pert(min: f64, mode: f64, max: f64) -> Result<Self, DistributionError> {
        Ok(Smooth::Beta(Beta::pert(min, mode, max)?).into())
    }

    /// Beta distribution on [0, 1].
    ///
    /// # Errors
    ///
    /// When a shape lies outside [0.01, 1e5], the range over which the accuracy of the inverse is tested.
    pub fn beta(alpha: f64, beta: f64) -> Result<Self, DistributionError> {
        Ok(Smooth::Beta(Beta::new(alpha, beta)?).into())
    }

    /// One of shares that sum to one: the margin of a Dirichlet distribution, Beta with `alpha` and the sum of the others'
    /// `alpha`. Its central value is its mean.
    ///
    /// # Errors
    ///
    /// When either lies outside [0.01, 1e5].
    pub fn share(alpha: f64, others: f64) -> Result<Self, DistributionError> {
        Ok(Smooth::Beta(Beta::share(alpha, others)?).into())
    }

    /// Finitely many values, each with a probability in proportion to its weight. A value may be plus infinity.
    ///
    /// # Errors
    ///
    /// When the lists are empty or of different lengths, a value is given twice, a weight is negative, or all weights
    /// are 0.
    #[allow(clippy::needless_pass_by_value)] // like the other constructors that take lists
    pub fn discrete(values: Vec<f64>, weights: Vec<f64>) -> Result<Self, DistributionError> {
        Ok(Family::Discrete(Discrete::new(&values, &weights)?).into())
    }

    /// A cumulative distribution function in straight pieces through points (probability in [0, 1], quantile).
    ///
    /// Two equal quantiles give their value a probability of its own.
    ///
    /// # Errors
    ///
    /// When the probabilities do not increase from 0 to 1, quantiles decrease, or all quantiles are equal.
    pub fn quantiles(points: Vec<(f64, f64)>) -> Result<Self, DistributionError> {
        Ok(Family::Quantiles(Quantiles::new(points)?).into())
    }

    /// One of several distributions, each with a probability in proportion to its weight: (weight, distribution).
    ///
    /// # Errors
    ///
    /// When there are no parts, a weight is negative, or all weights are 0.
    pub fn mixture(parts: Vec<(f64, Distribution)>) -> Result<Self, DistributionError> {
        Ok(Family::Mixture(Mixture::new(parts)?).into())
    }

    /// The same distribution given that the number lies in [min, max]; `None` leaves that side as it is.
    ///
    /// # Errors
    ///
    /// When a bound is not finite, `min` is greater than `max`, or next to no probability is left between them.
    pub fn truncated(self, min: Option<f64>, max: Option<f64>) -> Result<Self, DistributionError> {
        let low = min.map_or(Ok(f64::NEG_INFINITY), |min| finite("min", min))?;
        let high = max.map_or(Ok(f64::INFINITY), |max| finite("max", max))?;
        if low > high {
            return Err(DistributionError::Crossed { lower_name: "min", lower: low, upper_name: "max", upper: high });
        }
        let (support_min, support_max) = self.support();
        if low <= support_min && high >= support_max {
            return Ok(self);
        }
        let left = self.cut(low, high).map(|cut| cut.0);
        left.ok_or(DistributionError::NoMassLeft { min: low, max: high, support_min, support_max })
    }

    /// What lies in [min, max], with the probability of lying there.
    fn cut(&self, min: f64, max: f64) -> Option<(Self, f64)> {
        match &self.family {
            Family::Uniform(uniform) => {
                let cut = uniform.truncated(min, max)?;
                let (low, high) = cut.support();
                Some((Family::Uniform(cut).into(), uniform.cdf(high) - uniform.cdf(low)))
            }
            Family::Smooth(smooth) => {
                let cut = Truncated::new(smooth.clone(), min, max)?;
                let mass = cut.mass();
                Some((Family::Truncated(cut).into(), mass))
            }
            Family::Truncated(truncated) => {
                let cut = truncated.further(min, max)?;
                let mass = cut.mass() / truncated.mass();
                Some((Family::Truncated(cut).into(), mass))
            }
            Family::Discrete(discrete) => {
                discrete.truncated(min, max).map(|(cut, mass)| (Family::Discrete(cut).into(), mass))
            }
            Family::Quantiles(quantiles) => {
                quantiles.truncated(min, max).map(|(cut, mass)| (Family::Quantiles(cut).into(), mass))
            }
            Family::Mixture(mixture) => {
                mixture.truncated(min, max).map(|(cut, mass)| (Family::Mixture(cut).into(), mass))
            }
            Family::Within(within) => within.truncated(min, max).map(|(cut, mass)| (Family::Within(cut).into(), mass)),
        }
    }
}

/// Properties.
impl Distribution {
    /// The smallest interval that holds every value that can be drawn; its ends may be infinite.
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        match &self.family {
            Family::Uniform(uniform) => uniform.support(),
            Family::Smooth(smooth) => smooth.support(),
            Family::Truncated(truncated) => truncated.support(),
            Family::Discrete(discrete) => discrete.support(),
            Family::Quantiles(quantiles) => quantiles.support(),
            Family::Mixture(mixture) => mixture.support(),
            Family::Within(within) => within.support(),
        }
    }

    /// The values of a discrete distribution that have a probability above 0, ascending; `None` for any other.
    #[must_use]
    pub fn values(&self) -> Option<&[f64]> {
        match &self.family {
            Family::Discrete(discrete) => Some(discrete.values()),
            _ => None,
        }
    }

    /// The values that have a probability of their own, as the cumulative probability before and behind each, ascending.
    #[must_use]
    pub fn ties(&self) -> Vec<(f64, f64)> {
        let below = |(value, mass): (f64, f64)| (self.cdf(value) - mass, self.cdf(value));
        match &self.family {
            Family::Discrete(discrete) => discrete.ties(),
            Family::Quantiles(quantiles) => quantiles.ties(),
            Family::Mixture(_) => self.atoms().into_iter().map(below).collect(),
            Family::Within(within) => within.ties(),
            Family::Uniform(_) | Family::Smooth(_) | Family::Truncated(_) => Vec::new(),
        }
    }

    /// The values that have a probability of their own, ascending, and that probability.
    fn atoms(&self) -> Vec<(f64, f64)> {
        match &self.family {
            Family::Mixture(mixture) => mixture.atoms(),
            _ => self.ties().into_iter().map(|(from, to)| (self.quantile(to), to - from)).collect(),
        }
    }

    /// The median; of a discrete distribution the most probable value, the first one in the author's list of equals.
    #[must_use]
    pub fn central(&self) -> f64 {
        match &self.family {
            Family::Discrete(discrete) => discrete.mode(),
            Family::Within(within) => within.central(),
            Family::Smooth(Smooth::Beta(beta)) => beta.central(),
            _ => self.quantile(0.5),
        }
    }

    /// The mean; `None` where it has no simple form (a truncated smooth distribution, a chance within some months).
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        match &self.family {
            Family::Uniform(uniform) => Some(uniform.mean()),
            Family::Smooth(smooth) => Some(smooth.mean()),
            Family::Truncated(_) | Family::Within(_) => None,
            Family::Discrete(discrete) => Some(discrete.mean()),
            Family::Quantiles(quantiles) => Some(quantiles.mean()),
            Family::Mixture(mixture) => mixture.mean(),
        }
    }

    /// The least x with P(X <= x) >= u: inside the support, never decreasing in u (but for
    /// rounding), and finite unless it is an infinite
    /// value of a discrete distribution. `u` is taken to be at least 2^-1022 and at most 1 - 2^-53.
    #[must_use]
    pub fn quantile(&self, u: f64) -> f64 {
        const BELOW_1: f64 = 1.0 - f64::EPSILON / 2.0;
        let u = if u > f64::MIN_POSITIVE { u.min(BELOW_1) } else { f64::MIN_POSITIVE };
        match &self.family {
            Family::Uniform(uniform) => uniform.quantile(u),
            Family::Smooth(smooth) => smooth.quantile(u),
            Family::Truncated(truncated) => truncated.quantile(u),
            Family::Discrete(discrete) => discrete.quantile(u),
            Family::Quantiles(quantiles) => quantiles.quantile(u),
            Family::Mixture(mixture) => mixture.quantile(u),
            Family::Within(within) => within.quantile(u),
        }
    }

    /// P(X <= x)
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        match &self.family {
            Family::Uniform(uniform) => uniform.cdf(x),
            Family::Smooth(smooth) => smooth.cdf(x),
            Family::Truncated(truncated) => truncated.cdf(x),
            Family::Discrete(discrete) => discrete.cdf(x),
            Family::Quantiles(quantiles) => quantiles.cdf(x),
            Family::Mixture(mixture) => mixture.cdf(x),
            Family::Within(within) => within.cdf(x),
        }
    }

    /// Probability density at x; `None` when some value has a probability of its own. Infinite at an end where a Beta
    /// distribution with a shape below 1 has its pole.
    #[must_use]
    pub fn density(&self, x: f64) -> Option<f64> {
        match &self.family {
            Family::Uniform(uniform) => Some(uniform.density(x)),
            Family::Smooth(smooth) => Some(smooth.density(x)),
            Family::Truncated(truncated) => Some(truncated.density(x)),
            Family::Discrete(_) => None,
            Family::Quantiles(quantiles) => quantiles.density(x),
            Family::Mixture(mixture) => mixture.density(x),
            Family::Within(within) => within.density(x),
        }
    }
}
