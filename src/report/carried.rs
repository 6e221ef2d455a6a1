//! What plans set besides their terms: assumptions, not findings, named wherever their results are.

use indexmap::IndexMap;

use super::lang::say;
use super::names::Names;

/// The mark behind the name of a plan that brings assumptions of its own.
const MARK: &str = "*";

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

    /// What marked names in a table mean.
    pub(crate) fn mark_explained<'i>(&self, plans: impl Iterator<Item = &'i str>) -> Option<String> {
        self.brought(plans).map(|effects| say!(self.lang, "carried.marked", mark = MARK, effects = effects))
    }

    /// What a chart of these plans rests on besides their terms.
    pub(crate) fn carried_note<'i>(&self, plans: impl Iterator<Item = &'i str>) -> Option<String> {
        self.brought(plans).map(|effects| say!(self.lang, "carried.note", effects = effects))
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
        let carried = fixture.scenario.assumptions.last().unwrap().clone();
        for (plan, target, kind, written) in
            [("zone", "front.stalemate", "multiply", "0.7"), ("patrols", "challenger.attack_cost", "add", "-0.02")]
        {
            let mut other = carried.clone();
            other.path = format!("plan.{plan}.effects.{target}.{kind}");
            written.clone_into(&mut other.written);
            fixture.scenario.assumptions.push(other);
        }
        let (lang, scenario) = (Lang::english(), &fixture.scenario);
        let names = Names { scenario, lang: &lang };
        let front = "front: chance that the front stands still × 0.7";
        assert_eq!(names.carried("truce"), [front]);
        assert_eq!(names.marked("truce"), "Armed truce*");
        assert_eq!(
            names.carried_note(["zone", "patrols", "truce"].into_iter()).unwrap(),
            format!(
                "Brought by plans as inputs, not found: “Neutral zone” and “Armed truce”: {front}; “Joint patrols”: Avia: cost of breaking an agreement − 0.02."
            )
        );
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
