//! Failed trials: why they failed, and which inputs set them apart from the others.
//!
//! A trial fails where its inputs contradict each other, so that those that are left are not a sample of all: figures
//! over them lean away from the inputs that make trials fail.

use serde::{Deserialize, Serialize};
use statrs::distribution::{ChiSquared, ContinuousCDF};

use crate::engine::{FailureReason, PARTS, Tally};
use crate::scenario::{Input, Scenario};

/// Share of failed trials above which a run says that it has failed itself.
pub const TOO_MANY: f64 = 0.1;

/// Chance at which an input of no influence on failure is told apart all the same, over all inputs of a scenario.
const LEVEL: f64 = 0.01;

/// The least difference of shares that is worth telling.
const LEAST: f64 = 0.1;

/// The most inputs that are told of.
const MOST: usize = 3;

/// What failed trials have in common.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FailedTrials {
    /// Why they failed, and how many for each reason, the most frequent first.
    pub reasons: Vec<ReasonCount>,
    /// The inputs that set them apart from the others, that which does so most first; at most three.
    pub inputs: Vec<Leaning>,
}

/// A reason, and how many trials failed for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReasonCount {
    /// The reason.
    #[serde(flatten)]
    pub reason: FailureReason,
    /// Failed trials.
    pub trials: u64,
}

/// An input that lies higher or lower in failed trials than in all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Leaning {
    /// The input's path.
    pub path: String,
    /// Whether it lies higher; else lower.
    pub high: bool,
    /// The number beyond which failed trials differ most from all; infinite as a word.
    pub bound: Option<f64>,
    /// Share of the failed trials at or beyond it.
    pub of_failed: f64,
    /// Share of all trials at or beyond it.
    pub of_all: f64,
}

/// What the failed trials of a run have in common; `None` where none failed.
///
/// An input is told apart where the places of failed trials in its distribution are not spread evenly, by Pearson's
/// chi-square test at 0.01 over all inputs (Bonferroni). Trials of one draw count as one.
#[must_use]
pub fn failures(scenario: &Scenario, tally: &Tally) -> Option<FailedTrials> {
    if tally.failures.is_empty() {
        return None;
    }
    let reasons = tally.failures.reasons().into_iter();
    let reasons = reasons.map(|(reason, trials)| ReasonCount { reason: reason.clone(), trials }).collect();
    let inputs = scenario.inputs();
    let level = LEVEL / inputs.len().max(1) as f64;
    let replications = scenario.run().replications as f64;
    let told = |(index, input): (usize, &Input)| {
        let parts = tally.failures.parts(index);
        is_uneven(&parts, replications, level).then(|| leaning(input, &parts))
    };
    let mut inputs: Vec<Leaning> = inputs.iter().enumerate().filter_map(told).collect();
    inputs.retain(|it| it.difference() >= LEAST);
    inputs.sort_by(|a, b| b.difference().total_cmp(&a.difference()));
    inputs.truncate(MOST);
    Some(FailedTrials { reasons, inputs })
}

/// Whether more trials failed than figures over the others can bear: above [`TOO_MANY`] of all.
#[must_use]
pub fn too_many(failed: u64, trials: u64) -> bool {
    failed as f64 > TOO_MANY * trials as f64
}

impl Leaning {
    fn difference(&self) -> f64 {
        self.of_failed - self.of_all
    }
}

/// Whether counts in equally probable parts are too uneven for chance, where so many of them are one independent case:
/// over up to eight classes of at least five expected cases each; never with fewer than ten cases.
fn is_uneven(parts: &[u64], replications: f64, level: f64) -> bool {
    let cases = total(parts) as f64 / replications;
    let classes = [8, 4, 2].into_iter().find(|&classes| cases >= 5.0 * classes as f64);
    let Some(classes) = classes.filter(|_| parts.len() == PARTS) else { return false };
    let expected = cases / classes as f64;
    let statistic = parts.chunks(PARTS / classes).fold(0.0, |sum, class| {
        let off = total(class) as f64 / replications - expected;
        sum + off * off / expected
    });
    statistic > critical(classes, level)
}

/// The chi-square statistic that so many classes exceed by chance at that rate, to six digits so that it is the same on every
/// machine.
fn critical(classes: usize, level: f64) -> f64 {
    let exact = ChiSquared::new(classes as f64 - 1.0).map_or(f64::INFINITY, |it| it.inverse_cdf(1.0 - level));
    (exact * 1e6).round() / 1e6
}

fn total(counts: &[u64]) -> u64 {
    counts.iter().sum()
}

/// The end of the distribution, and the number, beyond which failed trials differ most from all.
fn leaning(input: &Input, parts: &[u64]) -> Leaning {
    let failed = total(parts) as f64;
    let mut best = (f64::NEG_INFINITY, 0, true, 0.0);
    for edge in 1..PARTS {
        let below = total(&parts[..edge]) as f64 / failed;
        let of_all = edge as f64 / PARTS as f64;
        for (high, share, of_all) in [(false, below, of_all), (true, 1.0 - below, 1.0 - of_all)] {
            if share - of_all > best.0 {
                best = (share - of_all, edge, high, share);
            }
        }
    }
    let (difference, edge, high, of_failed) = best;
    let bound = input.distribution.quantile(edge as f64 / PARTS as f64);
    Leaning {
        path: input.path.clone(),
        high,
        bound: bound.is_finite().then_some(bound),
        of_failed,
        of_all: of_failed - difference,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Critical values of chi-square at 1 % from Pearson & Hartley's table: 6.635, 11.345 and 18.475 with 1, 3 and 7
    /// degrees of freedom.
    #[test]
    fn critical_values_are_those_of_the_table() {
        for (classes, value) in [(2, 6.635), (4, 11.345), (8, 18.475)] {
            assert!((critical(classes, 0.01) - value).abs() < 5e-4, "{classes} classes");
        }
    }

    /// By hand: 64 cases in the upper half and 16 in the lower, evenly within each. Expected in each of 8 classes: 10;
    /// statistic 4 x (16 - 10)^2/10 + 4 x (4 - 10)^2/10 = 28.8. As 40 cases: 14.4.
    #[test]
    fn an_uneven_spread_is_told_from_chance() {
        let parts: Vec<u64> = (0..PARTS).map(|part| if part >= 32 { 2 } else { u64::from(part % 2 == 0) }).collect();
        assert_eq!(total(&parts), 80);
        assert!(is_uneven(&parts, 1.0, 0.01) && is_uneven(&parts, 1.0, 0.001));
        assert!(!is_uneven(&parts, 2.0, 0.01), "14.4 is below 18.475");
        assert!(!is_uneven(&[1; PARTS], 1.0, 0.01));
        let mut few = [0; PARTS];
        few[63] = 9;
        assert!(!is_uneven(&few, 1.0, 0.01), "nine cases say nothing");
        few[63] = 10;
        assert!(is_uneven(&few, 1.0, 0.01), "ten of ten in the upper half: a statistic of 10");
    }

    #[test]
    fn more_than_a_tenth_is_too_many() {
        assert!(too_many(11, 100) && !too_many(10, 100) && !too_many(0, 0));
    }

    /// All in the upper half: the median is the bound, beyond which lie all of them and half of all trials.
    #[test]
    fn an_input_leans_to_where_failed_trials_lie() {
        let text = include_str!("../../scenarios/tiny.toml");
        let scenario = crate::scenario::parse("tiny.toml", text, &[], None).unwrap().scenario;
        let input = &scenario.inputs()[0];
        let upper: Vec<u64> = (0..PARTS).map(|part| u64::from(part >= PARTS / 2)).collect();
        let median = input.distribution.quantile(0.5);
        for high in [true, false] {
            let parts: Vec<u64> = upper.iter().map(|&part| if high { part } else { 1 - part }).collect();
            let told = leaning(input, &parts);
            assert_eq!((told.high, told.bound, told.of_failed, told.of_all), (high, Some(median), 1.0, 0.5));
        }
    }

    /// Of 80 failed trials 70 lie in the upper half of the second input and 60 in that of the first.
    #[test]
    fn the_input_that_leans_most_is_told_first() {
        let text = include_str!("../../scenarios/tiny.toml");
        let scenario = crate::scenario::parse("tiny.toml", text, &[], None).unwrap().scenario;
        let mut tally = crate::engine::Engine::new(&scenario).unwrap().tally();
        let inputs = scenario.inputs();
        for trial in 0..80 {
            // Evenly within each half, and over the whole for all others.
            let half = |upper: bool| (f64::from(trial % 10) + 0.5) / 20.0 + if upper { 0.5 } else { 0.0 };
            let mut positions = vec![(f64::from(trial) + 0.5) / 80.0; inputs.len()];
            (positions[0], positions[1]) = (half(trial < 60), half(trial < 70));
            tally.fail(0, &crate::engine::WorldError::Value, &positions);
        }
        let told = failures(&scenario, &tally).unwrap().inputs;
        let order: Vec<(&str, bool)> = told.iter().map(|it| (it.path.as_str(), it.high)).collect();
        assert_eq!(order, [(inputs[1].path.as_str(), true), (inputs[0].path.as_str(), true)]);
    }
}
