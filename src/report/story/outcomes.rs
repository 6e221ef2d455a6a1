//! Every plan by itself in one table: how it ends, and on what evidence.

use super::super::grade::{DECISIVE, grade};
use super::super::lang::say;
use super::super::page::{Captioned, PageBlock};
use super::super::ranking::{AloneEnding, ranked};
use super::super::table::{Cell, Table};
use super::super::view::View;
use super::span;

/// The table and what stands under it; nothing where plans were not played by themselves.
pub(super) fn outcomes(view: &View) -> Vec<PageBlock> {
    let (lang, names, year) = (view.lang(), view.names(), view.headline_year());
    let plans = ranked(view.summary(), year);
    if plans.is_empty() || view.summary().trials == view.summary().failed_trials {
        return Vec::new();
    }
    let possible = AloneEnding::possible(&plans);
    let endings: Vec<&str> = possible.iter().map(|ending| ending.key()).collect();
    let mut table = Table::new(&[["plan", endings[0], "interval"].as_slice(), &endings[1..], &["evidence"]].concat());
    for it in &plans {
        let range = Cell::interval(&it.holding, lang);
        let mut row: Vec<Cell> = vec![names.marked(it.id).into(), Cell::Share(it.holding.share), range];
        row.extend(possible[1..].iter().map(|ending| Cell::Share(ending.share(it))));
        row.push(grade(view.summary(), &names, it.id, year).into());
        table.push(row);
    }
    let caption = say!(lang, "outcomes.caption", span = span(view));
    let marked = names.mark_explained(plans.iter().map(|it| it.id));
    let notes = marked.into_iter().chain([say!(lang, "grade.note", n = DECISIVE)]).map(PageBlock::Note);
    let mut table = Captioned::by_keys("plan-outcomes", &caption, table, lang);
    for ending in possible {
        let column = table.table.columns.iter().position(|key| key == ending.key());
        if let Some(label) = column.and_then(|column| table.labels.get_mut(column)) {
            *label = names.short_ending(ending);
        }
    }
    [PageBlock::Table(table)].into_iter().chain(notes).collect()
}
