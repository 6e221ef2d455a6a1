//! Section 7: what is tabled, and whether it suits both.

use super::enforcement::{Solution, View};
use super::foresight::Claims;
use super::plan::Game;
use super::trial::{Front, World};
use super::war::{self, Contest, Fighter};
use super::{A, D, belief, terms};

/// A plan tabled: its index, the surpluses and both sides' solutions.
#[derive(Debug)]
pub struct Tabled {
    /// Index of the plan.
    pub plan: usize,
    /// Surplus of both sides, private views included.
    pub surplus: [f64; 2],
    /// Each side's own solution.
    pub solutions: [Solution; 2],
}

impl World<'_> {
    /// b_i of both sides.
    pub fn offsets(&self, front: Front) -> [f64; 2] {
        [A, D].map(|side| {
            let party = self.parameters.party(terms::side(side));
            belief::offset(party, terms::side(side), self.log_odds, front.advances, front.retreats)
        })
    }

    /// W_i(n) of both sides, each with its offset.
    pub fn war_values(&self, position: usize, offsets: [f64; 2]) -> [f64; 2] {
        let contest = Contest::new(&self.parameters);
        [A, D].map(|side| war::values(&contest, &self.fighter(side), self.log_odds + offsets[side])[position])
    }

    /// The values of a front that is frozen at a position where war is worth so much.
    pub fn frozen_values(&self, position: usize, values: [f64; 2]) -> [f64; 2] {
        let contest = Contest::new(&self.parameters);
        [A, D].map(|side| war::frozen_value(&contest, &self.fighter(side), position, values[side]))
    }

    /// A side in the present war.
    pub fn fighter(&self, side: usize) -> Fighter<'_> {
        Fighter::new(&self.parameters, side, &self.flows[side])
    }

    /// Each side's own solution of a plan.
    pub fn solve(&self, game: &Game<'_>, front: Front) -> [Solution; 2] {
        self.solve_with(game, front, self.offsets(front))
    }

    /// The same under other beliefs than those of the front.
    pub fn solve_with(&self, game: &Game<'_>, front: Front, offsets: [f64; 2]) -> [Solution; 2] {
        [A, D].map(|side| View { world: self, game, position: front.position, side, offset: offsets[side] }.solve())
    }

    /// V_i - C_i - margin_i of both sides, without their views of the plan.
    pub fn surplus(&self, plan: usize, solutions: &[Solution; 2], n: usize, claims: [f64; 2]) -> [f64; 2] {
        [A, D].map(|side| {
            let value = self.paused(plan, side, n, solutions[side].value);
            value - claims[side] - self.parameters.party(terms::side(side)).margin
        })
    }

    /// The plan tabled in a round, if any suits both.
    pub fn table(&self, month: u32, off_table_until: &[u32], front: Front, claims: &Claims) -> Option<Tabled> {
        let round = month as usize / self.parameters.negotiation.interval as usize;
        let claims_here: Vec<f64> = claims[round].iter().map(|values| values[front.position]).collect();
        let claims = [claims_here[A], claims_here[D]];
        let mut best: Option<Tabled> = None;
        for (plan, game) in self.games.iter().enumerate() {
            let tabled = game.plan.tabled && self.in_time(plan, month) && off_table_until[plan] <= month;
            let crosses = |side| game.crosses_red_line(self, side, front.position);
            if !tabled || !game.is_available() || crosses(A) || crosses(D) {
                continue;
            }
            let solutions = self.solve(game, front);
            let bare = self.surplus(plan, &solutions, front.position, claims);
            let surplus = [A, D].map(|side| bare[side] + self.views[plan][side]);
            if surplus[A] < 0.0 || surplus[D] < 0.0 {
                continue;
            }
            if self.vetoed(plan, &solutions, front, &claims_here) {
                continue;
            }
            let product = |surplus: [f64; 2]| surplus[A] * surplus[D];
            if best.as_ref().is_none_or(|best| product(surplus) > product(best.surplus)) {
                best = Some(Tabled { plan, surplus, solutions });
            }
        }
        best
    }
}
