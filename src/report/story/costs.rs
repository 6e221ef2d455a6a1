//! What a peace and a war cost people: a sentence, a chart and a table for each cost.

use super::super::costs::{cost_rows, cost_sentences, cost_title, costs_note, some_rows_are_few};
use super::super::few::FEW;
use super::super::lang::say;
use super::super::page::{Captioned, PageBlock};
use super::super::table::{Cell, Table};
use super::super::view::View;

/// The part of the answer on costs, with their charts in the order of the costs; nothing where none is declared or no trial
/// has one.
pub(super) fn costs(view: &View, charts: Vec<PageBlock>) -> Vec<PageBlock> {
    let (lang, names) = (view.lang(), view.names());
    let mut charts = charts.into_iter();
    let mut blocks = Vec::new();
    for (id, cost) in &view.summary().costs {
        let Some(told) = cost_sentences(id, cost, &names) else { continue };
        blocks.push(PageBlock::Paragraph(told));
        blocks.extend(charts.next());
        let heads = ["costs.trials", "text.share", "text.mean", "text.p5", "text.median", "text.p95"];
        let columns = heads.map(|key| lang.t(key).to_owned()).to_vec();
        let rows = cost_rows(cost, &names);
        let few = some_rows_are_few(&rows);
        let mut table = Table { columns, rows: Vec::new() };
        for row in rows {
            let figures = [row.spread.mean, row.spread.p5, row.spread.p50, row.spread.p95].map(Cell::Number);
            table.push([vec![row.name.into(), Cell::Share(row.share)], figures.to_vec()].concat());
        }
        blocks.push(PageBlock::Table(Captioned::as_headed(&cost_title(id, cost, &names), table)));
        blocks.extend(few.then(|| PageBlock::Note(say!(lang, "costs.rare", n = FEW))));
    }
    if !blocks.is_empty() {
        blocks.extend(costs_note(view.summary(), &names).map(PageBlock::Note));
    }
    blocks
}
