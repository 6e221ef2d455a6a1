//! Rounds of bargaining while the war goes on.

use crate::model::enforcement::{AnyTheory, Solution, Theory, durability};
use crate::model::evidence::Willingness;
use crate::model::foresight::{HopedFor, Hoping};
use crate::model::settlement::Settlement;
use crate::model::{Foresight, PerSide, Side, Structure};

use super::front::Front;
use super::horizon::{Foreseeing, Horizon, OnTable, Viewpoint};
use super::luck::Luck;
use super::observer::{Barred, PlanInRound, VetoInRound};
use super::offers::{Agreed, Agreements};
use super::outcome::{Assessment, Opinion, Stance, Verdict};
use super::trial::Rules;
use super::valuation::{Asked, Standpoint, Valuation};
use super::world::World;

/// A trial's bargaining.
#[derive(Debug)]
pub(super) struct Bargaining<'a, T> {
    pub(super) world: &'a World,
    pub(super) rules: &'a Rules,
    pub(super) valuation: Valuation<'a, T>,
    pub(super) views: Views,
    /// The side that refused each plan last: it is asked first.
    pub(super) refuses: Vec<Side>,
    /// First month in which each plan can be tabled again.
    back_on_table: Vec<u32>,
    /// Whether a surplus came out as no number: nothing that was decided by it counts.
    pub(super) undefined: bool,
    /// What the sides foresee; `None` where they do not look ahead.
    horizon: Option<Horizon<'a>>,
    /// Which open terms they agreed on before.
    pub(super) agreements: Agreements<'a>,
}

/// Private views by plan, share of the prize.
#[derive(Clone, Debug)]
pub(super) struct Views {
    /// Of the sides.
    pub(super) sides: Vec<PerSide<f64>>,
    /// Of the parties that do not fight.
    pub(super) parties: Vec<Vec<f64>>,
}

impl Views {
    /// Nobody's, of so many plans, where so many parties do not fight.
    pub(super) fn none(plans: usize, parties: usize) -> Self {
        Self { sides: vec![PerSide::default(); plans], parties: vec![vec![0.0; parties]; plans] }
    }

    /// Those of a trial.
    pub(super) fn of(world: &World, luck: &Luck<'_>) -> Self {
        let noise = world.parameters.negotiation.acceptance_noise;
        let plans = world.settlements.len();
        if noise == 0.0 {
            return Self::none(plans, world.stakes.concerns.len());
        }
        Self {
            sides: (0..plans).map(|plan| luck.views(plan).map(|view| noise * view)).collect(),
            parties: (0..plans).map(|plan| luck.party_views(plan).map(|view| noise * view).collect()).collect(),
        }
    }
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

/// What each side, and each party with a veto, asks of a plan at a state of the front: what it must be worth at least.
#[derive(Clone, Debug)]
pub(super) struct Claims {
    pub(super) at: Standpoint,
    /// What fighting on is worth to each side (C; without foresight W).
    pub(super) reservations: PerSide<f64>,
    pub(super) margins: PerSide<f64>,
    /// What it is worth to each party with a veto.
    vetoes: Vec<f64>,
}

impl Claims {
    /// What a plan of that value leaves a side, its private view left out, share of the prize.
    pub(super) fn surplus(&self, side: Side, value: f64) -> f64 {
        value - self.reservations[side] - self.margins[side]
    }
}

impl<'a, T: Theory> Bargaining<'a, T> {
    /// Before the first round, when the sides hold these private views of the plans.
    pub(super) fn new(world: &'a World, rules: &'a Rules, theory: &'a mut T, views: Views) -> Self {
        let plans = world.settlements.len();
        Self {
            world,
            rules,
            valuation: Valuation::new(world, theory, rules),
            views,
            refuses: vec![Side::Defender; plans],
            back_on_table: vec![0; plans],
            undefined: false,
            horizon: (rules.foresight == Foresight::All).then(|| Horizon::new(world, rules)),
            agreements: Agreements::default(),
        }
    }

    /// Before the first round again, with other private views of the plans.
    pub(super) fn begin_again(&mut self, views: Vec<PerSide<f64>>) {
        self.back_on_table.fill(0);
        self.views.sides = views;
        self.agreements.forget();
        // What they foresaw was foreseen with the old ones.
        self.horizon = self.horizon.is_some().then(|| Horizon::new(self.world, self.rules));
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

    /// Value of fighting to the finish as a party that does not fight sees it (W), share of the prize.
    pub(super) fn party_war_value(&self, party: usize, at: Standpoint) -> f64 {
        self.world.onlooker_war_value(party, at.position)
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
        let mut reservations = self.war_values(at);
        let mut vetoes: Vec<f64> = self.world.vetoes().iter().map(|&party| self.party_war_value(party, at)).collect();
        if let Some(horizon) = &mut self.horizon {
            let views = with_views.then_some(&self.views);
            let look = Viewpoint { at, round, views, refuses: &self.refuses, who: Foreseeing::Deciding };
            let hope = horizon.hope(&mut self.valuation, &look, table);
            self.undefined |= horizon.undefined;
            reservations = PerSide::each(|side| reservations[side] + hope.sides[side]);
            vetoes.iter_mut().zip(hope.parties).for_each(|(value, hope)| *value += hope);
        }
        Claims { at, reservations, margins, vetoes }
    }

    /// What fighting on is worth before the first round to each party that does not fight (C; without foresight W), with or
    /// without the private views, share of the prize.
    pub(super) fn party_reservations(&mut self, at: Standpoint, with_views: bool) -> Vec<f64> {
        let parties = 0..self.world.stakes.concerns.len();
        let mut out: Vec<f64> = parties.map(|party| self.party_war_value(party, at)).collect();
        if let Some(horizon) = self.horizon.as_mut().filter(|_| !out.is_empty()) {
            let views = with_views.then_some(&self.views);
            let look = Viewpoint { at, round: 0, views, refuses: &self.refuses, who: Foreseeing::Everybody };
            let hope = horizon.hope(&mut self.valuation, &look, OnTable::Whole);
            self.undefined |= horizon.undefined;
            out.iter_mut().zip(hope.parties).for_each(|(value, hope)| *value += hope);
        }
        out
    }

    /// What each plan contributes to somebody's hopes before the first round, private views left out.
    fn hoped_for(&mut self, at: Standpoint, whose: Hoping) -> Vec<HopedFor> {
        let who = match whose {
            Hoping::Side(_) => Foreseeing::Deciding,
            Hoping::Party(_) => Foreseeing::Everybody,
        };
        let Some(horizon) = &mut self.horizon else { return Vec::new() };
        horizon.parts(&mut self.valuation, &Viewpoint { at, round: 0, views: None, refuses: &self.refuses, who }, whose)
    }

    /// The plans at the start, with both sides' own solutions; `None` where a plan is not available.
    pub(super) fn assess(&mut self) -> Vec<Option<Assessment>> {
        let world = self.world;
        let at = self.standpoint(Front::at(world.start));
        let of = |plan: usize| Some(Asked::by_both(plan, self.offered(plan, at)?, at));
        let asked: Vec<[Asked<'_>; 2]> = (0..world.settlements.len()).filter_map(of).collect();
        let pairs = self.valuation.pairs(&asked);
        if self.looks_ahead() {
            let war_values = self.war_values(at);
            for ([asked, _], solutions) in asked.iter().zip(&pairs) {
                let beyond = PerSide::each(|side| solutions[side].value - war_values[side]);
                self.refuses[asked.plan] = less_willing(beyond);
            }
        }
        let open = self.open_claims(at, 0);
        let own = if self.looks_ahead() { self.claims(at, 0) } else { open.clone() };
        let (claims, party_claims) = ([open, own], [false, true].map(|views| self.party_reservations(at, views)));
        let mut out = vec![None; world.settlements.len()];
        for ([asked, _], solutions) in asked.into_iter().zip(pairs) {
            let value = PerSide::each(|side| self.compared(asked.plan, side, at.position, solutions[side].value));
            let durability = durability(self.valuation.theory, asked.settlement, &solutions, self.rules.years);
            let mut assessment = self.assessment(asked.plan, asked.settlement, value, &claims, durability);
            assessment.parties = self.stances(&asked, &solutions, &party_claims);
            if world.open[asked.plan].is_some() && assessment.acceptable_to_all() {
                assessment.distances = world.distances(asked.settlement, at.position);
            }
            out[asked.plan] = Some(assessment);
        }
        out
    }

    /// How willing all are to sign each plan at the start, and how its peace would last, private views open, where fighting on
    /// is worth so much (by default what this bargaining makes of it); `None` where a plan is not available. No more is worked
    /// out than that takes: nothing of a side that a red line of its own bars, no peace that somebody surely refuses.
    pub(super) fn verdicts(&mut self, claims: Option<&Claims>) -> Vec<Option<Verdict>> {
        let world = self.world;
        let at = self.standpoint(Front::at(world.start));
        let claims = claims.cloned().unwrap_or_else(|| self.open_claims(at, 0));
        let bars = |asked: &Asked<'_>| asked.settlement.crosses(&world.stakes.utilities[asked.side], at.position);
        let plans = world.settlements.iter().enumerate().map(|(plan, settlement)| (plan, settlement.as_ref()));
        let by_both = plans.map(|(plan, settlement)| Some(Asked::by_both(plan, settlement?, at)));
        let by_both: Vec<Option<[Asked<'_>; 2]>> = by_both.collect();
        let asked: Vec<Asked<'_>> = by_both.iter().flatten().flatten().copied().filter(|it| !bars(it)).collect();
        let mut solutions = self.valuation.solutions(&asked, Solution::clone).into_iter().zip(&asked).peekable();
        let verdict = |by_both: &Option<[Asked<'_>; 2]>| {
            let by_both = by_both.as_ref()?;
            let own = |side: Side| {
                let is_next = |(_, next): &(Solution, &Asked<'_>)| (next.plan, next.side) == (by_both[0].plan, side);
                Some(solutions.next_if(is_next)?.0)
            };
            Some(self.verdict(&by_both[0], &PerSide::each(own), &claims))
        };
        by_both.iter().map(verdict).collect()
    }

    /// The verdict on one plan, of which those sides have solutions that no red line of their own bars.
    fn verdict(&mut self, asked: &Asked<'_>, own: &PerSide<Option<Solution>>, claims: &Claims) -> Verdict {
        let of_side = |side: Side| {
            let value = own[side].as_ref()?.value;
            Some(claims.surplus(side, self.compared(asked.plan, side, asked.at.position, value)))
        };
        let sides = PerSide::each(|side| self.opinion(of_side(side)));
        let mut out = Verdict { sides, ..Verdict::default() };
        if let [Some(challenger), Some(defender)] = own.as_array() {
            let world = self.world;
            let surpluses = self.veto_surpluses(asked, claims);
            let of_party =
                |(&party, surplus): (&usize, f64)| self.opinion((!self.bars(party, asked)).then_some(surplus));
            out.vetoes = world.vetoes().iter().zip(surpluses).map(of_party).collect();
            if out.all_accept() > 0.0 {
                let solutions = PerSide::new(challenger.clone(), defender.clone());
                let (theory, years) = (&*self.valuation.theory, self.rules.years);
                out.survival = durability(theory, asked.settlement, &solutions, years).survival;
            }
        }
        self.undefined |= out.is_nan();
        out
    }

    /// What somebody thinks of a plan that leaves so much; `None`: a red line bars it.
    fn opinion(&self, surplus: Option<f64>) -> Opinion {
        let acceptance = surplus.map_or(0.0, |surplus| self.willingness(surplus, false).accepts());
        Opinion { surplus, acceptance }
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
        let surplus = PerSide::each(|side| open.surplus(side, value[side]));
        self.undefined |= surplus.iter().any(|surplus| surplus.is_nan());
        self.refuses[plan] = less_willing(surplus);
        let utilities = &self.world.stakes.utilities;
        let bars = PerSide::each(|side| settlement.crosses(&utilities[side], open.at.position));
        let acceptable =
            PerSide::each(|side| own.surplus(side, value[side]) + self.views.sides[plan][side] >= 0.0 && !bars[side]);
        let acceptance = PerSide::each(|side| self.willingness(surplus[side], bars[side]).accepts());
        Assessment {
            surplus,
            value,
            acceptable,
            acceptance,
            durability,
            parties: Vec::new(),
            combination: settlement.combination,
            distances: Vec::new(),
        }
    }

    /// What the parties that do not fight make of a plan of which both sides have these solutions, held against what fighting
    /// on is worth to them without private views and with them.
    fn stances(
        &mut self,
        asked: &Asked<'_>,
        solutions: &PerSide<Solution>,
        [open, own]: &[Vec<f64>; 2],
    ) -> Vec<Stance> {
        let all: Vec<usize> = (0..self.world.stakes.concerns.len()).collect();
        let values = self.valuation.onlookers(asked, solutions, &all);
        let stance = |(party, peace): (usize, f64)| {
            let value = self.party_compared(asked.plan, party, asked.at.position, peace);
            let surplus = self.party_surplus(party, value, open[party]);
            self.undefined |= surplus.is_nan();
            let bars = self.bars(party, asked);
            Stance {
                surplus,
                value,
                acceptable: self.accepted_by(party, asked.plan, value, own[party]) && !bars,
                acceptance: self.willingness(surplus, bars).accepts(),
                veto: self.world.vetoes().contains(&party),
            }
        };
        all.iter().copied().zip(values).map(stance).collect()
    }

    /// V - C - margin of a party that does not fight, without its private view; `value` is that which it compares.
    fn party_surplus(&self, party: usize, value: f64, reservation: f64) -> f64 {
        value - reservation - self.world.parameters.stakeholders[party].margin
    }

    /// Whether it accepts a plan of that value, red lines apart.
    fn accepted_by(&self, party: usize, plan: usize, value: f64, reservation: f64) -> bool {
        self.party_surplus(party, value, reservation) + self.views.parties[plan][party] >= 0.0
    }

    /// What a party that does not fight compares with fighting on: as [`Bargaining::compared`] for a side.
    fn party_compared(&self, plan: usize, party: usize, position: usize, peace: f64) -> f64 {
        self.world.onlooker_pause(plan, party).value(self.world.onlooker_calm(party, position), peace)
    }

    /// Whether a plan crosses a red line of a party that does not fight.
    fn bars(&self, party: usize, asked: &Asked<'_>) -> bool {
        asked.settlement.crosses(&self.world.stakes.concerns[party].utility, asked.at.position)
    }

    /// V - C - margin of the parties with a veto, without their private views.
    fn veto_surpluses(&mut self, asked: &Asked<'_>, claims: &Claims) -> Vec<f64> {
        if self.world.vetoes().is_empty() {
            return Vec::new();
        }
        let values = self.valuation.vetoes(asked);
        let surplus = |((&party, peace), &reservation): ((&usize, f64), &f64)| {
            let value = self.party_compared(asked.plan, party, asked.at.position, peace);
            self.party_surplus(party, value, reservation)
        };
        self.world.vetoes().iter().zip(values).zip(&claims.vetoes).map(surplus).collect()
    }

    /// Whether a party with a veto refuses a plan, red lines apart.
    pub(super) fn vetoed(&mut self, asked: &Asked<'_>, claims: &Claims) -> bool {
        let surpluses = self.veto_surpluses(asked, claims);
        let mut refused = false;
        for (&party, surplus) in self.world.vetoes().iter().zip(surpluses) {
            let surplus = surplus + self.views.parties[asked.plan][party];
            self.undefined |= surplus.is_nan();
            refused |= !(surplus >= 0.0);
        }
        refused
    }

    /// How willing each party with a veto is to accept a plan.
    pub(super) fn willing_vetoes(&mut self, asked: &Asked<'_>, claims: &Claims) -> Vec<Willingness> {
        let surpluses = self.veto_surpluses(asked, claims);
        let of = |(&party, surplus): (&usize, f64)| self.willingness(surplus, self.bars(party, asked));
        self.world.vetoes().iter().zip(surpluses).map(of).collect()
    }

    /// How willing whoever a plan leaves so much is to accept it, the private view being open.
    pub(super) fn willingness(&self, surplus: f64, barred: bool) -> Willingness {
        Willingness::new(surplus, self.world.parameters.negotiation.acceptance_noise, barred)
    }

    /// The plan tabled in a round; `None` where no plan suits both.
    pub(super) fn table(&mut self, month: u32, front: Front) -> Option<Tabled<'a>> {
        if self.horizon.is_some() {
            return self.table_ahead(month, self.standpoint(front));
        }
        let (candidates, open) = self.candidates(month, self.standpoint(front));
        if candidates.is_empty() && open.is_empty() {
            return None;
        }
        let claims = self.claims(self.standpoint(front), self.round_of(month));
        self.undefined |= claims.reservations.iter().any(|value| value.is_nan());
        let willing = self.willing(&candidates, &claims);
        let second: Vec<(Asked<'a>, &Claims)> = willing.iter().map(|(first, _)| (first.by_other(), &claims)).collect();
        let others = self.surpluses(&second);
        let mut best: Option<Tabled<'a>> = None;
        for ((first, own), ((second, _), other)) in willing.into_iter().zip(second.into_iter().zip(others)) {
            if !(other >= 0.0) {
                self.refuses[second.plan] = second.side;
                continue;
            }
            let surplus = PerSide::each(|side| if side == first.side { own } else { other });
            let is_best = best.is_none_or(|best| product(surplus) > product(best.surplus));
            if is_best && !self.vetoed(&second, &claims) {
                best = Some(Tabled { plan: first.plan, settlement: first.settlement, surplus });
            }
        }
        for plan in open {
            let Some(agreed) = self.agreed(plan, claims.at, false) else { continue };
            let Agreed { settlement, surplus, .. } = agreed;
            let is_better = |best: Tabled<'_>| {
                let (one, other) = (product(surplus), product(best.surplus));
                one > other || (one == other && plan < best.plan)
            };
            if best.is_none_or(is_better) {
                best = Some(Tabled { plan, settlement, surplus });
            }
        }
        best
    }

    /// The same where the sides look ahead: what can be tabled here has been worked out for what they hope.
    fn table_ahead(&mut self, month: u32, at: Standpoint) -> Option<Tabled<'a>> {
        let offered = self.world.settlements.iter().enumerate();
        let is_barred =
            |(plan, with): (usize, &Option<Settlement>)| self.barred(plan, month, with.as_ref(), at.position).is_some();
        let barred: Vec<bool> = offered.map(is_barred).collect();
        let (plan, surplus) = self.tabled_ahead(at, self.round_of(month), OnTable::Whole, |plan| !barred[plan])?;
        Some(Tabled { plan, settlement: self.world.settlements[plan].as_ref()?, surplus })
    }

    /// Where the sides look ahead: whether a plan would be signed in a round if it alone is offered, now and later.
    pub(super) fn accepted_alone(&mut self, plan: usize, at: Standpoint, round: u32) -> bool {
        self.tabled_ahead(at, round, OnTable::Sole(plan), |other| other == plan).is_some()
    }

    /// The plan that is tabled where the front stands, of those that can be, in the hope of what else is on the table.
    fn tabled_ahead(
        &mut self,
        at: Standpoint,
        round: u32,
        table: OnTable,
        can_be_tabled: impl Fn(usize) -> bool,
    ) -> Option<(usize, PerSide<f64>)> {
        let horizon = self.horizon.as_mut()?;
        let views = Some(&self.views);
        let look = Viewpoint { at, round, views, refuses: &self.refuses, who: Foreseeing::Deciding };
        let found = horizon.tabled(&mut self.valuation, &look, table, can_be_tabled);
        self.undefined |= horizon.undefined;
        found
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
        self.world.pause(plan, side).value(self.world.flow(side, position, 0.0), peace)
    }

    /// The plans that can be tabled, each as the side sees it that is asked first, and those of them with open terms.
    fn candidates(&self, month: u32, at: Standpoint) -> (Vec<Asked<'a>>, Vec<usize>) {
        let world = self.world;
        let (mut closed, mut open) = (Vec::new(), Vec::new());
        for (plan, settlement) in world.settlements.iter().enumerate() {
            if self.barred(plan, month, settlement.as_ref(), at.position).is_some() {
                continue;
            }
            match settlement {
                Some(settlement) => closed.push(Asked { plan, settlement, side: self.refuses[plan], at }),
                None => open.push(plan),
            }
        }
        (closed, open)
    }

    /// Why a plan cannot be tabled, with these terms where some are open.
    fn barred(&self, plan: usize, month: u32, with: Option<&Settlement>, position: usize) -> Option<Barred> {
        if !self.world.is_available(plan) {
            return Some(Barred::Unavailable);
        }
        if !self.rules.tabled[plan] {
            Some(Barred::Untabled)
        } else if self.rules.from_month[plan] > month {
            Some(Barred::TooEarly)
        } else if self.back_on_table[plan] > month {
            Some(Barred::OffTable)
        } else if !self.has_time(plan, month) {
            Some(Barred::TooLate)
        } else {
            with.is_some_and(|with| self.world.crosses_red_line(with, position)).then_some(Barred::RedLine)
        }
    }

    /// Whether the ceasefire before a plan's peace, if there is one, ends before negotiation does.
    pub(super) fn has_time(&self, plan: usize, month: u32) -> bool {
        let ceasefire = self.rules.ceasefire_months[plan];
        ceasefire == 0 || month.saturating_add(ceasefire) <= self.world.parameters.negotiation.max_months as u32
    }

    /// Those of the candidates that the side asked first does not refuse, with its surplus.
    fn willing(&mut self, candidates: &[Asked<'a>], claims: &Claims) -> Vec<(Asked<'a>, f64)> {
        let asked: Vec<(Asked<'a>, &Claims)> = candidates.iter().map(|asked| (*asked, claims)).collect();
        let surpluses = self.surpluses(&asked);
        candidates.iter().copied().zip(surpluses).filter(|&(_, surplus)| surplus >= 0.0).collect()
    }

    /// Surpluses, private views included, in order, each held against what is claimed where it is asked about.
    pub(super) fn surpluses(&mut self, asked: &[(Asked<'a>, &Claims)]) -> Vec<f64> {
        let plans: Vec<Asked<'a>> = asked.iter().map(|(asked, _)| *asked).collect();
        let values = self.valuation.values(&plans);
        let surplus = |((asked, claims), value): (&(Asked<'a>, &Claims), f64)| {
            self.surplus(asked.plan, asked.side, value, claims)
        };
        let surpluses: Vec<f64> = asked.iter().zip(values).map(surplus).collect();
        self.undefined |= surpluses.iter().any(|surplus| surplus.is_nan());
        surpluses
    }

    pub(super) fn surplus(&self, plan: usize, side: Side, value: f64, claims: &Claims) -> f64 {
        let value = self.compared(plan, side, claims.at.position, value);
        claims.surplus(side, value) + self.views.sides[plan][side]
    }

    /// Whether each side ratifies what they signed in a round.
    pub(super) fn ratifies(&self, luck: &Luck<'_>, round: u32) -> PerSide<bool> {
        let chances = PerSide::each(|side| self.world.parameters.party(side).ratification);
        if chances == PerSide::new(1.0, 1.0) {
            return PerSide::new(true, true);
        }
        let luck = luck.ratification(u64::from(round));
        PerSide::each(|side| luck[side] < chances[side])
    }

    /// Whether both do.
    pub(super) fn ratified(&self, luck: &Luck<'_>, round: u32) -> bool {
        self.ratifies(luck, round).both()
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
    pub(super) fn review(&mut self, month: u32, claims: &Claims) -> Vec<PlanInRound> {
        (0..self.world.settlements.len()).map(|plan| self.reviewed(plan, month, claims)).collect()
    }

    fn reviewed(&mut self, plan: usize, month: u32, claims: &Claims) -> PlanInRound {
        let (world, at) = (self.world, claims.at);
        let views = self.views.sides[plan];
        let Some(settlement) = self.offered(plan, at) else {
            let (barred, crossed) = (self.barred(plan, month, None, at.position), PerSide::default());
            return PlanInRound { barred, combination: 0, values: None, surplus: None, views, crossed, vetoes: vec![] };
        };
        let peace = self.valuation.values(&Asked::by_both(plan, settlement, at));
        let peace = PerSide::new(peace[0], peace[1]);
        let asked = Asked { plan, settlement, side: Side::Challenger, at };
        let surpluses = self.veto_surpluses(&asked, claims);
        let veto = |(&party, surplus): (&usize, f64)| VetoInRound {
            party,
            surplus: surplus + self.views.parties[plan][party],
            crossed: self.bars(party, &asked),
        };
        let vetoes: Vec<VetoInRound> = world.vetoes().iter().zip(surpluses).map(veto).collect();
        let vetoed = vetoes.iter().any(VetoInRound::refuses).then_some(Barred::Veto);
        PlanInRound {
            barred: self.barred(plan, month, Some(settlement), at.position).or(vetoed),
            combination: settlement.combination,
            values: Some(PerSide::each(|side| self.compared(plan, side, at.position, peace[side]))),
            surplus: Some(PerSide::each(|side| self.surplus(plan, side, peace[side], claims))),
            views,
            crossed: PerSide::each(|side| settlement.crosses(&world.stakes.utilities[side], at.position)),
            vetoes,
        }
    }
}

/// What fighting on is worth before the first round, private views left out: with this a plan is compared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FightingOn {
    /// Value of fighting to the finish (W), share of the prize.
    pub war_values: PerSide<f64>,
    /// Value of fighting on with what is hoped for (C), share of the prize; W where nobody looks ahead.
    pub reservations: PerSide<f64>,
    /// What each plan contributes to that hope, in the order of the plans; nothing where nobody looks ahead.
    pub hoped_for: PerSide<Vec<HopedFor>>,
    /// C of each party that does not fight, in their order, share of the prize.
    pub party_reservations: Vec<f64>,
    /// What each plan contributes to the hope of each of them.
    pub party_hopes: Vec<Vec<HopedFor>>,
}

impl FightingOn {
    /// In a world of that structure, by that theory, where the front stands there.
    #[must_use]
    pub fn at(world: &World, structure: &Structure, theory: &mut AnyTheory, position: usize) -> Self {
        let rules = Rules::new(structure, 0);
        let views = Views::none(structure.plans.len(), structure.parties.len());
        let mut bargaining = Bargaining::new(world, &rules, theory, views);
        let there = bargaining.standpoint(Front::at(position));
        Self {
            war_values: bargaining.war_values(there),
            reservations: bargaining.open_claims(there, 0).reservations,
            hoped_for: PerSide::each(|side| bargaining.hoped_for(there, Hoping::Side(side))),
            party_reservations: bargaining.party_reservations(there, false),
            party_hopes: (0..structure.parties.len())
                .map(|party| bargaining.hoped_for(there, Hoping::Party(party)))
                .collect(),
        }
    }
}

/// The side that has less of a plan: it is asked first.
fn less_willing(surplus: PerSide<f64>) -> Side {
    if surplus[Side::Challenger] < surplus[Side::Defender] { Side::Challenger } else { Side::Defender }
}

pub(super) fn product(surplus: PerSide<f64>) -> f64 {
    surplus[Side::Challenger] * surplus[Side::Defender]
}
