//! `armistice merge`: the parts of a split run become the whole.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::engine::{Engine, Tally};
use crate::job::SweepManifest;
use crate::job::{Look, RunManifest, Shard};
use crate::report::lang::Lang;
use crate::store::{Folder, PART, Recorded, TRIALS, read_part};

use super::args::{MergeArguments, TrialsFormat};
use super::report::{Kind, stored_manifest};
use super::run::{Outcome, Wishes, join_into, show};
use super::sweep::{self, SweepWishes};
use super::{Failure, Status, files};

/// Joins all parts of a run into a results folder: the same bytes as the run in one piece.
pub(crate) fn merge(arguments: &MergeArguments) -> Result<Status, Failure> {
    let own = |path: &PathBuf| path.canonicalize().ok();
    if let Some(part) = arguments.parts.iter().find(|part| own(part).is_some() && own(part) == own(&arguments.out)) {
        return Err(Failure::wrong(format!("--out {}: is one of the parts", part.display())));
    }
    if Kind::of(&arguments.parts[0])? == Kind::Sweep {
        let (manifest, parts) = gather::<SweepManifest>(&arguments.parts, Kind::Sweep)?;
        let wishes = SweepWishes::of(arguments.output, 1);
        return sweep::join(manifest, &parts, &arguments.out, wishes, arguments.output.format);
    }
    let (manifest, parts) = gather::<RunManifest>(&arguments.parts, Kind::Run)?;
    let loaded = files::reread(&manifest)?;
    let engine = Engine::new(&loaded.scenario)?;
    let mut tally = engine.tally();
    let mut without_table = Vec::new();
    for part in &parts {
        let (more, has_table): (Tally, bool) = read_part(part, TRIALS)?;
        tally.merge(&more);
        if !has_table {
            without_table.push(part.display().to_string());
        }
    }
    let wants_table = arguments.trials_format != TrialsFormat::None;
    if wants_table && !without_table.is_empty() && without_table.len() != parts.len() {
        return Err(Failure::wrong(format!(
            "some parts have no trial table: {}; merge with --trials-format none",
            without_table.join(", ")
        )));
    }
    let table = if without_table.is_empty() { arguments.trials_format } else { TrialsFormat::None };
    if tally.trials() != manifest.head.trials {
        return Err(Failure::failed(format!("the parts hold {} trials, not {}", tally.trials(), manifest.head.trials)));
    }
    let wishes = Wishes::of(arguments.output, 1, table);
    let tables: Vec<PathBuf> = parts.iter().map(|part| part.join(TRIALS)).collect();
    let outcome = join_into(&arguments.out, &engine, &manifest, &wishes, &tally, &tables)?;
    if let Outcome::Figures(summary, _) = &outcome {
        let lang = Lang::by_code(&manifest.look.lang).unwrap_or_else(Lang::english);
        show(&loaded.scenario, summary, arguments.output.format, &lang)?;
    }
    Ok(Status::Done)
}

/// A manifest of something that can be split.
trait Split: Clone + PartialEq + Recorded {
    /// Which part it is of.
    fn part(&self) -> Option<Shard>;
    /// The manifest of the whole, in the look that is given.
    fn whole(self, look: &Look) -> Self;
    fn look(&self) -> &Look;
}

impl Split for RunManifest {
    fn part(&self) -> Option<Shard> {
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
    fn part(&self) -> Option<Shard> {
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
fn gather<M: Split>(paths: &[PathBuf], kind: Kind) -> Result<(M, Vec<PathBuf>), Failure> {
    let mut whole: Option<(M, u64, &PathBuf)> = None;
    let mut parts: BTreeMap<u64, &PathBuf> = BTreeMap::new();
    let mut faults = Vec::new();
    for path in paths {
        let shown = path.display();
        let manifest: M = match stored_manifest(path, kind) {
            Ok(manifest) => manifest,
            Err(failure) => {
                faults.push(failure.message);
                continue;
            }
        };
        let Some(Shard { index, of }) = manifest.part() else {
            faults.push(format!("{shown}: is a whole run, not a part of one"));
            continue;
        };
        if !path.join(PART).exists() || Folder::is_unfinished(path) {
            faults.push(format!("{shown}: has not finished; run the same command again"));
            continue;
        }
        // Charts of the whole look as the first part was asked to.
        let look = whole.as_ref().map_or_else(|| manifest.look().clone(), |whole| whole.0.look().clone());
        let this = manifest.whole(&look);
        match &whole {
            None => whole = Some((this, of, path)),
            Some((first, parts_of_first, first_path)) if *first != this || *parts_of_first != of => {
                let differs =
                    first.difference(&this).unwrap_or_else(|| format!("split in {parts_of_first} parts, not {of}"));
                faults.push(format!("{shown}: is a part of another run than {} ({differs})", first_path.display()));
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
