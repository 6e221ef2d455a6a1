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
    /// How the war ends where nothing is signed before: a victory, no settlement, or a front that is frozen.
    pub unsettled: Class,
    /// By plan, what was signed; `None`: it was not.
    pub plans: Vec<Option<SignedAlone>>,
}

/// A plan that was signed when it alone was on the table.
#[derive(Clone, Debug, PartialEq)]
pub struct SignedAlone {
    /// Month of the signature.
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
    /// The war of a trial.
    fn new(world: &World, luck: &mut Luck<'_>) -> Self {
        let last = world.parameters.negotiation.max_months as u32;
        let odds = Odds::new(&world.contest, world.log_odds);
        let mut front = Front::at(world.start);
        let mut stands = vec![Stand { front, first: 0, end: last }];
        for month in 0..last {
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
        Self { stands, unsettled: Class::unsettled(&front) }
    }
}

/// A plan on its way through a war in which nothing else is offered.
#[derive(Clone, Copy, Debug)]
struct Offer<'a> {
    plan: usize,
    settlement: &'a Settlement,
    /// The side that refused last: it is asked first.
    refuses: Side,
    /// Index of the stand that it has come to.
    stand: usize,
    /// First month in which it can be tabled.
    from: u32,
}

/// Holds each plan against one war.
struct Alongside<'b, 'a, 'l, 'c, T> {
    bargaining: &'b mut Bargaining<'a, T>,
    luck: &'b Luck<'l>,
    stands: &'c [Stand],
    /// What the sides claim at each stand, once it is known.
    claims: Vec<Option<Claims>>,
    interval: u32,
}

/// How each plan would fare alone in the trial whose bargaining this was.
pub(super) fn alone<T: Theory>(bargaining: &mut Bargaining<'_, T>, luck: &mut Luck<'_>) -> Alone {
    let world = bargaining.world;
    let course = WarPath::new(world, luck);
    let mut alongside = Alongside {
        bargaining,
        luck,
        claims: vec![None; course.stands.len()],
        stands: &course.stands,
        interval: world.parameters.negotiation.interval as u32,
    };
    let signed = alongside.all();
    let mut plans = vec![None; world.settlements.len()];
    for (offer, outcome) in alongside.last(&signed) {
        plans[offer] = Some(outcome);
    }
    Alone { unsettled: course.unsettled, plans }
}

impl<'a, T: Theory> Alongside<'_, 'a, '_, '_, T> {
    /// The plans that are signed, each with its month and where the front then stands.
    fn all(&mut self) -> Vec<(Offer<'a>, u32)> {
        let mut open: Vec<Offer<'a>> = self.offers();
        let mut signed = Vec::new();
        loop {
            open.retain_mut(|offer| self.reaches_round(offer));
            if open.is_empty() {
                return signed;
            }
            let willing = self.willing(&mut open);
            let mut willing = willing.into_iter();
            open.retain_mut(|offer| {
                let month = willing.next().unwrap_or_default().then(|| self.ratified(offer)).flatten();
                signed.extend(month.map(|month| (*offer, month)));
                offer.stand += 1;
                month.is_none()
            });
        }
    }

    fn offers(&self) -> Vec<Offer<'a>> {
        let (world, rules) = (self.bargaining.world, self.bargaining.rules);
        let of = |(plan, settlement): (usize, &'a Option<Settlement>)| {
            if !rules.tabled[plan] {
                return None;
            }
            let (settlement, refuses) = (settlement.as_ref()?, self.bargaining.refuses[plan]);
            Some(Offer { plan, settlement, refuses, stand: 0, from: rules.from_month[plan] })
        };
        world.settlements.iter().enumerate().filter_map(of).collect()
    }

    /// Moves a plan on to the next stand with a round in which it can be tabled; whether there is one.
    fn reaches_round(&self, offer: &mut Offer<'a>) -> bool {
        while let Some(stand) = self.stands.get(offer.stand) {
            let is_barred = || self.bargaining.world.crosses_red_line(offer.settlement, stand.front.position);
            if self.round(stand, offer.from).is_some() && !is_barred() {
                return true;
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

    /// Whether both sides accept each plan where it stands.
    fn willing(&mut self, open: &mut [Offer<'a>]) -> Vec<bool> {
        let first: Vec<(Asked<'a>, Claims)> = open.iter().map(|offer| self.asked(offer)).collect();
        let mut willing = self.accepted(&first);
        let is_left = |index: &usize| willing[*index];
        let left: Vec<usize> = (0..open.len()).filter(is_left).collect();
        let other = |&index: &usize| (first[index].0.by_other(), first[index].1);
        let second: Vec<(Asked<'a>, Claims)> = left.iter().map(other).collect();
        for ((index, (asked, _)), accepted) in left.into_iter().zip(&second).zip(self.accepted(&second)) {
            if !accepted {
                open[index].refuses = asked.side;
            }
            willing[index] = accepted;
        }
        willing
    }

    /// A plan where it stands as the side sees it that is asked first, and what both sides claim there.
    fn asked(&mut self, offer: &Offer<'a>) -> (Asked<'a>, Claims) {
        let &Offer { plan, settlement, refuses: side, stand, .. } = offer;
        let bargaining = &self.bargaining;
        let front = self.stands[stand].front;
        let claims = self.claims[stand].get_or_insert_with(|| bargaining.claims(bargaining.standpoint(front)));
        (Asked { plan, settlement, side, at: claims.at }, *claims)
    }

    /// Whether each side that is asked accepts what it is asked about.
    fn accepted(&mut self, asked: &[(Asked<'a>, Claims)]) -> Vec<bool> {
        let plans: Vec<Asked<'a>> = asked.iter().map(|(asked, _)| *asked).collect();
        let values = self.bargaining.valuation.values(&plans);
        let surplus = |((asked, claims), value): (&(Asked<'a>, Claims), f64)| {
            self.bargaining.surplus(asked.plan, asked.side, value, claims)
        };
        let surpluses: Vec<f64> = asked.iter().zip(values).map(surplus).collect();
        self.bargaining.undefined |= surpluses.iter().any(|surplus| surplus.is_nan());
        surpluses.into_iter().map(|surplus| surplus >= 0.0).collect()
    }

    /// The first round of a stand in which both sides ratify a plan that both accept there; else when it is back on the
    /// table is left in `offer`.
    fn ratified(&self, offer: &mut Offer<'a>) -> Option<u32> {
        let stand = &self.stands[offer.stand];
        while let Some(month) = self.round(stand, offer.from) {
            if self.bargaining.ratified(self.luck, month / self.interval) {
                return Some(month);
            }
            offer.from = self.bargaining.back_from(month);
        }
        None
    }

    /// How the peaces that were signed last, by plan.
    fn last(&mut self, signed: &[(Offer<'a>, u32)]) -> Vec<(usize, SignedAlone)> {
        let asked: Vec<[Asked<'a>; 2]> = signed
            .iter()
            .map(|(offer, _)| {
                let (asked, _) = self.asked(offer);
                Asked::by_both(asked.plan, asked.settlement, asked.at)
            })
            .collect();
        let pairs = self.bargaining.valuation.pairs(&asked);
        let (theory, years) = (&*self.bargaining.valuation.theory, self.bargaining.rules.years);
        let outcome = |((offer, month), solutions): (&(Offer<'a>, u32), _)| {
            let held = durability(theory, offer.settlement, &solutions, years);
            let resumed = PerSide::new(held.by_challenger[years], held.by_defender[years]);
            (offer.plan, SignedAlone { month: *month, survival: held.survival, resumed })
        };
        signed.iter().zip(pairs).map(outcome).collect()
    }
}
