//! What a trial costs people: its months one after another, each at its price.

use armistice::model::{Cost, Parameters};

/// What a month is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Month {
    /// Of the first war.
    War,
    /// Of the resumed war.
    ResumedWar,
    /// Of either, with the front frozen.
    Frozen,
    /// Of a signed peace.
    Peace,
    /// After a victory.
    Over,
}

/// The months of a trial from month 0, each with the positions that A holds in it.
pub type Course = Vec<(Month, f64)>;

/// What its first `horizon` months cost; a course that ended in a victory goes on as it is.
pub fn totals(parameters: &Parameters, course: &Course, horizon: usize) -> Vec<f64> {
    let last = course.last().copied().filter(|(month, _)| *month == Month::Over);
    let total = |cost: &Cost| {
        let price = |&(month, position): &(Month, f64)| {
            let kind = match month {
                Month::War => cost.per_month_of_war,
                Month::ResumedWar => cost.per_month_of_resumed_war,
                Month::Peace => cost.per_year_of_peace / 12.0,
                Month::Frozen | Month::Over => 0.0,
            };
            kind + cost.per_position * position
        };
        (0..horizon).map(|at| price(course.get(at).or(last.as_ref()).expect("a month"))).sum()
    };
    parameters.costs.iter().map(total).collect()
}
