//! The figures of a run, as written to `summary.json`.
//!
//! `low` and `high` are 95 % *sampling* intervals; `across` are percentiles over the draws of the *inputs* of an exact
//! conditional figure. A figure over nothing (a survival among no settled trials) is `null`, never 0.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::engine::Class;
use crate::sampling::Sampling;

use super::alone::{AlonePairs, AlonePlan, IfAcceptable};
use super::costs::CostSummary;
use super::decision::Decision;
use super::decomposition::Decomposition;
use super::failures::FailedTrials;
use super::influence::Influence;
pub use super::interval::Share;
use super::open::OpenSummary;
use super::weights::{InputShift, WeightsSummary};

/// What is missing of a whole that was joined without some of its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MissingParts {
    /// Parts of the whole.
    pub of: u64,
    /// The missing ones, from 1, in ascending order.
    pub parts: Vec<u64>,
    /// Trials of the whole run, or points of the whole sweep.
    pub whole: u64,
}

/// A number's mean and percentiles over trials; null over none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// Mean.
    pub mean: Option<f64>,
    /// 5th percentile.
    pub p5: Option<f64>,
    /// Median.
    pub p50: Option<f64>,
    /// 95th percentile.
    pub p95: Option<f64>,
}

/// A histogram with bins of one width: bin `i` is `[from + i width, from + (i + 1) width)`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    /// Lower edge of the first bin.
    pub from: f64,
    /// Width of a bin.
    pub width: f64,
    /// Trials in each bin.
    pub counts: Vec<u64>,
}

/// A spread with the histogram behind it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Distributed {
    /// Mean and percentiles.
    #[serde(flatten)]
    pub spread: Spread,
    /// The histogram, coarse enough to draw.
    pub histogram: Histogram,
}

/// Months of war. Those of wars still fought when they are no longer followed are the months until then.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MonthsOfWar {
    /// Of all trials.
    #[serde(flatten)]
    pub all: Distributed,
    /// Of the trials in each bin of the histogram, those whose war is still fought.
    #[serde(default)]
    pub cut_off: Vec<u64>,
}

/// Every trial that did not fail ends in exactly one of these.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Classes {
    /// A won the first war.
    pub challenger_victory: Share,
    /// D won the first war.
    pub defender_victory: Share,
    /// Still fighting after the last month.
    pub no_settlement: Share,
    /// Not settled, but fighting had stopped along the line in the last month; left out where the front cannot freeze.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frozen: Option<Share>,
    /// Settled, and no resumed war within the years of the run.
    pub peace_held: Share,
    /// Settled, and A went back to war.
    pub resumed_by_challenger: Share,
    /// Settled, and D went back to war.
    pub resumed_by_defender: Share,
}

impl Classes {
    /// The share of a class.
    #[must_use]
    pub fn of(&self, class: Class) -> Share {
        match class {
            Class::ChallengerVictory => self.challenger_victory,
            Class::DefenderVictory => self.defender_victory,
            Class::NoSettlement => self.no_settlement,
            Class::Frozen => self.frozen.unwrap_or_default(),
            Class::PeaceHeld => self.peace_held,
            Class::ResumedByChallenger => self.resumed_by_challenger,
            Class::ResumedByDefender => self.resumed_by_defender,
        }
    }

    /// The classes that can occur.
    pub fn possible(&self) -> impl Iterator<Item = Class> {
        Class::possible(self.frozen.is_some())
    }
}

/// Whether and when a plan was signed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SettlementSummary {
    /// Share of trials that settled.
    #[serde(flatten)]
    pub settled: Share,
    /// Month of the signature, over the settled trials.
    pub month: Spread,
    /// Months at which a round is held at the earliest to the latest: 0, 1, 2, …, the last month of any trial.
    pub months: Vec<u32>,
    /// Share of all trials settled by the end of each of `months`.
    pub cumulative: Vec<f64>,
}

/// A share of all trials by year.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ShareByYear {
    /// 0, 1, …, years of the run.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub years: Vec<u32>,
    /// The estimate at each year.
    pub share: Vec<Option<f64>>,
    /// Lower end.
    pub low: Vec<Option<f64>>,
    /// Upper end.
    pub high: Vec<Option<f64>>,
}

/// Survival of the peace by year, among some set of trials.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Survival {
    /// Probability that no war has resumed before that year.
    pub survival: Vec<Option<f64>>,
    /// Lower end.
    pub low: Vec<Option<f64>>,
    /// Upper end.
    pub high: Vec<Option<f64>>,
    /// Trials still at peace at the beginning of that year (where they weigh differently: as many as tell as much), of which the curve is; empty for exact curves, which are
    /// of no trials.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub at_risk: Vec<u64>,
}

/// Survival among the settled trials, whatever they signed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Peace {
    /// 0, 1, …, years of the run.
    pub years: Vec<u32>,
    /// From the trials' own fates.
    #[serde(flatten)]
    pub survival: Survival,
    /// Mean, over the same trials, of the exact survival curve of the plan signed.
    pub exact: Vec<Option<f64>>,
}

/// Percentiles by year over the draws of the inputs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Across {
    /// 5th percentile.
    pub p5: Vec<Option<f64>>,
    /// Median.
    pub p50: Vec<Option<f64>>,
    /// 95th percentile.
    pub p95: Vec<Option<f64>>,
}

/// What would happen had this plan been signed at month 0: over all draws in which it is available.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct IfSigned {
    /// Mean exact survival with its sampling interval.
    #[serde(flatten)]
    pub survival: Survival,
    /// Spread of the exact survival across the inputs.
    pub across: Across,
    /// Mean exact probability, by year, that A has gone back to war before it.
    pub resumed_by_challenger: Vec<Option<f64>>,
    /// Mean exact probability, by year, that D has gone back to war before it.
    pub resumed_by_defender: Vec<Option<f64>>,
}

/// Who could accept a plan at the start, over the draws in which it is available.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Acceptable {
    /// A crosses no red line and has a surplus.
    pub challenger: Share,
    /// D crosses no red line and has a surplus.
    pub defender: Share,
    /// Both.
    pub both: Share,
    /// Both sides and all parties with a veto; left out where there are no parties that do not fight.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub all: Option<Share>,
    /// Each party that does not fight, as `party.ID`.
    #[serde(flatten)]
    pub parties: IndexMap<String, Share>,
}

/// A figure of each side, and of each party that does not fight.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BySide<T> {
    /// A.
    pub challenger: T,
    /// D.
    pub defender: T,
    /// Each party that does not fight, as `party.ID`.
    #[serde(flatten)]
    pub parties: IndexMap<String, T>,
}

/// The name of a party that does not fight in results.
#[must_use]
pub fn party_key(id: &str) -> String {
    format!("party.{id}")
}

/// One plan.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlanSummary {
    /// Share of all trials in which it was signed.
    pub signed: Share,
    /// Share of all trials in which it has a participant left, or needs none.
    pub available: Share,
    /// Who could accept it at the start.
    pub acceptable: Acceptable,
    /// Surplus of each side at the start, private view left out, over the draws in which it is available.
    pub surplus: BySide<Spread>,
    /// Value of the plan to each side at the start (V), over the draws in which it is available.
    pub value: BySide<Spread>,
    /// Had it been signed at month 0.
    pub if_signed: IfSigned,
    /// Had it been signed at month 0, where both sides would.
    #[serde(default)]
    pub if_acceptable: IfAcceptable,
    /// The plan as if no other were offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alone: Option<AlonePlan>,
    /// Among the trials that signed it.
    pub given_signed: Survival,
    /// Signed, and no war resumed before that year; over all trials.
    pub signed_and_holding: ShareByYear,
    /// Share of all trials that signed it by the end of each of `settlement.months`.
    pub signed_by_month: Vec<f64>,
}

/// How the peace failed and how the resumed war ended, over the trials whose peace failed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ResumedWar {
    /// The guarantee was active at the failure.
    pub failed_while_active: Share,
    /// A won the resumed war.
    pub challenger_won: Share,
    /// D won the resumed war.
    pub defender_won: Share,
    /// Undecided after the months for which it is followed.
    pub unresolved: Share,
    /// Fighting had stopped along the line in the last of them; left out where no front can freeze.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frozen: Option<Share>,
}

/// `summary.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Name of the scenario.
    pub scenario: String,
    /// Trials run, failed ones included.
    pub trials: u64,
    /// Trials that failed; shares are over the others.
    pub failed_trials: u64,
    /// What these have in common; left out where none failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failures: Option<FailedTrials>,
    /// What is missing of the run, whose figures these are not then; left out where nothing is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partial: Option<MissingParts>,
    /// Seed; beyond 2^53 it is text in JSON.
    #[serde(with = "crate::analysis::seed")]
    pub seed: u64,
    /// Sampling design of the inputs.
    pub sampling: Sampling,
    /// How trials end.
    pub classes: Classes,
    /// Whether and when a plan was signed.
    pub settlement: SettlementSummary,
    /// The headline: settled, and no war resumed before that year.
    pub signed_and_holding: ShareByYear,
    /// Survival among the settled trials.
    pub peace: Peace,
    /// Chance and ignorance told apart, where there are several trials at each draw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decomposition: Option<Decomposition>,
    /// By plan id, in the order of the file.
    pub plans: IndexMap<String, PlanSummary>,
    /// Plans alone, in pairs on the same luck.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alone: Option<AlonePairs>,
    /// Which plan, not knowing the inputs.
    #[serde(default, skip_serializing_if = "Decision::is_empty")]
    pub decision: Decision,
    /// What decides; left out where too few draws were made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub influence: Option<Influence>,
    /// How the peace failed.
    pub resumed_war: ResumedWar,
    /// Realised value of a trial to each side, share of the prize.
    pub values: BySide<Distributed>,
    /// Value of fighting to the finish to each side at the start (W), over the draws.
    pub war_values: BySide<Spread>,
    /// Months of war in all, resumed ones included.
    pub months_of_war: MonthsOfWar,
    /// What a trial costs people, by the id of the cost; left out where none is declared.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub costs: IndexMap<String, CostSummary>,
    /// What both sides would sign of plans with open terms, by the plan's id; left out where none has any.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub open_terms: IndexMap<String, OpenSummary>,
    /// What trials weigh for what has happened already and for what others foretell; left out where there is neither. All
    /// figures are then weighted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weights: Option<WeightsSummary>,
    /// By path of each uncertain input, what evidence and forecasts make of it, in the order of the file; left
    /// out where there are none.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub inputs: IndexMap<String, InputShift>,
}
