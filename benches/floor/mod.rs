//! The arithmetic floor: the least number of exponentials, logarithms, square roots and divisions that a solution
//! needs, and the time that so many of each take alone.

pub mod count;
pub mod time;

pub use count::{Counts, Floor};
