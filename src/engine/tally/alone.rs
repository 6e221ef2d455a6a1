//! What is remembered of plans that were played alone.

use serde::{Deserialize, Serialize};

use crate::engine::alone::{Alone, SignedAlone};
use crate::engine::count::{Count, Counts, Sum, Weight, add_all, add_squared, merge_counts, merge_sums};
use crate::engine::start::PlanInDraw;
use crate::model::{PerSide, Side};

/// Counts and sums of one plan alone, in one group of trials.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AloneGroup {
    /// Trials that sign it.
    pub signed: Count,
    /// Trials that do not: won by A, won by D, without a settlement, frozen.
    pub unsettled: [Count; 4],
    /// Exact survival by year of what was signed, 0 where nothing was.
    pub holding: Vec<Sum>,
    /// Its squares; where trials weigh differently, times the squares of their weights.
    pub holding_squared: Vec<Sum>,
    /// Where trials weigh differently, survival times the squares of their weights.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holding_cross: Vec<Sum>,
    /// Exact probability that each side has gone back to war by the last year, 0 where nothing was signed.
    pub resumed: PerSide<Sum>,
    /// Its squares; where trials weigh differently, times the squares of their weights.
    pub resumed_squared: PerSide<Sum>,
    /// Where trials weigh differently, that probability times the squares of their weights.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resumed_cross: Option<PerSide<Sum>>,
}

impl AloneGroup {
    pub(super) fn new(years: usize, weighted: bool) -> Self {
        let sums = || vec![Sum::default(); years + 1];
        Self {
            holding: sums(),
            holding_squared: sums(),
            holding_cross: if weighted { sums() } else { Vec::new() },
            resumed_cross: weighted.then(PerSide::default),
            ..Self::default()
        }
    }

    pub(super) fn record(&mut self, unsettled: usize, signed: Option<&SignedAlone>, weight: Weight) {
        let Some(signed) = signed else {
            self.unsettled[unsettled].add_weight(weight);
            return;
        };
        self.signed.add_weight(weight);
        let held = || signed.survival.iter().copied();
        add_all(&mut self.holding, held(), weight);
        add_squared(&mut self.holding_squared, held().map(|held| held * held), weight);
        add_squared(&mut self.holding_cross, held(), weight);
        for side in Side::BOTH {
            let resumed = signed.resumed[side];
            self.resumed[side].add(weight.times(resumed));
            self.resumed_squared[side].add(weight.squared(resumed * resumed));
            if let Some(cross) = &mut self.resumed_cross {
                cross[side].add(weight.squared(resumed));
            }
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.signed.merge(other.signed);
        merge_counts(&mut self.unsettled, &other.unsettled);
        merge_sums(&mut self.holding, &other.holding);
        merge_sums(&mut self.holding_squared, &other.holding_squared);
        merge_sums(&mut self.holding_cross, &other.holding_cross);
        merge_sums(self.resumed.as_mut_array(), other.resumed.as_array());
        merge_sums(self.resumed_squared.as_mut_array(), other.resumed_squared.as_array());
        if let (Some(cross), Some(other)) = (&mut self.resumed_cross, &other.resumed_cross) {
            merge_sums(cross.as_mut_array(), other.as_array());
        }
    }
}

/// What is remembered of pairs of plans, each alone on the same luck, over all trials.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pairs {
    /// Months of the signatures, by plan.
    pub months: Vec<Counts>,
    /// Sums over trials of the products of two plans' exact survival at the headline year, 0 where not signed: for each
    /// plan with itself and all that follow it in the file. Where trials weigh differently, times the squares of their
    /// weights.
    pub products: Vec<Sum>,
    /// Draws in which the first of a pair would hold longer than the second, the second longer than the first, had they
    /// been signed at month 0: by their exact survival at the headline year where both are available. For each plan
    /// with all that follow it in the file.
    pub longer: Vec<[Count; 2]>,
}

impl Pairs {
    pub(super) fn new(plans: usize) -> Self {
        Self {
            months: vec![Counts::default(); plans],
            products: vec![Sum::default(); plans * (plans + 1) / 2],
            longer: vec![[Count::default(); 2]; plans * plans.saturating_sub(1) / 2],
        }
    }

    /// The sum of products of two plans.
    #[must_use]
    pub fn product(&self, one: usize, other: usize) -> &Sum {
        let (first, second) = (one.min(other), one.max(other));
        let plans = self.months.len();
        // Rows before the first plan's own have `plans`, `plans - 1`, … numbers.
        &self.products[first * plans - first * first.saturating_sub(1) / 2 + second - first]
    }

    pub(super) fn record(&mut self, alone: &Alone, headline: usize, weight: Weight) {
        let held = |plan: &Option<SignedAlone>| plan.as_ref().map_or(0.0, |signed| signed.survival[headline]);
        let held: Vec<f64> = alone.plans.iter().map(held).collect();
        for (months, plan) in self.months.iter_mut().zip(&alone.plans) {
            if let Some(signed) = plan {
                months.add_bin_of(i64::from(signed.month), weight);
            }
        }
        let mut products = self.products.iter_mut();
        for (first, one) in held.iter().enumerate() {
            for (other, product) in held[first..].iter().zip(&mut products) {
                product.add(weight.squared(one * other));
            }
        }
    }

    /// Of the draws in which two plans differ, the share in which the first would hold longer; `None` where there are
    /// none.
    #[must_use]
    pub fn outlasts(&self, first: usize, second: usize) -> Option<f64> {
        let plans = self.months.len();
        let [more, less] = self.longer[first * plans - first * (first + 1) / 2 + second - first - 1].map(Count::units);
        (more + less > 0.0).then(|| more / (more + less))
    }

    pub(super) fn record_draw(&mut self, plans: &[PlanInDraw], weight: Weight) {
        let mut pairs = self.longer.iter_mut();
        for (index, one) in plans.iter().enumerate() {
            for (other, counts) in plans[index + 1..].iter().zip(&mut pairs) {
                let both = one.available > 0.0 && other.available > 0.0;
                counts[0].add_if(both && one.survival > other.survival, weight);
                counts[1].add_if(both && one.survival < other.survival, weight);
            }
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (counts, other) in self.longer.iter_mut().zip(&other.longer) {
            merge_counts(counts, other);
        }
        for (months, other) in self.months.iter_mut().zip(&other.months) {
            months.merge(other);
        }
        merge_sums(&mut self.products, &other.products);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Class;

    fn signed(held: f64) -> SignedAlone {
        SignedAlone { month: 3, survival: vec![1.0, held], resumed: PerSide::new(1.0 - held, 0.0) }
    }

    /// Two trials of three plans, worked by hand: products of (0.5, 0, 0.25) and (1, 0.5, 0.75) at year 1.
    #[test]
    fn products_of_pairs_are_those_of_their_plans() {
        let mut pairs = Pairs::new(3);
        let trial = |plans| Alone { unsettled: vec![Class::NoSettlement; 3], plans };
        pairs.record(&trial(vec![Some(signed(0.5)), None, Some(signed(0.25))]), 1, Weight::ONE);
        pairs.record(&trial([1.0, 0.5, 0.75].map(|held| Some(signed(held))).to_vec()), 1, Weight::ONE);
        let product = |one, other| pairs.product(one, other).value();
        assert_eq!([product(0, 0), product(1, 1), product(2, 2)], [1.25, 0.25, 0.625]);
        assert_eq!([product(0, 1), product(0, 2), product(1, 2)], [0.5, 0.875, 0.375]);
        assert_eq!([product(1, 0), product(2, 0), product(2, 1)], [0.5, 0.875, 0.375]);
    }

    /// Three draws of three plans, worked by hand; the third plan is not available in the last.
    #[test]
    fn the_longer_of_two_is_counted_where_both_are_available() {
        let plan = |survival: f64| PlanInDraw { available: 1.0, survival, ..PlanInDraw::default() };
        let mut pairs = Pairs::new(3);
        for draw in [[0.5, 0.25, 0.5], [0.5, 0.75, 0.25]] {
            pairs.record_draw(&draw.map(plan), Weight::ONE);
        }
        pairs.record_draw(&[plan(0.5), plan(0.25), PlanInDraw::default()], Weight::ONE);
        let outlasts = [(0, 1), (0, 2), (1, 2)].map(|(one, other)| pairs.outlasts(one, other));
        assert_eq!(outlasts, [Some(2.0 / 3.0), Some(1.0), Some(0.5)]);
    }

    #[test]
    fn a_trial_is_signed_or_ends_as_the_war_does() {
        let mut group = AloneGroup::new(1, false);
        group.record(2, Some(&signed(0.25)), Weight::ONE);
        group.record(1, None, Weight::ONE);
        assert_eq!((group.signed.value(), group.unsettled.map(Count::value)), (1, [0, 1, 0, 0]));
        assert_eq!((group.holding[1].value(), group.holding_squared[1].value()), (0.25, 0.0625));
        assert_eq!(group.resumed.map(|sum| sum.value()), PerSide::new(0.75, 0.0));
    }
}
