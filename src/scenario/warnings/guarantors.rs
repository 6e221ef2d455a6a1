//! Guarantors that do nothing, or are surer than anybody is.

use crate::model::{Guarantor, GuarantorIdentity, Plan};
use crate::words::words;

use super::super::code::Code;
use super::Oddities;

impl Oddities<'_> {
    pub(super) fn guarantors(&mut self) {
        let scenario = self.scenario;
        for (index, identity) in scenario.structure.guarantors.iter().enumerate() {
            let (id, path) = (&identity.id, format!("guarantor.{}", identity.id));
            let numbers = &scenario.central.guarantors[index];
            let takes_part = |plan: &Plan| plan.participants.iter().any(|p| p.guarantor == index);
            if !scenario.structure.plans.iter().any(takes_part) {
                self.note(Code::NoEffect, &path, words!("guarantor \"{id}\" takes part in no plan", id));
            }
            self.certain_reliability(&path, numbers);
            self.idle_backstop(&path, identity);
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

    fn brings_something(&self, path: &str, numbers: &Guarantor) -> bool {
        self.span(&format!("{path}.forces"), numbers.forces).1 != 0.0
            || self.span(&format!("{path}.max_troops"), numbers.max_troops).1 != 0.0
            || self.span(&format!("{path}.punishment"), numbers.punishment) != (0.0, 0.0)
    }
}
