//! Guarantors that do nothing, or are surer than anybody is.

use crate::model::{Guarantor, GuarantorIdentity, Plan};
use crate::scenario::Scenario;
use crate::words::words;

use super::super::code::Code;
use super::Oddities;

impl Oddities<'_> {
    pub(super) fn guarantors(&mut self) {
        let scenario = self.scenario;
        for (index, identity) in scenario.structure.guarantors.iter().enumerate() {
            let (id, path) = (&identity.id, format!("guarantor.{}", identity.id));
            let numbers = &scenario.central.guarantors[index];
            if !scenario.structure.plans.iter().any(|plan| plan.names_guarantor(index)) {
                self.note(Code::NoEffect, &path, words!("guarantor \"{id}\" takes part in no plan", id));
            }
            self.certain_reliability(&path, numbers);
            self.idle_backstop(&path, identity);
            self.idle_politics(&path, index);
            self.unmet_needs(&path, index);
            if !self.brings_something(&path, numbers) {
                let message = words!("guarantor \"{id}\" brings neither forces, troops nor punishment", id);
                self.note(Code::NoEffect, &path, message);
            }
        }
    }

    fn certain_reliability(&mut self, path: &str, numbers: &Guarantor) {
        let path = format!("{path}.reliability");
        let (low, high) = self.span(&path, numbers.reliability);
        if low == high && (low == 0.0 || low == 1.0) {
            let message = if low == 0.0 {
                words!("`{path}` is exactly {low}: it never honours, whatever else", path, low)
            } else {
                words!("`{path}` is exactly {low}: it always honours, whatever else", path, low)
            };
            self.note(Code::UnusualValue, &path, message);
        }
    }

    fn idle_backstop(&mut self, path: &str, identity: &GuarantorIdentity) {
        let factor = format!("{path}.without_backstop");
        if identity.backstop.is_none() && self.places.contains_key(&factor) {
            let message = words!("`{factor}` is given, but \"{id}\" has no backstop", factor, id = identity.id);
            self.note(Code::NoEffect, &factor, message);
        }
    }

    /// Elections that never bring in another government.
    fn idle_politics(&mut self, path: &str, guarantor: usize) {
        let identity = &self.scenario.structure.guarantors[guarantor];
        let out = format!("{path}.politics.out");
        if identity.has_politics && self.span(&out, self.scenario.central.politics[guarantor].out).1 == 0.0 {
            let message = words!("`{out}` is 0: no election changes anything", out);
            self.note(Code::NoEffect, &out, message);
        }
    }

    /// A guarantor that joins no plan, whatever is drawn.
    fn unmet_needs(&mut self, path: &str, guarantor: usize) {
        let Scenario { structure, central, .. } = self.scenario;
        let identity = &structure.guarantors[guarantor];
        let most = |of: usize| {
            let forces = format!("guarantor.{}.forces", structure.guarantors[of].id);
            self.span(&forces, central.guarantors[of].forces).1
        };
        let needs = format!("{path}.needs");
        let needed = self.span(&needs, central.guarantors[guarantor].needs).0;
        let named: Vec<&Plan> = structure.plans.iter().filter(|plan| plan.names_guarantor(guarantor)).collect();
        let others = |plan: &Plan| {
            plan.participants.iter().filter(|p| p.guarantor != guarantor).fold(0.0, |sum, p| sum + most(p.guarantor))
        };
        if !named.is_empty() && named.iter().all(|plan| others(plan) < needed) {
            let message = words!(
                "`{needs}` is at least {needed}, more than the others bring in any plan: \"{id}\" never takes part",
                needs,
                needed,
                id = identity.id
            );
            self.note(Code::NoEffect, &needs, message);
        }
        let Some(partner) = identity.needs else { return };
        if !named.is_empty() && !named.iter().any(|plan| plan.names_guarantor(partner)) {
            let path = format!("{path}.needs_guarantor");
            let message = words!(
                "`{path}` is \"{partner}\", which is in no plan with \"{id}\": that one never takes part",
                path,
                partner = structure.guarantors[partner].id,
                id = identity.id
            );
            self.note(Code::NoEffect, &path, message);
        }
    }

    fn brings_something(&self, path: &str, numbers: &Guarantor) -> bool {
        self.span(&format!("{path}.forces"), numbers.forces).1 != 0.0
            || self.span(&format!("{path}.max_troops"), numbers.max_troops).1 != 0.0
            || self.span(&format!("{path}.punishment"), numbers.punishment) != (0.0, 0.0)
    }
}
