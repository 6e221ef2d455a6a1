//! Natural logarithms: the mantissa's through the inverse hyperbolic tangent, as in the C library of Sun (1993).

use super::exp::{LN_2_HIGH, LN_2_LOW};
use super::round::split;

/// Chebyshev fit of (2 artanh(s)/s - 2)/s^2 in s^2, |s| <= (sqrt 2 - 1)/(sqrt 2 + 1); it adds at most 3.1e-20 to the
/// relative error.
const R: [f64; 8] = [
    0.666_666_666_666_666_6,
    0.400_000_000_000_008_8,
    0.285_714_285_708_036_03,
    0.222_222_223_917_155_68,
    0.181_817_956_399_565_38,
    0.153_862_397_124_076,
    0.132_687_728_817_492_88,
    0.130_866_288_345_558_27,
];

/// ln(1 + f) + k ln 2 + correction for 1 + f between sqrt(1/2) and sqrt(2).
#[inline(always)]
fn assemble(f: f64, k: f64, correction: f64) -> f64 {
    let s = f / (2.0 + f);
    let z = s * s;
    let z2 = z * z;
    let low_terms = (R[0] + R[1] * z) + z2 * (R[2] + R[3] * z);
    let high_terms = (R[4] + R[5] * z) + z2 * (R[6] + R[7] * z);
    let r = z * (low_terms + z2 * z2 * high_terms);
    // ln(1 + f) = f - f^2/2 + s (f^2/2 + r): only small terms are rounded before f is added
    let half_square = 0.5 * f * f;
    let small = s * (half_square + r) + (k * LN_2_LOW + correction);
    k * LN_2_HIGH - ((half_square - small) - f)
}

/// What a logarithm of `argument` is outside the positive finite numbers, and `y` inside.
#[inline(always)]
fn outside(argument: f64, y: f64) -> f64 {
    let y = if argument == f64::INFINITY { argument } else { y };
    let y = if argument == 0.0 { f64::NEG_INFINITY } else { y };
    if argument >= 0.0 { y } else { f64::NAN }
}

/// Natural logarithm. Error below 1 ulp. Minus infinity at 0, NaN below.
///
/// Straight-line code without branches or tables, so that loops over it become vector code; the same bits
/// on every machine.
#[inline(always)]
#[must_use]
pub fn ln(x: f64) -> f64 {
    let (m, k) = split(x);
    outside(x, assemble(m - 1.0, k, 0.0))
}

/// ln(1 + x), accurate near 0 too. Error below 2 ulp. Minus infinity at -1, NaN below.
#[inline(always)]
#[must_use]
pub fn ln_1p(x: f64) -> f64 {
    let u = 1.0 + x;
    let (m, k) = split(u);
    // what the sum 1 + x lost
    let lost = if x < 1.0 { x - (u - 1.0) } else { 1.0 - (u - x) };
    let near = k == 0.0;
    let f = if near { x } else { m - 1.0 };
    let correction = if near { 0.0 } else { lost / u };
    let y = outside(u, assemble(f, k, correction));
    if x == 0.0 { x } else { y }
}
