//! Lines over a horizontal axis, with bands and marks, named at their ends or in a legend.

use super::super::theme::Color;
use super::axis::{Axis, spread};
use super::drawing::{Drawing, Rect, dash_pattern};
use super::legend::{Shape, Swatch};
use super::surface::Plot;

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
    /// One of too many to be told apart: thin, below the others, and not named beside the plot.
    pub(crate) faint: bool,
}

impl Series {
    pub(crate) fn new(key: &str, name: &str, color: Color, xs: Vec<f64>, ys: Vec<Option<f64>>) -> Self {
        let (key, name) = (key.to_owned(), name.to_owned());
        Self {
            key,
            name,
            color,
            dash: 0,
            heavy: false,
            xs,
            ys,
            band: None,
            marks: Vec::new(),
            steps: false,
            faint: false,
        }
    }

    /// The last point that has a value.
    fn last(&self) -> Option<(f64, f64)> {
        self.xs.iter().zip(&self.ys).rev().find_map(|(&x, y)| Some((x, (*y)?)))
    }

    /// Leaves out what lies beyond `x`.
    pub(crate) fn end_at(&mut self, x: f64) {
        let kept = self.xs.iter().filter(|&&at| at <= x).count();
        self.xs.truncate(kept);
        self.ys.truncate(kept);
        self.marks.retain(|mark| mark.0 <= x);
    }

    /// Whether any of its rings is drawn.
    pub(crate) fn is_marked(&self) -> bool {
        !self.faint && self.marks.iter().any(|mark| self.at(mark.0).is_some())
    }

    /// The value at `x`, between the points.
    pub(crate) fn at(&self, x: f64) -> Option<f64> {
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
pub(crate) fn band(drawing: &Drawing, plot: &Plot, series: &Series, of: usize) {
    let Some((low, high)) = &series.band else { return };
    // However many there are, what lies below them still shows.
    let opacity = drawing.style.theme.band_opacity.min(0.5 / of.max(1) as f64);
    for (lower, mut outline) in runs(&series.xs, low).into_iter().zip(runs(&series.xs, high)) {
        outline.extend(lower.into_iter().rev());
        if outline.len() > 3 {
            plot.polygon(&outline, series.color, opacity);
        }
    }
}

fn width_of_line(drawing: &Drawing, series: &Series) -> f64 {
    drawing.line_width() * if series.heavy { 1.5 } else { 1.0 }
}

/// A line within a plot; a lone point becomes a dot.
pub(crate) fn line(drawing: &Drawing, plot: &Plot, series: &Series) {
    let width = width_of_line(drawing, series);
    drawing.pen.open_dashes(dash_pattern(series.dash));
    for run in runs(&series.xs, &series.ys) {
        let points = if series.steps { staircase(&run) } else { run };
        match points[..] {
            [point] => plot.dot(point, 1.5 * width, series.color),
            _ => plot.path(&points, series.color, width),
        }
    }
    drawing.pen.close();
    marks(drawing, plot, series);
}

/// Rings on a line where something happens.
fn marks(drawing: &Drawing, plot: &Plot, series: &Series) {
    let (ring, paper) = (drawing.line_width(), drawing.style.theme.background);
    for (at, tip) in &series.marks {
        if let Some(value) = series.at(*at) {
            drawing.pen.open_tip(tip);
            plot.dot((*at, value), 2.1 * ring, series.color);
            plot.dot((*at, value), 1.1 * ring, paper);
            drawing.pen.close();
        }
    }
}

/// The names of a chart's lines and the room they need.
struct EndNames<'a> {
    of: Vec<&'a Series>,
    lines: Vec<Vec<String>>,
    widest: f64,
    /// Least distance of two names at the right ends, px.
    gap: f64,
}

impl<'a> EndNames<'a> {
    fn new(drawing: &Drawing, series: &'a [Series]) -> Self {
        let of: Vec<&Series> = series.iter().filter(|series| !series.name.is_empty() && !series.faint).collect();
        let wrapped = |share: f64, most: usize| -> Vec<Vec<String>> {
            of.iter().map(|series| drawing.wrap(&series.name, share * drawing.width, most)).collect()
        };
        // As much room as two lines of each name need; where that would be too much, three lines or more.
        let whole = |lines: &Vec<Vec<String>>| !lines.iter().flatten().any(|line| line.ends_with('…'));
        let lines = [0.28, 0.32, 0.36].into_iter().map(|share| wrapped(share, 2)).find(whole);
        let lines = lines.unwrap_or_else(|| wrapped(0.32, 4));
        let widest = lines.iter().flatten().map(|line| drawing.width_of(line)).fold(0.0, f64::max);
        let most = lines.iter().map(Vec::len).max().unwrap_or(1) as f64;
        Self { of, lines, widest, gap: (1.15 * most + 0.2) * drawing.em }
    }

    /// Whether they stand at the right ends of the lines.
    fn are_beside(&self, drawing: &Drawing) -> bool {
        !drawing.is_narrow() && self.of.len() > 1 && self.of.len() <= 14
    }
}

/// One plot with lines, named at their right ends where there is room, else in a legend; returns where the plot lies.
pub(crate) fn line_chart(drawing: &mut Drawing, x: &Axis, y: &Axis, series: &[Series]) -> Rect {
    let names = EndNames::new(drawing, series);
    let beside = names.are_beside(drawing);
    if !beside && names.of.len() > 1 {
        legend(drawing, &names.of);
    }
    let em = drawing.em;
    let height = (0.5 * drawing.width).clamp(17.0 * em, 26.0 * em);
    let height = if beside { height.max(names.gap * (names.of.len() as f64 + 0.5)) } else { height };
    let top = drawing.y + if y.label.is_empty() { 0.5 * em } else { 1.9 * em };
    let rect = Rect {
        left: drawing.margin() + drawing.axis_width(y),
        top,
        right: drawing.width - drawing.margin() - if beside { names.widest + 3.4 * em } else { 0.6 * em },
        bottom: top + height,
    };
    let plot = drawing.plot(rect, x, y);
    open_plot(drawing, rect, x);
    draw_all(drawing, &plot, series);
    drawing.pen.close();
    if beside {
        end_labels(drawing, rect, (x, y), &names);
    }
    drawing.y = rect.bottom + drawing.axis_height(x);
    rect
}

/// Lines within a plot that lies already, with what scripts need to tell their values.
pub(crate) fn traced(drawing: &Drawing, plot: &Plot, (x, y): (&Axis, &Axis), series: &[Series]) {
    let ((left, bottom), (right, top)) = (plot.place((x.min, y.min)), plot.place((x.max, y.max)));
    open_plot(drawing, Rect { left, top, right, bottom }, x);
    draw_all(drawing, plot, series);
    drawing.pen.close();
}

/// Thin lines below others.
pub(crate) fn faint_lines(drawing: &Drawing, plot: &Plot, series: &[Series]) {
    draw_faint(drawing, plot, &series.iter().collect::<Vec<_>>());
}

/// The lines that are too many to be told apart, in one group.
fn draw_faint(drawing: &Drawing, plot: &Plot, series: &[&Series]) {
    if series.is_empty() {
        return;
    }
    drawing.pen.open_dashes(dash_pattern(0));
    for series in series {
        drawing.pen.open_tip(&series.name);
        for run in runs(&series.xs, &series.ys) {
            let points = if series.steps { staircase(&run) } else { run };
            plot.path(&points, series.color, 0.5 * drawing.line_width());
        }
        drawing.pen.close();
    }
    drawing.pen.close();
}

/// All bands, and the lines over them.
fn draw_all(drawing: &Drawing, plot: &Plot, series: &[Series]) {
    let (faint, series): (Vec<&Series>, Vec<&Series>) = series.iter().partition(|it| it.faint);
    draw_faint(drawing, plot, &faint);
    let banded = series.iter().filter(|it| it.band.is_some()).count();
    for series in series.iter().filter(|it| it.band.is_some()) {
        drawing.pen.open(&[("class", "series"), ("data-key", &series.key)]);
        band(drawing, plot, series, banded);
        drawing.pen.close();
    }
    for series in series {
        open_series(drawing, series);
        line(drawing, plot, series);
        drawing.pen.close();
    }
}

/// A group that tells scripts how the horizontal axis lies.
fn open_plot(drawing: &Drawing, rect: Rect, x: &Axis) {
    let frame = format!("{} {} {} {} {} {}", rect.left, rect.right, rect.top, rect.bottom, x.min, x.max);
    drawing.pen.open(&[("class", "plot"), ("data-frame", &frame), ("data-x", &x.label)]);
}

/// A group that carries a line's values for scripts.
fn open_series(drawing: &Drawing, series: &Series) {
    let numbers = |values: Vec<String>| values.join(" ");
    let xs = numbers(series.xs.iter().map(|x| format!("{x}")).collect());
    let ys = series.ys.iter().map(|y| y.map_or_else(|| "-".to_owned(), |y| format!("{y:.4}"))).collect();
    drawing.pen.open(&[
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
fn end_labels(drawing: &mut Drawing, rect: Rect, (x, y): (&Axis, &Axis), names: &EndNames) {
    let end = |series: &&Series| {
        let (last, value) = series.last().unwrap_or((x.max, y.min));
        (x.place(last, rect.left, rect.right), y.place(value, rect.bottom, rect.top))
    };
    let all = names.of.iter().zip(&names.lines).map(|(series, lines)| EndName { series, lines, end: end(series) });
    let (early, late): (Vec<EndName>, Vec<EndName>) = all.partition(|name| name.is_early(drawing, rect));
    let heights: Vec<f64> = late.iter().map(|name| name.end.1).collect();
    let places = spread(&heights, names.gap, rect.top, rect.bottom);
    let mut places: Vec<(EndName, (f64, f64))> =
        late.into_iter().zip(places).map(|(name, place)| (name, (rect.right, place))).collect();
    // A line that ends within the plot has its name there, clear of the other lines.
    let mut taken: Vec<Rect> = names.of.iter().flat_map(|series| steps_of(series, rect, (x, y), drawing.em)).collect();
    for name in early {
        let place = name.place(drawing, rect, &taken);
        taken.push(name.area(drawing, place));
        places.push((name, (name.end.0 + 0.4 * drawing.em, place)));
    }
    for (name, at) in places {
        drawing.pen.open(&[("class", "series name"), ("data-key", &name.series.key)]);
        end_label(drawing, (name.end, at), name.series, name.lines);
        drawing.pen.close();
    }
}

/// Small boxes along a line, px.
fn steps_of(series: &Series, rect: Rect, (x, y): (&Axis, &Axis), em: f64) -> Vec<Rect> {
    let count = (rect.width() / (0.4 * em)) as usize;
    let at = |step: usize| {
        let px = rect.left + 0.4 * em * step as f64;
        let value = series.at(x.min + (px - rect.left) / rect.width() * (x.max - x.min))?;
        let py = y.place(value, rect.bottom, rect.top);
        Some(Rect { left: px, right: px + 0.4 * em, top: py - 0.2 * em, bottom: py + 0.2 * em })
    };
    (0..=count).filter_map(at).collect()
}

/// The name of a line and where the line ends, px.
#[derive(Clone, Copy)]
struct EndName<'a> {
    series: &'a Series,
    lines: &'a [String],
    end: (f64, f64),
}

impl EndName<'_> {
    /// What the name covers if its middle stands at that height beside the end of its line.
    fn area(&self, drawing: &Drawing, middle: f64) -> Rect {
        let (em, half) = (drawing.em, 0.62 * drawing.em * self.lines.len() as f64);
        let wide = self.lines.iter().map(|line| drawing.width_of(line)).fold(0.0, f64::max);
        let left = self.end.0 + 1.7 * em;
        Rect { left, right: left + 1.7 * em + wide, top: middle - half, bottom: middle + half }
    }

    /// The height nearest to the end of the line at which the name covers nothing; that of the end if there is none.
    fn place(&self, drawing: &Drawing, rect: Rect, taken: &[Rect]) -> f64 {
        let step = 0.25 * drawing.em;
        let free = |middle: &f64| {
            let own = self.area(drawing, *middle);
            own.top >= rect.top && own.bottom <= rect.bottom && !taken.iter().any(|other| own.meets(other))
        };
        let heights = (0..=(rect.height() / step) as i32).flat_map(|index| [index, -index]);
        heights.map(|index| self.end.1 + step * f64::from(index)).find(free).unwrap_or(self.end.1)
    }

    /// Whether the line ends so far from the right edge of the plot that its name finds room there.
    fn is_early(&self, drawing: &Drawing, rect: Rect) -> bool {
        let wide = self.lines.iter().map(|line| drawing.width_of(line)).fold(0.0, f64::max);
        self.end.0 + wide + 4.0 * drawing.em < rect.right
    }
}

/// A name beside the end of its line: an elbow from there, a piece of the line, the text.
fn end_label(drawing: &mut Drawing, (end, place): ((f64, f64), (f64, f64)), series: &Series, lines: &[String]) {
    let (em, (right, place)) = (drawing.em, place);
    // A line that ends within the plot would else seem to have that value at its edge.
    let begin = if end.0 < right - em { end.0 + 0.4 * em } else { right + 0.2 * em };
    let elbow = [(begin, end.1), (right + 0.6 * em, end.1), (right + 1.3 * em, place)];
    drawing.page.path(&elbow, series.color.mix(drawing.style.theme.background, 0.45), 1.0);
    let width = width_of_line(drawing, series);
    drawing.line_key((right + 1.3 * em, place), 1.4 * em, series.color, (width, series.dash));
    let color = readable(series.color, drawing);
    drawing.lifted_block(right + 3.0 * em, place, lines, color);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::theme::Theme;

    fn series(xs: &[f64], ys: &[Option<f64>]) -> Series {
        Series::new("key", "name", Theme::default().ink, xs.to_vec(), ys.to_vec())
    }

    #[test]
    fn a_place_on_a_line_lies_at_its_points_and_straight_between_them() {
        let line = series(&[0.0, 2.0, 6.0, 7.0, 8.0], &[Some(1.0), Some(3.0), Some(-1.0), None, Some(9.0)]);
        let places = [(0.0, 1.0), (0.5, 1.5), (2.0, 3.0), (3.0, 2.0), (5.0, 0.0), (6.0, -1.0), (8.0, 9.0)];
        for (x, y) in places {
            assert_eq!(line.at(x), Some(y), "at {x}");
        }
        assert_eq!([line.at(6.5), line.at(7.0), line.at(7.5), line.at(8.5)], [None; 4], "in a gap and beyond the end");
    }

    #[test]
    fn the_end_of_a_line_is_its_last_known_point() {
        assert_eq!(series(&[1.0, 2.0, 3.0], &[Some(5.0), Some(6.0), None]).last(), Some((2.0, 6.0)));
        assert_eq!(series(&[1.0], &[None]).last(), None);
    }

    #[test]
    fn a_gap_parts_a_line() {
        let parted = runs(&[0.0, 1.0, 2.0, 3.0, 4.0], &[Some(1.0), None, Some(2.0), Some(3.0), None]);
        assert_eq!(parted, [vec![(0.0, 1.0)], vec![(2.0, 2.0), (3.0, 3.0)]]);
    }

    #[test]
    fn a_step_holds_until_the_next_point() {
        let stairs = staircase(&[(0.0, 1.0), (1.0, 3.0), (2.0, 2.0)]);
        assert_eq!(stairs, [(0.0, 1.0), (1.0, 1.0), (1.0, 3.0), (2.0, 3.0), (2.0, 2.0)]);
    }
}
