//! `armistice evaluate`

use crate::analysis;
use crate::report::text::evaluate_text;
use crate::scenario::load;

use super::args::{EvaluateArguments, Format};
use super::{Failure, Status, print, warn};

/// Solves a scenario exactly and prints the solution.
pub(crate) fn evaluate(arguments: &EvaluateArguments) -> Result<Status, Failure> {
    let settings = arguments.overrides.settings();
    let loaded = load(&arguments.file, &settings.all(), settings.plans.as_deref())?;
    if !arguments.quiet {
        warn(&loaded);
    }
    let evaluation = analysis::evaluate(&loaded.scenario)
        .map_err(|error| Failure::wrong(format!("{}: at central values, {error}", arguments.file.display())))?;
    match arguments.format {
        Format::Json => print(&format!("{}\n", serde_json::to_string_pretty(&evaluation).unwrap_or_default())),
        Format::Text => {
            print(&evaluate_text(&evaluation, &loaded.scenario, &super::screen(&arguments.lang.messages())))
        }
    }
}
