//! A run: its summary, and its trials as a table.

use std::ops::ControlFlow;
use std::sync::atomic::Ordering;

use armistice::analysis::summarise;
use armistice::analysis::summary::Summary;
use armistice::analysis::table::CsvTable;
use armistice::engine::{Run, RunError, Tally};
use armistice::job::json;
use armistice::report::lang::Lang;
use armistice::report::text::{Screen, run_tables};
use armistice::scenario::Scenario;
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use super::table::{Columns, batch, schema};
use super::watched::{Watch, crew, watched};

/// What a run came to.
#[pyclass(frozen, module = "armistice._armistice")]
pub(crate) struct Ran {
    scenario: Scenario,
    summary: Summary,
    trials: Option<Py<Columns>>,
}

#[pymethods]
impl Ran {
    /// The bytes of summary.json.
    fn summary_json<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &json(&self.summary))
    }

    /// What `armistice run` prints.
    fn described(&self) -> String {
        run_tables(&self.summary, &self.scenario, &Screen { lang: &Lang::english(), width: Screen::USUAL })
    }

    #[getter]
    fn trials(&self, py: Python<'_>) -> Option<Py<Columns>> {
        self.trials.as_ref().map(|trials| trials.clone_ref(py))
    }
}

/// Why there is no run.
enum Ended {
    Run(RunError),
    Table(String),
}

impl From<RunError> for Ended {
    fn from(error: RunError) -> Self {
        Self::Run(error)
    }
}

/// Plays the trials of a scenario.
pub(crate) fn run(
    py: Python<'_>,
    scenario: &Scenario,
    threads: Option<usize>,
    table: bool,
    progress: Option<&Py<PyAny>>,
) -> PyResult<Ran> {
    let table = table.then(|| CsvTable::new(scenario));
    let column = |it: &armistice::analysis::table::TableColumn| (it.name.clone(), it.unit.clone(), it.holds);
    let schema = schema(table.iter().flat_map(|table| table.columns().iter().map(column)));
    let played = watched(py, progress, |watch| play(scenario, crew(threads), table.as_ref(), &schema, watch))?;
    let (tally, batches) = played.map_err(|ended| match ended {
        Ended::Run(error) => PyValueError::new_err(error.to_string()),
        Ended::Table(reason) => PyRuntimeError::new_err(reason),
    })?;
    let summary = py.detach(|| summarise(scenario, &tally));
    let trials = table.map(|_| Py::new(py, Columns::new(schema, batches))).transpose()?;
    Ok(Ran { scenario: scenario.clone(), summary, trials })
}

fn play(
    scenario: &Scenario,
    threads: usize,
    table: Option<&CsvTable>,
    schema: &SchemaRef,
    watch: &Watch,
) -> Result<(Tally, Vec<RecordBatch>), Ended> {
    // Where something is foretold, all trials are played once before.
    let times = if scenario.structure().forecasts.is_empty() { 1 } else { 2 };
    watch.total.store(times * scenario.run().trials, Ordering::Relaxed);
    let mut batches = Vec::new();
    let run = Run::new(scenario).threads(threads).stop(&watch.stop);
    let progress = |count| watch.add(count);
    let tally = run.progress(&progress).observe(table).commit(|block| {
        if table.is_some() {
            let lines: Vec<String> = block.chunks.into_iter().flatten().collect();
            batches.push(rows(schema, &lines.concat()).map_err(Ended::Table)?);
        }
        Ok::<_, Ended>(ControlFlow::Continue(()))
    })?;
    Ok((tally, batches))
}

/// Lines of a trial table as a batch.
fn rows(schema: &SchemaRef, lines: &str) -> Result<RecordBatch, String> {
    let reader = csv::ReaderBuilder::new().has_headers(false).from_reader(lines.as_bytes()).into_records();
    let rows = reader.collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string())?;
    batch(schema, &rows)
}
