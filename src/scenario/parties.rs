//! The sections `[[party]]`: parties that do not fight.

use crate::model::{Address, GUARANTEE_YEARS, GuarantorIdentity, Interest, Issue, PartyIdentity, Stakeholder};
use crate::words::{Words, words};

use super::Scenario;
use super::advice::Advice;
use super::code::Code;
use super::document::{Entry, Node, TomlTable};
use super::keys::{INTEREST, LIMITS, MAX_PARTIES, RED_LINE, STAKEHOLDER, interest_rules, limit_rules, names};
use super::reader::{Reader, SourceNote, join_path};
use super::sections::{Numbers, requirement};

/// What the sections `[[party]]` say.
#[derive(Debug, Default)]
pub(super) struct Parties {
    pub identities: Vec<PartyIdentity>,
    pub numbers: Vec<Stakeholder>,
    pub interests: Vec<Vec<Interest>>,
}

/// What a party wants on one issue: where it is written and what it is about.
struct Wish<'n> {
    table: &'n TomlTable,
    node: &'n Node,
    path: &'n str,
    whose: PartyBlock<'n>,
    issue: usize,
    unit: &'n str,
}

/// A party by its index, and where those of its numbers come from that do not say so themselves.
#[derive(Clone, Copy)]
struct PartyBlock<'n> {
    party: usize,
    block: &'n SourceNote,
}

impl Reader<'_> {
    pub(super) fn parties(&mut self, root: &TomlTable, issues: &[Issue], guarantors: &[GuarantorIdentity]) -> Parties {
        let mut all = Parties::default();
        let Some(entry) = root.entry("party") else { return all };
        for (node, table) in self.tables(&entry.node, "party", MAX_PARTIES) {
            self.stakeholder(node, table, issues, guarantors, &mut all);
        }
        all
    }

    fn stakeholder(
        &mut self,
        node: &Node,
        table: &TomlTable,
        issues: &[Issue],
        guarantors: &[GuarantorIdentity],
        all: &mut Parties,
    ) {
        let taken: Vec<String> = all.identities.iter().map(|identity| identity.id.clone()).collect();
        let Some(id) = self.block_id(node, table, "party", &taken) else { return };
        if guarantors.iter().any(|guarantor| guarantor.id == id) {
            let message = words!("`party.id` is \"{id}\", which is a guarantor's", id);
            let place = format!("party.{id}");
            self.fault_at(Code::DuplicateName, &place, message).of(&id).advise(Some(Advice::say(words!(
                "who guarantees and who has a stake are two things: give the party another id; its `name` is free"
            ))));
        }
        let path = join_path("party", &id);
        let mut known = names(STAKEHOLDER);
        known.extend(Stakeholder::KEYS.iter().map(|key| key.name));
        self.refuse_unknown(table, &path, &known);
        let block = self.block_provenance(table, &path);
        let party = all.numbers.len();
        let mut numbers = Stakeholder::unset();
        let address = |key| Address::Stakeholder(party, key);
        let mut into = Numbers { keys: Stakeholder::KEYS, skip: &[], address: &address, values: &mut numbers };
        self.numbers(table, &node.origin, &path, &block, &mut into);
        let mut interests = vec![Interest::none(); issues.len()];
        if let Some(entry) = self.plain(table, &node.origin, &path, STAKEHOLDER, "demands") {
            let whose = PartyBlock { party, block: &block };
            self.wishes(entry, &join_path(&path, "demands"), whose, issues, &mut interests);
        }
        interests[GUARANTEE_YEARS].ideal = 1.0;
        let veto = self.boolean(table, &path, "veto", false);
        let name = self.words(table, &path, "name").unwrap_or_else(|| id.clone());
        all.identities.push(PartyIdentity { id, name, veto });
        all.numbers.push(numbers);
        all.interests.push(interests);
    }

    fn wishes(
        &mut self,
        entry: &Entry,
        path: &str,
        whose: PartyBlock<'_>,
        issues: &[Issue],
        interests: &mut [Interest],
    ) {
        let Some(table) = self.table(&entry.node, path) else { return };
        let ids: Vec<&str> = issues.iter().map(|issue| issue.id.as_str()).collect();
        if !self.is_broken("issue") {
            self.refuse_others(table, path, &ids, &words!("is a demand on an unknown issue"));
        }
        for (index, issue) in issues.iter().enumerate() {
            let Some(entry) = table.entry(&issue.id) else { continue };
            let full = join_path(path, &issue.id);
            self.places.insert(full.clone(), entry.origin.clone());
            if let Some(table) = self.table(&entry.node, &full) {
                let wish = Wish { table, node: &entry.node, path: &full, whose, issue: index, unit: &issue.unit };
                self.wish(&wish, &mut interests[index]);
            }
        }
    }

    fn wish(&mut self, wish: &Wish<'_>, interest: &mut Interest) {
        let &Wish { table, node, path, whose: PartyBlock { party, block }, issue, unit } = wish;
        let rules = interest_rules(issue, unit);
        let mut known = names(INTEREST);
        known.extend(rules.iter().map(|rule| rule.name));
        if issue == GUARANTEE_YEARS {
            known.extend(["ideal", "curvature"].into_iter().filter(|name| self.refuse_of_guarantee(table, path, name)));
        }
        self.refuse_unknown(table, path, &known);
        let block = self.provenance(table, path).or(block);
        for rule in &rules {
            let Some(key) = Interest::key(rule.name) else { continue };
            let full = join_path(path, rule.name);
            match table.entry(rule.name) {
                Some(entry) => {
                    let address = Address::Interest(party, issue, key);
                    if let Some(central) = self.assume(entry, &full, rule, address, &block) {
                        *(key.slot)(interest) = central;
                    }
                }
                None if rule.default.is_none() => self.missing(&node.origin, &full, requirement(rule)),
                None => {}
            }
        }
        if let Some(entry) = table.entry(RED_LINE) {
            self.limit(entry, wish, &block, interest);
        }
    }

    /// A red line: a table with one of the two directions.
    fn limit(&mut self, entry: &Entry, wish: &Wish<'_>, block: &SourceNote, interest: &mut Interest) {
        let path = join_path(wish.path, RED_LINE);
        self.places.insert(path.clone(), entry.node.origin.clone());
        let given = |table: &TomlTable| LIMITS.iter().filter(|limit| table.entry(limit).is_some()).count();
        let Some(table) = entry.node.as_table().filter(|table| given(table) > 0) else {
            let message =
                words!("`{path}` has no direction: a party's ideal may lie between those of the two sides", path);
            let written = if entry.node.as_table().is_some() { "…".to_owned() } else { entry.node.written() };
            self.fault(Code::WrongKind, &entry.node.origin, &path, message).hint = Some(words!(
                "write {red_line} = { above = {written} } to refuse all that is more, or { below = {written} } all that is less",
                red_line = RED_LINE,
                written = super::advice::short(&written)
            ));
            return;
        };
        self.refuse_unknown(table, &path, &LIMITS);
        if given(table) == LIMITS.len() {
            let message = words!("`{path}` has both `above` and `below`; it takes exactly one", path);
            self.fault(Code::Contradiction, &entry.node.origin, &path, message).hint =
                Some(words!("keep the one that binds"));
            return;
        }
        for rule in &limit_rules(wish.issue, wish.unit) {
            let (Some(key), Some(entry)) = (Interest::key(rule.name), table.entry(rule.name)) else { continue };
            let address = Address::Interest(wish.whose.party, wish.issue, key);
            if let Some(central) = self.assume(entry, &join_path(&path, rule.name), rule, address, block) {
                *(key.slot)(interest) = central;
            }
        }
    }

    /// A party that cares about nothing has no utility.
    pub(super) fn check_parties(&mut self, scenario: &Scenario) {
        for (party, interests) in scenario.structure.parties.iter().zip(&scenario.central.interests) {
            let path = format!("party.{}.demands", party.id);
            if !self.is_given(&path) || self.is_faulty(&path) {
                continue;
            }
            let issues = scenario.structure.issues.iter().zip(interests);
            let salience =
                |issue: &Issue, own: &Interest| self.span(&format!("{path}.{}.salience", issue.id), own.salience).1;
            if issues.map(|(issue, own)| salience(issue, own)).sum::<f64>() == 0.0 {
                let message = words!("the saliences of `{path}` sum to 0; at least one must be above 0", path);
                self.fault_at(Code::Contradiction, &path, message);
            }
        }
    }
}

/// What the parties would have of each victory and have of the war as it stands; nothing where there are none.
pub(super) fn implied(scenario: &Scenario) -> Vec<Words> {
    let stakes = crate::model::settlement::Stakes::new(&scenario.central);
    let start = scenario.central.front.start_position();
    let parties = scenario.structure.parties.iter().zip(&stakes.concerns);
    parties
        .map(|(party, concern)| {
            let [challenger, defender] = *concern.fighter.prizes.as_array();
            let number = super::describe::number;
            let told = words!(
                "{id}: the war as it stands is worth {now} to it, before the cost of fighting, a victory of the \
                 challenger {challenger}, of the defender {defender}",
                id = party.id,
                now = number(concern.fighter.flow.at(start)),
                challenger = number(challenger),
                defender = number(defender)
            );
            if party.veto { words!("{told}; it has a veto", told) } else { told }
        })
        .collect()
}
