//! Axes: a range, its ticks with their names, and where a value lies; a coordinate of plotters.

use std::ops::Range;

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};

use super::super::lang::Lang;
use super::fonts;
use super::pen::{UNITS, onto, units};

/// A linear axis from `min` to `max`. Its ticks may be named by words, such as `permanent`.
#[derive(Clone, Debug)]
pub(crate) struct Axis {
    pub(crate) min: f64,
    pub(crate) max: f64,
    pub(crate) ticks: Vec<(f64, String)>,
    pub(crate) label: String,
}

impl Axis {
    pub(crate) fn new(min: f64, max: f64, ticks: Vec<(f64, String)>, label: &str) -> Self {
        let max = if max > min { max } else { min + 1.0 };
        Self { min, max, ticks, label: label.to_owned() }
    }

    /// Shares from 0 up to a round figure above `most`; the whole range when that comes near.
    pub(crate) fn shares(lang: &Lang, most: f64, ticks: usize, label: &str) -> Self {
        let top = if most > 0.6 { 1.0 } else { ceiling(most.max(0.004) * 1.04) };
        let step = nice_step(top / ticks as f64);
        let decimals = decimals_of(100.0 * step);
        let ticks = multiples(0.0, top, step).into_iter().map(|x| (x, lang.percent(x, decimals))).collect();
        Self::new(0.0, top, ticks, label)
    }

    /// Shares from a round figure below `least` to one above `most`.
    pub(crate) fn share_range(lang: &Lang, least: f64, most: f64, ticks: usize, label: &str) -> Self {
        let mut axis = Self::numbers(lang, least, most, ticks, label);
        let step = axis.ticks.windows(2).map(|pair| pair[1].0 - pair[0].0).next().unwrap_or(1.0);
        let decimals = decimals_of(100.0 * step);
        axis.ticks.iter_mut().for_each(|(x, label)| *label = lang.percent(*x, decimals));
        axis
    }

    /// Any numbers; the range is widened to whole ticks.
    pub(crate) fn numbers(lang: &Lang, min: f64, max: f64, ticks: usize, label: &str) -> Self {
        let max = if max > min { max } else { min + min.abs().max(1.0) * 0.1 };
        let step = nice_step((max - min) / ticks as f64);
        let (low, high) = ((min / step + 1e-9).floor() * step, (max / step - 1e-9).ceil() * step);
        let decimals = decimals_of(step);
        let ticks = multiples(low, high, step).into_iter().map(|x| (x, lang.number(x, decimals))).collect();
        Self::new(low, high, ticks, label)
    }

    /// Whole years from 0 to `last`.
    pub(crate) fn years(lang: &Lang, last: f64, ticks: usize, label: &str) -> Self {
        let step = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0];
        let step = step.into_iter().find(|step| last / step <= ticks as f64).unwrap_or(1_000.0);
        let ticks = multiples(0.0, last, step).into_iter().map(|x| (x, lang.number(x, 0))).collect();
        Self::new(0.0, last, ticks, label)
    }

    /// Whole months from 0 to `last`.
    pub(crate) fn months(last: f64, ticks: usize, label: &str, name: impl Fn(u32) -> String) -> Self {
        let step = [1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 60.0, 120.0, 240.0, 600.0, 1_200.0, 2_400.0];
        let step = step.into_iter().find(|step| last / step <= ticks as f64).unwrap_or(6_000.0);
        let ticks = multiples(0.0, last, step).into_iter().map(|x| (x, name(x as u32))).collect();
        Self::new(0.0, last, ticks, label)
    }

    /// Where `x` lies between `from` and `to`.
    pub(crate) fn place(&self, x: f64, from: f64, to: f64) -> f64 {
        from + (x - self.min) / (self.max - self.min) * (to - from)
    }

    /// The same axis without its label, as panels have it.
    pub(crate) fn unlabelled(&self) -> Self {
        Self { label: String::new(), ..self.clone() }
    }

    /// The axis drawn from `left` to `right` on paper of that width (px), without the names that would overlap. A word
    /// at the end stays, since no neighbour explains it.
    pub(crate) fn thinned(&self, (left, right): (f64, f64), paper: f64, size: f64) -> Self {
        let extent = |(value, label): &(f64, String)| {
            let half = fonts::widest(label.lines(), size) / 2.0;
            let middle = onto(self.place(*value, left, right), half, paper);
            (middle - half, middle + half)
        };
        let gap = 0.55 * size;
        let word = self.ticks.last().filter(|(_, label)| label.chars().all(char::is_alphabetic));
        let end = word.map_or(f64::INFINITY, |tick| extent(tick).0 - gap);
        let mut thinned = self.clone();
        let (mut free, last) = (f64::NEG_INFINITY, self.ticks.len().saturating_sub(1));
        for (index, tick) in thinned.ticks.iter_mut().enumerate() {
            let (from, to) = extent(tick);
            if from < free || (index < last && to > end) {
                tick.1.clear();
            } else {
                free = to + gap;
            }
        }
        thinned
    }
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        units(self.place(*value, f64::from(limit.0), f64::from(limit.1)) / UNITS)
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        let light = hint.weight().allow_light_points();
        if light { Vec::new() } else { self.ticks.iter().map(|tick| tick.0).collect() }
    }

    fn range(&self) -> Range<f64> {
        self.min..self.max
    }
}

impl ValueFormatter<f64> for Axis {
    fn format_ext(&self, value: &f64) -> String {
        self.ticks.iter().find(|tick| tick.0 == *value).map_or_else(String::new, |tick| tick.1.clone())
    }
}

/// Places on the paper itself, px, wherever the plot lies: the coordinate of what is not data, such as rows of text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paper;

impl Ranged for Paper {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, _: (i32, i32)) -> i32 {
        units(*value)
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<f64> {
        Vec::new()
    }

    fn range(&self) -> Range<f64> {
        0.0..f64::INFINITY
    }
}

impl ValueFormatter<f64> for Paper {
    fn format_ext(&self, _: &f64) -> String {
        String::new()
    }
}

/// 1, 2 or 5 times a power of ten, at least `rough`.
pub(crate) fn nice_step(rough: f64) -> f64 {
    let power = 10_f64.powf(rough.max(1e-12).log10().floor());
    let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| factor * power >= rough * (1.0 - 1e-9)).unwrap_or(10.0);
    factor * power
}

/// The next round figure at or above `x`.
fn ceiling(x: f64) -> f64 {
    let step = nice_step(x / 5.0);
    ((x / step - 1e-9).ceil() * step).min(1.0)
}

fn multiples(min: f64, max: f64, step: f64) -> Vec<f64> {
    let first = (min / step - 1e-9).ceil();
    let count = ((max / step + 1e-9).floor() - first).clamp(0.0, 1_000.0) as usize;
    (0..=count).map(|index| (first + index as f64) * step).collect()
}

pub(crate) fn decimals_of(step: f64) -> usize {
    (-(step * 1.000_000_1).log10().floor()).clamp(0.0, 8.0) as usize
}

/// Moves positions apart so that neighbours keep `gap`, as little as possible, within `low` and `high` if there is room.
pub(crate) fn spread(positions: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..positions.len()).collect();
    order.sort_by(|&a, &b| positions[a].total_cmp(&positions[b]).then(a.cmp(&b)));
    // Pools of neighbours that touch: the sum of what each wants for the pool's first place, and how many there are.
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for &index in &order {
        pools.push((positions[index], 1));
        while let [.., (a, m), (b, n)] = pools[..] {
            if b / n as f64 >= a / m as f64 + m as f64 * gap {
                break;
            }
            pools.truncate(pools.len() - 2);
            pools.push((a + b - n as f64 * m as f64 * gap, m + n));
        }
    }
    let sorted: Vec<f64> =
        pools.iter().flat_map(|&(sum, n)| (0..n).map(move |k| sum / n as f64 + k as f64 * gap)).collect();
    let mut places = vec![0.0; positions.len()];
    for (place, &index) in within(&sorted, gap, low, high).into_iter().zip(&order) {
        places[index] = place;
    }
    places
}

/// Pushes sorted places up from below `low` and back from above `high`.
fn within(sorted: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    let mut places = sorted.to_vec();
    let mut ceiling = high;
    for place in places.iter_mut().rev() {
        *place = place.min(ceiling);
        ceiling = *place - gap;
    }
    let mut floor = low;
    for place in &mut places {
        *place = place.max(floor);
        floor = *place + gap;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round() {
        let lang = Lang::english();
        let axis = Axis::numbers(&lang, -0.13, 0.31, 5, "");
        let labels: Vec<&str> = axis.ticks.iter().map(|(_, label)| label.as_str()).collect();
        assert_eq!(labels, ["\u{2212}0.2", "\u{2212}0.1", "0.0", "0.1", "0.2", "0.3", "0.4"]);
        let axis = Axis::shares(&lang, 0.031, 4, "");
        let labels: Vec<&str> = axis.ticks.iter().map(|(_, label)| label.as_str()).collect();
        assert_eq!(labels, ["0%", "1%", "2%", "3%", "4%"]);
    }

    #[test]
    fn axes_survive_empty_ranges() {
        let lang = Lang::english();
        for axis in
            [Axis::numbers(&lang, 3.0, 3.0, 5, ""), Axis::shares(&lang, 0.0, 4, ""), Axis::years(&lang, 0.0, 5, "")]
        {
            assert!(axis.place(axis.min, 0.0, 100.0).is_finite());
            assert!(axis.max > axis.min);
        }
    }

    #[test]
    fn names_that_would_overlap_are_left_out_but_a_word_at_the_end() {
        let ticks =
            [0.0, 1.0, 50.0, 99.0, 100.0].map(|x| (x, if x < 100.0 { format!("{x}") } else { "never".to_owned() }));
        let axis = Axis::new(0.0, 100.0, ticks.to_vec(), "").thinned((10.0, 110.0), 120.0, 10.0);
        let names: Vec<&str> = axis.ticks.iter().map(|tick| tick.1.as_str()).collect();
        assert_eq!(names, ["0", "", "50", "", "never"]);
    }

    #[test]
    fn places_are_rounded_to_the_unit() {
        let axis = Axis::new(2.0, 4.0, Vec::new(), "");
        assert_eq!([2.0, 3.0, 4.0].map(|x| axis.map(&x, (100, 200))), [100, 150, 200]);
        assert_eq!([2.0, 2.5, 4.0].map(|x| axis.map(&x, (200, 100))), [200, 175, 100]);
        assert_eq!(Paper.map(&1.26, (0, 0)), 25);
    }

    #[test]
    fn labels_keep_their_distance() {
        let places = spread(&[5.0, 5.1, 50.0, 4.9], 10.0, 0.0, 100.0);
        let mut sorted = places.clone();
        sorted.sort_by(f64::total_cmp);
        assert!(sorted.windows(2).all(|pair| pair[1] - pair[0] >= 10.0 - 1e-9), "{places:?}");
        assert!(places[3] < places[0] && places[0] < places[1]);
        assert_eq!(places[2], 50.0);
        assert!(sorted[0] >= 0.0);
    }
}
