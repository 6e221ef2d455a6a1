//! What unit tests share.

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, RngSeed};

/// proptest with so many cases, the same in every run; `PROPTEST_CASES` and `PROPTEST_RNG_SEED` ask for others.
pub(crate) fn cases(cases: u32) -> Config {
    let asked = |name: &str| std::env::var_os(name).is_some();
    let default = Config { failure_persistence: None, ..Config::default() };
    Config {
        cases: if asked("PROPTEST_CASES") { default.cases } else { cases },
        rng_seed: if asked("PROPTEST_RNG_SEED") { default.rng_seed } else { RngSeed::Fixed(u64::from(cases)) },
        ..default
    }
}

/// Pieces that a careless author could put anywhere.
pub(crate) const PIECES: [&str; 40] = include!("../tests/pieces.in");

/// Where a text is changed, how many letters go there, and which of [`PIECES`] comes.
pub(crate) type Edit = (Index, usize, usize);

/// One to five changes of a text.
pub(crate) fn edits() -> impl Strategy<Value = Vec<Edit>> {
    prop::collection::vec((any::<Index>(), 0_usize..12, 0..PIECES.len()), 1..6)
}

/// A text with these changes.
pub(crate) fn mutated(text: &str, edits: &[Edit]) -> String {
    let mut text: Vec<char> = text.chars().collect();
    for (at, length, piece) in edits {
        let start = at.index(text.len());
        let end = (start + length).min(text.len());
        text.splice(start..end, PIECES[*piece].chars());
    }
    text.into_iter().collect()
}
