//! The Beta distribution on [0, 1]: distribution function, density and inverse.
//!
//! The inverse is Newton's method for ln P (or ln of the complement) in the log-odds ln(x/(1-x)). The density of the
//! log-odds of a Beta variable is log-concave, so that both logarithms are concave in them, and Newton's method, once
//! on the safe side, converges from anywhere.

use super::exp::exp;
use super::hyperbolic::logistic;
use super::ln::{ln, ln_1p};

/// sqrt(2 pi)
const SQRT_2_PI: f64 = 2.506_628_274_631_000_2;

/// ln Gamma(a) - ((a - 1/2) ln a - a + ln(2 pi)/2): what Stirling's formula leaves, for a > 0. Absolute error below
/// 1e-15.
fn stirling_rest(a: f64) -> f64 {
    let (mut a, mut sum) = (a, 0.0);
    while a < 16.0 {
        sum += (a + 0.5) * ln_1p(1.0 / a) - 1.0;
        a += 1.0;
    }
    // Bernoulli numbers: B_2k/(2k (2k - 1))
    let z = 1.0 / (a * a);
    let series = 1.0 / 12.0
        + z * (-1.0 / 360.0 + z * (1.0 / 1260.0 + z * (-1.0 / 1680.0 + z * (1.0 / 1188.0 + z * (-691.0 / 360_360.0)))));
    sum + series / a
}

/// ln(1 + u) - u without cancellation, u > -1.
fn ln_1p_rest(u: f64) -> f64 {
    if u.abs() > 0.3 {
        return ln_1p(u) - u;
    }
    // with s = u/(2 + u): ln(1 + u) = 2 artanh(s) and u = 2s/(1 - s)
    let s = u / (2.0 + u);
    let z = s * s;
    let mut sum = 0.0;
    // z is at most 0.032: the terms left out are below 1e-17 of the first
    for k in (1..=11_u32).rev() {
        sum = z * (sum + 1.0 / f64::from(2 * k + 1));
    }
    2.0 * s * sum - u * s
}

/// A Beta distribution with everything that does not depend on x.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BetaShape {
    a: f64,
    b: f64,
    /// Mean.
    mean: f64,
    /// 1 - mean
    co_mean: f64,
    /// x^a (1-x)^b/B(a, b) at the mean.
    peak: f64,
}

impl BetaShape {
    /// The Beta distribution with those shapes, both from 0.01 to 1e5.
    #[must_use]
    pub fn new(a: f64, b: f64) -> Self {
        let sum = a + b;
        let rest = stirling_rest(sum) - stirling_rest(a) - stirling_rest(b);
        let peak = (a / sum * b).sqrt() / SQRT_2_PI * exp(rest);
        Self { a, b, mean: a / sum, co_mean: b / sum, peak }
    }

    /// First shape.
    #[must_use]
    pub fn a(&self) -> f64 {
        self.a
    }

    /// Second shape.
    #[must_use]
    pub fn b(&self) -> f64 {
        self.b
    }

    /// x^a y^b/B(a, b) with y = 1 - x: the density of the log-odds ln(x/y).
    #[must_use]
    pub fn kernel(&self, x: f64, y: f64) -> f64 {
        // relative distances from the mean, each taken where it is exact
        let away = if x < y { x - self.mean } else { self.co_mean - y };
        let (u, v) = (away / self.mean, -away / self.co_mean);
        self.peak * exp(self.a * self.log_ratio(u, x / self.mean) + self.b * self.log_ratio(v, y / self.co_mean))
    }

    /// ln(1 + u) - u, where `ratio` is 1 + u.
    fn log_ratio(&self, u: f64, ratio: f64) -> f64 {
        if u < -0.3 { ln(ratio) - u } else { ln_1p_rest(u) }
    }

    /// Density at x in [0, 1]; infinite at a pole.
    #[must_use]
    pub fn density(&self, x: f64) -> f64 {
        let y = 1.0 - x;
        if x <= 0.0 || y <= 0.0 {
            let (own, other) = if x <= 0.0 { (self.a, self.b) } else { (self.b, self.a) };
            return if own < 1.0 {
                f64::INFINITY
            } else if own > 1.0 {
                0.0
            } else {
                other
            };
        }
        self.kernel(x, y) / x / y
    }

    /// P(X <= x) and P(X > x), each to full relative accuracy unless it is the complement of the other and small
    /// beside 1; y = 1 - x.
    #[must_use]
    pub fn probabilities(&self, x: f64, y: f64) -> (f64, f64) {
        if x <= 0.0 {
            return (0.0, 1.0);
        }
        if y <= 0.0 {
            return (1.0, 0.0);
        }
        self.probabilities_given(x, y, self.kernel(x, y))
    }

    /// The same, given the kernel at x.
    fn probabilities_given(&self, x: f64, y: f64, kernel: f64) -> (f64, f64) {
        // the fraction converges fast below (a + 1)/(a + b + 2)
        if x * (self.a + self.b + 2.0) < self.a + 1.0 {
            let p = (kernel / self.a * fraction(self.a, self.b, x)).min(1.0);
            (p, 1.0 - p)
        } else {
            let q = (kernel / self.b * fraction(self.b, self.a, y)).min(1.0);
            (1.0 - q, q)
        }
    }

    /// x and 1 - x with P(X <= x) = `probability`, or with P(X > x) = `probability` if `upper`.
    ///
    /// Relative error of the smaller of x and 1 - x below 1e-12 for shapes from 0.01 to 1e5, unless it is below
    /// 1e-300.
    #[must_use]
    pub fn quantile(&self, probability: f64, upper: bool) -> (f64, f64) {
        // Newton on the smaller of the two tails, whose logarithm says more
        let (tail, above) = if probability <= 0.5 { (probability, upper) } else { (1.0 - probability, !upper) };
        let log_odds = self.log_odds(tail, above);
        (logistic(log_odds), logistic(-log_odds))
    }

    /// Log-odds beyond which the probability `tail` lies.
    fn log_odds(&self, tail: f64, above: bool) -> f64 {
        let target = ln(tail);
        let direction = if above { -1.0 } else { 1.0 };
        let mut l = self.first_guess(target, above);
        for _ in 0..100 {
            let (x, y) = (logistic(l), logistic(-l));
            let (log_p, slope) = self.log_tail(l, x, y, above);
            let distance = target - log_p;
            let step = direction * distance / slope;
            // curvature of ln P: h'' = h' (f'/f - h'), with f'/f = a y - b x
            let bend = direction * (self.a * y - self.b * x) - slope;
            let halley = 1.0 / (1.0 + 0.5 * bend * distance / slope).clamp(0.5, 2.0);
            let step = step * if step.abs() * slope < 1.0 { halley } else { 1.0 };
            let next = (l + step).clamp(-1e6, 1e6);
            if !(step.abs() > 4e-16 * l.abs().max(1e-3)) {
                return next;
            }
            // cubic convergence: after a step this small the next one is below rounding
            if step.abs() * (self.a + self.b).max(1.0) < 1e-6 {
                return next;
            }
            l = next;
        }
        l
    }

    /// ln of the tail at log-odds l and its slope away from that tail's end.
    fn log_tail(&self, l: f64, x: f64, y: f64, above: bool) -> (f64, f64) {
        let (own, small, size) = if above { (self.b, y, -l) } else { (self.a, x, l) };
        if small < 1e-290 {
            // x itself leaves the range of numbers, its logarithm does not: P = x^a/(a B)
            let other = if above { self.a } else { self.b };
            let log_peak = ln(self.peak) - self.a * ln(self.mean) - self.b * ln(self.co_mean);
            let _ = other;
            return (log_peak - ln(own) + own * size, own);
        }
        let kernel = self.kernel(x, y);
        let (p, q) = self.probabilities_given(x, y, kernel);
        let tail = if above { q } else { p };
        (ln(tail), kernel / tail)
    }

    /// A start for Newton's method from the power law at the end or the normal approximation.
    fn first_guess(&self, target: f64, above: bool) -> f64 {
        let (own, direction) = if above { (self.b, -1.0) } else { (self.a, 1.0) };
        let log_scale = ln(self.peak) - self.a * ln(self.mean) - self.b * ln(self.co_mean);
        let power_law = (target + ln(own) - log_scale) / own;
        let centre = ln(self.mean / self.co_mean);
        let sd = ((self.a + self.b) / self.a / self.b).sqrt();
        let normal = centre + direction * sd * super::normal::normal_quantile(exp(target));
        let power_law = direction * power_law;
        // the power law is exact towards the end and too far in elsewhere
        if direction * power_law < direction * centre - 1.0 - sd || own < 1.0 { power_law } else { normal }
    }
}

/// The continued fraction of the incomplete Beta function (DLMF 8.17.22), by Lentz's method.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let (mut c, mut d) = (1.0, 1.0 / (1.0 - (a + b) / (a + 1.0) * x));
    let mut value = d;
    for m in 1..20_000_u32 {
        let m = f64::from(m);
        let twice = a + 2.0 * m;
        for term in [m * (b - m) * x / ((twice - 1.0) * twice), -(a + m) * (a + b + m) * x / (twice * (twice + 1.0))] {
            d = 1.0 / (1.0 + term * d);
            c = 1.0 + term / c;
            value *= c * d;
        }
        if (c * d - 1.0).abs() < 2e-16 {
            break;
        }
    }
    value
}

/// Regularised incomplete Beta function I_x(a, b) for shapes from 0.01 to 1e5; x is taken into [0, 1].
#[must_use]
pub fn beta_regularised(a: f64, b: f64, x: f64) -> f64 {
    let x = x.clamp(0.0, 1.0);
    BetaShape::new(a, b).probabilities(x, 1.0 - x).0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// (alpha, beta, u, quantile), from 50-digit computations.
    pub(crate) fn vectors() -> Vec<[f64; 4]> {
        let lines: Vec<String> = serde_json::from_str(include_str!("../../tests/vectors/beta.json")).expect("vectors");
        let numbers =
            |line: &String| -> Vec<f64> { line.split(' ').map(|word| word.parse().expect("number")).collect() };
        lines.iter().map(|line| numbers(line).try_into().expect("four numbers")).collect()
    }

    #[test]
    fn the_inverse_agrees_with_fifty_digits() {
        let (mut worst, mut place) = (0.0, [0.0; 4]);
        for [a, b, u, x] in vectors() {
            let got = BetaShape::new(a, b).quantile(u, false).0;
            let error = (got - x).abs() / x;
            assert!(error < 1e-12, "quantile of Beta({a}, {b}) at {u} is {got}, not {x}: {error:e}");
            if error > worst {
                (worst, place) = (error, [a, b, u, x]);
            }
        }
        println!("worst {worst:e} at {place:?}");
    }
}
