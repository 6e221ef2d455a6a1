//! Arithmetic of figures and measures: `(a + b) * 2`, `signed_and_holding@15 / settlement.share`.
//!
//! Names may hold hyphens (plan ids do), so that a minus between two names stands between spaces. An expression knows the
//! measures above it by their names alone.

use serde_json::Value;

use crate::analysis::figures::valid;
use crate::scenario::arithmetic::{Grammar, Operator, parse};
use crate::words::{Words, words};

use super::figure::Figure;

/// What a measure is made of.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// A number.
    Number(f64),
    /// A figure of the summary.
    Figure(Figure),
    /// A measure above, by its place.
    Measure(usize),
    /// The negative.
    Negative(Box<Expression>),
    /// Two parts.
    Both(Box<Expression>, Operator, Box<Expression>),
}

/// What is known of the measures above an expression.
pub(super) struct Above<'a> {
    /// Their values in the summary.
    pub(super) values: &'a [Option<f64>],
    /// The trials that they rest on, where these are some only.
    pub(super) trials: &'a [Option<f64>],
    /// Whether one is a share.
    pub(super) is_share: &'a dyn Fn(usize) -> bool,
    /// Whether one is a number of trials.
    pub(super) is_count: &'a dyn Fn(usize) -> bool,
}

impl Expression {
    /// Whether something is subtracted anywhere, so that it may be negative; `of` says so of a measure above.
    pub(super) fn has_difference(&self, of: &dyn Fn(usize) -> bool) -> bool {
        match self {
            Expression::Number(number) => *number < 0.0,
            Expression::Figure(_) => false,
            Expression::Measure(index) => of(*index),
            Expression::Negative(_) | Expression::Both(_, Operator::Subtract, _) => true,
            Expression::Both(a, _, b) => a.has_difference(of) || b.has_difference(of),
        }
    }

    /// Whether it is one thing less another, neither of them a plain number; `of` says so of a measure above.
    pub(super) fn is_difference(&self, of: &dyn Fn(usize) -> bool) -> bool {
        let number = |part: &Expression| matches!(part, Expression::Number(_));
        match self {
            Expression::Both(a, Operator::Subtract, b) => !number(a) && !number(b),
            Expression::Measure(index) => of(*index),
            Expression::Negative(part) => part.is_difference(of),
            _ => false,
        }
    }

    /// Reads an expression; `names` are those of the measures above it.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str, names: &[&str]) -> Result<Self, Words> {
        parse(text, &Measures { names })
    }

    /// The value in a summary; `values` are those of the measures above. `None`: there is none.
    #[must_use]
    pub fn value(&self, summary: &Value, values: &[Option<f64>]) -> Option<f64> {
        match self {
            Expression::Number(number) => Some(*number),
            Expression::Figure(figure) => figure.read(summary).value,
            Expression::Measure(index) => values.get(*index).copied().flatten(),
            Expression::Negative(part) => part.value(summary, values).map(|value| -value),
            Expression::Both(a, operator, b) => operator.apply(a.value(summary, values)?, b.value(summary, values)?),
        }
    }

    /// The fewest trials that a part of it rests on, where one is over some of the trials only: a figure among those of
    /// which something is so, or a quotient by the share or number of such trials. `above` knows the measures above.
    pub(super) fn trials(&self, summary: &Value, above: &Above<'_>) -> Option<f64> {
        match self {
            Expression::Number(_) => None,
            Expression::Figure(figure) => figure.trials(summary),
            Expression::Measure(index) => above.trials.get(*index).copied().flatten(),
            Expression::Negative(part) => part.trials(summary, above),
            Expression::Both(a, operator, b) => {
                let by = if *operator == Operator::Divide { b.counted(summary, above) } else { None };
                [a.trials(summary, above), b.trials(summary, above), by].into_iter().flatten().reduce(f64::min)
            }
        }
    }

    /// The number of trials that it stands for: a count, a share of trials, or what a share leaves of them.
    fn counted(&self, summary: &Value, above: &Above<'_>) -> Option<f64> {
        let value = self.value(summary, above.values)?;
        if self.is_count(above.is_count) {
            return Some(value);
        }
        let rest = |part: &Expression| match part {
            Expression::Both(a, Operator::Subtract, b) => {
                matches!(**a, Expression::Number(_)) && b.is_share(above.is_share)
            }
            _ => false,
        };
        let among = || self.trials(summary, above).or_else(|| valid(summary));
        if self.is_share(above.is_share) || rest(self) { Some((value.abs() * among()?).round()) } else { None }
    }

    /// Whether it is a number of trials, or a sum or difference of such; `of` says so of a measure above.
    pub(super) fn is_count(&self, of: &dyn Fn(usize) -> bool) -> bool {
        match self {
            Expression::Figure(figure) => figure.is_count(),
            Expression::Measure(index) => of(*index),
            Expression::Both(a, Operator::Add | Operator::Subtract, b) => a.is_count(of) && b.is_count(of),
            _ => false,
        }
    }

    /// Every figure in it.
    pub(super) fn figures_mut(&mut self) -> Vec<&mut Figure> {
        match self {
            Expression::Figure(figure) => vec![figure],
            Expression::Negative(part) => part.figures_mut(),
            Expression::Both(a, _, b) => {
                let mut all = a.figures_mut();
                all.extend(b.figures_mut());
                all
            }
            _ => Vec::new(),
        }
    }

    /// Whether it is a share, or a sum or difference of shares; `of` says so of a measure above.
    pub(super) fn is_share(&self, of: &dyn Fn(usize) -> bool) -> bool {
        match self {
            Expression::Figure(figure) => figure.is_share(),
            Expression::Measure(index) => of(*index),
            Expression::Negative(part) => part.is_share(of),
            Expression::Both(a, Operator::Add | Operator::Subtract, b) => a.is_share(of) && b.is_share(of),
            Expression::Number(_) | Expression::Both(..) => false,
        }
    }
}

/// Figures and the measures above.
struct Measures<'a> {
    names: &'a [&'a str],
}

impl Grammar for Measures<'_> {
    type Node = Expression;
    const SIGNS: &'static [&'static str] = &[];

    fn name(&self, name: &str) -> Result<Expression, Words> {
        match self.names.iter().position(|known| *known == name) {
            Some(index) => Ok(Expression::Measure(index)),
            None => Figure::parse(name).map(Expression::Figure),
        }
    }

    fn number(&self, number: f64) -> Expression {
        Expression::Number(number)
    }

    fn negative(&self, part: Expression) -> Result<Expression, Words> {
        Ok(Expression::Negative(Box::new(part)))
    }

    fn both(&self, a: Expression, operator: Operator, b: Expression) -> Result<Expression, Words> {
        Ok(Expression::Both(Box::new(a), operator, Box::new(b)))
    }

    fn wanted(&self) -> Words {
        words!("a figure, a measure or a number")
    }

    fn meaningless(&self, sign: char) -> Words {
        words!("`{first}` has no meaning in a measure; use figures, measures, numbers, + - * / ( )", first = sign)
    }
}
