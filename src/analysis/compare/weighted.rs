//! Differences of runs whose trials weigh differently: of ratios of weighted sums, whose errors come from what each trial
//! adds to them (Cochran 1977, 6.4).

use super::super::interval::{Z, t_quantile};
use super::apart::KnownFate;
use super::paired::{Matched, agresti_min};
use super::spread::Bracket;
use super::{Compared, Difference, Fate, Pairing};

/// Whether trials of any of these weigh other than one.
pub(super) fn is_weighted(fates: &[Fate]) -> bool {
    fates.iter().any(|fate| fate.class.is_some() && fate.weight != 1.0)
}

/// A weighted mean of a figure: its value, the sum of the weights, and of how many trials of equal weight it is.
#[derive(Clone, Copy)]
struct Ratio {
    mean: f64,
    weight: f64,
    effective: f64,
}

impl Ratio {
    fn of<'f>(figure: Compared, fates: impl Iterator<Item = &'f Fate>) -> Option<Self> {
        let (mut sum, mut weight, mut squares) = (0.0, 0.0, 0.0);
        for fate in fates {
            sum += fate.weight * figure.of(fate);
            weight += fate.weight;
            squares += fate.weight * fate.weight;
        }
        (weight > 0.0).then(|| Self { mean: sum / weight, weight, effective: weight * weight / squares })
    }

    /// What a trial adds to the error of the mean.
    fn residual(&self, figure: Compared, fate: &Fate) -> f64 {
        fate.weight * (figure.of(fate) - self.mean) / self.weight
    }
}

/// The difference of a figure over the same trials.
pub(super) fn paired(figure: Compared, pairs: &[Matched<'_>], pairing: Pairing) -> Difference {
    let [one, other] =
        [Ratio::of(figure, pairs.iter().map(|pair| pair.1)), Ratio::of(figure, pairs.iter().map(|pair| pair.2))];
    let means = [one, other].map(|ratio| ratio.map(|it| it.mean));
    let both = one.zip(other);
    let difference = both.map(|(one, other)| other.mean - one.mean);
    let replications = match pairing {
        Pairing::Randomisations(replications) => Some(replications),
        _ => None,
    };
    let interval = both.and_then(|(one, other)| {
        let each = pairs.iter().map(|&(trial, a, b)| (trial, other.residual(figure, b) - one.residual(figure, a)));
        let (variance, freedom) = variance(replications, each)?;
        let difference = other.mean - one.mean;
        if variance == 0.0 && figure.is_share() {
            // That all agree does not mean that it is known.
            return Some(agresti_min(0.0, 0.0, one.effective.min(other.effective)));
        }
        Some(around(difference, variance, freedom))
    });
    Difference::new(figure, means, difference, interval)
}

/// The difference of a figure between two runs that have no luck in common.
pub(super) fn apart(figure: Compared, runs: [&[KnownFate<'_>]; 2], groupings: [Option<u64>; 2]) -> Difference {
    let ratios = runs.map(|fates| Ratio::of(figure, fates.iter().map(|fate| fate.1)));
    let means = ratios.map(|ratio| ratio.map(|it| it.mean));
    let [one, other] = ratios;
    let difference = one.zip(other).map(|(one, other)| other.mean - one.mean);
    let interval = difference.and_then(|difference| {
        let of = |run: usize| {
            let ratio = ratios[run]?;
            variance(groupings[run], runs[run].iter().map(|(trial, fate)| (*trial, ratio.residual(figure, fate))))
        };
        let ((a, free_a), (b, free_b)) = (of(0)?, of(1)?);
        let sum = a + b;
        let freedom = sum * sum / (a * a / free_a + b * b / free_b);
        (sum > 0.0).then(|| around(difference, sum, freedom))
    });
    Difference::new(figure, means, difference, interval)
}

/// Variance of the sum of what trials, or the 16 groups of their draws, add, and its degrees of freedom.
fn variance(replications: Option<u64>, each: impl Iterator<Item = (usize, f64)>) -> Option<(f64, f64)> {
    let parts: Vec<f64> = match replications {
        None => each.map(|pair| pair.1).collect(),
        Some(replications) => {
            let mut sums = [0.0; 16];
            each.for_each(|(trial, residual)| sums[trial / replications as usize % 16] += residual);
            sums.to_vec()
        }
    };
    let k = parts.len() as f64;
    let squares = parts.iter().fold(0.0, |sum, part| sum + part * part);
    (k > 1.0).then(|| (squares * k / (k - 1.0), k - 1.0))
}

fn around(middle: f64, variance: f64, freedom: f64) -> Bracket {
    let half = if freedom > 200.0 { Z } else { t_quantile(freedom) } * variance.sqrt();
    (middle - half, middle + half)
}
