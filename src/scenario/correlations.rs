//! Rank correlations of uncertain inputs.

use super::advice::one_of;
use super::code::Code;
use super::document::{Node, Origin, TomlTable, Value};
use super::keys::{CORRELATION, MAX_CORRELATIONS, Rule, names};
use super::reader::{Reader, join_path};
use super::{Correlation, Scenario, Uncertain};
use crate::model::Range;
use crate::sampling::{Copula, CopulaError};

/// One pair as read, and where its rank was written.
struct Pair {
    correlation: Correlation,
    path: String,
    origin: Origin,
}

impl Reader<'_> {
    pub(super) fn correlations(&mut self, root: &TomlTable, scenario: &Scenario) -> Vec<Correlation> {
        let Some(entry) = root.entry("correlation") else { return Vec::new() };
        let mut pairs: Vec<Pair> = Vec::new();
        for (number, (node, table)) in self.tables(&entry.node, "correlation", MAX_CORRELATIONS).into_iter().enumerate()
        {
            let path = format!("correlation.{}", number + 1);
            let Some(pair) = self.pair(node, table, path, scenario) else { continue };
            let twin = pairs.iter().find(|other| same(&other.correlation, &pair.correlation));
            if let Some(twin) = twin {
                let message = format!("`{}` names the same two inputs as `{}`", pair.path, twin.path);
                self.fault(Code::DuplicateName, &pair.origin, &pair.path, message);
                continue;
            }
            pairs.push(pair);
        }
        self.check_definite(&pairs, scenario);
        pairs.into_iter().map(|pair| pair.correlation).collect()
    }

    fn pair(&mut self, node: &Node, table: &TomlTable, path: String, scenario: &Scenario) -> Option<Pair> {
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
                self.fault(
                    Code::WrongKind,
                    &node.origin,
                    path,
                    format!("`{path}` is a distribution; it takes a constant"),
                );
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
                Code::WrongKind,
                &node.origin,
                path,
                format!("`{path}` has {} entries; it takes two paths in quotes", items.len()),
            );
            return None;
        };
        let (a, b) = (self.input(first, path, scenario), self.input(second, path, scenario));
        let (a, b) = (a?, b?);
        if a == b {
            self.fault(Code::DuplicateName, &second.origin, path, format!("`{path}` names the same input twice"));
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
            self.fault(Code::WrongKind, &node.origin, path, message).hint =
                Some("only uncertain inputs can be correlated".to_owned());
        } else {
            self.fault(
                Code::UnknownName,
                &node.origin,
                path,
                format!("`{path}` names `{name}`, which is no input of this file"),
            )
            .of(name)
            .advise(one_of(name, &known));
        }
        None
    }

    /// Whether that input exists but has a fault of its own, reported already.
    fn is_read_wrongly(&self, path: &str) -> bool {
        self.faults.iter().any(|fault| fault.key.as_deref() == Some(path))
    }

    /// Reports each group of inputs that no numbers could be correlated like.
    fn check_definite(&mut self, pairs: &[Pair], scenario: &Scenario) {
        let paths: Vec<String> = scenario.inputs.iter().map(|input| input.path.clone()).collect();
        let mut left: Vec<&Pair> = pairs.iter().collect();
        loop {
            let ranks: Vec<(usize, usize, f64)> = left.iter().map(|pair| pair.triple()).collect();
            let Err(CopulaError::Impossible { paths: group }) = Copula::new(&paths, &ranks) else { return };
            let (inside, outside): (Vec<&Pair>, Vec<&Pair>) =
                left.into_iter().partition(|pair| group.contains(&paths[pair.correlation.between.0]));
            let Some(last) = inside.last() else { return };
            let inputs: Vec<String> = group.iter().map(|path| format!("`{path}`")).collect();
            let message = format!(
                "no numbers can have these correlations at once: the correlation matrix of {} is not positive definite",
                inputs.join(", ")
            );
            self.fault(Code::ImpossibleCorrelations, &last.origin, &last.path, message).hint =
                Some("bring the ranks nearer to 0, or leave some of these correlations out".to_owned());
            left = outside;
        }
    }
}

impl Pair {
    fn triple(&self) -> (usize, usize, f64) {
        let Correlation { between: (first, second), rank } = self.correlation;
        (first, second, rank)
    }
}

fn same(a: &Correlation, b: &Correlation) -> bool {
    a.between == b.between || (a.between.1, a.between.0) == b.between
}
