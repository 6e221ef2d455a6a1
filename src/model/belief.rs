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
    /// Logarithms of the prior's pseudo-battles won and lost, apart from what they have in common: the strength times
    /// the probability of the likelier outcome.
    won: f64,
    lost: f64,
    /// The common logarithm.
    common: f64,
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
        Self {
            log_odds,
            shift,
            strength,
            won: at.min(0.0),
            lost: (-at).min(0.0),
            common: num::ln(strength * num::logistic(at.abs())),
        }
    }

    /// Log-odds by which the side misjudges every contest after that many advances and retreats of the challenger.
    ///
    /// In logarithms throughout, so that nothing is lost where the prior's mean is too near to 0 or 1 to be a number.
    #[must_use]
    pub fn offset(&self, advances: u32, retreats: u32) -> f64 {
        if self.strength.is_infinite() || advances + retreats == 0 {
            return self.shift;
        }
        self.log_sum(self.won, advances) - self.log_sum(self.lost, retreats) - self.log_odds
    }

    /// `ln(e^(common + prior) + battles)`
    fn log_sum(&self, prior: f64, battles: u32) -> f64 {
        let prior = self.common + prior;
        if battles == 0 {
            return prior;
        }
        let battles = num::ln(f64::from(battles));
        let (more, less) = if prior > battles { (prior, battles) } else { (battles, prior) };
        more + num::ln_1p(num::exp(less - more))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_offset_is_that_of_the_posterior_mean() {
        for (log_odds, optimism, strength, w, l) in
            [(0.3, 0.5, 30.0, 4, 2), (-1.2, -0.4, 5.0, 0, 7), (2.0, 0.1, 200.0, 11, 0), (0.0, 0.0, 1.0, 1, 1)]
        {
            let mean = 1.0 / (1.0 + f64::exp(-(log_odds + optimism)));
            let posterior = (strength * mean + f64::from(w)) / (strength + f64::from(w + l));
            let exact = (posterior / (1.0 - posterior)).ln() - log_odds;
            let got = Belief::new(Side::Challenger, log_odds, optimism, strength).offset(w, l);
            assert!((got - exact).abs() < 1e-13, "{got} instead of {exact}");
        }
    }

    /// At log-odds of -800 the prior's mean is below the smallest number, but one retreat says nearly nothing new.
    #[test]
    fn hopeless_odds_lose_nothing() {
        for log_odds in [-800.0, 800.0] {
            let belief = Belief::new(Side::Challenger, log_odds, 0.25, 20.0);
            let (w, l) = if log_odds < 0.0 { (0, 3) } else { (3, 0) };
            // ln of 20/23 or 23/20: the odds of the likelier outcome rise from 20 to 23 pseudo-battles
            let expected = 0.25 + if log_odds < 0.0 { -(23.0_f64 / 20.0).ln() } else { (23.0_f64 / 20.0).ln() };
            assert!((belief.offset(w, l) - expected).abs() < 1e-12);
            assert!(belief.offset(l, w).is_finite());
        }
    }
}
