//! Points that are left out: `plan.a.terms.guarantee_years = 0 and plan.a.terms.foreign_troops > 0`.

use std::cmp::Ordering;

use crate::scenario::arithmetic::{Grammar, Operator, Parser, parse};
use crate::scenario::{nearest, short};
use crate::words::{Words, words};

use super::axis::{Axis, Level, Values};
use super::points::Point;

/// Which points are left out, by the values of the axes.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    node: Clause,
}

#[derive(Clone, Debug, PartialEq)]
enum Clause {
    Number(f64),
    Word(String),
    Axis(usize),
    Negative(Box<Clause>),
    Both(Box<Clause>, Operator, Box<Clause>),
    Compared(Box<Clause>, Relation, Box<Clause>),
    Not(Box<Clause>),
    And(Box<Clause>, Box<Clause>),
    Or(Box<Clause>, Box<Clause>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
}

/// What a part is at a point.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Operand<'p> {
    Number(f64),
    Word(&'p str),
}

/// Words that stand for infinity in a scenario.
const ENDLESS_WORDS: [&str; 3] = ["permanent", "none", "inf"];

impl Condition {
    /// Reads a condition on these axes.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn parse(text: &str, axes: &[Axis]) -> Result<Self, Words> {
        let node = parse(text, &Conditions { axes })?;
        if node.is_truth() { Ok(Self { node }) } else { Err(words!("compares nothing: such as `PATH > 3`")) }
    }

    /// Whether it holds at a point. Something that has no value there, such as a quotient by 0, compares as false.
    #[must_use]
    pub fn holds(&self, point: &Point) -> bool {
        self.node.holds(point)
    }
}

impl Clause {
    fn is_truth(&self) -> bool {
        matches!(self, Clause::Compared(..) | Clause::Not(_) | Clause::And(..) | Clause::Or(..))
    }

    fn holds(&self, point: &Point) -> bool {
        match self {
            Clause::Compared(a, comparison, b) => match (a.operand(point), b.operand(point)) {
                (Some(a), Some(b)) => comparison.holds(a, b),
                _ => false,
            },
            Clause::Not(part) => !part.holds(point),
            Clause::And(a, b) => a.holds(point) && b.holds(point),
            Clause::Or(a, b) => a.holds(point) || b.holds(point),
            _ => false,
        }
    }

    fn operand<'p>(&'p self, point: &'p Point) -> Option<Operand<'p>> {
        match self {
            Clause::Number(number) => Some(Operand::Number(*number)),
            Clause::Word(word) => Some(of_word(word)),
            Clause::Axis(index) => point.get(*index)?.as_ref().map(of_level),
            Clause::Negative(part) => part.number(point).map(|number| Operand::Number(-number)),
            Clause::Both(a, operator, b) => operator.apply(a.number(point)?, b.number(point)?).map(Operand::Number),
            _ => None,
        }
    }

    fn number(&self, point: &Point) -> Option<f64> {
        match self.operand(point)? {
            Operand::Number(number) => Some(number),
            Operand::Word(_) => None,
        }
    }
}

fn of_level(level: &Level) -> Operand<'_> {
    level.number.map_or_else(|| of_word(&level.shown), Operand::Number)
}

/// Whether a word stands for infinity among numbers.
pub(super) fn is_endless(word: &str) -> bool {
    ENDLESS_WORDS.contains(&word)
}

fn of_word(word: &str) -> Operand<'_> {
    if is_endless(word) { Operand::Number(f64::INFINITY) } else { Operand::Word(word) }
}

impl Relation {
    const SIGNS: [(&'static str, Self); 7] = [
        ("==", Self::Equal),
        ("=", Self::Equal),
        ("!=", Self::Unequal),
        ("<=", Self::AtMost),
        (">=", Self::AtLeast),
        ("<", Self::Less),
        (">", Self::More),
    ];

    /// A word equals itself alone, and is neither more nor less than anything.
    fn holds(self, a: Operand<'_>, b: Operand<'_>) -> bool {
        let order = match (a, b) {
            (Operand::Number(a), Operand::Number(b)) => a.partial_cmp(&b),
            (Operand::Word(a), Operand::Word(b)) if a == b => Some(Ordering::Equal),
            _ => None,
        };
        match self {
            Self::Equal => order == Some(Ordering::Equal),
            Self::Unequal => order != Some(Ordering::Equal),
            Self::Less => order == Some(Ordering::Less),
            Self::AtMost => matches!(order, Some(Ordering::Less | Ordering::Equal)),
            Self::More => order == Some(Ordering::Greater),
            Self::AtLeast => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
        }
    }
}

struct Conditions<'a> {
    axes: &'a [Axis],
}

impl Conditions<'_> {
    fn alternatives(&self, parser: &mut Parser, depth: usize) -> Result<Clause, Words> {
        let mut left = self.joined(parser, depth)?;
        while parser.word("or") {
            left = Clause::Or(truth(left)?, truth(self.joined(parser, depth)?)?);
        }
        Ok(left)
    }

    fn joined(&self, parser: &mut Parser, depth: usize) -> Result<Clause, Words> {
        let mut left = self.negated(parser, depth)?;
        while parser.word("and") {
            left = Clause::And(truth(left)?, truth(self.negated(parser, depth)?)?);
        }
        Ok(left)
    }

    fn negated(&self, parser: &mut Parser, depth: usize) -> Result<Clause, Words> {
        let mut times = 0;
        while parser.word("not") {
            times += 1;
        }
        let part = self.compared(parser, depth)?;
        if times == 0 {
            return Ok(part);
        }
        let part = truth(part)?;
        Ok(if times % 2 == 1 { Clause::Not(part) } else { *part })
    }

    fn compared(&self, parser: &mut Parser, depth: usize) -> Result<Clause, Words> {
        let left = parser.sum(self, depth)?;
        let Some(sign) = parser.sign(&Relation::SIGNS.map(|(sign, _)| sign)) else { return Ok(left) };
        let comparison = Relation::SIGNS.iter().find(|(other, _)| *other == sign);
        let right = quantity(parser.sum(self, depth)?)?;
        // Every sign that is read is one of them.
        Ok(Clause::Compared(quantity(left)?, comparison.map_or(Relation::Equal, |(_, it)| *it), right))
    }

    /// Whether some axis takes this word as a value.
    fn is_value(&self, word: &str) -> bool {
        let takes = |axis: &Axis| match &axis.values {
            Values::List(levels) => levels.iter().any(|level| level.shown == word),
            Values::Drawn { .. } => false,
        };
        ENDLESS_WORDS.contains(&word) || self.axes.iter().any(takes)
    }
}

impl Grammar for Conditions<'_> {
    type Node = Clause;
    const SIGNS: &'static [&'static str] = &["==", "!=", "<=", ">=", "<", ">", "="];

    fn name(&self, name: &str) -> Result<Clause, Words> {
        if let Some(index) = self.axes.iter().position(|axis| axis.path == name) {
            return Ok(Clause::Axis(index));
        }
        if self.is_value(name) {
            return Ok(Clause::Word(name.to_owned()));
        }
        let paths = || self.axes.iter().map(|axis| axis.path.as_str());
        Err(match nearest(name, paths()) {
            Some(meant) => words!(
                "`{name}` is neither an axis nor one of its words; did you mean `{meant}`?",
                name = short(name),
                meant
            ),
            None => words!(
                "`{name}` is neither an axis nor one of its words; the axes are {known}",
                name = short(name),
                known = paths().map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ")
            ),
        })
    }

    fn number(&self, number: f64) -> Clause {
        Clause::Number(number)
    }

    fn negative(&self, part: Clause) -> Result<Clause, Words> {
        Ok(Clause::Negative(quantity(part)?))
    }

    fn both(&self, a: Clause, operator: Operator, b: Clause) -> Result<Clause, Words> {
        Ok(Clause::Both(quantity(a)?, operator, quantity(b)?))
    }

    fn whole(&self, parser: &mut Parser, depth: usize) -> Result<Clause, Words> {
        self.alternatives(parser, depth)
    }

    fn wanted(&self) -> Words {
        words!("an axis, a number or a word")
    }

    fn meaningless(&self, sign: char) -> Words {
        words!(
            "`{first}` has no meaning in a condition; use axes' paths, numbers, words, = != < <= > >= + - * / ( ), and, or, not",
            first = sign
        )
    }
}

fn truth(node: Clause) -> Result<Box<Clause>, Words> {
    if node.is_truth() { Ok(Box::new(node)) } else { Err(words!("joins what is no comparison by and, or, not")) }
}

fn quantity(node: Clause) -> Result<Box<Clause>, Words> {
    if node.is_truth() { Err(words!("reckons with a comparison as if it were a number")) } else { Ok(Box::new(node)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Origin;

    fn axes() -> Vec<Axis> {
        let axis = |path: &str, levels: Vec<Level>| Axis {
            path: path.to_owned(),
            name: None,
            unit: None,
            base: None,
            values: Values::List(levels),
            origin: Origin { source: 0, span: 0..0 },
        };
        vec![
            axis("plan.a-b.terms.guarantee_years", vec![Level::number("0"), Level::word("permanent")]),
            axis("plan.a-b.terms.foreign_troops", vec![Level::number("4")]),
            axis("enforcement.resolve", vec![Level::word("yearly"), Level::word("lasting")]),
        ]
    }

    fn holds(text: &str, point: [Level; 3]) -> bool {
        let point: Point = point.map(Some).to_vec();
        Condition::parse(text, &axes()).unwrap_or_else(|error| panic!("{text}: {error}")).holds(&point)
    }

    #[test]
    fn conditions_hold_where_they_should() {
        let [zero, four, ten] = ["0", "4", "10"].map(Level::number);
        let (permanent, lasting) = (Level::word("permanent"), Level::word("lasting"));
        let years = "plan.a-b.terms.guarantee_years";
        let troops = "plan.a-b.terms.foreign_troops";
        for (text, expected) in [
            (format!("{years} = 0 and {troops} > 0"), [true, false, false]),
            (format!("not {years} = 0"), [false, true, true]),
            (format!("{years} = permanent"), [false, false, true]),
            (format!("{years} >= 10 or enforcement.resolve == yearly"), [false, true, true]),
            (format!("({years} + 2) * 2 < {troops} - -1"), [true, false, false]),
            (format!("({years} = 0 or {years} = 10) and not ({troops} != 4)"), [true, true, false]),
            (format!("not not {troops} / {years} > 0.3"), [false, true, false]),
            ("enforcement.resolve != lasting".to_owned(), [false; 3]),
        ] {
            let found =
                [&zero, &ten, &permanent].map(|years| holds(&text, [years.clone(), four.clone(), lasting.clone()]));
            assert_eq!(found, expected, "{text}");
        }
    }

    /// The base's own value is not known here: nothing is said of it.
    #[test]
    fn what_has_no_value_compares_as_false() {
        let point: Point = vec![None, None, None];
        let of = |text: &str| Condition::parse(text, &axes()).unwrap().holds(&point);
        assert!(!of("enforcement.resolve = lasting"));
        assert!(of("not enforcement.resolve = lasting"));
    }

    #[test]
    fn nonsense_is_told() {
        for (text, expected) in [
            ("3 + 4", "compares nothing: such as `PATH > 3`"),
            ("enforcement.resolv = lasting", "did you mean `enforcement.resolve`?"),
            ("nothing > 2", "`nothing` is neither an axis nor one of its words; the axes are"),
            ("enforcement.resolve = lasting and 3", "joins what is no comparison by and, or, not"),
            ("(1 < 2) + 3 > 1", "reckons with a comparison as if it were a number"),
            ("1 <", "ends where an axis, a number or a word should follow"),
            ("1 < 2 < 3", "`<` stands where an operator or the end should be"),
            ("1 & 2", "`&` has no meaning in a condition"),
        ] {
            let told = Condition::parse(text, &axes()).unwrap_err().to_string();
            assert!(told.contains(expected), "{text}: {told}");
        }
    }
}
