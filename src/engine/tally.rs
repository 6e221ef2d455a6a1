//! What a run remembers of its trials: counts, exact sums and histograms. Everything is an integer, so that tallies can
//! be added in any order with the same result, down to the last bit.

use serde::{Deserialize, Serialize};

use crate::model::Side;

use super::trial::{Assessment, Class, Outcome, Resumed};

/// A sum of numbers in fixed point: multiples of 2^-40, exact whatever the order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum(i128);

const FIXED: f64 = 1_099_511_627_776.0;

/// The nearest whole number (ties to even where that is quick).
#[inline]
fn rounded(x: f64) -> i64 {
    /// Added to a number below 2^51, it leaves its whole part in the low bits.
    const MAGIC: f64 = 6_755_399_441_055_744.0;
    if x.abs() < 2_251_799_813_685_248.0 {
        (x + MAGIC).to_bits() as i64 - MAGIC.to_bits() as i64
    } else {
        x.round() as i64
    }
}

impl Sum {
    /// Adds a number, rounded to a multiple of 2^-40.
    pub fn add(&mut self, x: f64) {
        self.0 += i128::from(rounded(x * FIXED));
    }

    /// Adds another sum.
    pub fn merge(&mut self, other: &Self) {
        self.0 += other.0;
    }

    /// The sum.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.0 as f64 / FIXED
    }

    /// The mean of `count` numbers; `None` of none.
    #[must_use]
    pub fn mean(&self, count: u64) -> Option<f64> {
        (count > 0).then(|| self.value() / count as f64)
    }
}

/// Counts of numbers rounded to multiples of `1 / PER_UNIT`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    first: i64,
    counts: Vec<u64>,
}

/// Resolution of the percentiles of values and probabilities: one part in 4,096.
pub const PER_UNIT: f64 = 4_096.0;

/// Beyond this many units a number counts as that many.
const LIMIT: f64 = 64.0;

impl Counts {
    /// Counts a number, rounded to a multiple of 1/4096.
    pub fn add(&mut self, x: f64) {
        self.add_bin(rounded(x.clamp(-LIMIT, LIMIT) * PER_UNIT));
    }

    /// Counts a whole number.
    pub fn add_bin(&mut self, bin: i64) {
        self.reach(bin, bin);
        self.counts[(bin - self.first) as usize] += 1;
    }

    fn reach(&mut self, from: i64, to: i64) {
        if self.counts.is_empty() {
            self.first = from;
        }
        if from < self.first {
            let more = (self.first - from) as usize;
            self.counts.splice(0..0, std::iter::repeat_n(0, more));
            self.first = from;
        }
        let needed = (to - self.first + 1) as usize;
        if needed > self.counts.len() {
            self.counts.resize(needed, 0);
        }
    }

    fn merge(&mut self, other: &Self) {
        if other.counts.is_empty() {
            return;
        }
        self.reach(other.first, other.first + other.counts.len() as i64 - 1);
        for (index, count) in other.counts.iter().enumerate() {
            self.counts[(other.first - self.first) as usize + index] += count;
        }
    }

    /// Numbers counted.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The bin below or at which a share `p` of the numbers lies (the smallest such); `None` of none.
    #[must_use]
    pub fn quantile_bin(&self, p: f64) -> Option<i64> {
        let total = self.total();
        let rank = ((p * total as f64).ceil() as u64).max(1);
        let mut below = 0;
        for (index, count) in self.counts.iter().enumerate() {
            below += count;
            if below >= rank {
                return Some(self.first + index as i64);
            }
        }
        None
    }

    /// The bins from the first to the last that is not empty, with the first one's number.
    #[must_use]
    pub fn bins(&self) -> (i64, &[u64]) {
        (self.first, &self.counts)
    }
}

/// Numbers by side.
pub type Sides<T> = [T; 2];

/// Counts and sums of a plan, in one group of trials.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanGroup {
    /// Trials that signed it.
    pub signed: u64,
    /// Trials in which it was available.
    pub available: u64,
    /// Of these: acceptable to A, to D, to both.
    pub acceptable: [u64; 3],
    /// Trials that signed it and whose peace failed at each age.
    pub failed_at: Vec<u64>,
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
    pub trials: u64,
    /// Trials that failed.
    pub failed: u64,
    /// By class, in the order of [`Class::ALL`].
    pub classes: [u64; 6],
    /// Exact survival by year of the settlements signed.
    pub exact: Vec<Sum>,
    /// Peace failed while the guarantee was active.
    pub failed_while_active: u64,
    /// Resumed wars won by A, won by D, undecided.
    pub resumed: [u64; 3],
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
    pub count: u64,
    /// Their trials by class.
    pub hits: [u64; 6],
    /// Sums over draws of the squares of these.
    pub squares: [u64; 6],
}

impl Draws {
    /// Adds a draw with so many trials of each class.
    pub fn add(&mut self, hits: &[u64; 6]) {
        self.count += 1;
        for class in 0..6 {
            self.hits[class] += hits[class];
            self.squares[class] += hits[class] * hits[class];
        }
    }

    /// Adds other draws.
    pub fn merge(&mut self, other: &Self) {
        self.count += other.count;
        merge_counts(&mut self.hits, &other.hits);
        merge_counts(&mut self.squares, &other.squares);
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// What is remembered of a plan over all trials.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanTally {
    /// Exact survival by year, had it been signed at month 0.
    pub survival: Vec<Counts>,
    /// Surplus at the start by side.
    pub surplus: Sides<Counts>,
    /// Its sum.
    pub surplus_sum: Sides<Sum>,
    /// Value at the start by side.
    pub value: Sides<Counts>,
    /// Its sum.
    pub value_sum: Sides<Sum>,
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
    pub values: Sides<Counts>,
    /// Their sums.
    pub values_sum: Sides<Sum>,
    /// Values of fighting to the finish by side.
    pub war_values: Sides<Counts>,
    /// Their sums.
    pub war_values_sum: Sides<Sum>,
    /// Months of war.
    pub war_months: Counts,
}

impl Tally {
    /// An empty tally for so many groups, plans and years.
    #[must_use]
    pub fn new(groups: usize, plans: usize, years: usize) -> Self {
        let plan = PlanGroup {
            failed_at: vec![0; years],
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

    /// Records a failed trial.
    pub fn fail(&mut self, group: usize) {
        self.groups[group].trials += 1;
        self.groups[group].failed += 1;
    }

    /// Records a trial.
    pub fn record(&mut self, group: usize, outcome: &Outcome) {
        for side in Side::BOTH {
            let side = side as usize;
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
        for side in 0..2 {
            self.values[side].merge(&other.values[side]);
            self.values_sum[side].merge(&other.values_sum[side]);
            self.war_values[side].merge(&other.war_values[side]);
            self.war_values_sum[side].merge(&other.war_values_sum[side]);
        }
    }

    /// Trials recorded, failed ones included.
    #[must_use]
    pub fn trials(&self) -> u64 {
        self.groups.iter().fold(0, |sum, group| sum + group.trials)
    }
}

impl PlanTally {
    fn record(&mut self, assessment: &Assessment) {
        for (counts, &survival) in self.survival.iter_mut().zip(&assessment.fate.survival) {
            counts.add(survival);
        }
        for side in 0..2 {
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
        for side in 0..2 {
            self.surplus[side].merge(&other.surplus[side]);
            self.surplus_sum[side].merge(&other.surplus_sum[side]);
            self.value[side].merge(&other.value[side]);
            self.value_sum[side].merge(&other.value_sum[side]);
        }
        self.months.merge(&other.months);
    }
}

fn add_all(sums: &mut [Sum], numbers: impl Iterator<Item = f64>) {
    for (sum, number) in sums.iter_mut().zip(numbers) {
        sum.add(number);
    }
}

fn merge_all(sums: &mut [Sum], others: &[Sum]) {
    for (sum, other) in sums.iter_mut().zip(others) {
        sum.merge(other);
    }
}

fn merge_counts(counts: &mut [u64], others: &[u64]) {
    for (count, other) in counts.iter_mut().zip(others) {
        *count += other;
    }
}

impl Group {
    fn record(&mut self, outcome: &Outcome) {
        self.trials += 1;
        self.classes[outcome.class as usize] += 1;
        for (plan, assessment) in self.plans.iter_mut().zip(&outcome.assessments) {
            if let Some(assessment) = assessment {
                plan.assess(assessment);
            }
        }
        if let Some(signature) = &outcome.signature {
            self.plans[signature.plan].signed += 1;
            add_all(&mut self.exact, signature.survival.iter().copied());
            if let Some(failure) = outcome.failure {
                self.plans[signature.plan].failed_at[failure.age as usize] += 1;
                self.failed_while_active += u64::from(failure.active);
                let result = match failure.result {
                    Resumed::ChallengerWon => 0,
                    Resumed::DefenderWon => 1,
                    Resumed::Unresolved => 2,
                };
                self.resumed[result] += 1;
            }
        }
    }

    fn merge(&mut self, other: &Self) {
        self.trials += other.trials;
        self.failed += other.failed;
        merge_counts(&mut self.classes, &other.classes);
        merge_all(&mut self.exact, &other.exact);
        self.failed_while_active += other.failed_while_active;
        merge_counts(&mut self.resumed, &other.resumed);
        self.draws.merge(&other.draws);
        for (plan, other) in self.plans.iter_mut().zip(&other.plans) {
            plan.merge(other);
        }
    }

    /// Trials that did not fail.
    #[must_use]
    pub fn valid(&self) -> u64 {
        self.trials - self.failed
    }

    /// Trials of a class.
    #[must_use]
    pub fn class(&self, class: Class) -> u64 {
        self.classes[class as usize]
    }

    /// Trials that settled.
    #[must_use]
    pub fn settled(&self) -> u64 {
        self.plans.iter().fold(0, |sum, plan| sum + plan.signed)
    }

    /// Trials whose peace failed.
    #[must_use]
    pub fn peace_failed(&self) -> u64 {
        self.class(Class::ResumedByChallenger) + self.class(Class::ResumedByDefender)
    }

    /// Trials settled and at peace until `year`.
    #[must_use]
    pub fn holding(&self, year: usize) -> u64 {
        self.plans.iter().fold(0, |sum, plan| sum + plan.holding(year))
    }
}

impl PlanGroup {
    fn assess(&mut self, assessment: &Assessment) {
        self.available += 1;
        let [challenger, defender] = assessment.acceptable;
        for (count, is) in self.acceptable.iter_mut().zip([challenger, defender, challenger && defender]) {
            *count += u64::from(is);
        }
        let fate = &assessment.fate;
        add_all(&mut self.survival, fate.survival.iter().copied());
        add_all(&mut self.survival_squared, fate.survival.iter().map(|survival| survival * survival));
        add_all(&mut self.by_challenger, fate.by_challenger.iter().copied());
        add_all(&mut self.by_defender, fate.by_defender.iter().copied());
    }

    fn merge(&mut self, other: &Self) {
        self.signed += other.signed;
        self.available += other.available;
        merge_counts(&mut self.acceptable, &other.acceptable);
        merge_counts(&mut self.failed_at, &other.failed_at);
        merge_all(&mut self.survival, &other.survival);
        merge_all(&mut self.survival_squared, &other.survival_squared);
        merge_all(&mut self.by_challenger, &other.by_challenger);
        merge_all(&mut self.by_defender, &other.by_defender);
    }

    /// Trials that signed it and were at peace until `year`.
    #[must_use]
    pub fn holding(&self, year: usize) -> u64 {
        self.failed_at.iter().take(year).fold(self.signed, |left, failed| left - failed)
    }
}
