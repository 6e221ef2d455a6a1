//! What terms are worth to a side: additive utility over the issues, with a loss that grows with distance from the
//! side's ideal.

use crate::num;

use super::parameters::{DEFENDER_FORCES, FOREIGN_TROOPS, GUARANTEE_YEARS, Parameters, TERRITORY};
use super::side::Side;
use super::war::Flow;

/// One side's utility function over the issues.
#[derive(Clone, Debug, Default)]
pub struct Utility {
    issues: Vec<Component>,
}

#[derive(Clone, Copy, Debug)]
struct Component {
    /// Share of the side's saliences.
    weight: f64,
    ideal: f64,
    /// Distance from this side's ideal to the other's; 0 if both are equal.
    span: f64,
    curvature: f64,
    red_line: Option<f64>,
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
            curvature: own.curvature,
            red_line: own.red_line,
        });
        Self { issues: issues.collect() }
    }

    /// Share of the side's saliences that the issue has, in [0, 1].
    #[must_use]
    pub fn weight(&self, issue: usize) -> f64 {
        self.issues[issue].weight
    }

    /// Value of `term` on an issue: 1 at this side's ideal, 0 at the other's or beyond.
    ///
    /// For `defender_forces` an infinite term (no cap) counts as the defender's ideal, which `no_cap` gives.
    #[must_use]
    pub fn value(&self, issue: usize, term: f64) -> f64 {
        let component = &self.issues[issue];
        if component.span == 0.0 {
            return 1.0;
        }
        let distance = ((term - component.ideal) / component.span).clamp(0.0, 1.0);
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

    /// Whether `term` lies strictly beyond this side's red line, going from its own ideal towards the other's.
    #[must_use]
    pub fn crosses(&self, issue: usize, term: f64) -> bool {
        let component = &self.issues[issue];
        // Infinite minus infinite is no number: a term on the line does not cross it.
        component.red_line.is_some_and(|red_line| (term - red_line) * component.span > 0.0)
    }

    /// Whether the utility of territory is linear in the challenger's share over all of [0, 1].
    fn territory_is_linear(&self) -> bool {
        let component = &self.issues[TERRITORY];
        component.weight == 0.0
            || component.span == 0.0
            || (component.curvature == 1.0
                && component.span.abs() == 1.0
                && (component.ideal == 0.0 || component.ideal == 1.0))
    }

    /// The flow enjoyed while fighting, by position, when `status_quo` is in force on all issues but territory.
    #[must_use]
    pub fn war_flow(&self, positions: usize, status_quo: &[f64]) -> Flow {
        let mut terms = status_quo.to_vec();
        let mut at = |share: f64| {
            terms[TERRITORY] = share;
            self.of(&terms)
        };
        if self.territory_is_linear() {
            let intercept = at(0.0);
            let component = &self.issues[TERRITORY];
            let slope = if component.span == 0.0 { 0.0 } else { -component.weight / component.span };
            Flow::Linear { intercept, slope: slope / positions as f64 }
        } else {
            Flow::Table((0..=positions).map(|n| at(n as f64 / positions as f64)).collect())
        }
    }
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
