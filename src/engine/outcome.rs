//! What one trial came to.

pub use crate::model::Class;
use crate::model::enforcement::Durability;
use crate::model::forecast::TrialCourse;
use crate::model::{PerSide, Side};

use super::alone::Alone;
use super::count::Weight;

/// How a resumed war ended. The order is that of tallies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resumed {
    /// A won.
    ChallengerWon,
    /// D won.
    DefenderWon,
    /// Undecided after the months for which it is followed.
    Unresolved,
    /// Fighting had stopped along the line in the last of them.
    Frozen,
}

impl Resumed {
    /// The end of a resumed war that a side won.
    #[must_use]
    pub fn won(winner: Side) -> Self {
        match winner {
            Side::Challenger => Resumed::ChallengerWon,
            Side::Defender => Resumed::DefenderWon,
        }
    }

    /// The name in results.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Resumed::ChallengerWon => "challenger_won",
            Resumed::DefenderWon => "defender_won",
            Resumed::Unresolved => "unresolved",
            Resumed::Frozen => "frozen",
        }
    }
}

/// What a plan is worth at the start position under prior beliefs, whatever `from_month`.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// V - C - margin, private views left out, share of the prize; C is W where nobody looks ahead.
    pub surplus: PerSide<f64>,
    /// V, share of the prize; with a ceasefire before the peace, of both.
    pub value: PerSide<f64>,
    /// Whether each side could accept it: it crosses no red line of that side, and the surplus with the private view is
    /// at least 0.
    pub acceptable: PerSide<bool>,
    /// Probability that each side could accept it, its private view being open: 0 where it crosses a red line of that side.
    pub acceptance: PerSide<f64>,
    /// How the peace would last.
    pub durability: Durability,
    /// What each party that does not fight makes of it.
    pub parties: Vec<Stance>,
    /// Of a plan with open terms, the combination of them that this is of; else 0.
    pub combination: usize,
    /// Of a plan with open terms that both sides would sign, by plan how far each one without them lies from what they would
    /// sign, share of the prize: see [`World::distance`](super::World::distance); else empty.
    pub distances: Vec<Option<f64>>,
}

/// What a party that does not fight makes of a plan at the start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stance {
    /// V - C - margin, private view left out, share of the prize; C is W where nobody looks ahead.
    pub surplus: f64,
    /// V, share of the prize.
    pub value: f64,
    /// Whether it could accept the plan, its private view counted.
    pub acceptable: bool,
    /// Probability that it could, its private view being open.
    pub acceptance: f64,
    /// Whether its refusal keeps a plan off the table.
    pub veto: bool,
}

/// What somebody thinks of a plan at the start, private view open.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Opinion {
    /// V - C - margin, share of the prize; `None`: a red line of its own bars the plan.
    pub surplus: Option<f64>,
    /// Probability that it could accept the plan.
    pub acceptance: f64,
}

impl Opinion {
    /// Whether it accepts without a private view.
    #[must_use]
    pub fn accepts(&self) -> bool {
        self.surplus.is_some_and(|surplus| surplus >= 0.0)
    }
}

/// What all who decide think of a plan at the start, and how its peace would last.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdict {
    /// The sides.
    pub sides: PerSide<Opinion>,
    /// The parties with a veto; empty where a red line of a side bars the plan.
    pub vetoes: Vec<Opinion>,
    /// Survival of the peace by year; empty where somebody surely refuses the plan.
    pub survival: Vec<f64>,
}

impl Verdict {
    /// Probability that both sides and all parties with a veto could accept it.
    #[must_use]
    pub fn all_accept(&self) -> f64 {
        self.sides.iter().chain(&self.vetoes).map(|opinion| opinion.acceptance).product()
    }

    /// Whether something in it is no number.
    pub(super) fn is_nan(&self) -> bool {
        self.sides.iter().chain(&self.vetoes).any(|opinion| opinion.surplus.is_some_and(f64::is_nan))
    }
}

impl Assessment {
    /// Probability that both sides could accept it.
    #[must_use]
    pub fn both_accept(&self) -> f64 {
        self.acceptance[Side::Challenger] * self.acceptance[Side::Defender]
    }

    /// Probability that both sides and all parties with a veto could: that it could be signed.
    #[must_use]
    pub fn all_accept(&self) -> f64 {
        let vetoes = self.parties.iter().filter(|stance| stance.veto);
        vetoes.fold(self.both_accept(), |all, stance| all * stance.acceptance)
    }

    /// Whether both sides and all parties with a veto could accept it.
    #[must_use]
    pub fn acceptable_to_all(&self) -> bool {
        let [challenger, defender] = *self.acceptable.as_array();
        challenger && defender && self.parties.iter().all(|stance| stance.acceptable || !stance.veto)
    }
}

/// A signature.
#[derive(Clone, Debug, PartialEq)]
pub struct Signature {
    /// Index of the plan.
    pub plan: usize,
    /// Of a plan with open terms, the combination of them that was agreed; else 0.
    pub combination: usize,
    /// Month.
    pub month: u32,
    /// The terms by issue: territory, cap, troops really stationed, years, further issues.
    pub terms: Vec<f64>,
    /// Surplus, private view included, share of the prize.
    pub surplus: PerSide<f64>,
    /// Exact survival of the peace by year, as foreseen by the model.
    pub survival: Vec<f64>,
}

/// A peace that failed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Breach {
    /// Who attacked.
    pub attacker: Side,
    /// Age of the settlement in years.
    pub age: u32,
    /// Whether the guarantee was active.
    pub active: bool,
    /// How many guarantors honoured.
    pub honoured: u32,
    /// With how much force, thousand.
    pub force: f64,
    /// How the resumed war ended.
    pub result: Resumed,
    /// For how many months it was fought.
    pub months: u32,
    /// For how many months its front was frozen.
    pub frozen_months: u32,
}

/// The outcome of a trial.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TrialOutcome {
    /// How it ended.
    pub class: Class,
    /// What was signed.
    pub signature: Option<Signature>,
    /// How the peace failed.
    pub breach: Option<Breach>,
    /// Months of war in all.
    pub war_months: u32,
    /// Months in which the front was frozen in all.
    pub frozen_months: u32,
    /// Realised value, share of the prize.
    pub values: PerSide<f64>,
    /// Value of fighting to the finish at the start (W), share of the prize.
    pub war_values: PerSide<f64>,
    /// Value of fighting on at the start with what is hoped for (C), private views left out; W where nobody looks ahead.
    pub reservations: PerSide<f64>,
    /// Realised value to each party that does not fight, share of the prize.
    pub party_values: Vec<f64>,
    /// Value of the war at the start to each of them (W), share of the prize.
    pub party_war_values: Vec<f64>,
    /// Value of fighting on at the start to each of them (C), private views left out; W where nobody looks ahead.
    pub party_reservations: Vec<f64>,
    /// Each plan at the start; `None` where it is not available.
    pub assessments: Vec<Option<Assessment>>,
    /// How each plan would fare alone; `None`: it was not asked.
    pub alone: Option<Alone>,
    /// What it costs people up to the horizon, by cost, each in its unit.
    pub costs: Vec<f64>,
    /// What it counts for.
    pub weight: Weight,
    /// How likely each piece of evidence was in its world, tempered, in [0, 1].
    pub likelihoods: Vec<f64>,
    /// What became of what others foretell; `None` where nothing is.
    pub foretold: Option<Foretold>,
    /// How it would have ended with nothing known; `None`: as it did.
    pub unknowing: Option<Box<Unknowing>>,
}

/// What became in a trial of what others foretell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Foretold {
    /// What became of each forecast, as one number.
    pub cell: u64,
    /// What the trial counts for without forecasts.
    pub without: Weight,
    /// By how much they multiply that, in [0, 1].
    pub factor: f64,
}

/// How a trial would have ended, had nothing been known of answers to plans: with the views that its luck alone gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Unknowing {
    /// How it ended.
    pub class: Class,
    /// What was signed.
    pub signature: Option<Signature>,
    /// How the peace failed.
    pub breach: Option<Breach>,
}

/// How a trial ended.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ended<'o> {
    pub(super) class: Class,
    pub(super) signature: Option<&'o Signature>,
    pub(super) breach: Option<Breach>,
}

impl Unknowing {
    pub(super) fn ended(&self) -> Ended<'_> {
        Ended { class: self.class, signature: self.signature.as_ref(), breach: self.breach }
    }
}

impl Ended<'_> {
    /// What decides whether events happen in it.
    pub(super) fn course(&self) -> TrialCourse {
        TrialCourse {
            class: self.class,
            signed: self.signature.map(|signature| (signature.plan, signature.month)),
            broken_at: self.breach.map(|breach| breach.age),
        }
    }
}

impl TrialOutcome {
    pub(super) fn ended(&self) -> Ended<'_> {
        Ended { class: self.class, signature: self.signature.as_ref(), breach: self.breach }
    }

    /// Whether a war, the first or the resumed one, is still fought when it is no longer followed.
    #[must_use]
    pub fn is_cut_off(&self) -> bool {
        let resumed = self.breach.is_some_and(|breach| breach.result == Resumed::Unresolved);
        self.class == Class::NoSettlement || resumed
    }
}
