//! The page of a discovery: the answer, the boxes with their charts, and all of them in one table.

use super::super::discovery::{DiscoveryInput, boxes_table, discovery_charts};
use super::super::page::{Captioned, Page, PageBlock, Section};
use super::super::style::Style;
use super::super::theme::ChartSize;
use super::figures;

/// The page of a discovery.
pub fn discovery_page(input: &DiscoveryInput, style: &Style) -> Page {
    let lang = &style.lang;
    let draw = |size| discovery_charts(input, &Style { size, bare: true, ..style.clone() });
    let mut blocks: Vec<PageBlock> = input.sentences(lang).into_iter().map(PageBlock::Paragraph).collect();
    blocks.extend(figures(draw(ChartSize::Page), draw(ChartSize::Column)));
    let table = boxes_table(input);
    if !table.rows.is_empty() {
        blocks.push(PageBlock::Table(Captioned::by_keys("boxes", lang.t("discover.all_boxes"), table, lang)));
        blocks.push(PageBlock::Note(lang.t("discover.explained").to_owned()));
    }
    Page {
        title: input.title(lang),
        note: input.note(lang),
        sections: vec![Section { id: Some("answer"), heading: lang.t("section.answer").to_owned(), blocks }],
        version: input.version.clone(),
        ..Page::default()
    }
}
