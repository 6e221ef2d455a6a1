//! Tests of the whole: modules are named by behaviour.
//!
//! Statistical tests state sample size, statistic, critical value and false-positive rate. Their seeds are the case's
//! index, never picked. Most compare a sum with its expectation in standard errors and fail beyond [`story::FAR`] of
//! them, which right code does once in 500 million times; all of them together stay below 1e-6 for the whole suite.

mod any;
mod story;

mod bargaining;
mod cli;
mod compare;
mod corners;
mod designs;
mod enforcement;
mod evaluate;
mod guarantees;
mod intervals;
mod luck;
mod peace;
mod pinned;
mod properties;
mod shipped;
mod spread;
#[cfg(feature = "cli")]
mod sweep;
mod war;
