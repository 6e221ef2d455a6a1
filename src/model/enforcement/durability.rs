//! What follows exactly, without any sampling, from both sides' chances of attack.

use crate::model::settlement::Settlement;
use crate::model::{PerSide, Side};

use super::joint::{Chances, Joint};
use super::theory::{GUARDS, Guard, Solution, Theory};

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
    let types = PerSide::each(|side| solutions[side].types);
    let guards = Guard::all(game.desertion.is_some());
    let mut joint = Joint::new(types, guards, [f64::from(u8::from(game.term.exists()))]);
    let mut chances: [Chances<1>; GUARDS] = Default::default();
    let mut broken = PerSide::new(0.0, 0.0);
    for age in 0..=years {
        let [[active], [deserted], [lapsed]] = joint.guarded();
        let survival = active + deserted + lapsed;
        out.survival.push(survival);
        out.by_challenger.push(broken[Side::Challenger]);
        out.by_defender.push(broken[Side::Defender]);
        out.active.push(if survival > 0.0 { (active + deserted) / survival } else { 0.0 });
        if age == years {
            break;
        }
        let mut in_year = PerSide::new(0.0, 0.0);
        for &guard in guards {
            yearly(theory, solutions, age, guard, &mut chances[guard as usize]);
            let of = joint.broken(guard, &chances[guard as usize]);
            for side in Side::BOTH {
                in_year[side] += of[side][0];
            }
        }
        joint.decay(&chances, 1.0, &[1.0]);
        for side in Side::BOTH {
            broken[side] += in_year[side];
        }
        turn_of_year(&mut joint, game, age);
    }
    out
}

/// What comes after the decisions of a year of that age in a peace that holds: types are drawn anew, a term ends, a
/// government changes.
pub(super) fn turn_of_year(joint: &mut Joint<1>, game: &Settlement, age: usize) {
    joint.redraw(&PerSide::each(|side| [game.after.party(side).turnover]));
    if game.term.ends_after(age) {
        joint.lapse(&[game.after.guarantee.renewal]);
    }
    if let Some((gone, back)) = game.desertion.as_ref().and_then(|desertion| desertion.moves(age + 1)) {
        joint.turn(&[gone], &[back]);
    }
}

/// Writes the chance that each type of each side attacks in a year under a guard.
pub(super) fn yearly(
    theory: &impl Theory,
    solutions: &PerSide<Solution>,
    age: usize,
    guard: Guard,
    out: &mut Chances<1>,
) {
    let most = solutions.iter().map(|solution| solution.types).max().unwrap_or_default();
    for j in 0..most {
        let of = |side: Side| solutions[side].attack(age, guard, j.min(solutions[side].types - 1));
        let chances = theory.yearly(PerSide::each(of));
        for side in Side::BOTH {
            out[side][j] = [chances[side]];
        }
    }
}
