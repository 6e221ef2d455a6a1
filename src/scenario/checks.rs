//! Rules that concern several keys at once.

use crate::model::{
    DEFENDER_FORCES, EffectKind, EffectTarget, FOREIGN_TROOPS, GUARANTEE_YEARS, Plan, STRUCTURAL, Side,
};
use crate::words::{Words, words};

use super::Scenario;
use super::code::Code;
use super::keys::{MAX_BACKSTOPS, Rule};
use super::plans::target_rule;
use super::reader::Reader;

/// The least and the greatest value of a number.
pub(super) type Extent = (f64, f64);

impl Reader<'_> {
    /// The values that the number of that path can take, or the one it has when it is not given.
    pub(super) fn span(&self, path: &str, default: f64) -> Extent {
        let found = self.found.iter().find(|found| found.assumption.path == path);
        found.map_or((default, default), |found| found.assumption.value.support())
    }

    pub(super) fn is_given(&self, path: &str) -> bool {
        self.places.contains_key(path)
    }

    pub(super) fn is_faulty(&self, path: &str) -> bool {
        self.faults.iter().any(|fault| fault.key.as_deref().is_some_and(|key| key.starts_with(path)))
    }

    /// Reports every breach of a rule that concerns several keys. Numbers that could not be read are NaN here and
    /// break no rule.
    pub(super) fn check(&mut self, scenario: &Scenario) {
        self.check_saliences(scenario);
        self.check_red_lines(scenario);
        self.check_parties(scenario);
        self.check_front(scenario);
        self.check_thaw(scenario);
        self.check_open(scenario);
        self.check_collapse(scenario);
        self.check_lookahead(scenario);
        self.check_costs(scenario);
        self.check_record(scenario);
        self.check_evidence(scenario);
        self.check_forecasts(scenario);
        for index in 0..scenario.structure.plans.len() {
            self.check_guarantee(scenario, index);
            self.check_backstops(scenario, index);
            self.check_effects(scenario, index);
        }
    }

    fn check_saliences(&mut self, scenario: &Scenario) {
        for side in Side::BOTH {
            let path = format!("{}.demands", side.key());
            let demands = scenario.central.demands(side);
            let sum: f64 = scenario
                .structure
                .issues
                .iter()
                .zip(demands)
                .map(|(issue, demand)| self.span(&format!("{path}.{}.salience", issue.id), demand.salience).1)
                .sum();
            if sum == 0.0 {
                self.fault_at(
                    Code::Contradiction,
                    &path,
                    words!("the saliences of `{path}` sum to 0; at least one must be above 0", path),
                );
            }
        }
    }

    fn check_red_lines(&mut self, scenario: &Scenario) {
        for (index, issue) in scenario.structure.issues.iter().enumerate() {
            if index == GUARANTEE_YEARS {
                continue;
            }
            let ideals = Side::BOTH.map(|side| {
                let path = format!("{}.demands.{}.ideal", side.key(), issue.id);
                self.span(&path, scenario.central.demands(side)[index].ideal)
            });
            let equal = ideals[0].0 == ideals[0].1 && ideals[0] == ideals[1];
            for side in Side::BOTH {
                let path = format!("{}.demands.{}.red_line", side.key(), issue.id);
                if equal && self.is_given(&path) {
                    let message = words!(
                        "`{path}` has no direction: both sides' ideal on {id} is {ideals}",
                        path,
                        id = issue.id,
                        ideals = ideals[0].0
                    );
                    self.fault_at(Code::Contradiction, &path, message).hint =
                        Some(words!("leave the red line out, or let the ideals differ"));
                }
            }
        }
    }

    fn check_front(&mut self, scenario: &Scenario) {
        if !self.is_given("front") || self.is_faulty("front.start") {
            return;
        }
        match (self.is_given("front.start"), self.is_given("front.start_share")) {
            (true, true) => {
                self.fault_at(
                    Code::Contradiction,
                    "front.start_share",
                    words!("`front` has both `start` and `start_share`; it takes exactly one"),
                );
            }
            (false, false) => {
                self.fault_at(Code::MissingKey, "front", words!("`front` has neither `start` nor `start_share`"))
                    .hint =
                    Some(words!("give the position at month 0, or the challenger's share of the contested territory"));
            }
            (true, false) => self.check_start(scenario),
            (false, true) => {}
        }
    }

    fn check_start(&mut self, scenario: &Scenario) {
        let positions = self.span("front.positions", scenario.central.front.positions).0;
        let start = self.span("front.start", scenario.central.front.start.unwrap_or(f64::NAN)).1;
        if start > positions - 1.0 {
            let message = words!(
                "`front.start` is {start}; allowed: a whole number from 1 to {positions} (positions - 1)",
                start,
                positions = positions - 1.0
            );
            self.fault_at(Code::OutOfRange, "front.start", message);
        }
    }

    /// A front thaws only where it freezes: at first, or after a plan.
    fn check_thaw(&mut self, scenario: &Scenario) {
        let front = &scenario.central.front;
        let thaws = self.span("front.thaw", front.thaw).1 > 0.0;
        let freezes = self.span("front.freeze", front.freeze).1 > 0.0 || scenario.a_plan_changes_freezing();
        if thaws && !freezes && !self.is_faulty("front.freeze") {
            let message = words!("`front.thaw` is given, but the front never freezes");
            self.fault_at(Code::Contradiction, "front.thaw", message).hint = Some(words!(
                "set `front.freeze`, the chance in a month that fighting stops along the line, or leave `thaw` out"
            ));
        }
    }

    fn check_collapse(&mut self, scenario: &Scenario) {
        let a = self.span("challenger.collapse", scenario.central.challenger.collapse);
        let d = self.span("defender.collapse", scenario.central.defender.collapse);
        let certain = a.0 == a.1 && d.0 == d.1;
        let most = a.1 + d.1;
        if most > 1.0 || (certain && most >= 1.0) {
            let path = if self.is_given("defender.collapse") { "defender.collapse" } else { "challenger.collapse" };
            let message = if certain {
                words!("the two sides' `collapse` sum to {most}; allowed: below 1 per month", most)
            } else {
                words!("the two sides' `collapse` can sum to {most}; allowed: below 1 per month", most)
            };
            let fault = self.fault_at(Code::OutOfRange, path, message);
            if !certain {
                fault.hint = Some(words!("truncate them: add max to the tables"));
            }
        }
    }

    fn check_lookahead(&mut self, scenario: &Scenario) {
        let lookahead = self.span("enforcement.lookahead", scenario.central.enforcement.lookahead).0;
        let years = scenario.run.years;
        if lookahead < years as f64 && !self.is_faulty("run.years") {
            let path = if self.is_given("enforcement.lookahead") { "enforcement.lookahead" } else { "run.years" };
            let message = words!(
                "`enforcement.lookahead` is {lookahead}, less than the {years} years of the run (`run.years`)",
                lookahead,
                years
            );
            self.fault_at(Code::Contradiction, path, message).hint =
                Some(words!("the sides look ahead at least as far as the peace is followed"));
        }
    }

    fn check_guarantee(&mut self, scenario: &Scenario, index: usize) {
        let plan = &scenario.structure.plans[index];
        let path = format!("plan.{}", plan.id);
        if self.is_faulty(&format!("{path}.guarantors")) || self.is_broken("guarantor") {
            return;
        }
        let years = format!("{path}.terms.{}", STRUCTURAL[GUARANTEE_YEARS]);
        let troops = format!("{path}.terms.{}", STRUCTURAL[FOREIGN_TROOPS]);
        // The most that each may be, where it is open.
        let [most_years, most_troops] =
            [GUARANTEE_YEARS, FOREIGN_TROOPS].map(|issue| plan.most(issue).unwrap_or_default());
        if most_years > 0.0 && plan.participants.is_empty() {
            let place =
                if self.is_given(&format!("{path}.guarantors")) { format!("{path}.guarantors") } else { years.clone() };
            let message = words!("plan \"{id}\" has a guarantee, but no guarantor takes part", id = plan.id);
            self.fault_at(Code::Contradiction, &place, message).hint =
                Some(words!("name one in `{path}.guarantors`, or set guarantee_years = 0", path));
            return;
        }
        if most_troops > 0.0 && most_years == 0.0 && !self.is_faulty(&years) {
            let message = words!(
                "`{troops}` is {foreign_troops}, but the plan has no guarantee under which they would stay",
                troops,
                foreign_troops = most_troops
            );
            self.fault_at(Code::Contradiction, &troops, message).hint =
                Some(words!("set guarantee_years, or foreign_troops = 0"));
        } else if most_troops > 0.0 && self.most_troops(scenario, plan) == 0.0 {
            let message = words!(
                "`{troops}` is {foreign_troops}, but no participant would send any",
                troops,
                foreign_troops = most_troops
            );
            self.fault_at(Code::Contradiction, &troops, message).hint =
                Some(words!("set `max_troops` of a guarantor that takes part"));
        }
    }

    /// The most troops that the participants would station together.
    pub(super) fn most_troops(&self, scenario: &Scenario, plan: &Plan) -> f64 {
        let most = |guarantor: usize| {
            let path = format!("guarantor.{}.max_troops", scenario.structure.guarantors[guarantor].id);
            self.span(&path, scenario.central.guarantors[guarantor].max_troops).1
        };
        plan.participants.iter().map(|participant| most(participant.guarantor)).sum()
    }

    fn check_backstops(&mut self, scenario: &Scenario, index: usize) {
        let plan = &scenario.structure.plans[index];
        let takes_part = |guarantor: usize| plan.names_guarantor(guarantor);
        let mut backstops: Vec<usize> = plan
            .participants
            .iter()
            .filter_map(|p| scenario.structure.guarantors[p.guarantor].backstop)
            .filter(|backstop| takes_part(*backstop))
            .collect();
        backstops.sort_unstable();
        backstops.dedup();
        if backstops.len() > MAX_BACKSTOPS {
            let path = format!("plan.{}", plan.id);
            let message = words!(
                "plan \"{id}\" has {backstops} backstops; at most {max_backstops} are allowed",
                id = plan.id,
                backstops = backstops.len(),
                max_backstops = MAX_BACKSTOPS
            );
            self.fault_at(Code::TooMany, &path, message).hint =
                Some(words!("every combination of their decisions is worked out"));
        }
    }

    fn check_effects(&mut self, scenario: &Scenario, index: usize) {
        let plan = &scenario.structure.plans[index];
        let mut collapse = Side::BOTH
            .map(|side| self.span(&format!("{}.collapse", side.key()), scenario.central.party(side).collapse).0);
        let mut changed = None;
        let mut parameters = scenario.central.clone();
        for (effect, operand) in plan.effects.iter().zip(&scenario.central.effects[index]) {
            let target = effect.target.path();
            let path = format!("plan.{}.effects.{target}.{}", plan.id, effect.kind.key());
            let base = self.span(&target, *effect.target.address().slot(&mut parameters));
            let result = combined(effect.kind, base, self.span(&path, *operand));
            if let EffectTarget::Party(side, key) = effect.target
                && key.name == "collapse"
            {
                collapse[usize::from(side == Side::Defender)] = result.0;
                changed = Some(path.clone());
            }
            self.check_effect(&path, &target_rule(effect.target), &target, result);
        }
        let sum = collapse[0] + collapse[1];
        if let Some(path) = changed.filter(|_| sum >= 1.0) {
            self.fault_at(
                Code::OutOfRange,
                &path,
                words!(
                    "after the plan's effects the two sides' `collapse` sum to {sum}; allowed: below 1 per month",
                    sum
                ),
            );
        }
    }

    fn check_effect(&mut self, path: &str, rule: &Rule, target: &str, (low, high): Extent) {
        let range = rule.range;
        let below = high < range.min || (range.min_open && high == range.min);
        let above = low > range.max || (range.max_open && low == range.max);
        if below || above {
            let what = if low == high {
                Words::verbatim(low.to_string())
            } else {
                words!("between {low} and {high}", low, high)
            };
            let message =
                words!("`{path}` makes `{target}` {what}; allowed: {rule}", path, target, what, rule = rule.allowed());
            self.fault_at(Code::OutOfRange, path, message).of(what.as_str()).allows(rule.permitted());
        }
    }
}

/// The values that a number can have after an effect.
pub(super) fn combined(kind: EffectKind, base: Extent, operand: Extent) -> Extent {
    let corners = [
        kind.apply(base.0, operand.0),
        kind.apply(base.0, operand.1),
        kind.apply(base.1, operand.0),
        kind.apply(base.1, operand.1),
    ];
    (corners.iter().copied().fold(f64::INFINITY, f64::min), corners.iter().copied().fold(f64::NEG_INFINITY, f64::max))
}

/// Whether the term of that issue is one that has an ideal to compare with.
pub(super) fn is_measured(issue: usize, term: f64) -> bool {
    issue != GUARANTEE_YEARS && !(issue == DEFENDER_FORCES && term == f64::INFINITY)
}
