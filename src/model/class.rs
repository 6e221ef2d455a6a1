//! How a trial can end.

use super::Side;

/// How a trial ends. The order is that of `summary.json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

    /// The class of a war that is not over, by whether its front is frozen in the last month.
    #[must_use]
    pub fn unsettled(frozen: bool) -> Self {
        if frozen { Class::Frozen } else { Class::NoSettlement }
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
