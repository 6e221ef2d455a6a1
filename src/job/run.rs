//! A run: the trials of one scenario.

use std::cell::OnceCell;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::analysis::concession::{ChangeError, Changes, DRAWS, changes};
use crate::analysis::evaluation::Evaluation;
use crate::analysis::plan_table::PlanTable;
use crate::analysis::precision::Precision;
use crate::analysis::savi::{SaviLines, SaviTables};
use crate::analysis::summary::Summary;
use crate::analysis::table::CsvTable;
use crate::analysis::weights::WeightsSummary;
use crate::analysis::{evaluate, summarise};
use crate::engine::{Block, Engine, Run, Span, Tally, block_size};
use crate::model::TheoryKind;
use crate::model::forecast::Multipliers;
use crate::report::figures::charts;
use crate::report::page::Page;
use crate::report::{
    OtherTheory, Provenance, ReportInput, leading, run_page, summary_columns, summary_csv, summary_table,
};
use crate::sampling::Sampling;
use crate::scenario::{Loaded, Scenario, load};
use crate::store::{
    COUNTS, EXPLORER, Folder, PACKAGE, PLANS, PLANS_PARQUET, Resource, SAVI, SUMMARY, SUMMARY_TABLE, TRIALS,
    TRIALS_PARQUET, json, package, packed, prove, write_parquet,
};
use crate::words::words;

use super::command::run_command;
use super::draw::{Canvas, write_all};
use super::explore::page_of_run;
use super::extend::extend;
use super::forecasts::{self, BesideForecasts};
use super::kind::stored;
use super::order::file_name;
use super::recorded::{Recorded as _, likeness};
use super::session::{NextStep, Standing, Work, execute};
use super::stored_summary::stored_summary;
use super::{
    Destination, Event, Head, Host, JobError, Look, Note, Outcome, Result, RunManifest, Settings, Shard, TrialTable,
    Unit, Wishes,
};

/// A run that is asked for.
#[derive(Clone, Debug, Default)]
pub struct RunOrder {
    /// The scenario file.
    pub file: PathBuf,
    /// What is set over it.
    pub settings: Settings,
    /// Stops at the first block after which every outcome class is known to within this half-width (95 %), in (0, 0.5).
    pub precision: Option<f64>,
    /// Only this part of the blocks of trials.
    pub part: Option<Shard>,
    /// Goes on from a finished run of fewer trials in the folder.
    pub extend: bool,
    /// The folder of a run whose multipliers of forecasts are taken.
    pub forecasts_from: Option<PathBuf>,
    /// How charts and reports look.
    pub look: Look,
    /// Where the results go.
    pub place: Destination,
    /// What is left behind.
    pub wishes: Wishes,
}

/// A run and its figures.
#[derive(Clone, Debug)]
pub struct RunFigures {
    /// What was run.
    pub manifest: RunManifest,
    /// The scenario.
    pub scenario: Scenario,
    /// The figures of the trials that were played.
    pub summary: Summary,
    /// The figures of the same luck under the second theory, where there is one and its trials are all played.
    pub second: Option<SecondTheory>,
}

impl RunFigures {
    /// Those of the second theory, as reports take them.
    #[must_use]
    pub fn other_theory(&self) -> Option<OtherTheory<'_>> {
        self.second.as_ref().map(|it| OtherTheory { theory: it.theory.name(), summary: &it.summary })
    }
}

/// What a second theory comes to.
#[derive(Clone, Debug)]
pub struct SecondTheory {
    /// The theory.
    pub theory: TheoryKind,
    /// Its figures.
    pub summary: Summary,
}

/// Runs a scenario file into its folder, going on where an earlier call was interrupted.
///
/// # Errors
/// The scenario or what is asked of it is wrong, the folder holds something else, or the system refused.
pub fn run(order: &RunOrder, host: &Host) -> Result<Outcome<RunFigures>> {
    let loaded = load(&order.file, &order.settings.all(), order.settings.plans.as_deref())?;
    let manifest = order.manifest(&loaded)?;
    host.warn(&loaded);
    let target = order.place.folder(&order.file, manifest.part);
    let wishes = if order.extend { extend(&manifest, order.wishes, &target)? } else { order.wishes };
    run_manifest(manifest, wishes, &target, host)
}

/// Runs what a manifest says into a folder.
pub(super) fn run_manifest(
    manifest: RunManifest,
    wishes: Wishes,
    target: &Path,
    host: &Host,
) -> Result<Outcome<RunFigures>> {
    execute(RunWork::new(manifest, wishes)?, target, host)
}

impl RunOrder {
    /// The run of a scenario file as the file says.
    pub fn new(file: impl Into<PathBuf>) -> Self {
        Self { file: file.into(), ..Self::default() }
    }

    fn manifest(&self, loaded: &Loaded) -> Result<RunManifest> {
        let run = loaded.scenario.run();
        self.check_precision(run.sampling, run.replications)?;
        let asked = BesideForecasts {
            from: self.forecasts_from.is_some(),
            precision: self.precision.is_some(),
            part: self.part.is_some(),
            two: self.settings.second_theory.is_some(),
        };
        forecasts::check(&loaded.scenario, asked)?;
        if self.wishes.savi {
            check_savi(self.part, &loaded.scenario)?;
        }
        if self.look.explorer && !self.wishes.charts {
            return Err(JobError::refused("--explorer", words!("goes with a report: leave out --no-charts")));
        }
        if self.wishes.plan_table && self.part.is_some() {
            let reason = words!("goes with a whole run: the tables of parts are not joined");
            return Err(JobError::refused("--plan-table", reason));
        }
        let whole = whole_manifest(&self.file, loaded, &self.settings, self.look.clone());
        let blocks = run.trials.div_ceil(whole.block_size);
        let part = self
            .part
            .map(|part| part.among(blocks, [words!("one block of trials"), words!("blocks of trials")]))
            .transpose()?;
        let from = self.forecasts_from.as_deref();
        let forecasts_from = from.map(|folder| forecasts::of_run(folder, &whole)).transpose()?;
        Ok(RunManifest { precision: self.precision, part, forecasts_from, ..whole })
    }

    fn check_precision(&self, sampling: Sampling, replications: u64) -> Result<()> {
        let Some(precision) = self.precision else { return Ok(()) };
        let reason = match () {
            () if replications > 1 => {
                words!(
                    "with --replications the trials of a draw are not independent; choose the number of trials instead"
                )
            }
            () if !(precision > 0.0 && precision < 0.5) => words!("a half-width lies between 0 and 0.5, such as 0.005"),
            () if sampling != Sampling::MonteCarlo => words!(
                "only plain Monte Carlo can stop early: the points of a Latin hypercube or of Sobol's sequence are balanced \
                 as a whole, and a part of them is not; choose the number of trials instead"
            ),
            () if self.part.is_some() => words!(
                "a part of a split run does not know the other parts' trials; choose the number of trials instead"
            ),
            () => return Ok(()),
        };
        Err(JobError::refused(format!("--precision {precision}"), reason))
    }
}

/// What SAVI cannot be given.
fn check_savi(part: Option<Shard>, scenario: &Scenario) -> Result<()> {
    let reason = match () {
        () if part.is_some() => words!("goes with a whole run: the tables of parts are not joined"),
        () if scenario.inputs().is_empty() => {
            words!("has no parameters to write: no input of the scenario is uncertain")
        }
        () if scenario.structure().is_weighted() => words!(
            "takes draws that count alike, and with evidence or forecasts they do not: take the `weight` of {file} \
             instead, or leave [[evidence]] and [[forecast]] out",
            file = TRIALS
        ),
        () if scenario.structure().plans.len() < 2 => {
            words!("has nothing to choose between: the scenario has fewer than two plans")
        }
        () => return Ok(()),
    };
    Err(JobError::refused("--savi", reason))
}

/// The manifest of a run of all trials.
pub(super) fn whole_manifest(file: &Path, loaded: &Loaded, settings: &Settings, look: Look) -> RunManifest {
    let run = loaded.scenario.run();
    RunManifest {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        head: Head::new(file_name(file), loaded, settings.set.clone(), settings.plans.clone()),
        block_size: block_size(run),
        replications: run.replications,
        alone: run.alone,
        precision: None,
        part: None,
        missing: None,
        second_theory: settings.second_theory,
        forecasts_from: None,
        look,
    }
}

/// How far a run has come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct RunState {
    /// Trials committed.
    pub(super) done: u64,
    /// Length of the trial table, bytes.
    pub(super) table_bytes: u64,
    /// Lengths of the tables beside it, bytes; empty where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) beside_bytes: Vec<u64>,
    /// Everything counted so far.
    pub(super) tally: Tally,
}

/// The same without owning the tally.
#[derive(Serialize)]
struct StateOf<'a> {
    done: u64,
    table_bytes: u64,
    #[serde(skip_serializing_if = "<[u64]>::is_empty")]
    beside_bytes: &'a [u64],
    tally: &'a Tally,
}

/// A run as work.
pub(super) struct RunWork {
    manifest: RunManifest,
    pub(super) scenario: Scenario,
    /// The exact solution that the report needs.
    evaluation: Option<Evaluation>,
    /// Nothing counted yet.
    empty: Tally,
    wishes: Wishes,
    /// What multiplies the weights of trials, once that is known.
    multipliers: OnceCell<Multipliers>,
}

impl RunWork {
    /// The run of a manifest; what can be known to fail fails here rather than after all trials.
    pub(super) fn new(manifest: RunManifest, wishes: Wishes) -> Result<Self> {
        let scenario = manifest.scenario()?.scenario;
        if let Some((second, _)) = manifest.second() {
            Self::new(second, wishes)?;
        }
        let charts = wishes.charts && manifest.part.is_none();
        let evaluation = charts.then(|| evaluated(&scenario, &manifest.head.scenario_file)).transpose()?;
        let known = manifest.forecasts_from.clone().unwrap_or_default();
        let empty = engine(&scenario, &manifest)?.with_multipliers(known).tally();
        Ok(Self { manifest, scenario, evaluation, empty, wishes, multipliers: OnceCell::new() })
    }

    /// Whether a tally can be one of so many trials of this run.
    pub(super) fn can_count(&self, tally: &Tally, trials: u64) -> bool {
        let lambda = &tally.forecasts.multipliers.lambda;
        let multiplied = lambda.is_empty() || lambda.len() == self.scenario.forecasts().len();
        multiplied && tally.trials() == trials && tally.is_shaped_like(&self.empty)
    }

    /// The table that is written while the run is going on: a part's is always CSV, from which merging makes Parquet.
    fn writes_table(&self) -> bool {
        self.wishes.table != TrialTable::None
    }

    /// Begins or goes on with the table.
    pub(super) fn open_table(&self, folder: &mut Folder, bytes: u64) -> Result<()> {
        if self.writes_table() {
            folder.open_table(TRIALS, &CsvTable::new(&self.scenario).header(), bytes)?;
        }
        Ok(())
    }

    /// Begins or goes on with the tables beside that of the trials.
    fn open_beside(&self, folder: &mut Folder, bytes: &[u64]) -> Result<()> {
        let savi = self.wishes.savi.then(|| SaviTables::new(&self.scenario).headers());
        let plans = self.wishes.plan_table.then(|| PlanTable::new(&self.scenario).header());
        let headers = savi.into_iter().flatten().chain(plans);
        for (index, (name, header)) in self.wishes.beside().zip(headers).enumerate() {
            folder.open_beside(name, &header, bytes.get(index).copied().unwrap_or(0))?;
        }
        Ok(())
    }

    /// Whether the tables that were asked for are in the folder.
    fn has_tables(&self, folder: &Folder) -> bool {
        self.has_table(folder) && self.has_beside(folder)
    }

    /// Whether the tables beside that of the trials are in the folder, that of the plans in whatever format.
    fn has_beside(&self, folder: &Folder) -> bool {
        self.wishes.beside().all(|name| folder.has(name) || (name == PLANS && folder.has(PLANS_PARQUET)))
    }

    /// Whether the trial table that was asked for is in the folder.
    fn has_table(&self, folder: &Folder) -> bool {
        match self.wishes.table {
            TrialTable::Parquet if self.manifest.part.is_none() => folder.has(TRIALS_PARQUET),
            TrialTable::Both => folder.has(TRIALS_PARQUET) && folder.has(TRIALS),
            TrialTable::Csv | TrialTable::Parquet => folder.has(TRIALS),
            TrialTable::None => true,
        }
    }

    /// Whether all is there but that the trial table is wanted as Parquet.
    fn is_to_be_converted(&self, folder: &Folder) -> bool {
        self.wishes.table == TrialTable::Parquet && folder.has(TRIALS) && self.has_beside(folder)
    }

    /// Whether nothing was left to be done but to say so: the table has been turned into Parquet and taken away.
    fn is_over_but_for(&self, folder: &Folder, state: &RunState) -> bool {
        let all = (state.done == self.extent().1 || self.is_precise(&state.tally)) && self.has_second(folder);
        let turned = state.table_bytes > 0 && !folder.has(TRIALS) && folder.has(TRIALS_PARQUET);
        all && turned && folder.has(SUMMARY) && self.has_tables(folder)
    }

    /// Goes on from a state, unless it kept a table and now none is wanted, or the other way round.
    pub(super) fn go_on(&self, folder: &Folder, state: RunState) -> Result<NextStep<RunState>> {
        let (kept, done) = (state.table_bytes > 0, state.tally.trials());
        // Three of SAVI, and that of the plans.
        let beside = state.beside_bytes.len();
        let (savi, plans) = (beside >= SAVI.len(), beside % SAVI.len() == 1);
        let alike = kept == self.writes_table() && savi == self.wishes.savi && plans == self.wishes.plan_table;
        if self.wishes.force && kept && !folder.has(TRIALS) {
            return Ok(NextStep::Play(self.start()));
        }
        if alike || done == 0 {
            return Ok(NextStep::Play(if alike { state } else { self.start() }));
        }
        if self.wishes.force {
            return Ok(NextStep::Play(self.start()));
        }
        let begun_with = match (kept == self.writes_table(), kept, savi) {
            (false, true, _) => words!("a trial table: leave out --trials-format none"),
            (false, false, _) => words!("--trials-format none: add it"),
            (true, ..) if savi == self.wishes.savi && plans => words!("--plan-table: add it"),
            (true, ..) if savi == self.wishes.savi => words!("no table of plans: leave out --plan-table"),
            (true, _, true) => words!("--savi: add it"),
            (true, _, false) => words!("no tables for SAVI: leave out --savi"),
        };
        let reason = words!(
            "holds {done} trials of this run, begun with {begun_with} to go on, or --force to start anew",
            done,
            begun_with
        );
        Err(JobError::refused(folder.path().display(), reason))
    }

    fn is_precise(&self, tally: &Tally) -> bool {
        self.manifest.precision.is_some_and(|wanted| Precision::of(tally).half_width <= wanted)
    }

    /// Plays the trials that are still to be played.
    fn trials(&self, folder: &mut Folder, start: RunState, host: &Host) -> Result<RunState> {
        let (done, end) = (start.done, self.extent().1);
        let span = Span { first: done, end, block_size: self.manifest.block_size };
        let mut reached = (done, start.table_bytes, start.beside_bytes);
        let mut commit = |block: &Block<'_, TableChunk>| -> Result<ControlFlow<()>> {
            block.chunks.iter().try_for_each(|chunk| append(folder, chunk))?;
            reached = (block.end, folder.commit_table()?, folder.commit_beside()?);
            let (done, table_bytes, beside_bytes) = (reached.0, reached.1, reached.2.as_slice());
            folder.save_state(&StateOf { done, table_bytes, beside_bytes, tally: block.tally })?;
            Ok(if self.is_precise(block.tally) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        };
        let progress = |count: u64| (host.events)(&Event::Played(count));
        let table = self.writes_table().then(|| CsvTable::new(&self.scenario));
        let savi = self.wishes.savi.then(|| SaviTables::new(&self.scenario));
        let plans = self.wishes.plan_table.then(|| PlanTable::new(&self.scenario));
        let run = Run::new(&self.scenario).span(span).threads(host.threads).start(start.tally);
        let run = run.stop(host.stop).progress(&progress).observe((table, (savi, plans)));
        let run = match self.multipliers.get() {
            Some(known) => run.multipliers(known.clone()),
            None => run,
        };
        let tally = run.commit(|block| commit(&block))?;
        Ok(RunState { done: reached.0, table_bytes: reached.1, beside_bytes: reached.2, tally })
    }

    fn say_precision(&self, tally: &Tally, host: &Host) {
        let (Some(wanted), trials) = (self.manifest.precision, tally.trials()) else { return };
        let reached = Precision::of(tally).half_width;
        if reached > wanted {
            host.say(&Note::NotPrecise { reached, wanted, trials });
        } else if trials < self.manifest.head.trials {
            host.say(&Note::Precise { trials });
        }
    }

    fn figures(&self, summary: Summary, second: Option<SecondTheory>) -> RunFigures {
        RunFigures { manifest: self.manifest.clone(), scenario: self.scenario.clone(), summary, second }
    }

    /// The finished run of the second theory.
    fn second(&self, folder: &Folder) -> Result<Option<SecondTheory>> {
        let Some(theory) = self.manifest.second_theory else { return Ok(None) };
        let Some((manifest, within)) = self.manifest.second() else { return Ok(None) };
        let (scenario, within) = (manifest.scenario()?.scenario, folder.file(within));
        prove(&within)?;
        likeness(&manifest, &stored(&within)?).map_err(|differs| JobError::Others { path: within.clone(), differs })?;
        let summary = stored_summary(&within, &manifest, &scenario)?;
        Ok(Some(SecondTheory { theory, summary }))
    }

    /// Whether the run of the second theory is there, if one is wanted.
    fn has_second(&self, folder: &Folder) -> bool {
        self.manifest.second().is_none_or(|(manifest, within)| {
            let within = folder.file(within);
            within.join(manifest.result()).exists() && !Folder::is_unfinished(&within)
        })
    }

    /// Runs the second theory on the same luck, if one is wanted; whether nothing of it is left to do.
    fn play_second(&self, folder: &Folder, host: &Host) -> Result<bool> {
        let Some((manifest, within)) = self.manifest.second() else { return Ok(true) };
        match run_manifest(manifest, self.wishes, &folder.file(within), host) {
            Ok(outcome) => Ok(outcome.complete),
            Err(JobError::Stopped(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// What tables say of the run beside their columns.
    fn about(&self) -> Vec<(&'static str, String)> {
        let manifest = &self.manifest;
        manifest.head.about(self.scenario.name(), &manifest.version, manifest.missing.as_ref())
    }

    /// What the tables in CSV hold.
    fn package(&self) -> serde_json::Value {
        let trials = || Resource {
            file: TRIALS,
            title: "one row a trial",
            columns: CsvTable::new(&self.scenario).columns().to_vec(),
        };
        let kept = matches!(self.wishes.table, TrialTable::Csv | TrialTable::Both).then(trials);
        let figures = Resource { file: SUMMARY_TABLE, title: "one row a figure", columns: summary_columns() };
        let csv = self.wishes.plan_table && self.wishes.table != TrialTable::Parquet;
        let plans = csv.then(|| Resource {
            file: PLANS,
            title: "one row a draw and plan",
            columns: PlanTable::new(&self.scenario).columns().to_vec(),
        });
        let resources: Vec<Resource> = kept.into_iter().chain([figures]).chain(plans).collect();
        package("run", self.scenario.name(), &self.about(), &resources)
    }

    /// Writes the tables as Parquet too, each to its place, and says which.
    fn write_parquet(&self, folder: &Folder, place: &dyn Fn(&str) -> PathBuf) -> Result<Vec<&'static str>> {
        let (table, about) = (CsvTable::new(&self.scenario), self.about());
        write_parquet(&folder.file(TRIALS), table.columns(), &about, &place(TRIALS_PARQUET))?;
        if !self.wishes.plan_table {
            return Ok(vec![TRIALS_PARQUET]);
        }
        let plans = PlanTable::new(&self.scenario);
        write_parquet(&folder.file(PLANS), plans.columns(), &about, &place(PLANS_PARQUET))?;
        Ok(vec![TRIALS_PARQUET, PLANS_PARQUET])
    }

    /// Writes the tables of finished figures, which are proved, as Parquet too.
    fn add_parquet(&self, folder: &Folder) -> Result<()> {
        let made = self.write_parquet(folder, &|name| folder.begun(name))?;
        Ok(folder.add_sealed(&made)?)
    }
}

impl Work for RunWork {
    type Manifest = RunManifest;
    type State = RunState;
    type Figures = RunFigures;
    const UNIT: Unit = Unit::Trials;

    fn manifest(&self) -> &RunManifest {
        &self.manifest
    }

    fn like(self, manifest: RunManifest) -> Result<Self> {
        Self::new(manifest, self.wishes)
    }

    fn wishes(&self) -> Wishes {
        self.wishes
    }

    fn extent(&self) -> (u64, u64) {
        self.manifest.trials_of_part()
    }

    fn start(&self) -> RunState {
        RunState { done: self.extent().0, table_bytes: 0, beside_bytes: Vec::new(), tally: self.empty.clone() }
    }

    fn can_be_in(&self, state: &RunState) -> bool {
        let (first, end) = self.extent();
        (first..=end).contains(&state.done) && self.can_count(&state.tally, state.done - first)
    }

    fn done(state: &RunState) -> u64 {
        state.done
    }

    fn kept(&self, state: &RunState) -> (u64, u64) {
        (state.tally.trials(), 0)
    }

    fn resume(&self, folder: &Folder, found: Standing<RunState>) -> Result<NextStep<RunState>> {
        match found {
            Standing::Finished if self.has_tables(folder) && self.has_second(folder) => Ok(NextStep::Reuse),
            Standing::Finished if self.is_to_be_converted(folder) && self.has_second(folder) => Ok(NextStep::Convert),
            Standing::Unfinished(state) if self.is_over_but_for(folder, &state) => Ok(NextStep::Reuse),
            Standing::Unfinished(state) => self.go_on(folder, state),
            Standing::Finished | Standing::Nothing => Ok(NextStep::Play(self.start())),
        }
    }

    /// Making the work has checked all of it but whether forecasts can hold, which the trials have to say.
    fn check(&self, state: &RunState, host: &Host) -> Result<()> {
        let known = &state.tally.forecasts.multipliers;
        let known = if known.lambda.is_empty() && self.multipliers.get().is_none() {
            forecasts::asked_first(&self.scenario, &self.manifest.head.scenario_file, host)?
        } else {
            (!known.lambda.is_empty()).then(|| known.clone())
        };
        if let Some(known) = known {
            let _ = self.multipliers.set(known);
        }
        Ok(())
    }

    fn play(&self, folder: &mut Folder, state: RunState, host: &Host) -> Result<(RunState, bool)> {
        let (first, end) = self.extent();
        let precise_before = state.done > first && self.is_precise(&state.tally);
        let state = if precise_before {
            state
        } else {
            self.open_table(folder, state.table_bytes)?;
            self.open_beside(folder, &state.beside_bytes)?;
            let (trials, done) = (end - first, state.done - first);
            let told = self.scenario.in_language(&self.manifest.look.lang);
            (host.events)(&Event::Started { name: told.name(), trials, done });
            let played = self.trials(folder, state, host);
            (host.events)(&Event::Ended);
            played?
        };
        let over = state.done == end || (state.done > first && self.is_precise(&state.tally));
        if over {
            self.say_precision(&state.tally, host);
        }
        let over = over && self.play_second(folder, host)?;
        Ok((state, over))
    }

    fn convert(&self, folder: &Folder) -> Result<()> {
        if let Some((manifest, within)) = self.manifest.second() {
            let second = Folder::take(&folder.file(within), false)?;
            prove(second.path())?;
            Self::new(manifest, self.wishes)?.add_parquet(&second)?;
        }
        self.add_parquet(folder)
    }

    fn write(&self, folder: &Folder, state: &RunState, host: &Host) -> Result<RunFigures> {
        if matches!(self.wishes.table, TrialTable::Parquet | TrialTable::Both) {
            self.write_parquet(folder, &|name| folder.file(name))?;
        }
        let summary = Summary { partial: self.manifest.missing.clone(), ..summarise(&self.scenario, &state.tally) };
        folder.write(SUMMARY_TABLE, summary_csv(&summary).as_bytes())?;
        folder.write_json(PACKAGE, &self.package())?;
        let figures = self.figures(summary, self.second(folder)?);
        if self.wishes.charts {
            self.draw(folder, &figures, host)?;
        }
        folder.write(COUNTS, &packed(&state.tally))?;
        folder.write(SUMMARY, &json(&figures.summary))?;
        if self.wishes.table == TrialTable::Parquet {
            // Late: until all else is on the disk, with digests that prove it, it is from these tables that the run would go on.
            folder.seal()?;
            folder.sync()?;
            folder.remove(TRIALS)?;
            folder.remove(PLANS)?;
        }
        Ok(figures)
    }

    fn write_so_far(&self, folder: &Folder, state: &RunState) -> Result<Option<RunFigures>> {
        if self.manifest.part.is_some() {
            return Ok(None);
        }
        let summary = summarise(&self.scenario, &state.tally);
        folder.write(SUMMARY, &json(&summary))?;
        Ok(Some(self.figures(summary, None)))
    }

    fn write_part(&self, folder: &Folder, state: &RunState) -> Result<()> {
        Ok(folder.write_part(&state.tally, TRIALS)?)
    }

    fn stored(&self, folder: &Folder) -> Result<RunFigures> {
        let summary = stored_summary(folder.path(), &self.manifest, &self.scenario)?;
        Ok(self.figures(summary, self.second(folder)?))
    }

    fn draw(&self, folder: &Folder, figures: &RunFigures, host: &Host) -> Result<()> {
        let look = &self.manifest.look;
        let style = look.style("theme")?;
        let evaluation = match &self.evaluation {
            Some(evaluation) => evaluation,
            None => &evaluated(&self.scenario, &self.manifest.head.scenario_file)?,
        };
        let provenance = provenance(&self.manifest);
        let (scenario, summary) = (&self.scenario, &figures.summary);
        let changes = changed(scenario, evaluation, summary, &self.manifest.head.scenario_file)?;
        let second = figures.other_theory();
        let input = ReportInput { scenario, evaluation, changes: &changes, summary, provenance: &provenance, second };
        let further = vec![(style.lang.t("workbook.figures").to_owned(), summary_table(summary))];
        let explorer = look.explorer.then(|| page_of_run(&self.manifest, scenario, host)).transpose()?;
        let page = || Page { explorer: look.explorer.then_some(EXPLORER), ..run_page(&input, &style) };
        let charts = || charts(&input, &style);
        let canvas = Canvas { folder, manifest: &self.manifest, dpi: look.dpi, explorer };
        write_all(&canvas, &style, host, charts, page, further)
    }

    fn start_with(&self) -> &'static str {
        SUMMARY
    }
}

/// What a chunk of trials leaves in the tables that are kept.
type TableChunk = (Option<String>, (Option<SaviLines>, Option<String>));

fn append(folder: &mut Folder, (trials, (savi, plans)): &TableChunk) -> Result<()> {
    if let Some(rows) = trials {
        folder.append(rows.as_bytes())?;
    }
    let beside = savi.iter().flat_map(|draws| &draws.lines).chain(plans).map(String::as_bytes);
    Ok(folder.append_beside(&beside.collect::<Vec<_>>())?)
}

/// The engine of a run.
fn engine<'a>(scenario: &'a Scenario, manifest: &RunManifest) -> Result<Engine<'a>> {
    Engine::new(scenario).map_err(JobError::cannot_run(&manifest.head.scenario_file))
}

/// What a report says of where its figures come from.
pub(super) fn provenance(manifest: &RunManifest) -> Provenance {
    let head = &manifest.head;
    Provenance {
        version: manifest.version.clone(),
        file: head.scenario_file.clone(),
        sha256: head.scenario_sha256.clone(),
        text: head.scenario_text.clone(),
        seed: head.seed,
        trials: head.trials,
        missing: manifest.missing.clone(),
        command: run_command(manifest),
    }
}

/// The exact solution that a report needs.
fn evaluated(scenario: &Scenario, file: &str) -> Result<Evaluation> {
    evaluate(scenario).map_err(|error| {
        let reason = words!(
            "at central values, {error}, so that there can be no report; --no-charts runs without one",
            error = error.words()
        );
        JobError::refused(file, reason)
    })
}

/// What would change the refusals of the leading plans, which a report tells.
fn changed(scenario: &Scenario, evaluation: &Evaluation, summary: &Summary, file: &str) -> Result<Changes> {
    let draws = summary.trials.min(DRAWS);
    let multipliers = summary.weights.as_ref().and_then(WeightsSummary::multipliers);
    changes(scenario, evaluation, &leading(scenario, summary), Some(draws), multipliers.as_ref()).map_err(|error| {
        match error {
            ChangeError::Run(source) => JobError::cannot_run(file)(source),
            other => JobError::refused(file, other.words()),
        }
    })
}
