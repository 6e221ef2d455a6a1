//! The Beta distribution between any two ends; PERT is one of them.

use std::sync::{Arc, OnceLock};

use super::beta_table::BetaTable;
use super::error::{DistributionError, finite};
use super::triangular::check_three_points;
use crate::num::BetaShape;

/// Distance from `min`, in units of the width, below which 1 - x has lost too many digits.
const NEAR: f64 = 1e-3;
/// Smallest and largest shape for which the accuracy of the inverse is tested.
const SHAPES: (f64, f64) = (0.01, 1e5);

/// A Beta distribution, stretched from [0, 1] to [min, max].
///
/// Quantiles come from a table that is made when the first one is asked for; its error is below 1e-11 of the width, and
/// below 1e-8 of the distance from `min`.
#[derive(Clone)]
pub(super) struct Beta {
    /// The first shape is at most the second, so that the mean lies in the half where numbers are dense.
    shape: BetaShape,
    /// Whether the shapes were exchanged: the number is 1 - x.
    mirrored: bool,
    min: f64,
    max: f64,
    /// Whether its central value is its mean.
    is_share: bool,
    table: Arc<OnceLock<BetaTable>>,
}

impl std::fmt::Debug for Beta {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (a, b) = if self.mirrored { (self.shape.b(), self.shape.a()) } else { (self.shape.a(), self.shape.b()) };
        write!(formatter, "Beta({a}, {b}) on [{}, {}]", self.min, self.max)
    }
}

impl PartialEq for Beta {
    fn eq(&self, other: &Self) -> bool {
        let parts = |it: &Self| (it.shape, it.mirrored, it.min, it.max, it.is_share);
        parts(self) == parts(other)
    }
}

impl Beta {
    pub(super) fn new(alpha: f64, beta: f64) -> Result<Self, DistributionError> {
        Ok(Self::between(shape("alpha", alpha)?, shape("beta", beta)?, 0.0, 1.0))
    }

    /// The modified PERT distribution with lambda = 4 (Vose 2008): mean (min + 4 mode + max)/6.
    pub(super) fn pert(min: f64, mode: f64, max: f64) -> Result<Self, DistributionError> {
        check_three_points(min, mode, max)?;
        let width = max - min;
        Ok(Self::between(1.0 + 4.0 * ((mode - min) / width), 1.0 + 4.0 * ((max - mode) / width), min, max))
    }

    fn between(alpha: f64, beta: f64, min: f64, max: f64) -> Self {
        let mirrored = alpha > beta;
        let shape = if mirrored { BetaShape::new(beta, alpha) } else { BetaShape::new(alpha, beta) };
        Self { shape, mirrored, min, max, is_share: false, table: Arc::default() }
    }

    pub(super) fn support(&self) -> (f64, f64) {
        (self.min, self.max)
    }

    pub(super) fn mean(&self) -> f64 {
        let mean = self.shape.a() / (self.shape.a() + self.shape.b());
        self.stretched(mean)
    }

    /// A share of one, where the others have `others` together (a margin of a Dirichlet distribution).
    pub(super) fn share(alpha: f64, others: f64) -> Result<Self, DistributionError> {
        Ok(Self { is_share: true, ..Self::new(alpha, others)? })
    }

    /// The median, without a table; of a share the mean: means of shares sum to one.
    pub(super) fn central(&self) -> f64 {
        if self.is_share { self.mean() } else { self.stretched(self.shape.quantile(0.5, false).0) }
    }

    /// From the shape's x to the number itself.
    fn stretched(&self, x: f64) -> f64 {
        let width = self.max - self.min;
        let number = if self.mirrored { self.max - width * x } else { self.min + width * x };
        self.inside(number)
    }

    /// On [0, 1] without the ends, which would be certainties that no draw of a continuous law is.
    fn inside(&self, number: f64) -> f64 {
        if (self.min, self.max) == (0.0, 1.0) {
            number.clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON / 2.0)
        } else {
            number.clamp(self.min, self.max)
        }
    }

    /// The shape's x and 1 - x of a number inside the ends.
    fn inner(&self, number: f64) -> (f64, f64) {
        let width = self.max - self.min;
        let (below, above) = ((number - self.min) / width, (self.max - number) / width);
        if self.mirrored { (above, below) } else { (below, above) }
    }

    pub(super) fn cdf(&self, number: f64) -> f64 {
        self.probability(number, self.mirrored)
    }

    pub(super) fn survival(&self, number: f64) -> f64 {
        self.probability(number, !self.mirrored)
    }

    /// Probability of the shape below the number's x, or above.
    fn probability(&self, number: f64, above: bool) -> f64 {
        let (x, y) = self.inner(number);
        let (lower, upper) = self.shape.probabilities(x, y);
        if above { upper } else { lower }
    }

    pub(super) fn density(&self, number: f64) -> f64 {
        if number < self.min || number > self.max {
            return 0.0;
        }
        let (x, y) = self.inner(number);
        self.shape.density(x, y) / (self.max - self.min)
    }

    pub(super) fn quantile(&self, p: f64) -> f64 {
        self.beyond(p, self.mirrored)
    }

    pub(super) fn quantile_upper(&self, q: f64) -> f64 {
        self.beyond(q, !self.mirrored)
    }

    /// The number whose x has that probability below it, or above.
    fn beyond(&self, probability: f64, above: bool) -> f64 {
        let (v, above) = if probability <= 0.5 { (probability, above) } else { (1.0 - probability, !above) };
        let x = self.table.get_or_init(|| BetaTable::new(&self.shape)).at(v, above);
        if x.is_nan() || self.mirrored && 1.0 - x < NEAR { self.exactly(v, above) } else { self.stretched(x) }
    }

    /// The same without the table: the distance from `min` keeps its digits.
    fn exactly(&self, probability: f64, above: bool) -> f64 {
        let (x, y) = self.shape.quantile(probability, above);
        let distance = if self.mirrored { y } else { x };
        if distance < NEAR { self.inside(self.min + (self.max - self.min) * distance) } else { self.stretched(x) }
    }
}

fn shape(name: &'static str, value: f64) -> Result<f64, DistributionError> {
    finite(name, value)?;
    let (min, max) = SHAPES;
    if value < min || value > max {
        return Err(DistributionError::ShapeOutside { name, value, min, max });
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// (alpha, beta, u, quantile), from 50-digit computations.
    fn vectors() -> Vec<[f64; 4]> {
        let text = include_str!("../../../tests/vectors/beta.json");
        let lines: Vec<String> = serde_json::from_str(text).expect("vectors");
        let numbers = |line: &String| line.split(' ').map(|word| word.parse().expect("number")).collect::<Vec<f64>>();
        lines.iter().map(|line| numbers(line).try_into().expect("four numbers")).collect()
    }

    #[test]
    fn the_table_agrees_with_fifty_digits() {
        let mut worst = (0.0, [0.0; 4]);
        let mut shapes: Vec<Beta> = Vec::new();
        for vector @ [a, b, u, x] in vectors() {
            let new = Beta::new(a, b).unwrap();
            if shapes.last() != Some(&new) {
                shapes.push(new);
            }
            let error = (shapes[shapes.len() - 1].quantile(u) - x).abs();
            assert!(error < 1e-11, "quantile of Beta({a}, {b}) at {u}: off by {error:e}");
            assert!(error < 1e-8 * x, "quantile of Beta({a}, {b}) at {u}: off by {:e} of itself", error / x);
            if error > worst.0 {
                worst = (error, vector);
            }
        }
        println!("worst {worst:?}");
    }

    /// Near 0 the distribution function is x^a/(a B(a, b)), times 1 + O(x): B(0.3, 0.2) by mpmath. Near 1 all that doubles
    /// allow is kept, and neither end is drawn.
    #[test]
    fn small_shapes_keep_their_tails() {
        const BETA: f64 = 7.748_481_388_736_765;
        for (a, b) in [(0.3, 0.2), (0.2, 0.3)] {
            let beta = Beta::new(a, b).unwrap();
            for log in [-300, -40, -16, -9, -6, -5] {
                let u = 10f64.powi(log);
                let expected = ((u * a * BETA).ln() / a).exp();
                let x = beta.quantile(u);
                if expected > 1e-300 {
                    assert!(
                        (x / expected - 1.0).abs() < 1e-12 * expected.ln().abs() + 2.0 * expected,
                        "{a} {u}: {x}, {expected}"
                    );
                }
            }
            for i in 0..200_000 {
                let x = beta.quantile((f64::from(i) + 0.5) / 200_000.0);
                assert!(x > 0.0 && x < 1.0, "{a} {i}");
            }
            assert!(beta.quantile(f64::MIN_POSITIVE) > 0.0 && beta.quantile(1.0 - f64::EPSILON / 2.0) < 1.0);
        }
    }

    #[test]
    fn the_table_agrees_with_the_exact_inverse() {
        let logs = |i: i32| 10f64.powf(-2.0 + 7.0 * f64::from(i) / 9.0);
        let mut worst = (0.0, 0.0, 0.0, 0.0);
        for (a, b) in (0..100)
            .map(|i| (logs(i / 10), logs(i % 10)))
            .chain((0..9).map(|i| (1.0 + 0.5 * f64::from(i), 5.0 - 0.5 * f64::from(i))))
        {
            let beta = Beta::new(a, b).unwrap();
            let mut before = 0.0;
            for i in 0..1_000 {
                let u = (f64::from(i) + 0.5) / 1_000.0;
                let x = beta.quantile(u);
                let exact = BetaShape::new(a, b).quantile(u, false).0;
                let error = (x - exact).abs();
                assert!(error < 1e-11, "quantile of Beta({a}, {b}) at {u}: {x}, not {exact}");
                assert!(x >= before, "quantile of Beta({a}, {b}) falls at {u}");
                before = x;
                if error > worst.0 {
                    worst = (error, a, b, u);
                }
            }
        }
        println!("worst {worst:?}");
    }
}
