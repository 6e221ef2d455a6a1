//! Whether a distribution stays within what its key permits.

use crate::model::Range;

use super::advice::{Advice, short};
use super::code::Code;
use super::document::Node;
use super::families::DrawnForm;
use super::keys::Rule;
use super::reader::Reader;

/// The chance that one draw lies beyond a limit of size, below which an unbounded distribution is accepted.
const NEGLIGIBLE: f64 = 1e-12;

impl Reader<'_> {
    /// Reports a distribution that could draw what the key does not permit.
    pub(super) fn check_support(&mut self, node: &Node, path: &str, rule: &Rule, drawn: &DrawnForm) -> Option<()> {
        // Every value of a discrete one has been checked on its own.
        if drawn.distribution.values().is_some() {
            return Some(());
        }
        let below = reaches_below(drawn, &rule.range);
        let above = reaches_above(drawn, &rule.range);
        if !below && !above {
            return Some(());
        }
        let (lower, upper) = drawn.distribution.support();
        let message = format!(
            "`{path}` can be {}; allowed: {}",
            match (lower.is_finite(), upper.is_finite()) {
                (true, true) => format!("anything from {lower} to {upper}"),
                (true, false) => format!("anything from {lower} upwards"),
                (false, true) => format!("anything up to {upper}"),
                (false, false) => "any number".to_owned(),
            },
            rule.allowed()
        );
        let ends: Vec<&str> = [(below, "min"), (above, "max")].iter().filter(|end| end.0).map(|end| end.1).collect();
        let unbounded = (below && lower.is_infinite()) || (above && upper.is_infinite());
        let how = if unbounded { "truncate it:" } else { "narrow it, or" };
        let hint = format!("{how} add {} to the table", ends.join(" and "));
        self.fault(Code::BeyondRange, &node.origin, path, message)
            .of(short(&node.written()))
            .allows(rule.permitted())
            .advise(Advice::say(hint));
        None
    }
}

/// Whether a bound only keeps sizes sane, and is no bound of the quantity itself. The bounds of size in the
/// model's tables are closed and 10 or more; probabilities, shares and the like end below.
fn is_limit_of_size(bound: f64, open: bool) -> bool {
    bound.abs() >= 10.0 && !open
}

fn reaches_below(drawn: &DrawnForm, range: &Range) -> bool {
    let (lower, _) = drawn.distribution.support();
    if lower == f64::NEG_INFINITY && is_limit_of_size(range.min, range.min_open) {
        return drawn.distribution.quantile(NEGLIGIBLE) < range.min;
    }
    lower < range.min || (range.min_open && lower == range.min && drawn.closed)
}

fn reaches_above(drawn: &DrawnForm, range: &Range) -> bool {
    let (_, upper) = drawn.distribution.support();
    if upper == f64::INFINITY && range.max.is_finite() && is_limit_of_size(range.max, range.max_open) {
        return drawn.distribution.quantile(1.0 - NEGLIGIBLE) > range.max;
    }
    upper > range.max || (range.max_open && upper == range.max && drawn.closed)
}
