//! What may stand in the place of a number, known by its address.

use crate::model::{Address, LOG_RATIO, Range};

use super::Scenario;
use super::keys::{Rule, demand_rules, interest_rules, kept_rule, limit_rules, ratio_rule, status_quo_rule, term_rule};
use super::plans::operand_rule;

/// What may stand in the place of a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Permitted {
    /// Permitted numbers, in the unit of the number.
    pub range: Range,
    /// Whether only whole numbers are.
    pub whole: bool,
    /// The word that stands for a number without end, such as `permanent`, if one may.
    pub word: Option<&'static str>,
}

impl From<Rule> for Permitted {
    fn from(rule: Rule) -> Self {
        Self { range: rule.range, whole: rule.whole, word: rule.words.first().copied() }
    }
}

impl Scenario {
    /// What may stand in the place of a number of the scenario.
    #[must_use]
    pub fn permitted(&self, address: &Address) -> Permitted {
        let unit = |issue: usize| self.structure().issues[issue].unit.as_str();
        let named = |rules: Vec<Rule>, name: &str| rules.into_iter().find(|rule| rule.name == name);
        let rule = match *address {
            Address::Party(_, key) => Rule::of(key),
            Address::Demand(_, issue, key) => {
                named(demand_rules(issue, unit(issue)), key.name).unwrap_or_else(|| Rule::of(key))
            }
            Address::Stakeholder(_, key) => Rule::of(key),
            Address::Interest(_, issue, key) => {
                let rules = [interest_rules(issue, unit(issue)), limit_rules(issue, unit(issue))].concat();
                named(rules, key.name).unwrap_or_else(|| Rule::of(key))
            }
            Address::StatusQuo(issue) => status_quo_rule(unit(issue)),
            Address::Kept(_) => kept_rule(),
            Address::Front(key) => Rule::of(key),
            Address::Guarantee(key) => Rule::of(key),
            Address::Guarantor(_, key) => Rule::of(key),
            Address::Politics(_, key) => Rule::of(key),
            Address::Negotiation(key) => Rule::of(key),
            Address::Enforcement(key) => Rule::of(key),
            Address::Hazard(key) => Rule::of(key),
            Address::HazardRatio(_) | Address::HazardIssue(_) => Rule { range: LOG_RATIO, ..ratio_rule() },
            Address::Effect(plan, effect) => {
                let effect = self.structure().plans[plan].effects[effect];
                operand_rule(effect.target, effect.kind)
            }
            Address::Cost(_, key) => Rule::of(key),
        };
        rule.into()
    }

    /// What may stand in the place of a plan's term on the issue of that index.
    #[must_use]
    pub fn permitted_term(&self, issue: usize) -> Permitted {
        term_rule(issue, &self.structure().issues[issue].unit).into()
    }
}
