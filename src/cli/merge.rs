//! `armistice merge`: the parts of a split run or sweep become the whole.

use crate::job::{MergeOrder, Merged, merge as join};

use super::args::MergeArguments;
use super::{Failure, Status, console, run, sweep};

/// Joins all parts into a results folder and prints the figures.
pub(crate) fn merge(arguments: &MergeArguments) -> Result<Status, Failure> {
    let order = MergeOrder {
        parts: arguments.parts.clone(),
        folder: arguments.out.clone(),
        allow_missing: arguments.allow_missing,
        wishes: arguments.output.wishes(arguments.trials_format),
    };
    let format = arguments.output.format;
    match console::with_host(arguments.output.quiet, 1, arguments.spoken.lang, |host| join(&order, host))? {
        Merged::Run(outcome) => outcome.figures.map_or(Ok(Status::Done), |figures| run::show(&figures, format)),
        Merged::Sweep(outcome) => outcome.figures.map_or(Ok(Status::Done), |figures| sweep::show(&figures, format)),
    }
}
