//! How precise a run is.

use super::super::lang::say;
use super::Screen;
use crate::analysis::precision::Precision;

/// What precision was reached and what the next digit would take, as a sentence.
pub fn precision_text(precision: &Precision, screen: &Screen) -> String {
    let lang = screen.lang;
    let (target, trials) = precision.next_digit_about();
    let decimals = if precision.half_width < 0.01 { 4 } else { 3 };
    let half = lang.number(precision.half_width, decimals);
    let (target, trials) = (lang.short(target), lang.plural("note.trials", trials, &[]));
    screen.heading(&say!(lang, "text.precision", half = half, target = target, trials = trials))
}
