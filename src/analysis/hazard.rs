//! The yearly hazard of resumed war, by who starts it.

use super::summary::IfSigned;
use crate::model::{PerSide, Side};

/// Survival below this says nothing about the years after it.
const NOBODY_LEFT: f64 = 1e-9;

/// The hazard in each year, in [0, 1]; `None` where it is unknown, or nobody is left for it.
pub type Hazard = Vec<Option<f64>>;

/// Probability that each side goes back to war in each year, given that nobody has before it.
#[must_use]
pub fn hazards(if_signed: &IfSigned) -> PerSide<Hazard> {
    PerSide::each(|side| {
        let resumed = match side {
            Side::Challenger => &if_signed.resumed_by_challenger,
            Side::Defender => &if_signed.resumed_by_defender,
        };
        conditional(resumed, &if_signed.survival.survival)
    })
}

/// The growth of a cumulative incidence in each year, relative to the survival at its beginning.
fn conditional(resumed: &[Option<f64>], survival: &[Option<f64>]) -> Hazard {
    let year = |(pair, survival): (&[Option<f64>], &Option<f64>)| match (pair[0], pair[1], survival) {
        (Some(before), Some(after), Some(alive)) if *alive > NOBODY_LEFT => {
            Some(((after - before) / alive).clamp(0.0, 1.0))
        }
        _ => None,
    };
    resumed.windows(2).zip(survival).map(year).collect()
}

/// The year of the largest hazard of both sides together, and that hazard: the first of those that differ by rounding
/// only. `None` if no year is known of both.
#[must_use]
pub fn peak(hazards: &PerSide<Hazard>) -> Option<(usize, f64)> {
    let [a, d] = hazards.as_array();
    let both = a.iter().zip(d).map(|(a, d)| Some((*a)? + (*d)?)).enumerate();
    let mut best: Option<(usize, f64)> = None;
    for (year, hazard) in both.filter_map(|(year, hazard)| Some((year, hazard?))) {
        if best.is_none_or(|best| hazard > best.1 * (1.0 + 1e-6)) {
            best = Some((year, hazard));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_hazard_is_found_again() {
        let survival: Vec<_> = (0..6).map(|year| Some(0.9_f64.powi(year))).collect();
        let resumed: Vec<_> = survival.iter().map(|alive: &Option<f64>| alive.map(|alive| 1.0 - alive)).collect();
        let hazard = conditional(&resumed, &survival);
        assert_eq!(hazard.len(), 5);
        assert!(hazard.iter().all(|hazard| (hazard.unwrap() - 0.1).abs() < 1e-12));
        assert_eq!(conditional(&[Some(1.0), Some(1.0)], &[Some(0.0), Some(0.0)]), [None]);
    }

    /// By hand: 0.125 and 0.25 in the year from 1 are more than 0.25 and 0 before, and the same again later is no more.
    #[test]
    fn the_peak_is_the_first_year_of_the_largest_sum() {
        let hazards = PerSide::new(
            vec![Some(0.25), Some(0.125), None, Some(0.125)],
            vec![Some(0.0), Some(0.25), Some(0.9), Some(0.25)],
        );
        assert_eq!(peak(&hazards), Some((1, 0.375)));
        assert_eq!(peak(&PerSide::new(vec![None], vec![Some(0.5)])), None);
    }
}
