//! armistice: a simulator of conflict settlements.

pub mod analysis;
#[cfg(feature = "cli")]
pub mod cli;
pub mod engine;
pub mod model;
pub mod num;
pub mod report;
#[cfg(feature = "cli")]
pub mod results;
pub mod sampling;
pub mod scenario;
pub mod sweep;
