//! Whether a distribution stays within what its key permits.

use crate::model::Range;
use crate::words::{Words, words};

use super::advice::{Advice, short};
use super::code::Code;
use super::document::Node;
use super::families::DrawnForm;
use super::keys::Rule;
use super::reader::Reader;

/// The chance that one draw lies beyond a limit of size, below which an unbounded distribution is accepted.
pub(super) const NEGLIGIBLE: f64 = 1e-12;

impl Reader<'_> {
    /// Reports a distribution that could draw what the key does not permit.
    pub(super) fn check_support(&mut self, node: &Node, path: &str, rule: &Rule, drawn: &DrawnForm) -> Option<()> {
        if drawn.distribution.values().is_some_and(|values| values.iter().all(|&value| rule.permits(value))) {
            return Some(());
        }
        let below = reaches_below(drawn, &rule.range);
        let above = reaches_above(drawn, &rule.range);
        if !below && !above {
            return Some(());
        }
        let (lower, upper) = drawn.distribution.support();
        let message = words!(
            "`{path}` can be {span}; allowed: {rule}",
            path,
            span = span(drawn.distribution.support()),
            rule = rule.allowed()
        );
        let ends = [(below, "min"), (above, "max")].into_iter().filter(|end| end.0);
        let ends = Words::joined(ends.map(|end| Words::verbatim(end.1)).collect(), words!(" and "));
        let unbounded = (below && lower.is_infinite()) || (above && upper.is_infinite());
        let hint = if unbounded {
            words!("truncate it: add {ends} to the table", ends)
        } else {
            words!("narrow it, or add {ends} to the table", ends)
        };
        self.fault(Code::BeyondRange, &node.origin, path, message)
            .of(short(&node.written()))
            .allows(rule.permitted())
            .advise(Advice::say(hint));
        None
    }
}

/// What lies between these ends, in words.
pub(super) fn span((lower, upper): (f64, f64)) -> Words {
    match (lower.is_finite(), upper.is_finite()) {
        (true, true) => words!("anything from {lower} to {upper}", lower, upper),
        (true, false) => words!("anything from {lower} upwards", lower),
        (false, true) => words!("anything up to {upper}", upper),
        (false, false) => words!("any number"),
    }
}

/// Whether a bound only keeps sizes sane, and is no bound of the quantity itself. The bounds of size in the
/// model's tables are closed and 10 or more; probabilities, shares and the like end below.
pub(super) fn is_limit_of_size(bound: f64, open: bool) -> bool {
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
