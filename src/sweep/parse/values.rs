//! The values of an axis: a list, or a range that makes one.

use crate::scenario::{Code, Entry, Literal, Node, Reader, TomlTable, Value, join_path, short};
use crate::words::words;

use super::super::MAX_POINTS;
use super::super::axis::{Level, Values};
use super::super::decimal::{Decimal, RangeError, spaced, stepped};
use super::super::keys::AXIS;

/// The keys that make a range.
const RANGE: [&str; 4] = ["from", "to", "step", "count"];

impl Reader<'_> {
    /// The list of values of an axis, or the range that makes one.
    pub(super) fn listed_values(&mut self, node: &Node, table: &TomlTable) -> Option<Values> {
        let given: Vec<&str> = RANGE.into_iter().filter(|name| table.get(name).is_some()).collect();
        let levels = match (table.get("values"), given.as_slice()) {
            (Some(values), []) => self.values(values)?,
            (None, ["from", "to", "step" | "count"]) => self.range(table)?,
            (values, given) => {
                self.refuse_range(node, values, given);
                return None;
            }
        };
        if let Some((_, level)) = levels.iter().enumerate().find(|(index, level)| levels[..*index].contains(level)) {
            let origin = table.get("values").map_or(&node.origin, |values| &values.origin);
            let message = words!("`axis.values` holds {toml} twice", toml = short(&level.toml));
            self.fault(Code::DuplicateName, origin, "axis.values", message);
        }
        Some(Values::List(levels))
    }

    /// Reports an axis with no values, with half a range, or with a list and a range.
    fn refuse_range(&mut self, node: &Node, values: Option<&Node>, given: &[&str]) {
        if let Some(values) = values {
            let message =
                words!("an axis takes either `values` or a range, not both `values` and `{given}`", given = given[0]);
            self.fault(Code::Contradiction, &values.origin, "axis.values", message);
        } else if given.is_empty() {
            self.fault(Code::MissingKey, &node.origin, "axis", words!("this axis has no values")).hint =
                Some(words!("values = [...], or from, to and step, or from, to and count"));
        } else {
            let message = words!("this axis has only {given}", given = given.join(", "));
            self.fault(Code::MissingKey, &node.origin, "axis", message).hint =
                Some(words!("a range takes from, to and either step or count"));
        }
    }

    fn values(&mut self, node: &Node) -> Option<Vec<Level>> {
        let Value::Array(items) = &node.value else {
            self.wrong_kind(node, "axis.values", &words!("a list"));
            return None;
        };
        if items.is_empty() || items.len() as u64 > MAX_POINTS {
            let message = words!(
                "`axis.values` has {items} entries; it takes from 1 to {max_points}",
                items = items.len(),
                max_points = MAX_POINTS
            );
            self.fault(Code::TooMany, &node.origin, "axis.values", message);
            return None;
        }
        let levels: Vec<Option<Level>> = items.iter().map(|item| self.level(item, "axis.values")).collect();
        levels.into_iter().collect()
    }

    /// One value: a number as exactly as it is written, a word, or any other value of TOML.
    pub(super) fn level(&mut self, node: &Node, path: &str) -> Option<Level> {
        match &node.value {
            Value::Integer(literal) | Value::Float(literal) => {
                let text = as_decimal(literal);
                if text.is_none() {
                    let message = words!(
                        "`{path}` holds {literal}, which is no decimal number",
                        path,
                        literal = short(&literal.text)
                    );
                    self.fault(Code::NotANumber, &node.origin, path, message).hint =
                        Some(words!("words such as \"permanent\" and \"none\" stand for what has no number"));
                }
                text.map(|text| Level::number(&text))
            }
            Value::String(word) => Some(Level::word(word)),
            _ => Some(Level::other(&node.written())),
        }
    }

    fn range(&mut self, table: &TomlTable) -> Option<Vec<Level>> {
        let (from, to) = (self.decimal(table, "from"), self.decimal(table, "to"));
        if let Some(count) = table.entry("count") {
            let points = self.count(table, "axis", AXIS, "count", 1);
            return self.spaced_levels(from?, to?, points, count);
        }
        let step = self.decimal(table, "step");
        let values = stepped(from?, to?, step?, MAX_POINTS);
        let texts = values.map(|values| values.iter().map(ToString::to_string).collect());
        self.levels(texts, table.get("step")?)
    }

    /// So many equally distant values.
    fn spaced_levels(&mut self, from: Decimal, to: Decimal, points: u64, count: &Entry) -> Option<Vec<Level>> {
        if points == 1 && from != to {
            let message = words!(
                "`axis.count` is 1, but {from} and {to} are two values",
                from = from.to_string(),
                to = to.to_string()
            );
            self.fault(Code::Contradiction, &count.node.origin, "axis.count", message);
            return None;
        }
        self.levels(spaced(from, to, points), &count.node)
    }

    fn levels(&mut self, texts: Result<Vec<String>, RangeError>, node: &Node) -> Option<Vec<Level>> {
        match texts {
            Ok(texts) => Some(texts.iter().map(|text| Level::number(text)).collect()),
            Err(error) => {
                self.fault(Code::BadRange, &node.origin, "axis", words!("this axis: {error}", error = error.words()));
                None
            }
        }
    }

    fn decimal(&mut self, table: &TomlTable, name: &str) -> Option<Decimal> {
        let node = table.get(name)?;
        let decimal = match &node.value {
            Value::Integer(literal) | Value::Float(literal) => Decimal::parse(&literal.text),
            _ => None,
        };
        if decimal.is_none() {
            self.wrong_kind(node, &join_path("axis", name), &words!("a decimal number"));
        }
        decimal
    }
}

/// A number as it is written, without the underscores and bases of TOML.
fn as_decimal(literal: &Literal) -> Option<String> {
    let exact = literal.exact.map(|exact| exact.to_string());
    exact.or_else(|| Decimal::parse(&literal.text).map(|decimal| decimal.to_string()))
}
