//! What readers call things: plans, issues, sides, guarantors.

use super::lang::{Lang, say};
use super::ranking::AloneEnding;
use crate::model::{Plan, STRUCTURAL, Side};
use crate::scenario::Scenario;

/// An input of a scenario in people's words: `challenger.war_cost` is `Russia: cost of fighting`.
#[must_use]
pub fn input_name(scenario: &Scenario, path: &str, lang: &Lang) -> String {
    Names { scenario: &scenario.in_language(lang.code()), lang }.input(path)
}

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

    /// Whether a plan can be on the table.
    pub(crate) fn is_tabled(&self, id: &str) -> bool {
        self.find_plan(id).is_none_or(|plan| plan.tabled)
    }

    pub(crate) fn plan<'i: 'n, 'n>(&self, id: &'i str) -> &'n str
    where
        'a: 'n,
    {
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
            "resumed_war" | "ceasefire_months" | "fighting_on" | "margin" => {
                self.lang.t(&format!("part.{of}")).to_owned()
            }
            _ => self.issue(of),
        }
    }

    pub(crate) fn guarantor<'i: 'n, 'n>(&self, id: &'i str) -> &'n str
    where
        'a: 'n,
    {
        let guarantors = &self.scenario.structure().guarantors;
        guarantors.iter().find(|it| it.id == id).map(|it| it.name.as_str()).filter(|it| !it.is_empty()).unwrap_or(id)
    }

    /// A party that does not fight.
    pub(crate) fn party(&self, id: &str) -> String {
        let parties = &self.scenario.structure().parties;
        let name = parties.iter().find(|it| it.id == id).map(|it| it.name.as_str()).filter(|it| !it.is_empty());
        name.unwrap_or(id).to_owned()
    }

    /// Whoever has a name in results: a side, or a party that does not fight, `party.ID`.
    pub(crate) fn whoever(&self, key: &str) -> String {
        match (key.strip_prefix("party."), Side::BOTH.into_iter().find(|side| side.key() == key)) {
            (Some(party), _) => self.party(party),
            (None, Some(side)) => self.side(side).to_owned(),
            (None, None) => key.to_owned(),
        }
    }

    pub(crate) fn cost<'i: 'n, 'n>(&self, id: &'i str) -> &'n str
    where
        'a: 'n,
    {
        let costs = &self.scenario.structure().costs;
        costs.iter().find(|it| it.id == id).map(|it| it.name.as_str()).filter(|it| !it.is_empty()).unwrap_or(id)
    }

    /// An input in people's words, such as `Russia: cost of war`.
    pub(crate) fn input(&self, path: &str) -> String {
        let steps: Vec<&str> = path.split('.').collect();
        let (owner, key) = match steps.as_slice() {
            [side @ ("challenger" | "defender"), "demands", issue, key] => {
                let owner = if *side == "challenger" { Side::Challenger } else { Side::Defender };
                return say!(
                    self.lang,
                    "input.demand",
                    owner = self.side(owner),
                    issue = self.issue(issue),
                    key = self.key(key)
                );
            }
            ["challenger", key] => (self.side(Side::Challenger).to_owned(), *key),
            ["defender", key] => (self.side(Side::Defender).to_owned(), *key),
            ["guarantor", id, key] | ["guarantor", id, "politics", key] => (self.guarantor(id).to_owned(), *key),
            ["party", id, "demands", issue, keys @ ..] => {
                let (owner, key) = (self.party(id), keys.last().copied().unwrap_or_default());
                return say!(self.lang, "input.demand", owner = owner, issue = self.issue(issue), key = self.key(key));
            }
            ["party", id, key] => (self.party(id), *key),
            ["cost", id, key] => (self.cost(id).to_owned(), *key),
            ["plan", id, "effects", rest @ ..] => {
                let target = rest.iter().rev().nth(1).copied().unwrap_or_default();
                (self.plan(id).to_owned(), target)
            }
            ["plan", "terms", issue] => return self.issue(issue),
            ["plan", "effects", target @ .., _] => {
                return say!(self.lang, "input.effect", of = self.input(&target.join(".")));
            }
            ["plan", id, "terms", issue] => return self.lang.said_of(self.plan(id), &self.issue(issue)),
            ["plan", id, key] => (self.plan(id).to_owned(), *key),
            ["hazard", "effects", of] => {
                let words = self.lang.maybe(&format!("ratio.{of}")).map_or_else(|| self.issue(of), str::to_owned);
                return say!(self.lang, "input.ratio", of = words);
            }
            ["enforcement", "kept", issue] => return say!(self.lang, "input.kept", issue = self.issue(issue)),
            [section, key] => (self.lang.maybe(&format!("input.of.{section}")).unwrap_or(section).to_owned(), *key),
            _ => return path.to_owned(),
        };
        self.lang.said_of(&owner, &self.key(key))
    }

    /// What an axis varies in people's words; none for a path of several values, or of one that there are no words for.
    pub(crate) fn axis(&self, path: &str) -> Option<String> {
        let mut steps = path.rsplit('.');
        let key = if path.contains(".effects.") { steps.nth(1) } else { steps.next() }?;
        let known = !path.contains('*') && self.lang.maybe(&format!("input.key.{key}")).is_some();
        known.then(|| self.input(path)).filter(|words| words != path)
    }

    /// A key of a scenario file in people's words.
    pub(crate) fn key(&self, key: &str) -> String {
        self.lang.maybe(&format!("input.key.{key}")).map_or_else(|| key.replace('_', " "), str::to_owned)
    }

    /// How a trial ends by a year with one plan on the table.
    pub(crate) fn ending(&self, ending: AloneEnding, year: usize) -> String {
        let (a, d) = (self.side(Side::Challenger), self.side(Side::Defender));
        let months = self.scenario.central().negotiation.max_months as u64;
        let months = self.lang.plural("term.months", months, &[]);
        let key = format!("ending.{}", ending.key());
        say!(self.lang, &key, challenger = a, defender = d, span = self.years(year as f64), months = months)
    }

    /// The same in a word or two, for legends and tables.
    pub(crate) fn short_ending(&self, ending: AloneEnding) -> String {
        let (a, d) = (self.side(Side::Challenger), self.side(Side::Defender));
        say!(self.lang, &format!("ending_short.{}", ending.key()), challenger = a, defender = d)
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
