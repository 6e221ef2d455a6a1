//! The nearest weighting to a given one under which means are as they should be: least relative entropy, by damped Newton.

use crate::num;

/// Where the gradient is no larger than this, and the next step would change nothing, the minimum is found.
const GRADIENT: f64 = 1e-12;

/// A step that changes nothing, relative to where it starts.
const STILL: f64 = 1e-6;

/// The most that the exponents of two vectors may move apart in one step.
const SPREAD: f64 = 8.0;

/// Steps after which nothing is found any more.
const STEPS: usize = 500;

/// A pivot below which the weights have left every vector but those along which nothing changes.
const PIVOT: f64 = 1e-15;

/// Added to the diagonal on the way through where pivots are too small (Marquardt 1963).
const RIDGE: f64 = 1e-6;

/// A length below which one column is a combination of others.
const DEPENDENT: f64 = 1e-9;

/// The multipliers lambda that minimise
///
/// ln( sum_v w_v e^(lambda . g_v) / sum_v w_v ) + 1/2 sum_k penalty_k lambda_k^2
///
/// over vectors g of the weights w (at least 0, not all 0), each with its own penalty (at least 0). `None`: there is no
/// minimum, because without penalty no positive weighting of the vectors has the mean 0 in every g. Of multipliers that make no
/// difference beside earlier ones, each is 0. Vectors are taken in their order, so that the result is the same to the last
/// bit.
///
/// Csiszár (1975), theorem 3.1; the dual of Dudík, Phillips & Schapire (2007), equation 5, with a square for the penalty.
#[must_use]
pub fn tilt(vectors: &[(Vec<f64>, f64)], penalties: &[f64]) -> Option<Vec<f64>> {
    let vectors: Vec<&(Vec<f64>, f64)> = vectors.iter().filter(|vector| vector.1 > 0.0).collect();
    let free = independent(&vectors, penalties)?;
    let total: f64 = vectors.iter().map(|vector| vector.1).sum();
    let reduced: Vec<(Vec<f64>, f64)> =
        vectors.iter().map(|(g, weight)| (free.iter().map(|&k| g[k]).collect(), num::ln(weight / total))).collect();
    let penalties_of: Vec<f64> = free.iter().map(|&k| penalties[k]).collect();
    let found = Dual { vectors: &reduced, penalties: &penalties_of }.minimum()?;
    let mut lambda = vec![0.0; penalties.len()];
    for (&k, found) in free.iter().zip(found) {
        lambda[k] = found;
    }
    Some(lambda)
}

/// The columns that make a difference: a column without a penalty that differs between vectors only as earlier ones do makes
/// none. `None`: some combination of such is the same number, not 0, in every vector, so that its mean can never be 0.
fn independent(vectors: &[&(Vec<f64>, f64)], penalties: &[f64]) -> Option<Vec<usize>> {
    let first = vectors.first()?;
    // Orthonormal directions of differences from the first vector, and what each comes to in that.
    let mut basis: Vec<(Vec<f64>, f64)> = Vec::new();
    let mut free = Vec::new();
    for (k, &penalty) in penalties.iter().enumerate() {
        if penalty > 0.0 {
            free.push(k);
            continue;
        }
        let mut column: Vec<f64> = vectors.iter().map(|vector| vector.0[k] - first.0[k]).collect();
        let mut at_first = first.0[k];
        // Twice is enough to be orthogonal.
        for (direction, at) in basis.iter().chain(&basis.clone()) {
            let along = dot(direction, &column);
            column.iter_mut().zip(direction).for_each(|(it, direction)| *it -= along * direction);
            at_first -= along * at;
        }
        let length = dot(&column, &column).sqrt();
        if length > DEPENDENT {
            basis.push((column.iter().map(|it| it / length).collect(), at_first / length));
            free.push(k);
        } else if at_first.abs() > DEPENDENT {
            return None;
        }
    }
    Some(free)
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).fold(0.0, |sum, (a, b)| sum + a * b)
}

/// What is minimised: vectors with the logarithms of their weights, which add up to 1, and penalties.
struct Dual<'a> {
    vectors: &'a [(Vec<f64>, f64)],
    penalties: &'a [f64],
}

impl Dual<'_> {
    fn minimum(&self) -> Option<Vec<f64>> {
        let mut lambda = vec![0.0; self.penalties.len()];
        for _ in 0..STEPS {
            let (value, shares) = self.value(&lambda);
            let (gradient, hessian) = self.slopes(&lambda, &shares);
            let step = solved(&hessian, &gradient, 0.0);
            let still = STILL * (1.0 + largest(&lambda));
            if largest(&gradient) <= GRADIENT && step.as_ref().is_some_and(|step| largest(step) <= still) {
                return Some(lambda);
            }
            let step = step.or_else(|| solved(&hessian, &gradient, RIDGE))?;
            lambda = self.stepped(&lambda, &step, value, dot(&gradient, &step));
        }
        None
    }

    /// Less one step, as much of it as goes down.
    fn stepped(&self, lambda: &[f64], step: &[f64], value: f64, slope: f64) -> Vec<f64> {
        let moves = self.vectors.iter().map(|vector| dot(&vector.0, step));
        let (low, high) = moves.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), it| (low.min(it), high.max(it)));
        let mut part = if high - low > SPREAD { SPREAD / (high - low) } else { 1.0 };
        loop {
            let next: Vec<f64> = lambda.iter().zip(step).map(|(lambda, step)| lambda - part * step).collect();
            // Near the minimum the value is the same but for its last digits.
            if self.value(&next).0 <= value - 1e-4 * part * slope + 1e-14 * (1.0 + value.abs()) || part < 1e-6 {
                return next;
            }
            part *= 0.5;
        }
    }

    /// The value, and the shares of the vectors under these multipliers.
    fn value(&self, lambda: &[f64]) -> (f64, Vec<f64>) {
        let exponents: Vec<f64> = self.vectors.iter().map(|(g, weight)| weight + dot(g, lambda)).collect();
        let top = exponents.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let raised: Vec<f64> = exponents.iter().map(|exponent| num::exp(exponent - top)).collect();
        let sum: f64 = raised.iter().sum();
        let shares = raised.iter().map(|it| it / sum).collect();
        let penalty = self.penalties.iter().zip(lambda).fold(0.0, |sum, (penalty, it)| sum + penalty * it * it);
        (top + num::ln(sum) + 0.5 * penalty, shares)
    }

    fn slopes(&self, lambda: &[f64], shares: &[f64]) -> (Vec<f64>, Vec<Vec<f64>>) {
        let all = 0..lambda.len();
        let mean = |k: usize| self.vectors.iter().zip(shares).fold(0.0, |sum, (it, share)| sum + share * it.0[k]);
        let means: Vec<f64> = all.clone().map(mean).collect();
        let together = |k: usize, l: usize| {
            let off = |it: &(Vec<f64>, f64)| (it.0[k] - means[k]) * (it.0[l] - means[l]);
            self.vectors.iter().zip(shares).fold(0.0, |sum, (it, share)| sum + share * off(it))
        };
        let row = |k: usize| {
            let own = |l: usize| if k == l { self.penalties[k] } else { 0.0 };
            all.clone().map(|l| together(k, l) + own(l)).collect()
        };
        let gradient = all.clone().map(|k| means[k] + self.penalties[k] * lambda[k]).collect();
        (gradient, all.clone().map(row).collect())
    }
}

fn largest(all: &[f64]) -> f64 {
    all.iter().fold(0.0, |most, it| it.abs().max(most))
}

/// The solution x of a x = b for a symmetric positive definite a with a ridge added (Cholesky); `None` where it is not, as far
/// as can be told.
fn solved(a: &[Vec<f64>], b: &[f64], ridge: f64) -> Option<Vec<f64>> {
    let (n, mut a) = (b.len(), a.to_vec());
    let mut x = b.to_vec();
    for k in 0..n {
        let (above, rest) = a.split_at_mut(k);
        let row = &mut rest[0];
        for (j, upper) in above.iter().enumerate() {
            let sum = dot(&row[..j], &upper[..j]);
            row[j] = (row[j] - sum) / upper[j];
        }
        let pivot = row[k] + ridge - dot(&row[..k], &row[..k]);
        if !(pivot > PIVOT) {
            return None;
        }
        row[k] = pivot.sqrt();
        x[k] = (x[k] - dot(&row[..k], &x[..k])) / row[k];
    }
    for k in (0..n).rev() {
        let below = (k + 1..n).fold(0.0, |sum, j| sum + a[j][k] * x[j]);
        x[k] = (x[k] - below) / a[k][k];
    }
    Some(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A coin of 0.2 that shall be 0.7: the odds go from 1/4 to 7/3, lambda = ln(28/3).
    #[test]
    fn one_forecast_is_jeffreys_rule() {
        let vectors = [(vec![0.3], 0.4), (vec![-0.7], 1.6)];
        let lambda = tilt(&vectors, &[0.0]).unwrap();
        assert!((lambda[0] - (28.0_f64 / 3.0).ln()).abs() < 1e-12, "{lambda:?}");
    }

    /// Two independent coins are weighted each by itself.
    #[test]
    fn independent_forecasts_do_not_meet() {
        let (p, q, wanted) = (0.2, 0.6, [0.7, 0.1]);
        let mut vectors = Vec::new();
        for (first, weight) in [(1.0, p), (0.0, 1.0 - p)] {
            for (second, other) in [(1.0, q), (0.0, 1.0 - q)] {
                vectors.push((vec![first - wanted[0], second - wanted[1]], weight * other));
            }
        }
        let lambda = tilt(&vectors, &[0.0, 0.0]).unwrap();
        let exact = [(0.7_f64 / 0.3 / (0.2 / 0.8)).ln(), (0.1_f64 / 0.9 / (0.6 / 0.4)).ln()];
        assert!(lambda.iter().zip(exact).all(|(lambda, exact)| (lambda - exact).abs() < 1e-11), "{lambda:?}");
    }

    /// With a penalty the mean of g is -penalty lambda: between what it was and 0.
    #[test]
    fn a_penalty_lets_a_forecast_be_missed() {
        let vectors = [(vec![0.3], 0.2), (vec![-0.7], 0.8)];
        let lambda = tilt(&vectors, &[0.01]).unwrap()[0];
        let odds = 0.25 * lambda.exp();
        let mean = odds / (1.0 + odds) - 0.7;
        assert!((mean + 0.01 * lambda).abs() < 1e-12 && lambda < (28.0_f64 / 3.0).ln());
        // A penalty beside which the vectors say nothing of the mean.
        let never = tilt(&[(vec![-0.5], 1.0)], &[0.000_4]).unwrap()[0];
        assert!((never - 1_250.0).abs() < 1e-6, "{never}");
    }

    /// What never happens, what always does, two forecasts of one event, and two of which one holds the other.
    #[test]
    fn there_is_no_minimum_where_forecasts_cannot_hold() {
        let none = [0.0, 0.0];
        assert_eq!(tilt(&[(vec![-0.3], 1.0)], &none[..1]), None);
        assert_eq!(tilt(&[(vec![0.7], 1.0), (vec![0.0], 1.0)], &none[..1]), None);
        let same = |q: f64, r: f64| [(vec![1.0 - q, 1.0 - r], 0.4), (vec![-q, -r], 0.6)];
        assert_eq!(tilt(&same(0.5, 0.4), &none), None);
        let once = tilt(&same(0.5, 0.5), &none).unwrap();
        assert!((once[0] - 1.5_f64.ln()).abs() < 1e-12 && once[1] == 0.0, "{once:?}");
        let nested = |q: f64, r: f64| [(vec![1.0 - q, 1.0 - r], 0.3), (vec![-q, 1.0 - r], 0.3), (vec![-q, -r], 0.4)];
        assert!(tilt(&nested(0.4, 0.6), &none).is_some());
        assert_eq!(tilt(&nested(0.5, 0.5), &none), None);
        assert_eq!(tilt(&nested(0.6, 0.5), &none), None);
        assert!(tilt(&nested(0.6, 0.5), &[0.001, 0.001]).is_some());
    }

    /// Probabilities that some positive weighting has can hold, and do: 2,000 sets of one to five forecasts over weights
    /// that differ by up to 150 times.
    #[test]
    fn what_some_weighting_has_can_hold() {
        let mut state = 12_345_u64;
        let mut uniform = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        let mut asked = 0;
        for _ in 0..2_000 {
            let (forecasts, vectors) = (1 + (uniform() * 5.0) as usize, 2 + (uniform() * 12.0) as usize);
            let fates: Vec<Vec<usize>> =
                (0..vectors).map(|_| (0..forecasts).map(|_| (uniform() * 3.0) as usize).collect()).collect();
            let mut weigh = || -> Vec<f64> { (0..vectors).map(|_| num::exp(-5.0 * uniform())).collect() };
            let (weights, others) = (weigh(), weigh());
            let share = |k: usize| {
                let of = |fate: usize| (0..vectors).filter(|v| fates[*v][k] == fate).map(|v| others[v]).sum::<f64>();
                of(2) / (of(1) + of(2))
            };
            let wanted: Vec<f64> = (0..forecasts).map(share).collect();
            if wanted.iter().any(|it| !(*it > 0.0 && *it < 1.0)) {
                continue;
            }
            asked += 1;
            let above = |v: usize, k: usize| [0.0, -wanted[k], 1.0 - wanted[k]][fates[v][k]];
            let all: Vec<(Vec<f64>, f64)> =
                (0..vectors).map(|v| ((0..forecasts).map(|k| above(v, k)).collect(), weights[v])).collect();
            let lambda = tilt(&all, &vec![0.0; forecasts]).unwrap_or_else(|| panic!("{all:?}"));
            let tilted: Vec<f64> = all.iter().map(|(g, weight)| weight * num::exp(dot(g, &lambda))).collect();
            let sum: f64 = tilted.iter().sum();
            for k in 0..forecasts {
                let mean = all.iter().zip(&tilted).fold(0.0, |sum, (it, weight)| sum + weight * it.0[k]) / sum;
                assert!(mean.abs() < 1e-8, "{mean}");
            }
        }
        assert!(asked > 1_000, "{asked}");
    }
}
