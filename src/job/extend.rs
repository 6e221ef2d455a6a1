//! A finished run that becomes a longer one: what it counted and wrote stays, and the trials that are missing are played.

use std::path::Path;

use crate::engine::Tally;
use crate::sampling::Sampling;
use crate::store::{
    COUNTS, EXPLORER, Folder, MANIFEST, PLANS, PLANS_PARQUET, REPORT, REPORT_MARKDOWN, SUMS, TRIALS, TRIALS_PARQUET,
    WORKBOOK, prove, read_packed,
};
use crate::words::{Words, words};

use super::kind::stored;
use super::recorded::likeness;
use super::run::{RunState, RunWork};
use super::session::Work as _;
use super::written::charts_in;
use super::{JobError, Result, RunManifest, TrialTable, Wishes};

/// Turns the finished run of fewer trials in a folder into the run of `manifest`, begun: its trials are those that are
/// done. A folder that holds anything else is left as it is, for the run to go on from or to refuse. Returns what is to be left
/// behind: a table that was there in Parquet too is so again.
///
/// # Errors
/// The shorter run cannot be gone on with, or the system refused; the folder is as it was.
pub(super) fn extend(manifest: &RunManifest, wishes: Wishes, target: &Path) -> Result<Wishes> {
    check(manifest)?;
    let Some(present) = target.join(MANIFEST).exists().then(|| stored::<RunManifest>(target).ok()).flatten() else {
        return Ok(wishes);
    };
    if present.head.trials >= manifest.head.trials || !is_shorter(manifest, &present) {
        return Ok(wishes);
    }
    let mut folder = Folder::take(target, false)?;
    let state = if Folder::is_unfinished(target) {
        // Of a call that was killed between the steps below, or in the last one of the shorter run.
        folder.read_state()?
    } else {
        prove(target)?;
        ended(&mut folder, &present)?
    };
    if state.done != present.head.trials {
        return Ok(wishes);
    }
    let longer = RunWork::new(manifest.clone(), wishes)?;
    let empty = longer.start().tally;
    if state.tally.influence.is_empty() != empty.influence.is_empty() {
        let reason = words!(
            "holds {done} trials, too few for the influence of single inputs, which it did not count and the longer run tells; \
             --force plays all trials anew",
            done = state.done
        );
        return Err(JobError::refused(target.display(), reason));
    }
    if !state.tally.is_shaped_like(&empty) {
        let reason = words!("is of no such run as the folder's manifest names: it was changed");
        return Err(JobError::Broken { path: folder.file(COUNTS), reason });
    }
    // Refused where it kept other tables than are wanted now.
    longer.go_on(&folder, state.clone())?;
    if let Some((second, within)) = manifest.second() {
        extend(&second, wishes, &target.join(within))?;
    }
    // From here on the folder holds a run that is not done: first of its old length, then of its new one.
    folder.declare(manifest)?;
    folder.save_state(&state)?;
    for drawn in [REPORT, REPORT_MARKDOWN, WORKBOOK, EXPLORER, SUMS] {
        folder.remove(drawn)?;
    }
    folder.clear_charts(&charts_in(target))?;
    folder.write_manifest(manifest)?;
    let both = wishes.table == TrialTable::Csv && folder.has(TRIALS_PARQUET);
    Ok(Wishes { table: if both { TrialTable::Both } else { wishes.table }, ..wishes })
}

/// Refuses runs whose first trials are not those of a shorter one.
fn check(manifest: &RunManifest) -> Result<()> {
    let scenario = manifest.scenario()?.scenario;
    let reason = match () {
        () if manifest.part.is_some() => words!("goes with a whole run, not with a part"),
        () if manifest.precision.is_some() => {
            words!("goes with a number of trials: with --precision a run ends by itself")
        }
        () if scenario.run().sampling != Sampling::MonteCarlo => words!(
            "goes with plain Monte Carlo: the points of a Latin hypercube or of Sobol's sequence are balanced as a whole, \
             and those of a longer one are others"
        ),
        () if !scenario.forecasts().is_empty() && manifest.forecasts_from.is_none() => words!(
            "cannot add to a run with forecasts, which all trials weigh together; with --forecasts-from the weights are given"
        ),
        () => return Ok(()),
    };
    Err(JobError::refused("--extend", reason))
}

/// Whether a run is that of `manifest` but for its number of trials.
fn is_shorter(manifest: &RunManifest, present: &RunManifest) -> bool {
    let mut shorter = manifest.clone();
    shorter.head.trials = present.head.trials;
    shorter.block_size = present.block_size;
    likeness(&shorter, present).is_ok()
}

/// How far a finished run has come.
pub(super) fn ended(folder: &mut Folder, present: &RunManifest) -> Result<RunState> {
    let shown = folder.path().display().to_string();
    let refused = |reason: Words| JobError::refused(&shown, reason);
    if !folder.has(COUNTS) {
        return Err(refused(words!(
            "holds a run without {file}, to which nothing can be added; --force plays all trials anew",
            file = COUNTS
        )));
    }
    let only_packed = |csv: &str, parquet: &str| !folder.has(csv) && folder.has(parquet);
    if only_packed(TRIALS, TRIALS_PARQUET) || only_packed(PLANS, PLANS_PARQUET) {
        return Err(refused(words!(
            "has its trials as Parquet only, to which no row can be added; --force plays all trials anew"
        )));
    }
    let tally: Tally = read_packed(&folder.file(COUNTS))?;
    let (done, counted) = (present.head.trials, tally.trials());
    if counted != done {
        let reason = words!("the counts are of {counted} trials, not {done}", counted, done);
        return Err(JobError::Broken { path: folder.file(COUNTS), reason });
    }
    let table_bytes = if folder.has(TRIALS) { folder.adopt_table(TRIALS)? } else { 0 };
    let all = Wishes { savi: true, plan_table: true, ..Wishes::default() };
    let present: Vec<&str> = all.beside().filter(|name| folder.has(name)).collect();
    let beside_bytes =
        present.into_iter().map(|name| folder.adopt_table(name)).collect::<std::result::Result<_, _>>()?;
    Ok(RunState { done, table_bytes, beside_bytes, tally })
}
