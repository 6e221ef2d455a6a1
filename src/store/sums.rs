//! What proves that files are those that were written: their digests, in a file that `sha256sum --check` reads.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::words::{Words, words};

use super::digest::digest_of;
use super::error::{FolderError, io_error};
use super::folder::Folder;
use super::json::read_text;
use super::manifest::{StoredManifest, changed_manifest, way_out};
use super::names::{
    BEGUN, BOXES, CHOICE, CHOICES, COMPARISON, COUNTS, DIFFERENCES, DISCOVERY, MANIFEST, PART, PLANS, PLANS_PARQUET,
    POINTS, POINTS_PARQUET, SAVI, SENSITIVITY, SENSITIVITY_TABLE, SUMMARY, SUMMARY_TABLE, SUMS, SWEEP, THRESHOLD,
    THRESHOLD_TABLE, TRACE, TRIALS, TRIALS_PARQUET,
};
use super::part::prove_part;

/// Files of figures, which later steps take as they are. The manifest has a digest of its own, without its look, and charts and
/// reports are drawn again from these.
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

/// How the line begins that holds the digest of the manifest, which is a comment to `sha256sum`: no file has these bytes.
const OF_MANIFEST: &str = "# manifest.json without look: ";

/// The digests that are kept in a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Those of the files of figures, by name.
    pub files: BTreeMap<String, String>,
    /// That of the manifest without its look; `None` in versions before it was kept.
    pub manifest: Option<String>,
}

impl Folder {
    /// Writes the digests of the manifest and of all files of figures that are there.
    ///
    /// # Errors
    /// The system refused.
    pub fn seal(&self) -> Result<(), FolderError> {
        let there = PROVED.into_iter().filter(|name| self.has(name));
        let files: Result<BTreeMap<_, _>, FolderError> =
            there.map(|name| Ok((name.to_owned(), digest_of(&self.file(name))?))).collect();
        self.write_sums(&Sums { files: files?, manifest: self.manifest_digest()? })
    }

    fn write_sums(&self, sums: &Sums) -> Result<(), FolderError> {
        let mut lines = String::new();
        for name in PROVED {
            if let Some(digest) = sums.files.get(name) {
                lines += &format!("{digest}  {name}\n");
            }
        }
        if let Some(digest) = &sums.manifest {
            lines += &format!("{OF_MANIFEST}{digest}\n");
        }
        self.write(SUMS, lines.as_bytes())
    }

    /// Where a file of figures is made that is to stand beside those that are proved; left there, it goes again.
    #[must_use]
    pub fn begun(&self, name: &str) -> PathBuf {
        self.file(&format!("{BEGUN}{name}"))
    }

    /// Puts files that were made at [`Folder::begun`] beside figures that are proved. Their digests are kept first: at no moment
    /// is a file there that has none.
    ///
    /// # Errors
    /// The system refused.
    pub fn add_sealed(&self, names: &[&str]) -> Result<(), FolderError> {
        let known = digests(&self.path)?;
        let is_sealed = known.is_some();
        let mut sums = known.unwrap_or_default();
        for name in names {
            sums.files.insert((*name).to_owned(), digest_of(&self.begun(name))?);
        }
        if is_sealed {
            self.write_sums(&sums)?;
            self.sync()?;
        }
        for name in names {
            let path = self.place_of(name)?;
            fs::rename(self.begun(name), &path).map_err(io_error(words!("write"), &path))?;
        }
        if is_sealed { Ok(()) } else { self.seal() }
    }
}

/// The digests that are kept in a folder; `None` where it has none, as in versions before they were kept.
///
/// # Errors
/// They cannot be read, or are none.
pub fn digests(folder: &Path) -> Result<Option<Sums>, FolderError> {
    let path = folder.join(SUMS);
    if !path.exists() {
        return Ok(None);
    }
    let text = read_text(&path)?;
    let mut sums = Sums::default();
    for line in text.lines() {
        let before = match (line.strip_prefix(OF_MANIFEST), line.split_once("  ")) {
            (Some(digest), _) => sums.manifest.replace(digest.to_owned()),
            (None, _) if line.starts_with('#') => None,
            (None, Some((digest, name))) => sums.files.insert(name.to_owned(), digest.to_owned()),
            (None, None) => return Err(FolderError::Damaged { path, reason: words!("holds no digests of results") }),
        };
        if before.is_some() {
            let reason = words!("holds two digests of one file: {way_out}", way_out = way_out(folder));
            return Err(FolderError::Damaged { path, reason });
        }
    }
    Ok(Some(sums))
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
        Ok(Some(known)) => Ok(known.files.get(&*name) == Some(&digest_of(&path)?)),
        Ok(None) | Err(FolderError::Damaged { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Whether the manifest of a folder is the one of which a digest was kept; `None` where none was.
///
/// # Errors
/// The system refused.
pub fn is_own_manifest(folder: &Path) -> Result<Option<bool>, FolderError> {
    let kept = match digests(folder) {
        Ok(known) => known.and_then(|it| it.manifest),
        Err(FolderError::Damaged { .. }) => None,
        Err(error) => return Err(error),
    };
    let manifest = StoredManifest::of(folder)?;
    Ok(kept.zip(manifest).map(|(kept, manifest)| kept == manifest.digest))
}

/// Makes sure that the manifest and the files of figures in a folder are those that were written there. Files that are gone are
/// for whoever needs them to miss; folders of versions before digests were kept have none, and their manifest says so.
///
/// # Errors
/// A file has changed, or one is there that was not written, or the digests are gone or cannot be read.
pub fn prove(folder: &Path) -> Result<(), FolderError> {
    let manifest = StoredManifest::of(folder)?;
    let marked = manifest.as_ref().is_some_and(|it| it.marked);
    if manifest.as_ref().is_some_and(StoredManifest::is_of_a_part) && folder.join(PART).exists() {
        return prove_part(folder, &[TRIALS, POINTS]);
    }
    let without = |reason: Words| Err(FolderError::Damaged { path: folder.join(SUMS), reason });
    let Some(known) = digests(folder)? else {
        return if marked {
            without(words!(
                "is missing, and nothing else proves the figures beside it; {way_out}",
                way_out = way_out(folder)
            ))
        } else {
            Ok(())
        };
    };
    match (manifest, &known.manifest) {
        (Some(manifest), Some(digest)) if manifest.digest != *digest => return Err(changed_manifest(folder)),
        (Some(manifest), None) if manifest.marked => {
            return without(words!("holds no digest of {file}; {way_out}", file = MANIFEST, way_out = way_out(folder)));
        }
        _ => {}
    }
    for name in PROVED {
        let path = folder.join(name);
        if path.exists() && known.files.get(name) != Some(&digest_of(&path)?) {
            let reason =
                words!("is not what was written there: it has changed since; {way_out}", way_out = way_out(folder));
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
        folder.write(SUMS, b"1  trials.csv\n2  trials.csv\n").unwrap();
        let told = prove(desk.path()).unwrap_err().to_string();
        assert!(told.contains("holds two digests of one file"), "{told}");
    }

    /// The manifest is held to its digest but for its look, and where it says that digests are kept, they are asked for. Without
    /// that word, a folder is read as versions read it that kept none.
    #[test]
    fn a_changed_manifest_and_missing_digests_are_found() {
        let desk = tempfile::tempdir().unwrap();
        let mut folder = Folder::take(desk.path(), true).unwrap();
        let written = |seed: u64, look: &str| serde_json::json!({ "scenario_text": "", "seed": seed, "look": look });
        folder.write(SUMMARY, b"0.5\n").unwrap();
        folder.write_manifest(&written(1, "en")).unwrap();
        folder.seal().unwrap();
        prove(desk.path()).unwrap();
        folder.write_look(&written(1, "fr")).unwrap();
        prove(desk.path()).unwrap();
        let told = || prove(desk.path()).unwrap_err().to_string();
        let sums = fs::read_to_string(folder.file(SUMS)).unwrap();
        assert!(sums.lines().last().unwrap().starts_with("# manifest.json without look: "), "{sums}");
        let without: String =
            sums.lines().filter(|line| !line.starts_with('#')).map(|line| line.to_owned() + "\n").collect();
        folder.write(SUMS, without.as_bytes()).unwrap();
        assert!(told().contains("SHA256SUMS: holds no digest of manifest.json; `armistice verify"), "{}", told());
        folder.remove(SUMS).unwrap();
        assert!(told().contains("SHA256SUMS: is missing"), "{}", told());
        folder.write_json(MANIFEST, &written(1, "fr")).unwrap();
        prove(desk.path()).unwrap();
        folder.write(SUMS, without.as_bytes()).unwrap();
        prove(desk.path()).unwrap();
        folder.write(SUMS, sums.as_bytes()).unwrap();
        assert!(told().contains("manifest.json: is not what was written there"), "{}", told());
    }

    /// A file that is added to finished figures has its digest first: killed in between, the folder is as good as before.
    #[test]
    fn a_file_is_added_with_its_digest() {
        let desk = tempfile::tempdir().unwrap();
        let mut folder = Folder::take(desk.path(), true).unwrap();
        folder.write(SUMMARY, b"0.5\n").unwrap();
        folder.write_manifest(&serde_json::json!({ "seed": 1 })).unwrap();
        folder.seal().unwrap();
        fs::write(folder.begun(TRIALS_PARQUET), "rows").unwrap();
        folder.add_sealed(&[TRIALS_PARQUET]).unwrap();
        prove(desk.path()).unwrap();
        assert_eq!(fs::read(folder.file(TRIALS_PARQUET)).unwrap(), b"rows");
        folder.remove(TRIALS_PARQUET).unwrap();
        prove(desk.path()).unwrap();
        let sealed = fs::read(folder.file(SUMS)).unwrap();
        folder.write(TRIALS_PARQUET, b"rows").unwrap();
        folder.seal().unwrap();
        assert_eq!(fs::read(folder.file(SUMS)).unwrap(), sealed);
    }
}
