//! The backend that plotters draws on: an SVG image in memory.
//!
//! Plotters counts in whole units. Here a unit is a twentieth of a px, so that nothing is seen to be rounded; the file
//! itself is written in px with fractions. Groups, tips and lifted text, which plotters does not know, are written by
//! the same pen, between what plotters draws.

use std::cell::RefCell;
use std::convert::Infallible;
use std::fmt::Write;
use std::rc::Rc;

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
};

use crate::words::is_command;

use super::super::theme::Color;
use super::fonts;

/// Units in a px.
pub(crate) const UNITS: f64 = 20.0;

/// Height of the roll of paper that charts are cut from, px.
const ROLL: f64 = 200_000.0;

/// Least distance of an axis' label from the edge of the paper, px.
const EDGE: f64 = 2.0;

/// Outline of lifted text, px.
const HALO: f64 = 3.0;

type Inked = Result<(), DrawingErrorKind<Infallible>>;

/// A length or place in units.
pub(crate) fn units(px: f64) -> i32 {
    // Far beyond any paper, and far from what an i32 holds.
    (px * UNITS).round().clamp(-1e8, 1e8) as i32
}

/// A number of units as px, as short as it can be written.
fn px(units: i32) -> f64 {
    f64::from(units) / UNITS
}

/// Where the given point lies along the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a line of text looks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lettering {
    /// px.
    pub(crate) size: f64,
    pub(crate) color: Color,
    pub(crate) bold: bool,
    pub(crate) anchor: Anchor,
    /// Whether an outline in the background's colour lifts it off the lines behind.
    pub(crate) halo: Option<Color>,
}

/// What has been drawn so far.
#[derive(Debug, Default)]
struct Sheet {
    body: String,
    lost: Vec<char>,
}

/// A pen over a sheet; its copies write on the same sheet.
#[derive(Clone, Debug)]
pub(crate) struct Pen {
    sheet: Rc<RefCell<Sheet>>,
    width: f64,
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
            command if is_command(command) || matches!(command, '\u{fffe}' | '\u{ffff}') => {}
            other => escaped.push(other),
        }
    }
    escaped
}

fn hex(color: BackendColor) -> Color {
    let (red, green, blue) = color.rgb;
    Color::new(red, green, blue)
}

/// ` opacity="…"`, or nothing where the colour covers what lies below.
fn opacity(color: BackendColor) -> String {
    if color.alpha < 1.0 { format!(" opacity=\"{}\"", (color.alpha * 1e3).round() / 1e3) } else { String::new() }
}

/// ` fill="…"` or ` stroke="…" stroke-width="…"`.
fn look<S: BackendStyle>(style: &S, fill: bool) -> String {
    let color = style.color();
    if fill {
        format!("fill=\"{}\"{}", hex(color), opacity(color))
    } else {
        let width = px(style.stroke_width() as i32);
        format!("fill=\"none\" stroke=\"{}\" stroke-width=\"{width}\"{}", hex(color), opacity(color))
    }
}

/// `x,y x,y …`.
fn list(points: impl IntoIterator<Item = BackendCoord>) -> String {
    let points = points.into_iter().map(|(x, y)| format!("{},{}", px(x), px(y)));
    points.collect::<Vec<_>>().join(" ")
}

impl Pen {
    /// A pen over an empty sheet of that width, px.
    pub(crate) fn new(width: f64) -> Self {
        Self { sheet: Rc::default(), width }
    }

    fn write(&self, text: &str) {
        self.sheet.borrow_mut().body.push_str(text);
    }

    /// Writes an element, unless nothing of it would be seen.
    #[allow(clippy::unnecessary_wraps)] // the answer of every method that plotters asks for
    fn element<S: BackendStyle>(&self, style: &S, element: impl FnOnce() -> String) -> Inked {
        if style.color().alpha > 0.0 {
            self.write(&element());
        }
        Ok(())
    }

    /// A line of text, `y` being its baseline, px.
    pub(crate) fn letter(&self, (x, y): (f64, f64), text: &str, style: Lettering) {
        let anchor = match style.anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let (x, y, size) = (px(units(x)), px(units(y)), px(units(style.size)));
        let weight = if style.bold { " font-weight=\"bold\"" } else { "" };
        let halo = style.halo.map_or_else(String::new, |color| {
            format!(" stroke=\"{color}\" stroke-width=\"{HALO}\" stroke-linejoin=\"round\" paint-order=\"stroke\"")
        });
        self.sheet.borrow_mut().lost.extend(fonts::missing_glyphs(text));
        self.write(&format!(
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{weight} text-anchor=\"{anchor}\" fill=\"{}\"{halo}>{}</text>\n",
            style.color,
            escape(text)
        ));
    }

    /// Opens a group; attribute values are escaped here.
    pub(crate) fn open(&self, attributes: &[(&str, &str)]) {
        let mut tag = "<g".to_owned();
        for (name, value) in attributes {
            let _ = write!(tag, " {name}=\"{}\"", escape(value));
        }
        self.write(&(tag + ">\n"));
    }

    /// Opens a group that shows a text when the pointer rests on it.
    pub(crate) fn open_tip(&self, tip: &str) {
        self.open(&[("class", "mark")]);
        self.write(&format!("<title>{}</title>\n", escape(tip)));
    }

    /// Opens a group of dashed lines; lengths in px.
    pub(crate) fn open_dashes(&self, pattern: &[f64]) {
        let lengths: Vec<String> = pattern.iter().map(|length| format!("{length}")).collect();
        self.open(&[("stroke-dasharray", &lengths.join(" "))]);
    }

    /// Draws again what the group of that id holds, moved by so many px.
    pub(crate) fn again(&self, id: &str, (right, down): (f64, f64)) {
        let (id, right, down) = (escape(id), px(units(right)), px(units(down)));
        self.write(&format!("<use href=\"#{id}\" x=\"{right}\" y=\"{down}\"/>\n"));
    }

    pub(crate) fn close(&self) {
        self.write("</g>\n");
    }

    /// Letters written so far that the embedded font lacks, each once, in the order of their numbers.
    pub(crate) fn lost(&self) -> Vec<char> {
        let mut lost = self.sheet.borrow().lost.clone();
        lost.sort_unstable();
        lost.dedup();
        lost
    }

    /// The whole image, cut off at that height (px). `id` leads the ids of title and description.
    pub(crate) fn finish(&self, height: f64, id: &str, title: &str, alt: &str, family: &str, paper: Color) -> String {
        let (width, height) = (self.width.ceil(), height.ceil());
        let (title, alt, family) = (escape(title), escape(alt), escape(family));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"{id}-title {id}-alt\" \
             font-family=\"{family}\">\n\
             <title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-alt\">{alt}</desc>\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"{paper}\"/>\n<g stroke-linejoin=\"round\">\n{}</g>\n\
             </svg>\n",
            self.sheet.borrow().body
        )
    }

    /// One line of a label that plotters places; one that would leave the paper is moved back onto it.
    fn label<S: BackendTextStyle>(&self, text: &str, style: &S, (x, y): (f64, f64)) {
        let (size, bold) = (style.size() / UNITS, is_bold(style));
        let half = fonts::width(text, size, bold) / 2.0;
        let (x, anchor) = match style.anchor().h_pos {
            HPos::Left => (x, Anchor::Start),
            HPos::Right => (x, Anchor::End),
            HPos::Center => (onto(x, half, self.width), Anchor::Middle),
        };
        let style = Lettering { size, color: hex(style.color()), bold, anchor, halo: None };
        self.letter((x, y), text, style);
    }
}

fn is_bold<S: BackendTextStyle>(style: &S) -> bool {
    matches!(style.style(), FontStyle::Bold)
}

/// The middle of a text, moved so that it lies on the paper; in the middle of the paper where it is too wide.
pub(crate) fn onto(middle: f64, half: f64, width: f64) -> f64 {
    let (low, high) = (half + EDGE, width - half - EDGE);
    if low > high { width / 2.0 } else { middle.clamp(low, high) }
}

impl DrawingBackend for Pen {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (units(self.width) as u32, units(ROLL) as u32)
    }

    fn ensure_prepared(&mut self) -> Inked {
        Ok(())
    }

    fn present(&mut self) -> Inked {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Inked {
        self.draw_rect((x, y), (x + 1, y + 1), &color, true)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Inked {
        self.element(style, || {
            let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(px);
            format!("<line {} x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"/>\n", look(style, false))
        })
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Inked {
        self.element(style, || {
            let [x, y, width, height] = [from.0, from.1, to.0 - from.0, to.1 - from.1].map(px);
            format!("<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" {}/>\n", look(style, fill))
        })
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Inked {
        self.element(style, || format!("<polyline {} points=\"{}\"/>\n", look(style, false), list(path)))
    }

    fn draw_circle<S: BackendStyle>(&mut self, at: BackendCoord, radius: u32, style: &S, fill: bool) -> Inked {
        self.element(style, || {
            let [x, y, r] = [at.0, at.1, radius as i32].map(px);
            format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\" {}/>\n", look(style, fill))
        })
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, corners: I, style: &S) -> Inked {
        self.element(style, || format!("<polygon {} points=\"{}\"/>\n", look(style, true), list(corners)))
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Inked {
        let size = style.size() / UNITS;
        // The height of a figure in the embedded font is 0.73 of its size.
        let down = match style.anchor().v_pos {
            VPos::Top => 0.76,
            VPos::Center => 0.365,
            VPos::Bottom => -0.2,
        };
        for (row, line) in text.lines().enumerate() {
            let baseline = px(at.1) + (down + 1.3 * row as f64) * size;
            self.label(line, style, (px(at.0), baseline));
        }
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let widest = text.lines().map(|line| fonts::width(line, style.size(), is_bold(style)));
        let lines = text.lines().count().max(1) as f64;
        Ok((widest.fold(0.0, f64::max).ceil() as u32, (1.3 * lines * style.size()).ceil() as u32))
    }
}
