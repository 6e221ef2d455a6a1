//! Tests of the whole: modules are named by behaviour.
//!
//! Statistical tests state sample size, statistic, critical value and false-positive rate. Their seeds are the case's
//! index, never picked. Most compare a sum with its expectation in standard errors and fail beyond [`story::FAR`] of
//! them, which right code does once in 500 million times; all of them together stay below 1e-6 for the whole suite.

// Tests are read more often than they are run: the plainest form wins.
#![allow(
    clippy::format_collect,
    clippy::format_push_string,
    clippy::inconsistent_struct_constructor,
    clippy::match_bool,
    clippy::naive_bytecount,
    clippy::needless_for_each,
    clippy::semicolon_if_nothing_returned,
    clippy::struct_field_names
)]

mod alone;
mod any;
#[cfg(feature = "cli")]
mod story;

mod architecture;
mod bargaining;
mod choose;
mod cli;
mod compare;
mod concessions;
mod corners;
mod costs;
mod decides;
mod designs;
mod discover;
mod documents;
mod enforcement;
mod evaluate;
mod evidence;
#[cfg(feature = "cli")]
mod explore;
#[cfg(feature = "cli")]
mod faults;
mod figures;
mod forecasts;
mod foresight;
mod french;
mod guarantees;
#[cfg(feature = "cli")]
mod hostile;
mod intervals;
mod jobs;
mod luck;
#[cfg(feature = "cli")]
mod memory;
mod nothing_lost;
mod open;
#[cfg(feature = "cli")]
mod pages;
mod pairs;
mod parties;
mod peace;
mod pinned;
mod promises;
mod properties;
#[cfg(feature = "cli")]
mod questions;
mod remembered;
mod shares;
mod shipped;
mod spread;
mod stored;
#[cfg(feature = "cli")]
mod sweep;
#[cfg(feature = "cli")]
mod tamper;
#[cfg(feature = "cli")]
mod trace;
mod war;
mod with;
