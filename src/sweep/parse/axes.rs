//! The sections `[[axis]]`: what is varied. Their values are read by [`values`](super::values) and
//! [`drawn`](super::drawn).

use crate::scenario::{Code, FAMILIES, Node, Reader, TomlTable, is_family, join_path, names, short};
use crate::words::{Words, words};

use super::super::axis::{Axis, Level, Values};
use super::super::check::overlap;
use super::super::keys::AXIS;
use super::super::{Combination, MAX_AXES, MAX_POINTS, Sweep};

/// Paths that every point must share, so that points differ in what is varied and in nothing else.
fn shared(path: &str) -> Option<Words> {
    Some(match path {
        "run.seed" => words!("seed"),
        "run.trials" => words!("trials"),
        "run.replications" => words!("replications"),
        "run.sampling" => words!("sampling"),
        _ => return None,
    })
}

impl Reader<'_> {
    pub(super) fn axes(&mut self, root: &TomlTable, combination: Combination) -> Vec<Axis> {
        self.axes_with(root, combination, &mut |reader, node, table| {
            if combination.draws() { reader.drawn(node, table) } else { reader.listed_values(node, table) }
        })
    }

    /// The axes, of which `values` reads or finds the values.
    pub(super) fn axes_with(
        &mut self,
        root: &TomlTable,
        combination: Combination,
        values: &mut dyn FnMut(&mut Self, &Node, &TomlTable) -> Option<Values>,
    ) -> Vec<Axis> {
        let Some(node) = self.required(root, "axis", "[[axis]]") else { return Vec::new() };
        let mut axes: Vec<Axis> = Vec::new();
        for (node, table) in self.tables(node, "axis", MAX_AXES) {
            let Some(axis) = self.axis(node, table, combination, values) else {
                self.broken.push("axis".to_owned());
                continue;
            };
            if let Some(message) = twice(&axis, &axes) {
                self.fault(Code::DuplicateName, &axis.origin, "axis.path", message);
            }
            axes.push(axis);
        }
        axes
    }

    fn axis(
        &mut self,
        node: &Node,
        table: &TomlTable,
        combination: Combination,
        values: &mut dyn FnMut(&mut Self, &Node, &TomlTable) -> Option<Values>,
    ) -> Option<Axis> {
        self.refuse_axis_keys(table, combination);
        let path_node = self.plain(table, &node.origin, "axis", AXIS, "path").map(|entry| entry.node.clone())?;
        let path = self.text(table, "axis", "path")?;
        self.refuse_path(&path_node, &path);
        let base = self.base_level(table, combination);
        let values = values(self, node, table)?;
        Some(Axis {
            path: path.trim().to_owned(),
            name: self.text(table, "axis", "name"),
            unit: self.text(table, "axis", "unit"),
            base,
            values,
            origin: path_node.origin,
        })
    }

    /// Reports a path that no axis can have.
    pub(super) fn refuse_path(&mut self, node: &Node, path: &str) {
        if let Some(what) = shared(path.trim()) {
            let message = words!("`{path}` cannot be varied: all points share their {what}", path, what);
            self.fault(Code::Contradiction, &node.origin, "axis.path", message);
        }
        if path.contains('=') || path.trim().is_empty() {
            let message = words!("`{path}` is not a path", path = short(path));
            self.fault(Code::BadSetting, &node.origin, "axis.path", message);
        }
    }

    /// The value of an axis while another is varied.
    fn base_level(&mut self, table: &TomlTable, combination: Combination) -> Option<Level> {
        let base = table.get("base")?;
        if combination == Combination::OneAtATime {
            return self.level(base, "axis.base");
        }
        if !combination.draws() {
            let message = words!("`axis.base` goes with the one_at_a_time design: in others every axis is varied");
            self.fault(Code::Contradiction, &base.origin, "axis.base", message);
        }
        None
    }

    /// Reports unknown keys of an axis, and those that do not go with the design.
    fn refuse_axis_keys(&mut self, table: &TomlTable, combination: Combination) {
        let mut known = known_keys(combination);
        let takes = match combination {
            Combination::Table => words!("its column of the table"),
            _ if combination.draws() => words!("a distribution"),
            _ => words!("values"),
        };
        for entry in &table.entries {
            let elsewhere = is_family(&entry.key) || AXIS.iter().any(|key| key.name == entry.key);
            if elsewhere && !known.contains(&entry.key.as_str()) {
                let key = join_path("axis", &entry.key);
                let message = words!(
                    "`{key}`: an axis of the {combination} design takes {takes}",
                    key,
                    combination = combination.key(),
                    takes
                );
                self.fault(Code::UnknownKey, &entry.origin, &key, message);
                known.push(&entry.key);
            }
        }
        self.refuse_unknown(table, "axis", &known);
    }

    /// Reports a design whose lists do not fit together, or that has too many points.
    pub(super) fn size(&mut self, root: &TomlTable, sweep: &Sweep) {
        let Some(origin) = root.entry("axis").map(|entry| entry.origin.clone()) else { return };
        let lengths: Vec<u64> = sweep.axes.iter().map(|axis| axis.levels().len() as u64).collect();
        if sweep.combination == Combination::Zip && lengths.windows(2).any(|pair| pair[0] != pair[1]) {
            let list: Vec<Words> = sweep
                .axes
                .iter()
                .zip(&lengths)
                .map(|(axis, length)| words!("{length} of `{path}`", length, path = axis.path))
                .collect();
            let message =
                words!("the zip design takes as many values of every axis, not {list}", list = Words::list(list));
            self.fault(Code::Contradiction, &origin, "axis", message);
        }
        let total = multiplied(sweep.combination, &lengths);
        if total.is_none_or(|total| total > MAX_POINTS) {
            let many = total.map_or_else(|| words!("too many"), |total| Words::verbatim(total.to_string()));
            let message =
                words!("the axes make {many} points; at most {max_points} are allowed", many, max_points = MAX_POINTS);
            self.fault(Code::TooMany, &origin, "axis", message);
        }
    }
}

/// The keys that an axis of that design takes.
fn known_keys<'n>(combination: Combination) -> Vec<&'n str> {
    let mut known = names(AXIS);
    if combination.draws() || combination == Combination::Table {
        known.retain(|name| !matches!(*name, "values" | "from" | "to" | "step" | "count" | "base"));
    }
    if combination.draws() {
        known.extend(["min", "max", "integers"]);
        known.extend(FAMILIES.iter().map(|family| family.name));
    }
    known
}

/// What is wrong with an axis beside those above it: both set the same.
fn twice(axis: &Axis, above: &[Axis]) -> Option<Words> {
    if above.iter().any(|other| other.path == axis.path) {
        return Some(words!("`{path}` is the path of two axes", path = short(&axis.path)));
    }
    let other = above.iter().find(|other| overlap(&other.path, &axis.path))?;
    Some(words!("`{path}` sets what the axis `{other}` sets", path = short(&axis.path), other = short(&other.path)))
}

/// How many points lists of these lengths make together; `None` beyond all counting. Zip makes no more than a list holds
/// and a design that draws says how many it makes: nothing to be counted.
fn multiplied(combination: Combination, lengths: &[u64]) -> Option<u64> {
    match combination {
        Combination::Grid => lengths.iter().try_fold(1_u64, |product, length| product.checked_mul(*length)),
        Combination::OneAtATime => Some(1 + lengths.iter().sum::<u64>()),
        Combination::Zip | Combination::LatinHypercube | Combination::Sobol | Combination::Table => Some(0),
    }
}
