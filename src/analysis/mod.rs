//! What is asked of results: the exact solution, estimates with their intervals.

pub mod alone;
pub mod assess;
pub mod choose;
pub mod compare;
pub mod concession;
pub mod costs;
pub mod crossings;
pub mod decision;
pub mod decomposition;
pub mod discover;
mod evaluate;
pub mod evaluation;
mod f_tail;
pub mod failures;
pub mod figures;
pub mod hazard;
pub mod influence;
pub mod interval;
pub mod open;
pub mod plan_table;
pub mod precision;
pub mod ranks;
pub mod savi;
pub(crate) mod seed;
pub mod sensitivity;
mod summarise;
pub mod summary;
pub mod table;
pub mod theories;
pub mod trace;
pub mod weights;

pub use evaluate::evaluate;
pub use f_tail::f_upper_tail;
pub use summarise::summarise;
