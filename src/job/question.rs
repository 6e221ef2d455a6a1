//! Questions that are answered by exact figures at many values of the inputs: what drives a figure, and where a number must
//! lie for it.

use std::path::PathBuf;
use std::sync::atomic::Ordering;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::analysis::assess::{Assessor, StartFigure};
use crate::analysis::crossings::{CrossingError, CrossingGoal, CrossingQuestion, crossings};
use crate::analysis::seed::in_json;
use crate::analysis::sensitivity::{Grouping, SensitivityMethod, groups, sensitivity as drivers_of};
use crate::model::Foresight;
use crate::report::Style;
use crate::report::crossing::{CrossingInput, crossing_charts, crossing_table};
use crate::report::figures::Chart;
use crate::report::page::Page;
use crate::report::sensitivity::{SensitivityInput, sensitivity_charts, sensitivity_table};
use crate::report::table::Table;
use crate::report::told_page;
use crate::scenario::{Loaded, Scenario, load, nearest, short};
use crate::store::{SENSITIVITY, SENSITIVITY_TABLE, THRESHOLD, THRESHOLD_TABLE};
use crate::words::{Words, words};

use super::leave::{LeftBehind, leave};
use super::order::file_name;
use super::recorded::Recorded;
use super::{Head, Host, JobError, Kind, Look, Result, Settings, Wishes, charts};

/// What questions of all kinds are asked with.
#[derive(Clone, Debug, Default)]
pub struct QuestionOrder {
    /// The scenario file.
    pub file: PathBuf,
    /// What is set over it; `trials` are points of the design.
    pub settings: Settings,
    /// The folder for table, charts and report; none are written without one.
    pub folder: Option<PathBuf>,
    /// How charts and reports look.
    pub look: Look,
    /// What is left behind.
    pub wishes: Wishes,
}

/// What drives a figure: a question.
#[derive(Clone, Debug, Default)]
pub struct SensitivityQuestion {
    /// Name of the figure.
    pub measure: String,
    /// How inputs are asked about.
    pub method: SensitivityMethod,
    /// Which inputs are moved together.
    pub grouping: Grouping,
}

/// Where a number must lie for a figure: a question.
#[derive(Clone, Debug)]
pub struct ThresholdQuestion {
    /// Path of the number.
    pub path: String,
    /// Name of the figure; with `each_plan`, `*` stands for the plan.
    pub measure: String,
    /// How it shall lie.
    pub goal: CrossingGoal,
    /// Ends of the range.
    pub range: [Option<f64>; 2],
    /// Whether all other inputs are at their central values.
    pub central: bool,
    /// Whether it is asked of each plan.
    pub each_plan: bool,
}

/// The manifest of an answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuestionManifest {
    /// Version of the program.
    pub version: String,
    /// The scenario and what is set over it.
    #[serde(flatten)]
    pub head: Head,
    /// What was asked: `sensitivity` or `threshold`.
    pub question: String,
    /// With what, option by option.
    pub asked: Vec<String>,
    /// How charts and reports look; results do not depend on it.
    #[serde(default)]
    pub look: Look,
}

/// Fewest points of a design.
const FEWEST_POINTS: u64 = 32;

/// Draws of the other inputs unless more or fewer are asked for.
const DRAWS: u64 = 1024;

/// The scenario that is asked about, and the points: a power of two.
fn opened(order: &QuestionOrder, usual: u64, host: &Host) -> Result<(Loaded, u64)> {
    let settings = &order.settings;
    if settings.second_theory.is_some() {
        return Err(JobError::refused("--theory", words!("takes one theory here")));
    }
    if settings.sampling.is_some() {
        let reason = words!("is not asked here: points are scrambled Sobol points");
        return Err(JobError::refused("--sampling", reason));
    }
    let points = settings.trials.unwrap_or(usual);
    if points < FEWEST_POINTS || !points.is_power_of_two() {
        let nearest = points.max(FEWEST_POINTS).next_power_of_two();
        let reason = words!(
            "are the points of the design here, a power of two from {fewest} on, such as {nearest}",
            fewest = FEWEST_POINTS,
            nearest
        );
        return Err(JobError::refused(format!("--trials {points}"), reason));
    }
    let settings = Settings { trials: None, ..settings.clone() };
    let loaded = load(&order.file, &settings.all(), settings.plans.as_deref())?;
    host.warn(&loaded);
    Ok((loaded, points))
}

/// The figure of that name.
fn figure(scenario: &Scenario, measure: &str) -> Result<StartFigure> {
    if let Some(figure) = StartFigure::named(scenario, measure) {
        return Ok(figure);
    }
    let all = StartFigure::all(scenario);
    let subject = format!("--measure {}", short(measure));
    let names = || all.iter().map(|(name, _)| name.as_str());
    let reason = if let Some(nearest) = nearest(measure, names()) {
        words!("no such figure is known here; did you mean `{nearest}`?", nearest)
    } else {
        let year = scenario.run().headline_year();
        let ends = |name: &&str| !name.contains('@') || name.ends_with(&format!("@{year}"));
        let known: Vec<String> = names().filter(ends).take(40).map(|name| format!("`{name}`")).collect();
        words!("no such figure is known here; these are: {known}", known = known.join(", "))
    };
    Err(JobError::refused(subject, reason))
}

/// The scenario with only the plan that a figure is of, where no other bears on it: as much less to solve.
fn narrowed(order: &QuestionOrder, loaded: Loaded, measure: &str) -> Result<Loaded> {
    let scenario = &loaded.scenario;
    let structure = scenario.structure();
    let Some(plan) = figure(scenario, measure)?.plan() else { return Ok(loaded) };
    let bears = structure.foresight == Foresight::All || structure.is_weighted() || !structure.plans[plan].tabled;
    if bears || structure.plans.len() == 1 {
        return Ok(loaded);
    }
    let settings = Settings { trials: None, ..order.settings.clone() };
    let only = [structure.plans[plan].id.clone()];
    Ok(load(&order.file, &settings.all(), Some(&only))?)
}

fn manifest(
    order: &QuestionOrder,
    loaded: &Loaded,
    points: u64,
    question: &str,
    asked: Vec<String>,
) -> QuestionManifest {
    let settings = &order.settings;
    let mut head = Head::new(file_name(&order.file), loaded, settings.set.clone(), settings.plans.clone());
    head.trials = points;
    QuestionManifest {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        head,
        question: question.to_owned(),
        asked,
        look: order.look.clone(),
    }
}

/// Says which inputs drive a figure.
///
/// # Errors
/// The scenario, the figure or the groups are wrong, the folder holds something else, or the system refused.
pub fn sensitivity(order: &QuestionOrder, question: &SensitivityQuestion, host: &Host) -> Result<SensitivityInput> {
    let refused = |reason: Words| JobError::refused(order.file.display(), reason);
    let (loaded, points) = opened(order, question.method.usual_points(), host)?;
    let loaded = narrowed(order, loaded, &question.measure)?;
    let scenario = &loaded.scenario;
    let of = figure(scenario, &question.measure)?;
    let assessor = Assessor::new(scenario).map_err(|error| refused(error.words()))?.stop(host.stop);
    let (groups, joined) = groups(&assessor, &question.grouping).map_err(|error| refused(error.words()))?;
    let found = within(host, || drivers_of(&assessor, of, &groups, question.method, points))?;
    let found = found.map_err(|error| refused(error.words()))?;
    let input = SensitivityInput {
        scenario: scenario.in_language(order.look.language().code()).into_owned(),
        measure: question.measure.clone(),
        share: of.is_share(),
        found,
        joined,
        prior: scenario.structure().is_weighted(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let mut asked = vec![format!("--measure {}", question.measure), format!("--method {}", question.method.name())];
    asked.extend(question.grouping.by_owner.then(|| "--by-group".to_owned()));
    asked.extend(question.grouping.named.iter().map(|(name, of)| format!("--group {name}={}", of.join(","))));
    let manifest = manifest(order, &loaded, points, "sensitivity", asked);
    leave(order.folder.as_deref(), (&order.look, order.wishes), &manifest, &input, host)?;
    Ok(input)
}

/// Says where a number must lie for a figure.
///
/// # Errors
/// The scenario, the path, its range or the figure are wrong, the folder holds something else, or the system refused.
pub fn threshold(order: &QuestionOrder, question: &ThresholdQuestion, host: &Host) -> Result<CrossingInput> {
    let (loaded, points) = opened(order, DRAWS, host)?;
    if question.central && order.settings.trials.is_some() {
        return Err(JobError::refused("--trials", words!("are not drawn at central values")));
    }
    let names = if question.each_plan {
        if !question.measure.contains('*') {
            let reason = words!("names the plan by * where it is asked of each: plans.*.if_signed@15");
            return Err(JobError::refused(format!("--measure {}", short(&question.measure)), reason));
        }
        let plans = loaded.scenario.structure().plans.iter();
        plans.map(|plan| question.measure.replacen('*', &plan.id, 1)).collect()
    } else {
        vec![question.measure.clone()]
    };
    let loaded = match names.as_slice() {
        [single] => narrowed(order, loaded, single)?,
        _ => loaded,
    };
    let scenario = &loaded.scenario;
    let figures: Vec<(String, StartFigure)> =
        names.into_iter().map(|name| figure(scenario, &name).map(|figure| (name, figure))).collect::<Result<_>>()?;
    let share = figures.iter().all(|(_, figure)| figure.is_share());
    if share && !(0.0..=1.0).contains(&question.goal.value()) {
        let reason = words!(
            "`--at-least` and `--at-most` take a share from 0 to 1 for `{measure}`, as 0.3 for 30 %, and not {value}",
            measure = short(&question.measure),
            value = question.goal.value()
        );
        return Err(JobError::refused(order.file.display(), reason));
    }
    let asked = CrossingQuestion {
        path: question.path.clone(),
        figures,
        goal: question.goal,
        from: question.range[0],
        to: question.range[1],
        draws: (!question.central).then_some(points),
    };
    let found = within(host, || crossings(scenario, &asked, Some(host.stop)))?.map_err(|error| match error {
        CrossingError::Faults(faults) => JobError::Faults(faults),
        other => JobError::refused(format!("--path {}", short(&question.path)), other.words()),
    })?;
    let input = CrossingInput {
        scenario: scenario.in_language(order.look.language().code()).into_owned(),
        share,
        found,
        prior: scenario.structure().is_weighted(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let goal = match question.goal {
        CrossingGoal::AtLeast(value) => format!("--at-least {value}"),
        CrossingGoal::AtMost(value) => format!("--at-most {value}"),
    };
    let mut told = vec![format!("--path {}", question.path), format!("--measure {}", question.measure), goal];
    told.extend(question.range[0].map(|from| format!("--from {from}")));
    told.extend(question.range[1].map(|to| format!("--to {to}")));
    told.extend(question.central.then(|| "--central".to_owned()));
    told.extend(question.each_plan.then(|| "--for-each plan".to_owned()));
    let manifest = manifest(order, &loaded, points, "threshold", told);
    leave(order.folder.as_deref(), (&order.look, order.wishes), &manifest, &input, host)?;
    Ok(input)
}

/// Computes on as many threads as were asked for; what was stopped meanwhile is no answer.
fn within<T: Send>(host: &Host, compute: impl FnOnce() -> T + Send) -> Result<T> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(host.threads).build();
    let failed =
        |error: rayon::ThreadPoolBuildError| JobError::refused("--threads", Words::verbatim(error.to_string()));
    let computed = pool.map_err(failed)?.install(compute);
    if host.stop.load(Ordering::Relaxed) {
        return Err(JobError::Stopped(words!("interrupted: nothing is kept")));
    }
    Ok(computed)
}

/// `sensitivity.json`.
#[must_use]
pub fn sensitivity_figures(input: &SensitivityInput) -> Value {
    json!({
        "scenario": input.scenario.name(),
        "measure": input.measure,
        "seed": in_json(input.scenario.run().seed),
        "joined": input.joined,
        "prior": input.prior,
        "sensitivity": input.found,
    })
}

/// `threshold.json`.
#[must_use]
pub fn threshold_figures(input: &CrossingInput) -> Value {
    json!({
        "scenario": input.scenario.name(),
        "seed": in_json(input.scenario.run().seed),
        "prior": input.prior,
        "threshold": input.found,
    })
}

impl LeftBehind for SensitivityInput {
    type Manifest = QuestionManifest;

    fn table(&self) -> Option<(&'static str, Table)> {
        Some((SENSITIVITY_TABLE, sensitivity_table(self)))
    }

    fn json(&self) -> Value {
        sensitivity_figures(self)
    }

    fn charts(&self, style: &Style) -> Vec<Chart> {
        sensitivity_charts(self, style)
    }

    fn page(&self, style: &Style) -> Page {
        told_page(&self.told(&style.lang), |style| sensitivity_charts(self, style), style)
    }
}

impl LeftBehind for CrossingInput {
    type Manifest = QuestionManifest;

    fn table(&self) -> Option<(&'static str, Table)> {
        Some((THRESHOLD_TABLE, crossing_table(self)))
    }

    fn json(&self) -> Value {
        threshold_figures(self)
    }

    fn charts(&self, style: &Style) -> Vec<Chart> {
        crossing_charts(self, style)
    }

    fn page(&self, style: &Style) -> Page {
        told_page(&self.told(&style.lang), |style| crossing_charts(self, style), style)
    }
}

impl Recorded for QuestionManifest {
    const KIND: Kind = Kind::Question;

    fn result(&self) -> &'static str {
        if self.question == "threshold" { THRESHOLD } else { SENSITIVITY }
    }

    fn look(&self) -> Look {
        self.look.clone()
    }

    fn in_look(self, look: Look) -> Self {
        Self { look, ..self }
    }

    fn file(&self) -> String {
        self.head.scenario_file.clone()
    }

    fn texts(&self) -> Vec<(&str, &str)> {
        vec![(&self.head.scenario_text, &self.head.scenario_sha256)]
    }

    fn draws(&self, chart: &str) -> bool {
        charts::of_question(chart)
    }
}
