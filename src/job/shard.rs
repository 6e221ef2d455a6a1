//! Parts of what is split over several processes.

use serde::{Deserialize, Serialize};

use crate::words::{Words, words};

use super::JobError;
use super::recorded::impossible;

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

    /// Why this is no part of so many pieces, if it is none.
    pub(super) fn fault(self, pieces: u64) -> Option<Words> {
        let is_one = (1..=self.of).contains(&self.index) && self.of <= pieces;
        (!is_one).then(|| impossible("part", format!("{}/{}", self.index, self.of)))
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

/// Variables that say which task of an array this is, where tasks are counted from unless the array says so itself, and what
/// says how many there are.
struct TaskArray {
    index: &'static str,
    /// The lowest index, and the distance between two.
    from: Option<[&'static str; 2]>,
    of: &'static str,
    first: u64,
}

/// Slurm's job arrays, and indexed jobs of Kubernetes, which do not tell their tasks how many they are unless
/// `JOB_COMPLETIONS` is set for them.
const ARRAYS: [TaskArray; 2] = [
    TaskArray {
        index: "SLURM_ARRAY_TASK_ID",
        from: Some(["SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_STEP"]),
        of: "SLURM_ARRAY_TASK_COUNT",
        first: 1,
    },
    TaskArray { index: "JOB_COMPLETION_INDEX", from: None, of: "JOB_COMPLETIONS", first: 0 },
];

impl Shard {
    /// Reads `K/N`, `auto/N` or `auto`: K, or K and N, are then those of the task of a cluster's job array, by the variables
    /// of the environment. K is counted from `from`; when left out from 1, or as the array counts.
    ///
    /// # Errors
    /// The text is none of these, there is no array, or K lies beyond N.
    pub fn read(text: &str, from: Option<u64>, variable: &dyn Fn(&str) -> Option<String>) -> Result<Self, JobError> {
        let wrong = |reason: Words| JobError::refused(format!("--shard {text}"), reason);
        let of = match text.split_once('/') {
            Some(("auto", of)) => {
                let parsed = of.trim().parse().ok().filter(|&of: &u64| of > 0);
                Some(parsed.ok_or_else(|| wrong(words!("expected auto/N with a whole number, such as auto/8")))?)
            }
            None if text == "auto" => None,
            _ => {
                let Some(from) = from.filter(|from| *from != 1) else { return text.parse() };
                let split = text
                    .split_once('/')
                    .and_then(|(index, of)| Some((index.trim().parse::<u64>().ok()?, of.trim().parse::<u64>().ok()?)));
                let (index, of) = split.ok_or_else(|| wrong(words!("expected K/N, two whole numbers such as 3/8")))?;
                return counted(index, from, 1, of).ok_or_else(|| {
                    wrong(words!("K runs from {from} to {last}", from, last = (of + from).saturating_sub(1)))
                });
            }
        };
        let Some((array, index)) = ARRAYS.iter().find_map(|array| Some((array, variable(array.index)?))) else {
            return Err(wrong(words!(
                "this is no task of a job array: neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX is set"
            )));
        };
        let number = |name: &str, value: String| {
            value
                .trim()
                .parse::<u64>()
                .map_err(|_| wrong(words!("{name} is \"{value}\", no whole number", name, value)))
        };
        let told = |name: &str| variable(name).map(|value| number(name, value)).transpose();
        let index = number(array.index, index)?;
        // The lowest index of the tasks that were submitted is where an array begins only where all of them were.
        let own = match (array.from, of) {
            (Some([lowest, step]), None) => Some((told(lowest)?, told(step)?)),
            _ => None,
        };
        let first = from.or(own.and_then(|(lowest, _)| lowest)).unwrap_or(array.first);
        let step = own.and_then(|(_, step)| step).unwrap_or(1).max(1);
        let Some(of) = of.map_or_else(|| told(array.of), |of| Ok(Some(of)))? else {
            let reason = words!("{name} is not set; say how many parts there are: auto/N", name = array.of);
            return Err(wrong(reason));
        };
        counted(index, first, step, of).ok_or_else(|| {
            wrong(words!(
                "{name} is {index}, which is none of {of} parts counted from {first}; --shard-from says where they begin",
                name = array.index,
                index,
                of,
                first
            ))
        })
    }
}

/// The part of an index, where the first of so many has the index `from` and others follow at a distance.
fn counted(index: u64, from: u64, step: u64, of: u64) -> Option<Shard> {
    let offset = index.checked_sub(from)?;
    let place = offset / step;
    (offset % step == 0 && place < of).then_some(Shard { index: place + 1, of })
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

    /// Tasks of arrays by hand: Slurm's 4, 6, 8 are parts 1 to 3 of 3; a task that is submitted again alone says how many there
    /// are; Kubernetes counts from 0.
    #[test]
    fn tasks_of_arrays_are_parts() {
        let read = |text: &str, from: Option<u64>, set: &[(&str, &str)]| {
            let variable = |name: &str| set.iter().find(|(it, _)| *it == name).map(|(_, value)| (*value).to_owned());
            Shard::read(text, from, &variable).map_err(|error| error.to_string())
        };
        let slurm = |id| {
            [
                ("SLURM_ARRAY_TASK_ID", id),
                ("SLURM_ARRAY_TASK_MIN", "4"),
                ("SLURM_ARRAY_TASK_STEP", "2"),
                ("SLURM_ARRAY_TASK_COUNT", "3"),
            ]
        };
        let part = |index, of| Ok(Shard { index, of });
        assert_eq!(read("auto", None, &slurm("4")), part(1, 3));
        assert_eq!(read("auto", None, &slurm("8")), part(3, 3));
        let alone = [("SLURM_ARRAY_TASK_ID", "7"), ("SLURM_ARRAY_TASK_MIN", "7"), ("SLURM_ARRAY_TASK_COUNT", "1")];
        assert_eq!(read("auto/32", None, &alone), part(7, 32));
        assert_eq!(read("auto/32", Some(0), &alone), part(8, 32));
        let pod = [("JOB_COMPLETION_INDEX", "0"), ("JOB_COMPLETIONS", "5")];
        assert_eq!(read("auto", None, &pod), part(1, 5));
        assert_eq!(read("auto/5", Some(1), &[("JOB_COMPLETION_INDEX", "5")]), part(5, 5));
        assert_eq!(read("0/3", Some(0), &[]), part(1, 3));
        assert_eq!(read("3/3", Some(1), &[]), part(3, 3));
        for (text, from, set, says) in [
            ("auto", None, &[][..], "this is no task of a job array"),
            (
                "auto",
                None,
                &[("JOB_COMPLETION_INDEX", "0")],
                "JOB_COMPLETIONS is not set; say how many parts there are: auto/N",
            ),
            ("auto/x", None, &pod, "expected auto/N"),
            ("auto/0", None, &pod, "expected auto/N"),
            (
                "auto/3",
                None,
                &[("JOB_COMPLETION_INDEX", "3")],
                "JOB_COMPLETION_INDEX is 3, which is none of 3 parts counted from 0",
            ),
            ("auto/3", None, &[("SLURM_ARRAY_TASK_ID", "0")], "--shard-from says where they begin"),
            ("auto/3", None, &[("SLURM_ARRAY_TASK_ID", "x")], "SLURM_ARRAY_TASK_ID is \"x\", no whole number"),
            ("auto", None, &slurm("5"), "SLURM_ARRAY_TASK_ID is 5"),
            ("3/3", Some(0), &[], "--shard 3/3: K runs from 0 to 2"),
            ("x/3", Some(0), &[], "expected K/N"),
        ] {
            let told = read(text, from, set).unwrap_err();
            assert!(told.contains(says), "{told}");
        }
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
