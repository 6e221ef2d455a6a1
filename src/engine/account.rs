//! Realised values: what really happened, discounted by month from month 0; and its months, for what they cost people.

use crate::model::war::{Fighter, monthly_factor};
use crate::model::{PerSide, Side};

use super::exposure::Exposure;
use super::front::Front;
use super::world::World;

/// Realised values so far, share of the prize.
#[derive(Clone, Debug)]
pub(super) struct Account {
    values: PerSide<f64>,
    /// Discount to the present moment.
    weight: PerSide<f64>,
    /// Discount factor of a month and its complement.
    monthly: PerSide<(f64, f64)>,
    yearly: PerSide<f64>,
    /// Of the parties that do not fight.
    onlookers: Vec<Ledger>,
    /// The same months, counted for what they cost.
    pub(super) exposure: Exposure,
}

/// The realised value of a party that does not fight so far.
#[derive(Clone, Copy, Debug)]
struct Ledger {
    value: f64,
    weight: f64,
    monthly: (f64, f64),
    yearly: f64,
    /// What it has of each victory.
    prizes: PerSide<f64>,
}

impl Account {
    /// The account of a world at month 0, whose costs are counted for so many months.
    pub(super) fn new(world: &World, cost_months: u32) -> Self {
        let yearly = PerSide::each(|side| world.parameters.party(side).discount_factor);
        Self {
            values: PerSide::default(),
            weight: PerSide::new(1.0, 1.0),
            monthly: yearly.map(monthly_factor),
            yearly,
            onlookers: world.stakes.concerns.iter().map(|concern| Ledger::new(&concern.fighter)).collect(),
            exposure: Exposure::new(cost_months, world.contest.positions),
        }
    }

    /// A month of war in which the front stands so, with these flows, and those of the parties that do not fight.
    pub(super) fn month(&mut self, front: &Front, flows: PerSide<f64>, onlooking: impl Fn(usize) -> f64) {
        self.exposure.month(front);
        for (party, ledger) in self.onlookers.iter_mut().enumerate() {
            let (factor, complement) = ledger.monthly;
            ledger.value += ledger.weight * complement * onlooking(party);
            ledger.weight *= factor;
        }
        for side in Side::BOTH {
            let (factor, complement) = self.monthly[side];
            self.values[side] += self.weight[side] * complement * flows[side];
            self.weight[side] *= factor;
        }
    }

    /// A year of peace with these flows.
    pub(super) fn year(&mut self, flows: PerSide<f64>, onlooking: impl Fn(usize) -> f64) {
        self.exposure.year();
        for (party, ledger) in self.onlookers.iter_mut().enumerate() {
            ledger.value += ledger.weight * (1.0 - ledger.yearly) * onlooking(party);
            ledger.weight *= ledger.yearly;
        }
        for side in Side::BOTH {
            self.values[side] += self.weight[side] * (1.0 - self.yearly[side]) * flows[side];
            self.weight[side] *= self.yearly[side];
        }
    }

    /// A cost to one side, at once.
    pub(super) fn lump(&mut self, side: Side, cost: f64) {
        self.values[side] -= self.weight[side] * cost;
    }

    /// These flows from now on for ever.
    pub(super) fn for_ever(&mut self, flows: PerSide<f64>, onlooking: impl Fn(usize) -> f64) {
        for (party, ledger) in self.onlookers.iter_mut().enumerate() {
            ledger.value += ledger.weight * onlooking(party);
        }
        for side in Side::BOTH {
            self.values[side] += self.weight[side] * flows[side];
        }
    }

    /// Everything for ever to the winner.
    pub(super) fn victory(&mut self, winner: Side) {
        self.exposure.victory(winner);
        self.values[winner] += self.weight[winner];
        for ledger in &mut self.onlookers {
            ledger.value += ledger.weight * ledger.prizes[winner];
        }
    }

    /// Realised values.
    pub(super) fn values(&self) -> PerSide<f64> {
        self.values
    }

    /// Those of the parties that do not fight.
    pub(super) fn party_values(&self) -> Vec<f64> {
        self.onlookers.iter().map(|ledger| ledger.value).collect()
    }
}

impl Ledger {
    fn new(fighter: &Fighter) -> Self {
        let &Fighter { prizes, discount_factor, .. } = fighter;
        Self { value: 0.0, weight: 1.0, monthly: monthly_factor(discount_factor), yearly: discount_factor, prizes }
    }
}
