//! The page of an answer to one question.

use super::super::figures::Chart;
use super::super::page::{Captioned, Page, PageBlock};
use super::super::style::Style;
use super::super::told::Told;
use super::AnswerPage;

/// What an answer comes to, its charts, which `draw` makes, and its figures.
pub fn told_page(told: &Told, draw: impl Fn(&Style) -> Vec<Chart>, style: &Style) -> Page {
    let answer = AnswerPage {
        title: told.title.clone(),
        note: told.note.clone(),
        version: &told.version,
        id: None,
        sentences: told.sentences.clone(),
        after: vec![PageBlock::Table(Captioned::as_headed(&told.title, told.table.clone()))],
    };
    answer.page(draw, style)
}
