//! Probability distributions, sampled by inverting the cumulative distribution function at one uniform number.

/// PLACEHOLDER (helper B)
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution;
