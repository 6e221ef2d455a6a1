//! What kind of fault or oddity a diagnostic tells of, by a name that stays while wordings change.

use std::fmt;

macro_rules! codes {
    ($( $(#[doc = $doc:literal])+ $Variant:ident = $name:literal, )*) => {
        /// The kind of a fault or an oddity. Its name is stable: tools may rely on it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $( $(#[doc = $doc])+ $Variant, )*
        }

        impl Code {
            /// Every code, faults first.
            pub const ALL: &'static [Code] = &[ $( Code::$Variant, )* ];

            /// The stable name, such as `unknown-key`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $( Code::$Variant => $name, )* }
            }

            /// What it says, for documentation.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $( Code::$Variant => concat!($($doc),+).trim_ascii(), )* }
            }
        }
    };
}

codes! {
    /// The file cannot be read, is too large, or is not UTF-8 text
    Unreadable = "unreadable",
    /// The text is not TOML
    NotToml = "not-toml",
    /// A sweep file where a scenario belongs, or the other way round
    WrongFile = "wrong-file",
    /// A version of the format that this program does not know
    UnknownVersion = "unknown-version",
    /// A key is given twice
    DuplicateKey = "duplicate-key",
    /// A key or section that does not exist here
    UnknownKey = "unknown-key",
    /// A required key or section is left out
    MissingKey = "missing-key",
    /// A value of another kind than the key takes, such as a list for a text
    WrongKind = "wrong-kind",
    /// A text, a list or NaN where a number belongs
    NotANumber = "not-a-number",
    /// A decimal number, or a distribution over decimals, where whole numbers belong
    NotWhole = "not-whole",
    /// A number that the key does not permit
    OutOfRange = "out-of-range",
    /// A distribution that could draw a number that the key does not permit
    BeyondRange = "beyond-range",
    /// Parameters that make no distribution, such as a mode below the minimum
    BadDistribution = "bad-distribution",
    /// A word that is none of those that the key takes
    UnknownWord = "unknown-word",
    /// A text that is too long, or holds signs that steer a terminal or turn the direction of writing
    BadText = "bad-text",
    /// A text that is not an id
    BadId = "bad-id",
    /// An id that results use for something else
    ReservedId = "reserved-id",
    /// An id, a path or a value that was given before
    DuplicateName = "duplicate-name",
    /// A plan, guarantor, input, axis or measure that there is not
    UnknownName = "unknown-name",
    /// More entries than are allowed
    TooMany = "too-many",
    /// `PATH=VALUE` that sets nothing, or a path that leads nowhere
    BadSetting = "bad-setting",
    /// Keys that do not go together
    Contradiction = "contradiction",
    /// Correlations that cannot hold together
    ImpossibleCorrelations = "impossible-correlations",
    /// A range of values of an axis that does not come out
    BadRange = "bad-range",
    /// A measure that is no figure and no arithmetic of figures
    BadMeasure = "bad-measure",
    /// A formula cannot be read, or refers to what it cannot
    BadFormula = "bad-formula",
    /// A condition on the points of a sweep cannot be read
    BadCondition = "bad-condition",
    /// A table of points cannot be read
    BadTable = "bad-table",
    /// A chart that the design or the axes cannot make
    UnfitChart = "unfit-chart",
    /// A chart that leaves an axis open
    OpenAxis = "open-axis",
    /// A number that is probably in another unit than the key's
    UnusualUnit = "unusual-unit",
    /// A number that is permitted, but rarely meant
    UnusualValue = "unusual-value",
    /// Something that changes nothing
    NoEffect = "no-effect",
    /// A plan that a red line bars in every draw, or that is never on the table
    NeverSigned = "never-signed",
    /// More foreign troops than the participants would send
    TroopsNotSent = "troops-not-sent",
    /// A term beyond what either side wants
    BeyondIdeals = "beyond-ideals",
    /// A number that is rounded before it is used
    Rounded = "rounded",
    /// Draws that would make their trial fail
    MayFail = "may-fail",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_words_and_used_once() {
        let mut names: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
        assert!(names.iter().all(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '-')), "{names:?}");
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
    }
}
