//! One chart in the making: title on top, plots below one another, a note at the foot.

use super::super::style::Style;
use super::super::table::Table;
use super::super::theme::Color;
use super::Chart;
use super::axis::Axis;
use super::canvas::{Anchor, Canvas, TextStyle};
use super::fonts;

/// A part of the page, px.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rect {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

impl Rect {
    pub(crate) fn width(&self) -> f64 {
        self.right - self.left
    }

    pub(crate) fn height(&self) -> f64 {
        self.bottom - self.top
    }
}

/// An item of a legend.
pub(crate) struct Swatch {
    pub(crate) color: Color,
    pub(crate) shape: Shape,
    pub(crate) label: String,
}

/// What stands before a legend's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Line(usize),
    Box,
    Dot,
    Band,
    Rule,
}

pub(crate) struct Drawing<'a> {
    pub(crate) style: &'a Style,
    pub(crate) canvas: Canvas,
    pub(crate) width: f64,
    pub(crate) em: f64,
    /// Where the next part begins.
    pub(crate) y: f64,
    title: String,
    subtitle: String,
}

impl<'a> Drawing<'a> {
    /// Begins a chart with its title and subtitle.
    pub(crate) fn new(style: &'a Style, title: &str, subtitle: &str) -> Self {
        let em = style.theme.font_size * style.size.type_scale();
        let width = style.theme.width.unwrap_or(style.size.width());
        let mut drawing = Self {
            style,
            canvas: Canvas::new(),
            width,
            em,
            y: 0.9 * em,
            title: title.to_owned(),
            subtitle: subtitle.to_owned(),
        };
        if style.bare {
            drawing.y = 0.3 * em;
            return drawing;
        }
        drawing.paragraph(title, 1.3 * em, true, style.theme.ink, 3);
        if !subtitle.is_empty() {
            drawing.y += 0.15 * em;
            drawing.paragraph(subtitle, em, false, style.theme.muted, 8);
        }
        drawing.y += 0.7 * em;
        drawing
    }

    /// The margin on all sides.
    pub(crate) fn margin(&self) -> f64 {
        self.em
    }

    /// Width of a line, px: the theme's at page width, more on slides.
    pub(crate) fn line_width(&self) -> f64 {
        self.style.theme.line_width * self.style.size.type_scale()
    }

    /// Whether there is no room beside a plot.
    pub(crate) fn is_narrow(&self) -> bool {
        self.width < 40.0 * self.em
    }

    /// Text over the whole width, below what is there.
    pub(crate) fn paragraph(&mut self, text: &str, size: f64, bold: bool, color: Color, most: usize) {
        for line in fonts::wrap(text, size, bold, self.width - 2.0 * self.margin(), most) {
            self.y += 1.3 * size;
            let style = TextStyle { size, color, bold, anchor: Anchor::Start, halo: None };
            self.canvas.text(self.margin(), self.y - 0.25 * size, &line, style);
        }
    }

    pub(crate) fn text(&mut self, x: f64, baseline: f64, text: &str, color: Color, anchor: Anchor) {
        let style = TextStyle { size: self.em, color, bold: false, anchor, halo: None };
        self.canvas.text(x, baseline, text, style);
    }

    pub(crate) fn small(&mut self, x: f64, baseline: f64, text: &str, color: Color, anchor: Anchor) {
        let style = TextStyle { size: 0.88 * self.em, color, bold: false, anchor, halo: None };
        self.canvas.text(x, baseline, text, style);
    }

    /// Lines of text, the block's middle at `y`.
    pub(crate) fn block(&mut self, x: f64, y: f64, lines: &[String], color: Color, anchor: Anchor) {
        let step = 1.15 * self.em;
        let first = y - step * (lines.len() as f64 - 1.0) / 2.0 + 0.36 * self.em;
        for (index, line) in lines.iter().enumerate() {
            self.text(x, first + index as f64 * step, line, color, anchor);
        }
    }

    pub(crate) fn width_of(&self, text: &str) -> f64 {
        fonts::width(text, self.em, false)
    }

    pub(crate) fn wrap(&self, text: &str, limit: f64, most: usize) -> Vec<String> {
        fonts::wrap(text, self.em, false, limit, most)
    }

    /// A legend over the whole width, below what is there.
    pub(crate) fn legend(&mut self, items: &[Swatch]) {
        let (step, box_width) = (1.5 * self.em, 1.8 * self.em);
        let limit = self.width - self.margin();
        let mut x = self.margin();
        self.y += step;
        for item in items {
            let label = self.wrap(&item.label, limit - self.margin() - box_width, 1).pop().unwrap_or_default();
            let width = box_width + self.width_of(&label);
            if x > self.margin() && x + width > limit {
                x = self.margin();
                self.y += step;
            }
            self.swatch(x, self.y - 0.35 * self.em, item);
            self.text(x + box_width, self.y, &label, self.style.theme.ink, Anchor::Start);
            x += width + 1.4 * self.em;
        }
        self.y += 1.1 * self.em;
    }

    fn swatch(&mut self, x: f64, y: f64, item: &Swatch) {
        let (em, wide) = (self.em, 1.3 * self.em);
        match item.shape {
            Shape::Line(dash) => {
                let dashes = Canvas::dashes(dash_pattern(dash));
                self.canvas.open(&[("stroke-dasharray", &dashes)]);
                self.canvas.line((x, y), (x + wide, y), item.color, self.line_width());
                self.canvas.close();
            }
            Shape::Box => self.canvas.rect(x + 0.2 * em, y - 0.45 * em, 0.9 * em, 0.9 * em, item.color, 1.0),
            Shape::Dot => self.canvas.circle(x + 0.65 * em, y, 0.4 * em, item.color),
            Shape::Band => {
                self.canvas.rect(x, y - 0.45 * em, wide, 0.9 * em, item.color, self.style.theme.band_opacity);
            }
            Shape::Rule => {
                let dashes = Canvas::dashes(&[3.0, 3.0]);
                self.canvas.open(&[("stroke-dasharray", &dashes)]);
                self.canvas.line((x + wide / 2.0, y - 0.6 * em), (x + wide / 2.0, y + 0.6 * em), item.color, 1.25);
                self.canvas.close();
            }
        }
    }

    /// Room that the labels of a vertical axis need.
    pub(crate) fn axis_width(&self, axis: &Axis) -> f64 {
        let widths = axis.ticks.iter().map(|(_, label)| fonts::width(label, 0.88 * self.em, false));
        widths.fold(0.0, f64::max) + 0.6 * self.em
    }

    /// Room that a horizontal axis needs below its plot.
    pub(crate) fn axis_height(&self, axis: &Axis) -> f64 {
        let label = if axis.label.is_empty() { 0.0 } else { 1.35 };
        let lines = axis.ticks.iter().map(|(_, text)| text.lines().count()).max().unwrap_or(1);
        (1.0 + 1.15 * lines as f64 + label) * self.em
    }

    /// Grid, ticks and labels of both axes. The vertical axis's label stands above the plot.
    pub(crate) fn axes(&mut self, rect: Rect, x: &Axis, y: &Axis) {
        let theme = &self.style.theme;
        let (muted, grid, em) = (theme.muted, theme.grid, self.em);
        for (value, label) in &y.ticks {
            let at = y.place(*value, rect.bottom, rect.top);
            self.canvas.line((rect.left, at), (rect.right, at), grid, 0.75);
            self.small(rect.left - 0.4 * em, at + 0.32 * em, label, muted, Anchor::End);
        }
        if !y.label.is_empty() {
            let left = rect.left - self.axis_width(y) + 0.6 * em;
            let line = fonts::wrap(&y.label, 0.88 * em, false, rect.right - left, 1).pop().unwrap_or_default();
            self.small(left, rect.top - 0.8 * em, &line, muted, Anchor::Start);
        }
        self.horizontal_axis(rect, x);
    }

    /// Ticks and labels below a plot; labels that would overlap are left out, but not a word at the end, which no
    /// neighbour explains.
    pub(crate) fn horizontal_axis(&mut self, rect: Rect, x: &Axis) {
        let (muted, em) = (self.style.theme.muted, self.em);
        self.canvas.line((rect.left, rect.bottom), (rect.right, rect.bottom), muted, 1.0);
        let mut free = f64::NEG_INFINITY;
        let page = self.width;
        let extent = |(value, label): &(f64, String)| {
            let half = label.lines().map(|line| fonts::width(line, 0.88 * em, false)).fold(0.0, f64::max) / 2.0;
            (x.place(*value, rect.left, rect.right).clamp(half + 2.0, page - half - 2.0), half)
        };
        let word = x.ticks.last().filter(|(_, label)| label.chars().all(char::is_alphabetic));
        let end = word.map_or(f64::INFINITY, |tick| extent(tick).0 - extent(tick).1 - 0.5 * em);
        for (index, tick) in x.ticks.iter().enumerate() {
            let (value, label) = tick;
            let at = x.place(*value, rect.left, rect.right);
            self.canvas.line((at, rect.bottom), (at, rect.bottom + 0.35 * em), muted, 1.0);
            let (middle, half) = extent(tick);
            let before_end = index + 1 == x.ticks.len() || middle + half <= end;
            if middle - half < free || !before_end {
                continue;
            }
            free = middle + half + 0.5 * em;
            for (index, line) in label.lines().enumerate() {
                self.small(middle, rect.bottom + (1.35 + 1.15 * index as f64) * em, line, muted, Anchor::Middle);
            }
        }
        if !x.label.is_empty() {
            let baseline = rect.bottom + self.axis_height(x) - 0.35 * em;
            let line = fonts::wrap(&x.label, 0.88 * em, false, self.width - 2.0 * self.margin(), 1).pop();
            let line = line.unwrap_or_default();
            let half = fonts::width(&line, 0.88 * em, false) / 2.0;
            let middle = f64::midpoint(rect.left, rect.right);
            let middle = middle.max(half + 2.0).min(self.width - half - 2.0);
            self.small(middle, baseline, &line, muted, Anchor::Middle);
        }
    }

    /// A dashed vertical line over a plot.
    pub(crate) fn rule(&mut self, rect: Rect, x: f64, color: Color) {
        let dashes = Canvas::dashes(&[3.0, 3.0]);
        self.canvas.open(&[("stroke-dasharray", &dashes)]);
        self.canvas.line((x, rect.top), (x, rect.bottom), color, 1.25);
        self.canvas.close();
    }

    /// Ends the chart with a note and makes it whole.
    pub(crate) fn finish(mut self, name: &str, note: &str, alt: &str, data: Table) -> Chart {
        if !self.style.bare {
            self.y += 0.4 * self.em;
            self.paragraph(note, 0.82 * self.em, false, self.style.theme.muted, 6);
        }
        self.y += 0.8 * self.em;
        let theme = &self.style.theme;
        let size = (self.width, self.y);
        let svg = self.canvas.finish(size, name, &self.title, alt, &theme.font_family, theme.background);
        Chart {
            name: name.to_owned(),
            title: self.title,
            subtitle: self.subtitle,
            note: note.to_owned(),
            alt: alt.to_owned(),
            svg,
            data,
        }
    }
}

/// Dashes of the plans after the palette's first round.
pub(crate) fn dash_pattern(round: usize) -> &'static [f64] {
    match round % 3 {
        0 => &[],
        1 => &[6.0, 3.0],
        _ => &[2.0, 2.5],
    }
}
