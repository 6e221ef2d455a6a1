//! What is asked of results.

pub mod evaluation;
pub mod summary;
