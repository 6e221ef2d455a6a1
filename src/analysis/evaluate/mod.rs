//! The exact solution at central values: no chance, no sampling.

mod evidence;
mod nearest;

use indexmap::IndexMap;

use crate::engine::{FightingOn, World, WorldError, chosen_at};
use crate::model::enforcement::{
    AnyTheory, Durability, LANES, OnlookerSolver, OnlookerView, Prospect, SideView, Solution, Theory, durability,
};
use crate::model::foresight::{HopedFor, Pause};
use crate::model::open::OpenTerm;
use crate::model::settlement::Settlement;
use crate::model::terms::Utility;
use crate::model::war::undiscounted;
use crate::model::{FOREIGN_TROOPS, Foresight, Parameters, PerSide, Side, Structure, TERRITORY};
use crate::num;
use crate::scenario::Scenario;

use super::evaluation::{
    Evaluation, GuaranteeOutlook, GuarantorOutlook, Part, PartyEvaluation, PartyPlan, PlanEvaluation, PlanValue,
    TermValue, Undiscounted, WarValue,
};
use nearest::nearest;

/// Ages at which the guarantee is described.
const OUTLOOK_YEARS: [u32; 4] = [0, 5, 15, 30];

/// Solves a scenario at its central values; every guarantor whose consent is above 0 takes part.
///
/// # Errors
/// Central values that have no meaning together; see [`WorldError`].
pub fn evaluate(scenario: &Scenario) -> Result<Evaluation, WorldError> {
    let mut evaluator = Evaluator::new(scenario, scenario.structure())?;
    let world = &evaluator.world;
    let ending = undiscounted(&world.contest, world.start, world.log_odds);
    let [challenger, defender] = Side::BOTH.map(|side| evaluator.war_value(side));
    let advance_probability = num::logistic(world.log_odds);
    let mut parties: Vec<PartyEvaluation> =
        (0..scenario.structure().parties.len()).map(|party| evaluator.party(party)).collect();
    let mut plans: Vec<PlanEvaluation> = Vec::new();
    let solved = evaluator.solve_all(scenario.run().years);
    for (index, solutions) in solved.into_iter().enumerate() {
        let (plan, values) = evaluator.plan(index, solutions, scenario);
        for (party, value) in parties.iter_mut().zip(values) {
            party.plans.push(PartyPlan { id: plan.id.clone(), value });
        }
        plans.push(plan);
    }
    let values = plans.iter().flat_map(|plan| [&plan.challenger, &plan.defender]);
    let values = values.flat_map(|value| [value.u, value.v, value.surplus]).flatten();
    if !values.chain([challenger.w, defender.w]).all(f64::is_finite) {
        // In files it would be null, as what there is not is.
        return Err(WorldError::Value);
    }
    let mut tabled = plans.iter().zip(&scenario.structure().plans).filter(|(_, plan)| plan.tabled);
    let nearest = if tabled.any(|(plan, _)| plan.signable) {
        None
    } else {
        nearest(&scenario.with_plans_closed(&evaluator.chosen), &plans, &parties)?
    };
    let open_terms = plans.iter().filter(|plan| !plan.open_terms.is_empty());
    let open_terms = open_terms.map(|plan| (plan.id.clone(), plan.open_terms.clone())).collect();
    Ok(Evaluation {
        scenario: scenario.name().to_owned(),
        advance_probability,
        challenger,
        defender,
        undiscounted: Undiscounted {
            challenger_wins: ending.challenger_wins,
            frozen: ending.frozen,
            months: ending.months,
        },
        plans,
        nearest,
        parties,
        evidence: evaluator.evidence(),
        open_terms,
    })
}

/// A world at central values with what the sides expect of the present war.
struct Evaluator<'a> {
    structure: &'a Structure,
    world: World,
    theory: AnyTheory,
    offsets: PerSide<f64>,
    fighting_on: FightingOn,
    /// Of each plan with open terms, the combination that suits both sides best; `None` where none can be had.
    chosen: Vec<Option<usize>>,
}

/// Who looks at a plan: a side, or a party that does not fight.
struct Beholder<'w> {
    utility: &'w Utility,
    discount_factor: f64,
    /// What it has of the war as it stands, before the cost of fighting.
    status_quo: f64,
    /// What it holds a plan against.
    reservation: f64,
    margin: f64,
}

impl Beholder<'_> {
    /// What a plan of that value brings beyond fighting on and the margin.
    fn surplus(&self, v: f64) -> f64 {
        v - self.reservation - self.margin
    }
}

/// A settlement signed at a position, as a side sees it.
fn view<'s>(
    world: &World,
    settlement: &'s Settlement,
    position: usize,
    side: Side,
    offsets: PerSide<f64>,
) -> SideView<'s> {
    let territory_values = world.territory_values(settlement, position);
    SideView { settlement, position, territory_values, side, offset: offsets[side] }
}

impl<'a> Evaluator<'a> {
    fn new(scenario: &Scenario, structure: &'a Structure) -> Result<Self, WorldError> {
        let parameters = scenario.central().clone();
        let consents = parameters.guarantors.iter().map(|guarantor| guarantor.consent > 0.0).collect();
        let world = World::new(parameters, structure, consents)?;
        let offsets = PerSide::each(|side| world.beliefs[side].offset(0, 0));
        let mut theory = AnyTheory::of(structure.theory);
        let fighting_on = FightingOn::at(&world, structure, &mut theory, world.start);
        let chosen = chosen_at(&world, structure, &mut theory, world.start);
        Ok(Self { structure, world, theory, offsets, fighting_on, chosen })
    }

    /// What fighting on is worth to a side.
    fn war_value(&self, side: Side) -> WarValue {
        let (world, fighting_on) = (&self.world, &self.fighting_on);
        let looks_ahead = self.structure.foresight == Foresight::All;
        WarValue {
            w: fighting_on.war_values[side],
            reservation: looks_ahead.then_some(fighting_on.reservations[side]),
            hopes: fighting_on.hoped_for[side].iter().map(|part| self.hope(part)).collect(),
            status_quo: world.flow(side, world.start, 0.0),
        }
    }

    /// What a plan contributes to somebody's hope.
    fn hope(&self, part: &HopedFor) -> Part {
        Part { of: self.structure.plans[part.plan].id.clone(), value: part.value }
    }

    fn parameters(&self) -> &Parameters {
        &self.world.parameters
    }

    /// Both sides' own solutions of every available plan, signed where the front starts: as many side by side as the theory
    /// works on at once.
    fn solve_all(&mut self, years: usize) -> Vec<Option<PerSide<Solution>>> {
        let (world, plans) = (&self.world, self.structure.plans.len());
        let settlement = |plan: usize| world.settlement(plan, self.chosen[plan].unwrap_or_default());
        let mut available: Vec<(usize, &Settlement)> =
            (0..plans).filter_map(|plan| Some((plan, settlement(plan)?))).collect();
        available.sort_by(|(_, one), (_, other)| one.term.years.total_cmp(&other.term.years));
        let mut out = vec![None; plans];
        for batch in available.chunks(LANES / 2) {
            let both = batch.iter().flat_map(|&(_, settlement)| Side::BOTH.map(|side| (settlement, side)));
            let views: Vec<SideView<'_>> =
                both.map(|(settlement, side)| view(world, settlement, world.start, side, self.offsets)).collect();
            let values = self.theory.solve(&views, self.structure.may_attack);
            for (index, &(plan, settlement)) in batch.iter().enumerate() {
                // What the peace is worth to parties that do not fight depends on all of its ages.
                let ages = if self.structure.parties.is_empty() { years } else { settlement.lookahead };
                let lane = |side: Side| 2 * index + side as usize;
                let solution = |side: Side| self.theory.solution(lane(side), ages, values[lane(side)]);
                out[plan] = Some(PerSide::each(solution));
            }
        }
        out
    }

    /// Both sides' own solutions of a plan, signed at a position.
    fn solve_at(&mut self, settlement: &Settlement, position: usize, years: usize) -> PerSide<Solution> {
        let views = Side::BOTH.map(|side| view(&self.world, settlement, position, side, self.offsets));
        let values = self.theory.solve(&views, self.structure.may_attack);
        PerSide::each(|side| self.theory.solution(side as usize, years, values[side as usize]))
    }

    /// A side where the front stands there; what it holds a plan against is that of the start.
    fn side(&self, side: Side, position: usize) -> Beholder<'_> {
        let (world, party) = (&self.world, self.parameters().party(side));
        Beholder {
            utility: &world.stakes.utilities[side],
            discount_factor: party.discount_factor,
            status_quo: world.flow(side, position, 0.0),
            reservation: self.fighting_on.reservations[side],
            margin: party.margin,
        }
    }

    /// A party that does not fight where the front stands there; what it holds a plan against is that of the start.
    fn onlooker(&self, party: usize, position: usize) -> Beholder<'_> {
        let (world, numbers) = (&self.world, &self.parameters().stakeholders[party]);
        let concern = &world.stakes.concerns[party];
        Beholder {
            utility: &concern.utility,
            discount_factor: numbers.discount_factor,
            status_quo: world.onlooker_calm(party, position),
            reservation: self.fighting_on.party_reservations[party],
            margin: numbers.margin,
        }
    }

    /// A party that does not fight, without plans.
    fn party(&self, party: usize) -> PartyEvaluation {
        let (identity, own) = (&self.structure.parties[party], self.onlooker(party, self.world.start));
        let [if_challenger_wins, if_defender_wins] = *self.world.stakes.concerns[party].fighter.prizes.as_array();
        let hopes = self.fighting_on.party_hopes[party].iter().map(|part| self.hope(part)).collect();
        PartyEvaluation {
            id: identity.id.clone(),
            veto: identity.veto,
            w: self.world.onlooker_war_value(party, self.world.start),
            reservation: own.reservation,
            hopes,
            status_quo: own.status_quo,
            if_challenger_wins,
            if_defender_wins,
            plans: Vec::new(),
        }
    }

    /// A plan as each party that does not fight sees it, where both sides have these solutions.
    fn party_values(&self, plan: usize, settlement: &Settlement, solutions: &PerSide<Solution>) -> Vec<PlanValue> {
        if self.structure.parties.is_empty() {
            return Vec::new();
        }
        let position = self.world.start;
        let peaces = self.peaces_to_parties(settlement, solutions, position);
        let value = |party: usize| {
            let territory_value = self.world.onlooker_territory_value(party, settlement, position);
            let u = settlement.onlookers.party(party).in_force(0, settlement.term.exists(), territory_value);
            self.plan_value(plan, settlement, &self.onlooker(party, position), [u, peaces[party]])
        };
        (0..self.structure.parties.len()).map(value).collect()
    }

    /// What the peace that a plan begins at a position is worth to each party that does not fight.
    fn peaces_to_parties(&self, settlement: &Settlement, solutions: &PerSide<Solution>, position: usize) -> Vec<f64> {
        let prospect = Prospect::new(&self.theory, settlement, solutions);
        let mut solver = OnlookerSolver::default();
        let value = |party: usize| {
            let territory_value = self.world.onlooker_territory_value(party, settlement, position);
            let offset = self.world.parameters.stakeholders[party].optimism;
            solver.value(&OnlookerView { settlement, position, party, territory_value, offset }, &prospect)
        };
        (0..self.structure.parties.len()).map(value).collect()
    }

    /// Whether the peace comes after a ceasefire.
    fn pauses(&self, plan: usize) -> bool {
        self.structure.plans[plan].ceasefire_months > 0
    }

    /// V: with the ceasefire before the peace, if there is one.
    fn paused(&self, plan: usize, own: &Beholder<'_>, peace: f64) -> f64 {
        Pause::new(own.discount_factor, self.structure.plans[plan].ceasefire_months).value(own.status_quo, peace)
    }

    /// A plan of which both sides have these solutions, and as each party that does not fight sees it.
    fn plan(
        &self,
        index: usize,
        solutions: Option<PerSide<Solution>>,
        scenario: &Scenario,
    ) -> (PlanEvaluation, Vec<PlanValue>) {
        let years = scenario.run().years;
        let id = self.structure.plans[index].id.clone();
        let parties = &self.structure.parties;
        let combination = self.chosen[index].unwrap_or_default();
        let (Some(settlement), Some(solutions)) = (self.world.settlement(index, combination), solutions) else {
            return (unavailable(id, years), vec![no_value(); parties.len()]);
        };
        let Durability { survival, by_challenger, by_defender, active } =
            durability(&self.theory, settlement, &solutions, years);
        let territory_values = self.world.territory_values(settlement, self.world.start);
        let [challenger, defender] = Side::BOTH.map(|side| {
            let u = settlement.in_force(side, 0, settlement.term.exists(), territory_values[side]);
            self.plan_value(index, settlement, &self.side(side, self.world.start), [u, solutions[side].value])
        });
        let values = self.party_values(index, settlement, &solutions);
        let plan = PlanEvaluation {
            id,
            available: true,
            foreign_troops: Some(settlement.signed[FOREIGN_TROOPS]),
            signable: challenger.accepts()
                && defender.accepts()
                && self.structure.vetoes().all(|party| values[party].accepts()),
            challenger,
            defender,
            years: (0..=years as u32).collect(),
            survival: Some(survival),
            resumed_by_challenger: Some(by_challenger),
            resumed_by_defender: Some(by_defender),
            guarantee: settlement.term.exists().then(|| self.outlook(settlement, &active, years)),
            theories: IndexMap::new(),
            open_terms: self.open_terms(index, combination),
        };
        (plan, values)
    }

    /// The open terms of a plan in that combination, by issue.
    fn open_terms(&self, index: usize, combination: usize) -> IndexMap<String, TermValue> {
        let plan = &self.structure.plans[index];
        let of = |(term, choice): (&OpenTerm, usize)| {
            let id = self.structure.issues[term.issue].id.clone();
            (id, TermValue::of(term.issue, term.choices[choice]))
        };
        plan.open.iter().zip(plan.choices(combination)).map(of).collect()
    }

    /// A plan as somebody sees it who has `u` of it at first and to whom its peace is worth `peace`.
    fn plan_value(&self, plan: usize, settlement: &Settlement, own: &Beholder<'_>, [u, peace]: [f64; 2]) -> PlanValue {
        let crossed = settlement.crossed(own.utility, self.world.start);
        let v = self.paused(plan, own, peace);
        PlanValue {
            u: Some(u),
            v: Some(v),
            v_peace: self.pauses(plan).then_some(peace),
            surplus: Some(own.surplus(v)),
            red_line: Some(!crossed.is_empty()),
            crossed: crossed.into_iter().map(|issue| self.structure.issues[issue].id.clone()).collect(),
            breakdown: self.breakdown(settlement, own, [v, peace]),
        }
    }

    /// The surplus in parts that add up to it.
    fn breakdown(&self, settlement: &Settlement, own: &Beholder<'_>, [v, peace]: [f64; 2]) -> Vec<Part> {
        let utility = own.utility;
        let mut if_it_holds = 0.0;
        let mut parts = Vec::new();
        for (issue, identity) in self.structure.issues.iter().enumerate() {
            let mean = self.mean_utility(settlement, own, issue);
            if_it_holds += utility.weight(issue) * mean;
            let value = utility.weight(issue) * (mean - utility.value(issue, self.status_quo(issue)));
            parts.push(Part { of: identity.id.clone(), value });
        }
        let fighting = own.status_quo - own.reservation;
        parts.push(Part { of: "resumed_war".into(), value: peace - if_it_holds });
        if v.to_bits() != peace.to_bits() {
            parts.push(Part { of: "ceasefire_months".into(), value: v - peace });
        }
        parts.push(Part { of: "fighting_on".into(), value: fighting });
        parts.push(Part { of: "margin".into(), value: -own.margin });
        parts
    }

    /// What somebody has of an issue, on discounted average, if no war ever resumes.
    fn mean_utility(&self, settlement: &Settlement, own: &Beholder<'_>, issue: usize) -> f64 {
        self.world.mean_value(settlement, own.utility, own.discount_factor, issue, self.world.start)
    }

    /// What an issue is now, while war goes on.
    fn status_quo(&self, issue: usize) -> f64 {
        match issue {
            TERRITORY => self.world.start as f64 / self.parameters().front.positions,
            _ => self.world.stakes.status_quo[issue],
        }
    }

    fn outlook(&self, settlement: &Settlement, active: &[f64], years: usize) -> GuaranteeOutlook {
        let ages: Vec<u32> = OUTLOOK_YEARS.into_iter().filter(|&age| age as usize <= years).collect();
        let outlook = |&age: &u32| settlement.coalition.outlook(settlement.term.age(age as usize) as f64, 0.0);
        let at: Vec<_> = ages.iter().map(outlook).collect();
        let members = settlement.coalition.members.iter().zip(&settlement.guarantors).enumerate();
        GuaranteeOutlook {
            active: ages.iter().map(|&age| active[age as usize]).collect(),
            guarantors: members
                .map(|(index, (member, &guarantor))| GuarantorOutlook {
                    id: self.structure.guarantors[guarantor].id.clone(),
                    stationed: member.stationed,
                    committed_years: member.committed_years.is_finite().then_some(member.committed_years),
                    honours: at.iter().map(|outlook| outlook.honours[index]).collect(),
                })
                .collect(),
            nobody: at.iter().map(|outlook| outlook.nobody).collect(),
            all: at.iter().map(|outlook| outlook.all).collect(),
            expected_force: at.iter().map(|outlook| outlook.expected_force).collect(),
            years: ages,
        }
    }
}

/// A plan that cannot be had: no participant is left.
fn unavailable(id: String, years: usize) -> PlanEvaluation {
    PlanEvaluation {
        id,
        available: false,
        foreign_troops: None,
        challenger: no_value(),
        defender: no_value(),
        signable: false,
        years: (0..=years as u32).collect(),
        survival: None,
        resumed_by_challenger: None,
        resumed_by_defender: None,
        guarantee: None,
        theories: IndexMap::new(),
        open_terms: IndexMap::new(),
    }
}

fn no_value() -> PlanValue {
    PlanValue {
        u: None,
        v: None,
        v_peace: None,
        surplus: None,
        red_line: None,
        crossed: Vec::new(),
        breakdown: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The conflict that its own file works out by hand.
    fn island(sets: &[&str]) -> Scenario {
        let text = include_str!("../../../scenarios/island-by-hand.toml");
        let sets: Vec<String> = sets.iter().map(|&it| it.to_owned()).collect();
        crate::scenario::parse("island.toml", text, &sets, None).unwrap().scenario
    }

    fn part(value: &PlanValue, of: &str) -> f64 {
        value.breakdown.iter().find(|part| part.of == of).unwrap().value
    }

    #[track_caller]
    fn near(got: f64, expected: f64) {
        assert!((got - expected).abs() < 2e-6, "{got} is not {expected}");
    }

    /// From the file's table: while fighting both have 1/2, W is 0.46 and 0.44, lasting peace on the line is worth 1/2 to each
    /// and the bare plan 0.502660 and 0.366687. What a surplus lacks of these parts is the margin.
    #[test]
    fn the_parts_of_a_surplus_are_those_by_hand() {
        let plans = evaluate(&island(&["challenger.margin=0.01"])).unwrap().plans;
        for (value, fighting, resumed, margin) in
            [(&plans[0].challenger, 0.04, 0.002_660, 0.01), (&plans[0].defender, 0.06, -0.133_313, 0.0)]
        {
            near(part(value, "fighting_on"), fighting);
            near(part(value, "resumed_war"), resumed);
            near(part(value, "margin"), -margin);
            near(part(value, "territory"), 0.0);
            near(value.surplus.unwrap(), fighting + resumed - margin);
        }
    }

    /// A guarantee in force from year 0 to 9 has a discounted mean of 1 - delta^10 = 0.700620; with two issues of equal
    /// salience it weighs half.
    #[test]
    fn what_ends_is_discounted() {
        let plans = evaluate(&island(&["defender.demands.guarantee_years.salience=1"])).unwrap().plans;
        near(part(&plans[1].defender, "guarantee_years"), 0.5 * 0.700_620);
        near(part(&plans[0].defender, "guarantee_years"), 0.0);
    }

    /// At central values a guarantor takes part as soon as that is possible: the plan of ten years is worth what it is with
    /// consent for certain.
    #[test]
    fn an_unlikely_guarantor_takes_part() {
        let plans = evaluate(&island(&["guarantor.protector.consent=0.3"])).unwrap().plans;
        assert!(plans[1].available && plans[1].guarantee.is_some());
        near(plans[1].defender.v.unwrap(), 0.417_356);
    }

    /// One plan lacks 0.05 on one side, the other 0.03 on each: the first lacks less in all.
    #[test]
    fn the_nearest_plan_lacks_least_in_all() {
        let scenario = island(&[]);
        let mut plans = evaluate(&scenario).unwrap().plans;
        for (index, plan) in plans.iter_mut().enumerate() {
            let [a, d] = [[0.02, -0.05], [-0.03, -0.03]].get(index).map_or([None; 2], |both| both.map(Some));
            (plan.challenger.surplus, plan.defender.surplus) = (a, d);
        }
        let found = nearest(&scenario, &plans, &[]).unwrap().unwrap();
        assert_eq!((found.plan.as_str(), found.challenger_lacks, found.defender_lacks), ("bare", 0.0, 0.05));
    }

    /// The file says that the defender's least term is 13 years: nearer ones than that, up and down from 10, are refused.
    #[test]
    fn the_nearest_term_that_both_would_sign_is_found() {
        let mut scenario = island(&[]);
        scenario.structure.plans.retain(|plan| plan.id == "ten-years");
        let nearest = evaluate(&scenario).unwrap().nearest.unwrap();
        let term = nearest.moves.iter().find(|it| it.issue == "guarantee_years").unwrap();
        assert_eq!((nearest.plan.as_str(), term.from, term.to), ("ten-years", Some(10.0), Some(13.0)));
    }
}
