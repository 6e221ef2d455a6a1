//! Differences between variants of a scenario, trial by trial on the same luck.

mod apart;
mod figure;
mod paired;
mod spread;
#[cfg(test)]
mod tests;
mod weighted;

pub use figure::{Compared, Fate, FateRecorder};

use crate::engine::Class;

/// What two variants have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pairing {
    /// The same luck in every trial, trials independent of one another.
    Trials,
    /// The same luck in every trial, of a design of 16 independent randomisations or with that many trials at each draw.
    Randomisations(u64),
    /// Nothing. For each run: independent trials, or groups of them (a design of 16 randomisations, or that many trials at
    /// each draw).
    Apart([Option<u64>; 2]),
}

/// A difference, other minus reference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// What is compared.
    pub figure: Compared,
    /// The figure of the reference; `None` over no trials.
    pub reference: Option<f64>,
    /// The figure of the other.
    pub other: Option<f64>,
    /// The difference.
    pub difference: Option<f64>,
    /// Lower end of its 95 % sampling interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

impl Difference {
    fn new(
        figure: Compared,
        [reference, other]: [Option<f64>; 2],
        difference: Option<f64>,
        interval: Option<(f64, f64)>,
    ) -> Self {
        let (low, high) = interval.unzip();
        Self { figure, reference, other, difference, low, high }
    }
}

/// Trials of one class in the reference and of another in the other variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Class in the reference.
    pub from: Class,
    /// Class in the other.
    pub to: Class,
    /// Trials.
    pub trials: u64,
}

/// One variant against the reference.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// How the intervals were made.
    pub pairing: Pairing,
    /// Trials in which both are known (paired), or of the other (unpaired).
    pub trials: u64,
    /// The differences.
    pub differences: Vec<Difference>,
    /// Trials that ended in another class, most frequent first; none where trials are not paired.
    pub changes: Vec<Change>,
}

impl Comparison {
    /// Whether both met the same luck in every trial.
    #[must_use]
    pub fn is_paired(&self) -> bool {
        !matches!(self.pairing, Pairing::Apart(_))
    }
}

/// Compares a variant with the reference.
///
/// Intervals of paired shares are Agresti and Min's (2005): Wald's after half a trial is added to each of the four
/// combinations, so that they keep their coverage where few trials differ. Unpaired shares take Newcombe's (1998)
/// hybrid of two Wilson intervals. Means take the normal interval, and designs the t-interval over their 16
/// randomisations; unpaired runs of which one is such take Welch's (1947). Where trials weigh differently, means are
/// weighted and intervals those of ratios.
#[must_use]
pub fn compare(reference: &[Fate], other: &[Fate], pairing: Pairing, years: u32) -> Comparison {
    let froze = reference.iter().chain(other).any(|fate| fate.class == Some(Class::Frozen));
    let costs = reference.iter().chain(other).map(|fate| fate.costs.len()).max().unwrap_or(0);
    let figures = Compared::all(years, froze, costs).into_iter();
    let is_weighted = weighted::is_weighted(reference) || weighted::is_weighted(other);
    if let Pairing::Apart(groupings) = pairing {
        let (a, b) = (apart::known(reference), apart::known(other));
        let between = if is_weighted { weighted::apart } else { apart::apart };
        let differences = figures.map(|figure| between(figure, [&a, &b], groupings)).collect();
        return Comparison { pairing, trials: b.len() as u64, differences, changes: Vec::new() };
    }
    let known = paired::known(reference, other);
    let between = if is_weighted { weighted::paired } else { paired::paired };
    let differences = figures.map(|figure| between(figure, &known, pairing)).collect();
    Comparison { pairing, trials: known.len() as u64, differences, changes: paired::changes(&known) }
}
