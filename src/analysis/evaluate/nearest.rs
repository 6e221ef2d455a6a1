//! The plan that lacks least where none can be signed, and the single terms that would let both sign it.

use crate::engine::WorldError;
use crate::scenario::Scenario;

use super::super::concession::Searcher;
use super::super::evaluation::{Nearest, PlanEvaluation, PlanValue};

/// The plan that lacks least, and the single terms that would let both sign it.
pub(super) fn nearest(scenario: &Scenario, plans: &[PlanEvaluation]) -> Result<Option<Nearest>, WorldError> {
    let is_tabled = |plan: usize| scenario.structure().plans[plan].tabled;
    let Some(plan) = least_lacking(plans, is_tabled) else { return Ok(None) };
    let moves = Searcher::new(scenario).both(plan)?;
    let plan = &plans[plan];
    Ok(Some(Nearest {
        plan: plan.id.clone(),
        challenger_lacks: lacks(&plan.challenger).unwrap_or(0.0),
        defender_lacks: lacks(&plan.defender).unwrap_or(0.0),
        moves,
    }))
}

/// The plan that lacks least, by its index: first those that cross no red line, then the first of the least lack.
fn least_lacking(plans: &[PlanEvaluation], is_tabled: impl Fn(usize) -> bool) -> Option<usize> {
    let mut best: Option<((bool, f64), usize)> = None;
    for (index, plan) in plans.iter().enumerate().filter(|(index, _)| is_tabled(*index)) {
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
