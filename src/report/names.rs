//! What readers call things: plans, issues, sides, guarantors.

use super::lang::{Lang, say};
use crate::model::{Plan, STRUCTURAL, Side};
use crate::scenario::Scenario;

/// Names of a scenario in a language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Names<'a> {
    pub(crate) scenario: &'a Scenario,
    pub(crate) lang: &'a Lang,
}

impl<'a> Names<'a> {
    pub(crate) fn side(&self, side: Side) -> &'a str {
        &self.scenario.party_names()[side]
    }

    pub(crate) fn find_plan(&self, id: &str) -> Option<&'a Plan> {
        self.scenario.structure().plans.iter().find(|plan| plan.id == id)
    }

    pub(crate) fn plan(&self, id: &'a str) -> &'a str {
        self.find_plan(id).map(|plan| plan.name.as_str()).filter(|name| !name.is_empty()).unwrap_or(id)
    }

    pub(crate) fn issue(&self, id: &str) -> String {
        if STRUCTURAL.contains(&id) {
            return self.lang.t(&format!("issue.{id}")).to_owned();
        }
        let issues = &self.scenario.structure().issues;
        let name = issues.iter().find(|issue| issue.id == id).map(|issue| issue.name.as_str());
        name.filter(|name| !name.is_empty()).unwrap_or(id).to_owned()
    }

    /// A part of a surplus.
    pub(crate) fn part(&self, of: &str) -> String {
        match of {
            "resumed_war" | "fighting_on" | "margin" => self.lang.t(&format!("part.{of}")).to_owned(),
            _ => self.issue(of),
        }
    }

    pub(crate) fn guarantor(&self, id: &'a str) -> &'a str {
        let guarantors = &self.scenario.structure().guarantors;
        guarantors.iter().find(|it| it.id == id).map(|it| it.name.as_str()).filter(|it| !it.is_empty()).unwrap_or(id)
    }

    /// A class of trials.
    pub(crate) fn class(&self, key: &str) -> String {
        let (a, d) = (self.side(Side::Challenger), self.side(Side::Defender));
        say!(self.lang, &format!("class.{key}"), challenger = a, defender = d)
    }

    /// A term of an issue: `540 thousand`, `no cap`, `permanent`.
    pub(crate) fn term(&self, issue: &str, value: Option<f64>) -> String {
        let lang = self.lang;
        match (issue, value.filter(|value| value.is_finite())) {
            ("defender_forces", None) => lang.t("term.no_cap").to_owned(),
            (_, None) => lang.t("term.permanent").to_owned(),
            ("defender_forces" | "foreign_troops", Some(x)) => say!(lang, "term.thousand", n = lang.short(x)),
            ("guarantee_years", Some(x)) => self.years(x),
            ("territory", Some(x)) => lang.percent(x, 1),
            (_, Some(x)) => lang.short(x),
        }
    }

    /// A span of years: `1 year`, `15 years`, `permanent`.
    pub(crate) fn years(&self, years: f64) -> String {
        if years.is_finite() {
            self.lang.plural("term.years", years.max(0.0) as u64, &[])
        } else {
            self.lang.t("term.permanent").to_owned()
        }
    }
}
