//! A TOML file as a tree in which every key and value knows where it was written.

use std::ops::Range;

use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

use crate::words::{Words, words};

use super::correlations::KnownRanks;
use super::diagnostics::Faults;
use super::location::Location;
use super::source_text::SourceText;
use super::syntax;

/// Where something was written: in which source, and at which bytes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Index among the sources of the document; 0 is the file itself.
    pub source: usize,
    /// Bytes of that source.
    pub span: Range<usize>,
}

/// A value and where it was written.
#[derive(Clone, Debug)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it was written.
    pub origin: Origin,
}

/// A TOML value; numbers keep the text they were written with.
#[derive(Clone, Debug)]
pub enum Value {
    /// A string.
    String(String),
    /// A whole number.
    Integer(Literal),
    /// A decimal number, `inf` or `nan`.
    Float(Literal),
    /// `true` or `false`.
    Boolean(bool),
    /// A date, a time, or both.
    Datetime(Datetime),
    /// A list.
    Array(Vec<Node>),
    /// A table.
    Table(TomlTable),
}

/// A number as written and as understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Literal {
    /// As written.
    pub text: String,
    /// The nearest double.
    pub value: f64,
    /// The exact number, where it is whole and fits.
    pub exact: Option<i128>,
}

/// A table in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct TomlTable {
    /// Its entries.
    pub entries: Vec<Entry>,
}

/// One key of a table and its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key was written.
    pub origin: Origin,
    /// The value.
    pub node: Node,
}

impl TomlTable {
    /// The entry of that key.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// The value of that key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// The place of that key's value.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.entries.iter_mut().find(|entry| entry.key == key).map(|entry| &mut entry.node)
    }
}

impl Node {
    /// The table, if it is one.
    #[must_use]
    pub fn as_table(&self) -> Option<&TomlTable> {
        match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The string, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// What kind of value it is, with its article.
    #[must_use]
    pub fn kind(&self) -> Words {
        match self.value {
            Value::String(_) => words!("a text"),
            Value::Integer(_) => words!("a whole number"),
            Value::Float(_) => words!("a decimal number"),
            Value::Boolean(_) => words!("true or false"),
            Value::Datetime(_) => words!("a date"),
            Value::Array(_) => words!("a list"),
            Value::Table(_) => words!("a table"),
        }
    }

    /// The value on one line, numbers as they were written.
    #[must_use]
    pub fn written(&self) -> String {
        match &self.value {
            Value::String(text) => format!("{text:?}"),
            Value::Integer(literal) | Value::Float(literal) => literal.text.clone(),
            Value::Boolean(value) => value.to_string(),
            Value::Datetime(date) => date.to_string(),
            Value::Array(items) => {
                let items: Vec<String> = items.iter().map(Node::written).collect();
                format!("[{}]", items.join(", "))
            }
            Value::Table(table) => {
                let entries: Vec<String> = table.entries.iter().map(Entry::written).collect();
                format!("{{ {} }}", entries.join(", "))
            }
        }
    }
}

impl Entry {
    /// `key = value` on one line.
    #[must_use]
    pub fn written(&self) -> String {
        format!("{} = {}", self.key, self.node.written())
    }
}

/// A file, with the values set over it.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Where values come from: the file first, then one for each value set over it.
    pub sources: Vec<SourceText>,
    /// The tree.
    pub root: TomlTable,
    /// Faults that leave the tree usable (a key given twice).
    pub(crate) faults: Faults,
    /// What was found of correlations in it; copies with other values share that.
    pub(super) known_ranks: KnownRanks,
}

impl Document {
    /// Reads TOML.
    ///
    /// # Errors
    /// Every fault of syntax, if there is one that leaves no usable tree.
    pub fn parse(name: &str, text: &str) -> Result<Self, Faults> {
        let source = SourceText::new(name, text, true);
        let (table, errors) = DeTable::parse_recoverable(text);
        if !errors.iter().all(syntax::is_harmless) {
            return Err(syntax::faults(&source, &errors));
        }
        let faults = syntax::duplicates(&source, &errors);
        let root = table_from(table.get_ref(), text, 0, 0);
        Ok(Self { sources: vec![source], root, faults, known_ranks: KnownRanks::default() })
    }

    /// Line, column and text of a place.
    #[must_use]
    pub fn place(&self, origin: &Origin) -> Location {
        Location::new(&self.sources[origin.source], &origin.span)
    }
}

/// Reads one TOML value out of `text[offset..]`, which belongs to that source.
pub(super) fn parse_value(text: &str, offset: usize, source: usize) -> Result<Node, toml::de::Error> {
    let part = &text[offset..];
    let (value, errors) = DeValue::parse_recoverable(part);
    if let Some(error) = errors.into_iter().next() {
        return Err(error);
    }
    Ok(node_from(value.get_ref(), value.span(), part, source, offset))
}

fn shifted(span: Range<usize>, offset: usize) -> Range<usize> {
    span.start + offset..span.end + offset
}

fn table_from(table: &DeTable<'_>, text: &str, source: usize, offset: usize) -> TomlTable {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            origin: Origin { source, span: shifted(key.span(), offset) },
            node: node_from(value.get_ref(), value.span(), text, source, offset),
        })
        .collect();
    entries.sort_by_key(|entry| entry.origin.span.start);
    TomlTable { entries }
}

fn node_from(value: &DeValue<'_>, span: Range<usize>, text: &str, source: usize, offset: usize) -> Node {
    let literal = || text.get(span.clone()).unwrap_or_default().to_owned();
    let value = match value {
        DeValue::String(string) => Value::String(string.to_string()),
        DeValue::Integer(integer) => Value::Integer(whole(literal(), integer.as_str(), integer.radix())),
        DeValue::Float(float) => Value::Float(decimal(literal(), float.as_str())),
        DeValue::Boolean(value) => Value::Boolean(*value),
        DeValue::Datetime(date) => Value::Datetime(*date),
        DeValue::Array(items) => Value::Array(
            items.iter().map(|item| node_from(item.get_ref(), item.span(), text, source, offset)).collect(),
        ),
        DeValue::Table(table) => Value::Table(table_from(table, text, source, offset)),
    };
    Node { value, origin: Origin { source, span: shifted(span, offset) } }
}

fn whole(text: String, digits: &str, radix: u32) -> Literal {
    let exact = i128::from_str_radix(digits, radix).ok();
    // Integers of more than 127 bits are outside every range; infinity says so without hiding their size.
    let value = exact.map_or_else(|| digits.parse().unwrap_or(f64::INFINITY), |exact| exact as f64);
    Literal { text, value, exact }
}

fn decimal(text: String, digits: &str) -> Literal {
    Literal { text, value: digits.parse().unwrap_or(f64::NAN), exact: None }
}
