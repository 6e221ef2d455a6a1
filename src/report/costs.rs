//! What a trial costs people, in words and in the rows of tables: over all trials, by ending, by plan.

use super::few::FEW;
use super::lang::say;
use super::names::Names;
use crate::analysis::costs::CostSummary;
use crate::analysis::summary::{Distributed, Spread, Summary};

/// A row of a cost's table.
pub(crate) struct CostRow {
    /// Which trials.
    pub(crate) name: String,
    /// Their share of all.
    pub(crate) share: Option<f64>,
    /// Mean and percentiles over them; nothing where they are few.
    pub(crate) spread: Spread,
}

fn trials(of: &Distributed) -> u64 {
    of.histogram.counts.iter().sum()
}

/// The rows of a cost: all trials, then by ending and by plan signed. What never happens is left out.
pub(crate) fn cost_rows(cost: &CostSummary, names: &Names) -> Vec<CostRow> {
    let all = trials(&cost.all);
    let row = |name: String, of: &Distributed| {
        let few = trials(of) < FEW.min(all);
        let spread = if few { Spread::default() } else { of.spread };
        CostRow { name, share: (all > 0).then(|| trials(of) as f64 / all as f64), spread }
    };
    let mut rows = vec![row(names.lang.t("costs.all").to_owned(), &cost.all)];
    let happens = |of: &Distributed| trials(of) > 0;
    rows.extend(cost.by_class.iter().filter(|(_, of)| happens(of)).map(|(key, of)| row(names.class(key), of)));
    let signed = |id: &str| say!(names.lang, "costs.signed", plan = names.plan(id));
    rows.extend(cost.by_plan.iter().filter(|(_, of)| happens(of)).map(|(id, of)| row(signed(id), of)));
    rows
}

/// Whether a row has no figures, for want of trials.
pub(crate) fn some_rows_are_few(rows: &[CostRow]) -> bool {
    rows.iter().any(|row| row.spread.mean.is_none() && row.share.is_some_and(|share| share > 0.0))
}

/// What a cost is called, over what time and in what unit.
pub(crate) fn cost_title(id: &str, cost: &CostSummary, names: &Names) -> String {
    let span = names.years(f64::from(cost.years));
    say!(names.lang, "costs.title", name = names.cost(id), span = span, unit = cost.unit)
}

/// The mean of a cost, its spread, and under which endings it is least and most; nothing over no trials.
pub(crate) fn cost_sentences(id: &str, cost: &CostSummary, names: &Names) -> Option<String> {
    let (lang, spread) = (names.lang, &cost.all.spread);
    let (mean, p5, p95) = (spread.mean?, spread.p5?, spread.p95?);
    let range = say!(lang, "format.range", low = lang.short(p5), high = lang.short(p95));
    let span = names.years(f64::from(cost.years));
    let mean = lang.short(mean);
    let told =
        say!(lang, "costs.told", name = names.cost(id), span = span, mean = mean, unit = cost.unit, range = range);
    let known = cost.by_class.iter().filter(|(_, of)| trials(of) >= FEW);
    let mut endings: Vec<(&str, f64)> = known.filter_map(|(key, of)| Some((key.as_str(), of.spread.mean?))).collect();
    endings.sort_by(|a, b| a.1.total_cmp(&b.1));
    let (Some(least), Some(most)) = (endings.first(), endings.last().filter(|_| endings.len() > 1)) else {
        return Some(told);
    };
    let extremes = say!(
        lang,
        "costs.extremes",
        least = names.class(least.0),
        low = lang.short(least.1),
        most = names.class(most.0),
        high = lang.short(most.1)
    );
    Some(format!("{told} {extremes}"))
}

/// What the totals are and are not; nothing where no cost is declared.
pub(crate) fn costs_note(summary: &Summary, names: &Names) -> Option<String> {
    let (_, first) = summary.costs.first()?;
    let span = names.years(f64::from(first.years));
    Some(say!(names.lang, "costs.note", span = span))
}
