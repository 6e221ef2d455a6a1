//! What follows exactly, without any sampling, from both sides' chances of attack.

use crate::model::settlement::Settlement;
use crate::model::{PerSide, Side};

use super::theory::{Solution, Theory};
use super::types::Joint;

/// How a peace lasts: by year 0, 1, …, probabilities that no war has resumed before it and that one has, by who
/// attacked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Durability {
    /// No attack at any age below the year.
    pub survival: Vec<f64>,
    /// A has attacked at some age below the year.
    pub by_challenger: Vec<f64>,
    /// D has.
    pub by_defender: Vec<f64>,
    /// Probability that the guarantee is active at that year, given that the peace holds.
    pub active: Vec<f64>,
}

/// How a settlement lasts when each side attacks as in its own solution; both solutions cover `years` ages.
#[must_use]
pub fn durability(theory: &impl Theory, game: &Settlement, solutions: &PerSide<Solution>, years: usize) -> Durability {
    let mut out = Durability::default();
    let mut joint = Joint::new(PerSide::each(|side| solutions[side].types), game.term.exists());
    let turnover = PerSide::each(|side| game.after.party(side).turnover);
    let (mut by_challenger, mut by_defender) = (0.0, 0.0);
    for age in 0..=years {
        let [active, lapsed] = joint.states();
        let survival: f64 = active + lapsed;
        out.survival.push(survival);
        out.by_challenger.push(by_challenger);
        out.by_defender.push(by_defender);
        out.active.push(if survival > 0.0 { active / survival } else { 0.0 });
        if age == years {
            break;
        }
        let broken = joint.attacked(|state, types| {
            theory.yearly(PerSide::each(|side| solutions[side].attack(age, state == 0, types[side])))
        });
        by_challenger += broken[Side::Challenger];
        by_defender += broken[Side::Defender];
        joint.redraw(turnover);
        if game.term.ends_after(age) {
            joint.lapse(game.after.guarantee.renewal);
        }
    }
    out
}
