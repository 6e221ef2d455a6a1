//! The two belligerents, and things of which each has one.

use std::ops::{Index, IndexMut};

use serde::{Deserialize, Serialize};

/// The two belligerents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// A in the equations: gains when the front advances.
    Challenger,
    /// D in the equations: holds what the challenger does not.
    Defender,
}

impl Side {
    /// Challenger first, as in every table of results.
    pub const BOTH: [Side; 2] = [Side::Challenger, Side::Defender];

    /// The other belligerent.
    #[must_use]
    pub fn other(self) -> Side {
        match self {
            Side::Challenger => Side::Defender,
            Side::Defender => Side::Challenger,
        }
    }

    /// The key of this side in scenario files and results.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Side::Challenger => "challenger",
            Side::Defender => "defender",
        }
    }
}

/// One of each side: indexed by [`Side`]; in files a list of two, the challenger's first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PerSide<T>([T; 2]);

impl<T> PerSide<T> {
    /// The challenger's and the defender's.
    #[must_use]
    pub const fn new(challenger: T, defender: T) -> Self {
        Self([challenger, defender])
    }

    /// What `make` gives for each side, the challenger first.
    #[must_use]
    pub fn each(mut make: impl FnMut(Side) -> T) -> Self {
        Self(Side::BOTH.map(&mut make))
    }

    /// The same of each side in other terms.
    #[must_use]
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> PerSide<U> {
        PerSide(self.0.map(change))
    }

    /// Both, the challenger's first.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }

    /// Both as a list, the challenger's first.
    #[must_use]
    pub fn as_array(&self) -> &[T; 2] {
        &self.0
    }

    /// Both as a list to be changed, the challenger's first.
    pub fn as_mut_array(&mut self) -> &mut [T; 2] {
        &mut self.0
    }
}

impl PerSide<bool> {
    /// Whether it is so of both.
    #[must_use]
    pub fn both(&self) -> bool {
        self.iter().all(|&it| it)
    }
}

impl<T> Index<Side> for PerSide<T> {
    type Output = T;

    #[inline]
    fn index(&self, side: Side) -> &T {
        let [challenger, defender] = &self.0;
        match side {
            Side::Challenger => challenger,
            Side::Defender => defender,
        }
    }
}

impl<T> IndexMut<Side> for PerSide<T> {
    #[inline]
    fn index_mut(&mut self, side: Side) -> &mut T {
        let [challenger, defender] = &mut self.0;
        match side {
            Side::Challenger => challenger,
            Side::Defender => defender,
        }
    }
}

impl<T> IntoIterator for PerSide<T> {
    type Item = T;
    type IntoIter = std::array::IntoIter<T, 2>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a PerSide<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_side_has_its_own() {
        let mut ages = PerSide::new(1, 2);
        ages[Side::Defender] += 10;
        assert_eq!((ages[Side::Challenger], ages[Side::Defender]), (1, 12));
        assert_eq!(PerSide::each(|side| ages[side.other()]), PerSide::new(12, 1));
        assert_eq!(ages.map(|age| age * 2).into_iter().collect::<Vec<_>>(), [2, 24]);
    }

    #[test]
    fn files_hold_a_list_of_two() {
        let text = serde_json::to_string(&PerSide::new("a", "d")).unwrap();
        assert_eq!(text, r#"["a","d"]"#);
        assert_eq!(serde_json::from_str::<PerSide<u8>>("[3,4]").unwrap(), PerSide::new(3, 4));
        assert!(serde_json::from_str::<PerSide<u8>>("[3]").is_err());
    }
}
