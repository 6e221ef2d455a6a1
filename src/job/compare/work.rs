//! A comparison as work: all of it has been done before its folder is taken.

use serde_json::Value;

use crate::report::Style;
use crate::report::comparison::{ComparisonInput, comparison_charts, differences};
use crate::report::comparison_page;
use crate::report::figures::Chart;
use crate::report::page::Page;
use crate::report::plans_alone::{PlansAlone, alone_charts, alone_differences};
use crate::report::plans_alone_page;
use crate::report::table::Table;
use crate::store::{COMPARISON, DIFFERENCES, Folder};

use super::super::session::{NextStep, Standing, Work, execute};
use super::super::{Host, Look, Outcome, Result, Unit, Wishes};
use super::{CompareOrder, ComparisonManifest, alone_figures, figures};

/// What a comparison leaves in its folder.
pub(super) trait SideBySide: Clone + Sync {
    /// The differences.
    fn table(&self) -> Table;
    /// All figures.
    fn json(&self) -> Value;
    /// The charts.
    fn charts(&self, style: &Style) -> Vec<Chart>;
    /// The report.
    fn page(&self, style: &Style) -> Page;
}

impl SideBySide for ComparisonInput {
    fn table(&self) -> Table {
        differences(self)
    }

    fn json(&self) -> Value {
        figures(self)
    }

    fn charts(&self, style: &Style) -> Vec<Chart> {
        comparison_charts(self, style)
    }

    fn page(&self, style: &Style) -> Page {
        comparison_page(self, style)
    }
}

impl SideBySide for PlansAlone {
    fn table(&self) -> Table {
        alone_differences(self)
    }

    fn json(&self) -> Value {
        alone_figures(self)
    }

    fn charts(&self, style: &Style) -> Vec<Chart> {
        alone_charts(self, style)
    }

    fn page(&self, style: &Style) -> Page {
        plans_alone_page(self, style)
    }
}

/// Writes a comparison into the folder that was asked for, if one was.
pub(super) fn leave<S: SideBySide>(
    order: &CompareOrder,
    manifest: &ComparisonManifest,
    found: &S,
    host: &Host,
) -> Result<()> {
    let Some(folder) = &order.folder else { return Ok(()) };
    let work = ComparisonWork {
        manifest: manifest.clone(),
        found: found.clone(),
        look: order.look.clone(),
        wishes: order.wishes,
    };
    let _: Outcome<S> = execute(work, folder, host)?;
    Ok(())
}

struct ComparisonWork<S> {
    manifest: ComparisonManifest,
    found: S,
    look: Look,
    wishes: Wishes,
}

impl<S: SideBySide> Work for ComparisonWork<S> {
    type Manifest = ComparisonManifest;
    type State = ();
    type Figures = S;
    const UNIT: Unit = Unit::Trials;

    fn manifest(&self) -> &ComparisonManifest {
        &self.manifest
    }

    fn like(self, manifest: ComparisonManifest) -> Result<Self> {
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
        folder.write(DIFFERENCES, self.found.table().csv().as_bytes())?;
        if self.wishes.charts {
            self.draw(folder, &self.found, host)?;
        }
        folder.write_json(COMPARISON, &self.found.json())?;
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
        super::super::draw::write_all(
            (folder, self.look.dpi),
            &style,
            host,
            || found.charts(&style),
            || found.page(&style),
        )
    }

    fn start_with(&self) -> &'static str {
        DIFFERENCES
    }
}
