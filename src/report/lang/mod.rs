//! The words of charts and reports, by language, and how numbers and dates are written in it.
//!
//! A language is one TOML file beside this one, compiled in. To add another: copy `en.toml`, translate the right-hand
//! sides (what stands in braces is filled in), and add it to `CATALOGUES` below. The tests name what is missing.

mod number;
mod run;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

/// Code and text of each language's file.
const CATALOGUES: [(&str, &str); 2] = [("en", include_str!("en.toml")), ("fr", include_str!("fr.toml"))];

/// The messages of one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lang {
    code: &'static str,
    messages: BTreeMap<String, String>,
}

impl Lang {
    /// Codes of the languages that there are.
    pub const CODES: [&'static str; 2] = [CATALOGUES[0].0, CATALOGUES[1].0];

    /// The language of that code, such as `fr`.
    pub fn by_code(code: &str) -> Option<Self> {
        let (code, text) = CATALOGUES.into_iter().find(|(known, _)| *known == code)?;
        Some(Self { code, messages: messages(text) })
    }

    /// English.
    pub fn english() -> Self {
        Self { code: CATALOGUES[0].0, messages: messages(CATALOGUES[0].1) }
    }

    /// The code, as in the `lang` attribute of a page.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The message of that key; the key itself if there is none, which a test rules out.
    pub fn t<'a>(&'a self, key: &'a str) -> &'a str {
        self.messages.get(key).map_or(key, String::as_str)
    }

    /// The message of that key, if there is one.
    pub fn maybe(&self, key: &str) -> Option<&str> {
        self.messages.get(key).map(String::as_str)
    }

    /// The message of that key with its placeholders filled in.
    pub fn fill(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        let mut filled = String::new();
        let mut rest = self.t(key);
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let Some((name, tail)) = after.split_once('}') else { break };
            filled.push_str(arguments.iter().find(|(known, _)| *known == name).map_or(name, |(_, value)| value));
            rest = tail;
        }
        filled.push_str(rest);
        filled
    }

    /// A name and what is said of it, with a colon as the language sets it.
    pub fn said_of(&self, name: &str, text: &str) -> String {
        format!("{name}{}{text}", self.t("format.colon"))
    }

    /// The form of a message that goes with the count `n`: `key.one`, `key.few`, `key.many` or `key.other`.
    pub fn plural(&self, key: &str, n: u64, arguments: &[(&str, &str)]) -> String {
        let key = format!("{key}.{}", plural_form(self.t("format.plural"), n));
        let count = self.count(n);
        let mut all = vec![("n", count.as_str())];
        all.extend_from_slice(arguments);
        self.fill(&key, &all)
    }
}

/// Which form a language's rule gives to a count.
fn plural_form(rule: &str, n: u64) -> &'static str {
    match (rule, n) {
        ("one_other", 1) | ("zero_one_other", 0 | 1) => "one",
        ("one_few_many", _) => match (n % 10, n % 100) {
            (1, teen) if teen != 11 => "one",
            (2..=4, teen) if !(12..=14).contains(&teen) => "few",
            _ => "many",
        },
        _ => "other",
    }
}

/// Flattens a catalogue: `[chart.outcomes] title` becomes `chart.outcomes.title`.
fn messages(text: &str) -> BTreeMap<String, String> {
    let mut flat = BTreeMap::new();
    if let Ok(table) = text.parse::<toml::Table>() {
        flatten("", &table, &mut flat);
    }
    flat
}

fn flatten(prefix: &str, table: &toml::Table, flat: &mut BTreeMap<String, String>) {
    for (key, value) in table {
        let path = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        match value {
            toml::Value::Table(inner) => flatten(&path, inner, flat),
            toml::Value::String(message) => {
                flat.insert(path, message.clone());
            }
            _ => {}
        }
    }
}

/// Fills a message in: `say!(lang, "legend.started_by", side = "A")`.
macro_rules! say {
    ($lang:expr, $key:expr) => { $lang.fill($key, &[]) };
    ($lang:expr, $key:expr, $($name:ident = $value:expr),+ $(,)?) => {
        $lang.fill($key, &[$((stringify!($name), $value.to_string().as_str())),+])
    };
}
pub(crate) use say;
