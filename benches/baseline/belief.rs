//! Section 3, beliefs: learning the odds from the moves of the front.

use armistice::model::{Party, Side};

use super::logistic;

/// b_i: how far side i's log-odds are from the truth after `advances` of A and `retreats`.
pub fn offset(party: &Party, side: Side, log_odds: f64, advances: u32, retreats: u32) -> f64 {
    let shift = match side {
        Side::Challenger => party.optimism,
        Side::Defender => -party.optimism,
    };
    let strength = party.belief_strength;
    if strength.is_infinite() {
        return shift;
    }
    let mean = logistic(log_odds + shift);
    let complement = logistic(-(log_odds + shift));
    let odds = (strength * mean + f64::from(advances)) / (strength * complement + f64::from(retreats));
    odds.ln() - log_odds
}
