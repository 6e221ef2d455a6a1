//! `armistice sweep`: a base scenario at many points.

use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use serde_json::{Map, Value, json};

use crate::report::sweep::{SweepInput, charts, page, sweep_text};
use crate::results::{Folder, Found, MANIFEST, POINTS, Recorded, SWEEP, json as json_bytes, read_json};
use crate::scenario::{Faults, Loaded, parse, sorted, text_of};
use crate::sweep::manifest::{SweepManifest, SweepState};
use crate::sweep::run::{PointResult, Runner, Spread, SweepError, shape};
use crate::sweep::table::{PointRow, header, read, row};
use crate::sweep::{Points, Sweep};

use super::args::{Format, SweepArguments};
use super::{Failure, Status, draw, files, interrupt, print, progress, style};

/// Results that are done are committed at least this often.
const COMMIT_EVERY: Duration = Duration::from_millis(250);

impl Recorded for SweepManifest {
    type State = SweepState;

    fn result(&self) -> &'static str {
        SWEEP
    }

    fn difference(&self, present: &Self) -> Option<String> {
        SweepManifest::difference(self, present)
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
        overrides.extend(arguments.overrides.set.iter().cloned());
        overrides.extend(arguments.trials.map(|trials| format!("run.trials={trials}")));
        overrides.extend(arguments.seed.map(|seed| format!("run.seed={seed}")));
        let sampling = arguments.sampling.map(|sampling| files::sampling_key(sampling.into()));
        overrides.extend(sampling.map(|sampling| format!("run.sampling={sampling}")));
        overrides.extend(arguments.overrides.years.map(|years| format!("run.years={years}")));
        let plans = arguments.overrides.plans.clone().or_else(|| sweep.plans.clone());
        let read = |overrides: &[String]| parse(&base_name, &base_text, overrides, plans.as_deref());
        let loaded = read(&overrides).map_err(|of_base| {
            faults.diagnostics.extend(of_base.diagnostics);
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
        if !all.is_empty() {
            return Err(told(&sorted(all, faults.more)));
        }
        let run = &loaded.scenario.run;
        let file_name =
            |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let points = Points::new(&sweep, run.seed).map_err(|error| Failure::wrong(format!("{name}: {error}")))?;
        let manifest = SweepManifest {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            sweep_file: file_name(path),
            sweep_sha256: files::sha256(&text),
            sweep_text: text,
            scenario_file: file_name(&base),
            scenario_sha256: files::sha256(&base_text),
            scenario_text: base_text,
            overrides,
            plans,
            seed: run.seed,
            trials: run.trials,
            sampling: run.sampling,
            years: run.years,
            points: points.count(),
            look: arguments.look.read()?,
        };
        drop(points);
        Ok(Self { sweep, manifest })
    }
}

/// The scenario of a manifest with further overrides.
pub(crate) fn scenario_with(manifest: &SweepManifest, point: &[String]) -> Result<Loaded, Faults> {
    let mut all = manifest.overrides.clone();
    all.extend(point.iter().cloned());
    parse(&manifest.scenario_file, &manifest.scenario_text, &all, manifest.plans.as_deref())
}

/// Runs a sweep file.
pub(crate) fn sweep(arguments: &SweepArguments) -> Result<Status, Failure> {
    let plan = Plan::read(arguments)?;
    let points = Points::new(&plan.sweep, plan.manifest.seed).map_err(|error| Failure::wrong(error.to_string()))?;
    let runner = Runner::new(&plan.sweep, &points, |point: &[String]| scenario_with(&plan.manifest, point));
    let target = files::folder(&arguments.file, arguments.out.as_deref(), false, None);
    let (folder, found) = Folder::open(&target, &plan.manifest, arguments.force)?;
    let state = match found {
        Found::Unfinished(state) => *state,
        Found::Finished => {
            let done: SweepState = read_json(&folder.file(SWEEP))?;
            let present: SweepManifest = read_json(&folder.file(MANIFEST))?;
            let drawn = folder.file("report.html").exists() && present.look == plan.manifest.look;
            if arguments.no_charts || drawn {
                if !arguments.quiet {
                    eprintln!("{}: holds exactly these results already", target.display());
                }
                let rows = rows(&folder, &plan.sweep)?;
                folder.release();
                return show(&plan, &rows, done.failed_trials, arguments);
            }
            done
        }
        Found::Nothing => SweepState::default(),
    };
    let mut session = Session { plan: &plan, arguments, folder, target: &target, state };
    let outcome = session.points(&runner);
    match outcome {
        Ok(()) => session.conclude(),
        Err(failure) => {
            session.folder.release();
            Err(failure)
        }
    }
}

/// A sweep in its folder.
struct Session<'a> {
    plan: &'a Plan,
    arguments: &'a SweepArguments,
    folder: Folder,
    target: &'a Path,
    state: SweepState,
}

impl Session<'_> {
    fn say(&self, message: &str) {
        if !self.arguments.quiet {
            eprintln!("{message}");
        }
    }

    /// Runs the points that are still to be run.
    fn points<B>(&mut self, runner: &Runner<'_, B>) -> Result<(), Failure>
    where
        B: Fn(&[String]) -> Result<Loaded, Faults> + Sync,
    {
        let (total, trials) = (self.plan.manifest.points, self.plan.manifest.trials);
        let begun = self.state.done;
        let stop = interrupt::flag();
        let spread = Spread { points: begun..total, threads: super::run::threads(self.arguments.threads), stop };
        runner.validate(&spread)?;
        self.folder.write_json(MANIFEST, &self.plan.manifest)?;
        // From here on the folder says that the sweep has not ended.
        if begun == 0 {
            self.state = SweepState::default();
        }
        self.folder.open_rows(POINTS, header(&self.plan.sweep).as_bytes(), self.state.table_bytes)?;
        if begun == 0 {
            self.state.table_bytes = self.folder.append_rows(POINTS, "")?;
        }
        self.folder.save_state(&self.state)?;
        if begun > 0 && begun < total {
            self.say(&format!("{}: going on after {begun} of {total} points", self.target.display()));
        }
        let bar = progress::bar(total * trials, begun * trials, &self.plan.sweep.name, self.arguments.quiet);
        let advance = |count: u64| bar.inc(count);
        let mut pending = Pending { rows: String::new(), done: begun, failed: self.state.failed_trials };
        let mut last = Instant::now();
        let (folder, state) = (&mut self.folder, &mut self.state);
        let result = runner.run(&spread, &advance, &mut |result| {
            pending.add(&result);
            if last.elapsed() >= COMMIT_EVERY {
                pending.commit(folder, state)?;
                last = Instant::now();
            }
            Ok::<_, Failure>(ControlFlow::Continue(()))
        });
        bar.finish_and_clear();
        result.and_then(|()| pending.commit(folder, state))
    }

    /// Writes what follows from the points, and prints it.
    fn conclude(self) -> Result<Status, Failure> {
        let (done, total) = (self.state.done, self.plan.manifest.points);
        if done < total {
            self.say(&format!(
                "interrupted: {done} of {total} points are kept in {}; the same command goes on from there",
                self.target.display()
            ));
            self.folder.release();
            return Ok(Status::Interrupted);
        }
        let rows = rows(&self.folder, &self.plan.sweep)?;
        if !self.arguments.no_charts {
            self.draw(&rows)?;
        }
        self.folder.write(SWEEP, &json_bytes(&self.state))?;
        show(self.plan, &rows, self.state.failed_trials, self.arguments)?;
        let target = self.target.display().to_string();
        let quiet = self.arguments.quiet;
        let first = if self.arguments.no_charts { POINTS } else { "report.html" };
        self.folder.finish()?;
        if !quiet {
            eprintln!("results are in {target}; start with {target}/{first}");
        }
        Ok(Status::Done)
    }

    fn draw(&self, rows: &[PointRow]) -> Result<(), Failure> {
        let look = &self.plan.manifest.look;
        let style = draw::style(look)?;
        let input = input(self.plan, rows, self.state.failed_trials);
        let (drawn, pages) = rayon::join(
            || draw::write_charts(&self.folder, &charts(&input, &style), f64::from(look.dpi)),
            || -> Result<(), Failure> {
                let page = page(&input, &style);
                self.folder.write("report.html", page.html(&style.lang).as_bytes())?;
                self.folder.write("report.md", page.markdown(&style.lang).as_bytes())?;
                Ok(())
            },
        );
        drawn.and(pages)
    }
}

/// Results that are not committed yet.
struct Pending {
    rows: String,
    done: u64,
    failed: u64,
}

impl Pending {
    fn add(&mut self, result: &PointResult) {
        self.rows.push_str(&row(&result.point, &result.measures));
        self.done = result.index + 1;
        self.failed += result.failed_trials;
    }

    fn commit(&mut self, folder: &mut Folder, state: &mut SweepState) -> Result<(), Failure> {
        if self.rows.is_empty() {
            return Ok(());
        }
        state.table_bytes = folder.append_rows(POINTS, &self.rows)?;
        state.done = self.done;
        state.failed_trials = self.failed;
        folder.save_state(state)?;
        self.rows.clear();
        Ok(())
    }
}

fn input<'a>(plan: &'a Plan, rows: &'a [PointRow], failed_trials: u64) -> SweepInput<'a> {
    SweepInput { sweep: &plan.sweep, manifest: &plan.manifest, rows, failed_trials }
}

/// The results in a folder.
fn rows(folder: &Folder, sweep: &Sweep) -> Result<Vec<PointRow>, Failure> {
    let path = folder.file(POINTS);
    let text = std::fs::read_to_string(&path)
        .map_err(|error| Failure::failed(format!("{}: cannot be read: {error}", path.display())))?;
    read(sweep, &text).map_err(|reason| Failure::failed(format!("{}: {reason}", path.display())))
}

/// Prints the figures of a sweep.
fn show(plan: &Plan, rows: &[PointRow], failed_trials: u64, arguments: &SweepArguments) -> Result<Status, Failure> {
    match arguments.format {
        Format::Text => print(&sweep_text(&input(plan, rows, failed_trials), &draw::style(&plan.manifest.look)?)),
        Format::Json => {
            let points: Vec<Value> = rows.par_iter().map(|row| point_json(&plan.sweep, row)).collect();
            let all = json!({
                "sweep": plan.sweep.name,
                "trials": plan.manifest.trials,
                "seed": plan.manifest.seed,
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
