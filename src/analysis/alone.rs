//! Each plan by itself: what if only it were on the table? And how much better one plan alone is than another, on the same
//! luck.

use serde::{Deserialize, Serialize};

use crate::engine::{AloneGroup, Count, Counts, Group, Sum, Tally};
use crate::model::Side;

use super::interval::{Z, error_of_ratio, mean_over_randomisations, mean_score_interval, score_interval, t_quantile};
use super::summarise::Figures;
use super::summary::{Classes, Share, ShareByYear, Spread};

/// `plans.ID.alone` in `summary.json`: a plan as if no other were offered. After a signature everything is exact.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AlonePlan {
    /// How trials end.
    pub classes: Classes,
    /// Share of all trials that sign it.
    pub signed: Share,
    /// Month of the signature, over the trials that sign it.
    pub month: Spread,
    /// Signed, and no war resumed before that year; over all trials.
    pub signed_and_holding: ShareByYear,
}

/// `alone` in `summary.json`: plans alone, in pairs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AlonePairs {
    /// The year at which they are compared.
    pub year: u32,
    /// Each plan with all that follow it in the file.
    pub differences: Vec<Contrast>,
}

/// How much more often one plan alone is signed and holding than another alone, in the same trials.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Contrast {
    /// The one.
    pub plan: String,
    /// The other.
    pub other: String,
    /// Share of all trials, the one minus the other.
    pub difference: Option<f64>,
    /// Lower end of the 95 % sampling interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Draws in which the one would hold longer, had both been signed at month 0: the share of those in which both are
    /// available and differ at that year.
    pub outlasts: Option<f64>,
}

impl AlonePairs {
    /// How much more often `plan` is signed and holding than `other`; `None` where they were not compared.
    #[must_use]
    pub fn difference(&self, plan: &str, other: &str) -> Option<Contrast> {
        let of = |a: &str, b: &str| self.differences.iter().find(|pair| pair.plan == a && pair.other == b);
        of(plan, other).cloned().or_else(|| of(other, plan).map(Contrast::turned))
    }
}

impl Contrast {
    /// The same seen from the other plan.
    #[must_use]
    pub fn turned(&self) -> Self {
        let minus = |x: Option<f64>| x.map(|x| -x);
        Self {
            plan: self.other.clone(),
            other: self.plan.clone(),
            difference: minus(self.difference),
            low: minus(self.high),
            high: minus(self.low),
            outlasts: self.outlasts.map(|share| 1.0 - share),
        }
    }

    /// Whether the interval leaves out 0.
    #[must_use]
    pub fn is_told(&self) -> bool {
        matches!((self.low, self.high), (Some(low), Some(high)) if low > 0.0 || high < 0.0)
    }
}

impl Figures<'_> {
    /// A plan alone.
    pub(super) fn alone(&self, plan: usize) -> AlonePlan {
        let count =
            |what: &dyn Fn(&AloneGroup) -> Count| self.share(|group| what(&group.plans[plan].alone), Group::valid);
        let resumed = |side: Side| {
            self.mean(|group| {
                let alone = &group.plans[plan].alone;
                [alone.resumed[side], alone.resumed_squared[side], alone.resumed_cross.unwrap_or_default()[side]]
            })
        };
        let holding = |year: usize| {
            self.mean(|group| {
                let alone = &group.plans[plan].alone;
                let cross = alone.holding_cross.get(year).copied().unwrap_or_default();
                [alone.holding[year], alone.holding_squared[year], cross]
            })
        };
        let mut signed_and_holding = ShareByYear::default();
        for year in 0..=self.years {
            signed_and_holding.push(holding(year));
        }
        AlonePlan {
            classes: Classes {
                challenger_victory: count(&|alone| alone.unsettled[0]),
                defender_victory: count(&|alone| alone.unsettled[1]),
                no_settlement: count(&|alone| alone.unsettled[2]),
                frozen: self.can_freeze.then(|| count(&|alone| alone.unsettled[3])),
                peace_held: holding(self.years),
                resumed_by_challenger: resumed(Side::Challenger),
                resumed_by_defender: resumed(Side::Defender),
            },
            signed: count(&|alone| alone.signed),
            month: super::summarise::whole_spread(&self.tally.pairs.months[plan]),
            signed_and_holding,
        }
    }

    /// The mean over trials of a number in [0, 1], from its sum, its sum of squares and its cross sum in each group.
    fn mean(&self, of: impl Fn(&Group) -> [Sum; 3]) -> Share {
        let groups = &self.tally.groups;
        let count: Count = groups.iter().map(Group::valid).sum();
        if !self.independent {
            let part = |group: &Group| (of(group)[0].value(), self.weight(group.valid()));
            let parts: Vec<(f64, f64)> = groups.iter().map(part).collect();
            return mean_over_randomisations(&parts, count.effective() / self.replications as f64);
        }
        let mut total = [Sum::default(); 3];
        for group in groups {
            for (total, sum) in total.iter_mut().zip(of(group)) {
                total.merge(&sum);
            }
        }
        let [sum, squared, cross] = total;
        if self.is_weighted() {
            let mean = self.weighted_mean(count, &sum, &cross, &squared);
            let share = |(mean, variance)| score_interval(mean, variance, count.effective());
            return mean.map(share).unwrap_or_default();
        }
        let count = count.value();
        mean_score_interval(count, sum.mean(count), squared.mean(count))
    }

    /// All pairs of these plans, each with its index.
    pub(super) fn pairs(&self, plans: &[(usize, &str)], year: usize) -> AlonePairs {
        let pairs =
            (0..plans.len()).flat_map(|one| (one + 1..plans.len()).map(move |other| (plans[one], plans[other])));
        let of = |((one, id), (other, other_id)): ((usize, &str), (usize, &str))| {
            let ends = self.difference(one, other, year);
            Contrast {
                plan: id.to_owned(),
                other: other_id.to_owned(),
                difference: ends.map(|ends| ends[0]),
                low: ends.map(|ends| ends[1]),
                high: ends.map(|ends| ends[2]),
                outlasts: self.tally.pairs.outlasts(one, other),
            }
        };
        AlonePairs { year: year as u32, differences: pairs.map(of).collect() }
    }

    /// The difference of two plans and the ends of its interval.
    fn difference(&self, one: usize, other: usize, year: usize) -> Option<[f64; 3]> {
        let held = |group: &Group, plan: usize| group.plans[plan].alone.holding[year].value();
        let groups = self.tally.groups.iter();
        let by_group = groups.map(|group| (held(group, one) - held(group, other), self.weight(group.valid())));
        let (sum, n) = by_group.clone().fold((0.0, 0.0), |all, part| (all.0 + part.0, all.1 + part.1));
        let count: Count = self.tally.groups.iter().map(Group::valid).sum();
        if count.effective() < 2.0 {
            return None;
        }
        let mean = sum / n;
        let half = if self.independent && self.is_weighted() {
            let crossed = |group: &Group, plan: usize| group.plans[plan].alone.holding_cross[year].value();
            let cross = self.tally.groups.iter().fold(0.0, |all, it| all + crossed(it, one) - crossed(it, other));
            let squares = squares(self.tally, one, other) - 2.0 * mean * cross;
            let spread = squares / self.units + mean * mean * count.squares() / (self.units * self.units);
            Z * (spread.max(0.0)).sqrt() / n
        } else if self.independent {
            let square = squares(self.tally, one, other) / n - mean * mean;
            Z * (square.max(0.0) / (n - 1.0)).sqrt()
        } else {
            half_over_groups(&by_group.collect::<Vec<_>>(), mean)
        };
        Some([mean, mean - half, mean + half])
    }
}

/// Sum of the squares of the difference of two plans.
fn squares(tally: &Tally, one: usize, other: usize) -> f64 {
    let product = |a: usize, b: usize| tally.pairs.product(a, b).value();
    product(one, one) + product(other, other) - 2.0 * product(one, other)
}

/// Half of a t-interval for a mean over groups with (sum, weight) each.
fn half_over_groups(groups: &[(f64, f64)], mean: f64) -> f64 {
    let used: Vec<(f64, f64)> = groups.iter().copied().filter(|part| part.1 > 0.0).collect();
    if used.len() < 2 {
        return 1.0;
    }
    t_quantile(used.len() as f64 - 1.0) * error_of_ratio(&used, mean)
}

/// `plans.ID.if_acceptable` in `summary.json`: exact survival in the draws in which both sides would sign, each draw
/// weighted by the probability that both do.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct IfAcceptable {
    /// Weighted mean by year.
    pub mean: Vec<Option<f64>>,
    /// Weighted percentiles by year.
    pub across: super::summary::Across,
    /// Sum of the weights: what the draws are worth together, in draws.
    #[serde(default)]
    pub weight: f64,
    /// Survival to the year that headlines are about in [`WORLDS`] worlds that weigh the same, ascending: the weighted
    /// quantiles at 1, 3, 5, … hundredths. Empty where no draw weighs anything.
    #[serde(default)]
    pub worlds: Vec<f64>,
}

/// Worlds that stand for all draws in `plans.ID.if_acceptable.worlds`, each for a fiftieth of their weight.
pub const WORLDS: usize = 50;

impl IfAcceptable {
    pub(super) fn new(sums: &[Sum], weight: f64, counts: &[Counts], headline: usize) -> Self {
        let mean = |sum: &Sum| (weight > 0.0).then(|| sum.value() / weight);
        let at = |p: f64| counts.iter().map(|counts| super::summarise::percentile(counts, p)).collect();
        let across = super::summary::Across { p5: at(0.05), p50: at(0.5), p95: at(0.95) };
        let worlds = counts.get(headline).map(worlds).unwrap_or_default();
        Self { mean: sums.iter().map(mean).collect(), across, weight, worlds }
    }
}

impl IfAcceptable {
    /// The same with weights counted in draws that tell as much, so many for a weight of 1.
    pub(super) fn counted(self, draws: f64) -> Self {
        Self { weight: self.weight * draws, ..self }
    }
}

/// Quantiles in the middle of each of [`WORLDS`] equal parts of the weight; none of none.
fn worlds(counts: &Counts) -> Vec<f64> {
    let middle = |world: usize| (2 * world + 1) as f64 / (2 * WORLDS) as f64;
    (0..WORLDS).filter_map(|world| super::summarise::percentile(counts, middle(world))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A quarter of the weight at 1/4, half at 1/2, a quarter at 1: the quantiles at 0.01, 0.03, … up to 0.25 are the
    /// first thirteen, those up to 0.75 the next twenty-five, the rest the last twelve.
    #[test]
    fn worlds_are_quantiles_in_the_middle_of_fiftieths() {
        let mut counts = Counts::default();
        for (x, weight) in [(1.0, 0.25), (0.25, 0.25), (0.5, 0.5)] {
            counts.add_part(x, weight, crate::engine::Weight::ONE);
        }
        let sums = [Sum::of(0.25), Sum::of(0.5625)];
        let figures = IfAcceptable::new(&sums, 1.0, &[Counts::default(), counts], 1);
        let expected = [vec![0.25; 13], vec![0.5; 25], vec![1.0; 12]].concat();
        assert_eq!((figures.worlds, figures.weight), (expected, 1.0));
        let none = IfAcceptable::new(&sums, 0.0, &[Counts::default(), Counts::default()], 1);
        assert_eq!((none.worlds, none.mean), (vec![], vec![None, None]));
    }
}
