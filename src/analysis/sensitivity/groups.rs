//! Inputs that are moved together.

use crate::scenario::{Advice, one_of, short};
use crate::words::{Words, words};

use super::Assessor;

/// Inputs that are moved together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputGroup {
    /// Name; the path of a single input.
    pub name: String,
    /// The inputs, by their place among those of the assessor.
    pub members: Vec<usize>,
}

/// Which inputs shall be moved together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grouping {
    /// Groups by name, each with paths of inputs, or what such paths begin with (`guarantor.us`).
    pub named: Vec<(String, Vec<String>)>,
    /// All others by what they belong to: a side, a guarantor, a party, a plan, a section.
    pub by_owner: bool,
}

/// Why inputs cannot be grouped so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.words())]
#[non_exhaustive]
pub enum GroupError {
    /// A path of no uncertain input.
    Unknown {
        /// The path.
        path: String,
        /// What there is.
        known: Vec<String>,
    },
    /// An input in two groups.
    Twice {
        /// The input.
        path: String,
    },
    /// The scenario has no uncertain input.
    Certain,
}

impl GroupError {
    /// What is wrong, and the way out.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::Unknown { path, known } => {
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                let Advice { hint, .. } = one_of(path, &known);
                words!("`{path}` is no uncertain input: {hint}", path = short(path), hint)
            }
            Self::Twice { path } => words!("`{path}` is in two groups", path),
            Self::Certain => words!("no number of the scenario is uncertain, so that nothing drives anything"),
        }
    }
}

/// The groups of a scenario's inputs, in the order of their first members, and the names of those that were joined because
/// inputs in them are correlated or sum to one.
///
/// # Errors
/// See [`GroupError`].
pub fn groups(assessor: &Assessor<'_>, grouping: &Grouping) -> Result<(Vec<InputGroup>, Vec<String>), GroupError> {
    let paths: Vec<&str> = assessor.inputs().iter().map(|input| input.path.as_str()).collect();
    if paths.is_empty() {
        return Err(GroupError::Certain);
    }
    let mut names: Vec<String> =
        paths.iter().map(|path| if grouping.by_owner { owner(path) } else { (*path).to_owned() }).collect();
    let mut named = vec![false; paths.len()];
    for (name, of) in &grouping.named {
        for wanted in of {
            let below = format!("{wanted}.");
            let found = (0..paths.len()).filter(|&input| paths[input] == wanted || paths[input].starts_with(&below));
            let found: Vec<usize> = found.collect();
            if found.is_empty() {
                let known = paths.iter().map(|path| (*path).to_owned()).collect();
                return Err(GroupError::Unknown { path: wanted.clone(), known });
            }
            for input in found {
                if named[input] && names[input] != *name {
                    return Err(GroupError::Twice { path: paths[input].to_owned() });
                }
                (names[input], named[input]) = (name.clone(), true);
            }
        }
    }
    let mut groups: Vec<InputGroup> = Vec::new();
    for (input, name) in names.into_iter().enumerate() {
        match groups.iter_mut().find(|group| group.name == name) {
            Some(group) => group.members.push(input),
            None => groups.push(InputGroup { name, members: vec![input] }),
        }
    }
    let mut joined = Vec::new();
    let correlated = assessor.scenario().correlations().iter().map(|it| it.between);
    let shared = assessor.scenario().shared().iter().flat_map(|it| it.inputs.windows(2).map(|two| (two[0], two[1])));
    for (one, other) in correlated.chain(shared) {
        let place = |input: usize| groups.iter().position(|group| group.members.contains(&input));
        let (Some(one), Some(other)) = (place(one), place(other)) else { continue };
        if one == other {
            continue;
        }
        let (first, last) = (one.min(other), one.max(other));
        let InputGroup { name, members } = groups.remove(last);
        joined.retain(|known| *known != name && *known != groups[first].name);
        groups[first].name = format!("{} + {name}", groups[first].name);
        groups[first].members.extend(members);
        joined.push(groups[first].name.clone());
    }
    Ok((groups, joined))
}

/// To whom or what an input belongs.
fn owner(path: &str) -> String {
    let mut steps = path.split('.');
    let (first, second) = (steps.next().unwrap_or_default(), steps.next());
    match (first, second) {
        ("guarantor" | "party" | "plan" | "issue" | "cost", Some(id)) => format!("{first}.{id}"),
        _ => first.to_owned(),
    }
}
