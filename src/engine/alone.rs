//! Each plan by itself: how the same trial would go if that plan alone were on the table.
//!
//! The war does not depend on what is offered, so it is played once, to its end; each plan is then held against it with the
//! same luck. What follows a signature is exact: no peace is walked.

use crate::model::enforcement::{Theory, durability};
use crate::model::settlement::Settlement;
use crate::model::{PerSide, Side};

use super::bargaining::{Bargaining, Claims};
use super::front::{Front, Odds};
use super::luck::Luck;
use super::outcome::Class;
use super::valuation::Asked;
use super::world::World;

/// A trial as it goes for each plan alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Alone {
    /// By plan, how the war ends where it is not signed: a victory, no settlement, or a front that is frozen. The same for
    /// all, but for a plan whose ceasefire came to nothing.
    pub unsettled: Vec<Class>,
    /// By plan, what was signed; `None`: it was not.
    pub plans: Vec<Option<SignedAlone>>,
}

/// A plan that was signed when it alone was on the table.
#[derive(Clone, Debug, PartialEq)]
pub struct SignedAlone {
    /// Month in which the peace begins.
    pub month: u32,
    /// Exact survival of the peace by year.
    pub survival: Vec<f64>,
    /// Exact probability that each side has gone back to war by the last year.
    pub resumed: PerSide<f64>,
}

/// A war with nothing signed.
#[derive(Debug)]
struct WarPath {
    stands: Vec<Stand>,
    unsettled: Class,
}

/// Months in which the front stands as it does.
#[derive(Clone, Copy, Debug)]
struct Stand {
    front: Front,
    first: u32,
    /// One after the last.
    end: u32,
}

impl WarPath {
    /// The war of a trial from month `first` on, when the front stands so.
    fn new(world: &World, luck: &mut Luck<'_>, mut front: Front, first: u32) -> Self {
        let last = world.parameters.negotiation.max_months as u32;
        let odds = Odds::new(&world.contest, world.log_odds);
        let mut stands = vec![Stand { front, first, end: last }];
        for month in first..last {
            let before = front;
            let winner = front.take(odds.step(&before, luck.war(u64::from(month))), world.contest.positions);
            let next = month + 1;
            if winner.is_none() && front == before {
                continue;
            }
            if let Some(stand) = stands.last_mut() {
                stand.end = next;
            }
            if let Some(winner) = winner {
                return Self { stands, unsettled: Class::victory(winner) };
            }
            if next < last {
                stands.push(Stand { front, first: next, end: last });
            }
        }
        Self { stands, unsettled: Class::unsettled(front.frozen) }
    }
}

/// A plan on its way through a war in which nothing else is offered.
#[derive(Clone, Copy, Debug)]
struct Offer<'a> {
    plan: usize,
    /// What is offered; `None`: whatever the sides choose where it stands.
    settlement: Option<&'a Settlement>,
    /// The side that refused last: it is asked first.
    refuses: Side,
    /// Index of the war that it goes through.
    path: usize,
    /// Index of the stand that it has come to.
    stand: usize,
    /// First month in which it can be tabled.
    from: u32,
}

/// Holds each plan against one war.
struct Alongside<'b, 'a, 'l, T> {
    bargaining: &'b mut Bargaining<'a, T>,
    luck: &'b mut Luck<'l>,
    /// The war, and what becomes of it after ceasefires that came to nothing.
    paths: Vec<WarPath>,
    /// What the sides claim at each stand of each, once it is known; where they look ahead nobody asks.
    claims: Vec<Vec<Option<Claims>>>,
    interval: u32,
}

/// How each plan would fare alone in the trial whose bargaining this was.
pub(super) fn alone<T: Theory>(bargaining: &mut Bargaining<'_, T>, luck: &mut Luck<'_>) -> Alone {
    let world = bargaining.world;
    let course = WarPath::new(world, luck, Front::at(world.start), 0);
    let interval = world.parameters.negotiation.interval as u32;
    let mut unsettled = vec![course.unsettled; world.settlements.len()];
    let mut alongside = Alongside { bargaining, luck, paths: Vec::new(), claims: Vec::new(), interval };
    alongside.go_on(course);
    let signed = alongside.all(&mut unsettled);
    let mut plans = vec![None; world.settlements.len()];
    for (offer, outcome) in alongside.last(&signed) {
        plans[offer] = Some(outcome);
    }
    Alone { unsettled, plans }
}

impl<'a, T: Theory> Alongside<'_, 'a, '_, T> {
    /// One more way in which the war goes on; its index.
    fn go_on(&mut self, path: WarPath) -> usize {
        self.claims.push(vec![None; path.stands.len()]);
        self.paths.push(path);
        self.paths.len() - 1
    }

    /// The plans that are signed, each with the month in which its peace begins and where the front then stands.
    fn all(&mut self, unsettled: &mut [Class]) -> Vec<(Offer<'a>, u32)> {
        let mut open: Vec<Offer<'a>> = self.offers();
        let mut signed = Vec::new();
        loop {
            open.retain_mut(|offer| self.reaches_round(offer));
            if open.is_empty() {
                return signed;
            }
            let mut willing = self.willing(&mut open).into_iter();
            open.retain_mut(|offer| {
                if !willing.next().unwrap_or_default() {
                    self.refused(offer);
                    return true;
                }
                let month = self.ratified(offer);
                unsettled[offer.plan] = self.paths[offer.path].unsettled;
                signed.extend(month.map(|month| (*offer, month)));
                month.is_none()
            });
        }
    }

    fn offers(&self) -> Vec<Offer<'a>> {
        let (world, rules) = (self.bargaining.world, self.bargaining.rules);
        let of = |(plan, settlement): (usize, &'a Option<Settlement>)| {
            if !rules.tabled[plan] || !world.is_available(plan) {
                return None;
            }
            let (settlement, refuses) = (settlement.as_ref(), self.bargaining.refuses[plan]);
            Some(Offer { plan, settlement, refuses, path: 0, stand: 0, from: rules.from_month[plan] })
        };
        world.settlements.iter().enumerate().filter_map(of).collect()
    }

    /// Moves a plan on to the next stand with a round in which it can be tabled; whether there is one.
    fn reaches_round(&self, offer: &mut Offer<'a>) -> bool {
        while let Some(stand) = self.paths[offer.path].stands.get(offer.stand) {
            let crosses = |settlement| self.bargaining.world.crosses_red_line(settlement, stand.front.position);
            let is_barred = || offer.settlement.is_some_and(crosses);
            if let Some(month) = self.round(stand, offer.from)
                && !is_barred()
            {
                return self.bargaining.has_time(offer.plan, month);
            }
            offer.stand += 1;
        }
        false
    }

    /// The first month of a stand from `from` on in which a round is held: none while the front is frozen.
    fn round(&self, stand: &Stand, from: u32) -> Option<u32> {
        if stand.front.frozen {
            return None;
        }
        let month = stand.first.max(from).next_multiple_of(self.interval);
        (month < stand.end).then_some(month)
    }

    /// The month of the round that a plan has come to.
    fn month(&self, offer: &Offer<'a>) -> u32 {
        self.round(self.stand(offer), offer.from).unwrap_or(offer.from)
    }

    fn stand(&self, offer: &Offer<'a>) -> &Stand {
        &self.paths[offer.path].stands[offer.stand]
    }

    /// A plan that was refused is offered again when the front has moved or, where the sides look ahead, in the next round.
    fn refused(&self, offer: &mut Offer<'a>) {
        if self.bargaining.looks_ahead() {
            offer.from = self.month(offer) + 1;
        } else {
            offer.stand += 1;
        }
    }

    /// Whether both sides accept each plan where it stands.
    fn willing(&mut self, open: &mut [Offer<'a>]) -> Vec<bool> {
        if self.bargaining.looks_ahead() {
            return open.iter().map(|offer| self.accepted_ahead(offer)).collect();
        }
        let mut willing = vec![false; open.len()];
        let mut asked = Vec::new();
        for (index, offer) in open.iter().enumerate() {
            match offer.settlement {
                Some(settlement) => asked.push((index, self.asked(offer, settlement))),
                None => willing[index] = self.agreed(offer).is_some(),
            }
        }
        let (places, first): (Vec<usize>, Vec<(Asked<'a>, Claims)>) = asked.into_iter().unzip();
        let accepted = self.accepted(&first);
        let left: Vec<usize> = (0..first.len()).filter(|&index| accepted[index]).collect();
        let other = |&index: &usize| (first[index].0.by_other(), first[index].1.clone());
        let second: Vec<(Asked<'a>, Claims)> = left.iter().map(other).collect();
        for ((index, (asked, claims)), accepted) in left.into_iter().zip(&second).zip(self.accepted(&second)) {
            if !accepted {
                open[places[index]].refuses = asked.side;
            }
            willing[places[index]] = accepted && !self.bargaining.vetoed(asked, claims);
        }
        willing
    }

    /// A plan with the terms that both sides choose where it stands, if they would sign any.
    fn agreed(&mut self, offer: &Offer<'a>) -> Option<&'a Settlement> {
        let at = self.bargaining.standpoint(self.stand(offer).front);
        self.bargaining.agreed(offer.plan, at, false).map(|agreed| agreed.settlement)
    }

    /// Whether both sides accept a plan where it stands rather than hope for it later.
    fn accepted_ahead(&mut self, offer: &Offer<'a>) -> bool {
        let round = self.month(offer) / self.interval;
        let at = self.bargaining.standpoint(self.stand(offer).front);
        self.bargaining.accepted_alone(offer.plan, at, round)
    }

    /// A plan where it stands as the side sees it that is asked first, and what both sides claim there.
    fn asked(&mut self, offer: &Offer<'a>, settlement: &'a Settlement) -> (Asked<'a>, Claims) {
        let &Offer { plan, refuses: side, path, stand, .. } = offer;
        let bargaining = &mut *self.bargaining;
        let front = self.paths[path].stands[stand].front;
        let claims = self.claims[path][stand].get_or_insert_with(|| bargaining.claims(bargaining.standpoint(front), 0));
        (Asked { plan, settlement, side, at: claims.at }, claims.clone())
    }

    /// Whether each side that is asked accepts what it is asked about.
    fn accepted(&mut self, asked: &[(Asked<'a>, Claims)]) -> Vec<bool> {
        let asked: Vec<(Asked<'a>, &Claims)> = asked.iter().map(|(asked, claims)| (*asked, claims)).collect();
        self.bargaining.surpluses(&asked).into_iter().map(|surplus| surplus >= 0.0).collect()
    }

    /// The month in which the peace begins if both sides ratify a plan that they accept where it stands; else when it is back
    /// on the table is left in `offer`, and how the war goes on after a ceasefire.
    fn ratified(&mut self, offer: &mut Offer<'a>) -> Option<u32> {
        let month = self.month(offer);
        let ceasefire = self.bargaining.rules.ceasefire_months[offer.plan];
        let ratified = self.bargaining.ratified(self.luck, month / self.interval);
        let later = month + ceasefire;
        if ratified {
            return Some(later);
        }
        offer.from = self.bargaining.back_from(later);
        if ceasefire > 0 {
            let front = self.stand(offer).front;
            let path = WarPath::new(self.bargaining.world, self.luck, front, later);
            (offer.path, offer.stand) = (self.go_on(path), 0);
        }
        None
    }

    /// How the peaces that were signed last, by plan.
    fn last(&mut self, signed: &[(Offer<'a>, u32)]) -> Vec<(usize, SignedAlone)> {
        let what = |(offer, month): &(Offer<'a>, u32)| {
            let settlement = offer.settlement.or_else(|| self.agreed(offer))?;
            Some((*offer, *month, settlement))
        };
        let signed: Vec<(Offer<'a>, u32, &'a Settlement)> = signed.iter().filter_map(what).collect();
        let both = |(offer, _, settlement): &(Offer<'a>, u32, &'a Settlement)| {
            let at = self.bargaining.standpoint(self.stand(offer).front);
            Asked::by_both(offer.plan, settlement, at)
        };
        let asked: Vec<[Asked<'a>; 2]> = signed.iter().map(both).collect();
        let pairs = self.bargaining.valuation.pairs(&asked);
        let (theory, years) = (&*self.bargaining.valuation.theory, self.bargaining.rules.years);
        let outcome = |((offer, month, settlement), solutions): ((Offer<'a>, u32, &'a Settlement), _)| {
            let held = durability(theory, settlement, &solutions, years);
            let resumed = PerSide::new(held.by_challenger[years], held.by_defender[years]);
            (offer.plan, SignedAlone { month, survival: held.survival, resumed })
        };
        signed.into_iter().zip(pairs).map(outcome).collect()
    }
}
