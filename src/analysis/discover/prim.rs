//! The patient rule induction method, PRIM (Friedman and Fisher 1999), as scenario discovery uses it (Bryant and Lempert
//! 2010): boxes in the inputs in which an outcome is far more frequent than elsewhere.
//!
//! Boxes are intervals of ranks: what is measured in is of no account, and a value that many trials share is kept or left
//! whole.

use crate::num::beta_regularised;

use super::super::interval::score_interval;
use super::super::summary::Share;

/// Quasi-p-value at and above which a restriction is taken for chance.
pub const SIGNIFICANT: f64 = 0.05;

/// An input over all trials, by rank.
#[derive(Clone, Debug, PartialEq)]
pub struct PrimDimension {
    /// Its distinct values, ascending.
    pub values: Vec<f64>,
    /// Whether these are all that it can have.
    pub discrete: bool,
    /// By trial, the rank of its value.
    rank: Vec<u32>,
    /// The trials by value.
    order: Vec<u32>,
    /// Where in `order` those of each rank begin, and the end.
    starts: Vec<u32>,
}

impl PrimDimension {
    /// The input of those values, one a trial; infinity is the greatest.
    #[must_use]
    pub fn new(of: &[f64], discrete: bool) -> Self {
        let mut order: Vec<u32> = (0..of.len() as u32).collect();
        order.sort_by(|&a, &b| of[a as usize].total_cmp(&of[b as usize]).then(a.cmp(&b)));
        let (mut values, mut starts, mut rank) = (Vec::new(), Vec::new(), vec![0; of.len()]);
        for (place, &trial) in order.iter().enumerate() {
            let value = of[trial as usize];
            if values.last() != Some(&value) {
                values.push(value);
                starts.push(place as u32);
            }
            rank[trial as usize] = values.len() as u32 - 1;
        }
        starts.push(order.len() as u32);
        Self { values, discrete, rank, order, starts }
    }

    fn of_rank(&self, rank: u32) -> &[u32] {
        &self.order[self.starts[rank as usize] as usize..self.starts[rank as usize + 1] as usize]
    }

    fn last(&self) -> u32 {
        (self.values.len() as u32).saturating_sub(1)
    }

    /// The number at which an interval of ranks that leaves out lower ones begins: half-way to the next lower value, or
    /// the value itself where there is nothing between.
    fn lower(&self, rank: u32) -> f64 {
        let (value, below) = (self.values[rank as usize], self.values[rank as usize - 1]);
        if self.discrete || !value.is_finite() { value } else { f64::midpoint(below, value) }
    }

    /// The same where it leaves out higher ones.
    fn upper(&self, rank: u32) -> f64 {
        let (value, above) = (self.values[rank as usize], self.values[rank as usize + 1]);
        if self.discrete || !above.is_finite() { value } else { f64::midpoint(value, above) }
    }
}

/// Trials: inputs, whether the outcome came, and what each counts for.
#[derive(Clone, Debug, PartialEq)]
pub struct PrimTable {
    /// The inputs.
    pub dimensions: Vec<PrimDimension>,
    /// By trial, whether it ended as asked.
    pub hit: Vec<bool>,
    /// By trial, its weight; 1 where there is no evidence.
    pub weight: Vec<f64>,
    /// Trials at each draw of the inputs, at least 1.
    pub replications: u64,
}

/// By what the next piece to peel is chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PeelObjective {
    /// The density that is left (Friedman and Fisher 1999).
    #[default]
    Strict,
    /// What the density gains for each trial that is given up (Kwakkel and Jaxa-Rozen 2016): fairer to inputs with few
    /// values, which cannot give up few trials.
    Lenient,
}

/// How boxes are sought.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PrimSettings {
    /// Share of a box's weight that is peeled or pasted at a time, in (0, 0.5].
    pub alpha: f64,
    /// By what a piece is chosen.
    pub objective: PeelObjective,
    /// Least share of all weight that a box may have, in (0, 1).
    pub least_mass: f64,
    /// Most boxes.
    pub boxes: usize,
    /// Which box of the trajectory is taken.
    pub choice: PrimChoice,
}

impl Default for PrimSettings {
    fn default() -> Self {
        let (objective, choice) = (PeelObjective::default(), PrimChoice::default());
        Self { alpha: 0.05, objective, least_mass: 0.05, boxes: 1, choice }
    }
}

/// Which box of a trajectory is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum PrimChoice {
    /// That which holds most trials of the outcome beyond what as large a share of all trials would hold (weighted relative
    /// accuracy; Lavrač, Flach and Zupan 1999); what chance could explain is then taken off it, and it is pasted.
    #[default]
    Excess,
    /// The first with at least this density, as it was peeled.
    Density(f64),
    /// That of this number, 0 being all trials, as it was peeled.
    Step(usize),
}

/// A box: by input the lowest and the highest rank within it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrimBox {
    limits: Vec<(u32, u32)>,
}

/// What a box holds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PrimTally {
    /// Trials.
    pub trials: u64,
    /// Those of the outcome.
    pub hits: u64,
    /// Weight of all of them, of its squares, of those of the outcome, and of its squares.
    weights: [f64; 4],
}

impl PrimTally {
    fn add(&mut self, hit: bool, weight: f64) {
        self.trials += 1;
        self.weights[0] += weight;
        self.weights[1] += weight * weight;
        if hit {
            self.hits += 1;
            self.weights[2] += weight;
            self.weights[3] += weight * weight;
        }
    }

    /// Weight.
    #[must_use]
    pub fn weight(&self) -> f64 {
        self.weights[0]
    }

    /// Weight of the outcome.
    #[must_use]
    pub fn hit_weight(&self) -> f64 {
        self.weights[2]
    }

    /// Share of it that is of the outcome; 0 of nothing.
    #[must_use]
    pub fn density(&self) -> f64 {
        if self.weights[0] > 0.0 { self.weights[2] / self.weights[0] } else { 0.0 }
    }

    /// How many trials of equal weight would tell as much (Kish 1965), trials of one draw counting as one.
    #[must_use]
    pub fn effective(&self, replications: u64) -> f64 {
        effective(self.weights[0], self.weights[1], replications)
    }

    /// The same of those of the outcome.
    #[must_use]
    pub fn effective_hits(&self, replications: u64) -> f64 {
        effective(self.weights[2], self.weights[3], replications)
    }

    fn plus(&self, other: &Self) -> Self {
        let mut weights = self.weights;
        weights.iter_mut().zip(other.weights).for_each(|(sum, it)| *sum += it);
        Self { trials: self.trials + other.trials, hits: self.hits + other.hits, weights }
    }
}

fn effective(sum: f64, squares: f64, replications: u64) -> f64 {
    if squares > 0.0 { sum * sum / squares / replications as f64 } else { 0.0 }
}

/// A share with Wilson's interval at so many effective trials.
fn share(part: f64, of: f64, effective: f64) -> Share {
    if of > 0.0 && effective > 0.0 { score_interval(part / of, 0.0, effective) } else { Share::default() }
}

/// A box on the way from all trials to the densest.
#[derive(Clone, Debug, PartialEq)]
pub struct PeelStep {
    /// The box.
    pub within: PrimBox,
    /// What it holds of the trials that were left.
    pub tally: PrimTally,
    /// Inputs that it restricts.
    pub restricted: usize,
}

/// What a box says of an input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PrimRestriction {
    /// The input.
    pub dimension: usize,
    /// The least value, where lower ones are left out.
    pub low: Option<f64>,
    /// The greatest value, where higher ones are left out.
    pub high: Option<f64>,
    /// Share of the weight of all trials with a lower value than any within the box, in [0, 1].
    pub from: f64,
    /// Share with at most the highest value within it, in [0, 1].
    pub to: f64,
    /// Quasi-p-value: the chance of at least as many trials of the outcome in the box, were its density that of the same
    /// box without this restriction (Bryant and Lempert 2010).
    pub quasi_p: f64,
}

/// A box that was found, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundBox {
    /// From all trials that were left on.
    pub trajectory: Vec<PeelStep>,
    /// The step that was chosen.
    pub chosen: usize,
    /// The box, ready.
    pub within: PrimBox,
    /// What it holds of the trials that were left.
    pub tally: PrimTally,
    /// What it says of inputs, the most telling first.
    pub restrictions: Vec<PrimRestriction>,
    /// Inputs that were restricted at that step and are free again, since chance could explain it.
    pub dropped: Vec<usize>,
}

/// All that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct PrimFindings {
    /// All trials.
    pub all: PrimTally,
    /// Trials at each draw.
    pub replications: u64,
    /// The way from all trials to the densest box.
    pub first: Vec<PeelStep>,
    /// The boxes, each among the trials that those before it left.
    pub boxes: Vec<FoundBox>,
    /// What all boxes hold together.
    pub together: PrimTally,
    /// What boxes hold that are sought in one half of the trials, in the other half, and those other halves; where the box is
    /// chosen by its excess.
    pub elsewhere: Option<(PrimTally, PrimTally)>,
}

impl PrimFindings {
    /// Share of the outcome that what is tallied holds, with its interval.
    #[must_use]
    pub fn coverage(&self, tally: &PrimTally) -> Share {
        share(tally.hit_weight(), self.all.hit_weight(), self.all.effective_hits(self.replications))
    }

    /// Share of what is tallied that is of the outcome, with its interval.
    #[must_use]
    pub fn density(&self, tally: &PrimTally) -> Share {
        share(tally.hit_weight(), tally.weight(), tally.effective(self.replications))
    }

    /// Share of all trials.
    #[must_use]
    pub fn mass(&self, tally: &PrimTally) -> f64 {
        tally.weight() / self.all.weight()
    }

    /// Whether boxes sought in one half of the trials are denser in the other than all trials, beyond chance; `None` where
    /// that was not asked.
    #[must_use]
    pub fn holds_elsewhere(&self) -> Option<bool> {
        let (within, among) = self.elsewhere.as_ref()?;
        Some(self.density(within).low.is_some_and(|low| low > among.density()))
    }
}

impl PrimTable {
    /// Seeks boxes, one after the other, each among the trials that are in none before it (covering). Ends early where a box
    /// would be no denser than all trials are.
    #[must_use]
    pub fn find(&self, settings: &PrimSettings) -> PrimFindings {
        let mut left = vec![true; self.hit.len()];
        let all = self.tally(&self.everything(), &left);
        let mut boxes: Vec<FoundBox> = Vec::new();
        let mut together = PrimTally::default();
        let mut first = Vec::new();
        while boxes.len() < settings.boxes {
            let trajectory = self.peel(&left, settings);
            if boxes.is_empty() {
                first.clone_from(&trajectory);
            }
            let found = self.taken(trajectory, &left, settings);
            let Some(found) = found.filter(|it| it.tally.density() > all.density()) else { break };
            let is_within = self.membership(&found.within);
            left.iter_mut().enumerate().for_each(|(trial, left)| *left = *left && !is_within(trial));
            drop(is_within);
            together = together.plus(&found.tally);
            boxes.push(found);
        }
        let halves = settings.choice == PrimChoice::Excess;
        let elsewhere = halves.then(|| self.elsewhere(settings));
        PrimFindings { all, replications: self.replications, first, boxes, together, elsewhere }
    }

    /// What a box sought in either half of the draws holds in the other, and those other halves.
    fn elsewhere(&self, settings: &PrimSettings) -> (PrimTally, PrimTally) {
        let mut sums = (PrimTally::default(), PrimTally::default());
        for parity in [0, 1] {
            let half = |odd: u64| (0..self.hit.len() as u64).map(|it| it / self.replications % 2 == odd).collect();
            let (own, other): (Vec<bool>, Vec<bool>) = (half(parity), half(1 - parity));
            let among = self.tally(&self.everything(), &other);
            let found = self.taken(self.peel(&own, settings), &own, settings);
            let found = found.map(|it| self.tally(&it.within, &other));
            sums = (sums.0.plus(&found.unwrap_or_default()), sums.1.plus(&among));
        }
        sums
    }

    /// The box of a trajectory that is asked for, made ready; `None` where nothing restricts it.
    fn taken(&self, trajectory: Vec<PeelStep>, left: &[bool], settings: &PrimSettings) -> Option<FoundBox> {
        let chosen = choose(&trajectory, settings.choice)?;
        let mut within = trajectory[chosen].within.clone();
        let mut dropped = Vec::new();
        if settings.choice == PrimChoice::Excess {
            dropped = self.prune(&mut within, left);
            self.paste(&mut within, left, settings.alpha);
        }
        let tally = self.tally(&within, left);
        let mut restrictions: Vec<PrimRestriction> =
            self.restricted(&within).map(|dimension| self.restriction(&within, &tally, dimension, left)).collect();
        restrictions.sort_by(|a, b| a.quasi_p.total_cmp(&b.quasi_p).then(a.dimension.cmp(&b.dimension)));
        let restricts = !restrictions.is_empty();
        restricts.then_some(FoundBox { trajectory, chosen, within, tally, restrictions, dropped })
    }

    fn everything(&self) -> PrimBox {
        PrimBox { limits: self.dimensions.iter().map(|it| (0, it.last())).collect() }
    }

    fn restricted<'a>(&'a self, within: &'a PrimBox) -> impl Iterator<Item = usize> + 'a {
        let all = self.dimensions.iter().zip(&within.limits).enumerate();
        all.filter(|(_, (dimension, limits))| **limits != (0, dimension.last())).map(|it| it.0)
    }

    /// Whether trials are within a box: only what it restricts is asked.
    fn membership<'a>(&'a self, within: &'a PrimBox) -> impl Fn(usize) -> bool + 'a {
        let restricted: Vec<(&[u32], (u32, u32))> =
            self.restricted(within).map(|index| (&self.dimensions[index].rank[..], within.limits[index])).collect();
        move |trial| restricted.iter().all(|&(rank, (low, high))| (low..=high).contains(&rank[trial]))
    }

    /// What a box holds of those trials.
    fn tally(&self, within: &PrimBox, of: &[bool]) -> PrimTally {
        let mut tally = PrimTally::default();
        let is_within = self.membership(within);
        let trials = (0..self.hit.len()).filter(|&trial| of[trial] && is_within(trial));
        trials.for_each(|trial| tally.add(self.hit[trial], self.weight[trial]));
        tally
    }

    /// From all that is left on, a share alpha of the box's weight is peeled off one of its sides at a time.
    fn peel(&self, left: &[bool], settings: &PrimSettings) -> Vec<PeelStep> {
        let least = settings.least_mass * self.weight.iter().fold(0.0, |sum, it| sum + it);
        let mut inside = left.to_vec();
        let mut within = self.everything();
        let mut steps: Vec<PeelStep> = Vec::new();
        loop {
            let tally = self.tally(&within, left);
            let restricted = self.restricted(&within).count();
            steps.push(PeelStep { within: within.clone(), tally, restricted });
            if tally.density() == 0.0 || tally.density() == 1.0 {
                return steps;
            }
            let Some((dimension, limits)) = self.next_peel(&within, &inside, &tally, settings, least) else {
                return steps;
            };
            within.limits[dimension] = limits;
            let rank = &self.dimensions[dimension].rank;
            for (inside, rank) in inside.iter_mut().zip(rank) {
                *inside = *inside && (limits.0..=limits.1).contains(rank);
            }
        }
    }

    /// The best piece to peel: by its score, then the box with fewer restrictions, then the first input and its upper end.
    fn next_peel(
        &self,
        within: &PrimBox,
        inside: &[bool],
        tally: &PrimTally,
        settings: &PrimSettings,
        least: f64,
    ) -> Option<(usize, (u32, u32))> {
        let mut best: Option<((f64, bool), (usize, (u32, u32)))> = None;
        for (index, (dimension, &limits)) in self.dimensions.iter().zip(&within.limits).enumerate() {
            let is_free = limits == (0, dimension.last());
            for lower in [false, true] {
                let Some((limits, [weight, hits])) = self.piece(dimension, limits, lower, inside, settings, tally)
                else {
                    continue;
                };
                let rest = tally.weight() - weight;
                let density = (tally.hit_weight() - hits) / rest;
                let score = match settings.objective {
                    PeelObjective::Strict => density,
                    PeelObjective::Lenient => (density - tally.density()) / weight,
                };
                if rest < least * (1.0 - ROUNDING) || (settings.objective == PeelObjective::Lenient && score <= 0.0) {
                    continue;
                }
                // A box with fewer restrictions is told in fewer words.
                let better =
                    best.as_ref().is_none_or(|(known, _)| score > known.0 || (score == known.0 && known.1 && !is_free));
                if better {
                    best = Some(((score, is_free), (index, limits)));
                }
            }
        }
        best.map(|it| it.1)
    }

    /// The limits that are left when a share alpha is peeled off one end, and the weight and hits of what is peeled.
    fn piece(
        &self,
        dimension: &PrimDimension,
        (low, high): (u32, u32),
        lower: bool,
        inside: &[bool],
        settings: &PrimSettings,
        tally: &PrimTally,
    ) -> Option<((u32, u32), [f64; 2])> {
        let ranks = (0..high - low).map(|step| if lower { low + step } else { high - step });
        let (rank, sums) = self.gathered(dimension, ranks, |trial| inside[trial], settings.alpha * tally.weight())?;
        Some((if lower { (rank + 1, high) } else { (low, rank - 1) }, sums))
    }

    /// The trials that count, of one rank after the other until they weigh enough, or of all: the last rank, and their weight
    /// and hits. `None` where they weigh nothing.
    fn gathered(
        &self,
        dimension: &PrimDimension,
        ranks: impl Iterator<Item = u32>,
        counts: impl Fn(usize) -> bool,
        enough: f64,
    ) -> Option<(u32, [f64; 2])> {
        let mut sums = [0.0, 0.0];
        let mut last = None;
        for rank in ranks {
            for trial in dimension.of_rank(rank).iter().map(|&trial| trial as usize).filter(|&trial| counts(trial)) {
                sums[0] += self.weight[trial];
                sums[1] += if self.hit[trial] { self.weight[trial] } else { 0.0 };
            }
            last = Some(rank);
            if sums[0] >= enough * (1.0 - ROUNDING) {
                break;
            }
        }
        last.filter(|_| sums[0] > 0.0).map(|rank| (rank, sums))
    }

    /// Takes off restrictions that chance could explain, the least telling first.
    fn prune(&self, within: &mut PrimBox, left: &[bool]) -> Vec<usize> {
        let mut dropped = Vec::new();
        loop {
            let tally = self.tally(within, left);
            let of = |dimension: usize| (dimension, self.quasi_p(within, &tally, dimension, left));
            let worst = self.restricted(within).map(of).max_by(|a, b| a.1.total_cmp(&b.1));
            let Some((dimension, _)) = worst.filter(|it| it.1 >= SIGNIFICANT) else { return dropped };
            within.limits[dimension] = (0, self.dimensions[dimension].last());
            dropped.push(dimension);
        }
    }

    /// Gives back pieces at the ends of restricted inputs as long as the density does not fall, the best first.
    fn paste(&self, within: &mut PrimBox, left: &[bool], alpha: f64) {
        loop {
            let tally = self.tally(within, left);
            let mut best: Option<(f64, usize, (u32, u32))> = None;
            for dimension in self.restricted(within).collect::<Vec<_>>() {
                for lower in [true, false] {
                    let Some((limits, [weight, hits])) =
                        self.pasted(within, left, (dimension, lower), alpha * tally.weight())
                    else {
                        continue;
                    };
                    let density = (tally.hit_weight() + hits) / (tally.weight() + weight);
                    if density >= tally.density() && best.is_none_or(|it| density > it.0) {
                        best = Some((density, dimension, limits));
                    }
                }
            }
            let Some((_, dimension, limits)) = best else { return };
            within.limits[dimension] = limits;
        }
    }

    /// The limits of an input with a piece of at least that weight given back at one end, and its weight and hits.
    fn pasted(
        &self,
        within: &PrimBox,
        left: &[bool],
        (index, lower): (usize, bool),
        enough: f64,
    ) -> Option<((u32, u32), [f64; 2])> {
        let (dimension, (low, high)) = (&self.dimensions[index], within.limits[index]);
        let others = PrimBox {
            limits: within
                .limits
                .iter()
                .enumerate()
                .map(|(at, &limits)| if at == index { (0, dimension.last()) } else { limits })
                .collect(),
        };
        let is_within = self.membership(&others);
        let steps = if lower { low } else { dimension.last() - high };
        let ranks = (1..=steps).map(|step| if lower { low - step } else { high + step });
        let (rank, sums) = self.gathered(dimension, ranks, |trial| left[trial] && is_within(trial), enough)?;
        Some((if lower { (rank, high) } else { (low, rank) }, sums))
    }

    /// The chance of at least so many hits in a box, were its density that of the box without a restriction: the upper tail
    /// of the binomial distribution, by the incomplete beta function at effective counts, which need not be whole.
    fn quasi_p(&self, within: &PrimBox, tally: &PrimTally, dimension: usize, left: &[bool]) -> f64 {
        let mut wider = within.clone();
        wider.limits[dimension] = (0, self.dimensions[dimension].last());
        let trials = tally.effective(self.replications);
        binomial_tail(trials * tally.density(), trials, self.tally(&wider, left).density())
    }

    fn restriction(&self, within: &PrimBox, tally: &PrimTally, dimension: usize, left: &[bool]) -> PrimRestriction {
        let (of, (low, high)) = (&self.dimensions[dimension], within.limits[dimension]);
        let total = self.weight.iter().fold(0.0, |sum, it| sum + it);
        let below = |rank: u32| {
            let trials = &of.order[..of.starts[rank as usize] as usize];
            trials.iter().fold(0.0, |sum, &trial| sum + self.weight[trial as usize]) / total
        };
        PrimRestriction {
            dimension,
            low: (low > 0).then(|| of.lower(low)),
            high: (high < of.last()).then(|| of.upper(high)),
            from: below(low),
            to: below(high + 1),
            quasi_p: self.quasi_p(within, tally, dimension, left),
        }
    }
}

/// Sums of weights may be off by so much of them.
const ROUNDING: f64 = 1e-12;

/// The step of a trajectory that is asked for; `None` where none is.
fn choose(trajectory: &[PeelStep], choice: PrimChoice) -> Option<usize> {
    let base = trajectory.first()?.tally.density();
    let excess = |step: &PeelStep| step.tally.hit_weight() - base * step.tally.weight();
    let all = || trajectory.iter().enumerate();
    match choice {
        PrimChoice::Step(step) => (step < trajectory.len()).then_some(step),
        PrimChoice::Density(least) => all().find(|it| it.1.tally.density() >= least).map(|it| it.0),
        PrimChoice::Excess => {
            let best = |best: (usize, f64), (index, step): (usize, &PeelStep)| {
                if excess(step) > best.1 { (index, excess(step)) } else { best }
            };
            Some(all().fold((0, 0.0), best).0)
        }
    }
}

/// Probability of at least `hits` in `trials` of probability `p`: I_p(hits, trials - hits + 1) (Abramowitz and Stegun 1964,
/// 26.5.24), which holds between whole numbers too. In [0, 1].
#[must_use]
pub fn binomial_tail(hits: f64, trials: f64, p: f64) -> f64 {
    if hits <= 0.0 || p >= 1.0 {
        return 1.0;
    }
    if p <= 0.0 {
        return 0.0;
    }
    let scale = (MOST_COUNTED / trials).min(1.0);
    beta_regularised(scale * hits, scale * (trials - hits).max(0.0) + 1.0, p).clamp(0.0, 1.0)
}

/// So many trials are counted at most, in proportion: more would change no verdict.
const MOST_COUNTED: f64 = 50_000.0;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sampling::purpose;

    /// Trials of three inputs in (0, 1), of which the third says nothing; the outcome comes with probability `high` where
    /// the first is above 0.6 and the second below 0.3, else with `low`.
    fn planted(trials: usize, seed: u64, [low, high]: [f64; 2]) -> PrimTable {
        let mut columns = vec![vec![0.0; trials]; 3];
        let mut hit = vec![false; trials];
        for trial in 0..trials {
            let mut stream = purpose(seed, "planted box", trial as u64);
            for column in &mut columns {
                column[trial] = stream.next();
            }
            let chance = if columns[0][trial] > 0.6 && columns[1][trial] < 0.3 { high } else { low };
            hit[trial] = stream.next() < chance;
        }
        let dimensions = columns.iter().map(|it| PrimDimension::new(it, false)).collect();
        PrimTable { dimensions, hit, weight: vec![1.0; trials], replications: 1 }
    }

    /// The limits are found to within 0.03, ten seeds out of ten, and the input that says nothing is left alone. A limit is
    /// moved 0.05 of the box at a time, which is at most 0.02 of the range here; the rest is noise.
    #[test]
    fn a_planted_box_is_found() {
        for seed in 0..10 {
            let found = planted(4_000, seed, [0.05, 0.9]).find(&PrimSettings::default());
            let mut restrictions = found.boxes[0].restrictions.clone();
            restrictions.sort_by_key(|it| it.dimension);
            let limits: Vec<_> = restrictions.iter().map(|it| (it.dimension, it.low, it.high)).collect();
            let [(0, Some(low), None), (1, None, Some(high))] = limits[..] else { panic!("{seed}: {limits:?}") };
            assert!((low - 0.6).abs() < 0.03 && (high - 0.3).abs() < 0.03, "{seed}: {low} {high}");
            assert!(restrictions.iter().all(|it| it.quasi_p < 1e-6));
            assert_eq!(found.holds_elsewhere(), Some(true));
            // The planted box holds 0.12 of the trials and 0.108/(0.108 + 0.044) = 0.71 of the outcome; one piece more of it,
            // 0.05, is as good as empty.
            let tally = &found.boxes[0].tally;
            assert!((found.coverage(tally).share.unwrap() - 0.71).abs() < 0.08, "{seed}");
            assert!((found.density(tally).share.unwrap() - 0.9).abs() < 0.08, "{seed}");
        }
    }

    /// Where the inputs say nothing, whatever is found in one half of the trials does not hold in the other: of ten seeds
    /// at most two pass the one-sided test at 2.5 %, but for a chance of 0.2 %.
    #[test]
    fn nothing_is_made_of_chance() {
        let holds = |seed: &u64| {
            planted(1_000, *seed, [0.3, 0.3]).find(&PrimSettings::default()).holds_elsewhere() == Some(true)
        };
        assert!((0..10).filter(holds).count() <= 2);
    }

    /// By hand: ten trials of ranks 0 to 9, those from 6 on of the outcome, a fifth peeled at a time: 2, 2 and 2 go from
    /// below. The excess of each step: 0, 4 - 0.4 * 8, 4 - 0.4 * 6, 4 - 0.4 * 4.
    #[test]
    fn a_trajectory_by_hand() {
        let values: Vec<f64> = (0..10).map(f64::from).collect();
        let hit = (0..10).map(|it| it >= 6).collect();
        let dimensions = vec![PrimDimension::new(&values, false)];
        let table = PrimTable { dimensions, hit, weight: vec![1.0; 10], replications: 1 };
        let found = table.find(&PrimSettings { alpha: 0.2, ..PrimSettings::default() });
        let trials: Vec<(u64, u64)> = found.first.iter().map(|it| (it.tally.trials, it.tally.hits)).collect();
        assert_eq!(trials, [(10, 4), (8, 4), (6, 4), (4, 4)]);
        let it = &found.boxes[0];
        assert_eq!((it.chosen, it.tally.hits, it.restrictions[0].low), (3, 4, Some(5.5)));
        assert_eq!((it.restrictions[0].from, it.restrictions[0].to), (0.6, 1.0));
        // All four of four where four of ten are of the outcome: 0.4^4.
        assert!((it.restrictions[0].quasi_p - 0.0256).abs() < 1e-12);
        assert_eq!(found.coverage(&it.tally).share, Some(1.0));
    }

    /// Weights count in shares, and equal weights of any size count as one.
    #[test]
    fn weights_count() {
        let plain = planted(2_000, 3, [0.1, 0.8]);
        let halved = PrimTable { weight: vec![0.25; 2_000], ..plain.clone() };
        let (a, b) = (plain.find(&PrimSettings::default()), halved.find(&PrimSettings::default()));
        assert_eq!(a.boxes[0].within, b.boxes[0].within);
        assert_eq!(a.boxes[0].restrictions[0].quasi_p, b.boxes[0].restrictions[0].quasi_p);
        assert_eq!(a.density(&a.boxes[0].tally), b.density(&b.boxes[0].tally));
        // Trials without weight are as if they were not there.
        let mut more = planted(3_000, 3, [0.1, 0.8]);
        more.weight[2_000..].fill(0.0);
        let c = more.find(&PrimSettings { choice: PrimChoice::Step(12), ..PrimSettings::default() });
        let a = plain.find(&PrimSettings { choice: PrimChoice::Step(12), ..PrimSettings::default() });
        assert_eq!(a.coverage(&a.boxes[0].tally), c.coverage(&c.boxes[0].tally));
    }

    /// Values that many trials share go or stay whole, and infinity is the greatest.
    #[test]
    fn values_go_whole() {
        let values: Vec<f64> = (0..400).map(|it| [5.0, 10.0, 20.0, f64::INFINITY][it % 4]).collect();
        let hit = (0..400).map(|it| it % 4 >= 2 && it % 10 != 0).collect();
        let dimensions = vec![PrimDimension::new(&values, true)];
        let table = PrimTable { dimensions, hit, weight: vec![1.0; 400], replications: 1 };
        for objective in [PeelObjective::Strict, PeelObjective::Lenient] {
            let found = table.find(&PrimSettings { objective, ..PrimSettings::default() });
            let it = found.boxes[0].restrictions[0];
            assert_eq!((it.low, it.high, found.boxes[0].tally.trials), (Some(20.0), None, 200));
        }
    }

    /// The second box is sought among the trials that the first left.
    #[test]
    fn boxes_cover_one_after_the_other() {
        let first = planted(4_000, 1, [0.0, 1.0]);
        let third: Vec<f64> =
            first.dimensions[2].rank.iter().map(|&it| first.dimensions[2].values[it as usize]).collect();
        let hit = first.hit.iter().zip(&third).map(|(&hit, &x)| hit || x > 0.9).collect();
        let table = PrimTable { hit, ..first };
        let found = table.find(&PrimSettings { boxes: 3, ..PrimSettings::default() });
        assert!(found.boxes.len() >= 2);
        let told: Vec<Vec<usize>> =
            found.boxes[..2].iter().map(|it| it.restrictions.iter().map(|it| it.dimension).collect()).collect();
        assert!(told.contains(&vec![2]), "{told:?}");
        assert!(found.coverage(&found.together).share.unwrap() > 0.9);
        assert_eq!(found.together.trials, found.boxes.iter().map(|it| it.tally.trials).sum::<u64>());
    }

    /// Sums of binomial probabilities by hand: at least 3 of 4 at 1/2 is 5/16; at least 2 of 3 at 0.1 is 0.028.
    #[test]
    fn tails_are_sums_of_binomial_probabilities() {
        for (hits, trials, p, exact) in [(3.0, 4.0, 0.5, 0.3125), (2.0, 3.0, 0.1, 0.028), (0.0, 5.0, 0.2, 1.0)] {
            assert!((binomial_tail(hits, trials, p) - exact).abs() < 1e-12);
        }
    }

    /// Every step of the peeling of the EMA Workbench on a table of 1,000 trials, under both objectives, to 1e-9: coverage,
    /// density and inputs restricted. Limits lie between the same two trials of the box: half-way between neighbours within
    /// it there, among all trials here, so that they agree to 0.005.
    #[test]
    fn boxes_are_those_of_the_ema_workbench() {
        let vectors: serde_json::Value =
            serde_json::from_str(include_str!("../../../tests/vectors/prim.json")).unwrap();
        let rows: Vec<[f64; 4]> = serde_json::from_value(vectors["rows"].clone()).unwrap();
        let column = |at: usize| rows.iter().map(|row| row[at]).collect::<Vec<f64>>();
        let table = PrimTable {
            dimensions: (0..3).map(|at| PrimDimension::new(&column(at), false)).collect(),
            hit: rows.iter().map(|row| row[3] == 1.0).collect(),
            weight: vec![1.0; rows.len()],
            replications: 1,
        };
        let near = |a: f64, b: f64, what: &str| assert!((a - b).abs() < 1e-9, "{what}: {a} is not {b}");
        for (name, objective) in [("strict", PeelObjective::Strict), ("lenient", PeelObjective::Lenient)] {
            let steps = vectors[name]["steps"].as_array().unwrap();
            let last = steps.len() - 1;
            let choice = PrimChoice::Step(last);
            let found = table.find(&PrimSettings { objective, choice, ..PrimSettings::default() });
            for (index, (step, theirs)) in found.first.iter().zip(steps).enumerate() {
                let number = |of: &str| theirs[of].as_f64().unwrap();
                near(found.coverage(&step.tally).share.unwrap(), number("coverage"), "coverage");
                near(step.tally.density(), number("density"), "density");
                assert_eq!(step.restricted as f64, number("restricted"), "{name} {index}");
            }
            assert_eq!(found.first.len(), steps.len(), "{name}");
            for it in &found.boxes[0].restrictions {
                let ends = &steps[last]["limits"][it.dimension];
                for (own, end) in [(it.low, &ends[0]), (it.high, &ends[1])] {
                    assert!(own.is_none_or(|own| (own - end.as_f64().unwrap()).abs() < 0.005), "{own:?} is not {end}");
                }
                // The workbench lifts one limit at a time: the same where there is but one.
                let end = usize::from(it.low.is_none());
                if it.low.is_none() || it.high.is_none() {
                    let theirs = vectors[name]["quasi_p_of_last"][["a", "b", "c"][it.dimension]][end].as_f64().unwrap();
                    near(it.quasi_p, theirs, "quasi-p");
                }
            }
        }
    }
}
