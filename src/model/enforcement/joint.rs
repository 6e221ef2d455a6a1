//! Who is left: probabilities that a peace has held, by both sides' types and by what guards it.

use std::ops::{Deref, DerefMut};

use crate::model::parameters::TYPES;
use crate::model::{PerSide, Side};

use super::theory::{GUARDS, Guard};

/// One number for each type of a side, in each of `L` cases; on the border of a cache line, so that none lies across two.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(super) struct OfTypes<const L: usize>(pub(super) [[f64; L]; TYPES]);

impl<const L: usize> Default for OfTypes<L> {
    fn default() -> Self {
        Self([[0.0; L]; TYPES])
    }
}

impl<const L: usize> Deref for OfTypes<L> {
    type Target = [[f64; L]; TYPES];

    #[inline(always)]
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<const L: usize> DerefMut for OfTypes<L> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

/// One number for each side and type, in each case.
pub(super) type Chances<const L: usize> = PerSide<OfTypes<L>>;

/// Probabilities that a peace has held so far, by guard, A's type and D's, in each of `L` cases side by side.
///
/// A redraw of types adds something to every row and every column of pairs. That is not written into the pairs but
/// remembered, and read with them in the next year: so each pair is touched once a year. All are times the number of pairs,
/// so that all of them together begin as exactly 1.
#[derive(Clone, Debug)]
pub(super) struct Joint<const L: usize> {
    types: PerSide<usize>,
    /// Those that occur.
    guards: &'static [Guard],
    /// Whether each guard can be had at the age that is looked at: what cannot is passed over.
    reached: [bool; GUARDS],
    /// What the pairs that are written count, under every guard alike; what was added to rows and columns comes on top.
    own: [f64; L],
    parts: [UnderGuard<L>; GUARDS],
}

/// What is held under one guard.
#[derive(Clone, Debug)]
struct UnderGuard<const L: usize> {
    /// Pairs of types as written, by A's type and D's.
    written: [OfTypes<L>; TYPES],
    /// What each pair of one type of a side has besides.
    added: Chances<L>,
    /// Sums over the other side's types, as they are.
    sums: Chances<L>,
    /// The sum over all pairs.
    all: [f64; L],
}

impl<const L: usize> UnderGuard<L> {
    fn filled(types: &PerSide<usize>, with: [f64; L]) -> Self {
        let mut out = Self {
            written: [OfTypes::default(); TYPES],
            added: Chances::default(),
            sums: Chances::default(),
            all: [0.0; L],
        };
        let [challengers, defenders] = *types.as_array();
        for row in &mut out.written[..challengers] {
            row[..defenders].fill(with);
        }
        for side in Side::BOTH {
            out.sums[side][..types[side]].fill(with.map(|with| with * types[side.other()] as f64));
        }
        out.all = with.map(|with| with * (challengers * defenders) as f64);
        out
    }

    /// A year in which types attack with `moves` times these chances: what is left, times `scale`.
    #[inline(always)]
    fn decay(&mut self, types: &PerSide<usize>, own: &[f64; L], chances: &Chances<L>, moves: f64, scale: &[f64; L]) {
        let [challengers, defenders] = *types.as_array();
        let mut leave = OfTypes::<L>::default();
        for (leave, chance) in leave.iter_mut().zip(chances[Side::Defender].iter()).take(defenders) {
            for i in 0..L {
                leave[i] = scale[i] * (moves * chance[i]);
            }
        }
        let [rows, columns] = self.added.as_mut_array();
        let [row_sums, column_sums] = self.sums.as_mut_array();
        column_sums[..defenders].fill([0.0; L]);
        self.all = [0.0; L];
        for j in 0..challengers {
            let (chance, row) = (&chances[Side::Challenger][j], &rows[j]);
            let mut stay = [0.0; L];
            for i in 0..L {
                stay[i] = scale[i] * (1.0 - moves * chance[i]);
            }
            let mut sum = [0.0; L];
            let pairs = self.written[j][..defenders].iter_mut();
            for (written, (leave, (column, column_sum))) in
                pairs.zip(leave.iter().zip(columns.iter().zip(column_sums.iter_mut())))
            {
                for i in 0..L {
                    let held = (own[i] * written[i] + (row[i] + column[i])) * (stay[i] - leave[i]);
                    written[i] = held;
                    sum[i] += held;
                    column_sum[i] += held;
                }
            }
            row_sums[j] = sum;
            for i in 0..L {
                self.all[i] += sum[i];
            }
        }
        for side in Side::BOTH {
            self.added[side][..types[side]].fill([0.0; L]);
        }
    }

    /// Types are drawn anew with these chances; what is written is left alone.
    #[inline(always)]
    fn redraw(&mut self, types: &PerSide<usize>, turnover: &PerSide<[f64; L]>) {
        let [challengers, defenders] = *types.map(|types| types as f64).as_array();
        let (a, d) = (&turnover[Side::Challenger], &turnover[Side::Defender]);
        // Each pair keeps its own, gets its share of its row where D's type is new, of its column where A's is, and of
        // everything where both are.
        let (mut of_row, mut of_column) = ([0.0; L], [0.0; L]);
        let (mut of_challengers, mut of_defenders, mut of_all) = ([0.0; L], [0.0; L], [0.0; L]);
        for i in 0..L {
            of_row[i] = (1.0 - a[i]) * d[i] / defenders;
            of_column[i] = a[i] * (1.0 - d[i]) / challengers;
            of_challengers[i] = a[i] * self.all[i] / challengers;
            of_defenders[i] = d[i] * self.all[i] / defenders;
            of_all[i] = of_challengers[i] * (d[i] / defenders);
        }
        let rows = self.added[Side::Challenger].iter_mut().zip(self.sums[Side::Challenger].iter_mut());
        for (added, sum) in rows.take(types[Side::Challenger]) {
            for i in 0..L {
                added[i] = of_row[i] * sum[i];
                sum[i] = (1.0 - a[i]) * sum[i] + of_challengers[i];
            }
        }
        let columns = self.added[Side::Defender].iter_mut().zip(self.sums[Side::Defender].iter_mut());
        for (added, sum) in columns.take(types[Side::Defender]) {
            for i in 0..L {
                added[i] = of_column[i] * sum[i] + of_all[i];
                sum[i] = (1.0 - d[i]) * sum[i] + of_defenders[i];
            }
        }
    }

    /// What is held under two guards becomes what `change` makes of it.
    #[inline(always)]
    fn exchange(&mut self, other: &mut Self, types: &PerSide<usize>, change: impl Fn(usize, f64, f64) -> (f64, f64)) {
        let move_over = |from: &mut [f64; L], to: &mut [f64; L]| {
            for i in 0..L {
                (from[i], to[i]) = change(i, from[i], to[i]);
            }
        };
        let [challengers, defenders] = *types.as_array();
        for (from, to) in self.written[..challengers].iter_mut().zip(&mut other.written) {
            for (from, to) in from[..defenders].iter_mut().zip(to.iter_mut()) {
                move_over(from, to);
            }
        }
        for side in Side::BOTH {
            for (from, to) in self.added[side].iter_mut().zip(other.added[side].iter_mut()) {
                move_over(from, to);
            }
            for (from, to) in self.sums[side].iter_mut().zip(other.sums[side].iter_mut()) {
                move_over(from, to);
            }
        }
        move_over(&mut self.all, &mut other.all);
    }
}

impl<const L: usize> Joint<L> {
    /// At the signature: every pair of types is as likely as any other; 1 stands for a case with a guarantee, 0 for one
    /// without.
    pub(super) fn new(types: PerSide<usize>, guards: &'static [Guard], guaranteed: [f64; L]) -> Self {
        let part = |with: [f64; L]| UnderGuard::filled(&types, with);
        let parts = [part(guaranteed), part([0.0; L]), part(guaranteed.map(|guaranteed| 1.0 - guaranteed))];
        Self { types, guards, reached: [true; GUARDS], own: [1.0; L], parts }
    }

    /// Looks at an age at which some guards cannot be had.
    #[inline(always)]
    pub(super) fn look(&mut self, reached: impl Fn(Guard) -> bool) {
        for &guard in self.guards {
            self.reached[guard as usize] = reached(guard);
        }
    }

    /// The guards that can be had at the age that is looked at.
    #[inline(always)]
    fn guards(&self) -> impl Iterator<Item = Guard> + use<L> {
        let reached = self.reached;
        self.guards.iter().copied().filter(move |&guard| reached[guard as usize])
    }

    /// Pairs of types.
    #[inline(always)]
    fn pairs(&self) -> f64 {
        (self.types[Side::Challenger] * self.types[Side::Defender]) as f64
    }

    /// The probability, by guard, that the peace has held so far and is guarded so.
    #[inline(always)]
    pub(super) fn guarded(&self) -> [[f64; L]; GUARDS] {
        let pairs = self.pairs();
        [0, 1, 2].map(|guard: usize| self.parts[guard].all.map(|all| all / pairs))
    }

    /// The probabilities that each side attacks in a year in which its types do so with these chances under a guard.
    #[inline(always)]
    pub(super) fn broken(&self, guard: Guard, chances: &Chances<L>) -> PerSide<[f64; L]> {
        let mut out = PerSide::new([0.0; L], [0.0; L]);
        for side in Side::BOTH {
            let sums = &self.parts[guard as usize].sums[side][..self.types[side]];
            for (held, chance) in sums.iter().zip(chances[side].iter()) {
                for i in 0..L {
                    out[side][i] += held[i] * chance[i];
                }
            }
        }
        let pairs = self.pairs();
        out.map(|broken| broken.map(|broken| broken / pairs))
    }

    /// Such a year in which types attack with `moves` times these chances under each guard: what is left, times `scale`.
    #[inline(always)]
    pub(super) fn decay(&mut self, chances: &[Chances<L>; GUARDS], moves: f64, scale: &[f64; L]) {
        for guard in self.guards() {
            let chances = &chances[guard as usize];
            self.parts[guard as usize].decay(&self.types, &self.own, chances, moves, scale);
        }
        self.own = [1.0; L];
    }

    /// Types are drawn anew with these chances, after [`Joint::decay`].
    #[inline(always)]
    pub(super) fn redraw(&mut self, turnover: &PerSide<[f64; L]>) {
        let chance = |side: Side| if self.types[side] > 1 { turnover[side] } else { [0.0; L] };
        let chances = PerSide::each(chance);
        if chances.iter().flatten().all(|&chance| chance == 0.0) {
            return;
        }
        for guard in self.guards() {
            self.parts[guard as usize].redraw(&self.types, &chances);
        }
        for i in 0..L {
            self.own[i] = (1.0 - chances[Side::Challenger][i]) * (1.0 - chances[Side::Defender][i]);
        }
    }

    /// An active guarantee stays so with the chance `keep`.
    #[inline(always)]
    pub(super) fn lapse(&mut self, keep: &[f64; L]) {
        if keep.iter().all(|&keep| keep == 1.0) {
            return;
        }
        let [active, deserted, lapsed] = &mut self.parts;
        let goes = |i: usize, from: f64, lapsed: f64| (from * keep[i], lapsed + from * (1.0 - keep[i]));
        active.exchange(lapsed, &self.types, goes);
        if self.guards.len() == GUARDS {
            deserted.exchange(lapsed, &self.types, goes);
        }
    }

    /// The government of the guarantor with politics goes out and comes back with these chances.
    #[inline(always)]
    pub(super) fn turn(&mut self, out: &[f64; L], back: &[f64; L]) {
        if out.iter().chain(back).all(|&chance| chance == 0.0) {
            return;
        }
        let [active, deserted, _] = &mut self.parts;
        active.exchange(deserted, &self.types, |i, active, deserted| {
            let goes = out[i] * active - back[i] * deserted;
            (active - goes, deserted + goes)
        });
    }

    /// Writes the shares of each side's types under each guard, equal where it is not reached; returns what makes the
    /// whole 1 again, so that no peace is too unlikely to be told apart.
    #[inline(always)]
    pub(super) fn shares(&self, out: &mut [Chances<L>; GUARDS]) -> [f64; L] {
        let mut whole = [0.0; L];
        let types = self.types.map(|types| types as f64);
        let unreached = self.guards.iter().filter(|&&guard| !self.reached[guard as usize]);
        for &guard in unreached {
            out[guard as usize] = types.map(|types| OfTypes([[1.0 / types; L]; TYPES]));
        }
        for guard in self.guards() {
            let (out, part) = (&mut out[guard as usize], &self.parts[guard as usize]);
            let mut inverse = [0.0; L];
            for i in 0..L {
                whole[i] += part.all[i];
                // What is less likely than that is not told apart, and its inverse may be no number.
                inverse[i] = if part.all[i] >= f64::MIN_POSITIVE { 1.0 / part.all[i] } else { 0.0 };
            }
            for side in Side::BOTH {
                for (share, sum) in out[side].iter_mut().zip(part.sums[side].iter()).take(self.types[side]) {
                    for i in 0..L {
                        share[i] =
                            if part.all[i] >= f64::MIN_POSITIVE { sum[i] * inverse[i] } else { 1.0 / types[side] };
                    }
                }
            }
        }
        let pairs = self.pairs();
        whole.map(|whole| if whole >= f64::MIN_POSITIVE { pairs / whole } else { 1.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(x: f64, y: f64) -> bool {
        (x - y).abs() < 1e-15
    }

    /// Nine types of A and one of D, of which only A's last three would attack, with certainty: half of those are gone after a year, and a
    /// redraw of all evens out what is left; then a quarter of the guarantees is kept, and of these a half deserted.
    #[test]
    fn those_who_would_attack_are_gone_first() {
        let mut joint = Joint::new(PerSide::new(9, 1), Guard::all(true), [1.0]);
        let mut chances = Chances::default();
        chances[Side::Challenger][6..].fill([0.5]);
        let broken = joint.broken(Guard::Active, &chances);
        assert!(near(broken[Side::Challenger][0], 1.0 / 6.0) && broken[Side::Defender] == [0.0]);
        joint.decay(&[chances, chances, chances], 1.0, &[1.0]);
        let mut shares: [Chances<1>; GUARDS] = Default::default();
        let scale = joint.shares(&mut shares);
        assert!(near(scale[0], 1.2));
        assert!(near(shares[0][Side::Challenger][0][0], 2.0 / 15.0));
        assert!(near(shares[0][Side::Challenger][8][0], 1.0 / 15.0));
        assert!(shares[2][Side::Challenger].iter().all(|share| share[0] == 1.0 / 9.0), "no lapse yet: equal");
        joint.redraw(&PerSide::new([1.0], [1.0]));
        joint.shares(&mut shares);
        assert!(shares[0][Side::Challenger].iter().all(|share| near(share[0], 1.0 / 9.0)));
        joint.lapse(&[0.25]);
        joint.turn(&[0.5], &[0.0]);
        let [active, deserted, lapsed] = joint.guarded();
        assert!(near(active[0], 5.0 / 48.0) && near(deserted[0], 5.0 / 48.0) && near(lapsed[0], 5.0 / 8.0));
        joint.turn(&[0.5], &[1.0]);
        assert!(near(joint.guarded()[0][0], 7.5 / 48.0));
    }

    /// A guarantee that survives with the smallest probability there is, whose inverse is infinite: no share of it is.
    #[test]
    fn what_is_next_to_impossible_is_no_infinity() {
        for kept in [5e-324, 1e-310, f64::MIN_POSITIVE, 0.0] {
            let mut joint = Joint::new(PerSide::new(9, 1), Guard::all(true), [1.0]);
            let mut chances = Chances::default();
            chances[Side::Challenger][6..].fill([1.0]);
            joint.decay(&[chances, chances, chances], 1.0, &[1.0]);
            joint.lapse(&[kept]);
            let mut shares: [Chances<1>; GUARDS] = Default::default();
            let scale = joint.shares(&mut shares);
            let all = shares.iter().flat_map(|of| of.iter()).flat_map(|types| types.iter().take(9));
            assert!(
                scale[0].is_finite() && all.flatten().all(|share| (0.0..=1.0).contains(share)),
                "{kept}: {shares:?}"
            );
        }
    }
}
