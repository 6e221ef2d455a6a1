//! What the plans say: their terms, in words.

use super::super::lang::say;
use super::super::page::{Captioned, PageBlock};
use super::super::ranking::ranked;
use super::super::table::{Cell, Table};
use super::super::view::View;
use crate::model::{FOREIGN_TROOPS, GUARANTEE_YEARS, Issue, Plan, TERRITORY};

/// Guarantors that a cell names; of more it says how many.
const NAMED: usize = 3;

/// A row a plan, in the order of their ranks; a column an issue, the guarantors, where plans come at different times the month
/// from which a plan is on the table, and where there are any the months of ceasefire before the peace.
pub(super) fn written(view: &View) -> Vec<PageBlock> {
    let lang = view.lang();
    let mut plans: Vec<&Plan> = view.input.scenario.structure().plans.iter().collect();
    if plans.is_empty() {
        return Vec::new();
    }
    let rank: Vec<&str> = ranked(view.summary(), view.headline_year()).iter().map(|it| it.id).collect();
    plans.sort_by_key(|plan| rank.iter().position(|id| *id == plan.id));
    let pauses = plans.iter().any(|plan| plan.ceasefire_months > 0);
    let later = plans.iter().any(|plan| plan.from_month != plans[0].from_month);
    let names = view.names();
    let mut columns = vec![lang.t("text.plan").to_owned()];
    columns.extend(view.input.scenario.structure().issues.iter().map(|issue| names.issue(&issue.id)));
    columns.extend([names.key("guarantors")]);
    columns.extend(later.then(|| names.key("from_month")));
    columns.extend(pauses.then(|| names.key("ceasefire_months")));
    let mut table = Table { columns, rows: Vec::new() };
    for plan in plans {
        let mut row: Vec<Cell> = vec![names.marked(&plan.id).into()];
        row.extend(terms(view, plan).into_iter().map(Cell::from));
        row.push(guarantors(view, plan).into());
        row.extend(later.then(|| Cell::Number(Some(f64::from(plan.from_month)))));
        row.extend(pauses.then(|| Cell::Number(Some(f64::from(plan.ceasefire_months)))));
        table.push(row);
    }
    let heading = lang.t("story.written").to_owned();
    let table = Captioned::as_headed(&heading, table);
    vec![PageBlock::Heading(heading), PageBlock::Table(table)]
}

/// What a plan says on each issue: a dash for no troops and no guarantee.
fn terms(view: &View, plan: &Plan) -> Vec<String> {
    let (lang, names) = (view.lang(), view.names());
    let as_it_stands = |index: usize, issue: &Issue| match (index, plan.term(index)) {
        (TERRITORY, None) => lang.t("plans.line").to_owned(),
        (FOREIGN_TROOPS | GUARANTEE_YEARS, Some(0.0)) => lang.t("format.missing").to_owned(),
        (_, term) => names.term(&issue.id, term),
    };
    let told = |(index, issue): (usize, &Issue)| {
        plan.open_term(index).map_or_else(|| as_it_stands(index, issue), |open| names.open_term(open))
    };
    view.input.scenario.structure().issues.iter().enumerate().map(told).collect()
}

fn guarantors(view: &View, plan: &Plan) -> String {
    let all = &view.input.scenario.structure().guarantors;
    let name = |index: usize| view.names().guarantor(&all[index].id).to_owned();
    let named: Vec<String> = plan.participants.iter().map(|it| name(it.guarantor)).collect();
    if named.is_empty() || plan.most(GUARANTEE_YEARS) == Some(0.0) {
        return view.lang().t("format.missing").to_owned();
    }
    let (lang, n, of) = (view.lang(), named.len(), all.len());
    if n > 2 && n == of {
        return say!(lang, "plans.all", n = n);
    }
    if n > NAMED { say!(lang, "plans.some", n = n, all = of) } else { lang.list(&named) }
}
