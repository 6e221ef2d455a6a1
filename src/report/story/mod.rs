//! What results say: written from the figures, never more than the figures allow.
//!
//! The spread across inputs comes first, the sampling error second, and a figure over selected trials says so.

pub(super) mod answer;
pub(super) mod changing;
mod choice;
mod comparison;
mod costs;
pub(super) mod deciding;
mod discovery;
mod headline;
mod lasting;
mod open;
mod outcomes;
mod pairs;
mod parties;
mod plans_alone;
mod posterior;
mod run;
mod signing;
mod sweep;
mod terms;
pub(super) mod theories;
mod told;
pub(super) mod waiting;
pub(super) mod weighing;
pub(super) mod words;
mod written;

#[cfg(test)]
mod tests;

pub use choice::choice_page;
pub use comparison::comparison_page;
pub use discovery::discovery_page;
pub use plans_alone::plans_alone_page;
pub use run::run_page;
pub use sweep::sweep_page;
pub use told::told_page;

use super::figures::Chart;
use super::page::{Illustration, Page, PageBlock, Section};
use super::ranking::{at_year, leader};
use super::style::Style;
use super::theme::ChartSize;
use super::view::View;
use crate::analysis::summary::PlanSummary;

/// A page of one section: an answer in sentences with its charts, which `draw` makes, and what follows them.
struct AnswerPage<'a> {
    title: String,
    note: String,
    version: &'a str,
    id: Option<&'static str>,
    sentences: Vec<String>,
    after: Vec<PageBlock>,
}

impl AnswerPage<'_> {
    fn page(self, draw: impl Fn(&Style) -> Vec<Chart>, style: &Style) -> Page {
        let drawn = |size| draw(&Style { size, bare: true, ..style.clone() });
        let mut blocks: Vec<PageBlock> = self.sentences.into_iter().map(PageBlock::Paragraph).collect();
        blocks.extend(figures(drawn(ChartSize::Page), drawn(ChartSize::Column)));
        blocks.extend(self.after);
        let heading = style.lang.t("section.answer").to_owned();
        Page {
            title: self.title,
            note: self.note,
            sections: vec![Section { id: self.id, heading, blocks }],
            version: self.version.to_owned(),
            ..Page::default()
        }
    }
}

/// A figure at a year, if there is one.
fn at(list: &[Option<f64>], year: usize) -> Option<f64> {
    list.get(year).copied().flatten()
}

/// The plan that the report is about: the one that does best by itself, or, where plans were not played by themselves, in
/// the race of all; none if none was ever signed.
fn best<'a>(view: &View<'a>) -> Option<(&'a str, &'a PlanSummary)> {
    leader(view.summary(), view.headline_year()).map(|it| (it.id, it.plan)).or_else(|| most_signed(view))
}

/// The plan most often signed and holding at the headline year with all plans on the table; none if none was ever signed.
fn most_signed<'a>(view: &View<'a>) -> Option<(&'a str, &'a PlanSummary)> {
    let year = view.headline_year();
    let holding = |plan: &PlanSummary| at(&plan.signed_and_holding.share, year).unwrap_or(0.0);
    let signed = view.plans().filter(|(_, plan)| plan.signed.share.is_some_and(|share| share > 0.0));
    signed.reduce(|a, b| if holding(b.1) > holding(a.1) { b } else { a })
}

/// `15 years`: how far the headlines look.
fn span(view: &View) -> String {
    view.names().years(view.headline_year() as f64)
}

/// Charts drawn twice, as blocks of a page.
fn figures(wide: Vec<Chart>, narrow: Vec<Chart>) -> impl Iterator<Item = PageBlock> {
    wide.into_iter()
        .zip(narrow)
        .map(|(wide, narrow)| PageBlock::Figure(Box::new(Illustration { wide, narrow, data: None })))
}
