//! What the plans say: their terms, in words.

use super::super::lang::say;
use super::super::page::{Captioned, PageBlock};
use super::super::ranking::ranked;
use super::super::table::{Cell, Table};
use super::super::view::View;
use crate::model::{Plan, STRUCTURAL};

/// Guarantors that a cell names; of more it says how many.
const NAMED: usize = 3;

/// A row a plan, in the order of their ranks; a column an issue, the guarantors, and where plans come at different times the
/// month from which a plan is on the table.
pub(super) fn written(view: &View) -> Vec<PageBlock> {
    let lang = view.lang();
    let mut plans: Vec<&Plan> = view.input.scenario.structure().plans.iter().collect();
    if plans.is_empty() {
        return Vec::new();
    }
    let rank: Vec<&str> = ranked(view.summary(), view.headline_year()).iter().map(|it| it.id).collect();
    plans.sort_by_key(|plan| rank.iter().position(|id| *id == plan.id));
    let later = plans.iter().any(|plan| plan.from_month != plans[0].from_month);
    let names = view.names();
    let mut columns = vec![lang.t("text.plan").to_owned()];
    columns.extend(issues(view).map(|issue| names.issue(issue)));
    columns.extend([names.key("guarantors")]);
    columns.extend(later.then(|| names.key("from_month")));
    let mut table = Table { columns, rows: Vec::new() };
    for plan in plans {
        let mut row: Vec<Cell> = vec![names.marked(&plan.id).into()];
        row.extend(terms(view, plan).into_iter().map(Cell::from));
        row.push(guarantors(view, plan).into());
        row.extend(later.then(|| Cell::Number(Some(f64::from(plan.from_month)))));
        table.push(row);
    }
    let heading = lang.t("story.written").to_owned();
    let table = Captioned::as_headed(&heading, table);
    vec![PageBlock::Heading(heading), PageBlock::Table(table)]
}

fn issues<'a>(view: &View<'a>) -> impl Iterator<Item = &'a str> {
    let further = view.input.scenario.structure().issues.iter().skip(STRUCTURAL.len());
    STRUCTURAL.into_iter().chain(further.map(|issue| issue.id.as_str()))
}

/// What a plan says on each issue.
fn terms(view: &View, plan: &Plan) -> Vec<String> {
    let names = view.names();
    let line = || view.lang().t("plans.line").to_owned();
    let territory = plan.territory.map_or_else(line, |share| names.term("territory", Some(share)));
    let none = || view.lang().t("format.missing").to_owned();
    let guarantee =
        if plan.guarantee_years > 0.0 { names.term("guarantee_years", Some(plan.guarantee_years)) } else { none() };
    let troops =
        if plan.foreign_troops > 0.0 { names.term("foreign_troops", Some(plan.foreign_troops)) } else { none() };
    let cap = names.term("defender_forces", Some(plan.defender_forces));
    let further = issues(view).skip(STRUCTURAL.len()).zip(&plan.further);
    let further = further.map(|(issue, term)| names.term(issue, Some(*term)));
    [territory, cap, troops, guarantee].into_iter().chain(further).collect()
}

fn guarantors(view: &View, plan: &Plan) -> String {
    let all = &view.input.scenario.structure().guarantors;
    let name = |index: usize| view.names().guarantor(&all[index].id).to_owned();
    let named: Vec<String> = plan.participants.iter().map(|it| name(it.guarantor)).collect();
    if named.is_empty() || plan.guarantee_years <= 0.0 {
        return view.lang().t("format.missing").to_owned();
    }
    let (lang, n, of) = (view.lang(), named.len(), all.len());
    if n > 2 && n == of {
        return say!(lang, "plans.all", n = n);
    }
    if n > NAMED { say!(lang, "plans.some", n = n, all = of) } else { lang.list(&named) }
}
