//! Which dimension of Sobol's sequence belongs to which input path.
//!
//! Dimensions go by path, never by position, so that adding an input leaves the others' numbers as they were. The
//! first dimensions of the sequence fill space best, in pairs above all, so the paths that every scenario can have own
//! them, in this order: each key of a belligerent (challenger, then defender), the front, the guarantee, each key of
//! the demands on the structural issues (challenger, then defender), the negotiation, the enforcement. All other
//! paths (guarantors, further issues, effects of plans) are hashed into the dimensions from 128 on. Should two hash to
//! the same one, which happens to one pair in 1,920, the path that sorts later moves to the next free one.

use sha2::{Digest, Sha256};

use super::sobol::DIMENSIONS;
use crate::model::{Demand, Enforcement, Front, Guarantee, Negotiation, Party, STRUCTURAL, Side};

/// The first dimension that is given out by hash.
const FIRST_HASHED: usize = 128;
/// The most paths outside the fixed order.
pub(super) const MAX_HASHED: usize = DIMENSIONS - FIRST_HASHED;

/// Paths with fixed dimensions, in order.
fn well_known() -> Vec<String> {
    let sides = |tail: String| Side::BOTH.map(|side| format!("{}.{tail}", side.key()));
    let mut paths: Vec<String> = Party::KEYS.iter().flat_map(|key| sides(key.name.to_string())).collect();
    paths.extend(Front::KEYS.iter().map(|key| format!("front.{}", key.name)));
    paths.extend(Guarantee::KEYS.iter().map(|key| format!("guarantee.{}", key.name)));
    for issue in STRUCTURAL {
        paths.extend(Demand::KEYS.iter().flat_map(|key| sides(format!("demands.{issue}.{}", key.name))));
    }
    paths.extend(Negotiation::KEYS.iter().map(|key| format!("negotiation.{}", key.name)));
    paths.extend(Enforcement::KEYS.iter().map(|key| format!("enforcement.{}", key.name)));
    paths
}

/// A dimension for each of the distinct paths; `None` when there are more than the table holds.
pub(super) fn dimensions(paths: &[String]) -> Option<Vec<usize>> {
    let known = well_known();
    let mut dimensions: Vec<Option<usize>> =
        paths.iter().map(|path| known.iter().position(|known| known == path)).collect();
    let mut others: Vec<usize> = (0..paths.len()).filter(|&i| dimensions[i].is_none()).collect();
    if others.len() > MAX_HASHED {
        return None;
    }
    others.sort_by(|&i, &j| paths[i].cmp(&paths[j]));
    let mut taken = vec![false; MAX_HASHED];
    for i in others {
        let mut slot = hashed(&paths[i]);
        while taken[slot] {
            slot = (slot + 1) % MAX_HASHED;
        }
        taken[slot] = true;
        dimensions[i] = Some(FIRST_HASHED + slot);
    }
    dimensions.into_iter().collect()
}

/// First choice of a path among the hashed dimensions.
fn hashed(path: &str) -> usize {
    let digest = Sha256::digest(path.as_bytes());
    let word = digest.iter().take(4).fold(0_usize, |word, &byte| word << 8 | usize::from(byte));
    word % MAX_HASHED
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owned(paths: &[&str]) -> Vec<String> {
        paths.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_fixed_order_fits_and_has_no_path_twice() {
        let mut known = well_known();
        assert!(known.len() <= FIRST_HASHED, "{}", known.len());
        assert_eq!(known[..2], ["challenger.forces", "defender.forces"]);
        known.sort();
        known.dedup();
        assert_eq!(known.len(), well_known().len());
    }

    #[test]
    fn adding_an_input_leaves_the_others_alone() {
        let few = owned(&["guarantor.us.reliability", "front.stalemate", "issue.alignment.status_quo"]);
        let more = owned(&[
            "guarantor.eu.forces",
            "guarantor.us.reliability",
            "front.stalemate",
            "issue.alignment.status_quo",
        ]);
        assert_eq!(dimensions(&few).unwrap(), dimensions(&more).unwrap()[1..]);
    }

    #[test]
    fn dimensions_are_distinct_whatever_collides() {
        let paths: Vec<String> = (0..1_900).map(|i| format!("guarantor.g{i}.forces")).collect();
        let mut all = dimensions(&paths).unwrap();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 1_900);
        let too_many: Vec<String> = (0..2_000).map(|i| format!("guarantor.g{i}.forces")).collect();
        assert_eq!(dimensions(&too_many), None);
    }
}
