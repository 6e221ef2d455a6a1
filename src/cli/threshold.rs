//! `armistice threshold`: where a number must lie for a figure.

use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueEnum};

use crate::analysis::crossings::CrossingGoal;
use crate::job::{ThresholdQuestion, json, threshold as asked, threshold_figures};
use crate::report::text::told_text;

use super::args::{Common, Format, HOW, WHAT};
use super::sensitivity::order;
use super::values::number;
use super::{Failure, Status, console, print, screen};

#[derive(Clone, Debug, Args)]
#[command(group = ArgGroup::new("goal").required(true))]
pub(crate) struct ThresholdArguments {
    /// Scenario file; `-` is standard input
    pub file: PathBuf,
    /// The number: an uncertain input, or any other that --set takes
    #[arg(long, value_name = "PATH", help_heading = WHAT)]
    pub path: String,
    /// The figure, such as `plans.truce.if_signed@15`; with --for-each, `*` stands for the plan
    #[arg(long, value_name = "FIGURE", help_heading = WHAT)]
    pub measure: String,
    /// The figure shall be this or more
    #[arg(long, value_name = "VALUE", group = "goal", help_heading = WHAT, allow_negative_numbers = true, value_parser = number)]
    pub at_least: Option<f64>,
    /// The figure shall be this or less
    #[arg(long, value_name = "VALUE", group = "goal", help_heading = WHAT, allow_negative_numbers = true, value_parser = number)]
    pub at_most: Option<f64>,
    /// Lower end of the range; that of the input's distribution when left out
    #[arg(long, value_name = "VALUE", help_heading = WHAT, allow_negative_numbers = true, value_parser = number)]
    pub from: Option<f64>,
    /// Upper end of the range; that of the input's distribution when left out
    #[arg(long, value_name = "VALUE", help_heading = WHAT, allow_negative_numbers = true, value_parser = number)]
    pub to: Option<f64>,
    /// One answer for each of these
    #[arg(long, value_enum, help_heading = WHAT)]
    pub for_each: Option<ForEach>,
    /// All other inputs at their central values, instead of drawn
    #[arg(long, help_heading = HOW)]
    pub central: bool,
    #[command(flatten)]
    pub common: Common,
}

/// Of what there is one answer each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ForEach {
    /// Plans
    Plan,
}

/// Asks and prints where the number must lie.
pub(crate) fn threshold(arguments: &ThresholdArguments) -> Result<Status, Failure> {
    let common = &arguments.common;
    let goal = match (arguments.at_least, arguments.at_most) {
        (Some(value), _) => CrossingGoal::AtLeast(value),
        (None, value) => CrossingGoal::AtMost(value.unwrap_or_default()),
    };
    let question = ThresholdQuestion {
        path: arguments.path.clone(),
        measure: arguments.measure.clone(),
        goal,
        range: [arguments.from, arguments.to],
        central: arguments.central,
        each_plan: arguments.for_each.is_some(),
    };
    let order = order(arguments.file.clone(), common)?;
    let (quiet, threads, spoken) = (common.output.quiet, common.threads.count(), common.look.language());
    let input = console::with_host(quiet, threads, spoken, |host| asked(&order, &question, host))?;
    let lang = order.look.language();
    match common.output.format {
        Format::Json => print(&String::from_utf8_lossy(&json(&threshold_figures(&input)))),
        Format::Text => print(&told_text(&input.told(&lang), &screen(&lang))),
    }
}
