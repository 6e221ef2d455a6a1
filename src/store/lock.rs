//! One process at a time in a folder.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

use crate::words::words;

use super::error::{FolderError, io_error};
use super::lease::{EXPIRES_AFTER, Lease, NoLease, Tenant, lease, leased_by};
use super::names::LOCK;
use super::place::{is_at, require_no_link};

/// A folder taken for this process.
#[derive(Debug)]
pub(super) enum Lock {
    /// By a lock of the system.
    File(File),
    /// By a lease, where the file system has no locks.
    Lease(Lease),
}

/// Takes a folder for this process.
pub(super) fn lock(path: &Path) -> Result<Lock, FolderError> {
    lock_by(path, &File::try_lock)
}

fn lock_by(path: &Path, try_lock: &dyn Fn(&File) -> Result<(), TryLockError>) -> Result<Lock, FolderError> {
    let file = path.join(LOCK);
    loop {
        require_no_link(&file)?;
        let was_there = file.exists();
        let open = OpenOptions::new().create(true).write(true).truncate(false).open(&file);
        let lock = open.map_err(io_error(words!("write in"), path))?;
        match try_lock(&lock) {
            Ok(()) if is_at(&lock, &file) => {
                // Of a machine to which this file system gives no locks.
                return match leased_by(path) {
                    None => Ok(Lock::File(lock)),
                    by => Err(FolderError::Locked { path: path.to_owned(), by }),
                };
            }
            // Whoever had it left between our opening and our locking it, and took it away: there may be a new one.
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(FolderError::Locked { path: path.to_owned(), by: None }),
            Err(TryLockError::Error(error)) if has_no_locks(&error) => {
                if !was_there {
                    // What is left of the attempt says nothing to anybody.
                    let _ = fs::remove_file(&file);
                }
                return leased(path);
            }
            Err(TryLockError::Error(error)) => return Err(io_error(words!("lock"), &file)(error)),
        }
    }
}

/// Whether it is the file system that has no locks: as some shared ones of clusters, unless they are mounted with them.
fn has_no_locks(error: &io::Error) -> bool {
    // ENOLCK, ENOSYS and EOPNOTSUPP of Linux; ENOLCK of macOS.
    error.kind() == io::ErrorKind::Unsupported || matches!(error.raw_os_error(), Some(37 | 38 | 77 | 95))
}

fn leased(path: &Path) -> Result<Lock, FolderError> {
    lease(path, &Tenant::own(), EXPIRES_AFTER).map(Lock::Lease).map_err(|why| match why {
        NoLease::Taken(by) => FolderError::Locked { path: path.to_owned(), by: Some(by) },
        NoLease::Io(error) => io_error(words!("write in"), path)(error),
    })
}

impl Lock {
    /// Whether it is but a lease.
    pub(super) fn is_lease(&self) -> bool {
        matches!(self, Self::Lease(_))
    }

    /// Makes sure that nobody else has the folder by now.
    pub(super) fn require(&self, path: &Path) -> Result<(), FolderError> {
        match self {
            Self::Lease(lease) if !lease.holds() => Err(FolderError::TakenOver { path: path.to_owned() }),
            Self::File(_) | Self::Lease(_) => Ok(()),
        }
    }

    /// Leaves a folder to others.
    pub(super) fn release(&self, path: &Path) {
        match self {
            Self::File(file) => {
                // Removed while still held: whoever opens it afterwards makes a new one, and whoever has it open will see that.
                let _ = fs::remove_file(path.join(LOCK));
                let _ = file.unlock();
            }
            Self::Lease(lease) => lease.give_back(),
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// Where the system has no locks there is a lease, and the folder is as empty afterwards as it was.
    #[test]
    fn a_file_system_without_locks_gives_leases() {
        let desk = tempfile::tempdir().unwrap();
        for code in [37, 38, 95] {
            let refusing = |_: &File| Err(TryLockError::Error(io::Error::from_raw_os_error(code)));
            let first = lock_by(desk.path(), &refusing).unwrap();
            assert!(first.is_lease() && first.require(desk.path()).is_ok());
            let told = lock_by(desk.path(), &refusing).unwrap_err().to_string();
            assert!(told.contains(&format!("another process ({}, ", std::process::id())), "{told}");
            fs::write(desk.path().join(".lease"), "process 1 on other, 1\n").unwrap();
            let told = first.require(desk.path()).unwrap_err().to_string();
            assert!(told.contains("another process has taken the folder over"), "{told}");
            drop(first);
            fs::remove_file(desk.path().join(".lease")).unwrap();
            assert_eq!(desk.path().read_dir().unwrap().count(), 0);
        }
        let broken = |_: &File| Err(TryLockError::Error(io::Error::from_raw_os_error(5)));
        assert!(lock_by(desk.path(), &broken).unwrap_err().to_string().contains("cannot lock"));
    }

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
