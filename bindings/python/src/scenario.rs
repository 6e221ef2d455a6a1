//! A scenario with the text that it was made from.

use armistice::analysis::assess::{Assessor, StartFigure};
use armistice::analysis::concession::changes;
use armistice::analysis::evaluate;
use armistice::report::text::Screen;
use armistice::scenario::{Colours, Faults, Loaded, describe, load, parse};
use armistice::words::Phrases;
use pyo3::buffer::PyBuffer;
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use super::assess::{Assessed, assess, bytes_of, places};
use super::faults::{faulty, told};
use super::run::{Ran, run};

/// Where a scenario's text is: in a file, or here, by a name for messages.
fn read(
    path: Option<&str>,
    name: &str,
    text: &str,
    set: &[String],
    plans: Option<&[String]>,
) -> Result<Loaded, Faults> {
    match path {
        Some(path) => load(path.as_ref(), set, plans),
        None => parse(name, text, set, plans),
    }
}

/// A checked scenario, and what it was made from.
#[pyclass(frozen, module = "armistice._armistice")]
pub(crate) struct Core {
    pub(crate) loaded: Loaded,
    #[pyo3(get)]
    name: String,
    #[pyo3(get)]
    set: Vec<String>,
    #[pyo3(get)]
    plans_kept: Option<Vec<String>>,
}

/// All faults of a scenario, or all that is odd about it.
#[pyfunction]
pub(crate) fn diagnostics<'py>(
    py: Python<'py>,
    path: Option<&str>,
    name: &str,
    text: &str,
    set: Vec<String>,
    plans: Option<Vec<String>>,
) -> PyResult<Bound<'py, PyAny>> {
    let found = match py.detach(|| read(path, name, text, &set, plans.as_deref())) {
        Ok(loaded) => loaded.warnings,
        Err(faults) => faults.diagnostics,
    };
    found.iter().map(told).collect::<Vec<_>>().into_pyobject(py)
}

#[pymethods]
impl Core {
    #[new]
    fn new(
        py: Python<'_>,
        path: Option<&str>,
        name: &str,
        text: &str,
        set: Vec<String>,
        plans: Option<Vec<String>>,
    ) -> PyResult<Self> {
        let loaded = py.detach(|| read(path, name, text, &set, plans.as_deref()));
        let loaded = loaded.map_err(|faults| faulty(py, &faults))?;
        Ok(Self { loaded, name: path.unwrap_or(name).to_owned(), set, plans_kept: plans })
    }

    #[getter]
    fn text(&self) -> &str {
        &self.loaded.text
    }

    #[getter]
    fn title(&self) -> &str {
        self.loaded.scenario.name()
    }

    #[getter]
    fn plans(&self) -> Vec<String> {
        self.loaded.scenario.structure().plans.iter().map(|plan| plan.id.clone()).collect()
    }

    #[getter]
    fn seed(&self) -> u64 {
        self.loaded.scenario.run().seed
    }

    #[getter]
    fn trials(&self) -> u64 {
        self.loaded.scenario.run().trials
    }

    #[getter]
    fn years(&self) -> usize {
        self.loaded.scenario.run().years
    }

    /// What `armistice check` prints.
    fn described(&self) -> String {
        describe(&self.loaded, Colours::Off, Screen::USUAL, &Phrases::english())
    }

    #[getter]
    fn warnings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.loaded.warnings.iter().map(told).collect::<Vec<_>>().into_pyobject(py)
    }

    /// Of each uncertain input: path, unit, lower and upper end of what it can be, central value.
    fn inputs(&self) -> PyResult<Vec<(String, String, f64, f64, f64)>> {
        let assessor = self.assessor()?;
        // What is no number of the file is the luck of a guarantor of uncertain consent.
        let unit = |path: &str| self.loaded.scenario.unit_of(path).unwrap_or("probability");
        let told = |(input, central): (&armistice::analysis::assess::UncertainInput, f64)| {
            let (low, high) = input.distribution.support();
            (input.path.clone(), unit(&input.path).to_owned(), low, high, central)
        };
        Ok(assessor.inputs().iter().zip(assessor.central()).map(told).collect())
    }

    /// Quantiles of an input at these levels, in (0, 1), as bytes of doubles.
    fn quantiles<'py>(&self, py: Python<'py>, input: usize, levels: PyBuffer<f64>) -> PyResult<Bound<'py, PyBytes>> {
        let assessor = self.assessor()?;
        let distribution = &assessor.inputs()[input].distribution;
        let levels = levels.to_vec(py)?;
        if let Some(level) = levels.iter().find(|level| !(**level > 0.0 && **level < 1.0)) {
            return Err(PyValueError::new_err(format!("a level lies between 0 and 1, and {level} does not")));
        }
        Ok(bytes_of(py, levels.into_iter().map(|level| distribution.quantile(level)).collect()))
    }

    /// The solution at central values and what would change its refusals, both as JSON.
    #[pyo3(signature = (draws=None))]
    fn evaluate(&self, py: Python<'_>, draws: Option<u64>) -> PyResult<(String, String)> {
        let scenario = &self.loaded.scenario;
        let solved = py.detach(|| {
            let evaluation = evaluate(scenario).map_err(|error| format!("at central values, {error}"))?;
            let plans: Vec<usize> = (0..evaluation.plans.len()).collect();
            let changes = changes(scenario, &evaluation, &plans, draws, None);
            let changes = changes.map_err(|error| error.words().to_string())?;
            let both = serde_json::to_string(&evaluation).and_then(|it| Ok((it, serde_json::to_string(&changes)?)));
            both.map_err(|error| error.to_string())
        });
        solved.map_err(|reason| PyValueError::new_err(format!("{}: {reason}", self.name)))
    }

    /// Plays the trials.
    fn run(&self, py: Python<'_>, threads: Option<usize>, table: bool, progress: Option<Py<PyAny>>) -> PyResult<Ran> {
        run(py, &self.loaded.scenario, threads, table, progress.as_ref())
    }

    /// Names of all figures that can be assessed.
    fn figures(&self) -> Vec<String> {
        StartFigure::all(&self.loaded.scenario).into_iter().map(|(name, _)| name).collect()
    }

    /// Those figures, by their place among all, at rows of inputs: bytes of doubles, row by row.
    fn assess<'py>(
        &self,
        py: Python<'py>,
        rows: PyBuffer<f64>,
        count: usize,
        figures: Vec<usize>,
        threads: Option<usize>,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let all = StartFigure::all(&self.loaded.scenario);
        let asked = Assessed {
            figures: figures.into_iter().map(|place| all[place].1).collect(),
            rows: rows.to_vec(py)?,
            count,
        };
        assess(py, &self.assessor()?, &asked, threads, progress.as_ref())
    }

    /// Values of the inputs at rows of the unit cube: bytes of doubles, row by row.
    fn values_at<'py>(&self, py: Python<'py>, rows: PyBuffer<f64>) -> PyResult<Bound<'py, PyBytes>> {
        places(py, &self.assessor()?, &rows.to_vec(py)?)
    }
}

impl Core {
    fn assessor(&self) -> PyResult<Assessor<'_>> {
        Assessor::new(&self.loaded.scenario).map_err(|error| PyRuntimeError::new_err(error.to_string()))
    }
}
