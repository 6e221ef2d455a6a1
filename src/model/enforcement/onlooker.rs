//! What a settlement is worth to a party that does not fight: it takes both sides' chances of attack as they are.

use crate::model::settlement::Settlement;
use crate::model::{PerSide, Side};

use super::durability::{turn_of_year, yearly};
use super::joint::{Chances, Joint};
use super::theory::{GUARDS, Guard, Solution, Theory};
use super::wars::{Eyes, Wars};

/// The chances that each side attacks in a year, by age and guard, whatever its type: the mean over the types that are left.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prospect {
    by_age: Vec<[PerSide<f64>; GUARDS]>,
}

impl Prospect {
    /// Of a settlement in which each side attacks as in its own solution; both cover the whole lookahead.
    #[must_use]
    pub fn new(theory: &impl Theory, game: &Settlement, solutions: &PerSide<Solution>) -> Self {
        let guards = Guard::all(game.desertion.is_some());
        let types = PerSide::each(|side| solutions[side].types);
        let mut out = vec![[PerSide::default(); GUARDS]; game.lookahead];
        if types == PerSide::new(1, 1) {
            for (age, out) in out.iter_mut().enumerate() {
                for &guard in guards {
                    out[guard as usize] = theory.yearly(PerSide::each(|side| solutions[side].attack(age, guard, 0)));
                }
            }
            return Self { by_age: out };
        }
        let mut joint = Joint::new(types, guards, [f64::from(u8::from(game.term.exists()))]);
        let mut shares = Default::default();
        let mut chances: [Chances<1>; GUARDS] = Default::default();
        for (age, out) in out.iter_mut().enumerate() {
            let scale = joint.shares(&mut shares);
            for &guard in guards {
                let chances = &mut chances[guard as usize];
                yearly(theory, solutions, age, guard, chances);
                let shares = &shares[guard as usize];
                out[guard as usize] = PerSide::each(|side| {
                    let by_type = shares[side][..types[side]].iter().zip(chances[side].iter());
                    by_type.fold(0.0, |sum, (share, chance)| sum + share[0] * chance[0])
                });
            }
            joint.decay(&chances, 1.0, &scale);
            turn_of_year(&mut joint, game, age);
        }
        Self { by_age: out }
    }
}

/// A settlement signed at some position, as a party that does not fight sees it.
#[derive(Clone, Copy, Debug)]
pub struct OnlookerView<'a> {
    /// The settlement.
    pub settlement: &'a Settlement,
    /// Position of the front at the signature.
    pub position: usize,
    /// Index of the party.
    pub party: usize,
    /// Weighted value of the territory as signed to it, share of the prize.
    pub territory_value: f64,
    /// Log-odds by which it misjudges every contest, towards the challenger.
    pub offset: f64,
}

/// Finds what settlements are worth to parties that do not fight, with its working memory.
#[derive(Debug, Default)]
pub struct OnlookerSolver {
    wars: Wars,
}

impl OnlookerSolver {
    /// Value of the signature to the party (V), share of the prize, when the sides attack so often.
    pub fn value(&mut self, view: &OnlookerView<'_>, prospect: &Prospect) -> f64 {
        let game = view.settlement;
        let own = game.onlookers.party(view.party);
        let (whole, deserted) = game.onlookers.prospects(view.party);
        let (position, offset) = (view.position, view.offset);
        self.wars.work_out(&Eyes { settlement: game, position, offset, whole, deserted }, &[&own.fighter]);
        let wars = self.wars.of(0);
        let discount = own.fighter.discount_factor;
        let lapsed = own.in_force(0, false, view.territory_value);
        let last = own.in_force(game.lookahead, true, view.territory_value);
        // By guard.
        let mut value = [last, last, lapsed];
        for (age, chances) in prospect.by_age.iter().enumerate().rev() {
            let keep = game.keep[age];
            let moves = game.desertion.as_ref().and_then(|desertion| desertion.moves(age + 1));
            let (gone, back) = moves.unwrap_or_default();
            let [active_next, deserted_next, lapsed_next] = value;
            let next = |out: f64| {
                let active = (1.0 - out) * active_next + out * deserted_next;
                keep * active + (1.0 - keep) * lapsed_next
            };
            let in_force = own.in_force(age, true, view.territory_value);
            let if_deserted = if game.desertion.is_some() { wars.deserted[age] } else { wars.active[age] };
            let by_guard = [
                (Guard::Active, next(gone), in_force, wars.active[age]),
                (Guard::Deserted, next(1.0 - back), in_force, if_deserted),
                (Guard::Lapsed, lapsed_next, lapsed, wars.lapsed[age]),
            ];
            for (guard, next, in_force, attack) in by_guard {
                let chance = chances[guard as usize];
                let peace = (1.0 - discount) * in_force + discount * next;
                value[guard as usize] = peace
                    + chance[Side::Challenger] * (attack - peace)
                    + chance[Side::Defender] * (wars.defend[age] - peace);
            }
        }
        value[if game.term.exists() { Guard::Active } else { Guard::Lapsed } as usize]
    }
}
