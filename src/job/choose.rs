//! Which plan holds up over several runs, or over the points of a sweep: plans as policies, runs as states of the world.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::analysis::choose::{
    PolicyDraw, PolicyFigure, PolicyRecorder, PolicyRule, PolicySettings, PolicyState, choose as choose_policy,
};
use crate::analysis::weights::WeightsSummary;
use crate::engine::{Run, Span, block_size};
use crate::model::forecast::Multipliers;
use crate::report::Style;
use crate::report::choice::{ChoiceInput, ChoicePlan, choice_charts, choice_table};
use crate::report::choice_page;
use crate::report::figures::Chart;
use crate::report::page::Page;
use crate::report::table::Table;
use crate::scenario::{Scenario, nearest};
use crate::store::{CHOICE, CHOICES};
use crate::words::words;

use super::forecasts::asked_first;
use super::kind::{require_finished, stored_whole};
use super::leave::{LeftBehind, leave, refuse_own_runs};
use super::recorded::Recorded;
use super::stored_summary::stored_summary;
use super::sweep::states as states_of_sweep;
use super::{Event, Host, JobError, Kind, Look, Result, RunManifest, SweepManifest, Wishes, charts};

/// A choice that is asked for.
#[derive(Clone, Debug)]
pub struct ChooseOrder {
    /// Folders of finished runs, each a state; or of sweeps, of which each point is one.
    pub states: Vec<PathBuf>,
    /// Only these plans; all that every state has where there are none.
    pub plans: Vec<String>,
    /// What each state counts for; all alike where there are none.
    pub weights: Vec<f64>,
    /// How plans are judged.
    pub settings: PolicySettings,
    /// The folder for table, charts and report; none are written without one.
    pub folder: Option<PathBuf>,
    /// How charts and reports look.
    pub look: Look,
    /// What is left behind.
    pub wishes: Wishes,
}

/// The manifest of a choice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChoiceManifest {
    /// The runs and sweeps, as their manifests have them.
    pub chosen_among: Vec<Value>,
    /// How plans were judged, as options of the command.
    pub options: Vec<String>,
}

/// A choice and its figures.
#[derive(Clone, Debug)]
pub struct ChoiceFigures {
    /// What was asked.
    pub manifest: ChoiceManifest,
    /// What was found, as tables and pages are made from it.
    pub input: ChoiceInput,
}

/// A state before it is played.
struct StateToPlay {
    name: String,
    scenario: Scenario,
    file: String,
    trials: u64,
    block_size: u64,
    multipliers: Option<Multipliers>,
}

/// Judges plans over states: all of their trials are played again.
///
/// # Errors
/// A folder holds no finished run or sweep, the states have no plan in common, weights do not fit, the system refused, or it
/// was stopped: nothing is kept then.
pub fn choose(order: &ChooseOrder, host: &Host) -> Result<ChoiceFigures> {
    refuse_own_runs(order.folder.as_deref(), &order.states)?;
    let (mut candidates, mut manifests) = (Vec::new(), Vec::new());
    for folder in &order.states {
        let (states, manifest) = states(folder)?;
        candidates.extend(states);
        manifests.push(manifest);
    }
    let weights = weights(&order.weights, candidates.len())?;
    let (plans, left_out) = common(&candidates, &order.plans)?;
    let mut played_states = Vec::new();
    for (candidate, weight) in candidates.iter().zip(weights) {
        played_states.push(PolicyState { weight, draws: played(candidate, &plans, host)? });
    }
    let first = candidates[0].scenario.in_language(order.look.language().code()).into_owned();
    let name = |id: &String| {
        let known = first.structure().plans.iter().find(|plan| plan.id == *id).map(|plan| plan.name.clone());
        known.filter(|name| !name.is_empty()).unwrap_or_else(|| id.clone())
    };
    let found = choose_policy(&played_states, &order.settings);
    let input = ChoiceInput {
        plans: plans.iter().map(|id| ChoicePlan { id: id.clone(), name: name(id) }).collect(),
        states: candidates.iter().map(|it| it.name.clone()).collect(),
        weights: played_states.iter().map(|it| it.weight).collect(),
        trials: played_states.iter().map(|it| it.draws.len() as u64).collect(),
        sides: first.party_names().clone(),
        year: first.run().headline_year(),
        left_out,
        settings: order.settings,
        found,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let manifest = ChoiceManifest { chosen_among: manifests, options: options(order, &plans) };
    leave(order.folder.as_deref(), (&order.look, order.wishes), &manifest, &input, host)?;
    Ok(ChoiceFigures { manifest, input })
}

/// How plans are judged, as options of the command.
fn options(order: &ChooseOrder, plans: &[String]) -> Vec<String> {
    let PolicySettings { objective, at_least, resamples, seed } = order.settings;
    let weights: Vec<String> = order.weights.iter().map(f64::to_string).collect();
    let weights = (!weights.is_empty()).then(|| format!("--weights {}", weights.join(",")));
    let always = [
        format!("--by {}", objective.key()),
        format!("--plans {}", plans.join(",")),
        format!("--at-least {at_least}"),
        format!("--resamples {resamples}"),
        format!("--seed {seed}"),
    ];
    always.into_iter().chain(weights).collect()
}

/// The states in a folder, and its manifest.
fn states(folder: &Path) -> Result<(Vec<StateToPlay>, Value)> {
    require_finished(folder)?;
    let is_part = || JobError::refused(folder.display(), words!("is a part of a split run; merge the parts first"));
    let shown = folder.file_name().map_or_else(|| folder.display().to_string(), |it| it.to_string_lossy().into());
    if Kind::of(folder)? == Kind::Sweep {
        let manifest: SweepManifest = stored_whole(folder)?;
        if manifest.part().is_some() {
            return Err(is_part());
        }
        let (file, trials) = (manifest.head.scenario_file.clone(), manifest.head.trials);
        let value = serde_json::to_value(&manifest).unwrap_or_default();
        let state = |(name, scenario): (String, Scenario)| {
            let block_size = block_size(scenario.run());
            StateToPlay { name, scenario, file: file.clone(), trials, block_size, multipliers: None }
        };
        return Ok((states_of_sweep(manifest)?.into_iter().map(state).collect(), value));
    }
    let manifest: RunManifest = stored_whole(folder)?;
    if manifest.part.is_some() {
        return Err(is_part());
    }
    let scenario = manifest.scenario()?.scenario;
    let summary = stored_summary(folder, &manifest, &scenario)?;
    let value = serde_json::to_value(&manifest).unwrap_or_default();
    let state = StateToPlay {
        name: shown,
        scenario,
        file: manifest.head.scenario_file.clone(),
        trials: summary.trials,
        block_size: manifest.block_size,
        multipliers: summary.weights.as_ref().and_then(WeightsSummary::multipliers),
    };
    Ok((vec![state], value))
}

/// What each state counts for; these add up to 1.
fn weights(given: &[f64], states: usize) -> Result<Vec<f64>> {
    if given.is_empty() {
        return Ok(vec![1.0 / states as f64; states]);
    }
    let total = given.iter().fold(0.0, |sum, it| sum + it);
    if given.len() != states {
        let reason = words!("names {given} weights for {states} states", given = given.len(), states);
        return Err(JobError::refused("--weights", reason));
    }
    Ok(given.iter().map(|it| it / total).collect())
}

/// The plans that can be signed in every state, by id, and those that only some have.
fn common(candidates: &[StateToPlay], wanted: &[String]) -> Result<(Vec<String>, Vec<String>)> {
    let tabled = |it: &StateToPlay| -> Vec<String> {
        let plans = it.scenario.structure().plans.iter().filter(|plan| plan.tabled);
        plans.map(|plan| plan.id.clone()).collect()
    };
    let all: Vec<Vec<String>> = candidates.iter().map(tabled).collect();
    let is_common = |id: &String| all.iter().all(|plans| plans.contains(id));
    let mut left_out: Vec<String> = Vec::new();
    for id in all.iter().flatten().filter(|id| !is_common(id)) {
        if !left_out.contains(id) {
            left_out.push(id.clone());
        }
    }
    let shared: Vec<String> = all[0].iter().filter(|id| is_common(id)).cloned().collect();
    if let Some(id) = wanted.iter().find(|id| !shared.contains(id)) {
        let reason = match nearest(id, shared.iter().map(String::as_str)) {
            Some(meant) => words!("no plan `{id}` is in every state: did you mean `{meant}`?", id, meant),
            None => words!("no plan `{id}` is in every state; there are: {known}", id, known = shared.join(", ")),
        };
        return Err(JobError::refused("--plans", reason));
    }
    let plans = if wanted.is_empty() { shared } else { wanted.to_vec() };
    if plans.len() >= 2 {
        return Ok((plans, left_out));
    }
    let named: Vec<String> =
        candidates.iter().zip(&all).map(|(it, plans)| format!("{} ({})", it.name, plans.join(", "))).collect();
    let reason = words!("needs at least two plans that every state has; there are: {named}", named = named.join("; "));
    Err(JobError::refused("choose", reason))
}

/// What plans bring in the draws of a state that did not fail; trials at one draw count as one.
fn played(candidate: &StateToPlay, plans: &[String], host: &Host) -> Result<Vec<PolicyDraw>> {
    let (scenario, trials) = (&candidate.scenario, candidate.trials);
    let multipliers = match &candidate.multipliers {
        Some(known) => known.clone(),
        None => asked_first(scenario, &candidate.file, host)?.unwrap_or_default(),
    };
    let all = &scenario.structure().plans;
    let places = plans.iter().filter_map(|id| all.iter().position(|plan| plan.id == *id)).collect();
    let span = Span { first: 0, end: trials, block_size: candidate.block_size };
    let progress = |count: u64| (host.events)(&Event::Played(count));
    (host.events)(&Event::Started { name: &candidate.name, trials, done: 0 });
    let run = Run::new(scenario).observe(PolicyRecorder::new(scenario, places)).multipliers(multipliers);
    let ran = run.span(span).threads(host.threads).stop(host.stop).progress(&progress).run();
    (host.events)(&Event::Ended);
    let rows: Vec<Option<PolicyDraw>> =
        ran.map_err(JobError::cannot_run(&candidate.file))?.chunks.into_iter().flatten().collect();
    if (rows.len() as u64) < trials {
        return Err(JobError::Stopped(words!("interrupted: nothing is kept")));
    }
    let draws = rows.chunks(scenario.run().replications.max(1) as usize);
    Ok(draws.filter_map(|rows| mean_of(&rows.iter().cloned().collect::<Option<Vec<_>>>()?)).collect())
}

/// The trials of one draw as one.
fn mean_of(rows: &[PolicyDraw]) -> Option<PolicyDraw> {
    let total = rows.iter().fold(0.0, |sum, row| sum + row.weight);
    let first = rows.first()?;
    let mean = |plan: usize| {
        [0, 1, 2].map(|objective| {
            let sum = rows.iter().fold(0.0, |sum, row| sum + row.weight * row.brings[plan][objective]);
            if total > 0.0 { sum / total } else { first.brings[plan][objective] }
        })
    };
    let brings = (0..first.brings.len()).map(mean).collect();
    Some(PolicyDraw { weight: total / rows.len() as f64, brings })
}

impl LeftBehind for ChoiceInput {
    type Manifest = ChoiceManifest;

    fn table(&self) -> Option<(&'static str, Table)> {
        Some((CHOICES, choice_table(self)))
    }

    fn json(&self) -> Value {
        choice_figures(self)
    }

    fn charts(&self, style: &Style) -> Vec<Chart> {
        choice_charts(self, style)
    }

    fn page(&self, style: &Style) -> Page {
        choice_page(self, style)
    }
}

/// `choice.json`.
#[must_use]
pub fn choice_figures(input: &ChoiceInput) -> Value {
    let id = |plan: usize| input.plans[plan].id.as_str();
    let by_rule = |of: &dyn Fn(usize) -> Value| -> Value {
        let all = PolicyRule::ALL.into_iter().enumerate().map(|(rule, it)| (it.key().to_owned(), of(rule)));
        Value::Object(all.collect())
    };
    let figure = |it: &PolicyFigure| json!({ "value": it.value, "low": it.low, "high": it.high });
    let plans = input.found.plans.iter().enumerate().map(|(plan, it)| {
        let all = json!({
            "by_state": it.by_state,
            "regret": it.regret,
            "mean_regret": it.mean_regret,
            "figures": by_rule(&|rule| figure(&it.figures[rule])),
            "leads": by_rule(&|rule| json!(it.leads[rule])),
            "brings": { "durable": it.brings[0], "challenger": it.brings[1], "defender": it.brings[2] },
            "efficient": it.efficient,
        });
        (id(plan).to_owned(), all)
    });
    json!({
        "by": input.settings.objective.key(),
        "at_least": input.settings.at_least,
        "resamples": input.settings.resamples,
        "states": input.states,
        "weights": input.weights,
        "draws": input.trials,
        "plans": plans.collect::<Map<_, _>>(),
        "leaders": by_rule(&|rule| json!(input.found.leaders[rule].iter().map(|&it| id(it)).collect::<Vec<_>>())),
        "robust": input.found.robust().map(id),
        "left_out": input.left_out,
    })
}

impl Recorded for ChoiceManifest {
    const KIND: Kind = Kind::Choice;

    fn result(&self) -> &'static str {
        CHOICE
    }

    fn look(&self) -> Look {
        Look::default()
    }

    fn file(&self) -> String {
        String::new()
    }

    fn draws(&self, chart: &str) -> bool {
        charts::of_choice(chart)
    }
}
