//! Why a job ends early.

use std::path::PathBuf;

use crate::engine::RunError;
use crate::scenario::Faults;
use crate::store::FolderError;

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
#[non_exhaustive]
pub enum JobError {
    /// A scenario or sweep file is wrong; each fault says where.
    #[error(transparent)]
    Faults(#[from] Faults),
    /// The results folder cannot be used.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The folder holds other results.
    #[error("{}: holds results of another run ({differs}); choose another folder with --out, or --force to replace them", path.display())]
    Others {
        /// The folder.
        path: PathBuf,
        /// What differs.
        differs: String,
    },
    /// A scenario is valid and yet cannot be run as asked.
    #[error("{file}: {source}")]
    CannotRun {
        /// The scenario file.
        file: String,
        /// Why.
        source: RunError,
    },
    /// Trials cannot be played as asked.
    #[error(transparent)]
    Run(#[from] RunError),
    /// What was asked for does not fit.
    #[error("{subject}: {reason}")]
    Refused {
        /// The option, file or folder that it is about.
        subject: String,
        /// Why not.
        reason: String,
    },
    /// Several things do not fit.
    #[error("{}", lines(.0))]
    Several(Vec<String>),
    /// A results file is not what it should be.
    #[error("{}: {reason}", path.display())]
    Broken {
        /// The file or folder.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// A chart cannot be drawn.
    #[error(transparent)]
    Chart(#[from] crate::report::figures::PngError),
    /// Stopped before there was anything to keep.
    #[error("{0}")]
    Stopped(&'static str),
}

impl JobError {
    /// What was asked for does not fit.
    #[allow(clippy::needless_pass_by_value)] // callers hand over what they just made
    pub(crate) fn refused(subject: impl ToString, reason: impl Into<String>) -> Self {
        Self::Refused { subject: subject.to_string(), reason: reason.into() }
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

fn lines(all: &[String]) -> String {
    all.join("\n")
}
