//! armistice: a simulator of conflict settlements.
//!
//! A *scenario* describes two belligerents, a *challenger* and a *defender*, the *issues* they fight over, the
//! *guarantors* of a peace and the *plans* on the table. A *trial* draws every uncertain input, fights and bargains
//! month by month until a plan is signed, a side wins or time is up, and then walks through the years of the peace.
//! A *run* is many trials and what they add up to.
//!
//! ```no_run
//! let loaded = armistice::scenario::load("scenarios/tiny.toml".as_ref(), &[], None)?;
//! let exact = armistice::analysis::evaluate(&loaded.scenario)?;
//! let summary = armistice::run(&loaded.scenario)?;
//! println!("{:?} {:?}", exact.plans[0].survival, summary.classes.peace_held);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Values are shares of the prize: 1 is a side's ideal on every issue for ever, 0 the other side's. Forces are in
//! thousand troops, the first war in months, the peace in years. `docs/model.md` has the equations and the glossary.
//!
//! The feature `report` adds charts, pages and [`job`]: runs, sweeps and comparisons that leave a results folder. The
//! feature `cli`, on by default, adds the command line. Without both the crate is the model, the engine and the analysis,
//! and compiles to WebAssembly.

pub mod analysis;
#[cfg(feature = "cli")]
pub mod cli;
pub mod engine;
#[cfg(feature = "report")]
pub mod job;
pub mod model;
pub mod num;
#[cfg(feature = "report")]
pub mod report;
pub mod sampling;
pub mod scenario;
#[cfg(feature = "report")]
pub mod store;
pub mod sweep;
#[cfg(test)]
mod testing;

use analysis::summary::Summary;
use engine::{Run, RunError};
use scenario::Scenario;

/// Runs a scenario on all processors and returns its figures: the same as `summary.json` of the command line.
///
/// # Errors
/// A sampling design that does not fit the number of trials, or no threads to be had.
pub fn run(scenario: &Scenario) -> Result<Summary, RunError> {
    let ran = Run::new(scenario).run()?;
    Ok(analysis::summarise(scenario, &ran.tally))
}
