//! What is found wrong with a sweep after it was read: measures that no summary has, and points that cannot be run.

use crate::analysis::figures::{Named, first_step, meant};
use crate::scenario::{Advice, Code, Diagnostic, Faults, Location, one_of, sorted};
use crate::words::{Words, words};

use super::axis::Values;
use super::figure::{Figure, FigureError};
use super::measure::Measure;
use super::parse::takes_whole_numbers;
use super::{Axis, Sweep};

impl Sweep {
    /// Makes sure that every measure is a figure of summaries of this shape, and learns which have intervals.
    ///
    /// # Errors
    /// Every measure that is not.
    pub fn check_measures(&mut self, shape: &serde_json::Value) -> Result<(), Faults> {
        let mut faults = Vec::new();
        let ids: Vec<String> = self.measures.iter().map(|measure| measure.id.clone()).collect();
        for measure in &mut self.measures {
            let place = self.document.place(&measure.origin);
            for mut fault in of_measure(measure, &ids, shape) {
                if self.exact {
                    fault.hint = Some(words!(
                        "without trials there are only `available`, `acceptable`, `surplus`, `value` and `if_signed` of \
                         plans, and `war_values`"
                    ));
                }
                faults.push(fault.at(place.clone()));
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(sorted(faults, 0)) }
    }

    /// The faults of a point, told as faults of the sweep file: each at the axis that it is about.
    #[must_use]
    pub fn faults_of_point(&self, index: u64, point: &Words, faults: Faults) -> Faults {
        let told = faults.diagnostics.into_iter().map(|mut fault| {
            let axis = self.axis_of(&fault);
            if fault.code == Code::NotWhole && axis.is_some_and(|axis| matches!(axis.values, Values::Drawn { .. })) {
                fault.hint = Some(takes_whole_numbers());
            }
            fault.message = words!("point {index} ({point}): {message}", index, point, message = fault.message);
            fault.place = Some(match axis {
                Some(axis) => self.document.place(&axis.origin),
                None => Location::whole(&self.document.sources[0]),
            });
            fault
        });
        Faults { diagnostics: told.collect(), more: faults.more }
    }

    /// The axis whose value a fault is about.
    fn axis_of(&self, fault: &Diagnostic) -> Option<&Axis> {
        let set = fault.place.as_ref().and_then(|place| place.set.as_ref())?;
        self.axes.iter().find(|axis| axis.path == *set)
    }
}

/// What is wrong with the figures of a measure, beside measures of these ids.
fn of_measure(measure: &mut Measure, ids: &[String], shape: &serde_json::Value) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for figure in measure.of.figures_mut() {
        let Err(error) = figure.check(shape) else { continue };
        let mut fault = of_figure(figure, &error, ids, shape);
        fault.message = words!("`measure.of` of `{id}`: {reason}", id = measure.id, reason = fault.message);
        faults.push(fault);
    }
    faults
}

/// What is wrong with a figure, and what was probably meant.
fn of_figure(figure: &Figure, error: &FigureError, ids: &[String], shape: &serde_json::Value) -> Diagnostic {
    let fault = |message| Diagnostic::error(Code::BadMeasure, Some("measure.of"), message);
    if ids.contains(&figure.path) {
        return fault(words!("`{path}` is a measure, but none above it", path = figure.path))
            .hint(words!("a measure is made of figures and of the measures above it"));
    }
    let mut fault = fault(error.words());
    let mut known: Vec<&str> = error.known().iter().map(String::as_str).collect();
    if !known.is_empty() && !figure.path.contains('.') {
        known.extend(ids.iter().map(String::as_str));
    }
    if let FigureError::Unknown { step, .. } = error {
        let advice = difference_meant(&figure.path, ids).or_else(|| figure_meant(step, shape));
        fault.advise(advice.unwrap_or_else(|| one_of(step, &known)));
    } else if !known.is_empty() {
        fault.hint = Some(words!("name one: {known}", known = known.join(", ")));
    }
    fault
}

/// The difference of two measures, where a text is their ids with a sign between them and no spaces.
fn difference_meant(text: &str, ids: &[String]) -> Option<Advice> {
    let (a, b) = text.split_once('-').filter(|_| !text.contains('.'))?;
    if ![a, b].iter().all(|half| ids.iter().any(|id| id == half)) {
        return None;
    }
    let meant = format!("{a} - {b}");
    Some(Advice::write(&meant, words!("a difference is written with spaces: {meant}", meant)))
}

/// The figures that the last step of their path alone may mean.
fn figure_meant(step: &str, shape: &serde_json::Value) -> Option<Advice> {
    let ids = |of: &str| -> Vec<&str> {
        let group = shape.get(of).and_then(serde_json::Value::as_object);
        group.into_iter().flat_map(|group| group.keys().map(String::as_str)).collect()
    };
    let parties: Vec<&str> = ids("values").into_iter().filter_map(|key| key.strip_prefix("party.")).collect();
    let open = shape.get("open_terms").and_then(serde_json::Value::as_object);
    let terms = open.into_iter().flat_map(|plans| plans.values()).filter_map(|plan| plan.get("terms")?.as_object());
    let issues: Vec<&str> = terms.flat_map(|terms| terms.keys().map(String::as_str)).collect();
    let named = Named { plans: &ids("plans"), costs: &ids("costs"), parties: &parties, issues: &issues };
    let is_there = |path: &String| {
        let (mut node, mut path) = (Some(shape), path.as_str());
        while let (Some(here), false) = (node, path.is_empty()) {
            let (step, rest) = first_step(here, path);
            (node, path) = (here.get(step), rest);
        }
        node.is_some()
    };
    let paths: Vec<String> = meant(step, named).into_iter().filter(is_there).collect();
    match paths.as_slice() {
        [] => None,
        [path] => Some(Advice::key(path)),
        _ => Some(Advice::say(words!("`{step}` stands in {paths}", step, paths = paths.join(", ")))),
    }
}
