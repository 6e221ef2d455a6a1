//! The smallest changes of one term, at central values.

use crate::engine::{Assessment, ChangedPlan, Variants, WorldError};
use crate::model::{Parameters, PerSide, Plan, Side};
use crate::scenario::Scenario;

use super::super::evaluation::{Move, PlanEvaluation};
use super::levels::{Levels, Spacing, with_term};
use super::{Concession, Refusal, SideRefusal, Threshold};

/// Asks both sides about variants of plans at central values.
#[derive(Debug)]
pub(in crate::analysis) struct Searcher<'a> {
    pub(super) scenario: &'a Scenario,
    consents: Vec<bool>,
}

/// Who has to accept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Goal {
    One(Side),
    Both,
}

impl Goal {
    fn is_met(self, willing: Willing) -> bool {
        match self {
            Goal::One(side) => willing.sides[side],
            Goal::Both => willing.all(),
        }
    }
}

/// Who accepts a plan.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Willing {
    pub(super) sides: PerSide<bool>,
    /// All parties with a veto.
    vetoes: bool,
}

impl Willing {
    /// Whether both sides would sign it, and no party with a veto keeps them from it.
    pub(super) fn all(self) -> bool {
        self.vetoes && self.sides.iter().all(|&willing| willing)
    }
}

/// One term that meets a goal.
#[derive(Clone, Copy, Debug)]
struct Found {
    to: f64,
    willing: Willing,
}

impl<'a> Searcher<'a> {
    /// As `evaluate` sees a scenario: every guarantor whose consent is above 0 takes part.
    pub(in crate::analysis) fn new(scenario: &'a Scenario) -> Self {
        let consents = scenario.central().guarantors.iter().map(|guarantor| guarantor.consent > 0.0).collect();
        Self { scenario, consents }
    }

    /// Whether each side accepts each plan of `plans`, made of the plan of index `of`; nobody does what cannot be had.
    pub(super) fn willing(&self, of: usize, plans: Vec<Plan>) -> Result<Vec<Willing>, WorldError> {
        let variants = plans.into_iter().map(|plan| ChangedPlan { of, plan }).collect();
        self.ask(&Variants::new(self.scenario, variants, 0), self.scenario.central())
    }

    /// The same of variants where these numbers hold.
    pub(super) fn ask(&self, variants: &Variants, numbers: &Parameters) -> Result<Vec<Willing>, WorldError> {
        let assessed = variants.assess(numbers.clone(), self.consents.clone(), &mut variants.theory())?;
        Ok(assessed.iter().map(|it| it.as_ref().map_or_else(Willing::default, accepts)).collect())
    }

    /// The smallest change of each single term at which both sides accept a plan.
    pub(in crate::analysis) fn both(&self, plan: usize) -> Result<Vec<Move>, WorldError> {
        let found = self.each_issue(plan, Goal::Both)?;
        Ok(found.into_iter().map(|(levels, found)| levels.step(self.scenario, found.to)).collect())
    }

    /// What would change the refusal of a plan.
    pub(super) fn refusal(
        &self,
        plan: usize,
        evaluated: &PlanEvaluation,
        thresholds: &PerSide<Vec<Threshold>>,
    ) -> Result<Refusal, WorldError> {
        let [challenger, defender] = Side::BOTH.map(|side| self.side(plan, evaluated, side, &thresholds[side]));
        let both = self.both(plan)?;
        let package = if both.is_empty() { self.package(plan)? } else { None };
        Ok(Refusal { plan: evaluated.id.clone(), challenger: challenger?, defender: defender?, both, package })
    }

    /// What would change the refusal of one side; `None` where it accepts.
    fn side(
        &self,
        plan: usize,
        evaluated: &PlanEvaluation,
        side: Side,
        thresholds: &[Threshold],
    ) -> Result<Option<SideRefusal>, WorldError> {
        let value = evaluated.value(side);
        let surplus = value.surplus.unwrap_or(0.0);
        if surplus >= 0.0 && value.red_line == Some(false) {
            return Ok(None);
        }
        let (terms, beliefs_and_costs) = (self.terms(plan, side)?, thresholds.to_vec());
        Ok(Some(SideRefusal { lacks: (-surplus).max(0.0), terms, beliefs_and_costs }))
    }

    /// The smallest change of each single term at which one side accepts a plan.
    fn terms(&self, plan: usize, side: Side) -> Result<Vec<Concession>, WorldError> {
        let found = self.each_issue(plan, Goal::One(side))?;
        let concession = |(levels, found): (Levels, Found)| Concession {
            change: levels.step(self.scenario, found.to),
            other_accepts: found.willing.sides[side.other()],
        };
        Ok(found.into_iter().map(concession).collect())
    }

    /// The nearest term on each issue that meets a goal, where there is one.
    fn each_issue(&self, plan: usize, goal: Goal) -> Result<Vec<(Levels, Found)>, WorldError> {
        let mut out = Vec::new();
        for issue in 0..self.scenario.structure().issues.len() {
            let levels = Levels::new(self.scenario, plan, issue, Spacing::Fine);
            if let Some(found) = self.nearest(plan, &levels, &levels.to, goal)? {
                let closer = levels.between(found.to);
                let found = self.nearest(plan, &levels, &closer, goal)?.unwrap_or(found);
                out.push((levels, found));
            }
        }
        Ok(out)
    }

    /// The first of these terms, in their order, that meets a goal.
    fn nearest(&self, plan: usize, levels: &Levels, to: &[f64], goal: Goal) -> Result<Option<Found>, WorldError> {
        let before = &self.scenario.structure().plans[plan];
        let plans = to.iter().map(|&to| with_term(before, levels.issue, to)).collect();
        let willing = self.willing(plan, plans)?;
        let mut found = to.iter().zip(willing).map(|(&to, willing)| Found { to, willing });
        Ok(found.find(|found| goal.is_met(found.willing)))
    }
}

/// Whether each side accepts what it assessed so, without a private view.
fn accepts(assessment: &Assessment) -> Willing {
    let accepts = |surplus: f64, acceptance: f64| surplus >= 0.0 && acceptance > 0.0;
    Willing {
        sides: PerSide::each(|side| accepts(assessment.surplus[side], assessment.acceptance[side])),
        vetoes: assessment.parties.iter().all(|stance| !stance.veto || accepts(stance.surplus, stance.acceptance)),
    }
}
