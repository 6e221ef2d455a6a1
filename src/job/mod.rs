//! Jobs: what can be asked for, and what it leaves behind.
//!
//! A *run* plays the trials of one scenario, a *sweep* those of a base scenario at many points, a *comparison* sets runs
//! side by side on the same luck. Each leaves a results folder, whose *manifest* says what it is; a job that was stopped
//! goes on where it was when it is asked for again. *Merging* joins the parts of a split run or sweep, *verifying* does a
//! folder's job again and compares every byte, and [`report()`] draws charts again from stored results.
//!
//! Nothing here knows a terminal: a job takes plain options, tells a [`Host`] what happens, and returns its results.
//!
//! ```
//! use std::sync::atomic::AtomicBool;
//! use armistice::job::{Host, Destination, RunOrder, Settings, run, verify};
//!
//! let desk = tempfile::tempdir()?;
//! let order = RunOrder {
//!     settings: Settings { trials: Some(128), ..Settings::default() },
//!     place: Destination::Folder(desk.path().join("results")),
//!     ..RunOrder::new("scenarios/tiny.toml")
//! };
//! let stop = AtomicBool::new(false);
//! let host = Host::silent(&stop);
//! let outcome = run(&order, &host)?;
//! let figures = outcome.figures.expect("all trials were played");
//! assert_eq!(figures.summary.trials, 128);
//! assert!(outcome.folder.join("report.html").exists());
//!
//! let verification = verify(&outcome.folder, false, &host)?.expect("nobody stopped it");
//! assert_eq!(verification.differing(), 0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod charts;
mod choose;
pub mod command;
mod compare;
mod discover;
mod draw;
mod error;
mod event;
mod explore;
mod extend;
mod forecasts;
mod head;
mod kind;
mod leave;
mod look;
mod meaning;
mod merge;
mod order;
mod question;
mod recorded;
mod redraw;
mod run;
mod run_manifest;
mod session;
mod shard;
mod stored_summary;
mod sweep;
mod sweep_manifest;
mod sweep_plan;
#[cfg(test)]
mod tests;
mod theories;
mod trace;
mod trials;
mod verify;
mod written;

use std::path::PathBuf;

pub use choose::{ChoiceFigures, ChoiceManifest, ChooseOrder, choice_figures, choose};
pub use compare::{
    AloneFigures, CompareOrder, ComparisonFigures, ComparisonManifest, alone_figures, compare, compare_plans,
    figures as comparison_figures,
};
pub use discover::{DiscoverOrder, DiscoveryFigures, DiscoveryManifest, discover, discovery_figures};
pub use error::{Blame, JobError};
pub use event::{Event, Host, Note, Unit};
pub use explore::{ExploreOrder, explore};
pub use head::Head;
pub use kind::Kind;
pub use look::Look;
pub use merge::{MergeOrder, Merged, merge};
pub use order::{Destination, Settings, TrialTable, Wishes};
pub use question::{
    QuestionManifest, QuestionOrder, SensitivityQuestion, ThresholdQuestion, sensitivity, sensitivity_figures,
    threshold, threshold_figures,
};
pub use redraw::report;
pub use run::{RunFigures, RunOrder, SecondTheory, run};
pub use run_manifest::RunManifest;
pub use shard::Shard;
pub use sweep::{SweepFigures, SweepOrder, sweep};
pub use sweep_manifest::SweepManifest;
pub use theories::{Theories, theory_setting};
pub use trace::{TraceAsked, TraceFound, TraceManifest, TraceOrder, trace, trace_figures};
pub use verify::{Match, Verification, verify};

pub use crate::model::TheoryKind;
pub use crate::store::json;

/// What a job comes to, or why it ends early.
pub type Result<T> = std::result::Result<T, JobError>;

/// What a job came to.
#[derive(Clone, Debug)]
pub struct Outcome<F> {
    /// The results folder.
    pub folder: PathBuf,
    /// The figures: of everything, or of what was done before the job was stopped. None of a part, whose figures come when
    /// the parts are merged.
    pub figures: Option<F>,
    /// Whether all of it is done; else it was stopped, and the same job goes on from there.
    pub complete: bool,
}
