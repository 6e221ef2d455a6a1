//! `armistice verify`: runs again from the manifest alone and compares every byte.

use std::fs::File;
use std::io::{BufReader, Read as _};
use std::path::{Path, PathBuf};

use crate::job::RunManifest;
use crate::job::SweepManifest;
use crate::store::{OWNED, REPORT, TRIALS, TRIALS_PARQUET};

use super::args::TrialsFormat;
use super::report::{Kind, require_finished, stored_manifest};
use super::run::{Wishes, run_into};
use super::sweep::{self, SweepWishes};
use super::{Failure, Status, files, print};

/// Runs a results folder's run again and compares every file.
pub(crate) fn verify(target: &Path, threads: usize, quiet: bool) -> Result<Status, Failure> {
    require_finished(target)?;
    if Kind::of(target)? == Kind::Sweep {
        let manifest: SweepManifest = stored_manifest(target, Kind::Sweep)?;
        let wishes = SweepWishes { threads, quiet: true, force: false, charts: target.join(REPORT).exists() };
        return compare_with(target, &manifest.version.clone(), quiet, |again| {
            sweep::run_again(manifest, again, wishes)
        });
    }
    let manifest: RunManifest = stored_manifest(target, Kind::Run)?;
    let loaded = files::reread(&manifest)?;
    let has = |name: &str| target.join(name).exists();
    let wishes = Wishes {
        threads,
        quiet: true,
        force: false,
        charts: has(REPORT),
        table: match () {
            () if has(TRIALS_PARQUET) && has(TRIALS) => TrialsFormat::Both,
            () if has(TRIALS_PARQUET) => TrialsFormat::Parquet,
            () if has(TRIALS) => TrialsFormat::Csv,
            () => TrialsFormat::None,
        },
    };
    compare_with(target, &manifest.version, quiet, |again| {
        Ok(run_into(again, &loaded.scenario, &manifest, &wishes)?.status())
    })
}

/// Compares a results folder with what `run` writes into a fresh one.
fn compare_with(
    target: &Path,
    version: &str,
    quiet: bool,
    run: impl FnOnce(&Path) -> Result<Status, Failure>,
) -> Result<Status, Failure> {
    let shown = target.display();
    if version != env!("CARGO_PKG_VERSION") {
        eprintln!("note: {shown} was made by version {version}, this is {}", env!("CARGO_PKG_VERSION"));
    }
    let fresh = tempfile::tempdir().map_err(|error| Failure::failed(format!("no temporary folder: {error}")))?;
    let again = fresh.path().join("run");
    if run(&again)? == Status::Interrupted {
        return Ok(Status::Interrupted);
    }
    let mut names = listing(target)?;
    names.extend(listing(&again)?);
    names.sort();
    names.dedup();
    let mut text = String::new();
    let mut same = 0;
    // What somebody else put there is not the run's to prove.
    let (names, extra): (Vec<PathBuf>, Vec<PathBuf>) =
        names.into_iter().partition(|name| again.join(name).exists() || is_result(name));
    for name in &extra {
        text.push_str(&format!("not ours {}: no run writes it\n", name.display()));
    }
    for name in &names {
        match compare(&target.join(name), &again.join(name)) {
            None => {
                same += 1;
                if !quiet {
                    text.push_str(&format!("same     {}\n", name.display()));
                }
            }
            Some(difference) => text.push_str(&format!("DIFFERS  {}: {difference}\n", name.display())),
        }
    }
    let differing = names.len() - same;
    text.push_str(&if differing == 0 {
        format!("{shown}: all {same} files are the same, byte for byte\n")
    } else {
        format!("{shown}: {differing} of {} files differ\n", names.len())
    });
    print(&text)?;
    Ok(if differing == 0 { Status::Done } else { Status::Failed })
}

/// Whether a run could have written a file of that name into its folder.
fn is_result(name: &Path) -> bool {
    let first = name.components().next().map(|it| it.as_os_str().to_string_lossy().into_owned());
    first.is_some_and(|first| OWNED.contains(&first.as_str()))
}

/// Files of a results folder, relative to it; hidden ones are left out.
fn listing(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut out = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(relative) = folders.pop() {
        let path = folder.join(&relative);
        let failed = |error: std::io::Error| Failure::failed(format!("{}: cannot be read: {error}", path.display()));
        for entry in path.read_dir().map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = relative.join(entry.file_name());
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            if entry.path().is_dir() { folders.push(name) } else { out.push(name) }
        }
    }
    Ok(out)
}

/// Where two files differ; `None`: nowhere.
fn compare(stored: &Path, fresh: &Path) -> Option<String> {
    let (Ok(stored), Ok(fresh)) = (File::open(stored), File::open(fresh)) else {
        return Some(if stored.exists() { "the run does not write it" } else { "is missing" }.to_owned());
    };
    let (mut stored, mut fresh) = (BufReader::new(stored).bytes(), BufReader::new(fresh).bytes());
    let mut at: u64 = 0;
    loop {
        match (stored.next(), fresh.next()) {
            (None, None) => return None,
            (Some(Ok(a)), Some(Ok(b))) if a == b => at += 1,
            (Some(Err(error)), _) | (_, Some(Err(error))) => return Some(format!("cannot be read: {error}")),
            _ => return Some(format!("from byte {at} on")),
        }
    }
}
