//! How the figures of a trial go with each input: sums over bins of the input's place in its distribution.

use serde::{Deserialize, Serialize};

use crate::engine::count::{CoarseSum, Count, Sum, merge_coarse, merge_counts, merge_sums};
use crate::engine::outcome::{Assessment, TrialOutcome};
use crate::model::{PerSide, Side};

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
    /// That both accept it and the peace holds at the headline year.
    Durable,
    /// What a side may expect: the value of the plan if both accept it, else that of fighting on; share of the prize.
    Value(Side),
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

    /// How many there are for so many plans.
    #[must_use]
    pub fn count(plans: usize) -> usize {
        OF_TRIAL + OF_PLAN * plans
    }

    fn index(self) -> usize {
        match self {
            TracedFigure::Settled => 0,
            TracedFigure::Holding => 1,
            TracedFigure::Realised(side) => 2 + side as usize,
            TracedFigure::OfPlan(plan, figure) => OF_TRIAL + OF_PLAN * plan + figure.index(),
        }
    }
}

impl PlanFigure {
    fn index(self) -> usize {
        match self {
            PlanFigure::Available => 0,
            PlanFigure::Survival => 1,
            PlanFigure::Accepts(side) => 2 + side as usize,
            PlanFigure::BothAccept => 4,
            PlanFigure::Durable => 5,
            PlanFigure::Value(side) => 6 + side as usize,
        }
    }
}

/// What a plan comes to in one draw, without chance.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct PlanInDraw {
    pub(super) available: f64,
    pub(super) survival: f64,
    pub(super) accepts: PerSide<f64>,
    pub(super) values: PerSide<f64>,
}

impl PlanInDraw {
    /// Of a plan as it was assessed; `fighting_on` is worth so much to each side.
    pub(super) fn new(assessment: Option<&Assessment>, fighting_on: &PerSide<f64>, headline: usize) -> Self {
        let Some(assessment) = assessment else { return Self { values: *fighting_on, ..Self::default() } };
        let (accepts, both) = (assessment.acceptance, assessment.both_accept());
        let values = PerSide::each(|side| both * assessment.value[side] + (1.0 - both) * fighting_on[side]);
        Self { available: 1.0, survival: assessment.durability.survival[headline], accepts, values }
    }

    pub(super) fn both(&self) -> f64 {
        self.accepts[Side::Challenger] * self.accepts[Side::Defender]
    }

    pub(super) fn durable(&self) -> f64 {
        self.both() * self.survival
    }

    fn figures(&self) -> [f64; OF_PLAN] {
        let Self { available, survival, accepts, values } = self;
        let [by_challenger, by_defender] = *accepts.as_array();
        let [to_challenger, to_defender] = *values.as_array();
        [*available, *survival, by_challenger, by_defender, self.both(), self.durable(), to_challenger, to_defender]
    }
}

/// The figures of a draw: means over its trials.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct DrawFigures {
    sums: Vec<f64>,
    trials: u64,
}

impl DrawFigures {
    pub(super) fn add(&mut self, outcome: &TrialOutcome, plans: &[PlanInDraw], headline: usize) {
        let settled = f64::from(u8::from(outcome.signature.is_some()));
        let holding = outcome.signature.as_ref().map_or(0.0, |signature| signature.survival[headline]);
        let [to_challenger, to_defender] = *outcome.values.as_array();
        let of_trial = [settled, holding, to_challenger, to_defender];
        let all = of_trial.into_iter().chain(plans.iter().flat_map(PlanInDraw::figures));
        self.sums.resize(TracedFigure::count(plans.len()), 0.0);
        for (sum, figure) in self.sums.iter_mut().zip(all) {
            *sum += figure;
        }
        self.trials += 1;
    }

    /// Forgets what was added.
    pub(crate) fn clear(&mut self) {
        self.sums.clear();
        self.trials = 0;
    }
}

/// Sums of figures over bins of every input, and over bins that have nothing to do with any input: those tell what chance
/// alone would look like.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InfluenceTally {
    /// Figures of a draw; 0: nothing is remembered.
    figures: usize,
    /// Draws in each bin: all bins of the first input, of the second, …, then those by the number of the draw.
    counts: Vec<Count>,
    /// Sums of all figures in the first bin, in the second, ….
    sums: Vec<CoarseSum>,
    /// Sums of squares, by figure.
    squares: Vec<Sum>,
}

impl InfluenceTally {
    /// Nothing yet, for so many inputs and plans.
    pub(super) fn new(inputs: usize, plans: usize) -> Self {
        let (figures, bins) = (TracedFigure::count(plans), (inputs + 1) * BINS);
        Self {
            figures,
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

    /// Adds a draw whose inputs lie at these places of their distributions, in (0, 1).
    pub(crate) fn record(&mut self, draw: u64, positions: &[f64], figures: &DrawFigures) {
        if self.is_empty() {
            return;
        }
        let trials = figures.trials as f64;
        let means: Vec<CoarseSum> = figures.sums.iter().map(|sum| CoarseSum::of(sum / trials)).collect();
        for (square, mean) in self.squares.iter_mut().zip(&means) {
            square.add(mean.value() * mean.value());
        }
        let by_chance = (draw % BINS as u64) as usize;
        let bins = positions.iter().map(|&position| bin(position)).chain([by_chance]);
        for (row, bin) in bins.enumerate() {
            let index = row * BINS + bin;
            self.counts[index].add(1);
            merge_coarse(&mut self.sums[index * self.figures..][..self.figures], &means);
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        merge_counts(&mut self.counts, &other.counts);
        merge_coarse(&mut self.sums, &other.sums);
        merge_sums(&mut self.squares, &other.squares);
    }

    /// Draws remembered.
    #[must_use]
    pub fn draws(&self) -> u64 {
        self.chance_counts().iter().map(|count| count.value()).sum()
    }

    /// Inputs told apart.
    #[must_use]
    pub fn inputs(&self) -> usize {
        (self.counts.len() / BINS).saturating_sub(1)
    }

    /// Draws and the sum of a figure in each bin of an input; of [`InfluenceTally::inputs`]: in the bins that have nothing to
    /// do with any input.
    #[must_use]
    pub fn bins(&self, input: usize, figure: TracedFigure) -> Vec<(u64, f64)> {
        let of = |bin: usize| {
            let index = input * BINS + bin;
            (self.counts[index].value(), self.sums[index * self.figures + figure.index()].value())
        };
        (0..BINS).map(of).collect()
    }

    /// Sum over draws of the squares of a figure.
    #[must_use]
    pub fn squares(&self, figure: TracedFigure) -> f64 {
        self.squares[figure.index()].value()
    }

    fn chance_counts(&self) -> &[Count] {
        &self.counts[self.counts.len().saturating_sub(BINS)..]
    }
}

/// The bin of a place in (0, 1).
fn bin(position: f64) -> usize {
    ((position * BINS as f64) as usize).min(BINS - 1)
}
