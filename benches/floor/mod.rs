//! The arithmetic floor: the least number of exponentials, logarithms, square roots and divisions that a solution
//! needs, and the time that so many of each take alone.

// A module of several test and bench binaries, each of which uses a part of it.
#![allow(unreachable_pub)]

pub mod count;
pub mod time;

pub use count::{Counts, Floor};
