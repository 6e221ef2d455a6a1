//! From arguments to a scenario and the manifest of its run.

use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::engine::run::default_block_size;
use crate::report::manifest::Manifest;
use crate::sampling::Sampling;
use crate::scenario::{Loaded, load, parse};

use super::args::{Overrides, RunArguments};
use super::{Failure, style};

/// Reads a scenario with the overrides of the command line.
pub(crate) fn read(path: &Path, overrides: &Overrides, settings: &[String]) -> Result<Loaded, Failure> {
    let mut all = overrides.set.clone();
    all.extend(settings.iter().cloned());
    if let Some(years) = overrides.years {
        all.push(format!("run.years={years}"));
    }
    load(path, &all, overrides.plans.as_deref()).map_err(|faults| Failure::wrong(faults.render(style())))
}

/// `--trials`, `--seed` and `--sampling` as overrides of the scenario's `[run]`.
pub(crate) fn settings(arguments: &RunArguments) -> Vec<String> {
    let mut out = Vec::new();
    out.extend(arguments.trials.map(|trials| format!("run.trials={trials}")));
    out.extend(arguments.seed.map(|seed| format!("run.seed={seed}")));
    out.extend(arguments.sampling.map(|sampling| format!("run.sampling={}", sampling_key(sampling.into()))));
    out
}

pub(super) fn sampling_key(sampling: Sampling) -> &'static str {
    match sampling {
        Sampling::MonteCarlo => "monte_carlo",
        Sampling::LatinHypercube => "latin_hypercube",
        Sampling::Sobol => "sobol",
    }
}

/// The manifest of a run.
pub(crate) fn manifest(path: &Path, loaded: &Loaded, overrides: &Overrides) -> Manifest {
    let run = &loaded.scenario.run;
    Manifest {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        scenario_file: path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        scenario_sha256: sha256(&loaded.text),
        scenario_text: loaded.text.clone(),
        overrides: overrides.set.clone(),
        plans: overrides.plans.clone(),
        seed: run.seed,
        trials: run.trials,
        sampling: run.sampling,
        years: run.years,
        block_size: default_block_size(run.trials),
    }
}

/// The scenario of a manifest, as it was run.
pub(crate) fn reread(manifest: &Manifest) -> Result<Loaded, Failure> {
    let mut all = manifest.overrides.clone();
    all.push(format!("run.trials={}", manifest.trials));
    all.push(format!("run.seed={}", manifest.seed));
    all.push(format!("run.sampling={}", sampling_key(manifest.sampling)));
    all.push(format!("run.years={}", manifest.years));
    parse(&manifest.scenario_file, &manifest.scenario_text, &all, manifest.plans.as_deref())
        .map_err(|faults| Failure::wrong(faults.render(style())))
}

pub(super) fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Where the results of a file go: `output/<stem>`, or below `--out`.
pub(crate) fn folder(path: &Path, out: Option<&Path>, batch: bool) -> PathBuf {
    let stem = path.file_stem().map_or_else(|| "scenario".into(), ToOwned::to_owned);
    match out {
        Some(out) if batch => out.join(stem),
        Some(out) => out.to_owned(),
        None => Path::new("output").join(stem),
    }
}
