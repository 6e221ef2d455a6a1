//! Charts in the shape of a slide, 16 to 9, with letters as large as that allows.

use super::super::draw::{Chart, SLIDE_SHAPE};
use super::super::style::Style;
use super::super::theme::{ChartSize, Theme};

/// How much wider a chart is laid out at each try.
const STEP: f64 = 1.2;
/// Tries: the last is eleven times as wide.
const TRIES: i32 = 14;

/// What `draw` makes; for slides, each chart laid out as wide as it must be for its height to fit, and then brought to the
/// size of a slide. Charts of a page, and those whose width the theme sets, are left as they are.
pub(crate) fn slide_shaped(style: &Style, draw: impl Fn(&Style) -> Vec<Chart>) -> Vec<Chart> {
    let mut charts = draw(style);
    if style.size != ChartSize::Slide || style.bare || style.theme.width.is_some() {
        return charts;
    }
    for tried in 1..TRIES {
        if charts.iter().all(fits) {
            break;
        }
        let width = (style.size.width() * STEP.powi(tried)).ceil();
        let wider = draw(&Style { theme: Theme { width: Some(width), ..style.theme.clone() }, ..style.clone() });
        let pairs = charts.iter_mut().zip(wider).filter(|(chart, wide)| !fits(chart) && chart.name == wide.name);
        pairs.for_each(|(chart, wide)| *chart = wide);
    }
    charts.into_iter().map(|chart| shown(chart, style.size.width())).collect()
}

/// Whether a chart has the shape of a slide: one that is lower is given empty paper below.
fn fits(chart: &Chart) -> bool {
    let (width, height) = chart.extent;
    height <= (width * SLIDE_SHAPE).ceil()
}

/// The chart at the width of a slide.
fn shown(chart: Chart, width: f64) -> Chart {
    let (own_width, own_height) = chart.extent;
    let height = (own_height * width / own_width).round();
    let own = format!("width=\"{own_width}\" height=\"{own_height}\" viewBox");
    let svg = chart.svg.replacen(&own, &format!("width=\"{width}\" height=\"{height}\" viewBox"), 1);
    Chart { svg, extent: (width, height), ..chart }
}
