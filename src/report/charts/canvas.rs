//! A drawing surface in px with fractions, over the SVG backend of plotters.
//!
//! Plotters draws in whole pixels, so everything is drawn four times as large and scaled by the view box. Text is
//! written here, since the backend's vertical alignment differs between renderers.

use std::fmt::Write;

use plotters::backend::{DrawingBackend, SVGBackend};
use plotters::style::{Color as _, RGBColor, ShapeStyle};

use super::super::theme::Color;

const SCALE: f64 = 4.0;

/// Where the given point lies along the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a line of text looks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TextStyle {
    pub(crate) size: f64,
    pub(crate) color: Color,
    pub(crate) bold: bool,
    pub(crate) anchor: Anchor,
    /// Whether an outline in the background's colour lifts it off the lines behind.
    pub(crate) halo: Option<Color>,
}

#[derive(Debug)]
pub(crate) struct Canvas {
    body: String,
    open: usize,
}

/// Text made safe inside elements and attributes; characters that XML forbids are dropped.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' | '\t' => escaped.push(' '),
            control if control.is_control() || matches!(control, '\u{fffe}' | '\u{ffff}') => {}
            other => escaped.push(other),
        }
    }
    escaped
}

fn at(x: f64, y: f64) -> (i32, i32) {
    ((x * SCALE).round() as i32, (y * SCALE).round() as i32)
}

fn style(color: Color, opacity: f64, width: f64) -> ShapeStyle {
    RGBColor(color.red, color.green, color.blue).mix(opacity).stroke_width((width * SCALE).round().max(1.0) as u32)
}

impl Canvas {
    pub(crate) fn new() -> Self {
        Self { body: String::new(), open: 0 }
    }

    /// Lets plotters draw and keeps what it wrote between the outer tags.
    fn draw(&mut self, with: impl FnOnce(&mut SVGBackend)) {
        let mut text = String::new();
        {
            let mut backend = SVGBackend::with_string(&mut text, (1, 1));
            with(&mut backend);
            // Writing to memory cannot fail.
            let _ = backend.present();
        }
        let inner = text.split_once('\n').map_or("", |(_, inner)| inner);
        self.body.push_str(inner.trim_end().trim_end_matches("</svg>"));
    }

    pub(crate) fn rect(&mut self, x: f64, y: f64, width: f64, height: f64, color: Color, opacity: f64) {
        self.draw(|to| {
            let _ = to.draw_rect(at(x, y), at(x + width, y + height), &style(color, opacity, 1.0), true);
        });
    }

    pub(crate) fn line(&mut self, from: (f64, f64), to: (f64, f64), color: Color, width: f64) {
        self.draw(|backend| {
            let _ = backend.draw_line(at(from.0, from.1), at(to.0, to.1), &style(color, 1.0, width));
        });
    }

    pub(crate) fn path(&mut self, points: &[(f64, f64)], color: Color, width: f64) {
        let points: Vec<_> = points.iter().map(|&(x, y)| at(x, y)).collect();
        self.draw(|to| {
            let _ = to.draw_path(points, &style(color, 1.0, width));
        });
    }

    pub(crate) fn polygon(&mut self, points: &[(f64, f64)], color: Color, opacity: f64) {
        let points: Vec<_> = points.iter().map(|&(x, y)| at(x, y)).collect();
        self.draw(|to| {
            let _ = to.fill_polygon(points, &style(color, opacity, 1.0));
        });
    }

    pub(crate) fn circle(&mut self, x: f64, y: f64, radius: f64, color: Color) {
        self.draw(|to| {
            let _ = to.draw_circle(at(x, y), (radius * SCALE).round() as u32, &style(color, 1.0, 1.0), true);
        });
    }

    /// A line of text, `y` being its baseline.
    pub(crate) fn text(&mut self, x: f64, y: f64, text: &str, style: TextStyle) {
        let anchor = match style.anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let ((x, y), size) = (at(x, y), (style.size * SCALE).round());
        let weight = if style.bold { " font-weight=\"bold\"" } else { "" };
        let halo = style.halo.map_or_else(String::new, |color| {
            format!(" stroke=\"{color}\" stroke-width=\"12\" stroke-linejoin=\"round\" paint-order=\"stroke\"")
        });
        let _ = writeln!(
            self.body,
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{weight} text-anchor=\"{anchor}\" fill=\"{}\"{halo}>{}</text>",
            style.color,
            escape(text)
        );
    }

    /// Opens a group; attribute values are escaped here.
    pub(crate) fn open(&mut self, attributes: &[(&str, &str)]) {
        self.body.push_str("<g");
        for (name, value) in attributes {
            let _ = write!(self.body, " {name}=\"{}\"", escape(value));
        }
        self.body.push_str(">\n");
        self.open += 1;
    }

    /// Opens a group that shows a text when the pointer rests on it.
    pub(crate) fn open_tip(&mut self, tip: &str) {
        self.open(&[("class", "mark")]);
        let _ = writeln!(self.body, "<title>{}</title>", escape(tip));
    }

    pub(crate) fn close(&mut self) {
        self.body.push_str("</g>\n");
        self.open -= 1;
    }

    /// Dashes for the group to come, in px.
    pub(crate) fn dashes(pattern: &[f64]) -> String {
        let lengths: Vec<String> = pattern.iter().map(|length| format!("{}", (length * SCALE).round())).collect();
        lengths.join(" ")
    }

    /// The whole image.
    pub(crate) fn finish(
        self,
        size: (f64, f64),
        id: &str,
        title: &str,
        alt: &str,
        family: &str,
        paper: Color,
    ) -> String {
        let (width, height) = (size.0.ceil(), size.1.ceil());
        let (w4, h4) = (width * SCALE, height * SCALE);
        let (title, alt, family) = (escape(title), escape(alt), escape(family));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {w4} {h4}\" \
             role=\"img\" aria-labelledby=\"{id}-title {id}-alt\" font-family=\"{family}\">\n\
             <title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-alt\">{alt}</desc>\n\
             <rect width=\"{w4}\" height=\"{h4}\" fill=\"{paper}\"/>\n<g stroke-linejoin=\"round\">\n{}</g>\n</svg>\n",
            self.body
        )
    }
}
