//! A results folder that this process has for itself.

use std::fs;
#[cfg(unix)]
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;
use tempfile::NamedTempFile;

use crate::words::words;

use super::atomic::{begin, copy_atomically, put, sweep_up, sync_folder, write_atomically};
use super::error::{FolderError, io_error};
use super::json::json;
use super::lock::{Lock, lock};
use super::names::{CHARTS, MANIFEST, RESULTS, STATE, chart_of};
#[cfg(unix)]
use super::place::is_at;
use super::place::{require_no_link, require_no_links, require_own};
use super::state::Proof;
use super::table::GrowingTable;

/// A results folder that this process has for itself.
#[derive(Debug)]
pub struct Folder {
    pub(super) path: PathBuf,
    lock: Lock,
    /// The folder itself, where the system opens folders: it may be removed or renamed.
    #[cfg(unix)]
    place: File,
    pub(super) table: Option<GrowingTable>,
    /// Tables that grow with it, row by row.
    pub(super) beside: Vec<GrowingTable>,
    /// What is committed of them.
    pub(super) proof: Proof,
    /// Digests of the manifests that its state may be of, the last of them the one that its figures are of.
    pub(super) manifests: Vec<String>,
    /// Whether it was made for this run.
    made: bool,
}

/// Leaves the folder as it is: others may have it.
impl Drop for Folder {
    fn drop(&mut self) {
        if self.require_place().is_err() {
            // What is there now is somebody else's, and so is its lock.
            return;
        }
        self.lock.release(&self.path);
        if self.made {
            // A folder that was made for nothing would only confuse; one with files in it stays.
            let _ = fs::remove_dir(&self.path);
        }
    }
}

impl Folder {
    /// Takes a folder, which is made if it is not there. One with files in it must hold results, unless `force` says to
    /// write beside whatever is there.
    ///
    /// # Errors
    /// See [`FolderError`]; nothing in the folder has changed then.
    pub fn take(path: &Path, force: bool) -> Result<Self, FolderError> {
        if path.is_file() {
            return Err(FolderError::NotAFolder { path: path.to_owned() });
        }
        require_own(path)?;
        require_no_links(path)?;
        let made = !path.is_dir();
        if made {
            fs::create_dir_all(path).map_err(io_error(words!("create the folder"), path))?;
        }
        let folder = Self {
            lock: lock(path)?,
            #[cfg(unix)]
            place: File::open(path).map_err(io_error(words!("read"), path))?,
            path: path.to_owned(),
            table: None,
            beside: Vec::new(),
            proof: Proof::default(),
            manifests: Vec::new(),
            made,
        };
        if let (false, Some(found)) = (force, foreign(path)?) {
            return Err(FolderError::Foreign { path: path.to_owned(), found });
        }
        sweep_up(path);
        sweep_up(&path.join(CHARTS));
        Ok(folder)
    }

    /// Whether a run in a folder has begun and not ended.
    #[must_use]
    pub fn is_unfinished(path: &Path) -> bool {
        path.join(STATE).exists()
    }

    /// Whether the file system has no locks, and a lease keeps others out.
    #[must_use]
    pub fn is_leased(&self) -> bool {
        self.lock.is_lease()
    }

    /// Path of the folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Path of a file in the folder.
    #[must_use]
    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Whether the folder has a file of that name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.file(name).exists()
    }

    /// Removes all results, and nothing that is not one: the files of these charts and those of [`RESULTS`].
    ///
    /// # Errors
    /// The system refused.
    pub fn clear(&self, is_chart: &dyn Fn(&str) -> bool) -> Result<(), FolderError> {
        RESULTS.iter().try_for_each(|name| self.remove(name))?;
        self.clear_charts(is_chart)?;
        self.remove(MANIFEST)
    }

    /// Removes the files of these charts, and the folder of charts where nothing else is in it.
    ///
    /// # Errors
    /// The system refused.
    pub fn clear_charts(&self, is_chart: &dyn Fn(&str) -> bool) -> Result<(), FolderError> {
        let folder = self.file(CHARTS);
        require_no_link(&folder)?;
        let Ok(entries) = folder.read_dir() else { return Ok(()) };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if chart_of(&name).is_some_and(is_chart) && !entry.path().is_dir() {
                self.remove(&format!("{CHARTS}/{name}"))?;
            }
        }
        // Refused while there is somebody else's file in it.
        let _ = fs::remove_dir(folder);
        Ok(())
    }

    /// Removes a file, if it is there.
    ///
    /// # Errors
    /// The system refused, or it is a folder.
    pub fn remove(&self, name: &str) -> Result<(), FolderError> {
        let path = self.file(name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(io_error(words!("remove"), &path)(error)),
            _ => Ok(()),
        }
    }

    /// Writes a file whole or not at all; folders on its way are made.
    ///
    /// # Errors
    /// The system refused.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
        write_atomically(&self.place_of(name)?, bytes)
    }

    /// Writes a file whole or not at all, piece by piece.
    ///
    /// # Errors
    /// As [`Folder::write`].
    pub(super) fn write_with(
        &self,
        name: &str,
        what: &mut dyn FnMut(&mut NamedTempFile) -> io::Result<()>,
    ) -> Result<(), FolderError> {
        let path = self.place_of(name)?;
        let mut file = begin(&path)?;
        what(&mut file).map_err(io_error(words!("write"), &path))?;
        put(file, &path)
    }

    /// Copies a file into the folder, whole or not at all.
    ///
    /// # Errors
    /// As [`Folder::write`]; or the file cannot be read.
    pub fn copy_in(&self, name: &str, from: &Path) -> Result<(), FolderError> {
        copy_atomically(from, &self.place_of(name)?)
    }

    /// Where a file of that name is to be written.
    pub(super) fn place_of(&self, name: &str) -> Result<PathBuf, FolderError> {
        self.require_place()?;
        let mut path = self.path.clone();
        for part in Path::new(name) {
            path.push(part);
            require_no_link(&path)?;
        }
        Ok(path)
    }

    /// Makes sure that the folder is still found under its name, and that nobody else has it by now.
    ///
    /// # Errors
    /// It was removed or renamed, another is in its place, or another process has taken it over.
    pub(super) fn require_place(&self) -> Result<(), FolderError> {
        self.lock.require(&self.path)?;
        #[cfg(unix)]
        let is_there = is_at(&self.place, &self.path);
        #[cfg(not(unix))]
        let is_there = self.path.exists();
        if is_there {
            return Ok(());
        }
        let reason = words!(
            "was removed or renamed while results were written there; the rest is lost, and the same command starts anew, or \
             goes on where the folder is found under its name again"
        );
        Err(FolderError::Damaged { path: self.path.clone(), reason })
    }

    /// Writes a value as JSON.
    ///
    /// # Errors
    /// The system refused.
    pub fn write_json<T: Serialize>(&self, name: &str, value: &T) -> Result<(), FolderError> {
        self.write(name, &json(value))
    }

    /// Makes sure that everything that was written is on the disk, under its name.
    ///
    /// # Errors
    /// The system refused.
    pub fn sync(&self) -> Result<(), FolderError> {
        self.require_place()?;
        self.table.iter().chain(&self.beside).try_for_each(GrowingTable::sync)?;
        for folder in [self.file(CHARTS), self.path.clone()].iter().filter(|folder| folder.is_dir()) {
            sync_folder(folder)?;
        }
        Ok(())
    }

    /// Ends the run: its state is no longer needed.
    ///
    /// # Errors
    /// The system refused.
    pub fn finish(self) -> Result<(), FolderError> {
        self.sync()?;
        self.remove(STATE)
    }

    /// Gives the run up before anything of it was committed: a folder that was made for it goes again.
    pub fn abandon(self) {
        if self.made {
            // What cannot be removed does no harm: the next call starts anew.
            let _ = self.clear(&|_| false);
        }
    }
}

/// A visible file in a folder without a manifest.
fn foreign(path: &Path) -> Result<Option<String>, FolderError> {
    if path.join(MANIFEST).exists() {
        return Ok(None);
    }
    let mut names: Vec<String> = fs::read_dir(path)
        .and_then(|entries| entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect())
        .map_err(io_error(words!("read"), path))?;
    names.retain(|name| !name.starts_with('.'));
    names.sort();
    Ok(names.into_iter().next())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    fn names(path: &Path) -> Vec<String> {
        let entries = fs::read_dir(path).unwrap();
        let mut names: Vec<String> = entries.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn only_results_are_removed() {
        let desk = TempDir::new().unwrap();
        let folder = Folder::take(desk.path(), false).unwrap();
        for name in RESULTS.into_iter().chain([MANIFEST, "charts/known.svg", "charts/known.png", "charts/known.csv"]) {
            folder.write(name, b"ours").unwrap();
        }
        for name in ["notes.md", "charts/mine.png", "charts/known.ai", "charts/known.svg.bak", "charts/own/known.svg"] {
            folder.write(name, b"theirs").unwrap();
        }
        fs::create_dir(folder.file("charts/known2.svg")).unwrap();
        folder.clear(&|chart| chart.starts_with("known")).unwrap();
        assert_eq!(names(desk.path()), [".lock", "charts", "notes.md"]);
        assert_eq!(names(&desk.path().join("charts")), ["known.ai", "known.svg.bak", "known2.svg", "mine.png", "own"]);
        assert_eq!(names(&desk.path().join("charts/own")), ["known.svg"]);
    }

    #[test]
    fn a_folder_of_charts_goes_with_the_last_of_them() {
        let desk = TempDir::new().unwrap();
        let folder = Folder::take(desk.path(), false).unwrap();
        folder.write("charts/known.svg", b"ours").unwrap();
        folder.clear(&|chart| chart == "known").unwrap();
        assert_eq!(names(desk.path()), [".lock"]);
    }

    /// What has ended has no state; what was given up leaves only what was there before.
    #[test]
    fn nothing_of_the_work_outlives_it() {
        let desk = TempDir::new().unwrap();
        let begun = |path: &Path| {
            let folder = Folder::take(path, true).unwrap();
            folder.save_state(&1).unwrap();
            folder.write_json(MANIFEST, &1).unwrap();
            folder
        };
        let (ended, made) = (desk.path().join("ended"), desk.path().join("made"));
        begun(&ended).finish().unwrap();
        assert_eq!(names(&ended), [MANIFEST]);
        begun(&made).abandon();
        assert!(!made.exists(), "it was made for this");
        begun(&ended).abandon();
        assert!(Folder::is_unfinished(&ended), "it was there before");
    }

    /// Nothing is written beside what was carried away, and another's folder in its place is left alone.
    #[cfg(unix)]
    #[test]
    fn a_folder_that_was_carried_away_is_missed() {
        let desk = TempDir::new().unwrap();
        let (path, elsewhere) = (desk.path().join("run"), desk.path().join("elsewhere"));
        let folder = Folder::take(&path, false).unwrap();
        folder.save_state(&1).unwrap();
        fs::rename(&path, &elsewhere).unwrap();
        let told = folder.save_state(&2).unwrap_err().to_string();
        assert!(told.contains("run: was removed or renamed while results were written there"), "{told}");
        assert!(!path.exists() && folder.sync().is_err());
        fs::create_dir(&path).unwrap();
        fs::write(path.join(".lock"), "").unwrap();
        assert!(folder.write(MANIFEST, b"{}").is_err());
        drop(folder);
        assert_eq!(names(&path), [".lock"]);
    }

    /// Files are replaced, and nothing is written through a link to another place.
    #[cfg(unix)]
    #[test]
    fn links_in_place_of_results_are_refused() {
        let desk = TempDir::new().unwrap();
        let other = desk.path().join("other");
        fs::create_dir(&other).unwrap();
        fs::write(other.join("mine"), "mine").unwrap();
        let folder = Folder::take(&desk.path().join("run"), false).unwrap();
        std::os::unix::fs::symlink(other.join("mine"), folder.file(MANIFEST)).unwrap();
        std::os::unix::fs::symlink(&other, folder.file(CHARTS)).unwrap();
        for name in [MANIFEST, "charts/known.svg"] {
            let told = folder.write(name, b"ours").unwrap_err().to_string();
            assert!(told.contains("is a link to another place"), "{told}");
        }
        assert_eq!(names(&other), ["mine"]);
        assert_eq!(fs::read(other.join("mine")).unwrap(), b"mine");
    }

    #[test]
    fn a_folder_is_taken_once() {
        let desk = TempDir::new().unwrap();
        let first = Folder::take(desk.path(), false).unwrap();
        assert!(matches!(Folder::take(desk.path(), true), Err(FolderError::Locked { .. })));
        drop(first);
        assert!(names(desk.path()).is_empty());
        drop(Folder::take(desk.path(), false).unwrap());
    }

    #[test]
    fn a_folder_of_somebody_elses_is_left_alone() {
        let desk = TempDir::new().unwrap();
        fs::write(desk.path().join("thesis.tex"), "mine").unwrap();
        let error = Folder::take(desk.path(), false).unwrap_err();
        assert!(matches!(&error, FolderError::Foreign { found, .. } if found == "thesis.tex"), "{error}");
        assert_eq!(names(desk.path()), ["thesis.tex"]);
        assert!(Folder::take(desk.path(), true).is_ok());
    }

    #[test]
    fn what_a_killed_process_had_begun_is_swept_up() {
        let desk = TempDir::new().unwrap();
        fs::create_dir(desk.path().join(CHARTS)).unwrap();
        for name in [".new-abc", "charts/.new-def"] {
            fs::write(desk.path().join(name), "half").unwrap();
        }
        fs::write(desk.path().join(MANIFEST), "{}").unwrap();
        drop(Folder::take(desk.path(), false).unwrap());
        assert_eq!(names(desk.path()), [CHARTS, MANIFEST]);
        assert!(names(&desk.path().join(CHARTS)).is_empty());
    }
}
