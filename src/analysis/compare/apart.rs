//! Differences between variants that have no luck in common.

use super::super::interval::{t_quantile, wilson};
use super::spread::{Bracket, mean, variance_of_groups, variance_of_mean};
use super::{Compared, Difference, Fate};

/// A trial by its number, and its fate.
pub(super) type KnownFate<'f> = (usize, &'f Fate);

/// The trials whose fates are known.
pub(super) fn known(fates: &[Fate]) -> Vec<KnownFate<'_>> {
    fates.iter().enumerate().filter(|it| it.1.class.is_some()).collect()
}

/// The difference of a figure between two runs, each of independent trials or of groups of them.
pub(super) fn apart(figure: Compared, runs: [&[KnownFate<'_>]; 2], groupings: [Option<u64>; 2]) -> Difference {
    let [reference, other] = runs.map(|fates| mean(fates.iter().map(|fate| figure.of(fate.1))));
    let difference = reference.zip(other).map(|(reference, other)| other - reference);
    let counts = figure.is_share() && groupings == [None, None];
    let interval =
        difference.and_then(|it| if counts { newcombe(figure, runs) } else { welch(figure, it, runs, groupings) });
    Difference::new(figure, [reference, other], difference, interval)
}

/// Welch's (1947) t-interval for the difference of two independent means.
fn welch(
    figure: Compared,
    difference: f64,
    runs: [&[KnownFate<'_>]; 2],
    groupings: [Option<u64>; 2],
) -> Option<Bracket> {
    let variance = |run: usize| {
        let values = runs[run].iter().map(|(trial, fate)| (*trial, figure.of(fate)));
        match groupings[run] {
            Some(replications) => variance_of_groups(replications, values),
            None => variance_of_mean(&values.map(|value| value.1).collect::<Vec<_>>()),
        }
    };
    let ((a, free_a), (b, free_b)) = (variance(0)?, variance(1)?);
    let sum = a + b;
    if sum == 0.0 {
        return None;
    }
    let half = t_quantile(sum * sum / (a * a / free_a + b * b / free_b)) * sum.sqrt();
    Some((difference - half, difference + half))
}

/// Newcombe's hybrid score interval (his method 10) for the difference of two independent shares.
pub(super) fn newcombe(figure: Compared, runs: [&[KnownFate<'_>]; 2]) -> Option<Bracket> {
    let share = |fates: &[KnownFate<'_>]| {
        let hits = fates.iter().filter(|fate| figure.of(fate.1) == 1.0).count();
        let share = wilson(hits as u64, fates.len() as u64);
        Some((share.share?, share.low?, share.high?))
    };
    let ((p, p_low, p_high), (q, q_low, q_high)) = (share(runs[0])?, share(runs[1])?);
    let root = |x: f64, y: f64| (x * x + y * y).sqrt();
    Some((q - p - root(q - q_low, p_high - p), q - p + root(q_high - q, p - p_low)))
}
