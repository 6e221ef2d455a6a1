//! Why a results folder cannot be used.

use std::io;
use std::path::{Path, PathBuf};

use crate::words::{Words, words};

/// Why a results folder cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.words())]
pub enum FolderError {
    /// The system refused.
    Io {
        /// What was to be done.
        action: Words,
        /// With which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The folder holds files that no run wrote.
    Foreign {
        /// The folder.
        path: PathBuf,
        /// A file found in it.
        found: String,
    },
    /// There is a file where the folder would be.
    NotAFolder {
        /// The file.
        path: PathBuf,
    },
    /// Another process works in the folder.
    Locked {
        /// The folder.
        path: PathBuf,
        /// Which one, where that is known: its number and its machine.
        by: Option<String>,
    },
    /// Another process has taken the folder over, whose lease had not been renewed.
    TakenOver {
        /// The folder.
        path: PathBuf,
    },
    /// A file in the folder is not what it should be.
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: Words,
    },
}

impl FolderError {
    /// What is wrong.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::Io { action, path, source } => words!(
                "{path}: cannot {action}: {source}",
                path = path.display().to_string(),
                action,
                source = source.to_string()
            ),
            Self::Foreign { path, found } => words!(
                "{path}: is not empty and holds no results ({found}); choose another folder with --out",
                path = path.display().to_string(),
                found
            ),
            Self::NotAFolder { path } => words!(
                "{path}: is a file, not a folder for results; choose another place with --out",
                path = path.display().to_string()
            ),
            Self::Locked { path, by: None } => {
                words!("{path}: another process is writing results there", path = path.display().to_string())
            }
            Self::Locked { path, by: Some(by) } => words!(
                "{path}: another process ({by}) is writing results there; should it be gone, its lease ends within five \
                 minutes",
                path = path.display().to_string(),
                by
            ),
            Self::TakenOver { path } => words!(
                "{path}: another process has taken the folder over, since this one did not renew its lease for five minutes; \
                 nothing more is written",
                path = path.display().to_string()
            ),
            Self::Damaged { path, reason } => {
                words!("{subject}: {reason}", subject = path.display().to_string(), reason)
            }
        }
    }
}

pub(super) fn io_error(action: Words, path: &Path) -> impl FnOnce(io::Error) -> FolderError {
    let path = path.to_owned();
    move |source| FolderError::Io { action, path, source }
}
