//! Sweeps: a base scenario run at many points, so that figures can be read as functions of its inputs.
//!
//! A sweep file names a base scenario, *axes* (paths of the scenario and the values that they take), *measures* (figures
//! of `summary.json`, or arithmetic of them) and *charts*. A *point* is one combination of values. Every point uses the
//! same random numbers for the same trial, so that differences between points are not noise. Nothing here reads or
//! writes files.

mod axis;
mod chart;
mod check;
mod condition;
mod expression;
mod faults;
mod figure;
mod keys;
mod measure;
mod parse;
mod points;
pub mod run;
mod schema;
pub mod table;
mod validate;

#[cfg(test)]
mod tests;

pub use axis::{Axis, Level, Values};
pub use chart::{ChartKind, ChartSpec};
pub use condition::Condition;
pub use expression::Expression;
pub use figure::{Figure, FigureError, Reading};
pub use measure::{BATCHES, Measure, Measured};
pub use points::{Point, Points};
pub use schema::schema;

#[cfg(test)]
pub(crate) use keys::documented;

pub use crate::scenario::decimal;

use crate::sampling::Sampling;
use crate::scenario::{Document, Faults, run_overrides};

/// The most points of a sweep.
pub const MAX_POINTS: u64 = 1_000_000;
/// The most axes of a sweep.
pub const MAX_AXES: usize = 20;
/// The most measures of a sweep.
pub const MAX_MEASURES: usize = 200;
/// The most charts of a sweep.
pub const MAX_CHARTS: usize = 100;

/// How the axes' values are combined into points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Combination {
    /// Every combination; the first axis changes slowest.
    Grid,
    /// The first value of all axes, then the second, …
    Zip,
    /// The base, then each value of each axis alone.
    OneAtATime,
    /// Points spread over the axes' distributions, each axis stratified.
    LatinHypercube,
    /// Points spread evenly over the axes' distributions.
    Sobol,
}

impl Combination {
    /// Keys in a sweep file, in the order of the variants.
    pub const KEYS: [&'static str; 5] = ["grid", "zip", "one_at_a_time", "latin_hypercube", "sobol"];

    /// All designs.
    pub const ALL: [Self; 5] = [Self::Grid, Self::Zip, Self::OneAtATime, Self::LatinHypercube, Self::Sobol];

    /// The key in a sweep file.
    #[must_use]
    pub fn key(self) -> &'static str {
        Self::KEYS[self as usize]
    }

    /// The design of that key, if there is one.
    #[must_use]
    pub fn by_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|combination| combination.key() == key)
    }

    /// Whether axes take distributions (else values).
    #[must_use]
    pub fn draws(self) -> bool {
        matches!(self, Combination::LatinHypercube | Combination::Sobol)
    }
}

/// A checked sweep file.
#[derive(Clone, Debug)]
pub struct Sweep {
    /// Name for readers.
    pub name: String,
    /// What it asks.
    pub summary: Option<String>,
    /// The base scenario, relative to the sweep file.
    pub base: String,
    /// Only these plans are on the table.
    pub plans: Option<Vec<String>>,
    /// How the axes' values are combined.
    pub combination: Combination,
    /// Trials at each point; the base's if left out.
    pub trials: Option<u64>,
    /// Number of points of a Latin hypercube or Sobol design.
    pub points: Option<u64>,
    /// Seed; the base's if left out.
    pub seed: Option<u64>,
    /// How the trials of a point are sampled; the base's if left out.
    pub sampling: Option<Sampling>,
    /// Years for which the peace is followed; the base's if left out.
    pub years: Option<u64>,
    /// What is varied.
    pub axes: Vec<Axis>,
    /// What is measured.
    pub measures: Vec<Measure>,
    /// Points that are left out.
    pub skip: Option<Condition>,
    /// What is drawn.
    pub charts: Vec<ChartSpec>,
    document: Document,
}

impl Sweep {
    /// Reads a sweep file from its text; `file_name` is what messages call it.
    ///
    /// # Errors
    /// All faults of the text, in its order.
    pub fn parse(file_name: &str, text: &str) -> Result<Self, Faults> {
        let (sweep, faults) = Self::read(file_name, text)?;
        if faults.diagnostics.is_empty() { Ok(sweep) } else { Err(faults) }
    }

    /// Reads what can be read of a sweep file, and its faults, so that they can be told with those of its base.
    ///
    /// # Errors
    /// The text is no sweep file at all: faults that leave nothing to look at.
    pub fn read(file_name: &str, text: &str) -> Result<(Self, Faults), Faults> {
        parse::read(file_name, text)
    }

    /// What the sweep sets over its base before anything else: trials, seed, sampling and years, as `PATH=VALUE`.
    #[must_use]
    pub fn settings(&self) -> Vec<String> {
        run_overrides(self.trials, self.seed, self.sampling, self.years)
    }

    /// Whether a point is left out.
    #[must_use]
    pub fn leaves_out(&self, point: &Point) -> bool {
        self.skip.as_ref().is_some_and(|skip| skip.holds(point))
    }

    /// Whether some measure has no interval of its own, so that its interval comes from batches of the trials.
    #[must_use]
    pub fn needs_batches(&self) -> bool {
        self.measures.iter().any(|measure| measure.single(&self.measures).is_none_or(|figure| !figure.has_interval()))
    }
}
