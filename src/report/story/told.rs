//! The page of an answer to one question.

use super::super::figures::Chart;
use super::super::page::{Captioned, Page, PageBlock, Section};
use super::super::style::Style;
use super::super::theme::ChartSize;
use super::super::told::Told;
use super::figures;

/// What an answer comes to, its charts, which `draw` makes, and its figures.
pub fn told_page(told: &Told, draw: impl Fn(&Style) -> Vec<Chart>, style: &Style) -> Page {
    let lang = &style.lang;
    let drawn = |size| draw(&Style { size, bare: true, ..style.clone() });
    let mut blocks: Vec<PageBlock> = told.sentences.iter().cloned().map(PageBlock::Paragraph).collect();
    blocks.extend(figures(drawn(ChartSize::Page), drawn(ChartSize::Column)));
    blocks.push(PageBlock::Table(Captioned::as_headed(&told.title, told.table.clone())));
    Page {
        title: told.title.clone(),
        note: told.note.clone(),
        sections: vec![Section { id: None, heading: lang.t("section.answer").to_owned(), blocks }],
        version: told.version.clone(),
        ..Page::default()
    }
}
