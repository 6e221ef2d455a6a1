//! Eigenvalues of symmetric matrices.

/// Sweeps over all pairs; convergence is quadratic and takes about ten for any size that occurs.
const MOST_SWEEPS: usize = 50;

/// Eigenvalues of a symmetric matrix, given by its rows, and the eigenvector of each, of length 1, in the same order.
///
/// Source: Jacobi's method with cyclic rotations (Golub & Van Loan 2013, algorithm 8.5.2).
#[must_use]
pub fn eigen(matrix: &[Vec<f64>]) -> Vec<(f64, Vec<f64>)> {
    let n = matrix.len();
    let mut a = matrix.to_vec();
    let mut vectors: Vec<Vec<f64>> = (0..n).map(|i| (0..n).map(|j| f64::from(u8::from(i == j))).collect()).collect();
    for _ in 0..MOST_SWEEPS {
        if (0..n).all(|i| (0..i).all(|j| a[i][j].abs() <= 1e-16)) {
            break;
        }
        for p in 0..n {
            for q in p + 1..n {
                rotate(&mut a, &mut vectors, p, q);
            }
        }
    }
    // rotations act on rows of `vectors`, so that its rows are the eigenvectors
    (0..n).map(|i| a[i][i]).zip(vectors).collect()
}

/// The rotation of the plane of p and q that makes the entry between them 0.
fn rotate(a: &mut [Vec<f64>], vectors: &mut [Vec<f64>], p: usize, q: usize) {
    if a[p][q] == 0.0 {
        return;
    }
    let tau = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
    let root = (1.0 + tau * tau).sqrt();
    let t = if tau >= 0.0 { 1.0 / (tau + root) } else { -1.0 / (root - tau) };
    let c = 1.0 / (1.0 + t * t).sqrt();
    let s = t * c;
    for k in 0..a.len() {
        let (x, y) = (a[k][p], a[k][q]);
        (a[k][p], a[k][q]) = (c * x - s * y, s * x + c * y);
    }
    for k in 0..a.len() {
        let (x, y) = (a[p][k], a[q][k]);
        (a[p][k], a[q][k]) = (c * x - s * y, s * x + c * y);
        let (x, y) = (vectors[p][k], vectors[q][k]);
        (vectors[p][k], vectors[q][k]) = (c * x - s * y, s * x + c * y);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Equal correlations r among n: 1 + (n - 1) r once and 1 - r otherwise.
    #[test]
    fn equal_correlations_have_known_eigenvalues() {
        let matrix: Vec<Vec<f64>> = (0..5).map(|i| (0..5).map(|j| if i == j { 1.0 } else { 0.3 }).collect()).collect();
        let mut values: Vec<f64> = eigen(&matrix).into_iter().map(|it| it.0).collect();
        values.sort_by(f64::total_cmp);
        for (value, expected) in values.into_iter().zip([0.7, 0.7, 0.7, 0.7, 2.2]) {
            assert!((value - expected).abs() < 1e-14, "{value}");
        }
    }

    #[test]
    fn vectors_belong_to_their_values() {
        let matrix: Vec<Vec<f64>> =
            (0..6).map(|i| (0..6).map(|j| f64::from((i + 1) * (j + 1) % 7) / 7.0).collect()).collect();
        for (value, vector) in eigen(&matrix) {
            for (row, x) in matrix.iter().zip(&vector) {
                let product: f64 = row.iter().zip(&vector).map(|(a, x)| a * x).sum();
                assert!((product - value * x).abs() < 1e-13);
            }
            assert!((vector.iter().map(|x| x * x).sum::<f64>() - 1.0).abs() < 1e-14);
        }
    }
}
