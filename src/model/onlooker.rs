//! Parties that do not fight: what they have at stake, and what a settlement puts in force for them.

use super::guarantee::{Coalition, Prospects};
use super::parameters::{Parameters, Stakeholder};
use super::side::{PerSide, Side};
use super::terms::{Utility, victory};
use super::war::Fighter;

/// What a party that does not fight has at stake in a world.
#[derive(Clone, Debug)]
pub struct Concern {
    /// Its utility.
    pub utility: Utility,
    /// The present war as it sees it: what it has while fighting lasts, and for ever after each victory.
    pub fighter: Fighter,
}

impl Concern {
    /// That of the party of that index, while these terms are in force.
    pub(super) fn new(parameters: &Parameters, party: usize, status_quo: &[f64]) -> Self {
        let &Stakeholder { discount_factor, war_cost, if_challenger_wins, if_defender_wins, .. } =
            &parameters.stakeholders[party];
        let utility = Utility::of_party(parameters, party);
        let stated = PerSide::new(if_challenger_wins, if_defender_wins);
        let prizes = PerSide::each(|side: Side| stated[side].unwrap_or_else(|| utility.of(&victory(parameters, side))));
        let flow = utility.war_flow(parameters.front.positions as usize, status_quo);
        Self { utility, fighter: Fighter { prizes, discount_factor, war_cost, flow } }
    }
}

/// A settlement as a party that does not fight has it.
#[derive(Clone, Debug)]
pub struct Onlooker {
    /// Weighted value of all in force but territory, once the guarantee has lapsed.
    pub(super) lapsed: f64,
    /// The same by age while it is active, ages 0..=lookahead.
    pub(super) active: Vec<f64>,
    /// A resumed war as it sees it.
    pub(super) fighter: Fighter,
}

impl Onlooker {
    /// Utility in force at an age, while the guarantee is active or lapsed; `territory_value` is the weighted value of the
    /// territory to the party.
    #[must_use]
    pub fn in_force(&self, age: usize, active: bool, territory_value: f64) -> f64 {
        let rest = if active { self.active[age] } else { self.lapsed };
        rest + territory_value
    }

    /// A resumed war as the party sees it.
    #[must_use]
    pub fn fighter(&self) -> &Fighter {
        &self.fighter
    }
}

/// What one misperception makes of a coalition; nothing without a guarantee.
#[derive(Clone, Debug, Default)]
struct Expectation {
    /// While it stands whole.
    whole: Prospects,
    /// While it is deserted, where it may be.
    deserted: Option<Prospects>,
}

/// A settlement as all parties that do not fight have it.
#[derive(Clone, Debug, Default)]
pub struct Onlookers {
    parties: Vec<Onlooker>,
    /// Of each party, which of the expectations is its own: those who misjudge alike share one.
    own: Vec<usize>,
    expectations: Vec<Expectation>,
}

impl Onlookers {
    /// Those with these views of a settlement, who expect something of this coalition at so many ages of a term.
    pub(super) fn new(
        parties: Vec<Onlooker>,
        parameters: &Parameters,
        whole: &Coalition,
        deserted: Option<&Coalition>,
        ages: usize,
    ) -> Self {
        let mut biases: Vec<f64> = Vec::new();
        let mut own = Vec::new();
        for party in &parameters.stakeholders {
            let known = biases.iter().position(|&bias| bias == party.misperception);
            own.push(known.unwrap_or(biases.len()));
            if known.is_none() {
                biases.push(party.misperception);
            }
        }
        let expectations = biases.into_iter().map(|bias| {
            let of =
                |coalition: &Coalition| if ages > 0 { coalition.prospects(ages, bias) } else { Prospects::default() };
            Expectation { whole: of(whole), deserted: deserted.map(of) }
        });
        Self { parties, own, expectations: expectations.collect() }
    }

    /// The settlement as the party of that index has it.
    #[must_use]
    pub fn party(&self, party: usize) -> &Onlooker {
        &self.parties[party]
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.parties.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parties.is_empty()
    }

    /// What the party of that index expects of the coalition: while it stands whole and, where it may be, deserted.
    pub(super) fn prospects(&self, party: usize) -> (&Prospects, Option<&Prospects>) {
        let Expectation { whole, deserted } = &self.expectations[self.own[party]];
        (whole, deserted.as_ref())
    }
}
