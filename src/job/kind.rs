//! What a results folder holds, as its manifest says.

use std::path::Path;

use serde_json::Value;

use crate::store::{Folder, FolderError, MANIFEST, read_json};

use super::recorded::Recorded;
use super::{JobError, Result};

/// What a results folder holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A run.
    Run,
    /// A sweep.
    Sweep,
    /// A comparison.
    Comparison,
}

impl Kind {
    /// What a results folder holds.
    ///
    /// # Errors
    /// It is no results folder.
    pub fn of(folder: &Path) -> Result<Self> {
        let path = folder.join(MANIFEST);
        let no_results =
            |reason: String| JobError::refused(folder.display(), format!("is no results folder: {reason}"));
        if !path.exists() {
            return Err(no_results(format!("it has no {MANIFEST}")));
        }
        let manifest: Value = read_json(&path)?;
        let keys = [("sweep_text", Kind::Sweep), ("compared", Kind::Comparison), ("scenario_text", Kind::Run)];
        let found = keys.into_iter().find(|(key, _)| manifest.get(key).is_some());
        found.map(|(_, kind)| kind).ok_or_else(|| no_results(format!("its {MANIFEST} is of something else")))
    }

    /// The word for it, as the command is called: `run`, `sweep` or `comparison`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Kind::Run => "run",
            Kind::Sweep => "sweep",
            Kind::Comparison => "comparison",
        }
    }
}

/// The manifest of a results folder, which must be of that kind.
pub(super) fn stored<M: Recorded>(folder: &Path) -> Result<M> {
    let found = Kind::of(folder)?;
    if found != M::KIND {
        let reason = format!("holds a {}, not a {}", found.word(), M::KIND.word());
        return Err(JobError::refused(folder.display(), reason));
    }
    let read: std::result::Result<M, FolderError> = read_json(&folder.join(MANIFEST));
    Ok(read?)
}

/// Refuses a folder whose run has not ended.
pub(super) fn require_finished(folder: &Path) -> Result<()> {
    if Folder::is_unfinished(folder) {
        let reason = "holds a run that has not ended; finish it with the same command";
        return Err(JobError::refused(folder.display(), reason));
    }
    Ok(())
}
