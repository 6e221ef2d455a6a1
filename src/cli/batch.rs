//! `armistice run`: one file, or a batch of them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::args::RunArguments;
use super::{Failure, Status, complain, files, interrupt, run};

/// Runs every file; a failing one is reported and the others still run.
pub(crate) fn run_all(arguments: &RunArguments) -> Result<Status, Failure> {
    let batch = arguments.files.len() > 1;
    distinct_folders(arguments, batch)?;
    if !batch {
        return run::run_file(&arguments.files[0], arguments, false);
    }
    let mut lines = Vec::new();
    let mut status = Status::Done;
    for (index, path) in arguments.files.iter().enumerate() {
        if index > 0 {
            super::print("\n")?;
        }
        let outcome = run::run_file(path, arguments, true);
        let word = match outcome {
            Ok(Status::Interrupted) => "interrupted",
            Ok(_) => "done",
            Err(failure) => {
                complain(&failure.message);
                status = Status::Failed;
                "failed"
            }
        };
        lines.push(format!("{word:<12} {}", path.display()));
        if interrupt::requested() {
            status = Status::Interrupted;
            break;
        }
    }
    if !arguments.quiet {
        eprintln!("\n{}", lines.join("\n"));
    }
    Ok(status)
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
