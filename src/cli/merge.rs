//! `armistice merge`: the parts of a split run become the whole.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};

use crate::analysis::table::CsvTable;
use crate::engine::run::Engine;
use crate::engine::tally::Tally;
use crate::report::lang::Lang;
use crate::report::manifest::{Look, Manifest, Part};
use serde::de::DeserializeOwned;

use crate::results::{Folder, Found, PART, TRIALS, read_json};
use crate::sweep::manifest::SweepManifest;

use super::args::{MergeArguments, TrialsFormat};
use super::report::{is_sweep, stored_manifest};
use super::run::{Outcome, Wishes, finish, show};
use super::sweep::{self, SweepWishes};
use super::{Failure, Status, files};

/// Joins all parts of a run into a results folder: the same bytes as the run in one piece.
pub(crate) fn merge(arguments: &MergeArguments) -> Result<Status, Failure> {
    if is_sweep(&arguments.parts[0])? {
        let (manifest, parts) = gather::<SweepManifest>(&arguments.parts)?;
        let wishes =
            SweepWishes { threads: 1, quiet: arguments.quiet, force: arguments.force, charts: !arguments.no_charts };
        return sweep::join(manifest, &parts, &arguments.out, wishes, arguments.format);
    }
    let (manifest, parts) = gather::<Manifest>(&arguments.parts)?;
    let loaded = files::reread(&manifest)?;
    let engine = Engine::new(&loaded.scenario)?;
    let with_table = parts.iter().filter(|part| part.join(TRIALS).exists()).count();
    let wants_table = arguments.trials_format != TrialsFormat::None;
    if wants_table && with_table != 0 && with_table != parts.len() {
        let missing: Vec<String> =
            parts.iter().filter(|part| !part.join(TRIALS).exists()).map(|part| part.display().to_string()).collect();
        return Err(Failure::wrong(format!(
            "some parts have no trial table: {}; merge with --trials-format none",
            missing.join(", ")
        )));
    }
    let table = if with_table == 0 { TrialsFormat::None } else { arguments.trials_format };
    let wishes =
        Wishes { threads: 1, quiet: arguments.quiet, force: arguments.force, charts: !arguments.no_charts, table };
    let (mut folder, found) = Folder::open(&arguments.out, &manifest, arguments.force)?;
    if !matches!(found, Found::Nothing) && !arguments.force {
        folder.release();
        let shown = arguments.out.display();
        return Err(Failure::wrong(format!("{shown}: holds this run already; --force joins the parts again")));
    }
    let mut tally = engine.tally();
    folder.write_json(crate::results::MANIFEST, &manifest)?;
    if table != TrialsFormat::None {
        folder.open_table(&CsvTable::new(&loaded.scenario).header(), 0)?;
    }
    for part in &parts {
        let more: Tally = read_json(&part.join(PART))?;
        tally.merge(&more);
        if table != TrialsFormat::None {
            append_table(&mut folder, &part.join(TRIALS))?;
        }
    }
    if tally.trials() != manifest.trials {
        folder.release();
        return Err(Failure::failed(format!("the parts hold {} trials, not {}", tally.trials(), manifest.trials)));
    }
    match finish(folder, &arguments.out, &loaded.scenario, &manifest, &wishes, &tally)? {
        Outcome::Figures(summary, status) => {
            let lang = Lang::by_code(&manifest.look.lang).unwrap_or_else(Lang::english);
            show(&loaded.scenario, &summary, arguments.format, &lang)?;
            Ok(status)
        }
        Outcome::Part(status) => Ok(status),
    }
}

/// Appends a part's trials without its header.
fn append_table(folder: &mut Folder, path: &Path) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::failed(format!("{}: cannot be read: {error}", path.display()));
    let mut reader = BufReader::new(File::open(path).map_err(failed)?);
    let mut header = String::new();
    reader.read_line(&mut header).map_err(failed)?;
    let mut piece = vec![0; 1 << 20];
    loop {
        match reader.read(&mut piece).map_err(failed)? {
            0 => return Ok(()),
            length => folder.append(&piece[..length])?,
        }
    }
}

/// A manifest of something that can be split.
trait Split: Clone + PartialEq + DeserializeOwned {
    /// Which part it is of.
    fn part(&self) -> Option<Part>;
    /// The manifest of the whole, in the look that is given.
    fn whole(self, look: &Look) -> Self;
    fn look(&self) -> &Look;
}

impl Split for Manifest {
    fn part(&self) -> Option<Part> {
        self.part
    }

    fn whole(self, look: &Look) -> Self {
        Self { part: None, look: look.clone(), ..self }
    }

    fn look(&self) -> &Look {
        &self.look
    }
}

impl Split for SweepManifest {
    fn part(&self) -> Option<Part> {
        self.part
    }

    fn whole(self, look: &Look) -> Self {
        Self { part: None, look: look.clone(), ..self }
    }

    fn look(&self) -> &Look {
        &self.look
    }
}

/// The manifest of the whole and the parts in their order; missing, repeated and foreign ones are named.
fn gather<M: Split>(paths: &[PathBuf]) -> Result<(M, Vec<PathBuf>), Failure> {
    let mut whole: Option<(M, u64, &PathBuf)> = None;
    let mut parts: BTreeMap<u64, &PathBuf> = BTreeMap::new();
    let mut faults = Vec::new();
    for path in paths {
        let shown = path.display();
        let manifest: M = match stored_manifest(path) {
            Ok(manifest) => manifest,
            Err(failure) => {
                faults.push(failure.message);
                continue;
            }
        };
        let Some(Part { index, of }) = manifest.part() else {
            faults.push(format!("{shown}: is a whole run, not a part of one"));
            continue;
        };
        if !path.join(PART).exists() {
            faults.push(format!("{shown}: has not finished; run the same command again"));
            continue;
        }
        // Charts of the whole look as the first part was asked to.
        let look = whole.as_ref().map_or_else(|| manifest.look().clone(), |whole| whole.0.look().clone());
        let this = manifest.whole(&look);
        match &whole {
            None => whole = Some((this, of, path)),
            Some((first, parts_of_first, first_path)) if *first != this || *parts_of_first != of => {
                faults.push(format!("{shown}: is a part of another run than {}", first_path.display()));
                continue;
            }
            Some(_) => {}
        }
        if let Some(other) = parts.insert(index, path) {
            faults.push(format!("{shown}: is part {index}, and so is {}", other.display()));
        }
    }
    let of = whole.as_ref().map_or(0, |whole| whole.1);
    let missing: Vec<String> = (1..=of).filter(|index| !parts.contains_key(index)).map(|i| i.to_string()).collect();
    if faults.is_empty() && !missing.is_empty() {
        faults.push(format!("missing of {of} parts: {}", missing.join(", ")));
    }
    match whole {
        Some((manifest, ..)) if faults.is_empty() => Ok((manifest, parts.into_values().cloned().collect())),
        _ => Err(Failure::wrong(faults.iter().map(|fault| format!("error: {fault}")).collect::<Vec<_>>().join("\n"))),
    }
}
