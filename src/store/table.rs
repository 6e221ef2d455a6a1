//! A table that grows row by row beside a state that says how much of it counts.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use crate::words::words;

use super::digest::Digesting;
use super::error::{FolderError, io_error};
use super::folder::Folder;
use super::place::{is_at, require_file, require_no_link};

/// An open table.
#[derive(Debug)]
pub(super) struct GrowingTable {
    name: String,
    file: File,
    path: PathBuf,
    /// The digest of its bytes, which grows with them.
    digesting: Digesting,
}

impl GrowingTable {
    /// Begins the table at a path with a header, in place of what is there.
    fn begin(name: &str, path: PathBuf, header: &[u8]) -> Result<Self, FolderError> {
        require_no_link(&path)?;
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(io_error(words!("remove"), &path)(error));
            }
            _ => {}
        }
        // Made anew, so that nothing that comes into its place meanwhile is written to.
        let open = OpenOptions::new().create_new(true).read(true).write(true).open(&path);
        let file = open.map_err(io_error(words!("open"), &path))?;
        let mut table = Self { name: name.to_owned(), file, path, digesting: Digesting::default() };
        table.write(header)?;
        Ok(table)
    }

    /// Goes on with the table at a path: cut to its committed bytes, of which this is the digest.
    fn go_on(name: &str, path: PathBuf, bytes: u64, digesting: Digesting) -> Result<Self, FolderError> {
        require_no_link(&path)?;
        let open = OpenOptions::new().read(true).write(true).open(&path);
        let mut file = open.map_err(io_error(words!("open"), &path))?;
        file.set_len(bytes).map_err(io_error(words!("write"), &path))?;
        file.seek(SeekFrom::End(0)).map_err(io_error(words!("write"), &path))?;
        Ok(Self { name: name.to_owned(), file, path, digesting })
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), FolderError> {
        self.digesting.add(bytes);
        self.file.write_all(bytes).map_err(io_error(words!("write"), &self.path))
    }

    /// Brings the rows to the disk; their length, bytes.
    fn commit(&mut self) -> Result<u64, FolderError> {
        if !is_at(&self.file, &self.path) {
            let reason = words!("was removed or replaced while it was written; nothing more is written");
            return Err(FolderError::Damaged { path: self.path.clone(), reason });
        }
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
        self.table = Some(self.grow(name, header, bytes)?);
        Ok(())
    }

    /// Appends bytes to the open table. They count once they are committed and a state is saved.
    ///
    /// # Errors
    /// The system refused.
    pub fn append(&mut self, bytes: &[u8]) -> Result<(), FolderError> {
        self.require_place()?;
        self.table.as_mut().map_or(Ok(()), |table| table.write(bytes))
    }

    /// Appends the rows of another table, without its header.
    ///
    /// # Errors
    /// The system refused.
    pub fn append_rows_of(&mut self, path: &Path) -> Result<(), FolderError> {
        require_file(path)?;
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
        let Some(table) = &mut self.table else { return Ok(0) };
        let bytes = table.commit()?;
        self.proof.insert(table.name.clone(), bytes, &table.digesting);
        Ok(bytes)
    }

    /// Begins or goes on with a further table, which grows beside the others that were opened so, in their order.
    ///
    /// # Errors
    /// As [`Folder::open_table`].
    pub fn open_beside(&mut self, name: &str, header: &[u8], bytes: u64) -> Result<(), FolderError> {
        let table = self.grow(name, header, bytes)?;
        self.beside.push(table);
        Ok(())
    }

    /// Appends bytes to each of the further tables.
    ///
    /// # Errors
    /// The system refused.
    pub fn append_beside(&mut self, bytes: &[&[u8]]) -> Result<(), FolderError> {
        self.require_place()?;
        self.beside.iter_mut().zip(bytes).try_for_each(|(table, bytes)| table.write(bytes))
    }

    /// Brings the further tables to the disk; their lengths, bytes.
    ///
    /// # Errors
    /// The system refused.
    pub fn commit_beside(&mut self) -> Result<Vec<u64>, FolderError> {
        let mut lengths = Vec::new();
        for table in &mut self.beside {
            let bytes = table.commit()?;
            self.proof.insert(table.name.clone(), bytes, &table.digesting);
            lengths.push(bytes);
        }
        Ok(lengths)
    }

    /// A table of that name: begun with a header, or gone on with as the state proves it.
    fn grow(&mut self, name: &str, header: &[u8], bytes: u64) -> Result<GrowingTable, FolderError> {
        self.require_place()?;
        let path = self.file(name);
        if bytes == 0 {
            self.proof.remove(name);
            return GrowingTable::begin(name, path, header);
        }
        let digesting = self.proof.of(name, &path, bytes)?;
        GrowingTable::go_on(name, path, bytes, digesting)
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
    fn a_table_that_is_not_what_was_committed_is_named() {
        let (_desk, mut folder) = folder();
        folder.open_table(NAME, b"a\n", 0).unwrap();
        assert_eq!(folder.commit_table().unwrap(), 2);
        let other = folder.open_table(NAME, b"a\n", 3).unwrap_err().to_string();
        assert!(other.contains("table.csv: no digest of its 3 committed bytes is kept"), "{other}");
        for (bytes, says) in [
            (&b"a"[..], "table.csv: has 1 bytes where 2 were committed"),
            (b"b\n", "table.csv: is not what was written there: of its 2 committed bytes some have changed since"),
            (b"b\n3\n", "table.csv: is not what was written there"),
        ] {
            folder.write(NAME, bytes).unwrap();
            let told = folder.open_table(NAME, b"a\n", 2).unwrap_err().to_string();
            assert!(told.contains(says), "{told}");
            assert_eq!(text(&folder).as_bytes(), bytes, "it is left as it is");
        }
        folder.remove(NAME).unwrap();
        let missing = folder.open_table(NAME, b"a\n", 2).unwrap_err().to_string();
        assert!(missing.ends_with("table.csv: is missing, with the 2 bytes that were committed; --force starts anew"));
    }

    /// What a link in the place of a table points to is somebody else's.
    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_a_link() {
        let (desk, mut folder) = folder();
        let other = desk.path().join("other");
        std::fs::write(&other, "a\n").unwrap();
        std::os::unix::fs::symlink(&other, folder.file(NAME)).unwrap();
        let told = folder.open_table(NAME, b"b\n", 0).unwrap_err().to_string();
        assert!(told.contains("table.csv: is a link to another place"), "{told}");
        assert_eq!(std::fs::read(&other).unwrap(), b"a\n");
    }

    /// Rows that nobody will find are no rows.
    #[cfg(unix)]
    #[test]
    fn a_table_that_is_gone_is_not_committed() {
        let (_desk, mut folder) = folder();
        folder.open_table(NAME, b"a\n", 0).unwrap();
        folder.remove(NAME).unwrap();
        let told = folder.commit_table().unwrap_err().to_string();
        assert!(told.contains("table.csv: was removed or replaced while it was written"), "{told}");
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
