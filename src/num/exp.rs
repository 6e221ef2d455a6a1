//! The exponential function: Cody and Waite's reduction and a polynomial.

use super::round::{power_of_2, round_to_even};

/// 1/ln 2
const INV_LN_2: f64 = std::f64::consts::LOG2_E;
/// The leading 42 bits of ln 2: products with whole numbers below 2^11 are exact.
pub(super) const LN_2_HIGH: f64 = 0.693_147_180_559_890_3;
/// ln 2 - `LN_2_HIGH`
pub(super) const LN_2_LOW: f64 = 5.497_923_018_708_371e-14;

/// Above it e^x overflows, below it e^x is less than half the smallest number.
const LIMITS: (f64, f64) = (-746.0, 710.0);

/// Chebyshev fit of (e^r - 1 - r)/r^2 for |r| <= ln(2)/2; it adds at most 2.4e-19 to the relative error of e^r.
const P: [f64; 11] = [
    0.5,
    0.166_666_666_666_666_7,
    0.041_666_666_666_666_67,
    0.008_333_333_333_326_141,
    0.001_388_888_888_888_375_2,
    0.000_198_412_698_748_006_83,
    2.480_158_732_553_350_2e-5,
    2.755_725_542_550_29e-6,
    2.755_727_366_117_472_6e-7,
    2.510_520_647_533_483_4e-8,
    2.091_467_944_897_855e-9,
];

/// x = k ln 2 + r with whole k and p = e^r - 1.
#[derive(Clone, Copy)]
struct Reduced {
    k: f64,
    p: f64,
}

/// Reduces high + low; `low` is a small correction, 0 for a plain argument.
#[inline(always)]
fn reduce(high: f64, low: f64) -> Reduced {
    let k = round_to_even(high * INV_LN_2);
    let a = high - k * LN_2_HIGH;
    let b = low - k * LN_2_LOW;
    let r = a + b;
    let correction = (a - r) + b;
    let r2 = r * r;
    let r4 = r2 * r2;
    let low_terms = (P[0] + P[1] * r) + r2 * (P[2] + P[3] * r);
    let middle_terms = (P[4] + P[5] * r) + r2 * (P[6] + P[7] * r);
    let high_terms = (P[8] + P[9] * r) + r2 * P[10];
    let tail = low_terms + r4 * (middle_terms + r4 * high_terms);
    Reduced { k, p: r + (correction + r2 * tail) }
}

/// `x` inside the limits; NaN stays NaN.
#[inline(always)]
fn clamped(x: f64) -> f64 {
    let x = if x > LIMITS.1 { LIMITS.1 } else { x };
    if x < LIMITS.0 { LIMITS.0 } else { x }
}

/// e^x. Error below 1 ulp (0.91 at the most in tests), results below 2^-1022 included.
///
/// Straight-line code without branches or tables, so that loops over it become vector code; the same bits
/// on every machine.
#[inline(always)]
#[must_use]
pub fn exp(x: f64) -> f64 {
    exp_sum(x, 0.0)
}

/// e^(high + low) where |low| is a small fraction of high's last digit or so.
#[inline(always)]
pub(super) fn exp_sum(high: f64, low: f64) -> f64 {
    let Reduced { k, p } = reduce(clamped(high), low);
    // two steps, so that neither factor overflows and a result below 2^-1022 is rounded only once
    let half = round_to_even(0.5 * k);
    (1.0 + p) * power_of_2(half) * power_of_2(k - half)
}

/// e^x - 1, accurate near 0 too. Error below 2 ulp.
#[inline(always)]
#[must_use]
pub fn exp_m1(x: f64) -> f64 {
    let Reduced { k, p } = reduce(clamped(x), 0.0);
    let half = round_to_even(0.5 * k);
    let (first, second) = (power_of_2(half), power_of_2(k - half));
    let inverse_second = power_of_2(half - k);
    let y = (p * first + (first - inverse_second)) * second;
    if x == 0.0 { x } else { y }
}
