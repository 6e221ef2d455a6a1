//! What drives a figure: as tables, charts and pages are made from it.

use super::figures::{BarsData, Chart, Estimate, IndexRow, IndicesData, Labels, RowData, bars, indices, slide_shaped};
use super::lang::{Lang, say};
use super::names::Names;
use super::style::Style;
use super::table::{Cell, FigureKind, Table};
use crate::analysis::sensitivity::{Driver, Resampled, Sensitivity, SensitivityMethod};
use crate::model::Side;
use crate::scenario::Scenario;

/// What drives a figure.
#[derive(Clone, Debug)]
pub struct SensitivityInput {
    /// The scenario, in the reader's language.
    pub scenario: Scenario,
    /// Name of the figure.
    pub measure: String,
    /// Whether it is a share.
    pub share: bool,
    /// What was found.
    pub found: Sensitivity,
    /// Groups that were joined because inputs in them are correlated.
    pub joined: Vec<String>,
    /// Whether evidence or forecasts of the scenario do not count in it.
    pub prior: bool,
    /// Version of the program.
    pub version: String,
}

impl SensitivityInput {
    /// `What drives plans.truce.if_signed@15`
    pub(super) fn title(&self, lang: &Lang) -> String {
        say!(lang, "sensitivity.title", measure = self.measure)
    }

    /// What readers call a group.
    pub(super) fn name(&self, lang: &Lang, name: &str) -> String {
        let names = Names { scenario: &self.scenario, lang };
        let one = |part: &str| {
            let steps: Vec<&str> = part.split('.').collect();
            match steps.as_slice() {
                ["guarantor", id] => names.guarantor(id).to_owned(),
                ["guarantor", id, "takes_part"] => {
                    say!(lang, "sensitivity.takes_part", guarantor = names.guarantor(id))
                }
                ["party", id] => names.party(id),
                ["plan", id] => names.plan(id).to_owned(),
                [side] if Side::BOTH.iter().any(|it| it.key() == *side) => names.whoever(side),
                _ => names.input(part),
            }
        };
        name.split(" + ").map(one).collect::<Vec<_>>().join(" + ")
    }

    /// How it was found.
    pub(super) fn note(&self, lang: &Lang) -> String {
        let Sensitivity { points, evaluations, .. } = self.found;
        let (points, n) = (lang.count(points), lang.count(evaluations));
        let seed = self.scenario.run().seed.to_string();
        let how = match self.found.method {
            SensitivityMethod::Sobol => say!(lang, "sensitivity.by_sobol", points = points, n = n, seed = seed),
            SensitivityMethod::Morris => say!(lang, "sensitivity.by_morris", points = points, n = n, seed = seed),
            SensitivityMethod::Shapley => say!(lang, "sensitivity.by_shapley", points = points, n = n, seed = seed),
        };
        let mut all = vec![how];
        if !self.joined.is_empty() {
            let list = self.joined.iter().map(|name| self.name(lang, name)).collect::<Vec<_>>();
            all.push(say!(lang, "sensitivity.joined", list = list.join(lang.t("format.semicolon"))));
        }
        if self.prior {
            all.push(lang.t("sensitivity.prior").to_owned());
        }
        if self.found.failed > 0 {
            all.push(say!(lang, "sensitivity.failed", n = lang.count(self.found.failed)));
        }
        all.join(" ")
    }

    /// What it comes to, in sentences.
    pub(super) fn conclusion(&self, lang: &Lang) -> String {
        let figure = |x: f64| if self.share { lang.percent(x, 1) } else { lang.short(x) };
        let mean = figure(self.found.mean);
        if self.found.sd == 0.0 {
            return say!(lang, "sensitivity.same", measure = self.measure, mean = mean);
        }
        let sd = self.size(lang, self.found.sd);
        let spread = say!(lang, "sensitivity.spread", measure = self.measure, mean = mean, sd = sd);
        let Some(first) = self.found.drivers.first() else { return spread };
        let name = self.name(lang, &first.name);
        let most = match (first.first, first.total, first.mu_star, first.shapley) {
            (Some(alone), Some(total), _, _) => say!(
                lang,
                "sensitivity.most_sobol",
                name = name,
                total = lang.percent(total.value, 0),
                alone = lang.percent(alone.value.max(0.0), 0)
            ),
            (_, _, Some(size), _) => {
                say!(lang, "sensitivity.most_morris", name = name, size = self.size(lang, size.value))
            }
            (_, _, _, Some(share)) => {
                say!(lang, "sensitivity.most_shapley", name = name, share = lang.percent(share.value, 0))
            }
            _ => String::new(),
        };
        let mut all = vec![spread, most];
        all.extend(self.doubts(lang));
        all.retain(|it| !it.is_empty());
        all.join(" ")
    }

    /// What so few points cannot tell: which of several inputs drives the figure most, and shares that contradict each other.
    fn doubts(&self, lang: &Lang) -> Vec<String> {
        let drivers = &self.found.drivers;
        let index = |it: &Driver| it.total.or(it.mu_star).or(it.shapley);
        let Some(first) = drivers.first().and_then(index) else { return Vec::new() };
        let as_much = drivers[1..].iter().filter(|it| index(it).is_some_and(|it| it.high >= first.low));
        let as_much: Vec<String> = as_much.map(|it| self.name(lang, &it.name)).collect();
        let mut all = Vec::new();
        if !as_much.is_empty() {
            let list = as_much.join(lang.t("format.semicolon"));
            all.push(say!(lang, "sensitivity.as_much", points = lang.count(self.found.points), list = list));
        }
        let contradicts = |it: &Driver| it.first.zip(it.total).is_some_and(|(alone, total)| alone.value > total.value);
        if drivers.iter().any(contradicts) {
            all.push(lang.t("sensitivity.contradicts").to_owned());
        }
        all
    }

    /// An effect in the figure's unit.
    fn size(&self, lang: &Lang, x: f64) -> String {
        if self.share { say!(lang, "format.points", n = lang.number(100.0 * x, 1)) } else { lang.short(x) }
    }

    /// The figures as readers see them, in words: what was asked of each group.
    pub(super) fn shown(&self, lang: &Lang) -> Table {
        let (name, range) = (lang.t("sensitivity.input"), lang.t("sensitivity.range"));
        let heads: Vec<&str> = match self.found.method {
            SensitivityMethod::Sobol => {
                vec![name, lang.t("sensitivity.total"), range, lang.t("sensitivity.first"), range]
            }
            SensitivityMethod::Morris => {
                vec![name, lang.t("sensitivity.mu_star"), range, lang.t("sensitivity.mu"), lang.t("sensitivity.sigma")]
            }
            SensitivityMethod::Shapley => vec![name, lang.t("sensitivity.shapley"), range],
        };
        let mut table = Table::new(&heads);
        let kind = if self.found.method == SensitivityMethod::Morris { FigureKind::Number } else { FigureKind::Share };
        let worded = |x: Option<f64>, text: &dyn Fn(f64) -> String| {
            Cell::Worded(x, kind, x.map_or_else(|| lang.t("format.missing").to_owned(), text))
        };
        let percent = |x: f64| lang.percent(x, 1);
        let size = |x: f64| self.size(lang, x);
        let pair = |it: Option<Resampled>, text: &dyn Fn(f64) -> String| {
            let range = it.map(|it| say!(lang, "format.range", low = text(it.low), high = text(it.high)));
            let range = range.unwrap_or_else(|| lang.t("format.missing").to_owned());
            [worded(it.map(|it| it.value), text), Cell::Between(it.map(|it| [it.low, it.high]), kind, range)]
        };
        for it in &self.found.drivers {
            let mut row = vec![Cell::from(self.name(lang, &it.name))];
            match self.found.method {
                SensitivityMethod::Sobol => {
                    row.extend(pair(it.total, &percent));
                    row.extend(pair(it.first, &percent));
                }
                SensitivityMethod::Morris => {
                    row.extend(pair(it.mu_star, &size));
                    row.extend([worded(it.mu, &size), worded(it.sigma, &size)]);
                }
                SensitivityMethod::Shapley => row.extend(pair(it.shapley, &percent)),
            }
            table.push(row);
        }
        table
    }
}

/// All figures, one row a group.
pub fn sensitivity_table(input: &SensitivityInput) -> Table {
    let mut table = Table::new(&["name", "inputs", "figure", "value", "low", "high"]);
    for it in &input.found.drivers {
        let bounded = [("first", it.first), ("total", it.total), ("mu_star", it.mu_star), ("shapley", it.shapley)];
        let plain =
            [("mu", it.mu), ("sigma", it.sigma)].map(|(key, value)| (key, value.map(|it| [Some(it), None, None])));
        let bounded = bounded.map(|(key, it)| (key, it.map(|it| [it.value, it.low, it.high].map(Some))));
        for (key, figures) in bounded.into_iter().chain(plain) {
            let Some(figures) = figures else { continue };
            let mut row: Vec<Cell> = vec![it.name.as_str().into(), it.inputs.join(" ").into(), key.into()];
            row.extend(figures.map(Cell::Number));
            table.push(row);
        }
    }
    table
}

/// The groups of most weight as bars with intervals; none where nothing drives the figure.
pub fn sensitivity_charts(input: &SensitivityInput, style: &Style) -> Vec<Chart> {
    /// The most rows of a chart.
    const MOST: usize = 20;
    if input.found.sd == 0.0 {
        return Vec::new();
    }
    let lang = &style.lang;
    let drivers = &input.found.drivers[..input.found.drivers.len().min(MOST)];
    let left = input.found.drivers.len() - drivers.len();
    let mut note = input.note(lang);
    if left > 0 {
        note = format!("{note} {}", say!(lang, "sensitivity.left", n = lang.count(left as u64)));
    }
    let estimate = |it: Option<Resampled>| Estimate {
        value: it.map(|it| it.value),
        low: it.map(|it| it.low),
        high: it.map(|it| it.high),
    };
    let labels = |measure: &str, share: bool| Labels {
        name: "sensitivity".to_owned(),
        title: input.title(lang),
        subtitle: input.conclusion(lang),
        note: note.clone(),
        measure: measure.to_owned(),
        share,
    };
    let row = |it: &Driver, of: Option<Resampled>| RowData { name: input.name(lang, &it.name), estimate: estimate(of) };
    slide_shaped(style, |style| {
        let chart = match input.found.method {
            SensitivityMethod::Sobol => {
                let row = |it: &Driver| IndexRow {
                    name: input.name(lang, &it.name),
                    first: estimate(it.first),
                    total: estimate(it.total),
                };
                let rows = drivers.iter().map(row).collect();
                indices(&IndicesData { labels: labels(lang.t("sensitivity.of_variance"), true), rows }, style)
            }
            SensitivityMethod::Morris => {
                let rows = drivers.iter().map(|it| row(it, it.mu_star)).collect();
                let labels = labels(lang.t("sensitivity.mu_star"), input.share);
                bars(&BarsData { labels, side: None, rows }, style)
            }
            SensitivityMethod::Shapley => {
                let rows = drivers.iter().map(|it| row(it, it.shapley)).collect();
                let labels = labels(lang.t("sensitivity.of_variance"), true);
                bars(&BarsData { labels, side: None, rows }, style)
            }
        };
        vec![chart]
    })
}
