//! Results files in JSON.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read as _, Write as _};
use std::path::Path;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};

use crate::words::{Words, words};

use super::digest::Digesting;
use super::error::{FolderError, io_error};
use super::names::{MANIFEST, PACKAGE, PART, POINTS, STATE, SUMMARY, SWEEP};
use super::place::require_file;

/// A value as the JSON of results files: indented, with a final line end.
#[must_use]
pub fn json<T: Serialize>(value: &T) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).expect("results are JSON");
    bytes.push(b'\n');
    bytes
}

/// Writes a value as JSON in one line, as states and parts have it, piece by piece: what large scenarios count takes a hundred
/// megabytes.
pub(super) fn write_compact<T: Serialize>(into: &mut impl io::Write, value: &T) -> io::Result<()> {
    let mut pieces = BufWriter::with_capacity(PIECE, into);
    serde_json::to_writer(&mut pieces, value)?;
    pieces.flush()
}

/// Bytes that are handed on at a time.
const PIECE: usize = 1 << 16;

/// Digest of a value as JSON in one line.
pub(super) fn digest_of_json<T: Serialize>(value: &T) -> String {
    let mut digesting = Digesting::default();
    write_compact(&mut digesting, value).expect("results are JSON");
    digesting.so_far()
}

/// The most that a packed file holds, unpacked: 512 MiB.
const MOST_UNPACKED: u64 = 1 << 29;

/// A value as JSON in one line, packed with gzip; nothing in it but the value.
pub(crate) fn packed<T: Serialize>(value: &T) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    let written = write_compact(&mut packer, value);
    written.and_then(|()| packer.finish()).expect("memory takes what is written")
}

/// Reads a packed results file.
///
/// # Errors
/// The system refused, or the file is not what it should be.
pub(crate) fn read_packed<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<T, FolderError> {
    require_file(path)?;
    let file = File::open(path).map_err(io_error(words!("read"), path))?;
    let mut text = String::new();
    let unpacked = GzDecoder::new(file).take(MOST_UNPACKED).read_to_string(&mut text);
    unpacked.map_err(|error| not_a_result(path, &error))?;
    serde_json::from_str(&text).map_err(|error| not_a_result(path, &error))
}

fn not_a_result(path: &Path, error: &dyn std::fmt::Display) -> FolderError {
    let reason = words!("is not what a run writes there ({error})", error = error.to_string());
    FolderError::Damaged { path: path.to_owned(), reason }
}

/// Reads a results file.
///
/// # Errors
/// The system refused, or the file is not what it should be.
pub fn read_json<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<T, FolderError> {
    serde_json::from_str(&read_text(path)?).map_err(|error| not_a_result(path, &error))
}

/// The most bytes of a results file of that name.
#[must_use]
pub(super) fn most_bytes(name: &str) -> u64 {
    match name {
        // What everything counted, and rows of points.
        PART | STATE | POINTS => 1 << 32,
        // Of two hundred plans over a thousand years 150 MB.
        SUMMARY => 1 << 29,
        // Texts of a scenario, a sweep, a table of points and a theme, with all that JSON adds.
        MANIFEST | PACKAGE | SWEEP => 48 << 20,
        _ => 1 << 20,
    }
}

/// The text of a results file.
///
/// # Errors
/// The system refused, or it is no text of a size that such a file has.
pub fn read_text(path: &Path) -> Result<String, FolderError> {
    let damaged = |reason: Words| FolderError::Damaged { path: path.to_owned(), reason };
    let metadata = fs::metadata(path).map_err(io_error(words!("read"), path))?;
    require_file(path)?;
    let (bytes, max_bytes) = (metadata.len(), path.file_name().map_or(0, |name| most_bytes(&name.to_string_lossy())));
    if bytes > max_bytes {
        return Err(damaged(words!("has {bytes} bytes; at most {max_bytes} are allowed", bytes, max_bytes)));
    }
    let mut file = File::open(path).map_err(io_error(words!("read"), path))?.take(max_bytes);
    let mut bytes = Vec::new();
    let beginning = file.by_ref().take(1).read_to_end(&mut bytes);
    // A file of nothing but zeros, as some systems leave it after a power cut, is none however long it is.
    let is_text = bytes != [0];
    let rest = if is_text { file.read_to_end(&mut bytes) } else { Ok(0) };
    beginning.and(rest).map_err(io_error(words!("read"), path))?;
    let text = String::from_utf8(bytes).ok().filter(|_| is_text);
    text.ok_or_else(|| damaged(words!("is no text in UTF-8")))
}

#[cfg(test)]
mod tests {
    use super::super::digest::digest;
    use super::*;

    #[test]
    fn results_are_indented_and_end_their_last_line() {
        let value = serde_json::json!({ "trials": 64 });
        assert_eq!(json(&value), b"{\n  \"trials\": 64\n}\n");
        let mut line = Vec::new();
        write_compact(&mut line, &value).unwrap();
        assert_eq!(line, b"{\"trials\":64}");
        assert_eq!(digest_of_json(&value), digest(&line));
    }

    #[test]
    fn what_is_packed_is_unpacked_or_refused() {
        let desk = tempfile::tempdir().unwrap();
        let path = desk.path().join("counts.json.gz");
        let value: Vec<u64> = (0..10_000).map(|number| number % 7).collect();
        let bytes = packed(&value);
        assert!(bytes == packed(&value) && bytes.len() < 10_000, "{}", bytes.len());
        std::fs::write(&path, &bytes).unwrap();
        assert_eq!(read_packed::<Vec<u64>>(&path).unwrap(), value);
        for damaged in [&bytes[..bytes.len() / 2], b"{}", b""] {
            std::fs::write(&path, damaged).unwrap();
            let told = read_packed::<Vec<u64>>(&path).unwrap_err().to_string();
            assert!(told.contains("counts.json.gz: is not what a run writes there"), "{told}");
        }
    }
}
