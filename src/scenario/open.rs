//! Terms of plans that are left open: a list of choices, or a range that makes one.

use crate::model::open::OpenTerm;
use crate::model::{DEFENDER_FORCES, Foresight, GUARANTEE_YEARS, Issue, Plan, Range, TERRITORY};
use crate::words::{Words, words};

use super::Scenario;
use super::advice::short;
use super::code::Code;
use super::decimal::{Decimal, RangeError, stepped};
use super::document::{Entry, Node, TomlTable, Value};
use super::families::is_family;
use super::keys::{MAX_CHOICES, MAX_COMBINATIONS, Rule, term_rule, unit_in_words};
use super::plans::LINE_OF_CONTACT;
use super::reader::{Reader, join_path};

/// The keys of an open term.
const OPEN: [&str; 4] = ["choices", "from", "to", "step"];

/// Whether a table in the place of a term leaves it open, rightly or wrongly written: a distribution does not.
pub(super) fn leaves_open(table: &TomlTable) -> bool {
    !table.entries.iter().any(|entry| is_family(&entry.key) || entry.key == "value")
}

impl Reader<'_> {
    /// The choices of a term that is left open; `None` where they cannot be read.
    pub(super) fn open_term(
        &mut self,
        node: &Node,
        table: &TomlTable,
        path: &str,
        index: usize,
        issue: &Issue,
    ) -> Option<OpenTerm> {
        let faults = self.faults.len();
        self.refuse_unknown(table, path, &OPEN);
        if self.faults.len() > faults {
            return None;
        }
        let rule = term_rule(index, &issue.unit);
        let given: Vec<&str> = OPEN[1..].iter().copied().filter(|key| table.get(key).is_some()).collect();
        let choices = match (table.get("choices"), given.as_slice()) {
            (Some(list), []) => self.listed_choices(list, &join_path(path, "choices"), index, &rule),
            (None, ["from", "to", "step"]) => self.stepped_choices(node, table, path, &rule),
            (Some(list), [first, ..]) => {
                let message =
                    words!("`{path}` has both `choices` and `{first}`; it takes a list or a range", path, first);
                self.fault(Code::Contradiction, &list.origin, path, message);
                None
            }
            (None, _) => {
                let message = words!("`{path}` is an open term without choices", path);
                self.fault(Code::MissingKey, &node.origin, path, message).hint =
                    Some(words!("choices = [5, 10, 15], or from, to and step"));
                None
            }
        }?;
        Some(OpenTerm { issue: index, choices })
    }

    fn listed_choices(&mut self, node: &Node, path: &str, index: usize, rule: &Rule) -> Option<Vec<Option<f64>>> {
        self.places.insert(path.to_owned(), node.origin.clone());
        let Value::Array(items) = &node.value else {
            self.wrong_kind(node, path, &words!("a list"));
            return None;
        };
        if !self.is_count_of_choices(node, path, items.len()) {
            return None;
        }
        let mut choices: Vec<Option<f64>> = Vec::new();
        let mut is_right = true;
        for item in items {
            let choice = if index == TERRITORY && item.as_str() == Some(LINE_OF_CONTACT) {
                None
            } else {
                let value = self.fixed(item, path, rule, index == TERRITORY);
                is_right &= value.is_some();
                value
            };
            if is_right && choices.contains(&choice) {
                let message = words!("`{path}` holds {item} twice", path, item = short(&item.written()));
                self.fault(Code::DuplicateName, &item.origin, path, message);
                is_right = false;
            }
            choices.push(choice);
        }
        is_right.then_some(choices)
    }

    fn stepped_choices(&mut self, node: &Node, table: &TomlTable, path: &str, rule: &Rule) -> Option<Vec<Option<f64>>> {
        let step_rule = Rule { range: Range::open_closed(0.0, 1e6), words: &[], ..rule.clone() };
        let finite = Rule { words: &[], ..rule.clone() };
        let rules = [&finite, &finite, &step_rule];
        let mut numbers = Vec::with_capacity(rules.len());
        for (key, rule) in OPEN[1..].iter().zip(rules) {
            let full = join_path(path, key);
            let Entry { node, .. } = table.entry(key)?;
            self.places.insert(full.clone(), node.origin.clone());
            if self.constant(node, &full, rule).is_some() {
                let decimal = Decimal::of(node);
                if decimal.is_none() {
                    self.wrong_kind(node, &full, &words!("a decimal number"));
                }
                numbers.extend(decimal);
            }
        }
        let [from, to, step] = numbers.try_into().ok()?;
        let steps = stepped(from, to, step, MAX_CHOICES as u64);
        let error = match steps {
            Ok(steps) => return Some(steps.into_iter().map(|step| Some(step.value())).collect()),
            Err(error) => error,
        };
        match error {
            RangeError::Direction { from, to, .. } => {
                let message = words!("`{path}` goes from {from} to {to}, which is less", path, from, to);
                self.fault(Code::BadRange, &node.origin, path, message);
            }
            RangeError::Missed { from, to, step, last } => {
                let message =
                    words!("`{path}` does not go from {from} to {to} in whole steps of {step}", path, from, to, step);
                self.fault(Code::BadRange, &node.origin, path, message).hint =
                    Some(words!("end it at {last}, or choose another step", last));
            }
            RangeError::TooMany { count, .. } => {
                self.is_count_of_choices(node, path, usize::try_from(count).unwrap_or(usize::MAX));
            }
            RangeError::Digits => {
                self.fault(
                    Code::BadRange,
                    &node.origin,
                    path,
                    words!("`{path}`: {error}", path, error = error.words()),
                );
            }
        }
        None
    }

    fn is_count_of_choices(&mut self, node: &Node, path: &str, count: usize) -> bool {
        let fits = (1..=MAX_CHOICES).contains(&count);
        if !fits {
            let message =
                words!("`{path}` has {count} choices; it takes from 1 to {most}", path, count, most = MAX_CHOICES);
            self.fault(if count == 0 { Code::MissingKey } else { Code::TooMany }, &node.origin, path, message);
        }
        fits
    }

    /// Reports plans with more combinations than can be searched, and open terms where nobody works out what they would be.
    pub(super) fn check_open(&mut self, scenario: &Scenario) {
        for plan in scenario.structure.plans.iter().filter(|plan| plan.is_open()) {
            let path = format!("plan.{}.terms", plan.id);
            let combinations = plan.open.iter().fold(1.0, |all, term| all * term.choices.len() as f64);
            if combinations > MAX_COMBINATIONS as f64 {
                let message = words!(
                    "plan \"{id}\" has {combinations} combinations of its open terms; at most {most} are allowed",
                    id = plan.id,
                    combinations,
                    most = MAX_COMBINATIONS
                );
                self.fault_at(Code::TooMany, &path, message).hint =
                    Some(words!("leave fewer terms open, or offer fewer choices"));
            }
            if scenario.structure.foresight == Foresight::All {
                let message = words!(
                    "plan \"{id}\" has open terms, which do not go together with `negotiation.foresight = \"all\"` yet",
                    id = plan.id
                );
                self.fault_at(Code::Contradiction, &path, message).hint =
                    Some(words!("set the terms, or write foresight = \"none\""));
            }
        }
    }
}

/// A choice of an open term as it is written in a file.
#[must_use]
pub fn choice_text(issue: usize, choice: Option<f64>) -> String {
    match (issue, choice) {
        (_, None) => LINE_OF_CONTACT.to_owned(),
        (GUARANTEE_YEARS, Some(years)) if years.is_infinite() => "permanent".to_owned(),
        (_, Some(term)) if term.is_infinite() => "none".to_owned(),
        (_, Some(term)) => term.to_string(),
    }
}

/// What an open term may be, read back.
pub(super) fn choices_told(term: &OpenTerm, issue: &Issue) -> Words {
    let told = |choice: &Option<f64>| match (term.issue, *choice) {
        (_, None) => words!("the line of contact"),
        (GUARANTEE_YEARS, Some(years)) if years.is_infinite() => words!("permanent"),
        (DEFENDER_FORCES, Some(cap)) if cap.is_infinite() => words!("no cap"),
        (_, Some(term)) => super::describe::number(term),
    };
    let choices = Words::joined(term.choices.iter().map(told).collect(), words!(", "));
    match issue.unit.as_str() {
        "" | "share" => words!("{id}: as both sides would choose of {choices}", id = issue.id, choices),
        unit => {
            let unit = unit_in_words(unit);
            words!("{id}: as both sides would choose of {choices} ({unit})", id = issue.id, choices, unit)
        }
    }
}

/// Whether that is so of all that a term may be; of territory as it lies nothing is.
pub(super) fn is_always(plan: &Plan, issue: usize, so: impl Fn(f64) -> bool) -> bool {
    plan.possible(issue).into_iter().all(|term| term.is_some_and(&so))
}
