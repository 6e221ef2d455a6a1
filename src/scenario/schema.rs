//! The JSON Schema of scenario files, made from the very tables that the parser reads by.

use serde_json::{Map, Value, json};

use crate::model::forecast::MAX_FORECASTS;
use crate::model::{
    Cost, DEFENDER_FORCES, Demand, EffectKind, Enforcement, Front, GUARANTEE_YEARS, Guarantee, Guarantor, HazardRate,
    HazardRatios, Key, Missing, Negotiation, Party, Politics, STRUCTURAL, Side, Stakeholder,
};
use crate::sampling::Distribution;
use crate::words::LANGUAGES;

use super::derived::EQUALS;
use super::evidence::{EVIDENCE, MAX_EVIDENCE, POWER, power_rule};
use super::forecasts::{FORECAST, forecast_rule};
use super::keys::{
    CORRELATION, COST, DEFENDER_ONLY, ENFORCEMENT, FAMILIES, GUARANTOR, INTEREST, ISSUE, KEPT, KEPT_DOC, MAX_CHOICES,
    MAX_CORRELATIONS, MAX_COSTS, MAX_GUARANTORS, MAX_ID, MAX_ISSUES, MAX_NAME, MAX_NOTE, MAX_PARTIES, MAX_PLANS,
    MAX_POINTS, NAMED, NEGOTIATION, PARTY, PLAN, Plain, RATIOS, RATIOS_DOC, RED_LINE, RESERVED, RUN, Rule, SCENARIO,
    STAKEHOLDER, STRUCTURAL_NAMES, TOP, Takes, WHOLE_FAMILIES, demand_rules, interest_rules, kept_rule, limit_rules,
    own_years_rule, ratio_rule, status_quo_rule, term_rule,
};
use super::plans::{effect_target, effect_targets, operand_rule};
use super::shares::{ALPHA, OF, SHARES};

/// Index of an issue beyond the structural ones, whatever it is.
const FURTHER: usize = usize::MAX;

/// The JSON Schema (draft 2020-12) of scenario files, for editors.
#[must_use]
pub fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:armistice:scenario:1",
        "title": "armistice scenario file",
        "$ref": "#/$defs/scenario_file",
        "$defs": {
            "scenario_file": scenario_file(),
            "distribution": distribution(false),
            "discrete_distribution": distribution(true),
            "formula": formula(),
            "share": share(),
        },
    })
}

/// Properties in the making.
#[derive(Default)]
struct Properties {
    properties: Map<String, Value>,
    required: Vec<String>,
}

impl Properties {
    fn add(&mut self, name: &str, schema: Value, required: bool) {
        self.properties.insert(name.to_owned(), schema);
        if required {
            self.required.push(name.to_owned());
        }
    }

    fn plain(&mut self, keys: &[Plain]) {
        for key in keys {
            self.add(key.name, plain(key), key.required);
        }
    }

    fn numbers<T>(&mut self, keys: &[Key<T>], skip: &[&str]) {
        for key in keys.iter().filter(|key| !skip.contains(&key.name)) {
            self.add(key.name, number(&Rule::of(key)), key.missing == Missing::Refused);
        }
    }

    fn part(&mut self, name: &str, mut schema: Value) {
        if let Some(doc) = self.properties.get(name).and_then(|old| old.get("description")).cloned() {
            schema["description"] = doc;
        }
        self.properties.insert(name.to_owned(), schema);
    }

    fn closed(self) -> Value {
        json!({
            "type": "object",
            "properties": self.properties,
            "required": self.required,
            "additionalProperties": false,
        })
    }

    fn open(self, others: Value) -> Value {
        let mut schema = self.closed();
        schema["additionalProperties"] = others;
        schema
    }
}

fn scenario_file() -> Value {
    let mut file = Properties::default();
    file.plain(TOP);
    file.part("scenario", plain_table(SCENARIO));
    file.part("run", plain_table(RUN));
    file.part("challenger", party(Side::Challenger));
    file.part("defender", party(Side::Defender));
    file.part("issue", list(&with_own_id(issue(), "issue"), MAX_ISSUES));
    file.part("front", front());
    file.part("guarantee", number_table(Guarantee::KEYS));
    file.part("guarantor", list(&with_own_id(guarantor(), "guarantor"), MAX_GUARANTORS));
    file.part("party", list(&with_own_id(stakeholder(), "party"), MAX_PARTIES));
    file.part("negotiation", negotiation());
    file.part("enforcement", enforcement());
    file.part("hazard", hazard());
    file.part("plan", list(&with_own_id(plan(), "plan"), MAX_PLANS));
    file.part("cost", list(&cost(), MAX_COSTS));
    file.part("evidence", list(&evidence(), MAX_EVIDENCE));
    file.part("forecast", list(&forecast(), MAX_FORECASTS));
    file.part("correlation", list(&plain_table(CORRELATION), MAX_CORRELATIONS));
    file.closed()
}

/// The same without the ids that the program and its results have for something else.
fn with_own_id(mut schema: Value, what: &str) -> Value {
    let reserved = RESERVED.iter().filter(|(of, ..)| *of == what).map(|(_, word, _)| *word);
    let structural = STRUCTURAL.iter().copied().filter(|_| what == "issue");
    let words: Vec<&str> = reserved.chain(structural).collect();
    schema["properties"]["id"]["not"] = json!({ "enum": words });
    schema
}

fn list(items: &Value, most: usize) -> Value {
    json!({ "type": "array", "items": items, "maxItems": most })
}

fn plain_table(keys: &[Plain]) -> Value {
    let mut table = Properties::default();
    table.plain(keys);
    table.closed()
}

fn number_table<T>(keys: &[Key<T>]) -> Value {
    let mut table = Properties::default();
    table.numbers(keys, &[]);
    table.closed()
}

fn negotiation() -> Value {
    let mut table = Properties::default();
    table.numbers(Negotiation::KEYS, &[]);
    table.plain(NEGOTIATION);
    table.closed()
}

fn enforcement() -> Value {
    let mut kept = Properties::default();
    for (index, id) in STRUCTURAL.iter().enumerate() {
        let share = if index == DEFENDER_FORCES { number(&kept_rule()) } else { json!({ "not": {} }) };
        kept.add(id, share, false);
    }
    let mut schema = kept.open(number(&kept_rule()));
    schema["description"] = json!(KEPT_DOC);
    let mut table = Properties::default();
    table.numbers(Enforcement::KEYS, &[]);
    table.plain(ENFORCEMENT);
    table.add(KEPT, schema, false);
    table.closed()
}

fn hazard() -> Value {
    let mut ratios = Properties::default();
    ratios.numbers(HazardRatios::KEYS, &[]);
    let mut schema = ratios.open(number(&ratio_rule()));
    for structural in STRUCTURAL.iter().filter(|id| HazardRatios::key(id).is_none()) {
        schema["properties"][structural] = json!({ "not": {} });
    }
    schema["description"] = json!(RATIOS_DOC);
    let mut table = Properties::default();
    table.numbers(HazardRate::KEYS, &[]);
    table.add(RATIOS, schema, false);
    table.closed()
}

fn front() -> Value {
    let mut schema = number_table(Front::KEYS);
    schema["oneOf"] = json!([{ "required": ["start"] }, { "required": ["start_share"] }]);
    schema
}

fn party(side: Side) -> Value {
    let mut table = Properties::default();
    table.plain(PARTY);
    table.numbers(Party::KEYS, if side == Side::Challenger { &DEFENDER_ONLY } else { &[] });
    let mut demands = Properties::default();
    for (index, (id, (name, unit))) in STRUCTURAL.iter().zip(STRUCTURAL_NAMES).enumerate() {
        let mut schema = demand(index, unit);
        schema["description"] = json!(format!("{name} ({unit})."));
        demands.add(id, schema, true);
    }
    table.part("demands", demands.open(demand(FURTHER, "")));
    table.closed()
}

fn demand(issue: usize, unit: &str) -> Value {
    let mut table = Properties::default();
    table.plain(super::keys::DEMAND);
    let rules = demand_rules(issue, unit);
    debug_assert!(rules.len() == Demand::KEYS.len() || issue == GUARANTEE_YEARS);
    for rule in &rules {
        table.add(rule.name, number(rule), rule.default.is_none());
    }
    table.closed()
}

fn stakeholder() -> Value {
    let mut table = Properties::default();
    table.plain(STAKEHOLDER);
    table.numbers(Stakeholder::KEYS, &[]);
    let mut demands = Properties::default();
    for (index, (id, (name, unit))) in STRUCTURAL.iter().zip(STRUCTURAL_NAMES).enumerate() {
        let mut schema = interest(index, unit);
        schema["description"] = json!(format!("{name} ({unit})."));
        demands.add(id, schema, false);
    }
    table.part("demands", demands.open(interest(FURTHER, "")));
    table.closed()
}

fn interest(issue: usize, unit: &str) -> Value {
    let mut table = Properties::default();
    table.plain(INTEREST);
    for rule in &interest_rules(issue, unit) {
        table.add(rule.name, number(rule), rule.default.is_none());
    }
    let mut limits = Properties::default();
    for rule in &limit_rules(issue, unit) {
        limits.add(rule.name, number(rule), false);
    }
    let mut red_line = limits.closed();
    red_line["minProperties"] = json!(1);
    red_line["maxProperties"] = json!(1);
    table.part(RED_LINE, red_line);
    table.closed()
}

fn issue() -> Value {
    let mut table = Properties::default();
    table.plain(ISSUE);
    table.add("status_quo", number(&status_quo_rule("")), false);
    table.closed()
}

fn guarantor() -> Value {
    let mut table = Properties::default();
    table.plain(GUARANTOR);
    table.numbers(Guarantor::KEYS, &[]);
    let mut politics = Properties::default();
    politics.numbers(Politics::KEYS, &[]);
    table.part("politics", politics.closed());
    table.closed()
}

fn cost() -> Value {
    let mut table = Properties::default();
    table.plain(COST);
    table.numbers(Cost::KEYS, &[]);
    table.closed()
}

fn evidence() -> Value {
    let mut table = Properties::default();
    table.plain(EVIDENCE);
    table.add(POWER, described(constant(&power_rule()), &power_rule()), false);
    let mut schema = table.closed();
    schema["oneOf"] = json!([{ "required": ["plan"] }, { "required": ["months"] }]);
    schema
}

fn forecast() -> Value {
    let mut table = Properties::default();
    table.plain(FORECAST);
    for key in FORECAST {
        if let Some(rule) = forecast_rule(key.name) {
            table.add(key.name, described(constant(&rule), &rule), key.required);
        }
    }
    table.closed()
}

fn plan() -> Value {
    let mut table = Properties::default();
    table.plain(PLAN);
    let mut terms = Properties::default();
    for (index, (id, (_, unit))) in STRUCTURAL.iter().zip(STRUCTURAL_NAMES).enumerate() {
        terms.add(id, term(index, unit), false);
    }
    table.part("terms", terms.open(term(FURTHER, "")));
    table.part(
        "years",
        json!({ "type": "object", "additionalProperties": described(constant(&own_years_rule()), &own_years_rule()) }),
    );
    table.part("effects", effects());
    table.closed()
}

fn term(issue: usize, unit: &str) -> Value {
    let mut rule = term_rule(issue, unit);
    if issue == 0 {
        rule.words = &["line_of_contact"];
    }
    let plain = constant(&rule);
    let list = json!({ "type": "array", "items": plain, "minItems": 1, "maxItems": MAX_CHOICES, "uniqueItems": true });
    let finite = constant(&Rule { words: &[], ..rule.clone() });
    let open = json!({
        "type": "object",
        "properties": { "choices": list, "from": finite, "to": finite, "step": { "type": "number", "exclusiveMinimum": 0 } },
        "oneOf": [{ "required": ["choices"] }, { "required": ["from", "to", "step"] }],
        "additionalProperties": false,
    });
    described(json!({ "oneOf": [plain, open] }), &rule)
}

fn effects() -> Value {
    let mut table = Properties::default();
    for path in effect_targets() {
        let Some(target) = effect_target(&path) else { continue };
        let mut effect = Properties::default();
        let kinds = [EffectKind::Set, EffectKind::Add, EffectKind::Multiply];
        for kind in kinds {
            effect.add(kind.key(), number(&operand_rule(target, kind)), false);
        }
        effect.plain(super::keys::DEMAND);
        let mut schema = effect.closed();
        schema["oneOf"] = kinds.iter().map(|kind| json!({ "required": [kind.key()] })).collect();
        table.add(&path, schema, false);
    }
    table.closed()
}

fn plain(key: &Plain) -> Value {
    let mut schema = match key.kind {
        Takes::Text => text(key.name),
        Takes::Words => words(key.name),
        Takes::Id => json!({ "type": "string", "pattern": format!("^[a-z0-9_-]{{1,{MAX_ID}}}$") }),
        Takes::Boolean => json!({ "type": "boolean" }),
        Takes::Date => json!({ "type": "string", "format": "date" }),
        Takes::Count(min, max) => json!({ "type": "integer", "minimum": min, "maximum": max }),
        Takes::Choice(words) => json!({ "enum": words }),
        Takes::Ids => json!({ "type": "array", "items": { "type": "string" }, "uniqueItems": true }),
        Takes::Pair => json!({ "type": "array", "items": { "type": "string" }, "minItems": 2, "maxItems": 2 }),
        Takes::Rank => rank(),
        Takes::Part => json!({}),
    };
    let default = if key.default.is_empty() { String::new() } else { format!(" Default: {}.", key.default) };
    schema["description"] = json!(format!("{}{default}", key.doc));
    let words = |words: &[&str]| words.contains(&key.default).then(|| json!(key.default));
    let default = match key.kind {
        Takes::Boolean => key.default.parse::<bool>().ok().map(Value::from),
        Takes::Count(..) => key.default.replace(['_', ','], "").parse::<u64>().ok().map(Value::from),
        Takes::Choice(all) => words(all),
        _ => None,
    };
    if let Some(default) = default {
        schema["default"] = default;
    }
    schema
}

/// A text, or a text for each of several languages.
fn words(key: &str) -> Value {
    let texts: Map<String, Value> = LANGUAGES.map(|it| (it.to_owned(), text(key))).into_iter().collect();
    let by_language =
        json!({ "type": "object", "properties": texts, "additionalProperties": false, "minProperties": 1 });
    json!({ "oneOf": [text(key), by_language] })
}

/// A text under that key.
fn text(key: &str) -> Value {
    json!({ "type": "string", "maxLength": if NAMED.contains(&key) { MAX_NAME } else { MAX_NOTE } })
}

fn rank() -> Value {
    let plain = json!({ "type": "number", "exclusiveMinimum": -1, "exclusiveMaximum": 1 });
    json!({ "oneOf": [plain, tabled(&plain)] })
}

/// A number in a file: a constant, or a table with a constant or a distribution.
fn number(rule: &Rule) -> Value {
    let plain = constant(rule);
    let distribution = if rule.whole { "discrete_distribution" } else { "distribution" };
    let mut forms = vec![plain.clone(), tabled(&plain), json!({ "$ref": format!("#/$defs/{distribution}") })];
    if !rule.whole {
        forms.push(json!({ "$ref": "#/$defs/formula" }));
        forms.push(json!({ "$ref": "#/$defs/share" }));
    }
    described(json!({ "oneOf": forms }), rule)
}

/// A number that follows from others.
fn formula() -> Value {
    json!({
        "description": "What other numbers make in every draw: arithmetic with their paths.",
        "type": "object",
        "properties": {
            EQUALS: { "type": "string", "maxLength": 2000 },
            "source": { "type": "string" },
            "note": { "type": "string" },
        },
        "required": [EQUALS],
        "additionalProperties": false,
    })
}

/// One of shares that sum to one.
fn share() -> Value {
    let of = json!({ "type": "string", "description": "A name that all shares have in common." });
    let alpha = json!({
        "type": "number",
        "minimum": 0.01,
        "maximum": 100_000,
        "description": "Means are in proportion to it; the larger the sum of all, the less the shares vary.",
    });
    let shares = json!({
        "type": "object",
        "properties": { OF: of, ALPHA: alpha },
        "required": [OF, ALPHA],
        "additionalProperties": false,
    });
    json!({
        "description": "One of shares that sum to one in every draw: a Dirichlet distribution.",
        "type": "object",
        "properties": { SHARES: shares, "source": { "type": "string" }, "note": { "type": "string" } },
        "required": [SHARES],
        "additionalProperties": false,
    })
}

fn tabled(plain: &Value) -> Value {
    json!({
        "type": "object",
        "properties": { "value": plain, "source": { "type": "string" }, "note": { "type": "string" } },
        "required": ["value"],
        "additionalProperties": false,
    })
}

fn constant(rule: &Rule) -> Value {
    let mut schema = json!({ "type": if rule.whole { "integer" } else { "number" } });
    schema[if rule.range.min_open { "exclusiveMinimum" } else { "minimum" }] = bound(rule.range.min);
    if rule.largest().is_finite() {
        schema[if rule.range.max_open { "exclusiveMaximum" } else { "maximum" }] = bound(rule.largest());
    }
    if rule.words.is_empty() { schema } else { json!({ "oneOf": [schema, { "enum": rule.words }] }) }
}

fn bound(x: f64) -> Value {
    if x == x.floor() { json!(x as i64) } else { json!(x) }
}

fn described(mut schema: Value, rule: &Rule) -> Value {
    let unit = if rule.unit.is_empty() { String::new() } else { format!(" Unit: {}.", rule.unit) };
    let default = match rule.default {
        Some(x) if x.is_infinite() => rule.words.last().map_or(String::new(), |word| format!(" Default: \"{word}\".")),
        Some(x) if x.is_nan() => String::new(),
        Some(x) => format!(" Default: {x}."),
        None => String::new(),
    };
    schema["description"] = json!(format!("{}{unit}{default}", rule.doc.trim()));
    match rule.default {
        Some(x) if x.is_infinite() => {
            if let Some(word) = rule.words.last() {
                schema["default"] = json!(word);
            }
        }
        Some(x) if !x.is_nan() => schema["default"] = bound(x),
        _ => {}
    }
    schema
}

fn distribution(whole: bool) -> Value {
    let mut table = Properties::default();
    let mut one_of = Vec::new();
    for family in FAMILIES.iter().filter(|family| !whole || WHOLE_FAMILIES.contains(&family.name)) {
        let mut schema = match family.name {
            "discrete" => discrete(whole),
            "quantiles" => quantiles(),
            "percentiles" => percentiles(),
            "within" => within(),
            "uniform_int" => listed(family.parameters, "integer"),
            "mixture" => mixture(),
            _ => listed(family.parameters, "number"),
        };
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
        table.add(name, json!({ "type": "string" }), false);
    }
    let mut schema = table.closed();
    schema["examples"] = if whole {
        json!([{ "uniform_int": [5, 15] }, { "discrete": { "values": [10, 15, 20], "weights": [1, 2, 1] } }])
    } else {
        json!([
            { "uniform": [0.1, 0.4], "source": "where it comes from" },
            { "normal90": [0.2, 0.6], "min": 0, "note": "judgement" },
            { "triangular": [90, 120, 160] },
            { "beta": [5, 4] },
            { "quantiles": { "p0": 0, "p50": 3, "p100": 10 } },
        ])
    };
    schema["oneOf"] = json!(one_of);
    schema
}

fn listed(parameters: &[&str], of: &str) -> Value {
    let count = parameters.len();
    json!({ "type": "array", "items": { "type": of }, "minItems": count, "maxItems": count })
}

fn discrete(whole: bool) -> Value {
    let value = json!({ "type": if whole { "integer" } else { "number" } });
    json!({
        "type": "object",
        "properties": {
            "values": list(&json!({ "oneOf": [value, { "enum": ["permanent", "none", "inf"] }] }), MAX_POINTS),
            "weights": list(&json!({ "type": "number", "minimum": 0 }), MAX_POINTS),
        },
        "required": ["values"],
        "additionalProperties": false,
    })
}

fn quantiles() -> Value {
    json!({
        "type": "object",
        "propertyNames": { "pattern": "^p[0-9]+([.][0-9]+)?$" },
        "additionalProperties": { "type": "number" },
        "required": ["p0", "p100"],
        "maxProperties": MAX_POINTS,
    })
}

fn percentiles() -> Value {
    json!({
        "type": "object",
        "propertyNames": { "pattern": "^p[0-9]+([.][0-9]+)?$", "not": { "enum": ["p0", "p100"] } },
        "additionalProperties": { "type": "number" },
        "minProperties": Distribution::FEWEST_PERCENTILES,
        "maxProperties": Distribution::MOST_PERCENTILES,
    })
}

fn within() -> Value {
    json!({
        "type": "object",
        "properties": {
            "probability": { "oneOf": [{ "type": "number", "minimum": 0, "maximum": 1 }, { "$ref": "#/$defs/distribution" }] },
            "months": { "type": "number", "minimum": 1 },
        },
        "required": ["probability", "months"],
        "additionalProperties": false,
    })
}

fn mixture() -> Value {
    let part = json!({
        "type": "object",
        "properties": {
            "weight": { "type": "number", "minimum": 0 },
            "of": { "oneOf": [{ "type": "number" }, { "$ref": "#/$defs/distribution" }] },
            "source": { "type": "string" },
            "note": { "type": "string" },
        },
        "required": ["weight", "of"],
        "additionalProperties": false,
    });
    list(&part, MAX_POINTS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::tests::{BORDER, ISLAND};
    use crate::scenario::{Document, Node, TomlTable, parse, template};

    fn json_of(node: &Node) -> Value {
        use crate::scenario::Value as Toml;
        match &node.value {
            Toml::String(text) => json!(text),
            Toml::Integer(literal) => json!(literal.exact.and_then(|exact| i64::try_from(exact).ok())),
            Toml::Float(literal) => json!(literal.value),
            Toml::Boolean(value) => json!(value),
            Toml::Datetime(date) => json!(date.to_string()),
            Toml::Array(items) => items.iter().map(json_of).collect(),
            Toml::Table(table) => json_of_table(table),
        }
    }

    fn json_of_table(table: &TomlTable) -> Value {
        Value::Object(table.entries.iter().map(|entry| (entry.key.clone(), json_of(&entry.node))).collect())
    }

    fn json_file(text: &str) -> Value {
        json_of_table(&Document::parse("test.toml", text).unwrap().root)
    }

    /// Whether a value satisfies a schema; knows the keywords that [`schema`] uses and refuses any other.
    fn holds(schema: &Value, value: &Value, root: &Value) -> bool {
        schema.as_object().unwrap().iter().all(|(keyword, rule)| match keyword.as_str() {
            "$id" | "default" | "description" | "examples" | "title" | "$schema" | "$defs" | "format"
            | "uniqueItems" | "maxProperties" => true,
            "$ref" => holds(root.pointer(&rule.as_str().unwrap()[1..]).unwrap(), value, root),
            "oneOf" => rule.as_array().unwrap().iter().filter(|one| holds(one, value, root)).count() == 1,
            "enum" => rule.as_array().unwrap().contains(value),
            "not" => !holds(rule, value, root),
            "type" => match rule.as_str().unwrap() {
                "object" => value.is_object(),
                "array" => value.is_array(),
                "string" => value.is_string(),
                "boolean" => value.is_boolean(),
                "integer" => value.is_i64(),
                "number" => value.is_number(),
                other => panic!("type {other}"),
            },
            "minimum" => value.as_f64().is_none_or(|x| x >= rule.as_f64().unwrap()),
            "maximum" => value.as_f64().is_none_or(|x| x <= rule.as_f64().unwrap()),
            "exclusiveMinimum" => value.as_f64().is_none_or(|x| x > rule.as_f64().unwrap()),
            "exclusiveMaximum" => value.as_f64().is_none_or(|x| x < rule.as_f64().unwrap()),
            "maxLength" => value.as_str().is_none_or(|it| it.chars().count() <= rule.as_u64().unwrap() as usize),
            "minProperties" => value.as_object().is_none_or(|it| it.len() >= rule.as_u64().unwrap() as usize),
            "minItems" => value.as_array().is_none_or(|items| items.len() >= rule.as_u64().unwrap() as usize),
            "maxItems" => value.as_array().is_none_or(|items| items.len() <= rule.as_u64().unwrap() as usize),
            "items" => value.as_array().is_none_or(|items| items.iter().all(|item| holds(rule, item, root))),
            "required" => value.as_object().is_none_or(|object| {
                rule.as_array().unwrap().iter().all(|key| object.contains_key(key.as_str().unwrap()))
            }),
            "pattern" => value.as_str().is_none_or(crate::scenario::reader::is_id),
            "propertyNames" => value.as_object().is_none_or(|object| object.keys().all(|key| key.starts_with('p'))),
            "properties" => value.as_object().is_none_or(|object| {
                object.iter().all(|(key, value)| rule.get(key).is_none_or(|rule| holds(rule, value, root)))
            }),
            "additionalProperties" => value.as_object().is_none_or(|object| {
                let known = schema.get("properties");
                let others = object.iter().filter(|(key, _)| known.and_then(|known| known.get(*key)).is_none());
                others.into_iter().all(|(_, value)| rule.as_bool() != Some(false) && holds(rule, value, root))
            }),
            other => panic!("the walker does not know `{other}`"),
        })
    }

    fn is_valid(text: &str) -> bool {
        let schema = schema();
        holds(&schema, &json_file(text), &schema)
    }

    /// Defaults and examples are what editors offer: each is valid where it stands.
    #[test]
    fn what_is_offered_is_valid() {
        fn walk(schema: &Value, root: &Value, found: &mut [usize; 2]) {
            if let Some(default) = schema.get("default").filter(|_| schema.get("description").is_some()) {
                assert!(holds(schema, default, root), "{schema}");
                found[0] += 1;
            }
            for example in schema.get("examples").and_then(Value::as_array).into_iter().flatten() {
                assert!(holds(schema, example, root), "{example}");
                found[1] += 1;
            }
            let parts = schema
                .as_object()
                .map(|it| it.values().collect())
                .or_else(|| schema.as_array().map(|it| it.iter().collect()));
            let parts: Vec<&Value> = parts.unwrap_or_default();
            for part in parts {
                walk(part, root, found);
            }
        }
        let (schema, mut found) = (schema(), [0, 0]);
        walk(&schema, &schema, &mut found);
        assert!(found[0] > 60 && found[1] == 7, "{found:?}");
    }

    #[test]
    fn valid_files_satisfy_the_schema() {
        for text in [BORDER, ISLAND, template()] {
            assert!(is_valid(text));
        }
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
        let mut shipped = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "toml") {
                assert!(is_valid(&std::fs::read_to_string(&path).unwrap()), "{}", path.display());
                shipped += 1;
            }
        }
        assert!(shipped >= 4, "{shipped} scenarios");
    }

    /// Every whole file in the description of the format.
    #[test]
    fn files_of_the_documentation_satisfy_the_schema() {
        let page = include_str!("../../docs/scenario-format.md");
        let files: Vec<&str> = page
            .split("```toml\n")
            .skip(1)
            .map(|block| block.split("```").next().unwrap())
            .filter(|block| block.lines().any(|line| line.starts_with("schema = ")))
            .collect();
        assert!(!files.is_empty());
        for file in files {
            assert!(is_valid(file), "{file}");
        }
    }

    #[test]
    fn schema_and_parser_refuse_the_same_files() {
        for (old, new) in [
            ("war_cost = 0.45", "war_costs = 0.45"),
            ("war_cost = 0.45", "war_cost = 10"),
            ("war_cost = 0.45", "war_cost = \"low\""),
            ("war_cost = 0.45", "quality = 1\nwar_cost = 0.45"),
            ("war_cost = 0.45", "war_cost = { uniform = [0.1, 0.2], beta = [1, 2] }"),
            ("war_cost = 0.45", "war_cost = { uniform = [0.1, 0.2, 0.3] }"),
            ("war_cost = 0.45", "war_cost = { quantiles = { p0 = 0 } }"),
            ("war_cost = 0.45\n", ""),
            ("positions = 10", "positions = 10.5"),
            ("positions = 10", "positions = { uniform = [5, 20] }"),
            ("start = 4", "start = 4\nstart_share = 0.4"),
            ("territory = 0.4", "territory = 1.4"),
            ("guarantee_years = \"permanent\"", "guarantee_years = \"none\""),
            ("id = \"fifteen\"", "id = \"Fifteen\""),
            ("id = \"fifteen\"", "id = \"all\""),
            ("id = \"protector\"", "id = \"nobody\""),
            ("may_attack = false", "may_attack = 0"),
            ("seed = 1", "seed = -1"),
            ("territory = { ideal = 1, salience = 0.7 }", "territory = { ideal = 1 }"),
            ("territory = { ideal = 1, salience = 0.7 }", "territory = { ideal = 1, salience = 0.7, weight = 2 }"),
            ("guarantee_years = { salience = 0.1 }", "guarantee_years = { ideal = 1, salience = 0.1 }"),
            ("[front]", "[fronts]"),
            ("[front]\n", "[front]\nfreeze = 1\n"),
            ("[front]\n", "[front]\nfreeze = -0.1\n"),
            ("[front]\n", "[front]\nfreeze = 0.1\nthaw = 1.0\n"),
            ("[guarantee]\n", "[guarantee]\nendurance = -1\n"),
            ("[enforcement]\n", "[enforcement]\nkept = { territory = 0.5 }\n"),
            ("[enforcement]\n", "[enforcement]\nkept = { defender_forces = 1.5 }\n"),
            ("[enforcement]\n", "[enforcement]\nkept = 0.5\n"),
            ("[enforcement]\n", "[enforcement]\nshocks = \"payed\"\n"),
            ("[enforcement]\n", "[enforcement]\ntheory = \"weibull\"\n"),
            ("[enforcement]\n", "[hazard]\nshape = 1\nscale = 20\n[enforcement]\n"),
            ("[enforcement]\n", "[hazard]\nshape = 0\nscale = 20\nchallenger_share = 0.5\n[enforcement]\n"),
            (
                "[enforcement]\n",
                "[hazard]\nshape = 1\nscale = 20\nchallenger_share = 0.5\neffects = { foreign_troops = 1 }\n[enforcement]\n",
            ),
            ("forces = 500", "forces = 500\nlasting = 1"),
            ("forces = 500", "forces = 500\nturnover = 1.5"),
            ("[guarantee]", "effects = 3\n[guarantee]"),
            ("[guarantee]", "[[cost]]\nid = \"dead\"\n[guarantee]"),
            ("[guarantee]", "[[cost]]\nid = \"dead\"\nunit = \"people\"\nper_month_of_war = -1\n[guarantee]"),
            ("[guarantee]", "[[cost]]\nid = \"dead\"\nunit = \"people\"\nper_month = 1\n[guarantee]"),
            ("seed = 1", "seed = 1\ncosts_years = 0"),
        ] {
            assert!(ISLAND.contains(old), "{old}");
            let text = ISLAND.replacen(old, new, 1);
            assert!(!is_valid(&text), "the schema accepts {new}");
            assert!(parse("test.toml", &text, &[], None).is_err(), "the parser accepts {new}");
        }
    }

    fn assert_described<T>(section: &str, keys: &[Key<T>], skip: &[&str]) {
        let schema = schema();
        for key in keys.iter().filter(|key| !skip.contains(&key.name)) {
            let pointer = format!("/$defs/scenario_file/properties/{section}/properties/{}/description", key.name);
            let description = schema.pointer(&pointer).unwrap_or_else(|| panic!("no {pointer}"));
            assert!(description.as_str().unwrap().starts_with(key.doc.trim()), "{pointer}");
        }
    }

    #[test]
    fn every_number_is_described() {
        assert_described("challenger", Party::KEYS, &DEFENDER_ONLY);
        assert_described("defender", Party::KEYS, &[]);
        assert_described("defender/properties/demands/properties/territory", Demand::KEYS, &[]);
        assert_described("front", Front::KEYS, &[]);
        assert_described("guarantee", Guarantee::KEYS, &[]);
        assert_described("guarantor/items", Guarantor::KEYS, &[]);
        assert_described("negotiation", Negotiation::KEYS, &[]);
        assert_described("enforcement", Enforcement::KEYS, &[]);
        assert_described("cost/items", Cost::KEYS, &[]);
    }
}
