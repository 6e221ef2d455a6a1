//! `armistice evaluate`

use serde::Serialize;

use crate::analysis;
use crate::analysis::concession::{self, ChangeError, Changes};
use crate::analysis::evaluation::Evaluation;
use crate::analysis::theories::set_beside;
use crate::job::JobError;
use crate::report::text::evaluate_text;
use crate::scenario::{Scenario, load};
use crate::words::words;

use super::args::{EvaluateArguments, Format};
use super::{Failure, Status, print, warn};

/// What `--format json` prints.
#[derive(Serialize)]
struct Solved<'a> {
    #[serde(flatten)]
    evaluation: &'a Evaluation,
    changes: &'a Changes,
}

/// Solves a scenario exactly and prints the solution.
pub(crate) fn evaluate(arguments: &EvaluateArguments) -> Result<Status, Failure> {
    let settings = arguments.overrides.settings();
    let loaded = load(&arguments.file, &settings.all(), settings.plans.as_deref())?;
    if !arguments.quiet {
        warn(&loaded, arguments.spoken.lang);
    }
    let refused = |reason| JobError::refused(arguments.file.display(), reason);
    let solve = |scenario: &Scenario| {
        let solved = analysis::evaluate(scenario);
        solved.map_err(|error| refused(words!("at central values, {error}", error = error.words())))
    };
    let mut evaluation = solve(&loaded.scenario)?;
    if let Some(second) = settings.of_second_theory() {
        let other = load(&arguments.file, &second.all(), second.plans.as_deref())?.scenario;
        let [first, second] = [&loaded.scenario, &other].map(|scenario| scenario.structure().theory);
        set_beside(&mut evaluation, first, &solve(&other)?, second);
    }
    let changes = changes(&loaded.scenario, &evaluation, settings.trials).map_err(|error| refused(error.words()))?;
    match arguments.format {
        Format::Json => {
            let solved = Solved { evaluation: &evaluation, changes: &changes };
            print(&format!("{}\n", serde_json::to_string_pretty(&solved).unwrap_or_default()))
        }
        Format::Text => {
            let messages = arguments.spoken.lang.messages();
            print(&evaluate_text(&evaluation, &changes, &loaded.scenario, &super::screen(&messages)))
        }
    }
}

/// What would change the refusals of all plans.
fn changes(scenario: &Scenario, evaluation: &Evaluation, draws: Option<u64>) -> Result<Changes, ChangeError> {
    let plans: Vec<usize> = (0..evaluation.plans.len()).collect();
    concession::changes(scenario, evaluation, &plans, draws, None)
}
