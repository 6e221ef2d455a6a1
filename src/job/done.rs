//! Work that is all done before its folder is taken: what was found is written, whatever it is.

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

/// What was found, as it is left in a folder.
pub(super) trait Finding: Clone + Sync {
    /// The table to begin with and the name of its file, where there is one.
    fn table(&self) -> Option<(&'static str, Table)>;
    /// All figures.
    fn json(&self) -> Value;
    /// The charts.
    fn charts(&self, style: &Style) -> Vec<Chart>;
    /// The report.
    fn page(&self, style: &Style) -> Page;
}

/// Writes what was found into a folder; its manifest says what it is.
pub(super) fn leave<M: Recorded, F: Finding>(
    (manifest, found): (&M, &F),
    folder: &Path,
    (look, wishes): (&Look, Wishes),
    host: &Host,
) -> Result<()> {
    let work = Done { manifest: manifest.clone(), found: found.clone(), look: look.clone(), wishes };
    let _: Outcome<F> = execute(work, folder, host)?;
    Ok(())
}

struct Done<M, F> {
    manifest: M,
    found: F,
    look: Look,
    wishes: Wishes,
}

impl<M: Recorded, F: Finding> Work for Done<M, F> {
    type Manifest = M;
    type State = ();
    type Figures = F;
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

    fn write(&self, folder: &Folder, (): &(), host: &Host) -> Result<F> {
        if let Some((name, table)) = self.found.table() {
            folder.write(name, table.csv().as_bytes())?;
        }
        if self.wishes.charts {
            self.draw(folder, &self.found, host)?;
        }
        folder.write_json(self.manifest.result(), &self.found.json())?;
        Ok(self.found.clone())
    }

    fn write_so_far(&self, _: &Folder, (): &()) -> Result<Option<F>> {
        Ok(None)
    }

    fn write_part(&self, _: &Folder, (): &()) -> Result<()> {
        Ok(())
    }

    fn stored(&self, _: &Folder) -> Result<F> {
        Ok(self.found.clone())
    }

    fn draw(&self, folder: &Folder, found: &F, host: &Host) -> Result<()> {
        let style = self.look.style("theme")?;
        super::draw::write_all((folder, self.look.dpi), &style, host, || found.charts(&style), || found.page(&style))
    }

    fn start_with(&self) -> &'static str {
        self.found.table().map_or(self.manifest.result(), |(name, _)| name)
    }
}
