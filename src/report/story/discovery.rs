//! The page of a discovery: the answer, the boxes with their charts, and all of them in one table.

use super::super::discovery::{DiscoveryInput, boxes_table, discovery_charts};
use super::super::page::{Captioned, Page, PageBlock};
use super::super::style::Style;
use super::AnswerPage;

/// The page of a discovery.
pub fn discovery_page(input: &DiscoveryInput, style: &Style) -> Page {
    let lang = &style.lang;
    let table = boxes_table(input);
    let after = if table.rows.is_empty() {
        Vec::new()
    } else {
        let table = Captioned::by_keys("boxes", lang.t("discover.all_boxes"), table, lang);
        vec![PageBlock::Table(table), PageBlock::Note(lang.t("discover.explained").to_owned())]
    };
    let answer = AnswerPage {
        title: input.title(lang),
        note: input.note(lang),
        version: &input.version,
        id: Some("answer"),
        sentences: input.sentences(lang),
        after,
    };
    answer.page(|style| discovery_charts(input, style), style)
}
