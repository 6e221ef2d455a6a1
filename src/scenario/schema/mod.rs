//! The JSON Schema of scenario files, made from the very tables that the parser reads by.

mod numbers;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value, json};

use crate::model::forecast::MAX_FORECASTS;
use crate::model::{
    Cost, DEFENDER_FORCES, Demand, EffectKind, Enforcement, Front, GUARANTEE_YEARS, Guarantee, Guarantor, HazardRate,
    HazardRatios, Key, Missing, Negotiation, Party, Politics, STRUCTURAL, Side, Stakeholder,
};
use crate::words::LANGUAGES;

use super::document::{Document, Entry, Node, TomlTable, Value as Toml};
use super::evidence::{EVIDENCE, MAX_EVIDENCE, POWER, power_rule};
use super::forecasts::{FORECAST, forecast_rule};
use super::keys::{
    CORRELATION, COST, DEFENDER_ONLY, ENFORCEMENT, GUARANTOR, INTEREST, ISSUE, KEPT, KEPT_DOC, MAX_CHOICES,
    MAX_CORRELATIONS, MAX_COSTS, MAX_GUARANTORS, MAX_ID, MAX_ISSUES, MAX_NAME, MAX_NOTE, MAX_PARTIES, MAX_PLANS, NAMED,
    NEGOTIATION, PARTY, PLAN, Plain, RATIOS, RATIOS_DOC, RED_LINE, RESERVED, RUN, Rule, SCENARIO, STAKEHOLDER,
    STRUCTURAL_NAMES, TOP, Takes, demand_rules, interest_rules, kept_rule, limit_rules, own_years_rule, ratio_rule,
    status_quo_rule, term_rule,
};
use super::plans::{effect_target, effect_targets, operand_rule, target_rule};
use super::template::template;

use numbers::{Definitions, constant, tabled};

/// Index of an issue beyond the structural ones, whatever it is.
const FURTHER: usize = usize::MAX;

/// The JSON Schema (draft 2020-12) of scenario files, for editors.
#[must_use]
pub fn schema() -> Value {
    let mut definitions = Definitions::new();
    let mut file = scenario_file(&mut definitions);
    if let Ok(document) = Document::parse("template", template()) {
        exemplify(&mut file, &document.root);
    }
    definitions.add("scenario_file", file);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:armistice:scenario:1",
        "title": "armistice scenario file",
        "$ref": "#/$defs/scenario_file",
        "$defs": definitions.finished(),
    })
}

/// The definitions among `all` that a schema refers to, and those that they refer to.
pub(crate) fn referred(schema: &Value, all: &Value) -> Map<String, Value> {
    fn walk(schema: &Value, all: &Value, found: &mut Map<String, Value>) {
        match schema {
            Value::Array(items) => items.iter().for_each(|item| walk(item, all, found)),
            Value::Object(object) => {
                let name = object.get("$ref").and_then(Value::as_str).and_then(|path| path.strip_prefix("#/$defs/"));
                if let Some((name, definition)) = name.and_then(|name| Some((name, all.get(name)?)))
                    && !found.contains_key(name)
                {
                    found.insert(name.to_owned(), definition.clone());
                    walk(definition, all, found);
                }
                object.values().for_each(|part| walk(part, all, found));
            }
            _ => {}
        }
    }
    let mut found = Map::new();
    walk(schema, all, &mut found);
    found
}

/// Gives each key the value that it has in a table as an example.
fn exemplify(schema: &mut Value, table: &TomlTable) {
    for Entry { key, node, .. } in &table.entries {
        let Some(part) = schema.get_mut("properties").and_then(|keys| keys.get_mut(key)) else { continue };
        match &node.value {
            Toml::Table(inner) if part.get("properties").is_some() => exemplify(part, inner),
            Toml::Array(items) if part.pointer("/items/properties").is_some() => {
                items.iter().filter_map(Node::as_table).for_each(|item| exemplify(&mut part["items"], item));
            }
            // JSON has no dates, and a file takes none in quotes.
            Toml::Datetime(_) => {}
            _ => {
                let example = json_of(node);
                if part.get("examples").is_none() && part.get("default") != Some(&example) {
                    part["examples"] = json!([example]);
                }
            }
        }
    }
}

/// A value of a file as editors hand it to a schema.
fn json_of(node: &Node) -> Value {
    match &node.value {
        Toml::String(text) => json!(text),
        Toml::Integer(literal) => json!(literal.exact.and_then(|exact| i64::try_from(exact).ok())),
        Toml::Float(literal) => json!(literal.value),
        Toml::Boolean(value) => json!(value),
        Toml::Datetime(date) => json!(date.to_string()),
        Toml::Array(items) => items.iter().map(json_of).collect(),
        Toml::Table(table) => table.entries.iter().map(|entry| (entry.key.clone(), json_of(&entry.node))).collect(),
    }
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
        if required && !self.required.iter().any(|known| known == name) {
            self.required.push(name.to_owned());
        }
    }

    fn plain(&mut self, keys: &[Plain]) {
        for key in keys {
            self.add(key.name, plain(key), key.required);
        }
    }

    fn numbers<T>(&mut self, keys: &[Key<T>], skip: &[&str], definitions: &mut Definitions) {
        for key in keys.iter().filter(|key| !skip.contains(&key.name)) {
            self.add(key.name, definitions.number(&Rule::of(key)), key.missing == Missing::Refused);
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

fn scenario_file(definitions: &mut Definitions) -> Value {
    let mut file = Properties::default();
    file.plain(TOP);
    file.part("scenario", plain_table(SCENARIO));
    file.part("run", plain_table(RUN));
    file.part("challenger", party(Side::Challenger, definitions));
    file.part("defender", party(Side::Defender, definitions));
    file.part("issue", list(&with_own_id(issue(definitions), "issue"), MAX_ISSUES));
    file.part("front", front(definitions));
    file.part("guarantee", number_table(Guarantee::KEYS, definitions));
    file.part("guarantor", list(&with_own_id(guarantor(definitions), "guarantor"), MAX_GUARANTORS));
    file.part("party", list(&with_own_id(stakeholder(definitions), "party"), MAX_PARTIES));
    file.part("negotiation", negotiation(definitions));
    file.part("enforcement", enforcement(definitions));
    file.part("hazard", hazard(definitions));
    file.part("plan", list(&with_own_id(plan(definitions), "plan"), MAX_PLANS));
    file.part("cost", list(&cost(definitions), MAX_COSTS));
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

fn number_table<T>(keys: &[Key<T>], definitions: &mut Definitions) -> Value {
    let mut table = Properties::default();
    table.numbers(keys, &[], definitions);
    table.closed()
}

fn negotiation(definitions: &mut Definitions) -> Value {
    let mut table = Properties::default();
    table.numbers(Negotiation::KEYS, &[], definitions);
    table.plain(NEGOTIATION);
    table.closed()
}

fn enforcement(definitions: &mut Definitions) -> Value {
    let mut kept = Properties::default();
    for (index, id) in STRUCTURAL.iter().enumerate() {
        let share = if index == DEFENDER_FORCES { definitions.number(&kept_rule()) } else { json!({ "not": {} }) };
        kept.add(id, share, false);
    }
    let mut schema = kept.open(definitions.number(&kept_rule()));
    schema["description"] = json!(KEPT_DOC);
    let mut table = Properties::default();
    table.numbers(Enforcement::KEYS, &[], definitions);
    table.plain(ENFORCEMENT);
    table.add(KEPT, schema, false);
    table.closed()
}

fn hazard(definitions: &mut Definitions) -> Value {
    let mut ratios = Properties::default();
    ratios.numbers(HazardRatios::KEYS, &[], definitions);
    let mut schema = ratios.open(definitions.number(&ratio_rule()));
    for structural in STRUCTURAL.iter().filter(|id| HazardRatios::key(id).is_none()) {
        schema["properties"][structural] = json!({ "not": {} });
    }
    schema["description"] = json!(RATIOS_DOC);
    let mut table = Properties::default();
    table.numbers(HazardRate::KEYS, &[], definitions);
    table.add(RATIOS, schema, false);
    table.closed()
}

fn front(definitions: &mut Definitions) -> Value {
    let mut schema = number_table(Front::KEYS, definitions);
    schema["oneOf"] = json!([{ "required": ["start"] }, { "required": ["start_share"] }]);
    schema
}

fn party(side: Side, definitions: &mut Definitions) -> Value {
    let mut table = Properties::default();
    table.plain(PARTY);
    table.numbers(Party::KEYS, if side == Side::Challenger { &DEFENDER_ONLY } else { &[] }, definitions);
    table.part("demands", by_issue(true, &mut |issue, unit| demand(issue, unit, definitions)));
    table.closed()
}

/// What is wanted on each issue: of the structural ones, which are required or not, and of further ones.
fn by_issue(required: bool, of: &mut dyn FnMut(usize, &str) -> Value) -> Value {
    let mut table = Properties::default();
    for (index, (id, (name, unit))) in STRUCTURAL.iter().zip(STRUCTURAL_NAMES).enumerate() {
        let mut schema = of(index, unit);
        schema["description"] = json!(format!("{name} ({unit})."));
        table.add(id, schema, required);
    }
    table.open(of(FURTHER, ""))
}

fn demand(issue: usize, unit: &str, definitions: &mut Definitions) -> Value {
    let mut table = Properties::default();
    table.plain(super::keys::DEMAND);
    let rules = demand_rules(issue, unit);
    debug_assert!(rules.len() == Demand::KEYS.len() || issue == GUARANTEE_YEARS);
    for rule in &rules {
        table.add(rule.name, definitions.number(rule), rule.default.is_none());
    }
    table.closed()
}

fn stakeholder(definitions: &mut Definitions) -> Value {
    let mut table = Properties::default();
    table.plain(STAKEHOLDER);
    table.numbers(Stakeholder::KEYS, &[], definitions);
    table.part("demands", by_issue(false, &mut |issue, unit| interest(issue, unit, definitions)));
    table.closed()
}

fn interest(issue: usize, unit: &str, definitions: &mut Definitions) -> Value {
    let mut table = Properties::default();
    table.plain(INTEREST);
    for rule in &interest_rules(issue, unit) {
        table.add(rule.name, definitions.number(rule), rule.default.is_none());
    }
    let mut limits = Properties::default();
    for rule in &limit_rules(issue, unit) {
        limits.add(rule.name, definitions.number(rule), false);
    }
    let mut red_line = limits.closed();
    red_line["minProperties"] = json!(1);
    red_line["maxProperties"] = json!(1);
    table.part(RED_LINE, red_line);
    table.closed()
}

fn issue(definitions: &mut Definitions) -> Value {
    let mut table = Properties::default();
    table.plain(ISSUE);
    table.add("status_quo", definitions.number(&status_quo_rule("")), false);
    table.closed()
}

fn guarantor(definitions: &mut Definitions) -> Value {
    let mut table = Properties::default();
    table.plain(GUARANTOR);
    table.numbers(Guarantor::KEYS, &[], definitions);
    let mut politics = Properties::default();
    politics.numbers(Politics::KEYS, &[], definitions);
    table.part("politics", politics.closed());
    table.closed()
}

fn cost(definitions: &mut Definitions) -> Value {
    let mut table = Properties::default();
    table.plain(COST);
    table.numbers(Cost::KEYS, &[], definitions);
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

fn plan(definitions: &mut Definitions) -> Value {
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
    table.part("effects", effects(definitions));
    table.closed()
}

fn term(issue: usize, unit: &str) -> Value {
    let mut rule = term_rule(issue, unit);
    if issue == 0 {
        rule.words = &["line_of_contact"];
    }
    let plain = constant(&rule);
    let finite = constant(&Rule { words: &[], ..rule.clone() });
    let said = |mut schema: Value, doc: &str| {
        schema["description"] = json!(doc);
        schema
    };
    let choices = json!({
        "type": "array", "items": plain, "minItems": 1, "maxItems": MAX_CHOICES, "uniqueItems": true,
    });
    let open = json!({
        "type": "object",
        "properties": {
            "choices": said(choices, "The terms from which both sides choose."),
            "from": said(finite.clone(), "The first of equally spaced terms from which both sides choose."),
            "to": said(finite, "The last of them."),
            "step": said(json!({ "type": "number", "exclusiveMinimum": 0 }), "How far apart they are."),
        },
        "oneOf": [{ "required": ["choices"] }, { "required": ["from", "to", "step"] }],
        "additionalProperties": false,
    });
    described(json!({ "oneOf": [plain, open] }), &rule)
}

fn effects(definitions: &mut Definitions) -> Value {
    let mut table = Properties::default();
    for path in effect_targets() {
        let Some(target) = effect_target(&path) else { continue };
        let mut effect = Properties::default();
        let kinds = [EffectKind::Set, EffectKind::Add, EffectKind::Multiply];
        for kind in kinds {
            effect.add(kind.key(), definitions.number(&operand_rule(target, kind)), false);
        }
        effect.plain(super::keys::DEMAND);
        let mut schema = effect.closed();
        schema["oneOf"] = kinds.iter().map(|kind| json!({ "required": [kind.key()] })).collect();
        schema["description"] = json!(target_rule(target).doc.trim());
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
    let word = key.default.trim_matches('"');
    let words = |words: &[&str]| words.contains(&word).then(|| json!(word));
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
    let in_language = |code: &str| {
        let mut schema = text(key);
        schema["description"] = json!(format!("In the language {code}."));
        (code.to_owned(), schema)
    };
    let texts: Map<String, Value> = LANGUAGES.map(in_language).into_iter().collect();
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
