//! One file of `armistice run`, from reading to the last chart.

use std::ops::ControlFlow;
use std::path::Path;

use crate::analysis::summarise;
use crate::analysis::summary::Summary;
use crate::analysis::table::CsvTable;
use crate::engine::run::{Engine, NoRecord, RunError, Span, run};
use crate::engine::tally::Tally;
use crate::report::manifest::Manifest;
use crate::report::summary_csv;
use crate::report::text::run_tables;
use crate::results::{
    Folder, FolderError, Found, MANIFEST, SUMMARY, State, TRIALS, TRIALS_PARQUET, json, read_json, write_parquet,
};
use crate::scenario::Scenario;

use super::args::{Format, RunArguments, TrialsFormat};
use super::{Failure, Status, draw, files, interrupt, print, progress};

impl From<FolderError> for Failure {
    fn from(error: FolderError) -> Self {
        let wrong = matches!(error, FolderError::Others { .. } | FolderError::Foreign { .. });
        if wrong { Failure::wrong(error.to_string()) } else { Failure::failed(error.to_string()) }
    }
}

impl From<RunError> for Failure {
    fn from(error: RunError) -> Self {
        Failure::wrong(error.to_string())
    }
}

/// Runs one scenario file into its folder and prints its figures.
pub(crate) fn run_file(path: &Path, arguments: &RunArguments, batch: bool) -> Result<Status, Failure> {
    let loaded = files::read(path, &arguments.overrides, &files::settings(arguments))?;
    let scenario = &loaded.scenario;
    let manifest = files::manifest(path, &loaded, &arguments.overrides);
    let engine = Engine::new(scenario).map_err(|error| Failure::wrong(format!("{}: {error}", path.display())))?;
    let target = files::folder(path, arguments.out.as_deref(), batch);
    let (folder, found) = Folder::open(&target, &manifest, arguments.force)?;
    let mut session = Session { scenario, manifest: &manifest, engine: &engine, arguments, folder, target: &target };
    let start = match found {
        Found::Finished if session.complete() => {
            session.say(&format!("{}: holds exactly these results already", target.display()));
            let summary: Summary = read_json(&session.folder.file(SUMMARY))?;
            session.folder.release();
            show(scenario, &summary, arguments)?;
            return Ok(Status::Done);
        }
        Found::Unfinished(state) => *state,
        Found::Nothing | Found::Finished => State { done: 0, table_bytes: 0, tally: engine.tally() },
    };
    let tally = match session.trials(start) {
        Ok(tally) => tally,
        Err(failure) => {
            session.folder.release();
            return Err(failure);
        }
    };
    session.conclude(&tally)
}

/// A run in its folder.
struct Session<'a> {
    scenario: &'a Scenario,
    manifest: &'a Manifest,
    engine: &'a Engine<'a>,
    arguments: &'a RunArguments,
    folder: Folder,
    target: &'a Path,
}

impl Session<'_> {
    fn say(&self, message: &str) {
        if !self.arguments.quiet {
            eprintln!("{message}");
        }
    }

    /// Whether everything asked for is in the folder.
    fn complete(&self) -> bool {
        let has = |name: &str| self.folder.file(name).exists();
        let table = match self.arguments.trials_format {
            TrialsFormat::Csv => has(TRIALS),
            TrialsFormat::Parquet => has(TRIALS_PARQUET),
            TrialsFormat::None => true,
        };
        table && (self.arguments.no_charts || has("report.html"))
    }

    fn threads(&self) -> usize {
        match self.arguments.threads {
            Some(threads) => threads.into(),
            None => std::thread::available_parallelism().map_or(1, Into::into),
        }
    }

    /// Plays the trials that are still to be played.
    fn trials(&mut self, start: State) -> Result<Tally, Failure> {
        let trials = self.scenario.run.trials;
        self.folder.write_json(MANIFEST, self.manifest)?;
        if start.done > 0 && start.done < trials {
            self.say(&format!("{}: going on after {} of {trials} trials", self.target.display(), start.done));
        }
        let span = Span { first: start.done, end: trials, block_size: self.manifest.block_size };
        let name = self.scenario.name.clone();
        let bar = progress::bar(trials, start.done, &name, self.arguments.quiet);
        let threads = self.threads();
        let (engine, folder) = (self.engine, &mut self.folder);
        let advance = |count: u64| bar.inc(count);
        let stop = interrupt::flag();
        let result = if self.arguments.trials_format == TrialsFormat::None {
            run(engine, span, threads, &NoRecord, start.tally, stop, &advance, &mut |done, _, tally| {
                folder.commit(&[], done, tally)?;
                Ok::<_, Failure>(ControlFlow::Continue(()))
            })
        } else {
            let table = CsvTable::new(self.scenario);
            folder.open_table(&table.header(), start.table_bytes)?;
            run(engine, span, threads, &table, start.tally, stop, &advance, &mut |done, rows, tally| {
                folder.commit(&rows, done, tally)?;
                Ok::<_, Failure>(ControlFlow::Continue(()))
            })
        };
        bar.finish_and_clear();
        result
    }

    /// Writes everything that follows from the trials, and prints the figures.
    fn conclude(self, tally: &Tally) -> Result<Status, Failure> {
        let summary = summarise(self.scenario, tally);
        let done = tally.trials();
        let interrupted = done < self.scenario.run.trials;
        if interrupted && done == 0 {
            self.folder.release();
            return Err(Failure {
                message: "interrupted before the first block of trials ended".into(),
                status: Status::Interrupted,
            });
        }
        self.folder.write(SUMMARY, &json(&summary))?;
        self.folder.write("summary.csv", summary_csv(&summary).as_bytes())?;
        if interrupted {
            self.say(&format!(
                "interrupted: {done} of {} trials are kept in {}; the same command goes on from there",
                self.scenario.run.trials,
                self.target.display()
            ));
        } else {
            self.finish_table()?;
            if !self.arguments.no_charts {
                draw::draw(&self.folder, self.scenario, &summary, self.manifest, &self.arguments.look)?;
            }
        }
        show(self.scenario, &summary, self.arguments)?;
        if interrupted {
            self.folder.release();
            return Ok(Status::Interrupted);
        }
        let target = self.target.display().to_string();
        let quiet = self.arguments.quiet;
        let report = if self.arguments.no_charts { SUMMARY } else { "report.html" };
        self.folder.finish()?;
        if !quiet {
            eprintln!("results are in {target}; start with {target}/{report}");
        }
        Ok(Status::Done)
    }

    fn finish_table(&self) -> Result<(), Failure> {
        if self.arguments.trials_format == TrialsFormat::Parquet {
            let table = CsvTable::new(self.scenario);
            let csv = self.folder.file(TRIALS);
            write_parquet(&csv, table.columns(), &self.folder.file(TRIALS_PARQUET))?;
            std::fs::remove_file(&csv).map_err(|error| Failure::failed(format!("{}: {error}", csv.display())))?;
        }
        Ok(())
    }
}

/// Prints the figures of a run.
pub(crate) fn show(scenario: &Scenario, summary: &Summary, arguments: &RunArguments) -> Result<Status, Failure> {
    match arguments.format {
        Format::Json => print(&String::from_utf8_lossy(&json(summary))),
        Format::Text => print(&run_tables(summary, scenario, &arguments.look.lang.messages())),
    }
}
