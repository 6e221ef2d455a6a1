//! `armistice sensitivity`: which inputs drive a figure.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::analysis::sensitivity::{Grouping, SensitivityMethod};
use crate::job::{JobError, QuestionOrder, SensitivityQuestion, json, sensitivity as asked, sensitivity_figures};
use crate::report::text::told_text;
use crate::words::words;

use super::args::{Common, Format, HOW, TrialsFormat, WHAT};
use super::{Failure, Status, console, print, screen};

#[derive(Clone, Debug, Args)]
pub(crate) struct SensitivityArguments {
    /// Scenario file; `-` is standard input
    pub file: PathBuf,
    /// The figure, such as `plans.truce.if_signed@15`
    #[arg(long, value_name = "FIGURE", help_heading = WHAT)]
    pub measure: String,
    /// How inputs are asked about
    #[arg(long, value_enum, default_value_t, help_heading = HOW)]
    pub method: MethodArgument,
    /// Move these inputs together: paths, or what paths begin with; repeatable
    #[arg(long, value_name = "NAME=PATH,…", help_heading = HOW)]
    pub group: Vec<String>,
    /// Move all inputs of a side, a guarantor, a party, a plan or a section together
    #[arg(long, help_heading = HOW)]
    pub by_group: bool,
    #[command(flatten)]
    pub common: Common,
}

/// How inputs are asked about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum MethodArgument {
    /// First-order and total indices of variance
    #[default]
    Sobol,
    /// Elementary effects: which inputs can be left aside
    Morris,
    /// Shapley effects of at most ten inputs or groups
    Shapley,
}

/// Asks and prints what drives the figure.
pub(crate) fn sensitivity(arguments: &SensitivityArguments) -> Result<Status, Failure> {
    let common = &arguments.common;
    let method = match arguments.method {
        MethodArgument::Sobol => SensitivityMethod::Sobol,
        MethodArgument::Morris => SensitivityMethod::Morris,
        MethodArgument::Shapley => SensitivityMethod::Shapley,
    };
    let named = arguments.group.iter().map(|text| group(text)).collect::<Result<_, Failure>>()?;
    let question = SensitivityQuestion {
        measure: arguments.measure.clone(),
        method,
        grouping: Grouping { named, by_owner: arguments.by_group },
    };
    let order = order(arguments.file.clone(), common)?;
    let (quiet, threads, spoken) = (common.output.quiet, common.threads.count(), common.look.language());
    let input = console::with_host(quiet, threads, spoken, |host| asked(&order, &question, host))?;
    let lang = order.look.language();
    match common.output.format {
        Format::Json => print(&String::from_utf8_lossy(&json(&sensitivity_figures(&input)))),
        Format::Text => print(&told_text(&input.told(&lang), &screen(&lang))),
    }
}

/// What questions of all kinds are asked with.
pub(super) fn order(file: PathBuf, common: &Common) -> Result<QuestionOrder, Failure> {
    Ok(QuestionOrder {
        file,
        settings: common.overrides.settings(),
        folder: common.out.clone(),
        look: common.look.read()?,
        wishes: common.output.wishes(TrialsFormat::default()),
    })
}

/// `NAME=PATH,…`
fn group(text: &str) -> Result<(String, Vec<String>), Failure> {
    let parts = text.split_once('=').map(|(name, paths)| {
        let paths: Vec<String> = paths.split(',').map(|path| path.trim().to_owned()).collect();
        (name.trim().to_owned(), paths)
    });
    let sound = parts.filter(|(name, paths)| !name.is_empty() && paths.iter().all(|path| !path.is_empty()));
    let wrong = || {
        JobError::refused(
            format!("--group {text}"),
            words!("takes NAME=PATH,…, such as --group russia=challenger.war_cost,challenger.optimism"),
        )
    };
    sound.ok_or_else(|| wrong().into())
}
