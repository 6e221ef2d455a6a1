//! From arguments to a scenario and the manifest of its run.

use std::path::{Path, PathBuf};

use crate::engine::block_size;
use crate::job::{Head, Look, RunManifest, Shard};
use crate::sampling::Sampling;
use crate::scenario::{Loaded, load};

use super::args::{Overrides, RunArguments};
use super::{Failure, style};

/// Reads a scenario with the overrides of the command line.
pub(crate) fn read(path: &Path, overrides: &Overrides, replications: Option<u64>) -> Result<Loaded, Failure> {
    let mut all = overrides.all();
    all.extend(replications.map(|replications| format!("run.replications={replications}")));
    load(path, &all, overrides.plans.as_deref()).map_err(|faults| Failure::wrong(faults.render(style())))
}

/// The manifest of a run.
pub(crate) fn manifest(path: &Path, loaded: &Loaded, arguments: &RunArguments) -> Result<RunManifest, Failure> {
    let run = loaded.scenario.run();
    let whole = whole_manifest(path, loaded, &arguments.overrides, arguments.look.read()?);
    let blocks = run.trials.div_ceil(whole.block_size);
    if let (Some(precision), true) = (arguments.precision, run.replications > 1) {
        return Err(Failure::wrong(format!(
            "--precision {precision}: with --replications the trials of a draw are not independent; choose the number of trials instead"
        )));
    }
    let part = arguments.shard.as_deref().map(|text| part(text, blocks, "blocks of trials")).transpose()?;
    check_precision(arguments.precision, run.sampling, part)?;
    Ok(RunManifest { precision: arguments.precision, part, ..whole })
}

/// The manifest of a run of all trials.
pub(crate) fn whole_manifest(path: &Path, loaded: &Loaded, overrides: &Overrides, look: Look) -> RunManifest {
    let run = loaded.scenario.run();
    RunManifest {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        head: Head::new(
            path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
            loaded,
            overrides.set.clone(),
            overrides.plans.clone(),
        ),
        block_size: block_size(run),
        replications: run.replications,
        precision: None,
        part: None,
        look,
    }
}

/// Reads `K/N` as a part of so many pieces.
pub(crate) fn part(text: &str, pieces: u64, what: &str) -> Result<Shard, Failure> {
    let parsed = text
        .split_once('/')
        .and_then(|(index, of)| Some(Shard { index: index.trim().parse().ok()?, of: of.trim().parse().ok()? }));
    let wrong = |reason: String| Err(Failure::wrong(format!("--shard {text}: {reason}")));
    match parsed {
        None => wrong("expected K/N, two whole numbers such as 3/8".into()),
        Some(Shard { index, of }) if index == 0 || index > of => wrong(format!("K runs from 1 to {of}")),
        Some(part) if part.of > pieces => wrong(format!("there are {pieces} {what}, so at most {pieces} parts")),
        Some(part) => Ok(part),
    }
}

fn check_precision(precision: Option<f64>, sampling: Sampling, part: Option<Shard>) -> Result<(), Failure> {
    let Some(precision) = precision else { return Ok(()) };
    let wrong = |reason: &str| Err(Failure::wrong(format!("--precision {precision}: {reason}")));
    if !(precision > 0.0 && precision < 0.5) {
        return wrong("a half-width lies between 0 and 0.5, such as 0.005");
    }
    if sampling != Sampling::MonteCarlo {
        return wrong(
            "only plain Monte Carlo can stop early: the points of a Latin hypercube or of Sobol's sequence are balanced as a \
             whole, and a part of them is not; choose the number of trials instead",
        );
    }
    if part.is_some() {
        return wrong(
            "a part of a split run does not know the other parts' trials; choose the number of trials instead",
        );
    }
    Ok(())
}

/// The scenario of a manifest, as it was run.
pub(crate) fn reread(manifest: &RunManifest) -> Result<Loaded, Failure> {
    manifest.scenario().map_err(|faults| Failure::wrong(faults.render(style())))
}

/// Where the results of a file go: `output/<stem>`, or below `--out`; a part has a folder of its own.
pub(crate) fn folder(path: &Path, out: Option<&Path>, batch: bool, part: Option<Shard>) -> PathBuf {
    let mut stem = path.file_stem().map_or_else(|| "scenario".into(), ToOwned::to_owned);
    if let Some(part) = part {
        stem.push(format!("-part-{}-of-{}", part.index, part.of));
    }
    match out {
        Some(out) if batch => out.join(stem),
        Some(out) => out.to_owned(),
        None => Path::new("output").join(stem),
    }
}
