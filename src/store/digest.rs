//! Digests of texts and files.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use sha2::{Digest as _, Sha256};

use crate::words::words;

use super::error::{FolderError, io_error};
use super::place::require_file;

/// SHA-256 in lower-case hexadecimal.
#[must_use]
pub fn digest(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// A digest that grows with the bytes of a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Digesting(Sha256);

impl Digesting {
    pub(super) fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// That of the first bytes of a file, at most so many, and how many they are.
    pub(super) fn of(path: &Path, bytes: u64) -> Result<(Self, u64), FolderError> {
        require_file(path)?;
        let mut file = File::open(path).map_err(io_error(words!("read"), path))?.take(bytes);
        let (mut digesting, mut read, mut piece) = (Self::default(), 0, vec![0; 1 << 20]);
        loop {
            match file.read(&mut piece).map_err(io_error(words!("read"), path))? {
                0 => return Ok((digesting, read)),
                length => {
                    digesting.add(&piece[..length]);
                    read += length as u64;
                }
            }
        }
    }

    /// SHA-256 of all bytes so far, in lower-case hexadecimal.
    pub(super) fn so_far(&self) -> String {
        hexadecimal(&self.0.clone().finalize())
    }
}

/// What is written is digested and goes nowhere.
impl io::Write for Digesting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.add(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What is written is digested on its way.
pub(super) struct Digested<'a, W> {
    pub digesting: &'a mut Digesting,
    pub into: W,
}

impl<W: io::Write> io::Write for Digested<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.into.write(bytes)?;
        self.digesting.add(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.into.flush()
    }
}

/// SHA-256 of a file.
pub(super) fn digest_of(path: &Path) -> Result<String, FolderError> {
    Ok(Digesting::of(path, u64::MAX)?.0.so_far())
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
        let (first, read) = Digesting::of(&path, 1_500_000).unwrap();
        assert_eq!((first.so_far(), read), (digest(&long[..1_500_000]), 1_500_000));
    }
}
