//! What both sides would sign if they could choose: sentences, a chart and two tables for each plan with open terms.

use super::super::open::{choice_rows, chosen_sentence, distance_rows, open_plans, open_sentences};
use super::super::page::{Captioned, PageBlock};
use super::super::table::{Cell, Table};
use super::super::view::View;

/// The part of the answer on open terms, with their charts in the order of the plans; nothing where none is open.
pub(super) fn open(view: &View, charts: Vec<PageBlock>) -> Vec<PageBlock> {
    let (lang, names) = (view.lang(), view.names());
    let mut charts = charts.into_iter();
    let mut blocks = Vec::new();
    for (plan, summary) in open_plans(view.summary(), &names) {
        let evaluated = view.input.evaluation.plans.iter().find(|it| it.id == plan.id);
        let central = evaluated.and_then(|plan| chosen_sentence(plan, &names));
        let told = open_sentences(&plan.id, summary, &names).into_iter().chain(central);
        blocks.extend(told.map(PageBlock::Paragraph));
        if summary.range.share.is_none_or(|share| share == 0.0) {
            continue;
        }
        blocks.extend(charts.next());
        let heads = ["open.issue", "open.term", "open.at_start", "open.signed"];
        let mut table = Table { columns: heads.map(|key| lang.t(key).to_owned()).to_vec(), rows: Vec::new() };
        for row in choice_rows(plan, summary, &names) {
            let shares = [row.at_start[0], row.signed].map(Cell::Share);
            table.push([vec![row.issue.into(), row.choice.into()], shares.to_vec()].concat());
        }
        let title = lang.said_of(names.plan(&plan.id), lang.t("open.terms"));
        blocks.push(PageBlock::Table(Captioned::as_headed(&title, table)));
        let rows = distance_rows(summary);
        if !rows.is_empty() {
            let heads = ["text.plan", "text.mean", "text.p5", "text.median", "text.p95"];
            let mut table = Table { columns: heads.map(|key| lang.t(key).to_owned()).to_vec(), rows: Vec::new() };
            for (id, spread) in rows {
                let figures = [spread.mean, spread.p5, spread.p50, spread.p95].map(Cell::Number);
                table.push([vec![names.plan(id).into()], figures.to_vec()].concat());
            }
            let title = lang.said_of(names.plan(&plan.id), lang.t("open.distance"));
            blocks.push(PageBlock::Table(Captioned::as_headed(&title, table)));
        }
    }
    if !blocks.is_empty() {
        blocks.push(PageBlock::Note(lang.t("open.note").to_owned()));
    }
    blocks
}
