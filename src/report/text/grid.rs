//! Rows under a header: names at the left, figures at the right, and no figure ever cut.

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, Width, presets};

use super::screen::{Screen, clean, columns};
use crate::words::shortened;

/// Spaces before every line of a table, and between its columns.
const GAP: usize = 2;
/// The least room that a name is cut down to before the table is broken into several.
const LEAST_NAME: usize = 24;

/// A table of a terminal.
pub(super) struct Grid {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    /// How many columns at the left name the row; they are repeated where a table is broken into several.
    names: usize,
}

impl Grid {
    /// A table whose first column names the rows.
    pub(super) fn new(header: Vec<String>) -> Self {
        Self::with_names(header, 1)
    }

    /// A table whose rows are named by that many columns.
    #[allow(clippy::needless_pass_by_value)] // callers hand over what they just made
    pub(super) fn with_names(header: Vec<String>, names: usize) -> Self {
        Self { header: header.iter().map(|cell| clean(cell)).collect(), rows: Vec::new(), names }
    }

    /// Adds a row, as long as the header.
    #[allow(clippy::needless_pass_by_value)] // callers hand over what they just made
    pub(super) fn push(&mut self, row: Vec<String>) {
        self.rows.push(row.iter().map(|cell| clean(cell)).collect());
    }

    /// The lines, no wider than the screen; where the figures do not all fit beside each other, tables below each other.
    pub(super) fn lines(&self, screen: &Screen) -> String {
        let parts = self.groups(screen.width).into_iter().map(|group| self.drawn(screen.width, &group));
        parts.collect::<Vec<_>>().join("\n")
    }

    /// Columns that a column takes: all of its names or figures, and the words of its header. The widest of several
    /// columns of names may give way.
    fn needed(&self, column: usize) -> usize {
        let words = self.header[column].split(' ').map(columns);
        self.rows.iter().map(|row| columns(&row[column])).chain(words).max().unwrap_or(0)
    }

    /// The columns of figures in groups that fit beside the names.
    fn groups(&self, width: usize) -> Vec<Vec<usize>> {
        let names: usize = (0..self.names).map(|column| self.needed(column).min(LEAST_NAME) + GAP).sum();
        let mut groups: Vec<Vec<usize>> = vec![Vec::new()];
        let mut used = names;
        for column in self.names..self.header.len() {
            let needed = self.needed(column) + GAP;
            let last = groups.len() - 1;
            if used + needed > width && !groups[last].is_empty() {
                groups.push(vec![column]);
                used = names + needed;
            } else {
                groups[last].push(column);
                used += needed;
            }
        }
        groups
    }

    /// The names and one group of columns.
    fn drawn(&self, width: usize, group: &[usize]) -> String {
        let widths = self.widths(width, group);
        let shown: Vec<usize> = (0..self.names).chain(group.iter().copied()).collect();
        let header: Vec<&String> = shown.iter().map(|&column| &self.header[column]).collect();
        let cells = |row: &[String]| -> Vec<String> {
            shown.iter().zip(&widths).map(|(&column, &width)| self.cell(&row[column], column, width)).collect()
        };
        let mut table = Table::new();
        table.load_preset(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
        table.set_header(header);
        table.add_rows(self.rows.iter().map(|row| cells(row)));
        for ((place, column), width) in table.column_iter_mut().enumerate().zip(widths.iter()) {
            column.set_padding((GAP as u16, 0));
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed((width + GAP) as u16)));
            column.set_cell_alignment(if place < self.names { CellAlignment::Left } else { CellAlignment::Right });
        }
        table.lines().fold(String::new(), |text, line| text + line.trim_end() + "\n")
    }

    /// A name that is too long is cut, unlike a header, which is broken between its words.
    fn cell(&self, text: &str, column: usize, width: usize) -> String {
        if column < self.names { shortened(text, width) } else { text.to_owned() }
    }

    /// Widths of the names and of a group of columns: figures have what they need, names and then headers
    /// what is left.
    fn widths(&self, width: usize, group: &[usize]) -> Vec<usize> {
        let mut figures: Vec<usize> = group.iter().map(|&column| self.needed(column)).collect();
        let mut names: Vec<usize> = (0..self.names).map(|column| self.needed(column)).collect();
        let taken = |names: &[usize], figures: &[usize]| names.iter().chain(figures).map(|it| it + GAP).sum::<usize>();
        while taken(&names, &figures) > width {
            let Some(widest) = names.iter_mut().max().filter(|widest| **widest > 1) else { break };
            *widest -= 1;
        }
        for (place, &column) in group.iter().enumerate() {
            let room = width.saturating_sub(taken(&names, &figures));
            figures[place] += columns(&self.header[column]).saturating_sub(figures[place]).min(room);
        }
        for column in 0..self.names {
            let room = width.saturating_sub(taken(&names, &figures));
            names[column] += columns(&self.header[column]).saturating_sub(names[column]).min(room);
        }
        names.into_iter().chain(figures).collect()
    }
}
