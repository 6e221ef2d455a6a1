//! Faults and oddities as Python has them.

use armistice::analysis::assess::AssessError;
use armistice::engine::WorldError;
use armistice::job::{Blame, JobError};
use armistice::scenario::{Colours, Diagnostic, Faults, Severity};
use pyo3::exceptions::{PyKeyboardInterrupt, PyRuntimeError, PyValueError};
use pyo3::prelude::*;

/// The arguments of `armistice.Diagnostic`.
type Told = (
    &'static str,
    &'static str,
    Option<String>,
    Option<usize>,
    Option<usize>,
    Option<String>,
    String,
    Option<String>,
    String,
);

/// A diagnostic as the arguments of `armistice.Diagnostic`.
pub(crate) fn told(diagnostic: &Diagnostic) -> Told {
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let place = diagnostic.place.as_ref();
    let line = place.and_then(|place| place.line);
    (
        severity,
        diagnostic.code.name(),
        place.map(|place| place.source.clone()),
        line,
        line.and(place).map(|place| place.column),
        diagnostic.key.clone(),
        diagnostic.message.to_string(),
        diagnostic.hint.as_ref().map(ToString::to_string),
        diagnostic.render(Colours::Off).trim_end().to_owned(),
    )
}

/// An error of the package, made of these arguments.
fn raised<'py>(py: Python<'py>, class: &str, arguments: impl pyo3::call::PyCallArgs<'py>) -> PyErr {
    let made = py.import("armistice._errors").and_then(|module| module.getattr(class)?.call1(arguments));
    made.map_or_else(|error| error, PyErr::from_value)
}

/// `armistice.ScenarioError`.
pub(crate) fn faulty(py: Python<'_>, faults: &Faults) -> PyErr {
    raised(py, "ScenarioError", (faults.to_string(), faults.diagnostics.iter().map(told).collect::<Vec<_>>()))
}

/// `armistice.AssessError`: row of the table of inputs, the path at fault where it is one.
pub(crate) fn refused_row(py: Python<'_>, row: usize, error: &AssessError) -> PyErr {
    let path = match error {
        AssessError::Number { path, .. } | AssessError::World(WorldError::Range { path, .. }) => Some(path),
        _ => None,
    };
    raised(py, "AssessError", (format!("row {row}: {error}"), row, path))
}

/// What a job that ended early raises.
pub(crate) fn of_job(py: Python<'_>, error: &JobError) -> PyErr {
    match (error, error.blame()) {
        (JobError::Faults(faults), _) => faulty(py, faults),
        (_, Blame::Request) => PyValueError::new_err(error.to_string()),
        (_, Blame::System) => PyRuntimeError::new_err(error.to_string()),
        (_, Blame::Stop) => PyKeyboardInterrupt::new_err(error.to_string()),
    }
}
