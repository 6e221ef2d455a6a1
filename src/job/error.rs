//! Why a job ends early.

use std::path::PathBuf;

use crate::engine::RunError;
use crate::scenario::Faults;
use crate::store::FolderError;
use crate::words::{InWords, Words, words};

/// Whose turn it is when a job ends early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blame {
    /// What was asked for is wrong or does not fit.
    Request,
    /// Something failed on the way.
    System,
    /// The job was stopped before there was anything to keep.
    Stop,
}

/// Why a job ends early.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.words())]
#[non_exhaustive]
pub enum JobError {
    /// A scenario or sweep file is wrong; each fault says where.
    #[error(transparent)]
    Faults(#[from] Faults),
    /// The results folder cannot be used.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The folder holds other results.
    Others {
        /// The folder.
        path: PathBuf,
        /// What differs.
        differs: Words,
    },
    /// A scenario is valid and yet cannot be run as asked.
    CannotRun {
        /// The scenario file, or a point of a sweep.
        of: Box<Words>,
        /// Why.
        source: RunError,
    },
    /// Trials cannot be played as asked.
    #[error(transparent)]
    Run(#[from] RunError),
    /// What was asked for does not fit.
    Refused {
        /// The option, file or folder that it is about.
        subject: String,
        /// Why not.
        reason: Words,
    },
    /// Several things do not fit.
    Several(Vec<Words>),
    /// A results file is not what it should be.
    Broken {
        /// The file or folder.
        path: PathBuf,
        /// What is wrong.
        reason: Words,
    },
    /// A chart cannot be drawn.
    #[error(transparent)]
    Chart(#[from] crate::report::figures::PngError),
    /// Stopped before there was anything to keep.
    Stopped(Words),
}

impl JobError {
    /// What was asked for does not fit.
    #[allow(clippy::needless_pass_by_value)] // callers hand over what they just made
    pub(crate) fn refused(subject: impl ToString, reason: Words) -> Self {
        Self::Refused { subject: subject.to_string(), reason }
    }

    /// A scenario file is valid and yet cannot be run as asked.
    pub(crate) fn cannot_run(file: &str) -> impl FnOnce(RunError) -> Self {
        let of = Box::new(Words::verbatim(file));
        move |source| Self::CannotRun { of, source }
    }

    /// What is wrong; of faults of a file, without where.
    #[must_use]
    pub fn words(&self) -> Words {
        let about = |subject: &dyn InWords, reason: &Words| words!("{subject}: {reason}", subject, reason);
        match self {
            Self::Faults(faults) => faults.words(),
            Self::Folder(error) => error.words(),
            Self::Others { path, differs } => words!(
                "{path}: holds results of another run ({differs}); choose another folder with --out, or --force to replace \
                 them",
                path = path.display().to_string(),
                differs
            ),
            Self::CannotRun { of, source } => about(&**of, &source.words()),
            Self::Run(error) => error.words(),
            Self::Refused { subject, reason } => about(subject, reason),
            Self::Several(all) => Words::joined(all.clone(), Words::verbatim("\n")),
            Self::Broken { path, reason } => about(&path.display().to_string(), reason),
            Self::Chart(error) => error.words(),
            Self::Stopped(words) => words.clone(),
        }
    }

    /// Whose turn it is.
    #[must_use]
    pub fn blame(&self) -> Blame {
        match self {
            Self::Faults(_)
            | Self::Folder(FolderError::Foreign { .. } | FolderError::NotAFolder { .. })
            | Self::Others { .. }
            | Self::CannotRun { .. }
            | Self::Run(_)
            | Self::Refused { .. }
            | Self::Several(_) => Blame::Request,
            Self::Folder(_) | Self::Broken { .. } | Self::Chart(_) => Blame::System,
            Self::Stopped(_) => Blame::Stop,
        }
    }
}
