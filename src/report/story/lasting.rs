//! Whether the peace of the headline plan would last.

use super::super::few::{is_few, signings};
use super::super::lang::say;
use super::super::ranking::leader;
use super::super::view::View;
use super::{at, best, span};
use crate::analysis::alone::AlonePlan;
use crate::analysis::hazard::{hazards, peak};
use crate::analysis::interval::Z;
use crate::analysis::summary::PlanSummary;
use crate::model::Side;

/// A difference between those that signed and all draws that is worth a sentence: one point.
const WORTH_NAMING: f64 = 0.01;

/// A yearly hazard that would be shown as 0.0 %.
const SLIGHT: f64 = 0.0005;

/// The sentences on the peace; none if nothing was signed.
pub(super) fn lasting(view: &View) -> Vec<String> {
    if leader(view.summary(), view.headline_year()).is_some_and(|it| it.is_negligible()) {
        return Vec::new();
    }
    let Some((id, plan)) = best(view) else { return Vec::new() };
    [breaking(view, id, plan), selection(view, id, plan)].into_iter().flatten().collect()
}

/// When, and by whom, the peace is most likely to be broken.
fn breaking<'a>(view: &View<'a>, id: &'a str, plan: &PlanSummary) -> Option<String> {
    let sides = hazards(&plan.if_signed);
    let (year, share) = peak(&sides).filter(|(_, share)| *share > SLIGHT)?;
    let total = |side: Side| sides[side].iter().flatten().sum::<f64>();
    let lang = view.lang();
    let side = if total(Side::Challenger) >= total(Side::Defender) { Side::Challenger } else { Side::Defender };
    Some(say!(
        lang,
        "story.breaking",
        plan = view.plan_name(id),
        from = year,
        to = year + 1,
        share = lang.percent(share, 1),
        side = view.side(side)
    ))
}

/// How the trials that signed differ from all draws, where they do by more than sampling error.
fn selection(view: &View, id: &str, plan: &PlanSummary) -> Option<String> {
    let (lang, year) = (view.lang(), view.headline_year());
    let all = at(&plan.if_signed.survival.survival, year)?;
    let alone = plan.alone.as_ref();
    let (given, low, high) = if let Some(alone) = alone {
        kept(alone, signings(view.summary(), &alone.signed), year)?
    } else {
        let signed = &plan.given_signed;
        (at(&signed.survival, year)?, at(&signed.low, year)?, at(&signed.high, year)?)
    };
    let signed = alone.map_or(plan.signed, |alone| alone.signed);
    let worth = (all < low || all > high) && (given - all).abs() >= WORTH_NAMING && !is_few(view.summary(), &signed);
    let (given, all) = (lang.about(given), lang.about(all));
    let key = if alone.is_some() { "story.selection_alone" } else { "story.selection" };
    let plan = view.plan_name(id);
    (worth && given != all).then(|| say!(lang, key, plan = plan, span = span(view), given = given, all = all))
}

/// Among the trials that sign the plan alone the share whose peace lasts, and its interval were each to last or not by chance,
/// which is wider than need be: what follows a signature is exact.
fn kept(alone: &AlonePlan, signed: u64, year: usize) -> Option<(f64, f64, f64)> {
    let share = at(&alone.signed_and_holding.share, year)? / alone.signed.share.filter(|share| *share > 0.0)?;
    let half = Z * (share * (1.0 - share) / signed as f64).max(0.0).sqrt();
    Some((share, share - half, share + half))
}
