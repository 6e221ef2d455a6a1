//! The course of a war in which nothing is ever signed, for readers of a scenario.

use crate::num;

use super::Parameters;
use super::settlement::contest;
use super::war::undiscounted;

/// Months of a year.
const YEAR: f64 = 12.0;

/// How a war goes if nothing is ever signed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Course {
    /// Mean change of the challenger's share of the contested territory in a year without collapse.
    pub drift: f64,
    /// Standard deviation of that change.
    pub volatility: f64,
    /// Probability that the challenger wins in the end.
    pub wins: f64,
    /// Probability that the front freezes for ever.
    pub frozen: f64,
    /// Mean length, months in which the front is frozen not counted.
    pub months: f64,
}

impl Course {
    /// The course of the war with these numbers; `None` where no battle has odds, or a side collapses at once.
    #[must_use]
    pub fn of(parameters: &Parameters) -> Option<Self> {
        let Parameters { challenger, defender, front, .. } = parameters;
        let (collapse_challenger, collapse_defender) = (challenger.collapse, defender.collapse);
        let log_odds = front.decisiveness * num::ln(challenger.forces / defender.forces);
        if !log_odds.is_finite() || collapse_challenger + collapse_defender >= 1.0 {
            return None;
        }
        let positions = front.positions;
        let ending = undiscounted(&contest(front, challenger, defender), front.start_position(), log_odds);
        let moves = (1.0 - front.freeze) * (1.0 - front.stalemate);
        let mean = moves * (num::logistic(log_odds) - num::logistic(-log_odds));
        let variance = moves - mean * mean;
        Some(Self {
            drift: YEAR * mean / positions,
            volatility: (YEAR * variance).sqrt() / positions,
            wins: ending.challenger_wins,
            frozen: ending.frozen,
            months: ending.months,
        })
    }
}
