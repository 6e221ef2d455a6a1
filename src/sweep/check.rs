//! A sweep file against its base: whether the axes' paths lead anywhere.

use crate::scenario::{Advice, Code, Diagnostic, Faults, Loaded, Scenario, nearest, short};
use crate::words::{Words, words};

use super::Sweep;
use super::axis::{Axis, Values};

impl Sweep {
    /// The faults of a sweep file, `own`, with those of its axes' paths: all axes are set at once over the base,
    /// which `read` reads with such overrides. Values are not looked at, since they may fit only together.
    #[must_use]
    pub fn with_faults_of_axes(
        &self,
        own: Vec<Diagnostic>,
        base: &Scenario,
        read: impl Fn(&[String]) -> Result<Loaded, Faults>,
    ) -> Vec<Diagnostic> {
        let overrides: Vec<String> =
            self.axes.iter().map(|axis| format!("{}={}", axis.path, some_value(axis))).collect();
        let Err(faults) = read(&overrides) else { return own };
        let known: Vec<&str> = base.assumptions.iter().map(|assumption| assumption.path.as_str()).collect();
        let mut all = own;
        for axis in &self.axes {
            let Some(fault) = faults.diagnostics.iter().find(|fault| is_of_path(fault, axis)) else { continue };
            let meant = meant(fault, axis, &known);
            all.retain(|other| !follows(other, axis, meant.as_deref()));
            let mut told = Diagnostic::error(
                fault.code,
                Some("axis.path"),
                words!("`axis.path`: {message}", message = fault.message),
            );
            told.value = Some(axis.path.clone());
            told.hint.clone_from(&fault.hint);
            told.advise(meant.as_deref().map(Advice::key));
            all.push(told.at(self.document.place(&axis.origin)));
        }
        all
    }
}

impl Sweep {
    /// Faults of the base, those of the plans that this file names told where it names them.
    #[must_use]
    pub fn with_faults_of_plans(&self, mut faults: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let sweep = self.document.root.get("sweep").and_then(|node| node.as_table());
        let Some(named) = sweep.and_then(|table| table.get("plans")) else { return faults };
        for fault in &mut faults {
            if fault.place.as_ref().is_some_and(|place| place.source == "--plans") {
                fault.message = words!("`sweep.plans`: {message}", message = fault.message);
                fault.place = Some(self.document.place(&named.origin));
            }
        }
        faults
    }

    /// The faults of axes that would change nothing, or be overruled: of a plan that is not among those on the table, or
    /// of a path that the command line sets.
    #[must_use]
    pub fn axes_without_effect(&self, set: &[String], plans: Option<&[String]>) -> Vec<Diagnostic> {
        let fault = |code: Code, axis: &Axis, message: Words| {
            Diagnostic::error(
                code,
                Some("axis.path"),
                words!("`axis.path` is \"{path}\", {message}", path = short(&axis.path), message),
            )
            .at(self.document.place(&axis.origin))
        };
        let mut all = Vec::new();
        for axis in &self.axes {
            let plan = axis.path.strip_prefix("plan.").and_then(|rest| rest.split('.').next());
            if let (Some(plan), Some(on_the_table)) = (plan, plans)
                && plan != "*"
                && !plan.starts_with('"')
                && !on_the_table.iter().any(|it| it == plan)
            {
                let known = on_the_table.join(", ");
                all.push(fault(
                    Code::UnknownName,
                    axis,
                    words!("of a plan that is not on the table; these are: {known}", known),
                ));
            }
            if set.iter().any(|it| it.split_once('=').is_some_and(|(path, _)| overlap(path.trim(), &axis.path))) {
                all.push(fault(Code::Contradiction, axis, words!("which --set sets too: an axis has its own values")));
            }
        }
        all
    }
}

/// Whether two paths have a number in common: `*` stands for every plan, guarantor or issue.
pub(super) fn overlap(a: &str, b: &str) -> bool {
    let (a, b): (Vec<&str>, Vec<&str>) = (a.split('.').collect(), b.split('.').collect());
    a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| a == b || *a == "*" || *b == "*")
}

/// Some value of the axis, as TOML.
fn some_value(axis: &Axis) -> String {
    match &axis.values {
        Values::List(levels) => levels.first().map_or_else(|| "0".to_owned(), |level| level.toml.clone()),
        Values::Drawn { distribution, .. } => distribution.central().to_string(),
    }
}

/// Whether it is a fault of the axis's path, not of the value that the path was given.
fn is_of_path(fault: &Diagnostic, axis: &Axis) -> bool {
    let Some(place) = &fault.place else { return false };
    place.set.as_deref() == Some(axis.path.as_str()) && place.column <= axis.path.chars().count()
}

/// The path that a misspelt one most likely means.
fn meant(fault: &Diagnostic, axis: &Axis, known: &[&str]) -> Option<String> {
    if let Some(path) = nearest(&axis.path, known.iter().copied()) {
        return Some(path.to_owned());
    }
    // The base leaves that number out: its last step is known nonetheless.
    let key = fault.suggestion.as_deref()?;
    let steps: Vec<&str> = axis.path.split('.').collect();
    // The step that is most like what was meant is the one that was misspelt.
    let wrong = nearest(key, steps.iter().copied())?;
    let right = steps.iter().map(|step| if *step == wrong { key } else { step }).collect::<Vec<_>>().join(".");
    (fault.key.as_deref() == Some(axis.path.as_str()) && !key.contains('.')).then_some(right)
}

/// Whether it is no fault of its own: a chart that spells the path right, or cannot find it.
fn follows(other: &Diagnostic, axis: &Axis, meant: Option<&str>) -> bool {
    if !other.key.as_ref().is_some_and(|key| key.starts_with("chart")) {
        return false;
    }
    let names_typo = other.suggestion.as_deref() == Some(axis.path.as_str());
    let open = other.code == Code::OpenAxis && other.value.as_deref() == Some(axis.path.as_str());
    let right = other.code == Code::UnknownName && meant.is_some() && other.value.as_deref() == meant;
    names_typo || open || right
}
