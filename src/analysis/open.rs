//! What both sides would sign if they could choose: how open terms are distributed, and how far other plans lie from them.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::engine::{ChoiceGroup, Count, DistanceTally, Group};
use crate::model::Plan;
use crate::model::open::OpenTerm;
use crate::scenario::Scenario;

use super::evaluation::TermValue;
use super::summarise::{Figures, percentile};
use super::summary::{Share, Spread};

/// A plan with open terms.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OpenSummary {
    /// Draws in which there is anything in its lists that both sides, and all parties with a veto, would sign at the start;
    /// among those in which it is available.
    pub range: Share,
    /// Each open term, by issue, in the order of the file.
    pub terms: IndexMap<String, OpenTermSummary>,
    /// How far each plan without open terms that can be tabled lies from what both sides would sign at the start, by plan, over
    /// the draws in which they would sign something of this one and that one is available: see
    /// [`World::distance`](crate::engine::World::distance). Share of the prize.
    pub distance: IndexMap<String, Spread>,
}

/// How an open term is distributed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OpenTermSummary {
    /// What it may be, in the order of the file.
    pub choices: Vec<TermValue>,
    /// Among the draws in which both sides would sign something at the start, how often each choice is what they would.
    pub at_start: ShareByChoice,
    /// Among the trials that signed the plan, how often each was signed.
    pub signed: ShareByChoice,
}

/// A share of draws or trials for each choice; null over none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ShareByChoice {
    /// The estimates.
    pub share: Vec<Option<f64>>,
    /// Lower ends.
    pub low: Vec<Option<f64>>,
    /// Upper ends.
    pub high: Vec<Option<f64>>,
}

impl ShareByChoice {
    /// The choice made most often and its share; `None` over nothing. Of equals the first.
    #[must_use]
    pub fn most(&self) -> Option<(usize, f64)> {
        let shares = self.share.iter().enumerate().filter_map(|(choice, share)| Some((choice, (*share)?)));
        shares.reduce(|best, next| if next.1 > best.1 { next } else { best })
    }
}

/// The plans of a run that have open terms, by id.
pub(super) fn open_terms(scenario: &Scenario, figures: &Figures<'_>) -> IndexMap<String, OpenSummary> {
    let plans = scenario.structure().plans.iter().enumerate().filter(|(_, plan)| plan.is_open());
    plans.map(|(index, plan)| (plan.id.clone(), of_plan(scenario, figures, index, plan))).collect()
}

fn of_plan(scenario: &Scenario, figures: &Figures<'_>, index: usize, plan: &Plan) -> OpenSummary {
    let structure = scenario.structure();
    let term = |(place, term): (usize, &OpenTerm)| {
        let shares = |of: &dyn Fn(&ChoiceGroup) -> &[Count]| {
            let among = |group: &Group| of(&group.plans[index].open).iter().copied().sum();
            let mut out = ShareByChoice::default();
            for choice in 0..term.choices.len() {
                let Share { share, low, high } = figures.share(|group| of(&group.plans[index].open)[choice], among);
                out.share.push(share);
                out.low.push(low);
                out.high.push(high);
            }
            out
        };
        let summary = OpenTermSummary {
            choices: term.choices.iter().map(|&choice| TermValue::of(term.issue, choice)).collect(),
            at_start: shares(&|open| &open.at_start[place]),
            signed: shares(&|open| &open.signed[place]),
        };
        (structure.issues[term.issue].id.clone(), summary)
    };
    let spread = |tally: &DistanceTally| Spread {
        mean: tally.sum.per(tally.counts.total() as f64 / figures.units),
        p5: percentile(&tally.counts, 0.05),
        p50: percentile(&tally.counts, 0.5),
        p95: percentile(&tally.counts, 0.95),
    };
    let distances = structure.plans.iter().zip(&figures.tally.plans[index].distances);
    let range = |group: &Group| group.plans[index].open.at_start.first().into_iter().flatten().copied().sum();
    OpenSummary {
        range: figures.share(range, |group| group.plans[index].available),
        terms: plan.open.iter().enumerate().map(term).collect(),
        distance: distances
            .filter(|(other, _)| other.is_offered_as_it_stands())
            .map(|(other, tally)| (other.id.clone(), spread(tally)))
            .collect(),
    }
}
