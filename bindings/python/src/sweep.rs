//! A sweep: its points as a table.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::Ordering;

use armistice::job::{Destination, Event, Host, JobError, Settings, SweepFigures, SweepOrder, Wishes, sweep as job};
use armistice::sweep::table::{PointRow, columns};
use csv::StringRecord;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

use super::faults::of_job;
use super::table::{Columns, batch, schema};
use super::watched::{crew, watched};

/// The points, by measure those that rest on too few trials, trials that failed.
type Swept = (Columns, BTreeMap<String, Vec<usize>>, u64);

/// Runs a sweep file into a folder, going on there where an earlier call was stopped.
#[pyfunction]
pub(crate) fn sweep(
    py: Python<'_>,
    path: PathBuf,
    folder: PathBuf,
    set: Vec<String>,
    plans: Option<Vec<String>>,
    trials: Option<u64>,
    seed: Option<u64>,
    threads: Option<usize>,
    charts: bool,
    progress: Option<Py<PyAny>>,
) -> PyResult<Swept> {
    let order = SweepOrder {
        settings: Settings { set, plans, trials, seed, ..Settings::default() },
        place: Destination::Folder(folder),
        wishes: Wishes { charts, ..Wishes::default() },
        // Who calls is no stranger.
        allow_outside: true,
        ..SweepOrder::new(path)
    };
    let outcome = watched(py, progress.as_ref(), |watch| {
        let events = |event: &Event<'_>| match event {
            Event::Started { trials, done, .. } => {
                watch.done.store(*done, Ordering::Relaxed);
                watch.total.store(*trials, Ordering::Relaxed);
            }
            Event::Played(count) => watch.add(*count),
            _ => {}
        };
        job(&order, &Host { threads: crew(threads), stop: &watch.stop, events: &events })
    })?;
    let figures = outcome.and_then(|outcome| {
        outcome.figures.ok_or_else(|| JobError::Stopped(armistice::words::Words::verbatim("the sweep was stopped")))
    });
    swept(&figures.map_err(|error| of_job(py, &error))?)
}

fn swept(figures: &SweepFigures) -> PyResult<Swept> {
    let columns =
        columns(&figures.sweep, &figures.base).into_iter().map(|column| (column.name, column.unit, column.holds));
    let schema = schema(columns);
    let row = |row: &PointRow| {
        let shown = |figure: Option<f64>| figure.map_or_else(String::new, |figure| figure.to_string());
        let figures = row.measures.iter().flat_map(|it| [it.value, it.low, it.high]).map(shown);
        row.axes.iter().cloned().chain(figures).collect::<StringRecord>()
    };
    let rows: Vec<StringRecord> = figures.rows.iter().map(row).collect();
    let batch = batch(&schema, &rows).map_err(PyRuntimeError::new_err)?;
    Ok((Columns::new(schema, vec![batch]), few(figures), figures.failed_trials))
}

/// By measure, the points at which it rests on too few trials.
fn few(figures: &SweepFigures) -> BTreeMap<String, Vec<usize>> {
    let mut few: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, measure) in figures.sweep.measures.iter().enumerate() {
        let points = figures.rows.iter().enumerate().filter(|(_, row)| row.measures[place].few);
        let points: Vec<usize> = points.map(|(point, _)| point).collect();
        if !points.is_empty() {
            few.insert(measure.id.clone(), points);
        }
    }
    few
}
