//! Where results come from, as their pages tell it.

use crate::analysis::summary::MissingParts;

/// What was run, and how to run it again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// Version of the program.
    pub version: String,
    /// Name of the scenario or sweep file, without its folder.
    pub file: String,
    /// SHA-256 of that file, lower-case hexadecimal.
    pub sha256: String,
    /// That file, whole.
    pub text: String,
    /// Seed of every random number.
    pub seed: u64,
    /// Trials of the run, or at each point of a sweep.
    pub trials: u64,
    /// What is missing of the whole, if anything is.
    pub missing: Option<MissingParts>,
    /// The command that gives these results again.
    pub command: String,
}
