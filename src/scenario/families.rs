//! Distributions: each family as it is written in a file.

use crate::sampling::{Distribution, DistributionError};
use crate::words::{Words, words};

use super::advice::short;
use super::code::Code;
use super::document::{Entry, Literal, Node, TomlTable, Value};
use super::keys::{FAMILIES, MAX_POINTS, Rule, WHOLE_FAMILIES, chance_rule};
use super::reader::{Reader, SourceNote, join_path};
use super::slips::{of_number, paired};
use super::typed::unquoted;

/// A distribution, and whether it can reach the ends of its support.
pub(super) struct DrawnForm {
    pub distribution: Distribution,
    pub closed: bool,
}

/// The unit of a chance in each month.
const MONTHLY: &str = "probability per month";

/// Whether a number is a chance in each month, which may be given as one within several.
pub(super) fn is_monthly(rule: &Rule) -> bool {
    rule.unit == MONTHLY
}

/// Distributions in a mixture, those of mixtures in it among them.
fn parts_within(node: &Node) -> usize {
    let Value::Array(items) = &node.value else { return 1 };
    let within = |item: &Node| item.as_table()?.get("of")?.as_table()?.get("mixture").map(parts_within);
    items.iter().map(|item| within(item).unwrap_or(1)).sum()
}

impl Reader<'_> {
    /// Reads the distribution under `entry` and truncates it by the table's `min` and `max`.
    pub(super) fn truncated(
        &mut self,
        table: &TomlTable,
        entry: &Entry,
        path: &str,
        rule: &Rule,
        provenance: &mut SourceNote,
    ) -> Option<DrawnForm> {
        if rule.whole && !WHOLE_FAMILIES.contains(&entry.key.as_str()) {
            let message = words!("`{path}` takes whole numbers; `{entry}` would draw others", path, entry = entry.key);
            self.fault(Code::NotWhole, &entry.origin, path, message).hint =
                Some(words!("use uniform_int = [min, max] or discrete = { values = [...], weights = [...] }"));
            return None;
        }
        let drawn = self.family(entry, path, rule, provenance);
        let min = self.bound(table, path, "min");
        let max = self.bound(table, path, "max");
        let DrawnForm { distribution, closed } = drawn?;
        let (min, max) = (min?, max?);
        if min.is_none() && max.is_none() {
            return Some(DrawnForm { distribution, closed });
        }
        let distribution = self.built(distribution.truncated(min, max), &entry.node, path)?;
        Some(DrawnForm { distribution, closed })
    }

    /// A bound of truncation: `Some(None)` where it is not given.
    #[allow(clippy::option_option)]
    fn bound(&mut self, table: &TomlTable, path: &str, name: &str) -> Option<Option<f64>> {
        match table.entry(name) {
            None => Some(None),
            Some(entry) => self.parameter(&entry.node, &join_path(path, name)).map(Some),
        }
    }

    /// A finite number in a distribution.
    pub(super) fn parameter(&mut self, node: &Node, path: &str) -> Option<f64> {
        match &node.value {
            Value::Integer(Literal { value, .. }) | Value::Float(Literal { value, .. }) if value.is_finite() => {
                Some(*value + 0.0)
            }
            _ => {
                let message =
                    words!("`{path}` is {node}; it takes a finite number", path, node = short(&node.written()));
                let advice = node.as_str().and_then(|text| unquoted(text).or_else(|| of_number(text, false)));
                self.fault(Code::NotANumber, &node.origin, path, message).of(short(&node.written())).advise(advice);
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
                self.fault(
                    Code::BadDistribution,
                    &node.origin,
                    path,
                    words!("`{path}`: {error}", path, error = error.words()),
                );
                None
            }
        }
    }

    fn family(&mut self, entry: &Entry, path: &str, rule: &Rule, provenance: &mut SourceNote) -> Option<DrawnForm> {
        let name = entry.key.as_str();
        let full = join_path(path, name);
        match name {
            "discrete" => self.discrete(&entry.node, path, &full, rule),
            "quantiles" => self.quantiles(&entry.node, path, &full),
            "percentiles" => self.percentiles(&entry.node, path, &full),
            "within" => self.within(&entry.node, path, &full, rule, provenance),
            "mixture" => self.mixture(&entry.node, path, &full, rule, provenance),
            _ => self.listed(&entry.node, path, &full, name),
        }
    }

    /// The families whose numbers stand in a list.
    fn listed(&mut self, node: &Node, path: &str, full: &str, name: &str) -> Option<DrawnForm> {
        let family = FAMILIES.iter().find(|family| family.name == name)?;
        let form = format!("{name} = [{}]", family.parameters.join(", "));
        let Value::Array(items) = &node.value else {
            self.wrong_kind(node, full, &words!("a list: {form}", form));
            return None;
        };
        let numbers = self.all_parameters(items, full)?;
        let made = match (name, numbers.as_slice()) {
            ("uniform", &[min, max]) => Distribution::uniform(min, max),
            ("normal", &[mean, sd]) => Distribution::normal(mean, sd),
            ("normal90", &[p5, p95]) => Distribution::normal90(p5, p95),
            ("lognormal90", &[p5, p95]) => Distribution::lognormal90(p5, p95),
            ("normal80", &[p10, p90]) => Distribution::normal80(p10, p90),
            ("lognormal80", &[p10, p90]) => Distribution::lognormal80(p10, p90),
            ("uniform_int", &[min, max]) => Distribution::uniform_int(min, max),
            ("triangular", &[min, mode, max]) => Distribution::triangular(min, mode, max),
            ("pert", &[min, mode, max]) => Distribution::pert(min, mode, max),
            ("beta", &[alpha, beta]) => Distribution::beta(alpha, beta),
            (_, numbers) => {
                let (count, wanted) = (numbers.len(), family.parameters.len());
                let message = words!(
                    "`{full}` has {numbers}; it takes {wanted}: {form}",
                    full,
                    numbers = numbers_of(count),
                    wanted,
                    form
                );
                let written: Vec<String> = items.iter().take(MAX_POINTS).map(Node::written).collect();
                let meant = if count == 2 * wanted { paired(&written) } else { None };
                self.fault(Code::BadDistribution, &node.origin, full, message).advise(meant);
                return None;
            }
        };
        let distribution = self.built(made, node, path)?;
        let closed = matches!(name, "uniform" | "uniform_int" | "triangular" | "pert");
        Some(DrawnForm { distribution, closed })
    }

    fn all_parameters(&mut self, items: &[Node], path: &str) -> Option<Vec<f64>> {
        let numbers: Vec<Option<f64>> = items.iter().take(MAX_POINTS).map(|item| self.parameter(item, path)).collect();
        numbers.into_iter().collect()
    }

    /// A list that is not absurdly long.
    fn list<'n>(&mut self, node: &'n Node, path: &str, wanted: &Words) -> Option<&'n [Node]> {
        let Value::Array(items) = &node.value else {
            self.wrong_kind(node, path, wanted);
            return None;
        };
        if items.len() > MAX_POINTS {
            let message = words!(
                "`{path}` has {items} entries; at most {max_points} are allowed",
                path,
                items = items.len(),
                max_points = MAX_POINTS
            );
            self.fault(Code::TooMany, &node.origin, path, message);
            return None;
        }
        Some(items)
    }

    fn discrete(&mut self, node: &Node, path: &str, full: &str, rule: &Rule) -> Option<DrawnForm> {
        let table = self.table(node, full)?;
        self.refuse_unknown(table, full, &["values", "weights"]);
        let Some(values) = table.get("values") else {
            self.fault(
                Code::MissingKey,
                &node.origin,
                full,
                words!("`{full}` takes `values`, and `weights` or none", full),
            );
            return None;
        };
        let values_path = join_path(full, "values");
        let values = self.list(values, &values_path, &words!("a list of numbers"));
        let values: Option<Vec<f64>> = values.and_then(|items| {
            let read: Vec<Option<f64>> = items.iter().map(|item| self.constant(item, &values_path, rule)).collect();
            read.into_iter().collect()
        });
        let weights = match table.get("weights") {
            Some(weights) => {
                let weights_path = join_path(full, "weights");
                let items = self.list(weights, &weights_path, &words!("a list of numbers"));
                items.and_then(|items| self.all_parameters(items, &weights_path))
            }
            None => values.as_ref().map(|values| vec![1.0; values.len()]),
        };
        let distribution = self.built(Distribution::discrete(values?, weights?), node, path)?;
        Some(DrawnForm { distribution, closed: true })
    }

    fn quantiles(&mut self, node: &Node, path: &str, full: &str) -> Option<DrawnForm> {
        let table = self.table(node, full)?;
        let points = self.percentile_points(node, table, full)?;
        for end in ["p0", "p100"] {
            if table.get(end).is_none() {
                self.fault(
                    Code::MissingKey,
                    &node.origin,
                    full,
                    words!("`{full}` lacks `{end}`: both ends are required", full, end),
                )
                .hint = Some(words!("`percentiles` need none"));
                return None;
            }
        }
        let distribution = self.built(Distribution::quantiles(points), node, path)?;
        Some(DrawnForm { distribution, closed: true })
    }

    fn percentiles(&mut self, node: &Node, path: &str, full: &str) -> Option<DrawnForm> {
        let table = self.table(node, full)?;
        let points = self.percentile_points(node, table, full)?;
        let distribution = self.built(Distribution::percentiles(&points), node, path)?;
        Some(DrawnForm { distribution, closed: false })
    }

    /// A chance in each month by the one within several.
    fn within(
        &mut self,
        node: &Node,
        path: &str,
        full: &str,
        rule: &Rule,
        provenance: &mut SourceNote,
    ) -> Option<DrawnForm> {
        if !is_monthly(rule) {
            let message = words!("`{path}` is no chance in each month, which is what `within` is for", path);
            self.fault(Code::Contradiction, &node.origin, full, message);
            return None;
        }
        let table = self.table(node, full)?;
        self.refuse_unknown(table, full, &["probability", "months"]);
        let (Some(probability), Some(months)) = (table.get("probability"), table.get("months")) else {
            let message = words!("`{full}` takes both `probability` and `months`", full);
            self.fault(Code::MissingKey, &node.origin, full, message);
            return None;
        };
        let months = self.parameter(months, &join_path(full, "months"));
        let full = join_path(full, "probability");
        let chance = chance_rule();
        let drawn = self.part_of(probability, path, &full, &chance, provenance)?;
        self.check_support(probability, &full, &chance, &drawn)?;
        let distribution = self.built(drawn.distribution.within(months?), node, path)?;
        Some(DrawnForm { distribution, closed: drawn.closed })
    }

    /// The points of a cumulative distribution, by probability.
    fn percentile_points(&mut self, node: &Node, table: &TomlTable, full: &str) -> Option<Vec<(f64, f64)>> {
        if table.entries.len() > MAX_POINTS {
            self.fault(
                Code::TooMany,
                &node.origin,
                full,
                words!(
                    "`{full}` has {entries} points; at most {max_points} are allowed",
                    full,
                    entries = table.entries.len(),
                    max_points = MAX_POINTS
                ),
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
        Some(points)
    }

    fn percent(&mut self, entry: &Entry, path: &str) -> Option<f64> {
        let digits = entry.key.strip_prefix('p').filter(|text| text.chars().all(|c| c.is_ascii_digit() || c == '.'));
        let percent = digits.and_then(|text| text.parse::<f64>().ok()).filter(|p| (0.0..=100.0).contains(p));
        if percent.is_none() {
            let full = join_path(path, &entry.key);
            self.fault(
                Code::UnknownKey,
                &entry.origin,
                &full,
                words!("`{full}` is not a percentile", full = short(&full)),
            )
            .hint = Some(words!("percentiles are written p0, p5, p50, \"p97.5\", p100"));
        }
        percent
    }

    fn mixture(
        &mut self,
        node: &Node,
        path: &str,
        full: &str,
        rule: &Rule,
        provenance: &mut SourceNote,
    ) -> Option<DrawnForm> {
        let items =
            self.list(node, full, &words!("a list: {form}", form = "mixture = [{ weight = 1, of = { … } }, …]"))?;
        let within = parts_within(node);
        if within > MAX_POINTS {
            let message = words!(
                "`{path}` has {items} entries; at most {max_points} are allowed",
                path = full,
                items = within,
                max_points = MAX_POINTS
            );
            self.fault(Code::TooMany, &node.origin, full, message);
            return None;
        }
        let parts: Vec<Option<(f64, DrawnForm)>> =
            items.iter().map(|item| self.part(item, path, full, rule, provenance)).collect();
        let parts: Vec<(f64, DrawnForm)> = parts.into_iter().collect::<Option<_>>()?;
        let closed = parts.iter().any(|(_, drawn)| drawn.closed);
        let parts = parts.into_iter().map(|(weight, drawn)| (weight, drawn.distribution)).collect();
        let distribution = self.built(Distribution::mixture(parts), node, path)?;
        Some(DrawnForm { distribution, closed })
    }

    fn part(
        &mut self,
        node: &Node,
        path: &str,
        full: &str,
        rule: &Rule,
        provenance: &mut SourceNote,
    ) -> Option<(f64, DrawnForm)> {
        let table = self.table(node, full)?;
        self.refuse_unknown(table, full, &["weight", "of", "source", "note"]);
        let own = self.provenance(table, full);
        provenance.join(own);
        let (Some(weight), Some(of)) = (table.get("weight"), table.get("of")) else {
            self.fault(
                Code::MissingKey,
                &node.origin,
                full,
                words!("a part of `{full}` takes both `weight` and `of`", full),
            );
            return None;
        };
        let weight = self.parameter(weight, &join_path(full, "weight"));
        // The parts may reach further than the key permits as long as the whole is truncated: no check of support here.
        let drawn = self.part_of(of, path, &join_path(full, "of"), rule, provenance);
        Some((weight?, drawn?))
    }

    /// A number or a distribution inside another.
    fn part_of(
        &mut self,
        node: &Node,
        path: &str,
        full: &str,
        rule: &Rule,
        provenance: &mut SourceNote,
    ) -> Option<DrawnForm> {
        let Some(table) = node.as_table() else {
            let value = self.constant(node, full, rule)?;
            let distribution = self.built(Distribution::discrete(vec![value], vec![1.0]), node, path)?;
            return Some(DrawnForm { distribution, closed: true });
        };
        let mut known: Vec<&str> = FAMILIES.iter().map(|family| family.name).collect();
        known.extend(["min", "max", "source", "note"]);
        self.refuse_unknown(table, full, &known);
        let own = self.provenance(table, full);
        provenance.join(own);
        let mut given = table.entries.iter().filter(|entry| is_family(&entry.key));
        if let (Some(entry), None) = (given.next(), given.next()) {
            return self.truncated(table, entry, full, rule, provenance);
        }
        self.fault(Code::Contradiction, &node.origin, full, words!("`{full}` takes exactly one distribution", full))
            .hint = Some(words!("one of {family_names}", family_names = family_names()));
        None
    }
}

pub(crate) fn is_family(name: &str) -> bool {
    FAMILIES.iter().any(|family| family.name == name)
}

pub(super) fn family_names() -> String {
    let names: Vec<String> = FAMILIES.iter().map(|family| format!("`{}`", family.name)).collect();
    names.join(", ")
}

fn numbers_of(count: usize) -> Words {
    if count == 1 { words!("{count} number", count) } else { words!("{count} numbers", count) }
}
