//! What is drawn on: the paper, in px, or a plot, in the data's own numbers. Both take the same marks.

use std::fmt::Debug;

use plotters::coord::CoordTranslate;
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::ranged1d::Ranged;
use plotters::drawing::DrawingArea;
use plotters::element::{Circle, Drawable, PathElement, PointCollection, Polygon, Rectangle};
use plotters::series::{AreaSeries, LineSeries};
use plotters::style::{Color as _, RGBColor, ShapeStyle};
use plotters_backend::{BackendCoord, DrawingBackend as _, DrawingErrorKind};

use super::super::theme::Color;
use super::axis::{Axis, Paper};
use super::pen::{Lettering, Pen, UNITS, units};

/// Why drawing cannot fail.
pub(crate) const IN_MEMORY: &str = "what is drawn goes into memory, which takes everything";

/// A point in the coordinates of a surface.
pub(crate) type Coord = (f64, f64);

/// A colour over an area.
pub(crate) fn fill(color: Color, opacity: f64) -> ShapeStyle {
    RGBColor(color.red, color.green, color.blue).mix(opacity).filled()
}

/// A line of that width, px.
pub(crate) fn stroke(color: Color, width: f64) -> ShapeStyle {
    RGBColor(color.red, color.green, color.blue).stroke_width(units(width).max(1) as u32)
}

/// An area of the image with its coordinates.
pub(crate) struct Surface<X: Ranged, Y: Ranged> {
    area: DrawingArea<Pen, Cartesian2d<X, Y>>,
}

/// The whole paper, in px.
pub(crate) type WholePaper = Surface<Paper, Paper>;
/// A plot over two axes.
pub(crate) type Plot = Surface<Axis, Axis>;
/// A plot whose rows lie where the text beside them does: data across, px down.
pub(crate) type RowPlot = Surface<Axis, Paper>;

impl<X: Ranged, Y: Ranged> Debug for Surface<X, Y> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Surface").field("pixels", &self.area.get_pixel_range()).finish()
    }
}

/// A line of text whose baseline begins (or ends, or has its middle) at a point.
struct Label<'a> {
    at: Coord,
    text: &'a str,
    style: Lettering,
}

impl<'a> PointCollection<'a, Coord> for &'a Label<'_> {
    type Point = &'a Coord;
    type IntoIter = std::iter::Once<&'a Coord>;

    fn point_iter(self) -> Self::IntoIter {
        std::iter::once(&self.at)
    }
}

impl Drawable<Pen> for Label<'_> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        points: I,
        pen: &mut Pen,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<std::convert::Infallible>> {
        for (x, y) in points {
            pen.letter((f64::from(x) / UNITS, f64::from(y) / UNITS), self.text, self.style);
        }
        Ok(())
    }
}

/// A short vertical stroke around a point, of the same length on any scale.
struct Cap {
    at: Coord,
    half: i32,
    style: ShapeStyle,
}

impl<'a> PointCollection<'a, Coord> for &'a Cap {
    type Point = &'a Coord;
    type IntoIter = std::iter::Once<&'a Coord>;

    fn point_iter(self) -> Self::IntoIter {
        std::iter::once(&self.at)
    }
}

impl Drawable<Pen> for Cap {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        points: I,
        pen: &mut Pen,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<std::convert::Infallible>> {
        for (x, y) in points {
            pen.draw_line((x, y - self.half), (x, y + self.half), &self.style)?;
        }
        Ok(())
    }
}

impl<X: Ranged<ValueType = f64>, Y: Ranged<ValueType = f64>> Surface<X, Y> {
    pub(crate) fn new(area: DrawingArea<Pen, Cartesian2d<X, Y>>) -> Self {
        Self { area }
    }

    fn draw<E>(&self, element: &E)
    where
        for<'e> &'e E: PointCollection<'e, Coord>,
        E: Drawable<Pen>,
    {
        self.area.draw(element).expect(IN_MEMORY);
    }

    /// A filled rectangle between two corners.
    pub(crate) fn rect(&self, from: Coord, to: Coord, color: Color, opacity: f64) {
        self.draw(&Rectangle::new([from, to], fill(color, opacity)));
    }

    /// A straight line; `width` in px.
    pub(crate) fn line(&self, from: Coord, to: Coord, color: Color, width: f64) {
        self.draw(&PathElement::new([from, to], stroke(color, width)));
    }

    /// A line through points; `width` in px.
    pub(crate) fn path(&self, points: &[Coord], color: Color, width: f64) {
        for element in LineSeries::new(points.iter().copied(), stroke(color, width)) {
            self.area.draw(&element).expect(IN_MEMORY);
        }
    }

    /// The area between points and the zero of the vertical axis, with its outline.
    pub(crate) fn area(&self, points: &[Coord], color: Color, opacity: f64, width: f64) {
        let series = AreaSeries::new(points.iter().copied(), 0.0, fill(color, opacity));
        for element in series.border_style(stroke(color, width)) {
            self.area.draw(&element).expect(IN_MEMORY);
        }
    }

    /// A filled outline.
    pub(crate) fn polygon(&self, corners: &[Coord], color: Color, opacity: f64) {
        self.draw(&Polygon::new(corners, fill(color, opacity)));
    }

    /// A dot; `radius` in px.
    pub(crate) fn dot(&self, at: Coord, radius: f64, color: Color) {
        self.draw(&Circle::new(at, units(radius), fill(color, 1.0)));
    }

    /// A ring that hides nothing within; `radius` and `width` in px.
    pub(crate) fn ring(&self, at: Coord, radius: f64, color: Color, width: f64) {
        self.draw(&Circle::new(at, units(radius), stroke(color, width)));
    }

    /// A line of text whose baseline begins (or ends, or has its middle) at a point.
    pub(crate) fn text(&self, at: Coord, text: &str, style: Lettering) {
        self.draw(&Label { at, text, style });
    }

    /// A horizontal interval with end strokes of `cap` px to both sides.
    pub(crate) fn whisker(&self, y: f64, (low, high): (f64, f64), cap: f64, color: Color) {
        self.line((low, y), (high, y), color, 1.25);
        for end in [low, high] {
            self.draw(&Cap { at: (end, y), half: units(cap), style: stroke(color, 1.25) });
        }
    }

    /// Where a point lies on the paper, px.
    pub(crate) fn place(&self, at: Coord) -> Coord {
        let (x, y) = self.area.as_coord_spec().translate(&at);
        (f64::from(x) / UNITS, f64::from(y) / UNITS)
    }
}
