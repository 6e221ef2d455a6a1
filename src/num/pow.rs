//! Powers.

use super::double::Double;
use super::exp::exp_sum;
use super::round::split;

/// ln 2 in two parts of 53 bits.
const LN_2: Double = Double { high: std::f64::consts::LN_2, low: 2.319_046_813_846_299_6e-17 };
/// 2/3 in two parts.
const TWO_THIRDS: Double = Double { high: 2.0 / 3.0, low: 3.700_743_415_417_188e-17 };

/// Chebyshev fit of (2 artanh(s)/s - 2 - 2 s^2/3)/s^4 in s^2, |s| <= (sqrt 2 - 1)/(sqrt 2 + 1).
const T: [f64; 9] = [
    0.4,
    0.285_714_285_714_285_64,
    0.222_222_222_222_284_24,
    0.181_818_181_796_582_2,
    0.153_846_157_609_811_38,
    0.133_332_965_492_836_46,
    0.117_668_124_786_052_33,
    0.104_563_416_655_195_14,
    0.107_622_939_554_033_03,
];

/// ln x to about 2^-64 of its value, for finite x > 0.
fn ln_double(x: f64) -> Double {
    let (m, k) = split(x);
    let f = m - 1.0;
    let s = Double { high: f, low: 0.0 }.over(Double::fast_sum(2.0, f));
    let z = s.times(s);
    let tail = T.iter().rev().fold(0.0, |sum, &term| sum * z.high + term);
    let cubic = z.times(TWO_THIRDS);
    let rest = cubic.plus(Double { high: z.high * z.high * tail, low: 0.0 }).times(s);
    let twice = Double { high: 2.0 * s.high, low: 2.0 * s.low };
    let of_power = LN_2.times(Double { high: k, low: 0.0 });
    of_power.plus(twice.plus(rest))
}

/// x^y for x >= 0. Error below 1 ulp (2 ulp where the result is below 2^-1022).
///
/// x^0 and 1^y are 1, 0^y is 0 for y > 0 and infinite for y < 0; NaN for x < 0.
#[must_use]
pub fn pow(x: f64, y: f64) -> f64 {
    if y == 0.0 || x == 1.0 {
        return 1.0;
    }
    if x.is_nan() || y.is_nan() || x < 0.0 {
        return f64::NAN;
    }
    if x == 0.0 || x == f64::INFINITY {
        return if (x == 0.0) == (y > 0.0) { 0.0 } else { f64::INFINITY };
    }
    let ln = ln_double(x);
    let product = ln.high * y;
    if !(-800.0..=800.0).contains(&product) {
        return if product > 0.0 { f64::INFINITY } else { 0.0 };
    }
    let exact = Double::product(ln.high, y);
    exp_sum(exact.high, exact.low + ln.low * y)
}

/// x^n by repeated squaring: n = 0 gives 1. Relative error at most about n 2^-53.
#[must_use]
pub fn powi(x: f64, n: u32) -> f64 {
    let (mut base, mut left, mut y) = (x, n, 1.0);
    while left > 0 {
        if left & 1 == 1 {
            y *= base;
        }
        base *= base;
        left >>= 1;
    }
    y
}
