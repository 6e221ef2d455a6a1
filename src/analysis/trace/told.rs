//! What a story says, as `trace --format json` prints it.

use indexmap::IndexMap;
use serde::{Serialize, Serializer};

use crate::analysis::evaluation::TermValue;
use crate::engine::WorldError;
use crate::model::{PerSide, Side};

/// Terms by issue, in the order of the scenario.
pub type TermTold = IndexMap<String, TermValue>;

/// One trial, from the draw to the end.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TracedTrial {
    /// Its number, from 0.
    pub trial: u64,
    /// The drawn inputs, in the order of the file.
    pub inputs: Vec<TracedInput>,
    /// By guarantor (id): whether it takes part.
    pub guarantors: IndexMap<String, bool>,
    /// Where the war begins; `None`: no world could be made of the draw.
    pub start: Option<TracedStart>,
    /// Rounds of bargaining.
    pub rounds: Vec<TracedRound>,
    /// Months of the first war; those of a ceasefire before a peace are left out, since nothing happens in them.
    pub war: Vec<TracedMonth>,
    /// What was signed.
    pub signature: Option<TracedSignature>,
    /// Years of the peace; the last one is that of an attack, where there is one.
    pub peace: Vec<TracedYear>,
    /// The attack that ended the peace.
    pub attack: Option<TracedAttack>,
    /// The war that follows it.
    pub resumed: Option<TracedWar>,
    /// What it all came to; `None`: the trial failed.
    pub outcome: Option<TracedOutcome>,
    /// Why the trial failed.
    #[serde(serialize_with = "as_text", skip_serializing_if = "Option::is_none")]
    pub failed: Option<WorldError>,
}

/// A drawn input.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TracedInput {
    /// Its path.
    pub path: String,
    /// What was drawn; null: infinite.
    pub value: f64,
    /// Share of all draws that are lower, in [0, 1]: where some have the same value, half of them counts as lower.
    pub quantile: f64,
}

/// Where the war begins.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TracedStart {
    /// Position of the front.
    pub position: usize,
    /// The position at which the challenger has won; at 0 the defender has.
    pub positions: usize,
    /// True probability that the challenger wins a battle: moves the front, given that it moves.
    pub advance: f64,
    /// The same as each side sees it at the start.
    #[serde(serialize_with = "by_side")]
    pub believed: PerSide<f64>,
    /// Value of fighting to the finish as each side sees it (W), share of the prize.
    #[serde(rename = "W", serialize_with = "by_side")]
    pub war: PerSide<f64>,
}

/// A month of war.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TracedMonth {
    /// Months since the start of the trial; of a resumed war, since that began.
    pub month: u32,
    /// What happened: `still`, `advance` (of the challenger), `retreat`, `collapse_challenger`, `collapse_defender`,
    /// `freeze`, `thaw`.
    pub step: &'static str,
    /// The front after it.
    pub position: usize,
    /// Whether it is frozen after it.
    pub frozen: bool,
    /// Probability that the challenger wins a battle, as each side sees it after the month. Nobody learns in a resumed war.
    #[serde(serialize_with = "by_side_if_any", skip_serializing_if = "Option::is_none")]
    pub believed: Option<PerSide<f64>>,
}

/// A round of bargaining, before the fighting of its month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TracedRound {
    /// Months since the start.
    pub month: u32,
    /// Position of the front.
    pub position: usize,
    /// Probability that the challenger wins a battle, as each side sees it.
    #[serde(serialize_with = "by_side")]
    pub believed: PerSide<f64>,
    /// Value of fighting to the finish as each side sees it (W), share of the prize.
    #[serde(rename = "W", serialize_with = "by_side")]
    pub war: PerSide<f64>,
    /// Value of fighting on with what is hoped for (C); W where nobody looks ahead.
    #[serde(rename = "C", serialize_with = "by_side")]
    pub fighting_on: PerSide<f64>,
    /// What each side asks of a plan beyond that, share of the prize.
    #[serde(serialize_with = "by_side")]
    pub margins: PerSide<f64>,
    /// Whether each side ratifies what is signed; `None`: nothing is.
    #[serde(serialize_with = "by_side_if_any")]
    pub ratifies: Option<PerSide<bool>>,
    /// Every plan, in the order of the file.
    pub plans: Vec<TracedPlan>,
}

/// A plan in a round.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TracedPlan {
    /// Its id.
    pub id: String,
    /// What became of it.
    pub fate: TracedFate,
    /// Of a plan with open terms, those that suit both sides best; else empty.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub terms: TermTold,
    /// What each side makes of it; `None`: it is not available.
    #[serde(serialize_with = "by_side_if_any")]
    pub sides: Option<PerSide<TracedSide>>,
    /// What each party with a veto makes of it, by id.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub vetoes: IndexMap<String, TracedVeto>,
}

/// What became of a plan in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TracedFate {
    /// Signed, and ratified by both sides.
    Signed,
    /// Signed, and not ratified by the challenger, the defender or both.
    NotRatified,
    /// All would sign it, and another one is tabled, from which both together have more (by the product of surpluses).
    Outdone,
    /// Refused by a side or by a party with a veto.
    Refused,
    /// The scenario never puts it on the table.
    Untabled,
    /// No guarantor takes part that it needs.
    Unavailable,
    /// Its first month has not come.
    TooEarly,
    /// It failed to be ratified not long ago.
    OffTable,
    /// The ceasefire before its peace would end after negotiation does.
    TooLate,
}

/// What a side makes of a plan in a round.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TracedSide {
    /// Value of signing as it sees it (V), share of the prize.
    #[serde(rename = "V")]
    pub value: f64,
    /// Its private view of the plan, share of the prize.
    pub private_view: f64,
    /// V - C - margin plus the private view, share of the prize.
    pub surplus: f64,
    /// Its answer.
    pub answer: TracedAnswer,
    /// Whether it would refuse without its private view.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub won_by_private_view: bool,
}

/// What a side says to a plan, and why it refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TracedAnswer {
    /// It would sign.
    Accepts,
    /// The plan crosses a red line of it.
    RedLine,
    /// Fighting to the finish is worth more to it.
    FightingOn,
    /// Signing is worth more than fighting to the finish, but not more than fighting on in the hope of another agreement.
    Hope,
    /// Signing is worth more than fighting on, but by less than the margin that it demands.
    Margin,
    /// It would sign but for its private view of the plan.
    PrivateView,
}

impl TracedAnswer {
    /// Whether it would sign.
    #[must_use]
    pub fn accepts(self) -> bool {
        self == Self::Accepts
    }
}

/// What a party with a veto makes of a plan in a round.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TracedVeto {
    /// V - C - margin plus the private view, share of the prize.
    pub surplus: f64,
    /// Whether the plan crosses a red line of it.
    pub red_line: bool,
    /// Whether it refuses.
    pub refuses: bool,
}

/// A signature.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TracedSignature {
    /// The plan.
    pub plan: String,
    /// Months since the start.
    pub month: u32,
    /// Months of ceasefire that follow, before the peace begins.
    pub ceasefire_months: u32,
    /// The terms.
    pub terms: TermTold,
    /// What each side gains by it, private view included, share of the prize.
    #[serde(serialize_with = "by_side")]
    pub surplus: PerSide<f64>,
    /// The guarantors that take part, by id.
    pub guarantors: Vec<String>,
    /// Probability that the peace lasts, by years, as the model foresees it at the signature.
    pub survival: Vec<f64>,
}

/// A year of peace as it begins.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TracedYear {
    /// Age of the settlement, years.
    pub age: usize,
    /// What guards the peace: `active`, `deserted` (the guarantor with politics would not honour), `lapsed` (no guarantee,
    /// or none any more).
    pub guard: &'static str,
    /// Probability that each side attacks in it.
    #[serde(serialize_with = "by_side")]
    pub hazard: PerSide<f64>,
    /// Who attacks, if anybody: `challenger` or `defender`.
    pub attacker: Option<&'static str>,
}

/// An attack.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TracedAttack {
    /// Who attacks.
    #[serde(serialize_with = "as_key")]
    pub attacker: Side,
    /// Age of the settlement, years.
    pub age: usize,
    /// Whether the guarantee was active.
    pub active: bool,
    /// The guarantors that could have honoured, by id; empty where the guarantee is not active or the defender attacks.
    pub guarantors: IndexMap<String, TracedForce>,
    /// Force of those that do, thousand.
    pub force: f64,
    /// Probability that the challenger wins a battle of the war that follows.
    pub advance: f64,
}

/// Whether a guarantor honours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TracedForce {
    /// It comes to the defender's aid.
    Honours,
    /// It does not.
    Abstains,
}

/// A resumed war.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TracedWar {
    /// Position at which it begins.
    pub start: usize,
    /// Its months.
    pub months: Vec<TracedMonth>,
    /// How it ended: `challenger_won`, `defender_won`, `unresolved` or `frozen`.
    pub result: &'static str,
}

/// What a trial came to: the figures of its row in the trial table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TracedOutcome {
    /// How it ended.
    pub class: &'static str,
    /// Months of war in all.
    pub war_months: u32,
    /// Months in which the front was frozen in all.
    pub frozen_months: u32,
    /// Realised value to each side, share of the prize, discounted to month 0.
    #[serde(serialize_with = "by_side")]
    pub values: PerSide<f64>,
    /// The same to each party that does not fight, by id.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub party_values: IndexMap<String, f64>,
    /// What it cost people up to the horizon of the costs, by id.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub costs: IndexMap<String, f64>,
    /// What the trial counts for by what has happened already, in [0, 1]; `None`: every trial counts as one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
    /// How likely each piece of evidence was in its world, in the order of the file.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub likelihoods: Vec<f64>,
    /// Whether forecasts change what the trial counts for in a run; `weight` is what it counts for without them.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub forecasts_left_out: bool,
}

fn by_side<T: Serialize, S: Serializer>(sides: &PerSide<T>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(Side::BOTH.map(|side| (side.key(), &sides[side])))
}

#[allow(clippy::ref_option)] // as serde calls it
fn by_side_if_any<T: Serialize, S: Serializer>(sides: &Option<PerSide<T>>, serializer: S) -> Result<S::Ok, S::Error> {
    match sides {
        Some(sides) => by_side(sides, serializer),
        None => serializer.serialize_none(),
    }
}

#[allow(clippy::ref_option)] // as serde calls it
fn as_text<S: Serializer>(error: &Option<WorldError>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&error.as_ref().map(ToString::to_string).unwrap_or_default())
}

#[allow(clippy::trivially_copy_pass_by_ref)] // as serde calls it
fn as_key<S: Serializer>(side: &Side, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(side.key())
}
