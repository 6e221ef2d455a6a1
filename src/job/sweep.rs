//! A sweep: a base scenario at many points.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::engine::{Engine, Tally};
use crate::report::sweep::{SweepInput, charts, points_table};
use crate::report::{Provenance, sweep_page};
use crate::scenario::{Faults, Scenario};
use crate::store::{
    Folder, MANIFEST, PACKAGE, PART, POINTS, POINTS_PARQUET, Resource, SWEEP, json, package, read_json, read_text,
    write_parquet,
};
use crate::sweep::run::{Begun, Finished, Progressed, Runner, SweepError, Workload, shape};
use crate::sweep::table::{PointRow, axes_of, columns, header, read, row};
use crate::sweep::{Measured, Points, Sweep};
use crate::words::{Words, words};

use super::command::sweep_command;
use super::draw::{Canvas, write_all};
use super::recorded::{ascends, impossible};
use super::session::{NextStep, Standing, Work, execute};
use super::sweep_plan;
use super::{Destination, Event, Host, JobError, Look, Outcome, Result, Settings, Shard, SweepManifest, Unit, Wishes};

/// Results that are done are committed this often, or less where committing itself takes long.
const COMMIT_EVERY: Duration = Duration::from_millis(250);
/// The share of the time that may be spent on committing.
const MOST_COMMITTING: u32 = 20;
/// So many points are begun at a time at most: one for each thread, of which there are fewer.
const MOST_BEGUN: usize = 4_096;

/// A sweep that is asked for.
#[derive(Clone, Debug, Default)]
pub struct SweepOrder {
    /// The sweep file.
    pub file: PathBuf,
    /// What is set over its base, after what the file sets.
    pub settings: Settings,
    /// Only this part of the points.
    pub part: Option<Shard>,
    /// How charts and reports look.
    pub look: Look,
    /// Where the results go.
    pub place: Destination,
    /// What is left behind.
    pub wishes: Wishes,
    /// Whether a table of points may lie outside the sweep file's folder, and a base that lies there and is no scenario may be
    /// quoted in messages.
    pub allow_outside: bool,
}

impl SweepOrder {
    /// The sweep of a file as the file says.
    pub fn new(file: impl Into<PathBuf>) -> Self {
        Self { file: file.into(), ..Self::default() }
    }
}

/// A sweep and its figures.
#[derive(Clone, Debug)]
pub struct SweepFigures {
    /// What was run.
    pub manifest: SweepManifest,
    /// The sweep.
    pub sweep: Sweep,
    /// Its base scenario.
    pub base: Scenario,
    /// The results, by point.
    pub rows: Vec<PointRow>,
    /// Trials that failed.
    pub failed_trials: u64,
}

impl SweepFigures {
    /// What the page of the sweep says of where it comes from.
    #[must_use]
    pub fn provenance(&self) -> Provenance {
        let manifest = &self.manifest;
        Provenance {
            version: manifest.version.clone(),
            file: manifest.sweep_file.clone(),
            sha256: manifest.sweep_sha256.clone(),
            text: manifest.sweep_text.clone(),
            seed: manifest.head.seed,
            trials: manifest.head.trials,
            missing: manifest.missing.clone(),
            command: sweep_command(manifest, self.sweep.settings().len(), self.sweep.plans.as_deref()),
        }
    }
}

/// Runs a sweep file into its folder, going on where an earlier call was interrupted.
///
/// # Errors
/// The sweep file, its base or what is asked of them is wrong, the folder holds something else, or the system refused.
pub fn sweep(order: &SweepOrder, host: &Host) -> Result<Outcome<SweepFigures>> {
    let (sweep, base, manifest) = sweep_plan::read(order, host)?;
    let target = order.place.folder(&order.file, manifest.part);
    execute(SweepWork { manifest, sweep, base, wishes: order.wishes }, &target, host)
}

/// Runs the sweep of a manifest into a folder.
pub(super) fn sweep_manifest(
    manifest: SweepManifest,
    wishes: Wishes,
    target: &Path,
    host: &Host,
) -> Result<Outcome<SweepFigures>> {
    execute(SweepWork::new(manifest, wishes)?, target, host)
}

/// The points of a sweep: what each sets, in words, and its scenario.
pub(super) fn states(manifest: SweepManifest) -> Result<Vec<(String, Scenario)>> {
    let work = SweepWork::new(manifest, Wishes::default())?;
    let points = work.points()?;
    let runner = Runner::new(&work.sweep, &points, |point: &[String]| work.scenario(point));
    let state = |index| {
        let name = points.describe(&points.point(index)).to_string();
        Ok((name, runner.scenario(index)?))
    };
    (0..points.count()).map(state).collect()
}

/// How far a sweep has come.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SweepState {
    /// Points committed.
    pub(super) done: u64,
    /// Length of the table of points, bytes.
    pub(super) table_bytes: u64,
    /// Trials that failed at them.
    pub(super) failed_trials: u64,
    /// By measure, the points of these at which it rests on fewer than 20 trials.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) few: BTreeMap<String, Vec<u64>>,
    /// Points after them of which a part was played.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) begun: Vec<Begun>,
    /// Points that are done and wait for one before them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) ahead: Vec<Finished>,
}

/// A sweep as work.
pub(super) struct SweepWork {
    manifest: SweepManifest,
    sweep: Sweep,
    base: Scenario,
    wishes: Wishes,
}

impl SweepWork {
    /// The sweep of a manifest.
    pub(super) fn new(manifest: SweepManifest, wishes: Wishes) -> Result<Self> {
        let mut sweep = manifest.parsed()?;
        let base = manifest.head.scenario_with(&[])?.scenario;
        let shape = shape(&sweep, &base).map_err(JobError::cannot_run(&manifest.head.scenario_file))?;
        sweep.check_measures(&shape)?;
        let work = Self { manifest, sweep, base, wishes };
        let (points, said) = (work.points()?.count(), work.manifest.points);
        if points != said {
            let reason = words!("has {points} points, and the manifest beside it says {said}", points, said);
            return Err(JobError::refused(&work.manifest.sweep_file, reason));
        }
        let (head, run) = (&work.manifest.head, work.base.run());
        let differs = match () {
            () if head.seed != run.seed => Some(impossible("seed", head.seed)),
            () if head.trials != run.trials => Some(impossible("trials", head.trials)),
            () if head.sampling != run.sampling => Some(impossible("sampling", head.sampling.name())),
            () if head.years != run.years => Some(impossible("years", head.years)),
            () => None,
        };
        match differs {
            None => Ok(work),
            Some(reason) => Err(JobError::Broken { path: PathBuf::from(MANIFEST), reason }),
        }
    }

    /// Makes sure that what a part of the sweep in `folder` counted, and its table, can be of its points.
    pub(super) fn require_part(&self, part: Shard, folder: &Path, state: &SweepState) -> Result<()> {
        let manifest = SweepManifest { part: Some(part), missing: None, ..self.manifest.clone() };
        let work = Self { manifest, sweep: self.sweep.clone(), base: self.base.clone(), wishes: self.wishes };
        if !work.is_over(state) {
            let reason = words!("is of no such sweep as the folder's manifest names: it was changed");
            return Err(JobError::Broken { path: folder.join(PART), reason });
        }
        work.rows(folder, state).map(|_| ())
    }

    /// Whether that can be the state of the whole sweep, or of its part, once all is done.
    fn is_over(&self, state: &SweepState) -> bool {
        state.done == self.extent().1 && state.begun.is_empty() && state.ahead.is_empty() && self.can_be_in(state)
    }

    /// Begins or goes on with the table of points.
    pub(super) fn open_table(&self, folder: &mut Folder, bytes: u64) -> Result<()> {
        Ok(folder.open_table(POINTS, header(&self.sweep).as_bytes(), bytes)?)
    }

    /// The rows of a part's points that nobody has run.
    pub(super) fn rows_without_figures(&self, part: Shard) -> Result<String> {
        let (points, (first, end)) = (self.points()?, part.pieces(self.manifest.points));
        let nothing = vec![Measured::default(); self.sweep.measures.len()];
        Ok((first..end).map(|index| row(&self.sweep, &points.point(index), &nothing)).collect())
    }

    fn points(&self) -> Result<Points<'_>> {
        let refused = |error: crate::sampling::DesignError| JobError::refused(&self.manifest.sweep_file, error.words());
        Points::new(&self.sweep, self.manifest.head.seed).map_err(refused)
    }

    fn scenario(&self, point: &[String]) -> std::result::Result<Scenario, Faults> {
        self.base.with_all(point)
    }

    fn spread<'a>(&self, state: &SweepState, host: &Host<'a>) -> Workload<'a> {
        Workload { points: state.done..self.extent().1, threads: host.threads, stop: host.stop }
    }

    /// Whether these can be the points of which a part was played.
    fn can_have_begun(&self, all: &[Begun]) -> bool {
        if all.is_empty() {
            return true;
        }
        let Ok(points) = self.points() else { return false };
        let runner = Runner::new(&self.sweep, &points, |point: &[String]| self.scenario(point));
        all.len() <= MOST_BEGUN && all.iter().all(|begun| self.can_be_of(begun, &runner))
    }

    /// Whether that can be what was counted of a point.
    fn can_be_of<B: Fn(&[String]) -> std::result::Result<Scenario, Faults> + Sync>(
        &self,
        begun: &Begun,
        runner: &Runner<'_, B>,
    ) -> bool {
        let ascending = begun.played.windows(2).all(|pair| pair[0].1 <= pair[1].0);
        let within = begun.played.iter().all(|&(first, end)| first < end && end <= self.manifest.head.trials);
        let counted = || {
            let scenario = runner.scenario(begun.index).ok()?;
            let empty = runner.empty_parts(&Engine::new(&scenario).ok()?);
            let alike = begun.parts.len() == empty.len()
                && begun.parts.iter().zip(&empty).all(|(part, empty)| part.is_shaped_like(empty));
            let mut counted = begun.parts.iter().map(Tally::trials);
            Some(alike && counted.try_fold(0_u64, u64::checked_add) == Some(begun.trials()))
        };
        ascending && within && counted() == Some(true)
    }

    /// Runs the points that are still to be run.
    fn run_points(&self, folder: &mut Folder, state: SweepState, host: &Host) -> Result<SweepState> {
        let points = self.points()?;
        let runner = Runner::new(&self.sweep, &points, |point: &[String]| self.scenario(point));
        let progress = |count: u64| (host.events)(&Event::Played(count));
        let (spread, before) = (self.spread(&state, host), (state.begun.clone(), state.ahead.clone()));
        let mut pending = Pending::after(state, &self.sweep);
        let result = runner.run(&spread, before.0, before.1, &progress, &mut |progressed| {
            pending.add(progressed);
            if pending.is_due() { pending.commit(folder) } else { Ok::<_, JobError>(()) }
        });
        result.and_then(|()| pending.commit(folder))?;
        Ok(pending.state)
    }

    /// Trials of the points, and those of them that have been played.
    fn trials(&self, state: &SweepState) -> Result<(u64, u64)> {
        let ((first, end), points) = (self.extent(), self.points()?);
        // A point without trials counts as one.
        let trials = if self.sweep.exact { 1 } else { self.manifest.head.trials };
        let whole = points.played(first..state.done) + state.ahead.len() as u64;
        Ok((points.played(first..end) * trials, whole * trials + partly(state)))
    }

    /// The results in a folder.
    fn rows(&self, folder: &Path, state: &SweepState) -> Result<Vec<PointRow>> {
        let path = folder.join(POINTS);
        if !path.exists() {
            let reason = words!("{file} is missing; --force runs the sweep again", file = POINTS);
            return Err(JobError::Broken { path: folder.to_owned(), reason });
        }
        let broken = |reason: Words| JobError::Broken { path: path.clone(), reason };
        let text = read_text(&path)?;
        let mut rows = read(&self.sweep, &text).map_err(broken)?;
        let (first, end) = self.extent();
        let (found, wanted) = (rows.len() as u64, end - first);
        if found != wanted {
            return Err(broken(words!(
                "has {found} rows for {wanted} points; --force runs the sweep again",
                found,
                wanted
            )));
        }
        let points = self.points()?;
        let mut numbered = rows.iter().zip(first..end);
        if let Some((_, index)) = numbered.find(|(row, index)| row.axes != axes_of(&self.sweep, &points.point(*index)))
        {
            let row = index - first + 1;
            return Err(broken(words!("row {row} is not of point {index} of the sweep: it was changed", row, index)));
        }
        self.mark_few(&mut rows, state);
        Ok(rows)
    }

    fn mark_few(&self, rows: &mut [PointRow], state: &SweepState) {
        let first = self.extent().0;
        for (place, measure) in self.sweep.measures.iter().enumerate() {
            for point in state.few.get(&measure.id).into_iter().flatten() {
                let row = point.checked_sub(first).and_then(|row| rows.get_mut(row as usize));
                if let Some(row) = row {
                    row.measures[place].few = true;
                }
            }
        }
    }

    fn figures(&self, rows: Vec<PointRow>, failed_trials: u64) -> SweepFigures {
        let (manifest, sweep, base) = (self.manifest.clone(), self.sweep.clone(), self.base.clone());
        SweepFigures { manifest, sweep, base, rows, failed_trials }
    }
}

/// Whether that can be a measure with its interval.
fn can_be_measured(&[value, low, high]: &[Option<f64>; 3]) -> bool {
    let finite = [value, low, high].into_iter().flatten().all(f64::is_finite);
    finite && low.zip(high).is_none_or(|(low, high)| low <= high && (high - low).is_finite())
}

/// Trials played of points that are not done.
fn partly(state: &SweepState) -> u64 {
    state.begun.iter().map(Begun::trials).sum()
}

impl From<SweepError> for JobError {
    fn from(error: SweepError) -> Self {
        match error {
            SweepError::Faults(faults) => Self::Faults(faults),
            SweepError::Exact { index, point, source } => {
                let reason = words!("at central values, {message}", message = source.words());
                Self::Refused { subject: words!("point {index} ({point})", index, point = *point).to_string(), reason }
            }
            SweepError::Run { index, point, source } => {
                Self::CannotRun { of: Box::new(words!("point {index} ({point})", index, point = *point)), source }
            }
        }
    }
}

impl Work for SweepWork {
    type Manifest = SweepManifest;
    type State = SweepState;
    type Figures = SweepFigures;
    const UNIT: Unit = Unit::Points;

    fn manifest(&self) -> &SweepManifest {
        &self.manifest
    }

    fn like(self, manifest: SweepManifest) -> Result<Self> {
        Self::new(manifest, self.wishes)
    }

    fn wishes(&self) -> Wishes {
        self.wishes
    }

    fn extent(&self) -> (u64, u64) {
        self.manifest.points_of_part()
    }

    fn start(&self) -> SweepState {
        SweepState { done: self.extent().0, ..SweepState::default() }
    }

    fn can_be_in(&self, state: &SweepState) -> bool {
        let ((first, end), measures) = (self.extent(), self.sweep.measures.len());
        let (trials, left) = (self.manifest.head.trials, state.done..end);
        let waits = |it: &Finished| {
            let few = it.few.iter().all(|place| *place < measures) && ascends(&it.few);
            left.contains(&it.index)
                && it.measures.len() == measures
                && it.measures.iter().all(can_be_measured)
                && it.failed_trials <= trials
                && few
        };
        let is_few = |(id, points): (&String, &Vec<u64>)| {
            let within = points.iter().all(|point| (first..state.done).contains(point));
            within && ascends(points) && self.sweep.measures.iter().any(|measure| measure.id == *id)
        };
        let ahead = state.ahead.iter().map(|it| it.index);
        let mut beyond: Vec<u64> = state.begun.iter().map(|it| it.index).chain(ahead).collect();
        beyond.sort_unstable();
        (first..=end).contains(&state.done)
            && ascends(&beyond)
            && beyond.iter().all(|index| left.contains(index))
            && state.failed_trials <= (state.done - first).saturating_mul(trials)
            && state.few.iter().all(is_few)
            && state.ahead.iter().all(waits)
            && self.can_have_begun(&state.begun)
    }

    fn done(state: &SweepState) -> u64 {
        state.done
    }

    fn kept(&self, state: &SweepState) -> (u64, u64) {
        (state.done - self.extent().0 + state.ahead.len() as u64, partly(state))
    }

    fn resume(&self, folder: &Folder, found: Standing<SweepState>) -> Result<NextStep<SweepState>> {
        Ok(match found {
            Standing::Unfinished(state) if folder.has(POINTS) || !self.wishes.force => NextStep::Play(state),
            Standing::Finished => NextStep::Reuse,
            Standing::Unfinished(_) | Standing::Nothing => NextStep::Play(self.start()),
        })
    }

    fn check(&self, state: &SweepState, host: &Host) -> Result<()> {
        let points = self.points()?;
        let runner = Runner::new(&self.sweep, &points, |point: &[String]| self.scenario(point));
        Ok(runner.validate(&self.spread(state, host))?)
    }

    fn play(&self, folder: &mut Folder, mut state: SweepState, host: &Host) -> Result<(SweepState, bool)> {
        self.open_table(folder, state.table_bytes)?;
        state.table_bytes = folder.commit_table()?;
        folder.save_state(&state)?;
        let (trials, done) = self.trials(&state)?;
        (host.events)(&Event::Started { name: &self.sweep.name, trials, done });
        let state = self.run_points(folder, state, host);
        (host.events)(&Event::Ended);
        let state = state?;
        let over = state.done == self.extent().1;
        Ok((state, over))
    }

    /// A sweep has but one table.
    fn convert(&self, _: &Folder) -> Result<()> {
        Ok(())
    }

    fn write(&self, folder: &Folder, state: &SweepState, host: &Host) -> Result<SweepFigures> {
        let figures = self.figures(self.rows(folder.path(), state)?, state.failed_trials);
        if self.wishes.charts {
            self.draw(folder, &figures, host)?;
        }
        let about = self.manifest.head.about(self.base.name(), &self.manifest.version, self.manifest.missing.as_ref());
        let columns = columns(&self.sweep, &self.base);
        write_parquet(&folder.file(POINTS), &columns, &about, &folder.file(POINTS_PARQUET))?;
        let points = Resource { file: POINTS, title: "one row a point", columns };
        folder.write_json(PACKAGE, &package("sweep", &self.sweep.name, &about, &[points]))?;
        folder.write(SWEEP, &json(state))?;
        Ok(figures)
    }

    fn write_so_far(&self, _: &Folder, _: &SweepState) -> Result<Option<SweepFigures>> {
        Ok(None)
    }

    fn write_part(&self, folder: &Folder, state: &SweepState) -> Result<()> {
        Ok(folder.write_part(state, POINTS)?)
    }

    fn stored(&self, folder: &Folder) -> Result<SweepFigures> {
        let state: SweepState = read_json(&folder.file(SWEEP))?;
        if !self.is_over(&state) {
            let reason = words!("is of no such sweep as the folder's manifest names: it was changed");
            return Err(JobError::Broken { path: folder.file(SWEEP), reason });
        }
        Ok(self.figures(self.rows(folder.path(), &state)?, state.failed_trials))
    }

    fn draw(&self, folder: &Folder, figures: &SweepFigures, host: &Host) -> Result<()> {
        let look = &self.manifest.look;
        let (style, provenance) = (look.style("theme")?, figures.provenance());
        let (rows, failed_trials) = (&figures.rows, figures.failed_trials);
        let (sweep, base) = (&self.sweep, &self.base);
        let input = SweepInput { sweep, base, provenance: &provenance, rows, failed_trials };
        write_all(
            &Canvas { folder, manifest: &self.manifest, dpi: look.dpi, explorer: None },
            &style,
            host,
            || charts(&input, &style),
            || sweep_page(&input, &style),
            vec![(style.lang.t("sweep.points").to_owned(), points_table(&self.sweep, rows))],
        )
    }

    fn start_with(&self) -> &'static str {
        POINTS
    }
}

/// What is done, and how much of it is committed.
struct Pending<'a> {
    sweep: &'a Sweep,
    state: SweepState,
    /// Points that are done and not yet in the table.
    rows: String,
    /// Whether the state has changed since it was saved.
    changed: bool,
    next_commit: Instant,
}

impl<'a> Pending<'a> {
    fn after(state: SweepState, sweep: &'a Sweep) -> Self {
        Self { sweep, state, rows: String::new(), changed: false, next_commit: Instant::now() + COMMIT_EVERY }
    }

    fn add(&mut self, progressed: Progressed) {
        self.changed = true;
        let index = progressed.index();
        self.state.begun.retain(|it| it.index != index);
        match progressed {
            Progressed::Done(result) => {
                self.state.ahead.retain(|it| it.index != index);
                self.rows.push_str(&row(self.sweep, &result.point, &result.measures));
                self.state.done = index + 1;
                self.state.failed_trials += result.failed_trials;
                for place in result.few() {
                    self.state.few.entry(self.sweep.measures[place].id.clone()).or_default().push(index);
                }
            }
            Progressed::Ahead(finished) => self.state.ahead.push(finished),
            Progressed::Begun(begun) => self.state.begun.push(begun),
        }
    }

    fn is_due(&self) -> bool {
        Instant::now() >= self.next_commit
    }

    fn commit(&mut self, folder: &mut Folder) -> Result<()> {
        if !self.changed {
            return Ok(());
        }
        let begun = Instant::now();
        folder.append(self.rows.as_bytes())?;
        self.state.table_bytes = folder.commit_table()?;
        folder.save_state(&self.state)?;
        self.rows.clear();
        self.changed = false;
        self.next_commit = Instant::now() + COMMIT_EVERY.max(MOST_COMMITTING * begun.elapsed());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = include_str!("../../scenarios/tiny.toml");
    const TEXT: &str = "schema = 1\n[sweep]\nbase = \"tiny.toml\"\ntrials = 400\n[[axis]]\npath = \"front.stalemate\"\n\
        values = [0.3, 0.5, 0.7]\n[[measure]]\nid = \"signed\"\nof = \"settlement.share\"\n";

    fn finished(index: u64) -> Finished {
        Finished { index, measures: vec![[Some(0.5), None, None]], failed_trials: 1, few: Vec::new() }
    }

    fn begun(index: u64, end: u64) -> Begun {
        Begun { index, played: vec![(0, end), (300, 310)], parts: Vec::new() }
    }

    /// By hand: of 3 points of 400 trials one is done and one waits for another, of which 60 trials are played.
    #[test]
    fn all_that_was_played_counts() {
        let desk = tempfile::tempdir().unwrap();
        let file = desk.path().join("sweep.toml");
        std::fs::write(desk.path().join("tiny.toml"), BASE).unwrap();
        std::fs::write(&file, TEXT).unwrap();
        let (sweep, base, manifest) =
            sweep_plan::read(&SweepOrder::new(&file), &Host::silent(&std::sync::atomic::AtomicBool::new(false)))
                .unwrap();
        let work = SweepWork { manifest, sweep, base, wishes: Wishes::default() };
        let state =
            SweepState { done: 1, begun: vec![begun(1, 50)], ahead: vec![finished(2)], ..SweepState::default() };
        assert_eq!(work.trials(&state).unwrap(), (1_200, 860));
        assert_eq!(work.kept(&state), (2, 60));
    }

    /// A point is kept in one place at a time: begun, then done ahead of another, then in the table.
    #[test]
    fn a_point_is_kept_once() {
        let sweep = Sweep::parse("sweep.toml", TEXT).unwrap();
        let mut pending = Pending::after(SweepState::default(), &sweep);
        pending.add(Progressed::Begun(begun(1, 50)));
        pending.add(Progressed::Begun(begun(1, 70)));
        assert_eq!(pending.state.begun, [begun(1, 70)]);
        pending.add(Progressed::Ahead(finished(1)));
        assert_eq!((&pending.state.begun[..], &pending.state.ahead[..]), (&[][..], &[finished(1)][..]));
        assert_eq!(pending.state.done, 0);
    }
}
