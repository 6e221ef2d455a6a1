//! The results folder: the one place where anything is written.
//!
//! While a run is going on, the folder holds its manifest, the table as far as it is committed, and a state file from
//! which the same command goes on after an interruption, however rude. Every other file appears whole or not at all.

mod atomic;
mod digest;
mod error;
mod folder;
mod json;
mod lease;
mod lock;
mod manifest;
mod names;
mod package;
mod parquet;
mod part;
mod place;
mod state;
mod sums;
mod table;

pub use atomic::write_atomically;
pub use digest::digest;
pub use error::FolderError;
pub use folder::Folder;
pub use json::{json, read_json, read_text};
pub(crate) use json::{packed, read_packed};
pub use manifest::{DIGESTS_KEPT, keeps_digests, other_version, way_out};
#[cfg(test)]
pub(crate) use names::SECOND_THEORIES;
pub use names::{
    BOXES, CHART_ENDINGS, CHARTS, CHOICE, CHOICES, COMPARISON, COUNTS, DIFFERENCES, DISCOVERY, EXPLORER, MANIFEST,
    PACKAGE, PART, PLANS, PLANS_PARQUET, POINTS, POINTS_PARQUET, REPORT, REPORT_MARKDOWN, RESULTS, SAVI, SENSITIVITY,
    SENSITIVITY_TABLE, STATE, SUMMARY, SUMMARY_TABLE, SUMS, SWEEP, THRESHOLD, THRESHOLD_TABLE, TRACE, TRIALS,
    TRIALS_PARQUET, WORKBOOK, chart_of,
};
pub use package::{Resource, package};
pub use parquet::{read_parquet, write_parquet};
pub use part::read_part;
pub(crate) use place::require_file;
pub use sums::{Sums, digests, is_as_written, is_own_manifest, prove};
