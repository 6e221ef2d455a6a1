//! The phrases of a language: what its people say for each English template.

use std::collections::BTreeMap;

/// The phrases of a language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrases {
    /// By English template; none for English.
    known: BTreeMap<String, String>,
}

impl Phrases {
    /// English, in which everything is said.
    #[must_use]
    pub fn english() -> Self {
        Self::default()
    }

    /// French: places in braces are filled by the program.
    #[must_use]
    pub fn french() -> Self {
        let table = include_str!("fr.toml").parse::<toml::Table>().unwrap_or_default();
        let known =
            table.into_iter().filter_map(|(english, said)| Some((english, said.as_str()?.to_owned()))).collect();
        Self { known }
    }

    /// Those of a language, one of [`super::LANGUAGES`]; English for any other.
    #[must_use]
    pub fn by_code(code: &str) -> Self {
        if code == super::LANGUAGES[1] { Self::french() } else { Self::english() }
    }

    /// What the language says for an English template; the template itself if there is nothing, which a test rules out.
    pub(super) fn of<'a>(&'a self, template: &'a str) -> &'a str {
        self.known.get(template).map_or(template, String::as_str)
    }

    /// A number that English writes `-1,234.5` or `42%`, as the language writes it. As text beside a file, where numbers
    /// are typed, the minus sign stays what it is.
    pub(super) fn figure(&self, english: &str) -> String {
        if self.known.is_empty() {
            return english.to_owned();
        }
        let said = |letter| match letter {
            '.' => ",".to_owned(),
            ',' => "\u{202f}".to_owned(),
            '%' => "\u{a0}%".to_owned(),
            other => String::from(other),
        };
        english.chars().map(said).collect()
    }

    /// The English templates of which the language says something.
    #[cfg(test)]
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.known.iter().map(|(english, said)| (english.as_str(), said.as_str()))
    }
}
