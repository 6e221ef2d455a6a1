//! The trials of a sweep, spread over points and trials together.
//!
//! A thread takes the next point and plays its trials; where no new point is left it helps with those that are not done.
//! Results are handed over in the order of the points, whatever thread they come from, and every number in them is a sum
//! of whole numbers or computed from such sums, so that they do not depend on the threads, nor on which trials were
//! played before an interruption.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::analysis::assess::AssessError;
use crate::analysis::ranks::percentile_ends;
use crate::analysis::summarise;
use crate::engine::{Counter, Engine, Run, RunError, Tally, check_weights};
use crate::model::forecast::Multipliers;
use crate::scenario::{Faults, Scenario};
use crate::words::{Words, words};

use super::Sweep;
use super::exact::{exact, exact_shape};
use super::measure::{BATCHES, Evidence, Measured, measured, values};
use super::points::{Point, Points};

/// Chunks of a point's trials that a thread takes at a time.
const UNIT: u64 = 8;
/// Trials after which a thread hands in what it has counted, although the point is not done.
const STINT: u64 = 65_536;

/// Why a sweep cannot be run.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.words())]
pub enum SweepError {
    /// A point is not a valid scenario.
    #[error(transparent)]
    Faults(#[from] Faults),
    /// A point has no exact figures.
    Exact {
        /// Number of the point.
        index: u64,
        /// Its values.
        point: Box<Words>,
        /// Why.
        source: AssessError,
    },
    /// A point cannot be run.
    Run {
        /// Number of the point.
        index: u64,
        /// Its values.
        point: Box<Words>,
        /// Why.
        source: RunError,
    },
}

impl SweepError {
    /// What is wrong.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::Faults(faults) => faults.words(),
            Self::Exact { index, point, source } => {
                let (point, message) = (&**point, source.words());
                words!("point {index} ({point}): at central values, {message}", index, point, message)
            }
            Self::Run { index, point, source } => {
                let (point, message) = (&**point, source.words());
                words!("point {index} ({point}): {message}", index, point, message)
            }
        }
    }
}

/// The results of a point.
#[derive(Clone, Debug, PartialEq)]
pub struct PointResult {
    /// Number of the point, from 0.
    pub index: u64,
    /// The value of each axis.
    pub point: Point,
    /// The measures.
    pub measures: Vec<Measured>,
    /// Trials that failed.
    pub failed_trials: u64,
}

impl PointResult {
    /// The places of measures that rest on too few trials.
    pub fn few(&self) -> impl Iterator<Item = usize> + '_ {
        self.measures.iter().enumerate().filter(|(_, it)| it.few).map(|(place, _)| place)
    }
}

/// A point that was begun: which of its trials have been played, and what was counted in them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Begun {
    /// Number of the point, from 0.
    pub index: u64,
    /// The trials played, as ranges `[first, end)` in ascending order.
    pub played: Vec<(u64, u64)>,
    /// What was counted, by batch.
    pub parts: Vec<Tally>,
}

impl Begun {
    /// Trials played.
    #[must_use]
    pub fn trials(&self) -> u64 {
        self.played.iter().map(|(first, end)| end - first).sum()
    }

    fn has(&self, trial: u64) -> bool {
        self.played.iter().any(|&(first, end)| first <= trial && trial < end)
    }

    /// Adds what was counted in other trials.
    fn add(&mut self, played: Vec<(u64, u64)>, parts: Vec<Tally>) {
        self.played.extend(played);
        self.played.sort_unstable();
        self.played.dedup_by(|next, before| {
            let touch = before.1 == next.0;
            if touch {
                before.1 = next.1;
            }
            touch
        });
        if self.parts.is_empty() {
            self.parts = parts;
        } else {
            for (sum, part) in self.parts.iter_mut().zip(&parts) {
                sum.merge(part);
            }
        }
    }
}

/// The results of a point that is done while one before it is not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finished {
    /// Number of the point, from 0.
    pub index: u64,
    /// The measures, each as value, low and high.
    pub measures: Vec<[Option<f64>; 3]>,
    /// Trials that failed.
    pub failed_trials: u64,
    /// The places of measures that rest on too few trials.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub few: Vec<usize>,
}

impl Finished {
    fn of(result: &PointResult) -> Self {
        let measures = result.measures.iter().map(|it| [it.value, it.low, it.high]).collect();
        Self { index: result.index, measures, failed_trials: result.failed_trials, few: result.few().collect() }
    }

    fn result(self, points: &Points<'_>) -> PointResult {
        let Self { index, measures, failed_trials, few } = self;
        let measured = |(place, [value, low, high]): (usize, [Option<f64>; 3])| Measured {
            value,
            low,
            high,
            few: few.contains(&place),
        };
        let measures = measures.into_iter().enumerate().map(measured).collect();
        PointResult { index, point: points.point(index), measures, failed_trials }
    }
}

/// What is handed over while a sweep is run.
#[derive(Clone, Debug, PartialEq)]
pub enum Progressed {
    /// A point is done; points come in order.
    Done(PointResult),
    /// A point is done and waits for one before it, after which it comes as [`Progressed::Done`].
    Ahead(Finished),
    /// A point has come so far.
    Begun(Begun),
}

impl Progressed {
    /// Number of the point, from 0.
    #[must_use]
    pub fn index(&self) -> u64 {
        match self {
            Progressed::Done(result) => result.index,
            Progressed::Ahead(finished) => finished.index,
            Progressed::Begun(begun) => begun.index,
        }
    }
}

/// A sweep made ready to be run.
#[derive(Debug)]
pub struct Runner<'a, B> {
    pub(super) sweep: &'a Sweep,
    pub(super) points: &'a Points<'a>,
    pub(super) base: B,
    batches: usize,
}

/// What is asked of a run of a sweep.
#[derive(Clone, Debug)]
pub struct Workload<'a> {
    /// The points to be run, by number.
    pub points: Range<u64>,
    /// Threads.
    pub threads: usize,
    /// Set to end the run; how far points have come that are not done is handed over.
    pub stop: &'a AtomicBool,
}

impl<'a, B> Runner<'a, B>
where
    B: Fn(&[String]) -> Result<Scenario, Faults> + Sync,
{
    /// A sweep over these points; `base` reads the base scenario with a point's overrides.
    pub fn new(sweep: &'a Sweep, points: &'a Points<'a>, base: B) -> Self {
        let batches = if sweep.needs_batches() { BATCHES } else { 1 };
        Self { sweep, points, base, batches }
    }

    /// What the trials of a point are counted in, by batch, while there are none.
    #[must_use]
    pub fn empty_parts(&self, engine: &Engine<'_>) -> Vec<Tally> {
        engine.parts(self.batches)
    }

    /// The scenario of a point.
    ///
    /// # Errors
    /// The point is not a valid scenario; the faults name it.
    pub fn scenario(&self, index: u64) -> Result<Scenario, Faults> {
        let point = self.points.point(index);
        (self.base)(&self.points.overrides(&point))
            .map_err(|faults| self.sweep.faults_of_point(index, &self.points.describe(&point), faults))
    }

    /// What is handed over of a point that is not played.
    fn left_out(&self, index: u64) -> PointResult {
        let measures = vec![Measured::default(); self.sweep.measures.len()];
        PointResult { index, point: self.points.point(index), measures, failed_trials: 0 }
    }

    pub(super) fn cannot_run(&self, index: u64, source: RunError) -> SweepError {
        SweepError::Run { index, point: Box::new(self.points.describe(&self.points.point(index))), source }
    }

    /// Runs points. `begun` are those of which a part was played before, `ahead` those that were done before while one
    /// before them was not. `commit` gets the results of points in order, those that wait for another as soon as they are
    /// there, and now and then how far others have come; `progress` is called as trials end, on any thread.
    ///
    /// # Errors
    /// A point that cannot be run, or whatever `commit` returns.
    pub fn run<E: From<SweepError> + Send>(
        &self,
        spread: &Workload<'_>,
        begun: Vec<Begun>,
        ahead: Vec<Finished>,
        progress: &(dyn Fn(u64) + Sync),
        commit: &mut (dyn FnMut(Progressed) -> Result<(), E> + Send),
    ) -> Result<(), E> {
        let Range { start, end } = spread.points;
        let before = ahead.into_iter().map(|finished| (finished.index, finished.result(self.points)));
        let left_out = (start..end).filter(|&index| self.points.leaves_out(index));
        let waiting: BTreeMap<u64, PointResult> =
            before.chain(left_out.map(|index| (index, self.left_out(index)))).collect();
        let left = (start..end).filter(|index| !waiting.contains_key(index)).collect();
        let state = State {
            queue: Mutex::new(Queue { left, active: Vec::new(), begun }),
            output: Mutex::new(Outlet { next: start, waiting, commit, failed: None }),
            ended: AtomicBool::new(false),
        };
        // The point before those that waited may be the last that was handed over.
        locked(&state.output).hand_over_in_order(&state.ended);
        on_threads(spread.threads, &|| {
            let stopped = || spread.stop.load(Ordering::Relaxed) || state.ended.load(Ordering::Relaxed);
            while let Some(job) = take(&state) {
                if stopped() {
                    return;
                }
                if let Err(error) = self.work(&job, &state, progress, spread.stop, &stopped) {
                    locked(&state.output).fail(error.into(), &state.ended);
                    return;
                }
            }
        });
        let output = state.output.into_inner().unwrap_or_else(PoisonError::into_inner);
        output.failed.map_or(Ok(()), Err)
    }

    /// Plays trials of a point until none is left to be taken.
    fn work<E>(
        &self,
        slot: &Slot,
        state: &State<'_, E>,
        progress: &(dyn Fn(u64) + Sync),
        stop: &AtomicBool,
        stopped: &dyn Fn() -> bool,
    ) -> Result<(), SweepError>
    where
        E: From<SweepError>,
    {
        if self.sweep.exact {
            return self.solve(slot, state, progress);
        }
        let job = {
            let mut job = locked(&slot.job);
            if job.is_none() {
                let begun = std::mem::take(&mut *locked(&slot.begun));
                *job = self.job(slot.index, begun, stop)?.map(Arc::new);
            }
            match job.as_ref() {
                Some(job) => Arc::clone(job),
                None => return Ok(()),
            }
        };
        let engine = Engine::new(&job.scenario).map_err(|source| self.cannot_run(slot.index, source))?;
        let engine = engine.with_multipliers(job.multipliers.clone());
        let mut parts = self.empty_parts(&engine);
        let mut worker = engine.worker();
        let mut counter = Counter::new(job.scenario.run().replications);
        let mut played = Vec::new();
        let mut count = 0;
        let next = || {
            let unit = job.take();
            slot.is_taken.fetch_or(unit.is_none(), Ordering::Relaxed);
            unit.filter(|_| !stopped())
        };
        while let Some((first, end)) = next() {
            let mut from = first;
            while from < end {
                let size = engine.chunk().min(end - from);
                worker.play(from, size, &mut |group, row| {
                    let part = engine.part_of(group, row.trial, self.batches);
                    counter.count(&mut parts[part], group, row);
                });
                from += size;
            }
            played.push((first, end));
            count += end - first;
            progress(end - first);
            if count >= STINT {
                let counted = std::mem::replace(&mut parts, self.empty_parts(&engine));
                self.hand_in(&job, &engine, std::mem::take(&mut played), counted, state)?;
                count = 0;
            }
        }
        self.hand_in(&job, &engine, played, parts, state)
    }

    /// Hands over the exact figures of a point, unless another thread is at it.
    fn solve<E>(&self, slot: &Slot, state: &State<'_, E>, progress: &(dyn Fn(u64) + Sync)) -> Result<(), SweepError> {
        let index = slot.index;
        if slot.is_taken.swap(true, Ordering::Relaxed) {
            return Ok(());
        }
        let scenario = self.scenario(index)?;
        let figures = exact(&scenario).map_err(|source| {
            let point = Box::new(self.points.describe(&self.points.point(index)));
            SweepError::Exact { index, point, source }
        })?;
        let evidence = Evidence { summary: &figures, without: &[], ranks: &|_, _| None };
        let measures = measured(&self.sweep.measures, &evidence)
            .into_iter()
            .map(|it| Measured { value: it.value, ..Measured::default() })
            .collect();
        progress(1);
        let result = PointResult { index, point: self.points.point(index), measures, failed_trials: 0 };
        locked(&state.output).hand_over(result, &state.ended);
        Ok(())
    }

    /// The work of a point; nothing if it was stopped while forecasts were weighed, for which the point's trials are played
    /// first, on this thread.
    fn job(&self, index: u64, begun: Begun, stop: &AtomicBool) -> Result<Option<Job>, SweepError> {
        let scenario = self.scenario(index)?;
        let solved = Run::new(&scenario).threads(1).stop(stop).solve();
        let solved = solved.map_err(|source| self.cannot_run(index, source))?;
        if solved.is_none() && !scenario.forecasts().is_empty() {
            return Ok(None);
        }
        let multipliers = solved.unwrap_or_default();
        let unit = UNIT * Engine::new(&scenario).map_err(|source| self.cannot_run(index, source))?.chunk();
        let before = Begun { parts: Vec::new(), ..begun.clone() };
        Ok(Some(Job {
            scenario,
            multipliers,
            unit,
            next: AtomicU64::new(0),
            before,
            sum: Mutex::new(Some(Begun { index, ..begun })),
        }))
    }

    /// Adds what a thread has played of a point; where nothing is missing, the point is summarised and handed over.
    fn hand_in<E>(
        &self,
        job: &Job,
        engine: &Engine<'_>,
        played: Vec<(u64, u64)>,
        parts: Vec<Tally>,
        state: &State<'_, E>,
    ) -> Result<(), SweepError> {
        let mut held = locked(&job.sum);
        // Nothing is held any more where another thread has handed the point over.
        let Some(sum) = held.as_mut() else { return Ok(()) };
        let news = !played.is_empty();
        sum.add(played, parts);
        if sum.trials() == job.scenario.run().trials {
            let Some(whole) = held.take() else { return Ok(()) };
            drop(held);
            let result = self.result(whole.index, engine, &whole.parts)?;
            locked(&state.output).hand_over(result, &state.ended);
        } else if news {
            // The sum stays locked meanwhile, so that what comes later does not come first.
            locked(&state.output).report(sum.clone(), &state.ended);
        }
        Ok(())
    }

    /// The measures of a point, of what was counted in parts of its trials.
    ///
    /// # Errors
    /// No draw of it agrees with what has happened already.
    fn result(&self, index: u64, engine: &Engine<'_>, parts: &[Tally]) -> Result<PointResult, SweepError> {
        let scenario = engine.scenario();
        // With few trials some batches have none, and leaving them out says nothing.
        let played: Vec<&Tally> = parts.iter().filter(|part| part.trials() > 0).collect();
        let total = sum(engine.lean_tally(), &played);
        check_weights(&total).map_err(|source| self.cannot_run(index, source))?;
        let summary = value(scenario, &total);
        let mut without = Vec::new();
        if played.len() > 1 {
            let measures = &self.sweep.measures;
            leave_out_each(&played, engine.lean_tally(), &mut |rest| {
                without.push(values(measures, &value(scenario, rest)));
            });
        }
        let ranks = |path: &str, year| percentile_ends(scenario, &played, path, year);
        let evidence = Evidence { summary: &summary, without: &without, ranks: &ranks };
        Ok(PointResult {
            index,
            point: self.points.point(index),
            measures: measured(&self.sweep.measures, &evidence),
            failed_trials: total.groups.iter().fold(0, |sum, group| sum + group.failed.value()),
        })
    }
}

/// The sum of these and what was counted elsewhere.
fn sum(elsewhere: Tally, parts: &[&Tally]) -> Tally {
    let mut sum = elsewhere;
    for part in parts {
        sum.merge(part);
    }
    sum
}

/// Calls `visit` with the sum of all parts but each one and what was counted elsewhere, in their order. Of 16 parts no more
/// than five sums are there at a time.
fn leave_out_each(parts: &[&Tally], elsewhere: Tally, visit: &mut dyn FnMut(&Tally)) {
    if parts.len() <= 1 {
        return visit(&elsewhere);
    }
    let (first, second) = parts.split_at(parts.len() / 2);
    leave_out_each(first, sum(elsewhere.clone(), second), visit);
    leave_out_each(second, sum(elsewhere, first), visit);
}

/// The figures of `summary.json` as a tree.
#[must_use]
pub fn value(scenario: &Scenario, tally: &Tally) -> Value {
    serde_json::to_value(summarise(scenario, tally)).unwrap_or(Value::Null)
}

/// The figures that points of a sweep over a scenario have, all of them unknown: what measures are checked against.
///
/// # Errors
/// The scenario cannot be run.
pub fn shape(sweep: &Sweep, scenario: &Scenario) -> Result<Value, RunError> {
    if sweep.exact {
        return Ok(exact_shape(scenario));
    }
    Ok(value(scenario, &Engine::new(scenario)?.tally()))
}

/// Points that are to be begun, and those that are not done.
struct Queue {
    /// Points that nobody has begun, in order.
    left: VecDeque<u64>,
    active: Vec<Arc<Slot>>,
    /// Points of which a part was played before.
    begun: Vec<Begun>,
}

/// A point that has been begun; locked while its scenario is read.
struct Slot {
    index: u64,
    begun: Mutex<Begun>,
    job: Mutex<Option<Arc<Job>>>,
    /// Whether nothing of it is left that another thread could take.
    is_taken: AtomicBool,
}

/// A point at work.
struct Job {
    scenario: Scenario,
    /// What multiplies the weights of its trials for what others foretell.
    multipliers: Multipliers,
    /// Trials in a unit.
    unit: u64,
    /// The next unit of trials that nobody has taken.
    next: AtomicU64,
    /// The trials that were played before.
    before: Begun,
    /// What has been handed in; nothing once all of it was handed over.
    sum: Mutex<Option<Begun>>,
}

impl Job {
    /// Trials that nobody has played yet.
    fn take(&self) -> Option<(u64, u64)> {
        loop {
            let first = self.next.fetch_add(1, Ordering::Relaxed).saturating_mul(self.unit);
            if first >= self.scenario.run().trials {
                return None;
            }
            if !self.before.has(first) {
                return Some((first, self.scenario.run().trials.min(first + self.unit)));
            }
        }
    }
}

struct State<'a, E> {
    queue: Mutex<Queue>,
    output: Mutex<Outlet<'a, E>>,
    ended: AtomicBool,
}

/// Results that wait for those before them.
struct Outlet<'a, E> {
    next: u64,
    waiting: BTreeMap<u64, PointResult>,
    commit: &'a mut (dyn FnMut(Progressed) -> Result<(), E> + Send),
    failed: Option<E>,
}

impl<E> Outlet<'_, E> {
    fn hand_over(&mut self, result: PointResult, ended: &AtomicBool) {
        if result.index > self.next {
            self.commit(Progressed::Ahead(Finished::of(&result)), ended);
        }
        self.waiting.insert(result.index, result);
        self.hand_over_in_order(ended);
    }

    fn hand_over_in_order(&mut self, ended: &AtomicBool) {
        while let Some(result) = self.waiting.remove(&self.next) {
            self.next += 1;
            self.commit(Progressed::Done(result), ended);
        }
    }

    fn report(&mut self, begun: Begun, ended: &AtomicBool) {
        self.commit(Progressed::Begun(begun), ended);
    }

    fn commit(&mut self, progressed: Progressed, ended: &AtomicBool) {
        if self.failed.is_none()
            && let Err(error) = (self.commit)(progressed)
        {
            self.fail(error, ended);
        }
    }

    fn fail(&mut self, error: E, ended: &AtomicBool) {
        self.failed.get_or_insert(error);
        ended.store(true, Ordering::Relaxed);
    }
}

/// The next point to work on: a new one, or one that is not done.
fn take<E>(state: &State<'_, E>) -> Option<Arc<Slot>> {
    let mut queue = locked(&state.queue);
    // Whoever is at the last of such a point holds it until then; no scenario is kept longer.
    queue.active.retain(|slot| !slot.is_taken.load(Ordering::Relaxed));
    if let Some(index) = queue.left.pop_front() {
        let begun = queue.begun.iter().position(|it| it.index == index).map(|at| queue.begun.swap_remove(at));
        let slot = Arc::new(Slot {
            index,
            begun: Mutex::new(begun.unwrap_or_default()),
            job: Mutex::new(None),
            is_taken: AtomicBool::new(false),
        });
        queue.active.push(Arc::clone(&slot));
        return Some(slot);
    }
    // The one that was begun first is needed first.
    queue.active.first().cloned()
}

pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The same work on so many threads; on this one where it is one, so that it also runs where there are no others.
pub(super) fn on_threads(threads: usize, work: &(dyn Fn() + Sync)) {
    if threads <= 1 {
        return work();
    }
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ranges that touch become one, and a gap between two stays one.
    #[test]
    fn played_ranges_are_joined_where_they_touch() {
        let mut begun = Begun::default();
        begun.add(vec![(64, 96)], Vec::new());
        begun.add(vec![(0, 32)], Vec::new());
        assert_eq!((begun.played.clone(), begun.trials()), (vec![(0, 32), (64, 96)], 64));
        let held: Vec<u64> = [0, 31, 32, 63, 64, 95, 96].into_iter().filter(|trial| begun.has(*trial)).collect();
        assert_eq!(held, [0, 31, 64, 95]);
        begun.add(vec![(96, 100), (32, 64)], Vec::new());
        assert_eq!((begun.played.clone(), begun.trials()), (vec![(0, 100)], 100));
    }

    #[test]
    fn the_end_of_a_range_was_not_played() {
        let begun = Begun { index: 0, played: vec![(3, 5), (8, 9)], parts: Vec::new() };
        let played: Vec<u64> = (0..12).filter(|&trial| begun.has(trial)).collect();
        assert_eq!(played, [3, 4, 8]);
    }

    /// Two failed trials in one part and one in another are three of the point, and none in the rest stays none.
    #[test]
    fn failed_trials_of_a_point_are_those_of_all_its_parts() {
        let text = "schema = 1\n[sweep]\nbase = \"tiny.toml\"\n[[axis]]\npath = \"front.stalemate\"\nvalues = [0.5]\n\
                    [[measure]]\nid = \"held\"\nof = \"classes.peace_held\"\n";
        let sweep = Sweep::parse("s.toml", text).unwrap();
        let points = Points::new(&sweep, 1).unwrap();
        let tiny = include_str!("../../scenarios/tiny.toml");
        let runner = Runner::new(&sweep, &points, |all: &[String]| {
            crate::scenario::parse("tiny.toml", tiny, all, None).map(|loaded| loaded.scenario)
        });
        let scenario = runner.scenario(0).unwrap();
        let engine = Engine::new(&scenario).unwrap();
        let mut parts = vec![engine.tally(); 3];
        for (part, failed) in parts.iter_mut().zip([2, 1, 0]) {
            part.groups[0].trials.add(10);
            part.groups[0].failed.add(failed);
        }
        assert_eq!(runner.result(0, &engine, &parts).unwrap().failed_trials, 3);
        assert_eq!(runner.result(0, &engine, &parts[2..]).unwrap().failed_trials, 0);
    }

    /// With a margin of five prizes Mainland would sign nothing: where it is known to have signed, such a point is no point, and
    /// the error says which evidence rules it out.
    #[test]
    fn a_point_that_the_evidence_rules_out_is_an_error() {
        let text = "schema = 1\n[sweep]\nbase = \"island.toml\"\n[[axis]]\n\
                    path = \"challenger.margin\"\nvalues = [-5, 5]\n\
                    [[measure]]\nid = \"held\"\nof = \"classes.peace_held\"\n";
        let sweep = Sweep::parse("s.toml", text).unwrap();
        let points = Points::new(&sweep, 2).unwrap();
        let island = include_str!("../../scenarios/island-by-hand.toml").to_owned()
            + "\n[[evidence]]\nplan = \"garrison\"\nchallenger = \"accepted\"\n";
        let extra = ["run.trials=40", "negotiation.acceptance_noise=0", "plan.garrison.terms.foreign_troops=10"];
        let base = |all: &[String]| {
            let all: Vec<String> = all.iter().cloned().chain(extra.map(str::to_owned)).collect();
            crate::scenario::parse("island.toml", &island, &all, None).map(|loaded| loaded.scenario)
        };
        let runner = Runner::new(&sweep, &points, base);
        let stop = AtomicBool::new(false);
        let mut done = Vec::new();
        let run = |points: Range<u64>, done: &mut Vec<u64>| {
            let spread = Workload { points, threads: 1, stop: &stop };
            runner.run::<SweepError>(&spread, Vec::new(), Vec::new(), &|_| (), &mut |progressed| {
                done.push(progressed.index());
                Ok(())
            })
        };
        run(0..1, &mut done).unwrap();
        let error = run(1..2, &mut done).unwrap_err().to_string();
        assert!(error.contains("point 1") && error.contains("evidence.1"), "{error}");
        assert_eq!(done, [0]);
    }

    #[test]
    fn each_part_is_left_out_once() {
        let text = include_str!("../../scenarios/tiny.toml");
        let scenario = crate::scenario::parse("tiny.toml", text, &[], None).unwrap().scenario;
        let engine = Engine::new(&scenario).unwrap();
        let parts: Vec<Tally> = (0..5)
            .map(|part| {
                let mut tally = engine.tally();
                engine.worker().play(32 * part, 3 + part, &mut |group, row| {
                    if let Ok(outcome) = row.outcome {
                        tally.record(group, outcome);
                    }
                });
                tally
            })
            .collect();
        let sum_but = |left_out: usize| {
            let mut sum = engine.tally();
            parts.iter().enumerate().filter(|(index, _)| *index != left_out).for_each(|(_, part)| sum.merge(part));
            sum
        };
        let of: Vec<&Tally> = parts.iter().collect();
        for count in 1..=5 {
            let mut without = Vec::new();
            leave_out_each(&of[..count], sum(engine.tally(), &of[count..]), &mut |rest| without.push(rest.clone()));
            assert_eq!(without, (0..count).map(sum_but).collect::<Vec<_>>());
        }
    }
}
