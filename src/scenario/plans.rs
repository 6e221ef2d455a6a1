//! Plans: terms, participants, effects.

use crate::model::{
    Address, Effect, EffectKind, EffectTarget, FRONT_EFFECTS, Front, GUARANTEE_EFFECTS, GUARANTEE_YEARS, Guarantee,
    GuarantorIdentity, Issue, PARTY_EFFECTS, Participant, Party, Plan, Range, Side, TERRITORY,
};
use crate::words::{Words, words};

use super::advice::{Advice, nearest, one_of, short};
use super::code::Code;
use super::document::{Entry, Node, TomlTable, Value};
use super::keys::{DEFENDER_ONLY, MAX_PLANS, PLAN, Rule, names, operand_doc, own_years_rule, term_rule};
use super::open::leaves_open;
use super::reader::{Reader, SourceNote, join_path};

/// What the sections `[[plan]]` say.
#[derive(Debug, Default)]
pub(super) struct Plans {
    pub plans: Vec<Plan>,
    pub effects: Vec<Vec<f64>>,
}

/// What plans are made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Elements<'e> {
    pub issues: &'e [Issue],
    pub guarantors: &'e [GuarantorIdentity],
}

pub(super) const LINE_OF_CONTACT: &str = "line_of_contact";

fn no_uncertainty() -> Words {
    words!(
        "plans are choices, not uncertainties: a constant, or choices of a term: {form}",
        form = "{ choices = [5, 10] }"
    )
}

impl Reader<'_> {
    pub(super) fn plans(&mut self, root: &TomlTable, elements: Elements<'_>) -> Plans {
        let mut all = Plans::default();
        let Some(entry) = root.entry("plan") else { return all };
        for (node, table) in self.tables(&entry.node, "plan", MAX_PLANS) {
            let taken: Vec<String> = all.plans.iter().map(|plan| plan.id.clone()).collect();
            let Some(id) = self.block_id(node, table, "plan", &taken) else { continue };
            let (plan, operands) = self.plan(table, id, all.plans.len(), elements);
            all.plans.push(plan);
            all.effects.push(operands);
        }
        all
    }

    fn plan(&mut self, table: &TomlTable, id: String, index: usize, elements: Elements<'_>) -> (Plan, Vec<f64>) {
        let path = join_path("plan", &id);
        self.refuse_unknown(table, &path, &names(PLAN));
        let block = self.block_provenance(table, &path);
        let mut plan = Plan {
            name: self.words(table, &path, "name").unwrap_or_else(|| id.clone()),
            id,
            territory: None,
            defender_forces: f64::INFINITY,
            foreign_troops: 0.0,
            guarantee_years: 0.0,
            further: vec![f64::NAN; elements.issues.len() - 4],
            participants: Vec::new(),
            effects: Vec::new(),
            from_month: self.count(table, &path, PLAN, "from_month", 0) as u32,
            ceasefire_months: self.count(table, &path, PLAN, "ceasefire_months", 0) as u32,
            tabled: self.boolean(table, &path, "tabled", true),
            open: Vec::new(),
        };
        self.terms(table, &path, elements.issues, &mut plan);
        self.participants(table, &path, elements.guarantors, &mut plan);
        let operands = self.effects(table, &path, index, &block, &mut plan);
        (plan, operands)
    }

    fn terms(&mut self, table: &TomlTable, path: &str, issues: &[Issue], plan: &mut Plan) {
        let path = join_path(path, "terms");
        let empty = TomlTable::default();
        let (terms, origin) = match table.entry("terms") {
            None => (&empty, self.places.get(path.trim_end_matches(".terms")).cloned()),
            Some(entry) => {
                self.places.insert(path.clone(), entry.origin.clone());
                match self.table(&entry.node, &path) {
                    None => return,
                    Some(terms) => (terms, Some(entry.node.origin.clone())),
                }
            }
        };
        let ids: Vec<&str> = issues.iter().map(|issue| issue.id.as_str()).collect();
        if !self.is_broken("issue") {
            self.refuse_others(terms, &path, &ids, &words!("is a term on an unknown issue"));
        }
        for (index, issue) in issues.iter().enumerate() {
            match terms.entry(&issue.id) {
                Some(entry) => self.term(entry, &join_path(&path, &issue.id), index, issue, plan),
                None if index >= 4 => {
                    let full = join_path(&path, &issue.id);
                    let hint = words!(
                        "every plan gives its term on every further issue: {unit}",
                        unit = term_rule(index, &issue.unit).allowed()
                    );
                    match &origin {
                        Some(origin) => self.missing(origin, &full, hint),
                        None => {
                            self.fault_whole(Code::MissingKey, &full, words!("`{full}` is missing", full)).hint =
                                Some(hint);
                        }
                    }
                }
                None if index == GUARANTEE_YEARS && self.misspelt.contains(&join_path(&path, &issue.id)) => {
                    plan.guarantee_years = f64::NAN;
                }
                None => {}
            }
        }
        plan.open.sort_by_key(|term| terms.entries.iter().position(|entry| entry.key == issues[term.issue].id));
    }

    fn term(&mut self, entry: &Entry, path: &str, index: usize, issue: &Issue, plan: &mut Plan) {
        self.places.insert(path.to_owned(), entry.node.origin.clone());
        if index == TERRITORY && entry.node.as_str() == Some(LINE_OF_CONTACT) {
            return;
        }
        if let Value::Table(table) = &entry.node.value
            && leaves_open(table)
        {
            match self.open_term(&entry.node, table, path, index, issue) {
                Some(open) => {
                    plan.set_term(index, open.choices[0]);
                    plan.open.push(open);
                }
                None => plan.set_term(index, Some(f64::NAN)),
            }
            return;
        }
        // A term that cannot be read is NaN, which breaks no further rule.
        let value =
            self.fixed(&entry.node, path, &term_rule(index, &issue.unit), index == TERRITORY).unwrap_or(f64::NAN);
        plan.set_term(index, Some(value));
    }

    /// A number that is a choice: no distribution.
    pub(super) fn fixed(&mut self, node: &Node, path: &str, rule: &Rule, line: bool) -> Option<f64> {
        if let Value::Table(_) = node.value {
            let message = words!("`{path}` is a table; it takes {rule}", path, rule = rule.allowed());
            self.fault(Code::WrongKind, &node.origin, path, message)
                .allows(rule.permitted())
                .advise(Advice::say(no_uncertainty()));
            return None;
        }
        let before = self.faults.len();
        let value = self.constant(node, path, rule);
        if let (None, Some(fault)) = (value, self.faults.get_mut(before)) {
            if fault.suggestion.as_ref().is_some_and(|meant| meant.starts_with('{')) {
                fault.advise(Advice::say(no_uncertainty()));
            } else if line && fault.suggestion.is_none() {
                fault.advise(line_of_contact(node));
            }
        }
        value
    }

    fn participants(&mut self, table: &TomlTable, path: &str, guarantors: &[GuarantorIdentity], plan: &mut Plan) {
        let ids: Vec<&str> = guarantors.iter().map(|identity| identity.id.as_str()).collect();
        let mut named = vec![plan.most(GUARANTEE_YEARS) != Some(0.0); guarantors.len()];
        if let Some(entry) = table.entry("guarantors") {
            named = self.named(&entry.node, &join_path(path, "guarantors"), &ids);
        }
        let mut years = vec![f64::INFINITY; guarantors.len()];
        if let Some(entry) = table.entry("years") {
            self.own_years(&entry.node, &join_path(path, "years"), &ids, &named, &mut years);
        }
        plan.participants = (0..guarantors.len())
            .filter(|index| named[*index])
            .map(|guarantor| Participant { guarantor, years: years[guarantor] })
            .collect();
    }

    fn named(&mut self, node: &Node, path: &str, ids: &[&str]) -> Vec<bool> {
        self.places.insert(path.to_owned(), node.origin.clone());
        let mut named = vec![false; ids.len()];
        let Value::Array(items) = &node.value else {
            self.wrong_kind(node, path, &words!("a list of guarantors' ids, such as [\"us\", \"europe\"]"));
            return named;
        };
        for item in items {
            let Some(id) = item.as_str() else {
                self.wrong_kind(item, path, &words!("guarantors' ids in quotes"));
                continue;
            };
            match ids.iter().position(|known| *known == id) {
                None if self.is_broken("guarantor") => {}
                None => {
                    self.fault(
                        Code::UnknownName,
                        &item.origin,
                        path,
                        words!("`{path}` names \"{id}\", which is no guarantor", path, id = short(id)),
                    )
                    .of(id)
                    .advise(one_of(id, ids));
                }
                Some(index) if named[index] => {
                    self.fault(
                        Code::DuplicateName,
                        &item.origin,
                        path,
                        words!("`{path}` names \"{id}\" twice", path, id),
                    );
                }
                Some(index) => named[index] = true,
            }
        }
        named
    }

    fn own_years(&mut self, node: &Node, path: &str, ids: &[&str], named: &[bool], years: &mut [f64]) {
        self.places.insert(path.to_owned(), node.origin.clone());
        let Some(table) = self.table(node, path) else { return };
        for entry in &table.entries {
            let full = join_path(path, &entry.key);
            self.places.insert(full.clone(), entry.node.origin.clone());
            let value = self.fixed(&entry.node, &full, &own_years_rule(), false);
            match ids.iter().position(|known| *known == entry.key) {
                None if self.is_broken("guarantor") => {}
                None => {
                    let message =
                        words!("`{path}` names \"{entry}\", which is no guarantor", path, entry = short(&entry.key));
                    self.fault(Code::UnknownName, &entry.origin, &full, message)
                        .of(&entry.key)
                        .advise(one_of(&entry.key, ids));
                }
                Some(index) if !named[index] => {
                    let message = words!(
                        "`{full}` is given, but \"{entry}\" does not take part in this plan",
                        full,
                        entry = entry.key
                    );
                    self.fault(Code::Contradiction, &entry.origin, &full, message);
                }
                Some(index) => years[index] = value.unwrap_or(f64::INFINITY),
            }
        }
    }

    fn effects(
        &mut self,
        table: &TomlTable,
        path: &str,
        index: usize,
        block: &SourceNote,
        plan: &mut Plan,
    ) -> Vec<f64> {
        let mut operands = Vec::new();
        let Some(entry) = table.entry("effects") else { return operands };
        let path = join_path(path, "effects");
        self.places.insert(path.clone(), entry.origin.clone());
        let Some(table) = self.table(&entry.node, &path) else { return operands };
        for entry in &table.entries {
            let Some(target) = self.target(entry, &path) else { continue };
            let place = Address::Effect(index, operands.len());
            if let Some((kind, operand)) = self.effect(entry, &join_path(&path, &entry.key), target, place, block) {
                plan.effects.push(Effect { target, kind });
                operands.push(operand);
            }
        }
        operands
    }

    fn target(&mut self, entry: &Entry, path: &str) -> Option<EffectTarget> {
        let target = effect_target(&entry.key);
        if target.is_none() {
            let full = join_path(path, &entry.key);
            let targets = effect_targets();
            let known: Vec<&str> = targets.iter().map(String::as_str).collect();
            let advice = if matches!(entry.key.as_str(), "challenger" | "defender" | "front" | "guarantee") {
                Advice::say(words!("write the path in quotes, such as \"{entry}.…\" = { add = … }", entry = entry.key))
            } else if is_number_elsewhere(&entry.key) {
                Advice::say(words!("plans can change: {known}", known = known.join(", ")))
            } else {
                one_of(&entry.key, &known)
            };
            let message = words!("`{full}` is not a number that a plan can change", full = short(&full));
            self.fault(Code::UnknownKey, &entry.origin, &full, message).of(&entry.key).advise(advice);
        }
        target
    }

    fn effect(
        &mut self,
        entry: &Entry,
        path: &str,
        target: EffectTarget,
        address: Address,
        block: &SourceNote,
    ) -> Option<(EffectKind, f64)> {
        let table = self.table(&entry.node, path)?;
        let kinds = [EffectKind::Set, EffectKind::Add, EffectKind::Multiply];
        let mut known = kinds.map(EffectKind::key).to_vec();
        known.extend(["source", "note"]);
        self.refuse_unknown(table, path, &known);
        let own = self.provenance(table, path).or(block);
        let given: Vec<EffectKind> = kinds.into_iter().filter(|kind| table.get(kind.key()).is_some()).collect();
        let &[kind] = given.as_slice() else {
            let message = words!(
                "`{path}` takes exactly one of `set`, `add`, `multiply`; it has {given}",
                path,
                given = given.len()
            );
            self.fault(Code::Contradiction, &entry.node.origin, path, message);
            return None;
        };
        let operand = table.entry(kind.key())?;
        let rule = operand_rule(target, kind);
        self.assume(operand, &join_path(path, kind.key()), &rule, address, &own).map(|central| (kind, central))
    }
}

/// The way out of a territory that is neither a share nor the line of contact.
fn line_of_contact(node: &Node) -> Advice {
    let near = node.as_str().and_then(|text| nearest(text, [LINE_OF_CONTACT]));
    let other = || {
        Advice::say(words!(
            "or \"{line_of_contact}\": what the challenger holds when the plan is signed",
            line_of_contact = LINE_OF_CONTACT
        ))
    };
    near.map_or_else(other, Advice::word)
}

/// The number of that path, if effects may change it.
pub(super) fn effect_target(path: &str) -> Option<EffectTarget> {
    let (section, name) = path.split_once('.')?;
    match section {
        "challenger" if PARTY_EFFECTS.contains(&name) && !DEFENDER_ONLY.contains(&name) => {
            Party::key(name).map(|key| EffectTarget::Party(Side::Challenger, key))
        }
        "defender" if PARTY_EFFECTS.contains(&name) => {
            Party::key(name).map(|key| EffectTarget::Party(Side::Defender, key))
        }
        "front" if FRONT_EFFECTS.contains(&name) => Front::key(name).map(EffectTarget::Front),
        "guarantee" if GUARANTEE_EFFECTS.contains(&name) => Guarantee::key(name).map(EffectTarget::Guarantee),
        _ => None,
    }
}

/// Whether the path is that of a number, if one that no plan can change.
fn is_number_elsewhere(path: &str) -> bool {
    match path.split_once('.') {
        Some(("challenger" | "defender", name)) => Party::key(name).is_some(),
        Some(("front", name)) => Front::key(name).is_some(),
        _ => false,
    }
}

/// The paths of all numbers that effects may change.
pub(super) fn effect_targets() -> Vec<String> {
    let parties = Side::BOTH.iter().flat_map(|side| PARTY_EFFECTS.iter().map(|name| join_path(side.key(), name)));
    let front = FRONT_EFFECTS.iter().map(|name| join_path("front", name));
    let guarantee = GUARANTEE_EFFECTS.iter().map(|name| join_path("guarantee", name));
    parties.chain(front).chain(guarantee).filter(|path| effect_target(path).is_some()).collect()
}

/// What is known about the number that an effect changes.
pub(super) fn target_rule(target: EffectTarget) -> Rule {
    match target {
        EffectTarget::Party(_, key) => Rule::of(key),
        EffectTarget::Front(key) => Rule::of(key),
        EffectTarget::Guarantee(key) => Rule::of(key),
    }
}

/// The rule of an effect's operand.
pub(super) fn operand_rule(target: EffectTarget, kind: EffectKind) -> Rule {
    let base = target_rule(target);
    let any = Range::closed(-1e6, 1e6);
    let (unit, range) = match kind {
        EffectKind::Set => (base.unit, base.range),
        EffectKind::Add => (base.unit, any),
        EffectKind::Multiply => ("factor".to_owned(), any),
    };
    Rule { name: kind.key(), doc: operand_doc(kind), unit, range, default: None, whole: false, words: &[] }
}
