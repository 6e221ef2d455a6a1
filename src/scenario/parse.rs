//! A tree in, a checked scenario out.

use std::collections::BTreeMap;

use crate::model::{Address, Enforcement, Front, Guarantee, Negotiation, Parameters, PerSide, Side, Structure};

use super::code::Code;
use super::diagnostics::{Diagnostic, Faults};
use super::document::{Document, Origin, TomlTable, Value};
use super::keys::{Plain, TOP, Takes, names};
use super::plans::Elements;
use super::reader::Reader;
use super::sections::Numbers;
use super::{Input, Scenario, Uncertain};

/// The versions of the format that this program knows.
const SCHEMAS: [u64; 1] = [1];

/// A scenario and where everything in it was written.
#[derive(Debug)]
pub(super) struct Parsed {
    pub scenario: Scenario,
    pub places: BTreeMap<String, Origin>,
}

/// Reads a scenario; `file_name` names it where it has no name of its own.
///
/// # Errors
/// All faults, in the order of the file.
pub(super) fn read(document: &Document, file_name: &str) -> Result<Parsed, Faults> {
    let mut reader = Reader::new(document);
    let root = &document.root;
    if !reader.schema(root) {
        return Err(sorted(reader.faults, reader.more));
    }
    reader.refuse_unknown(root, "", &names(TOP));
    for key in TOP.iter().filter(|key| is_required_section(key) && root.get(key.name).is_none()) {
        if reader.misspelt.iter().any(|meant| meant == key.name) {
            continue;
        }
        reader.fault_whole(Code::MissingKey, key.name, format!("`[{}]` is missing", key.name)).hint =
            Some(key.doc.trim_end_matches('.').to_owned());
    }
    let mut scenario = reader.scenario(root, file_name);
    reader.check(&scenario);
    scenario.assumptions = reader.assumptions();
    scenario.inputs = inputs(&scenario);
    scenario.correlations = reader.correlations(root, &scenario);
    scenario.remarks = std::mem::take(&mut reader.remarks);
    if reader.faults.is_empty() {
        Ok(Parsed { scenario, places: reader.places })
    } else {
        Err(sorted(reader.faults, reader.more))
    }
}

/// Faults in the order of the file; those of values set over it after them, those without a place last.
pub(crate) fn sorted(mut faults: Vec<Diagnostic>, more: usize) -> Faults {
    faults.sort_by_key(|fault| match &fault.place {
        Some(place) => (place.line.unwrap_or(usize::MAX), place.column),
        None => (usize::MAX, usize::MAX),
    });
    faults.dedup();
    Faults { diagnostics: faults, more }
}

/// The uncertain ones among the assumptions.
fn inputs(scenario: &Scenario) -> Vec<Input> {
    scenario
        .assumptions
        .iter()
        .filter_map(|assumption| match &assumption.value {
            Uncertain::Constant(_) => None,
            Uncertain::Distribution(distribution) => Some(Input {
                path: assumption.path.clone(),
                address: assumption.address,
                distribution: distribution.clone(),
            }),
        })
        .collect()
}

impl Reader<'_> {
    /// Whether the file's format is one that this program knows; reports it otherwise.
    pub(crate) fn schema(&mut self, root: &TomlTable) -> bool {
        let Some(entry) = root.entry("schema") else {
            self.fault_whole(Code::MissingKey, "schema", "`schema` is missing").hint =
                Some("begin the file with the line: schema = 1".to_owned());
            return true;
        };
        let Value::Integer(literal) = &entry.node.value else {
            self.wrong_kind(&entry.node, "schema", "the version of the format, a whole number");
            return true;
        };
        let known = literal.exact.and_then(|exact| u64::try_from(exact).ok()).is_some_and(|n| SCHEMAS.contains(&n));
        if !known {
            let message = format!("`schema` is {}, a version that this program does not know", literal.text);
            self.fault(Code::UnknownVersion, &entry.node.origin, "schema", message).hint =
                Some("versions known: 1".to_owned());
        }
        known
    }

    fn scenario(&mut self, root: &TomlTable, file_name: &str) -> Scenario {
        let heading = self.heading(root);
        let run = self.run(root);
        let issues = self.issues(root);
        let challenger = self.party(root, Side::Challenger, &issues.issues);
        let defender = self.party(root, Side::Defender, &issues.issues);
        let mut front = Front::unset();
        self.number_section(
            root,
            "front",
            Numbers { keys: Front::KEYS, skip: &[], address: &|key| Address::Front(key), values: &mut front },
        );
        let mut guarantee = Guarantee::unset();
        self.number_section(
            root,
            "guarantee",
            Numbers {
                keys: Guarantee::KEYS,
                skip: &[],
                address: &|key| Address::Guarantee(key),
                values: &mut guarantee,
            },
        );
        let guarantors = self.guarantors(root);
        let mut negotiation = Negotiation::unset();
        self.number_section(
            root,
            "negotiation",
            Numbers {
                keys: Negotiation::KEYS,
                skip: &[],
                address: &|key| Address::Negotiation(key),
                values: &mut negotiation,
            },
        );
        let mut enforcement = Enforcement::unset();
        self.number_section(
            root,
            "enforcement",
            Numbers {
                keys: Enforcement::KEYS,
                skip: &[],
                address: &|key| Address::Enforcement(key),
                values: &mut enforcement,
            },
        );
        let plans = self.plans(root, Elements { issues: &issues.issues, guarantors: &guarantors.identities });
        Scenario {
            name: heading.name.unwrap_or_else(|| stem(file_name)),
            summary: heading.summary,
            as_of: heading.as_of,
            run,
            party_names: PerSide::new(
                challenger.name.unwrap_or_else(|| "Challenger".to_owned()),
                defender.name.unwrap_or_else(|| "Defender".to_owned()),
            ),
            structure: Structure {
                issues: issues.issues,
                guarantors: guarantors.identities,
                plans: plans.plans,
                may_attack: PerSide::new(challenger.may_attack, defender.may_attack),
            },
            central: Parameters {
                challenger: challenger.numbers,
                defender: defender.numbers,
                challenger_demands: challenger.demands,
                defender_demands: defender.demands,
                status_quo: issues.status_quo,
                front,
                guarantee,
                guarantors: guarantors.numbers,
                negotiation,
                enforcement,
                effects: plans.effects,
            },
            assumptions: Vec::new(),
            inputs: Vec::new(),
            correlations: Vec::new(),
            remarks: Vec::new(),
            written: super::Written::default(),
        }
    }

    /// The assumptions in the order of the file.
    fn assumptions(&mut self) -> Vec<super::Assumption> {
        let mut found = std::mem::take(&mut self.found);
        found.sort_by_key(|found| (found.origin.source, found.origin.span.start));
        found.into_iter().map(|found| found.assumption).collect()
    }
}

fn is_required_section(key: &Plain) -> bool {
    key.required && matches!(key.kind, Takes::Part)
}

fn stem(file_name: &str) -> String {
    let stem = std::path::Path::new(file_name).file_stem();
    stem.map_or_else(|| file_name.to_owned(), |stem| stem.to_string_lossy().into_owned())
}
