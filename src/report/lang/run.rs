//! What a run and its shares are called.

use super::{Lang, say};
use crate::analysis::summary::{MissingParts, Share, Summary};
use crate::sampling::Sampling;

impl Lang {
    /// Name of a sampling design.
    pub(crate) fn sampling(&self, sampling: Sampling) -> &str {
        self.t(match sampling {
            Sampling::MonteCarlo => "sampling.monte_carlo",
            Sampling::LatinHypercube => "sampling.latin_hypercube",
            Sampling::Sobol => "sampling.sobol",
        })
    }

    /// The interval of a share, such as `22.2 to 23.3%`, or the mark for "no figure".
    pub(crate) fn interval(&self, share: &Share) -> String {
        let range = share.low.zip(share.high).map(|(low, high)| self.percent_range(low, high, 1));
        range.unwrap_or_else(|| self.t("format.missing").to_owned())
    }

    /// `10,000 trials, plain Monte Carlo, seed 7.`, how many trials failed, if any did, and what is missing of the run, if anything is.
    pub(crate) fn run_note(&self, summary: &Summary) -> String {
        let trials = self.plural("note.trials", summary.trials, &[]);
        let note =
            say!(self, "note.run", trials = trials, sampling = self.sampling(summary.sampling), seed = summary.seed);
        let failed = (summary.failed_trials > 0).then(|| self.plural("note.failed", summary.failed_trials, &[]));
        let partial = summary.partial.as_ref().map(|missing| self.missing_trials(missing, summary.trials));
        [Some(note), failed, partial].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// Which parts of a run are missing, and of how many of its trials figures are.
    fn missing_trials(&self, missing: &MissingParts, trials: u64) -> String {
        let (which, trials, whole) = (self.missing_parts(missing), self.count(trials), self.count(missing.whole));
        say!(self, "partial.run", which = which, trials = trials, whole = whole)
    }

    /// Which parts of a sweep are missing.
    pub(crate) fn missing_points(&self, missing: &MissingParts) -> String {
        say!(self, "partial.sweep", which = self.missing_parts(missing))
    }

    fn missing_parts(&self, missing: &MissingParts) -> String {
        let parts: Vec<String> = missing.parts.iter().map(|part| self.count(*part)).collect();
        let (list, of) = (self.list(&parts), self.count(missing.of));
        self.plural("partial.parts", parts.len() as u64, &[("list", &list), ("of", &of)])
    }
}
