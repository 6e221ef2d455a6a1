//! Arithmetic of figures and measures: `(a + b) * 2`, `signed_and_holding@15 / settlement.share`.
//!
//! Names may hold hyphens (plan ids do), so that a minus between two names stands between spaces. An expression knows the
//! measures above it by their names alone.

use serde_json::Value;

use crate::analysis::figures::valid;
use crate::words::{Words, words};

use super::figure::Figure;

/// The deepest nesting.
const MAX_DEPTH: usize = 60;
/// The longest text, bytes.
const MAX_LENGTH: usize = 2_000;

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

/// What is done with two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

impl Operator {
    /// The result; `None` where there is none: division by zero, or a result that is no finite number.
    fn apply(self, a: f64, b: f64) -> Option<f64> {
        let result = match self {
            Operator::Add => a + b,
            Operator::Subtract => a - b,
            Operator::Multiply => a * b,
            Operator::Divide if b == 0.0 => return None,
            Operator::Divide => a / b,
        };
        result.is_finite().then_some(result)
    }
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

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(f64),
    Name(String),
    Sign(char),
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
        if text.len() > MAX_LENGTH {
            return Err(words!("is longer than {max_length} bytes", max_length = MAX_LENGTH));
        }
        let mut parser = Parser { tokens: tokens(text)?, next: 0, names };
        let expression = parser.sum(0)?;
        match parser.tokens.get(parser.next) {
            None => Ok(expression),
            Some(token) => {
                Err(words!("{token} stands where an operator or the end should be", token = described(token)))
            }
        }
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

struct Parser<'a> {
    tokens: Vec<Token>,
    next: usize,
    names: &'a [&'a str],
}

impl Parser<'_> {
    fn sign(&mut self, among: &[char]) -> Option<char> {
        match self.tokens.get(self.next) {
            Some(Token::Sign(sign)) if among.contains(sign) => {
                self.next += 1;
                Some(*sign)
            }
            _ => None,
        }
    }

    fn sum(&mut self, depth: usize) -> Result<Expression, Words> {
        let mut left = self.product(depth)?;
        while let Some(sign) = self.sign(&['+', '-']) {
            let operator = if sign == '+' { Operator::Add } else { Operator::Subtract };
            left = Expression::Both(Box::new(left), operator, Box::new(self.product(depth)?));
        }
        Ok(left)
    }

    fn product(&mut self, depth: usize) -> Result<Expression, Words> {
        let mut left = self.part(depth)?;
        while let Some(sign) = self.sign(&['*', '/']) {
            let operator = if sign == '*' { Operator::Multiply } else { Operator::Divide };
            left = Expression::Both(Box::new(left), operator, Box::new(self.part(depth)?));
        }
        Ok(left)
    }

    fn part(&mut self, depth: usize) -> Result<Expression, Words> {
        if depth > MAX_DEPTH {
            return Err(words!("is nested too deeply"));
        }
        if self.sign(&['-']).is_some() {
            return Ok(Expression::Negative(Box::new(self.part(depth + 1)?)));
        }
        if self.sign(&['(']).is_some() {
            let inner = self.sum(depth + 1)?;
            return match self.sign(&[')']) {
                Some(_) => Ok(inner),
                None => Err(words!("a bracket is not closed")),
            };
        }
        let Some(token) = self.tokens.get(self.next).cloned() else {
            return Err(words!("ends where a figure, a measure or a number should follow"));
        };
        self.next += 1;
        match token {
            Token::Number(number) => Ok(Expression::Number(number)),
            Token::Name(name) => self.name(&name),
            Token::Sign(_) => {
                Err(words!("{token} stands where a figure, a measure or a number should be", token = described(&token)))
            }
        }
    }

    fn name(&self, name: &str) -> Result<Expression, Words> {
        match self.names.iter().position(|known| *known == name) {
            Some(index) => Ok(Expression::Measure(index)),
            None => Figure::parse(name).map(Expression::Figure),
        }
    }
}

fn described(token: &Token) -> String {
    match token {
        Token::Number(number) => format!("`{number}`"),
        Token::Name(name) => format!("`{name}`"),
        Token::Sign(sign) => format!("`{sign}`"),
    }
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '@')
}

fn tokens(text: &str) -> Result<Vec<Token>, Words> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if is_name(first) { name_length(rest) } else { first.len_utf8() };
        let (word, after) = rest.split_at(length);
        rest = after;
        if first.is_whitespace() {
            continue;
        }
        tokens.push(if "+-*/()".contains(first) {
            Token::Sign(first)
        } else if first.is_ascii_digit() || first == '.' {
            let number = word.parse().ok().filter(|number: &f64| number.is_finite());
            Token::Number(number.ok_or_else(|| words!("`{word}` is not a number", word))?)
        } else if is_name(first) {
            Token::Name(word.to_owned())
        } else {
            return Err(words!(
                "`{first}` has no meaning in a measure; use figures, measures, numbers, + - * / ( )",
                first
            ));
        });
    }
    Ok(tokens)
}

/// Length of the name or number at the start of a text. A hyphen belongs to a name where a name's character follows.
fn name_length(text: &str) -> usize {
    let numeric = text.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let mut letters = text.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        let joins = !numeric && c == '-' && at > 0 && letters.peek().is_some_and(|(_, next)| is_name(*next));
        if !is_name(c) && !joins {
            return at;
        }
    }
    text.len()
}
