//! From which value of its own beliefs and costs on a side would accept, at central values.

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::engine::{ChangedPlan, Variants, WorldError};
use crate::model::{Address, Key, Parameters, Party, PerSide, Side};
use crate::scenario::Scenario;

use super::super::evaluation::Evaluation;
use super::Threshold;
use super::levels::{Spacing, closer, round};
use super::search::{Searcher, Willing};

/// The beliefs and costs of a side that bear on whether it signs, with the bounds within which they are tried.
const TRIED: [(&str, f64, f64); 4] =
    [("optimism", -3.0, 3.0), ("misperception", -3.0, 3.0), ("war_cost", -0.5, 2.0), ("margin", 0.0, 0.5)];

/// A number that is changed.
struct Lever {
    side: Side,
    key: &'static Key<Party>,
    from: f64,
    low: f64,
    high: f64,
}

/// Values that are tried at a time, until all plans are accepted at one.
const AT_A_TIME: usize = 8;

/// The thresholds of these plans, by plan and side; of plans that cross a side's red line it has none.
pub(super) fn search(
    searcher: &Searcher<'_>,
    evaluation: &Evaluation,
    plans: &[usize],
) -> Result<Vec<PerSide<Vec<Threshold>>>, WorldError> {
    let mut out = vec![PerSide::<Vec<Threshold>>::default(); plans.len()];
    for side in Side::BOTH {
        let of = |&index: &usize| evaluation.plans[plans[index]].value(side);
        let movable = |index: &usize| !of(index).accepts() && of(index).red_line == Some(false);
        let movable: Vec<usize> = (0..plans.len()).filter(movable).collect();
        for lever in tried(searcher.scenario, side) {
            for (index, does, willing) in lever.first(searcher, plans, &movable)? {
                let variant = as_they_stand(searcher.scenario, &[plans[index]]);
                out[index][side].push(lever.threshold(searcher, &variant, does, willing)?);
            }
        }
    }
    Ok(out)
}

fn as_they_stand(scenario: &Scenario, plans: &[usize]) -> Variants {
    let variant = |&of: &usize| ChangedPlan { of, plan: scenario.structure().plans[of].clone() };
    Variants::new(scenario, plans.iter().map(variant).collect(), 0)
}

/// What is tried of one side.
fn tried(scenario: &Scenario, side: Side) -> impl Iterator<Item = Lever> {
    let party = *scenario.central().party(side);
    TRIED.iter().filter_map(move |&(name, low, high)| {
        let key = Party::KEYS.iter().find(|key| key.name == name)?;
        Some(Lever { side, key, from: (key.get)(&party)?, low, high })
    })
}

impl Lever {
    /// The values that are tried, the nearest to the central one first.
    fn levels(&self) -> Vec<f64> {
        let mut levels = round(self.low, self.high, Spacing::Fine);
        levels.retain(|&to| to != self.from && self.key.range.contains(to));
        levels.sort_by(|a, b| (a - self.from).abs().total_cmp(&(b - self.from).abs()));
        levels
    }

    /// Of these of the plans the value, the nearest first, at which the side accepts each, and who does then; in the order of
    /// the plans, without those that it accepts at none.
    fn first(
        &self,
        searcher: &Searcher<'_>,
        plans: &[usize],
        movable: &[usize],
    ) -> Result<Vec<(usize, f64, Willing)>, WorldError> {
        let (mut left, mut found) = (movable.to_vec(), Vec::new());
        for levels in self.levels().chunks(AT_A_TIME) {
            if left.is_empty() {
                break;
            }
            let variants =
                as_they_stand(searcher.scenario, &left.iter().map(|&index| plans[index]).collect::<Vec<_>>());
            let ask = |&to: &f64| searcher.ask_if(&variants, &self.set(searcher.scenario, to));
            let answers: Vec<_> = levels.par_iter().map(ask).collect();
            let answers = answers.into_iter().collect::<Result<Vec<_>, _>>()?;
            let met = |place: usize| {
                let level = answers.iter().position(|answer| answer[place].sides[self.side])?;
                Some((levels[level], answers[level][place]))
            };
            let told: Vec<_> = (0..left.len()).map(met).collect();
            found.extend(left.iter().zip(&told).filter_map(|(&index, told)| told.map(|(to, it)| (index, to, it))));
            let mut told = told.iter();
            left.retain(|_| told.next().is_some_and(Option::is_none));
        }
        found.sort_by_key(|&(index, ..)| index);
        Ok(found)
    }

    /// The central numbers with this one changed.
    fn set(&self, scenario: &Scenario, to: f64) -> Parameters {
        let mut numbers = scenario.central().clone();
        let address = Address::Party(self.side, self.key);
        *address.slot(&mut numbers) = to;
        // What follows from it moves with it; it itself is as it is asked about.
        scenario.derive(&mut numbers);
        *address.slot(&mut numbers) = to;
        numbers
    }

    /// The value from which on the side accepts, from one that does it and is the nearest of the coarser grid.
    fn threshold(
        &self,
        searcher: &Searcher<'_>,
        plan: &Variants,
        does: f64,
        mut willing: Willing,
    ) -> Result<Threshold, WorldError> {
        let nearer = |&to: &f64| (to - does) * (to - self.from) < 0.0;
        let last = self.levels().into_iter().rfind(nearer).unwrap_or(self.from);
        let mut to = does;
        for closer in closer(last, does) {
            let answer = searcher.ask_if(plan, &self.set(searcher.scenario, closer))?[0];
            if answer.sides[self.side] {
                (to, willing) = (closer, answer);
                break;
            }
        }
        let path = format!("{}.{}", self.side.key(), self.key.name);
        let within = within(searcher.scenario, &path, self.from, to);
        Ok(Threshold { within, path, from: self.from, to, other_accepts: willing.sides[self.side.other()] })
    }
}

/// Probability of `to` or a value beyond it, seen from `from`; `None` where the number is certain.
fn within(scenario: &Scenario, path: &str, from: f64, to: f64) -> Option<f64> {
    let input = scenario.inputs().iter().find(|input| input.path == path)?;
    let beyond = if to < from { input.distribution.cdf(to) } else { 1.0 - input.distribution.cdf(to.next_down()) };
    Some(beyond)
}
