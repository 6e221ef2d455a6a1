//! Plans held against each other, draw by draw: which is best, and how much another forgoes.

use serde::{Deserialize, Serialize};

use crate::engine::count::{Count, Counts, Sum, Weight};
use crate::engine::start::PlanInDraw;
use crate::model::Side;

/// Draws within this of the best are near it.
pub const NEAR: f64 = 0.05;

/// What plans are judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objective {
    /// That both sides accept the plan, and all parties with a veto, and the peace holds at the headline year: a probability.
    Durable,
    /// What a side may expect of it, share of the prize.
    Value(Side),
    /// The same of the party of that index, which does not fight.
    ValueToParty(usize),
}

impl Objective {
    /// Those of every scenario, in the order of results; those of its parties follow.
    pub const ALL: [Objective; 3] =
        [Objective::Durable, Objective::Value(Side::Challenger), Objective::Value(Side::Defender)];

    /// The name in results; `party` gives that of a party that does not fight.
    #[must_use]
    pub fn name(self, party: impl FnOnce(usize) -> String) -> String {
        match self {
            Objective::Durable => "durable".to_owned(),
            Objective::Value(side) => side.key().to_owned(),
            Objective::ValueToParty(index) => party(index),
        }
    }

    /// What a plan comes to by it in a draw.
    #[must_use]
    pub fn of(self, plan: &PlanInDraw) -> f64 {
        match self {
            Objective::Durable => plan.durable(),
            Objective::Value(side) => plan.values[side],
            Objective::ValueToParty(party) => plan.parties[party].value,
        }
    }
}

/// A plan by one objective, over all draws.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contender {
    /// What it brings.
    pub sum: Sum,
    /// Draws in which it is the best; those that tie share one.
    pub best: Sum,
    /// What the best would have brought more.
    pub regret: Counts,
    /// Its sum.
    pub regret_sum: Sum,
    /// Draws in which it is at most [`NEAR`] from the best.
    pub near: Count,
}

/// All plans by one objective, over all draws.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standings {
    /// Draws, failed ones left out.
    pub draws: Count,
    /// What the best brings in each.
    pub most: Sum,
    /// Draws in which even the best brings at most [`NEAR`].
    pub scant: Count,
    /// By plan.
    pub plans: Vec<Contender>,
}

impl Standings {
    pub(super) fn new(plans: usize) -> Self {
        Self { plans: vec![Contender::default(); plans], ..Self::default() }
    }

    /// Adds a draw of that weight; plans that are `untabled` do not contend.
    pub(super) fn record(&mut self, objective: Objective, plans: &[PlanInDraw], untabled: &[usize], weight: Weight) {
        let contends = |(index, _): &(usize, &PlanInDraw)| !untabled.contains(index);
        let contenders = || plans.iter().enumerate().filter(contends);
        let brings = |plan: &PlanInDraw| objective.of(plan);
        let Some(most) = contenders().map(|(_, plan)| brings(plan)).reduce(f64::max) else { return };
        let ties = contenders().filter(|(_, plan)| brings(plan) == most).count();
        self.draws.add_weight(weight);
        self.most.add(weight.times(most));
        self.scant.add_if(most <= NEAR, weight);
        for (index, plan) in contenders() {
            let standing = &mut self.plans[index];
            let regret = most - brings(plan);
            standing.sum.add(weight.times(brings(plan)));
            standing.regret.add_of(regret, weight);
            standing.regret_sum.add(weight.times(regret));
            standing.near.add_if(regret <= NEAR, weight);
            if regret == 0.0 {
                standing.best.add(weight.times(1.0 / ties as f64));
            }
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.draws.merge(other.draws);
        self.most.merge(&other.most);
        self.scant.merge(other.scant);
        for (standing, other) in self.plans.iter_mut().zip(&other.plans) {
            standing.sum.merge(&other.sum);
            standing.best.merge(&other.best);
            standing.regret.merge(&other.regret);
            standing.regret_sum.merge(&other.regret_sum);
            standing.near.merge(other.near);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PerSide;

    fn plan(durable: f64) -> PlanInDraw {
        PlanInDraw {
            available: 1.0,
            survival: durable,
            accepts: PerSide::new(1.0, 1.0),
            all: 1.0,
            ..PlanInDraw::default()
        }
    }

    /// Of the bests 0.5, 0.05 and 0.03125 two are at most 0.05, in whatever parts they are counted.
    #[test]
    fn draws_in_which_nothing_is_within_reach_are_counted() {
        let mut parts = [Standings::new(2), Standings::new(2)];
        for (part, draw) in [(0, [0.5, 0.0]), (1, [0.05, 0.05]), (1, [0.0, 0.031_25])] {
            parts[part].record(Objective::Durable, &draw.map(plan), &[], Weight::ONE);
        }
        let [mut all, rest] = parts;
        all.merge(&rest);
        assert_eq!((all.scant.value(), all.draws.value()), (2, 3));
    }

    /// Three draws of three plans, worked by hand: (0.5, 0.25, 0.46875), (0.25, 0.25, 0) and (0, 1, 0). The second is
    /// best in one draw and shares another with the first.
    #[test]
    fn regret_is_what_the_best_brings_more() {
        let mut standings = Standings::new(3);
        for draw in [[0.5, 0.25, 0.468_75], [0.25, 0.25, 0.0], [0.0, 1.0, 0.0]] {
            standings.record(Objective::Durable, &draw.map(plan), &[], Weight::ONE);
        }
        let of = |of: fn(&Contender) -> f64| standings.plans.iter().map(of).collect::<Vec<_>>();
        assert_eq!(of(|plan| plan.sum.value()), [0.75, 1.5, 0.468_75]);
        assert_eq!(of(|plan| plan.best.value()), [1.5, 1.5, 0.0]);
        assert_eq!(of(|plan| plan.regret_sum.value()), [1.0, 0.25, 1.281_25]);
        assert_eq!(of(|plan| plan.near.value() as f64), [2.0, 2.0, 1.0]);
        assert_eq!((standings.most.value(), standings.draws.value()), (1.75, 3));
        let worst = |plan: &Contender| plan.regret.quantile_bin(0.95);
        assert_eq!(standings.plans.iter().map(worst).collect::<Vec<_>>(), [4_096, 1_024, 4_096].map(Some));
    }
}
