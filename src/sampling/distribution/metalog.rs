//! The metalog distribution through given percentiles.

use super::error::{DistributionError, finite};
use crate::num;

/// Logits between which the quantile function must rise and within which it is inverted: the smallest number of double
/// precision lies at -744.
const REACH: f64 = 745.0;
/// Steps in which it is looked at from one end to the other of what double precision tells apart from 0 and 1.
const STEPS: u32 = 8_000;

/// A number whose percentile of probability y is a sum of ln(y/(1-y)) and powers of y - 1/2, and of their products: as many
/// terms as there are percentiles, so that it runs through each (Keelin 2016, "The Metalog Distributions", *Decision
/// Analysis* 13(4), equation 6).
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Metalog {
    /// Of the powers of y - 1/2, the lowest first.
    plain: Vec<f64>,
    /// Of the same times the logit.
    logit: Vec<f64>,
}

/// A probability from both ends, and its logit.
#[derive(Clone, Copy, Debug)]
struct LogitPlace {
    below: f64,
    above: f64,
    logit: f64,
}

impl LogitPlace {
    fn of_logit(logit: f64) -> Self {
        Self { below: num::logistic(logit), above: num::logistic(-logit), logit }
    }

    fn of(below: f64, above: f64) -> Self {
        Self { below, above, logit: num::ln(below / above) }
    }

    /// y - 1/2
    fn centred(self) -> f64 {
        0.5 * (self.below - self.above)
    }
}

/// Of the term of index `k`, from 0: the power of y - 1/2, and whether the logit multiplies it.
fn term(k: usize) -> (usize, bool) {
    match k {
        0 => (0, false),
        1 => (0, true),
        2 => (1, true),
        3 => (1, false),
        _ => (k / 2, k % 2 == 1),
    }
}

impl Metalog {
    pub(super) const SUPPORT: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);

    /// Through points (probability strictly between 0 and 1, quantile), both strictly ascending.
    pub(super) fn new(points: &[(f64, f64)]) -> Result<Self, DistributionError> {
        let n = points.len();
        let mut rows: Vec<Vec<f64>> = Vec::with_capacity(n);
        for &(p, x) in points {
            let place = LogitPlace::of(p, 1.0 - p);
            let of = |k: usize| {
                let (power, with_logit) = term(k);
                num::powi(place.centred(), power as u32) * if with_logit { place.logit } else { 1.0 }
            };
            rows.push((0..n).map(of).chain([finite("a percentile", x)?]).collect());
        }
        let refused = |p| DistributionError::NoDistribution { p };
        let coefficients = solve(rows).ok_or(refused(0.5))?;
        let (mut plain, mut logit) = (vec![0.0; n / 2 + 1], vec![0.0; n / 2 + 1]);
        for (k, coefficient) in coefficients.into_iter().enumerate() {
            let (power, with_logit) = term(k);
            if with_logit { logit[power] = coefficient } else { plain[power] = coefficient }
        }
        let made = Self { plain, logit };
        match made.falling() {
            Some(p) => Err(refused(p)),
            None => Ok(made),
        }
    }

    /// A probability at which the quantile function does not rise, the one nearest to the middle.
    fn falling(&self) -> Option<f64> {
        let falls = |logit: f64| {
            let place = LogitPlace::of_logit(logit);
            (!(self.slope(place) > 0.0)).then_some(place.below)
        };
        // From the middle outwards to where 1 - y is the last number above 0, and beyond by the ends alone, where the logit
        // outweighs everything.
        let step = |k: u32| 37.0 * f64::from(k) / f64::from(STEPS);
        let inner = (0..=STEPS).find_map(|k| falls(step(k)).or_else(|| falls(-step(k))));
        inner.or_else(|| falls(REACH)).or_else(|| falls(-REACH))
    }

    /// dx/d(logit y), which has the sign of dx/dy: y(1 - y) times it.
    fn slope(&self, place: LogitPlace) -> f64 {
        let (c, spread) = (place.centred(), place.below * place.above);
        let with_logit = value(&self.logit, c) + spread * place.logit * derivative(&self.logit, c);
        with_logit + spread * derivative(&self.plain, c)
    }

    fn at(&self, place: LogitPlace) -> f64 {
        let c = place.centred();
        value(&self.plain, c) + place.logit * value(&self.logit, c)
    }

    /// The mean: of (y - 1/2)^j it is 2^-j/(j + 1) where j is even; times the logit, where j is odd,
    /// 2^(1 - j) (1 + 1/3 + … + 1/j)/(j + 1); else 0.
    pub(super) fn mean(&self) -> f64 {
        let half = |j: usize| num::powi(0.5, j as u32);
        let even = |j: usize| half(j) / (j + 1) as f64;
        let odd = |j: usize| {
            let sum: f64 = (1..=j).step_by(2).map(|i| 1.0 / i as f64).sum();
            2.0 * half(j) * sum / (j + 1) as f64
        };
        let plain: f64 = self.plain.iter().enumerate().step_by(2).map(|(j, a)| a * even(j)).sum();
        let logit: f64 = self.logit.iter().enumerate().skip(1).step_by(2).map(|(j, a)| a * odd(j)).sum();
        plain + logit
    }

    /// Where a number lies, by halving.
    fn place(&self, x: f64) -> LogitPlace {
        let (mut low, mut high) = (-REACH, REACH);
        loop {
            let middle = 0.5 * (low + high);
            if middle <= low || middle >= high || high - low < 1e-15 {
                return LogitPlace::of_logit(middle);
            }
            if self.at(LogitPlace::of_logit(middle)) < x { low = middle } else { high = middle }
        }
    }

    pub(super) fn cdf(&self, x: f64) -> f64 {
        self.place(x).below
    }

    pub(super) fn survival(&self, x: f64) -> f64 {
        self.place(x).above
    }

    pub(super) fn density(&self, x: f64) -> f64 {
        let place = self.place(x);
        place.below * place.above / self.slope(place)
    }

    pub(super) fn quantile(&self, p: f64) -> f64 {
        self.at(LogitPlace::of(p, 1.0 - p))
    }

    pub(super) fn quantile_upper(&self, q: f64) -> f64 {
        self.at(LogitPlace::of(1.0 - q, q))
    }
}

/// A polynomial, the lowest power first.
fn value(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, a| sum * x + a)
}

fn derivative(coefficients: &[f64], x: f64) -> f64 {
    let terms = coefficients.iter().enumerate().skip(1).rev();
    terms.fold(0.0, |sum, (power, a)| sum * x + power as f64 * a)
}

/// The solution of linear equations, each row with its right side last; `None` where there is no single one.
fn solve(mut rows: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    let n = rows.len();
    for column in 0..n {
        let pivot = (column..n).max_by(|&a, &b| rows[a][column].abs().total_cmp(&rows[b][column].abs()))?;
        rows.swap(column, pivot);
        let (done, below) = rows.split_at_mut(column + 1);
        let top = &done[column];
        if !(top[column].abs() > 1e-13) {
            return None;
        }
        for row in below {
            let factor = row[column] / top[column];
            for (cell, above) in row[column..].iter_mut().zip(&top[column..]) {
                *cell -= factor * above;
            }
        }
    }
    let mut solution = vec![0.0; n];
    for row in (0..n).rev() {
        let known: f64 = (row + 1..n).map(|k| rows[row][k] * solution[k]).sum();
        solution[row] = (rows[row][n] - known) / rows[row][row];
    }
    Some(solution)
}
