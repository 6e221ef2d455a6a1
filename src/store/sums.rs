//! What proves that files are those that were written: their digests, in a file that `sha256sum --check` reads.

use std::collections::BTreeMap;
use std::path::Path;

use crate::words::words;

use super::digest::digest_of;
use super::error::FolderError;
use super::folder::Folder;
use super::json::read_text;
use super::names::{
    BOXES, CHOICE, CHOICES, COMPARISON, COUNTS, DIFFERENCES, DISCOVERY, PLANS, PLANS_PARQUET, POINTS, POINTS_PARQUET,
    SAVI, SENSITIVITY, SENSITIVITY_TABLE, SUMMARY, SUMMARY_TABLE, SUMS, SWEEP, THRESHOLD, THRESHOLD_TABLE, TRACE,
    TRIALS, TRIALS_PARQUET,
};

/// Files of figures, which later steps take as they are. The manifest has digests of its own, and charts and reports are drawn
/// again from these.
const PROVED: [&str; 24] = [
    BOXES,
    CHOICE,
    CHOICES,
    COMPARISON,
    COUNTS,
    DIFFERENCES,
    DISCOVERY,
    PLANS,
    PLANS_PARQUET,
    POINTS,
    POINTS_PARQUET,
    SAVI[0],
    SAVI[1],
    SAVI[2],
    SENSITIVITY,
    SENSITIVITY_TABLE,
    SUMMARY,
    SUMMARY_TABLE,
    SWEEP,
    THRESHOLD,
    THRESHOLD_TABLE,
    TRACE,
    TRIALS,
    TRIALS_PARQUET,
];

impl Folder {
    /// Writes the digests of all files of figures that are there.
    ///
    /// # Errors
    /// The system refused.
    pub fn seal(&self) -> Result<(), FolderError> {
        let mut lines = String::new();
        for name in PROVED.into_iter().filter(|name| self.has(name)) {
            lines += &format!("{}  {name}\n", digest_of(&self.file(name))?);
        }
        self.write(SUMS, lines.as_bytes())
    }
}

/// The digests of the files of figures in a folder, by name; `None` where it has none, as in versions before they were kept.
///
/// # Errors
/// They cannot be read, or are none.
pub fn digests(folder: &Path) -> Result<Option<BTreeMap<String, String>>, FolderError> {
    let path = folder.join(SUMS);
    if !path.exists() {
        return Ok(None);
    }
    let text = read_text(&path)?;
    let lines =
        text.lines().map(|line| line.split_once("  ").map(|(digest, name)| (name.to_owned(), digest.to_owned())));
    match lines.collect() {
        Some(digests) => Ok(Some(digests)),
        None => Err(FolderError::Damaged { path, reason: words!("holds no digests of results") }),
    }
}

/// Whether a file of figures, by its place in a folder, is there with the bytes of which a digest was kept beside it.
///
/// # Errors
/// The system refused.
pub fn is_as_written(folder: &Path, file: &Path) -> Result<bool, FolderError> {
    let path = folder.join(file);
    let Some((within, name)) = path.parent().zip(file.file_name().map(|name| name.to_string_lossy())) else {
        return Ok(false);
    };
    if !PROVED.contains(&&*name) || !path.exists() {
        return Ok(false);
    }
    match digests(within) {
        Ok(Some(known)) => Ok(known.get(&*name) == Some(&digest_of(&path)?)),
        Ok(None) | Err(FolderError::Damaged { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Makes sure that files of figures in a folder are those that were written there. Those that are gone are for whoever needs
/// them to miss; folders of versions before digests were kept have none.
///
/// # Errors
/// A file has changed, or one is there that was not written, or the digests cannot be read.
pub fn prove(folder: &Path) -> Result<(), FolderError> {
    let Some(known) = digests(folder)? else { return Ok(()) };
    for name in PROVED {
        let path = folder.join(name);
        if path.exists() && known.get(name) != Some(&digest_of(&path)?) {
            let reason = words!(
                "is not what was written there: it has changed since; `armistice verify {folder} --repair` plays again and \
                 writes it anew",
                folder = folder.display().to_string()
            );
            return Err(FolderError::Damaged { path, reason });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One changed letter is found in every file of figures, and so is a file that nobody wrote; charts, a file that is gone and
    /// a folder without digests are nobody's business.
    #[test]
    fn changed_files_are_found() {
        let desk = tempfile::tempdir().unwrap();
        let folder = Folder::take(desk.path(), false).unwrap();
        let others = [TRACE, POINTS];
        for name in PROVED.into_iter().filter(|name| !others.contains(name)) {
            folder.write(name, b"0.5\n").unwrap();
        }
        prove(desk.path()).unwrap();
        folder.seal().unwrap();
        prove(desk.path()).unwrap();
        for name in PROVED {
            folder.write(name, b"0.9\n").unwrap();
            let told = prove(desk.path()).unwrap_err().to_string();
            assert!(told.contains(name) && told.contains("is not what was written there"), "{told}");
            folder.remove(name).unwrap();
            prove(desk.path()).unwrap();
            if !others.contains(&name) {
                folder.write(name, b"0.5\n").unwrap();
            }
        }
        folder.write("charts/survival.csv", b"0.9\n").unwrap();
        prove(desk.path()).unwrap();
        folder.write(SUMS, b"no digest\n").unwrap();
        assert!(prove(desk.path()).is_err());
    }
}
