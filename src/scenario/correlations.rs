//! Rank correlations of uncertain inputs.

use std::sync::{Arc, Mutex, PoisonError};

use super::advice::one_of;
use super::code::Code;
use super::document::{Node, Origin, TomlTable, Value};
use super::keys::{CORRELATION, MAX_CORRELATIONS, Rule, names};
use super::reader::{Reader, join_path};
use super::{Correlation, Scenario, Uncertain};
use crate::model::Range;
use crate::sampling::{Copula, CopulaError, RankPair, least_eigenvalue, nearest};
use crate::words::{Words, words};

/// One pair as read, and where its rank was written.
struct RankedPair {
    correlation: Correlation,
    ranks: RankPair,
    path: String,
    origin: Origin,
}

/// Correlations of normal numbers that were found for ranks among ties, which takes long: points of a sweep share most of
/// them.
#[derive(Clone, Debug, Default)]
pub(super) struct KnownRanks(Arc<Mutex<Vec<KnownRank>>>);

/// A pair, its rank, and the correlation that gives it, if one does.
type KnownRank = (RankPair, f64, Option<f64>);

impl KnownRanks {
    fn normal(&self, pair: &RankPair, rank: f64) -> Option<f64> {
        let all = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = all().iter().find(|it| it.0 == *pair && it.1 == rank).map(|it| it.2);
        if let Some(normal) = known {
            return normal;
        }
        let normal = pair.normal(rank);
        let mut all = all();
        if all.len() < MAX_CORRELATIONS {
            all.push((pair.clone(), rank, normal));
        }
        normal
    }
}

/// Ranks are offered with three decimals.
const DECIMALS: f64 = 1_000.0;
/// Each attempt to round an offer goes so much nearer to 0.
const SHRINK: f64 = 0.002;

impl Reader<'_> {
    pub(super) fn correlations(&mut self, root: &TomlTable, scenario: &Scenario) -> Vec<Correlation> {
        let Some(entry) = root.entry("correlation") else { return Vec::new() };
        let mut pairs: Vec<RankedPair> = Vec::new();
        for (number, (node, table)) in self.tables(&entry.node, "correlation", MAX_CORRELATIONS).into_iter().enumerate()
        {
            let path = format!("correlation.{}", number + 1);
            let Some(pair) = self.pair(node, table, path, scenario) else { continue };
            let twin = pairs.iter().find(|other| same(&other.correlation, &pair.correlation));
            if let Some(twin) = twin {
                let message =
                    words!("`{path}` names the same two inputs as `{twin}`", path = pair.path, twin = twin.path);
                self.fault(Code::DuplicateName, &pair.origin, &pair.path, message);
                continue;
            }
            pairs.push(pair);
        }
        self.check_definite(&pairs, scenario);
        pairs.into_iter().map(|pair| pair.correlation).collect()
    }

    fn pair(&mut self, node: &Node, table: &TomlTable, path: String, scenario: &Scenario) -> Option<RankedPair> {
        self.refuse_unknown(table, &path, &names(CORRELATION));
        self.block_provenance(table, &path);
        let rank = self.plain(table, &node.origin, &path, CORRELATION, "rank");
        let rank = rank.and_then(|entry| self.rank(&entry.node, &join_path(&path, "rank")));
        let between = self.plain(table, &node.origin, &path, CORRELATION, "between")?;
        let between = self.between(&between.node, &join_path(&path, "between"), scenario)?;
        let [one, other] = [between.0, between.1].map(|input| &scenario.inputs[input].distribution);
        let (rank, ranks) = (rank?, RankPair::new(one, other));
        let Some(normal) = self.document.known_ranks.normal(&ranks, rank) else {
            self.out_of_reach(&node.origin, &path, rank, ranks.bounds());
            return None;
        };
        let correlation = Correlation { between, rank, normal };
        Some(RankedPair { correlation, ranks, path, origin: node.origin.clone() })
    }

    /// Reports a rank that ties put out of reach.
    fn out_of_reach(&mut self, origin: &Origin, path: &str, rank: f64, (least, greatest): (f64, f64)) {
        let message = words!(
            "`{path}` cannot reach the rank {rank}: values that are drawn again and again share their rank, and leave \
             these two inputs a rank correlation between {least} and {greatest}",
            path,
            rank,
            least = inward(least),
            greatest = inward(greatest)
        );
        let most = if rank < 0.0 {
            words!("at least {least}", least = inward(least))
        } else {
            words!("at most {greatest}", greatest = inward(greatest))
        };
        self.fault(Code::ImpossibleCorrelations, origin, path, message).hint =
            Some(words!("give a rank of {most} here", most));
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
            Uncertain::Distribution(_) | Uncertain::Rest(_) | Uncertain::Derived { .. } => {
                self.fault(
                    Code::WrongKind,
                    &node.origin,
                    path,
                    words!("`{path}` is a distribution; it takes a constant", path),
                );
                None
            }
        }
    }

    fn between(&mut self, node: &Node, path: &str, scenario: &Scenario) -> Option<(usize, usize)> {
        let Value::Array(items) = &node.value else {
            self.wrong_kind(node, path, &words!("a list of two paths in quotes"));
            return None;
        };
        let &[first, second] = &items.iter().collect::<Vec<_>>()[..] else {
            self.fault(
                Code::WrongKind,
                &node.origin,
                path,
                words!("`{path}` has {items} entries; it takes two paths in quotes", path, items = items.len()),
            );
            return None;
        };
        let (a, b) = (self.input(first, path, scenario), self.input(second, path, scenario));
        let (a, b) = (a?, b?);
        if a == b {
            self.fault(Code::DuplicateName, &second.origin, path, words!("`{path}` names the same input twice", path));
            return None;
        }
        Some((a, b))
    }

    fn input(&mut self, node: &Node, path: &str, scenario: &Scenario) -> Option<usize> {
        let Some(name) = node.as_str() else {
            self.wrong_kind(node, path, &words!("two paths in quotes"));
            return None;
        };
        if scenario.is_share(name) {
            self.share_is_tied(node, path, name);
            return None;
        }
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
            let message = words!("`{path}` names `{name}`, which is a constant", path, name);
            self.fault(Code::WrongKind, &node.origin, path, message).hint =
                Some(words!("only uncertain inputs can be correlated"));
        } else {
            self.fault(
                Code::UnknownName,
                &node.origin,
                path,
                words!("`{path}` names `{name}`, which is no input of this file", path, name),
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

    /// Reports each group of inputs that cannot have its correlations at once.
    fn check_definite(&mut self, pairs: &[RankedPair], scenario: &Scenario) {
        let paths: Vec<String> = scenario.inputs.iter().map(|input| input.path.clone()).collect();
        let mut left: Vec<&RankedPair> = pairs.iter().collect();
        loop {
            let normals: Vec<(usize, usize, f64)> =
                left.iter().map(|pair| pair.with(pair.correlation.normal)).collect();
            let Err(CopulaError::Impossible { paths: names }) = Copula::new(&paths, &normals) else { return };
            let (inside, outside): (Vec<&RankedPair>, Vec<&RankedPair>) =
                left.into_iter().partition(|pair| names.contains(&paths[pair.correlation.between.0]));
            let Some(last) = inside.last() else { return };
            let group = Linked { paths: &paths, names: &names, pairs: &inside };
            self.fault(Code::ImpossibleCorrelations, &last.origin, &last.path, group.refusal()).hint =
                Some(group.offer());
            left = outside;
        }
    }
}

/// Inputs that cannot have their correlations at once.
struct Linked<'a> {
    /// Paths of all inputs.
    paths: &'a [String],
    /// Those of the group.
    names: &'a [String],
    pairs: &'a [&'a RankedPair],
}

impl Linked<'_> {
    /// What is wrong: the ranks themselves, or what the copula makes of them.
    fn refusal(&self) -> Words {
        let inputs: Vec<String> = self.names.iter().map(|path| format!("`{path}`")).collect();
        let inputs = inputs.join(", ");
        let (least, most) = self.least(|pair| pair.correlation.rank);
        if least < 0.0 {
            return words!(
                "no numbers can have these ranks at once: the matrix of rank correlations of {inputs} has the \
                 eigenvalue {least}, and none may be below 0; what counts most is {most}",
                inputs,
                least = figure(least),
                most
            );
        }
        let (least, most) = self.least(|pair| pair.correlation.normal);
        words!(
            "a Gaussian copula cannot have these ranks at once, although they are possible: the normal correlations that \
             give them, 2 sin(pi rank/6) without ties, make a matrix of {inputs} with the eigenvalue {least}, and all must be \
             above 0; what counts most is {most}",
            inputs,
            least = figure(least),
            most
        )
    }

    /// The least eigenvalue of the matrix of these correlations, and the pair that lowers it most.
    fn least(&self, of: impl Fn(&RankedPair) -> f64) -> (f64, Words) {
        let (least, most) = least_eigenvalue(self.names.len(), &self.numbered(of));
        (least, self.pairs[most].inputs(self.paths))
    }

    /// Each pair with that correlation, its inputs numbered within the group.
    fn numbered(&self, of: impl Fn(&RankedPair) -> f64) -> Vec<(usize, usize, f64)> {
        let place = |input: usize| self.names.iter().position(|it| *it == self.paths[input]).unwrap_or_default();
        let numbered =
            |pair: &&RankedPair| (place(pair.correlation.between.0), place(pair.correlation.between.1), of(pair));
        self.pairs.iter().map(numbered).collect()
    }

    /// The nearest ranks that are accepted, in three decimals.
    fn offer(&self) -> Words {
        let nearest = nearest(self.names.len(), &self.numbered(|pair| pair.correlation.normal));
        let ranks: Vec<f64> = self.pairs.iter().zip(nearest).map(|(pair, normal)| pair.ranks.rank(normal)).collect();
        let mut factor = 1.0;
        loop {
            let rounded: Vec<f64> = ranks.iter().map(|rank| (rank * factor * DECIMALS).trunc() / DECIMALS).collect();
            if self.accepts(&rounded) {
                let offers: Vec<Words> = self
                    .pairs
                    .iter()
                    .zip(rounded)
                    .map(|(pair, rank)| {
                        words!("{rank} for {paths}", rank = rank + 0.0, paths = pair.inputs(self.paths))
                    })
                    .collect();
                return words!("the nearest ranks that can be had at once are {offers}", offers = Words::list(offers));
            }
            // at the latest all ranks are 0, which is accepted
            factor = f64::max(factor - SHRINK, 0.0);
        }
    }

    /// Whether the pairs can have these ranks at once.
    fn accepts(&self, ranks: &[f64]) -> bool {
        let normals: Option<Vec<_>> =
            self.pairs.iter().zip(ranks).map(|(pair, &rank)| Some(pair.with(pair.ranks.normal(rank)?))).collect();
        normals.is_some_and(|normals| Copula::new(self.paths, &normals).is_ok())
    }
}

/// A bound, rounded towards 0 to two decimals, and so within reach.
fn inward(bound: f64) -> f64 {
    (bound * 100.0).trunc() / 100.0 + 0.0
}

/// An eigenvalue in three decimals, or in as many as it takes to be seen.
fn figure(value: f64) -> String {
    if value.abs() < 0.0005 { format!("{value:.0e}") } else { format!("{value:.3}") }
}

impl RankedPair {
    /// The two inputs with that correlation.
    fn with(&self, correlation: f64) -> (usize, usize, f64) {
        let (first, second) = self.correlation.between;
        (first, second, correlation)
    }

    fn inputs(&self, paths: &[String]) -> Words {
        let (first, second) = self.correlation.between;
        words!("`{paths}` with `{second}`", paths = paths[first], second = paths[second])
    }
}

fn same(a: &Correlation, b: &Correlation) -> bool {
    a.between == b.between || (a.between.1, a.between.0) == b.between
}
