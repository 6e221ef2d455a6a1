//! Tables of figures: the same rows as CSV for machines and as HTML for readers.

use crate::analysis::summary::Share;
use crate::words::without_commands;

use super::lang::Lang;

/// One cell; what is not known stays empty.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A share in [0, 1], shown as a percentage.
    Share(Option<f64>),
    /// Any other number.
    Number(Option<f64>),
    /// A number that readers see in words of their own, such as `+6.0 pp`; words without a number where there are only these.
    Worded(Option<f64>, FigureKind, String),
    /// Both ends of an interval, and the words for it.
    Between(Option<[f64; 2]>, FigureKind, String),
    /// A month of a year.
    Month(i32, u8),
}

/// Both ends, where both are known.
pub fn ends_of(low: Option<f64>, high: Option<f64>) -> Option<[f64; 2]> {
    low.zip(high).map(|(low, high)| [low, high])
}

/// What kind of number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureKind {
    /// Any.
    Number,
    /// A share in [0, 1].
    Share,
    /// A difference of shares, read in points.
    Points,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Cell::Text(text)
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        Cell::Number(Some(number))
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Self {
        Cell::Number(Some(f64::from(number)))
    }
}

impl Cell {
    /// The interval of a share.
    pub fn interval(of: &Share, lang: &Lang) -> Self {
        Cell::Between(ends_of(of.low, of.high), FigureKind::Share, lang.interval(of))
    }

    /// The value of an axis: a number, or a word for what has none.
    pub fn level(text: &str) -> Self {
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Cell::Number(Some(number)),
            _ => text.into(),
        }
    }

    /// The cell for machines: all digits, empty where there is no figure.
    pub fn raw(&self) -> String {
        match self {
            Cell::Text(text) => text.clone(),
            Cell::Month(year, month) => format!("{year:04}-{month:02}"),
            _ => self.number().map_or_else(String::new, |number| format!("{number}")),
        }
    }

    /// Its number, of an interval the lower end.
    pub fn number(&self) -> Option<f64> {
        match self {
            Cell::Share(number) | Cell::Number(number) | Cell::Worded(number, ..) => *number,
            Cell::Between(ends, ..) => ends.map(|[low, _]| low),
            Cell::Text(_) | Cell::Month(..) => None,
        }
    }

    /// The cell for readers.
    pub fn shown(&self, lang: &Lang) -> String {
        match self {
            Cell::Text(text) | Cell::Worded(_, _, text) | Cell::Between(_, _, text) => text.clone(),
            Cell::Month(..) => self.raw(),
            Cell::Share(share) => lang.maybe_percent(*share, 1),
            Cell::Number(Some(number)) => lang.short(*number),
            Cell::Number(None) => lang.t("format.missing").to_owned(),
        }
    }

    /// Whether it holds figures rather than words.
    pub fn is_figure(&self) -> bool {
        !matches!(self, Cell::Text(_))
    }
}

/// A table. Columns are known by a key, which heads the CSV file; readers see `column.<key>` of their language.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Keys of the columns.
    pub columns: Vec<String>,
    /// Rows, each as long as `columns`.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// An empty table with those columns.
    pub fn new(columns: &[&str]) -> Self {
        Self { columns: columns.iter().map(|&key| key.to_owned()).collect(), rows: Vec::new() }
    }

    /// Adds a row.
    pub fn push(&mut self, row: Vec<Cell>) {
        self.rows.push(row);
    }

    /// The table as CSV with a header line. Text that a spreadsheet would run as a formula is led by an apostrophe.
    pub fn csv(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        // Writing to memory cannot fail.
        let _ = writer.write_record(&self.columns);
        for row in &self.rows {
            let _ = writer.write_record(row.iter().map(csv_field));
        }
        String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
    }

    /// What readers see above a column; `survival_15` is `survival_at` with its year.
    pub fn label(&self, column: usize, lang: &Lang) -> String {
        let key = &self.columns[column];
        match key.rsplit_once('_') {
            Some((stem, year)) if year.bytes().all(|digit| digit.is_ascii_digit()) => {
                lang.fill(&format!("column.{stem}_at"), &[("year", year)])
            }
            _ => lang.t(&format!("column.{key}")).to_owned(),
        }
    }
}

fn csv_field(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => guarded(text),
        _ => cell.raw(),
    }
}

/// A text that a spreadsheet takes as text: what it would run as a formula is led by an apostrophe. Numbers stay.
pub(crate) fn guarded(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err();
    let text = without_commands(text);
    if is_formula { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv_quotes_guards_and_leaves_blanks() {
        let mut table = Table::new(&["plan", "share"]);
        table.push(vec!["a, \"b\"".into(), Cell::Share(Some(0.25))]);
        table.push(vec!["=cmd()".into(), Cell::Share(None)]);
        table.push(vec!["-5 degrees".into(), Cell::Number(Some(-1.5e-7))]);
        table.push(vec!["a\u{1b}\u{202e}b".into(), Cell::Number(None)]);
        let rows = "\"a, \"\"b\"\"\",0.25\n'=cmd(),\n'-5 degrees,-0.00000015\na\u{fffd}\u{fffd}b,\n";
        assert_eq!(table.csv(), format!("plan,share\n{rows}"));
    }
}
