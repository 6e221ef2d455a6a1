//! The months of a trial by what they cost people, up to a fixed horizon: undiscounted, and no part of anybody's payoff.

use crate::model::{Cost, Side};

use super::front::{Front, Odds};

/// Months so far. Every month from month 0 to the horizon is counted, whatever happens: a war that is no longer followed
/// when the horizon is still ahead is fought on, without rounds, as the sides' realised values have it too.
#[derive(Clone, Copy, Debug)]
pub(super) struct Exposure {
    /// Months up to the horizon that are still to be counted.
    left: u32,
    /// Positions between the two victories.
    positions: usize,
    /// Positions that the challenger holds in peace; `None`: nothing has been signed.
    held: Option<f64>,
    /// Months of the first war that were fought.
    war: u32,
    /// Those of the resumed war.
    resumed_war: u32,
    /// Months of a signed peace.
    peace: u32,
    /// Sum over all months of the positions that the challenger holds.
    position_months: f64,
}

impl Exposure {
    /// At month 0 of so many, on a front of so many positions.
    pub(super) fn new(months: u32, positions: usize) -> Self {
        Self { left: months, positions, held: None, war: 0, resumed_war: 0, peace: 0, position_months: 0.0 }
    }

    /// Passes so many months, or as many as are left, with the challenger at a position; says how many.
    fn pass(&mut self, months: u32, position: f64) -> u32 {
        let months = months.min(self.left);
        self.left -= months;
        self.position_months += f64::from(months) * position;
        months
    }

    /// A month of war in which the front stands so: the first war until something is signed, the resumed one from then on.
    pub(super) fn month(&mut self, front: &Front) {
        let passed = self.pass(1, front.position as f64);
        let fought = if front.frozen { 0 } else { passed };
        if self.held.is_none() {
            self.war += fought;
        } else {
            self.resumed_war += fought;
        }
    }

    /// A peace begins in which the challenger holds so many positions.
    pub(super) fn sign(&mut self, held: f64) {
        self.held = Some(held);
    }

    /// A year of peace.
    pub(super) fn year(&mut self) {
        self.peace += self.pass(12, self.held.unwrap_or_default());
    }

    /// A side has won: it holds everything from now on.
    pub(super) fn victory(&mut self, winner: Side) {
        let position = if winner == Side::Challenger { self.positions as f64 } else { 0.0 };
        self.pass(self.left, position);
    }

    /// A war that is not followed from month `first` on is fought on until a victory or the horizon.
    pub(super) fn fight_on(&mut self, odds: &Odds, mut front: Front, first: u32, mut luck: impl FnMut(u64) -> f64) {
        for month in u64::from(first).. {
            if self.left == 0 {
                return;
            }
            self.month(&front);
            if let Some(winner) = front.take(odds.step(&front, luck(month)), self.positions) {
                self.victory(winner);
            }
        }
    }

    /// What all that costs by these rates, each in its unit.
    pub(super) fn totals(&self, costs: &[Cost]) -> Vec<f64> {
        let total = |cost: &Cost| {
            f64::from(self.war) * cost.per_month_of_war
                + f64::from(self.resumed_war) * cost.per_month_of_resumed_war
                + f64::from(self.peace) / 12.0 * cost.per_year_of_peace
                + self.position_months * cost.per_position
        };
        costs.iter().map(total).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::war::Contest;

    const RATES: [Cost; 1] =
        [Cost { per_month_of_war: 1.0, per_month_of_resumed_war: 10.0, per_year_of_peace: 1_200.0, per_position: 1e4 }];

    fn total(exposure: &Exposure) -> f64 {
        exposure.totals(&RATES)[0]
    }

    /// Of 30 months two are fought and one frozen at position 3, 12 are peace at 2.5, three are of a resumed war at 4, and
    /// the remaining 12 follow a victory of A on a front of 8.
    #[test]
    fn every_month_counts_by_what_it_is() {
        let mut exposure = Exposure::new(30, 8);
        exposure.month(&Front::at(3));
        exposure.month(&Front { frozen: true, ..Front::at(3) });
        exposure.month(&Front::at(3));
        exposure.sign(2.5);
        exposure.year();
        for _ in 0..3 {
            exposure.month(&Front::at(4));
        }
        exposure.victory(Side::Challenger);
        let positions = 3.0 * 3.0 + 12.0 * 2.5 + 3.0 * 4.0 + 12.0 * 8.0;
        assert_eq!(total(&exposure), 2.0 + 3.0 * 10.0 + 1_200.0 + positions * 1e4);
        assert_eq!(exposure.left, 0);
    }

    /// Of a year of peace that begins two months before the horizon, two months are counted; after it nothing is.
    #[test]
    fn nothing_is_counted_beyond_the_horizon() {
        let mut exposure = Exposure::new(3, 8);
        exposure.month(&Front::at(1));
        exposure.sign(5.0);
        exposure.year();
        let at_horizon = total(&exposure);
        assert_eq!(at_horizon, 1.0 + 200.0 + (1.0 + 10.0) * 1e4);
        exposure.year();
        exposure.month(&Front::at(1));
        exposure.victory(Side::Challenger);
        assert_eq!(total(&exposure), at_horizon);
    }

    /// A defender who won leaves the challenger nothing; none of the rates counts any more.
    #[test]
    fn after_a_victory_of_the_defender_nothing_costs() {
        let mut exposure = Exposure::new(120, 8);
        exposure.month(&Front::at(1));
        exposure.victory(Side::Defender);
        assert_eq!(total(&exposure), 1.0 + 1e4);
        assert_eq!(exposure.left, 0);
    }

    /// A war followed for 4 months is fought on by the luck of months 4, 5, …: still in month 4, an advance to 2 in month 5,
    /// to 3, which is a victory of A on a front of 3, in month 6.
    #[test]
    fn a_war_is_fought_on_to_the_horizon() {
        let contest = Contest {
            positions: 3,
            stalemate: 0.5,
            collapse_challenger: 0.0,
            collapse_defender: 0.0,
            freeze: 0.0,
            thaw: 0.0,
        };
        let mut exposure = Exposure::new(10, 3);
        for _ in 0..4 {
            exposure.month(&Front::at(1));
        }
        let luck = |month: u64| match month {
            4 => 0.5,
            5 | 6 => 0.99,
            month => panic!("month {month} is not asked for"),
        };
        exposure.fight_on(&Odds::new(&contest, 0.0), Front::at(1), 4, luck);
        assert_eq!((exposure.war, exposure.left), (7, 0));
        assert_eq!(exposure.position_months, 6.0 + 2.0 + 3.0 * 3.0);
    }
}
