//! The page of a comparison.

use super::super::comparison::{
    ComparisonInput, Differing, Variant, changes, comparison_charts, conclusion, figures_compared, level, pairing,
    points,
};
use super::super::figures::Chart;
use super::super::lang::{Lang, say};
use super::super::page::{Captioned, Page, PageBlock, Section};
use super::super::style::Style;
use super::super::table::{Cell, FigureKind, Table};
use super::super::theme::ChartSize;
use super::figures;
use crate::analysis::compare::{Comparison, Difference};

/// Charts of each variant.
const CHARTS: usize = 2;

/// The page of a comparison: what it comes to, one table of all figures, a part for each variant, and what differs.
pub fn comparison_page(input: &ComparisonInput, style: &Style) -> Page {
    let lang = &style.lang;
    let draw = |size| -> Vec<Chart> { comparison_charts(input, &Style { size, bare: true, ..style.clone() }) };
    let drawn: Vec<PageBlock> = figures(draw(ChartSize::Page), draw(ChartSize::Column)).collect();
    let (of_variants, of_costs) = drawn.split_at(CHARTS * input.others().count());
    let parts = input.others().zip(of_variants.chunks(CHARTS));
    let parts = parts.map(|((variant, comparison), charts)| part(input, lang, (variant, comparison), charts));
    let sections = std::iter::once(answer(input, lang)).chain(parts);
    Page {
        title: input.title(lang),
        note: input.note.clone(),
        sections: sections
            .chain(costs(lang, of_costs))
            .chain([differing(lang, &input.names(), &input.differing)])
            .collect(),
        version: input.version.clone(),
        ..Page::default()
    }
}

fn answer(input: &ComparisonInput, lang: &Lang) -> Section {
    let heading = lang.t("section.answer").to_owned();
    let mut pairings: Vec<String> = input.others().map(|(_, comparison)| pairing(lang, comparison)).collect();
    pairings.dedup();
    let mut blocks = vec![PageBlock::Paragraph(conclusion(input, lang))];
    blocks.push(PageBlock::Table(Captioned::as_headed(lang.t("compare.figures"), differences(input, lang))));
    blocks.extend(pairings.into_iter().map(PageBlock::Note));
    Section { id: None, heading, blocks }
}

fn part(input: &ComparisonInput, lang: &Lang, it: (&Variant, &Comparison), charts: &[PageBlock]) -> Section {
    let (variant, comparison) = it;
    let heading = say!(lang, "compare.title", a = variant.name, b = input.reference());
    let mut blocks = vec![PageBlock::List(changes(input, lang, comparison))];
    blocks.extend_from_slice(charts);
    Section { id: None, heading, blocks }
}

/// What the variants cost people, if that is compared.
fn costs(lang: &Lang, charts: &[PageBlock]) -> Option<Section> {
    let heading = lang.t("costs.heading").to_owned();
    (!charts.is_empty()).then(|| Section { id: None, heading, blocks: charts.to_vec() })
}

/// One row a figure: what it is of the reference, then of each other with the difference and its interval.
fn differences(input: &ComparisonInput, lang: &Lang) -> Table {
    let words = ["compare.figure", "compare.difference", "column.low", "column.high"].map(|key| lang.t(key));
    let mut table = Table::new(&[words[0], input.reference()]);
    for (variant, _) in input.others() {
        table.columns.extend([&variant.name, words[1], words[2], words[3]].map(str::to_owned));
    }
    for figure in figures_compared(input) {
        let of = |comparison: &Comparison| comparison.differences.iter().find(|it| it.figure == figure).copied();
        let known = input.others().find_map(|(_, comparison)| of(comparison));
        let reference = known.map_or_else(
            || Cell::Number(None),
            |it| Cell::Worded(it.reference, level_kind(&it), level(lang, &it, it.reference)),
        );
        let mut row = vec![Cell::from(input.figure(lang, figure)), reference];
        for (_, comparison) in input.others() {
            match of(comparison) {
                Some(it) => {
                    row.push(Cell::Worded(it.other, level_kind(&it), level(lang, &it, it.other)));
                    row.extend(
                        [it.difference, it.low, it.high].map(|x| Cell::Worded(x, gap_kind(&it), points(lang, &it, x))),
                    );
                }
                None => row.extend((0..4).map(|_| Cell::Number(None))),
            }
        }
        table.push(row);
    }
    table
}

fn level_kind(it: &Difference) -> FigureKind {
    if it.figure.is_share() { FigureKind::Share } else { FigureKind::Number }
}

fn gap_kind(it: &Difference) -> FigureKind {
    if it.figure.is_share() { FigureKind::Points } else { FigureKind::Number }
}

/// What is not the same in what is compared, and how each writes it.
pub(super) fn differing(lang: &Lang, names: &[&str], differing: &[Differing]) -> Section {
    let heading = lang.t("compare.inputs").to_owned();
    let block = if differing.is_empty() {
        PageBlock::Paragraph(lang.t("compare.same").to_owned())
    } else {
        PageBlock::Table(Captioned::as_headed(&heading, written(lang, names, differing)))
    };
    Section { id: None, heading, blocks: vec![block] }
}

fn written(lang: &Lang, names: &[&str], differing: &[Differing]) -> Table {
    let columns = ["compare.input", "compare.as_written", "compare.by"].map(|key| lang.t(key).to_owned());
    let mut table = Table { columns: columns.to_vec(), rows: Vec::new() };
    for it in differing {
        for (index, (written, of)) in it.alike(lang, names).into_iter().enumerate() {
            let name = if index == 0 { it.named(lang) } else { String::new() };
            table.push(vec![name.into(), written.into(), of.into()]);
        }
    }
    table
}
