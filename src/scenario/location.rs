//! Where something was written, and how that place is shown.

use std::ops::Range;

use unicode_width::UnicodeWidthStr as _;

use crate::words::is_command;

use super::source_text::SourceText;

/// The most columns of a line that are shown.
const MAX_LINE: usize = 88;
/// Columns shown before a fault that lies far to the right.
const LEAD: usize = 24;
/// Characters around a fault that are looked at: a line can hold millions.
const NEAR: usize = 400;

/// A place in a source, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The file's name, or `--set`.
    pub source: String,
    /// The path that was set, where the source is a value set over the file.
    pub set: Option<String>,
    /// Line, counted from 1; `None` where the source has no lines or is meant as a whole.
    pub line: Option<usize>,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// What is shown of the line; `None` where the source is meant as a whole.
    pub excerpt: Option<Excerpt>,
}

/// The part of a line that is shown, and what is underlined in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The text, with an ellipsis where the line goes on.
    pub text: String,
    /// Columns of a terminal before the underlined ones: wide characters take two, combining ones none.
    pub indent: usize,
    /// Columns to underline.
    pub width: usize,
}

impl Excerpt {
    /// The part of a line around `marked`, which stands between `before` and `after`.
    fn new(before: &str, marked: &str, after: &str) -> Self {
        let far = before.len() > end(before).len();
        let [before, marked, after] = [end(before), beginning(marked), beginning(after)].map(printable);
        let (column, width) = (columns(&before), columns(&marked).max(1));
        let length = column + columns(&marked) + columns(&after);
        let fits = length <= MAX_LINE || column + width.min(LEAD) + 8 <= MAX_LINE;
        let wanted = if fits { 0 } else { column.saturating_sub(LEAD) };
        let (skipped, rest) = split_at_column(&before, wanted);
        let skipped = columns(skipped);
        let line = format!("{rest}{marked}{after}");
        let (shown, left) = split_at_column(&line, MAX_LINE);
        let (lead, tail) = (if skipped > 0 || far { "…" } else { "" }, if left.is_empty() { "" } else { "…" });
        Self {
            text: format!("{lead}{shown}{tail}"),
            indent: column - skipped + columns(lead),
            width: width.min((MAX_LINE + skipped).saturating_sub(column)).max(1),
        }
    }
}

/// The text up to a column of a terminal, whole characters with their marks, and what follows.
fn split_at_column(text: &str, most: usize) -> (&str, &str) {
    let ends: Vec<usize> = text.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
    let kept = ends.partition_point(|end| columns(&text[..*end]) <= most);
    text.split_at(if kept == 0 { 0 } else { ends[kept - 1] })
}

/// The first characters of a text, as many as could ever be shown.
fn beginning(text: &str) -> &str {
    text.char_indices().nth(NEAR).map_or(text, |(at, _)| &text[..at])
}

/// The last characters of a text, as many as could ever be shown.
fn end(text: &str) -> &str {
    text.char_indices().rev().nth(NEAR).map_or(text, |(at, _)| &text[at..])
}

impl Location {
    /// The place of these bytes.
    #[must_use]
    pub fn new(source: &SourceText, span: &Range<usize>) -> Self {
        let text = &source.text;
        let start = floor_boundary(text, span.start);
        let end = floor_boundary(text, span.end).max(start);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let line = text[line_start..line_end].trim_end_matches('\r');
        let line_end = line_start + line.len();
        let (start, end) = (start.min(line_end), end.min(line_end));
        let end = start + text[start..end].trim_end().len();
        Self {
            source: source.name.clone(),
            set: source.path().map(str::to_owned),
            line: source.has_lines.then(|| source.line_of(start)),
            column: text[line_start..start].chars().count() + 1,
            excerpt: Some(Excerpt::new(&text[line_start..start], &text[start..end], &text[end..line_end])),
        }
    }

    /// The source as a whole.
    #[must_use]
    pub fn whole(source: &SourceText) -> Self {
        Self::named(&source.name)
    }

    /// A source of which only the name is known.
    #[must_use]
    pub fn named(source: &str) -> Self {
        Self { source: printable(source), set: None, line: None, column: 1, excerpt: None }
    }
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Columns of a terminal that a text takes.
pub(crate) fn columns(text: &str) -> usize {
    text.width()
}

/// The text with every control character replaced: what an input says must not steer the terminal.
pub(crate) fn printable(text: &str) -> String {
    text.chars().map(|c| if c == '\t' { ' ' } else { c }).map(|c| if is_command(c) { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The column of the first caret and the number of carets under `marked` in a line.
    fn carets(line: &str, marked: &str) -> (usize, usize) {
        let at = line.find(marked).unwrap();
        let excerpt = Excerpt::new(&line[..at], marked, &line[at + marked.len()..]);
        (excerpt.indent, excerpt.width)
    }

    /// Widths by Unicode Standard Annex 11 (East Asian Width): wide characters and emoji take two columns,
    /// combining marks none, all else one.
    #[test]
    fn carets_stand_below_what_they_mark() {
        for (line, marked, expected) in [
            ("forces = 0", "0", (9, 1)),
            // Three ideographs of two columns each, between quotes.
            ("\"日本国\" = 0", "0", (11, 1)),
            ("x = \"日本\"", "\"日本\"", (4, 6)),
            ("\"🙂\" = 0", "0", (7, 1)),
            // A family of three people, joined to one picture of two columns.
            ("\"👩\u{200d}👩\u{200d}👦\" = 0", "0", (7, 1)),
            // e and a combining acute accent: one column.
            ("\"cafe\u{301}\" = 0", "0", (9, 1)),
            ("x = \"cafe\u{301}\"", "\"cafe\u{301}\"", (4, 6)),
            ("\t\"é\"\t= 0", "0", (7, 1)),
            ("한국 = 0", "0", (7, 1)),
        ] {
            assert_eq!(carets(line, marked), expected, "{line}");
        }
    }

    #[test]
    fn long_lines_are_cut_by_columns() {
        // 60 ideographs are 120 columns and the fault is in column 123: it is shown after the last 11 whole ones.
        let line = format!("{} = 0", "国".repeat(60));
        let at = line.len() - 1;
        let excerpt = Excerpt::new(&line[..at], "0", "");
        assert_eq!(excerpt.text, format!("…{} = 0", "国".repeat(11)));
        assert_eq!((excerpt.indent, excerpt.width), (1 + 22 + 3, 1));
        let long = "国".repeat(60);
        assert_eq!(columns(&Excerpt::new("", "国", &long).text), MAX_LINE + 1);
    }
}
