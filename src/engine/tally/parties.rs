//! What is remembered of parties that do not fight.

use serde::{Deserialize, Serialize};

use crate::engine::count::{Counts, Sum, Weight};
use crate::engine::outcome::Stance;

use super::decision::Standings;

/// What is remembered of a plan as a party that does not fight sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StanceTally {
    /// Surplus at the start.
    pub surplus: Counts,
    /// Its sum.
    pub surplus_sum: Sum,
    /// Value at the start.
    pub value: Counts,
    /// Its sum.
    pub value_sum: Sum,
}

impl StanceTally {
    pub(super) fn record(&mut self, stance: &Stance, weight: Weight) {
        self.surplus.add_of(stance.surplus, weight);
        self.surplus_sum.add(weight.times(stance.surplus));
        self.value.add_of(stance.value, weight);
        self.value_sum.add(weight.times(stance.value));
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.surplus.merge(&other.surplus);
        self.surplus_sum.merge(&other.surplus_sum);
        self.value.merge(&other.value);
        self.value_sum.merge(&other.value_sum);
    }
}

/// What is remembered of a party that does not fight over all trials.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyTally {
    /// Realised values.
    pub values: Counts,
    /// Their sum.
    pub values_sum: Sum,
    /// Values of the war at the start.
    pub war_values: Counts,
    /// Their sum.
    pub war_values_sum: Sum,
    /// Plans against each other, draw by draw, by what the party may expect of them.
    pub standings: Standings,
}

impl PartyTally {
    pub(super) fn new(plans: usize) -> Self {
        Self { standings: Standings::new(plans), ..Self::default() }
    }

    pub(super) fn record(&mut self, value: f64, war_value: f64, weight: Weight) {
        self.values.add_of(value, weight);
        self.values_sum.add(weight.times(value));
        self.war_values.add_of(war_value, weight);
        self.war_values_sum.add(weight.times(war_value));
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.values.merge(&other.values);
        self.values_sum.merge(&other.values_sum);
        self.war_values.merge(&other.war_values);
        self.war_values_sum.merge(&other.war_values_sum);
        self.standings.merge(&other.standings);
    }
}
