//! Ways out of a fault: what to say, and what to write instead.

use crate::words::{Words, words};

/// A way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Advice {
    /// What to say.
    pub hint: Words,
    /// What to write in the place of the faulty key or value, where that is known.
    pub suggestion: Option<String>,
}

impl Advice {
    /// Advice that only says something.
    pub(crate) fn say(hint: Words) -> Self {
        Self { hint, suggestion: None }
    }

    /// Advice to write something else.
    pub(crate) fn write(suggestion: &str, hint: Words) -> Self {
        Self { hint, suggestion: Some(suggestion.to_owned()) }
    }

    /// Whether it is advice to write a distribution, which not every key takes.
    pub(crate) fn is_distribution(&self) -> bool {
        self.suggestion.as_ref().is_some_and(|meant| meant.starts_with('{'))
    }

    /// The question whether a known key or path was meant.
    pub(crate) fn key(meant: &str) -> Self {
        Self::write(meant, words!("did you mean `{meant}`?", meant))
    }

    /// The question whether a known word was meant.
    pub(crate) fn word(meant: &str) -> Self {
        Self::write(&format!("\"{meant}\""), words!("did you mean \"{meant}\"?", meant))
    }
}

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

/// The way out of an unknown name: the nearest known one, or all of them.
pub(crate) fn one_of(name: &str, known: &[&str]) -> Advice {
    match nearest(name, known.iter().copied()) {
        Some(candidate) => Advice::key(candidate),
        None if known.is_empty() => Advice::say(words!("there are none in this file")),
        None => {
            let shown: Vec<String> = known.iter().take(40).map(|name| format!("`{name}`")).collect();
            let more = if known.len() > 40 { ", …" } else { "" };
            Advice::say(words!("known here: {shown}{more}", shown = shown.join(", "), more))
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
