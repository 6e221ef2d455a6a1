//! The sine.

/// Chebyshev fit of (sin(x)/x - 1)/x^2 in x^2 for |x| <= pi/2.
const S: [f64; 10] = [
    -0.166_666_666_666_666_66,
    0.008_333_333_333_333_333,
    -0.000_198_412_698_412_698_4,
    2.755_731_922_398_586e-6,
    -2.505_210_838_543_275e-8,
    1.605_904_383_546_435_5e-10,
    -7.647_163_606_726_032e-13,
    2.811_450_115_851_660_5e-15,
    -8.218_171_611_479_702e-18,
    1.910_127_732_999_214_2e-20,
];

/// sin x for |x| <= pi/2; NaN outside. Error below 2 ulp.
#[must_use]
pub fn sin(x: f64) -> f64 {
    if x.is_nan() || x.abs() > std::f64::consts::FRAC_PI_2 {
        return f64::NAN;
    }
    if x == 0.0 {
        return x;
    }
    let z = x * x;
    x + x * (z * S.iter().rev().fold(0.0, |sum, &term| sum * z + term))
}
