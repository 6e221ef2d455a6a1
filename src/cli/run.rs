//! `armistice run`: one file, or a batch of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::analysis::failures::too_many;
use crate::analysis::precision::Precision;
use crate::analysis::summary::Summary;
use crate::job::{Blame, Destination, Outcome, RunFigures, RunOrder, Settings, Wishes, json, run};
use crate::report::text::{BatchRow, batch_text, precision_text, run_tables, theories_text};
use crate::words::{Phrases, words};

use super::args::{Format, RunArguments};
use super::{Failure, Status, complain, console, interrupt, print, screen};

/// Runs every file; of a batch, a failing one is reported and the others still run.
pub(crate) fn run_all(arguments: &RunArguments) -> Result<Status, Failure> {
    match arguments.files.as_slice() {
        [file] => Ok(run_file(file, arguments, false)?.1),
        files => {
            distinct_folders(files, &place(arguments, true))?;
            batch(files, arguments)
        }
    }
}

/// Runs one scenario file into its folder and prints its figures.
fn run_file(path: &Path, arguments: &RunArguments, batch: bool) -> Result<(Outcome<RunFigures>, Status), Failure> {
    let common = &arguments.common;
    let order = RunOrder {
        settings: Settings {
            replications: arguments.replications,
            alone: arguments.no_alone.then_some(false),
            ..common.overrides.settings()
        },
        precision: arguments.precision,
        part: arguments.part.read()?,
        extend: arguments.extend,
        forecasts_from: arguments.forecasts_from.clone(),
        look: arguments.explorer.over(common.look.read()?),
        place: place(arguments, batch),
        wishes: Wishes {
            savi: arguments.savi,
            plan_table: arguments.plan_table,
            ..common.output.wishes(arguments.trials_format)
        },
        ..RunOrder::new(path)
    };
    let outcome = console::with_host(common.output.quiet, common.threads.count(), common.look.language(), |host| {
        run(&order, host)
    })?;
    if let Some(figures) = &outcome.figures {
        if !outcome.complete && common.output.format == Format::Text {
            let (played, asked) = (figures.summary.trials, figures.manifest.head.trials);
            let short = words!("INTERRUPTED: these figures are of {played} of {asked} trials only.", played, asked);
            print(&(short.told(&common.look.language().phrases()) + "\n\n"))?;
        }
        let shown = show(figures, common.output.format)?;
        let status = status(&outcome).max(shown);
        return Ok((outcome, status));
    }
    let status = status(&outcome);
    Ok((outcome, status))
}

/// Where the results go.
fn place(arguments: &RunArguments, batch: bool) -> Destination {
    match &arguments.common.out {
        Some(out) if batch => Destination::Below(out.clone()),
        Some(out) => Destination::Folder(out.clone()),
        None => Destination::default(),
    }
}

fn status<F>(outcome: &Outcome<F>) -> Status {
    if outcome.complete { Status::Done } else { Status::Interrupted }
}

/// Prints the figures of a run; failed where too many of its trials did, though all of it is written.
pub(crate) fn show(figures: &RunFigures, format: Format) -> Result<Status, Failure> {
    let (scenario, summary, lang) = (&figures.scenario, &figures.summary, figures.manifest.look.language());
    let printed = match format {
        Format::Json => print(&String::from_utf8_lossy(&json(&Summaries::of(figures)))),
        Format::Text => {
            let screen = screen(&lang);
            let reached = Precision::of_summary(summary).map_or_else(String::new, |it| precision_text(&it, &screen));
            let tables = run_tables(summary, scenario, &screen);
            let second = figures.other_theory();
            let theories = second.map(|it| theories_text(summary, scenario, it, &screen)).unwrap_or_default();
            print(&format!("{tables}{theories}{reached}"))
        }
    }?;
    Ok(printed.max(verdict(summary, &Phrases::by_code(lang.code()))))
}

/// What `--format json` prints: the summary, and beside it that of the second theory, by its word.
#[derive(Serialize)]
struct Summaries<'a> {
    #[serde(flatten)]
    summary: &'a Summary,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    theories: BTreeMap<&'static str, &'a Summary>,
}

impl<'a> Summaries<'a> {
    fn of(figures: &'a RunFigures) -> Self {
        let second = figures.second.iter().map(|it| (it.theory.name(), &it.summary));
        Self { summary: &figures.summary, theories: second.collect() }
    }
}

/// Says on stderr where too many trials failed, whatever the format.
fn verdict(summary: &Summary, phrases: &Phrases) -> Status {
    let (failed, trials) = (summary.failed_trials, summary.trials);
    if !too_many(failed, trials) {
        return Status::Done;
    }
    let message = words!(
        "{failed} of {trials} trials failed, more than a tenth: the figures are of the others, which are not a random part \
         of all",
        failed,
        trials
    );
    complain(&Failure::Failed(message), phrases);
    Status::Failed
}

fn batch(files: &[PathBuf], arguments: &RunArguments) -> Result<Status, Failure> {
    let mut rows: Vec<BatchRow> = Vec::new();
    let mut status = Status::Done;
    for path in files {
        if status == Status::Interrupted {
            rows.push(row(path, "not_run"));
            continue;
        }
        if rows.last().is_some_and(|row| row.summary.is_some()) {
            print("\n")?;
        }
        let (row, failed) = in_batch(path, arguments);
        rows.push(row);
        status = match () {
            () if interrupt::requested() => Status::Interrupted,
            () if failed => Status::Failed,
            () => status,
        };
    }
    show_batch(&rows, arguments)?;
    Ok(status)
}

/// Runs one file of a batch; what became of it, and whether it failed.
fn in_batch(path: &Path, arguments: &RunArguments) -> (BatchRow, bool) {
    match run_file(path, arguments, true) {
        Ok((Outcome { figures: None, complete: true, .. }, _)) => (row(path, "part"), false),
        Ok((Outcome { figures, complete, .. }, status)) => {
            let summary = figures.map(|it| Box::new(it.summary));
            let row = BatchRow { summary, ..row(path, if complete { "done" } else { "interrupted" }) };
            (row, status == Status::Failed)
        }
        Err(failure) => {
            let stopped = matches!(&failure, Failure::Job(error) if error.blame() == Blame::Stop);
            complain(&failure, &arguments.common.look.language().phrases());
            (row(path, if stopped { "interrupted" } else { "failed" }), true)
        }
    }
}

fn show_batch(rows: &[BatchRow], arguments: &RunArguments) -> Result<(), Failure> {
    let (output, look) = (arguments.common.output, &arguments.common.look);
    let table = batch_text(rows, &screen(&look.lang.unwrap_or_default().messages()));
    match output.format {
        Format::Text => print(&table).map(|_| ()),
        // Among documents of JSON it would be in the way.
        Format::Json if output.quiet => Ok(()),
        Format::Json => {
            eprint!("{table}");
            Ok(())
        }
    }
}

/// A row without figures. Files of a batch differ in their names, since their folders do.
fn row(path: &Path, ended: &'static str) -> BatchRow {
    let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    BatchRow { file, ended, summary: None }
}

/// Two files of a batch must not write into one folder.
fn distinct_folders(files: &[PathBuf], place: &Destination) -> Result<(), Failure> {
    let mut seen: BTreeMap<PathBuf, &PathBuf> = BTreeMap::new();
    for path in files {
        let folder = place.folder(path, None);
        if let Some(first) = seen.insert(folder.clone(), path) {
            let [first, path, folder] = [first, path, &folder].map(|it| it.display().to_string());
            return Err(Failure::Wrong(words!(
                "{first} and {path} would both write to {folder}; rename one or run them apart",
                first,
                path,
                folder
            )));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(complete: bool) -> Outcome<RunFigures> {
        Outcome { folder: PathBuf::from("run"), figures: None, complete }
    }

    #[test]
    fn a_stopped_run_ends_as_one() {
        assert_eq!(status(&outcome(true)), Status::Done);
        assert_eq!(status(&outcome(false)), Status::Interrupted);
    }

    #[test]
    fn files_of_a_batch_have_folders_of_their_own() {
        let files = |names: &[&str]| names.iter().map(PathBuf::from).collect::<Vec<_>>();
        let below = Destination::Below("all".into());
        assert!(distinct_folders(&files(&["a.toml", "b.toml", "sub/c.toml"]), &below).is_ok());
        let told = distinct_folders(&files(&["a.toml", "b.toml", "sub/a.toml"]), &below).unwrap_err();
        assert_eq!(told.status(), Status::Wrong);
        let text = told.text(crate::scenario::Colours::Off, &crate::words::Phrases::english());
        assert!(text.contains("a.toml and sub/a.toml would both write to all/a"), "{text}");
    }
}
