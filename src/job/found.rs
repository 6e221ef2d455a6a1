//! Results as work whose computing has all been done before its folder is taken.

use std::path::Path;

use serde_json::Value;

use crate::report::Style;
use crate::report::figures::Chart;
use crate::report::page::Page;
use crate::report::table::Table;
use crate::store::Folder;

use super::recorded::Recorded;
use super::session::{NextStep, Standing, Work, execute};
use super::{Host, Look, Outcome, Result, Unit, Wishes};

/// What such work leaves in its folder.
pub(super) trait Findings: Clone + Sync {
    /// File of the table.
    const TABLE: &'static str;
    /// File of all figures.
    const FIGURES: &'static str;
    /// The table.
    fn table(&self) -> Table;
    /// All figures.
    fn json(&self) -> Value;
    /// The charts.
    fn charts(&self, style: &Style) -> Vec<Chart>;
    /// The report.
    fn page(&self, style: &Style) -> Page;
}

/// Writes what was found into the folder that was asked for, if one was.
pub(super) fn leave<M: Recorded, S: Findings>(
    folder: Option<&Path>,
    (look, wishes): (&Look, Wishes),
    manifest: &M,
    found: &S,
    host: &Host,
) -> Result<()> {
    let Some(folder) = folder else { return Ok(()) };
    let work = FoundWork { manifest: manifest.clone(), found: found.clone(), look: look.clone(), wishes };
    let _: Outcome<S> = execute(work, folder, host)?;
    Ok(())
}

struct FoundWork<M, S> {
    manifest: M,
    found: S,
    look: Look,
    wishes: Wishes,
}

impl<M: Recorded, S: Findings> Work for FoundWork<M, S> {
    type Manifest = M;
    type State = ();
    type Figures = S;
    const UNIT: Unit = Unit::Trials;

    fn manifest(&self) -> &M {
        &self.manifest
    }

    fn like(self, manifest: M) -> Result<Self> {
        Ok(Self { manifest, ..self })
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

    fn write(&self, folder: &Folder, (): &(), host: &Host) -> Result<S> {
        folder.write(S::TABLE, self.found.table().csv().as_bytes())?;
        if self.wishes.charts {
            self.draw(folder, &self.found, host)?;
        }
        folder.write_json(S::FIGURES, &self.found.json())?;
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
        super::draw::write_all((folder, self.look.dpi), &style, host, || found.charts(&style), || found.page(&style))
    }

    fn start_with(&self) -> &'static str {
        S::TABLE
    }
}
