//! How well the inputs that decide about a plan are founded.

use super::evidence::Backing;
use super::lang::say;
use super::names::Names;
use super::story::deciding::deciders_of;
use crate::analysis::summary::Summary;
use crate::scenario::Assumption;

/// Inputs that a grade is taken from: the most important ones of a plan.
pub(crate) const DECISIVE: usize = 6;

/// The evidence behind the inputs on which it hangs most whether a plan is signed and lasts: of each grade, how many.
pub(crate) fn behind(summary: &Summary, names: &Names, id: &str, year: usize) -> Vec<(Backing, usize)> {
    let all = names.scenario.assumptions();
    let evidence = |path: &str| all.iter().find(|it| it.path == path).map(Assumption::evidence);
    let told = deciders_of(summary, id, year);
    let graded: Vec<Backing> = told.iter().take(DECISIVE).filter_map(|it| evidence(&it.input)).collect();
    let count = |grade: Backing| graded.iter().filter(|it| **it == grade).count();
    Backing::ALL.into_iter().map(|grade| (grade, count(grade))).filter(|(_, count)| *count > 0).collect()
}

/// `judgement (5 of 6)`: the commonest grade, the weaker one where two are as common; the mark for "no figure" where
/// no input can be told apart from chance.
pub(crate) fn grade(summary: &Summary, names: &Names, id: &str, year: usize) -> String {
    let lang = names.lang;
    let graded = behind(summary, names, id, year);
    let all: usize = graded.iter().map(|(_, count)| count).sum();
    let Some((commonest, n)) = graded.into_iter().max_by_key(|(grade, count)| (*count, *grade)) else {
        return lang.t("format.missing").to_owned();
    };
    let name = lang.t(&format!("grade.{}", commonest.key())).to_owned();
    if n == all { name } else { say!(lang, "grade.of", grade = name, n = n, all = all) }
}

/// The name of the grade of one input.
pub(crate) fn graded_input(names: &Names, path: &str) -> String {
    let found = names.scenario.assumptions().iter().find(|it| it.path == path);
    let grade = found.map_or(Backing::Unsourced, Assumption::evidence);
    names.lang.t(&format!("grade.{}", grade.key())).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::known;
    use crate::report::lang::Lang;

    /// Two inputs can be told apart from chance: the cost of war, a judgement, and one whose note is given here. The third
    /// input of the figures cannot (p = 0.4).
    fn grade_with(note: Option<&str>, source: Option<&str>) -> String {
        let mut fixture = known::alone();
        let mut other = fixture.scenario.assumptions[1].clone();
        other.path = "guarantor.us.reliability".to_owned();
        (other.note, other.source) = (note.map(str::to_owned), source.map(str::to_owned));
        fixture.scenario.assumptions.retain(|it| it.path != other.path);
        fixture.scenario.assumptions.push(other);
        let (lang, scenario) = (Lang::english(), &fixture.scenario);
        grade(&fixture.summary, &Names { scenario, lang: &lang }, "truce", 15)
    }

    #[test]
    fn the_commonest_evidence_is_named_and_of_two_the_weaker() {
        assert_eq!(grade_with(Some("judgement"), None), "judgement");
        assert_eq!(grade_with(None, Some("a book")), "judgement (1 of 2)");
        assert_eq!(grade_with(Some("widely reported"), None), "judgement (1 of 2)");
        assert_eq!(grade_with(None, None), "none given (1 of 2)");
    }

    #[test]
    fn where_no_input_is_told_apart_there_is_no_grade() {
        let mut fixture = known::alone();
        fixture.summary.influence = None;
        let (lang, scenario) = (Lang::english(), &fixture.scenario);
        assert_eq!(grade(&fixture.summary, &Names { scenario, lang: &lang }, "truce", 15), "–");
    }
}
