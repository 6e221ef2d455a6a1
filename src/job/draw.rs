//! Charts and reports from results, into their folder.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

use rayon::prelude::*;
use serde::Serialize;

use crate::report::figures::{Chart, png};
use crate::report::lang::Lang;
use crate::report::page::Page;
use crate::report::table::Table;
use crate::report::theme::{Theme, ThemeError};
use crate::report::{Style, workbook};
use crate::store::{CHARTS, EXPLORER, Folder, REPORT, REPORT_MARKDOWN, WORKBOOK};
use crate::words::{Words, words};

use super::{Host, JobError, Look, Note, Result};

impl JobError {
    /// What is wrong with a theme, whose file is called `shown`.
    pub(crate) fn of_theme(shown: &str, errors: &[ThemeError]) -> Self {
        Self::Several(
            errors.iter().map(|error| words!("{subject}: {reason}", subject = shown, reason = error.words())).collect(),
        )
    }
}

impl Look {
    /// The style of this look.
    ///
    /// # Errors
    /// What is wrong with its theme, whose file is called `shown`.
    pub(crate) fn style(&self, shown: &str) -> Result<Style> {
        let theme = self.theme.as_deref().map_or_else(|| Ok(Theme::default()), Theme::from_toml);
        let theme = theme.map_err(|errors| JobError::of_theme(shown, &errors))?;
        let size = self.chart_size.parse().unwrap_or_default();
        Ok(Style { lang: self.language(), theme, size, bare: false })
    }

    /// The messages of its language.
    #[must_use]
    pub fn language(&self) -> Lang {
        Lang::by_code(&self.lang).unwrap_or_else(Lang::english)
    }
}

/// Where charts and reports go, and what they are of.
pub(super) struct Canvas<'a, M> {
    pub(super) folder: &'a Folder,
    /// Of the work, in the look in which it is drawn.
    pub(super) manifest: &'a M,
    /// Dots an inch of bitmaps.
    pub(super) dpi: u16,
    /// The page to explore the scenario, where one is wished for.
    pub(super) explorer: Option<String>,
}

/// Writes charts and, once all of them are there, their figures with the tables of the page and `further` ones as a
/// workbook, and the reports (HTML and Markdown). All is made before anything is written, side by side: stopped meanwhile,
/// finished work keeps the charts and the report that it has, and work that has not ended goes on from here. Whatever PNG files
/// cannot show is told.
pub(super) fn write_all<M: Serialize>(
    canvas: &Canvas<'_, M>,
    style: &Style,
    host: &Host,
    charts: impl FnOnce() -> Vec<Chart> + Send,
    page: impl FnOnce() -> Page + Send,
    further: Vec<(String, Table)>,
) -> Result<()> {
    let written = || {
        let page = page();
        let (html, markdown) = (page.html(&style.lang), page.markdown(&style.lang));
        (page, html, markdown)
    };
    let &Canvas { folder, manifest, dpi, ref explorer } = canvas;
    let again = !Folder::is_unfinished(folder.path());
    let stopped = || host.stop.load(Ordering::Relaxed);
    let as_before = || {
        JobError::Stopped(if again {
            words!("interrupted: charts and report are as they were")
        } else {
            words!("interrupted before charts and report were drawn; the same command draws them")
        })
    };
    let drawn = || {
        if stopped() {
            return Err(as_before());
        }
        let charts = charts();
        let bitmap = |chart| if stopped() { Err(as_before()) } else { Ok(png(chart, f64::from(dpi))?) };
        let bitmaps: Result<Vec<_>> = charts.par_iter().map(bitmap).collect();
        bitmaps.map(|bitmaps| (charts, bitmaps))
    };
    let (drawn, (page, html, markdown)) = rayon::join(drawn, written);
    let (charts, bitmaps) = drawn?;
    let letters = missing_glyphs(&charts);
    let book = workbook(&page, &charts, further, &style.lang);
    let book = book.map_err(|error| JobError::refused(WORKBOOK, Words::verbatim(error.to_string())))?;
    if stopped() {
        return Err(as_before());
    }
    // From here on nothing says that all charts are there, until they are.
    folder.remove(REPORT)?;
    folder.write_look(manifest)?;
    write_charts(folder, &charts, &bitmaps)?;
    match explorer {
        Some(page) => folder.write(EXPLORER, page.as_bytes())?,
        None => folder.remove(EXPLORER)?,
    }
    folder.write(WORKBOOK, &book)?;
    folder.write(REPORT_MARKDOWN, markdown.as_bytes())?;
    folder.write(REPORT, html.as_bytes())?;
    if !letters.is_empty() {
        host.say(&Note::MissingGlyphs { letters });
    }
    Ok(())
}

/// Letters in any of the charts that PNG files cannot show.
fn missing_glyphs(charts: &[Chart]) -> Vec<char> {
    let letters: BTreeSet<char> = charts.iter().flat_map(|chart| chart.missing_glyphs.iter().copied()).collect();
    letters.into_iter().collect()
}

/// Writes charts as SVG, PNG and CSV.
fn write_charts(folder: &Folder, charts: &[Chart], bitmaps: &[Vec<u8>]) -> Result<()> {
    charts.par_iter().zip(bitmaps).try_for_each(|(chart, bitmap)| {
        let file = |ending: &str| format!("{CHARTS}/{}.{ending}", chart.name);
        folder.write(&file("svg"), chart.svg.as_bytes())?;
        folder.write(&file("png"), bitmap)?;
        folder.write(&file("csv"), chart.csv().as_bytes())?;
        Ok(())
    })
}
