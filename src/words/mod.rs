//! What the program says in words, so that it can be said in another language: an English sentence with named places, and
//! what stands in them. As a text it is English; [`Words::told`] tells it by the [`Phrases`] of a language.

mod phrases;
#[cfg(test)]
mod tests;
mod width;

use std::fmt;
use std::ops::Deref;

pub use phrases::Phrases;
#[cfg(feature = "report")]
pub(crate) use width::without_commands;
pub(crate) use width::{is_command, shortened};

/// The languages in which the program speaks: the two letters of ISO 639-1. The first is spoken where no other is asked for.
pub const LANGUAGES: [&str; 2] = ["en", "fr"];

/// Something said, in English unless told by the phrases of another language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    english: String,
    made_of: Makeup,
}

/// What words are made of.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Makeup {
    /// The same in every language: a path, an id, a value as the file has it.
    Verbatim,
    /// A number for readers, as English writes it: `1,234.5`, `42%`.
    Figure,
    /// A sentence, or a part of one, and what stands in its places.
    Said(&'static str, Vec<(&'static str, Words)>),
    /// One after another, with something between them.
    Joined(Vec<Words>, Box<Words>),
}

impl Words {
    /// A sentence with named places, such as `{path}`; see `words!`.
    pub(crate) fn said(template: &'static str, places: Vec<(&'static str, Words)>) -> Self {
        let english =
            filled(template, &|name| Some(places.iter().find(|(known, _)| *known == name)?.1.english.clone()));
        Self { english, made_of: Makeup::Said(template, places) }
    }

    /// What is the same in every language.
    pub fn verbatim(text: impl Into<String>) -> Self {
        Self { english: text.into(), made_of: Makeup::Verbatim }
    }

    /// A number for readers, as English writes it.
    pub(crate) fn figure(text: impl Into<String>) -> Self {
        Self { english: text.into(), made_of: Makeup::Figure }
    }

    /// Several, with `between` between them.
    pub(crate) fn joined(all: Vec<Words>, between: Words) -> Self {
        let english = all.iter().map(|it| it.english.as_str()).collect::<Vec<_>>().join(&between);
        Self { english, made_of: Makeup::Joined(all, Box::new(between)) }
    }

    /// Several with a comma between them.
    pub(crate) fn list(all: Vec<Words>) -> Self {
        Self::joined(all, Self::verbatim(", "))
    }

    /// Nothing.
    pub(crate) fn none() -> Self {
        Self::verbatim("")
    }

    /// A sentence without places that stands in the source as it is: the documentation of a key.
    pub(crate) fn documented(sentence: &'static str) -> Self {
        Self::said(sentence.trim().trim_end_matches('.'), Vec::new())
    }

    /// In English.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.english
    }

    /// In the language of those phrases; in English where they lack one.
    #[must_use]
    pub fn told(&self, phrases: &Phrases) -> String {
        match &self.made_of {
            Makeup::Verbatim => self.english.clone(),
            Makeup::Figure => phrases.figure(&self.english),
            Makeup::Said(template, places) => {
                let place = |name: &str| Some(places.iter().find(|(known, _)| *known == name)?.1.told(phrases));
                filled(phrases.of(template), &place)
            }
            Makeup::Joined(all, between) => {
                all.iter().map(|it| it.told(phrases)).collect::<Vec<_>>().join(&between.told(phrases))
            }
        }
    }
}

/// A template with its places filled in; braces around anything else stay.
fn filled(template: &str, place: &dyn Fn(&str) -> Option<String>) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let found = after.split_once('}').and_then(|(name, tail)| Some((place(name)?, tail)));
        rest = if let Some((value, tail)) = found {
            text.push_str(&value);
            tail
        } else {
            text.push('{');
            after
        };
    }
    text + rest
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.english)
    }
}

impl Deref for Words {
    type Target = str;

    fn deref(&self) -> &str {
        &self.english
    }
}

impl PartialEq<&str> for Words {
    fn eq(&self, other: &&str) -> bool {
        self.english == *other
    }
}

/// What can stand in a place: words, and what is the same in every language.
pub(crate) trait InWords {
    fn in_words(&self) -> Words;
}

impl InWords for Words {
    fn in_words(&self) -> Words {
        self.clone()
    }
}

impl<T: InWords + ?Sized> InWords for &T {
    fn in_words(&self) -> Words {
        (**self).in_words()
    }
}

macro_rules! verbatim {
    ($($Type:ty),+) => { $(
        impl InWords for $Type {
            fn in_words(&self) -> Words {
                Words::verbatim(self.to_string())
            }
        }
    )+ };
}
verbatim!(str, String, f64, u8, u16, u32, u64, usize, i32, i64, i128, char);

/// A sentence that can be told in several languages: ``words!("`{path}` is {value}", path, value = number(x))``. Every
/// template has its French in `src/words/fr.toml`, which a test demands.
macro_rules! words {
    ($template:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::words::Words::said($template, vec![
            $((stringify!($name), $crate::words::InWords::in_words(&$crate::words::words!(@ $name $(= $value)?)))),*
        ])
    };
    (@ $name:ident) => { $name };
    (@ $name:ident = $value:expr) => { $value };
}
pub(crate) use words;
