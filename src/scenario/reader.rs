//! What all parts of the parser share: faults, places, plain keys.

use std::collections::BTreeMap;

use crate::model::Range;
use crate::words::{LANGUAGES, Words, is_command, words};

use super::advice::{Advice, nearest, one_of, short};
use super::code::Code;
use super::derived::UnresolvedFormula;
use super::diagnostics::{Allowed, Diagnostic, MAX_KEPT};
use super::document::{Document, Entry, Node, Origin, TomlTable, Value};
use super::keys::{CROWDS, MAX_ID, MAX_NAME, MAX_NOTE, NAMED, Plain, Takes};
use super::location::Location;
use super::shares::{Shared, UnresolvedShare};
use super::slips::{date, of_number};
use super::typed::{grouped_by_point, truth, unquoted, whole};
use super::{Assumption, Date, Remark, Translation};

/// An assumption and where its key was written.
#[derive(Debug)]
pub(crate) struct Given {
    pub origin: Origin,
    pub assumption: Assumption,
}

/// Reads a document, collecting every fault on the way.
#[derive(Debug)]
pub(crate) struct Reader<'d> {
    pub document: &'d Document,
    pub faults: Vec<Diagnostic>,
    /// Faults beyond those that are kept.
    pub more: usize,
    /// The latest of them.
    spare: Diagnostic,
    pub found: Vec<Given>,
    /// Formulas whose names are not looked up yet.
    pub formulas: Vec<UnresolvedFormula>,
    /// Shares of which it is not known yet with which others they sum to one.
    pub shares: Vec<UnresolvedShare>,
    /// Shares that sum to one, by the paths of their inputs.
    pub shared: Vec<(Vec<String>, Shared)>,
    pub remarks: Vec<Remark>,
    /// Words in languages other than the first.
    pub translations: Vec<Translation>,
    /// Paths that a misspelt key most likely means: that they are missing is no further fault.
    pub misspelt: Vec<String>,
    /// Lists (`guarantor`, `issue`) of which an entry has no usable id: references to it are no further fault.
    pub broken: Vec<String>,
    /// Where each value was written, by path.
    pub places: BTreeMap<String, Origin>,
}

/// What is wrong with a text for readers, by its path, if anything is. Names stand in charts and tables, in one line.
fn unfit(text: &str, path: &str) -> Option<Words> {
    let keys = path.rsplit('.').skip_while(|key| LANGUAGES.contains(key));
    let is_name = keys.take(1).any(|key| NAMED.contains(&key));
    let most = if is_name { MAX_NAME } else { MAX_NOTE };
    let signs = text.chars().count();
    if signs > most {
        return Some(words!("`{path}` has {signs} characters; at most {most} are allowed", path, signs, most));
    }
    let stays = |sign: &char| !is_name && matches!(sign, '\n' | '\r' | '\t');
    let command = text.chars().find(|sign| is_command(*sign) && !stays(sign))?;
    let sign = format!("U+{:04X}", u32::from(command));
    Some(words!(
        "`{path}` holds the sign {sign}, which is no letter: it steers terminals, turns the direction of writing, or is \
         not seen",
        path,
        sign
    ))
}

/// Text about a number: where it comes from, and a remark.
#[derive(Clone, Debug, Default)]
pub(crate) struct SourceNote {
    pub source: Option<String>,
    pub note: Option<String>,
}

impl SourceNote {
    /// What is missing here is taken from the block around it.
    pub(crate) fn or(self, block: &SourceNote) -> SourceNote {
        if self.source.is_some() || self.note.is_some() {
            return self;
        }
        block.clone()
    }

    /// Both texts, one after the other.
    pub(crate) fn join(&mut self, other: SourceNote) {
        join(&mut self.source, other.source);
        join(&mut self.note, other.note);
    }
}

fn join(text: &mut Option<String>, other: Option<String>) {
    match (text.as_mut(), other) {
        (Some(text), Some(other)) => {
            text.push_str("; ");
            text.push_str(&other);
        }
        (None, other) => *text = other,
        (Some(_), None) => {}
    }
}

impl<'d> Reader<'d> {
    pub(crate) fn new(document: &'d Document) -> Self {
        Self {
            document,
            faults: document.faults.diagnostics.clone(),
            more: document.faults.more,
            spare: Diagnostic::error(Code::TooMany, None, Words::none()),
            found: Vec::new(),
            formulas: Vec::new(),
            shares: Vec::new(),
            shared: Vec::new(),
            remarks: Vec::new(),
            translations: Vec::new(),
            misspelt: Vec::new(),
            broken: Vec::new(),
            places: BTreeMap::new(),
        }
    }

    /// Reports a fault at a place.
    pub(crate) fn fault(&mut self, code: Code, origin: &Origin, path: &str, message: Words) -> &mut Diagnostic {
        if self.faults.len() >= MAX_KEPT {
            self.more += 1;
            return &mut self.spare;
        }
        let place = self.document.place(origin);
        self.push(Diagnostic::error(code, Some(path), message).at(place))
    }

    /// Reports a fault of the file as a whole.
    pub(crate) fn fault_whole(&mut self, code: Code, path: &str, message: Words) -> &mut Diagnostic {
        let place = Location::whole(&self.document.sources[0]);
        self.push(Diagnostic::error(code, Some(path), message).at(place))
    }

    fn push(&mut self, fault: Diagnostic) -> &mut Diagnostic {
        let last = self.faults.len();
        self.faults.push(fault);
        &mut self.faults[last]
    }

    /// Reports a fault where that path was written, or of the file as a whole.
    pub(crate) fn fault_at(&mut self, code: Code, path: &str, message: Words) -> &mut Diagnostic {
        match self.places.get(path).cloned() {
            Some(origin) => self.fault(code, &origin, path, message),
            None => self.fault_whole(code, path, message),
        }
    }

    /// Reports every key of the table that is not among the known ones.
    pub(crate) fn refuse_unknown(&mut self, table: &TomlTable, path: &str, known: &[&str]) {
        self.refuse_others(table, path, known, &words!("is not a known key"));
    }

    /// Reports every key of the table that is not among the known ones, in these words.
    pub(crate) fn refuse_others(&mut self, table: &TomlTable, path: &str, known: &[&str], problem: &Words) {
        for entry in table.entries.iter().filter(|entry| !known.contains(&entry.key.as_str())) {
            let full = join_path(path, &entry.key);
            if let Some(meant) = nearest(&entry.key, known.iter().copied()) {
                self.misspelt.push(join_path(path, meant));
            }
            self.fault(
                Code::UnknownKey,
                &entry.origin,
                &full,
                words!("`{full}` {problem}", full = short(&full), problem),
            )
            .of(&entry.key)
            .advise(one_of(&entry.key, known));
        }
    }

    /// Reports a required key that is missing from a table written at `origin`.
    pub(crate) fn missing(&mut self, origin: &Origin, path: &str, hint: Words) {
        if self
            .misspelt
            .iter()
            .any(|meant| path == meant || path.strip_prefix(meant.as_str()).is_some_and(|rest| rest.starts_with('.')))
        {
            return;
        }
        let message = words!("`{path}` is missing", path);
        if origin.span.is_empty() {
            self.fault_whole(Code::MissingKey, path, message).hint = Some(hint);
        } else {
            self.fault(Code::MissingKey, origin, path, message).hint = Some(hint);
        }
    }

    /// Whether an entry of that list has no usable id.
    pub(crate) fn is_broken(&self, list: &str) -> bool {
        self.broken.iter().any(|broken| broken == list)
    }

    /// Reports a value of the wrong kind.
    pub(crate) fn wrong_kind(&mut self, node: &Node, path: &str, wanted: &Words) -> &mut Diagnostic {
        let message = match &node.value {
            Value::Table(_) => words!("`{path}` is a table; it takes {wanted}", path, wanted),
            Value::Array(_) => words!("`{path}` is a list; it takes {wanted}", path, wanted),
            _ => words!(
                "`{path}` is {node}, {kind}; it takes {wanted}",
                path,
                node = short(&node.written()),
                kind = node.kind(),
                wanted
            ),
        };
        let fault = self.fault(Code::WrongKind, &node.origin, path, message);
        fault.of(short(&node.written()))
    }

    /// The table of that node; reports anything else.
    pub(crate) fn table<'n>(&mut self, node: &'n Node, path: &str) -> Option<&'n TomlTable> {
        let table = node.as_table();
        if table.is_none() {
            self.wrong_kind(node, path, &words!("a table"));
        }
        table
    }

    /// The entry of a plain key, if it is given; reports it if it is required and missing.
    pub(crate) fn plain<'n>(
        &mut self,
        table: &'n TomlTable,
        origin: &Origin,
        path: &str,
        keys: &[Plain],
        name: &str,
    ) -> Option<&'n Entry> {
        let entry = table.entry(name);
        let full = join_path(path, name);
        match entry {
            Some(entry) => {
                self.places.insert(full, entry.node.origin.clone());
            }
            None => {
                if let Some(key) = keys.iter().find(|key| key.name == name && key.required) {
                    self.missing(origin, &full, words!("{sentence}.", sentence = Words::documented(key.doc)));
                }
            }
        }
        entry
    }

    /// Text for readers.
    pub(crate) fn text(&mut self, table: &TomlTable, path: &str, name: &str) -> Option<String> {
        let entry = table.entry(name)?;
        let full = join_path(path, name);
        self.places.insert(full.clone(), entry.node.origin.clone());
        let text = entry.node.as_str().map(str::to_owned);
        match &text {
            None => {
                self.wrong_kind(&entry.node, &full, &words!("a text in quotes"));
            }
            Some(text) => {
                if let Some(message) = unfit(text, &full) {
                    self.fault(Code::BadText, &entry.node.origin, &full, message);
                }
            }
        }
        text
    }

    /// `source` and `note`.
    pub(crate) fn provenance(&mut self, table: &TomlTable, path: &str) -> SourceNote {
        SourceNote { source: self.text(table, path, "source"), note: self.text(table, path, "note") }
    }

    /// `source` and `note` of a block, kept for readers too.
    pub(crate) fn block_provenance(&mut self, table: &TomlTable, path: &str) -> SourceNote {
        let provenance = self.provenance(table, path);
        if provenance.source.is_some() || provenance.note.is_some() {
            let SourceNote { source, note } = provenance.clone();
            self.remarks.push(Remark { path: path.to_owned(), source, note });
        }
        provenance
    }

    /// An identifier.
    pub(crate) fn id(&mut self, node: &Node, path: &str) -> Option<String> {
        let Some(text) = node.as_str() else {
            self.wrong_kind(node, path, &words!("an id in quotes"));
            return None;
        };
        if is_id(text) {
            return Some(text.to_owned());
        }
        let message = words!("`{path}` is {node}, not an id", path, node = short(&node.written()));
        self.fault(Code::BadId, &node.origin, path, message).hint = Some(words!(
            "an id is a lower-case word of a-z, 0-9, _ and -, at most {max_id} characters, such as \"us-2\"",
            max_id = MAX_ID
        ));
        None
    }

    /// `true` or `false`.
    pub(crate) fn boolean(&mut self, table: &TomlTable, path: &str, name: &str, default: bool) -> bool {
        let Some(entry) = table.entry(name) else { return default };
        let full = join_path(path, name);
        self.places.insert(full.clone(), entry.node.origin.clone());
        if let Value::Boolean(value) = entry.node.value {
            return value;
        }
        let advice = truth(&entry.node.as_str().map_or_else(|| entry.node.written(), str::to_owned));
        self.wrong_kind(&entry.node, &full, &words!("true or false")).advise(advice);
        default
    }

    /// A whole number that is a setting, not one of the model's numbers.
    pub(crate) fn count(&mut self, table: &TomlTable, path: &str, keys: &[Plain], name: &str, default: u64) -> u64 {
        let Some(entry) = table.entry(name) else { return default };
        let full = join_path(path, name);
        self.places.insert(full.clone(), entry.node.origin.clone());
        let (min, max) = match keys.iter().find(|key| key.name == name).map(|key| key.kind) {
            Some(Takes::Count(min, max)) => (min, max),
            _ => (0, u64::MAX),
        };
        let wanted = words!("a whole number from {min} to {max}", min, max);
        let allowed = Allowed { range: Some(Range::closed(min as f64, max as f64)), whole: true, words: Vec::new() };
        let Value::Integer(literal) = &entry.node.value else {
            let advice = count_meant(&entry.node);
            let fault = self.wrong_kind(&entry.node, &full, &wanted).allows(allowed).advise(advice);
            fault.code = if matches!(entry.node.value, Value::Float(_)) { Code::NotWhole } else { Code::NotANumber };
            return default;
        };
        let count = literal.exact.and_then(|exact| u64::try_from(exact).ok()).filter(|n| (min..=max).contains(n));
        count.unwrap_or_else(|| {
            let message =
                words!("`{full}` is {literal}; allowed: {wanted}", full, literal = short(&literal.text), wanted);
            self.fault(Code::OutOfRange, &entry.node.origin, &full, message).of(&literal.text).allows(allowed);
            default
        })
    }

    /// One of the words of a key.
    pub(crate) fn choice<'w>(
        &mut self,
        table: &TomlTable,
        path: &str,
        name: &str,
        words: &[&'w str],
    ) -> Option<&'w str> {
        let entry = table.entry(name)?;
        let full = join_path(path, name);
        self.places.insert(full.clone(), entry.node.origin.clone());
        let names = words;
        let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
        let Some(text) = entry.node.as_str() else {
            self.wrong_kind(&entry.node, &full, &Words::verbatim(quoted.join(", ")));
            return None;
        };
        let word = words.iter().find(|word| **word == text).copied();
        if word.is_none() {
            let message = words!(
                "`{full}` is \"{value}\"; allowed: {quoted}",
                full,
                value = short(text),
                quoted = quoted.join(", ")
            );
            let words = words.iter().map(|word| (*word).to_owned()).collect();
            let near = nearest(text, names.iter().copied()).map(Advice::word);
            self.fault(Code::UnknownWord, &entry.node.origin, &full, message)
                .of(text)
                .allows(Allowed { range: None, whole: false, words })
                .advise(near);
        }
        word
    }

    /// A calendar date.
    pub(crate) fn date(&mut self, table: &TomlTable, path: &str, name: &str) -> Option<Date> {
        let entry = table.entry(name)?;
        let full = join_path(path, name);
        self.places.insert(full.clone(), entry.node.origin.clone());
        if let Value::Datetime(toml::value::Datetime { date: Some(date), time: None, offset: None }) = entry.node.value
        {
            return Some(Date { year: i32::from(date.year), month: date.month, day: date.day });
        }
        let meant = entry.node.as_str().and_then(|text| date(text.trim()));
        self.wrong_kind(&entry.node, &full, &words!("a date without quotes or time, such as 2026-01-06")).advise(meant);
        None
    }

    /// The lists of the file that are too long, each as a fault.
    pub(crate) fn crowded(&self, root: &TomlTable) -> Vec<Diagnostic> {
        let list = |(name, most): &(&str, usize)| match &root.get(name)?.value {
            Value::Array(items) => self.too_many(items, name, *most),
            _ => None,
        };
        CROWDS.iter().filter_map(list).collect()
    }

    /// A list that is too long, as a fault.
    fn too_many(&self, items: &[Node], path: &str, most: usize) -> Option<Diagnostic> {
        let first = items.get(most)?;
        let message =
            words!("`{path}` has {items} entries; at most {most} are allowed", path, items = items.len(), most);
        Some(Diagnostic::error(Code::TooMany, Some(path), message).at(self.document.place(&first.origin)))
    }

    /// The tables of a list of tables; reports anything else, and a list that is too long.
    pub(crate) fn tables<'n>(&mut self, node: &'n Node, path: &str, most: usize) -> Vec<(&'n Node, &'n TomlTable)> {
        let Value::Array(items) = &node.value else {
            self.wrong_kind(node, path, &words!("a list of tables, each headed [[{path}]]", path));
            return Vec::new();
        };
        if let Some(fault) = self.too_many(items, path, most) {
            self.push(fault);
            return Vec::new();
        }
        let mut tables = Vec::new();
        for item in items {
            match item.as_table() {
                Some(table) => tables.push((item, table)),
                None => {
                    self.wrong_kind(item, path, &words!("tables"));
                }
            }
        }
        tables
    }
}

/// What was meant by a value where a whole number belongs.
fn count_meant(node: &Node) -> Option<Advice> {
    match &node.value {
        Value::Float(literal) => grouped_by_point(&literal.text).or_else(|| whole(literal.value)),
        Value::String(text) => {
            let advice = unquoted(text).or_else(|| of_number(text.trim(), false));
            advice.filter(|advice| !advice.is_distribution())
        }
        _ => None,
    }
}

/// Whether a text is an identifier.
pub(crate) fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= MAX_ID
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-')
}

/// `path.key`, or the key alone at the top.
pub(crate) fn join_path(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
