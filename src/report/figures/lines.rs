//! Lines with bands over a swept number.

use super::super::draw::{Axis, Chart, Drawing, Series, line_chart};
use super::super::lang::say;
use super::super::style::Style;
use super::super::table::{Cell, Table};
use super::super::theme::{Color, Theme};
use super::labels::{Estimate, Labels, ends, extent, told};
use super::plans::{DASHES, faint, joined};
use crate::model::Side;

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

/// How a line strokes: its colour, its dash pattern, and whether it is one of too many.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stroke {
    color: Color,
    dash: usize,
    faint: bool,
}

/// What is left of the palette where sides are shown in colours of their own.
fn free_colors(theme: &Theme, lines: &[LineData]) -> Vec<Color> {
    let sided = lines.iter().any(|it| it.side.is_some());
    let free = |color: &&Color| !(sided && (**color == theme.challenger || **color == theme.defender));
    let colors: Vec<Color> = theme.palette.iter().filter(free).copied().collect();
    if colors.is_empty() { vec![theme.ink] } else { colors }
}

/// A side's own colour, and the others in turn; after each round the dashes change.
fn distinct(theme: &Theme, lines: &[LineData]) -> Vec<Stroke> {
    let palette = free_colors(theme, lines);
    let mut used = [0, 0, 0];
    let stroke = |it: &LineData| {
        let kind = it.side.map_or(2, |side| side as usize);
        let index = used[kind];
        used[kind] += 1;
        let (color, dash) = match it.side {
            Some(side) => (theme.side(side), index),
            None => (palette[index % palette.len()], index / palette.len()),
        };
        Stroke { color, dash, faint: false }
    };
    lines.iter().map(stroke).collect()
}

/// Those that end highest in colour, all others grey.
fn highest(theme: &Theme, lines: &[LineData]) -> Vec<Stroke> {
    let palette = free_colors(theme, lines);
    let end = |it: &LineData| it.points.iter().rev().find_map(|point| point.1.value).unwrap_or(f64::NEG_INFINITY);
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by(|&a, &b| end(&lines[b]).total_cmp(&end(&lines[a])));
    let mut strokes = vec![Stroke { color: faint(theme), dash: 0, faint: true }; lines.len()];
    for (&index, &color) in order.iter().zip(&palette) {
        strokes[index] = Stroke { color, dash: 0, faint: false };
    }
    strokes
}

/// Every line unlike all others, or as many as can be.
fn strokes(theme: &Theme, lines: &[LineData]) -> Vec<Stroke> {
    let all = distinct(theme, lines);
    if all.iter().all(|stroke| stroke.dash < DASHES) { all } else { highest(theme, lines) }
}

/// The chart.
pub fn lines(data: &LinesData, style: &Style) -> Chart {
    let (labels, lang) = (&data.labels, &style.lang);
    let mut drawing = Drawing::new(style, &labels.title, &labels.subtitle);
    let strokes = strokes(&style.theme, &data.lines);
    let place = |index: usize| series(data, style, index, strokes[index]);
    let series: Vec<Series> = (0..data.lines.len()).map(place).collect();
    let (x, y) = (x_axis(&drawing, data), y_axis(data, lang));
    line_chart(&mut drawing, &x, &y, &series);
    let last = |it: &LineData| (it.name.clone(), it.points.last().and_then(|point| point.1.value));
    let alt = told(labels, lang, &data.lines.iter().map(last).collect::<Vec<_>>());
    let shown = strokes.iter().filter(|stroke| !stroke.faint).count();
    let grey = if shown == strokes.len() {
        String::new()
    } else {
        say!(lang, "note.lines_in_grey", shown = lang.count(shown as u64), all = lang.count(strokes.len() as u64))
    };
    drawing.finish(&labels.name, &joined(&[&labels.note, &grey]), &alt, table(data))
}

fn series(data: &LinesData, style: &Style, index: usize, stroke: Stroke) -> Series {
    let it = &data.lines[index];
    let drawn = stepped(data, &it.points);
    let xs = drawn.iter().map(|point| point.0).collect();
    let ys = drawn.iter().map(|point| point.1.value).collect();
    let (low, high) = drawn.iter().map(|point| (point.1.low, point.1.high)).unzip();
    let tip = |value: f64| format!("{} {}", it.name, data.labels.value(&style.lang, value)).trim().to_owned();
    let marks = it.points.iter().filter_map(|point| Some((point.0, tip(point.1.value?)))).collect();
    let line = Series {
        dash: stroke.dash,
        faint: stroke.faint,
        ..Series::new(&index.to_string(), &it.name, stroke.color, xs, ys)
    };
    if stroke.faint { line } else { Series { band: Some((low, high)), marks, ..line } }
}

/// Half the width of the step that stands for a word, of the distance between neighbours.
const HALF_STEP: f64 = 0.3;

/// Whether the place has a name that is no number: nothing lies between it and its neighbours.
fn is_word(data: &LinesData, x: f64) -> bool {
    data.x_names.iter().any(|named| named.0 == x && named.1.parse::<f64>().is_err())
}

/// Half the width of a step.
fn half_step(data: &LinesData) -> f64 {
    let mut places: Vec<f64> = data.x_names.iter().map(|named| named.0).collect();
    places.sort_by(f64::total_cmp);
    let gaps = places.windows(2).filter(|pair| is_word(data, pair[1])).map(|pair| pair[1] - pair[0]);
    HALF_STEP * gaps.reduce(f64::min).unwrap_or(1.0)
}

/// The points of a line, a level step in place of each that stands for a word, and a gap on both its sides.
fn stepped(data: &LinesData, points: &[(f64, Estimate)]) -> Vec<(f64, Estimate)> {
    let half = half_step(data);
    let mut drawn = Vec::new();
    for (x, estimate) in points {
        if is_word(data, *x) {
            let gap = (x - 1.2 * half, Estimate { value: None, low: None, high: None });
            drawn.extend([gap, (x - half, *estimate), (x + half, *estimate)]);
            drawn.push((x + 1.2 * half, Estimate { value: None, low: None, high: None }));
        } else {
            drawn.push((*x, *estimate));
        }
    }
    drawn
}

fn y_axis(data: &LinesData, lang: &super::super::lang::Lang) -> Axis {
    let labels = &data.labels;
    let (low, high) = extent(data.lines.iter().flat_map(|it| it.points.iter().flat_map(|point| ends(&point.1))));
    // Lines that are all far from 0 would lie in a heap at the top.
    let far = labels.share && low > 0.5 * high;
    let mut y =
        if far { Axis::share_range(lang, low, high, 5, &labels.measure) } else { labels.axis(lang, low, high, 5) };
    if labels.measure == labels.title {
        y.label.clear();
    }
    y
}

fn x_axis(drawing: &Drawing, data: &LinesData) -> Axis {
    let (low, high) = extent(data.lines.iter().flat_map(|it| stepped(data, &it.points)).map(|point| point.0));
    let ticks = if drawing.is_narrow() { 5 } else { 8 };
    if data.x_names.is_empty() {
        Axis::numbers(&drawing.style.lang, low, high, ticks, &data.x)
    } else {
        Axis::new(low, high, data.x_names.clone(), &data.x)
    }
}

fn table(data: &LinesData) -> Table {
    // Lines of several measures have no common name.
    let measure = if data.labels.measure.is_empty() { "value" } else { data.labels.measure.as_str() };
    let mut table = Table::new(&["line", &data.x, measure, "low", "high"]);
    for it in &data.lines {
        for (x, estimate) in &it.points {
            let figures = [estimate.value, estimate.low, estimate.high].map(|x| data.labels.cell(x));
            let word = data.x_names.iter().find(|named| named.0 == *x && named.1.parse::<f64>().is_err());
            let place = word.map_or_else(|| Cell::from(*x), |named| named.1.as_str().into());
            let mut row: Vec<Cell> = vec![it.name.as_str().into(), place];
            row.extend(figures);
            table.push(row);
        }
    }
    table
}
