//! Results made readable: tables, charts, pages. Everything here turns results into bytes; somebody else writes them.
//!
//! A style and a language decide how names are written and charts drawn; the story says what the figures mean, as a
//! [`page::Page`] that is written as HTML and as Markdown; [`text`] writes tables for a terminal.

mod carried;
mod caveats;
pub mod choice;
pub mod comparison;
mod costs;
pub mod crossing;
pub mod discovery;
mod draw;
mod evidence;
pub mod explorer;
mod failed;
mod few;
pub mod figures;
mod flat;
mod forecasts;
mod grade;
pub mod lang;
mod names;
mod open;
pub mod page;
mod parties;
pub mod plans_alone;
mod posterior;
mod provenance;
mod ranking;
pub mod sensitivity;
mod story;
pub mod style;
pub mod sweep;
pub mod table;
pub mod text;
pub mod theme;
mod theories;
pub mod told;
pub mod trace;
mod view;
mod workbook;

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod known;

pub use flat::{summary_columns, summary_csv, summary_table};
pub use names::input_name;
pub use provenance::Provenance;
pub use ranking::leading;
pub use story::{choice_page, comparison_page, discovery_page, plans_alone_page, run_page, sweep_page, told_page};
pub use style::Style;
pub use view::{OtherTheory, ReportInput};
pub use workbook::workbook;
