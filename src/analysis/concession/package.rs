//! The smallest package: changes of two terms together, at central values.

use crate::engine::WorldError;
use crate::model::PerSide;

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
    /// The two terms that, changed together, have both sides accept with the least change in all, each as a share of its span.
    pub(super) fn package(&self, plan: usize) -> Result<Option<[Move; 2]>, WorldError> {
        let issues = 0..self.scenario.structure().issues.len();
        let levels: Vec<Levels> =
            issues.map(|issue| Levels::new(self.scenario, plan, issue, Spacing::Coarse)).collect();
        let packages = packages(&levels);
        let before = &self.scenario.structure().plans[plan];
        for batch in packages.chunks(BATCH) {
            let made = |package: &Package<'_>| {
                let ((first, to), (second, other)) = (package.first, package.second);
                with_term(&with_term(before, first.issue, to), second.issue, other)
            };
            let willing = self.willing(plan, batch.iter().map(made).collect())?;
            let all = |willing: &PerSide<bool>| willing.iter().all(|&willing| willing);
            if let Some(index) = willing.iter().position(all) {
                let Package { first, second, .. } = batch[index];
                return Ok(Some([self.step(first.0, first.1), self.step(second.0, second.1)]));
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
