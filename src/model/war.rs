//! War as a lazy random walk over the map, and the value of fighting it to the finish.
//!
//! Sources: Smith & Stam (2004) and Slantchev (2003) for war as a random walk; Feller (1968, XIV.4-5) for the first
//! passage times. The forms below avoid cancellation for any log-odds and any number of positions.

use crate::num;
use crate::num::simd::vectorised;

use super::{PerSide, Side};

/// The rules of a war, the same for both sides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contest {
    /// Steps between the two victories (N).
    pub positions: usize,
    /// Probability that the front stands still in a month (r).
    pub stalemate: f64,
    /// Probability per month that the challenger collapses.
    pub collapse_challenger: f64,
    /// Probability per month that the defender collapses.
    pub collapse_defender: f64,
    /// Probability that fighting stops along the line in a month in which nobody collapses (h).
    pub freeze: f64,
    /// Probability that a frozen front thaws in a month (w).
    pub thaw: f64,
}

impl Contest {
    /// Probability that nobody collapses in a month (k).
    pub(super) fn survive(&self) -> f64 {
        1.0 - self.collapse_challenger - self.collapse_defender
    }
}

/// What a side enjoys in a month of war, by position; the cost of fighting is left out.
#[derive(Clone, Debug, PartialEq)]
pub enum Flow {
    /// `intercept + slope n`, for position n.
    Linear {
        /// At position 0.
        intercept: f64,
        /// Per position.
        slope: f64,
    },
    /// By position, 0..=N.
    Table(Vec<f64>),
}

impl Flow {
    /// The flow at position `n`.
    #[must_use]
    pub fn at(&self, n: usize) -> f64 {
        match self {
            Flow::Linear { intercept, slope } => intercept + slope * n as f64,
            Flow::Table(values) => values[n],
        }
    }
}

/// What each side has of a victory, the challenger's and the defender's: everything of its own, nothing of the other's.
#[must_use]
pub fn prizes(side: Side) -> PerSide<f64> {
    PerSide::each(|winner| f64::from(u8::from(winner == side)))
}

/// One side at war, or a party that looks on.
#[derive(Clone, Debug, PartialEq)]
pub struct Fighter {
    /// What it has for ever once the challenger has won, and once the defender has; see [`prizes`].
    pub prizes: PerSide<f64>,
    /// Discount factor per year.
    pub discount_factor: f64,
    /// Flow cost of fighting.
    pub war_cost: f64,
    /// Flow enjoyed while fighting.
    pub flow: Flow,
}

/// The monthly factor of a yearly discount factor: (factor, 1 - factor), both to full relative accuracy.
#[must_use]
pub fn monthly_factor(discount_factor: f64) -> (f64, f64) {
    let complement = -num::exp_m1(num::ln(discount_factor) / 12.0);
    (1.0 - complement, complement)
}

/// What of the value of war to somebody does not depend on the odds of a battle.
#[derive(Clone, Debug)]
pub struct Valuer {
    contest: Contest,
    position: usize,
    prizes: PerSide<f64>,
    month: Month,
    /// Share of a freeze that is spent frozen, discounted (alpha).
    alpha: f64,
    /// Monthly factor and its complement.
    delta: f64,
    complement: f64,
    war_cost: f64,
    flow: Flow,
}

/// What of a month of war depends on the chances of collapse.
#[derive(Clone, Copy, Debug)]
struct Month {
    /// 1 - d, the chance that a month is the last or does not count.
    e: f64,
    /// S, what a month of war counts for with those after freezes at the same place.
    recurring: f64,
    /// Weight of the flow of a frozen front in a month of war: delta k h alpha.
    frozen: f64,
    /// Probability that nobody collapses (k).
    survive: f64,
    /// What the victories that come of collapses bring: for a side, the probability that the other one collapses.
    by_collapse: f64,
}

impl Valuer {
    /// The value of war to `fighter` at `position`, as a function of the log-odds of an advance.
    ///
    /// `position` lies in 1..=N-1.
    #[must_use]
    pub fn new(contest: &Contest, fighter: &Fighter, position: usize) -> Self {
        let (delta, complement) = monthly_factor(fighter.discount_factor);
        let alpha = complement / (complement + delta * contest.thaw);
        Self {
            contest: *contest,
            position,
            prizes: fighter.prizes,
            month: Month::new(contest, fighter.prizes, (delta, complement), alpha),
            alpha,
            delta,
            complement,
            war_cost: fighter.war_cost,
            flow: fighter.flow.clone(),
        }
    }

    /// Value of fighting to the finish at each of `log_odds`, share of the prize.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn values(&self, log_odds: &[f64], out: &mut [f64]) {
        self.values_at(self.position, log_odds, out);
    }

    /// Value of fighting to the finish at `log_odds`, share of the prize.
    #[must_use]
    pub fn value(&self, log_odds: f64) -> f64 {
        self.value_at(self.position, log_odds)
    }

    /// The same at another position in 1..=N-1.
    #[must_use]
    pub fn value_at(&self, position: usize, log_odds: f64) -> f64 {
        let mut out = [0.0];
        self.values_at(position, &[log_odds], &mut out);
        out[0]
    }

    /// Value of a front that is frozen at `position`, to be thawed with the contest's chance, at `log_odds`.
    #[must_use]
    pub fn frozen_at(&self, position: usize, log_odds: f64) -> f64 {
        self.alpha * self.flow.at(position) + (1.0 - self.alpha) * self.value_at(position, log_odds)
    }

    fn values_at(&self, position: usize, log_odds: &[f64], out: &mut [f64]) {
        assert_eq!(log_odds.len(), out.len(), "one value for each log-odds");
        match self.flow {
            Flow::Linear { intercept, slope } => {
                let rates = self.rates(&self.month, intercept, slope);
                closed_form(&Linear::new(self, position, &rates), log_odds, out);
            }
            Flow::Table(ref flow) => {
                for (out, log_odds) in out.chunks_mut(CHUNK).zip(log_odds.chunks(CHUNK)) {
                    if let [log_odds] = *log_odds {
                        out.copy_from_slice(&self.solve(&[self.month], flow, position, &[log_odds]));
                    } else {
                        out.copy_from_slice(&solve_chunk(self, flow, position, &padded(log_odds))[..log_odds.len()]);
                    }
                }
            }
        }
    }

    /// A month in which the defender collapses with that chance.
    #[inline(always)]
    fn month_at(&self, collapse_defender: f64) -> Month {
        let contest = Contest { collapse_defender, ..self.contest };
        Month::new(&contest, self.prizes, (self.delta, self.complement), self.alpha)
    }

    /// What a month of war brings in the closed form.
    #[inline(always)]
    fn rates(&self, month: &Month, intercept: f64, slope: f64) -> Rates {
        Rates {
            e: month.e,
            dm: (1.0 - month.e) * (1.0 - self.contest.stalemate),
            per_month: month.recurring
                * (self.delta * month.by_collapse
                    + self.complement * (intercept - self.war_cost)
                    + month.frozen * intercept),
            per_position: month.recurring * (self.complement * slope + month.frozen * slope),
            inverse_e: 1.0 / month.e,
        }
    }

    /// Solves the tridiagonal system for any flow (Thomas' algorithm; the matrix is diagonally dominant), one lane for each
    /// month and log-odds.
    #[inline(always)]
    fn solve<const L: usize>(
        &self,
        months: &[Month; L],
        flow: &[f64],
        position: usize,
        log_odds: &[f64; L],
    ) -> [f64; L] {
        let Contest { positions, stalemate, freeze, .. } = self.contest;
        let [mut down, mut diagonal, mut up, mut by_collapse] = [[0.0; L]; 4];
        for i in 0..L {
            let month = &months[i];
            let k = month.survive * (1.0 - freeze);
            up[i] = self.delta * k * (1.0 - stalemate) * num::logistic(log_odds[i]);
            down[i] = self.delta * k * (1.0 - stalemate) * num::logistic(-log_odds[i]);
            diagonal[i] = 1.0 - self.delta * k * stalemate - self.delta * month.survive * freeze * (1.0 - self.alpha);
            by_collapse[i] = self.delta * month.by_collapse;
        }
        let ends = [self.prizes[Side::Defender], self.prizes[Side::Challenger]];
        let right = |n: usize, i: usize| {
            self.complement * (flow[n] - self.war_cost) + by_collapse[i] + months[i].frozen * flow[n]
        };
        eliminate(positions, position, [&down, &diagonal, &up], ends, right)
    }
}

/// Values of fighting to the finish of one or two parties, share of the prize, at each of `log_odds`, where the defender
/// collapses with the chance in `collapse`, one for each of them, instead of the contest's.
///
/// # Panics
/// If there are more than two, or if the slices differ in length.
pub fn values_enduring(valuers: &[Valuer], log_odds: &[f64], collapse: &[f64], out: &mut [&mut [f64]]) {
    assert!(valuers.len() <= 2 && valuers.len() == out.len(), "one or two parties");
    assert!(
        log_odds.len() == collapse.len() && out.iter().all(|out| out.len() == log_odds.len()),
        "one value for each log-odds and chance"
    );
    for (number, (log_odds, collapse)) in log_odds.chunks(CHUNK).zip(collapse.chunks(CHUNK)).enumerate() {
        let values = enduring_chunk(valuers, &padded(log_odds), &padded(collapse));
        for (out, values) in out.iter_mut().zip(&values) {
            out[number * CHUNK..][..log_odds.len()].copy_from_slice(&values[..log_odds.len()]);
        }
    }
}

/// As many numbers as there are lanes, the last one again where there are fewer.
fn padded(of: &[f64]) -> Chunk {
    std::array::from_fn(|i| of[i.min(of.len() - 1)])
}

vectorised! {
    /// The systems of a flow that is no straight line, one lane for each log-odds.
    fn solve_chunk(valuer: &Valuer, flow: &[f64], position: usize, log_odds: &Chunk) -> Chunk {
        valuer.solve(&[valuer.month; CHUNK], flow, position, log_odds)
    }
}

vectorised! {
    /// One lane for each log-odds and chance of collapse.
    fn enduring_chunk(valuers: &[Valuer], log_odds: &Chunk, collapse: &Chunk) -> [Chunk; 2] {
        let odds = BattleOdds::of(log_odds);
        let mut out = [Chunk::default(); 2];
        for (valuer, out) in valuers.iter().zip(&mut out) {
            *out = match valuer.flow {
                Flow::Linear { intercept, slope } => {
                    let mut terms = Linear::at(valuer, valuer.position);
                    for i in 0..CHUNK {
                        terms.set(i, &valuer.rates(&valuer.month_at(collapse[i]), intercept, slope));
                    }
                    closed_form_chunk(&terms, &odds)
                }
                Flow::Table(ref flow) => {
                    let mut months = [valuer.month; CHUNK];
                    for i in 0..CHUNK {
                        months[i] = valuer.month_at(collapse[i]);
                    }
                    valuer.solve(&months, flow, valuer.position, log_odds)
                }
            };
        }
        out
    }
}

impl Month {
    /// A month of such a war to one who has so much of each victory, with that monthly factor and its complement.
    #[inline(always)]
    fn new(contest: &Contest, prizes: PerSide<f64>, (delta, complement): (f64, f64), alpha: f64) -> Self {
        let collapse = contest.collapse_challenger + contest.collapse_defender;
        let freezing = delta * (1.0 - collapse) * contest.freeze;
        let recurring = 1.0 / (1.0 - freezing * (1.0 - alpha));
        let frozen = freezing * alpha;
        Self {
            e: recurring * (collapse + (1.0 - collapse) * complement + frozen),
            recurring,
            frozen,
            survive: contest.survive(),
            by_collapse: contest.collapse_defender * prizes[Side::Challenger]
                + contest.collapse_challenger * prizes[Side::Defender],
        }
    }
}

/// Solves `-down x(n-1) + diagonal x(n) - up x(n+1) = right(n)` for 0 < n < N with given ends, and returns x at
/// `position`: elimination from both ends towards it, so that nothing is stored. A lane is a system of its own; `right` is
/// asked for position and lane.
#[inline(always)]
fn eliminate<const L: usize>(
    positions: usize,
    position: usize,
    [down, diagonal, up]: [&[f64; L]; 3],
    [at_zero, at_n]: [f64; 2],
    right: impl Fn(usize, usize) -> f64,
) -> [f64; L] {
    // x(n) = slope x(n+1) + constant, from below
    let (mut slope, mut constant) = ([0.0; L], [at_zero; L]);
    for n in 1..position {
        for i in 0..L {
            let pivot = diagonal[i] - down[i] * slope[i];
            constant[i] = (right(n, i) + down[i] * constant[i]) / pivot;
            slope[i] = up[i] / pivot;
        }
    }
    let (below_slope, below_constant) = (slope, constant);
    // x(n) = slope x(n-1) + constant, from above
    (slope, constant) = ([0.0; L], [at_n; L]);
    for n in (position + 1..positions).rev() {
        for i in 0..L {
            let pivot = diagonal[i] - up[i] * slope[i];
            constant[i] = (right(n, i) + up[i] * constant[i]) / pivot;
            slope[i] = down[i] / pivot;
        }
    }
    let mut out = [0.0; L];
    for i in 0..L {
        out[i] = (right(position, i) + down[i] * below_constant[i] + up[i] * constant[i])
            / (diagonal[i] - down[i] * below_slope[i] - up[i] * slope[i]);
    }
    out
}

/// What a month of war brings where the flow is linear in the position.
#[derive(Clone, Copy, Debug)]
struct Rates {
    e: f64,
    /// d (1 - r)
    dm: f64,
    /// Weight of the months fought.
    per_month: f64,
    /// Weight of the sum of positions.
    per_position: f64,
    inverse_e: f64,
}

/// The constants of the closed form, by lane.
#[derive(Clone, Copy, Debug, Default)]
struct Linear {
    n: usize,
    m: usize,
    positions: f64,
    prizes: [f64; 2],
    e: Chunk,
    dm: Chunk,
    per_month: Chunk,
    per_position: Chunk,
    inverse_e: Chunk,
}

impl Linear {
    /// At a position, without rates.
    #[inline(always)]
    fn at(valuer: &Valuer, position: usize) -> Self {
        let positions = valuer.contest.positions;
        Self {
            n: position,
            m: positions - position,
            positions: positions as f64,
            prizes: *valuer.prizes.as_array(),
            ..Self::default()
        }
    }

    /// The same rates in every lane.
    fn new(valuer: &Valuer, position: usize, rates: &Rates) -> Self {
        let mut out = Self::at(valuer, position);
        for i in 0..CHUNK {
            out.set(i, rates);
        }
        out
    }

    #[inline(always)]
    fn set(&mut self, i: usize, rates: &Rates) {
        self.e[i] = rates.e;
        self.dm[i] = rates.dm;
        self.per_month[i] = rates.per_month;
        self.per_position[i] = rates.per_position;
        self.inverse_e[i] = rates.inverse_e;
    }
}

const CHUNK: usize = 8;

vectorised! {
    /// The closed form at many log-odds.
    fn closed_form(terms: &Linear, log_odds: &[f64], out: &mut [f64]) {
        let mut input = log_odds.chunks_exact(CHUNK);
        let mut output = out.chunks_exact_mut(CHUNK);
        for (log_odds, out) in input.by_ref().zip(output.by_ref()) {
            let odds = BattleOdds::of(&std::array::from_fn(|i| log_odds[i]));
            out.copy_from_slice(&closed_form_chunk(terms, &odds));
        }
        let rest = input.remainder();
        if !rest.is_empty() {
            let padded = std::array::from_fn(|i| if i < rest.len() { rest[i] } else { 0.0 });
            let values = closed_form_chunk(terms, &BattleOdds::of(&padded));
            output.into_remainder().copy_from_slice(&values[..rest.len()]);
        }
    }
}

type Chunk = [f64; CHUNK];

/// What log-odds of an advance mean to both sides.
#[derive(Clone, Copy, Debug, Default)]
struct BattleOdds {
    /// Whether an advance is at least as likely as a retreat: 1 or 0.
    forward: Chunk,
    /// BattleOdds of the unlikely direction, at most 1.
    x: Chunk,
    /// 1/(1 + x), the chance of the likely direction.
    inverse: Chunk,
    /// The difference of the two chances.
    tanh: Chunk,
}

impl BattleOdds {
    #[inline(always)]
    fn of(log_odds: &Chunk) -> Self {
        let mut out = Self::default();
        for i in 0..CHUNK {
            let size = log_odds[i].abs();
            let x = num::exp(-size);
            let inverse = 1.0 / (1.0 + x);
            out.x[i] = x;
            out.inverse[i] = inverse;
            out.tanh[i] = -num::exp_m1(-size) * inverse;
            out.forward[i] = if log_odds[i] >= 0.0 { 1.0 } else { 0.0 };
        }
        out
    }
}

/// Value of war by the roots of the walk's characteristic polynomial: `win`, `lose`, the discounted months fought and
/// the discounted sum of positions (see docs/model.md, "The value of war").
#[inline(always)]
fn closed_form_chunk(terms: &Linear, odds: &BattleOdds) -> Chunk {
    let mut h: Roots = Roots::default();
    let mut l: Roots = Roots::default();
    let mut drift: Chunk = [0.0; CHUNK];
    for i in 0..CHUNK {
        let (e, dm) = (terms.e[i], terms.dm[i]);
        let same_sign = e * (e + 2.0 * dm);
        let (x, inverse) = (odds.x[i], odds.inverse[i]);
        let dab = dm * odds.tanh[i];
        let root = (same_sign + dab * dab).sqrt();
        let scale = 1.0 / (e + dm + root);
        // The root for the favoured direction, and its complement
        let likely = 2.0 * dm * inverse * scale;
        let unlikely = 2.0 * dm * x * inverse * scale;
        let complement_unlikely = (e + root + dab) * scale;
        let complement_likely = (e + same_sign / (root + dab)) * scale;
        let forward = odds.forward[i] > 0.5;
        h.base[i] = if forward { likely } else { unlikely };
        l.base[i] = if forward { unlikely } else { likely };
        h.complement[i] = if forward { complement_likely } else { complement_unlikely };
        l.complement[i] = if forward { complement_unlikely } else { complement_likely };
        drift[i] = if forward { dab } else { -dab };
    }
    let (hn, hm) = (h.power(terms.n), h.power(terms.m));
    let (ln, lm) = (l.power(terms.n), l.power(terms.m));
    let mut out = [0.0; CHUNK];
    for i in 0..CHUNK {
        let qn = hn.base[i] * ln.base[i];
        let complement_qn = hn.complement[i] + hn.base[i] * ln.complement[i];
        let complement_qm = hm.complement[i] + hm.base[i] * lm.complement[i];
        let inverse = 1.0 / (complement_qn + qn * complement_qm);
        let win = hm.base[i] * complement_qn * inverse;
        let lose = ln.base[i] * complement_qm * inverse;
        let months = (hm.complement[i] * ln.complement[i]
            - hm.base[i] * ln.base[i] * hn.complement[i] * lm.complement[i])
            * inverse
            * terms.inverse_e[i];
        let positions = (terms.n as f64 - terms.positions * win + drift[i] * months) * terms.inverse_e[i];
        let [of_win, of_lose] = terms.prizes;
        out[i] = (of_win * win + of_lose * lose) + terms.per_month[i] * months + terms.per_position[i] * positions;
    }
    out
}

/// A number in (0, 1) with its complement, both to full relative accuracy.
#[derive(Clone, Copy, Debug, Default)]
struct Roots {
    base: Chunk,
    complement: Chunk,
}

impl Roots {
    /// The power and its complement, by squaring; sums of positive terms only.
    #[inline(always)]
    fn power(&self, exponent: usize) -> Roots {
        let mut out = *self;
        let bits = usize::BITS - exponent.leading_zeros();
        for bit in (0..bits.saturating_sub(1)).rev() {
            for i in 0..CHUNK {
                out.complement[i] *= 1.0 + out.base[i];
                out.base[i] *= out.base[i];
            }
            if exponent >> bit & 1 == 1 {
                for i in 0..CHUNK {
                    out.complement[i] += out.base[i] * self.complement[i];
                    out.base[i] *= self.base[i];
                }
            }
        }
        out
    }
}

/// How a war goes in the end, without discounting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LongRun {
    /// Probability that the challenger wins.
    pub challenger_wins: f64,
    /// Probability that the front freezes for ever; 0 where a frozen front can thaw.
    pub frozen: f64,
    /// Expected months of war; months in which the front is frozen do not count.
    pub months: f64,
}

/// How a war goes in the end when the log-odds of an advance are `log_odds` and it starts at `position`.
#[must_use]
pub fn undiscounted(contest: &Contest, position: usize, log_odds: f64) -> LongRun {
    let (k, stalemate, freeze) = (contest.survive(), contest.stalemate, contest.freeze);
    let moves = k * (1.0 - freeze) * (1.0 - stalemate);
    let (up, down) = (moves * num::logistic(log_odds), moves * num::logistic(-log_odds));
    // A front that thaws goes on from where it stood, as after a standstill.
    let stays = k * (1.0 - freeze) * stalemate + if contest.thaw > 0.0 { k * freeze } else { 0.0 };
    let matrix = [&[down], &[1.0 - stays], &[up]];
    let sum = |ends: [f64; 2], a_month: f64| {
        let [sum] = eliminate(contest.positions, position, matrix, ends, |_, _| a_month);
        sum
    };
    let months = sum([0.0, 0.0], 1.0);
    let frozen = if contest.thaw > 0.0 { 0.0 } else { k * freeze * months };
    LongRun { challenger_wins: sum([0.0, 1.0], contest.collapse_defender), frozen, months }
}
