//! How often both sides would accept a plan with another term, over draws of the inputs.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::engine::{ChangedPlan, RunError, Variants, Verdict};
use crate::model::forecast::Multipliers;
use crate::model::{Plan, Side};
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
    /// Draws over which the plan as it stands, and the changes that lead, were asked about; those in which a variant has no
    /// meaning are left out.
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
    /// Draws over which it was asked about: all, or the first ones only, over which it did not lead on its issue.
    pub draws: u64,
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

/// Draws over which all changes are asked about; over the others those that lead.
const SCREEN: u64 = 64;

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
    let draws = scenario.run().trials;
    let all: Vec<Changed<'_>> = plans.iter().map(|&plan| Changed::new(scenario, plan, refusals)).collect();
    let first = all.iter().map(|changed| (0..changed.changes.len()).collect()).collect();
    let first = poll(scenario, multipliers, &all, first, 0..SCREEN.min(draws))?;
    if draws <= SCREEN {
        return Ok(all.iter().zip(first).map(|(changed, first)| changed.responses(first, None)).collect());
    }
    let leading = all.iter().zip(&first).map(|(changed, first)| changed.leading(first)).collect();
    let rest = poll(scenario, multipliers, &all, leading, SCREEN..draws)?;
    let told = all.iter().zip(first).zip(rest).map(|((changed, first), rest)| changed.responses(first, Some(rest)));
    Ok(told.collect())
}

/// A plan with the changes of one term that are asked about.
struct Changed<'a> {
    scenario: &'a Scenario,
    plan: usize,
    year: usize,
    changes: Vec<(usize, Move)>,
}

/// What was answered over some draws.
struct Polled {
    /// The changes that were asked about, by their index.
    changes: Vec<usize>,
    /// By draw: the plan as it stands, then those changes.
    answers: Vec<Weighed>,
}

/// What all make of each of these plans as it stands and with each of these of its changes, over these draws.
fn poll(
    scenario: &Scenario,
    multipliers: &Multipliers,
    all: &[Changed<'_>],
    changes: Vec<Vec<usize>>,
    draws: Range<u64>,
) -> Result<Vec<Polled>, RunError> {
    let sets: Vec<Variants> = all.iter().zip(&changes).map(|(changed, of)| changed.variants(of)).collect();
    let year = scenario.run().headline_year();
    let by_draw = Variants::over_draws(&sets, scenario, multipliers, draws, |verdicts| answers(&verdicts, year))?;
    let mut polled: Vec<Polled> = changes.into_iter().map(|changes| Polled { changes, answers: Vec::new() }).collect();
    for in_draw in by_draw {
        for (polled, answer) in polled.iter_mut().zip(in_draw) {
            // Where a variant has no meaning nothing is said of the others.
            polled.answers.extend(answer.ok());
        }
    }
    Ok(polled)
}

impl<'a> Changed<'a> {
    fn new(scenario: &'a Scenario, plan: usize, refusals: &[Refusal]) -> Self {
        let year = scenario.run().headline_year();
        Self { scenario, plan, year, changes: changes(scenario, plan, refusals) }
    }

    fn stands(&self) -> &Plan {
        &self.scenario.structure().plans[self.plan]
    }

    /// The plan as it stands, then with each of these of its changes.
    fn variants(&self, changes: &[usize]) -> Variants {
        let changed = changes.iter().map(|&index| {
            let (issue, change) = &self.changes[index];
            with_term(self.stands(), *issue, change.to.unwrap_or(f64::INFINITY))
        });
        let plans = std::iter::once(self.stands().clone()).chain(changed);
        let variants = plans.map(|plan| ChangedPlan { of: self.plan, plan }).collect();
        Variants::new(self.scenario, variants, self.year)
    }

    /// The changes that lead on their issues: with which the plan is most often signed and then lasts.
    fn leading(&self, polled: &Polled) -> Vec<usize> {
        let mut leading: Vec<(usize, f64)> = Vec::new();
        for (variant, &index) in polled.changes.iter().enumerate() {
            let durable = response(&polled.answers, variant + 1).durable;
            let issue = |index: usize| self.changes[index].0;
            match leading.iter_mut().find(|(other, _)| issue(*other) == issue(index)) {
                None => leading.push((index, durable)),
                Some(best) if durable > best.1 => *best = (index, durable),
                Some(_) => {}
            }
        }
        leading.into_iter().map(|(index, _)| index).collect()
    }

    /// What was answered over the first draws by all changes and over the rest by those that lead.
    fn responses(&self, first: Polled, rest: Option<Polled>) -> Responses {
        let terms = self.changes.iter().enumerate().map(|(index, (_, change))| {
            let later = rest.as_ref().and_then(|rest| {
                let place = rest.changes.iter().position(|&other| other == index)?;
                Some(rest.answers.iter().map(move |(answer, weight)| ([answer[0], answer[place + 1]], *weight)))
            });
            let early = first.answers.iter().map(|(answer, weight)| ([answer[0], answer[index + 1]], *weight));
            let pairs: Vec<Paired> = early.chain(later.into_iter().flatten()).collect();
            TermResponse {
                change: change.clone(),
                draws: pairs.len() as u64,
                response: response(&pairs, 1),
                gain: gain(&pairs, BOTH),
                durable_gain: gain(&pairs, DURABLE),
            }
        });
        let terms = terms.collect();
        let stands: Vec<Weighed> =
            first.answers.into_iter().chain(rest.into_iter().flat_map(|it| it.answers)).collect();
        Responses {
            plan: self.stands().id.clone(),
            year: self.year as u32,
            draws: stands.len() as u64,
            now: response(&stands, 0),
            terms,
        }
    }
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

fn answers(verdicts: &[Option<Verdict>], year: usize) -> Vec<Answer> {
    let answer = |it: &Verdict| {
        let [a, d] = Side::BOTH.map(|side| it.sides[side].acceptance);
        let durable = it.survival.get(year).map_or(0.0, |survival| it.all_accept() * survival);
        [a, d, a * d, durable]
    };
    verdicts.iter().map(|it| it.as_ref().map_or([0.0; 4], answer)).collect()
}

/// The answers of a draw, by variant, and what the draw counts for.
type Weighed = (Vec<Answer>, f64);

/// The answers of a draw on a plan as it stands and with one change, and what the draw counts for.
type Paired = ([Answer; 2], f64);

fn response<A: AsRef<[Answer]>>(answers: &[(A, f64)], variant: usize) -> Response {
    let mean = |figure: usize| mean(answers, |answer| answer[variant][figure]);
    Response { challenger: mean(0), defender: mean(1), both: mean(BOTH), durable: mean(DURABLE) }
}

/// How much larger a figure is with a change than with the plan as it stands.
fn gain(answers: &[Paired], figure: usize) -> Gain {
    let difference = |answer: &[Answer]| answer[1][figure] - answer[0][figure];
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
fn mean<A: AsRef<[Answer]>>(answers: &[(A, f64)], of: impl Fn(&[Answer]) -> f64) -> f64 {
    let add = |sum: [f64; 2], (answer, weight): &(A, f64)| [sum[0] + weight * of(answer.as_ref()), sum[1] + weight];
    let [sum, weight] = answers.iter().fold([0.0, 0.0], add);
    if weight > 0.0 { sum / weight } else { 0.0 }
}
