//! Uncertain numbers: distributions and sampling designs.

mod copula;
mod design;
mod distribution;
mod latin;
mod mix;
mod nearest;
mod owen;
mod rank;
mod seats;
mod sobol;
mod stream;

pub use copula::{Copula, CopulaError};
pub use design::{Design, DesignError, RANDOMISATIONS};
pub use distribution::{Distribution, DistributionError};
pub use nearest::{least_eigenvalue, nearest};
pub use rank::RankPair;
pub use stream::{Column, Purpose, TrialStream, column, purpose};

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

impl Sampling {
    /// All designs.
    pub const ALL: [Sampling; 3] = [Sampling::MonteCarlo, Sampling::LatinHypercube, Sampling::Sobol];

    /// The name in files and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Sampling::MonteCarlo => "monte_carlo",
            Sampling::LatinHypercube => "latin_hypercube",
            Sampling::Sobol => "sobol",
        }
    }

    /// The design of that name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }
}
