//! Two theories of a run side by side, for a terminal.

use super::super::lang::say;
use super::super::names::Names;
use super::super::story::theories::TwoTheories;
use super::super::theories::theory;
use super::super::view::OtherTheory;
use super::{Grid, Screen};
use crate::analysis::summary::Summary;
use crate::scenario::Scenario;

/// Every plan of a run under its own theory and another one on the same luck, and what hangs on which of them is right.
pub fn theories_text(summary: &Summary, scenario: &Scenario, second: OtherTheory, screen: &Screen) -> String {
    let lang = screen.lang;
    let scenario = scenario.in_language(lang.code());
    let two = TwoTheories {
        names: Names { scenario: &scenario, lang },
        words: [scenario.structure().theory.name(), second.theory],
        summaries: [summary, second.summary],
        year: scenario.run().headline_year(),
    };
    let mut grid = Grid::new(std::iter::once(lang.t("text.plan").to_owned()).chain(two.headings()).collect());
    for (name, shares) in two.rows() {
        let shares = shares.map(|share| lang.maybe_percent(share, 1));
        grid.push(std::iter::once(name.to_owned()).chain(shares).collect());
    }
    let text = screen.heading(lang.t("theories.table")) + &grid.lines(screen);
    two.verdict().iter().fold(text, |text, sentence| text + &screen.wrapped(sentence, 0))
}

/// What says above figures by which theory they are.
pub fn theory_heading(word: &str, screen: &Screen) -> String {
    screen.wrapped(&say!(screen.lang, "theories.by", theory = theory(screen.lang, word)), 0)
}
