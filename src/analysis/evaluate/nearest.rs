//! The plan that lacks least where none can be signed, and the single terms that would let both sign it: parties with a
//! veto count as the sides do.

use crate::engine::WorldError;
use crate::scenario::Scenario;

use super::super::concession::Searcher;
use super::super::evaluation::{Nearest, PartyEvaluation, PlanEvaluation, PlanValue};

/// The plan that lacks least, and the single terms that would let both sign it.
pub(super) fn nearest(
    scenario: &Scenario,
    plans: &[PlanEvaluation],
    parties: &[PartyEvaluation],
) -> Result<Option<Nearest>, WorldError> {
    let vetoes: Vec<&PartyEvaluation> = parties.iter().filter(|party| party.veto).collect();
    let is_tabled = |plan: usize| scenario.structure().plans[plan].tabled;
    let Some(plan) = least_lacking(plans, &vetoes, is_tabled) else { return Ok(None) };
    let moves = Searcher::new(scenario)?.both(plan)?;
    let lack = |party: &&PartyEvaluation| {
        let value = &party.plans[plan].value;
        let lack = lacks(value).filter(|&lack| lack > 0.0 || value.red_line == Some(true))?;
        Some((party.id.clone(), lack))
    };
    let parties_lack = vetoes.iter().filter_map(lack).collect();
    let plan = &plans[plan];
    Ok(Some(Nearest {
        plan: plan.id.clone(),
        challenger_lacks: lacks(&plan.challenger).unwrap_or(0.0),
        defender_lacks: lacks(&plan.defender).unwrap_or(0.0),
        parties_lack,
        moves,
    }))
}

/// The plan that lacks least, by its index: first those that cross no red line, then the first of the least lack.
fn least_lacking(
    plans: &[PlanEvaluation],
    vetoes: &[&PartyEvaluation],
    is_tabled: impl Fn(usize) -> bool,
) -> Option<usize> {
    let mut best: Option<((bool, f64), usize)> = None;
    for (index, plan) in plans.iter().enumerate().filter(|(index, _)| is_tabled(*index)) {
        let parties = vetoes.iter().map(|party| &party.plans[index].value);
        let all: Vec<&PlanValue> = [&plan.challenger, &plan.defender].into_iter().chain(parties).collect();
        let lack = all.iter().map(|value| lacks(value)).try_fold(0.0, |sum, lack| Some(sum + lack?));
        let Some(lack) = lack else { continue };
        let key = (all.iter().any(|value| value.red_line == Some(true)), lack);
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
