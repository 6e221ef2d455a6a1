//! The smallest changes of one term, at central values.

use crate::engine::{ChangedPlan, HeldAgainst, Opinion, Variants, Verdict, WorldError};
use crate::model::{Guarantor, Parameters, PerSide, Plan, Side};
use crate::scenario::Scenario;

use super::super::evaluation::{Move, PlanEvaluation};
use super::levels::{Levels, Spacing, with_term};
use super::{Concession, Refusal, SideRefusal, Threshold};

/// Asks both sides about variants of plans at central values.
#[derive(Debug)]
pub(in crate::analysis) struct Searcher<'a> {
    pub(super) scenario: &'a Scenario,
    consents: Vec<bool>,
    /// What plans are held against at central values.
    held_against: HeldAgainst,
}

/// Who has to accept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Goal {
    One(Side),
    Both,
}

impl Goal {
    /// The first of these terms that meets it.
    fn first(self, found: &[Found]) -> Option<Found> {
        found.iter().copied().find(|found| self.is_met(found.willing))
    }

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
    /// Those who think so of it, without private views.
    fn of(verdict: &Verdict) -> Self {
        Self {
            sides: PerSide::each(|side| verdict.sides[side].accepts()),
            vetoes: verdict.vetoes.iter().all(Opinion::accepts),
        }
    }

    /// Whether both sides would sign it, and no party with a veto keeps them from it.
    pub(super) fn all(self) -> bool {
        self.vetoes && self.sides.both()
    }
}

/// The terms that are tried on an issue.
#[derive(Debug)]
struct Tried {
    levels: Levels,
    /// By term, the nearest first, as far as they were asked about.
    found: Vec<Found>,
}

/// Terms that are asked about at a time, until all that is looked for is found.
const AT_A_TIME: usize = 8;

/// A term, and who accepts a plan with it.
#[derive(Clone, Copy, Debug)]
struct Found {
    to: f64,
    willing: Willing,
}

impl<'a> Searcher<'a> {
    /// As `evaluate` sees a scenario: every guarantor whose consent is above 0 takes part.
    pub(in crate::analysis) fn new(scenario: &'a Scenario) -> Result<Self, WorldError> {
        let takes_part = |guarantor: &Guarantor| guarantor.consent > 0.0;
        let consents: Vec<bool> = scenario.central().guarantors.iter().map(takes_part).collect();
        let held_against = HeldAgainst::new(scenario, scenario.central(), &consents)?;
        Ok(Self { scenario, consents, held_against })
    }

    /// Whether each side accepts each plan of `plans`, made of the plan of index `of`; nobody does what cannot be had.
    pub(super) fn willing(&self, of: usize, plans: Vec<Plan>) -> Result<Vec<Willing>, WorldError> {
        let variants = plans.into_iter().map(|plan| ChangedPlan { of, plan }).collect();
        self.ask(&Variants::new(self.scenario, variants, 0), self.scenario.central(), &self.held_against)
    }

    /// The same of variants where these other numbers hold.
    pub(super) fn ask_if(&self, variants: &Variants, numbers: &Parameters) -> Result<Vec<Willing>, WorldError> {
        let held_against = HeldAgainst::new(self.scenario, numbers, &self.consents)?;
        self.ask(variants, numbers, &held_against)
    }

    fn ask(
        &self,
        variants: &Variants,
        numbers: &Parameters,
        held_against: &HeldAgainst,
    ) -> Result<Vec<Willing>, WorldError> {
        let verdicts = variants.verdicts(held_against, numbers, &self.consents, &mut variants.theory())?;
        Ok(verdicts.iter().map(|it| it.as_ref().map_or_else(Willing::default, Willing::of)).collect())
    }

    /// The smallest change of each single term at which both sides accept a plan.
    pub(in crate::analysis) fn both(&self, plan: usize) -> Result<Vec<Move>, WorldError> {
        self.both_of(plan, &self.tried(plan, &[Goal::Both])?)
    }

    fn both_of(&self, plan: usize, tried: &[Tried]) -> Result<Vec<Move>, WorldError> {
        let found = self.each_issue(plan, tried, Goal::Both)?;
        Ok(found.into_iter().map(|(levels, found)| levels.step(self.scenario, found.to)).collect())
    }

    /// What would change the refusal of a plan.
    pub(super) fn refusal(
        &self,
        plan: usize,
        evaluated: &PlanEvaluation,
        thresholds: &PerSide<Vec<Threshold>>,
    ) -> Result<Refusal, WorldError> {
        let refuses = |side: &Side| !evaluated.value(*side).accepts();
        let goals: Vec<Goal> = Side::BOTH.into_iter().filter(refuses).map(Goal::One).chain([Goal::Both]).collect();
        let tried = self.tried(plan, &goals)?;
        let [challenger, defender] = Side::BOTH.map(|side| self.side(plan, evaluated, side, &thresholds[side], &tried));
        let both = self.both_of(plan, &tried)?;
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
        tried: &[Tried],
    ) -> Result<Option<SideRefusal>, WorldError> {
        let value = evaluated.value(side);
        if value.accepts() {
            return Ok(None);
        }
        let (terms, beliefs_and_costs) = (self.terms(plan, tried, side)?, thresholds.to_vec());
        let lacks = (-value.surplus.unwrap_or(0.0)).max(0.0);
        Ok(Some(SideRefusal { lacks, terms, beliefs_and_costs }))
    }

    /// The smallest change of each single term at which one side accepts a plan.
    fn terms(&self, plan: usize, tried: &[Tried], side: Side) -> Result<Vec<Concession>, WorldError> {
        let found = self.each_issue(plan, tried, Goal::One(side))?;
        let concession = |(levels, found): (&Levels, Found)| Concession {
            change: levels.step(self.scenario, found.to),
            other_accepts: found.willing.sides[side.other()],
        };
        Ok(found.into_iter().map(concession).collect())
    }

    /// The terms that are tried on each issue, the nearest first until each goal is met, with who accepts a plan then.
    fn tried(&self, plan: usize, goals: &[Goal]) -> Result<Vec<Tried>, WorldError> {
        let of = |issue: usize| {
            let levels = Levels::new(self.scenario, plan, issue, Spacing::Fine);
            let mut found = Vec::new();
            for terms in levels.to.chunks(AT_A_TIME) {
                found.extend(self.found(plan, issue, terms)?);
                if goals.iter().all(|goal| goal.first(&found).is_some()) {
                    break;
                }
            }
            Ok(Tried { levels, found })
        };
        (0..self.scenario.structure().issues.len()).map(of).collect()
    }

    /// The nearest term on each issue that meets a goal, where there is one.
    fn each_issue<'t>(
        &self,
        plan: usize,
        tried: &'t [Tried],
        goal: Goal,
    ) -> Result<Vec<(&'t Levels, Found)>, WorldError> {
        let mut out = Vec::new();
        for Tried { levels, found } in tried {
            if let Some(first) = goal.first(found) {
                let closer = self.found(plan, levels.issue, &levels.between(first.to))?;
                out.push((levels, goal.first(&closer).unwrap_or(first)));
            }
        }
        Ok(out)
    }

    /// Who accepts a plan with each of these terms on an issue, in their order.
    fn found(&self, plan: usize, issue: usize, to: &[f64]) -> Result<Vec<Found>, WorldError> {
        let before = &self.scenario.structure().plans[plan];
        let willing = self.willing(plan, to.iter().map(|&to| with_term(before, issue, to)).collect())?;
        Ok(to.iter().zip(willing).map(|(&to, willing)| Found { to, willing }).collect())
    }
}
