//! An answer to one question: what pages and terminals say of it.

use super::crossing::CrossingInput;
use super::lang::Lang;
use super::sensitivity::SensitivityInput;
use super::table::Table;

/// An answer to one question, in a language.
#[derive(Clone, Debug)]
pub struct Told {
    /// What was asked.
    pub title: String,
    /// What it comes to.
    pub sentences: Vec<String>,
    /// How it was found.
    pub note: String,
    /// The figures, its columns headed for readers.
    pub table: Table,
    /// Version of the program.
    pub version: String,
}

impl SensitivityInput {
    /// In a language.
    #[must_use]
    pub fn told(&self, lang: &Lang) -> Told {
        Told {
            title: lang.said_of(self.scenario.name(), &self.title(lang)),
            sentences: vec![self.conclusion(lang)],
            note: self.note(lang),
            table: self.shown(lang),
            version: self.version.clone(),
        }
    }
}

impl CrossingInput {
    /// In a language.
    #[must_use]
    pub fn told(&self, lang: &Lang) -> Told {
        Told {
            title: lang.said_of(self.scenario.name(), &self.title(lang)),
            sentences: self.sentences(lang),
            note: self.note(lang),
            table: self.shown(lang),
            version: self.version.clone(),
        }
    }
}
