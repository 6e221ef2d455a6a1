//! How often both sides would accept a plan with another term, over draws of the inputs.

use serde::{Deserialize, Serialize};

use crate::engine::{Assessment, ChangedPlan, RunError, Variants};
use crate::model::Side;
use crate::model::forecast::Multipliers;
use crate::scenario::Scenario;

use super::super::evaluation::Move;
use super::super::interval::t_quantile;
use super::Refusal;
use super::levels::{Levels, Spacing, with_term};

/// What both sides make of a plan with other terms, over draws of the inputs; private views are integrated out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Responses {
    /// The plan's id.
    pub plan: String,
    /// The year at which `durable` is read.
    pub year: u32,
    /// Draws that were asked about; those in which a variant has no meaning are left out.
    pub draws: u64,
    /// The plan as it stands.
    pub now: Response,
    /// With one term changed: issue by issue, the smallest change first.
    pub terms: Vec<TermResponse>,
}

/// Means over draws.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Response {
    /// Probability that the challenger accepts at month 0.
    pub challenger: f64,
    /// Probability that the defender accepts.
    pub defender: f64,
    /// Probability that both accept.
    pub both: f64,
    /// Probability that both accept, no party with a veto refuses, and the peace then holds until the year.
    pub durable: f64,
}

/// The plan with one term changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TermResponse {
    /// The change.
    #[serde(flatten)]
    pub change: Move,
    /// What both sides make of it.
    #[serde(flatten)]
    pub response: Response,
    /// How much more often both accept than as it stands.
    pub gain: Gain,
    /// How much more often both accept and the peace then holds until the year.
    pub durable_gain: Gain,
}

/// A difference in the same draws, with its 95 % sampling interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Gain {
    /// Mean difference.
    pub mean: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// A draw's answers: A, D, both, and both with the peace holding.
type Answer = [f64; 4];

/// Places of the last two.
const BOTH: usize = 2;
const DURABLE: usize = 3;

/// The scenario with so many plain draws, each by itself: part of a design would be no design.
pub(super) fn plain(scenario: &Scenario, draws: u64) -> Result<Scenario, RunError> {
    let with = |scenario: &Scenario, path, value: &dyn std::fmt::Display| {
        scenario.with(path, value).map_err(RunError::Setting)
    };
    let plain = with(scenario, "run.sampling", &"\"monte_carlo\"")?;
    with(&with(&plain, "run.replications", &1)?, "run.trials", &draws)
}

/// How both sides respond to each of the plans of these indices with one of its terms changed, over the draws of a scenario
/// that is [`plain`]. The changes that `refusals` found at central values are asked about beside a few round numbers on each
/// issue.
pub(super) fn responses(
    scenario: &Scenario,
    plans: &[usize],
    refusals: &[Refusal],
    multipliers: &Multipliers,
) -> Result<Vec<Responses>, RunError> {
    plans.iter().map(|&plan| of_plan(scenario, plan, refusals, multipliers)).collect()
}

fn of_plan(
    scenario: &Scenario,
    plan: usize,
    refusals: &[Refusal],
    multipliers: &Multipliers,
) -> Result<Responses, RunError> {
    let year = scenario.run().headline_year();
    let stands = &scenario.structure().plans[plan];
    let changes = changes(scenario, plan, refusals);
    let changed = changes.iter().map(|(issue, change)| with_term(stands, *issue, change.to.unwrap_or(f64::INFINITY)));
    let variants =
        std::iter::once(stands.clone()).chain(changed).map(|it| ChangedPlan { of: plan, plan: it }).collect();
    let answers = Variants::new(scenario, variants, year);
    let answers = answers.over_draws(scenario, multipliers, |assessed| self::answers(&assessed, year))?;
    let answers: Vec<Weighed> = answers.into_iter().flatten().collect();
    let responses: Vec<Response> = (0..=changes.len()).map(|variant| response(&answers, variant)).collect();
    let term = |(index, (_, change)): (usize, (usize, Move))| TermResponse {
        change,
        response: responses[index + 1],
        gain: gain(&answers, index + 1, BOTH),
        durable_gain: gain(&answers, index + 1, DURABLE),
    };
    Ok(Responses {
        plan: stands.id.clone(),
        year: year as u32,
        draws: answers.len() as u64,
        now: responses[0],
        terms: changes.into_iter().enumerate().map(term).collect(),
    })
}

/// The changes of one term that are asked about: a few round numbers on each issue, and what does it at central values.
fn changes(scenario: &Scenario, plan: usize, refusals: &[Refusal]) -> Vec<(usize, Move)> {
    let id = &scenario.structure().plans[plan].id;
    let found = refusals.iter().filter(|refusal| refusal.plan == *id).flat_map(found);
    let found: Vec<&Move> = found.collect();
    let mut out = Vec::new();
    for (issue, identity) in scenario.structure().issues.iter().enumerate() {
        let mut levels = Levels::new(scenario, plan, issue, Spacing::Coarse);
        let here = found.iter().filter(|it| it.issue == identity.id);
        levels.add(here.map(|it| it.to.unwrap_or(f64::INFINITY)));
        out.extend(levels.to.iter().map(|&to| (issue, levels.step(scenario, to))));
    }
    out
}

/// The single changes that were found at central values.
fn found(refusal: &Refusal) -> impl Iterator<Item = &Move> {
    let sides = Side::BOTH.into_iter().filter_map(|side| refusal.side(side));
    let by_side = sides.flat_map(|side| side.terms.iter().map(|term| &term.change));
    refusal.both.iter().chain(by_side)
}

fn answers(assessed: &[Option<Assessment>], year: usize) -> Vec<Answer> {
    let answer = |it: &Assessment| {
        let (a, d) = (it.acceptance[Side::Challenger], it.acceptance[Side::Defender]);
        [a, d, a * d, it.all_accept() * it.durability.survival[year]]
    };
    assessed.iter().map(|it| it.as_ref().map_or([0.0; 4], answer)).collect()
}

/// The answers of a draw, by variant, and what the draw counts for.
type Weighed = (Vec<Answer>, f64);

fn response(answers: &[Weighed], variant: usize) -> Response {
    let mean = |figure: usize| mean(answers, |answer| answer[variant][figure]);
    Response { challenger: mean(0), defender: mean(1), both: mean(BOTH), durable: mean(DURABLE) }
}

/// How much larger a figure is with a variant than with the plan as it stands.
fn gain(answers: &[Weighed], variant: usize, figure: usize) -> Gain {
    let difference = |answer: &[Answer]| answer[variant][figure] - answer[0][figure];
    let mean = mean(answers, difference);
    let [weight, squared] = answers.iter().fold([0.0, 0.0], |sum, (_, it)| [sum[0] + it, sum[1] + it * it]);
    // As many draws of equal weight tell as much (Kish 1965).
    let n = weight * weight / squared;
    if !(n >= 2.0) {
        return Gain { mean, low: -1.0, high: 1.0 };
    }
    let squares = answers.iter().fold(0.0, |sum, (answer, weight)| {
        let off = weight * (difference(answer) - mean);
        sum + off * off
    });
    let half = t_quantile(n - 1.0) * (squares / (squared / n) / (n - 1.0) / n).sqrt();
    Gain { mean, low: mean - half, high: mean + half }
}

/// The weighted mean, added up in the order of the draws; 0 of none.
fn mean(answers: &[Weighed], of: impl Fn(&[Answer]) -> f64) -> f64 {
    let [sum, weight] =
        answers.iter().fold([0.0, 0.0], |sum, (answer, weight)| [sum[0] + weight * of(answer), sum[1] + weight]);
    if weight > 0.0 { sum / weight } else { 0.0 }
}
