//! Shares that sum to one: `{ shares = { of = "priorities", alpha = 4 } }` on each of the numbers.
//!
//! Together they have a Dirichlet distribution, drawn by breaking a stick (Connor and Mosimann 1969): in the order of their
//! paths each takes a share of what those before it left, and the last one what is left.

use crate::model::Address;
use crate::sampling::Distribution;
use crate::words::words;

use super::advice::short;
use super::code::Code;
use super::derived::Derived;
use super::document::{Entry, Node, Origin, TomlTable};
use super::families::DrawnForm;
use super::keys::Rule;
use super::reader::{Reader, SourceNote, join_path};
use super::{Input, Scenario, Uncertain};

/// The key of a share, and those in its table.
pub(super) const SHARES: &str = "shares";
pub(super) const OF: &str = "of";
pub(super) const ALPHA: &str = "alpha";

/// Inputs that, with one more number, sum to one.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared {
    /// The name that they have in common.
    pub name: String,
    /// Indices among [`Scenario::inputs`], in the order in which the stick is broken.
    pub inputs: Vec<usize>,
    /// The distribution of each as a share of what those before it left.
    sticks: Vec<Distribution>,
}

impl Shared {
    /// From positions on the sticks, each uniform on (0, 1), to the shares and to their places in their own distributions.
    pub(super) fn share_out(&self, inputs: &[Input], positions: &mut [f64], values: &mut [f64]) {
        let mut left = 1.0;
        for (&input, stick) in self.inputs.iter().zip(&self.sticks) {
            values[input] = left * stick.quantile(positions[input]);
            positions[input] = inputs[input].distribution.cdf(values[input]);
            left -= values[input];
        }
    }
}

/// A share as read, before it is known with which others it sums to one.
#[derive(Debug)]
pub(crate) struct UnresolvedShare {
    name: String,
    path: String,
    alpha: f64,
    rule: Rule,
    /// The number as it stands in the file.
    node: Node,
}

/// The share of a number's table, if it is one.
pub(super) fn share_of(node: &Node) -> Option<(&TomlTable, &Entry)> {
    let table = node.as_table()?;
    Some((table, table.entry(SHARES)?))
}

impl Reader<'_> {
    /// Reads a share; with which others it sums to one is seen once all numbers are read ([`Self::share_out`]).
    pub(super) fn share(
        &mut self,
        table: &TomlTable,
        entry: &Entry,
        path: &str,
        (rule, address): (&Rule, Address),
        node: &Node,
    ) -> Option<(SourceNote, String)> {
        self.refuse_unknown(table, path, &[SHARES, "source", "note"]);
        let provenance = self.provenance(table, path);
        let full = join_path(path, SHARES);
        let Some(shares) = entry.node.as_table() else {
            let form = "shares = { of = \"a name\", alpha = 4 }";
            self.wrong_kind(&entry.node, &full, &words!("a table: {form}", form));
            return None;
        };
        self.refuse_unknown(shares, &full, &[OF, ALPHA]);
        let name = self.text(shares, &full, OF);
        let alpha = self.concentration(shares, &entry.node.origin, &full);
        let (name, alpha) = (name?, alpha?);
        if rule.whole || matches!(address, Address::Effect(..)) {
            let message = if rule.whole {
                words!("`{path}` takes whole numbers; shares are others", path)
            } else {
                words!("`{path}` belongs to a plan, without which the others would not sum to one", path)
            };
            self.fault(Code::BadDistribution, &entry.origin, path, message);
            return None;
        }
        let (path, rule, node) = (path.to_owned(), rule.clone(), node.clone());
        self.shares.push(UnresolvedShare { name, path, alpha, rule, node });
        Some((provenance, entry.written()))
    }

    /// How closely a share keeps to its mean.
    fn concentration(&mut self, shares: &TomlTable, origin: &Origin, full: &str) -> Option<f64> {
        let path = join_path(full, ALPHA);
        let Some(entry) = shares.entry(ALPHA) else {
            self.fault(Code::MissingKey, origin, &path, words!("`{path}` is missing", path)).hint = Some(words!(
                "means are in proportion to alpha, and the larger the sum of all alpha, the less the shares vary"
            ));
            return None;
        };
        let alpha = self.parameter(&entry.node, &path)?;
        if Distribution::share(alpha, alpha).is_ok() {
            return Some(alpha);
        }
        let written = short(&entry.node.written());
        let message = words!("`{path}` is {written}; allowed: from 0.01 to 100000", path, written);
        self.fault(Code::BadDistribution, &entry.node.origin, &path, message).of(written);
        None
    }

    /// Gives all shares their distributions, and each last one what the others leave.
    pub(super) fn share_out(&mut self, scenario: &mut Scenario) {
        let mut shares = std::mem::take(&mut self.shares);
        // Luck is addressed by path: the order of the file means nothing.
        shares.sort_by(|a, b| (&a.name, &a.path).cmp(&(&b.name, &b.path)));
        for group in shares.chunk_by(|a, b| a.name == b.name) {
            if let [alone] = group {
                self.alone(alone);
                continue;
            }
            self.give(group, scenario);
        }
    }

    fn alone(&mut self, share: &UnresolvedShare) {
        let UnresolvedShare { name, path, node, .. } = share;
        let message = words!("`{path}` is the only one of the shares of \"{name}\"", path, name = short(name));
        self.fault(Code::BadDistribution, &node.origin, path, message).hint =
            Some(words!("give the numbers that sum to one with it the same `of`"));
    }

    fn give(&mut self, group: &[UnresolvedShare], scenario: &mut Scenario) {
        let sum = group.iter().fold(0.0, |sum, share| sum + share.alpha);
        let (mut sticks, mut paths, mut addresses, mut after) = (Vec::new(), Vec::new(), Vec::new(), sum);
        for (index, share) in group.iter().enumerate() {
            let UnresolvedShare { path, alpha, rule, node, .. } = share;
            after -= alpha;
            let is_last = index + 1 == group.len();
            let Ok(distribution) = Distribution::share(*alpha, sum - alpha) else { return self.out_of_all(share, sum) };
            let drawn = DrawnForm { distribution: distribution.clone(), closed: false };
            if self.check_support(node, path, rule, &drawn).is_none() {
                return;
            }
            let Some(given) = self.found.iter_mut().find(|given| given.assumption.path == *path) else { return };
            let address = given.assumption.address;
            *address.slot(&mut scenario.central) = distribution.central();
            if is_last {
                given.assumption.value = Uncertain::Rest(distribution);
                scenario.derived.push(Derived::rest(address, &addresses));
                continue;
            }
            given.assumption.value = Uncertain::Distribution(distribution);
            let Ok(stick) = Distribution::share(*alpha, after) else { return self.out_of_all(share, sum) };
            sticks.push(stick);
            paths.push(path.clone());
            addresses.push(address);
        }
        let name = group[0].name.clone();
        self.shared.push((paths, Shared { name, inputs: Vec::new(), sticks }));
    }

    fn out_of_all(&mut self, share: &UnresolvedShare, sum: f64) {
        let UnresolvedShare { path, node, .. } = share;
        let message = words!("`{path}`: all alpha together are {sum}; allowed: at most 100000", path, sum);
        self.fault(Code::BadDistribution, &node.origin, path, message);
    }

    /// The shares of a scenario whose inputs are known.
    pub(super) fn shared(&mut self, inputs: &[Input]) -> Vec<Shared> {
        let place = |path: &String| inputs.iter().position(|input| input.path == *path);
        let known = |(paths, shared): (Vec<String>, Shared)| {
            Some(Shared { inputs: paths.iter().map(place).collect::<Option<_>>()?, ..shared })
        };
        std::mem::take(&mut self.shared).into_iter().filter_map(known).collect()
    }

    /// Reports a correlation of a share.
    pub(super) fn share_is_tied(&mut self, node: &Node, path: &str, name: &str) {
        let message = words!("`{path}` names `{name}`, one of shares that sum to one", path, name);
        self.fault(Code::WrongKind, &node.origin, path, message).hint =
            Some(words!("how shares go together follows from their alpha"));
    }
}
