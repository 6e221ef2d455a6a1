//! Rounds of bargaining while the war goes on.

use std::ops::Range;

use crate::model::enforcement::{AnyTheory, Theory, durability};
use crate::model::foresight::{Ahead, Ground, HopedFor, Pause, Proposal};
use crate::model::settlement::Settlement;
use crate::model::{Foresight, PerSide, Side, Structure};
use crate::num;

use super::front::Front;
use super::horizon::{Horizon, OnTable, Viewpoint};
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
    views: Vec<PerSide<f64>>,
    /// The side that refused each plan last: it is asked first.
    pub(super) refuses: Vec<Side>,
    /// First month in which each plan can be tabled again.
    back_on_table: Vec<u32>,
    /// Whether a surplus came out as no number: nothing that was decided by it counts.
    pub(super) undefined: bool,
    /// What the sides foresee; `None` where they do not look ahead.
    horizon: Option<Horizon<'a>>,
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
    /// What fighting on is worth to each side (C; without foresight W).
    pub(super) reservations: PerSide<f64>,
    margins: PerSide<f64>,
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
            horizon: (rules.foresight == Foresight::All).then(|| Horizon::new(world, rules)),
        }
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

    /// What both sides ask of a plan in a round.
    pub(super) fn claims(&mut self, at: Standpoint, round: u32) -> Claims {
        self.claims_of(at, round, OnTable::Whole, true)
    }

    /// The same with no private views in what they hope for.
    pub(super) fn open_claims(&mut self, at: Standpoint, round: u32) -> Claims {
        self.claims_of(at, round, OnTable::Whole, false)
    }

    fn claims_of(&mut self, at: Standpoint, round: u32, table: OnTable, with_views: bool) -> Claims {
        let margins = PerSide::each(|side| self.world.parameters.party(side).margin);
        let war_values = self.war_values(at);
        let mut hope = PerSide::default();
        if let Some(horizon) = &mut self.horizon {
            let views = with_views.then_some(&*self.views);
            let look = Viewpoint { at, round, views, refuses: &self.refuses };
            hope = horizon.hope(&mut self.valuation, &look, table);
            self.undefined |= horizon.undefined;
        }
        Claims { at, reservations: PerSide::each(|side| war_values[side] + hope[side]), margins }
    }

    /// What each plan contributes to the hopes of both sides at the start, private views left out.
    pub(super) fn hoped_for(&mut self) -> PerSide<Vec<HopedFor>> {
        let at = self.standpoint(Front::at(self.world.start));
        let Some(horizon) = &mut self.horizon else { return PerSide::default() };
        horizon.parts(&mut self.valuation, &Viewpoint { at, round: 0, views: None, refuses: &self.refuses })
    }

    /// Those of these plans at the start, with both sides' own solutions; `None` where a plan is not available.
    pub(super) fn assess(&mut self, plans: Range<usize>) -> Vec<Option<Assessment>> {
        let world = self.world;
        let at = self.standpoint(Front::at(world.start));
        let settlements = world.settlements[plans.clone()].iter().enumerate();
        let available = settlements.filter_map(|(index, settlement)| Some((plans.start + index, settlement.as_ref()?)));
        let asked: Vec<[Asked<'_>; 2]> =
            available.map(|(plan, settlement)| Asked::by_both(plan, settlement, at)).collect();
        let pairs = self.valuation.pairs(&asked);
        if self.looks_ahead() {
            let war_values = self.war_values(at);
            for ([asked, _], solutions) in asked.iter().zip(&pairs) {
                let beyond = PerSide::each(|side| solutions[side].value - war_values[side]);
                self.refuses[asked.plan] = less_willing(beyond);
            }
        }
        let open = self.open_claims(at, 0);
        let claims = [open, if self.looks_ahead() { self.claims(at, 0) } else { open }];
        let mut out = vec![None; plans.len()];
        for ([asked, _], solutions) in asked.into_iter().zip(pairs) {
            let value = PerSide::each(|side| self.compared(asked.plan, side, at.position, solutions[side].value));
            let durability = durability(self.valuation.theory, asked.settlement, &solutions, self.rules.years);
            let assessment = self.assessment(asked.plan, asked.settlement, value, &claims, durability);
            out[asked.plan - plans.start] = Some(assessment);
        }
        out
    }

    /// A plan at the start, held against what fighting on is worth without private views and with them.
    fn assessment(
        &mut self,
        plan: usize,
        settlement: &Settlement,
        value: PerSide<f64>,
        [open, own]: &[Claims; 2],
        durability: crate::model::enforcement::Durability,
    ) -> Assessment {
        let beyond = |claims: &Claims, side: Side| value[side] - claims.reservations[side] - claims.margins[side];
        let surplus = PerSide::each(|side| beyond(open, side));
        self.undefined |= surplus.iter().any(|surplus| surplus.is_nan());
        self.refuses[plan] = less_willing(surplus);
        let utilities = &self.world.stakes.utilities;
        let bars = PerSide::each(|side| settlement.crosses(&utilities[side], open.at.position));
        let acceptable = PerSide::each(|side| beyond(own, side) + self.views[plan][side] >= 0.0 && !bars[side]);
        let acceptance = PerSide::each(|side| if bars[side] { 0.0 } else { self.acceptance(surplus[side]) });
        Assessment { surplus, value, acceptable, acceptance, durability }
    }

    /// Probability, over private views, that a side accepts what leaves it so much without them.
    fn acceptance(&self, surplus: f64) -> f64 {
        let noise = self.world.parameters.negotiation.acceptance_noise;
        if noise > 0.0 { num::logistic(surplus / noise) } else { f64::from(u8::from(surplus >= 0.0)) }
    }

    /// The plan tabled in a round; `None` where no plan suits both.
    pub(super) fn table(&mut self, month: u32, front: Front) -> Option<Tabled<'a>> {
        if self.horizon.is_some() {
            return self.table_ahead(month, self.standpoint(front));
        }
        let candidates = self.candidates(month, self.standpoint(front));
        if candidates.is_empty() {
            return None;
        }
        let claims = self.claims(self.standpoint(front), self.round_of(month));
        self.undefined |= claims.reservations.iter().any(|value| value.is_nan());
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

    /// The same where the sides look ahead: what can be tabled here has been worked out for what they hope.
    fn table_ahead(&mut self, month: u32, at: Standpoint) -> Option<Tabled<'a>> {
        let (ahead, ground, hope) = self.outlook(at, self.round_of(month), OnTable::Whole)?;
        let can_be_tabled = |proposal: &Proposal| self.barred(proposal.plan, month, at.position).is_none();
        let proposal = &ground.proposals[ahead.best(&ground, hope, can_be_tabled)?];
        let settlement = self.world.settlements[proposal.plan].as_ref()?;
        Some(Tabled { plan: proposal.plan, settlement, surplus: ahead.surplus(&ground, proposal, hope) })
    }

    /// Where the sides look ahead: whether both accept a plan in a round if it alone is offered, now and later.
    pub(super) fn accepted_alone(&mut self, plan: usize, at: Standpoint, round: u32) -> bool {
        let Some((ahead, ground, hope)) = self.outlook(at, round, OnTable::Sole(plan)) else { return false };
        ahead.best(&ground, hope, |proposal| proposal.plan == plan).is_some()
    }

    /// What can be tabled where the front stands, with what both sides hope for.
    fn outlook(&mut self, at: Standpoint, round: u32, table: OnTable) -> Option<(Ahead, Ground, PerSide<f64>)> {
        let horizon = self.horizon.as_mut()?;
        let look = Viewpoint { at, round, views: Some(&self.views), refuses: &self.refuses };
        let hope = horizon.hope(&mut self.valuation, &look, table);
        let (ahead, ground) = horizon.proposals(&mut self.valuation, &look);
        let found = (*ahead, ground.clone(), hope);
        self.undefined |= horizon.undefined;
        Some(found)
    }

    /// Whether the sides look ahead.
    pub(super) fn looks_ahead(&self) -> bool {
        self.horizon.is_some()
    }

    /// The number of the round in a month.
    fn round_of(&self, month: u32) -> u32 {
        month / self.world.parameters.negotiation.interval as u32
    }

    /// Value of signing a plan at a position as it is compared with fighting on: with the ceasefire before a peace that is
    /// worth `peace`.
    pub(super) fn compared(&self, plan: usize, side: Side, position: usize, peace: f64) -> f64 {
        let pause = Pause::new(self.world.parameters.party(side).discount_factor, self.rules.ceasefire_months[plan]);
        pause.value(self.world.flow(side, position, 0.0), peace)
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
        if self.rules.from_month[plan] > month {
            Some(Barred::TooEarly)
        } else if self.back_on_table[plan] > month {
            Some(Barred::OffTable)
        } else if !self.has_time(plan, month) {
            Some(Barred::TooLate)
        } else {
            self.world.crosses_red_line(settlement, position).then_some(Barred::RedLine)
        }
    }

    /// Whether the ceasefire before a plan's peace, if there is one, ends before negotiation does.
    pub(super) fn has_time(&self, plan: usize, month: u32) -> bool {
        let ceasefire = self.rules.ceasefire_months[plan];
        ceasefire == 0 || month.saturating_add(ceasefire) <= self.world.parameters.negotiation.max_months as u32
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
        let value = self.compared(plan, side, claims.at.position, value);
        value - claims.reservations[side] - claims.margins[side] + self.views[plan][side]
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
        let claims = self.claims(self.standpoint(front), self.round_of(month));
        let world = self.world;
        let mut review = |(plan, settlement): (usize, &'a Option<Settlement>)| {
            let values = settlement.as_ref().map(|settlement| {
                let values = self.valuation.values(&Asked::by_both(plan, settlement, claims.at));
                PerSide::new(values[0], values[1])
            });
            let surplus = values.map(|values| PerSide::each(|side| self.surplus(plan, side, values[side], &claims)));
            let compared =
                |values: PerSide<f64>| PerSide::each(|side| self.compared(plan, side, front.position, values[side]));
            let values = values.map(compared);
            PlanInRound { barred: self.barred(plan, month, front.position), values, surplus }
        };
        world.settlements.iter().enumerate().map(&mut review).collect()
    }
}

/// What fighting on is worth to both sides at the start, private views left out: with this a plan is compared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FightingOn {
    /// Value of fighting to the finish (W), share of the prize.
    pub war_values: PerSide<f64>,
    /// Value of fighting on with what is hoped for (C), share of the prize; W where nobody looks ahead.
    pub reservations: PerSide<f64>,
    /// What each plan contributes to that hope, in the order of the plans; nothing where nobody looks ahead.
    pub hoped_for: PerSide<Vec<HopedFor>>,
}

impl FightingOn {
    /// In a world of that structure, by that theory.
    #[must_use]
    pub fn at_start(world: &World, structure: &Structure, theory: &mut AnyTheory) -> Self {
        let rules = Rules::new(structure, 0);
        let views = vec![PerSide::default(); structure.plans.len()];
        let mut bargaining = Bargaining::new(world, &rules, theory, views);
        let start = bargaining.standpoint(Front::at(world.start));
        Self {
            war_values: bargaining.war_values(start),
            reservations: bargaining.open_claims(start, 0).reservations,
            hoped_for: bargaining.hoped_for(),
        }
    }
}

/// The private views of a trial by plan, share of the prize.
pub(super) fn views(world: &World, luck: &Luck<'_>) -> Vec<PerSide<f64>> {
    let noise = world.parameters.negotiation.acceptance_noise;
    let view = |plan| if noise > 0.0 { luck.views(plan).map(|view| noise * view) } else { PerSide::default() };
    (0..world.settlements.len()).map(view).collect()
}

/// The side that has less of a plan: it is asked first.
fn less_willing(surplus: PerSide<f64>) -> Side {
    if surplus[Side::Challenger] < surplus[Side::Defender] { Side::Challenger } else { Side::Defender }
}

fn product(surplus: PerSide<f64>) -> f64 {
    surplus[Side::Challenger] * surplus[Side::Defender]
}
