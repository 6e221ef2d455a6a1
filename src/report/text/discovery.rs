//! What the terminal shows of a discovery.

use super::super::discovery::{DiscoveryAnswer, DiscoveryInput};
use super::super::lang::say;
use super::{Grid, Screen, header};
use crate::analysis::discover::{FoundBox, PrimFindings};

/// About so many steps of a trajectory are shown.
const STEPS: usize = 12;

/// What the terminal shows of a discovery.
pub fn discovery_text(input: &DiscoveryInput, screen: &Screen) -> String {
    let lang = screen.lang;
    let mut text = screen.wrapped(&input.title(lang), 0) + &screen.wrapped(&input.note(lang), 0);
    for sentence in input.sentences(lang) {
        text = text + "\n" + &screen.wrapped(&sentence, 0);
    }
    if let DiscoveryAnswer::Sought(found) = &input.answer {
        for (index, it) in found.boxes.iter().enumerate() {
            text += &screen.heading(&say!(lang, "discover.box_heading", n = index + 1));
            text += &restrictions(input, it, screen);
            text += &screen.heading(&say!(lang, "discover.trajectory", n = index + 1));
            text += &trajectory(found, it, screen);
        }
        if !found.boxes.is_empty() {
            text = text + "\n" + &screen.wrapped(lang.t("discover.explained"), 0);
        }
    }
    text
}

fn restrictions(input: &DiscoveryInput, it: &FoundBox, screen: &Screen) -> String {
    let lang = screen.lang;
    let keys = ["column.input", "column.kept", "discover.of_trials", "discover.quasi_p"];
    let mut grid = Grid::new(header(lang, &keys));
    for it in &it.restrictions {
        let p = if it.quasi_p < 0.0005 {
            say!(lang, "format.below", n = lang.number(0.001, 3))
        } else {
            lang.number(it.quasi_p, 3)
        };
        let share = lang.percent(it.to - it.from, 0);
        grid.push(vec![input.name(lang, it.dimension), input.kept(lang, it), share, p]);
    }
    grid.lines(screen)
}

fn trajectory(found: &PrimFindings, it: &FoundBox, screen: &Screen) -> String {
    let lang = screen.lang;
    let keys = ["column.box", "column.restricted", "column.coverage", "column.density", "discover.mass"];
    let mut grid = Grid::new(header(lang, &keys));
    let last = it.trajectory.len() - 1;
    let every = last.div_ceil(STEPS).max(1);
    for (index, step) in it.trajectory.iter().enumerate() {
        if index % every == 0 || index == it.chosen || index == last {
            let name = lang.count(index as u64);
            let name = if index == it.chosen { say!(lang, "discover.chosen", k = name) } else { name };
            let shares =
                [found.coverage(&step.tally).share, found.density(&step.tally).share, Some(found.mass(&step.tally))];
            let mut row = vec![name, lang.count(step.restricted as u64)];
            row.extend(shares.map(|share| lang.maybe_percent(share, 1)));
            grid.push(row);
        }
    }
    grid.lines(screen)
}
