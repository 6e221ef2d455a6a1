//! What would change a refusal: the smallest concession on one term, the smallest package of two (Sebenius 1983, on issue
//! linkage), and what else a side would have to believe of the war or pay for it.
//!
//! Searched exactly at central values, on a grid of round numbers that says what it tried; and asked again over draws of the
//! inputs, since a change that does it at central values does it in some worlds only.

mod levels;
mod package;
mod responses;
mod search;
mod threshold;

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use serde::{Deserialize, Serialize};

use crate::engine::{RunError, WorldError};
use crate::model::forecast::Multipliers;
use crate::model::{PerSide, Side};
use crate::scenario::Scenario;
use crate::words::Words;

use super::evaluation::{Evaluation, Move};
pub use responses::{Gain, Response, Responses, TermResponse};
pub(super) use search::Searcher;

/// A plan that at least one side refuses at central values, and what would change that.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Refusal {
    /// The plan's id.
    pub plan: String,
    /// The challenger's refusal; null where it would accept.
    pub challenger: Option<SideRefusal>,
    /// The defender's.
    pub defender: Option<SideRefusal>,
    /// The smallest change of each single term at which both sides would sign; empty where no single term does it.
    pub both: Vec<Move>,
    /// The smallest changes of two terms together at which both would sign; null where one term does it, or no two do.
    pub package: Option<[Move; 2]>,
}

/// What would bring one side to accept a plan that it refuses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SideRefusal {
    /// What its surplus lacks, share of the prize (0: a red line alone bars it).
    pub lacks: f64,
    /// The smallest change of each single term at which it would accept; empty where no single term does it.
    pub terms: Vec<Concession>,
    /// The smallest change of each of its own beliefs and costs at which it would accept; empty where none does it.
    pub beliefs_and_costs: Vec<Threshold>,
}

/// A change of one term.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Concession {
    /// The change.
    #[serde(flatten)]
    pub change: Move,
    /// Whether the other side accepts the plan with this change.
    pub other_accepts: bool,
}

/// A value of a belief or a cost from which on a side would accept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Threshold {
    /// The number's path, such as `challenger.war_cost`.
    pub path: String,
    /// Its central value.
    pub from: f64,
    /// The value nearest to that at which the side accepts.
    pub to: f64,
    /// Probability that the scenario gives to that value or one beyond it; null where the number is certain.
    pub within: Option<f64>,
    /// Whether the other side accepts the plan then.
    pub other_accepts: bool,
}

impl Refusal {
    /// A side's refusal.
    #[must_use]
    pub fn side(&self, side: Side) -> Option<&SideRefusal> {
        match side {
            Side::Challenger => self.challenger.as_ref(),
            Side::Defender => self.defender.as_ref(),
        }
    }

    /// Whether there is nothing, of one term or of two, at which both would sign.
    #[must_use]
    pub fn nothing_does(&self) -> bool {
        self.both.is_empty() && self.package.is_none()
    }
}

/// Draws of the inputs that answer for a report at most: a share of a half is then known to within 4.4 points, the difference
/// that a term makes far better.
pub const DRAWS: u64 = 500;

/// What would change the refusals of plans.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Changes {
    /// At central values, where a plan that can be had is refused.
    pub refusals: Vec<Refusal>,
    /// Over draws of the inputs; empty where no input is uncertain, or none were asked for.
    pub responses: Vec<Responses>,
}

impl Changes {
    /// A plan's refusal at central values; `None` where both would sign it.
    #[must_use]
    pub fn refusal(&self, plan: &str) -> Option<&Refusal> {
        self.refusals.iter().find(|refusal| refusal.plan == plan)
    }

    /// What both sides make of a plan with other terms over the draws.
    #[must_use]
    pub fn response(&self, plan: &str) -> Option<&Responses> {
        self.responses.iter().find(|responses| responses.plan == plan)
    }
}

/// Why it cannot be said what would change a refusal.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ChangeError {
    /// Central values have no meaning together.
    #[error(transparent)]
    World(#[from] WorldError),
    /// Inputs cannot be drawn.
    #[error(transparent)]
    Run(#[from] RunError),
}

impl ChangeError {
    /// What is wrong.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::World(error) => error.words(),
            Self::Run(error) => error.words(),
        }
    }
}

/// What would change the refusals of the plans of these indices: at central values, and, if so many draws are asked for, over
/// plain Monte Carlo draws under the scenario's seed, multiplied by these for what others foretell, if they are known.
///
/// # Errors
/// See [`ChangeError`].
pub fn changes(
    scenario: &Scenario,
    evaluation: &Evaluation,
    plans: &[usize],
    draws: Option<u64>,
    multipliers: Option<&Multipliers>,
) -> Result<Changes, ChangeError> {
    // Open terms are held at what both sides would choose at central values.
    let combinations = evaluation.combinations(scenario);
    let refusals = refusals(&scenario.with_plans_closed(&combinations), evaluation, plans)?;
    let responses = match draws.filter(|_| !scenario.inputs().is_empty()) {
        None => Vec::new(),
        Some(draws) => {
            let plain = responses::plain(scenario, draws)?.with_plans_closed(&combinations);
            responses::responses(&plain, plans, &refusals, multipliers.unwrap_or(&Multipliers::default()))?
        }
    };
    Ok(Changes { refusals, responses })
}

/// What would change each refusal at central values.
fn refusals(scenario: &Scenario, evaluation: &Evaluation, plans: &[usize]) -> Result<Vec<Refusal>, WorldError> {
    let searcher = Searcher::new(scenario)?;
    let is_refused = |plan: &usize| evaluation.plans[*plan].available && !evaluation.plans[*plan].signable;
    let refused: Vec<usize> = plans.iter().copied().filter(is_refused).collect();
    let thresholds = threshold::search(&searcher, evaluation, &refused)?;
    let of = |(&plan, thresholds): (&usize, PerSide<Vec<Threshold>>)| {
        searcher.refusal(plan, &evaluation.plans[plan], &thresholds)
    };
    let found: Vec<_> = refused.par_iter().zip(thresholds).map(of).collect();
    // The first error is told, whichever thread came first.
    found.into_iter().collect()
}
