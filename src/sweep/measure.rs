//! What is measured at each point, with its interval.
//!
//! A figure that has an interval in `summary.json` keeps it. Every other measure (a mean, a percentile, arithmetic) gets
//! one from a jackknife that leaves out groups (Tukey 1958; Shao & Wu 1989): the trials are dealt into 16 batches, the
//! measure is computed 16 times with one batch left out each time, and the spread of the 16 values says how much it
//! would move with other random numbers. Parts of one expression come from the same trials, so that what they have in
//! common cancels. Batches are whole randomisations of a design, or whole draws where there are replications.

use serde_json::Value;

use crate::analysis::interval::{jackknife_error, t_quantile};
use crate::num::{ln, logistic};
use crate::scenario::Origin;

use super::expression::Expression;
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
            None | Some("") => self.of.is_share(measures),
            Some(unit) => unit == "share",
        }
    }

    /// Whether it is one figure or measure less another, so that 0 means that both are equal.
    #[must_use]
    pub fn is_difference(&self, measures: &[Measure]) -> bool {
        self.of.is_difference(measures)
    }

    /// Whether it is a share without a difference in it, and so lies between 0 and 1.
    fn is_proportion(&self, measures: &[Measure]) -> bool {
        self.is_share(measures) && !self.of.has_difference(measures)
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

/// All measures at a point, from the summary of its trials and those of its trials without each of the batches.
#[must_use]
pub(super) fn measured(measures: &[Measure], summary: &Value, without: &[Value]) -> Vec<Measured> {
    let values = values(measures, summary);
    let without: Vec<Vec<Option<f64>>> = without.iter().map(|rest| self::values(measures, rest)).collect();
    let one = |(index, measure): (usize, &Measure)| {
        let value = values[index];
        match measure.single(measures) {
            Some(figure) if figure.has_interval() => figure.read(summary),
            _ => {
                let rests: Option<Vec<f64>> = without.iter().map(|rest| rest[index]).collect();
                let error = rests.and_then(|rests| jackknife_error(&rests));
                match (value, error) {
                    (Some(value), Some(error)) => {
                        let half = t_quantile(without.len() as f64 - 1.0) * error;
                        around(value, half, measure.is_proportion(measures))
                    }
                    _ => Measured { value, low: None, high: None },
                }
            }
        }
    };
    measures.iter().enumerate().map(one).collect()
}

fn values(measures: &[Measure], summary: &Value) -> Vec<Option<f64>> {
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
    Measured { value: Some(value), low, high }
}
