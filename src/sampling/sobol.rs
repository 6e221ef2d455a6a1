//! Sobol's sequence with the direction numbers of Joe & Kuo (2008), scrambled after Owen (1995).
//!
//! Scrambling is nested and uniform: each bit of a number is flipped or not by a random bit that belongs to the bits in
//! front of it. The random bits of the 63 nodes of six levels come from one keyed hash of the bits above them; below
//! level 36, where at most 2^36 points are all apart, all bits come from one hash.

use std::sync::OnceLock;

use super::mix::mix;

/// Number of dimensions in the table.
pub(super) const DIMENSIONS: usize = 2_048;
/// The most points of a sequence, as a power of 2.
pub(super) const MAX_LOG_POINTS: usize = 36;

/// Joe & Kuo's "new-joe-kuo-6.21201", first 2,048 dimensions: primitive polynomial with all its bits, then the initial
/// direction integers. Licence: see NOTICE.
const TABLE: &str = include_str!("joe_kuo.txt");

/// The unscrambled sequence of one dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sequence {
    /// What each bit of a point's index contributes; the first bit of a number is the highest one.
    directions: [u64; MAX_LOG_POINTS],
}

impl Sequence {
    /// That dimension's sequence; the table repeats after [`DIMENSIONS`].
    pub(super) fn new(dimension: usize) -> Self {
        static LINES: OnceLock<Vec<&str>> = OnceLock::new();
        let line = LINES.get_or_init(|| TABLE.lines().collect())[dimension % DIMENSIONS];
        let mut numbers = line.split(' ').filter_map(|number| number.parse::<u64>().ok());
        let polynomial = numbers.next().unwrap_or(1);
        let initial: Vec<u64> = numbers.collect();
        Self { directions: directions(polynomial, &initial) }
    }

    /// The point of that index.
    pub(super) fn at(&self, index: u64) -> u64 {
        let (mut left, mut x) = (index, 0);
        while left != 0 {
            x ^= self.directions[left.trailing_zeros() as usize % MAX_LOG_POINTS];
            left &= left - 1;
        }
        x
    }
}

/// Direction numbers m_j 2^-j as bits after the binary point, by Sobol's recurrence.
fn directions(polynomial: u64, initial: &[u64]) -> [u64; MAX_LOG_POINTS] {
    let degree = initial.len();
    let mut m = [1_u64; MAX_LOG_POINTS];
    if degree > 0 {
        m[..degree].copy_from_slice(initial);
        for j in degree..MAX_LOG_POINTS {
            m[j] = m[j - degree];
            for i in 1..=degree {
                if polynomial >> (degree - i) & 1 == 1 {
                    m[j] ^= m[j - i] << i;
                }
            }
        }
    }
    let mut bits = [0; MAX_LOG_POINTS];
    for j in 0..MAX_LOG_POINTS {
        bits[j] = m[j] << (63 - j);
    }
    bits
}

/// Owen's scrambling of a number given by its bits after the binary point.
pub(super) fn scramble(x: u64, key: u64) -> u64 {
    /// The bits below level 36.
    const BELOW: u64 = (1 << 28) - 1;
    let mut flips = 0;
    for level in 0..6_u32 {
        let depth = 6 * level;
        let above = if depth == 0 { 0 } else { x >> (64 - depth) };
        let own = x >> (58 - depth) & 63;
        flips |= subtree_flips(mix(key, u64::from(level), above), own) << (58 - depth);
    }
    x ^ (flips | mix(key, 6, x >> 28) & BELOW)
}

/// Which of six bits are flipped, given the random bits of the 63 nodes of their tree.
fn subtree_flips(random: u64, own: u64) -> u64 {
    let mut flips = 0;
    for bit in 0..6 {
        // nodes of a level follow each other, the root is node 1
        let node = 1 << bit | own >> (6 - bit);
        flips = flips << 1 | random >> node & 1;
    }
    flips
}

#[cfg(test)]
mod tests {
    use super::*;

    /// First points of dimensions 1 to 5 as scipy 1.17's `qmc.Sobol(5, scramble=False)` gives them; its order is the
    /// Gray code's, so points are looked up by index ^ index/2.
    #[test]
    fn points_agree_with_scipy() {
        let expected: [[f64; 5]; 8] = EXPECTED;
        for (index, point) in expected.iter().enumerate() {
            let gray = (index ^ index >> 1) as u64;
            for (dimension, &x) in point.iter().enumerate() {
                assert_eq!(Sequence::new(dimension).at(gray) as f64 / 2f64.powi(64), x, "{index} {dimension}");
            }
        }
        for (dimension, index, x) in FAR {
            let gray = index ^ index >> 1;
            assert_eq!(Sequence::new(dimension).at(gray) as f64 / 2f64.powi(64), x, "{index} {dimension}");
        }
    }

    #[test]
    fn the_table_holds_every_dimension() {
        assert_eq!(TABLE.lines().count(), DIMENSIONS);
    }

    #[test]
    fn scrambling_is_nested() {
        // two numbers that share their first k bits share exactly these after scrambling
        for k in 0..64 {
            let x = mix(1, 2, k);
            let y = x ^ (1 << (63 - k));
            let (a, b) = (scramble(x, 99), scramble(y, 99));
            assert_eq!(u64::from((a ^ b).leading_zeros()), k);
        }
    }

    const EXPECTED: [[f64; 5]; 8] = [
        [0.0, 0.0, 0.0, 0.0, 0.0],
        [0.5, 0.5, 0.5, 0.5, 0.5],
        [0.75, 0.25, 0.25, 0.25, 0.75],
        [0.25, 0.75, 0.75, 0.75, 0.25],
        [0.375, 0.375, 0.625, 0.875, 0.375],
        [0.875, 0.875, 0.125, 0.375, 0.875],
        [0.625, 0.125, 0.875, 0.625, 0.625],
        [0.125, 0.625, 0.375, 0.125, 0.125],
    ];
    const FAR: [(usize, u64, f64); 6] = [
        (5, 100, 0.742_187_5),
        (17, 999, 0.657_226_562_5),
        (100, 4095, 0.344_970_703_125),
        (500, 3001, 0.315_673_828_125),
        (1111, 4000, 0.749_267_578_125),
        (2047, 4095, 0.102_783_203_125),
    ];
}
