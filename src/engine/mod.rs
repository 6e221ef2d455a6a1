//! Trials by the thousand or the billion: worlds, luck, outcomes, and what is remembered of them.
//!
//! [`Run`] plays the trials of a scenario on many threads. A trial is played by a [`Player`]: it draws its inputs, makes a
//! [`World`] of them, fights and bargains month by month, and walks through the years of the peace. An [`Observer`] is
//! told of all that; a [`Recorder`] keeps rows, the [`Tally`] what they add up to.

mod account;
mod alone;
mod bargaining;
mod count;
mod draws;
mod evidence;
mod exposure;
mod failures;
mod front;
mod horizon;
mod luck;
mod observer;
mod offers;
mod outcome;
mod peace;
mod recorder;
mod run;
mod start;
mod tally;
#[cfg(test)]
mod tests;
mod trial;
mod valuation;
mod variants;
mod workers;
mod world;

pub use alone::{Alone, SignedAlone};
pub use bargaining::FightingOn;
pub use count::{Count, Counts, MAX_WEIGHED, PER_UNIT, Sum, UNITS, Weight, magnitude};
pub use failures::{FailureKind, FailureReason, Failures, PARTS};
pub use front::{Front, Step};
pub use luck::{Luck, LuckOfYear, Streams};
pub use observer::{Attack, Barred, NoObserver, Observer, PeaceYear, PlanInRound, Round, VetoInRound, WarMonth};
pub use offers::chosen_at;
pub use outcome::{
    Assessment, Breach, Class, Foretold, Opinion, Resumed, Signature, Stance, TrialOutcome, Unknowing, Verdict,
};
pub use recorder::{Counter, NoRecord, Recorder, Row};
pub use run::{Block, Ran, Run, RunError, Span, block_size, check_weights, default_block_size};
pub use start::{AtStart, PlanInDraw};
pub use tally::{
    AloneGroup, BINS, CellTally, ChoiceGroup, Contender, CostTally, CostTotals, DistanceTally, Draws, EvidenceTally,
    ForecastTally, Group, InfluenceTally, InputBins, NEAR, Objective, POSITIONS, Pairs, PartyTally, PieceTally,
    PlanFigure, PlanGroup, PlanTally, StanceTally, Standings, Tally, TallyShape, TracedFigure,
};
pub use trial::{Player, Rules};
pub use variants::{ChangedPlan, HeldAgainst, Variants};
pub use workers::{CHUNK, Engine, LEAST_DRAWS, Worker};
pub use world::{World, WorldError};
