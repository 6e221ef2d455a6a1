//! Who is left: probabilities that a peace has held, by both sides' types and by what guards it.

use crate::model::parameters::TYPES;
use crate::model::{PerSide, Side};

use super::theory::{GUARDS, Guard};

/// Probabilities that a peace has held so far, by guard, A's type and D's, in each of `L` cases side by side.
#[derive(Clone, Debug)]
pub(super) struct Joint<const L: usize> {
    types: PerSide<usize>,
    /// Those that occur.
    guards: &'static [Guard],
    /// Whether each guard can be had at the age that is looked at: what cannot is passed over.
    reached: [bool; GUARDS],
    /// Times the number of pairs: so that all of them together begin as exactly 1.
    held: [[[[f64; L]; TYPES]; TYPES]; GUARDS],
}

/// One number for each side and type, in each case.
pub(super) type Chances<const L: usize> = PerSide<[[f64; L]; TYPES]>;

impl<const L: usize> Joint<L> {
    /// At the signature: every pair of types is as likely as any other; 1 stands for a case with a guarantee, 0 for one
    /// without.
    pub(super) fn new(types: PerSide<usize>, guards: &'static [Guard], guaranteed: [f64; L]) -> Self {
        let mut held = [[[[0.0; L]; TYPES]; TYPES]; GUARDS];
        let [challengers, defenders] = *types.as_array();
        for row in &mut held[Guard::Active as usize][..challengers] {
            row[..defenders].fill(guaranteed);
        }
        for row in &mut held[Guard::Lapsed as usize][..challengers] {
            row[..defenders].fill(guaranteed.map(|guaranteed| 1.0 - guaranteed));
        }
        Self { types, guards, reached: [true; GUARDS], held }
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
    pub(super) fn guards(&self) -> impl Iterator<Item = Guard> + use<L> {
        let reached = self.reached;
        self.guards.iter().copied().filter(move |&guard| reached[guard as usize])
    }

    /// The types of one guard, row by row.
    #[inline(always)]
    fn rows(&self, guard: Guard) -> impl Iterator<Item = &[[f64; L]]> {
        let [challengers, defenders] = *self.types.as_array();
        self.held[guard as usize][..challengers].iter().map(move |row| &row[..defenders])
    }

    #[inline(always)]
    fn rows_mut(&mut self, guard: Guard) -> impl Iterator<Item = &mut [[f64; L]]> {
        let [challengers, defenders] = *self.types.as_array();
        self.held[guard as usize][..challengers].iter_mut().map(move |row| &mut row[..defenders])
    }

    /// Pairs of types.
    #[inline(always)]
    fn pairs(&self) -> f64 {
        (self.types[Side::Challenger] * self.types[Side::Defender]) as f64
    }

    /// Writes the sums under a guard over D's types for each of A's and over A's for each of D's; returns that over both.
    #[inline(always)]
    fn margins(&self, guard: Guard, rows: &mut [[f64; L]; TYPES], columns: &mut [[f64; L]; TYPES]) -> [f64; L] {
        let mut all = [0.0; L];
        *columns = [[0.0; L]; TYPES];
        for (row, total) in self.rows(guard).zip(rows) {
            let mut sum = [0.0; L];
            for (held, column) in row.iter().zip(columns.iter_mut()) {
                for i in 0..L {
                    sum[i] += held[i];
                    column[i] += held[i];
                }
            }
            for i in 0..L {
                all[i] += sum[i];
            }
            *total = sum;
        }
        all
    }

    /// The probability, by guard, that the peace has held so far and is guarded so.
    #[inline(always)]
    pub(super) fn guarded(&self) -> [[f64; L]; GUARDS] {
        let mut out = [[0.0; L]; GUARDS];
        for &guard in self.guards {
            let sum = &mut out[guard as usize];
            for row in self.rows(guard) {
                for held in row {
                    for i in 0..L {
                        sum[i] += held[i];
                    }
                }
            }
            for i in 0..L {
                sum[i] /= self.pairs();
            }
        }
        out
    }

    /// The probabilities that each side attacks in a year in which its types do so with these chances under a guard.
    #[inline(always)]
    pub(super) fn broken(&self, guard: Guard, chances: &Chances<L>) -> PerSide<[f64; L]> {
        let mut out = PerSide::new([0.0; L], [0.0; L]);
        for (row, by_challenger) in self.rows(guard).zip(&chances[Side::Challenger]) {
            for (held, by_defender) in row.iter().zip(&chances[Side::Defender]) {
                for i in 0..L {
                    out[Side::Challenger][i] += held[i] * by_challenger[i];
                    out[Side::Defender][i] += held[i] * by_defender[i];
                }
            }
        }
        let pairs = self.pairs();
        out.map(|broken| broken.map(|broken| broken / pairs))
    }

    /// Such a year in which types attack with `moves` times these chances: what is left under the guard, times `scale`.
    #[inline(always)]
    pub(super) fn decay(&mut self, guard: Guard, chances: &Chances<L>, moves: f64, scale: &[f64; L]) {
        for (row, by_challenger) in self.rows_mut(guard).zip(&chances[Side::Challenger]) {
            for (held, by_defender) in row.iter_mut().zip(&chances[Side::Defender]) {
                for i in 0..L {
                    held[i] *= (1.0 - moves * by_challenger[i] - moves * by_defender[i]) * scale[i];
                }
            }
        }
    }

    /// Types are drawn anew with these chances.
    #[inline(always)]
    pub(super) fn redraw(&mut self, turnover: &PerSide<[f64; L]>) {
        let [challengers, defenders] = *self.types.as_array();
        let turns = |side: Side| self.types[side] > 1 && turnover[side].iter().any(|&chance| chance > 0.0);
        let (of_challenger, of_defender) = (turns(Side::Challenger), turns(Side::Defender));
        let chance = |side: Side, turns: bool| if turns { turnover[side] } else { [0.0; L] };
        let (a, d) = (&chance(Side::Challenger, of_challenger), &chance(Side::Defender, of_defender));
        if !of_challenger && !of_defender {
            return;
        }
        for guard in self.guards() {
            let (mut rows, mut columns) = ([[0.0; L]; TYPES], [[0.0; L]; TYPES]);
            let all = self.margins(guard, &mut rows, &mut columns);
            // Each cell keeps its own, gets its share of its row where D's type is new, of its column where A's is, and
            // of everything where both are.
            for sum in &mut rows {
                for i in 0..L {
                    sum[i] *= (1.0 - a[i]) * d[i] / defenders as f64;
                }
            }
            for sum in &mut columns {
                for i in 0..L {
                    let both = d[i] * all[i] / defenders as f64;
                    sum[i] = a[i] * ((1.0 - d[i]) * sum[i] + both) / challengers as f64;
                }
            }
            for (row, from_row) in self.rows_mut(guard).zip(&rows) {
                for (held, from_column) in row.iter_mut().zip(&columns) {
                    for i in 0..L {
                        held[i] = (1.0 - a[i]) * (1.0 - d[i]) * held[i] + from_row[i] + from_column[i];
                    }
                }
            }
        }
    }

    /// An active guarantee stays so with the chance `keep`.
    #[inline(always)]
    pub(super) fn lapse(&mut self, keep: &[f64; L]) {
        if keep.iter().all(|&keep| keep == 1.0) {
            return;
        }
        let [challengers, defenders] = *self.types.as_array();
        let [active, deserted, lapsed] = &mut self.held;
        let guards: &mut [_] = if self.guards.len() == GUARDS { &mut [active, deserted] } else { &mut [active] };
        for from in guards {
            for (from, lapsed) in from[..challengers].iter_mut().zip(lapsed.iter_mut()) {
                for (from, lapsed) in from[..defenders].iter_mut().zip(lapsed) {
                    for i in 0..L {
                        lapsed[i] += from[i] * (1.0 - keep[i]);
                        from[i] *= keep[i];
                    }
                }
            }
        }
    }

    /// The government of the guarantor with politics goes out and comes back with these chances.
    #[inline(always)]
    pub(super) fn turn(&mut self, out: &[f64; L], back: &[f64; L]) {
        if out.iter().chain(back).all(|&chance| chance == 0.0) {
            return;
        }
        let [challengers, defenders] = *self.types.as_array();
        let [active, deserted, _] = &mut self.held;
        for (active, deserted) in active[..challengers].iter_mut().zip(deserted) {
            for (active, deserted) in active[..defenders].iter_mut().zip(deserted) {
                for i in 0..L {
                    let goes = out[i] * active[i] - back[i] * deserted[i];
                    active[i] -= goes;
                    deserted[i] += goes;
                }
            }
        }
    }

    /// Writes the shares of each side's types under each guard, equal where it is not reached; returns what makes the
    /// whole 1 again, so that no peace is too unlikely to be told apart.
    #[inline(always)]
    pub(super) fn shares(&self, out: &mut [Chances<L>; GUARDS]) -> [f64; L] {
        let mut whole = [0.0; L];
        let types = self.types.map(|types| types as f64);
        let unreached = self.guards.iter().filter(|&&guard| !self.reached[guard as usize]);
        for &guard in unreached {
            out[guard as usize] = types.map(|types| [[1.0 / types; L]; TYPES]);
        }
        for guard in self.guards() {
            let out = &mut out[guard as usize];
            let [rows, columns] = out.as_mut_array();
            let all = self.margins(guard, rows, columns);
            let mut inverse = [0.0; L];
            for i in 0..L {
                whole[i] += all[i];
                inverse[i] = if all[i] > 0.0 { 1.0 / all[i] } else { 0.0 };
            }
            for side in Side::BOTH {
                for share in &mut out[side][..self.types[side]] {
                    for i in 0..L {
                        share[i] = if all[i] > 0.0 { share[i] * inverse[i] } else { 1.0 / types[side] };
                    }
                }
            }
        }
        let pairs = self.pairs();
        whole.map(|whole| if whole > 0.0 { pairs / whole } else { 1.0 })
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
        joint.decay(Guard::Active, &chances, 1.0, &[1.0]);
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
}
