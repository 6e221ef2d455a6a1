//! What would have to change: for each side that refuses a plan the smallest concession that would do, and how often both
//! would accept it with another term.

use super::super::lang::{Lang, say};
use super::super::names::Names;
use super::super::page::{Captioned, PageBlock};
use super::super::table::{Cell, Table};
use super::super::view::View;
use super::weighing::costliest;
use crate::analysis::concession::{Concession, Refusal, Responses, SideRefusal, TermResponse, Threshold};
use crate::analysis::evaluation::{Move, PlanEvaluation};
use crate::model::Side;

/// The sentences about one plan at central values: each side that refuses, then what would do for both.
pub(crate) fn at_centre(names: &Names, refusal: &Refusal, plan: &PlanEvaluation) -> Vec<String> {
    let sides = Side::BOTH.into_iter().filter_map(|side| Some((side, refusal.side(side)?)));
    let refusing: Vec<(Side, &SideRefusal)> = sides.collect();
    let mut sentences: Vec<String> =
        refusing.iter().map(|&(side, of)| one_side(names, side, of, plan).join(" ")).collect();
    let told = refusing.len() == 1 && refusing[0].1.terms.iter().any(|term| term.other_accepts);
    if !told {
        sentences.push(together(names, refusal));
    }
    sentences
}

/// What one side lacks, and what would do for it.
fn one_side(names: &Names, side: Side, of: &SideRefusal, plan: &PlanEvaluation) -> Vec<String> {
    let lang = names.lang;
    let value = plan.value(side);
    let name = names.side(side);
    let lines: Vec<String> = value.crossed.iter().map(|id| names.issue(id)).collect();
    let lacks = lang.number(of.lacks, 3);
    let mut sentences = vec![match (of.lacks > 0.0, lines.is_empty()) {
        (true, true) => say!(lang, "change.lacks", side = name, lack = lacks),
        (true, false) => say!(lang, "change.lacks_and_barred", side = name, lack = lacks, issues = lang.list(&lines)),
        (false, _) => say!(lang, "change.barred", side = name, issues = lang.list(&lines)),
    }];
    let terms: Vec<String> = of.terms.iter().map(|term| concession(names, side, term)).collect();
    if terms.is_empty() {
        sentences.push(lang.t("change.no_term").to_owned());
        let most = costliest(value).filter(|_| of.lacks > 0.0);
        sentences.extend(most.map(|part| {
            say!(lang, "change.missing", part = names.part(&part.of), value = lang.signed(part.value, 3))
        }));
    } else {
        sentences.push(say!(lang, "change.terms", list = lang.either(&terms)));
    }
    let numbers: Vec<String> = of.beliefs_and_costs.iter().map(|it| threshold(names, side, it)).collect();
    if !numbers.is_empty() {
        sentences.push(say!(lang, "change.numbers", list = lang.either(&numbers)));
    } else if lines.is_empty() {
        sentences.push(lang.t("change.no_number").to_owned());
    }
    sentences
}

/// What would do for both sides.
fn together(names: &Names, refusal: &Refusal) -> String {
    let lang = names.lang;
    if let Some(package) = &refusal.package {
        let changes = package.each_ref().map(|step| change(names, step));
        return say!(lang, "change.package", list = lang.list(&changes));
    }
    if refusal.both.is_empty() {
        return lang.t("change.nothing").to_owned();
    }
    let changes: Vec<String> = refusal.both.iter().map(|step| change(names, step)).collect();
    say!(lang, "change.both", list = lang.either(&changes))
}

/// `cap on the army: 750 thousand instead of 800 thousand`
fn change(names: &Names, step: &Move) -> String {
    let (from, to) = (names.term(&step.issue, step.from), names.term(&step.issue, step.to));
    say!(names.lang, "change.term", issue = names.issue(&step.issue), from = from, to = to)
}

fn concession(names: &Names, side: Side, term: &Concession) -> String {
    let told = change(names, &term.change);
    but(names, side, term.other_accepts, told)
}

fn threshold(names: &Names, side: Side, it: &Threshold) -> String {
    let lang = names.lang;
    let (input, from, to) = (names.input(&it.path), lang.short(it.from), lang.short(it.to));
    let told = match it.within {
        None => say!(lang, "change.number", input = input, from = from, to = to),
        Some(share) => {
            say!(lang, "change.number_within", input = input, from = from, to = to, share = lang.about(share))
        }
    };
    but(names, side, it.other_accepts, told)
}

/// A change, and that the other side would then refuse.
fn but(names: &Names, side: Side, other_accepts: bool, told: String) -> String {
    if other_accepts {
        return told;
    }
    say!(names.lang, "change.but", change = told, side = names.side(side.other()))
}

/// The change of one term on each issue with which both accept most often, in the order of the issues.
fn best_by_issue(responses: &Responses) -> Vec<&TermResponse> {
    let mut best: Vec<&TermResponse> = Vec::new();
    for term in &responses.terms {
        match best.iter_mut().find(|it| it.change.issue == term.change.issue) {
            None => best.push(term),
            Some(it) if term.response.both > it.response.both => *it = term,
            Some(_) => {}
        }
    }
    best.retain(|it| it.gain.mean > 0.0);
    best
}

/// How often both accept a plan over the draws, and with which change of one term most often.
pub(crate) fn over_draws(names: &Names, responses: &Responses) -> String {
    let lang = names.lang;
    let draws = lang.plural("change.worlds", responses.draws, &[]);
    let now = lang.about(responses.now.both);
    let told = best_by_issue(responses).into_iter().filter(|it| it.gain.is_told());
    let Some(best) = told.reduce(|a, b| if b.response.both > a.response.both { b } else { a }) else {
        return say!(lang, "change.draws_none", draws = draws, now = now);
    };
    say!(
        lang,
        "change.draws",
        draws = draws,
        now = now,
        change = change(names, &best.change),
        both = lang.about(best.response.both),
        gain = points(lang, best.gain.mean),
        range = range(lang, best),
        span = names.years(f64::from(responses.year)),
        durable = lang.about(best.response.durable),
        before = lang.about(responses.now.durable)
    )
}

/// A difference of shares in points, with its sign.
fn points(lang: &Lang, difference: f64) -> String {
    lang.signed(100.0 * difference, 1)
}

fn range(lang: &Lang, of: &TermResponse) -> String {
    lang.fill("format.range", &[("low", &points(lang, of.gain.low)), ("high", &points(lang, of.gain.high))])
}

/// The part of the page: the leading plans, each with what would change it.
pub(super) fn changing(view: &View) -> Vec<PageBlock> {
    let (lang, changes) = (view.lang(), view.input.changes);
    let mut blocks = Vec::new();
    for plan in &view.input.evaluation.plans {
        let (refusal, responses) = (changes.refusal(&plan.id), changes.response(&plan.id));
        let mut sentences = refusal.map_or_else(Vec::new, |refusal| at_centre(&view.names(), refusal, plan));
        sentences.extend(responses.map(|responses| over_draws(&view.names(), responses)));
        if !sentences.is_empty() {
            let quoted = say!(lang, "format.quoted", text = view.plan_name(&plan.id));
            let told = sentences.join(" ");
            blocks.push(PageBlock::Paragraph(lang.said_of(&quoted, &told)));
        }
    }
    if !changes.responses.is_empty() {
        blocks.push(PageBlock::Table(table(view, &changes.responses)));
        blocks.push(PageBlock::Note(lang.t("change.note").to_owned()));
    }
    blocks
}

/// The leading plans with the best change of one term on each issue.
fn table(view: &View, all: &[Responses]) -> Captioned {
    let (lang, names) = (view.lang(), view.names());
    let year = all.first().map_or(0, |responses| responses.year);
    let mut table = Table::new(&["plan", "change", "both", "gain", "gain_low", "gain_high"]);
    table.columns.push(format!("durable_{year}"));
    for responses in all {
        let plan = || Cell::from(view.plan_name(&responses.plan));
        let now = lang.t("change.as_it_stands");
        let share = |share: f64| Cell::Share(Some(share));
        let none = || Cell::Number(None);
        table.push(vec![plan(), now.into(), share(responses.now.both), none(), none(), none(), share(responses.now.durable)]);
        for term in best_by_issue(responses) {
            let worded = |x: f64| Cell::Worded(Some(x), points(lang, x));
            let gain = [term.gain.mean, term.gain.low, term.gain.high].map(worded);
            let row = [plan(), change(&names, &term.change).into(), share(term.response.both)].into_iter();
            table.push(row.chain(gain).chain([share(term.response.durable)]).collect());
        }
    }
    let caption = lang.t("change.caption");
    Captioned::by_keys("change", caption, table, lang)
}
