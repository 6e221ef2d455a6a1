//! Section 8: one trial.

use armistice::engine::{Class, Luck, LuckOfYear, Resumed};
use armistice::model::{Parameters, Side, Structure};

use super::bargaining::Tabled;
use super::costs::{self, Course, Month};
use super::enforcement::{IN, LAPSED, OUT, fighter, lasting, survival};
use super::guarantee::honours;
use super::open::{Expanded, Offered, best};
use super::outcome::{Assessment, Failure, Outcome, Signature};
use super::plan::Game;
use super::war::{self, Contest, Line};
use super::{A, D, forces, parties, terms};

/// A drawn world.
#[derive(Debug)]
pub struct World<'a> {
    /// Its numbers.
    pub parameters: Parameters,
    /// Issues, guarantors, plans: a plan for each combination of open terms.
    pub structure: &'a Structure,
    /// Of each plan, that of the scenario.
    pub of: &'a [usize],
    /// The plans.
    pub games: Vec<Game<'a>>,
    /// Log-odds of A's advance in the present war.
    pub log_odds: f64,
    /// phi_i(n) of both sides.
    pub flows: [Vec<f64>; 2],
    /// view_i(x) by plan.
    pub views: Vec<[f64; 2]>,
    /// phi_p(n) of the parties that do not fight.
    pub party_flows: Vec<Vec<f64>>,
    /// view_p(x) by plan.
    pub party_views: Vec<Vec<f64>>,
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
        Expanded { structure, of }: &'a Expanded,
        consents: &[bool],
        luck: &Luck<'_>,
    ) -> Option<Self> {
        terms::give_ideals(&mut parameters);
        parameters.effects = of.iter().map(|&plan| parameters.effects[plan].clone()).collect();
        let noise = parameters.negotiation.acceptance_noise;
        let views = of
            .iter()
            .map(|&plan| if noise > 0.0 { luck.views(plan).as_array().map(|view| noise * view) } else { [0.0; 2] })
            .collect();
        let party_view = |plan| luck.party_views(plan).map(|view| if noise > 0.0 { noise * view } else { 0.0 });
        let party_views = of.iter().map(|&plan| party_view(plan).collect()).collect();
        let games: Option<Vec<_>> =
            (0..structure.plans.len()).map(|plan| Game::new(&parameters, structure, plan, consents)).collect();
        let log_odds =
            war::log_odds(parameters.front.decisiveness, parameters.challenger.forces, parameters.defender.forces);
        let flows = [A, D].map(|side| terms::status_quo_flows(&parameters, terms::side(side)));
        let party_flows = parties::flows(&parameters);
        Some(Self { structure, of, games: games?, log_odds, flows, views, party_flows, party_views, parameters })
    }

    /// Where the line lies at month 0.
    pub fn start(&self) -> Front {
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
        let claims_of = |with_views| -> Vec<f64> {
            let claims = self.claims(start, with_views);
            claims[0].iter().map(|values| values[start.position]).collect()
        };
        let (open, own) = (claims_of(false), claims_of(true));
        let assess = |plan: usize| {
            let game = &self.games[plan];
            if !game.is_available() {
                return None;
            }
            let solutions = self.solve(game, start);
            let surplus = self.surplus(plan, &solutions, start.position, [open[A], open[D]]);
            let hoped = self.surplus(plan, &solutions, start.position, [own[A], own[D]]);
            let acceptable = [A, D].map(|side| {
                hoped[side] + self.views[plan][side] >= 0.0 && !game.crosses_red_line(self, side, start.position)
            });
            let value = [A, D].map(|side| self.paused(plan, side, start.position, solutions[side].value));
            let stance = |party| self.stance(party, plan, &solutions, start, [open[2 + party], own[2 + party]]);
            let parties = (0..self.parties()).map(stance).collect();
            let survival = survival(game, &solutions, years);
            let assessment = Assessment { value, surplus, acceptable, survival, parties };
            let surplus = [A, D].map(|side| hoped[side] + self.views[plan][side]);
            Some(Offered { assessment, surplus, barred: self.is_barred(plan, &solutions, start, &own) })
        };
        let plans = self.of.last().map_or(0, |last| last + 1);
        (0..plans).map(|plan| best(self.games_of(plan).into_iter().filter_map(assess).collect())).collect()
    }

    /// Plays the trial, whose costs are counted over so many months.
    pub fn play(&self, luck: &mut Luck<'_>, years: usize, horizon: usize) -> Outcome {
        let assessments = self.assess(years);
        let start = self.start();
        let war_values = self.war_values(start.position, self.offsets(start));
        let mut outcome = self.fight(luck, years, horizon);
        outcome.costs = costs::totals(&self.parameters, &outcome.course, horizon);
        outcome.assessments = assessments;
        outcome.war_values = war_values;
        outcome.party_war_values =
            (0..self.parties()).map(|party| self.party_war_value(party, start.position)).collect();
        let claims = self.claims(start, false);
        let mut reservations = claims[0].iter().map(|values| values[start.position]);
        outcome.reservations = [A, D].map(|_| reservations.next().unwrap_or(f64::NAN));
        outcome.party_reservations = reservations.collect();
        outcome
    }

    /// War and bargaining.
    fn fight(&self, luck: &mut Luck<'_>, years: usize, horizon: usize) -> Outcome {
        let negotiation = &self.parameters.negotiation;
        let (interval, last) = (negotiation.interval as u32, negotiation.max_months as u32);
        let contest = Contest::new(&self.parameters);
        let mut account = Account::new(&self.parameters);
        let mut front = self.start();
        let (mut frozen, mut frozen_months) = (false, 0);
        let mut off_table_until = vec![0; self.games.len()];
        let mut claims = self.claims(front, true);
        // Until then a ceasefire holds that comes to nothing.
        let mut ceasefire_until = 0;
        let mut quiet = 0;
        for month in 0..last {
            if month < ceasefire_until {
                quiet += 1;
                account.ceasefire(&self.flows, &self.paused_flows(front.position), front.position);
                continue;
            }
            if month % interval == 0
                && !frozen
                && let Some(tabled) = self.table(month, &off_table_until, front, &claims)
            {
                let ceasefire = self.games[tabled.plan].plan.ceasefire_months;
                let luck_of_round = luck.ratification(u64::from(month / interval));
                let ratifies =
                    |side| luck_of_round[terms::side(side)] < self.parameters.party(terms::side(side)).ratification;
                if ratifies(A) && ratifies(D) {
                    for _ in 0..ceasefire {
                        account.ceasefire(&self.flows, &self.paused_flows(front.position), front.position);
                    }
                    let (month, quiet) = (month + ceasefire, quiet + ceasefire);
                    return self.peace(luck, account, [month, frozen_months, quiet], front, &tabled, [years, horizon]);
                }
                for game in self.games_of(self.of[tabled.plan]) {
                    off_table_until[game] = month + ceasefire + u32::max(1, negotiation.cooldown as u32);
                }
                if ceasefire > 0 {
                    ceasefire_until = month + ceasefire;
                    quiet += 1;
                    account.ceasefire(&self.flows, &self.paused_flows(front.position), front.position);
                    continue;
                }
            }
            let line = Line { position: front.position, frozen };
            frozen_months += u32::from(frozen);
            account.month(flows_at(&self.flows, line, &self.parameters), &self.party_flows_at(&self.party_flows, line));
            account.pass(Month::War, line);
            let (Line { position, frozen: stopped }, winner) =
                war::month(&contest, self.log_odds, luck.war(u64::from(month)), line);
            frozen = stopped;
            match position.cmp(&front.position) {
                std::cmp::Ordering::Greater => front.advances += 1,
                std::cmp::Ordering::Less => front.retreats += 1,
                std::cmp::Ordering::Equal => {}
            }
            let moved = front.position != position;
            front.position = position;
            if moved && winner.is_none() {
                claims = self.claims(front, true);
            }
            if let Some(winner) = winner {
                account.victory(winner, contest.positions);
                return match winner {
                    Side::Challenger => account.close(Class::ChallengerVictory, month + 1 - quiet, frozen_months),
                    Side::Defender => account.close(Class::DefenderVictory, month + 1 - quiet, frozen_months),
                };
            }
        }
        let values = self.war_values(front.position, [0.0; 2]);
        let mut line = Line { position: front.position, frozen };
        account.fight_on(Month::War, &contest, self.log_odds, &mut line, horizon, last, |month| luck.war(month));
        let of_party = |party| self.party_value(party, front.position, self.log_odds, frozen);
        let of_parties: Vec<f64> = (0..self.parties()).map(of_party).collect();
        account.for_ever(if frozen { self.frozen_values(front.position, values) } else { values }, &of_parties);
        account.close(if frozen { Class::Frozen } else { Class::NoSettlement }, last - quiet, frozen_months)
    }

    /// The peace, and the war that follows if it fails.
    fn peace(
        &self,
        luck: &mut Luck<'_>,
        mut account: Account,
        [month, frozen_months, quiet]: [u32; 3],
        front: Front,
        tabled: &Tabled,
        [years, horizon]: [usize; 2],
    ) -> Outcome {
        let game = &self.games[tabled.plan];
        let signature = Signature {
            plan: self.of[tabled.plan],
            month,
            terms: game.signed(front.position),
            surplus: tabled.surplus,
            survival: survival(game, &tabled.solutions, years),
        };
        let mut guard = if game.is_guaranteed() { IN } else { LAPSED };
        let mut failure = None;
        let mut of_type = [0; 2];
        Self::draw_types(luck, game, 0, [1.0; 2], &mut of_type);
        for age in 0..years {
            let LuckOfYear { mover: move_luck, decision: attack_luck, renewal: renewal_luck } = luck.peace(age as u64);
            let pi = |side: usize| tabled.solutions[side].attacks[age][guard][of_type[side]];
            // Nobody has the move in the record: one number says whether the peace breaks, the other by whom.
            let (mover, chance) = if game.by_record() {
                let q = pi(A) + pi(D);
                (if move_luck * q < pi(A) { A } else { D }, q)
            } else {
                let mover = if move_luck < 0.5 { A } else { D };
                (mover, pi(mover))
            };
            if attack_luck < chance {
                failure = Some(self.resume(luck, &mut account, game, front.position, mover, (age, guard), horizon));
                break;
            }
            let of_parties = self.party_utilities(game, front.position, age, guard != LAPSED);
            account.year(game.utilities(front.position, age, guard != LAPSED), &of_parties);
            let held = game.territory(front.position) * self.parameters.front.positions;
            account.course.extend([(Month::Peace, held); 12]);
            let turnover = [A, D].map(|side| game.after.party(terms::side(side)).turnover);
            Self::draw_types(luck, game, age + 1, turnover, &mut of_type);
            if guard != LAPSED && game.term_ends(age) && renewal_luck >= game.after.guarantee.renewal {
                guard = LAPSED;
            }
            let [out, back] = game.elects(age + 1);
            let election = luck.election(age as u64 + 1);
            guard = match guard {
                IN if election < out => OUT,
                OUT if election < back => IN,
                guard => guard,
            };
        }
        let class = match &failure {
            None => {
                let of_parties = self.party_utilities(game, front.position, years, guard != LAPSED);
                account.for_ever(game.utilities(front.position, years, guard != LAPSED), &of_parties);
                Class::PeaceHeld
            }
            Some(Failure { attacker: Side::Challenger, .. }) => Class::ResumedByChallenger,
            Some(Failure { attacker: Side::Defender, .. }) => Class::ResumedByDefender,
        };
        let mut outcome = account.close(class, month - quiet, frozen_months);
        if let Some(failure) = &failure {
            outcome.war_months += failure.months;
            outcome.frozen_months += failure.frozen_months;
        }
        outcome.signature = Some(signature);
        outcome.failure = failure;
        outcome
    }

    /// Draws the type of each side anew with these chances, at an age.
    fn draw_types(luck: &mut Luck<'_>, game: &Game<'_>, age: usize, chances: [f64; 2], of_type: &mut [usize; 2]) {
        let luck_of_age = luck.resolve(age as u64);
        for side in [A, D] {
            let (u, types) = (luck_of_age[terms::side(side)], lasting(game, side).len());
            if u < chances[side] {
                of_type[side] = (u / chances[side] * types as f64) as usize;
            }
        }
    }

    /// u_p(s, g) of all parties.
    fn party_utilities(&self, game: &Game<'_>, position: usize, age: usize, active: bool) -> Vec<f64> {
        (0..self.parties()).map(|party| game.party_utility(party, position, age, active)).collect()
    }

    /// An attack at an age, and the resumed war.
    fn resume(
        &self,
        luck: &mut Luck<'_>,
        account: &mut Account,
        game: &Game<'_>,
        position: usize,
        attacker: usize,
        (age, guard): (usize, usize),
        horizon: usize,
    ) -> Failure {
        let after = &game.after;
        let active = guard != LAPSED;
        let (honoured, force, punishment) =
            if attacker == A && active { intervention(game, luck, (age, guard == OUT)) } else { (0, 0.0, 0.0) };
        let surprise = if attacker == A { after.challenger.surprise } else { -after.defender.surprise };
        let challenger = forces::grown(&after.challenger, age);
        let defender = forces::mobilised(&after.defender, game.plan.defender_forces, age);
        let log_odds = war::log_odds(after.front.decisiveness, challenger, defender + force) + surprise;
        let mut costs = [0.0; 2];
        costs[attacker] = after.party(terms::side(attacker)).attack_cost + punishment;
        account.lump(costs);

        let contest = Contest::new(after).joined(after, force, defender);
        let mut line = Line { position: game.resumed_position(position), frozen: false };
        let last = after.enforcement.resumed_war_months as u32;
        let mut failure = Failure {
            attacker: terms::side(attacker),
            age: age as u32,
            active,
            honoured,
            force,
            result: Resumed::Unresolved,
            months: 0,
            frozen_months: 0,
        };
        for month in 0..last {
            account.month(flows_at(&game.flows, line, after), &self.party_flows_at(&game.party_flows, line));
            account.pass(Month::ResumedWar, line);
            failure.months += u32::from(!line.frozen);
            failure.frozen_months += u32::from(line.frozen);
            let (next, winner) = war::month(&contest, log_odds, luck.resumed_war(u64::from(month)), line);
            line = next;
            if let Some(winner) = winner {
                account.victory(winner, contest.positions);
                failure.result = if winner == Side::Challenger { Resumed::ChallengerWon } else { Resumed::DefenderWon };
                return failure;
            }
        }
        let values = [A, D].map(|side| {
            let fighter = fighter(game, side);
            let value = war::values(&contest, &fighter, log_odds)[line.position];
            if line.frozen { war::frozen_value(&contest, &fighter, line.position, value) } else { value }
        });
        let of_party = |party: usize| {
            let fighter = parties::fighter(after, party, &game.party_flows[party]);
            let value = war::values(&contest, &fighter, log_odds)[line.position];
            if line.frozen { war::frozen_value(&contest, &fighter, line.position, value) } else { value }
        };
        account.for_ever(values, &(0..self.parties()).map(of_party).collect::<Vec<_>>());
        if line.frozen {
            failure.result = Resumed::Frozen;
        }
        account
            .fight_on(Month::ResumedWar, &contest, log_odds, &mut line, horizon, last, |month| luck.resumed_war(month));
        failure
    }
}

/// phi_i(n) - c_i of both sides, or phi_i(n) on a frozen front.
fn flows_at(flows: &[Vec<f64>; 2], line: Line, numbers: &Parameters) -> [f64; 2] {
    [A, D].map(|side| {
        let cost = if line.frozen { 0.0 } else { numbers.party(terms::side(side)).war_cost };
        flows[side][line.position] - cost
    })
}

/// Who honours: how many, with how much force, and what it costs A.
fn intervention(game: &Game<'_>, luck: &Luck<'_>, at: (usize, bool)) -> (u32, f64, f64) {
    let shock = luck.shock();
    let decides = |index: usize, backstop_honours: bool| {
        let member = &game.members[index];
        let chance = honours(game, member, at, shock, 0.0) * member.factor(backstop_honours);
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

/// Realised values of the sides and then of the parties that do not fight, discounted to month 0.
#[derive(Debug)]
struct Account {
    values: Vec<f64>,
    weights: Vec<f64>,
    discount_factors: Vec<f64>,
    /// What the victory of each side is worth to all of them.
    victories: [Vec<f64>; 2],
    course: Course,
}

impl Account {
    fn new(parameters: &Parameters) -> Self {
        let sides = [parameters.challenger.discount_factor, parameters.defender.discount_factor];
        let parties = parameters.stakeholders.iter().map(|party| party.discount_factor);
        let discount_factors: Vec<f64> = sides.into_iter().chain(parties).collect();
        Self {
            values: vec![0.0; discount_factors.len()],
            weights: vec![1.0; discount_factors.len()],
            discount_factors,
            victories: [A, D].map(|side| parties::after_victory(parameters, terms::side(side))),
            course: Course::new(),
        }
    }

    fn flow(&mut self, flows: [f64; 2], parties: &[f64], years: f64) {
        for (who, flow) in flows.iter().chain(parties).enumerate() {
            let delta = self.discount_factors[who].powf(years);
            self.values[who] += self.weights[who] * (1.0 - delta) * flow;
            self.weights[who] *= delta;
        }
    }

    fn month(&mut self, flows: [f64; 2], parties: &[f64]) {
        self.flow(flows, parties, 1.0 / 12.0);
    }

    /// A month in which fighting stops at a position before a plan is ratified.
    fn ceasefire(&mut self, flows: &[Vec<f64>; 2], parties: &[f64], position: usize) {
        self.month([A, D].map(|side| flows[side][position]), parties);
        self.course.push((Month::Frozen, position as f64));
    }

    fn year(&mut self, flows: [f64; 2], parties: &[f64]) {
        self.flow(flows, parties, 1.0);
    }

    fn lump(&mut self, costs: [f64; 2]) {
        for side in [A, D] {
            self.values[side] -= self.weights[side] * costs[side];
        }
    }

    fn for_ever(&mut self, flows: [f64; 2], parties: &[f64]) {
        for (who, flow) in flows.iter().chain(parties).enumerate() {
            self.values[who] += self.weights[who] * flow;
        }
    }

    fn victory(&mut self, winner: Side, positions: usize) {
        let worth = self.victories[if winner == Side::Challenger { A } else { D }].clone();
        self.for_ever([worth[A], worth[D]], &worth[2..]);
        self.course.push((Month::Over, if winner == Side::Challenger { positions as f64 } else { 0.0 }));
    }

    /// A month of war in the course.
    fn pass(&mut self, month: Month, line: Line) {
        self.course.push((if line.frozen { Month::Frozen } else { month }, line.position as f64));
    }

    /// The course of a war that is not followed from month `first` on, up to the horizon of the costs.
    fn fight_on(
        &mut self,
        kind: Month,
        contest: &Contest,
        log_odds: f64,
        line: &mut Line,
        horizon: usize,
        first: u32,
        mut luck: impl FnMut(u64) -> f64,
    ) {
        let mut month = u64::from(first);
        while self.course.len() < horizon {
            self.pass(kind, *line);
            let (next, winner) = war::month(contest, log_odds, luck(month), *line);
            *line = next;
            month += 1;
            if let Some(winner) = winner {
                self.course
                    .push((Month::Over, if winner == Side::Challenger { contest.positions as f64 } else { 0.0 }));
                return;
            }
        }
    }

    fn close(self, class: Class, months: u32, frozen_months: u32) -> Outcome {
        Outcome {
            class,
            signature: None,
            failure: None,
            war_months: months - frozen_months,
            frozen_months,
            values: [self.values[A], self.values[D]],
            party_values: self.values[2..].to_vec(),
            party_war_values: Vec::new(),
            party_reservations: Vec::new(),
            war_values: [f64::NAN; 2],
            reservations: [f64::NAN; 2],
            assessments: Vec::new(),
            course: self.course,
            likelihoods: Vec::new(),
            unknowing: None,
            costs: Vec::new(),
        }
    }
}
