//! What a run remembers of its trials: counts, exact sums and histograms by group, plan and side.

use serde::{Deserialize, Serialize};

use crate::model::{PerSide, Side};

use super::count::{Count, Counts, Sum, add_all, merge_counts, merge_sums};
use super::failures::Failures;
use super::outcome::{Assessment, Class, TrialOutcome};
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
    /// Trials that signed it and whose peace failed at each age.
    pub failed_at: Vec<Count>,
    /// Exact survival by year, had it been signed at month 0.
    pub survival: Vec<Sum>,
    /// Its squares.
    pub survival_squared: Vec<Sum>,
    /// Exact probability by year that A has gone back to war.
    pub by_challenger: Vec<Sum>,
    /// The same for D.
    pub by_defender: Vec<Sum>,
}

/// Counts and sums over one group of trials: all of them, or one randomisation of a sampling design.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Trials, failed ones included.
    pub trials: Count,
    /// Trials that failed.
    pub failed: Count,
    /// By class, in the order of [`Class::ALL`].
    pub classes: [Count; 6],
    /// Exact survival by year of the settlements signed.
    pub exact: Vec<Sum>,
    /// Peace failed while the guarantee was active.
    pub failed_while_active: Count,
    /// Resumed wars won by A, won by D, undecided.
    pub resumed: [Count; 3],
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
    pub hits: [Count; 6],
    /// Sums over draws of the squares of these.
    pub squares: [Count; 6],
}

impl Draws {
    /// Adds a draw with so many trials of each class.
    pub fn add(&mut self, hits: &[u64; 6]) {
        self.count.add(1);
        for class in 0..6 {
            self.hits[class].add(hits[class]);
            self.squares[class].add(hits[class] * hits[class]);
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
}

/// Everything that a run remembers of its trials.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// What is remembered of failed trials; left out of files where none failed.
    #[serde(default, skip_serializing_if = "Failures::is_empty")]
    pub failures: Failures,
}

impl Tally {
    /// An empty tally for so many groups, plans and years.
    #[must_use]
    pub fn new(groups: usize, plans: usize, years: usize) -> Self {
        let plan = PlanGroup {
            failed_at: vec![Count::default(); years],
            survival: vec![Sum::default(); years + 1],
            survival_squared: vec![Sum::default(); years + 1],
            by_challenger: vec![Sum::default(); years + 1],
            by_defender: vec![Sum::default(); years + 1],
            ..PlanGroup::default()
        };
        let group = Group { exact: vec![Sum::default(); years + 1], plans: vec![plan; plans], ..Group::default() };
        let plan = PlanTally { survival: vec![Counts::default(); years + 1], ..PlanTally::default() };
        Self { groups: vec![group; groups], plans: vec![plan; plans], ..Self::default() }
    }

    /// Records a failed trial whose inputs lay at these places of their distributions, in (0, 1).
    pub fn fail(&mut self, group: usize, error: &WorldError, positions: &[f64]) {
        self.failures.record(error, positions);
        self.groups[group].trials.add(1);
        self.groups[group].failed.add(1);
    }

    /// Records a trial.
    pub fn record(&mut self, group: usize, outcome: &TrialOutcome) {
        for side in Side::BOTH {
            self.values[side].add(outcome.values[side]);
            self.values_sum[side].add(outcome.values[side]);
            self.war_values[side].add(outcome.war_values[side]);
            self.war_values_sum[side].add(outcome.war_values[side]);
        }
        self.war_months.add_bin(i64::from(outcome.war_months));
        if let Some(signature) = &outcome.signature {
            self.months.add_bin(i64::from(signature.month));
            self.plans[signature.plan].months.add_bin(i64::from(signature.month));
        }
        for (plan, assessment) in self.plans.iter_mut().zip(&outcome.assessments) {
            if let Some(assessment) = assessment {
                plan.record(assessment);
            }
        }
        self.groups[group].record(outcome);
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
        self.failures.merge(&other.failures);
        for side in Side::BOTH {
            self.values[side].merge(&other.values[side]);
            self.values_sum[side].merge(&other.values_sum[side]);
            self.war_values[side].merge(&other.war_values[side]);
            self.war_values_sum[side].merge(&other.war_values_sum[side]);
        }
    }

    /// Trials recorded, failed ones included.
    #[must_use]
    pub fn trials(&self) -> u64 {
        self.groups.iter().map(|group| group.trials.value()).sum()
    }
}

impl PlanTally {
    fn record(&mut self, assessment: &Assessment) {
        for (counts, &survival) in self.survival.iter_mut().zip(&assessment.durability.survival) {
            counts.add(survival);
        }
        for side in Side::BOTH {
            self.surplus[side].add(assessment.surplus[side]);
            self.surplus_sum[side].add(assessment.surplus[side]);
            self.value[side].add(assessment.value[side]);
            self.value_sum[side].add(assessment.value[side]);
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
    }
}

impl Group {
    fn record(&mut self, outcome: &TrialOutcome) {
        self.trials.add(1);
        self.classes[outcome.class as usize].add(1);
        for (plan, assessment) in self.plans.iter_mut().zip(&outcome.assessments) {
            if let Some(assessment) = assessment {
                plan.assess(assessment);
            }
        }
        if let Some(signature) = &outcome.signature {
            self.plans[signature.plan].signed.add(1);
            add_all(&mut self.exact, signature.survival.iter().copied());
            if let Some(breach) = outcome.breach {
                self.plans[signature.plan].failed_at[breach.age as usize].add(1);
                self.failed_while_active.add_if(breach.active);
                self.resumed[breach.result as usize].add(1);
            }
        }
    }

    fn merge(&mut self, other: &Self) {
        self.trials.merge(other.trials);
        self.failed.merge(other.failed);
        merge_counts(&mut self.classes, &other.classes);
        merge_sums(&mut self.exact, &other.exact);
        self.failed_while_active.merge(other.failed_while_active);
        merge_counts(&mut self.resumed, &other.resumed);
        self.draws.merge(&other.draws);
        for (plan, other) in self.plans.iter_mut().zip(&other.plans) {
            plan.merge(other);
        }
    }

    /// Trials that did not fail.
    #[must_use]
    pub fn valid(&self) -> u64 {
        self.trials.value() - self.failed.value()
    }

    /// Trials of a class.
    #[must_use]
    pub fn class(&self, class: Class) -> u64 {
        self.classes[class as usize].value()
    }

    /// Trials that settled.
    #[must_use]
    pub fn settled(&self) -> u64 {
        self.plans.iter().map(|plan| plan.signed.value()).sum()
    }

    /// Trials whose peace failed.
    #[must_use]
    pub fn peace_failed(&self) -> u64 {
        self.class(Class::ResumedByChallenger) + self.class(Class::ResumedByDefender)
    }

    /// Trials settled and at peace until `year`.
    #[must_use]
    pub fn holding(&self, year: usize) -> u64 {
        self.plans.iter().map(|plan| plan.holding(year)).sum()
    }
}

impl PlanGroup {
    fn assess(&mut self, assessment: &Assessment) {
        self.available.add(1);
        let &[challenger, defender] = assessment.acceptable.as_array();
        for (count, is) in self.acceptable.iter_mut().zip([challenger, defender, challenger && defender]) {
            count.add_if(is);
        }
        let durability = &assessment.durability;
        add_all(&mut self.survival, durability.survival.iter().copied());
        add_all(&mut self.survival_squared, durability.survival.iter().map(|survival| survival * survival));
        add_all(&mut self.by_challenger, durability.by_challenger.iter().copied());
        add_all(&mut self.by_defender, durability.by_defender.iter().copied());
    }

    fn merge(&mut self, other: &Self) {
        self.signed.merge(other.signed);
        self.available.merge(other.available);
        merge_counts(&mut self.acceptable, &other.acceptable);
        merge_counts(&mut self.failed_at, &other.failed_at);
        merge_sums(&mut self.survival, &other.survival);
        merge_sums(&mut self.survival_squared, &other.survival_squared);
        merge_sums(&mut self.by_challenger, &other.by_challenger);
        merge_sums(&mut self.by_defender, &other.by_defender);
    }

    /// Trials that signed it and were at peace until `year`.
    #[must_use]
    pub fn holding(&self, year: usize) -> u64 {
        self.failed_at.iter().take(year).fold(self.signed.value(), |left, failed| left - failed.value())
    }
}
