//! Who plays the trials: a scenario made ready, and one worker for each thread.

use std::sync::Mutex;

use crate::model::enforcement::AnyTheory;
use crate::model::forecast::Multipliers;
use crate::model::{Parameters, Plan};
use crate::scenario::Scenario;

use super::bargaining::{Bargaining, Views};
use super::count::MAX_WEIGHED;
use super::draws::{Drawer, Drawn};
use super::evidence::weigh;
use super::luck::Streams;
use super::observer::{NoObserver, Observer};
use super::outcome::TrialOutcome;
use super::recorder::{Counter, Recorder, Row};
use super::run::{RunError, locked};
use super::tally::{Tally, TallyShape};
use super::trial::{Player, Rules};
use super::world::{World, WorldError};

/// Trials worked on at a time by one thread.
pub const CHUNK: u64 = 32;

/// Draws below which the influence of inputs cannot be told from chance.
pub const LEAST_DRAWS: u64 = 320;

/// Bytes that the tallies of all threads may take together, unless a single one takes more.
const ROOM: usize = 96 << 20;

/// A scenario made ready to be run.
#[derive(Debug)]
pub struct Engine<'a> {
    scenario: &'a Scenario,
    draws: Drawer<'a>,
    streams: Streams,
    rules: Rules,
    /// Whether all that is asked of trials is what becomes of forecasts.
    counting: bool,
}

impl<'a> Engine<'a> {
    /// Makes a scenario ready.
    ///
    /// # Errors
    /// See [`RunError`].
    pub fn new(scenario: &'a Scenario) -> Result<Self, RunError> {
        let structure = scenario.structure();
        let trials = scenario.run().trials;
        if structure.is_weighted() && trials > MAX_WEIGHED {
            return Err(RunError::TooManyWeighed { trials, most: MAX_WEIGHED });
        }
        Ok(Self {
            scenario,
            draws: Drawer::new(scenario)?,
            streams: Streams::new(scenario.run().seed, structure),
            rules: Rules {
                alone: scenario.run().alone,
                cost_months: if structure.costs.is_empty() { 0 } else { 12 * scenario.run().costs_years as u32 },
                ..Rules::new(structure, scenario.run().years)
            },
            counting: false,
        })
    }

    /// The same with trials multiplied by what others foretell; without this, as if nothing was.
    #[must_use]
    pub fn with_multipliers(mut self, multipliers: Multipliers) -> Self {
        self.rules.multipliers = multipliers;
        self
    }

    /// What multiplies the weights of trials for what others foretell.
    pub(super) fn multipliers(&self) -> &Multipliers {
        &self.rules.multipliers
    }

    /// The same trials with nothing asked that forecasts do not ask: no plan by itself, no costs, no influence of inputs.
    pub(super) fn counting(mut self) -> Self {
        self.rules = Rules { alone: false, cost_months: 0, ..self.rules };
        self.counting = true;
        self
    }

    /// The scenario.
    #[must_use]
    pub fn scenario(&self) -> &'a Scenario {
        self.scenario
    }

    /// An empty tally of the right shape, which remembers the influence of inputs where there are enough draws.
    #[must_use]
    pub fn tally(&self) -> Tally {
        Tally::new(&self.whole_shape())
    }

    /// How many tallies so many threads count in: one each, or fewer where they are large, so that memory does not grow with
    /// the threads.
    pub(super) fn tallies(&self, threads: usize) -> usize {
        (ROOM / self.whole_shape().room().max(1)).clamp(1, threads.max(1))
    }

    fn whole_shape(&self) -> TallyShape {
        let run = self.scenario.run();
        let enough = run.trials / run.replications >= LEAST_DRAWS && !self.counting;
        TallyShape { inputs: enough.then_some(self.scenario.inputs().len()), ..self.shape() }
    }

    /// An empty tally that remembers nothing of single inputs: as much smaller as there are inputs.
    #[must_use]
    pub fn lean_tally(&self) -> Tally {
        Tally::new(&self.shape())
    }

    /// Empty tallies, each for a part of the trials, which remember nothing of single inputs. Trials of one group, of one
    /// randomisation of a design or of whole draws, are not independent and go into one part; see [`Engine::part_of`].
    #[must_use]
    pub fn parts(&self, count: usize) -> Vec<Tally> {
        let shape = self.shape();
        let part = |part| Tally::for_groups(&shape, |group| shape.groups == 1 || group % count == part);
        (0..count).map(part).collect()
    }

    /// The part in which a trial of that group is counted, of so many.
    #[must_use]
    pub fn part_of(&self, group: usize, trial: u64, count: usize) -> usize {
        let of = if self.draws.groups() > 1 { group } else { trial as usize };
        of % count
    }

    fn shape(&self) -> TallyShape {
        let choices = |plan: &Plan| plan.open.iter().map(|term| term.choices.len()).collect();
        TallyShape {
            groups: self.draws.groups() as usize,
            plans: self.scenario.structure().plans.len(),
            years: self.rules.years,
            headline: self.scenario.run().headline_year(),
            inputs: None,
            costs: self.scenario.structure().costs.len(),
            parties: self.scenario.structure().parties.len(),
            evidence: self.rules.evidence.len(),
            weighted: self.scenario.structure().is_weighted(),
            multipliers: self.rules.multipliers.clone(),
            uncertain: self.scenario.inputs().len(),
            choices: self.scenario.structure().plans.iter().map(choices).collect(),
            untabled: (0..self.rules.tabled.len()).filter(|&plan| !self.rules.tabled[plan]).collect(),
        }
    }

    /// The numbers of consecutive draws, and the guarantors who take part in the first trial of each.
    pub(super) fn drawn(&self, draws: std::ops::Range<u64>) -> Vec<(Parameters, Vec<bool>)> {
        let replications = self.scenario.run().replications;
        let mut drawn = self.draws.room((draws.end - draws.start) as usize);
        self.draws.fill(&mut drawn, draws.start * replications, (draws.end - draws.start) * replications);
        let world = |draw| (self.draws.trial(&mut drawn, draw * replications), drawn.consents.clone());
        draws.map(world).collect()
    }

    /// What the draw of that number, of these numbers and guarantors, counts for by what has happened already, and by what
    /// others foretell of its first trial: 1 where there is neither.
    ///
    /// # Errors
    /// See [`WorldError`].
    pub(super) fn weight(
        &self,
        draw: u64,
        parameters: &Parameters,
        consents: &[bool],
        theory: &mut AnyTheory,
    ) -> Result<f64, WorldError> {
        if !self.rules.multipliers.lambda.is_empty() {
            return self.weight_of_trial(draw * self.scenario.run().replications);
        }
        if self.rules.evidence.is_empty() {
            return Ok(1.0);
        }
        let world = World::new(parameters.clone(), self.scenario.structure(), consents.to_vec())?;
        let views = Views::none(world.settlements.len(), world.stakes.concerns.len());
        let mut bargaining = Bargaining::new(&world, &self.rules, theory, views);
        let weight = weigh(&mut bargaining, None).weight.value();
        if bargaining.undefined { Err(WorldError::Value) } else { Ok(weight) }
    }

    fn weight_of_trial(&self, trial: u64) -> Result<f64, WorldError> {
        let mut weight = Ok(0.0);
        self.worker().play(trial, 1, &mut |_, row| {
            weight = row.outcome.map(|outcome| outcome.weight.value()).map_err(Clone::clone);
        });
        weight
    }

    /// A worker for one thread.
    #[must_use]
    pub fn worker(&self) -> Worker<'_> {
        Worker {
            engine: self,
            player: Player::new(self.rules.clone(), AnyTheory::of(self.scenario.structure().theory)),
            drawn: self.draws.room(CHUNK as usize),
        }
    }

    /// Trials worked on at a time by one thread: whole draws.
    #[must_use]
    pub fn chunk(&self) -> u64 {
        let replications = self.scenario.run().replications;
        replications * (CHUNK / replications).max(1)
    }
}

/// Plays trials on one thread.
#[derive(Debug)]
pub struct Worker<'a> {
    engine: &'a Engine<'a>,
    player: Player,
    drawn: Drawn,
}

impl Worker<'_> {
    /// Plays `count` (at most [`Engine::chunk`]) consecutive trials, counts them in a tally that other workers may share, and
    /// records them.
    pub(super) fn chunk<R: Recorder>(
        &mut self,
        recorder: &R,
        tally: &Mutex<Tally>,
        first: u64,
        count: u64,
    ) -> R::Chunk {
        let mut chunk = recorder.chunk();
        let mut counter = Counter::new(self.engine.scenario.run().replications);
        self.play(first, count, &mut |group, row| {
            counter.count(&mut locked(tally), group, row);
            recorder.record(&mut chunk, row);
        });
        chunk
    }

    /// Plays `count` (at most [`Engine::chunk`]) consecutive trials on this thread and hands each to `visit`, with the
    /// group of the tally that it belongs to.
    pub fn play(&mut self, first: u64, count: u64, visit: &mut dyn FnMut(usize, &Row<'_>)) {
        if count == 0 {
            return;
        }
        self.engine.draws.fill(&mut self.drawn, first, count);
        for trial in first..first + count {
            let outcome = self.trial(trial, &mut NoObserver);
            visit(self.engine.draws.group(trial), &row(&self.drawn, trial, &outcome));
        }
    }

    /// Plays one trial, tells `observer` everything that happens in it, and hands it to `visit` as [`Worker::play`] does.
    /// The trial is the same as in any run of the scenario.
    pub fn watch<O: Observer>(&mut self, trial: u64, observer: &mut O, visit: &mut dyn FnMut(usize, &Row<'_>)) {
        self.engine.draws.fill(&mut self.drawn, trial, 1);
        let outcome = self.trial(trial, observer);
        visit(self.engine.draws.group(trial), &row(&self.drawn, trial, &outcome));
    }

    /// Plays one of the trials for which numbers were drawn.
    fn trial<O: Observer>(&mut self, trial: u64, observer: &mut O) -> Result<TrialOutcome, WorldError> {
        let engine = self.engine;
        let parameters = engine.draws.trial(&mut self.drawn, trial);
        observer.drawn(&self.drawn.inputs, &self.drawn.consents);
        let outcome =
            World::new(parameters, engine.scenario.structure(), self.drawn.consents.clone()).and_then(|world| {
                observer.world(&world);
                self.player.play(&world, &mut engine.streams.trial(trial), observer)
            });
        observer.ended(outcome.as_ref());
        outcome
    }
}

fn row<'a>(drawn: &'a Drawn, trial: u64, outcome: &'a Result<TrialOutcome, WorldError>) -> Row<'a> {
    let Drawn { inputs, positions, consents, .. } = drawn;
    Row { trial, inputs, positions, consents, outcome: outcome.as_ref() }
}
