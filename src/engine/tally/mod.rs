//! What a run remembers of its trials: counts, exact sums and histograms by group, plan and side.

mod alone;
mod costs;
mod decision;
mod evidence;
mod forecasts;
mod influence;
mod open;
mod parties;

use serde::{Deserialize, Serialize};

use crate::model::forecast::Multipliers;
use crate::model::{PerSide, Side};

pub use alone::{AloneGroup, Pairs};
pub use costs::{CostTally, CostTotals};
pub use decision::{Contender, NEAR, Objective, Standings};
pub use evidence::{EvidenceTally, InputBins, POSITIONS, PieceTally};
pub use forecasts::{CellTally, ForecastTally};
pub(super) use influence::DrawFigures;
pub use influence::{BINS, InfluenceTally, PlanFigure, TracedFigure};
pub use open::{ChoiceGroup, DistanceTally};
pub use parties::{PartyTally, StanceTally};

use open::count_choices;

use super::count::{Count, Counts, Sum, UNITS, Weight, add_all, add_squared, merge_counts, merge_sums};
use super::failures::Failures;
use super::outcome::{Assessment, Class, Ended, TrialOutcome};
use super::start::PlanInDraw;
use super::world::WorldError;

/// Counts and sums of a plan, in one group of trials.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanGroup {
    /// Trials that signed it.
    pub signed: Count,
    /// Trials in which it was available.
    pub available: Count,
    /// Of these: acceptable to A, to D, to both.
    pub acceptable: [Count; 3],
    /// Of these: acceptable to both sides and all parties with a veto, then to each party that does not fight; empty where
    /// there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepted: Vec<Count>,
    /// Trials that signed it and whose peace failed at each age.
    pub failed_at: Vec<Count>,
    /// Exact survival by year, had it been signed at month 0.
    pub survival: Vec<Sum>,
    /// Its squares; where trials weigh differently, times the squares of their weights.
    pub survival_squared: Vec<Sum>,
    /// Where trials weigh differently, survival times the squares of their weights.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub survival_cross: Vec<Sum>,
    /// Exact probability by year that A has gone back to war.
    pub by_challenger: Vec<Sum>,
    /// The same for D.
    pub by_defender: Vec<Sum>,
    /// The plan alone.
    pub alone: AloneGroup,
    /// Its open terms; left out of files where none is open.
    #[serde(default, skip_serializing_if = "ChoiceGroup::is_empty")]
    pub open: ChoiceGroup,
}

/// Counts and sums over one group of trials: all of them, or one randomisation of a sampling design. Where no trial of the
/// group can come, those by year and plan are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Trials, failed ones included.
    pub trials: Count,
    /// Trials that failed.
    pub failed: Count,
    /// By class, in the order of [`Class::ALL`].
    pub classes: [Count; Class::COUNT],
    /// Exact survival by year of the settlements signed.
    pub exact: Vec<Sum>,
    /// Peace failed while the guarantee was active.
    pub failed_while_active: Count,
    /// Resumed wars won by A, won by D, undecided, frozen.
    pub resumed: [Count; 4],
    /// By plan.
    pub plans: Vec<PlanGroup>,
    /// Draws of the inputs with several trials each.
    #[serde(default, skip_serializing_if = "Draws::is_empty")]
    pub draws: Draws,
}

/// Draws of the inputs with several trials each: what tells chance and ignorance apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draws {
    /// Draws in which no trial failed.
    pub count: Count,
    /// Their trials by class.
    pub hits: [Count; Class::COUNT],
    /// Sums over draws of the squares of these.
    pub squares: [Count; Class::COUNT],
}

impl Draws {
    /// Adds a draw of that weight with so many trials of each class.
    pub fn add(&mut self, hits: &[u64; Class::COUNT], weight: Weight) {
        self.count.add_weight(weight);
        for class in 0..Class::COUNT {
            self.hits[class].add_times(weight, hits[class]);
            self.squares[class].add_times(weight, hits[class] * hits[class]);
        }
    }

    /// Adds other draws.
    pub fn merge(&mut self, other: &Self) {
        self.count.merge(other.count);
        merge_counts(&mut self.hits, &other.hits);
        merge_counts(&mut self.squares, &other.squares);
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == Count::default()
    }
}

/// What is remembered of a plan over all trials.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanTally {
    /// Exact survival by year, had it been signed at month 0.
    pub survival: Vec<Counts>,
    /// Surplus at the start by side.
    pub surplus: PerSide<Counts>,
    /// Its sum.
    pub surplus_sum: PerSide<Sum>,
    /// Value at the start by side.
    pub value: PerSide<Counts>,
    /// Its sum.
    pub value_sum: PerSide<Sum>,
    /// Months of signatures.
    pub months: Counts,
    /// Sum over draws of the probability that both sides accept it, and all parties with a veto.
    #[serde(rename = "both_accept")]
    pub all_accept: Sum,
    /// Exact survival by year, each draw weighted by that probability.
    pub if_acceptable: Vec<Counts>,
    /// Its weighted sums.
    pub if_acceptable_sum: Vec<Sum>,
    /// What each party that does not fight makes of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<StanceTally>,
    /// Where its terms are open, by plan how far that one lies from what both sides would sign; left out of files where none
    /// is open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub distances: Vec<DistanceTally>,
}

/// How large a tally is.
#[derive(Clone, Debug, PartialEq)]
pub struct TallyShape {
    /// Groups of trials that are told apart.
    pub groups: usize,
    /// Plans.
    pub plans: usize,
    /// Years for which a peace is followed.
    pub years: usize,
    /// The year that headlines are about.
    pub headline: usize,
    /// Inputs whose influence is remembered; `None`: that of none.
    pub inputs: Option<usize>,
    /// Costs that are counted.
    pub costs: usize,
    /// Parties that do not fight.
    pub parties: usize,
    /// Pieces of evidence.
    pub evidence: usize,
    /// Whether trials weigh differently, for evidence or for forecasts; else each counts as one.
    pub weighted: bool,
    /// What multiplies their weights for what others foretell.
    pub multipliers: Multipliers,
    /// Uncertain inputs, whose prior and posterior are remembered where trials weigh differently.
    pub uncertain: usize,
    /// Plans that are never tabled.
    pub untabled: Vec<usize>,
    /// By plan, how many choices each of its open terms has.
    pub choices: Vec<Vec<usize>>,
}

impl TallyShape {
    /// Bytes that a tally takes once there are many trials, roughly: its histograms of shares, the influence of inputs, pairs
    /// of plans, and sums by group and year.
    pub(super) fn room(&self) -> usize {
        let Self { groups, plans, years, inputs, parties, evidence, weighted, uncertain, .. } = *self;
        let histogram = 4_096 * if weighted { 8 } else { 4 };
        let by_plan = 2 * (years + 1) + 8 + 4 * parties;
        let bins = inputs.map_or(0, |inputs| (inputs + 1) * BINS);
        let sums = 16 * groups * plans * (years + 1) * 8 * if weighted { 2 } else { 1 };
        let known = if weighted { 8 * (uncertain + evidence) * POSITIONS } else { 0 };
        plans * by_plan * histogram + 8 * bins * TracedFigure::count(plans, parties) + 40 * plans * plans + sums + known
    }
}

/// Everything that a run remembers of its trials.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tally {
    /// One group, or one for each randomisation of the design.
    pub groups: Vec<Group>,
    /// By plan.
    pub plans: Vec<PlanTally>,
    /// Months of signatures.
    pub months: Counts,
    /// Realised values by side.
    pub values: PerSide<Counts>,
    /// Their sums.
    pub values_sum: PerSide<Sum>,
    /// Values of fighting to the finish by side.
    pub war_values: PerSide<Counts>,
    /// Their sums.
    pub war_values_sum: PerSide<Sum>,
    /// Months of war.
    pub war_months: Counts,
    /// Months of the wars among these that are still fought when they are no longer followed.
    #[serde(default)]
    pub cut_off_months: Counts,
    /// Plans alone, in pairs.
    pub pairs: Pairs,
    /// Plans against each other, draw by draw, by each of [`Objective::ALL`].
    pub standings: [Standings; 3],
    /// What goes with which input; left out of files where nothing is remembered.
    #[serde(default, skip_serializing_if = "InfluenceTally::is_empty")]
    pub influence: InfluenceTally,
    /// The year that headlines are about.
    pub headline: usize,
    /// What is remembered of failed trials; left out of files where none failed.
    #[serde(default, skip_serializing_if = "Failures::is_empty")]
    pub failures: Failures,
    /// What trials cost, by cost; left out of files where none is declared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub costs: Vec<CostTally>,
    /// Of each party that does not fight; left out of files where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<PartyTally>,
    /// What trials weigh, and why; left out of files where each counts as one.
    #[serde(default, skip_serializing_if = "EvidenceTally::is_empty")]
    pub evidence: EvidenceTally,
    /// What others foretell does to them; left out of files where nothing is foretold.
    #[serde(default, skip_serializing_if = "ForecastTally::is_empty")]
    pub forecasts: ForecastTally,
    /// Plans that are never tabled, which contend for nothing; left out of files where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub untabled: Vec<usize>,
}

impl Tally {
    /// An empty tally of this shape.
    #[must_use]
    pub fn new(shape: &TallyShape) -> Self {
        Self::for_groups(shape, |_| true)
    }

    /// An empty tally of this shape with room for the trials of some groups only. Added to one with room for all, it counts
    /// as if it had room for all too.
    pub(super) fn for_groups(shape: &TallyShape, has: impl Fn(usize) -> bool) -> Self {
        let &TallyShape {
            groups, plans, years, headline, inputs, costs, parties, evidence, weighted, uncertain, ..
        } = shape;
        let all = |weighted| {
            let group = Group::new(shape, weighted);
            (0..groups).map(|index| if has(index) { group.clone() } else { Group::default() }).collect()
        };
        let plan = |choices: &Vec<usize>| PlanTally::new(years, parties, if choices.is_empty() { 0 } else { plans });
        let told = || EvidenceTally::new(evidence, uncertain, all(false));
        Self {
            groups: all(weighted),
            plans: shape.choices.iter().map(plan).collect(),
            pairs: Pairs::new(plans),
            standings: [(); 3].map(|()| Standings::new(plans)),
            influence: inputs.map(|inputs| InfluenceTally::new(inputs, plans, parties, weighted)).unwrap_or_default(),
            headline,
            costs: vec![CostTally::new(plans); costs],
            parties: vec![PartyTally::new(plans); parties],
            evidence: if weighted { told() } else { EvidenceTally::default() },
            forecasts: ForecastTally { multipliers: shape.multipliers.clone(), ..ForecastTally::default() },
            untabled: shape.untabled.clone(),
            ..Self::default()
        }
    }

    /// Records a failed trial whose inputs lay at these places of their distributions, in (0, 1).
    pub fn fail(&mut self, group: usize, error: &WorldError, positions: &[f64]) {
        self.failures.record(error, positions);
        self.groups[group].trials.add(1);
        self.groups[group].failed.add(1);
    }

    /// Records a trial.
    pub fn record(&mut self, group: usize, outcome: &TrialOutcome) {
        let weight = outcome.weight;
        for side in Side::BOTH {
            self.values[side].add_of(outcome.values[side], weight);
            self.values_sum[side].add(weight.times(outcome.values[side]));
            self.war_values[side].add_of(outcome.war_values[side], weight);
            self.war_values_sum[side].add(weight.times(outcome.war_values[side]));
        }
        self.war_months.add_bin_of(i64::from(outcome.war_months), weight);
        if outcome.is_cut_off() {
            self.cut_off_months.add_bin_of(i64::from(outcome.war_months), weight);
        }
        if let Some(signature) = &outcome.signature {
            self.months.add_bin_of(i64::from(signature.month), weight);
            self.plans[signature.plan].months.add_bin_of(i64::from(signature.month), weight);
        }
        for (plan, assessment) in self.plans.iter_mut().zip(&outcome.assessments) {
            if let Some(assessment) = assessment {
                plan.record(assessment, weight);
            }
        }
        if let Some(alone) = &outcome.alone {
            self.pairs.record(alone, self.headline, weight);
        }
        let realised = outcome.party_values.iter().zip(&outcome.party_war_values);
        for (party, (&value, &war_value)) in self.parties.iter_mut().zip(realised) {
            party.record(value, war_value, weight);
        }
        for (costs, &total) in self.costs.iter_mut().zip(&outcome.costs) {
            costs.record(outcome, total);
        }
        self.groups[group].record(outcome);
    }

    /// Records what a trial that did not fail weighs, and how it would have ended with nothing known; its inputs and
    /// their places in their distributions.
    pub(super) fn record_weight(&mut self, group: usize, outcome: &TrialOutcome, inputs: &[f64], positions: &[f64]) {
        if !self.evidence.is_empty() {
            self.evidence.record(group, outcome, inputs, positions);
            self.forecasts.record(outcome);
        }
    }

    /// Units of a weight of 1 in this tally: 1 where every trial counts as one.
    #[must_use]
    pub fn units(&self) -> f64 {
        if self.evidence.is_empty() { 1.0 } else { UNITS }
    }

    /// Records what the inputs of a trial that did not fail settle without chance, and adds its figures to its draw's.
    pub(super) fn record_draw(&mut self, outcome: &TrialOutcome, figures: &mut DrawFigures) {
        let plan = |plan| PlanInDraw::of_trial(outcome, plan, self.headline);
        let plans: Vec<PlanInDraw> = (0..outcome.assessments.len()).map(plan).collect();
        self.pairs.record_draw(&plans, outcome.weight);
        for (standings, objective) in self.standings.iter_mut().zip(Objective::ALL) {
            standings.record(objective, &plans, &self.untabled, outcome.weight);
        }
        for (index, party) in self.parties.iter_mut().enumerate() {
            party.standings.record(Objective::ValueToParty(index), &plans, &self.untabled, outcome.weight);
        }
        if !self.influence.is_empty() {
            figures.add(outcome, &plans, self.headline);
        }
    }

    /// Adds another tally of the same shape.
    pub fn merge(&mut self, other: &Self) {
        for (group, other) in self.groups.iter_mut().zip(&other.groups) {
            group.merge(other);
        }
        for (plan, other) in self.plans.iter_mut().zip(&other.plans) {
            plan.merge(other);
        }
        self.months.merge(&other.months);
        self.war_months.merge(&other.war_months);
        self.cut_off_months.merge(&other.cut_off_months);
        self.failures.merge(&other.failures);
        self.evidence.merge(&other.evidence);
        self.forecasts.merge(&other.forecasts);
        self.pairs.merge(&other.pairs);
        for (standings, other) in self.standings.iter_mut().zip(&other.standings) {
            standings.merge(other);
        }
        self.influence.merge(&other.influence);
        for (costs, other) in self.costs.iter_mut().zip(&other.costs) {
            costs.merge(other);
        }
        for (party, other) in self.parties.iter_mut().zip(&other.parties) {
            party.merge(other);
        }
        for side in Side::BOTH {
            self.values[side].merge(&other.values[side]);
            self.values_sum[side].merge(&other.values_sum[side]);
            self.war_values[side].merge(&other.war_values[side]);
            self.war_values_sum[side].merge(&other.war_values_sum[side]);
        }
    }

    /// Whether this is a tally of the same shape as one in which nothing is counted: added to that, it comes out as it is.
    #[must_use]
    pub fn is_shaped_like(&self, empty: &Self) -> bool {
        if !fit(&self.groups, &empty.groups) || !fit(&self.evidence.unknowing, &empty.evidence.unknowing) {
            return false;
        }
        let mut sum = empty.clone();
        // What multiplies weights is only known once trials are played.
        sum.forecasts.multipliers.clone_from(&self.forecasts.multipliers);
        sum.merge(self);
        sum == *self
    }

    /// Trials recorded, failed ones included.
    #[must_use]
    pub fn trials(&self) -> u64 {
        self.groups.iter().map(|group| group.trials.value()).sum()
    }
}

/// Whether groups for which an empty tally has no room hold nothing: neither counts, nor room of another shape than the others
/// have.
fn fit(groups: &[Group], empty: &[Group]) -> bool {
    let with_room = empty.iter().find(|group| !group.exact.is_empty());
    let without = groups.iter().zip(empty).filter(|(_, empty)| empty.exact.is_empty());
    without.map(|(group, _)| group).all(|group| *group == Group::default() || Some(group) == with_room)
}

impl PlanTally {
    fn new(years: usize, parties: usize, distances: usize) -> Self {
        let (counts, sums) = (vec![Counts::default(); years + 1], vec![Sum::default(); years + 1]);
        Self {
            survival: counts.clone(),
            if_acceptable: counts,
            if_acceptable_sum: sums,
            parties: vec![StanceTally::default(); parties],
            distances: vec![DistanceTally::default(); distances],
            ..Self::default()
        }
    }

    fn record(&mut self, assessment: &Assessment, weight: Weight) {
        let all = assessment.all_accept();
        let survival = &assessment.durability.survival;
        self.all_accept.add(weight.times(all));
        add_all(&mut self.if_acceptable_sum, survival.iter().map(|survival| all * survival), weight);
        for (counts, &survival) in self.if_acceptable.iter_mut().zip(survival) {
            counts.add_part(survival, all, weight);
        }
        for (counts, &survival) in self.survival.iter_mut().zip(&assessment.durability.survival) {
            counts.add_of(survival, weight);
        }
        for side in Side::BOTH {
            self.surplus[side].add_of(assessment.surplus[side], weight);
            self.surplus_sum[side].add(weight.times(assessment.surplus[side]));
            self.value[side].add_of(assessment.value[side], weight);
            self.value_sum[side].add(weight.times(assessment.value[side]));
        }
        for (party, stance) in self.parties.iter_mut().zip(&assessment.parties) {
            party.record(stance, weight);
        }
        for (tally, distance) in self.distances.iter_mut().zip(&assessment.distances) {
            if let Some(distance) = *distance {
                tally.record(distance, weight);
            }
        }
    }

    fn merge(&mut self, other: &Self) {
        for (counts, other) in self.survival.iter_mut().zip(&other.survival) {
            counts.merge(other);
        }
        for side in Side::BOTH {
            self.surplus[side].merge(&other.surplus[side]);
            self.surplus_sum[side].merge(&other.surplus_sum[side]);
            self.value[side].merge(&other.value[side]);
            self.value_sum[side].merge(&other.value_sum[side]);
        }
        self.months.merge(&other.months);
        self.all_accept.merge(&other.all_accept);
        for (tally, other) in self.distances.iter_mut().zip(&other.distances) {
            tally.merge(other);
        }
        for (party, other) in self.parties.iter_mut().zip(&other.parties) {
            party.merge(other);
        }
        merge_sums(&mut self.if_acceptable_sum, &other.if_acceptable_sum);
        for (counts, other) in self.if_acceptable.iter_mut().zip(&other.if_acceptable) {
            counts.merge(other);
        }
    }
}

impl Group {
    fn new(&TallyShape { years, parties, ref choices, .. }: &TallyShape, weighted: bool) -> Self {
        let sums = || vec![Sum::default(); years + 1];
        let plan = PlanGroup {
            accepted: vec![Count::default(); if parties > 0 { 1 + parties } else { 0 }],
            failed_at: vec![Count::default(); years],
            survival: sums(),
            survival_squared: sums(),
            survival_cross: if weighted { sums() } else { Vec::new() },
            by_challenger: sums(),
            by_defender: sums(),
            alone: AloneGroup::new(years, weighted),
            ..PlanGroup::default()
        };
        let of = |choices: &Vec<usize>| PlanGroup { open: ChoiceGroup::new(choices), ..plan.clone() };
        Self { exact: sums(), plans: choices.iter().map(of).collect(), ..Self::default() }
    }

    fn record(&mut self, outcome: &TrialOutcome) {
        debug_assert!(!self.exact.is_empty(), "there is no room for trials of this group");
        let weight = outcome.weight;
        for (plan, assessment) in self.plans.iter_mut().zip(&outcome.assessments) {
            if let Some(assessment) = assessment {
                plan.assess(assessment, weight);
            }
        }
        if let Some(alone) = &outcome.alone {
            for (plan, (signed, unsettled)) in self.plans.iter_mut().zip(alone.plans.iter().zip(&alone.unsettled)) {
                plan.alone.record(*unsettled as usize, signed.as_ref(), weight);
            }
        }
        self.record_end(&outcome.ended(), weight);
    }

    /// Records how a trial ended, and nothing else of it.
    fn record_end(&mut self, ended: &Ended<'_>, weight: Weight) {
        self.trials.add(1);
        self.classes[ended.class as usize].add_weight(weight);
        let Some(signature) = ended.signature else { return };
        let plan = &mut self.plans[signature.plan];
        plan.signed.add_weight(weight);
        count_choices(&mut plan.open.signed, signature.combination, weight);
        add_all(&mut self.exact, signature.survival.iter().copied(), weight);
        if let Some(breach) = ended.breach {
            plan.failed_at[breach.age as usize].add_weight(weight);
            self.failed_while_active.add_if(breach.active, weight);
            self.resumed[breach.result as usize].add_weight(weight);
        }
    }

    fn merge(&mut self, other: &Self) {
        self.trials.merge(other.trials);
        self.failed.merge(other.failed);
        merge_counts(&mut self.classes, &other.classes);
        self.failed_while_active.merge(other.failed_while_active);
        merge_counts(&mut self.resumed, &other.resumed);
        self.draws.merge(&other.draws);
        if self.exact.is_empty() {
            // Without room for sums by year and plan nothing is counted yet.
            self.exact.clone_from(&other.exact);
            self.plans.clone_from(&other.plans);
            return;
        }
        merge_sums(&mut self.exact, &other.exact);
        for (plan, other) in self.plans.iter_mut().zip(&other.plans) {
            plan.merge(other);
        }
    }

    /// Trials that did not fail.
    #[must_use]
    pub fn valid(&self) -> Count {
        self.classes.iter().copied().sum()
    }

    /// Trials of a class.
    #[must_use]
    pub fn class(&self, class: Class) -> Count {
        self.classes[class as usize]
    }

    /// Trials that settled.
    #[must_use]
    pub fn settled(&self) -> Count {
        self.plans.iter().map(|plan| plan.signed).sum()
    }

    /// Trials whose peace failed.
    #[must_use]
    pub fn peace_failed(&self) -> Count {
        [Class::ResumedByChallenger, Class::ResumedByDefender].map(|class| self.class(class)).into_iter().sum()
    }

    /// Trials settled and at peace until `year`.
    #[must_use]
    pub fn holding(&self, year: usize) -> Count {
        self.plans.iter().map(|plan| plan.holding(year)).sum()
    }
}

impl PlanGroup {
    fn assess(&mut self, assessment: &Assessment, weight: Weight) {
        self.available.add_weight(weight);
        let &[challenger, defender] = assessment.acceptable.as_array();
        for (count, is) in self.acceptable.iter_mut().zip([challenger, defender, challenger && defender]) {
            count.add_if(is, weight);
        }
        let by_party = assessment.parties.iter().map(|stance| stance.acceptable);
        for (count, is) in self.accepted.iter_mut().zip(std::iter::once(assessment.acceptable_to_all()).chain(by_party))
        {
            count.add_if(is, weight);
        }
        if assessment.acceptable_to_all() {
            count_choices(&mut self.open.at_start, assessment.combination, weight);
        }
        let durability = &assessment.durability;
        let survival = || durability.survival.iter().copied();
        add_all(&mut self.survival, survival(), weight);
        add_squared(&mut self.survival_squared, survival().map(|survival| survival * survival), weight);
        add_squared(&mut self.survival_cross, survival(), weight);
        add_all(&mut self.by_challenger, durability.by_challenger.iter().copied(), weight);
        add_all(&mut self.by_defender, durability.by_defender.iter().copied(), weight);
    }

    fn merge(&mut self, other: &Self) {
        self.signed.merge(other.signed);
        self.available.merge(other.available);
        merge_counts(&mut self.acceptable, &other.acceptable);
        merge_counts(&mut self.accepted, &other.accepted);
        merge_counts(&mut self.failed_at, &other.failed_at);
        merge_sums(&mut self.survival, &other.survival);
        merge_sums(&mut self.survival_squared, &other.survival_squared);
        merge_sums(&mut self.survival_cross, &other.survival_cross);
        merge_sums(&mut self.by_challenger, &other.by_challenger);
        merge_sums(&mut self.by_defender, &other.by_defender);
        self.alone.merge(&other.alone);
        self.open.merge(&other.open);
    }

    /// Trials that signed it and were at peace until `year`.
    #[must_use]
    pub fn holding(&self, year: usize) -> Count {
        self.failed_at.iter().take(year).fold(self.signed, |left, failed| left.without(*failed))
    }
}
