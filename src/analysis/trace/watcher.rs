//! Watches a trial and writes down what it is told.

use indexmap::IndexMap;

use super::told::{
    TermTold, TracedAnswer, TracedAttack, TracedFate, TracedForce, TracedInput, TracedMonth, TracedOutcome, TracedPlan,
    TracedRound, TracedSide, TracedSignature, TracedStart, TracedTrial, TracedVeto, TracedWar, TracedYear,
};
use crate::analysis::evaluation::TermValue;
use crate::engine::{
    Attack, Barred, Breach, Observer, PeaceYear, PlanInRound, Round, Signature, Step, TrialOutcome, WarMonth, World,
    WorldError,
};
use crate::model::enforcement::{Guard, Solution};
use crate::model::settlement::Settlement;
use crate::model::{PerSide, Side, Structure};
use crate::num;
use crate::sampling::Distribution;
use crate::scenario::Scenario;

/// What is told of a trial, as it is played.
#[derive(Debug)]
pub(super) struct Watcher<'a> {
    scenario: &'a Scenario,
    world: Option<World>,
    consents: Vec<bool>,
    start: Option<TracedStart>,
    rounds: Vec<TracedRound>,
    war: Vec<TracedMonth>,
    /// Combination of the open terms of what was signed, plan and combination.
    signed: Option<(usize, usize)>,
    signature: Option<TracedSignature>,
    /// Position at which a war would resume.
    resumes_at: usize,
    peace: Vec<TracedYear>,
    attack: Option<TracedAttack>,
    resumed: Vec<TracedMonth>,
    result: Option<&'static str>,
    outcome: Option<TracedOutcome>,
    failed: Option<WorldError>,
}

impl<'a> Watcher<'a> {
    pub(super) fn new(scenario: &'a Scenario) -> Self {
        Self {
            scenario,
            world: None,
            consents: Vec::new(),
            start: None,
            rounds: Vec::new(),
            war: Vec::new(),
            signed: None,
            signature: None,
            resumes_at: 0,
            peace: Vec::new(),
            attack: None,
            resumed: Vec::new(),
            result: None,
            outcome: None,
            failed: None,
        }
    }

    /// The story, of a trial of that number with these inputs at these places in their distributions.
    pub(super) fn told(self, trial: u64, inputs: &[f64], positions: &[f64]) -> TracedTrial {
        let drawn = self.scenario.inputs().iter().zip(inputs).zip(positions);
        let input = |((input, &value), &position): ((&crate::scenario::Input, &f64), &f64)| TracedInput {
            path: input.path.clone(),
            value,
            quantile: quantile(&input.distribution, position),
        };
        let inputs = drawn.map(input).collect();
        let guarantors = self.scenario.structure().guarantors.iter().map(|it| it.id.clone());
        TracedTrial {
            trial,
            inputs,
            guarantors: guarantors.zip(self.consents).collect(),
            start: self.start,
            rounds: self.rounds,
            war: self.war,
            signature: self.signature,
            peace: self.peace,
            attack: self.attack,
            resumed: self.result.map(|result| TracedWar { start: self.resumes_at, months: self.resumed, result }),
            outcome: self.outcome,
            failed: self.failed,
        }
    }

    fn structure(&self) -> &'a Structure {
        self.scenario.structure()
    }

    /// Probabilities that the challenger wins a battle, as the sides see them with these offsets.
    fn believed(&self, offsets: PerSide<f64>) -> PerSide<f64> {
        let log_odds = self.world.as_ref().map_or(0.0, |world| world.log_odds);
        offsets.map(|offset| num::logistic(log_odds + offset))
    }

    fn month_told(&self, month: &WarMonth) -> TracedMonth {
        let front = month.front;
        let offset = |world: &World, side: Side| world.beliefs[side].offset(front.advances, front.retreats);
        let offsets = self.world.as_ref().map(|world| PerSide::each(|side| offset(world, side)));
        TracedMonth {
            month: month.month,
            step: match month.step {
                Step::Still => "still",
                Step::Advance => "advance",
                Step::Retreat => "retreat",
                Step::Collapse(Side::Challenger) => "collapse_challenger",
                Step::Collapse(Side::Defender) => "collapse_defender",
                Step::Freeze => "freeze",
                Step::Thaw => "thaw",
            },
            position: front.position,
            frozen: front.frozen,
            believed: offsets.filter(|_| !month.resumed).map(|offsets| self.believed(offsets)),
        }
    }

    fn plan_told(&self, index: usize, plan: &PlanInRound, round: &Round<'_>) -> TracedPlan {
        let structure = self.structure();
        let side = |side: Side| {
            let (value, surplus) = (plan.values?[side], plan.surplus?[side]);
            Some(side_told(plan, round, side, value, surplus))
        };
        let sides = side(Side::Challenger).zip(side(Side::Defender));
        let veto = |it: &crate::engine::VetoInRound| {
            let told = TracedVeto { surplus: it.surplus, red_line: it.crossed, refuses: it.refuses() };
            (structure.parties[it.party].id.clone(), told)
        };
        let open = structure.plans[index].is_open();
        let settlement = self.world.as_ref().filter(|_| open);
        let settlement = settlement.and_then(|world| world.settlement(index, plan.combination));
        let sides = sides.map(|(challenger, defender)| PerSide::new(challenger, defender));
        TracedPlan {
            id: structure.plans[index].id.clone(),
            fate: fate(index, plan, round, sides.as_ref()),
            terms: settlement.map(|it| self.terms(|issue| it.term_on(issue, round.front.position))).unwrap_or_default(),
            sides,
            vetoes: plan.vetoes.iter().map(veto).collect(),
        }
    }

    fn terms(&self, term: impl Fn(usize) -> f64) -> TermTold {
        let issues = self.structure().issues.iter().enumerate();
        issues.map(|(index, issue)| (issue.id.clone(), TermValue::of(index, Some(term(index))))).collect()
    }

    fn settlement(&self) -> Option<&Settlement> {
        let (plan, combination) = self.signed?;
        self.world.as_ref()?.settlement(plan, combination)
    }

    fn ids(&self, guarantors: &[usize]) -> Vec<String> {
        guarantors.iter().map(|&index| self.structure().guarantors[index].id.clone()).collect()
    }
}

/// What a side makes of a plan of that value and surplus.
fn side_told(plan: &PlanInRound, round: &Round<'_>, side: Side, value: f64, surplus: f64) -> TracedSide {
    let (fighting_on, margin, view) = (round.reservations[side], round.margins[side], plan.views[side]);
    let open = value - fighting_on - margin;
    let answer = match () {
        () if plan.crossed[side] => TracedAnswer::RedLine,
        () if surplus >= 0.0 => TracedAnswer::Accepts,
        () if open >= 0.0 => TracedAnswer::PrivateView,
        () if value >= fighting_on => TracedAnswer::Margin,
        () if value >= round.war_values[side] => TracedAnswer::Hope,
        () => TracedAnswer::FightingOn,
    };
    let won_by_private_view = answer.accepts() && open < 0.0;
    TracedSide { value, private_view: view, surplus, answer, won_by_private_view }
}

/// What becomes of a plan in a round.
fn fate(index: usize, plan: &PlanInRound, round: &Round<'_>, sides: Option<&PerSide<TracedSide>>) -> TracedFate {
    if round.tabled == Some(index) {
        return if round.ratified { TracedFate::Signed } else { TracedFate::NotRatified };
    }
    match plan.barred {
        Some(Barred::Untabled) => TracedFate::Untabled,
        Some(Barred::Unavailable) => TracedFate::Unavailable,
        Some(Barred::TooEarly) => TracedFate::TooEarly,
        Some(Barred::OffTable) => TracedFate::OffTable,
        Some(Barred::TooLate) => TracedFate::TooLate,
        None if sides.is_some_and(|sides| sides.iter().all(|side| side.answer.accepts())) => TracedFate::Outdone,
        None | Some(Barred::RedLine | Barred::Veto) => TracedFate::Refused,
    }
}

/// The share of all draws that are lower than that at a place of a distribution, half of those that are equal counted in.
fn quantile(distribution: &Distribution, position: f64) -> f64 {
    let tie = distribution.ties().into_iter().find(|&(from, to)| from <= position && position <= to);
    tie.map_or(position, |(from, to)| from + (to - from) / 2.0)
}

impl Observer for Watcher<'_> {
    fn drawn(&mut self, _inputs: &[f64], consents: &[bool]) {
        self.consents = consents.to_vec();
    }

    fn world(&mut self, world: &World) {
        self.world = Some(world.clone());
        let offsets = PerSide::each(|side| world.beliefs[side].offset(0, 0));
        self.start = Some(TracedStart {
            position: world.start,
            positions: world.contest.positions,
            advance: num::logistic(world.log_odds),
            believed: self.believed(offsets),
            war: PerSide::each(|side| world.war_value(side, world.start, offsets[side])),
        });
    }

    fn round(&mut self, round: &Round<'_>) {
        let plans = round.plans.iter().enumerate().map(|(index, plan)| self.plan_told(index, plan, round));
        let told = TracedRound {
            month: round.month,
            position: round.front.position,
            believed: self.believed(round.offsets),
            war: round.war_values,
            fighting_on: round.reservations,
            margins: round.margins,
            ratifies: round.tabled.map(|_| round.ratifies),
            plans: plans.collect(),
        };
        self.rounds.push(told);
    }

    fn month(&mut self, month: &WarMonth) {
        let told = self.month_told(month);
        if month.resumed { &mut self.resumed } else { &mut self.war }.push(told);
    }

    fn signed(&mut self, signature: &Signature, _solutions: &PerSide<Solution>) {
        self.signed = Some((signature.plan, signature.combination));
        let plan = &self.structure().plans[signature.plan];
        let position = self.war.last().map(|month| month.position).or(self.start.map(|start| start.position));
        let (resumes_at, guarantors) = self.settlement().map_or((0, Vec::new()), |settlement| {
            (settlement.resumed_position(position.unwrap_or_default()), self.ids(&settlement.guarantors))
        });
        self.resumes_at = resumes_at;
        self.signature = Some(TracedSignature {
            plan: plan.id.clone(),
            month: signature.month,
            ceasefire_months: plan.ceasefire_months,
            terms: self.terms(|issue| signature.terms[issue]),
            surplus: signature.surplus,
            guarantors,
            survival: signature.survival.clone(),
        });
    }

    fn year(&mut self, year: &PeaceYear) {
        let guard = match year.guard {
            Guard::Active => "active",
            Guard::Deserted => "deserted",
            Guard::Lapsed => "lapsed",
        };
        let attacker = year.attacker.map(Side::key);
        self.peace.push(TracedYear { age: year.age, guard, hazard: year.chances, attacker });
    }

    fn attacked(&mut self, attack: &Attack<'_>) {
        let bound = attack.active && attack.attacker == Side::Challenger;
        let bound = self.settlement().filter(|_| bound).map(|settlement| settlement.guarantors.clone());
        let force = |&guarantor: &usize| {
            let honours = attack.honoured.contains(&guarantor);
            let id = self.structure().guarantors[guarantor].id.clone();
            (id, if honours { TracedForce::Honours } else { TracedForce::Abstains })
        };
        let guarantors: IndexMap<String, TracedForce> = bound.iter().flatten().map(force).collect();
        self.attack = Some(TracedAttack {
            attacker: attack.attacker,
            age: attack.age,
            active: attack.active,
            guarantors,
            force: attack.force,
            advance: num::logistic(attack.log_odds),
        });
    }

    fn breached(&mut self, breach: &Breach) {
        self.result = Some(breach.result.name());
    }

    fn ended(&mut self, outcome: Result<&TrialOutcome, &WorldError>) {
        match outcome {
            Err(error) => self.failed = Some(error.clone()),
            Ok(outcome) => {
                let structure = self.structure();
                let parties = structure.parties.iter().map(|it| it.id.clone());
                let costs = structure.costs.iter().map(|it| it.id.clone());
                self.outcome = Some(TracedOutcome {
                    class: outcome.class.name(),
                    war_months: outcome.war_months,
                    frozen_months: outcome.frozen_months,
                    values: outcome.values,
                    party_values: parties.zip(outcome.party_values.iter().copied()).collect(),
                    costs: costs.zip(outcome.costs.iter().copied()).collect(),
                    weight: structure.is_weighted().then(|| outcome.weight.value()),
                    likelihoods: outcome.likelihoods.clone(),
                    forecasts_left_out: !structure.forecasts.is_empty(),
                });
            }
        }
    }
}
