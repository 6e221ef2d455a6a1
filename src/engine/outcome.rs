//! What one trial came to.

use crate::model::enforcement::Durability;
use crate::model::{PerSide, Side};

use super::alone::Alone;
use super::count::Weight;
use super::front::Front;

/// How a trial ends. The order is that of `summary.json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A won the first war.
    ChallengerVictory,
    /// D won the first war.
    DefenderVictory,
    /// Still fighting after the last month.
    NoSettlement,
    /// Not settled, but fighting had stopped along the line in the last month.
    Frozen,
    /// Settled, and no resumed war.
    PeaceHeld,
    /// Settled, and A went back to war.
    ResumedByChallenger,
    /// Settled, and D went back to war.
    ResumedByDefender,
}

impl Class {
    /// The class of a war that is fought out.
    #[must_use]
    pub fn victory(winner: Side) -> Self {
        match winner {
            Side::Challenger => Class::ChallengerVictory,
            Side::Defender => Class::DefenderVictory,
        }
    }

    /// The class of a war that is not over, by its front in the last month.
    #[must_use]
    pub fn unsettled(front: &Front) -> Self {
        if front.frozen { Class::Frozen } else { Class::NoSettlement }
    }

    /// The class of a settlement that was broken by a side, or held.
    #[must_use]
    pub fn settled(attacker: Option<Side>) -> Self {
        match attacker {
            None => Class::PeaceHeld,
            Some(Side::Challenger) => Class::ResumedByChallenger,
            Some(Side::Defender) => Class::ResumedByDefender,
        }
    }

    /// How many there are.
    pub const COUNT: usize = Class::ALL.len();

    /// All classes in the order of `summary.json`.
    pub const ALL: [Class; 7] = [
        Class::ChallengerVictory,
        Class::DefenderVictory,
        Class::NoSettlement,
        Class::Frozen,
        Class::PeaceHeld,
        Class::ResumedByChallenger,
        Class::ResumedByDefender,
    ];

    /// The classes that can occur where the front of the first war can freeze, or cannot.
    pub fn possible(can_freeze: bool) -> impl Iterator<Item = Class> {
        Class::ALL.into_iter().filter(move |class| can_freeze || *class != Class::Frozen)
    }

    /// The name in results.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Class::ChallengerVictory => "challenger_victory",
            Class::DefenderVictory => "defender_victory",
            Class::NoSettlement => "no_settlement",
            Class::Frozen => "frozen",
            Class::PeaceHeld => "peace_held",
            Class::ResumedByChallenger => "resumed_by_challenger",
            Class::ResumedByDefender => "resumed_by_defender",
        }
    }
}

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
    /// How it would have ended with nothing known; `None`: as it did.
    pub unknowing: Option<Box<Unknowing>>,
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
