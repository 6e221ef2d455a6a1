//! `armistice choose`: which plan holds up over several states of the world.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::analysis::choose::{PolicyObjective, PolicySettings};
use crate::job::{ChooseOrder, choice_figures, choose as run_choice, json};
use crate::report::text::choice_text;

use super::args::{AnswerOptions, Format, Threads, TrialsFormat};
use super::values::{plan_id, share, weight, whole};
use super::{Failure, Status, console, print, screen};

/// What plans are judged by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum JudgedBy {
    /// The probability that all accept the plan and the peace holds at the year of the headlines
    #[default]
    Durable,
    /// What the challenger may expect of it
    Challenger,
    /// What the defender may expect of it
    Defender,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct ChooseArguments {
    /// Results folders of runs, each a state of the world, or of sweeps, of which each point is one
    #[arg(required = true, value_name = "RUN|SWEEP")]
    pub states: Vec<PathBuf>,
    /// Only these plans
    #[arg(long, value_delimiter = ',', value_name = "PLAN,…", value_parser = plan_id)]
    pub plans: Vec<String>,
    /// What plans are judged by
    #[arg(long, value_enum, default_value_t)]
    pub by: JudgedBy,
    /// What each state counts for, in their order; all alike when left out
    #[arg(
        long, value_delimiter = ',', value_name = "WEIGHT,…", allow_negative_numbers = true,
        value_parser = weight
    )]
    pub weights: Vec<f64>,
    /// What a plan must bring to be good enough
    #[arg(long, value_name = "X", default_value = "0.5", allow_negative_numbers = true, value_parser = share(1.0))]
    pub at_least: f64,
    /// How often the draws are resampled
    #[arg(long, value_name = "N", default_value = "400", allow_negative_numbers = true, value_parser = whole::<u64>(1, 100_000))]
    pub resamples: u64,
    /// Seed of the resampling
    #[arg(long, default_value = "1", allow_negative_numbers = true, value_parser = whole::<u64>(0, u64::MAX))]
    pub seed: u64,
    #[command(flatten)]
    pub threads: Threads,
    #[command(flatten)]
    pub left: AnswerOptions,
}

/// Judges plans and prints what was found.
pub(crate) fn choose(arguments: &ChooseArguments) -> Result<Status, Failure> {
    let [durable, challenger, defender] = PolicyObjective::ALL;
    let objective = match arguments.by {
        JudgedBy::Durable => durable,
        JudgedBy::Challenger => challenger,
        JudgedBy::Defender => defender,
    };
    let (at_least, resamples, seed) = (arguments.at_least, arguments.resamples, arguments.seed);
    let order = ChooseOrder {
        states: arguments.states.clone(),
        plans: arguments.plans.clone(),
        weights: arguments.weights.clone(),
        settings: PolicySettings { objective, at_least, resamples, seed },
        folder: arguments.left.out.clone(),
        look: arguments.left.look.read()?,
        wishes: arguments.left.output.wishes(TrialsFormat::default()),
    };
    let (lang, language) = (order.look.language(), arguments.left.look.language());
    let (quiet, threads) = (arguments.left.output.quiet, arguments.threads.count());
    let found = console::with_host(quiet, threads, language, |host| run_choice(&order, host))?.input;
    match arguments.left.output.format {
        Format::Text => print(&choice_text(&found, &screen(&lang))),
        Format::Json => print(&String::from_utf8_lossy(&json(&choice_figures(&found)))),
    }
}
