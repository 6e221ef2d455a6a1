//! Where a path must lie: as tables, charts and pages are made from it.

use super::figures::{Chart, Estimate, Labels, LineData, LinesData, lines, slide_shaped};
use super::lang::{Lang, say};
use super::names::Names;
use super::style::Style;
use super::table::{Cell, FigureKind, Table, ends_of};
use crate::analysis::crossings::{CrossedFigure, Crossing, CrossingGoal, Crossings};
use crate::scenario::Scenario;

/// Where a path must lie for figures.
#[derive(Clone, Debug)]
pub struct CrossingInput {
    /// The scenario, in the reader's language.
    pub scenario: Scenario,
    /// Whether the figures are shares.
    pub share: bool,
    /// What was found.
    pub found: Crossings,
    /// Whether evidence or forecasts of the scenario do not count in it.
    pub prior: bool,
    /// Version of the program.
    pub version: String,
}

impl CrossingInput {
    /// `Where Russia: cost of fighting must lie`
    pub(super) fn title(&self, lang: &Lang) -> String {
        say!(lang, "crossing.title", path = self.path(lang))
    }

    pub(super) fn path(&self, lang: &Lang) -> String {
        Names { scenario: &self.scenario, lang }.input(&self.found.path)
    }

    fn figure(&self, lang: &Lang, x: f64) -> String {
        if self.share { lang.percent(x, 1) } else { lang.short(x) }
    }

    /// `at least 50%`
    fn goal(&self, lang: &Lang) -> String {
        let value = self.figure(lang, self.found.goal.value());
        match self.found.goal {
            CrossingGoal::AtLeast(_) => say!(lang, "crossing.at_least", value = value),
            CrossingGoal::AtMost(_) => say!(lang, "crossing.at_most", value = value),
        }
    }

    /// A figure by its name; of a plan in its readers' words.
    fn measure(&self, lang: &Lang, of: &CrossedFigure) -> String {
        let plans = self.scenario.structure().plans.iter();
        let of_plan = plans.filter_map(|plan| Some((plan, of.measure.strip_prefix(&format!("plans.{}.", plan.id))?)));
        match of_plan.max_by_key(|(plan, _)| plan.id.len()) {
            Some((plan, figure)) => {
                let name = Names { scenario: &self.scenario, lang }.plan(&plan.id);
                lang.said_of(name, figure)
            }
            None => of.measure.clone(),
        }
    }

    /// How it was found.
    pub(super) fn note(&self, lang: &Lang) -> String {
        let [from, to] = self.found.range.map(|end| lang.short(end));
        let seed = self.scenario.run().seed.to_string();
        let how = match self.found.draws {
            Some(draws) => {
                say!(lang, "crossing.over_draws", from = from, to = to, n = lang.count(draws), seed = seed)
            }
            None => say!(lang, "crossing.at_central", from = from, to = to),
        };
        let mut all = vec![how];
        if self.prior {
            all.push(lang.t("sensitivity.prior").to_owned());
        }
        if self.found.failed > 0 {
            all.push(say!(lang, "sensitivity.failed", n = lang.count(self.found.failed)));
        }
        all.join(" ")
    }

    /// What it comes to for a figure.
    fn sentence(&self, lang: &Lang, of: &CrossedFigure) -> String {
        let measure = self.measure(lang, of);
        let (path, goal) = (self.path(lang), self.goal(lang));
        let [first, last] = [of.points.first(), of.points.last()].map(|it| it.copied().unwrap_or_default());
        if of.crossings.is_empty() {
            let [low, high] = [first.1, last.1].map(|x| self.figure(lang, x));
            let [from, to] = [first.0, last.0].map(|x| lang.short(x));
            let key = if of.met_at_ends[0] { "crossing.always" } else { "crossing.never" };
            return say!(lang, key, measure = measure, goal = goal, from = from, to = to, low = low, high = high);
        }
        let mut parts: Vec<String> = Vec::new();
        let mut rest = of.crossings.as_slice();
        while let [first, more @ ..] = rest {
            rest = more;
            if let (true, [next, beyond @ ..]) = (first.met_above, more)
                && !next.met_above
            {
                // From one crossing to the next, and nowhere around.
                let [from, to] = [first, next].map(|it| self.with_interval(lang, it, lang.short(it.at)));
                parts.push(say!(lang, "crossing.between", from = from, to = to));
                rest = beyond;
            } else {
                parts.push(self.place(lang, first));
            }
        }
        let list = parts.join(lang.t("format.semicolon"));
        say!(lang, "crossing.found", measure = measure, goal = goal, path = path, list = list)
    }

    /// `from 0.31 up (0.28 to 0.35)`
    fn place(&self, lang: &Lang, it: &Crossing) -> String {
        self.with_interval(lang, it, label(lang, None, it, None))
    }

    /// A place with its interval, where it has one.
    fn with_interval(&self, lang: &Lang, it: &Crossing, place: String) -> String {
        match self.interval(lang, it) {
            Some(range) => say!(lang, "format.interval", share = place, range = range),
            None => place,
        }
    }

    /// The interval of a crossing; an end beyond the range is said to be.
    fn interval(&self, lang: &Lang, it: &Crossing) -> Option<String> {
        self.found.draws?;
        let end = |end: Option<f64>| end.map_or_else(|| lang.t("crossing.beyond").to_owned(), |x| lang.short(x));
        Some(say!(lang, "format.range", low = end(it.low), high = end(it.high)))
    }

    /// What it comes to, one sentence a figure.
    pub(super) fn sentences(&self, lang: &Lang) -> Vec<String> {
        self.found.figures.iter().map(|of| self.sentence(lang, of)).collect()
    }

    /// The figures as readers see them.
    pub(super) fn shown(&self, lang: &Lang) -> Table {
        let [from, to] = self.found.range.map(|end| lang.short(end));
        let (at_low, at_high) = (say!(lang, "crossing.at", x = from), say!(lang, "crossing.at", x = to));
        let heads =
            [lang.t("crossing.measure"), lang.t("crossing.met"), lang.t("sensitivity.range"), &at_low, &at_high];
        let mut table = Table::new(&heads);
        for of in &self.found.figures {
            let ends = [of.points.first(), of.points.last()].map(|it| it.map_or(0.0, |it| it.1));
            let ends = || ends.map(|x| Cell::Worded(Some(x), FigureKind::Number, self.figure(lang, x)));
            let missing = || lang.t("format.missing").to_owned();
            if of.crossings.is_empty() {
                let word = if of.met_at_ends[0] { lang.t("crossing.everywhere") } else { lang.t("crossing.nowhere") };
                let mut row =
                    vec![self.measure(lang, of).into(), Cell::Worded(None, FigureKind::Number, word.to_owned())];
                row.push(Cell::Between(None, FigureKind::Number, missing()));
                row.extend(ends());
                table.push(row);
            }
            for (index, it) in of.crossings.iter().enumerate() {
                let before = index.checked_sub(1).and_then(|before| of.crossings.get(before));
                let place = label(lang, before, it, of.crossings.get(index + 1));
                let mut row = vec![self.measure(lang, of).into(), Cell::Worded(Some(it.at), FigureKind::Number, place)];
                let range = self.interval(lang, it).unwrap_or_else(missing);
                row.push(Cell::Between(ends_of(it.low, it.high), FigureKind::Number, range));
                row.extend(ends());
                table.push(row);
            }
        }
        table
    }
}

/// `from 0.31 up`, or only as far as the crossings before and after it.
fn label(lang: &Lang, before: Option<&Crossing>, it: &Crossing, after: Option<&Crossing>) -> String {
    let at = lang.short(it.at);
    let other = if it.met_above { after } else { before };
    match (it.met_above, other.map(|other| lang.short(other.at))) {
        (true, Some(to)) => say!(lang, "crossing.from_until", at = at, to = to),
        (true, None) => say!(lang, "crossing.from", at = at),
        (false, Some(from)) => say!(lang, "crossing.up_to_since", at = at, from = from),
        (false, None) => say!(lang, "crossing.up_to", at = at),
    }
}

/// All crossings, one row each; a figure without one has a row without figures.
pub fn crossing_table(input: &CrossingInput) -> Table {
    let mut table = Table::new(&["figure", "path", "at", "low", "high", "met"]);
    let row = |of: &CrossedFigure, it: Option<&Crossing>, met: &str| {
        let mut row: Vec<Cell> = vec![of.measure.as_str().into(), input.found.path.as_str().into()];
        let figures = [it.map(|it| it.at), it.and_then(|it| it.low), it.and_then(|it| it.high)];
        row.extend(figures.map(Cell::Number));
        row.push(met.into());
        row
    };
    for of in &input.found.figures {
        if of.crossings.is_empty() {
            table.push(row(of, None, if of.met_at_ends[0] { "everywhere" } else { "nowhere" }));
        }
        for it in &of.crossings {
            table.push(row(of, Some(it), if it.met_above { "from" } else { "up_to" }));
        }
    }
    table
}

/// The figures along the path, and the value that they shall reach, with a mark where they cross it.
pub fn crossing_charts(input: &CrossingInput, style: &Style) -> Vec<Chart> {
    let lang = &style.lang;
    let at = |x: f64| Estimate { value: Some(x), low: None, high: None };
    let figures = &input.found.figures;
    let mut drawn: Vec<LineData> = figures
        .iter()
        .map(|of| LineData {
            name: input.measure(lang, of),
            side: None,
            points: of.points.iter().map(|&(x, figure)| (x, at(figure))).collect(),
        })
        .collect();
    let [from, to] = input.found.range;
    let mut places: Vec<f64> = figures.iter().flat_map(|of| of.crossings.iter().map(|it| it.at)).collect();
    places.extend([from, to]);
    places.sort_by(f64::total_cmp);
    places.dedup();
    let goal = input.found.goal.value();
    let points = places.into_iter().map(|x| (x, at(goal))).collect();
    drawn.push(LineData { name: input.goal(lang), side: None, points });
    let measure = match figures.as_slice() {
        [single] => input.measure(lang, single),
        _ => lang.t("crossing.measure").to_owned(),
    };
    let labels = Labels {
        name: "threshold".to_owned(),
        title: input.title(lang),
        subtitle: input.sentences(lang).into_iter().take(3).collect::<Vec<_>>().join(" "),
        note: input.note(lang),
        measure,
        share: input.share,
    };
    let data = LinesData { labels, x: input.path(lang), x_names: Vec::new(), lines: drawn };
    slide_shaped(style, |style| vec![lines(&data, style)])
}
