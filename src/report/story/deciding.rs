//! What decides the answer: which inputs the spread hangs on, and which would change the choice if they were known.

use super::super::lang::say;
use super::super::names::Names;
use super::super::ranking::{lasting_leader, leader};
use super::super::view::View;
use super::span;
use crate::analysis::influence::{EffectCurve, Influences};
use crate::analysis::summary::Summary;

/// Inputs that get a sentence.
const NAMED: usize = 3;

/// The least share of the spread that is worth a sentence.
const LEAST: f64 = 0.01;

/// A gain that is worth naming: a tenth of a point.
pub(crate) const WORTH_NAMING: f64 = 0.001;

/// The sentences on what decides; one that says why where there are none.
pub(super) fn deciding(view: &View) -> Vec<String> {
    let lang = view.lang();
    let Some(leader) = lasting_leader(view.summary(), view.headline_year()) else { return Vec::new() };
    if view.input.scenario.inputs().is_empty() {
        return vec![lang.t("story.decides_certain").to_owned()];
    }
    if view.summary().influence.is_none() {
        return vec![lang.t("story.decides_few").to_owned()];
    }
    let mut sentences = spread(view, view.plan_name(leader.id), &deciders(view.summary(), view.headline_year()));
    sentences.extend(choice(view));
    sentences
}

/// The inputs on which it hangs whether the best plan is signed and lasts, the most important first: those that can be
/// told apart from chance and go with a hundredth of the spread at least.
pub(crate) fn deciders(summary: &Summary, year: usize) -> Vec<&Influences> {
    leader(summary, year).map(|leader| deciders_of(summary, leader.id, year)).unwrap_or_default()
}

/// The same for any plan.
pub(crate) fn deciders_of<'a>(summary: &'a Summary, id: &str, year: usize) -> Vec<&'a Influences> {
    let Some(influence) = &summary.influence else { return Vec::new() };
    let figure = format!("plans.{id}.durable@{year}");
    let listed = influence.get(&figure).map_or(&[][..], Vec::as_slice);
    listed.iter().filter(|it| it.is_told(listed.len()) && it.share >= LEAST).collect()
}

fn spread(view: &View, plan: &str, told: &[&Influences]) -> Vec<String> {
    let lang = view.lang();
    if told.is_empty() {
        return vec![say!(lang, "story.decides_none", plan = plan, span = span(view))];
    }
    let mut sentences = Vec::new();
    for (index, input) in told.iter().take(NAMED).enumerate() {
        let Some((low, high)) = input.effect.as_ref().and_then(ends) else { continue };
        let share = lang.about(input.share);
        let name = view.names().input(&input.input);
        let (low, high) = (lang.about(low), lang.about(high));
        let key = match (index, low == high) {
            (0, false) => "story.decides",
            (0, true) => "story.decides_bent",
            (_, false) => "story.decides_next",
            (_, true) => "story.decides_next_bent",
        };
        sentences.push(say!(
            lang,
            key,
            plan = plan,
            span = span(view),
            input = name,
            share = share,
            low = low,
            high = high
        ));
    }
    vec![sentences.join(" ")]
}

/// The figure in the lowest and in the highest eighth of an input.
pub(crate) fn ends(effect: &EffectCurve) -> Option<(f64, f64)> {
    let eighth = (effect.mean.len() / 8).max(1);
    let mean = |bins: &[Option<f64>]| {
        let known: Vec<f64> = bins.iter().flatten().copied().collect();
        (!known.is_empty()).then(|| known.iter().fold(0.0, |sum, x| sum + x) / known.len() as f64)
    };
    Some((mean(effect.mean.get(..eighth)?)?, mean(effect.mean.get(effect.mean.len() - eighth..)?)?))
}

/// The values in the lowest and in the highest eighth of a discrete input.
pub(crate) fn end_values(names: &Names, path: &str) -> Option<[String; 2]> {
    const HAIR: f64 = 1e-9;
    let input = names.scenario.inputs().iter().find(|input| input.path == path)?;
    input.distribution.values()?;
    let words = |from: f64, to: f64| {
        let [from, to] = [from, to].map(|u| value_word(names, path, input.distribution.quantile(u)));
        if from == to { from } else { say!(names.lang, "format.range", low = from, high = to) }
    };
    Some([words(HAIR, 0.125 - HAIR), words(0.875 + HAIR, 1.0 - HAIR)])
}

/// A value with its unit where it is a position on an issue; one without end is a term for ever or a red line that is not
/// drawn.
fn value_word(names: &Names, path: &str, value: f64) -> String {
    let steps: Vec<&str> = path.split('.').collect();
    match (value.is_finite(), steps.as_slice()) {
        (true, [_, "demands", issue, "red_line" | "ideal"]) => names.term(issue, Some(value)),
        (true, _) => names.lang.short(value),
        (false, _) if path.ends_with("years") => names.lang.t("term.permanent").to_owned(),
        (false, _) => names.lang.t("chart.influence.none").to_owned(),
    }
}

/// The input that would change the choice of a plan most if it were known, and what knowing it is worth; none where none is
/// worth naming.
pub(crate) fn choice_hangs_on(summary: &Summary) -> Option<(&str, f64)> {
    let (path, &worth) = summary.decision.get("durable")?.worth_of_knowing.inputs.first()?;
    (worth >= WORTH_NAMING).then_some((path.as_str(), worth))
}

/// What knowing an input before choosing would be worth.
fn choice(view: &View) -> Option<String> {
    if view.summary().plans.len() < 2 {
        return None;
    }
    let lang = view.lang();
    let worth = &view.summary().decision.get("durable")?.worth_of_knowing;
    if worth.everything? < WORTH_NAMING {
        return Some(lang.t("story.choice_nothing").to_owned());
    }
    let everything = lang.points(worth.everything?);
    match choice_hangs_on(view.summary()) {
        None => Some(say!(lang, "story.choice_none", everything = everything)),
        Some((path, gain)) => {
            let (input, gain) = (view.names().input(path), lang.points(gain));
            Some(say!(lang, "story.choice", input = input, gain = gain, everything = everything))
        }
    }
}
