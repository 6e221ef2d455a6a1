//! Tables of keys, codes and distributions in Markdown, made from what the parser reads by.

use std::fmt::Write as _;

use crate::model::{
    Cost, Demand, Enforcement, Front, Guarantee, Guarantor, HazardRate, HazardRatios, Interest, Key, Negotiation,
    Party, Politics, STRUCTURAL, Stakeholder,
};

use super::code::Code;
use super::evidence::{EVIDENCE, POWER, power_rule};
use super::forecasts::{FORECAST, forecast_rule};
use super::keys::{
    CORRELATION, COST, ENFORCEMENT, GUARANTOR, ISSUE, KEPT, LIMITS, NEGOTIATION, PARTY, PLAN, Plain, RATIOS, RED_LINE,
    RUN, Rule, SCENARIO, STAKEHOLDER, STRUCTURAL_NAMES, TOP, Takes, kept_rule, ratio_rule, status_quo_rule, term_rule,
};

/// A table for the documentation, in Markdown: of the keys of a part of a scenario file (`top`, `scenario`, `run`,
/// `party`, `demand`, `issue`, `stakeholder`, `interest`, `front`, `guarantee`, `guarantor`, `politics`, `negotiation`,
/// `enforcement`, `hazard`, `plan`, `terms`, `cost`, `evidence`, `forecast`, `correlation`), or of the codes of diagnostics
/// (`codes`). `None`: there is no table of that
/// name.
#[must_use]
pub fn reference(table: &str) -> Option<String> {
    Some(match table {
        "codes" => codes(),
        "top" => keys(&rows(TOP)),
        "scenario" => keys(&rows(SCENARIO)),
        "run" => keys(&rows(RUN)),
        "party" => keys(&[rows(PARTY), numbers(Party::KEYS)].concat()),
        "demand" => keys(&numbers(Demand::KEYS)),
        "stakeholder" => keys(&[rows(STAKEHOLDER), numbers(Stakeholder::KEYS)].concat()),
        "interest" => keys(&interests()),
        "issue" => keys(&[rows(ISSUE), vec![number(&status_quo_rule("the issue's unit"))]].concat()),
        "front" => keys(&numbers(Front::KEYS)),
        "guarantee" => keys(&numbers(Guarantee::KEYS)),
        "guarantor" => keys(&[rows(GUARANTOR), numbers(Guarantor::KEYS)].concat()),
        "politics" => keys(&numbers(Politics::KEYS)),
        "negotiation" => keys(&[numbers(Negotiation::KEYS), rows(NEGOTIATION)].concat()),
        "enforcement" => keys(&[numbers(Enforcement::KEYS), rows(ENFORCEMENT), vec![kept()]].concat()),
        "hazard" => keys(&[numbers(HazardRate::KEYS), ratios()].concat()),
        "plan" => keys(&rows(PLAN)),
        "terms" => keys(&terms()),
        "cost" => keys(&[rows(COST), numbers(Cost::KEYS)].concat()),
        "evidence" => keys(&evidence()),
        "forecast" => keys(&forecast()),
        "correlation" => keys(&rows(CORRELATION)),
        _ => return None,
    })
}

/// A key as a row: its name, what it takes, its default, its meaning.
type KeyRow = [String; 4];

fn keys(rows: &[KeyRow]) -> String {
    let mut text = "| key | takes | default | meaning |\n|---|---|---|---|\n".to_owned();
    for [name, takes, default, meaning] in rows {
        let _ = writeln!(text, "| `{name}` | {takes} | {default} | {meaning} |");
    }
    text
}

fn codes() -> String {
    let mut text = "| code | says |\n|---|---|\n".to_owned();
    for code in Code::ALL {
        let _ = writeln!(text, "| `{code}` | {} |", code.meaning());
    }
    text
}

fn rows(keys: &[Plain]) -> Vec<KeyRow> {
    keys.iter().map(plain).collect()
}

fn plain(key: &Plain) -> KeyRow {
    let default = match (key.required, key.default) {
        (true, _) => "required".to_owned(),
        (false, "") => "none".to_owned(),
        (false, default) => format!("`{default}`"),
    };
    [key.name.to_owned(), takes(key.kind), default, sentence(key.doc)]
}

fn takes(kind: Takes) -> String {
    match kind {
        Takes::Text => "text".to_owned(),
        Takes::Words => "words in one language, or in several".to_owned(),
        Takes::Id => "an id".to_owned(),
        Takes::Boolean => "`true` or `false`".to_owned(),
        Takes::Date => "a date".to_owned(),
        Takes::Count(min, max) if min == max => format!("{min}"),
        Takes::Count(min, u64::MAX) => format!("a whole number, at least {min}"),
        Takes::Count(min, max) => format!("a whole number from {min} to {max}"),
        Takes::Choice(words) => words.iter().map(|word| format!("`\"{word}\"`")).collect::<Vec<_>>().join(", "),
        Takes::Ids => "a list of ids".to_owned(),
        Takes::Pair => "two paths".to_owned(),
        Takes::Rank => "above -1, below 1".to_owned(),
        Takes::Part => "as below".to_owned(),
    }
}

fn numbers<T>(keys: &[Key<T>]) -> Vec<KeyRow> {
    keys.iter().map(|key| number(&Rule::of(key))).collect()
}

fn number(rule: &Rule) -> KeyRow {
    [rule.name.to_owned(), rule.allowed().to_string(), default(rule), sentence(rule.doc)]
}

/// What stays in force of an issue, whichever it is.
fn kept() -> KeyRow {
    let [_, takes, default, meaning] = number(&kept_rule());
    [format!("{KEPT}.ISSUE"), takes, default, meaning]
}

/// What a party that does not fight wants on an issue.
fn interests() -> Vec<KeyRow> {
    let mut rows = numbers(Interest::KEYS);
    for [name, ..] in rows.iter_mut().filter(|[name, ..]| LIMITS.contains(&name.as_str())) {
        *name = format!("{RED_LINE}.{name}");
    }
    rows
}

/// What has happened already, its power included.
fn evidence() -> Vec<KeyRow> {
    let row = |key: &Plain| if key.name == POWER { number(&power_rule()) } else { plain(key) };
    EVIDENCE.iter().map(row).collect()
}

/// What others hold probable, the numbers of it included.
fn forecast() -> Vec<KeyRow> {
    let row = |key: &Plain| forecast_rule(key.name).map_or_else(|| plain(key), |rule| number(&rule));
    FORECAST.iter().map(row).collect()
}

/// What moves the hazard, the issues included.
fn ratios() -> Vec<KeyRow> {
    let mut rows = numbers(HazardRatios::KEYS);
    let [_, takes, default, meaning] = number(&ratio_rule());
    rows.push(["ISSUE".to_owned(), takes, default, meaning]);
    rows.into_iter()
        .map(|[name, takes, default, meaning]| [format!("{RATIOS}.{name}"), takes, default, meaning])
        .collect()
}

fn default(rule: &Rule) -> String {
    match rule.default {
        None => "required".to_owned(),
        Some(x) if x.is_nan() => "none".to_owned(),
        Some(x) if x.is_infinite() => rule.words.first().map_or(String::new(), |word| format!("`\"{word}\"`")),
        Some(x) => format!("`{x}`"),
    }
}

fn terms() -> Vec<KeyRow> {
    STRUCTURAL
        .iter()
        .zip(STRUCTURAL_NAMES)
        .enumerate()
        .map(|(issue, (id, (_, unit)))| {
            let rule = term_rule(issue, unit);
            let line = if issue == 0 { " or \"line_of_contact\"" } else { "" };
            let default = if issue == 0 { "`\"line_of_contact\"`".to_owned() } else { default(&rule) };
            [(*id).to_owned(), format!("{}{line}", rule.allowed()), default, sentence(rule.doc)]
        })
        .collect()
}

/// A doc comment as the cell of a table.
fn sentence(doc: &str) -> String {
    doc.trim().trim_end_matches('.').replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_hold_ranges_units_and_defaults() {
        let party = reference("party").unwrap();
        assert!(party.contains("| `growth_years` | above 0, at most 1000 (years) | `5` |"), "{party}");
        assert!(party.contains("| `belief_strength` | above 0 (pseudo-battles) or \"inf\" | `\"inf\"` |"), "{party}");
        assert!(party.contains("| `discount_factor` | from 0.2 to 0.9999 (per year) | required |"), "{party}");
        let terms = reference("terms").unwrap();
        assert!(terms.contains("| `defender_forces` | above 0, at most 1000000 (thousand) or \"none\" | `\"none\"` |"));
        assert_eq!(terms.lines().count(), 2 + STRUCTURAL.len());
        assert_eq!(reference("codes").unwrap().lines().count(), 2 + Code::ALL.len());
        assert_eq!(reference("nothing"), None);
    }
}
