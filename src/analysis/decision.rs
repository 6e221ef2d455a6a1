//! Which plan, not knowing the inputs: means, regret (Savage 1951) and the worth of knowing (Strong and Oakley 2013), draw
//! by draw and without chance.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::engine::{Contender, Count, Objective, PlanFigure, Standings, Tally, TracedFigure};
use crate::scenario::Scenario;

use super::influence::{Bins, bins, joined};
use super::summarise::percentile;
use super::summary::party_key;

/// `decision` in `summary.json`: by objective.
pub type Decision = IndexMap<String, ByObjective>;

/// Plans by one objective.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ByObjective {
    /// By plan id.
    pub plans: IndexMap<String, PlanStanding>,
    /// Share of draws in which even the best plan brings at most 0.05; of a durable peace only.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub out_of_reach: Option<f64>,
    /// What knowing more before choosing would bring.
    pub worth_of_knowing: WorthOfKnowing,
}

/// A plan by one objective, over the draws of the inputs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlanStanding {
    /// Mean of what it brings.
    pub mean: Option<f64>,
    /// Share of draws in which no plan brings more; those that tie share the draw.
    pub best: Option<f64>,
    /// What the best plan of a draw brings more.
    pub regret: Regret,
    /// Share of draws in which it is at most 0.05 from the best.
    pub near_best: Option<f64>,
}

/// What is forgone by not choosing the best plan of each draw.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Regret {
    /// Mean.
    pub mean: Option<f64>,
    /// 95th percentile.
    pub p95: Option<f64>,
}

/// What the best choice gains on average if something is known before it is made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WorthOfKnowing {
    /// All inputs.
    pub everything: Option<f64>,
    /// One input, by path; largest first. Empty where too few draws were made.
    pub inputs: IndexMap<String, f64>,
}

/// Plans held against each other; empty without plans.
pub(super) fn decision(scenario: &Scenario, tally: &Tally) -> Decision {
    let plans = &scenario.structure().plans;
    let tabled: Vec<usize> = (0..plans.len()).filter(|plan| !tally.untabled.contains(plan)).collect();
    let units = tally.units();
    let of = |(objective, standings): (Objective, &Standings)| {
        let by = ByObjective {
            plans: tabled
                .iter()
                .map(|&plan| (plans[plan].id.clone(), of_plan(&standings.plans[plan], standings, units)))
                .collect(),
            out_of_reach: share(standings.scant, standings).filter(|_| objective == Objective::Durable),
            worth_of_knowing: WorthOfKnowing {
                everything: everything(standings, &tabled, units),
                inputs: worth_of_inputs(scenario, tally, objective, &tabled),
            },
        };
        (objective.name(|party| party_key(&scenario.structure().parties[party].id)), by)
    };
    if tabled.is_empty() {
        return Decision::new();
    }
    let by_party = tally.parties.iter().enumerate().map(|(index, it)| (Objective::ValueToParty(index), &it.standings));
    Objective::ALL.into_iter().zip(&tally.standings).chain(by_party).map(of).collect()
}

fn of_plan(plan: &Contender, standings: &Standings, units: f64) -> PlanStanding {
    let draws = standings.draws.units() / units;
    PlanStanding {
        mean: plan.sum.per(draws),
        best: plan.best.per(draws),
        regret: Regret { mean: plan.regret_sum.per(draws), p95: percentile(&plan.regret, 0.95) },
        near_best: share(plan.near, standings),
    }
}

/// The share of the draws that so many are; none where there are no draws.
fn share(count: Count, standings: &Standings) -> Option<f64> {
    let draws = standings.draws.units();
    (draws > 0.0).then(|| count.units() / draws)
}

/// E max - max E.
fn everything(standings: &Standings, plans: &[usize], units: f64) -> Option<f64> {
    let draws = standings.draws.units() / units;
    let best = plans.iter().filter_map(|&plan| standings.plans[plan].sum.per(draws)).reduce(f64::max)?;
    Some((standings.most.per(draws)? - best).max(0.0))
}

/// The worth of knowing each input, less what bins that have nothing to do with any input seem to be worth.
fn worth_of_inputs(scenario: &Scenario, tally: &Tally, objective: Objective, plans: &[usize]) -> IndexMap<String, f64> {
    let binned = &tally.influence;
    let Some(count) = bins(binned.draws()) else { return IndexMap::new() };
    let figure = match objective {
        Objective::Durable => PlanFigure::Durable,
        Objective::Value(side) => PlanFigure::Value(side),
        Objective::ValueToParty(party) => PlanFigure::ValueToParty(party),
    };
    let gain = |input: usize| {
        let plans = plans.iter().map(|&plan| joined(&binned.bins(input, TracedFigure::OfPlan(plan, figure)), count));
        worth(&plans.collect::<Vec<_>>())
    };
    let by_chance = gain(binned.inputs());
    let paths = scenario.inputs().iter().map(|input| input.path.clone());
    let mut out: IndexMap<String, f64> =
        paths.enumerate().map(|(input, path)| (path, (gain(input) - by_chance).max(0.0))).collect();
    out.sort_by(|_, a, _, b| b.total_cmp(a));
    out
}

/// Mean over bins of the best plan's mean there, less the best plan's mean over all; bins by plan.
fn worth(plans: &[Bins]) -> f64 {
    let total = |bins: &Bins| bins.iter().fold((0.0, 0.0), |sum, bin| (sum.0 + bin.0, sum.1 + bin.1));
    let Some(draws) = plans.first().map(|bins| total(bins).0) else { return 0.0 };
    let best_of = |bin: usize| plans.iter().map(|bins| bins[bin].1).reduce(f64::max).unwrap_or(0.0);
    let known = (0..plans[0].len()).fold(0.0, |sum, bin| sum + best_of(bin));
    let unknown = plans.iter().map(|bins| total(bins).1).reduce(f64::max).unwrap_or(0.0);
    (known - unknown) / draws
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_out_of_reach_is_a_share_of_the_draws() {
        let mut standings = Standings::default();
        assert_eq!(share(standings.scant, &standings), None);
        standings.draws.add(4);
        standings.scant.add(1);
        assert_eq!(share(standings.scant, &standings), Some(0.25));
    }
}
