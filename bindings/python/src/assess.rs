//! Exact figures at many rows of inputs.

use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};

use armistice::analysis::assess::{AssessError, Assessor, StartFigure};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use super::faults::refused_row;
use super::watched::{Watch, crew, watched};

/// Rows that a thread takes at a time.
const ROWS: usize = 8;

/// What is asked for.
pub(crate) struct Assessed {
    /// These figures, in this order.
    pub(crate) figures: Vec<StartFigure>,
    /// So many rows.
    pub(crate) count: usize,
    /// The inputs, row by row.
    pub(crate) rows: Vec<f64>,
}

/// A row that is refused.
type Refusal = Option<(usize, AssessError)>;

/// Numbers as bytes.
pub(crate) fn bytes_of(py: Python<'_>, numbers: Vec<f64>) -> Bound<'_, PyBytes> {
    PyBytes::new(py, &numbers.iter().flat_map(|number| number.to_ne_bytes()).collect::<Vec<u8>>())
}

/// The figures at all rows; raises what is wrong with the first that is refused, for any number of threads.
pub(crate) fn assess<'py>(
    py: Python<'py>,
    assessor: &Assessor<'_>,
    asked: &Assessed,
    threads: Option<usize>,
    progress: Option<&Py<PyAny>>,
) -> PyResult<Bound<'py, PyBytes>> {
    let count = asked.count;
    let workers: Vec<Assessor<'_>> = vec![assessor.clone(); crew(threads).min(count.div_ceil(ROWS)).max(1)];
    let (found, refusal) = watched(py, progress, |watch| {
        watch.total.store(count as u64, Ordering::Relaxed);
        let mut found = vec![f64::NAN; count * asked.figures.len()];
        let refusal = spread(workers, asked, &mut found, watch);
        (found, refusal)
    })?;
    match refusal {
        Some((row, error)) => Err(refused_row(py, row, &error)),
        None => Ok(bytes_of(py, found)),
    }
}

/// Shares the rows out among the workers, in their order.
fn spread(workers: Vec<Assessor<'_>>, asked: &Assessed, found: &mut [f64], watch: &Watch) -> Refusal {
    let parts = Mutex::new(found.chunks_mut(ROWS * asked.figures.len()).enumerate());
    let refusal: Mutex<Refusal> = Mutex::new(None);
    std::thread::scope(|scope| {
        for mut assessor in workers {
            let (parts, refusal) = (&parts, &refusal);
            scope.spawn(move || {
                while !watch.stop.load(Ordering::Relaxed) && locked(refusal).is_none() {
                    let Some((part, found)) = locked(parts).next() else { break };
                    if let Err((row, error)) = fill(&mut assessor, asked, part * ROWS, found, watch) {
                        let mut first = locked(refusal);
                        if first.as_ref().is_none_or(|(other, _)| row < *other) {
                            *first = Some((row, error));
                        }
                    }
                }
            });
        }
    });
    refusal.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// The figures at the rows from `first` on, as many as there is place for.
fn fill(
    assessor: &mut Assessor<'_>,
    asked: &Assessed,
    first: usize,
    found: &mut [f64],
    watch: &Watch,
) -> Result<(), (usize, AssessError)> {
    let width = assessor.inputs().len();
    for (row, place) in found.chunks_mut(asked.figures.len()).enumerate() {
        let row = first + row;
        let all = assessor.assess(&asked.rows[row * width..][..width]).map_err(|error| (row, error))?;
        place.iter_mut().zip(&asked.figures).for_each(|(place, &figure)| *place = all.figure(figure));
        watch.add(1);
    }
    Ok(())
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The values of the inputs at rows of the unit cube.
pub(crate) fn places<'py>(py: Python<'py>, assessor: &Assessor<'_>, rows: &[f64]) -> PyResult<Bound<'py, PyBytes>> {
    let mut values = Vec::with_capacity(rows.len());
    for (row, place) in rows.chunks(assessor.inputs().len().max(1)).enumerate() {
        values.extend(assessor.values_at(place).map_err(|error| refused_row(py, row, &error))?);
    }
    Ok(bytes_of(py, values))
}
