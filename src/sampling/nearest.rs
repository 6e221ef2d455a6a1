//! The nearest correlations that can be had together.

use crate::num;

/// The least eigenvalue of what is offered: room for rounding.
const FLOOR: f64 = 1e-3;
/// Rounds of the projections.
const MOST_ROUNDS: usize = 2_000;
/// Change of an entry below which they have converged.
const STILL: f64 = 1e-9;

/// The matrix of correlations (input, input, correlation) among inputs numbered from 0 to below `size`; pairs left out
/// are 0.
fn matrix(size: usize, correlations: &[(usize, usize, f64)]) -> Vec<Vec<f64>> {
    let mut matrix = vec![vec![0.0; size]; size];
    for (i, row) in matrix.iter_mut().enumerate() {
        row[i] = 1.0;
    }
    for &(i, j, correlation) in correlations {
        (matrix[i][j], matrix[j][i]) = (correlation, correlation);
    }
    matrix
}

/// The least eigenvalue of the matrix of correlations (input, input, correlation) among inputs numbered from 0 to below
/// `size`, and the place in the list of the correlation that lowers it most: c_ij v_i v_j is least for the eigenvector v.
#[must_use]
pub fn least_eigenvalue(size: usize, correlations: &[(usize, usize, f64)]) -> (f64, usize) {
    let least = num::eigen(&matrix(size, correlations)).into_iter().min_by(|a, b| a.0.total_cmp(&b.0));
    let (value, vector) = least.unwrap_or((1.0, vec![0.0; size]));
    let share = |&(i, j, correlation): &(usize, usize, f64)| correlation * vector[i] * vector[j];
    let mut most = 0;
    for (place, correlation) in correlations.iter().enumerate() {
        // shares that differ by rounding only are equal, and the first of them counts
        if share(correlation) < share(&correlations[most]) - 1e-9 {
            most = place;
        }
    }
    (value, most)
}

/// Correlations in the order of those given, nearest to them in the sum of squares, whose matrix has no eigenvalue below
/// 0.001; pairs left out stay at 0.
///
/// Source: alternating projections with Dykstra's correction (Higham 2002), where the one set holds the matrices with
/// ones on the diagonal and zeros at the pairs left out.
#[must_use]
pub fn nearest(size: usize, correlations: &[(usize, usize, f64)]) -> Vec<f64> {
    let mut y = matrix(size, correlations);
    let mut correction = vec![vec![0.0; size]; size];
    for _ in 0..MOST_ROUNDS {
        let shifted: Vec<Vec<f64>> =
            y.iter().zip(&correction).map(|(y, c)| y.iter().zip(c).map(|(y, c)| y - c).collect()).collect();
        let raised = raised(&shifted);
        for (c, (raised, shifted)) in correction.iter_mut().zip(raised.iter().zip(&shifted)) {
            c.iter_mut().zip(raised.iter().zip(shifted)).for_each(|(c, (raised, shifted))| *c = raised - shifted);
        }
        let kept: Vec<_> = correlations.iter().map(|&(i, j, _)| (i, j, raised[i][j])).collect();
        let moved = correlations.iter().map(|&(i, j, _)| (raised[i][j] - y[i][j]).abs()).fold(0.0, f64::max);
        y = matrix(size, &kept);
        if moved < STILL {
            break;
        }
    }
    correlations.iter().map(|&(i, j, _)| y[i][j]).collect()
}

/// The nearest symmetric matrix without eigenvalues below the floor.
fn raised(matrix: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut sum = matrix.to_vec();
    for (value, vector) in num::eigen(matrix) {
        let lift = FLOOR - value;
        if lift > 0.0 {
            for (row, x) in sum.iter_mut().zip(&vector) {
                row.iter_mut().zip(&vector).for_each(|(entry, y)| *entry += lift * x * y);
            }
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three equal correlations r have the least eigenvalue 1 + 2 r: the nearest equal ones have 1 + 2 r = 0.001.
    #[test]
    fn three_equal_ones_stay_equal() {
        let given = [(0, 1, -0.6), (0, 2, -0.6), (1, 2, -0.6)];
        let (least, most) = least_eigenvalue(3, &given);
        assert!((least + 0.2).abs() < 1e-12 && most == 0, "{least} {most}");
        for found in nearest(3, &given) {
            assert!((found + 0.4995).abs() < 1e-6, "{found}");
        }
    }

    /// Higham (2002), section 4: the nearest correlation matrix to (1 1 0; 1 1 1; 0 1 1) has 0.7607 and 0.1573; with
    /// the pair left out held at 0, both are sqrt(1/2), on the border of a^2 + b^2 = 1. The floor moves them by its
    /// order.
    #[test]
    fn it_is_the_nearest() {
        let all = nearest(3, &[(0, 1, 1.0), (1, 2, 1.0), (0, 2, 0.0)]);
        for (found, expected) in all.iter().zip([0.7607, 0.7607, 0.1573]) {
            assert!((found - expected).abs() < 2e-3, "{all:?}");
        }
        let two = nearest(3, &[(0, 1, 1.0), (1, 2, 1.0)]);
        assert!(two.iter().all(|found| (found - 0.5f64.sqrt()).abs() < 1e-3), "{two:?}");
    }

    #[test]
    fn what_can_be_had_stays() {
        let given = [(0, 1, 0.5), (1, 2, -0.3)];
        assert_eq!(nearest(3, &given), [0.5, -0.3]);
        assert!((least_eigenvalue(2, &[(0, 1, 0.25)]).0 - 0.75).abs() < 1e-15);
    }

    #[test]
    fn the_pair_that_matters_most_is_named() {
        let (least, most) = least_eigenvalue(4, &[(2, 3, 0.1), (0, 1, 0.9), (1, 2, 0.9), (0, 2, -0.9)]);
        assert!(least < -0.7 && most > 0, "{least} {most}");
    }
}
