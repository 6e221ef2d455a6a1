//! Does the peace hold? What a theory of that has to say, the theory of the model, and what follows exactly from it.

mod durability;
mod joint;
mod solver;
mod theory;
mod types;

pub use durability::{Durability, durability};
pub use solver::Solver;
pub use theory::{GUARDS, Guard, LANES, MOVES, SideView, Solution, Theory};
pub use types::lasting_shocks;
