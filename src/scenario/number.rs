//! Numbers: constants, words for infinity, distributions, each with its source.

use crate::model::Address;

use super::diagnostics::{nearest, short};
use super::document::{Entry, Literal, Node, TomlTable, Value};
use super::families::{family_names, is_family};
use super::keys::{FAMILIES, NUMBER_KEYS, Rule};
use super::reader::{Given, Provenance, Reader};
use super::slips::of_value;
use super::{Assumption, Uncertain};

/// A number as read.
#[derive(Debug)]
pub(crate) struct Number {
    pub value: Uncertain,
    pub written: String,
    pub provenance: Provenance,
}

impl Uncertain {
    /// The least and the greatest value it can take.
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        match self {
            Uncertain::Constant(x) => (*x, *x),
            Uncertain::Distribution(distribution) => distribution.support(),
        }
    }

    /// The central value.
    #[must_use]
    pub fn central(&self) -> f64 {
        match self {
            Uncertain::Constant(x) => *x,
            Uncertain::Distribution(distribution) => distribution.central(),
        }
    }
}

impl Reader<'_> {
    /// Reads a number that the model uses and records it among the assumptions. Returns its central value.
    pub(super) fn assume(
        &mut self,
        entry: &Entry,
        path: &str,
        rule: &Rule,
        address: Address,
        block: &Provenance,
    ) -> Option<f64> {
        self.places.insert(path.to_owned(), entry.node.origin.clone());
        let number = self.number(&entry.node, path, rule)?;
        let central = number.value.central();
        let provenance = number.provenance.or(block);
        self.found.push(Given {
            origin: entry.origin.clone(),
            assumption: Assumption {
                path: path.to_owned(),
                address,
                unit: rule.unit.clone(),
                value: number.value,
                written: number.written,
                source: provenance.source,
                note: provenance.note,
            },
        });
        Some(central)
    }

    /// Reads a number: a constant, a word, or a table.
    pub(crate) fn number(&mut self, node: &Node, path: &str, rule: &Rule) -> Option<Number> {
        let Some(table) = node.as_table() else {
            let value = self.constant(node, path, rule)?;
            let written = node.written();
            return Some(Number { value: Uncertain::Constant(value), written, provenance: Provenance::default() });
        };
        let mut known: Vec<&str> = FAMILIES.iter().map(|family| family.name).collect();
        known.extend(NUMBER_KEYS);
        self.refuse_unknown(table, path, &known);
        let mut provenance = self.provenance(table, path);
        let mut given = table.entries.iter().filter(|entry| entry.key == "value" || is_family(&entry.key));
        let (Some(first), second) = (given.next(), given.next()) else {
            self.fault(&node.origin, path, format!("`{path}` has neither a value nor a distribution")).hint =
                Some(format!("one of `value`, {}", family_names()));
            return None;
        };
        if let Some(second) = second {
            let message = format!("`{path}` has both `{}` and `{}`; it takes exactly one", first.key, second.key);
            self.fault(&second.origin, path, message);
            return None;
        }
        if first.key == "value" {
            return self.tabled_constant(table, first, path, rule, provenance);
        }
        let drawn = self.truncated(table, first, path, rule, &mut provenance)?;
        self.check_support(&first.node, path, rule, &drawn)?;
        Some(Number { value: Uncertain::Distribution(drawn.distribution), written: written(table, first), provenance })
    }

    fn tabled_constant(
        &mut self,
        table: &TomlTable,
        entry: &Entry,
        path: &str,
        rule: &Rule,
        provenance: Provenance,
    ) -> Option<Number> {
        for bound in ["min", "max"] {
            if let Some(entry) = table.entry(bound) {
                self.fault(
                    &entry.origin,
                    path,
                    format!("`{path}` is a constant; `{bound}` truncates distributions only"),
                );
            }
        }
        let value = self.constant(&entry.node, path, rule)?;
        Some(Number { value: Uncertain::Constant(value), written: entry.node.written(), provenance })
    }

    /// Reads a constant within the rule.
    pub(super) fn constant(&mut self, node: &Node, path: &str, rule: &Rule) -> Option<f64> {
        let value = self.plain_number(node, path, rule)?;
        if rule.permits(value) {
            return Some(value);
        }
        let message = format!("`{path}` is {}; allowed: {}", short(&node.written()), rule.allowed());
        let mut hint = meaning(rule);
        if value == f64::INFINITY && rule.name == "red_line" {
            hint = Some("leave `red_line` out where there is none".to_owned());
        }
        self.fault(&node.origin, path, message).hint = hint;
        None
    }

    /// Reads a number or a word for infinity, whatever its range.
    fn plain_number(&mut self, node: &Node, path: &str, rule: &Rule) -> Option<f64> {
        match &node.value {
            Value::Integer(Literal { value, .. }) => return Some(*value + 0.0),
            Value::Float(Literal { value, .. }) if value.is_nan() => {
                let message = format!("`{path}` is nan, which is not a number; allowed: {}", rule.allowed());
                self.fault(&node.origin, path, message);
                return None;
            }
            Value::Float(Literal { value, .. }) if !rule.whole || value.is_infinite() => return Some(*value + 0.0),
            Value::String(text) if rule.words.contains(&text.as_str()) => return Some(f64::INFINITY),
            Value::String(text) => {
                self.wrong_word(text, node, path, rule);
                return None;
            }
            _ => {}
        }
        let wanted = if rule.whole { String::new() } else { "a number ".to_owned() };
        let what = match &node.value {
            Value::Array(_) => "a list".to_owned(),
            _ => short(&node.written()),
        };
        let list = matches!(&node.value, Value::Array(items) if items.len() == 2 || items.len() == 3);
        self.fault(&node.origin, path, format!("`{path}` is {what}; it takes {wanted}{}", rule.allowed())).hint =
            list.then(|| format!("name the distribution, such as {{ uniform = {} }}", short(&node.written())));
        None
    }

    fn wrong_word(&mut self, text: &str, node: &Node, path: &str, rule: &Rule) {
        let hint = if text == "none" && rule.name == "red_line" {
            Some("leave `red_line` out where there is none".to_owned())
        } else if text.trim().parse::<f64>().is_ok() {
            Some("write the number without quotes".to_owned())
        } else if let Some(meant) = of_value(text.trim()) {
            Some(meant)
        } else {
            let near = nearest(text, rule.words.iter().copied());
            near.map(|word| format!("did you mean \"{word}\"?")).or_else(|| meaning(rule))
        };
        let message = format!("`{path}` is \"{}\", a text; allowed: {}", short(text), rule.allowed());
        self.fault(&node.origin, path, message).hint = hint;
    }
}

fn meaning(rule: &Rule) -> Option<String> {
    (!rule.doc.is_empty()).then(|| format!("`{}`: {}", rule.name, rule.doc.trim().trim_end_matches('.')))
}
/// The distribution as written, without source and note.
fn written(table: &TomlTable, distribution: &Entry) -> String {
    let bounds = table.entries.iter().filter(|entry| matches!(entry.key.as_str(), "min" | "max"));
    std::iter::once(distribution).chain(bounds).map(Entry::written).collect::<Vec<_>>().join(", ")
}
