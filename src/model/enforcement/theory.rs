//! What a theory of enforcement has to say of a settlement.

use crate::model::settlement::Settlement;
use crate::model::{PerSide, Side};

/// Solutions worked on side by side.
pub const LANES: usize = 8;

/// The chance that a given side has the move in a year of peace: one side has it, either as likely as the other.
pub const MOVES: f64 = 0.5;

/// A settlement signed at some position of the front, as one side sees it.
#[derive(Clone, Copy, Debug)]
pub struct SideView<'a> {
    /// The settlement.
    pub settlement: &'a Settlement,
    /// Position of the front at the signature.
    pub position: usize,
    /// Weighted value of the territory as signed, share of the prize.
    pub territory_values: PerSide<f64>,
    /// Whose beliefs these are.
    pub side: Side,
    /// Log-odds by which that side misjudges every contest.
    pub offset: f64,
}

impl SideView<'_> {
    /// Whether whoever has this view sees the same wars after the settlement as in another one: combinations of a plan's open
    /// terms often differ in nothing else than what they put in force.
    pub(super) fn shares_wars(&self, other: &Self) -> bool {
        self.settlement.scene.is_some()
            && self.settlement.scene == other.settlement.scene
            && self.side == other.side
            && self.offset.to_bits() == other.offset.to_bits()
            && self.settlement.resumed_position(self.position) == other.settlement.resumed_position(other.position)
    }
}

/// What guards a peace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// A guarantee that is active.
    Active,
    /// One that is active while the government of the guarantor with politics is out: that one does not honour it.
    Deserted,
    /// None, or none any more.
    Lapsed,
}

/// How many there are.
pub const GUARDS: usize = 3;

impl Guard {
    /// Those that occur, where a guarantor has politics and where none has.
    #[must_use]
    pub const fn all(politics: bool) -> &'static [Guard] {
        if politics { &[Guard::Active, Guard::Deserted, Guard::Lapsed] } else { &[Guard::Active, Guard::Lapsed] }
    }

    /// Whether a guarantee is active.
    #[must_use]
    pub const fn is_active(self) -> bool {
        !matches!(self, Guard::Lapsed)
    }
}

/// The solution of one view, as far as its side needs it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Solution {
    /// Value of signing to the side whose view it is (V), share of the prize.
    pub value: f64,
    /// Of how many types this side may be.
    pub types: usize,
    /// Probability that this side attacks when it has the move, by age and type, while the guarantee is active.
    pub attack_active: Vec<f64>,
    /// The same while it is deserted; empty where no guarantor has politics.
    pub attack_deserted: Vec<f64>,
    /// The same once it has lapsed.
    pub attack_lapsed: Vec<f64>,
}

impl Solution {
    /// Probability that this side, if it is of that type, attacks at an age when it has the move.
    #[must_use]
    pub fn attack(&self, age: usize, guard: Guard, of_type: usize) -> f64 {
        let attacks = match guard {
            Guard::Active => &self.attack_active,
            Guard::Deserted => &self.attack_deserted,
            Guard::Lapsed => &self.attack_lapsed,
        };
        attacks[age * self.types + of_type]
    }
}

/// A theory of what makes a peace hold or break: values of settlements and chances of attack. Bargaining asks it what
/// a signature is worth, the peace who attacks, and the two must agree; so both ask the same theory.
///
/// Implementations keep their working memory from call to call. They are functions of the views alone: what was asked
/// before changes no bit of an answer.
pub trait Theory: std::fmt::Debug {
    /// Values of signing (V) of up to [`LANES`] views, in order; the rest of the array says nothing.
    ///
    /// `may_attack` says which sides may break an agreement at all.
    fn solve(&mut self, views: &[SideView<'_>], may_attack: PerSide<bool>) -> [f64; LANES];

    /// The solution of the view that was in `lane` at the last [`Theory::solve`], for ages below `years`, with its
    /// value.
    fn solution(&self, lane: usize, years: usize, value: f64) -> Solution;

    /// The chance that each side attacks in a year at whose beginning it would attack with the chances `attack` if it
    /// had the move.
    fn yearly(&self, attack: PerSide<f64>) -> PerSide<f64> {
        attack.map(|attack| MOVES * attack)
    }

    /// Which side attacks in such a year, if any: `mover` decides who has the move, `decision` what it does with it,
    /// both uniform in (0, 1).
    fn attacker(&self, attack: PerSide<f64>, mover: f64, decision: f64) -> Option<Side> {
        let side = if mover < MOVES { Side::Challenger } else { Side::Defender };
        (decision < attack[side]).then_some(side)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::enforcement::Solver;

    /// Attacks drawn from a grid of 1,000 x 1,000 numbers are as frequent as the yearly chances say: exactly, for chances
    /// that are multiples of 1/1,000.
    #[test]
    fn attacks_are_as_frequent_as_the_yearly_chances() {
        let theory = Solver::default();
        let attack = PerSide::new(0.3, 0.042);
        let grid = || (0..1_000).map(|i| (f64::from(i) + 0.5) / 1_000.0);
        let mut attacks = PerSide::new(0_u32, 0_u32);
        for mover in grid() {
            for decision in grid() {
                if let Some(side) = theory.attacker(attack, mover, decision) {
                    attacks[side] += 1;
                }
            }
        }
        assert_eq!(attacks, PerSide::new(150_000, 21_000));
        assert_eq!(theory.yearly(attack), PerSide::new(0.15, 0.021));
    }
}
