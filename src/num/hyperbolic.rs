//! tanh and the logistic function with its inverse.

use super::exp::{exp, exp_m1};
use super::ln::{ln, ln_1p};

/// Hyperbolic tangent. Error below 3 ulp.
#[inline(always)]
#[must_use]
pub fn tanh(x: f64) -> f64 {
    let size = x.abs();
    let t = exp_m1(-2.0 * size);
    let y = -t / (t + 2.0);
    let y = if x < 0.0 { -y } else { y };
    if x == 0.0 { x } else { y }
}

/// 1/(1 + e^-x). Error below 3 ulp, also where the result is tiny.
#[inline(always)]
#[must_use]
pub fn logistic(x: f64) -> f64 {
    let (numerator, denominator) = logistic_parts(x);
    numerator / denominator
}

/// 1/(1 + e^-x) as a numerator and a denominator in [1, 2], for who divides several at once.
#[inline(always)]
#[must_use]
pub fn logistic_parts(x: f64) -> (f64, f64) {
    let e = exp(-x.abs());
    (if x < 0.0 { e } else { 1.0 }, 1.0 + e)
}

/// ln(p/(1 - p)), the inverse of [`logistic`]. Error below 3 ulp. Infinite at 0 and 1, NaN outside [0, 1].
#[inline(always)]
#[must_use]
pub fn logit(p: f64) -> f64 {
    let q = 1.0 - p;
    // near 1/2 the odds are near 1, and their distance from 1 is known exactly
    let near = ln_1p((p - 0.5) * 2.0 / q);
    let far = ln(p / q);
    if p > 0.25 && p < 0.75 { near } else { far }
}
