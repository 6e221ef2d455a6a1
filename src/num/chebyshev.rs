//! Chebyshev interpolation of two smooth functions at once, to double precision or not at all.
//!
//! Source: Trefethen (2013), *Approximation Theory and Approximation Practice*, chapters 3 and 4.

use std::sync::OnceLock;

use super::simd::vectorised;

/// Degrees that are tried, each twice the one before so that its values are used again.
const DEGREES: [usize; 3] = [16, 32, 64];
const MOST: usize = 64;

/// Bound on the coefficients left out, relative to values of order 1.
const TAIL: f64 = 4e-15;

/// `cos(pi k / 64)` for k in 0..=128, by half angles and addition so that every machine has the same bits.
fn cosines() -> &'static [f64; 2 * MOST + 1] {
    static TABLE: OnceLock<[f64; 2 * MOST + 1]> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut quarter = [0.0; MOST / 2 + 1];
        quarter[0] = 1.0;
        // Halves of halves of the right angle give every multiple of pi/64 by its binary digits.
        let mut halves = [(0.0, 1.0); 6];
        for bit in 1..6 {
            let (cos, sin): (f64, f64) = halves[bit - 1];
            let half = f64::midpoint(1.0, cos).sqrt();
            halves[bit] = (half, sin / (2.0 * half));
        }
        for (k, out) in quarter.iter_mut().enumerate().take(MOST / 2).skip(1) {
            let (mut cos, mut sin) = (1.0, 0.0);
            for (bit, &(c, s)) in halves.iter().enumerate() {
                if k >> (5 - bit) & 1 == 1 {
                    (cos, sin) = (cos * c - sin * s, sin * c + cos * s);
                }
            }
            *out = cos;
        }
        std::array::from_fn(|k| match k {
            0..=32 => quarter[k],
            33..=96 if k <= 64 => -quarter[64 - k],
            65..=96 => -quarter[k - 64],
            _ => quarter[128 - k],
        })
    })
}

/// Two functions on one interval, as Chebyshev series of the same degree.
#[derive(Clone, Debug)]
pub struct Pair {
    centre: f64,
    inverse_half_width: f64,
    degree: usize,
    coefficients: [[f64; 2]; MOST + 1],
}

impl Pair {
    /// Interpolates on `[from, to]` the two functions that `evaluate` gives at many places at once.
    ///
    /// `None` where 64 degrees do not resolve them to double precision.
    pub fn fit(from: f64, to: f64, mut evaluate: impl FnMut(&[f64], &mut [f64], &mut [f64])) -> Option<Self> {
        let centre = 0.5 * (from + to);
        let half_width = (0.5 * (to - from)).max(1e-6 * centre.abs());
        let cosines = cosines();
        let mut values = [[0.0; MOST + 1]; 2];
        let mut places = [0.0; MOST + 1];
        let mut fresh = [[0.0; MOST + 1]; 2];
        for degree in DEGREES {
            // Only the odd nodes are new after the first degree.
            let step = MOST / degree;
            let stride = if degree == DEGREES[0] { step } else { 2 * step };
            let first = if degree == DEGREES[0] { 0 } else { step };
            let nodes = (first..=MOST).step_by(stride);
            let count = nodes.clone().count();
            for (place, node) in places.iter_mut().zip(nodes.clone()) {
                *place = centre + half_width * cosines[node];
            }
            let [first_fresh, second_fresh] = &mut fresh;
            evaluate(&places[..count], &mut first_fresh[..count], &mut second_fresh[..count]);
            for (index, node) in nodes.enumerate() {
                values[0][node] = fresh[0][index];
                values[1][node] = fresh[1][index];
            }
            let mut coefficients = [[0.0; 2]; MOST + 1];
            transform(degree, &values, &mut coefficients);
            let size = |k: usize| coefficients[k][0].abs() + coefficients[k][1].abs();
            if size(degree) + size(degree - 1) + size(degree - 2) < TAIL {
                let mut tail = 0.0;
                let mut last = degree;
                while last > 1 && tail + size(last) < TAIL {
                    tail += size(last);
                    last -= 1;
                }
                return Some(Self { centre, inverse_half_width: 1.0 / half_width, degree: last, coefficients });
            }
        }
        None
    }

    /// Both functions at each of `x`.
    ///
    /// # Panics
    /// If the slices differ in length or the length is no multiple of 16.
    pub fn at(&self, x: &[f64], first: &mut [f64], second: &mut [f64]) {
        assert!(x.len().is_multiple_of(CHUNK) && first.len() == x.len() && second.len() == x.len(), "padded slices");
        clenshaw(self, x, first, second);
    }
}

/// Cosines of the transform of one degree, row by row: `cos(pi j k / degree)` with the ends' halves and the scale.
fn matrix(degree: usize) -> &'static [[f64; MOST + 1]] {
    static TABLES: [OnceLock<Vec<[f64; MOST + 1]>>; 3] = [const { OnceLock::new() }; 3];
    let cosines = cosines();
    let index = DEGREES.iter().position(|&other| other == degree).unwrap_or(DEGREES.len() - 1);
    TABLES[index].get_or_init(|| {
        let half = |k: usize| if k == 0 || k == degree { 0.5 } else { 1.0 };
        let cosine = |j: usize, k: usize| cosines[(j * k * (MOST / degree)) % (2 * MOST)];
        let entry = |j: usize, k: usize| 2.0 / degree as f64 * half(j) * half(k) * cosine(j, k);
        (0..=degree).map(|j| std::array::from_fn(|k| if k <= degree { entry(j, k) } else { 0.0 })).collect()
    })
}

/// Coefficients of the interpolant through the nodes (the discrete cosine transform, term by term).
fn transform(degree: usize, values: &[[f64; MOST + 1]; 2], out: &mut [[f64; 2]; MOST + 1]) {
    let mut sums = [[0.0; MOST + 1]; 2];
    // Whole vectors: what is beyond the degree is 0.
    let width = (degree + 1).next_multiple_of(8).min(MOST + 1);
    accumulate(matrix(degree), values, MOST / degree, width, &mut sums);
    for (k, out) in out.iter_mut().enumerate().take(degree + 1) {
        *out = [sums[0][k], sums[1][k]];
    }
}

vectorised! {
    /// Adds the rows of the transform, each times its node's value.
    fn accumulate(
        rows: &[[f64; MOST + 1]],
        values: &[[f64; MOST + 1]; 2],
        step: usize,
        width: usize,
        sums: &mut [[f64; MOST + 1]; 2],
    ) {
        for (j, row) in rows.iter().enumerate() {
            for (sums, values) in sums.iter_mut().zip(values) {
                let value = values[j * step];
                for (sum, cosine) in sums[..width].iter_mut().zip(row) {
                    *sum += value * cosine;
                }
            }
        }
    }
}

const CHUNK: usize = 16;

vectorised! {
    /// Clenshaw's recurrence for both series, sixteen places at a time.
    fn clenshaw(pair: &Pair, x: &[f64], first: &mut [f64], second: &mut [f64]) {
        let chunks = x.chunks_exact(CHUNK).zip(first.chunks_exact_mut(CHUNK)).zip(second.chunks_exact_mut(CHUNK));
        for ((x, first), second) in chunks {
            let mut twice = [0.0; CHUNK];
            for i in 0..CHUNK {
                twice[i] = 2.0 * (x[i] - pair.centre) * pair.inverse_half_width;
            }
            let mut near = [[0.0; CHUNK]; 2];
            let mut far = [[0.0; CHUNK]; 2];
            for k in (1..=pair.degree).rev() {
                let [c0, c1] = pair.coefficients[k];
                for i in 0..CHUNK {
                    let next = (c0 - far[0][i]) + twice[i] * near[0][i];
                    far[0][i] = near[0][i];
                    near[0][i] = next;
                    let next = (c1 - far[1][i]) + twice[i] * near[1][i];
                    far[1][i] = near[1][i];
                    near[1][i] = next;
                }
            }
            let [c0, c1] = pair.coefficients[0];
            for i in 0..CHUNK {
                first[i] = (c0 - far[0][i]) + 0.5 * twice[i] * near[0][i];
                second[i] = (c1 - far[1][i]) + 0.5 * twice[i] * near[1][i];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cosines_are_right() {
        for (k, &cosine) in cosines().iter().enumerate() {
            let exact = (std::f64::consts::PI * k as f64 / 64.0).cos();
            assert!((cosine - exact).abs() < 1e-15, "cos(pi {k}/64) = {cosine}, not {exact}");
        }
    }

    #[test]
    fn smooth_functions_are_interpolated_to_double_precision() {
        let functions = |x: f64| ((x).exp() / 10.0, 1.0 / (1.0 + x * x));
        let pair = Pair::fit(0.5, 2.0, |x, first, second| {
            for i in 0..x.len() {
                (first[i], second[i]) = functions(x[i]);
            }
        })
        .expect("resolved");
        let x: Vec<f64> = (0..160).map(|i| 0.5 + 1.5 * f64::from(i) / 159.0).collect();
        let (mut first, mut second) = (vec![0.0; 160], vec![0.0; 160]);
        pair.at(&x, &mut first, &mut second);
        for i in 0..160 {
            let (a, b) = functions(x[i]);
            assert!((first[i] - a).abs() < 2e-14 && (second[i] - b).abs() < 2e-14, "at {}", x[i]);
        }
    }

    #[test]
    fn a_kink_is_not_resolved() {
        assert!(
            Pair::fit(0.0, 1.0, |x, first, second| {
                for i in 0..x.len() {
                    first[i] = (x[i] - 0.3).abs();
                    second[i] = 0.0;
                }
            })
            .is_none()
        );
    }
}
