//! Arithmetic as it is written in texts: names, numbers, `+ - * / ( )`, and what else a text is made of.
//!
//! Names may hold hyphens (plan ids do), so that a minus between two names stands between spaces.

use crate::words::{Words, words};

/// The deepest nesting.
const MAX_DEPTH: usize = 60;
/// The longest text, bytes.
const MAX_LENGTH: usize = 2_000;

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
    #[must_use]
    pub fn apply(self, a: f64, b: f64) -> Option<f64> {
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

/// What texts of a kind are made into.
pub(crate) trait Grammar {
    /// What a text, or a part of it, is made into.
    type Node;
    /// Signs that have a meaning beside those of arithmetic, longer ones first.
    const SIGNS: &'static [&'static str];

    /// What a name stands for.
    fn name(&self, name: &str) -> Result<Self::Node, Words>;

    /// A number.
    fn number(&self, number: f64) -> Self::Node;

    /// The negative.
    fn negative(&self, part: Self::Node) -> Result<Self::Node, Words>;

    /// Two numbers and what is done with them.
    fn both(&self, a: Self::Node, operator: Operator, b: Self::Node) -> Result<Self::Node, Words>;

    /// A whole text, or what stands between brackets.
    fn whole(&self, parser: &mut Parser, depth: usize) -> Result<Self::Node, Words> {
        parser.sum(self, depth)
    }

    /// What should stand where something else does.
    fn wanted(&self) -> Words;

    /// What a sign without meaning is told.
    fn meaningless(&self, sign: char) -> Words;
}

/// Reads a text.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn parse<G: Grammar>(text: &str, grammar: &G) -> Result<G::Node, Words> {
    if text.len() > MAX_LENGTH {
        return Err(words!("is longer than {max_length} bytes", max_length = MAX_LENGTH));
    }
    let mut parser = Parser { tokens: tokens(text, grammar)?, next: 0 };
    let whole = grammar.whole(&mut parser, 0)?;
    match parser.tokens.get(parser.next) {
        None => Ok(whole),
        Some(token) => Err(words!("{token} stands where an operator or the end should be", token = token.described())),
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(f64),
    Name(String),
    Sign(&'static str),
}

impl Token {
    fn described(&self) -> String {
        match self {
            Token::Number(number) => format!("`{number}`"),
            Token::Name(name) => format!("`{name}`"),
            Token::Sign(sign) => format!("`{sign}`"),
        }
    }
}

/// A text cut into tokens, and how far it has been read.
pub(crate) struct Parser {
    tokens: Vec<Token>,
    next: usize,
}

impl Parser {
    /// The next token, if it is one of these signs.
    pub(crate) fn sign(&mut self, among: &[&str]) -> Option<&'static str> {
        match self.tokens.get(self.next) {
            Some(Token::Sign(sign)) if among.contains(sign) => {
                self.next += 1;
                Some(sign)
            }
            _ => None,
        }
    }

    /// Whether the next token is this word, which is then read.
    pub(crate) fn word(&mut self, word: &str) -> bool {
        let is_it = matches!(self.tokens.get(self.next), Some(Token::Name(name)) if name == word);
        self.next += usize::from(is_it);
        is_it
    }

    /// A sum.
    pub(crate) fn sum<G: Grammar + ?Sized>(&mut self, grammar: &G, depth: usize) -> Result<G::Node, Words> {
        let mut left = self.product(grammar, depth)?;
        while let Some(sign) = self.sign(&["+", "-"]) {
            let operator = if sign == "+" { Operator::Add } else { Operator::Subtract };
            left = grammar.both(left, operator, self.product(grammar, depth)?)?;
        }
        Ok(left)
    }

    fn product<G: Grammar + ?Sized>(&mut self, grammar: &G, depth: usize) -> Result<G::Node, Words> {
        let mut left = self.part(grammar, depth)?;
        while let Some(sign) = self.sign(&["*", "/"]) {
            let operator = if sign == "*" { Operator::Multiply } else { Operator::Divide };
            left = grammar.both(left, operator, self.part(grammar, depth)?)?;
        }
        Ok(left)
    }

    fn part<G: Grammar + ?Sized>(&mut self, grammar: &G, depth: usize) -> Result<G::Node, Words> {
        if depth > MAX_DEPTH {
            return Err(words!("is nested too deeply"));
        }
        if self.sign(&["-"]).is_some() {
            return grammar.negative(self.part(grammar, depth + 1)?);
        }
        if self.sign(&["("]).is_some() {
            let inner = grammar.whole(self, depth + 1)?;
            return match self.sign(&[")"]) {
                Some(_) => Ok(inner),
                None => Err(words!("a bracket is not closed")),
            };
        }
        let Some(token) = self.tokens.get(self.next).cloned() else {
            return Err(words!("ends where {wanted} should follow", wanted = grammar.wanted()));
        };
        self.next += 1;
        match token {
            Token::Number(number) => Ok(grammar.number(number)),
            Token::Name(name) => grammar.name(&name),
            Token::Sign(_) => Err(words!(
                "{token} stands where {wanted} should be",
                token = token.described(),
                wanted = grammar.wanted()
            )),
        }
    }
}

/// The signs of arithmetic.
const SIGNS: [&str; 6] = ["+", "-", "*", "/", "(", ")"];

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '@')
}

fn tokens<G: Grammar>(text: &str, grammar: &G) -> Result<Vec<Token>, Words> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let sign = || G::SIGNS.iter().chain(&SIGNS).find(|sign| rest.starts_with(**sign)).copied();
        let length = if is_name(first) { name_length(rest) } else { sign().map_or(first.len_utf8(), str::len) };
        let (word, after) = rest.split_at(length);
        let token = if first.is_whitespace() {
            None
        } else if first.is_ascii_digit() || first == '.' {
            let number = word.parse().ok().filter(|number: &f64| number.is_finite());
            Some(Token::Number(number.ok_or_else(|| words!("`{word}` is not a number", word))?))
        } else if is_name(first) {
            Some(Token::Name(word.to_owned()))
        } else {
            Some(Token::Sign(sign().ok_or_else(|| grammar.meaningless(first))?))
        };
        tokens.extend(token);
        rest = after;
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
