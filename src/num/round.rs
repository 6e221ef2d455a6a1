//! Rounding and powers of 2 without conversions between integers and floating-point numbers, which vector units of
//! many machines lack for 64 bits.

/// 1.5 * 2^52: numbers of that size have no fraction, so that adding it rounds to whole numbers.
const ROUND: f64 = 6_755_399_441_055_744.0;

/// The whole number nearest to `x`, halves to even, for |x| <= 2^51.
#[inline(always)]
pub(super) fn round_to_even(x: f64) -> f64 {
    (x + ROUND) - ROUND
}

/// 2^k for whole k from -1022 to 1023.
#[inline(always)]
pub(super) fn power_of_2(k: f64) -> f64 {
    // the sum's last bits are k as a two's complement integer, and the shift drops all others
    f64::from_bits(((k + ROUND).to_bits() << 52).wrapping_add(1023 << 52))
}

/// x = m 2^k with m from sqrt(1/2) to sqrt(2), for finite x > 0: (m, k).
#[inline(always)]
pub(super) fn split(x: f64) -> (f64, f64) {
    /// Bits of sqrt(1/2).
    const LOWEST: u64 = 0x3fe6_a09e_667f_3bcd;
    /// Bits of 1.
    const ONE: u64 = 1023 << 52;
    /// 2^52: its last bits hold a whole number.
    const HOLDER: f64 = 4_503_599_627_370_496.0;
    let tiny = x < f64::MIN_POSITIVE;
    // numbers below 2^-1022 have fewer bits; scaled up they are like all others
    let bits = (if tiny { x * 18_014_398_509_481_984.0 } else { x }).to_bits();
    let biased = bits.wrapping_add(ONE - LOWEST) >> 52;
    let m = f64::from_bits(bits.wrapping_sub(biased << 52).wrapping_add(ONE));
    let k = f64::from_bits(HOLDER.to_bits() | biased) - HOLDER;
    (m, k - if tiny { 1077.0 } else { 1023.0 })
}
