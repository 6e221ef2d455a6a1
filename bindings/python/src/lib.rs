//! armistice for Python: the library as plain calls on bytes and numbers. What people use is the package `armistice`, which
//! is written in Python on top of it (`python/armistice`).

mod assess;
mod faults;
mod run;
mod scenario;
mod sweep;
mod table;
mod watched;

use pyo3::prelude::*;

/// Runs a command line, its first word the program's name; returns the exit status.
#[pyfunction]
fn command(py: Python<'_>, words: Vec<String>) -> u8 {
    py.detach(|| armistice::cli::run(words))
}

#[pymodule]
mod _armistice {
    #[pymodule_export]
    use super::command;
    #[pymodule_export]
    use super::run::Ran;
    #[pymodule_export]
    use super::scenario::{Core, diagnostics};
    #[pymodule_export]
    use super::sweep::sweep;
    #[pymodule_export]
    use super::table::Columns;
    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");
}
