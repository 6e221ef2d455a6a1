//! A run: blocks of trials, spread over threads, with the same result however they are spread.

use std::borrow::Cow;
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::model::forecast::{Conflict, Multipliers, solve};
use crate::sampling::{CopulaError, DesignError};
use crate::scenario::{Faults, RunSettings, Scenario, conflict_words, evidence_path};
use crate::words::{Words, words};

use super::recorder::{NoRecord, Recorder};
use super::tally::Tally;
use super::workers::{Engine, Worker};

/// Why a run cannot start.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.words())]
#[non_exhaustive]
pub enum RunError {
    /// The sampling design does not fit the number of trials.
    #[error(transparent)]
    Design(#[from] DesignError),
    /// The correlations contradict each other.
    #[error(transparent)]
    Copula(#[from] CopulaError),
    /// The trials do not divide into draws.
    Replications {
        /// How many trials were asked for.
        trials: u64,
        /// How many at each draw.
        replications: u64,
        /// A number of trials that can.
        nearest: u64,
    },
    /// More trials than can be weighed by evidence or forecasts.
    TooManyWeighed {
        /// How many were asked for.
        trials: u64,
        /// How many can be.
        most: u64,
    },
    /// No draw allows the evidence.
    NoDrawFits {
        /// Paths of the evidence that no draw allows by itself; all of it where it is only together that it contradicts
        /// every draw.
        evidence: Vec<String>,
        /// Whether each of these is allowed by some draw, but never all.
        together: bool,
    },
    /// Forecasts cannot hold.
    Forecasts(Vec<Words>),
    /// A setting that no scenario may have, such as 0 trials.
    Setting(Faults),
    /// No threads could be had.
    Threads {
        /// How many were asked for.
        threads: usize,
        /// What the system said.
        reason: String,
    },
}

impl RunError {
    /// What is wrong.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::Design(error) => error.words(),
            Self::Copula(error) => error.words(),
            Self::Replications { trials, replications, nearest } => words!(
                "{trials} trials cannot be divided into draws of {replications}; the nearest number is {nearest}",
                trials,
                replications,
                nearest
            ),
            Self::TooManyWeighed { trials, most } => {
                words!(
                    "{trials} trials are more than can be weighed by evidence or forecasts; at most {most}",
                    trials,
                    most
                )
            }
            Self::NoDrawFits { evidence, together: false } => words!(
                "no draw allows {evidence}: in every trial it has the likelihood 0; let the inputs that it speaks of be \
                 uncertain, set `negotiation.acceptance_noise` above 0, or correct it",
                evidence = evidence.join(", ")
            ),
            Self::NoDrawFits { evidence, together: true } => words!(
                "no draw allows {evidence} together: every trial has the weight 0; let the inputs that they speak of be \
                 more uncertain, or give them less `power`",
                evidence = evidence.join(", ")
            ),
            Self::Forecasts(conflicts) => Words::joined(conflicts.clone(), words!("; ")),
            Self::Setting(faults) => faults.words(),
            Self::Threads { threads, reason } => words!("cannot start {threads} threads: {reason}", threads, reason),
        }
    }
}

/// Trials to be run: from `first` to before `end`, in blocks of `block_size` counted from trial 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First trial.
    pub first: u64,
    /// One after the last.
    pub end: u64,
    /// Trials in a block, at least 1.
    pub block_size: u64,
}

impl Span {
    /// All trials of a run, in blocks of the usual size.
    #[must_use]
    pub fn whole(run: &RunSettings) -> Self {
        Self { first: 0, end: run.trials, block_size: block_size(run) }
    }

    /// One after the last trial of the block that a trial belongs to.
    fn block_end(&self, trial: u64) -> u64 {
        self.end.min((trial / self.block_size + 1) * self.block_size)
    }
}

/// How many trials a block has for a scenario's run: whole draws.
#[must_use]
pub fn block_size(run: &RunSettings) -> u64 {
    default_block_size(run.trials).div_ceil(run.replications) * run.replications
}

/// How many trials a block has unless said otherwise: more where there are many, so that committing costs little.
#[must_use]
pub fn default_block_size(trials: u64) -> u64 {
    (trials / 64).next_power_of_two().clamp(1_024, 65_536)
}

/// A run of a scenario in the making: on all processors, all of its trials, recording nothing but the tally, unless it is
/// told otherwise.
///
/// The result does not depend on threads, blocks or spans: the same scenario and seed give the same bytes.
///
/// ```
/// use armistice::engine::{Class, Run};
///
/// let loaded = armistice::scenario::load("scenarios/tiny.toml".as_ref(), &[], None)?;
/// let ran = Run::new(&loaded.scenario).trials(500).seed(7).threads(2).run()?;
/// let held: u64 = ran.tally.groups.iter().map(|group| group.class(Class::PeaceHeld).value()).sum();
/// println!("{held} of {} trials ended in a peace that held", ran.tally.trials());
/// # assert_eq!(ran.tally.trials(), 500);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub struct Run<'a, R = NoRecord> {
    scenario: &'a Scenario,
    /// Settings over the scenario's own, as `PATH=VALUE`.
    settings: Vec<(&'static str, u64)>,
    threads: Option<usize>,
    recorder: R,
    span: Option<Span>,
    start: Option<Tally>,
    multipliers: Option<Multipliers>,
    stop: Option<&'a AtomicBool>,
    progress: Option<&'a (dyn Fn(u64) + Sync)>,
}

impl<R> std::fmt::Debug for Run<'_, R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { settings, threads, span, .. } = self;
        let mut run = f.debug_struct("Run");
        run.field("scenario", &self.scenario.name()).field("settings", settings);
        run.field("threads", threads).field("span", span).finish_non_exhaustive()
    }
}

/// A block of trials that were played.
#[derive(Debug)]
#[non_exhaustive]
pub struct Block<'a, C> {
    /// One after its last trial.
    pub end: u64,
    /// What was recorded of its trials, in their order.
    pub chunks: Vec<C>,
    /// The tally of everything so far: what the run started from, and all blocks up to this one.
    pub tally: &'a Tally,
}

/// A run that was done, or stopped between two blocks.
#[derive(Debug)]
#[non_exhaustive]
pub struct Ran<C> {
    /// The scenario as it was run.
    pub scenario: Scenario,
    /// What is remembered of the trials.
    pub tally: Tally,
    /// What was recorded of them, in their order.
    pub chunks: Vec<C>,
}

impl<'a> Run<'a> {
    /// A run of this scenario.
    pub fn new(scenario: &'a Scenario) -> Self {
        Self {
            scenario,
            settings: Vec::new(),
            threads: None,
            recorder: NoRecord,
            span: None,
            start: None,
            multipliers: None,
            stop: None,
            progress: None,
        }
    }
}

impl<'a, R: Recorder> Run<'a, R> {
    /// So many trials instead of the scenario's own number.
    pub fn trials(mut self, trials: u64) -> Self {
        self.settings.push(("run.trials", trials));
        self
    }

    /// This seed instead of the scenario's own.
    pub fn seed(mut self, seed: u64) -> Self {
        self.settings.push(("run.seed", seed));
        self
    }

    /// On so many threads instead of all processors. With one, the caller's own does the work and no other is started.
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = Some(threads);
        self
    }

    /// Records every trial.
    pub fn observe<S: Recorder>(self, recorder: S) -> Run<'a, S> {
        let Self { scenario, settings, threads, recorder: _, span, start, multipliers, stop, progress } = self;
        Run { scenario, settings, threads, recorder, span, start, multipliers, stop, progress }
    }

    /// Stops at the next chunk of trials once this is true; the block in flight is dropped.
    pub fn stop(mut self, stop: &'a AtomicBool) -> Self {
        self.stop = Some(stop);
        self
    }

    /// Calls this as trials end, on any thread, with how many they are.
    pub fn progress(mut self, progress: &'a (dyn Fn(u64) + Sync)) -> Self {
        self.progress = Some(progress);
        self
    }

    /// Only these trials of the run.
    pub fn span(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// Adds the trials to this tally instead of an empty one.
    pub fn start(mut self, tally: Tally) -> Self {
        self.start = Some(tally);
        self
    }

    /// Multiplies the weights of trials by these for what others foretell, instead of asking all trials first.
    pub fn multipliers(mut self, multipliers: Multipliers) -> Self {
        self.multipliers = Some(multipliers);
        self
    }

    /// What multiplies the weights of trials so that what others foretell holds over the whole run: plays all of its trials,
    /// whatever the span. `None`: nothing is foretold, or it was stopped.
    ///
    /// # Errors
    /// See [`RunError`]; forecasts that contradict the scenario or each other.
    pub fn solve(&self) -> Result<Option<Multipliers>, RunError> {
        let scenario = self.scenario_as_set()?;
        let forecasts = &scenario.structure().forecasts;
        if forecasts.is_empty() {
            return Ok(None);
        }
        let engine = Engine::new(&scenario)?.counting();
        let mut total = engine.tally();
        let crew = Crew::new(&engine, self.crew_size(), &NoRecord, self.stop, self.progress)?;
        if !crew.play_all(Span::whole(scenario.run()), &mut total) {
            return Ok(None);
        }
        check_weights(&total)?;
        let told = |conflict: &Conflict| conflict_words(&scenario, conflict);
        let solved = solve(forecasts, &total.forecasts.without());
        solved.map(Some).map_err(|conflicts| RunError::Forecasts(conflicts.iter().map(told).collect()))
    }

    fn crew_size(&self) -> usize {
        self.threads.unwrap_or_else(processors)
    }

    /// Runs and keeps everything in memory that is recorded.
    ///
    /// # Errors
    /// See [`RunError`].
    pub fn run(self) -> Result<Ran<R::Chunk>, RunError> {
        let scenario = self.scenario_as_set()?.into_owned();
        let mut chunks = Vec::new();
        let tally = self.commit(|block| {
            chunks.extend(block.chunks);
            Ok::<_, RunError>(ControlFlow::Continue(()))
        })?;
        Ok(Ran { scenario, tally, chunks })
    }

    /// Runs and hands over block after block, in the order of the trials; `commit` may end the run. Returns the tally of all
    /// blocks that were handed over.
    ///
    /// # Errors
    /// See [`RunError`]; or whatever `commit` returns.
    pub fn commit<E: From<RunError>>(
        mut self,
        mut commit: impl FnMut(Block<'_, R::Chunk>) -> Result<ControlFlow<()>, E>,
    ) -> Result<Tally, E> {
        let scenario = self.scenario_as_set()?;
        let mut engine = Engine::new(&scenario)?;
        if !scenario.structure().forecasts.is_empty() {
            let known = self.multipliers.take();
            let Some(multipliers) = known.map_or_else(|| self.solve(), |known| Ok(Some(known)))? else {
                return Ok(self.start.take().unwrap_or_else(|| engine.tally()));
            };
            engine = engine.with_multipliers(multipliers);
        }
        let mut total = self.start.take().unwrap_or_else(|| engine.tally());
        total.forecasts.multipliers = engine.multipliers().clone();
        let crew = Crew::new(&engine, self.crew_size(), &self.recorder, self.stop, self.progress)?;
        let span = self.span.unwrap_or_else(|| Span::whole(scenario.run()));
        let mut next = span.first;
        while next < span.end {
            let block_end = span.block_end(next);
            let Some(chunks) = crew.play(next, block_end) else { break };
            crew.hand_over(&mut total);
            next = block_end;
            if commit(Block { end: next, chunks, tally: &total })?.is_break() {
                break;
            }
        }
        if total.trials() >= scenario.run().trials {
            check_weights(&total)?;
        }
        Ok(total)
    }

    fn scenario_as_set(&self) -> Result<Cow<'a, Scenario>, RunError> {
        let mut scenario = Cow::Borrowed(self.scenario);
        for (path, value) in &self.settings {
            scenario = Cow::Owned(scenario.with(path, value).map_err(RunError::Setting)?);
        }
        Ok(scenario)
    }
}

/// Whether any trial of a whole run weighs anything.
///
/// # Errors
/// [`RunError::NoDrawFits`]: none does.
pub fn check_weights(tally: &Tally) -> Result<(), RunError> {
    if !tally.evidence.excludes_all() {
        return Ok(());
    }
    let pieces = tally.evidence.pieces.iter().enumerate();
    let path = |(index, _): (usize, &_)| evidence_path(index);
    let alone: Vec<String> = pieces.clone().filter(|(_, it)| it.is_impossible()).map(path).collect();
    let together = alone.is_empty();
    Err(RunError::NoDrawFits { evidence: if together { pieces.map(path).collect() } else { alone }, together })
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, Into::into)
}

/// The threads of a run, each with a worker of its own.
struct Crew<'a, R> {
    /// `None`: the caller's own thread is enough, so that the engine also runs where there are no others.
    pool: Option<rayon::ThreadPool>,
    workers: Vec<Mutex<Worker<'a>>>,
    /// What they have counted since it was handed over; workers share one where it is large.
    tallies: Vec<Mutex<Tally>>,
    engine: &'a Engine<'a>,
    recorder: &'a R,
    stop: Option<&'a AtomicBool>,
    progress: Option<&'a (dyn Fn(u64) + Sync)>,
}

impl<'a, R: Recorder> Crew<'a, R> {
    fn new(
        engine: &'a Engine<'_>,
        threads: usize,
        recorder: &'a R,
        stop: Option<&'a AtomicBool>,
        progress: Option<&'a (dyn Fn(u64) + Sync)>,
    ) -> Result<Self, RunError> {
        let threads = threads.max(1);
        let pool = || rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let pool = (threads > 1).then(pool).transpose();
        Ok(Self {
            pool: pool.map_err(|error| RunError::Threads { threads, reason: error.to_string() })?,
            workers: (0..threads).map(|_| Mutex::new(engine.worker())).collect(),
            tallies: (0..engine.tallies(threads)).map(|_| Mutex::new(engine.tally())).collect(),
            engine,
            recorder,
            stop,
            progress,
        })
    }

    /// Plays a span of trials into a tally; whether it was not stopped.
    fn play_all(&self, span: Span, total: &mut Tally) -> bool {
        let mut next = span.first;
        while next < span.end {
            let end = span.block_end(next);
            if self.play(next, end).is_none() {
                return false;
            }
            self.hand_over(total);
            next = end;
        }
        true
    }

    /// Plays the trials from `first` to before `end`; `None` if it was stopped.
    fn play(&self, first: u64, end: u64) -> Option<Vec<R::Chunk>> {
        let size = self.engine.chunk();
        let count = (end - first).div_ceil(size) as usize;
        let chunk = |index: usize| {
            let from = first + index as u64 * size;
            self.chunk(from, size.min(end - from))
        };
        match &self.pool {
            None => (0..count).map(chunk).collect(),
            Some(pool) => pool.install(|| (0..count).into_par_iter().map(chunk).collect()),
        }
    }

    /// Plays a chunk of trials on this thread, with its own worker; `None` if the run was stopped.
    fn chunk(&self, first: u64, count: u64) -> Option<R::Chunk> {
        if self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
            return None;
        }
        let thread = rayon::current_thread_index().filter(|_| self.pool.is_some()).unwrap_or(0);
        let tally = &self.tallies[thread % self.tallies.len()];
        let chunk = locked(&self.workers[thread]).chunk(self.recorder, tally, first, count);
        if let Some(progress) = self.progress {
            progress(count);
        }
        Some(chunk)
    }

    /// Adds what the workers have counted.
    fn hand_over(&self, total: &mut Tally) {
        for tally in &self.tallies {
            total.merge(&std::mem::replace(&mut *locked(tally), self.engine.tally()));
        }
    }
}

pub(super) fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
