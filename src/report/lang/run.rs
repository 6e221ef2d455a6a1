//! What a run and its shares are called.

use super::{Lang, say};
use crate::analysis::summary::{Share, Summary};
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
