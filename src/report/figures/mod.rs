//! Charts: results in, SVG and figures out. One file a chart; all share one frame, one theme and one way of naming
//! things (`draw`).

mod acceptability;
mod alone;
mod bars;
mod breakdown;
mod costs;
mod discovery;
mod forecasts;
mod given_signed;
mod guarantors;
mod hazard;
mod heatmap;
mod holding;
mod indices;
mod influence;
mod inputs;
mod labels;
mod lines;
mod multiples;
mod open;
mod outcomes;
mod plane;
mod plans;
mod posterior;
mod realised;
mod regrets;
mod settlement;
mod slides;
mod survival;
mod theories;
mod tornado;
mod worlds;

#[cfg(test)]
mod tests;

pub use bars::{BarsData, PairedData, RowData, bars, paired};
pub use discovery::{BoxRow, BoxRows, TradeOff, box_rows, trade_off};
pub use heatmap::{HeatmapData, heatmap};
pub use indices::{IndexRow, IndicesData, indices};
pub use labels::{Estimate, Labels};
pub use lines::{LineData, LinesData, lines};
pub use regrets::{RegretRow, RegretRows, regret_rows};
pub(super) use slides::slide_shaped;
pub use tornado::{Swing, SwingEnd, TornadoData, tornado};

pub use super::draw::{Chart, PngError, missing_glyphs, png};
use super::style::Style;
use super::view::{ReportInput, View};

/// Each plan by itself, parted by how trials end; none where plans were not played by themselves.
pub fn alone_chart(input: &ReportInput, style: &Style) -> Option<Chart> {
    alone::chart(&View { input, style })
}

/// All charts of a run, in the order of the report. What there are no figures for is left out.
pub fn charts(input: &ReportInput, style: &Style) -> Vec<Chart> {
    let scenario = input.scenario.in_language(style.lang.code());
    let input = ReportInput { scenario: &scenario, ..*input };
    slide_shaped(style, |style| of_run(&input, style))
}

fn of_run(input: &ReportInput, style: &Style) -> Vec<Chart> {
    let view = View { input, style };
    let after_breakdown = [acceptability::party_charts(&view), breakdown::party_charts(&view)].concat();
    let drawn = [
        alone::chart(&view),
        worlds::chart(&view),
        influence::chart(&view),
        theories::chart(&view),
        forecasts::chart(&view),
        posterior::chart(&view),
        Some(outcomes::chart(&view)),
        holding::chart(&view),
        given_signed::chart(&view),
        acceptability::chart(&view),
        breakdown::chart(&view),
    ];
    let drawn = drawn.into_iter().chain(after_breakdown.into_iter().map(Some)).chain([
        plane::chart(&view),
        settlement::chart(&view),
        survival::chart(&view),
        hazard::chart(&view),
        guarantors::chart(&view),
        realised::values_chart(&view),
        realised::months_chart(&view),
    ]);
    let open = open::charts(&view);
    drawn.flatten().chain(open).chain(costs::charts(&view)).chain(inputs::charts(&view)).collect()
}
