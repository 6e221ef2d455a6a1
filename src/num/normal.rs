//! The normal distribution function and its inverse.

use super::double::halves;
use super::exp::exp;
use super::ln::ln;

/// Chebyshev coefficients of (1 + 2x) exp(x^2) erfc(x) in (x - 3.75)/(x + 3.75), the variable of Shepherd and
/// Laframboise (1981), from 60-digit values; the next one is 1e-19.
const C: [f64; 28] = [
    1.177_578_934_567_401_7,
    -0.004_590_054_580_646_478,
    -0.084_249_133_366_517_92,
    0.059_209_939_998_191_89,
    -0.026_658_668_435_305_753,
    0.009_074_997_670_705_265,
    -0.002_413_163_540_417_608,
    0.000_490_775_836_525_808_6,
    -6.916_973_302_501_207e-5,
    4.139_027_985_973_01e-6,
    7.740_383_066_198_49e-7,
    -2.188_640_104_923_439_7e-7,
    1.076_499_946_567_091e-8,
    4.521_959_811_218_287e-9,
    -7.754_400_208_831_351e-10,
    -6.318_088_340_886_684e-11,
    2.868_795_010_930_67e-11,
    1.945_586_854_577_734_7e-13,
    -9.654_696_748_433_44e-13,
    3.252_548_148_148_74e-14,
    3.347_811_948_286_805_6e-14,
    -1.864_562_880_419_313e-15,
    -1.250_795_053_068_864_8e-15,
    7.418_235_256_624_044e-17,
    5.068_148_904_796_111e-17,
    -2.237_056_659_435_999_5e-18,
    -2.187_342_944_303_018e-18,
    2.676_632_739_925_874e-20,
];

/// exp(x^2) erfc(x) for x >= 0.
fn scaled_erfc(x: f64) -> f64 {
    let t = (x - 3.75) / (x + 3.75);
    let (mut b1, mut b2) = (0.0, 0.0);
    for &c in C[1..].iter().rev() {
        (b1, b2) = (2.0 * t * b1 - b2 + c, b1);
    }
    (t * b1 - b2 + C[0]) / (1.0 + 2.0 * x)
}

/// exp(-x^2), x >= 0, without the digits that x^2 loses to rounding.
fn exp_minus_square(x: f64) -> f64 {
    let (high, low) = halves(x);
    exp(-high * high) * exp(-low * (high + x))
}

/// Complementary error function. Relative error below 2e-15 wherever the result is above 2^-1022.
#[must_use]
pub fn erfc(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    let size = x.abs();
    let upper = if size > 28.0 { 0.0 } else { exp_minus_square(size) * scaled_erfc(size) };
    if x < 0.0 { 2.0 - upper } else { upper }
}

/// Standard normal cumulative distribution function. Relative error below 2e-15 wherever the result is above 2^-1022.
#[must_use]
pub fn normal_cdf(z: f64) -> f64 {
    if z.is_nan() {
        return z;
    }
    let size = z.abs();
    let lower = if size > 39.0 {
        0.0
    } else {
        // exp(-z^2/2): half the square is exact in halves of z
        let (high, low) = halves(size);
        let bell = exp(-0.5 * high * high) * exp(-0.5 * low * (high + size));
        0.5 * bell * scaled_erfc(size * std::f64::consts::FRAC_1_SQRT_2)
    };
    if z > 0.0 { 1.0 - lower } else { lower }
}

/// Numerator and denominator of a rational function, by ascending powers.
type Rational = ([f64; 8], [f64; 8]);

/// For |p - 1/2| <= 0.425 (Wichura 1988, AS 241, PPND16).
const CENTRE: Rational = (
    [
        3.387_132_872_796_366_5,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ],
    [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_854,
    ],
);

/// For the tails down to exp(-25) (AS 241).
const NEAR: Rational = (
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        0.022_723_844_989_269_184,
        0.000_774_545_014_278_341_4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        0.015_198_666_563_616_457,
        0.000_547_593_808_499_534_5,
        1.050_750_071_644_416_9e-9,
    ],
);

/// For the tails beyond (AS 241).
const FAR: Rational = (
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        0.296_560_571_828_504_87,
        0.026_532_189_526_576_124,
        0.001_242_660_947_388_078_4,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    [
        1.0,
        0.599_832_206_555_888,
        0.136_929_880_922_735_8,
        0.014_875_361_290_850_615,
        0.000_786_869_131_145_613_3,
        1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_7e-15,
    ],
);

#[inline(always)]
fn rational(of: &Rational, x: f64) -> f64 {
    let polynomial = |c: &[f64; 8]| c.iter().rev().fold(0.0, |sum, &c| sum * x + c);
    polynomial(&of.0) / polynomial(&of.1)
}

/// Standard normal quantile. Relative error below 1e-15 down to p = 1e-300; infinite at 0 and 1, NaN outside [0, 1].
///
/// Source: Wichura (1988), algorithm AS 241.
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        return q * rational(&CENTRE, 0.180_625 - q * q);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    if tail == 0.0 {
        return if q < 0.0 { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    let r = (-ln(tail)).sqrt();
    let size = if r <= 5.0 { rational(&NEAR, r - 1.6) } else { rational(&FAR, r - 5.0) };
    if q < 0.0 { -size } else { size }
}
