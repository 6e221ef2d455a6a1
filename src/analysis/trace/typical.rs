//! A typical trial of a kind, or an odd one: how far each is from the medians of its kind.
//!
//! Each number of a trial (its drawn inputs; of its outcome the month of the signature, the age at which the peace failed,
//! months of war, realised values and the like) is scaled to its rank among the trials of its kind, from 0 to 1 and weighed by
//! what the trials count for, so that numbers of any unit count alike. The distance from the median is that of the ranks: 0 for
//! a trial that has the median itself, at most 1/2. What is no number (the plan signed, how a resumed war ended, the class) is
//! at 0 for the most frequent and at 1/2 for all others. Inputs and outcomes count half each, each by its mean square.

use std::cmp::Ordering;

use crate::engine::{Class, Recorder, Row, TrialOutcome};

use super::ending_name;

/// Candidates among which one is chosen: the first so many of their kind.
pub const MOST_CANDIDATES: usize = 65_536;

/// Farthest that a rank can be from the median.
const FARTHEST: f64 = 0.5;

/// Which trials are candidates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// All but those that failed.
    Any,
    /// Those that ended in a class.
    Class(Class),
    /// Those that failed.
    Failed,
}

impl Wanted {
    /// What may be asked for by name.
    #[must_use]
    pub fn names() -> Vec<&'static str> {
        Class::ALL.into_iter().map(Class::name).chain([ending_name(None)]).collect()
    }

    /// That of a name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        let class = Class::ALL.into_iter().find(|class| class.name() == name);
        class.map(Wanted::Class).or_else(|| (name == ending_name(None)).then_some(Wanted::Failed))
    }

    fn takes(self, class: Option<Class>) -> bool {
        match self {
            Wanted::Any => class.is_some(),
            Wanted::Class(wanted) => class == Some(wanted),
            Wanted::Failed => class.is_none(),
        }
    }
}

/// How many trials ended in each way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EndingCounts {
    /// By class, in the order of [`Class::ALL`].
    pub classes: [u64; Class::COUNT],
    /// Those that failed.
    pub failed: u64,
}

impl EndingCounts {
    /// The ways that occur, by name, and how often.
    pub fn occurring(&self) -> impl Iterator<Item = (&'static str, u64)> {
        let classes = Class::ALL.into_iter().map(|class| (class.name(), self.classes[class as usize]));
        classes.chain([(ending_name(None), self.failed)]).filter(|(_, count)| *count > 0)
    }

    /// How many of a kind there are.
    #[must_use]
    pub fn of(&self, wanted: Wanted) -> u64 {
        match wanted {
            Wanted::Any => self.classes.iter().sum(),
            Wanted::Class(class) => self.classes[class as usize],
            Wanted::Failed => self.failed,
        }
    }

    fn count(&mut self, class: Option<Class>) {
        match class {
            Some(class) => self.classes[class as usize] += 1,
            None => self.failed += 1,
        }
    }

    /// Both together.
    pub fn add(&mut self, other: &Self) {
        self.classes.iter_mut().zip(other.classes).for_each(|(own, other)| *own += other);
        self.failed += other.failed;
    }
}

/// A trial that may be chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct TrialCandidate {
    /// Its number.
    pub trial: u64,
    /// What it counts for, above 0.
    pub weight: f64,
    /// The drawn inputs.
    pub inputs: Vec<f64>,
    /// Numbers of its outcome, in any unit; infinite: never.
    pub outcomes: Vec<f64>,
    /// What of its outcome is no number.
    pub kinds: Vec<usize>,
}

/// Records the candidates and how all trials ended.
#[derive(Clone, Copy, Debug)]
pub struct CandidateRecorder {
    /// Which are candidates. Those that count for nothing never are.
    pub wanted: Wanted,
}

impl Recorder for CandidateRecorder {
    type Chunk = (EndingCounts, Vec<TrialCandidate>);

    fn chunk(&self) -> Self::Chunk {
        Default::default()
    }

    fn record(&self, (counts, candidates): &mut Self::Chunk, row: &Row<'_>) {
        let outcome = row.outcome.ok();
        let class = outcome.map(|outcome| outcome.class);
        counts.count(class);
        let weight = outcome.map_or(1.0, |outcome| outcome.weight.value());
        if self.wanted.takes(class) && weight > 0.0 {
            let (outcomes, kinds) = outcome.map(features).unwrap_or_default();
            candidates.push(TrialCandidate { trial: row.trial, weight, inputs: row.inputs.to_vec(), outcomes, kinds });
        }
    }
}

fn features(outcome: &TrialOutcome) -> (Vec<f64>, Vec<usize>) {
    let signature = outcome.signature.as_ref();
    let breach = outcome.breach;
    let numbers = vec![
        signature.map_or(f64::INFINITY, |it| f64::from(it.month)),
        breach.map_or(f64::INFINITY, |it| f64::from(it.age)),
        f64::from(outcome.war_months),
        f64::from(outcome.frozen_months),
        breach.map_or(0.0, |it| it.force),
        outcome.values.as_array()[0],
        outcome.values.as_array()[1],
    ];
    let kinds = vec![
        outcome.class as usize,
        signature.map_or(0, |it| it.plan + 1),
        breach.map_or(0, |it| it.result as usize + 1),
    ];
    (numbers, kinds)
}

/// A trial that was chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Picked {
    /// Its number.
    pub trial: u64,
    /// How far it is from the medians of its kind, 0 (it has all of them) to 1.
    pub distance: f64,
}

/// The candidate nearest to the medians of all of them, or the farthest one; of several the first. `None`: there is none.
#[must_use]
pub fn pick(candidates: &[TrialCandidate], odd: bool) -> Option<Picked> {
    let distances = distances(candidates);
    let all = candidates.iter().zip(distances).map(|(it, distance)| Picked { trial: it.trial, distance });
    all.reduce(|best, next| {
        let order = next.distance.total_cmp(&best.distance);
        let better = order == if odd { Ordering::Greater } else { Ordering::Less };
        if better { next } else { best }
    })
}

fn distances(candidates: &[TrialCandidate]) -> Vec<f64> {
    let Some(first) = candidates.first() else { return Vec::new() };
    let weights: Vec<f64> = candidates.iter().map(|it| it.weight).collect();
    let column = |of: &dyn Fn(&TrialCandidate) -> f64| candidates.iter().map(of).collect::<Vec<f64>>();
    let inputs = (0..first.inputs.len()).map(|at| from_median(&column(&|it| it.inputs[at]), &weights));
    let numbers = (0..first.outcomes.len()).map(|at| from_median(&column(&|it| it.outcomes[at]), &weights));
    let kinds = (0..first.kinds.len()).map(|at| {
        let kinds: Vec<usize> = candidates.iter().map(|it| it.kinds[at]).collect();
        from_most_frequent(&kinds, &weights)
    });
    let groups = [mean_squares(inputs, candidates.len()), mean_squares(numbers.chain(kinds), candidates.len())];
    let groups: Vec<Vec<f64>> = groups.into_iter().flatten().collect();
    let mean = |at: usize| groups.iter().map(|group| group[at]).sum::<f64>() / groups.len().max(1) as f64;
    (0..candidates.len()).map(|at| mean(at).sqrt() / FARTHEST).collect()
}

/// The mean square of each trial's distances; `None` where there is nothing to be distant in.
fn mean_squares(columns: impl Iterator<Item = Vec<f64>>, trials: usize) -> Option<Vec<f64>> {
    let mut sums = vec![0.0; trials];
    let mut count = 0;
    for column in columns {
        sums.iter_mut().zip(column).for_each(|(sum, distance)| *sum += distance * distance);
        count += 1;
    }
    (count > 0).then(|| sums.into_iter().map(|sum| sum / f64::from(count)).collect())
}

/// How far each value's rank, from 0 to 1, is from the median: 0 where the value is the median. Equal values share the middle
/// of their ranks.
fn from_median(values: &[f64], weights: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]).then(a.cmp(&b)));
    let total: f64 = order.iter().map(|&index| weights[index]).sum();
    let mut out = vec![0.0; values.len()];
    let mut below = 0.0;
    for equal in order.chunk_by(|&a, &b| values[a].total_cmp(&values[b]) == Ordering::Equal) {
        let mass: f64 = equal.iter().map(|&index| weights[index]).sum();
        let (from, to) = (below / total, (below + mass) / total);
        let is_median = from <= FARTHEST && FARTHEST <= to;
        let distance = if is_median { 0.0 } else { (from + (to - from) / 2.0 - FARTHEST).abs() };
        for &index in equal {
            out[index] = distance;
        }
        below += mass;
    }
    out
}

/// 0 for the most frequent kind, the first of several, and [`FARTHEST`] for all others.
fn from_most_frequent(kinds: &[usize], weights: &[f64]) -> Vec<f64> {
    let mut masses = vec![0.0; kinds.iter().max().map_or(0, |most| most + 1)];
    kinds.iter().zip(weights).for_each(|(&kind, weight)| masses[kind] += weight);
    let most = masses.iter().copied().fold(0.0, f64::max);
    let frequent = masses.iter().position(|&mass| mass >= most);
    kinds.iter().map(|&kind| if Some(kind) == frequent { 0.0 } else { FARTHEST }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(trial: u64, input: f64, outcome: f64, kind: usize) -> TrialCandidate {
        TrialCandidate { trial, weight: 1.0, inputs: vec![input], outcomes: vec![outcome], kinds: vec![kind] }
    }

    /// Ranks of five in fifths: the middles are 0.1, 0.3, 0.5, 0.7, 0.9, and the third is the median.
    #[test]
    fn distances_are_those_of_ranks_from_the_middle() {
        let close = |got: Vec<f64>, expected: &[f64]| {
            assert!(got.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-15), "{got:?}, not {expected:?}");
        };
        close(from_median(&[5.0, 1.0, f64::INFINITY, 2.0, 30.0], &[1.0; 5]), &[0.0, 0.4, 0.4, 0.2, 0.2]);
        // Two fifths share 0 to 0.4, so that their middle is 0.2; three share the median.
        close(from_median(&[1.0, 2.0, 2.0, 1.0, 2.0], &[1.0; 5]), &[0.3, 0.0, 0.0, 0.3, 0.0]);
        // Weighed, the first is the median, and the second has the last quarter.
        close(from_median(&[1.0, 2.0], &[3.0, 1.0]), &[0.0, 0.375]);
        close(from_most_frequent(&[2, 0, 2, 1], &[1.0; 4]), &[0.0, 0.5, 0.0, 0.5]);
        close(from_most_frequent(&[2, 0, 2, 1], &[1.0, 3.0, 1.0, 1.0]), &[0.5, 0.0, 0.5, 0.5]);
    }

    /// Inputs and outcomes count half each: of an input and a number at the rank distance 0.4 and a kind at 0.5, the mean
    /// squares are 0.16 and (0.16 + 0.25)/2.
    #[test]
    fn the_nearest_and_the_farthest_are_picked() {
        let trials = [
            candidate(10, 1.0, 4.0, 1),
            candidate(11, 2.0, 3.0, 0),
            candidate(12, 3.0, 3.0, 0),
            candidate(13, 4.0, 2.0, 0),
            candidate(14, 5.0, 1.0, 0),
        ];
        assert_eq!(pick(&trials, false), Some(Picked { trial: 12, distance: 0.0 }));
        let odd = pick(&trials, true).unwrap();
        assert_eq!(odd.trial, 10);
        // Numbers 1, 2, 3, 3, 4: the last has the rank 0.9. (0.16 + (0.16 + 0.25)/2)/2 = 0.1825.
        let expected = 0.1825_f64.sqrt() / 0.5;
        assert!((odd.distance - expected).abs() < 1e-15, "{odd:?}, not {expected}");
        assert_eq!(pick(&[], true), None);
        // Without inputs outcomes count alone; of equals the first is picked.
        let bare = |trial| TrialCandidate { inputs: Vec::new(), ..candidate(trial, 0.0, 1.0, 0) };
        assert_eq!(pick(&[bare(3), bare(4)], true), Some(Picked { trial: 3, distance: 0.0 }));
    }

    #[test]
    fn every_class_and_failure_has_a_name() {
        assert_eq!(Wanted::names().len(), Class::COUNT + 1);
        for name in Wanted::names() {
            let wanted = Wanted::by_name(name).unwrap();
            let class = Class::ALL.into_iter().find(|class| class.name() == name);
            assert!(wanted.takes(class) && wanted != Wanted::Any, "{name}");
        }
        assert_eq!(Wanted::by_name("peace"), None);
    }
}
