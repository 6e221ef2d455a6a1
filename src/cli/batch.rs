//! `armistice run`: one file, or a batch of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::report::text::{BatchRow, batch_text};

use super::args::{Format, RunArguments};
use super::run::Outcome;
use super::{Failure, Status, complain, files, interrupt, print, run};

/// Runs every file; a failing one is reported and the others still run.
pub(crate) fn run_all(arguments: &RunArguments) -> Result<Status, Failure> {
    let batch = arguments.files.len() > 1;
    distinct_folders(arguments, batch)?;
    if !batch {
        return Ok(run::run_file(&arguments.files[0], arguments, false)?.status());
    }
    let mut rows = Vec::new();
    let mut status = Status::Done;
    for path in &arguments.files {
        if status == Status::Interrupted {
            rows.push(row(path, "not_run"));
            continue;
        }
        if rows.last().is_some_and(|row: &BatchRow| row.summary.is_some()) {
            print("\n")?;
        }
        rows.push(match run::run_file(path, arguments, true) {
            Ok(Outcome::Figures(summary, Status::Done)) => BatchRow { summary: Some(summary), ..row(path, "done") },
            Ok(Outcome::Figures(summary, _)) => BatchRow { summary: Some(summary), ..row(path, "interrupted") },
            Ok(Outcome::Part(Status::Done)) => row(path, "part"),
            Ok(Outcome::Part(_)) => row(path, "interrupted"),
            Err(failure) => {
                complain(&failure.message);
                status = Status::Failed;
                row(path, if failure.status == Status::Interrupted { "interrupted" } else { "failed" })
            }
        });
        if interrupt::requested() {
            status = Status::Interrupted;
        }
    }
    let table = batch_text(&rows, &super::screen(&arguments.look.lang.unwrap_or_default().messages()));
    match arguments.output.format {
        Format::Text => {
            print(&table)?;
        }
        // Among documents of JSON it would be in the way.
        Format::Json if arguments.output.quiet => {}
        Format::Json => eprint!("{table}"),
    }
    Ok(status)
}

/// A row without figures. Files of a batch differ in their names, since their folders do.
fn row(path: &Path, ended: &'static str) -> BatchRow {
    let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    BatchRow { file, ended, summary: None }
}

/// Two files of a batch must not write into one folder.
fn distinct_folders(arguments: &RunArguments, batch: bool) -> Result<(), Failure> {
    let mut seen: BTreeMap<PathBuf, &PathBuf> = BTreeMap::new();
    for path in &arguments.files {
        let folder = files::folder(path, arguments.out.as_deref(), batch, None);
        if let Some(first) = seen.insert(folder.clone(), path) {
            return Err(Failure::wrong(format!(
                "{} and {} would both write to {}; rename one or run them apart",
                first.display(),
                path.display(),
                folder.display()
            )));
        }
    }
    Ok(())
}
