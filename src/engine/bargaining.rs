//! Rounds of bargaining while the war goes on.

use crate::model::enforcement::{Theory, durability};
use crate::model::evidence::Willingness;
use crate::model::settlement::Settlement;
use crate::model::{PerSide, Side};

use super::front::Front;
use super::luck::Luck;
use super::observer::{Barred, PlanInRound};
use super::outcome::Assessment;
use super::trial::Rules;
use super::valuation::{Asked, Standpoint, Valuation};
use super::world::World;

/// A trial's bargaining.
#[derive(Debug)]
pub(super) struct Bargaining<'a, T> {
    pub(super) world: &'a World,
    pub(super) rules: &'a Rules,
    pub(super) valuation: Valuation<'a, T>,
    /// Private views by plan, share of the prize.
    pub(super) views: Vec<PerSide<f64>>,
    /// The side that refused each plan last: it is asked first.
    pub(super) refuses: Vec<Side>,
    /// First month in which each plan can be tabled again.
    back_on_table: Vec<u32>,
    /// Whether a surplus came out as no number: nothing that was decided by it counts.
    pub(super) undefined: bool,
}

/// A plan that suits both sides best in a round.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tabled<'a> {
    /// Index of the plan.
    pub(super) plan: usize,
    /// The plan in this world.
    pub(super) settlement: &'a Settlement,
    /// Surplus, private view included, share of the prize.
    pub(super) surplus: PerSide<f64>,
}

/// What each side asks of a plan at a state of the front: what it must be worth at least.
#[derive(Clone, Copy, Debug)]
pub(super) struct Claims {
    pub(super) at: Standpoint,
    war_values: PerSide<f64>,
    margins: PerSide<f64>,
}

impl Claims {
    /// What a plan of that value leaves a side, its private view left out, share of the prize.
    pub(super) fn surplus(&self, side: Side, value: f64) -> f64 {
        value - self.war_values[side] - self.margins[side]
    }
}

impl<'a, T: Theory> Bargaining<'a, T> {
    /// Before the first round, when the sides hold these private views of the plans.
    pub(super) fn new(world: &'a World, rules: &'a Rules, theory: &'a mut T, views: Vec<PerSide<f64>>) -> Self {
        let plans = world.settlements.len();
        Self {
            world,
            rules,
            valuation: Valuation::new(world, theory, rules.may_attack, rules.years),
            views,
            refuses: vec![Side::Defender; plans],
            back_on_table: vec![0; plans],
            undefined: false,
        }
    }

    /// Before the first round again, with other private views of the plans.
    pub(super) fn begin_again(&mut self, views: Vec<PerSide<f64>>) {
        self.back_on_table.fill(0);
        self.views = views;
    }

    /// The front as both sides see it.
    pub(super) fn standpoint(&self, front: Front) -> Standpoint {
        let offset = |side| self.world.beliefs[side].offset(front.advances, front.retreats);
        Standpoint { position: front.position, offsets: PerSide::each(offset) }
    }

    /// Value of fighting to the finish as each side sees it (W), share of the prize.
    pub(super) fn war_values(&self, at: Standpoint) -> PerSide<f64> {
        PerSide::each(|side| self.world.war_value(side, at.position, at.offsets[side]))
    }

    pub(super) fn claims(&self, at: Standpoint) -> Claims {
        let margins = PerSide::each(|side| self.world.parameters.party(side).margin);
        Claims { at, war_values: self.war_values(at), margins }
    }

    /// Every plan at the start, with both sides' own solutions; `None` where it is not available.
    pub(super) fn assess(&mut self) -> Vec<Option<Assessment>> {
        let world = self.world;
        let claims = self.claims(self.standpoint(Front::at(world.start)));
        let plans = world.settlements.iter().enumerate();
        let available = plans.filter_map(|(plan, settlement)| Some((plan, settlement.as_ref()?)));
        let asked: Vec<[Asked<'_>; 2]> =
            available.map(|(plan, settlement)| Asked::by_both(plan, settlement, claims.at)).collect();
        let pairs = self.valuation.pairs(&asked);
        let mut out = vec![None; world.settlements.len()];
        for ([asked, _], solutions) in asked.into_iter().zip(pairs) {
            let value = PerSide::each(|side| solutions[side].value);
            let durability = durability(self.valuation.theory, asked.settlement, &solutions, self.rules.years);
            out[asked.plan] = Some(self.assessment(asked.plan, asked.settlement, value, &claims, durability));
        }
        out
    }

    fn assessment(
        &mut self,
        plan: usize,
        settlement: &Settlement,
        value: PerSide<f64>,
        claims: &Claims,
        durability: crate::model::enforcement::Durability,
    ) -> Assessment {
        let surplus = PerSide::each(|side| claims.surplus(side, value[side]));
        self.undefined |= surplus.iter().any(|surplus| surplus.is_nan());
        self.refuses[plan] =
            if surplus[Side::Challenger] < surplus[Side::Defender] { Side::Challenger } else { Side::Defender };
        let utilities = &self.world.stakes.utilities;
        let bars = PerSide::each(|side| settlement.crosses(&utilities[side], claims.at.position));
        let acceptable = PerSide::each(|side| surplus[side] + self.views[plan][side] >= 0.0 && !bars[side]);
        let noise = self.world.parameters.negotiation.acceptance_noise;
        let acceptance = PerSide::each(|side| Willingness::new(surplus[side], noise, bars[side]).accepts());
        Assessment { surplus, value, acceptable, acceptance, durability }
    }

    /// The plan tabled in a round; `None` where no plan suits both.
    pub(super) fn table(&mut self, month: u32, front: Front) -> Option<Tabled<'a>> {
        let candidates = self.candidates(month, self.standpoint(front));
        if candidates.is_empty() {
            return None;
        }
        let claims = self.claims(self.standpoint(front));
        self.undefined |= claims.war_values.iter().any(|value| value.is_nan());
        let willing = self.willing(&candidates, &claims);
        let second: Vec<Asked<'a>> = willing.iter().map(|(first, _)| first.by_other()).collect();
        let others = self.surpluses(&second, &claims);
        let mut best: Option<Tabled<'a>> = None;
        for ((first, own), (second, other)) in willing.into_iter().zip(second.into_iter().zip(others)) {
            if !(other >= 0.0) {
                self.refuses[second.plan] = second.side;
                continue;
            }
            let surplus = PerSide::each(|side| if side == first.side { own } else { other });
            if best.is_none_or(|best| product(surplus) > product(best.surplus)) {
                best = Some(Tabled { plan: first.plan, settlement: first.settlement, surplus });
            }
        }
        best
    }

    /// The plans that can be tabled, each as the side sees it that is asked first.
    fn candidates(&self, month: u32, at: Standpoint) -> Vec<Asked<'a>> {
        let world = self.world;
        let of = |(plan, settlement): (usize, &'a Option<Settlement>)| {
            let settlement = settlement.as_ref()?;
            let asked = Asked { plan, settlement, side: self.refuses[plan], at };
            self.barred(plan, month, at.position).is_none().then_some(asked)
        };
        world.settlements.iter().enumerate().filter_map(of).collect()
    }

    fn barred(&self, plan: usize, month: u32, position: usize) -> Option<Barred> {
        let Some(settlement) = &self.world.settlements[plan] else { return Some(Barred::Unavailable) };
        if !self.rules.tabled[plan] {
            Some(Barred::Untabled)
        } else if self.rules.from_month[plan] > month {
            Some(Barred::TooEarly)
        } else if self.back_on_table[plan] > month {
            Some(Barred::OffTable)
        } else {
            self.world.crosses_red_line(settlement, position).then_some(Barred::RedLine)
        }
    }

    /// Those of the candidates that the side asked first does not refuse, with its surplus.
    fn willing(&mut self, candidates: &[Asked<'a>], claims: &Claims) -> Vec<(Asked<'a>, f64)> {
        let surpluses = self.surpluses(candidates, claims);
        candidates.iter().copied().zip(surpluses).filter(|&(_, surplus)| surplus >= 0.0).collect()
    }

    /// Surpluses, private views included, in order.
    fn surpluses(&mut self, asked: &[Asked<'a>], claims: &Claims) -> Vec<f64> {
        let values = self.valuation.values(asked);
        self.undefined |= values.iter().any(|value| value.is_nan());
        asked.iter().zip(values).map(|(asked, value)| self.surplus(asked.plan, asked.side, value, claims)).collect()
    }

    pub(super) fn surplus(&self, plan: usize, side: Side, value: f64, claims: &Claims) -> f64 {
        claims.surplus(side, value) + self.views[plan][side]
    }

    /// Whether both sides ratify what they signed in a round.
    pub(super) fn ratified(&self, luck: &Luck<'_>, round: u32) -> bool {
        let chances = PerSide::each(|side| self.world.parameters.party(side).ratification);
        if chances == PerSide::new(1.0, 1.0) {
            return true;
        }
        let luck = luck.ratification(u64::from(round));
        Side::BOTH.iter().all(|&side| luck[side] < chances[side])
    }

    /// Takes a plan off the table for a while after its ratification failed in a month.
    pub(super) fn take_off_table(&mut self, plan: usize, month: u32) {
        self.back_on_table[plan] = self.back_from(month);
    }

    /// First month in which a plan can be tabled again whose ratification failed in a month.
    pub(super) fn back_from(&self, month: u32) -> u32 {
        let cooldown = self.world.parameters.negotiation.cooldown as u32;
        month.saturating_add(cooldown).max(month + 1)
    }

    /// Every plan in a round as both sides see it, for whoever watches.
    pub(super) fn review(&mut self, month: u32, front: Front) -> Vec<PlanInRound> {
        let claims = self.claims(self.standpoint(front));
        let world = self.world;
        let mut review = |(plan, settlement): (usize, &'a Option<Settlement>)| {
            let values = settlement.as_ref().map(|settlement| {
                let values = self.valuation.values(&Asked::by_both(plan, settlement, claims.at));
                PerSide::new(values[0], values[1])
            });
            let surplus = values.map(|values| PerSide::each(|side| self.surplus(plan, side, values[side], &claims)));
            PlanInRound { barred: self.barred(plan, month, front.position), values, surplus }
        };
        world.settlements.iter().enumerate().map(&mut review).collect()
    }
}

/// The private views of a trial by plan, share of the prize.
pub(super) fn views(world: &World, luck: &Luck<'_>) -> Vec<PerSide<f64>> {
    let noise = world.parameters.negotiation.acceptance_noise;
    let view = |plan| if noise > 0.0 { luck.views(plan).map(|view| noise * view) } else { PerSide::default() };
    (0..world.settlements.len()).map(view).collect()
}

fn product(surplus: PerSide<f64>) -> f64 {
    surplus[Side::Challenger] * surplus[Side::Defender]
}
