//! Under which inputs does an outcome come? Scenario discovery.

mod asked;
mod prim;

pub use asked::{AskedOf, AskedOutcome};
pub use prim::{
    FoundBox, PeelObjective, PeelStep, PrimBox, PrimChoice, PrimDimension, PrimFindings, PrimRestriction, PrimSettings,
    PrimTable, PrimTally, SIGNIFICANT, binomial_tail,
};
