//! A plan in a drawn world: its terms as signed and in force, its participants, its provisions.

use armistice::model::{DEFENDER_FORCES, FOREIGN_TROOPS, GUARANTEE_YEARS, Parameters, Plan, Structure, TERRITORY};

use super::guarantee::Member;
use super::trial::World;
use super::{parties, terms};

/// A plan with the participants that consent.
#[derive(Debug)]
pub struct Game<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Numbers after the signature, provisions applied.
    pub after: Parameters,
    /// The participants.
    pub members: Vec<Member>,
    /// phi_i(n) of both sides in a resumed war.
    pub flows: [Vec<f64>; 2],
    /// phi_p(n) of the parties that do not fight.
    pub party_flows: Vec<Vec<f64>>,
}

impl<'a> Game<'a> {
    /// `None` where a provision takes a number out of its range.
    pub fn new(parameters: &Parameters, structure: &'a Structure, index: usize, consents: &[bool]) -> Option<Self> {
        let plan = &structure.plans[index];
        let after = provide(parameters, plan, &parameters.effects[index])?;
        let members = members(parameters, structure, plan, consents);
        let mut game = Self { plan, after, members, flows: [const { Vec::new() }; 2], party_flows: Vec::new() };
        // Of territory nothing is kept, so that the position does not matter.
        let signed = game.signed(0);
        let (after, sides) = (&game.after, [0, 1].map(terms::side));
        game.flows =
            sides.map(|side| terms::resumed_flows(after, &signed, |in_force| terms::utility(after, side, in_force)));
        let of = |party| terms::resumed_flows(after, &signed, |in_force| parties::utility(after, party, in_force));
        game.party_flows = (0..after.stakeholders.len()).map(of).collect();
        Some(game)
    }

    /// Whether anybody needed is there.
    pub fn is_available(&self) -> bool {
        self.plan.participants.is_empty() || !self.members.is_empty()
    }

    /// Whether the record says how long the peace lasts.
    pub fn by_record(&self) -> bool {
        self.after.hazard.is_some()
    }

    /// H.
    pub fn years(&self) -> f64 {
        self.plan.guarantee_years
    }

    /// Whether there is a guarantee at all.
    pub fn is_guaranteed(&self) -> bool {
        self.years() > 0.0
    }

    /// The chances that the government of the guarantor with politics goes out and comes back at an age.
    pub fn elects(&self, age: usize) -> [f64; 2] {
        let member = self.members.iter().find(|member| member.has_politics);
        let Some(politics) = member.map(|member| self.after.politics[member.guarantor]) else { return [0.0; 2] };
        let since = age as f64 - politics.first.unwrap_or(politics.every);
        if since >= 0.0 && since % politics.every == 0.0 { [politics.out, politics.back] } else { [0.0; 2] }
    }

    /// s mod H.
    pub fn term_age(&self, age: usize) -> f64 {
        if self.years().is_finite() { age as f64 % self.years() } else { age as f64 }
    }

    /// Whether a term ends after the year at this age.
    pub fn term_ends(&self, age: usize) -> bool {
        self.is_guaranteed() && self.years().is_finite() && (age + 1) as f64 % self.years() == 0.0
    }

    /// Troops stationed at an age while the guarantee is active: all of them, exactly, where everybody is committed, so
    /// that a sum's last digit never crosses a red line that lies at the plan's own number.
    pub fn stationed(&self, age: usize) -> f64 {
        let capacity = |who: &dyn Fn(&&Member) -> bool| -> f64 {
            self.members.iter().filter(who).map(|member| member.numbers.max_troops).sum()
        };
        let (here, all) = (capacity(&|member| self.is_committed(member, age)), capacity(&|_| true));
        if all > 0.0 { self.plan.foreign_troops.min(all) * (here / all) } else { 0.0 }
    }

    /// Whether a member is committed at an age while the guarantee is active.
    pub fn is_committed(&self, member: &Member, age: usize) -> bool {
        self.is_guaranteed() && self.term_age(age) < member.years
    }

    /// tau: the share that A holds if the plan is signed at `position`.
    pub fn territory(&self, position: usize) -> f64 {
        self.plan.territory.unwrap_or(position as f64 / self.after.front.positions)
    }

    /// n_x: where a resumed war starts.
    pub fn resumed_position(&self, position: usize) -> usize {
        let n = (self.territory(position) * self.after.front.positions + 0.5 + 1e-9).floor();
        n.clamp(1.0, self.after.front.positions - 1.0) as usize
    }

    /// The terms as signed, by issue, with the troops really stationed.
    pub fn signed(&self, position: usize) -> Vec<f64> {
        let mut signed = vec![0.0; GUARANTEE_YEARS + 1];
        signed[TERRITORY] = self.territory(position);
        signed[DEFENDER_FORCES] = self.plan.defender_forces;
        signed[FOREIGN_TROOPS] = self.stationed(0);
        signed[GUARANTEE_YEARS] = self.years();
        signed.extend(&self.plan.further);
        signed
    }

    /// What is in force at an age, by issue.
    pub fn in_force(&self, position: usize, age: usize, active: bool) -> Vec<f64> {
        let mut in_force = self.signed(position);
        if in_force[DEFENDER_FORCES].is_infinite() {
            in_force[DEFENDER_FORCES] = self.after.defender_demands[DEFENDER_FORCES].ideal;
        }
        in_force[FOREIGN_TROOPS] = if active { self.stationed(age) } else { 0.0 };
        in_force[GUARANTEE_YEARS] = if active { 1.0 } else { 0.0 };
        in_force
    }

    /// u_i(s, g) of both sides.
    pub fn utilities(&self, position: usize, age: usize, active: bool) -> [f64; 2] {
        let in_force = self.in_force(position, age, active);
        [0, 1].map(|side| terms::utility(&self.after, terms::side(side), &in_force))
    }

    /// Whether the plan crosses a red line of a side if it is signed at `position`.
    pub fn crosses_red_line(&self, world: &World<'_>, side: usize, position: usize) -> bool {
        terms::crosses_red_line(&world.parameters, terms::side(side), &self.signed(position))
    }
}

/// The numbers after the signature; `None` where one leaves its range.
fn provide(parameters: &Parameters, plan: &Plan, operands: &[f64]) -> Option<Parameters> {
    let mut after = parameters.clone();
    for (effect, &operand) in plan.effects.iter().zip(operands) {
        let address = effect.target.address();
        let number = address.slot(&mut after);
        *number = effect.kind.apply(*number, operand);
        if !effect.target.range().contains(*number) {
            return None;
        }
    }
    (after.challenger.collapse + after.defender.collapse < 1.0).then_some(after)
}

/// Those who take part, with their shares of the troops.
fn members(parameters: &Parameters, structure: &Structure, plan: &Plan, consents: &[bool]) -> Vec<Member> {
    let mut here: Vec<_> = plan.participants.iter().filter(|participant| consents[participant.guarantor]).collect();
    // joining: those whose needs are not met go together, until nobody does
    loop {
        let all = here.clone();
        here.retain(|one| {
            let others = all.iter().filter(|other| other.guarantor != one.guarantor);
            let brought: f64 = others.map(|other| parameters.guarantors[other.guarantor].forces).sum();
            let named = structure.guarantors[one.guarantor].needs;
            let there = named.is_none_or(|named| all.iter().any(|other| other.guarantor == named));
            there && brought >= parameters.guarantors[one.guarantor].needs
        });
        if here.len() == all.len() {
            break;
        }
    }
    let most: f64 = here.iter().map(|participant| parameters.guarantors[participant.guarantor].max_troops).sum();
    let troops = plan.foreign_troops.min(most);
    here.iter()
        .map(|participant| {
            let numbers = parameters.guarantors[participant.guarantor];
            let share = if most > 0.0 { numbers.max_troops / most } else { 0.0 };
            let backstop = structure.guarantors[participant.guarantor].backstop;
            Member {
                guarantor: participant.guarantor,
                numbers,
                stationed: troops * share,
                years: plan.guarantee_years.min(participant.years).min(numbers.max_years),
                has_politics: structure.guarantors[participant.guarantor].has_politics,
                leans: backstop.is_some(),
                backstop: backstop.and_then(|backstop| here.iter().position(|other| other.guarantor == backstop)),
            }
        })
        .collect()
}
