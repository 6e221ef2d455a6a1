//! What a longer guarantee changes: plans that differ in nothing else.

use super::super::lang::say;
use super::super::ranking::{at_year, difference};
use super::super::table::{Cell, Table};
use super::super::view::View;
use crate::analysis::summary::{PlanSummary, Share};
use crate::model::Plan;

/// Plans that differ only in the length of their guarantee.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TermGroup {
    /// What the plans share.
    pub(crate) intro: String,
    /// A row a plan.
    pub(crate) table: Table,
    /// What the longest changes against the shortest.
    pub(crate) verdicts: Vec<String>,
}

/// Groups of plans that differ only in the length of their guarantee.
pub(crate) fn term_groups(view: &View) -> Vec<TermGroup> {
    let plans: Vec<(usize, &Plan)> = view
        .input
        .scenario
        .structure
        .plans
        .iter()
        .enumerate()
        .filter(|(_, plan)| {
            !plan.is_open() && plan.guarantee_years > 0.0 && view.summary().plans.contains_key(&plan.id)
        })
        .collect();
    let mut groups: Vec<Vec<(usize, &Plan)>> = Vec::new();
    for it in plans {
        match groups.iter_mut().find(|group| same_but_for_length(view, group[0], it)) {
            Some(group) => group.push(it),
            None => groups.push(vec![it]),
        }
    }
    let lengths_differ =
        |group: &[(usize, &Plan)]| group.iter().any(|(_, plan)| plan.guarantee_years != group[0].1.guarantee_years);
    groups.retain(|group| lengths_differ(group));
    groups.into_iter().map(|group| term_group(view, group.into_iter().map(|(_, plan)| plan).collect())).collect()
}

fn same_but_for_length(view: &View, a: (usize, &Plan), b: (usize, &Plan)) -> bool {
    let members = |plan: &Plan| plan.participants.iter().map(|it| it.guarantor).collect::<Vec<_>>();
    let effects = |plan: &Plan| plan.effects.iter().map(|it| (it.target.path(), it.kind)).collect::<Vec<_>>();
    let operands = |index: usize| view.input.scenario.central().effects.get(index).cloned().unwrap_or_default();
    let written = |plan: &Plan| {
        let prefix = format!("plan.{}.effects", plan.id);
        let all = view.input.scenario.assumptions().iter();
        all.filter(|it| it.path.starts_with(&prefix)).map(|it| it.written.clone()).collect::<Vec<_>>()
    };
    a.1.territory == b.1.territory
        && a.1.defender_forces == b.1.defender_forces
        && a.1.foreign_troops == b.1.foreign_troops
        && a.1.further == b.1.further
        && a.1.from_month == b.1.from_month
        && a.1.ceasefire_months == b.1.ceasefire_months
        && members(a.1) == members(b.1)
        && effects(a.1) == effects(b.1)
        && operands(a.0) == operands(b.0)
        && written(a.1) == written(b.1)
}

/// A figure of a plan that a longer guarantee may change.
struct TermFigure<'a> {
    key: String,
    name: String,
    of: Box<dyn Fn(&PlanSummary) -> Share + 'a>,
}

fn figures<'a>(view: &View) -> Vec<TermFigure<'a>> {
    let lang = view.lang();
    let years: Vec<usize> = [15, 30].into_iter().filter(|&year| year <= view.horizon()).collect();
    let years = if years.is_empty() { vec![view.horizon()] } else { years };
    let alone = view.plans().any(|(_, plan)| plan.alone.is_some());
    let signed = |plan: &PlanSummary| plan.alone.as_ref().map_or(plan.signed, |alone| alone.signed);
    let mut figures = vec![TermFigure {
        key: "signed".to_owned(),
        name: lang.t(if alone { "terms.signed_alone" } else { "terms.signed" }).to_owned(),
        of: Box::new(signed),
    }];
    let both = |plan: &PlanSummary| plan.acceptable.both;
    figures.insert(0, TermFigure { key: "both".to_owned(), name: lang.t("terms.both").to_owned(), of: Box::new(both) });
    for year in years {
        let survival = move |plan: &PlanSummary| {
            let curve = &plan.if_signed.survival;
            let at = |list: &Vec<Option<f64>>| list.get(year).copied().flatten();
            Share { share: at(&curve.survival), low: at(&curve.low), high: at(&curve.high) }
        };
        let name = say!(lang, "terms.survival", year = year);
        figures.push(TermFigure { key: format!("survival_{year}"), name, of: Box::new(survival) });
        let holding = move |plan: &PlanSummary| {
            let holding = plan.alone.as_ref().map_or(&plan.signed_and_holding, |alone| &alone.signed_and_holding);
            at_year(holding, year)
        };
        let name = say!(lang, if alone { "terms.holding_alone" } else { "terms.holding" }, year = year);
        figures.push(TermFigure { key: format!("holding_{year}"), name, of: Box::new(holding) });
    }
    figures
}

fn term_group(view: &View, mut plans: Vec<&Plan>) -> TermGroup {
    plans.sort_by(|a, b| a.guarantee_years.total_cmp(&b.guarantee_years));
    let (lang, names) = (view.lang(), view.names());
    let figures = figures(view);
    let mut table = Table::new(&["plan", "term"]);
    table.columns.extend(figures.iter().map(|figure| figure.key.clone()));
    for plan in &plans {
        let mut row: Vec<Cell> = vec![names.marked(&plan.id).into(), names.years(plan.guarantee_years).into()];
        row.extend(figures.iter().map(|figure| Cell::Share((figure.of)(&view.summary().plans[&plan.id]).share)));
        table.push(row);
    }
    let verdicts = pairs(&plans).into_iter().flat_map(|pair| verdicts(view, &figures, pair)).collect();
    let quoted: Vec<String> = plans.iter().map(|plan| say!(lang, "format.quoted", text = plan.name)).collect();
    TermGroup { intro: say!(lang, "terms.intro", plans = lang.list(&quoted)), table, verdicts }
}

/// The pairs to compare: 15 and 30 years where both are there, and the shortest and the longest.
fn pairs<'a>(plans: &[&'a Plan]) -> Vec<(&'a Plan, &'a Plan)> {
    let of = |years: f64| plans.iter().find(|plan| plan.guarantee_years == years).copied();
    let mut pairs: Vec<(&Plan, &Plan)> = of(15.0).zip(of(30.0)).into_iter().collect();
    let ends = (plans[0], plans[plans.len() - 1]);
    if !pairs.iter().any(|(a, b)| a.guarantee_years == ends.0.guarantee_years && b.id == ends.1.id) {
        pairs.push(ends);
    }
    pairs
}

/// What the longer of two guarantees changes, and what it does not.
fn verdicts(view: &View, figures: &[TermFigure], (short, long): (&Plan, &Plan)) -> Vec<String> {
    let (lang, names) = (view.lang(), view.names());
    let [a, b] = [short, long].map(|plan| &view.summary().plans[&plan.id]);
    let spans = [short, long].map(|plan| names.years(plan.guarantee_years));
    let (mut changes, mut same): (Vec<String>, Vec<String>) =
        (paired(view, short, long).into_iter().collect(), Vec::new());
    let told = !changes.is_empty();
    for figure in figures.iter().filter(|figure| !told || figure.is_survival()) {
        let (x, y) = ((figure.of)(a), (figure.of)(b));
        let (Some(from), Some(to)) = (x.share, y.share) else { continue };
        let (from, to) = (lang.percent(from, 1), lang.percent(to, 1));
        if told && !apart(&x, &y) {
            continue;
        }
        if from == to {
            same.push(say!(lang, "terms.pair_alike", figure = figure.name, both = from));
        } else if apart(&x, &y) {
            let [short, long] = &spans;
            changes.push(say!(
                lang,
                "terms.changes",
                short = short,
                long = long,
                figure = figure.name,
                from = from,
                to = to
            ));
        } else {
            same.push(say!(lang, "terms.pair", figure = figure.name, from = from, to = to));
        }
    }
    changes.extend(own_terms(view, long));
    if !same.is_empty() {
        changes.push(say!(lang, "terms.same", short = spans[0], long = spans[1], figures = lang.list(&same)));
    }
    changes
}

/// That guarantors' own terms end within the longer guarantee, where they do.
fn own_terms(view: &View, long: &Plan) -> Option<String> {
    let ends = view.expiries(&long.id, f64::INFINITY);
    let mut names: Vec<String> = ends.into_iter().filter_map(|end| end.guarantor).collect();
    names.dedup();
    let lang = view.lang();
    (!names.is_empty()).then(|| say!(lang, "terms.own", guarantors = lang.list(&names)))
}

/// What the longer guarantee changes alone on the table, in the same trials.
fn paired(view: &View, short: &Plan, long: &Plan) -> Option<String> {
    let (lang, names) = (view.lang(), view.names());
    let changed = difference(view.summary(), &long.id, &short.id)?;
    let (value, low, high) = (changed.difference?, changed.low?, changed.high?);
    let points = |x: f64| lang.signed(100.0 * x, 1);
    let range = lang.fill("format.range", &[("low", &points(low)), ("high", &points(high))]);
    let is_nothing = points(value) == points(0.0);
    if is_nothing && low == high {
        return None;
    }
    let key = if low == high {
        "terms.paired_sure"
    } else if changed.is_told() && !is_nothing {
        "terms.paired"
    } else {
        "terms.paired_same"
    };
    let [short, long] = [short, long].map(|plan| names.years(plan.guarantee_years));
    let span = names.years(view.headline_year() as f64);
    Some(say!(lang, key, long = long, short = short, span = span, difference = points(value), range = range))
}

impl TermFigure<'_> {
    /// Whether it is of the peace alone: the paired difference, which holds the signatures too, does not tell it.
    fn is_survival(&self) -> bool {
        self.key.starts_with("survival_")
    }
}

/// Whether two intervals do not overlap.
fn apart(a: &Share, b: &Share) -> bool {
    match (a.low, a.high, b.low, b.high) {
        (Some(a_low), Some(a_high), Some(b_low), Some(b_high)) => a_high < b_low || b_high < a_low,
        _ => false,
    }
}
