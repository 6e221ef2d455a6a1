//! One trial as a story: what was drawn, what everybody expected and did, and how it ended.
//!
//! The trial is played as in a run, watched: see [`Worker::watch`](crate::engine::Worker::watch).

mod told;
mod typical;
mod watcher;

use crate::engine::{Class, Engine, RunError};
use crate::scenario::Scenario;

pub use told::{
    TermTold, TracedAnswer, TracedAttack, TracedFate, TracedForce, TracedInput, TracedMonth, TracedOutcome, TracedPlan,
    TracedRound, TracedSide, TracedSignature, TracedStart, TracedTrial, TracedVeto, TracedWar, TracedYear,
};
pub use typical::{CandidateRecorder, EndingCounts, MOST_CANDIDATES, Picked, TrialCandidate, Wanted, pick};

use watcher::Watcher;

/// The story of one trial of a run of this scenario, as if nothing was foretold: forecasts change what a trial counts for,
/// and nothing in it.
///
/// # Errors
/// The run cannot start: see [`RunError`].
pub fn trace(scenario: &Scenario, trial: u64) -> Result<TracedTrial, RunError> {
    let engine = Engine::new(scenario)?;
    let mut watcher = Watcher::new(scenario);
    let mut told = None;
    engine.worker().watch(trial, &mut watcher, &mut |_, row| {
        told = Some((row.inputs.to_vec(), row.positions.to_vec()));
    });
    let (inputs, positions) = told.unwrap_or_default();
    Ok(watcher.told(trial, &inputs, &positions))
}

/// The name of how a trial ended: of a class, or `failed`.
#[must_use]
pub fn ending_name(class: Option<Class>) -> &'static str {
    class.map_or("failed", Class::name)
}
