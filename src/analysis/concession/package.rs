//! The smallest package: changes of two terms together, at central values.

use crate::engine::WorldError;

use super::super::evaluation::Move;
use super::levels::{Levels, Spacing, with_term};
use super::search::Searcher;

/// Packages that are asked about at a time.
const BATCH: usize = 256;

/// Two terms that change together.
struct Package<'a> {
    first: (&'a Levels, f64),
    second: (&'a Levels, f64),
    distance: f64,
}

impl Searcher<'_> {
    /// The two terms that, changed together, have both sides accept with the least change in all, each as a share of its span:
    /// of all pairs on a coarse grid, then of that pair on a fine one.
    pub(super) fn package(&self, plan: usize) -> Result<Option<[Move; 2]>, WorldError> {
        let of = |issue: usize, spacing| Levels::new(self.scenario, plan, issue, spacing);
        let coarse: Vec<Levels> =
            (0..self.scenario.structure().issues.len()).map(|issue| of(issue, Spacing::Coarse)).collect();
        let Some(found) = self.smallest(plan, &packages(&coarse))? else { return Ok(None) };
        let mut fine = found.map(|(issue, _)| of(issue, Spacing::Fine));
        for (levels, (_, to)) in fine.iter_mut().zip(found) {
            levels.add(std::iter::once(to));
            levels.up_to(to);
        }
        let found = self.smallest(plan, &packages(&fine))?.unwrap_or(found);
        let [one, other] = found.map(|(issue, to)| coarse[issue].step(self.scenario, to));
        Ok(Some([one, other]))
    }

    /// The first package that both accept, as issues with their terms.
    fn smallest(&self, plan: usize, packages: &[Package<'_>]) -> Result<Option<[(usize, f64); 2]>, WorldError> {
        let before = &self.scenario.structure().plans[plan];
        for batch in packages.chunks(BATCH) {
            let made = |package: &Package<'_>| {
                let ((first, to), (second, other)) = (package.first, package.second);
                with_term(&with_term(before, first.issue, to), second.issue, other)
            };
            let willing = self.willing(plan, batch.iter().map(made).collect())?;
            if let Some(index) = willing.iter().position(|willing| willing.all()) {
                return Ok(Some([batch[index].first, batch[index].second].map(|(levels, to)| (levels.issue, to))));
            }
        }
        Ok(None)
    }
}

/// All packages of two, the smallest first.
fn packages(levels: &[Levels]) -> Vec<Package<'_>> {
    let mut out = Vec::new();
    for (index, one) in levels.iter().enumerate() {
        for other in &levels[index + 1..] {
            for &to in &one.to {
                out.extend(other.to.iter().map(|&also| Package {
                    first: (one, to),
                    second: (other, also),
                    distance: one.distance(to) + other.distance(also),
                }));
            }
        }
    }
    out.sort_by(|a, b| a.distance.total_cmp(&b.distance));
    out
}
