//! The plan that lacks least where none can be signed, and the single terms that would let both sign it.

use crate::engine::WorldError;
use crate::model::{DEFENDER_FORCES, FOREIGN_TROOPS, GUARANTEE_YEARS, Plan, STRUCTURAL, Side, TERRITORY};
use crate::scenario::Scenario;

use super::super::evaluation::{Move, Nearest, PlanEvaluation, PlanValue};
use super::Evaluator;

/// The plan that lacks least, and the single terms that would let both sign it.
pub(super) fn nearest(scenario: &Scenario, plans: &[PlanEvaluation]) -> Result<Option<Nearest>, WorldError> {
    let Some(plan) = least_lacking(plans) else { return Ok(None) };
    let mut moves = Vec::new();
    for issue in 0..scenario.structure().issues.len() {
        moves.extend(nearest_move(scenario, plan, issue)?);
    }
    let plan = &plans[plan];
    Ok(Some(Nearest {
        plan: plan.id.clone(),
        challenger_lacks: lacks(&plan.challenger).unwrap_or(0.0),
        defender_lacks: lacks(&plan.defender).unwrap_or(0.0),
        moves,
    }))
}

/// The plan that lacks least, by its index: first those that cross no red line, then the first of the least lack.
fn least_lacking(plans: &[PlanEvaluation]) -> Option<usize> {
    let mut best: Option<((bool, f64), usize)> = None;
    for (index, plan) in plans.iter().enumerate() {
        let sides = [&plan.challenger, &plan.defender];
        let (Some(challenger), Some(defender)) = (lacks(sides[0]), lacks(sides[1])) else { continue };
        let key = (sides.iter().any(|side| side.red_line == Some(true)), challenger + defender);
        if best.is_none_or(|best| key < best.0) {
            best = Some((key, index));
        }
    }
    best.map(|best| best.1)
}

/// What is lacking in a surplus; 0 where nothing is.
fn lacks(value: &PlanValue) -> Option<f64> {
    value.surplus.map(|surplus| (-surplus).max(0.0))
}

/// The term nearest to the present one that, changed alone, would let both sign.
fn nearest_move(scenario: &Scenario, plan: usize, issue: usize) -> Result<Option<Move>, WorldError> {
    let before = &scenario.structure().plans[plan];
    let start = scenario.central().front.start_position() as f64 / scenario.central().front.positions;
    // Territory without a term stays where the front is.
    let from = before.term(issue).unwrap_or(start);
    let mut candidates = candidates(scenario, before, issue);
    candidates.sort_by(|a, b| distance(*a, from).total_cmp(&distance(*b, from)));
    for to in candidates.into_iter().filter(|&to| to != from) {
        let mut structure = scenario.structure().clone();
        set_term(&mut structure.plans[plan], issue, to);
        // Only this plan matters, and its index stays.
        let mut evaluator = Evaluator::new(scenario, &structure)?;
        if evaluator.plan(plan, scenario).signable {
            let finite = |x: f64| x.is_finite().then_some(x);
            let issue = scenario.structure().issues[issue].id.clone();
            return Ok(Some(Move { issue, from: finite(from), to: finite(to) }));
        }
    }
    Ok(None)
}

fn distance(a: f64, b: f64) -> f64 {
    if a == b { 0.0 } else { (a.min(1e9) - b.min(1e9)).abs() }
}

fn set_term(plan: &mut Plan, issue: usize, to: f64) {
    match issue {
        TERRITORY => plan.territory = Some(to),
        DEFENDER_FORCES => plan.defender_forces = to,
        FOREIGN_TROOPS => plan.foreign_troops = to,
        GUARANTEE_YEARS => plan.guarantee_years = to,
        further => plan.further[further - STRUCTURAL.len()] = to,
    }
}

/// Terms worth trying on an issue: a grid of 40 steps between the sides' ideals, and the special words.
fn candidates(scenario: &Scenario, plan: &Plan, issue: usize) -> Vec<f64> {
    let ideals = Side::BOTH.map(|side| scenario.central().demands(side)[issue].ideal);
    let (low, high) = (ideals[0].min(ideals[1]), ideals[0].max(ideals[1]));
    let grid = |low: f64, high: f64| (0..=40).map(move |step| low + (high - low) * f64::from(step) / 40.0);
    let guarded = !plan.participants.is_empty();
    match issue {
        TERRITORY => {
            let steps = scenario.central().front.positions as u32;
            (0..=steps).map(|step| f64::from(step) / f64::from(steps)).collect()
        }
        DEFENDER_FORCES => grid(low.max(1.0), high).chain([f64::INFINITY]).collect(),
        FOREIGN_TROOPS if guarded && plan.guarantee_years > 0.0 => grid(0.0, most_troops(scenario, plan)).collect(),
        GUARANTEE_YEARS if guarded => {
            // Troops stay under a guarantee only.
            let least = u32::from(plan.foreign_troops > 0.0);
            (least..=20).chain([25, 30, 40, 50, 75, 100]).map(f64::from).chain([f64::INFINITY]).collect()
        }
        FOREIGN_TROOPS | GUARANTEE_YEARS => Vec::new(),
        _ => grid(low, high).collect(),
    }
}

/// The most troops that the participants would station together.
fn most_troops(scenario: &Scenario, plan: &Plan) -> f64 {
    let guarantors = &scenario.central().guarantors;
    plan.participants.iter().fold(0.0, |sum, participant| sum + guarantors[participant.guarantor].max_troops)
}
