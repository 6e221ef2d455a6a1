//! armistice: a simulator of conflict settlements.

pub mod analysis;
pub mod engine;
pub mod model;
pub mod num;
pub mod report;
pub mod sampling;
pub mod scenario;
