//! Chance and ignorance told apart: the one-way random-effects decomposition of each outcome class.
//!
//! With several trials at each draw of the inputs, the variance of "the trial ends in this class" splits into what
//! differs *between* draws (what we do not know) and what differs *within* them (luck). The estimates are those of the
//! analysis of variance, unbiased for both parts (Searle, Casella and McCulloch 1992, chapter 3), so that the part
//! between draws can come out slightly below 0 where it is small. The interval of its share is a t-interval over
//! sixteen groups of draws by the delete-one jackknife.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::engine::{Class, Draws, Tally};

use super::interval::{jackknife_error, t_quantile};

/// How much of a class's variance lies between draws of the inputs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Parts {
    /// Share of the variance that lies between draws; null where the class never or always occurs.
    pub share: Option<f64>,
    /// Lower end of its 95 % sampling interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Variance between draws: of the class's probability given the inputs.
    pub ignorance: Option<f64>,
    /// Mean variance within a draw.
    pub chance: Option<f64>,
}

/// `decomposition` in `summary.json`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Decomposition {
    /// Trials at each draw.
    pub replications: u64,
    /// Draws of the inputs in which no trial failed.
    pub draws: u64,
    /// By class.
    pub classes: IndexMap<String, Parts>,
}

/// The decomposition of a run with `replications` trials at each draw, in which the front of the first war can freeze or
/// cannot; `None` without replications.
#[must_use]
pub fn decomposition(tally: &Tally, replications: u64, can_freeze: bool) -> Option<Decomposition> {
    if replications < 2 {
        return None;
    }
    // With few draws some groups have none, and leaving them out says nothing.
    let groups: Vec<&Draws> = tally.groups.iter().map(|group| &group.draws).filter(|draws| !draws.is_empty()).collect();
    let all = sum(groups.iter().copied());
    let parts = |class: Class| {
        let (between, within) = variances(&all, class as usize, replications)?;
        let share = ratio(between, within);
        let without = |left_out: usize| {
            let kept = groups.iter().enumerate().filter(|(index, _)| *index != left_out).map(|(_, group)| *group);
            let (between, within) = variances(&sum(kept), class as usize, replications)?;
            ratio(between, within)
        };
        let interval = share.and_then(|share| jackknife(share, groups.len(), &without));
        let (low, high) = (interval.map(|ends| ends.0), interval.map(|ends| ends.1));
        Some(Parts { share, low, high, ignorance: Some(between), chance: Some(within) })
    };
    let classes = Class::possible(can_freeze).map(|class| (class.name().to_owned(), parts(class).unwrap_or_default()));
    Some(Decomposition { replications, draws: all.count.effective().round() as u64, classes: classes.collect() })
}

fn sum<'d>(groups: impl Iterator<Item = &'d Draws>) -> Draws {
    let mut all = Draws::default();
    for group in groups {
        all.merge(group);
    }
    all
}

/// Variance between and within draws.
fn variances(draws: &Draws, class: usize, replications: u64) -> Option<(f64, f64)> {
    let (k, r) = (draws.count.units(), replications as f64);
    let (hits, squares) = (draws.hits[class].units(), draws.squares[class].units());
    // Of draws that count as one both are one draw; where they weigh differently, what the squares of weights take away.
    let one = if draws.count.is_weighted() { draws.count.squares() / k } else { 1.0 };
    if !(k >= 2.0 * one) {
        return None;
    }
    // Sums of squares over whole numbers; the mean of a draw is its hits over r.
    let within = (hits - squares / r) / (k * (r - 1.0));
    let between = (squares - hits * hits / k) / (r * (k - one));
    Some(((between - within) / r, within))
}

fn ratio(between: f64, within: f64) -> Option<f64> {
    let total = between + within;
    (total > 0.0).then(|| between / total)
}

fn jackknife(whole: f64, groups: usize, without: &dyn Fn(usize) -> Option<f64>) -> Option<(f64, f64)> {
    let left: Option<Vec<f64>> = (0..groups).map(without).collect();
    let half = t_quantile(groups as f64 - 1.0) * jackknife_error(&left?)?;
    Some((whole - half, whole + half))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: draws with 2, 0, 1 and 2 hits of 2. Means 1, 0, 0.5, 1; grand mean 0.625. MSB = 2 (0.140625 + 0.390625 +
    /// 0.015625 + 0.140625)/3 = 0.458333, MSW = 0.5/4 = 0.125, so that between = 0.166667 and the share is 0.571429.
    #[test]
    fn the_analysis_of_variance_is_the_textbooks() {
        let mut draws = Draws::default();
        for hits in [2, 0, 1, 2] {
            draws.add(&[hits, 0, 0, 0, 0, 0, 0], crate::engine::Weight::ONE);
        }
        let (between, within) = variances(&draws, 0, 2).unwrap();
        assert!((within - 0.125).abs() < 1e-15);
        assert!((between - 0.166_666_666_666_666_67).abs() < 1e-15);
        assert!((ratio(between, within).unwrap() - 4.0 / 7.0).abs() < 1e-15);
        let never = variances(&draws, 1, 2).unwrap();
        assert_eq!(ratio(never.0, never.1), None);
    }

    /// The jackknife of a mean is its standard error: of 1, 2 and 4 it is sqrt(7/9). t(2) is 4.302653 in the tables.
    #[test]
    fn the_interval_is_the_jackknifes() {
        let (low, high) = jackknife(0.5, 3, &|left_out| Some([3.0, 2.5, 1.5][left_out])).unwrap();
        assert!((high - 0.5 - 4.302_653 * (7.0_f64 / 9.0).sqrt()).abs() < 1e-6 && (low + high - 1.0).abs() < 1e-12);
    }

    /// The share of the variance that lies between draws of two trials, by the textbook's sums of squares over the means of
    /// draws (Searle, Casella and McCulloch 1992, chapter 3).
    fn between(hits: &[u64]) -> f64 {
        let means: Vec<f64> = hits.iter().map(|&hits| hits as f64 / 2.0).collect();
        let k = means.len() as f64;
        let grand = means.iter().sum::<f64>() / k;
        let squares_between = 2.0 * means.iter().map(|mean| (mean - grand).powi(2)).sum::<f64>() / (k - 1.0);
        let squares_within = means.iter().map(|mean| 2.0 * mean * (1.0 - mean)).sum::<f64>() / k;
        let variance = (squares_between - squares_within) / 2.0;
        variance / (variance + squares_within)
    }

    /// The interval leaves out one group of draws at a time: of three, with t(2) = 4.302653.
    #[test]
    fn the_interval_leaves_out_a_group_at_a_time() {
        let scenario = crate::scenario::parse("tiny.toml", include_str!("../../scenarios/tiny.toml"), &[], None);
        let mut tally = crate::engine::Engine::new(&scenario.unwrap().scenario).unwrap().tally();
        let groups: [&[u64]; 3] = [&[2, 0, 1], &[2, 2, 1, 0], &[0, 0, 2]];
        tally.groups.resize(3, tally.groups[0].clone());
        for (group, hits) in tally.groups.iter_mut().zip(groups) {
            for &hits in hits {
                group.draws.add(&[hits, 0, 0, 0, 0, 0, 0], crate::engine::Weight::ONE);
            }
        }
        let found = decomposition(&tally, 2, false).unwrap().classes[Class::ALL[0].name()];
        let whole = between(&groups.concat());
        let left: Vec<f64> =
            (0..3).map(|out| between(&[groups[(out + 1) % 3], groups[(out + 2) % 3]].concat())).collect();
        let mean = left.iter().sum::<f64>() / 3.0;
        let error = (2.0 / 3.0 * left.iter().map(|x| (x - mean).powi(2)).sum::<f64>()).sqrt();
        assert!((found.share.unwrap() - whole).abs() < 1e-12, "{found:?}");
        assert!((found.high.unwrap() - whole - 4.302_653 * error).abs() < 1e-6, "{found:?}");
        assert!((whole - found.low.unwrap() - 4.302_653 * error).abs() < 1e-6, "{found:?}");
    }

    #[test]
    fn two_trials_a_draw_can_be_decomposed() {
        let scenario = crate::scenario::parse("tiny.toml", include_str!("../../scenarios/tiny.toml"), &[], None);
        let tally = crate::engine::Engine::new(&scenario.unwrap().scenario).unwrap().tally();
        assert_eq!(decomposition(&tally, 1, false), None);
        assert_eq!(decomposition(&tally, 2, false).unwrap().replications, 2);
    }
}
