//! What trials cost people: totals up to the horizon, by how a trial ended and by what was signed.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::engine::{Class, CostTally, CostTotals, Counts, magnitude};
use crate::scenario::Scenario;

use super::summarise::Figures;
use super::summary::{Distributed, Histogram, Spread};

/// Totals of one cost, undiscounted, from month 0 to the horizon. All histograms have the same bins.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CostSummary {
    /// Unit, as the scenario has it.
    pub unit: String,
    /// The horizon, years from month 0.
    pub years: u32,
    /// Over all trials.
    pub all: Distributed,
    /// Over the trials that end so, by class.
    pub by_class: IndexMap<String, Distributed>,
    /// Over the trials that signed it, by plan.
    pub by_plan: IndexMap<String, Distributed>,
}

impl CostSummary {
    fn new(scenario: &Scenario, index: usize, tally: &CostTally, figures: &Figures<'_>) -> Self {
        let all = tally.all();
        let bins = CostBins::of(&all.magnitudes);
        let classes = Class::possible(scenario.front_can_freeze());
        let class = |class: Class| (class.name().to_owned(), bins.distributed(&tally.classes[class as usize], figures));
        let plans = scenario.structure().plans.iter().zip(&tally.plans);
        Self {
            unit: scenario.structure().costs[index].unit.clone(),
            years: scenario.run().costs_years as u32,
            all: bins.distributed(&all, figures),
            by_class: classes.map(class).collect(),
            by_plan: plans.map(|(plan, totals)| (plan.id.clone(), bins.distributed(totals, figures))).collect(),
        }
    }
}

/// What the trials of a run cost, by the id of the cost.
pub(super) fn costs(scenario: &Scenario, figures: &Figures<'_>) -> IndexMap<String, CostSummary> {
    let declared = scenario.structure().costs.iter().zip(&figures.tally.costs).enumerate();
    let summary = |index, tally| CostSummary::new(scenario, index, tally, figures);
    declared.map(|(index, (cost, tally))| (cost.id.clone(), summary(index, tally))).collect()
}

/// As many bins of a histogram, or fewer.
const MOST: f64 = 40.0;

/// Bins of one width from a multiple of it.
#[derive(Clone, Copy, Debug)]
struct CostBins {
    from: f64,
    width: f64,
    count: usize,
}

impl CostBins {
    /// Bins from the smallest to the largest of these totals, of a round width.
    fn of(magnitudes: &Counts) -> Self {
        let (Some(least), Some(most)) = (magnitudes.quantile_bin(0.0), magnitudes.quantile_bin(1.0)) else {
            return Self { from: 0.0, width: 0.0, count: 0 };
        };
        let (least, most) = (magnitude(least), magnitude(most));
        let span = if most > least { most - least } else { most };
        let width = if span > 0.0 { round_width(span / MOST) } else { 1.0 };
        let from = (least / width).floor() * width;
        Self { from, width, count: ((most - from) / width) as usize + 1 }
    }

    fn distributed(&self, totals: &CostTotals, figures: &Figures<'_>) -> Distributed {
        let mut counts = vec![0; self.count];
        let (first, bins) = totals.magnitudes.bins();
        for (index, count) in bins.into_iter().enumerate().filter(|(_, count)| *count > 0) {
            let at = ((magnitude(first + index as i64) - self.from) / self.width) as usize;
            counts[at.min(self.count - 1)] += count;
        }
        let of = |p: f64| totals.magnitudes.quantile_bin(p).map(magnitude);
        Distributed {
            spread: Spread {
                mean: totals.sum.per(totals.magnitudes.total() as f64 / figures.units),
                p5: of(0.05),
                p50: of(0.5),
                p95: of(0.95),
            },
            histogram: Histogram { from: self.from, width: self.width, counts: figures.trials_in(counts) },
        }
    }
}

/// The smallest of 1, 2, 5, 10, 20, … and of their tenths that is at least `width`, by arithmetic that is the same everywhere.
fn round_width(width: f64) -> f64 {
    let mut ten = 1.0;
    while ten > width {
        ten /= 10.0;
    }
    while 10.0 * ten <= width {
        ten *= 10.0;
    }
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|step| step * ten).find(|&step| step >= width).unwrap_or(10.0 * ten)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(totals: &[f64]) -> Counts {
        let mut counts = Counts::default();
        for &total in totals {
            counts.add_magnitude(total, crate::engine::Weight::ONE);
        }
        counts
    }

    /// The figures of a run of `tiny.toml` in which nothing was played.
    fn of_nothing(figures: impl FnOnce(&Figures<'_>)) {
        let text = include_str!("../../scenarios/tiny.toml");
        let scenario = crate::scenario::parse("tiny.toml", text, &[], None).unwrap().scenario;
        let tally = crate::engine::Engine::new(&scenario).unwrap().tally();
        figures(&Figures::new(&scenario, &tally));
    }

    #[test]
    fn widths_are_round() {
        for (width, round) in [(0.3, 0.5), (1.0, 1.0), (1.1, 2.0), (3.7, 5.0), (7.0, 10.0), (1_234.0, 2_000.0)] {
            assert!((round_width(width) / round - 1.0).abs() < 1e-12, "{width}");
        }
    }

    /// From 0 to 400 in bins of 10; 510 alone in one bin that holds it; nothing in none.
    #[test]
    fn bins_reach_from_the_smallest_to_the_largest() {
        let all = CostBins::of(&counts(&[0.0, 64.0, 400.0]));
        assert_eq!((all.from, all.width, all.count), (0.0, 10.0, 41));
        let lone = CostBins::of(&counts(&[510.0, 510.0]));
        assert_eq!((lone.from, lone.width, lone.count), (500.0, 20.0, 1));
        let nothing = CostBins::of(&counts(&[0.0]));
        assert_eq!((nothing.from, nothing.width, nothing.count), (0.0, 1.0, 1));
        assert_eq!(CostBins::of(&counts(&[])).count, 0);
        of_nothing(|figures| {
            let histogram = CostBins::of(&counts(&[])).distributed(&CostTotals::default(), figures).histogram;
            assert_eq!(histogram.counts, Vec::<u64>::new());
        });
    }

    /// Each total falls into its bin, also where a class has but some of them.
    #[test]
    fn a_total_falls_into_its_bin() {
        let all = CostBins::of(&counts(&[0.0, 64.0, 400.0]));
        let mut totals = CostTotals { magnitudes: counts(&[64.0, 400.0, 400.0]), ..CostTotals::default() };
        for total in [64.0, 400.0, 400.0] {
            totals.sum.add(total);
        }
        of_nothing(|figures| {
            let Distributed { spread, histogram } = all.distributed(&totals, figures);
            assert_eq!(spread, Spread { mean: Some(288.0), p5: Some(64.0), p50: Some(400.0), p95: Some(400.0) });
            assert_eq!((histogram.counts[6], histogram.counts[40]), (1, 2));
            assert_eq!(histogram.counts.iter().sum::<u64>(), 3);
        });
    }
}
