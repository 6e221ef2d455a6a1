//! Who would sign, and what stands in the way.

use super::super::lang::say;
use super::super::view::View;
use super::best;
use super::waiting::waiting;
use super::weighing::{costliest, fight_given_up, margin, tipped};
use crate::analysis::evaluation::{PlanEvaluation, PlanValue};
use crate::analysis::summary::PlanSummary;
use crate::model::Side;

/// A difference between the two sides that is worth a sentence: five points.
const WORTH_NAMING: f64 = 0.05;

/// The sentences on signing: over the draws, then at central values.
pub(super) fn signing(view: &View) -> Vec<String> {
    let mut sentences = acceptance(view);
    sentences.push(signable(view));
    sentences.extend(settled_anyway(view));
    sentences.extend(waiting(&view.names(), view.input.evaluation));
    sentences.extend(balances(view));
    sentences
}

fn both(plan: &PlanSummary) -> Option<f64> {
    plan.acceptable.both.share
}

/// Who could accept the headline plan, or the most acceptable one.
fn acceptance(view: &View) -> Vec<String> {
    let known = view.plans().filter(|(_, plan)| both(plan).is_some());
    let Some(most) = known.reduce(|a, b| if both(b.1) > both(a.1) { b } else { a }) else { return Vec::new() };
    let (id, plan) = best(view).unwrap_or(most);
    let mut sentences: Vec<String> = acceptable_to(view, id, plan).into_iter().collect();
    if most.0 != id && both(most.1) > both(plan) {
        let (lang, share) = (view.lang(), view.lang().about(both(most.1).unwrap_or(0.0)));
        sentences.push(say!(lang, "story.most_acceptable", plan = view.plan_name(most.0), share = share));
    }
    sentences
}

/// To whom a plan is acceptable, and who refuses it more often.
fn acceptable_to<'a>(view: &View<'a>, id: &'a str, plan: &PlanSummary) -> Option<String> {
    let (lang, able) = (view.lang(), &plan.acceptable);
    let (a, d, both) = (able.challenger.share?, able.defender.share?, able.both.share?);
    let [challenger, defender] = Side::BOTH.map(|side| view.side(side));
    let sentence = say!(
        lang,
        "story.acceptance",
        plan = view.plan_name(id),
        challenger = challenger,
        a = lang.about(a),
        defender = defender,
        d = lang.about(d),
        both = lang.about(both)
    );
    if (a - d).abs() <= WORTH_NAMING {
        return Some(sentence);
    }
    let refuser = if a < d { challenger } else { defender };
    Some(format!("{sentence} {}", say!(lang, "story.refuser", side = refuser)))
}

/// Which plans both would sign at central values, or which comes nearest.
fn signable(view: &View) -> String {
    let (lang, evaluation) = (view.lang(), view.input.evaluation);
    let signable = evaluation.plans.iter().filter(|plan| plan.signable && view.names().is_tabled(&plan.id));
    let signable: Vec<String> =
        signable.map(|plan| say!(lang, "format.quoted", text = view.plan_name(&plan.id))).collect();
    match (&evaluation.nearest, signable.is_empty()) {
        (_, false) => say!(lang, "story.signable", plans = lang.list(&signable)),
        (Some(nearest), true) => {
            let plan = evaluation.plans.iter().find(|plan| plan.id == nearest.plan);
            let barred = plan.is_some_and(|plan| Side::BOTH.iter().any(|&side| !plan.value(side).crossed.is_empty()));
            let key = if barred { "story.nearest_barred" } else { "story.nearest" };
            say!(lang, key, plan = view.plan_name(&nearest.plan))
        }
        (None, true) => lang.t("story.not_signable").to_owned(),
    }
}

/// How trials come to settle although nothing can be signed at central values.
fn settled_anyway(view: &View) -> Option<String> {
    let plans = &view.input.evaluation.plans;
    let none = plans.iter().all(|plan| !plan.signable || !view.names().is_tabled(&plan.id));
    let share = view.summary().settlement.settled.share.filter(|share| none && *share > 0.0)?;
    Some(say!(view.lang(), "story.settled_anyway", share = view.lang().about(share)))
}

/// What weighs for and against the headline plan, or the nearest one, at central values.
fn balances(view: &View) -> Vec<String> {
    let evaluation = view.input.evaluation;
    let nearest = evaluation.nearest.as_ref().map(|nearest| nearest.plan.as_str());
    let id = best(view).map(|(id, _)| id).or(nearest);
    let plan = id.and_then(|id| evaluation.plans.iter().find(|plan| plan.id == id));
    let sides = plan.into_iter().flat_map(|plan| Side::BOTH.map(|side| (plan, side)));
    sides.flat_map(|(plan, side)| balance(view, plan, side)).collect()
}

/// The balance of a plan to a side, and the red lines that it crosses.
fn balance(view: &View, plan: &PlanEvaluation, side: Side) -> Vec<String> {
    let (lang, value) = (view.lang(), plan.value(side));
    let Some(surplus) = value.surplus else { return Vec::new() };
    let (name, plan) = (view.side(side), view.plan_name(&plan.id));
    let surplus = lang.signed(surplus, 3);
    let balance = say!(lang, "story.balance", side = name, plan = plan, surplus = surplus);
    let mut sentences = vec![std::iter::once(balance).chain(reasons(view, value)).collect::<Vec<_>>().join(" ")];
    if !value.crossed.is_empty() {
        let issues: Vec<String> = value.crossed.iter().map(|id| view.names().issue(id)).collect();
        sentences.push(say!(lang, "story.red_line", side = name, issues = lang.list(&issues)));
    }
    sentences
}

/// The margin, the fight given up and the costliest demand, where each is worth a sentence.
fn reasons(view: &View, value: &PlanValue) -> Vec<String> {
    let lang = view.lang();
    let margin = margin(value).map(|margin| (lang.number(margin, 3), tipped(value)));
    let margin = margin.map(|(margin, tipped)| match tipped {
        Some(without) => say!(lang, "story.tips", margin = margin, value = lang.signed(without, 3)),
        None => say!(lang, "story.margin", margin = margin),
    });
    let fight = fight_given_up(value).map(|it| say!(lang, "story.fighting_on", value = lang.signed(it, 3)));
    let weighs = costliest(value).map(|part| {
        let (name, number) = (view.names().part(&part.of), lang.signed(part.value, 3));
        say!(lang, "story.weighs", part = name, value = number)
    });
    [margin, fight, weighs].into_iter().flatten().collect()
}
