//! What plans are worth to the sides at a state of the front: solved when asked for, and remembered.

use indexmap::IndexMap;

use crate::model::enforcement::{LANES, OnlookerSolver, OnlookerView, Prospect, SideView, Solution, Theory};
use crate::model::settlement::Settlement;
use crate::model::{PerSide, Side};

use super::trial::Rules;
use super::world::World;

/// A state of the front as both sides see it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standpoint {
    /// Position.
    pub(super) position: usize,
    /// Log-odds by which each side misjudges every contest.
    pub(super) offsets: PerSide<f64>,
}

/// A plan as one side sees it at a state of the front.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    pub(super) plan: usize,
    pub(super) settlement: &'a Settlement,
    pub(super) side: Side,
    pub(super) at: Standpoint,
}

impl<'a> Asked<'a> {
    /// The plan as each side sees it.
    pub(super) fn by_both(plan: usize, settlement: &'a Settlement, at: Standpoint) -> [Self; 2] {
        Side::BOTH.map(|side| Self { plan, settlement, side, at })
    }

    /// The same plan, as each side sees it.
    fn by_either(self) -> [Self; 2] {
        Self::by_both(self.plan, self.settlement, self.at)
    }

    /// The same plan, as the other side sees it.
    pub(super) fn by_other(self) -> Self {
        Self { side: self.side.other(), ..self }
    }

    /// That on which the value depends besides plan and side: the side's offset, where the line of contact is agreed the
    /// position, and the terms that are open.
    fn key(&self) -> SolutionKey {
        let position = if self.settlement.territory.is_some() { 0 } else { self.at.position };
        (self.at.offsets[self.side].to_bits(), position, self.settlement.combination)
    }
}

/// Offset, position, combination of open terms.
type SolutionKey = (u64, usize, usize);

/// Values of combinations remembered before all are forgotten.
const OFFERS: usize = 1 << 16;

/// A solution that was found before.
#[derive(Clone, Debug)]
struct Known {
    key: SolutionKey,
    solution: Solution,
}

/// Values of one plan to one side by position, under the offset for which they were asked last.
#[derive(Clone, Debug, Default)]
struct ValueLine {
    offset: u64,
    values: Vec<Option<f64>>,
}

/// Values of one plan to the same parties by position, under the offsets for which they were asked last.
#[derive(Clone, Debug, Default)]
struct PartyLine {
    offsets: [u64; 2],
    parties: Vec<usize>,
    values: Vec<Option<Vec<f64>>>,
}

/// Solves plans in one world. Its memory is a cache: forgetting changes no bit.
#[derive(Debug)]
pub(super) struct Valuation<'a, T> {
    world: &'a World,
    pub(super) theory: &'a mut T,
    may_attack: PerSide<bool>,
    years: usize,
    /// By plan.
    known: Vec<PerSide<Vec<Known>>>,
    /// By plan; empty where nobody looks ahead.
    lines: Vec<PerSide<ValueLine>>,
    /// By plan; empty where no party looks ahead.
    party_lines: Vec<PartyLine>,
    onlookers: OnlookerSolver,
    /// By plan, what the parties with a veto make of it.
    known_vetoes: Vec<Vec<KnownVetoes>>,
    /// Values of combinations of open terms by plan and side.
    offers: IndexMap<(usize, Side, SolutionKey), f64>,
}

/// Values to the parties with a veto that were found before.
#[derive(Clone, Debug)]
struct KnownVetoes {
    /// Both sides' keys, by which the values of a plan go.
    keys: [SolutionKey; 2],
    values: Vec<f64>,
}

impl<'a, T: Theory> Valuation<'a, T> {
    /// Nothing known yet. Solutions cover the years for which the peace is followed, or all that are looked ahead where
    /// parties that do not fight weigh what the sides will do in them.
    pub(super) fn new(world: &'a World, theory: &'a mut T, rules: &Rules) -> Self {
        let lookahead = world.parameters.enforcement.lookahead as usize;
        Self {
            world,
            theory,
            may_attack: rules.may_attack,
            years: if world.stakes.concerns.is_empty() { rules.years } else { lookahead },
            known: vec![PerSide::default(); world.settlements.len()],
            lines: Vec::new(),
            party_lines: Vec::new(),
            onlookers: OnlookerSolver::default(),
            known_vetoes: vec![Vec::new(); world.settlements.len()],
            offers: IndexMap::new(),
        }
    }

    /// Values of a plan (V, share of the prize) to these parties that do not fight, in order, where both sides have these
    /// solutions.
    pub(super) fn onlookers(
        &mut self,
        asked: &Asked<'_>,
        solutions: &PerSide<Solution>,
        parties: &[usize],
    ) -> Vec<f64> {
        if parties.is_empty() {
            return Vec::new();
        }
        let (world, position, settlement) = (self.world, asked.at.position, asked.settlement);
        let prospect = Prospect::new(self.theory, settlement, solutions);
        let value = |&party: &usize| {
            let territory_value = world.onlooker_territory_value(party, settlement, position);
            let offset = world.parameters.stakeholders[party].optimism;
            let view = OnlookerView { settlement, position, party, territory_value, offset };
            self.onlookers.value(&view, &prospect)
        };
        parties.iter().map(value).collect()
    }

    /// Values of a plan to the parties with a veto, in order.
    pub(super) fn vetoes(&mut self, asked: &Asked<'_>) -> Vec<f64> {
        let both = asked.by_either();
        let keys = both.map(|asked| asked.key());
        let known = self.known_vetoes[asked.plan].iter().rev().find(|known| known.keys == keys);
        if let Some(known) = known {
            return known.values.clone();
        }
        let solutions = self.pairs(&[both]).pop().unwrap_or_default();
        let values = self.onlookers(asked, &solutions, self.world.vetoes());
        let room = room(self.years);
        let known = &mut self.known_vetoes[asked.plan];
        if known.len() >= room {
            known.clear();
        }
        known.push(KnownVetoes { keys, values: values.clone() });
        values
    }

    /// Values of plans (V, share of the prize) to these parties that do not fight, in order: at many positions, one offset for
    /// each side. Only values are remembered.
    pub(super) fn onlookers_along(&mut self, asked: &[Asked<'a>], parties: &[usize]) -> Vec<Vec<f64>> {
        if parties.is_empty() {
            return vec![Vec::new(); asked.len()];
        }
        self.party_lines.resize(self.world.settlements.len(), PartyLine::default());
        let mut missing = Vec::new();
        for asked in asked {
            let both = asked.by_either();
            let offsets = both.map(|asked| asked.key().0);
            let line = &mut self.party_lines[asked.plan];
            if line.offsets != offsets || line.parties != parties || line.values.is_empty() {
                let values = vec![None; self.world.contest.positions];
                *line = PartyLine { offsets, parties: parties.to_vec(), values };
            }
            let value = &mut line.values[asked.key().1];
            if value.is_none() {
                *value = Some(Vec::new());
                missing.push(both);
            }
        }
        missing.sort_by(|[one, _], [other, _]| one.settlement.term.years.total_cmp(&other.settlement.term.years));
        for batch in missing.chunks(LANES / 2) {
            let views: Vec<SideView<'_>> = batch.as_flattened().iter().map(|asked| self.view(asked)).collect();
            let values = self.theory.solve(&views, self.may_attack);
            let solution = |lane: usize| self.theory.solution(lane, self.years, values[lane]);
            let pair = |index: usize| PerSide::each(|side| solution(2 * index + side as usize));
            let pairs: Vec<PerSide<Solution>> = (0..batch.len()).map(pair).collect();
            for ([asked, _], solutions) in batch.iter().zip(&pairs) {
                let values = self.onlookers(asked, solutions, parties);
                self.party_lines[asked.plan].values[asked.key().1] = Some(values);
            }
        }
        let values = |asked: &Asked<'_>| self.party_lines[asked.plan].values[asked.key().1].clone().unwrap_or_default();
        asked.iter().map(values).collect()
    }

    /// The values asked for (V, share of the prize), in order.
    pub(super) fn values(&mut self, asked: &[Asked<'_>]) -> Vec<f64> {
        self.solutions(asked, |solution| solution.value)
    }

    /// The values asked for (V, share of the prize), in order: of many positions, one offset for each side. Only values are
    /// remembered, not how the peaces would go.
    pub(super) fn along(&mut self, asked: &[Asked<'_>]) -> Vec<f64> {
        self.lines.resize(self.world.settlements.len(), PerSide::default());
        let mut missing = Vec::new();
        for asked in asked {
            let (offset, position, _) = asked.key();
            let line = &mut self.lines[asked.plan][asked.side];
            if line.offset != offset || line.values.is_empty() {
                *line = ValueLine { offset, values: vec![None; self.world.contest.positions] };
            }
            if line.values[position].is_none() {
                line.values[position] = Some(f64::NAN);
                missing.push(*asked);
            }
        }
        missing.sort_by(|one, other| one.settlement.term.years.total_cmp(&other.settlement.term.years));
        for batch in missing.chunks(LANES) {
            let views: Vec<SideView<'_>> = batch.iter().map(|asked| self.view(asked)).collect();
            let values = self.theory.solve(&views, self.may_attack);
            for (asked, value) in batch.iter().zip(values) {
                self.lines[asked.plan][asked.side].values[asked.key().1] = Some(value);
            }
        }
        let value = |asked: &Asked<'_>| self.lines[asked.plan][asked.side].values[asked.key().1].unwrap_or(f64::NAN);
        asked.iter().map(value).collect()
    }

    /// The values asked for of combinations of a plan's open terms (V, share of the prize), in order. Only values are
    /// remembered, not how the peaces would go.
    pub(super) fn of_offers(&mut self, asked: &[Asked<'_>]) -> Vec<f64> {
        if self.offers.len() >= OFFERS {
            self.offers.clear();
        }
        let key = |asked: &Asked<'_>| (asked.plan, asked.side, asked.key());
        let mut missing: Vec<Asked<'_>> =
            asked.iter().copied().filter(|asked| !self.offers.contains_key(&key(asked))).collect();
        // Those after which the same wars could follow are solved one after the other.
        let wars = |asked: &Asked<'_>| {
            let settlement = asked.settlement;
            (settlement.scene, asked.side as usize, settlement.resumed_position(asked.at.position))
        };
        missing.sort_by(|one, other| {
            let years = one.settlement.term.years.total_cmp(&other.settlement.term.years);
            years.then_with(|| wars(one).cmp(&wars(other)))
        });
        for batch in missing.chunks(LANES) {
            let views: Vec<SideView<'_>> = batch.iter().map(|asked| self.view(asked)).collect();
            let values = self.theory.solve(&views, self.may_attack);
            self.offers.extend(batch.iter().map(key).zip(values));
        }
        asked.iter().map(|asked| self.offers.get(&key(asked)).copied().unwrap_or(f64::NAN)).collect()
    }

    /// Both sides' solutions of each plan asked for, in order.
    pub(super) fn pairs(&mut self, asked: &[[Asked<'_>; 2]]) -> Vec<PerSide<Solution>> {
        let mut solutions = self.solutions(asked.as_flattened(), Solution::clone).into_iter();
        let mut pair = || Some(PerSide::new(solutions.next()?, solutions.next()?));
        std::iter::from_fn(&mut pair).collect()
    }

    /// What `of` makes of each solution asked for, in order. No two may be of one plan, side and different standpoints.
    pub(super) fn solutions<R>(&mut self, asked: &[Asked<'_>], of: impl Fn(&Solution) -> R) -> Vec<R> {
        let mut missing: Vec<Asked<'_>> = asked.iter().copied().filter(|asked| self.find(asked).is_none()).collect();
        // Terms that end at the same ages are solved side by side: what none of them can reach is passed over.
        missing.sort_by(|one, other| one.settlement.term.years.total_cmp(&other.settlement.term.years));
        for batch in missing.chunks(LANES) {
            self.solve(batch);
        }
        asked.iter().filter_map(|asked| self.find(asked).map(&of)).collect()
    }

    /// Solves up to [`LANES`] at once.
    fn solve(&mut self, batch: &[Asked<'_>]) {
        let views: Vec<SideView<'_>> = batch.iter().map(|asked| self.view(asked)).collect();
        let values = self.theory.solve(&views, self.may_attack);
        for (lane, (asked, &value)) in batch.iter().zip(&values).enumerate() {
            let solution = self.theory.solution(lane, self.years, value);
            self.remember(asked, solution);
        }
    }

    fn view<'b>(&self, asked: &Asked<'b>) -> SideView<'b> {
        SideView {
            settlement: asked.settlement,
            position: asked.at.position,
            territory_values: self.world.territory_values(asked.settlement, asked.at.position),
            side: asked.side,
            offset: asked.at.offsets[asked.side],
        }
    }

    fn remember(&mut self, asked: &Asked<'_>, solution: Solution) {
        let room = room(self.years);
        let known = &mut self.known[asked.plan][asked.side];
        if known.len() >= room {
            known.clear();
        }
        known.push(Known { key: asked.key(), solution });
    }

    fn find(&self, asked: &Asked<'_>) -> Option<&Solution> {
        let key = asked.key();
        let mut known = self.known[asked.plan][asked.side].iter().rev();
        known.find(|known| known.key == key).map(|known| &known.solution)
    }
}

/// Solutions remembered of one plan and side before all are forgotten: fewer where each covers many years.
fn room(years: usize) -> usize {
    ((1 << 14) / years.max(1)).clamp(16, 256)
}
