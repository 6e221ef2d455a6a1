//! `armistice compare`: runs, or plans each alone on the table, side by side on the same luck.

use std::path::PathBuf;

use serde_json::Value;

use crate::job::{CompareOrder, Settings, alone_figures, compare as run_comparison, compare_plans, comparison_figures};
use crate::report::text::{comparison_text, plans_alone_text};

use super::args::{CompareArguments, TrialsFormat};
use super::theories::print_told;
use super::{Failure, Status, console, screen};

/// Compares runs or plans and prints the differences.
pub(crate) fn compare(arguments: &CompareArguments) -> Result<Status, Failure> {
    print_told(&arguments.common, |settings, folder| compared(arguments, settings, folder))
}

/// A comparison as a text and as figures.
fn compared(
    arguments: &CompareArguments,
    settings: Settings,
    folder: Option<PathBuf>,
) -> Result<(String, Value), Failure> {
    let common = &arguments.common;
    let order = CompareOrder {
        runs: arguments.runs.clone(),
        settings,
        folder,
        look: common.look.read()?,
        wishes: common.output.wishes(TrialsFormat::default()),
    };
    let (quiet, threads, spoken) = (common.output.quiet, common.threads.count(), common.look.language());
    let lang = order.look.language();
    let (text, figures) = if order.asks_all_plans() {
        let found = console::with_host(quiet, threads, spoken, |host| compare_plans(&order, host))?.found;
        (plans_alone_text(&found, &screen(&lang)), alone_figures(&found))
    } else {
        let input = console::with_host(quiet, threads, spoken, |host| run_comparison(&order, host))?.input;
        (comparison_text(&input, &screen(&lang)), comparison_figures(&input))
    };
    Ok((text, figures))
}
