//! The page of all plans by themselves: the answer, one table, one chart of differences, and what differs.

use super::super::failed::failed_trials;
use super::super::figures::Chart;
use super::super::lang::{Lang, say};
use super::super::page::{Captioned, Page, PageBlock, Section};
use super::super::plans_alone::{PlansAlone, alone_charts, in_points, range_in_points};
use super::super::ranking::{AloneEnding, Ranked};
use super::super::style::Style;
use super::super::table::{Cell, FigureKind, Table, ends_of};
use super::super::theme::ChartSize;
use super::answer::Answers;
use super::comparison::differing;
use super::figures;

/// The page of all plans by themselves.
pub fn plans_alone_page(found: &PlansAlone, style: &Style) -> Page {
    let lang = &style.lang;
    let draw = |size| -> Vec<Chart> { alone_charts(found, &Style { size, bare: true, ..style.clone() }) };
    let charts = figures(draw(ChartSize::Page), draw(ChartSize::Column));
    Page {
        title: found.title(lang),
        summary: found.scenario.summary().map(str::to_owned),
        note: lang.run_note(&found.summary),
        sections: vec![answer(found, style, charts.collect()), inputs(found, lang)],
        version: found.provenance.version.clone(),
        ..Page::default()
    }
}

fn answer(found: &PlansAlone, style: &Style, charts: Vec<PageBlock>) -> Section {
    let lang = &style.lang;
    let failed = failed_trials(&found.summary, lang);
    let mut blocks: Vec<PageBlock> = failed.into_iter().map(PageBlock::Paragraph).collect();
    let answers = Answers { summary: &found.summary, names: found.names(lang), changes: None }.all();
    blocks.push(PageBlock::Answers(answers.into_iter().map(|it| (it.question, it.told)).collect()));
    let heading = lang.t("alone.table").to_owned();
    let best = found.best(lang);
    blocks.push(PageBlock::Table(Captioned::as_headed(&heading, table(found, lang))));
    blocks.push(PageBlock::Note(say!(lang, "alone.table_note", plan = best, span = found.span(lang))));
    blocks.extend(found.names(lang).mark_explained(found.order().into_iter()).map(PageBlock::Note));
    blocks.extend(charts);
    Section { id: Some("answer"), heading: lang.t("section.answer").to_owned(), blocks }
}

/// One row a plan, the best first: how it ends, and how far from the best it is.
fn table(found: &PlansAlone, lang: &Lang) -> Table {
    let names = found.names(lang);
    let holds = say!(lang, "text.holds", span = found.span(lang));
    let words = ["text.plan", "text.interval", "text.signed"].map(|key| lang.t(key).to_owned());
    let [plan, interval, signed] = words;
    let mut columns = vec![plan, holds, interval.clone(), signed];
    let ranked = found.ranked();
    let endings = &AloneEnding::possible(&ranked)[1..];
    columns.extend(endings.iter().map(|&ending| names.short_ending(ending)));
    columns.extend([lang.t("compare.difference").to_owned(), interval, lang.t("alone.outlasts").to_owned()]);
    let best = ranked.first().map(|it| it.id);
    let rows = ranked.iter().map(|it| row(found, lang, (it, endings), best)).collect();
    Table { columns, rows }
}

fn row(found: &PlansAlone, lang: &Lang, (it, endings): (&Ranked<'_>, &[AloneEnding]), best: Option<&str>) -> Vec<Cell> {
    let mut cells: Vec<Cell> = vec![found.names(lang).marked(it.id).into(), Cell::Share(it.holding.share)];
    cells.push(Cell::interval(&it.holding, lang));
    cells.push(Cell::Share(it.alone.signed.share));
    cells.extend(endings.iter().map(|ending| Cell::Share(ending.share(it))));
    let other = best.filter(|&best| best != it.id);
    cells.extend(other.map_or_else(
        || {
            vec![
                Cell::Worded(None, FigureKind::Points, String::new()),
                Cell::Between(None, FigureKind::Points, String::new()),
                Cell::Worded(None, FigureKind::Share, String::new()),
            ]
        },
        |best| {
            let pair = found.against(it.id, best);
            let outlasts = pair.outlasts.map_or_else(|| lang.t("format.missing").to_owned(), |x| lang.about(x));
            vec![
                Cell::Worded(pair.difference, FigureKind::Points, in_points(lang, pair.difference)),
                Cell::Between(ends_of(pair.low, pair.high), FigureKind::Points, range_in_points(lang, &pair)),
                Cell::Worded(pair.outlasts, FigureKind::Share, outlasts),
            ]
        },
    ));
    cells
}

fn inputs(found: &PlansAlone, lang: &Lang) -> Section {
    let plans = &found.scenario.structure().plans;
    let names: Vec<&str> = plans.iter().map(|plan| found.names(lang).plan(&plan.id)).collect();
    Section { id: None, ..differing(lang, &names, &found.differing) }
}
