//! The terms that are tried on an issue: round numbers between the sides' ideals, and the special words.

use crate::model::{DEFENDER_FORCES, FOREIGN_TROOPS, GUARANTEE_YEARS, Plan, STRUCTURAL, Side, TERRITORY};
use crate::scenario::Scenario;

use super::super::evaluation::Move;

/// How closely terms lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spacing {
    /// About forty to an issue.
    Fine,
    /// About eight to an issue.
    Coarse,
}

/// Terms to be tried on one issue of a plan.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Levels {
    /// Index of the issue.
    pub(super) issue: usize,
    /// The term as it stands.
    pub(super) from: f64,
    /// The others, the nearest first.
    pub(super) to: Vec<f64>,
    /// The largest finite one, and how far it lies from the smallest.
    last: f64,
    span: f64,
}

impl Levels {
    /// The terms to be tried on an issue of a plan, by their indices.
    pub(super) fn new(scenario: &Scenario, plan: usize, issue: usize, spacing: Spacing) -> Self {
        let plan = &scenario.structure().plans[plan];
        let front = &scenario.central().front;
        // Territory without a term stays where the front is.
        let from = plan.term(issue).unwrap_or(front.start_position() as f64 / front.positions);
        let mut to = candidates(scenario, plan, issue, spacing);
        to.retain(|&to| to != from);
        let finite = || to.iter().copied().filter(|it| it.is_finite());
        let (first, last) = (finite().fold(f64::INFINITY, f64::min), finite().fold(f64::NEG_INFINITY, f64::max));
        let span = if last > first { last - first } else { 1.0 };
        let mut levels = Self { issue, from, to: Vec::new(), last, span };
        levels.add(to.into_iter());
        levels
    }

    /// Adds terms to be tried.
    pub(super) fn add(&mut self, to: impl Iterator<Item = f64>) {
        let mut all: Vec<f64> = self.to.drain(..).chain(to).collect();
        // Of two that are equally far the smaller first, so that the same are side by side.
        all.sort_by(|&a, &b| self.distance(a).total_cmp(&self.distance(b)).then(a.total_cmp(&b)));
        all.dedup();
        self.to = all;
    }

    /// Leaves only those in the direction of `to` and no farther than it.
    pub(super) fn up_to(&mut self, to: f64) {
        let (here, last) = (self.place(self.from), self.place(to));
        let terms = std::mem::take(&mut self.to);
        self.to =
            terms.into_iter().filter(|&term| (self.place(term) - here) * (self.place(term) - last) <= 0.0).collect();
    }

    /// The change to a term, in words of the scenario; an infinite term is `None`.
    pub(super) fn step(&self, scenario: &Scenario, to: f64) -> Move {
        let finite = |x: f64| x.is_finite().then_some(x);
        Move { issue: scenario.structure().issues[self.issue].id.clone(), from: finite(self.from), to: finite(to) }
    }

    /// How far a term lies from the one that stands, as a share of the span.
    pub(super) fn distance(&self, to: f64) -> f64 {
        (self.place(to) - self.place(self.from)).abs() / self.span
    }

    /// Where a term lies among the others: one without end a whole span beyond the last that has one.
    fn place(&self, term: f64) -> f64 {
        if term.is_finite() { term } else { self.last + self.span }
    }

    /// Nine terms between one that does it and the next one nearer to the term that stands; none where steps are whole, or
    /// where either has no end.
    pub(super) fn between(&self, does: f64) -> Vec<f64> {
        let whole = matches!(self.issue, TERRITORY | GUARANTEE_YEARS);
        let (here, there) = (self.place(self.from), self.place(does));
        let nearer = |&to: &f64| (self.place(to) - here) * (self.place(to) - there) < 0.0;
        let next = self.to.iter().copied().rfind(nearer).unwrap_or(self.from);
        if whole || !does.is_finite() || !next.is_finite() { Vec::new() } else { closer(next, does).collect() }
    }
}

/// Nine numbers between two, to nine decimal places.
pub(super) fn closer(from: f64, to: f64) -> impl Iterator<Item = f64> {
    (1..10).map(move |step| ((from + (to - from) * f64::from(step) / 10.0) * 1e9).round() / 1e9)
}

/// The plan with another term on an issue.
pub(super) fn with_term(plan: &Plan, issue: usize, to: f64) -> Plan {
    let mut plan = plan.clone();
    match issue {
        TERRITORY => plan.territory = Some(to),
        DEFENDER_FORCES => plan.defender_forces = to,
        FOREIGN_TROOPS => plan.foreign_troops = to,
        GUARANTEE_YEARS => plan.guarantee_years = to,
        further => plan.further[further - STRUCTURAL.len()] = to,
    }
    plan
}

/// Terms worth trying on an issue.
fn candidates(scenario: &Scenario, plan: &Plan, issue: usize, spacing: Spacing) -> Vec<f64> {
    let ideals = Side::BOTH.map(|side| scenario.central().demands(side)[issue].ideal);
    let (low, high) = (ideals[0].min(ideals[1]), ideals[0].max(ideals[1]));
    let guarded = !plan.participants.is_empty();
    match issue {
        TERRITORY => shares(scenario.central().front.positions as u32, spacing),
        DEFENDER_FORCES => round(low.max(1.0), high, spacing).into_iter().chain([f64::INFINITY]).collect(),
        FOREIGN_TROOPS if guarded && plan.guarantee_years > 0.0 => round(0.0, most_troops(scenario, plan), spacing),
        // Troops stay under a guarantee only.
        GUARANTEE_YEARS if guarded => years(spacing).filter(|&it| it > 0.0 || plan.foreign_troops == 0.0).collect(),
        FOREIGN_TROOPS | GUARANTEE_YEARS => Vec::new(),
        _ => round(low, high, spacing),
    }
}

/// Shares of the territory at which the front can stand.
fn shares(positions: u32, spacing: Spacing) -> Vec<f64> {
    let every = match spacing {
        Spacing::Fine => 1,
        Spacing::Coarse => positions.div_ceil(10).max(1),
    };
    (0..=positions).step_by(every as usize).map(|step| f64::from(step) / f64::from(positions)).collect()
}

fn years(spacing: Spacing) -> impl Iterator<Item = f64> {
    let (each, further): (u32, &[u32]) = match spacing {
        Spacing::Fine => (20, &[25, 30, 40, 50, 75, 100]),
        Spacing::Coarse => (0, &[5, 10, 15, 20, 30, 50]),
    };
    (0..=each).chain(further.iter().copied()).map(f64::from).chain([f64::INFINITY])
}

/// Round numbers from `low` to `high`, and these two.
pub(super) fn round(low: f64, high: f64, spacing: Spacing) -> Vec<f64> {
    let parts = match spacing {
        Spacing::Fine => 40.0,
        Spacing::Coarse => 8.0,
    };
    let per_step = steps_in_one((high - low) / parts);
    let first = (low * per_step).ceil() as i64;
    let last = (high * per_step).floor() as i64;
    let inner = (first..=last).map(|step| step as f64 / per_step).filter(|&it| it > low && it < high);
    std::iter::once(low).chain(inner).chain((high > low).then_some(high)).collect()
}

/// How often the smallest of 1, 2 and 5 times a power of ten that is at least `width` goes into one.
fn steps_in_one(width: f64) -> f64 {
    let mut power: f64 = 1e-6;
    while power < 1e6 {
        for factor in [1.0, 2.0, 5.0] {
            // A millionth more: a width of 0.02 that was worked out is not always the number 0.02.
            if power * factor * (1.0 + 1e-6) >= width {
                return (1e6 / (power * factor)).round() / 1e6;
            }
        }
        power *= 10.0;
    }
    1.0 / power
}

/// The most troops that the participants would station together.
fn most_troops(scenario: &Scenario, plan: &Plan) -> f64 {
    let guarantors = &scenario.central().guarantors;
    plan.participants.iter().fold(0.0, |sum, participant| sum + guarantors[participant.guarantor].max_troops)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Steps of 20 for a span of 795 in forty parts, of 100 in eight.
    #[test]
    fn round_numbers_lie_between_the_ideals() {
        let fine = round(85.0, 880.0, Spacing::Fine);
        assert_eq!((fine[0], fine[1], fine[2], fine.len()), (85.0, 100.0, 120.0, 41));
        assert_eq!(fine.last(), Some(&880.0));
        assert_eq!(
            round(85.0, 880.0, Spacing::Coarse),
            [85.0, 100.0, 200.0, 300.0, 400.0, 500.0, 600.0, 700.0, 800.0, 880.0]
        );
        assert_eq!(round(0.0, 1.0, Spacing::Coarse), [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]);
        assert_eq!(round(0.3, 0.3, Spacing::Fine), [0.3]);
    }

    /// 1/0.02 = 50, 1/20 = 0.05; the next above 0.021 is 0.05.
    #[test]
    fn steps_are_one_two_or_five() {
        assert_eq!([0.02, 20.0, 0.021, 0.9].map(steps_in_one), [50.0, 0.05, 20.0, 1.0]);
    }

    /// Seen from no cap the highest cap is the nearest, and between two caps that do and do not there are nine others.
    #[test]
    fn what_has_no_end_lies_beyond_the_last() {
        let mut levels =
            Levels { issue: DEFENDER_FORCES, from: f64::INFINITY, to: Vec::new(), last: 100.0, span: 60.0 };
        levels.add([40.0, 80.0, 60.0, 100.0].into_iter());
        assert_eq!(levels.to, [100.0, 80.0, 60.0, 40.0]);
        assert_eq!(levels.between(60.0), [78.0, 76.0, 74.0, 72.0, 70.0, 68.0, 66.0, 64.0, 62.0]);
        assert!(levels.between(100.0).is_empty());
    }
}
