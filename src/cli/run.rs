//! One file of `armistice run`, from reading to the last chart.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::analysis::precision::Precision;
use crate::analysis::summarise;
use crate::analysis::summary::Summary;
use crate::analysis::table::CsvTable;
use crate::engine::{Engine, Run, RunError, Span, Tally};
use crate::job::RunManifest;
use crate::report::lang::Lang;
use crate::report::summary_csv;
use crate::report::text::{precision_text, run_tables};
use crate::scenario::Scenario;
use crate::store::{
    Folder, FolderError, Found, MANIFEST, REPORT, STATE, SUMMARY, State, TRIALS, TRIALS_PARQUET, json, read_json,
    write_parquet,
};

use super::args::{Format, Output, RunArguments, TrialsFormat};
use super::{Failure, Status, draw, files, interrupt, print, progress, warn};

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

/// What a run shall leave behind, and how it goes about it.
#[derive(Clone, Debug)]
pub(crate) struct Wishes {
    pub threads: usize,
    pub quiet: bool,
    pub force: bool,
    pub charts: bool,
    pub table: TrialsFormat,
}

impl Wishes {
    /// What the command line asks for.
    pub(crate) fn of(output: Output, threads: usize, table: TrialsFormat) -> Self {
        Self { threads, quiet: output.quiet, force: output.force, charts: !output.no_charts, table }
    }
}

/// Runs one scenario file into its folder and prints its figures.
pub(crate) fn run_file(path: &Path, arguments: &RunArguments, batch: bool) -> Result<Outcome, Failure> {
    let loaded = files::read(path, &arguments.overrides, arguments.replications)?;
    let manifest = files::manifest(path, &loaded, arguments)?;
    if !arguments.output.quiet {
        warn(&loaded);
    }
    let target = files::folder(path, arguments.out.as_deref(), batch, manifest.part);
    let wishes = Wishes::of(arguments.output, arguments.threads.count(), arguments.trials_format);
    let lang = arguments.look.lang.unwrap_or_default().messages();
    let outcome = run_into(&target, &loaded.scenario, &manifest, &wishes).map_err(|failure| {
        let named = failure.message.contains(&target.display().to_string());
        let message = if named { failure.message } else { format!("{}: {}", path.display(), failure.message) };
        Failure { message, status: failure.status }
    })?;
    if let Outcome::Figures(summary, status) = &outcome {
        if *status == Status::Interrupted && arguments.output.format == Format::Text {
            let (played, asked) = (summary.trials, manifest.head.trials);
            print(&format!("INTERRUPTED: these figures are of {played} of {asked} trials only.\n\n"))?;
        }
        show(&loaded.scenario, summary, arguments.output.format, &lang)?;
    }
    Ok(outcome)
}

/// What a run came to.
pub(crate) enum Outcome {
    /// Figures, of all trials or of those that were played before an interruption.
    Figures(Box<Summary>, Status),
    /// A part of a split run, whose figures come when the parts are merged.
    Part(Status),
}

impl Outcome {
    pub(crate) fn status(&self) -> Status {
        match self {
            Self::Figures(_, status) | Self::Part(status) => *status,
        }
    }
}

/// Runs a scenario as its manifest says into a folder, going on where an earlier call was interrupted.
pub(crate) fn run_into(
    target: &Path,
    scenario: &Scenario,
    manifest: &RunManifest,
    wishes: &Wishes,
) -> Result<Outcome, Failure> {
    let engine = Engine::new(scenario)?;
    if wishes.charts && manifest.part.is_none() {
        // Now rather than after all trials.
        draw::evaluated(scenario)?;
    }
    let (session, found) = Session::open(target, &engine, manifest, wishes)?;
    let start = match found {
        Found::Finished if session.has_table() => return session.reuse(),
        Found::Finished if session.can_convert() => return session.convert(),
        Found::Unfinished(state) if session.is_over_but_for(&state) => {
            session.folder.remove(STATE)?;
            return session.reuse();
        }
        Found::Unfinished(state) => match session.refusal(&state) {
            None => *state,
            Some(_) if wishes.force => session.start(),
            Some(refusal) => return Err(Failure::wrong(refusal)),
        },
        Found::Finished | Found::Nothing => session.start(),
    };
    session.go(start)
}

/// Makes a whole run in a folder of the tally of its parts and of their trial tables, in order.
pub(crate) fn join_into(
    target: &Path,
    engine: &Engine<'_>,
    manifest: &RunManifest,
    wishes: &Wishes,
    tally: &Tally,
    tables: &[PathBuf],
) -> Result<Outcome, Failure> {
    let (mut session, found) = Session::open(target, engine, manifest, wishes)?;
    match found {
        Found::Finished if session.has_table() => return session.reuse(),
        Found::Finished if session.can_convert() => return session.convert(),
        _ => {}
    }
    // What was begun there before is joined from scratch: until then the run can only be begun anew.
    session.folder.clear()?;
    session.folder.save_state(&session.start())?;
    session.folder.write_json(MANIFEST, manifest)?;
    if session.writes_table() {
        session.folder.open_table(&CsvTable::new(engine.scenario()).header(), 0)?;
        for table in tables {
            append(&mut session.folder, table)?;
        }
    }
    session.finish(tally)
}

/// Appends a part's trials without its header.
fn append(folder: &mut Folder, path: &Path) -> Result<(), Failure> {
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

/// How the trials came to an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Complete,
    Precise,
    Interrupted,
}

/// A run in its folder.
struct Session<'a> {
    scenario: &'a Scenario,
    manifest: &'a RunManifest,
    engine: &'a Engine<'a>,
    wishes: &'a Wishes,
    folder: Folder,
    target: &'a Path,
}

impl<'a> Session<'a> {
    fn open(
        target: &'a Path,
        engine: &'a Engine<'a>,
        manifest: &'a RunManifest,
        wishes: &'a Wishes,
    ) -> Result<(Self, Found), Failure> {
        let (folder, found) = Folder::open(target, manifest, wishes.force)?;
        Ok((Self { scenario: engine.scenario(), manifest, engine, wishes, folder, target }, found))
    }

    fn say(&self, message: &str) {
        if !self.wishes.quiet {
            eprintln!("{message}");
        }
    }

    /// The table that is written while the run is going on: a part's is always CSV, from which merging makes Parquet.
    fn writes_table(&self) -> bool {
        self.wishes.table != TrialsFormat::None
    }

    /// Whether the trial table that was asked for is in the folder.
    fn has_table(&self) -> bool {
        let has = |name: &str| self.folder.file(name).exists();
        match self.wishes.table {
            TrialsFormat::Parquet if self.manifest.part.is_none() => has(TRIALS_PARQUET),
            TrialsFormat::Both => has(TRIALS_PARQUET) && has(TRIALS),
            TrialsFormat::Csv | TrialsFormat::Parquet => has(TRIALS),
            TrialsFormat::None => true,
        }
    }

    fn start(&self) -> State {
        State { done: self.manifest.trials_of_part().0, table_bytes: 0, tally: self.engine.tally() }
    }

    /// Why an interrupted run cannot be gone on with: it kept a trial table and now none is wanted, or the other way round.
    fn refusal(&self, state: &State) -> Option<String> {
        let (kept, wanted) = (state.table_bytes > 0, self.writes_table());
        let (shown, done) = (self.target.display(), state.tally.trials());
        let begun_with =
            if kept { "a trial table: leave out --trials-format none" } else { "--trials-format none: add it" };
        (kept != wanted && done > 0).then(|| {
            format!(
                "{shown}: holds {done} trials of this run, begun with {begun_with} to go on, or --force to start anew"
            )
        })
    }

    /// Whether nothing was left to be done but to say so: the table has been turned into Parquet and taken away.
    fn is_over_but_for(&self, state: &State) -> bool {
        let has = |name: &str| self.folder.file(name).exists();
        let all = state.done == self.manifest.trials_of_part().1;
        all && state.table_bytes > 0 && !has(TRIALS) && has(TRIALS_PARQUET) && has(SUMMARY) && self.has_table()
    }

    /// Whether the table is there as CSV and wanted as Parquet.
    fn can_convert(&self) -> bool {
        self.wishes.table == TrialsFormat::Parquet && self.folder.file(TRIALS).exists()
    }

    /// Writes the table of a finished run as Parquet too.
    fn convert(self) -> Result<Outcome, Failure> {
        self.parquet()?;
        self.say(&format!("{}: {TRIALS_PARQUET} is written beside {TRIALS}", self.target.display()));
        self.reuse()
    }

    fn parquet(&self) -> Result<(), Failure> {
        let columns = CsvTable::new(self.scenario);
        Ok(write_parquet(&self.folder.file(TRIALS), columns.columns(), &self.folder.file(TRIALS_PARQUET))?)
    }

    /// The folder holds exactly these results: at most the charts are missing, or look otherwise.
    fn reuse(self) -> Result<Outcome, Failure> {
        let shown = self.target.display();
        if self.manifest.part.is_some() {
            self.say(&format!("{shown}: holds exactly this part already"));
            return Ok(Outcome::Part(Status::Done));
        }
        let summary: Summary = read_json(&self.folder.file(SUMMARY))?;
        let present: RunManifest = read_json(&self.folder.file(MANIFEST))?;
        let redraw = self.wishes.charts && (present.look != self.manifest.look || !self.folder.file(REPORT).exists());
        if redraw {
            draw::draw_again(&self.folder, self.scenario, &summary, self.manifest)?;
            self.say(&format!("{shown}: holds exactly these results already; charts and report are drawn anew"));
        } else {
            self.say(&format!("{shown}: holds exactly these results already"));
        }
        Ok(Outcome::Figures(Box::new(summary), Status::Done))
    }

    /// Plays what is still to be played, and writes what follows from it.
    fn go(mut self, start: State) -> Result<Outcome, Failure> {
        let (tally, end) = self.trials(start)?;
        self.conclude(&tally, end)
    }

    fn trials(&mut self, start: State) -> Result<(Tally, End), Failure> {
        let (first, end) = self.manifest.trials_of_part();
        // From here on the folder says that the run has not ended, whatever else is in it.
        self.folder.save_state(&start)?;
        self.folder.write_json(MANIFEST, self.manifest)?;
        if start.done > first {
            let done = start.done - first;
            self.say(&format!("{}: going on after {done} of {} trials", self.target.display(), end - first));
        }
        let precision = self.manifest.precision;
        let precise = |tally: &Tally| precision.is_some_and(|wanted| Precision::of(tally).half_width <= wanted);
        if start.done > first && precise(&start.tally) {
            return Ok((start.tally, End::Precise));
        }
        let span = Span { first: start.done, end, block_size: self.manifest.block_size };
        let bar = progress::bar(end - first, start.done - first, self.scenario.name(), self.wishes.quiet);
        let advance = |count: u64| bar.inc(count);
        let table = CsvTable::new(self.scenario);
        if self.writes_table() {
            self.folder.open_table(&table.header(), start.table_bytes)?;
        }
        let writes_table = self.writes_table();
        let folder = &mut self.folder;
        let mut reached = start.done;
        let mut commit = |done: u64, rows: &[String], tally: &Tally| {
            folder.commit(rows, done, tally)?;
            reached = done;
            Ok::<_, Failure>(if precise(tally) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        };
        let run = Run::new(self.scenario).span(span).threads(self.wishes.threads).start(start.tally);
        let run = run.stop(interrupt::flag()).progress(&advance);
        let result = if writes_table {
            run.observe(&table).commit(|block| commit(block.end, &block.chunks, block.tally))
        } else {
            run.commit(|block| commit(block.end, &[], block.tally))
        };
        bar.finish_and_clear();
        let tally = result?;
        let ended = match reached {
            all if all == end => End::Complete,
            _ if precise(&tally) => End::Precise,
            _ => End::Interrupted,
        };
        Ok((tally, ended))
    }

    /// Writes everything that follows from the trials.
    fn conclude(self, tally: &Tally, end: End) -> Result<Outcome, Failure> {
        if end == End::Interrupted {
            return self.interrupted(tally);
        }
        if self.manifest.part.is_some() {
            return self.conclude_part(tally);
        }
        if end == End::Precise {
            self.say(&format!("the precision that was asked for is reached after {} trials", tally.trials()));
        }
        let reached = Precision::of(tally).half_width;
        if let Some(wanted) = self.manifest.precision.filter(|wanted| reached > *wanted) {
            let played = tally.trials();
            self.say(&format!(
                "the precision that was asked for is not reached: ±{reached:.4} after all {played} trials, not ±{wanted}"
            ));
        }
        self.finish(tally)
    }

    /// Writes everything that follows from all trials, and leaves the folder.
    fn finish(self, tally: &Tally) -> Result<Outcome, Failure> {
        if matches!(self.wishes.table, TrialsFormat::Parquet | TrialsFormat::Both) {
            self.parquet()?;
        }
        let Self { scenario, manifest, wishes, folder, target, .. } = self;
        let summary = summarise(scenario, tally);
        folder.write("summary.csv", summary_csv(&summary).as_bytes())?;
        if wishes.charts {
            draw::draw(&folder, scenario, &summary, manifest)?;
        }
        folder.write(SUMMARY, &json(&summary))?;
        if wishes.table == TrialsFormat::Parquet {
            // Late: until all else is on the disk, it is from this table that the run would go on.
            folder.sync()?;
            folder.remove(TRIALS)?;
        }
        folder.finish()?;
        if !wishes.quiet {
            let shown = target.display();
            let start_with = if wishes.charts { REPORT } else { SUMMARY };
            eprintln!("results are in {shown}; start with {shown}/{start_with}");
        }
        Ok(Outcome::Figures(Box::new(summary), Status::Done))
    }

    /// Keeps what was finished, with its figures, and leaves the rest to the next call.
    fn interrupted(self, tally: &Tally) -> Result<Outcome, Failure> {
        let (first, end) = self.manifest.trials_of_part();
        let done = tally.trials();
        if done == 0 {
            self.folder.abandon();
            let message = "interrupted before the first block of trials ended; nothing to keep".to_owned();
            return Err(Failure { message, status: Status::Interrupted });
        }
        self.say(&format!(
            "interrupted: {done} of {} trials are kept in {}; the same command goes on from there",
            end - first,
            self.target.display()
        ));
        if self.manifest.part.is_some() {
            return Ok(Outcome::Part(Status::Interrupted));
        }
        let summary = summarise(self.scenario, tally);
        self.folder.write(SUMMARY, &json(&summary))?;
        Ok(Outcome::Figures(Box::new(summary), Status::Interrupted))
    }

    fn conclude_part(self, tally: &Tally) -> Result<Outcome, Failure> {
        self.folder.write_part(tally, TRIALS)?;
        let shown = self.target.display();
        self.say(&format!("this part is in {shown}; `armistice merge` joins all parts"));
        self.folder.finish()?;
        Ok(Outcome::Part(Status::Done))
    }
}

/// Prints the figures of a run.
pub(crate) fn show(scenario: &Scenario, summary: &Summary, format: Format, lang: &Lang) -> Result<Status, Failure> {
    match format {
        Format::Json => print(&String::from_utf8_lossy(&json(summary))),
        Format::Text => {
            let screen = super::screen(lang);
            let reached = Precision::of_summary(summary).map_or_else(String::new, |it| precision_text(&it, &screen));
            print(&format!("{}{reached}", run_tables(summary, scenario, &screen)))
        }
    }
}
