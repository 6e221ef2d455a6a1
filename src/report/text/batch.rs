//! The table at the end of a batch.

use super::{Grid, Screen, header};
use crate::analysis::summary::Summary;

/// One file of a batch: what became of it, and its figures if it has any.
#[derive(Debug)]
pub struct BatchRow {
    /// The scenario file, as it was named.
    pub file: String,
    /// Key of the message that says how it ended, below `batch`.
    pub ended: &'static str,
    /// Its figures; none where it did not come to any.
    pub summary: Option<Box<Summary>>,
}

const FIGURES: [&str; 5] = ["batch.trials", "batch.failed_trials", "batch.signed", "batch.held", "batch.years"];

/// How every file of a batch ended, and its first figures.
pub fn batch_text(rows: &[BatchRow], screen: &Screen) -> String {
    let lang = screen.lang;
    let mut grid = Grid::new([header(lang, &["batch.file", "batch.ended"]), header(lang, &FIGURES)].concat());
    for row in rows {
        let mut cells = vec![row.file.clone(), lang.t(&format!("batch.{}", row.ended)).to_owned()];
        cells.extend(figures(row.summary.as_deref(), screen));
        grid.push(cells);
    }
    let done = rows.iter().filter(|row| row.ended == "done").count() as u64;
    let title = lang.plural("batch.title", rows.len() as u64, &[("done", &lang.count(done))]);
    screen.heading(&title) + &grid.lines(screen)
}

fn figures(summary: Option<&Summary>, screen: &Screen) -> [String; FIGURES.len()] {
    let lang = screen.lang;
    let Some(summary) = summary else { return [(); FIGURES.len()].map(|()| lang.t("format.missing").to_owned()) };
    [
        lang.count(summary.trials),
        lang.count(summary.failed_trials),
        lang.maybe_percent(summary.settlement.settled.share, 1),
        lang.maybe_percent(summary.classes.peace_held.share, 1),
        lang.count(summary.peace.years.len().saturating_sub(1) as u64),
    ]
}
