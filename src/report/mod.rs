//! Results made readable: tables, charts, pages. Everything here turns results into bytes; somebody else writes them.

pub mod manifest;

#[cfg(feature = "cli")]
pub mod charts;
#[cfg(feature = "cli")]
pub mod comparison;
#[cfg(feature = "cli")]
pub mod experiment;
#[cfg(feature = "cli")]
mod flat;
#[cfg(feature = "cli")]
pub mod html;
#[cfg(feature = "cli")]
pub mod lang;
#[cfg(feature = "cli")]
pub mod markdown;
#[cfg(feature = "cli")]
mod names;
#[cfg(feature = "cli")]
mod story;
#[cfg(feature = "cli")]
pub mod style;
#[cfg(feature = "cli")]
pub mod sweep;
#[cfg(feature = "cli")]
pub mod table;
#[cfg(feature = "cli")]
pub mod text;
#[cfg(feature = "cli")]
pub mod theme;
#[cfg(feature = "cli")]
mod view;

#[cfg(all(test, feature = "cli"))]
pub(crate) mod fixture;

#[cfg(feature = "cli")]
pub use flat::summary_csv;
#[cfg(feature = "cli")]
pub use style::Style;
#[cfg(feature = "cli")]
pub use view::ReportInput;
