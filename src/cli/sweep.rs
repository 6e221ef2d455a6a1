//! `armistice sweep`: a base scenario at many points.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use serde_json::{Map, Value, json};

use crate::job::command::sweep_command;
use crate::job::{Head, SweepManifest, SweepState};
use crate::report::sweep::{SweepInput, charts};
use crate::report::text::sweep_text;
use crate::report::{Provenance, sweep_page};
use crate::scenario::{Faults, Loaded, parse, sorted, text_of};
use crate::store::{
    Folder, Found, MANIFEST, PART, POINTS, REPORT, Recorded, SWEEP, digest, json as json_bytes, read_json, read_part,
};
use crate::sweep::run::{Begun, Progressed, Runner, Spread, SweepError, shape};
use crate::sweep::table::{PointRow, header, read, row};
use crate::sweep::{Points, Sweep};

use super::args::{Format, Output, SweepArguments};
use super::{Failure, Status, draw, files, interrupt, print, progress, style};

/// Results that are done are committed this often, or less where committing itself takes long.
const COMMIT_EVERY: Duration = Duration::from_millis(250);
/// The share of the time that may be spent on committing.
const MOST_COMMITTING: u32 = 20;

impl Recorded for SweepManifest {
    type State = SweepState;

    fn result(&self) -> &'static str {
        if self.part.is_some() { PART } else { SWEEP }
    }
}

impl From<SweepError> for Failure {
    fn from(error: SweepError) -> Self {
        match error {
            SweepError::Faults(faults) => Failure::wrong(faults.render(style())),
            SweepError::Run { .. } => Failure::wrong(error.to_string()),
        }
    }
}

fn told(faults: &Faults) -> Failure {
    Failure::wrong(faults.render(style()))
}

/// The texts and settings of a sweep, before anything is run.
struct Plan {
    sweep: Sweep,
    manifest: SweepManifest,
}

impl Plan {
    /// Reads a sweep file and its base with what the command line sets.
    fn read(arguments: &SweepArguments) -> Result<Self, Failure> {
        let path = &arguments.file;
        let name = path.display().to_string();
        let text = text_of(path).map_err(|reason| told(&Faults::whole(&name, reason)))?;
        let (sweep, mut faults) = Sweep::read(&name, &text).map_err(|faults| told(&faults))?;
        if sweep.base.is_empty() && !faults.diagnostics.is_empty() {
            return Err(told(&faults));
        }
        let base = path.parent().unwrap_or(Path::new("")).join(&sweep.base);
        let base_name = base.display().to_string();
        let base_text = text_of(&base).map_err(|reason| {
            let message = format!("`sweep.base` is \"{}\"; {base_name}: {reason}", sweep.base);
            faults.diagnostics.extend(Faults::whole(&name, message).diagnostics);
            told(&faults)
        })?;
        let mut overrides = sweep.settings();
        overrides.extend(arguments.overrides.all());
        let plans = arguments.overrides.plans.clone().or_else(|| sweep.plans.clone());
        let read = |overrides: &[String]| parse(&base_name, &base_text, overrides, plans.as_deref());
        let loaded = read(&overrides).map_err(|of_base| {
            let of_base_told = match arguments.overrides.plans {
                None => sweep.with_faults_of_plans(of_base.diagnostics),
                Some(_) => of_base.diagnostics,
            };
            faults.diagnostics.extend(of_base_told);
            told(&Faults { diagnostics: std::mem::take(&mut faults.diagnostics), more: faults.more + of_base.more })
        })?;
        let mut all = sweep.with_faults_of_axes(faults.diagnostics, &loaded.scenario, |axes: &[String]| {
            read(&[overrides.as_slice(), axes].concat())
        });
        let mut sweep = sweep;
        let shape = shape(&loaded.scenario).map_err(|error| Failure::wrong(format!("{base_name}: {error}")))?;
        if let Err(of_measures) = sweep.check_measures(&shape) {
            all.extend(of_measures.diagnostics);
        }
        all.extend(sweep.axes_without_effect(&arguments.overrides.set, plans.as_deref()));
        if !all.is_empty() {
            return Err(told(&sorted(all, faults.more)));
        }
        let run = loaded.scenario.run();
        let file_name =
            |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let points = Points::new(&sweep, run.seed).map_err(|error| Failure::wrong(format!("{name}: {error}")))?;
        let manifest = SweepManifest {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            sweep_file: file_name(path),
            sweep_sha256: digest(text.as_bytes()),
            sweep_text: text,
            head: Head::new(file_name(&base), &loaded, overrides, plans),
            points: points.count(),
            part: arguments.shard.as_deref().map(|text| files::part(text, points.count(), "points")).transpose()?,
            look: arguments.look.read()?,
        };
        drop(points);
        Ok(Self { sweep, manifest })
    }

    /// The sweep of a manifest.
    fn of(manifest: SweepManifest) -> Result<Self, Failure> {
        let mut sweep = Sweep::parse(&manifest.sweep_file, &manifest.sweep_text).map_err(|faults| told(&faults))?;
        let loaded = scenario_with(&manifest, &[]).map_err(|faults| told(&faults))?;
        let shape = shape(&loaded.scenario).map_err(|error| Failure::wrong(error.to_string()))?;
        sweep.check_measures(&shape).map_err(|faults| told(&faults))?;
        Ok(Self { sweep, manifest })
    }
}

impl Plan {
    /// What the page of the sweep says of where it comes from.
    fn provenance(&self) -> Provenance {
        let manifest = &self.manifest;
        let plans = self.sweep.plans.as_deref();
        Provenance {
            version: manifest.version.clone(),
            file: manifest.sweep_file.clone(),
            sha256: manifest.sweep_sha256.clone(),
            text: manifest.sweep_text.clone(),
            seed: manifest.head.seed,
            trials: manifest.head.trials,
            command: sweep_command(manifest, self.sweep.settings().len(), plans),
        }
    }
}

/// The scenario of a manifest with further overrides.
pub(crate) fn scenario_with(manifest: &SweepManifest, point: &[String]) -> Result<Loaded, Faults> {
    manifest.head.scenario_with(point)
}

/// What a sweep shall leave behind, and how it goes about it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SweepWishes {
    pub threads: usize,
    pub quiet: bool,
    pub force: bool,
    pub charts: bool,
}

impl SweepWishes {
    /// What the command line asks for.
    pub(crate) fn of(output: Output, threads: usize) -> Self {
        Self { threads, quiet: output.quiet, force: output.force, charts: !output.no_charts }
    }
}

/// Runs a sweep file.
pub(crate) fn sweep(arguments: &SweepArguments) -> Result<Status, Failure> {
    let plan = Plan::read(arguments)?;
    let target = files::folder(&arguments.file, arguments.out.as_deref(), false, plan.manifest.part);
    let wishes = SweepWishes::of(arguments.output, arguments.threads.count());
    let outcome = run_plan(&plan, &target, wishes)?;
    if let Some((rows, failed_trials)) = outcome.figures {
        show(&plan, &rows, failed_trials, arguments.output.format)?;
    }
    Ok(outcome.status)
}

/// Runs the sweep of a manifest into a folder.
pub(crate) fn run_again(manifest: SweepManifest, target: &Path, wishes: SweepWishes) -> Result<Status, Failure> {
    Ok(run_plan(&Plan::of(manifest)?, target, wishes)?.status)
}

/// Draws the charts of a finished sweep again.
pub(crate) fn draw_again(manifest: SweepManifest, target: &Path) -> Result<(), Failure> {
    let plan = Plan::of(manifest)?;
    let (folder, found) = Folder::open(target, &plan.manifest, false)?;
    if !matches!(found, Found::Finished) || plan.manifest.part.is_some() {
        let shown = target.display();
        return Err(Failure::wrong(match plan.manifest.part {
            Some(_) => format!("{shown}: holds a part of a sweep, which has no charts; merge the parts first"),
            None => format!("{shown}: holds no finished sweep; finish it with `armistice sweep` first"),
        }));
    }
    let state: SweepState = read_json(&folder.file(SWEEP))?;
    folder.remove(REPORT)?;
    folder.write_json(MANIFEST, &plan.manifest)?;
    draw_rows(&plan, &folder, &rows(&folder, &plan.sweep)?, state.failed_trials)
}

/// Makes a finished sweep of the tables of its parts, in order.
pub(crate) fn join(
    manifest: SweepManifest,
    parts: &[PathBuf],
    target: &Path,
    wishes: SweepWishes,
    format: Format,
) -> Result<Status, Failure> {
    let plan = Plan::of(manifest)?;
    let mut tables = Vec::new();
    let mut failed_trials = 0;
    for part in parts {
        let (done, _): (SweepState, bool) = read_part(part, POINTS)?;
        failed_trials += done.failed_trials;
        let path = part.join(POINTS);
        let text = std::fs::read_to_string(&path)
            .map_err(|error| Failure::failed(format!("{}: cannot be read: {error}", path.display())))?;
        tables.push(text.split_once('\n').map_or_else(String::new, |(_, rows)| rows.to_owned()));
    }
    let outcome = match open(&plan, target, wishes)? {
        Opened::Finished(outcome) => outcome,
        Opened::Begun(mut session) => {
            session.folder.clear()?;
            session.folder.save_state(&SweepState::default())?;
            session.folder.write_json(MANIFEST, &plan.manifest)?;
            session.folder.open_rows(POINTS, header(&plan.sweep).as_bytes(), 0)?;
            session.state = SweepState { done: plan.manifest.points, failed_trials, ..SweepState::default() };
            session.state.table_bytes = session.folder.append_rows(POINTS, &tables.concat())?;
            session.conclude()?
        }
    };
    if let Some((rows, failed_trials)) = outcome.figures {
        show(&plan, &rows, failed_trials, format)?;
    }
    Ok(outcome.status)
}

/// What a sweep came to: its points and the trials that failed at them, unless it is a part or was interrupted.
struct Outcome {
    figures: Option<(Vec<PointRow>, u64)>,
    status: Status,
}

fn run_plan(plan: &Plan, target: &Path, wishes: SweepWishes) -> Result<Outcome, Failure> {
    let points =
        Points::new(&plan.sweep, plan.manifest.head.seed).map_err(|error| Failure::wrong(error.to_string()))?;
    let runner = Runner::new(&plan.sweep, &points, |point: &[String]| scenario_with(&plan.manifest, point));
    let (first, end) = plan.manifest.points_of_part();
    let all = Spread { points: first..end, threads: wishes.threads, stop: interrupt::flag() };
    if wishes.force {
        // Before anything that is there already is lost for it; else once the folder says which points are left.
        runner.validate(&all)?;
    }
    match open(plan, target, wishes)? {
        Opened::Finished(outcome) => Ok(outcome),
        Opened::Begun(mut session) => {
            session.points(&runner)?;
            session.conclude()
        }
    }
}

/// A folder that a sweep was given.
enum Opened<'a> {
    /// It holds all of it already.
    Finished(Outcome),
    /// It holds nothing of it, some, or all but the charts.
    Begun(Session<'a>),
}

fn open<'a>(plan: &'a Plan, target: &'a Path, wishes: SweepWishes) -> Result<Opened<'a>, Failure> {
    let (folder, found) = Folder::open(target, &plan.manifest, wishes.force)?;
    let say = |what: &str| {
        if !wishes.quiet {
            eprintln!("{}: holds exactly {what} already", target.display());
        }
    };
    let state = match found {
        Found::Unfinished(state) => *state,
        Found::Finished if plan.manifest.part.is_some() => {
            say("this part");
            return Ok(Opened::Finished(Outcome { figures: None, status: Status::Done }));
        }
        Found::Finished => {
            let done: SweepState = read_json(&folder.file(SWEEP))?;
            if !folder.file(POINTS).exists() {
                let shown = target.display();
                return Err(Failure::failed(format!("{shown}: {POINTS} is missing; --force runs the sweep again")));
            }
            let present: SweepManifest = read_json(&folder.file(MANIFEST))?;
            let drawn = folder.file(REPORT).exists() && present.look == plan.manifest.look;
            if !wishes.charts || drawn {
                say("these results");
                let figures = Some((rows(&folder, &plan.sweep)?, done.failed_trials));
                return Ok(Opened::Finished(Outcome { figures, status: Status::Done }));
            }
            done
        }
        Found::Nothing => SweepState { done: plan.manifest.points_of_part().0, ..SweepState::default() },
    };
    Ok(Opened::Begun(Session { plan, wishes, folder, target, state }))
}

/// A sweep in its folder.
struct Session<'a> {
    plan: &'a Plan,
    wishes: SweepWishes,
    folder: Folder,
    target: &'a Path,
    state: SweepState,
}

impl Session<'_> {
    fn say(&self, message: &str) {
        if !self.wishes.quiet {
            eprintln!("{message}");
        }
    }

    /// Runs the points that are still to be run.
    fn points<B>(&mut self, runner: &Runner<'_, B>) -> Result<(), Failure>
    where
        B: Fn(&[String]) -> Result<Loaded, Faults> + Sync,
    {
        let trials = self.plan.manifest.head.trials;
        let (first, end) = self.plan.manifest.points_of_part();
        let begun = self.state.done;
        let stop = interrupt::flag();
        let spread = Spread { points: begun..end, threads: self.wishes.threads, stop };
        if !self.wishes.force {
            runner.validate(&spread)?;
        }
        // From here on the folder says that the sweep has not ended, whatever else is in it.
        self.folder.save_state(&self.state)?;
        self.folder.write_json(MANIFEST, &self.plan.manifest)?;
        self.folder.open_rows(POINTS, header(&self.plan.sweep).as_bytes(), self.state.table_bytes)?;
        if begun == first {
            self.state.table_bytes = self.folder.append_rows(POINTS, "")?;
        }
        self.folder.save_state(&self.state)?;
        let (total, begun_here) = (end - first, begun - first);
        if begun > first && begun < end {
            self.say(&format!("{}: going on after {begun_here} of {total} points", self.target.display()));
        }
        let played = begun_here * trials + self.state.begun.iter().map(Begun::trials).sum::<u64>();
        let bar = progress::bar(total * trials, played, &self.plan.sweep.name, self.wishes.quiet);
        let advance = |count: u64| bar.inc(count);
        let mut pending = Pending::after(self.state.clone());
        let partly = self.state.begun.clone();
        let folder = &mut self.folder;
        let result = runner.run(&spread, partly, &advance, &mut |progressed| {
            pending.add(progressed);
            if pending.is_due() { pending.commit(folder) } else { Ok::<_, Failure>(()) }
        });
        bar.finish_and_clear();
        let result = result.and_then(|()| pending.commit(folder));
        self.state = pending.state;
        result
    }

    /// Writes what follows from the points.
    fn conclude(self) -> Result<Outcome, Failure> {
        let (first, end) = self.plan.manifest.points_of_part();
        let shown = self.target.display();
        if self.state.done < end {
            self.say(&format!(
                "interrupted: {} of {} points are kept in {shown}, and {} trials of others; the same command goes on from there",
                self.state.done - first,
                end - first,
                self.state.begun.iter().map(Begun::trials).sum::<u64>(),
            ));
            return Ok(Outcome { figures: None, status: Status::Interrupted });
        }
        if self.plan.manifest.part.is_some() {
            self.folder.write_part(&self.state, POINTS)?;
            self.say(&format!("this part is in {shown}; `armistice merge` joins all parts"));
            self.folder.finish()?;
            return Ok(Outcome { figures: None, status: Status::Done });
        }
        let rows = rows(&self.folder, &self.plan.sweep)?;
        if self.wishes.charts {
            draw_rows(self.plan, &self.folder, &rows, self.state.failed_trials)?;
        }
        self.folder.write(SWEEP, &json_bytes(&self.state))?;
        let start_with = if self.wishes.charts { REPORT } else { POINTS };
        self.say(&format!("results are in {shown}; start with {shown}/{start_with}"));
        let figures = Some((rows, self.state.failed_trials));
        self.folder.finish()?;
        Ok(Outcome { figures, status: Status::Done })
    }
}

/// Draws charts and report of a sweep.
fn draw_rows(plan: &Plan, folder: &Folder, rows: &[PointRow], failed_trials: u64) -> Result<(), Failure> {
    let look = &plan.manifest.look;
    let style = draw::style(look)?;
    let provenance = plan.provenance();
    let input = input(plan, &provenance, rows, failed_trials);
    draw::write_all(
        folder,
        || draw::write_charts(folder, &charts(&input, &style), f64::from(look.dpi)),
        || {
            let page = sweep_page(&input, &style);
            (page.html(&style.lang), page.markdown(&style.lang))
        },
    )
}

/// What is done, and how much of it is committed.
struct Pending {
    state: SweepState,
    /// Points that are done and not yet in the table.
    rows: String,
    /// Whether the state has changed since it was saved.
    changed: bool,
    next_commit: Instant,
}

impl Pending {
    fn after(state: SweepState) -> Self {
        Self { state, rows: String::new(), changed: false, next_commit: Instant::now() + COMMIT_EVERY }
    }

    fn add(&mut self, progressed: Progressed) {
        self.changed = true;
        let index = match &progressed {
            Progressed::Done(result) => result.index,
            Progressed::Begun(begun) => begun.index,
        };
        self.state.begun.retain(|it| it.index != index);
        match progressed {
            Progressed::Done(result) => {
                self.rows.push_str(&row(&result.point, &result.measures));
                self.state.done = result.index + 1;
                self.state.failed_trials += result.failed_trials;
            }
            Progressed::Begun(begun) => self.state.begun.push(begun),
        }
    }

    fn is_due(&self) -> bool {
        Instant::now() >= self.next_commit
    }

    fn commit(&mut self, folder: &mut Folder) -> Result<(), Failure> {
        if !self.changed {
            return Ok(());
        }
        let begun = Instant::now();
        self.state.table_bytes = folder.append_rows(POINTS, &self.rows)?;
        folder.save_state(&self.state)?;
        self.rows.clear();
        self.changed = false;
        self.next_commit = Instant::now() + COMMIT_EVERY.max(MOST_COMMITTING * begun.elapsed());
        Ok(())
    }
}

fn input<'a>(plan: &'a Plan, provenance: &'a Provenance, rows: &'a [PointRow], failed_trials: u64) -> SweepInput<'a> {
    SweepInput { sweep: &plan.sweep, provenance, rows, failed_trials }
}

/// The results in a folder.
fn rows(folder: &Folder, sweep: &Sweep) -> Result<Vec<PointRow>, Failure> {
    let path = folder.file(POINTS);
    let text = std::fs::read_to_string(&path)
        .map_err(|error| Failure::failed(format!("{}: cannot be read: {error}", path.display())))?;
    read(sweep, &text).map_err(|reason| Failure::failed(format!("{}: {reason}", path.display())))
}

/// Prints the figures of a sweep.
fn show(plan: &Plan, rows: &[PointRow], failed_trials: u64, format: Format) -> Result<Status, Failure> {
    match format {
        Format::Text => {
            let (provenance, style) = (plan.provenance(), draw::style(&plan.manifest.look)?);
            print(&sweep_text(&input(plan, &provenance, rows, failed_trials), &super::screen(&style.lang)))
        }
        Format::Json => {
            let points: Vec<Value> = rows.par_iter().map(|row| point_json(&plan.sweep, row)).collect();
            let all = json!({
                "sweep": plan.sweep.name,
                "trials": plan.manifest.head.trials,
                "failed_trials": failed_trials,
                "seed": plan.manifest.head.seed,
                "points": points,
            });
            print(&format!("{}\n", serde_json::to_string_pretty(&all).unwrap_or_default()))
        }
    }
}

fn point_json(sweep: &Sweep, row: &PointRow) -> Value {
    let axes = sweep.axes.iter().zip(&row.axes).map(|(axis, shown)| {
        let level = axis.levels().iter().find(|level| level.shown == *shown);
        let number = level.map_or_else(|| shown.parse().ok(), |level| level.number);
        let value = match number {
            _ if shown.is_empty() => Value::Null,
            Some(number) => json!(number),
            None => json!(shown),
        };
        (axis.path.clone(), value)
    });
    let measures = sweep
        .measures
        .iter()
        .zip(&row.measures)
        .map(|(measure, it)| (measure.id.clone(), json!({ "value": it.value, "low": it.low, "high": it.high })));
    json!({ "axes": axes.collect::<Map<_, _>>(), "measures": measures.collect::<Map<_, _>>() })
}
