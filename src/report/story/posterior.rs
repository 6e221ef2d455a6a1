//! What has happened already: each piece, what it says of the inputs, and the headline with and without it.

use super::super::page::{Captioned, PageBlock};
use super::super::posterior::{headline_rows, moved_inputs, piece_rows, said};
use super::super::table::{Cell, Table};
use super::super::view::View;
use crate::analysis::summary::Share;

/// The part of the answer on evidence, with its chart; nothing where there is none.
pub(super) fn posterior(view: &View, charts: Vec<PageBlock>) -> Vec<PageBlock> {
    let (lang, names, summary) = (view.lang(), view.names(), view.summary());
    let Some(weights) = &summary.weights else { return Vec::new() };
    let headed =
        |keys: &[&str]| Table { columns: keys.iter().map(|key| lang.t(key).to_owned()).collect(), rows: Vec::new() };
    let mut blocks: Vec<PageBlock> = said(summary, &names).into_iter().map(PageBlock::Paragraph).collect();
    let mut pieces = headed(&["posterior.piece", "posterior.likelihood", "posterior.effective_without"]);
    for row in piece_rows(weights, &names) {
        pieces.push(vec![row.told.into(), Cell::Number(row.likelihood), row.effective_without.round().into()]);
    }
    blocks.push(PageBlock::Table(Captioned::as_headed(lang.t("posterior.heading"), pieces)));
    blocks.extend(charts);
    let moved = moved_inputs(summary);
    if !moved.is_empty() {
        let heads = ["text.input", "posterior.before", "text.p5", "text.p95", "posterior.after", "text.p5", "text.p95"];
        let mut table = headed(&[heads.as_slice(), &["posterior.moved_by"]].concat());
        for (path, shift) in moved {
            let spreads = [&shift.prior, &shift.posterior].into_iter().flat_map(|it| [it.p50, it.p5, it.p95]);
            let mut row: Vec<Cell> = vec![names.input(path).into()];
            row.extend(spreads.map(Cell::Number));
            row.push(Cell::Share(shift.moved));
            table.push(row);
        }
        blocks.push(PageBlock::Table(Captioned::as_headed(lang.t("posterior.inputs"), table)));
    }
    let mut both = headed(&["posterior.both", "posterior.with", "text.interval", "posterior.without", "text.interval"]);
    for (name, with, without) in headline_rows(summary, &names) {
        let mut row: Vec<Cell> = vec![name.into()];
        let cells = |it: Share| [Cell::Share(it.share), Cell::Worded(it.low, lang.interval(&it))];
        row.extend([with, without].into_iter().flat_map(cells));
        both.push(row);
    }
    blocks.push(PageBlock::Table(Captioned::as_headed(lang.t("posterior.both"), both)));
    blocks.push(PageBlock::Note(lang.t("posterior.note").to_owned()));
    blocks
}
