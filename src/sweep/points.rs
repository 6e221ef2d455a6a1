//! The points of a sweep: which value each axis takes at each.

use std::ops::Range;

use crate::sampling::{Design, DesignError, RANDOMISATIONS, Sampling};
use crate::words::{Words, words};

use super::axis::{Axis, Level, Values};
use super::{Combination, Sweep};

/// One point: a value for each axis; `None` where the base's own is left alone.
pub type Point = Vec<Option<Level>>;

/// All points of a sweep, by number.
#[derive(Clone, Debug)]
pub struct Points<'a> {
    sweep: &'a Sweep,
    design: Option<Design>,
    count: u64,
}

impl<'a> Points<'a> {
    /// The points of a sweep; `seed` decides where a Latin hypercube or Sobol design puts them.
    ///
    /// # Errors
    /// The design does not fit the number of points; reading the sweep file has ruled that out.
    pub fn new(sweep: &'a Sweep, seed: u64) -> Result<Self, DesignError> {
        let lengths = sweep.axes.iter().map(|axis| axis.levels().len() as u64);
        let count = match sweep.combination {
            Combination::Grid => lengths.product(),
            Combination::Zip | Combination::Table => lengths.min().unwrap_or(0),
            Combination::OneAtATime => 1 + lengths.sum::<u64>(),
            Combination::LatinHypercube | Combination::Sobol => sweep.points.unwrap_or(0),
        };
        let design = match sweep.combination {
            Combination::LatinHypercube => Some(Sampling::LatinHypercube),
            Combination::Sobol => Some(Sampling::Sobol),
            _ => None,
        };
        let paths: Vec<String> = sweep.axes.iter().map(|axis| axis.path.clone()).collect();
        // Trial 16 i of such a design is point i of its first randomisation, a whole design of its own.
        let design = design.map(|kind| Design::of_axes(kind, seed, RANDOMISATIONS * count, &paths)).transpose()?;
        Ok(Self { sweep, design, count })
    }

    /// Number of points.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The point of that number, from 0.
    #[must_use]
    pub fn point(&self, index: u64) -> Point {
        match (self.sweep.combination, &self.design) {
            (Combination::Grid, _) => self.grid(index),
            (Combination::OneAtATime, _) => self.alone(index),
            (_, Some(design)) => self.drawn(design, index),
            _ => self.sweep.axes.iter().map(|axis| listed(axis, index)).collect(),
        }
    }

    /// Whether the point of that number is left out.
    #[must_use]
    pub fn leaves_out(&self, index: u64) -> bool {
        self.sweep.skip.is_some() && self.sweep.leaves_out(&self.point(index))
    }

    /// How many of these points are played.
    #[must_use]
    pub fn played(&self, range: Range<u64>) -> u64 {
        match self.sweep.skip {
            None => range.end - range.start,
            Some(_) => range.filter(|&index| !self.leaves_out(index)).count() as u64,
        }
    }

    fn grid(&self, index: u64) -> Point {
        let mut rest = index;
        let mut point: Point = Vec::with_capacity(self.sweep.axes.len());
        for axis in self.sweep.axes.iter().rev() {
            let levels = axis.levels();
            let length = (levels.len() as u64).max(1);
            point.push(levels.get((rest % length) as usize).cloned());
            rest /= length;
        }
        point.reverse();
        point
    }

    fn alone(&self, index: u64) -> Point {
        let mut point: Point = self.sweep.axes.iter().map(|axis| axis.base.clone()).collect();
        let Some(mut rest) = index.checked_sub(1) else { return point };
        for (axis, slot) in self.sweep.axes.iter().zip(&mut point) {
            let levels = axis.levels();
            if let Some(level) = levels.get(rest as usize) {
                *slot = Some(level.clone());
                return point;
            }
            rest -= levels.len() as u64;
        }
        point
    }

    fn drawn(&self, design: &Design, index: u64) -> Point {
        let mut uniform = [0.0];
        let mut draw = |(dimension, axis): (usize, &super::Axis)| {
            design.fill(dimension, RANDOMISATIONS * index, &mut uniform);
            match &axis.values {
                Values::Drawn { distribution, word } => {
                    let number = distribution.quantile(uniform[0]);
                    Some(match word {
                        Some(word) if number == f64::INFINITY => Level::word(word),
                        _ => Level::number(&format!("{number}")),
                    })
                }
                Values::List(_) => None,
            }
        };
        self.sweep.axes.iter().enumerate().map(&mut draw).collect()
    }

    /// What a point sets over the base, as `PATH=VALUE`.
    #[must_use]
    pub fn overrides(&self, point: &Point) -> Vec<String> {
        let set = self.sweep.axes.iter().zip(point);
        set.filter_map(|(axis, level)| Some(format!("{}={}", axis.path, level.as_ref()?.toml))).collect()
    }

    /// A point in words: `path = value, …`.
    #[must_use]
    pub fn describe(&self, point: &Point) -> Words {
        let set = self.sweep.axes.iter().zip(point);
        let parts: Vec<String> =
            set.filter_map(|(axis, level)| Some(format!("{} = {}", axis.path, level.as_ref()?.shown))).collect();
        if parts.is_empty() { words!("the base") } else { Words::verbatim(parts.join(", ")) }
    }
}

/// The value of that number of an axis; an empty one of a table leaves the base's own.
fn listed(axis: &Axis, index: u64) -> Option<Level> {
    axis.levels().get(index as usize).filter(|level| !level.toml.is_empty()).cloned()
}
