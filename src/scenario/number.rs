//! Numbers: constants, words for infinity, distributions, each with its source.

use crate::model::Address;
use crate::words::{Words, words};

use super::advice::{Advice, nearest, short};
use super::code::Code;
use super::derived::formula_of;
use super::diagnostics::Diagnostic;
use super::document::{Entry, Literal, Node, TomlTable, Value};
use super::families::{family_names, is_family};
use super::keys::{FAMILIES, NUMBER_KEYS, Rule};
use super::reader::{Given, Reader, SourceNote};
use super::shares::share_of;
use super::slips::of_number;
use super::typed::{unquoted, whole};
use super::{Assumption, Uncertain};

/// A number as read.
#[derive(Debug)]
pub(crate) struct Number {
    pub value: Uncertain,
    pub written: String,
    pub provenance: SourceNote,
}

impl Uncertain {
    /// The least and the greatest value it can take.
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        match self {
            Uncertain::Constant(x) => (*x, *x),
            Uncertain::Distribution(distribution) | Uncertain::Rest(distribution) => distribution.support(),
            Uncertain::Derived { support, .. } => *support,
        }
    }

    /// The central value.
    #[must_use]
    pub fn central(&self) -> f64 {
        match self {
            Uncertain::Constant(x) => *x,
            Uncertain::Distribution(distribution) | Uncertain::Rest(distribution) => distribution.central(),
            Uncertain::Derived { central, .. } => *central,
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
        block: &SourceNote,
    ) -> Option<f64> {
        self.places.insert(path.to_owned(), entry.node.origin.clone());
        let later = match (formula_of(&entry.node), share_of(&entry.node)) {
            (Some((table, formula)), _) => Some(self.formula(table, formula, path, rule)?),
            (None, Some((table, share))) => Some(self.share(table, share, path, (rule, address), &entry.node)?),
            (None, None) => None,
        };
        let number = match later {
            None => self.number(&entry.node, path, rule)?,
            Some((provenance, written)) => {
                // Until all numbers are read: NaN breaks no rule.
                let value = Uncertain::Derived { central: f64::NAN, support: (f64::NAN, f64::NAN) };
                Number { value, written, provenance }
            }
        };
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
            return Some(Number { value: Uncertain::Constant(value), written, provenance: SourceNote::default() });
        };
        let mut known: Vec<&str> = FAMILIES.iter().map(|family| family.name).collect();
        known.extend(NUMBER_KEYS);
        self.refuse_unknown(table, path, &known);
        let mut provenance = self.provenance(table, path);
        let mut given = table.entries.iter().filter(|entry| entry.key == "value" || is_family(&entry.key));
        let (Some(first), second) = (given.next(), given.next()) else {
            self.fault(
                Code::MissingKey,
                &node.origin,
                path,
                words!("`{path}` has neither a value nor a distribution", path),
            )
            .hint = Some(words!("one of `value`, {family_names}", family_names = family_names()));
            return None;
        };
        if let Some(second) = second {
            let message = words!(
                "`{path}` has both `{value}` and `{second}`; it takes exactly one",
                path,
                value = first.key,
                second = second.key
            );
            self.fault(Code::Contradiction, &second.origin, path, message);
            return None;
        }
        if first.key == "value" {
            return self.tabled_constant(table, first, path, rule, provenance);
        }
        let drawn = self.truncated(table, first, path, rule, &mut provenance)?;
        self.check_support(&first.node, path, rule, &drawn)?;
        let (low, high) = drawn.distribution.support();
        if first.key == "within" && low.to_bits() == high.to_bits() {
            return Some(Number { value: Uncertain::Constant(low), written: written(table, first), provenance });
        }
        Some(Number { value: Uncertain::Distribution(drawn.distribution), written: written(table, first), provenance })
    }

    fn tabled_constant(
        &mut self,
        table: &TomlTable,
        entry: &Entry,
        path: &str,
        rule: &Rule,
        provenance: SourceNote,
    ) -> Option<Number> {
        for bound in ["min", "max"] {
            if let Some(entry) = table.entry(bound) {
                self.fault(
                    Code::Contradiction,
                    &entry.origin,
                    path,
                    words!("`{path}` is a constant; `{bound}` truncates distributions only", path, bound),
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
        let written = short(&node.written());
        let message = words!("`{path}` is {written}; allowed: {rule}", path, written, rule = rule.allowed());
        let endless = value == f64::INFINITY && rule.name == "red_line";
        let advice =
            if endless { Some(Advice::say(no_red_line())) } else { percentage(value, rule).or_else(|| meaning(rule)) };
        self.fault(Code::OutOfRange, &node.origin, path, message).of(written).allows(rule.permitted()).advise(advice);
        None
    }

    /// Reads a number or a word for infinity, whatever its range.
    fn plain_number(&mut self, node: &Node, path: &str, rule: &Rule) -> Option<f64> {
        match &node.value {
            Value::Integer(Literal { value, .. }) => Some(*value + 0.0),
            Value::Float(Literal { value, .. }) if value.is_nan() => {
                let message =
                    words!("`{path}` is nan, which is not a number; allowed: {rule}", path, rule = rule.allowed());
                self.no_number(node, path, rule, message).advise(of_number("nan", false));
                None
            }
            Value::Float(Literal { value, .. }) if !rule.whole || value.is_infinite() => Some(*value + 0.0),
            Value::String(text) if rule.words.contains(&text.as_str()) => Some(f64::INFINITY),
            Value::String(text) => {
                let message = words!(
                    "`{path}` is \"{value}\", a text; allowed: {rule}",
                    path,
                    value = short(text),
                    rule = rule.allowed()
                );
                self.no_number(node, path, rule, message).advise(meant(text, rule));
                None
            }
            Value::Float(Literal { value, .. }) => {
                let message = words!(
                    "`{path}` is {node}; it takes {rule}",
                    path,
                    node = short(&node.written()),
                    rule = rule.allowed()
                );
                let advice = start_share(*value, rule).or_else(|| whole(*value).filter(|_| rule.permits(*value)));
                self.no_number(node, path, rule, message).advise(advice).code = Code::NotWhole;
                None
            }
            _ => {
                self.other_kind(node, path, rule);
                None
            }
        }
    }

    /// Reports a value that is neither number nor text.
    fn other_kind(&mut self, node: &Node, path: &str, rule: &Rule) {
        let wanted = if rule.whole { rule.allowed() } else { words!("a number {rule}", rule = rule.allowed()) };
        let what = match &node.value {
            Value::Array(_) => words!("a list"),
            _ => Words::verbatim(short(&node.written())),
        };
        let list = matches!(&node.value, Value::Array(items) if items.len() == 2 || items.len() == 3);
        let advice = list.then(|| {
            let meant = format!("{{ uniform = {} }}", short(&node.written()));
            Advice::write(&meant, words!("name the distribution, such as {meant}", meant))
        });
        let message = words!("`{path}` is {what}; it takes {wanted}", path, what, wanted);
        self.no_number(node, path, rule, message).advise(advice);
    }

    fn no_number(&mut self, node: &Node, path: &str, rule: &Rule, message: Words) -> &mut Diagnostic {
        let fault = self.fault(Code::NotANumber, &node.origin, path, message);
        fault.of(short(&node.written())).allows(rule.permitted())
    }
}

fn no_red_line() -> Words {
    words!("leave `red_line` out where there is none")
}

/// How a percentage is written, where a number is one and not a share.
fn percentage(value: f64, rule: &Rule) -> Option<Advice> {
    let share = value / 100.0;
    let meant = (2.0..=100.0).contains(&value) && rule.range.min >= 0.0 && rule.range.max <= 1.0;
    (meant && rule.permits(share)).then(|| {
        Advice::write(
            &share.to_string(),
            words!("a share is written as a number: write {share}, not {value}", share, value),
        )
    })
}

/// What a text was meant to be that stands where a number should.
fn meant(text: &str, rule: &Rule) -> Option<Advice> {
    if text == "none" && rule.name == "red_line" {
        return Some(Advice::say(no_red_line()));
    }
    if let Some(word) = rule.words.first().filter(|_| is_endless(text)) {
        return Some(Advice::write(&format!("\"{word}\""), words!("write \"{word}\"", word)));
    }
    let word = || nearest(text, rule.words.iter().copied()).map(Advice::word);
    let number = unquoted(text).or_else(|| of_number(text.trim(), rule.unit == "thousand"));
    number.or_else(word).or_else(|| meaning(rule))
}

/// Words that people have for what has no end.
const ENDLESS: [&str; 14] = [
    "inf",
    "+inf",
    "infinity",
    "infinite",
    "∞",
    "forever",
    "for ever",
    "eternal",
    "endless",
    "always",
    "indefinite",
    "indefinitely",
    "unlimited",
    "no limit",
];

fn is_endless(text: &str) -> bool {
    ENDLESS.contains(&text.trim().to_lowercase().as_str())
}

/// The key that takes a share of the territory, where one stands for a position of the front.
fn start_share(value: f64, rule: &Rule) -> Option<Advice> {
    let is_share = rule.name == "start" && value > 0.0 && value < 1.0;
    is_share.then(|| {
        Advice::say(words!("a share of the contested territory goes by another key: start_share = {value}", value))
    })
}

fn meaning(rule: &Rule) -> Option<Advice> {
    let told = || Advice::say(words!("`{name}`: {doc}", name = rule.name, doc = Words::documented(rule.doc)));
    (!rule.doc.is_empty()).then(told)
}

/// The distribution as written, without source and note.
fn written(table: &TomlTable, distribution: &Entry) -> String {
    let bounds = table.entries.iter().filter(|entry| matches!(entry.key.as_str(), "min" | "max"));
    std::iter::once(distribution).chain(bounds).map(Entry::written).collect::<Vec<_>>().join(", ")
}
