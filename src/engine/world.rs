//! One drawn world: everything of a trial that does not depend on how its war goes.

use crate::model::belief::Belief;
use crate::model::foresight::Pause;
use crate::model::settlement::{Aftermath, Makings, Settlement, SettlementError, Stakes, contest, has_guarantors};
use crate::model::terms::Utility;
use crate::model::war::{Contest, Fighter, Valuer, prizes};
use crate::model::{
    Cost, DEFENDER_FORCES, Demand, Enforcement, Front, Guarantee, Guarantor, HazardRate, HazardRatios, HazardRecord,
    Interest, Key, LOG_RATIO, Negotiation, Parameters, Party, PerSide, Politics, STRUCTURAL, Side, Stakeholder,
    Structure, TERRITORY, TheoryKind, can_be_kept,
};
use crate::num;
use crate::words::{Words, words};

use super::offers::OpenPlan;

/// Why a drawn world has no meaning. Such a trial is recorded as failed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{}", self.words())]
#[non_exhaustive]
pub enum WorldError {
    /// A plan has no meaning in it.
    #[error(transparent)]
    Settlement(#[from] SettlementError),
    /// Both sides' chances to collapse in a month reach 1.
    Collapse {
        /// The sum.
        sum: f64,
    },
    /// The war would start at a victory.
    Start {
        /// Drawn start.
        start: usize,
        /// Last position at which there is war.
        last: usize,
    },
    /// A side, or a party that does not fight, cares about nothing.
    Salience {
        /// Its path.
        side: String,
    },
    /// A red line on an issue that does not divide the sides.
    RedLine {
        /// Issue id.
        issue: String,
        /// The common ideal.
        ideal: f64,
    },
    /// Values beyond what numbers can hold, so that nobody could choose by them.
    Value,
    /// A number outside the range that every scenario keeps to.
    Range {
        /// The number's path.
        path: String,
        /// The number.
        value: f64,
    },
    /// An input outside what the model can compute with.
    LogOdds {
        /// What came out.
        log_odds: f64,
    },
}

impl WorldError {
    /// What is wrong.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::Settlement(error) => error.words(),
            Self::Collapse { sum } => {
                words!("the two sides' `collapse` sum to {sum}, which must stay below 1", sum)
            }
            Self::Start { start, last } => {
                words!("`front.start` is {start}, beyond the last position {last} before a victory", start, last)
            }
            Self::Salience { side } => words!("the saliences of `{side}` sum to 0", side),
            Self::RedLine { issue, ideal } => {
                words!("both ideals on `{issue}` are {ideal}, so that a red line on it has no direction", issue, ideal)
            }
            Self::Value => words!("a plan or the war has a value that is no number"),
            Self::Range { path, value } => words!("`{path}` is {value}, outside its range", path, value),
            Self::LogOdds { log_odds } => words!("the log-odds of an advance are {log_odds}", log_odds),
        }
    }
}

/// One drawn world.
#[derive(Clone, Debug)]
pub struct World {
    /// Its numbers.
    pub parameters: Parameters,
    /// Which guarantors take part.
    pub consents: Vec<bool>,
    /// What the sides care about.
    pub stakes: Stakes,
    /// True log-odds of an advance in the present war.
    pub log_odds: f64,
    /// The sides' beliefs.
    pub beliefs: PerSide<Belief>,
    /// The rules of the present war.
    pub contest: Contest,
    /// Position at month 0.
    pub start: usize,
    /// The plans; `None` where no participant is left, and of plans with open terms.
    pub settlements: Vec<Option<Settlement>>,
    /// The plans with open terms, by plan; `None` where no combination of them can be had, and of other plans.
    pub(super) open: Vec<Option<OpenPlan>>,
    valuers: PerSide<Valuer>,
    /// Of the parties that do not fight.
    onlooking: Vec<Valuer>,
    /// Those of them that have a veto.
    vetoes: Vec<usize>,
    /// By plan, what the ceasefire before its peace is to each side.
    pauses: Vec<PerSide<Pause>>,
    /// By plan, the same to each party that does not fight.
    onlooking_pauses: Vec<Vec<Pause>>,
}

impl World {
    /// The world with these numbers and these guarantors.
    ///
    /// # Errors
    /// See [`WorldError`].
    pub fn new(parameters: Parameters, structure: &Structure, consents: Vec<bool>) -> Result<Self, WorldError> {
        check(&parameters, structure)?;
        let stakes = Stakes::new(&parameters);
        let contest = contest(&parameters.front, &parameters.challenger, &parameters.defender);
        let log_odds =
            parameters.front.decisiveness * num::ln(parameters.challenger.forces / parameters.defender.forces);
        if !log_odds.is_finite() {
            return Err(WorldError::LogOdds { log_odds });
        }
        let start = parameters.front.start_position();
        let beliefs = PerSide::each(|side| {
            let party = parameters.party(side);
            Belief::new(side, log_odds, party.optimism, party.belief_strength)
        });
        let valuers = PerSide::each(|side| Valuer::new(&contest, &fighter(&parameters, &stakes, side), start));
        let onlooking = stakes.concerns.iter().map(|concern| Valuer::new(&contest, &concern.fighter, start)).collect();
        let makings = Makings {
            parameters: &parameters,
            identities: &structure.guarantors,
            stakes: &stakes,
            consents: &consents,
        };
        let mut settlements = Vec::with_capacity(structure.plans.len());
        let mut open = Vec::with_capacity(structure.plans.len());
        for (index, plan) in structure.plans.iter().enumerate() {
            let guarded = has_guarantors(&makings, plan);
            let available =
                if plan.is_open() { plan.is_any_offered(guarded) } else { plan.participants.is_empty() || guarded };
            let after = if available { Some(Aftermath::new(&parameters, structure, index)?) } else { None };
            let (closed, chosen) = match after {
                Some(after) if plan.is_open() => {
                    (None, Some(OpenPlan::new(structure, index, after, guarded, &parameters)))
                }
                Some(after) => (Some(Settlement::of(&makings, plan, after)), None),
                None => (None, None),
            };
            settlements.push(closed);
            open.push(chosen);
        }
        let vetoes = structure.vetoes().collect();
        let months = || structure.plans.iter().map(|plan| plan.ceasefire_months);
        let pauses =
            months().map(|months| PerSide::each(|side| Pause::new(parameters.party(side).discount_factor, months)));
        let of_party = |months| move |party: &Stakeholder| Pause::new(party.discount_factor, months);
        let onlooking_pauses = months().map(|months| parameters.stakeholders.iter().map(of_party(months)).collect());
        let (pauses, onlooking_pauses) = (pauses.collect(), onlooking_pauses.collect());
        Ok(Self {
            consents,
            stakes,
            log_odds,
            beliefs,
            contest,
            start,
            settlements,
            open,
            valuers,
            onlooking,
            vetoes,
            pauses,
            onlooking_pauses,
            parameters,
        })
    }

    /// A plan without open terms, or that combination of a plan's open terms; `None` where it cannot be had.
    #[must_use]
    pub fn settlement(&self, plan: usize, combination: usize) -> Option<&Settlement> {
        match &self.open[plan] {
            None => self.settlements[plan].as_ref(),
            Some(open) => open.settlement(self, combination),
        }
    }

    /// Whether a plan can be had at all: a participant is left, or none is needed.
    #[must_use]
    pub fn is_available(&self, plan: usize) -> bool {
        self.settlements[plan].is_some() || self.open[plan].is_some()
    }

    /// The parties that do not fight and have a veto, by their index.
    #[must_use]
    pub fn vetoes(&self) -> &[usize] {
        &self.vetoes
    }

    /// Value of the present war at `position` to the party of that index, which does not fight, as it sees the odds.
    #[must_use]
    pub fn onlooker_war_value(&self, party: usize, position: usize) -> f64 {
        let optimism = self.parameters.stakeholders[party].optimism;
        self.onlooking[party].value_at(position, self.log_odds + optimism)
    }

    /// The same under the true odds, of a front that is frozen or is not.
    #[must_use]
    pub fn onlooker_true_value(&self, party: usize, position: usize, frozen: bool) -> f64 {
        let valuer = &self.onlooking[party];
        if frozen { valuer.frozen_at(position, self.log_odds) } else { valuer.value_at(position, self.log_odds) }
    }

    /// What the ceasefire before a plan's peace is to a side.
    #[must_use]
    pub fn pause(&self, plan: usize, side: Side) -> &Pause {
        &self.pauses[plan][side]
    }

    /// The same to the party of that index, which does not fight.
    #[must_use]
    pub fn onlooker_pause(&self, plan: usize, party: usize) -> &Pause {
        &self.onlooking_pauses[plan][party]
    }

    /// Flow of that party while fighting has stopped at `position`.
    #[must_use]
    pub fn onlooker_calm(&self, party: usize, position: usize) -> f64 {
        self.stakes.concerns[party].fighter.flow.at(position)
    }

    /// Weighted value of the territory to that party under a settlement signed at `position`, share of the prize.
    #[must_use]
    pub fn onlooker_territory_value(&self, party: usize, settlement: &Settlement, position: usize) -> f64 {
        let utility = &self.stakes.concerns[party].utility;
        utility.weight(TERRITORY) * utility.value(TERRITORY, settlement.territory_at(position))
    }

    /// Value of fighting to the finish to `side` at `position`, if it misjudges the odds by `offset`.
    #[must_use]
    pub fn war_value(&self, side: Side, position: usize, offset: f64) -> f64 {
        self.valuers[side].value_at(position, self.log_odds + offset)
    }

    /// Value to `side` of a front that is frozen at `position`, under the true odds.
    #[must_use]
    pub fn frozen_value(&self, side: Side, position: usize) -> f64 {
        self.valuers[side].frozen_at(position, self.log_odds)
    }

    /// Weighted value of the territory under a settlement signed at `position`, share of the prize.
    #[must_use]
    pub fn territory_values(&self, settlement: &Settlement, position: usize) -> PerSide<f64> {
        let share = settlement.territory_at(position);
        PerSide::each(|side| {
            let utility = &self.stakes.utilities[side];
            utility.weight(TERRITORY) * utility.value(TERRITORY, share)
        })
    }

    /// How far two settlements signed at `position` lie apart, in [0, 1]: of each issue, by how much what a side has of it on
    /// discounted average differs, were peace to hold; their sum, and the mean over both sides. Share of the prize.
    #[must_use]
    pub fn distance(&self, one: &Settlement, other: &Settlement, position: usize) -> f64 {
        let of_side = |side: Side| {
            let utility = &self.stakes.utilities[side];
            let mean = |settlement: &Settlement, issue: usize| {
                self.mean_value(settlement, utility, self.parameters.party(side).discount_factor, issue, position)
            };
            let apart = |issue: usize| utility.weight(issue) * (mean(one, issue) - mean(other, issue)).abs();
            (0..one.signed.len()).fold(0.0, |sum, issue| sum + apart(issue))
        };
        Side::BOTH.map(of_side).iter().sum::<f64>() / 2.0
    }

    /// The same of a settlement and each plan that has no open terms, by plan; `None` of the others, and where a plan cannot
    /// be had.
    pub(super) fn distances(&self, from: &Settlement, position: usize) -> Vec<Option<f64>> {
        let of = |to: &Option<Settlement>| to.as_ref().map(|to| self.distance(from, to, position));
        self.settlements.iter().map(of).collect()
    }

    /// Value of an issue to whoever has that utility, on discounted average, if no war ever resumes after a settlement signed
    /// at `position`; in [0, 1].
    #[must_use]
    pub fn mean_value(
        &self,
        settlement: &Settlement,
        utility: &Utility,
        discount_factor: f64,
        issue: usize,
        position: usize,
    ) -> f64 {
        let no_cap = self.stakes.status_quo[DEFENDER_FORCES];
        settlement.discounted_mean(discount_factor, |age, active| {
            utility.value(issue, settlement.term_in_force(issue, position, age, active, no_cap))
        })
    }

    /// Whether a settlement signed at `position` crosses a red line of either side, or of a party with a veto.
    #[must_use]
    pub fn crosses_red_line(&self, settlement: &Settlement, position: usize) -> bool {
        self.deciding_utilities().any(|utility| settlement.crosses(utility, position))
    }

    /// The utilities of those without whom nothing is signed: the sides, and parties with a veto.
    pub(super) fn deciding_utilities(&self) -> impl Iterator<Item = &Utility> {
        let vetoes = self.vetoes.iter().map(|&party| &self.stakes.concerns[party].utility);
        self.stakes.utilities.iter().chain(vetoes)
    }

    /// Flow of `side` in a month of war at `position`, with the cost of fighting.
    #[must_use]
    pub fn flow(&self, side: Side, position: usize, war_cost: f64) -> f64 {
        self.stakes.flows[side].at(position) - war_cost
    }
}

/// One side in the present war.
fn fighter(parameters: &Parameters, stakes: &Stakes, side: Side) -> Fighter {
    let party = parameters.party(side);
    Fighter {
        prizes: prizes(side),
        discount_factor: party.discount_factor,
        war_cost: party.war_cost,
        flow: stakes.flows[side].clone(),
    }
}

/// Each number in its own range: a scenario's always are, whoever makes a world by hand may err.
fn check_ranges(parameters: &Parameters, structure: &Structure) -> Result<(), WorldError> {
    for side in Side::BOTH {
        within(Party::KEYS, parameters.party(side), &|key| format!("{}.{key}", side.key()))?;
        for (demand, issue) in parameters.demands(side).iter().zip(&structure.issues) {
            within(Demand::KEYS, demand, &|key| format!("{}.demands.{}.{key}", side.key(), issue.id))?;
        }
    }
    for ((numbers, interests), party) in
        parameters.stakeholders.iter().zip(&parameters.interests).zip(&structure.parties)
    {
        within(Stakeholder::KEYS, numbers, &|key| format!("party.{}.{key}", party.id))?;
        for (interest, issue) in interests.iter().zip(&structure.issues) {
            within(Interest::KEYS, interest, &|key| format!("party.{}.demands.{}.{key}", party.id, issue.id))?;
        }
    }
    for (index, (issue, &kept)) in structure.issues.iter().zip(&parameters.kept).enumerate() {
        let most = if can_be_kept(index) { 1.0 } else { 0.0 };
        if !(0.0..=most).contains(&kept) {
            return Err(WorldError::Range { path: format!("enforcement.kept.{}", issue.id), value: kept });
        }
    }
    within(Front::KEYS, &parameters.front, &|key| format!("front.{key}"))?;
    within(Guarantee::KEYS, &parameters.guarantee, &|key| format!("guarantee.{key}"))?;
    for (numbers, guarantor) in parameters.guarantors.iter().zip(&structure.guarantors) {
        within(Guarantor::KEYS, numbers, &|key| format!("guarantor.{}.{key}", guarantor.id))?;
    }
    for (numbers, guarantor) in parameters.politics.iter().zip(&structure.guarantors) {
        within(Politics::KEYS, numbers, &|key| format!("guarantor.{}.politics.{key}", guarantor.id))?;
    }
    for (numbers, cost) in parameters.costs.iter().zip(&structure.costs) {
        within(Cost::KEYS, numbers, &|key| format!("cost.{}.{key}", cost.id))?;
    }
    within(Negotiation::KEYS, &parameters.negotiation, &|key| format!("negotiation.{key}"))?;
    within(Enforcement::KEYS, &parameters.enforcement, &|key| format!("enforcement.{key}"))?;
    if structure.theory == TheoryKind::Hazard { check_record(parameters, structure) } else { Ok(()) }
}

/// The numbers of the record, which the theory "hazard" must have.
fn check_record(parameters: &Parameters, structure: &Structure) -> Result<(), WorldError> {
    let absent = || WorldError::Range { path: "hazard".to_owned(), value: f64::NAN };
    let HazardRecord { rate, ratios, issues } = parameters.hazard.as_ref().ok_or_else(absent)?;
    within(HazardRate::KEYS, rate, &|key| format!("hazard.{key}"))?;
    within(HazardRatios::KEYS, ratios, &|key| format!("hazard.effects.{key}"))?;
    let further = issues.iter().zip(structure.issues.iter().skip(STRUCTURAL.len()));
    match further.into_iter().find(|(ratio, _)| !LOG_RATIO.contains(**ratio)) {
        Some((&value, issue)) => Err(WorldError::Range { path: format!("hazard.effects.{}", issue.id), value }),
        None => Ok(()),
    }
}

fn within<T>(keys: &[Key<T>], numbers: &T, path: &dyn Fn(&str) -> String) -> Result<(), WorldError> {
    let outside = |key: &&Key<T>| (key.get)(numbers).is_some_and(|number| !key.range.contains(number));
    match keys.iter().find(outside) {
        None => Ok(()),
        Some(key) => Err(WorldError::Range { path: path(key.name), value: (key.get)(numbers).unwrap_or(f64::NAN) }),
    }
}

/// What no single number's range rules out.
fn check(parameters: &Parameters, structure: &Structure) -> Result<(), WorldError> {
    check_ranges(parameters, structure)?;
    let sum = parameters.challenger.collapse + parameters.defender.collapse;
    if !(sum < 1.0) {
        return Err(WorldError::Collapse { sum });
    }
    let last = parameters.front.positions as usize - 1;
    let start = parameters.front.start_position();
    if start > last {
        return Err(WorldError::Start { start, last });
    }
    for side in Side::BOTH {
        let demands = parameters.demands(side);
        let other = parameters.demands(side.other());
        if !(demands.iter().fold(0.0, |sum, demand| sum + demand.salience) > 0.0) {
            return Err(WorldError::Salience { side: side.key().to_owned() });
        }
        for (issue, (own, other)) in demands.iter().zip(other).enumerate() {
            if own.red_line.is_some() && own.ideal == other.ideal {
                let issue = structure.issues[issue].id.clone();
                return Err(WorldError::RedLine { issue, ideal: own.ideal });
            }
        }
    }
    for (interests, party) in parameters.interests.iter().zip(&structure.parties) {
        if !(interests.iter().fold(0.0, |sum, interest| sum + interest.salience) > 0.0) {
            return Err(WorldError::Salience { side: format!("party.{}", party.id) });
        }
    }
    Ok(())
}
