//! Realised values: what really happened, discounted by month from month 0; and its months, for what they cost people.

use crate::model::war::monthly_factor;
use crate::model::{PerSide, Side};

use super::exposure::Exposure;
use super::front::Front;
use super::world::World;

/// Realised values so far, share of the prize.
#[derive(Clone, Copy, Debug)]
pub(super) struct Account {
    values: PerSide<f64>,
    /// Discount to the present moment.
    weight: PerSide<f64>,
    /// Discount factor of a month and its complement.
    monthly: PerSide<(f64, f64)>,
    yearly: PerSide<f64>,
    /// The same months, counted for what they cost.
    pub(super) exposure: Exposure,
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
            exposure: Exposure::new(cost_months, world.contest.positions),
        }
    }

    /// A month of war in which the front stands so, with these flows.
    pub(super) fn month(&mut self, front: &Front, flows: PerSide<f64>) {
        self.exposure.month(front);
        for side in Side::BOTH {
            let (factor, complement) = self.monthly[side];
            self.values[side] += self.weight[side] * complement * flows[side];
            self.weight[side] *= factor;
        }
    }

    /// A year of peace with these flows.
    pub(super) fn year(&mut self, flows: PerSide<f64>) {
        self.exposure.year();
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
    pub(super) fn for_ever(&mut self, flows: PerSide<f64>) {
        for side in Side::BOTH {
            self.values[side] += self.weight[side] * flows[side];
        }
    }

    /// Everything for ever to the winner.
    pub(super) fn victory(&mut self, winner: Side) {
        self.exposure.victory(winner);
        self.values[winner] += self.weight[winner];
    }

    /// Realised values.
    pub(super) fn values(&self) -> PerSide<f64> {
        self.values
    }
}
