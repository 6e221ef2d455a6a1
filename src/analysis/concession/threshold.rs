//! From which value of its own beliefs and costs on a side would accept, at central values.

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::engine::{ChangedPlan, Variants, WorldError};
use crate::model::{Address, Key, Parameters, Party, PerSide, Side};
use crate::scenario::Scenario;

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

/// The thresholds of these plans, by plan and side.
pub(super) fn search(searcher: &Searcher<'_>, plans: &[usize]) -> Result<Vec<PerSide<Vec<Threshold>>>, WorldError> {
    let mut out = vec![PerSide::<Vec<Threshold>>::default(); plans.len()];
    if plans.is_empty() {
        return Ok(out);
    }
    let variants = as_they_stand(searcher.scenario, plans);
    for side in Side::BOTH {
        for tried in tried(searcher.scenario, side) {
            let levels = tried.levels();
            let ask = |&to: &f64| searcher.ask_if(&variants, &tried.set(searcher.scenario, to));
            let answers: Vec<_> = levels.par_iter().map(ask).collect();
            let answers = answers.into_iter().collect::<Result<Vec<_>, _>>()?;
            for (index, &plan) in plans.iter().enumerate() {
                let met = answers.iter().position(|answer| answer[index].sides[side]);
                let Some(first) = met else { continue };
                let variant = as_they_stand(searcher.scenario, &[plan]);
                out[index][side].push(tried.threshold(searcher, &variant, levels[first], answers[first][index])?);
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
