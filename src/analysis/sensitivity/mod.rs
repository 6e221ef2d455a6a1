//! Which inputs drive a figure: indices of variance, screening, Shapley effects, of the exact figure as a function of the
//! uncertain inputs.
//!
//! Inputs are moved in the unit cube of their independent luck, in groups; inputs that are correlated are one group, so that
//! groups are independent and their shares of the variance mean what they say (Jacques, Lavergne & Devictor 2006).

mod groups;
mod morris;
mod shapley;
mod sobol;

use std::cell::RefCell;

use rayon::prelude::*;
use serde::Serialize;

use crate::sampling::{Design, DesignError, Purpose, RANDOMISATIONS, Sampling};
use crate::words::{Words, words};

use super::assess::{AssessError, Assessor, StartFigure};

pub use groups::{GroupError, Grouping, InputGroup, groups};

/// The most groups of which all subsets are asked about.
pub const MOST_SHAPLEY: usize = 10;

/// Rows worked on at a time by one thread.
const CHUNK_OF_ROWS: usize = 16;

/// Resamples behind an interval.
const RESAMPLES: u64 = 400;

/// How inputs are asked about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SensitivityMethod {
    /// First-order and total indices of variance.
    #[default]
    Sobol,
    /// Elementary effects.
    Morris,
    /// Shapley effects.
    Shapley,
}

impl SensitivityMethod {
    /// Its word on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sobol => "sobol",
            Self::Morris => "morris",
            Self::Shapley => "shapley",
        }
    }

    /// Points, or trajectories, unless more or fewer are asked for.
    #[must_use]
    pub fn usual_points(self) -> u64 {
        match self {
            Self::Sobol => 1024,
            Self::Morris => 128,
            Self::Shapley => 256,
        }
    }
}

/// An estimate with its 95 % bootstrap interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Resampled {
    /// The estimate.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// What was found of a group of inputs; what its method does not ask about is left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Driver {
    /// Name of the group: the path of a single input.
    pub name: String,
    /// Paths of its inputs.
    pub inputs: Vec<String>,
    /// Share of the variance that would go if these inputs alone were known; first-order index.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<Resampled>,
    /// Share of the variance that would stay if all inputs but these were known; total index.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<Resampled>,
    /// Mean size of elementary effects: of a move of half the distribution, for the whole of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mu_star: Option<Resampled>,
    /// Their mean with sign; of single inputs only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mu: Option<f64>,
    /// Their standard deviation; of single inputs only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sigma: Option<f64>,
    /// Shapley effect: its share of the variance, what is shared with others dealt out evenly.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shapley: Option<Resampled>,
}

impl Driver {
    /// By what groups are put in order: the total index, the mean size of effects or the Shapley effect.
    #[must_use]
    pub fn weight(&self) -> f64 {
        self.total.or(self.mu_star).or(self.shapley).map_or(0.0, |it| it.value)
    }
}

/// Which inputs drive a figure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sensitivity {
    /// How they were asked about.
    pub method: SensitivityMethod,
    /// Base points of the design, or trajectories.
    pub points: u64,
    /// Assessments of the scenario.
    pub evaluations: u64,
    /// Points left out because one of their worlds has no meaning.
    pub failed: u64,
    /// Mean of the figure over the inputs.
    pub mean: f64,
    /// Its standard deviation over them; 0: it is the same everywhere, and nothing drives it.
    pub sd: f64,
    /// The groups, that which drives most first.
    pub drivers: Vec<Driver>,
}

/// Why nothing can be said.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{}", self.words())]
#[non_exhaustive]
pub enum SensitivityError {
    /// The scenario cannot be assessed, not even at one point.
    Assess(AssessError),
    /// The points cannot be laid out.
    Design(DesignError),
    /// Too many groups for all their subsets.
    Subsets {
        /// So many groups.
        groups: usize,
    },
}

impl SensitivityError {
    /// What is wrong.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::Assess(error) => error.words(),
            Self::Design(error) => error.words(),
            Self::Subsets { groups } => words!(
                "Shapley effects take at most {most} groups, and there are {groups}: join inputs with --by-group or --group, \
                 or ask for --method sobol",
                most = MOST_SHAPLEY,
                groups
            ),
        }
    }
}

/// A figure at many places of the unit cube, in their order; `None` where it has none.
pub(super) type FigureAt<'r> = dyn Fn(&[Vec<f64>]) -> Vec<Option<f64>> + 'r;

/// Which of these groups of inputs drive a figure, by so many points of a design, or trajectories.
///
/// # Errors
/// See [`SensitivityError`].
pub fn sensitivity(
    assessor: &Assessor<'_>,
    figure: StartFigure,
    groups: &[InputGroup],
    method: SensitivityMethod,
    points: u64,
) -> Result<Sensitivity, SensitivityError> {
    let first_error = RefCell::new(None);
    let response = |places: &[Vec<f64>]| {
        let chunks: Vec<Vec<Result<f64, AssessError>>> =
            places.par_chunks(CHUNK_OF_ROWS).map(|chunk| at(assessor, figure, chunk)).collect();
        let told = |it: Result<f64, AssessError>| {
            it.map_err(|error| first_error.borrow_mut().get_or_insert(error).clone()).ok()
        };
        chunks.into_iter().flatten().map(told).collect()
    };
    let paths: Vec<String> = assessor.inputs().iter().map(|input| input.path.clone()).collect();
    let of =
        DriverQuestion { response: &response, seed: assessor.scenario().run().seed, paths: &paths, groups, points };
    let found = of.by(method)?;
    match first_error.into_inner() {
        Some(error) if found.failed == points => Err(SensitivityError::Assess(error)),
        _ => Ok(found),
    }
}

/// The figure at these places.
fn at(assessor: &Assessor<'_>, figure: StartFigure, places: &[Vec<f64>]) -> Vec<Result<f64, AssessError>> {
    let mut assessor = assessor.clone();
    let mut one = |place: &Vec<f64>| {
        let values = assessor.values_at(place)?;
        Ok(assessor.assess(&values)?.figure(figure))
    };
    places.iter().map(&mut one).collect()
}

/// So many scrambled Sobol points in the unit cube, a dimension for each path: one whole randomisation of a design.
///
/// # Errors
/// See [`DesignError`].
pub(super) fn places(seed: u64, paths: &[String], points: u64) -> Result<Vec<Vec<f64>>, DesignError> {
    // Point i of its first randomisation is trial i times their number.
    let design = Design::new(Sampling::Sobol, seed, RANDOMISATIONS * points, paths)?;
    let place = |index: u64| {
        let mut place = vec![0.0; paths.len()];
        for (input, number) in place.iter_mut().enumerate() {
            design.fill(input, RANDOMISATIONS * index, std::slice::from_mut(number));
        }
        place
    };
    Ok((0..points).map(place).collect())
}

/// A figure whose drivers are asked for.
pub(super) struct DriverQuestion<'a> {
    response: &'a FigureAt<'a>,
    seed: u64,
    paths: &'a [String],
    groups: &'a [InputGroup],
    points: u64,
}

impl DriverQuestion<'_> {
    fn by(&self, method: SensitivityMethod) -> Result<Sensitivity, SensitivityError> {
        let mut found = match method {
            SensitivityMethod::Sobol => self.sobol().map_err(SensitivityError::Design)?,
            SensitivityMethod::Morris => self.morris(),
            SensitivityMethod::Shapley if self.groups.len() > MOST_SHAPLEY => {
                return Err(SensitivityError::Subsets { groups: self.groups.len() });
            }
            SensitivityMethod::Shapley => self.shapley().map_err(SensitivityError::Design)?,
        };
        found.drivers.sort_by(|a, b| b.weight().total_cmp(&a.weight()));
        Ok(found)
    }

    /// Two matrices of points that know nothing of each other: the halves of one sequence of twice the dimensions (Saltelli
    /// 2002). Two scramblings of the same dimensions would share their order.
    fn matrices(&self) -> Result<[Vec<Vec<f64>>; 2], DesignError> {
        let again = self.paths.iter().map(|path| format!("{path} again"));
        let both: Vec<String> = self.paths.iter().cloned().chain(again).collect();
        let halves = places(self.seed, &both, self.points)?.into_iter().map(|mut place| {
            let other = place.split_off(self.paths.len());
            (place, other)
        });
        let (first, second) = halves.unzip();
        Ok([first, second])
    }

    /// The figure at the points of `from` with these groups taken from `other`.
    fn mixed(&self, from: &[Vec<f64>], other: &[Vec<f64>], taken: impl Fn(usize) -> bool) -> Vec<Option<f64>> {
        let mut places = from.to_vec();
        let members = self.groups.iter().enumerate().filter(|(group, _)| taken(*group)).flat_map(|it| &it.1.members);
        for &member in members {
            places.iter_mut().zip(other).for_each(|(place, other)| place[member] = other[member]);
        }
        (self.response)(&places)
    }

    /// A group of which nothing is known yet.
    fn driver(&self, group: usize) -> Driver {
        let group = &self.groups[group];
        let inputs = group.members.iter().map(|&member| self.paths[member].clone()).collect();
        Driver { name: group.name.clone(), inputs, ..Driver::default() }
    }

    /// Estimates over rows, each with the interval of its resamples; `of` says what all of them are over rows of these
    /// numbers.
    fn resampled(&self, rows: usize, of: impl Fn(&[usize]) -> Vec<f64> + Sync) -> Vec<Resampled> {
        resampled(self.seed, rows, of)
    }
}

/// Estimates over so many rows with the ends of their resamples (Efron 1979; percentiles).
pub(super) fn resampled(seed: u64, rows: usize, of: impl Fn(&[usize]) -> Vec<f64> + Sync) -> Vec<Resampled> {
    let values = of(&(0..rows).collect::<Vec<_>>());
    let purpose = Purpose::new(seed, "sensitivity bootstrap");
    let again = |resample: u64| {
        let mut stream = purpose.trial(resample);
        let drawn: Vec<usize> = (0..rows).map(|_| stream.below(rows)).collect();
        of(&drawn)
    };
    let all: Vec<Vec<f64>> = (0..RESAMPLES).into_par_iter().map(again).collect();
    let ends = |(place, value): (usize, f64)| {
        let mut sorted: Vec<f64> = all.iter().map(|it| it[place]).collect();
        sorted.sort_by(f64::total_cmp);
        let beyond = sorted.len() / 40;
        Resampled { value, low: sorted[beyond], high: sorted[sorted.len() - 1 - beyond] }
    };
    values.into_iter().enumerate().map(ends).collect()
}

/// Columns of figures, of which only the rows are kept that all of them have; and which these are.
fn complete(columns: &[Vec<Option<f64>>]) -> (Vec<Vec<f64>>, Vec<usize>) {
    let rows = columns.first().map_or(0, Vec::len);
    let kept: Vec<usize> = (0..rows).filter(|&row| columns.iter().all(|column| column[row].is_some())).collect();
    let of = |column: &Vec<Option<f64>>| kept.iter().filter_map(|&row| column[row]).collect();
    (columns.iter().map(of).collect(), kept)
}

/// Mean and variance (over n).
fn moments<'v>(values: impl Iterator<Item = &'v f64> + Clone) -> (f64, f64) {
    let n = values.clone().count().max(1) as f64;
    let mean = values.clone().fold(0.0, |sum, x| sum + x) / n;
    (mean, values.fold(0.0, |sum, x| sum + (x - mean) * (x - mean)) / n)
}

/// The standard deviation of a variance; none where it is but the rounding of the mean.
fn spread(mean: f64, variance: f64) -> f64 {
    let sd = variance.sqrt();
    if sd > 1e-13 * mean.abs() { sd } else { 0.0 }
}

#[cfg(test)]
mod tests;
