//! The model page, transcribed: one function for each equation, one solution at a time, plain scalars.
//!
//! It has two uses. The benches time the engine against it, so that what the engine's methods gain is a number, and
//! `tests/baseline.rs` plays the same trials with both and compares them. For the second it was written from
//! `docs/model.md` alone: it shares with the library the types of the inputs, the sampling of inputs and the random
//! numbers, and nothing of the model.
//!
//! Rules: every value of war is a tridiagonal system, solved by Thomas's algorithm; every expectation over guarantors
//! is enumerated at every age; every round of bargaining solves every available plan for both sides, whatever was
//! solved before. Vectors that a reader would name once for a trial (the flows at each position of the front) are
//! computed once for a trial. `f64::exp` and its like are the system's.

// A module of several test and bench binaries, each of which uses a part of it.
#![allow(unreachable_pub)]
// each of the benches and tests that include this module uses another part of it
#![allow(dead_code)]

pub mod bargaining;
pub mod belief;
pub mod costs;
pub mod draw;
pub mod enforcement;
pub mod evidence;
pub mod forces;
pub mod forecasts;
pub mod foresight;
pub mod guarantee;
pub mod open;
pub mod outcome;
pub mod parties;
pub mod plan;
pub mod terms;
pub mod trial;
pub mod war;

pub use draw::Baseline;

/// `ln(p / (1 - p))`
pub fn logit(p: f64) -> f64 {
    (p / (1.0 - p)).ln()
}

/// The inverse of [`logit`].
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// Index of the challenger in pairs.
pub const A: usize = 0;
/// Index of the defender in pairs.
pub const D: usize = 1;
