//! What is wrong or odd with an input, where, and what would be right.

use std::fmt::{self, Write as _};

use crate::model::Range;
use crate::words::{Phrases, Words, words};

use super::advice::Advice;
use super::code::Code;
use super::location::{Excerpt, Location, columns, printable};

/// The most faults that are shown in full.
pub const MAX_SHOWN: usize = 100;
/// The most faults that are kept; those beyond are counted. A file can hold millions.
pub(crate) const MAX_KEPT: usize = 1_000;
/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The input cannot be used.
    Error,
    /// The input can be used, but is odd.
    Warning,
}

/// What a key permits.
#[derive(Clone, Debug, PartialEq)]
pub struct Allowed {
    /// Permitted numbers, in the key's unit; `None` where it takes words only.
    pub range: Option<Range>,
    /// Whether only whole numbers are permitted.
    pub whole: bool,
    /// Permitted words.
    pub words: Vec<String>,
}

/// One fault, or one oddity.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// What kind of fault it is.
    pub code: Code,
    /// The path of the key that it is about.
    pub key: Option<String>,
    /// The value or name at fault, as written.
    pub value: Option<String>,
    /// What the key permits, where it is a set of numbers or words.
    pub allowed: Option<Allowed>,
    /// What to write in the place of the faulty key or value, where that is known.
    pub suggestion: Option<String>,
    /// What is wrong, in words: names the key, its value and what is allowed.
    pub message: Words,
    /// A way out, in words.
    pub hint: Option<Words>,
    /// Where it was written.
    pub place: Option<Location>,
}

impl Diagnostic {
    fn new(severity: Severity, code: Code, key: Option<&str>, message: Words) -> Self {
        Self {
            severity,
            code,
            key: key.map(str::to_owned),
            value: None,
            allowed: None,
            suggestion: None,
            message,
            hint: None,
            place: None,
        }
    }

    /// A fault.
    #[must_use]
    pub fn error(code: Code, key: Option<&str>, message: Words) -> Self {
        Self::new(Severity::Error, code, key, message)
    }

    /// An oddity.
    #[must_use]
    pub fn warning(code: Code, key: &str, message: Words) -> Self {
        Self::new(Severity::Warning, code, Some(key), message)
    }

    /// The same with a way out in words.
    #[must_use]
    pub fn hint(mut self, hint: Words) -> Self {
        self.hint = Some(hint);
        self
    }

    /// Adds a way out, if there is one.
    pub(crate) fn advise(&mut self, advice: impl Into<Option<Advice>>) -> &mut Self {
        if let Some(Advice { hint, suggestion }) = advice.into() {
            self.hint = Some(hint);
            self.suggestion = suggestion;
        }
        self
    }

    /// The same with a way out.
    #[must_use]
    pub(crate) fn advised(mut self, advice: Advice) -> Self {
        self.advise(advice);
        self
    }

    /// Adds the value or name at fault.
    pub(crate) fn of(&mut self, value: impl Into<String>) -> &mut Self {
        self.value = Some(value.into());
        self
    }

    /// Adds what is permitted.
    pub(crate) fn allows(&mut self, allowed: Allowed) -> &mut Self {
        self.allowed = Some(allowed);
        self
    }

    /// The same at a place.
    #[must_use]
    pub fn at(mut self, place: Location) -> Self {
        self.place = Some(place);
        self
    }

    /// The diagnostic as text in English, with the line and a caret; ends with a line break.
    #[must_use]
    pub fn render(&self, style: Colours) -> String {
        self.told(style, &Phrases::english())
    }

    /// The same in the language of those phrases.
    #[must_use]
    pub fn told(&self, style: Colours, phrases: &Phrases) -> String {
        let (word, paint) = match self.severity {
            Severity::Error => (words!("error"), style.error()),
            Severity::Warning => (words!("warning"), style.warning()),
        };
        let (word, colon) = (word.told(phrases), words!(":").told(phrases));
        let bold = style.bold();
        let reset = style.reset();
        let mut text = format!(
            "{paint}{word}{reset}{bold}{colon} {}{}{reset}\n",
            self.location(),
            printable(&self.message.told(phrases))
        );
        if let Some((excerpt, place)) = self.place.as_ref().and_then(|place| Some((place.excerpt.as_ref()?, place))) {
            text.push_str(&snippet(excerpt, place, paint, reset));
        }
        if let Some(hint) = &self.hint {
            let hint = words!("hint: {hint}", hint).told(phrases);
            let _ = writeln!(text, "{}", printable(&hint));
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
    let gutter = " ".repeat(columns(&label));
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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Faults {
    /// The faults, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
    /// Further faults that were only counted.
    pub more: usize,
}

impl Faults {
    /// One fault of a source that cannot be read as a whole.
    #[must_use]
    pub fn whole(source: &str, message: Words) -> Self {
        Diagnostic::error(Code::Unreadable, None, message).at(Location::named(source)).into()
    }

    /// What is wrong, without where.
    #[must_use]
    pub fn words(&self) -> Words {
        Words::joined(self.diagnostics.iter().map(|fault| fault.message.clone()).collect(), Words::verbatim("; "))
    }

    /// All faults as text in English, at most [`MAX_SHOWN`] of them in full.
    #[must_use]
    pub fn render(&self, style: Colours) -> String {
        self.told(style, &Phrases::english())
    }

    /// The same in the language of those phrases.
    #[must_use]
    pub fn told(&self, style: Colours, phrases: &Phrases) -> String {
        let shown: Vec<String> =
            self.diagnostics.iter().take(MAX_SHOWN).map(|fault| fault.told(style, phrases)).collect();
        let mut text = shown.join("\n");
        let more = self.diagnostics.len().saturating_sub(MAX_SHOWN) + self.more;
        if more > 0 {
            let _ = write!(text, "\n{}\n", words!("and {more} more", more).told(phrases));
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

impl From<Diagnostic> for Faults {
    fn from(fault: Diagnostic) -> Self {
        Self { diagnostics: vec![fault], more: 0 }
    }
}
