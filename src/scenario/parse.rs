//! A tree in, a checked scenario out.

use std::collections::BTreeMap;

use crate::model::{Address, Enforcement, Front, Guarantee, Negotiation, Parameters, PerSide, Side, Structure};
use crate::words::{Words, words};

use super::code::Code;
use super::costs::Costs;
use super::diagnostics::{Diagnostic, Faults};
use super::document::{Document, Origin, TomlTable, Value};
use super::keys::{Plain, TOP, Takes, names};
use super::parties::Parties;
use super::plans::{Elements, Plans};
use super::reader::Reader;
use super::sections::{Guarantors, Issues};
use super::{Input, Scenario, Uncertain};

/// The versions of the format that this program knows.
const SCHEMAS: [u64; 1] = [1];

/// A scenario and where everything in it was written.
#[derive(Debug)]
pub(super) struct Parsed {
    pub scenario: Scenario,
    pub places: BTreeMap<String, Origin>,
}

/// What a scenario is made of, beside its name and how it is run.
struct Content {
    party_names: PerSide<String>,
    structure: Structure,
    central: Parameters,
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
    let crowded = reader.crowded(root);
    if !crowded.is_empty() {
        // What else could be said follows from it, or takes long to find out.
        return Err(sorted(crowded, 0));
    }
    reader.refuse_unknown(root, "", &names(TOP));
    reader.required_sections(root);
    let mut scenario = reader.scenario(root, file_name);
    reader.share_out(&mut scenario);
    reader.derive(&mut scenario);
    reader.check(&scenario);
    scenario.assumptions = reader.assumptions();
    scenario.inputs = inputs(&scenario);
    scenario.shared = reader.shared(&scenario.inputs);
    scenario.correlations = reader.correlations(root, &scenario);
    scenario.let_record_wait();
    scenario.remarks = std::mem::take(&mut reader.remarks);
    scenario.translations = std::mem::take(&mut reader.translations);
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
            Uncertain::Constant(_) | Uncertain::Rest(_) | Uncertain::Derived { .. } => None,
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
            self.fault_whole(Code::MissingKey, "schema", words!("`schema` is missing")).hint =
                Some(words!("begin the file with the line: schema = 1"));
            return true;
        };
        let Value::Integer(literal) = &entry.node.value else {
            self.wrong_kind(&entry.node, "schema", &words!("the version of the format, a whole number"));
            return true;
        };
        let known = literal.exact.and_then(|exact| u64::try_from(exact).ok()).is_some_and(|n| SCHEMAS.contains(&n));
        if !known {
            let message =
                words!("`schema` is {literal}, a version that this program does not know", literal = literal.text);
            self.fault(Code::UnknownVersion, &entry.node.origin, "schema", message).hint =
                Some(words!("versions known: 1"));
        }
        known
    }

    /// Reports required sections that are left out.
    fn required_sections(&mut self, root: &TomlTable) {
        for key in TOP.iter().filter(|key| is_required_section(key) && root.get(key.name).is_none()) {
            if self.misspelt.iter().any(|meant| meant == key.name) {
                continue;
            }
            let message = words!("`[{name}]` is missing", name = key.name);
            self.fault_whole(Code::MissingKey, key.name, message).hint = Some(Words::documented(key.doc));
        }
    }

    /// The scenario without what follows from its numbers: assumptions, inputs, correlations and remarks.
    fn scenario(&mut self, root: &TomlTable, file_name: &str) -> Scenario {
        let heading = self.heading(root);
        let run = self.run(root);
        let Content { party_names, structure, central } = self.content(root);
        Scenario {
            name: heading.name.unwrap_or_else(|| stem(file_name)),
            summary: heading.summary,
            as_of: heading.as_of,
            run,
            party_names,
            structure,
            central,
            assumptions: Vec::new(),
            inputs: Vec::new(),
            derived: Vec::new(),
            shared: Vec::new(),
            correlations: Vec::new(),
            remarks: Vec::new(),
            translations: Vec::new(),
            record_waits: false,
            written: super::Written::default(),
        }
    }

    /// Parties, issues, guarantors and plans, with the numbers of all sections.
    fn content(&mut self, root: &TomlTable) -> Content {
        let Issues { issues, status_quo } = self.issues(root);
        let challenger = self.party(root, Side::Challenger, &issues);
        let defender = self.party(root, Side::Defender, &issues);
        let front = self.number_section(root, "front", Front::KEYS, Front::unset(), Address::Front);
        let guarantee = self.number_section(root, "guarantee", Guarantee::KEYS, Guarantee::unset(), Address::Guarantee);
        let Guarantors { identities, numbers, politics } = self.guarantors(root);
        let Parties { identities: parties, numbers: stakeholders, interests } =
            self.parties(root, &issues, &identities);
        let negotiation =
            self.number_section(root, "negotiation", Negotiation::KEYS, Negotiation::unset(), Address::Negotiation);
        let enforcement =
            self.number_section(root, "enforcement", Enforcement::KEYS, Enforcement::unset(), Address::Enforcement);
        let kept = self.kept(root, &issues);
        let shocks = self.shocks(root);
        let Costs { identities: costs, numbers: cost_numbers } = self.costs(root);
        let theory = self.theory(root);
        let foresight = self.foresight(root);
        let hazard = self.hazard(root, &issues);
        let Plans { plans, effects } = self.plans(root, Elements { issues: &issues, guarantors: &identities });
        let evidence = self.evidence(root, &plans);
        let forecasts = self.forecasts(root, &plans);
        let name = |name: Option<String>, other: &str| name.unwrap_or_else(|| other.to_owned());
        Content {
            party_names: PerSide::new(name(challenger.name, "Challenger"), name(defender.name, "Defender")),
            structure: Structure {
                issues,
                guarantors: identities,
                parties,
                plans,
                may_attack: PerSide::new(challenger.may_attack, defender.may_attack),
                shocks,
                costs,
                theory,
                foresight,
                evidence,
                forecasts,
            },
            central: Parameters {
                challenger: challenger.numbers,
                defender: defender.numbers,
                challenger_demands: challenger.demands,
                defender_demands: defender.demands,
                stakeholders,
                interests,
                status_quo,
                kept,
                hazard,
                front,
                guarantee,
                guarantors: numbers,
                politics,
                negotiation,
                enforcement,
                effects,
                costs: cost_numbers,
            },
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
