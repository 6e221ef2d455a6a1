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

/// A plan as one side sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    pub(super) plan: usize,
    pub(super) settlement: &'a Settlement,
    pub(super) side: Side,
}

/// A value that was found before.
#[derive(Clone, Copy, Debug)]
struct Known {
    offset_bits: u64,
    position: usize,
    value: f64,
}

/// Values remembered of one plan and side before all are forgotten.
const REMEMBERED: usize = 64;

/// Finds values of plans in one world. Its memory is a cache: forgetting changes no bit.
#[derive(Debug)]
pub(super) struct Valuation<'a, T> {
    world: &'a World,
    pub(super) theory: &'a mut T,
    may_attack: PerSide<bool>,
    years: usize,
    /// By plan.
    known: Vec<PerSide<Vec<Known>>>,
}

impl<'a, T: Theory> Valuation<'a, T> {
    /// Nothing known yet. Solutions cover `years` ages.
    pub(super) fn new(world: &'a World, theory: &'a mut T, may_attack: PerSide<bool>, years: usize) -> Self {
        Self { world, theory, may_attack, years, known: vec![PerSide::default(); world.settlements.len()] }
    }

    /// The solutions asked for, whole, in order.
    pub(super) fn solve(&mut self, asked: &[Asked<'_>], at: Standpoint) -> Vec<Solution> {
        let mut out = Vec::with_capacity(asked.len());
        for batch in asked.chunks(LANES) {
            let values = self.solve_batch(batch, at);
            for (lane, &value) in values.iter().enumerate().take(batch.len()) {
                out.push(self.theory.solution(lane, self.years, value));
            }
        }
        out
    }

    /// Both sides' solutions of one plan.
    pub(super) fn solve_both(&mut self, plan: usize, settlement: &Settlement, at: Standpoint) -> PerSide<Solution> {
        let values = self.solve_batch(&Side::BOTH.map(|side| Asked { plan, settlement, side }), at);
        PerSide::new(self.theory.solution(0, self.years, values[0]), self.theory.solution(1, self.years, values[1]))
    }

    /// The values asked for (V, share of the prize), in order, from memory where possible.
    pub(super) fn values(&mut self, asked: &[Asked<'_>], at: Standpoint) -> Vec<f64> {
        let mut values: Vec<Option<f64>> = asked.iter().map(|asked| self.find(asked, at)).collect();
        let missing: Vec<usize> = (0..asked.len()).filter(|&index| values[index].is_none()).collect();
        for batch in missing.chunks(LANES) {
            let views: Vec<Asked<'_>> = batch.iter().map(|&index| asked[index]).collect();
            for (&index, value) in batch.iter().zip(self.solve_batch(&views, at)) {
                values[index] = Some(value);
            }
        }
        values.into_iter().flatten().collect()
    }

    fn solve_batch(&mut self, batch: &[Asked<'_>], at: Standpoint) -> [f64; LANES] {
        let views: Vec<SideView<'_>> = batch.iter().map(|asked| self.view(asked, at)).collect();
        let values = self.theory.solve(&views, self.may_attack);
        for (asked, &value) in batch.iter().zip(&values) {
            self.remember(asked, at, value);
        }
        values
    }

    fn view<'b>(&self, asked: &Asked<'b>, at: Standpoint) -> SideView<'b> {
        SideView {
            settlement: asked.settlement,
            position: at.position,
            territory_values: self.world.territory_values(asked.settlement, at.position),
            side: asked.side,
            offset: at.offsets[asked.side],
        }
    }

    fn remember(&mut self, asked: &Asked<'_>, at: Standpoint, value: f64) {
        let (offset_bits, position) = key(asked, at);
        let known = &mut self.known[asked.plan][asked.side];
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.push(Known { offset_bits, position, value });
    }

    fn find(&self, asked: &Asked<'_>, at: Standpoint) -> Option<f64> {
        let key = key(asked, at);
        let mut known = self.known[asked.plan][asked.side].iter().rev();
        known.find(|known| (known.offset_bits, known.position) == key).map(|known| known.value)
    }
}

/// That on which the value of a plan depends: the side's offset and, where the line of contact is agreed, the position.
fn key(asked: &Asked<'_>, at: Standpoint) -> (u64, usize) {
    let position = if asked.settlement.territory.is_some() { 0 } else { at.position };
    (at.offsets[asked.side].to_bits(), position)
}
