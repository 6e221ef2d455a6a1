//! What was worked out before its folder is taken: a table, figures, charts and a page, written as a whole.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::report::Style;
use crate::report::figures::Chart;
use crate::report::page::Page;
use crate::report::table::Table;
use crate::store::Folder;
use crate::words::words;

use super::draw::{Canvas, write_all};
use super::recorded::Recorded;
use super::session::{NextStep, Standing, Work, execute};
use super::{Host, JobError, Look, Outcome, Result, Unit, Wishes};

/// What is left in its folder.
pub(super) trait LeftBehind: Clone + Sync {
    /// What it was found for.
    type Manifest: Recorded;

    /// The table to begin with and the name of its file, where there is one.
    fn table(&self) -> Option<(&'static str, Table)>;
    /// All figures.
    fn json(&self) -> Value;
    /// The charts.
    fn charts(&self, style: &Style) -> Vec<Chart>;
    /// The report.
    fn page(&self, style: &Style) -> Page;
}

/// Writes what was found into the folder that was asked for, if one was.
pub(super) fn leave<S: LeftBehind>(
    folder: Option<&Path>,
    (look, wishes): (&Look, Wishes),
    manifest: &S::Manifest,
    found: &S,
    host: &Host,
) -> Result<()> {
    let Some(folder) = folder else { return Ok(()) };
    let work = LeftWork { manifest: manifest.clone(), found: found.clone(), look: look.clone(), wishes };
    let _: Outcome<S> = execute(work, folder, host)?;
    Ok(())
}

/// What is asked must not be written over.
pub(super) fn refuse_own_runs(folder: Option<&Path>, runs: &[PathBuf]) -> Result<()> {
    let own = |path: &Path| path.canonicalize().ok();
    let Some(folder) = folder.and_then(own) else { return Ok(()) };
    match runs.iter().find(|run| own(run).as_ref() == Some(&folder)) {
        Some(run) => Err(JobError::refused(format!("--out {}", run.display()), words!("is one of the runs"))),
        None => Ok(()),
    }
}

/// What was found, as work.
struct LeftWork<S: LeftBehind> {
    manifest: S::Manifest,
    found: S,
    look: Look,
    wishes: Wishes,
}

impl<S: LeftBehind> Work for LeftWork<S> {
    type Manifest = S::Manifest;
    type State = ();
    type Figures = S;
    const UNIT: Unit = Unit::Trials;

    fn manifest(&self) -> &S::Manifest {
        &self.manifest
    }

    fn like(self, manifest: S::Manifest) -> Result<Self> {
        Ok(Self { manifest, ..self })
    }

    fn wishes(&self) -> Wishes {
        self.wishes
    }

    fn extent(&self) -> (u64, u64) {
        (0, 0)
    }

    fn start(&self) {}

    fn can_be_in(&self, (): &()) -> bool {
        true
    }

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

    fn write(&self, folder: &Folder, (): &(), host: &Host) -> Result<S> {
        if let Some((name, table)) = self.found.table() {
            folder.write(name, table.csv().as_bytes())?;
        }
        if self.wishes.charts {
            self.draw(folder, &self.found, host)?;
        }
        folder.write_json(self.manifest.result(), &self.found.json())?;
        Ok(self.found.clone())
    }

    fn write_so_far(&self, _: &Folder, (): &()) -> Result<Option<S>> {
        Ok(None)
    }

    fn write_part(&self, _: &Folder, (): &()) -> Result<()> {
        Ok(())
    }

    fn stored(&self, _: &Folder) -> Result<S> {
        Ok(self.found.clone())
    }

    fn draw(&self, folder: &Folder, found: &S, host: &Host) -> Result<()> {
        let style = self.look.style("theme")?;
        let (charts, page) = (|| found.charts(&style), || found.page(&style));
        let further = found.table().map(|(_, table)| (style.lang.t("workbook.figures").to_owned(), table));
        let canvas = Canvas { folder, manifest: &self.manifest, dpi: self.look.dpi, explorer: None };
        write_all(&canvas, &style, host, charts, page, further.into_iter().collect())
    }

    fn start_with(&self) -> &'static str {
        self.found.table().map_or(self.manifest.result(), |(name, _)| name)
    }
}
