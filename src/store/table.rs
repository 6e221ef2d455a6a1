//! A table that grows row by row beside a state that says how much of it counts.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use crate::words::words;

use super::error::{FolderError, io_error};
use super::folder::Folder;

/// An open table.
#[derive(Debug)]
pub(super) struct GrowingTable {
    file: File,
    path: PathBuf,
}

impl GrowingTable {
    /// Opens the table at a path, cut to `bytes`, or begun with `header` where `bytes` is 0.
    fn open(path: PathBuf, header: &[u8], bytes: u64) -> Result<Self, FolderError> {
        if bytes > 0 && !path.exists() {
            let reason = words!("is missing, with the {bytes} bytes that were committed; --force starts anew", bytes);
            return Err(FolderError::Damaged { path, reason });
        }
        let open = || OpenOptions::new().create(true).read(true).write(true).truncate(false).open(&path);
        let file = open().map_err(io_error(words!("open"), &path))?;
        let length = file.metadata().map_err(io_error(words!("read"), &path))?.len();
        if length < bytes {
            let reason = words!("has {length} bytes where {bytes} were committed; --force starts anew", length, bytes);
            return Err(FolderError::Damaged { path, reason });
        }
        file.set_len(bytes).map_err(io_error(words!("write"), &path))?;
        let mut rows = Self { file, path };
        rows.file.seek(SeekFrom::End(0)).map_err(io_error(words!("write"), &rows.path))?;
        if bytes == 0 {
            rows.write(header)?;
        }
        Ok(rows)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), FolderError> {
        self.file.write_all(bytes).map_err(io_error(words!("write"), &self.path))
    }

    /// Brings the rows to the disk; their length, bytes.
    fn commit(&mut self) -> Result<u64, FolderError> {
        self.file.sync_data().and_then(|()| self.file.stream_position()).map_err(io_error(words!("write"), &self.path))
    }

    pub(super) fn sync(&self) -> Result<(), FolderError> {
        self.file.sync_all().map_err(io_error(words!("write"), &self.path))
    }
}

impl Folder {
    /// Begins or goes on with a table of that name: cut to `bytes`, or begun with `header` where `bytes` is 0.
    ///
    /// # Errors
    /// The system refused, or the table is shorter than it must be.
    pub fn open_table(&mut self, name: &str, header: &[u8], bytes: u64) -> Result<(), FolderError> {
        self.require_own()?;
        self.table = Some(GrowingTable::open(self.file(name), header, bytes)?);
        Ok(())
    }

    /// Appends bytes to the open table. They count once they are committed and a state is saved.
    ///
    /// # Errors
    /// The system refused.
    pub fn append(&mut self, bytes: &[u8]) -> Result<(), FolderError> {
        self.require_own()?;
        self.table.as_mut().map_or(Ok(()), |table| table.write(bytes))
    }

    /// Appends the rows of another table, without its header.
    ///
    /// # Errors
    /// The system refused.
    pub fn append_rows_of(&mut self, path: &Path) -> Result<(), FolderError> {
        let mut file = File::open(path).map_err(io_error(words!("read"), path))?;
        let mut piece = vec![0; 1 << 20];
        let mut in_header = true;
        loop {
            let length = file.read(&mut piece).map_err(io_error(words!("read"), path))?;
            if length == 0 {
                return Ok(());
            }
            let mut rows = &piece[..length];
            if in_header {
                let end = rows.iter().position(|byte| *byte == b'\n');
                in_header = end.is_none();
                rows = end.map_or(&[], |end| &rows[end + 1..]);
            }
            self.append(rows)?;
        }
    }

    /// Brings the open table to the disk; its length, bytes: 0 where there is none.
    ///
    /// # Errors
    /// The system refused.
    pub fn commit_table(&mut self) -> Result<u64, FolderError> {
        self.table.as_mut().map_or(Ok(0), GrowingTable::commit)
    }

    /// Begins or goes on with a further table, which grows beside the others that were opened so, in their order.
    ///
    /// # Errors
    /// As [`Folder::open_table`].
    pub fn open_beside(&mut self, name: &str, header: &[u8], bytes: u64) -> Result<(), FolderError> {
        self.require_own()?;
        self.beside.push(GrowingTable::open(self.file(name), header, bytes)?);
        Ok(())
    }

    /// Appends bytes to each of the further tables.
    ///
    /// # Errors
    /// The system refused.
    pub fn append_beside(&mut self, bytes: &[&[u8]]) -> Result<(), FolderError> {
        self.require_own()?;
        self.beside.iter_mut().zip(bytes).try_for_each(|(table, bytes)| table.write(bytes))
    }

    /// Brings the further tables to the disk; their lengths, bytes.
    ///
    /// # Errors
    /// The system refused.
    pub fn commit_beside(&mut self) -> Result<Vec<u64>, FolderError> {
        self.beside.iter_mut().map(GrowingTable::commit).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    const NAME: &str = "table.csv";

    fn folder() -> (TempDir, Folder) {
        let desk = TempDir::new().unwrap();
        let folder = Folder::take(desk.path(), true).unwrap();
        (desk, folder)
    }

    fn text(folder: &Folder) -> String {
        std::fs::read_to_string(folder.file(NAME)).unwrap()
    }

    #[test]
    fn what_was_not_committed_is_cut_off() {
        let (_desk, mut folder) = folder();
        folder.open_table(NAME, b"a,b\n", 0).unwrap();
        folder.append(b"1,2\n").unwrap();
        assert_eq!(folder.commit_table().unwrap(), 8);
        folder.append(b"3,").unwrap();
        folder.open_table(NAME, b"a,b\n", 8).unwrap();
        assert_eq!(text(&folder), "a,b\n1,2\n");
        folder.append(b"5,6\n").unwrap();
        assert_eq!(folder.commit_table().unwrap(), 12);
        assert_eq!(text(&folder), "a,b\n1,2\n5,6\n");
        folder.open_table(NAME, b"a,b\n", 0).unwrap();
        assert_eq!(text(&folder), "a,b\n");
    }

    #[test]
    fn a_table_that_is_too_short_is_named() {
        let (_desk, mut folder) = folder();
        let missing = folder.open_table(NAME, b"a\n", 3).unwrap_err().to_string();
        assert!(missing.ends_with("table.csv: is missing, with the 3 bytes that were committed; --force starts anew"));
        folder.write(NAME, b"a\n").unwrap();
        let short = folder.open_table(NAME, b"a\n", 3).unwrap_err().to_string();
        assert!(short.contains("has 2 bytes where 3 were committed"), "{short}");
        assert_eq!(text(&folder), "a\n");
    }

    #[test]
    fn rows_of_parts_come_without_their_headers() {
        let (desk, mut folder) = folder();
        let part = desk.path().join("part.csv");
        for (rows, expected) in [("a\n1\n2\n", "a\n1\n2\n"), ("a\n", "a\n1\n2\n"), ("a\n3\n", "a\n1\n2\n3\n")] {
            std::fs::write(&part, rows).unwrap();
            if expected == "a\n1\n2\n" && rows != "a\n" {
                folder.open_table(NAME, b"a\n", 0).unwrap();
            }
            folder.append_rows_of(&part).unwrap();
            assert_eq!(text(&folder), expected);
        }
    }

    /// Tables are read piece by piece, of 1 MiB each.
    #[test]
    fn long_tables_of_parts_come_whole() {
        let (desk, mut folder) = folder();
        let part = desk.path().join("part.csv");
        let rows: String = (0..300_000).flat_map(|row: u32| [row.to_string(), "\n".to_owned()]).collect();
        std::fs::write(&part, format!("a\n{rows}")).unwrap();
        folder.open_table(NAME, b"b\n", 0).unwrap();
        folder.append_rows_of(&part).unwrap();
        assert!(rows.len() > 1 << 20 && text(&folder) == format!("b\n{rows}"));
    }
}
