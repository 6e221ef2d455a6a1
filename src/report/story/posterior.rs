//! What has happened already, and what others hold probable: each piece and each forecast, what they say of the inputs, and
//! the headline with and without them.

use super::super::forecasts::{HEADS, forecast_rows, forecasts_said, probability_told};
use super::super::page::{Captioned, PageBlock};
use super::super::posterior::{
    evidence_said, headline_note, headline_rows, headline_title, moved_inputs, moved_said, piece_rows,
};
use super::super::table::{Cell, FigureKind, Table};
use super::super::view::View;
use crate::analysis::summary::Share;

fn headed(view: &View, keys: &[&str]) -> Table {
    Table { columns: keys.iter().map(|key| view.lang().t(key).to_owned()).collect(), rows: Vec::new() }
}

fn paragraphs(sentences: impl IntoIterator<Item = String>) -> impl Iterator<Item = PageBlock> {
    sentences.into_iter().map(PageBlock::Paragraph)
}

/// The part of the answer on evidence, with what it says of the inputs where nothing is foretold besides; nothing where there
/// is none.
pub(super) fn posterior(view: &View) -> Vec<PageBlock> {
    let (lang, names, summary) = (view.lang(), view.names(), view.summary());
    let Some(weights) = summary.weights.as_ref().filter(|weights| !weights.evidence.is_empty()) else {
        return Vec::new();
    };
    let mut pieces = headed(view, &["posterior.piece", "posterior.likelihood", "posterior.effective_without"]);
    for row in piece_rows(weights, &names) {
        pieces.push(vec![row.told.into(), Cell::Number(row.likelihood), row.effective_without.round().into()]);
    }
    let mut blocks: Vec<PageBlock> = paragraphs(evidence_said(summary, &names)).collect();
    if weights.forecasts.is_empty() {
        blocks.extend(paragraphs(moved_said(summary, &names)));
    }
    blocks.push(PageBlock::Table(Captioned::as_headed(lang.t("posterior.heading"), pieces)));
    blocks
}

/// The part of the answer on forecasts, with its chart; nothing where there is none.
pub(super) fn foretold(view: &View, charts: Vec<PageBlock>) -> Vec<PageBlock> {
    let (lang, names, summary) = (view.lang(), view.names(), view.summary());
    let Some(weights) = summary.weights.as_ref().filter(|weights| !weights.forecasts.is_empty()) else {
        return Vec::new();
    };
    let mut table = headed(view, &HEADS);
    for row in forecast_rows(weights, &names) {
        let probability = Cell::Worded(Some(row.it.probability), FigureKind::Share, probability_told(row.it, &names));
        let shares = [row.it.without, row.it.with].map(Cell::Share);
        let numbers = [Cell::Number(Some(row.it.lambda)), Cell::Number(row.bits)];
        table.push([vec![row.told.into(), probability], shares.to_vec(), numbers.to_vec()].concat());
    }
    let mut blocks: Vec<PageBlock> = paragraphs(forecasts_said(summary, &names)).collect();
    blocks.extend(charts);
    blocks.push(PageBlock::Table(Captioned::as_headed(lang.t("forecasts.heading"), table)));
    blocks.push(PageBlock::Note(lang.t("forecasts.bits_note").to_owned()));
    blocks
}

/// What weights make of the inputs, with its chart, and of the headline; nothing where every trial counts as one.
pub(super) fn reweighed(view: &View, charts: Vec<PageBlock>) -> Vec<PageBlock> {
    let (lang, names, summary) = (view.lang(), view.names(), view.summary());
    let Some(weights) = &summary.weights else { return Vec::new() };
    let foretold = !weights.forecasts.is_empty();
    let said = if foretold { moved_said(summary, &names) } else { Vec::new() };
    let mut blocks: Vec<PageBlock> = paragraphs(said).collect();
    blocks.extend(charts);
    let moved = moved_inputs(summary);
    if !moved.is_empty() {
        let heads = ["text.input", "posterior.before", "text.p5", "text.p95", "posterior.after", "text.p5", "text.p95"];
        let mut table = headed(view, &[heads.as_slice(), &["posterior.moved_by"]].concat());
        for (path, shift) in moved {
            let spreads = [&shift.prior, &shift.posterior].into_iter().flat_map(|it| [it.p50, it.p5, it.p95]);
            let mut row: Vec<Cell> = vec![names.input(path).into()];
            row.extend(spreads.map(Cell::Number));
            row.push(Cell::Share(shift.moved));
            table.push(row);
        }
        blocks.push(PageBlock::Table(Captioned::as_headed(lang.t("posterior.inputs"), table)));
    }
    let title = headline_title(summary, lang);
    let mut both = headed(view, &["posterior.with", "text.interval", "posterior.without", "text.interval"]);
    both.columns.insert(0, title.to_owned());
    for (name, with, without) in headline_rows(summary, &names) {
        let mut row: Vec<Cell> = vec![name.into()];
        let cells = |it: Share| [Cell::Share(it.share), Cell::interval(&it, lang)];
        row.extend([with, without].into_iter().flat_map(cells));
        both.push(row);
    }
    blocks.push(PageBlock::Table(Captioned::as_headed(title, both)));
    blocks.push(PageBlock::Note(headline_note(summary, lang).to_owned()));
    blocks
}
