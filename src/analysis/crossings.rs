//! Where an input or a term must lie for a figure to reach a value: bracketed on a grid over the range of the path, on the same
//! draws of all other inputs everywhere, then halved.

use std::sync::atomic::AtomicBool;

use rayon::prelude::*;
use serde::Serialize;

use crate::sampling::DesignError;
use crate::scenario::{Code, Diagnostic, Faults, Scenario};
use crate::words::{Words, words};

use super::assess::{AssessError, Assessor, StartFigure};
use super::sensitivity::{places, resampled};

/// Points of the grid, of a path that takes any number.
const GRID: usize = 33;

/// The most whole numbers of which each is looked at.
const MOST_WHOLE: f64 = 400.0;

/// Of the distance between two points of the grid, within which a crossing of a mean over draws is found.
const WITHIN: f64 = 1e-3;

/// Which way a figure shall lie.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CrossingGoal {
    /// It or more.
    AtLeast(f64),
    /// It or less.
    AtMost(f64),
}

impl CrossingGoal {
    /// The value.
    #[must_use]
    pub fn value(self) -> f64 {
        match self {
            Self::AtLeast(value) | Self::AtMost(value) => value,
        }
    }

    /// Whether a figure lies so.
    #[must_use]
    pub fn is_met(self, figure: f64) -> bool {
        match self {
            Self::AtLeast(value) => figure >= value,
            Self::AtMost(value) => figure <= value,
        }
    }
}

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct CrossingQuestion {
    /// Path of an uncertain input, or of any other number that can be set.
    pub path: String,
    /// The figures by name, each of which is asked about.
    pub figures: Vec<(String, StartFigure)>,
    /// How they shall lie.
    pub goal: CrossingGoal,
    /// Lower end of the range; the path's own if left out.
    pub from: Option<f64>,
    /// Upper end of it.
    pub to: Option<f64>,
    /// Draws of the other inputs, a power of two from 32 on; `None`: they are at their central values.
    pub draws: Option<u64>,
}

/// Where a figure begins or ceases to lie as it shall.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Crossing {
    /// The smallest value from which on the goal is met, or the last up to which it is.
    pub at: f64,
    /// Whether it is met beyond it rather than before it.
    pub met_above: bool,
    /// Lower end of its 95 % bootstrap interval; `None` of exact figures, or where the interval goes beyond the range.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

/// A figure along a path.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CrossedFigure {
    /// Name of the figure.
    pub measure: String,
    /// The values that were looked at, and the figure there.
    pub points: Vec<(f64, f64)>,
    /// Where it crosses; none: it lies on one side of the goal everywhere.
    pub crossings: Vec<Crossing>,
    /// Whether the goal is met at the lower and at the upper end.
    pub met_at_ends: [bool; 2],
}

/// Where a path must lie for figures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Crossings {
    /// Path.
    pub path: String,
    /// How the figures shall lie.
    pub goal: CrossingGoal,
    /// Ends of the range that was looked at.
    pub range: [f64; 2],
    /// Whether only whole numbers were.
    pub whole: bool,
    /// Draws of the other inputs; `None`: they are at their central values, and figures are exact.
    pub draws: Option<u64>,
    /// Draws left out because they have no meaning somewhere on the range.
    pub failed: u64,
    /// The figures.
    pub figures: Vec<CrossedFigure>,
}

/// Why nothing can be said.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.words())]
#[non_exhaustive]
pub enum CrossingError {
    /// The scenario cannot be assessed somewhere on the range.
    Assess(AssessError),
    /// The points cannot be laid out.
    Design(DesignError),
    /// The path takes no such value.
    Faults(Faults),
    /// The path's own range has no end.
    NoRange {
        /// The path.
        path: String,
    },
    /// The path can be without end.
    Endless {
        /// The path.
        path: String,
    },
    /// The path is one of shares that sum to one.
    Share {
        /// The path.
        path: String,
    },
    /// The range is empty.
    Empty {
        /// Lower end.
        from: f64,
        /// Upper end.
        to: f64,
    },
}

impl CrossingError {
    /// What is wrong.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::Assess(error) => error.words(),
            Self::Design(error) => error.words(),
            Self::Faults(faults) => faults.words(),
            Self::NoRange { path } => {
                words!("`{path}` is no uncertain input, so that its range must be said: --from and --to", path)
            }
            Self::Endless { path } => {
                words!("`{path}` can be without end, so that the ends of the range must be said: --from and --to", path)
            }
            Self::Share { path } => {
                words!("`{path}` is one of shares that sum to one: it cannot move while the others stay", path)
            }
            Self::Empty { from, to } => {
                words!("nothing lies between {from} and {to}: --from is the lower end", from, to)
            }
        }
    }
}

/// Finds where a path must lie; once `stop` is set, it ends with [`AssessError::Stopped`].
///
/// # Errors
/// See [`CrossingError`].
pub fn crossings<'s>(
    scenario: &'s Scenario,
    question: &CrossingQuestion,
    stop: Option<&'s AtomicBool>,
) -> Result<Crossings, CrossingError> {
    if scenario.is_share(&question.path) {
        return Err(CrossingError::Share { path: question.path.clone() });
    }
    let assessor = stoppable(scenario, stop).map_err(CrossingError::Assess)?;
    let input = assessor.inputs().iter().position(|input| input.path == question.path);
    let rows = rows(&assessor, question.draws)?;
    let along = Along { scenario, assessor, input, question, rows, stop };
    let [from, to] = along.range()?;
    let whole = along.is_whole(from, to)?;
    let grid = grid(from, to, whole);
    if grid.len() < 2 {
        return Err(CrossingError::Empty { from, to });
    }
    // By place on the grid, figure and draw.
    let mut at: Vec<Vec<Vec<Option<f64>>>> = Vec::new();
    for &x in &grid {
        at.push(along.at(x)?);
    }
    let sound = |row: &usize| at.iter().all(|figures| figures.iter().all(|draws| draws[*row].is_some()));
    let kept: Vec<usize> = (0..along.rows.len()).filter(sound).collect();
    if kept.is_empty() {
        return Err(along.first_error(&grid));
    }
    let mut figures = Vec::new();
    for (figure, (name, _)) in question.figures.iter().enumerate() {
        let draws: Vec<Vec<f64>> =
            at.iter().map(|of| kept.iter().filter_map(|&row| of[figure][row]).collect()).collect();
        figures.push(along.crossed(figure, name, (&grid, whole), &draws, &kept)?);
    }
    Ok(Crossings {
        path: question.path.clone(),
        goal: question.goal,
        range: [from, to],
        whole,
        draws: question.draws,
        failed: (along.rows.len() - kept.len()) as u64,
        figures,
    })
}

fn stoppable<'s>(scenario: &'s Scenario, stop: Option<&'s AtomicBool>) -> Result<Assessor<'s>, AssessError> {
    let assessor = Assessor::new(scenario)?;
    Ok(match stop {
        Some(stop) => assessor.stop(stop),
        None => assessor,
    })
}

fn grid(from: f64, to: f64, whole: bool) -> Vec<f64> {
    let (from, to) = if whole { (from.ceil(), to.floor()) } else { (from, to) };
    if !(from < to) {
        return Vec::new();
    }
    if whole && to - from <= MOST_WHOLE {
        return (0..=(to - from) as u64).map(|step| from + step as f64).collect();
    }
    let place = |step: usize| from + (to - from) * step as f64 / (GRID - 1) as f64;
    let mut grid: Vec<f64> = (0..GRID).map(|step| if step + 1 == GRID { to } else { place(step) }).collect();
    if whole {
        for x in &mut grid {
            *x = x.floor();
        }
        grid.dedup();
    }
    grid
}

/// Values of all inputs by draw; the only one is that of central values where nothing is drawn. They follow from the paths of
/// the inputs, so that they are the same wherever something else is set.
fn rows(assessor: &Assessor<'_>, draws: Option<u64>) -> Result<Vec<Vec<f64>>, CrossingError> {
    let Some(draws) = draws else { return Ok(vec![assessor.central()]) };
    let paths: Vec<String> = assessor.inputs().iter().map(|input| input.path.clone()).collect();
    let places = places(assessor.scenario().run().seed, &paths, draws).map_err(CrossingError::Design)?;
    let rows = places.iter().map(|place| assessor.values_at(place)).collect::<Result<_, _>>();
    rows.map_err(CrossingError::Assess)
}

/// A scenario along a path.
struct Along<'a> {
    scenario: &'a Scenario,
    assessor: Assessor<'a>,
    /// The place of the path among the uncertain inputs, if it is one of them.
    input: Option<usize>,
    question: &'a CrossingQuestion,
    rows: Vec<Vec<f64>>,
    stop: Option<&'a AtomicBool>,
}

impl Along<'_> {
    /// The range asked for, or the support of the input.
    fn range(&self) -> Result<[f64; 2], CrossingError> {
        let own = self.input.map(|input| {
            let distribution = &self.assessor.inputs()[input].distribution;
            let (low, high) = distribution.support();
            let end = |end: f64, u: f64| if end.is_finite() { end } else { distribution.quantile(u) };
            [end(low, 0.001), end(high, 0.999)]
        });
        let no_range = || {
            // A path that leads nowhere has a worse fault than a range that is not said.
            let unknown = |fault: &Diagnostic| matches!(fault.code, Code::UnknownKey | Code::UnknownName);
            match self.scenario.with(&self.question.path, 1.0) {
                Err(faults) if faults.diagnostics.iter().any(unknown) => CrossingError::Faults(faults),
                _ => CrossingError::NoRange { path: self.question.path.clone() },
            }
        };
        let end = |asked: Option<f64>, place: usize| asked.or(own.map(|own| own[place])).ok_or_else(no_range);
        let [from, to] = [end(self.question.from, 0)?, end(self.question.to, 1)?];
        if !(to - from).is_finite() {
            return Err(CrossingError::Endless { path: self.question.path.clone() });
        }
        if from < to { Ok([from, to]) } else { Err(CrossingError::Empty { from, to }) }
    }

    /// Whether the path takes whole numbers only: a number between two that it takes is refused.
    fn is_whole(&self, from: f64, to: f64) -> Result<bool, CrossingError> {
        if let Some(input) = self.input {
            return Ok(self.scenario.inputs().get(input).is_some_and(|input| input.address.is_whole()));
        }
        if from.fract() != 0.0 || to - from < 1.0 {
            return Ok(false);
        }
        self.scenario.with(&self.question.path, from + 1.0).map_err(CrossingError::Faults)?;
        Ok(self.scenario.with(&self.question.path, from + 0.5).is_err())
    }

    /// The figures where the path has this value, each by draw.
    fn at(&self, x: f64) -> Result<Vec<Vec<Option<f64>>>, CrossingError> {
        let by_draw = self.results(x)?;
        let of = |figure: usize| by_draw.iter().map(|row| row.as_ref().ok().map(|found| found[figure])).collect();
        Ok((0..self.question.figures.len()).map(of).collect())
    }

    fn results(&self, x: f64) -> Result<Vec<Result<Vec<f64>, AssessError>>, CrossingError> {
        let set = match self.input {
            Some(_) => None,
            None => Some(self.scenario.with(&self.question.path, x).map_err(CrossingError::Faults)?),
        };
        let other = set.as_ref().map(|set| stoppable(set, self.stop)).transpose().map_err(CrossingError::Assess)?;
        let own = other.as_ref().map(|other| rows(other, self.question.draws)).transpose()?;
        let (assessor, values) = (other.as_ref().unwrap_or(&self.assessor), own.as_ref().unwrap_or(&self.rows));
        let rows = values.par_chunks(16).flat_map_iter(|rows| {
            let mut assessor = assessor.clone();
            let mut one = |row: &Vec<f64>| {
                let mut values = row.clone();
                if let Some(input) = self.input {
                    values[input] = x;
                }
                let found = assessor.assess(&values)?;
                Ok(self.question.figures.iter().map(|(_, figure)| found.figure(*figure)).collect())
            };
            rows.iter().map(&mut one).collect::<Vec<_>>()
        });
        Ok(rows.collect())
    }

    fn first_error(&self, grid: &[f64]) -> CrossingError {
        let error = |&x: &f64| match self.results(x) {
            Ok(rows) => rows.into_iter().find_map(Result::err).map(CrossingError::Assess),
            Err(error) => Some(error),
        };
        let first = grid.iter().find_map(error);
        first.unwrap_or_else(|| CrossingError::NoRange { path: self.question.path.clone() })
    }

    /// The mean of a figure over the draws that count.
    fn mean(&self, x: f64, figure: usize, kept: &[usize]) -> Result<Option<f64>, CrossingError> {
        let draws = self.at(x)?.swap_remove(figure);
        let sum = kept.iter().try_fold(0.0, |sum, &row| Some(sum + draws[row]?));
        Ok(sum.map(|sum| sum / kept.len() as f64))
    }

    fn crossed(
        &self,
        figure: usize,
        name: &str,
        (grid, whole): (&[f64], bool),
        draws: &[Vec<f64>],
        kept: &[usize],
    ) -> Result<CrossedFigure, CrossingError> {
        let goal = self.question.goal;
        let means: Vec<f64> = draws.iter().map(|of| of.iter().fold(0.0, |sum, x| sum + x) / of.len() as f64).collect();
        let met: Vec<bool> = means.iter().map(|mean| goal.is_met(*mean)).collect();
        let mut crossings = Vec::new();
        for cell in (0..grid.len() - 1).filter(|&cell| met[cell] != met[cell + 1]) {
            let met_above = met[cell + 1];
            let at = self.halved([grid[cell], grid[cell + 1]], whole, met_above, figure, kept)?;
            crossings.push(Crossing { at, met_above, low: None, high: None });
        }
        if self.question.draws.is_some() && !crossings.is_empty() {
            self.bound(&mut crossings, (grid, whole), draws, &means);
        }
        Ok(CrossedFigure {
            measure: name.to_owned(),
            points: grid.iter().copied().zip(means).collect(),
            crossings,
            met_at_ends: [met[0], met[met.len() - 1]],
        })
    }

    /// The value nearest to the crossing between these two at which the goal is met.
    fn halved(
        &self,
        [mut low, mut high]: [f64; 2],
        whole: bool,
        met_above: bool,
        figure: usize,
        kept: &[usize],
    ) -> Result<f64, CrossingError> {
        let enough = if self.question.draws.is_some() { WITHIN * (high - low) } else { 0.0 };
        loop {
            let middle = low + (high - low) / 2.0;
            let middle = if whole { middle.floor() } else { middle };
            if !(middle > low && middle < high) || high - low <= enough {
                return Ok(if met_above { high } else { low });
            }
            let Some(mean) = self.mean(middle, figure, kept)? else { return Ok(if met_above { high } else { low }) };
            if self.question.goal.is_met(mean) == met_above {
                high = middle;
            } else {
                low = middle;
            }
        }
    }

    /// Intervals of crossings from resampled draws. Between points of the grid means are taken for straight lines; what that
    /// misses in all draws is added to each resample.
    fn bound(&self, crossings: &mut [Crossing], (grid, whole): (&[f64], bool), draws: &[Vec<f64>], means: &[f64]) {
        let goal = self.question.goal;
        let asked = crossings.to_vec();
        let placed = |means: &[f64], wanted: &Crossing| {
            let all = (0..grid.len() - 1).filter(|&cell| {
                goal.is_met(means[cell]) != goal.is_met(means[cell + 1])
                    && goal.is_met(means[cell + 1]) == wanted.met_above
            });
            let at = all.map(|cell| {
                let share = (goal.value() - means[cell]) / (means[cell + 1] - means[cell]);
                let at = grid[cell] + share * (grid[cell + 1] - grid[cell]);
                if !whole {
                    at
                } else if wanted.met_above {
                    at.ceil()
                } else {
                    at.floor()
                }
            });
            let nearest = at.min_by(|a, b| (a - wanted.at).abs().total_cmp(&(b - wanted.at).abs()));
            nearest.unwrap_or_else(|| {
                // Met everywhere: it lies below the range, if it is met above it.
                if goal.is_met(means[0]) == wanted.met_above { f64::NEG_INFINITY } else { f64::INFINITY }
            })
        };
        let missed: Vec<f64> = asked.iter().map(|it| it.at - placed(means, it)).collect();
        let found = resampled(self.scenario.run().seed, draws[0].len(), |rows| {
            let means: Vec<f64> =
                draws.iter().map(|of| rows.iter().fold(0.0, |sum, &row| sum + of[row]) / rows.len() as f64).collect();
            asked.iter().zip(&missed).map(|(it, missed)| placed(&means, it) + missed).collect()
        });
        let inside = |x: f64| x.is_finite().then(|| x.clamp(grid[0], grid[grid.len() - 1]));
        for (crossing, ends) in crossings.iter_mut().zip(found) {
            (crossing.low, crossing.high) = (inside(ends.low), inside(ends.high));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load;

    fn asked(path: &str, measure: &str, goal: CrossingGoal, draws: Option<u64>) -> Result<Crossings, CrossingError> {
        let set = ["run.years=20".to_owned()];
        let scenario = load("scenarios/tiny.toml".as_ref(), &set, None).unwrap().scenario;
        let figures: Vec<_> = StartFigure::all(&scenario).into_iter().filter(|it| it.0 == measure).collect();
        assert_eq!(figures.len(), 1, "{measure}");
        let (from, to) = if path.starts_with("plan.") { (Some(0.0), Some(40.0)) } else { (None, None) };
        crossings(&scenario, &CrossingQuestion { path: path.to_owned(), figures, goal, from, to, draws }, None)
    }

    fn plan() -> String {
        load("scenarios/tiny.toml".as_ref(), &[], None).unwrap().scenario.structure().plans[0].id.clone()
    }

    /// On either side of an exact threshold the goal is met or missed by the next number that a double can hold.
    #[test]
    fn exact_thresholds_are_sharp() {
        let goal = CrossingGoal::AtLeast(0.5);
        let found = asked("challenger.war_cost", &format!("plans.{}.if_signed@15", plan()), goal, None);
        let found = found.unwrap();
        for crossing in &found.figures[0].crossings {
            let scenario = load("scenarios/tiny.toml".as_ref(), &["run.years=20".to_owned()], None).unwrap().scenario;
            let mut assessor = Assessor::new(&scenario).unwrap();
            let at = assessor.inputs().iter().position(|it| it.path == "challenger.war_cost").unwrap();
            let mut met = |x: f64| {
                let mut values = assessor.central();
                values[at] = x;
                let figure = StartFigure::Plan(0, crate::engine::PlanFigure::Survival, 15);
                goal.is_met(assessor.assess(&values).unwrap().figure(figure))
            };
            assert!(met(crossing.at));
            let beyond = if crossing.met_above { crossing.at.next_down() } else { crossing.at.next_up() };
            assert!(!met(beyond));
        }
    }
}
