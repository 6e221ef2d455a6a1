//! From a tally to the figures of `summary.json`.

use crate::engine::{Class, Counts, Group, PER_UNIT, PlanGroup, PlanTally, Sum, Tally};
use crate::model::Side;
use crate::sampling::Sampling;
use crate::scenario::Scenario;

use super::decomposition::decomposition;
use super::failures::failures;
use super::interval::{mean_interval, over_randomisations, share_over_randomisations, trials_are_independent, wilson};
use super::summary::{
    Acceptable, Across, BySide, Classes, Distributed, Histogram, IfSigned, Peace, PlanSummary, ResumedWar,
    SettlementSummary, Share, ShareByYear, Spread, Summary, Survival,
};

/// The figures of a run of `scenario`.
#[must_use]
pub fn summarise(scenario: &Scenario, tally: &Tally) -> Summary {
    let run = scenario.run();
    let independent = trials_are_independent(run);
    let (sampling, replications, years) = (run.sampling, run.replications, run.years);
    let figures = Figures { tally, sampling, independent, replications, years };
    figures.summary(scenario)
}

struct Figures<'a> {
    tally: &'a Tally,
    sampling: Sampling,
    /// Whether every trial is independent of all others; else the groups of the tally are.
    independent: bool,
    /// Trials at each draw of the inputs.
    replications: u64,
    years: usize,
}

impl Figures<'_> {
    fn summary(&self, scenario: &Scenario) -> Summary {
        let class = |class: Class| self.share(|group| group.class(class), Group::valid);
        let months: Vec<u32> = (0..=scenario.central().negotiation.max_months as u32).collect();
        let last = self.tally.months.bins();
        let most = (last.0 + last.1.len() as i64 - 1).max(0) as u32;
        let months: Vec<u32> = if most as usize >= months.len() { (0..=most).collect() } else { months };
        let valid = self.total(Group::valid);
        let plans = scenario.structure().plans.iter().enumerate();
        Summary {
            scenario: scenario.name().to_owned(),
            trials: self.tally.trials(),
            failed_trials: self.total(|group| group.failed.value()),
            failures: failures(scenario, self.tally),
            seed: scenario.run().seed,
            sampling: self.sampling,
            classes: Classes {
                challenger_victory: class(Class::ChallengerVictory),
                defender_victory: class(Class::DefenderVictory),
                no_settlement: class(Class::NoSettlement),
                peace_held: class(Class::PeaceHeld),
                resumed_by_challenger: class(Class::ResumedByChallenger),
                resumed_by_defender: class(Class::ResumedByDefender),
            },
            settlement: SettlementSummary {
                settled: self.share(Group::settled, Group::valid),
                month: whole_spread(&self.tally.months),
                cumulative: cumulative(&self.tally.months, &months, valid),
                months: months.clone(),
            },
            signed_and_holding: ShareByYear { years: self.year_list(), ..self.by_year(Group::holding, Group::valid) },
            peace: Peace {
                years: self.year_list(),
                survival: self.followed(Group::holding, Group::settled),
                exact: self.exact(),
            },
            decomposition: decomposition(self.tally, scenario.run().replications),
            plans: plans.map(|(index, plan)| (plan.id.clone(), self.plan(index, &months, valid))).collect(),
            resumed_war: ResumedWar {
                failed_while_active: self.share(|group| group.failed_while_active.value(), Group::peace_failed),
                challenger_won: self.share(|group| group.resumed[0].value(), Group::peace_failed),
                defender_won: self.share(|group| group.resumed[1].value(), Group::peace_failed),
                unresolved: self.share(|group| group.resumed[2].value(), Group::peace_failed),
            },
            values: by_side(|side| distributed(&self.tally.values[side], &self.tally.values_sum[side], 40)),
            war_values: by_side(|side| spread(&self.tally.war_values[side], &self.tally.war_values_sum[side])),
            months_of_war: Distributed {
                spread: whole_spread(&self.tally.war_months),
                histogram: whole_histogram(&self.tally.war_months, 40),
            },
        }
    }

    fn year_list(&self) -> Vec<u32> {
        (0..=self.years as u32).collect()
    }

    fn total(&self, of: impl Fn(&Group) -> u64) -> u64 {
        self.tally.groups.iter().fold(0, |sum, group| sum + of(group))
    }

    /// A share with the interval that suits the design.
    fn share(&self, hits: impl Fn(&Group) -> u64, among: impl Fn(&Group) -> u64) -> Share {
        if self.independent {
            return wilson(self.total(hits), self.total(among));
        }
        let parts: Vec<(u64, u64)> = self.tally.groups.iter().map(|group| (hits(group), among(group))).collect();
        share_over_randomisations(&parts, self.replications)
    }

    fn by_year(&self, hits: impl Fn(&Group, usize) -> u64, among: impl Fn(&Group) -> u64) -> ShareByYear {
        let mut out = ShareByYear::default();
        for year in 0..=self.years {
            out.push(self.share(|group| hits(group, year), &among));
        }
        out
    }

    /// Survival of trials that are followed, with how many are still at risk.
    fn followed(&self, holding: impl Fn(&Group, usize) -> u64, among: impl Fn(&Group) -> u64) -> Survival {
        let at_risk = (0..=self.years).map(|year| self.total(|group| holding(group, year))).collect();
        let ShareByYear { share: survival, low, high, .. } = self.by_year(holding, among);
        Survival { survival, low, high, at_risk }
    }

    fn exact(&self) -> Vec<Option<f64>> {
        let settled = self.total(Group::settled);
        (0..=self.years).map(|year| self.sum(|group| &group.exact[year]).mean(settled)).collect()
    }

    fn sum<'s>(&'s self, of: impl Fn(&'s Group) -> &'s Sum) -> Sum {
        let mut total = Sum::default();
        for group in &self.tally.groups {
            total.merge(of(group));
        }
        total
    }

    fn plan(&self, index: usize, months: &[u32], valid: u64) -> PlanSummary {
        let share = |hits: &dyn Fn(&PlanGroup) -> u64, among: &dyn Fn(&PlanGroup) -> u64| {
            self.share(|group| hits(&group.plans[index]), |group| among(&group.plans[index]))
        };
        let tally = &self.tally.plans[index];
        let acceptable = |who: usize| share(&|plan| plan.acceptable[who].value(), &|plan| plan.available.value());
        PlanSummary {
            signed: self.share(|group| group.plans[index].signed.value(), Group::valid),
            available: self.share(|group| group.plans[index].available.value(), Group::valid),
            acceptable: Acceptable { challenger: acceptable(0), defender: acceptable(1), both: acceptable(2) },
            surplus: by_side(|side| spread(&tally.surplus[side], &tally.surplus_sum[side])),
            value: by_side(|side| spread(&tally.value[side], &tally.value_sum[side])),
            if_signed: self.if_signed(index, tally),
            given_signed: self
                .followed(|group, year| group.plans[index].holding(year), |group| group.plans[index].signed.value()),
            signed_and_holding: self.by_year(|group, year| group.plans[index].holding(year), Group::valid),
            signed_by_month: cumulative(&tally.months, months, valid),
        }
    }

    fn if_signed(&self, index: usize, tally: &PlanTally) -> IfSigned {
        let available = self.total(|group| group.plans[index].available.value());
        let mut survival = Survival::default();
        for year in 0..=self.years {
            let share = if self.independent {
                let mean = self.sum(|group| &group.plans[index].survival[year]).mean(available);
                let square = self.sum(|group| &group.plans[index].survival_squared[year]).mean(available);
                mean_interval(available, mean, square)
            } else {
                let of = |plan: &PlanGroup| (plan.survival[year].value(), plan.available.value());
                let parts: Vec<(f64, u64)> = self.tally.groups.iter().map(|group| of(&group.plans[index])).collect();
                over_randomisations(&parts)
            };
            survival.push(share);
        }
        let mean = |of: &dyn Fn(&PlanGroup) -> &[Sum]| -> Vec<Option<f64>> {
            let total = |year: usize| {
                let mut total = Sum::default();
                for group in &self.tally.groups {
                    total.merge(&of(&group.plans[index])[year]);
                }
                total.mean(available)
            };
            (0..=self.years).map(total).collect()
        };
        let percentile = |p: f64| tally.survival.iter().map(|counts| percentile(counts, p)).collect();
        IfSigned {
            survival,
            across: Across { p5: percentile(0.05), p50: percentile(0.5), p95: percentile(0.95) },
            resumed_by_challenger: mean(&|plan| &plan.by_challenger),
            resumed_by_defender: mean(&|plan| &plan.by_defender),
        }
    }
}

impl ShareByYear {
    fn push(&mut self, share: Share) {
        self.share.push(share.share);
        self.low.push(share.low);
        self.high.push(share.high);
    }
}

impl Survival {
    fn push(&mut self, share: Share) {
        self.survival.push(share.share);
        self.low.push(share.low);
        self.high.push(share.high);
    }
}

fn by_side<T>(of: impl Fn(Side) -> T) -> BySide<T> {
    BySide { challenger: of(Side::Challenger), defender: of(Side::Defender) }
}

/// A percentile of values, to one part in 4,096.
fn percentile(counts: &Counts, p: f64) -> Option<f64> {
    counts.quantile_bin(p).map(|bin| bin as f64 / PER_UNIT)
}

fn spread(counts: &Counts, sum: &Sum) -> Spread {
    Spread {
        mean: sum.mean(counts.total()),
        p5: percentile(counts, 0.05),
        p50: percentile(counts, 0.5),
        p95: percentile(counts, 0.95),
    }
}

fn whole_spread(counts: &Counts) -> Spread {
    let (first, bins) = counts.bins();
    let total = counts.total();
    let sum =
        bins.iter().enumerate().fold(0.0, |sum, (index, &count)| sum + count as f64 * (first + index as i64) as f64);
    let whole = |p: f64| counts.quantile_bin(p).map(|bin| bin as f64);
    Spread { mean: (total > 0).then(|| sum / total as f64), p5: whole(0.05), p50: whole(0.5), p95: whole(0.95) }
}

/// Share of `trials` whose month is at most each of `months`.
fn cumulative(counts: &Counts, months: &[u32], trials: u64) -> Vec<f64> {
    let (first, bins) = counts.bins();
    let mut below = 0;
    let mut next = 0;
    let mut share = |month: u32| {
        while next < bins.len() && first + next as i64 <= i64::from(month) {
            below += bins[next];
            next += 1;
        }
        if trials == 0 { 0.0 } else { below as f64 / trials as f64 }
    };
    months.iter().map(|&month| share(month)).collect()
}

fn distributed(counts: &Counts, sum: &Sum, bars: i64) -> Distributed {
    let mut histogram = whole_histogram(counts, bars);
    histogram.from = (histogram.from - 0.5) / PER_UNIT;
    histogram.width /= PER_UNIT;
    Distributed { spread: spread(counts, sum), histogram }
}

/// About `bars` bins of a power of two of the counted steps.
fn whole_histogram(counts: &Counts, bars: i64) -> Histogram {
    let (first, bins) = counts.bins();
    if bins.is_empty() {
        return Histogram::default();
    }
    let mut width: i64 = 1;
    while bins.len() as i64 / width > bars {
        width *= 2;
    }
    let from = first.div_euclid(width) * width;
    let mut out = vec![0; ((first - from + bins.len() as i64 - 1) / width + 1) as usize];
    for (index, count) in bins.iter().enumerate() {
        out[((first - from + index as i64) / width) as usize] += count;
    }
    Histogram { from: from as f64, width: width as f64, counts: out }
}
