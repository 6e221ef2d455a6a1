//! Under which inputs an outcome of a run comes: scenario discovery from its trial table.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::analysis::discover::{
    AskedOutcome, FoundBox, PeelObjective, PeelStep, PrimChoice, PrimDimension, PrimRestriction, PrimSettings,
    PrimTable, PrimTally,
};
use crate::report::Style;
use crate::report::discovery::{DiscoveredInput, DiscoveryAnswer, DiscoveryInput, boxes_table, discovery_charts};
use crate::report::discovery_page;
use crate::report::figures::Chart;
use crate::report::page::Page;
use crate::report::table::Table;
use crate::scenario::Scenario;
use crate::store::{BOXES, DISCOVERY};
use crate::words::words;

use super::kind::{require_finished, stored_whole};
use super::leave::{LeftBehind, leave, refuse_own_runs};
use super::recorded::Recorded;
use super::trials::read_trials;
use super::{Host, JobError, Kind, Look, Result, RunManifest, Wishes, charts};

/// Trials of the outcome, or of another, below which no box is sought.
const LEAST_TRIALS: u64 = 20;

/// A discovery that is asked for.
#[derive(Clone, Debug, Default)]
pub struct DiscoverOrder {
    /// The folder of a finished run that keeps its trial table.
    pub run: PathBuf,
    /// The outcome: see [`AskedOutcome::parse`].
    pub outcome: String,
    /// How boxes are sought.
    pub settings: PrimSettings,
    /// The folder for table, charts and report; none are written without one.
    pub folder: Option<PathBuf>,
    /// How charts and reports look.
    pub look: Look,
    /// What is left behind.
    pub wishes: Wishes,
}

/// The manifest of a discovery: the run, and what was asked of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DiscoveryManifest {
    /// The run.
    pub discovered: RunManifest,
    /// The outcome, as it was written.
    pub outcome: String,
    /// How boxes were sought, as options of the command.
    pub options: Vec<String>,
}

/// A discovery and its figures.
#[derive(Clone, Debug)]
pub struct DiscoveryFigures {
    /// What was asked.
    pub manifest: DiscoveryManifest,
    /// What was found, as tables and pages are made from it.
    pub input: DiscoveryInput,
}

/// Seeks the boxes of an outcome of a run.
///
/// # Errors
/// The run is not finished or keeps no table, the outcome cannot be asked, there is no such box, or the system refused.
pub fn discover(order: &DiscoverOrder, host: &Host) -> Result<DiscoveryFigures> {
    refuse_own_runs(order.folder.as_deref(), std::slice::from_ref(&order.run))?;
    require_finished(&order.run)?;
    let run: RunManifest = stored_whole(&order.run)?;
    if run.part.is_some() {
        return Err(JobError::refused(order.run.display(), words!("is a part of a split run; merge the parts first")));
    }
    let scenario = run.scenario()?.scenario;
    let asked = AskedOutcome::parse(&order.outcome, &scenario)
        .map_err(|reason| JobError::refused(format!("--outcome {}", order.outcome), reason))?;
    let input = sought(order, &run, &scenario, asked)?;
    let manifest =
        DiscoveryManifest { discovered: run, outcome: input.asked.written.clone(), options: options(&order.settings) };
    leave(order.folder.as_deref(), (&order.look, order.wishes), &manifest, &input, host)?;
    Ok(DiscoveryFigures { manifest, input })
}

/// How boxes are sought, as options of the command.
fn options(settings: &PrimSettings) -> Vec<String> {
    let PrimSettings { alpha, objective, least_mass, boxes, choice } = settings;
    let lenient = (*objective == PeelObjective::Lenient).then(|| "--lenient".to_owned());
    let choice = match choice {
        PrimChoice::Excess => None,
        PrimChoice::Density(least) => Some(format!("--density {least}")),
        PrimChoice::Step(step) => Some(format!("--box {step}")),
    };
    let always = [format!("--boxes {boxes}"), format!("--alpha {alpha}"), format!("--least-mass {least_mass}")];
    always.into_iter().chain(lenient).chain(choice).collect()
}

fn sought(
    order: &DiscoverOrder,
    run: &RunManifest,
    scenario: &Scenario,
    asked: AskedOutcome,
) -> Result<DiscoveryInput> {
    let inputs = inputs(scenario);
    let rows = read_rows(&order.run, &inputs, &asked)?;
    let (trials, hits) = (rows.hit.len() as u64, rows.hit.iter().filter(|hit| **hit).count() as u64);
    let dimension = |(of, input): (&Vec<f64>, &DiscoveredInput)| PrimDimension::new(of, input.discrete);
    let table = PrimTable {
        dimensions: rows.columns.iter().zip(&inputs).map(dimension).collect(),
        hit: rows.hit,
        weight: rows.weight,
        replications: run.replications,
    };
    let answer = match hits {
        _ if inputs.is_empty() => DiscoveryAnswer::Certain,
        0 => DiscoveryAnswer::Never,
        _ if hits == trials => DiscoveryAnswer::Always,
        _ if hits < LEAST_TRIALS || trials - hits < LEAST_TRIALS => DiscoveryAnswer::Few(LEAST_TRIALS),
        _ => DiscoveryAnswer::Sought(Box::new(table.find(&order.settings))),
    };
    if let (DiscoveryAnswer::Sought(found), PrimChoice::Step(step)) = (&answer, order.settings.choice) {
        let last = found.first.len() - 1;
        if step > last {
            let reason = words!("is beyond the last box of the trajectory, {last}", last);
            return Err(JobError::refused(format!("--box {step}"), reason));
        }
    }
    let name = order.run.file_name().map_or_else(|| order.run.display().to_string(), |it| it.to_string_lossy().into());
    Ok(DiscoveryInput {
        scenario: scenario.in_language(order.look.language().code()).into_owned(),
        asked,
        inputs,
        answer,
        settings: order.settings,
        trials,
        failed: rows.failed,
        hits,
        run: name,
        seed: run.head.seed,
        version: run.version.clone(),
    })
}

/// What is drawn in a trial: the inputs, then the consent of guarantors where it is uncertain.
fn inputs(scenario: &Scenario) -> Vec<DiscoveredInput> {
    let of = scenario.inputs().iter().map(|input| DiscoveredInput {
        path: input.path.clone(),
        consent: None,
        discrete: input.distribution.values().is_some(),
    });
    let guarantors = scenario.structure().guarantors.iter().enumerate();
    let consents = guarantors.filter(|&(index, _)| scenario.consent_is_uncertain(index)).map(|(index, it)| {
        DiscoveredInput { path: scenario.takes_part_path(index), consent: Some(it.id.clone()), discrete: true }
    });
    of.chain(consents).collect()
}

/// The trials that did not fail.
#[derive(Debug, Default)]
struct AskedRows {
    columns: Vec<Vec<f64>>,
    hit: Vec<bool>,
    weight: Vec<f64>,
    failed: u64,
}

fn read_rows(folder: &Path, inputs: &[DiscoveredInput], asked: &AskedOutcome) -> Result<AskedRows> {
    let mut rows = AskedRows { columns: vec![Vec::new(); inputs.len()], ..AskedRows::default() };
    let mut header: Option<Vec<String>> = None;
    let mut broken = None;
    let mut places = Vec::new();
    read_trials(folder, &mut |row| {
        let Some(header) = &header else {
            let names: Vec<String> = row.iter().map(|&name| name.to_owned()).collect();
            let needed = ["trial", "status"].into_iter().chain(asked.columns());
            let mut needed = needed.chain(inputs.iter().map(|input| input.path.as_str()));
            broken = needed.find(|name| !names.iter().any(|known| known == name)).map(str::to_owned);
            let place = |input: &DiscoveredInput| names.iter().position(|name| *name == input.path);
            places = inputs.iter().filter_map(place).collect();
            header = Some(names);
            return;
        };
        if broken.is_some() {
            return;
        }
        let field = |name: &str| {
            header.iter().position(|known| known == name).and_then(|place| row.get(place)).copied().unwrap_or_default()
        };
        if field("status") != "ok" {
            rows.failed += 1;
            return;
        }
        for (column, &place) in rows.columns.iter_mut().zip(&places) {
            column.push(value(row[place]));
        }
        rows.hit.push(asked.holds(&field));
        rows.weight.push(field("weight").parse().unwrap_or(1.0));
    })?;
    match broken {
        None => Ok(rows),
        Some(name) => {
            let reason = words!("its table has no column `{name}`: it was changed, or is of another run", name);
            Err(JobError::refused(folder.display(), reason))
        }
    }
}

/// A drawn value; flags are 0 and 1.
fn value(field: &str) -> f64 {
    match field {
        "true" => 1.0,
        "false" => 0.0,
        "permanent" | "none" | "inf" => f64::INFINITY,
        digits => digits.parse().unwrap_or(f64::NAN),
    }
}

impl LeftBehind for DiscoveryInput {
    type Manifest = DiscoveryManifest;

    fn table(&self) -> Option<(&'static str, Table)> {
        Some((BOXES, boxes_table(self)))
    }

    fn json(&self) -> Value {
        discovery_figures(self)
    }

    fn charts(&self, style: &Style) -> Vec<Chart> {
        discovery_charts(self, style)
    }

    fn page(&self, style: &Style) -> Page {
        discovery_page(self, style)
    }
}

/// `discovery.json`.
#[must_use]
pub fn discovery_figures(input: &DiscoveryInput) -> Value {
    let answer = match &input.answer {
        DiscoveryAnswer::Never => "never",
        DiscoveryAnswer::Always => "always",
        DiscoveryAnswer::Few(_) => "too few",
        DiscoveryAnswer::Certain => "no uncertain input",
        DiscoveryAnswer::Sought(found) if found.boxes.is_empty() => "no box",
        DiscoveryAnswer::Sought(_) => "found",
    };
    let mut figures = json!({
        "outcome": input.asked.written,
        "answer": answer,
        "trials": input.trials,
        "failed_trials": input.failed,
        "of_outcome": input.hits,
    });
    let DiscoveryAnswer::Sought(found) = &input.answer else { return figures };
    let of = |tally: &PrimTally| {
        json!({
            "coverage": found.coverage(tally), "density": found.density(tally), "mass": found.mass(tally),
            "trials": tally.trials, "of_outcome": tally.hits,
        })
    };
    let all = json!({
        "base": found.density(&found.all),
        "boxes": found.boxes.iter().map(|it| found_box(input, it, &of)).collect::<Vec<_>>(),
        "together": of(&found.together),
        "effective_trials": found.all.effective(found.replications),
        "elsewhere": found.elsewhere.map(|(within, among)| json!({
            "coverage": (among.hit_weight() > 0.0).then(|| within.hit_weight() / among.hit_weight()),
            "density": found.density(&within), "base": among.density(), "holds": found.holds_elsewhere(),
        })),
    });
    if let (Value::Object(figures), Value::Object(all)) = (&mut figures, all) {
        figures.extend(all);
    }
    figures
}

fn found_box(input: &DiscoveryInput, it: &FoundBox, of: &dyn Fn(&PrimTally) -> Value) -> Value {
    let path = |dimension: usize| input.inputs[dimension].path.clone();
    let end = |x: Option<f64>| x.map(|x| if x.is_finite() { json!(x) } else { json!("inf") });
    let restriction = |it: &PrimRestriction| {
        json!({
            "input": path(it.dimension), "low": end(it.low), "high": end(it.high), "from": it.from, "to": it.to,
            "quasi_p": it.quasi_p,
        })
    };
    let step = |(index, step): (usize, &PeelStep)| {
        let mut all = of(&step.tally);
        all["box"] = json!(index);
        all["restricted"] = json!(step.restricted);
        all
    };
    json!({
        "figures": of(&it.tally),
        "restrictions": it.restrictions.iter().map(restriction).collect::<Vec<_>>(),
        "dropped": it.dropped.iter().map(|&dimension| path(dimension)).collect::<Vec<_>>(),
        "box": it.chosen,
        "trajectory": it.trajectory.iter().enumerate().map(step).collect::<Vec<_>>(),
    })
}

impl Recorded for DiscoveryManifest {
    const KIND: Kind = Kind::Discovery;

    fn result(&self) -> &'static str {
        DISCOVERY
    }

    fn look(&self) -> Look {
        self.discovered.look.clone()
    }

    fn file(&self) -> String {
        self.discovered.file()
    }

    fn draws(&self, chart: &str) -> bool {
        charts::of_discovery(chart)
    }
}
