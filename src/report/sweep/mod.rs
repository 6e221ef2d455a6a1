//! Results of a sweep as its charts, tables and page need them.

mod charts;
#[cfg(test)]
mod tests;

pub use charts::charts;
pub(crate) use charts::file_word;

use super::few::FEW;
use super::lang::{Lang, say};
use super::names::Names;
use super::provenance::Provenance;
use super::table::{Cell, Table};
use crate::scenario::Scenario;
use crate::sweep::table::{PointRow, heads};
use crate::sweep::{Axis, Measure, Sweep};

/// A sweep and its results.
#[derive(Clone, Copy, Debug)]
pub struct SweepInput<'a> {
    /// The sweep.
    pub sweep: &'a Sweep,
    /// Its base scenario.
    pub base: &'a Scenario,
    /// What was run.
    pub provenance: &'a Provenance,
    /// The results, by point.
    pub rows: &'a [PointRow],
    /// Trials that failed.
    pub failed_trials: u64,
}

impl SweepInput<'_> {
    /// The sweep with its axes in people's words where they have no name. Axes that would have one name keep their paths.
    pub(super) fn named(&self, lang: &Lang) -> Sweep {
        let base = self.base.in_language(lang.code());
        let names = Names { scenario: &base, lang };
        let words: Vec<Option<String>> = self.sweep.axes.iter().map(|axis| names.axis(&axis.path)).collect();
        let mut sweep = self.sweep.clone();
        for (axis, name) in sweep.axes.iter_mut().zip(&words) {
            if axis.name.is_none() && words.iter().filter(|other| *other == name).count() == 1 {
                axis.name.clone_from(name);
            }
        }
        sweep
    }

    /// Whether exact figures leave out that a guarantor may not take part, at some point at least.
    fn takes_consent_for_certain(&self) -> bool {
        let of_consent = |axis: &Axis| axis.path.starts_with("guarantor.") && axis.path.ends_with(".consent");
        let mut guarantors = 0..self.base.structure().guarantors.len();
        guarantors.any(|it| self.base.consent_is_uncertain(it)) || self.sweep.axes.iter().any(of_consent)
    }

    pub(super) fn note(&self, lang: &Lang) -> String {
        let note = if self.sweep.exact {
            let consent = self.takes_consent_for_certain().then(|| format!(" {}", lang.t("sweep.consent")));
            lang.t("sweep.exact").to_owned() + &consent.unwrap_or_default()
        } else {
            let trials = lang.plural("note.trials", self.provenance.trials, &[]);
            say!(lang, "sweep.trials", trials = trials, seed = self.provenance.seed)
        };
        match &self.provenance.missing {
            Some(missing) => format!("{note} {}", lang.missing_points(missing)),
            None => note,
        }
    }

    pub(super) fn measure(&self, index: usize) -> &Measure {
        &self.sweep.measures[index]
    }

    pub(super) fn is_share(&self, index: usize) -> bool {
        self.measure(index).is_share(&self.sweep.measures)
    }

    /// What the mark for "no figure" means, where some of these rows have a figure that rests on too few trials.
    pub(super) fn few(&self, lang: &Lang, most_rows: usize) -> Option<String> {
        let mut told = self.rows.iter().take(most_rows).flat_map(|row| &row.measures);
        told.any(|it| it.few).then(|| say!(lang, "sweep.too_few", n = FEW))
    }

    /// How many points were left out, if any were.
    pub(super) fn left_out(&self, lang: &Lang) -> Option<String> {
        let left_out = self.rows.iter().filter(|row| row.left_out).count();
        let (n, of) = (lang.count(left_out as u64), lang.count(self.rows.len() as u64));
        (left_out > 0).then(|| say!(lang, "sweep.left_out", n = n, of = of))
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

/// All points as a table: the value of each axis, and each measure with its interval.
pub fn points_table(sweep: &Sweep, rows: &[PointRow]) -> Table {
    let mut table = Table { columns: heads(sweep), rows: Vec::new() };
    for row in rows {
        let figures = row.measures.iter().flat_map(|it| [it.value, it.low, it.high]).map(Cell::Number);
        table.push(row.axes.iter().map(|it| Cell::level(it)).chain(figures).collect());
    }
    table
}
