//! Parties that do not fight: whom each plan suits, and whose veto counts.

use super::super::page::{Captioned, PageBlock};
use super::super::parties::{expectations_note, heads, party_rows, veto_sentence};
use super::super::table::{Cell, Table};
use super::super::view::View;

/// The part of the answer on parties that do not fight; nothing where there are none.
pub(super) fn parties(view: &View) -> Vec<PageBlock> {
    let (lang, names, summary) = (view.lang(), view.names(), view.summary());
    let rows = party_rows(summary, &names);
    if rows.is_empty() || summary.plans.is_empty() {
        return Vec::new();
    }
    let mut blocks: Vec<PageBlock> = veto_sentence(summary, &names).map(PageBlock::Paragraph).into_iter().collect();
    let plans = summary.plans.keys().map(|id| names.plan(id).to_owned());
    let columns = std::iter::once(lang.t("parties.party").to_owned()).chain(plans).collect();
    let mut accepts = Table { columns, rows: Vec::new() };
    let mut suits = Table { columns: heads(lang), rows: Vec::new() };
    for row in rows {
        let shares = row.accepts.iter().copied().map(Cell::Share);
        accepts.push(std::iter::once(Cell::from(row.name.as_str())).chain(shares).collect());
        let [war, most, regret] = [row.war, row.most, row.regret].map(|value| Cell::Number(value.map(rounded)));
        suits.push(vec![row.name.into(), war, row.favourite.into(), most, regret]);
    }
    blocks.push(PageBlock::Table(Captioned::as_headed(lang.t("parties.accept"), accepts)));
    blocks.push(PageBlock::Table(Captioned::as_headed(lang.t("parties.suits"), suits)));
    blocks.extend(expectations_note(summary, &names).map(PageBlock::Note));
    blocks
}

/// To three digits: what is less is noise of sums.
fn rounded(value: f64) -> f64 {
    (value * 1e3).round() / 1e3
}
