//! 95 % sampling intervals: how much a figure would move with other random numbers.

use statrs::distribution::{ContinuousCDF, StudentsT};

use serde::{Deserialize, Serialize};

use crate::engine::Count;
use crate::sampling::Sampling;
use crate::scenario::RunSettings;

/// A share with its 95 % sampling interval; null over no trials.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// The estimate, in [0, 1].
    pub share: Option<f64>,
    /// Lower end.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

/// Whether every trial of a run is independent of all others; else the groups of its tally are.
#[must_use]
pub fn trials_are_independent(run: &RunSettings) -> bool {
    run.sampling == Sampling::MonteCarlo && run.replications == 1
}

/// 97.5th percentile of the standard normal distribution.
pub const Z: f64 = 1.959_963_984_540_054;

/// 97.5th percentile of Student's t distribution with 15 degrees of freedom: 16 randomisations of a design.
pub const T15: f64 = 2.131_449_545_559_775;

/// 97.5th percentile of Student's t distribution, to nine digits so that it is the same number on every machine.
#[must_use]
pub fn t_quantile(degrees_of_freedom: f64) -> f64 {
    let exact = StudentsT::new(0.0, 1.0, degrees_of_freedom).map_or(Z, |t| t.inverse_cdf(0.975));
    (exact * 1e9).round() / 1e9
}

/// Wilson's (1927) score interval for `hits` out of `trials`; null of none.
#[must_use]
pub fn wilson(hits: u64, trials: u64) -> Share {
    if trials == 0 {
        return Share::default();
    }
    wilson_of(hits as f64 / trials as f64, trials as f64)
}

/// The share of `hits` in `among`, of which they are part: Wilson's interval, where trials weigh differently at as many as
/// would make a share of the same size as uncertain (Kish 1965).
#[must_use]
pub fn share_of(hits: Count, among: Count) -> Share {
    if !hits.is_weighted() && !among.is_weighted() {
        return wilson(hits.value(), among.value());
    }
    let (all, share) = (among.units(), hits.units() / among.units());
    let rest = 1.0 - share;
    let variance = (rest * rest * hits.squares() + share * share * among.without(hits).squares()) / (all * all);
    wilson_of(share, if variance > 0.0 { share * rest / variance } else { among.effective() })
}

/// The same for a share `p` of `n` trials, which need not be whole numbers.
fn wilson_of(p: f64, n: f64) -> Share {
    let denominator = 1.0 + Z * Z / n;
    let centre = (p + Z * Z / (2.0 * n)) / denominator;
    let half = Z / denominator * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    // At the ends the interval reaches them exactly; rounding must not say otherwise.
    let low = if p == 0.0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if p == 1.0 { 1.0 } else { (centre + half).min(1.0) };
    Share { share: Some(p), low: Some(low), high: Some(high) }
}

/// Interval of a share over independent randomisations, each with (hits, trials): [`over_randomisations`], or Wilson's
/// for so many draws where all have the same share, such as 0 of a rare outcome: that they agree does not mean that it
/// is known.
#[must_use]
pub fn share_over_randomisations(parts: &[(u64, u64)], replications: u64) -> Share {
    let numbers: Vec<(f64, f64)> = parts.iter().map(|part| (part.0 as f64, part.1 as f64)).collect();
    let trials = parts.iter().fold(0, |sum, part| sum + part.1);
    mean_over_randomisations(&numbers, trials as f64 / replications as f64)
}

/// The same for the mean of numbers in [0, 1], each part with (sum, weight), of so many independent cases in all.
#[must_use]
pub fn mean_over_randomisations(parts: &[(f64, f64)], cases: f64) -> Share {
    let share = over_randomisations(parts);
    match share.share {
        Some(p) if share.low == share.high => wilson_of(p, cases),
        _ => share,
    }
}

/// Standard error of an estimate by the jackknife, from the estimates without each of the groups in turn. None where
/// there are fewer than two, or where all are the same: then the trials do not tell.
#[must_use]
pub fn jackknife_error(without: &[f64]) -> Option<f64> {
    let k = without.len() as f64;
    let mean = without.iter().fold(0.0, |sum, rest| sum + rest) / k;
    let squares = without.iter().fold(0.0, |sum, rest| sum + (rest - mean) * (rest - mean));
    let varies = without.windows(2).any(|pair| pair[0] != pair[1]);
    varies.then(|| ((k - 1.0) / k * squares).sqrt())
}

/// Normal interval for a mean of numbers in [0, 1], from their count, mean and mean square.
#[must_use]
pub fn mean_interval(count: u64, mean: Option<f64>, mean_square: Option<f64>) -> Share {
    let (Some(mean), Some(mean_square)) = (mean, mean_square) else { return Share::default() };
    let half = if count < 2 {
        1.0
    } else {
        let variance = (mean_square - mean * mean).max(0.0) * count as f64 / (count - 1) as f64;
        Z * (variance / count as f64).sqrt()
    };
    Share { share: Some(mean), low: Some((mean - half).max(0.0)), high: Some((mean + half).min(1.0)) }
}

/// Interval for a mean of numbers in [0, 1], from their count, mean and mean square: Wilson's for as many trials as would
/// make a share of the same size as uncertain. A mean of 0 or 1 is then not taken for certain.
#[must_use]
pub fn mean_score_interval(count: u64, mean: Option<f64>, mean_square: Option<f64>) -> Share {
    let (Some(mean), Some(mean_square)) = (mean, mean_square) else { return Share::default() };
    let n = count as f64;
    let variance = (mean_square - mean * mean).max(0.0) / (n - 1.0);
    let varies = count > 1 && variance > 0.0 && mean > 0.0 && mean < 1.0;
    wilson_of(mean, if varies { mean * (1.0 - mean) / variance } else { n })
}

/// The normal interval of a mean of numbers in [0, 1], from the variance of that estimate.
#[must_use]
pub fn normal_interval(mean: f64, variance: f64) -> Share {
    let half = Z * variance.sqrt();
    Share { share: Some(mean), low: Some((mean - half).max(0.0)), high: Some((mean + half).min(1.0)) }
}

/// Wilson's for as many trials as would make a share of the same size as uncertain; for `effective` trials where the
/// variance says nothing.
#[must_use]
pub fn score_interval(mean: f64, variance: f64, effective: f64) -> Share {
    let varies = variance > 0.0 && mean > 0.0 && mean < 1.0;
    wilson_of(mean, if varies { mean * (1.0 - mean) / variance } else { effective })
}

/// t-interval over independent randomisations of a design: each gives (sum, weight) and the estimate is the ratio of
/// the totals. Randomisations without any weight say nothing and are left out.
#[must_use]
pub fn over_randomisations(parts: &[(f64, f64)]) -> Share {
    let weight = parts.iter().fold(0.0, |sum, part| sum + part.1);
    if weight == 0.0 {
        return Share::default();
    }
    let total = parts.iter().fold(0.0, |sum, part| sum + part.0);
    let estimate = total / weight;
    let used: Vec<(f64, f64)> = parts.iter().copied().filter(|part| part.1 > 0.0).collect();
    if used.len() < 2 {
        return Share { share: Some(estimate), low: Some(0.0), high: Some(1.0) };
    }
    let t = if used.len() == 16 { T15 } else { t_quantile(used.len() as f64 - 1.0) };
    let half = t * error_of_ratio(&used, estimate);
    Share { share: Some(estimate), low: Some((estimate - half).max(0.0)), high: Some((estimate + half).min(1.0)) }
}

/// Standard error of the ratio of the totals of independent parts, each (sum, count), two at least: it comes from the
/// residuals sum - estimate count (Cochran 1977, 6.4).
pub(super) fn error_of_ratio(parts: &[(f64, f64)], estimate: f64) -> f64 {
    let k = parts.len() as f64;
    let mean_count = parts.iter().fold(0.0, |sum, part| sum + part.1) / k;
    let squares = parts.iter().fold(0.0, |sum, &(part, n)| {
        let residual = (part - estimate * n) / mean_count;
        sum + residual * residual
    });
    (squares / ((k - 1.0) * k)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::Normal;

    #[test]
    fn the_constants_are_right() {
        let normal = Normal::standard();
        assert!((Z - normal.inverse_cdf(0.975)).abs() < 1e-12);
        assert!((T15 - t_quantile(15.0)).abs() < 1e-8);
    }

    #[test]
    fn wilson_agrees_with_published_values() {
        // Newcombe (1998), table I, method 3: 81/263 and 0/20.
        let share = wilson(81, 263);
        assert!((share.low.unwrap() - 0.2553).abs() < 5e-5 && (share.high.unwrap() - 0.3662).abs() < 5e-5);
        let none = wilson(0, 20);
        assert!(none.low == Some(0.0) && (none.high.unwrap() - 0.1611).abs() < 5e-5);
        assert_eq!(wilson(0, 0), Share::default());
    }

    /// 0 of 1,600 in sixteen randomisations is what Wilson's interval says of 0 of 1,600, or of 0 of 160 draws.
    #[test]
    fn agreement_is_not_certainty() {
        assert_eq!(share_over_randomisations(&[(0, 100); 16], 1), wilson(0, 1_600));
        assert_eq!(share_over_randomisations(&[(0, 100); 16], 10), wilson(0, 160));
        let mut parts = [(30, 100); 16];
        parts[3].0 = 31;
        let numbers = parts.map(|part| (part.0 as f64, part.1 as f64));
        assert_eq!(share_over_randomisations(&parts, 1), over_randomisations(&numbers));
    }

    #[test]
    fn equal_means_of_exact_figures_leave_no_doubt() {
        let share = over_randomisations(&[(3.0, 10.0); 16]);
        assert!((share.share.unwrap() - 0.3).abs() < 1e-15);
        assert!((share.high.unwrap() - share.low.unwrap()).abs() < 1e-15);
    }

    #[track_caller]
    fn near(got: Option<f64>, expected: f64) {
        assert!((got.unwrap() - expected).abs() < 1e-6, "{got:?} is not {expected}");
    }

    /// The jackknife of a mean is its standard error: 1, 2 and 4 have a variance of 7/3 over n - 1, so that it is
    /// sqrt(7/9).
    #[test]
    fn the_jackknife_of_a_mean_is_its_standard_error() {
        near(jackknife_error(&[3.0, 2.5, 1.5]), (7.0_f64 / 9.0).sqrt());
    }

    /// By hand: 0.1, 0.2 and 0.6 have a mean of 0.3, a mean square of 0.41/3 and, over n - 1, a variance of 0.07;
    /// 1.959964 sqrt(0.07/3) = 0.299389.
    #[test]
    fn means_have_the_normal_interval() {
        let share = mean_interval(3, Some(0.3), Some(0.41 / 3.0));
        near(share.low, 0.000_610_6);
        near(share.high, 0.599_389_4);
    }

    /// By hand: eight randomisations with 7 of 100 and eight with 9 of 100; 2.131450 sqrt(16 x 0.0001/(16 x 15)) =
    /// 0.005503.
    #[test]
    fn randomisations_have_the_t_interval_of_their_shares() {
        let parts: Vec<(f64, f64)> = (0..16).map(|part| (if part < 8 { 7.0 } else { 9.0 }, 100.0)).collect();
        let share = over_randomisations(&parts);
        near(share.low, 0.074_496_6);
        near(share.high, 0.085_503_4);
    }

    #[test]
    fn trials_of_one_draw_are_not_independent() {
        let independent = |set: &[String]| {
            let text = include_str!("../../scenarios/tiny.toml");
            trials_are_independent(crate::scenario::parse("tiny.toml", text, set, None).unwrap().scenario.run())
        };
        assert!(independent(&[]) && !independent(&["run.replications=2".to_owned()]));
    }
}
