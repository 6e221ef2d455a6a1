//! What is legal but odd in a scenario.

mod costs;
mod guarantors;
mod plans;
mod units;

use std::collections::BTreeMap;

use crate::model::{Foresight, MAX_YEARS, STRUCTURAL, Side};
use crate::words::{Words, words};

use super::checks::Extent;
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
    look.costs();
    look.units();
    let units: Vec<Option<String>> = look.of_units().map(|warning| warning.key.clone()).collect();
    // That such a number lies beyond the ideals, or is more than anybody sends, follows from its unit.
    let follows = |code: Code| matches!(code, Code::BeyondIdeals | Code::NoEffect | Code::TroopsNotSent);
    look.found.retain(|it| !follows(it.code) || !units.contains(&it.key));
    super::parse::sorted(look.found, 0).diagnostics
}

/// A scenario that is looked at, and what was found.
struct Oddities<'s> {
    scenario: &'s Scenario,
    document: &'s Document,
    places: &'s BTreeMap<String, Origin>,
    found: Vec<Diagnostic>,
}

impl Oddities<'_> {
    fn of_units(&self) -> impl Iterator<Item = &Diagnostic> {
        self.found.iter().filter(|warning| warning.code == Code::UnusualUnit)
    }

    /// Whether the unit of that number was warned of.
    fn is_told(&self, path: &str) -> bool {
        self.of_units().any(|warning| warning.key.as_deref() == Some(path))
    }

    /// Warns that another unit was probably meant.
    fn warn_unit(&mut self, path: &str, message: Words, hint: Words) {
        self.warn(Code::UnusualUnit, path, message, hint);
    }

    fn warn(&mut self, code: Code, path: &str, message: Words, hint: impl Into<Option<Words>>) {
        let mut warning = Diagnostic::warning(code, path, message);
        warning.hint = hint.into();
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

    /// Warns of something, with nothing to add.
    fn note(&mut self, code: Code, path: &str, message: Words) {
        self.warn(code, path, message, None);
    }

    /// The path, if it was written; else that of what it belongs to.
    fn place_of(&self, path: &str, whole: &str) -> String {
        if self.places.contains_key(path) { path.to_owned() } else { whole.to_owned() }
    }

    fn parties(&mut self) {
        for side in Side::BOTH {
            self.discounting(side);
            self.saliences(side);
            self.turnover(side);
            self.margin_beside_foresight(&format!("{}.margin", side.key()), self.scenario.central.party(side).margin);
        }
        for (party, numbers) in self.scenario.structure.parties.iter().zip(&self.scenario.central.stakeholders) {
            self.margin_beside_foresight(&format!("party.{}.margin", party.id), numbers.margin);
        }
        if !Side::BOTH.iter().any(|side| self.scenario.structure.may_attack[*side]) {
            let message = words!("neither side may attack: every peace holds");
            self.warn(Code::NoEffect, "defender.may_attack", message, words!("leave `may_attack` out of one of them"));
        }
    }

    fn discounting(&mut self, side: Side) {
        let path = format!("{}.discount_factor", side.key());
        let (low, _) = self.span(&path, f64::NAN);
        if low < LOW_DISCOUNT {
            let message =
                words!("`{path}` can be as low as {low}: next year would count for {low} of this one", path, low);
            self.warn(Code::UnusualValue, &path, message, words!("it is per year; 0.9 is usual"));
        }
    }

    /// A margin stands for the hope of a better plan, which foresight works out.
    fn margin_beside_foresight(&mut self, path: &str, central: f64) {
        let (low, high) = self.span(path, central);
        if self.scenario.structure.foresight == Foresight::All && (low, high) != (0.0, 0.0) {
            let message =
                words!("`{path}` is set beside `negotiation.foresight = \"all\"`: hope may be counted twice", path);
            let hint = words!(
                "a margin stands for the hope of a better plan; leave it out unless it stands for something else"
            );
            self.warn(Code::UnusualValue, path, message, hint);
        }
    }

    /// What does not last cannot turn over.
    fn turnover(&mut self, side: Side) {
        let party = self.scenario.central.party(side);
        let (turnover, lasting) = (format!("{}.turnover", side.key()), format!("{}.lasting", side.key()));
        if self.span(&turnover, party.turnover).1 > 0.0 && self.span(&lasting, party.lasting).1 == 0.0 {
            let message = words!("`{turnover}` changes nothing: no part of the shock lasts", turnover);
            let hint = words!(
                "set `{lasting}`, the share of the shock's variance that lasts, or leave `turnover` out",
                lasting
            );
            self.warn(Code::NoEffect, &turnover, message, hint);
        }
    }

    fn saliences(&mut self, side: Side) {
        if (0..STRUCTURAL.len()).all(|issue| self.demand(side, issue, "salience", 0.0).1 == 0.0) {
            let path = format!("{}.demands", side.key());
            self.note(Code::UnusualValue, &path, words!("`{path}` gives no salience to any structural issue", path));
        }
    }

    fn front(&mut self) {
        let front = &self.scenario.central.front;
        if self.span("front.freeze", front.freeze).1 > 0.0 && self.span("front.thaw", front.thaw).1 == 0.0 {
            self.never_thaws("front.freeze");
        }
        let Some(share) = front.start_share else { return };
        let position = front.start_position() as f64;
        let exact = share * front.positions;
        if (exact - position).abs() > 1e-6 {
            let message = words!(
                "`front.start_share` of {positions} steps is {exact}; the front starts at {position}, a share of {front}",
                positions = front.positions,
                exact = format!("{exact:.2}"),
                position,
                front = format!("{:.4}", position / front.positions)
            );
            self.note(Code::Rounded, "front.start_share", message);
        }
    }

    /// Warns of a front that freezes for ever.
    fn never_thaws(&mut self, path: &str) {
        let message =
            words!("by `{path}` the front freezes, but it never thaws: a perfect peace that nobody signs", path);
        let hint = words!("set `front.thaw`, the chance in a month that a frozen front thaws");
        self.warn(Code::UnusualValue, path, message, hint);
    }

    fn inputs(&mut self) {
        for assumption in &self.scenario.assumptions {
            let Uncertain::Distribution(distribution) = &assumption.value else { continue };
            let (low, high) = distribution.support();
            if low == high {
                let path = &assumption.path;
                let message = words!("`{path}` is a distribution, but can only be {low}", path, low);
                self.warn(Code::UnusualValue, path, message, words!("write it as a constant"));
            }
        }
    }

    fn run(&mut self) {
        let run = &self.scenario.run;
        if run.trials < 100 {
            let message = words!("`run.trials` is {trials}: shares will be very uncertain", trials = run.trials);
            self.note(Code::UnusualValue, "run.trials", message);
        }
        if run.years as f64 > MAX_YEARS / 2.0 {
            let message =
                words!("`run.years` is {years}: nobody can say anything about so distant a time", years = run.years);
            self.note(Code::UnusualValue, "run.years", message);
        }
    }
}
