//! Theories of what makes a peace hold, side by side and never mixed.

use serde::{Deserialize, Serialize};

use crate::model::TheoryKind;

use super::evaluation::{Evaluation, PlanEvaluation, PlanValue};

/// What one theory says of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanTheory {
    /// The challenger's view.
    pub challenger: PlanValue,
    /// The defender's view.
    pub defender: PlanValue,
    /// Whether both could sign.
    pub signable: bool,
    /// Exact probability that no war has resumed before each year.
    pub survival: Option<Vec<f64>>,
    /// Exact probability that A has gone back to war before each year.
    pub resumed_by_challenger: Option<Vec<f64>>,
    /// Exact probability that D has gone back to war before each year.
    pub resumed_by_defender: Option<Vec<f64>>,
}

impl PlanTheory {
    fn of(plan: &PlanEvaluation) -> Self {
        Self {
            challenger: plan.challenger.clone(),
            defender: plan.defender.clone(),
            signable: plan.signable,
            survival: plan.survival.clone(),
            resumed_by_challenger: plan.resumed_by_challenger.clone(),
            resumed_by_defender: plan.resumed_by_defender.clone(),
        }
    }
}

/// Writes beside each plan of an exact solution what its own theory and another say of it, the other's solution being that
/// of the same scenario.
pub fn set_beside(first: &mut Evaluation, of_first: TheoryKind, second: &Evaluation, of_second: TheoryKind) {
    for (plan, other) in first.plans.iter_mut().zip(&second.plans) {
        let own = PlanTheory::of(plan);
        plan.theories.insert(of_first.name().to_owned(), own);
        plan.theories.insert(of_second.name().to_owned(), PlanTheory::of(other));
    }
}
