//! What adds up over trials: counts, exact sums and histograms. Everything is an integer, so that all of it can be added
//! in any order with the same result, down to the last bit.

mod bins;
mod pair;
mod weight;

use serde::{Deserialize, Serialize};

use bins::BinCounts;
pub use weight::{MAX_WEIGHED, UNITS, Weight};

/// How many trials, or draws, something holds of: what every tally counts with. A trial counts as one; where trials weigh
/// differently, as many units as its [`Weight`] has, and beside their sum the sum of their squares is kept, from which
/// variances are estimated. Of trials that count as one both are the same, and a file holds it once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count {
    units: u128,
    squares: u128,
}

impl Count {
    /// Counts so many more.
    pub fn add(&mut self, more: u64) {
        self.units += u128::from(more);
        self.squares += u128::from(more);
    }

    /// Counts a trial of that weight.
    pub fn add_weight(&mut self, weight: Weight) {
        self.add_times(weight, 1);
    }

    /// Counts so many of that weight as one sum; squares are those of the weight, once for each.
    pub(super) fn add_times(&mut self, weight: Weight, times: u64) {
        self.units += weight.units() * u128::from(times);
        self.squares += weight.units() * weight.units() * u128::from(times);
    }

    /// Counts a trial of that weight if it is so.
    pub fn add_if(&mut self, so: bool, weight: Weight) {
        if so {
            self.add_weight(weight);
        }
    }

    /// Adds another count.
    pub fn merge(&mut self, other: Self) {
        self.units += other.units;
        self.squares += other.squares;
    }

    /// What is left without another count that is part of this one.
    #[must_use]
    pub fn without(self, part: Self) -> Self {
        Self { units: self.units - part.units, squares: self.squares - part.squares }
    }

    /// The count, of trials that count as one; else units of weight.
    #[must_use]
    pub fn value(self) -> u64 {
        self.units as u64
    }

    /// Whether trials of other weights than one are in it.
    #[must_use]
    pub fn is_weighted(self) -> bool {
        self.units != self.squares
    }

    /// The sum of the weights, in units.
    #[must_use]
    pub fn units(self) -> f64 {
        self.units as f64
    }

    /// The sum of their squares, in units squared.
    #[must_use]
    pub fn squares(self) -> f64 {
        self.squares as f64
    }

    /// How many trials of equal weight tell as much (Kish 1965): the square of the sum over the sum of the squares. The
    /// count itself where all count as one; 0 of none.
    #[must_use]
    pub fn effective(self) -> f64 {
        if self.is_weighted() { self.units() * self.units() / self.squares() } else { self.units() }
    }
}

impl std::iter::Sum for Count {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        let mut sum = Self::default();
        for count in counts {
            sum.merge(count);
        }
        sum
    }
}

/// A sum of numbers in fixed point: multiples of 2^-40, exact whatever the order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "i128")]
pub struct Sum(i128);

/// Sums that a file holds are far from where they overflow when they are added up.
impl TryFrom<i128> for Sum {
    type Error = String;

    fn try_from(sum: i128) -> Result<Self, String> {
        if sum.unsigned_abs() > 1 << 120 { Err(format!("{sum} is more than a sum can be")) } else { Ok(Self(sum)) }
    }
}

const FIXED: f64 = 1_099_511_627_776.0;

/// The nearest whole number (ties to even where that is quick).
#[inline]
fn rounded(x: f64) -> i64 {
    /// Added to a number below 2^51, it leaves its whole part in the low bits.
    const MAGIC: f64 = 6_755_399_441_055_744.0;
    if x.abs() < 2_251_799_813_685_248.0 {
        (x + MAGIC).to_bits() as i64 - MAGIC.to_bits() as i64
    } else {
        x.round() as i64
    }
}

/// A sum of numbers in coarser fixed point, multiples of 2^-20, in half the room: for the many sums from which variances
/// are estimated. Exact whatever the order, up to 10^11 numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct CoarseSum(i64);

impl CoarseSum {
    /// A number between -64 and 64, rounded to a multiple of 2^-20.
    pub(super) fn of(x: f64) -> Self {
        Self(rounded(x.clamp(-LIMIT, LIMIT) * COARSE))
    }

    /// Adds another sum.
    pub(super) fn merge(&mut self, other: Self) {
        self.0 += other.0;
    }

    /// The sum.
    pub(super) fn value(self) -> f64 {
        self.0 as f64 / COARSE
    }

    /// A number between -64 and 64 times a weight in [0, 1], rounded to a multiple of 2^-32.
    pub(super) fn weighted(x: f64, weight: f64) -> Self {
        Self(rounded(x.clamp(-LIMIT, LIMIT) * weight * (COARSE * FINER)))
    }

    /// The sum of such.
    pub(super) fn weighted_value(self) -> f64 {
        self.value() / FINER
    }
}

/// How much finer weighted coarse sums are than others.
const FINER: f64 = 4_096.0;

/// Adds sums to sums.
pub(super) fn merge_coarse(sums: &mut [CoarseSum], others: &[CoarseSum]) {
    for (sum, &other) in sums.iter_mut().zip(others) {
        sum.merge(other);
    }
}

impl Sum {
    /// A number, rounded to a multiple of 2^-40.
    #[must_use]
    pub fn of(x: f64) -> Self {
        let fixed = x * FIXED;
        // Beyond the range of 64 bits, as large totals are.
        Self(if fixed.abs() < 9e18 { i128::from(rounded(fixed)) } else { fixed.round() as i128 })
    }

    /// Adds a number, rounded to a multiple of 2^-40.
    pub fn add(&mut self, x: f64) {
        self.merge(&Self::of(x));
    }

    /// Adds another sum.
    pub fn merge(&mut self, other: &Self) {
        self.0 += other.0;
    }

    /// The sum.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.0 as f64 / FIXED
    }

    /// The mean of `count` numbers; `None` of none.
    #[must_use]
    pub fn mean(&self, count: u64) -> Option<f64> {
        self.per(count as f64)
    }

    /// The mean of numbers of that weight in all; `None` of none.
    #[must_use]
    pub fn per(&self, weight: f64) -> Option<f64> {
        (weight > 0.0).then(|| self.value() / weight)
    }
}

/// Counts of numbers rounded to multiples of `1 / PER_UNIT`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "CountsInFile")]
pub struct Counts {
    first: i64,
    #[serde(rename = "counts")]
    bins: BinCounts,
}

/// Counts as a file has them, whatever they are.
#[derive(Deserialize)]
struct CountsInFile {
    first: i64,
    counts: Vec<u64>,
}

/// No bin that is ever counted lies further from 0: those of magnitudes reach furthest.
const FURTHEST: u64 = 1 << 20;

/// Bins that a file holds are some that can be, and their counts far from where they overflow when they are added up.
impl TryFrom<CountsInFile> for Counts {
    type Error = String;

    fn try_from(file: CountsInFile) -> Result<Self, String> {
        let CountsInFile { first, counts } = file;
        let last = first.unsigned_abs().saturating_add(counts.len() as u64);
        let total = counts.iter().fold(0, |sum: u64, &count| sum.saturating_add(count));
        if last > FURTHEST || total > 1 << 60 {
            return Err(format!("{} bins from {first} on hold more than is ever counted", counts.len()));
        }
        Ok(Self { first, bins: BinCounts::of(&counts) })
    }
}

/// Bits of a double below its ten most significant digits.
const BELOW: u32 = 52 - 9;

/// The number of the smallest magnitude that is told from 0, 2^-16, among all.
const SMALLEST: i64 = ((1_023 - 16) << 52) >> BELOW;

/// The bin of a number from 0 upwards by its magnitude: 0 for 0. The bits of doubles are in the order of the numbers.
fn magnitude_bin(x: f64) -> i64 {
    let half = 1 << (BELOW - 1);
    let bits = x.clamp(0.0, 1e300).to_bits() as i64;
    (((bits + half) >> BELOW) - SMALLEST + 1).max(0)
}

/// The number that the bin of that number stands for, where numbers are counted by magnitude.
#[must_use]
pub fn magnitude(bin: i64) -> f64 {
    if bin <= 0 { 0.0 } else { f64::from_bits(((bin - 1 + SMALLEST) << BELOW) as u64) }
}

/// Resolution of the percentiles of values and probabilities: one part in 4,096.
pub const PER_UNIT: f64 = 4_096.0;

/// Units of a weight, and of a coarse sum: 2^20.
const COARSE: f64 = 1_048_576.0;

/// Beyond this many units a number counts as that many.
const LIMIT: f64 = 64.0;

impl Counts {
    /// Counts a number, rounded to a multiple of 1/4096.
    pub fn add(&mut self, x: f64) {
        self.add_bin(rounded(x.clamp(-LIMIT, LIMIT) * PER_UNIT));
    }

    /// Counts a number of a trial of that weight, rounded to a multiple of 1/4096.
    pub fn add_of(&mut self, x: f64, weight: Weight) {
        self.add_times(rounded(x.clamp(-LIMIT, LIMIT) * PER_UNIT), weight.in_bins());
    }

    /// Counts a number with a part, in [0, 1], of the weight of a trial: rounded to a multiple of 2^-20 of a trial that
    /// counts as one, else to a unit; not at all where that is 0.
    pub fn add_part(&mut self, x: f64, part: f64, weight: Weight) {
        let whole = if weight == Weight::ONE { COARSE } else { weight.in_bins() as f64 };
        self.add_times(rounded(x.clamp(-LIMIT, LIMIT) * PER_UNIT), rounded(part * whole) as u64);
    }

    /// Counts a number from 0 upwards by its magnitude: rounded to ten significant binary digits, or about one part in
    /// 1,000. The bin's number leads back to it by [`magnitude`]. What is below 2^-16 counts as 0.
    pub fn add_magnitude(&mut self, x: f64, weight: Weight) {
        self.add_times(magnitude_bin(x), weight.in_bins());
    }

    /// Counts a whole number.
    pub fn add_bin(&mut self, bin: i64) {
        self.add_times(bin, 1);
    }

    /// Counts a whole number of a trial of that weight.
    pub fn add_bin_of(&mut self, bin: i64, weight: Weight) {
        self.add_times(bin, weight.in_bins());
    }

    fn add_times(&mut self, bin: i64, times: u64) {
        if times == 0 {
            return;
        }
        self.reach(bin, bin);
        self.bins.add((bin - self.first) as usize, times);
    }

    fn reach(&mut self, from: i64, to: i64) {
        if self.bins.is_empty() {
            self.first = from;
        }
        if from < self.first {
            self.bins.begin_earlier((self.first - from) as usize);
            self.first = from;
        }
        self.bins.extend_to((to - self.first + 1) as usize);
    }

    /// Adds other counts.
    pub fn merge(&mut self, other: &Self) {
        if other.bins.is_empty() {
            return;
        }
        self.reach(other.first, other.first + other.bins.len() as i64 - 1);
        self.bins.add_from((other.first - self.first) as usize, &other.bins);
    }

    /// Numbers counted, or units of their weight.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.bins.total()
    }

    /// The bin below or at which a share `p` of the numbers lies (the smallest such); `None` of none.
    #[must_use]
    pub fn quantile_bin(&self, p: f64) -> Option<i64> {
        let total = self.total();
        let rank = ((p * total as f64).ceil() as u64).max(1);
        let mut below = 0;
        for (index, count) in self.bins.filled() {
            below += count;
            if below >= rank {
                return Some(self.first + index as i64);
            }
        }
        None
    }

    /// The counts of the bins from the first to the last that is not empty, with the first one's number.
    #[must_use]
    pub fn bins(&self) -> (i64, Vec<u64>) {
        (self.first, self.bins.iter().collect())
    }
}

/// Adds a number of a trial of that weight to each sum.
pub(super) fn add_all(sums: &mut [Sum], numbers: impl Iterator<Item = f64>, weight: Weight) {
    for (sum, number) in sums.iter_mut().zip(numbers) {
        sum.add(weight.times(number));
    }
}

/// Adds a number times the square of a trial's weight to each sum.
pub(super) fn add_squared(sums: &mut [Sum], numbers: impl Iterator<Item = f64>, weight: Weight) {
    for (sum, number) in sums.iter_mut().zip(numbers) {
        sum.add(weight.squared(number));
    }
}

/// Adds sums to sums.
pub(super) fn merge_sums(sums: &mut [Sum], others: &[Sum]) {
    for (sum, other) in sums.iter_mut().zip(others) {
        sum.merge(other);
    }
}

/// Adds counts to counts.
pub(super) fn merge_counts(counts: &mut [Count], others: &[Count]) {
    for (count, &other) in counts.iter_mut().zip(others) {
        count.merge(other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A bin is the numbers nearest to its multiple of 1/4096: half a unit to either side, the tie to the even one.
    #[test]
    fn a_number_falls_into_the_nearest_bin() {
        let bin = |x: f64| {
            let mut counts = Counts::default();
            counts.add(x);
            assert_eq!(counts.bins().1, [1]);
            counts.bins().0
        };
        let unit = 1.0 / 4_096.0;
        assert_eq!([0.0, 1.0].map(bin), [0, 4_096]);
        assert_eq!([0.49, 0.51, -0.49, -0.51].map(|x| bin(x * unit)), [0, 1, 0, -1]);
        assert_eq!([0.5, 1.5].map(|x| bin(x * unit)), [0, 2]);
        assert_eq!([1e9, f64::NEG_INFINITY].map(bin), [64 * 4_096, -64 * 4_096]);
    }

    /// The percentile is the smallest bin at or below which so many lie: of 1, 2, …, 20 the 5th is 1, the median 10, the
    /// 95th 19.
    #[test]
    fn a_percentile_is_the_smallest_bin_that_reaches_the_share() {
        let mut counts = Counts::default();
        for bin in (1..=20).rev() {
            counts.add_bin(bin);
        }
        let percentile = |p: f64| counts.quantile_bin(p);
        assert_eq!([0.0, 0.05, 0.06, 0.5, 0.95, 1.0].map(percentile), [1, 1, 2, 10, 19, 20].map(Some));
        assert_eq!(Counts::default().quantile_bin(0.5), None);
    }

    /// 0.1 is not a multiple of 2^-40, so that a thousand of them make 1,000 times the nearest multiple,
    /// 109,951,162,778 x 2^-40, and not 100.
    #[test]
    fn sums_are_exact_in_any_order() {
        let mut sum = Sum::default();
        for _ in 0..1_000 {
            sum.add(0.1);
        }
        assert_eq!(sum.value(), 109_951_162_778_000.0 / 1_099_511_627_776.0);
        let (mut left, mut right) = (Sum::default(), Sum::default());
        for x in [1e6, 0.3, -7.7, 1e-9] {
            left.add(x);
        }
        for x in [1e-9, -7.7, 0.3, 1e6] {
            right.add(x);
        }
        assert_eq!(left, right);
        assert_eq!(Sum::default().mean(0), None);
    }

    /// Weights of 1/4, 1/2 and 1/4 at 0, 1 and 2: the lower quartile is 0, everything up to three quarters 1. A weight
    /// below half of 2^-20 is none.
    #[test]
    fn percentiles_go_by_weight() {
        let mut counts = Counts::default();
        for (x, weight) in [(2.0, 0.25), (0.0, 0.25), (1.0, 0.5), (50.0, 1e-7)] {
            counts.add_part(x, weight, Weight::ONE);
        }
        let percentile = |p: f64| counts.quantile_bin(p).unwrap() / 4_096;
        assert_eq!([0.25, 0.26, 0.75, 0.76, 1.0].map(percentile), [0, 1, 1, 2, 2]);
    }

    /// Numbers of up to ten binary digits come back as they are, others to within one part in 1,024; sizes stay in order.
    #[test]
    fn magnitudes_keep_ten_digits() {
        for exact in [0.0, 0.5, 1.0, 3.25, 510.0, 1_023.0, 1_025.0 * 2.0 - 2.0, 1e6 * 1.024, 2f64.powi(-16)] {
            assert_eq!(magnitude(magnitude_bin(exact)), exact, "{exact}");
        }
        let mut last = -1;
        for step in 0..4_000 {
            let x = 1e-5 * 1.01f64.powi(step);
            let (bin, back) = (magnitude_bin(x), magnitude(magnitude_bin(x)));
            assert!(bin >= last && (x < 2e-5 || (back / x - 1.0).abs() <= 1.0 / 1_024.0), "{x} {back}");
            last = bin;
        }
        assert_eq!([magnitude_bin(0.0), magnitude_bin(1e-9), magnitude_bin(2f64.powi(-16))], [0, 0, 1]);
    }

    /// 10^13, as large as a total can be, added a thousand times; and below 2^23 nothing is rounded otherwise than before.
    #[test]
    fn sums_hold_large_totals() {
        let mut sum = Sum::default();
        for _ in 0..1_000 {
            sum.add(1e13);
        }
        assert_eq!((sum.value(), sum.mean(1_000)), (1e16, Some(1e13)));
    }

    /// Files hold whole numbers, not objects.
    #[test]
    fn counts_are_whole_numbers_in_files() {
        let mut counts = Counts::default();
        counts.add_bin(3);
        counts.add_bin(5);
        assert_eq!(serde_json::to_string(&counts).unwrap(), r#"{"first":3,"counts":[1,0,1]}"#);
    }

    /// The bins furthest from 0 are read again; bins for which there would be no room, and counts that overflow, are not.
    #[test]
    fn counts_that_cannot_be_are_not_read() {
        let mut counts = Counts::default();
        counts.add_magnitude(f64::INFINITY, Weight::ONE);
        counts.add(-1e9);
        let text = serde_json::to_string(&counts).unwrap();
        assert_eq!(serde_json::from_str::<Counts>(&text).unwrap(), counts);
        for (first, count) in [(i64::MIN, 1), (1 << 40, 1), (i64::MAX, 1), (0, u64::MAX)] {
            let text = format!(r#"{{"first":{first},"counts":[1,{count}]}}"#);
            assert!(serde_json::from_str::<Counts>(&text).is_err(), "{text}");
        }
        for sum in [i128::MAX, i128::MIN] {
            assert!(serde_json::from_str::<Sum>(&sum.to_string()).is_err());
        }
    }
}
