//! The story of one trial of a run, chosen by its number or as typical or odd of its kind.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::analysis::trace::{
    CandidateRecorder, EndingCounts, MOST_CANDIDATES, TrialCandidate, Wanted, pick, trace as told_of,
};
use crate::engine::{Run, Span};
use crate::model::forecast::Multipliers;
use crate::report::Style;
use crate::report::figures::Chart;
use crate::report::page::Page;
use crate::report::table::Table;
use crate::report::trace::{ChosenTrial, TraceInput, trace_charts, trace_page};
use crate::scenario::{Scenario, load, one_of};
use crate::store::TRACE;
use crate::words::words;

use super::leave::{LeftBehind, leave};
use super::recorded::Recorded;
use super::run::whole_manifest;
use super::{Event, Host, JobError, Kind, Look, Result, RunManifest, Settings, Wishes, charts};

/// Which trial is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TraceAsked {
    /// That of this number, from 0.
    Trial(u64),
    /// One of a kind.
    Like {
        /// The class that it ended in, by name, or `failed`; `None`: whatever its end.
        ending: Option<String>,
        /// An odd one instead of a typical one.
        odd: bool,
    },
}

/// The story of a trial that is asked for.
#[derive(Clone, Debug)]
pub struct TraceOrder {
    /// The scenario file.
    pub file: PathBuf,
    /// What is set over it.
    pub settings: Settings,
    /// Which trial.
    pub asked: TraceAsked,
    /// The folder for figures, picture and page; none are written without one.
    pub folder: Option<PathBuf>,
    /// How picture and page look.
    pub look: Look,
    /// What is left behind.
    pub wishes: Wishes,
}

/// What became of it.
#[derive(Clone, Debug)]
pub enum TraceFound {
    /// The story.
    Story(Box<TraceInput>),
    /// No trial ended so, or none that counts for anything; nothing is written then.
    Never {
        /// The scenario, as it was run.
        scenario: Box<Scenario>,
        /// What was looked for, and how the trials did end.
        chosen: ChosenTrial,
    },
}

/// The manifest of a story: the run that the trial is of, and its number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TraceManifest {
    /// The run.
    pub traced: RunManifest,
    /// The trial.
    pub trial: u64,
}

/// Tells the story of a trial.
///
/// # Errors
/// There is no such trial or class, the scenario is wrong, the folder holds something else, the system refused, or it was
/// stopped: nothing is kept then.
pub fn trace(order: &TraceOrder, host: &Host) -> Result<TraceFound> {
    let wanted = wanted(&order.asked)?;
    // What each plan would do by itself is no part of the story.
    let settings = Settings { alone: Some(false), ..order.settings.clone() };
    let loaded = load(&order.file, &settings.all(), settings.plans.as_deref())?;
    host.warn(&loaded);
    let manifest = whole_manifest(&order.file, &loaded, &settings, Look::default());
    let scenario = loaded.scenario;
    let chosen = match order.asked {
        TraceAsked::Trial(_) => None,
        TraceAsked::Like { odd, .. } => Some(choose(&scenario, &manifest, (wanted, odd), host)?),
    };
    let trial = match (&order.asked, chosen) {
        (TraceAsked::Trial(trial), _) => *trial,
        (_, Some(ChosenTrial { picked: Some(picked), .. })) => picked.trial,
        (_, Some(chosen)) => return Ok(TraceFound::Never { scenario: Box::new(scenario), chosen }),
        (TraceAsked::Like { .. }, None) => unreachable!("one of a kind is chosen"),
    };
    let trials = scenario.run().trials;
    if trial >= trials {
        let last = trials.saturating_sub(1);
        let reason = words!("the run has the trials 0 to {last}; `--trials` gives it more", last);
        return Err(JobError::refused(format!("--trial {trial}"), reason));
    }
    let told = told_of(&scenario, trial).map_err(JobError::cannot_run(&manifest.head.scenario_file))?;
    let input = TraceInput { scenario, told, chosen, version: manifest.version.clone() };
    let manifest = TraceManifest { traced: manifest, trial };
    leave(order.folder.as_deref(), (&order.look, order.wishes), &manifest, &input, host)?;
    Ok(TraceFound::Story(Box::new(input)))
}

/// The kind that is asked for.
fn wanted(asked: &TraceAsked) -> Result<Wanted> {
    let TraceAsked::Like { ending: Some(name), .. } = asked else { return Ok(Wanted::Any) };
    Wanted::by_name(name).ok_or_else(|| {
        let hint = one_of(name, &Wanted::names()).hint;
        JobError::refused(format!("--like {name}"), words!("is no way in which a trial ends; {hint}", hint))
    })
}

/// Plays all trials and chooses one of a kind. Forecasts are left out: they change weights, and nothing that happens.
fn choose(
    scenario: &Scenario,
    manifest: &RunManifest,
    (wanted, odd): (Wanted, bool),
    host: &Host,
) -> Result<ChosenTrial> {
    let trials = manifest.head.trials;
    let span = Span { first: 0, end: trials, block_size: manifest.block_size };
    let progress = |count: u64| (host.events)(&Event::Played(count));
    (host.events)(&Event::Started { name: scenario.name(), trials, done: 0 });
    let run = Run::new(scenario).observe(CandidateRecorder { wanted }).multipliers(Multipliers::default());
    let run = run.span(span).threads(host.threads).stop(host.stop).progress(&progress);
    let (mut counts, mut candidates, mut done) = (EndingCounts::default(), Vec::<TrialCandidate>::new(), 0);
    let played = run.commit(|block| {
        done = block.end;
        for (ended, some) in block.chunks {
            counts.add(&ended);
            candidates.extend(some);
            candidates.truncate(MOST_CANDIDATES);
        }
        Ok::<_, crate::engine::RunError>(std::ops::ControlFlow::Continue(()))
    });
    (host.events)(&Event::Ended);
    played.map_err(JobError::cannot_run(&manifest.head.scenario_file))?;
    if done < trials {
        return Err(JobError::Stopped(words!("interrupted: nothing is kept")));
    }
    Ok(ChosenTrial { wanted, odd, counts, considered: candidates.len() as u64, picked: pick(&candidates, odd) })
}

/// `trace.json`: the story; or that no trial ended so, and how they did.
#[must_use]
pub fn trace_figures(found: &TraceFound) -> Value {
    match found {
        TraceFound::Story(input) => figures(input),
        TraceFound::Never { chosen, .. } => json!({ "trial": null, "chosen": chosen_figures(chosen) }),
    }
}

fn figures(input: &TraceInput) -> Value {
    let mut story = json!(input.told);
    if let (Some(chosen), Value::Object(fields)) = (&input.chosen, &mut story) {
        fields.insert("chosen".to_owned(), chosen_figures(chosen));
    }
    story
}

fn chosen_figures(chosen: &ChosenTrial) -> Value {
    let like = match chosen.wanted {
        Wanted::Any => None,
        Wanted::Class(class) => Some(class.name()),
        Wanted::Failed => Some("failed"),
    };
    let endings = chosen.counts.occurring().map(|(name, count)| (name.to_owned(), json!(count)));
    json!({
        "like": like,
        "unusual": chosen.odd,
        "trials": chosen.counts.of(chosen.wanted),
        "considered": chosen.considered,
        "distance": chosen.picked.map(|picked| picked.distance),
        "endings": endings.collect::<Map<_, _>>(),
    })
}

impl LeftBehind for TraceInput {
    type Manifest = TraceManifest;

    fn table(&self) -> Option<(&'static str, Table)> {
        None
    }

    fn json(&self) -> Value {
        figures(self)
    }

    fn charts(&self, style: &Style) -> Vec<Chart> {
        trace_charts(self, style)
    }

    fn page(&self, style: &Style) -> Page {
        trace_page(self, style)
    }
}

impl Recorded for TraceManifest {
    const KIND: Kind = Kind::Trace;

    fn result(&self) -> &'static str {
        TRACE
    }

    fn look(&self) -> Look {
        self.traced.look.clone()
    }

    fn file(&self) -> String {
        self.traced.file()
    }

    fn texts(&self) -> Vec<(&str, &str)> {
        vec![(&self.traced.head.scenario_text, &self.traced.head.scenario_sha256)]
    }

    fn draws(&self, chart: &str) -> bool {
        charts::of_trace(chart)
    }
}
