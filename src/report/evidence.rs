//! How well a number of a scenario is founded, as far as the file itself says so.

use crate::scenario::{Assumption, is_judgement};

/// First words of a note that names what many report and nobody has checked, in small letters: English and French.
const REPORTED: [[&str; 2]; 2] = [["widely", "reported"], ["largement", "rapporté"]];

/// What stands behind a number, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Backing {
    /// A source is named.
    Source,
    /// The note begins with `widely reported`.
    Reported,
    /// The note begins with `judgement`, whatever source it leans on.
    Judgement,
    /// Neither is said.
    Unsourced,
}

impl Backing {
    /// All of them, the strongest first.
    pub(crate) const ALL: [Backing; 4] = [Backing::Source, Backing::Reported, Backing::Judgement, Backing::Unsourced];

    /// The key of its name.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Backing::Source => "source",
            Backing::Reported => "reported",
            Backing::Judgement => "judgement",
            Backing::Unsourced => "unsourced",
        }
    }
}

impl Assumption {
    /// What stands behind the number, by the keys `source` and `note` of the file.
    pub(crate) fn evidence(&self) -> Backing {
        let note = self.note.as_deref();
        if is_judgement(note) {
            Backing::Judgement
        } else if self.source.is_some() {
            Backing::Source
        } else if is_reported(note.unwrap_or_default()) {
            Backing::Reported
        } else {
            Backing::Unsourced
        }
    }
}

fn is_reported(note: &str) -> bool {
    let words = note.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let first: Vec<String> = words.take(2).map(str::to_lowercase).collect();
    REPORTED.iter().any(|words| first == words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Address, Party, Side};
    use crate::scenario::Uncertain;

    fn evidence(source: Option<&str>, note: Option<&str>) -> Backing {
        let it = Assumption {
            path: "challenger.war_cost".to_owned(),
            address: Address::Party(Side::Challenger, Party::key("war_cost").unwrap()),
            unit: String::new(),
            value: Uncertain::Constant(1.0),
            written: "1".to_owned(),
            source: source.map(str::to_owned),
            note: note.map(str::to_owned),
        };
        it.evidence()
    }

    #[test]
    fn the_first_words_of_the_note_and_the_source_decide() {
        for (source, note, expected) in [
            (Some("a book"), None, Backing::Source),
            (Some("a book"), Some("rounded"), Backing::Source),
            (Some("a book"), Some("judgement: after that book"), Backing::Judgement),
            (None, Some("Widely reported; verify before citing"), Backing::Reported),
            (None, Some("largement rapporté"), Backing::Reported),
            (None, Some("judgement on what is widely reported"), Backing::Judgement),
            (None, Some("reported widely"), Backing::Unsourced),
            (None, None, Backing::Unsourced),
        ] {
            assert_eq!(evidence(source, note), expected, "{source:?} {note:?}");
        }
    }
}
