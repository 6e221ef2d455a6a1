//! Rank correlations of uncertain inputs.

use std::collections::BTreeMap;

use super::diagnostics::names_hint;
use super::document::{Node, Origin, Table, Value};
use super::keys::{CORRELATION, MAX_CORRELATIONS, Rule, names};
use super::reader::{Reader, join_path};
use super::{Correlation, Scenario, Uncertain};
use crate::model::Range;

/// One pair as read, and where its rank was written.
struct Pair {
    correlation: Correlation,
    path: String,
    origin: Origin,
}

impl Reader<'_> {
    pub(super) fn correlations(&mut self, root: &Table, scenario: &Scenario) -> Vec<Correlation> {
        let Some(entry) = root.entry("correlation") else { return Vec::new() };
        let mut pairs: Vec<Pair> = Vec::new();
        for (number, (node, table)) in self.tables(&entry.node, "correlation", MAX_CORRELATIONS).into_iter().enumerate()
        {
            let path = format!("correlation.{}", number + 1);
            let Some(pair) = self.pair(node, table, path, scenario) else { continue };
            let twin = pairs.iter().find(|other| same(&other.correlation, &pair.correlation));
            if let Some(twin) = twin {
                let message = format!("`{}` names the same two inputs as `{}`", pair.path, twin.path);
                self.fault(&pair.origin, &pair.path, message);
                continue;
            }
            pairs.push(pair);
        }
        self.check_definite(&pairs, scenario);
        pairs.into_iter().map(|pair| pair.correlation).collect()
    }

    fn pair(&mut self, node: &Node, table: &Table, path: String, scenario: &Scenario) -> Option<Pair> {
        self.refuse_unknown(table, &path, &names(CORRELATION));
        self.block_provenance(table, &path);
        let rank = self.plain(table, &node.origin, &path, CORRELATION, "rank");
        let rank = rank.and_then(|entry| self.rank(&entry.node, &join_path(&path, "rank")));
        let between = self.plain(table, &node.origin, &path, CORRELATION, "between")?;
        let between = self.between(&between.node, &join_path(&path, "between"), scenario)?;
        Some(Pair { correlation: Correlation { between, rank: rank? }, path, origin: node.origin.clone() })
    }

    fn rank(&mut self, node: &Node, path: &str) -> Option<f64> {
        let rule = Rule {
            name: "rank",
            doc: "Spearman's rank correlation.",
            unit: String::new(),
            range: Range::open(-1.0, 1.0),
            default: None,
            whole: false,
            words: &[],
        };
        let number = self.number(node, path, &rule)?;
        match number.value {
            Uncertain::Constant(rank) => Some(rank),
            Uncertain::Distribution(_) => {
                self.fault(&node.origin, path, format!("`{path}` is a distribution; it takes a constant"));
                None
            }
        }
    }

    fn between(&mut self, node: &Node, path: &str, scenario: &Scenario) -> Option<(usize, usize)> {
        let Value::Array(items) = &node.value else {
            self.wrong_kind(node, path, "a list of two paths in quotes");
            return None;
        };
        let &[first, second] = &items.iter().collect::<Vec<_>>()[..] else {
            self.fault(
                &node.origin,
                path,
                format!("`{path}` has {} entries; it takes two paths in quotes", items.len()),
            );
            return None;
        };
        let (a, b) = (self.input(first, path, scenario), self.input(second, path, scenario));
        let (a, b) = (a?, b?);
        if a == b {
            self.fault(&second.origin, path, format!("`{path}` names the same input twice"));
            return None;
        }
        Some((a, b))
    }

    fn input(&mut self, node: &Node, path: &str, scenario: &Scenario) -> Option<usize> {
        let Some(name) = node.as_str() else {
            self.wrong_kind(node, path, "two paths in quotes");
            return None;
        };
        let found = scenario.inputs.iter().position(|input| input.path == name);
        if found.is_some() {
            return found;
        }
        // A value set over the file (a point of a sweep, say) may fix an input that is correlated in the file. Its
        // distribution is gone and the correlation with it, which is no fault of anybody.
        if self.places.get(name).is_some_and(|origin| origin.source > 0) || self.is_read_wrongly(name) {
            return None;
        }
        let known: Vec<&str> = scenario.inputs.iter().map(|input| input.path.as_str()).collect();
        if scenario.assumptions.iter().any(|assumption| assumption.path == name) {
            let message = format!("`{path}` names `{name}`, which is a constant");
            self.fault(&node.origin, path, message).hint = Some("only uncertain inputs can be correlated".to_owned());
        } else {
            let hint = names_hint(name, &known);
            self.fault(&node.origin, path, format!("`{path}` names `{name}`, which is no input of this file")).hint =
                Some(hint);
        }
        None
    }

    /// Whether that input exists but has a fault of its own, reported already.
    fn is_read_wrongly(&self, path: &str) -> bool {
        self.faults.iter().any(|fault| fault.key.as_deref() == Some(path))
    }

    /// Reports each group of correlated inputs whose normal correlation matrix is not positive definite.
    fn check_definite(&mut self, pairs: &[Pair], scenario: &Scenario) {
        for group in groups(pairs) {
            if is_definite(&matrix(&group, pairs)) {
                continue;
            }
            let inputs: Vec<String> = group.iter().map(|input| format!("`{}`", scenario.inputs[*input].path)).collect();
            let last = pairs.iter().rev().find(|pair| group.contains(&pair.correlation.between.0));
            if let Some(Pair { path, origin, .. }) = last {
                let message = format!(
                    "no inputs can be correlated like this: the matrix of {} is not positive definite",
                    inputs.join(", ")
                );
                self.fault(origin, path, message).hint =
                    Some("bring the ranks nearer to 0, or leave some of these correlations out".to_owned());
            }
        }
    }
}

fn same(a: &Correlation, b: &Correlation) -> bool {
    a.between == b.between || (a.between.1, a.between.0) == b.between
}

/// The inputs that hang together, each group in the order of the inputs.
fn groups(pairs: &[Pair]) -> Vec<Vec<usize>> {
    let mut label: BTreeMap<usize, usize> = BTreeMap::new();
    for Pair { correlation: Correlation { between: (a, b), .. }, .. } in pairs {
        let of_a = *label.entry(*a).or_insert(*a);
        let of_b = *label.entry(*b).or_insert(*b);
        let (low, high) = (of_a.min(of_b), of_a.max(of_b));
        label.values_mut().filter(|label| **label == high).for_each(|label| *label = low);
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (input, label) in label {
        groups.entry(label).or_default().push(input);
    }
    groups.into_values().collect()
}

/// The correlation matrix of the normal variables behind a group: 2 sin(pi rank/6), Pearson (1907).
fn matrix(group: &[usize], pairs: &[Pair]) -> Vec<Vec<f64>> {
    let mut matrix = vec![vec![0.0; group.len()]; group.len()];
    for (index, row) in matrix.iter_mut().enumerate() {
        row[index] = 1.0;
    }
    let place = |input: usize| group.binary_search(&input).ok();
    for Pair { correlation, .. } in pairs {
        if let (Some(a), Some(b)) = (place(correlation.between.0), place(correlation.between.1)) {
            let normal = 2.0 * (std::f64::consts::PI * correlation.rank / 6.0).sin();
            matrix[a][b] = normal;
            matrix[b][a] = normal;
        }
    }
    matrix
}

/// Whether Cholesky's decomposition of the matrix exists.
fn is_definite(matrix: &[Vec<f64>]) -> bool {
    let n = matrix.len();
    let mut factor = vec![vec![0.0; n]; n];
    for row in 0..n {
        for column in 0..=row {
            let known: f64 = (0..column).map(|k| factor[row][k] * factor[column][k]).sum();
            let left: f64 = matrix[row][column] - known;
            if row == column {
                // Less than this is rounding, not information.
                if left < 1e-12 {
                    return false;
                }
                factor[row][row] = left.sqrt();
            } else {
                factor[row][column] = left / factor[column][column];
            }
        }
    }
    true
}
