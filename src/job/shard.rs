//! Parts of what is split over several processes.

use serde::{Deserialize, Serialize};

/// One part of a run or sweep that is split into several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// Which part, from 1.
    pub index: u64,
    /// Of how many.
    pub of: u64,
}

impl Shard {
    /// The pieces of this part among so many: the first and the one after the last.
    #[must_use]
    pub fn pieces(self, all: u64) -> (u64, u64) {
        let bound = |index: u64| (u128::from(all) * u128::from(index) / u128::from(self.of)) as u64;
        (bound(self.index - 1), bound(self.index))
    }
}
