//! The headline where plans were not played by themselves: the plan that is most often signed and still holding, and how
//! it ends otherwise.

use super::super::lang::say;
use super::super::view::View;
use super::{at, at_year, best, span};
use crate::analysis::summary::{PlanSummary, Share};
use crate::model::Side;

/// The first sentences of a report.
pub(super) fn headline(view: &View) -> Vec<String> {
    let (lang, summary) = (view.lang(), view.summary());
    if summary.trials == summary.failed_trials {
        return vec![lang.plural("story.all_failed", summary.trials, &[])];
    }
    let valid = lang.plural("note.trials", summary.trials - summary.failed_trials, &[]);
    let Some((id, plan)) = best(view) else { return vec![say!(lang, "story.none_signed", trials = valid)] };
    let name = view.plan_name(id);
    let mut sentences = vec![say!(lang, "story.best", plan = name, span = span(view))];
    sentences.extend(lasting(view, plan));
    sentences.push(shares(view, plan));
    sentences
}

/// How probable it is that the peace of a plan lasts, and how far that depends on what is not known.
fn lasting(view: &View, plan: &PlanSummary) -> Option<String> {
    let (lang, year) = (view.lang(), view.headline_year());
    let across = &plan.if_signed.across;
    let (p5, p50, p95) = (at(&across.p5, year)?, at(&across.p50, year)?, at(&across.p95, year)?);
    if view.input.scenario.inputs().is_empty() {
        return Some(say!(lang, "story.no_spread", share = lang.about(p50)));
    }
    let mean = lang.about(at(&plan.if_signed.survival.survival, year)?);
    let range = lang.percent_range(p5, p95, 0);
    Some(say!(lang, "story.best_spread", median = lang.about(p50), mean = mean, range = range))
}

/// In how many of all trials it was signed and held, and all plans together.
fn shares(view: &View, plan: &PlanSummary) -> String {
    let year = view.headline_year();
    let (own, own_range) = told(view, &at_year(&plan.signed_and_holding, year));
    let (all, all_range) = told(view, &at_year(&view.summary().signed_and_holding, year));
    let (lang, span) = (view.lang(), span(view));
    say!(lang, "story.best_share", share = own, range = own_range, all = all, all_range = all_range, span = span)
}

/// A share and its interval: `22.8%` and `22.2 to 23.3%`.
fn told(view: &View, share: &Share) -> (String, String) {
    (view.lang().maybe_percent(share.share, 1), view.lang().interval(share))
}

/// How trials end that do not settle.
pub(super) fn otherwise(view: &View) -> Option<String> {
    let (lang, classes) = (view.lang(), &view.summary().classes);
    let (none, a, d) =
        (classes.no_settlement.share?, classes.challenger_victory.share?, classes.defender_victory.share?);
    let frozen = classes.frozen.and_then(|frozen| frozen.share);
    if none + a + d + frozen.unwrap_or(0.0) == 0.0 {
        return Some(lang.t("story.otherwise_never").to_owned());
    }
    let [none, a, d] = [none, a, d].map(|share| lang.percent(share, 1));
    let [challenger, defender] = Side::BOTH.map(|side| view.side(side));
    let told = say!(lang, "story.otherwise", none = none, challenger = challenger, a = a, defender = defender, d = d);
    let frozen = frozen.map(|share| say!(lang, "story.otherwise_frozen", share = lang.percent(share, 1)));
    Some(frozen.map_or(told.clone(), |frozen| format!("{told} {frozen}")))
}
