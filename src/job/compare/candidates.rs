//! What is compared, before anything is run.

use std::path::{Path, PathBuf};

use crate::scenario::{Scenario, load};
use crate::store::SUMMARY;
use crate::words::{Words, words};

use super::super::kind::{require_finished, stored_whole};
use super::super::run::whole_manifest;
use super::super::stored_summary::stored_summary;
use super::super::{Host, JobError, Look, Result, RunManifest, Settings};
use super::CompareOrder;

/// What is compared, before anything is run.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// The id of a plan, the name of a folder.
    pub(super) id: String,
    /// The same for readers.
    pub(super) name: String,
    pub(super) manifest: RunManifest,
    /// Trials that were played: fewer than planned where a precision was reached.
    pub(super) trials: u64,
    pub(super) scenario: Scenario,
    /// A folder with a table of trials.
    pub(super) folder: Option<PathBuf>,
}

/// What an order compares: runs, or the plans of one scenario.
pub(super) fn candidates(order: &CompareOrder, host: &Host) -> Result<Vec<Candidate>> {
    if let [file] = order.runs.as_slice() {
        if file.is_dir() {
            return Err(JobError::refused(
                file.display(),
                words!("one run has nothing to be compared with; name a second"),
            ));
        }
        host.warn(&load(file, &order.settings.all(), order.settings.plans.as_deref())?);
        return plans(file, &order.settings, order.look.language().code());
    }
    if let Some(file) = order.runs.iter().find(|path| path.is_file()) {
        let reason = words!(
            "is a file, and only folders of runs are compared with each other: `armistice run` makes one of a scenario; or \
             name one scenario alone, to compare its plans"
        );
        return Err(JobError::refused(file.display(), reason));
    }
    if !order.settings.is_empty() {
        let options = "--set, --plans, --trials, --seed, --sampling, --years";
        return Err(JobError::refused(options, words!("go with a scenario file; runs are as they are")));
    }
    let runs: Vec<Candidate> = order.runs.iter().map(|path| finished_run(path)).collect::<Result<_>>()?;
    Ok(named_apart(runs))
}

/// Each plan as if it were the only one on the table.
pub(super) fn plans(file: &Path, settings: &Settings, lang: &str) -> Result<Vec<Candidate>> {
    let wanted = settings.plans.as_deref().unwrap_or_default();
    if wanted.len() < 2 {
        return Err(JobError::refused(file.display(), words!("name at least two plans to compare: --plans a,b")));
    }
    let twice = wanted.iter().enumerate().find(|(index, plan)| wanted[..*index].contains(plan));
    if let Some((_, plan)) = twice {
        return Err(JobError::refused("--plans", words!("names {plan} twice", plan)));
    }
    wanted.iter().map(|plan| alone(file, settings, plan, lang)).collect()
}

/// One plan of a scenario, alone on the table.
fn alone(file: &Path, settings: &Settings, plan: &str, lang: &str) -> Result<Candidate> {
    let settings = Settings { plans: Some(vec![plan.to_owned()]), ..settings.clone() };
    let loaded = load(file, &settings.all(), settings.plans.as_deref())?;
    let manifest = whole_manifest(file, &loaded, &settings, Look::default());
    let trials = manifest.head.trials;
    let scenario = loaded.scenario;
    let told = scenario.in_language(lang);
    let named = told
        .structure()
        .plans
        .iter()
        .find(|it| it.id == plan)
        .map(|it| it.name.clone())
        .filter(|name| !name.is_empty());
    let name = named.unwrap_or_else(|| plan.to_owned());
    Ok(Candidate { id: plan.to_owned(), name, manifest, trials, scenario, folder: None })
}

fn finished_run(path: &Path) -> Result<Candidate> {
    require_finished(path)?;
    let refused = |reason: Words| Err(JobError::refused(path.display(), reason));
    let manifest: RunManifest = stored_whole(path)?;
    let scenario = manifest.scenario()?.scenario;
    if manifest.part.is_some() {
        return refused(words!("is a part of a split run; merge the parts first"));
    }
    if !path.join(SUMMARY).exists() {
        return refused(words!("this run has not ended; finish it first"));
    }
    let summary = stored_summary(path, &manifest, &scenario)?;
    let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    Ok(Candidate { id: name.clone(), name, trials: summary.trials, manifest, scenario, folder: Some(path.to_owned()) })
}

/// Folders of the same name get a number.
fn named_apart(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    for index in 1..candidates.len() {
        let name = candidates[index].name.clone();
        let mut free = name.clone();
        let mut number = 2;
        while candidates[..index].iter().any(|other| other.name == free) {
            free = format!("{name} ({number})");
            number += 1;
        }
        candidates[index].id.clone_from(&free);
        candidates[index].name = free;
    }
    candidates
}
