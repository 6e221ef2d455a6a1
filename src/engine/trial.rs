//! One trial: war and bargaining, the peace, and the war that follows if it fails.

use crate::model::Side;
use crate::model::enforcement::{Fate, LANES, MayAttack, Solution, Solver, View, fate};
use crate::model::guarantee::Backstop;
use crate::model::settlement::Settlement;
use crate::model::war::{Contest, Fighter, Valuer, monthly_factor};
use crate::num;

use super::luck::Luck;
use super::world::{World, WorldError};

/// How a trial ends. The order is that of `summary.json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A won the first war.
    ChallengerVictory,
    /// D won the first war.
    DefenderVictory,
    /// Still fighting after the last month.
    NoSettlement,
    /// Settled, and no resumed war.
    PeaceHeld,
    /// Settled, and A went back to war.
    ResumedByChallenger,
    /// Settled, and D went back to war.
    ResumedByDefender,
}

impl Class {
    /// All classes in the order of `summary.json`.
    pub const ALL: [Class; 6] = [
        Class::ChallengerVictory,
        Class::DefenderVictory,
        Class::NoSettlement,
        Class::PeaceHeld,
        Class::ResumedByChallenger,
        Class::ResumedByDefender,
    ];

    /// The name in results.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Class::ChallengerVictory => "challenger_victory",
            Class::DefenderVictory => "defender_victory",
            Class::NoSettlement => "no_settlement",
            Class::PeaceHeld => "peace_held",
            Class::ResumedByChallenger => "resumed_by_challenger",
            Class::ResumedByDefender => "resumed_by_defender",
        }
    }
}

/// How a resumed war ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resumed {
    /// A won.
    ChallengerWon,
    /// D won.
    DefenderWon,
    /// Undecided after the months for which it is followed.
    Unresolved,
}

impl Resumed {
    /// The name in results.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Resumed::ChallengerWon => "challenger_won",
            Resumed::DefenderWon => "defender_won",
            Resumed::Unresolved => "unresolved",
        }
    }
}

/// What a plan is worth at the start position under prior beliefs, whatever `from_month`.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// V - W - margin of both sides, private view left out.
    pub surplus: [f64; 2],
    /// V of both sides.
    pub value: [f64; 2],
    /// Whether each side could accept it: no red line of either side is crossed by... its own, and the surplus with
    /// the private view is at least 0.
    pub acceptable: [bool; 2],
    /// What would become of the peace.
    pub fate: Fate,
}

/// A signature.
#[derive(Clone, Debug, PartialEq)]
pub struct Signature {
    /// Index of the plan.
    pub plan: usize,
    /// Month.
    pub month: u32,
    /// The terms by issue: territory, cap, troops really stationed, years, further issues.
    pub terms: Vec<f64>,
    /// Surplus of both sides, private view included.
    pub surplus: [f64; 2],
    /// Exact survival of the peace by year, as foreseen by the model.
    pub survival: Vec<f64>,
}

/// A peace that failed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Failure {
    /// Who attacked.
    pub attacker: Side,
    /// Age of the settlement in years.
    pub age: u32,
    /// Whether the guarantee was active.
    pub active: bool,
    /// How many guarantors honoured.
    pub honoured: u32,
    /// With how much force, thousand.
    pub force: f64,
    /// How the resumed war ended.
    pub result: Resumed,
    /// For how many months it was fought.
    pub months: u32,
}

/// The outcome of a trial.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// How it ended.
    pub class: Class,
    /// What was signed.
    pub signature: Option<Signature>,
    /// How the peace failed.
    pub failure: Option<Failure>,
    /// Months of war in all.
    pub war_months: u32,
    /// Realised value to both sides, share of the prize.
    pub values: [f64; 2],
    /// Value of fighting to the finish to both sides at the start (W).
    pub war_values: [f64; 2],
    /// Each plan at the start; `None` where it is not available.
    pub assessments: Vec<Option<Assessment>>,
}

/// What of the scenario a trial needs besides its world.
#[derive(Clone, Debug)]
pub struct Rules {
    /// Years for which the peace is followed.
    pub years: usize,
    /// Which sides may attack.
    pub may_attack: MayAttack,
    /// First month in which each plan can be tabled.
    pub from_month: Vec<u32>,
}

/// Plays trials, one after another; keeps its working memory.
#[derive(Debug)]
pub struct Player {
    rules: Rules,
    solver: Solver,
}

impl Player {
    /// A player by these rules.
    #[must_use]
    pub fn new(rules: Rules) -> Self {
        Self { rules, solver: Solver::default() }
    }

    /// Plays one trial.
    ///
    /// # Errors
    /// [`WorldError::Value`]: a side would have to choose by what is no number.
    pub fn play(&mut self, world: &mut World, luck: &mut Luck<'_>) -> Result<Outcome, WorldError> {
        let plans = world.settlements.len();
        let noise = world.parameters.negotiation.acceptance_noise;
        let views = (0..plans)
            .map(|plan| if noise > 0.0 { luck.views(plan).map(|view| noise * view) } else { [0.0; 2] })
            .collect();
        let mut game = Bargaining {
            rules: &self.rules,
            solver: &mut self.solver,
            world,
            views,
            known: vec![[const { Vec::new() }; 2]; plans],
            refuses: vec![Side::Defender; plans],
            undefined: false,
        };
        let assessments = game.assess();
        let war_values = game.reservation_values(game.world.start, [game.offset(0, 0, 0), game.offset(1, 0, 0)]);
        let mut outcome = game.fight(luck);
        outcome.war_values = war_values;
        outcome.assessments = assessments;
        if game.undefined || outcome.values.iter().any(|value| value.is_nan()) {
            Err(WorldError::Value)
        } else {
            Ok(outcome)
        }
    }
}

/// A value of a plan that was found before: offset (as bits), position, value.
type Known = (u64, usize, f64);

/// A trial's war and bargaining.
struct Bargaining<'a> {
    rules: &'a Rules,
    solver: &'a mut Solver,
    world: &'a mut World,
    /// Private views by plan and side.
    views: Vec<[f64; 2]>,
    known: Vec<[Vec<Known>; 2]>,
    /// The side that refused each plan last: it is asked first.
    refuses: Vec<Side>,
    /// Whether a surplus came out as no number: nothing that was decided by it counts.
    undefined: bool,
}

/// The state of a war between rounds.
#[derive(Clone, Copy, Debug)]
struct Front {
    position: usize,
    advances: u32,
    retreats: u32,
}

impl Bargaining<'_> {
    fn offset(&self, side: usize, advances: u32, retreats: u32) -> f64 {
        self.world.beliefs[side].offset(advances, retreats)
    }

    /// W of both sides at a position, plus what they demand beyond it.
    fn reservation_values(&mut self, position: usize, offsets: [f64; 2]) -> [f64; 2] {
        Side::BOTH.map(|side| self.world.war_value(side, position, offsets[side as usize]))
    }

    fn margins(&self) -> [f64; 2] {
        Side::BOTH.map(|side| self.world.parameters.party(side).margin)
    }

    /// Every available plan at the start.
    fn assess(&mut self) -> Vec<Option<Assessment>> {
        let start = self.world.start;
        let offsets = [self.offset(0, 0, 0), self.offset(1, 0, 0)];
        let reservation = self.reservation_values(start, offsets);
        let margins = self.margins();
        let asked: Vec<(usize, Side)> = (0..self.world.settlements.len())
            .filter(|&plan| self.world.settlements[plan].is_some())
            .flat_map(|plan| Side::BOTH.map(|side| (plan, side)))
            .collect();
        let solutions = self.solve_in_full(&asked, start, offsets);
        let mut solutions = solutions.into_iter();
        let mut out = Vec::with_capacity(self.world.settlements.len());
        for plan in 0..self.world.settlements.len() {
            let Some(settlement) = &self.world.settlements[plan] else {
                out.push(None);
                continue;
            };
            let (Some(challenger), Some(defender)) = (solutions.next(), solutions.next()) else { break };
            let value = [challenger.value, defender.value];
            let surplus = [0, 1].map(|side: usize| value[side] - reservation[side] - margins[side]);
            self.undefined |= surplus.iter().any(|surplus| surplus.is_nan());
            let acceptable = [0, 1].map(|side: usize| {
                surplus[side] + self.views[plan][side] >= 0.0
                    && !settlement.crosses(&self.world.stakes.utilities[side], start)
            });
            let fate = fate(settlement, &challenger, &defender, self.rules.years);
            self.refuses[plan] = if surplus[0] < surplus[1] { Side::Challenger } else { Side::Defender };
            out.push(Some(Assessment { surplus, value, acceptable, fate }));
        }
        out
    }

    /// Solves views at one position and returns them whole; their values become known.
    fn solve_in_full(&mut self, asked: &[(usize, Side)], position: usize, offsets: [f64; 2]) -> Vec<Solution> {
        let mut out = Vec::with_capacity(asked.len());
        for batch in asked.chunks(LANES) {
            let values = self.solve_batch(batch, position, offsets);
            for (lane, &value) in values.iter().enumerate().take(batch.len()) {
                out.push(self.solver.attacks(lane, self.rules.years, value));
            }
        }
        out
    }

    fn solve_batch(&mut self, batch: &[(usize, Side)], position: usize, offsets: [f64; 2]) -> [f64; LANES] {
        let views: Vec<View<'_>> = batch
            .iter()
            .filter_map(|&(plan, side)| {
                let settlement = self.world.settlements[plan].as_ref()?;
                Some(View {
                    settlement,
                    position,
                    territory_values: self.world.territory_values(settlement, position),
                    side,
                    offset: offsets[side as usize],
                })
            })
            .collect();
        let values = self.solver.solve(&views, self.rules.may_attack);
        for (&(plan, side), &value) in batch.iter().zip(&values) {
            let key = (offsets[side as usize].to_bits(), self.key_position(plan, position), value);
            let known = &mut self.known[plan][side as usize];
            if known.len() >= 64 {
                known.clear();
            }
            known.push(key);
        }
        values
    }

    /// The part of the position on which the value of a plan depends.
    fn key_position(&self, plan: usize, position: usize) -> usize {
        match &self.world.settlements[plan] {
            Some(settlement) if settlement.territory.is_some() => 0,
            _ => position,
        }
    }

    fn known(&self, plan: usize, side: Side, position: usize, offsets: [f64; 2]) -> Option<f64> {
        let (bits, position) = (offsets[side as usize].to_bits(), self.key_position(plan, position));
        self.known[plan][side as usize].iter().rev().find(|known| known.0 == bits && known.1 == position).map(|k| k.2)
    }

    /// V of the plans and sides asked for, from memory where possible.
    fn values(&mut self, asked: &[(usize, Side)], position: usize, offsets: [f64; 2]) -> Vec<f64> {
        let missing: Vec<_> =
            asked.iter().copied().filter(|&(plan, side)| self.known(plan, side, position, offsets).is_none()).collect();
        for batch in missing.chunks(LANES) {
            self.solve_batch(batch, position, offsets);
        }
        asked.iter().map(|&(plan, side)| self.known(plan, side, position, offsets).unwrap_or(f64::NAN)).collect()
    }

    /// The plan tabled in a round, with both surpluses (private view included); `None` where no plan suits both.
    fn table(&mut self, month: u32, off_table: &[u32], front: Front) -> Option<(usize, [f64; 2])> {
        let position = front.position;
        let candidates: Vec<usize> = (0..self.world.settlements.len())
            .filter(|&plan| self.rules.from_month[plan] <= month && off_table[plan] <= month)
            .filter(|&plan| {
                let settlement = self.world.settlements[plan].as_ref();
                settlement.is_some_and(|settlement| !self.world.crosses_red_line(settlement, position))
            })
            .collect();
        if candidates.is_empty() {
            return None;
        }
        let offsets = [0, 1].map(|side| self.offset(side, front.advances, front.retreats));
        let reservation = self.reservation_values(position, offsets);
        let margins = self.margins();
        let surplus = |game: &Self, plan: usize, side: Side, value: f64| {
            let side = side as usize;
            value - reservation[side] - margins[side] + game.views[plan][side]
        };
        let first: Vec<(usize, Side)> = candidates.iter().map(|&plan| (plan, self.refuses[plan])).collect();
        let first_values = self.values(&first, position, offsets);
        self.undefined |= first_values.iter().chain(&reservation).any(|value| value.is_nan());
        let willing: Vec<(usize, Side, f64)> = first
            .iter()
            .zip(first_values)
            .map(|(&(plan, side), value)| (plan, side, surplus(self, plan, side, value)))
            .filter(|&(_, _, surplus)| surplus >= 0.0)
            .collect();
        let second: Vec<(usize, Side)> = willing.iter().map(|&(plan, side, _)| (plan, side.other())).collect();
        let second_values = self.values(&second, position, offsets);
        self.undefined |= second_values.iter().any(|value| value.is_nan());
        let mut best: Option<(usize, [f64; 2])> = None;
        for ((plan, side, own), value) in willing.into_iter().zip(second_values) {
            let other = surplus(self, plan, side.other(), value);
            if !(other >= 0.0) {
                self.refuses[plan] = side.other();
                continue;
            }
            let surpluses = if side == Side::Challenger { [own, other] } else { [other, own] };
            if best.is_none_or(|(_, best)| surpluses[0] * surpluses[1] > best[0] * best[1]) {
                best = Some((plan, surpluses));
            }
        }
        best
    }

    /// War and bargaining from month 0 until a settlement, a victory or the end.
    fn fight(&mut self, luck: &mut Luck<'_>) -> Outcome {
        let negotiation = self.world.parameters.negotiation;
        let (interval, last) = (negotiation.interval as u32, negotiation.max_months as u32);
        let costs = Side::BOTH.map(|side| self.world.parameters.party(side).war_cost);
        let mut account = Account::new(self.world);
        let mut front = Front { position: self.world.start, advances: 0, retreats: 0 };
        let mut off_table = vec![0; self.world.settlements.len()];
        let contest = self.world.contest;
        let odds = Odds::new(&contest, self.world.log_odds);
        for month in 0..last {
            if month % interval == 0 {
                if let Some((plan, surplus)) = self.table(month, &off_table, front) {
                    if self.ratified(luck, month / interval) {
                        return self.settle(luck, account, plan, month, surplus, front);
                    }
                    off_table[plan] = month.saturating_add(negotiation.cooldown as u32).max(month + 1);
                }
            }
            account.month(Side::BOTH.map(|side| self.world.flow(side, front.position, costs[side as usize])));
            match odds.step(luck.war(u64::from(month)), &mut front, contest.positions) {
                None => {}
                Some(winner) => {
                    account.victory(winner);
                    let class = match winner {
                        Side::Challenger => Class::ChallengerVictory,
                        Side::Defender => Class::DefenderVictory,
                    };
                    return account.close(class, month + 1);
                }
            }
        }
        let true_values = Side::BOTH.map(|side| self.world.war_value(side, front.position, 0.0));
        account.for_ever(true_values);
        account.close(Class::NoSettlement, last)
    }

    fn ratified(&self, luck: &Luck<'_>, round: u32) -> bool {
        let chances = Side::BOTH.map(|side| self.world.parameters.party(side).ratification);
        if chances == [1.0, 1.0] {
            return true;
        }
        let luck = luck.ratification(u64::from(round));
        luck[0] < chances[0] && luck[1] < chances[1]
    }

    /// The peace after a signature.
    fn settle(
        &mut self,
        luck: &mut Luck<'_>,
        mut account: Account,
        plan: usize,
        month: u32,
        surplus: [f64; 2],
        front: Front,
    ) -> Outcome {
        let offsets = [0, 1].map(|side| self.offset(side, front.advances, front.retreats));
        let solutions =
            self.solve_in_full(&[(plan, Side::Challenger), (plan, Side::Defender)], front.position, offsets);
        let [challenger, defender] = &solutions[..] else { return account.close(Class::NoSettlement, month) };
        let world = &*self.world;
        let Some(settlement) = &world.settlements[plan] else { return account.close(Class::NoSettlement, month) };
        let mut terms = settlement.signed.clone();
        terms[0] = settlement.territory_at(front.position);
        let years = self.rules.years;
        let signature =
            Signature { plan, month, terms, surplus, survival: fate(settlement, challenger, defender, years).survival };
        let peace = Peace { world, settlement, position: front.position, years };
        let failure = peace.walk(luck, &mut account, challenger, defender);
        let mut outcome = account.close(
            match failure.map(|failure| failure.attacker) {
                None => Class::PeaceHeld,
                Some(Side::Challenger) => Class::ResumedByChallenger,
                Some(Side::Defender) => Class::ResumedByDefender,
            },
            month + failure.map_or(0, |failure| failure.months),
        );
        outcome.signature = Some(signature);
        outcome.failure = failure;
        outcome
    }
}

/// The chances of a month of war.
struct Odds {
    collapse_challenger: f64,
    collapse_defender: f64,
    /// Below: D advances.
    retreat: f64,
    /// Above: A advances.
    advance: f64,
}

impl Odds {
    fn new(contest: &Contest, log_odds: f64) -> Self {
        let moves = 1.0 - contest.stalemate;
        let k = 1.0 - contest.collapse_challenger - contest.collapse_defender;
        let bottom = contest.collapse_challenger;
        Self {
            collapse_challenger: bottom,
            collapse_defender: 1.0 - contest.collapse_defender,
            retreat: bottom + k * moves * num::logistic(-log_odds),
            advance: bottom + k * (1.0 - moves * num::logistic(log_odds)),
        }
    }

    /// One month, decided by one number in (0, 1): the larger it is, the better for A. Says who won, if anybody.
    fn step(&self, luck: f64, front: &mut Front, positions: usize) -> Option<Side> {
        if luck < self.collapse_challenger {
            return Some(Side::Defender);
        }
        if luck >= self.collapse_defender {
            return Some(Side::Challenger);
        }
        if luck < self.retreat {
            front.position -= 1;
            front.retreats += 1;
        } else if luck >= self.advance {
            front.position += 1;
            front.advances += 1;
        }
        match front.position {
            0 => Some(Side::Defender),
            top if top == positions => Some(Side::Challenger),
            _ => None,
        }
    }
}

/// A signed peace.
struct Peace<'a> {
    world: &'a World,
    settlement: &'a Settlement,
    position: usize,
    years: usize,
}

impl Peace<'_> {
    /// Walks through the ages until an attack or the last year.
    fn walk(
        &self,
        luck: &mut Luck<'_>,
        account: &mut Account,
        challenger: &Solution,
        defender: &Solution,
    ) -> Option<Failure> {
        let game = self.settlement;
        let territory = self.world.territory_values(game, self.position);
        let in_force = |age: usize, active: bool| {
            Side::BOTH.map(|side| game.in_force(side, age, active, territory[side as usize]))
        };
        let mut active = game.term.exists();
        for age in 0..self.years {
            let [mover, attack, renewal] = luck.peace(age as u64);
            let (side, solution) =
                if mover < 0.5 { (Side::Challenger, challenger) } else { (Side::Defender, defender) };
            let chance = if active { solution.attack_active[age] } else { solution.attack_lapsed[age] };
            if attack < chance {
                return Some(self.resume(luck, account, side, age, active));
            }
            account.year(in_force(age, active));
            if active && game.term.ends_after(age) {
                active = renewal < game.after.guarantee.renewal;
            }
        }
        account.for_ever(in_force(self.years, active));
        None
    }

    /// An attack at the beginning of the year at `age`.
    fn resume(&self, luck: &mut Luck<'_>, account: &mut Account, attacker: Side, age: usize, active: bool) -> Failure {
        let game = self.settlement;
        let after = &game.after;
        let (honoured, force, punishment) = match attacker {
            Side::Challenger if active => self.intervene(luck, age),
            _ => (0, 0.0, 0.0),
        };
        let ratio = game.challenger_forces[age] / (game.defender_forces[age] + force);
        let strike = match attacker {
            Side::Challenger => after.challenger.surprise,
            Side::Defender => -after.defender.surprise,
        };
        let log_odds = after.front.decisiveness * num::ln(ratio) + strike;
        let mut costs = [0.0; 2];
        costs[attacker as usize] = after.party(attacker).attack_cost + punishment;
        account.lump(costs);
        let (result, months) = self.fight(luck, account, log_odds);
        Failure { attacker, age: age as u32, active, honoured, force, result, months }
    }

    /// Which guarantors honour: how many, with how much force, and what they cost the challenger.
    fn intervene(&self, luck: &Luck<'_>, age: usize) -> (u32, f64, f64) {
        let coalition = &self.settlement.coalition;
        let term_age = self.settlement.term.age(age) as f64;
        let shock = luck.shock();
        let decides = |member: usize, factor: f64| {
            let chance = coalition.honours_given(member, term_age, shock, 0.0) * factor;
            luck.honours(self.settlement.guarantors[member]) < chance
        };
        let mut total = (0, 0.0, 0.0);
        for (index, member) in coalition.members.iter().enumerate() {
            let backed = match member.backstop {
                Backstop::None => true,
                Backstop::Absent => false,
                Backstop::Member(backstop) => decides(backstop, 1.0),
            };
            if decides(index, if backed { 1.0 } else { member.without_backstop }) {
                total = (total.0 + 1, total.1 + member.contribution, total.2 + member.punishment);
            }
        }
        total
    }

    /// The resumed war, month by month.
    fn fight(&self, luck: &mut Luck<'_>, account: &mut Account, log_odds: f64) -> (Resumed, u32) {
        let game = self.settlement;
        let contest = game.after.contest();
        let odds = Odds::new(&contest, log_odds);
        let mut front = Front { position: game.resumed_position(self.position), advances: 0, retreats: 0 };
        let months = self.world.parameters.enforcement.resumed_war_months as u32;
        for month in 0..months {
            let flows = Side::BOTH.map(|side| self.world.flow(side, front.position, game.after.party(side).war_cost));
            account.month(flows);
            if let Some(winner) = odds.step(luck.resumed_war(u64::from(month)), &mut front, contest.positions) {
                account.victory(winner);
                let result = match winner {
                    Side::Challenger => Resumed::ChallengerWon,
                    Side::Defender => Resumed::DefenderWon,
                };
                return (result, month + 1);
            }
        }
        let values = game
            .fighters
            .each_ref()
            .map(|fighter: &Fighter| Valuer::new(&contest, fighter, front.position).value(log_odds));
        account.for_ever(values);
        (Resumed::Unresolved, months)
    }
}

/// Realised values so far, discounted to month 0.
struct Account {
    values: [f64; 2],
    /// Discount to the present moment.
    weight: [f64; 2],
    monthly: [(f64, f64); 2],
    yearly: [f64; 2],
}

impl Account {
    fn new(world: &World) -> Self {
        let yearly = Side::BOTH.map(|side| world.parameters.party(side).discount_factor);
        Self { values: [0.0; 2], weight: [1.0; 2], monthly: yearly.map(monthly_factor), yearly }
    }

    fn month(&mut self, flows: [f64; 2]) {
        for side in 0..2 {
            let (factor, complement) = self.monthly[side];
            self.values[side] += self.weight[side] * complement * flows[side];
            self.weight[side] *= factor;
        }
    }

    fn year(&mut self, flows: [f64; 2]) {
        for side in 0..2 {
            self.values[side] += self.weight[side] * (1.0 - self.yearly[side]) * flows[side];
            self.weight[side] *= self.yearly[side];
        }
    }

    fn lump(&mut self, costs: [f64; 2]) {
        for side in 0..2 {
            self.values[side] -= self.weight[side] * costs[side];
        }
    }

    fn for_ever(&mut self, flows: [f64; 2]) {
        for side in 0..2 {
            self.values[side] += self.weight[side] * flows[side];
        }
    }

    fn victory(&mut self, winner: Side) {
        self.values[winner as usize] += self.weight[winner as usize];
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
