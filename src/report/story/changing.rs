//! What would have to change: for each side that refuses a plan the smallest concession that would do, and how often both
//! would accept it with another term.

use super::super::lang::{Lang, say};
use super::super::names::Names;
use super::super::page::{Captioned, PageBlock};
use super::super::ranking::ranked;
use super::super::table::{Cell, FigureKind, Table};
use super::super::view::View;
use super::weighing::costliest;
use crate::analysis::concession::{Changes, Concession, Refusal, Responses, SideRefusal, TermResponse, Threshold};
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
        sentences.extend(
            most.map(|part| {
                say!(lang, "change.missing", part = names.part(&part.of), value = lang.signed(part.value, 3))
            }),
        );
    } else {
        sentences.push(say!(lang, "change.terms", list = lang.either(&terms)));
    }
    // What the inputs rule out would be no other belief, but another case.
    let allowed = of.beliefs_and_costs.iter().filter(|it| it.within.is_none_or(|share| share > 0.0));
    let numbers: Vec<String> = allowed.map(|it| threshold(names, side, it)).collect();
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
pub(super) fn change(names: &Names, step: &Move) -> String {
    let (from, to) = (names.term(&step.issue, step.from), names.term(&step.issue, step.to));
    say!(names.lang, "change.term", issue = names.issue(&step.issue), from = from, to = to)
}

fn concession(names: &Names, side: Side, term: &Concession) -> String {
    let told = change(names, &term.change);
    but(names, side, term.other_accepts, told)
}

fn threshold(names: &Names, side: Side, it: &Threshold) -> String {
    let lang = names.lang;
    let key = it.path.rsplit('.').next().unwrap_or_default();
    let (input, from, to) = (names.key(key), lang.short(it.from), lang.short(it.to));
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

/// The change of one term on each issue with which both most often accept and keep the peace, in the order of the issues, of
/// those asked about over all draws; those alone that are told apart from no change at all.
fn best_by_issue(responses: &Responses) -> Vec<&TermResponse> {
    let mut best: Vec<&TermResponse> = Vec::new();
    for term in responses.terms.iter().filter(|term| term.draws == responses.draws) {
        match best.iter_mut().find(|it| it.change.issue == term.change.issue) {
            None => best.push(term),
            Some(it) if term.response.durable > it.response.durable => *it = term,
            Some(_) => {}
        }
    }
    best.retain(|it| it.durable_gain.low > 0.0 && it.response.durable >= LEAST);
    best
}

/// The least chance of a durable peace that is worth a sentence.
const LEAST: f64 = 0.005;

/// The change of one term with which a plan most often brings a durable peace, if any is told apart from none.
pub(super) fn best_change(responses: &Responses) -> Option<&TermResponse> {
    best_by_issue(responses).into_iter().reduce(|a, b| if b.response.durable > a.response.durable { b } else { a })
}

/// Of all plans that were asked about, the one with the one change of a term that most often brings a durable peace, and that
/// sentence; none where no change does so more often than the best plan as it stands.
pub(super) fn most_promising(
    changes: &Changes,
    names: &Names,
    refuser: &dyn Fn(&str) -> String,
) -> Option<(String, String)> {
    let all = &changes.responses;
    let stands = all.iter().map(|it| it.now.durable).fold(0.0, f64::max);
    let found = all.iter().filter_map(|responses| Some((responses, best_change(responses)?)));
    let (responses, best) = found.reduce(|a, b| if b.1.response.durable > a.1.response.durable { b } else { a })?;
    (best.response.durable > stands).then_some(())?;
    let lang = names.lang;
    let told = say!(
        lang,
        "change.most",
        plan = names.plan(&responses.plan),
        change = change(names, &best.change),
        durable = lang.about(best.response.durable),
        before = lang.about(responses.now.durable),
        refuser = refuser(&responses.plan)
    );
    Some((responses.plan.clone(), told))
}

/// The change on another issue that cannot be told apart from the best one.
pub(super) fn as_good<'a>(responses: &'a Responses, best: &TermResponse) -> Option<&'a TermResponse> {
    let within = |it: &TermResponse| it.durable_gain.high >= best.durable_gain.mean;
    let others = best_by_issue(responses).into_iter().filter(|it| it.change.issue != best.change.issue && within(it));
    others.reduce(|a, b| if b.response.durable > a.response.durable { b } else { a })
}

/// How often both accept a plan over the draws, and which change of one term most often brings a durable peace.
pub(crate) fn over_draws(names: &Names, responses: &Responses) -> String {
    let lang = names.lang;
    let draws = lang.plural("change.worlds", responses.draws, &[]);
    let now = lang.about(responses.now.both);
    let Some(best) = best_change(responses) else {
        return say!(lang, "change.draws_none", draws = draws, now = now);
    };
    say!(
        lang,
        "change.draws",
        draws = draws,
        now = now,
        change = change(names, &best.change),
        both = lang.about(best.response.both),
        gain = points(lang, best.durable_gain.mean),
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
    lang.fill(
        "format.range",
        &[("low", &points(lang, of.durable_gain.low)), ("high", &points(lang, of.durable_gain.high))],
    )
}

/// The part of the page: the leading plans, each with what would change it.
pub(super) fn changing(view: &View) -> Vec<PageBlock> {
    let (lang, changes) = (view.lang(), view.input.changes);
    let mut blocks = Vec::new();
    let mut plans: Vec<&PlanEvaluation> = view.input.evaluation.plans.iter().collect();
    // The best plan first, as everywhere.
    let rank: Vec<&str> = ranked(view.summary(), view.headline_year()).iter().map(|it| it.id).collect();
    plans.sort_by_key(|plan| rank.iter().position(|id| *id == plan.id));
    for plan in plans {
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
    let durable = format!("durable_{year}");
    let mut table = Table::new(&["plan", "change", &durable, "gain", "gain_low", "gain_high", "both"]);
    for responses in all {
        let plan = || Cell::from(view.plan_name(&responses.plan));
        let now = lang.t("change.as_it_stands");
        let share = |share: f64| Cell::Share(Some(share));
        let none = || Cell::Number(None);
        table.push(vec![
            plan(),
            now.into(),
            share(responses.now.durable),
            none(),
            none(),
            none(),
            share(responses.now.both),
        ]);
        for term in best_by_issue(responses) {
            let worded = |x: f64| Cell::Worded(Some(x), FigureKind::Points, points(lang, x));
            let gain = [term.durable_gain.mean, term.durable_gain.low, term.durable_gain.high].map(worded);
            let row = [plan(), change(&names, &term.change).into(), share(term.response.durable)].into_iter();
            table.push(row.chain(gain).chain([share(term.response.both)]).collect());
        }
    }
    let caption = lang.t("change.caption");
    Captioned::by_keys("change", caption, table, lang)
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture::Fixture;
    use super::super::super::known;
    use super::*;
    use crate::analysis::concession::{Gain, Response};

    fn step(issue: &str, from: Option<f64>, to: Option<f64>) -> Move {
        Move { issue: issue.to_owned(), from, to }
    }

    fn refusal() -> Refusal {
        let cap = Concession { change: step("defender_forces", None, Some(600.0)), other_accepts: false };
        let share = Concession { change: step("territory", Some(0.2), Some(0.25)), other_accepts: true };
        let cost = Threshold {
            path: "challenger.war_cost".to_owned(),
            from: 0.2,
            to: 0.31,
            within: Some(0.12),
            other_accepts: true,
        };
        let refused = SideRefusal { lacks: 0.018, terms: vec![cap, share], beliefs_and_costs: vec![cost] };
        Refusal {
            plan: "zone".to_owned(),
            challenger: Some(refused),
            defender: None,
            both: vec![step("territory", Some(0.2), Some(0.25))],
            package: None,
        }
    }

    fn said(fixture: &Fixture, refusal: &Refusal, code: &str) -> Vec<String> {
        let lang = Lang::by_code(code).unwrap();
        at_centre(&Names { scenario: &fixture.scenario, lang: &lang }, refusal, &fixture.evaluation.plans[0])
    }

    #[test]
    fn one_side_is_told_what_would_do_for_it() {
        let fixture = known::known();
        let told = "Avia is 0.018 of the prize short of signing. One changed term would bring it to sign: cap on the defender's army \
                    600 thousand instead of no cap (but then Borea refuses); or territory 25.0% instead of 20.0%. It would \
                    also sign with another belief or cost of its own: cost of fighting 0.31 instead of 0.2 (12% of what the \
                    inputs allow lies there or beyond).";
        assert_eq!(said(&fixture, &refusal(), "en"), [told]);
    }

    #[test]
    fn where_the_other_side_would_leave_both_are_told_of() {
        let fixture = known::known();
        let mut refusal = refusal();
        let refused = refusal.challenger.as_mut().unwrap();
        refused.terms.pop();
        refused.beliefs_and_costs.clear();
        let both = said(&fixture, &refusal, "en");
        assert!(
            both[0].ends_with("No other belief or cost of its own would bring it to sign, as far as they were tried."),
            "{both:?}"
        );
        assert_eq!(both[1], "Both would sign with one changed term: territory 25.0% instead of 20.0%.");
        refusal.both.clear();
        refusal.package = Some([step("territory", Some(0.2), Some(0.3)), step("guarantee_years", Some(15.0), None)]);
        let package = "No single term brings both to sign; the smallest package of two does: territory 30.0% instead of \
                       20.0% and guarantee permanent instead of 15 years.";
        assert_eq!(said(&fixture, &refusal, "en")[1], package);
        refusal.package = None;
        assert_eq!(said(&fixture, &refusal, "en")[1], "No single term and no two together bring both to sign.");
    }

    /// Troops weigh most against the plan there: -0.025.
    #[test]
    fn where_nothing_does_what_is_missing_is_named() {
        let fixture = known::known();
        let mut refusal = refusal();
        let refused = refusal.challenger.as_mut().unwrap();
        refused.terms.clear();
        let told = &said(&fixture, &refusal, "en")[0];
        let missing = "No single term, changed alone, would bring it to sign. What weighs most against the plan is: foreign troops \
                       (−0.025).";
        assert!(told.contains(missing), "{told}");
    }

    #[test]
    fn a_red_line_is_called_one() {
        let mut fixture = known::known();
        fixture.evaluation.plans[0].challenger.crossed = vec!["foreign_troops".to_owned()];
        let mut refusal = refusal();
        refusal.challenger.as_mut().unwrap().beliefs_and_costs.clear();
        let told = |refusal: &Refusal| said(&fixture, refusal, "en").remove(0);
        let both = "Avia is 0.018 of the prize short of signing, and a red line stands in its way (foreign troops).";
        assert!(told(&refusal).starts_with(both), "{}", told(&refusal));
        assert!(!told(&refusal).contains("belief"), "no belief moves a red line");
        refusal.challenger.as_mut().unwrap().lacks = 0.0;
        let alone = "Only a red line keeps Avia from signing (foreign troops).";
        assert!(told(&refusal).starts_with(alone), "{}", told(&refusal));
    }

    fn responses(gain: Gain) -> Responses {
        let term = |to: f64, both: f64| TermResponse {
            change: step("territory", Some(0.2), Some(to)),
            draws: 500,
            response: Response { challenger: 0.5, defender: 0.8, both, durable: both - 0.1 },
            gain,
            durable_gain: gain,
        };
        Responses {
            plan: "zone".to_owned(),
            year: 15,
            draws: 500,
            now: Response { challenger: 0.2, defender: 0.9, both: 0.12, durable: 0.08 },
            terms: vec![term(0.25, 0.2), term(0.3, 0.31), term(0.35, 0.28)],
        }
    }

    fn over(gain: Gain, code: &str) -> String {
        let (fixture, lang) = (known::known(), Lang::by_code(code).unwrap());
        over_draws(&Names { scenario: &fixture.scenario, lang: &lang }, &responses(gain))
    }

    #[test]
    fn the_best_change_over_the_draws_is_told_with_its_interval() {
        let told = "Over 500 worlds drawn from the inputs, both accept it in 12%. Of the single changes that were tried, one \
                    helps most: territory 30.0% instead of 20.0%. Then both accept it and keep the peace for 15 years in 21% (+13.0 \
                    points, 95% interval +10.0 to +16.0; now 8%), and accept it at all in 31%.";
        assert_eq!(over(Gain { mean: 0.13, low: 0.10, high: 0.16 }, "en"), told);
        let french = over(Gain { mean: 0.13, low: 0.10, high: 0.16 }, "fr");
        assert!(french.contains("Des changements uniques essayés, un aide le plus"), "{french}");
    }

    #[test]
    fn a_difference_within_its_error_is_none() {
        let told = over(Gain { mean: 0.01, low: -0.01, high: 0.03 }, "en");
        assert!(told.ends_with("brings a lasting peace more often than chance would show."), "{told}");
    }

    /// Three terms on one issue give one line, the one with the largest share, below the plan as it stands.
    #[test]
    fn the_table_holds_the_best_change_on_each_issue() {
        let mut fixture = known::known();
        let id = fixture.evaluation.plans[0].id.clone();
        let gain = Gain { mean: 0.13, low: 0.10, high: 0.16 };
        fixture.changes.responses = vec![Responses { plan: id, ..responses(gain) }];
        let style = super::super::super::style::Style::default();
        let view = View { input: &fixture.input(), style: &style };
        let shown = table(&view, &fixture.changes.responses).table;
        let lines: Vec<Vec<String>> =
            shown.rows.iter().map(|row| row.iter().map(|cell| cell.shown(&style.lang)).collect()).collect();
        assert_eq!(lines[0][1..], ["as it stands", "8.0%", "–", "–", "–", "12.0%"]);
        assert_eq!(lines[1][1..], ["territory 30.0% instead of 20.0%", "21.0%", "+13.0", "+10.0", "+16.0", "31.0%"]);
        assert_eq!(lines.len(), 2);
        let most = "A plan amended in one term would do better than any as written: “Neutral zone” with territory 30.0% instead \
                    of 20.0% (21%, now 8%).";
        let promising = |fixture: &Fixture| {
            most_promising(&fixture.changes, &Names { scenario: &fixture.scenario, lang: &style.lang }, &|_| {
                String::new()
            })
        };
        assert_eq!(promising(&fixture).unwrap(), ("zone".to_owned(), most.to_owned()));
        let mut better = fixture.changes.responses[0].clone();
        better.now.durable = 0.22;
        fixture.changes.responses.push(better);
        assert_eq!(promising(&fixture), None, "the best as it stands is better");
    }
}
