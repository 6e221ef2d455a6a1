//! Legends: a swatch and a text for each kind of mark.

use super::super::theme::Color;
use super::drawing::{Drawing, dash_pattern};
use super::pen::Anchor;

/// An item of a legend.
#[derive(Clone, Debug)]
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
    Outline,
    Dot,
    Ring,
    Band,
    Rule,
}

impl Drawing<'_> {
    /// A legend over the whole width, below what is there.
    pub(crate) fn legend(&mut self, items: &[Swatch]) {
        let (step, box_width) = (1.5 * self.em, 1.8 * self.em);
        let limit = self.width - self.margin();
        let mut x = self.margin();
        self.y += step;
        self.pen.open(&[("class", "legend")]);
        for item in items {
            let label = self.wrap(&item.label, limit - self.margin() - box_width, 1).concat();
            let width = box_width + self.width_of(&label);
            if x > self.margin() && x + width > limit {
                x = self.margin();
                self.y += step;
            }
            self.swatch(x, self.y - 0.35 * self.em, item);
            self.text(x + box_width, self.y, &label, self.style.theme.ink, Anchor::Start);
            x += width + 1.4 * self.em;
        }
        self.pen.close();
        self.y += 1.1 * self.em;
    }

    /// A piece of a line of that width and dash pattern, which begins at `from` and tells what the line looks like.
    pub(crate) fn line_key(&self, from: (f64, f64), length: f64, color: Color, (width, dash): (f64, usize)) {
        let to = (from.0 + length, from.1);
        let pattern = dash_pattern(dash);
        if pattern.is_empty() {
            return self.page.line(from, to, color, width);
        }
        self.pen.open_dashes(pattern);
        self.page.line(from, to, color, width);
        self.pen.close();
    }

    fn swatch(&self, x: f64, y: f64, item: &Swatch) {
        let (em, wide, page) = (self.em, 1.3 * self.em, &self.page);
        let square = |left: f64, width: f64, opacity: f64| {
            page.rect((left, y - 0.45 * em), (left + width, y + 0.45 * em), item.color, opacity);
        };
        match item.shape {
            Shape::Line(dash) => self.line_key((x, y), wide, item.color, (self.line_width(), dash)),
            Shape::Box => square(x + 0.2 * em, 0.9 * em, 1.0),
            Shape::Outline => {
                square(x + 0.2 * em, 0.9 * em, 1.0);
                let (from, to) = ((x + 0.2 * em + 1.5, y - 0.45 * em + 1.5), (x + 1.1 * em - 1.5, y + 0.45 * em - 1.5));
                page.rect(from, to, self.style.theme.background.mix(item.color, 0.12), 1.0);
            }
            Shape::Dot => page.dot((x + 0.65 * em, y), 0.4 * em, item.color),
            Shape::Ring => page.ring((x + 0.65 * em, y), 0.46 * em, item.color, 0.14 * em),
            Shape::Band => square(x, wide, self.style.theme.band_opacity),
            Shape::Rule => {
                let middle = x + wide / 2.0;
                self.pen.open_dashes(&[3.0, 3.0]);
                page.line((middle, y - 0.6 * em), (middle, y + 0.6 * em), item.color, 1.25);
                self.pen.close();
            }
        }
    }
}
