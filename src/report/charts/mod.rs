//! Charts: results in, SVG and figures out. All share one frame, one theme and one way of naming things.

mod axis;
pub(crate) mod canvas;
mod drawing;
mod experiments;
mod fonts;
mod panels;
mod png;
mod rows;
pub(crate) mod series;

mod acceptability;
mod breakdown;
mod guarantors;
mod hazard;
mod heatmap;
mod holding;
mod inputs;
mod outcomes;
mod plane;
mod realised;
mod settlement;
mod survival;

#[cfg(test)]
mod tests;

pub use experiments::{
    BarsData, Estimate, Labels, LineData, LinesData, PairedData, RowData, Swing, TornadoData, bars, lines, paired,
    tornado,
};
pub(crate) use hazard::{hazard, peak};
pub use heatmap::{HeatmapData, heatmap};
pub use png::{PngError, png};

use super::style::Style;
use super::table::Table;
use super::view::{ReportInput, View};

/// A chart with the figures that it draws.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// Name of its files, without ending.
    pub name: String,
    /// Title.
    pub title: String,
    /// What is seen.
    pub subtitle: String,
    /// What the marks mean, and over how many trials.
    pub note: String,
    /// What it shows, for those who cannot see it.
    pub alt: String,
    /// The image.
    pub svg: String,
    /// The figures.
    pub data: Table,
}

impl Chart {
    /// What is seen, what the marks mean, and over how many trials.
    pub fn caption(&self) -> String {
        format!("{} {}", self.subtitle, self.note).trim().to_owned()
    }

    /// The figures as CSV with a header.
    pub fn csv(&self) -> String {
        self.data.csv()
    }
}

/// All charts of a run, in the order of the report. What there are no figures for is left out.
pub fn charts(input: &ReportInput, style: &Style) -> Vec<Chart> {
    let view = View { input, style };
    let drawn = [
        Some(outcomes::chart(&view)),
        holding::chart(&view),
        acceptability::chart(&view),
        breakdown::chart(&view),
        plane::chart(&view),
        settlement::chart(&view),
        survival::chart(&view),
        survival::spread_chart(&view),
        hazard::chart(&view),
        guarantors::chart(&view),
        realised::values_chart(&view),
        realised::months_chart(&view),
    ];
    drawn.into_iter().flatten().chain(inputs::charts(&view)).collect()
}
