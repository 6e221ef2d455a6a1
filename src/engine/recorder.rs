//! Trials as they are recorded: rows into chunks of a table and into the tally.

use super::count::Weight;
use super::outcome::{Class, TrialOutcome};
use super::tally::{DrawFigures, Tally};
use super::world::WorldError;

/// One trial as it is recorded.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Row<'a> {
    /// Number of the trial, from 0.
    pub trial: u64,
    /// The drawn inputs, in the order of the scenario's.
    pub inputs: &'a [f64],
    /// Where each of them lies in its distribution: the chance of a lower draw, in (0, 1).
    pub positions: &'a [f64],
    /// Which guarantors take part.
    pub consents: &'a [bool],
    /// What happened.
    pub outcome: Result<&'a TrialOutcome, &'a WorldError>,
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

impl<R: Recorder> Recorder for &R {
    type Chunk = R::Chunk;
    fn chunk(&self) -> R::Chunk {
        R::chunk(self)
    }
    fn record(&self, chunk: &mut R::Chunk, row: &Row<'_>) {
        R::record(self, chunk, row);
    }
}

/// Both record.
impl<A: Recorder, B: Recorder> Recorder for (A, B) {
    type Chunk = (A::Chunk, B::Chunk);
    fn chunk(&self) -> Self::Chunk {
        (self.0.chunk(), self.1.chunk())
    }
    fn record(&self, chunk: &mut Self::Chunk, row: &Row<'_>) {
        self.0.record(&mut chunk.0, row);
        self.1.record(&mut chunk.1, row);
    }
}

/// Records if there is one.
impl<R: Recorder> Recorder for Option<R> {
    type Chunk = Option<R::Chunk>;
    fn chunk(&self) -> Self::Chunk {
        self.as_ref().map(R::chunk)
    }
    fn record(&self, chunk: &mut Self::Chunk, row: &Row<'_>) {
        if let (Some(recorder), Some(chunk)) = (self, chunk) {
            recorder.record(chunk, row);
        }
    }
}

/// Records nothing.
#[derive(Clone, Copy, Debug)]
pub struct NoRecord;

impl Recorder for NoRecord {
    type Chunk = ();
    fn chunk(&self) {}
    fn record(&self, (): &mut (), _row: &Row<'_>) {}
}

/// Adds rows to a tally, in the order of the trials and whole draws at a time.
#[derive(Clone, Debug)]
pub struct Counter {
    replications: u64,
    /// Trials of the present draw by class.
    hits: [u64; Class::COUNT],
    /// Units of their weights.
    units: u64,
    /// Its figures.
    figures: DrawFigures,
}

impl Counter {
    /// For a run with so many trials at each draw.
    #[must_use]
    pub fn new(replications: u64) -> Self {
        Self { replications, hits: [0; Class::COUNT], units: 0, figures: DrawFigures::default() }
    }

    /// Adds a row, which belongs to that group of the tally.
    pub fn count(&mut self, tally: &mut Tally, group: usize, row: &Row<'_>) {
        match row.outcome {
            Ok(outcome) => {
                tally.record(group, outcome);
                tally.record_weight(group, outcome, row.inputs, row.positions);
                tally.record_draw(outcome, &mut self.figures);
                self.hits[outcome.class as usize] += 1;
                self.units += outcome.weight.in_bins();
            }
            Err(error) => tally.fail(group, error, row.positions),
        }
        if (row.trial + 1).is_multiple_of(self.replications) {
            self.end_draw(tally, group, row);
        }
    }

    /// A draw of which a trial failed says nothing of the variance within draws, and nothing of its inputs.
    fn end_draw(&mut self, tally: &mut Tally, group: usize, row: &Row<'_>) {
        if self.hits.iter().sum::<u64>() == self.replications {
            let weight = match row.outcome {
                Ok(outcome) if outcome.weight == Weight::ONE => Weight::ONE,
                _ => Weight::of_units(self.units / self.replications),
            };
            if self.replications > 1 {
                tally.groups[group].draws.add(&self.hits, weight);
            }
            tally.influence.record(row.trial / self.replications, row.positions, &self.figures, weight);
        }
        self.figures.clear();
        (self.hits, self.units) = ([0; Class::COUNT], 0);
    }
}
