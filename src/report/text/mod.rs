//! What the terminal shows: tables and sentences without colour, as wide as the screen allows.

mod batch;
mod choice;
mod comparison;
mod discovery;
mod evaluation;
mod grid;
mod plans_alone;
mod precision;
mod run;
mod screen;
mod sweep;
#[cfg(test)]
mod tests;
mod theories;
mod told;
mod trace;

pub use batch::{BatchRow, batch_text};
pub use choice::choice_text;
pub use comparison::comparison_text;
pub use discovery::discovery_text;
pub use evaluation::evaluate_text;
pub use plans_alone::plans_alone_text;
pub use precision::precision_text;
pub use run::run_tables;
pub use screen::Screen;
pub use sweep::sweep_text;
pub use theories::{theories_text, theory_heading};
pub use told::told_text;
pub use trace::{chosen_text, trace_text};

use super::lang::Lang;
use grid::Grid;

/// The figure at a year, if the list goes so far and has one there.
fn at(list: &[Option<f64>], year: usize) -> Option<f64> {
    list.get(year).copied().flatten()
}

/// 5, 15 and 30 as far as `last` goes; else `last`.
pub(super) fn milestones(last: usize) -> Vec<usize> {
    let years: Vec<usize> = [5, 15, 30].into_iter().filter(|&year| year <= last).collect();
    if years.is_empty() { vec![last] } else { years }
}

/// The messages of those keys, as the header of a table.
fn header(lang: &Lang, keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| lang.t(key).to_owned()).collect()
}
