//! The answer, before anything else: which plan by itself, how it ends, how sure that is.

use super::super::lang::say;
use super::super::ranking::{AloneEnding, Ranked, difference, lasting_leader, leader, likeliest, ranked};
use super::super::view::View;
use super::changing::most_promising;
use super::deciding::{choice_hangs_on, deciders};
use super::{at, span, told};
use crate::analysis::alone::Contrast;

/// Below this share even the best plan is rare: one trial in twenty.
const RARE: f64 = 0.05;

/// A chance below this is shown as none.
const NOTHING: f64 = 0.005;

/// Plans that a sentence names.
const NAMED: usize = 3;

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
    if leader.is_negligible() {
        sentences.extend(ending(view, &leader));
        return sentences;
    }
    sentences.extend(next(view, &leader));
    sentences.extend(ending(view, &leader));
    sentences.extend(hangs(view, &leader));
    sentences.extend(most_promising(view));
    sentences.extend(carried(view, leader.id));
    sentences
}

fn leads(view: &View, leader: &Ranked<'_>) -> String {
    let (lang, span) = (view.lang(), span(view));
    let (share, range) = told(view, &leader.holding);
    let plan = view.plan_name(leader.id);
    if leader.holding.share == Some(0.0) {
        let signed = lang.about(leader.alone.signed.share.unwrap_or(0.0));
        return say!(lang, "story.none_holds", plan = plan, span = span, signed = signed);
    }
    let several = view.summary().plans.len() > 1;
    if leader.is_negligible() && several {
        let (most, high) = (lang.about(leader.holding.share.unwrap_or(0.0)), leader.holding.high.unwrap_or(1.0));
        return say!(lang, "story.negligible", plan = plan, span = span, share = most, high = lang.about(high));
    }
    let key = if several { "story.leader" } else { "story.only" };
    let leads = say!(lang, key, plan = plan, span = span, share = share, range = range);
    if leader.holding.share.is_some_and(|share| share < RARE) {
        return format!("{leads} {}", lang.t("story.rare"));
    }
    leads
}

/// What comes next: the plans that cannot be told apart from the best, or, where there are none, those next in rank that
/// cannot be told apart from each other.
fn next(view: &View, leader: &Ranked<'_>) -> Option<String> {
    let plans = ranked(view.summary(), view.headline_year());
    let others: Vec<&Ranked<'_>> = plans.iter().filter(|it| it.id != leader.id).collect();
    let is_apart = |a: &str, b: &str| {
        let apart = difference(view, a, b).filter(Contrast::is_told).and_then(|it| it.difference);
        apart.is_some_and(|it| !looks_like_nothing(view, it))
    };
    let tied: Vec<&Ranked<'_>> = others.iter().copied().filter(|it| !is_apart(leader.id, it.id)).collect();
    let lang = view.lang();
    if !tied.is_empty() {
        return Some(say!(lang, "story.tied", plans = named(view, &tied)));
    }
    let second = *others.first()?;
    let group: Vec<&Ranked<'_>> =
        others.iter().copied().filter(|it| it.id == second.id || !is_apart(second.id, it.id)).collect();
    let apart = difference(view, leader.id, second.id)?;
    let (difference, low, high) = (apart.difference?, apart.low?, apart.high?);
    let range = say!(lang, "format.range", low = lang.points(low), high = lang.points(high));
    let key = if group.len() > 1 { "story.runners_up" } else { "story.runner_up" };
    Some(say!(lang, key, plans = named(view, &group), difference = lang.points(difference), range = range))
}

/// Plans with their shares, so many as are read.
fn named(view: &View, plans: &[&Ranked<'_>]) -> String {
    let lang = view.lang();
    let name = |it: &&Ranked<'_>| {
        let quoted = say!(lang, "format.quoted", text = view.plan_name(it.id));
        format!("{quoted} ({})", told(view, &it.holding).0)
    };
    let mut names: Vec<String> = plans.iter().take(NAMED).map(name).collect();
    if plans.len() > NAMED {
        names.push(lang.plural("story.others", (plans.len() - NAMED) as u64, &[]));
    }
    lang.list(&names)
}

/// On which input it hangs most whether the best plan works, and on which most which plan to choose.
fn hangs(view: &View, leader: &Ranked<'_>) -> Option<String> {
    let (lang, names) = (view.lang(), view.names());
    let works = deciders(view.summary(), view.headline_year()).first().map(|it| names.input(&it.input))?;
    let plan = view.plan_name(leader.id);
    match choice_hangs_on(view.summary()).map(|(path, _)| names.input(path)) {
        Some(choice) if choice == works => Some(say!(lang, "story.hangs_twice", plan = plan, works = works)),
        Some(choice) => Some(say!(lang, "story.hangs_on", plan = plan, works = works, choice = choice)),
        None => Some(say!(lang, "story.hangs", plan = plan, works = works)),
    }
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
    let key = if leader.is_negligible() { "story.ending_instead" } else { "story.ending" };
    Some(say!(lang, key, ending = name, share = lang.percent(share, 1)))
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
    let Some(leader) = lasting_leader(view.summary(), view.headline_year()) else { return Vec::new() };
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
    let key = match () {
        () if mean == p5 => "story.sure_alike",
        () if at(&there.across.p5, year)? < NOTHING => "story.sure_lasts_nothing",
        () => "story.sure_lasts",
    };
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
    let regret = lang.points(standing.regret.mean?);
    Some(say!(lang, "story.standing", best = best, near = near, regret = regret))
}

/// All plans at once: who signs what first, which is another question.
pub(super) fn race(view: &View) -> Vec<String> {
    let (lang, plans) = (view.lang(), view.summary().plans.len());
    let (true, Some((id, plan))) = (plans > 1, super::most_signed(view)) else { return Vec::new() };
    let share = super::at_year(&plan.signed_and_holding, view.headline_year());
    if share.share.is_none_or(|share| share < NOTHING) {
        return Vec::new();
    }
    vec![say!(
        lang,
        "story.race",
        settled = lang.maybe_percent(view.summary().settlement.settled.share, 1),
        plan = view.plan_name(id),
        span = span(view),
        share = lang.maybe_percent(share.share, 1)
    )]
}
