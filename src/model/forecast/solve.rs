//! Forecasts against the trials of a run: the multipliers, or which forecasts contradict the trials or each other.

use super::entropy::tilt;
use super::{Forecast, ForecastFate, Multipliers, fates_in};

/// Halvings by which the ends of what can be reached are found.
const HALVINGS: usize = 16;

/// All trials in which the same becomes of every forecast.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ForecastCell {
    /// Their number, see [`super::cell_of`].
    pub cell: u64,
    /// What they count for together without forecasts, at least 0.
    pub weight: f64,
}

/// Why forecasts cannot hold. Forecasts are named by their index.
#[derive(Clone, Debug, PartialEq)]
pub enum Conflict {
    /// No trial asks about it: its condition never holds.
    Unasked(usize),
    /// In no trial that asks about it does it happen.
    Never(usize),
    /// In each of them it does.
    Always(usize),
    /// They cannot all hold; with each, the least and the greatest probability that it can have while the others hold.
    Together(Vec<(usize, f64, f64)>),
}

/// The multipliers under which the forecasts hold of trials in these cells, in ascending order; of no trials, multipliers that
/// change nothing.
///
/// # Errors
/// Each forecast that no trial asks about, or that contradicts all of them; where there is none, a smallest set of forecasts
/// that contradict each other.
pub fn solve(forecasts: &[Forecast], cells: &[ForecastCell]) -> Result<Multipliers, Vec<Conflict>> {
    let cells: Vec<ForecastCell> = cells.iter().copied().filter(|cell| cell.weight > 0.0).collect();
    if cells.is_empty() {
        return Ok(Multipliers { lambda: vec![0.0; forecasts.len()], top: 0.0 });
    }
    let all: Vec<usize> = (0..forecasts.len()).collect();
    let trials = ForecastTrials { forecasts, cells: &cells };
    let alone: Vec<Conflict> = all.iter().filter_map(|&k| trials.alone(k)).collect();
    if !alone.is_empty() {
        return Err(alone);
    }
    trials.multipliers(&all).ok_or_else(|| vec![trials.together()])
}

/// The multipliers of all forecasts but one, whose own is 0; `None` where there are none.
#[must_use]
pub fn without_one(forecasts: &[Forecast], cells: &[ForecastCell], left_out: usize) -> Option<Multipliers> {
    let rest: Vec<usize> = (0..forecasts.len()).filter(|k| *k != left_out).collect();
    ForecastTrials { forecasts, cells }.multipliers(&rest)
}

/// How probable forecast `k` of so many is in trials of these weights by cell, given its condition; `None` where it is never
/// asked about.
#[must_use]
pub fn probability_in(k: usize, forecasts: usize, weights: impl Iterator<Item = (u64, f64)>) -> Option<f64> {
    let [_, fails, happens] = by_fate(k, forecasts, weights);
    (fails + happens > 0.0).then(|| happens / (fails + happens))
}

/// The weights of trials in which a forecast is not asked about, fails and happens.
fn by_fate(k: usize, forecasts: usize, cells: impl Iterator<Item = (u64, f64)>) -> [f64; 3] {
    let mut weights = [0.0; 3];
    for (cell, weight) in cells {
        if let Some(fate) = fates_in(cell, forecasts).nth(k) {
            weights[fate as usize] += weight;
        }
    }
    weights
}

/// Forecasts and trials.
struct ForecastTrials<'a> {
    forecasts: &'a [Forecast],
    cells: &'a [ForecastCell],
}

impl ForecastTrials<'_> {
    /// The weights of trials in which a forecast is not asked about, fails and happens.
    fn fates(&self, k: usize) -> [f64; 3] {
        by_fate(k, self.forecasts.len(), self.cells.iter().map(|it| (it.cell, it.weight)))
    }

    /// Whether a forecast contradicts all trials, whatever the others say.
    fn alone(&self, k: usize) -> Option<Conflict> {
        let [_, fails, happens] = self.fates(k);
        let is_sure = self.forecasts[k].sd == 0.0;
        match (fails > 0.0, happens > 0.0) {
            (false, false) => Some(Conflict::Unasked(k)),
            (true, false) if is_sure => Some(Conflict::Never(k)),
            (false, true) if is_sure => Some(Conflict::Always(k)),
            _ => None,
        }
    }

    /// The multipliers of some forecasts, those of the others being 0; `None` where they cannot hold.
    fn multipliers(&self, some: &[usize]) -> Option<Multipliers> {
        let mut lambda = vec![0.0; self.forecasts.len()];
        some.iter().zip(self.tilted(some, None)?).for_each(|(&k, found)| lambda[k] = found);
        Some(Multipliers::over(lambda, self.forecasts, self.cells))
    }

    /// The multipliers of some forecasts alone, in their order, one of them with another probability.
    fn tilted(&self, some: &[usize], other: Option<(usize, f64)>) -> Option<Vec<f64>> {
        let of = |k: usize| other.filter(|other| other.0 == k).map_or(self.forecasts[k].probability, |other| other.1);
        let vector = |cell: &ForecastCell| {
            let fates: Vec<ForecastFate> = fates_in(cell.cell, self.forecasts.len()).collect();
            (some.iter().map(|&k| fates[k].above(of(k))).collect(), cell.weight)
        };
        let vectors: Vec<(Vec<f64>, f64)> = self.cells.iter().map(vector).collect();
        let penalties: Vec<f64> = some.iter().map(|&k| self.penalty(k)).collect();
        tilt(&vectors, &penalties)
    }

    /// (sd beta)^2, beta being how often the forecast is asked about.
    fn penalty(&self, k: usize) -> f64 {
        let [unasked, fails, happens] = self.fates(k);
        let sd = self.forecasts[k].sd * (fails + happens) / (unasked + fails + happens);
        sd * sd
    }

    /// A smallest set of forecasts that cannot all hold: of all, those without which the rest still could not are left out.
    fn together(&self) -> Conflict {
        let mut set: Vec<usize> = (0..self.forecasts.len()).filter(|&k| self.forecasts[k].sd == 0.0).collect();
        for k in set.clone() {
            let rest = without(&set, k);
            if self.tilted(&rest, None).is_none() {
                set = rest;
            }
        }
        let reach = |&k: &usize| {
            let (low, high) = self.reachable(k, &without(&set, k));
            (k, low, high)
        };
        Conflict::Together(set.iter().map(reach).collect())
    }

    /// The least and the greatest probability of a forecast while the others hold.
    fn reachable(&self, k: usize, others: &[usize]) -> (f64, f64) {
        let Some(multipliers) = self.multipliers(others) else { return (f64::NAN, f64::NAN) };
        let weighed = self.cells.iter().map(|it| (it.cell, it.weight * multipliers.factor(self.forecasts, it.cell)));
        let Some(now) = probability_in(k, self.forecasts.len(), weighed) else { return (f64::NAN, f64::NAN) };
        let all = [others, &[k]].concat();
        let can = |probability: f64| self.tilted(&all, Some((k, probability))).is_some();
        let end = |mut inside: f64, mut outside: f64| {
            for _ in 0..HALVINGS {
                let middle = 0.5 * (inside + outside);
                *(if can(middle) { &mut inside } else { &mut outside }) = middle;
            }
            // Beyond what halving tells, the end is the bound.
            if (inside - outside).abs() < 1e-4 { outside } else { inside }
        };
        (end(now, 0.0), end(now, 1.0))
    }
}

fn without(set: &[usize], k: usize) -> Vec<usize> {
    set.iter().copied().filter(|other| *other != k).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{ForecastEvent, TrialCourse, cell_of};
    use super::*;
    use crate::model::Class;

    fn by(month: u32, probability: f64) -> Forecast {
        Forecast { of: ForecastEvent::Settled(month), given: None, probability, sd: 0.0 }
    }

    /// Trials that settle in month 6, in month 18 and never, of weights 2, 3 and 5.
    fn cells(forecasts: &[Forecast]) -> Vec<ForecastCell> {
        let course = |signed: Option<u32>| TrialCourse {
            class: Class::PeaceHeld,
            signed: signed.map(|month| (0, month)),
            broken_at: None,
        };
        let mut weights = std::collections::BTreeMap::new();
        for (month, weight) in [(Some(6), 2.0), (Some(18), 3.0), (None, 5.0)] {
            *weights.entry(cell_of(forecasts, &course(month))).or_insert(0.0) += weight;
        }
        weights.into_iter().map(|(cell, weight)| ForecastCell { cell, weight }).collect()
    }

    /// Under the multipliers both forecasts hold, no factor is above 1 and one is 1.
    #[test]
    fn forecasts_hold_under_their_multipliers() {
        let forecasts = [by(12, 0.4), by(24, 0.6)];
        let cells = cells(&forecasts);
        let found = solve(&forecasts, &cells).unwrap();
        let weights: Vec<f64> = cells.iter().map(|it| it.weight * found.factor(&forecasts, it.cell)).collect();
        let total: f64 = weights.iter().sum();
        for (k, forecast) in forecasts.iter().enumerate() {
            let happens = |it: &&(ForecastCell, f64)| fates_in(it.0.cell, 2).nth(k) == Some(ForecastFate::Happens);
            let pairs: Vec<(ForecastCell, f64)> = cells.iter().copied().zip(weights.iter().copied()).collect();
            let share: f64 = pairs.iter().filter(happens).map(|it| it.1).sum::<f64>() / total;
            assert!((share - forecast.probability).abs() < 1e-12, "{share}");
        }
        let most = cells.iter().map(|it| found.factor(&forecasts, it.cell)).fold(0.0, f64::max);
        assert_eq!(most, 1.0);
        let first = without_one(&forecasts, &cells, 1).unwrap();
        assert!((first.lambda[0] - (0.4_f64 / 0.6 / (0.2 / 0.8)).ln()).abs() < 1e-12 && first.lambda[1] == 0.0);
    }

    /// What never happens, what nobody asks about, and what is likelier sooner than later: with half by the first year, at
    /// least half are settled by the second, and with 0.3 by the second at most 0.3 by the first. A forecast that is itself
    /// uncertain contradicts nothing.
    #[test]
    fn conflicts_name_the_forecasts() {
        let conflicts = |forecasts: &[Forecast]| solve(forecasts, &cells(forecasts)).unwrap_err();
        assert_eq!(conflicts(&[by(24, 0.6), by(3, 0.5)]), [Conflict::Never(1)]);
        let unasked = Forecast { given: Some(ForecastEvent::Signed(7)), ..by(12, 0.5) };
        assert_eq!(conflicts(&[unasked]), [Conflict::Unasked(0)]);
        let always = Forecast { of: ForecastEvent::Class(Class::PeaceHeld), ..by(0, 0.5) };
        assert_eq!(conflicts(&[always]), [Conflict::Always(0)]);
        let plan = Forecast { of: ForecastEvent::Settled(17), ..by(0, 0.4) };
        let [Conflict::Together(set)] = &conflicts(&[plan, by(12, 0.5), by(24, 0.3)])[..] else { panic!() };
        let named: Vec<usize> = set.iter().map(|it| it.0).collect();
        assert!(named == [0, 2] || named == [1, 2] || named == [0, 1], "{set:?}");
        let [Conflict::Together(set)] = &conflicts(&[by(12, 0.5), by(24, 0.3)])[..] else { panic!() };
        let near = |a: f64, b: f64| (a - b).abs() < 1e-3;
        let &[(0, low, high), (1, least, most)] = set.as_slice() else { panic!("{set:?}") };
        assert!(near(low, 0.0) && near(high, 0.3) && near(least, 0.5) && near(most, 1.0), "{set:?}");
        let soft = [Forecast { sd: 0.05, ..by(12, 0.5) }, Forecast { sd: 0.05, ..by(24, 0.3) }];
        assert!(solve(&soft, &cells(&soft)).is_ok());
    }
}
