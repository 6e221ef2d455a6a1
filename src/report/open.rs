//! What both sides would sign if they could choose, in words and in the rows of tables.

use super::lang::say;
use super::names::Names;
use crate::analysis::evaluation::{PlanEvaluation, TermValue};
use crate::analysis::open::OpenSummary;
use crate::analysis::summary::{Spread, Summary};
use crate::model::open::OpenTerm;
use crate::model::{Plan, STRUCTURAL, TERRITORY};

/// A choice of an open term.
pub(crate) struct ChoiceRow {
    /// The issue, for readers.
    pub(crate) issue: String,
    /// The choice, for readers.
    pub(crate) choice: String,
    /// Share of the draws in which both would sign something at the start; `None` of none.
    pub(crate) at_start: [Option<f64>; 3],
    /// Share of the trials that signed the plan; `None` of none.
    pub(crate) signed: Option<f64>,
    /// Plans without open terms whose term lies nearest to this choice, by id.
    pub(crate) plans: Vec<String>,
}

impl Names<'_> {
    /// A choice of an open term: `540 thousand`, `permanent`, `the line of contact`.
    pub(crate) fn choice(&self, issue: &str, choice: &TermValue) -> String {
        match choice {
            TermValue::Number(number) => self.term(issue, Some(*number)),
            TermValue::Word(_) if issue == STRUCTURAL[TERRITORY] => self.lang.t("plans.line").to_owned(),
            TermValue::Word(_) => self.term(issue, None),
        }
    }

    /// An open term: all that it may be.
    pub(crate) fn open_term(&self, term: &OpenTerm) -> String {
        let id = &self.scenario.structure().issues[term.issue].id;
        let told = |choice: &Option<f64>| self.choice(id, &TermValue::of(term.issue, *choice));
        let all: Vec<String> = term.choices.iter().map(told).collect();
        match all.as_slice() {
            [first, .., last] if all.len() > MANY => {
                say!(self.lang, "open.between", first = first, last = last, n = all.len())
            }
            _ => self.lang.either(&all),
        }
    }
}

/// Choices that are told one by one.
const MANY: usize = 4;

/// The choices of a plan's open terms in the order of the file.
pub(crate) fn choice_rows(plan: &Plan, summary: &OpenSummary, names: &Names) -> Vec<ChoiceRow> {
    let structure = names.scenario.structure();
    let mut rows = Vec::new();
    for (open, (id, term)) in plan.open.iter().zip(&summary.terms) {
        let near: Vec<(usize, &str)> = structure
            .plans
            .iter()
            .filter(|plan| plan.is_offered_as_it_stands())
            .map(|plan| (open.nearest(plan.term(open.issue)), plan.id.as_str()))
            .collect();
        for (index, choice) in term.choices.iter().enumerate() {
            let at = |list: &[Option<f64>]| list.get(index).copied().flatten();
            let plans = near.iter().filter(|(nearest, _)| *nearest == index).map(|(_, id)| (*id).to_owned());
            rows.push(ChoiceRow {
                issue: names.issue(id),
                choice: names.choice(id, choice),
                at_start: [&term.at_start.share, &term.at_start.low, &term.at_start.high].map(|list| at(list)),
                signed: at(&term.signed.share),
                plans: plans.collect(),
            });
        }
    }
    rows
}

/// What they would sign: how often there is anything, what it would most often be, and which plan lies nearest to it.
pub(crate) fn open_sentences(id: &str, summary: &OpenSummary, names: &Names) -> Vec<String> {
    let lang = names.lang;
    let plan = names.plan(id);
    let Some(range) = summary.range.share else { return Vec::new() };
    if range == 0.0 {
        return vec![say!(lang, "open.never", plan = plan)];
    }
    let most = summary.terms.iter().filter_map(|(issue, term)| {
        let (choice, share) = term.at_start.most()?;
        let (choice, share) = (names.choice(issue, &term.choices[choice]), lang.about(share));
        Some(say!(lang, "open.choice", issue = names.issue(issue), choice = choice, share = share))
    });
    let most: Vec<String> = most.collect();
    let mut told = vec![
        say!(lang, "open.range", plan = plan, share = lang.about(range)),
        say!(lang, "open.most", list = most.join(lang.t("format.semicolon"))),
    ];
    let apart = |row: &(&str, &Spread)| lang.number(row.1.mean.unwrap_or_default(), 2);
    match distance_rows(summary).as_slice() {
        [] => {}
        [only] => told.push(say!(lang, "open.only", plan = names.plan(only.0), distance = apart(only))),
        [first, .., last] => told.push(say!(
            lang,
            "open.nearest",
            plan = names.plan(first.0),
            distance = apart(first),
            last = names.plan(last.0),
            far = apart(last)
        )),
    }
    told
}

/// What they would choose at central values; nothing of a plan without open terms.
pub(crate) fn chosen_sentence(plan: &PlanEvaluation, names: &Names) -> Option<String> {
    let lang = names.lang;
    let chosen = plan.open_terms.iter().map(|(issue, term)| {
        let (issue, choice) = (names.issue(issue), names.choice(issue, term));
        lang.said_of(&issue, &choice)
    });
    let chosen: Vec<String> = chosen.collect();
    let key = if plan.signable { "open.central" } else { "open.central_none" };
    (!chosen.is_empty()).then(|| say!(lang, key, list = chosen.join(lang.t("format.semicolon"))))
}

/// How far other plans lie, the nearest first.
pub(crate) fn distance_rows(summary: &OpenSummary) -> Vec<(&str, &Spread)> {
    let known = summary.distance.iter().filter(|(_, spread)| spread.mean.is_some());
    let mut rows: Vec<(&str, &Spread)> = known.map(|(id, spread)| (id.as_str(), spread)).collect();
    rows.sort_by(|a, b| a.1.mean.unwrap_or_default().total_cmp(&b.1.mean.unwrap_or_default()));
    rows
}

/// The open plans of a run with their figures, in the order of the file.
pub(crate) fn open_plans<'s>(summary: &'s Summary, names: &Names<'s>) -> Vec<(&'s Plan, &'s OpenSummary)> {
    let plan = |(id, open): (&'s String, &'s OpenSummary)| Some((names.find_plan(id)?, open));
    summary.open_terms.iter().filter_map(plan).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::open::{OpenTermSummary, ShareByChoice};
    use crate::analysis::summary::Share;
    use crate::report::fixture;
    use crate::report::lang::Lang;
    use indexmap::IndexMap;

    fn share(list: &[f64]) -> ShareByChoice {
        let list: Vec<Option<f64>> = list.iter().copied().map(Some).collect();
        ShareByChoice { share: list.clone(), low: list.clone(), high: list }
    }

    fn summary() -> OpenSummary {
        let years = OpenTermSummary {
            choices: vec![TermValue::Number(5.0), TermValue::Number(15.0), TermValue::Word("permanent".to_owned())],
            at_start: share(&[0.2, 0.3, 0.5]),
            signed: share(&[0.6, 0.3, 0.1]),
        };
        let line = OpenTermSummary {
            choices: vec![TermValue::Word("line_of_contact".to_owned()), TermValue::Number(0.25)],
            at_start: share(&[0.5, 0.5]),
            signed: share(&[0.5, 0.5]),
        };
        let spread = |mean: f64| Spread { mean: Some(mean), p5: Some(0.0), p50: Some(mean), p95: Some(0.5) };
        OpenSummary {
            range: Share { share: Some(0.4), low: Some(0.38), high: Some(0.42) },
            terms: IndexMap::from([("guarantee_years".to_owned(), years), ("territory".to_owned(), line)]),
            distance: IndexMap::from([("zone".to_owned(), spread(0.31)), ("truce".to_owned(), spread(0.123))]),
        }
    }

    /// The share of draws, of each term the choice made most often (of equals the first), the nearest plan and the farthest.
    #[test]
    fn sentences_say_what_they_would_sign() {
        let (fixture, lang) = (fixture::paris(), Lang::english());
        let names = Names { scenario: &fixture.scenario, lang: &lang };
        let told = open_sentences("zone", &summary(), &names).join(" ");
        for part in ["40%", "permanent (50%)", "line of contact (50%)", "0.12", "0.31"] {
            assert!(told.contains(part), "{part}: {told}");
        }
        assert!(told.find("0.12") < told.find("0.31"), "{told}");
        let never = OpenSummary { range: Share { share: Some(0.0), ..Share::default() }, ..summary() };
        assert_eq!(open_sentences("zone", &never, &names).len(), 1);
        assert!(open_sentences("zone", &OpenSummary::default(), &names).is_empty());
        let rows = distance_rows(&never);
        assert_eq!([rows[0].0, rows[1].0], ["truce", "zone"]);
    }
}
