//! Lines over a horizontal axis, with bands and marks, named at their ends or in a legend.

use super::super::theme::Color;
use super::axis::{Axis, spread};
use super::canvas::{Anchor, Canvas};
use super::drawing::{Drawing, Rect, Shape, Swatch, dash_pattern};

/// Lower and upper edge by point.
pub(crate) type Band = (Vec<Option<f64>>, Vec<Option<f64>>);

/// One line.
#[derive(Clone, Debug)]
pub(crate) struct Series {
    /// Identifier for scripts.
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) color: Color,
    /// Which dash pattern; 0: solid.
    pub(crate) dash: usize,
    pub(crate) heavy: bool,
    pub(crate) xs: Vec<f64>,
    pub(crate) ys: Vec<Option<f64>>,
    pub(crate) band: Option<Band>,
    /// Where on the line something happens, and what.
    pub(crate) marks: Vec<(f64, String)>,
    /// Drawn as a staircase: each value holds until the next point.
    pub(crate) steps: bool,
}

impl Series {
    pub(crate) fn new(key: &str, name: &str, color: Color, xs: Vec<f64>, ys: Vec<Option<f64>>) -> Self {
        let (key, name) = (key.to_owned(), name.to_owned());
        Self { key, name, color, dash: 0, heavy: false, xs, ys, band: None, marks: Vec::new(), steps: false }
    }

    fn last(&self) -> Option<f64> {
        self.ys.iter().rev().find_map(|y| *y)
    }

    /// The value at `x`, between the points.
    fn at(&self, x: f64) -> Option<f64> {
        let right = self.xs.iter().position(|&at| at >= x)?;
        if self.xs[right] == x || right == 0 {
            return *self.ys.get(right)?;
        }
        let (a, b) = (self.ys.get(right - 1).copied()??, self.ys.get(right).copied()??);
        Some(a + (b - a) * (x - self.xs[right - 1]) / (self.xs[right] - self.xs[right - 1]))
    }
}

/// Runs of points without gaps.
fn runs(xs: &[f64], ys: &[Option<f64>]) -> Vec<Vec<(f64, f64)>> {
    let mut runs = vec![Vec::new()];
    for (&x, y) in xs.iter().zip(ys) {
        match (y, runs.last_mut()) {
            (Some(y), Some(run)) => run.push((x, *y)),
            _ => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

fn staircase(run: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut points = Vec::with_capacity(2 * run.len());
    for pair in run.windows(2) {
        points.extend([pair[0], (pair[1].0, pair[0].1)]);
    }
    points.extend(run.last());
    points
}

/// The band of a line within a plot, if it has one; one of several that may lie over each other.
pub(crate) fn band(drawing: &mut Drawing, rect: Rect, x: &Axis, y: &Axis, series: &Series, of: usize) {
    let Some((low, high)) = &series.band else { return };
    let place = |(a, b): (f64, f64)| (x.place(a, rect.left, rect.right), y.place(b, rect.bottom, rect.top));
    // However many there are, what lies below them still shows.
    let opacity = drawing.style.theme.band_opacity.min(0.5 / of.max(1) as f64);
    for (lower, mut outline) in runs(&series.xs, low).into_iter().zip(runs(&series.xs, high)) {
        outline.extend(lower.into_iter().rev());
        let outline: Vec<_> = outline.into_iter().map(place).collect();
        if outline.len() > 3 {
            drawing.canvas.polygon(&outline, series.color, opacity);
        }
    }
}

/// A line within a plot; a lone point becomes a dot.
pub(crate) fn line(drawing: &mut Drawing, rect: Rect, x: &Axis, y: &Axis, series: &Series) {
    let place = |(a, b): (f64, f64)| (x.place(a, rect.left, rect.right), y.place(b, rect.bottom, rect.top));
    let theme = &drawing.style.theme;
    let width = drawing.line_width() * if series.heavy { 1.5 } else { 1.0 };
    let dashes = Canvas::dashes(dash_pattern(series.dash));
    drawing.canvas.open(&[("stroke-dasharray", &dashes)]);
    for run in runs(&series.xs, &series.ys) {
        let run = if series.steps { staircase(&run) } else { run };
        let points: Vec<_> = run.into_iter().map(place).collect();
        match points[..] {
            [(px, py)] => drawing.canvas.circle(px, py, 1.5 * width, series.color),
            _ => drawing.canvas.path(&points, series.color, width),
        }
    }
    drawing.canvas.close();
    for (at, tip) in &series.marks {
        if let Some(value) = series.at(*at) {
            let (px, py) = place((*at, value));
            drawing.canvas.open_tip(tip);
            let ring = drawing.line_width();
            drawing.canvas.circle(px, py, 2.1 * ring, series.color);
            drawing.canvas.circle(px, py, 1.1 * ring, theme.background);
            drawing.canvas.close();
        }
    }
}

/// One plot with lines, named at their right ends where there is room, else in a legend.
pub(crate) fn line_chart(drawing: &mut Drawing, x: &Axis, y: &Axis, series: &[Series]) {
    let named: Vec<&Series> = series.iter().filter(|series| !series.name.is_empty()).collect();
    let beside = !drawing.is_narrow() && named.len() > 1 && named.len() <= 14;
    if !beside && named.len() > 1 {
        legend(drawing, &named);
    }
    let em = drawing.em;
    let limit = 0.28 * drawing.width;
    let labels: Vec<Vec<String>> = named.iter().map(|series| drawing.wrap(&series.name, limit, 2)).collect();
    let widest = labels.iter().flatten().map(|line| drawing.width_of(line)).fold(0.0, f64::max);
    let most_lines = labels.iter().map(Vec::len).max().unwrap_or(1) as f64;
    let gap = (1.15 * most_lines + 0.2) * em;
    let right = if beside { widest + 3.4 * em } else { 0.6 * em };
    let height = (0.5 * drawing.width).clamp(17.0 * em, 26.0 * em);
    let height = if beside { height.max(gap * (labels.len() as f64 + 0.5)) } else { height };
    let top = drawing.y + if y.label.is_empty() { 0.5 * em } else { 1.9 * em };
    let rect = Rect {
        left: drawing.margin() + drawing.axis_width(y),
        top,
        right: drawing.width - drawing.margin() - right,
        bottom: top + height,
    };
    drawing.axes(rect, x, y);
    open_plot(drawing, rect, x);
    let banded = series.iter().filter(|it| it.band.is_some()).count();
    for series in series.iter().filter(|it| it.band.is_some()) {
        drawing.canvas.open(&[("class", "series"), ("data-key", &series.key)]);
        band(drawing, rect, x, y, series, banded);
        drawing.canvas.close();
    }
    for series in series {
        open_series(drawing, series);
        line(drawing, rect, x, y, series);
        drawing.canvas.close();
    }
    drawing.canvas.close();
    if beside {
        end_labels(drawing, rect, y, &named, &labels, gap);
    }
    drawing.y = rect.bottom + drawing.axis_height(x);
}

/// A group that tells scripts how the horizontal axis lies.
fn open_plot(drawing: &mut Drawing, rect: Rect, x: &Axis) {
    let frame = format!("{} {} {} {} {} {}", rect.left, rect.right, rect.top, rect.bottom, x.min, x.max);
    drawing.canvas.open(&[("class", "plot"), ("data-frame", &frame), ("data-x", &x.label)]);
}

/// A group that carries a line's values for scripts.
fn open_series(drawing: &mut Drawing, series: &Series) {
    let numbers = |values: Vec<String>| values.join(" ");
    let xs = numbers(series.xs.iter().map(|x| format!("{x}")).collect());
    let ys = series.ys.iter().map(|y| y.map_or_else(|| "-".to_owned(), |y| format!("{y:.4}"))).collect();
    drawing.canvas.open(&[
        ("class", "series"),
        ("data-key", &series.key),
        ("data-name", &series.name),
        ("data-color", &series.color.to_string()),
        ("data-xs", &xs),
        ("data-ys", &numbers(ys)),
    ]);
}

fn legend(drawing: &mut Drawing, named: &[&Series]) {
    let swatch =
        |series: &&Series| Swatch { color: series.color, shape: Shape::Line(series.dash), label: series.name.clone() };
    let items: Vec<Swatch> = named.iter().map(swatch).collect();
    drawing.legend(&items);
}

/// Names at the right ends of the lines, moved apart, each with a thin line to its end.
fn end_labels(drawing: &mut Drawing, rect: Rect, y: &Axis, named: &[&Series], labels: &[Vec<String>], gap: f64) {
    let em = drawing.em;
    let ends: Vec<f64> =
        named.iter().map(|series| y.place(series.last().unwrap_or(y.min), rect.bottom, rect.top)).collect();
    let places = spread(&ends, gap, rect.top, rect.bottom);
    for ((series, lines), (end, place)) in named.iter().zip(labels).zip(ends.iter().zip(places)) {
        drawing.canvas.open(&[("class", "series"), ("data-key", &series.key)]);
        let elbow = [(rect.right + 0.2 * em, *end), (rect.right + 0.6 * em, *end), (rect.right + 1.3 * em, place)];
        drawing.canvas.path(&elbow, series.color.mix(drawing.style.theme.background, 0.45), 1.0);
        let dashes = Canvas::dashes(dash_pattern(series.dash));
        drawing.canvas.open(&[("stroke-dasharray", &dashes)]);
        let width = drawing.line_width() * if series.heavy { 1.5 } else { 1.0 };
        drawing.canvas.line((rect.right + 1.3 * em, place), (rect.right + 2.7 * em, place), series.color, width);
        drawing.canvas.close();
        let color = readable(series.color, drawing);
        drawing.block(rect.right + 3.0 * em, place, lines, color, Anchor::Start);
        drawing.canvas.close();
    }
}

/// The colour, darkened until it has a contrast of 4.5 to the background.
pub(crate) fn readable(color: Color, drawing: &Drawing) -> Color {
    let theme = &drawing.style.theme;
    let contrast = |color: Color| {
        let (a, b) = (color.luminance(), theme.background.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    };
    (0..=20)
        .map(|step| color.mix(theme.ink, f64::from(step) / 20.0))
        .find(|&it| contrast(it) >= 4.5)
        .unwrap_or(theme.ink)
}
