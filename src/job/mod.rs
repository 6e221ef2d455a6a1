//! What can be asked for, and what it leaves behind.

pub mod command;
mod head;
mod look;
mod run_manifest;
mod shard;
mod sweep_manifest;

pub use head::Head;
pub use look::Look;
pub use run_manifest::RunManifest;
pub use shard::Shard;
pub use sweep_manifest::{SweepManifest, SweepState};
