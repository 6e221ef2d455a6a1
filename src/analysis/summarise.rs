//! From a tally to the figures of `summary.json`.

use indexmap::IndexMap;

use crate::engine::{Class, Count, Counts, Group, PER_UNIT, PlanGroup, PlanTally, Sum, Tally};
use crate::model::Side;
use crate::sampling::Sampling;
use crate::scenario::Scenario;

use super::alone::IfAcceptable;
use super::costs::costs;
use super::decision::decision;
use super::decomposition::decomposition;
use super::failures::failures;
use super::influence::influence;
use super::interval::{
    mean_interval, mean_over_randomisations, normal_interval, over_randomisations, share_of, trials_are_independent,
};
use super::open::open_terms;
use super::summary::{
    Acceptable, Across, BySide, Classes, Distributed, Histogram, IfSigned, MonthsOfWar, Peace, PlanSummary, ResumedWar,
    SettlementSummary, Share, ShareByYear, Spread, Summary, Survival, party_key,
};
use super::weights::{inputs, weights};

/// The figures of a run of `scenario`.
#[must_use]
pub fn summarise(scenario: &Scenario, tally: &Tally) -> Summary {
    Figures::new(scenario, tally).summary(scenario)
}

pub(super) struct Figures<'a> {
    pub(super) tally: &'a Tally,
    sampling: Sampling,
    /// Whether every trial is independent of all others; else the groups of the tally are.
    pub(super) independent: bool,
    /// Trials at each draw of the inputs.
    pub(super) replications: u64,
    pub(super) years: usize,
    /// Whether each plan was also played by itself.
    alone: bool,
    /// Whether the front of the first war can freeze.
    pub(super) can_freeze: bool,
    /// The parties that do not fight.
    parties: Vec<String>,
    /// Units of a weight of 1; 1 where every trial counts as one.
    pub(super) units: f64,
}

impl<'a> Figures<'a> {
    pub(super) fn new(scenario: &Scenario, tally: &'a Tally) -> Self {
        let run = scenario.run();
        Self {
            tally,
            sampling: run.sampling,
            independent: trials_are_independent(run),
            replications: run.replications,
            years: run.years,
            alone: run.alone,
            can_freeze: scenario.front_can_freeze(),
            parties: scenario.structure().parties.iter().map(|party| party_key(&party.id)).collect(),
            units: tally.units(),
        }
    }
}

impl Figures<'_> {
    fn summary(&self, scenario: &Scenario) -> Summary {
        let months: Vec<u32> = (0..=scenario.central().negotiation.max_months as u32).collect();
        let last = self.tally.months.bins();
        let most = (last.0 + last.1.len() as i64 - 1).max(0) as u32;
        let months: Vec<u32> = if most as usize >= months.len() { (0..=most).collect() } else { months };
        let valid = self.total(Group::valid);
        let plans = scenario.structure().plans.iter().enumerate();
        let tabled: Vec<(usize, &str)> =
            plans.clone().filter(|(_, plan)| plan.tabled).map(|(index, plan)| (index, plan.id.as_str())).collect();
        Summary {
            scenario: scenario.name().to_owned(),
            trials: self.tally.trials(),
            failed_trials: self.total(|group| group.failed).value(),
            failures: failures(scenario, self.tally),
            partial: None,
            seed: scenario.run().seed,
            sampling: self.sampling,
            classes: self.classes(),
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
            decomposition: decomposition(self.tally, scenario.run().replications, self.can_freeze),
            plans: plans.map(|(index, plan)| (plan.id.clone(), self.plan(index, &months, valid))).collect(),
            alone: (self.alone && tabled.len() > 1).then(|| self.pairs(&tabled, self.tally.headline)),
            decision: decision(scenario, self.tally),
            influence: influence(scenario, self.tally),
            resumed_war: ResumedWar {
                failed_while_active: self.share(|group| group.failed_while_active, Group::peace_failed),
                challenger_won: self.share(|group| group.resumed[0], Group::peace_failed),
                defender_won: self.share(|group| group.resumed[1], Group::peace_failed),
                unresolved: self.share(|group| group.resumed[2], Group::peace_failed),
                frozen: scenario
                    .any_front_can_freeze()
                    .then(|| self.share(|group| group.resumed[3], Group::peace_failed)),
            },
            values: BySide {
                parties: self.by_party(&self.tally.parties, |it| self.distributed(&it.values, &it.values_sum, 40)),
                ..by_side(|side| self.distributed(&self.tally.values[side], &self.tally.values_sum[side], 40))
            },
            war_values: BySide {
                parties: self.by_party(&self.tally.parties, |it| self.spread(&it.war_values, &it.war_values_sum)),
                ..by_side(|side| self.spread(&self.tally.war_values[side], &self.tally.war_values_sum[side]))
            },
            months_of_war: self.months_of_war(&self.tally.war_months, &self.tally.cut_off_months),
            costs: costs(scenario, self),
            open_terms: open_terms(scenario, self),
            weights: weights(scenario, self.tally),
            inputs: inputs(scenario, self.tally),
        }
    }

    fn year_list(&self) -> Vec<u32> {
        (0..=self.years as u32).collect()
    }

    fn total(&self, of: impl Fn(&Group) -> Count) -> Count {
        self.tally.groups.iter().map(of).sum()
    }

    /// How trials end.
    pub(super) fn classes(&self) -> Classes {
        let class = |class: Class| self.share(|group| group.class(class), Group::valid);
        Classes {
            challenger_victory: class(Class::ChallengerVictory),
            defender_victory: class(Class::DefenderVictory),
            no_settlement: class(Class::NoSettlement),
            frozen: self.can_freeze.then(|| class(Class::Frozen)),
            peace_held: class(Class::PeaceHeld),
            resumed_by_challenger: class(Class::ResumedByChallenger),
            resumed_by_defender: class(Class::ResumedByDefender),
        }
    }

    /// A sum of weights.
    pub(super) fn weight(&self, count: Count) -> f64 {
        count.units() / self.units
    }

    /// A share with the interval that suits the design.
    pub(super) fn share(&self, hits: impl Fn(&Group) -> Count, among: impl Fn(&Group) -> Count) -> Share {
        if self.independent {
            return share_of(self.total(hits), self.total(among));
        }
        let groups = &self.tally.groups;
        let parts: Vec<(f64, f64)> = groups.iter().map(|group| (hits(group).units(), among(group).units())).collect();
        mean_over_randomisations(&parts, self.total(among).effective() / self.replications as f64)
    }

    /// The mean of a figure over trials of different weights and the variance of that estimate, from their weights and the
    /// sums of the figure, of it and of its square times the squares of the weights; `None` of none.
    pub(super) fn weighted_mean(&self, weights: Count, sum: &Sum, cross: &Sum, squared: &Sum) -> Option<(f64, f64)> {
        let weight = self.weight(weights);
        let mean = sum.per(weight)?;
        let squares = weights.squares() / (self.units * self.units);
        let spread = (squared.value() - 2.0 * mean * cross.value()) / self.units + mean * mean * squares;
        Some((mean, spread.max(0.0) / (weight * weight)))
    }

    pub(super) fn by_year(
        &self,
        hits: impl Fn(&Group, usize) -> Count,
        among: impl Fn(&Group) -> Count,
    ) -> ShareByYear {
        let mut out = ShareByYear::default();
        for year in 0..=self.years {
            out.push(self.share(|group| hits(group, year), &among));
        }
        out
    }

    /// Survival of trials that are followed, with how many are still at risk.
    fn followed(&self, holding: impl Fn(&Group, usize) -> Count, among: impl Fn(&Group) -> Count) -> Survival {
        let at_risk = |year| self.total(|group| holding(group, year)).effective().round() as u64;
        let at_risk = (0..=self.years).map(at_risk).collect();
        let ShareByYear { share: survival, low, high, .. } = self.by_year(holding, among);
        Survival { survival, low, high, at_risk }
    }

    fn exact(&self) -> Vec<Option<f64>> {
        let settled = self.weight(self.total(Group::settled));
        (0..=self.years).map(|year| self.sum(|group| &group.exact[year]).per(settled)).collect()
    }

    pub(super) fn sum<'s>(&'s self, of: impl Fn(&'s Group) -> &'s Sum) -> Sum {
        let mut total = Sum::default();
        for group in &self.tally.groups {
            total.merge(of(group));
        }
        total
    }

    fn plan(&self, index: usize, months: &[u32], valid: Count) -> PlanSummary {
        let share = |hits: &dyn Fn(&PlanGroup) -> Count, among: &dyn Fn(&PlanGroup) -> Count| {
            self.share(|group| hits(&group.plans[index]), |group| among(&group.plans[index]))
        };
        let tally = &self.tally.plans[index];
        let acceptable = |who: usize| share(&|plan| plan.acceptable[who], &|plan| plan.available);
        let accepted = |who: usize| share(&|plan| plan.accepted[who], &|plan| plan.available);
        let is_tabled = !self.tally.untabled.contains(&index);
        PlanSummary {
            signed: self.share(|group| group.plans[index].signed, Group::valid),
            available: self.share(|group| group.plans[index].available, Group::valid),
            acceptable: Acceptable {
                challenger: acceptable(0),
                defender: acceptable(1),
                both: acceptable(2),
                all: (!self.parties.is_empty()).then(|| accepted(0)),
                parties: (1..).zip(&self.parties).map(|(who, party)| (party.clone(), accepted(who))).collect(),
            },
            surplus: BySide {
                parties: self.by_party(&tally.parties, |it| self.spread(&it.surplus, &it.surplus_sum)),
                ..by_side(|side| self.spread(&tally.surplus[side], &tally.surplus_sum[side]))
            },
            value: BySide {
                parties: self.by_party(&tally.parties, |it| self.spread(&it.value, &it.value_sum)),
                ..by_side(|side| self.spread(&tally.value[side], &tally.value_sum[side]))
            },
            if_signed: self.if_signed(index, tally),
            if_acceptable: IfAcceptable::new(
                &tally.if_acceptable_sum,
                tally.all_accept.value(),
                &tally.if_acceptable,
                self.tally.headline,
            )
            .counted(self.draws_per_weight()),
            alone: (self.alone && is_tabled).then(|| self.alone(index)),
            given_signed: self
                .followed(|group, year| group.plans[index].holding(year), |group| group.plans[index].signed),
            signed_and_holding: self.by_year(|group, year| group.plans[index].holding(year), Group::valid),
            signed_by_month: cumulative(&tally.months, months, valid),
        }
    }

    /// What `of` makes of what is remembered of each party that does not fight.
    fn by_party<A, B>(&self, tallies: &[A], of: impl Fn(&A) -> B) -> IndexMap<String, B> {
        self.parties.iter().cloned().zip(tallies.iter().map(of)).collect()
    }

    fn if_signed(&self, index: usize, tally: &PlanTally) -> IfSigned {
        let count = self.total(|group| group.plans[index].available);
        let available = self.weight(count);
        let mut survival = Survival::default();
        for year in 0..=self.years {
            let sum = || self.sum(|group| &group.plans[index].survival[year]);
            let squared = || self.sum(|group| &group.plans[index].survival_squared[year]);
            let share = if self.independent && self.is_weighted() {
                let cross = self.sum(|group| &group.plans[index].survival_cross[year]);
                let mean = self.weighted_mean(count, &sum(), &cross, &squared());
                mean.map(|(mean, variance)| normal_interval(mean, variance)).unwrap_or_default()
            } else if self.independent {
                mean_interval(count.value(), sum().per(available), squared().per(available))
            } else {
                let of = |plan: &PlanGroup| (plan.survival[year].value(), self.weight(plan.available));
                let parts: Vec<(f64, f64)> = self.tally.groups.iter().map(|group| of(&group.plans[index])).collect();
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
                total.per(available)
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
    /// The share at a year; null beyond the last.
    #[must_use]
    pub fn at(&self, year: usize) -> Share {
        let of = |list: &[Option<f64>]| list.get(year).copied().flatten();
        Share { share: of(&self.share), low: of(&self.low), high: of(&self.high) }
    }

    pub(super) fn push(&mut self, share: Share) {
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
    BySide { challenger: of(Side::Challenger), defender: of(Side::Defender), parties: IndexMap::new() }
}

/// A percentile of values, to one part in 4,096.
pub(super) fn percentile(counts: &Counts, p: f64) -> Option<f64> {
    counts.quantile_bin(p).map(|bin| bin as f64 / PER_UNIT)
}

impl Figures<'_> {
    /// Whether trials weigh differently.
    pub(super) fn is_weighted(&self) -> bool {
        !self.tally.evidence.is_empty()
    }

    /// How many trials that tell as much a weight of 1 stands for; 1 where every trial counts as one.
    fn draws_per_weight(&self) -> f64 {
        let weights = self.tally.evidence.weights;
        if weights.units() > 0.0 { weights.effective() / self.weight(weights) } else { 1.0 }
    }

    /// Counts in bins as trials: where these weigh differently, so that all together are as many as were run.
    pub(super) fn trials_in(&self, bins: Vec<u64>) -> Vec<u64> {
        let weights = self.tally.evidence.weights.units();
        if !(weights > 0.0) {
            return bins;
        }
        let valid = self.tally.evidence.unknowing.iter().map(Group::valid).sum::<Count>().units();
        bins.into_iter().map(|units| (units as f64 * (valid / weights)).round() as u64).collect()
    }

    fn spread(&self, counts: &Counts, sum: &Sum) -> Spread {
        Spread {
            mean: sum.per(counts.total() as f64 / self.units),
            p5: percentile(counts, 0.05),
            p50: percentile(counts, 0.5),
            p95: percentile(counts, 0.95),
        }
    }

    fn distributed(&self, counts: &Counts, sum: &Sum, bars: i64) -> Distributed {
        let mut histogram = self.of_trials(whole_histogram(counts, bars));
        histogram.from = (histogram.from - 0.5) / PER_UNIT;
        histogram.width /= PER_UNIT;
        Distributed { spread: self.spread(counts, sum), histogram }
    }

    fn of_trials(&self, histogram: Histogram) -> Histogram {
        Histogram { counts: self.trials_in(histogram.counts), ..histogram }
    }

    fn months_of_war(&self, months: &Counts, cut_off: &Counts) -> MonthsOfWar {
        let histogram = whole_histogram(months, 40);
        let cut_off = self.trials_in(in_bins(cut_off, &histogram));
        MonthsOfWar { all: Distributed { spread: whole_spread(months), histogram: self.of_trials(histogram) }, cut_off }
    }
}

pub(super) fn whole_spread(counts: &Counts) -> Spread {
    let (first, bins) = counts.bins();
    let total = counts.total();
    let sum =
        bins.iter().enumerate().fold(0.0, |sum, (index, &count)| sum + count as f64 * (first + index as i64) as f64);
    let whole = |p: f64| counts.quantile_bin(p).map(|bin| bin as f64);
    Spread { mean: (total > 0).then(|| sum / total as f64), p5: whole(0.05), p50: whole(0.5), p95: whole(0.95) }
}

/// Share of `trials` whose month is at most each of `months`.
fn cumulative(counts: &Counts, months: &[u32], trials: Count) -> Vec<f64> {
    let (first, bins) = counts.bins();
    let mut below = 0;
    let mut next = 0;
    let mut share = |month: u32| {
        while next < bins.len() && first + next as i64 <= i64::from(month) {
            below += bins[next];
            next += 1;
        }
        if trials == Count::default() { 0.0 } else { below as f64 / trials.units() }
    };
    months.iter().map(|&month| share(month)).collect()
}

/// Whole numbers counted in the bins of a histogram of more of them.
fn in_bins(counts: &Counts, histogram: &Histogram) -> Vec<u64> {
    let (first, bins) = counts.bins();
    let mut out = vec![0; histogram.counts.len()];
    for (index, count) in bins.iter().enumerate().filter(|(_, count)| **count > 0) {
        out[(((first + index as i64) as f64 - histogram.from) / histogram.width) as usize] += count;
    }
    out
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engine;

    fn counts(bins: &[i64]) -> Counts {
        let mut counts = Counts::default();
        for &bin in bins {
            counts.add_bin(bin);
        }
        counts
    }

    fn trials(number: u64) -> Count {
        let mut count = Count::default();
        count.add(number);
        count
    }

    /// The figures of a run of `tiny.toml` in which nothing was played.
    fn of_nothing(figures: impl FnOnce(&Figures<'_>)) {
        let text = include_str!("../../scenarios/tiny.toml");
        let scenario = crate::scenario::parse("tiny.toml", text, &[], None).unwrap().scenario;
        let tally = Engine::new(&scenario).unwrap().tally();
        figures(&Figures::new(&scenario, &tally));
    }

    #[test]
    fn a_month_is_counted_from_itself_on() {
        assert_eq!(cumulative(&counts(&[1, 1, 3]), &[0, 1, 2, 3, 4], trials(10)), [0.0, 0.2, 0.2, 0.3, 0.3]);
        assert_eq!(cumulative(&counts(&[]), &[0, 1], trials(0)), [0.0, 0.0]);
    }

    /// Of 1 to 100 the percentile p is the smallest number that p of them reach at most: p itself.
    #[test]
    fn percentiles_of_months_are_ranks() {
        let spread = whole_spread(&counts(&(1..=100).collect::<Vec<_>>()));
        assert_eq!(spread, Spread { mean: Some(50.5), p5: Some(5.0), p50: Some(50.0), p95: Some(95.0) });
    }

    #[test]
    fn percentiles_of_values_are_ranks() {
        let (mut counts, mut sum) = (Counts::default(), Sum::default());
        for k in 1..=100 {
            counts.add(f64::from(k) / 64.0);
            sum.add(f64::from(k) / 64.0);
        }
        let [mean, p5, p50, p95] = [50.5, 5.0, 50.0, 95.0].map(|k| Some(k / 64.0));
        of_nothing(|figures| assert_eq!(figures.spread(&counts, &sum), Spread { mean, p5, p50, p95 }));
    }

    /// A number is counted in the step of 1/4,096 whose middle it is nearest to, so that the bar begins half a step below.
    #[test]
    fn a_bar_begins_half_a_step_below_its_first_number() {
        of_nothing(|figures| {
            let histogram = figures.distributed(&counts(&[1_024, 1_025, 1_025]), &Sum::default(), 40).histogram;
            assert_eq!(histogram, Histogram { from: 1_023.5 / 4_096.0, width: 1.0 / 4_096.0, counts: vec![1, 2] });
        });
    }

    /// Months 3, 3, 60 and 121 in bins of 4 from 0: the two that are cut off stand in the bins of 60 and 121.
    #[test]
    fn what_is_cut_off_stands_in_its_bin() {
        of_nothing(|figures| {
            let months = figures.months_of_war(&counts(&[3, 3, 60, 121]), &counts(&[60, 121]));
            let histogram = &months.all.histogram;
            assert_eq!((histogram.from, histogram.width), (0.0, 4.0));
            let filled = |counts: &[u64]| -> Vec<(usize, u64)> {
                counts.iter().copied().enumerate().filter(|(_, count)| *count > 0).collect()
            };
            assert_eq!(filled(&histogram.counts), [(0, 2), (15, 1), (30, 1)]);
            assert_eq!(filled(&months.cut_off), [(15, 1), (30, 1)]);
            assert_eq!(figures.months_of_war(&counts(&[]), &counts(&[])), MonthsOfWar::default());
        });
    }

    /// Each figure of a plan and each class, counted again from the outcomes of 400 trials.
    #[test]
    fn figures_of_plans_are_counted_over_all_trials() {
        let text = include_str!("../../scenarios/tiny.toml");
        let scenario =
            crate::scenario::parse("tiny.toml", text, &["run.trials=400".to_owned()], None).unwrap().scenario;
        let engine = Engine::new(&scenario).unwrap();
        let (mut tally, mut outcomes) = (engine.tally(), Vec::new());
        for first in (0..400).step_by(8) {
            engine.worker().play(first, 8, &mut |group, row| {
                let outcome = row.outcome.unwrap();
                tally.record(group, outcome);
                outcomes.push(outcome.clone());
            });
        }
        let (summary, year) = (summarise(&scenario, &tally), 8);
        for class in summary.classes.possible() {
            let count = outcomes.iter().filter(|it| it.class == class).count();
            assert_eq!(summary.classes.of(class).share, Some(count as f64 / 400.0), "{}", class.name());
        }
        let mut holding = 0;
        for (index, (id, plan)) in summary.plans.iter().enumerate() {
            let signed = outcomes.iter().filter(|it| it.signature.as_ref().is_some_and(|it| it.plan == index));
            let held = signed.filter(|it| it.breach.is_none_or(|breach| breach.age as usize >= year)).count();
            assert_eq!(plan.signed_and_holding.share[year], Some(held as f64 / 400.0), "{id}");
            holding += held;
            let assessed: Vec<_> = outcomes.iter().filter_map(|it| it.assessments[index].as_ref()).collect();
            for side in Side::BOTH {
                let (got, of): (_, fn(&crate::engine::Assessment) -> &[f64]) = match side {
                    Side::Challenger => (&plan.if_signed.resumed_by_challenger, |it| &it.durability.by_challenger),
                    Side::Defender => (&plan.if_signed.resumed_by_defender, |it| &it.durability.by_defender),
                };
                let mean = assessed.iter().map(|it| of(it)[year]).sum::<f64>() / assessed.len() as f64;
                assert!((got[year].unwrap() - mean).abs() < 1e-9, "{id} {side:?}");
            }
            assert_ne!(plan.if_signed.resumed_by_challenger[year], plan.if_signed.resumed_by_defender[year]);
        }
        assert!(holding > 0 && holding < 400);
        let foreseen: Vec<f64> = outcomes.iter().filter_map(|it| Some(it.signature.as_ref()?.survival[year])).collect();
        let mean = foreseen.iter().sum::<f64>() / foreseen.len() as f64;
        assert!((summary.peace.exact[year].unwrap() - mean).abs() < 1e-9);
    }
}
