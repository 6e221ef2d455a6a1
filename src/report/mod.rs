//! Results made readable: tables, charts, pages. Everything here turns results into bytes; somebody else writes them.

pub mod charts;
pub mod comparison;
pub mod experiment;
mod flat;
pub mod html;
pub mod lang;
pub mod markdown;
mod names;
mod provenance;
mod story;
pub mod style;
pub mod sweep;
pub mod table;
pub mod text;
pub mod theme;
mod view;

#[cfg(test)]
pub(crate) mod fixture;

pub use flat::summary_csv;
pub use provenance::Provenance;
pub use style::Style;
pub use view::ReportInput;
