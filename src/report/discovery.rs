//! What a discovery found, as its sentences, tables and charts need it.

use super::figures::{BoxRow, BoxRows, Chart, Labels, TradeOff, box_rows, slide_shaped, trade_off};
use super::lang::{Lang, say};
use super::names::Names;
use super::style::Style;
use super::table::{Cell, Table};
use crate::analysis::discover::{
    AskedOf, AskedOutcome, FoundBox, PrimChoice, PrimFindings, PrimRestriction, PrimSettings, PrimTally,
};
use crate::analysis::summary::Share;
use crate::scenario::Scenario;

/// An input whose values may decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiscoveredInput {
    /// Path, as the column of the trial table.
    pub path: String,
    /// The guarantor whose consent it is, by id.
    pub consent: Option<String>,
    /// Whether it has but some values.
    pub discrete: bool,
}

/// What there is to say.
#[derive(Clone, Debug, PartialEq)]
pub enum DiscoveryAnswer {
    /// No trial ended so.
    Never,
    /// Every trial ended so.
    Always,
    /// Too few trials ended so, or too few did not; so many are needed.
    Few(u64),
    /// Nothing is uncertain.
    Certain,
    /// Boxes were sought.
    Sought(Box<PrimFindings>),
}

/// A discovery.
#[derive(Clone, Debug)]
pub struct DiscoveryInput {
    /// The scenario, in the language of its readers.
    pub scenario: Scenario,
    /// What was asked.
    pub asked: AskedOutcome,
    /// The inputs, as boxes count them.
    pub inputs: Vec<DiscoveredInput>,
    /// What there is to say.
    pub answer: DiscoveryAnswer,
    /// How boxes were sought.
    pub settings: PrimSettings,
    /// Trials that did not fail.
    pub trials: u64,
    /// Those that did.
    pub failed: u64,
    /// Trials that ended as asked.
    pub hits: u64,
    /// Name of the run.
    pub run: String,
    /// Its seed.
    pub seed: u64,
    /// Version of the program.
    pub version: String,
}

impl DiscoveryInput {
    fn names<'a>(&'a self, lang: &'a Lang) -> Names<'a> {
        Names { scenario: &self.scenario, lang }
    }

    /// The outcome in words.
    pub(super) fn outcome(&self, lang: &Lang) -> String {
        let names = self.names(lang);
        let part = |(denied, of): &(bool, AskedOf)| {
            let told = match of {
                AskedOf::Ending(class) => names.class(class.name()),
                AskedOf::Settled => lang.t("compare.settled").to_owned(),
                AskedOf::Signed(plan) => say!(lang, "discover.signed", plan = names.plan(plan)),
                AskedOf::Held(year) => say!(lang, "compare.holding", year = year),
                AskedOf::Word(..) | AskedOf::Number(..) => return self.asked.written.clone(),
            };
            if *denied { say!(lang, "discover.not", of = told) } else { told }
        };
        let mut parts: Vec<String> = self.asked.parts.iter().map(part).collect();
        parts.dedup();
        lang.list(&parts)
    }

    pub(super) fn title(&self, lang: &Lang) -> String {
        say!(lang, "discover.title", of = self.outcome(lang))
    }

    /// What was sought in which trials.
    pub(super) fn note(&self, lang: &Lang) -> String {
        let trials = lang.plural("note.trials", self.trials, &[]);
        let mut note = say!(lang, "discover.note", run = self.run, trials = trials, seed = self.seed);
        if self.failed > 0 {
            note = format!("{note} {}", lang.plural("note.failed", self.failed, &[]));
        }
        if let DiscoveryAnswer::Sought(found) = &self.answer {
            let effective = found.all.effective(found.replications);
            if (effective - self.trials as f64).abs() > 0.5 {
                note = format!("{note} {}", say!(lang, "discover.effective", n = lang.count(effective as u64)));
            }
        }
        note
    }

    /// What was found, in sentences.
    pub(super) fn sentences(&self, lang: &Lang) -> Vec<String> {
        let outcome = self.outcome(lang);
        let (trials, hits) = (lang.count(self.trials), lang.count(self.hits));
        match &self.answer {
            DiscoveryAnswer::Never => vec![say!(lang, "discover.never", of = outcome, trials = trials)],
            DiscoveryAnswer::Always => vec![say!(lang, "discover.always", of = outcome, trials = trials)],
            DiscoveryAnswer::Few(least) => {
                vec![say!(lang, "discover.too_seldom", of = outcome, trials = trials, hits = hits, least = least)]
            }
            DiscoveryAnswer::Certain => vec![lang.t("discover.certain").to_owned()],
            DiscoveryAnswer::Sought(found) => self.of_boxes(lang, found),
        }
    }

    fn of_boxes(&self, lang: &Lang, found: &PrimFindings) -> Vec<String> {
        let base = lang.about(found.all.density());
        let mut all: Vec<String> =
            found.boxes.iter().enumerate().flat_map(|(index, it)| self.of_box(lang, found, (index, it))).collect();
        match found.boxes.len() {
            0 => {
                let densest = found.first.iter().map(|it| it.tally.density()).fold(0.0, f64::max);
                all.push(match self.settings.choice {
                    PrimChoice::Density(least) if least > densest => say!(
                        lang,
                        "discover.no_density",
                        least = lang.percent(least, 0),
                        densest = lang.percent(densest, 1),
                        base = base
                    ),
                    _ => say!(lang, "discover.nothing", base = base),
                });
            }
            1 => {}
            n => all.push(say!(
                lang,
                "discover.together",
                n = n,
                coverage = lang.about(found.coverage(&found.together).share.unwrap_or(0.0)),
                density = lang.about(found.together.density())
            )),
        }
        if let (Some((within, among)), false) = (&found.elsewhere, found.boxes.is_empty()) {
            let share = found.density(within);
            let key = if found.holds_elsewhere() == Some(true) { "discover.holds" } else { "discover.doubtful" };
            let coverage = if among.hit_weight() > 0.0 { within.hit_weight() / among.hit_weight() } else { 0.0 };
            all.push(say!(
                lang,
                key,
                density = lang.maybe_percent(share.share, 0),
                range = range(lang, &share),
                base = lang.about(among.density()),
                coverage = lang.about(coverage)
            ));
        }
        all
    }

    fn of_box(&self, lang: &Lang, found: &PrimFindings, (index, it): (usize, &FoundBox)) -> Vec<String> {
        let (density, coverage) = (found.density(&it.tally), found.coverage(&it.tally));
        let conditions: Vec<String> = it.restrictions.iter().map(|it| self.condition(lang, it)).collect();
        let told = say!(
            lang,
            if index == 0 { "discover.box" } else { "discover.next_box" },
            conditions = lang.list(&conditions),
            density = lang.about(density.share.unwrap_or(0.0)),
            density_range = range(lang, &density),
            base = lang.about(found.all.density()),
            coverage = lang.about(coverage.share.unwrap_or(0.0)),
            coverage_range = range(lang, &coverage),
            mass = lang.about(found.mass(&it.tally))
        );
        let dropped: Vec<String> =
            it.dropped.iter().map(|&it| say!(lang, "format.quoted", text = self.name(lang, it))).collect();
        let dropped = (!dropped.is_empty()).then(|| say!(lang, "discover.dropped", list = lang.list(&dropped)));
        std::iter::once(told).chain(dropped).collect()
    }

    /// An input in people's words.
    pub(super) fn name(&self, lang: &Lang, dimension: usize) -> String {
        let input = &self.inputs[dimension];
        match &input.consent {
            Some(guarantor) => say!(lang, "discover.consent", guarantor = self.names(lang).guarantor(guarantor)),
            None => self.names(lang).input(&input.path),
        }
    }

    /// What a box keeps of an input: `above 0.24`.
    pub(super) fn kept(&self, lang: &Lang, it: &PrimRestriction) -> String {
        let input = &self.inputs[it.dimension];
        if input.consent.is_some() {
            return lang.t(if it.low.is_some() { "discover.yes" } else { "discover.no" }).to_owned();
        }
        let number = |x: Option<f64>| match x {
            Some(x) if x.is_infinite() => lang.t("discover.unlimited").to_owned(),
            Some(x) => lang.short(x),
            None => String::new(),
        };
        let (low, high) = (number(it.low), number(it.high));
        let key = match (it.low, it.high, input.discrete) {
            (Some(a), Some(b), _) if a == b => "discover.exactly",
            (Some(_), Some(_), _) => "discover.between",
            (Some(x), None, false) if x.is_finite() => "discover.above",
            (Some(x), None, _) if x.is_infinite() => "discover.exactly",
            (Some(_), None, _) => "discover.at_least",
            (None, _, false) => "discover.below",
            (None, _, true) => "discover.at_most",
        };
        say!(lang, key, low = low, high = high)
    }

    fn condition(&self, lang: &Lang, it: &PrimRestriction) -> String {
        let (name, kept) = (self.name(lang, it.dimension), self.kept(lang, it));
        say!(lang, "discover.condition", name = name, kept = kept)
    }
}

/// `70 to 73%`
fn range(lang: &Lang, share: &Share) -> String {
    share.low.zip(share.high).map_or_else(String::new, |(low, high)| lang.percent_range(low, high, 0))
}

/// The boxes as one table: a row for each input that one restricts.
pub fn boxes_table(input: &DiscoveryInput) -> Table {
    let mut table = Table::new(&[
        "box",
        "input",
        "from_value",
        "to_value",
        "from_share",
        "to_share",
        "quasi_p",
        "coverage",
        "density",
    ]);
    let DiscoveryAnswer::Sought(found) = &input.answer else { return table };
    let share = |of: f64| Cell::Share(Some(of));
    let of = |tally: &PrimTally| [found.coverage(tally), found.density(tally)].map(|it| Cell::Share(it.share));
    for (index, found_box) in found.boxes.iter().enumerate() {
        for it in &found_box.restrictions {
            let mut row: Vec<Cell> = vec![(index as u32 + 1).into(), input.inputs[it.dimension].path.as_str().into()];
            row.extend([Cell::Number(it.low), Cell::Number(it.high), share(it.from), share(it.to), it.quasi_p.into()]);
            row.extend(of(&found_box.tally));
            table.push(row);
        }
    }
    table
}

/// For each box the ranges that it keeps, and the trade-off from which it was chosen.
pub fn discovery_charts(input: &DiscoveryInput, style: &Style) -> Vec<Chart> {
    slide_shaped(style, |style| of_discovery(input, style))
}

fn of_discovery(input: &DiscoveryInput, style: &Style) -> Vec<Chart> {
    let DiscoveryAnswer::Sought(found) = &input.answer else { return Vec::new() };
    let all = found.boxes.iter().enumerate();
    all.flat_map(|(index, it)| [ranges(input, found, (index, it), style), trade(input, found, (index, it), style)])
        .collect()
}

fn labels(
    input: &DiscoveryInput,
    lang: &Lang,
    (file, index): (&str, usize),
    [title, measure]: [&str; 2],
    subtitle: String,
) -> Labels {
    let number = lang.count(index as u64 + 1);
    Labels {
        name: format!("{file}-{}", index + 1),
        title: lang.fill(title, &[("n", &number), ("of", &input.outcome(lang))]),
        subtitle,
        note: input.note(lang),
        measure: lang.t(measure).to_owned(),
        share: true,
    }
}

fn ranges(input: &DiscoveryInput, found: &PrimFindings, (index, it): (usize, &FoundBox), style: &Style) -> Chart {
    let lang = &style.lang;
    let row = |it: &PrimRestriction| BoxRow {
        name: input.name(lang, it.dimension),
        kept: input.kept(lang, it),
        from: it.from,
        to: it.to,
    };
    let subtitle = say!(
        lang,
        "discover.box_subtitle",
        density = lang.about(it.tally.density()),
        base = lang.about(found.all.density()),
        coverage = lang.about(found.coverage(&it.tally).share.unwrap_or(0.0))
    );
    let labels = labels(input, lang, ("box", index), ["discover.box_title", "discover.places"], subtitle);
    box_rows(&BoxRows { labels, rows: it.restrictions.iter().map(row).collect() }, style)
}

fn trade(input: &DiscoveryInput, found: &PrimFindings, (index, it): (usize, &FoundBox), style: &Style) -> Chart {
    let lang = &style.lang;
    let coverage = |tally: &PrimTally| found.coverage(tally).share.unwrap_or(0.0);
    let (words, subtitle) =
        (["discover.trade_title", "discover.density"], lang.t("discover.trade_subtitle").to_owned());
    let data = TradeOff {
        labels: labels(input, lang, ("trade-off", index), words, subtitle),
        coverage: lang.t("discover.coverage").to_owned(),
        boxes: it.trajectory.iter().map(|it| (coverage(&it.tally), it.tally.density(), it.restricted)).collect(),
        chosen: it.chosen,
        ready: (coverage(&it.tally), it.tally.density()),
        base: found.all.density(),
    };
    trade_off(&data, style)
}
