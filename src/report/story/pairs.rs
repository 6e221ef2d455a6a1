//! The leading plan against those that come next, in pairs of worlds: differences are printed, not left to be read off two
//! rows of dots.

use super::super::few::FEW;
use super::super::lang::say;
use super::super::page::{Captioned, PageBlock};
use super::super::ranking::{Ranked, difference, leader, ranked};
use super::super::table::{Cell, Table};
use super::super::view::View;
use super::span;
use crate::analysis::alone::Contrast;

/// Plans that the leading one is compared with.
const NEXT: usize = 5;

/// A sentence and a table; nothing where there is no other plan, or too few trials for a share of them.
pub(super) fn pairs(view: &View) -> Vec<PageBlock> {
    let summary = view.summary();
    if summary.trials.saturating_sub(summary.failed_trials) < FEW {
        return Vec::new();
    }
    let Some(leader) = leader(summary, view.headline_year()) else { return Vec::new() };
    let next = ranked(summary, view.headline_year()).into_iter().filter(|it| it.id != leader.id).take(NEXT);
    let next: Vec<Contrast> = next.filter_map(|it| difference(view, leader.id, it.id)).collect();
    let Some(second) = next.first() else { return Vec::new() };
    let caption = say!(view.lang(), "pairs.caption", plan = view.plan_name(leader.id));
    let table = Captioned::by_keys("pairs", &caption, table(view, &next), view.lang());
    vec![PageBlock::Paragraph(sentence(view, &leader, second)), PageBlock::Table(table)]
}

/// In how many worlds the leading plan would outlast the second.
fn sentence(view: &View, leader: &Ranked<'_>, second: &Contrast) -> String {
    let (lang, plan, other) = (view.lang(), view.plan_name(leader.id), view.plan_name(&second.other));
    match second.outlasts {
        Some(share) => {
            say!(lang, "pairs.outlasts", plan = plan, other = other, n = of_hundred(share), span = span(view))
        }
        None => say!(lang, "pairs.alike", plan = plan, other = other, span = span(view)),
    }
}

/// Worlds of a hundred; all and none only where it is so.
fn of_hundred(share: f64) -> u64 {
    let nearest = (100.0 * share).round() as u64;
    if share > 0.0 && share < 1.0 { nearest.clamp(1, 99) } else { nearest }
}

fn table(view: &View, next: &[Contrast]) -> Table {
    let mut data = Table::new(&["against", "outlasted", "more_often", "low", "high"]);
    for it in next {
        let worlds = it.outlasts.map_or_else(
            || view.lang().t("format.missing").to_owned(),
            |share| say!(view.lang(), "pairs.of_hundred", n = of_hundred(share)),
        );
        let mut row = vec![view.plan_name(&it.other).into(), Cell::Worded(it.outlasts, worlds)];
        row.extend([it.difference, it.low, it.high].map(Cell::Share));
        data.push(row);
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worlds_of_a_hundred_are_rounded_but_never_to_all_or_none() {
        assert_eq!([0.0, 0.001, 0.494, 0.712, 0.999, 1.0].map(of_hundred), [0, 1, 49, 71, 99, 100]);
    }
}
