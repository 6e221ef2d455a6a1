//! The page of a choice among plans over several states: the answer, the chart of regrets, all figures.

use super::super::choice::{ChoiceInput, choice_charts, choice_table};
use super::super::lang::say;
use super::super::page::{Captioned, Page, PageBlock};
use super::super::style::Style;
use super::AnswerPage;

/// The page of a choice.
pub fn choice_page(input: &ChoiceInput, style: &Style) -> Page {
    let lang = &style.lang;
    let table = Captioned::by_keys("choices", lang.t("choose.by_state"), choice_table(input), lang);
    let least = input.number(lang, input.settings.at_least);
    let answer = AnswerPage {
        title: input.title(lang),
        note: input.note(lang),
        version: &input.version,
        id: Some("answer"),
        sentences: input.sentences(lang),
        after: vec![PageBlock::Table(table), PageBlock::Note(say!(lang, "choose.explained", least = least))],
    };
    answer.page(|style| choice_charts(input, style), style)
}
