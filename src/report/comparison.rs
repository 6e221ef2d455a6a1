//! Results of a comparison as its charts, tables and page need them.

use super::figures::{Chart, Estimate, Labels, PairedData, RowData, paired, slide_shaped};
use super::lang::{Lang, say};
use super::style::Style;
use super::table::{Cell, Table};
use crate::analysis::compare::{Compared, Comparison, Difference};
use crate::engine::Class;
use crate::model::PerSide;
use crate::scenario::headline_year;

/// The most changes of class that readers are shown one by one.
const MOST_CHANGES: usize = 6;

/// Something that is compared.
#[derive(Clone, Debug)]
pub struct Variant {
    /// What machines know it by: the id of a plan, the name of a folder.
    pub id: String,
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
    /// What readers call it; the path where there are no words for it.
    pub name: String,
    /// As written in each variant; empty where it has none.
    pub written: Vec<String>,
}

impl Differing {
    /// The name, and the path by which a file reaches it.
    pub(super) fn named(&self, lang: &Lang) -> String {
        if self.name == self.path {
            return self.path.clone();
        }
        say!(lang, "compare.named", name = self.name, path = self.path)
    }

    /// Each text with the variants that write it so, in the order of the variants; what more than half of more than two
    /// write comes last, without their names.
    pub(super) fn alike(&self, lang: &Lang, names: &[&str]) -> Vec<(String, String)> {
        let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
        for (name, text) in names.iter().zip(&self.written) {
            match groups.iter_mut().find(|group| group.0 == text) {
                Some(group) => group.1.push(name),
                None => groups.push((text, vec![name])),
            }
        }
        let usual = groups.iter().position(|group| group.1.len() > 1 && 2 * group.1.len() > names.len());
        let usual = usual.map(|at| groups.remove(at).0);
        let text = |text: &str| if text.is_empty() { lang.t("format.missing").to_owned() } else { text.to_owned() };
        let named = groups.into_iter().map(|(written, of)| (text(written), of.join(lang.t("format.semicolon"))));
        let rest = usual.map(|written| (text(written), lang.t("compare.elsewhere").to_owned()));
        named.chain(rest).collect()
    }
}

/// A cost that all variants count alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedCost {
    /// Identifier.
    pub id: String,
    /// Name for readers.
    pub name: String,
    /// Unit for readers.
    pub unit: String,
    /// Years from month 0 over which it is counted.
    pub years: u32,
}

impl ComparedCost {
    fn title(&self, lang: &Lang) -> String {
        let span = lang.plural("term.years", u64::from(self.years), &[]);
        say!(lang, "compare.cost", name = self.name, span = span, unit = self.unit)
    }
}

impl AsRef<str> for ComparedCost {
    fn as_ref(&self) -> &str {
        &self.id
    }
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
    /// The costs that are compared.
    pub costs: Vec<ComparedCost>,
    /// Trials, seed and the like, and what to be aware of.
    pub note: String,
    /// Version of the program.
    pub version: String,
}

impl ComparisonInput {
    pub(super) fn reference(&self) -> &str {
        self.variants.first().map_or("", |variant| variant.name.as_str())
    }

    /// What readers call the variants.
    pub(super) fn names(&self) -> Vec<&str> {
        self.variants.iter().map(|variant| variant.name.as_str()).collect()
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
            Compared::Cost(cost) => self.costs[cost].title(lang),
        }
    }

    /// The path of a figure in `summary.json`.
    #[must_use]
    pub fn key(&self, figure: Compared) -> String {
        figure.key(&self.costs)
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
        Some(x) => bare(lang, it, x),
    }
}

/// A difference without its unit.
pub(super) fn bare(lang: &Lang, it: &Difference, x: f64) -> String {
    match it.figure {
        Compared::Cost(_) => lang.signed_short(x),
        _ if it.figure.is_share() => lang.signed(100.0 * x, 1),
        _ => lang.signed(x, 3),
    }
}

pub(super) fn level(lang: &Lang, it: &Difference, x: Option<f64>) -> String {
    let number = |x| if matches!(it.figure, Compared::Cost(_)) { lang.short(x) } else { lang.number(x, 3) };
    if it.figure.is_share() {
        lang.maybe_percent(x, 1)
    } else {
        x.map_or_else(|| lang.t("format.missing").to_owned(), number)
    }
}

/// The figures that any of the variants is compared in.
pub(super) fn figures_compared(input: &ComparisonInput) -> Vec<Compared> {
    let mut all: Vec<Compared> =
        input.others().flat_map(|(_, comparison)| comparison.differences.iter().map(|it| it.figure)).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// What the differences come to at the headline year, in a sentence for each variant.
pub(super) fn conclusion(input: &ComparisonInput, lang: &Lang) -> String {
    let sentence = |(variant, comparison): (&Variant, &Comparison)| {
        let years = comparison.differences.iter().filter_map(|it| match it.figure {
            Compared::Holding(year) => Some((year, it)),
            _ => None,
        });
        let known: Vec<(u32, &Difference)> = years.collect();
        let last = known.iter().map(|it| it.0).max()?;
        let headline = headline_year(last as usize) as u32;
        let (year, it) = known.into_iter().find(|it| it.0 == headline)?;
        concludes(lang, [input.reference(), &variant.name], year, it)
    };
    input.others().filter_map(sentence).collect::<Vec<_>>().join(" ")
}

/// Whether one is signed and holding more often than the other.
fn concludes(lang: &Lang, [reference, name]: [&str; 2], year: u32, it: &Difference) -> Option<String> {
    let (difference, low, high) = (it.difference?, it.low?, it.high?);
    let key = match () {
        () if low > 0.0 => "compare.more",
        () if high < 0.0 => "compare.less",
        () => "compare.alike",
    };
    let (ends, size) = if high < 0.0 { ([-high, -low], -difference) } else { ([low, high], difference) };
    let point = |x: f64| lang.number(100.0 * x, 1);
    let signed = |x: f64| lang.signed(100.0 * x, 1);
    let range = if key == "compare.alike" { ends.map(signed) } else { ends.map(point) };
    let years = lang.plural("term.years", u64::from(year), &[]);
    Some(say!(
        lang,
        key,
        a = name,
        b = reference,
        span = years,
        one = lang.maybe_percent(it.other, 1),
        other = lang.maybe_percent(it.reference, 1),
        n = point(size),
        range = say!(lang, "format.range", low = range[0], high = range[1])
    ))
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
    let reference = input.variants.first().map_or("", |variant| variant.id.as_str());
    for (variant, comparison) in input.others() {
        for it in &comparison.differences {
            let mut row: Vec<Cell> = vec![variant.id.as_str().into(), reference.into(), input.key(it.figure).into()];
            row.extend([it.reference, it.other, it.difference, it.low, it.high].map(Cell::Number));
            table.push(row);
        }
    }
    table
}

/// On a page a heading above it says what is compared.
fn chart_title(input: &ComparisonInput, style: &Style, variant: &Variant, of: &str) -> String {
    let lang = &style.lang;
    if style.bare {
        return say!(lang, "compare.in", of = lang.t(of));
    }
    lang.said_of(&say!(lang, "compare.title", a = variant.name, b = input.reference()), lang.t(of))
}

/// A chart of the shares, and one of the values, for each variant; then one for each cost.
pub fn comparison_charts(input: &ComparisonInput, style: &Style) -> Vec<Chart> {
    slide_shaped(style, |style| of_comparison(input, style))
}

fn of_comparison(input: &ComparisonInput, style: &Style) -> Vec<Chart> {
    let lang = &style.lang;
    let mut charts = Vec::new();
    let once = |text: String| if style.bare { String::new() } else { text };
    for (number, (variant, comparison)) in input.others().enumerate() {
        for (word, of, share) in [("shares", "compare.shares", true), ("values", "compare.values", false)] {
            let shown = |it: &&Difference| it.figure.is_share() == share && !matches!(it.figure, Compared::Cost(_));
            let rows = comparison.differences.iter().filter(shown);
            let rows = rows.map(|it| row(input.figure(lang, it.figure), it)).collect();
            let labels = Labels {
                name: format!("{word}-{}", number + 1),
                title: chart_title(input, style, variant, of),
                subtitle: once(pairing(lang, comparison)),
                note: once(input.note.clone()),
                measure: lang.t("compare.difference").to_owned(),
                share,
            };
            let (from, to) = (input.reference().to_owned(), variant.name.clone());
            let same_luck = comparison.is_paired();
            charts.push(paired(&PairedData { labels, from, to, same_luck, rows }, style));
        }
    }
    charts.extend((0..input.costs.len()).map(|cost| of_cost(input, cost, style)));
    charts
}

fn row(name: String, it: &Difference) -> RowData {
    RowData { name, estimate: Estimate { value: it.difference, low: it.low, high: it.high } }
}

/// What each variant costs more or less than the reference.
fn of_cost(input: &ComparisonInput, cost: usize, style: &Style) -> Chart {
    let lang = &style.lang;
    let once = |text: String| if style.bare { String::new() } else { text };
    let of = |(variant, comparison): (&Variant, &Comparison)| {
        let it = comparison.differences.iter().find(|it| it.figure == Compared::Cost(cost))?;
        Some(row(variant.name.clone(), it))
    };
    let mut others = input.others();
    let (to, pairings) = match (others.next(), others.next()) {
        (Some((only, comparison)), None) => (only.name.clone(), pairing(lang, comparison)),
        _ => (lang.t("compare.each").to_owned(), String::new()),
    };
    let ComparedCost { name, unit, .. } = &input.costs[cost];
    let labels = Labels {
        name: format!("costs-{}", cost + 1),
        title: input.costs[cost].title(lang),
        subtitle: once(pairings),
        note: once(input.note.clone()),
        measure: say!(lang, "compare.more_cost", name = name, unit = unit),
        share: false,
    };
    let same_luck = input.others().all(|(_, comparison)| comparison.is_paired());
    let from = input.reference().to_owned();
    paired(&PairedData { labels, from, to, same_luck, rows: input.others().filter_map(of).collect() }, style)
}
