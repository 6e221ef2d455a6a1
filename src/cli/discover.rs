//! `armistice discover`: the inputs under which an outcome of a run comes.

use std::path::PathBuf;

use clap::Args;

use crate::analysis::discover::{PeelObjective, PrimChoice, PrimSettings};
use crate::job::{DiscoverOrder, discover as run_discovery, discovery_figures, json};
use crate::report::text::discovery_text;

use super::args::{AnswerOptions, Format, TrialsFormat};
use super::values::{share, whole};
use super::{Failure, Status, console, print, screen};

#[derive(Clone, Debug, Args)]
pub(crate) struct DiscoverArguments {
    /// Results folder of a run that keeps its table of trials
    pub run: PathBuf,
    /// The outcome: a class, `settled`, `signed=PLAN`, `held@YEAR`, `signed_and_holding`, or a column compared with something
    #[arg(long, value_name = "OUTCOME")]
    pub outcome: String,
    /// Most boxes, each among the trials that are in none before it
    #[arg(long, value_name = "N", default_value = "1", allow_negative_numbers = true, value_parser = whole::<u64>(1, 20))]
    pub boxes: u64,
    /// Share of a box that is peeled off or pasted on at a time
    #[arg(long, value_name = "SHARE", default_value = "0.05", allow_negative_numbers = true, value_parser = share(0.5))]
    pub alpha: f64,
    /// Least share of all trials that a box holds
    #[arg(long, value_name = "SHARE", default_value = "0.05", allow_negative_numbers = true, value_parser = share(0.9))]
    pub least_mass: f64,
    /// Peel what gains most density for each trial given up, not what gains most: fairer to inputs with few values
    #[arg(long)]
    pub lenient: bool,
    /// Take this box of the trajectory, 0 being all trials
    #[arg(
        long = "box", value_name = "K", allow_negative_numbers = true, value_parser = whole::<u64>(1, 1_000_000),
        conflicts_with = "density"
    )]
    pub step: Option<u64>,
    /// Take the first box of the trajectory of at least this density
    #[arg(long, value_name = "SHARE", allow_negative_numbers = true, value_parser = share(1.0))]
    pub density: Option<f64>,
    #[command(flatten)]
    pub left: AnswerOptions,
}

/// Seeks boxes and prints them.
pub(crate) fn discover(arguments: &DiscoverArguments) -> Result<Status, Failure> {
    let choice = match (arguments.step, arguments.density) {
        (Some(step), _) => PrimChoice::Step(step as usize),
        (None, Some(density)) => PrimChoice::Density(density),
        (None, None) => PrimChoice::Excess,
    };
    let order = DiscoverOrder {
        run: arguments.run.clone(),
        outcome: arguments.outcome.clone(),
        settings: PrimSettings {
            alpha: arguments.alpha,
            objective: if arguments.lenient { PeelObjective::Lenient } else { PeelObjective::Strict },
            least_mass: arguments.least_mass,
            boxes: arguments.boxes as usize,
            choice,
        },
        folder: arguments.left.out.clone(),
        look: arguments.left.look.read()?,
        wishes: arguments.left.output.wishes(TrialsFormat::default()),
    };
    let lang = order.look.language();
    let language = arguments.left.look.language();
    let found = console::with_host(arguments.left.output.quiet, 1, language, |host| run_discovery(&order, host))?.input;
    match arguments.left.output.format {
        Format::Text => print(&discovery_text(&found, &screen(&lang))),
        Format::Json => print(&String::from_utf8_lossy(&json(&discovery_figures(&found)))),
    }
}
