//! Section 9, "Foresight": what fighting on and negotiating again is worth, by the months of the war themselves, at every
//! position and in every round.

use super::plan::Game;
use super::trial::{Front, World};
use super::war::{self, Contest, Fighter};
use super::{A, D, logistic, parties, terms};

/// C_i(j, n) by round, by who it is (the sides, then the parties that do not fight) and by position.
pub type Claims = Vec<Vec<Vec<f64>>>;

/// What of a plan could be signed at a position: V_i without the ceasefire before it, of all.
type Peace = Option<Vec<f64>>;

impl World<'_> {
    /// What all expect at a state of the front, with or without their private views of the plans.
    pub fn claims(&self, front: Front, with_views: bool) -> Claims {
        let negotiation = &self.parameters.negotiation;
        let (interval, last) = (negotiation.interval as u32, negotiation.max_months as u32);
        let rounds = last.div_ceil(interval) as usize;
        let contest = Contest::new(&self.parameters);
        let everybody = 0..2 + self.parties();
        let odds: Vec<f64> = everybody.clone().map(|who| self.odds_of(who, front)).collect();
        let war_of = |who: usize| war::values(&contest, &self.onlooker(who), odds[who]);
        let war: Vec<Vec<f64>> = everybody.clone().map(war_of).collect();
        let mut claims = vec![war.clone(); rounds.max(1)];
        if self.structure.foresight == armistice::model::Foresight::None {
            return claims;
        }
        let peace: Vec<Vec<Peace>> = (0..=contest.positions).map(|n| self.peaces(front, n)).collect();
        for round in (0..rounds.saturating_sub(1)).rev() {
            let next = round + 1;
            let mut values = claims[next].clone();
            for n in 1..contest.positions {
                let here: Vec<f64> = claims[next].iter().map(|values| values[n]).collect();
                let month = next as u32 * interval;
                if let Some((plan, peace)) = self.nash(&peace[n], n, month, &here, with_views) {
                    for who in everybody.clone() {
                        values[who][n] = self.expected(plan, who, n, peace[who], here[who], with_views);
                    }
                }
            }
            for who in everybody.clone() {
                for _ in 0..interval {
                    values[who] = self.month_of_war(who, odds[who], &values[who], &war[who]);
                }
            }
            claims[round] = values;
        }
        claims
    }

    /// A side, or a party that does not fight, in the present war.
    fn onlooker(&self, who: usize) -> Fighter<'_> {
        if who < 2 {
            return self.fighter(who);
        }
        parties::fighter(&self.parameters, who - 2, &self.party_flows[who - 2])
    }

    /// The log-odds of an advance in somebody's eyes.
    fn odds_of(&self, who: usize, front: Front) -> f64 {
        let off = if who < 2 { self.offsets(front)[who] } else { self.parameters.stakeholders[who - 2].optimism };
        self.log_odds + off
    }

    /// Somebody's private view of a plan.
    fn view_of(&self, who: usize, plan: usize) -> f64 {
        if who < 2 { self.views[plan][who] } else { self.party_views[plan][who - 2] }
    }

    /// The margin that somebody demands.
    fn margin_of(&self, who: usize) -> f64 {
        if who < 2 {
            self.parameters.party(terms::side(who)).margin
        } else {
            self.parameters.stakeholders[who - 2].margin
        }
    }

    /// V_i(x, n) of every plan that could be signed at a position.
    fn peaces(&self, front: Front, n: usize) -> Vec<Peace> {
        let at = Front { position: n, ..front };
        let is_war = n > 0 && n < self.parameters.front.positions as usize;
        let peace = |game: &Game<'_>| {
            let crosses = |side| game.crosses_red_line(self, side, n);
            let barred = self.vetoes().any(|party| self.bars(party, game, n));
            let could_be = is_war && game.plan.tabled && game.is_available() && !crosses(A) && !crosses(D) && !barred;
            could_be.then(|| {
                let offsets = self.offsets(front);
                let solutions = self.solve_with(game, at, offsets);
                let to_parties = (0..self.parties()).map(|party| self.worth(party, game, &solutions, at));
                [A, D].map(|side| solutions[side].value).into_iter().chain(to_parties).collect()
            })
        };
        self.games.iter().map(peace).collect()
    }

    /// x*, with its peace.
    fn nash<'p>(
        &self,
        peaces: &'p [Peace],
        n: usize,
        month: u32,
        claims: &[f64],
        views: bool,
    ) -> Option<(usize, &'p [f64])> {
        let mut best: Option<(usize, &[f64], f64)> = None;
        for (plan, peace) in peaces.iter().enumerate() {
            let Some(peace) = peace else { continue };
            if !self.in_time(plan, month) {
                continue;
            }
            let surplus = |who: usize| {
                let view = if views { self.view_of(who, plan) } else { 0.0 };
                self.paused(plan, who, n, peace[who]) - claims[who] - self.margin_of(who) + view
            };
            let product = surplus(A) * surplus(D);
            let vetoed = self.vetoes().any(|party| surplus(2 + party) < 0.0);
            let suits = surplus(A) >= 0.0 && surplus(D) >= 0.0 && !vetoed;
            if suits && best.is_none_or(|(_, _, most)| product > most) {
                best = Some((plan, peace, product));
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
    pub fn paused(&self, plan: usize, who: usize, n: usize, value: f64) -> f64 {
        let months = f64::from(self.games[plan].plan.ceasefire_months);
        let Fighter { discount_factor, flows, .. } = self.onlooker(who);
        let weight = discount_factor.powf(months / 12.0);
        (1.0 - weight) * flows[n] + weight * value
    }

    /// U_i where a plan is tabled.
    fn expected(&self, plan: usize, who: usize, n: usize, peace: f64, claim: f64, views: bool) -> f64 {
        let ratified = self.parameters.challenger.ratification * self.parameters.defender.ratification;
        let view = if views { self.view_of(who, plan) } else { 0.0 };
        self.paused(plan, who, n, ratified * (peace + view) + (1.0 - ratified) * claim)
    }

    /// T_i: a month of war before which somebody expects these values, by position.
    fn month_of_war(&self, who: usize, log_odds: f64, values: &[f64], war: &[f64]) -> Vec<f64> {
        let (contest, fighter) = (Contest::new(&self.parameters), self.onlooker(who));
        let delta = fighter.discount_factor.powf(1.0 / 12.0);
        let p = logistic(log_odds);
        let by_collapse = contest.collapse[D] * fighter.prizes[A] + contest.collapse[A] * fighter.prizes[D];
        let mut out = values.to_vec();
        for n in 1..contest.positions {
            let moves = p * values[n + 1] + (1.0 - p) * values[n - 1];
            let on = contest.stalemate * values[n] + (1.0 - contest.stalemate) * moves;
            let frozen = war::frozen_value(&contest, &fighter, n, war[n]);
            let goes_on = contest.goes_on() * (contest.freeze * frozen + (1.0 - contest.freeze) * on);
            let flow = fighter.flows[n] - fighter.war_cost;
            out[n] = (1.0 - delta) * flow + delta * (by_collapse + goes_on);
        }
        out
    }
}
