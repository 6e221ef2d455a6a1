//! Words, figures and axes that the charts of plain data share.

use super::super::draw::{Axis, decimals_of};
use super::super::lang::Lang;
use super::super::table::Cell;

/// Words and names that every chart needs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Labels {
    /// Name of the chart's files.
    pub name: String,
    /// Title.
    pub title: String,
    /// What is seen.
    pub subtitle: String,
    /// What the marks mean, and over how many trials.
    pub note: String,
    /// What the measure is called, with its unit.
    pub measure: String,
    /// Whether the measure is a share, shown as a percentage.
    pub share: bool,
}

impl Labels {
    pub(super) fn value(&self, lang: &Lang, x: f64) -> String {
        if self.share { lang.percent(x, 1) } else { lang.short(x) }
    }

    pub(super) fn signed(&self, lang: &Lang, x: f64) -> String {
        if self.share { lang.fill("format.points", &[("n", &lang.signed(100.0 * x, 1))]) } else { lang.signed_short(x) }
    }

    pub(super) fn cell(&self, x: Option<f64>) -> Cell {
        if self.share { Cell::Share(x) } else { Cell::Number(x) }
    }

    /// An axis for the measure over those values.
    pub(super) fn axis(&self, lang: &Lang, low: f64, high: f64, ticks: usize) -> Axis {
        if self.share && low >= 0.0 {
            return Axis::shares(lang, high, ticks, &self.measure);
        }
        let mut axis = Axis::numbers(lang, low, high, ticks, &self.measure);
        if self.share {
            self.sign_ticks(lang, &mut axis);
        }
        axis
    }

    /// An axis for differences of the measure.
    pub(super) fn axis_of_differences(&self, lang: &Lang, low: f64, high: f64, ticks: usize) -> Axis {
        let mut axis = Axis::numbers(lang, low, high, ticks, &self.measure);
        self.sign_ticks(lang, &mut axis);
        axis
    }

    /// Names the ticks of an axis of differences.
    fn sign_ticks(&self, lang: &Lang, axis: &mut Axis) {
        let step = axis.ticks.windows(2).map(|pair| pair[1].0 - pair[0].0).next().unwrap_or(1.0);
        let decimals = decimals_of(if self.share { 100.0 * step } else { step });
        for (x, label) in &mut axis.ticks {
            *label = if self.share {
                lang.fill("format.points", &[("n", &lang.signed(100.0 * *x, decimals))])
            } else {
                lang.signed(*x, decimals)
            };
        }
    }
}

/// A figure with its interval.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// The figure; `None` where there is none.
    pub value: Option<f64>,
    /// Lower end.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

/// The least and the greatest; 0 and 1 where there are none.
pub(super) fn extent(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) =
        values.filter(|x| x.is_finite()).fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(x), h.max(x)));
    if low <= high { (low, high) } else { (0.0, 1.0) }
}

pub(super) fn ends(estimate: &Estimate) -> impl Iterator<Item = f64> {
    [estimate.value, estimate.low, estimate.high].into_iter().flatten()
}

pub(super) fn told(labels: &Labels, lang: &Lang, rows: &[(String, Option<f64>)]) -> String {
    told_as(labels, lang, rows, |x| labels.value(lang, x))
}

pub(super) fn told_as(
    labels: &Labels,
    lang: &Lang,
    rows: &[(String, Option<f64>)],
    text: impl Fn(f64) -> String,
) -> String {
    let one = |(name, value): &(String, Option<f64>)| {
        format!("{name} {}", value.map_or_else(|| lang.t("format.missing").to_owned(), &text))
    };
    let list: Vec<String> = rows.iter().map(one).collect();
    lang.fill(
        "chart.plain_alt",
        &[("title", &labels.title), ("measure", &labels.measure), ("list", &list.join(lang.t("format.semicolon")))],
    )
}
