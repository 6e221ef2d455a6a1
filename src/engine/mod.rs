//! Trials by the thousand or the billion: worlds, luck, outcomes, and what is remembered of them.

pub mod luck;
pub mod run;
pub mod tally;
pub mod trial;
pub mod world;
