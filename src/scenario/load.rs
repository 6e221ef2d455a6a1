//! From a file, or its text, to a checked scenario.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::model::Address;
use crate::model::evidence::EvidencePiece;
use crate::model::forecast::ForecastEvent;
use crate::sampling::Sampling;
use crate::words::words;

use super::advice::{one_of, short};
use super::code::Code;
use super::diagnostics::{Diagnostic, Faults};
use super::document::{Document, Node, Origin, Value};
use super::keys::MAX_BYTES;
use super::location::Location;
use super::parse::{Parsed, read, sorted};
use super::source_file::{known_as, text_of, too_large};
use super::{Correlation, Scenario, Written};

/// A scenario that was read without a fault.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The scenario.
    pub scenario: Scenario,
    /// What is legal but odd.
    pub warnings: Vec<Diagnostic>,
    /// The file's text.
    pub text: String,
}

impl Loaded {
    /// Those of the warnings that are worth a word before any run: numbers that are probably in the wrong unit, plans that
    /// can never be signed, and troops that nobody would send.
    pub fn pressing_warnings(&self) -> impl Iterator<Item = &Diagnostic> {
        let pressing = [Code::UnusualUnit, Code::NeverSigned, Code::TroopsNotSent];
        self.warnings.iter().filter(move |warning| pressing.contains(&warning.code))
    }
}

/// What sets keys of `[run]` over a scenario, as `PATH=VALUE`.
#[must_use]
pub fn run_overrides(
    trials: Option<u64>,
    seed: Option<u64>,
    sampling: Option<Sampling>,
    years: Option<u64>,
) -> Vec<String> {
    let set = |key: &str, value: Option<String>| value.map(|value| format!("run.{key}={value}"));
    let all = [
        set("trials", trials.map(|it| it.to_string())),
        set("seed", seed.map(|it| it.to_string())),
        set("sampling", sampling.map(|it| it.name().to_owned())),
        set("years", years.map(|it| it.to_string())),
    ];
    all.into_iter().flatten().collect()
}

/// Reads a scenario file, or standard input for `-`. `overrides` are `PATH=VALUE`, as after `--set`; `plans` keeps only these on the table.
///
/// # Errors
/// All faults of the file and of what is set over it, or why the file cannot be read.
pub fn load(path: &Path, overrides: &[String], plans: Option<&[String]>) -> Result<Loaded, Faults> {
    let name = known_as(path).display().to_string();
    let text = text_of(path).map_err(|reason| Faults::whole(&name, reason))?;
    parse(&name, &text, overrides, plans)
}

/// Reads a scenario from a text; `file_name` is what messages call it.
///
/// # Errors
/// All faults of the text and of what is set over it.
pub fn parse(file_name: &str, text: &str, overrides: &[String], plans: Option<&[String]>) -> Result<Loaded, Faults> {
    let source = Arc::new(Source::parse(file_name, text, plans)?);
    let Read { scenario, document, places } = source.read(overrides.to_vec())?;
    let warnings = super::warnings::warnings(&scenario, &document, &places);
    Ok(Loaded { scenario, warnings, text: text.to_owned() })
}

/// A scenario file whose syntax was read, so that scenarios with other values over it need not read it again.
#[derive(Debug, Default)]
pub(super) struct Source {
    pub file_name: String,
    pub document: Document,
    /// The plans on the table, where not all are.
    pub plans: Option<Vec<String>>,
}

/// A scenario, the tree that it was read from, and where everything in it was written.
struct Read {
    scenario: Scenario,
    document: Document,
    places: BTreeMap<String, Origin>,
}

impl Source {
    fn parse(file_name: &str, text: &str, plans: Option<&[String]>) -> Result<Self, Faults> {
        if text.len() as u64 > MAX_BYTES {
            return Err(Faults::whole(file_name, too_large(text.len() as u64)));
        }
        let document = Document::parse(file_name, text).map_err(|faults| sorted(faults.diagnostics, faults.more))?;
        if document.root.get("sweep").is_some() && document.root.get("challenger").is_none() {
            let fault = Diagnostic::error(Code::WrongFile, None, words!("this is a sweep file, not a scenario"))
                .at(Location::named(file_name));
            let fault = fault.hint(words!("run it with `armistice sweep {file_name}`", file_name));
            return Err(fault.into());
        }
        let plans = plans.map(|plans| plans.iter().map(|plan| plan.trim().to_owned()).collect());
        Ok(Self { file_name: file_name.to_owned(), document, plans })
    }

    /// The scenario with these values set over it, as `PATH=VALUE`.
    pub(super) fn with(self: &Arc<Self>, overrides: Vec<String>) -> Result<Scenario, Faults> {
        self.read(overrides).map(|read| read.scenario)
    }

    fn read(self: &Arc<Self>, overrides: Vec<String>) -> Result<Read, Faults> {
        let (mut document, plans) = (self.document.clone(), self.plans.as_deref());
        let mut faults: Vec<Diagnostic> =
            overrides.iter().filter_map(|argument| document.set(argument).err()).map(|fault| *fault).collect();
        faults.extend(plans.unwrap_or_default().iter().filter_map(|plan| unknown_plan(&document, plan)));
        let Parsed { mut scenario, places } = match read(&document, &self.file_name) {
            Ok(parsed) if faults.is_empty() => parsed,
            Ok(_) => return Err(Faults { diagnostics: faults, more: 0 }),
            Err(mut all) => {
                all.diagnostics.extend(faults);
                return Err(all);
            }
        };
        if let Some(plans) = plans {
            let off = scenario.structure.plans.iter().filter(|plan| !plan.tabled && plans.contains(&plan.id));
            let faults: Vec<Diagnostic> = off.map(|plan| never_tabled(&plan.id)).collect();
            if !faults.is_empty() {
                return Err(Faults { diagnostics: faults, more: 0 });
            }
            scenario.keep_plans(plans);
        }
        scenario.written = Written { source: Arc::clone(self), overrides };
        Ok(Read { scenario, document, places })
    }
}

fn unknown_plan(document: &Document, plan: &str) -> Option<Diagnostic> {
    let ids: Vec<&str> = match document.root.get("plan") {
        Some(Node { value: Value::Array(items), .. }) => {
            items.iter().filter_map(|item| item.as_table()?.get("id")?.as_str()).collect()
        }
        _ => Vec::new(),
    };
    if ids.contains(&plan) {
        return None;
    }
    let message = words!("there is no plan \"{plan}\" in {name}", plan = short(plan), name = document.sources[0].name);
    let mut fault = Diagnostic::error(Code::UnknownName, None, message).advised(one_of(plan, &ids));
    fault.of(plan);
    Some(fault.at(Location::named("--plans")))
}

/// A plan that is asked for and that the file never puts on the table.
fn never_tabled(plan: &str) -> Diagnostic {
    let message = words!("plan \"{plan}\" is not on the table: its file says `tabled = false`", plan);
    let fault = Diagnostic::error(Code::Contradiction, None, message)
        .hint(words!("put it there with --set plan.{plan}.tabled=true", plan));
    fault.at(Location::named("--plans"))
}

impl Scenario {
    /// Takes all plans but these off the table: those that were answered or foretold stay in the file for that. Every other
    /// number keeps its path, and so its luck.
    fn keep_plans(&mut self, keep: &[String]) {
        let forecasts = || self.structure.forecasts.iter().flat_map(|it| [Some(it.of), it.given]).flatten();
        let answered = self.structure.evidence.iter().filter_map(EvidencePiece::plan);
        let answered: Vec<usize> = answered.chain(forecasts().filter_map(ForecastEvent::plan)).collect();
        for plan in self.structure.plans.iter_mut().filter(|plan| !keep.contains(&plan.id)) {
            plan.tabled = false;
        }
        let (kept, dropped): (Vec<usize>, Vec<usize>) = (0..self.structure.plans.len())
            .partition(|index| keep.contains(&self.structure.plans[*index].id) || answered.contains(index));
        let dropped: Vec<String> =
            dropped.into_iter().map(|index| format!("plan.{}", self.structure.plans[index].id)).collect();
        let now = |plan: usize| kept.iter().position(|index| *index == plan).unwrap_or_default();
        for piece in &mut self.structure.evidence {
            if let EvidencePiece::Answered(answered) = piece {
                answered.plan = now(answered.plan);
            }
        }
        for forecast in &mut self.structure.forecasts {
            forecast.of = forecast.of.renumbered(now);
            forecast.given = forecast.given.map(|given| given.renumbered(now));
        }
        self.keep_numbers(|address: Address| match address {
            Address::Effect(plan, effect) => {
                kept.iter().position(|index| *index == plan).map(|plan| Address::Effect(plan, effect))
            }
            address => Some(address),
        });
        self.structure.plans = kept.iter().map(|index| self.structure.plans[*index].clone()).collect();
        self.central.effects = kept.iter().map(|index| self.central.effects[*index].clone()).collect();
        self.remarks.retain(|remark| !dropped.contains(&remark.path));
        self.translations.retain(|it| !dropped.iter().any(|plan| it.path == format!("{plan}.name")));
    }

    /// Takes all numbers away whose place is nowhere, and moves the others to theirs.
    pub(super) fn keep_numbers(&mut self, moved: impl Fn(Address) -> Option<Address>) {
        let old_inputs: Vec<Address> = self.inputs.iter().map(|input| input.address).collect();
        self.assumptions.retain_mut(|assumption| replace(&mut assumption.address, &moved));
        self.inputs.retain_mut(|input| replace(&mut input.address, &moved));
        self.derived.retain_mut(|derived| replace(&mut derived.address, &moved));
        let mut next = 0;
        let renumbered: Vec<Option<usize>> = old_inputs
            .into_iter()
            .map(|address| {
                moved(address).map(|_| {
                    next += 1;
                    next - 1
                })
            })
            .collect();
        self.correlations = self
            .correlations
            .iter()
            .filter_map(|correlation| {
                let (a, b) = correlation.between;
                Some(Correlation { between: (renumbered[a]?, renumbered[b]?), ..*correlation })
            })
            .collect();
    }
}

fn replace(address: &mut Address, moved: impl Fn(Address) -> Option<Address>) -> bool {
    match moved(*address) {
        Some(new) => {
            *address = new;
            true
        }
        None => false,
    }
}
