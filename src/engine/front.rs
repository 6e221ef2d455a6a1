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
    /// Fighting stops along the line.
    Freeze,
    /// A frozen front thaws: the war goes on next month from where it stood.
    Thaw,
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
    /// Whether fighting has stopped along the line.
    pub frozen: bool,
}

impl Front {
    /// A front at which nothing has moved yet.
    #[must_use]
    pub fn at(position: usize) -> Self {
        Self { position, advances: 0, retreats: 0, frozen: false }
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
            Step::Freeze => self.frozen = true,
            Step::Thaw => self.frozen = false,
        }
        match self.position {
            0 => Some(Side::Defender),
            top if top == positions => Some(Side::Challenger),
            _ => None,
        }
    }
}

/// The chances of a month of war, as bounds of one number in (0, 1): the larger it is, the better for A. A freeze takes its
/// part of the middle, where nothing moves.
#[derive(Clone, Copy, Debug)]
pub(super) struct Odds {
    /// Below: A collapses.
    collapse_challenger: f64,
    /// From here on: D collapses.
    collapse_defender: f64,
    /// Below: D advances.
    retreat: f64,
    /// From there up to here: the front freezes.
    freeze: f64,
    /// From here on: A advances.
    advance: f64,
    /// Chance that a frozen front thaws.
    thaw: f64,
}

impl Odds {
    /// The chances under these rules and log-odds of an advance.
    pub(super) fn new(contest: &Contest, log_odds: f64) -> Self {
        let moves = (1.0 - contest.freeze) * (1.0 - contest.stalemate);
        let k = 1.0 - contest.collapse_challenger - contest.collapse_defender;
        let bottom = contest.collapse_challenger;
        let retreat = bottom + k * moves * num::logistic(-log_odds);
        Self {
            collapse_challenger: bottom,
            collapse_defender: 1.0 - contest.collapse_defender,
            retreat,
            freeze: retreat + k * contest.freeze,
            thaw: contest.thaw,
            advance: bottom + k * (1.0 - moves * num::logistic(log_odds)),
        }
    }

    /// What a month brings to a front.
    pub(super) fn step(&self, front: &Front, luck: f64) -> Step {
        if front.frozen {
            return if luck < self.thaw { Step::Thaw } else { Step::Still };
        }
        if luck < self.collapse_challenger {
            Step::Collapse(Side::Challenger)
        } else if luck >= self.collapse_defender {
            Step::Collapse(Side::Defender)
        } else if luck < self.retreat {
            Step::Retreat
        } else if luck >= self.advance {
            Step::Advance
        } else if luck < self.freeze {
            Step::Freeze
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
        let contest = Contest {
            positions: 4,
            stalemate: 0.5,
            collapse_challenger: 0.1,
            collapse_defender: 0.2,
            freeze: 0.0,
            thaw: 0.0,
        };
        let odds = Odds::new(&contest, 0.0);
        let steps: Vec<Step> = (0..4_000).map(|i| odds.step(&Front::at(2), (f64::from(i) + 0.5) / 4_000.0)).collect();
        let share = |step: Step| steps.iter().filter(|&&taken| taken == step).count();
        assert_eq!(share(Step::Collapse(Side::Challenger)), 400);
        assert_eq!(share(Step::Collapse(Side::Defender)), 800);
        assert_eq!([share(Step::Still), share(Step::Advance), share(Step::Retreat)], [1_400, 700, 700]);
    }

    /// With a freeze of 0.25 beside: of the 0.7 without collapse 0.175 freeze, and of the rest half moves; of the months of a
    /// frozen front a tenth thaw, and nothing else happens in them.
    #[test]
    fn fronts_freeze_and_thaw_as_often_as_their_chances_say() {
        let contest = Contest {
            positions: 4,
            stalemate: 0.5,
            collapse_challenger: 0.1,
            collapse_defender: 0.2,
            freeze: 0.25,
            thaw: 0.1,
        };
        let odds = Odds::new(&contest, 0.0);
        let mut front = Front::at(2);
        let steps = |front: &Front| -> Vec<Step> {
            (0..8_000).map(|i| odds.step(front, (f64::from(i) + 0.5) / 8_000.0)).collect()
        };
        let share = |steps: &[Step], step: Step| steps.iter().filter(|&&taken| taken == step).count();
        let fighting = steps(&front);
        assert_eq!(share(&fighting, Step::Freeze), 1_400);
        assert_eq!([Step::Still, Step::Advance, Step::Retreat].map(|it| share(&fighting, it)), [2_100, 1_050, 1_050]);
        assert_eq!(front.take(Step::Freeze, 4), None);
        let frozen = steps(&front);
        assert_eq!([Step::Thaw, Step::Still].map(|it| share(&frozen, it)), [800, 7_200]);
        assert_eq!(front.take(Step::Thaw, 4), None);
        assert_eq!(front, Front::at(2));
    }

    #[test]
    fn the_last_position_is_a_victory_and_a_collapse_the_other_sides() {
        let mut front = Front::at(3);
        assert_eq!(front.take(Step::Retreat, 4), None);
        assert_eq!(front.take(Step::Still, 4), None);
        assert_eq!(front.take(Step::Advance, 4), None);
        assert_eq!(front.take(Step::Advance, 4), Some(Side::Challenger));
        assert_eq!(front, Front { position: 4, advances: 2, retreats: 1, frozen: false });
        assert_eq!(Front::at(1).take(Step::Retreat, 4), Some(Side::Defender));
        assert_eq!(Front::at(2).take(Step::Collapse(Side::Defender), 4), Some(Side::Challenger));
    }
}
