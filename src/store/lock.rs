//! One process at a time in a folder.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

use crate::words::words;

use super::error::{FolderError, io_error};
use super::names::LOCK;

/// Takes a folder for this process.
pub(super) fn lock(path: &Path) -> Result<File, FolderError> {
    let file = path.join(LOCK);
    loop {
        let open = OpenOptions::new().create(true).write(true).truncate(false).open(&file);
        let lock = open.map_err(io_error(words!("write in"), path))?;
        match lock.try_lock() {
            Ok(()) if is_at(&lock, &file) => return Ok(lock),
            // Whoever had it left between our opening and our locking it, and took it away: there may be a new one.
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(FolderError::Locked { path: path.to_owned() }),
            Err(TryLockError::Error(error)) => return Err(io_error(words!("lock"), &file)(error)),
        }
    }
}

/// Leaves a folder to others.
pub(super) fn unlock(lock: &File, path: &Path) {
    // Removed while still held: whoever opens it afterwards makes a new one, and whoever has it open will see that.
    let _ = fs::remove_file(path.join(LOCK));
    let _ = lock.unlock();
}

/// Whether an open file is the one that is found at a path.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let identity = |metadata: io::Result<fs::Metadata>| metadata.ok().map(|it| (it.dev(), it.ino()));
    let found = identity(fs::metadata(path));
    found.is_some() && identity(file.metadata()) == found
}

/// Elsewhere a file that is open keeps its name.
#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// Whoever opened the lock of one who then left holds a file that nobody else will find.
    #[test]
    fn a_lock_that_was_taken_away_is_not_taken_for_the_one_that_is_there() {
        let desk = tempfile::tempdir().unwrap();
        let path = desk.path().join(LOCK);
        let first = File::create(&path).unwrap();
        assert!(is_at(&first, &path));
        fs::remove_file(&path).unwrap();
        assert!(!is_at(&first, &path), "gone");
        let second = File::create(&path).unwrap();
        assert!(!is_at(&first, &path) && is_at(&second, &path), "made anew");
    }
}
