//! The width to write for, and text in lines of that width.

use textwrap::{Options, WrapAlgorithm};
use unicode_width::UnicodeWidthStr;

use crate::words::is_command;

use super::super::lang::Lang;

/// Who reads, and on how wide a screen.
#[derive(Clone, Copy, Debug)]
pub struct Screen<'a> {
    /// Language.
    pub lang: &'a Lang,
    /// Columns of the widest line.
    pub width: usize,
}

impl<'a> Screen<'a> {
    /// Width where nobody says how wide the screen is: columns.
    pub const USUAL: usize = 100;
    /// Width below which nothing is arranged any narrower: columns.
    const LEAST: usize = 40;

    /// A screen of that width; none: what is written goes into a file or a pipe.
    #[must_use]
    pub fn new(lang: &'a Lang, width: Option<usize>) -> Self {
        Self { lang, width: width.unwrap_or(Self::USUAL).max(Self::LEAST) }
    }

    /// Text in lines of at most the usual width, the first one led by `indent` spaces, the others by two more.
    pub(super) fn wrapped(&self, text: &str, indent: usize) -> String {
        let (first, others) = (" ".repeat(indent), " ".repeat(indent + 2));
        // A paragraph that fills a very wide screen cannot be read.
        let options = Options::new(self.width.min(Self::USUAL))
            .initial_indent(&first)
            .subsequent_indent(&others)
            .wrap_algorithm(WrapAlgorithm::FirstFit);
        let text = clean(text);
        let lines = textwrap::wrap(text.trim_end(), options);
        lines.iter().fold(String::new(), |text, line| text + line.trim_end() + "\n")
    }

    /// The heading of a table: a blank line above it.
    pub(super) fn heading(&self, text: &str) -> String {
        format!("\n{}", self.wrapped(text, 0))
    }
}

/// Text without signs that steer a terminal.
pub(super) fn clean(text: &str) -> String {
    text.chars().filter(|letter| !is_command(*letter)).collect()
}

/// Columns that a text takes on a screen.
pub(super) fn columns(text: &str) -> usize {
    text.width()
}
