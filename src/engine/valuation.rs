//! What plans are worth to the sides at a state of the front: solved when asked for, and remembered.

use crate::model::enforcement::{LANES, SideView, Solution, Theory};
use crate::model::settlement::Settlement;
use crate::model::{PerSide, Side};

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

    /// The same plan, as the other side sees it.
    pub(super) fn by_other(self) -> Self {
        Self { side: self.side.other(), ..self }
    }

    /// That on which the value depends besides plan and side: the side's offset and, where the line of contact is agreed,
    /// the position.
    fn key(&self) -> (u64, usize) {
        let position = if self.settlement.territory.is_some() { 0 } else { self.at.position };
        (self.at.offsets[self.side].to_bits(), position)
    }
}

/// A solution that was found before.
#[derive(Clone, Debug)]
struct Known {
    key: (u64, usize),
    solution: Solution,
}

/// Values of one plan to one side by position, under the offset for which they were asked last.
#[derive(Clone, Debug, Default)]
struct ValueLine {
    offset: u64,
    values: Vec<Option<f64>>,
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
}

impl<'a, T: Theory> Valuation<'a, T> {
    /// Nothing known yet. Solutions cover `years` ages.
    pub(super) fn new(world: &'a World, theory: &'a mut T, may_attack: PerSide<bool>, years: usize) -> Self {
        Self {
            world,
            theory,
            may_attack,
            years,
            known: vec![PerSide::default(); world.settlements.len()],
            lines: Vec::new(),
        }
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
            let (offset, position) = asked.key();
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

    /// Both sides' solutions of each plan asked for, in order.
    pub(super) fn pairs(&mut self, asked: &[[Asked<'_>; 2]]) -> Vec<PerSide<Solution>> {
        let mut solutions = self.solutions(asked.as_flattened(), Solution::clone).into_iter();
        let mut pair = || Some(PerSide::new(solutions.next()?, solutions.next()?));
        std::iter::from_fn(&mut pair).collect()
    }

    /// What `of` makes of each solution asked for, in order. No two may be of one plan, side and different standpoints.
    fn solutions<R>(&mut self, asked: &[Asked<'_>], of: impl Fn(&Solution) -> R) -> Vec<R> {
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
