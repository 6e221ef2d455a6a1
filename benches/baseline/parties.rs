//! Parties that do not fight: what terms, war and peace are worth to them.

use armistice::model::{GUARANTEE_YEARS, Interest, Parameters, Side};

use super::enforcement::{IN, LAPSED, OUT, Solution, left_by_age};
use super::guarantee::points;
use super::plan::Game;
use super::trial::{Front, World};
use super::war::{self, Contest, Fighter};
use super::{A, D, forces, terms};

/// d_p(y): distance from the party's ideal, as a share of the way to the farther of the two sides'.
fn distance(y: f64, ideal: f64, ideals: [f64; 2]) -> f64 {
    let farthest = (ideals[A] - ideal).abs().max((ideals[D] - ideal).abs());
    if farthest == 0.0 { 0.0 } else { ((y - ideal).abs() / farthest).min(1.0) }
}

/// u_p of what is in force, by issue.
pub fn utility(parameters: &Parameters, party: usize, in_force: &[f64]) -> f64 {
    let mut worth = 0.0;
    let mut weight = 0.0;
    for (k, &y) in in_force.iter().enumerate() {
        let Interest { ideal, salience, curvature, .. } = parameters.interests[party][k];
        let ideals = [parameters.challenger_demands[k].ideal, parameters.defender_demands[k].ideal];
        let ideal = if k == GUARANTEE_YEARS { 1.0 } else { ideal };
        worth += salience * (1.0 - distance(y, ideal, ideals).powf(curvature));
        weight += salience;
    }
    worth / weight
}

/// What each victory is worth to the party: as stated, or its utility at the winner's ideals, without troops and guarantee.
pub fn prizes(parameters: &Parameters, party: usize) -> [f64; 2] {
    let numbers = &parameters.stakeholders[party];
    [A, D].map(|side| {
        let stated = if side == A { numbers.if_challenger_wins } else { numbers.if_defender_wins };
        stated.unwrap_or_else(|| {
            let mut ideals: Vec<f64> =
                parameters.demands(terms::side(side)).iter().map(|demand| demand.ideal).collect();
            (ideals[armistice::model::FOREIGN_TROOPS], ideals[GUARANTEE_YEARS]) = (0.0, 0.0);
            utility(parameters, party, &ideals)
        })
    })
}

/// A party that looks on a war with these flows.
pub fn fighter<'a>(parameters: &Parameters, party: usize, flows: &'a [f64]) -> Fighter<'a> {
    let numbers = &parameters.stakeholders[party];
    Fighter {
        prizes: prizes(parameters, party),
        discount_factor: numbers.discount_factor,
        war_cost: numbers.war_cost,
        flows,
    }
}

/// A plan at the start as a party sees it.
#[derive(Clone, Debug)]
pub struct Stance {
    /// V.
    pub value: f64,
    /// V - C - margin.
    pub surplus: f64,
    /// Whether it could accept it.
    pub acceptable: bool,
}

impl World<'_> {
    /// How many there are.
    pub fn parties(&self) -> usize {
        self.structure.parties.len()
    }

    /// W_p(n).
    pub fn party_war_value(&self, party: usize, position: usize) -> f64 {
        let log_odds = self.log_odds + self.parameters.stakeholders[party].optimism;
        self.party_value(party, position, log_odds, false)
    }

    /// The value of war, or of a front that is frozen, at these odds.
    pub fn party_value(&self, party: usize, position: usize, log_odds: f64, frozen: bool) -> f64 {
        let contest = Contest::new(&self.parameters);
        let fighter = fighter(&self.parameters, party, &self.party_flows[party]);
        let value = war::values(&contest, &fighter, log_odds)[position];
        if frozen { war::frozen_value(&contest, &fighter, position, value) } else { value }
    }

    /// What a party makes of a plan of which both sides have these solutions, if fighting on is worth so much to it with no
    /// private views in what it hopes for, and with them.
    pub fn stance(
        &self,
        party: usize,
        plan: usize,
        solutions: &[Solution; 2],
        front: Front,
        [open, own]: [f64; 2],
    ) -> Stance {
        let game = &self.games[plan];
        let value = self.paused(plan, 2 + party, front.position, self.worth(party, game, solutions, front));
        let surplus = |claim: f64| value - claim - self.parameters.stakeholders[party].margin;
        let acceptable = surplus(own) + self.party_views[plan][party] >= 0.0 && !self.bars(party, game, front.position);
        Stance { value, surplus: surplus(open), acceptable }
    }

    /// Those with a veto.
    pub fn vetoes(&self) -> impl Iterator<Item = usize> {
        self.structure.parties.iter().enumerate().filter(|(_, it)| it.veto).map(|(party, _)| party)
    }

    /// Whether the plan crosses a red line of the party.
    pub fn bars(&self, party: usize, game: &Game<'_>, position: usize) -> bool {
        let own = self.parameters.interests[party].iter().zip(game.signed(position));
        own.into_iter()
            .any(|(own, term)| own.above.is_some_and(|most| term > most) || own.below.is_some_and(|least| term < least))
    }

    /// Whether a party with a veto would refuse the plan, when fighting on is worth so much to all.
    pub fn vetoed(&self, plan: usize, solutions: &[Solution; 2], front: Front, claims: &[f64]) -> bool {
        self.vetoes().any(|party| {
            let claim = claims[2 + party];
            !self.stance(party, plan, solutions, front, [claim, claim]).acceptable
        })
    }

    /// V_p: backwards from the lookahead, both sides attacking as each does in its own solution.
    pub fn worth(&self, party: usize, game: &Game<'_>, solutions: &[Solution; 2], front: Front) -> f64 {
        let (after, numbers) = (&game.after, &self.parameters.stakeholders[party]);
        let lookahead = after.enforcement.lookahead as usize;
        let (delta, position) = (numbers.discount_factor, front.position);
        let moves = if game.by_record() { 1.0 } else { 0.5 };
        let utility = |age: usize, guard: usize| game.party_utility(party, position, age, guard != LAPSED);
        let war = |contest: Contest, log_odds: f64| {
            let fighter = fighter(after, party, &game.party_flows[party]);
            war::values(&contest, &fighter, log_odds + numbers.optimism)[game.resumed_position(position)]
        };
        let left = left_by_age(game, solutions, lookahead);
        let mut values = [IN, OUT, LAPSED].map(|guard| utility(lookahead, guard));
        for age in (0..lookahead).rev() {
            let challenger = forces::grown(&after.challenger, age);
            let defender = forces::mobilised(&after.defender, game.plan.defender_forces, age);
            let odds = |x: f64| war::log_odds(after.front.decisiveness, challenger, defender + x);
            let if_d = war(Contest::new(after), odds(0.0) - after.defender.surprise);
            let [out, back] = game.elects(age + 1);
            let keep = if game.term_ends(age) { after.guarantee.renewal } else { 1.0 };
            let later = values;
            for guard in [IN, OUT, LAPSED] {
                let active = guard != LAPSED && game.is_guaranteed();
                let points =
                    if active { points(game, (age, guard == OUT), numbers.misperception) } else { vec![(0.0, 1.0)] };
                let challenged = |(x, weight): &(f64, f64)| {
                    weight * war(Contest::new(after).joined(after, *x, defender), odds(*x) + after.challenger.surprise)
                };
                let if_a: f64 = points.iter().map(challenged).sum();
                let next = match guard {
                    IN => keep * ((1.0 - out) * later[IN] + out * later[OUT]) + (1.0 - keep) * later[LAPSED],
                    OUT => keep * (back * later[IN] + (1.0 - back) * later[OUT]) + (1.0 - keep) * later[LAPSED],
                    _ => later[LAPSED],
                };
                let peace = (1.0 - delta) * utility(age, guard) + delta * next;
                let [a, d] = [A, D].map(|side| {
                    let pi = solutions[side].attacks[age][guard].iter().zip(&left[age][guard][side]);
                    moves * pi.map(|(pi, share)| pi * share).sum::<f64>()
                });
                values[guard] = (1.0 - a - d) * peace + a * if_a + d * if_d;
            }
        }
        values[if game.is_guaranteed() { IN } else { LAPSED }]
    }

    /// phi_p(n) of all parties.
    pub fn paused_flows(&self, position: usize) -> Vec<f64> {
        self.party_flows_at(&self.party_flows, war::Line { position, frozen: true })
    }

    /// phi_p(n) - c_p of all parties, or phi_p(n) on a frozen front.
    pub fn party_flows_at(&self, flows: &[Vec<f64>], line: war::Line) -> Vec<f64> {
        let flow = |(party, flows): (usize, &Vec<f64>)| {
            flows[line.position] - if line.frozen { 0.0 } else { self.parameters.stakeholders[party].war_cost }
        };
        flows.iter().enumerate().map(flow).collect()
    }
}

impl Game<'_> {
    /// u_p(s, g).
    pub fn party_utility(&self, party: usize, position: usize, age: usize, active: bool) -> f64 {
        utility(&self.after, party, &self.in_force(position, age, active))
    }
}

/// phi_p(n) of the present war, by party.
pub fn flows(parameters: &Parameters) -> Vec<Vec<f64>> {
    (0..parameters.stakeholders.len())
        .map(|party| terms::flows(parameters, |_| (), |in_force| utility(parameters, party, in_force)))
        .collect()
}

/// What a victory is worth to each of the sides and then of the parties.
pub fn after_victory(parameters: &Parameters, winner: Side) -> Vec<f64> {
    let side = if winner == Side::Challenger { A } else { D };
    let sides = if winner == Side::Challenger { [1.0, 0.0] } else { [0.0, 1.0] };
    let parties = (0..parameters.stakeholders.len()).map(|party| prizes(parameters, party)[side]);
    sides.into_iter().chain(parties).collect()
}
