//! Whether the peace of the headline plan would last.

use super::super::few::is_few;
use super::super::lang::say;
use super::super::view::View;
use super::{at, best, span};
use crate::analysis::hazard::{hazards, peak};
use crate::analysis::summary::PlanSummary;
use crate::model::Side;

/// A difference between those that signed and all draws that is worth a sentence: one point.
const WORTH_NAMING: f64 = 0.01;

/// A yearly hazard that would be shown as 0.0 %.
const SLIGHT: f64 = 0.0005;

/// The sentences on the peace; none if nothing was signed.
pub(super) fn lasting(view: &View) -> Vec<String> {
    let Some((id, plan)) = best(view) else { return Vec::new() };
    [breaking(view, id, plan), selection(view, plan)].into_iter().flatten().collect()
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
fn selection(view: &View, plan: &PlanSummary) -> Option<String> {
    let (lang, year) = (view.lang(), view.headline_year());
    let (signed, drawn) = (&plan.given_signed, &plan.if_signed.survival);
    let (given, all) = (at(&signed.survival, year)?, at(&drawn.survival, year)?);
    let beyond =
        at(&signed.low, year).is_some_and(|low| all < low) || at(&signed.high, year).is_some_and(|it| all > it);
    let worth = beyond && (given - all).abs() >= WORTH_NAMING && !is_few(view.summary(), &plan.signed);
    let (given, all) = (lang.about(given), lang.about(all));
    (worth && given != all).then(|| say!(lang, "story.selection", span = span(view), given = given, all = all))
}
