//! The texts that values come from: the file, and what is set over it.

use std::sync::Arc;

/// A text that values come from; copies share it.
#[derive(Clone, Debug)]
pub struct SourceText {
    /// What it is called: the file's name, or `--set`.
    pub name: String,
    /// Its text.
    pub text: Arc<str>,
    /// Whether line numbers help to find a place in it.
    pub has_lines: bool,
    /// Bytes at which its lines begin.
    lines: Arc<[usize]>,
}

impl SourceText {
    /// A source of that name and text.
    #[must_use]
    pub fn new(name: &str, text: &str, has_lines: bool) -> Self {
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self { name: name.to_owned(), text: text.into(), has_lines, lines: std::iter::once(0).chain(breaks).collect() }
    }

    /// The path that is set, where this is a value set over the file.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        let setting = self.text.split_once('=').filter(|_| !self.has_lines);
        setting.map(|(path, _)| path.trim())
    }

    /// The line, counted from 1, that holds the byte.
    #[must_use]
    pub fn line_of(&self, byte: usize) -> usize {
        self.lines.partition_point(|start| *start <= byte)
    }

    /// The text of the line that holds the byte.
    pub(super) fn line_at(&self, byte: usize) -> &str {
        let line = self.line_of(byte);
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let rest = self.text.get(start..).unwrap_or_default();
        rest.lines().next().unwrap_or_default()
    }
}
