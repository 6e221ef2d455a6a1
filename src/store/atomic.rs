//! Files that appear whole or not at all.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use tempfile::NamedTempFile;

use crate::words::words;

use super::error::{FolderError, io_error};
use super::names::BEGUN;

/// Writes a file whole or not at all; folders on its way are made.
///
/// # Errors
/// The system refused; a file that was there before is still there.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), FolderError> {
    let mut file = begin(path)?;
    file.write_all(bytes).map_err(io_error(words!("write"), path))?;
    put(file, path)
}

/// Copies a file whole or not at all.
///
/// # Errors
/// It cannot be read, or the system refused; a file that was there before is still there.
pub(super) fn copy_atomically(from: &Path, path: &Path) -> Result<(), FolderError> {
    let mut file = begin(path)?;
    let mut source = File::open(from).map_err(io_error(words!("read"), from))?;
    std::io::copy(&mut source, &mut file).map_err(io_error(words!("write"), path))?;
    put(file, path)
}

/// Begins a file that is to come to a path; folders on its way are made. Given up, it goes again.
pub(super) fn begin(path: &Path) -> Result<NamedTempFile, FolderError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(io_error(words!("create the folder"), folder))?;
    let mut begun = tempfile::Builder::new();
    begun.prefix(BEGUN);
    #[cfg(unix)]
    begun.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    begun.tempfile_in(folder).map_err(io_error(words!("write in"), folder))
}

/// Puts a file that was begun in its place, once all of it is on the disk.
pub(super) fn put(file: NamedTempFile, path: &Path) -> Result<(), FolderError> {
    file.as_file().sync_all().map_err(io_error(words!("write"), path))?;
    file.persist(path).map_err(|error| io_error(words!("write"), path)(error.error))?;
    Ok(())
}

/// Makes the names in a folder last through a power cut, where the system can.
pub(super) fn sync_folder(path: &Path) -> Result<(), FolderError> {
    if cfg!(unix) {
        File::open(path).and_then(|folder| folder.sync_all()).map_err(io_error(words!("write in"), path))?;
    }
    Ok(())
}

/// Removes files that a killed process had begun in a folder that is ours now.
pub(super) fn sweep_up(folder: &Path) {
    let Ok(entries) = folder.read_dir() else { return };
    for entry in entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(BEGUN)) {
        // What cannot be removed does no harm.
        let _ = fs::remove_file(entry.path());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A second name of the old file keeps its bytes: the new one came into its place instead of being written over it.
    #[test]
    fn a_file_is_replaced_and_never_written_over() {
        let desk = tempfile::tempdir().unwrap();
        let (path, kept) = (desk.path().join("made/file"), desk.path().join("kept"));
        write_atomically(&path, b"old and long").unwrap();
        fs::hard_link(&path, &kept).unwrap();
        write_atomically(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read(&kept).unwrap(), b"old and long");
        assert_eq!(path.parent().unwrap().read_dir().unwrap().count(), 1, "nothing begun is left");
    }
}
