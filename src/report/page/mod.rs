//! A page: what is said and shown, part by part, and how it is written as HTML and as Markdown.

mod html;
mod html_table;
mod markdown;
#[cfg(test)]
mod tests;

use super::figures::Chart;
use super::lang::Lang;
use super::table::Table;

/// A page, before it is HTML or Markdown.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Title.
    pub title: String,
    /// What was asked.
    pub lead: Option<String>,
    /// What the conflict is, in the words of its author.
    pub summary: Option<String>,
    /// Trials, seed and the like.
    pub note: String,
    /// Its parts.
    pub sections: Vec<Section>,
    /// Version of the program.
    pub version: String,
    /// Whether the HTML has a table of contents, and a script: values on hover, tables to sort and to copy.
    pub is_interactive: bool,
    /// The page beside this one in which the scenario can be explored.
    pub explorer: Option<&'static str>,
}

/// A part of a page.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// What links lead to.
    pub id: Option<&'static str>,
    /// Heading.
    pub heading: String,
    /// What it holds, in order.
    pub blocks: Vec<PageBlock>,
}

/// What parts are made of.
#[derive(Clone, Debug)]
pub enum PageBlock {
    /// A heading below that of the part.
    Heading(String),
    /// A sentence or several.
    Paragraph(String),
    /// Questions, and the sentences of each answer, the most important first.
    Answers(Vec<(String, Vec<String>)>),
    /// A remark in small letters.
    Note(String),
    /// A list of sentences.
    List(Vec<String>),
    /// A chart.
    Figure(Box<Illustration>),
    /// A table.
    Table(Captioned),
    /// The numbers that a scenario gives.
    Assumptions(Vec<Assumed>),
    /// A command of a shell, on one line.
    Command {
        /// What it is.
        label: String,
        /// The command.
        text: String,
    },
    /// Names and their values.
    Facts(Vec<(String, String)>),
    /// A file, folded away; Markdown leaves it out, since it lies beside.
    File {
        /// What it is.
        label: String,
        /// The file, whole.
        text: String,
    },
    /// A text shown as it is.
    Verbatim(String),
}

/// A chart drawn for a wide and for a narrow screen.
#[derive(Clone, Debug)]
pub struct Illustration {
    /// For wide screens and paper.
    pub wide: Chart,
    /// For narrow screens.
    pub narrow: Chart,
    /// The figures behind it, where they are shown.
    pub data: Option<Captioned>,
}

/// A table with its caption, and what readers see above its columns.
#[derive(Clone, Debug, Default)]
pub struct Captioned {
    /// Name within the page, where something refers to it.
    pub id: Option<String>,
    /// What it shows.
    pub caption: String,
    /// What stands above each column.
    pub labels: Vec<String>,
    /// The figures.
    pub table: Table,
}

impl Captioned {
    /// A table whose columns are known by keys, each with a message of the language.
    pub fn by_keys(id: &str, caption: &str, table: Table, lang: &Lang) -> Self {
        let labels = (0..table.columns.len()).map(|column| table.label(column, lang)).collect();
        Self { id: Some(id.to_owned()), caption: caption.to_owned(), labels, table }
    }

    /// A table whose columns are headed as they are.
    pub fn as_headed(caption: &str, table: Table) -> Self {
        Self { id: None, caption: caption.to_owned(), labels: table.columns.clone(), table }
    }

    /// Whether a column holds figures rather than words.
    fn has_figures(&self, column: usize) -> bool {
        self.table.rows.first().is_some_and(|row| row[column].is_figure())
    }
}

/// A number that a scenario gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumed {
    /// Path.
    pub path: String,
    /// As the file writes it.
    pub written: String,
    /// Unit.
    pub unit: String,
    /// Where it comes from.
    pub source: Option<String>,
    /// Remark; empty: none.
    pub note: String,
    /// Whether the remark says that it is somebody's judgement.
    pub is_judgement: bool,
}

/// Keys of the columns of assumptions.
const ASSUMPTIONS: [&str; 5] = ["path", "written", "unit", "source", "note"];

impl Page {
    /// The page as one HTML file: no request leaves it, and it works without JavaScript.
    pub fn html(&self, lang: &Lang) -> String {
        html::html(self, lang)
    }

    /// The page in Markdown (CommonMark with tables); images are looked for in `charts/`, as `<name>.png`.
    pub fn markdown(&self, lang: &Lang) -> String {
        markdown::markdown(self, lang)
    }
}
