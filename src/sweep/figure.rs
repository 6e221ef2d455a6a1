//! Figures of `summary.json` by path: `signed_and_holding@20`, `plans.truce.if_signed.across.p5@15`.

use std::fmt;

use serde_json::Value;

use crate::analysis::figures::{ESTIMATES, Ends, Estimand, Quantity, first_step};
use crate::words::{Words, words};

/// The address of a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The path as written, without the year.
    pub path: String,
    /// The year (or other place in a list) after `@`.
    pub at: Option<usize>,
    /// The path in full, and what is registered there, once it has been looked for.
    found: Option<(String, &'static Estimand)>,
}

/// A figure as read: its value and its 95 % sampling interval, where there is one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reading {
    /// The value; `None`: there is none (a share of nothing).
    pub value: Option<f64>,
    /// Lower end of the interval.
    pub low: Option<f64>,
    /// Upper end of the interval.
    pub high: Option<f64>,
    /// Whether it rests on so few trials that readers are not shown it.
    pub few: bool,
}

impl Reading {
    /// What readers are shown of it: nothing where it rests on too few trials.
    #[must_use]
    pub fn shown(self) -> Self {
        if self.few { Self { few: true, ..Self::default() } } else { self }
    }
}

/// Why there is no such figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FigureError {
    /// A step of the path that does not exist.
    Unknown {
        /// The step.
        step: String,
        /// Where it was looked for.
        place: String,
        /// What there is.
        known: Vec<String>,
    },
    /// A path that ends at a group of figures.
    Group {
        /// The path.
        path: String,
        /// What is in it.
        known: Vec<String>,
    },
    /// A list without a year.
    List {
        /// The path.
        path: String,
        /// The last year.
        last: usize,
    },
    /// A year beyond the last.
    Beyond {
        /// The path.
        path: String,
        /// The year asked for.
        at: usize,
        /// The last year.
        last: usize,
    },
    /// A year of something that is one number.
    Single {
        /// The path.
        path: String,
        /// The year asked for.
        at: usize,
    },
    /// Words, not figures.
    Words {
        /// The path.
        path: String,
    },
}

impl FigureError {
    /// What is wrong, in words.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::Unknown { step, place, .. } => words!("there is no figure `{step}` in {place}", step, place),
            Self::Group { path, .. } => words!("`{path}` is a group of figures", path),
            Self::List { path, last } => {
                words!("`{path}` has a value for each year; pick one, such as `{path}@{last}`", path, last)
            }
            Self::Beyond { path, at, last } => words!("`{path}@{at}` is beyond the last, `@{last}`", path, at, last),
            Self::Single { path, at } => words!("`{path}` is one number; `@{at}` picks nothing", path, at),
            Self::Words { path } => words!("`{path}` is not a number", path),
        }
    }
}

impl fmt::Display for FigureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words())
    }
}

impl std::error::Error for FigureError {}

impl FigureError {
    /// The names that would have been known, where a name was not.
    #[must_use]
    pub fn known(&self) -> &[String] {
        match self {
            FigureError::Unknown { known, .. } | FigureError::Group { known, .. } => known,
            _ => &[],
        }
    }
}

impl Figure {
    /// A figure by its text: a path, and after `@` the year.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, Words> {
        let (path, at) = match text.split_once('@') {
            None => (text, None),
            Some((path, year)) => {
                let year =
                    year.parse().map_err(|_| words!("`@{year}` is not a year: a whole number follows the @", year))?;
                (path, Some(year))
            }
        };
        if path.is_empty() || path.split('.').any(str::is_empty) {
            return Err(words!("`{text}` is not the path of a figure", text));
        }
        Ok(Self { path: path.to_owned(), at, found: None })
    }

    /// Whether `summary.json` has an interval for it.
    #[must_use]
    pub fn has_interval(&self) -> bool {
        self.ends() == Some(Ends::Beside)
    }

    /// Where its interval comes from; nothing before it was looked for.
    #[must_use]
    pub fn ends(&self) -> Option<Ends> {
        let (path, figure) = self.found.as_ref()?;
        // An end of an interval has none itself but that of the batches.
        let is_end = figure.ends == Ends::Beside && matches!(path.rsplit('.').next(), Some("low" | "high"));
        Some(if is_end { Ends::Batches } else { figure.ends })
    }

    /// Whether it is a share or a probability.
    #[must_use]
    pub fn is_share(&self) -> bool {
        self.found.as_ref().is_some_and(|(_, figure)| figure.quantity == Quantity::Share)
    }

    /// Whether it is a number of trials.
    pub(super) fn is_count(&self) -> bool {
        self.found.as_ref().is_some_and(|(_, figure)| figure.quantity == Quantity::Count)
    }

    /// Trials that it is over in a summary, where it is over some of them only.
    pub(super) fn trials(&self, summary: &Value) -> Option<f64> {
        let (path, figure) = self.found.as_ref()?;
        figure.among.trials(path, summary)
    }

    /// Its path in full, once it has been looked for.
    pub(super) fn full_path(&self) -> Option<&str> {
        self.found.as_ref().map(|(path, _)| path.as_str())
    }

    /// Makes sure that there is such a figure in summaries of this shape, and learns what it is.
    ///
    /// # Errors
    /// See [`FigureError`].
    pub fn check(&mut self, shape: &Value) -> Result<(), FigureError> {
        let (last_step, _, node) = self.find(shape)?;
        self.pick(node)?;
        let named = self.path.rsplit('.').next() == Some(last_step);
        let path = if named { self.path.clone() } else { format!("{}.{last_step}", self.path) };
        let figure = Estimand::at(&path).ok_or_else(|| FigureError::Words { path: path.clone() })?;
        self.found = Some((path, figure));
        Ok(())
    }

    /// The figure in a summary; nothing where the summary does not have it.
    #[must_use]
    pub fn read(&self, summary: &Value) -> Reading {
        let Ok((last_step, parent, node)) = self.find(summary) else { return Reading::default() };
        let number = |node: Option<&Value>| self.pick(node?).ok().flatten();
        let interval = ESTIMATES.contains(&last_step);
        let end = |key: &str| if interval { number(parent.get(key)) } else { None };
        Reading { value: number(Some(node)), low: end("low"), high: end("high"), few: false }
    }

    /// The last step of the path, what holds the figure, and the figure (or the list of it).
    fn find<'v>(&'v self, summary: &'v Value) -> Result<(&'v str, &'v Value, &'v Value), FigureError> {
        let mut parent = summary;
        let mut node = summary;
        let mut last = "";
        let mut place = "summary.json".to_owned();
        let mut path = self.path.as_str();
        while !path.is_empty() {
            let (step, rest) = first_step(node, path);
            path = rest;
            let Some(next) = node.get(step) else {
                let known = keys(node);
                return Err(FigureError::Unknown { step: step.to_owned(), place, known });
            };
            place =
                if last.is_empty() { format!("`{step}`") } else { format!("{}.{step}`", place.trim_end_matches('`')) };
            (parent, node, last) = (node, next, step);
        }
        for estimate in ESTIMATES {
            if let Some(inner) = node.get(estimate) {
                return Ok((estimate, node, inner));
            }
        }
        if node.is_object() {
            return Err(FigureError::Group { path: self.path.clone(), known: keys(node) });
        }
        Ok((last, parent, node))
    }

    /// The number itself, or the one of its year.
    fn pick(&self, node: &Value) -> Result<Option<f64>, FigureError> {
        let path = || self.path.clone();
        let one = |node: &Value| match node {
            Value::Null => Ok(None),
            Value::Number(number) => Ok(number.as_f64()),
            _ => Err(FigureError::Words { path: path() }),
        };
        match (node, self.at) {
            (Value::Array(items), None) => Err(FigureError::List { path: path(), last: items.len().saturating_sub(1) }),
            (Value::Array(items), Some(at)) => match items.get(at) {
                Some(item) => one(item),
                None => Err(FigureError::Beyond { path: path(), at, last: items.len().saturating_sub(1) }),
            },
            (_, Some(at)) => Err(FigureError::Single { path: path(), at }),
            (node, None) => one(node),
        }
    }
}

fn keys(node: &Value) -> Vec<String> {
    node.as_object().map(|object| object.keys().cloned().collect()).unwrap_or_default()
}
