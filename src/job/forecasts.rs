//! What others foretell: the multipliers of weights, asked of all trials first or taken from an earlier run.

use std::path::Path;

use crate::analysis::weights::WeightsSummary;
use crate::engine::Run;
use crate::model::forecast::Multipliers;
use crate::scenario::Scenario;
use crate::words::words;

use super::kind::{require_finished, stored_whole};
use super::recorded::Recorded as _;
use super::stored_summary::stored_summary;
use super::{Event, Host, JobError, Note, Result, RunManifest};

/// What multiplies the weights of a scenario's trials: all of them are played for it. Nothing where nothing is foretold.
///
/// # Errors
/// Forecasts that cannot hold, or it was stopped: nothing is kept then.
pub(super) fn asked_first(scenario: &Scenario, file: &str, host: &Host) -> Result<Option<Multipliers>> {
    if scenario.forecasts().is_empty() {
        return Ok(None);
    }
    host.say(&Note::PlayedTwice);
    let progress = |count: u64| (host.events)(&Event::Played(count));
    (host.events)(&Event::Started { name: scenario.name(), trials: scenario.run().trials, done: 0 });
    let solved = Run::new(scenario).threads(host.threads).stop(host.stop).progress(&progress).solve();
    (host.events)(&Event::Ended);
    let stopped = || JobError::Stopped(words!("interrupted before the forecasts were weighed; nothing to keep"));
    solved.map_err(JobError::cannot_run(file))?.ok_or_else(stopped).map(Some)
}

/// The multipliers of a run in another folder, which must be of the same scenario.
///
/// # Errors
/// There are none to be had there, or they are of another scenario.
pub(super) fn of_run(folder: &Path, wanted: &RunManifest) -> Result<Multipliers> {
    let refused = |reason| JobError::refused(format!("--forecasts-from {}", folder.display()), reason);
    let present: RunManifest = stored_whole(folder)?;
    require_finished(folder)?;
    if present.part.is_some() {
        return Err(refused(words!("holds a part of a run, which has no multipliers of its own; name a whole run")));
    }
    let own = present.clone();
    let mut alike = present;
    (alike.head.trials, alike.head.seed, alike.head.sampling) =
        (wanted.head.trials, wanted.head.seed, wanted.head.sampling);
    alike.alone = wanted.alone;
    if !wanted.means(&alike) {
        let reason = words!("is a run of another scenario; only trials, seed and sampling may differ");
        return Err(refused(reason));
    }
    let scenario = own.scenario()?.scenario;
    let summary = stored_summary(folder, &own, &scenario)?;
    let weights = summary.weights.as_ref();
    let multipliers = weights.and_then(WeightsSummary::multipliers);
    multipliers.ok_or_else(|| refused(words!("holds no multipliers of forecasts")))
}

/// What forecasts cannot be asked together with.
///
/// # Errors
/// It was asked.
pub(super) fn check(scenario: &Scenario, asked: BesideForecasts) -> Result<()> {
    let foretold = !scenario.forecasts().is_empty();
    let (what, reason) = match () {
        () if !foretold && asked.from => ("--forecasts-from", words!("the scenario has no [[forecast]]: leave it out")),
        () if foretold && asked.precision => (
            "--precision",
            words!(
                "forecasts are weighed over all trials, so that a run cannot stop early; choose the number of trials instead"
            ),
        ),
        () if foretold && asked.part && !asked.from => (
            "--shard",
            words!(
                "a part of a split run does not know how often forecasts come true in the others; run the scenario once with \
                 fewer trials, and give every part its folder with --forecasts-from"
            ),
        ),
        () if asked.two && asked.from => {
            ("--forecasts-from", words!("the multipliers are of one theory; run each theory by itself"))
        }
        () => return Ok(()),
    };
    Err(JobError::refused(what, reason))
}

/// What is asked of a run beside its scenario.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command")]
pub(super) struct BesideForecasts {
    /// Multipliers of another run.
    pub(super) from: bool,
    /// A precision.
    pub(super) precision: bool,
    /// A part only.
    pub(super) part: bool,
    /// Two theories.
    pub(super) two: bool,
}
