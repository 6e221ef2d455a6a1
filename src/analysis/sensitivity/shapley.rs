//! Shapley effects (Owen 2014; Song, Nelson & Staum 2016), over all subsets of few groups: what a subset is worth is the mean
//! variance that is left if all others are known, estimated by exchanging it between two points (Jansen 1999).

use crate::sampling::DesignError;

use super::{DriverQuestion, Sensitivity, SensitivityMethod, complete, moments, spread};

impl DriverQuestion<'_> {
    pub(super) fn shapley(&self) -> Result<Sensitivity, DesignError> {
        let [a, b] = self.matrices()?;
        let groups = self.groups.len();
        let subsets = 1_usize << groups;
        let column = |subset: usize| self.mixed(&a, &b, |group| subset >> group & 1 == 1);
        let (columns, kept) = complete(&(0..subsets).map(column).collect::<Vec<_>>());
        let (mean, variance) = moments(columns[0].iter().chain(&columns[subsets - 1]));
        let mut drivers: Vec<_> = (0..groups).map(|group| self.driver(group)).collect();
        let sd = spread(mean, variance);
        if sd > 0.0 {
            let rows: Vec<Vec<f64>> = (0..columns[0].len()).map(|row| shares(&columns, groups, row)).collect();
            let found = self.resampled(rows.len(), |drawn| ratios(&rows, groups, drawn));
            for (driver, share) in drivers.iter_mut().zip(found) {
                driver.shapley = Some(share);
            }
        }
        Ok(Sensitivity {
            method: SensitivityMethod::Shapley,
            points: self.points,
            evaluations: self.points * subsets as u64,
            failed: self.points - kept.len() as u64,
            mean,
            sd,
            drivers,
        })
    }
}

/// What each group is due in one row, and the sum.
fn shares(columns: &[Vec<f64>], groups: usize, row: usize) -> Vec<f64> {
    let all = columns.len() - 1;
    let apart = |one: usize, other: usize| {
        let off = columns[one][row] - columns[other][row];
        off * off
    };
    // Exchanged in the first point, or in the second.
    let worth = |subset: usize| (apart(0, subset) + apart(all, all ^ subset)) / 4.0;
    let mut out = vec![0.0; groups + 1];
    for subset in 0..=all {
        for (group, share) in out.iter_mut().enumerate().take(groups).filter(|(group, _)| subset >> group & 1 == 0) {
            let size = subset.count_ones() as usize;
            *share += chance(size, groups) * (worth(subset | 1 << group) - worth(subset));
        }
    }
    out[groups] = worth(all);
    out
}

/// How often, over all orders of the groups, exactly a subset of that size comes before a group: s! (n - s - 1)! / n!.
fn chance(size: usize, groups: usize) -> f64 {
    let choices = (1..=size).fold(1.0, |product, i| product * (groups - i) as f64 / i as f64);
    1.0 / (groups as f64 * choices)
}

fn ratios(rows: &[Vec<f64>], groups: usize, drawn: &[usize]) -> Vec<f64> {
    let sum = |place: usize| drawn.iter().fold(0.0, |sum, &row| sum + rows[row][place]);
    let whole = sum(groups);
    (0..groups).map(|group| if whole > 0.0 { sum(group) / whole } else { 0.0 }).collect()
}
