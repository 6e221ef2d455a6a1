//! The state of unfinished work, and what proves that it and the tables beside it are what was written.
//!
//! Four lines: the state; by name of a table that grows with it, its committed bytes and their SHA-256; digests of the manifests
//! that it may be of, each without its look, the last of them that of the work; and the SHA-256 of the three lines above.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::words::{Words, words};

use super::digest::{Digested, Digesting, digest};
use super::error::FolderError;
use super::folder::Folder;
use super::json::{read_text, write_compact};
use super::manifest::{StoredManifest, changed_manifest};
use super::names::STATE;

/// What was committed of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Committed {
    bytes: u64,
    sha256: String,
}

/// What was committed of all tables, and the digests that go on from there where they are known.
#[derive(Debug, Default)]
pub(super) struct Proof {
    committed: BTreeMap<String, Committed>,
    digesting: BTreeMap<String, Digesting>,
}

impl Proof {
    pub(super) fn insert(&mut self, table: String, bytes: u64, digesting: &Digesting) {
        self.committed.insert(table, Committed { bytes, sha256: digesting.so_far() });
    }

    pub(super) fn remove(&mut self, table: &str) {
        self.committed.remove(table);
        self.digesting.remove(table);
    }

    /// The digest of the committed bytes of a table at a path, which are those that were written.
    pub(super) fn of(&mut self, table: &str, path: &Path, bytes: u64) -> Result<Digesting, FolderError> {
        let damaged = |reason: Words| Err(FolderError::Damaged { path: path.to_owned(), reason });
        let Some(known) = self.committed.get(table).filter(|it| it.bytes == bytes) else {
            return damaged(words!("no digest of its {bytes} committed bytes is kept; --force starts anew", bytes));
        };
        if !path.exists() {
            return damaged(words!(
                "is missing, with the {bytes} bytes that were committed; --force starts anew",
                bytes
            ));
        }
        if let Some(digesting) = self.digesting.remove(table) {
            return Ok(digesting);
        }
        let (digesting, length) = Digesting::of(path, bytes)?;
        if length < bytes {
            return damaged(words!(
                "has {length} bytes where {bytes} were committed; --force starts anew",
                length,
                bytes
            ));
        }
        if digesting.so_far() != known.sha256 {
            return damaged(words!(
                "is not what was written there: of its {bytes} committed bytes some have changed since; --force starts anew",
                bytes
            ));
        }
        Ok(digesting)
    }
}

impl Folder {
    /// Commits how far the work has come, with what proves the tables that grow with it.
    ///
    /// # Errors
    /// The system refused; what was committed before stays.
    pub fn save_state<S: Serialize>(&self, state: &S) -> Result<(), FolderError> {
        self.write_with(STATE, &mut |file| {
            let mut digesting = Digesting::default();
            let mut above = Digested { digesting: &mut digesting, into: &mut *file };
            write_compact(&mut above, state)?;
            above.write_all(b"\n")?;
            write_compact(&mut above, &self.proof.committed)?;
            above.write_all(b"\n")?;
            write_compact(&mut above, &self.manifests)?;
            above.write_all(b"\n")?;
            writeln!(file, "{}", digesting.so_far())
        })
    }

    /// Takes a table of finished work, which was proved before, as what is committed of it; its length, bytes.
    ///
    /// # Errors
    /// The system refused.
    pub fn adopt_table(&mut self, name: &str) -> Result<u64, FolderError> {
        let path = self.file(name);
        let (digesting, bytes) = Digesting::of(&path, u64::MAX)?;
        self.proof.insert(name.to_owned(), bytes, &digesting);
        Ok(bytes)
    }

    /// The work begins anew: what was committed of its tables no longer counts.
    pub fn forget_tables(&mut self) {
        self.proof = Proof::default();
    }

    /// Reads how far the work has come. It, the manifest and the tables that are there beside it are what was written.
    ///
    /// # Errors
    /// The system refused, or a file has changed since.
    pub fn read_state<S: DeserializeOwned>(&mut self) -> Result<S, FolderError> {
        let path = self.file(STATE);
        let text = read_text(&path)?;
        let damaged = |reason: Words| FolderError::Damaged { path: path.clone(), reason };
        let changed = || damaged(words!("is not what was written there: it has changed since; --force starts anew"));
        let lines = text.strip_suffix('\n').unwrap_or_default();
        let (above, line) = text.split_at(lines.rfind('\n').map_or(0, |end| end + 1));
        if line != digest(above.as_bytes()) + "\n" {
            return Err(changed());
        }
        let (state, rest) = above.split_once('\n').ok_or_else(changed)?;
        let (committed, manifests) = rest.split_once('\n').ok_or_else(changed)?;
        let no_state = |error: serde_json::Error| {
            damaged(words!("is not what a run writes there ({error})", error = error.to_string()))
        };
        let state = serde_json::from_str(state).map_err(no_state)?;
        let committed: BTreeMap<String, Committed> = serde_json::from_str(committed).map_err(no_state)?;
        // Versions before kept no digest of the manifest.
        let manifests: Option<Vec<String>> =
            Some(manifests).filter(|it| !it.is_empty()).map(serde_json::from_str).transpose().map_err(no_state)?;
        if let Some(manifest) = StoredManifest::of(&self.path)? {
            let known = manifests.as_ref().map_or(!manifest.marked, |it| it.contains(&manifest.digest));
            if !known {
                return Err(changed_manifest(&self.path));
            }
            self.manifests = vec![manifest.digest];
        }
        let mut proof = Proof { committed, ..Proof::default() };
        for (table, bytes) in proof.committed.iter().map(|(table, it)| (table.clone(), it.bytes)).collect::<Vec<_>>() {
            let path = self.file(&table);
            // One that is gone is for whoever needs it to miss.
            if path.exists() {
                let digesting = proof.of(&table, &path, bytes)?;
                proof.digesting.insert(table, digesting);
            }
        }
        self.proof = proof;
        Ok(state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const TABLE: &str = "table.csv";

    /// A folder with a state and a table of which 4 bytes are committed and one is not.
    fn begun() -> tempfile::TempDir {
        let desk = tempfile::tempdir().unwrap();
        let mut folder = Folder::take(desk.path(), true).unwrap();
        folder.open_table(TABLE, b"a\n", 0).unwrap();
        folder.append(b"1\n").unwrap();
        folder.commit_table().unwrap();
        folder.save_state(&640).unwrap();
        folder.append(b"2").unwrap();
        desk
    }

    fn read(desk: &tempfile::TempDir) -> Result<u64, String> {
        Folder::take(desk.path(), true).unwrap().read_state().map_err(|error| error.to_string())
    }

    #[test]
    fn a_state_is_read_as_it_was_written_and_gone_on_with() {
        let desk = begun();
        let mut folder = Folder::take(desk.path(), true).unwrap();
        assert_eq!(folder.read_state::<u64>().unwrap(), 640);
        // Saved again before any table is open, it still proves them.
        folder.save_state(&640).unwrap();
        assert_eq!(folder.read_state::<u64>().unwrap(), 640);
        folder.open_table(TABLE, b"a\n", 4).unwrap();
        folder.append(b"3\n").unwrap();
        assert_eq!(folder.commit_table().unwrap(), 6);
        folder.save_state(&704).unwrap();
        drop(folder);
        assert_eq!(read(&desk), Ok(704));
        // Begun anew and left before anything was committed, nothing of the old table is asked for.
        let mut folder = Folder::take(desk.path(), true).unwrap();
        folder.read_state::<u64>().unwrap();
        folder.forget_tables();
        folder.save_state(&0).unwrap();
        folder.open_table(TABLE, b"a\n", 0).unwrap();
        drop(folder);
        assert_eq!(read(&desk), Ok(0));
        assert_eq!(fs::read(desk.path().join(TABLE)).unwrap(), b"a\n");
    }

    /// Each byte of the state, and each committed one of the table, changed by one bit; a table that is gone is for others
    /// to miss.
    #[test]
    fn one_changed_bit_is_found() {
        let desk = begun();
        for (name, committed) in [(STATE, usize::MAX), (TABLE, 4)] {
            let path = desk.path().join(name);
            let bytes = fs::read(&path).unwrap();
            for at in 0..bytes.len() {
                let mut changed = bytes.clone();
                changed[at] ^= 1;
                fs::write(&path, changed).unwrap();
                let told = read(&desk);
                if at < committed {
                    assert!(told.clone().is_err_and(|it| it.contains(name)), "{name} {at}: {told:?}");
                } else {
                    assert_eq!(told, Ok(640));
                }
            }
            fs::write(&path, bytes).unwrap();
        }
        fs::remove_file(desk.path().join(TABLE)).unwrap();
        assert_eq!(read(&desk), Ok(640));
        fs::write(desk.path().join(STATE), "640").unwrap();
        let told = read(&desk).unwrap_err();
        assert!(told.contains("is not what was written there") && told.contains("--force starts anew"), "{told}");
    }
}
