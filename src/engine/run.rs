//! A run: blocks of trials, spread over threads, with the same result however they are spread.

use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::model::enforcement::MayAttack;
use crate::sampling::{Copula, CopulaError, Design, DesignError, RANDOMISATIONS, Sampling};
use crate::scenario::{RunSettings, Scenario};

use super::luck::Streams;
use super::tally::Tally;
use super::trial::{Outcome, Player, Rules};
use super::world::{World, WorldError};

/// Why a run cannot start.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The sampling design does not fit the number of trials.
    #[error(transparent)]
    Design(#[from] DesignError),
    /// The correlations contradict each other.
    #[error(transparent)]
    Copula(#[from] CopulaError),
    /// The trials do not divide into draws.
    #[error("{trials} trials cannot be divided into draws of {replications}; the nearest number is {nearest}")]
    Replications {
        /// How many trials were asked for.
        trials: u64,
        /// How many at each draw.
        replications: u64,
        /// A number of trials that can.
        nearest: u64,
    },
    /// No threads could be had.
    #[error("cannot start {threads} threads: {reason}")]
    Threads {
        /// How many were asked for.
        threads: usize,
        /// What the system said.
        reason: String,
    },
}

/// A scenario made ready to be run.
#[derive(Debug)]
pub struct Engine<'a> {
    scenario: &'a Scenario,
    design: Design,
    copula: Copula,
    streams: Streams,
    rules: Rules,
    /// Dimension of each guarantor's consent in the design; `None`: it is certain.
    consents: Vec<Option<usize>>,
    /// With several trials at each draw, consent is each trial's own luck.
    own_consents: Option<Design>,
}

/// One trial as it is recorded.
#[derive(Debug)]
pub struct Row<'a> {
    /// Number of the trial, from 0.
    pub trial: u64,
    /// The drawn inputs, in the order of the scenario's.
    pub inputs: &'a [f64],
    /// Which guarantors take part.
    pub consents: &'a [bool],
    /// What happened.
    pub outcome: Result<&'a Outcome, &'a WorldError>,
}

/// Turns rows into chunks of a table, on whatever thread they arise.
pub trait Recorder: Sync {
    /// Rows of consecutive trials.
    type Chunk: Send;
    /// No rows yet.
    fn chunk(&self) -> Self::Chunk;
    /// Adds a row.
    fn record(&self, chunk: &mut Self::Chunk, row: &Row<'_>);
}

/// Records nothing.
#[derive(Clone, Copy, Debug)]
pub struct NoRecord;

impl Recorder for NoRecord {
    type Chunk = ();
    fn chunk(&self) {}
    fn record(&self, (): &mut (), _row: &Row<'_>) {}
}

/// Trials worked on at a time by one thread.
pub const CHUNK: u64 = 32;

impl<'a> Engine<'a> {
    /// Makes a scenario ready.
    ///
    /// # Errors
    /// See [`RunError`].
    pub fn new(scenario: &'a Scenario) -> Result<Self, RunError> {
        let mut paths: Vec<String> = scenario.inputs().iter().map(|input| input.path.clone()).collect();
        let mut consents = Vec::new();
        for (guarantor, identity) in scenario.structure().guarantors.iter().enumerate() {
            let uncertain = scenario.consent_is_uncertain(guarantor);
            consents.push(uncertain.then_some(paths.len()));
            if uncertain {
                paths.push(format!("guarantor.{}.takes_part", identity.id));
            }
        }
        let pairs: Vec<(usize, usize, f64)> =
            scenario.correlations().iter().map(|c| (c.between.0, c.between.1, c.rank)).collect();
        let structure = scenario.structure();
        let run = scenario.run();
        let draws = draws(run.trials, run.replications)?;
        let alone = || Design::new(Sampling::MonteCarlo, run.seed, run.trials, &paths);
        Ok(Self {
            scenario,
            own_consents: (run.replications > 1).then(alone).transpose()?,
            design: Design::new(run.sampling, run.seed, draws, &paths)?,
            copula: Copula::new(&paths, &pairs)?,
            streams: Streams::new(scenario.run().seed, structure),
            rules: Rules {
                years: scenario.run().years,
                may_attack: MayAttack {
                    challenger: structure.challenger_may_attack,
                    defender: structure.defender_may_attack,
                },
                from_month: structure.plans.iter().map(|plan| plan.from_month).collect(),
            },
            consents,
        })
    }

    /// The scenario.
    #[must_use]
    pub fn scenario(&self) -> &'a Scenario {
        self.scenario
    }

    /// An empty tally of the right shape.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let several = if self.scenario.run().replications > 1 { RANDOMISATIONS } else { 1 };
        let groups = self.design.randomisations().unwrap_or(several) as usize;
        Tally::new(groups, self.scenario.structure().plans.len(), self.scenario.run().years)
    }

    /// A worker for one thread.
    #[must_use]
    pub fn worker(&self) -> Worker<'_> {
        let dimensions = self.scenario.inputs().len() + self.consents.iter().flatten().count();
        Worker {
            engine: self,
            player: Player::new(self.rules.clone()),
            uniforms: vec![0.0; CHUNK as usize * dimensions],
            dimensions,
            inputs: vec![0.0; self.scenario.inputs().len()],
            tally: self.tally(),
        }
    }

    /// The group of the tally to which a trial belongs: trials of one draw are not independent, so that groups are of
    /// whole draws.
    fn group(&self, trial: u64) -> usize {
        let replications = self.scenario.run().replications;
        let draw = trial / replications;
        match (self.design.randomisations(), replications) {
            (Some(_), _) => self.design.randomisation_of(draw) as usize,
            (None, 1) => 0,
            (None, _) => (draw % RANDOMISATIONS) as usize,
        }
    }

    /// Trials worked on at a time by one thread: whole draws.
    #[must_use]
    pub fn chunk(&self) -> u64 {
        let replications = self.scenario.run().replications;
        replications * (CHUNK / replications).max(1)
    }
}

/// Adds rows to a tally, in the order of the trials and whole draws at a time.
#[derive(Clone, Debug)]
pub struct Counter {
    replications: u64,
    /// Trials of the present draw by class.
    hits: [u64; 6],
}

impl Counter {
    /// For a run with so many trials at each draw.
    #[must_use]
    pub fn new(replications: u64) -> Self {
        Self { replications, hits: [0; 6] }
    }

    /// Adds a row, which belongs to that group of the tally.
    pub fn count(&mut self, tally: &mut Tally, group: usize, row: &Row<'_>) {
        match row.outcome {
            Ok(outcome) => {
                tally.record(group, outcome);
                self.hits[outcome.class as usize] += 1;
            }
            Err(_) => tally.fail(group),
        }
        if self.replications > 1 && (row.trial + 1) % self.replications == 0 {
            // A draw of which a trial failed says nothing of the variance within draws.
            if self.hits.iter().sum::<u64>() == self.replications {
                tally.groups[group].draws.add(&self.hits);
            }
            self.hits = [0; 6];
        }
    }
}

/// Plays trials on one thread.
#[derive(Debug)]
pub struct Worker<'a> {
    engine: &'a Engine<'a>,
    player: Player,
    /// Uniform numbers for a chunk of trials: all of the first dimension of the design, then all of the second …
    uniforms: Vec<f64>,
    dimensions: usize,
    inputs: Vec<f64>,
    /// What the worker has counted.
    pub tally: Tally,
}

impl Worker<'_> {
    /// Plays `count` (at most 32) consecutive trials and records them.
    fn chunk<R: Recorder>(&mut self, recorder: &R, first: u64, count: u64) -> R::Chunk {
        let mut chunk = recorder.chunk();
        let mut tally = std::mem::take(&mut self.tally);
        let mut counter = Counter::new(self.engine.scenario.run().replications);
        self.play(first, count, &mut |group, row| {
            counter.count(&mut tally, group, row);
            recorder.record(&mut chunk, row);
        });
        self.tally = tally;
        chunk
    }

    /// Plays `count` (at most [`Engine::chunk`]) consecutive trials on this thread and hands each to `visit`, with the group of
    /// the tally that it belongs to. The worker's own tally is left alone.
    pub fn play(&mut self, first: u64, count: u64, visit: &mut dyn FnMut(usize, &Row<'_>)) {
        if count == 0 {
            return;
        }
        let replications = self.engine.scenario.run().replications;
        let first_draw = first / replications;
        let size = ((first + count - 1) / replications - first_draw + 1) as usize;
        for (dimension, uniforms) in self.uniforms.chunks_exact_mut(size).take(self.dimensions).enumerate() {
            self.engine.design.fill(dimension, first_draw, uniforms);
        }
        self.engine.copula.apply(&mut self.uniforms, size);
        for trial in first..first + count {
            let (consents, outcome) = self.trial(trial, (trial / replications - first_draw) as usize, size);
            let row = Row { trial, inputs: &self.inputs, consents: &consents, outcome: outcome.as_ref() };
            visit(self.engine.group(trial), &row);
        }
    }

    fn trial(&mut self, trial: u64, index: usize, size: usize) -> (Vec<bool>, Result<Outcome, WorldError>) {
        let engine = self.engine;
        let scenario = engine.scenario;
        let mut parameters = scenario.central().clone();
        let uniform = |dimension: usize| self.uniforms[dimension * size + index];
        for (dimension, (input, value)) in scenario.inputs().iter().zip(&mut self.inputs).enumerate() {
            *value = input.distribution.quantile(uniform(dimension));
            *input.address.slot(&mut parameters) = *value;
        }
        let takes_part = |guarantor: usize, dimension: &Option<usize>| match dimension {
            None => true,
            Some(dimension) => {
                let luck = match &engine.own_consents {
                    None => uniform(*dimension),
                    Some(design) => {
                        let mut own = [0.0];
                        design.fill(*dimension, trial, &mut own);
                        own[0]
                    }
                };
                luck < parameters.guarantors[guarantor].consent
            }
        };
        let consents: Vec<bool> = engine.consents.iter().enumerate().map(|(g, d)| takes_part(g, d)).collect();
        let outcome = World::new(parameters, scenario.structure(), consents.clone())
            .and_then(|mut world| self.player.play(&mut world, &mut engine.streams.trial(trial)));
        (consents, outcome)
    }
}

/// Where a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Trials done.
    pub done: u64,
    /// Trials in all.
    pub of: u64,
}

/// Trials to be run: from `first` to before `end`, in blocks of `block_size` counted from trial 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First trial.
    pub first: u64,
    /// One after the last.
    pub end: u64,
    /// Trials in a block.
    pub block_size: u64,
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Draws of the inputs among so many trials.
fn draws(trials: u64, replications: u64) -> Result<u64, RunError> {
    if trials % replications == 0 {
        return Ok(trials / replications);
    }
    let nearest = ((trials + replications / 2) / replications).max(1) * replications;
    Err(RunError::Replications { trials, replications, nearest })
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

/// Runs a span of trials on `threads` threads, block by block.
///
/// After each block `commit` gets the block's rows in order and the tally of everything so far through a closure; it
/// may end the run. `stop` ends it at the next chunk, and the block in flight is dropped. `progress` is called as
/// trials end, on any thread.
///
/// Returns the tally of all committed blocks.
///
/// # Errors
/// [`RunError::Threads`], or whatever `commit` returns.
pub fn run<R: Recorder, E: From<RunError> + Send>(
    engine: &Engine<'_>,
    span: Span,
    threads: usize,
    recorder: &R,
    start: Tally,
    stop: &AtomicBool,
    progress: &(dyn Fn(u64) + Sync),
    commit: &mut (dyn FnMut(u64, Vec<R::Chunk>, &Tally) -> Result<ControlFlow<()>, E> + Send),
) -> Result<Tally, E> {
    let pool = pool(threads)?;
    let workers: Vec<Mutex<Worker<'_>>> = (0..threads).map(|_| Mutex::new(engine.worker())).collect();
    let mut total = start;
    let mut first = span.first;
    while first < span.end {
        let end = span.end.min((first / span.block_size + 1) * span.block_size);
        let Some(chunks) = block(pool.as_ref(), &workers, recorder, first, end, stop, progress) else { break };
        for worker in &workers {
            let mut worker = worker.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            let empty = engine.tally();
            total.merge(&std::mem::replace(&mut worker.tally, empty));
        }
        first = end;
        if commit(end, chunks, &total)?.is_break() {
            break;
        }
    }
    Ok(total)
}

/// The threads of a run; `None`: the caller's own is enough, so that the engine also runs where there are no others.
fn pool(threads: usize) -> Result<Option<rayon::ThreadPool>, RunError> {
    if threads == 1 {
        return Ok(None);
    }
    let built = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    built.map(Some).map_err(|error| RunError::Threads { threads, reason: error.to_string() })
}

/// Plays one block on all threads; `None` if it was stopped.
fn block<R: Recorder>(
    pool: Option<&rayon::ThreadPool>,
    workers: &[Mutex<Worker<'_>>],
    recorder: &R,
    first: u64,
    end: u64,
    stop: &AtomicBool,
    progress: &(dyn Fn(u64) + Sync),
) -> Option<Vec<R::Chunk>> {
    let chunk = workers.first().map_or(CHUNK, |worker| locked(worker).engine.chunk());
    let count = (end - first).div_ceil(chunk) as usize;
    let next = AtomicUsize::new(0);
    let work = |thread: usize| {
        let mut worker = workers[thread].lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= count || stop.load(Ordering::Relaxed) {
                return done;
            }
            let start = first + index as u64 * chunk;
            let size = chunk.min(end - start);
            done.push((index, worker.chunk(recorder, start, size)));
            progress(size);
        }
    };
    let mut parts: Vec<Vec<(usize, R::Chunk)>> = match pool {
        None => vec![work(0)],
        Some(pool) => pool.broadcast(|context| work(context.index())),
    };
    if stop.load(Ordering::Relaxed) {
        return None;
    }
    let mut chunks: Vec<(usize, R::Chunk)> = parts.drain(..).flatten().collect();
    chunks.sort_unstable_by_key(|chunk| chunk.0);
    Some(chunks.into_iter().map(|chunk| chunk.1).collect())
}
