//! One trial: war and bargaining, then the peace.

use crate::model::enforcement::{AnyTheory, Theory, durability};
use crate::model::evidence::EvidencePiece;
use crate::model::forecast::{Forecast, Multipliers, cell_of};
use crate::model::settlement::Settlement;
use crate::model::war::Fighter;
use crate::model::{Foresight, PerSide, Side, Structure};

use super::account::Account;
use super::alone::alone;
use super::bargaining::{Bargaining, Tabled, Views};
use super::count::Weight;
use super::evidence::{Weighing, weigh};
use super::front::{Front, Odds};
use super::luck::Luck;
use super::observer::{NoObserver, Observer, Round, WarMonth};
use super::outcome::{Breach, Class, Ended, Foretold, Signature, TrialOutcome, Unknowing};
use super::peace::PeaceWalk;
use super::valuation::Asked;
use super::world::{World, WorldError};

/// What of the scenario a trial needs besides its world.
#[derive(Clone, Debug)]
pub struct Rules {
    /// Years for which the peace is followed.
    pub years: usize,
    /// Which sides may attack.
    pub may_attack: PerSide<bool>,
    /// First month in which each plan can be tabled.
    pub from_month: Vec<u32>,
    /// Months for which fighting stops after the signature of each plan, before the sides ratify.
    pub ceasefire_months: Vec<u32>,
    /// With what the sides compare a plan.
    pub foresight: Foresight,
    /// Whether each plan is also asked about alone.
    pub alone: bool,
    /// Months from month 0 over which costs are counted; 0 where none is declared.
    pub cost_months: u32,
    /// Whether each plan can be tabled at all.
    pub tabled: Vec<bool>,
    /// What has happened already.
    pub evidence: Vec<EvidencePiece>,
    /// What others foretell.
    pub forecasts: Vec<Forecast>,
    /// What multiplies the weights of trials for that; nothing does where it is empty.
    pub multipliers: Multipliers,
}

impl Rules {
    /// The rules of a scenario's structure, with a peace that is followed for so many years; no plan is asked about alone,
    /// and no costs are counted.
    #[must_use]
    pub fn new(structure: &Structure, years: usize) -> Self {
        Self {
            years,
            may_attack: structure.may_attack,
            from_month: structure.plans.iter().map(|plan| plan.from_month).collect(),
            ceasefire_months: structure.plans.iter().map(|plan| plan.ceasefire_months).collect(),
            foresight: structure.foresight,
            alone: false,
            cost_months: 0,
            tabled: structure.plans.iter().map(|plan| plan.tabled).collect(),
            evidence: structure.evidence.clone(),
            forecasts: structure.forecasts.clone(),
            multipliers: Multipliers::default(),
        }
    }

    /// What becomes of what others foretell in a trial that ended so and counts for that much without it; `None` where
    /// nothing is foretold.
    fn foretold(&self, ended: &Ended<'_>, weight: Weight) -> Option<Foretold> {
        if self.forecasts.is_empty() {
            return None;
        }
        let cell = cell_of(&self.forecasts, &ended.course());
        Some(Foretold { cell, without: weight.scaled(1.0), factor: self.multipliers.factor(&self.forecasts, cell) })
    }
}

/// Plays trials, one after another, by a theory of enforcement whose working memory it keeps.
#[derive(Debug)]
pub struct Player<T = AnyTheory> {
    rules: Rules,
    theory: T,
}

impl<T: Theory> Player<T> {
    /// A player by these rules and this theory.
    #[must_use]
    pub fn new(rules: Rules, theory: T) -> Self {
        Self { rules, theory }
    }

    /// Plays one trial; tells `observer` of everything but the draw, the world and the end.
    ///
    /// # Errors
    /// [`WorldError::Value`]: a side would have to choose by what is no number. [`WorldError::Range`]: the sides look ahead
    /// less far than the peace is followed.
    pub fn play<O: Observer>(
        &mut self,
        world: &World,
        luck: &mut Luck<'_>,
        observer: &mut O,
    ) -> Result<TrialOutcome, WorldError> {
        let lookahead = world.parameters.enforcement.lookahead;
        if lookahead < self.rules.years as f64 {
            return Err(WorldError::Range { path: "enforcement.lookahead".to_owned(), value: lookahead });
        }
        let mut bargaining = Bargaining::new(world, &self.rules, &mut self.theory, Views::of(world, luck));
        let Weighing { weight, likelihoods, unknowing } = weigh(&mut bargaining, Some(luck));
        let start = bargaining.at_start();
        observer.assessed(&start.assessments);
        let mut trial = Trial {
            world,
            rules: &self.rules,
            bargaining,
            account: Account::new(world, self.rules.cost_months),
            luck,
            observer,
        };
        let ending = trial.fight();
        let (values, party_values) = (trial.account.values(), trial.account.party_values());
        let costs = trial.account.exposure.totals(&world.parameters.costs);
        let Trial { mut bargaining, luck, .. } = trial;
        let alone = self.rules.alone.then(|| alone(&mut bargaining, luck));
        let mut undefined = bargaining.undefined;
        let unknowing = unknowing.map(|views| {
            bargaining.begin_again(views);
            let (unknowing, no_number) = play_again(&self.rules, bargaining, luck);
            undefined |= no_number;
            unknowing
        });
        if undefined || values.iter().chain(&party_values).any(|value| value.is_nan()) {
            return Err(WorldError::Value);
        }
        let Ending { class, war_months, frozen_months, signature, breach } = ending;
        let ended = Ended { class, signature: signature.as_ref(), breach };
        let foretold = self.rules.foretold(&ended, weight);
        let weight = foretold.map_or(weight, |it| it.without.scaled(it.factor));
        Ok(TrialOutcome {
            class,
            signature,
            breach,
            war_months,
            frozen_months,
            values,
            war_values: start.war_values,
            reservations: start.reservations,
            party_values,
            party_war_values: start.party_war_values,
            party_reservations: start.party_reservations,
            assessments: start.assessments,
            alone,
            costs,
            weight,
            likelihoods,
            foretold,
            unknowing,
        })
    }
}

/// What a party that does not fight has of a month in which the front stands so.
pub(super) fn onlooking(fighter: &Fighter, front: &Front) -> f64 {
    fighter.flow.at(front.position) - if front.frozen { 0.0 } else { fighter.war_cost }
}

/// The same trial again, with the views that the sides hold now: how it ends, and whether anything in it was decided by
/// what is no number.
fn play_again<'a, T: Theory>(
    rules: &'a Rules,
    bargaining: Bargaining<'a, T>,
    luck: &'a mut Luck<'_>,
) -> (Box<Unknowing>, bool) {
    let account = Account::new(bargaining.world, 0);
    let mut trial = Trial { world: bargaining.world, rules, bargaining, account, luck, observer: &mut NoObserver };
    let Ending { class, signature, breach, .. } = trial.fight();
    (Box::new(Unknowing { class, signature, breach }), trial.bargaining.undefined)
}

/// How a trial ended.
#[derive(Debug)]
struct Ending {
    class: Class,
    war_months: u32,
    frozen_months: u32,
    signature: Option<Signature>,
    breach: Option<Breach>,
}

impl Ending {
    /// The end of a war that was not settled, at that time.
    fn unsettled(class: Class, time: Time) -> Self {
        let (war_months, frozen_months) = (time.fought(), time.frozen);
        Self { class, war_months, frozen_months, signature: None, breach: None }
    }
}

/// The month to which a first war has come.
#[derive(Clone, Copy, Debug, Default)]
struct Time {
    month: u32,
    /// Months in which the front was frozen.
    frozen: u32,
    /// Months of ceasefires that came to nothing, or that come before the peace.
    ceasefire: u32,
}

impl Time {
    /// Months in which it was fought.
    fn fought(self) -> u32 {
        self.month - self.frozen - self.ceasefire
    }
}

/// A plan that was signed in a round.
#[derive(Clone, Copy, Debug)]
struct Signed<'a> {
    plan: usize,
    settlement: &'a Settlement,
    surplus: PerSide<f64>,
    /// Whether both sides ratify it, at once or after its ceasefire.
    is_ratified: bool,
}

/// A trial that is being played.
struct Trial<'a, 'l, T, O> {
    world: &'a World,
    rules: &'a Rules,
    bargaining: Bargaining<'a, T>,
    account: Account,
    luck: &'a mut Luck<'l>,
    observer: &'a mut O,
}

impl<'a, T: Theory, O: Observer> Trial<'a, '_, T, O> {
    /// War and bargaining from month 0 until a settlement, a victory or the end.
    fn fight(&mut self) -> Ending {
        let world = self.world;
        let negotiation = &world.parameters.negotiation;
        let (interval, last) = (negotiation.interval as u32, negotiation.max_months as u32);
        let costs = PerSide::each(|side| world.parameters.party(side).war_cost);
        let odds = Odds::new(&world.contest, world.log_odds);
        let mut front = Front::at(world.start);
        let mut time = Time::default();
        while time.month < last {
            if time.month.is_multiple_of(interval)
                && !front.frozen
                && let Some(tabled) = self.round(time.month, time.month / interval, front)
            {
                let paused = self.pause(tabled.plan, front);
                time.month += paused;
                time.ceasefire += paused;
                if tabled.is_ratified {
                    return self.settle(&tabled, time, front);
                }
                self.bargaining.take_off_table(tabled.plan, time.month);
                if paused > 0 {
                    continue;
                }
            }
            time.frozen += u32::from(front.frozen);
            let cost = |side| if front.frozen { 0.0 } else { costs[side] };
            let flows = PerSide::each(|side| world.flow(side, front.position, cost(side)));
            self.account.month(&front, flows, |party| onlooking(&world.stakes.concerns[party].fighter, &front));
            let month = time.month;
            let step = odds.step(&front, self.luck.war(u64::from(month)));
            let winner = front.take(step, world.contest.positions);
            self.observer.month(&WarMonth { resumed: false, month, step, front, winner });
            time.month += 1;
            if let Some(winner) = winner {
                self.account.victory(winner);
                return Ending::unsettled(Class::victory(winner), time);
            }
        }
        let value = |side| {
            if front.frozen {
                world.frozen_value(side, front.position)
            } else {
                world.war_value(side, front.position, 0.0)
            }
        };
        let onlooking = |party| world.onlooker_true_value(party, front.position, front.frozen);
        self.account.for_ever(PerSide::each(value), onlooking);
        self.account.exposure.fight_on(&odds, front, last, |month| self.luck.war(month));
        Ending::unsettled(Class::unsettled(front.frozen), time)
    }

    /// A round; the plan that is signed in it, if any, and whether it will be ratified.
    fn round(&mut self, month: u32, round: u32, front: Front) -> Option<Signed<'a>> {
        let tabled = self.bargaining.table(month, front);
        let ratifies = match tabled {
            Some(_) => self.bargaining.ratifies(self.luck, round),
            None => PerSide::default(),
        };
        if O::WATCHES {
            self.tell_round((month, round), front, tabled, ratifies);
        }
        let is_ratified = ratifies.both();
        tabled.map(|Tabled { plan, settlement, surplus }| Signed { plan, settlement, surplus, is_ratified })
    }

    /// The ceasefire after the signature of a plan, if it has one: nothing moves, and nobody pays for fighting. Says for how
    /// many months.
    fn pause(&mut self, plan: usize, front: Front) -> u32 {
        let months = self.rules.ceasefire_months[plan];
        for _ in 0..months {
            let flows = PerSide::each(|side: Side| self.world.flow(side, front.position, 0.0));
            let paused = Front { frozen: true, ..front };
            let concerns = &self.world.stakes.concerns;
            self.account.month(&paused, flows, |party| onlooking(&concerns[party].fighter, &paused));
        }
        months
    }

    fn tell_round(
        &mut self,
        (month, round): (u32, u32),
        front: Front,
        tabled: Option<Tabled<'a>>,
        ratifies: PerSide<bool>,
    ) {
        let at = self.bargaining.standpoint(front);
        let claims = self.bargaining.claims(at, round);
        let plans = self.bargaining.review(month, &claims);
        self.observer.round(&Round {
            month,
            front,
            offsets: at.offsets,
            war_values: self.bargaining.war_values(at),
            reservations: claims.reservations,
            margins: claims.margins,
            plans: &plans,
            tabled: tabled.map(|tabled| tabled.plan),
            ratifies,
            ratified: ratifies.both(),
        });
    }

    /// The peace that begins at that time.
    fn settle(&mut self, signed: &Signed<'a>, time: Time, front: Front) -> Ending {
        let &Signed { plan, settlement, surplus, .. } = signed;
        let (years, position) = (self.rules.years, front.position);
        let at = self.bargaining.standpoint(front);
        let asked = [Asked::by_both(plan, settlement, at)];
        let solutions = self.bargaining.valuation.pairs(&asked).pop().unwrap_or_default();
        let theory = &*self.bargaining.valuation.theory;
        let survival = durability(theory, settlement, &solutions, years).survival;
        let terms = (0..settlement.signed.len()).map(|issue| settlement.term_on(issue, position)).collect();
        let combination = settlement.combination;
        let signature = Signature { plan, combination, month: time.month, terms, surplus, survival };
        self.observer.signed(&signature, &solutions);
        self.account.exposure.sign(settlement.held_at(position));
        let peace = PeaceWalk { world: self.world, theory, settlement, position, years };
        let breach = peace.walk(&solutions, self.luck, &mut self.account, self.observer);
        Ending {
            class: Class::settled(breach.map(|breach| breach.attacker)),
            war_months: time.fought() + breach.map_or(0, |breach| breach.months),
            frozen_months: time.frozen + breach.map_or(0, |breach| breach.frozen_months),
            signature: Some(signature),
            breach,
        }
    }
}
