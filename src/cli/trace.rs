//! `armistice trace`: one trial of a run as a story.

use std::path::PathBuf;

use clap::Args;
use serde_json::Value;

use crate::job::{Settings, TraceAsked, TraceFound, TraceOrder, trace as run_trace, trace_figures};
use crate::report::text::{chosen_text, trace_text};

use super::args::{Common, TrialsFormat, WHAT};
use super::theories::print_told;
use super::values::whole;
use super::{Failure, Status, console, screen};

/// What `armistice trace` is asked.
#[derive(Clone, Debug, Args)]
pub(crate) struct TraceArguments {
    /// Scenario file; `-` is standard input
    pub file: PathBuf,
    /// Number of the trial, as the trial table has it: from 0; the first one when left out
    #[arg(
        long,
        value_name = "K",
        help_heading = WHAT,
        allow_negative_numbers = true,
        value_parser = whole::<u64>(0, u64::MAX),
        conflicts_with_all = ["like", "unusual"]
    )]
    trial: Option<u64>,
    /// A typical trial of those that ended so: `peace_held`, `resumed_by_challenger`, `resumed_by_defender`,
    /// `no_settlement`, `frozen`, `challenger_victory`, `defender_victory` or `failed`. All trials are played for it
    #[arg(long, value_name = "CLASS", help_heading = WHAT)]
    like: Option<String>,
    /// An odd trial instead of a typical one, of all or of those of `--like`
    #[arg(long, help_heading = WHAT)]
    unusual: bool,
    /// Trials at each draw of the inputs, as the run has them
    #[arg(long, value_name = "R", help_heading = WHAT, allow_negative_numbers = true, value_parser = whole::<u64>(1, 4096))]
    replications: Option<u64>,
    #[command(flatten)]
    pub common: Common,
}

impl TraceArguments {
    fn asked(&self) -> TraceAsked {
        if self.like.is_some() || self.unusual {
            return TraceAsked::Like { ending: self.like.clone(), odd: self.unusual };
        }
        TraceAsked::Trial(self.trial.unwrap_or(0))
    }
}

/// Tells the story of a trial, or of the same trial under two theories.
pub(crate) fn trace(arguments: &TraceArguments) -> Result<Status, Failure> {
    print_told(&arguments.common, |settings, folder| traced(arguments, settings, folder))
}

/// A story as a text and as figures.
fn traced(arguments: &TraceArguments, settings: Settings, folder: Option<PathBuf>) -> Result<(String, Value), Failure> {
    let common = &arguments.common;
    let order = TraceOrder {
        file: arguments.file.clone(),
        settings: Settings { replications: arguments.replications, ..settings },
        asked: arguments.asked(),
        folder,
        look: common.look.read()?,
        wishes: common.output.wishes(TrialsFormat::default()),
    };
    let (quiet, threads, spoken) = (common.output.quiet, common.threads.count(), common.look.language());
    let found = console::with_host(quiet, threads, spoken, |host| run_trace(&order, host))?;
    let lang = order.look.language();
    let screen = screen(&lang);
    let text = match &found {
        TraceFound::Story(input) => trace_text(input, &screen),
        TraceFound::Never { scenario, chosen } => chosen_text(chosen, scenario, &screen),
    };
    Ok((text, trace_figures(&found)))
}
