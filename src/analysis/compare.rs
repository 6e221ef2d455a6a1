//! Differences between variants of a scenario, trial by trial on the same luck.

use crate::engine::{Class, Recorder, Row};

use super::interval::{Z, t_quantile, wilson};

/// What became of a trial, as far as comparisons ask.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fate {
    /// How it ended; `None`: it failed.
    pub class: Option<Class>,
    /// Age at which the peace failed, years; `None`: it did not.
    pub failure_age: Option<u32>,
    /// Realised value to both sides.
    pub values: [f64; 2],
}

impl Fate {
    /// Whether a plan was signed.
    #[must_use]
    pub fn settled(&self) -> bool {
        matches!(self.class, Some(Class::PeaceHeld | Class::ResumedByChallenger | Class::ResumedByDefender))
    }
}

/// Keeps the fate of every trial.
#[derive(Clone, Copy, Debug)]
pub struct FateRecorder;

impl Recorder for FateRecorder {
    type Chunk = Vec<Fate>;

    fn chunk(&self) -> Vec<Fate> {
        Vec::new()
    }

    fn record(&self, chunk: &mut Vec<Fate>, row: &Row<'_>) {
        chunk.push(match row.outcome {
            Ok(outcome) => Fate {
                class: Some(outcome.class),
                failure_age: outcome.breach.map(|breach| breach.age),
                values: *outcome.values.as_array(),
            },
            Err(_) => Fate { class: None, failure_age: None, values: [0.0; 2] },
        });
    }
}

/// A figure that is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// Share of trials of a class.
    Class(Class),
    /// Share of trials that settled.
    Settlement,
    /// Share of trials settled and at peace until that year.
    Holding(u32),
    /// Mean realised value to the challenger (0) or the defender (1).
    Value(usize),
}

impl Compared {
    /// The figures of a comparison over so many years.
    #[must_use]
    pub fn all(years: u32) -> Vec<Compared> {
        let mut all: Vec<Compared> = Class::ALL.into_iter().map(Compared::Class).collect();
        all.push(Compared::Settlement);
        let mut milestones: Vec<u32> = [5, 15, 30].into_iter().filter(|year| *year < years).collect();
        milestones.push(years);
        all.extend(milestones.into_iter().map(Compared::Holding));
        all.extend([Compared::Value(0), Compared::Value(1)]);
        all
    }

    /// Its path in `summary.json`.
    #[must_use]
    pub fn key(self) -> String {
        match self {
            Compared::Class(class) => format!("classes.{}", class.name()),
            Compared::Settlement => "settlement.share".to_owned(),
            Compared::Holding(year) => format!("signed_and_holding@{year}"),
            Compared::Value(side) => format!("values.{}.mean", ["challenger", "defender"][side]),
        }
    }

    /// Whether it is a share.
    #[must_use]
    pub fn is_share(self) -> bool {
        !matches!(self, Compared::Value(_))
    }

    /// What a trial adds to it: 0 or 1 for shares.
    fn of(self, fate: &Fate) -> f64 {
        let is = match self {
            Compared::Class(class) => fate.class == Some(class),
            Compared::Settlement => fate.settled(),
            Compared::Holding(year) => fate.settled() && fate.failure_age.is_none_or(|age| age >= year),
            Compared::Value(side) => return fate.values[side],
        };
        f64::from(u8::from(is))
    }
}

/// What two variants have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pairing {
    /// The same luck in every trial, trials independent of one another.
    Trials,
    /// The same luck in every trial, of a design of 16 independent randomisations or with that many trials at each draw.
    Randomisations(u64),
    /// Nothing. For each run: independent trials, or groups of them (a design of 16 randomisations, or that many trials at
    /// each draw).
    Apart([Option<u64>; 2]),
}

/// A difference, other minus reference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// What is compared.
    pub figure: Compared,
    /// The figure of the reference; `None` over no trials.
    pub reference: Option<f64>,
    /// The figure of the other.
    pub other: Option<f64>,
    /// The difference.
    pub difference: Option<f64>,
    /// Lower end of its 95 % sampling interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

/// Trials of one class in the reference and of another in the other variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Class in the reference.
    pub from: Class,
    /// Class in the other.
    pub to: Class,
    /// Trials.
    pub trials: u64,
}

/// One variant against the reference.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// How the intervals were made.
    pub pairing: Pairing,
    /// Trials in which both are known (paired), or of the other (unpaired).
    pub trials: u64,
    /// The differences.
    pub differences: Vec<Difference>,
    /// Trials that ended in another class, most frequent first; none where trials are not paired.
    pub changes: Vec<Change>,
}

impl Comparison {
    /// Whether both met the same luck in every trial.
    #[must_use]
    pub fn is_paired(&self) -> bool {
        !matches!(self.pairing, Pairing::Apart(_))
    }
}

/// Compares a variant with the reference.
///
/// Intervals of paired shares are Agresti and Min's (2005): Wald's after half a trial is added to each of the four
/// combinations, so that they keep their coverage where few trials differ. Unpaired shares take Newcombe's (1998)
/// hybrid of two Wilson intervals. Means take the normal interval, and designs the t-interval over their 16
/// randomisations; unpaired runs of which one is such take Welch's (1947).
#[must_use]
pub fn compare(reference: &[Fate], other: &[Fate], pairing: Pairing, years: u32) -> Comparison {
    let figures = Compared::all(years);
    if let Pairing::Apart(groupings) = pairing {
        let known = |fates: &[Fate]| -> Vec<(usize, Fate)> {
            fates.iter().copied().enumerate().filter(|it| it.1.class.is_some()).collect()
        };
        let (a, b) = (known(reference), known(other));
        let differences = figures.into_iter().map(|figure| unpaired(figure, [&a, &b], groupings)).collect();
        return Comparison { pairing, trials: b.len() as u64, differences, changes: Vec::new() };
    }
    let pairs = reference.iter().zip(other).enumerate();
    let known: Vec<(usize, &Fate, &Fate)> = pairs
        .filter(|(_, (a, b))| a.class.is_some() && b.class.is_some())
        .map(|(trial, (a, b))| (trial, a, b))
        .collect();
    let differences = figures.into_iter().map(|figure| paired(figure, &known, pairing)).collect();
    Comparison { pairing, trials: known.len() as u64, differences, changes: changes(&known) }
}

fn changes(pairs: &[(usize, &Fate, &Fate)]) -> Vec<Change> {
    let mut counts = [[0_u64; 6]; 6];
    for (_, a, b) in pairs {
        if let (Some(a), Some(b)) = (a.class, b.class) {
            counts[a as usize][b as usize] += 1;
        }
    }
    let all = Class::ALL.into_iter().flat_map(|from| Class::ALL.into_iter().map(move |to| (from, to)));
    let mut changes: Vec<Change> = all
        .filter(|(from, to)| from != to)
        .map(|(from, to)| Change { from, to, trials: counts[from as usize][to as usize] })
        .filter(|change| change.trials > 0)
        .collect();
    changes.sort_by_key(|change| std::cmp::Reverse(change.trials));
    changes
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0_u64), |(sum, count), value| (sum + value, count + 1));
    (count > 0).then(|| sum / count as f64)
}

fn paired(figure: Compared, pairs: &[(usize, &Fate, &Fate)], pairing: Pairing) -> Difference {
    let reference = mean(pairs.iter().map(|pair| figure.of(pair.1)));
    let other = mean(pairs.iter().map(|pair| figure.of(pair.2)));
    let each = || pairs.iter().map(|pair| (pair.0, figure.of(pair.2) - figure.of(pair.1)));
    let difference = mean(each().map(|pair| pair.1));
    let count = |sign: f64| each().filter(|pair| pair.1 == sign).count() as f64;
    let interval = difference.and_then(|difference| match pairing {
        Pairing::Randomisations(replications) => {
            let (variance, freedom) = variance_of_groups(replications, each())?;
            if variance == 0.0 && figure.is_share() {
                // That all agree does not mean that it is known: as if there were only as many trials as draws.
                let r = replications as f64;
                return Some(agresti_min(count(1.0) / r, count(-1.0) / r, pairs.len() as f64 / r));
            }
            let half = t_quantile(freedom) * variance.sqrt();
            Some((difference - half, difference + half))
        }
        _ if figure.is_share() => Some(agresti_min(count(1.0), count(-1.0), pairs.len() as f64)),
        _ => normal(difference, each().map(|pair| pair.1)),
    });
    finished(figure, reference, other, difference, interval)
}

fn finished(
    figure: Compared,
    reference: Option<f64>,
    other: Option<f64>,
    difference: Option<f64>,
    interval: Option<(f64, f64)>,
) -> Difference {
    let (low, high) = (interval.map(|ends| ends.0), interval.map(|ends| ends.1));
    Difference { figure, reference, other, difference, low, high }
}

/// Agresti and Min's interval for the difference of two shares of the same trials: `gained` trials are only in the
/// second, `lost` only in the first.
fn agresti_min(gained: f64, lost: f64, trials: f64) -> (f64, f64) {
    let (gained, lost, n) = (gained + 0.5, lost + 0.5, trials + 2.0);
    let centre = (gained - lost) / n;
    let half = Z * ((gained + lost) - (gained - lost) * (gained - lost) / n).max(0.0).sqrt() / n;
    ((centre - half).max(-1.0), (centre + half).min(1.0))
}

fn normal(mean: f64, values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    let (squares, count) = values.fold((0.0, 0.0), |(sum, n), x| (sum + (x - mean) * (x - mean), n + 1.0));
    let half = Z * (squares / (count * (count - 1.0))).sqrt();
    (count > 1.0).then_some((mean - half, mean + half))
}

/// Variance of a mean over 16 groups, draw `d` belonging to `d mod 16`, and its degrees of freedom.
fn variance_of_groups(replications: u64, values: impl Iterator<Item = (usize, f64)>) -> Option<(f64, f64)> {
    let mut sums = [(0.0, 0.0); 16];
    for (trial, value) in values {
        let sum = &mut sums[trial / replications as usize % 16];
        *sum = (sum.0 + value, sum.1 + 1.0);
    }
    let means: Vec<f64> = sums.iter().filter(|sum| sum.1 > 0.0).map(|sum| sum.0 / sum.1).collect();
    variance_of_mean(&means)
}

/// Variance of the mean of independent numbers, and its degrees of freedom.
fn variance_of_mean(numbers: &[f64]) -> Option<(f64, f64)> {
    let k = numbers.len() as f64;
    let middle = mean(numbers.iter().copied())?;
    let squares = numbers.iter().fold(0.0, |sum, mean| sum + (mean - middle) * (mean - middle));
    (k > 1.0).then(|| (squares / (k * (k - 1.0)), k - 1.0))
}

fn unpaired(figure: Compared, runs: [&[(usize, Fate)]; 2], groupings: [Option<u64>; 2]) -> Difference {
    let [reference, other] = runs.map(|fates| mean(fates.iter().map(|fate| figure.of(&fate.1))));
    let both = reference.zip(other);
    let difference = both.map(|(reference, other)| other - reference);
    let counts = figure.is_share() && groupings == [None, None];
    let interval =
        difference.and_then(
            |difference| {
                if counts { newcombe(figure, runs) } else { welch(figure, difference, runs, groupings) }
            },
        );
    finished(figure, reference, other, difference, interval)
}

/// Welch's (1947) t-interval for the difference of two independent means.
fn welch(
    figure: Compared,
    difference: f64,
    runs: [&[(usize, Fate)]; 2],
    groupings: [Option<u64>; 2],
) -> Option<(f64, f64)> {
    let variance = |run: usize| {
        let values = runs[run].iter().map(|(trial, fate)| (*trial, figure.of(fate)));
        match groupings[run] {
            Some(replications) => variance_of_groups(replications, values),
            None => variance_of_mean(&values.map(|value| value.1).collect::<Vec<_>>()),
        }
    };
    let ((a, free_a), (b, free_b)) = (variance(0)?, variance(1)?);
    let sum = a + b;
    if sum == 0.0 {
        return None;
    }
    let half = t_quantile(sum * sum / (a * a / free_a + b * b / free_b)) * sum.sqrt();
    Some((difference - half, difference + half))
}

/// Newcombe's hybrid score interval (his method 10) for the difference of two independent shares.
fn newcombe(figure: Compared, runs: [&[(usize, Fate)]; 2]) -> Option<(f64, f64)> {
    let share = |fates: &[(usize, Fate)]| {
        let hits = fates.iter().filter(|fate| figure.of(&fate.1) == 1.0).count();
        let share = wilson(hits as u64, fates.len() as u64);
        Some((share.share?, share.low?, share.high?))
    };
    let ((p, p_low, p_high), (q, q_low, q_high)) = (share(runs[0])?, share(runs[1])?);
    let root = |x: f64, y: f64| (x * x + y * y).sqrt();
    Some((q - p - root(q - q_low, p_high - p), q - p + root(q_high - q, p - p_low)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fate(class: Class) -> Fate {
        Fate { class: Some(class), failure_age: None, values: [0.25, 0.75] }
    }

    #[test]
    fn a_difference_counts_the_trials_that_changed() {
        let (held, war) = (fate(Class::PeaceHeld), fate(Class::NoSettlement));
        let failed = Fate { class: None, ..held };
        let a = [held, held, war, war, failed, held];
        let b = [held, war, held, war, held, held];
        let result = compare(&a, &b, Pairing::Trials, 20);
        assert_eq!(result.trials, 5);
        let change = |from, to| Change { from, to, trials: 1 };
        assert_eq!(
            result.changes,
            [change(Class::NoSettlement, Class::PeaceHeld), change(Class::PeaceHeld, Class::NoSettlement)]
        );
        let settlement = result.differences.iter().find(|it| it.figure == Compared::Settlement).unwrap();
        assert_eq!((settlement.reference, settlement.other), (Some(0.6), Some(0.6)));
        assert_eq!(settlement.difference, Some(0.0));
    }

    /// Agresti and Min (2005), Statistics in Medicine 24, their formula by hand for b = 20, c = 6 of n = 100:
    /// (20.5 - 6.5)/102 +- 1.959964 sqrt(27 - 14^2/102)/102.
    #[test]
    fn paired_intervals_are_the_published_ones() {
        let (low, high) = agresti_min(20.0, 6.0, 100.0);
        assert!((low - 0.041_028).abs() < 1e-6 && (high - 0.233_482).abs() < 1e-6, "{low} {high}");
    }

    /// Newcombe (1998), Statistics in Medicine 17, table II: 56/70 - 48/80 is 0.2, method 10: 0.0524 to 0.3339.
    #[test]
    fn unpaired_intervals_are_the_published_ones() {
        let group = |hits: usize, n: usize| -> Vec<(usize, Fate)> {
            (0..n).map(|i| (i, fate(if i < hits { Class::PeaceHeld } else { Class::NoSettlement }))).collect()
        };
        let (low, high) = newcombe(Compared::Settlement, [&group(48, 80), &group(56, 70)]).unwrap();
        assert!((low - 0.0524).abs() < 5e-5 && (high - 0.3339).abs() < 5e-5, "{low} {high}");
    }

    /// By hand: sixteen draws of two trials that end alike. Reference: half the draws settle, so that the variance of the
    /// mean is 0.25/15 with 15 degrees of freedom; the other run likewise. Welch: 30 degrees, t = 2.042272.
    #[test]
    fn unpaired_draws_are_what_counts() {
        let run: Vec<Fate> =
            (0..32).map(|i| fate(if i / 2 % 2 == 0 { Class::PeaceHeld } else { Class::NoSettlement })).collect();
        let comparison = compare(&run, &run, Pairing::Apart([Some(2), Some(2)]), 20);
        let settlement = comparison.differences.iter().find(|it| it.figure == Compared::Settlement).unwrap();
        let half = 2.042_272_456 * (2.0 * 0.25 / 15.0_f64).sqrt();
        assert!((settlement.high.unwrap() - half).abs() < 1e-8, "{settlement:?}");
        assert!((settlement.low.unwrap() + half).abs() < 1e-8, "{settlement:?}");
    }

    /// No pair of sixteen randomisations differs: Agresti and Min's interval for 0 and 0 of as many draws, not certainty.
    #[test]
    fn agreement_of_randomisations_is_not_certainty() {
        let run: Vec<Fate> = (0..320).map(|_| fate(Class::NoSettlement)).collect();
        let comparison = compare(&run, &run, Pairing::Randomisations(10), 20);
        let settlement = comparison.differences.iter().find(|it| it.figure == Compared::Settlement).unwrap();
        assert_eq!(settlement.low.zip(settlement.high), Some(agresti_min(0.0, 0.0, 32.0)));
    }

    #[test]
    fn failures_count_from_their_year_on() {
        let broken = Fate { class: Some(Class::ResumedByChallenger), failure_age: Some(5), values: [0.0; 2] };
        assert_eq!(Compared::Holding(5).of(&broken), 1.0);
        assert_eq!(Compared::Holding(6).of(&broken), 0.0);
    }

    #[track_caller]
    fn near(got: Option<f64>, expected: f64) {
        assert!((got.unwrap() - expected).abs() < 1e-6, "{got:?} is not {expected}");
    }

    fn valued(a: f64, d: f64) -> Fate {
        Fate { values: [a, d], ..fate(Class::PeaceHeld) }
    }

    fn of(comparison: &Comparison, figure: Compared) -> Difference {
        *comparison.differences.iter().find(|it| it.figure == figure).unwrap()
    }

    /// By hand: differences of 0.1, 0.2 and 0.6 have a mean of 0.3 and, over n - 1, a variance of 0.07;
    /// 1.959964 sqrt(0.07/3) = 0.299389.
    #[test]
    fn paired_values_have_the_normal_interval() {
        let a = [valued(0.1, 0.9), valued(0.2, 0.8), valued(0.3, 0.7)];
        let b = [valued(0.2, 0.9), valued(0.4, 0.8), valued(0.9, 0.7)];
        let result = compare(&a, &b, Pairing::Trials, 20);
        let challenger = of(&result, Compared::Value(0));
        near(challenger.difference, 0.3);
        near(challenger.low, 0.000_610_6);
        near(challenger.high, 0.599_389_4);
        near(of(&result, Compared::Value(1)).difference, 0.0);
    }

    /// Welch (1947) by hand: 1, 2, 3, 4 and 2, 4, 6, 8 have means of 2.5 and 5 with variances of 5/12 and 5/3, and
    /// (25/12)^2/((5/12)^2/3 + (5/3)^2/3) = 75/17 degrees of freedom.
    #[test]
    fn values_apart_have_welchs_interval() {
        let run = |values: [f64; 4]| values.map(|value| valued(value, 0.0));
        let (a, b) = (run([1.0, 2.0, 3.0, 4.0]), run([2.0, 4.0, 6.0, 8.0]));
        let value = of(&compare(&a, &b, Pairing::Apart([None, None]), 20), Compared::Value(0));
        near(value.difference, 2.5);
        near(value.high, 2.5 + t_quantile(75.0 / 17.0) * (25.0_f64 / 12.0).sqrt());
    }

    #[test]
    fn changes_are_told_from_the_reference_on_most_frequent_first() {
        let (held, war, won) = (fate(Class::PeaceHeld), fate(Class::NoSettlement), fate(Class::ChallengerVictory));
        let result = compare(&[war, held, held], &[won, war, war], Pairing::Trials, 20);
        let change = |from, to, trials| Change { from, to, trials };
        assert_eq!(
            result.changes,
            [
                change(Class::PeaceHeld, Class::NoSettlement, 2),
                change(Class::NoSettlement, Class::ChallengerVictory, 1)
            ]
        );
    }

    /// By hand: two trials at each of two draws; means of 1 and 0, variance of their mean 0.5/2.
    #[test]
    fn trials_of_one_draw_are_one_case() {
        let values = [1.0, 1.0, 0.0, 0.0].into_iter().enumerate();
        assert_eq!(variance_of_groups(2, values), Some((0.25, 1.0)));
        // All 64 trials, 32 draws, gained: Agresti and Min's interval of 32 of 32, by hand 32/34 - 1.959964 sqrt(33 -
        // 32^2/34)/34.
        let (held, war) = ([fate(Class::PeaceHeld); 64], [fate(Class::NoSettlement); 64]);
        let settled = of(&compare(&war, &held, Pairing::Randomisations(2), 20), Compared::Settlement);
        near(settled.difference, 1.0);
        near(settled.low, 0.843_308_0);
    }

    #[test]
    fn a_peace_holds_until_the_year_of_its_failure() {
        let failed = Fate { failure_age: Some(5), ..fate(Class::ResumedByChallenger) };
        assert_eq!([5, 6].map(|year| Compared::Holding(year).of(&failed)), [1.0, 0.0]);
    }
}
