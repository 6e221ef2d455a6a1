//! A keyed hash of 64-bit numbers.

/// Random bits for (key, level, value): two passes of Stafford's mixing function (variant 13, as in `SplitMix64`), the
/// key entering each.
#[inline]
pub(super) fn mix(key: u64, level: u64, value: u64) -> u64 {
    let first = stafford(value ^ key).wrapping_add(key.rotate_left(32));
    stafford(first.wrapping_add((level + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)))
}

/// Random bits for (key, round, value) in one pass, for a value below 2^56 and a key that is itself random: enough where
/// many rounds follow each other.
#[inline]
pub(super) fn mix_once(key: u64, round: u64, value: u64) -> u64 {
    stafford(key ^ (value | round << 56))
}

#[inline]
fn stafford(z: u64) -> u64 {
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
