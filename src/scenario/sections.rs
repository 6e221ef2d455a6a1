//! The parts of a scenario that hold the model's numbers under keys of their own: parties, demands, front,
//! guarantee, guarantors, negotiation, enforcement, run.

use crate::model::{
    Address, Demand, Foresight, GUARANTEE_YEARS, Guarantor, GuarantorIdentity, Issue, Key, Missing, Party, Politics,
    STRUCTURAL, Shocks, Side, TheoryKind, can_be_kept,
};
use crate::sampling::Sampling;
use crate::words::{Words, words};

use super::advice::{Advice, one_of};
use super::code::Code;
use super::diagnostics::Diagnostic;
use super::document::{Entry, Node, Origin, TomlTable, Value};
use super::keys::{
    DEFAULT_SEED, DEFAULT_TRIALS, DEFAULT_YEARS, DEFENDER_ONLY, DEMAND, ENFORCEMENT, FORESIGHT, GUARANTOR, ISSUE, KEPT,
    MAX_GUARANTORS, MAX_ISSUES, NEGOTIATION, PARTY, RESERVED, RUN, Rule, SAMPLINGS, SCENARIO, SHOCKS, STRUCTURAL_NAMES,
    THEORIES, demand_rules, kept_rule, names, status_quo_rule,
};
use super::reader::{Reader, SourceNote, join_path};
use super::{Date, RunSettings};

/// What the section `[scenario]` says.
#[derive(Debug, Default)]
pub(super) struct Heading {
    pub name: Option<String>,
    pub summary: Option<String>,
    pub as_of: Option<Date>,
}

/// What the section of a belligerent says.
#[derive(Debug)]
pub(super) struct PartySection {
    pub name: Option<String>,
    pub may_attack: bool,
    pub numbers: Party,
    pub demands: Vec<Demand>,
}

/// What the sections `[[issue]]` say.
#[derive(Debug)]
pub(super) struct Issues {
    pub issues: Vec<Issue>,
    pub status_quo: Vec<Option<f64>>,
}

impl Issues {
    /// The issues that every scenario has.
    fn structural() -> Self {
        let issue = |(id, (name, unit)): (&&str, (&str, &str))| Issue {
            id: (*id).to_owned(),
            name: name.to_owned(),
            unit: unit.to_owned(),
        };
        let issues: Vec<Issue> = STRUCTURAL.iter().zip(STRUCTURAL_NAMES).map(issue).collect();
        Self { status_quo: vec![None; issues.len()], issues }
    }
}

/// What the sections `[[guarantor]]` say.
#[derive(Debug, Default)]
pub(super) struct Guarantors {
    pub identities: Vec<GuarantorIdentity>,
    pub numbers: Vec<Guarantor>,
    pub politics: Vec<Politics>,
}

impl Guarantors {
    fn ids(&self) -> Vec<String> {
        self.identities.iter().map(|identity| identity.id.clone()).collect()
    }
}

/// The keys of one kind of number, where they live in the model, and the values read.
pub(super) struct Numbers<'n, T: 'static> {
    pub keys: &'static [Key<T>],
    pub skip: &'n [&'n str],
    pub address: &'n dyn Fn(&'static Key<T>) -> Address,
    pub values: &'n mut T,
}

impl Reader<'_> {
    /// Reads numbers by their table of keys.
    pub(super) fn numbers<T>(
        &mut self,
        table: &TomlTable,
        origin: &Origin,
        path: &str,
        block: &SourceNote,
        into: &mut Numbers<'_, T>,
    ) {
        for key in into.keys.iter().filter(|key| !into.skip.contains(&key.name)) {
            let rule = Rule::of(key);
            let full = join_path(path, key.name);
            match table.entry(key.name) {
                Some(entry) => {
                    if let Some(central) = self.assume(entry, &full, &rule, (into.address)(key), block) {
                        *(key.slot)(into.values) = central;
                    }
                }
                None if key.missing == Missing::Refused => self.missing(origin, &full, requirement(&rule)),
                None => {}
            }
        }
    }

    /// Reads a section that holds nothing but numbers; what it leaves out stays as in `values`.
    pub(super) fn number_section<T>(
        &mut self,
        root: &TomlTable,
        name: &str,
        keys: &'static [Key<T>],
        mut values: T,
        address: fn(&'static Key<T>) -> Address,
    ) -> T {
        let mut known: Vec<&str> = keys.iter().map(|key| key.name).collect();
        if name == "enforcement" {
            known.extend(names(ENFORCEMENT));
            known.push(KEPT);
        }
        if name == "negotiation" {
            known.extend(names(NEGOTIATION));
        }
        let Some((table, origin)) = self.section(root, name) else { return values };
        self.refuse_unknown(table, name, &known);
        let mut into = Numbers { keys, skip: &[], address: &address, values: &mut values };
        self.numbers(table, &origin, name, &SourceNote::default(), &mut into);
        values
    }

    /// What the private shocks are: `enforcement.shocks`.
    pub(super) fn shocks(&mut self, root: &TomlTable) -> Shocks {
        let Some(Value::Table(section)) = root.entry("enforcement").map(|entry| &entry.node.value) else {
            return Shocks::default();
        };
        self.choice(section, "enforcement", "shocks", &SHOCKS).and_then(Shocks::by_name).unwrap_or_default()
    }

    /// What makes a peace hold or break: `enforcement.theory`.
    pub(super) fn theory(&mut self, root: &TomlTable) -> TheoryKind {
        let Some(Value::Table(section)) = root.entry("enforcement").map(|entry| &entry.node.value) else {
            return TheoryKind::default();
        };
        self.choice(section, "enforcement", "theory", &THEORIES).and_then(TheoryKind::by_name).unwrap_or_default()
    }

    /// With what the sides compare a plan: `negotiation.foresight`.
    pub(super) fn foresight(&mut self, root: &TomlTable) -> Foresight {
        let Some(Value::Table(section)) = root.entry("negotiation").map(|entry| &entry.node.value) else {
            return Foresight::default();
        };
        self.choice(section, "negotiation", "foresight", &FORESIGHT).and_then(Foresight::by_name).unwrap_or_default()
    }

    /// By issue, how much of a plan's term stays in force when war resumes: the table `enforcement.kept`.
    pub(super) fn kept(&mut self, root: &TomlTable, issues: &[Issue]) -> Vec<f64> {
        let mut kept = vec![0.0; issues.len()];
        let Some(Value::Table(section)) = root.entry("enforcement").map(|entry| &entry.node.value) else { return kept };
        let Some(entry) = section.entry(KEPT) else { return kept };
        let path = join_path("enforcement", KEPT);
        self.places.insert(path.clone(), entry.origin.clone());
        let Some(table) = self.table(&entry.node, &path) else { return kept };
        let ids: Vec<&str> = (0..issues.len()).filter(|&it| can_be_kept(it)).map(|it| issues[it].id.as_str()).collect();
        if !self.is_broken("issue") {
            self.refuse_others(table, &path, &ids, &words!("names no issue of which a part can stay in force"));
        }
        for (index, issue) in issues.iter().enumerate().filter(|(index, _)| can_be_kept(*index)) {
            let Some(entry) = table.entry(&issue.id) else { continue };
            let full = join_path(&path, &issue.id);
            let of = SourceNote::default();
            if let Some(central) = self.assume(entry, &full, &kept_rule(), Address::Kept(index), &of) {
                kept[index] = central;
            }
        }
        kept
    }

    /// The table of a top-level section, if it is given; reports anything but a table.
    pub(super) fn section<'n>(&mut self, root: &'n TomlTable, name: &str) -> Option<(&'n TomlTable, Origin)> {
        let entry = root.entry(name)?;
        self.places.insert(name.to_owned(), entry.origin.clone());
        let table = self.table(&entry.node, name)?;
        Some((table, entry.node.origin.clone()))
    }

    pub(super) fn heading(&mut self, root: &TomlTable) -> Heading {
        let Some((table, _)) = self.section(root, "scenario") else { return Heading::default() };
        self.refuse_unknown(table, "scenario", &names(SCENARIO));
        self.block_provenance(table, "scenario");
        Heading {
            name: self.words(table, "scenario", "name"),
            summary: self.words(table, "scenario", "summary"),
            as_of: self.date(table, "scenario", "as_of"),
        }
    }

    pub(super) fn run(&mut self, root: &TomlTable) -> RunSettings {
        let mut run = RunSettings {
            trials: DEFAULT_TRIALS,
            seed: DEFAULT_SEED,
            sampling: Sampling::MonteCarlo,
            years: DEFAULT_YEARS as usize,
            replications: 1,
            alone: true,
            costs_years: DEFAULT_YEARS as usize,
        };
        let Some((table, _)) = self.section(root, "run") else { return run };
        self.refuse_unknown(table, "run", &names(RUN));
        run.trials = self.count(table, "run", RUN, "trials", run.trials);
        run.seed = self.count(table, "run", RUN, "seed", run.seed);
        run.replications = self.count(table, "run", RUN, "replications", 1);
        run.alone = self.boolean(table, "run", "alone", run.alone);
        run.years = self.count(table, "run", RUN, "years", run.years as u64) as usize;
        run.costs_years = self.count(table, "run", RUN, "costs_years", run.years as u64) as usize;
        let sampling = self.choice(table, "run", "sampling", &SAMPLINGS).and_then(Sampling::by_name);
        run.sampling = sampling.unwrap_or(Sampling::MonteCarlo);
        run
    }

    pub(super) fn issues(&mut self, root: &TomlTable) -> Issues {
        let mut all = Issues::structural();
        let Some(entry) = root.entry("issue") else { return all };
        for (node, table) in self.tables(&entry.node, "issue", MAX_ISSUES) {
            self.issue(node, table, &mut all);
        }
        all
    }

    fn issue(&mut self, node: &Node, table: &TomlTable, all: &mut Issues) {
        let taken: Vec<String> = all.issues.iter().map(|issue| issue.id.clone()).collect();
        let Some(id) = self.block_id(node, table, "issue", &taken) else { return };
        let path = join_path("issue", &id);
        let mut known = names(ISSUE);
        known.push("status_quo");
        self.refuse_unknown(table, &path, &known);
        let block = self.block_provenance(table, &path);
        let name = self.words(table, &path, "name").unwrap_or_else(|| id.clone());
        let unit = self.text(table, &path, "unit").unwrap_or_default();
        let rule = status_quo_rule(&unit);
        let address = Address::StatusQuo(all.issues.len());
        let value = table
            .entry("status_quo")
            .and_then(|entry| self.assume(entry, &join_path(&path, "status_quo"), &rule, address, &block));
        all.status_quo.push(value);
        all.issues.push(Issue { id, name, unit });
    }

    /// The id of a block, unless it is missing, no id, or taken.
    pub(super) fn block_id(&mut self, node: &Node, table: &TomlTable, what: &str, taken: &[String]) -> Option<String> {
        let id = self.usable_id(node, table, what, taken);
        if id.is_none() {
            self.broken.push(what.to_owned());
        }
        id
    }

    fn usable_id(&mut self, node: &Node, table: &TomlTable, what: &str, taken: &[String]) -> Option<String> {
        let Some(entry) = table.entry("id") else {
            self.missing(&node.origin, &join_path(what, "id"), words!("an id is a lower-case word, such as \"us-2\""));
            return None;
        };
        let path = join_path(what, "id");
        let id = self.id(&entry.node, &path)?;
        if let Some(fault) = self.refused_id(entry, &path, what, &id, taken) {
            fault.of(id);
            return None;
        }
        self.places.insert(join_path(what, &id), entry.node.origin.clone());
        Some(id)
    }

    /// Reports an id that the program, its results or an earlier entry have for something else.
    fn refused_id(
        &mut self,
        entry: &Entry,
        path: &str,
        what: &str,
        id: &str,
        taken: &[String],
    ) -> Option<&mut Diagnostic> {
        let reserved = RESERVED.iter().find(|(of, word, _)| (*of, *word) == (what, id));
        let (code, message, hint) = if what == "issue" && STRUCTURAL.contains(&id) {
            let message = words!("`{path}` is \"{id}\", an issue that every scenario has already", path, id);
            (Code::DuplicateName, message, Some(words!("declare issues beyond the four structural ones only")))
        } else if let Some((_, _, meaning)) = reserved {
            let message = words!(
                "`{path}` is \"{id}\", by which results mean {meaning}",
                path,
                id,
                meaning = Words::documented(meaning)
            );
            (Code::ReservedId, message, Some(words!("give it another id; its `name` is free")))
        } else if taken.iter().any(|other| other == id) {
            (
                Code::DuplicateName,
                words!("`{path}` is \"{id}\", which is taken by an earlier {what}", path, id, what),
                None,
            )
        } else {
            return None;
        };
        Some(self.fault(code, &entry.node.origin, path, message).advise(hint.map(Advice::say)))
    }

    pub(super) fn party(&mut self, root: &TomlTable, side: Side, issues: &[Issue]) -> PartySection {
        let path = side.key();
        let mut section = PartySection {
            name: None,
            may_attack: true,
            numbers: Party::unset(),
            demands: vec![Demand::unset(); issues.len()],
        };
        let Some((table, origin)) = self.section(root, path) else { return section };
        let skip: &[&str] = if side == Side::Challenger { &DEFENDER_ONLY } else { &[] };
        self.refuse_unknown_party(table, path, skip);
        section.name = self.words(table, path, "name");
        section.may_attack = self.boolean(table, path, "may_attack", true);
        let mut into = Numbers {
            keys: Party::KEYS,
            skip,
            address: &|key| Address::Party(side, key),
            values: &mut section.numbers,
        };
        self.numbers(table, &origin, path, &SourceNote::default(), &mut into);
        if let Some(entry) = self.plain(table, &origin, path, PARTY, "demands") {
            self.demands(&entry.node, side, issues, &mut section.demands);
        }
        section
    }

    fn refuse_unknown_party(&mut self, table: &TomlTable, path: &str, skip: &[&str]) {
        let mut known = names(PARTY);
        known.extend(Party::KEYS.iter().map(|key| key.name));
        for entry in table.entries.iter().filter(|entry| skip.contains(&entry.key.as_str())) {
            let full = join_path(path, &entry.key);
            self.fault(
                Code::UnknownKey,
                &entry.origin,
                &full,
                words!("`{full}` does not exist: `{entry}` belongs to the defender only", full, entry = entry.key),
            );
        }
        // They are known, if to the other side only: no second fault for them.
        self.refuse_unknown(table, path, &known);
    }

    fn demands(&mut self, node: &Node, side: Side, issues: &[Issue], demands: &mut [Demand]) {
        let path = join_path(side.key(), "demands");
        let Some(table) = self.table(node, &path) else { return };
        let ids: Vec<&str> = issues.iter().map(|issue| issue.id.as_str()).collect();
        if !self.is_broken("issue") {
            self.refuse_others(table, &path, &ids, &words!("is a demand on an unknown issue"));
        }
        for (index, issue) in issues.iter().enumerate() {
            let full = join_path(&path, &issue.id);
            let Some(entry) = table.entry(&issue.id) else {
                let hint = words!(
                    "every issue has a demand from both sides; `{id}` has none from the {side}",
                    id = issue.id,
                    side = side.key()
                );
                self.missing(&node.origin, &full, hint);
                continue;
            };
            self.places.insert(full.clone(), entry.origin.clone());
            if let Some(table) = self.table(&entry.node, &full) {
                let demand = Subject { table, origin: &entry.node.origin, path: &full, index, unit: &issue.unit };
                self.demand(&demand, side, &mut demands[index]);
            }
        }
        demands[GUARANTEE_YEARS].ideal = if side == Side::Challenger { 0.0 } else { 1.0 };
    }

    fn demand(&mut self, subject: &Subject<'_>, side: Side, demand: &mut Demand) {
        let &Subject { table, origin, path, index, unit } = subject;
        let rules = demand_rules(index, unit);
        self.refuse_unknown_demand(subject, &rules);
        let block = self.provenance(table, path);
        for rule in &rules {
            let Some(key) = Demand::key(rule.name) else { continue };
            let full = join_path(path, rule.name);
            match table.entry(rule.name) {
                Some(entry) => {
                    if let Some(central) = self.assume(entry, &full, rule, Address::Demand(side, index, key), &block) {
                        *(key.slot)(demand) = central;
                    }
                }
                None if rule.default.is_none() => self.missing(origin, &full, requirement(rule)),
                None => {}
            }
        }
    }

    /// Reports keys that no demand has, or none on that issue.
    fn refuse_unknown_demand(&mut self, subject: &Subject<'_>, rules: &[Rule]) {
        let mut known = names(DEMAND);
        known.extend(rules.iter().map(|rule| rule.name));
        if subject.index == GUARANTEE_YEARS {
            for name in ["ideal", "curvature"] {
                if self.refuse_of_guarantee(subject.table, subject.path, name) {
                    known.push(name);
                }
            }
        }
        self.refuse_unknown(subject.table, subject.path, &known);
    }

    /// Whether that key, which no guarantee has, is given; reports it.
    pub(super) fn refuse_of_guarantee(&mut self, table: &TomlTable, path: &str, name: &str) -> bool {
        let Some(entry) = table.entry(name) else { return false };
        let full = join_path(path, name);
        let message = words!("`{full}` does not exist: a guarantee counts while it is in force", full);
        self.fault(Code::UnknownKey, &entry.origin, &full, message).hint =
            Some(words!("give only salience and red_line for guarantee_years"));
        true
    }

    pub(super) fn guarantors(&mut self, root: &TomlTable) -> Guarantors {
        let mut all = Guarantors::default();
        let Some(entry) = root.entry("guarantor") else { return all };
        let (mut leaning, mut needing): (Vec<GuarantorNamed>, Vec<GuarantorNamed>) = Default::default();
        for (node, table) in self.tables(&entry.node, "guarantor", MAX_GUARANTORS) {
            if let Some((backstop, needed)) = self.guarantor(node, table, &mut all) {
                leaning.extend(backstop);
                needing.extend(needed);
            }
        }
        for one in &leaning {
            if let Some(target) = self.backstop(one, &all, &leaning) {
                all.identities[one.guarantor].backstop = Some(target);
            }
        }
        for one in &needing {
            all.identities[one.guarantor].needs = self.needed(one, &all);
        }
        all
    }

    /// Reads a guarantor, and returns whom it leans on and whom it needs.
    fn guarantor(
        &mut self,
        node: &Node,
        table: &TomlTable,
        all: &mut Guarantors,
    ) -> Option<(Option<GuarantorNamed>, Option<GuarantorNamed>)> {
        let index = all.identities.len();
        let id = self.block_id(node, table, "guarantor", &all.ids())?;
        let path = join_path("guarantor", &id);
        let mut known = names(GUARANTOR);
        known.extend(Guarantor::KEYS.iter().map(|key| key.name));
        self.refuse_unknown(table, &path, &known);
        let block = self.block_provenance(table, &path);
        let mut numbers = Guarantor::unset();
        let address = |key| Address::Guarantor(index, key);
        let mut into = Numbers { keys: Guarantor::KEYS, skip: &[], address: &address, values: &mut numbers };
        self.numbers(table, &node.origin, &path, &block, &mut into);
        let backstop = self.partner(table, &path, "backstop", index);
        let needed = self.partner(table, &path, "needs_guarantor", index);
        let politics = self.politics(table, &path, &block, all);
        let name = self.words(table, &path, "name").unwrap_or_else(|| id.clone());
        let has_politics = politics.is_some();
        all.identities.push(GuarantorIdentity { id, name, backstop: None, needs: None, has_politics });
        all.numbers.push(numbers);
        all.politics.push(politics.unwrap_or(Politics::none()));
        Some((backstop, needed))
    }

    /// The politics of the guarantor that is read, if it has any; reports those of a second one.
    fn politics(
        &mut self,
        guarantor: &TomlTable,
        path: &str,
        block: &SourceNote,
        all: &Guarantors,
    ) -> Option<Politics> {
        let entry = guarantor.entry("politics")?;
        let path = join_path(path, "politics");
        self.places.insert(path.clone(), entry.origin.clone());
        let table = self.table(&entry.node, &path)?;
        self.refuse_unknown(table, &path, &Politics::KEYS.iter().map(|key| key.name).collect::<Vec<_>>());
        if let Some(first) = all.identities.iter().find(|it| it.has_politics) {
            let other = format!("guarantor.{}.politics", first.id);
            let message =
                words!("`{path}`: one guarantor at most may have politics, and `{other}` is there", path, other);
            self.fault(Code::Contradiction, &entry.origin, &path, message).hint =
                Some(words!("keep those of the guarantor that brings most; of the other, lower `reliability`"));
            return None;
        }
        let mut politics = Politics::unset();
        let index = all.identities.len();
        let address = |key| Address::Politics(index, key);
        let mut into = Numbers { keys: Politics::KEYS, skip: &[], address: &address, values: &mut politics };
        self.numbers(table, &entry.node.origin, &path, block, &mut into);
        Some(politics)
    }

    /// Another guarantor that a guarantor names under a key.
    fn partner(&mut self, table: &TomlTable, path: &str, key: &str, guarantor: usize) -> Option<GuarantorNamed> {
        let entry = table.entry(key)?;
        let full = join_path(path, key);
        let origin = entry.node.origin.clone();
        self.places.insert(full.clone(), origin.clone());
        let named = self.id(&entry.node, &full)?;
        Some(GuarantorNamed { guarantor, named, origin })
    }

    /// Without whom a guarantor does not take part, by its place; reports one that it cannot need.
    fn needed(&mut self, one: &GuarantorNamed, all: &Guarantors) -> Option<usize> {
        let path = format!("guarantor.{}.needs_guarantor", all.identities[one.guarantor].id);
        let target = self.guarantor_named(one, &path, all)?;
        if target == one.guarantor {
            let named = &one.named;
            let message = words!("`{path}` is \"{named}\": a guarantor cannot need itself", path, named);
            self.fault(Code::Contradiction, &one.origin, &path, message);
            return None;
        }
        Some(target)
    }

    /// The backstop of a guarantor, by its place; reports one that it cannot lean on.
    fn backstop(&mut self, one: &GuarantorNamed, all: &Guarantors, leaning: &[GuarantorNamed]) -> Option<usize> {
        let GuarantorNamed { guarantor, named: backstop, origin } = one;
        let path = format!("guarantor.{}.backstop", all.identities[*guarantor].id);
        let target = self.guarantor_named(one, &path, all)?;
        if target == *guarantor {
            let message = words!("`{path}` is \"{backstop}\": a guarantor cannot be its own backstop", path, backstop);
            self.fault(Code::Contradiction, origin, &path, message);
            return None;
        }
        if leaning.iter().any(|other| other.guarantor == target) {
            let message = words!("`{path}` is \"{backstop}\", which has a backstop itself", path, backstop);
            self.fault(Code::Contradiction, origin, &path, message).hint = Some(words!("backstops form no chains"));
            return None;
        }
        Some(target)
    }

    /// The guarantor of that name, by its place; reports a name that none has.
    fn guarantor_named(&mut self, one: &GuarantorNamed, path: &str, all: &Guarantors) -> Option<usize> {
        let place = all.identities.iter().position(|it| it.id == one.named);
        if place.is_none() {
            self.no_such_guarantor(one, path, &all.ids());
        }
        place
    }

    /// Reports a name that is no guarantor's, unless it may be one whose id could not be read.
    fn no_such_guarantor(&mut self, one: &GuarantorNamed, path: &str, ids: &[String]) {
        if self.is_broken("guarantor") {
            return;
        }
        let known: Vec<&str> = ids.iter().map(String::as_str).collect();
        let message = words!("`{path}` is \"{backstop}\", which is no guarantor", path, backstop = one.named);
        self.fault(Code::UnknownName, &one.origin, path, message).of(&one.named).advise(one_of(&one.named, &known));
    }
}

/// A guarantor, by its place, and another that it names.
struct GuarantorNamed {
    guarantor: usize,
    named: String,
    origin: Origin,
}

/// A demand's table and what it is about.
struct Subject<'n> {
    table: &'n TomlTable,
    origin: &'n Origin,
    path: &'n str,
    index: usize,
    unit: &'n str,
}

/// What a required number takes, for the hint that it is missing.
pub(super) fn requirement(rule: &Rule) -> Words {
    words!("allowed: {rule}. {doc}", rule = rule.allowed(), doc = Words::documented(rule.doc))
}
