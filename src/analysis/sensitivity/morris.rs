//! Screening by elementary effects (Morris 1991), with the mean of their sizes (Campolongo, Cariboni & Saltelli 2007).

use crate::sampling::{Purpose, TrialStream};

use super::{DriverQuestion, Sensitivity, SensitivityMethod, complete, moments, spread};

/// Places that each input can be at, in the middle of as many bins of equal probability.
const LEVELS: u32 = 8;

/// How far an input is moved: half of its distribution, so that every place is left and reached equally often.
const STEP: f64 = 0.5;

impl DriverQuestion<'_> {
    pub(super) fn morris(&self) -> Sensitivity {
        let purpose = Purpose::new(self.seed, "sensitivity morris");
        let walks: Vec<Trajectory> = (0..self.points).map(|index| self.walk(&mut purpose.trial(index))).collect();
        let steps = self.groups.len() + 1;
        let column = |step: usize| {
            let places: Vec<Vec<f64>> = walks.iter().map(|walk| walk.places[step].clone()).collect();
            (self.response)(&places)
        };
        let (figures, kept) = complete(&(0..steps).map(column).collect::<Vec<_>>());
        let effects = |group: usize| -> Vec<f64> {
            let effect = |(row, &walk): (usize, &usize)| {
                let Trajectory { order, signs, .. } = &walks[walk];
                let step = order.iter().position(|it| *it == group).unwrap_or(0);
                let moved = (figures[step + 1][row] - figures[step][row]) / STEP;
                if let [single] = self.groups[group].members.as_slice() { moved * signs[*single] } else { moved.abs() }
            };
            kept.iter().enumerate().map(effect).collect()
        };
        let all: Vec<Vec<f64>> = (0..self.groups.len()).map(effects).collect();
        let (mean, variance) = moments(figures.iter().flatten());
        let sd = spread(mean, variance);
        let mut drivers: Vec<_> = (0..self.groups.len()).map(|group| self.driver(group)).collect();
        if sd > 0.0 {
            let size = |rows: &[usize], effects: &Vec<f64>| {
                rows.iter().fold(0.0, |sum, &row| sum + effects[row].abs()) / rows.len() as f64
            };
            let found = self.resampled(kept.len(), |rows| all.iter().map(|effects| size(rows, effects)).collect());
            for ((driver, effects), size) in drivers.iter_mut().zip(&all).zip(found) {
                driver.mu_star = Some(size);
                if driver.inputs.len() == 1 {
                    let (mu, variance) = moments(effects.iter());
                    let n = effects.len() as f64;
                    driver.mu = Some(mu);
                    driver.sigma = Some((variance * n / (n - 1.0).max(1.0)).sqrt());
                }
            }
        }
        let evaluations = self.points * steps as u64;
        let failed = self.points - kept.len() as u64;
        Sensitivity { method: SensitivityMethod::Morris, points: self.points, evaluations, failed, mean, sd, drivers }
    }

    /// A walk that moves each group once.
    fn walk(&self, stream: &mut TrialStream) -> Trajectory {
        let mut place = Vec::with_capacity(self.paths.len());
        for _ in self.paths {
            let levels = f64::from(LEVELS);
            place.push(stream.below(LEVELS as usize) as f64 / levels + 0.5 / levels);
        }
        let signs: Vec<f64> = place.iter().map(|&u| if u < STEP { 1.0 } else { -1.0 }).collect();
        let mut order: Vec<usize> = (0..self.groups.len()).collect();
        for last in (1..order.len()).rev() {
            order.swap(last, stream.below(last + 1));
        }
        let mut places = vec![place.clone()];
        for &group in &order {
            for &member in &self.groups[group].members {
                place[member] += signs[member] * STEP;
            }
            places.push(place.clone());
        }
        Trajectory { places, order, signs }
    }
}

/// A base point, and where it comes as one group after the other is moved.
struct Trajectory {
    places: Vec<Vec<f64>>,
    order: Vec<usize>,
    /// By input, in which direction it moves.
    signs: Vec<f64>,
}
