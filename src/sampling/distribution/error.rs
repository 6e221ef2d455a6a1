//! What can be wrong with a distribution's parameters.

use std::fmt;

use crate::words::{Words, words};

/// Why a distribution is refused. The text is fit to show to the author of a scenario.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum DistributionError {
    /// A parameter is NaN or infinite.
    NotFinite {
        /// The parameter.
        name: &'static str,
        /// Its value.
        value: f64,
    },
    /// A parameter is too large in magnitude to be meant.
    TooLarge {
        /// The parameter.
        name: &'static str,
        /// Its value.
        value: f64,
        /// The largest magnitude allowed.
        limit: f64,
    },
    /// A parameter must be above 0 and is not.
    NotPositive {
        /// The parameter.
        name: &'static str,
        /// Its value.
        value: f64,
    },
    /// Two parameters are in the wrong order.
    Crossed {
        /// The parameter that must be the smaller one.
        lower_name: &'static str,
        /// Its value.
        lower: f64,
        /// The parameter that must be the larger one.
        upper_name: &'static str,
        /// Its value.
        upper: f64,
    },
    /// Nothing is uncertain.
    NoWidth {
        /// The lower parameter.
        lower_name: &'static str,
        /// The upper parameter.
        upper_name: &'static str,
        /// The value of both.
        value: f64,
    },
    /// The mode lies outside the ends.
    ModeOutside {
        /// Lower end.
        min: f64,
        /// Most likely value.
        mode: f64,
        /// Upper end.
        max: f64,
    },
    /// A shape of a Beta distribution for which its inverse is not known to be accurate.
    ShapeOutside {
        /// The parameter.
        name: &'static str,
        /// Its value.
        value: f64,
        /// Smallest value allowed.
        min: f64,
        /// Largest value allowed.
        max: f64,
    },
    /// The higher percentile of a lognormal is too far from the lower.
    RatioTooLarge {
        /// What the two are called.
        names: [&'static str; 2],
        /// The lower percentile.
        low: f64,
        /// The higher one.
        high: f64,
        /// Largest ratio allowed.
        limit: f64,
    },
    /// A list is empty.
    TooFew {
        /// The list.
        name: &'static str,
        /// What it needs.
        needed: Words,
    },
    /// There are not as many weights as values.
    LengthsDiffer {
        /// Number of values.
        values: usize,
        /// Number of weights.
        weights: usize,
    },
    /// A weight is negative or not finite.
    BadWeight {
        /// Position in the list, from 1.
        position: usize,
        /// The weight.
        weight: f64,
        /// Largest weight allowed.
        limit: f64,
    },
    /// All weights are 0.
    NoWeight,
    /// A value occurs twice.
    RepeatedValue {
        /// The value.
        value: f64,
    },
    /// A probability outside [0, 1].
    ProbabilityOutside {
        /// The probability.
        p: f64,
    },
    /// The list of quantiles does not reach from 0 to 1.
    EndsMissing {
        /// First probability.
        first: f64,
        /// Last probability.
        last: f64,
    },
    /// The probabilities of quantiles do not increase.
    ProbabilitiesNotIncreasing {
        /// A probability.
        before: f64,
        /// The next one.
        after: f64,
    },
    /// Quantiles decrease.
    QuantilesDecreasing {
        /// The lower probability.
        p_before: f64,
        /// Its quantile.
        before: f64,
        /// The higher probability.
        p: f64,
        /// Its quantile.
        x: f64,
    },
    /// More percentiles than a smooth distribution is led through.
    TooManyPercentiles {
        /// How many are given.
        given: usize,
        /// How many are allowed.
        limit: usize,
    },
    /// Two percentiles are the same number.
    PercentilesEqual {
        /// The lower probability.
        p_before: f64,
        /// The higher one.
        p: f64,
        /// The percentile of both.
        x: f64,
    },
    /// A percentile that is an end, of a distribution that has none.
    EndGiven {
        /// Its probability.
        p: f64,
    },
    /// The middle one of three percentiles lies too near to one of the others.
    TooLopsided {
        /// The lower one.
        lower: f64,
        /// The median.
        median: f64,
        /// The upper one.
        upper: f64,
    },
    /// No distribution of the family runs through the percentiles.
    NoDistribution {
        /// A probability at which its quantiles would fall.
        p: f64,
    },
    /// A number that must be whole and is not.
    NotInteger {
        /// The number.
        value: f64,
    },
    /// More whole numbers than a distribution takes.
    TooManyIntegers {
        /// How many there are.
        given: f64,
        /// How many are allowed.
        limit: usize,
    },
    /// A probability that can lie outside [0, 1].
    ChanceOutside {
        /// The least that it can be.
        low: f64,
        /// The most.
        high: f64,
    },
    /// A chance within less than a month.
    MonthsBelowOne {
        /// The number of months.
        months: f64,
    },
    /// Truncation leaves nothing.
    NoMassLeft {
        /// Lower bound of the truncation; minus infinity when not given.
        min: f64,
        /// Upper bound of the truncation; infinity when not given.
        max: f64,
        /// Lower end of the distribution.
        support_min: f64,
        /// Upper end of the distribution.
        support_max: f64,
    },
}

impl DistributionError {
    /// What is wrong, in words.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::NotFinite { name, value } => words!("{name} is {value}, but must be a finite number", name, value),
            Self::TooLarge { name, value, limit } => words!(
                "{name} is {value}, but must lie between -{limit} and {limit}",
                name,
                value = format!("{value:e}"),
                limit = format!("{limit:e}")
            ),
            Self::NotPositive { name, value } => words!("{name} is {value}, but must be greater than 0", name, value),
            Self::Crossed { lower_name, lower, upper_name, upper } => words!(
                "{lower_name} is {lower} and {upper_name} is {upper}, but {lower_name} must be less than {upper_name}",
                lower_name,
                lower,
                upper_name,
                upper
            ),
            Self::NoWidth { lower_name, upper_name, value } => words!(
                "{lower_name} and {upper_name} are both {value}; write the constant {value} instead of a distribution",
                lower_name,
                upper_name,
                value
            ),
            Self::ModeOutside { min, mode, max } => {
                words!("mode is {mode}, but must lie between min, {min}, and max, {max}", mode, min, max)
            }
            Self::ShapeOutside { name, value, min, max } => {
                words!("{name} is {value}, but must lie between {min} and {max}", name, value, min, max)
            }
            Self::RatioTooLarge { names, low, high, limit } => words!(
                "{upper_name}, {upper}, is more than {limit} times {lower_name}, {lower}",
                upper_name = names[1],
                upper = format!("{high:?}"),
                limit = format!("{limit:e}"),
                lower_name = names[0],
                lower = format!("{low:?}")
            ),
            Self::TooFew { name, needed } => {
                words!("{name} has too few entries; it needs at least {needed}", name, needed)
            }
            Self::LengthsDiffer { values, weights } => {
                words!("there are {values} values but {weights} weights; each value needs one weight", values, weights)
            }
            Self::BadWeight { position, weight, limit } => words!(
                "weight number {position} is {weight}, but must be 0 or more, and at most {limit}",
                position,
                weight,
                limit = format!("{limit:e}")
            ),
            Self::NoWeight => words!("the weights sum to 0, but at least one must be greater than 0"),
            Self::RepeatedValue { value } => {
                words!("the value {value} is given twice; give it once, with the sum of its weights", value)
            }
            Self::ProbabilityOutside { p } => words!("the probability {p} of a quantile lies outside [0, 1]", p),
            Self::EndsMissing { first, last } => words!(
                "the quantiles reach from probability {first} to {last}, but must begin at 0 (p0) and end at 1 (p100)",
                first,
                last
            ),
            Self::ProbabilitiesNotIncreasing { before, after } => {
                words!("the probabilities of the quantiles must increase, but {after} follows {before}", after, before)
            }
            Self::QuantilesDecreasing { p_before, before, p, x } => words!(
                "the quantile at probability {p} is {x}, less than {before} at the lower probability {p_before}",
                p,
                x,
                before,
                p_before
            ),
            Self::TooManyPercentiles { given, limit } => {
                words!("there are {given} percentiles; at most {limit} are allowed", given, limit)
            }
            Self::PercentilesEqual { p_before, p, x } => words!(
                "p{before} and p{percent} are both {x}, but percentiles must rise; in `quantiles` two may be equal",
                before = 100.0 * p_before,
                percent = 100.0 * p,
                x
            ),
            Self::EndGiven { p } => words!(
                "p{percent} is an end, and `percentiles` have none: leave it out and cut off by `min` and `max`, or write `quantiles`",
                percent = 100.0 * p
            ),
            Self::TooLopsided { lower, median, upper } => words!(
                "the median {median} lies too near to one of {lower} and {upper}: no smooth distribution runs through all three",
                median,
                lower,
                upper
            ),
            Self::NoDistribution { p } => words!(
                "no smooth distribution runs through these percentiles: it would fall near p{percent}; leave some out, or write `quantiles` with p0 and p100",
                percent = (1e3 * p).round() / 10.0
            ),
            Self::NotInteger { value } => words!("{value} is not a whole number", value),
            Self::TooManyIntegers { given, limit } => {
                words!("there are {given} whole numbers; at most {limit} are allowed", given, limit)
            }
            Self::ChanceOutside { low, high } => {
                words!("a probability reaches from {low} to {high}, but must lie between 0 and 1", low, high)
            }
            Self::MonthsBelowOne { months } => words!("months is {months}, but must be at least 1", months),
            Self::NoMassLeft { min, max, support_min, support_max } => words!(
                "next to no probability is left between {min} and {max}: the distribution lies between {support_min} and {support_max}",
                min,
                max,
                support_min,
                support_max
            ),
        }
    }
}

impl fmt::Display for DistributionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words())
    }
}

impl std::error::Error for DistributionError {}

/// The largest magnitude of a parameter: far beyond every unit in use, and small enough that nothing computed from
/// parameters overflows.
pub(super) const LARGEST: f64 = 1e100;

/// `value` if it is finite and of sane size.
pub(super) fn finite(name: &'static str, value: f64) -> Result<f64, DistributionError> {
    if !value.is_finite() {
        return Err(DistributionError::NotFinite { name, value });
    }
    if value.abs() > LARGEST {
        return Err(DistributionError::TooLarge { name, value, limit: LARGEST });
    }
    Ok(value)
}

/// `value` if it is finite, of sane size and above 0.
pub(super) fn positive(name: &'static str, value: f64) -> Result<f64, DistributionError> {
    if finite(name, value)? > 0.0 { Ok(value) } else { Err(DistributionError::NotPositive { name, value }) }
}

/// Refuses bounds that are not finite, crossed or equal.
pub(super) fn increasing(
    lower_name: &'static str,
    lower: f64,
    upper_name: &'static str,
    upper: f64,
) -> Result<(), DistributionError> {
    finite(lower_name, lower)?;
    finite(upper_name, upper)?;
    if lower == upper {
        return Err(DistributionError::NoWidth { lower_name, upper_name, value: lower });
    }
    if lower > upper {
        return Err(DistributionError::Crossed { lower_name, lower, upper_name, upper });
    }
    Ok(())
}

/// Refuses weights that are negative, not finite, or all 0; returns their sum.
pub(super) fn check_weights(weights: impl Iterator<Item = f64>) -> Result<f64, DistributionError> {
    let mut sum = 0.0;
    for (index, weight) in weights.enumerate() {
        if !(0.0..=LARGEST).contains(&weight) {
            return Err(DistributionError::BadWeight { position: index + 1, weight, limit: LARGEST });
        }
        sum += weight;
    }
    if sum > 0.0 { Ok(sum) } else { Err(DistributionError::NoWeight) }
}
