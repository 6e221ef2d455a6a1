//! Which theories of what makes a peace hold are asked.

use std::str::FromStr;

use crate::model::TheoryKind;

/// One theory, or two on the same luck, side by side and never mixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theories {
    /// That of all figures that are not said to be of the second.
    pub first: TheoryKind,
    /// The other one.
    pub second: Option<TheoryKind>,
}

/// What sets the theory of a scenario, as `PATH=VALUE`.
#[must_use]
pub fn theory_setting(theory: TheoryKind) -> String {
    format!("enforcement.theory={}", theory.name())
}

impl FromStr for Theories {
    type Err = String;

    /// `strategic`, or `strategic,hazard`.
    fn from_str(text: &str) -> Result<Self, String> {
        let known = TheoryKind::ALL.map(TheoryKind::name).join(" or ");
        let read = |word: &str| {
            TheoryKind::by_name(word.trim()).ok_or_else(|| format!("takes {known}, or both with a comma between"))
        };
        let (first, second) = match text.split_once(',') {
            None => (read(text)?, None),
            Some((first, second)) => (read(first)?, Some(read(second)?)),
        };
        if second == Some(first) {
            return Err(format!("takes each theory once, such as {}", TheoryKind::ALL.map(TheoryKind::name).join(",")));
        }
        Ok(Self { first, second })
    }
}

/// The word of a theory, as serde writes it.
pub(super) mod word {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    use super::TheoryKind;

    #[allow(clippy::ref_option, clippy::trivially_copy_pass_by_ref)] // as serde calls it
    pub(in crate::job) fn serialize<S: Serializer>(theory: &Option<TheoryKind>, into: S) -> Result<S::Ok, S::Error> {
        match theory {
            Some(theory) => into.serialize_some(theory.name()),
            None => into.serialize_none(),
        }
    }

    pub(in crate::job) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<TheoryKind>, D::Error> {
        let Some(word) = Option::<String>::deserialize(from)? else { return Ok(None) };
        TheoryKind::by_name(&word).map(Some).ok_or_else(|| D::Error::custom("no theory of that name"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The folders of second theories, in which links are looked for, are called as they are.
    #[test]
    fn second_theories_have_their_folders() {
        let mut names = TheoryKind::ALL.map(TheoryKind::name).to_vec();
        let mut folders = crate::store::SECOND_THEORIES.to_vec();
        names.sort_unstable();
        folders.sort_unstable();
        assert_eq!(names, folders);
    }

    #[test]
    fn theories_are_read_with_a_comma_between() {
        let (strategic, hazard) = (TheoryKind::Strategic, TheoryKind::Hazard);
        assert_eq!("hazard".parse(), Ok(Theories { first: hazard, second: None }));
        assert_eq!("strategic, hazard".parse(), Ok(Theories { first: strategic, second: Some(hazard) }));
        assert_eq!("hazard,strategic".parse(), Ok(Theories { first: hazard, second: Some(strategic) }));
        for wrong in ["", "strategic,", "weibull", "strategic,hazard,strategic"] {
            let told = Err("takes strategic or hazard, or both with a comma between".to_owned());
            assert_eq!(wrong.parse::<Theories>(), told, "{wrong}");
        }
        let twice = Err("takes each theory once, such as strategic,hazard".to_owned());
        assert_eq!("hazard,hazard".parse::<Theories>(), twice);
    }
}
