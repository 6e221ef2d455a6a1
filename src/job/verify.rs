//! Verifying: a results folder's job is done again from its manifest alone, and every byte compared.

use std::fs::File;
use std::io::{BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use serde_json::{Map, Value};

use crate::store::{
    CHARTS, DIGESTS_KEPT, Folder, FolderError, MANIFEST, PACKAGE, PLANS, PLANS_PARQUET, REPORT, REPORT_MARKDOWN, SAVI,
    SUMS, TRIALS, TRIALS_PARQUET, WORKBOOK, digests, is_as_written, is_own_manifest, keeps_digests, other_version,
    read_json, read_text, require_file,
};
use crate::words::{Words, words};

use super::kind::{require_ended, stored_whole};
use super::run::run_manifest;
use super::sweep::sweep_manifest;
use super::written::{charts_in, files, is_result};
use super::{Event, Host, JobError, Kind, Note, Result, RunManifest, SweepManifest, TrialTable, Wishes};

/// What was found of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    /// The same, byte for byte.
    Same,
    /// It differs; how.
    Differs(Words),
    /// It differed, and what the job writes has taken its place; how it differed.
    Repaired(Words),
    /// No job writes it: it is somebody else's.
    Foreign,
}

/// What was found of the files of a results folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// Every file, relative to the folder, in order, and what was found of it.
    pub files: Vec<(PathBuf, Match)>,
    /// A file of figures that differs although its digest says that it is what was written there: then the manifest is not
    /// the one of the figures, or another program wrote both.
    pub faithful: Option<String>,
    /// Whether the manifest is the one of which a digest was kept; `None` where none was.
    pub own_manifest: Option<bool>,
}

impl Verification {
    /// Files that are the same.
    #[must_use]
    pub fn same(&self) -> usize {
        self.files.iter().filter(|file| file.1 == Match::Same).count()
    }

    /// Files that differ.
    #[must_use]
    pub fn differing(&self) -> usize {
        self.files.iter().filter(|file| matches!(file.1, Match::Differs(_))).count()
    }

    /// Files that differed and are the same now.
    #[must_use]
    pub fn repaired(&self) -> usize {
        self.files.iter().filter(|file| matches!(file.1, Match::Repaired(_))).count()
    }
}

/// Does a results folder's job again in a temporary folder and compares every file; with `repair`, files that differ or are
/// missing are replaced by those of now. Nothing: it was stopped.
///
/// # Errors
/// The folder holds no finished run or sweep, or it cannot be run again; with `repair`, another process has it, or the system
/// refused.
pub fn verify(folder: &Path, repair: bool, host: &Host) -> Result<Option<Verification>> {
    require_ended(folder)?;
    if repair {
        Kind::of(folder)?;
        require_repairable(folder)?;
    }
    let held = repair.then(|| Folder::take(folder, true)).transpose()?;
    let broken = |error: std::io::Error| JobError::Broken {
        path: folder.to_owned(),
        reason: Words::verbatim(error.to_string()),
    };
    let fresh = tempfile::tempdir().map_err(broken)?;
    let again = fresh.path().join("run");
    match do_again(folder, &again, repair, host) {
        Ok(true) => {}
        // Stopped in its trials, or while charts were drawn.
        Ok(false) | Err(JobError::Stopped(_)) => return Ok(None),
        Err(error) => return Err(error),
    }
    let mut names = files(folder).map_err(broken)?;
    names.extend(files(&again).map_err(broken)?);
    names.sort();
    names.dedup();
    let is_table = |name: &Path| TABLES.as_flattened().iter().any(|table| name == Path::new(table));
    names.retain(|name| repair || !is_table(name) || folder.join(name).exists());
    let is_chart = charts_in(folder);
    let found = |name: PathBuf| {
        let ours = again.join(&name).exists() || is_result(&name, &is_chart);
        let (stored, fresh) = (folder.join(&name), again.join(&name));
        let found = match () {
            () if !ours => Match::Foreign,
            () if name == Path::new(SUMS) && holds(&stored, &fresh, &|_| true) => Match::Same,
            () if is_of_before(&stored, &fresh) => Match::Same,
            () if name == Path::new(PACKAGE) && describes(&stored, &fresh) => Match::Same,
            () => compare(&stored, &fresh),
        };
        (name, found)
    };
    let mut compared = Vec::with_capacity(names.len());
    for name in names {
        if host.stop.load(Ordering::Relaxed) {
            return Ok(None);
        }
        compared.push(found(name));
    }
    let mut verification = Verification { files: compared, faithful: None, own_manifest: is_own_manifest(folder)? };
    verification.faithful = faithful(folder, &verification)?;
    if let Some(held) = held {
        if let Some(file) = &verification.faithful {
            let reason = if verification.own_manifest == Some(true) {
                words!(
                    "is what was written there, and so is {file}, which yet differs: another program wrote both; nothing was \
                     repaired",
                    file
                )
            } else {
                words!(
                    "is not the one of the figures: {file} is what was written there, and yet differs; nothing was repaired",
                    file
                )
            };
            return Err(JobError::Broken { path: folder.join(MANIFEST), reason });
        }
        put_right(&held, &again, &mut verification)?;
    }
    Ok(Some(verification))
}

/// Refuses a folder of another version, whose files may differ without being wrong, and a part of a run or sweep.
fn require_repairable(folder: &Path) -> Result<()> {
    let manifest: Map<String, Value> = read_json(&folder.join(MANIFEST))?;
    let reason = match other_version(&manifest) {
        Some(version) => words!(
            "is of version {version}: only that version can repair it, and this is {own}",
            version,
            own = env!("CARGO_PKG_VERSION")
        ),
        None if manifest.get("part").is_some_and(|part| !part.is_null()) => {
            words!("is a part; the same command with --force writes it anew")
        }
        None => return Ok(()),
    };
    Err(JobError::refused(folder.display(), reason))
}

/// A file of figures that is what was written there and yet not what the manifest gives: then it is the manifest that was
/// changed, or another program that wrote the figures. Those of another version simply may differ.
fn faithful(folder: &Path, verification: &Verification) -> Result<Option<String>> {
    let manifest: Map<String, Value> = read_json(&folder.join(MANIFEST))?;
    if other_version(&manifest).is_some() && verification.own_manifest != Some(false) {
        return Ok(None);
    }
    let differing = verification.files.iter().filter(|file| matches!(file.1, Match::Differs(_)));
    for (name, _) in differing {
        if require_file(&folder.join(name)).is_ok() && is_as_written(folder, name)? {
            return Ok(Some(name.display().to_string()));
        }
    }
    Ok(None)
}

/// Replaces what differs in a folder by what was written anew; what is not written anew is left as it is.
fn put_right(folder: &Folder, again: &Path, verification: &mut Verification) -> Result<()> {
    for (name, found) in &mut verification.files {
        let fresh = again.join(&*name);
        if let (Match::Differs(how), true) = (&*found, fresh.exists()) {
            folder.copy_in(&name.to_string_lossy(), &fresh)?;
            *found = Match::Repaired(how.clone());
        }
    }
    Ok(folder.sync()?)
}

/// Does the job of a folder again in another; whether it was not stopped. What is gone and had a digest is written again too
/// where it is to be `repaired`.
fn do_again(folder: &Path, again: &Path, repaired: bool, host: &Host) -> Result<bool> {
    let sealed = if repaired { sealed(folder)? } else { Vec::new() };
    let has = |name: &str| folder.join(name).exists() || sealed.iter().any(|it| it == name);
    let wishes = Wishes {
        force: false,
        charts: [REPORT, REPORT_MARKDOWN, WORKBOOK, CHARTS].into_iter().any(has),
        table: table_in(&has),
        savi: SAVI.into_iter().any(has),
        plan_table: [PLANS, PLANS_PARQUET].into_iter().any(has),
    };
    // What the job says of the temporary folder is of no use to anybody.
    let events = |event: &Event| {
        if !matches!(event, Event::Said(_)) {
            (host.events)(event);
        }
    };
    let quiet = Host { events: &events, ..*host };
    if Kind::of(folder)? == Kind::Sweep {
        let manifest: SweepManifest = stored_whole(folder)?;
        say_version(folder, &manifest.version, host);
        return Ok(sweep_manifest(manifest, wishes, again, &quiet)?.complete);
    }
    let manifest: RunManifest = stored_whole(folder)?;
    say_version(folder, &manifest.version, host);
    Ok(run_manifest(manifest, wishes, again, &quiet)?.complete)
}

fn say_version(folder: &Path, version: &str, host: &Host) {
    if version != env!("CARGO_PKG_VERSION") {
        host.say(&Note::OtherVersion { folder: folder.to_owned(), version: version.to_owned() });
    }
}

/// The files that a folder has digests of; none where these are themselves what is to be repaired.
fn sealed(folder: &Path) -> Result<Vec<String>> {
    match digests(folder) {
        Ok(known) => Ok(known.into_iter().flat_map(|it| it.files).map(|(name, _)| name).collect()),
        Err(FolderError::Damaged { .. }) => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    }
}

/// Tables that may be deleted, in CSV and in Parquet: nothing else hangs on them.
const TABLES: [[&str; 2]; 2] = [[TRIALS, PLANS], [TRIALS_PARQUET, PLANS_PARQUET]];

/// How a folder keeps its tables, one of which may be gone.
fn table_in(has: &dyn Fn(&str) -> bool) -> TrialTable {
    match TABLES.map(|tables| tables.into_iter().any(has)) {
        [true, true] => TrialTable::Both,
        [false, true] => TrialTable::Parquet,
        [true, false] => TrialTable::Csv,
        [false, false] => TrialTable::None,
    }
}

/// Whether those digests of what was written anew that count stand among those that are stored: a table may be gone since.
fn holds(stored: &Path, fresh: &Path, counts: &dyn Fn(&str) -> bool) -> bool {
    let (Ok(stored), Ok(fresh)) = (read_text(stored), read_text(fresh)) else { return false };
    fresh.lines().filter(|line| counts(line)).all(|line| stored.lines().any(|other| other == line))
}

/// Whether a manifest, or the digests, of a version that kept no digest of manifests differ only by what that version left out.
fn is_of_before(stored: &Path, fresh: &Path) -> bool {
    let is_old = || stored.parent().is_some_and(|folder| keeps_digests(folder).is_ok_and(|kept| !kept));
    let fields = |path: &Path| read_json::<Map<String, Value>>(path).ok();
    match stored.file_name().and_then(|name| name.to_str()) {
        Some(MANIFEST) if is_old() => fields(stored).zip(fields(fresh)).is_some_and(|(stored, mut fresh)| {
            fresh.remove(DIGESTS_KEPT);
            fresh == stored
        }),
        Some(SUMS) if is_old() => holds(stored, fresh, &|line| !line.starts_with('#')),
        _ => false,
    }
}

/// Whether all that a fresh description of tables says is said in the stored one too, which may have tables that are gone.
fn describes(stored: &Path, fresh: &Path) -> bool {
    let read = |path: &Path| read_json::<Map<String, Value>>(path).ok();
    let (Some(mut stored), Some(mut fresh)) = (read(stored), read(fresh)) else { return false };
    let tables = |of: &mut Map<String, Value>| match of.remove("resources") {
        Some(Value::Array(tables)) => tables,
        _ => Vec::new(),
    };
    let (had, has) = (tables(&mut stored), tables(&mut fresh));
    stored == fresh && has.iter().all(|table| had.contains(table))
}

/// Where two files differ.
fn compare(stored: &Path, fresh: &Path) -> Match {
    if require_file(stored).is_err() {
        return Match::Differs(words!("is no file, but a folder, a pipe or a device"));
    }
    let (Ok(stored), Ok(fresh)) = (File::open(stored), File::open(fresh)) else {
        let foreign = stored.exists();
        return Match::Differs(if foreign { words!("the run does not write it") } else { words!("is missing") });
    };
    let (mut stored, mut fresh) = (BufReader::new(stored).bytes(), BufReader::new(fresh).bytes());
    let mut at: u64 = 0;
    loop {
        match (stored.next(), fresh.next()) {
            (None, None) => return Match::Same,
            (Some(Ok(a)), Some(Ok(b))) if a == b => at += 1,
            (Some(Err(error)), _) | (_, Some(Err(error))) => {
                return Match::Differs(words!("cannot be read: {error}", error = error.to_string()));
            }
            _ => return Match::Differs(words!("from byte {at} on", at)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_other_byte_is_named() {
        let desk = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &str| {
            let path = desk.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        };
        let whole = file("whole", "abc");
        assert_eq!(compare(&whole, &file("same", "abc")), Match::Same);
        for (text, at) in [("abd", 2), ("ab", 2), ("abcd", 3), ("", 0)] {
            assert_eq!(
                compare(&whole, &file("other", text)),
                Match::Differs(words!("from byte {at} on", at)),
                "{text}"
            );
        }
        assert_eq!(compare(&whole, &desk.path().join("none")), Match::Differs(words!("the run does not write it")));
        assert_eq!(compare(&desk.path().join("none"), &whole), Match::Differs(words!("is missing")));
    }
}
