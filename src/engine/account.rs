//! Realised values: what really happened, discounted by month from month 0; and its months, for what they cost people.

use crate::model::war::{Fighter, monthly_factor, prizes};
use crate::model::{PerSide, Side};

use super::exposure::Exposure;
use super::front::Front;
use super::world::World;

/// Realised values so far, share of the prize.
#[derive(Clone, Debug)]
pub(super) struct Account {
    sides: PerSide<Ledger>,
    /// Of the parties that do not fight.
    onlookers: Vec<Ledger>,
    /// The same months, counted for what they cost.
    pub(super) exposure: Exposure,
}

/// What one side or party has had so far.
#[derive(Clone, Copy, Debug)]
struct Ledger {
    value: f64,
    /// Discount to the present moment.
    weight: f64,
    /// Discount factor of a month and its complement.
    monthly: (f64, f64),
    yearly: f64,
    /// What it has of each victory.
    prizes: PerSide<f64>,
}

impl Account {
    /// The account of a world at month 0, whose costs are counted for so many months.
    pub(super) fn new(world: &World, cost_months: u32) -> Self {
        let of_side = |side| Ledger::new(world.parameters.party(side).discount_factor, prizes(side));
        let of_party = |fighter: &Fighter| Ledger::new(fighter.discount_factor, fighter.prizes);
        Self {
            sides: PerSide::each(of_side),
            onlookers: world.stakes.concerns.iter().map(|concern| of_party(&concern.fighter)).collect(),
            exposure: Exposure::new(cost_months, world.contest.positions),
        }
    }

    /// A month of war in which the front stands so, with these flows, and those of the parties that do not fight.
    pub(super) fn month(&mut self, front: &Front, flows: PerSide<f64>, onlooking: impl Fn(usize) -> f64) {
        self.exposure.month(front);
        self.enjoy(flows, onlooking, Ledger::month);
    }

    /// A year of peace with these flows.
    pub(super) fn year(&mut self, flows: PerSide<f64>, onlooking: impl Fn(usize) -> f64) {
        self.exposure.year();
        self.enjoy(flows, onlooking, Ledger::year);
    }

    /// These flows from now on for ever.
    pub(super) fn for_ever(&mut self, flows: PerSide<f64>, onlooking: impl Fn(usize) -> f64) {
        self.enjoy(flows, onlooking, Ledger::at_once);
    }

    /// Enters a flow of each in its ledger.
    fn enjoy(&mut self, flows: PerSide<f64>, onlooking: impl Fn(usize) -> f64, enter: impl Fn(&mut Ledger, f64)) {
        for (party, ledger) in self.onlookers.iter_mut().enumerate() {
            enter(ledger, onlooking(party));
        }
        for side in Side::BOTH {
            enter(&mut self.sides[side], flows[side]);
        }
    }

    /// A cost to one side, at once.
    pub(super) fn lump(&mut self, side: Side, cost: f64) {
        self.sides[side].at_once(-cost);
    }

    /// Everything for ever to the winner.
    pub(super) fn victory(&mut self, winner: Side) {
        self.exposure.victory(winner);
        for ledger in self.sides.as_mut_array().iter_mut().chain(&mut self.onlookers) {
            ledger.at_once(ledger.prizes[winner]);
        }
    }

    /// Realised values.
    pub(super) fn values(&self) -> PerSide<f64> {
        self.sides.map(|ledger| ledger.value)
    }

    /// Those of the parties that do not fight.
    pub(super) fn party_values(&self) -> Vec<f64> {
        self.onlookers.iter().map(|ledger| ledger.value).collect()
    }
}

impl Ledger {
    fn new(discount_factor: f64, prizes: PerSide<f64>) -> Self {
        Self { value: 0.0, weight: 1.0, monthly: monthly_factor(discount_factor), yearly: discount_factor, prizes }
    }

    fn month(&mut self, flow: f64) {
        let (factor, complement) = self.monthly;
        self.value += self.weight * complement * flow;
        self.weight *= factor;
    }

    fn year(&mut self, flow: f64) {
        self.value += self.weight * (1.0 - self.yearly) * flow;
        self.weight *= self.yearly;
    }

    /// Without any time passing.
    fn at_once(&mut self, value: f64) {
        self.value += self.weight * value;
    }
}
