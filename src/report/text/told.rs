//! An answer to one question on a terminal.

use super::super::told::Told;
use super::{Grid, Screen};

/// What the terminal shows of an answer.
pub fn told_text(told: &Told, screen: &Screen) -> String {
    let mut text = screen.wrapped(&told.title, 0) + &screen.wrapped(&told.note, 0) + "\n";
    for sentence in &told.sentences {
        text += &screen.wrapped(sentence, 0);
    }
    let mut grid = Grid::new(told.table.columns.clone());
    for row in &told.table.rows {
        grid.push(row.iter().map(|cell| cell.shown(screen.lang)).collect());
    }
    format!("{text}\n{}", grid.lines(screen))
}
