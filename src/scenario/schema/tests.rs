//! Tests of the schema of scenario files.

use std::collections::BTreeSet;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::super::keys::{FAMILIES, WHOLE_FAMILIES, chance_rule};
use super::super::reader::Reader;
use super::*;
use crate::model::Range;
use crate::scenario::parse;
use crate::scenario::tests::{BORDER, ISLAND};

fn json_file(text: &str) -> Value {
    let root = Document::parse("test.toml", text).unwrap().root;
    root.entries.iter().map(|entry| (entry.key.clone(), json_of(&entry.node))).collect()
}

/// Where what a regular expression matches from a place can end; knows alternatives, groups, classes and counts.
fn ends_of(pattern: &[char], text: &[char], at: usize) -> BTreeSet<usize> {
    let (mut depth, mut from, mut found) = (0, 0, BTreeSet::new());
    for (place, sign) in pattern.iter().enumerate() {
        depth += i32::from(*sign == '(') - i32::from(*sign == ')');
        if *sign == '|' && depth == 0 {
            found.extend(ends_in_turn(&pattern[from..place], text, at));
            from = place + 1;
        }
    }
    found.extend(ends_in_turn(&pattern[from..], text, at));
    found
}

fn ends_in_turn(pattern: &[char], text: &[char], at: usize) -> BTreeSet<usize> {
    let Some(first) = pattern.first() else { return BTreeSet::from([at]) };
    let closing = |open: char, close: char| {
        let mut depth = 0;
        let closes = |sign: &char| {
            depth += i32::from(*sign == open) - i32::from(*sign == close);
            depth == 0
        };
        pattern.iter().position(closes).unwrap()
    };
    let last = match first {
        '(' => closing('(', ')'),
        '[' => closing('[', ']'),
        _ => 0,
    };
    let (one, rest) = pattern.split_at(last + 1);
    let (least, most, rest) = match rest.first() {
        Some('*') => (0, text.len(), &rest[1..]),
        Some('?') => (0, 1, &rest[1..]),
        Some('+') => (1, text.len(), &rest[1..]),
        Some('{') => {
            let close = rest.iter().position(|sign| *sign == '}').unwrap();
            let counts: String = rest[1..close].iter().collect();
            let (least, most) = counts.split_once(',').unwrap();
            (least.parse().unwrap(), most.parse().unwrap(), &rest[close + 1..])
        }
        _ => (1, 1, rest),
    };
    let once = |at: usize| match first {
        '(' => ends_of(&one[1..last], text, at),
        '[' => {
            let fits = text.get(at).is_some_and(|sign| is_in(&one[1..last], *sign));
            (at + 1..=at + usize::from(fits)).collect()
        }
        sign => (at + 1..=at + usize::from(text.get(at) == Some(sign))).collect(),
    };
    let (mut reached, mut found) = (BTreeSet::from([at]), BTreeSet::new());
    for count in 0..=most {
        if count >= least {
            found.extend(reached.iter().flat_map(|at| ends_in_turn(rest, text, *at)));
        }
        reached = reached.into_iter().flat_map(once).collect();
        if reached.is_empty() {
            break;
        }
    }
    found
}

fn is_in(class: &[char], sign: char) -> bool {
    match class {
        [from, '-', to, rest @ ..] => (*from..=*to).contains(&sign) || is_in(rest, sign),
        [single, rest @ ..] => *single == sign || is_in(rest, sign),
        [] => false,
    }
}

fn matches(pattern: &str, text: &str) -> bool {
    let pattern = pattern.strip_prefix('^').and_then(|rest| rest.strip_suffix('$')).unwrap();
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    ends_of(&pattern, &text, 0).contains(&text.len())
}

#[test]
fn names_of_percentiles_match_as_they_are_read() {
    let [all, ends] = ["quantiles", "percentiles"].map(|family| {
        let schema = schema();
        let names = &schema["$defs"]["distribution"]["properties"][family]["propertyNames"];
        if family == "quantiles" { names["pattern"].clone() } else { names["not"]["pattern"].clone() }
    });
    for name in ["p0", "p5", "p05", "p97.5", "p.5", "p5.", "p100", "p100.", "p0100.0", "p00", "p.0", "p0.0"] {
        assert!(matches(all.as_str().unwrap(), name), "{name}");
        let value: f64 = name[1..].parse().unwrap();
        assert_eq!(matches(ends.as_str().unwrap(), name), value == 0.0 || value == 100.0, "{name}");
    }
    for name in ["p", "p.", "5", "p101", "p100.5", "p1e1", "p-1", "q5", "p5.5.5", "pp5", "p200", "p1000"] {
        assert!(!matches(all.as_str().unwrap(), name), "{name}");
    }
}

fn is_equal(a: &Value, b: &Value) -> bool {
    a == b || a.is_number() && a.as_f64() == b.as_f64()
}

/// Whether a value satisfies a schema; knows the keywords that [`schema`] uses and refuses any other.
fn holds(schema: &Value, value: &Value, root: &Value) -> bool {
    schema.as_object().unwrap().iter().all(|(keyword, rule)| match keyword.as_str() {
        "$id" | "default" | "description" | "examples" | "title" | "$schema" | "$defs" | "format" | "then" | "else" => {
            true
        }
        "if" => {
            let follows = if holds(rule, value, root) { "then" } else { "else" };
            schema.get(follows).is_none_or(|schema| holds(schema, value, root))
        }
        "allOf" => rule.as_array().unwrap().iter().all(|one| holds(one, value, root)),
        "uniqueItems" => value.as_array().is_none_or(|items| {
            items.iter().enumerate().all(|(place, item)| !items[..place].iter().any(|other| is_equal(item, other)))
        }),
        "maxProperties" => value.as_object().is_none_or(|it| it.len() <= rule.as_u64().unwrap() as usize),
        "contains" => value.as_array().is_none_or(|items| items.iter().any(|item| holds(rule, item, root))),
        "prefixItems" => value
            .as_array()
            .is_none_or(|items| items.iter().zip(rule.as_array().unwrap()).all(|(item, rule)| holds(rule, item, root))),
        "$ref" => holds(root.pointer(&rule.as_str().unwrap()[1..]).unwrap(), value, root),
        "oneOf" => rule.as_array().unwrap().iter().filter(|one| holds(one, value, root)).count() == 1,
        "enum" => rule.as_array().unwrap().contains(value),
        "not" => !holds(rule, value, root),
        "type" => match rule.as_str().unwrap() {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "boolean" => value.is_boolean(),
            "integer" => value.as_f64().is_some_and(|x| x.fract() == 0.0),
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
        "required" => value
            .as_object()
            .is_none_or(|object| rule.as_array().unwrap().iter().all(|key| object.contains_key(key.as_str().unwrap()))),
        "pattern" => value.as_str().is_none_or(|text| matches(rule.as_str().unwrap(), text)),
        "propertyNames" => {
            value.as_object().is_none_or(|object| object.keys().all(|key| holds(rule, &json!(key), root)))
        }
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
    assert!(found[0] > 90 && found[1] > 80, "{found:?}");
}

#[test]
fn valid_files_satisfy_the_schema() {
    for text in [BORDER, ISLAND, template()] {
        assert!(is_valid(text));
    }
    for (folder, fewest) in [("/scenarios", 4), ("/tests/vectors/scenarios", 20)] {
        let folder = format!("{}{folder}", env!("CARGO_MANIFEST_DIR"));
        let mut checked = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "toml") {
                assert!(is_valid(&std::fs::read_to_string(&path).unwrap()), "{}", path.display());
                checked += 1;
            }
        }
        assert!(checked >= fewest, "{checked} scenarios");
    }
}

/// Every whole file in the description of the format.
#[test]
fn files_of_the_documentation_satisfy_the_schema() {
    let page = include_str!("../../../docs/scenario-format.md");
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

/// Keys of a file that is right, each with the line that the tests below change.
const RELIABILITY: &str = "reliability = 0.6";
const WAR_COST: &str = "war_cost = 0.45";
const STALEMATE: &str = "stalemate = 0.5";
const DISCOUNT: &str = "discount_factor = 0.9\n";
const DECISIVENESS: &str = "decisiveness = 1\n";
const FORCES: &str = "forces = 500";
const MONTHS: &str = "max_months = 36";

/// Whether the schema and the program accept the file with another value of that key.
fn accepted(line: &str, value: &str) -> [bool; 2] {
    assert!(ISLAND.contains(line), "{line}");
    let key = line.split(' ').next().unwrap();
    let text = ISLAND.replacen(line, &format!("{key} = {value}\n"), 1);
    [is_valid(&text), parse("test.toml", &text, &[], None).is_ok()]
}

#[test]
fn schema_and_program_refuse_the_same_distributions() {
    for (line, value) in [
        // Conditions of the families themselves.
        (RELIABILITY, "{ beta = [-1, 2] }"),
        (RELIABILITY, "{ beta = [0.009, 2] }"),
        (RELIABILITY, "{ beta = [2, 100001] }"),
        (WAR_COST, "{ normal = [0.5, -1], min = 0, max = 1 }"),
        (WAR_COST, "{ normal = [0.5, 0], min = 0, max = 1 }"),
        (FORCES, "{ lognormal90 = [-1, 2] }"),
        (FORCES, "{ lognormal80 = [0, 2] }"),
        (FORCES, "{ uniform = [5, 5.0] }"),
        (FORCES, "{ normal90 = [5, 5] }"),
        (FORCES, "{ discrete = { values = [] } }"),
        (FORCES, "{ discrete = { values = [5, 5.0] } }"),
        (FORCES, "{ discrete = { values = [5, 6], weights = [0, 0] } }"),
        (FORCES, "{ discrete = { values = [5, 6], weights = [1, -1] } }"),
        (FORCES, "{ mixture = [] }"),
        (FORCES, "{ mixture = [{ weight = 0, of = 5 }] }"),
        (FORCES, "{ mixture = [{ weight = -1, of = 5 }, { weight = 1, of = 6 }] }"),
        (FORCES, "{ quantiles = { p0 = 1, p101 = 3, p100 = 2 } }"),
        (FORCES, "{ percentiles = { p0 = 1, p50 = 2, p95 = 3 } }"),
        (FORCES, "{ percentiles = { p5 = 1, p95 = 3 } }"),
        (STALEMATE, "{ within = { probability = 1.5, months = 12 } }"),
        (STALEMATE, "{ within = { probability = 0.5, months = 0.5 } }"),
        (STALEMATE, "{ within = { probability = { uniform = [0.5, 2] }, months = 12 } }"),
        (RELIABILITY, "{ within = { probability = 0.5, months = 12 } }"),
        // The range of the key.
        (RELIABILITY, "{ uniform = [0.5, 2] }"),
        (RELIABILITY, "{ uniform = [-0.5, 0.5], min = -0.1 }"),
        (RELIABILITY, "{ discrete = { values = [3], weights = [1] } }"),
        (RELIABILITY, "{ discrete = { values = [0.5, 3] }, max = 1 }"),
        (RELIABILITY, "{ discrete = { values = [0.5, \"inf\"] } }"),
        (RELIABILITY, "{ triangular = [0, 0.5, 5] }"),
        (RELIABILITY, "{ pert = [-1, 0.5, 1] }"),
        (RELIABILITY, "{ quantiles = { p0 = -1, p100 = 1 } }"),
        (RELIABILITY, "{ quantiles = { p0 = 0, p50 = 0.5, p100 = 1.5 } }"),
        (RELIABILITY, "{ percentiles = { p5 = -0.1, p50 = 0.5, p95 = 0.9 }, max = 1 }"),
        (RELIABILITY, "{ normal = [0.5, 0.1] }"),
        (RELIABILITY, "{ normal = [0.5, 0.1], min = 0 }"),
        (RELIABILITY, "{ normal = [0.5, 0.1], min = -5, max = 1 }"),
        (RELIABILITY, "{ lognormal90 = [0.3, 0.9], max = 5 }"),
        (RELIABILITY, "{ uniform = [0.1, 0.9], max = -5 }"),
        (RELIABILITY, "{ uniform_int = [0, 2] }"),
        (RELIABILITY, "{ mixture = [{ weight = 1, of = 2 }] }"),
        (RELIABILITY, "{ mixture = [{ weight = 1, of = { uniform = [0.5, 2] } }, { weight = 1, of = 0.5 }] }"),
        (RELIABILITY, "{ mixture = [{ weight = 1, of = { discrete = { values = [2] } } }], max = 1 }"),
        (WAR_COST, "{ uniform = [-1, 0.5] }"),
        (WAR_COST, "{ uniform = [-2, 0.5], min = -1 }"),
        (WAR_COST, "{ uniform = [0.5, 10] }"),
        (STALEMATE, "{ triangular = [0, 0.5, 1] }"),
        (DISCOUNT, "{ beta = [9, 1] }"),
        (DISCOUNT, "{ beta = [9, 1], min = 0.1, max = 0.99 }"),
        (DISCOUNT, "{ lognormal90 = [0.8, 0.9], max = 0.99 }"),
        (DECISIVENESS, "{ quantiles = { p0 = 0, p100 = 2 } }"),
        (DECISIVENESS, "{ normal = [1, 0.1], max = 2 }"),
        (FORCES, "{ uniform = [500, 2e6] }"),
        (FORCES, "{ normal = [500, 1], min = 1, max = 2e6 }"),
        (MONTHS, "{ uniform_int = [-1, 12] }"),
        (MONTHS, "{ discrete = { values = [12, 12001] } }"),
        (MONTHS, "{ uniform_int = [12, 36], max = -1 }"),
    ] {
        assert_eq!(accepted(line, value), [false, false], "{line}: {value}");
    }
}

#[test]
fn schema_and_program_accept_the_same_distributions() {
    for (line, value) in [
        (RELIABILITY, "{ beta = [0.01, 100000] }"),
        (RELIABILITY, "{ uniform = [0, 1] }"),
        (RELIABILITY, "{ uniform = [-0.5, 2], min = 0, max = 1 }"),
        (RELIABILITY, "{ uniform = [0.1, 0.9], min = -5, max = 5 }"),
        (RELIABILITY, "{ triangular = [0, 0, 1] }"),
        (RELIABILITY, "{ pert = [-3, 0.5, 4], min = 0.2, max = 0.8 }"),
        (RELIABILITY, "{ quantiles = { p0 = 0, p100 = 1 } }"),
        (RELIABILITY, "{ quantiles = { p0 = -1, \"p.5\" = 0, \"p50.\" = 0.5, p100 = 2 }, min = 0, max = 1 }"),
        (RELIABILITY, "{ quantiles = { p0 = 0.5, p050 = 0.5, p100 = 1 } }"),
        (RELIABILITY, "{ percentiles = { p5 = -0.1, p50 = 0.5, p95 = 0.9 }, min = 0, max = 1 }"),
        (RELIABILITY, "{ normal = [3, 5], min = 0, max = 1 }"),
        (RELIABILITY, "{ lognormal90 = [0.3, 0.9], min = -2, max = 1 }"),
        (RELIABILITY, "{ discrete = { values = [0, 1], weights = [0, 1] } }"),
        (RELIABILITY, "{ discrete = { values = [0, 0.5, 1] }, min = -5, max = 0.7 }"),
        (RELIABILITY, "{ uniform_int = [0, 1] }"),
        // A cut between whole numbers leaves those inside.
        (RELIABILITY, "{ uniform_int = [-5, 5], min = -0.5, max = 1.5 }"),
        // Parts without weight are none, and what is cut off may lie anywhere.
        (RELIABILITY, "{ mixture = [{ weight = 0, of = { uniform = [5, 6] } }, { weight = 1, of = 0.5 }] }"),
        (
            RELIABILITY,
            "{ mixture = [{ weight = 1, of = { normal = [5, 6] } }, { weight = 1, of = 1 }], min = 0, max = 1 }",
        ),
        (RELIABILITY, "{ mixture = [{ weight = 1, of = { uniform = [-9, -8] } }, { weight = 1, of = 1 }], min = -5 }"),
        (WAR_COST, "{ uniform = [-0.999, 9.999] }"),
        (WAR_COST, "{ normal = [0, 1], min = -1, max = 10 }"),
        (STALEMATE, "{ beta = [2, 2] }"),
        (STALEMATE, "{ within = { probability = { beta = [2, 2], source = \"x\" }, months = 1 } }"),
        (STALEMATE, "{ mixture = [{ weight = 1, of = { within = { probability = 0.5, months = 6 } } }] }"),
        (DISCOUNT, "{ beta = [9, 1], min = 0.2, max = 0.9999 }"),
        (DECISIVENESS, "{ lognormal90 = [0.5, 2] }"),
        (DECISIVENESS, "{ normal = [1, 0.1], min = 0 }"),
        (FORCES, "{ lognormal80 = [400, 600], note = \"a remark\" }"),
        (FORCES, "{ mixture = [{ weight = 1, of = { normal = [500, 1], min = 1 } }, { weight = 2, of = 480 }] }"),
        (MONTHS, "{ uniform_int = [0, 12.0] }"),
        (MONTHS, "{ discrete = { values = [0, 12000] } }"),
    ] {
        assert_eq!(accepted(line, value), [true, true], "{line}: {value}");
    }
}

#[test]
fn sources_and_notes_are_texts_of_some_length() {
    let long = "x".repeat(MAX_NOTE);
    assert_eq!(accepted(RELIABILITY, &format!("{{ value = 0.5, source = \"{long}\" }}")), [true, true]);
    assert_eq!(accepted(RELIABILITY, &format!("{{ value = 0.5, note = \"{long}x\" }}")), [false, false]);
    assert_eq!(accepted(RELIABILITY, &format!("{{ beta = [1, 1], source = \"{long}x\" }}")), [false, false]);
}

/// A mixture may name infinity as its key does.
#[test]
fn words_stand_in_mixtures() {
    let key = "shock = 0.03\n[challenger";
    let with = |of: &str| {
        let mixture =
            format!("belief_strength = {{ mixture = [{{ weight = 1, of = {of} }}, {{ weight = 1, of = 9 }}] }}");
        let text = ISLAND.replacen(key, &format!("{mixture}\n{key}"), 1);
        [is_valid(&text), parse("test.toml", &text, &[], None).is_ok()]
    };
    assert_eq!(with("\"inf\""), [true, true]);
    assert_eq!(with("{ discrete = { values = [5, \"inf\"] } }"), [true, true]);
    assert_eq!(with("\"none\""), [false, false]);
}

/// The rules of all numbers that may be distributions, one of each name that definitions go by.
fn rules() -> Vec<Rule> {
    fn of<T>(keys: &[Key<T>]) -> impl Iterator<Item = Rule> {
        keys.iter().map(Rule::of)
    }
    let kinds = [EffectKind::Set, EffectKind::Add, EffectKind::Multiply];
    let targets = effect_targets().into_iter().filter_map(|path| effect_target(&path));
    let operands = targets.flat_map(|target| kinds.map(|kind| operand_rule(target, kind)));
    let issues = [0, 1, 2, 3, FURTHER];
    let demands = issues
        .into_iter()
        .flat_map(|issue| [demand_rules(issue, ""), interest_rules(issue, ""), limit_rules(issue, "")].concat());
    let all = of(Party::KEYS)
        .chain(of(Stakeholder::KEYS))
        .chain(of(Front::KEYS))
        .chain(of(Guarantee::KEYS))
        .chain(of(Guarantor::KEYS))
        .chain(of(Politics::KEYS))
        .chain(of(Negotiation::KEYS))
        .chain(of(Enforcement::KEYS))
        .chain(of(Cost::KEYS))
        .chain(of(HazardRate::KEYS))
        .chain(of(HazardRatios::KEYS))
        .chain([kept_rule(), ratio_rule(), status_quo_rule(""), chance_rule()])
        .chain(operands)
        .chain(demands);
    let mut names = BTreeSet::new();
    all.filter(|rule| names.insert(numbers::name(rule))).collect()
}

/// Any distribution, with numbers from a pool; most of them make sense.
fn any_distribution(rng: &mut ChaCha8Rng, pool: &[f64], rule: &Rule, depth: u32) -> Value {
    fn one(rng: &mut ChaCha8Rng, pool: &[f64]) -> Value {
        let x = pool[rng.random_range(0..pool.len())];
        if x.fract() == 0.0 && rng.random_range(0..4) > 0 { json!(x as i64) } else { json!(x) }
    }
    fn several(rng: &mut ChaCha8Rng, pool: &[f64], count: usize) -> Vec<Value> {
        let mut numbers: Vec<Value> = (0..count).map(|_| one(rng, pool)).collect();
        if rng.random_range(0..8) > 0 {
            numbers.sort_by(|a, b| a.as_f64().unwrap().total_cmp(&b.as_f64().unwrap()));
        }
        numbers
    }
    fn few(rng: &mut ChaCha8Rng, pool: &[f64], words: &[&str]) -> Vec<Value> {
        let count = rng.random_range(1..4);
        let mut numbers = several(rng, pool, count);
        if rng.random_range(0..4) == 0 {
            numbers.extend(words.first().map(|word| json!(word)));
        }
        numbers
    }
    let known = FAMILIES.iter().filter(|family| !rule.whole || WHOLE_FAMILIES.contains(&family.name));
    let known: Vec<_> = known.filter(|family| depth < 2 || family.name != "mixture").collect();
    let family = known[rng.random_range(0..known.len())];
    let weights = [0.0, 0.5, 1.0, 2.0];
    let value = match family.name {
        "beta" => json!(several(rng, &[0.005, 0.01, 0.5, 2.0, 9.0], 2)),
        "discrete" => {
            let values = few(rng, pool, rule.words);
            let weights: Vec<Value> = values.iter().map(|_| one(rng, &weights)).collect();
            if rng.random() { json!({ "values": values, "weights": weights }) } else { json!({ "values": values }) }
        }
        "quantiles" => {
            let names = ["p0", "p10", "p50", "p100"];
            names.into_iter().map(str::to_owned).zip(several(rng, pool, 4)).collect()
        }
        "percentiles" => {
            let names: &[&str] = if rng.random() { &["p5", "p50", "p95"] } else { &["p.5", "p10", "p50", "p97.5"] };
            names.iter().map(|name| (*name).to_owned()).zip(several(rng, pool, names.len())).collect()
        }
        "within" => {
            let chances = [0.0, 0.1, 0.5, 1.0];
            let probability = if rng.random() {
                one(rng, &chances)
            } else {
                any_distribution(rng, &chances, &chance_rule(), depth + 1)
            };
            json!({ "probability": probability, "months": one(rng, &[0.5, 1.0, 12.0]) })
        }
        "mixture" => {
            let part = |rng: &mut ChaCha8Rng| {
                let of = match rng.random_range(0..3) {
                    0 => few(rng, pool, rule.words).pop().unwrap(),
                    _ => any_distribution(rng, pool, rule, depth + 1),
                };
                json!({ "weight": one(rng, &weights), "of": of })
            };
            (0..rng.random_range(1..4)).map(|_| part(rng)).collect()
        }
        _ => json!(several(rng, pool, family.parameters.len())),
    };
    let mut table = json!({ family.name: value });
    for bound in ["min", "max"] {
        if rng.random_range(0..3) == 0 {
            table[bound] = one(rng, pool);
        }
    }
    table
}

fn toml_of(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(toml_of).collect::<Vec<_>>().join(", ")),
        Value::Object(table) => {
            let entries: Vec<String> =
                table.iter().map(|(key, value)| format!("\"{key}\" = {}", toml_of(value))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
        other => other.to_string(),
    }
}

/// Whatever the program accepts the schema accepts, whatever the range; and where the ends of a distribution are among its
/// numbers, it refuses what reaches beyond the range as the program does.
#[test]
fn no_distribution_is_refused_that_the_program_accepts() {
    let all = schema();
    let rules = rules();
    let names: BTreeSet<String> = rules.iter().map(|rule| format!("table_{}", numbers::name(rule))).collect();
    let defined = all["$defs"].as_object().unwrap().keys().filter(|name| name.starts_with("table_"));
    let defined: BTreeSet<String> = defined.cloned().collect();
    // No key of a file is the probability within some months; chances of the same range are others.
    assert!(defined.is_subset(&names) && defined.len() + 1 >= names.len(), "{defined:?}\n{names:?}");
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut counts = [[0; 2]; 2];
    for rule in &rules {
        let schema = Definitions::new().number(rule);
        let Range { min, max, .. } = rule.range;
        let anything = Rule { range: Range::closed(f64::NEG_INFINITY, f64::INFINITY), ..rule.clone() };
        let ends = [min, max].into_iter().filter(|end| end.is_finite());
        let near = ends.flat_map(|end| [end - 1.0, end, end + 1.0, end - 0.25, end + 0.25, 3.0 * end]);
        let pool: Vec<f64> = near.chain([-1.0, 0.0, 0.3, 0.5, 0.8, 1.0, 5.0]).collect();
        for _ in 0..1_000 {
            let written = toml_of(&any_distribution(&mut rng, &pool, rule, 0));
            let document = Document::parse("test.toml", &format!("x = {written}")).unwrap();
            let node = document.root.get("x").unwrap();
            let read = |rule: &Rule| {
                let mut reader = Reader::new(&document);
                reader.number(node, "x", rule).is_some() && reader.faults.is_empty()
            };
            let value = json_of(node);
            let (program, schema) = (read(rule), holds(&schema, &value, &all));
            assert!(schema || !program, "{}: {written}", numbers::name(rule));
            counts[usize::from(program)][usize::from(schema)] += 1;
            let has = |key: &str| value.get(key).is_some();
            let stated = ["uniform", "triangular", "pert", "quantiles", "discrete", "beta"].into_iter().any(has)
                || has("uniform_int") && !has("min") && !has("max");
            if stated && read(&anything) {
                assert_eq!(schema, program, "{}: {written}", numbers::name(rule));
            }
        }
    }
    let [[both_refuse, _], [_, both_accept]] = counts;
    assert!(both_refuse > 2_000 && both_accept > 1_500, "{counts:?}");
}

/// Every key that editors offer says what it is, and is required once at most.
#[test]
fn every_key_is_described() {
    fn walk(schema: &Value, path: &str) {
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        assert_eq!(required.iter().collect::<BTreeSet<_>>().len(), required.len(), "{path}: {required:?}");
        if schema["type"] == "object" {
            for (key, part) in schema["properties"].as_object().into_iter().flatten() {
                let is_said = part["description"].is_string() || part["$ref"].is_string() || part["not"].is_object();
                assert!(is_said, "{path}/{key}");
            }
        }
        for (key, part) in schema.as_object().into_iter().flatten() {
            walk(part, &format!("{path}/{key}"));
        }
        for part in schema.as_array().into_iter().flatten() {
            walk(part, path);
        }
    }
    walk(&schema(), "");
    walk(&crate::sweep::schema(), "sweep");
}

/// What a definition refers to is defined, and every definition is of use.
#[test]
fn references_lead_somewhere() {
    for schema in [schema(), crate::sweep::schema()] {
        let mut named = BTreeSet::new();
        let text = schema.to_string();
        for reference in text.split("\"$ref\":\"#/$defs/").skip(1) {
            named.insert(reference.split('"').next().unwrap().to_owned());
        }
        let defined: BTreeSet<String> = schema["$defs"].as_object().unwrap().keys().cloned().collect();
        assert_eq!(named, defined);
    }
}
