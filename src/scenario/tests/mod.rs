//! Tests of the parser as a whole.

mod faults;
mod garbage;
mod languages;
mod odd;
mod setting;
mod valid;

use super::{Loaded, parse};

pub(super) const BORDER: &str = include_str!("../../../tests/vectors/scenarios/border.toml");
pub(super) const ISLAND: &str = include_str!("../../../tests/vectors/scenarios/island.toml");

/// Reads a text that must be right.
pub(super) fn right(text: &str, overrides: &[&str]) -> Loaded {
    let overrides: Vec<String> = overrides.iter().map(|text| (*text).to_owned()).collect();
    parse("test.toml", text, &overrides, None).unwrap_or_else(|faults| panic!("{faults}"))
}
