//! Digests of texts and files.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use crate::words::words;

use super::error::{FolderError, io_error};

/// SHA-256 in lower-case hexadecimal.
#[must_use]
pub fn digest(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// SHA-256 of a file.
pub(super) fn digest_of(path: &Path) -> Result<String, FolderError> {
    let mut hasher = Sha256::new();
    let mut file = File::open(path).map_err(io_error(words!("read"), path))?;
    let mut piece = vec![0; 1 << 20];
    loop {
        match file.read(&mut piece).map_err(io_error(words!("read"), path))? {
            0 => return Ok(hexadecimal(&hasher.finalize())),
            length => hasher.update(&piece[..length]),
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FIPS 180-4, and the million letters of its third example; files are read piece by piece, of 1 MiB each.
    #[test]
    fn files_have_the_digests_of_their_bytes() {
        let desk = tempfile::tempdir().unwrap();
        let path = desk.path().join("file");
        let letters = vec![b'a'; 1_000_000];
        for (bytes, known) in [
            (&b"abc"[..], "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (&letters, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
        ] {
            std::fs::write(&path, bytes).unwrap();
            assert_eq!(digest(bytes), known);
            assert_eq!(digest_of(&path).unwrap(), known);
        }
        let long = letters.repeat(3);
        std::fs::write(&path, &long).unwrap();
        assert_eq!(digest_of(&path).unwrap(), digest(&long));
    }
}
