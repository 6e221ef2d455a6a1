//! A measure over two swept numbers: cells with printed values, and contour lines between them.

use super::super::draw::{
    Anchor, Axis, Chart, Drawing, Lettering, Plot, Rect, decimals_of, nice_step, text_width, wrap,
};
use super::super::few::FEW;
use super::super::lang::{Lang, say};
use super::super::style::Style;
use super::super::table::{Cell, Table};
use super::super::theme::{Color, Theme};
use super::labels::Labels;
use super::plans::joined;

/// A grid of figures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeatmapData {
    /// Words.
    pub labels: Labels,
    /// What the horizontal axis shows, with its unit.
    pub x: String,
    /// Names of the columns, from the left.
    pub columns: Vec<String>,
    /// What the vertical axis shows, with its unit.
    pub y: String,
    /// Names of the rows, from the bottom.
    pub rows: Vec<String>,
    /// The figures, row by row from the bottom; `None` where there is none.
    pub values: Vec<Vec<Option<f64>>>,
    /// Whether the figures are differences, so that 0 divides them into two kinds.
    pub difference: bool,
    /// Least and greatest figure of all maps that are to be compared with this one; `None`: of this one.
    pub range: Option<(f64, f64)>,
    /// Half the 95 % interval of a typical cell of all these maps; `None`: not known.
    pub error: Option<f64>,
}

/// A scale spans at least so many halves of a typical cell's interval: what is within one is then a tenth of it at most.
const LEAST_HALVES: f64 = 10.0;

/// Which colour a figure has. One hue from light to dark, so that it also reads in grey; or, where figures lie on both
/// sides of 0, two hues that meet in the paper's colour at 0, equally dark at equal distances.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Ramp {
    low: f64,
    high: f64,
    /// The greatest distance from 0, where two hues meet there.
    reach: Option<f64>,
}

impl Ramp {
    fn of(data: &HeatmapData) -> Option<Self> {
        let known = data.values.iter().flatten().flatten().copied().filter(|x| x.is_finite());
        let known = known.chain(data.range.into_iter().flat_map(|(low, high)| [low, high]));
        let (low, high) = known.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(x), h.max(x)));
        let two = data.difference || (low < 0.0 && high > 0.0);
        let reach = low.abs().max(high.abs());
        let known = (low <= high).then_some(Self { low, high, reach: (two && reach > 0.0).then_some(reach) });
        known.map(|ramp| ramp.widened(LEAST_HALVES * data.error.unwrap_or(0.0), data.labels.share))
    }

    /// The same, spanning at least so much about its middle: small differences that the error may have made are not shown
    /// as large. What cannot occur is left off: shares outside 0 and 1, and below 0 where nothing lies below.
    fn widened(self, span: f64, share: bool) -> Self {
        if let Some(reach) = self.reach {
            let most = if share { 1.0 } else { f64::INFINITY };
            return Self { reach: Some(reach.max((span / 2.0).min(most))), ..self };
        }
        let more = ((span - (self.high - self.low)) / 2.0).max(0.0);
        let least = if self.low >= 0.0 { 0.0 } else { f64::NEG_INFINITY };
        let most = if share && self.high <= 1.0 { 1.0 } else { f64::INFINITY };
        Self { low: (self.low - more).max(least), high: (self.high + more).min(most), reach: None }
    }

    fn is_flat(&self) -> bool {
        self.high <= self.low
    }

    fn color(&self, theme: &Theme, value: f64) -> Color {
        let mix = |hue: usize, share: f64| theme.background.mix(theme.palette[hue], share);
        match self.reach {
            Some(_) if value == 0.0 => theme.background,
            Some(reach) => {
                // What differs from 0 is seen to do so, however little.
                mix(usize::from(value < 0.0), 0.08 + 0.92 * (value.abs() / reach).min(1.0))
            }
            None if self.is_flat() => mix(0, 0.53),
            None => mix(0, 0.06 + 0.94 * ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)),
        }
    }
}

/// A heatmap in the making.
struct Map<'a> {
    data: &'a HeatmapData,
    ramp: Option<Ramp>,
    plot: Plot,
    rect: Rect,
}

/// The chart. Contours run where the figures, taken linearly between the middles of the cells, are round; each is named
/// once in small figures where there is room.
pub fn heatmap(data: &HeatmapData, style: &Style) -> Chart {
    let (labels, lang) = (&data.labels, &style.lang);
    let mut drawing = Drawing::new(style, &labels.title, &labels.subtitle);
    let ramp = Ramp::of(data);
    scale(&mut drawing, data, ramp);
    let map = lay_out(&mut drawing, data, ramp);
    map.fill(&drawing);
    let mut taken = map.printed(&drawing);
    let lines = map.contours(&drawing, &mut taken);
    let lines = if lines > 0 { lang.t("note.contours") } else { "" };
    map.print(&drawing);
    let finite = |x: Option<f64>| x.map_or_else(|| lang.t("format.missing").to_owned(), |x| labels.value(lang, x));
    let known = data.values.iter().flatten().flatten().copied().filter(|x| x.is_finite());
    let (low, high) = (known.clone().reduce(f64::min), known.reduce(f64::max));
    let (low, high) = (finite(low), finite(high));
    let key = if ramp.is_some_and(|it| it.reach.is_some()) { "chart.heatmap_two_alt" } else { "chart.heatmap_alt" };
    let words: [(&str, &str); 5] =
        [("title", &labels.title), ("x", &data.x), ("y", &data.y), ("low", &low), ("high", &high)];
    let empty = if has_empty(data) { say!(lang, "note.empty_cells", n = FEW) } else { String::new() };
    drawing.finish(&labels.name, &joined(&[&labels.note, lines, &empty]), &lang.fill(key, &words), table(data))
}

/// What an empty cell means.
fn no_value(lang: &Lang) -> String {
    say!(lang, "legend.no_value", n = FEW)
}

fn has_empty(data: &HeatmapData) -> bool {
    data.values.iter().flatten().any(Option::is_none)
}

/// The plot with the names of columns and rows at the middles of the cells.
fn lay_out<'a>(drawing: &mut Drawing, data: &'a HeatmapData, ramp: Option<Ramp>) -> Map<'a> {
    let (em, size) = (drawing.em, drawing.small_size());
    let (columns, rows) = (data.columns.len().max(1) as f64, data.rows.len().max(1) as f64);
    let y = named_axis(&data.rows, rows, size, 0.2 * drawing.width, &data.y);
    let left = drawing.margin() + drawing.axis_width(&y);
    let wide = drawing.width - drawing.margin() - left;
    let height = (wide / columns * 0.6).clamp(1.9 * em, 3.6 * em);
    let x = named_axis(&data.columns, columns, size, (wide / columns * 1.8).max(4.0 * em), &data.x);
    let top = drawing.y + 1.5 * em;
    let rect = Rect { left, top, right: left + wide, bottom: top + rows * height };
    let plot = drawing.plot(rect, &x, &y);
    drawing.y = rect.bottom + drawing.axis_height(&x);
    Map { data, ramp, plot, rect }
}

/// An axis of cells, each named in its middle.
fn named_axis(names: &[String], count: f64, size: f64, limit: f64, label: &str) -> Axis {
    let name = |(index, name): (usize, &String)| (index as f64 + 0.5, wrap(name, size, false, limit, 1).concat());
    Axis::new(0.0, count, names.iter().enumerate().map(name).collect(), label)
}

impl Map<'_> {
    /// Column, row and figure of every cell.
    fn cells(&self) -> impl Iterator<Item = (usize, usize, Option<f64>)> {
        let (columns, rows) = (self.data.columns.len(), self.data.rows.len());
        let row = move |(row, values): (usize, &Vec<Option<f64>>)| {
            values
                .iter()
                .copied()
                .enumerate()
                .take(columns)
                .map(|(column, value)| (column, row, value))
                .collect::<Vec<_>>()
        };
        self.data.values.iter().enumerate().take(rows).flat_map(row)
    }

    fn cell_width(&self) -> f64 {
        self.rect.width() / self.data.columns.len().max(1) as f64
    }

    fn middle(&self, column: usize, row: usize) -> (f64, f64) {
        self.plot.place((column as f64 + 0.5, row as f64 + 0.5))
    }

    fn color(&self, theme: &Theme, value: f64) -> Color {
        self.ramp.map_or(theme.grid, |ramp| ramp.color(theme, value))
    }

    fn fill(&self, drawing: &Drawing) {
        let (lang, theme) = (&drawing.style.lang, &drawing.style.theme);
        // Cells overlap by a little, so that no seam shows between them.
        let seam = (0.25 / self.cell_width(), 0.25 * self.data.rows.len() as f64 / self.rect.height());
        for (column, row, value) in self.cells() {
            let text = value.map_or_else(|| no_value(lang), |x| self.data.labels.value(lang, x));
            let name = format!("{}; {}", self.data.columns[column], self.data.rows[row]);
            drawing.pen.open_tip(&lang.said_of(&name, &text));
            let fill = value.map_or(theme.grid, |value| self.color(theme, value));
            let (x, y) = (column as f64, row as f64);
            self.plot.rect((x, y - seam.1), (x + 1.0 + seam.0, y + 1.0), fill, 1.0);
            drawing.pen.close();
        }
    }

    /// A cell's figure as it is printed into it.
    fn text(&self, lang: &Lang, value: f64) -> String {
        if self.data.labels.share { lang.percent(half_up(value), 0) } else { lang.short(value) }
    }

    /// Where figures are printed.
    fn printed(&self, drawing: &Drawing) -> Vec<Rect> {
        let (em, size) = (drawing.em, drawing.small_size());
        let around = |(column, row, value): (usize, usize, Option<f64>)| {
            let half = text_width(&self.text(&drawing.style.lang, value?), size, false) / 2.0 + 0.5 * em;
            let (x, y) = self.middle(column, row);
            Some(Rect { left: x - half, top: y - 0.7 * em, right: x + half, bottom: y + 0.7 * em })
        };
        self.cells().filter_map(around).collect()
    }

    /// The figures of the cells, left out where they would not fit.
    fn print(&self, drawing: &Drawing) {
        let size = drawing.small_size();
        for (column, row, value) in self.cells() {
            let Some(value) = value else { continue };
            let text = self.text(&drawing.style.lang, value);
            if text_width(&text, size, false) + 0.2 * size <= self.cell_width() {
                let (x, y) = self.middle(column, row);
                let style = lettering(size, self.color(&drawing.style.theme, value));
                drawing.page.text((x, y + 0.36 * size), &text, style);
            }
        }
    }

    /// Lines of equal value, named once each where there is room between what is `taken`; returns how many are drawn.
    fn contours(&self, drawing: &Drawing, taken: &mut Vec<Rect>) -> usize {
        let Some(ramp) = self.ramp.filter(|ramp| !ramp.is_flat()) else { return 0 };
        let step = nice_step((ramp.high - ramp.low) / 5.0);
        let first = (ramp.low / step).floor() + 1.0;
        let levels = (0..12).map(|index| (first + f64::from(index)) * step);
        let levels = levels.take_while(|level| *level < ramp.high);
        levels.filter(|level| self.contour(drawing, *level, step, taken)).count()
    }

    /// Draws the line of a level, if it runs anywhere.
    fn contour(&self, drawing: &Drawing, level: f64, step: f64, taken: &mut Vec<Rect>) -> bool {
        let lang = &drawing.style.lang;
        let share = self.data.labels.share;
        let text =
            if share { lang.percent(level, decimals_of(100.0 * step)) } else { lang.number(level, decimals_of(step)) };
        let data = self.data;
        let lines: Vec<(Place, Place)> = segments(&data.values, level)
            .into_iter()
            .filter(|(from, to)| !beside_word(&data.columns, from.0, to.0) && !beside_word(&data.rows, from.1, to.1))
            .map(|(from, to)| ((from.0 + 0.5, from.1 + 0.5), (to.0 + 0.5, to.1 + 0.5)))
            .collect();
        if lines.is_empty() {
            return false;
        }
        drawing.pen.open_tip(&text);
        let figures = self.printed(drawing);
        for (from, to) in lines.iter().flat_map(|line| self.outside(*line, &figures)) {
            self.plot.line(from, to, drawing.style.theme.ink, 0.6);
        }
        drawing.pen.close();
        let behind = self.color(&drawing.style.theme, level);
        name_contour(drawing, &self.along(&lines), &text, behind, self.rect, taken);
        true
    }

    /// The pieces of a line that cross no printed figure.
    fn outside(&self, (from, to): (Place, Place), figures: &[Rect]) -> Vec<(Place, Place)> {
        const PIECES: usize = 24;
        let at = |index: usize| {
            let t = index as f64 / PIECES as f64;
            (from.0 + t * (to.0 - from.0), from.1 + t * (to.1 - from.1))
        };
        let is_free = |place: Place| {
            let (x, y) = self.plot.place(place);
            !figures.iter().any(|it| x > it.left && x < it.right && y > it.top && y < it.bottom)
        };
        let mut pieces: Vec<(usize, usize)> = Vec::new();
        for index in (0..PIECES).filter(|&index| is_free(at(index)) && is_free(at(index + 1))) {
            match pieces.last_mut() {
                Some(last) if last.1 == index => last.1 = index + 1,
                _ => pieces.push((index, index + 1)),
            }
        }
        pieces.into_iter().map(|(first, end)| (at(first), at(end))).collect()
    }

    /// Places along lines, px.
    fn along(&self, lines: &[(Place, Place)]) -> Vec<Place> {
        let between = |from: Place, to: Place, t: f64| (from.0 + t * (to.0 - from.0), from.1 + t * (to.1 - from.1));
        let steps =
            |&(from, to): &(Place, Place)| [0.1, 0.3, 0.5, 0.7, 0.9].map(|t| self.plot.place(between(from, to, t)));
        lines.iter().flat_map(steps).collect()
    }
}

/// A share in whole hundredths, halves away from 0: as readers round, and not as the binary number happens to lie.
fn half_up(share: f64) -> f64 {
    ((share.abs() * 100.0 + 1e-9).round() / 100.0).copysign(share)
}

/// Text that reads on that colour.
fn lettering(size: f64, behind: Color) -> Lettering {
    Lettering { size, color: behind.text_on(), bold: false, anchor: Anchor::Middle, halo: Some(behind) }
}

/// The bar of colours with its ends named, and what an empty cell means.
fn scale(drawing: &mut Drawing, data: &HeatmapData, ramp: Option<Ramp>) {
    let em = drawing.em;
    if let Some(ramp) = ramp.filter(|ramp| !ramp.is_flat()) {
        drawing.y += 1.3 * em;
        drawing.pen.open(&[("class", "scale")]);
        let after = color_bar(drawing, &data.labels, ramp);
        drawing.pen.close();
        measure_beside(drawing, &data.labels, after);
        drawing.y += 0.9 * em;
    }
    if has_empty(data) {
        empty_key(drawing);
    }
}

/// Draws the bar and returns where it ends. Where two hues meet, 0 is named below its place.
fn color_bar(drawing: &mut Drawing, labels: &Labels, ramp: Ramp) -> f64 {
    const STEPS: u32 = 40;
    let (em, style, y) = (drawing.em, drawing.style, drawing.y);
    let (low, high) = ramp.reach.map_or((ramp.low, ramp.high), |reach| {
        // A scale that was widened for its error shows all of it.
        let widened = reach > ramp.low.abs().max(ramp.high.abs());
        if widened { (-reach, reach) } else { (ramp.low.min(0.0), ramp.high.max(0.0)) }
    });
    let (from, to) = (labels.value(&style.lang, low), labels.value(&style.lang, high));
    drawing.small(drawing.margin(), y, &from, style.theme.ink, Anchor::Start);
    let left = drawing.margin() + text_width(&from, drawing.small_size(), false) + 0.5 * em;
    let wide = 10.0 * em;
    for step in 0..STEPS {
        let value = low + (high - low) * f64::from(step) / f64::from(STEPS - 1);
        let x = left + wide * f64::from(step) / f64::from(STEPS);
        let end = (x + wide / f64::from(STEPS) + 0.5, y + 0.2 * em);
        drawing.page.rect((x, y - 0.85 * em), end, ramp.color(&style.theme, value), 1.0);
    }
    if ramp.reach.is_some() && low < 0.0 && high > 0.0 {
        zero_mark(drawing, left + wide * -low / (high - low));
    }
    let right = left + wide + 0.5 * em;
    drawing.small(right, y, &to, style.theme.ink, Anchor::Start);
    right + text_width(&to, drawing.small_size(), false) + em
}

/// A stroke at 0 on the bar of colours, and the figure below.
fn zero_mark(drawing: &mut Drawing, x: f64) {
    let (em, y, ink) = (drawing.em, drawing.y, drawing.style.theme.ink);
    drawing.page.line((x, y - 0.85 * em), (x, y + 0.4 * em), ink, 1.0);
    drawing.small(x, y + 1.25 * em, "0", ink, Anchor::Middle);
    drawing.y += 1.1 * em;
}

fn measure_beside(drawing: &mut Drawing, labels: &Labels, after: f64) {
    if labels.title.starts_with(&labels.measure) {
        return;
    }
    let limit = drawing.width - drawing.margin() - after;
    let line = wrap(&labels.measure, drawing.small_size(), false, limit, 1).concat();
    drawing.small(after, drawing.y, &line, drawing.style.theme.muted, Anchor::Start);
}

/// An empty cell and what it means.
fn empty_key(drawing: &mut Drawing) {
    let (em, size, theme) = (drawing.em, drawing.small_size(), &drawing.style.theme);
    drawing.y += 1.3 * em;
    let (left, y) = (drawing.margin(), drawing.y);
    drawing.page.rect((left, y - 0.85 * em), (left + 1.6 * em, y + 0.2 * em), theme.grid, 1.0);
    let limit = drawing.inner() - 2.1 * em;
    let text = wrap(&no_value(&drawing.style.lang), size, false, limit, 1).concat();
    drawing.small(left + 2.1 * em, y, &text, theme.ink, Anchor::Start);
    drawing.y += 0.9 * em;
}

/// Writes the value of a contour on it, where it is farthest from everything else, if there is room at all.
fn name_contour(drawing: &Drawing, places: &[Place], text: &str, behind: Color, rect: Rect, taken: &mut Vec<Rect>) {
    let size = 0.72 * drawing.em;
    let half = (text_width(text, size, false) / 2.0 + 0.15 * size, 0.5 * size);
    let around = |(x, y): Place| Rect { left: x - half.0, top: y - half.1, right: x + half.0, bottom: y + half.1 };
    let inside =
        |it: &Rect| it.left >= rect.left && it.right <= rect.right && it.top >= rect.top && it.bottom <= rect.bottom;
    let room = |place: &Place| {
        let own = around(*place);
        let least = taken.iter().map(|other| gap(&own, other)).fold(f64::INFINITY, f64::min);
        if inside(&own) { least } else { f64::NEG_INFINITY }
    };
    let best = places.iter().map(|place| (room(place), *place)).max_by(|a, b| a.0.total_cmp(&b.0));
    let Some((_, (x, y))) = best.filter(|(room, _)| *room > 0.15 * size) else { return };
    drawing.page.text((x, y + 0.36 * size), text, lettering(size, behind));
    taken.push(around((x, y)));
}

/// The wider of the two gaps between boxes: below 0 where they overlap.
fn gap(a: &Rect, b: &Rect) -> f64 {
    let across = (b.left - a.right).max(a.left - b.right);
    across.max(b.top - a.bottom).max(a.top - b.bottom)
}

/// Whether a line between two places of an axis lies where an end is a word, so that nothing is between the ends.
fn beside_word(names: &[String], from: f64, to: f64) -> bool {
    let middle = f64::midpoint(from, to);
    let word = |at: f64| names.get(at as usize).is_some_and(|name| !name.parse().is_ok_and(f64::is_finite));
    word(middle.floor()) || word(middle.ceil())
}

type Place = (f64, f64);

/// Marching squares: where the level crosses the sides of each square of four neighbouring cells' middles.
fn segments(values: &[Vec<Option<f64>>], level: f64) -> Vec<(Place, Place)> {
    let mut found = Vec::new();
    for row in 0..values.len().saturating_sub(1) {
        for column in 0..values[row].len().min(values[row + 1].len()).saturating_sub(1) {
            let corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)];
            let heights: Option<Vec<f64>> = corners.iter().map(|&(c, r)| values[r][c]).collect();
            let Some(heights) = heights else { continue };
            let mut crossings: Vec<Place> = Vec::new();
            for side in 0..4 {
                let next = (side + 1) % 4;
                let (a, b) = (heights[side] - level, heights[next] - level);
                if (a >= 0.0) != (b >= 0.0) {
                    let t = a / (a - b);
                    let (p, q) = (corners[side], corners[next]);
                    let mix = |p: usize, q: usize| p as f64 + (q as f64 - p as f64) * t;
                    crossings.push((mix(p.0, q.0), mix(p.1, q.1)));
                }
            }
            match crossings[..] {
                [a, b] => found.push((a, b)),
                // A saddle: the middle decides which corners belong together.
                [a, b, c, d] => {
                    let middle = heights.iter().sum::<f64>() / 4.0 >= level;
                    let joined = middle == (heights[0] >= level);
                    found.extend(if joined { [(a, b), (c, d)] } else { [(a, d), (b, c)] });
                }
                _ => {}
            }
        }
    }
    found
}

fn table(data: &HeatmapData) -> Table {
    let mut table = Table::new(&[&data.x, &data.y, &data.labels.measure]);
    for (row, values) in data.rows.iter().zip(&data.values) {
        for (column, value) in data.columns.iter().zip(values) {
            let cell: Cell = data.labels.cell(*value);
            table.push(vec![Cell::level(column), Cell::level(row), cell]);
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_lies_between_a_number_and_a_word() {
        let names = ["5", "10", "permanent", "inf"].map(str::to_owned);
        let beside = |from: f64, to: f64| beside_word(&names, from, to);
        assert_eq!([beside(0.0, 1.0), beside(0.2, 0.6), beside(1.0, 1.0)], [false; 3]);
        assert_eq!([beside(1.0, 2.0), beside(1.3, 1.4), beside(2.0, 2.0), beside(2.5, 3.0)], [true; 4]);
    }

    #[test]
    fn contours_lie_where_the_value_is_reached() {
        let grid: Vec<Vec<Option<f64>>> =
            (0..3).map(|row| (0..4).map(|column| Some(f64::from(row + 2 * column))).collect()).collect();
        let segments = segments(&grid, 3.0);
        assert!(!segments.is_empty());
        for (column, row) in segments.into_iter().flat_map(|(a, b)| [a, b]) {
            assert!((row + 2.0 * column - 3.0).abs() < 1e-12);
        }
        let holes = vec![vec![Some(0.0), None], vec![Some(1.0), Some(1.0)]];
        assert!(super::segments(&holes, 0.5).is_empty());
    }

    /// The middle of this saddle, 0.5, is not below the level, so that its two high corners belong together and each low
    /// one is cut off.
    #[test]
    fn a_saddle_is_joined_by_its_middle() {
        let grid = [vec![Some(1.0), Some(0.0)], vec![Some(0.0), Some(1.0)]];
        assert_eq!(segments(&grid, 0.5), [((0.5, 0.0), (1.0, 0.5)), ((0.5, 1.0), (0.0, 0.5))]);
    }
}
