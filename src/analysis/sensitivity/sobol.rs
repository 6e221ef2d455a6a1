//! First-order and total indices of variance: the estimator of Saltelli et al. (2010), table 2 (b), for the first, that of
//! Jansen (1999) for the second.

use crate::sampling::DesignError;

use super::{DriverQuestion, Sensitivity, SensitivityMethod, complete, moments, spread};

impl DriverQuestion<'_> {
    pub(super) fn sobol(&self) -> Result<Sensitivity, DesignError> {
        let [a, b] = self.matrices()?;
        let mut columns = vec![(self.response)(&a), (self.response)(&b)];
        columns.extend((0..self.groups.len()).map(|group| self.mixed(&a, &b, |it| it == group)));
        let (columns, kept) = complete(&columns);
        let [a, b, mixed @ ..] = columns.as_slice() else { unreachable!("both matrices are there") };
        let (mean, variance) = moments(a.iter().chain(b));
        let mut drivers: Vec<_> = (0..self.groups.len()).map(|group| self.driver(group)).collect();
        let sd = spread(mean, variance);
        if sd > 0.0 {
            let found = self.resampled(a.len(), indices(a, b, mixed));
            for (driver, of) in drivers.iter_mut().zip(found.chunks(2)) {
                (driver.first, driver.total) = (Some(of[0]), Some(of[1]));
            }
        }
        Ok(Sensitivity {
            method: SensitivityMethod::Sobol,
            points: self.points,
            evaluations: self.points * (self.groups.len() as u64 + 2),
            failed: self.points - kept.len() as u64,
            mean,
            sd,
            drivers,
        })
    }
}

/// First and total index of each group, one after the other, over rows.
pub(super) fn indices<'c>(
    a: &'c [f64],
    b: &'c [f64],
    mixed: &'c [Vec<f64>],
) -> impl Fn(&[usize]) -> Vec<f64> + Sync + 'c {
    // The first-order estimator is the better the nearer the figures are to 0.
    let (middle, _) = moments(a.iter().chain(b).chain(mixed.iter().flatten()));
    move |rows| over(a, b, mixed, middle, rows)
}

fn over(a: &[f64], b: &[f64], mixed: &[Vec<f64>], middle: f64, rows: &[usize]) -> Vec<f64> {
    let n = rows.len() as f64;
    let mean = rows.iter().fold(0.0, |sum, &row| sum + a[row] + b[row]) / (2.0 * n);
    let square = |x: f64| (x - mean) * (x - mean);
    let variance = rows.iter().fold(0.0, |sum, &row| sum + square(a[row]) + square(b[row])) / (2.0 * n);
    let of = |mixed: &Vec<f64>| {
        let [mut first, mut total] = [0.0, 0.0];
        for &row in rows {
            let moved = mixed[row] - a[row];
            first += (b[row] - middle) * moved;
            total += moved * moved;
        }
        if variance > 0.0 { [first / n / variance, total / (2.0 * n) / variance] } else { [0.0, 0.0] }
    };
    mixed.iter().flat_map(of).collect()
}
