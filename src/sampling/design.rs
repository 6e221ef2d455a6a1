//! Designs: where in the unit cube of the uncertain inputs the trials lie.

use crate::words::{Words, words};

use super::Sampling;
use super::latin::{Permutation, inside};
use super::owen::scramble;
use super::seats::{Seat, seats};
use super::sobol::{Coordinate, MAX_LOG_POINTS};
use super::stream::{Column, column, key_of, open_unit};

/// Number of independent randomisations of a Latin hypercube or Sobol design: their spread measures its error.
pub const RANDOMISATIONS: u64 = 16;
/// The fewest trials of such a design: two in each randomisation.
const FEWEST: u64 = 2 * RANDOMISATIONS;
/// The most trials of such a design.
const MOST: u64 = RANDOMISATIONS << MAX_LOG_POINTS;

/// Why a design cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.words())]
#[non_exhaustive]
pub enum DesignError {
    /// A stratified design with too few trials.
    TooFew {
        /// Name of the design.
        design: &'static str,
        /// Number of trials asked for.
        trials: u64,
    },
    /// A stratified design with too many trials.
    TooMany {
        /// Name of the design.
        design: &'static str,
        /// Number of trials asked for.
        trials: u64,
    },
    /// Sobol's sequence is balanced at powers of 2 only.
    NoPowerOfTwo {
        /// Number of trials asked for.
        trials: u64,
        /// The next lower power of 2.
        below: u64,
        /// The next higher power of 2.
        above: u64,
    },
    /// An input occurs twice.
    RepeatedInput {
        /// Its path.
        path: String,
    },
}

impl DesignError {
    /// What is wrong.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::TooFew { design, trials } => words!(
                "{design} sampling needs at least {fewest} trials, two for each of its {randomisations} randomisations, \
                 not {trials}",
                design,
                fewest = FEWEST,
                randomisations = RANDOMISATIONS,
                trials
            ),
            Self::TooMany { design, trials } => {
                words!("{design} sampling takes at most {most} trials, not {trials}", design, most = MOST, trials)
            }
            Self::NoPowerOfTwo { trials, below, above } => words!(
                "sobol sampling needs a power of two as the number of trials, and {trials} is none; the nearest are \
                 {below} and {above}",
                trials,
                below,
                above
            ),
            Self::RepeatedInput { path } => words!("the input {path} is given twice", path),
        }
    }
}

/// A design: for every trial and input a number strictly between 0 and 1, whose distribution over designs is uniform.
#[derive(Clone, Debug)]
pub struct Design {
    inputs: Vec<Sampled>,
    trials: u64,
    randomised: bool,
}

/// What one input's numbers come from.
#[derive(Clone, Debug)]
enum Sampled {
    Independent(Column),
    Stratified { places: Column, orders: Vec<Permutation> },
    Scrambled(Box<Scrambled>),
}

impl Design {
    /// The design of that kind for inputs with distinct paths.
    ///
    /// An input's numbers follow from the seed, the number of trials and its own path; which other inputs there are
    /// does not matter. Under Sobol sampling, inputs that belong together share a net of up to ten coordinates, and
    /// nets are shuffled against each other (padding; Owen 1998, Burley 2020), so that any pair of inputs is either
    /// balanced or what it is in a Latin hypercube.
    ///
    /// # Errors
    ///
    /// When a path occurs twice; when a Latin hypercube or Sobol design has fewer than 32 trials or more than 2^40, or a
    /// Sobol design's number of trials is no power of two.
    pub fn new(sampling: Sampling, seed: u64, trials: u64, paths: &[String]) -> Result<Self, DesignError> {
        Self::with(sampling, seed, trials, paths, |points| {
            seats(paths).iter().zip(paths).map(|(seat, path)| Scrambled::in_net(seed, points, path, seat)).collect()
        })
    }

    /// The same for the axes of a sweep, which are few and known, and whose order matters: under Sobol sampling the first
    /// two of them share one net, and more as the number of points allows (three with 16 points a randomisation, four
    /// with 32, five with 64, seven with 128, eight with 256, ten with 512). In a net the points of any two axes fill the 16
    /// quarter cells alike from 16 points on. The other axes are shuffled against these.
    ///
    /// # Errors
    ///
    /// As for [`Design::new`].
    pub fn of_axes(sampling: Sampling, seed: u64, trials: u64, paths: &[String]) -> Result<Self, DesignError> {
        Self::with(sampling, seed, trials, paths, |points| {
            paths.iter().enumerate().map(|(place, path)| Scrambled::on_axis(seed, points, path, place)).collect()
        })
    }

    fn with(
        sampling: Sampling,
        seed: u64,
        trials: u64,
        paths: &[String],
        scrambled: impl FnOnce(u64) -> Vec<Scrambled>,
    ) -> Result<Self, DesignError> {
        check_distinct(paths)?;
        let inputs = match sampling {
            Sampling::MonteCarlo => paths.iter().map(|path| Sampled::Independent(column(seed, path))).collect(),
            Sampling::LatinHypercube => {
                check_size("latin_hypercube", trials)?;
                paths.iter().map(|path| stratified(seed, trials, path)).collect()
            }
            Sampling::Sobol => {
                check_size("sobol", trials)?;
                check_power_of_two(trials)?;
                scrambled(trials / RANDOMISATIONS).into_iter().map(|it| Sampled::Scrambled(Box::new(it))).collect()
            }
        };
        Ok(Self { inputs, trials, randomised: sampling != Sampling::MonteCarlo })
    }

    /// The numbers of one input, by its index among the paths, in as many trials as `out` holds, from `first_trial`
    /// on. NaN for an input that does not exist.
    pub fn fill(&self, input: usize, first_trial: u64, out: &mut [f64]) {
        match self.inputs.get(input) {
            None => out.fill(f64::NAN),
            Some(Sampled::Independent(column)) => column.fill(first_trial, out),
            Some(Sampled::Stratified { places, orders }) => {
                places.fill(first_trial, out);
                for (trial, number) in (first_trial..).zip(out) {
                    let order = &orders[(trial % RANDOMISATIONS) as usize];
                    let size = self.size_of(trial % RANDOMISATIONS);
                    *number = inside(order.at(trial / RANDOMISATIONS % size), size, *number);
                }
            }
            Some(Sampled::Scrambled(scrambled)) => {
                for (trial, number) in (first_trial..).zip(out) {
                    *number = scrambled.at(trial);
                }
            }
        }
    }

    /// Number of independent randomisations; `None` where every trial is independent of all others.
    #[must_use]
    pub fn randomisations(&self) -> Option<u64> {
        self.randomised.then_some(RANDOMISATIONS)
    }

    /// The randomisation to which a trial belongs: trial mod 16; the trial itself where all are independent.
    #[must_use]
    pub fn randomisation_of(&self, trial: u64) -> u64 {
        if self.randomised { trial % RANDOMISATIONS } else { trial }
    }

    /// Number of trials in that randomisation.
    fn size_of(&self, randomisation: u64) -> u64 {
        size_of(self.trials, randomisation)
    }
}

/// Number of trials below `trials` that belong to that randomisation.
fn size_of(trials: u64, randomisation: u64) -> u64 {
    trials / RANDOMISATIONS + u64::from(randomisation < trials % RANDOMISATIONS)
}

fn stratified(seed: u64, trials: u64, path: &str) -> Sampled {
    let order = |r| Permutation::new(key_of("armistice latin", seed, path, r), size_of(trials, r));
    Sampled::Stratified { places: column(seed, path), orders: (0..RANDOMISATIONS).map(order).collect() }
}

/// One coordinate of a Sobol net, scrambled in each randomisation.
#[derive(Clone, Debug)]
struct Scrambled {
    coordinate: Coordinate,
    /// In which order the points of the net come, by randomisation; none: as they are numbered.
    orders: Vec<Permutation>,
    /// Key of the scrambling, by randomisation.
    keys: Vec<u64>,
    /// Points of a randomisation.
    points: u64,
}

impl Scrambled {
    /// The coordinate of an input that shares a net with kindred ones.
    fn in_net(seed: u64, points: u64, path: &str, seat: &Seat) -> Self {
        if points < Coordinate::least_points(seat.coordinate) {
            return Self::alone(seed, points, path);
        }
        Self::new(seed, points, path, seat.coordinate, orders(seed, points, &seat.net))
    }

    /// The coordinate of an axis by its place among all.
    fn on_axis(seed: u64, points: u64, path: &str, place: usize) -> Self {
        if place >= Coordinate::COUNT || points < Coordinate::least_points(place) {
            return Self::alone(seed, points, path);
        }
        Self::new(seed, points, path, place, Vec::new())
    }

    /// Shuffled against all others, as in a Latin hypercube.
    fn alone(seed: u64, points: u64, path: &str) -> Self {
        Self::new(seed, points, path, 0, orders(seed, points, path))
    }

    fn new(seed: u64, points: u64, path: &str, place: usize, orders: Vec<Permutation>) -> Self {
        let keys = (0..RANDOMISATIONS).map(|r| key_of("armistice sobol", seed, path, r)).collect();
        Self { coordinate: Coordinate::new(place, points.trailing_zeros()), orders, keys, points }
    }

    fn at(&self, trial: u64) -> f64 {
        let (randomisation, index) = ((trial % RANDOMISATIONS) as usize, trial / RANDOMISATIONS % self.points);
        let index = self.orders.get(randomisation).map_or(index, |order| order.at(index));
        open_unit(scramble(self.coordinate.at(index), self.keys[randomisation]))
    }
}

/// The order of a net's points in each randomisation.
fn orders(seed: u64, points: u64, net: &str) -> Vec<Permutation> {
    (0..RANDOMISATIONS).map(|r| Permutation::new(key_of("armistice net", seed, net, r), points)).collect()
}

fn check_distinct(paths: &[String]) -> Result<(), DesignError> {
    let mut sorted: Vec<&String> = paths.iter().collect();
    sorted.sort();
    match sorted.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(DesignError::RepeatedInput { path: pair[0].clone() }),
        None => Ok(()),
    }
}

fn check_size(design: &'static str, trials: u64) -> Result<(), DesignError> {
    if trials < FEWEST {
        return Err(DesignError::TooFew { design, trials });
    }
    if trials > MOST {
        return Err(DesignError::TooMany { design, trials });
    }
    Ok(())
}

fn check_power_of_two(trials: u64) -> Result<(), DesignError> {
    if trials.is_power_of_two() {
        return Ok(());
    }
    let above = trials.next_power_of_two();
    Err(DesignError::NoPowerOfTwo { trials, below: above / 2, above })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(n: usize) -> Vec<String> {
        let first = ["challenger.forces", "defender.forces"].map(String::from);
        first.into_iter().chain((2..n).map(|i| format!("guarantor.g{i}.forces"))).take(n).collect()
    }

    /// Inputs that share a net.
    fn kindred() -> Vec<String> {
        ["forces", "war_cost", "optimism"]
            .iter()
            .flat_map(|key| [format!("challenger.{key}"), format!("defender.{key}")])
            .collect()
    }

    fn all(design: &Design, input: usize, trials: u64) -> Vec<f64> {
        let mut out = vec![0.0; trials as usize];
        design.fill(input, 0, &mut out);
        out
    }

    /// The numbers of one randomisation.
    fn part(numbers: &[f64], r: usize) -> Vec<f64> {
        numbers.iter().copied().skip(r).step_by(RANDOMISATIONS as usize).collect()
    }

    fn one_in_each_of(numbers: &[f64]) -> bool {
        let n = numbers.len();
        let mut seen = vec![false; n];
        for u in numbers {
            seen[(u * n as f64) as usize] = true;
        }
        seen.into_iter().all(|seen| seen)
    }

    #[test]
    fn every_projection_of_every_randomisation_is_stratified() {
        for (sampling, trials) in [
            (Sampling::LatinHypercube, 32),
            (Sampling::LatinHypercube, 10_007),
            (Sampling::Sobol, 32),
            (Sampling::Sobol, 4_096),
        ] {
            let design = Design::new(sampling, 5, trials, &paths(6)).unwrap();
            for input in 0..6 {
                let numbers = all(&design, input, trials);
                for r in 0..16 {
                    assert!(one_in_each_of(&part(&numbers, r)), "{sampling:?} {trials} {input} {r}");
                }
            }
        }
    }

    /// Every dyadic rectangle of area 1/n holds exactly one of the n points.
    #[test]
    fn inputs_that_share_a_net_fill_it() {
        let (trials, n, log_n) = (4_096, 256, 8);
        let design = Design::new(Sampling::Sobol, 11, trials, &paths(2)).unwrap();
        let (x, y) = (all(&design, 0, trials), all(&design, 1, trials));
        for r in 0..16 {
            let (x, y) = (part(&x, r), part(&y, r));
            for k in 0..=log_n {
                let (columns, rows) = (1_usize << k, n >> k);
                let mut seen = vec![false; n];
                for (x, y) in x.iter().zip(&y) {
                    seen[(x * columns as f64) as usize * rows + (y * rows as f64) as usize] = true;
                }
                assert!(seen.into_iter().all(|seen| seen), "{r} {k}");
            }
        }
    }

    #[test]
    fn blocks_join_without_seams() {
        for sampling in [Sampling::MonteCarlo, Sampling::LatinHypercube, Sampling::Sobol] {
            let design = Design::new(sampling, 1, 1_024, &paths(3)).unwrap();
            let whole = all(&design, 2, 1_024);
            let mut joined = vec![0.0; 1_024];
            for (block, first) in joined.chunks_mut(77).zip((0..).step_by(77)) {
                design.fill(2, first, block);
            }
            assert_eq!(whole, joined, "{sampling:?}");
        }
    }

    #[test]
    fn adding_an_input_leaves_the_others_alone() {
        for sampling in [Sampling::MonteCarlo, Sampling::LatinHypercube, Sampling::Sobol] {
            let few = Design::new(sampling, 1, 64, &paths(4)).unwrap();
            let mut more = paths(4);
            more.insert(0, "consent.us".to_string());
            let more = Design::new(sampling, 1, 64, &more).unwrap();
            for input in 0..4 {
                assert_eq!(all(&few, input, 64), all(&more, input + 1, 64), "{sampling:?}");
            }
        }
    }

    /// Estimates of the integral 1 of prod(1 + c (u - 1/2)) over 6 inputs, by randomisation.
    fn estimates(sampling: Sampling, seed: u64, trials: u64, paths: &[String]) -> Vec<f64> {
        let design = Design::new(sampling, seed, trials, paths).unwrap();
        let columns: Vec<Vec<f64>> = (0..6).map(|input| all(&design, input, trials)).collect();
        let value = |t: usize| columns.iter().map(|column| 1.0 + (column[t] - 0.5)).product::<f64>();
        let values: Vec<f64> = (0..trials as usize).map(value).collect();
        (0..16).map(|r| part(&values, r)).map(|part| part.iter().sum::<f64>() / part.len() as f64).collect()
    }

    fn spread(estimates: &[f64]) -> f64 {
        (estimates.iter().map(|e| (e - 1.0).powi(2)).sum::<f64>() / estimates.len() as f64).sqrt()
    }

    /// The variance of one value is (13/12)^6 - 1 = 0.6165, of which 6/12 belongs to single inputs and is gone from a
    /// Latin hypercube. So means of 1,024 spread by 0.02454 and, but for terms of order 1/n, 0.01067. Estimated from 160
    /// randomisations these have a standard error of 5.6 %; 27 % is a false-positive rate of about 1e-6 each. Sobol's
    /// points are far better where the inputs share a net, and where each has its own as good as a Latin hypercube.
    #[test]
    fn designs_beat_independent_draws() {
        let of = |sampling, paths: &[String]| {
            let all: Vec<f64> = (0..10).flat_map(|seed| estimates(sampling, seed, 16 * 1_024, paths)).collect();
            spread(&all)
        };
        let plain = of(Sampling::MonteCarlo, &paths(6));
        assert!((plain / 0.024_54 - 1.0).abs() < 0.27, "{plain}");
        let latin = of(Sampling::LatinHypercube, &paths(6));
        assert!((latin / 0.010_67 - 1.0).abs() < 0.27, "{latin}");
        let strangers = of(Sampling::Sobol, &paths(6));
        assert!(strangers < 0.010_67 * 1.27, "{strangers}");
        let kindred = of(Sampling::Sobol, &kindred());
        assert!(kindred < plain / 8.0, "{kindred}");
    }

    /// Over 640 randomisations the mean error is within 4.9 standard errors of 0: a false-positive rate of 1e-6 each.
    #[test]
    fn designs_are_unbiased() {
        for sampling in [Sampling::LatinHypercube, Sampling::Sobol] {
            let errors: Vec<f64> = (0..40)
                .flat_map(|seed| estimates(sampling, seed, 128, &paths(6)))
                .map(|estimate| estimate - 1.0)
                .collect();
            let n = errors.len() as f64;
            let mean = errors.iter().sum::<f64>() / n;
            let error = spread(&errors.iter().map(|e| e + 1.0).collect::<Vec<_>>()) / n.sqrt();
            assert!(mean.abs() < 4.9 * error, "{sampling:?}: {mean} {error}");
        }
    }

    #[test]
    fn impossible_designs_are_refused() {
        let error = |sampling, trials| Design::new(sampling, 1, trials, &paths(2)).unwrap_err().to_string();
        assert_eq!(
            error(Sampling::Sobol, 10_000),
            "sobol sampling needs a power of two as the number of trials, and 10000 is none; the nearest are 8192 and 16384"
        );
        assert_eq!(
            error(Sampling::LatinHypercube, 31),
            "latin_hypercube sampling needs at least 32 trials, two for each of its 16 randomisations, not 31"
        );
        assert_eq!(
            error(Sampling::Sobol, 1 << 41),
            "sobol sampling takes at most 1099511627776 trials, not 2199023255552"
        );
        let twice = Design::new(Sampling::MonteCarlo, 1, 1, &["a".to_string(), "a".to_string()]);
        assert_eq!(twice.unwrap_err().to_string(), "the input a is given twice");
    }

    /// Changing these bits is value-breaking: all results of scenarios with these designs change with them.
    #[test]
    fn first_points_are_pinned() {
        let points: Vec<f64> = [Sampling::LatinHypercube, Sampling::Sobol]
            .iter()
            .flat_map(|&sampling| all(&Design::new(sampling, 20_260_106, 64, &paths(3)).unwrap(), 2, 3))
            .collect();
        assert_eq!(
            points,
            [
                0.903_934_892_538_649_7,
                0.659_913_793_510_559,
                0.046_679_790_551_249_49,
                0.887_161_040_884_251_5,
                0.097_462_502_032_653_94,
                0.716_776_802_205_244_2
            ]
        );
    }

    #[test]
    fn randomisations_take_turns() {
        let plain = Design::new(Sampling::MonteCarlo, 1, 10, &paths(1)).unwrap();
        assert_eq!((plain.randomisations(), plain.randomisation_of(9)), (None, 9));
        let sobol = Design::new(Sampling::Sobol, 1, 64, &paths(1)).unwrap();
        assert_eq!((sobol.randomisations(), sobol.randomisation_of(35)), (Some(16), 3));
    }
}
