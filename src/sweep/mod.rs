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
mod exact;
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
mod garbage;
#[cfg(test)]
mod tests;

pub use axis::{Axis, Level, Values};
pub use chart::{ChartKind, ChartSpec};
pub use condition::Condition;
pub use exact::exact_shape;
pub use expression::Expression;
pub use figure::{Figure, FigureError, Reading};
pub use measure::{BATCHES, Measure, Measured};
pub use parse::Beside;
pub use points::{Point, Points};
pub use schema::schema;

#[cfg(test)]
pub(crate) use keys::documented;

pub use crate::scenario::decimal;

use crate::sampling::Sampling;
use crate::scenario::{Document, Faults, run_overrides};
use crate::words::words;

/// The most points of a sweep.
pub const MAX_POINTS: u64 = 10_000_000;
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
    /// The rows of a table.
    Table,
}

impl Combination {
    /// Keys in a sweep file, in the order of the variants.
    pub const KEYS: [&'static str; 6] = ["grid", "zip", "one_at_a_time", "latin_hypercube", "sobol", "table"];

    /// All designs.
    pub const ALL: [Self; 6] =
        [Self::Grid, Self::Zip, Self::OneAtATime, Self::LatinHypercube, Self::Sobol, Self::Table];

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

/// The table that the points of a sweep come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointTable {
    /// Its file, relative to the sweep file.
    pub file: String,
    /// Its text: CSV, a row for each point.
    pub text: String,
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
    /// Whether points have exact figures at central values, without trials.
    pub exact: bool,
    /// Points that are left out.
    pub skip: Option<Condition>,
    /// The points, where they come from a table.
    pub table: Option<PointTable>,
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
        Self::parse_with(file_name, text, None)
    }

    /// The same where the table of its points is at hand.
    ///
    /// # Errors
    /// All faults of the text, in its order.
    pub fn parse_with(file_name: &str, text: &str, table: Option<&str>) -> Result<Self, Faults> {
        let beside = |_: &str| table.map(str::to_owned).ok_or_else(|| words!("is not at hand"));
        let (sweep, faults) = Self::read(file_name, text, &beside)?;
        if faults.diagnostics.is_empty() { Ok(sweep) } else { Err(faults) }
    }

    /// Reads what can be read of a sweep file, and its faults, so that they can be told with those of its base; `beside`
    /// reads the table of points that it names.
    ///
    /// # Errors
    /// The text is no sweep file at all: faults that leave nothing to look at.
    pub fn read(file_name: &str, text: &str, beside: Beside<'_>) -> Result<(Self, Faults), Faults> {
        parse::read(file_name, text, beside)
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
        let trials = !self.exact;
        trials
            && self
                .measures
                .iter()
                .any(|measure| measure.single(&self.measures).is_none_or(|figure| !figure.has_interval()))
    }
}
