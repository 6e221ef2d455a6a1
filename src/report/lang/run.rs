//! What a run is called.

use super::{Lang, say};
use crate::analysis::summary::Summary;
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

    /// `10,000 trials, plain Monte Carlo, seed 7.`, and how many trials failed, if any did.
    pub(crate) fn run_note(&self, summary: &Summary) -> String {
        let trials = self.plural("note.trials", summary.trials, &[]);
        let note =
            say!(self, "note.run", trials = trials, sampling = self.sampling(summary.sampling), seed = summary.seed);
        if summary.failed_trials == 0 {
            return note;
        }
        format!("{note} {}", self.plural("note.failed", summary.failed_trials, &[]))
    }
}
