//! The story of a trial on a terminal.

use super::super::trace::{ChosenTrial, StoryLine, TraceInput, chosen_told};
use super::{Grid, Screen};
use crate::scenario::Scenario;

/// The story of a trial.
#[must_use]
pub fn trace_text(input: &TraceInput, screen: &Screen) -> String {
    let mut text = screen.wrapped(&input.title(screen.lang), 0);
    if let Some(chosen) = &input.chosen {
        text += &chosen_text(chosen, &input.scenario, screen);
    }
    for part in input.parts(screen.lang) {
        text += &screen.heading(&part.heading.to_uppercase());
        text.extend(part.lines.into_iter().map(|line| match line {
            StoryLine::Sentence(sentence) => screen.wrapped(&sentence, 0),
            StoryLine::Item(item) => screen.wrapped(&item, 2),
            StoryLine::Grid(grid) => {
                let mut lines = Grid::with_names(grid.header, grid.names);
                grid.rows.into_iter().for_each(|row| lines.push(row));
                lines.lines(screen)
            }
        }));
    }
    text
}

/// How a trial was chosen, or that no trial ended so, and how they did.
#[must_use]
pub fn chosen_text(chosen: &ChosenTrial, scenario: &Scenario, screen: &Screen) -> String {
    chosen_told(chosen, scenario, screen.lang).iter().map(|sentence| screen.wrapped(sentence, 0)).collect()
}
