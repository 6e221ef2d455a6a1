//! What is measured at each point, with its interval.
//!
//! A figure that has an interval in `summary.json` keeps it. Every other measure (a mean, a percentile, arithmetic) gets
//! a t-interval over 16 batches of the trials: trial `t` belongs to batch `t mod 16`, the measure is computed in every
//! batch, and the spread of the 16 values says how much it would move with other random numbers. Parts of one
//! expression come from the same trials, so that what they have in common cancels.

use serde_json::Value;

use crate::analysis::interval::t_quantile;
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

/// All measures at a point, from the summary of its trials and those of its batches.
#[must_use]
pub(super) fn measured(measures: &[Measure], summary: &Value, batches: &[Value]) -> Vec<Measured> {
    let values = values(measures, summary);
    let in_batches: Vec<Vec<Option<f64>>> = batches.iter().map(|batch| self::values(measures, batch)).collect();
    let one = |(index, measure): (usize, &Measure)| {
        let value = values[index];
        match measure.single(measures) {
            Some(figure) if figure.has_interval() => figure.read(summary),
            _ => {
                let parts: Vec<f64> = in_batches.iter().filter_map(|batch| batch[index]).collect();
                around(value, &parts)
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

/// A t-interval around `value` from its values in batches; none where fewer than two batches have one.
fn around(value: Option<f64>, parts: &[f64]) -> Measured {
    let Some(centre) = value else { return Measured::default() };
    if parts.len() < 2 {
        return Measured { value, low: None, high: None };
    }
    let k = parts.len() as f64;
    let mean = parts.iter().fold(0.0, |sum, part| sum + part) / k;
    let squares = parts.iter().fold(0.0, |sum, part| sum + (part - mean) * (part - mean));
    let half = t_quantile(k - 1.0) * (squares / ((k - 1.0) * k)).sqrt();
    Measured { value, low: Some(centre - half), high: Some(centre + half) }
}
