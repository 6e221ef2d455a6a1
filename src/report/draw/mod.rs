//! Drawing: a backend of plotters, plots with their axes, lines, rows and panels, bitmaps. Knows nothing of results.

mod axis;
mod callouts;
mod chart;
mod drawing;
mod fonts;
mod legend;
mod panels;
mod pen;
mod png;
mod rows;
mod series;
mod surface;

pub use chart::Chart;
pub use fonts::missing_glyphs;
pub use png::{PngError, png};

pub(crate) use axis::{Axis, decimals_of, nice_step};
pub(crate) use callouts::{Callout, callouts};
pub(crate) use drawing::{Drawing, Rect, SLIDE_SHAPE};
pub(crate) use fonts::{width as text_width, wrap};
pub(crate) use legend::{Shape, Swatch};
pub(crate) use panels::{heading, panels};
pub(crate) use pen::{Anchor, Lettering};
pub(crate) use rows::{Rows, rows, rows_width};
pub(crate) use series::{Series, faint_lines, line, line_chart, readable, traced};
pub(crate) use surface::Plot;
