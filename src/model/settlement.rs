//! A plan in one world: what it puts in force at each age, who guards it, and with which forces a resumed war would be
//! fought. Everything here is known before the sides' beliefs are.

use super::forces;
use super::guarantee::{Backstop, Coalition, Member, Prospects};
use super::onlooker::{Concern, Onlooker, Onlookers};
use super::parameters::{
    DEFENDER_FORCES, FOREIGN_TROOPS, Front, GUARANTEE_YEARS, Guarantee, HazardRecord, Parameters, Party, Politics,
    TERRITORY,
};
use super::side::{PerSide, Side};
use super::structure::{EffectTarget, GuarantorIdentity, Participant, Plan, Shocks, Structure};
use super::terms::{Utility, status_quo};
use super::war::{Contest, Fighter, Flow, prizes};
use crate::num;
use crate::words::{Words, words};

/// Why a plan has no meaning in a world.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{}", self.words())]
pub enum SettlementError {
    /// An effect led out of the range of what it changes.
    Effect {
        /// The plan's id.
        plan: String,
        /// What the effect changes.
        path: String,
        /// The number that came out.
        value: f64,
    },
    /// Both sides' chances to collapse in a month reach 1.
    Collapse {
        /// The plan's id.
        plan: String,
        /// The sum.
        sum: f64,
    },
}

impl SettlementError {
    /// What is wrong.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::Effect { plan, path, value } => {
                words!("plan `{plan}`: effect on `{path}` gives {value}, outside its range", plan, path, value)
            }
            Self::Collapse { plan, sum } => {
                words!("plan `{plan}`: the two sides' `collapse` sum to {sum}, which must stay below 1", plan, sum)
            }
        }
    }
}

/// The numbers that hold after a signature.
#[derive(Clone, Debug, PartialEq)]
pub struct Aftermath {
    /// A.
    pub challenger: Party,
    /// D.
    pub defender: Party,
    /// The front.
    pub front: Front,
    /// The guarantee.
    pub guarantee: Guarantee,
    /// Whether the sides are paid by their shocks.
    pub shocks: Shocks,
}

impl Aftermath {
    /// The numbers of a world after the effects of the plan of index `index`.
    ///
    /// # Errors
    /// An effect that leads out of the range of what it changes.
    pub fn new(parameters: &Parameters, structure: &Structure, index: usize) -> Result<Self, SettlementError> {
        let plan = &structure.plans[index];
        let mut after = Self {
            challenger: parameters.challenger,
            defender: parameters.defender,
            front: parameters.front,
            guarantee: parameters.guarantee,
            shocks: structure.shocks,
        };
        for (effect, &operand) in plan.effects.iter().zip(&parameters.effects[index]) {
            let slot = after.slot(effect.target);
            *slot = effect.kind.apply(*slot, operand);
            if !effect.target.range().contains(*slot) {
                let (plan, path, value) = (plan.id.clone(), effect.target.path(), *slot);
                return Err(SettlementError::Effect { plan, path, value });
            }
        }
        let sum = after.challenger.collapse + after.defender.collapse;
        if sum < 1.0 { Ok(after) } else { Err(SettlementError::Collapse { plan: plan.id.clone(), sum }) }
    }

    fn slot(&mut self, target: EffectTarget) -> &mut f64 {
        match target {
            EffectTarget::Party(Side::Challenger, key) => (key.slot)(&mut self.challenger),
            EffectTarget::Party(Side::Defender, key) => (key.slot)(&mut self.defender),
            EffectTarget::Front(key) => (key.slot)(&mut self.front),
            EffectTarget::Guarantee(key) => (key.slot)(&mut self.guarantee),
        }
    }

    /// One belligerent's numbers.
    #[must_use]
    pub fn party(&self, side: Side) -> &Party {
        match side {
            Side::Challenger => &self.challenger,
            Side::Defender => &self.defender,
        }
    }

    /// Of how many types each side may be.
    #[must_use]
    pub fn types(&self) -> PerSide<usize> {
        PerSide::each(|side| self.party(side).types())
    }

    /// A side in a resumed war, with the flow that it enjoys while fighting.
    fn fighter(&self, side: Side, flow: &Flow) -> Fighter {
        let party = self.party(side);
        Fighter {
            prizes: prizes(side),
            discount_factor: party.discount_factor,
            war_cost: party.war_cost,
            flow: flow.clone(),
        }
    }

    /// The rules of a resumed war that D fights alone.
    #[must_use]
    pub fn contest(&self) -> Contest {
        contest(&self.front, &self.challenger, &self.defender)
    }

    /// D's chance of collapse in a month of a resumed war when it has forces of its `own` and others have `joined` it,
    /// thousand: money, air defence and supply are most of what a coalition does.
    #[inline(always)]
    #[must_use]
    pub fn collapse_with(&self, joined: f64, own: f64) -> f64 {
        let spared = self.guarantee.endurance * joined / own;
        let share = num::exp(-spared);
        if spared > 0.0 { self.defender.collapse * share } else { self.defender.collapse }
    }
}

/// The rules of a war between two parties.
#[must_use]
pub fn contest(front: &Front, challenger: &Party, defender: &Party) -> Contest {
    Contest {
        positions: front.positions as usize,
        stalemate: front.stalemate,
        collapse_challenger: challenger.collapse,
        collapse_defender: defender.collapse,
        freeze: front.freeze,
        thaw: front.thaw,
    }
}

/// The term of a guarantee.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    /// Whole years; infinite: permanent; 0: none.
    pub years: f64,
}

impl Term {
    /// Whether there is a guarantee at all.
    #[must_use]
    pub fn exists(self) -> bool {
        self.years > 0.0
    }

    /// Years into the running term at an age of the settlement.
    #[must_use]
    pub fn age(self, age: usize) -> usize {
        if self.years.is_infinite() || !self.exists() { age } else { age % self.years as usize }
    }

    /// Whether a term runs out at the end of the year that begins at this age.
    #[must_use]
    pub fn ends_after(self, age: usize) -> bool {
        self.years.is_finite() && self.exists() && (age + 1).is_multiple_of(self.years as usize)
    }
}

/// A guarantee whose guarantor with politics has a government that does not honour it.
#[derive(Clone, Debug)]
pub struct Desertion {
    /// The coalition: that guarantor's troops stay, but it honours nothing, and nobody can lean on it.
    pub coalition: Coalition,
    /// What each side expects of it.
    pub prospects: PerSide<Prospects>,
    /// The politics.
    pub politics: Politics,
}

impl Desertion {
    /// The chances that the government goes out and that it comes back at an age; `None` where there is no election.
    #[must_use]
    pub fn moves(&self, age: usize) -> Option<(f64, f64)> {
        self.politics.elects(age).then_some((self.politics.out, self.politics.back))
    }
}

/// A plan in one world, for the participants who consent.
#[derive(Clone, Debug)]
pub struct Settlement {
    /// The numbers after the signature.
    pub after: Aftermath,
    /// Term of the guarantee.
    pub term: Term,
    /// The participants who consent.
    pub coalition: Coalition,
    /// Their indices among the scenario's guarantors.
    pub guarantors: Vec<usize>,
    /// Share of the territory for A; `None`: the line of contact.
    pub territory: Option<f64>,
    /// The terms as signed, by issue (territory left at 0; troops: those really stationed).
    pub signed: Vec<f64>,
    /// Troops stationed by age within a term, as far as ages differ; empty without a guarantee.
    pub(super) stationed: Vec<f64>,
    /// Weighted value of all in force but territory, lapsed.
    pub(super) lapsed: PerSide<f64>,
    /// The same by age while active, ages 0..=lookahead.
    pub(super) active: PerSide<Vec<f64>>,
    /// What each side expects of the coalition; empty without a guarantee.
    pub prospects: PerSide<Prospects>,
    /// What there is while the government of a guarantor with politics is out; `None` where it cannot go out.
    pub desertion: Option<Box<Desertion>>,
    /// A's forces by age, thousand.
    pub challenger_forces: Vec<f64>,
    /// Their inverses.
    pub(super) challenger_inverse: Vec<f64>,
    /// What D fights with, by age, thousand.
    pub defender_forces: Vec<f64>,
    /// The two sides in a resumed war.
    pub fighters: PerSide<Fighter>,
    /// The parties that do not fight.
    pub onlookers: Onlookers,
    /// Probability that an active guarantee is still active after the year at each age.
    pub(super) keep: Vec<f64>,
    /// The record of broken peaces, where the theory "hazard" asks for it.
    pub hazard: Option<HazardRecord>,
    /// Ages solved for.
    pub lookahead: usize,
    /// Of a plan with open terms, which combination of them this is; else 0.
    pub combination: usize,
    /// Of a plan with open terms, what tells the wars that could follow from those of its other combinations, the position
    /// where they start apart: the plan, and the first combination with the same wars.
    pub scene: Option<(usize, usize)>,
}

/// What of a world serves every plan.
#[derive(Clone, Debug)]
pub struct Stakes {
    /// The sides' utilities.
    pub utilities: PerSide<Utility>,
    /// Terms in force while fighting.
    pub status_quo: Vec<f64>,
    /// Flows enjoyed while fighting.
    pub flows: PerSide<Flow>,
    /// What the parties that do not fight are concerned about.
    pub concerns: Vec<Concern>,
}

impl Stakes {
    /// The stakes of a world.
    #[must_use]
    pub fn new(parameters: &Parameters) -> Self {
        let utilities = PerSide::each(|side| Utility::new(parameters, side));
        let status_quo = status_quo(parameters);
        let positions = parameters.front.positions as usize;
        let flows = PerSide::each(|side| utilities[side].war_flow(positions, &status_quo));
        let concern = |party| Concern::new(parameters, party, &status_quo);
        let concerns = (0..parameters.stakeholders.len()).map(concern).collect();
        Self { utilities, status_quo, flows, concerns }
    }
}

/// What of a world settlements are made of.
#[derive(Clone, Copy, Debug)]
pub struct Makings<'w> {
    /// Its numbers.
    pub parameters: &'w Parameters,
    /// Its guarantors.
    pub identities: &'w [GuarantorIdentity],
    /// What the sides care about.
    pub stakes: &'w Stakes,
    /// Which guarantors consent.
    pub consents: &'w [bool],
}

/// Who guards a settlement, and what both sides expect of them.
struct Protection {
    coalition: Coalition,
    guarantors: Vec<usize>,
    stationed: Vec<f64>,
    prospects: PerSide<Prospects>,
    desertion: Option<Box<Desertion>>,
}

impl Protection {
    fn new(makings: &Makings<'_>, plan: &Plan, after: &Aftermath) -> Self {
        let &Makings { parameters, .. } = makings;
        let lookahead = parameters.enforcement.lookahead as usize;
        let term = Term { years: plan.guarantee_years };
        let present = present(makings, plan);
        let coalition = coalition(makings, plan, &present, after.guarantee);
        let stationed = stationed_by_term_age(&coalition, term, plan.foreign_troops, lookahead + 1);
        let guarantors: Vec<usize> = present.iter().map(|participant| participant.guarantor).collect();
        let expected = |coalition: &Coalition| prospects(coalition, after, stationed.len().min(lookahead));
        let deserter = guarantors.iter().position(|&it| parameters.politics[it].matter()).filter(|_| term.exists());
        let desertion = deserter.map(|member| {
            let coalition = coalition.deserted_by(member);
            let politics = parameters.politics[guarantors[member]];
            Box::new(Desertion { prospects: expected(&coalition), coalition, politics })
        });
        Self { prospects: expected(&coalition), coalition, guarantors, stationed, desertion }
    }
}

impl Settlement {
    /// The plan of index `index` in a world, with the guarantors whose entry in `consents` is true.
    ///
    /// # Errors
    /// See [`Aftermath::new`].
    pub fn new(
        parameters: &Parameters,
        structure: &Structure,
        stakes: &Stakes,
        index: usize,
        consents: &[bool],
    ) -> Result<Self, SettlementError> {
        let makings = Makings { parameters, identities: &structure.guarantors, stakes, consents };
        Ok(Self::of(&makings, &structure.plans[index], Aftermath::new(parameters, structure, index)?))
    }

    /// A plan without open terms in a world of these makings, with these numbers after the signature.
    #[must_use]
    pub fn of(makings: &Makings<'_>, plan: &Plan, after: Aftermath) -> Self {
        let protection = Protection::new(makings, plan, &after);
        Self::under(makings, plan, after, protection)
    }

    /// The same guarantee with other terms: a plan that differs in nothing that bears on who guards it, with how many troops
    /// and for how long.
    #[must_use]
    pub fn guarded_alike(&self, makings: &Makings<'_>, plan: &Plan) -> Self {
        let protection = Protection {
            coalition: self.coalition.clone(),
            guarantors: self.guarantors.clone(),
            stationed: self.stationed.clone(),
            prospects: self.prospects.clone(),
            desertion: self.desertion.clone(),
        };
        Self::under(makings, plan, self.after.clone(), protection)
    }

    fn under(makings: &Makings<'_>, plan: &Plan, after: Aftermath, protection: Protection) -> Self {
        let &Makings { parameters, stakes, .. } = makings;
        let Protection { coalition, guarantors, stationed, prospects, desertion } = protection;
        let lookahead = parameters.enforcement.lookahead as usize;
        let term = Term { years: plan.guarantee_years };
        let signed = signed(plan, stationed.first().copied().unwrap_or(0.0));
        let in_force = InForce { parameters, signed: &signed };
        let challenger_forces = by_age(lookahead, |out| forces::challenger(&after.challenger, out));
        let resumed = in_force_if_resumed(parameters, stakes, plan);
        let flow = |utility: &Utility, as_it_was: &Flow| match &resumed {
            Some(terms) => utility.war_flow(parameters.front.positions as usize, terms),
            None => as_it_was.clone(),
        };
        let onlooker = |concern: &Concern| Onlooker {
            lapsed: in_force.value(&concern.utility, 0.0, 0.0),
            active: in_force.by_age(&concern.utility, &stationed, lookahead + 1),
            fighter: Fighter {
                flow: flow(&concern.utility, &concern.fighter.flow),
                prizes: concern.fighter.prizes,
                ..concern.fighter
            },
        };
        let views = stakes.concerns.iter().map(onlooker).collect();
        let deserted = desertion.as_deref().map(|desertion: &Desertion| &desertion.coalition);
        let onlookers = Onlookers::new(views, parameters, &coalition, deserted, stationed.len().min(lookahead));
        Self {
            territory: plan.territory,
            lapsed: PerSide::each(|side| in_force.value(&stakes.utilities[side], 0.0, 0.0)),
            active: PerSide::each(|side| in_force.by_age(&stakes.utilities[side], &stationed, lookahead + 1)),
            prospects,
            desertion,
            challenger_inverse: challenger_forces.iter().map(|forces| 1.0 / forces).collect(),
            challenger_forces,
            defender_forces: by_age(lookahead, |out| forces::defender(&after.defender, plan.defender_forces, out)),
            fighters: PerSide::each(|side| after.fighter(side, &flow(&stakes.utilities[side], &stakes.flows[side]))),
            onlookers,
            keep: keep(term, after.guarantee.renewal, lookahead),
            guarantors,
            hazard: parameters.hazard.clone(),
            stationed,
            after,
            term,
            coalition,
            signed,
            lookahead,
            combination: 0,
            scene: None,
        }
    }

    /// Share of the territory that A holds if the plan is signed at `position`.
    #[must_use]
    pub fn territory_at(&self, position: usize) -> f64 {
        self.territory.unwrap_or(position as f64 / self.after.front.positions)
    }

    /// Positions that the challenger holds in a peace signed at `position`: not always whole, where a plan draws the line.
    #[must_use]
    pub fn held_at(&self, position: usize) -> f64 {
        self.territory.map_or(position as f64, |share| share * self.after.front.positions)
    }

    /// Where a resumed war starts if the plan is signed at `position`.
    #[must_use]
    pub fn resumed_position(&self, position: usize) -> usize {
        self.after.front.position_of(self.territory_at(position))
    }

    /// Utility in force to a side at an age, while active or lapsed; `territory_value` is the weighted value of the
    /// territory to that side.
    #[must_use]
    pub fn in_force(&self, side: Side, age: usize, active: bool, territory_value: f64) -> f64 {
        let rest = if active { self.active[side][age] } else { self.lapsed[side] };
        rest + territory_value
    }

    /// The term in force on an issue at an age of a settlement signed at `position`, while the guarantee is active or has
    /// lapsed; no cap counts as `no_cap`, and a guarantee as 1 while it is active.
    #[must_use]
    pub fn term_in_force(&self, issue: usize, position: usize, age: usize, active: bool, no_cap: f64) -> f64 {
        let term = self.term_on(issue, position);
        match issue {
            DEFENDER_FORCES if term.is_infinite() => no_cap,
            FOREIGN_TROOPS if active => self.stationed(age),
            FOREIGN_TROOPS => 0.0,
            GUARANTEE_YEARS => f64::from(u8::from(active)),
            _ => term,
        }
    }

    /// The discounted average of what holds at each age, with the guarantee active or lapsed, if no war ever resumes; after
    /// the lookahead everything stays as it is.
    #[must_use]
    pub fn discounted_mean(&self, discount: f64, value: impl Fn(usize, bool) -> f64) -> f64 {
        let renewal = self.after.guarantee.renewal;
        let mut active = if self.term.exists() { 1.0 } else { 0.0 };
        let (mut mean, mut weight) = (0.0, 1.0);
        for age in 0..=self.lookahead {
            let now = active * value(age, true) + (1.0 - active) * value(age, false);
            if age == self.lookahead {
                mean += weight * now;
                break;
            }
            mean += weight * (1.0 - discount) * now;
            weight *= discount;
            if self.term.ends_after(age) {
                active *= renewal;
            }
        }
        mean
    }

    /// Troops stationed at an age while the guarantee is active, thousand.
    #[must_use]
    pub fn stationed(&self, age: usize) -> f64 {
        self.stationed.get(self.term.age(age)).copied().unwrap_or(0.0)
    }

    /// The issues whose red line the plan crosses for a side if it is signed at `position`.
    #[must_use]
    pub fn crossed(&self, utility: &Utility, position: usize) -> Vec<usize> {
        (0..self.signed.len()).filter(|&issue| utility.crosses(issue, self.term_on(issue, position))).collect()
    }

    /// Whether it crosses any red line of that side.
    #[must_use]
    pub fn crosses(&self, utility: &Utility, position: usize) -> bool {
        self.crosses_on_the_line(utility, position) || self.crosses_apart_from_the_line(utility)
    }

    /// Whether it crosses that side's red line on territory if it is signed at `position`.
    #[must_use]
    pub fn crosses_on_the_line(&self, utility: &Utility, position: usize) -> bool {
        utility.crosses(TERRITORY, self.territory_at(position))
    }

    /// Whether it crosses a red line of that side on anything else, wherever it is signed.
    #[must_use]
    pub fn crosses_apart_from_the_line(&self, utility: &Utility) -> bool {
        (TERRITORY + 1..self.signed.len()).any(|issue| utility.crosses(issue, self.signed[issue]))
    }

    /// A term as signed at `position`.
    #[must_use]
    pub fn term_on(&self, issue: usize, position: usize) -> f64 {
        if issue == TERRITORY { self.territory_at(position) } else { self.signed[issue] }
    }
}

/// What is in force in a war resumed under a plan: of each issue what is kept of its term, for the rest the status quo;
/// `None`: the status quo as it was.
fn in_force_if_resumed(parameters: &Parameters, stakes: &Stakes, plan: &Plan) -> Option<Vec<f64>> {
    if parameters.kept.iter().all(|&kept| kept == 0.0) {
        return None;
    }
    let mut in_force = stakes.status_quo.clone();
    for (issue, &kept) in parameters.kept.iter().enumerate().filter(|(_, kept)| **kept > 0.0) {
        // Without a cap the army is as the defender wants it, as it is while fighting.
        let term = plan.term(issue).filter(|term| term.is_finite()).unwrap_or(in_force[issue]);
        in_force[issue] = kept * term + (1.0 - kept) * in_force[issue];
    }
    Some(in_force)
}

/// The terms of a plan as signed, by issue: territory left at 0; troops: those really stationed.
fn signed(plan: &Plan, stationed: f64) -> Vec<f64> {
    let mut terms = vec![0.0; GUARANTEE_YEARS + 1];
    terms[DEFENDER_FORCES] = plan.defender_forces;
    terms[FOREIGN_TROOPS] = stationed;
    terms[GUARANTEE_YEARS] = plan.guarantee_years;
    terms.extend_from_slice(&plan.further);
    terms
}

/// What each side expects of the coalition at so many ages of a term; empty without any.
fn prospects(coalition: &Coalition, after: &Aftermath, ages: usize) -> PerSide<Prospects> {
    if ages == 0 {
        return PerSide::default();
    }
    let [a, d] = Side::BOTH.map(|side| after.party(side).misperception);
    let challenger = coalition.prospects(ages, a);
    let defender = if a == d { challenger.clone() } else { coalition.prospects(ages, d) };
    PerSide::new(challenger, defender)
}

/// The participants of a plan who consent and whose needs are met: from all who consent, those whose needs are not are
/// struck out together, again and again until nobody is (thresholds: Granovetter 1978).
fn present<'a>(makings: &Makings<'_>, plan: &'a Plan) -> Vec<&'a Participant> {
    let &Makings { parameters, identities, consents, .. } = makings;
    let mut present: Vec<&Participant> = plan.participants.iter().filter(|it| consents[it.guarantor]).collect();
    let forces = |it: &Participant| parameters.guarantors[it.guarantor].forces;
    loop {
        let joins = |one: &Participant| {
            let others = present.iter().filter(|other| other.guarantor != one.guarantor);
            let brought = others.fold(0.0, |sum, other| sum + forces(other));
            let needed = identities[one.guarantor].needs;
            brought >= parameters.guarantors[one.guarantor].needs
                && needed.is_none_or(|needed| present.iter().any(|other| other.guarantor == needed))
        };
        let left: Vec<&Participant> = present.iter().copied().filter(|one| joins(one)).collect();
        if left.len() == present.len() {
            return present;
        }
        present = left;
    }
}

/// Whether anybody guards a plan, given who consents.
#[must_use]
pub fn has_guarantors(makings: &Makings<'_>, plan: &Plan) -> bool {
    !present(makings, plan).is_empty()
}

/// Forces at ages 0, 1, …, `ages` - 1.
fn by_age(ages: usize, fill: impl Fn(&mut [f64])) -> Vec<f64> {
    let mut out = vec![0.0; ages];
    fill(&mut out);
    out
}

/// Probability that an active guarantee is still active after the year at each age.
pub(super) fn keep(term: Term, renewal: f64, ages: usize) -> Vec<f64> {
    let mut out = vec![1.0; ages];
    if term.exists() && term.years.is_finite() {
        for last in out.iter_mut().skip(term.years as usize - 1).step_by(term.years as usize) {
            *last = renewal;
        }
    }
    out
}

/// Troops stationed by age within a term, as far as ages differ; empty without a guarantee.
fn stationed_by_term_age(coalition: &Coalition, term: Term, plan_troops: f64, ages: usize) -> Vec<f64> {
    let ages = if term.exists() { ages.min(term.years.min(1e6) as usize) } else { 0 };
    let at = |age: usize| {
        let committed = coalition.members.iter().filter(|member| (age as f64) < member.committed_years);
        let troops = committed.fold(0.0, |sum, member| sum + member.stationed);
        // Rounding of the shares must not decide a red line.
        if (troops - plan_troops).abs() <= 1e-12 * plan_troops { plan_troops } else { troops }
    };
    (0..ages).map(at).collect()
}

/// The participants of a plan who consent, as a coalition.
fn coalition(makings: &Makings<'_>, plan: &Plan, present: &[&Participant], guarantee: Guarantee) -> Coalition {
    let &Makings { parameters, identities, .. } = makings;
    let capacity = present.iter().fold(0.0, |sum, p| sum + parameters.guarantors[p.guarantor].max_troops);
    let share = if capacity > 0.0 { (plan.foreign_troops / capacity).min(1.0) } else { 0.0 };
    let members = present.iter().map(|participant| {
        let numbers = &parameters.guarantors[participant.guarantor];
        let stationed = numbers.max_troops * share;
        Member {
            reliability: numbers.reliability,
            contribution: numbers.forces + stationed,
            punishment: numbers.punishment,
            coupling: numbers.coupling,
            stationed,
            committed_years: plan.guarantee_years.min(participant.years).min(numbers.max_years),
            backstop: match identities[participant.guarantor].backstop {
                None => Backstop::None,
                Some(backstop) => {
                    present.iter().position(|p| p.guarantor == backstop).map_or(Backstop::Absent, Backstop::Member)
                }
            },
            without_backstop: numbers.without_backstop,
        }
    });
    Coalition::new(members.collect(), guarantee)
}

/// What is in force, territory apart.
struct InForce<'a> {
    parameters: &'a Parameters,
    signed: &'a [f64],
}

impl InForce<'_> {
    /// The value at ages 0, 1, … while the guarantee is active, when so many troops are `stationed` at each age of a
    /// term; with no term as if lapsed.
    fn by_age(&self, utility: &Utility, stationed: &[f64], ages: usize) -> Vec<f64> {
        if stationed.is_empty() {
            return vec![self.value(utility, 0.0, 0.0); ages];
        }
        let mut last: Option<(f64, f64)> = None;
        let mut of_troops = |troops: f64| match last {
            Some((same, value)) if same == troops => value,
            _ => {
                let value = self.value(utility, troops, 1.0);
                last = Some((troops, value));
                value
            }
        };
        let by_term_age: Vec<f64> = stationed.iter().map(|&troops| of_troops(troops)).collect();
        by_term_age.iter().copied().cycle().take(ages).collect()
    }

    /// Weighted value of all but territory with so many troops there, and a guarantee active (1) or lapsed (0).
    fn value(&self, utility: &Utility, troops: f64, guarantee: f64) -> f64 {
        let mut sum = 0.0;
        for (issue, &term) in self.signed.iter().enumerate().skip(TERRITORY + 1) {
            let y = match issue {
                DEFENDER_FORCES if term.is_infinite() => self.parameters.defender_demands[issue].ideal,
                FOREIGN_TROOPS => troops,
                GUARANTEE_YEARS => guarantee,
                _ => term,
            };
            sum += utility.weight(issue) * utility.value(issue, y);
        }
        sum
    }
}
