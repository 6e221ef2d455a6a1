//! One trial: war and bargaining, then the peace.

use crate::model::PerSide;
use crate::model::enforcement::{AnyTheory, Theory, durability};
use crate::model::evidence::EvidencePiece;

use super::account::Account;
use super::alone::alone;
use super::bargaining::{Bargaining, Tabled, views};
use super::evidence::{Weighing, weigh};
use super::front::{Front, Odds};
use super::luck::Luck;
use super::observer::{NoObserver, Observer, Round, WarMonth};
use super::outcome::{Breach, Class, Signature, TrialOutcome, Unknowing};
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
    /// Whether each plan is also asked about alone.
    pub alone: bool,
    /// Months from month 0 over which costs are counted; 0 where none is declared.
    pub cost_months: u32,
    /// Whether each plan can be tabled at all.
    pub tabled: Vec<bool>,
    /// What has happened already.
    pub evidence: Vec<EvidencePiece>,
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
        let mut bargaining = Bargaining::new(world, &self.rules, &mut self.theory, views(world, luck));
        let Weighing { weight, likelihoods, unknowing } = weigh(&mut bargaining, Some(luck));
        let assessments = bargaining.assess();
        observer.assessed(&assessments);
        let war_values = bargaining.war_values(bargaining.standpoint(Front::at(world.start)));
        let mut trial = Trial {
            world,
            rules: &self.rules,
            bargaining,
            account: Account::new(world, self.rules.cost_months),
            luck,
            observer,
        };
        let ending = trial.fight();
        let values = trial.account.values();
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
        if undefined || values.iter().any(|value| value.is_nan()) {
            return Err(WorldError::Value);
        }
        let Ending { class, war_months, frozen_months, signature, breach } = ending;
        Ok(TrialOutcome {
            class,
            signature,
            breach,
            war_months,
            frozen_months,
            values,
            war_values,
            assessments,
            alone,
            costs,
            weight,
            likelihoods,
            unknowing,
        })
    }
}

/// The same trial again, with the views that the sides hold now: how it ends, and whether anything in it was decided by
/// what is no number.
fn play_again<'a, 'l, T: Theory>(
    rules: &'a Rules,
    bargaining: Bargaining<'a, T>,
    luck: &'a mut Luck<'l>,
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
    /// The end of a war of so many months, in so many of which the front was frozen.
    fn unsettled(class: Class, months: u32, frozen_months: u32) -> Self {
        Self { class, war_months: months - frozen_months, frozen_months, signature: None, breach: None }
    }
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
        let mut frozen_months = 0;
        for month in 0..last {
            if month % interval == 0
                && !front.frozen
                && let Some(tabled) = self.round(month, month / interval, front)
            {
                return self.settle(&tabled, [month, frozen_months], front);
            }
            frozen_months += u32::from(front.frozen);
            let cost = |side| if front.frozen { 0.0 } else { costs[side] };
            self.account.month(&front, PerSide::each(|side| world.flow(side, front.position, cost(side))));
            let step = odds.step(&front, self.luck.war(u64::from(month)));
            let winner = front.take(step, world.contest.positions);
            self.observer.month(&WarMonth { resumed: false, month, step, front, winner });
            if let Some(winner) = winner {
                self.account.victory(winner);
                return Ending::unsettled(Class::victory(winner), month + 1, frozen_months);
            }
        }
        let value = |side| {
            if front.frozen {
                world.frozen_value(side, front.position)
            } else {
                world.war_value(side, front.position, 0.0)
            }
        };
        self.account.for_ever(PerSide::each(value));
        self.account.exposure.fight_on(&odds, front, last, |month| self.luck.war(month));
        Ending::unsettled(Class::unsettled(&front), last, frozen_months)
    }

    /// A round; the plan that is signed and ratified in it, if any.
    fn round(&mut self, month: u32, round: u32, front: Front) -> Option<Tabled<'a>> {
        let tabled = self.bargaining.table(month, front);
        let ratified = tabled.is_some() && self.bargaining.ratified(self.luck, round);
        if O::WATCHES {
            self.tell_round(month, front, tabled, ratified);
        }
        if let (Some(tabled), false) = (tabled, ratified) {
            self.bargaining.take_off_table(tabled.plan, month);
        }
        tabled.filter(|_| ratified)
    }

    fn tell_round(&mut self, month: u32, front: Front, tabled: Option<Tabled<'a>>, ratified: bool) {
        let at = self.bargaining.standpoint(front);
        let plans = self.bargaining.review(month, front);
        self.observer.round(&Round {
            month,
            front,
            offsets: at.offsets,
            war_values: self.bargaining.war_values(at),
            plans: &plans,
            tabled: tabled.map(|tabled| tabled.plan),
            ratified,
        });
    }

    /// The peace after a signature in a month before which the front was frozen for so many.
    fn settle(&mut self, tabled: &Tabled<'a>, [month, frozen_months]: [u32; 2], front: Front) -> Ending {
        let &Tabled { plan, settlement, surplus } = tabled;
        let (years, position) = (self.rules.years, front.position);
        let at = self.bargaining.standpoint(front);
        let asked = [Asked::by_both(plan, settlement, at)];
        let solutions = self.bargaining.valuation.pairs(&asked).pop().unwrap_or_default();
        let theory = &*self.bargaining.valuation.theory;
        let survival = durability(theory, settlement, &solutions, years).survival;
        let terms = (0..settlement.signed.len()).map(|issue| settlement.term_on(issue, position)).collect();
        let signature = Signature { plan, month, terms, surplus, survival };
        self.observer.signed(&signature, &solutions);
        self.account.exposure.sign(settlement.held_at(position));
        let peace = PeaceWalk { world: self.world, theory, settlement, position, years };
        let breach = peace.walk(&solutions, self.luck, &mut self.account, self.observer);
        Ending {
            class: Class::settled(breach.map(|breach| breach.attacker)),
            war_months: month - frozen_months + breach.map_or(0, |breach| breach.months),
            frozen_months: frozen_months + breach.map_or(0, |breach| breach.frozen_months),
            signature: Some(signature),
            breach,
        }
    }
}
