//! Plans that nobody signs, promise what nobody keeps, or lead out of a number's range.

use crate::model::{Effect, EffectKind, FOREIGN_TROOPS, GUARANTEE_YEARS, Participant, Plan, STRUCTURAL, Side};
use crate::words::{Words, words};

use super::super::checks::{Extent, combined, is_measured};
use super::super::code::Code;
use super::super::diagnostics::Diagnostic;
use super::super::open::is_always;
use super::Oddities;

impl Oddities<'_> {
    pub(super) fn plans(&mut self) {
        let scenario = self.scenario;
        if scenario.structure.plans.is_empty() {
            let message = words!("there is no plan: nothing can be signed");
            self.found.push(Diagnostic::warning(Code::NoEffect, "plan", message));
        }
        for plan in &scenario.structure.plans {
            self.never_on_the_table(plan);
            self.idle_guarantors(plan);
            self.nobody_for_so_long(plan);
            self.more_troops_than_sent(plan);
            for effect in &plan.effects {
                self.effect(plan, effect);
            }
            self.freezing(plan);
            for issue in 0..scenario.structure.issues.len() {
                self.term(plan, issue);
            }
        }
    }

    fn never_on_the_table(&mut self, plan: &Plan) {
        let (_, most) = self.span("negotiation.max_months", self.scenario.central.negotiation.max_months);
        if f64::from(plan.from_month) >= most {
            let path = format!("plan.{}", plan.id);
            let message = words!(
                "plan \"{id}\" is never on the table: it comes in month {from_month}, and negotiation ends in month {most}",
                id = plan.id,
                from_month = plan.from_month,
                most
            );
            self.note(Code::NeverSigned, &self.place_of(&format!("{path}.from_month"), &path), message);
        } else if plan.ceasefire_months > 0 && f64::from(plan.from_month) + f64::from(plan.ceasefire_months) > most {
            let path = format!("plan.{}.ceasefire_months", plan.id);
            let message = words!(
                "plan \"{id}\" is never on the table: it comes in month {from_month} and its ceasefire takes {ceasefire} months, \
                 but negotiation ends in month {most}",
                id = plan.id,
                from_month = plan.from_month,
                ceasefire = plan.ceasefire_months,
                most
            );
            self.warn(
                Code::NeverSigned,
                &path,
                message,
                words!("a shorter ceasefire, or a later `negotiation.max_months`"),
            );
        }
    }

    fn idle_guarantors(&mut self, plan: &Plan) {
        let most_years = plan.most(GUARANTEE_YEARS).unwrap_or_default();
        if most_years == 0.0 && !plan.participants.is_empty() {
            let message = words!("plan \"{id}\" names guarantors, but has no guarantee", id = plan.id);
            self.warn(Code::NoEffect, &format!("plan.{}.guarantors", plan.id), message, words!("set guarantee_years"));
        }
        for participant in &plan.participants {
            self.commitment(plan, participant, most_years);
        }
    }

    fn commitment(&mut self, plan: &Plan, participant: &Participant, most_years: f64) {
        let id = &self.scenario.structure.guarantors[participant.guarantor].id;
        let place = format!("plan.{}.years.{id}", plan.id);
        let years = participant.years;
        if years == 0.0 {
            let message = words!("`{place}` is 0: \"{id}\" takes part, but is never committed", place, id);
            self.note(Code::NoEffect, &place, message);
        } else if years.is_finite() && years > most_years {
            let message = words!(
                "`{place}` is {years}, longer than the guarantee's {guarantee_years} years",
                place,
                years,
                guarantee_years = most_years
            );
            self.warn(Code::NoEffect, &place, message, words!("it does not lengthen the guarantee"));
        }
    }

    /// Warns of a guarantee that lasts longer than any guarantor would ever be committed.
    fn nobody_for_so_long(&mut self, plan: &Plan) {
        let Some(most) = plan.participants.iter().map(|it| self.most_years(it.guarantor)).reduce(f64::max) else {
            return;
        };
        // Where the years are open, one is chosen for which somebody stands.
        if !is_always(plan, GUARANTEE_YEARS, |years| years > most) {
            return;
        }
        let path = format!("plan.{}", plan.id);
        let whole = if plan.guarantee_years.is_infinite() {
            words!("a permanent guarantee")
        } else {
            words!("a guarantee of {guarantee_years} years", guarantee_years = plan.guarantee_years)
        };
        let who = match plan.participants.as_slice() {
            [only] => {
                let id = &self.scenario.structure.guarantors[only.guarantor].id;
                words!("its only guarantor \"{id}\" is committed for at most {most} (max_years)", id, most)
            }
            _ => words!("no guarantor is committed for more than {most} (max_years)", most),
        };
        let place = self.place_of(&format!("{path}.terms.{}", STRUCTURAL[GUARANTEE_YEARS]), &path);
        let message = words!("plan \"{id}\" has {whole}, but {who}", id = plan.id, whole, who);
        self.warn(Code::NoEffect, &place, message, words!("after that nobody stands behind it, though it is in force"));
    }

    fn most_years(&self, guarantor: usize) -> f64 {
        let path = format!("guarantor.{}.max_years", self.scenario.structure.guarantors[guarantor].id);
        self.span(&path, self.scenario.central.guarantors[guarantor].max_years).1
    }

    fn more_troops_than_sent(&mut self, plan: &Plan) {
        let (asked, most) = (plan.most(FOREIGN_TROOPS).unwrap_or_default(), self.most_troops(plan));
        if asked > most {
            let place = format!("plan.{}.terms.foreign_troops", plan.id);
            let message =
                words!("`{place}` asks for {asked}, but the participants send at most {most}", place, asked, most);
            self.warn(Code::TroopsNotSent, &place, message, words!("the rest stays at home"));
        }
    }

    fn most_troops(&self, plan: &Plan) -> f64 {
        let most = |guarantor: usize| {
            let path = format!("guarantor.{}.max_troops", self.scenario.structure.guarantors[guarantor].id);
            self.span(&path, self.scenario.central.guarantors[guarantor].max_troops).1
        };
        plan.participants.iter().map(|participant| most(participant.guarantor)).sum()
    }

    fn effect(&mut self, plan: &Plan, effect: &Effect) {
        let target = effect.target.path();
        let path = format!("plan.{}.effects.{target}.{}", plan.id, effect.kind.key());
        let mut parameters = self.scenario.central.clone();
        let base = self.span(&target, *effect.target.address().slot(&mut parameters));
        let operand = self.span(&path, f64::NAN);
        let result = combined(effect.kind, base, operand);
        let range = effect.target.range();
        if result.0 < range.min || result.1 > range.max {
            let message = words!(
                "`{path}` makes `{target}` {result}; some draws are out of range",
                path,
                target,
                result = anything(result)
            );
            self.warn(Code::MayFail, &path, message, words!("trials with such a draw fail and are counted as failed"));
        }
        let idle = match effect.kind {
            EffectKind::Set => return,
            EffectKind::Add => 0.0,
            EffectKind::Multiply => 1.0,
        };
        if operand == (idle, idle) {
            self.note(Code::NoEffect, &path, words!("`{path}` is {idle}: it changes nothing", path, idle));
        }
    }

    /// Warns of effects by which a front freezes for ever, or thaws without ever freezing.
    fn freezing(&mut self, plan: &Plan) {
        let front = &self.scenario.central.front;
        let base = |path: &str, central: f64| self.span(path, central);
        let (freeze, thaw) = (base("front.freeze", front.freeze), base("front.thaw", front.thaw));
        let (freezes, frozen_by) = self.after(plan, "front.freeze", freeze);
        let (thaws, thawed_by) = self.after(plan, "front.thaw", thaw);
        let told = freeze.1 > 0.0 && thaw.1 == 0.0;
        match (frozen_by, thawed_by) {
            (_, Some(path)) if freezes.1 <= 0.0 => {
                let message = words!("`{path}` changes nothing: after this plan the front never freezes", path);
                self.note(Code::NoEffect, &path, message);
            }
            (Some(path), _) | (None, Some(path)) if freezes.1 > 0.0 && thaws.1 <= 0.0 && !told => {
                self.never_thaws(&path);
            }
            _ => {}
        }
    }

    /// The values that a number can have after a plan's effects, and the effect that changes it, if any.
    fn after(&self, plan: &Plan, target: &str, base: Extent) -> (Extent, Option<String>) {
        let effect = plan.effects.iter().find(|effect| effect.target.path() == target);
        effect.map_or((base, None), |effect| {
            let path = format!("plan.{}.effects.{target}.{}", plan.id, effect.kind.key());
            (combined(effect.kind, base, self.span(&path, f64::NAN)), Some(path))
        })
    }

    fn term(&mut self, plan: &Plan, issue: usize) {
        let id = &self.scenario.structure.issues[issue].id;
        let path = format!("plan.{}.terms.{id}", plan.id);
        let place = self.place_of(&path, &format!("plan.{}", plan.id));
        let troops = issue == FOREIGN_TROOPS;
        let most = self.most_troops(plan);
        let stationed = |term: f64| if troops { term.min(most) } else { term };
        let is_beyond = |term: &f64| (troops || is_measured(issue, *term)) && self.is_beyond_ideals(issue, *term);
        let beyond = plan.possible(issue).into_iter().flatten().map(stationed).find(is_beyond);
        if let Some(term) = beyond {
            let message = if troops {
                words!("`{path}` is {term} (stationed), beyond both sides' ideals", path, term)
            } else {
                words!("`{path}` is {term}, beyond both sides' ideals", path, term)
            };
            self.warn(Code::BeyondIdeals, &place, message, words!("it is worth as much as the nearer ideal"));
        }
        for side in Side::BOTH {
            if is_always(plan, issue, |term| self.is_barred(side, issue, stationed(term))) {
                let key = side.key();
                let message = words!(
                    "`{path}` lies beyond the {key}'s red line in every draw: the plan is never signed",
                    path,
                    key
                );
                self.note(Code::NeverSigned, &place, message);
            }
        }
    }

    fn is_beyond_ideals(&self, issue: usize, term: f64) -> bool {
        let [a, d] = Side::BOTH.map(|side| self.ideal(side, issue));
        term > a.1.max(d.1) || term < a.0.min(d.0)
    }

    /// Whether every draw of that side's red line bars the term.
    fn is_barred(&self, side: Side, issue: usize, term: f64) -> bool {
        let red_line = self.demand(side, issue, "red_line", f64::NAN);
        let (own, other) = (self.ideal(side, issue), self.ideal(side.other(), issue));
        // From the own ideal upwards, or downwards, whatever is drawn; unclear directions bar nothing for certain.
        (own.1 < other.0 && term > red_line.1) || (own.0 > other.1 && term < red_line.0)
    }
}

/// The values that a number can have, in words.
fn anything((low, high): Extent) -> Words {
    match (low.is_finite(), high.is_finite()) {
        (true, true) => words!("anything from {low} to {high}", low, high),
        (true, false) => words!("anything from {low} up", low),
        (false, true) => words!("anything up to {high}", high),
        (false, false) => words!("anything whatever"),
    }
}
