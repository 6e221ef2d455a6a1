//! The leading plan against those that come next, in pairs of worlds: differences are printed, not left to be read off two
//! rows of dots.

use super::super::few::{FEW, is_few};
use super::super::lang::say;
use super::super::page::{Captioned, PageBlock};
use super::super::ranking::{Ranked, difference, leader, ranked, rival};
use super::super::table::{Cell, FigureKind, Table};
use super::super::view::View;
use super::span;
use crate::analysis::alone::Contrast;

/// Plans next in rank that the leading one is compared with.
const NEXT: usize = 5;

/// Plans that it is compared with in all: those next in rank, its rival where another is best, and those that outlast it.
const MOST: usize = 8;

/// A sentence and a table; nothing where there is no other plan, or too few trials for a share of them.
pub(super) fn pairs(view: &View) -> Vec<PageBlock> {
    let summary = view.summary();
    if summary.trials.saturating_sub(summary.failed_trials) < FEW || view.input.scenario.inputs().is_empty() {
        return Vec::new();
    }
    let Some(leader) = leader(summary, view.headline_year()) else { return Vec::new() };
    let others = ranked(summary, view.headline_year()).into_iter().filter(|it| it.id != leader.id);
    let others: Vec<(Ranked<'_>, Contrast)> =
        others.filter_map(|it| Some((it, difference(summary, leader.id, it.id)?))).collect();
    let Some((_, second)) = others.first() else { return Vec::new() };
    let rival = rival(summary, leader.id);
    let outlasts = |it: &(Ranked<'_>, Contrast)| is_outlasted(&it.1) && !is_few(summary, &it.0.plan.acceptable.both);
    let is_shown =
        |(rank, it): &(usize, &(Ranked<'_>, Contrast))| *rank < NEXT || Some(it.0.id) == rival || outlasts(it);
    let shown = others.iter().enumerate().filter(is_shown).map(|(_, it)| it).take(MOST);
    let longer = others.iter().filter(|it| outlasts(it)).find_map(|it| lasts_better(view, &leader, it));
    let next: Vec<Contrast> = shown.map(|it| it.1.clone()).collect();
    let caption = say!(view.lang(), "pairs.caption", plan = view.plan_name(leader.id));
    let table = Captioned::by_keys("pairs", &caption, table(view, &next), view.lang());
    let sentences = std::iter::once(sentence(view, &leader, second)).chain(longer).collect::<Vec<_>>();
    vec![PageBlock::Paragraph(sentences.join(" ")), PageBlock::Table(table)]
}

/// Whether the other plan is the one more likely to last in most worlds in which the two differ.
fn is_outlasted(leading: &Contrast) -> bool {
    leading.outlasts.is_some_and(|share| share < 0.5)
}

/// That a plan would last better than the leading one, but be signed less often.
fn lasts_better(view: &View, leader: &Ranked<'_>, (other, pair): &(Ranked<'_>, Contrast)) -> Option<String> {
    let (lang, both) = (view.lang(), |it: &Ranked<'_>| it.plan.acceptable.both.share);
    let (own, theirs) = (both(leader)?, both(other)?);
    (theirs < own).then_some(())?;
    Some(say!(
        lang,
        "pairs.lasts_better",
        plan = view.plan_name(leader.id),
        other = view.plan_name(other.id),
        n = of_hundred(1.0 - pair.outlasts?),
        theirs = lang.about(theirs),
        own = lang.about(own)
    ))
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
        let mut row = vec![view.plan_name(&it.other).into(), Cell::Worded(it.outlasts, FigureKind::Share, worlds)];
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
