//! Resolve that lasts: each side is of one of several types, and those that would attack are gone first (frailty: Vaupel,
//! Manton & Stallard 1979).

use std::f64::consts::PI;

use crate::model::parameters::TYPES;
use crate::model::{Party, PerSide, Shocks, Side};
use crate::num;
use crate::num::simd::vectorised;

use super::solver::{Age, Constants, Lanes};
use super::theory::{LANES, MOVES, SideView};

/// Solutions of the game, each with the types left as they were in the one before.
const SOLUTIONS: usize = 4;

/// The values that the lasting part of a side's shock may take, one for each type, in rising order.
#[must_use]
pub fn lasting_shocks(party: &Party) -> [f64; TYPES] {
    let scale = party.shock * party.lasting.sqrt();
    lasting_parts().map(|part| scale * part)
}

/// The lasting parts of a logistic number of scale 1 that lasts as a whole, one for each type: quantiles in the middle of
/// ninths, stretched to its variance.
fn lasting_parts() -> [f64; TYPES] {
    let quantiles: [f64; TYPES] = std::array::from_fn(|j| num::logit((j as f64 + 0.5) / TYPES as f64));
    let square = quantiles.iter().fold(0.0, |sum, x| sum + x * x) / TYPES as f64;
    let stretch = (PI * PI / (3.0 * square)).sqrt();
    quantiles.map(|quantile| stretch * quantile)
}

/// Probabilities that a peace has held so far, by both sides' types, while the guarantee is active and once it has lapsed.
#[derive(Clone, Debug)]
pub(super) struct Joint {
    types: PerSide<usize>,
    /// By state, by A's type and D's, times the number of pairs: so that all of them together begin as exactly 1.
    held: [[[f64; TYPES]; TYPES]; 2],
}

impl Joint {
    /// At the signature: every pair of types is as likely as any other.
    pub(super) fn new(types: PerSide<usize>, guaranteed: bool) -> Self {
        let mut out = Self { types, held: Default::default() };
        let [challengers, defenders] = *types.as_array();
        for row in &mut out.held[usize::from(!guaranteed)][..challengers] {
            row[..defenders].fill(1.0);
        }
        out
    }

    /// The probability of each state.
    pub(super) fn states(&self) -> [f64; 2] {
        let [challengers, defenders] = *self.types.as_array();
        let rows = |state: usize| self.held[state][..challengers].iter();
        let cells = |state| rows(state).flat_map(|row| &row[..defenders]);
        std::array::from_fn(|state| cells(state).fold(0.0, |sum, held| sum + held) / self.pairs())
    }

    /// Pairs of types.
    fn pairs(&self) -> f64 {
        (self.types[Side::Challenger] * self.types[Side::Defender]) as f64
    }

    /// A year in which each side attacks with the chance `yearly` of a state and both types; returns with what probability
    /// each does.
    pub(super) fn attacked(&mut self, yearly: impl Fn(usize, PerSide<usize>) -> PerSide<f64>) -> PerSide<f64> {
        let mut out = PerSide::new(0.0, 0.0);
        let pairs = self.pairs();
        for (state, by_types) in self.held.iter_mut().enumerate() {
            let mut broken = PerSide::new(0.0, 0.0);
            for (a, row) in by_types[..self.types[Side::Challenger]].iter_mut().enumerate() {
                for (d, held) in row[..self.types[Side::Defender]].iter_mut().enumerate() {
                    let chances = yearly(state, PerSide::new(a, d));
                    for side in Side::BOTH {
                        broken[side] += *held * chances[side];
                    }
                    *held *= 1.0 - chances[Side::Challenger] - chances[Side::Defender];
                }
            }
            for side in Side::BOTH {
                out[side] += broken[side] / pairs;
            }
        }
        out
    }

    /// Types are drawn anew with these chances.
    pub(super) fn redraw(&mut self, turnover: PerSide<f64>) {
        let [challengers, defenders] = *self.types.as_array();
        let chance = |side: Side| if self.types[side] > 1 { turnover[side] } else { 0.0 };
        let (a, d) = (chance(Side::Challenger), chance(Side::Defender));
        for state in &mut self.held {
            if d > 0.0 {
                for row in &mut state[..challengers] {
                    let mean = mean(&row[..defenders]);
                    row[..defenders].iter_mut().for_each(|held| *held = (1.0 - d) * *held + d * mean);
                }
            }
            if a > 0.0 {
                for column in 0..defenders {
                    let column_of: [f64; TYPES] = std::array::from_fn(|row| state[row][column]);
                    let mean = mean(&column_of[..challengers]);
                    state[..challengers].iter_mut().for_each(|row| row[column] = (1.0 - a) * row[column] + a * mean);
                }
            }
        }
    }

    /// An active guarantee stays so with the chance `keep`.
    pub(super) fn lapse(&mut self, keep: f64) {
        let [challengers, defenders] = *self.types.as_array();
        let [active, lapsed] = &mut self.held;
        for (active, lapsed) in active[..challengers].iter_mut().zip(lapsed) {
            for (active, lapsed) in active[..defenders].iter_mut().zip(lapsed) {
                *lapsed += *active * (1.0 - keep);
                *active *= keep;
            }
        }
    }

    /// Shares of each side's types in each state; equal in a state that cannot be reached.
    fn shares(&self) -> PerSide<[[f64; TYPES]; 2]> {
        let mut out = PerSide::<[[f64; TYPES]; 2]>::default();
        for (state, held) in self.states().into_iter().enumerate() {
            for (a, row) in self.held[state].iter().enumerate() {
                for (d, part) in row.iter().enumerate() {
                    out[Side::Challenger][state][a] += part;
                    out[Side::Defender][state][d] += part;
                }
            }
            for side in Side::BOTH {
                let types = self.types[side];
                for share in &mut out[side][state][..types] {
                    *share = if held > 0.0 { *share / (self.pairs() * held) } else { 1.0 / types as f64 };
                }
            }
        }
        out
    }

    /// Only shares matter from here on: makes the whole 1, so that no peace is too unlikely to be told apart.
    fn normalise(&mut self) {
        let [active, lapsed] = self.states();
        if active + lapsed > 0.0 {
            let scale = 1.0 / (active + lapsed);
            self.held.as_flattened_mut().as_flattened_mut().iter_mut().for_each(|held| *held *= scale);
        }
    }
}

fn mean(numbers: &[f64]) -> f64 {
    numbers.iter().fold(0.0, |sum, x| sum + x) / numbers.len() as f64
}

/// One number for each side, state (active, lapsed) and type, in every lane.
type ByType = PerSide<[[Lanes; TYPES]; 2]>;

/// What of a lane does not depend on age, where sides are of types or shocks are paid.
#[derive(Clone, Debug, Default)]
struct TypeRules {
    types: PerSide<usize>,
    paid: bool,
    /// Scale of the yearly part of the shock.
    yearly: PerSide<Lanes>,
    /// Lasting part of the shock, by type.
    lasting: PerSide<[Lanes; TYPES]>,
    turnover: PerSide<Lanes>,
}

/// The recursion of the game where sides are of types or shocks are paid, with its working memory.
#[derive(Debug, Default)]
pub(super) struct ByTypes {
    /// By age, the chance that each type attacks when it has the move.
    attacks: Vec<ByType>,
    /// By age, shares of the types that are left.
    shares: Vec<ByType>,
}

impl ByTypes {
    /// Solves as [`super::Solver`] does, from the values of war that it found.
    pub(super) fn solve(&mut self, views: &[SideView<'_>], constants: &Constants, ages: &[Age]) -> Lanes {
        let rules = TypeRules::new(views);
        let of_one_type = rules.types == PerSide::new(1, 1);
        let equal = rules.types.map(|types| [[[1.0 / types as f64; LANES]; TYPES]; 2]);
        self.attacks.resize(ages.len(), ByType::default());
        self.shares.clear();
        self.shares.resize(ages.len(), equal);
        for _ in 1..if of_one_type { 1 } else { SOLUTIONS } {
            recur_by_types(constants, &rules, ages, &self.shares, &mut self.attacks);
            for (lane, view) in views.iter().enumerate() {
                self.find_shares(lane, view, ages);
            }
        }
        recur_by_types(constants, &rules, ages, &self.shares, &mut self.attacks)
    }

    /// The types that are left by age in the last solution of one lane.
    fn find_shares(&mut self, lane: usize, view: &SideView<'_>, ages: &[Age]) {
        let after = &view.settlement.after;
        let types = after.types();
        let turnover = PerSide::each(|side| after.party(side).turnover);
        let mut joint = Joint::new(types, view.settlement.term.exists());
        for ((attacks, shares), age) in self.attacks.iter().zip(&mut self.shares).zip(ages) {
            let found = joint.shares();
            for side in Side::BOTH {
                for (into, from) in shares[side].as_flattened_mut().iter_mut().zip(found[side].as_flattened()) {
                    into[lane] = *from;
                }
            }
            let chances = PerSide::each(|side| attacks[side].map(|state| state.map(|chance| MOVES * chance[lane])));
            joint.attacked(|state, of| PerSide::each(|side| chances[side][state][of[side]]));
            joint.redraw(turnover);
            joint.lapse(age.keep[lane]);
            joint.normalise();
        }
    }

    /// Chances of attack of one side's types in one lane, age by age.
    pub(super) fn attacks(&self, lane: usize, side: Side, types: usize, state: usize, years: usize) -> Vec<f64> {
        let ages = self.attacks.iter().take(years);
        ages.flat_map(|age| age[side][state][..types].iter().map(|chance| chance[lane])).collect()
    }
}

impl TypeRules {
    fn new(views: &[SideView<'_>]) -> Self {
        let mut out = Self { yearly: PerSide::new([1.0; LANES], [1.0; LANES]), ..Self::default() };
        for (lane, view) in views.iter().enumerate() {
            let after = &view.settlement.after;
            out.types = after.types();
            out.paid = after.shocks == Shocks::Paid;
            for side in Side::BOTH {
                let party = after.party(side);
                out.yearly[side][lane] = party.yearly_shock();
                out.turnover[side][lane] = party.turnover;
                for (lasting, shock) in out.lasting[side].iter_mut().zip(lasting_shocks(party)) {
                    lasting[lane] = shock;
                }
            }
        }
        out
    }
}

vectorised! {
    /// Solves backwards, the other side's types being left in these shares; fills the attack probabilities of both sides'
    /// types and returns each lane's own value of signing.
    fn recur_by_types(constants: &Constants, rules: &TypeRules, ages: &[Age], shares: &[ByType], attacks: &mut [ByType]) -> Lanes {
        let mut value = PerSide::each(|side| [[constants.last_active[side]; TYPES], [constants.lapsed[side]; TYPES]]);
        for ((age, shares), out) in ages.iter().zip(shares).zip(attacks.iter_mut()).rev() {
            let mut peace = ByType::default();
            for side in Side::BOTH {
                let types = rules.types[side];
                let mean = value[side].map(|state| lane_mean(&state[..types]));
                for j in 0..types {
                    for i in 0..LANES {
                        let turnover = rules.turnover[side][i];
                        let later = |state: usize| (1.0 - turnover) * value[side][state][j][i] + turnover * mean[state][i];
                        let lapsed = later(1);
                        let next = age.keep[i] * later(0) + (1.0 - age.keep[i]) * lapsed;
                        let (complement, discount) = (constants.complement[side][i], constants.discount[side][i]);
                        peace[side][0][j][i] = complement * age.active[side][i] + discount * next;
                        peace[side][1][j][i] = complement * constants.lapsed[side][i] + discount * lapsed;
                    }
                }
            }
            for (state, attack) in [&age.attack_active, &age.attack_lapsed].into_iter().enumerate() {
                let if_moves = PerSide::new(attack, &age.defend);
                let mut faced = PerSide::<Lanes>::default();
                for side in Side::BOTH {
                    let war = &if_moves[side][side];
                    for j in 0..rules.types[side] {
                        for i in 0..LANES {
                            let (peace, may) = (peace[side][state][j][i], constants.may[side][i]);
                            let pull = (war[i] - peace + rules.lasting[side][j][i]) * constants.inverse_shock[side][i];
                            let chance = may * num::logistic(pull);
                            out[side][state][j][i] = chance;
                            faced[side][i] += shares[side][state][j][i] * chance;
                            value[side][state][j][i] = peace + MOVES * chance * (war[i] - peace);
                        }
                        if rules.paid {
                            for i in 0..LANES {
                                let (peace, may) = (peace[side][state][j][i], constants.may[side][i]);
                                let pull = (war[i] - peace + rules.lasting[side][j][i]) * constants.inverse_shock[side][i];
                                value[side][state][j][i] = peace + MOVES * may * rules.yearly[side][i] * softplus(pull);
                            }
                        }
                    }
                }
                for side in Side::BOTH {
                    let war = &if_moves[side.other()][side];
                    for j in 0..rules.types[side] {
                        for i in 0..LANES {
                            let peace = peace[side][state][j][i];
                            value[side][state][j][i] += MOVES * faced[side.other()][i] * (war[i] - peace);
                        }
                    }
                }
            }
        }
        let means = PerSide::each(|side| value[side].map(|state| lane_mean(&state[..rules.types[side]])));
        std::array::from_fn(|i| {
            let state = usize::from(constants.exists[i] < 0.5);
            if constants.own[i] > 0.5 { means[Side::Challenger][state][i] } else { means[Side::Defender][state][i] }
        })
    }
}

/// ln(1 + e^x).
#[inline(always)]
#[allow(clippy::inline_always)]
fn softplus(x: f64) -> f64 {
    x.max(0.0) - num::ln(num::logistic(x.abs()))
}

/// The mean over types, lane by lane.
#[inline(always)]
#[allow(clippy::inline_always)]
fn lane_mean(types: &[Lanes]) -> Lanes {
    let mut sum = [0.0; LANES];
    for lanes in types {
        for i in 0..LANES {
            sum[i] += lanes[i];
        }
    }
    sum.map(|sum| sum / types.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The variance of the lasting parts is that of a logistic number, pi^2/3, and they are symmetric.
    #[test]
    fn lasting_parts_keep_the_variance() {
        let parts = lasting_parts();
        let square = parts.iter().map(|part| part * part).sum::<f64>() / 9.0;
        assert!((square - PI * PI / 3.0).abs() < 1e-12, "{square}");
        assert!(parts.windows(2).all(|pair| pair[0] < pair[1]) && parts[4] == 0.0);
        assert!((0..9).all(|j| (parts[j] + parts[8 - j]).abs() < 1e-14));
        // logit(17/18) and logit(11/18)
        assert!((parts[8] / parts[5] - 17.0_f64.ln() / (11.0_f64 / 7.0).ln()).abs() < 1e-12);
    }

    /// A pair of types of which only A's last three would attack, with certainty: half of those are gone after a year, and a
    /// redraw of all evens out what is left.
    #[test]
    fn those_who_would_attack_are_gone_first() {
        let mut joint = Joint::new(PerSide::new(9, 1), true);
        let yearly = |_: usize, of: PerSide<usize>| PerSide::new(if of[Side::Challenger] < 6 { 0.0 } else { 0.5 }, 0.0);
        let broken = joint.attacked(yearly);
        assert!((broken[Side::Challenger] - 1.0 / 6.0).abs() < 1e-15 && broken[Side::Defender] == 0.0);
        let shares = joint.shares();
        assert!((shares[Side::Challenger][0][0] - 2.0 / 15.0).abs() < 1e-15);
        assert!((shares[Side::Challenger][0][8] - 1.0 / 15.0).abs() < 1e-15);
        assert!(shares[Side::Challenger][1].iter().all(|share| *share == 1.0 / 9.0), "no lapse yet: equal");
        joint.redraw(PerSide::new(1.0, 1.0));
        assert!(joint.shares()[Side::Challenger][0].iter().all(|share| (share - 1.0 / 9.0).abs() < 1e-15));
        joint.lapse(0.25);
        let [active, lapsed] = joint.states();
        assert!((active - 5.0 / 24.0).abs() < 1e-15 && (lapsed - 5.0 / 8.0).abs() < 1e-15);
    }

    #[test]
    fn softplus_is_smooth_and_exact_far_out() {
        assert!((softplus(0.0) - 2.0_f64.ln()).abs() < 1e-15);
        assert_eq!(softplus(800.0), 800.0);
        assert_eq!(softplus(-800.0), 0.0);
        assert!((softplus(1.0) - (1.0 + 1.0_f64.exp()).ln()).abs() < 1e-15);
    }
}
