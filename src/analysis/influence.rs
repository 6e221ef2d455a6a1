//! What decides: how much of the variance of a figure goes with each input, from the trials that were run anyway.
//!
//! The share is the first-order index of Sobol' (1993) estimated from given data by binning each input at equal
//! probability (Plischke 2010), corrected for the noise within bins. It holds what comes with an input by correlation.
//! Whether it is more than chance is tested by the F test of the one-way analysis of variance, at 5 % over all inputs
//! together (Bonferroni).

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::engine::{BINS, InfluenceTally, LEAST_DRAWS, PlanFigure, Tally, TracedFigure};
use crate::model::Side;
use crate::scenario::Scenario;

use super::f_upper_tail;
use super::summary::party_key;

/// Inputs whose effect curves are given.
pub const CURVES: usize = 6;

/// Draws that each bin should have at least.
const PER_BIN: u64 = 40;

/// False-positive rate over all inputs of a figure.
const LEVEL: f64 = 0.05;

/// `influence` in `summary.json`: by figure, all inputs, that with the largest share first.
pub type Influence = IndexMap<String, Vec<Influences>>;

/// How an input goes with a figure.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Influences {
    /// Path of the input.
    pub input: String,
    /// Share of the figure's variance, in [0, 1].
    pub share: f64,
    /// Chance that an input without influence shows at least as much.
    pub p: f64,
    /// The figure along the input; for the first six inputs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<EffectCurve>,
}

/// A figure along an input, in bins of equal probability.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EffectCurve {
    /// Middles of the bins, as places in the input's distribution, in (0, 1).
    pub u: Vec<f64>,
    /// The input's values there; null where there is no end to them, such as a permanent term.
    pub value: Vec<Option<f64>>,
    /// Mean of the figure in each bin; null where no draw of the bin has it.
    pub mean: Vec<Option<f64>>,
}

impl Influences {
    /// Whether the input can be told apart from one without influence, among so many inputs.
    #[must_use]
    pub fn is_told(&self, inputs: usize) -> bool {
        self.p <= LEVEL / inputs as f64
    }
}

/// Bins that so many draws can fill; `None`: too few draws.
#[must_use]
pub fn bins(draws: u64) -> Option<usize> {
    let fits = |bins: &usize| draws / *bins as u64 >= PER_BIN;
    (draws >= LEAST_DRAWS).then(|| [BINS, BINS / 2, BINS / 4].into_iter().find(fits).unwrap_or(BINS / 8))
}

/// Draws and sums in bins.
pub(super) type Bins = Vec<(f64, f64)>;

/// Neighbouring bins joined to `count`.
pub(super) fn joined(bins: &[(f64, f64)], count: usize) -> Bins {
    let add = |sum: (f64, f64), part: &(f64, f64)| (sum.0 + part.0, sum.1 + part.1);
    bins.chunks(bins.len() / count).map(|chunk| chunk.iter().fold((0.0, 0.0), add)).collect()
}

/// The figures whose influences are told, by their names in results, each with the figure that says of which draws it is.
#[must_use]
pub fn figures(plans: &[&str], parties: &[&str], year: usize) -> Vec<(String, TracedFigure, Option<TracedFigure>)> {
    let of_trial = [
        ("settlement".to_owned(), TracedFigure::Settled),
        (format!("signed_and_holding@{year}"), TracedFigure::Holding),
        ("values.challenger".to_owned(), TracedFigure::Realised(Side::Challenger)),
        ("values.defender".to_owned(), TracedFigure::Realised(Side::Defender)),
    ];
    let mut out: Vec<_> = of_trial.into_iter().map(|(name, figure)| (name, figure, None)).collect();
    for (party, id) in parties.iter().enumerate() {
        out.push((format!("values.{}", party_key(id)), TracedFigure::RealisedToParty(party), None));
    }
    for (plan, id) in plans.iter().enumerate() {
        let own = |figure| TracedFigure::OfPlan(plan, figure);
        let available = Some(own(PlanFigure::Available));
        out.push((format!("plans.{id}.durable@{year}"), own(PlanFigure::Durable), None));
        out.push((format!("plans.{id}.if_signed@{year}"), own(PlanFigure::Survival), available));
        for side in Side::BOTH {
            out.push((format!("plans.{id}.acceptable.{}", side.key()), own(PlanFigure::Accepts(side)), available));
        }
        out.push((format!("plans.{id}.acceptable.both"), own(PlanFigure::BothAccept), available));
        if !parties.is_empty() {
            out.push((format!("plans.{id}.acceptable.all"), own(PlanFigure::AllAccept), available));
        }
        for (party, of) in parties.iter().enumerate() {
            let name = format!("plans.{id}.acceptable.{}", party_key(of));
            out.push((name, own(PlanFigure::PartyAccepts(party)), available));
        }
    }
    out
}

/// What decides in a run; `None` where too few draws were made, or nothing is uncertain.
pub(super) fn influence(scenario: &Scenario, tally: &Tally) -> Option<Influence> {
    let binned = &tally.influence;
    let bins = bins(binned.draws()).filter(|_| binned.inputs() > 0)?;
    let plans: Vec<&str> = scenario.structure().plans.iter().map(|plan| plan.id.as_str()).collect();
    let mut out = Influence::new();
    let parties: Vec<&str> = scenario.structure().parties.iter().map(|party| party.id.as_str()).collect();
    for (name, figure, among) in figures(&plans, &parties, tally.headline) {
        let traced = Traced { scenario, binned, bins, figure, among };
        if let Some(inputs) = traced.inputs() {
            out.insert(name, inputs);
        }
    }
    Some(out)
}

/// A figure that is traced to the inputs.
struct Traced<'a> {
    scenario: &'a Scenario,
    binned: &'a InfluenceTally,
    bins: usize,
    figure: TracedFigure,
    /// The figure, 0 or 1, that says of which draws it is; `None`: of all.
    among: Option<TracedFigure>,
}

impl Traced<'_> {
    /// All inputs, the most influential first; `None` where the figure does not vary.
    fn inputs(&self) -> Option<Vec<Influences>> {
        let total = self.bins_of(self.binned.inputs()).iter().fold((0.0, 0.0), |sum, b| (sum.0 + b.0, sum.1 + b.1));
        let (n, mean) = (total.0, total.1 / total.0);
        let all = self.binned.squares(self.figure) - n * mean * mean;
        // What varies by no more than the steps of 2^-20 in which it is summed tells nothing.
        if !(n > self.bins as f64) || !(all > n * 1e-11) {
            return None;
        }
        let mut out: Vec<(usize, Influences)> =
            (0..self.binned.inputs()).map(|input| (input, self.input(input, n, mean, all))).collect();
        out.sort_by(|(_, a), (_, b)| b.share.total_cmp(&a.share).then(a.p.total_cmp(&b.p)));
        for (input, influences) in out.iter_mut().take(CURVES) {
            influences.effect = Some(self.effect(*input));
        }
        Some(out.into_iter().map(|(_, influences)| influences).collect())
    }

    fn input(&self, input: usize, n: f64, mean: f64, all: f64) -> Influences {
        let bins: Bins = self.bins_of(input).into_iter().filter(|bin| bin.0 > 0.0).collect();
        let between = bins.iter().fold(0.0, |sum, &(n, part)| {
            let off = part / n - mean;
            sum + n * off * off
        });
        let path = self.scenario.inputs()[input].path.clone();
        let (freedom, rest) = (bins.len() as f64 - 1.0, n - bins.len() as f64);
        if !(freedom > 0.0) || !(rest > 0.0) {
            return Influences { input: path, share: 0.0, p: 1.0, effect: None };
        }
        let within = (all - between).max(0.0) / rest;
        let share = ((between - freedom * within) / all).clamp(0.0, 1.0);
        let p = if within > 0.0 { f_upper_tail(between / freedom / within, freedom, rest).unwrap_or(1.0) } else { 0.0 };
        Influences { input: path, share: digits(share), p: digits(p), effect: None }
    }

    fn effect(&self, input: usize) -> EffectCurve {
        let bins = self.bins_of(input);
        let middle = |bin: usize| (bin as f64 + 0.5) / bins.len() as f64;
        let u: Vec<f64> = (0..bins.len()).map(middle).collect();
        let distribution = &self.scenario.inputs()[input].distribution;
        let value = u.iter().map(|&u| Some(distribution.quantile(u)).filter(|x| x.is_finite()).map(digits)).collect();
        let mean = bins.iter().map(|&(n, sum)| (n > 0.0).then(|| digits(sum / n))).collect();
        EffectCurve { u, value, mean }
    }

    /// Draws that have the figure, and its sum, in the bins of an input.
    fn bins_of(&self, input: usize) -> Bins {
        let sums = self.binned.bins(input, self.figure);
        match self.among {
            None => joined(&sums, self.bins),
            Some(among) => {
                let whole = |count: f64| if self.binned.is_weighted() { count } else { count.round() };
                let counts = self.binned.bins(input, among).into_iter().map(|(_, count)| whole(count));
                joined(&counts.zip(sums).map(|(count, (_, sum))| (count, sum)).collect::<Vec<_>>(), self.bins)
            }
        }
    }
}

/// Rounded to six significant digits: more would be noise, and the last ones of a p-value differ between machines.
fn digits(x: f64) -> f64 {
    format!("{x:.5e}").parse().unwrap_or(x)
}
