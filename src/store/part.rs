//! What a part of a split run or sweep counted.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::digest::{digest, digest_of};
use super::error::FolderError;
use super::folder::Folder;
use super::json::{compact, read_json};
use super::names::PART;

/// `part.json`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PartFile<T> {
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
            counted_sha256: digest(&compact(counted)),
            table_sha256: path.exists().then(|| digest_of(&path)).transpose()?,
            counted,
        };
        self.write(PART, &compact(&part))
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
    if digest(&compact(&part.counted)) != part.counted_sha256 {
        return changed(path, "was changed after the part ended");
    }
    let path = folder.join(table);
    match part.table_sha256 {
        None => Ok((part.counted, false)),
        Some(_) if !path.exists() => changed(path, "is missing"),
        Some(digest) if digest != digest_of(&path)? => changed(path, "was changed after the part ended"),
        Some(_) => Ok((part.counted, true)),
    }
}

fn changed<T>(path: PathBuf, reason: &str) -> Result<T, FolderError> {
    Err(FolderError::Damaged { path, reason: format!("{reason}; run this part again with --force") })
}
