//! The exact solution at central values, as printed by `evaluate --format json`.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::model::open::OpenTerm;
use crate::model::{Plan, Side};
use crate::scenario::{Scenario, choice_text};

use super::theories::PlanTheory;

/// Value of war to one side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WarValue {
    /// Value of fighting to the finish, under the side's own beliefs.
    #[serde(rename = "W")]
    pub w: f64,
    /// Value of fighting on and negotiating again (C), under the side's own beliefs: what a plan is compared with. Left out
    /// where the sides do not look ahead; it is W then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reservation: Option<f64>,
    /// What each plan (id) contributes to the difference, in the order of the file; left out where nothing is hoped for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hopes: Vec<Part>,
    /// Flow that it enjoys while fighting, before the cost of fighting.
    pub status_quo: f64,
}

impl WarValue {
    /// What is hoped for beyond fighting to the finish (C - W).
    #[must_use]
    pub fn hope(&self) -> f64 {
        self.reservation.map_or(0.0, |reservation| reservation - self.w)
    }
}

/// The war without discounting, under the true odds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Undiscounted {
    /// Probability that the challenger wins if nothing is ever signed.
    pub challenger_wins: f64,
    /// Probability that the front freezes for ever if nothing is ever signed; left out where it cannot.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub frozen: f64,
    /// Expected months of war if nothing is ever signed; months in which the front is frozen do not count.
    pub months: f64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_zero(x: &f64) -> bool {
    *x == 0.0
}

/// What a plan is worth to one side, or to a party that does not fight; null where the plan is not available.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanValue {
    /// Flow in force at age 0.
    pub u: Option<f64>,
    /// Value of signing, under the side's own beliefs: with the ceasefire before the peace, where there is one.
    #[serde(rename = "V")]
    pub v: Option<f64>,
    /// Value of the peace that follows the ceasefire; left out without one.
    #[serde(default, rename = "V_peace", skip_serializing_if = "Option::is_none")]
    pub v_peace: Option<f64>,
    /// V - C - margin, where C is W if the sides do not look ahead.
    pub surplus: Option<f64>,
    /// Whether the plan crosses a red line of this side.
    pub red_line: Option<bool>,
    /// Ids of the issues whose red lines it crosses.
    pub crossed: Vec<String>,
    /// The surplus in parts that add up to it: one for each issue (id), then `resumed_war`, `ceasefire_months` (where there are any),
    /// `fighting_on`, `margin`.
    ///
    /// An issue's part is what the plan gives on it, in force and discounted as if the peace held, minus what the
    /// status quo gives; `resumed_war` is the value of the peace minus what it were if it held; `ceasefire_months` is V minus the
    /// value of the peace; `fighting_on` is the status quo's flow minus C.
    pub breakdown: Vec<Part>,
}

impl PlanValue {
    /// Whether it would sign: the plan can be had, crosses none of its red lines and leaves it no worse off.
    #[must_use]
    pub fn accepts(&self) -> bool {
        self.red_line == Some(false) && self.surplus.is_some_and(|surplus| surplus >= 0.0)
    }
}

/// One part of a surplus.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Issue id, `resumed_war`, `ceasefire_months`, `fighting_on` or `margin`; of hope: the plan's id.
    pub of: String,
    /// Contribution, share of the prize.
    pub value: f64,
}

/// The guarantee of a plan at selected ages, under the true probabilities and given that A attacks then.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GuaranteeOutlook {
    /// Ages: 0, 5, 15 and 30, as far as the run's years go.
    pub years: Vec<u32>,
    /// Probability that the guarantee is active at each age (renewals included).
    pub active: Vec<f64>,
    /// By participant: probability of honouring while the guarantee is active.
    pub guarantors: Vec<GuarantorOutlook>,
    /// Probability that nobody honours, while active.
    pub nobody: Vec<f64>,
    /// Probability that every participant honours, while active.
    pub all: Vec<f64>,
    /// Expected force of those who honour, thousand, while active.
    pub expected_force: Vec<f64>,
}

/// One participant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GuarantorOutlook {
    /// Id.
    pub id: String,
    /// Troops stationed at the signature, thousand.
    pub stationed: f64,
    /// Years within each term for which it is committed; null: for ever.
    pub committed_years: Option<f64>,
    /// Probability of honouring at each of the ages, while the guarantee is active; 0 when not committed.
    pub honours: Vec<f64>,
}

/// One plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanEvaluation {
    /// Id.
    pub id: String,
    /// Whether a participant is left, or none is needed.
    pub available: bool,
    /// Troops stationed at the signature, thousand.
    pub foreign_troops: Option<f64>,
    /// The challenger's view.
    pub challenger: PlanValue,
    /// The defender's view.
    pub defender: PlanValue,
    /// Whether both could sign: available, no red line crossed, no surplus below 0; those of parties with a veto count too.
    pub signable: bool,
    /// 0, 1, …, years of the run.
    pub years: Vec<u32>,
    /// Exact probability that no war has resumed before each year.
    pub survival: Option<Vec<f64>>,
    /// Exact probability that A has gone back to war before each year.
    pub resumed_by_challenger: Option<Vec<f64>>,
    /// Exact probability that D has gone back to war before each year.
    pub resumed_by_defender: Option<Vec<f64>>,
    /// The guarantee; null where the plan has none.
    pub guarantee: Option<GuaranteeOutlook>,
    /// What each theory says, by its word, where more than one is asked; all that stands beside it is the first one's.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub theories: IndexMap<String, PlanTheory>,
    /// The terms that both sides would choose, by issue, where some are open: all figures are of them. Left out where none is.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub open_terms: IndexMap<String, TermValue>,
}

/// A term as scenario files have it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum TermValue {
    /// In the issue's unit.
    Number(f64),
    /// `permanent`, `none`, `line_of_contact`.
    Word(String),
}

impl TermValue {
    /// A choice on the issue of that index; `None`: territory as it lies.
    #[must_use]
    pub fn of(issue: usize, choice: Option<f64>) -> Self {
        match choice {
            Some(number) if number.is_finite() => Self::Number(number),
            _ => Self::Word(choice_text(issue, choice)),
        }
    }
}

impl PlanEvaluation {
    /// A side's view of the plan.
    #[must_use]
    pub fn value(&self, side: Side) -> &PlanValue {
        match side {
            Side::Challenger => &self.challenger,
            Side::Defender => &self.defender,
        }
    }
}

/// The exact solution at central values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// Name of the scenario.
    pub scenario: String,
    /// True probability that a battle advances the challenger.
    pub advance_probability: f64,
    /// The challenger.
    pub challenger: WarValue,
    /// The defender.
    pub defender: WarValue,
    /// The war without discounting.
    pub undiscounted: Undiscounted,
    /// The plans, in the order of the file.
    pub plans: Vec<PlanEvaluation>,
    /// What would have to move where no plan can be signed; null where one can.
    pub nearest: Option<Nearest>,
    /// The parties that do not fight, in the order of the file; left out where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<PartyEvaluation>,
    /// What has happened already and how likely it was, in the order of the file; left out where there is no evidence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<EvidenceEvaluation>,
    /// The terms that both sides would choose, by plan and issue; left out where no terms are open.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub open_terms: IndexMap<String, IndexMap<String, TermValue>>,
}

impl Evaluation {
    /// Of each plan of `scenario`, of which this is the solution, the combination of its open terms that stands here; `None` of
    /// plans without open terms.
    pub(super) fn combinations(&self, scenario: &Scenario) -> Vec<Option<usize>> {
        let structure = scenario.structure();
        let of = |(plan, evaluated): (&Plan, &PlanEvaluation)| {
            let choice = |term: &OpenTerm| {
                let stands = evaluated.open_terms.get(&structure.issues[term.issue].id)?;
                term.choices.iter().position(|&choice| TermValue::of(term.issue, choice) == *stands)
            };
            let choices: Option<Vec<usize>> = plan.open.iter().map(choice).collect();
            choices.filter(|_| plan.is_open()).map(|choices| plan.combination(&choices))
        };
        structure.plans.iter().zip(&self.plans).map(of).collect()
    }

    /// What each party that does not fight makes of a plan.
    pub fn party_values<'e>(&'e self, plan: &'e str) -> impl Iterator<Item = (&'e PartyEvaluation, &'e PlanValue)> {
        let of = move |party: &'e PartyEvaluation| {
            let own = party.plans.iter().find(|own| own.id == plan)?;
            Some((party, &own.value))
        };
        self.parties.iter().filter_map(of)
    }
}

/// A party that does not fight.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartyEvaluation {
    /// Id.
    pub id: String,
    /// Whether a plan that it would refuse is not tabled.
    pub veto: bool,
    /// Value of the war as it sees it.
    #[serde(rename = "W")]
    pub w: f64,
    /// What it holds a plan against: the value of fighting on and negotiating again (C); W where nobody looks ahead.
    pub reservation: f64,
    /// What each plan (id) contributes to the difference from W, in the order of the file; left out where nothing is hoped
    /// for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hopes: Vec<Part>,
    /// Flow that it enjoys while fighting lasts, before what the fighting costs it.
    pub status_quo: f64,
    /// What it has for ever once the challenger has won.
    pub if_challenger_wins: f64,
    /// What it has for ever once the defender has won.
    pub if_defender_wins: f64,
    /// The plans, in the order of the file.
    pub plans: Vec<PartyPlan>,
}

/// A plan as a party that does not fight sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartyPlan {
    /// Id of the plan.
    pub id: String,
    /// What it is worth to the party.
    #[serde(flatten)]
    pub value: PlanValue,
}

/// How likely a piece of evidence was.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EvidenceEvaluation {
    /// Id of the plan that was answered; left out of a front that was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// Probability that the challenger accepts it there, its private view open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenger: Option<f64>,
    /// Probability that the defender accepts it there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub defender: Option<f64>,
    /// The same of each party with a veto, by id; left out where there are none, and of a front that was seen.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub parties: IndexMap<String, f64>,
    /// Months for which the front was seen; left out of a plan that was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months: Option<u32>,
    /// How much the front counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub power: Option<f64>,
    /// Logarithm of the likelihood, before the power; null where it is 0.
    pub log_likelihood: Option<f64>,
}

/// The plan that comes nearest to a signature, and single changes that would bring it about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Nearest {
    /// The plan's id.
    pub plan: String,
    /// What the challenger lacks, share of the prize (0: nothing).
    pub challenger_lacks: f64,
    /// What the defender lacks, share of the prize (0: nothing).
    pub defender_lacks: f64,
    /// What each party with a veto lacks that would refuse it, by id (0: a red line alone); left out where none would.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub parties_lack: IndexMap<String, f64>,
    /// Single terms that, changed alone, would let both sign; empty where none does.
    pub moves: Vec<Move>,
}

/// One change of one term.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Move {
    /// Issue id.
    pub issue: String,
    /// The term as it stands; null: no cap, permanent.
    pub from: Option<f64>,
    /// The nearest term that both would sign; null: no cap, permanent.
    pub to: Option<f64>,
}
