//! Results of a sweep as its charts, tables and page need them.

mod charts;
#[cfg(test)]
mod tests;

pub use charts::charts;
pub(crate) use charts::file_word;

use super::lang::{Lang, say};
use super::provenance::Provenance;
use crate::sweep::table::PointRow;
use crate::sweep::{Measure, Sweep};

/// A sweep and its results.
#[derive(Clone, Copy, Debug)]
pub struct SweepInput<'a> {
    /// The sweep.
    pub sweep: &'a Sweep,
    /// What was run.
    pub provenance: &'a Provenance,
    /// The results, by point.
    pub rows: &'a [PointRow],
    /// Trials that failed.
    pub failed_trials: u64,
}

impl SweepInput<'_> {
    pub(super) fn note(&self, lang: &Lang) -> String {
        let trials = lang.plural("note.trials", self.provenance.trials, &[]);
        say!(lang, "sweep.trials", trials = trials, seed = self.provenance.seed)
    }

    pub(super) fn measure(&self, index: usize) -> &Measure {
        &self.sweep.measures[index]
    }

    pub(super) fn is_share(&self, index: usize) -> bool {
        self.measure(index).is_share(&self.sweep.measures)
    }

    /// How many trials failed, if any did.
    pub(super) fn failures(&self, lang: &Lang) -> Option<String> {
        (self.failed_trials > 0).then(|| lang.plural("sweep.failed", self.failed_trials, &[]))
    }
}

/// The value of an axis: a drawn one with no more digits than a reader wants.
pub(super) fn for_readers(lang: &Lang, value: &str) -> String {
    match value.parse::<f64>() {
        Ok(number) if value.len() > 8 => lang.short(number),
        _ => value.to_owned(),
    }
}
