//! What others hold probable of how a conflict goes, and how much each trial counts so that they are right.
//!
//! Of all weightings of the trials under which the forecasts hold, the nearest is taken: that of least relative entropy to
//! what the trials count for without them. With one forecast it is Jeffrey's rule.
//!
//! Sources: Jeffrey (1965), chapter 11; Csiszár (1975) for the form of the nearest distribution; Diaconis & Zabell (1982)
//! for Jeffrey's rule as the special case; Dudík, Phillips & Schapire (2007) for forecasts that are themselves uncertain.

mod entropy;
mod solve;

use crate::num;

use super::Class;

pub use entropy::tilt;
pub use solve::{Conflict, ForecastCell, probability_in, solve, without_one};

/// The most forecasts of a scenario: what becomes of all of them in a trial is one number below 3^20.
pub const MAX_FORECASTS: usize = 20;

/// A probability that others give.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// What it is the probability of.
    pub of: ForecastEvent,
    /// Given what; `None`: always. It is an event that needs no condition of its own.
    pub given: Option<ForecastEvent>,
    /// The probability, in (0, 1).
    pub probability: f64,
    /// Standard deviation of the probability itself, above 0; 0: it is taken as it stands.
    pub sd: f64,
}

/// Something that happens in a trial or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForecastEvent {
    /// A plan is signed by that month.
    Settled(u32),
    /// The trial ends so.
    Class(Class),
    /// The plan of that index is signed.
    Signed(usize),
    /// A plan is signed, and no war has resumed before the peace is so many years old.
    Holding(u32),
    /// The same, given that a plan is signed.
    Peace(u32),
    /// The same of the plan of that index, given that it is signed.
    PeaceOf(usize, u32),
}

/// What of a trial decides whether events happen in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrialCourse {
    /// How it ends.
    pub class: Class,
    /// The plan that is signed, and in which month.
    pub signed: Option<(usize, u32)>,
    /// At which age the peace broke, years.
    pub broken_at: Option<u32>,
}

impl TrialCourse {
    fn holds_for(&self, years: u32) -> bool {
        self.signed.is_some() && self.broken_at.is_none_or(|age| age >= years)
    }
}

impl ForecastEvent {
    /// What has to happen for the event to be asked about; `None`: nothing.
    #[must_use]
    pub fn condition(self) -> Option<Self> {
        match self {
            Self::Peace(_) => Some(Self::Settled(u32::MAX)),
            Self::PeaceOf(plan, _) => Some(Self::Signed(plan)),
            _ => None,
        }
    }

    /// The plan that it is of.
    #[must_use]
    pub fn plan(self) -> Option<usize> {
        match self {
            Self::Signed(plan) | Self::PeaceOf(plan, _) => Some(plan),
            _ => None,
        }
    }

    /// The same of the plans that have these indices now.
    #[must_use]
    pub fn renumbered(self, of: impl Fn(usize) -> usize) -> Self {
        match self {
            Self::Signed(plan) => Self::Signed(of(plan)),
            Self::PeaceOf(plan, years) => Self::PeaceOf(of(plan), years),
            other => other,
        }
    }

    /// Whether it happens in such a trial.
    #[must_use]
    pub fn happens(self, course: &TrialCourse) -> bool {
        match self {
            Self::Settled(month) => course.signed.is_some_and(|signed| signed.1 <= month),
            Self::Class(class) => course.class == class,
            Self::Signed(plan) => course.signed.is_some_and(|signed| signed.0 == plan),
            Self::Holding(years) | Self::Peace(years) => course.holds_for(years),
            Self::PeaceOf(plan, years) => Self::Signed(plan).happens(course) && course.holds_for(years),
        }
    }
}

/// What becomes of a forecast in a trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForecastFate {
    /// Its condition does not hold: the trial says nothing of it.
    Unasked,
    /// The event does not happen.
    Fails,
    /// It does.
    Happens,
}

impl Forecast {
    /// What becomes of it in such a trial.
    #[must_use]
    pub fn fate(&self, course: &TrialCourse) -> ForecastFate {
        let conditions = [self.given, self.of.condition()];
        if conditions.into_iter().flatten().any(|condition| !condition.happens(course)) {
            ForecastFate::Unasked
        } else if self.of.happens(course) {
            ForecastFate::Happens
        } else {
            ForecastFate::Fails
        }
    }
}

impl ForecastFate {
    /// By how much the trial is above a forecast of that probability: g = 1_A 1_B - q 1_B.
    #[must_use]
    pub fn above(self, probability: f64) -> f64 {
        match self {
            Self::Unasked => 0.0,
            Self::Fails => -probability,
            Self::Happens => 1.0 - probability,
        }
    }
}

/// What becomes of all forecasts in such a trial, as one number: a digit of base 3 each, the first the lowest.
#[must_use]
pub fn cell_of(forecasts: &[Forecast], course: &TrialCourse) -> u64 {
    forecasts.iter().rev().fold(0, |cell, forecast| 3 * cell + forecast.fate(course) as u64)
}

/// What becomes of each of so many forecasts in a trial of that number.
pub fn fates_in(cell: u64, forecasts: usize) -> impl Iterator<Item = ForecastFate> {
    (0..forecasts as u32).map(move |index| match cell / 3_u64.pow(index) % 3 {
        0 => ForecastFate::Unasked,
        1 => ForecastFate::Fails,
        _ => ForecastFate::Happens,
    })
}

/// What multiplies the weights of trials so that forecasts hold.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Multipliers {
    /// lambda, by forecast: how far the weights of trials in which it happens go up against the others, in logarithms.
    pub lambda: Vec<f64>,
    /// The largest exponent sum lambda g among all trials, so that no factor is above 1.
    pub top: f64,
}

impl Multipliers {
    /// By how much the weight of a trial of that number is multiplied, in [0, 1]: exp(sum lambda g), divided by the largest
    /// of all. One that no trial had of which the multipliers were made counts at most as much as the largest.
    #[must_use]
    pub fn factor(&self, forecasts: &[Forecast], cell: u64) -> f64 {
        num::exp((self.exponent(forecasts, cell) - self.top).min(0.0))
    }

    fn exponent(&self, forecasts: &[Forecast], cell: u64) -> f64 {
        let above = fates_in(cell, forecasts.len()).zip(forecasts).map(|(fate, it)| fate.above(it.probability));
        self.lambda.iter().zip(above).fold(0.0, |sum, (lambda, above)| sum + lambda * above)
    }

    /// With the largest exponent of these trials.
    fn over(lambda: Vec<f64>, forecasts: &[Forecast], cells: &[ForecastCell]) -> Self {
        let flat = Self { lambda, top: 0.0 };
        let top = cells.iter().map(|cell| flat.exponent(forecasts, cell.cell)).fold(f64::NEG_INFINITY, f64::max);
        Self { top, ..flat }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HELD: TrialCourse = TrialCourse { class: Class::PeaceHeld, signed: Some((1, 12)), broken_at: None };
    const BROKEN: TrialCourse =
        TrialCourse { class: Class::ResumedByChallenger, signed: Some((0, 13)), broken_at: Some(4) };
    const WAR: TrialCourse = TrialCourse { class: Class::NoSettlement, signed: None, broken_at: None };

    fn forecast(of: ForecastEvent, given: Option<ForecastEvent>) -> Forecast {
        Forecast { of, given, probability: 0.25, sd: 0.0 }
    }

    /// Each event in a peace that held, in one that broke at the age of 4, and in a war without end: 2 happens, 1 does not,
    /// 0 is not asked.
    #[test]
    fn events_happen_as_trials_go() {
        let rows = [
            (ForecastEvent::Settled(12), None, [2, 1, 1]),
            (ForecastEvent::Settled(13), None, [2, 2, 1]),
            (ForecastEvent::Class(Class::NoSettlement), None, [1, 1, 2]),
            (ForecastEvent::Signed(0), None, [1, 2, 1]),
            (ForecastEvent::Holding(4), None, [2, 2, 1]),
            (ForecastEvent::Holding(5), None, [2, 1, 1]),
            (ForecastEvent::Peace(4), None, [2, 2, 0]),
            (ForecastEvent::Peace(5), None, [2, 1, 0]),
            (ForecastEvent::PeaceOf(1, 5), None, [2, 0, 0]),
            (ForecastEvent::PeaceOf(0, 5), None, [0, 1, 0]),
            (ForecastEvent::Settled(12), Some(ForecastEvent::Signed(0)), [0, 1, 0]),
            (ForecastEvent::Peace(5), Some(ForecastEvent::Settled(12)), [2, 0, 0]),
        ];
        for (of, given, fates) in rows {
            assert_eq!([HELD, BROKEN, WAR].map(|it| forecast(of, given).fate(&it) as u8), fates, "{of:?} {given:?}");
        }
    }

    /// Three forecasts make a number of three digits of base 3, and it gives them back.
    #[test]
    fn what_becomes_of_all_is_one_number() {
        let all = [ForecastEvent::Settled(12), ForecastEvent::Peace(5), ForecastEvent::Signed(0)];
        let all = all.map(|of| forecast(of, None));
        assert_eq!(cell_of(&all, &BROKEN), 1 + 3 + 2 * 9);
        for course in [HELD, BROKEN, WAR] {
            let fates: Vec<ForecastFate> = fates_in(cell_of(&all, &course), 3).collect();
            assert_eq!(fates, all.each_ref().map(|it| it.fate(&course)));
        }
        assert!(3_u64.checked_pow(MAX_FORECASTS as u32).is_some());
    }
}
