//! The trial table of a finished run, row by row, whatever format it is kept in.

use std::path::Path;

use crate::store::{TRIALS, TRIALS_PARQUET, read_parquet, require_file};
use crate::words::{Words, words};

use super::{JobError, Result};

/// Reads the trial table in a folder: first the names of its columns, then its rows.
///
/// # Errors
/// The folder keeps none, or it cannot be read.
pub(super) fn read_trials(folder: &Path, each: &mut dyn FnMut(&[&str])) -> Result<()> {
    let (csv, parquet) = (folder.join(TRIALS), folder.join(TRIALS_PARQUET));
    if csv.exists() {
        return read_csv(&csv, each);
    }
    if parquet.exists() {
        let borrowed = &mut |row: &[String]| each(&row.iter().map(String::as_str).collect::<Vec<_>>());
        return Ok(read_parquet(&parquet, borrowed)?);
    }
    let reason = words!(
        "keeps no table of its trials; the same `armistice run` with --trials-format csv and --force, or another --out, \
         keeps one"
    );
    Err(JobError::refused(folder.display(), reason))
}

fn read_csv(path: &Path, each: &mut dyn FnMut(&[&str])) -> Result<()> {
    let unreadable =
        |error: csv::Error| JobError::Broken { path: path.to_owned(), reason: Words::verbatim(error.to_string()) };
    require_file(path)?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(path).map_err(unreadable)?;
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(unreadable)? {
        each(&record.iter().collect::<Vec<_>>());
    }
    Ok(())
}
