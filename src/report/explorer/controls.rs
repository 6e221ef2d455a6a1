//! What can be moved on the page: the terms of each plan, and every number that the scenario gives.

use serde::Serialize;

use super::super::names::Names;
use crate::model::{GUARANTEE_YEARS, Range};
use crate::scenario::{Assumption, Permitted, Uncertain, choice_text, unit_in_words};
use crate::words::Phrases;

/// Slider marks between its ends, at least.
const STEPS: f64 = 200.0;

/// Years to which the slider of a term goes at least.
const USUAL_YEARS: f64 = 50.0;

/// A slider with its number field.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Control {
    /// The path that it sets.
    pub path: String,
    /// What it is called.
    pub name: String,
    /// Unit for readers.
    pub unit: String,
    /// Id of the plan whose term it is; left out of other numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// The number or its central value; null where a word stands for it.
    pub value: Option<f64>,
    /// The word that stands there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub word: Option<String>,
    /// The word that may stand there, and what readers call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub may_be: Option<(String, String)>,
    /// Least and greatest value of the slider; the field takes all that the file may hold.
    pub range: (f64, f64),
    /// From one mark of the slider to the next.
    pub step: f64,
    /// As the file has it, where it is uncertain: moving the control makes it certain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uncertain: Option<String>,
}

/// All controls of a scenario: first the terms, plan by plan, then the numbers in the order of the file.
pub(super) fn controls(names: &Names<'_>, phrases: &Phrases) -> Vec<Control> {
    let scenario = names.scenario;
    let structure = scenario.structure();
    let mut out = Vec::new();
    for plan in &structure.plans {
        for (issue, identity) in structure.issues.iter().enumerate() {
            if plan.open.iter().any(|open| open.issue == issue) {
                continue;
            }
            let of_all = structure.plans.iter().filter_map(|plan| plan.term(issue)).filter(|term| term.is_finite());
            let greatest = of_all.fold(0.0, f64::max);
            let term = plan.term(issue);
            let permitted = scenario.permitted_term(issue);
            let word = permitted.word.or_else(|| (issue == crate::model::TERRITORY).then_some("line_of_contact"));
            let called = |word: &str| match word {
                "line_of_contact" => names.lang.t("explore.line_of_contact").to_owned(),
                _ => names.term(&identity.id, None),
            };
            let range = if issue == GUARANTEE_YEARS {
                (0.0, greatest.max(USUAL_YEARS))
            } else if issue == crate::model::DEFENDER_FORCES {
                (0.0, (1.5 * scenario.central().defender.forces).max(greatest))
            } else {
                ends(&permitted, greatest)
            };
            let value = term.filter(|term| term.is_finite());
            out.push(Control {
                path: format!("plan.{}.terms.{}", plan.id, identity.id),
                name: names.issue(&identity.id),
                unit: unit_in_words(&identity.unit).told(phrases),
                plan: Some(plan.id.clone()),
                word: value.is_none().then(|| choice_text(issue, term)),
                value,
                may_be: word.map(|word| (word.to_owned(), called(word))),
                step: step(range, permitted.whole),
                range,
                uncertain: None,
            });
        }
    }
    // What follows from others moves with them, and one of shares that sum to one cannot move while the others stay.
    let moves = |it: &&Assumption| !matches!(it.value, Uncertain::Derived { .. }) && !scenario.is_share(&it.path);
    let given = scenario.assumptions().iter().filter(moves);
    out.extend(given.map(|it| number(names, phrases, it)));
    out
}

fn number(names: &Names<'_>, phrases: &Phrases, assumption: &Assumption) -> Control {
    let permitted = names.scenario.permitted(&assumption.address);
    let central = assumption.central();
    let range = match &assumption.value {
        Uncertain::Distribution(distribution) => {
            let (low, high) = distribution.support();
            let end = |bound: f64, p: f64| if bound.is_finite() { bound } else { distribution.quantile(p) };
            (end(low, 0.01), end(high, 0.99))
        }
        Uncertain::Constant(_) | Uncertain::Rest(_) | Uncertain::Derived { .. } => ends(&permitted, central),
    };
    let range =
        if range.0.is_finite() && range.1.is_finite() && range.0 < range.1 { range } else { ends(&permitted, central) };
    Control {
        path: assumption.path.clone(),
        name: names.input(&assumption.path),
        unit: unit_in_words(&assumption.unit).told(phrases),
        plan: None,
        value: central.is_finite().then_some(central),
        word: (!central.is_finite()).then(|| permitted.word.unwrap_or("inf").to_owned()),
        may_be: permitted.word.map(|word| (word.to_owned(), endless(word, names).to_owned())),
        step: step(range, permitted.whole),
        range,
        uncertain: matches!(assumption.value, Uncertain::Distribution(_)).then(|| assumption.written.clone()),
    }
}

/// What readers call a number without end.
fn endless<'n>(word: &str, names: &Names<'n>) -> &'n str {
    match word {
        "permanent" => names.lang.t("term.permanent"),
        "none" => names.lang.t("term.no_cap"),
        _ => "∞",
    }
}

/// The ends of a slider around a number: those permitted where both are near, else as far as twice the number.
fn ends(permitted: &Permitted, number: f64) -> (f64, f64) {
    let Range { min, max, .. } = permitted.range;
    let far = if number.is_finite() && number != 0.0 { 2.0 * number.abs() } else { 1.0 };
    let is_near = |bound: f64| bound.is_finite() && bound.abs() <= far.max(1.0);
    let low = if is_near(min) { min } else { -far };
    let high = if is_near(max) { max } else { far };
    (low.max(min), high.min(max))
}

/// A step that a reader would choose: 1, 2 or 5 times a power of ten.
fn step((low, high): (f64, f64), whole: bool) -> f64 {
    let wanted = (high - low) / STEPS;
    let power = [1e6, 1e5, 1e4, 1e3, 100.0, 10.0, 1.0, 0.1, 0.01, 1e-3, 1e-4, 1e-5, 1e-6]
        .into_iter()
        .find(|power| *power <= wanted)
        .unwrap_or(1e-6);
    let step = [5.0, 2.0, 1.0].into_iter().map(|it| it * power).find(|it| *it <= wanted).unwrap_or(power);
    if whole { step.max(1.0) } else { step }
}
