//! What all make of every plan at the start of a war, exactly: no trial is played.

use crate::model::enforcement::{AnyTheory, Theory};
use crate::model::{PerSide, Side};

use super::bargaining::{Bargaining, Views};
use super::front::Front;
use super::outcome::{Assessment, Stance, TrialOutcome};
use super::tally::PlanFigure;
use super::trial::Rules;
use super::world::{World, WorldError};

/// What the war and every plan are worth at month 0.
#[derive(Clone, Debug, PartialEq)]
pub struct AtStart {
    /// Each plan; `None` where it is not available.
    pub assessments: Vec<Option<Assessment>>,
    /// Value of fighting to the finish to each side (W), share of the prize.
    pub war_values: PerSide<f64>,
    /// Value of fighting on to each side (C), private views left out, share of the prize; W where nobody looks ahead.
    pub reservations: PerSide<f64>,
    /// W to each party that does not fight, share of the prize.
    pub party_war_values: Vec<f64>,
    /// C to each of them, share of the prize.
    pub party_reservations: Vec<f64>,
}

impl AtStart {
    /// In a world, with private views open; `theory` is working memory that can serve many worlds.
    ///
    /// # Errors
    /// [`WorldError::Value`]: somebody would have to choose by what is no number.
    pub fn new(world: &World, rules: &Rules, theory: &mut AnyTheory) -> Result<Self, WorldError> {
        let views = Views::none(world.settlements.len(), world.stakes.concerns.len());
        let mut bargaining = Bargaining::new(world, rules, theory, views);
        let start = bargaining.at_start();
        if bargaining.undefined { Err(WorldError::Value) } else { Ok(start) }
    }

    /// What the plan of that index comes to, its peace looked at in that year.
    #[must_use]
    pub fn plan(&self, plan: usize, year: usize) -> PlanInDraw {
        PlanInDraw::new(self.assessments[plan].as_ref(), (&self.reservations, &self.party_reservations), year)
    }
}

impl<T: Theory> Bargaining<'_, T> {
    /// What the war and every plan are worth at month 0.
    pub(super) fn at_start(&mut self) -> AtStart {
        let assessments = self.assess();
        let at = self.standpoint(Front::at(self.world.start));
        let war_values = self.war_values(at);
        let reservations = if self.looks_ahead() { self.open_claims(at, 0).reservations } else { war_values };
        let parties = 0..self.world.stakes.concerns.len();
        let party_war_values = parties.map(|party| self.party_war_value(party, at)).collect();
        let party_reservations = self.party_reservations(at, false);
        AtStart { assessments, war_values, reservations, party_war_values, party_reservations }
    }
}

/// What a plan comes to in one draw, without chance.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanInDraw {
    pub(super) available: f64,
    pub(super) survival: f64,
    pub(super) accepts: PerSide<f64>,
    /// Probability that both sides accept it, and all parties with a veto.
    pub(super) all: f64,
    pub(super) values: PerSide<f64>,
    pub(super) parties: Vec<PartyInDraw>,
}

/// What it comes to for a party that does not fight.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct PartyInDraw {
    pub(super) accepts: f64,
    pub(super) value: f64,
}

impl PlanInDraw {
    /// Of the plan of that index as it was assessed in a trial; its peace is looked at in the headline year.
    #[must_use]
    pub fn of_trial(trial: &TrialOutcome, plan: usize, headline: usize) -> Self {
        let beyond = (&trial.reservations, trial.party_reservations.as_slice());
        Self::new(trial.assessments[plan].as_ref(), beyond, headline)
    }

    /// Of a plan as it was assessed where fighting on is worth so much to the sides and to the parties that do not fight.
    fn new(
        assessment: Option<&Assessment>,
        (fighting_on, party_reservations): (&PerSide<f64>, &[f64]),
        headline: usize,
    ) -> Self {
        let Some(assessment) = assessment else {
            let parties = party_reservations.iter().map(|&value| PartyInDraw { accepts: 0.0, value }).collect();
            return Self { values: *fighting_on, parties, ..Self::default() };
        };
        let (accepts, all) = (assessment.acceptance, assessment.all_accept());
        let expected = |value: f64, fighting_on: f64| all * value + (1.0 - all) * fighting_on;
        let party = |(stance, &fighting_on): (&Stance, &f64)| PartyInDraw {
            accepts: stance.acceptance,
            value: expected(stance.value, fighting_on),
        };
        Self {
            available: 1.0,
            survival: assessment.durability.survival[headline],
            accepts,
            all,
            values: PerSide::each(|side| expected(assessment.value[side], fighting_on[side])),
            parties: assessment.parties.iter().zip(party_reservations).map(party).collect(),
        }
    }

    pub(super) fn both(&self) -> f64 {
        self.accepts[Side::Challenger] * self.accepts[Side::Defender]
    }

    /// Probability that all who must accept it do, and that the peace holds at the headline year.
    pub(super) fn durable(&self) -> f64 {
        self.all * self.survival
    }

    /// One of its figures; `None`: it has no such figure, as nobody is there who would be asked.
    #[must_use]
    pub fn figure(&self, figure: PlanFigure) -> Option<f64> {
        self.figures().nth(figure.index())
    }

    pub(super) fn figures(&self) -> impl Iterator<Item = f64> {
        let Self { available, survival, accepts, values, .. } = self;
        let [by_challenger, by_defender] = *accepts.as_array();
        let [to_challenger, to_defender] = *values.as_array();
        let [both, durable] = [self.both(), self.durable()];
        let of_plan = [*available, *survival, by_challenger, by_defender, both, durable, to_challenger, to_defender];
        let all = (!self.parties.is_empty()).then_some(self.all);
        let by_party = self.parties.iter().flat_map(|party| [party.accepts, party.value]);
        of_plan.into_iter().chain(all).chain(by_party)
    }
}
