//! The schema of numbers: constants, formulas, shares, and distributions within what a key takes.
//!
//! What can be drawn is more than a schema can say, so it refuses only what the parser refuses whatever else stands beside:
//! a family's own conditions, the values of discrete distributions, and numbers that are ends of a distribution or lie
//! between them, unless `min` or `max` cuts off what lies beyond.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::sampling::Distribution;

use super::super::derived::EQUALS;
use super::super::families::is_monthly;
use super::super::keys::{FAMILIES, FamilyForm, MAX_NOTE, MAX_POINTS, Rule, WHOLE_FAMILIES, chance_rule};
use super::super::shares::{ALPHA, OF, SHARES};
use super::super::support::is_limit_of_size;
use super::{Properties, bound, described, list};

/// Words that stand for infinity, whatever the key.
const ENDLESS: [&str; 3] = ["permanent", "none", "inf"];
/// The names of percentiles: those from 0 to 100, and those of them that are ends.
const PERCENTILES: &str = "^p0*(100([.]0*)?|[0-9]{1,2}([.][0-9]*)?|[.][0-9]+)$";
const ENDS: &str = "^p(0*[.]?0*|0*100([.]0*)?)$";
/// Smallest and largest shape of a beta distribution.
const SHAPES: (f64, f64) = (0.01, 1e5);

/// Families between two ends of which the ends are among their numbers.
const BETWEEN: [&str; 3] = ["uniform", "triangular", "pert"];
/// Families without ends.
const ENDLESS_FAMILIES: [&str; 3] = ["normal", "normal80", "normal90"];
/// Families from 0 upwards.
const FROM_ZERO: [&str; 2] = ["lognormal80", "lognormal90"];

/// What schemas refer to under `$defs`, by name.
#[derive(Debug, Default)]
pub(super) struct Definitions(BTreeMap<String, Value>);

/// An end of what a key takes.
#[derive(Clone, Copy, Debug)]
enum End {
    Lower { bound: f64, open: bool },
    Upper { bound: f64, open: bool },
}

impl Definitions {
    /// With what does not depend on the key.
    pub(super) fn new() -> Self {
        let text = |doc: &str| json!({ "type": "string", "maxLength": MAX_NOTE, "description": doc });
        let mut definitions = Self::default();
        definitions.add("source", text("Where the number comes from."));
        definitions.add("note", text("A remark; say \"judgement: …\" where the number is one."));
        definitions.add("formula", formula());
        definitions.add("share", share());
        definitions.distribution(&chance_rule());
        definitions.add("distribution", distribution(false));
        definitions.add("discrete_distribution", distribution(true));
        definitions
    }

    pub(super) fn add(&mut self, name: &str, schema: Value) {
        self.0.insert(name.to_owned(), schema);
    }

    /// All of them.
    pub(super) fn finished(self) -> Value {
        self.0.into_iter().collect()
    }

    /// A number in a file: a constant, or a table with a constant or with what makes it uncertain.
    pub(super) fn number(&mut self, rule: &Rule) -> Value {
        let plain = constant(rule);
        let name = format!("table_{}", name(rule));
        if !self.0.contains_key(&name) {
            let mut forms = vec![tabled(&plain), self.distribution(rule)];
            if !rule.whole {
                forms.extend([refer("formula"), refer("share")]);
            }
            self.add(&name, json!({ "oneOf": forms }));
        }
        described(json!({ "oneOf": [plain, refer(&name)] }), rule)
    }

    /// The distributions that such a key takes.
    fn distribution(&mut self, rule: &Rule) -> Value {
        let name = format!("distribution_{}", name(rule));
        if !self.0.contains_key(&name) {
            let mut all = if rule.whole {
                vec![refer("discrete_distribution"), values(rule)]
            } else {
                vec![refer("distribution"), self.parts(rule)]
            };
            for end in ends(rule) {
                all.push(if rule.whole { end.kept_whole() } else { self.end(end) });
            }
            let mut schema = json!({ "allOf": all });
            for end in ends(rule) {
                // Infinity is a value too where a word stands for it, and lies above every `min`.
                if rule.words.is_empty() || matches!(end, End::Lower { .. }) {
                    schema["properties"][end.other()] = json!({ end.limit(false): bound(end.bound()) });
                }
            }
            self.add(&name, schema);
        }
        refer(&name)
    }

    /// What holds in the parts of mixtures too, which may reach further than the whole: constants, values, families.
    fn parts(&mut self, rule: &Rule) -> Value {
        let name = format!("parts_{}", name(rule));
        let mut schema = values(rule);
        let of = json!({ "if": { "type": "object" }, "then": refer(&name), "else": constant(rule) });
        schema["properties"]["mixture"] = json!({ "items": { "properties": { "of": of } } });
        if !is_monthly(rule) {
            schema["properties"]["within"] = json!({ "not": {} });
        }
        self.add(&name, schema);
        refer(&name)
    }

    /// What keeps a distribution from reaching beyond an end.
    fn end(&mut self, end: End) -> Value {
        let name = end.name();
        self.add(&name, json!({ "allOf": end.rules(&refer(&name)) }));
        refer(&name)
    }
}

impl End {
    fn bound(self) -> f64 {
        match self {
            End::Lower { bound, .. } | End::Upper { bound, .. } => bound,
        }
    }

    fn open(self) -> bool {
        match self {
            End::Lower { open, .. } | End::Upper { open, .. } => open,
        }
    }

    /// As part of the name of a definition.
    fn name(self) -> String {
        let word = match self {
            End::Lower { open: false, .. } => "from",
            End::Lower { open: true, .. } => "above",
            End::Upper { open: false, .. } => "to",
            End::Upper { open: true, .. } => "below",
        };
        format!("{word}_{}", self.bound())
    }

    /// The key that cuts off what lies beyond.
    fn cut(self) -> &'static str {
        if matches!(self, End::Lower { .. }) { "min" } else { "max" }
    }

    /// The same bound as an end of the other side.
    fn opposite(self) -> Self {
        match self {
            End::Lower { bound, open } => End::Upper { bound, open },
            End::Upper { bound, open } => End::Lower { bound, open },
        }
    }

    /// The key that cuts at the other side.
    fn other(self) -> &'static str {
        self.opposite().cut()
    }

    /// The keyword of numbers on the inner side of the end.
    fn limit(self, open: bool) -> &'static str {
        match (self, open) {
            (End::Lower { .. }, false) => "minimum",
            (End::Lower { .. }, true) => "exclusiveMinimum",
            (End::Upper { .. }, false) => "maximum",
            (End::Upper { .. }, true) => "exclusiveMaximum",
        }
    }

    /// The keyword of numbers beyond the end, itself among them or not.
    fn beyond(self, with_itself: bool) -> &'static str {
        self.opposite().limit(!with_itself)
    }

    /// Whether all numbers on that side of this one lie beyond the end.
    fn excludes(self, from: f64) -> bool {
        match self {
            End::Lower { bound, .. } => from < bound,
            End::Upper { bound, .. } => from > bound,
        }
    }

    /// Whole numbers between two ends, which a cut between two of them leaves inside.
    fn kept_whole(self) -> Value {
        let items = json!({ "items": { self.limit(self.open()): bound(self.bound()) } });
        json!({ "if": { "required": [self.cut()] }, "else": { "properties": { "uniform_int": items } } })
    }

    /// What keeps a distribution from reaching beyond the end; `itself` refers to these rules.
    fn rules(self, itself: &Value) -> Vec<Value> {
        let end = bound(self.bound());
        let inside = json!({ self.limit(self.open()): end });
        // What has no end comes close to that of the key and no closer, whether that is open or not.
        let near = json!({ self.limit(false): end });
        let no = json!({ "not": {} });
        let between = BETWEEN.iter().map(|family| (*family, json!({ "items": inside })));
        let between = between.chain([("quantiles", json!({ "additionalProperties": inside }))]);
        let upper = matches!(self, End::Upper { .. });
        let smooth = ENDLESS_FAMILIES.iter().chain(FROM_ZERO.iter().filter(|_| upper));
        let smooth = smooth.map(|family| (*family, no.clone()));
        let smooth = smooth.chain([("percentiles", json!({ "additionalProperties": near }))]);
        let from_zero = FROM_ZERO.iter().filter(|_| !upper && self.excludes(0.0));
        let beta = ["beta"].iter().filter(|_| self.excludes(f64::from(upper)));
        let bounded = from_zero.chain(beta).map(|family| (*family, no.clone()));
        let (between, smooth, mut bounded) = (table(between), table(smooth), table(bounded));
        // Not given, or beyond the end: what stands beside it decides.
        let not_cut = |with_itself: bool| json!({ "properties": { self.cut(): { self.beyond(with_itself): end } } });
        let mut rules = Vec::new();
        let mut rule = |condition: Value, properties: Map<String, Value>| {
            if !properties.is_empty() {
                rules.push(json!({ "if": condition, "then": { "properties": properties } }));
            }
        };
        let is_size = is_limit_of_size(self.bound(), self.open());
        if is_size {
            // A bound of size is no bound of what reaches it but by a negligible chance.
            let mut cut_beyond = not_cut(false);
            cut_beyond["required"] = json!([self.cut()]);
            rule(cut_beyond, smooth);
        } else {
            bounded.extend(smooth);
        }
        if self.open() {
            rule(not_cut(true), between);
        } else {
            bounded.extend(between);
        }
        rule(not_cut(false), bounded);
        let mut whole = self.kept_whole();
        if !is_size {
            // Where nothing is cut off, each part that can be drawn keeps to the end.
            let part = json!({
                "if": { "properties": { "weight": { "exclusiveMinimum": 0 } } },
                "then": { "properties": { "of": itself } },
            });
            let parts = json!({ "properties": { "mixture": { "items": part } } });
            whole["else"]["if"] = json!({ "required": [self.other()] });
            whole["else"]["else"] = parts;
        }
        rules.push(whole);
        rules
    }
}

fn table<'a>(entries: impl Iterator<Item = (&'a str, Value)>) -> Map<String, Value> {
    entries.map(|(key, schema)| (key.to_owned(), schema)).collect()
}

/// The ends of what a key takes, those that are finite.
fn ends(rule: &Rule) -> Vec<End> {
    let range = rule.range;
    let lower = End::Lower { bound: range.min, open: range.min_open };
    let upper = End::Upper { bound: range.max, open: range.max_open };
    [lower, upper].into_iter().filter(|end| end.bound().is_finite()).collect()
}

/// What a key takes, as part of the name of a definition.
pub(super) fn name(rule: &Rule) -> String {
    let mut words: Vec<String> = ends(rule).into_iter().map(End::name).collect();
    if rule.whole {
        words.insert(0, "whole".to_owned());
    }
    words.extend(rule.words.iter().map(|word| format!("or_{word}")));
    if is_monthly(rule) {
        words.push("monthly".to_owned());
    }
    words.join("_")
}

fn refer(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

/// A number that follows from others.
fn formula() -> Value {
    json!({
        "description": "What other numbers make in every draw: arithmetic with their paths.",
        "type": "object",
        "properties": {
            EQUALS: {
                "type": "string",
                "maxLength": MAX_NOTE,
                "description": "Arithmetic with the paths of other numbers: + - * / ( ).",
                "examples": ["0.5 * challenger.forces"],
            },
            "source": refer("source"),
            "note": refer("note"),
        },
        "required": [EQUALS],
        "additionalProperties": false,
    })
}

/// One of shares that sum to one.
fn share() -> Value {
    let of = json!({
        "type": "string",
        "maxLength": MAX_NOTE,
        "description": "A name that all shares have in common.",
        "examples": ["priorities"],
    });
    let alpha = json!({
        "type": "number",
        "minimum": SHAPES.0,
        "maximum": bound(SHAPES.1),
        "description": "Means are in proportion to it; the larger the sum of all, the less the shares vary.",
        "examples": [4],
    });
    let shares = json!({
        "description": "With which other numbers it sums to one, and how large it is among them.",
        "type": "object",
        "properties": { OF: of, ALPHA: alpha },
        "required": [OF, ALPHA],
        "additionalProperties": false,
    });
    json!({
        "description": "One of shares that sum to one in every draw: a Dirichlet distribution.",
        "type": "object",
        "properties": { SHARES: shares, "source": refer("source"), "note": refer("note") },
        "required": [SHARES],
        "additionalProperties": false,
    })
}

/// A table with a constant.
pub(super) fn tabled(plain: &Value) -> Value {
    let mut value = plain.clone();
    value["description"] = json!("The number itself, where it is certain.");
    json!({
        "type": "object",
        "properties": { "value": value, "source": refer("source"), "note": refer("note") },
        "required": ["value"],
        "additionalProperties": false,
    })
}

/// A constant that the rule permits.
pub(super) fn constant(rule: &Rule) -> Value {
    let mut schema = json!({ "type": if rule.whole { "integer" } else { "number" } });
    schema[if rule.range.min_open { "exclusiveMinimum" } else { "minimum" }] = bound(rule.range.min);
    if rule.largest().is_finite() {
        schema[if rule.range.max_open { "exclusiveMaximum" } else { "maximum" }] = bound(rule.largest());
    }
    if rule.words.is_empty() { schema } else { json!({ "oneOf": [schema, { "enum": rule.words }] }) }
}

/// The values that a discrete distribution may have: constants.
fn values(rule: &Rule) -> Value {
    json!({ "properties": { "discrete": { "properties": { "values": { "items": constant(rule) } } } } })
}

/// Any distribution, or any of whole numbers.
fn distribution(whole: bool) -> Value {
    let mut table = Properties::default();
    let mut one_of = Vec::new();
    for family in FAMILIES.iter().filter(|family| !whole || WHOLE_FAMILIES.contains(&family.name)) {
        let mut schema = of_family(family, whole);
        let form =
            if family.parameters.is_empty() { String::new() } else { format!(" [{}]", family.parameters.join(", ")) };
        schema["description"] = json!(format!("{}{form}", family.doc));
        table.add(family.name, schema, false);
        one_of.push(json!({ "required": [family.name] }));
    }
    for (name, doc) in [("min", "Truncates the distribution below."), ("max", "Truncates the distribution above.")] {
        table.add(name, json!({ "type": "number", "description": doc }), false);
    }
    for name in ["source", "note"] {
        table.add(name, refer(name), false);
    }
    let mut schema = table.closed();
    // Inside what most keys take.
    schema["examples"] = if whole {
        json!([{ "uniform_int": [5, 15] }, { "discrete": { "values": [10, 15, 20], "weights": [1, 2, 1] } }])
    } else {
        json!([
            { "uniform": [0.3, 0.6], "source": "where it comes from" },
            { "normal90": [0.4, 0.6], "min": 0.2, "max": 0.8, "note": "judgement" },
            { "triangular": [0.3, 0.4, 0.6] },
            { "beta": [5, 4] },
            { "quantiles": { "p0": 0.3, "p50": 0.4, "p100": 0.6 } },
        ])
    };
    schema["oneOf"] = json!(one_of);
    schema
}

/// What holds for every distribution of a family.
fn of_family(family: &FamilyForm, whole: bool) -> Value {
    let number = json!({ "type": "number" });
    match family.name {
        "discrete" => discrete(whole),
        "quantiles" => quantiles(),
        "percentiles" => percentiles(),
        "within" => within(),
        "mixture" => mixture(),
        "uniform_int" => ascending(family, &json!({ "type": "integer" })),
        "uniform" | "normal80" | "normal90" => ascending(family, &number),
        "lognormal80" | "lognormal90" => ascending(family, &json!({ "type": "number", "exclusiveMinimum": 0 })),
        "beta" => listed(family, &json!({ "type": "number", "minimum": SHAPES.0, "maximum": bound(SHAPES.1) })),
        "normal" => {
            let mut schema = listed(family, &number);
            schema["prefixItems"] = json!([number, { "type": "number", "exclusiveMinimum": 0 }]);
            schema
        }
        _ => listed(family, &number),
    }
}

fn listed(family: &FamilyForm, of: &Value) -> Value {
    let count = family.parameters.len();
    json!({ "type": "array", "items": of, "minItems": count, "maxItems": count })
}

/// Two numbers of which the second is greater: a schema can say that they differ.
fn ascending(family: &FamilyForm, of: &Value) -> Value {
    let mut schema = listed(family, of);
    schema["uniqueItems"] = json!(true);
    schema
}

fn discrete(whole: bool) -> Value {
    let value = json!({ "type": if whole { "integer" } else { "number" } });
    let mut values = list(&json!({ "oneOf": [value, { "enum": ENDLESS }] }), MAX_POINTS);
    values["minItems"] = json!(1);
    values["uniqueItems"] = json!(true);
    values["description"] = json!("The values, each once.");
    let mut weights = list(&json!({ "type": "number", "minimum": 0 }), MAX_POINTS);
    weights["contains"] = json!({ "exclusiveMinimum": 0 });
    weights["description"] =
        json!("A weight for each value, to which its probability is in proportion; all alike when left out.");
    json!({
        "type": "object",
        "properties": { "values": values, "weights": weights },
        "required": ["values"],
        "additionalProperties": false,
    })
}

fn quantiles() -> Value {
    json!({
        "type": "object",
        "propertyNames": { "pattern": PERCENTILES },
        "additionalProperties": { "type": "number" },
        "required": ["p0", "p100"],
        "maxProperties": MAX_POINTS,
    })
}

fn percentiles() -> Value {
    json!({
        "type": "object",
        "propertyNames": { "pattern": PERCENTILES, "not": { "pattern": ENDS } },
        "additionalProperties": { "type": "number" },
        "minProperties": Distribution::FEWEST_PERCENTILES,
        "maxProperties": Distribution::MOST_PERCENTILES,
    })
}

fn within() -> Value {
    let rule = chance_rule();
    let probability = json!({ "oneOf": [constant(&rule), refer(&format!("distribution_{}", name(&rule)))] });
    let months = json!({
        "type": "number",
        "minimum": 1,
        "description": "Within how many months.",
        "examples": [12],
    });
    json!({
        "type": "object",
        "properties": { "probability": described(probability, &rule), "months": months },
        "required": ["probability", "months"],
        "additionalProperties": false,
    })
}

fn mixture() -> Value {
    let weight = json!({
        "type": "number",
        "minimum": 0,
        "description": "How much the part counts: its probability is in proportion to it.",
        "examples": [1],
    });
    let of = json!({
        "oneOf": [{ "type": "number" }, { "enum": ENDLESS }, refer("distribution")],
        "description": "What is drawn from: a distribution, or a number.",
    });
    let part = json!({
        "type": "object",
        "properties": { "weight": weight, "of": of, "source": refer("source"), "note": refer("note") },
        "required": ["weight", "of"],
        "additionalProperties": false,
    });
    let mut parts = list(&part, MAX_POINTS);
    parts["contains"] = json!({ "properties": { "weight": { "exclusiveMinimum": 0 } } });
    parts
}
