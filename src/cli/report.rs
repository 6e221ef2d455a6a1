//! `armistice report`: charts and report again from stored results.

use std::path::Path;

use crate::job::report as draw_again;

use super::args::ExplorerArgument;
use super::look::LookArguments;
use super::{Failure, Status, console};

/// Draws the charts of a results folder again, in the look that is asked for.
pub(crate) fn report(
    folder: &Path,
    look: &LookArguments,
    explorer: ExplorerArgument,
    quiet: bool,
) -> Result<Status, Failure> {
    // Read once here, so that what is wrong with it is told before anything is drawn.
    let asked = look.read()?;
    let change = |present| explorer.over(look.read_over(present).unwrap_or_else(|_| asked.clone()));
    console::with_host(quiet, 1, look.language(), |host| draw_again(folder, &change, host))?;
    Ok(Status::Done)
}
