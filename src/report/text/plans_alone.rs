//! The table of all plans by themselves.

use super::super::failed::failed_trials;
use super::super::lang::{Lang, say};
use super::super::plans_alone::{PlansAlone, in_points, range_in_points};
use super::super::ranking::{AloneEnding, Ranked, without_signature};
use super::{Grid, Screen, comparison::written_apart, header};

/// What the terminal shows of all plans by themselves.
pub fn plans_alone_text(found: &PlansAlone, screen: &Screen) -> String {
    let lang = screen.lang;
    let failed = failed_trials(&found.summary, lang).map(|text| screen.wrapped(&text, 0)).unwrap_or_default();
    let note = say!(lang, "alone.table_note", plan = found.best(lang), span = found.span(lang));
    let marked = found.names(lang).mark_explained(found.order().into_iter());
    let plans = &found.scenario.structure().plans;
    let names: Vec<&str> = plans.iter().map(|plan| found.names(lang).plan(&plan.id)).collect();
    screen.wrapped(&found.title(lang), 0)
        + &screen.wrapped(&lang.run_note(&found.summary), 0)
        + &failed
        + &format!("\n{}\n", grid(found, lang).lines(screen))
        + &screen.wrapped(&note, 0)
        + &marked.map(|text| screen.wrapped(&text, 0)).unwrap_or_default()
        + &written_apart(&names, &found.differing, screen)
}

/// One row a plan, the best first.
fn grid(found: &PlansAlone, lang: &Lang) -> Grid {
    let names = found.names(lang);
    let ranked = found.ranked();
    let others: Vec<AloneEnding> = without_signature(&ranked).collect();
    let heads = others.iter().map(|ending| match ending {
        AloneEnding::Unsettled => lang.t("text.nothing").to_owned(),
        ending => names.short_ending(*ending),
    });
    let holds = say!(lang, "text.holds", span = found.span(lang));
    let first = vec![lang.t("text.plan").to_owned(), holds];
    let middle = header(lang, &["text.interval", "compare.difference", "text.interval", "text.signed"]);
    let mut grid = Grid::new([first, middle, heads.collect()].concat());
    let best = ranked.first().map_or("", |it| it.id);
    for it in &ranked {
        grid.push(row(found, lang, (it, &others), best));
    }
    grid
}

fn row(found: &PlansAlone, lang: &Lang, (it, others): (&Ranked<'_>, &[AloneEnding]), best: &str) -> Vec<String> {
    let percent = |share: Option<f64>| lang.maybe_percent(share, 1);
    let range = it.holding.low.zip(it.holding.high).map(|(low, high)| lang.percent_range(low, high, 1));
    let mut row = vec![found.names(lang).marked(it.id), percent(it.holding.share), range.unwrap_or_default()];
    if it.id == best {
        row.extend([String::new(), String::new()]);
    } else {
        let pair = found.against(it.id, best);
        row.extend([in_points(lang, pair.difference), range_in_points(lang, &pair)]);
    }
    row.push(percent(it.alone.signed.share));
    row.extend(others.iter().map(|ending| percent(ending.share(it))));
    row
}
