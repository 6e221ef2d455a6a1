//! What a part of a split run or sweep counted.

use std::path::{Path, PathBuf};

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use crate::words::{Words, words};

use super::digest::digest_of;
use super::error::FolderError;
use super::folder::Folder;
use super::json::{digest_of_json, read_json, write_compact};
use super::manifest::StoredManifest;
use super::names::{MANIFEST, PART};

/// `part.json`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PartFile<T> {
    /// Digest of the part's manifest without its look; left out by versions that kept none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    manifest_sha256: Option<String>,
    counted_sha256: String,
    /// Digest of the table beside it; null: none was kept.
    table_sha256: Option<String>,
    counted: T,
}

impl Folder {
    /// Writes what a part of a split run or sweep counted, with digests of it and of the part's table of that name, if
    /// there is one.
    ///
    /// # Errors
    /// The system refused.
    pub fn write_part<T: Serialize>(&self, counted: &T, table: &str) -> Result<(), FolderError> {
        let path = self.file(table);
        let part = PartFile {
            manifest_sha256: self.manifest_digest()?,
            counted_sha256: digest_of_json(counted),
            table_sha256: path.exists().then(|| digest_of(&path)).transpose()?,
            counted,
        };
        self.write_with(PART, &mut |file| write_compact(file, &part))
    }
}

/// What a part in `folder` counted, and whether it has a table of that name; both are as they were written.
///
/// # Errors
/// The system refused, or a file is not what the part wrote.
pub fn read_part<T: Serialize + for<'de> Deserialize<'de>>(
    folder: &Path,
    table: &str,
) -> Result<(T, bool), FolderError> {
    let path = folder.join(PART);
    let part: PartFile<T> = read_json(&path)?;
    part.prove_manifest(folder)?;
    if digest_of_json(&part.counted) != part.counted_sha256 {
        return changed(path, &words!("was changed after the part ended"));
    }
    let has_table = part.prove_table(folder, table)?;
    Ok((part.counted, has_table))
}

/// Makes sure that the manifest of a part in `folder` and its table, one of these where it is there, are those that it wrote.
///
/// # Errors
/// As [`read_part`].
pub(super) fn prove_part(folder: &Path, tables: &[&str]) -> Result<(), FolderError> {
    let part: PartFile<IgnoredAny> = read_json(&folder.join(PART))?;
    part.prove_manifest(folder)?;
    let there = tables.iter().filter(|table| folder.join(table).exists());
    there.map(|table| part.prove_table(folder, table)).try_for_each(|proved| proved.map(|_| ()))
}

impl<T> PartFile<T> {
    fn prove_manifest(&self, folder: &Path) -> Result<(), FolderError> {
        let Some(manifest) = StoredManifest::of(folder)? else { return Ok(()) };
        match &self.manifest_sha256 {
            Some(digest) if *digest == manifest.digest => Ok(()),
            None if !manifest.marked => Ok(()),
            Some(_) => changed(folder.join(MANIFEST), &words!("was changed after the part ended")),
            None => changed(folder.join(PART), &words!("holds no digest of {file}", file = MANIFEST)),
        }
    }

    /// Whether there is a table of that name.
    fn prove_table(&self, folder: &Path, table: &str) -> Result<bool, FolderError> {
        let path = folder.join(table);
        match &self.table_sha256 {
            None => Ok(false),
            Some(_) if !path.exists() => changed(path, &words!("is missing")),
            Some(digest) if *digest != digest_of(&path)? => changed(path, &words!("was changed after the part ended")),
            Some(_) => Ok(true),
        }
    }
}

fn changed<T>(path: PathBuf, reason: &Words) -> Result<T, FolderError> {
    Err(FolderError::Damaged { path, reason: words!("{reason}; run this part again with --force", reason) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const TABLE: &str = "table.csv";

    /// A folder with a part that counted 64, and a table if there is one.
    fn part(table: Option<&str>) -> tempfile::TempDir {
        let desk = tempfile::tempdir().unwrap();
        let folder = Folder::take(desk.path(), false).unwrap();
        if let Some(text) = table {
            folder.write(TABLE, text.as_bytes()).unwrap();
        }
        folder.write_part(&64, TABLE).unwrap();
        desk
    }

    fn read(desk: &tempfile::TempDir) -> Result<(u64, bool), String> {
        read_part(desk.path(), TABLE).map_err(|error| error.to_string())
    }

    #[test]
    fn a_part_is_read_as_it_was_written() {
        assert_eq!(read(&part(Some("a\n1\n"))), Ok((64, true)));
        assert_eq!(read(&part(None)), Ok((64, false)));
        // A table that came later is nobody's.
        let desk = part(None);
        fs::write(desk.path().join(TABLE), "a\n1\n").unwrap();
        assert_eq!(read(&desk), Ok((64, false)));
    }

    #[test]
    fn what_was_changed_is_told_by_its_file() {
        let told = |change: &dyn Fn(&Path)| {
            let desk = part(Some("a\n1\n"));
            change(desk.path());
            read(&desk).unwrap_err()
        };
        let counts = told(&|folder| {
            let text = fs::read_to_string(folder.join(PART)).unwrap();
            fs::write(folder.join(PART), text.replace("\"counted\":64", "\"counted\":65")).unwrap();
        });
        assert!(counts.contains("part.json: was changed after the part ended"), "{counts}");
        let table = told(&|folder| fs::write(folder.join(TABLE), "a\n2\n").unwrap());
        assert!(table.contains("table.csv: was changed after the part ended"), "{table}");
        let missing = told(&|folder| fs::remove_file(folder.join(TABLE)).unwrap());
        assert!(missing.contains("table.csv: is missing; run this part again with --force"), "{missing}");
    }
}
