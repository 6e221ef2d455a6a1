//! The section `[hazard]`: how often peaces break in the record.

use crate::model::{Address, HazardRate, HazardRatios, HazardRecord, Issue, STRUCTURAL, TheoryKind};
use crate::words::words;

use super::Scenario;
use super::code::Code;
use super::document::TomlTable;
use super::keys::{RATIOS, ratio_rule};
use super::reader::{Reader, SourceNote, join_path};
use super::sections::Numbers;

/// The name of the section.
const HAZARD: &str = "hazard";

impl Reader<'_> {
    /// The record of broken peaces, if the file has one.
    pub(super) fn hazard(&mut self, root: &TomlTable, issues: &[Issue]) -> Option<HazardRecord> {
        let (table, origin) = self.section(root, HAZARD)?;
        let mut record = HazardRecord::unset(issues.len() - STRUCTURAL.len());
        let mut known: Vec<&str> = HazardRate::KEYS.iter().map(|key| key.name).collect();
        known.push(RATIOS);
        self.refuse_unknown(table, HAZARD, &known);
        let none = SourceNote::default();
        let mut rate =
            Numbers { keys: HazardRate::KEYS, skip: &[], address: &Address::Hazard, values: &mut record.rate };
        self.numbers(table, &origin, HAZARD, &none, &mut rate);
        if let Some(entry) = table.entry(RATIOS) {
            let path = join_path(HAZARD, RATIOS);
            self.places.insert(path.clone(), entry.origin.clone());
            if let Some(table) = self.table(&entry.node, &path) {
                self.ratios(table, &path, issues, &mut record);
            }
        }
        Some(record)
    }

    /// The log hazard ratios.
    fn ratios(&mut self, table: &TomlTable, path: &str, issues: &[Issue], record: &mut HazardRecord) {
        let fixed: Vec<&str> = HazardRatios::KEYS.iter().map(|key| key.name).collect();
        let further = || issues.iter().enumerate().skip(STRUCTURAL.len());
        let known: Vec<&str> = fixed.iter().copied().chain(further().map(|(_, issue)| issue.id.as_str())).collect();
        if !self.is_broken("issue") {
            self.refuse_others(
                table,
                path,
                &known,
                &words!("names no issue beside the structural ones, and nothing else that moves the hazard"),
            );
        }
        let none = SourceNote::default();
        let mut ratios =
            Numbers { keys: HazardRatios::KEYS, skip: &[], address: &Address::HazardRatio, values: &mut record.ratios };
        let origin = self.places[path].clone();
        self.numbers(table, &origin, path, &none, &mut ratios);
        for (index, issue) in further() {
            let Some(entry) = table.entry(&issue.id) else { continue };
            let full = join_path(path, &issue.id);
            if fixed.contains(&issue.id.as_str()) {
                let message = words!("`{full}` has two meanings: the issue of that id is not what is meant here", full);
                self.fault(Code::Contradiction, &entry.origin, &full, message).hint =
                    Some(words!("give the issue another id"));
            } else if let Some(central) = self.assume(entry, &full, &ratio_rule(), Address::HazardIssue(index), &none) {
                record.issues[index - STRUCTURAL.len()] = central;
            }
        }
    }

    /// A theory of the record needs one.
    pub(super) fn check_record(&mut self, scenario: &Scenario) {
        let given = scenario.central.hazard.is_some() || self.places.contains_key(HAZARD);
        if scenario.structure.theory == TheoryKind::Hazard && !given {
            let message = words!("`enforcement.theory` is \"hazard\", but there is no record: `[hazard]` is missing");
            self.fault_at(Code::MissingKey, "enforcement.theory", message).hint = Some(words!(
                "add a table [hazard] with `shape`, `scale` and `challenger_share`; `armistice new` writes one with its \
                 sources"
            ));
        }
    }
}

impl Scenario {
    /// Leaves the record out of what is drawn, where the theory does not ask for it: it waits for one that does.
    pub(super) fn let_record_wait(&mut self) {
        if self.structure.theory == TheoryKind::Hazard || self.central.hazard.is_none() {
            return;
        }
        self.record_waits = true;
        self.keep_numbers(|address| match address {
            Address::Hazard(_) | Address::HazardRatio(_) | Address::HazardIssue(_) => None,
            address => Some(address),
        });
        self.central.hazard = None;
    }
}
