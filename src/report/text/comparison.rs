//! The tables of a comparison.

use super::super::comparison::{
    ComparisonInput, Differing, Variant, bare, changes, conclusion, level, pairing, points,
};
use super::super::lang::say;
use super::{Grid, Screen};
use crate::analysis::compare::{Comparison, Difference};

/// The most inputs that a terminal lists as unlike: runs of unlike scenarios share hardly any.
const MOST_DIFFERING: usize = 30;

/// What the terminal shows of a comparison.
pub fn comparison_text(input: &ComparisonInput, screen: &Screen) -> String {
    let lang = screen.lang;
    let mut text = screen.wrapped(&input.title(lang), 0) + &screen.wrapped(&input.note, 0);
    text += &screen.wrapped(&conclusion(input, lang), 0);
    for (variant, comparison) in input.others() {
        text = format!("{text}\n{}\n", differences(input, variant, comparison, screen));
        text += &screen.wrapped(&pairing(lang, comparison), 0);
        for (index, line) in changes(input, lang, comparison).iter().enumerate() {
            text += &screen.wrapped(line, if index > 0 { 2 } else { 0 });
        }
    }
    text + &written_apart(&input.names(), &input.differing, screen)
}

fn differences(input: &ComparisonInput, variant: &Variant, comparison: &Comparison, screen: &Screen) -> String {
    let lang = screen.lang;
    let (figure, difference) = (lang.t("compare.figure"), lang.t("compare.difference"));
    let header = [figure, input.reference(), &variant.name, difference, &interval_label(screen)];
    let mut grid = Grid::new(header.map(str::to_owned).to_vec());
    for it in &comparison.differences {
        let (from, to) = (level(lang, it, it.reference), level(lang, it, it.other));
        let difference = points(lang, it, it.difference);
        grid.push(vec![input.figure(lang, it.figure), from, to, difference, interval(it, screen)]);
    }
    grid.lines(screen)
}

fn interval_label(screen: &Screen) -> String {
    screen.lang.percent(0.95, 0)
}

/// `-0.4 to +2.3`: the unit stands beside it already.
fn interval(it: &Difference, screen: &Screen) -> String {
    let lang = screen.lang;
    let end = |x: f64| bare(lang, it, x);
    let range = it.low.zip(it.high).map(|(low, high)| say!(lang, "format.range", low = end(low), high = end(high)));
    range.unwrap_or_default()
}

/// What is not the same in what is compared, and how each writes it.
pub(super) fn written_apart(names: &[&str], differing: &[Differing], screen: &Screen) -> String {
    let lang = screen.lang;
    let mut text = screen.heading(lang.t("compare.inputs"));
    if differing.is_empty() {
        return text + &screen.wrapped(lang.t("compare.same"), 2);
    }
    for it in differing.iter().take(MOST_DIFFERING) {
        text += &screen.wrapped(&it.named(lang), 2);
        for (written, of) in it.alike(lang, names) {
            text += &screen.wrapped(&lang.said_of(&of, &written), 4);
        }
    }
    let left = differing.len().saturating_sub(MOST_DIFFERING);
    if left > 0 {
        text += &screen.wrapped(&lang.plural("compare.more_inputs", left as u64, &[]), 2);
    }
    text
}
