//! Uncertain numbers: distributions and sampling designs.

mod distribution;

pub use distribution::{Distribution, DistributionError};

use serde::{Deserialize, Serialize};

/// How the uncertain inputs are sampled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sampling {
    /// Independent draws.
    MonteCarlo,
    /// Latin hypercube: each input stratified on its own.
    LatinHypercube,
    /// Sobol's sequence with Owen's scrambling.
    Sobol,
}
