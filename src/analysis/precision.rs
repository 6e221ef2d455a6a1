//! How many trials are enough?

use crate::engine::{Class, Count, Group, Tally};
use crate::sampling::Sampling;

use super::interval::share_of;
use super::summary::Summary;

/// How well the shares of the outcome classes are known from so many trials of plain Monte Carlo.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Precision {
    /// Trials that did not fail.
    pub trials: u64,
    /// The largest half-width of the classes' 95 % sampling intervals; 1 of no trials.
    pub half_width: f64,
}

impl Precision {
    /// The precision reached by a tally.
    #[must_use]
    pub fn of(tally: &Tally) -> Self {
        let valid: Count = tally.groups.iter().map(Group::valid).sum();
        let half_width = Class::ALL.iter().fold(0.0, |most: f64, &class| {
            let share = share_of(tally.groups.iter().map(|group| group.class(class)).sum(), valid);
            most.max(half(share.low, share.high))
        });
        let failed = tally.groups.iter().map(|group| group.failed).sum::<Count>().value();
        Self { trials: tally.trials() - failed, half_width }
    }

    /// The precision of a summary; none for designs other than plain Monte Carlo, whose error falls otherwise.
    #[must_use]
    pub fn of_summary(summary: &Summary) -> Option<Self> {
        let all = summary.classes.possible().map(|class| summary.classes.of(class));
        let half_width = all.fold(0.0, |most: f64, share| most.max(half(share.low, share.high)));
        let trials = summary.trials - summary.failed_trials;
        (summary.sampling == Sampling::MonteCarlo && summary.decomposition.is_none() && trials > 0)
            .then_some(Self { trials, half_width })
    }

    /// The next smaller power of ten as half-width, and about how many trials it takes.
    #[must_use]
    pub fn next_digit(&self) -> (f64, u64) {
        let mut target = 1.0;
        while target >= self.half_width * (1.0 - 1e-9) {
            target /= 10.0;
        }
        let ratio = self.half_width / target;
        (target, (self.trials as f64 * ratio * ratio).ceil() as u64)
    }

    /// [`Precision::next_digit`] with its trials rounded up to two digits: they are an estimate.
    #[must_use]
    pub fn next_digit_about(&self) -> (f64, u64) {
        let (target, trials) = self.next_digit();
        let scale = 10_u64.pow(trials.max(1).ilog10().saturating_sub(1));
        (target, trials.div_ceil(scale) * scale)
    }
}

fn half(low: Option<f64>, high: Option<f64>) -> f64 {
    match (low, high) {
        (Some(low), Some(high)) => (high - low) / 2.0,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_digit_takes_the_square_of_the_ratio() {
        let precision = Precision { trials: 10_000, half_width: 0.0098 };
        let (target, trials) = precision.next_digit();
        assert!((target - 0.001).abs() < 1e-12);
        assert_eq!(trials, 960_400);
        assert!((Precision { trials: 100, half_width: 0.01 }.next_digit().0 - 0.001).abs() < 1e-12);
    }

    #[test]
    fn trials_are_rounded_up_to_two_digits() {
        assert_eq!(Precision { trials: 10_000, half_width: 0.0098 }.next_digit_about().1, 970_000);
    }

    #[test]
    fn a_tally_and_its_summary_have_the_widest_half_width_of_all_classes() {
        let text = include_str!("../../scenarios/tiny.toml");
        let scenario = crate::scenario::parse("tiny.toml", text, &[], None).unwrap().scenario;
        let engine = crate::engine::Engine::new(&scenario).unwrap();
        let mut tally = engine.tally();
        engine.worker().play(0, 32, &mut |group, row| {
            if let Ok(outcome) = row.outcome {
                tally.record(group, outcome);
            }
        });
        let mut summary = crate::analysis::summarise(&scenario, &tally);
        let precision = Precision::of(&tally);
        assert_eq!(Precision::of_summary(&summary), Some(precision));
        for class in summary.classes.possible() {
            let share = summary.classes.of(class);
            assert!((share.high.unwrap() - share.low.unwrap()) / 2.0 <= precision.half_width);
        }
        summary.failed_trials = 4;
        assert_eq!(Precision::of_summary(&summary).unwrap().trials, precision.trials - 4);
        assert_eq!(half(Some(0.25), Some(0.75)), 0.25);
    }
}
