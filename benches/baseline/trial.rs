//! Section 8: one trial.

use armistice::engine::{Class, Luck, LuckOfYear, Resumed};
use armistice::model::{Parameters, Side, Structure};

use super::bargaining::Tabled;
use super::enforcement::{Solution, fighter, survival};
use super::guarantee::honours;
use super::outcome::{Assessment, Failure, Outcome, Signature};
use super::plan::Game;
use super::war::{self, Contest};
use super::{A, D, forces, terms};

/// A drawn world.
#[derive(Debug)]
pub struct World<'a> {
    /// Its numbers.
    pub parameters: Parameters,
    /// Issues, guarantors, plans.
    pub structure: &'a Structure,
    /// The plans.
    pub games: Vec<Game<'a>>,
    /// Log-odds of A's advance in the present war.
    pub log_odds: f64,
    /// phi_i(n) of both sides.
    pub flows: [Vec<f64>; 2],
    /// view_i(x) by plan.
    pub views: Vec<[f64; 2]>,
}

/// The front and what was seen of it.
#[derive(Clone, Copy, Debug)]
pub struct Front {
    /// n.
    pub position: usize,
    /// w.
    pub advances: u32,
    /// l.
    pub retreats: u32,
}

impl<'a> World<'a> {
    /// `None` where the drawn numbers have no meaning together.
    pub fn new(
        mut parameters: Parameters,
        structure: &'a Structure,
        consents: &[bool],
        luck: &Luck<'_>,
    ) -> Option<Self> {
        terms::give_ideals(&mut parameters);
        let noise = parameters.negotiation.acceptance_noise;
        let views = (0..structure.plans.len())
            .map(|plan| if noise > 0.0 { luck.views(plan).as_array().map(|view| noise * view) } else { [0.0; 2] })
            .collect();
        let games: Option<Vec<_>> =
            (0..structure.plans.len()).map(|plan| Game::new(&parameters, structure, plan, consents)).collect();
        let log_odds =
            war::log_odds(parameters.front.decisiveness, parameters.challenger.forces, parameters.defender.forces);
        let flows = [A, D].map(|side| terms::status_quo_flows(&parameters, terms::side(side)));
        Some(Self { structure, games: games?, log_odds, flows, views, parameters })
    }

    fn start(&self) -> Front {
        let front = &self.parameters.front;
        let position = match (front.start, front.start_share) {
            (Some(start), _) => start as usize,
            (None, Some(share)) => {
                (share * front.positions + 0.5 + 1e-9).floor().clamp(1.0, front.positions - 1.0) as usize
            }
            (None, None) => unreachable!("a scenario gives the one or the other"),
        };
        Front { position, advances: 0, retreats: 0 }
    }

    /// Every plan at the start.
    fn assess(&self, years: usize) -> Vec<Option<Assessment>> {
        let start = self.start();
        let assess = |(plan, game): (usize, &Game<'_>)| {
            if !game.is_available() {
                return None;
            }
            let solutions = self.solve(game, start);
            let surplus = self.surplus(&solutions, start);
            let acceptable = [A, D].map(|side| {
                surplus[side] + self.views[plan][side] >= 0.0 && !game.crosses_red_line(self, side, start.position)
            });
            let value = [A, D].map(|side| solutions[side].value);
            Some(Assessment { value, surplus, acceptable, survival: survival(game, &solutions, years) })
        };
        self.games.iter().enumerate().map(assess).collect()
    }

    /// phi_i(n) - c_i of both sides.
    fn flows_at(&self, position: usize, numbers: &Parameters) -> [f64; 2] {
        [A, D].map(|side| self.flows[side][position] - numbers.party(terms::side(side)).war_cost)
    }

    /// Plays the trial.
    pub fn play(&self, luck: &mut Luck<'_>, years: usize) -> Outcome {
        let assessments = self.assess(years);
        let start = self.start();
        let war_values = self.war_values(start.position, self.offsets(start));
        let mut outcome = self.fight(luck, years);
        outcome.assessments = assessments;
        outcome.war_values = war_values;
        outcome
    }

    /// War and bargaining.
    fn fight(&self, luck: &mut Luck<'_>, years: usize) -> Outcome {
        let negotiation = &self.parameters.negotiation;
        let (interval, last) = (negotiation.interval as u32, negotiation.max_months as u32);
        let contest = Contest::new(&self.parameters);
        let mut account = Account::new(&self.parameters);
        let mut front = self.start();
        let mut off_table_until = vec![0; self.games.len()];
        for month in 0..last {
            if month % interval == 0
                && let Some(tabled) = self.table(month, &off_table_until, front)
            {
                let luck_of_round = luck.ratification(u64::from(month / interval));
                let ratifies =
                    |side| luck_of_round[terms::side(side)] < self.parameters.party(terms::side(side)).ratification;
                if ratifies(A) && ratifies(D) {
                    return self.peace(luck, account, month, front, &tabled, years);
                }
                off_table_until[tabled.plan] = month + u32::max(1, negotiation.cooldown as u32);
            }
            account.month(self.flows_at(front.position, &self.parameters));
            let (position, winner) = war::month(&contest, self.log_odds, luck.war(u64::from(month)), front.position);
            match position.cmp(&front.position) {
                std::cmp::Ordering::Greater => front.advances += 1,
                std::cmp::Ordering::Less => front.retreats += 1,
                std::cmp::Ordering::Equal => {}
            }
            front.position = position;
            if let Some(winner) = winner {
                account.victory(winner);
                return match winner {
                    Side::Challenger => account.close(Class::ChallengerVictory, month + 1),
                    Side::Defender => account.close(Class::DefenderVictory, month + 1),
                };
            }
        }
        account.for_ever(self.war_values(front.position, [0.0; 2]));
        account.close(Class::NoSettlement, last)
    }

    /// The peace, and the war that follows if it fails.
    fn peace(
        &self,
        luck: &mut Luck<'_>,
        mut account: Account,
        month: u32,
        front: Front,
        tabled: &Tabled,
        years: usize,
    ) -> Outcome {
        let game = &self.games[tabled.plan];
        let signature = Signature {
            plan: tabled.plan,
            month,
            terms: game.signed(front.position),
            surplus: tabled.surplus,
            survival: survival(game, &tabled.solutions, years),
        };
        let mut active = game.is_guaranteed();
        let mut failure = None;
        for age in 0..years {
            let LuckOfYear { mover: move_luck, decision: attack_luck, renewal: renewal_luck } = luck.peace(age as u64);
            let mover = if move_luck < 0.5 { A } else { D };
            let Solution { attack_active, attack_lapsed, .. } = &tabled.solutions[mover];
            if attack_luck < if active { attack_active[age] } else { attack_lapsed[age] } {
                failure = Some(self.resume(luck, &mut account, game, front.position, mover, (age, active)));
                break;
            }
            account.year(game.utilities(front.position, age, active));
            if active && game.term_ends(age) {
                active = renewal_luck < game.after.guarantee.renewal;
            }
        }
        let class = match &failure {
            None => {
                account.for_ever(game.utilities(front.position, years, active));
                Class::PeaceHeld
            }
            Some(Failure { attacker: Side::Challenger, .. }) => Class::ResumedByChallenger,
            Some(Failure { attacker: Side::Defender, .. }) => Class::ResumedByDefender,
        };
        let mut outcome = account.close(class, month + failure.as_ref().map_or(0, |failure| failure.months));
        outcome.signature = Some(signature);
        outcome.failure = failure;
        outcome
    }

    /// An attack at an age, and the resumed war.
    fn resume(
        &self,
        luck: &mut Luck<'_>,
        account: &mut Account,
        game: &Game<'_>,
        position: usize,
        attacker: usize,
        (age, active): (usize, bool),
    ) -> Failure {
        let after = &game.after;
        let (honoured, force, punishment) =
            if attacker == A && active { intervention(game, luck, age) } else { (0, 0.0, 0.0) };
        let surprise = if attacker == A { after.challenger.surprise } else { -after.defender.surprise };
        let challenger = forces::grown(&after.challenger, age);
        let defender = forces::mobilised(&after.defender, game.plan.defender_forces, age);
        let log_odds = war::log_odds(after.front.decisiveness, challenger, defender + force) + surprise;
        let mut costs = [0.0; 2];
        costs[attacker] = after.party(terms::side(attacker)).attack_cost + punishment;
        account.lump(costs);

        let contest = Contest::new(after);
        let mut position = game.resumed_position(position);
        let last = after.enforcement.resumed_war_months as u32;
        let mut failure = Failure {
            attacker: terms::side(attacker),
            age: age as u32,
            active,
            honoured,
            force,
            result: Resumed::Unresolved,
            months: last,
        };
        for month in 0..last {
            account.month(self.flows_at(position, after));
            let (next, winner) = war::month(&contest, log_odds, luck.resumed_war(u64::from(month)), position);
            position = next;
            if let Some(winner) = winner {
                account.victory(winner);
                failure.result = if winner == Side::Challenger { Resumed::ChallengerWon } else { Resumed::DefenderWon };
                failure.months = month + 1;
                return failure;
            }
        }
        let values = [A, D].map(|side| war::values(&contest, &fighter(self, game, side), log_odds)[position]);
        account.for_ever(values);
        failure
    }
}

/// Who honours: how many, with how much force, and what it costs A.
fn intervention(game: &Game<'_>, luck: &Luck<'_>, age: usize) -> (u32, f64, f64) {
    let shock = luck.shock();
    let decides = |index: usize, backstop_honours: bool| {
        let member = &game.members[index];
        let chance = honours(game, member, age, shock, 0.0) * member.factor(backstop_honours);
        luck.honours(member.guarantor) < chance
    };
    let mut total = (0, 0.0, 0.0);
    for (index, member) in game.members.iter().enumerate() {
        // a backstop has no backstop itself
        let backstop_honours = member.backstop.is_some_and(|backstop| decides(backstop, false));
        if decides(index, backstop_honours) {
            total.0 += 1;
            total.1 += member.contribution();
            total.2 += member.numbers.punishment;
        }
    }
    total
}

/// Realised values, discounted to month 0.
#[derive(Debug)]
struct Account {
    values: [f64; 2],
    weights: [f64; 2],
    discount_factors: [f64; 2],
}

impl Account {
    fn new(parameters: &Parameters) -> Self {
        let discount_factors = [parameters.challenger.discount_factor, parameters.defender.discount_factor];
        Self { values: [0.0; 2], weights: [1.0; 2], discount_factors }
    }

    fn flow(&mut self, flows: [f64; 2], years: f64) {
        for side in [A, D] {
            let delta = self.discount_factors[side].powf(years);
            self.values[side] += self.weights[side] * (1.0 - delta) * flows[side];
            self.weights[side] *= delta;
        }
    }

    fn month(&mut self, flows: [f64; 2]) {
        self.flow(flows, 1.0 / 12.0);
    }

    fn year(&mut self, flows: [f64; 2]) {
        self.flow(flows, 1.0);
    }

    fn lump(&mut self, costs: [f64; 2]) {
        for side in [A, D] {
            self.values[side] -= self.weights[side] * costs[side];
        }
    }

    fn for_ever(&mut self, flows: [f64; 2]) {
        for side in [A, D] {
            self.values[side] += self.weights[side] * flows[side];
        }
    }

    fn victory(&mut self, winner: Side) {
        self.for_ever(if winner == Side::Challenger { [1.0, 0.0] } else { [0.0, 1.0] });
    }

    fn close(self, class: Class, war_months: u32) -> Outcome {
        Outcome {
            class,
            signature: None,
            failure: None,
            war_months,
            values: self.values,
            war_values: [f64::NAN; 2],
            assessments: Vec::new(),
        }
    }
}
