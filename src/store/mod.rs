//! The results folder: the one place where anything is written.
//!
//! While a run is going on, the folder holds its manifest, the trial table as far as it is committed, and a state file
//! from which the same command goes on after an interruption, however rude. Every other file appears whole or not at
//! all.

mod parquet;

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::engine::Tally;
use crate::job::RunManifest;

pub use parquet::write_parquet;

/// Name of the manifest in a results folder.
pub const MANIFEST: &str = "manifest.json";
/// Name of the figures in a results folder.
pub const SUMMARY: &str = "summary.json";
/// Name of the trial table in a results folder.
pub const TRIALS: &str = "trials.csv";
/// Name of the trial table as Parquet.
pub const TRIALS_PARQUET: &str = "trials.parquet";
/// Name of what a part of a split run or sweep counted, from which merging makes the figures.
pub const PART: &str = "part.json";
/// Name of the points of a sweep in a results folder.
pub const POINTS: &str = "points.csv";
/// Name of what says that a sweep is done: its points and failed trials.
pub const SWEEP: &str = "sweep.json";
/// Name of the figures of a comparison in a results folder.
pub const COMPARISON: &str = "comparison.json";
/// Name of the table of a comparison in a results folder.
pub const DIFFERENCES: &str = "differences.csv";
/// Name of what says how far a run has come, while it is going on.
pub const STATE: &str = ".state.json";
const LOCK: &str = ".lock";
/// How files begin that are being written.
const BEGUN: &str = ".new-";
/// Name of the report in a results folder: written last, so that its presence says that all charts are drawn.
pub const REPORT: &str = "report.html";
/// Everything that a run may leave in its folder; `--force` removes these and nothing else. In this order, so that
/// whatever is left when it is interrupted is never taken for results: first what says that they are finished, then what
/// says how far they have come, last whose they are.
pub const OWNED: [&str; 14] = [
    SUMMARY,
    PART,
    SWEEP,
    COMPARISON,
    STATE,
    "summary.csv",
    TRIALS,
    TRIALS_PARQUET,
    POINTS,
    DIFFERENCES,
    REPORT,
    "report.md",
    "charts",
    MANIFEST,
];

/// Why a results folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The system refused.
    #[error("{}: cannot {action}: {source}", path.display())]
    Io {
        /// What was to be done.
        action: &'static str,
        /// With which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The folder holds other results.
    #[error("{}: holds results of another run ({differs}); choose another folder with --out, or --force to replace them", path.display())]
    Others {
        /// The folder.
        path: PathBuf,
        /// What differs.
        differs: String,
    },
    /// The folder holds files that no run wrote.
    #[error("{}: is not empty and holds no results ({found}); choose another folder with --out", path.display())]
    Foreign {
        /// The folder.
        path: PathBuf,
        /// A file found in it.
        found: String,
    },
    /// Another process works in the folder.
    #[error("{}: another process is writing results there", path.display())]
    Locked {
        /// The folder.
        path: PathBuf,
    },
    /// A file in the folder is not what it should be.
    #[error("{}: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

fn io_error(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> FolderError {
    let path = path.to_owned();
    move |source| FolderError::Io { action, path, source }
}

/// How far a run has come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Trials committed.
    pub done: u64,
    /// Length of the trial table, bytes.
    pub table_bytes: u64,
    /// Everything counted so far.
    pub tally: Tally,
}

/// The same without owning the tally.
#[derive(Serialize)]
struct StateOf<'a> {
    done: u64,
    table_bytes: u64,
    tally: &'a Tally,
}

/// What was found in a folder.
#[derive(Debug)]
pub enum Found<S = State> {
    /// Nothing yet.
    Nothing,
    /// A run of the same manifest that has not ended.
    Unfinished(Box<S>),
    /// The results of the same manifest.
    Finished,
}

/// What a folder's results are results of: the manifest of a run, or of a sweep.
pub trait Recorded: Serialize + for<'de> Deserialize<'de> {
    /// How far it has come.
    type State: Serialize + for<'de> Deserialize<'de>;
    /// The file whose presence without a state says that everything is done.
    fn result(&self) -> &'static str;
    /// The first thing in which the manifest of a folder differs from this one, in words. Charts may look otherwise: the
    /// results are the same.
    fn difference(&self, present: &Self) -> Option<String> {
        let fields = |manifest: &Self| match serde_json::to_value(manifest) {
            Ok(serde_json::Value::Object(fields)) => fields,
            _ => serde_json::Map::new(),
        };
        let (present, wanted) = (fields(present), fields(self));
        let others = present.keys().chain(wanted.keys()).map(String::as_str);
        let mut keys = TELLING.into_iter().chain(others).filter(|key| *key != "look");
        keys.find(|key| present.get(*key) != wanted.get(*key)).map(|key| in_words(key, &present, &wanted))
    }
}

/// The keys of manifests that are asked about first: what differs under the others follows from them.
const TELLING: [&str; 12] = [
    "version",
    "sweep_text",
    "scenario_text",
    "seed",
    "trials",
    "sampling",
    "replications",
    "years",
    "overrides",
    "plans",
    "precision",
    "part",
];

/// In what two manifests differ under a key.
fn in_words(
    key: &str,
    present: &serde_json::Map<String, serde_json::Value>,
    wanted: &serde_json::Map<String, serde_json::Value>,
) -> String {
    use serde_json::Value;
    fn shown(value: Option<&Value>) -> String {
        match value {
            None | Some(Value::Null) => "nothing".to_owned(),
            Some(Value::String(text)) => text.clone(),
            Some(Value::Array(list)) if list.is_empty() => "nothing".to_owned(),
            Some(Value::Array(list)) => list.iter().map(|it| shown(Some(it))).collect::<Vec<_>>().join(" "),
            Some(Value::Object(part)) => format!("{}/{}", shown(part.get("index")), shown(part.get("of"))),
            Some(other) => other.to_string(),
        }
    }
    if let Some(of) = key.strip_suffix("_text") {
        let file = |manifest: &serde_json::Map<String, Value>| shown(manifest.get(&format!("{of}_file")));
        let (present, wanted) = (file(present), file(wanted));
        return if present == wanted {
            format!("of another text of {present}")
        } else {
            format!("of {present}, not {wanted}")
        };
    }
    let name = match key {
        "compared" => return "a comparison of other runs".to_owned(),
        "overrides" => "--set",
        "plans" => "--plans",
        "precision" => "--precision",
        "part" => "--shard",
        key => key,
    };
    format!("{name} {}, not {}", shown(present.get(key)), shown(wanted.get(key)))
}

impl Recorded for RunManifest {
    type State = State;

    fn result(&self) -> &'static str {
        if self.part.is_some() { PART } else { SUMMARY }
    }
}

/// A results folder that this process has for itself.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    lock: File,
    table: Option<File>,
    /// Whether it was made for this run.
    made: bool,
}

/// Leaves the folder as it is: others may have it.
impl Drop for Folder {
    fn drop(&mut self) {
        // Removed while still held: whoever opens it afterwards makes a new one, and whoever has it open will see that.
        let _ = fs::remove_file(self.file(LOCK));
        let _ = self.lock.unlock();
        if self.made {
            // A folder that was made for nothing would only confuse; one with files in it stays.
            let _ = fs::remove_dir(&self.path);
        }
    }
}

impl Folder {
    /// Takes a folder for a run, and says what is in it.
    ///
    /// `force` removes finished results, and those of another run.
    ///
    /// # Errors
    /// See [`FolderError`]; nothing in the folder has changed then.
    pub fn open<M: Recorded>(path: &Path, manifest: &M, force: bool) -> Result<(Self, Found<M::State>), FolderError> {
        let made = !path.is_dir();
        if made {
            fs::create_dir_all(path).map_err(io_error("create the folder", path))?;
        }
        let folder = Self { lock: lock(path)?, path: path.to_owned(), table: None, made };
        if let (false, Some(found)) = (force, foreign(path)?) {
            return Err(FolderError::Foreign { path: path.to_owned(), found });
        }
        folder.sweep_up();
        let found = match folder.inspect(manifest) {
            Ok(Found::Finished) | Err(FolderError::Others { .. } | FolderError::Damaged { .. }) if force => {
                folder.clear()?;
                Found::Nothing
            }
            Ok(found) => found,
            Err(error) => return Err(error),
        };
        Ok((folder, found))
    }

    /// Removes files that a killed process had begun: they are nobody's now, since the folder is ours.
    fn sweep_up(&self) {
        for folder in [self.path.clone(), self.file("charts")] {
            let Ok(entries) = folder.read_dir() else { continue };
            for entry in entries.flatten().filter(|e| e.file_name().to_string_lossy().starts_with(BEGUN)) {
                // What cannot be removed does no harm.
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    fn inspect<M: Recorded>(&self, manifest: &M) -> Result<Found<M::State>, FolderError> {
        let path = self.file(MANIFEST);
        if !path.exists() {
            // Nobody can tell any more what it is the state of.
            self.remove(STATE)?;
            return Ok(Found::Nothing);
        }
        let others = |differs: String| FolderError::Others { path: self.path.clone(), differs };
        let present: serde_json::Value = read_json(&path)?;
        let present: M =
            serde_json::from_value(present).map_err(|_| others("of another command or version".to_owned()))?;
        if let Some(differs) = manifest.difference(&present) {
            return Err(others(differs));
        }
        let state = self.file(STATE);
        if state.exists() {
            return Ok(Found::Unfinished(Box::new(read_json(&state)?)));
        }
        Ok(if self.file(manifest.result()).exists() { Found::Finished } else { Found::Nothing })
    }

    /// Whether a run in a folder has begun and not ended.
    #[must_use]
    pub fn is_unfinished(path: &Path) -> bool {
        path.join(STATE).exists()
    }

    /// Path of a file in the folder.
    #[must_use]
    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Removes all results, and nothing that is not one.
    ///
    /// # Errors
    /// The system refused.
    pub fn clear(&self) -> Result<(), FolderError> {
        OWNED.iter().try_for_each(|name| self.remove(name))
    }

    /// Removes a file, or a folder with all that is in it, if it is there.
    ///
    /// # Errors
    /// The system refused.
    pub fn remove(&self, name: &str) -> Result<(), FolderError> {
        let path = self.file(name);
        let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        match removed {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(io_error("remove", &path)(error)),
            _ => Ok(()),
        }
    }

    /// Writes a file whole or not at all; folders on its way are made.
    ///
    /// # Errors
    /// The system refused.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
        write_atomically(&self.file(name), bytes)
    }

    /// Writes a value as JSON.
    ///
    /// # Errors
    /// The system refused.
    pub fn write_json<T: Serialize>(&self, name: &str, value: &T) -> Result<(), FolderError> {
        self.write(name, &json(value))
    }

    /// Begins or goes on with the trial table: cut to `bytes`, or begun with `header` where `bytes` is 0.
    ///
    /// # Errors
    /// The system refused, or the table is shorter than it must be.
    pub fn open_table(&mut self, header: &[u8], bytes: u64) -> Result<(), FolderError> {
        self.open_rows(TRIALS, header, bytes)
    }

    /// Begins or goes on with a table of that name, as [`Folder::open_table`] does.
    ///
    /// # Errors
    /// The system refused, or the table is shorter than it must be.
    pub fn open_rows(&mut self, name: &str, header: &[u8], bytes: u64) -> Result<(), FolderError> {
        let path = self.file(name);
        if bytes > 0 && !path.exists() {
            let reason = format!("is missing, with the {bytes} bytes that were committed; --force starts anew");
            return Err(FolderError::Damaged { path, reason });
        }
        let open = || OpenOptions::new().create(true).read(true).write(true).truncate(false).open(&path);
        let mut table = open().map_err(io_error("open", &path))?;
        let length = table.metadata().map_err(io_error("read", &path))?.len();
        if length < bytes {
            let reason = format!("has {length} bytes where {bytes} were committed; --force starts anew");
            return Err(FolderError::Damaged { path, reason });
        }
        table.set_len(bytes).map_err(io_error("write", &path))?;
        table.seek(io::SeekFrom::End(0)).map_err(io_error("write", &path))?;
        if bytes == 0 {
            table.write_all(header).map_err(io_error("write", &path))?;
        }
        self.table = Some(table);
        Ok(())
    }

    /// Writes what a part of a split run or sweep counted, with digests of it and of the part's table of that name, if
    /// there is one.
    ///
    /// # Errors
    /// The system refused.
    pub fn write_part<T: Serialize>(&self, counted: &T, table: &str) -> Result<(), FolderError> {
        let path = self.file(table);
        let part = PartFile {
            counted_sha256: digest(&serde_json::to_vec(counted).expect("results are JSON")),
            table_sha256: path.exists().then(|| digest_of(&path)).transpose()?,
            counted,
        };
        self.write(PART, &serde_json::to_vec(&part).expect("results are JSON"))
    }

    /// Appends bytes to the trial table without committing them.
    ///
    /// # Errors
    /// The system refused.
    pub fn append(&mut self, bytes: &[u8]) -> Result<(), FolderError> {
        let path = self.path.join(TRIALS);
        match &mut self.table {
            Some(table) => table.write_all(bytes).map_err(io_error("write", &path)),
            None => Ok(()),
        }
    }

    /// Appends a block to the trial table (if there is one) and then commits how far the run has come.
    ///
    /// # Errors
    /// The system refused; what was committed before stays.
    pub fn commit(&mut self, rows: &[String], done: u64, tally: &Tally) -> Result<(), FolderError> {
        let mut table_bytes = 0;
        if let Some(table) = &mut self.table {
            let path = self.path.join(TRIALS);
            for row in rows {
                table.write_all(row.as_bytes()).map_err(io_error("write", &path))?;
            }
            table.sync_data().map_err(io_error("write", &path))?;
            table_bytes = table.stream_position().map_err(io_error("write", &path))?;
        }
        let state = StateOf { done, table_bytes, tally };
        let bytes = serde_json::to_vec(&state).expect("a state is JSON");
        write_atomically(&self.file(STATE), &bytes)
    }

    /// Appends rows to the table of that name and returns its length in bytes. They count once a state is saved.
    ///
    /// # Errors
    /// The system refused.
    pub fn append_rows(&mut self, name: &str, rows: &str) -> Result<u64, FolderError> {
        let path = self.file(name);
        let Some(table) = &mut self.table else { return Ok(0) };
        table.write_all(rows.as_bytes()).and_then(|()| table.sync_data()).map_err(io_error("write", &path))?;
        table.stream_position().map_err(io_error("write", &path))
    }

    /// Commits how far the work has come.
    ///
    /// # Errors
    /// The system refused; what was committed before stays.
    pub fn save_state<S: Serialize>(&self, state: &S) -> Result<(), FolderError> {
        self.write(STATE, &serde_json::to_vec(state).expect("a state is JSON"))
    }

    /// Makes sure that everything that was written is on the disk, under its name.
    ///
    /// # Errors
    /// The system refused.
    pub fn sync(&self) -> Result<(), FolderError> {
        if let Some(table) = &self.table {
            table.sync_all().map_err(io_error("write in", &self.path))?;
        }
        for folder in [self.file("charts"), self.path.clone()].iter().filter(|folder| folder.is_dir()) {
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
            let _ = self.clear();
        }
    }
}

/// A value as the JSON of results files: indented, with a final line end.
#[must_use]
pub fn json<T: Serialize>(value: &T) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).expect("results are JSON");
    bytes.push(b'\n');
    bytes
}

/// Makes the names in a folder last through a power cut, where the system can.
fn sync_folder(path: &Path) -> Result<(), FolderError> {
    if cfg!(unix) {
        File::open(path).and_then(|folder| folder.sync_all()).map_err(io_error("write in", path))?;
    }
    Ok(())
}

/// Reads a results file.
///
/// # Errors
/// The system refused, or the file is not what it should be.
pub fn read_json<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<T, FolderError> {
    let mut text = String::new();
    File::open(path).and_then(|mut file| file.read_to_string(&mut text)).map_err(io_error("read", path))?;
    serde_json::from_str(&text).map_err(|error| {
        let reason = format!("is not what a run writes there ({error})");
        FolderError::Damaged { path: path.to_owned(), reason }
    })
}

/// `part.json`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PartFile<T> {
    counted_sha256: String,
    /// Digest of the table beside it; null: none was kept.
    table_sha256: Option<String>,
    counted: T,
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
    let changed = |path: PathBuf, reason: &str| {
        Err(FolderError::Damaged { path, reason: format!("{reason}; run this part again with --force") })
    };
    if digest(&serde_json::to_vec(&part.counted).expect("results are JSON")) != part.counted_sha256 {
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

/// SHA-256 in lower-case hexadecimal.
#[must_use]
pub fn digest(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn digest_of(path: &Path) -> Result<String, FolderError> {
    let mut hasher = Sha256::new();
    let mut file = File::open(path).map_err(io_error("read", path))?;
    let mut piece = vec![0; 1 << 20];
    loop {
        match file.read(&mut piece).map_err(io_error("read", path))? {
            0 => return Ok(hexadecimal(&hasher.finalize())),
            length => hasher.update(&piece[..length]),
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

/// Writes a file whole or not at all.
///
/// # Errors
/// The system refused; a file that was there before is still there.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), FolderError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(io_error("create the folder", folder))?;
    let mut begun = tempfile::Builder::new();
    begun.prefix(BEGUN);
    #[cfg(unix)]
    begun.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    let mut file = begun.tempfile_in(folder).map_err(io_error("write in", folder))?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(io_error("write", path))?;
    file.persist(path).map_err(|error| io_error("write", path)(error.error))?;
    Ok(())
}

fn lock(path: &Path) -> Result<File, FolderError> {
    let file = path.join(LOCK);
    loop {
        let open = OpenOptions::new().create(true).write(true).truncate(false).open(&file);
        let lock = open.map_err(io_error("write in", path))?;
        match lock.try_lock() {
            Ok(()) if is_at(&lock, &file) => return Ok(lock),
            // Whoever had it left between our opening and our locking it, and took it away: there may be a new one.
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(FolderError::Locked { path: path.to_owned() }),
            Err(TryLockError::Error(error)) => return Err(io_error("lock", &file)(error)),
        }
    }
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

/// A visible file in a folder without a manifest.
fn foreign(path: &Path) -> Result<Option<String>, FolderError> {
    if path.join(MANIFEST).exists() {
        return Ok(None);
    }
    let mut names: Vec<String> = fs::read_dir(path)
        .and_then(|entries| entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect())
        .map_err(io_error("read", path))?;
    names.retain(|name| !name.starts_with('.'));
    names.sort();
    Ok(names.into_iter().next())
}
