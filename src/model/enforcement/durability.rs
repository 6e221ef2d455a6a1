//! What follows exactly, without any sampling, from both sides' chances of attack.

use crate::model::PerSide;
use crate::model::settlement::Settlement;

use super::theory::{Solution, Theory};

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
    let (mut active, mut lapsed) = if game.term.exists() { (1.0, 0.0) } else { (0.0, 1.0) };
    let (mut by_challenger, mut by_defender) = (0.0, 0.0);
    for age in 0..=years {
        let survival: f64 = active + lapsed;
        out.survival.push(survival);
        out.by_challenger.push(by_challenger);
        out.by_defender.push(by_defender);
        out.active.push(if survival > 0.0 { active / survival } else { 0.0 });
        if age == years {
            break;
        }
        let chances = |active: bool| theory.yearly(PerSide::each(|side| solutions[side].attack(age, active)));
        let [a1, d1] = *chances(true).as_array();
        let [a0, d0] = *chances(false).as_array();
        by_challenger += active * a1 + lapsed * a0;
        by_defender += active * d1 + lapsed * d0;
        active *= 1.0 - a1 - d1;
        lapsed *= 1.0 - a0 - d0;
        if game.term.ends_after(age) {
            let renewal = game.after.guarantee.renewal;
            (active, lapsed) = (active * renewal, lapsed + active * (1.0 - renewal));
        }
    }
    out
}
