//! Why a results folder cannot be used.

use std::io;
use std::path::{Path, PathBuf};

/// Why a results folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The system refused.
    #[error("{}: cannot {action}: {source}", path.display())]
    Io {
        /// What was to be done.
        action: &'static str,
        /// With which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The folder holds files that no run wrote.
    #[error("{}: is not empty and holds no results ({found}); choose another folder with --out", path.display())]
    Foreign {
        /// The folder.
        path: PathBuf,
        /// A file found in it.
        found: String,
    },
    /// There is a file where the folder would be.
    #[error("{}: is a file, not a folder for results; choose another place with --out", path.display())]
    NotAFolder {
        /// The file.
        path: PathBuf,
    },
    /// Another process works in the folder.
    #[error("{}: another process is writing results there", path.display())]
    Locked {
        /// The folder.
        path: PathBuf,
    },
    /// A file in the folder is not what it should be.
    #[error("{}: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

pub(super) fn io_error(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> FolderError {
    let path = path.to_owned();
    move |source| FolderError::Io { action, path, source }
}
