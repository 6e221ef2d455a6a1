//! Does the peace hold? What a theory of that has to say, the theories of the model, and what follows exactly from them.

mod any;
mod durability;
mod joint;
mod onlooker;
mod record;
mod solver;
mod theory;
mod types;
mod wars;

pub use any::AnyTheory;
pub use durability::{Durability, durability};
pub use onlooker::{OnlookerSolver, OnlookerView, Prospect};
pub use record::Record;
pub use solver::Solver;
pub use theory::{GUARDS, Guard, LANES, MOVES, SideView, Solution, Theory};
pub use types::lasting_shocks;
