//! All plans of one scenario, each by itself, from one run.

use serde_json::{Map, Value, json};

use crate::analysis::alone::Contrast;
use crate::analysis::concession::Changes;
use crate::analysis::summary::Summary;
use crate::analysis::{evaluate, summarise};
use crate::engine::{Run, Span};
use crate::model::Plan;
use crate::report::plans_alone::PlansAlone;
use crate::scenario::{Scenario, load};
use crate::words::words;

use super::super::forecasts::asked_first;
use super::super::leave::leave;
use super::super::run::{provenance, whole_manifest};
use super::super::{Event, Host, JobError, Look, Result, RunManifest, Settings};
use super::candidates::plans;
use super::differing::differing;
use super::{CompareOrder, ComparisonManifest};

/// All plans of a scenario by themselves, and what was run to know it.
#[derive(Clone, Debug)]
pub struct AloneFigures {
    /// What was run.
    pub manifest: ComparisonManifest,
    /// What was found, as tables and pages are made from it.
    pub found: PlansAlone,
}

/// Runs a scenario once and compares all its plans, each by itself, on the same luck.
///
/// # Errors
/// There are fewer than two plans, the scenario is wrong, the folder holds something else, the system refused, or it was
/// stopped: nothing is kept then.
pub fn compare_plans(order: &CompareOrder, host: &Host) -> Result<AloneFigures> {
    let [file] = order.runs.as_slice() else {
        return Err(JobError::refused("compare", words!("names one scenario file")));
    };
    let settings = Settings { alone: Some(true), ..order.settings.clone() };
    let loaded = load(file, &settings.all(), None)?;
    let ids: Vec<String> = tabled(&loaded.scenario).map(|plan| plan.id.clone()).collect();
    if ids.len() < 2 {
        let reason = words!("has fewer than two plans, which nothing can be compared with");
        return Err(JobError::refused(file.display(), reason));
    }
    host.warn(&loaded);
    let run = whole_manifest(file, &loaded, &settings, Look::default());
    let evaluation = evaluate(&loaded.scenario).map_err(|error| {
        let reason = words!("at central values, {error}, so that plans cannot be compared", error = error.words());
        JobError::refused(file.display(), reason)
    })?;
    let each = Settings { plans: Some(ids), ..settings };
    let found = PlansAlone {
        differing: differing(&plans(file, &each, order.look.language().code())?, &order.look.language()),
        summary: played(&run, &loaded.scenario, host)?,
        provenance: provenance(&run),
        scenario: loaded.scenario.in_language(order.look.language().code()).into_owned(),
        evaluation,
        changes: Changes::default(),
    };
    let manifest = ComparisonManifest { compared: vec![run] };
    leave(order.folder.as_deref(), (&order.look, order.wishes), &manifest, &found, host)?;
    Ok(AloneFigures { manifest, found })
}

/// The plans that can be on the table.
fn tabled(scenario: &Scenario) -> impl Iterator<Item = &Plan> {
    scenario.structure().plans.iter().filter(|plan| plan.tabled)
}

/// The figures of a whole run.
fn played(manifest: &RunManifest, scenario: &Scenario, host: &Host) -> Result<Summary> {
    let trials = manifest.head.trials;
    let span = Span { first: 0, end: trials, block_size: manifest.block_size };
    let multipliers = asked_first(scenario, &manifest.head.scenario_file, host)?.unwrap_or_default();
    let progress = |count: u64| (host.events)(&Event::Played(count));
    (host.events)(&Event::Started { name: scenario.name(), trials, done: 0 });
    let run = Run::new(scenario).multipliers(multipliers).span(span).threads(host.threads);
    let ran = run.stop(host.stop).progress(&progress).run();
    (host.events)(&Event::Ended);
    let tally = ran.map_err(JobError::cannot_run(&manifest.head.scenario_file))?.tally;
    if tally.trials() < trials {
        return Err(JobError::Stopped(words!("interrupted: nothing is kept")));
    }
    Ok(summarise(scenario, &tally))
}

/// `comparison.json` of plans by themselves: the best is the reference.
#[must_use]
pub fn alone_figures(found: &PlansAlone) -> Value {
    let (order, year) = (found.order(), found.year());
    let figure = format!("signed_and_holding@{year}");
    let holding = |id: &str| found.holding(id).share;
    let reference = order.first().copied().unwrap_or_default();
    let against = order.iter().skip(1).map(|&id| {
        let Contrast { difference, low, high, outlasts, .. } = found.against(id, reference);
        let all = json!({
            "reference": holding(reference), "value": holding(id), "difference": difference, "low": low, "high": high,
        });
        json!({
            "variant": id,
            "paired": true,
            "trials": found.trials(),
            "differences": Map::from_iter([(figure.clone(), all)]),
            "outlasts": outlasts,
        })
    });
    let plans = order.iter().map(|&id| (id.to_owned(), json!(found.summary.plans[id].alone)));
    let ids: Vec<&str> = tabled(&found.scenario).map(|plan| plan.id.as_str()).collect();
    let inputs = found.differing.iter().map(|it| {
        let written = ids.iter().zip(&it.written).map(|(id, text)| ((*id).to_owned(), json!(text)));
        (it.path.clone(), Value::Object(written.collect()))
    });
    json!({
        "reference": reference,
        "variants": order,
        "plans": plans.collect::<Map<_, _>>(),
        "comparisons": against.collect::<Vec<_>>(),
        "alone": found.summary.alone,
        "inputs": inputs.collect::<Map<_, _>>(),
    })
}
