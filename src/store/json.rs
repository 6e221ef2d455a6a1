//! Results files in JSON.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::words::words;

use super::error::{FolderError, io_error};

/// A value as the JSON of results files: indented, with a final line end.
#[must_use]
pub fn json<T: Serialize>(value: &T) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).expect("results are JSON");
    bytes.push(b'\n');
    bytes
}

/// A value as JSON in one line, as states and parts have it.
pub(crate) fn compact<T: Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).expect("results are JSON")
}

/// Reads a results file.
///
/// # Errors
/// The system refused, or the file is not what it should be.
pub fn read_json<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<T, FolderError> {
    let mut text = String::new();
    File::open(path).and_then(|mut file| file.read_to_string(&mut text)).map_err(io_error(words!("read"), path))?;
    serde_json::from_str(&text).map_err(|error| {
        let reason = words!("is not what a run writes there ({error})", error = error.to_string());
        FolderError::Damaged { path: path.to_owned(), reason }
    })
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
