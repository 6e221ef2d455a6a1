//! What is wrong or odd with an input, where, and what would be right.

use std::fmt::{self, Write as _};
use std::ops::Range;

use super::source_text::SourceText;

/// The most faults that are shown in full.
pub const MAX_SHOWN: usize = 100;
/// The most faults that are kept; those beyond are counted. A file can hold millions.
pub(crate) const MAX_KEPT: usize = 1_000;
/// The most characters of a line that are shown.
const MAX_LINE: usize = 88;
/// Characters shown before a fault that lies far to the right.
const LEAD: usize = 24;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The input cannot be used.
    Error,
    /// The input can be used, but is odd.
    Warning,
}

/// A place in a source, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The file's name, or `--set`.
    pub source: String,
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
    /// Characters before the underlined ones.
    pub indent: usize,
    /// Characters to underline.
    pub width: usize,
}

impl Excerpt {
    /// The part of `line` around `width` characters at `column`, counted from 0.
    fn new(line: &str, column: usize, width: usize) -> Self {
        let length = line.chars().count();
        let fits = length <= MAX_LINE || column + width.min(LEAD) + 8 <= MAX_LINE;
        let skipped = if fits { 0 } else { column.saturating_sub(LEAD) };
        let shown: String = line.chars().skip(skipped).take(MAX_LINE).collect();
        let (lead, tail) = (if skipped > 0 { "…" } else { "" }, if length > skipped + MAX_LINE { "…" } else { "" });
        Self {
            text: format!("{lead}{}{tail}", printable(&shown)),
            indent: column - skipped + lead.chars().count(),
            width: width.min((MAX_LINE + skipped).saturating_sub(column)).max(1),
        }
    }
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
        let column = text[line_start..start].chars().count();
        let width = text[start..end.min(line_end)].trim_end().chars().count().max(1);
        let line = text[line_start..line_end].trim_end_matches('\r');
        Self {
            source: source.name.clone(),
            line: source.has_lines.then(|| source.line_of(start)),
            column: column + 1,
            excerpt: Some(Excerpt::new(line, column, width)),
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
        Self { source: printable(source), line: None, column: 1, excerpt: None }
    }
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The text with every control character replaced: what an input says must not steer the terminal.
pub(crate) fn printable(text: &str) -> String {
    text.chars().map(|c| if c == '\t' { ' ' } else { c }).map(|c| if is_control(c) { '\u{fffd}' } else { c }).collect()
}

fn is_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// One fault, or one oddity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// The path of the key that it is about.
    pub key: Option<String>,
    /// What is wrong: names the key, its value and what is allowed.
    pub message: String,
    /// A way out.
    pub hint: Option<String>,
    /// Where it was written.
    pub place: Option<Location>,
    /// Whether it is about a number that is probably in the wrong unit.
    pub unit: bool,
}

impl Diagnostic {
    /// A fault.
    #[must_use]
    pub fn error(key: Option<&str>, message: String) -> Self {
        Self { severity: Severity::Error, key: key.map(str::to_owned), message, hint: None, place: None, unit: false }
    }

    /// An oddity.
    #[must_use]
    pub fn warning(key: &str, message: String) -> Self {
        Self { severity: Severity::Warning, key: Some(key.to_owned()), message, hint: None, place: None, unit: false }
    }

    /// The same with a way out.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same at a place.
    #[must_use]
    pub fn at(mut self, place: Location) -> Self {
        self.place = Some(place);
        self
    }

    /// The diagnostic as text, with the line and a caret; ends with a line break.
    #[must_use]
    pub fn render(&self, style: Colours) -> String {
        let (word, paint) = match self.severity {
            Severity::Error => ("error", style.error()),
            Severity::Warning => ("warning", style.warning()),
        };
        let bold = style.bold();
        let reset = style.reset();
        let mut text = format!("{paint}{word}{reset}{bold}: {}{}{reset}\n", self.location(), printable(&self.message));
        if let Some((excerpt, place)) = self.place.as_ref().and_then(|place| Some((place.excerpt.as_ref()?, place))) {
            text.push_str(&snippet(excerpt, place, paint, reset));
        }
        if let Some(hint) = &self.hint {
            let _ = writeln!(text, "hint: {}", printable(hint));
        }
        text
    }

    fn location(&self) -> String {
        match &self.place {
            None => String::new(),
            Some(Location { source, line: Some(line), column, .. }) => format!("{source}:{line}:{column}: "),
            Some(Location { source, .. }) => format!("{source}: "),
        }
    }
}

fn snippet(excerpt: &Excerpt, place: &Location, paint: &str, reset: &str) -> String {
    let label = place.line.map_or_else(|| place.source.clone(), |line| line.to_string());
    let gutter = " ".repeat(label.chars().count());
    let indent = " ".repeat(excerpt.indent);
    let carets = "^".repeat(excerpt.width);
    format!("{label} | {}\n{gutter} | {indent}{paint}{carets}{reset}\n", excerpt.text)
}

/// Whether diagnostics are coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colours {
    /// Without colour.
    #[default]
    Off,
    /// With the terminal's colours.
    On,
}

impl Colours {
    fn pick(self, code: &'static str) -> &'static str {
        match self {
            Colours::Off => "",
            Colours::On => code,
        }
    }

    fn error(self) -> &'static str {
        self.pick("\u{1b}[1;31m")
    }

    fn warning(self) -> &'static str {
        self.pick("\u{1b}[1;33m")
    }

    fn bold(self) -> &'static str {
        self.pick("\u{1b}[1m")
    }

    fn reset(self) -> &'static str {
        self.pick("\u{1b}[0m")
    }
}

/// Everything that is wrong with an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults {
    /// The faults, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
    /// Further faults that were only counted.
    pub more: usize,
}

impl Faults {
    /// One fault of a source as a whole.
    #[must_use]
    pub fn whole(source: &str, message: String) -> Self {
        Self { diagnostics: vec![Diagnostic::error(None, message).at(Location::named(source))], more: 0 }
    }

    /// All faults as text, at most [`MAX_SHOWN`] of them in full.
    #[must_use]
    pub fn render(&self, style: Colours) -> String {
        let shown: Vec<String> = self.diagnostics.iter().take(MAX_SHOWN).map(|fault| fault.render(style)).collect();
        let mut text = shown.join("\n");
        let more = self.diagnostics.len().saturating_sub(MAX_SHOWN) + self.more;
        if more > 0 {
            let _ = write!(text, "\nand {more} more\n");
        }
        text
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.render(Colours::Off).trim_end())
    }
}

impl std::error::Error for Faults {}

/// The nearest of the known names, if any is near enough to be meant.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if name.chars().count() > 100 {
        return None;
    }
    let lower = name.to_lowercase();
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= 1.max(candidate.chars().count() / 3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The hint for an unknown name: the nearest known one, or all of them.
pub(crate) fn names_hint(name: &str, known: &[&str]) -> String {
    match nearest(name, known.iter().copied()) {
        Some(candidate) => format!("did you mean `{candidate}`?"),
        None if known.is_empty() => "there are none in this file".to_owned(),
        None => {
            let shown: Vec<String> = known.iter().take(40).map(|name| format!("`{name}`")).collect();
            let more = if known.len() > 40 { ", …" } else { "" };
            format!("known here: {}{more}", shown.join(", "))
        }
    }
}

/// A value for messages, cut to a readable length.
pub(crate) fn short(text: &str) -> String {
    if text.chars().count() <= 60 {
        return text.to_owned();
    }
    let start: String = text.chars().take(57).collect();
    format!("{start}…")
}
