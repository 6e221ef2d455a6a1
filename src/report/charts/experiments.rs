//! Charts of plain data, for sweeps and comparisons: bars with intervals, lines with bands, tornado, paired differences.

use super::super::lang::Lang;
use super::super::style::Style;
use super::super::table::{Cell, Table};
use super::super::theme::Color;
use super::super::theme::Theme;
use super::Chart;
use super::axis::{Axis, decimals_of};
use super::canvas::Anchor;
use super::drawing::{Drawing, Rect, Shape, Swatch};
use super::rows::{Rows, rows, whisker};
use super::series::{Series, line_chart};
use crate::model::Side;

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
    pub(crate) fn value(&self, lang: &Lang, x: f64) -> String {
        if self.share { lang.percent(x, 1) } else { lang.short(x) }
    }

    pub(crate) fn signed(&self, lang: &Lang, x: f64) -> String {
        if self.share {
            lang.fill("format.points", &[("n", &lang.signed(100.0 * x, 1))])
        } else {
            let text = lang.short(x);
            if x > 0.0 { format!("+{text}") } else { text }
        }
    }

    pub(crate) fn cell(&self, x: Option<f64>) -> Cell {
        if self.share { Cell::Share(x) } else { Cell::Number(x) }
    }

    /// An axis for the measure over those values.
    pub(crate) fn axis(&self, lang: &Lang, low: f64, high: f64, ticks: usize) -> Axis {
        if self.share && low >= 0.0 {
            return Axis::shares(lang, high, ticks, &self.measure);
        }
        let mut axis = Axis::numbers(lang, low, high, ticks, &self.measure);
        if self.share {
            self.sign_ticks(lang, &mut axis);
        }
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

/// A line of a [`lines`] chart.
#[derive(Clone, Debug, PartialEq)]
pub struct LineData {
    /// Name for readers.
    pub name: String,
    /// The side that it is about, if it is about one.
    pub side: Option<Side>,
    /// Horizontal places, ascending, and the figures there.
    pub points: Vec<(f64, Estimate)>,
}

/// Lines with bands.
#[derive(Clone, Debug, PartialEq)]
pub struct LinesData {
    /// Words.
    pub labels: Labels,
    /// What the horizontal axis shows, with its unit.
    pub x: String,
    /// Names for horizontal places that are not plain numbers, such as `permanent`; empty: numbers.
    pub x_names: Vec<(f64, String)>,
    /// The lines.
    pub lines: Vec<LineData>,
}

/// A bar, a difference or another row with an interval.
#[derive(Clone, Debug, PartialEq)]
pub struct RowData {
    /// Name for readers.
    pub name: String,
    /// The figure.
    pub estimate: Estimate,
}

/// Bars with intervals.
#[derive(Clone, Debug, PartialEq)]
pub struct BarsData {
    /// Words.
    pub labels: Labels,
    /// The side that the measure is about, if it is about one.
    pub side: Option<Side>,
    /// The bars, from the top.
    pub rows: Vec<RowData>,
}

/// What the low and the high value of an input make of a measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Swing {
    /// The input.
    pub name: String,
    /// The input's low value as text, and the measure there.
    pub low: (String, f64),
    /// The input's high value as text, and the measure there.
    pub high: (String, f64),
}

/// Which inputs move a measure most, one at a time.
#[derive(Clone, Debug, PartialEq)]
pub struct TornadoData {
    /// Words.
    pub labels: Labels,
    /// The measure with every input at its central value.
    pub base: f64,
    /// The inputs; drawn by size.
    pub swings: Vec<Swing>,
}

/// Differences between two variants that met the same luck.
#[derive(Clone, Debug, PartialEq)]
pub struct PairedData {
    /// Words.
    pub labels: Labels,
    /// Name of the variant that is subtracted.
    pub from: String,
    /// Name of the other.
    pub to: String,
    /// Whether both met the same luck in every trial.
    pub same_luck: bool,
    /// Differences `to - from`, from the top.
    pub rows: Vec<RowData>,
}

fn extent(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) =
        values.filter(|x| x.is_finite()).fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(x), h.max(x)));
    if low <= high { (low, high) } else { (0.0, 1.0) }
}

fn ends(estimate: &Estimate) -> impl Iterator<Item = f64> {
    [estimate.value, estimate.low, estimate.high].into_iter().flatten()
}

fn told(labels: &Labels, lang: &Lang, rows: &[(String, Option<f64>)]) -> String {
    told_as(labels, lang, rows, |x| labels.value(lang, x))
}

fn told_as(labels: &Labels, lang: &Lang, rows: &[(String, Option<f64>)], text: impl Fn(f64) -> String) -> String {
    let one = |(name, value): &(String, Option<f64>)| {
        format!("{name} {}", value.map_or_else(|| lang.t("format.missing").to_owned(), &text))
    };
    let list: Vec<String> = rows.iter().map(one).collect();
    lang.fill("chart.plain_alt", &[("title", &labels.title), ("measure", &labels.measure), ("list", &list.join("; "))])
}

fn side_color(theme: &Theme, side: Side) -> Color {
    match side {
        Side::Challenger => theme.challenger,
        Side::Defender => theme.defender,
    }
}

/// Colours and dash patterns of lines: a side's own, and what is left of the palette where sides are shown.
fn line_colors(theme: &Theme, lines: &[LineData]) -> Vec<(Color, usize)> {
    let sided = lines.iter().any(|it| it.side.is_some());
    let free = |color: &&Color| !(sided && (**color == theme.challenger || **color == theme.defender));
    let mut palette: Vec<Color> = theme.palette.iter().filter(free).copied().collect();
    if palette.is_empty() {
        palette.push(theme.ink);
    }
    let mut used = [0, 0, 0];
    let color = |it: &LineData| {
        let kind = it.side.map_or(2, |side| side as usize);
        let index = used[kind];
        used[kind] += 1;
        match it.side {
            Some(side) => (side_color(theme, side), index),
            None => (palette[index % palette.len()], index / palette.len()),
        }
    };
    lines.iter().map(color).collect()
}

/// Lines with bands over a swept number.
pub fn lines(data: &LinesData, style: &Style) -> Chart {
    let (labels, lang, theme) = (&data.labels, &style.lang, &style.theme);
    let mut drawing = Drawing::new(style, &labels.title, &labels.subtitle);
    let colors = line_colors(theme, &data.lines);
    let series: Vec<Series> = data
        .lines
        .iter()
        .enumerate()
        .map(|(index, it)| {
            let (color, dash) = colors[index];
            let xs = it.points.iter().map(|point| point.0).collect();
            let ys = it.points.iter().map(|point| point.1.value).collect();
            let (low, high) = it.points.iter().map(|point| (point.1.low, point.1.high)).unzip();
            let dots = it.points.iter().filter(|point| point.1.value.is_some());
            let tip = |point: &(f64, Estimate)| {
                format!("{} {}", it.name, labels.value(lang, point.1.value.unwrap_or(f64::NAN))).trim().to_owned()
            };
            Series {
                dash,
                band: Some((low, high)),
                marks: dots.map(|point| (point.0, tip(point))).collect(),
                ..Series::new(&index.to_string(), &it.name, color, xs, ys)
            }
        })
        .collect();
    let (low, high) = extent(data.lines.iter().flat_map(|it| it.points.iter().flat_map(|point| ends(&point.1))));
    // Lines that are all far from 0 would lie in a heap at the top.
    let far = labels.share && low > 0.5 * high;
    let mut y =
        if far { Axis::share_range(lang, low, high, 5, &labels.measure) } else { labels.axis(lang, low, high, 5) };
    if labels.measure == labels.title {
        y.label.clear();
    }
    let (x_low, x_high) = extent(data.lines.iter().flat_map(|it| it.points.iter().map(|point| point.0)));
    let ticks = if drawing.is_narrow() { 5 } else { 8 };
    let mut x = Axis::numbers(lang, x_low, x_high, ticks, &data.x);
    if !data.x_names.is_empty() {
        x = Axis::new(x_low, x_high, data.x_names.clone(), &data.x);
    }
    line_chart(&mut drawing, &x, &y, &series);
    let mut table = Table::new(&["line", "x", "value", "low", "high"]);
    for it in &data.lines {
        for (x, estimate) in &it.points {
            let figures = [estimate.value, estimate.low, estimate.high].map(|x| labels.cell(x));
            let word = data.x_names.iter().find(|named| named.0 == *x && named.1.parse::<f64>().is_err());
            let place = word.map_or_else(|| Cell::from(*x), |named| named.1.as_str().into());
            let mut row: Vec<Cell> = vec![it.name.as_str().into(), place];
            row.extend(figures);
            table.push(row);
        }
    }
    let last = |it: &LineData| (it.name.clone(), it.points.last().and_then(|point| point.1.value));
    let alt = told(labels, lang, &data.lines.iter().map(last).collect::<Vec<_>>());
    drawing.finish(&labels.name, &labels.note, &alt, table)
}

/// Horizontal bars with intervals.
pub fn bars(data: &BarsData, style: &Style) -> Chart {
    let labels = &data.labels;
    let mut drawing = Drawing::new(style, &labels.title, &labels.subtitle);
    let color = data.side.map_or(style.theme.palette[0], |side| side_color(&style.theme, side));
    draw_rows(&mut drawing, labels, &data.rows, |x| labels.value(&style.lang, x), color, false);
    let alt = told(labels, &style.lang, &named(&data.rows));
    drawing.finish(&labels.name, &labels.note, &alt, row_table(labels, &data.rows))
}

/// Paired differences with intervals: dots beside a line at zero.
pub fn paired(data: &PairedData, style: &Style) -> Chart {
    let labels = &data.labels;
    let mut drawing = Drawing::new(style, &labels.title, &labels.subtitle);
    let lang = &style.lang;
    let key = if data.same_luck { "chart.paired" } else { "chart.unpaired" };
    let says = lang.fill(key, &[("from", &data.from), ("to", &data.to)]);
    let (em, muted) = (drawing.em, style.theme.muted);
    drawing.paragraph(&says, 0.88 * em, false, muted, 3);
    drawing.y += 0.5 * em;
    draw_rows(&mut drawing, labels, &data.rows, |x| labels.signed(lang, x), style.theme.palette[0], true);
    let alt = told_as(labels, lang, &named(&data.rows), |x| labels.signed(lang, x));
    drawing.finish(&labels.name, &labels.note, &alt, row_table(labels, &data.rows))
}

fn named(rows: &[RowData]) -> Vec<(String, Option<f64>)> {
    rows.iter().map(|row| (row.name.clone(), row.estimate.value)).collect()
}

fn row_table(labels: &Labels, rows: &[RowData]) -> Table {
    let mut table = Table::new(&["name", "value", "low", "high"]);
    for row in rows {
        let mut cells: Vec<Cell> = vec![row.name.as_str().into()];
        cells.extend([row.estimate.value, row.estimate.low, row.estimate.high].map(|x| labels.cell(x)));
        table.push(cells);
    }
    table
}

/// Bars from zero, or dots, each with its interval and its figure at the right.
fn draw_rows(
    drawing: &mut Drawing,
    labels: &Labels,
    data: &[RowData],
    text: impl Fn(f64) -> String,
    color: Color,
    dots: bool,
) {
    let (em, lang) = (drawing.em, &drawing.style.lang);
    let (low, high) = extent(data.iter().flat_map(|row| ends(&row.estimate)).chain([0.0]));
    let ticks = if drawing.is_narrow() { 4 } else { 6 };
    let mut axis = labels.axis(lang, low, high, ticks);
    if dots {
        axis = Axis::numbers(lang, low, high, ticks, &labels.measure);
        labels.sign_ticks(lang, &mut axis);
    }
    let names: Vec<String> = data.iter().map(|row| row.name.clone()).collect();
    let texts: Vec<String> = data.iter().map(|row| row.estimate.value.map_or_else(String::new, &text)).collect();
    let right = texts.iter().map(|text| drawing.width_of(text)).fold(0.0, f64::max) + 0.9 * em;
    let Rows { rect, middles } = rows(drawing, &names, 1.1 * em, right, &axis);
    let x = |value: f64| axis.place(value, rect.left, rect.right);
    let ink = drawing.style.theme.ink;
    for ((row, middle), text) in data.iter().zip(&middles).zip(&texts) {
        drawing.canvas.open_tip(&lang.said_of(&row.name, text));
        if let Some(value) = row.estimate.value.filter(|_| !dots) {
            let (from, to) = (x(0.0).min(x(value)), x(0.0).max(x(value)));
            drawing.canvas.rect(from, middle - 0.55 * em, to - from, 1.1 * em, color, 1.0);
        }
        if let (Some(low), Some(high)) = (row.estimate.low, row.estimate.high) {
            whisker(drawing, *middle, x(low), x(high), ink);
        }
        if let Some(value) = row.estimate.value.filter(|_| dots) {
            drawing.canvas.circle(x(value), *middle, 0.38 * em, color);
        }
        drawing.canvas.close();
        drawing.text(rect.right + right, middle + 0.36 * em, text, ink, Anchor::End);
    }
    if low < 0.0 && !drawing.is_narrow() {
        drawing.canvas.line((x(0.0), rect.top), (x(0.0), rect.bottom), ink, 1.0);
    } else if low < 0.0 {
        for middle in &middles {
            drawing.canvas.line((x(0.0), middle - 0.8 * em), (x(0.0), middle + 0.8 * em), ink, 1.0);
        }
    }
}

/// Which inputs move a measure most: bars from the measure at the low to the measure at the high value of each.
pub fn tornado(data: &TornadoData, style: &Style) -> Chart {
    let (labels, lang, theme) = (&data.labels, &style.lang, &style.theme);
    let mut swings: Vec<&Swing> = data.swings.iter().collect();
    let reach = |it: &Swing| (it.high.1 - it.low.1).abs();
    swings.sort_by(|a, b| reach(b).total_cmp(&reach(a)));
    let mut drawing = Drawing::new(style, &labels.title, &labels.subtitle);
    let em = drawing.em;
    let (down, up) = (theme.palette[1], theme.palette[0]);
    drawing.legend(&[
        Swatch { color: down, shape: Shape::Box, label: lang.t("legend.first_value").to_owned() },
        Swatch { color: up, shape: Shape::Box, label: lang.t("legend.last_value").to_owned() },
        Swatch { color: theme.ink, shape: Shape::Rule, label: lang.t("legend.base").to_owned() },
    ]);
    let (low, high) = extent(swings.iter().flat_map(|it| [it.low.1, it.high.1]).chain([data.base]));
    // Bars do not begin at zero here, so neither does the axis.
    let scale = if labels.share { Axis::share_range } else { Axis::numbers };
    let axis = scale(lang, low, high, if drawing.is_narrow() { 4 } else { 6 }, &labels.measure);
    let names: Vec<String> = swings.iter().map(|it| it.name.clone()).collect();
    let room = |text: &str| drawing.width_of(text) + 0.9 * em;
    let right = swings.iter().map(|it| room(&format!("{} – {}", it.low.0, it.high.0))).fold(0.0, f64::max);
    let right = right.min(0.24 * drawing.width);
    let Rows { rect, middles } = rows(&mut drawing, &names, 1.1 * em, right, &axis);
    let x = |value: f64| axis.place(value, rect.left, rect.right);
    for (it, middle) in swings.iter().zip(&middles) {
        for (end, color) in [(&it.low, down), (&it.high, up)] {
            let (from, to) = (x(data.base).min(x(end.1)), x(data.base).max(x(end.1)));
            drawing.canvas.open_tip(&lang.said_of(&format!("{} = {}", it.name, end.0), &labels.value(lang, end.1)));
            drawing.canvas.rect(from, middle - 0.55 * em, to - from, 1.1 * em, color, 0.9);
            drawing.canvas.close();
        }
        let text = drawing.wrap(&format!("{} – {}", it.low.0, it.high.0), right - 0.4 * em, 1).concat();
        drawing.text(rect.right + right, middle + 0.36 * em, &text, theme.muted, Anchor::End);
    }
    // On a narrow chart names stand between the bars, where the line would cross them out.
    let spans = if drawing.is_narrow() {
        middles.iter().map(|middle| Rect { top: middle - 0.7 * em, bottom: middle + 0.7 * em, ..rect }).collect()
    } else {
        vec![rect]
    };
    for span in spans {
        drawing.rule(span, x(data.base), theme.ink);
    }
    let mut table = Table::new(&["name", "first_value", "first_measure", "last_value", "last_measure"]);
    for it in &swings {
        let (low, high) = (labels.cell(Some(it.low.1)), labels.cell(Some(it.high.1)));
        table.push(vec![it.name.as_str().into(), it.low.0.as_str().into(), low, it.high.0.as_str().into(), high]);
    }
    let sizes: Vec<_> = swings.iter().map(|it| (it.name.clone(), Some(reach(it)))).collect();
    let alt = told(labels, lang, &sizes);
    drawing.finish(&labels.name, &labels.note, &alt, table)
}
