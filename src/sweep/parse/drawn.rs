//! The distribution of an axis of a design that draws.

use crate::model::Range;
use crate::sampling::Distribution;
use crate::scenario::{Code, Entry, Node, Reader, Rule, TomlTable, Uncertain, Value, is_family};
use crate::words::{Words, words};

use super::super::axis::Values;

/// The most whole numbers of an axis that draws them.
const MOST_INTEGERS: i64 = 10_000;
/// The way out where an axis over whole numbers is given a distribution over others.
pub(in crate::sweep) fn takes_whole_numbers() -> Words {
    words!("this axis takes whole numbers: use integers = [from, to], or discrete = { values = [...] }")
}

impl Reader<'_> {
    /// The distribution of an axis.
    pub(super) fn drawn(&mut self, node: &Node, table: &TomlTable) -> Option<Values> {
        if let Some(integers) = table.entry("integers") {
            return self.integers(integers, table);
        }
        let mut inner = table.clone();
        inner.entries.retain(|entry| of_distribution(&entry.key));
        let rule = anything();
        let number = self.number(&Node { value: Value::Table(inner), origin: node.origin.clone() }, "axis", &rule)?;
        let Uncertain::Distribution(distribution) = number.value else { return None };
        let written = number.written;
        let word = rule.words.iter().find(|word| written.contains(&format!("\"{word}\""))).map(|&word| word.to_owned());
        Some(Values::Drawn { distribution, word })
    }

    /// Whole numbers from one to another, all equally likely.
    fn integers(&mut self, entry: &Entry, table: &TomlTable) -> Option<Values> {
        if let Some(other) = table.entries.iter().find(|it| of_distribution(&it.key)) {
            let message =
                words!("`axis.integers` stands alone: `axis.{other}` goes with other distributions", other = other.key);
            self.fault(Code::Contradiction, &other.origin, "axis.integers", message);
            return None;
        }
        let Some((from, to)) = whole_ends(&entry.node) else {
            self.wrong_kind(&entry.node, "axis.integers", &words!("two whole numbers: integers = [from, to]"));
            return None;
        };
        let count = to.checked_sub(from).map(|span| span + 1).filter(|count| (1..=MOST_INTEGERS).contains(count));
        let Some(count) = count else {
            let message = words!(
                "`axis.integers` goes from {from} to {to}; it takes from 1 to {most_integers} numbers",
                from,
                to,
                most_integers = MOST_INTEGERS
            );
            self.fault(Code::BadRange, &entry.node.origin, "axis.integers", message);
            return None;
        };
        let values: Vec<f64> = (from..=to).map(|number| number as f64).collect();
        let distribution = Distribution::discrete(values, vec![1.0; count as usize]).ok()?;
        Some(Values::Drawn { distribution, word: None })
    }
}

/// Whether a key belongs to the distribution.
fn of_distribution(key: &str) -> bool {
    is_family(key) || matches!(key, "min" | "max")
}

/// What the values of an axis may be before it is known what they are set to: anything.
fn anything() -> Rule {
    Rule {
        name: "axis",
        doc: "",
        unit: String::new(),
        range: Range::closed(f64::NEG_INFINITY, f64::INFINITY),
        default: None,
        whole: false,
        words: &["permanent", "none", "inf"],
    }
}

/// The two whole numbers of a list.
fn whole_ends(node: &Node) -> Option<(i64, i64)> {
    let Value::Array(items) = &node.value else { return None };
    let [from, to] = items.as_slice() else { return None };
    let whole = |node: &Node| match &node.value {
        Value::Integer(literal) => literal.exact.and_then(|exact| i64::try_from(exact).ok()),
        _ => None,
    };
    Some((whole(from)?, whole(to)?))
}
