//! Sums and products of two numbers without rounding error (Dekker 1971), where one number's digits do not suffice.

/// An unevaluated sum; `low` is below the last digit of `high`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Double {
    pub(super) high: f64,
    pub(super) low: f64,
}

impl Double {
    /// a + b exactly, for |a| >= |b|.
    #[inline(always)]
    pub(super) fn fast_sum(a: f64, b: f64) -> Self {
        let high = a + b;
        Self { high, low: b - (high - a) }
    }

    /// a + b exactly.
    #[inline(always)]
    pub(super) fn sum(a: f64, b: f64) -> Self {
        let high = a + b;
        let b_part = high - a;
        Self { high, low: (a - (high - b_part)) + (b - b_part) }
    }

    /// a b exactly, unless it leaves the range of normal numbers.
    #[inline(always)]
    pub(super) fn product(a: f64, b: f64) -> Self {
        let high = a * b;
        let (a1, a2) = halves(a);
        let (b1, b2) = halves(b);
        Self { high, low: ((a1 * b1 - high) + a1 * b2 + a2 * b1) + a2 * b2 }
    }

    /// The sum, to about 2^-100.
    #[inline(always)]
    pub(super) fn plus(self, other: Self) -> Self {
        let sum = Self::sum(self.high, other.high);
        Self::fast_sum(sum.high, sum.low + (self.low + other.low))
    }

    /// The product, to about 2^-100.
    #[inline(always)]
    pub(super) fn times(self, other: Self) -> Self {
        let product = Self::product(self.high, other.high);
        Self::fast_sum(product.high, product.low + (self.high * other.low + self.low * other.high))
    }

    /// The quotient, to about 2^-100.
    #[inline(always)]
    pub(super) fn over(self, other: Self) -> Self {
        let high = self.high / other.high;
        let back = Self::product(high, other.high);
        let rest = (self.high - back.high) - back.low + self.low - high * other.low;
        Self::fast_sum(high, rest / other.high)
    }
}

/// x as a sum of two numbers of 26 bits each.
#[inline(always)]
pub(super) fn halves(x: f64) -> (f64, f64) {
    let scaled = x * 134_217_729.0;
    let high = scaled - (scaled - x);
    (high, x - high)
}
