//! How the figures of a trial go with each input: sums over bins of the input's place in its distribution.

use serde::{Deserialize, Serialize};

use crate::engine::count::{CoarseSum, Count, Sum, UNITS, Weight, merge_coarse, merge_counts, merge_sums};
use crate::engine::outcome::TrialOutcome;
use crate::engine::start::PlanInDraw;
use crate::model::Side;

/// Bins of equal probability for each input. Analysis may join neighbours.
pub const BINS: usize = 64;

/// A figure of a trial that can be traced to the inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TracedFigure {
    /// 1 if the trial settles.
    Settled,
    /// Exact survival at the headline year of what was signed, 0 if nothing was.
    Holding,
    /// Realised value to a side, share of the prize.
    Realised(Side),
    /// Realised value to the party of that index, which does not fight, share of the prize.
    RealisedToParty(usize),
    /// A figure of a plan.
    OfPlan(usize, PlanFigure),
}

/// A figure of a plan at the start position, exact given the draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanFigure {
    /// 1 if the plan is available.
    Available,
    /// Exact survival at the headline year, had it been signed; 0 where it is not available.
    Survival,
    /// Probability that a side accepts it; 0 where it is not available.
    Accepts(Side),
    /// Probability that both do.
    BothAccept,
    /// That both accept it, and all parties with a veto, and the peace holds at the headline year.
    Durable,
    /// What a side may expect: the value of the plan if both accept it, else that of fighting on; share of the prize.
    Value(Side),
    /// Probability that both sides accept it and all parties with a veto; only where there are parties.
    AllAccept,
    /// Probability that the party of that index accepts it.
    PartyAccepts(usize),
    /// What that party may expect.
    ValueToParty(usize),
}

const OF_TRIAL: usize = 4;
const OF_PLAN: usize = 8;

impl TracedFigure {
    /// Those of a trial that belong to no plan.
    pub const OF_TRIAL: [TracedFigure; OF_TRIAL] = [
        TracedFigure::Settled,
        TracedFigure::Holding,
        TracedFigure::Realised(Side::Challenger),
        TracedFigure::Realised(Side::Defender),
    ];

    /// How many there are for so many plans and parties that do not fight.
    #[must_use]
    pub fn count(plans: usize, parties: usize) -> usize {
        OF_TRIAL + parties + of_plan(parties) * plans
    }

    fn index(self, parties: usize) -> usize {
        match self {
            TracedFigure::RealisedToParty(party) => OF_TRIAL + party,
            TracedFigure::Settled => 0,
            TracedFigure::Holding => 1,
            TracedFigure::Realised(side) => 2 + side as usize,
            TracedFigure::OfPlan(plan, figure) => OF_TRIAL + parties + of_plan(parties) * plan + figure.index(),
        }
    }
}

/// Figures of a plan where there are so many parties.
fn of_plan(parties: usize) -> usize {
    if parties > 0 { OF_PLAN + 1 + 2 * parties } else { OF_PLAN }
}

impl PlanFigure {
    /// Its place among all figures of a plan.
    pub(in crate::engine) fn index(self) -> usize {
        match self {
            PlanFigure::Available => 0,
            PlanFigure::Survival => 1,
            PlanFigure::Accepts(side) => 2 + side as usize,
            PlanFigure::BothAccept => 4,
            PlanFigure::Durable => 5,
            PlanFigure::Value(side) => 6 + side as usize,
            PlanFigure::AllAccept => OF_PLAN,
            PlanFigure::PartyAccepts(party) => OF_PLAN + 1 + 2 * party,
            PlanFigure::ValueToParty(party) => OF_PLAN + 2 + 2 * party,
        }
    }
}

/// The figures of a draw: weighted means over its trials.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct DrawFigures {
    sums: Vec<f64>,
    /// Weights of its trials.
    weight: f64,
}

impl DrawFigures {
    pub(super) fn add(&mut self, outcome: &TrialOutcome, plans: &[PlanInDraw], headline: usize) {
        let settled = f64::from(u8::from(outcome.signature.is_some()));
        let holding = outcome.signature.as_ref().map_or(0.0, |signature| signature.survival[headline]);
        let [to_challenger, to_defender] = *outcome.values.as_array();
        let of_trial = [settled, holding, to_challenger, to_defender];
        let to_parties = outcome.party_values.iter().copied();
        let all = of_trial.into_iter().chain(to_parties).chain(plans.iter().flat_map(PlanInDraw::figures));
        self.sums.resize(TracedFigure::count(plans.len(), outcome.party_values.len()), 0.0);
        for (sum, figure) in self.sums.iter_mut().zip(all) {
            *sum += outcome.weight.times(figure);
        }
        self.weight += outcome.weight.value();
    }

    /// Forgets what was added.
    pub(crate) fn clear(&mut self) {
        self.sums.clear();
        self.weight = 0.0;
    }
}

/// Sums of figures over bins of every input, and over bins that have nothing to do with any input: those tell what chance
/// alone would look like.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InfluenceTally {
    /// Figures of a draw; 0: nothing is remembered.
    figures: usize,
    /// Parties that do not fight, of each of which there are some.
    #[serde(default, skip_serializing_if = "is_none")]
    parties: usize,
    /// Whether draws weigh differently; left out of files where each counts as one.
    #[serde(default, skip_serializing_if = "is_false")]
    weighted: bool,
    /// Draws in each bin: all bins of the first input, of the second, …, then those by the number of the draw.
    counts: Vec<Count>,
    /// Sums of all figures in the first bin, in the second, ….
    sums: Vec<CoarseSum>,
    /// Sums of squares, by figure.
    squares: Vec<Sum>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_false(it: &bool) -> bool {
    !*it
}

impl InfluenceTally {
    /// Nothing yet, for so many inputs, plans and parties that do not fight, of draws that weigh differently or count as
    /// one.
    pub(super) fn new(inputs: usize, plans: usize, parties: usize, weighted: bool) -> Self {
        let (figures, bins) = (TracedFigure::count(plans, parties), (inputs + 1) * BINS);
        Self {
            figures,
            parties,
            weighted,
            counts: vec![Count::default(); bins],
            sums: vec![CoarseSum::default(); bins * figures],
            squares: vec![Sum::default(); figures],
        }
    }

    /// Whether nothing is to be remembered, or nothing has been.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.figures == 0
    }

    /// Adds a draw of that weight whose inputs lie at these places of their distributions, in (0, 1).
    pub(crate) fn record(&mut self, draw: u64, positions: &[f64], figures: &DrawFigures, weight: Weight) {
        if self.is_empty() || !(figures.weight > 0.0) {
            return;
        }
        let means = figures.sums.iter().map(|sum| sum / figures.weight);
        let means: Vec<CoarseSum> = if self.weighted {
            for (square, mean) in self.squares.iter_mut().zip(means.clone()) {
                square.add(weight.times(mean * mean));
            }
            means.map(|mean| CoarseSum::weighted(mean, weight.value())).collect()
        } else {
            let means: Vec<CoarseSum> = means.map(CoarseSum::of).collect();
            for (square, mean) in self.squares.iter_mut().zip(&means) {
                square.add(mean.value() * mean.value());
            }
            means
        };
        let by_chance = (draw % BINS as u64) as usize;
        let bins = positions.iter().map(|&position| bin(position)).chain([by_chance]);
        for (row, bin) in bins.enumerate() {
            let index = row * BINS + bin;
            self.counts[index].add_weight(weight);
            merge_coarse(&mut self.sums[index * self.figures..][..self.figures], &means);
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        merge_counts(&mut self.counts, &other.counts);
        merge_coarse(&mut self.sums, &other.sums);
        merge_sums(&mut self.squares, &other.squares);
    }

    /// Draws remembered: how many of equal weight would tell as much.
    #[must_use]
    pub fn draws(&self) -> u64 {
        self.all().effective().round() as u64
    }

    fn all(&self) -> Count {
        self.chance_counts().iter().copied().sum()
    }

    /// Whether draws weigh differently.
    #[must_use]
    pub fn is_weighted(&self) -> bool {
        self.weighted
    }

    /// What a weight of 1 counts for here: weights add up to as many draws as tell as much, so that the variance within
    /// bins comes out as it is.
    fn scale(&self) -> f64 {
        let all = self.all();
        if self.weighted { all.effective() / (all.units() / UNITS) } else { 1.0 }
    }

    /// Inputs told apart.
    #[must_use]
    pub fn inputs(&self) -> usize {
        (self.counts.len() / BINS).saturating_sub(1)
    }

    /// Draws and the sum of a figure in each bin of an input; of [`InfluenceTally::inputs`]: in the bins that have nothing to
    /// do with any input. Where draws weigh differently both are weighted, and all weights add up to
    /// [`InfluenceTally::draws`].
    #[must_use]
    pub fn bins(&self, input: usize, figure: TracedFigure) -> Vec<(f64, f64)> {
        let scale = self.scale();
        let of = |bin: usize| {
            let index = input * BINS + bin;
            let (count, sum) = (self.counts[index], self.sums[index * self.figures + figure.index(self.parties)]);
            if self.weighted {
                (count.units() / UNITS * scale, sum.weighted_value() * scale)
            } else {
                (count.units(), sum.value())
            }
        };
        (0..BINS).map(of).collect()
    }

    /// Sum over draws of the squares of a figure, weighted in the same way.
    #[must_use]
    pub fn squares(&self, figure: TracedFigure) -> f64 {
        self.squares[figure.index(self.parties)].value() * self.scale()
    }

    fn chance_counts(&self) -> &[Count] {
        &self.counts[self.counts.len().saturating_sub(BINS)..]
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_none(parties: &usize) -> bool {
    *parties == 0
}

/// The bin of a place in (0, 1).
fn bin(position: f64) -> usize {
    ((position * BINS as f64) as usize).min(BINS - 1)
}
