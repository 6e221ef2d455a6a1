//! What the sides believe about the odds of a battle, and how fighting teaches them (Smith & Stam 2004).

use crate::num;

use super::Side;

/// A side's Beta prior on the probability that a battle advances the challenger, in a world whose true log-odds are
/// known to the caller.
#[derive(Clone, Copy, Debug)]
pub struct Belief {
    log_odds: f64,
    /// Shift of the prior's mean, in log-odds towards an advance.
    shift: f64,
    strength: f64,
    mean: f64,
    complement: f64,
}

impl Belief {
    /// The prior of `side` with optimism `optimism` (log-odds, in the side's own favour) and `strength` pseudo-battles.
    #[must_use]
    pub fn new(side: Side, log_odds: f64, optimism: f64, strength: f64) -> Self {
        let shift = match side {
            Side::Challenger => optimism,
            Side::Defender => -optimism,
        };
        let at = log_odds + shift;
        Self { log_odds, shift, strength, mean: num::logistic(at), complement: num::logistic(-at) }
    }

    /// Log-odds by which the side misjudges every contest after that many advances and retreats of the challenger.
    #[must_use]
    pub fn offset(&self, advances: u32, retreats: u32) -> f64 {
        if self.strength.is_infinite() || advances + retreats == 0 {
            return self.shift;
        }
        let advances = self.strength * self.mean + f64::from(advances);
        let retreats = self.strength * self.complement + f64::from(retreats);
        num::ln(advances / retreats) - self.log_odds
    }
}
