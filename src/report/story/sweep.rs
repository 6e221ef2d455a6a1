//! The page of a sweep.

use super::super::figures::Chart;
use super::super::lang::{Lang, say};
use super::super::page::{Captioned, Page, PageBlock, Section};
use super::super::style::Style;
use super::super::sweep::{SweepInput, charts, for_readers};
use super::super::table::{Cell, FigureKind, Table};
use super::super::theme::ChartSize;
use super::figures;
use crate::sweep::{Axis, Measure};

/// The most points in the tables of pages.
const MOST_ROWS: usize = 500;

/// The page of a sweep: its charts, what was measured, its points, how to run it again.
pub fn sweep_page(input: &SweepInput, style: &Style) -> Page {
    let lang = &style.lang;
    let sweep = input.named(lang);
    let input = &SweepInput { sweep: &sweep, ..*input };
    let draw = |size| -> Vec<Chart> { charts(input, &Style { size, bare: true, ..style.clone() }) };
    let section = |key: &str, blocks: Vec<PageBlock>| Section { id: None, heading: lang.t(key).to_owned(), blocks };
    Page {
        title: input.sweep.name.clone(),
        lead: input.sweep.summary.clone(),
        note: input.note(lang),
        sections: vec![
            section("section.evidence", figures(draw(ChartSize::Page), draw(ChartSize::Column)).collect()),
            section("sweep.measures", measures(input, lang)),
            section("sweep.points", points(input, lang)),
            section("sweep.again", vec![again(input)]),
        ],
        version: input.provenance.version.clone(),
        ..Page::default()
    }
}

fn measures(input: &SweepInput, lang: &Lang) -> Vec<PageBlock> {
    let measure = |it: &Measure| lang.said_of(&it.label(), &it.written);
    let paragraphs =
        std::iter::once(lang.t("sweep.intervals").to_owned()).chain(input.left_out(lang)).chain(input.failures(lang));
    let list = PageBlock::List(input.sweep.measures.iter().map(measure).collect());
    paragraphs.map(PageBlock::Paragraph).chain([list]).collect()
}

fn points(input: &SweepInput, lang: &Lang) -> Vec<PageBlock> {
    let of = lang.count(input.rows.len() as u64);
    let first = (input.rows.len() > MOST_ROWS).then(|| say!(lang, "sweep.first_points", n = MOST_ROWS, of = of));
    let table = Captioned::as_headed(lang.t("sweep.points"), table(input, lang));
    let said = first.into_iter().chain(input.few(lang, MOST_ROWS));
    said.map(PageBlock::Paragraph).chain([PageBlock::Table(table)]).collect()
}

fn again(input: &SweepInput) -> PageBlock {
    let made = input.provenance;
    PageBlock::Verbatim(format!("{}\n\n# {}\n{}", made.command, made.file, made.text))
}

/// The value of an axis, in the digits that readers want.
fn level(lang: &Lang, value: &str) -> Cell {
    match Cell::level(value) {
        Cell::Number(number) => Cell::Worded(number, FigureKind::Number, for_readers(lang, value)),
        word => word,
    }
}

/// The points as a table for readers.
fn table(input: &SweepInput, lang: &Lang) -> Table {
    let mut columns: Vec<String> = input.sweep.axes.iter().map(Axis::label).collect();
    for measure in &input.sweep.measures {
        columns.extend([measure.label(), lang.t("column.low").to_owned(), lang.t("column.high").to_owned()]);
    }
    let mut table = Table { columns, rows: Vec::new() };
    for row in input.rows.iter().take(MOST_ROWS) {
        let mut cells: Vec<Cell> = row.axes.iter().map(|value| level(lang, value)).collect();
        for (index, measured) in row.measures.iter().enumerate() {
            let cell = |x| if input.is_share(index) { Cell::Share(x) } else { Cell::Number(x) };
            let measured = measured.shown();
            cells.extend([measured.value, measured.low, measured.high].map(cell));
        }
        table.push(cells);
    }
    table
}
