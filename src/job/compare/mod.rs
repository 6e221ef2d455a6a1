//! A comparison: runs, or plans each alone on the table, side by side on the same luck.

mod candidates;
mod differing;
mod fates;
mod figures;
mod input;

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::report::comparison::{ComparisonInput, comparison_charts, differences};
use crate::report::comparison_page;
use crate::store::{COMPARISON, DIFFERENCES, Folder};

use super::recorded::Recorded;
use super::session::{NextStep, Standing, Work, execute};
use super::{Host, JobError, Kind, Look, Outcome, Result, RunManifest, Settings, Shard, Unit, Wishes, charts};

use candidates::candidates;
use fates::fates_of;
use input::input;

pub use figures::figures;

/// A comparison that is asked for.
#[derive(Clone, Debug, Default)]
pub struct CompareOrder {
    /// Folders of runs, the first of which is the reference; or one scenario file, with plans among the settings.
    pub runs: Vec<PathBuf>,
    /// What is set over the scenario file, and the plans to compare.
    pub settings: Settings,
    /// The folder for table, charts and report; none are written without one.
    pub folder: Option<PathBuf>,
    /// How charts and reports look.
    pub look: Look,
    /// What is left behind.
    pub wishes: Wishes,
}

/// The manifest of a comparison: those of its variants.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComparisonManifest {
    /// The variants, the reference first.
    pub compared: Vec<RunManifest>,
}

/// A comparison and its figures.
#[derive(Clone, Debug)]
pub struct ComparisonFigures {
    /// What was compared.
    pub manifest: ComparisonManifest,
    /// The comparison, as tables and pages are made from it.
    pub input: ComparisonInput,
}

/// Compares runs or plans.
///
/// # Errors
/// A run is not finished or of something else, the folder holds something else, the system refused, or it was stopped:
/// nothing is kept then.
pub fn compare(order: &CompareOrder, host: &Host) -> Result<ComparisonFigures> {
    refuse_own_runs(order)?;
    let candidates = candidates(order)?;
    let mut fates = Vec::new();
    for candidate in &candidates {
        fates.push(fates_of(candidate, host)?.ok_or(JobError::Stopped("interrupted: nothing is kept"))?);
    }
    let input = input(&candidates, &fates, &order.look.language());
    let manifest = ComparisonManifest { compared: candidates.iter().map(|it| it.manifest.clone()).collect() };
    let figures = ComparisonFigures { manifest, input };
    if let Some(folder) = &order.folder {
        let work = ComparisonWork { figures: figures.clone(), look: order.look.clone(), wishes: order.wishes };
        let _: Outcome<ComparisonFigures> = execute(work, folder, host)?;
    }
    Ok(figures)
}

/// What is compared must not be written over.
fn refuse_own_runs(order: &CompareOrder) -> Result<()> {
    let own = |path: &Path| path.canonicalize().ok();
    let Some(folder) = order.folder.as_deref().and_then(own) else { return Ok(()) };
    match order.runs.iter().find(|run| own(run).as_ref() == Some(&folder)) {
        Some(run) => Err(JobError::refused(format!("--out {}", run.display()), "is one of the runs")),
        None => Ok(()),
    }
}

impl Recorded for ComparisonManifest {
    const KIND: Kind = Kind::Comparison;

    fn result(&self) -> &'static str {
        COMPARISON
    }

    fn part(&self) -> Option<Shard> {
        None
    }

    fn look(&self) -> Look {
        self.compared.first().map(|run| run.look.clone()).unwrap_or_default()
    }

    fn in_look(self, _: Look) -> Self {
        self
    }

    fn whole(self) -> Self {
        self
    }

    fn file(&self) -> String {
        self.compared.first().map(RunManifest::file).unwrap_or_default()
    }

    fn draws(&self, chart: &str) -> bool {
        charts::of_comparison(chart)
    }
}

/// A comparison as work: all of it has been done before its folder is taken.
struct ComparisonWork {
    figures: ComparisonFigures,
    look: Look,
    wishes: Wishes,
}

impl Work for ComparisonWork {
    type Manifest = ComparisonManifest;
    type State = ();
    type Figures = ComparisonFigures;
    const UNIT: Unit = Unit::Trials;

    fn manifest(&self) -> &ComparisonManifest {
        &self.figures.manifest
    }

    fn like(self, manifest: ComparisonManifest) -> Result<Self> {
        Ok(Self { figures: ComparisonFigures { manifest, ..self.figures }, ..self })
    }

    fn wishes(&self) -> Wishes {
        self.wishes
    }

    fn extent(&self) -> (u64, u64) {
        (0, 0)
    }

    fn start(&self) {}

    fn done((): &()) -> u64 {
        0
    }

    fn kept(&self, (): &()) -> (u64, u64) {
        (0, 0)
    }

    /// It costs little to write it again, in whatever language is asked for.
    fn resume(&self, _: &Folder, _: Standing<()>) -> Result<NextStep<()>> {
        Ok(NextStep::Play(()))
    }

    fn check(&self, (): &(), _: &Host) -> Result<()> {
        Ok(())
    }

    fn play(&self, _: &mut Folder, (): (), _: &Host) -> Result<((), bool)> {
        Ok(((), true))
    }

    fn convert(&self, _: &Folder) -> Result<()> {
        Ok(())
    }

    fn write(&self, folder: &Folder, (): &(), host: &Host) -> Result<ComparisonFigures> {
        folder.write(DIFFERENCES, differences(&self.figures.input).csv().as_bytes())?;
        if self.wishes.charts {
            self.draw(folder, &self.figures, host)?;
        }
        folder.write_json(COMPARISON, &figures(&self.figures.input))?;
        Ok(self.figures.clone())
    }

    fn write_so_far(&self, _: &Folder, (): &()) -> Result<Option<ComparisonFigures>> {
        Ok(None)
    }

    fn write_part(&self, _: &Folder, (): &()) -> Result<()> {
        Ok(())
    }

    fn stored(&self, _: &Folder) -> Result<ComparisonFigures> {
        Ok(self.figures.clone())
    }

    fn draw(&self, folder: &Folder, figures: &ComparisonFigures, host: &Host) -> Result<()> {
        let (input, style) = (&figures.input, self.look.style("theme")?);
        super::draw::write_all(
            (folder, self.look.dpi),
            &style,
            host,
            || comparison_charts(input, &style),
            || comparison_page(input, &style),
        )
    }

    fn start_with(&self) -> &'static str {
        DIFFERENCES
    }
}
