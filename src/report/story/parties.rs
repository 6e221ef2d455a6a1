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
    // A row a plan, as in the other tables: there are more of them than of parties, and their names are longer.
    let parties = rows.iter().map(|row| row.name.clone());
    let columns = std::iter::once(lang.t("text.plan").to_owned()).chain(parties).collect();
    let mut accepts = Table { columns, rows: Vec::new() };
    for (plan, id) in summary.plans.keys().enumerate() {
        let shares = rows.iter().map(|row| Cell::Share(row.accepts.get(plan).copied().flatten()));
        accepts.push(std::iter::once(Cell::from(names.plan(id))).chain(shares).collect());
    }
    let mut suits = Table { columns: heads(lang), rows: Vec::new() };
    for row in rows {
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
