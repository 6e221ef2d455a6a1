//! Numbers: constants, words for infinity, distributions, each with its source.

use crate::model::{Address, Range};
use crate::sampling::{Distribution, DistributionError};

use super::diagnostics::{nearest, short};
use super::document::{Entry, Literal, Node, Table, Value};
use super::keys::{FAMILIES, MAX_POINTS, NUMBER_KEYS, Rule};
use super::reader::{Found, Provenance, Reader, join_path};
use super::{Assumption, Uncertain};

/// The chance that one draw lies beyond a limit of size, below which an unbounded distribution is accepted.
const NEGLIGIBLE: f64 = 1e-12;

/// A number as read.
#[derive(Debug)]
pub(super) struct Number {
    pub value: Uncertain,
    pub written: String,
    pub provenance: Provenance,
}

/// A distribution, and whether it can reach the ends of its support.
struct Drawn {
    distribution: Distribution,
    closed: bool,
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
        self.found.push(Found {
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
    pub(super) fn number(&mut self, node: &Node, path: &str, rule: &Rule) -> Option<Number> {
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
        table: &Table,
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
        let refused = match &node.value {
            Value::Integer(Literal { value, .. }) => return Some(*value + 0.0),
            Value::Float(Literal { value, .. }) => match self.decimal(*value, node, path, rule) {
                Ok(value) => return value,
                Err(()) => "a whole number",
            },
            Value::String(text) if rule.words.contains(&text.as_str()) => return Some(f64::INFINITY),
            Value::String(text) if text == "none" && rule.name == "red_line" => {
                let message = format!("`{path}` is \"none\"; allowed: {}", rule.allowed());
                self.fault(&node.origin, path, message).hint =
                    Some("leave `red_line` out where there is none".to_owned());
                return None;
            }
            Value::String(text) => {
                let near = nearest(text, rule.words.iter().copied()).map(|word| format!("did you mean \"{word}\"?"));
                let quoted = text.trim().parse::<f64>().is_ok().then(|| "write the number without quotes".to_owned());
                let message = format!("`{path}` is \"{}\", a text; allowed: {}", short(text), rule.allowed());
                self.fault(&node.origin, path, message).hint = quoted.or(near).or_else(|| meaning(rule));
                return None;
            }
            _ => "a number or a distribution",
        };
        let message = match &node.value {
            Value::Array(_) => format!("`{path}` is a list; it takes {refused}: {}", rule.allowed()),
            _ => format!("`{path}` is {}; it takes {refused}: {}", short(&node.written()), rule.allowed()),
        };
        let list = matches!(&node.value, Value::Array(items) if items.len() == 2 || items.len() == 3);
        self.fault(&node.origin, path, message).hint =
            list.then(|| format!("name the distribution, such as {{ uniform = {} }}", short(&node.written())));
        None
    }

    /// A decimal number; `Err` where the key is whole.
    fn decimal(&mut self, value: f64, node: &Node, path: &str, rule: &Rule) -> Result<Option<f64>, ()> {
        if value.is_nan() {
            self.fault(
                &node.origin,
                path,
                format!("`{path}` is nan, which is not a number; allowed: {}", rule.allowed()),
            );
            return Ok(None);
        }
        if rule.whole && value.is_finite() {
            return Err(());
        }
        Ok(Some(value + 0.0))
    }

    /// Reads the distribution under `entry` and truncates it by the table's `min` and `max`.
    fn truncated(
        &mut self,
        table: &Table,
        entry: &Entry,
        path: &str,
        rule: &Rule,
        provenance: &mut Provenance,
    ) -> Option<Drawn> {
        if rule.whole && entry.key != "discrete" {
            let message = format!("`{path}` takes whole numbers; `{}` would draw others", entry.key);
            self.fault(&entry.origin, path, message).hint =
                Some("use discrete = { values = [...], weights = [...] }".to_owned());
            return None;
        }
        let drawn = self.family(entry, path, rule, provenance);
        let min = self.bound(table, path, "min");
        let max = self.bound(table, path, "max");
        let Drawn { distribution, closed } = drawn?;
        let (min, max) = (min?, max?);
        if min.is_none() && max.is_none() {
            return Some(Drawn { distribution, closed });
        }
        let distribution = self.built(distribution.truncated(min, max), &entry.node, path)?;
        Some(Drawn { distribution, closed })
    }

    /// A bound of truncation: `Some(None)` where it is not given.
    #[allow(clippy::option_option)]
    fn bound(&mut self, table: &Table, path: &str, name: &str) -> Option<Option<f64>> {
        match table.entry(name) {
            None => Some(None),
            Some(entry) => self.parameter(&entry.node, &join_path(path, name)).map(Some),
        }
    }

    /// A finite number in a distribution.
    fn parameter(&mut self, node: &Node, path: &str) -> Option<f64> {
        match &node.value {
            Value::Integer(Literal { value, .. }) | Value::Float(Literal { value, .. }) if value.is_finite() => {
                Some(*value + 0.0)
            }
            _ => {
                let message = format!("`{path}` is {}; it takes a finite number", short(&node.written()));
                self.fault(&node.origin, path, message);
                None
            }
        }
    }

    fn built(
        &mut self,
        made: Result<Distribution, DistributionError>,
        node: &Node,
        path: &str,
    ) -> Option<Distribution> {
        match made {
            Ok(distribution) => Some(distribution),
            Err(error) => {
                self.fault(&node.origin, path, format!("`{path}`: {error}"));
                None
            }
        }
    }

    fn family(&mut self, entry: &Entry, path: &str, rule: &Rule, provenance: &mut Provenance) -> Option<Drawn> {
        let name = entry.key.as_str();
        let full = join_path(path, name);
        match name {
            "discrete" => self.discrete(&entry.node, path, &full, rule),
            "quantiles" => self.quantiles(&entry.node, path, &full),
            "mixture" => self.mixture(&entry.node, path, &full, rule, provenance),
            _ => self.listed(&entry.node, path, &full, name),
        }
    }

    /// The families whose numbers stand in a list.
    fn listed(&mut self, node: &Node, path: &str, full: &str, name: &str) -> Option<Drawn> {
        let family = FAMILIES.iter().find(|family| family.name == name)?;
        let form = format!("{name} = [{}]", family.parameters.join(", "));
        let Value::Array(items) = &node.value else {
            self.wrong_kind(node, full, &format!("a list: {form}"));
            return None;
        };
        let numbers = self.all_parameters(items, full)?;
        let wanted = family.parameters.len();
        let (&[a, b], c) = (numbers.first_chunk::<2>().unwrap_or(&[0.0; 2]), numbers.get(2).copied());
        if numbers.len() != wanted {
            let count = numbers.len();
            let message = format!("`{full}` has {count} number{}; it takes {wanted}: {form}", plural(count));
            self.fault(&node.origin, full, message);
            return None;
        }
        let c = c.unwrap_or(b);
        let made = match name {
            "uniform" => Distribution::uniform(a, b),
            "normal" => Distribution::normal(a, b),
            "normal90" => Distribution::normal90(a, b),
            "lognormal90" => Distribution::lognormal90(a, b),
            "triangular" => Distribution::triangular(a, b, c),
            "pert" => Distribution::pert(a, b, c),
            _ => Distribution::beta(a, b),
        };
        let distribution = self.built(made, node, path)?;
        let closed = matches!(name, "uniform" | "triangular" | "pert");
        Some(Drawn { distribution, closed })
    }

    fn all_parameters(&mut self, items: &[Node], path: &str) -> Option<Vec<f64>> {
        let numbers: Vec<Option<f64>> = items.iter().take(MAX_POINTS).map(|item| self.parameter(item, path)).collect();
        numbers.into_iter().collect()
    }

    /// A list that is not absurdly long.
    fn list<'n>(&mut self, node: &'n Node, path: &str, wanted: &str) -> Option<&'n [Node]> {
        let Value::Array(items) = &node.value else {
            self.wrong_kind(node, path, wanted);
            return None;
        };
        if items.len() > MAX_POINTS {
            let message = format!("`{path}` has {} entries; at most {MAX_POINTS} are allowed", items.len());
            self.fault(&node.origin, path, message);
            return None;
        }
        Some(items)
    }

    fn discrete(&mut self, node: &Node, path: &str, full: &str, rule: &Rule) -> Option<Drawn> {
        let table = self.table(node, full)?;
        self.refuse_unknown(table, full, &["values", "weights"]);
        let (Some(values), Some(weights)) = (table.get("values"), table.get("weights")) else {
            self.fault(&node.origin, full, format!("`{full}` takes both `values` and `weights`"));
            return None;
        };
        let values_path = join_path(full, "values");
        let weights_path = join_path(full, "weights");
        let values = self.list(values, &values_path, "a list of numbers");
        let weights = self.list(weights, &weights_path, "a list of numbers");
        let values: Option<Vec<f64>> = values.and_then(|items| {
            let read: Vec<Option<f64>> = items.iter().map(|item| self.constant(item, &values_path, rule)).collect();
            read.into_iter().collect()
        });
        let weights = weights.and_then(|items| self.all_parameters(items, &weights_path));
        let distribution = self.built(Distribution::discrete(values?, weights?), node, path)?;
        Some(Drawn { distribution, closed: true })
    }

    fn quantiles(&mut self, node: &Node, path: &str, full: &str) -> Option<Drawn> {
        let table = self.table(node, full)?;
        if table.entries.len() > MAX_POINTS {
            self.fault(
                &node.origin,
                full,
                format!("`{full}` has {} points; at most {MAX_POINTS} are allowed", table.entries.len()),
            );
            return None;
        }
        let points: Vec<Option<(f64, f64)>> = table
            .entries
            .iter()
            .map(|entry| {
                let percent = self.percent(entry, full);
                let value = self.parameter(&entry.node, &join_path(full, &entry.key));
                Some((percent? / 100.0, value?))
            })
            .collect();
        let mut points: Vec<(f64, f64)> = points.into_iter().collect::<Option<_>>()?;
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        for end in ["p0", "p100"] {
            if table.get(end).is_none() {
                self.fault(&node.origin, full, format!("`{full}` lacks `{end}`: both ends are required"));
                return None;
            }
        }
        let distribution = self.built(Distribution::quantiles(points), node, path)?;
        Some(Drawn { distribution, closed: true })
    }

    fn percent(&mut self, entry: &Entry, path: &str) -> Option<f64> {
        let digits = entry.key.strip_prefix('p').filter(|text| text.chars().all(|c| c.is_ascii_digit() || c == '.'));
        let percent = digits.and_then(|text| text.parse::<f64>().ok()).filter(|p| (0.0..=100.0).contains(p));
        if percent.is_none() {
            let full = join_path(path, &entry.key);
            self.fault(&entry.origin, &full, format!("`{}` is not a percentile", short(&full))).hint =
                Some("percentiles are written p0, p5, p50, \"p97.5\", p100".to_owned());
        }
        percent
    }

    fn mixture(
        &mut self,
        node: &Node,
        path: &str,
        full: &str,
        rule: &Rule,
        provenance: &mut Provenance,
    ) -> Option<Drawn> {
        let items = self.list(node, full, "a list: mixture = [{ weight = 1, of = { … } }, …]")?;
        let parts: Vec<Option<(f64, Drawn)>> =
            items.iter().map(|item| self.part(item, path, full, rule, provenance)).collect();
        let parts: Vec<(f64, Drawn)> = parts.into_iter().collect::<Option<_>>()?;
        let closed = parts.iter().any(|(_, drawn)| drawn.closed);
        let parts = parts.into_iter().map(|(weight, drawn)| (weight, drawn.distribution)).collect();
        let distribution = self.built(Distribution::mixture(parts), node, path)?;
        Some(Drawn { distribution, closed })
    }

    fn part(
        &mut self,
        node: &Node,
        path: &str,
        full: &str,
        rule: &Rule,
        provenance: &mut Provenance,
    ) -> Option<(f64, Drawn)> {
        let table = self.table(node, full)?;
        self.refuse_unknown(table, full, &["weight", "of", "source", "note"]);
        let own = self.provenance(table, full);
        provenance.join(own);
        let (Some(weight), Some(of)) = (table.get("weight"), table.get("of")) else {
            self.fault(&node.origin, full, format!("a part of `{full}` takes both `weight` and `of`"));
            return None;
        };
        let weight = self.parameter(weight, &join_path(full, "weight"));
        // The parts may reach further than the key permits as long as the whole is truncated: no check of support here.
        let drawn = self.of(of, path, full, rule, provenance);
        Some((weight?, drawn?))
    }

    fn of(&mut self, node: &Node, path: &str, full: &str, rule: &Rule, provenance: &mut Provenance) -> Option<Drawn> {
        let full = join_path(full, "of");
        let Some(table) = node.as_table() else {
            let value = self.constant(node, &full, rule)?;
            let distribution = self.built(Distribution::discrete(vec![value], vec![1.0]), node, path)?;
            return Some(Drawn { distribution, closed: true });
        };
        let mut known: Vec<&str> = FAMILIES.iter().map(|family| family.name).collect();
        known.extend(["min", "max", "source", "note"]);
        self.refuse_unknown(table, &full, &known);
        let own = self.provenance(table, &full);
        provenance.join(own);
        let mut given = table.entries.iter().filter(|entry| is_family(&entry.key));
        match (given.next(), given.next()) {
            (Some(entry), None) => self.truncated(table, entry, &full, rule, provenance),
            _ => {
                self.fault(&node.origin, &full, format!("`{full}` takes exactly one distribution")).hint =
                    Some(format!("one of {}", family_names()));
                None
            }
        }
    }

    /// Reports a distribution that could draw what the key does not permit.
    fn check_support(&mut self, node: &Node, path: &str, rule: &Rule, drawn: &Drawn) -> Option<()> {
        // Every value of a discrete one has been checked on its own.
        if drawn.distribution.values().is_some() {
            return Some(());
        }
        let below = reaches_below(drawn, &rule.range);
        let above = reaches_above(drawn, &rule.range);
        if !below && !above {
            return Some(());
        }
        let (lower, upper) = drawn.distribution.support();
        let message = format!(
            "`{path}` can be {}; allowed: {}",
            match (lower.is_finite(), upper.is_finite()) {
                (true, true) => format!("anything from {lower} to {upper}"),
                (true, false) => format!("anything from {lower} upwards"),
                (false, true) => format!("anything up to {upper}"),
                (false, false) => "any number".to_owned(),
            },
            rule.allowed()
        );
        let ends: Vec<&str> = [(below, "min"), (above, "max")].iter().filter(|end| end.0).map(|end| end.1).collect();
        let hint = match (below && lower.is_infinite()) || (above && upper.is_infinite()) {
            true => format!("truncate it: add {} to the table", ends.join(" and ")),
            false => format!("narrow it, or add {} to the table", ends.join(" and ")),
        };
        self.fault(&node.origin, path, message).hint = Some(hint);
        None
    }
}

/// Whether a bound only keeps sizes sane, and is no bound of the quantity itself. The bounds of size in the
/// model's tables are closed and 10 or more; probabilities, shares and the like end below.
fn is_limit_of_size(bound: f64, open: bool) -> bool {
    bound.abs() >= 10.0 && !open
}

fn reaches_below(drawn: &Drawn, range: &Range) -> bool {
    let (lower, _) = drawn.distribution.support();
    if lower == f64::NEG_INFINITY && is_limit_of_size(range.min, range.min_open) {
        return drawn.distribution.quantile(NEGLIGIBLE) < range.min;
    }
    lower < range.min || (range.min_open && lower == range.min && drawn.closed)
}

fn reaches_above(drawn: &Drawn, range: &Range) -> bool {
    let (_, upper) = drawn.distribution.support();
    if upper == f64::INFINITY && range.max.is_finite() && is_limit_of_size(range.max, range.max_open) {
        return drawn.distribution.quantile(1.0 - NEGLIGIBLE) > range.max;
    }
    upper > range.max || (range.max_open && upper == range.max && drawn.closed)
}

fn is_family(name: &str) -> bool {
    FAMILIES.iter().any(|family| family.name == name)
}

fn family_names() -> String {
    let names: Vec<String> = FAMILIES.iter().map(|family| format!("`{}`", family.name)).collect();
    names.join(", ")
}

fn meaning(rule: &Rule) -> Option<String> {
    (!rule.doc.is_empty()).then(|| format!("`{}`: {}", rule.name, rule.doc.trim().trim_end_matches('.')))
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// The distribution as written, without source and note.
fn written(table: &Table, distribution: &Entry) -> String {
    let bounds = table.entries.iter().filter(|entry| matches!(entry.key.as_str(), "min" | "max"));
    std::iter::once(distribution).chain(bounds).map(Entry::written).collect::<Vec<_>>().join(", ")
}
