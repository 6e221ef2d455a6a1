//! The section `[sweep]`: the base, the design and what all points share.

use crate::sampling::Sampling;
use crate::scenario::{Code, Document, Entry, Origin, Reader, SAMPLINGS, TomlTable, Value, join_path, names};
use crate::words::words;

use super::super::keys::SWEEP;
use super::super::{Combination, Condition, Sweep};

impl Reader<'_> {
    pub(super) fn sweep(&mut self, root: &TomlTable, file_name: &str, document: &Document) -> Sweep {
        let mut sweep = unset(file_name, document);
        let Some(node) = self.required(root, "sweep", "[sweep]") else { return sweep };
        let Some(table) = self.table(node, "sweep") else { return sweep };
        self.refuse_unknown(table, "sweep", &names(SWEEP));
        if let Some(name) = self.text(table, "sweep", "name") {
            sweep.name = name;
        }
        sweep.summary = self.text(table, "sweep", "summary");
        self.plain(table, &node.origin, "sweep", SWEEP, "base");
        sweep.base = self.text(table, "sweep", "base").unwrap_or_default();
        sweep.plans = self.plan_list(table);
        let design = self.choice(table, "sweep", "design", &Combination::KEYS);
        sweep.combination = design.and_then(Combination::by_key).unwrap_or(Combination::Grid);
        let mut count = |name: &str| table.get(name).map(|_| self.count(table, "sweep", SWEEP, name, 1));
        sweep.trials = count("trials");
        sweep.points = count("points");
        sweep.seed = count("seed");
        sweep.years = count("years");
        sweep.sampling = self.choice(table, "sweep", "sampling", &SAMPLINGS).and_then(Sampling::by_name);
        sweep.exact = self.boolean(table, "sweep", "exact", false);
        self.refuse_trials(table, &sweep);
        self.points(table, &node.origin, &sweep);
        sweep
    }

    /// The condition under which points are left out, once the axes are known.
    pub(super) fn skip(&mut self, root: &TomlTable, sweep: &Sweep) -> Option<Condition> {
        let table = root.get("sweep")?.as_table()?;
        let entry = table.entry("skip")?;
        let text = self.text(table, "sweep", "skip")?;
        if sweep.combination == Combination::OneAtATime {
            let message =
                words!("`sweep.skip` does not go with one_at_a_time, where each value is in a list of its own");
            self.fault(Code::Contradiction, &entry.origin, "sweep.skip", message).hint =
                Some(words!("leave the value out of its list"));
            return None;
        }
        match Condition::parse(&text, &sweep.axes) {
            Ok(condition) => Some(condition),
            Err(message) => {
                let message = words!("`sweep.skip`: {message}", message);
                self.fault(Code::BadCondition, &entry.node.origin, "sweep.skip", message);
                None
            }
        }
    }

    /// Exact figures take no trials.
    fn refuse_trials(&mut self, table: &TomlTable, sweep: &Sweep) {
        let given = ["trials", "sampling"].into_iter().find_map(|name| table.entry(name));
        if let Some(entry) = given.filter(|_| sweep.exact) {
            let path = join_path("sweep", &entry.key);
            let message = words!("`{path}` does not go with exact figures, for which nothing is played", path);
            self.fault(Code::Contradiction, &entry.origin, &path, message);
        }
    }

    /// `points` goes with designs that draw, and with no other.
    fn points(&mut self, table: &TomlTable, origin: &Origin, sweep: &Sweep) {
        let design = sweep.combination.key();
        match (sweep.combination.draws(), table.entry("points")) {
            (true, None) => {
                let message = words!("`sweep.points` is missing: how many points has the {design} design?", design);
                self.fault(Code::MissingKey, origin, "sweep.points", message);
            }
            (false, Some(entry)) => {
                let message =
                    words!("`sweep.points` goes with latin_hypercube and sobol; the design is {design}", design);
                self.fault(Code::Contradiction, &entry.origin, "sweep.points", message);
            }
            (true, Some(entry)) => self.power_of_two(entry, sweep),
            (false, None) => {}
        }
    }

    fn power_of_two(&mut self, entry: &Entry, sweep: &Sweep) {
        let points = sweep.points.unwrap_or(2);
        if sweep.combination == Combination::Sobol && !points.is_power_of_two() {
            let above = points.next_power_of_two();
            let message = words!("`sweep.points` is {points}; a sobol design takes a power of two", points);
            self.fault(Code::OutOfRange, &entry.node.origin, "sweep.points", message).hint =
                Some(words!("the nearest are {value} and {above}", value = above / 2, above));
        }
    }

    fn plan_list(&mut self, table: &TomlTable) -> Option<Vec<String>> {
        let node = table.get("plans")?;
        let Value::Array(items) = &node.value else {
            self.wrong_kind(node, "sweep.plans", &words!("a list of plans' ids"));
            return None;
        };
        if items.is_empty() {
            let message = words!("`sweep.plans` is empty: no plan would be on the table");
            self.fault(Code::Contradiction, &node.origin, "sweep.plans", message);
        }
        Some(items.iter().filter_map(|item| self.id(item, "sweep.plans")).collect())
    }
}

/// A sweep of which nothing has been read yet, named after its file.
fn unset(file_name: &str, document: &Document) -> Sweep {
    let stem = std::path::Path::new(file_name).file_stem().map(|stem| stem.to_string_lossy().into_owned());
    Sweep {
        name: stem.unwrap_or_else(|| file_name.to_owned()),
        summary: None,
        base: String::new(),
        plans: None,
        combination: Combination::Grid,
        trials: None,
        points: None,
        seed: None,
        sampling: None,
        years: None,
        skip: None,
        table: None,
        exact: false,
        axes: Vec::new(),
        measures: Vec::new(),
        charts: Vec::new(),
        document: document.clone(),
    }
}
