//! Results of a comparison as its charts, tables and page need them.

use super::figures::{Chart, Estimate, Labels, PairedData, RowData, paired};
use super::lang::{Lang, say};
use super::style::Style;
use super::table::{Cell, Table};
use crate::analysis::compare::{Compared, Comparison, Difference};
use crate::engine::Class;
use crate::model::PerSide;

/// The most changes of class that readers are shown one by one.
const MOST_CHANGES: usize = 6;

/// Something that is compared.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Name for readers.
    pub name: String,
    /// Against the reference; `None`: it is the reference.
    pub comparison: Option<Comparison>,
}

/// An input or term that is not the same in all variants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differing {
    /// Path.
    pub path: String,
    /// As written in each variant; empty where it has none.
    pub written: Vec<String>,
}

/// A comparison of variants.
#[derive(Clone, Debug)]
pub struct ComparisonInput {
    /// The variants, the reference first.
    pub variants: Vec<Variant>,
    /// Names of the challenger and the defender.
    pub parties: PerSide<String>,
    /// What differs between them.
    pub differing: Vec<Differing>,
    /// Trials, seed and the like, and what to be aware of.
    pub note: String,
    /// Version of the program.
    pub version: String,
}

impl ComparisonInput {
    pub(super) fn reference(&self) -> &str {
        self.variants.first().map_or("", |variant| variant.name.as_str())
    }

    pub(super) fn others(&self) -> impl Iterator<Item = (&Variant, &Comparison)> {
        self.variants.iter().filter_map(|variant| Some((variant, variant.comparison.as_ref()?)))
    }

    fn class(&self, lang: &Lang, class: Class) -> String {
        let [a, d] = self.parties.as_array();
        say!(lang, &format!("class.{}", class.name()), challenger = a, defender = d)
    }

    /// What readers call a figure.
    pub(super) fn figure(&self, lang: &Lang, figure: Compared) -> String {
        match figure {
            Compared::Class(class) => self.class(lang, class),
            Compared::Settlement => lang.t("compare.settled").to_owned(),
            Compared::Holding(year) => say!(lang, "compare.holding", year = year),
            Compared::Value(side) => say!(lang, "compare.value", side = self.parties[side]),
        }
    }

    pub(super) fn title(&self, lang: &Lang) -> String {
        match self.variants.as_slice() {
            [a, b] => say!(lang, "compare.title", a = b.name, b = a.name),
            all => say!(lang, "compare.titles", n = all.len()),
        }
    }
}

pub(super) fn points(lang: &Lang, it: &Difference, x: Option<f64>) -> String {
    match x {
        None => lang.t("format.missing").to_owned(),
        Some(x) if it.figure.is_share() => say!(lang, "format.points", n = lang.signed(100.0 * x, 1)),
        Some(x) => lang.signed(x, 3),
    }
}

pub(super) fn level(lang: &Lang, it: &Difference, x: Option<f64>) -> String {
    if it.figure.is_share() {
        lang.maybe_percent(x, 1)
    } else {
        x.map_or_else(|| lang.t("format.missing").to_owned(), |x| lang.number(x, 3))
    }
}

/// How the class changes between trials, in words.
pub(super) fn changes(input: &ComparisonInput, lang: &Lang, comparison: &Comparison) -> Vec<String> {
    if !comparison.is_paired() {
        return Vec::new();
    }
    let total = comparison.changes.iter().fold(0, |sum, change| sum + change.trials);
    let mut lines =
        vec![lang.plural("compare.changed", total, &[("of", &lang.plural("note.trials", comparison.trials, &[]))])];
    let one = |change: &crate::analysis::compare::Change| {
        let (from, to) = (input.class(lang, change.from), input.class(lang, change.to));
        say!(lang, "compare.change", from = from, to = to, n = lang.count(change.trials))
    };
    lines.extend(comparison.changes.iter().take(MOST_CHANGES).map(one));
    let others = comparison.changes.iter().skip(MOST_CHANGES).fold(0, |sum, change| sum + change.trials);
    if others > 0 {
        lines.push(say!(lang, "compare.others", n = lang.count(others)));
    }
    lines
}

pub(super) fn pairing(lang: &Lang, comparison: &Comparison) -> String {
    lang.t(if comparison.is_paired() { "compare.paired" } else { "compare.unpaired" }).to_owned()
}

/// All differences as one table.
pub fn differences(input: &ComparisonInput) -> Table {
    let mut table =
        Table::new(&["variant", "reference", "figure", "reference_value", "value", "difference", "low", "high"]);
    for (variant, comparison) in input.others() {
        for it in &comparison.differences {
            let mut row: Vec<Cell> =
                vec![variant.name.as_str().into(), input.reference().into(), it.figure.key().into()];
            row.extend([it.reference, it.other, it.difference, it.low, it.high].map(Cell::Number));
            table.push(row);
        }
    }
    table
}

/// A chart of the shares, and one of the values, for each variant.
pub fn comparison_charts(input: &ComparisonInput, style: &Style) -> Vec<Chart> {
    let lang = &style.lang;
    let mut charts = Vec::new();
    for (number, (variant, comparison)) in input.others().enumerate() {
        for (word, of, share) in [("shares", "compare.shares", true), ("values", "compare.values", false)] {
            let rows = comparison.differences.iter().filter(|it| it.figure.is_share() == share);
            let rows = rows
                .map(|it| RowData {
                    name: input.figure(lang, it.figure),
                    estimate: Estimate { value: it.difference, low: it.low, high: it.high },
                })
                .collect();
            let labels = Labels {
                name: format!("{word}-{}", number + 1),
                title: lang.said_of(&say!(lang, "compare.title", a = variant.name, b = input.reference()), lang.t(of)),
                subtitle: pairing(lang, comparison),
                note: input.note.clone(),
                measure: lang.t("compare.difference").to_owned(),
                share,
            };
            let (from, to) = (input.reference().to_owned(), variant.name.clone());
            let same_luck = comparison.is_paired();
            charts.push(paired(&PairedData { labels, from, to, same_luck, rows }, style));
        }
    }
    charts
}
