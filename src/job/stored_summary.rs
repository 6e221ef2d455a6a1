//! `summary.json` of a finished run, which must be one of the scenario that the manifest names before anything is told from it.

use std::path::Path;

use serde_json::Value;

use crate::analysis::summarise;
use crate::analysis::summary::Summary;
use crate::engine::Engine;
use crate::scenario::Scenario;
use crate::store::{SUMMARY, read_json};
use crate::words::words;

use super::{JobError, Result, RunManifest};

/// Lists whose length follows from trials; they have no more items than this.
const BY_TRIALS: [&str; 5] = ["months", "cumulative", "signed_by_month", "counts", "cut_off"];
const MOST_ITEMS: usize = 100_000;

/// What is a share of trials or a probability, as a number or as a list of them, and where: shares of variance are estimates,
/// which may lie beyond both ends.
const SHARES: [&str; 2] = ["share", "survival"];
const OF_TRIALS: [&str; 5] = ["classes", "settlement", "signed_and_holding", "peace", "plans"];

/// The figures of a finished run in a folder.
///
/// # Errors
/// The system refused, or they can be no figures of such a run.
pub(super) fn stored_summary(folder: &Path, manifest: &RunManifest, scenario: &Scenario) -> Result<Summary> {
    let path = folder.join(SUMMARY);
    let summary: Summary = read_json(&path)?;
    let engine = Engine::new(scenario).map_err(JobError::cannot_run(&manifest.head.scenario_file))?;
    let model = summarise(scenario, &engine.tally());
    match misfit(&summary, &model, manifest) {
        None => Ok(summary),
        Some(figure) => {
            let reason =
                words!("is of no such run as the folder's manifest names, by `{figure}`: it was changed", figure);
            Err(JobError::Broken { path, reason })
        }
    }
}

/// The path of a figure that cannot be, if there is one.
fn misfit(summary: &Summary, model: &Summary, manifest: &RunManifest) -> Option<String> {
    let played = if manifest.precision.is_some() || manifest.missing.is_some() {
        1..=manifest.head.trials
    } else {
        manifest.head.trials..=manifest.head.trials
    };
    let months = summary.settlement.months.len();
    let by_month = summary.plans.values().all(|plan| plan.signed_by_month.len() == months);
    let war = &summary.months_of_war;
    match () {
        () if !played.contains(&summary.trials) => Some("trials".to_owned()),
        () if summary.partial != manifest.missing => Some("partial".to_owned()),
        () if summary.seed != manifest.head.seed => Some("seed".to_owned()),
        () if summary.sampling != manifest.head.sampling => Some("sampling".to_owned()),
        () if summary.failed_trials > summary.trials => Some("failed_trials".to_owned()),
        () if !summary.plans.keys().eq(model.plans.keys()) => Some("plans".to_owned()),
        () if !by_month || summary.settlement.cumulative.len() != months => Some("settlement.months".to_owned()),
        () if !war.cut_off.is_empty() && war.cut_off.len() != war.all.histogram.counts.len() => {
            Some("months_of_war.cut_off".to_owned())
        }
        () => {
            let value = |summary: &Summary| serde_json::to_value(summary).unwrap_or_default();
            unlike("", &value(model), &value(summary))
        }
    }
}

/// The path at which a value has another shape than its model, or holds what it cannot.
fn unlike(path: &str, model: &Value, found: &Value) -> Option<String> {
    let key = path.rsplit('.').next().unwrap_or_default();
    let wrong = || Some(path.to_owned());
    let of_trials = path.split('.').next().is_some_and(|first| OF_TRIALS.contains(&first));
    let is_share = |value: &Value| !of_trials || value.as_f64().is_none_or(|it| (-1e-9..=1.0 + 1e-9).contains(&it));
    match (model, found) {
        (Value::Object(model), Value::Object(found)) => model.iter().find_map(|(key, model)| {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            match found.get(key) {
                Some(found) => unlike(&path, model, found),
                None => Some(path),
            }
        }),
        (Value::Array(_), Value::Array(found)) if SHARES.contains(&key) && !found.iter().all(is_share) => wrong(),
        (Value::Array(_), Value::Array(found)) if BY_TRIALS.contains(&key) => {
            if found.len() > MOST_ITEMS {
                wrong()
            } else {
                None
            }
        }
        (Value::Array(model), Value::Array(found)) if key == "years" && model != found => wrong(),
        // What no trial is needed for is as long as it must be; else it begins empty.
        (Value::Array(model), Value::Array(found)) if model.is_empty() && found.len() <= MOST_ITEMS => None,
        (Value::Array(model), Value::Array(found)) => {
            if model.len() != found.len() {
                return wrong();
            }
            model.iter().zip(found).find_map(|(model, found)| unlike(path, model, found))
        }
        (_, found) if SHARES.contains(&key) && !is_share(found) => wrong(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Run;
    use crate::scenario::load;
    use std::path::PathBuf;

    /// What runs of scenarios of every kind leave is theirs, and each list cut or grown by one and each share above 1 is not.
    #[test]
    fn a_changed_list_or_share_is_named() {
        let files = std::fs::read_dir("tests/vectors/scenarios").unwrap().map(|it| it.unwrap().path());
        let files: Vec<PathBuf> = files.filter(|it| it.extension().is_some_and(|it| it == "toml")).collect();
        assert!(files.len() > 3);
        for file in files.into_iter().chain([PathBuf::from("scenarios/tiny.toml")]) {
            let settings = ["run.trials=64".to_owned(), "run.years=7".to_owned()];
            let loaded = load(&file, &settings, None).unwrap();
            let manifest = crate::job::run::whole_manifest(
                &file,
                &loaded,
                &crate::job::Settings::default(),
                crate::job::Look::default(),
            );
            let tally = Run::new(&loaded.scenario).run().unwrap().tally;
            let summary = summarise(&loaded.scenario, &tally);
            let model = summarise(&loaded.scenario, &Engine::new(&loaded.scenario).unwrap().tally());
            assert_eq!(misfit(&summary, &model, &manifest), None, "{}", file.display());
            let fewer = Summary { trials: 1 << 50, ..summary.clone() };
            assert_eq!(misfit(&fewer, &model, &manifest).as_deref(), Some("trials"));
            let other = Summary { seed: 7_777, ..summary.clone() };
            assert_eq!(misfit(&other, &model, &manifest).as_deref(), Some("seed"));
            let mut other = summary.clone();
            other.classes.peace_held.share = Some(9.0);
            assert_eq!(misfit(&other, &model, &manifest).as_deref(), Some("classes.peace_held.share"));
            let mut other = summary.clone();
            other.values.challenger.histogram.counts = vec![1; 1_000_000];
            assert_eq!(misfit(&other, &model, &manifest).as_deref(), Some("values.challenger.histogram.counts"));
            let mut other = summary.clone();
            other.peace.survival.low.pop();
            assert_eq!(misfit(&other, &model, &manifest).as_deref(), Some("peace.low"));
            let mut other = summary.clone();
            other.settlement.months.push(3);
            assert_eq!(misfit(&other, &model, &manifest).as_deref(), Some("settlement.months"));
            let mut other = summary;
            other.plans.shift_remove_index(0);
            assert_eq!(misfit(&other, &model, &manifest).as_deref(), Some("plans"));
        }
    }
}
