//! Quantiles of a Beta distribution from Taylor polynomials.
//!
//! The quantile function x(u) has branch points at u = 0 and 1 and is smooth between them (for shapes whose sum is
//! below 1 there are others beside the real line). So pieces that halve in length with every halving of the distance v
//! to the nearer end all see the branch point at the same relative distance, and one degree serves them all: with 8
//! pieces an octave it is 17 half-lengths away, and a polynomial of degree 9 misses about 17^-10. From dx/du = 1/f(x)
//! all Taylor coefficients follow by recurrence, so that a piece costs one exact inversion.
//!
//! A piece whose last coefficients are not small enough, or that does not meet its neighbour, is marked by NaN and
//! left to the exact inversion, as are the ends below v = 2^-10.

use crate::num::BetaShape;

/// Number of coefficients of a piece.
const TERMS: usize = 10;
/// Binary logarithm of 1/v where the pieces begin.
const OCTAVES: u32 = 10;
/// Binary logarithms of the numbers of pieces an octave that are tried.
const FINENESS: [u32; 3] = [3, 4, 5];
/// Largest last coefficient of a piece that is used, relative to its value; the first one left out is a tenth of it.
const LAST: f64 = 2e-12;
/// Largest step between neighbouring pieces that are used, relative to their value.
const STEP: f64 = 1e-12;
/// Probability that may be left to the exact inversion before finer pieces are tried.
const LEFT_OVER: f64 = 0.01;

/// In the finest table a piece with values above this also serves if it is as precise relative to a tenth of the width of
/// the support instead of its value.
const COARSE: f64 = 1e-3;

#[derive(Clone, Copy, Debug)]
struct Piece {
    /// Taylor coefficients in the distance from the middle over half the length, which is in [-1, 1].
    terms: [f64; TERMS],
    /// Smallest value in the piece.
    min: f64,
    /// Largest value.
    max: f64,
}

/// Pieces for v = u below 1/2, then for v = 1 - u; each from v = 2^-10 upwards.
#[derive(Clone, Debug)]
pub(super) struct BetaTable {
    fineness: u32,
    pieces: Vec<Piece>,
}

impl BetaTable {
    /// The coarsest table that serves nearly all probabilities, else the finest.
    pub(super) fn new(shape: &BetaShape) -> Self {
        let mut table = Self::of_fineness(shape, FINENESS[0]);
        for &fineness in &FINENESS[1..] {
            if table.left_over() <= LEFT_OVER {
                break;
            }
            table = Self::of_fineness(shape, fineness);
        }
        table
    }

    fn of_fineness(shape: &BetaShape, fineness: u32) -> Self {
        let mut pieces = side(shape, fineness, false);
        pieces.extend(side(shape, fineness, true));
        Self { fineness, pieces }
    }

    /// Number of pieces on each side.
    fn side_len(&self) -> usize {
        self.pieces.len() / 2
    }

    /// Probability of the pieces that are not used.
    fn left_over(&self) -> f64 {
        let unused = |(place, piece): (usize, &Piece)| {
            if piece.terms[0].is_nan() { 2.0 * place_of(place % self.side_len(), self.fineness).1 } else { 0.0 }
        };
        self.pieces.iter().enumerate().map(unused).sum()
    }

    /// x with P(X <= x) = v, or P(X > x) = v if `upper`, for v up to 1/2; NaN where the table does not serve.
    #[inline]
    pub(super) fn at(&self, v: f64, upper: bool) -> f64 {
        let shift = 52 - self.fineness;
        let bits = v.to_bits();
        let first = u64::from(1023 - OCTAVES) << self.fineness;
        let Some(place) = (bits >> shift).checked_sub(first) else {
            return f64::NAN;
        };
        // v = 1/2 belongs to the last piece, whose right end it is
        let place = (place as usize).min(self.side_len() - 1);
        let (middle, half) = place_of(place, self.fineness);
        let piece = &self.pieces[if upper { place + self.side_len() } else { place }];
        // half is a power of 2: the division is exact
        value(&piece.terms, (v - middle) / half).clamp(piece.min, piece.max)
    }
}

/// Middle and half length of a piece.
#[inline]
fn place_of(place: usize, fineness: u32) -> (f64, f64) {
    let first = u64::from(1023 - OCTAVES) << fineness;
    let start = (place as u64 + first) << (52 - fineness);
    let middle = f64::from_bits(start | 1 << (51 - fineness));
    (middle, middle - f64::from_bits(start))
}

/// The polynomial's value.
#[inline]
fn value(c: &[f64; TERMS], t: f64) -> f64 {
    let t2 = t * t;
    let t4 = t2 * t2;
    let low = (c[0] + c[1] * t) + t2 * (c[2] + c[3] * t);
    let middle = (c[4] + c[5] * t) + t2 * (c[6] + c[7] * t);
    let high = c[8] + c[9] * t;
    low + t4 * (middle + t4 * high)
}

/// The pieces of one side, from v = 2^-10 upwards.
fn side(shape: &BetaShape, fineness: u32, upper: bool) -> Vec<Piece> {
    let count = ((OCTAVES - 1) as usize) << fineness;
    let finest = fineness == FINENESS[FINENESS.len() - 1];
    let mut pieces: Vec<Piece> = Vec::with_capacity(count);
    // downwards from the middle; each piece guesses the next one's middle
    let mut guess = f64::NAN;
    let mut above = shape.quantile(0.5, upper).0;
    for place in (0..count).rev() {
        let (middle, half) = place_of(place, fineness);
        let (x, y) = shape.quantile_near(middle, upper, guess);
        let terms = taylor(shape, x, y, if upper { -half } else { half });
        guess = value(&terms, if place % (1 << fineness) == 0 { -1.5 } else { -2.0 });
        let (left, right) = (value(&terms, -1.0), value(&terms, 1.0));
        let close = |tolerance: f64| {
            terms[TERMS - 1].abs() <= LAST * tolerance
                && terms[TERMS - 2].abs() <= 10.0 * LAST * tolerance
                && (right - above).abs() <= STEP * tolerance
        };
        let precise = x > 0.0 && close(x);
        let coarse = finest && left.min(right) > COARSE && close(0.1);
        let terms = if precise || coarse { terms } else { [f64::NAN; TERMS] };
        // the left end is the bound that this piece shares with the next one
        let end = if precise { left } else { shape.quantile_near(middle - half, upper, guess).0 };
        pieces.push(Piece { terms, min: end.min(above), max: end.max(above) });
        above = end;
    }
    pieces.reverse();
    pieces
}

/// Taylor coefficients of the quantile function around x = 1 - y in steps of probability `step`.
fn taylor(shape: &BetaShape, x: f64, y: f64, step: f64) -> [f64; TERMS] {
    let (a, b) = (shape.a(), shape.b());
    // X' = G = step/f(X), and G' = G L G with L = -f'/f = (1 - a)/X + (b - 1)/Y
    let mut series = [0.0; TERMS];
    let (mut g, mut r, mut s, mut l, mut g_squared) =
        ([0.0; TERMS], [0.0; TERMS], [0.0; TERMS], [0.0; TERMS], [0.0; TERMS]);
    series[0] = x;
    g[0] = step * x * y / shape.kernel(x, y);
    for n in 0..TERMS - 1 {
        (r[n], s[n]) = if n == 0 {
            (1.0 / x, 1.0 / y)
        } else {
            let sum = |q: &[f64; TERMS]| (1..=n).map(|k| series[k] * q[n - k]).sum::<f64>();
            (-sum(&r) / x, sum(&s) / y)
        };
        l[n] = (1.0 - a) * r[n] + (b - 1.0) * s[n];
        g_squared[n] = (0..=n).map(|k| g[k] * g[n - k]).sum();
        series[n + 1] = g[n] / (n + 1) as f64;
        g[n + 1] = (0..=n).map(|k| g_squared[k] * l[n - k]).sum::<f64>() / (n + 1) as f64;
    }
    series
}
