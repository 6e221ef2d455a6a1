//! The answer, before anything else: which plan by itself, how it ends, how sure that is.

use super::super::lang::say;
use super::super::ranking::{AloneEnding, Ranked, difference, leader, likeliest, ranked};
use super::super::view::View;
use super::{at, span, told};

/// Below this share even the best plan is rare: one trial in twenty.
const RARE: f64 = 0.05;

/// Which plan does best by itself, what comes next, and how it ends most often; none where plans were not played by
/// themselves.
pub(super) fn answers(view: &View) -> Vec<String> {
    let (lang, summary) = (view.lang(), view.summary());
    if summary.trials == summary.failed_trials {
        return vec![lang.plural("story.all_failed", summary.trials, &[])];
    }
    let valid = lang.plural("note.trials", summary.trials - summary.failed_trials, &[]);
    let Some(leader) = leader(view.summary(), view.headline_year()) else {
        return vec![say!(lang, "story.none_signed", trials = valid)];
    };
    let mut sentences = vec![leads(view, &leader)];
    sentences.extend(runner_up(view, &leader));
    sentences.extend(ending(view, &leader));
    sentences.extend(carried(view, leader.id));
    sentences
}

fn leads(view: &View, leader: &Ranked<'_>) -> String {
    let (lang, span) = (view.lang(), span(view));
    let (share, range) = told(view, &leader.holding);
    if leader.holding.share == Some(0.0) {
        let signed = lang.about(leader.alone.signed.share.unwrap_or(0.0));
        return say!(lang, "story.none_holds", plan = view.plan_name(leader.id), span = span, signed = signed);
    }
    let key = if view.summary().plans.len() > 1 { "story.leader" } else { "story.only" };
    let leads = say!(lang, key, plan = view.plan_name(leader.id), span = span, share = share, range = range);
    if leader.holding.share.is_some_and(|share| share < RARE) {
        return format!("{leads} {}", lang.t("story.rare"));
    }
    leads
}

/// The second best, and whether it can be told apart from the best.
fn runner_up(view: &View, leader: &Ranked<'_>) -> Option<String> {
    let second = ranked(view.summary(), view.headline_year()).into_iter().nth(1)?;
    leader.holding.share.filter(|share| *share > 0.0)?;
    let apart = difference(view, leader.id, second.id)?;
    let (lang, plan) = (view.lang(), view.plan_name(second.id));
    let (share, _) = told(view, &second.holding);
    let (difference, low, high) = (apart.difference?, apart.low?, apart.high?);
    if !apart.is_told() || looks_like_nothing(view, difference) {
        return Some(say!(lang, "story.tied", plan = plan, share = share));
    }
    let range = lang.percent_range(low, high, 1);
    let difference = lang.percent(difference, 1);
    Some(say!(lang, "story.runner_up", plan = plan, share = share, difference = difference, range = range))
}

/// Whether a share would be shown as 0.0 %.
fn looks_like_nothing(view: &View, share: f64) -> bool {
    view.lang().percent(share, 1) == view.lang().percent(0.0, 1)
}

/// The likeliest ending with the best plan on the table, where it is another than that the peace holds.
fn ending(view: &View, leader: &Ranked<'_>) -> Option<String> {
    let (ending, share) = likeliest(leader)?;
    let lang = view.lang();
    if ending == AloneEnding::Holds {
        return Some(lang.t("story.ending_own").to_owned());
    }
    let name = view.names().ending(ending, view.headline_year());
    Some(say!(lang, "story.ending", ending = name, share = lang.percent(share, 1)))
}

/// What a plan sets besides its terms: assumptions, not findings.
fn carried(view: &View, id: &str) -> Option<String> {
    let (lang, carried) = (view.lang(), view.names().carried(id));
    let plan = view.plan_name(id);
    (!carried.is_empty()).then(|| say!(lang, "story.carried", plan = plan, effects = lang.list(&carried)))
}

/// What could turn the order round, led by a sentence that says so.
pub(super) fn caveats(view: &View) -> Option<(String, Vec<String>)> {
    let caveats = super::super::caveats::caveats(view.summary(), &view.names(), view.headline_year());
    (!caveats.is_empty()).then(|| (view.lang().t("caveat.lead").to_owned(), caveats))
}

/// How sure the answer is: over the worlds that the inputs allow, not over random numbers.
pub(super) fn sure(view: &View) -> Vec<String> {
    let Some(leader) = leader(view.summary(), view.headline_year()) else { return Vec::new() };
    [lasting(view, &leader), standing(view, &leader)].into_iter().flatten().collect()
}

/// In which worlds both would sign the best plan, and how long it would last there.
fn lasting(view: &View, leader: &Ranked<'_>) -> Option<String> {
    let (lang, year) = (view.lang(), view.headline_year());
    let both = lang.about(leader.plan.acceptable.both.share?);
    let there = &leader.plan.if_acceptable;
    let (mean, p5) = (lang.about(at(&there.mean, year)?), lang.about(at(&there.across.p5, year)?));
    let plan = view.plan_name(leader.id);
    if view.input.scenario.inputs().is_empty() {
        return Some(say!(lang, "story.sure_one_world", plan = plan, span = span(view), mean = mean));
    }
    let key = if mean == p5 { "story.sure_alike" } else { "story.sure_lasts" };
    Some(say!(lang, key, plan = plan, both = both, span = span(view), mean = mean, p5 = p5))
}

/// In how many worlds it is the best choice, or nearly.
fn standing(view: &View, leader: &Ranked<'_>) -> Option<String> {
    if view.summary().plans.len() < 2 || view.input.scenario.inputs().is_empty() {
        return None;
    }
    let lang = view.lang();
    let standing = view.summary().decision.get("durable")?.plans.get(leader.id)?;
    if standing.best? >= 1.0 {
        return Some(lang.t("story.standing_always").to_owned());
    }
    let (best, near) = (lang.about(standing.best?), lang.about(standing.near_best?));
    if looks_like_nothing(view, standing.regret.mean?) {
        return Some(say!(lang, "story.standing_free", best = best, near = near));
    }
    let regret = lang.percent(standing.regret.mean?, 1);
    Some(say!(lang, "story.standing", best = best, near = near, regret = regret))
}

/// All plans at once: who signs what first, which is another question.
pub(super) fn race(view: &View) -> Vec<String> {
    let (lang, plans) = (view.lang(), view.summary().plans.len());
    let (true, Some((id, plan))) = (plans > 1, super::most_signed(view)) else { return Vec::new() };
    let share = super::at_year(&plan.signed_and_holding, view.headline_year());
    vec![say!(
        lang,
        "story.race",
        settled = lang.maybe_percent(view.summary().settlement.settled.share, 1),
        plan = view.plan_name(id),
        span = span(view),
        share = lang.maybe_percent(share.share, 1)
    )]
}
