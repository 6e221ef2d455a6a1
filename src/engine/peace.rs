//! A signed peace, year by year, and the war that follows if it fails.

use crate::model::enforcement::{Guard, Solution, Theory};
use crate::model::guarantee::{Backstop, Coalition};
use crate::model::settlement::Settlement;
use crate::model::war::{Contest, Fighter, Valuer};
use crate::model::{PerSide, Side};
use crate::num;

use super::account::Account;
use super::front::{Front, Odds};
use super::luck::Luck;
use super::observer::{Attack, Observer, PeaceYear, WarMonth};
use super::outcome::{Breach, Resumed};
use super::trial::onlooking;
use super::world::World;

/// A signed peace.
#[derive(Debug)]
pub(super) struct PeaceWalk<'a, T> {
    pub(super) world: &'a World,
    pub(super) theory: &'a T,
    pub(super) settlement: &'a Settlement,
    /// Position of the front at the signature.
    pub(super) position: usize,
    /// Years for which the peace is followed.
    pub(super) years: usize,
}

/// A resumed war.
#[derive(Clone, Copy, Debug)]
struct War {
    result: Resumed,
    /// Months in which it was fought.
    months: u32,
    /// Months in which its front was frozen.
    frozen_months: u32,
}

/// The guarantors that honour.
#[derive(Clone, Debug, Default)]
struct Intervention {
    /// Indices among the scenario's guarantors.
    honoured: Vec<usize>,
    /// Their force, thousand.
    force: f64,
    /// What they cost the challenger, share of the prize.
    punishment: f64,
}

/// What lasts of both sides' resolve.
#[derive(Clone, Copy, Debug)]
struct Resolve {
    /// Of how many types each side may be.
    types: PerSide<usize>,
    /// Of which type each is.
    of_type: PerSide<usize>,
}

impl Resolve {
    /// As it is drawn once a peace has been signed.
    fn new(solutions: &PerSide<Solution>, luck: &mut Luck<'_>) -> Self {
        let mut out = Self { types: PerSide::each(|side| solutions[side].types), of_type: PerSide::default() };
        out.draw(PerSide::new(1.0, 1.0), 0, luck);
        out
    }

    /// Draws it anew with these chances after the year at `age`.
    fn turn(&mut self, turnover: PerSide<f64>, age: usize, luck: &mut Luck<'_>) {
        if turnover.iter().any(|&chance| chance > 0.0) {
            self.draw(turnover, age as u64 + 1, luck);
        }
    }

    fn draw(&mut self, chances: PerSide<f64>, at: u64, luck: &mut Luck<'_>) {
        if self.types.iter().all(|&types| types == 1) {
            return;
        }
        let drawn = luck.resolve(at);
        for side in Side::BOTH {
            if drawn[side] < chances[side] {
                let place = drawn[side] / chances[side] * self.types[side] as f64;
                self.of_type[side] = (place as usize).min(self.types[side] - 1);
            }
        }
    }
}

impl<T: Theory> PeaceWalk<'_, T> {
    /// Walks through the ages until an attack or the last year.
    pub(super) fn walk<O: Observer>(
        &self,
        solutions: &PerSide<Solution>,
        luck: &mut Luck<'_>,
        account: &mut Account,
        observer: &mut O,
    ) -> Option<Breach> {
        let game = self.settlement;
        let territory = self.world.territory_values(game, self.position);
        let in_force = |age: usize, guard: Guard| {
            PerSide::each(|side| game.in_force(side, age, guard.is_active(), territory[side]))
        };
        let parties = 0..game.onlookers.len();
        let lands: Vec<f64> =
            parties.map(|party| self.world.onlooker_territory_value(party, game, self.position)).collect();
        let onlooking = |age: usize, guard: Guard| {
            let lands = &lands;
            move |party: usize| game.onlookers.party(party).in_force(age, guard.is_active(), lands[party])
        };
        let mut guard = if game.term.exists() { Guard::Active } else { Guard::Lapsed };
        let mut resolve = Resolve::new(solutions, luck);
        for age in 0..self.years {
            let year = luck.peace(age as u64);
            let attack = PerSide::each(|side| solutions[side].attack(age, guard, resolve.of_type[side]));
            let attacker = self.theory.attacker(attack, year.mover, year.decision);
            if O::WATCHES {
                observer.year(&PeaceYear { age, guard, chances: self.theory.yearly(attack), attacker });
            }
            if let Some(attacker) = attacker {
                return Some(self.resume(attacker, age, guard, luck, account, observer));
            }
            account.year(in_force(age, guard), onlooking(age, guard));
            resolve.turn(PerSide::each(|side| game.after.party(side).turnover), age, luck);
            if guard.is_active() && game.term.ends_after(age) && year.renewal >= game.after.guarantee.renewal {
                guard = Guard::Lapsed;
            }
            guard = self.elect(guard, age + 1, luck);
        }
        account.for_ever(in_force(self.years, guard), onlooking(self.years, guard));
        None
    }

    /// What guards the peace after an election at `age`, if there is one.
    fn elect(&self, guard: Guard, age: usize, luck: &mut Luck<'_>) -> Guard {
        let Some((out, back)) = self.settlement.desertion.as_ref().and_then(|desertion| desertion.moves(age)) else {
            return guard;
        };
        match guard {
            Guard::Active if luck.election(age as u64) < out => Guard::Deserted,
            Guard::Deserted if luck.election(age as u64) < back => Guard::Active,
            guard => guard,
        }
    }

    /// An attack at the beginning of the year at `age`, and the war that follows.
    fn resume<O: Observer>(
        &self,
        attacker: Side,
        age: usize,
        guard: Guard,
        luck: &mut Luck<'_>,
        account: &mut Account,
        observer: &mut O,
    ) -> Breach {
        let active = guard.is_active();
        let coalition = match (guard, &self.settlement.desertion) {
            (Guard::Lapsed, _) => None,
            (Guard::Deserted, Some(desertion)) => Some(&desertion.coalition),
            _ => Some(&self.settlement.coalition),
        };
        let intervention = match (attacker, coalition) {
            (Side::Challenger, Some(coalition)) => self.intervene(coalition, luck, age),
            _ => Intervention::default(),
        };
        let Intervention { honoured, force, punishment } = &intervention;
        let log_odds = self.log_odds(attacker, age, *force);
        if O::WATCHES {
            observer.attacked(&Attack { attacker, age, active, honoured, force: *force, log_odds });
        }
        account.lump(attacker, self.settlement.after.party(attacker).attack_cost + punishment);
        let after = &self.settlement.after;
        let collapse_defender = after.collapse_with(*force, self.settlement.defender_forces[age]);
        let contest = Contest { collapse_defender, ..after.contest() };
        let War { result, months, frozen_months } = self.fight(&contest, log_odds, luck, account, observer);
        let breach = Breach {
            attacker,
            age: age as u32,
            active,
            honoured: honoured.len() as u32,
            force: *force,
            result,
            months,
            frozen_months,
        };
        observer.breached(&breach);
        breach
    }

    /// True log-odds of an advance of A in a war that `attacker` resumes at `age`, against so much force of guarantors.
    fn log_odds(&self, attacker: Side, age: usize, force: f64) -> f64 {
        let game = self.settlement;
        let ratio = game.challenger_forces[age] / (game.defender_forces[age] + force);
        let strike = match attacker {
            Side::Challenger => game.after.challenger.surprise,
            Side::Defender => -game.after.defender.surprise,
        };
        game.after.front.decisiveness * num::ln(ratio) + strike
    }

    /// Which guarantors of a coalition honour at `age`, by their true chances.
    fn intervene(&self, coalition: &Coalition, luck: &Luck<'_>, age: usize) -> Intervention {
        let guarantors = &self.settlement.guarantors;
        let term_age = self.settlement.term.age(age) as f64;
        let shock = luck.shock();
        let decides = |member: usize, factor: f64| {
            let chance = coalition.honours_given(member, term_age, shock, 0.0) * factor;
            luck.honours(guarantors[member]) < chance
        };
        let mut out = Intervention::default();
        for (index, member) in coalition.members.iter().enumerate() {
            let backed = match member.backstop {
                Backstop::None => true,
                Backstop::Absent => false,
                Backstop::Member(backstop) => decides(backstop, 1.0),
            };
            if decides(index, if backed { 1.0 } else { member.without_backstop }) {
                out.honoured.push(guarantors[index]);
                out.force += member.contribution;
                out.punishment += member.punishment;
            }
        }
        out
    }

    /// The resumed war, month by month.
    fn fight<O: Observer>(
        &self,
        contest: &Contest,
        log_odds: f64,
        luck: &mut Luck<'_>,
        account: &mut Account,
        observer: &mut O,
    ) -> War {
        let game = self.settlement;
        let odds = Odds::new(contest, log_odds);
        let mut front = Front::at(game.resumed_position(self.position));
        let last = self.world.parameters.enforcement.resumed_war_months as u32;
        let mut frozen_months = 0;
        for month in 0..last {
            frozen_months += u32::from(front.frozen);
            let cost = |side| if front.frozen { 0.0 } else { game.fighters[side].war_cost };
            let flows = PerSide::each(|side| game.fighters[side].flow.at(front.position) - cost(side));
            account.month(&front, flows, |party| onlooking(game.onlookers.party(party).fighter(), &front));
            let step = odds.step(&front, luck.resumed_war(u64::from(month)));
            let winner = front.take(step, contest.positions);
            observer.month(&WarMonth { resumed: true, month, step, front, winner });
            if let Some(winner) = winner {
                account.victory(winner);
                return War { result: Resumed::won(winner), months: month + 1 - frozen_months, frozen_months };
            }
        }
        let value = |fighter: &Fighter| {
            let valuer = Valuer::new(contest, fighter, front.position);
            if front.frozen { valuer.frozen_at(front.position, log_odds) } else { valuer.value(log_odds) }
        };
        let values = PerSide::each(|side| value(&game.fighters[side]));
        account.for_ever(values, |party| value(game.onlookers.party(party).fighter()));
        account.exposure.fight_on(&odds, front, last, |month| luck.resumed_war(month));
        let result = if front.frozen { Resumed::Frozen } else { Resumed::Unresolved };
        War { result, months: last - frozen_months, frozen_months }
    }
}
