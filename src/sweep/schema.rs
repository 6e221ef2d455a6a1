//! The JSON Schema of sweep files, made from the very tables that the parser reads by.

use serde_json::{Map, Value, json};

use crate::scenario::{Plain, Takes, referred, schema as scenario_schema};

use super::keys::{AXIS, CHART, MEASURE, SWEEP, TOP};
use super::{MAX_AXES, MAX_CHARTS, MAX_MEASURES};

/// The JSON Schema (draft 2020-12) of sweep files, for editors.
#[must_use]
pub fn schema() -> Value {
    let mut file = table(TOP);
    let names = json!({ "type": "array", "items": { "type": "string" } });
    let mut sweep = table(SWEEP);
    part(&mut sweep, "plans", json!({ "type": "array", "items": { "type": "string" }, "minItems": 1 }));
    part(&mut file, "sweep", sweep);
    let mut axis = table(AXIS);
    let any = json!({ "type": ["number", "string", "boolean", "object", "array"] });
    part(&mut axis, "values", json!({ "type": "array", "items": any, "minItems": 1 }));
    part(&mut axis, "base", any);
    for name in ["from", "to", "step"] {
        part(&mut axis, name, json!({ "type": "number" }));
    }
    let scenario = scenario_schema();
    let distribution = scenario["$defs"]["distribution"].clone();
    for family in crate::scenario::FAMILIES {
        let described = &distribution["properties"][family.name];
        let schema = if described.is_null() { json!({ "description": family.doc }) } else { described.clone() };
        axis["properties"][family.name] = schema;
    }
    axis["properties"]["integers"] = json!({
        "description": "Whole numbers from the first to the last, all equally likely.",
        "type": "array", "items": { "type": "integer" }, "minItems": 2, "maxItems": 2,
    });
    for bound in ["min", "max"] {
        axis["properties"][bound] = json!({ "type": "number", "description": "Where the distribution is cut off." });
    }
    part(&mut file, "axis", json!({ "type": "array", "items": axis, "minItems": 1, "maxItems": MAX_AXES }));
    let measures = json!({ "type": "array", "items": table(MEASURE), "minItems": 1, "maxItems": MAX_MEASURES });
    part(&mut file, "measure", measures);
    let mut chart = table(CHART);
    for name in ["by", "measure"] {
        part(&mut chart, name, json!({ "anyOf": [{ "type": "string" }, names] }));
    }
    part(&mut file, "chart", json!({ "type": "array", "items": chart, "maxItems": MAX_CHARTS }));
    let mut definitions = referred(&file, &scenario["$defs"]);
    definitions.insert("sweep_file".to_owned(), file);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:armistice:sweep:1",
        "title": "armistice sweep file",
        "$ref": "#/$defs/sweep_file",
        "$defs": definitions,
    })
}

fn part(table: &mut Value, name: &str, mut schema: Value) {
    let description = table["properties"][name]["description"].clone();
    if !description.is_null() {
        schema["description"] = description;
    }
    table["properties"][name] = schema;
}

fn table(keys: &[Plain]) -> Value {
    let properties: Map<String, Value> = keys.iter().map(|key| (key.name.to_owned(), plain(key))).collect();
    let required: Vec<&str> = keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn plain(key: &Plain) -> Value {
    let mut schema = match key.kind {
        Takes::Count(min, max) => json!({ "type": "integer", "minimum": min, "maximum": max }),
        Takes::Choice(words) => json!({ "enum": words }),
        Takes::Part => json!({}),
        Takes::Id => json!({ "type": "string", "pattern": "^[a-z0-9_-]{1,64}$" }),
        _ => json!({ "type": "string" }),
    };
    schema["description"] = json!(key.doc);
    schema
}
