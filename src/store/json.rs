//! Results files in JSON.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::words::{Words, words};

use super::error::{FolderError, io_error};
use super::place::require_file;

/// A value as the JSON of results files: indented, with a final line end.
#[must_use]
pub fn json<T: Serialize>(value: &T) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).expect("results are JSON");
    bytes.push(b'\n');
    bytes
}

/// A value as JSON in one line, as states and parts have it.
pub(super) fn compact<T: Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).expect("results are JSON")
}

/// Reads a results file.
///
/// # Errors
/// The system refused, or the file is not what it should be.
pub fn read_json<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<T, FolderError> {
    serde_json::from_str(&read_text(path)?).map_err(|error| {
        let reason = words!("is not what a run writes there ({error})", error = error.to_string());
        FolderError::Damaged { path: path.to_owned(), reason }
    })
}

/// More than the tally of the largest scenario takes.
const MOST_BYTES: u64 = 1 << 32;

/// The text of a results file.
///
/// # Errors
/// The system refused, or it is no text of a size that such a file has.
pub fn read_text(path: &Path) -> Result<String, FolderError> {
    let damaged = |reason: Words| FolderError::Damaged { path: path.to_owned(), reason };
    let metadata = fs::metadata(path).map_err(io_error(words!("read"), path))?;
    require_file(path)?;
    if metadata.len() > MOST_BYTES {
        let (bytes, max_bytes) = (metadata.len(), MOST_BYTES);
        return Err(damaged(words!("has {bytes} bytes; at most {max_bytes} are allowed", bytes, max_bytes)));
    }
    let mut text = String::new();
    let file = File::open(path).map_err(io_error(words!("read"), path))?;
    file.take(MOST_BYTES).read_to_string(&mut text).map_err(io_error(words!("read"), path))?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_indented_and_end_their_last_line() {
        let value = serde_json::json!({ "trials": 64 });
        assert_eq!(json(&value), b"{\n  \"trials\": 64\n}\n");
        assert_eq!(compact(&value), b"{\"trials\":64}");
    }
}
