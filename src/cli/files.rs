//! From arguments to a scenario and the manifest of its run.

use std::path::{Path, PathBuf};

use crate::engine::run::block_size;
use crate::report::manifest::{Look, Manifest, Part};
use crate::results::digest;
use crate::sampling::Sampling;
use crate::scenario::{Loaded, load, parse, run_overrides};

use super::args::{Overrides, RunArguments};
use super::{Failure, style};

/// Reads a scenario with the overrides of the command line.
pub(crate) fn read(path: &Path, overrides: &Overrides, replications: Option<u64>) -> Result<Loaded, Failure> {
    let mut all = overrides.all();
    all.extend(replications.map(|replications| format!("run.replications={replications}")));
    load(path, &all, overrides.plans.as_deref()).map_err(|faults| Failure::wrong(faults.render(style())))
}

/// The manifest of a run.
pub(crate) fn manifest(path: &Path, loaded: &Loaded, arguments: &RunArguments) -> Result<Manifest, Failure> {
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
    Ok(Manifest { precision: arguments.precision, part, ..whole })
}

/// The manifest of a run of all trials.
pub(crate) fn whole_manifest(path: &Path, loaded: &Loaded, overrides: &Overrides, look: Look) -> Manifest {
    let run = loaded.scenario.run();
    Manifest {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        scenario_file: path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        scenario_sha256: digest(loaded.text.as_bytes()),
        scenario_text: loaded.text.clone(),
        overrides: overrides.set.clone(),
        plans: overrides.plans.clone(),
        seed: run.seed,
        trials: run.trials,
        sampling: run.sampling,
        years: run.years,
        block_size: block_size(run),
        replications: run.replications,
        precision: None,
        part: None,
        look,
    }
}

/// Reads `K/N` as a part of so many pieces.
pub(crate) fn part(text: &str, pieces: u64, what: &str) -> Result<Part, Failure> {
    let parsed = text
        .split_once('/')
        .and_then(|(index, of)| Some(Part { index: index.trim().parse().ok()?, of: of.trim().parse().ok()? }));
    let wrong = |reason: String| Err(Failure::wrong(format!("--shard {text}: {reason}")));
    match parsed {
        None => wrong("expected K/N, two whole numbers such as 3/8".into()),
        Some(Part { index, of }) if index == 0 || index > of => wrong(format!("K runs from 1 to {of}")),
        Some(part) if part.of > pieces => wrong(format!("there are {pieces} {what}, so at most {pieces} parts")),
        Some(part) => Ok(part),
    }
}

fn check_precision(precision: Option<f64>, sampling: Sampling, part: Option<Part>) -> Result<(), Failure> {
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
pub(crate) fn reread(manifest: &Manifest) -> Result<Loaded, Failure> {
    let mut all = manifest.overrides.clone();
    let (trials, seed, sampling) = (Some(manifest.trials), Some(manifest.seed), Some(manifest.sampling));
    all.extend(run_overrides(trials, seed, sampling, Some(manifest.years as u64)));
    all.push(format!("run.replications={}", manifest.replications));
    parse(&manifest.scenario_file, &manifest.scenario_text, &all, manifest.plans.as_deref())
        .map_err(|faults| Failure::wrong(faults.render(style())))
}

/// Where the results of a file go: `output/<stem>`, or below `--out`; a part has a folder of its own.
pub(crate) fn folder(path: &Path, out: Option<&Path>, batch: bool, part: Option<Part>) -> PathBuf {
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
