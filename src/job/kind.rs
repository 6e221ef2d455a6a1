//! What a results folder holds, as its manifest says.

use std::path::Path;

use serde_json::Value;

use crate::store::{Folder, FolderError, MANIFEST, digest, prove, read_json};
use crate::words::{Words, words};

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
    /// The story of one trial.
    Trace,
    /// A discovery: the boxes of an outcome.
    Discovery,
    /// A choice among plans over several states.
    Choice,
    /// An answer to one question: what drives a figure, or where a number must lie for it.
    Question,
}

impl Kind {
    /// What a results folder holds.
    ///
    /// # Errors
    /// It is no results folder.
    pub fn of(folder: &Path) -> Result<Self> {
        let path = folder.join(MANIFEST);
        let no_results =
            |reason: Words| JobError::refused(folder.display(), words!("is no results folder: {reason}", reason));
        if !path.exists() {
            return Err(no_results(words!("it has no {file}", file = MANIFEST)));
        }
        let manifest: Value = read_json(&path)?;
        let keys = [
            ("sweep_text", Kind::Sweep),
            ("compared", Kind::Comparison),
            ("traced", Kind::Trace),
            ("discovered", Kind::Discovery),
            ("chosen_among", Kind::Choice),
            ("question", Kind::Question),
            ("scenario_text", Kind::Run),
        ];
        let found = keys.into_iter().find(|(key, _)| manifest.get(key).is_some());
        found
            .map(|(_, kind)| kind)
            .ok_or_else(|| no_results(words!("its {file} is of something else", file = MANIFEST)))
    }

    /// The word for it, as the command is called: `run`, `sweep`, `comparison`, `trace`, `discovery`, `choice` or `question`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Kind::Run => "run",
            Kind::Sweep => "sweep",
            Kind::Comparison => "comparison",
            Kind::Trace => "trace",
            Kind::Discovery => "discovery",
            Kind::Choice => "choice",
            Kind::Question => "question",
        }
    }

    /// The same with its article, for readers.
    pub(super) fn words(self) -> Words {
        match self {
            Kind::Run => words!("a run"),
            Kind::Sweep => words!("a sweep"),
            Kind::Comparison => words!("a comparison"),
            Kind::Trace => words!("the story of one trial"),
            Kind::Discovery => words!("a discovery"),
            Kind::Choice => words!("a choice"),
            Kind::Question => words!("an answer to one question"),
        }
    }
}

/// The manifest of a results folder, which must be of that kind.
pub(super) fn stored<M: Recorded>(folder: &Path) -> Result<M> {
    let found = Kind::of(folder)?;
    if found != M::KIND {
        let reason = words!("holds {found}, not {wanted}", found = found.words(), wanted = M::KIND.words());
        return Err(JobError::refused(folder.display(), reason));
    }
    let path = folder.join(MANIFEST);
    let read: std::result::Result<M, FolderError> = read_json(&path);
    let manifest = read?;
    require_sound(&manifest, &path)?;
    Ok(manifest)
}

/// The same, of which nothing is missing: what is computed from it would be taken for the whole.
pub(super) fn stored_whole<M: Recorded>(folder: &Path) -> Result<M> {
    let manifest: M = stored(folder)?;
    if manifest.missing().is_none() {
        return Ok(manifest);
    }
    let reason = words!("holds {kind} of which parts are missing; merge all of them first", kind = M::KIND.words());
    Err(JobError::refused(folder.display(), reason))
}

/// Refuses a manifest that holds what none can, or whose texts are not those of which it has the digests.
pub(super) fn require_sound<M: Recorded>(manifest: &M, path: &Path) -> Result<()> {
    if let Some(reason) = manifest.fault() {
        return Err(FolderError::Damaged { path: path.to_owned(), reason }.into());
    }
    if manifest.texts().iter().all(|(text, sha256)| digest(text.as_bytes()) == *sha256) {
        return Ok(());
    }
    let reason = words!("holds a text that is not the one of its SHA-256: one of them was changed");
    Err(FolderError::Damaged { path: path.to_owned(), reason }.into())
}

/// Refuses a folder whose run has not ended, or whose figures are not those that were written.
pub(super) fn require_finished(folder: &Path) -> Result<()> {
    require_ended(folder)?;
    Ok(prove(folder)?)
}

/// Refuses a folder whose run has not ended.
pub(super) fn require_ended(folder: &Path) -> Result<()> {
    if Folder::is_unfinished(folder) {
        let reason = words!("holds a run that has not ended; finish it with the same command");
        return Err(JobError::refused(folder.display(), reason));
    }
    Ok(())
}
