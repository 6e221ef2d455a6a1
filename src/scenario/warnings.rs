//! What is legal but odd in a scenario.

use std::collections::BTreeMap;

use crate::model::{DEFENDER_FORCES, FOREIGN_TROOPS, GUARANTEE_YEARS, MAX_YEARS, Plan, STRUCTURAL, Side, TERRITORY};

use super::checks::{Extent, combined, is_measured};
use super::code::Code;
use super::diagnostics::Diagnostic;
use super::document::{Document, Origin};
use super::{Scenario, Uncertain};

/// Below this a year is discounted so steeply that a unit of `per month` is the likelier meaning.
const LOW_DISCOUNT: f64 = 0.6;

/// Everything odd about a scenario, in the order of the file.
pub(super) fn warnings(scenario: &Scenario, document: &Document, places: &BTreeMap<String, Origin>) -> Vec<Diagnostic> {
    let mut look = Oddities { scenario, document, places, found: Vec::new() };
    look.parties();
    look.front();
    look.guarantors();
    look.plans();
    look.inputs();
    look.run();
    look.units();
    let units: Vec<Option<String>> = look.of_units().map(|warning| warning.key.clone()).collect();
    // That such a number lies beyond the ideals, or is more than anybody sends, follows from its unit.
    look.found.retain(|it| !matches!(it.code, Code::BeyondIdeals | Code::NoEffect) || !units.contains(&it.key));
    super::parse::sorted(look.found, 0).diagnostics
}

/// A scenario that is looked at, and what was found.
pub(super) struct Oddities<'s> {
    pub(super) scenario: &'s Scenario,
    document: &'s Document,
    places: &'s BTreeMap<String, Origin>,
    found: Vec<Diagnostic>,
}

impl Oddities<'_> {
    fn of_units(&self) -> impl Iterator<Item = &Diagnostic> {
        self.found.iter().filter(|warning| warning.code == Code::UnusualUnit)
    }

    /// Whether the unit of that number was warned of.
    pub(super) fn is_told(&self, path: &str) -> bool {
        self.of_units().any(|warning| warning.key.as_deref() == Some(path))
    }

    /// Warns that another unit was probably meant.
    pub(super) fn warn_unit(&mut self, path: &str, message: String, hint: &str) {
        self.warn(Code::UnusualUnit, path, message, hint);
    }

    fn warn(&mut self, code: Code, path: &str, message: String, hint: &str) {
        let mut warning = Diagnostic::warning(code, path, message);
        if !hint.is_empty() {
            warning.hint = Some(hint.to_owned());
        }
        warning.place = self.places.get(path).map(|origin| self.document.place(origin));
        self.found.push(warning);
    }

    /// The values that the number of that path can take.
    fn span(&self, path: &str, default: f64) -> Extent {
        let found = self.scenario.assumptions.iter().find(|assumption| assumption.path == path);
        found.map_or((default, default), |found| found.value.support())
    }

    fn demand(&self, side: Side, issue: usize, key: &str, default: f64) -> Extent {
        let id = &self.scenario.structure.issues[issue].id;
        self.span(&format!("{}.demands.{id}.{key}", side.key()), default)
    }

    fn ideal(&self, side: Side, issue: usize) -> Extent {
        self.demand(side, issue, "ideal", self.scenario.central.demands(side)[issue].ideal)
    }

    fn parties(&mut self) {
        for side in Side::BOTH {
            let path = format!("{}.discount_factor", side.key());
            let (low, _) = self.span(&path, f64::NAN);
            if low < LOW_DISCOUNT {
                self.warn(
                    Code::UnusualValue,
                    &path,
                    format!("`{path}` can be as low as {low}: next year would count for {low} of this one"),
                    "it is per year; 0.9 is usual",
                );
            }
            let structural = (0..STRUCTURAL.len()).all(|issue| self.demand(side, issue, "salience", 0.0).1 == 0.0);
            if structural {
                let path = format!("{}.demands", side.key());
                self.warn(Code::UnusualValue, &path, format!("`{path}` gives no salience to any structural issue"), "");
            }
        }
        if !Side::BOTH.iter().any(|side| self.scenario.structure.may_attack[*side]) {
            self.warn(
                Code::NoEffect,
                "defender.may_attack",
                "neither side may attack: every peace holds".to_owned(),
                "leave `may_attack` out of one of them",
            );
        }
    }

    fn front(&mut self) {
        let front = &self.scenario.central.front;
        let Some(share) = front.start_share else { return };
        let position = front.start_position() as f64;
        let exact = share * front.positions;
        if (exact - position).abs() > 1e-6 {
            let message = format!(
                "`front.start_share` of {} steps is {exact:.2}; the front starts at {position}, a share of {:.4}",
                front.positions,
                position / front.positions
            );
            self.warn(Code::Rounded, "front.start_share", message, "");
        }
    }

    fn guarantors(&mut self) {
        for (index, identity) in self.scenario.structure.guarantors.iter().enumerate() {
            let numbers = self.scenario.central.guarantors[index];
            let path = format!("guarantor.{}", identity.id);
            let takes_part = |plan: &Plan| plan.participants.iter().any(|p| p.guarantor == index);
            if !self.scenario.structure.plans.iter().any(takes_part) {
                self.warn(Code::NoEffect, &path, format!("guarantor \"{}\" takes part in no plan", identity.id), "");
            }
            let reliability = format!("{path}.reliability");
            let (low, high) = self.span(&reliability, numbers.reliability);
            if low == high && (low == 0.0 || low == 1.0) {
                let always = if low == 0.0 { "never" } else { "always" };
                self.warn(
                    Code::UnusualValue,
                    &reliability,
                    format!("`{reliability}` is exactly {low}: it {always} honours, whatever else"),
                    "",
                );
            }
            let factor = format!("{path}.without_backstop");
            if identity.backstop.is_none() && self.places.contains_key(&factor) {
                self.warn(
                    Code::NoEffect,
                    &factor,
                    format!("`{factor}` is given, but \"{}\" has no backstop", identity.id),
                    "",
                );
            }
            let brings = self.span(&format!("{path}.forces"), numbers.forces).1 != 0.0
                || self.span(&format!("{path}.max_troops"), numbers.max_troops).1 != 0.0
                || self.span(&format!("{path}.punishment"), numbers.punishment) != (0.0, 0.0);
            if !brings {
                self.warn(
                    Code::NoEffect,
                    &path,
                    format!("guarantor \"{}\" brings neither forces, troops nor punishment", identity.id),
                    "",
                );
            }
        }
    }

    fn plans(&mut self) {
        if self.scenario.structure.plans.is_empty() {
            self.found.push(Diagnostic::warning(
                Code::NoEffect,
                "plan",
                "there is no plan: nothing can be signed".to_owned(),
            ));
        }
        for plan in &self.scenario.structure.plans {
            self.plan_months(plan);
            self.plan_guarantee(plan);
            self.plan_effects(plan);
            for issue in 0..self.scenario.structure.issues.len() {
                self.plan_term(plan, issue);
            }
        }
    }

    fn plan_months(&mut self, plan: &Plan) {
        let (_, most) = self.span("negotiation.max_months", self.scenario.central.negotiation.max_months);
        if f64::from(plan.from_month) >= most {
            let path = format!("plan.{}.from_month", plan.id);
            let place = if self.places.contains_key(&path) { path } else { format!("plan.{}", plan.id) };
            let message = format!(
                "plan \"{}\" is never on the table: it comes in month {}, and negotiation ends in month {most}",
                plan.id, plan.from_month
            );
            self.warn(Code::NoEffect, &place, message, "");
        }
    }

    fn plan_guarantee(&mut self, plan: &Plan) {
        let path = format!("plan.{}", plan.id);
        if plan.guarantee_years == 0.0 && !plan.participants.is_empty() {
            let place = format!("{path}.guarantors");
            self.warn(
                Code::NoEffect,
                &place,
                format!("plan \"{}\" names guarantors, but has no guarantee", plan.id),
                "set guarantee_years",
            );
        }
        for participant in &plan.participants {
            let id = &self.scenario.structure.guarantors[participant.guarantor].id;
            let place = format!("{path}.years.{id}");
            if participant.years == 0.0 {
                self.warn(
                    Code::NoEffect,
                    &place,
                    format!("`{place}` is 0: \"{id}\" takes part, but is never committed"),
                    "",
                );
            } else if participant.years.is_finite() && participant.years > plan.guarantee_years {
                let message = format!(
                    "`{place}` is {}, longer than the guarantee's {} years",
                    participant.years, plan.guarantee_years
                );
                self.warn(Code::NoEffect, &place, message, "it does not lengthen the guarantee");
            }
        }
        let asked = plan.foreign_troops;
        let most = self.most_troops(plan);
        if asked > most {
            let place = format!("{path}.terms.foreign_troops");
            self.warn(
                Code::NoEffect,
                &place,
                format!("`{place}` asks for {asked}, but the participants send at most {most}"),
                "the rest stays at home",
            );
        }
    }

    fn most_troops(&self, plan: &Plan) -> f64 {
        let most = |guarantor: usize| {
            let path = format!("guarantor.{}.max_troops", self.scenario.structure.guarantors[guarantor].id);
            self.span(&path, self.scenario.central.guarantors[guarantor].max_troops).1
        };
        plan.participants.iter().map(|participant| most(participant.guarantor)).sum()
    }

    fn plan_effects(&mut self, plan: &Plan) {
        let mut parameters = self.scenario.central.clone();
        for effect in &plan.effects {
            let path = format!("plan.{}.effects.{}.{}", plan.id, effect.target.path(), effect.kind.key());
            let target = effect.target.path();
            let base = self.span(&target, *effect.target.address().slot(&mut parameters));
            let (low, high) = combined(effect.kind, base, self.span(&path, f64::NAN));
            let range = effect.target.range();
            if (low.is_finite() && low < range.min) || (high.is_finite() && high > range.max) {
                let message =
                    format!("`{path}` makes `{target}` anything from {low} to {high}; some draws are out of range");
                self.warn(Code::MayFail, &path, message, "trials with such a draw fail and are counted as failed");
            }
            let idle = match effect.kind {
                crate::model::EffectKind::Set => continue,
                crate::model::EffectKind::Add => 0.0,
                crate::model::EffectKind::Multiply => 1.0,
            };
            if self.span(&path, f64::NAN) == (idle, idle) {
                self.warn(Code::NoEffect, &path, format!("`{path}` is {idle}: it changes nothing"), "");
            }
        }
    }

    fn plan_term(&mut self, plan: &Plan, issue: usize) {
        let Some(term) = term(plan, issue) else { return };
        let id = &self.scenario.structure.issues[issue].id;
        let path = format!("plan.{}.terms.{id}", plan.id);
        let place = if self.places.contains_key(&path) { path.clone() } else { format!("plan.{}", plan.id) };
        let [a, d] = Side::BOTH.map(|side| self.ideal(side, issue));
        if is_measured(issue, term) && (term > a.1.max(d.1) || term < a.0.min(d.0)) && issue != FOREIGN_TROOPS {
            self.warn(
                Code::BeyondIdeals,
                &place,
                format!("`{path}` is {term}, beyond both sides' ideals"),
                "it is worth as much as the nearer ideal",
            );
        }
        let stationed = if issue == FOREIGN_TROOPS { term.min(self.most_troops(plan)) } else { term };
        if issue == FOREIGN_TROOPS && (stationed > a.1.max(d.1) || stationed < a.0.min(d.0)) {
            self.warn(
                Code::BeyondIdeals,
                &place,
                format!("`{path}` is {stationed} (stationed), beyond both sides' ideals"),
                "it is worth as much as the nearer ideal",
            );
        }
        for side in Side::BOTH {
            if self.is_barred(side, issue, stationed) {
                let message = format!(
                    "`{path}` lies beyond the {}'s red line in every draw: the plan is never signed",
                    side.key()
                );
                self.warn(Code::NeverSigned, &place, message, "");
            }
        }
    }

    /// Whether every draw of that side's red line bars the term.
    fn is_barred(&self, side: Side, issue: usize, term: f64) -> bool {
        let red_line = self.demand(side, issue, "red_line", f64::NAN);
        let (own, other) = (self.ideal(side, issue), self.ideal(side.other(), issue));
        // From the own ideal upwards, or downwards, whatever is drawn; unclear directions bar nothing for certain.
        (own.1 < other.0 && term > red_line.1) || (own.0 > other.1 && term < red_line.0)
    }

    fn inputs(&mut self) {
        for index in 0..self.scenario.assumptions.len() {
            let assumption = &self.scenario.assumptions[index];
            let path = assumption.path.clone();
            if let Uncertain::Distribution(distribution) = &assumption.value {
                let (low, high) = distribution.support();
                if low == high {
                    self.warn(
                        Code::UnusualValue,
                        &path,
                        format!("`{path}` is a distribution, but can only be {low}"),
                        "write it as a constant",
                    );
                }
            }
        }
    }

    fn run(&mut self) {
        let run = &self.scenario.run;
        if run.trials < 100 {
            self.warn(
                Code::UnusualValue,
                "run.trials",
                format!("`run.trials` is {}: shares will be very uncertain", run.trials),
                "",
            );
        }
        if run.years as f64 > MAX_YEARS / 2.0 {
            self.warn(
                Code::UnusualValue,
                "run.years",
                format!("`run.years` is {}: nobody can say anything about so distant a time", run.years),
                "",
            );
        }
    }
}

/// The term of a plan on an issue, where it is a number that does not depend on the front.
fn term(plan: &Plan, issue: usize) -> Option<f64> {
    match issue {
        TERRITORY => plan.territory,
        DEFENDER_FORCES => Some(plan.defender_forces),
        FOREIGN_TROOPS => Some(plan.foreign_troops),
        GUARANTEE_YEARS => Some(plan.guarantee_years),
        _ => plan.further.get(issue - STRUCTURAL.len()).copied(),
    }
}
