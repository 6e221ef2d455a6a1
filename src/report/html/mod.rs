//! `report.html`: one file that asks nothing of anybody: no request leaves it, and it works without JavaScript.

mod page;
#[cfg(test)]
mod tests;

pub use page::html;
pub(super) use page::{CSS, with_ids};
