//! Owen's (1995) scrambling of a number given by its bits.
//!
//! Scrambling is nested and uniform: each bit of a number is flipped or not by a random bit that belongs to the bits in
//! front of it. The random bits of the 63 nodes of six levels come from one keyed hash of the bits above them; below
//! level 36, where at most 2^36 points are all apart, all bits come from one hash.

use super::mix::mix;

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
}
