//! What is varied, and the values that it takes.

use crate::sampling::Distribution;
use crate::scenario::Origin;

/// One value of an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// The value as TOML, to be set over the base.
    pub toml: String,
    /// The value for readers and `points.csv`: words without quotes, exact decimals.
    pub shown: String,
    /// The number, where it is one.
    pub number: Option<f64>,
}

impl Level {
    /// A number, as written.
    #[must_use]
    pub fn number(text: &str) -> Self {
        let number = text.parse().ok().filter(|number: &f64| number.is_finite());
        Self { toml: text.to_owned(), shown: text.to_owned(), number }
    }

    /// A word.
    #[must_use]
    pub fn word(word: &str) -> Self {
        // A text in double quotes with backslashes is a TOML string too.
        Self { toml: format!("{word:?}"), shown: word.to_owned(), number: None }
    }

    /// Any other TOML value.
    #[must_use]
    pub fn other(toml: &str) -> Self {
        Self { toml: toml.to_owned(), shown: toml.to_owned(), number: None }
    }
}

/// The values of an axis.
#[derive(Clone, Debug)]
pub enum Values {
    /// These, in their order.
    List(Vec<Level>),
    /// Numbers drawn by the design.
    Drawn {
        /// What from.
        distribution: Distribution,
        /// The word that stands for infinity among the values, where one does.
        word: Option<String>,
    },
}

/// What is varied.
#[derive(Clone, Debug)]
pub struct Axis {
    /// Path in the scenario; `*` stands for every plan, guarantor or issue.
    pub path: String,
    /// Name for readers; if left out, the input in people's words where there are such, else the path.
    pub name: Option<String>,
    /// Unit for readers.
    pub unit: Option<String>,
    /// The value where the axis is not varied (one at a time); the base scenario's own if left out.
    pub base: Option<Level>,
    /// The values that it takes.
    pub values: Values,
    /// Where it was written.
    pub(super) origin: Origin,
}

impl Axis {
    /// The values, where they are a list.
    #[must_use]
    pub fn levels(&self) -> &[Level] {
        match &self.values {
            Values::List(levels) => levels,
            Values::Drawn { .. } => &[],
        }
    }

    /// Name with unit for readers.
    #[must_use]
    pub fn label(&self) -> String {
        let name = self.name.as_deref().unwrap_or(&self.path);
        match &self.unit {
            Some(unit) => format!("{name} ({unit})"),
            None => name.to_owned(),
        }
    }
}
