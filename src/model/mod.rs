//! The theory: pure functions of numbers. Nothing here knows a file, a thread, a clock or a terminal.

pub mod belief;
mod class;
pub mod course;
pub mod enforcement;
pub mod evidence;
pub mod forces;
pub mod forecast;
pub mod foresight;
pub mod guarantee;
pub mod onlooker;
pub mod open;
mod parameters;
pub mod settlement;
mod side;
mod structure;
pub mod terms;
pub mod war;

pub use class::Class;
pub use parameters::{
    Address, Cost, DEFENDER_FORCES, Demand, Enforcement, FOREIGN_TROOPS, Front, GUARANTEE_YEARS, Guarantee, Guarantor,
    HazardRate, HazardRatios, HazardRecord, Interest, Key, LOG_RATIO, MAX_MONTHS, MAX_YEARS, Missing, Negotiation,
    Parameters, Party, Politics, Range, STRUCTURAL, Stakeholder, TERRITORY, can_be_kept,
};
pub use side::{PerSide, Side};
pub use structure::{
    CostIdentity, Effect, EffectKind, EffectTarget, FRONT_EFFECTS, Foresight, GUARANTEE_EFFECTS, GuarantorIdentity,
    Issue, PARTY_EFFECTS, Participant, PartyIdentity, Plan, Shocks, Structure, TheoryKind,
};

#[cfg(test)]
mod vectors;
