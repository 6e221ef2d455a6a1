//! What could turn the order of the plans round, told directly under the answer.

use super::lang::say;
use super::names::Names;
use super::ranking::{Ranked, followed, lasting_leader, leader, ranked, rival};
use super::story::deciding::WORTH_NAMING;
use crate::analysis::summary::Summary;

/// As many caveats as are read.
const MOST: usize = 2;

/// A share of the worlds beyond which a plan is near the best in all but a few.
const NEARLY_ALL: f64 = 0.995;

/// What could turn the order of the plans round, most important first; none where nothing would, or where there is no
/// order.
pub(crate) fn caveats(summary: &Summary, names: &Names, year: usize) -> Vec<String> {
    let Some(leader) = lasting_leader(summary, year).filter(|_| summary.plans.len() > 1) else { return Vec::new() };
    let all = [
        brought(summary, names, year),
        sooner_or_later(summary, names, &leader, year),
        elsewhere(summary, names, &leader),
    ];
    all.into_iter().flatten().take(MOST).collect()
}

/// The first of the two best plans that brings assumptions of its own.
fn brought(summary: &Summary, names: &Names, year: usize) -> Option<String> {
    let first = ranked(summary, year).into_iter().take(2).find(|it| !names.carried(it.id).is_empty())?;
    let effects = names.lang.list(&names.carried(first.id));
    Some(say!(names.lang, "caveat.brought", plan = names.plan(first.id), effects = effects))
}

/// Another plan that leads after 5 or 30 years.
fn sooner_or_later(summary: &Summary, names: &Names, first: &Ranked, year: usize) -> Option<String> {
    let last = followed(summary);
    let others = [30, 5].into_iter().filter(|&other| other <= last && other != year);
    let (other, plan) = others.filter_map(|other| Some((other, leader(summary, other)?))).find(|(other, plan)| {
        let apart = |of: &Ranked| super::ranking::at_year(&of.alone.signed_and_holding, *other);
        let (theirs, own) = (apart(plan), apart(first));
        plan.id != first.id && theirs.low > own.high
    })?;
    Some(say!(names.lang, "caveat.years", plan = names.plan(plan.id), span = names.years(other as f64)))
}

/// In how many worlds another plan is better by more than five points, and which is the best most often; nothing where little is lost by not choosing it.
fn elsewhere(summary: &Summary, names: &Names, first: &Ranked) -> Option<String> {
    let plans = &summary.decision.get("durable")?.plans;
    let standing = plans.get(first.id).filter(|_| !names.scenario.inputs().is_empty())?;
    let near = standing.near_best.filter(|share| *share < NEARLY_ALL)?;
    standing.regret.mean.filter(|regret| *regret >= WORTH_NAMING)?;
    let id = rival(summary, first.id)?;
    let lang = names.lang;
    let (others, share) = (lang.about(1.0 - near), lang.about(plans.get(id)?.best?));
    Some(say!(lang, "caveat.elsewhere", others = others, plan = names.plan(id), share = share))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture::{self, Fixture};
    use crate::report::known;
    use crate::report::lang::Lang;

    fn told(fixture: &Fixture) -> Vec<String> {
        let lang = Lang::english();
        caveats(&fixture.summary, &Names { scenario: &fixture.scenario, lang: &lang }, 15)
    }

    const BROUGHT: &str = "“Armed truce” rests on assumptions that it brings itself (front: chance that the front stands still × 0.7); without them it may stand elsewhere.";
    // Within five points of the best in 30 % of the worlds; the first plan is the best in half of them.
    const ELSEWHERE: &str = "In 70% of the worlds that the inputs allow another plan is better by more than 5 points; besides it, “Neutral zone” is the best most often (50%).";

    #[test]
    fn the_two_that_matter_most_are_told() {
        let mut fixture = known::alone();
        assert_eq!(told(&fixture), [BROUGHT, ELSEWHERE]);
        fixture.scenario.assumptions.pop();
        assert_eq!(told(&fixture), [ELSEWHERE]);
    }

    #[test]
    fn another_leader_at_another_year_is_told_where_it_is_beyond_sampling_error() {
        let mut fixture = known::alone();
        fixture.scenario.assumptions.pop();
        let zone = fixture.summary.plans["zone"].alone.as_mut().unwrap();
        let held = &mut zone.signed_and_holding;
        (held.share[30], held.low[30], held.high[30]) = (Some(0.35), Some(0.34), Some(0.36));
        assert_eq!(told(&fixture)[0], "Measured after 30 years, “Neutral zone” leads.");
        let zone = fixture.summary.plans["zone"].alone.as_mut().unwrap();
        zone.signed_and_holding.low[30] = Some(0.2);
        assert_eq!(told(&fixture)[0], ELSEWHERE);
    }

    #[test]
    fn where_there_is_no_order_nothing_could_turn_it() {
        assert!(told(&fixture::nothing_signed()).is_empty());
        assert!(told(&known::all_failed()).is_empty());
        let mut one = known::alone();
        one.summary.plans.retain(|id, _| id == "truce");
        assert!(told(&one).is_empty());
    }

    #[test]
    fn a_plan_that_is_always_the_best_has_no_such_caveat() {
        let mut fixture = known::alone();
        fixture.scenario.assumptions.pop();
        let durable = &mut fixture.summary.decision["durable"];
        durable.worth_of_knowing.inputs.clear();
        for (id, standing) in &mut durable.plans {
            standing.best = Some(if id == "truce" { 1.0 } else { 0.0 });
            standing.near_best = standing.best;
        }
        assert!(told(&fixture).is_empty());
    }

    #[test]
    fn thirty_plans_have_two_caveats_at_most() {
        assert!(told(&fixture::many(30)).len() <= 2);
    }
}
