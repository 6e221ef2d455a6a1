//! The sections `[[cost]]`: what a peace and a war cost people.

use crate::model::{Address, Cost, CostIdentity};
use crate::words::words;

use super::Scenario;
use super::code::Code;
use super::document::{Node, TomlTable};
use super::keys::{COST, MAX_COSTS, Rule, names};
use super::reader::{Reader, join_path};

/// What the sections `[[cost]]` say.
#[derive(Debug, Default)]
pub(super) struct Costs {
    pub identities: Vec<CostIdentity>,
    pub numbers: Vec<Cost>,
}

impl Reader<'_> {
    pub(super) fn costs(&mut self, root: &TomlTable) -> Costs {
        let mut all = Costs::default();
        let Some(entry) = root.entry("cost") else { return all };
        for (node, table) in self.tables(&entry.node, "cost", MAX_COSTS) {
            self.cost(node, table, &mut all);
        }
        all
    }

    fn cost(&mut self, node: &Node, table: &TomlTable, all: &mut Costs) {
        let taken: Vec<String> = all.identities.iter().map(|identity| identity.id.clone()).collect();
        let Some(id) = self.block_id(node, table, "cost", &taken) else { return };
        let path = join_path("cost", &id);
        let mut known = names(COST);
        known.extend(Cost::KEYS.iter().map(|key| key.name));
        self.refuse_unknown(table, &path, &known);
        let block = self.block_provenance(table, &path);
        let unit = self.plain(table, &node.origin, &path, COST, "unit").and_then(|_| self.text(table, &path, "unit"));
        let unit = unit.unwrap_or_default();
        let mut numbers = Cost::unset();
        for key in Cost::KEYS {
            let Some(entry) = table.entry(key.name) else { continue };
            let (full, rule) = (join_path(&path, key.name), Rule { unit: unit.clone(), ..Rule::of(key) });
            if let Some(central) = self.assume(entry, &full, &rule, Address::Cost(all.numbers.len(), key), &block) {
                *(key.slot)(&mut numbers) = central;
            }
        }
        let name = self.words(table, &path, "name").unwrap_or_else(|| id.clone());
        all.identities.push(CostIdentity { id, name, unit });
        all.numbers.push(numbers);
    }

    /// A peace is followed for `run.years` from its signature: what it costs beyond them is not known.
    pub(super) fn check_costs(&mut self, scenario: &Scenario) {
        let (horizon, years) = (scenario.run.costs_years, scenario.run.years);
        if horizon <= years || self.is_faulty("run.years") {
            return;
        }
        let message = words!(
            "`run.costs_years` is {horizon}, more than the {years} years for which a peace is followed (`run.years`)",
            horizon,
            years
        );
        self.fault_at(Code::Contradiction, "run.costs_years", message).hint = Some(words!(
            "set `run.years` to {horizon} or more, or `run.costs_years` to {years} or less",
            horizon,
            years
        ));
    }
}
