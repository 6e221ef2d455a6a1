//! Where the front stands, and what a month of fighting does to it.

use crate::model::Side;
use crate::model::war::Contest;
use crate::num;

/// What happens to the front in a month of war.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It stands still.
    Still,
    /// The challenger gains a position.
    Advance,
    /// The defender regains one.
    Retreat,
    /// That side collapses.
    Collapse(Side),
}

/// The state of a war between months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Front {
    /// Position, 0 (the defender has won) to the number of positions (the challenger has).
    pub position: usize,
    /// Positions that the challenger has gained, one by one.
    pub advances: u32,
    /// Positions that it has lost.
    pub retreats: u32,
}

impl Front {
    /// A front at which nothing has moved yet.
    #[must_use]
    pub fn at(position: usize) -> Self {
        Self { position, advances: 0, retreats: 0 }
    }

    /// Takes a step; says who won by it, if anybody, on a front of so many positions.
    pub fn take(&mut self, step: Step, positions: usize) -> Option<Side> {
        match step {
            Step::Still => {}
            Step::Advance => {
                self.position += 1;
                self.advances += 1;
            }
            Step::Retreat => {
                self.position -= 1;
                self.retreats += 1;
            }
            Step::Collapse(side) => return Some(side.other()),
        }
        match self.position {
            0 => Some(Side::Defender),
            top if top == positions => Some(Side::Challenger),
            _ => None,
        }
    }
}

/// The chances of a month of war, as bounds of one number in (0, 1): the larger it is, the better for A.
#[derive(Clone, Copy, Debug)]
pub(super) struct Odds {
    /// Below: A collapses.
    collapse_challenger: f64,
    /// From here on: D collapses.
    collapse_defender: f64,
    /// Below: D advances.
    retreat: f64,
    /// From here on: A advances.
    advance: f64,
}

impl Odds {
    /// The chances under these rules and log-odds of an advance.
    pub(super) fn new(contest: &Contest, log_odds: f64) -> Self {
        let moves = 1.0 - contest.stalemate;
        let k = 1.0 - contest.collapse_challenger - contest.collapse_defender;
        let bottom = contest.collapse_challenger;
        Self {
            collapse_challenger: bottom,
            collapse_defender: 1.0 - contest.collapse_defender,
            retreat: bottom + k * moves * num::logistic(-log_odds),
            advance: bottom + k * (1.0 - moves * num::logistic(log_odds)),
        }
    }

    /// What a month brings.
    pub(super) fn step(&self, luck: f64) -> Step {
        if luck < self.collapse_challenger {
            Step::Collapse(Side::Challenger)
        } else if luck >= self.collapse_defender {
            Step::Collapse(Side::Defender)
        } else if luck < self.retreat {
            Step::Retreat
        } else if luck >= self.advance {
            Step::Advance
        } else {
            Step::Still
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// On an even grid of lucks the shares of the steps are their chances: with even odds, collapses of 0.1 and 0.2 and a
    /// stalemate of 0.5, still 0.35, advance and retreat 0.175 each.
    #[test]
    fn steps_are_as_frequent_as_their_chances() {
        let contest = Contest { positions: 4, stalemate: 0.5, collapse_challenger: 0.1, collapse_defender: 0.2 };
        let odds = Odds::new(&contest, 0.0);
        let steps: Vec<Step> = (0..4_000).map(|i| odds.step((f64::from(i) + 0.5) / 4_000.0)).collect();
        let share = |step: Step| steps.iter().filter(|&&taken| taken == step).count();
        assert_eq!(share(Step::Collapse(Side::Challenger)), 400);
        assert_eq!(share(Step::Collapse(Side::Defender)), 800);
        assert_eq!([share(Step::Still), share(Step::Advance), share(Step::Retreat)], [1_400, 700, 700]);
    }

    #[test]
    fn the_last_position_is_a_victory_and_a_collapse_the_other_sides() {
        let mut front = Front::at(3);
        assert_eq!(front.take(Step::Retreat, 4), None);
        assert_eq!(front.take(Step::Still, 4), None);
        assert_eq!(front.take(Step::Advance, 4), None);
        assert_eq!(front.take(Step::Advance, 4), Some(Side::Challenger));
        assert_eq!(front, Front { position: 4, advances: 2, retreats: 1 });
        assert_eq!(Front::at(1).take(Step::Retreat, 4), Some(Side::Defender));
        assert_eq!(Front::at(2).take(Step::Collapse(Side::Defender), 4), Some(Side::Challenger));
    }
}
