//! Section 9, "Foresight": what fighting on and negotiating again is worth, by the months of the war themselves, at every
//! position and in every round.

use super::plan::Game;
use super::trial::{Front, World};
use super::war::{self, Contest};
use super::{A, D, logistic, terms};

/// C_i(j, n) of both sides, by round and position.
pub type Claims = Vec<[Vec<f64>; 2]>;

/// What of a plan could be signed at a position: V_i without the ceasefire before it.
type Peace = Option<[f64; 2]>;

impl World<'_> {
    /// What both sides expect at a state of the front, with or without their private views of the plans.
    pub fn claims(&self, front: Front, with_views: bool) -> Claims {
        let negotiation = &self.parameters.negotiation;
        let (interval, last) = (negotiation.interval as u32, negotiation.max_months as u32);
        let rounds = last.div_ceil(interval) as usize;
        let offsets = self.offsets(front);
        let contest = Contest::new(&self.parameters);
        let war = [A, D].map(|side| war::values(&contest, &self.fighter(side), self.log_odds + offsets[side]));
        let mut claims = vec![war.clone(); rounds.max(1)];
        if self.structure.foresight == armistice::model::Foresight::None {
            return claims;
        }
        let peace: Vec<Vec<Peace>> = (0..=contest.positions).map(|n| self.peaces(front, n)).collect();
        for round in (0..rounds.saturating_sub(1)).rev() {
            let next = round + 1;
            let mut values = claims[next].clone();
            for n in 1..contest.positions {
                let here = [A, D].map(|side| claims[next][side][n]);
                let month = next as u32 * interval;
                if let Some((plan, peace)) = self.nash(&peace[n], n, month, here, with_views) {
                    for side in [A, D] {
                        values[side][n] = self.expected(plan, side, n, peace[side], here[side], with_views);
                    }
                }
            }
            for side in [A, D] {
                for _ in 0..interval {
                    values[side] = self.month_of_war(side, offsets[side], &values[side], &war[side]);
                }
            }
            claims[round] = values;
        }
        claims
    }

    /// V_i(x, n) of every plan that could be signed at a position.
    fn peaces(&self, front: Front, n: usize) -> Vec<Peace> {
        let at = Front { position: n, ..front };
        let is_war = n > 0 && n < self.parameters.front.positions as usize;
        let peace = |game: &Game<'_>| {
            let crosses = |side| game.crosses_red_line(self, side, n);
            let could_be = is_war && game.plan.tabled && game.is_available() && !crosses(A) && !crosses(D);
            could_be.then(|| {
                let offsets = self.offsets(front);
                let solutions = self.solve_with(game, at, offsets);
                [A, D].map(|side| solutions[side].value)
            })
        };
        self.games.iter().map(peace).collect()
    }

    /// x*, with its peace.
    fn nash(&self, peaces: &[Peace], n: usize, month: u32, claims: [f64; 2], views: bool) -> Option<(usize, [f64; 2])> {
        let mut best: Option<(usize, [f64; 2], f64)> = None;
        for (plan, peace) in peaces.iter().enumerate() {
            let Some(peace) = peace else { continue };
            if !self.in_time(plan, month) {
                continue;
            }
            let surplus = [A, D].map(|side| {
                let view = if views { self.views[plan][side] } else { 0.0 };
                let value = self.paused(plan, side, n, peace[side]);
                value - claims[side] - self.parameters.party(terms::side(side)).margin + view
            });
            let product = surplus[A] * surplus[D];
            if surplus[A] >= 0.0 && surplus[D] >= 0.0 && best.is_none_or(|(_, _, most)| product > most) {
                best = Some((plan, *peace, product));
            }
        }
        best.map(|(plan, peace, _)| (plan, peace))
    }

    /// Whether a plan can be tabled in a month and its peace begin before negotiation ends.
    pub fn in_time(&self, plan: usize, month: u32) -> bool {
        let plan = self.games[plan].plan;
        let last = self.parameters.negotiation.max_months as u32;
        plan.from_month <= month && (plan.ceasefire_months == 0 || month + plan.ceasefire_months <= last)
    }

    /// A value that begins after a plan's ceasefire.
    pub fn paused(&self, plan: usize, side: usize, n: usize, value: f64) -> f64 {
        let months = f64::from(self.games[plan].plan.ceasefire_months);
        let weight = self.parameters.party(terms::side(side)).discount_factor.powf(months / 12.0);
        (1.0 - weight) * self.flows[side][n] + weight * value
    }

    /// U_i where a plan is tabled.
    fn expected(&self, plan: usize, side: usize, n: usize, peace: f64, claim: f64, views: bool) -> f64 {
        let ratified = self.parameters.challenger.ratification * self.parameters.defender.ratification;
        let view = if views { self.views[plan][side] } else { 0.0 };
        self.paused(plan, side, n, ratified * (peace + view) + (1.0 - ratified) * claim)
    }

    /// T_i: a month of war before which side i expects these values, by position.
    fn month_of_war(&self, side: usize, offset: f64, values: &[f64], war: &[f64]) -> Vec<f64> {
        let (contest, fighter) = (Contest::new(&self.parameters), self.fighter(side));
        let delta = fighter.discount_factor.powf(1.0 / 12.0);
        let p = logistic(self.log_odds + offset);
        let mut out = values.to_vec();
        for n in 1..contest.positions {
            let moves = p * values[n + 1] + (1.0 - p) * values[n - 1];
            let on = contest.stalemate * values[n] + (1.0 - contest.stalemate) * moves;
            let frozen = war::frozen_value(&contest, &fighter, n, war[n]);
            let goes_on = contest.goes_on() * (contest.freeze * frozen + (1.0 - contest.freeze) * on);
            let flow = fighter.flows[n] - fighter.war_cost;
            out[n] = (1.0 - delta) * flow + delta * (contest.collapse[1 - side] + goes_on);
        }
        out
    }
}
