//! Merging: the parts of a split run or sweep become the whole.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::analysis::summary::MissingParts;
use crate::engine::{Tally, check_weights};
use crate::store::{Folder, PART, POINTS, TRIALS, read_part};
use crate::words::{Words, words};

use super::kind::stored;
use super::recorded::{Recorded, likeness};
use super::run::{RunState, RunWork};
use super::session::{Work, join};
use super::sweep::{SweepState, SweepWork};
use super::{
    Host, JobError, Kind, Outcome, Result, RunFigures, RunManifest, Shard, SweepFigures, SweepManifest, TrialTable,
    Wishes,
};

/// Gathered that are to be joined.
#[derive(Clone, Debug)]
pub struct MergeOrder {
    /// The folders of all parts, in any order.
    pub parts: Vec<PathBuf>,
    /// The folder for the whole.
    pub folder: PathBuf,
    /// Joins what is there where parts are missing; the whole then says so wherever it is read.
    pub allow_missing: bool,
    /// What is left behind; the table of a run is left out where no part has one.
    pub wishes: Wishes,
}

/// What was merged.
#[derive(Clone, Debug)]
pub enum Merged {
    /// A run.
    Run(Box<Outcome<RunFigures>>),
    /// A sweep.
    Sweep(Box<Outcome<SweepFigures>>),
}

/// Joins all parts into a results folder: the same bytes as in one piece.
///
/// # Errors
/// A part is missing, there twice, not done, damaged or of something else.
pub fn merge(order: &MergeOrder, host: &Host) -> Result<Merged> {
    let own = |path: &Path| path.canonicalize().ok();
    if let Some(part) = order.parts.iter().find(|part| own(part).is_some() && own(part) == own(&order.folder)) {
        return Err(JobError::refused(format!("--out {}", part.display()), words!("is one of the parts")));
    }
    let first = order.parts.first().ok_or_else(|| JobError::refused("merge", words!("name the parts' folders")))?;
    match Kind::of(first)? {
        Kind::Sweep => merge_sweep(order, host).map(|outcome| Merged::Sweep(Box::new(outcome))),
        Kind::Run | Kind::Comparison | Kind::Trace | Kind::Discovery | Kind::Choice | Kind::Question => {
            merge_run(order, host).map(|outcome| Merged::Run(Box::new(outcome)))
        }
    }
}

fn merge_run(order: &MergeOrder, host: &Host) -> Result<Outcome<RunFigures>> {
    let (manifest, found) = gather::<RunManifest>(order)?;
    let of = found.len() as u64 + missing(&manifest).count() as u64;
    let of_part = |part| {
        let (first, end) = RunManifest { part: Some(part), ..manifest.clone() }.trials_of_part();
        end - first
    };
    let lengths: Vec<u64> = found.keys().map(|&index| of_part(Shard { index, of })).collect();
    let parts: Vec<PathBuf> = found.into_values().collect();
    let mut counted = Vec::new();
    let mut without_table = Vec::new();
    for part in &parts {
        let (tally, has_table): (Tally, bool) = read_part(part, TRIALS)?;
        counted.push(tally);
        if !has_table {
            without_table.push(part.display().to_string());
        }
    }
    let table = table(order.wishes.table, &without_table, parts.len())?;
    let trials = manifest.head.trials;
    let work = RunWork::new(manifest, Wishes { table, ..order.wishes })?;
    let mut state = RunState { done: trials, ..work.start() };
    for ((tally, part), length) in counted.iter().zip(&parts).zip(lengths) {
        if !work.can_count(tally, length) {
            let reason = words!("is of no such run as the folder's manifest names: it was changed");
            return Err(JobError::Broken { path: part.join(PART), reason });
        }
        state.tally.merge(tally);
    }
    check_weights(&state.tally).map_err(JobError::cannot_run(&work.manifest().head.scenario_file))?;
    join(work, &order.folder, host, |work, folder| {
        if let Some((_, within)) = work.manifest().second() {
            let parts = parts.iter().map(|part| part.join(within)).collect();
            merge_run(&MergeOrder { parts, folder: folder.file(within), ..order.clone() }, host)?;
        }
        work.open_table(folder, 0)?;
        if table != TrialTable::None {
            append_tables(folder, &parts, TRIALS)?;
        }
        state.table_bytes = folder.commit_table()?;
        Ok(state)
    })
}

/// The table of the whole: none where no part has one.
fn table(wanted: TrialTable, without: &[String], parts: usize) -> Result<TrialTable> {
    match without.len() {
        0 => Ok(wanted),
        some if some == parts || wanted == TrialTable::None => Ok(TrialTable::None),
        _ => {
            let reason = words!("no trial table, which other parts have; merge with --trials-format none");
            Err(JobError::refused(without.join(", "), reason))
        }
    }
}

fn append_tables(folder: &mut Folder, parts: &[PathBuf], name: &str) -> Result<()> {
    parts.iter().try_for_each(|part| Ok(folder.append_rows_of(&part.join(name))?))
}

fn merge_sweep(order: &MergeOrder, host: &Host) -> Result<Outcome<SweepFigures>> {
    let (manifest, parts) = gather::<SweepManifest>(order)?;
    let of = parts.len() as u64 + missing(&manifest).count() as u64;
    let mut state = SweepState { done: manifest.points, ..SweepState::default() };
    let work = SweepWork::new(manifest, order.wishes)?;
    for (&index, part) in &parts {
        let broken = |reason: Words| JobError::Broken { path: part.join(PART), reason };
        let (counted, has_table): (SweepState, bool) = read_part(part, POINTS)?;
        if !has_table {
            return Err(broken(words!("holds no digest of {file}", file = POINTS)));
        }
        work.require_part(Shard { index, of }, part, &counted)?;
        state.failed_trials = state
            .failed_trials
            .checked_add(counted.failed_trials)
            .ok_or_else(|| broken(words!("is of no such sweep as the folder's manifest names: it was changed")))?;
        for (measure, points) in counted.few {
            state.few.entry(measure).or_default().extend(points);
        }
    }
    join(work, &order.folder, host, |work, folder| {
        work.open_table(folder, 0)?;
        for index in 1..=of {
            match parts.get(&index) {
                Some(part) => folder.append_rows_of(&part.join(POINTS))?,
                None => folder.append(work.rows_without_figures(Shard { index, of })?.as_bytes())?,
            }
        }
        state.table_bytes = folder.commit_table()?;
        Ok(state)
    })
}

/// Gathered of one whole, as far as they have been looked at.
struct Gathered<M> {
    /// The whole, of how many parts, and the first part.
    whole: Option<(M, u64, PathBuf)>,
    found: BTreeMap<u64, PathBuf>,
    faults: Vec<Words>,
}

/// So many missing parts are named.
const MOST_MISSING: usize = 100;

/// The parts that are missing of a whole.
fn missing<M: Recorded>(manifest: &M) -> impl Iterator<Item = Shard> + '_ {
    let of = manifest.missing().map_or(0, |missing| missing.of);
    manifest.missing().into_iter().flat_map(|missing| &missing.parts).map(move |&index| Shard { index, of })
}

/// The manifest of the whole and the parts by number; repeated and foreign ones are named, and missing ones unless they may
/// be missing.
fn gather<M: Recorded>(order: &MergeOrder) -> Result<(M, BTreeMap<u64, PathBuf>)> {
    let mut parts = Gathered::<M> { whole: None, found: BTreeMap::new(), faults: Vec::new() };
    for path in &order.parts {
        if let Err(fault) = parts.add(path) {
            parts.faults.push(fault);
        }
    }
    let Gathered { whole, found, mut faults } = parts;
    let of = whole.as_ref().map_or(0, |whole| whole.1);
    let missing = (1..=of).filter(|index| !found.contains_key(index));
    if faults.is_empty() && !order.allow_missing {
        let mut named: Vec<String> = missing.clone().take(MOST_MISSING + 1).map(|it| it.to_string()).collect();
        if named.len() > MOST_MISSING {
            "…".clone_into(&mut named[MOST_MISSING]);
        }
        if !named.is_empty() {
            faults.push(words!("missing of {of} parts: {missing}", of, missing = named.join(", ")));
        }
    }
    match whole {
        Some((manifest, ..)) if faults.is_empty() && found.len() as u64 == of => Ok((manifest, found)),
        Some((manifest, ..)) if faults.is_empty() => {
            let (parts, whole) = (missing.collect(), manifest.of_which_parts_may_be_missing()?);
            Ok((manifest.without(Some(MissingParts { of, parts, whole })), found))
        }
        _ => Err(JobError::Several(faults)),
    }
}

impl<M: Recorded> Gathered<M> {
    /// Takes a folder in, or says what is wrong with it.
    fn add(&mut self, path: &Path) -> std::result::Result<(), Words> {
        let shown = path.display().to_string();
        let manifest: M = stored(path).map_err(|error| error.words())?;
        let Shard { index, of } =
            manifest.part().ok_or_else(|| words!("{shown}: is a whole run, not a part of one", shown))?;
        if !path.join(PART).exists() || Folder::is_unfinished(path) {
            return Err(words!("{shown}: has not finished; run the same command again", shown));
        }
        self.belongs(manifest.whole(), of, path)?;
        match self.found.insert(index, path.to_owned()) {
            None => Ok(()),
            Some(other) => {
                let other = other.display().to_string();
                Err(words!("{shown}: is part {index}, and so is {other}", shown, index, other))
            }
        }
    }

    /// Whether a part belongs to the same whole as the first. Charts of the whole look as the first part was asked to.
    fn belongs(&mut self, whole: M, of: u64, path: &Path) -> std::result::Result<(), Words> {
        let Some((first, parts, first_path)) = &self.whole else {
            self.whole = Some((whole, of, path.to_owned()));
            return Ok(());
        };
        let differs = match likeness(first, &whole) {
            Ok(_) if *parts == of => return Ok(()),
            Ok(_) => words!("split in {parts} parts, not {of}", parts, of),
            Err(differs) => differs,
        };
        Err(words!(
            "{path}: is a part of another run than {first} ({differs})",
            path = path.display().to_string(),
            first = first_path.display().to_string(),
            differs
        ))
    }
}
