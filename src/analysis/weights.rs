//! What evidence and forecasts do to a run: how much trials still tell, what each piece of evidence and each forecast costs,
//! what they make of the inputs, and the headline with nothing known.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::engine::{CellTally, Count, ForecastTally, Group, InputBins, POSITIONS, Tally, UNITS};
use crate::model::forecast::{Forecast, Multipliers, probability_in, without_one};
use crate::num;
use crate::sampling::Distribution;
use crate::scenario::{Scenario, evidence_path};

use super::summarise::Figures;
use super::summary::{Classes, Share, ShareByYear, Spread};

/// Effective trials below which a run with evidence or forecasts warns.
pub const FEW_EFFECTIVE: f64 = 400.0;

/// Share of the trials below which the effective ones are too few, however many they are.
pub const LEAST_EFFECTIVE: f64 = 0.02;

/// Relative entropy above which a run with forecasts warns, bits: one bit is what it takes to halve the chances.
pub const MANY_BITS: f64 = 1.0;

/// Equally probable parts of the prior over which prior and posterior are held against each other.
const PARTS: usize = 64;

/// `weights` in `summary.json`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WeightsSummary {
    /// How many trials of equal weight would tell as much (Kish 1965).
    pub effective_trials: f64,
    /// By piece of evidence, in the order of the file.
    pub evidence: Vec<PieceSummary>,
    /// By forecast, in the order of the file; left out where nothing is foretold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forecasts: Vec<ForecastSummary>,
    /// Relative entropy of the weights to those without forecasts, bits; left out where nothing is foretold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relative_entropy_bits: Option<f64>,
    /// The largest sum of lambda g of a trial, to which weights are relative; left out where nothing is foretold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub largest_exponent: Option<f64>,
    /// The headline with nothing known: the same draws and luck, every trial counting as one and private views open.
    pub without: Unconditioned,
}

/// One piece of evidence over all trials.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PieceSummary {
    /// Its path, such as `evidence.1`.
    pub path: String,
    /// How likely it was, tempered.
    pub likelihood: MeanLikelihood,
    /// Effective trials without it.
    pub effective_without: f64,
}

/// One forecast over all trials.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ForecastSummary {
    /// What it is of, as in the scenario file.
    pub of: String,
    /// Given what; left out where it is always asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<String>,
    /// The probability that was forecast.
    pub probability: f64,
    /// Its standard deviation; left out where it is taken as it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sd: Option<f64>,
    /// What the trials say without forecasts, evidence counted.
    pub without: Option<f64>,
    /// What they say with all forecasts.
    pub with: Option<f64>,
    /// How far trials in which it happens go up against the others, in logarithms of weights.
    pub lambda: f64,
    /// Effective trials without it, the other forecasts holding.
    pub effective_without: Option<f64>,
    /// Relative entropy without it, the other forecasts holding, bits.
    pub bits_without: Option<f64>,
}

/// How likely a piece of evidence was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MeanLikelihood {
    /// Mean over the draws, each counting as one.
    pub mean: Option<f64>,
}

/// Headline figures with nothing known.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Unconditioned {
    /// How trials end.
    pub classes: Classes,
    /// Share of trials that settle.
    pub settlement: Share,
    /// Settled, and no war resumed before that year.
    pub signed_and_holding: ShareByYear,
    /// The same by plan id.
    pub plans: IndexMap<String, UnconditionedPlan>,
}

/// Headline figures of one plan with nothing known.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct UnconditionedPlan {
    /// Share of all trials that sign it.
    pub signed: Share,
    /// Signed, and no war resumed before that year; over all trials.
    pub signed_and_holding: ShareByYear,
}

/// `inputs.PATH` in `summary.json`: an input before and after evidence and forecasts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct InputShift {
    /// Over the trials that did not fail, each counting as one.
    pub prior: Spread,
    /// The same, weighted.
    pub posterior: Spread,
    /// Where the posterior's percentiles lie in the prior: the chance of less before the evidence, in (0, 1).
    pub places: PriorPlaces,
    /// Total variation distance of the two over 64 equally probable parts of the prior, in [0, 1].
    pub moved: Option<f64>,
    /// What that comes to at most by chance, where the weights have nothing to do with the input.
    pub by_chance: Option<f64>,
}

/// Places in a prior distribution of percentiles of the posterior.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PriorPlaces {
    /// Of the 5th percentile.
    pub p5: Option<f64>,
    /// Of the median.
    pub p50: Option<f64>,
    /// Of the 95th percentile.
    pub p95: Option<f64>,
}

impl InputShift {
    /// Whether it moved by more than chance would have it.
    #[must_use]
    pub fn is_told(&self) -> bool {
        matches!((self.moved, self.by_chance), (Some(moved), Some(chance)) if moved > chance)
    }
}

impl WeightsSummary {
    /// Whether so few of so many trials are left that figures rest on too little.
    #[must_use]
    pub fn is_thin(&self, trials: u64) -> bool {
        self.effective_trials < FEW_EFFECTIVE || self.effective_trials < LEAST_EFFECTIVE * trials as f64
    }

    /// The evidence that costs most: without it most would be left.
    #[must_use]
    pub fn costliest(&self) -> Option<&PieceSummary> {
        let first = self.evidence.first()?;
        let more = |best: &'_ PieceSummary, it: &PieceSummary| it.effective_without > best.effective_without;
        Some(self.evidence.iter().fold(first, |best, it| if more(best, it) { it } else { best }))
    }

    /// What multiplied the weights of trials; `None` where nothing is foretold.
    #[must_use]
    pub fn multipliers(&self) -> Option<Multipliers> {
        let lambda = self.forecasts.iter().map(|it| it.lambda).collect();
        Some(Multipliers { lambda, top: self.largest_exponent? })
    }

    /// The index of the forecast that is farthest from what the trials say beside the others: without it the fewest bits
    /// would be left.
    #[must_use]
    pub fn farthest(&self) -> Option<usize> {
        let bits = |index: &usize| self.forecasts[*index].bits_without.unwrap_or(f64::INFINITY);
        (0..self.forecasts.len()).min_by(|a, b| bits(a).total_cmp(&bits(b)))
    }

    /// Whether the forecasts are so far from what the trials say that weights carry more than the scenario.
    #[must_use]
    pub fn is_far(&self) -> bool {
        self.relative_entropy_bits.is_some_and(|bits| bits > MANY_BITS)
    }
}

/// What evidence and forecasts do to a run; `None` where there are none.
pub(super) fn weights(scenario: &Scenario, tally: &Tally) -> Option<WeightsSummary> {
    let told = &tally.evidence;
    if told.is_empty() {
        return None;
    }
    let valid: Count = told.unknowing.iter().map(Group::valid).sum();
    let pieces = told.pieces.iter().enumerate().map(|(index, piece)| PieceSummary {
        path: evidence_path(index),
        likelihood: MeanLikelihood { mean: piece.likelihood.mean(valid.value()) },
        effective_without: piece.without.effective(),
    });
    Some(WeightsSummary {
        effective_trials: told.weights.effective(),
        evidence: pieces.collect(),
        forecasts: forecasts(scenario, &tally.forecasts),
        relative_entropy_bits: (!scenario.forecasts().is_empty()).then(|| bits(&tally.forecasts)),
        largest_exponent: (!scenario.forecasts().is_empty()).then_some(tally.forecasts.multipliers.top),
        without: unconditioned(scenario, tally),
    })
}

fn forecasts(scenario: &Scenario, tally: &ForecastTally) -> Vec<ForecastSummary> {
    let (all, plans) = (scenario.forecasts(), &scenario.structure().plans);
    let cells = tally.without();
    let share = |index: usize, weight: &dyn Fn(&CellTally) -> Count| {
        probability_in(index, all.len(), tally.cells.iter().map(|(&cell, it)| (cell, weight(it).units())))
    };
    let of = |(index, forecast): (usize, &Forecast)| {
        let rest = without_one(all, &cells, index).map(|multipliers| reweighted(all, tally, &multipliers));
        ForecastSummary {
            of: forecast.of.written(plans),
            given: forecast.given.map(|given| given.written(plans)),
            probability: forecast.probability,
            sd: (forecast.sd > 0.0).then_some(forecast.sd),
            without: share(index, &|it| it.without),
            with: share(index, &|it| it.with),
            lambda: tally.multipliers.lambda.get(index).copied().unwrap_or(0.0),
            effective_without: rest.map(|rest| rest.0),
            bits_without: rest.map(|rest| rest.1),
        }
    };
    all.iter().enumerate().map(of).collect()
}

/// Relative entropy of the weights with forecasts to those without, bits.
fn bits(tally: &ForecastTally) -> f64 {
    relative_entropy(tally.cells.values().map(|it| (it.without.units(), it.with.units())))
}

/// sum p' log2(p'/p), of weights p and p' that are first made to add up to 1; 0 of none.
fn relative_entropy(weights: impl Iterator<Item = (f64, f64)> + Clone) -> f64 {
    let (before, after) = weights.clone().fold((0.0, 0.0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
    let nats = weights.filter(|it| it.1 > 0.0).fold(0.0, |sum, (p, other)| {
        let share = other / after;
        sum + share * (num::ln(share) - num::ln(p / before))
    });
    (nats / std::f64::consts::LN_2).max(0.0)
}

/// Effective trials and relative entropy, bits, under other multipliers.
fn reweighted(all: &[Forecast], tally: &ForecastTally, multipliers: &Multipliers) -> (f64, f64) {
    let cells = || tally.cells.iter().map(|(&cell, it)| (it.without, multipliers.factor(all, cell)));
    let sum = cells().fold(0.0, |sum, (count, factor)| sum + count.units() * factor);
    let squares = cells().fold(0.0, |sum, (count, factor)| sum + count.squares() * factor * factor);
    let effective = if squares > 0.0 { sum * sum / squares } else { 0.0 };
    (effective, relative_entropy(cells().map(|(count, factor)| (count.units(), count.units() * factor))))
}

fn unconditioned(scenario: &Scenario, tally: &Tally) -> Unconditioned {
    let unknowing = Tally { groups: tally.evidence.unknowing.clone(), ..Tally::default() };
    let figures = Figures::new(scenario, &unknowing);
    let plans = scenario.structure().plans.iter().enumerate();
    let of_plan = |index: usize| UnconditionedPlan {
        signed: figures.share(|group| group.plans[index].signed, Group::valid),
        signed_and_holding: figures.by_year(|group, year| group.plans[index].holding(year), Group::valid),
    };
    Unconditioned {
        classes: figures.classes(),
        settlement: figures.share(Group::settled, Group::valid),
        signed_and_holding: figures.by_year(Group::holding, Group::valid),
        plans: plans.map(|(index, plan)| (plan.id.clone(), of_plan(index))).collect(),
    }
}

/// What evidence and forecasts make of each input; empty where there are none.
pub(super) fn inputs(scenario: &Scenario, tally: &Tally) -> IndexMap<String, InputShift> {
    let told = &tally.evidence;
    let all = scenario.inputs().iter().zip(&told.inputs);
    all.map(|(input, bins)| (input.path.clone(), shift(&input.distribution, bins, told.weights))).collect()
}

fn shift(distribution: &Distribution, bins: &InputBins, weights: Count) -> InputShift {
    let trials: u64 = bins.prior.iter().sum();
    let (low, high) = distribution.support();
    let finite = low.is_finite() && high.is_finite() || distribution.quantile(0.999).is_finite();
    let spread = |parts: &[u64], mean: Option<f64>| {
        let at = |p: f64| place(parts, p).map(|u| distribution.quantile(u)).filter(|x| x.is_finite());
        Spread { mean: mean.filter(|_| finite), p5: at(0.05), p50: at(0.5), p95: at(0.95) }
    };
    InputShift {
        prior: spread(&bins.prior, bins.sum.mean(trials)),
        posterior: spread(&bins.posterior, bins.weighted_sum.per(weights.units() / UNITS)),
        places: PriorPlaces {
            p5: place(&bins.posterior, 0.05),
            p50: place(&bins.posterior, 0.5),
            p95: place(&bins.posterior, 0.95),
        },
        moved: moved(&bins.prior, &bins.posterior),
        by_chance: by_chance(trials as f64, weights.effective()),
    }
}

/// The place in (0, 1) below which a share `p` lies of what is counted in equally probable parts, each taken as evenly
/// filled; `None` of none.
fn place(parts: &[u64], p: f64) -> Option<f64> {
    let total: u64 = parts.iter().sum();
    let wanted = p * total as f64;
    let mut below = 0;
    for (index, &count) in parts.iter().enumerate() {
        if count > 0 && (below + count) as f64 >= wanted {
            let within = (wanted - below as f64) / count as f64;
            return Some(((index as f64 + within) / POSITIONS as f64).clamp(1e-9, 1.0 - 1e-9));
        }
        below += count;
    }
    None
}

/// Half the sum of the differences of the shares in [`PARTS`] parts.
fn moved(prior: &[u64], posterior: &[u64]) -> Option<f64> {
    let total = |parts: &[u64]| parts.iter().sum::<u64>() as f64;
    let (all, weight) = (total(prior), total(posterior));
    if !(all > 0.0 && weight > 0.0) {
        return None;
    }
    let parts = prior.chunks(POSITIONS / PARTS).zip(posterior.chunks(POSITIONS / PARTS));
    let apart = parts.fold(0.0, |sum, (one, other)| sum + (total(one) / all - total(other) / weight).abs());
    Some(apart / 2.0)
}

/// What the distance comes to at most where weights have nothing to do with the input: its mean and four standard deviations
/// of sums of [`PARTS`] sizes of normal numbers.
fn by_chance(trials: f64, effective: f64) -> Option<f64> {
    if !(effective > 0.0) {
        return None;
    }
    let parts = PARTS as f64;
    let variance = (1.0 - 1.0 / parts) / parts * (1.0 / effective - 1.0 / trials).max(0.0);
    let size = (2.0 / std::f64::consts::PI).sqrt();
    Some(0.5 * variance.sqrt() * (parts * size + 4.0 * parts.sqrt() * (1.0 - size * size).sqrt()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Evidence that says nothing moves nothing; that which leaves but the upper half moves one half.
    #[test]
    fn inputs_move_by_the_share_that_moves() {
        let even = vec![3; POSITIONS];
        let upper: Vec<u64> = (0..POSITIONS).map(|part| if part < POSITIONS / 2 { 0 } else { 1 << 40 }).collect();
        assert_eq!(moved(&even, &vec![1 << 30; POSITIONS]), Some(0.0));
        assert_eq!(moved(&even, &upper), Some(0.5));
        assert_eq!(moved(&even, &[0; POSITIONS]), None);
        assert_eq!([0.0, 0.5, 1.0].map(|p| place(&upper, p)), [Some(0.5), Some(0.75), Some(1.0 - 1e-9)]);
        assert_eq!(by_chance(1_000.0, 1_000.0), Some(0.0));
        let some = InputShift { moved: Some(0.5), by_chance: by_chance(10_000.0, 2_000.0), ..InputShift::default() };
        assert!(some.is_told());
    }

    /// Weights that have nothing to do with an input move it by less than chance would have it at most: 200 times.
    #[test]
    fn chance_moves_no_further_than_said() {
        let mut state = 7_u64;
        let mut uniform = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        for _ in 0..200 {
            let (mut prior, mut posterior, mut sums) = (vec![0; POSITIONS], vec![0; POSITIONS], [0.0; 2]);
            for _ in 0..4_000 {
                let (part, weight) = ((uniform() * POSITIONS as f64) as usize, (uniform() * 1_000.0) as u64);
                prior[part] += 1;
                posterior[part] += weight;
                sums[0] += weight as f64;
                sums[1] += (weight * weight) as f64;
            }
            let effective = sums[0] * sums[0] / sums[1];
            assert!(moved(&prior, &posterior) < by_chance(4_000.0, effective));
        }
    }

    #[test]
    fn the_evidence_that_costs_most_is_that_without_which_most_is_left() {
        let piece = |path: &str, without: f64| PieceSummary {
            path: path.to_owned(),
            effective_without: without,
            ..PieceSummary::default()
        };
        let mut told = WeightsSummary { effective_trials: 399.0, ..WeightsSummary::default() };
        assert_eq!(told.costliest(), None);
        told.evidence = vec![piece("evidence.1", 500.0), piece("evidence.2", 900.0), piece("evidence.3", 900.0)];
        assert_eq!(told.costliest().unwrap().path, "evidence.2");
        assert!(told.is_thin(1_000));
        told.effective_trials = 400.0;
        assert!(!told.is_thin(20_000) && told.is_thin(20_001));
    }
}
