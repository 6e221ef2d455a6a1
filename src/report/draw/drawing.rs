//! One chart in the making: title on top, plots below one another, a note at the foot.

use plotters::chart::{ChartBuilder, ChartContext, LabelAreaPosition};
use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::ranged1d::{Ranged, ValueFormatter};
use plotters::drawing::{DrawingArea, IntoDrawingArea as _};
use plotters::style::{Color as _, FontDesc, FontFamily, FontStyle, RGBColor, TRANSPARENT, TextStyle};

use super::super::lang::say;
use super::super::style::Style;
use super::super::table::Table;
use super::super::theme::{ChartSize, Color};
use super::axis::{Axis, Paper};
use super::chart::Chart;
use super::fonts;
use super::pen::{Anchor, Lettering, Pen, UNITS, units};
use super::surface::{IN_MEMORY, Plot, RowPlot, Surface, WholePaper, stroke};

/// Height of a slide as a share of its width.
pub(crate) const SLIDE_SHAPE: f64 = 9.0 / 16.0;

/// Lines of a note: more than any that is made for readers.
const MOST_LINES: usize = 80;

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

    /// Whether the two share an area.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }
}

pub(crate) struct Drawing<'a> {
    pub(crate) style: &'a Style,
    pub(crate) pen: Pen,
    /// The paper, in px.
    pub(crate) page: WholePaper,
    pub(crate) width: f64,
    pub(crate) em: f64,
    /// Where the next part begins.
    pub(crate) y: f64,
    root: DrawingArea<Pen, Shift>,
    title: String,
    subtitle: String,
}

impl<'a> Drawing<'a> {
    /// Begins a chart with its title and subtitle.
    pub(crate) fn new(style: &'a Style, title: &str, subtitle: &str) -> Self {
        let em = style.theme.font_size * style.size.type_scale();
        let width = style.theme.width.unwrap_or(style.size.width());
        let pen = Pen::new(width);
        let root = pen.clone().into_drawing_area();
        let page = Surface::new(root.apply_coord_spec(Cartesian2d::new(Paper, Paper, root.get_pixel_range())));
        let (title, subtitle) = (title.to_owned(), subtitle.to_owned());
        let mut drawing = Self { style, pen, page, width, em, y: 0.9 * em, root, title, subtitle };
        if style.bare {
            drawing.y = 0.3 * em;
        } else {
            drawing.head();
        }
        drawing
    }

    fn head(&mut self) {
        let (em, ink, muted) = (self.em, self.style.theme.ink, self.style.theme.muted);
        let (title, subtitle) = (self.title.clone(), self.subtitle.clone());
        self.paragraph(&title, 1.3 * em, true, ink, 5);
        if !subtitle.is_empty() {
            self.y += 0.15 * em;
            self.paragraph(&subtitle, em, false, muted, MOST_LINES);
        }
        self.y += 0.7 * em;
    }

    /// The margin on all sides.
    pub(crate) fn margin(&self) -> f64 {
        self.em
    }

    /// Width between the margins.
    pub(crate) fn inner(&self) -> f64 {
        self.width - 2.0 * self.margin()
    }

    /// Width of a line, px: the theme's at page width, more on slides.
    pub(crate) fn line_width(&self) -> f64 {
        self.style.theme.line_width * self.style.size.type_scale()
    }

    /// Size of axis labels and notes beside marks, px.
    pub(crate) fn small_size(&self) -> f64 {
        0.88 * self.em
    }

    /// Whether there is no room beside a plot.
    pub(crate) fn is_narrow(&self) -> bool {
        self.width < 40.0 * self.em
    }

    /// Text over the whole width, below what is there.
    pub(crate) fn paragraph(&mut self, text: &str, size: f64, bold: bool, color: Color, most: usize) {
        for line in fonts::wrap(text, size, bold, self.inner(), most) {
            self.y += 1.3 * size;
            let style = Lettering { size, color, bold, anchor: Anchor::Start, halo: None };
            self.page.text((self.margin(), self.y - 0.25 * size), &line, style);
        }
    }

    pub(crate) fn text(&mut self, x: f64, baseline: f64, text: &str, color: Color, anchor: Anchor) {
        let style = Lettering { size: self.em, color, bold: false, anchor, halo: None };
        self.page.text((x, baseline), text, style);
    }

    pub(crate) fn small(&mut self, x: f64, baseline: f64, text: &str, color: Color, anchor: Anchor) {
        let style = Lettering { size: self.small_size(), color, bold: false, anchor, halo: None };
        self.page.text((x, baseline), text, style);
    }

    /// Lines of text, the block's middle at `y`.
    pub(crate) fn block(&mut self, x: f64, y: f64, lines: &[String], color: Color, anchor: Anchor) {
        let step = 1.15 * self.em;
        let first = y - step * (lines.len() as f64 - 1.0) / 2.0 + 0.36 * self.em;
        for (index, line) in lines.iter().enumerate() {
            self.text(x, first + index as f64 * step, line, color, anchor);
        }
    }

    /// Lines of text lifted off the lines behind, the block's middle at `y`.
    pub(crate) fn lifted_block(&self, x: f64, y: f64, lines: &[String], color: Color) {
        let step = 1.15 * self.em;
        let first = y - step * (lines.len() as f64 - 1.0) / 2.0 + 0.36 * self.em;
        let halo = Some(self.style.theme.background);
        let style = Lettering { size: self.em, color, bold: false, anchor: Anchor::Start, halo };
        for (index, line) in lines.iter().enumerate() {
            self.page.text((x, first + index as f64 * step), line, style);
        }
    }

    pub(crate) fn width_of(&self, text: &str) -> f64 {
        fonts::width(text, self.em, false)
    }

    pub(crate) fn wrap(&self, text: &str, limit: f64, most: usize) -> Vec<String> {
        fonts::wrap(text, self.em, false, limit, most)
    }

    /// Room that the labels of a vertical axis need.
    pub(crate) fn axis_width(&self, axis: &Axis) -> f64 {
        let labels = axis.ticks.iter().map(|(_, label)| label.as_str());
        fonts::widest(labels, self.small_size()) + 0.6 * self.em
    }

    /// Room that a horizontal axis needs below its plot.
    pub(crate) fn axis_height(&self, axis: &Axis) -> f64 {
        let label = if axis.label.is_empty() { 0.0 } else { 1.35 };
        let lines = axis.ticks.iter().map(|(_, text)| text.lines().count()).max().unwrap_or(1);
        (1.0 + 1.15 * lines as f64 + label) * self.em
    }

    /// A plot with the grid, ticks and labels of both axes. The vertical axis's label stands above it.
    pub(crate) fn plot(&mut self, rect: Rect, x: &Axis, y: &Axis) -> Plot {
        let mut chart = self.chart(rect, self.axis_width(y), self.axis_height(x), self.placed(rect, x), y.clone());
        self.vertical_axis(&mut chart);
        self.horizontal_axis(&mut chart, &x.label, false);
        self.label_above(rect, y);
        Surface::new(chart.plotting_area().clone())
    }

    /// A plot of rows of text: vertical lines at the ticks of its horizontal axis, which stands below.
    pub(crate) fn row_plot(&mut self, rect: Rect, x: &Axis, lines: bool) -> RowPlot {
        let mut chart = self.chart(rect, 0.0, self.axis_height(x), self.placed(rect, x), Paper);
        self.horizontal_axis(&mut chart, &x.label, lines);
        Surface::new(chart.plotting_area().clone())
    }

    /// A plot without any axis drawn.
    pub(crate) fn bare_plot(&self, rect: Rect, x: &Axis, y: &Axis) -> Plot {
        Surface::new(self.chart(rect, 0.0, 0.0, x.clone(), y.clone()).plotting_area().clone())
    }

    /// The axis with those names that there is room for.
    fn placed(&self, rect: Rect, axis: &Axis) -> Axis {
        axis.thinned((rect.left, rect.right), self.width, self.small_size())
    }

    /// A chart of plotters whose plotting area is `rect`, with room for labels at its left and below it.
    fn chart<X: Ranged, Y: Ranged>(
        &self,
        rect: Rect,
        left: f64,
        below: f64,
        x: X,
        y: Y,
    ) -> ChartContext<'a, Pen, Cartesian2d<X, Y>> {
        let [from, to, top, bottom] = [rect.left, rect.right, rect.top, rect.bottom].map(units);
        let (left, below) = (units(left), units(below));
        // Plotters lets a range end one unit before its area.
        let size = (to - from + left + 1, bottom - top + below + 1);
        let area = self.root.clone().shrink((from - left, top), size);
        let chart = ChartBuilder::on(&area)
            .set_label_area_size(LabelAreaPosition::Left, left)
            .set_label_area_size(LabelAreaPosition::Bottom, below)
            .build_cartesian_2d(x, y);
        chart.expect(IN_MEMORY)
    }

    fn label_style(&self) -> TextStyle<'static> {
        let Color { red, green, blue } = self.style.theme.muted;
        let font = FontDesc::new(FontFamily::SansSerif, UNITS * self.small_size(), FontStyle::Normal);
        TextStyle { color: RGBColor(red, green, blue).to_backend_color(), ..TextStyle::from(font) }
    }

    /// Lines across the plot and their labels at its left.
    fn vertical_axis<X, Y>(&self, chart: &mut ChartContext<'a, Pen, Cartesian2d<X, Y>>)
    where
        X: Ranged<ValueType = f64> + ValueFormatter<f64>,
        Y: Ranged<ValueType = f64> + ValueFormatter<f64>,
    {
        self.pen.open(&[("class", "axis y")]);
        let mesh = &mut chart.configure_mesh();
        mesh.disable_x_axis().disable_x_mesh().light_line_style(TRANSPARENT).axis_style(TRANSPARENT);
        mesh.bold_line_style(stroke(self.style.theme.grid, 0.75)).label_style(self.label_style());
        mesh.set_all_tick_mark_size(units(0.2 * self.em)).draw().expect(IN_MEMORY);
        self.pen.close();
    }

    /// The line below the plot, its ticks, their labels and the axis' own label.
    fn horizontal_axis<X, Y>(&self, chart: &mut ChartContext<'a, Pen, Cartesian2d<X, Y>>, label: &str, lines: bool)
    where
        X: Ranged<ValueType = f64> + ValueFormatter<f64>,
        Y: Ranged<ValueType = f64> + ValueFormatter<f64>,
    {
        let label = fonts::wrap(label, self.small_size(), false, self.inner(), 1).concat();
        self.pen.open(&[("class", "axis x")]);
        let mesh = &mut chart.configure_mesh();
        mesh.disable_y_axis().disable_y_mesh().light_line_style(TRANSPARENT);
        if !lines {
            mesh.disable_x_mesh();
        }
        mesh.bold_line_style(stroke(self.style.theme.grid, 0.75)).axis_style(stroke(self.style.theme.muted, 1.0));
        mesh.x_desc(label).label_style(self.label_style()).set_all_tick_mark_size(units(0.35 * self.em));
        mesh.draw().expect(IN_MEMORY);
        self.pen.close();
    }

    fn label_above(&mut self, rect: Rect, y: &Axis) {
        if y.label.is_empty() {
            return;
        }
        let left = rect.left - self.axis_width(y) + 0.2 * self.em;
        let line = fonts::wrap(&y.label, self.small_size(), false, self.width - left - self.margin(), 1).concat();
        self.small(left, rect.top - 0.8 * self.em, &line, self.style.theme.muted, Anchor::Start);
    }

    /// A dashed vertical line over a plot.
    pub(crate) fn rule<Y: Ranged<ValueType = f64>>(
        &self,
        on: &Surface<Axis, Y>,
        x: f64,
        ends: (f64, f64),
        color: Color,
    ) {
        self.pen.open_dashes(&[3.0, 3.0]);
        on.line((x, ends.0), (x, ends.1), color, 1.25);
        self.pen.close();
    }

    /// A note that also names the letters written so far that PNG files lack.
    fn with_missing_glyphs(&self, note: &str) -> String {
        let missing: Vec<String> = self.pen.lost().iter().map(char::to_string).collect();
        if missing.is_empty() {
            return note.to_owned();
        }
        let lang = &self.style.lang;
        format!("{note} {}", say!(lang, "note.missing_glyphs", letters = lang.list(&missing))).trim().to_owned()
    }

    /// Ends the chart with a note and makes it whole.
    pub(crate) fn finish(mut self, name: &str, note: &str, alt: &str, data: Table) -> Chart {
        let note = self.with_missing_glyphs(note);
        if !self.style.bare {
            self.y += 0.4 * self.em;
            self.paragraph(&note, 0.82 * self.em, false, self.style.theme.muted, MOST_LINES);
        }
        self.y += 0.8 * self.em;
        if self.style.size == ChartSize::Slide && !self.style.bare {
            self.y = self.y.max(self.width.ceil() * SLIDE_SHAPE);
        }
        let theme = &self.style.theme;
        let svg = self.pen.finish(self.y, name, &self.title, alt, &theme.font_family, theme.background);
        Chart {
            name: name.to_owned(),
            title: self.title,
            subtitle: self.subtitle,
            note,
            alt: alt.to_owned(),
            svg,
            extent: (self.width.ceil(), self.y.ceil()),
            data,
            missing_glyphs: self.pen.lost(),
        }
    }
}

/// Dashes of the plans after the palette's first round, px.
pub(crate) fn dash_pattern(round: usize) -> &'static [f64] {
    match round % 3 {
        0 => &[],
        1 => &[6.0, 3.0],
        _ => &[2.0, 2.5],
    }
}
