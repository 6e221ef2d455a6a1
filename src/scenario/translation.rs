//! Words for readers in several languages: `name = "…"`, or `name.fr = "…"` for each language of its own.

use std::borrow::Cow;

use crate::model::Side;
use crate::words::{LANGUAGES, words};

use super::Scenario;
use super::advice::Advice;
use super::code::Code;
use super::document::{Entry, TomlTable, Value};
use super::reader::{Reader, join_path};

/// Words of a scenario in a language other than the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translation {
    /// The key, such as `plan.truce.name`.
    pub path: String,
    /// The language, one of [`LANGUAGES`].
    pub language: String,
    /// The words.
    pub text: String,
}

impl Reader<'_> {
    /// Words for readers: a text, or a table of texts by language. Returns those of the first language and keeps the others.
    pub(super) fn words(&mut self, table: &TomlTable, path: &str, name: &str) -> Option<String> {
        let Entry { node, .. } = table.entry(name)?;
        let Value::Table(languages) = &node.value else { return self.text(table, path, name) };
        let full = join_path(path, name);
        self.places.insert(full.clone(), node.origin.clone());
        self.refuse_others(languages, &full, &LANGUAGES, &words!("is not a language that this program speaks"));
        if languages.entries.is_empty() {
            let message = words!("`{full}` has words in no language", full);
            let way_out = Advice::say(words!("write {name} = \"…\", or {name} = { en = \"…\", fr = \"…\" }", name));
            self.fault(Code::MissingKey, &node.origin, &full, message).advise(way_out);
        }
        let [first, others] = [&LANGUAGES[..1], &LANGUAGES[1..]];
        for language in others {
            if let Some(text) = self.text(languages, &full, language) {
                self.translations.push(Translation { path: full.clone(), language: (*language).to_owned(), text });
            }
        }
        self.text(languages, &full, first[0])
    }
}

impl Scenario {
    /// The words of the file in languages other than the first.
    #[must_use]
    pub fn translations(&self) -> &[Translation] {
        &self.translations
    }

    /// The same scenario with its names and summary in that language, where the file has them; all else, and what it
    /// computes, is as it was. `language` is one of [`LANGUAGES`]; any other changes nothing.
    #[must_use]
    pub fn in_language(&self, language: &str) -> Cow<'_, Self> {
        if !self.translations.iter().any(|it| it.language == language) {
            return Cow::Borrowed(self);
        }
        let of = |path: &str| self.translations.iter().find(|it| it.path == path && it.language == language);
        let say = |path: &str, words: &mut String| {
            if let Some(found) = of(path) {
                found.text.clone_into(words);
            }
        };
        let mut told = self.clone();
        say("scenario.name", &mut told.name);
        if let Some(summary) = of("scenario.summary") {
            told.summary = Some(summary.text.clone());
        }
        for side in Side::BOTH {
            say(&format!("{}.name", side.key()), &mut told.party_names[side]);
        }
        let structure = &mut told.structure;
        structure.issues.iter_mut().for_each(|it| say(&format!("issue.{}.name", it.id), &mut it.name));
        structure.guarantors.iter_mut().for_each(|it| say(&format!("guarantor.{}.name", it.id), &mut it.name));
        structure.parties.iter_mut().for_each(|it| say(&format!("party.{}.name", it.id), &mut it.name));
        structure.plans.iter_mut().for_each(|it| say(&format!("plan.{}.name", it.id), &mut it.name));
        structure.costs.iter_mut().for_each(|it| say(&format!("cost.{}.name", it.id), &mut it.name));
        Cow::Owned(told)
    }
}
