//! What a job tells while it is at work.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use crate::scenario::{Diagnostic, Loaded};
use crate::words::{Words, words};

/// Something that happens in a job.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// Trials begin to be played.
    Started {
        /// The scenario, sweep or run.
        name: &'a str,
        /// All trials.
        trials: u64,
        /// Those of them that were played before.
        done: u64,
    },
    /// So many more trials have ended. Told on whatever thread they ended.
    Played(u64),
    /// No more trials are played: all are, or the job was stopped.
    Ended,
    /// Something is legal but odd with the scenario.
    Odd(&'a Diagnostic),
    /// Something that whoever asked should know.
    Said(&'a Note),
}

/// What a job is given by the program that runs it.
#[derive(Clone, Copy)]
pub struct Host<'a> {
    /// Threads that play trials, at least 1; results do not depend on it.
    pub threads: usize,
    /// Set to end the job: what is done is kept, and the same job goes on from there.
    pub stop: &'a AtomicBool,
    /// Told what happens.
    pub events: &'a (dyn Fn(&Event<'_>) + Sync),
}

impl fmt::Debug for Host<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Host").field("threads", &self.threads).field("stop", self.stop).finish_non_exhaustive()
    }
}

impl<'a> Host<'a> {
    /// A host with as many threads as the machine has, that says nothing.
    #[must_use]
    pub fn silent(stop: &'a AtomicBool) -> Self {
        let threads = std::thread::available_parallelism().map_or(1, Into::into);
        Self { threads, stop, events: &|_| () }
    }

    /// Tells what should be known of a scenario before any run of it.
    pub(crate) fn warn(&self, loaded: &Loaded) {
        loaded.pressing_warnings().for_each(|warning| (self.events)(&Event::Odd(warning)));
    }

    pub(crate) fn say(&self, note: &Note) {
        (self.events)(&Event::Said(note));
    }
}

/// What is counted of a job's progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Trials of a run.
    Trials,
    /// Points of a sweep.
    Points,
}

impl Unit {
    /// The unit in words.
    fn words(self) -> Words {
        match self {
            Unit::Trials => words!("trials"),
            Unit::Points => words!("points"),
        }
    }
}

/// Something that whoever asked for a job should know; as text, it is one line of English ([`Note::words`] has others).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Note {
    /// An earlier call was interrupted, and the work goes on from there.
    GoesOn {
        /// The results folder.
        folder: PathBuf,
        /// What is done.
        done: u64,
        /// Of how much.
        of: u64,
        /// Counted in.
        unit: Unit,
    },
    /// The file system of the folder has no locks.
    Leased {
        /// The results folder.
        folder: PathBuf,
    },
    /// The folder holds exactly what was asked for.
    Present {
        /// The results folder.
        folder: PathBuf,
        /// Whether charts and report were missing or looked otherwise, and are drawn anew.
        drawn: bool,
    },
    /// The folder holds exactly the part that was asked for.
    PartPresent {
        /// The results folder.
        folder: PathBuf,
    },
    /// The folder's results are those that were asked for, under another text.
    OtherWords {
        /// The results folder.
        folder: PathBuf,
        /// The file whose text it holds.
        file: String,
    },
    /// A table was written in another format beside the one that was there.
    Converted {
        /// The results folder.
        folder: PathBuf,
    },
    /// The wished-for precision was reached.
    Precise {
        /// After so many trials.
        trials: u64,
    },
    /// The wished-for precision was not reached.
    NotPrecise {
        /// The half-width that was reached.
        reached: f64,
        /// The half-width that was wished for.
        wanted: f64,
        /// After all of so many trials.
        trials: u64,
    },
    /// All trials are played once more, first of all, to see how often forecasts come true.
    PlayedTwice,
    /// The job was stopped, and what is done is kept.
    Kept {
        /// The results folder.
        folder: PathBuf,
        /// What is done.
        done: u64,
        /// Of how much.
        of: u64,
        /// Counted in.
        unit: Unit,
        /// Trials that were played of what is not done.
        beyond: u64,
    },
    /// A part is done.
    PartDone {
        /// The results folder.
        folder: PathBuf,
    },
    /// Results are complete.
    Done {
        /// The results folder.
        folder: PathBuf,
        /// The file to begin reading with.
        start_with: &'static str,
    },
    /// Charts and report are drawn anew.
    Drawn {
        /// The results folder.
        folder: PathBuf,
    },
    /// The font of PNG charts lacks some letters.
    MissingGlyphs {
        /// Each of them once.
        letters: Vec<char>,
    },
    /// Results were made by another version of the program.
    OtherVersion {
        /// The results folder.
        folder: PathBuf,
        /// That version.
        version: String,
    },
}

impl Note {
    /// What it says.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Note::GoesOn { folder, done, of, unit } => {
                let (folder, unit) = (shown(folder), unit.words());
                words!("{folder}: going on after {done} of {of} {unit}", folder, done, of, unit)
            }
            Note::Leased { folder } => words!(
                "note: {folder}: its file system has no locks; a lease, renewed while this process works, keeps others out",
                folder = shown(folder)
            ),
            Note::Present { folder, drawn: false } => {
                words!("{folder}: holds exactly these results already", folder = shown(folder))
            }
            Note::Present { folder, drawn: true } => words!(
                "{folder}: holds exactly these results already; charts and report are drawn anew",
                folder = shown(folder)
            ),
            Note::PartPresent { folder } => words!("{folder}: holds exactly this part already", folder = shown(folder)),
            Note::OtherWords { folder, file } => words!(
                "note: {folder}: its text of {file} differs in words, not in meaning, and stays; --force takes the new one",
                folder = shown(folder),
                file
            ),
            Note::Converted { folder } => {
                words!("{folder}: trials.parquet is written beside trials.csv", folder = shown(folder))
            }
            Note::Precise { trials } => {
                words!("the precision that was asked for is reached after {trials} trials", trials)
            }
            Note::NotPrecise { reached, wanted, trials } => words!(
                "the precision that was asked for is not reached: ±{reached} after all {trials} trials, not ±{wanted}",
                reached = Words::figure(format!("{reached:.4}")),
                trials,
                wanted = Words::figure(wanted.to_string())
            ),
            Note::PlayedTwice => {
                words!("the trials are played twice: first to see how often forecasts come true, then with weights")
            }
            Note::Kept { folder, done, of, unit, beyond } => kept(&shown(folder), [*done, *of, *beyond], *unit),
            Note::PartDone { folder } => {
                words!("this part is in {folder}; `armistice merge` joins all parts", folder = shown(folder))
            }
            Note::Done { folder, start_with } => {
                words!("results are in {folder}; start with {folder}/{file}", folder = shown(folder), file = start_with)
            }
            Note::Drawn { folder } => {
                words!("charts and report are drawn anew; start with {folder}/report.html", folder = shown(folder))
            }
            Note::MissingGlyphs { letters } => missing(letters),
            Note::OtherVersion { folder, version } => words!(
                "note: {folder} was made by version {version}, this is {own}",
                folder = shown(folder),
                version,
                own = env!("CARGO_PKG_VERSION")
            ),
        }
    }
}

fn shown(folder: &Path) -> String {
    folder.display().to_string()
}

/// What was kept of a job that was stopped: done, of all, and trials of what is not done.
fn kept(folder: &str, [done, of, beyond]: [u64; 3], unit: Unit) -> Words {
    match unit {
        Unit::Trials => words!(
            "interrupted: {done} of {of} trials are kept in {folder}; the same command goes on from there",
            done,
            of,
            folder
        ),
        Unit::Points => words!(
            "interrupted: {done} of {of} points are kept in {folder}, and {beyond} trials of others; the same command \
             goes on from there",
            done,
            of,
            folder,
            beyond
        ),
    }
}

/// Letters that PNG charts cannot show.
fn missing(letters: &[char]) -> Words {
    let list = Words::list(letters.iter().map(|letter| Words::verbatim(format!("`{letter}`"))).collect());
    if letters.len() == 1 {
        words!(
            "warning: the font of PNG charts lacks the letter {list}: an empty box stands in place of each; SVG charts and \
             report.html show them where the reader's own fonts have them",
            list
        )
    } else {
        words!(
            "warning: the font of PNG charts lacks the letters {list}: an empty box stands in place of each; SVG charts and \
             report.html show them where the reader's own fonts have them",
            list
        )
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words())
    }
}
