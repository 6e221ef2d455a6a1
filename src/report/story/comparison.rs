//! The page of a comparison.

use super::super::comparison::{ComparisonInput, Variant, changes, comparison_charts, level, points};
use super::super::figures::Chart;
use super::super::lang::{Lang, say};
use super::super::page::{Captioned, Page, PageBlock, Section};
use super::super::style::Style;
use super::super::table::{Cell, Table};
use super::super::theme::ChartSize;
use super::figures;
use crate::analysis::compare::Comparison;

/// Charts of each variant.
const CHARTS: usize = 2;

/// The page of a comparison: a part for each variant, and what differs between them.
pub fn comparison_page(input: &ComparisonInput, style: &Style) -> Page {
    let lang = &style.lang;
    let draw = |size| -> Vec<Chart> { comparison_charts(input, &Style { size, bare: true, ..style.clone() }) };
    let drawn: Vec<PageBlock> = figures(draw(ChartSize::Page), draw(ChartSize::Column)).collect();
    let parts = input.others().zip(drawn.chunks(CHARTS));
    let parts = parts.map(|((variant, comparison), charts)| part(input, lang, (variant, comparison), charts));
    Page {
        title: input.title(lang),
        note: input.note.clone(),
        sections: parts.chain([inputs(input, lang)]).collect(),
        version: input.version.clone(),
        ..Page::default()
    }
}

fn part(input: &ComparisonInput, lang: &Lang, it: (&Variant, &Comparison), charts: &[PageBlock]) -> Section {
    let (variant, comparison) = it;
    let heading = say!(lang, "compare.title", a = variant.name, b = input.reference());
    let table = Captioned::as_headed(&heading, differences(input, lang, it));
    // What pairing means stands above each chart.
    let mut blocks = vec![PageBlock::List(changes(input, lang, comparison))];
    blocks.extend_from_slice(charts);
    blocks.push(PageBlock::Table(table));
    Section { id: None, heading, blocks }
}

fn differences(input: &ComparisonInput, lang: &Lang, (variant, comparison): (&Variant, &Comparison)) -> Table {
    let words = ["compare.figure", "compare.difference", "column.low", "column.high"].map(|key| lang.t(key));
    let mut table = Table::new(&[words[0], input.reference(), &variant.name, words[1], words[2], words[3]]);
    for it in &comparison.differences {
        let mut row = vec![Cell::from(input.figure(lang, it.figure))];
        row.extend([it.reference, it.other].map(|x| Cell::Worded(x, level(lang, it, x))));
        row.extend([it.difference, it.low, it.high].map(|x| Cell::Worded(x, points(lang, it, x))));
        table.push(row);
    }
    table
}

fn inputs(input: &ComparisonInput, lang: &Lang) -> Section {
    let heading = lang.t("compare.inputs").to_owned();
    let block = if input.differing.is_empty() {
        PageBlock::Paragraph(lang.t("compare.same").to_owned())
    } else {
        PageBlock::Table(Captioned::as_headed(&heading, differing(input)))
    };
    Section { id: None, heading, blocks: vec![block] }
}

fn differing(input: &ComparisonInput) -> Table {
    let columns = std::iter::once(String::new()).chain(input.variants.iter().map(|variant| variant.name.clone()));
    let mut table = Table { columns: columns.collect(), rows: Vec::new() };
    for it in &input.differing {
        let path = std::iter::once(Cell::from(it.path.as_str()));
        table.push(path.chain(it.written.iter().map(|written| written.as_str().into())).collect());
    }
    table
}
