//! What plans set besides their terms: assumptions, not findings, named wherever their results are.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::lang::say;
use super::names::Names;

/// The mark behind the name of a plan that brings assumptions of its own.
const MARK: &str = "*";

/// Plans whose assumptions the note of a chart names; where there are more, their names are marked.
const IN_NOTE: usize = 2;

impl Names<'_> {
    /// What a plan sets besides its terms, such as `front: chance that the front stands still × 0.7`.
    pub(crate) fn carried(&self, id: &str) -> Vec<String> {
        let prefix = format!("plan.{id}.effects.");
        let all = self.scenario.assumptions().iter();
        all.filter_map(|it| {
            let (target, kind) = it.path.strip_prefix(&prefix)?.rsplit_once('.')?;
            Some(self.effect(target, kind, &it.written))
        })
        .collect()
    }

    fn effect(&self, target: &str, kind: &str, written: &str) -> String {
        let (kind, value) = match (kind, written.strip_prefix('-')) {
            ("add", Some(less)) => ("subtract", less),
            _ => (kind, written),
        };
        let value = value.parse().map_or_else(|_| value.to_owned(), |number| self.lang.short(number));
        say!(self.lang, &format!("carried.{kind}"), input = self.input(target), value = value)
    }

    /// The name of a plan in a table, marked where it brings assumptions of its own.
    pub(crate) fn marked(&self, id: &str) -> String {
        let mark = if self.carried(id).is_empty() { "" } else { MARK };
        format!("{}{mark}", self.plan(id))
    }

    /// What each of these plans brings, plans that bring the same together; none where none does.
    fn brought<'i>(&self, plans: impl Iterator<Item = &'i str>) -> Option<String> {
        let mut by_effect: IndexMap<String, Vec<String>> = IndexMap::new();
        for id in plans {
            let effects = self.carried(id);
            if !effects.is_empty() {
                let name = say!(self.lang, "format.quoted", text = self.plan(id));
                by_effect.entry(self.lang.list(&effects)).or_default().push(name);
            }
        }
        let told = by_effect.iter().map(|(effects, plans)| self.lang.said_of(&self.lang.list(plans), effects));
        let told: Vec<String> = told.collect();
        (!told.is_empty()).then(|| told.join(self.lang.t("format.semicolon")))
    }

    /// Whether more plans than a note has room for bring assumptions of their own.
    fn many_bring(&self) -> bool {
        let all = self.scenario.assumptions().iter();
        let plans = all.filter_map(|it| Some(it.path.strip_prefix("plan.")?.split_once(".effects.")?.0));
        plans.collect::<BTreeSet<&str>>().len() > IN_NOTE
    }

    /// The name of a plan in a chart, marked where the note does not say what the plan brings.
    pub(crate) fn charted(&self, id: &str) -> String {
        if self.many_bring() { self.marked(id) } else { self.plan(id).to_owned() }
    }

    /// What marked names in a table mean.
    pub(crate) fn mark_explained<'i>(&self, plans: impl Iterator<Item = &'i str>) -> Option<String> {
        self.brought(plans).map(|effects| say!(self.lang, "carried.marked", mark = MARK, effects = effects))
    }

    /// What a chart of these plans rests on besides their terms.
    pub(crate) fn carried_note<'i>(&self, plans: impl Iterator<Item = &'i str>) -> Option<String> {
        let effects = self.brought(plans)?;
        let many = self.many_bring();
        Some(if many {
            say!(self.lang, "carried.charted", mark = MARK)
        } else {
            say!(self.lang, "carried.note", effects = effects)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::known;
    use crate::report::lang::Lang;

    #[test]
    fn plans_that_bring_the_same_are_told_together() {
        let mut fixture = known::alone();
        fixture.bring("zone", "front.stalemate", "multiply", "0.7");
        let lang = Lang::english();
        let names = Names { scenario: &fixture.scenario, lang: &lang };
        let front = "front: chance that the front stands still × 0.7";
        assert_eq!(names.carried("truce"), [front]);
        assert_eq!(names.marked("truce"), "Armed truce*");
        assert_eq!(names.charted("truce"), "Armed truce");
        assert_eq!(
            names.carried_note(["zone", "patrols", "truce"].into_iter()).unwrap(),
            format!("Assumed by plans, not computed: “Neutral zone” and “Armed truce”: {front}.")
        );
        fixture.bring("patrols", "challenger.attack_cost", "add", "-0.02");
        let names = Names { scenario: &fixture.scenario, lang: &lang };
        assert_eq!(
            names.mark_explained(["zone", "patrols", "truce"].into_iter()).unwrap(),
            format!(
                "* brings assumptions of its own, which are inputs and not findings: “Neutral zone” and “Armed truce”: {front}; “Joint patrols”: Avia: cost of breaking an agreement − 0.02."
            )
        );
        assert_eq!(names.charted("truce"), "Armed truce*", "three are too many for the note of a chart");
        let note = names.carried_note(["truce"].into_iter()).unwrap();
        assert_eq!(note, "* brings assumptions of its own (see the table of plans).");
    }

    #[test]
    fn plans_of_terms_alone_are_not_marked() {
        let fixture = known::known();
        let (lang, scenario) = (Lang::english(), &fixture.scenario);
        let names = Names { scenario, lang: &lang };
        assert_eq!(names.marked("truce"), "Armed truce");
        assert_eq!(names.mark_explained(["zone", "truce"].into_iter()), None);
    }
}
