//! What terms are worth to a side, or to a party that does not fight: additive utility over the issues, with a loss that
//! grows with distance from its ideal.

use crate::num;

use super::parameters::{DEFENDER_FORCES, Demand, FOREIGN_TROOPS, GUARANTEE_YEARS, Parameters, TERRITORY};
use super::side::Side;
use super::war::Flow;

/// The utility function of one side, or of one party that does not fight, over the issues.
#[derive(Clone, Debug, Default)]
pub struct Utility {
    issues: Vec<Component>,
}

#[derive(Clone, Copy, Debug)]
struct Component {
    /// Share of the saliences.
    weight: f64,
    ideal: f64,
    /// From this ideal to where the value is 0: for a side the other's ideal, for a party the farther of the two sides'; 0:
    /// the value is 1 everywhere.
    span: f64,
    /// Whether what lies on the other side of the ideal is a loss too: for a party, whose ideal may lie between the sides'.
    both_ways: bool,
    curvature: f64,
    /// No term may lie above the first or below the second.
    limits: [Option<f64>; 2],
}

impl Utility {
    /// The utility of `side` in a world.
    #[must_use]
    pub fn new(parameters: &Parameters, side: Side) -> Self {
        let own = parameters.demands(side);
        let other = parameters.demands(side.other());
        let total: f64 = own.iter().fold(0.0, |sum, demand| sum + demand.salience);
        let issues = own.iter().zip(other).map(|(own, other)| Component {
            weight: own.salience / total,
            ideal: own.ideal,
            span: other.ideal - own.ideal,
            both_ways: false,
            curvature: own.curvature,
            limits: match own.red_line {
                Some(_) if other.ideal > own.ideal => [own.red_line, None],
                Some(_) if other.ideal < own.ideal => [None, own.red_line],
                _ => [None, None],
            },
        });
        Self { issues: issues.collect() }
    }

    /// The utility of the party of that index, which does not fight.
    #[must_use]
    pub fn of_party(parameters: &Parameters, party: usize) -> Self {
        let own = &parameters.interests[party];
        let sides = parameters.challenger_demands.iter().zip(&parameters.defender_demands);
        let total: f64 = own.iter().fold(0.0, |sum, interest| sum + interest.salience);
        let issues = own.iter().zip(sides).map(|(own, (challenger, defender))| Component {
            weight: own.salience / total,
            ideal: own.ideal,
            span: (challenger.ideal - own.ideal).abs().max((defender.ideal - own.ideal).abs()),
            both_ways: true,
            curvature: own.curvature,
            limits: [own.above, own.below],
        });
        Self { issues: issues.collect() }
    }

    /// Share of the saliences that the issue has, in [0, 1].
    #[must_use]
    pub fn weight(&self, issue: usize) -> f64 {
        self.issues[issue].weight
    }

    /// Value of `term` on an issue: 1 at this ideal, 0 as far away as the other side's or farther; to a party as far as the
    /// farther of the two sides'.
    ///
    /// For `defender_forces` an infinite term (no cap) counts as the defender's ideal, which `no_cap` gives.
    #[must_use]
    pub fn value(&self, issue: usize, term: f64) -> f64 {
        let component = &self.issues[issue];
        if component.span == 0.0 {
            return 1.0;
        }
        let away = (term - component.ideal) / component.span;
        let distance = if component.both_ways { away.abs() } else { away }.clamp(0.0, 1.0);
        if component.curvature == 1.0 { 1.0 - distance } else { 1.0 - num::pow(distance, component.curvature) }
    }

    /// Utility of all terms in force, in [0, 1].
    #[must_use]
    pub fn of(&self, in_force: &[f64]) -> f64 {
        in_force
            .iter()
            .enumerate()
            .fold(0.0, |sum, (issue, &term)| sum + self.issues[issue].weight * self.value(issue, term))
    }

    /// Whether `term` lies strictly beyond the red line: of a side going from its own ideal towards the other's, of a party
    /// in the direction that it gives.
    #[must_use]
    pub fn crosses(&self, issue: usize, term: f64) -> bool {
        let [above, below] = self.issues[issue].limits;
        above.is_some_and(|limit| term > limit) || below.is_some_and(|limit| term < limit)
    }

    /// The slope of the utility of territory where it is linear in the challenger's share over all of [0, 1].
    fn territory_slope(&self) -> Option<f64> {
        let &Component { weight, ideal, span, both_ways, curvature, .. } = &self.issues[TERRITORY];
        if span == 0.0 {
            return Some(0.0);
        }
        let whole = weight == 0.0 || (curvature == 1.0 && span.abs() == 1.0 && (ideal == 0.0 || ideal == 1.0));
        let towards = if both_ways && ideal == 1.0 { -span } else { span };
        whole.then_some(-weight / towards)
    }

    /// The flow enjoyed while fighting, by position, when `status_quo` is in force on all issues but territory.
    #[must_use]
    pub fn war_flow(&self, positions: usize, status_quo: &[f64]) -> Flow {
        let mut terms = status_quo.to_vec();
        let mut at = |share: f64| {
            terms[TERRITORY] = share;
            self.of(&terms)
        };
        if let Some(slope) = self.territory_slope() {
            Flow::Linear { intercept: at(0.0), slope: slope / positions as f64 }
        } else {
            Flow::Table((0..=positions).map(|n| at(n as f64 / positions as f64)).collect())
        }
    }
}

/// Everything as a side wants it, without foreign troops and without a guarantee: what its victory puts in force.
#[must_use]
pub fn victory(parameters: &Parameters, winner: Side) -> Vec<f64> {
    let of = |(issue, demand): (usize, &Demand)| match issue {
        FOREIGN_TROOPS | GUARANTEE_YEARS => 0.0,
        _ => demand.ideal,
    };
    parameters.demands(winner).iter().enumerate().map(of).collect()
}

/// Terms in force while fighting: no cap, no foreign troops, no guarantee, every further issue at its status quo.
/// Territory is left at 0 for [`Utility::war_flow`] to fill.
#[must_use]
pub fn status_quo(parameters: &Parameters) -> Vec<f64> {
    let ideals = &parameters.defender_demands;
    let of = |issue: usize| match issue {
        TERRITORY | FOREIGN_TROOPS | GUARANTEE_YEARS => 0.0,
        DEFENDER_FORCES => ideals[DEFENDER_FORCES].ideal,
        further => parameters.status_quo[further].unwrap_or(ideals[further].ideal),
    };
    (0..ideals.len()).map(of).collect()
}
