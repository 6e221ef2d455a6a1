//! Section 6: does the peace hold?

use super::guarantee::{points, punishment};
use super::plan::Game;
use super::trial::World;
use super::war::{self, Contest, Fighter};
use super::{A, D, forces, logistic, terms};

/// The solution of the game under one side's beliefs.
#[derive(Clone, Debug)]
pub struct Solution {
    /// V of that side.
    pub value: f64,
    /// pi of that side, by age, while the guarantee is active.
    pub attack_active: Vec<f64>,
    /// The same once it has lapsed.
    pub attack_lapsed: Vec<f64>,
}

/// One side's view of a settlement.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The world.
    pub world: &'a World<'a>,
    /// The settlement.
    pub game: &'a Game<'a>,
    /// Position of the front at the signature.
    pub position: usize,
    /// Whose beliefs.
    pub side: usize,
    /// b_i.
    pub offset: f64,
}

impl View<'_> {
    /// The two sides in a resumed war.
    fn fighter(&self, side: usize) -> Fighter<'_> {
        fighter(self.game, side)
    }

    /// W of both sides in a resumed war, under these beliefs.
    fn war_values(&self, contest: Contest, log_odds: f64) -> [f64; 2] {
        let position = self.game.resumed_position(self.position);
        [A, D].map(|side| war::values(&contest, &self.fighter(side), log_odds + self.offset)[position])
    }

    /// m ln(F_A(s)/(F_D(s) + X))
    fn log_odds(&self, age: usize, joined: f64) -> f64 {
        let after = &self.game.after;
        let challenger = forces::grown(&after.challenger, age);
        let defender = forces::mobilised(&after.defender, self.game.plan.defender_forces, age);
        war::log_odds(after.front.decisiveness, challenger, defender + joined)
    }

    /// R_A and R_D|A: what both get if A attacks.
    fn challenger_attacks(&self, age: usize, active: bool) -> [f64; 2] {
        let after = &self.game.after;
        let bias = after.party(terms::side(self.side)).misperception;
        let points = if active { points(self.game, age, bias) } else { vec![(0.0, 1.0)] };
        let mut expected = [0.0; 2];
        let defender = forces::mobilised(&after.defender, self.game.plan.defender_forces, age);
        for (x, weight) in points {
            let contest = Contest::new(after).joined(after, x, defender);
            let values = self.war_values(contest, self.log_odds(age, x) + after.challenger.surprise);
            expected[A] += weight * values[A];
            expected[D] += weight * values[D];
        }
        let punishment = if active { punishment(self.game, age, bias) } else { 0.0 };
        [expected[A] - after.challenger.attack_cost - punishment, expected[D]]
    }

    /// R_A|D and R_D: what both get if D attacks.
    fn defender_attacks(&self, age: usize) -> [f64; 2] {
        let after = &self.game.after;
        let values = self.war_values(Contest::new(after), self.log_odds(age, 0.0) - after.defender.surprise);
        [values[A], values[D] - after.defender.attack_cost]
    }

    /// V of both sides at an age in one state, and pi of both, from the values at the next age.
    fn year(&self, age: usize, active: bool, next: [f64; 2], defends: [f64; 2]) -> ([f64; 2], [f64; 2]) {
        let after = &self.game.after;
        let utilities = self.game.utilities(self.position, age, active);
        let peace = [A, D].map(|side| {
            let delta = after.party(terms::side(side)).discount_factor;
            (1.0 - delta) * utilities[side] + delta * next[side]
        });
        let attacks = [self.challenger_attacks(age, active), defends];
        let chances = [A, D].map(|mover| {
            let may = self.world.structure.may_attack[terms::side(mover)];
            let shock = after.party(terms::side(mover)).shock;
            if may { logistic((attacks[mover][mover] - peace[mover]) / shock) } else { 0.0 }
        });
        let after_move =
            |mover: usize, side: usize| (1.0 - chances[mover]) * peace[side] + chances[mover] * attacks[mover][side];
        ([A, D].map(|side| 0.5 * after_move(A, side) + 0.5 * after_move(D, side)), chances)
    }

    /// Solves the game backwards from the lookahead.
    pub fn solve(&self) -> Solution {
        let lookahead = self.game.after.enforcement.lookahead as usize;
        let renewal = self.game.after.guarantee.renewal;
        let guaranteed = self.game.is_guaranteed();
        let mut lapsed = self.game.utilities(self.position, lookahead, false);
        let mut active = self.game.utilities(self.position, lookahead, true);
        let mut solution =
            Solution { value: 0.0, attack_active: vec![0.0; lookahead], attack_lapsed: vec![0.0; lookahead] };
        for age in (0..lookahead).rev() {
            let defends = self.defender_attacks(age);
            if guaranteed {
                let ends = self.game.term_ends(age);
                let next = [A, D].map(|side| {
                    if ends { renewal * active[side] + (1.0 - renewal) * lapsed[side] } else { active[side] }
                });
                let (values, chances) = self.year(age, true, next, defends);
                active = values;
                solution.attack_active[age] = chances[self.side];
            }
            let (values, chances) = self.year(age, false, lapsed, defends);
            lapsed = values;
            solution.attack_lapsed[age] = chances[self.side];
        }
        solution.value = if guaranteed { active[self.side] } else { lapsed[self.side] };
        solution
    }
}

/// A side in a resumed war.
pub fn fighter<'a>(game: &'a Game<'_>, side: usize) -> Fighter<'a> {
    Fighter::new(&game.after, side, &game.flows[side])
}

/// Survival of the peace by year, with each side attacking as in its own solution.
pub fn survival(game: &Game<'_>, solutions: &[Solution; 2], years: usize) -> Vec<f64> {
    let mut active = if game.is_guaranteed() { 1.0 } else { 0.0 };
    let mut lapsed = 1.0 - active;
    let mut survival = vec![1.0];
    for age in 0..years {
        let hazard = |of: fn(&Solution) -> &Vec<f64>| 0.5 * of(&solutions[A])[age] + 0.5 * of(&solutions[D])[age];
        active *= 1.0 - hazard(|solution| &solution.attack_active);
        lapsed *= 1.0 - hazard(|solution| &solution.attack_lapsed);
        if game.term_ends(age) {
            let renewal = game.after.guarantee.renewal;
            lapsed += (1.0 - renewal) * active;
            active *= renewal;
        }
        survival.push(active + lapsed);
    }
    survival
}
