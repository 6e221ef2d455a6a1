//! All plans of a scenario, each by itself, against the one that does best: as tables, charts and pages are made from it.

use super::comparison::Differing;
use super::figures::{Chart, Estimate, Labels, PairedData, RowData, alone_chart, paired, slide_shaped};
use super::lang::{Lang, say};
use super::names::Names;
use super::provenance::Provenance;
use super::ranking::{Ranked, ranked};
use super::style::Style;
use super::table::{Cell, Table};
use super::view::ReportInput;
use crate::analysis::alone::Contrast;
use crate::analysis::concession::Changes;
use crate::analysis::evaluation::Evaluation;
use crate::analysis::summary::{Share, Summary};
use crate::scenario::{Scenario, headline_year};

/// All plans of a scenario, each by itself, from one run.
#[derive(Clone, Debug)]
pub struct PlansAlone {
    /// What was asked.
    pub scenario: Scenario,
    /// The exact solution at central values.
    pub evaluation: Evaluation,
    /// What would change refusals: not asked of a comparison, so that there are none.
    pub changes: Changes,
    /// The figures of the run, in which every plan was also played by itself.
    pub summary: Summary,
    /// How it was run.
    pub provenance: Provenance,
    /// The terms in which the plans differ, in the order of the scenario.
    pub differing: Vec<Differing>,
}

impl PlansAlone {
    /// The year at which plans are compared.
    #[must_use]
    pub fn year(&self) -> usize {
        headline_year(self.scenario.run().years)
    }

    /// Trials that did not fail.
    #[must_use]
    pub fn trials(&self) -> u64 {
        self.summary.trials - self.summary.failed_trials
    }

    /// The plans' ids, the best first.
    #[must_use]
    pub fn order(&self) -> Vec<&str> {
        self.ranked().iter().map(|it| it.id).collect()
    }

    /// Share of trials in which a plan alone is signed and holding at the year of comparison.
    #[must_use]
    pub fn holding(&self, plan: &str) -> Share {
        self.ranked().iter().find(|it| it.id == plan).map(|it| it.holding).unwrap_or_default()
    }

    /// How much more often one plan is signed and holding than another, trial by trial; without figures where no two trials
    /// are known.
    #[must_use]
    pub fn against(&self, plan: &str, other: &str) -> Contrast {
        self.summary.alone.as_ref().and_then(|pairs| pairs.difference(plan, other)).unwrap_or_default()
    }

    pub(super) fn ranked(&self) -> Vec<Ranked<'_>> {
        ranked(&self.summary, self.year())
    }

    pub(super) fn report_input(&self) -> ReportInput<'_> {
        ReportInput {
            scenario: &self.scenario,
            evaluation: &self.evaluation,
            changes: &self.changes,
            summary: &self.summary,
            provenance: &self.provenance,
            second: None,
        }
    }

    pub(super) fn names<'a>(&'a self, lang: &'a Lang) -> Names<'a> {
        Names { scenario: &self.scenario, lang }
    }

    /// The best plan, in its readers' words.
    pub(super) fn best<'a>(&'a self, lang: &'a Lang) -> &'a str {
        self.order().first().map_or("", |id| self.names(lang).plan(id))
    }

    pub(super) fn span(&self, lang: &Lang) -> String {
        self.names(lang).years(self.year() as f64)
    }

    pub(super) fn title(&self, lang: &Lang) -> String {
        let n = self.summary.plans.len() as u64;
        lang.said_of(self.scenario.name(), &say!(lang, "alone.title", n = lang.count(n)))
    }
}

/// A difference of shares in points, with its sign.
pub(super) fn in_points(lang: &Lang, x: Option<f64>) -> String {
    match x {
        Some(x) => say!(lang, "format.points", n = lang.signed(100.0 * x, 1)),
        None => lang.t("format.missing").to_owned(),
    }
}

/// `-0.4 to +2.3`: points, whose unit stands beside them.
pub(super) fn range_in_points(lang: &Lang, it: &Contrast) -> String {
    let bare = |x: f64| lang.signed(100.0 * x, 1);
    let range = it.low.zip(it.high).map(|(low, high)| say!(lang, "format.range", low = bare(low), high = bare(high)));
    range.unwrap_or_else(|| lang.t("format.missing").to_owned())
}

/// All pairs of plans as one table.
pub fn alone_differences(found: &PlansAlone) -> Table {
    let mut table = Table::new(&[
        "variant",
        "reference",
        "figure",
        "reference_value",
        "value",
        "difference",
        "low",
        "high",
        "outlasts",
    ]);
    let figure = format!("signed_and_holding@{}", found.year());
    for it in found.summary.alone.iter().flat_map(|pairs| &pairs.differences) {
        let mut row: Vec<Cell> = vec![it.plan.as_str().into(), it.other.as_str().into(), figure.as_str().into()];
        let shares = [found.holding(&it.other).share, found.holding(&it.plan).share];
        row.extend(shares.into_iter().chain([it.difference, it.low, it.high, it.outlasts]).map(Cell::Number));
        table.push(row);
    }
    table
}

/// How every plan ends by itself, and how far each falls short of the best.
pub fn alone_charts(found: &PlansAlone, style: &Style) -> Vec<Chart> {
    slide_shaped(style, |style| {
        alone_chart(&found.report_input(), style).into_iter().chain([differences(found, style)]).collect()
    })
}

fn differences(found: &PlansAlone, style: &Style) -> Chart {
    let (lang, order) = (&style.lang, found.order());
    let best = order.first().copied().unwrap_or_default();
    let row = |id: &&str| {
        let Contrast { difference: value, low, high, .. } = found.against(id, best);
        RowData { name: found.names(lang).charted(id), estimate: Estimate { value, low, high } }
    };
    let carried = found.names(lang).carried_note(order.iter().copied()).unwrap_or_default();
    let note = say!(lang, "alone.note", note = lang.run_note(&found.summary));
    let labels = Labels {
        name: "alone-differences".to_owned(),
        title: say!(lang, "alone.differences", plan = found.best(lang)),
        subtitle: say!(lang, "alone.subtitle", span = found.span(lang)),
        note: format!("{carried} {note}").trim_start().to_owned(),
        measure: lang.t("compare.difference").to_owned(),
        share: true,
    };
    let (from, to) = (found.best(lang).to_owned(), lang.t("alone.each").to_owned());
    paired(&PairedData { labels, from, to, same_luck: true, rows: order.iter().skip(1).map(row).collect() }, style)
}
