//! Latin hypercubes: in each randomisation every input takes each of n equal strata once, in a random order of its own.

use super::mix::mix_once;

/// Rounds of the Feistel network. Tests find no departure from uniform permutations of 4 or 5 strata.
const ROUNDS: u64 = 12;

/// A random permutation of 0..n in constant memory: a Feistel network on pairs of digits (Black & Rogaway 2002), walked
/// until it is back inside 0..n.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Permutation {
    key: u64,
    n: u64,
    /// Numbers of values of the two digits; their product is at least n and little more.
    sizes: (u64, u64),
}

impl Permutation {
    /// The permutation of 0..n with that key; n is at least 1 and at most 2^48.
    pub(super) fn new(key: u64, n: u64) -> Self {
        let mut first = (n as f64).sqrt() as u64;
        while first * first < n {
            first += 1;
        }
        Self { key, n, sizes: (first, n.div_ceil(first)) }
    }

    /// Where `index`, below n, goes.
    pub(super) fn at(&self, index: u64) -> u64 {
        let mut place = index;
        loop {
            place = self.step(place);
            if place < self.n {
                return place;
            }
        }
    }

    fn step(&self, place: u64) -> u64 {
        let (mut left, mut right) = (place / self.sizes.1, place % self.sizes.1);
        let (mut left_size, mut right_size) = self.sizes;
        for round in 0..ROUNDS {
            let shifted = left + below(mix_once(self.key, round, right), left_size);
            let moved = if shifted >= left_size { shifted - left_size } else { shifted };
            (left, right) = (right, moved);
            (left_size, right_size) = (right_size, left_size);
        }
        // an even number of rounds: the digits are back in their own places
        left * self.sizes.1 + right
    }
}

/// A number below `n` from 64 random bits; biased by less than n 2^-64.
fn below(bits: u64, n: u64) -> u64 {
    ((u128::from(bits) * u128::from(n)) >> 64) as u64
}

/// The number in (0, 1) inside stratum `stratum` of n, at the place `u` in (0, 1) inside it.
pub(super) fn inside(stratum: u64, n: u64, u: f64) -> f64 {
    // u keeps only as many bits as make stratum + u exact and the quotient stay inside the stratum
    let steps = (1_u64 << (50 - (64 - n.leading_zeros()))) as f64;
    let place = ((u * steps).floor() + 0.5) / steps;
    (stratum as f64 + place) / n as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sampling::mix::mix;

    #[test]
    fn every_permutation_is_a_bijection() {
        for n in (1..300).chain([1000, 4096, 10_007]) {
            let permutation = Permutation::new(n * 77, n);
            let mut seen = vec![false; n as usize];
            for index in 0..n {
                let place = permutation.at(index) as usize;
                assert!(!seen[place], "{n} {index}");
                seen[place] = true;
            }
        }
    }

    /// Chi-square over all permutations of n, 200 an expected count; critical values at a false-positive rate of 1e-6.
    #[test]
    fn small_permutations_are_equally_likely() {
        for (n, factorial, critical) in [(2_u64, 2_usize, 23.93), (3, 6, 37.0), (4, 24, 69.0), (5, 120, 205.0)] {
            let mut counts = vec![0_u64; n.pow(n as u32) as usize];
            let draws = 200 * factorial as u64;
            for key in 0..draws {
                let permutation = Permutation::new(mix(n, 0, key), n);
                let code = (0..n).fold(0, |code, index| code * n + permutation.at(index));
                counts[code as usize] += 1;
            }
            let chi: f64 =
                counts.iter().filter(|&&count| count > 0).map(|&count| (count as f64 - 200.0).powi(2) / 200.0).sum();
            assert_eq!(counts.iter().filter(|&&count| count > 0).count(), factorial);
            assert!(chi < critical, "n = {n}: {chi}");
        }
    }

    #[test]
    fn a_number_stays_in_its_stratum() {
        for n in [1_u64, 2, 3, 7, 1000, 62_501] {
            for stratum in [0, n / 2, n - 1] {
                for u in [2f64.powi(-54), 0.5, 1.0 - 2f64.powi(-53)] {
                    let x = inside(stratum, n, u);
                    assert!(x > 0.0 && x < 1.0 && (x * n as f64).floor() as u64 == stratum, "{n} {stratum} {u}: {x}");
                }
            }
        }
    }
}
