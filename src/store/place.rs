//! Whether what is written lands where it is meant to.

use std::fs::{self, File};
use std::path::Path;

use crate::words::words;

use super::error::FolderError;

/// Whether an open file or folder is the one that is found at a path.
#[cfg(unix)]
pub(super) fn is_at(open: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let identity = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    let (Ok(open), Ok(found)) = (open.metadata(), fs::metadata(path)) else { return false };
    identity(open) == identity(found)
}

/// Elsewhere what is open keeps its name.
#[cfg(not(unix))]
pub(super) fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

/// Refuses what is there and is no file: a pipe may never end.
pub(super) fn require_file(path: &Path) -> Result<(), FolderError> {
    if fs::metadata(path).is_ok_and(|it| !it.is_file()) {
        let reason = words!("is no file, but a folder, a pipe or a device");
        return Err(FolderError::Damaged { path: path.to_owned(), reason });
    }
    Ok(())
}

/// Refuses a symbolic link where results belong: what it points to is somebody else's.
pub(super) fn require_no_link(path: &Path) -> Result<(), FolderError> {
    if fs::symlink_metadata(path).is_ok_and(|it| it.is_symlink()) {
        let reason =
            words!("is a link to another place, where nothing is written; remove it, or choose another folder");
        return Err(FolderError::Damaged { path: path.to_owned(), reason });
    }
    Ok(())
}
