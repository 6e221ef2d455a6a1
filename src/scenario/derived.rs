//! Numbers that follow from others: `{ equals = "0.5 * challenger.forces" }`.

use crate::model::{Address, Parameters};
use crate::words::{Words, words};

use super::advice::{nearest, short};
use super::arithmetic::{Grammar, Operator, parse};
use super::code::Code;
use super::document::{Entry, Node, Origin, TomlTable};
use super::keys::Rule;
use super::reader::{Reader, SourceNote};
use super::support::{NEGLIGIBLE, span};
use super::{Assumption, Scenario, Uncertain};

/// The key of a formula.
pub(super) const EQUALS: &str = "equals";

/// A number that follows from others in every draw.
#[derive(Clone, Debug)]
pub struct Derived {
    /// Where the number goes.
    pub(super) address: Address,
    formula: Formula<Address>,
}

/// Arithmetic on other numbers.
#[derive(Clone, Debug)]
enum Formula<Of> {
    Number(f64),
    Of(Of),
    Negative(Box<Formula<Of>>),
    Both(Box<Formula<Of>>, Operator, Box<Formula<Of>>),
}

/// A formula as read, before it is known what its names stand for.
#[derive(Debug)]
pub(crate) struct UnresolvedFormula {
    path: String,
    rule: Rule,
    origin: Origin,
    formula: Formula<String>,
}

/// What a formula can refer to.
struct Referred {
    address: Address,
    central: f64,
    /// The least and the greatest value that it takes but for chances of [`NEGLIGIBLE`].
    extent: (f64, f64),
}

impl Derived {
    /// What these numbers leave of one, taken off in their order.
    pub(super) fn rest(address: Address, others: &[Address]) -> Self {
        let less = |left: Formula<Address>, other: &Address| {
            Formula::Both(Box::new(left), Operator::Subtract, Box::new(Formula::Of(*other)))
        };
        Self { address, formula: others.iter().fold(Formula::Number(1.0), less) }
    }

    /// Puts the number where it goes. A result that is no finite number is NaN, with which nothing can be played.
    pub(super) fn put(&self, parameters: &mut Parameters) {
        let value = self.formula.value(&mut |address| *address.slot(parameters)).unwrap_or(f64::NAN);
        *self.address.slot(parameters) = value;
    }
}

impl<Of> Formula<Of> {
    fn value(&self, of: &mut dyn FnMut(&Of) -> f64) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Of(name) => Some(of(name)),
            Self::Negative(part) => part.value(of).map(|value| -value),
            Self::Both(a, operator, b) => {
                let a = a.value(of)?;
                operator.apply(a, b.value(of)?)
            }
        }
    }

    /// What it may be, each name taking all its values whatever the others are; all numbers where it divides by what may be 0.
    fn extent(&self, of: &dyn Fn(&Of) -> (f64, f64)) -> (f64, f64) {
        match self {
            Self::Number(number) => (*number, *number),
            Self::Of(name) => of(name),
            Self::Negative(part) => {
                let (low, high) = part.extent(of);
                (-high, -low)
            }
            Self::Both(a, operator, b) => between(a.extent(of), *operator, b.extent(of)),
        }
    }

    fn resolved<To>(&self, to: &mut dyn FnMut(&Of) -> Option<To>) -> Option<Formula<To>> {
        Some(match self {
            Self::Number(number) => Formula::Number(*number),
            Self::Of(name) => Formula::Of(to(name)?),
            Self::Negative(part) => Formula::Negative(Box::new(part.resolved(to)?)),
            Self::Both(a, operator, b) => {
                Formula::Both(Box::new(a.resolved(to)?), *operator, Box::new(b.resolved(to)?))
            }
        })
    }
}

/// Interval arithmetic.
fn between(a: (f64, f64), operator: Operator, b: (f64, f64)) -> (f64, f64) {
    let all = (f64::NEG_INFINITY, f64::INFINITY);
    if operator == Operator::Divide && b.0 <= 0.0 && b.1 >= 0.0 {
        return all;
    }
    let corners = [(a.0, b.0), (a.0, b.1), (a.1, b.0), (a.1, b.1)];
    let mut extent = (f64::INFINITY, f64::NEG_INFINITY);
    for (a, b) in corners {
        let Some(value) = operator.apply(a, b) else { return all };
        extent = (extent.0.min(value), extent.1.max(value));
    }
    extent
}

/// Names of other numbers.
struct OtherNumbers;

impl Grammar for OtherNumbers {
    type Node = Formula<String>;
    const SIGNS: &'static [&'static str] = &[];

    fn name(&self, name: &str) -> Result<Self::Node, Words> {
        Ok(Formula::Of(name.to_owned()))
    }

    fn number(&self, number: f64) -> Self::Node {
        Formula::Number(number)
    }

    fn negative(&self, part: Self::Node) -> Result<Self::Node, Words> {
        Ok(Formula::Negative(Box::new(part)))
    }

    fn both(&self, a: Self::Node, operator: Operator, b: Self::Node) -> Result<Self::Node, Words> {
        Ok(Formula::Both(Box::new(a), operator, Box::new(b)))
    }

    fn wanted(&self) -> Words {
        words!("a number or the path of one")
    }

    fn meaningless(&self, sign: char) -> Words {
        words!("`{sign}` has no meaning in a formula; use paths of numbers, numbers, + - * / ( )", sign)
    }
}

impl Reader<'_> {
    /// Reads a formula; what its names stand for is seen once all numbers are read ([`Self::derive`]).
    pub(super) fn formula(
        &mut self,
        table: &TomlTable,
        entry: &Entry,
        path: &str,
        rule: &Rule,
    ) -> Option<(SourceNote, String)> {
        self.refuse_unknown(table, path, &[EQUALS, "source", "note"]);
        let provenance = self.provenance(table, path);
        let text = self.text(table, path, EQUALS)?;
        if rule.whole {
            let message = words!("`{path}` takes whole numbers; a formula would make others", path);
            self.fault(Code::NotWhole, &entry.origin, path, message);
            return None;
        }
        match parse(&text, &OtherNumbers) {
            Ok(formula) => {
                let (path, rule, origin) = (path.to_owned(), rule.clone(), entry.node.origin.clone());
                self.formulas.push(UnresolvedFormula { path, rule, origin, formula });
                Some((provenance, entry.written()))
            }
            Err(message) => {
                self.bad_formula(&entry.node.origin, path, &message);
                None
            }
        }
    }

    fn bad_formula(&mut self, origin: &Origin, path: &str, message: &Words) {
        self.fault(Code::BadFormula, origin, path, words!("`{path}`: {message}", path, message));
    }

    /// Puts every number that follows from others where it goes, at its central value.
    pub(super) fn derive(&mut self, scenario: &mut Scenario) {
        for named in std::mem::take(&mut self.formulas) {
            if let Some(derived) = self.derived(&named) {
                derived.put(&mut scenario.central);
                scenario.derived.push(derived);
            }
        }
    }

    /// What a formula stands for; `None` where it is reported.
    fn derived(&mut self, named: &UnresolvedFormula) -> Option<Derived> {
        let UnresolvedFormula { path, rule, origin, formula } = named;
        let mut unknown = None;
        let referred = formula.resolved(&mut |name: &String| {
            let found = self.referred(name);
            if found.is_none() && unknown.is_none() {
                unknown = Some(name.clone());
            }
            found
        });
        let Some(referred) = referred else {
            self.cannot_refer(origin, path, &unknown.unwrap_or_default());
            return None;
        };
        let (low, high) = referred.extent(&|of: &Referred| of.extent);
        let central = referred.value(&mut |of: &Referred| of.central);
        let permitted = rule.permits(low) && rule.permits(high);
        let Some(central) = central.filter(|_| permitted) else {
            let message = words!(
                "`{path}` can be {span}; allowed: {rule}",
                path,
                span = span((low, high)),
                rule = rule.allowed()
            );
            self.fault(Code::BeyondRange, origin, path, message).allows(rule.permitted()).hint =
                Some(words!("each name counts with all its values whatever the others are; narrow what it refers to"));
            return None;
        };
        let given = self.found.iter_mut().find(|given| given.assumption.path == *path)?;
        given.assumption.value = Uncertain::Derived { central, support: (low, high) };
        let address = given.assumption.address;
        let formula = referred.resolved(&mut |of: &Referred| Some(of.address))?;
        Some(Derived { address, formula })
    }

    /// A number of the model that is given in the file and does not follow from others.
    fn referred(&self, name: &str) -> Option<Referred> {
        let given = self.found.iter().find(|given| given.assumption.path == name)?;
        let Assumption { address, value, .. } = &given.assumption;
        let extent = match value {
            Uncertain::Constant(x) => (*x, *x),
            Uncertain::Distribution(distribution) | Uncertain::Rest(distribution) => {
                (distribution.quantile(NEGLIGIBLE), distribution.quantile(1.0 - NEGLIGIBLE))
            }
            Uncertain::Derived { .. } => return None,
        };
        let is_effect = matches!(address, Address::Effect(..));
        (!is_effect).then(|| Referred { address: *address, central: value.central(), extent })
    }

    fn cannot_refer(&mut self, origin: &Origin, path: &str, name: &str) {
        let is_derived = |given: &&super::reader::Given| matches!(given.assumption.value, Uncertain::Derived { .. });
        let message = match self.found.iter().find(|given| given.assumption.path == name) {
            Some(given) if is_derived(&given) => {
                words!("`{name}` follows from others itself; name what it follows from", name)
            }
            Some(_) => words!("`{name}` belongs to a plan, and other plans have none of it", name),
            None => words!("`{name}` is no number that the file gives", name = short(name)),
        };
        let known: Vec<String> = self.found.iter().map(|given| given.assumption.path.clone()).collect();
        let meant = nearest(name, known.iter().map(String::as_str)).filter(|meant| *meant != name);
        let hint = meant.map(|meant| words!("did you mean `{meant}`?", meant));
        self.fault(Code::BadFormula, origin, path, words!("`{path}`: {message}", path, message)).hint = hint;
    }
}

/// The formula of a number's table, if it is one.
pub(super) fn formula_of(node: &Node) -> Option<(&TomlTable, &Entry)> {
    let table = node.as_table()?;
    Some((table, table.entry(EQUALS)?))
}
