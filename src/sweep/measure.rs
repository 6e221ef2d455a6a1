//! What is measured at each point, with its interval.
//!
//! A figure that has an interval in `summary.json` keeps it. A percentile gets one from the ranks of what was counted.
//! Every other measure (a mean, arithmetic) gets one from a jackknife that leaves out groups (Tukey 1958; Shao & Wu
//! 1989): the trials are dealt into 16 batches, the measure is computed 16 times with one batch left out each time, and
//! the spread of the 16 values says how much it would move with other random numbers. Parts of one expression come from
//! the same trials, so that what they have in common cancels. Batches are whole randomisations of a design, or whole
//! draws where there are replications.
//!
//! A measure over some of the trials only, such as a share among those that signed, is marked where these are too few.

use serde_json::Value;

use crate::analysis::figures::{Ends, FEW};
use crate::analysis::interval::{jackknife_error, t_quantile};
use crate::num::{ln, logistic};
use crate::scenario::Origin;

use super::expression::{Above, Expression};
use super::figure::{Figure, Reading};

/// Batches of trials behind an interval.
pub const BATCHES: usize = 16;

/// What is measured.
#[derive(Clone, Debug)]
pub struct Measure {
    /// Identifier: the column's name.
    pub id: String,
    /// Name for readers; the id if left out.
    pub name: Option<String>,
    /// Unit for readers.
    pub unit: Option<String>,
    /// The text that says what it is.
    pub written: String,
    /// What it is.
    pub of: Expression,
    pub(super) origin: Origin,
}

/// A measure at a point.
pub type Measured = Reading;

impl Measure {
    /// The figure that it is, if it is nothing but one.
    #[must_use]
    pub fn single<'m>(&'m self, measures: &'m [Measure]) -> Option<&'m Figure> {
        match &self.of {
            Expression::Figure(figure) => Some(figure),
            Expression::Measure(index) => measures.get(*index)?.single(measures),
            _ => None,
        }
    }

    /// Whether it is shown as a percentage: a share, or sums and differences of shares, with no other unit given.
    #[must_use]
    pub fn is_share(&self, measures: &[Measure]) -> bool {
        match self.unit.as_deref() {
            None | Some("") => self.of.is_share(&|index| is_of(measures, index, &|it| it.is_share(measures))),
            Some(unit) => unit == "share",
        }
    }

    /// Whether it is one figure or measure less another, so that 0 means that both are equal.
    #[must_use]
    pub fn is_difference(&self, measures: &[Measure]) -> bool {
        self.of.is_difference(&|index| is_of(measures, index, &|it| it.is_difference(measures)))
    }

    /// Whether it is a share without a difference in it, and so lies between 0 and 1.
    fn is_proportion(&self, measures: &[Measure]) -> bool {
        self.is_share(measures) && !self.has_difference(measures)
    }

    fn has_difference(&self, measures: &[Measure]) -> bool {
        self.of.has_difference(&|index| is_of(measures, index, &|it| it.has_difference(measures)))
    }

    /// Name with unit for readers.
    #[must_use]
    pub fn label(&self) -> String {
        let name = self.name.as_deref().unwrap_or(&self.id);
        match self.unit.as_deref() {
            None | Some("" | "share") => name.to_owned(),
            Some(unit) => format!("{name} ({unit})"),
        }
    }
}

impl Measure {
    fn is_count(&self, measures: &[Measure]) -> bool {
        self.of.is_count(&|index| is_of(measures, index, &|it| it.is_count(measures)))
    }
}

/// Whether something is so of the measure at that place.
fn is_of(measures: &[Measure], index: usize, of: &dyn Fn(&Measure) -> bool) -> bool {
    measures.get(index).is_some_and(of)
}

/// What is known of a point.
pub(super) struct Evidence<'e> {
    /// The summary of its trials.
    pub(super) summary: &'e Value,
    /// The measures of its trials without each of the batches.
    pub(super) without: &'e [Vec<Option<f64>>],
    /// Lower and upper end of the interval of a percentile, by its path in full and its year.
    pub(super) ranks: &'e dyn Fn(&str, Option<usize>) -> Option<[Option<f64>; 2]>,
}

/// All measures at a point.
#[must_use]
pub(super) fn measured(measures: &[Measure], evidence: &Evidence<'_>) -> Vec<Measured> {
    let whole = values(measures, evidence.summary);
    let one = |(index, measure): (usize, &Measure)| {
        let single = measure.single(measures);
        match single.map(|figure| (figure, figure.ends())) {
            Some((figure, Some(Ends::Beside))) => figure.read(evidence.summary),
            Some((_, Some(Ends::Exact))) => Measured { value: whole[index], ..Measured::default() },
            Some((figure, Some(Ends::Ranks))) => ranked(whole[index], figure, evidence),
            _ => {
                let rests: Option<Vec<f64>> = evidence.without.iter().map(|rest| rest[index]).collect();
                jackknifed(whole[index], rests.as_deref(), measure.is_proportion(measures))
            }
        }
    };
    let trials = trials(measures, evidence.summary, &whole);
    let is_few = |trials: Option<f64>| trials.is_some_and(|trials| trials < FEW as f64);
    let all = measures.iter().enumerate().map(one).zip(trials);
    all.map(|(measured, trials)| Measured { few: is_few(trials), ..measured }).collect()
}

/// The trials that each measure rests on, where these are some only.
fn trials(measures: &[Measure], summary: &Value, values: &[Option<f64>]) -> Vec<Option<f64>> {
    let is_share = |index| is_of(measures, index, &|it| it.is_share(measures));
    let is_count = |index| is_of(measures, index, &|it| it.is_count(measures));
    let mut trials = Vec::with_capacity(measures.len());
    for measure in measures {
        let above = Above { values, trials: &trials, is_share: &is_share, is_count: &is_count };
        let rests_on = measure.of.trials(summary, &above);
        trials.push(rests_on);
    }
    trials
}

/// A percentile with the interval of its ranks.
fn ranked(value: Option<f64>, figure: &Figure, evidence: &Evidence<'_>) -> Measured {
    let ends = figure.full_path().and_then(|path| (evidence.ranks)(path, figure.at));
    let [low, high] = ends.unwrap_or_default();
    Measured { value, low, high, few: false }
}

/// A value with the interval of its values without each of the batches.
fn jackknifed(value: Option<f64>, rests: Option<&[f64]>, proportion: bool) -> Measured {
    match value.zip(rests).and_then(|(value, rests)| Some((value, rests.len(), jackknife_error(rests)?))) {
        Some((value, batches, error)) => around(value, t_quantile(batches as f64 - 1.0) * error, proportion),
        None => Measured { value, ..Measured::default() },
    }
}

/// All measures of these figures, without their intervals.
pub(super) fn values(measures: &[Measure], summary: &Value) -> Vec<Option<f64>> {
    let mut values: Vec<Option<f64>> = Vec::with_capacity(measures.len());
    for measure in measures {
        let value = measure.of.value(summary, &values);
        values.push(value);
    }
    values
}

/// The interval around a value: of the log-odds for a proportion, so that it stays between 0 and 1.
fn around(value: f64, half: f64, proportion: bool) -> Measured {
    let inside = value * (1.0 - value);
    let (low, high) = match proportion {
        true if inside > 0.0 => {
            let (middle, half) = (ln(value / (1.0 - value)), half / inside);
            (Some(logistic(middle - half)), Some(logistic(middle + half)))
        }
        true => (None, None),
        false => (Some(value - half), Some(value + half)),
    };
    Measured { value: Some(value), low, high, few: false }
}
