//! What a trial counts for.

use super::{FIXED, rounded};

/// Units of a weight of 1: weights are multiples of 2^-40.
pub const UNITS: f64 = FIXED;

/// The most trials that can be weighed: their units together stay below 2^64.
pub const MAX_WEIGHED: u64 = (1 << 24) - 1;

/// What a trial counts for. Where there is neither evidence nor a forecast every trial counts as one; else it weighs as much
/// as what happened was likely in it, times what forecasts make of it, in [0, 1], in units of 2^-40.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weight {
    units: u64,
    /// The same as a number.
    value: f64,
}

impl Weight {
    /// Of a trial in a run without evidence and forecasts.
    pub const ONE: Self = Self { units: 1, value: 1.0 };

    /// A weight in [0, 1], rounded to a multiple of 2^-40.
    #[must_use]
    pub fn of(weight: f64) -> Self {
        Self::of_units(rounded(weight.clamp(0.0, 1.0) * UNITS) as u64)
    }

    /// So many multiples of 2^-40.
    pub(in crate::engine) fn of_units(units: u64) -> Self {
        Self { units, value: units as f64 / UNITS }
    }

    /// The weight multiplied by a factor in [0, 1]; that of a trial in a run without evidence counts as 1.
    pub(in crate::engine) fn scaled(self, factor: f64) -> Self {
        Self::of(self.value * factor)
    }

    /// The weight as a number, in [0, 1].
    #[must_use]
    pub fn value(self) -> f64 {
        self.value
    }

    /// Units that are counted.
    pub(in crate::engine) fn units(self) -> u128 {
        u128::from(self.units)
    }

    /// Units that are counted in bins.
    pub(in crate::engine) fn in_bins(self) -> u64 {
        self.units
    }

    /// A number times the weight.
    pub(in crate::engine) fn times(self, x: f64) -> f64 {
        self.value * x
    }

    /// A number times the square of the weight, once in units, so that little weights keep their digits.
    pub(in crate::engine) fn squared(self, x: f64) -> f64 {
        self.units as f64 * self.value * x
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A trial that counts as one leaves every number as it is; a weight of 1/4 has 2^38 units.
    #[test]
    fn weights_are_multiples_of_a_unit() {
        for x in [0.1, -7.3, 1e13, 0.0] {
            assert_eq!((Weight::ONE.times(x), Weight::ONE.squared(x)), (x, x));
        }
        let quarter = Weight::of(0.25);
        assert_eq!((quarter.in_bins(), quarter.value()), (1 << 38, 0.25));
        assert_eq!((quarter.times(3.0), quarter.squared(3.0)), (0.75, 3.0 * 0.0625 * UNITS));
        assert_eq!(Weight::of(1e-13).in_bins(), 0);
        assert_eq!(Weight::of(1.0).in_bins(), 1 << 40);
        assert!(u128::from(MAX_WEIGHED) << 40 < 1 << 64);
    }
}
