//! Random numbers with an address.
//!
//! Every number is the output of ChaCha8 at a place that follows from the seed, a name and a trial alone. So any
//! trial can be computed by itself, on any thread, and what one name draws never depends on which others exist.
//!
//! Two ways to lay out the numbers:
//!
//! - A [`Column`] holds one number a trial for one input path: key = SHA-256("armistice column\0" | seed), stream =
//!   first 8 bytes of SHA-256("armistice path\0" | path), the number of trial t is 64-bit output number t.
//! - A [`Purpose`] holds many numbers a trial for one use, such as the fighting: key = SHA-256("armistice purpose\0" |
//!   seed | name | "\0"), stream = trial, number i is 64-bit output number i.
//!
//! Seeds, streams and outputs are 8 bytes, least significant first. The numbers are
//! (k + 1/2) 2^-52 with k the first 52 bits of the output: exact, and strictly between 0 and 1. (With 53 bits the half
//! would be lost above 1/2, and the largest number would be 1.)

use std::convert::Infallible;

use rand::{Rng, SeedableRng, TryRng};
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};

/// The number strictly between 0 and 1 that 64 random bits stand for.
#[inline]
pub(super) fn open_unit(bits: u64) -> f64 {
    const STEP: f64 = 1.0 / 4_503_599_627_370_496.0;
    ((bits >> 12) as f64 + 0.5) * STEP
}

/// SHA-256 of the parts.
fn digest(label: &str, parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(label.as_bytes());
    hasher.update([0]);
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().into()
}

/// A 64-bit key for one use of one path.
pub(super) fn key_of(label: &str, seed: u64, path: &str, index: u64) -> u64 {
    first_word(digest(label, &[&seed.to_le_bytes(), &index.to_le_bytes(), path.as_bytes()]))
}

fn first_word(bytes: [u8; 32]) -> u64 {
    let [a, b, c, d, e, f, g, h, ..] = bytes;
    u64::from_le_bytes([a, b, c, d, e, f, g, h])
}

/// One random number a trial for one input path.
#[derive(Clone, Debug)]
pub struct Column {
    rng: ChaCha8Rng,
}

/// The column of an input path.
#[must_use]
pub fn column(seed: u64, path: &str) -> Column {
    let mut rng = ChaCha8Rng::from_seed(digest("armistice column", &[&seed.to_le_bytes()]));
    rng.set_stream(first_word(digest("armistice path", &[path.as_bytes()])));
    Column { rng }
}

impl Column {
    /// The numbers of as many trials as `out` holds, from `first_trial` on; each strictly between 0 and 1.
    pub fn fill(&self, first_trial: u64, out: &mut [f64]) {
        let mut rng = self.rng.clone();
        rng.set_word_pos(2 * u128::from(first_trial));
        for number in out {
            *number = open_unit(rng.next_u64());
        }
    }

    /// The number of one trial.
    #[must_use]
    pub fn at(&self, trial: u64) -> f64 {
        let mut number = [0.0];
        self.fill(trial, &mut number);
        number[0]
    }
}

/// A use of random numbers that takes many in each trial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purpose {
    key: [u8; 32],
}

impl Purpose {
    /// The purpose of that name.
    #[must_use]
    pub fn new(seed: u64, name: &str) -> Self {
        Self { key: digest("armistice purpose", &[&seed.to_le_bytes(), name.as_bytes(), &[0]]) }
    }

    /// Its numbers in one trial, from the first on.
    #[must_use]
    pub fn trial(&self, trial: u64) -> TrialStream {
        let mut rng = ChaCha8Rng::from_seed(self.key);
        rng.set_stream(trial);
        TrialStream { rng }
    }
}

/// The numbers of a purpose in one trial. To use a purpose for many trials keep the [`Purpose`] itself.
#[must_use]
pub fn purpose(seed: u64, name: &str, trial: u64) -> TrialStream {
    Purpose::new(seed, name).trial(trial)
}

/// The random numbers of one purpose in one trial.
///
/// It is a generator of the `rand` crate, so that its distributions and methods can be driven by numbers that have an
/// address:
///
/// ```
/// use armistice::sampling::purpose;
/// use rand::RngExt;
///
/// let mut stream = purpose(1, "order of speakers", 7);
/// let die = stream.random_range(1..=6);
/// assert_eq!(die, purpose(1, "order of speakers", 7).random_range(1..=6));
/// ```
#[derive(Clone, Debug)]
pub struct TrialStream {
    rng: ChaCha8Rng,
}

impl TrialStream {
    /// The next number, strictly between 0 and 1.
    #[inline]
    #[allow(clippy::should_implement_trait)] // an endless stream needs no Option
    pub fn next(&mut self) -> f64 {
        open_unit(self.rng.next_u64())
    }

    /// A whole number below `count`, each as likely as the others but for rounding; 0 where `count` is.
    pub fn below(&mut self, count: usize) -> usize {
        ((self.next() * count as f64) as usize).min(count.saturating_sub(1))
    }

    /// Number `index`, whatever was drawn before; the next number after it follows.
    pub fn at(&mut self, index: u64) -> f64 {
        self.rng.set_word_pos(2 * u128::from(index));
        self.next()
    }
}

impl TryRng for TrialStream {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.rng.try_next_u32()
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.rng.try_next_u64()
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.rng.try_fill_bytes(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_can_be_read_anywhere() {
        let column = column(7, "challenger.war_cost");
        let mut block = [0.0; 300];
        column.fill(0, &mut block);
        let mut part = [0.0; 37];
        column.fill(123, &mut part);
        assert_eq!(part, block[123..160]);
        assert_eq!(column.at(299), block[299]);
        assert!(column.at(u64::MAX) > 0.0);
    }

    #[test]
    fn seeds_paths_purposes_and_trials_have_numbers_of_their_own() {
        let mut firsts = [
            column(1, "a").at(0),
            column(2, "a").at(0),
            column(1, "b").at(0),
            purpose(1, "a", 0).next(),
            purpose(1, "a", 1).next(),
            purpose(2, "a", 0).next(),
            purpose(1, "b", 0).next(),
        ];
        firsts.sort_by(f64::total_cmp);
        assert!(firsts.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn a_stream_goes_on_from_any_index() {
        let purpose = Purpose::new(3, "war");
        let mut stream = purpose.trial(5);
        let numbers: Vec<f64> = (0..40).map(|_| stream.next()).collect();
        assert_eq!(stream.at(11), numbers[11]);
        assert_eq!(stream.next(), numbers[12]);
    }

    /// As a generator of the rand crate it gives the same bits, and draws what a distribution's quantile says.
    #[test]
    fn a_stream_is_a_generator_for_others() {
        use rand::RngExt;
        let law = crate::sampling::Distribution::triangular(0.0, 1.0, 4.0).unwrap();
        let (mut stream, mut numbers) = (purpose(3, "war", 5), purpose(3, "war", 5));
        for _ in 0..100 {
            assert_eq!(stream.sample::<f64, _>(&law), law.quantile(numbers.next()));
        }
        assert_eq!(open_unit(stream.next_u64()), numbers.next());
    }

    /// Changing these numbers is value-breaking: all results of all scenarios change with them. The expected ones come
    /// from a separate implementation of ChaCha (Bernstein 2008) and SHA-256 in Python.
    #[test]
    fn first_numbers_are_pinned() {
        let column = column(20_260_106, "challenger.war_cost");
        assert_eq!(
            [0, 1, 2, 1_000_000].map(|trial| column.at(trial)),
            [0.412_472_241_844_931_25, 0.181_086_959_324_882_83, 0.527_990_624_907_654_6, 0.815_646_493_438_262_7]
        );
        let mut stream = purpose(20_260_106, "war", 1);
        assert_eq!([stream.next(), stream.next()], [0.285_088_791_543_852_36, 0.861_321_077_428_349_8]);
        assert_eq!(purpose(20_260_106, "war", 123_456_789).at(17), 0.273_706_093_667_019_15);
    }

    #[test]
    fn numbers_lie_strictly_inside() {
        assert_eq!(open_unit(0), 2f64.powi(-53));
        assert_eq!(open_unit(u64::MAX), 1.0 - 2f64.powi(-53));
    }
}
