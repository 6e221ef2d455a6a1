//! The page of a choice among plans over several states: the answer, the chart of regrets, all figures.

use super::super::choice::{ChoiceInput, choice_charts, choice_table};
use super::super::lang::say;
use super::super::page::{Captioned, Page, PageBlock, Section};
use super::super::style::Style;
use super::super::theme::ChartSize;
use super::figures;

/// The page of a choice.
pub fn choice_page(input: &ChoiceInput, style: &Style) -> Page {
    let lang = &style.lang;
    let draw = |size| choice_charts(input, &Style { size, bare: true, ..style.clone() });
    let mut blocks: Vec<PageBlock> = input.sentences(lang).into_iter().map(PageBlock::Paragraph).collect();
    blocks.extend(figures(draw(ChartSize::Page), draw(ChartSize::Column)));
    let table = Captioned::by_keys("choices", lang.t("choose.by_state"), choice_table(input), lang);
    blocks.push(PageBlock::Table(table));
    let least = input.number(lang, input.settings.at_least);
    blocks.push(PageBlock::Note(say!(lang, "choose.explained", least = least)));
    Page {
        title: input.title(lang),
        note: input.note(lang),
        sections: vec![Section { id: Some("answer"), heading: lang.t("section.answer").to_owned(), blocks }],
        version: input.version.clone(),
        ..Page::default()
    }
}
