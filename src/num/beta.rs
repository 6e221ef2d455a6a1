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

/// ln(1 + u) - u, where `ratio` is 1 + u.
fn log_ratio(u: f64, ratio: f64) -> f64 {
    if u < -0.3 { ln(ratio) - u } else { ln_1p_rest(u) }
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
    /// ln of x^a (1-x)^b/B(a, b) at the mean.
    ln_peak: f64,
    /// -ln B(a, b)
    ln_scale: f64,
}

impl BetaShape {
    /// The Beta distribution with those shapes, both from 0.01 to 1e5.
    #[must_use]
    pub fn new(a: f64, b: f64) -> Self {
        let sum = a + b;
        let rest = stirling_rest(sum) - stirling_rest(a) - stirling_rest(b);
        let ln_peak = ln((a / sum * b).sqrt() / SQRT_2_PI) + rest;
        let ln_scale = ln_peak + a * ln_1p(b / a) + b * ln_1p(a / b);
        Self { a, b, mean: a / sum, co_mean: b / sum, ln_peak, ln_scale }
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
        exp(self.ln_kernel(x, y))
    }

    fn ln_kernel(&self, x: f64, y: f64) -> f64 {
        // relative distances from the mean, each taken where it is exact
        let away = if x < y { x - self.mean } else { self.co_mean - y };
        let (u, v) = (away / self.mean, -away / self.co_mean);
        self.ln_peak + (self.a * log_ratio(u, x / self.mean) + self.b * log_ratio(v, y / self.co_mean))
    }

    /// Density at x in [0, 1], y = 1 - x; infinite at a pole.
    #[must_use]
    pub fn density(&self, x: f64, y: f64) -> f64 {
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
        let kernel = self.kernel(x, y);
        if self.is_low(x, y) {
            let p = (kernel * fraction(self.a, self.b, x, y)).min(1.0);
            (p, 1.0 - p)
        } else {
            let q = (kernel * fraction(self.b, self.a, y, x)).min(1.0);
            (1.0 - q, q)
        }
    }

    /// Whether x lies below the mean, where the fraction of the lower tail converges fast, else that of the upper one.
    fn is_low(&self, x: f64, y: f64) -> bool {
        if x < y { x < self.mean } else { y > self.co_mean }
    }

    /// x and 1 - x with P(X <= x) = `probability`, or with P(X > x) = `probability` if `upper`.
    ///
    /// Relative error of the smaller of x and 1 - x below 1e-12 for shapes from 0.01 to 1e5, unless it is below
    /// 1e-300. Probability 0 gives the end.
    #[must_use]
    pub fn quantile(&self, probability: f64, upper: bool) -> (f64, f64) {
        // Newton on the smaller of the two tails, whose logarithm says more
        let (tail, above) = if probability <= 0.5 { (probability, upper) } else { (1.0 - probability, !upper) };
        if tail <= 0.0 {
            return if above { (1.0, 0.0) } else { (0.0, 1.0) };
        }
        let target = ln(tail);
        let log_odds = self.log_odds(target, above, self.first_guess(target, above));
        (logistic(log_odds), logistic(-log_odds))
    }

    /// The same, begun at `guess`, which saves steps where it is close: for probabilities up to 1/2.
    #[must_use]
    pub fn quantile_near(&self, probability: f64, upper: bool, guess: f64) -> (f64, f64) {
        if !(guess > 0.0 && guess < 1.0 && probability > 0.0) {
            return self.quantile(probability, upper);
        }
        let log_odds = self.log_odds(ln(probability), upper, ln(guess / (1.0 - guess)));
        (logistic(log_odds), logistic(-log_odds))
    }

    /// Log-odds beyond which a probability with logarithm `target` lies.
    fn log_odds(&self, target: f64, above: bool, guess: f64) -> f64 {
        let direction = if above { -1.0 } else { 1.0 };
        let mut l = guess;
        let scale = ((self.a + self.b) / self.a / self.b).sqrt().min(1.0);
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
            if step.abs() <= 4e-16 * l.abs().max(1e-3) {
                return next;
            }
            // cubic convergence: after a step this small the next one is below rounding
            if step.abs() < 1e-6 * scale {
                return next;
            }
            l = next;
        }
        l
    }

    /// ln of the tail at log-odds l and the size of its slope.
    fn log_tail(&self, l: f64, x: f64, y: f64, above: bool) -> (f64, f64) {
        let (own, other, small, great) = if above { (self.b, self.a, y, x) } else { (self.a, self.b, x, y) };
        if small < 1e-290 {
            // x itself leaves the range of numbers, its logarithm does not: P = x^a/(a B)
            return (self.ln_scale - ln(own) - own * l.abs(), own);
        }
        if self.is_low(x, y) == above {
            let kernel = self.kernel(x, y);
            let tail = 1.0 - (kernel * fraction(other, own, great, small)).min(1.0);
            (ln(tail), kernel / tail)
        } else {
            // without the tail itself, which may be too small for a number
            let part = fraction(own, other, small, great);
            (self.ln_kernel(x, y) + ln(part), 1.0 / part)
        }
    }

    /// A start for Newton's method from the power law at the end or the normal approximation.
    fn first_guess(&self, target: f64, above: bool) -> f64 {
        let (own, direction) = if above { (self.b, -1.0) } else { (self.a, 1.0) };
        let power_law = (target + ln(own) - self.ln_scale) / own;
        let centre = ln(self.mean / self.co_mean);
        let sd = ((self.a + self.b) / self.a / self.b).sqrt();
        let normal = centre + direction * sd * super::normal::normal_quantile(exp(target));
        let power_law = direction * power_law;
        // the power law is exact towards the end and too far in elsewhere
        if direction * power_law < direction * centre - 1.0 - sd || own < 1.0 { power_law } else { normal }
    }
}

/// I_x(a, b) B(a, b)/(x^a y^b) by the continued fraction of DiDonato & Morris (1992), equation 9, for x up to the mean;
/// y = 1 - x.
fn fraction(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let sum = a + b;
    // mean - x times a + b, from whichever of x and y is known to more digits
    let lambda = if x < y { a - sum * x } else { sum * y - b };
    let first = a / (a + 1.0) * (lambda + 1.0);
    let (mut value, mut c, mut d) = (first, first, 0.0);
    let mut n = 1.0;
    // the number of terms needed grows with the square root of the shapes and is below 2,000 at 1e5
    while n < 20_000.0 {
        let s = a + 2.0 * n - 1.0;
        let w = n * (b - n) * x / s;
        let alpha = (a + n - 1.0) * (sum + n - 1.0) / s * (w * x);
        let beta = n + w + (a + n) / (s + 2.0) * (lambda + 1.0 + n * (1.0 + y));
        d = 1.0 / (beta + alpha * d);
        c = beta + alpha / c;
        let factor = c * d;
        value *= factor;
        if (factor - 1.0).abs() < 3e-16 {
            break;
        }
        n += 1.0;
    }
    1.0 / value
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
