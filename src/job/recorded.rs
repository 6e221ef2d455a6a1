//! What a folder's results are results of, and whether they are those that are asked for.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::analysis::summary::MissingParts;
use crate::words::{Words, words};

use super::{JobError, Kind, Look, Result, Shard};

/// A manifest.
pub(super) trait Recorded: Clone + Serialize + DeserializeOwned {
    /// What it is a manifest of.
    const KIND: Kind;

    /// The file whose presence without a state says that everything is done.
    fn result(&self) -> &'static str;

    /// Which part it is of.
    fn part(&self) -> Option<Shard> {
        None
    }

    /// How charts and reports look.
    fn look(&self) -> Look;

    /// The same in another look, where it keeps one of its own.
    fn in_look(self, _: Look) -> Self {
        self
    }

    /// The manifest of the whole.
    fn whole(self) -> Self {
        self
    }

    /// What is missing of the whole.
    fn missing(&self) -> Option<&MissingParts> {
        None
    }

    /// Units of the whole, where what is there says something without what is missing.
    fn of_which_parts_may_be_missing(&self) -> Result<u64> {
        let reason = words!("goes with the parts of a run or a sweep");
        Err(JobError::refused("--allow-missing", reason))
    }

    /// The manifest of a whole of which that is missing.
    fn without(self, _: Option<MissingParts>) -> Self {
        self
    }

    /// The file whose text is kept.
    fn file(&self) -> String;

    /// The texts that it keeps, each with its SHA-256 in lower-case hexadecimal.
    fn texts(&self) -> Vec<(&str, &str)> {
        Vec::new()
    }

    /// What in it can be no manifest's; only asked before anything is done with it.
    fn fault(&self) -> Option<Words> {
        None
    }

    /// Whether what is computed is the same, whatever the words; only asked where nothing but words differ, which a manifest
    /// without words of its own never does.
    fn means(&self, _: &Self) -> bool {
        false
    }

    /// Whether a chart of that name may be among the results.
    fn draws(&self, chart: &str) -> bool;
}

/// What is said of a number of a manifest that it cannot be.
#[allow(clippy::needless_pass_by_value)] // callers hand over what they just made
pub(super) fn impossible(key: &str, value: impl ToString) -> Words {
    words!("its `{key}` is {value}, which it cannot be: it was changed", key, value = value.to_string())
}

/// Whether each is greater than the one before.
pub(super) fn ascends<T: PartialOrd>(numbers: &[T]) -> bool {
    numbers.windows(2).all(|pair| pair[0] < pair[1])
}

/// What is said of missing parts that cannot be: of a whole of so many pieces, whose units are told too.
pub(super) fn fault_of_missing(missing: Option<&MissingParts>, pieces: u64, units: u64) -> Option<Words> {
    let MissingParts { of, parts, whole } = missing?;
    let within = parts.iter().all(|part| (1..=*of).contains(part)) && (1..*of).contains(&(parts.len() as u64));
    let can_be = ascends(parts) && within && *of <= pieces && *whole == units;
    (!can_be).then(|| {
        let parts: Vec<String> = parts.iter().take(10).map(u64::to_string).collect();
        impossible("missing", format!("{} / {of}, {whole}", parts.join(" ")))
    })
}

/// How a manifest that was found compares with the one that is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    /// The same but perhaps for the look.
    Same,
    /// The same in other words.
    OtherWords,
}

/// Keys of manifests that hold words: what differs under them may mean the same.
const WORDS: [&str; 8] = [
    "sweep_text",
    "scenario_text",
    "overrides",
    "plans",
    "sweep_file",
    "sweep_sha256",
    "scenario_file",
    "scenario_sha256",
];

/// The keys that are asked about first: what differs under the others follows from them.
const TELLING: [&str; 14] = [
    "version",
    "sweep_text",
    "scenario_text",
    "seed",
    "trials",
    "sampling",
    "replications",
    "years",
    "overrides",
    "plans",
    "precision",
    "part",
    "second_theory",
    "forecasts_from",
];

/// How the manifest of a folder compares with the one that is wanted; else the first thing in which they differ, in words.
/// Charts may look otherwise: the results are the same.
pub(super) fn likeness<M: Recorded>(wanted: &M, present: &M) -> std::result::Result<Likeness, Words> {
    let fields = |manifest: &M| match serde_json::to_value(manifest) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    };
    let (found, asked) = (fields(present), fields(wanted));
    let others = found.keys().chain(asked.keys()).map(String::as_str);
    let keys = TELLING.into_iter().chain(others);
    let differing: Vec<&str> = keys.filter(|key| *key != "look" && found.get(*key) != asked.get(*key)).collect();
    match differing.first() {
        None => Ok(Likeness::Same),
        Some(_) if differing.iter().all(|key| WORDS.contains(key)) && wanted.means(present) => Ok(Likeness::OtherWords),
        Some(key) => Err(difference(key, &found, &asked)),
    }
}

/// In what two manifests differ under a key.
fn difference(key: &str, present: &Map<String, Value>, wanted: &Map<String, Value>) -> Words {
    if let Some(of) = key.strip_suffix("_text") {
        let file = |manifest: &Map<String, Value>| shown(manifest.get(&format!("{of}_file"))).unwrap_or_default();
        let (present, wanted) = (file(present), file(wanted));
        return if present == wanted {
            words!("of another text of {present}", present)
        } else {
            words!("of {present}, not {wanted}", present, wanted)
        };
    }
    let name = match key {
        "forecasts_from" => return words!("with other multipliers of forecasts"),
        "compared" => return words!("a comparison of other runs"),
        "traced" => return words!("the story of a trial of another run"),
        "trial" => words!("trial"),
        "chosen_among" => return words!("a choice over other states"),
        "discovered" => return words!("a discovery in another run"),
        "missing" => return words!("joined from other parts"),
        "version" => words!("version"),
        "seed" => words!("seed"),
        "trials" => words!("trials"),
        "sampling" => words!("sampling"),
        "replications" => words!("replications"),
        "years" => words!("years followed"),
        "overrides" => Words::verbatim("--set"),
        "plans" => Words::verbatim("--plans"),
        "precision" => Words::verbatim("--precision"),
        "part" => Words::verbatim("--shard"),
        "second_theory" => words!("a second theory,"),
        key => Words::verbatim(key),
    };
    match (shown(present.get(key)), shown(wanted.get(key))) {
        (Some(present), Some(wanted)) => words!("{name} {present}, not {wanted}", name, present, wanted),
        (Some(present), None) => words!("with {name} {present}", name, present),
        (None, wanted) => words!("without {name} {wanted}", name, wanted = wanted.unwrap_or_default()),
    }
}

/// A value of a manifest as it was asked for; `None`: it was not.
fn shown(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Array(list) if list.is_empty() => None,
        Value::Array(list) => Some(list.iter().filter_map(|it| shown(Some(it))).collect::<Vec<_>>().join(" ")),
        Value::Object(part) => Some(format!("{}/{}", shown(part.get("index"))?, shown(part.get("of"))?)),
        other => Some(other.to_string()),
    }
}
