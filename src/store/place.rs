//! Whether what is written lands where it is meant to.

use std::fs::{self, File};
use std::path::Path;

use crate::words::words;

use super::error::{FolderError, io_error};
use super::names::{BEGUN, CHARTS, LEASE, LEASE_TURN, LOCK, MANIFEST, RESULTS, SECOND_THEORIES, chart_of};

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
pub(crate) fn require_file(path: &Path) -> Result<(), FolderError> {
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

/// Refuses symbolic links anywhere in a folder where something of ours is written, emptied or removed: in the place of results,
/// charts and their folder, that of a second theory, locks, and files that were begun.
pub(super) fn require_no_links(folder: &Path) -> Result<(), FolderError> {
    require_no_links_in(folder)?;
    SECOND_THEORIES.iter().try_for_each(|second| require_no_links_in(&folder.join(second)))
}

fn require_no_links_in(folder: &Path) -> Result<(), FolderError> {
    let is_ours = |name: &str| {
        let of_work = [MANIFEST, CHARTS, LOCK, LEASE, LEASE_TURN].contains(&name) || name.starts_with(BEGUN);
        of_work || RESULTS.contains(&name) || SECOND_THEORIES.contains(&name)
    };
    links(folder, &is_ours)?;
    links(&folder.join(CHARTS), &|name| chart_of(name).is_some() || name.starts_with(BEGUN))
}

/// Refuses symbolic links of such names in a folder, if that is there.
fn links(folder: &Path, is_ours: &dyn Fn(&str) -> bool) -> Result<(), FolderError> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in folder.read_dir().map_err(io_error(words!("read"), folder))? {
        let entry = entry.map_err(io_error(words!("read"), folder))?;
        if is_ours(&entry.file_name().to_string_lossy()) {
            require_no_link(&entry.path())?;
        }
    }
    Ok(())
}

/// Refuses a link in the place of the folder of a second theory: what it leads to are results of somebody else's.
pub(super) fn require_own(path: &Path) -> Result<(), FolderError> {
    let is_second = path.file_name().is_some_and(|name| SECOND_THEORIES.contains(&&*name.to_string_lossy()));
    if is_second && path.parent().is_some_and(|above| above.join(MANIFEST).exists()) {
        require_no_link(path)?;
    }
    Ok(())
}
