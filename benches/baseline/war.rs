//! Section 3: war as a lazy random walk over the front.

use armistice::model::{Parameters, Side};

use super::{A, logistic, terms};

/// Chances of a month of war, but for the odds of an advance.
#[derive(Clone, Copy, Debug)]
pub struct Contest {
    /// N.
    pub positions: usize,
    /// r.
    pub stalemate: f64,
    /// e_A and e_D.
    pub collapse: [f64; 2],
    /// freeze
    pub freeze: f64,
    /// thaw
    pub thaw: f64,
}

impl Contest {
    /// From a parameter set.
    pub fn new(parameters: &Parameters) -> Self {
        Self {
            positions: parameters.front.positions as usize,
            stalemate: parameters.front.stalemate,
            collapse: [parameters.challenger.collapse, parameters.defender.collapse],
            freeze: parameters.front.freeze,
            thaw: parameters.front.thaw,
        }
    }

    /// The same where `joined` fight beside a D of so many: its chance of collapse falls.
    pub fn joined(self, parameters: &Parameters, joined: f64, defender: f64) -> Self {
        let spared = (-parameters.guarantee.endurance * joined / defender).exp();
        Self { collapse: [self.collapse[0], self.collapse[1] * spared], ..self }
    }

    /// k: the probability that nobody collapses in a month.
    pub fn goes_on(&self) -> f64 {
        1.0 - self.collapse[0] - self.collapse[1]
    }
}

/// A side at war, or a party that looks on.
#[derive(Clone, Copy, Debug)]
pub struct Fighter<'a> {
    /// What the challenger's victory is worth, and the defender's.
    pub prizes: [f64; 2],
    /// delta_i, per year.
    pub discount_factor: f64,
    /// c_i.
    pub war_cost: f64,
    /// phi_i by position.
    pub flows: &'a [f64],
}

impl<'a> Fighter<'a> {
    /// A side with its numbers and its flows.
    pub fn new(parameters: &Parameters, side: usize, flows: &'a [f64]) -> Self {
        let prizes = if side == A { [1.0, 0.0] } else { [0.0, 1.0] };
        let party = parameters.party(terms::side(side));
        Self { prizes, discount_factor: party.discount_factor, war_cost: party.war_cost, flows }
    }
}

/// m ln(F_A/F_D): the log-odds of A's advance.
pub fn log_odds(decisiveness: f64, challenger: f64, defender: f64) -> f64 {
    decisiveness * (challenger / defender).ln()
}

/// Solves `below x[n-1] + diagonal x[n] + above x[n+1] = right[n]`, with nothing beyond both ends (Thomas).
fn tridiagonal(below: f64, diagonal: f64, above: f64, right: &mut [f64]) {
    let size = right.len();
    let mut upper = vec![0.0; size];
    upper[0] = above / diagonal;
    right[0] /= diagonal;
    for n in 1..size {
        let pivot = diagonal - below * upper[n - 1];
        upper[n] = above / pivot;
        right[n] = (right[n] - below * right[n - 1]) / pivot;
    }
    for n in (0..size - 1).rev() {
        right[n] -= upper[n] * right[n + 1];
    }
}

/// W_i(n) for n = 0, 1, …, N: the value of fighting to the finish.
pub fn values(contest: &Contest, fighter: &Fighter<'_>, log_odds: f64) -> Vec<f64> {
    let last = contest.positions;
    let monthly = fighter.discount_factor.ln() / 12.0;
    let (delta, complement) = (monthly.exp(), -monthly.exp_m1());
    let moves = 1.0 - contest.stalemate;
    let (a, b) = (moves * logistic(log_odds), moves * logistic(-log_odds));
    let d = delta * contest.goes_on() * (1.0 - contest.freeze);
    let freezes = delta * contest.goes_on() * contest.freeze;
    let stays_frozen = share_frozen(contest, fighter);
    let [at_last, at_zero] = fighter.prizes;
    let collapse = contest.collapse[1] * at_last + contest.collapse[0] * at_zero;
    let fought = |n: usize| complement * (fighter.flows[n] - fighter.war_cost) + delta * collapse;
    let mut right: Vec<f64> = (1..last).map(|n| fought(n) + freezes * stays_frozen * fighter.flows[n]).collect();
    right[0] += d * b * at_zero;
    right[last - 2] += d * a * at_last;
    tridiagonal(-d * b, 1.0 - d * contest.stalemate - freezes * (1.0 - stays_frozen), -d * a, &mut right);
    let mut values = vec![at_zero];
    values.extend(right);
    values.push(at_last);
    values
}

/// The discounted share of the time after a freeze that is spent frozen before war goes on.
fn share_frozen(contest: &Contest, fighter: &Fighter<'_>) -> f64 {
    let monthly = fighter.discount_factor.ln() / 12.0;
    let complement = -monthly.exp_m1();
    complement / (complement + monthly.exp() * contest.thaw)
}

/// The value of a front that is frozen at a position where war is worth `value`.
pub fn frozen_value(contest: &Contest, fighter: &Fighter<'_>, position: usize, value: f64) -> f64 {
    let frozen = share_frozen(contest, fighter);
    frozen * fighter.flows[position] + (1.0 - frozen) * value
}

/// Where a front stands, and whether fighting has stopped along it.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// n.
    pub position: usize,
    /// Whether it is frozen.
    pub frozen: bool,
}

/// Where the front is after a month, and who won if anybody did. One number decides: from below, A collapses, D advances,
/// the front freezes, stands still, A advances, D collapses.
pub fn month(contest: &Contest, log_odds: f64, luck: f64, line: Line) -> (Line, Option<Side>) {
    if line.frozen {
        return (Line { frozen: luck >= contest.thaw, ..line }, None);
    }
    let position = line.position;
    let (k, moves) = (contest.goes_on(), (1.0 - contest.freeze) * (1.0 - contest.stalemate));
    let retreats = contest.collapse[0] + k * moves * logistic(-log_odds);
    let next = if luck < contest.collapse[0] {
        return (line, Some(Side::Defender));
    } else if luck >= 1.0 - contest.collapse[1] {
        return (line, Some(Side::Challenger));
    } else if luck < retreats {
        Line { position: position - 1, frozen: false }
    } else if luck >= contest.collapse[0] + k * (1.0 - moves * logistic(log_odds)) {
        Line { position: position + 1, frozen: false }
    } else {
        Line { position, frozen: luck < retreats + k * contest.freeze }
    };
    if next.position == 0 {
        (next, Some(Side::Defender))
    } else if next.position == contest.positions {
        (next, Some(Side::Challenger))
    } else {
        (next, None)
    }
}
