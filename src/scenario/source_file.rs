//! The text of a file or of standard input, or why it is none.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;
use std::string::FromUtf8Error;
use std::sync::OnceLock;

use crate::words::{Words, words};

use super::keys::MAX_BYTES;

/// How standard input is named where a file may be.
const STANDARD_INPUT: &str = "-";

/// What a file is called in results and in messages; standard input has a name as a file would.
pub(crate) fn known_as(path: &Path) -> &Path {
    if is_standard_input(path) { Path::new("stdin.toml") } else { path }
}

fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == STANDARD_INPUT
}

/// The text of a file, or of standard input, which is read once however often it is asked for.
pub(crate) fn text_of(path: &Path) -> Result<String, Words> {
    static STDIN: OnceLock<Result<String, Words>> = OnceLock::new();
    if is_standard_input(path) {
        return STDIN.get_or_init(|| text_from(io::stdin().lock())).clone();
    }
    let metadata = fs::metadata(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => words!("there is no such file"),
        _ => words!("cannot be read: {error}", error = error.to_string()),
    })?;
    if metadata.is_dir() {
        return Err(words!("is a folder, not a file"));
    }
    if !metadata.is_file() {
        return Err(words!("is no file, but a pipe or a device; standard input is read for `-`"));
    }
    if metadata.len() > MAX_BYTES {
        return Err(too_large(metadata.len()));
    }
    text_from(fs::File::open(path).map_err(|error| words!("cannot be read: {error}", error = error.to_string()))?)
}

fn text_from(input: impl io::Read) -> Result<String, Words> {
    let mut bytes = Vec::new();
    input
        .take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| words!("cannot be read: {error}", error = error.to_string()))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(words!(
            "has more than {max_bytes} bytes, which is the most that is allowed",
            max_bytes = MAX_BYTES
        ));
    }
    text(bytes)
}

pub(super) fn too_large(bytes: u64) -> Words {
    words!("has {bytes} bytes; at most {max_bytes} are allowed", bytes, max_bytes = MAX_BYTES)
}

/// What a file is that begins as no plain text does.
fn other_kind(bytes: &[u8]) -> Option<Words> {
    let kinds: [(&[u8], fn() -> Words); 6] = [
        (b"{\\rtf", || words!("is rich text (RTF)")),
        (b"PK\x03\x04", || words!("is a zip file, as documents of Word and LibreOffice are")),
        (b"\xd0\xcf\x11\xe0", || words!("is a document of an older Word or Excel")),
        (b"%PDF", || words!("is a PDF")),
        (b"\x1f\x8b", || words!("is compressed (gzip)")),
        (b"\x89PNG", || words!("is a picture")),
    ];
    kinds.into_iter().find(|(begin, _)| bytes.starts_with(begin)).map(|(_, what)| what())
}

/// The text that bytes are in UTF-8, or what they are instead.
fn text(bytes: Vec<u8>) -> Result<String, Words> {
    if let Some(what) = other_kind(&bytes) {
        return Err(words!(
            "{what}, not plain text; a scenario is plain text in UTF-8, as a text editor saves it",
            what
        ));
    }
    if is_utf16(&bytes) {
        return Err(words!("is text in UTF-16 (\"Unicode\" in some editors); save it as UTF-8"));
    }
    String::from_utf8(bytes).map_err(|error| not_utf8(&error))
}

/// Whether text is in units of two bytes: it begins with their mark, or every other of its first bytes is 0.
fn is_utf16(bytes: &[u8]) -> bool {
    let pairs = bytes.chunks_exact(2).take(32);
    let zeros = |at: usize| pairs.len() > 1 && pairs.clone().all(|pair| pair[at] == 0 && pair[1 - at] != 0);
    bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) || zeros(0) || zeros(1)
}

fn not_utf8(error: &FromUtf8Error) -> Words {
    let at = error.utf8_error().valid_up_to();
    let line = error.as_bytes()[..at].split(|byte| *byte == b'\n').count();
    let byte = error.as_bytes()[at];
    let meant =
        if byte >= 0xa0 { words!(", which is {byte} in Latin-1", byte = char::from(byte)) } else { Words::none() };
    words!(
        "is not UTF-8 text: line {line} holds the byte {byte}{meant}; save it as UTF-8",
        line,
        byte = format!("{byte:02X}"),
        meant
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pipe to which nobody writes and a device that never ends are not begun to be read.
    #[cfg(unix)]
    #[test]
    fn only_files_are_read() {
        let desk = tempfile::tempdir().unwrap();
        let pipe = desk.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        for path in [pipe.as_path(), Path::new("/dev/zero")] {
            let said = text_of(path).unwrap_err();
            assert!(said.contains("is no file, but a pipe or a device"), "{said}");
        }
    }

    /// Beginnings as their formats define them; é is E9 in ISO 8859-1.
    #[test]
    fn what_is_no_plain_text_is_told_by_its_kind() {
        let utf16 = |little: bool| -> Vec<u8> {
            let units = "schema = 1\n".encode_utf16();
            units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
        };
        let marked = [vec![0xff, 0xfe], utf16(true)].concat();
        for (bytes, told) in [
            (b"{\\rtf1\\ansi schema = 1}".to_vec(), "is rich text (RTF), not plain text"),
            (b"PK\x03\x04\x14\x00".to_vec(), "is a zip file, as documents of Word and LibreOffice are"),
            (b"%PDF-1.7".to_vec(), "is a PDF"),
            (utf16(true), "is text in UTF-16"),
            (utf16(false), "is text in UTF-16"),
            (marked, "is text in UTF-16"),
            (
                b"schema = 1\nname = \"Caf\xe9\"\n".to_vec(),
                "line 2 holds the byte E9, which is \u{e9} in Latin-1; save it",
            ),
            (b"name = \x93Tiny\x94\n".to_vec(), "line 1 holds the byte 93; save it as UTF-8"),
        ] {
            let said = text(bytes).unwrap_err();
            assert!(said.contains(told), "{said}");
        }
        for whole in ["", "a", "schema = 1\n", "\u{feff}schema = 1\n", "name = \"\u{e9}\"\n"] {
            assert_eq!(text(whole.as_bytes().to_vec()), Ok(whole.to_owned()));
        }
    }
}
