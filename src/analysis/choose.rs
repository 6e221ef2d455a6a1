//! Which plan holds up in several states of the world: scenarios, bodies of evidence or points of a sweep, in each of which
//! plans are judged by what they bring in the same draws.
//!
//! Mean, greatest regret (Savage 1951) and the share of states and draws in which a plan is good enough (Starr's domain
//! criterion; Starr 1963, Schneller and Sphicas 1983), with a bootstrap of the draws (Efron 1979).

use rayon::prelude::*;

use crate::engine::{Objective, PlanInDraw, Recorder, Row};
use crate::model::Side;
use crate::sampling::Purpose;
use crate::scenario::Scenario;

/// What a plan brings in a draw, by objective: see [`PolicyObjective`].
pub type Brought = [f64; 3];

/// What plans are judged by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PolicyObjective {
    /// That all who must accept a plan do, and that the peace holds at the headline year: a probability.
    #[default]
    Durable,
    /// What a side may expect of it, share of the prize.
    Value(Side),
}

impl PolicyObjective {
    /// All, in the order of [`Brought`], which is that of [`Objective::ALL`].
    pub const ALL: [Self; 3] = [Self::Durable, Self::Value(Side::Challenger), Self::Value(Side::Defender)];

    /// The word for it in results.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Durable => "durable",
            Self::Value(side) => side.key(),
        }
    }

    fn place(self) -> usize {
        match self {
            Self::Durable => 0,
            Self::Value(side) => 1 + side as usize,
        }
    }
}

/// What plans bring in one trial.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyDraw {
    /// What it counts for.
    pub weight: f64,
    /// By plan.
    pub brings: Vec<Brought>,
}

/// Keeps what plans bring in every trial; nothing of one that failed.
#[derive(Clone, Debug)]
pub struct PolicyRecorder {
    /// The plans, by their place in the scenario.
    pub plans: Vec<usize>,
    headline: usize,
}

impl PolicyRecorder {
    /// Of those plans of a scenario.
    #[must_use]
    pub fn new(scenario: &Scenario, plans: Vec<usize>) -> Self {
        Self { plans, headline: scenario.run().headline_year() }
    }
}

impl Recorder for PolicyRecorder {
    type Chunk = Vec<Option<PolicyDraw>>;

    fn chunk(&self) -> Self::Chunk {
        Vec::new()
    }

    fn record(&self, chunk: &mut Self::Chunk, row: &Row<'_>) {
        chunk.push(row.outcome.ok().map(|trial| {
            let brings = |&plan: &usize| {
                let plan = PlanInDraw::of_trial(trial, plan, self.headline);
                Objective::ALL.map(|objective| objective.of(&plan))
            };
            PolicyDraw { weight: trial.weight.value(), brings: self.plans.iter().map(brings).collect() }
        }));
    }
}

/// A state of the world.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyState {
    /// What it counts for; these add up to 1 over all states.
    pub weight: f64,
    /// The draws that did not fail.
    pub draws: Vec<PolicyDraw>,
}

/// How plans are judged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PolicySettings {
    /// By what.
    pub objective: PolicyObjective,
    /// What is good enough.
    pub at_least: f64,
    /// How often draws are resampled.
    pub resamples: u64,
    /// Seed of the resampling.
    pub seed: u64,
}

/// By what rule a plan is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyRule {
    /// The greatest mean over states.
    Mean,
    /// The least of the greatest regrets of each plan.
    MinimaxRegret,
    /// The greatest share of states and draws in which it is good enough.
    Domain,
}

impl PolicyRule {
    /// All.
    pub const ALL: [Self; 3] = [Self::Mean, Self::MinimaxRegret, Self::Domain];

    /// The word for it in results.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Mean => "mean",
            Self::MinimaxRegret => "minimax_regret",
            Self::Domain => "domain",
        }
    }
}

/// A figure of a plan over all states.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PolicyFigure {
    /// The figure.
    pub value: f64,
    /// Lower end of the 95 % interval over resamples.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// A plan over all states.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyPlan {
    /// By state, the mean of what it brings by the objective.
    pub by_state: Vec<f64>,
    /// By state, what the best plan there brings more.
    pub regret: Vec<f64>,
    /// Mean over states of what it brings by each objective.
    pub brings: Brought,
    /// Mean over states of its regret.
    pub mean_regret: f64,
    /// By rule: the mean, the greatest regret, the share in which it is good enough.
    pub figures: [PolicyFigure; 3],
    /// By rule, share of the resamples in which it leads; those that tie share one.
    pub leads: [f64; 3],
    /// Whether no other plan brings as much by every objective and more by one.
    pub efficient: bool,
}

/// Plans judged over states.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyChoice {
    /// The plans, in their order.
    pub plans: Vec<PolicyPlan>,
    /// By rule, the plans that lead; several where they tie.
    pub leaders: [Vec<usize>; 3],
}

impl PolicyChoice {
    /// The plan that leads by every rule, if one does alone.
    #[must_use]
    pub fn robust(&self) -> Option<usize> {
        match self.leaders.each_ref().map(Vec::as_slice) {
            [[a], [b], [c]] if a == b && b == c => Some(*a),
            _ => None,
        }
    }
}

/// One state as resampling sees it: weights and, plan by plan, what is brought.
struct ResampledState {
    state: f64,
    weight: Vec<f64>,
    brought: Vec<Vec<f64>>,
}

/// Means by state and plan, and the share of states and draws in which a plan is good enough.
struct Judged {
    means: Vec<Vec<f64>>,
    good: Vec<f64>,
}

/// Judges plans over states, each with the same plans in the same order.
#[must_use]
pub fn choose(states: &[PolicyState], settings: &PolicySettings) -> PolicyChoice {
    let plans = states.iter().find_map(|state| state.draws.first()).map_or(0, |draw| draw.brings.len());
    let columns: Vec<ResampledState> = states.iter().map(|state| column(state, plans, settings.objective)).collect();
    let judged = judge(&columns, settings.at_least, &|count| (0..count).collect());
    let figures = by_rule(&columns, &judged);
    let purpose = Purpose::new(settings.seed, "resampled draws of states");
    let resampled: Vec<[Vec<f64>; 3]> = (0..settings.resamples)
        .into_par_iter()
        .map(|resample| {
            // States with as many draws are resampled alike: they share their luck.
            let again = |count: usize| {
                let mut stream = purpose.trial(resample);
                (0..count).map(|_| stream.below(count)).collect()
            };
            by_rule(&columns, &judge(&columns, settings.at_least, &again))
        })
        .collect();
    let brings: Vec<Brought> = (0..plans).map(|plan| brought(states, plan)).collect();
    let of = |plan: usize| PolicyPlan {
        by_state: judged.means.iter().map(|means| means[plan]).collect(),
        regret: judged.means.iter().map(|means| most(means) - means[plan]).collect(),
        brings: brings[plan],
        mean_regret: columns
            .iter()
            .zip(&judged.means)
            .fold(0.0, |sum, (it, means)| sum + it.state * (most(means) - means[plan])),
        figures: [0, 1, 2].map(|rule| interval(figures[rule][plan], resampled.iter().map(|it| it[rule][plan]))),
        leads: [0, 1, 2].map(|rule| leads(plan, PolicyRule::ALL[rule], resampled.iter().map(|it| &it[rule]))),
        efficient: !brings.iter().any(|other| betters(other, &brings[plan])),
    };
    let leaders = [0, 1, 2].map(|rule| leaders(&figures[rule], PolicyRule::ALL[rule]));
    PolicyChoice { plans: (0..plans).map(of).collect(), leaders }
}

fn column(state: &PolicyState, plans: usize, objective: PolicyObjective) -> ResampledState {
    let of = |plan: usize| state.draws.iter().map(|draw| draw.brings[plan][objective.place()]).collect();
    ResampledState {
        state: state.weight,
        weight: state.draws.iter().map(|draw| draw.weight).collect(),
        brought: (0..plans).map(of).collect(),
    }
}

/// Judges plans by some draws of each state, which `drawn` names among so many.
fn judge(columns: &[ResampledState], at_least: f64, drawn: &dyn Fn(usize) -> Vec<usize>) -> Judged {
    let plans = columns.first().map_or(0, |column| column.brought.len());
    let mut judged = Judged { means: Vec::new(), good: vec![0.0; plans] };
    for column in columns {
        let (mut total, mut sums, mut good) = (0.0, vec![0.0; plans], vec![0.0; plans]);
        for draw in drawn(column.weight.len()) {
            let weight = column.weight[draw];
            total += weight;
            for plan in 0..plans {
                let brought = column.brought[plan][draw];
                sums[plan] += weight * brought;
                good[plan] += if brought >= at_least { weight } else { 0.0 };
            }
        }
        let mean = |sum: f64| if total > 0.0 { sum / total } else { 0.0 };
        judged.means.push(sums.into_iter().map(mean).collect());
        judged.good.iter_mut().zip(good).for_each(|(all, good)| *all += column.state * mean(good));
    }
    judged
}

/// By rule, the figure of each plan: mean over states, greatest regret, share that is good enough.
fn by_rule(columns: &[ResampledState], judged: &Judged) -> [Vec<f64>; 3] {
    let plans = 0..judged.good.len();
    let states = || columns.iter().zip(&judged.means);
    let mean = |plan: usize| states().fold(0.0, |sum, (column, means)| sum + column.state * means[plan]);
    let regret = |plan: usize| judged.means.iter().map(|means| most(means) - means[plan]).fold(0.0, f64::max);
    [plans.clone().map(mean).collect(), plans.map(regret).collect(), judged.good.clone()]
}

fn most(means: &[f64]) -> f64 {
    means.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

fn brought(states: &[PolicyState], plan: usize) -> Brought {
    let mut all = [0.0; 3];
    for state in states {
        let total = state.draws.iter().fold(0.0, |sum, draw| sum + draw.weight);
        for (objective, all) in all.iter_mut().enumerate() {
            let sum = state.draws.iter().fold(0.0, |sum, draw| sum + draw.weight * draw.brings[plan][objective]);
            *all += if total > 0.0 { state.weight * sum / total } else { 0.0 };
        }
    }
    all
}

/// Whether one brings as much as another by every objective and more by one.
fn betters(one: &Brought, other: &Brought) -> bool {
    one.iter().zip(other).all(|(a, b)| a >= b) && one != other
}

/// The plans with the best figure by a rule.
fn leaders(figures: &[f64], rule: PolicyRule) -> Vec<usize> {
    let sign = if rule == PolicyRule::MinimaxRegret { -1.0 } else { 1.0 };
    let best = figures.iter().map(|it| sign * it).fold(f64::NEG_INFINITY, f64::max);
    (0..figures.len()).filter(|&plan| sign * figures[plan] == best).collect()
}

fn leads<'a>(plan: usize, rule: PolicyRule, resampled: impl ExactSizeIterator<Item = &'a Vec<f64>>) -> f64 {
    let count = resampled.len() as f64;
    let share = |figures: &Vec<f64>| {
        let leaders = leaders(figures, rule);
        if leaders.contains(&plan) { 1.0 / leaders.len() as f64 } else { 0.0 }
    };
    resampled.map(share).fold(0.0, |sum, it| sum + it) / count
}

/// A figure with the 2.5th and the 97.5th percentile of its resamples.
fn interval(value: f64, resampled: impl Iterator<Item = f64>) -> PolicyFigure {
    let mut all: Vec<f64> = resampled.collect();
    all.sort_by(f64::total_cmp);
    let at = |share: f64| all.get(((all.len() as f64 - 1.0) * share) as usize).copied().unwrap_or(value);
    PolicyFigure { value, low: at(0.025), high: at(0.975) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(weight: f64, draws: &[(f64, &[f64])]) -> PolicyState {
        let draw = |(weight, durable): &(f64, &[f64])| PolicyDraw {
            weight: *weight,
            brings: durable.iter().map(|&it| [it, 0.5, 0.5]).collect(),
        };
        PolicyState { weight, draws: draws.iter().map(draw).collect() }
    }

    fn settings(at_least: f64) -> PolicySettings {
        PolicySettings { objective: PolicyObjective::Durable, at_least, resamples: 200, seed: 1 }
    }

    /// By hand: state 1 means (0.6, 0.5, 0), state 2 (0.1, 0.4, 0.5). Means 0.35, 0.45, 0.25; greatest regrets 0.4, 0.1,
    /// 0.6; mean regrets 0.2, 0.1, 0.3; at least 0.45 in (1/2, 1/4, 1/2) of states and draws.
    #[test]
    fn plans_are_judged_by_hand() {
        let states = [
            state(0.5, &[(1.0, &[0.5, 0.6, 0.0]), (1.0, &[0.7, 0.4, 0.0])]),
            state(0.5, &[(1.0, &[0.1, 0.4, 0.5]), (1.0, &[0.1, 0.4, 0.5])]),
        ];
        let found = choose(&states, &settings(0.45));
        let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} is not {b}");
        for (plan, expected) in [[0.35, 0.4, 0.5], [0.45, 0.1, 0.25], [0.25, 0.6, 0.5]].into_iter().enumerate() {
            let it = &found.plans[plan];
            it.figures.iter().zip(expected).for_each(|(figure, expected)| near(figure.value, expected));
            near(it.mean_regret, [0.2, 0.1, 0.3][plan]);
        }
        assert_eq!(found.leaders, [vec![1], vec![1], vec![0, 2]]);
        assert_eq!(found.robust(), None);
        assert_eq!(found.plans.iter().map(|it| it.efficient).collect::<Vec<_>>(), [false, true, false]);
        for rule in 0..3 {
            near(found.plans.iter().map(|it| it.leads[rule]).sum(), 1.0);
        }
        assert_eq!(choose(&states, &settings(0.45)), found);
    }

    /// Draws and states count by their weights.
    #[test]
    fn weights_of_draws_and_states_count() {
        let states = [state(0.25, &[(3.0, &[1.0, 0.0]), (1.0, &[0.0, 1.0])]), state(0.75, &[(1.0, &[0.0, 1.0])])];
        let found = choose(&states, &settings(0.5));
        assert_eq!(found.plans[0].by_state, [0.75, 0.0]);
        assert_eq!(found.plans[0].figures[0].value, 0.1875);
        assert_eq!(found.plans[0].figures[2].value, 0.1875);
        assert_eq!(found.robust(), Some(1));
    }

    /// One plan better by 0.1 on average with a spread of 1 in 100 draws leads a normal share of resamples: the standard
    /// error is 0.1, so that 84 % have it in front; half of the time within 0.1 of that.
    #[test]
    fn resampling_tells_how_sure_a_ranking_is() {
        let draws: Vec<(f64, Vec<f64>)> =
            (0..100).map(|it| (1.0, vec![0.5, if it % 2 == 0 { -0.4 } else { 1.6 }])).collect();
        let draws: Vec<(f64, &[f64])> = draws.iter().map(|(weight, it)| (*weight, it.as_slice())).collect();
        let found = choose(&[state(1.0, &draws)], &PolicySettings { resamples: 2_000, ..settings(0.5) });
        assert!((found.plans[1].leads[0] - 0.84).abs() < 0.06, "{}", found.plans[1].leads[0]);
        let mean = found.plans[1].figures[0];
        assert!((mean.high - mean.low - 2.0 * 1.96 * 0.1).abs() < 0.05, "{mean:?}");
    }
}
