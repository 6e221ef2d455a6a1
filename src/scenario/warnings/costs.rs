//! What is odd about what a peace and a war are said to cost.

use crate::model::Cost;
use crate::words::words;

use super::super::code::Code;
use super::Oddities;

impl Oddities<'_> {
    pub(super) fn costs(&mut self) {
        let structure = &self.scenario.structure;
        if structure.costs.is_empty() && self.places.contains_key("run.costs_years") {
            let message = words!("`run.costs_years` changes nothing: no cost is declared");
            let hint = words!("declare one under [[cost]], or leave `costs_years` out");
            self.warn(Code::NoEffect, "run.costs_years", message, hint);
        }
        for (identity, cost) in structure.costs.iter().zip(&self.scenario.central.costs) {
            let path = format!("cost.{}", identity.id);
            let can_be = |key: &str| {
                let central = Cost::key(key).and_then(|key| (key.get)(cost)).unwrap_or_default();
                self.span(&format!("{path}.{key}"), central).1 > 0.0
            };
            if !Cost::KEYS.iter().any(|key| can_be(key.name)) {
                let message = words!("cost \"{id}\" is always 0: none of its rates is above 0", id = identity.id);
                let hint = words!("give it a rate, such as `{path}.per_month_of_war`", path);
                self.warn(Code::NoEffect, &path, message, hint);
                continue;
            }
            let resumed = format!("{path}.per_month_of_resumed_war");
            if can_be("per_month_of_war") && !self.places.contains_key(&resumed) {
                let message = words!(
                    "cost \"{id}\" has a price for the first war, but none for a war that resumes: its months cost nothing",
                    id = identity.id
                );
                self.warn(Code::UnusualValue, &path, message, words!("set `{resumed}`, if only to 0", resumed));
            }
        }
    }
}
