//! `armistice compare`: runs, or plans each alone on the table, side by side on the same luck.

use crate::job::{CompareOrder, compare as run_comparison, comparison_figures, json};
use crate::report::text::comparison_text;

use super::args::{CompareArguments, Format, TrialsFormat};
use super::{Failure, Status, console, print, screen};

/// Compares runs or plans and prints the differences.
pub(crate) fn compare(arguments: &CompareArguments) -> Result<Status, Failure> {
    let common = &arguments.common;
    let order = CompareOrder {
        runs: arguments.runs.clone(),
        settings: common.overrides.settings(),
        folder: common.out.clone(),
        look: common.look.read()?,
        wishes: common.output.wishes(TrialsFormat::default()),
    };
    let figures = console::with_host(common.output.quiet, common.threads.count(), |host| run_comparison(&order, host))?;
    match common.output.format {
        Format::Text => print(&comparison_text(&figures.input, &screen(&order.look.language()))),
        Format::Json => print(&String::from_utf8_lossy(&json(&comparison_figures(&figures.input)))),
    }
}
