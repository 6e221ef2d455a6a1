//! The charts that a sweep file asks for.

use std::collections::{BTreeMap, BTreeSet};

use super::super::few::FEW;
use super::super::figures::{
    BarsData, Chart, Estimate, HeatmapData, Labels, LineData, LinesData, RowData, Swing, SwingEnd, TornadoData, bars,
    heatmap, lines, slide_shaped, tornado,
};
use super::super::lang::{Lang, say};
use super::super::style::Style;
use super::SweepInput;
use crate::model::Side;
use crate::sweep::table::PointRow;
use crate::sweep::{Axis, ChartKind, ChartSpec, Combination, Measure};

/// The most charts that one entry of a sweep file makes.
const MOST_CHARTS: usize = 60;

/// Rows by the place of their values on the axes.
pub(super) type Cells<'a> = BTreeMap<Vec<usize>, &'a PointRow>;

/// For each row the number of its value on each axis; `usize::MAX` where it has none of them.
pub(super) fn cells<'a>(input: &SweepInput<'a>) -> Cells<'a> {
    let place = |(axis, shown): (&Axis, &String)| {
        axis.levels().iter().position(|level| level.shown == *shown).unwrap_or(usize::MAX)
    };
    input.rows.iter().map(|row| (input.sweep.axes.iter().zip(&row.axes).map(place).collect(), row)).collect()
}

/// All charts of a sweep.
pub fn charts(input: &SweepInput, style: &Style) -> Vec<Chart> {
    let sweep = input.named(&style.lang);
    let input = &SweepInput { sweep: &sweep, ..*input };
    slide_shaped(style, |style| of_sweep(input, style))
}

fn of_sweep(input: &SweepInput, style: &Style) -> Vec<Chart> {
    let mut drawn: Vec<Chart> = Vec::new();
    let cells = cells(input);
    for spec in &input.sweep.charts {
        let maker = Maker { input, spec, style, cells: &cells };
        for chart in maker.charts() {
            let taken = |name: &str| drawn.iter().any(|other: &Chart| other.name == name);
            let name = std::iter::once(chart.name.clone()).chain((2..).map(|n| format!("{}-{n}", chart.name)));
            let free = name.into_iter().find(|name| !taken(name)).unwrap_or_default();
            let svg = chart.svg.replace(&format!("\"{}-title", chart.name), &format!("\"{free}-title"));
            let svg = svg.replace(&format!("{}-alt\"", chart.name), &format!("{free}-alt\""));
            drawn.push(Chart { svg, name: free, ..chart });
        }
    }
    drawn
}

/// Makes the charts of one entry of a sweep file.
struct Maker<'a> {
    input: &'a SweepInput<'a>,
    spec: &'a ChartSpec,
    style: &'a Style,
    cells: &'a Cells<'a>,
}

impl Maker<'_> {
    fn charts(&self) -> Vec<Chart> {
        let together = self.spec.kind == ChartKind::Lines && self.spec.series.is_none();
        let groups: Vec<Vec<usize>> = if together {
            vec![self.spec.measures.clone()]
        } else {
            self.spec.measures.iter().map(|&measure| vec![measure]).collect()
        };
        let mut charts = Vec::new();
        for measures in groups.iter().filter(|group| !group.is_empty()) {
            for fixed in self.combinations().into_iter().take(MOST_CHARTS) {
                charts.extend(self.chart(measures, &fixed));
            }
        }
        charts
    }

    /// The values of the `by` axes, in their order.
    fn combinations(&self) -> Vec<Vec<usize>> {
        let all: BTreeSet<Vec<usize>> =
            self.cells.keys().map(|cell| self.spec.by.iter().map(|&axis| cell[axis]).collect()).collect();
        all.into_iter().collect()
    }

    fn chart(&self, measures: &[usize], fixed: &[usize]) -> Option<Chart> {
        match self.spec.kind {
            ChartKind::Heatmap => self.heatmap(measures[0], fixed),
            ChartKind::Lines => self.lines(measures, fixed),
            ChartKind::Bars => self.bars(measures[0], fixed),
            ChartKind::Tornado => self.tornado(measures[0]),
        }
    }

    fn labels(&self, measures: &[usize], fixed: &[usize], more: &str) -> Labels {
        let first = self.input.measure(measures[0]);
        let mut name = format!("{}-{}", self.spec.kind.key(), first.id);
        let mut title =
            self.spec.title.clone().unwrap_or_else(|| first.name.clone().unwrap_or_else(|| first.id.clone()));
        if self.spec.title.is_some() && self.spec.measures.len() > 1 && measures.len() == 1 {
            title = self.style.lang.said_of(&title, first.name.as_ref().unwrap_or(&first.id));
        }
        for (&axis, &place) in self.spec.by.iter().zip(fixed) {
            let axis = &self.input.sweep.axes[axis];
            let shown = axis.levels().get(place).map_or("", |level| &level.shown);
            name = format!("{name}-{}", file_word(shown));
            title = format!("{title}, {} {shown}", axis.name.as_ref().unwrap_or(&axis.path));
        }
        let few = if self.has_few(measures, fixed) { drawn_few(&self.style.lang) } else { String::new() };
        let parts = [self.input.note(&self.style.lang), more.to_owned(), few];
        let note = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        Labels {
            name,
            title,
            subtitle: self.input.sweep.name.clone(),
            note,
            measure: if measures.len() == 1 { first.label() } else { String::new() },
            share: measures.iter().all(|&measure| self.input.is_share(measure)),
        }
    }

    /// Whether some figure of the chart rests on too few trials. A heatmap says itself what its empty cells are.
    fn has_few(&self, measures: &[usize], fixed: &[usize]) -> bool {
        let here = |cell: &[usize]| self.spec.by.iter().zip(fixed).all(|(&axis, &place)| cell[axis] == place);
        let few = |row: &PointRow| measures.iter().any(|&measure| row.measures[measure].few);
        self.spec.kind != ChartKind::Heatmap && self.cells.iter().any(|(cell, row)| here(cell) && few(row))
    }

    /// The measure where these axes have these values and the `by` axes theirs.
    fn at(&self, measure: usize, fixed: &[usize], places: &[(usize, usize)]) -> Estimate {
        let pins = || self.spec.by.iter().copied().zip(fixed.iter().copied()).chain(places.iter().copied());
        let row = if self.input.sweep.combination == Combination::Grid {
            let mut cell = vec![0; self.input.sweep.axes.len()];
            pins().for_each(|(axis, place)| cell[axis] = place);
            self.cells.get(&cell)
        } else {
            let pinned = |cell: &[usize]| pins().all(|(axis, place)| cell[axis] == place);
            self.cells.iter().find(|(cell, _)| pinned(cell)).map(|(_, row)| row)
        };
        let it = row.map(|row| row.measures[measure].shown()).unwrap_or_default();
        Estimate { value: it.value, low: it.low, high: it.high }
    }

    fn heatmap(&self, measure: usize, fixed: &[usize]) -> Option<Chart> {
        let (x, y) = (self.spec.x?, self.spec.y?);
        let (x_axis, y_axis) = (&self.input.sweep.axes[x], &self.input.sweep.axes[y]);
        let shown = |axis: &Axis| axis.levels().iter().map(|level| level.shown.clone()).collect::<Vec<_>>();
        let (columns, rows) = (shown(x_axis), shown(y_axis));
        let cell = |row: usize, column: usize| self.at(measure, fixed, &[(x, column), (y, row)]);
        let cells: Vec<Vec<Estimate>> =
            (0..rows.len()).map(|row| (0..columns.len()).map(|column| cell(row, column)).collect()).collect();
        let values = cells.iter().map(|row| row.iter().map(|it| it.value).collect()).collect();
        let labels = self.labels(&[measure], fixed, &self.typical_interval(measure, &cells));
        let (x, y) = (x_axis.label(), y_axis.label());
        let difference = self.input.measure(measure).is_difference(&self.input.sweep.measures);
        let range = range_of(self.cells, measure);
        let all = self.cells.values().map(|row| row.measures[measure].shown());
        let error = typical_half(all.map(|it| (it.low, it.high)));
        Some(heatmap(&HeatmapData { labels, x, columns, y, rows, values, difference, range, error }, self.style))
    }

    /// How wide the interval of a cell typically is, which says what of the picture is noise.
    fn typical_interval(&self, measure: usize, cells: &[Vec<Estimate>]) -> String {
        let Some(half) = typical_half(cells.iter().flatten().map(|it| (it.low, it.high))) else { return String::new() };
        let lang = &self.style.lang;
        let half = if self.input.is_share(measure) {
            say!(lang, "format.points", n = lang.number(100.0 * half, 1))
        } else {
            lang.short(half)
        };
        say!(lang, "sweep.typical", half = half)
    }

    fn lines(&self, measures: &[usize], fixed: &[usize]) -> Option<Chart> {
        let x = self.spec.x?;
        let axis = &self.input.sweep.axes[x];
        let (places, x_names) = positions(axis);
        let points = |measure: usize, more: &[(usize, usize)]| {
            let at = |place: usize| {
                let mut all = more.to_vec();
                all.push((x, place));
                self.at(measure, fixed, &all)
            };
            let mut points: Vec<(f64, Estimate)> = places.iter().enumerate().map(|(i, &to)| (to, at(i))).collect();
            points.sort_by(|a, b| a.0.total_cmp(&b.0));
            points
        };
        let lines_data: Vec<LineData> = match self.spec.series {
            Some(series) => {
                let other = &self.input.sweep.axes[series];
                let name = other.name.as_ref().unwrap_or(&other.path);
                let levels = other.levels().iter().enumerate();
                let unit = |level: &crate::sweep::Level| match &other.unit {
                    Some(unit) if level.number.is_some() => format!(" {unit}"),
                    _ => String::new(),
                };
                levels
                    .map(|(place, level)| LineData {
                        name: format!("{name} {}{}", level.shown, unit(level)),
                        side: None,
                        points: points(measures[0], &[(series, place)]),
                    })
                    .collect()
            }
            None => measures
                .iter()
                .map(|&measure| LineData {
                    name: self.input.measure(measure).label(),
                    side: side_of(self.input.measure(measure)),
                    points: points(measure, &[]),
                })
                .collect(),
        };
        let known = lines_data.iter().flat_map(|line| &line.points).all(|point| has_interval(&point.1));
        let labels = self.labels(measures, fixed, &self.bands(known));
        Some(lines(&LinesData { labels, x: axis.label(), x_names, lines: lines_data }, self.style))
    }

    fn bars(&self, measure: usize, fixed: &[usize]) -> Option<Chart> {
        let x = self.spec.x?;
        let levels = self.input.sweep.axes[x].levels().iter().enumerate();
        let rows = levels
            .map(|(place, level)| RowData {
                name: level.shown.clone(),
                estimate: self.at(measure, fixed, &[(x, place)]),
            })
            .collect();
        let rows: Vec<RowData> = rows;
        let known = rows.iter().all(|row| has_interval(&row.estimate));
        let mut labels = self.labels(&[measure], fixed, &self.bands(known));
        let by = say!(self.style.lang, "sweep.by", axis = self.input.sweep.axes[x].label());
        labels.subtitle = format!("{}, {by}", labels.subtitle);
        Some(bars(&BarsData { labels, side: side_of(self.input.measure(measure)), rows }, self.style))
    }

    /// What bands and whiskers are, and what it means where there is none.
    fn bands(&self, all: bool) -> String {
        let lang = &self.style.lang;
        let more = if all { "" } else { lang.t("sweep.no_interval") };
        format!("{} {more}", lang.t("sweep.bands")).trim_end().to_owned()
    }

    /// Every axis by its first and last value.
    fn tornado(&self, measure: usize) -> Option<Chart> {
        let base = self.input.rows.first()?.measures[measure].shown().value?;
        let mut first = 1;
        let mut swings = Vec::new();
        let mut unknown = Vec::new();
        for axis in &self.input.sweep.axes {
            let levels = axis.levels();
            let end = |place: usize| {
                let it = self.input.rows.get(first + place)?.measures[measure].shown();
                Some(SwingEnd { at: levels[place].shown.clone(), value: it.value?, interval: it.low.zip(it.high) })
            };
            let (low, high) = (end(0), end(levels.len() - 1));
            match (low, high) {
                (Some(low), Some(high)) => swings.push(Swing { name: axis.label(), low, high }),
                _ => unknown.push(axis.label()),
            }
            first += levels.len();
        }
        let lang = &self.style.lang;
        let more =
            if unknown.is_empty() { String::new() } else { say!(lang, "sweep.unknown", axes = lang.list(&unknown)) };
        let known = swings.iter().all(|it| it.low.interval.is_some() && it.high.interval.is_some());
        let labels = self.labels(&[measure], &[], format!("{} {more}", self.bands(known)).trim_end());
        Some(tornado(&TornadoData { labels, base, swings }, self.style))
    }
}

/// The median of half the widths of intervals.
fn typical_half(intervals: impl Iterator<Item = (Option<f64>, Option<f64>)>) -> Option<f64> {
    let mut halves: Vec<f64> = intervals.filter_map(|(low, high)| Some((high? - low?) / 2.0)).collect();
    halves.sort_by(f64::total_cmp);
    halves.get(halves.len() / 2).copied()
}

/// What is said where a chart leaves out figures that rest on too few trials.
fn drawn_few(lang: &Lang) -> String {
    say!(lang, "sweep.few_drawn", n = FEW)
}

fn has_interval(estimate: &Estimate) -> bool {
    estimate.value.is_none() || estimate.low.is_some()
}

/// The range of a measure over all maps of one entry, so that a colour means the same in each.
pub(super) fn range_of(cells: &Cells<'_>, measure: usize) -> Option<(f64, f64)> {
    let values = cells.values().filter_map(|row| row.measures[measure].shown().value).filter(|x| x.is_finite());
    values.fold(None, |range, x| {
        let (low, high) = range.unwrap_or((x, x));
        Some((x.min(low), x.max(high)))
    })
}

/// The side that a measure's path names, if it names one.
pub(super) fn side_of(measure: &Measure) -> Option<Side> {
    match Side::BOTH.map(|side| measure.written.contains(side.key())) {
        [true, false] => Some(Side::Challenger),
        [false, true] => Some(Side::Defender),
        _ => None,
    }
}

/// Where the values of an axis lie, and the names of those that are not numbers: beyond the last number, in order.
pub(super) fn positions(axis: &Axis) -> (Vec<f64>, Vec<(f64, String)>) {
    let levels = axis.levels();
    let numbers: Vec<f64> = levels.iter().filter_map(|level| level.number).collect();
    if numbers.len() == levels.len() {
        return (numbers, Vec::new());
    }
    let (low, high) = numbers.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), &x| (l.min(x), h.max(x)));
    let (last, gap) =
        if low < high { (high, (high - low) * 0.15) } else { (numbers.first().map_or(-1.0, |x| *x), 1.0) };
    let mut words = 0.0;
    let mut place = |level: &crate::sweep::Level| {
        level.number.unwrap_or_else(|| {
            words += 1.0;
            last + words * gap
        })
    };
    let places: Vec<f64> = levels.iter().map(&mut place).collect();
    let mut names: Vec<(f64, String)> =
        places.iter().copied().zip(levels.iter().map(|level| level.shown.clone())).collect();
    names.sort_by(|a, b| a.0.total_cmp(&b.0));
    (places, names)
}

/// A word that can stand in a file's name.
pub(crate) fn file_word(text: &str) -> String {
    let kept = |c: char| if c.is_ascii_alphanumeric() || c == '.' || c == '-' { c } else { '_' };
    text.chars().take(40).map(kept).collect()
}
