//! Parts of what is split over several processes.

use serde::{Deserialize, Serialize};

use crate::words::{Words, words};

use super::JobError;

/// One part of a run or sweep that is split into several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// Which part, from 1.
    pub index: u64,
    /// Of how many.
    pub of: u64,
}

impl Shard {
    /// The pieces of this part among so many: the first and the one after the last.
    #[must_use]
    pub fn pieces(self, all: u64) -> (u64, u64) {
        let bound = |index: u64| (u128::from(all) * u128::from(index) / u128::from(self.of)) as u64;
        (bound(self.index - 1), bound(self.index))
    }
}

impl std::str::FromStr for Shard {
    type Err = JobError;

    /// Reads `K/N`.
    fn from_str(text: &str) -> Result<Self, JobError> {
        let parsed = text
            .split_once('/')
            .and_then(|(index, of)| Some(Shard { index: index.trim().parse().ok()?, of: of.trim().parse().ok()? }));
        let wrong = |reason: Words| Err(JobError::refused(format!("--shard {text}"), reason));
        match parsed {
            None => wrong(words!("expected K/N, two whole numbers such as 3/8")),
            Some(Shard { index, of }) if index == 0 || index > of => wrong(words!("K runs from 1 to {of}", of)),
            Some(part) => Ok(part),
        }
    }
}

impl Shard {
    /// The part itself, if there are as many pieces as parts.
    ///
    /// # Errors
    /// There are fewer pieces, of which `one` and `many` say how many there are.
    pub(super) fn among(self, pieces: u64, [one, many]: [Words; 2]) -> Result<Self, JobError> {
        if self.of <= pieces {
            return Ok(self);
        }
        let reason = match pieces {
            1 => words!("there is only {one}, which cannot be split", one),
            _ => words!("there are {pieces} {many}, so at most {pieces} parts", pieces, many),
        };
        Err(JobError::refused(format!("--shard {}/{}", self.index, self.of), reason))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: 7 pieces in 3 parts are 2, 2 and 3 of them.
    #[test]
    fn parts_follow_on_each_other() {
        let part = |index| Shard { index, of: 3 }.pieces(7);
        assert_eq!([part(1), part(2), part(3)], [(0, 2), (2, 4), (4, 7)]);
        assert_eq!(Shard { index: 2, of: 2 }.pieces(u64::MAX), (u64::MAX / 2, u64::MAX));
    }

    fn points() -> [Words; 2] {
        [words!("one point"), words!("points")]
    }

    #[test]
    fn parts_are_read_and_refused() {
        assert_eq!("2 / 3".parse::<Shard>().unwrap(), Shard { index: 2, of: 3 });
        for (text, says) in [
            ("3", "expected K/N"),
            ("a/b", "expected K/N"),
            ("-1/3", "expected K/N"),
            ("0/3", "--shard 0/3: K runs from 1 to 3"),
            ("4/3", "--shard 4/3: K runs from 1 to 3"),
        ] {
            let told = text.parse::<Shard>().unwrap_err().to_string();
            assert!(told.contains(says), "{told}");
        }
        assert!(Shard { index: 1, of: 4 }.among(4, points()).is_ok());
        let told = Shard { index: 1, of: 4 }.among(3, points()).unwrap_err().to_string();
        assert_eq!(told, "--shard 1/4: there are 3 points, so at most 3 parts");
        let told = Shard { index: 1, of: 4 }.among(1, points()).unwrap_err().to_string();
        assert_eq!(told, "--shard 1/4: there is only one point, which cannot be split");
    }
}
