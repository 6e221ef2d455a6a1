//! How far means of trials, or of groups of them, spread.

/// The ends of an interval, the lower first.
pub(super) type Bracket = (f64, f64);

/// The mean; `None` of nothing.
pub(super) fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0_u64), |(sum, count), value| (sum + value, count + 1));
    (count > 0).then(|| sum / count as f64)
}

/// Variance of a mean over 16 groups, draw `d` belonging to `d mod 16`, and its degrees of freedom.
pub(super) fn variance_of_groups(replications: u64, values: impl Iterator<Item = (usize, f64)>) -> Option<(f64, f64)> {
    let mut sums = [(0.0, 0.0); 16];
    for (trial, value) in values {
        let sum = &mut sums[trial / replications as usize % 16];
        *sum = (sum.0 + value, sum.1 + 1.0);
    }
    let means: Vec<f64> = sums.iter().filter(|sum| sum.1 > 0.0).map(|sum| sum.0 / sum.1).collect();
    variance_of_mean(&means)
}

/// Variance of the mean of independent numbers, and its degrees of freedom.
pub(super) fn variance_of_mean(numbers: &[f64]) -> Option<(f64, f64)> {
    let k = numbers.len() as f64;
    let middle = mean(numbers.iter().copied())?;
    let squares = numbers.iter().fold(0.0, |sum, mean| sum + (mean - middle) * (mean - middle));
    (k > 1.0).then(|| (squares / (k * (k - 1.0)), k - 1.0))
}
