//! Differences between variants that met the same luck in every trial.

use crate::engine::Class;

use super::super::interval::{Z, t_quantile};
use super::spread::{Bracket, mean, variance_of_groups};
use super::{Change, Compared, Difference, Fate, Pairing};

/// A trial by its number, and its fate in the reference and in the other.
pub(super) type Matched<'f> = (usize, &'f Fate, &'f Fate);

/// The trials whose fates are known in both.
pub(super) fn known<'f>(reference: &'f [Fate], other: &'f [Fate]) -> Vec<Matched<'f>> {
    let pairs = reference.iter().zip(other).enumerate().map(|(trial, (a, b))| (trial, a, b));
    pairs.filter(|(_, a, b)| a.class.is_some() && b.class.is_some()).collect()
}

/// Trials that ended in another class, most frequent first.
pub(super) fn changes(pairs: &[Matched<'_>]) -> Vec<Change> {
    let mut counts = [[0_u64; Class::COUNT]; Class::COUNT];
    for (_, a, b) in pairs {
        if let (Some(a), Some(b)) = (a.class, b.class) {
            counts[a as usize][b as usize] += 1;
        }
    }
    let all = Class::ALL.into_iter().flat_map(|from| Class::ALL.into_iter().map(move |to| (from, to)));
    let mut changes: Vec<Change> = all
        .filter(|(from, to)| from != to)
        .map(|(from, to)| Change { from, to, trials: counts[from as usize][to as usize] })
        .filter(|change| change.trials > 0)
        .collect();
    changes.sort_by_key(|change| std::cmp::Reverse(change.trials));
    changes
}

/// The difference of a figure over the same trials.
pub(super) fn paired(figure: Compared, pairs: &[Matched<'_>], pairing: Pairing) -> Difference {
    let reference = mean(pairs.iter().map(|pair| figure.of(pair.1)));
    let other = mean(pairs.iter().map(|pair| figure.of(pair.2)));
    let each: Vec<(usize, f64)> = pairs.iter().map(|pair| (pair.0, figure.of(pair.2) - figure.of(pair.1))).collect();
    let difference = mean(each.iter().map(|pair| pair.1));
    let interval = difference.and_then(|difference| match pairing {
        Pairing::Randomisations(replications) => over_groups(figure, difference, &each, replications),
        _ if figure.is_share() => Some(of_changed(&each, 1.0)),
        _ => normal(difference, &each),
    });
    Difference::new(figure, [reference, other], difference, interval)
}

/// The t-interval over the randomisations of a design.
fn over_groups(figure: Compared, difference: f64, each: &[(usize, f64)], replications: u64) -> Option<Bracket> {
    let (variance, freedom) = variance_of_groups(replications, each.iter().copied())?;
    if variance == 0.0 && figure.is_share() {
        // That all agree does not mean that it is known: as if there were only as many trials as draws.
        return Some(of_changed(each, replications as f64));
    }
    let half = t_quantile(freedom) * variance.sqrt();
    Some((difference - half, difference + half))
}

/// Agresti and Min's interval of trials of which so many are one case.
fn of_changed(each: &[(usize, f64)], one_case: f64) -> Bracket {
    let count = |sign: f64| each.iter().filter(|pair| pair.1 == sign).count() as f64;
    agresti_min(count(1.0) / one_case, count(-1.0) / one_case, each.len() as f64 / one_case)
}

/// Agresti and Min's interval for the difference of two shares of the same trials: `gained` trials are only in the
/// second, `lost` only in the first.
pub(super) fn agresti_min(gained: f64, lost: f64, trials: f64) -> Bracket {
    let (gained, lost, n) = (gained + 0.5, lost + 0.5, trials + 2.0);
    let centre = (gained - lost) / n;
    let half = Z * ((gained + lost) - (gained - lost) * (gained - lost) / n).max(0.0).sqrt() / n;
    ((centre - half).max(-1.0), (centre + half).min(1.0))
}

/// The normal interval of a mean.
fn normal(mean: f64, each: &[(usize, f64)]) -> Option<Bracket> {
    let (squares, count) = each.iter().fold((0.0, 0.0), |(sum, n), (_, x)| (sum + (x - mean) * (x - mean), n + 1.0));
    let half = Z * (squares / (count * (count - 1.0))).sqrt();
    (count > 1.0).then_some((mean - half, mean + half))
}
